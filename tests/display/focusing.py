"""Where the focus is, for the tests of it: in the real window, as assistive technology sees it.

Everything that opens over the window or in it is opened by keyboard: the focus goes into it, or stays where it was, and by
Escape back to where it was; never to nothing, and never to what can't be seen.
"""
import json
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

import person  # noqa: E402
from person import PATIENCE, application, carrel, find, key, menu_item, press, repeat, row, start, wait, walk  # noqa: E402

ROLE, STATE = Atspi.Role, Atspi.StateType
MENU = {'primary': ('carrel-window.ui', 'primary_menu'), 'more': ('carrel-reader-pane.ui', 'more_menu'), 'row': ('carrel-list-pane.ui', 'row_menu')}


def text_of(node):
    return node.get_name() or (Atspi.Text.get_text(node, 0, 40) if node.get_text_iface() else '')


def focus():
    """(role, left, top, name) of what has the focus and can be seen and used, the innermost; None: nothing."""
    found = None
    for node in walk(application()):
        try:
            states = node.get_state_set()
            if not states.contains(STATE.FOCUSED) or node.get_role() in (ROLE.FRAME, ROLE.WINDOW):
                continue
            place = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
            if states.contains(STATE.SHOWING) and states.contains(STATE.SENSITIVE) and place.width > 0 and place.height > 0:
                found = node.get_role_name(), place.x, place.y, text_of(node)[:40]
        except Exception:  # it went while it was looked at
            continue
    return found


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


def ahead(name, role=None):
    """On with Tab until the focus is there."""
    def there():
        now = focus()
        if now and now[3].startswith(name) and role in (None, now[0]):
            return True
        key('Tab')
        return False
    wait(f'the focus on «{name}»', there)
    return settled()


def shows(words):
    return lambda: next((node for node in walk(application()) if words in (node.get_name() or '') and node.get_state_set().contains(STATE.SHOWING)), None)


def stays(what, act, seen, there, end=by('Escape')):
    """ACT shows it beside what has the focus, which keeps it; END takes it away, and the focus is there still."""
    repeat(what, act, seen)
    now = settled()
    assert now[:3] == there[:3], f'{what}: from {there} to {now}'
    repeat(f'{what} gone', end, lambda: not seen())
    now = settled()
    assert now[:3] == there[:3], f'{what}, closed: from {there} to {now}'


def open_article(number):
    start('--page', f'all,article:{number}')
    wait('the list', lambda: row('How to Read a Tide Table'))
    title = json.loads(carrel('show', '--format=json', str(number)))['title']
    wait('the article', lambda: find(ROLE.HEADING, title))


def number_of(words):
    return json.loads(carrel('list', '--json', words))[0]['id']
