"""mutate.py PROGRAM [--pages=N] [--rounds=N] [--seed=N]: damaged pages give an article or an error.

Pages of the shared corpus (without it: of the tests) are cut off, their bytes flipped, their tags
exchanged and parts of them repeated, by a seed. The target «extract» of tests/fuzz runs on them: it
checks that what comes out is clean, reads as itself, and has no control characters in its lines. Each
lot has a minute of processor, where a second is usual.
"""
import glob
import gzip
import os
import pathlib
import random
import re
import resource
import shutil
import subprocess

from prove import PROGRAM, Clock, Place, finish, options

TARGET = os.path.join(os.path.dirname(PROGRAM), '..', 'tests', 'fuzz', 'fuzz-extract')
LOT = 24


def read(path):
    with (gzip.open if path.endswith('.gz') else open)(path, 'rb') as file:
        return file.read()


def list_pages():
    corpus = pathlib.Path(os.environ.get('CARREL_SHARED', '')) / 'corpus'
    own = pathlib.Path(__file__).resolve().parents[1] / 'data' / 'pages'
    for folder in (corpus, own):
        found = sorted(path for pattern in ('source.html', '*.html.gz') for path in glob.glob(f'{folder}/**/{pattern}', recursive=True))
        if found:
            return found
    return []


def mutate(page, how, rand):
    if how == 0:
        return page[:rand.randrange(len(page))]
    if how == 1:
        data = bytearray(page)
        for _ in range(max(1, len(data) // 500)):
            data[rand.randrange(len(data))] ^= 1 << rand.randrange(8)
        return bytes(data)
    parts = re.split(rb'(<[^>]*>)', page)
    tags = [i for i in range(1, len(parts), 2)]
    if how == 2:
        for _ in range(len(tags) // 5):
            a, b = rand.choice(tags), rand.choice(tags)
            parts[a], parts[b] = parts[b], parts[a]
    elif tags:
        for i in rand.sample(tags, len(tags) // 8):
            parts[i] = parts[i] * rand.randrange(3)
    return b''.join(parts)


def main():
    wanted = options({'pages': 464, 'rounds': 8, 'seed': 1})
    place, clock, failures, n = Place('mutate'), Clock(), [], 0
    pages = list_pages()
    step = max(1, len(pages) // wanted['pages'])
    try:
        for start in range(0, len(pages[::step]), LOT):
            lot = place.folder / 'lot'
            lot.mkdir()
            for k, path in enumerate(pages[::step][start:start + LOT]):
                page = read(path)
                for number in range(wanted['rounds'] if page else 0):
                    rand = random.Random(f'{wanted["seed"]} {os.path.basename(os.path.dirname(path))} {os.path.basename(path)} {number}')
                    (lot / f'{k}-{number}').write_bytes(b'\0' + mutate(page, number % 4, rand))
                    n += 1
            done = subprocess.run([TARGET, str(lot)], capture_output=True, env={**place.env, 'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', ''), 'UBSAN_OPTIONS': os.environ.get('UBSAN_OPTIONS', '')},
                                  preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (60 * wanted['rounds'], 60 * wanted['rounds'])))
            if done.returncode != 0:
                failures.append(f'lot {start}, seed {wanted["seed"]}: status {done.returncode}: {done.stderr.decode("utf-8", "replace")[:800]}')
            shutil.rmtree(lot)
        finish('mutate', failures, {'pages': n, 'of': len(pages[::step]), 'seed': wanted['seed'], 'in': clock})
    finally:
        place.remove()


main()
