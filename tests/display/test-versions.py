#!/usr/bin/env python3
"""test-versions.py PROGRAM: an article's versions and what was copied from a page, in a real window, seen through AT-SPI.

Keys and clicks are the display server's; the page comes from a server of the test's own, and what is in the library
is read through the command line.
"""
import http.server
import json
import os
import subprocess
import threading
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

from person import carrel, close, find, FOLDER, key, PATIENCE, press, run, start, wait  # noqa: E402

WORDS = ' '.join(['The tide goes out twice a day and leaves a little of the sea behind in every hollow of the rock.'] * 8)
answer = [200, '']


def say(first, status=200):
    """What the page says from now on."""
    answer[:] = [status, f'<!DOCTYPE html><html lang="en"><head><title>Rock Pools</title></head><body><article><h1>Rock Pools</h1><p>{first} {WORDS}</p><p>A crab waits. {WORDS}</p></article></body></html>']


class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = answer[1].encode()
        self.send_response(answer[0])
        self.send_header('Content-Type', 'text/html; charset=utf-8')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Site)
threading.Thread(target=server.serve_forever, daemon=True).start()
PAGE = f'http://127.0.0.1:{server.server_port}/pools'


def open_window(page):
    start('--page', page)


def undo():
    press(wait('the toast', lambda: find(Atspi.Role.BUTTON, 'Undo')))


# ── The steps ──


def versions():
    return [version['current'] for version in json.loads(carrel('versions', '--json', '1'))]


def text():
    return carrel('show', '--format', 'text', '1')


def test_it_is_fetched_again():
    say('An anemone closes when the water leaves.')
    carrel('add', '--no-images', PAGE)
    say('An anemone closes when the cold water leaves.')
    open_window('article:1,versions')
    wait('the only version', lambda: find(Atspi.Role.LIST_ITEM, 'Added with it') or find(Atspi.Role.LABEL, 'Added with it'))
    press(wait('its button', lambda: find(Atspi.Role.BUTTON, 'Fetch Again')))
    wait('the new text', lambda: 'the cold water' in text())
    assert versions() == [True, False]
    undo()
    wait('the text as it was', lambda: 'the cold water' not in text())
    assert versions() == [True]
    close()


def test_one_goes_back():
    carrel('fetch-again', '1')
    assert 'the cold water' in text()
    open_window('article:1,versions')
    wait('the list', lambda: find(Atspi.Role.LABEL, 'Added with it') or find(Atspi.Role.LIST_ITEM, 'Added with it'))
    key('Tab')
    key('Down')
    key('Return')
    changes = wait('what changed', lambda: find(Atspi.Role.TEXT, 'Changes'))
    shown = wait('both words', lambda: (lambda words: words if 'cold ' in words else None)(Atspi.Text.get_text(changes, 0, -1)))
    assert 'An anemone closes when the cold water leaves.' in shown, shown
    press(wait('its button', lambda: find(Atspi.Role.BUTTON, 'Go Back to This Version')))
    wait('the earlier text', lambda: 'the cold water' not in text())
    assert versions() == [False, True]
    undo()
    wait('the text of today', lambda: 'the cold water' in text())
    close()


def test_a_page_that_is_gone_is_kept():
    say('', 404)
    open_window('article:1,versions')
    press(wait('its button', lambda: find(Atspi.Role.BUTTON, 'Fetch Again')))
    wait('that it is known', lambda: json.loads(carrel('show', '--json', '1')).get('refetch') == 'gone')
    assert 'the cold water' in text()
    close()
    open_window('article:1,versions')
    wait('what the dialog says of it', lambda: find(Atspi.Role.LABEL, 'has no such page (404)'))
    key('Escape')
    close()


def copy(target, content):
    path = os.path.join(FOLDER, 'copied')
    with open(path, 'wb') as file:
        file.write(content)
    return subprocess.Popen(['xclip', '-quiet', '-selection', 'clipboard', '-target', target, '-in', path], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_a_copied_page_is_pasted():
    owner = copy('text/html', f'Version:0.9\r\nSourceURL:https://moss.example/a\r\n<html><body><!--StartFragment--><h1>Moss</h1><p>Moss drinks <b>with its leaves</b>. {WORDS}</p><p>And more. {WORDS}</p><!--EndFragment--></body></html>'.encode())
    try:
        open_window('article:1')
        time.sleep(1.0 * PATIENCE)
        key('ctrl+v')
        wait('the dialog with it, and where it is from', lambda: find(Atspi.Role.LABEL, 'moss.example'))
        key('Return')
        wait('the article', lambda: any(row['address'] == 'https://moss.example/a' for row in json.loads(carrel('list', '--json'))))
        html = carrel('show', '--format', 'html', '2')
        assert '<strong>with its leaves</strong>' in html or '<b>with its leaves</b>' in html, html
        key('Escape')
        close()
    finally:
        owner.terminate()
        owner.wait()


def test_a_clipboard_of_100_mb_is_refused():
    owner = copy('UTF8_STRING', b'word and ' * (100 * 1024 * 1024 // 9))
    try:
        open_window('article:1')
        time.sleep(1.0 * PATIENCE)
        key('ctrl+v')
        wait('that it is too large', lambda: find(Atspi.Role.LABEL, 'larger than 16 MB'), 60)
        close()
    finally:
        owner.terminate()
        owner.wait()
    carrel('check')


run('versions', [test_it_is_fetched_again, test_one_goes_back, test_a_page_that_is_gone_is_kept, test_a_copied_page_is_pasted, test_a_clipboard_of_100_mb_is_refused])
