#!/usr/bin/env python3
"""test-widths.py PROGRAM: the real window in all widths.

The panes fold at the widths of the design, whatever is open: nothing is cut off, nothing needs more than there is (GTK says so
where it does), and what gave way can still be reached.
"""
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

from person import add_page, application, close, find, key, PATIENCE, row, picture, press, repeat, run, said, serve, start, type_text, wait, walk, xdotool  # noqa: E402

ROLE = Atspi.Role

WORDS = 'The tide goes out twice a day and leaves a little of the sea behind in every hollow of the rock. ' * 6
PAGE = '<!DOCTYPE html><html lang="en"><head><title>{}</title></head><body><article><h1>{}</h1>{}</article></body></html>'
BODY = ''.join(f'<h2>{part}</h2><p>Here begins {part.lower()}. {WORDS}</p><p>{WORDS}</p>' for part in ('Winkles', 'Limpets', 'Anemones', 'Crabs'))
EDGE = 16  # pixels of its shadow that the window's place may have, or not
NARROW = 372  # and its border, which is part of the size that it is given
# Both sides of every fold; up and down, in steps and at once.
WIDTHS = [1280, 1101, 1100, 1099, 1000, 900, 861, 860, 800, 720, 681, 680, 600, 511, 510, 420, NARROW, 500, 640, 700, 861, 1000, 1101, 1280, NARROW, 1270, 900, 1280]


def place(node):
    return node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)


def frame():
    return next(node for node in walk(application()) if node.get_role() == ROLE.FRAME)


def shown(words, *roles):
    """It is there, and all of it is in the window."""
    window = place(frame())
    for node in walk(application()):
        try:
            if node.get_role() not in (roles or (ROLE.BUTTON, ROLE.TOGGLE_BUTTON)) or words not in (node.get_name() or '') or not node.get_state_set().contains(Atspi.StateType.SHOWING):
                continue
            where = place(node)
            if where.width > 0 and -EDGE <= where.x and where.x + where.width <= window.width + EDGE:
                return node
        except Exception:  # it went while it was looked at
            continue
    return None


def has_width(width):
    where = place(frame())
    return abs(where.width - width) <= 2 * EDGE


def go_through(widths):
    for width in widths:
        xdotool('windowsize', window, width, '800')
        wait(f'{width} pixels', lambda: has_width(width))
        # The last buttons of the header are inside, and what gave way to them is below.
        wait(f'the inspector at {width}', lambda: shown('Inspector'))
        wait(f'the actions at {width}', lambda: shown('Archive') and shown('Favourite'))
        wait(f'the way back at {width}', lambda: shown('Back'))
        assert not said(), f'at {width}: {said()[0]}'


def test_two_articles_one_after_the_other():
    wait('the article', lambda: find(ROLE.HEADING, 'Four Things'))
    wait('the ways', lambda: shown('Back') and shown('Forward'))
    wait('the contents', lambda: shown('Contents'))


def test_an_article_in_all_widths():
    go_through(WIDTHS)


def test_with_the_title_in_the_header():
    def at_the_end():
        xdotool('mousemove', 900, 500, 'click', 1)  # the middle of the page
        key('End')
        return find(ROLE.BUTTON, 'Archive and Next')
    wait('the end', at_the_end)
    go_through(WIDTHS)


def test_an_inspector_hides_the_places():
    wait('the places', lambda: shown('Favourites', ROLE.LABEL))
    key('ctrl+i')
    wait('the inspector', lambda: shown('Add Link') or shown('Topics', ROLE.LABEL))
    wait('no places', lambda: not shown('Favourites', ROLE.LABEL))
    picture('inspector')
    key('F9')
    wait('the places', lambda: shown('Favourites', ROLE.LABEL))
    key('ctrl+i')
    wait('no places again', lambda: not shown('Favourites', ROLE.LABEL))
    key('ctrl+i')
    wait('the places when it is closed', lambda: shown('Favourites', ROLE.LABEL))


def test_with_the_inspector_in_all_widths():
    key('ctrl+i')
    go_through(WIDTHS)


def test_on_a_phone_dialogs_take_letters():
    """At once, though they become sheets there."""
    go_through([NARROW])
    for letter, button, found in (('t', 'Done', 'Create “qxq”'), ('l', 'Link', '“qxq”')):
        repeat(button, lambda: key(letter), lambda: shown(button, ROLE.BUTTON))
        time.sleep(0.5 * PATIENCE)
        type_text('qxq')
        wait(found, lambda: shown(found, ROLE.LIST_ITEM) or shown(found, ROLE.LABEL))
        picture(f'phone-{letter}')
        repeat('no dialog', lambda: key('Escape'), lambda: not shown(button, ROLE.BUTTON))


def test_on_a_phone_buttons_leave_room_for_words():
    """What came of an address has its two buttons below."""
    go_through([NARROW])
    repeat('the dialog', lambda: key('ctrl+n'), lambda: find(ROLE.DIALOG, 'Add'))
    type_text(f'{serve({})}/missing')
    key('Return')
    words = wait('why', lambda: find(ROLE.LABEL, 'has no such page'))
    wait('its buttons', lambda: shown('Open in Browser') and shown('Retry'))
    picture('phone-add')
    assert place(words).width > 200, place(words).width
    assert place(find(ROLE.BUTTON, 'Retry')).y >= place(words).y + place(words).height
    repeat('no dialog', lambda: key('Escape'), lambda: not find(ROLE.DIALOG, 'Add'))


def test_on_a_phone_the_way_back_leads_to_the_list():
    go_through([NARROW])
    wait('the page', lambda: shown('Inspector'))
    def at_the_list():
        button = shown('Back')
        if button:
            press(button)
        return row('Four Things on a Shore') if not shown('Inspector') else None
    wait('the list', at_the_list)
    picture('phone')
    close()


add_page('pools.html', PAGE.format('What Lives in a Rock Pool', 'What Lives in a Rock Pool', f'<p>{WORDS}</p><p>{WORDS}</p>'), 'https://example.org/pools')
add_page('shore.html', PAGE.format('Four Things on a Shore', 'Four Things on a Shore', BODY), 'https://example.org/shore')
window = start('--page', 'article:2,article:1,article:2')
run('widths', [test_two_articles_one_after_the_other, test_an_article_in_all_widths, test_with_the_title_in_the_header, test_an_inspector_hides_the_places, test_with_the_inspector_in_all_widths,
               test_on_a_phone_dialogs_take_letters, test_on_a_phone_buttons_leave_room_for_words,
               test_on_a_phone_the_way_back_leads_to_the_list])
