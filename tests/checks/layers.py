#!/usr/bin/env python3
"""A folder of src/ includes only what stands below it, and each foreign library is met in one folder.

Prints TAP. The table is ARCHITECTURE.md's, «Layers».
"""
import pathlib
import re
import sys

BELOW = {
    'base': set(),
    'document': {'base'},
    'model': {'base', 'document'},
    'fetch': {'base', 'document', 'model'},
    'extract': {'base', 'document', 'model'},
    'exchange': {'base', 'document', 'model'},
    'store': {'base', 'document', 'model'},
    'library': {'base', 'document', 'model', 'fetch', 'extract', 'exchange', 'store'},
    'decode': {'base'},
    'page': {'base', 'document', 'model'},
    'cli': {'base', 'document', 'model', 'extract', 'exchange', 'library'},
    'ui': {'base', 'document', 'model', 'extract', 'exchange', 'library', 'page'},
}
FOREIGN = {  # header: the folders that may include it
    'json-glib/': {'base'},
    'lexbor/': {'document'},
    'libpsl.h': {'model'},
    'libsoup/': {'fetch'},
    'brotli/': {'fetch'},
    'zlib.h': {'fetch'},
    'sqlite3.h': {'store'},
    'zstd.h': {'store'},
    'gdk-pixbuf/': {'decode'},
    'seccomp.h': {'decode'},
    'gtk/': {'ui', 'page'},
    'gdk/': {'ui'},
    'adwaita.h': {'ui'},
    'gtksourceview/': {'ui'},
}
SQL = re.compile(r'"\s*(INSERT OR (REPLACE|IGNORE)|REPLACE INTO|UPDATE OR (REPLACE|IGNORE))\b', re.I)


def main():
    source = pathlib.Path(sys.argv[1]) / 'src'
    problems = []
    for path in sorted(source.rglob('*.[ch]')):
        parts = path.relative_to(source).parts
        if len(parts) == 1:
            continue  # main.c joins the faces
        folder = parts[0]
        for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1):
            where = f'{path.relative_to(source)}:{number}'
            own = re.match(r'#include "([^"/]+)/', line)
            foreign = re.match(r'#include <([^>]+)>', line)
            if own and own[1] != folder and own[1] not in BELOW[folder]:
                problems.append(f'{where}: {folder} may not include {own[1]}')
            if foreign:
                for start, folders in FOREIGN.items():
                    if foreign[1].startswith(start) and folder not in folders:
                        problems.append(f'{where}: {foreign[1]} belongs to {", ".join(sorted(folders))}')
            if SQL.search(line):
                problems.append(f'{where}: OR REPLACE and OR IGNORE skip triggers')
    print('1..1')
    for problem in problems:
        print('#', problem)
    print('not ok 1 layers' if problems else 'ok 1 layers')
    return 1 if problems else 0


sys.exit(main())
