#!/usr/bin/env python3
"""The Flatpak's manifests ask for what Carrel needs and nothing else, and name where all of it comes from.

A new permission is a decision: it is made here too. So is a new library: the GNOME runtime has it, or a module brings it.

flatpak.py SOURCE-ROOT
"""

import json
import pathlib
import re
import sys

PERMISSIONS = ["--share=network", "--share=ipc", "--socket=wayland", "--socket=fallback-x11", "--device=dri"]
RUNTIME = ("org.gnome.Platform", "org.gnome.Sdk", "51")
# What pkg-config finds in that runtime's SDK …
IN_RUNTIME = {
    "glib-2.0", "gio-2.0", "gio-unix-2.0", "json-glib-1.0", "libpsl", "libsoup-3.0", "libbrotlidec", "zlib", "sqlite3", "libzstd", "cairo-pdf",
    "pangocairo", "gtk4", "libadwaita-1", "gtksourceview-5", "gdk-pixbuf-2.0", "libseccomp",
}
# … what the modules bring, and what the manifest builds without.
IN_MODULES = {"lexbor": "lexbor"}
WITHOUT = {"speech-dispatcher": "-Dspeech=disabled"}
# Opened by name while Carrel runs.
OPENED = {"libstemmer": "libstemmer"}
COMMIT, SUM = re.compile(r"[0-9a-f]{40}"), re.compile(r"[0-9a-f]{64}")


def read(root, ident):
    return json.loads((root / "flatpak" / f"{ident}.json").read_text(encoding="utf-8"))


def problems_of_head(root, ident):
    manifest = read(root, ident)
    if manifest["id"] != ident:
        yield f"its id is {manifest['id']}"
    if (manifest["runtime"], manifest["sdk"], manifest["runtime-version"]) != RUNTIME:
        yield "another runtime than " + " ".join(RUNTIME)
    if manifest["command"] != "carrel":
        yield f"its command is {manifest['command']}"
    for name in (f"scalable/apps/{ident}.svg",):
        if not (root / "data/icons/hicolor" / name).exists():
            yield f"no icon {name}"


def problems_of_permissions(root, ident):
    manifest = read(root, ident)
    if sorted(manifest["finish-args"]) != sorted(PERMISSIONS):
        yield f"finish-args are {manifest['finish-args']}"
    for key in ("add-extensions", "inherit-extensions", "base", "build-options"):
        if key in manifest:
            yield f"it has {key}"


def problems_of_sources(root, ident):
    for module in read(root, ident)["modules"]:
        for source in module["sources"]:
            if source["type"] == "archive":
                if not source["url"].startswith("https://") or not SUM.fullmatch(source.get("sha256", "")):
                    yield f"{module['name']}: an archive without https or sha256"
            elif source["type"] == "git":
                if not COMMIT.fullmatch(source.get("commit", "")) or "tag" not in source:
                    yield f"{module['name']}: a repository without tag and commit"
            elif (module["name"], source["type"], source["path"]) != ("carrel", "dir", ".."):
                yield f"{module['name']}: a source of type {source['type']}"
        said = " ".join(module.get("post-install", []) + module.get("build-commands", []))
        if f"share/licenses/${{FLATPAK_ID}}/{module['name']}" not in said:
            yield f"{module['name']}: its licence is not installed"
        if "build-options" in module:
            yield f"{module['name']}: it has build-options"


def problems_of_libraries(root, ident):
    modules = {module["name"]: module for module in read(root, ident)["modules"]}
    options = modules["carrel"]["config-opts"]
    for name in re.findall(r"\bdependency\('([^']+)'", (root / "meson.build").read_text(encoding="utf-8")):
        if name not in IN_RUNTIME and IN_MODULES.get(name) not in modules and WITHOUT.get(name) not in options:
            yield f"{name}: neither in the runtime nor brought by a module"
    opened = {name for path in (root / "src").rglob("*.c") for name in re.findall(r'"(lib\w+)\.so', path.read_text(encoding="utf-8"))}
    for name in sorted(opened - {"libglycin"}):  # asked only whether it is there
        if OPENED.get(name) not in modules:
            yield f"{name}: opened while running, brought by no module"


def problems_of_pair(root, _ident):
    one, other = read(root, "app.carrel.Carrel"), read(root, "app.carrel.Carrel.Devel")
    other["id"] = one["id"]
    other["modules"][-1]["config-opts"] = [option.replace("=development", "=default") for option in other["modules"][-1]["config-opts"]]
    if one != other:
        yield "they differ in more than id and profile"


def main():
    root = pathlib.Path(sys.argv[1])
    checks = [(f"{ident}: {name}", function, ident) for ident in ("app.carrel.Carrel", "app.carrel.Carrel.Devel") for name, function in
              (("head", problems_of_head), ("permissions", problems_of_permissions), ("sources", problems_of_sources), ("libraries", problems_of_libraries))]
    checks.append(("both are one", problems_of_pair, ""))
    print(f"1..{len(checks)}")
    failed = False
    for number, (name, function, ident) in enumerate(checks, 1):
        problems = list(function(root, ident))
        failed = failed or bool(problems)
        print(f"{'not ok' if problems else 'ok'} {number} - {name}")
        for problem in problems:
            print(f"# {problem}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
