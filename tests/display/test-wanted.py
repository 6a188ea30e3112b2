#!/usr/bin/env python3
"""test-wanted.py PROGRAM: what isn't there yet, in a real window, seen through AT-SPI: titles that an article lists and that find
their article live, from both sides; an address that is linked before it is there; what is never wanted, taken back; and articles that are the same, made one.

The article is the sample of the corpus where that is, else one of the same shape.
"""
import json
import os

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

import person  # noqa: E402
from person import carrel, find, FOLDER, key, press, repeat, run, type_text, wait  # noqa: E402

ROLE = Atspi.Role
WORDS = 'The harbour master writes the weather into a book each morning, and nobody has ever asked to see it. ' * 8
SAMPLE = os.path.join(os.environ.get('CARREL_SHARED', ''), 'corpus', 'sample', 'article.txt')
OWN = 'The Harbour Book\n\n' + (WORDS + '\n\n') * 4 + 'See also\nWinds of the Northern Coast\nA Short History of Harbours\nThe Keeper and the Lamp\nTides for Beginners\n'
BASE = person.serve({'/ferry': person.page('The Ferry at Noon', f'<p>{WORDS}</p><p>{WORDS}</p>')})


def links(article):
    return json.loads(carrel('links', '--json', str(article)))


def wanted(*options):
    return json.loads(carrel('wanted', '--json', *options))


def fill_library():
    path = os.path.join(FOLDER, 'article.txt')
    text = open(SAMPLE, encoding='utf-8').read() if os.path.exists(SAMPLE) else OWN
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)
    carrel('add', '--url=https://example.org/listed', path)


# ── The steps ──


def test_four_titles_are_wanted():
    assert len(wanted()) == 4, wanted()
    assert all(thing['key'].startswith('t ') for thing in wanted()), wanted()


def test_one_of_them_arrives_and_is_linked_live():
    global title
    title = wanted()[0]['title']
    person.start('--page', 'article:1,inspector')
    wait('the article', lambda: find(ROLE.FRAME, json.loads(carrel('show', '--format=json', '1'))['title'][:20]))
    wait('the title among what is wanted', lambda: find(ROLE.BUTTON, f'Wanted: {title}') or find(ROLE.LABEL, title))
    assert not find(ROLE.BUTTON, title) or 'Wanted' in (find(ROLE.BUTTON, title).get_name() or ''), 'it is there already'
    person.picture('wanted')
    person.add_page('arrived', person.page(title, f'<p>{WORDS}</p><p>{WORDS}</p>'), 'https://elsewhere.example/arrived')
    assert [link['target'] for link in links(1) if link['title'] == title] == [2], links(1)
    assert [link['source'] for link in links(2) if link['backlink']] == [1], links(2)
    # In the window that was open all the time.
    repeat('the article that came', lambda: press(wait('its line', lambda: find(ROLE.BUTTON, title))), lambda: find(ROLE.FRAME, title))


def test_it_is_seen_from_the_other_side():
    first = json.loads(carrel('show', '--format=json', '1'))['title']
    repeat('the first article', lambda: press(wait('the backlink', lambda: find(ROLE.BUTTON, first))), lambda: find(ROLE.FRAME, first))
    assert len(wanted()) == 3


def test_an_address_is_linked_before_it_is_there():
    # Sent again until the dialog is there: the first may come before the window is ready.
    repeat('the dialog', lambda: key('l'), lambda: find(ROLE.ENTRY, 'Find the Other Article') or find(ROLE.TEXT, 'Find the Other Article'))
    key('ctrl+a')
    type_text(BASE + '/ferry')
    wait('what will happen', lambda: find(ROLE.LIST_ITEM, 'Not here yet: it is fetched'))
    repeat('the link', lambda: key('Return'), lambda: [link for link in links(1) if link['kind'] == 'related'])
    wait('the article', lambda: 'The Ferry at Noon' in carrel('list'))
    wait('it linked', lambda: [link for link in links(1) if link['kind'] == 'related' and link['target'] == 3])
    repeat('it in the window', lambda: press(wait('its line', lambda: find(ROLE.BUTTON, 'The Ferry at Noon'))), lambda: find(ROLE.FRAME, 'The Ferry at Noon'))
    person.close()


def test_never_is_taken_back():
    hidden = wanted()[0]
    person.start('--page', 'wanted')
    row = wait('what is wanted', lambda: find(ROLE.LIST_ITEM, hidden['title']))
    repeat('its page', lambda: person.click(row), lambda: find(ROLE.HEADING, hidden['title']))
    repeat('it hidden', lambda: key('Delete'), lambda: len(wanted()) == 2)
    repeat('the dialog', lambda: press(wait('the way back', lambda: find(ROLE.BUTTON, '1 Never Wanted…'))), lambda: find(ROLE.DIALOG, 'Never Wanted'))
    person.picture('never')
    again = f'Want “{hidden["title"]}” Again'
    repeat('it wanted', lambda: press(wait('the button', lambda: find(ROLE.BUTTON, 'Want Again', again))), lambda: len(wanted()) == 3)
    wait('nothing hidden', lambda: find(ROLE.LABEL, 'Nothing Hidden') or find(ROLE.HEADING, 'Nothing Hidden'))
    repeat('an undo', lambda: press(wait('the toast', lambda: find(ROLE.BUTTON, 'Undo'))), lambda: len(wanted()) == 2)
    wait('it in the list', lambda: find(ROLE.BUTTON, 'Want Again', again))
    repeat('the dialog closed', lambda: key('Escape'), lambda: not find(ROLE.DIALOG, 'Never Wanted'))
    person.close()


def test_an_article_behind_it_is_left_alone():
    """What is seen is the page of something wanted: the buttons and keys of an article are not for the one that was open before."""
    title = json.loads(carrel('show', '--format=json', '1'))['title']
    person.start('--page', 'all,article:1')
    wait('the article', lambda: find(ROLE.FRAME, title) and find(ROLE.BUTTON, 'Archive (E)'))
    thing = wanted()[0]['title']
    repeat('what is wanted', lambda: person.click(wait('the place', lambda: find(ROLE.LIST_ITEM, 'Wanted'))), lambda: find(ROLE.LIST_ITEM, thing))
    repeat('its page', lambda: person.click(find(ROLE.LIST_ITEM, thing)), lambda: find(ROLE.HEADING, thing))
    wait('no button of an article', lambda: not find(ROLE.BUTTON, 'Archive (E)') and not find(ROLE.TOGGLE_BUTTON, 'Inspector (Ctrl+I)'))
    assert not find(ROLE.FRAME, title), 'the window is called by an article that is not seen'
    key('e')
    key('s')
    person.add_page('behind', person.page('Something Else', f'<p>{WORDS}</p>'), 'https://elsewhere.example/behind')
    wait('what came', lambda: 'Something Else' in carrel('list'))
    assert [article['title'] for article in json.loads(carrel('list', '--json', 'is:archived OR is:favourite'))] == []
    carrel('favourite', '1')  # it changes behind the page, which stays
    carrel('favourite', '--remove', '1')
    wait('the page as it was', lambda: find(ROLE.HEADING, thing) and not find(ROLE.BUTTON, 'Archive (E)'))
    repeat('the article again', lambda: person.click(wait('the place', lambda: find(ROLE.LIST_ITEM, 'Inbox'))), lambda: find(ROLE.FRAME, title))
    assert find(ROLE.BUTTON, 'Archive (E)')
    carrel('delete', str(json.loads(carrel('list', '--json', 'title:"Something Else"'))[0]['id']))
    person.close()


def test_a_search_that_finds_none_says_so():
    person.start('--page', 'wanted')
    wait('what is wanted', lambda: find(ROLE.LIST, 'Wanted'))
    repeat('the entry', lambda: (key('ctrl+f'), key('ctrl+a'), person.type_text('zzyzx')), lambda: person.named('Nothing here matches “zzyzx”.'))
    assert not person.named('Nothing Wanted')
    person.close()


def merge_by_menu():
    """By the menu of a row, which a second click would close."""
    place = person.row('The Ferry at Noon').get_component_iface().get_extents(Atspi.CoordType.WINDOW)
    person.xdotool('mousemove', place.x + 80, place.y + 30, 'sleep', '0.3', 'click', '3')
    press(wait('the item', lambda: person.menu_item(('carrel-list-pane.ui', 'row_menu'), 'Merge into One'), 5))


def test_what_is_the_same_is_merged():
    person.start('--page', 'all')
    # Another place may come first: that of the last time.
    wait('the list', lambda: any((node.get_name() or '') == 'Search All Articles' for node in person.walk(person.application())) and person.row('The Ferry at Noon'))
    repeat('all of them', lambda: key('ctrl+a'), lambda: find(ROLE.LABEL, '3 Selected'))
    repeat('one article', merge_by_menu, lambda: len(json.loads(carrel('list', '--json'))) == 1)
    assert json.loads(carrel('show', '--format=json', BASE + '/ferry'))['id'] == 1
    repeat('an undo', lambda: key('ctrl+z'), lambda: len(json.loads(carrel('list', '--json'))) == 3)
    assert json.loads(carrel('show', '--format=json', BASE + '/ferry'))['id'] == 3
    person.close()


def test_nothing_was_complained_of():
    assert not person.said(), person.said()


fill_library()
run('wanted', [test_four_titles_are_wanted, test_one_of_them_arrives_and_is_linked_live, test_it_is_seen_from_the_other_side, test_an_address_is_linked_before_it_is_there,
               test_never_is_taken_back, test_an_article_behind_it_is_left_alone, test_a_search_that_finds_none_says_so,
               test_what_is_the_same_is_merged, test_nothing_was_complained_of])
