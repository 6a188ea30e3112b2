#!/bin/sh
# run-display.sh PROGRAM [ARG…]: runs a program with a display and a session bus of its own, and ends with its status.
set -eu

folder=$(mktemp -d)
server=
finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    rm -rf "$folder"
}
trap finish EXIT
trap 'exit 1' INT TERM

# The server chooses a free display and writes its number; it is there once that is written, and stays as it is when its last
# client goes: else a program that starts meanwhile finds none.
mkfifo "$folder/display"
Xvfb -displayfd 3 -screen 0 "${CARREL_SCREEN:-1280x1000}x24" -nolisten tcp -noreset 3>"$folder/display" 2>/dev/null &
server=$!
read -r display <"$folder/display" || { echo "Bail out! no display"; exit 1; }

# Nothing moves, so that what is looked at stands still.
mkdir -p "$folder/config/gtk-4.0"
printf '[Settings]\ngtk-enable-animations=0\n' >"$folder/config/gtk-4.0/settings.ini"

# The toolkit has no frame pointers: without its names nobody can tell whose a leak is. That makes all of it slow.
case ${ASAN_OPTIONS:-} in *detect_leaks=1*)
    export ASAN_OPTIONS="$ASAN_OPTIONS:fast_unwind_on_malloc=0:malloc_context_size=12" CARREL_TEST_PATIENCE="${CARREL_TEST_PATIENCE:-6}" ;;
esac

# An empty GTK_THEME is one to libadwaita, too, which then leaves its own out.
unset GTK_THEME

# What the bus starts beside the test doesn't write into the test's output, which is read line by line.
mkdir -m 700 "$folder/run"
DISPLAY=:$display XDG_RUNTIME_DIR=$folder/run XDG_DATA_HOME=$folder/data XDG_CONFIG_HOME=$folder/config XDG_CACHE_HOME=$folder/cache XDG_STATE_HOME=$folder/state \
    GDK_BACKEND=x11 GSK_RENDERER=cairo GTK_A11Y=${GTK_A11Y:-test} ADW_DISABLE_PORTAL=1 GDK_DEBUG=no-portals GTK_IM_MODULE=gtk-im-context-simple \
    dbus-run-session -- bash -c 'exec "$@" >&4 4>&-' program "$@" 4>&1 >/dev/null
