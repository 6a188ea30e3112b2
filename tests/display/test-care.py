#!/usr/bin/env python3
"""test-care.py PROGRAM: what keeps a library well, in a real window, seen through AT-SPI.

The check finds what is wrong, repairs what can be, and says what can't; backups are made and restored, also where
their folder is gone; a damaged library is rebuilt; missing images are fetched. What is in the library is read
through the command line.
"""
import http.server
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import threading

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

from person import application, carrel, click, find, FOLDER, key, LIBRARY, menu_item, PATIENCE, press, PROGRAM, repeat, wait, walk, xdotool  # noqa: E402

WORDS = ' '.join(['The tide goes out twice a day and leaves a little of the sea behind in every hollow of the rock.'] * 12)
PICTURE = pathlib.Path(__file__).resolve().parent.parent / 'data' / 'images' / 'photo.png'
MAIN_MENU, MORE_MENU = ('carrel-window.ui', 'primary_menu'), ('carrel-reader-pane.ui', 'more_menu')
there = {'picture': False}


class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        picture = self.path == '/picture.png'
        body = there['bytes'] if picture else f'<!DOCTYPE html><html lang="en"><head><title>Rock Pools</title></head><body><article><h1>Rock Pools</h1><p>{WORDS}</p><img src="/picture.png" width="400" height="300" alt="A pool"><p>{WORDS}</p></article></body></html>'.encode()
        try:
            self.send_response(404 if picture and not there['picture'] else 200)
            self.send_header('Content-Type', 'image/png' if picture else 'text/html; charset=utf-8')
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Site)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
SITE = f'http://127.0.0.1:{server.server_port}'


def open_window(*words):
    global process
    process = subprocess.Popen([PROGRAM, '--library', LIBRARY, '--size', '1280x800', *words], env={**os.environ, 'CARREL_NON_UNIQUE': '1'})
    window = wait('a window', lambda: subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(process.pid)], capture_output=True, text=True).stdout.split())[0]
    xdotool('windowfocus', '--sync', window)
    wait('the application on the bus', application)


def close_window():
    def closed():
        key('ctrl+q')
        return process.poll() is not None
    wait('the end', closed)
    assert process.returncode == 0, process.returncode


def choose(menu, item, open_menu=lambda: key('F10')):
    """An item of a menu, as a person opens and presses it."""
    repeat(f'«{item}» in the menu', open_menu, lambda: menu_item(menu, item))  # what opens it would close it again
    press(menu_item(menu, item))


def button(name):
    """The one of just that name: not «Restore…», which asks."""
    return next((node for node in walk(application()) if node.get_role() == Atspi.Role.BUTTON and node.get_name() == name and node.get_state_set().contains(Atspi.StateType.SHOWING)), None)


def back_up(seen):
    """Until it is done, as who clicks into a dialog that is still coming."""
    def done():
        row = find(Atspi.Role.BUTTON, 'Back Up Now') or find(Atspi.Role.LIST_ITEM, 'Back Up Now')
        if row:
            click(row)
        return seen()
    wait('that it was tried', done)


def close_dialog(name):
    """Escape is the message's first, where one is shown."""
    repeat(f'{name} closed', lambda: key('Escape'), lambda: not find(Atspi.Role.DIALOG, name))


def titles():
    return {row['title'] for row in json.loads(carrel('list', '--json', '--limit', '1000'))}


def change(sql):
    database = sqlite3.connect(f'{LIBRARY}/carrel.db')
    database.execute(sql)
    database.commit()
    database.close()


def soundness():
    done = subprocess.run([PROGRAM, f'--library={LIBRARY}', 'check', '--json'], capture_output=True, text=True, timeout=120)
    return json.loads(done.stdout)


# ── The steps ──


def test_the_check_repairs_what_follows_from_the_rest():
    carrel('samples')
    change('UPDATE counts SET inbox = inbox + 3')
    assert soundness()['problems'] == ['The counts of places are wrong']
    open_window()
    choose(MAIN_MENU, 'Check the Library')
    wait('what is wrong', lambda: find(Atspi.Role.LABEL, 'The counts of places are wrong'))
    press(wait('Repair', lambda: find(Atspi.Role.BUTTON, 'Repair')))
    wait('that it is sound', lambda: find(Atspi.Role.LABEL, 'The library is sound: 12 articles'))
    assert soundness()['sound']


def test_activity_keeps_what_ran():
    def opened():
        if not find(Atspi.Role.LABEL, 'Other Work'):
            key('ctrl+j')
        return find(Atspi.Role.LABEL, 'Other Work')
    wait('its heading', opened)
    wait('the check', lambda: find(Atspi.Role.GROUPING, 'Check of the Library', 'The library is sound') or find(Atspi.Role.PANEL, 'Check of the Library', 'The library is sound'))
    assert find(Atspi.Role.GROUPING, 'Repair of the Library') or find(Atspi.Role.PANEL, 'Repair of the Library')
    press(wait('Remove All', lambda: find(Atspi.Role.BUTTON, 'Remove All')))
    wait('nothing', lambda: find(Atspi.Role.LABEL, 'Nothing to Fetch'))
    key('Escape')
    close_window()


def test_a_blob_deleted_by_hand_is_said():
    blob = next(path for path in sorted(pathlib.Path(LIBRARY, 'blobs').rglob('*')) if path.is_file())
    shutil.move(blob, FOLDER + '/blob')
    open_window()
    choose(MAIN_MENU, 'Check the Library')
    wait('what is missing', lambda: find(Atspi.Role.LABEL, "can't be read"))
    wait('what helps', lambda: find(Atspi.Role.LABEL, 'A backup may have it'))
    assert not find(Atspi.Role.BUTTON, 'Repair')
    press(wait('Close', lambda: find(Atspi.Role.BUTTON, 'Close')))
    close_window()
    shutil.move(FOLDER + '/blob', blob)
    assert soundness()['sound']


def test_a_backup_is_made_and_restored():
    open_window()
    choose(MAIN_MENU, 'Backups…')
    back_up(lambda: find(Atspi.Role.LABEL, 'Backup made'))
    wait('it in the list', lambda: find(Atspi.Role.BUTTON, 'Restore', 'Restore the backup of'))
    close_dialog('Backups')
    carrel('add', '--no-images', f'{SITE}/pools')
    assert 'Rock Pools' in titles()
    choose(MAIN_MENU, 'Backups…')
    press(wait('Restore', lambda: find(Atspi.Role.BUTTON, 'Restore', 'Restore the backup of')))
    press(wait('the question', lambda: button('Restore')))
    wait('the library of before', lambda: os.path.isdir(f'{LIBRARY}/set-aside') and 'Rock Pools' not in titles(), 60)
    assert len(titles()) == 12
    wait('the window again', lambda: find(Atspi.Role.BUTTON, 'Add'))
    close_window()


def test_a_folder_of_backups_that_is_gone_is_said():
    folder = FOLDER + '/elsewhere'
    os.mkdir(folder)
    carrel('backup', '--folder', folder)
    shutil.move(folder, folder + '-away')
    open_window()
    choose(MAIN_MENU, 'Backups…')
    wait('that it is not there', lambda: find(Atspi.Role.LABEL, 'is not there'))
    back_up(lambda: find(Atspi.Role.LABEL, 'There is no folder') or find(Atspi.Role.LABEL, 'is not there. If'))
    assert not os.path.exists(folder)
    close_dialog('Backups')
    close_window()
    shutil.move(folder + '-away', folder)
    assert len(json.loads(carrel('list', '--json'))) == 12


def test_missing_images_are_fetched():
    there['bytes'] = PICTURE.read_bytes()
    carrel('add', f'{SITE}/pools')
    number = next(row['id'] for row in json.loads(carrel('list', '--json')) if row['title'] == 'Rock Pools')
    there['picture'] = True
    open_window('--page', f'article:{number}')

    def come():
        database = sqlite3.connect(f'file:{LIBRARY}/carrel.db?mode=ro', uri=True)
        try:
            return database.execute('SELECT count(*) FROM image WHERE article = ?', (number,)).fetchone()[0]
        finally:
            database.close()
    assert come() == 0

    wait('its page', lambda: find(Atspi.Role.HEADING, 'Rock Pools'))
    choose(MORE_MENU, 'Fetch Missing Images', lambda: press(find(Atspi.Role.TOGGLE_BUTTON, 'More')))
    wait('the image', come)
    close_window()


def test_a_damaged_library_is_rebuilt():
    path = f'{LIBRARY}/carrel.db'
    with open(path, 'r+b') as file:
        file.seek(100)
        file.write(b'\xa5' * 3000)
    open_window()
    wait('what is said', lambda: find(Atspi.Role.LABEL, 'is damaged'))
    press(wait('Rebuild', lambda: find(Atspi.Role.BUTTON, 'Rebuild')))
    press(wait('the question', lambda: button('Rebuild')))
    wait('what became of it', lambda: find(Atspi.Role.LABEL, 'The Library Is') and find(Atspi.Role.BUTTON, 'Open the Library'), 90)
    press(find(Atspi.Role.BUTTON, 'Open the Library'))
    wait('the window', lambda: find(Atspi.Role.BUTTON, 'Add'))
    close_window()
    assert len(titles()) >= 12, titles()
    assert soundness()['sound']


process = None
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
if process and process.poll() is None:
    process.kill()
sys.exit(status)
