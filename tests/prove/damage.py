"""damage.py PROGRAM [--rounds=N] [--articles=N] [--only=N,N]: a damaged library is said, left untouched, and recovered.

A library with a backup is damaged in eight ways (bytes, pages, header, cut off, swapped, emptied, other
text …), with and without a log beside it. No command may crash, take over five seconds or change a byte of
a file whose damage was said; after «recover» the library is sound, has every article with its text, and the
damaged file is kept.
"""
import collections
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import time

from prove import PROGRAM, Clock, Failed, Place, check, finish, options, texts_by_title

MODES = ['bytes', 'page', 'zero', 'header', 'truncate', 'swap', 'empty', 'text']


def damage(path, mode, rand, count):
    """As the shared make-bombs.py flip does. FALSE: nothing was changed by it."""
    with open(path, 'rb') as file:
        before = file.read()
    data = bytearray(before)
    pages = max(1, len(data) // 4096)
    if mode == 'bytes':
        for _ in range(count):
            data[rand.randrange(len(data))] ^= rand.randrange(1, 256)
    elif mode in ('page', 'zero'):
        for _ in range(count):
            at = rand.randrange(pages) * 4096
            data[at:at + 4096] = rand.randbytes(4096) if mode == 'page' else bytes(4096)
    elif mode == 'header':
        data[rand.randrange(100)] ^= rand.randrange(1, 256)
    elif mode == 'truncate':
        del data[rand.randrange(1, len(data)):]
    elif mode == 'swap':
        a, b = rand.randrange(pages), rand.randrange(pages)
        data[a * 4096:a * 4096 + 4096], data[b * 4096:b * 4096 + 4096] = data[b * 4096:b * 4096 + 4096], data[a * 4096:a * 4096 + 4096]
    elif mode == 'empty':
        data = bytearray()
    elif mode == 'text':
        data = bytearray(b'this is not a database\n' * 200)
    with open(path, 'wb') as file:
        file.write(data)
    return bytes(data) != before


def digest(path):
    with open(path, 'rb') as file:
        return hashlib.sha256(file.read()).hexdigest()


def make_base(place, articles, log):
    """With a backup, and newer articles behind it; `log`: these stand in the log only."""
    base = place.library('base-log' if log else 'base')
    place.must(base, 'add', '--no-images', *place.pages(range(articles)))
    place.must(base, 'tag', '1', '2', '3', '+a/b')
    place.must(base, 'backup')
    if log:  # killed: nobody has put the log into the file
        newer = place.pages(range(articles, articles + 3))
        fifo = place.folder / 'wait.html'
        if not fifo.exists():
            os.mkfifo(fifo)
        process = subprocess.Popen([PROGRAM, f'--library={base}', 'add', '--no-images', *newer, str(fifo)],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=place.env)
        for _ in newer:
            process.stdout.readline()
        process.kill()
        process.communicate()
    return base


def timed(place, library, worst, *words):
    start = time.monotonic()
    try:
        status, out, error = place.run(library, *words, timeout=60)
    except subprocess.TimeoutExpired:
        raise Failed(f'{words} hangs')
    took = time.monotonic() - start
    worst[words[0]] = max(worst[words[0]], took)
    if status < 0 or 'CRITICAL' in error:
        raise Failed(f'{words}: signal {-status}: {error}')
    return status, out, error


def one(place, base, wanted, mode, log, rand, counts, worst):
    library = place.library('damaged')
    shutil.rmtree(library, ignore_errors=True)
    shutil.copytree(base, library, copy_function=lambda a, b: os.link(a, b) if '/blobs/' in a else shutil.copy(a, b))
    database = library / 'carrel.db'
    if not damage(database, mode, rand, 16):
        counts['no change'] += 1
        return
    said = False
    for words in (['list'], ['list', 'harbor lantern'], ['check', '--json']):
        if not said:  # one that notices nothing may put the log into the file, as always
            before = digest(database)
        status, out, error = timed(place, library, worst, *words)
        said = said or status != 0
        if status != 0 and not (error.strip() or out.strip()):
            raise Failed(f'{mode}: {words} failed without a word')
        if said and digest(database) != before:
            raise Failed(f'{mode}: {words} wrote to the damaged file')
    counts['said' if said else 'not said'] += 1
    if not said:
        counts['not said: ' + mode] += 1
    status, out, error = timed(place, library, worst, 'recover', '--force', '--json')
    if status != 0:
        raise Failed(f'{mode}: recover: {error}')
    report = json.loads(out)
    if said and digest(report['aside'] + '/carrel.db') != before:
        raise Failed(f'{mode}: the damaged file was not kept')
    check(place, library)
    there = texts_by_title(library)
    missing = [title for title in wanted['backup'] if title not in there]
    if missing:
        raise Failed(f'{mode}: not recovered, though in the backup: {missing}')
    counts['recovered'] += 1
    counts['texts'] += len(wanted['backup'])
    counts['texts as they were'] += sum(there[title] == text for title, text in wanted['backup'].items())
    if log:
        counts['newer'] += len(wanted['newer'])
        counts['newer brought back'] += sum(there.get(title) == text for title, text in wanted['newer'].items())


def main():
    how = options({'rounds': 2000, 'articles': 10, 'seed': 1, 'most': 5.0, 'only': ''})
    only = {int(word) for word in how['only'].split(',') if word}
    place, rand, clock, failures = Place('damage'), random.Random(how['seed']), Clock(), []
    counts, worst = collections.Counter(), collections.defaultdict(float)
    bases = []
    for log in (False, True):
        base = make_base(place, how['articles'], log)
        copy = place.library('read')
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(base, copy)
        check(place, copy)
        all_ = texts_by_title(copy)
        old = {f'Page {number:05}': all_[f'Page {number:05}'] for number in range(how['articles'])}
        bases.append((base, {'backup': old, 'newer': {title: text for title, text in all_.items() if title not in old}}, log))
    for number in range(how['rounds']):
        mode = MODES[number % len(MODES)]
        base, wanted, log = bases[number // len(MODES) % 2]
        if only and number not in only:  # what it would have drawn is drawn
            shutil.copy(base / 'carrel.db', place.folder / 'drawn')
            damage(place.folder / 'drawn', mode, rand, 16)
            continue
        try:
            one(place, base, wanted, mode, log, rand, counts, worst)
        except Exception as problem:
            failures.append(f'round {number}: {type(problem).__name__}: {problem}')
            if len(failures) > 20:
                break
    slow = {name: f'{took:.2f} s' for name, took in worst.items() if took > how['most']}
    if slow:
        failures.append(f'over {how["most"]:.0f} seconds: {slow}')
    place.remove()
    finish('damage', failures, {**counts, **{f'slowest {name}': f'{took:.2f} s' for name, took in worst.items()}, 'failures': len(failures), 'time': clock})


sys.exit(main())
