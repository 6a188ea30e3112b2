#!/usr/bin/env python3
"""test-again.py PROGRAM: the text of an article, chosen and extracted again, in a real window, seen through AT-SPI.

The window opens with the dialog (--page); keys and clicks are the display server's, and what is in the library is
read through the command line.
"""
import glob
import json
import os
import sqlite3
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

from person import carrel, close, find, FOLDER, key, LIBRARY, named, PATIENCE, press, run, start, type_text, wait, xdotool  # noqa: E402

WORDS = ' '.join(['The tide goes out twice a day and leaves a little of the sea behind in every hollow of the rock.'] * 8)
PAGE = f'''<!DOCTYPE html><html lang="en"><head><title>Rock Pools</title></head><body>
<main class="story"><h1>Rock Pools</h1><p>An anemone closes when the water leaves. {WORDS}</p><p>A crab waits under its stone. {WORDS}</p></main>
<div class="appendix"><p>Appendix on snails. {WORDS}</p></div></body></html>'''


def text():
    return carrel('show', '--format', 'text', '1')


def open_window(page):
    start('--page', f'article:1,{page}')


def undo():
    press(wait('the toast', lambda: find(Atspi.Role.BUTTON, 'Undo')))


# ── The steps ──


def test_a_part_is_chosen():
    path = os.path.join(FOLDER, 'pools.html')
    with open(path, 'w') as file:
        file.write(PAGE)
    carrel('add', '--no-images', '--url', 'https://example.org/pools', path)
    assert 'An anemone closes' in text()
    open_window('choose')
    wait('the parts of the page', lambda: find(Atspi.Role.LABEL, 'Appendix on snails') or find(Atspi.Role.LIST_ITEM, 'Appendix on snails'))
    type_text('appendix')
    time.sleep(1.0 * PATIENCE)
    row = wait('the part', lambda: find(Atspi.Role.LIST_ITEM, 'Appendix on snails') or find(Atspi.Role.LABEL, 'Appendix on snails'))
    xdotool('key', 'Tab')
    time.sleep(0.3 * PATIENCE)
    key('Down')
    key('Down')
    key('Down')
    use = wait('its button', lambda: (lambda node: node if node and node.get_state_set().contains(Atspi.StateType.SENSITIVE) else None)(find(Atspi.Role.BUTTON, 'Use')))
    time.sleep(1.0 * PATIENCE)
    press(use)
    wait('the chosen text', lambda: 'Appendix on snails' in text() and 'An anemone' not in text())
    rules = json.loads(carrel('site-rules', '--json'))
    assert [rule['host'] for rule in rules] == ['example.org'], rules
    assert 'appendix' in rules[0]['content'], rules
    undo()
    wait('the text as it was', lambda: 'An anemone closes' in text())
    assert carrel('site-rules') == ''
    close()


def test_it_is_extracted_again():
    with sqlite3.connect(LIBRARY + '/carrel.db') as db:
        db.execute("INSERT INTO site_rule VALUES ('example.org', 'div.appendix', NULL, 1)")
    open_window('again')
    wait('before and after', lambda: find(Atspi.Role.LABEL, 'Words'))
    keep = wait('its button', lambda: (lambda node: node if node and node.get_state_set().contains(Atspi.StateType.SENSITIVE) else None)(find(Atspi.Role.BUTTON, 'Keep the New')))
    assert 'An anemone closes' in text(), 'nothing changes before it is kept'
    press(keep)
    wait('the new text', lambda: 'Appendix on snails' in text() and 'An anemone' not in text())
    undo()
    wait('the text as it was', lambda: 'An anemone closes' in text())
    close()


def test_older_articles_are_extracted_again():
    with sqlite3.connect(LIBRARY + '/carrel.db') as db:
        db.execute('UPDATE article SET extractor = 1, words = 100')
    open_window('older')
    press(wait('its button', lambda: find(Atspi.Role.BUTTON, 'Extract Again')))
    wait('the new text', lambda: 'Appendix on snails' in text())
    undo()
    wait('the text as it was', lambda: 'An anemone closes' in text())
    key('Escape')
    time.sleep(0.5 * PATIENCE)
    close()
    carrel('check')


def test_a_kept_page_that_is_gone_is_said():
    for blob in glob.glob(LIBRARY + '/blobs/*/*'):
        os.remove(blob)
    for page in ('again', 'choose'):
        open_window(page)
        wait('why', lambda: named('No page was kept of “'))
        key('Escape')
        time.sleep(0.5 * PATIENCE)
        close()


def test_where_nothing_else_is_that_is_said():
    open_window('link')
    wait('what can be linked all the same', lambda: named('Type the title or the address of something that is not here yet.'))
    assert not named('No Matches')
    type_text('zzyzx')
    wait('the title', lambda: named('zzyzx') and not named('Type the title or'))
    key('Escape')
    time.sleep(0.5 * PATIENCE)
    close()
    carrel('delete', '1')
    start('--page', 'all')
    wait('that there is nothing', lambda: named('No Articles') and find(Atspi.Role.BUTTON, 'Add a Page'))
    close()


run('again', [test_a_part_is_chosen, test_it_is_extracted_again, test_older_articles_are_extracted_again,
              test_a_kept_page_that_is_gone_is_said, test_where_nothing_else_is_that_is_said])
