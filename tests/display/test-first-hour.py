#!/usr/bin/env python3
"""test-first-hour.py PROGRAM: what a person does first, on an empty library: the first page, a file by its name, an address, topics, a
search that is found again and kept, deleting and taking that back, another window, a phone. Keys and clicks are the display server's; what
is on the screen is read from the accessibility bus, and what is in the library through the command line.
"""
import json
import os
import sqlite3
import subprocess

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

import person  # noqa: E402
from person import application, carrel, click, close, find, FOLDER, key, menu_item, page, picture, press, repeat, row, run, serve, start, type_text, wait, walk, xdotool  # noqa: E402

ROLE = Atspi.Role
BODY = '<p>The ferry goes when the tide does, and nobody on the quay thinks that strange. <q>Wait for the water,</q> they say.</p>' + '<p>In winter the crossing takes an hour more, for the ice comes down from the upper river.</p>' * 6
SITE = serve({'/ferry': page('The Winter Ferry', BODY), '/quay': page('Who Waits on the Quay', BODY.replace('ferry', 'pilot'))})
SAMPLE = os.path.join(os.environ.get('CARREL_SHARED', ''), 'corpus', 'sample', 'article.txt')
LONG = 'the-northern-sea-and-its-harbours-in-winter'


def listed(query=''):
    return [article['title'] for article in json.loads(carrel('list', '--json', query))]


def number(word):
    return str(json.loads(carrel('list', '--json', f'title:{word}'))[0]['id'])


def shown():
    """The titles in the list."""
    return [(node.get_name() or '').split(', ')[0] for node in walk(application()) if node.get_role() == ROLE.LIST_ITEM and ' min' in (node.get_name() or '')
            and node.get_state_set().contains(Atspi.StateType.SHOWING)]


def add(text):
    def type_it():
        key('ctrl+n')
        wait('the dialog', lambda: find(ROLE.DIALOG, 'Add'))
        key('ctrl+a')
        type_text(text)
        key('Return')
    return type_it


def test_an_empty_library_says_what_to_do():
    wait('its first sentence', lambda: find(ROLE.HEADING, 'A Desk of Your Own') or find(ROLE.LABEL, 'A Desk of Your Own'))
    assert find(ROLE.BUTTON, 'Try with Sample Articles')
    picture('1-first')
    repeat('the dialog', lambda: press(find(ROLE.BUTTON, 'Add a Page')), lambda: find(ROLE.DIALOG, 'Add'))
    repeat('it closed', lambda: key('Escape'), lambda: not find(ROLE.DIALOG, 'Add'))


def test_a_file_comes_by_its_name():
    path = SAMPLE
    if not os.path.exists(path):
        path = os.path.join(FOLDER, 'article.txt')
        with open(path, 'w', encoding='utf-8') as file:
            file.write('The Keeper of the Light\n\n' + 'She wrote down each ship that passed, and the weather it passed in. ' * 30 + '\n\nSee also\nThe Other Light\n')
    repeat('the article', add(path), lambda: len(listed()) == 1, times=2)
    picture('2-file')
    repeat('it closed', lambda: key('Escape'), lambda: not find(ROLE.DIALOG, 'Add'))
    wait('it in the list', lambda: row(listed()[0]))


def test_a_file_that_cannot_be_read_says_why():
    missing, large = os.path.join(FOLDER, 'missing.txt'), os.path.join(FOLDER, 'large.txt')
    with open(large, 'w', encoding='ascii') as file:
        file.write('A word of very many. ' * 900000)
    repeat('why', add(missing), lambda: find(ROLE.LABEL, f'Couldn\'t read “{missing}”: No such file or directory.'), times=2)
    repeat('it closed', lambda: key('Escape'), lambda: not find(ROLE.DIALOG, 'Add'))
    repeat('why', add(large), lambda: find(ROLE.LABEL, 'is larger than 16 MB'), times=2)
    assert not find(ROLE.BUTTON, 'Retry'), 'it would be as large'
    repeat('it closed', lambda: key('Escape'), lambda: not find(ROLE.DIALOG, 'Add'))


def test_addresses_come():
    repeat('the first', add(f'{SITE}/ferry'), lambda: 'The Winter Ferry' in listed(), times=2)
    picture('3-address')
    repeat('it closed', lambda: key('Escape'), lambda: not find(ROLE.DIALOG, 'Add'))
    repeat('the second', add(f'{SITE}/quay'), lambda: 'Who Waits on the Quay' in listed(), times=2)
    repeat('it closed', lambda: key('Escape'), lambda: not find(ROLE.DIALOG, 'Add'))
    assert '“Wait for the water,”' in carrel('show', number('winter'))
    assert '“Wait for the water,”' in json.loads(carrel('list', '--json', 'title:winter'))[0]['excerpt']


def test_nothing_begun_is_not_offered():
    wait('the page without an article', lambda: find(ROLE.LABEL, 'Choose an article.') or find(ROLE.HEADING, 'The'))
    assert not find(ROLE.BUTTON, 'Continue')


def search(text, titles):
    def type_it():
        key('ctrl+f')
        key('ctrl+a')
        type_text(text)
    repeat(f'what «{text}» finds', type_it, lambda: sorted(shown()) == sorted(titles))


def empty_the_entry():
    key('ctrl+f')
    key('ctrl+a', 'BackSpace')
    key('Escape')


def test_a_search_whose_result_was_clicked_is_offered_again():
    search('crossing', ['The Winter Ferry', 'Who Waits on the Quay'])
    repeat('the article', lambda: click(row('The Winter Ferry')), lambda: find(ROLE.HEADING, 'The Winter Ferry'))
    repeat('all of them', empty_the_entry, lambda: len(shown()) == 3)
    entry = wait('the entry', lambda: find(ROLE.ENTRY, 'Search Inbox') or find(ROLE.TEXT, 'Search Inbox'))
    repeat('what was searched', lambda: click(entry), lambda: find(ROLE.LIST_ITEM, 'crossing'))
    picture('4-recent')
    repeat('its articles', lambda: key('Down', 'Return'), lambda: len(shown()) == 2)


def collections():
    db = sqlite3.connect(f'file:{person.LIBRARY}/carrel.db?mode=ro', uri=True)
    try:
        return db.execute('SELECT name, query FROM collection ORDER BY position').fetchall()
    finally:
        db.close()


def open_menu():
    press(wait('the button', lambda: find(ROLE.TOGGLE_BUTTON, 'Sort, Group and Filter') or find(ROLE.BUTTON, 'Sort, Group and Filter')))


def choose(item):
    open_menu()
    press(wait(f'«{item}»', lambda: menu_item(('carrel-list-pane.ui', 'sort_menu'), item), 5))


def place(title):
    return next((node for node in walk(application()) if node.get_role() == ROLE.LIST_ITEM and (node.get_name() or '') == title and node.get_state_set().contains(Atspi.StateType.SHOWING)), None)


def says(title, text):
    return any(text == (node.get_name() or '') for node in walk(place(title)))


def test_a_search_is_kept_as_a_collection():
    repeat('the dialog', lambda: choose('Save Search…'), lambda: find(ROLE.DIALOG, 'Save Search') or find(ROLE.ALERT, 'Save Search'), times=3)
    picture('5-save')
    key('ctrl+a')
    type_text('Crossings')
    repeat('it in the library', lambda: key('Return'), lambda: collections() == [('Crossings', 'is:inbox crossing')], times=3)
    wait('it in the sidebar', lambda: place('Crossings'))
    wait('its number', lambda: says('Crossings', '2'))
    repeat('all of them', empty_the_entry, lambda: len(shown()) == 3)
    repeat('its articles', lambda: click(place('Crossings')), lambda: sorted(shown()) == ['The Winter Ferry', 'Who Waits on the Quay'])
    picture('6-collection')
    carrel('archive', number('quay'))
    wait('it follows', lambda: says('Crossings', '1') and shown() == ['The Winter Ferry'])


def menu_of(title):
    node = place(title).get_component_iface().get_extents(Atspi.CoordType.WINDOW)
    xdotool('mousemove', node.x + node.width // 2, node.y + node.height // 2, 'click', '3')


def choose_in_menu_of(title, index):
    menu_of(title)
    items = wait('the menu', lambda: [node for node in walk(application()) if node.get_role() == ROLE.MENU_ITEM and node.get_state_set().contains(Atspi.StateType.SHOWING)], 5)
    press(items[index])


def test_it_is_edited_and_deleted():
    repeat('the dialog', lambda: choose_in_menu_of('Crossings', 0), lambda: find(ROLE.DIALOG, 'Edit Collection') or find(ROLE.ALERT, 'Edit Collection'), times=3)
    key('ctrl+a')
    type_text('By Water')
    key('Tab')
    key('ctrl+a')
    type_text('is:archived crossing')
    repeat('it in the library', lambda: key('Return'), lambda: collections() == [('By Water', 'is:archived crossing')], times=3)
    wait('its articles now', lambda: shown() == ['Who Waits on the Quay'])
    repeat('it gone', lambda: choose_in_menu_of('By Water', 1), lambda: not collections(), times=3)
    wait('the inbox', lambda: len(shown()) == 2)
    repeat('it again', lambda: key('ctrl+z'), lambda: collections() == [('By Water', 'is:archived crossing')], times=3)
    wait('it in the sidebar', lambda: place('By Water'))


def test_what_is_deleted_comes_back():
    repeat('the article', lambda: click(row('The Winter Ferry')), lambda: find(ROLE.HEADING, 'The Winter Ferry'))
    repeat('it in the trash', lambda: key('Delete'), lambda: listed('is:trashed') == ['The Winter Ferry'], times=1)
    repeat('it back', lambda: key('ctrl+z'), lambda: not listed('is:trashed'), times=1)
    wait('it in the list', lambda: row('The Winter Ferry'))


def windows():
    return subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(person.process.pid)], capture_output=True, text=True).stdout.split()


def test_another_window_comes_and_goes():
    before = windows()
    repeat('two', lambda: key('ctrl+shift+n'), lambda: len(windows()) == len(before) + 1, times=1)
    other = next(window for window in windows() if window not in before)
    picture('7-two')
    repeat('one', lambda: (xdotool('windowfocus', '--sync', other), key('ctrl+w')), lambda: windows() == before, times=3)
    xdotool('windowfocus', '--sync', before[0])


def test_a_collection_is_where_one_was():
    repeat('its articles', lambda: click(place('By Water')), lambda: shown() == ['Who Waits on the Quay'])
    close()
    start()
    wait('its articles again', lambda: shown() == ['Who Waits on the Quay'])
    close()


def title_room():
    """The title above the list: how wide it is, and its button that selects."""
    return find(ROLE.TOGGLE_BUTTON, 'Select') or find(ROLE.BUTTON, 'Select')


def test_on_a_phone_a_button_gives_way_to_a_long_title():
    ids = [str(article['id']) for article in json.loads(carrel('list', '--json', ''))]
    carrel('tag', *ids, f'+{LONG}', '+sea')
    start('--page', 'inbox', size='480x720')
    wait('the list', lambda: len(shown()) == 2)
    wait('the button', title_room)
    close()
    start('--page', f'topic:{LONG}', size='372x720')
    wait('the list', lambda: len(shown()) > 1)
    wait('no button', lambda: not title_room())
    picture('8-phone')
    repeat('selecting', lambda: choose('Select Articles'), lambda: find(ROLE.LABEL, '0 Selected') or find(ROLE.HEADING, '0 Selected'), times=3)
    wait('the way out', lambda: find(ROLE.TOGGLE_BUTTON, 'Done') or find(ROLE.BUTTON, 'Done'))
    repeat('done', lambda: key('Escape'), lambda: not title_room() and not find(ROLE.TOGGLE_BUTTON, 'Done'), times=3)


def test_what_is_archived_goes_back_on_a_phone_too():
    close()
    carrel('read', number('quay'))
    start('--page', 'archive', size='372x720')
    repeat('the article', lambda: row('Who Waits on the Quay') and click(row('Who Waits on the Quay')), lambda: find(ROLE.HEADING, 'Who Waits on the Quay') and not row('Who Waits on the Quay'))
    wait('the way back', lambda: find(ROLE.BUTTON, 'Back to Inbox (E)'))
    picture('9-phone')
    def back():
        button = find(ROLE.BUTTON, 'Back to Inbox (E)')
        if button:
            press(button)
    repeat('it in the inbox', back, lambda: 'Who Waits on the Quay' in listed('is:inbox'), times=3)
    wait('it gone from the list', lambda: 'Who Waits on the Quay' not in listed('is:archived'))


start()
run('first-hour', [test_an_empty_library_says_what_to_do, test_a_file_comes_by_its_name, test_a_file_that_cannot_be_read_says_why, test_addresses_come, test_nothing_begun_is_not_offered,
                   test_a_search_whose_result_was_clicked_is_offered_again, test_a_search_is_kept_as_a_collection, test_it_is_edited_and_deleted,
                   test_what_is_deleted_comes_back, test_another_window_comes_and_goes, test_a_collection_is_where_one_was,
                   test_on_a_phone_a_button_gives_way_to_a_long_title, test_what_is_archived_goes_back_on_a_phone_too])
