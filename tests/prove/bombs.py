"""bombs.py PROGRAM [--full]: pages that were made to hurt end with an article or a clear refusal.

All HTML bombs of the shared make-bombs.py, each in a process of its own, with status 0 and an article, or an
error in words; never by a signal. Within 2 s of processor and 256 MiB more memory than a line of text takes:
the small set by a limit on addresses, the full one (10 MB of text, printed as JSON) by what was resident, with
twice as many addresses as the limit. A program with a sanitizer gets ten times as long, and all memory.

Then every other file that was made to hurt (images, packed and nested archives, XML, MHTML, JSON, CSV) is given to
«add», each in a process of its own: what must be refused is, nothing is written outside the library, nothing of the
system's files comes into it, and no address in a file is asked for.
"""
import json
import os
import pathlib
import resource
import socket
import sqlite3
import subprocess
import sys
import threading

from prove import PROGRAM, Clock, Failed, Place, check, finish, options

MIB = 1 << 20
MORE = 256 * MIB


def run(place, path, space=None, seconds=60):
    """(status, processor seconds, resident MiB, output, error)"""
    def limit():
        if space:
            resource.setrlimit(resource.RLIMIT_AS, (space, space))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    with open(place.folder / 'out', 'w+b') as out, open(place.folder / 'error', 'w+b') as error:
        child = subprocess.Popen([PROGRAM, 'extract', '--json', str(path)], stdout=out, stderr=error, env=place.env, preexec_fn=limit)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        error.seek(0)
        return child.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out.read(), error.read().decode('utf-8', 'replace')


def find_least_space(place):
    """The addresses that the program takes anyhow, to 4 MiB."""
    low, high = 0, 4096 * MIB
    while high - low > 4 * MIB:
        middle = (low + high) // 2
        if run(place, place.folder / 'line.html', middle)[0] == 0:
            high = middle
        else:
            low = middle
    return high


class Listener:
    """Where the files point at: 127.0.0.1, port 9. It counts who comes; None where that port can't be had."""

    def __init__(self):
        self.came = 0
        try:
            self.socket = socket.create_server(('127.0.0.1', 9))
        except OSError:
            self.socket = None
            return
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            self.socket.accept()[0].close()
            self.came += 1


def tree(folder):
    return {str(path) for path in folder.rglob('*')}


def add_files(place, bombs, failures):
    """How many were given, and how many of them refused."""
    listener, library, given, refused = Listener(), place.library(), 0, 0
    place.must(library, 'stats')
    outside = tree(place.folder) - tree(library)
    for bomb in json.loads((bombs / 'manifest.json').read_text()):
        group = bomb['path'].split('/')[0]
        path = bombs / bomb['path']
        if group in ('html', 'names') or not path.exists():
            continue
        given += 1
        status, _, error = place.run(library, 'add', path, timeout=120)
        refused += status == 1
        if status not in (0, 1) or (status == 1 and not error.strip()):
            failures.append(f'add {bomb["path"]}: status {status}: {error[-300:]}')
        if bomb['expect'] == 'refuse' and group in ('image', 'archive', 'encoded') and path.suffix != '.svg' and status == 0:  # an SVG's words are text
            failures.append(f'add {bomb["path"]}: was not refused')
    for path in sorted(tree(place.folder) - tree(library) - outside):
        failures.append(f'{path} was written')
    for number, html in sqlite3.connect(f'file:{library}/carrel.db?mode=ro', uri=True).execute('SELECT article, html FROM body'):
        if 'root:x:0' in html:
            failures.append(f'article {number} holds a file of the system')
    if listener.came:
        failures.append(f'{listener.came} requests')
    try:
        check(place, library)
    except Failed as problem:
        failures.append(problem)
    return given, refused, 'no' if listener.socket else 'not watched'


def main():
    wanted = options({'full': False, 'most': 2.0})
    maker = pathlib.Path(os.environ.get('CARREL_SHARED', '')) / 'security' / 'make-bombs.py'
    place, clock, failures = Place('bombs'), Clock(), []
    if not maker.exists():
        print('1..1\nok 1 bombs # SKIP the shared bombs are not here')
        return
    try:
        bombs = place.folder / 'files'
        subprocess.run([sys.executable, str(maker), 'files', str(bombs), '--only', 'html'] + ([] if wanted['full'] else ['--small']), check=True, stdout=subprocess.DEVNULL)
        sanitized = b'__asan_init' in pathlib.Path(PROGRAM).read_bytes()
        most = wanted['most'] * (10 if sanitized else 1)
        (place.folder / 'line.html').write_text('<p>' + 'A line of text, and one more. ' * 20)
        space = None if sanitized else find_least_space(place)
        slowest, largest, refused, extracted = (0, ''), (0, ''), 0, 0
        base = run(place, place.folder / 'line.html')[2]
        for bomb in json.loads((bombs / 'manifest.json').read_text()):
            path = bombs / bomb['path']
            status, seconds, size, out, error = run(place, path, space and space + (2 * MORE if wanted['full'] else MORE))
            slowest, largest = max(slowest, (seconds, path.name)), max(largest, (size - base, path.name))
            if status == 0:
                extracted += 1
                json.loads(out)
            else:
                refused += 1
            if status not in (0, 1) or (status == 1 and not error.strip()):
                failures.append(f'{path.name}: status {status}: {error[-300:]}')
            if size - base > MORE // MIB and not sanitized:
                failures.append(f'{path.name}: {size - base:.0f} MiB more')
            if seconds > most:
                failures.append(f'{path.name}: {seconds:.2f} s of processor')
        others = place.folder / 'others'
        subprocess.run([sys.executable, '-W', 'ignore', str(maker), 'files', str(others)] + ([] if wanted['full'] else ['--small']), check=True, stdout=subprocess.DEVNULL)
        given, not_taken, requests = add_files(place, others, failures)
        finish('bombs', failures, {'other files': given, 'of them refused': not_taken, 'requests': requests, 'articles': extracted, 'refusals': refused, 'slowest': f'{slowest[0]:.2f} s ({slowest[1]})',
                                   'most memory': f'{largest[0]:.0f} MiB ({largest[1]})', 'in': clock})
    finally:
        place.remove()


main()
