#!/usr/bin/env python3
"""test-focus.py PROGRAM: the focus is never lost.

Everything that opens over the window or in it is opened by keyboard, from the list, the page and the sidebar: the focus goes into it, and
by Escape back to where it was; never to nothing, and never to what can't be seen.
"""
import json
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

import person  # noqa: E402
from person import PATIENCE, application, carrel, close, find, key, menu_item, press, repeat, row, run, start, type_text, wait, walk  # noqa: E402

ROLE, STATE = Atspi.Role, Atspi.StateType
MENU = {'primary': ('carrel-window.ui', 'primary_menu'), 'more': ('carrel-reader-pane.ui', 'more_menu'), 'row': ('carrel-list-pane.ui', 'row_menu')}


def focus():
    """(role, left, top, name) of what has the focus and can be seen and used; None: nothing."""
    for node in walk(application()):
        try:
            states = node.get_state_set()
            if not states.contains(STATE.FOCUSED) or node.get_role() in (ROLE.FRAME, ROLE.WINDOW):
                continue
            place = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
            if states.contains(STATE.SHOWING) and states.contains(STATE.SENSITIVE) and place.width > 0 and place.height > 0:
                return node.get_role_name(), place.x, place.y, (node.get_name() or '')[:40]
        except Exception:  # it went while it was looked at
            continue
    return None


def settled():
    """Where the focus is when it has been there for a while."""
    last = [None]

    def same():
        now = focus()
        stays = now is not None and now[:3] == (last[0] or (0,))[:3]
        last[0] = now
        time.sleep(0.2 * PATIENCE)
        return now if stays else None
    return wait('a focus that stays', same, 15)


def goes_in_and_comes_back(what, act, there, back=None):
    """ACT opens it: the focus goes there. Escape closes it: the focus is where it was, or on what the menu was of."""
    repeat(f'{what}: the focus in it', act, lambda: (focus() or there)[:3] != there[:3])
    inside = settled()
    repeat(f'{what} closed', lambda: key('Escape'), lambda: settled()[:3] != inside[:3], 3)
    now = settled()
    assert now[3].startswith(back) if back else now[:3] == there[:3], f'{what}: from {there} to {inside}, and then to {now}'


def to(what, is_there):
    """F6 from pane to pane until the focus is there."""
    def there():
        now = focus()
        if now and is_there(now):
            return True
        key('F6')
        return False
    wait(f'the focus on {what}', there, 15)
    return settled()


def in_list():
    return to('the list', lambda now: now[0] == 'list item' and now[1] > 230)


def in_page():
    return to('the page', lambda now: now[0] == 'document text')


def in_sidebar():
    return to('the sidebar', lambda now: now[0] == 'list item' and now[1] < 230)


def on(name):
    """Back with Tab, from the page, until the focus is there."""
    def there():
        key('shift+Tab')
        return focus()[3].startswith(name)
    in_page()
    wait(f'the focus on «{name}»', there, 15)
    return settled()


def choose(menu, item, open_menu):
    """An item of a menu. The focus is first in the menu, and then in what the item opens."""
    def chosen():
        repeat(f'«{item}» in the menu', open_menu, lambda: menu_item(MENU[menu], item))
        press(menu_item(MENU[menu], item))
        wait('no menu', lambda: not menu_item(MENU[menu], item))
    return chosen


def each(steps):
    """All of them, so that one look shows all that is wrong."""
    wrong = []
    for what, act, start_at, *back in steps:
        try:
            goes_in_and_comes_back(what, act, start_at(), *back)
        except AssertionError as error:
            wrong.append(str(error))
            print('#', error, flush=True)
            person.picture(f'focus-{what}')
            key('Escape')
            key('Escape')
    assert not wrong, f'{len(wrong)} lose it'


def by(*keys):
    return lambda: key(*keys)


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
