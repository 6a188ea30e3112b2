# runtime.sh: a stand-in for the GNOME runtime, made of a Debian suite's packages; sourced by flatpak.sh.
#
# Two trees (what programs run on, and what they are built with) become two runtimes in a repository and an
# installation of its own. It is kept in the cache under a name that all of this decides. What the real runtime
# lacks must be lacking here too, or the manifest could forget a module: forbidden names are looked for.

platform_packages=(
    libgtk-4-1 libgtk-4-bin libgtk-4-common libadwaita-1-0 libgtksourceview-5-0 libsoup-3.0-0 libsqlite3-0 libjson-glib-1.0-0
    libseccomp2 libpsl5t64 libbrotli1 libzstd1 zlib1g
    glib-networking gsettings-desktop-schemas dconf-gsettings-backend libglib2.0-bin shared-mime-info
    adwaita-icon-theme hicolor-icon-theme fonts-cantarell fonts-dejavu-core fontconfig
    libgdk-pixbuf2.0-bin librsvg2-common libgl1-mesa-dri libegl1 libgl1 xkb-data ca-certificates locales dbus-bin flatpak-xdg-utils
)
sdk_packages=(
    gcc g++ libc6-dev make cmake meson ninja-build pkgconf gettext patch ccache python3
    libgtk-4-dev libadwaita-1-dev libgtksourceview-5-dev libsoup-3.0-dev libsqlite3-dev libjson-glib-dev libseccomp-dev
    libpsl-dev libbrotli-dev libzstd-dev zlib1g-dev libgdk-pixbuf-2.0-dev
    desktop-file-utils appstream appstream-compose
)
# The loaders that a suite has for the five kinds of pictures: GNOME's runtime has glycin's, as forky has.
suite_packages() { # SUITE
    case $1 in
    forky) printf '%s\n' fonts-adwaita-sans glycin-loaders libheif-plugin-dav1d ;;
    *) printf '%s\n' webp-pixbuf-loader libavif-gdk-pixbuf ;;
    esac
}
# Libraries that org.gnome.Platform doesn't have. (Nor has it libstemmer, but Debian's AppStream can't do without.)
runtime_lacks=(liblexbor libspeechd)

runtime_key() { # SUITE
    { printf '%s\n' "$1" "${platform_packages[@]}" "${sdk_packages[@]}" "${runtime_lacks[@]}"; suite_packages "$1"
      declare -f make_tree write_metadata export_tree make_runtime; } | sha256sum | cut -c1-12
}

make_tree() { # SUITE TARGET PACKAGE…
    local suite=$1 target=$2 mirror sources=()
    shift 2
    mirror=$(find_mirror)
    [ -z "$mirror" ] || sources=("deb $mirror $suite main")
    nice mmdebstrap --mode=root --variant=minbase --include="$(IFS=,; printf '%s' "$*")" \
        --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Check-Valid-Until "false"' \
        --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/info/*' \
        --customize-hook='chroot "$1" localedef -i en_US -f UTF-8 en_US.UTF-8' \
        "$suite" "$target" "${sources[@]}"
}

write_metadata() { # NAME
    cat <<TEXT
[Runtime]
name=$1
runtime=org.carrel.TestPlatform/$arch/$branch
sdk=org.carrel.TestSdk/$arch/$branch

[Environment]
XDG_DATA_DIRS=/app/share:/usr/share:/usr/share/runtime/share:/run/host/user-share:/run/host/share
GI_TYPELIB_PATH=/app/lib/girepository-1.0
TEXT
}

# A tree's /usr and /etc, without what belongs to a machine.
export_tree() { # TREE NAME REPOSITORY
    local tree=$1 name=$2 repository=$3 work=$1.runtime file
    rm -rf "$work"
    mkdir -p "$work/files"
    write_metadata "$name" >"$work/metadata"
    cp -al "$tree/usr" "$work/usr"
    cp -a "$tree/etc" "$work/usr/etc"
    for file in passwd passwd- group group- shadow shadow- gshadow gshadow- machine-id hostname hosts resolv.conf mtab fstab localtime \
                apt dpkg init.d systemd pam.d debian_version; do # debian_version: or meson installs into lib/TRIPLET
        rm -rf "$work/usr/etc/$file"
    done
    ln -sf ../sbin/ldconfig "$work/usr/bin/ldconfig" # flatpak's PATH has no sbin
    for file in flatpak-spawn xdg-open xdg-email; do # glycin starts its loaders with the first
        [ -e "$work/usr/bin/$file" ] || ln -s "../libexec/flatpak-xdg-utils/$file" "$work/usr/bin/$file"
    done
    printf '%s\n' 'include /run/flatpak/ld.so.conf.d/app-*.conf' 'include /app/etc/ld.so.conf' /app/lib \
        'include /run/flatpak/ld.so.conf.d/runtime-*.conf' 'include /etc/ld.so.conf.d/*.conf' >"$work/usr/etc/ld.so.conf"
    nice flatpak build-export --runtime --no-update-summary "$repository" "$work" "$branch"
    rm -rf "$work"
}

make_runtime() { # SUITE TARGET
    local suite=$1 target=$2 trees=$2/trees names name first second
    mkdir -p "$trees"
    mapfile -t names < <(suite_packages "$suite")
    make_tree "$suite" "$trees/platform" "${platform_packages[@]}" "${names[@]}" >"$target/platform.log" 2>&1 & first=$!
    make_tree "$suite" "$trees/sdk" "${platform_packages[@]}" "${names[@]}" "${sdk_packages[@]}" >"$target/sdk.log" 2>&1 & second=$!
    wait $first || { wait $second; return 1; }
    wait $second || return 1
    for name in "${runtime_lacks[@]}"; do
        [ -z "$(find "$trees"/*/usr -name "$name*.so*" -print -quit)" ] || { echo "the stand-in has $name, the real runtime hasn't"; return 1; }
    done
    ostree init --repo="$target/repo" --mode=archive
    ostree --repo="$target/repo" config set archive.zlib-level 1
    ostree --repo="$target/repo" config set core.fsync false
    export_tree "$trees/platform" org.carrel.TestPlatform "$target/repo" || return 1
    export_tree "$trees/sdk" org.carrel.TestSdk "$target/repo" || return 1
    rm -rf "$trees"
    flatpak build-update-repo "$target/repo"
    export FLATPAK_SYSTEM_DIR=$target/installation
    flatpak remote-add --system --no-gpg-verify stand-in "file://$target/repo" &&
        nice flatpak install --system -y --noninteractive stand-in "org.carrel.TestPlatform//$branch" "org.carrel.TestSdk//$branch"
}

# Prints the stand-in's folder; makes it where there is none.
get_runtime() { # SUITE
    local suite=$1 key folder started=$SECONDS old
    key=$(runtime_key "$suite")
    folder=$flatpak_cache/$suite-$key
    if [ ! -e "$folder/complete" ]; then
        mkdir -p "$flatpak_cache"
        exec 8>"$flatpak_cache/lock-$suite"
        flock 8
        if [ ! -e "$folder/complete" ]; then
            say "Making a stand-in of the GNOME runtime from Debian $suite (once; some minutes) …"
            for old in "$flatpak_cache/$suite"-*/; do rm -rf "$old"; done
            # Where it stays, for the installation knows the repository by its place; whole once it says so.
            mkdir -p "$folder"
            if ! make_runtime "$suite" "$folder" >"$flatpak_cache/$suite.log" 2>&1; then
                cat "$folder/platform.log" "$folder/sdk.log" 2>/dev/null | grep -E '^E:|error' | head -n 5 >&2 || true
                tail -n 5 "$flatpak_cache/$suite.log" >&2
                die "the stand-in could not be made; the story is in $flatpak_cache/$suite.log and in $folder"
            fi
            touch "$folder/complete"
            say "Done in $((SECONDS - started)) s."
        fi
        exec 8>&-
    fi
    printf '%s' "$folder"
}
