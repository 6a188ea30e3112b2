#!/usr/bin/env python3
"""The smallest inputs of a merged corpus, up to a size: keep.py MERGED KEPT

What was found has a name and stays; the others are named by their hash.
"""
import os
import re
import shutil
import sys

MAX = 240 * 1000  # bytes of a target's inputs that are kept

merged, kept = sys.argv[1:]
paths = sorted((os.path.join(merged, name) for name in os.listdir(merged)), key=lambda path: (os.path.getsize(path), path))
os.makedirs(kept, exist_ok=True)
for name in os.listdir(kept):
    if re.fullmatch(r'[0-9a-f]{16}', name):
        os.remove(os.path.join(kept, name))
total = 0
for path in paths:
    total += os.path.getsize(path)
    if total > MAX:
        break
    shutil.copy(path, os.path.join(kept, os.path.basename(path)[:16]))
print(f'{len(os.listdir(kept))} of {len(paths)} inputs are kept in {kept}')
