#!/usr/bin/env python3
"""test-topics.py PROGRAM: topics in a real window, seen through AT-SPI: chosen by typing, for many at once and undone,
dragged, merged, suggested; and a search in Chinese.

Keys and clicks are the display server's, and what is in the library is read through the command line.
"""
import json
import os
import pathlib
import subprocess
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

from person import application, carrel, click, close, find, FOLDER, key, PATIENCE, row, press, repeat, run, start, type_text, wait, walk, xdotool  # noqa: E402

SEA = 'The tide leaves a crab and an anemone in a rock pool, and the crab hides from the gull until the tide is back at the pool.'
PAGES = [(f'Shore {number}', 'en', SEA) for number in range(10)] + [('潮池', 'zh', '海洋生物在潮池里生活，潮池很小。')]


def titles(query):
    return sorted(article['title'] for article in json.loads(carrel('list', '--json', query)))


def paths():
    return [topic['path'] for topic in json.loads(carrel('topics', '--json'))]


def fill_library():
    for number, (title, language, text) in enumerate(PAGES):
        path = pathlib.Path(FOLDER) / f'{number}.html'
        path.write_text(f'<html lang="{language}"><title>{title}</title><article><h1>{title}</h1>' + f'<p>{text}</p>' * 6 + '</article></html>', encoding='utf-8')
        carrel('add', '--no-images', '--url', f'https://example.org/{number}', str(path))
    for number in range(1, 9):
        carrel('tag', str(number), '+nature')
    carrel('tag', '1', '+rock pool', '+rock pools', '+law')


os.environ['XDG_STATE_HOME'] = FOLDER  # recent searches


def open_window(page):
    start('--page', page, size='1280x900')


def open_all():
    """What is opened at the start comes a moment after the window, and would take back what was chosen meanwhile."""
    open_window('all')
    wait('all articles', lambda: place('All Articles').get_state_set().contains(Atspi.StateType.SELECTED))


def seen(title):
    return wait(f'the row «{title}»', lambda: row(title))


def place(name):
    """A row of the sidebar: an article's says its topics, too."""
    def search():
        return next((node for node in walk(application()) if node.get_role() == Atspi.Role.LIST_ITEM and node.get_name() == name and node.get_state_set().contains(Atspi.StateType.SHOWING)), None)
    return wait(f'the place «{name}»', search)


def is_shown(name):
    return any(node.get_role() == Atspi.Role.LIST_ITEM and node.get_name() == name for node in walk(application()))


def open_chooser():
    repeat('the chooser', lambda: key('t'), lambda: find(Atspi.Role.BUTTON, 'Done') is not None)


# ── The steps ──


def test_a_topic_is_chosen_by_typing():
    fill_library()
    open_window('all,article:10')
    seen('Shore 9')
    open_chooser()
    type_text('natu')
    wait('the topic', lambda: find(Atspi.Role.LIST_ITEM, 'nature'))
    key('Return')
    type_text('new one')
    wait('that it can be made', lambda: find(Atspi.Role.LIST_ITEM, 'Create “new one”'))
    key('Return')
    repeat('both topics', lambda: key('Return'), lambda: titles('topic:nature') == [f'Shore {n}' for n in range(8)] + ['Shore 9'] and titles('topic:"new one"') == ['Shore 9'])
    repeat('an undo', lambda: key('ctrl+z'), lambda: titles('topic:nature') == [f'Shore {n}' for n in range(8)])


def test_many_are_tagged_and_undone():
    repeat('all selected', lambda: key('ctrl+a'), lambda: find(Atspi.Role.BUTTON, 'All') is not None)
    open_chooser()
    wait('that some have it', lambda: find(Atspi.Role.LIST_ITEM, 'nature', '8 of 11'))
    type_text('coast')
    wait('that it can be made', lambda: find(Atspi.Role.LIST_ITEM, 'Create “coast”'))
    key('Return')
    repeat('all of them', lambda: key('Return'), lambda: len(titles('topic:coast')) == len(PAGES))
    button, bar = (wait(name, lambda: find(Atspi.Role.BUTTON, name)).get_component_iface().get_extents(Atspi.CoordType.WINDOW) for name in ('Undo', 'All'))
    assert button.height > 0 and button.y + button.height <= bar.y, 'what was done is said over the bar'
    repeat('none of them', lambda: key('ctrl+z'), lambda: titles('topic:coast') == [])
    close()


def drag(start, end):
    a, b = start.get_component_iface().get_extents(Atspi.CoordType.WINDOW), end.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
    assert a.width > 0 and b.width > 0
    x, y = a.x + min(30, a.width // 2), a.y + a.height // 2
    xdotool('mousemove', x, y)
    time.sleep(0.2 * PATIENCE)
    xdotool('mousedown', '1')
    time.sleep(0.2 * PATIENCE)
    for distance in (4, 9, 14, 20):  # from a press a drag
        xdotool('mousemove', x + distance, y + distance // 2)
        time.sleep(0.1 * PATIENCE)
    for step in range(1, 9):
        xdotool('mousemove', x + (b.x + 60 - x) * step // 8, y + (b.y + b.height // 2 - y) * step // 8)
        time.sleep(0.1 * PATIENCE)
    xdotool('mousemove_relative', '--', '2', '1')
    time.sleep(0.7 * PATIENCE)
    xdotool('mouseup', '1')
    time.sleep(0.3 * PATIENCE)


def test_an_article_is_dragged_to_a_topic():
    open_window('all')
    repeat('the article under its topic', lambda: drag(seen('Shore 9'), place('law')), lambda: 'Shore 9' in titles('topic:law'))


def test_a_topic_is_dragged_under_another():
    repeat('the topic under another', lambda: drag(place('law'), place('nature')), lambda: 'nature/law' in paths())
    repeat('an undo', lambda: key('ctrl+z'), lambda: 'law' in paths())
    close()


def test_a_topic_is_renamed_with_what_is_below():
    carrel('tag', '1', '+plants')
    open_all()
    repeat('the topic is chosen', lambda: click(place('plants')), lambda: row('Shore 0') is not None and row('Shore 9') is None)
    carrel('tag', '1', '+plants/trees')  # the first below it
    repeat('it opens', lambda: key('Right'), lambda: is_shown('trees'))

    def open_dialog():
        click(place('plants'))
        key('Menu')
        key('r')
    repeat('the dialog', open_dialog, lambda: find(Atspi.Role.LABEL, 'Rename Topic'))
    type_text('growing things')  # over the name, which is selected
    key('Return')
    wait('its new name', lambda: 'growing things/trees' in paths() and 'plants' not in paths())
    wait('the list goes with it', lambda: place('growing things').get_state_set().contains(Atspi.StateType.SELECTED) and row('Shore 0') is not None)
    repeat('an undo', lambda: key('ctrl+z'), lambda: 'plants/trees' in paths() and 'growing things' not in paths())
    wait('the list goes back', lambda: place('plants').get_state_set().contains(Atspi.StateType.SELECTED) and row('Shore 0') is not None)
    carrel('topics', 'delete', 'plants/trees')
    wait('none below it', lambda: not is_shown('trees'))

    def delete():
        click(place('plants'))
        key('Menu')
        key('d')
    repeat('it is deleted', delete, lambda: 'plants' not in paths(), times=1)
    wait('the list leaves it', lambda: place('All Articles').get_state_set().contains(Atspi.StateType.SELECTED) and row('Shore 9') is not None)
    repeat('an undo', lambda: key('ctrl+z'), lambda: 'plants' in paths())
    wait('the list is there again', lambda: place('plants').get_state_set().contains(Atspi.StateType.SELECTED) and row('Shore 9') is None and row('Shore 0') is not None)
    carrel('topics', 'delete', 'plants')
    close()


def test_topics_are_merged():
    open_window('care')
    repeat('one topic', lambda: press(wait('the button', lambda: find(Atspi.Role.BUTTON, 'Merge', 'Merge “rock pools” into “rock pool”'))), lambda: 'rock pools' not in paths())
    wait('nothing to do', lambda: find(Atspi.Role.LABEL, 'Nothing to Do'))
    repeat('an undo', lambda: key('ctrl+z'), lambda: 'rock pools' in paths())
    # The rows may be made anew between finding the button and pressing it.
    repeat('that they are not the same', lambda: press(wait('the other button', lambda: find(Atspi.Role.BUTTON, 'Not the Same'))), lambda: json.loads(carrel('topics', '--json', 'alike')) == [])
    wait('nothing to do', lambda: find(Atspi.Role.LABEL, 'Nothing to Do'))
    assert json.loads(carrel('topics', '--json', 'alike')) == []
    repeat('a search', lambda: key('ctrl+f'), lambda: place('All Articles').get_state_set().contains(Atspi.StateType.SELECTED))
    type_text('shore 9')
    wait('what it finds', lambda: row('Shore 9') and not row('Shore 1'))
    close()


def names_of(path):
    return next(topic['aliases'] for topic in json.loads(carrel('topics', '--json')) if topic['path'] == path)


def test_a_topic_has_other_names():
    open_all()

    def open_names():
        if not find(Atspi.Role.LABEL, 'Whoever types one of these gets the topic.'):
            key('Escape')
            click(place('law'))
            key('Menu')
            key('n')
    repeat('its other names', open_names, lambda: find(Atspi.Role.LABEL, 'Whoever types one of these gets the topic.'))
    repeat('another name', lambda: (key('ctrl+a'), type_text('statutes'), key('Return')), lambda: names_of('law') == ['statutes'])
    remove = wait('its row', lambda: next((node for node in walk(application()) if node.get_role() == Atspi.Role.BUTTON and (node.get_name() or '') == 'Remove “statutes”'), None))
    repeat('it is gone', lambda: press(remove), lambda: names_of('law') == [], times=1)
    repeat('an undo', lambda: press(wait('the button', lambda: find(Atspi.Role.BUTTON, 'Undo'))), lambda: names_of('law') == ['statutes'])
    repeat('no dialog', lambda: key('Escape'), lambda: not find(Atspi.Role.LABEL, 'Whoever types one of these gets the topic.'))
    close()


def test_a_suggestion_is_taken():
    open_window('all,article:9,inspector')
    wait('the suggestion', lambda: find(Atspi.Role.BUTTON, 'Add Suggested Topic “nature”'))
    repeat('its topic', lambda: key('a'), lambda: 'Shore 8' in titles('topic:nature'))
    carrel('tag', '9', '-nature')
    wait('the suggestion again', lambda: find(Atspi.Role.BUTTON, 'Add Suggested Topic “nature”'))
    repeat('all selected', lambda: key('ctrl+a'), lambda: find(Atspi.Role.BUTTON, 'All') is not None)
    repeat('that it is one article’s', lambda: key('a'), lambda: find(Atspi.Role.LABEL, 'Topics are suggested for one article at a time'))
    assert 'Shore 8' not in titles('topic:nature')
    carrel('tag', '9', '+nature')
    close()


def test_a_suggestion_is_refused():
    carrel('tag', '9', '-nature')
    open_window('all,article:9,inspector')

    def is_refused():
        return not find(Atspi.Role.BUTTON, 'Add Suggested Topic “nature”')

    def open_menu():
        chip = wait('the suggestion', lambda: find(Atspi.Role.BUTTON, 'Add Suggested Topic “nature”')).get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        xdotool('mousemove', chip.x + chip.width * 3 // 4, chip.y + chip.height - 2, 'click', '3')  # with the window's shadow or without
    repeat('the menu', open_menu, lambda: find(Atspi.Role.MENU_ITEM))
    key('Down')  # to the one that there is
    key('Return')
    wait('it is gone', is_refused)
    repeat('an undo', lambda: key('ctrl+z'), lambda: not is_refused())
    carrel('tag', '9', '+nature')
    close()


def test_a_colour_is_chosen():
    open_all()

    def colours():
        """Which of the menu's are marked, from the top; none: it isn't open."""
        items = [node for node in walk(application()) if node.get_role() == Atspi.Role.MENU_ITEM and node.get_state_set().contains(Atspi.StateType.SHOWING)]
        return [number for number, node in enumerate(items[-10:]) if node.get_state_set().contains(Atspi.StateType.CHECKED)] if len(items) >= 10 else None

    def colour():
        return next(topic['colour'] for topic in json.loads(carrel('topics', '--json')) if topic['path'] == 'nature')

    def open_menu():
        key('Escape')
        click(place('nature'))
        for name in ('Menu', 'c', 'Down'):
            key(name)
    before = colour()
    repeat('the colours', open_menu, lambda: colours() is not None)
    assert colours() == [before], (colours(), before)
    key(*(['Down', 'Return'] if before == 0 else ['Up', 'Return']))
    wait('another colour', lambda: colour() == (1 if before == 0 else before - 1))
    repeat('the colours', open_menu, lambda: colours() is not None)
    assert colours() == [colour()], colours()
    key('Escape')
    close()


def test_the_last_row_goes_and_comes_back():
    carrel('tag', '1', '+alone')
    open_all()

    def focused():
        return next((node.get_name() for node in walk(application()) if node.get_state_set().contains(Atspi.StateType.FOCUSED)), '')

    def choose():
        there = place('alone').get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        xdotool('mousemove', there.x + 60, there.y + there.height - 6, 'click', '1')
    repeat('the topic is chosen', choose, lambda: row('Shore 0') is not None and row('Shore 9') is None)
    repeat('its row has the focus', lambda: click(seen('Shore 0')), lambda: focused().startswith('Shore 0, '))
    repeat('it is deleted', lambda: key('Delete'), lambda: titles('topic:alone') == [], times=1)
    wait('the focus where it was', lambda: focused() == 'No Articles')
    repeat('an undo', lambda: key('ctrl+z'), lambda: titles('topic:alone') == ['Shore 0'])
    wait('the focus on the row', lambda: focused().startswith('Shore 0, '))
    carrel('topics', 'delete', 'alone')
    close()


def test_a_row_is_as_before_its_menu():
    open_all()
    extents = place('nature').get_component_iface().get_extents(Atspi.CoordType.WINDOW)

    def looks():
        xdotool('mousemove', '1270', '880')
        time.sleep(0.5 * PATIENCE)
        area = f'{extents.width}x{extents.height}+{extents.x}+{extents.y}'
        return subprocess.run(['import', '-window', 'root', '-crop', area, '-format', '%#', 'info:-'], capture_output=True, text=True, check=True).stdout

    def open_menu():
        xdotool('mousemove', extents.x + extents.width // 2, extents.y + extents.height // 2, 'click', '3')

    before = looks()
    repeat('the menu', open_menu, lambda: find(Atspi.Role.MENU_ITEM))
    repeat('no menu', lambda: key('Escape'), lambda: not find(Atspi.Role.MENU_ITEM))
    wait('the row as it was', lambda: looks() == before, seconds=5)
    close()


def test_the_tree_is_as_it_was_left():
    carrel('tag', '1', '+shore/birds/gulls')
    open_all()
    repeat('the topic is chosen', lambda: click(place('shore')), lambda: row('Shore 0') is not None and row('Shore 9') is None)
    repeat('it is open', lambda: key('Right'), lambda: is_shown('birds'))
    repeat('the one below is chosen', lambda: key('Down'), lambda: place('birds').get_state_set().contains(Atspi.StateType.SELECTED))
    repeat('it is open, too', lambda: key('Right'), lambda: is_shown('gulls'))
    close()
    open_all()
    place('birds')
    place('gulls')
    repeat('the lowest is chosen', lambda: click(place('gulls')), lambda: place('gulls').get_state_set().contains(Atspi.StateType.SELECTED))
    repeat('all is closed from the keyboard', lambda: key('Left'), lambda: not is_shown('birds'), times=12)
    close()
    open_all()
    place('shore')
    assert not is_shown('birds')
    close()


def test_an_article_has_hundreds_of_topics():
    carrel('tag', '11', *[f'+many/{number}' for number in range(300)])
    open_window('all,article:11,inspector')
    wait('its topics', lambda: find(Atspi.Role.HEADING, '潮池') and find(Atspi.Role.LABEL, '+200'))
    close()
    carrel('topics', 'delete', 'many')


def test_a_search_in_chinese():
    open_all()
    seen('Shore 9')
    key('ctrl+f')
    repeat('the one article', lambda: (key('ctrl+a'), type_text('潮池')), lambda: row('潮池') is not None and row('Shore 9') is None)
    key('ctrl+a')
    type_text('topic:nat')
    wait('the completion', lambda: find(Atspi.Role.LIST_ITEM, 'nature'))
    close()


run('topics', [test_a_topic_is_chosen_by_typing, test_many_are_tagged_and_undone, test_an_article_is_dragged_to_a_topic, test_a_topic_is_dragged_under_another, test_a_topic_is_renamed_with_what_is_below, test_topics_are_merged, test_a_topic_has_other_names,
         test_a_suggestion_is_taken, test_a_suggestion_is_refused, test_a_colour_is_chosen, test_the_last_row_goes_and_comes_back, test_a_row_is_as_before_its_menu, test_the_tree_is_as_it_was_left, test_an_article_has_hundreds_of_topics, test_a_search_in_chinese])
