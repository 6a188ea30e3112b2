#!/usr/bin/env python3
"""test-focus-kept.py PROGRAM: the focus is never lost: by what stands over the page, by completing, selecting, merging, and on the map."""
import json
import re

from focusing import Atspi, ROLE, STATE, ahead, by, choose, focus, goes_in_and_comes_back, in_list, in_page, in_sidebar, number_of, open_article, settled, shows, stays, to
from person import application, carrel, close, find, key, repeat, row, run, start, type_text, wait, walk, xdotool


def test_notes_links_and_pictures():
    open_article(number_of('title:letters'))
    goes_in_and_comes_back('note', by('Return'), (in_page(), ahead('1', 'link'))[1])
    close()
    open_article(number_of('title:swifts'))
    in_page()
    link = ahead('keep tables', 'link')
    wait('the card', shows('It hangs by the door'))
    assert settled() == link, settled()
    stays('the card', by('shift+Tab', 'Tab'), shows('It hangs by the door'), link)
    close()
    open_article(number_of('title:rivers'))
    in_page()
    goes_in_and_comes_back('picture', by('Return'), ahead('', 'image'))
    close()


def test_a_thread():
    open_article(1)
    in_page()
    goes_in_and_comes_back('thread', by('Return'), ahead('Edit Thread', 'button'))


def test_the_next_article():
    """The focus goes with the open one: what Return and the arrows do is done from there."""
    def open_one():
        return next(node.get_name() for node in walk(application()) if node.get_role() == ROLE.HEADING and node.get_state_set().contains(STATE.SHOWING) and row(node.get_name()))
    in_list()
    key('Home')
    for pressed in ('j', 'j', 'k', 'j'):
        before = open_one()
        repeat(f'another by {pressed}', by(pressed), lambda: open_one() != before, 1)
        wait('its row with the focus', lambda: focus()[3].startswith(open_one()[:30]), 5)
    there = open_one()
    key('Return')
    assert settled()[0] and open_one() == there
    in_page()
    repeat('another', by('j'), lambda: open_one() != there, 1)
    assert in_list()[3].startswith(open_one()[:30]), focus()


def test_completing_a_search():
    in_list()
    repeat('the entry', by('ctrl+f'), lambda: focus()[0] in ('text', 'entry'))
    there = settled()
    repeat('values', lambda: (key('ctrl+a'), type_text('topic:sc')), shows('as text'))
    for pressed in ('Down', 'Down', 'Up'):
        key(pressed)
        assert settled()[:3] == there[:3], f'{pressed}: {settled()}'
    repeat('completed', by('Tab'), lambda: not shows('as text')())
    assert settled()[:3] == there[:3], settled()
    repeat('values again', lambda: (key('ctrl+a'), type_text('topic:hi')), shows('as text'))
    stays('values', lambda: None, shows('as text'), there)
    repeat('the list again', by('Escape'), lambda: settled()[0] == 'list item')


def test_selection_mode():
    there = in_list()
    stays('all selected', by('ctrl+a'), shows(' Selected'), there)
    repeat('all selected', by('ctrl+a'), shows(' Selected'))
    goes_in_and_comes_back('topics of all', by('t'), settled())
    repeat('none selected', by('Escape'), lambda: not shows(' Selected')())
    assert settled()[0] == 'list item', settled()


def test_merging():
    in_list()
    key('Home')
    before = len(json.loads(carrel('list', '--json')))
    repeat('two selected', by('shift+Down'), shows('2 Selected'), 1)
    choose('row', 'Merge into One', by('Menu'))()
    wait('one less', lambda: len(json.loads(carrel('list', '--json'))) == before - 1)
    now = settled()
    assert now[0] == 'list item' and now[1] > 230, now
    key('ctrl+z')
    wait('both again', lambda: len(json.loads(carrel('list', '--json'))) == before)
    assert settled()[0] == 'list item', settled()


def test_what_is_never_wanted():
    repeat('the place', lambda: (in_sidebar(), key('Up' if focus()[2] > 330 else 'Down'), key('Return')), shows('1 Never Wanted'), 20)
    to('the list', lambda now: now[1] > 230)
    goes_in_and_comes_back('never wanted', by('Return'), ahead('1 Never Wanted', 'button'))


def test_places_that_cover_the_page():
    """In a narrow window they come over it: Return is then of them, not of the button beneath."""
    start('--page', 'care', size='372x720')
    wait('the page', shows('Care'))
    repeat('the focus in the places', by('F9'), lambda: (focus() or ' ')[0] == 'list item', 5)
    there = settled()
    assert there[0] == 'list item' and there[3] == 'Care', there
    repeat('the places gone', by('Escape'), lambda: (focus() or ('list item',))[0] != 'list item', 5)
    settled()
    repeat('the focus in the places', by('F9'), lambda: (focus() or ' ')[0] == 'list item', 5)
    settled()
    repeat('a search', by('ctrl+f'), lambda: focus()[0] in ('text', 'entry'))
    settled()
    close()


def test_the_map():
    repeat('the map', by('alt+3'), shows('Map of '))
    xdotool('mousemove', 1270, 990)  # the pointer would point at what it rests on
    there = settled()
    stays('a card', by('Right'), lambda: next((node for node in walk(application()) if re.match(r'\d+ links?( · |$)', node.get_name() or '') and node.get_state_set().contains(STATE.SHOWING)), None), there)
    goes_in_and_comes_back('search', by('ctrl+f'), there)
    goes_in_and_comes_back('menu', by('Return'), ahead('More'))
    repeat('its items', by('Return'), lambda: find(ROLE.CHECK_MENU_ITEM) or find(ROLE.MENU_ITEM))
    repeat('as text', by('Return'), lambda: not shows('Map of ')())
    settled()
    close()


def test_a_menu_by_the_pointer():
    """It is the row's that it is opened on: so is the focus, then."""
    start('--page', 'all,article:11,inspector')
    in_list()
    key('Home')
    before, other = settled(), wait('another row', lambda: row('The Three Twilights'))
    assert not before[3].startswith('The Three'), before
    place = other.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
    repeat('its menu', lambda: xdotool('mousemove', place.x + place.width // 2, place.y + 20, 'click', '3'), lambda: find(ROLE.MENU_ITEM))
    repeat('no menu', by('Escape'), lambda: not find(ROLE.MENU_ITEM))
    assert settled()[3].startswith('The Three Twilights'), focus()


def test_suggestions():
    """Where one goes that had the focus, the next one has it."""
    def offered():
        return [node.get_name() for node in walk(application()) if node.get_role() == ROLE.BUTTON and (node.get_name() or '').startswith('Add Suggested Topic') and node.get_state_set().contains(STATE.SHOWING)]
    before = wait('suggestions', lambda: len(offered()) >= 4 and offered())
    to('the inspector', lambda now: now[1] > 900)
    ahead(before[2])
    key('Delete')
    wait('it is gone', lambda: offered() and before[2] not in offered())
    assert settled()[3] == offered()[2], (focus(), offered())
    key('ctrl+z')
    wait('it again', lambda: offered() == before)
    close()


carrel('samples')
carrel('delete', '12')
carrel('thread', '--title', 'Two of them', '1', '2')
carrel('wanted', '--hide', json.loads(carrel('wanted', '--json'))[0]['key'])
run('focus-kept', [test_notes_links_and_pictures, test_a_thread, test_the_next_article, test_completing_a_search, test_selection_mode, test_merging, test_what_is_never_wanted, test_the_map, test_places_that_cover_the_page,
                   test_a_menu_by_the_pointer, test_suggestions])
