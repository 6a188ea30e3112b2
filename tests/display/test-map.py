#!/usr/bin/env python3
"""test-map.py PROGRAM: the map in the real window: by keys, by pointer, as a list, round an article, and what is found in it."""
import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

from person import application, carrel, close, find, key, press, repeat, run, start, type_text, wait, walk  # noqa: E402

ROLE = Atspi.Role


def title_of(node):
    return node.get_name() or ''


def map_picture():
    """The map itself: a picture that says how much is on it."""
    for node in walk(application()):
        if title_of(node).startswith('Map of '):
            return node
    return None


def window_title():
    for node in walk(application()):
        if node.get_role() in (ROLE.FRAME, ROLE.WINDOW):
            return title_of(node)
    return ''


def go_to_the_map():
    def there():
        key('alt+3')
        return map_picture()
    return wait('the map', there)


def test_the_map_says_what_it_shows():
    picture = go_to_the_map()
    wait('twelve articles', lambda: '12 articles' in title_of(map_picture()))
    assert picture.get_role() == ROLE.IMAGE, picture.get_role()


def test_a_dot_by_keys():
    go_to_the_map()
    before = window_title()

    def opened():
        key('Right')
        key('Return')
        return window_title() != before and window_title()
    wait('an article', opened)
    assert find(ROLE.HEADING, window_title()), window_title()


def test_around_the_article():
    go_to_the_map()
    everything = title_of(map_picture())
    around = wait('the choice', lambda: next((n for n in walk(application()) if title_of(n) == 'Around This Article' and n.get_n_actions() > 0), None))
    press(around)
    wait('fewer or as many', lambda: map_picture() and title_of(map_picture()).startswith('Map of ') and title_of(map_picture()))
    everywhere = wait('the other choice', lambda: next((n for n in walk(application()) if title_of(n) == 'Everything' and n.get_n_actions() > 0), None))
    press(everywhere)
    wait('everything again', lambda: title_of(map_picture()) == everything)


def test_as_text():
    go_to_the_map()
    press(wait('the menu', lambda: find(ROLE.TOGGLE_BUTTON, 'More') or find(ROLE.PUSH_BUTTON, 'More')))
    wait('its items', lambda: find(ROLE.CHECK_MENU_ITEM) or find(ROLE.MENU_ITEM))
    key('Return')
    rows = wait('the rows', lambda: [n for n in walk(application()) if n.get_role() == ROLE.LIST_ITEM and any('link' in title_of(c) for c in walk(n))])
    assert rows


def test_what_is_no_filter_is_said():
    repeat('the entry', lambda: key('ctrl+f'), lambda: find(ROLE.ENTRY) or find(ROLE.TEXT))
    type_text('tide added:soon')
    wait('why', lambda: find(ROLE.LABEL, '“added:soon” is looked for as text; a filter would be added:7d'))
    key('ctrl+a')
    type_text('tide before:2026')
    wait('why', lambda: find(ROLE.LABEL, '“before:2026” is looked for as text; there is no filter “before:”.'))
    key('ctrl+a')
    type_text('zzyzx')
    wait('that nothing is found', lambda: find(ROLE.LABEL, 'No results'))
    key('ctrl+a')
    type_text('tide')
    wait('how many are', lambda: find(ROLE.LABEL, 'results'))
    repeat('nothing more to say', lambda: key('Escape'), lambda: find(ROLE.LABEL, 'is looked for as text') is None)


def test_the_end():
    close()
    carrel('check')


start('--samples')
run('map', [test_the_map_says_what_it_shows, test_a_dot_by_keys, test_around_the_article, test_as_text, test_what_is_no_filter_is_said, test_the_end])
