"""fault.py PROGRAM [--step=N]: each call to the disk fails once, and then for good.

For adding ten pages, tagging, deleting, emptying the trash, a backup, restoring and bringing a library of each
earlier version up to date, the n-th call that opens, writes, syncs, renames or removes a file fails: EIO, ENOSPC or half of a
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

from prove import OLD_LIBRARY, PROGRAM, SHIM, Clock, Failed, Place, check, finish, options, texts_by_title, titles

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


def old_libraries(place):
    """name → folder: one of each earlier version, made of the oldest."""
    oldest, found = pathlib.Path(__file__).resolve().parent.parent / 'data' / 'libraries' / '0001.db', {}
    newest, version = 2, 1
    while version < newest:
        folder = place.library(f'version-{version}')
        (folder / 'blobs').mkdir(parents=True)
        shutil.copy(oldest, folder / 'carrel.db')
        newest = int(subprocess.run([OLD_LIBRARY, folder / 'carrel.db', str(version)], capture_output=True, text=True, check=True).stdout)
        found[f'migrate-{version}'] = folder
        version += 1
    return found


def is_wanted(name, only):
    return not only or any(name == one or name.startswith(one + '-') for one in only.split(','))


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
    if name.startswith('migrate') and not list((library / 'backups').glob('*.db')):
        raise Failed('there is no backup of before')
    if name == 'empty-trash' and status == 0 and 'Page 00007' in text:
        raise Failed('it was said that the trash is empty')


def main():
    how = options({'step': 1, 'only': ''})
    place, clock, failures, counts = Place('fault'), Clock(), [], collections.Counter()
    base, library = place.library('base'), place.library('library')
    place.must(base, 'add', '--no-images', *place.pages(range(10)))
    place.must(base, 'backup')
    place.must(base, 'delete', '8', '9')  # pages 7 and 8: the trash
    bases = old_libraries(place) if is_wanted('migrate-1', how['only']) else {}
    work = {**operations(place, base), **{name: ['list'] for name in bases}}
    for name, words in work.items():
        if not is_wanted(name, how['only']):
            continue
        before = texts_by_title(bases.get(name, base))
        for kind in KINDS:
            number, last = 1, 0
            while True:
                shutil.rmtree(library, ignore_errors=True)
                shutil.rmtree(place.library('copy'), ignore_errors=True)
                shutil.copytree(bases.get(name, base), library)
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
