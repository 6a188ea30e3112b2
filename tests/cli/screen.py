#!/usr/bin/env python3
"""What a terminal shows and sends: nothing that articles say changes it; pipes, interruption. Files only, no network."""
import fcntl
import os
import pathlib
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import time
import unicodedata

from terminal import contains, HTTP, main, PAGES, PROGRAM, same, test


# ── What articles say does nothing to a terminal ──

EVIL = '\x1b]0;owned\x07\x1b[31m\u202etxt.exe\u2066\x9b2J\x7f\r'


def unsafe(text):
    return re.findall('[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]', text)


@test
def hostile_text(lib):
    page = (PAGES / 'rivers.html').read_text().replace('Rivers Bend', 'Rivers ' + EVIL).replace('Jon Aske', EVIL)
    page = page.replace('<h2>', f'<pre>code {EVIL}</pre><p>{EVIL} more</p><h2>').replace('</article>', f'<pre>code {EVIL} end</pre><p>More {EVIL} words.</p></article>')
    path = pathlib.Path(lib.folder, 'evil.html')
    path.write_text(page, newline='')
    outputs = [lib.run('add', '--no-images', '--topic', 'to' + EVIL + 'pic', path)]
    for words in (['list'], ['list', '--json'], ['show', 1], ['show', '--format=html', 1], ['show', '--format=markdown', 1], ['show', '--json', 1],
                  ['topics'], ['topics', '--json'], ['links', 1], ['extract', path], ['extract', '--json', path], ['topics', 'rename', 'nature', EVIL]):
        done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, env=lib.env, timeout=60)
        outputs += [done.stdout.decode(), done.stderr.decode()]
    lib.run('show', EVIL, status=1)
    outputs.append(lib.error)
    lib.run('add', EVIL, status=1)
    outputs.append(lib.error)
    lib.run('list', '--' + EVIL, status=2)
    outputs.append(lib.error)
    for text in outputs:
        same(unsafe(text), [], text)
    # In HTML and JSON the same characters are there, written in another way.
    contains(lib.run('show', '--format=html', 1), '&#x2066;')
    contains(lib.run('show', '--format=markdown', 1), '&#x2066;')
    contains(lib.json('show', '--json', 1)['html'], '\u2066')


@test
def bytes_that_are_no_text(lib):
    for word in (b'\xff\xfe', b'\xc3('):
        done = subprocess.run([PROGRAM, b'show', word], capture_output=True, env=lib.env, timeout=60)
        same(done.returncode, 1)
        done.stderr.decode()
        done = subprocess.run([PROGRAM, b'list', b'--json', word], capture_output=True, env=lib.env, timeout=60)
        same((done.returncode, done.stdout), (0, b'[]\n'))
    name = os.fsencode(lib.folder) + b'/caf\xe9.html'
    with open(name, 'wb') as file:
        file.write((PAGES / 'tea.html').read_bytes())
    done = subprocess.run([PROGRAM, b'add', b'--no-images', name], capture_output=True, env=lib.env, timeout=60)
    same(done.stdout, b'1\tTea on the Hills\n', done.stderr)


# ── Terminals, pipes, signals ──


@test
def terminal(lib):
    lib.run('samples')
    main_end, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 60, 0, 0))
    process = subprocess.Popen([PROGRAM, 'list'], stdout=end, stderr=end, stdin=end, env=lib.env)
    os.close(end)
    output = b''
    while True:
        try:
            chunk = os.read(main_end, 65536)
        except OSError:
            break
        if not chunk:
            break
        output += chunk
    os.close(main_end)
    same(process.wait(), 0)
    lines = output.decode().replace('\r\n', '\n').splitlines()
    same(lines[0].split(), ['ID', 'TITLE', 'SITE', 'ADDED', 'TOPICS'])
    same(len(lines), 13)
    contains(output.decode(), '…')
    wide = lambda c: 0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in 'WF' else 1
    same([line for line in lines if sum(map(wide, line)) > 60], [], 'lines too long for the terminal')


@test
def samples(lib):
    same(lib.run('samples'), 'Added 12 sample articles.\n')
    same(lib.run('samples'), 'The sample articles are there already.\n')
    same(lib.json('samples', '--json'), {'articles': 0})
    same(len(lib.json('list', '--json')), 12)
    same(lib.json('check', '--json')['problems'], [])


@test
def output_that_fails(lib):
    lib.add('tea')
    with open('/dev/full', 'w') as full:
        done = subprocess.run([PROGRAM, 'list'], stdout=full, stderr=subprocess.PIPE, env=lib.env, timeout=60)
    same((done.returncode, done.stderr.decode()), (1, 'carrel: Couldn\'t write the output: No space left on device\n'))
    shell = subprocess.run(['sh', '-c', '"$0" list --json | true; "$0" help | head -n 1', PROGRAM], capture_output=True, env=lib.env, timeout=60)
    same((shell.stdout.decode(), shell.stderr.decode()), ('Usage: carrel                    opens the window\n', ''))


@test
def interrupted(lib):
    fifo = lib.folder + '/fifo.html'
    os.mkfifo(fifo)
    process = subprocess.Popen([PROGRAM, 'add', PAGES / 'tea.html', fifo, PAGES / 'rivers.html'], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=lib.env)
    same(process.stdout.readline(), b'1\tTea on the Hills\n', 'a line is there as soon as an article is saved')
    process.send_signal(signal.SIGINT)
    writer = os.open(fifo, os.O_RDWR | os.O_NONBLOCK)
    time.sleep(0.1)
    os.close(writer)
    out, error = process.communicate(timeout=30)
    same((process.returncode, out, error), (130, b'', b''))
    same(lib.run('check'), 'The library is sound: 1 article, 1 file.\n')


@test
def two_at_once(lib):
    lib.run('list')
    processes = [subprocess.Popen([PROGRAM, 'add', '--no-images', '--url', f'{HTTP}{name}', PAGES / f'{name}.html'], stdout=subprocess.PIPE, env=lib.env)
                 for name in ('tea', 'rivers')]
    titles = sorted(process.communicate(timeout=60)[0].split(b'\t')[1] for process in processes)
    same(titles, [b'Rivers Bend\n', b'Tea on the Hills\n'])
    same([link['kind'] for link in lib.json('links', '--json', HTTP + 'rivers')], ['mentions', 'mentions'])


sys.exit(main())
