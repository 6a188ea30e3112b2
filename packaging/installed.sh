#!/bin/sh
# installed.sh: is Carrel installed as it should be? Run in a root where its package was just installed; `./dev deb --test` does.
# Each line says what is there; it ends at the first thing that isn't.
set -eu

id=app.carrel.Carrel
export HOME=/srv XDG_DATA_HOME=/srv/data XDG_CACHE_HOME=/srv/cache XDG_CONFIG_HOME=/srv/config

has() { [ -s "$1" ] || { echo "missing: $1" >&2; exit 1; }; echo "there: $1"; }

carrel --version
for file in applications/$id.desktop dbus-1/services/$id.service gnome-shell/search-providers/$id.search-provider.ini \
    metainfo/$id.metainfo.xml icons/hicolor/scalable/apps/$id.svg icons/hicolor/symbolic/apps/$id-symbolic.svg \
    bash-completion/completions/carrel locale/de/LC_MESSAGES/carrel.mo man/man1/carrel.1.gz; do
    has /usr/share/$file
done
desktop-file-validate /usr/share/applications/$id.desktop
man --pager=cat carrel | grep -q 'keep a library of articles' || { echo "man carrel doesn't open" >&2; exit 1; }
echo "opens: man carrel"
complete=$(bash -c '. /usr/share/bash-completion/bash_completion; . /usr/share/bash-completion/completions/carrel
    COMP_WORDS=(carrel arch) COMP_CWORD=1; _carrel; printf %s "${COMPREPLY[*]}"')
[ "$complete" = archive ] || { echo "carrel arch⇥ gives «$complete»" >&2; exit 1; }
echo "completes: carrel arch⇥"

carrel samples >/dev/null
found=$(carrel list 'library')
[ -n "$found" ] || { echo "nothing is found in the samples" >&2; exit 1; }
printf '%s\n' "$found" | head -n 2
carrel check >/dev/null
carrel show --format pdf --output /srv/first.pdf 1
has /srv/first.pdf
echo "Carrel is installed as it should be."
