#!/usr/bin/env python3
"""test-desktop.py PROGRAM: what the desktop asks of the program, and what it leaves behind.

The search of the overview without a window, and the window that comes of a result; addresses and files that are opened with
it, and that nothing is fetched for them; a window as it was left; several; the preferences; a notification of what came in while
nobody looked; a file handed to a program that ends. The program has its name on the test's own bus, as on a desktop.
"""
import http.server
import os
import signal
import subprocess
import threading
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

import person  # noqa: E402
from person import FOLDER, LIBRARY, PATIENCE, PROGRAM, add_page, application, carrel, find, key, picture, repeat, run, said, wait, walk, window_of  # noqa: E402

ROLE = Atspi.Role
NAMES = ['app.carrel.Carrel.Devel', 'app.carrel.Carrel']
WORDS = 'The tide goes out twice a day and leaves a little of the sea behind in every hollow of the rock. ' * 5
PAGE = '<!DOCTYPE html><html lang="en"><head><title>{0}</title></head><body><article><h1>{0}</h1><p>{1}</p></article></body></html>'
BUS = Gio.bus_get_sync(Gio.BusType.SESSION)
NAME = PATH = None
asked, notes = [], []


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        asked.append(self.path)
        time.sleep(1.5)
        body = PAGE.format('A page that came late', WORDS).encode()
        self.send_response(200)
        self.send_header('Content-Type', 'text/html')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
ADDRESS = f'http://127.0.0.1:{server.server_port}'


def has_name(name):
    return BUS.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'NameHasOwner', GLib.Variant('(s)', (name,)), None, 0, -1, None).unpack()[0]


def begin(*words):
    """The program under its name; the one that has it does the work when there is one."""
    env = {**os.environ, 'CARREL_LIBRARY': LIBRARY}
    env.pop('CARREL_NON_UNIQUE', None)
    return subprocess.Popen([PROGRAM, *words], env=env, stderr=person.ERRORS)


def ask(method, signature, *words):
    return BUS.call_sync(NAME, PATH + '/SearchProvider', 'org.gnome.Shell.SearchProvider2', method, GLib.Variant(signature, words), None, 0, 30000, None).unpack()


def windows(process):
    return subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(process.pid)], capture_output=True, text=True).stdout.split()


def title_is(words):
    return any(node.get_role() == ROLE.FRAME and words in (node.get_name() or '') for node in walk(application()))


def typed_in_field(words):
    for node in walk(application()):
        try:
            if 'Text' in node.get_interfaces() and words in Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node)):
                return True
        except Exception:
            continue
    return False


def test_the_overview_finds_articles_without_a_window():
    global NAME, PATH
    for number, name in enumerate(['Tide pools', 'Lighthouse keepers', 'A tidal mill'], 1):
        add_page(f'{number}.html', PAGE.format(name, WORDS if 'Light' not in name else 'Lamps and lenses, night after night, for a hundred years. ' * 8), f'https://example.org/{number}')
    person.process = begin('--gapplication-service')
    NAME = wait('a name on the bus', lambda: next((name for name in NAMES if has_name(name)), None))
    PATH = '/' + NAME.replace('.', '/')
    found = ask('GetInitialResultSet', '(as)', ['lighth'])[0]
    assert len(found) == 1, found
    described = ask('GetResultMetas', '(as)', found)[0]
    assert described[0]['name'] == 'Lighthouse keepers' and described[0]['id'] == found[0] and 'min' in described[0]['description'], described
    assert 'icon' in described[0]
    both = ask('GetInitialResultSet', '(as)', ['tide'])[0]
    assert len(both) == 2, both
    assert ask('GetSubsearchResultSet', '(asas)', both, ['tide', 'mill'])[0] == [both[0] if 'mill' in str(ask('GetResultMetas', '(as)', both[:1])) else both[1]]
    assert ask('GetInitialResultSet', '(as)', [])[0] == [] and ask('GetInitialResultSet', '(as)', ['(((', '"'])[0] == []
    assert ask('GetResultMetas', '(as)', ['0', 'x', '99999'])[0] == []
    assert not windows(person.process)


def test_a_result_opens_in_a_window():
    found = ask('GetInitialResultSet', '(as)', ['lighthouse'])[0]
    ask('ActivateResult', '(sasu)', found[0], ['lighthouse'], 0)
    window_of(person.process)
    wait('the article', lambda: title_is('Lighthouse keepers'))


def test_a_search_goes_on_in_the_window():
    ask('LaunchSearch', '(asu)', ['tide', 'mill'], 0)
    wait('the words in the search field', lambda: typed_in_field('tide mill'))


def test_an_address_fills_in_the_dialog_and_fetches_nothing():
    other = begin(f'carrel:{ADDRESS}/secret')
    assert other.wait(30 * PATIENCE) == 0
    wait('the address in the dialog', lambda: typed_in_field(f'{ADDRESS}/secret'))
    time.sleep(1)
    assert not asked, asked
    key('Escape')


def test_a_file_is_added():
    path = os.path.join(FOLDER, 'given.html')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(PAGE.format('A given page', WORDS))
    assert begin(path).wait(30 * PATIENCE) == 0
    wait('the file as an article', lambda: 'A given page' in carrel('list'))
    key('Escape')


def test_another_window():
    assert len(windows(person.process)) == 1
    repeat('a second window', lambda: key('ctrl+shift+n'), lambda: len(windows(person.process)) == 2, times=1)
    subprocess.run(['xdotool', 'windowfocus', '--sync', windows(person.process)[-1]], check=True)
    repeat('one window again', lambda: key('ctrl+w'), lambda: len(windows(person.process)) == 1)


def test_preferences():
    subprocess.run(['xdotool', 'windowfocus', '--sync', windows(person.process)[0]], check=True)
    repeat('the preferences', lambda: key('ctrl+comma'), lambda: any('Desktop Search' in (node.get_name() or '') for node in walk(application())))
    picture('preferences')
    wait('the folder', lambda: any(LIBRARY in (node.get_name() or '') for node in walk(application())))
    repeat('nothing is found', lambda: key('alt+s'), lambda: ask('GetInitialResultSet', '(as)', ['lighthouse'])[0] == [], times=1)
    repeat('it is found again', lambda: key('alt+s'), lambda: len(ask('GetInitialResultSet', '(as)', ['lighthouse'])[0]) == 1, times=1)
    key('Escape')


def test_it_is_as_it_was_left():
    found = ask('GetInitialResultSet', '(as)', ['tidal'])[0]
    ask('ActivateResult', '(sasu)', found[0], ['tidal'], 0)
    wait('the article', lambda: title_is('A tidal mill'))
    key('alt+2')
    wait('all articles', lambda: find(ROLE.LABEL, 'All Articles') or find(ROLE.HEADING, 'All Articles'))
    key('ctrl+q')
    assert person.process.wait(timeout=60 * PATIENCE) == 0, 'it ends badly'
    person.process = begin()
    window_of(person.process)
    wait('the article again', lambda: title_is('A tidal mill'))
    wait('the place again', lambda: find(ROLE.LABEL, 'All Articles') or find(ROLE.HEADING, 'All Articles'))


def test_it_goes_on_without_a_window_and_says_what_came():
    def seen_cb(connection, sender, path, interface, signal_name, parameters):
        notes.append(parameters.unpack())

    name = Gio.bus_own_name_on_connection(BUS, 'org.gtk.Notifications', 0, None, None)
    node = Gio.DBusNodeInfo.new_for_xml("<node><interface name='org.gtk.Notifications'><method name='AddNotification'><arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/></method>"
                                        "<method name='RemoveNotification'><arg type='s' direction='in'/><arg type='s' direction='in'/></method></interface></node>")

    def called(connection, sender, path, interface, method, parameters, invocation):
        if method == 'AddNotification':
            notes.append(parameters.unpack())
        invocation.return_value(None)

    BUS.register_object('/org/gtk/Notifications', node.interfaces[0], called, None, None)
    loop = GLib.MainLoop()
    threading.Thread(target=loop.run, daemon=True).start()
    # Again, so that it finds who shows notifications.
    key('ctrl+q')
    assert person.process.wait(timeout=60 * PATIENCE) == 0
    person.process = begin()
    window_of(person.process)
    carrel('queue', 'add', f'{ADDRESS}/late')
    wait('it is asked for', lambda: asked)
    key('ctrl+w')
    wait('no window', lambda: not windows(person.process))
    wait('the page that came late', lambda: 'A page that came late' in carrel('list'))
    assert person.process.wait(timeout=60 * PATIENCE) == 0, 'it ends badly'
    wait('a notification', lambda: notes)
    _, _, note = notes[0]
    assert note['title'] == '1 article added' and note['body'] == 'A page that came late' and note['default-action'] == 'app.open-article', note
    loop.quit()
    Gio.bus_unown_name(name)


def test_who_only_was_asked_leaves():
    person.process = begin('--gapplication-service')
    wait('a name on the bus', lambda: has_name(NAME))
    assert len(ask('GetInitialResultSet', '(as)', ['lighthouse'])[0]) == 1
    began = time.monotonic()
    assert person.process.wait(timeout=120 * PATIENCE) == 0
    assert time.monotonic() - began > 5, 'it left at once'
    assert not said(), said()[0]


def test_a_file_is_not_lost_with_the_program_that_was_to_open_it():
    asked_first = begin('--gapplication-service')
    wait('a name on the bus', lambda: has_name(NAME))
    asked_first.send_signal(signal.SIGSTOP)
    path = os.path.join(FOLDER, 'handed.html')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(PAGE.format('A page handed over', WORDS))
    person.process = begin(path)
    time.sleep(2 * PATIENCE)
    assert person.process.poll() is None, 'it ends before anybody has the file'
    asked_first.kill()
    asked_first.wait()
    window_of(person.process)
    wait('the file as an article', lambda: 'A page handed over' in carrel('list'))
    repeat('the end', lambda: key('Escape', 'ctrl+q'), lambda: person.process.poll() is not None)
    assert person.process.returncode == 0, 'it ends badly'


run('desktop', [test_the_overview_finds_articles_without_a_window, test_a_result_opens_in_a_window, test_a_search_goes_on_in_the_window, test_an_address_fills_in_the_dialog_and_fetches_nothing,
                test_a_file_is_added, test_another_window, test_preferences, test_it_is_as_it_was_left, test_it_goes_on_without_a_window_and_says_what_came, test_who_only_was_asked_leaves,
                test_a_file_is_not_lost_with_the_program_that_was_to_open_it])
