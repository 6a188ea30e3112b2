"""fault.py PROGRAM [--step=N]: each call to the disk fails once, and then for good.

For adding ten pages, tagging, deleting, emptying the trash, a backup, restoring and bringing an old library up
to date, the n-th call that opens, writes, syncs, renames or removes a file fails: EIO, ENOSPC or half of a
write; once, or from then on. There are two ends: it is done, or there is a message and the library is sound,
with all that it had and all that was said to be saved. A crash, a critical warning or silence is neither.
"""
import collections
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys

from prove import PROGRAM, SHIM, Clock, Failed, Place, check, finish, options, texts_by_title, titles

KINDS = ['EIO,once', 'ENOSPC,once', 'SHORT,once', 'EIO,on', 'ENOSPC,on']


def operations(place, base):
    more = place.pages(range(100, 110))
    backup = next(pathlib.Path(base, 'backups').glob('*.db'))
    return {
        'add': ['add', '--no-images', *more],
        'tag': ['tag', '1', '2', '3', '+new/topic'],
        'delete': ['delete', '1', '2'],
        'empty-trash': ['empty-trash', '--yes', '--no-backup'],
        'backup': ['backup'],
        'copy': ['backup', str(place.library('copy'))],
        'restore': ['restore-backup', backup.name[:-3]],
        'check': ['check'],
    }


def run(place, library, words, number, kind):
    """(hit, status, output, errors)"""
    hit = place.folder / 'hit'
    hit.unlink(missing_ok=True)
    env = {**place.env, 'LD_PRELOAD': SHIM, 'PROVE_ROOT': str(library), 'PROVE_FAULT': f'{number},{kind}', 'PROVE_HIT': str(hit)}
    if words[0] == 'backup' and len(words) > 1:
        env['PROVE_ROOT'] = str(place.folder)
        hit = pathlib.Path('/tmp') / f'carrel-hit-{os.getpid()}'
        hit.unlink(missing_ok=True)
        env['PROVE_HIT'] = str(hit)
    done = subprocess.run([PROGRAM, f'--library={library}', *words], capture_output=True, env=env, timeout=60)
    was = hit.exists()
    hit.unlink(missing_ok=True)
    return was, done.returncode, done.stdout.decode('utf-8', 'replace'), done.stderr.decode('utf-8', 'replace')


def judge(place, library, name, status, out, error, before):
    if status < 0 or 'CRITICAL' in error or 'ERROR **' in error:
        raise Failed(f'crashed: signal {-status}: {error}')
    if status != 0 and not (error.strip() or out.strip()):
        raise Failed('failed without a word')
    check(place, library)
    there, text = titles(library), texts_by_title(library)
    kept = {title: hash_ for title, hash_ in before.items() if name != 'empty-trash' or title not in ('Page 00007', 'Page 00008')}
    for title, hash_ in kept.items():
        if text.get(title) != hash_:
            raise Failed(f'“{title}” is lost')
    if name == 'add':
        for line in out.splitlines():
            number, _, title = line.partition('\t')
            if there.get(int(number)) != title:
                raise Failed(f'“{title}” was said to be saved')
    if name == 'empty-trash' and status == 0 and 'Page 00007' in text:
        raise Failed('it was said that the trash is empty')


def main():
    how = options({'step': 1, 'only': ''})
    place, clock, failures, counts = Place('fault'), Clock(), [], collections.Counter()
    base, library = place.library('base'), place.library('library')
    place.must(base, 'add', '--no-images', *place.pages(range(10)))
    place.must(base, 'backup')
    place.must(base, 'delete', '8', '9')  # pages 7 and 8: the trash
    before = texts_by_title(base)
    for name, words in operations(place, base).items():
        if how['only'] and name not in how['only'].split(','):
            continue
        for kind in KINDS:
            number, last = 1, 0
            while True:
                shutil.rmtree(library, ignore_errors=True)
                shutil.rmtree(place.library('copy'), ignore_errors=True)
                shutil.copytree(base, library)
                for list_ in (library / 'backups').glob('*.txt'):  # they are of this library now
                    list_.write_text(list_.read_text().replace(str(base), str(library)))
                try:
                    hit, status, out, error = run(place, library, words, number, kind)
                except subprocess.TimeoutExpired:
                    failures.append(f'{name}, call {number}, {kind}: hangs')
                    break
                if not hit:
                    break
                counts['runs'] += 1
                counts['done' if status == 0 else 'said'] += 1
                try:
                    judge(place, library, name, status, out, error, before)
                except Exception as problem:
                    failures.append(f'{name}, call {number}, {kind}: {type(problem).__name__}: {problem}')
                last = number
                number += how['step']
            counts[f'calls of {name}'] = max(counts[f'calls of {name}'], last)
            if len(failures) > 20:
                break
    place.remove()
    finish('fault', failures, {**counts, 'failures': len(failures), 'time': clock})


sys.exit(main())
