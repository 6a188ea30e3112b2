#!/usr/bin/env python3
"""What the desktop and the software shops read of Carrel is sound, with its translations and under both its names.

desktop_files.py SOURCE-ROOT DESKTOP-FILE METAINFO-FILE (the last two as built)
"""

import pathlib
import subprocess
import sys
import tempfile

# Carrel has no homepage, and none is made up for the validator.
KNOWN = "url-homepage-missing"
PROFILES = {"app.carrel.Carrel": "Carrel", "app.carrel.Carrel.Devel": "Carrel (Development)"}


def problems_of_desktop(path):
    done = subprocess.run(["desktop-file-validate", path], capture_output=True, text=True)
    return (done.stdout + done.stderr).splitlines()


def problems_of_metainfo(path):
    done = subprocess.run(["appstreamcli", "validate", "--strict", "--no-net", "--no-color", path], capture_output=True, text=True)
    said = [line for line in (done.stdout + done.stderr).splitlines() if line[:2] in ("E:", "W:")]
    others = [line for line in said if not line.rstrip().endswith(KNOWN)]
    if done.returncode and not said:
        return (done.stdout + done.stderr).splitlines()
    if not said:
        return [f"it has a homepage now: {KNOWN} is no longer known"]
    return others


def fill(template, ident):
    return template.read_text(encoding="utf-8").replace("@APPLICATION_ID@", ident).replace("@NAME@", PROFILES[ident])


def main():
    root, desktop, metainfo = map(pathlib.Path, sys.argv[1:])
    results = [("the desktop file as built", problems_of_desktop(desktop)), ("the metainfo file as built", problems_of_metainfo(metainfo))]
    with tempfile.TemporaryDirectory() as folder:
        for ident in PROFILES:
            for name, judge in ((f"{ident}.desktop", problems_of_desktop), (f"{ident}.metainfo.xml", problems_of_metainfo)):
                path = pathlib.Path(folder) / name
                path.write_text(fill(root / "data" / (name.replace(ident, "app.carrel.Carrel") + ".in"), ident), encoding="utf-8")
                results.append((name, judge(path)))
    print(f"1..{len(results)}")
    for number, (name, problems) in enumerate(results, 1):
        print(f"{'not ok' if problems else 'ok'} {number} - {name}")
        for problem in problems:
            print(f"# {problem}")
    sys.exit(1 if any(problems for _, problems in results) else 0)


if __name__ == "__main__":
    main()
