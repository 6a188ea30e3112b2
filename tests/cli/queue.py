#!/usr/bin/env python3
"""queue.py PROGRAM: the fetch queue in the terminal, with a web server on the loopback.

Prints TAP. Each test has a library and a server of its own.
"""
import http.server
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

from terminal import PROGRAM, contains, same

TESTS = []
WORDS = ' '.join(['The river bends here, and the boats wait for the tide, as they have done for as long as there have been boats.'] * 6)


def test(function):
    TESTS.append(function)
    return function


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(('127.0.0.1', 0), Handler)
        self.asked, self.answers, self.delay, self.more = [], {}, 0, None
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def address(self, path):
        return f'http://127.0.0.1:{self.server_port}{path}'


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        status, headers = self.server.answers.get(self.path, (200, {}))
        time.sleep(self.server.delay)
        more = f'<p>{self.server.more} {WORDS}</p>' if self.server.more else ''
        body = f'<!DOCTYPE html><html><head><title>Page {self.path[1:]}</title></head><body><article><h1>Page {self.path[1:]}</h1><p>{WORDS}</p><p>{WORDS}</p>{more}</article></body></html>'.encode()
        self.send_response(status)
        self.send_header('Content-Type', 'text/html; charset=utf-8')
        self.send_header('Content-Length', str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


class Library:
    def __init__(self, folder):
        self.env = dict(os.environ, CARREL_LIBRARY=folder + '/library', HOME=folder, LC_ALL='C.UTF-8', TZ='UTC')

    def start(self, *words):
        return subprocess.Popen([PROGRAM, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.env)

    def run(self, *words, status=0):
        process = self.start(*words)
        out, self.error = process.communicate(timeout=60)
        same(process.returncode, status, f'exit status of {words}: {self.error}')
        return out

    def json(self, *words, status=0):
        return json.loads(self.run(*words, status=status))

    def states(self):
        return [(entry['address'].rsplit('/', 1)[1], entry['state'], entry['tries']) for entry in self.json('queue', '--json')]


def wait(what, condition):
    end = time.monotonic() + 30
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f'never: {what}')
        time.sleep(0.02)


@test
def what_fails_stays(lib, server):
    server.answers = {'/gone': (410, {}), '/busy': (503, {'Retry-After': '3600'})}
    same(lib.run('add', '--topic', 'sea', server.address('/good'), server.address('/gone'), server.address('/busy'), status=1), '1\tPage good\n')
    contains(lib.error, 'carrel: ' + server.address('/gone') + ': The page is gone from 127.0.0.1 (410)\n')
    contains(lib.error, '127.0.0.1 is having trouble (503); next try in 60 min\n')
    same(lib.states(), [('busy', 'waiting', 1), ('gone', 'failed', 1)])
    entry = lib.json('queue', '--json', 2)[0]
    same((entry['error'], entry['topics'], entry['images'], [event['kind'] for event in entry['history']]), ('http', ['sea'], True, ['asked', 'failed']))
    same(bool(re.search(r'3  waiting  http://127.*trouble \(503\); next try 20\d\d-.*Z\n2  failed   http://127.*\(410\)\n', lib.run('queue'))), True)
    contains(lib.run('queue', 2), 'failed: The page is gone')

    # Its turn hasn't come; then by hand.
    same(lib.run('fetch'), '')
    same(server.asked.count('/busy'), 1)
    server.answers = {'/gone': (410, {})}
    same(lib.run('fetch', '--retry', status=1), '2\tPage busy\n')
    same(lib.states(), [('gone', 'failed', 1)])
    server.answers = {}
    same([article['title'] for article in lib.json('fetch', '--json', 2)], ['Page gone'])
    same(lib.json('queue', '--json'), [])
    same(sorted(article['title'] for article in lib.json('list', '--json', 'topic:sea')), ['Page busy', 'Page gone', 'Page good'])


@test
def written_down(lib, server):
    process = subprocess.run([PROGRAM, 'queue', '--topic', 'sea', '--no-images', 'add', '-', server.address('/b')], env=lib.env, capture_output=True, text=True, timeout=60,
                             input=f'Two of them: {server.address("/a")}, and ({server.address("/c")}).\n{server.address("/a")}')
    same((process.returncode, process.stderr), (0, ''))
    same(process.stdout, ''.join(f'{i}\t{server.address(path)}\n' for i, path in enumerate(['/a', '/c', '/b'], 1)))
    same(server.asked, [])
    lib.run('queue', 'add', 'nothing', status=1)
    contains(lib.error, '“nothing” holds no web address')
    same(lib.run('fetch').splitlines()[0].split('\t')[1][:5], 'Page ')
    same(len(lib.json('list', '--json', 'topic:sea')), 3)


@test
def bookmarks(lib, server):
    """What a browser exports: into the queue, with its folders, tags and dates; what is here is counted apart."""
    lib.run('add', server.address('/here'))
    path = lib.env['HOME'] + '/bookmarks.html'
    with open(path, 'w', encoding='utf-8') as file:
        file.write(f'<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n<DT><H3>Garden</H3>\n<DL><p>\n'
                   f'<DT><A HREF="{server.address("/moss")}" ADD_DATE="1704153600" TAGS="stone,wet">Moss</A>\n</DL><p>\n'
                   f'<DT><A HREF="{server.address("/here")}" ADD_DATE="1704153600">Here</A>\n<DT><A HREF="{server.address("/tea")}">Tea</A>\n</DL><p>\n')
    same(lib.run('add', '--topic', 'old', path), f'{path}: 2 addresses wait in the queue, 1 in the library already\n')
    same(server.asked, ['/here'])
    same([(entry['address'], entry['topics']) for entry in lib.json('queue', '--json')],
         [(server.address('/moss'), ['old', 'Garden', 'stone', 'wet']), (server.address('/tea'), ['old'])])
    lib.run('fetch')
    articles = {article['title']: article for article in lib.json('list', '--json')}
    same(articles['Page moss']['added'], 1704153600)
    same(articles['Page tea']['added'] > 1704153600 and articles['Page here']['added'] > 1704153600, True)
    same([article['title'] for article in lib.json('list', '--json', 'topic:Garden topic:stone topic:old')], ['Page moss'])
    same(lib.run('queue', 'add', path), f'{path}: 0 addresses wait in the queue, 3 in the library already\n')
    same(lib.json('queue', '--json'), [])


@test
def given_up(lib, server):
    server.answers = {f'/{i}': (404, {}) for i in range(5)}
    lib.run('add', *(server.address(f'/{i}') for i in range(5)), status=1)
    same(lib.run('queue', 'remove', 1, 2), 'Removed 2 addresses from the queue.\n')
    same(lib.run('queue', 'remove', 1, status=1), 'Removed 0 addresses from the queue.\n')
    lib.run('queue', 1, status=1)
    contains(lib.error, 'That is not in the queue')
    same(lib.json('queue', '--json', 'clear'), {'removed': 3})
    same(lib.run('queue'), '')
    for words, message in [(['queue', 'x'], '“x” is no number'), (['queue', 'remove'], 'Which ones?'), (['queue', 'clear', 1], 'takes no words'),
                           (['fetch', 'all'], '“all” is no number'), (['fetch', '--deadline', '0'], '“0” is no number of seconds')]:
        lib.run(*words, status=2)
        contains(lib.error, message)


@test
def is_there_already(lib, server):
    lib.run('add', server.address('/a'))
    lib.run('add', server.address('/a?utm_source=x'), status=1)
    contains(lib.error, 'is already in your library')
    same(lib.json('queue', '--json'), [])
    lib.run('delete', 1)
    same(lib.run('add', server.address('/a')), '1\tPage a\n')
    same(server.asked, ['/a'])


@test
def interrupted(lib, server):
    server.delay = 0.5
    process = lib.start('add', *(server.address(f'/{i}') for i in range(6)))
    wait('a request', lambda: len(server.asked) > 0)
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=60)
    same(process.returncode, 130)
    contains(error, 'waits in the queue')
    waiting = [entry for entry in lib.json('queue', '--json')]
    same({entry['state'] for entry in waiting}, {'waiting'})
    same(len(waiting) + len(out.splitlines()), 6)
    server.delay = 0
    lib.run('fetch')
    same(len(lib.json('list', '--json')), 6)
    contains(lib.run('check'), 'The library is sound')


@test
def killed(lib, server):
    server.delay = 0.2
    process = lib.start('add', '--topic', 'sea', *(server.address(f'/{i}') for i in range(10)))
    wait('two articles', lambda: len(server.asked) > 4)
    process.kill()
    process.communicate()
    states = lib.json('queue', '--json')
    same({entry['state'] for entry in states}, {'waiting'}, 'nobody has them any more')
    same(len(lib.json('list', '--json')) + len(states), 10, 'nothing is lost, nothing twice')
    contains([event['kind'] for event in lib.json('queue', '--json', states[0]['id'])[0]['history']], 'interrupted')
    server.delay = 0
    lib.run('fetch')
    same(len(lib.json('list', '--json', 'topic:sea')), 10)
    contains(lib.run('check'), 'The library is sound')


@test
def fetched_again(lib, server):
    for name in '/a', '/b':  # one after the other, so that the second is 2
        lib.run('add', server.address(name))
    same(sorted(lib.run('fetch-again', 1, 2).splitlines()), ['1  unchanged', '2  unchanged'])
    server.more, server.answers = 'What is new.', {'/b': (503, {})}
    same(bool(re.fullmatch(r'1  a new version, \d+ → \d+ words\n', lib.run('fetch-again', 1, 2, status=1))), True)
    contains(lib.error, '127.0.0.1 is having trouble (503); next try in 60 s')
    entry, = lib.json('queue', '--json')
    same((entry['again'], entry['state'], entry['tries'], entry['address']), (2, 'waiting', 1, server.address('/b')))
    # Asked twice it is asked once; by hand it comes.
    lib.run('fetch-again', 2, status=1)
    same([entry['again'] for entry in lib.json('queue', '--json')], [2])
    server.answers = {}
    same(bool(re.fullmatch(r'2  a new version, .*\n', lib.run('fetch', '--retry'))), True)
    same(lib.json('queue', '--json'), [])
    same(len(lib.json('versions', '--json', 2)), 2)
    # One that has no address.
    bare = subprocess.run([PROGRAM, 'add', '-'], input=f'{WORDS} {WORDS}', capture_output=True, text=True, env=lib.env, timeout=60)
    same((bare.returncode, bare.stdout[:2]), (0, '3\t'), bare.stderr)
    lib.run('fetch-again', 3, status=1)
    contains(lib.error, 'Article 3 has no address')
    contains(lib.run('check'), 'The library is sound')


@test
def fetched_again_killed(lib, server):
    lib.run('add', *(server.address(f'/{i}') for i in range(6)))
    server.more, server.delay, server.asked = 'What is new.', 0.3, []
    process = lib.start('fetch-again', *range(1, 7))
    wait('a request', lambda: len(server.asked) > 2)
    process.kill()
    process.communicate()
    left = lib.json('queue', '--json')
    same({entry['state'] for entry in left}, {'waiting'}, 'nobody has them any more')
    new = [i for i in range(1, 7) if len(lib.json('versions', '--json', i)) > 1]
    same(sorted(new + [entry['again'] for entry in left]), list(range(1, 7)), 'each is new, or waits')
    contains([event['kind'] for entry in lib.json('queue', '--json', *(entry['id'] for entry in left)) for event in entry['history']], 'interrupted')
    server.delay = 0
    lib.run('fetch')
    same([len(lib.json('versions', '--json', i)) for i in range(1, 7)], [2] * 6)
    same(lib.json('queue', '--json'), [])
    # It goes with its article.
    server.answers = {'/0': (503, {})}
    lib.run('fetch-again', server.address('/0'), status=1)
    lib.run('delete', server.address('/0'))
    lib.run('empty-trash', '--yes', '--no-backup')
    same(lib.json('queue', '--json'), [])
    contains(lib.run('check'), 'The library is sound')


@test
def two_at_once(lib, server):
    server.delay = 0.03
    lib.run('list')  # makes the library
    server.answers = {f'/{i}': (503, {}) for i in range(40)}
    lib.run('add', *(f'http://h{i % 8}.localhost:{server.server_port}/{i}' for i in range(40)), status=1)
    server.answers, server.asked = {}, []
    # One asks for all again and goes; the other finds them waiting.
    first = lib.start('fetch', '--retry')
    wait('a request', lambda: len(server.asked) > 0)
    second = lib.start('fetch')
    for process in (first, second):
        out, error = process.communicate(timeout=60)
        same((process.returncode, error), (0, ''))
    same(sorted(server.asked), sorted(f'/{i}' for i in range(40)), 'each asked for once')
    same(len(lib.json('list', '--json', '--limit', 100)), 40)


@test
def too_slow(lib, server):
    server.answers = {'/a': (503, {})}
    lib.run('add', server.address('/a'), status=1)
    server.answers, server.delay = {}, 3
    lib.run('fetch', '--retry', '--deadline=1', status=1)
    contains(lib.error, 'did not answer within 1 second')
    same(lib.states(), [('a', 'waiting', 1)])


def main():
    failed = 0
    print(f'1..{len(TESTS)}', flush=True)
    for number, function in enumerate(TESTS, 1):
        with tempfile.TemporaryDirectory(prefix='carrel-queue-') as folder:
            server = Server()
            try:
                function(Library(folder), server)
                print(f'ok {number} {function.__name__}', flush=True)
            except Exception as problem:  # one test's failure is not the next one's
                failed += 1
                print(f'not ok {number} {function.__name__}', flush=True)
                print('\n'.join('# ' + line for line in f'{type(problem).__name__}: {problem}'.splitlines()), flush=True)
            server.shutdown()
    sys.exit(1 if failed else 0)


main()
