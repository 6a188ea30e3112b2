#!/usr/bin/env python3
"""test-map.py PROGRAM: the map in the real window: by keys, by pointer, as a list, round an article, and what is found in it."""
import os
import subprocess
import sys

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

from person import application, carrel, find, FOLDER, key, LIBRARY, PATIENCE, press, PROGRAM, wait, walk, window_of  # noqa: E402

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


def test_the_end():
    key('ctrl+q')
    assert process.wait(timeout=30 * PATIENCE) == 0
    carrel('check')


STEPS = [test_the_map_says_what_it_shows, test_a_dot_by_keys, test_around_the_article, test_as_text, test_the_end]
errors = open(os.path.join(FOLDER, 'errors'), 'w+')
process = subprocess.Popen([PROGRAM, '--library', LIBRARY, '--samples', '--size', '1280x800'], env={**os.environ, 'CARREL_NON_UNIQUE': '1'}, stderr=errors)
status = 0
print(f'1..{len(STEPS)}', flush=True)
window_of(process)
for number, step in enumerate(STEPS, 1):
    name = step.__name__.removeprefix('test_').replace('_', '-')
    try:
        assert status == 0, 'a step before it failed'
        step()
        print(f'ok {number} /map/{name}', flush=True)
    except AssertionError as error:
        print(f'# {error}\nnot ok {number} /map/{name}', flush=True)
        if status == 0 and os.environ.get('CARREL_TEST_PICTURE'):
            subprocess.run(['import', '-window', 'root', os.environ['CARREL_TEST_PICTURE']], check=False)
        status = 1
if process.poll() is None:
    process.terminate()
    process.wait()
errors.seek(0)
for line in errors:
    print('#', line.rstrip())
    if 'CRITICAL' in line:
        status = 1
sys.exit(status)
