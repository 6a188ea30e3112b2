#!/usr/bin/env python3
"""What says which release this is, and what it is made of, says the same everywhere. The version stands in meson.build.

releases.py SOURCE-ROOT
"""

import json
import pathlib
import re
import sys
import xml.etree.ElementTree as xml

# Which Debian package brings what meson.build asks for.
PACKAGES = {
    "glib-2.0": "libglib2.0-dev", "gio-2.0": "libglib2.0-dev", "gio-unix-2.0": "libglib2.0-dev", "json-glib-1.0": "libjson-glib-dev",
    "lexbor": "liblexbor-dev", "libpsl": "libpsl-dev", "libsoup-3.0": "libsoup-3.0-dev", "libbrotlidec": "libbrotli-dev", "zlib": "zlib1g-dev",
    "sqlite3": "libsqlite3-dev", "libzstd": "libzstd-dev", "cairo-pdf": "libgtk-4-dev", "pangocairo": "libgtk-4-dev", "gtk4": "libgtk-4-dev",
    "libadwaita-1": "libadwaita-1-dev", "gtksourceview-5": "libgtksourceview-5-dev", "gdk-pixbuf-2.0": "libgdk-pixbuf-2.0-dev",
    "speech-dispatcher": "libspeechd-dev", "libseccomp": "libseccomp-dev",
}


def read(root, name):
    return (root / name).read_text(encoding="utf-8")


def find(pattern, text):
    found = re.search(pattern, text, re.M)
    return found.group(1) if found else None


def problems_of_version(root):
    version = find(r"^  version: '([^']+)'", read(root, "meson.build"))
    said = find(r"^Carrel (\S+)", read(root, "NEWS"))
    if said != version:
        yield f"meson.build has {version}, NEWS begins with {said}"
    for name in ("data/carrel.1", "README.md", "dev", "packaging/dist.sh", "packaging/debian/control", "packaging/debian/rules"):
        if version in read(root, name):
            yield f"{name} has the version, too"


def problems_of_releases(root):
    version = find(r"^  version: '([^']+)'", read(root, "meson.build"))
    releases = xml.fromstring(read(root, "data/app.carrel.Carrel.metainfo.xml.in")).find("releases").findall("release")
    if releases[0].get("version") != version:
        yield f"the newest release of the metainfo is {releases[0].get('version')}"
    dates = [release.get("date") for release in releases]
    if dates != sorted(dates, reverse=True):
        yield "the releases are not in order"
    for release in releases:
        if not "".join(release.itertext()).strip():
            yield f"{release.get('version')} has no notes"


def problems_of_lexbor(root):
    """The wrap and the Flatpak are made of the same source; the wrap's build file is of its version."""
    wrap = dict(re.findall(r"^(\w+) = (.*)$", read(root, "subprojects/lexbor.wrap"), re.M))
    modules = json.loads(read(root, "flatpak/app.carrel.Carrel.json"))["modules"]
    source = next(module for module in modules if module["name"] == "lexbor")["sources"][0]
    if (wrap["source_url"], wrap["source_hash"]) != (source["url"], source["sha256"]):
        yield "the wrap has another source than the Flatpak"
    version = find(r"^  version: '([^']+)'", read(root, "subprojects/packagefiles/lexbor/meson.build"))
    if wrap["directory"] != f"lexbor-{version}" or f"v{version}." not in wrap["source_url"]:
        yield f"the wrap's build file is of {version}"


def problems_of_package(root):
    control = read(root, "packaging/debian/control")
    asked = set(re.findall(r"^(?:Build-Depends:)? +([a-z0-9.+-]+)", control, re.M))
    for name in re.findall(r"\bdependency\('([^']+)'", read(root, "meson.build")):
        if PACKAGES.get(name) not in asked:
            yield f"{name}: its package is not in Build-Depends"


def main():
    root = pathlib.Path(sys.argv[1])
    checks = [("the version", problems_of_version), ("the releases", problems_of_releases), ("lexbor's source", problems_of_lexbor),
              ("the package's needs", problems_of_package)]
    print(f"1..{len(checks)}")
    failed = False
    for number, (name, function) in enumerate(checks, 1):
        problems = list(function(root))
        failed = failed or bool(problems)
        print(f"{'not ok' if problems else 'ok'} {number} - {name}")
        for problem in problems:
            print(f"# {problem}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
