"""responsive.py PROGRAM [--pages=N] [--most=MS] [--p99=MS]: the window answers while pages are brought in and a backup is made.

N addresses wait in the queue of a library. The window is opened on it: it fetches, extracts and saves them itself,
eight at once, from a server on the loopback; articles are opened meanwhile, one every half second, and half-way
a backup is made from the terminal. The program measures every turn of its main loop (CARREL_WATCH_LOOP). Once the
window is there, and until it is closed, no turn is longer than MS (--most); 99 of a hundred, all counted, are not
longer than --p99.

The display server draws with the processor and is waited for: on a machine with other work its share is most of a
long turn. The suite therefore allows ten times as much.
"""
import http.server
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import threading
import time

from prove import PROGRAM, Clock, Failed, Place, finish, options, page

HERE = pathlib.Path(__file__).resolve().parent
STARTING = 3000  # milliseconds, in which the window is made
HOSTS = 16  # two of a host at once: the queue's own limit of eight is what counts


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        body = page(int(self.path.strip('/'))).encode()
        self.send_response(200)
        self.send_header('Content-Type', 'text/html; charset=utf-8')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


def count(library):
    with sqlite3.connect(f'file:{library}/carrel.db?mode=ro', uri=True, timeout=10) as database:
        return database.execute('SELECT count(*) FROM article').fetchone()[0]


def drive(library, pages, patience):
    """Inside the display: waits for all of them, with a key now and then."""
    started = time.monotonic()
    process = subprocess.Popen([PROGRAM, '--library', library, '--size', '1280x800'], env={**os.environ, 'CARREL_NON_UNIQUE': '1'})

    def xdotool(*words):
        return subprocess.run(['xdotool', *words], capture_output=True, text=True, timeout=60).stdout.split()

    try:
        end = time.monotonic() + patience
        while not (windows := xdotool('search', '--onlyvisible', '--class', '.')):
            if time.monotonic() > end:
                raise Failed('never: a window')
            time.sleep(.1)
        xdotool('windowfocus', '--sync', windows[-1])
        began, backup = time.monotonic(), None
        while count(library) < pages:
            if time.monotonic() > end:
                raise Failed(f'{count(library)} of {pages} articles in {patience:.0f} s')
            xdotool('key', '--clearmodifiers', 'j')
            if not backup and count(library) >= pages / 2:
                backup = subprocess.Popen([PROGRAM, f'--library={library}', 'backup'], stdout=subprocess.DEVNULL)
            time.sleep(.5)
        if not backup or backup.wait(timeout=300) != 0:
            raise Failed('there is no backup')
        took = time.monotonic() - began
        time.sleep(1)
        open_for = (time.monotonic() - started - .5) * 1000  # then the window is gone, and what it was made of is let go
        xdotool('key', '--clearmodifiers', 'ctrl+q')
        if process.wait(timeout=60) != 0:
            raise Failed(f'status {process.returncode}')
        print(json.dumps({'seconds': took, 'open': open_for}))
    finally:
        if process.poll() is None:
            process.kill()


def main():
    wanted = options({'pages': 10000, 'most': 50.0, 'p99': 16.0, 'patience': 3600.0, 'drive': ''})
    if wanted['drive']:
        try:
            drive(wanted['drive'], wanted['pages'], wanted['patience'])
        except Failed as problem:
            sys.exit(str(problem))
        return
    place, clock, failures = Place('responsive'), Clock(), []
    server = Server(('', 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        library, watch = place.library(), place.folder / 'watch'
        addresses = '\n'.join(f'http://127.0.0.{1 + n % HOSTS}:{server.server_port}/{n}' for n in range(wanted['pages']))
        done = subprocess.run([PROGRAM, f'--library={library}', 'queue', 'add', '-'], input=addresses, text=True, capture_output=True, env=place.env, timeout=600)
        if done.returncode != 0:
            raise Failed(done.stderr)
        env = {**place.env, 'CARREL_WATCH_LOOP': str(watch)}
        done = subprocess.run([str(HERE.parent / 'display' / 'run-display.sh'), sys.executable, __file__, PROGRAM, f'--drive={library}', f'--pages={wanted["pages"]}', f'--patience={wanted["patience"]}'],
                              env=env, capture_output=True, text=True, timeout=wanted['patience'] + 120)
        if done.returncode != 0:
            raise Failed(done.stdout[-500:] + done.stderr[-1500:])
        told = json.loads(done.stdout.splitlines()[-1])
        took = told['seconds']
        seen = json.loads(watch.read_text())
        turns = [turn for turn in seen['long'] if STARTING < turn[0] < told['open'] - turn[1]]
        closing = max([turn[1] for turn in seen['long'] if turn[0] >= told['open'] - turn[1]], default=0)
        longest = max([turn[1] for turn in turns], default=0)
        own = max([turn[2] for turn in turns], default=0)  # of a long one, what the thread computed itself
        if longest > wanted['most']:
            failures.append(f'turns over 50 ms: when, how long, what of it was computed: {turns}')
        if seen['p99'] > wanted['p99']:
            failures.append(f'99 of 100 turns took up to {seen["p99"]} ms')
        backups = len(list(library.glob('backups/*.db')))
        finish('responsive', failures, {'pages': wanted['pages'], 'rate': f'{wanted["pages"] / max(took, .1):.0f}/s', 'turns': seen['turns'], 'p50': f'{seen["p50"]} ms', 'p99': f'{seen["p99"]} ms',
                                        'longest': f'{longest or "under 50"} ms', 'computed of it at most': f'{own} ms', 'starting': f'{seen["max"]} ms', 'closing': f'{closing} ms',
                                        'over 16 ms': seen['over16'], 'over 50 ms': len(turns), 'without a processor': f'{seen["late"] / 1000:.1f} s', 'backups': backups, 'in': clock})
    except Failed as problem:
        finish('responsive', [*failures, problem], {'in': clock})
    finally:
        server.shutdown()
        place.remove()


main()
