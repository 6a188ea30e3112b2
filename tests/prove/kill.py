"""kill.py PROGRAM [--rounds=N]: what was said to be saved is there after SIGKILL at any moment.

A command that adds 200 pages, those that are not there yet, is killed after a random time. Then every article that it had printed is there
with its text, the library is sound (index, counts, blobs), and the next round goes on where this one ended;
when all are in, each is there once.
"""
import os
import random
import shutil
import signal
import subprocess
import sys
import time

from prove import PROGRAM, Clock, Failed, Place, check, finish, options, texts_by_title, titles

PAGES = 200


def round_(place, library, there, rand, longest):
    """Adds until the kill. What was printed."""
    process = subprocess.Popen([PROGRAM, f'--library={library}', 'add', '--no-images', *place.pages(number for number in range(PAGES) if f'Page {number:05}' not in there)],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=place.env)
    time.sleep(rand.uniform(0, longest))
    process.send_signal(signal.SIGKILL)
    said = process.communicate()[0].decode()
    saved = {}
    for line in said.split('\n')[:-1]:  # the last one may be cut
        number, title = line.split('\t')
        saved[int(number)] = title
    return saved


def main():
    how = options({'rounds': 1000, 'longest': 0.6, 'seed': 1})
    place, rand, clock, failures = Place('kill'), random.Random(how['seed']), Clock(), []
    reference = place.library('reference')
    place.must(reference, 'add', '--no-images', *place.pages(range(PAGES)))
    wanted = texts_by_title(reference)
    acknowledged = finished = killed = 0
    library = place.library('library-0')
    said = {}
    for number in range(how['rounds']):
        try:
            there = titles(library).values() if os.path.exists(library / 'carrel.db') else []
            saved = round_(place, library, set(there), rand, how['longest'])
            acknowledged += len(saved)
            killed += 1
            said.update(saved)
            if not os.path.exists(library / 'carrel.db'):
                continue
            check(place, library)
            there, text = titles(library), texts_by_title(library)
            for article, title in said.items():
                if there.get(article) != title or text[title] != wanted[title]:
                    raise Failed(f'round {number}: article {article}, “{title}”, was said to be saved and is not there as it should be')
            if len(set(there.values())) != len(there):
                raise Failed(f'round {number}: an article is there twice')
            if len(there) == PAGES:
                finished += 1
                shutil.rmtree(library)
                said = {}
        except Exception as problem:
            failures.append(f'{type(problem).__name__}: {problem}')
            if len(failures) > 5:
                break
            library = place.library(f'library-{number + 1}')
            said = {}
    if not failures:
        place.remove()
    finish('kill', failures, {'rounds': killed, 'acknowledged': acknowledged, 'imports finished': finished, 'failures': len(failures), 'time': clock})


sys.exit(main())
