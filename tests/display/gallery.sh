#!/bin/sh
# gallery.sh PROGRAM FOLDER [LOOK…]: a picture of every screen in every look (or those named), and FOLDER/index.html with all of
# them side by side. Run by «./dev screenshot --all» inside run-display.sh, without a network: what fetches shows its failure.
set -eu

here=$(dirname "$0")
program=$1 folder=$2
shift 2
[ $# -gt 0 ] || set -- light dark contrast large narrow twice mirrored
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GSETTINGS_BACKEND=memory

# The screens, one a line: a name, and what --page opens. «-» is an empty library.
cat >"$work/screens" <<'LIST'
first-run -
inbox inbox
article article:2,reader
end article:2,reader,end
inspector article:2,reader,inspector
picture article:1,reader,touch:picture
note article:5,reader,touch:note
search search:light
nothing-found search:zzyzx
completion type:topic:
cards group:topic,view:cards
compact group:site,view:compact
reading reading
favourites favourites
archive archive
all all
highlights highlights
wanted wanted
map map
around around:2
care care
trash trash
add add
link article:2,reader,link
topics article:2,reader,chooser
again article:2,reader,again
choose article:2,reader,choose
versions article:2,reader,versions
activity activity
backups backups
preferences preferences
help help
shortcuts shortcuts
LIST

# A library in which something is marked and something failed.
library=$work/library
"$program" --library="$library" samples >/dev/null
"$program" --library="$library" favourite 2 >/dev/null
"$program" --library="$library" add --no-images https://articles.example/gone >/dev/null 2>&1 || true

take() { # LOOK NAME PAGE
    width=1280 height=800 dark=no rtl=no scale=1 contrast= dpi=98304
    case $1 in
    light) ;;
    dark) dark=yes ;;
    contrast) contrast=1 ;;
    large) dpi=147456 ;;
    narrow) width=360 height=720 ;;
    twice) width=1000 height=700 scale=2 ;;
    mirrored) rtl=yes ;;
    *) echo "gallery: there is no look «$1»" >&2; exit 2 ;;
    esac
    printf '[Settings]\ngtk-enable-animations=0\ngtk-xft-dpi=%s\n' $dpi >"$XDG_CONFIG_HOME/gtk-4.0/settings.ini"
    [ -z "$contrast" ] || export ADW_DEBUG_HIGH_CONTRAST=1
    parts=$(printf '%s' "$3" | tr -cd , | wc -c)
    if [ "$3" = - ]; then set -- "$1" "$2" --library="$work/empty"; else set -- "$1" "$2" --library="$library" --page "$3"; fi
    look=$1 name=$2
    shift 2
    GDK_SCALE=$scale CARREL_SCREENSHOT_WAIT=$((parts + 2)) "$here/screenshot.sh" "$program" $width $height $dark $rtl "$folder/$look/$name.png" "$@" ||
        echo "gallery: no picture of $name ($look)" >&2
    unset ADW_DEBUG_HIGH_CONTRAST
}

for look in "$@"; do
    mkdir -p "$folder/$look"
    while read -r name page; do
        take "$look" "$name" "$page" </dev/null 2>>"$folder/said.txt"
    done <"$work/screens"
done

# The contact sheet: one row a screen, one column a look.
{
    echo '<!DOCTYPE html><meta charset="utf-8"><title>Carrel, screen by screen</title>'
    echo '<style>body { font: 14px sans-serif } th { position: sticky; top: 0; background: #fff } td { vertical-align: top } img { max-width: 420px; max-height: 320px; border: 1px solid #ccc }</style>'
    printf '<table><tr><th></th>'
    for look in "$@"; do printf '<th>%s</th>' "$look"; done
    echo '</tr>'
    while read -r name page; do
        printf '<tr><th>%s</th>' "$name"
        for look in "$@"; do printf '<td><a href="%s/%s.png"><img loading="lazy" alt="%s, %s" src="%s/%s.png"></a></td>' "$look" "$name" "$name" "$look" "$look" "$name"; done
        echo '</tr>'
    done <"$work/screens"
    echo '</table>'
} >"$folder/index.html"
