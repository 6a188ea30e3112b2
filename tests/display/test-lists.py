#!/usr/bin/env python3
"""test-lists.py PROGRAM: how a list is divided, shown and narrowed, in a real window, seen through AT-SPI.

Headings above groups, compact rows and cards, both kept for the next window; filters as chips; values that are
completed; searches that are remembered; and what a click on a site or a date searches.
"""
import json
import os
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

from person import add_page, carrel, click, close, find, FOLDER, key, PATIENCE, row, press, repeat, run, start, type_text, wait, walk, application, xdotool  # noqa: E402

TEXT = 'The tide leaves a crab and an anemone in a rock pool, and the crab hides from the gull until the tide is back. '
SITES = ['Harbour Notes', 'Kitchen Table', 'Shore Review']
PAGES = [('Limpets at Low Water', 'Shore Review', 'Ines Calder', 'sea'), ('The Gull and the Crab', 'Shore Review', 'Tom Arden', 'birds'), ('A Lamp for the Pilot', 'Harbour Notes', 'Ines Calder', 'sea'),
         ('Bread Without Haste', 'Kitchen Table', 'Mina Okafor', None)]


def fill_library():
    for number, (title, site, author, topic) in enumerate(PAGES, 1):
        head = f'<title>{title}</title><meta property="og:site_name" content="{site}"><meta name="author" content="{author}"><meta property="article:published_time" content="2026-01-0{number}T12:00:00Z">'
        add_page(f'{number}.html', f'<html lang="en"><head>{head}</head><body><article><h1>{title}</h1>' + f'<p>{TEXT * 3}</p>' * 4 + '</article></body></html>', f'https://site{number}.example/{number}')
        if topic:
            carrel('tag', str(number), f'+{topic}')


def headings():
    """What stands above groups, from the top."""
    found = []
    for node in walk(application()):
        try:
            if node.get_role() == Atspi.Role.HEADING and node.get_state_set().contains(Atspi.StateType.SHOWING) and node.get_name():
                found.append((node.get_component_iface().get_extents(Atspi.CoordType.WINDOW).y, node.get_name()))
        except Exception:
            continue
    return [name for _, name in sorted(found)]


def is_open():
    """A menu."""
    entries = (Atspi.Role.MENU_ITEM, Atspi.Role.RADIO_MENU_ITEM, Atspi.Role.CHECK_MENU_ITEM)
    return any(node.get_role() in entries and node.get_state_set().contains(Atspi.StateType.SHOWING) for node in walk(application()))


def choose(keys, what, condition):
    """An entry of the list's menu, by the letters that are underlined in it: GTK tells the bus no names of entries."""
    def act():
        if not is_open():
            press(wait('the menu button', lambda: find(Atspi.Role.TOGGLE_BUTTON, 'Sort, Group and Filter') or find(Atspi.Role.PUSH_BUTTON, 'Sort, Group and Filter')))
        wait('the menu', is_open)
        for letter in keys:
            key(letter)
            time.sleep(0.3 * PATIENCE)
        if is_open():
            key('Escape')
    repeat(what, act, condition)
    wait('no menu', lambda: not is_open())


def push(name):
    """The button of just that name."""
    def search():
        return next((node for node in walk(application()) if node.get_role() in (Atspi.Role.BUTTON, Atspi.Role.TOGGLE_BUTTON) and node.get_name() == name
                     and node.get_state_set().contains(Atspi.StateType.SHOWING)), None)
    press(wait(f'the button «{name}»', search))


def shown():
    """Titles of the articles in the list."""
    titles = {title for title, *_ in PAGES}
    return sorted({title for node in walk(application()) if node.get_role() == Atspi.Role.LIST_ITEM and (title := (node.get_name() or '').split(', ')[0]) in titles and node.get_state_set().contains(Atspi.StateType.SHOWING)})


def search(text, titles):
    """Typed anew until these are the articles that are shown."""
    def type_it():
        key('ctrl+f')
        key('ctrl+a')
        type_text(text)
    repeat(f'the articles of «{text}»', type_it, lambda: shown() == sorted(titles))


# ── The steps ──


def test_a_list_is_divided():
    fill_library()
    start('--page', 'all')
    wait('the list', lambda: len(shown()) == len(PAGES))
    assert headings() == [], headings()
    choose('gs', 'its sites', lambda: headings() == SITES)
    choose('gt', 'its topics', lambda: headings() == ['birds', 'sea', 'No Topic'])
    choose('gd', 'one day', lambda: headings() == ['Today'])
    choose('p', 'the days on which they were published', lambda: len(headings()) == 4)
    choose('gt', 'its topics', lambda: headings() == ['birds', 'sea', 'No Topic'])


def test_groups_follow_the_library():
    carrel('tag', '4', '+birds')
    wait('no rest', lambda: headings() == ['birds', 'sea'])
    carrel('tag', '4', '-birds')
    wait('the rest', lambda: headings() == ['birds', 'sea', 'No Topic'])


def height():
    return row('Bread Without Haste').get_component_iface().get_extents(Atspi.CoordType.WINDOW).height


def test_rows_are_shown_otherwise():
    choose('gn', 'no headings', lambda: headings() == [])
    normal = wait('a row', height)
    choose('vc', 'a low row', lambda: height() < normal)
    compact = height()
    choose('va', 'a card', lambda: height() > normal)
    choose('vc', 'a low row', lambda: height() == compact)
    choose('gs', 'its sites', lambda: headings() == SITES)


def test_that_is_kept():
    close()
    with open(os.path.join(os.environ['XDG_STATE_HOME'], 'carrel', 'list'), encoding='utf-8') as file:
        kept = file.read()
    assert 'group=site' in kept and 'view=compact' in kept, kept
    start('--page', 'all')
    wait('its sites', lambda: headings() == SITES)
    compact = wait('a row', height)
    choose('gn', 'no headings', lambda: headings() == [])
    choose('vn', 'a high row', lambda: height() > compact)


def test_filters_are_chips():
    search('crab topic:sea', ['Limpets at Low Water', 'A Lamp for the Pilot'])
    repeat('the filter gone', lambda: push('Remove Filter “sea”'), lambda: len(shown()) == 4)
    search('crab site:"Kitchen Table" is:read', [])
    wait('how many there would be', lambda: find(Atspi.Role.LABEL, '“crab” is in 4 articles without these filters.'))
    repeat('all of them', lambda: push('Remove Filters'), lambda: len(shown()) == 4)
    repeat('the unread', lambda: push('Highlighted'), lambda: shown() == [])
    repeat('the filter gone', lambda: push('Remove Filter “Highlighted”'), lambda: len(shown()) == 4)


def test_the_best_match_is_of_a_search():
    def orders():
        items = [node for node in walk(application()) if node.get_role() == Atspi.Role.MENU_ITEM and node.get_state_set().contains(Atspi.StateType.SHOWING)]
        return [node.get_state_set().contains(Atspi.StateType.SENSITIVE) for node in items][:7]

    def open_menu():
        if not is_open():
            press(find(Atspi.Role.TOGGLE_BUTTON, 'Sort, Group and Filter') or find(Atspi.Role.PUSH_BUTTON, 'Sort, Group and Filter'))
    search('crab topic:sea', ['Limpets at Low Water', 'A Lamp for the Pilot'])
    repeat('the menu', open_menu, is_open)
    wait('all orders', lambda: orders() == [True] * 7)
    repeat('no menu', lambda: key('Escape'), lambda: not is_open())
    search('topic:sea', ['Limpets at Low Water', 'A Lamp for the Pilot'])
    repeat('the menu', open_menu, is_open)
    wait('all but the best match', lambda: orders() == [False] + [True] * 6)
    repeat('no menu', lambda: key('Escape'), lambda: not is_open())
    search('crab', sorted({title for title, *_ in PAGES}))


def test_what_is_no_filter_is_said():
    search('crab added:soon', [])
    wait('why', lambda: find(Atspi.Role.LABEL, '“added:soon” is looked for as text; a filter would be added:7d'))
    search('crab before:2026-13-40', [])
    wait('why', lambda: find(Atspi.Role.LABEL, '“before:2026-13-40” is looked for as text; there is no filter “before:”.'))
    search('crab topic:sea', ['Limpets at Low Water', 'A Lamp for the Pilot'])
    wait('nothing more to say', lambda: find(Atspi.Role.LABEL, 'is looked for as text') is None)
    repeat('the filter gone', lambda: push('Remove Filter “sea”'), lambda: len(shown()) == 4)


def test_a_search_leaves_its_place():
    key('Escape')
    carrel('archive', '1')
    repeat('the inbox', lambda: key('alt+1'), lambda: row('Bread Without Haste') and not row('Limpets at Low Water'))
    search('limpets', [])
    wait('where it is', lambda: find(Atspi.Role.LABEL, '“limpets” is in 1 article elsewhere.'))
    repeat('it', lambda: push('Search Everywhere'), lambda: shown() == ['Limpets at Low Water'])
    repeat('the place again', lambda: push('Everywhere'), lambda: shown() == [])
    repeat('everything again', lambda: push('Everywhere'), lambda: shown() == ['Limpets at Low Water'])


def test_values_are_completed():
    repeat('all articles', lambda: key('alt+2'), lambda: len(shown()) == 4)

    def typed(text, completion):
        def type_it():
            key('ctrl+f')
            key('ctrl+a')
            type_text(text)
        repeat(f'«{completion}»', type_it, lambda: find(Atspi.Role.LIST_ITEM, completion))
    typed('site:sho', 'Shore Review')
    key('Tab')
    wait('its articles', lambda: shown() == ['Limpets at Low Water', 'The Gull and the Crab'])
    typed('author:in', 'Ines Calder')
    key('Tab')
    wait('hers', lambda: shown() == ['A Lamp for the Pilot', 'Limpets at Low Water'])
    typed('lang:e', 'en')
    typed('is:un', 'is:unread')
    typed('topic:bi', 'birds')
    key('Tab')
    wait('its article', lambda: shown() == ['The Gull and the Crab'])
    typed('topic:bi', 'Search for “topic:bi” as text')


def test_a_topic_is_found_by_its_other_name():
    carrel('topics', 'alias', 'birds', 'wings')
    search('topic:wings', ['The Gull and the Crab'])


def test_enter_waits_for_what_was_typed():
    everything()
    repeat('another article', lambda: click(row('Bread Without Haste')), lambda: find(Atspi.Role.HEADING, 'Bread Without Haste'))
    key('ctrl+f')
    key('ctrl+a')
    # A word that is pasted is no series of shorter ones: the list is still that of everything when Enter comes.
    xdotool('type', '--args', 1, '--delay', 1, 'low & limpets', 'key', 'Return')
    wait('the article', lambda: find(Atspi.Role.HEADING, 'Limpets at Low Water'))
    assert shown() == ['Limpets at Low Water'], shown()
    archived = carrel('list', 'is:archived')
    key('ctrl+f')
    key('ctrl+a')
    xdotool('type', '--args', 1, '--delay', 1, 'zzz', 'key', 'Return')
    wait('nothing', lambda: shown() == [])
    type_text('e')  # still of the search; in the list it would archive the open article
    wait('it in the entry', lambda: any('zzze' in (node.get_name() or '') for node in walk(application())))
    assert carrel('list', 'is:archived') == archived
    everything()


def test_searches_are_remembered():
    search('gull topic:birds', ['The Gull and the Crab'])
    key('Return')
    with_it = os.path.join(os.environ['XDG_STATE_HOME'], 'carrel', 'searches')
    wait('it in the file', lambda: 'gull topic:birds' in open(with_it, encoding='utf-8').read())
    close()
    start('--page', 'all')
    wait('the list', lambda: len(shown()) == 4)

    def ask():
        key('ctrl+f')
        key('ctrl+a', 'BackSpace')
        key('Down')
    repeat('the last search', ask, lambda: find(Atspi.Role.LIST_ITEM, 'gull topic:birds'))
    repeat('nothing of it', lambda: key('Escape'), lambda: not find(Atspi.Role.LIST_ITEM, 'gull topic:birds'))
    entry = wait('the entry', lambda: next(node for node in walk(application()) if node.get_role() in (Atspi.Role.ENTRY, Atspi.Role.TEXT)
                                           and node.get_state_set().contains(Atspi.StateType.SHOWING)))
    repeat('the last search by a click', lambda: click(entry), lambda: find(Atspi.Role.LIST_ITEM, 'gull topic:birds'))
    key('Tab')
    wait('its article', lambda: shown() == ['The Gull and the Crab'])


def filtered(name):
    """What is searched is narrowed by this."""
    return find(Atspi.Role.BUTTON, f'Remove Filter “{name}”') is not None


def click_in(what, title, x, y, condition):
    """Clicks on a field inside a row, which the row draws itself: so far from its corner. What the bus says of a row lacks the paddings around it,
    so the click is tried at several heights; a click beside it does no harm."""
    for lower in (0, -11, 11, -6, 6) * 2:
        place = wait(f'the row «{title}»', lambda: row(title)).get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        xdotool('mousemove', place.x + x, place.y + y + lower, 'click', '1')
        try:
            wait(what, condition, 8)
            return
        except AssertionError:
            everything()
    raise AssertionError(f'never: {what}')


def everything():
    repeat('all of them', lambda: (key('ctrl+f'), key('ctrl+a', 'BackSpace'), key('alt+2')), lambda: len(shown()) == len(PAGES))


def test_a_click_searches():
    everything()
    click_in('its site', 'Limpets at Low Water', 30, 84, lambda: shown() == ['Limpets at Low Water', 'The Gull and the Crab'])
    everything()
    click_in('its topic', 'The Gull and the Crab', 40, 108, lambda: shown() == ['The Gull and the Crab'])
    everything()
    repeat('the article', lambda: click(row('Limpets at Low Water')), lambda: find(Atspi.Role.HEADING, 'Limpets at Low Water'))
    repeat('the inspector', lambda: key('ctrl+i'), lambda: find(Atspi.Role.BUTTON, 'English') or find(Atspi.Role.LABEL, 'English'))
    repeat('its language', lambda: press(wait('the button', lambda: find(Atspi.Role.BUTTON, 'English'))), lambda: filtered('English'))


def button_is_sensitive(tooltip):
    node = next((node for node in walk(application()) if node.get_role() == Atspi.Role.BUTTON and (node.get_name() or '') == tooltip and node.get_state_set().contains(Atspi.StateType.SHOWING)), None)
    # GTK tells the bus of the widget that was made insensitive alone, not of what is in it.
    return node is not None and all(one.get_state_set().contains(Atspi.StateType.SENSITIVE) for one in (node, node.get_parent()))


def selected(count):
    return any((node.get_name() or '') == f'{count} Selected' for node in walk(application()))


def test_escape_climbs_back():
    search('topic:sea', ['A Lamp for the Pilot', 'Limpets at Low Water'])
    repeat('the first result', lambda: key('Return'), lambda: find(Atspi.Role.HEADING, 'Limpets at Low Water') or find(Atspi.Role.HEADING, 'A Lamp for the Pilot'))
    repeat('all selected', lambda: key('ctrl+a'), lambda: selected(2))
    assert button_is_sensitive('Delete') and button_is_sensitive('Archive (E)')
    for title in ('Limpets at Low Water', 'A Lamp for the Pilot'):
        xdotool('keydown', 'ctrl')
        click(row(title))
        xdotool('keyup', 'ctrl')
    wait('none selected', lambda: selected(0))
    wait('nothing to be done with none', lambda: not button_is_sensitive('Delete') and not button_is_sensitive('Archive (E)'))
    key('Escape')
    wait('out of selection mode', lambda: not selected(0) and len(shown()) == 2)
    key('Escape')
    wait('out of the search', lambda: len(shown()) == len(PAGES))


def top_of(title):
    return wait(title, lambda: row(title)).get_component_iface().get_extents(Atspi.CoordType.WINDOW).y


def test_what_comes_in_is_seen_at_the_top():
    def add(name):
        add_page(f'{name}.html', f'<html lang="en"><head><title>{name}</title></head><body><article><h1>{name}</h1>' + f'<p>{TEXT * 3}</p>' * 4 + '</article></body></html>', f'https://new.example/{name}')
    start('--page', 'all')
    wait('the list', lambda: len(shown()) == len(PAGES))
    choose('a', 'the newest first', lambda: top_of(PAGES[-1][0]) < top_of(PAGES[0][0]))
    for number in range(12):
        add(f'Newcomer {number}')
        wait('it is seen', lambda: row(f'Newcomer {number}'))
    top = top_of('Newcomer 11')
    assert 0 < top < 200, top
    assert [top_of(f'Newcomer {number}') - top for number in (10, 9)] == [134, 268]  # a row's pitch, whatever is shown of it
    box = row('Newcomer 11').get_component_iface().get_extents(Atspi.CoordType.WINDOW)
    for _ in range(4):
        xdotool('mousemove', box.x + 40, box.y + 20, 'click', 5)
        time.sleep(0.3 * PATIENCE)
    before = top_of('Newcomer 8')
    assert not row('Newcomer 11') or top_of('Newcomer 11') < top
    add('Newcomer 12')
    wait('that it is counted', lambda: find(Atspi.Role.LIST_ITEM, f'All Articles, {len(PAGES) + 13}') or find(Atspi.Role.LABEL, str(len(PAGES) + 13)))
    time.sleep(0.5 * PATIENCE)
    assert top_of('Newcomer 8') == before, (top_of('Newcomer 8'), before)
    close()


def test_the_menu_opens_by_key():
    everything()
    repeat('the row', lambda: click(row('Limpets at Low Water')), lambda: find(Atspi.Role.HEADING, 'Limpets at Low Water'))
    repeat('its menu', lambda: key('Menu'), is_open)
    repeat('no menu', lambda: key('Escape'), lambda: not is_open())


def test_the_library_is_sound():
    close()
    carrel('check')
    assert len(json.loads(carrel('list', '--json', ''))) == len(PAGES)


os.environ['XDG_STATE_HOME'] = os.path.join(FOLDER, 'state')
run('lists', [test_a_list_is_divided, test_groups_follow_the_library, test_rows_are_shown_otherwise, test_that_is_kept, test_filters_are_chips, test_the_best_match_is_of_a_search, test_what_is_no_filter_is_said, test_a_search_leaves_its_place, test_values_are_completed,
              test_a_topic_is_found_by_its_other_name, test_searches_are_remembered, test_a_click_searches, test_enter_waits_for_what_was_typed, test_escape_climbs_back, test_the_menu_opens_by_key, test_the_library_is_sound,
              test_what_comes_in_is_seen_at_the_top])
