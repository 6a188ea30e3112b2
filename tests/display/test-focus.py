#!/usr/bin/env python3
"""test-focus.py PROGRAM: the focus is never lost: dialogs and menus, from the list, the page and the sidebar."""
import json

from focusing import ROLE, by, choose, each, focus, in_list, in_page, in_sidebar, on, settled
from person import carrel, close, find, key, repeat, row, run, start, wait


def test_from_the_list():
    carrel('samples')
    carrel('delete', '12')
    carrel('thread', '--title', 'Two of them', '1', '2')
    carrel('wanted', '--hide', json.loads(carrel('wanted', '--json'))[0]['key'])
    start('--page', 'all,article:1')
    wait('the list', lambda: row('How to Read a Tide Table'))
    each([('add', by('ctrl+n'), in_list), ('preferences', by('ctrl+comma'), in_list), ('shortcuts', by('ctrl+question'), in_list), ('help', by('F1'), in_list), ('activity', by('ctrl+j'), in_list),
          ('topics', by('t'), in_list), ('link', by('l'), in_list), ('row-menu', by('Menu'), in_list), ('search', by('ctrl+f'), in_list), ('primary-menu', by('F10'), in_list, 'Main Menu')])


def test_from_the_page():
    each([('topics', by('t'), in_page), ('link', by('l'), in_page), ('add', by('ctrl+n'), in_page), ('find', by('ctrl+shift+f'), in_page), ('contents', by('c'), in_page, 'Contents'), ('menu', by('Menu'), in_page),
          ('text', by('Return'), lambda: on('Text')), ('more', by('Return'), lambda: on('More'))])


def test_from_the_sidebar():
    def topic():
        now = in_sidebar()
        for _ in range(20):  # past the headings, from wherever it is
            if now[3].startswith('history'):
                return now
            key('Up' if now[2] > 500 else 'Down')
            now = settled()
        raise AssertionError(f'no topic is reached: {now}')

    def rename():
        """Its menu has no names of items to be found by: the first is to rename it."""
        repeat('the menu of the topic', by('Menu'), lambda: focus()[0] == 'menu item')
        key('Return')
        wait('the dialog', lambda: find(ROLE.BUTTON, 'Rename'), 10)
    each([('topic-menu', by('Menu'), topic), ('rename', rename, topic), ('help', by('F1'), topic)])


def test_what_a_menu_opens():
    each([(item, choose('primary', item, by('F10')), in_list, 'Main Menu') for item in ('Backups…', 'Extract Older Articles Again…', 'Empty Trash…', 'About Carrel', 'Preferences')] +
         [(item, choose('row', item, by('Menu')), in_list) for item in ('Edit Topics…', 'Add Link…', 'Versions…')] +
         [(item, choose('more', item, by('Return')), lambda: on('More')) for item in ('Versions…', 'Extract Again…', 'Choose the Text…')])
    close()


run('focus', [test_from_the_list, test_from_the_page, test_from_the_sidebar, test_what_a_menu_opens])
