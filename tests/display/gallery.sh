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

# A library in which something is marked and something failed.
library=$work/library
"$program" --library="$library" samples >/dev/null
number() { "$program" --library="$library" list --json "title:$1" | sed -n 's/.*"id" *: *\([0-9]*\).*/\1/p' | head -n 1; }
swifts=$(number swifts) rivers=$(number rivers) letters=$(number letters)
"$program" --library="$library" favourite "$swifts" >/dev/null
"$program" --library="$library" highlight --colour green --note "Even asleep?" "$swifts" "courts and even mates on the wing" >/dev/null
"$program" --library="$library" add --no-images https://articles.example/gone >/dev/null 2>&1 || true

# The screens, one a line: a name, and what --page opens. «-» is an empty library.
cat >"$work/screens" <<LIST
first-run -
inbox inbox
article article:$swifts,reader
end article:$swifts,reader,end
inspector article:$swifts,reader,inspector
picture article:$rivers,reader,touch:picture
note article:$letters,reader,touch:note
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
around around:$swifts
care care
trash trash
add add
link article:$swifts,reader,link
topics article:$swifts,reader,chooser
again article:$swifts,reader,again
choose article:$swifts,reader,choose
versions article:$swifts,reader,versions
activity activity
backups backups
preferences preferences
help help
shortcuts shortcuts
LIST

take() { # LOOK NAME PAGE
    width=1280 height=800 dark=no rtl=no scale=1 contrast= dpi=96
    case $1 in
    light) ;;
    dark) dark=yes ;;
    contrast) contrast=1 ;;
    large) dpi=144 ;;
    narrow) width=360 height=720 ;;
    twice) width=1000 height=700 scale=2 ;;
    mirrored) rtl=yes ;;
    *) echo "gallery: there is no look «$1»" >&2; exit 2 ;;
    esac
    xprop -root -f RESOURCE_MANAGER 8s -set RESOURCE_MANAGER "Xft.dpi: $dpi"
    [ -z "$contrast" ] || export ADW_DEBUG_HIGH_CONTRAST=1
    parts=$(printf '%s' "$3" | tr -cd , | wc -c)
    # Each begins with the same: nothing is remembered from the picture before.
    rm -rf "$work/one" "${XDG_STATE_HOME:?}" "${XDG_DATA_HOME:?}" "${XDG_CONFIG_HOME:?}/carrel"
    if [ "$3" = - ]; then
        set -- "$1" "$2" --library="$work/one"
    else
        cp -r "$library" "$work/one"
        set -- "$1" "$2" --library="$work/one" --page "$3"
    fi
    look=$1 name=$2
    shift 2
    GDK_SCALE=$scale CARREL_SCREENSHOT_WAIT=$((parts + 1)).5 "$here/screenshot.sh" "$program" $width $height $dark $rtl "$folder/$look/$name.png" "$@" ||
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
