#!/bin/sh
# screenshot.sh PROGRAM WIDTH HEIGHT DARK RTL FILE [ARG…]: starts the program alone on a display of its own, waits until its
# window stands still, saves a picture of it, and ends it. Run by ./dev inside run-display.sh.
set -eu

program=$1 width=$2 height=$3 dark=$4 rtl=$5 file=$6 scale=${GDK_SCALE:-1}
shift 6
export CARREL_NON_UNIQUE=1 CARREL_PICTURE=1
[ "$dark" = no ] || export ADW_DEBUG_COLOR_SCHEME=prefer-dark
[ "$rtl" = no ] || export CARREL_MIRRORED=1
"$program" --size "${width}x$height" "$@" &
pid=$!
trap 'kill $pid 2>/dev/null || true' EXIT

window=
for _ in $(seq 100); do
    window=$(timeout 10 xdotool search --onlyvisible --pid $pid 2>/dev/null | head -n 1 || true)
    [ -z "$window" ] || break
    sleep 0.1
done
[ -n "$window" ] || { echo "screenshot: no window came" >&2; exit 1; }
xdotool windowmove "$window" 0 0 2>/dev/null || true
xdotool mousemove 4000 4000 2>/dev/null || true

# Two pictures that are alike, after what --page opens had its time.
sleep "${CARREL_SCREENSHOT_WAIT:-3}"
before=
for _ in $(seq 20); do
    # Of the display: a popover is a window of its own.
    import -window root -crop "$((width * scale))x$((height * scale))+0+0" +repage png:"$file.new"
    now=$(identify -format '%#' "$file.new")
    [ "$now" != "$before" ] || break
    before=$now
    sleep 0.4
done
mv "$file.new" "$file"
