"""What the tests in the real window share: a person's keys and clicks, and what the accessibility bus shows of the window.

A test gets the program as its first argument and has a library of its own. The window is the program that the test
started itself: the bus is the test's own, and nothing else on it is a child of the test.
"""
import http.server
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
from xml.etree import ElementTree

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

PROGRAM = os.path.abspath(sys.argv[1])
FOLDER = tempfile.mkdtemp(prefix=f'carrel-{os.path.basename(sys.argv[0])[5:-3]}-')
LIBRARY = os.path.join(FOLDER, 'library')
PATIENCE = float(os.environ.get('CARREL_TEST_PATIENCE', '1'))  # under a sanitizer that unwinds slowly: 15


def carrel(*words, stdin=None):
    """What the command line says of the same library, at the same time."""
    done = subprocess.run([PROGRAM, f'--library={LIBRARY}', *words], capture_output=True, text=True, timeout=60, input=stdin)
    assert done.returncode == 0, done.stderr
    return done.stdout


def wait(what, condition, seconds=30):
    end = time.monotonic() + seconds * PATIENCE
    while time.monotonic() < end:
        try:
            found = condition()
        except Exception:  # an object that went while it was looked at
            found = None
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f'never: {what}')


def walk(node, depth=0):
    if node is None or depth > 60:
        return
    yield node
    try:
        n = node.get_child_count()
    except Exception:
        return
    for i in range(min(n, 400)):
        try:
            child = node.get_child_at_index(i)
        except Exception:
            continue
        yield from walk(child, depth + 1)


def is_ours(pid):
    try:
        with open(f'/proc/{pid}/status', encoding='ascii', errors='replace') as status:
            return f'PPid:\t{os.getpid()}\n' in status.read()
    except OSError:
        return False


def application():
    desktop = Atspi.get_desktop(0)
    for i in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(i)
        if child and is_ours(child.get_process_id()):
            return child
    return None


def window_of(process):
    """The program's window, with the keys; it is on the accessibility bus then, too."""
    def search():
        return subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(process.pid)], capture_output=True, text=True).stdout.split()
    window = wait('a window', search)[0]
    xdotool('windowfocus', '--sync', window)
    wait('the application on the bus', application)
    return window


def find(role, name=None, description=None):
    for node in walk(application()):
        try:
            if (node.get_role() == role and (name is None or name in (node.get_name() or '')) and (description is None or description in (node.get_description() or ''))
                    and node.get_state_set().contains(Atspi.StateType.SHOWING)):
                return node
        except Exception:
            continue
    return None


def named(words):
    """What shows these words, whatever it is."""
    return next((node for node in walk(application()) if words in (node.get_name() or '') and node.get_state_set().contains(Atspi.StateType.SHOWING)), None)


def row(title):
    """An article's row in a list: its name is the title and what there is to say of it."""
    return next((node for node in walk(application()) if node.get_role() == Atspi.Role.LIST_ITEM and (node.get_name() or '').split(', ')[0] == title
                 and node.get_state_set().contains(Atspi.StateType.SHOWING)), None)


def menu_item(menu, item):
    """An item of the open menu (file and id of its template). GTK tells the bus no names of them: it is found by its place."""
    file, name = menu
    tree = ElementTree.parse(pathlib.Path(__file__).resolve().parents[2] / 'data' / 'ui' / file).find(f'menu[@id="{name}"]')
    labels = [entry.findtext('attribute[@name="label"]').replace('_', '') for section in tree for entry in section if entry.tag in ('item', 'submenu')]
    items = [node for node in walk(application()) if node.get_role() == Atspi.Role.MENU_ITEM and node.get_state_set().contains(Atspi.StateType.SHOWING)]
    return items[labels.index(item)] if len(items) == len(labels) else None


def xdotool(*words):
    subprocess.run(['xdotool', *map(str, words)], check=True, capture_output=True, timeout=60)


def key(*keys):
    xdotool('key', '--clearmodifiers', *keys)
    time.sleep(0.25 * PATIENCE)


def type_text(text):
    xdotool('type', '--delay', '8', text)


def repeat(what, act, condition, times=6):
    """As a person does: once more, while nothing is seen of it."""
    for _ in range(times):
        act()
        end = time.monotonic() + 3 * PATIENCE
        while time.monotonic() < end:
            try:
                found = condition()
            except Exception:  # an object that went while it was looked at
                found = None
            if found:
                return
            time.sleep(0.2)
    raise AssertionError(f'never: {what}')


def press(node):
    assert node.get_n_actions() > 0, f'{node.get_name()} has no action'
    assert node.do_action(0)


def click(node):
    place = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
    assert place.width > 0, f'{node.get_name()} has no place'
    xdotool('mousemove', place.x + place.width // 2, place.y + place.height // 2, 'click', '1')


# ── The window, and a test's steps in it ──

ERRORS = open(os.path.join(FOLDER, 'errors'), 'w+', encoding='utf-8', errors='replace')
LOUD = ('CRITICAL', 'Gtk-WARNING', 'Adwaita-WARNING')  # what no step may make the window say
process = None


def start(*options, size='1280x800'):
    """Opens the window; its number for xdotool."""
    global process
    process = subprocess.Popen([PROGRAM, '--library', LIBRARY, '--size', size, *options], env={**os.environ, 'CARREL_NON_UNIQUE': '1'}, stderr=ERRORS)
    windows = wait('a window', lambda: subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(process.pid)], capture_output=True, text=True).stdout.split())
    xdotool('windowfocus', '--sync', windows[0])
    wait('the application on the bus', application)
    return windows[0]


def close():
    """Quits as a person does."""
    key('ctrl+q')
    assert process.wait(timeout=30 * PATIENCE) == 0, 'it ends badly'


def said():
    """What it has complained of."""
    ERRORS.flush()
    with open(ERRORS.name, encoding='utf-8', errors='replace') as file:
        return [line.rstrip() for line in file if any(word in line for word in LOUD)]


def page(title, body, language='en'):
    """A page of one article."""
    return f'<!DOCTYPE html><html lang="{language}"><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>'


def serve(pages):
    """A site of the test's own, {path: html}, whatever the query; its address."""
    class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = pages.get(self.path.split('?')[0], '').encode()
            self.send_response(200 if body else 404)
            self.send_header('Content-Type', 'text/html; charset=utf-8')
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f'http://127.0.0.1:{server.server_port}'


def add_page(name, html, address):
    path = os.path.join(FOLDER, name)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(html)
    carrel('add', '--no-images', f'--url={address}', path)


def picture(name):
    """Where CARREL_TEST_PICTURE names a folder: what is on the screen now."""
    folder = os.environ.get('CARREL_TEST_PICTURE')
    if folder:
        os.makedirs(folder, exist_ok=True)
        subprocess.run(['import', '-window', 'root', os.path.join(folder, f'{name}.png')], check=False)


def run(suite, steps):
    """Runs the steps one after the other, prints TAP, and ends the test."""
    failed = False
    print(f'1..{len(steps)}', flush=True)
    for number, step in enumerate(steps, 1):
        name = step.__name__.removeprefix('test_').replace('_', '-')
        try:
            assert not failed, 'a step before it failed'
            step()
            print(f'ok {number} /{suite}/{name}', flush=True)
        except AssertionError as error:
            print(f'# {error}\nnot ok {number} /{suite}/{name}', flush=True)
            if not failed:
                picture('failed')
            failed = True
    if process and process.poll() is None:
        process.terminate()
        process.wait()
    for line in said():
        print('#', line)
        failed = True
    sys.exit(1 if failed else 0)
