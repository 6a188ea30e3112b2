"""What the proofs share: pages to add, a library, what must be true of it, a line of figures.

A proof gets the program as its first argument and prints TAP, with its figures in comments.
"""
import hashlib
import json
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

PROGRAM = os.path.abspath(sys.argv[1])
SHIM = os.path.abspath(os.path.join(os.path.dirname(PROGRAM), '..', 'tests', 'prove', 'libprove-shim.so'))
OLD_LIBRARY = os.path.abspath(os.path.join(os.path.dirname(PROGRAM), '..', 'tests', 'prove', 'prove-old-library'))
WORDS = 'archive beacon cedar delta ember fathom garnet harbor ivory juniper kestrel lantern meadow nectar orchard pewter quarry river saffron timber'.split()


class Failed(Exception):
    pass


def page(number):
    """A page with an address and words of its own; every third is longer."""
    rand = random.Random(number)
    paragraphs = ''.join('<p>' + ' '.join(rand.choice(WORDS) for _ in range(70)).capitalize() + f', as number {number} says.</p>' for _ in range(4 + number % 3 * 6))
    return (f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Page {number:05}</title><link rel="canonical" href="https://example.org/{number}"></head>'
            f'<body><article><h1>Page {number:05}</h1>{paragraphs}<p>See <a href="https://example.org/{number + 1}">the next</a>.</p></article></body></html>')


class Place:
    """A folder with pages, libraries, and an environment that holds nothing of anybody's."""

    def __init__(self, prefix):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f'carrel-{prefix}-'))
        self.env = {'PATH': os.environ.get('PATH', '/usr/bin:/bin'), 'HOME': str(self.folder), 'LC_ALL': 'C.UTF-8', 'TZ': 'UTC', 'GIO_USE_VFS': 'local', 'GSETTINGS_BACKEND': 'memory'}
        (self.folder / 'pages').mkdir()

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def pages(self, numbers):
        names = []
        for number in numbers:
            name = self.folder / 'pages' / f'{number}.html'
            if not name.exists():
                name.write_text(page(number), encoding='utf-8')
            names.append(str(name))
        return names

    def library(self, name='library'):
        return self.folder / name

    def run(self, library, *words, env=None, timeout=60):
        """(status, output, errors); a negative status is a signal."""
        done = subprocess.run([PROGRAM, f'--library={library}', *map(str, words)], capture_output=True, env={**self.env, **(env or {})}, timeout=timeout)
        return done.returncode, done.stdout.decode('utf-8', 'replace'), done.stderr.decode('utf-8', 'replace')

    def must(self, library, *words):
        status, out, error = self.run(library, *words)
        if status != 0:
            raise Failed(f'{words}: {status}: {error}')
        return out


def texts(library):
    """id → hash of its text, as any SQLite program reads it."""
    connection = sqlite3.connect(f'file:{library}/carrel.db?mode=ro', uri=True)
    try:
        return {row[0]: hashlib.sha256(row[1].encode()).hexdigest() for row in connection.execute('SELECT article, html FROM body')}
    finally:
        connection.close()


def titles(library):
    connection = sqlite3.connect(f'file:{library}/carrel.db?mode=ro', uri=True)
    try:
        return {row[0]: row[1] for row in connection.execute('SELECT id, title FROM article')}
    finally:
        connection.close()


def texts_by_title(library):
    """title → hash of its text."""
    text = texts(library)
    return {title: text.get(number) for number, title in titles(library).items()}


def check(place, library):
    """Raises unless the program finds the library sound."""
    status, out, error = place.run(library, 'check', '--json')
    if status != 0:
        raise Failed(f'check: {status}: {error}{out}')
    return json.loads(out)


def options(defaults):
    """--name=value after the program, over the defaults."""
    values = dict(defaults)
    for word in sys.argv[2:]:
        name, _, value = word.lstrip('-').partition('=')
        if name not in values:
            sys.exit(f'there is no --{name}; there are: {", ".join(values)}')
        values[name] = type(values[name])(value) if value else True
    return values


def finish(name, failures, figures):
    """Prints TAP for one proof."""
    for failure in failures[:20]:
        print('#', str(failure).replace('\n', '\n# '))
    print('#', name + ':', ', '.join(f'{key} {value}' for key, value in figures.items()))
    print('1..1')
    print(('not ok' if failures else 'ok') + f' 1 {name}', flush=True)
    sys.exit(1 if failures else 0)


class Clock:
    def __init__(self):
        self.start = time.monotonic()

    def __str__(self):
        return f'{time.monotonic() - self.start:.0f} s'
