#!/usr/bin/env python3
"""The code is in clang-format's form, as `./dev format --all` leaves it.

Prints TAP. Another release of clang-format may break lines elsewhere: with none, or another one, there is nothing to say.
"""
import pathlib
import re
import shutil
import subprocess
import sys

RELEASE = '19'


def main():
    root = pathlib.Path(sys.argv[1])
    program = shutil.which('clang-format')
    version = subprocess.run([program, '--version'], capture_output=True, text=True, check=True).stdout if program else ''
    found = re.search(r'version (\d+)\.', version)
    print('TAP version 14\n1..1')
    if not found or found[1] != RELEASE:
        print(f'ok 1 - the form of the code # SKIP clang-format {RELEASE} is not here')
        return 0
    files = sorted(str(path) for folder in ('src', 'tests') for path in (root / folder).rglob('*.[ch]'))
    done = subprocess.run([program, '--dry-run', '--ferror-limit=0', *files], capture_output=True, text=True, cwd=root, check=False)
    wrong = sorted({line.split(':')[0] for line in done.stderr.splitlines() if '[-Wclang-format-violations]' in line})
    for path in wrong:
        print(f'# {pathlib.Path(path).relative_to(root)}')
    print(f'{"not ok" if wrong or done.returncode else "ok"} 1 - the form of the code: ./dev format')
    return 1 if wrong or done.returncode else 0


if __name__ == '__main__':
    sys.exit(main())
