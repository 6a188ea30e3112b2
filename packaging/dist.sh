# dist.sh: Carrel's source tarball and its Debian package; `./dev dist` and `./dev deb` source it and call dist_main, deb_main.
#
# The tarball is the newest commit's files with the commit's time, in one order and by nobody: the same bytes whenever it is
# made of the same commit by the same tar and xz. The package is built from the tarball, in a Debian root in which nothing
# has a network and nothing but what packaging/debian asks for is there; --test installs it into another.

dist_version() { sed -n "s/^  version: '\(.*\)',/\1/p" "$project/meson.build" | head -n 1; }

# lexbor's source where it is at hand: a folder that was named, what meson has fetched before, or what it can fetch now (the
# wrap has the checksum). Only what the wrap's meson.build names goes along, with its licence. Prints nothing where it is not.
dist_lexbor() { # TARGET [FOLDER]
    local folder=${2:-} name work
    name=$(sed -n 's/^directory = //p' "$1/subprojects/lexbor.wrap")
    if [ -z "$folder" ]; then
        work=$(mktemp -d)
        mkdir "$work/subprojects"
        cp -r "$1/subprojects/lexbor.wrap" "$1/subprojects/packagefiles" "$work/subprojects"
        [ ! -d "$project/subprojects/packagecache" ] || cp -r "$project/subprojects/packagecache" "$work/subprojects"
        printf "project('fetch')\n" >"$work/meson.build"
        (cd "$work" && inside timeout 120 meson subprojects download lexbor) >"$work/log" 2>&1 || true
        folder=$work/subprojects/$name
        [ -e "$folder/source" ] || { rm -rf "$work"; return 1; }
    elif [ "$(sed -n 's/^LEXBOR_VERSION=//p' "$folder/version" 2>/dev/null)" != "${name#lexbor-}" ]; then
        die "dist: $folder is not the source of ${name/-/ }"
    fi
    mkdir -p "$1/subprojects/$name"
    cp "$1/subprojects/packagefiles/lexbor/meson.build" "$1/subprojects/$name/"
    (cd "$folder" && { sed -n "s/^  '\(source\/.*\.c\)',/\1/p" "$1/subprojects/packagefiles/lexbor/meson.build"
                       find source/lexbor/{core,dom,ns,tag,html,encoding} -name '*.h'
                       printf '%s\n' LICENSE NOTICE version; } | tar -T - -c) | tar -C "$1/subprojects/$name" -x ||
        die "dist: lexbor's source lacks a file"
    [ -z "${work:-}" ] || rm -rf "$work"
}

dist_make() { # TARBALL [FOLDER]: says what is in it
    local version work name time
    version=$(dist_version)
    name=carrel-$version
    git -C "$project" rev-parse --git-dir >/dev/null 2>&1 || die "dist: a tarball is made of a commit, and there is no git here"
    [ -z "$(git -C "$project" status --porcelain)" ] || say "dist: what is not committed is left out"
    time=$(git -C "$project" log -1 --format=%ct)
    work=$(mktemp -d)
    mkdir "$work/$name"
    git -C "$project" archive HEAD | tar -C "$work/$name" -x
    if dist_lexbor "$work/$name" "${2:-}"; then
        say "lexbor's source is in it: it builds also where there is no lexbor."
    else
        say "lexbor's source could not be had: building needs lexbor 3 on the system, or a network for the wrap (--lexbor FOLDER adds one that is at hand)."
    fi
    find "$work/$name" -type f -perm /111 -exec chmod 755 {} + -o -type f -exec chmod 644 {} + -o -type d -exec chmod 755 {} +
    (cd "$work" && LC_ALL=C tar --sort=name --format=gnu --mtime="@$time" --owner=0 --group=0 --numeric-owner -c "$name") | xz -6 -T1 >"$1.new" ||
        die "dist: no tarball"
    rm -rf "$work"
    mv "$1.new" "$1"
}

dist_main() { # [--lexbor FOLDER] [-o FILE]
    local folder= file
    file=$project/carrel-$(dist_version).tar.xz
    while [ $# -gt 0 ]; do
        case $1 in
        --lexbor) folder=$(realpath -m "${2:-}"); shift ;;
        -o) file=$(realpath -m "${2:-}"); shift ;;
        *) die "dist: what is «$1»? (--lexbor FOLDER, -o FILE)" ;;
        esac
        shift
    done
    dist_make "$file" "$folder"
    say "The tarball is $file"
}

# ── The Debian package ─────────────────────────────────────────────────────────────────────────────

# The packages of Build-Depends, one a line, without versions; lexbor's only where it comes from the system.
deb_needs() { # bundled | system
    sed -n '/^Build-Depends:/,/^$/p' "$project/packaging/debian/control" | sed 's/^Build-Depends: *//' |
        { [ "$1" = system ] && cat || grep -v 'pkg.carrel.bundled'; } |
        sed 's/^ *//; s/debhelper-compat.*/debhelper/; s/[ ,].*$//' | grep . ||
        die "deb: packaging/debian/control asks for nothing"
}

deb_source() { local mirror; mirror=$(find_mirror); [ -z "$mirror" ] || printf 'deb %s %s main' "$mirror" "$suite"; }

# A root of one list of packages, made once. Prints its folder.
deb_root() { # NAME PACKAGE…
    local name=$1 key root source
    shift
    key=$({ printf '%s\n' "$suite" "$next" "$@"; declare -f deb_root root_hook; } | sha256sum | cut -c1-16)
    root=$cache/debian-$name-$key
    if [ ! -d "$root" ]; then
        say "Making a clean Debian root ($name) …"
        rm -rf "$cache/debian-$name"-*
        source=$(deb_source)
        mmdebstrap --mode=root --variant=minbase --include="$(IFS=,; printf '%s' "$*")" --aptopt='Acquire::Check-Valid-Until "false"' \
            --aptopt='APT::Install-Recommends "false"' --setup-hook="$(declare -f root_hook); suite=$suite; next=$next; root_hook \"\$1\"" \
            "$suite" "$root.new" ${source:+"$source"} >"$cache/debian-$name.log" 2>&1 ||
            { grep -E '^E:' "$cache/debian-$name.log" >&2; die "deb: the root could not be made: $cache/debian-$name.log"; }
        mv "$root.new" "$root"
    fi
    printf '%s' "$root"
}

deb_inside() { # ROOT FOLDER CMD…: without a network; only FOLDER can be written
    local root=$1 folder=$2
    shift 2
    bwrap --ro-bind "$root" / --dev /dev --proc /proc --tmpfs /run --tmpfs /tmp --bind "$folder" /srv --unshare-net --unshare-pid --unshare-ipc \
        --die-with-parent --clearenv --setenv HOME /nonexistent --setenv LANG C.UTF-8 --setenv PATH /usr/sbin:/usr/bin:/sbin:/bin --chdir /srv -- "$@"
}

deb_build() { # TARBALL FOLDER: the packages are in FOLDER afterwards
    local tarball=$1 folder=$2 version kind=system root time options=
    version=$(dist_version)
    cp "$tarball" "$folder/carrel_$version.orig.tar.xz"
    tar -C "$folder" -xf "$tarball"
    [ ! -e "$folder/carrel-$version"/subprojects/lexbor-*/source ] || kind=bundled
    [ $kind = system ] || options=--build-profiles=pkg.carrel.bundled
    root=$(deb_root build dpkg-dev build-essential $(deb_needs $kind)) || exit 1
    cp -r "$folder/carrel-$version/packaging/debian" "$folder/carrel-$version/debian"
    time=$(git -C "$project" log -1 --format=%cd --date=rfc)
    printf 'carrel (%s-1) unstable; urgency=medium\n\n  * Carrel %s: NEWS says what is in it.\n\n -- %s  %s\n' "$version" "$version" \
        "$(sed -n 's/^Maintainer: //p' "$project/packaging/debian/control")" "$time" >"$folder/carrel-$version/debian/changelog"
    say "Building the package, with its tests (lexbor: $kind) …"
    deb_inside "$root" "$folder" sh -c "cd carrel-$version && dpkg-buildpackage -us -uc $options" >"$folder/build.log" 2>&1 ||
        { tail -n 30 "$folder/build.log" >&2; die "deb: building failed: $folder/build.log"; }
}

# Installed by apt where nothing of it was: what it depends on comes with it.
deb_test() { # PACKAGE
    local root work
    work=$(mktemp -d)
    root=$(deb_root clean apt ca-certificates) || exit 1
    say "Installing the package in a clean root …"
    cp -al "$root" "$work/root" 2>/dev/null || cp -a "$root" "$work/root"
    # A hard link's file is replaced by dpkg, never written into; what is written in place is copied first.
    rm -rf "$work/root/var/lib/dpkg" "$work/root/var/lib/apt" "$work/root/etc"
    cp -a "$root/var/lib/dpkg" "$root/var/lib/apt" "$work/root/var/lib/"
    cp -a "$root/etc" "$work/root/etc"
    cp "$1" "$work/root/carrel.deb"
    cp "$project/packaging/installed.sh" "$work/root/installed.sh"
    bwrap --bind "$work/root" / --dev /dev --proc /proc --tmpfs /run --tmpfs /tmp --ro-bind "$(readlink -f /etc/resolv.conf)" /etc/resolv.conf --die-with-parent \
        --clearenv --setenv PATH /usr/sbin:/usr/bin:/sbin:/bin --setenv LANG C.UTF-8 --setenv DEBIAN_FRONTEND noninteractive -- \
        sh -c 'apt-get -o APT::Sandbox::User=root -o Acquire::Check-Valid-Until=false update -qq &&
               apt-get -o APT::Sandbox::User=root install -y -qq /carrel.deb man-db bash-completion desktop-file-utils' >"$work/log" 2>&1 ||
        { tail -n 10 "$work/log" >&2; rm -rf "$work"; die "deb: it could not be installed"; }
    mkdir "$work/home"
    deb_inside "$work/root" "$work/home" sh /installed.sh || { rm -rf "$work"; die "deb: what is installed is not what should be"; }
    rm -rf "$work"
}

deb_main() { # [--lexbor FOLDER] [--test] [-o FOLDER]
    local folder= out=$project test=no work version
    while [ $# -gt 0 ]; do
        case $1 in
        --lexbor) folder=$(realpath -m "${2:-}"); shift ;;
        --test) test=yes ;;
        -o) out=$(realpath -m "${2:-}"); shift ;;
        *) die "deb: what is «$1»? (--lexbor FOLDER, --test, -o FOLDER)" ;;
        esac
        shift
    done
    [ "$(id -u)" = 0 ] || die "deb: the clean roots are made as root: sudo ./dev deb …"
    command -v mmdebstrap >/dev/null && command -v bwrap >/dev/null || die "deb: mmdebstrap and bubblewrap are missing here"
    version=$(dist_version)
    work=$cache/debian-package
    rm -rf "$work"
    mkdir -p "$work" "$out"
    dist_make "$work/carrel.tar.xz" "$folder"
    deb_build "$work/carrel.tar.xz" "$work"
    cp "$work/carrel_$version"*.deb "$out/"
    say "The package is in $out: $(cd "$work" && echo carrel_"$version"*.deb)"
    [ $test = no ] || deb_test "$(echo "$work/carrel_$version"*.deb)"
}
