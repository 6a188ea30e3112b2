#!/usr/bin/env python3
"""test-activity.py PROGRAM: the fetch queue in a real window, as a person sees it, through AT-SPI.

Two addresses are added, of which one fails and later works; one waits for a network that is not there; one is
cancelled while it runs; a hundred are pasted; the program is killed and finds them again.
"""
import http.server
import json
import os
import signal
import subprocess
import sys
import threading
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

from person import carrel, find, FOLDER, key, LIBRARY, PATIENCE, press, PROGRAM, wait, xdotool  # noqa: E402

WORDS = ' '.join(['The tide goes out twice a day and leaves a little of the sea behind in every hollow of the rock.'] * 12)
broken = {'/later'}
asked = []
delay = 0


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        asked.append(self.path)
        time.sleep(delay)
        body = f'<!DOCTYPE html><html><head><title>Page {self.path[1:]}</title></head><body><article><h1>Page {self.path[1:]}</h1><p>{WORDS}</p><p>{WORDS}</p></article></body></html>'.encode()
        try:
            self.send_response(404 if self.path in broken else 200)
            self.send_header('Content-Type', 'text/html; charset=utf-8')
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:  # killed
            pass

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
SITE = f'http://127.0.0.1:{server.server_port}'


def queue():
    return [(entry['address'].split('/', 3)[3], entry['state']) for entry in json.loads(carrel('queue', '--json'))]


def titles():
    return {article['title'] for article in json.loads(carrel('list', '--json', '--limit', '1000'))}


def start():
    return subprocess.Popen([PROGRAM, f'--library={LIBRARY}'], env=dict(os.environ, CARREL_NON_UNIQUE='1'))


def windows():
    return subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(process.pid)], capture_output=True, text=True).stdout.split()


# ── The steps ──


def test_two_are_added_and_one_fails():
    wait('a window', windows)
    xdotool('windowfocus', '--sync', windows()[0])
    key('ctrl+n')
    field = wait('the field', lambda: find(Atspi.Role.TEXT, 'Address, several') or find(Atspi.Role.ENTRY, 'Address, several'))
    assert field
    xdotool('type', '--delay', '8', f'{SITE}/good {SITE}/later')
    key('Return')
    wait('the good one', lambda: 'Page good' in titles())
    wait('the other in the queue', lambda: queue() == [('later', 'failed')])
    wait('that it is said', lambda: find(Atspi.Role.LIST_ITEM, '', 'has no such page') or find(Atspi.Role.LABEL, 'has no such page'))
    key('Escape')


def test_activity_shows_what_failed():
    wait('the button', lambda: find(Atspi.Role.BUTTON, 'Activity', '1 page could not be fetched'))
    key('ctrl+j')
    wait('the reason', lambda: find(Atspi.Role.LABEL, 'has no such page'))
    press(wait('what happened', lambda: find(Atspi.Role.BUTTON, 'What Happened')))
    wait('its history', lambda: find(Atspi.Role.LABEL, 'Asked for'))


def test_retry_brings_it():
    broken.clear()
    press(wait('Retry', lambda: find(Atspi.Role.BUTTON, 'Retry')))
    wait('the article', lambda: 'Page later' in titles())
    wait('an empty queue', lambda: find(Atspi.Role.LABEL, 'Nothing to Fetch'))
    assert queue() == []
    key('Escape')


def test_offline_waits():
    # There is no network in the test's namespace, only this computer itself.
    carrel('queue', 'add', 'https://far.example/a', 'https://far.example/b')
    wait('the strip', lambda: find(Atspi.Role.BUTTON, 'Offline: 2 pages wait'))
    time.sleep(0.5)
    assert {state for _, state in queue()} == {'waiting'}, queue()
    press(find(Atspi.Role.BUTTON, 'Offline: 2 pages wait'))
    press(wait('Remove', lambda: find(Atspi.Role.BUTTON, 'Remove All')))
    wait('an empty queue', lambda: queue() == [])
    press(wait('Undo', lambda: find(Atspi.Role.BUTTON, 'Undo')))
    wait('both again', lambda: len(queue()) == 2)
    key('Escape')
    carrel('queue', 'clear')


def test_what_is_added_offline_waits():
    """The dialog doesn't say that it is being fetched."""
    xdotool('windowfocus', '--sync', wait('a window', windows)[0])
    key('ctrl+n')
    wait('the dialog', lambda: find(Atspi.Role.DIALOG, 'Add'))
    xdotool('type', '--delay', '8', 'https://far.example/c')
    key('Return')
    wait('that it waits', lambda: find(Atspi.Role.LABEL, 'Waiting') and find(Atspi.Role.LABEL, 'Offline: 1 page waits'))
    assert not find(Atspi.Role.LABEL, 'Fetching') and not find(Atspi.Role.LABEL, 'You can close this')
    press(find(Atspi.Role.BUTTON, 'Cancel'))
    wait('an empty queue', lambda: queue() == [])
    key('Escape')
    wait('the dialog closed', lambda: not find(Atspi.Role.DIALOG, 'Add'))


def test_what_runs_is_cancelled():
    global delay
    delay = 8 * PATIENCE
    carrel('queue', 'add', f'{SITE}/slow')

    def seen():
        if not find(Atspi.Role.BUTTON, 'Cancel'):
            key('ctrl+j')
        return find(Atspi.Role.BUTTON, 'Cancel')
    press(wait('Cancel', seen))
    wait('an empty queue', lambda: queue() == [])
    wait('Undo', lambda: find(Atspi.Role.BUTTON, 'Undo'))
    delay = 0
    press(find(Atspi.Role.BUTTON, 'Undo'))
    wait('the article', lambda: 'Page slow' in titles())
    key('Escape')


def paste_all(addresses):
    with open(os.path.join(FOLDER, 'copied'), 'w', encoding='utf-8') as file:
        file.write('\n'.join(addresses))
    return subprocess.Popen(['xclip', '-quiet', '-selection', 'clipboard', '-in', file.name], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_a_hundred_are_pasted_and_a_kill():
    global delay, process
    delay = 0.3
    owner = paste_all(f'http://h{i % 8}.localhost:{server.server_port}/many-{i}' for i in range(100))
    time.sleep(0.5 * PATIENCE)

    def offered():
        if not find(Atspi.Role.LABEL, '100 addresses'):
            key('ctrl+v')  # in the window it opens the dialog with what was copied
        return find(Atspi.Role.LABEL, '100 addresses')
    wait('what is offered', offered)

    def begun():
        if not queue():
            key('Return')
        return queue()
    wait('them in the queue', begun)
    owner.terminate()
    owner.wait()
    wait('the progress', lambda: find(Atspi.Role.LABEL, 'Fetching 100 pages') or find(Atspi.Role.BUTTON, 'Fetching 100 pages'))
    wait('some of them', lambda: len(titles()) > 13)
    process.send_signal(signal.SIGKILL)
    process.wait()
    n = len(titles())
    left = queue()
    assert n + len(left) == 103, (n, len(left))
    assert {state for _, state in left} == {'waiting'}
    delay = 0
    process = start()
    wait('all of them', lambda: len(titles()) == 103, 60)
    wait('an empty queue', lambda: queue() == [])
    assert 'sound' in carrel('check')


def test_bookmarks_are_asked_about():
    """A browser's list: how many there are is said, and nothing is fetched before a yes; the same file twice is one article."""
    path = os.path.join(FOLDER, 'bookmarks.html')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(f'<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p><DT><H3>Shelf</H3><DL><p>' +
                   ''.join(f'<DT><A HREF="{SITE}/marked{i}" ADD_DATE="1704153600">{i}</A>\n' for i in range(3)) + '</DL></DL>')
    text = os.path.join(FOLDER, 'kept.txt')
    with open(text, 'w', encoding='utf-8') as file:
        file.write(f'Kept once\n\n{WORDS}\n\n{WORDS}\n')

    xdotool('windowfocus', '--sync', wait('a window', windows)[0])

    def add(name):
        key('ctrl+n')
        wait('the dialog', lambda: find(Atspi.Role.DIALOG, 'Add'))
        xdotool('type', '--delay', '8', name)
        key('Return')

    add(path)
    wait('the question', lambda: find(Atspi.Role.LABEL, 'Fetch 3 Pages?') or find(Atspi.Role.HEADING, 'Fetch 3 Pages?') or find(Atspi.Role.DIALOG, 'Fetch 3 Pages?'))
    key('Escape')
    wait('why it is no article', lambda: find(Atspi.Role.LABEL, 'is a list of bookmarks, not a page'))
    assert not [page for page in asked if 'marked' in page], 'fetched before a yes'
    key('Return')  # once more
    time.sleep(1.5 * PATIENCE)
    key('Return')
    wait('its pages', lambda: {f'Page marked{i}' for i in range(3)} <= titles())
    marked = json.loads(carrel('list', '--json', 'topic:Shelf'))
    assert len(marked) == 3 and {article['added'] for article in marked} == {1704153600}, marked
    wait('Activity', lambda: find(Atspi.Role.DIALOG, 'Activity'))
    key('Escape')
    wait('it closed', lambda: not find(Atspi.Role.DIALOG, 'Activity'))

    add(text)
    wait('it saved', lambda: 'Kept once' in titles())
    key('Return')
    wait('that it is here', lambda: find(Atspi.Role.LABEL, 'Already in your library'))
    assert len([article for article in json.loads(carrel('list', '--json', '--limit', '1000')) if article['title'] == 'Kept once']) == 1
    key('Escape')
    wait('the dialog closed', lambda: not find(Atspi.Role.DIALOG, 'Add'))


def test_it_closes():
    wait('a window', windows)
    xdotool('windowfocus', '--sync', windows()[0])
    key('ctrl+q')
    assert process.wait(30 * PATIENCE) == 0


process = start()
steps = [function for name, function in globals().items() if name.startswith('test_')]
print(f'1..{len(steps)}', flush=True)
status = 0
for number, step in enumerate(steps, 1):
    try:
        step()
        print(f'ok {number} {step.__name__}', flush=True)
    except Exception as problem:
        status = 1
        print(f'not ok {number} {step.__name__}\n# {type(problem).__name__}: {problem}', flush=True)
        break
if process.poll() is None:
    process.kill()
sys.exit(status)
