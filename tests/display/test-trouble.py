#!/usr/bin/env python3
"""test-trouble.py PROGRAM SHIM: a library that can't be opened: why, and the ways on. It is tried again, another one is opened, and what is
rebuilt is the one that the window speaks of. A disk that is full: said over the list until it is over.
"""
import json
import os
import shutil
import subprocess
import sys
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

import person  # noqa: E402
from person import FOLDER, LIBRARY, PATIENCE, PROGRAM, application, carrel, click, find, key, named, picture, press, repeat, row, run, wait, walk, window_of  # noqa: E402

ROLE = Atspi.Role
NAMES = ['app.carrel.Carrel.Devel', 'app.carrel.Carrel']
BUS = Gio.bus_get_sync(Gio.BusType.SESSION)
CLOSED = os.path.join(FOLDER, 'closed')
DAMAGED = os.path.join(FOLDER, 'damaged')


def has_name(name):
    return BUS.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'NameHasOwner', GLib.Variant('(s)', (name,)), None, 0, -1, None).unpack()[0]


def act(action, word):
    name = next(name for name in NAMES if has_name(name))
    BUS.call_sync(name, '/' + name.replace('.', '/'), 'org.gtk.Actions', 'Activate', GLib.Variant('(sava{sv})', (action, [GLib.Variant('s', word)], {})), None, 0, -1, None)


def test_what_cannot_be_opened_is_tried_again():
    os.makedirs(os.path.join(CLOSED, 'carrel.db'))
    env = {key: value for key, value in os.environ.items() if key != 'CARREL_NON_UNIQUE'}
    env['CARREL_LIBRARY'] = CLOSED  # what is opened later goes before it
    person.process = subprocess.Popen([PROGRAM, '--library', CLOSED, '--size', '900x700'], env=env, stderr=person.ERRORS)
    window_of(person.process)
    wait('why', lambda: named('The Library Could Not Be Opened') and named(CLOSED))
    assert find(ROLE.BUTTON, 'Open Another Library…')
    assert not find(ROLE.BUTTON, 'Rebuild…') and not find(ROLE.BUTTON, 'Quit')
    picture('trouble-closed')
    press(find(ROLE.BUTTON, 'Retry'))
    time.sleep(1 * PATIENCE)
    wait('why again', lambda: named('The Library Could Not Be Opened') and find(ROLE.BUTTON, 'Retry'))


def test_another_one_is_opened_and_that_is_rebuilt():
    carrel('samples')
    carrel('backup', DAMAGED)
    with open(os.path.join(DAMAGED, 'carrel.db'), 'r+b') as file:
        file.write(b'SQLite format 3\0' + b'x' * 8000)
    act('open-library', DAMAGED)
    wait('that it is damaged', lambda: named('is damaged') and find(ROLE.BUTTON, 'Rebuild…'))
    assert not find(ROLE.BUTTON, 'Retry')
    repeat('the question', lambda: press(find(ROLE.BUTTON, 'Rebuild…')), lambda: named('Rebuild the Library'))
    press(next(node for node in walk(application()) if node.get_role() == ROLE.BUTTON and node.get_name() == 'Rebuild'))
    wait('its end', lambda: named('is kept in') or named('was not rebuilt') or named('Was Not Rebuilt'))
    picture('trouble-rebuilt')
    assert not os.path.exists(os.path.join(CLOSED, 'set-aside')), 'the one of before is rebuilt'
    assert os.path.isdir(os.path.join(CLOSED, 'carrel.db'))


def test_one_that_is_sound_is_opened():
    act('open-library', LIBRARY)
    wait('its articles', lambda: row('The Three Twilights'))
    repeat('the end', lambda: key('ctrl+q'), lambda: person.process.poll() is not None, 2)


def banner():
    return named('Disk full: nothing new is saved')


def favourites():
    return len(json.loads(carrel('list', '--json', 'is:favourite')))


def test_a_full_disk_is_said_until_it_is_over():
    quota = os.path.join(FOLDER, 'quota')
    with open(quota, 'w', encoding='ascii') as file:
        file.write('1000000000')
    os.environ.update({'LD_PRELOAD': os.path.abspath(sys.argv[2]), 'PROVE_ROOT': LIBRARY, 'PROVE_QUOTA': quota})
    person.start()
    for name in ('LD_PRELOAD', 'PROVE_ROOT', 'PROVE_QUOTA'):
        del os.environ[name]
    wait('its articles', lambda: row('The Three Twilights'))
    click(row('The Three Twilights'))
    before = favourites()
    assert not banner()
    with open(quota, 'w', encoding='ascii') as file:
        file.write('0')
    repeat('the banner', lambda: key('s'), banner)
    assert favourites() == before
    time.sleep(6 * PATIENCE)  # longer than a toast, and longer than until the next try
    assert banner() and not named('can’t be written')
    picture('disk-full')
    repeat('why, and what helps', lambda: press(find(ROLE.BUTTON, 'Details')), lambda: find(ROLE.BUTTON, 'Show Folder') and find(ROLE.BUTTON, 'Move the Library…'))
    assert named(f'The disk that holds “{LIBRARY}” is full')
    picture('disk-full-details')
    press(find(ROLE.BUTTON, 'Retry'))
    wait('that it is full still', lambda: banner() and not find(ROLE.BUTTON, 'Retry'))
    press(find(ROLE.BUTTON, 'Details'))
    wait('the dialog', lambda: find(ROLE.BUTTON, 'Retry'))
    with open(quota, 'w', encoding='ascii') as file:
        file.write('1000000000')
    wait('its end, also of what speaks of it', lambda: not banner() and not find(ROLE.BUTTON, 'Retry'))
    repeat('that it is kept again', lambda: key('s'), lambda: favourites() != before)
    person.close()


def test_a_disk_that_is_full_from_the_start_is_said():
    quota = os.path.join(FOLDER, 'quota')
    with open(quota, 'w', encoding='ascii') as file:
        file.write('0')
    env = {**os.environ, 'CARREL_NON_UNIQUE': '1', 'LD_PRELOAD': os.path.abspath(sys.argv[2]), 'PROVE_ROOT': LIBRARY, 'PROVE_QUOTA': quota}
    person.process = subprocess.Popen([PROGRAM, '--library', LIBRARY], env=env, stderr=person.ERRORS)
    wait('why', lambda: named(f'The disk that holds “{LIBRARY}” is full') and find(ROLE.BUTTON, 'Retry'))
    with open(quota, 'w', encoding='ascii') as file:
        file.write('1000000000')
    repeat('its articles', lambda: press(find(ROLE.BUTTON, 'Retry')), lambda: row('The Three Twilights'))
    person.process.terminate()
    person.process.wait()


shutil.rmtree(CLOSED, ignore_errors=True)
run('trouble', [test_what_cannot_be_opened_is_tried_again, test_another_one_is_opened_and_that_is_rebuilt, test_one_that_is_sound_is_opened, test_a_full_disk_is_said_until_it_is_over,
                test_a_disk_that_is_full_from_the_start_is_said])
