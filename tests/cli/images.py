#!/usr/bin/env python3
"""images.py PROGRAM: an article's images, with a web server on the loopback.

Prints TAP. Each test has a library and a server of its own. Images are those of tests/data/images.
"""
import base64
import hashlib
import http.server
import json
import os
import pathlib
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib

from terminal import same

PROGRAM = os.path.abspath(sys.argv[1])
IMAGES = pathlib.Path(__file__).resolve().parent.parent / 'data' / 'images'
TYPES = {'.jpg': 'image/jpeg', '.png': 'image/png', '.gif': 'image/gif', '.webp': 'image/webp', '.avif': 'image/avif'}
WORDS = ' '.join(['The river bends here, and the boats wait for the tide, as they have done for as long as there have been boats.'] * 6)
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def png(width, height):
    """A white one of that size."""
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    rows = (b'\0' + b'\xff' * width * 3) * height
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0)) + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b'')


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(('127.0.0.1', 0), Handler)
        self.asked, self.answers, self.body, self.hold = [], {}, '', threading.Event()
        self.hold.set()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def address(self, path):
        return f'http://127.0.0.1:{self.server_port}{path}'


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        server.asked.append(self.path)
        status, data, kind = 200, b'', 'text/html; charset=utf-8'
        if self.path.startswith('/page'):
            data = f'<!DOCTYPE html><html><head><title>River</title></head><body><article><h1>River</h1><p>{WORDS}</p>{server.body}<p>{WORDS}</p></article></body></html>'.encode()
        else:
            server.hold.wait(30)
            answer = server.answers.get(self.path, 404)
            if isinstance(answer, int):
                status = answer
            elif isinstance(answer, bytes):
                data, kind = answer, 'image/png'
            else:
                data, kind = (IMAGES / answer).read_bytes(), TYPES[pathlib.Path(answer).suffix]
        self.send_response(status)
        self.send_header('Content-Type', kind)
        self.send_header('Content-Length', str(len(data)))
        self.end_headers()
        try:
            self.wfile.write(data)
        except OSError:
            pass

    def log_message(self, *words):
        pass


class Library:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder) / 'library'
        self.env = dict(os.environ, CARREL_LIBRARY=str(self.folder), HOME=folder, LC_ALL='C.UTF-8', TZ='UTC')

    def start(self, *words):
        return subprocess.Popen([PROGRAM, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.env)

    def run(self, *words, status=0):
        process = self.start(*words)
        out, self.error = process.communicate(timeout=60)
        same(process.returncode, status, f'exit status of {words}: {self.error}')
        return out

    def ask(self, sql):
        with sqlite3.connect(f'file:{self.folder}/carrel.db?mode=ro', uri=True) as database:
            return database.execute(sql).fetchall()

    def missing(self):
        return [(address.rsplit('/', 1)[1], state, tries) for address, state, tries in self.ask('SELECT address, state, tries FROM picture ORDER BY n')]

    def check(self):
        same(json.loads(self.run('check', '--json'))['problems'], [])


def wait(what, condition):
    end = time.monotonic() + 30
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f'never: {what}')
        time.sleep(0.02)


def image(path, more='width="400" height="250"'):
    return f'<p><img src="{path}" {more} alt="A bend"></p>'


@test
def every_kind_comes(lib, server):
    names = ['photo.jpg', 'photo.png', 'photo.gif', 'photo.webp', 'photo.avif']
    server.body = ''.join(image(f'/{name}') for name in names)
    server.answers = {f'/{name}': name for name in names}
    same(lib.run('add', server.address('/page')), '1\tRiver\n')
    same(lib.missing(), [])
    html = lib.ask('SELECT html FROM body')[0][0]
    for name in names:
        digest = hashlib.sha256((IMAGES / name).read_bytes()).hexdigest()
        same((name, f'src="blob:{digest}" alt="A bend" width="160" height="100"' in html), (name, True))
        same((lib.folder / 'blobs' / digest[:2] / digest[2:]).read_bytes(), (IMAGES / name).read_bytes())
    same(sorted(server.asked), sorted(['/page'] + [f'/{name}' for name in names]))
    same(lib.ask('SELECT image_width FROM article'), [(160,)])
    lib.check()


@test
def a_page_is_given_with_its_pictures(lib, server):
    names = ['photo.jpg', 'photo.png', 'photo.gif', 'photo.webp', 'photo.avif']
    server.body = ''.join(image(f'/{name}') for name in names)
    server.answers = {f'/{name}': name for name in names}
    lib.run('add', server.address('/page'))
    given = lib.run('show', '--format=html', 1)
    for name in names:
        kind = {'jpg': 'jpeg'}.get(name[6:], name[6:])
        same((name, f'src="data:image/{kind};base64,{base64.b64encode((IMAGES / name).read_bytes()).decode()}" alt="A bend" width="160" height="100"' in given), (name, True))
    same(('blob:' in given, 'file:' in given), (False, False))
    # One that is gone, or is no picture any more, has the address that it came from.
    for name, bytes_ in [('photo.png', None), ('photo.gif', b'<svg onload="x()">')]:
        digest = hashlib.sha256((IMAGES / name).read_bytes()).hexdigest()
        path = lib.folder / 'blobs' / digest[:2] / digest[2:]
        path.unlink()
        if bytes_:
            path.write_bytes(bytes_)
    given = lib.run('show', '--format=html', 1)
    same([f'src="{server.address("/" + name)}"' in given for name in ('photo.png', 'photo.gif', 'photo.jpg')], [True, True, False])


@test
def the_size_that_a_sharp_screen_shows(lib, server):
    server.body = (image('/small.png', 'srcset="/small.png 400w, /middle.png 800w, /large.png 1280w, /huge.png 4000w" sizes="100vw"')
                   + '<picture><source type="image/jxl" srcset="/new.jxl"><source type="image/webp" srcset="/p.webp 1300w">' + image('/p.jpg')[3:-4] + '</picture>'
                   + image('/broken-small.png', 'srcset="/broken-small.png 400w, /broken.png 1280w"'))
    server.answers = {'/large.png': png(128, 80), '/p.webp': 'photo.webp', '/broken.png': b'\x89PNG\r\n\x1a\n nothing', '/broken-small.png': png(40, 25)}
    lib.run('add', server.address('/page'))
    same(sorted(server.asked), ['/broken-small.png', '/broken.png', '/large.png', '/p.webp', '/page'])
    same(sorted(lib.ask('SELECT width FROM image')), [(40,), (128,), (160,)])
    same('http' in lib.ask("SELECT replace (html, 'href', '') FROM body")[0][0], False)
    lib.check()


@test
def what_may_help_later_is_kept(lib, server):
    server.body = ''.join(image(path) for path in ['/good.png', '/busy.png', '/gone.png', '/half.png', '/bomb.png'])
    server.answers = {'/good.png': png(300, 200), '/busy.png': 503, '/gone.png': 404, '/half.png': png(300, 201)[:60],
                      '/bomb.png': png(8, 8).replace(struct.pack('>II', 8, 8), struct.pack('>II', 60000, 60000))}
    same(lib.run('add', server.address('/page')), '1\tRiver\n')
    same('4 images could not be had' in lib.error, True, lib.error)
    same(lib.missing(), [('busy.png', 'waiting', 1), ('gone.png', 'failed', 1), ('half.png', 'failed', 1), ('bomb.png', 'failed', 1)])
    same([row[0] for row in lib.ask('SELECT error FROM picture ORDER BY n')][0], 'http')
    lib.check()

    server.answers = {path: png(300 + i, 200) for i, path in enumerate(['/busy.png', '/gone.png', '/half.png'])}
    del server.asked[:]
    same(lib.run('fetch', '--images', 1, status=1), '1\t3 fetched, 0 to be tried again, 1 failed\n')
    same(sorted(server.asked), ['/bomb.png', '/busy.png', '/gone.png', '/half.png'])
    same(lib.missing(), [('bomb.png', 'failed', 2)])
    same(json.loads(lib.run('fetch', '--images', '--json', 1, status=1)), [{'id': 1, 'come': 0, 'waiting': 0, 'failed': 1}])
    lib.check()


@test
def counters_and_spacers_stay_out(lib, server):
    server.body = (image('/real.png') + '<img src="/pixel.png">' + '<img src="/sized.png" width="1" height="1">' + '<img src="https://www.facebook.com/tr?id=1&ev=PageView">')
    server.answers = {'/real.png': png(300, 200), '/pixel.png': png(1, 1), '/sized.png': png(1, 1)}
    lib.run('add', server.address('/page'))
    same('/sized.png' in server.asked, False)
    same(lib.missing(), [])
    same(lib.ask('SELECT width FROM image'), [(300,)])
    html = lib.ask('SELECT html FROM body')[0][0]
    same(('facebook' in html, 'sized.png' in html), (False, False))
    lib.check()


@test
def same_bytes_once(lib, server):
    server.body = image('/one.png') + image('/two.png')
    server.answers = {'/one.png': png(300, 200), '/two.png': png(300, 200)}
    lib.run('add', server.address('/page'))
    same(lib.ask('SELECT count(*) FROM image'), [(1,)])
    same(lib.ask('SELECT html FROM body')[0][0].count('blob:'), 2)
    same(lib.missing(), [])
    lib.check()


@test
def readable_before_and_after_a_kill(lib, server):
    server.body = image('/a.png') + image('/b.png')
    server.answers = {'/a.png': png(300, 200), '/b.png': png(301, 200)}
    server.hold.clear()
    process = lib.start('add', server.address('/page'))
    wait('the images are asked for', lambda: len(server.asked) >= 3)
    same([article['title'] for article in json.loads(lib.run('list', '--json'))], ['River'])  # saved, and nothing has come
    same('The river bends here' in lib.run('show', 1), True)
    process.send_signal(signal.SIGKILL)
    process.wait()
    same(lib.missing(), [('a.png', 'waiting', 0), ('b.png', 'waiting', 0)])
    same(json.loads(lib.run('queue', '--json')), [])
    lib.check()
    server.hold.set()
    same(lib.run('fetch', '--images', 1), '1\t2 fetched, 0 to be tried again, 0 failed\n')
    same(lib.missing(), [])
    lib.check()


@test
def without_images_and_later(lib, server):
    server.body = image('/a.png')
    server.answers = {'/a.png': png(300, 200)}
    lib.run('add', '--no-images', server.address('/page'))
    same((server.asked, lib.missing()), (['/page'], []))
    same(lib.run('fetch', '--images', 1), '1\t1 fetched, 0 to be tried again, 0 failed\n')
    same(lib.run('fetch', '--images', 1), '1\t0 fetched, 0 to be tried again, 0 failed\n')
    same(server.asked, ['/page', '/a.png'])
    lib.run('fetch', '--images', status=2)
    lib.run('fetch', '--images', 99, status=1)
    lib.check()


def main():
    print(f'1..{len(TESTS)}')
    failed = 0
    for number, function in enumerate(TESTS, 1):
        server = Server()
        with tempfile.TemporaryDirectory() as folder:
            try:
                function(Library(folder), server)
                print(f'ok {number} {function.__name__}', flush=True)
            except (AssertionError, OSError, ValueError, subprocess.TimeoutExpired, sqlite3.Error) as error:
                failed += 1
                print(f'not ok {number} {function.__name__}')
                print('\n'.join('# ' + line for line in str(error).splitlines()), flush=True)
            finally:
                server.hold.set()
                server.shutdown()
                server.server_close()
    return 1 if failed else 0


sys.exit(main())
