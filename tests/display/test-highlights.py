#!/usr/bin/env python3
"""test-highlights.py PROGRAM: a passage is marked in a real window, and is still there after a restart.

Selects a word with the mouse, marks by key and by button, adds a note, finds it in the place «Highlights» and in the
inspector, takes it away and undoes that. What is on the screen is read from the accessibility bus, what is in
the library through the command line.
"""
import json
import os
import subprocess
import sys
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

from person import application, carrel, click, FOLDER, key, LIBRARY, PATIENCE, PROGRAM, repeat, wait, walk, xdotool  # noqa: E402

PICTURES = os.environ.get('CARREL_TEST_PICTURES')  # a folder: what each step looks like
WORD = 'Periwinkles'
SENTENCE = 'Periwinkles graze on the rocks'
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>On the Rocks</title></head><body><article><h1>On the Rocks</h1>
<p>{SENTENCE} at night, when nobody looks. {'The tide goes out twice a day and leaves a little of the sea behind. ' * 8}</p>
<p>Limpets come home. {'Each of them knows its own hollow, to which it returns before the water does. ' * 8}</p></article></body></html>"""


def highlights(*words):
    return json.loads(carrel('highlights', '--json', *words))


def find(name, *roles):
    for node in walk(application()):
        try:
            if name in (node.get_name() or '') and (not roles or node.get_role() in roles) and node.get_state_set().contains(Atspi.StateType.SHOWING):
                return node
        except Exception:
            continue
    return None


def paragraph():
    """The block of text with the sentence."""
    for node in walk(application()):
        try:
            text = node.get_text_iface()
            if node.get_role() == Atspi.Role.PARAGRAPH and text and Atspi.Text.get_text(text, 0, -1).startswith(SENTENCE) and node.get_state_set().contains(Atspi.StateType.SHOWING):
                return node
        except Exception:
            continue
    return None


def press(name, *roles):
    node = wait(f'«{name}»', lambda: find(name, *(roles or (Atspi.Role.BUTTON, Atspi.Role.TOGGLE_BUTTON))))
    assert node.do_action(0), f'{name} has no action'


def picture(name):
    if PICTURES:
        time.sleep(0.5)
        subprocess.run(['import', '-window', 'root', os.path.join(PICTURES, name + '.png')], check=False)


def click_text(times=1, right=24):
    """On a word of the sentence, the first one."""
    place = wait('the text', paragraph).get_component_iface().get_extents(Atspi.CoordType.WINDOW)
    assert place.width > 0, 'the text has no place'
    xdotool('mousemove', place.x + right, place.y + 14, 'click', '--repeat', times, '--delay', 60, 1)
    time.sleep(0.5 * PATIENCE)


def start(*words):
    global process
    process = subprocess.Popen([PROGRAM, '--library', LIBRARY, '--size', '1280x800', '--page', 'all,article:1', *words], env={**os.environ, 'CARREL_NON_UNIQUE': '1'}, stderr=errors)
    ids = wait('a window', lambda: subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(process.pid)], capture_output=True, text=True).stdout.split(), 60)
    xdotool('windowfocus', '--sync', ids[0])
    wait('the article', lambda: find('On the Rocks', Atspi.Role.HEADING), 40)
    wait('its text', paragraph)
    time.sleep(0.5 * PATIENCE)


def close():
    key('ctrl+q')
    assert process.wait(timeout=30 * PATIENCE) == 0


# ── The steps ──


def test_a_selection_is_marked_by_key():
    start()
    click_text(2)
    wait('the toolbar', lambda: find('Highlight Green', Atspi.Role.BUTTON, Atspi.Role.TOGGLE_BUTTON))
    picture('toolbar')
    key('h')
    wait('the highlight', lambda: [h['exact'] for h in highlights()] == [WORD])
    wait('the toolbar gone', lambda: not find('Highlight Green'))


def test_a_screen_reader_hears_its_colour():
    def marked():
        attributes = Atspi.Text.get_attribute_run(paragraph().get_text_iface(), 3, False)
        return next((part for part in attributes if isinstance(part, dict)), {}).get('mark') == 'yellow'
    wait('the colour in the text', marked)


def test_a_click_on_it_changes_it():
    click_text()
    picture('toolbar-over-highlight')
    press('Highlight Pink')
    wait('another colour', lambda: highlights()[0]['colour'] == 'pink')
    wait('the toast', lambda: find('Undo', Atspi.Role.BUTTON))
    key('ctrl+z')
    wait('the first colour again', lambda: highlights()[0]['colour'] == 'yellow')


def test_it_gets_a_note():
    click_text()
    wait('the toolbar', lambda: find('Remove Highlight'))
    key('m')
    time.sleep(0.8 * PATIENCE)
    xdotool('type', '--delay', '8', 'ask the harbour')
    picture('note')
    key('ctrl+Return')
    wait('the note', lambda: highlights()[0]['note'] == 'ask the harbour')


def test_a_note_on_what_was_just_marked():
    """M after H, without a click in between, also when the highlight isn't there yet."""
    click_text(2, 240)
    wait('the toolbar', lambda: find('Highlight Green', Atspi.Role.BUTTON, Atspi.Role.TOGGLE_BUTTON))
    xdotool('key', '--clearmodifiers', 'h', 'm')
    wait('the dialog', lambda: find('Save', Atspi.Role.BUTTON))
    xdotool('type', '--delay', '8', 'not now')
    key('ctrl+Return')
    wait('the note', lambda: sorted(h['note'] or '' for h in highlights()) == ['ask the harbour', 'not now'])
    key('ctrl+z')
    wait('no note', lambda: len([h for h in highlights() if h['note']]) == 1 and len(highlights()) == 2)
    key('ctrl+z')
    wait('the first one alone', lambda: [h['exact'] for h in highlights()] == [WORD])


def test_a_note_on_the_article():
    """M with nothing selected: the inspector opens at the note, which is written there."""
    key('Escape')
    repeat('the note', lambda: key('m'), lambda: find('Note on This Article', Atspi.Role.TEXT).get_state_set().contains(Atspi.StateType.FOCUSED))
    picture('note-on-article')
    assert not find('Select text first'), 'it asks for a selection, and goes on without one'
    xdotool('type', '--delay', '8', 'lend it to Zanzibar')
    wait('it is kept', lambda: len(json.loads(carrel('list', '--json', 'Zanzibar'))) == 1)
    key('Escape')  # back to the page, whose keys are keys again
    wait('the page', lambda: not find('Note on This Article', Atspi.Role.TEXT).get_state_set().contains(Atspi.StateType.FOCUSED))
    key('s')
    wait('a favourite', lambda: len(json.loads(carrel('list', '--json', 'is:favourite Zanzibar'))) == 1)
    key('ctrl+i')


def test_it_is_still_there_after_a_restart():
    close()
    carrel('check')
    start()
    click_text()
    wait('the toolbar over the highlight', lambda: find('Remove Highlight'))
    key('Escape')
    wait('the toolbar gone', lambda: not find('Remove Highlight'))


def test_the_place_lists_it():
    place = wait('the place', lambda: find('Highlights', Atspi.Role.LIST_ITEM)).get_component_iface().get_extents(Atspi.CoordType.WINDOW)
    xdotool('mousemove', place.x + 60, place.y + place.height // 2, 'click', 1)
    wait('the row', lambda: find(WORD, Atspi.Role.LIST_ITEM))
    picture('place')
    key('ctrl+i')
    wait('the line of the inspector', lambda: find(f'{WORD}, Yellow, ask the harbour', Atspi.Role.BUTTON))
    picture('inspector')
    key('ctrl+i')


def test_the_place_is_searched():
    wait('the list', lambda: find(WORD, Atspi.Role.LIST_ITEM))
    entry = wait('its entry', lambda: find('Search Highlights', Atspi.Role.ENTRY, Atspi.Role.TEXT))
    repeat('the focus in it', lambda: key('ctrl+f'), lambda: entry.get_state_set().contains(Atspi.StateType.FOCUSED))
    xdotool('type', '--delay', '8', 'perivinkles before:2026')
    wait('what is no filter', lambda: find('“before:2026” is looked for as text; there is no filter “before:”.', Atspi.Role.LABEL))
    key('ctrl+a')
    xdotool('type', '--delay', '8', 'periwinkles')
    wait('the row', lambda: find(WORD, Atspi.Role.LIST_ITEM) and not find('is looked for as text', Atspi.Role.LABEL))
    key('Return')
    wait('the focus on it', lambda: find(WORD, Atspi.Role.LIST_ITEM).get_state_set().contains(Atspi.StateType.FOCUSED))
    key('ctrl+f')
    repeat('all again', lambda: key('Escape'), lambda: not entry.get_text_iface().get_character_count())


def test_it_is_removed_and_that_undone():
    click_text()
    press('Remove Highlight')
    wait('nothing', lambda: highlights() == [])
    press('Undo', Atspi.Role.BUTTON)
    wait('it again, with its note', lambda: [(h['exact'], h['note']) for h in highlights()] == [(WORD, 'ask the harbour')])


def test_the_library_is_sound_after_closing():
    close()
    carrel('check')


STEPS = [test_a_selection_is_marked_by_key, test_a_screen_reader_hears_its_colour, test_a_click_on_it_changes_it, test_it_gets_a_note, test_a_note_on_what_was_just_marked, test_a_note_on_the_article, test_it_is_still_there_after_a_restart,
         test_the_place_lists_it, test_the_place_is_searched, test_it_is_removed_and_that_undone, test_the_library_is_sound_after_closing]

errors = open(os.path.join(FOLDER, 'errors'), 'w+')
process = None
path = os.path.join(FOLDER, 'page.html')
with open(path, 'w') as page_file:
    page_file.write(PAGE)
carrel('add', '--no-images', path)
status = 0
print(f'1..{len(STEPS)}', flush=True)
for number, step in enumerate(STEPS, 1):
    name = step.__name__.removeprefix('test_').replace('_', '-')
    try:
        if status == 0:
            step()
            print(f'ok {number} /highlights/{name}', flush=True)
        else:
            print(f'not ok {number} /highlights/{name}', flush=True)
    except AssertionError as error:
        status = 1
        print(f'# {error}\nnot ok {number} /highlights/{name}', flush=True)
        picture('failed')
if process and process.poll() is None:
    process.terminate()
    process.wait()
errors.seek(0)
for line in errors:
    print('#', line.rstrip())
    if 'CRITICAL' in line:
        status = 1
sys.exit(status)
