#!/usr/bin/env python3
"""test-window.py PROGRAM: the main job in a real window, as a person does it, seen through AT-SPI.

Adds a page from a loopback server, finds it by typing, tags it, links it to another, follows the link,
archives it and undoes that. Keys and clicks are the display server's; what is on the screen is read from
the accessibility bus, and what is in the library through the command line.
"""
import http.server
import json
import os
import subprocess
import sys
import threading
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

from person import application, carrel, click, find, FOLDER, key, LIBRARY, PATIENCE, row, press, PROGRAM, repeat, type_text, wait, walk, window_of, xdotool  # noqa: E402

WORDS = ' '.join(['The tide goes out twice a day and leaves a little of the sea behind in every hollow of the rock.'] * 12)
PAGES = {
    '/shells': ('Periwinkles on the Rocks', f'<p>A periwinkle is a small snail. {WORDS}</p><p>More of it is in <a href="/pools">the rock pools</a>. {WORDS}</p>'),
    '/pools': ('What Lives in a Rock Pool', f'<p>An anemone closes when the water leaves. {WORDS}</p><p>{WORDS}</p>'),
}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        page = PAGES.get(self.path)
        body = (f'<!DOCTYPE html><html lang="en"><head><title>{page[0]}</title></head><body><article><h1>{page[0]}</h1>{page[1]}</article></body></html>'
                if page else 'nothing').encode()
        self.send_response(200 if page else 404)
        self.send_header('Content-Type', 'text/html; charset=utf-8')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
SITE = f'http://127.0.0.1:{server.server_port}'


def list_titles(query):
    return [a['title'] for a in json.loads(carrel('list', '--json', query))]


# ── The steps ──


def test_window_comes():
    window_of(process)
    wait('the samples in the list', lambda: row('A Room as Wide as a Window'))


def can_type():
    """Something that takes letters has the keys."""
    return any(node.get_state_set().contains(Atspi.StateType.FOCUSED) and node.get_state_set().contains(Atspi.StateType.EDITABLE) for node in walk(application()))


def ask_for(keys, what):
    """A dialog that takes letters at once: nothing is typed before it does."""
    repeat(what, lambda: key(keys), can_type)


def leave(what):
    repeat(f'{what} closed', lambda: key('Escape'), lambda: not can_type() and not find(Atspi.Role.DIALOG))


def add(path, title):
    ask_for('ctrl+n', 'the add dialog')
    type_text(SITE + path)
    key('Return')
    wait(f'«{title}» in the library', lambda: title in list_titles(''))
    leave('the add dialog')


def test_a_page_is_added():
    add('/shells', 'Periwinkles on the Rocks')
    add('/pools', 'What Lives in a Rock Pool')


def test_it_is_found_by_typing():
    ask_for('ctrl+f', 'the search')
    type_text('periwinkle')
    wait('one result', lambda: find(Atspi.Role.LABEL, '1 result'))
    key('Return')
    wait('the article in the reader', lambda: find(Atspi.Role.HEADING, 'Periwinkles on the Rocks'))


def test_it_is_tagged():
    ask_for('t', 'the topics')
    type_text('sea/shells')
    wait('that it can be made', lambda: find(Atspi.Role.LIST_ITEM, 'Create “sea/shells”'))
    key('Return')
    key('ctrl+Return')
    wait('the topic', lambda: 'Periwinkles on the Rocks' in list_titles('topic:sea/shells'))
    wait('no dialog', lambda: not can_type())
    wait('its chip in the reader', lambda: find(Atspi.Role.LABEL, 'sea/shells') or find(Atspi.Role.BUTTON, 'sea/shells'))


def test_it_is_linked():
    ask_for('l', 'the link dialog')
    type_text('Three Twilights')
    number = json.loads(carrel('list', '--json', 'periwinkle'))[0]['id']
    wait('what is found', lambda: find(Atspi.Role.LIST_ITEM, 'The Three Twilights'))
    repeat('the link', lambda: key('Return'), lambda: 'Three Twilights' in carrel('links', str(number)))
    leave('the link dialog')


def test_its_link_is_followed():
    repeat('the other article', lambda: click(wait('the link in the text', lambda: find(Atspi.Role.LINK, 'the rock pools'))), lambda: find(Atspi.Role.HEADING, 'What Lives in a Rock Pool'))
    key('alt+Left')
    wait('the way back', lambda: find(Atspi.Role.HEADING, 'Periwinkles on the Rocks'))


def test_it_is_archived_and_that_undone():
    key('e')
    undo = wait('the toast', lambda: find(Atspi.Role.BUTTON, 'Undo'))
    assert find(Atspi.Role.LABEL, 'Article archived')
    press(undo)  # at once: it doesn't stay
    wait('it in the inbox again', lambda: 'Periwinkles on the Rocks' in list_titles('is:inbox'))


def test_help_answers():
    repeat('the help', lambda: key('F1'), lambda: find(Atspi.Role.LINK, 'Add a page'))
    repeat('a page by its link', lambda: click(find(Atspi.Role.LINK, 'Add a page')), lambda: find(Atspi.Role.LABEL, 'Adding Pages') and not find(Atspi.Role.LINK, 'Add a page'))
    repeat('the help closed', lambda: key('Escape'), lambda: not find(Atspi.Role.LABEL, 'When a Page Doesn’t Come'))


def test_the_library_is_sound_after_closing():
    key('ctrl+q')
    assert process.wait(timeout=30 * PATIENCE) == 0
    carrel('check')


STEPS = [test_window_comes, test_a_page_is_added, test_it_is_found_by_typing, test_it_is_tagged, test_it_is_linked, test_its_link_is_followed,
         test_it_is_archived_and_that_undone, test_help_answers, test_the_library_is_sound_after_closing]

errors = open(os.path.join(FOLDER, 'errors'), 'w+')
process = subprocess.Popen([PROGRAM, '--library', LIBRARY, '--samples', '--size', '1280x800'], env={**os.environ, 'CARREL_NON_UNIQUE': '1'}, stderr=errors)
status = 0
print(f'1..{len(STEPS)}', flush=True)
for number, step in enumerate(STEPS, 1):
    name = step.__name__.removeprefix('test_').replace('_', '-')
    try:
        if status == 0:
            step()
            print(f'ok {number} /window/{name}', flush=True)
        else:
            print(f'not ok {number} /window/{name}', flush=True)
    except AssertionError as error:
        status = 1
        print(f'# {error}\nnot ok {number} /window/{name}', flush=True)
        if os.environ.get('CARREL_TEST_PICTURE'):
            subprocess.run(['import', '-window', 'root', os.environ['CARREL_TEST_PICTURE']], check=False)
        if os.environ.get('CARREL_TEST_TREE'):
            for node in walk(application()):
                try:
                    if node.get_name():
                        print('#', node.get_role_name(), repr(node.get_name())[:100])
                except Exception:
                    pass
if process.poll() is None:
    process.terminate()
    process.wait()
errors.seek(0)
for line in errors:
    print('#', line.rstrip())
    if 'CRITICAL' in line:
        status = 1
server.shutdown()
sys.exit(status)
