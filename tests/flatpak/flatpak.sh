# flatpak.sh: builds Carrel's Flatpak and proves it; `./dev flatpak` sources it and calls flatpak_main.
#
# Against the GNOME runtime where that can be had; with --offline against a stand-in of it (runtime.sh), by the public
# manifest with other sources (manifest.py). --test installs the bundle for a throw-away user and goes through what a
# person does (corner.sh makes the user's world, walk.py is the person).

flatpak_tests=$project/tests/flatpak
flatpak_cache=$cache/flatpak
arch=$(uname -m)
branch=51 # the GNOME runtime's
. "$flatpak_tests/runtime.sh"

# What the host needs, by what it is known by: a command, or a file.
flatpak_needs() { # build | offline | test
    printf '%s\n' flatpak:flatpak flatpak-builder:flatpak-builder eu-strip:elfutils
    [ "$1" = build ] || printf '%s\n' ostree:ostree mmdebstrap:mmdebstrap
    [ "$1" != test ] || printf '%s\n' Xvfb:xvfb dbus-run-session:dbus-daemon openbox:openbox wmctrl:wmctrl xdotool:xdotool \
        import:imagemagick gdbus:libglib2.0-bin setpriv:util-linux python3:python3 ip:iproute2 \
        appstreamcli:appstream /usr/libexec/xdg-desktop-portal:xdg-desktop-portal /usr/libexec/xdg-desktop-portal-gtk:xdg-desktop-portal-gtk \
        fusermount3:fuse3
}

flatpak_host() {
    local need missing=()
    for need in $(flatpak_needs "$1"); do
        case $need in
        /*) [ -e "${need%%:*}" ] || missing+=("${need#*:}") ;;
        *) command -v "${need%%:*}" >/dev/null || missing+=("${need#*:}") ;;
        esac
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null ||
        die "flatpak: missing here: ${missing[*]} (on Debian and Ubuntu: sudo apt-get install ${missing[*]})"
    say "Installing ${missing[*]} …"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1 ||
        die "could not install ${missing[*]}: run «apt-get update && apt-get install ${missing[*]}» to see why"
}

# The project's files as they are (no COMMIT), or as they were, and nothing else of the folder.
flatpak_source() { # TARGET [COMMIT]
    rm -rf "$1"
    mkdir -p "$1"
    if [ -n "${2:-}" ]; then
        git -C "$project" archive "$2" | tar -C "$1" -x
    elif git -C "$project" rev-parse --git-dir >/dev/null 2>&1; then
        (cd "$project" && git ls-files -z --cached --others --exclude-standard | tar --null --ignore-failed-read -T - -c 2>/dev/null) | tar -C "$1" -x
    else
        tar -C "$project" --exclude=./_build* -c . | tar -C "$1" -x
    fi
}

# The libraries of the manifest's modules as Debian built them (lexbor is in no suite before forky), unpacked: MODULE/usr/….
flatpak_packages() { # FOLDER
    local folder=$1 mirror sources=() module
    [ ! -e "$folder/complete" ] || return 0
    rm -rf "$folder"
    mkdir -p "$folder"
    mirror=$(find_mirror)
    [ -z "$mirror" ] || sources=("deb $mirror $next main")
    mmdebstrap --mode=root --variant=extract --include=liblexbor3,liblexbor-dev,libstemmer0d --aptopt='Acquire::Check-Valid-Until "false"' \
        "$next" "$folder/all" "${sources[@]}" || return 1
    for module in lexbor libstemmer; do # without what they came with
        mkdir -p "$folder/$module"
        (cd "$folder/all" && find usr \( -name "lib${module#lib}*" -o -path "usr/include/$module/*" -o -name "$module*.pc" \) ! -type d -print0 &&
            find usr/share/doc -path "*/lib${module#lib}*/copyright" -print0) | tar -C "$folder/all" --null -T - -c | tar -C "$folder/$module" -x || return 1
    done
    rm -rf "$folder/all"
    touch "$folder/complete"
}

# What a bundle is made of, in one line: each file with its content, whether it can be run, and how it is built.
flatpak_key() { # WORK ID
    { (cd "$1/source" && find . -type f -print0 | sort -z | xargs -0 sha256sum && find . -type f -perm /111 | sort)
      cat "$1/$2.test.json"; declare -f flatpak_offline flatpak_packages; } | sha256sum | cut -d' ' -f1
}

# Prints where the bundle is. The same sources make it once.
flatpak_offline() { # RUNTIME MANIFEST SUITE [COMMIT]
    local runtime=$1 manifest=$2 suite=$3 commit=${4:-} id work bundle log key started=$SECONDS
    id=$(basename "$manifest" .json)
    work=$runtime/$id${commit:+-before}
    bundle=$work/$id${commit:+-$commit}.flatpak
    [ -z "$commit" ] || [ ! -e "$bundle" ] || { printf '%s' "$bundle"; return; }
    mkdir -p "$work"
    log=$work/build.log
    exec 7>"$runtime/lock" # one builder at a time
    flock 7
    flatpak_source "$work/source" "$commit"
    flatpak_packages "$runtime/packages" >"$log" 2>&1 || { tail -n 5 "$log" >&2; die "flatpak: the modules' packages could not be had: $log"; }
    python3 "$flatpak_tests/manifest.py" "$manifest" "$work/source" "$runtime/packages" "$branch" "-O$([ -z "$commit" ] && echo 2 || echo 0)" >"$work/$id.test.json"
    key=$(flatpak_key "$work" "$id")
    if [ -e "$bundle" ] && [ "$key" = "$(cat "$bundle.key" 2>/dev/null)" ]; then
        rm -rf "$work/source"
        exec 7>&-
        printf '%s' "$bundle"
        return
    fi
    say "Building $id${commit:+ as of $commit} against the stand-in of $suite …"
    rm -rf "$work/repo"
    if ! { FLATPAK_SYSTEM_DIR=$runtime/installation nice -n 5 flatpak-builder --system --force-clean --ccache --state-dir="$runtime/builder" --repo="$work/repo" \
               --default-branch=stable "$work/build" "$work/$id.test.json" &&
           flatpak build-bundle "$work/repo" "$bundle.new" "$id" stable; } >>"$log" 2>&1 </dev/null; then
        tail -n 20 "$log" >&2
        die "flatpak: building failed; the whole story is in $log"
    fi
    mv "$bundle.new" "$bundle"
    printf '%s\n' "$key" >"$bundle.key"
    rm -rf "$work/source"
    exec 7>&-
    say "Built in $((SECONDS - started)) s."
    printf '%s' "$bundle"
}

# With the GNOME runtime itself. Its modules' sources come over the network.
flatpak_real() { # MANIFEST BUNDLE
    local id work=$flatpak_cache/real origin where
    id=$(basename "$1" .json)
    flatpak info "org.gnome.Sdk//$branch" >/dev/null 2>&1 ||
        die "flatpak: there is no GNOME $branch SDK here. Install it («flatpak install flathub org.gnome.Platform//$branch org.gnome.Sdk//$branch»), or build against a stand-in: ./dev flatpak --offline"
    # The bundle says where its runtime is: where this one came from.
    origin=$(flatpak info --show-origin "org.gnome.Sdk//$branch")
    where=$(flatpak remotes --columns=name,url | awk -v name="$origin" '$1 == name { print $2; exit }')
    mkdir -p "$work"
    flatpak-builder --force-clean --ccache --state-dir="$work/builder" --repo="$work/repo" --default-branch=stable "$work/$id" "$1" >&2 &&
        flatpak build-bundle ${where:+--runtime-repo="${where%/}/$origin.flatpakrepo"} "$work/repo" "$2" "$id" stable >&2 ||
        die "flatpak: building failed"
}

flatpak_main() {
    local offline=no suite=trixie test=no id=app.carrel.Carrel bundle= picture= runtime built earlier commit
    while [ $# -gt 0 ]; do
        case $1 in
        --offline) offline=yes ;;
        --suite) suite=${2:-}; shift ;;
        --devel) id=app.carrel.Carrel.Devel ;;
        --test) test=yes ;;
        --picture) picture=$(realpath -m "${2:-}"); shift ;;
        -o) bundle=$(realpath -m "${2:-}"); shift ;;
        *) die "flatpak: what is «$1»? (--offline, --suite trixie|forky, --devel, --test, --picture FILE, -o FILE)" ;;
        esac
        shift
    done
    case $suite in trixie | forky) ;; *) die "flatpak: there is a stand-in for trixie and forky, not for «$suite»" ;; esac
    [ $test = no ] || [ $offline = yes ] || die "flatpak: --test goes with --offline: what it starts must not need a network"
    bundle=${bundle:-$project/$id.flatpak}
    if [ $offline = no ]; then
        flatpak_host build
        flatpak_real "$project/flatpak/$id.json" "$bundle"
        say "The bundle is $bundle"
        return
    fi
    [ "$(id -u)" = 0 ] || die "flatpak: the stand-in is made as root: sudo ./dev flatpak --offline …"
    flatpak_host $([ $test = yes ] && echo test || echo offline)
    runtime=$(get_runtime "$suite")
    built=$(flatpak_offline "$runtime" "$project/flatpak/$id.json" "$suite")
    cp "$built" "$bundle"
    say "The bundle is $bundle (it runs on the stand-in only)"
    [ $test = yes ] || return 0
    # The state before the newest change of the library's form: what it wrote must be readable by today's.
    commit=$(git -C "$project" log -1 --format=%h --diff-filter=A -- data/schema)~1
    commit=$(git -C "$project" rev-parse --short "$commit")
    earlier=$(flatpak_offline "$runtime" "$project/flatpak/$id.json" "$suite" "$commit")
    bash "$flatpak_tests/corner.sh" "$project" "$runtime/installation" "$id" "$bundle" "$earlier" "${picture:-$project/$id.png}"
}
