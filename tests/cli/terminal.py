"""What the tests of the command line share: a library of its own for each test, the program, and how results are compared.

Prints TAP. Dates of today are written as DATE.
"""
import json
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
PAGES = pathlib.Path(__file__).parent / 'pages'
HTTP = 'https://example.org/'
DATA = pathlib.Path(__file__).parents[2] / 'data'
TESTS = []


def test(function):
    TESTS.append(function)
    return function


class Library:
    def __init__(self, folder):
        self.folder = folder
        self.env = dict(os.environ, CARREL_LIBRARY=folder + '/library', HOME=folder, LC_ALL='C.UTF-8', TZ='UTC')

    def run(self, *words, stdin='', status=0, env=None, said=''):
        """Standard output; the exit status must be as said, and standard error too where that is 0. It is kept in self.error."""
        stdin = stdin if isinstance(stdin, bytes) else stdin.encode()
        done = subprocess.run([PROGRAM, *map(str, words)], input=stdin, capture_output=True, env=env or self.env, timeout=60)
        self.error = done.stderr.decode()
        same(done.returncode, status, f'exit status of {words}: {self.error}')
        if status == 0:
            same(self.error, said, f'standard error of {words}')
        return re.sub(r'\b20\d\d-\d\d-\d\d\b', 'DATE', done.stdout.decode())

    def json(self, *words, **how):
        return json.loads(self.run(*words, **how))

    def add(self, name, *options):
        return self.run('add', '--no-images', *options, '--url', HTTP + name, PAGES / (name + '.html'))


def sqlite(lib):
    """The library's file, changed by another program: only tables without triggers of Carrel's own functions."""
    return sqlite3.connect(lib.env['CARREL_LIBRARY'] + '/carrel.db')


def same(got, want, what=''):
    if got != want:
        raise AssertionError(f'{what}\n got: {got!r}\nwant: {want!r}')


def contains(text, part):
    if part not in text:
        raise AssertionError(f'{part!r} is not in {text!r}')


def main():
    failed = 0
    print(f'1..{len(TESTS)}', flush=True)
    for number, function in enumerate(TESTS, 1):
        with tempfile.TemporaryDirectory(prefix='carrel-cli-') as folder:
            try:
                function(Library(folder))
                print(f'ok {number} {function.__name__}', flush=True)
            except Exception as problem:  # one test's failure is not the next one's
                failed += 1
                for line in f'{type(problem).__name__}: {problem}'.splitlines():
                    print('#', line)
                print(f'not ok {number} {function.__name__}', flush=True)
    return 1 if failed else 0
