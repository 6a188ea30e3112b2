#!/usr/bin/env python3
"""test-unreadable.py PROGRAM SHIM: a disk that is slow, or can't be read. No place shows what is of another one, or says that there is
nothing, while it doesn't know; what can't be read says so with a way on, and what is asked for comes when it can be read again.
"""
import errno
import os
import subprocess
import sys
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

import person  # noqa: E402
from person import FOLDER, LIBRARY, PATIENCE, PROGRAM, application, carrel, click, find, named, press, picture, repeat, row, run, wait, walk  # noqa: E402

ROLE = Atspi.Role
READS = os.path.join(FOLDER, 'reads')
SLOW = 100000  # milliseconds, for each read: until it is said otherwise
FAILED = 'The Library Could Not Be Read'
OF_INBOX, OF_ARCHIVE = 'The Three Twilights', 'Swifts Do Not Land'


def reads(what):
    """Milliseconds that each read takes from now on, or the error that it has."""
    with open(READS + '.new', 'w', encoding='ascii') as file:
        file.write(str(what))
    os.rename(READS + '.new', READS)


def change():
    """By another program: what the window has read of the file before is of no use."""
    carrel('favourite', '1')
    carrel('favourite', '--remove', '1')


def place(name):
    return next(node for node in walk(application()) if node.get_role() == ROLE.LIST_ITEM and (node.get_name() or '').split(',')[0] == name
                and node.get_state_set().contains(Atspi.StateType.SHOWING))


def start(*pages, title=OF_INBOX):
    reads(0)
    os.environ.update({'LD_PRELOAD': os.path.abspath(sys.argv[2]), 'PROVE_ROOT': LIBRARY, 'PROVE_READS': READS})
    person.start('--page', ','.join(pages))
    for name in ('LD_PRELOAD', 'PROVE_ROOT', 'PROVE_READS'):
        del os.environ[name]
    wait('its articles', lambda: row(title))
    time.sleep(1 * PATIENCE)


def end():
    reads(0)
    if person.process.poll() is None:
        person.process.terminate()
    person.process.wait()


def test_opening_is_said():
    carrel('samples')
    reads(120)
    env = {**os.environ, 'CARREL_NON_UNIQUE': '1', 'LD_PRELOAD': os.path.abspath(sys.argv[2]), 'PROVE_ROOT': LIBRARY, 'PROVE_READS': READS}
    person.process = subprocess.Popen([PROGRAM, '--library', LIBRARY], env=env, stderr=person.ERRORS)
    wait('what it does', lambda: named('Opening the Library…'))
    reads(0)
    wait('its articles', lambda: row(OF_INBOX) and not named('Opening the Library…'))
    end()


def test_a_slow_place_shows_nothing_of_another():
    start('inbox')
    change()
    time.sleep(1 * PATIENCE)
    reads(SLOW)
    change()
    click(place('Archive'))
    wait('that the inbox is gone', lambda: not row(OF_INBOX))
    assert not row(OF_ARCHIVE) and not named('Archive Is Empty') and not named('No Matches')
    picture('slow-list')
    reads(0)
    wait('the archive', lambda: row(OF_ARCHIVE))
    reads(SLOW)
    change()
    click(place('Wanted'))
    wait('that the archive is gone', lambda: not row(OF_ARCHIVE))
    assert not named('Nothing Wanted')
    reads(0)
    wait('what is wanted', lambda: find(ROLE.LIST, 'Wanted'))
    end()


def test_a_slow_article_is_awaited():
    """And a change meanwhile, of another program, doesn't take its place."""
    start('inbox', 'article:12')
    wait('the open article', lambda: named('By Nora Whitlock'))
    reads(SLOW)
    change()
    click(row(OF_INBOX))
    wait('that the one before is gone', lambda: not named('By Nora Whitlock'))
    assert not named('Nothing Open') and not find(ROLE.BUTTON, 'Archive (E)')
    picture('slow-article')
    change()
    time.sleep(2 * PATIENCE)  # the window has seen it
    reads(0)
    wait('the article', lambda: named('By Ada Lindqvist') and find(ROLE.BUTTON, 'Archive (E)'))
    end()


def test_what_cannot_be_read_is_tried_again():
    start('inbox', 'article:12')
    reads(-errno.ENODEV)
    change()
    for name in ('Archive', 'Wanted', 'Highlights', 'Map'):
        click(place(name))
        wait(f'why there is no {name}', lambda: named(FAILED) and find(ROLE.BUTTON, 'Retry') and named(LIBRARY))
        assert not row(OF_INBOX) and not named('Archive Is Empty') and not named('No Highlights Yet') and not named('Nothing Wanted')
        picture(f'unreadable-{name.lower()}')
    click(place('Archive'))
    wait('why', lambda: named(FAILED))
    press(find(ROLE.BUTTON, 'Retry'))
    time.sleep(1 * PATIENCE)
    wait('why, again', lambda: named(FAILED) and find(ROLE.BUTTON, 'Retry'))
    reads(0)
    repeat('the archive', lambda: press(find(ROLE.BUTTON, 'Retry')), lambda: row(OF_ARCHIVE))
    assert not named(FAILED)
    reads(-errno.ENODEV)
    change()
    time.sleep(1 * PATIENCE)
    assert row(OF_ARCHIVE), 'what is known stays'
    click(row(OF_ARCHIVE))
    wait('why there is no article', lambda: named(FAILED) and not named('By Nora Whitlock') and not find(ROLE.BUTTON, 'Archive (E)'))
    picture('unreadable-article')
    reads(0)
    repeat('the article', lambda: press(find(ROLE.BUTTON, 'Retry')), lambda: named('By Margery Oxel') or find(ROLE.BUTTON, 'Back to Inbox (E)'))
    assert not named(FAILED)
    end()


def test_a_damaged_file_leads_to_what_mends_it():
    start('inbox')
    reads(-errno.EIO)
    change()
    click(place('Highlights'))
    wait('why', lambda: named(FAILED) and named('is damaged'))
    assert not find(ROLE.BUTTON, 'Retry')
    picture('unreadable-damaged')
    press(find(ROLE.BUTTON, 'Mend…'))
    wait('what mends it', lambda: find(ROLE.BUTTON, 'Rebuild…'))
    end()


run('unreadable', [test_opening_is_said, test_a_slow_place_shows_nothing_of_another, test_a_slow_article_is_awaited, test_what_cannot_be_read_is_tried_again,
                   test_a_damaged_file_leads_to_what_mends_it])
