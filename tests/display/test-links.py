#!/usr/bin/env python3
"""test-links.py PROGRAM: links in a real window, seen through AT-SPI: made, undone, followed, seen from the other side,
ordered in a thread, offered; and something wanted that is fetched.

Keys are the display server's; the pages come from a server of the test's own, and what is in the library is read through
the command line.
"""
import json

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

import person  # noqa: E402
from person import carrel, find, key, press, repeat, run, type_text, wait  # noqa: E402

ROLE = Atspi.Role
WORDS = ' '.join(['The caravan goes by night and rests by day, and whoever walks behind it learns the names of the stars.'] * 8)
PAGES = {
    '/tea': ('Tea on the Hills', 'Leaves come by <a href="/salt">the salt road</a>, and <a href="/rivers?utm_source=letter#top">by water</a>. Some say the lantern makers of Kashgar began it.'),
    '/rivers': ('Rivers Bend', 'A river never hurries. A barge does, on its way to <a href="/salt">the salt road</a>.'),
    '/lanterns': ('The Lantern Makers of Kashgar', 'Paper, oil, and patience. A barge brings the oil.'),
    '/salt': ('The Salt Road', 'Salt was money once.'),
}


BASE = person.serve({path: person.page(title, f'<p>{words} {WORDS}</p><p>{WORDS}</p>') for path, (title, words) in PAGES.items()})


def links(article, *options):
    return json.loads(carrel('links', '--json', *options, str(article)))


def kinds(article, kind):
    return [link for link in links(article) if link['kind'] == kind]


def button(name):
    return find(ROLE.BUTTON, name)


def is_open(title):
    return find(ROLE.FRAME, title)


def offered(title):
    """Among the rows of the dialog, not in the list behind it."""
    dialog = find(ROLE.DIALOG, 'Add Link')
    return any(node.get_role() == ROLE.LIST_ITEM and title in (node.get_name() or '') for node in person.walk(dialog))


# ── The steps ──


def test_pages_that_link_each_other_by_another_address_are_linked():
    for path in ('/tea', '/rivers', '/lanterns'):
        carrel('add', '--no-images', BASE + path)
    assert [link['source'] for link in kinds(2, 'mentions') if link['backlink']] == [1], links(2)


def test_a_link_is_made():
    person.start('--page', 'article:1,inspector')
    wait('the article', lambda: is_open('Tea on the Hills'))
    # Sent again until the dialog is there: the first may come before the window is ready.
    repeat('the dialog', lambda: key('l'), lambda: find(ROLE.ENTRY, 'Find the Other Article') or find(ROLE.TEXT, 'Find the Other Article'))
    # What its text names stands first, before anything is typed.
    wait('what is likely', lambda: offered('The Lantern Makers of Kashgar'))
    key('ctrl+a')  # an «l» may stand there, that was sent once too often
    type_text('rivers added:soon')
    wait('what is no filter', lambda: find(ROLE.LABEL, '“added:soon” is looked for as text; a filter would be added:7d'))
    key('ctrl+a')
    type_text('rivers')
    wait('nothing more to say of it', lambda: find(ROLE.LABEL, 'is looked for as text') is None)
    wait('the one that is looked for', lambda: offered('Rivers Bend') and not offered('The Lantern Makers of Kashgar'))
    key('Return')
    wait('the link', lambda: kinds(1, 'related'))


def test_it_is_undone():
    repeat('the links as they were', lambda: press(wait('the toast', lambda: button('Undo'))), lambda: not kinds(1, 'related'))


def test_a_title_in_the_text_is_linked_by_one_click():
    repeat('the link', lambda: press(wait('the offer', lambda: button('Link “The Lantern Makers of Kashgar”'))), lambda: kinds(1, 'related'))
    made = kinds(1, 'related')
    assert made[0]['target'] == 3 and 'began it' in made[0]['context'], made
    wait('no offer', lambda: not button('Link “The Lantern Makers of Kashgar”'))


def test_a_link_is_followed():
    # The lines are made anew when links change: one that went while it was pressed is pressed again.
    repeat('the other article', lambda: press(wait('its line', lambda: button('Rivers Bend'))), lambda: is_open('Rivers Bend'))


def test_it_is_seen_from_the_other_side():
    wait('its heading', lambda: find(ROLE.HEADING, 'Mentioned by'))
    repeat('the article again', lambda: press(wait('the backlink', lambda: button('Tea on the Hills'))), lambda: is_open('Tea on the Hills'))


def test_a_thread_is_walked_along():
    carrel('thread', '--title', 'By road and water', '1', '2', '3')
    wait('the thread', lambda: find(ROLE.HEADING, 'By road and water') or len(json.loads(carrel('thread', '--json', '1'))['articles']) == 3)
    repeat('the next of it', lambda: key('bracketright'), lambda: is_open('Rivers Bend'))
    repeat('the one before', lambda: key('bracketleft'), lambda: is_open('Tea on the Hills'))


def test_what_is_wanted_is_fetched_by_a_key():
    assert not [link for link in links(1) if link['title'] == 'The Salt Road']
    person.close()
    person.start('--page', 'wanted')
    row = wait('what is wanted', lambda: find(ROLE.LIST_ITEM, 'the salt road'))
    repeat('its page', lambda: person.click(row), lambda: button('Fetch'))
    wait('the sentence in which it is named', lambda: find(ROLE.LABEL, 'Leaves come by the salt road') and find(ROLE.LABEL, 'on its way to the salt road'))
    repeat('the article', lambda: key('f'), lambda: 'The Salt Road' in carrel('list'))
    wait('the link', lambda: [link for link in kinds(1, 'mentions') if link['target'] == 4])
    person.close()


def test_nothing_was_complained_of():
    assert not person.said(), person.said()


run('links', [test_pages_that_link_each_other_by_another_address_are_linked, test_a_link_is_made, test_it_is_undone, test_a_title_in_the_text_is_linked_by_one_click,
              test_a_link_is_followed, test_it_is_seen_from_the_other_side, test_a_thread_is_walked_along, test_what_is_wanted_is_fetched_by_a_key,
              test_nothing_was_complained_of])
