#!/usr/bin/env python3
"""soak.py PROGRAM [--count N] [--deadline SECONDS] [--seed S]: thousands of faulty addresses, and a kill in the middle.

A server answers each address with its own fault, or well, or well at the third time (make-bombs.py of the shared
data; without it a smaller one of this file). All go into the queue, the program works on it, is killed (SIGKILL)
half-way, goes on, and is then told twice to try again what failed. After that each address is in exactly one
place: an article that holds its token, or an entry of the queue with the right reason; none is lost, none twice,
and neither memory, descriptors nor temporary files have grown.

Prints TAP, and the figures as comments.
"""
import argparse
import collections
import http.server
import json
import os
import pathlib
import re
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

HOSTS = 16  # two of a host at once: the queue's own limit of eight is what counts
PAGE_CACHE = 32 * 1024  # KiB: what the writer keeps of a library that grows; it ends there, and is no leak
WORDS = ' '.join(['The harbour light turns, and the boats that wait for the tide turn with it, one after the other.'] * 8)

# What a failure is to say: the code of its error, and its sentence.
REASONS = {
    'not-found': ('http', r'\((404|410)\)'),
    'refused': ('http', r'\((401|403)\)'),
    'server': ('http', r'\(500\)'),
    'connection': ('network', r'broke off|refused|reset|reached'),
    'incomplete': ('network', r'broke off'),
    'timeout': ('network', r'within \d+ second'),
    'damaged': ('network', r'damaged|broke off|not a web page'),
    'empty': ('not-a-page|no-article', r'empty page|no text|words|text'),
    'redirects': ('http', r'leads on'),
    'blocked': ('refused', r'.'),
    'type': ('not-a-page', r'PDF'),
    'too-large': ('too-large', r'.'),
}


# ── Where the shared data isn't ──

SMALL = [('ok', 'saved')] * 6 + [('redirect', 'saved'), ('503-twice', 'retry'), ('reset-twice', 'retry'), ('404', 'fail:not-found'), ('401', 'fail:refused'), ('500', 'fail:server'),
                                 ('reset', 'fail:connection'), ('cut', 'fail:incomplete'), ('hang', 'fail:timeout'), ('pdf', 'fail:type'), ('empty', 'fail:empty'), ('to-file', 'fail:blocked')]


class SmallHandler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *words):
        pass

    def answer(self, status, body=b'', kind='text/html; charset=utf-8', headers=(), length=None):
        self.send_response(status)
        self.send_header('Content-Type', kind)
        self.send_header('Content-Length', str(len(body) if length is None else length))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = length is not None

    def do_GET(self):
        server = self.server
        if self.path == '/log':
            return self.answer(200, json.dumps(server.log).encode(), 'application/json')
        with server.lock:
            server.log.append({'path': self.path})
            n = server.tries[self.path] = server.tries.get(self.path, 0) + 1
        i = int(self.path.split('/')[2])
        fault = SMALL[i % len(SMALL)][0]
        body = f'<!DOCTYPE html><html lang="en"><head><title>Article {i}</title></head><body><article><h1>Article {i}</h1><p>{token(i)} {WORDS}</p><p>{WORDS}</p></article></body></html>'.encode()
        if fault.endswith('-twice'):
            fault = fault[:-6] if n <= 2 else 'ok'
        if fault == 'redirect' and self.path.count('/') == 2:
            return self.answer(301, headers=[('Location', self.path + '/there')])
        if fault in ('ok', 'redirect'):
            return self.answer(200, body)
        if fault.isdigit():
            return self.answer(int(fault), b'no', headers=[('Retry-After', '1')] if fault == '503' else [])
        if fault == 'reset':
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
            self.connection.close()
            self.close_connection = True
        elif fault == 'cut':
            self.answer(200, body[:len(body) // 2], length=len(body))
        elif fault == 'hang':
            time.sleep(30)
            self.close_connection = True
        elif fault == 'pdf':
            self.answer(200, b'%PDF-1.7\n', 'application/pdf')
        elif fault == 'to-file':
            self.answer(302, headers=[('Location', 'file:///etc/passwd')])
        else:
            self.answer(200)

    def handle(self):
        try:
            super().handle()
        except (OSError, ValueError):
            pass

    def finish(self):
        try:
            super().finish()
        except (OSError, ValueError):
            pass


def token(i):
    return f'token{i}x'


class SmallServer:
    def __init__(self, count, seed):
        self.plan = [{'path': f'/soak/{i}', 'outcome': SMALL[i % len(SMALL)][1], 'fault': SMALL[i % len(SMALL)][0], 'token': token(i)} for i in range(count)]
        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), SmallHandler)
        self.server.daemon_threads, self.server.request_queue_size = True, 256
        self.server.log, self.server.tries, self.server.lock = [], {}, threading.Lock()
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()


class SharedServer:
    def __init__(self, program, count, seed):
        self.plan = json.loads(subprocess.run([sys.executable, program, 'plan', '--count', str(count), '--seed', seed], check=True, capture_output=True, text=True).stdout)
        self.process = subprocess.Popen([sys.executable, program, 'serve', '--seed', seed, '--cap-seconds', '20', '--max-seconds', '7200', '--small'], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split()[1])

    def stop(self):
        self.process.terminate()
        self.process.wait()


# ── The program, watched ──

class Watched:
    """A run of the program: what it says, counted as it comes, and what it takes."""

    def __init__(self, program, env, *words):
        self.process = subprocess.Popen([program, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env)
        self.lines, self.samples = 0, []
        self.reader = threading.Thread(target=self.read)
        self.reader.start()
        self.sampler = threading.Thread(target=self.sample)
        self.sampler.start()

    def read(self):
        for _ in self.process.stdout:
            self.lines += 1

    def sample(self):
        proc = f'/proc/{self.process.pid}'
        while self.process.poll() is None:
            try:
                status = pathlib.Path(proc, 'status').read_text()
                self.samples.append((self.lines, int(re.search(r'VmRSS:\s+(\d+)', status)[1]), len(os.listdir(proc + '/fd')), int(re.search(r'Threads:\s+(\d+)', status)[1])))
            except (OSError, TypeError):
                return
            time.sleep(0.1)

    def wait(self):
        self.process.wait()
        self.reader.join()
        self.sampler.join()


def describe(samples, after):
    """Memory from when it had warmed up to the end, and the most descriptors and threads."""
    warm = [sample for sample in samples if sample[0] >= after] or samples
    curve = [warm[len(warm) * k // 8][1] / 1024 for k in range(8)]
    return {'curve': ' '.join(f'{mib:.0f}' for mib in curve), 'start': warm[0][1], 'end': warm[-1][1], 'fds': (warm[0][2], warm[-1][2], max(s[2] for s in warm)), 'threads': (warm[0][3], warm[-1][3])}


# ── Judging ──

def speak(kept):
    """A kept sentence as docs/library-format.md says to read it, in English."""
    front, _, rest = (kept or '').rpartition('\x1c')
    form, *fields = rest.split('\x1f')
    forms = form.split('\x1e')
    form = forms[0] if len(forms) < 3 or forms[2] == '1' else forms[1]
    fields = iter(field.removeprefix('\x1d') for field in fields)
    return front + re.sub(r'%[sud]', lambda _: next(fields, ''), form)


def judge(plan, library):
    connection = sqlite3.connect(f'file:{library}/carrel.db?mode=ro', uri=True)
    number = re.compile(r'/soak/(\d+)')
    articles, entries, problems = collections.defaultdict(list), collections.defaultdict(list), []
    for address, html in connection.execute('SELECT a.address, b.html FROM article a JOIN body b ON b.article = a.id'):
        articles[int(number.search(address)[1])].append(html)
    for row in connection.execute('SELECT id, address, state, error, message FROM queue'):
        entries[int(number.search(row[1])[1])].append(row)
    history = collections.defaultdict(collections.Counter)
    for entry, kind in connection.execute('SELECT entry, kind FROM queue_event'):
        history[entry][kind] += 1
    states = collections.Counter()
    for i, want in enumerate(plan):
        here, there, outcome = articles[i], entries[i], want['outcome']
        said = f'{want["path"]} ({want["fault"]})'
        if len(here) + len(there) != 1:
            problems.append(f'{said}: {len(here)} articles and {len(there)} entries')
            continue
        if not outcome.startswith('fail:'):
            states[outcome] += 1
            if not here:
                problems.append(f'{said}: not saved: {there[0][2:]}')
            elif want['token'] not in here[0]:
                problems.append(f'{said}: saved without its token')
            continue
        states['failed'] += 1
        if here:
            problems.append(f'{said}: saved, though it fails')
            continue
        id, _, state, error, message = there[0]
        reasons = outcome[5:].split('|')
        if not any(error in REASONS[reason][0].split('|') and re.search(REASONS[reason][1], speak(message)) for reason in reasons):
            problems.append(f'{said}: {error}: {message}, for {outcome}')
        if state != ('failed' if error not in ('network',) and reasons[0] != 'server' else 'waiting'):
            problems.append(f'{said}: {state} after {error}')
        if history[id]['failed'] < 3 or history[id]['again'] < 2:
            problems.append(f'{said}: was not tried again: {dict(history[id])}')
    return states, problems


def stray_files(library, temporary):
    files = [str(path.relative_to(library)) for path in pathlib.Path(library).rglob('*') if path.is_file()]
    known = re.compile(r'carrel\.db(-wal|-shm)?|queue\.lock|lock|blobs/[0-9a-f]{2}/[0-9a-f]{62}')
    return [name for name in files if not known.fullmatch(name)] + os.listdir(temporary)


def main():
    options = argparse.ArgumentParser()
    options.add_argument('program')
    options.add_argument('--count', type=int, default=10000)
    options.add_argument('--deadline', type=int, default=3)
    options.add_argument('--seed', default='soak')
    options.add_argument('--growth', type=int, default=20, help='MiB')
    options = options.parse_args()
    bombs = pathlib.Path(os.environ.get('CARREL_SHARED', '/nonexistent'), 'security/make-bombs.py')
    server = SharedServer(str(bombs), options.count, options.seed) if bombs.exists() else SmallServer(options.count, options.seed)
    results = []

    def check(name, problems):
        results.append(not problems)
        print(f'{"ok" if not problems else "not ok"} {len(results)} {name}', flush=True)
        for problem in problems[:20]:
            print(f'# {problem}', flush=True)

    with tempfile.TemporaryDirectory(prefix='carrel-soak-') as folder:
        library, temporary = folder + '/library', folder + '/tmp'
        os.mkdir(temporary)
        env = dict(os.environ, CARREL_LIBRARY=library, HOME=folder, TMPDIR=temporary, LC_ALL='C.UTF-8')
        started = time.monotonic()
        addresses = '\n'.join(f'http://h{i % HOSTS}.localhost:{server.port}{one["path"]}' for i, one in enumerate(server.plan))
        done = subprocess.run([options.program, 'queue', 'add', '-'], input=addresses, text=True, capture_output=True, env=env)
        check('all are written down', [] if done.returncode == 0 and len(done.stdout.splitlines()) == options.count else [done.stderr[:500]])
        print(f'# {options.count} addresses written down in {time.monotonic() - started:.1f} s', flush=True)

        words = ['fetch', f'--deadline={options.deadline}']
        run = Watched(options.program, env, *words)
        while run.lines < options.count // 2 and run.process.poll() is None:
            time.sleep(0.01)
        killed = run.process.poll() is None
        run.process.kill()
        run.wait()
        check('it was killed half-way', [] if killed else ['it had ended'])
        print(f'# killed after {run.lines} ends, {time.monotonic() - started:.0f} s', flush=True)
        waiting = json.loads(subprocess.run([options.program, 'queue', '--json'], capture_output=True, text=True, env=env).stdout)
        check('what it had waits again', [entry['address'] for entry in waiting if entry['state'] == 'running'])

        warm = min(200, options.count // 10)
        runs = [Watched(options.program, env, *words)]
        runs[0].wait()
        for _ in range(2):
            runs.append(Watched(options.program, env, *words, '--retry'))
            runs[-1].wait()
        print(f'# all four runs: {time.monotonic() - started:.0f} s; ends: {[r.lines for r in [run, *runs]]}', flush=True)
        check('it ends by itself', [f'exit status {r.process.returncode}' for r in runs if r.process.returncode not in (0, 1)])

        states, problems = judge(server.plan, library)
        print(f'# {dict(states)}', flush=True)
        check('each is in its planned state, with the right reason, once', problems)

        growth = []
        for r in runs:
            figures = describe(r.samples, warm)
            print(f'# RSS {figures["start"] / 1024:.1f} → {figures["end"] / 1024:.1f} MiB (on the way {figures["curve"]}), descriptors (start, end, most) {figures["fds"]}, threads (start, end) {figures["threads"]}', flush=True)
            if figures['end'] - figures['start'] > options.growth * 1024 + PAGE_CACHE:  # each process fills a cache of its own
                growth.append(f'{figures["end"] - figures["start"]} KiB more')
            if figures['fds'][2] > figures['fds'][0] + 40:
                growth.append(f'{figures["fds"][2]} descriptors')
        check('memory and descriptors stay', growth)

        log = json.loads(urllib.request.urlopen(f'http://127.0.0.1:{server.port}/log').read())
        asked = collections.Counter(one['path'] for one in log)
        twice = [one['path'] for one in server.plan if one['fault'] == 'ok' and asked[one['path']] > 1]
        check('none that came was asked for again, but for what the kill met', twice if len(twice) > 8 else [])
        stray = stray_files(library, temporary)
        check('no temporary file is left but what the kill met', stray if len(stray) > 8 or os.listdir(temporary) else [])
        for name in stray:  # a day later
            os.utime(pathlib.Path(library, name), (time.time() - 172800,) * 2)
        sound = subprocess.run([options.program, 'check'], capture_output=True, text=True, env=env)
        check('the library is sound', [] if sound.returncode == 0 else [sound.stdout[:2000]])
        check('and a check clears that away', stray_files(library, temporary))
    server.stop()
    print(f'1..{len(results)}')
    sys.exit(0 if all(results) else 1)


main()
