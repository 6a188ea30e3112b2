#!/usr/bin/env bash
# corner.sh PROJECT INSTALLATION ID BUNDLE EARLIER PICTURE: a throw-away user's world, in which walk.py is a person.
#
# Root makes mounts and processes of its own (they all end with it) and steps down: run by root, a sandbox would prove
# little. The user has an empty home on a tmpfs, a session bus, a display, and the stand-in as the system's Flatpaks.
set -euo pipefail
project=$1 installation=$2 id=$3 bundle=$4 earlier=$5 picture=$6
uid=4711

if [ "${CARREL_CORNER:-}" != inside ]; then
    CARREL_CORNER=inside exec unshare --mount --propagation private --net --pid --fork --kill-child --mount-proc -- bash "$0" "$@"
fi

world=$(mktemp -d)
trap 'rm -rf "$world"' EXIT
cp /etc/passwd "$world/passwd"
cp /etc/group "$world/group"
echo "reader:x:$uid:$uid:A Reader:/home/reader:/bin/bash" >>"$world/passwd"
echo "reader:x:$uid:" >>"$world/group"
mount --bind "$world/passwd" /etc/passwd
mount --bind "$world/group" /etc/group
mount -t tmpfs -o mode=755 tmpfs /home
install -d -o $uid -g $uid -m 700 /home/reader
# The path matters: the file portal hands out names in /run/user/UID.
mkdir -p /run/user/$uid
mount -t tmpfs -o mode=700,uid=$uid,gid=$uid tmpfs /run/user/$uid
# What the person gets: the bundles, the tests' pictures; and where the project is, no longer.
mount -t tmpfs -o mode=755 tmpfs /mnt
mkdir -p /mnt/given /mnt/out /var/lib/flatpak
cp "$bundle" /mnt/given/carrel.flatpak
cp "$earlier" /mnt/given/earlier.flatpak
cp "$project/flatpak/$id.json" /mnt/given/manifest.json
cp -r "$project/tests/data/images" "$project/tests/flatpak/walk.py" /mnt/given/
chown $uid:$uid /mnt/out
mount --bind "$installation" /var/lib/flatpak # where flatpak looks for the system's
[ ! -e /dev/fuse ] || { cp -a /dev/fuse "$world/fuse"; chmod 666 "$world/fuse"; mount --bind "$world/fuse" /dev/fuse; }

ip link set lo up # the network is this machine's own loopback, without the machine
mount -t tmpfs -o mode=1777 tmpfs /tmp # the displays' sockets are there

environment=(HOME=/home/reader USER=reader LOGNAME=reader PATH=/usr/bin:/bin LANG=C.UTF-8 SHELL=/bin/bash
    XDG_RUNTIME_DIR=/run/user/$uid XDG_CURRENT_DESKTOP=GNOME
    XDG_DATA_DIRS=/home/reader/.local/share/flatpak/exports/share:/var/lib/flatpak/exports/share:/usr/local/share:/usr/share
    PYTHONDONTWRITEBYTECODE=1 CARREL_PROJECT="$project")
mkdir -p "$(dirname "$picture")"
status=0
cd /home/reader
setpriv --reuid $uid --regid $uid --clear-groups -- env -i "${environment[@]}" bash -c '
    mkfifo display
    Xvfb -displayfd 3 -screen 0 1280x900x24 -nolisten tcp 3>display 2>/dev/null &
    read -r number <display && rm display
    export DISPLAY=:$number
    # flatpak asks the system bus whether this person may install: here nobody is there to forbid it.
    exec dbus-run-session -- bash -c "export DBUS_SYSTEM_BUS_ADDRESS=\$DBUS_SESSION_BUS_ADDRESS; openbox >/dev/null 2>&1 & exec python3 /mnt/given/walk.py $1" 2>/mnt/out/session.log' bash "$id" || status=$?
umount --lazy /tmp
for file in chooser window; do # the second one is what is asked for
    [ ! -e "/mnt/out/$file.png" ] || cp "/mnt/out/$file.png" "$picture"
done
[ ! -e "$picture" ] || echo "The window is in $picture" >&2
if [ $status != 0 ]; then
    kept=$(mktemp -d --suffix=.carrel-flatpak)
    cp -r /mnt/out/. "$kept"
    echo "What the programs said is in $kept" >&2
fi
exit $status
