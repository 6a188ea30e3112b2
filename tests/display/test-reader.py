#!/usr/bin/env python3
"""test-reader.py PROGRAM: reading in the real window, as a person does it, seen through AT-SPI.

A long article with parts, notes, a list, a table and a picture, and a second one that it links to: what a screen reader is told of
them, going by heading and contents, finding, a note and back, the position after another width and after a restart, the way back to
the line that was left, selecting over paragraphs and with the caret, and the end of an article.
"""
import json
import subprocess
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

import person  # noqa: E402
from person import application, carrel, key, PATIENCE, row, wait, walk, xdotool  # noqa: E402

ROLE = Atspi.Role

WORDS = ' '.join(['The tide goes out twice a day and leaves a little of the sea behind in every hollow of the rock.'] * 9)
PARTS = ['Winkles', 'Limpets', 'Anemones', 'Crabs', 'Kelp']
LONG = ''.join(f'<h2>{part}</h2><p>Here begins {part.lower()}. {WORDS}</p><p>More of it. {WORDS}</p>' + (f'<h3>{part} at night</h3><p>{WORDS}</p>' if part == 'Crabs' else '')
               for part in PARTS)
LONG = LONG.replace('More of it. ', 'More of it is in <a href="https://example.org/pools">the rock pools</a> and <a href="https://example.net/far">far away</a>. ', 1)
LONG = LONG.replace('Here begins winkles.', 'Here begins winkles.<sup><a href="#n1" id="r1">1</a></sup>', 1)
LONG += ('<ul><li>One lamp</li><li>Two lamps</li></ul><p>' + WORDS + '</p><table><tr><th>Hour</th><th>Height of the water</th></tr>'
         + ''.join(f'<tr><td>At {hour} in the morning</td><td>{hour} feet above the mark</td></tr>' for hour in range(1, 6)) + '</table><p>' + WORDS + '</p>'
         '<h2>Notes</h2><ol><li id="n1">A note on snails. <a href="#r1">↩</a></li></ol>')


def document():
    """The page: what a heading of the text stands in."""
    for part in PARTS:
        node = find(ROLE.HEADING, part, showing=False)
        if node:
            return node.get_parent()
    return None


def text_of(node):
    """What it is called and what it says."""
    name = node.get_name() or ''
    if not node.get_text_iface():
        return name
    return name + '\n' + Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))


def find(role, words='', top=None, showing=True):
    for node in walk(top or application()):
        try:
            if node.get_role() == role and words in text_of(node) and (not showing or node.get_state_set().contains(Atspi.StateType.SHOWING)):
                return node
        except Exception:
            continue
    return None


def place(node):
    return node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)


def on_screen(node):
    where = place(node)
    return where.height > 0 and 40 <= where.y < 780


def seen_heading(words):
    node = find(ROLE.HEADING, words)
    return node if node and on_screen(node) else None


def click(node):
    """Near its beginning: in a line of text that is where the words are."""
    where = place(node)
    xdotool('mousemove', where.x + min(where.width // 2, 30), where.y + where.height // 2, 'click', '1')
    time.sleep(0.3 * PATIENCE)


def open_long():
    wait('the list', lambda: row('Five Things on a Shore'))
    key('ctrl+f')
    xdotool('type', '--delay', '8', 'five things')
    wait('one result', lambda: find(ROLE.LABEL, '1 result'))
    key('Return')
    wait('the article', lambda: find(ROLE.HEADING, 'Five Things on a Shore'))


# ── The steps ──


def test_a_screen_reader_is_told_what_things_are():
    open_long()
    title = find(ROLE.HEADING, 'Five Things on a Shore')
    assert title.get_attributes().get('level') in ('1', None), title.get_attributes()
    part = wait('a heading of the text', lambda: find(ROLE.HEADING, 'Winkles'))
    assert part.get_attributes().get('level') == '2', part.get_attributes()
    link = wait('a link with its words', lambda: find(ROLE.LINK, 'the rock pools'))
    assert 'example.org/pools' in (link.get_description() or ''), link.get_description()


def test_headings_by_key():
    heading = find(ROLE.HEADING, 'Winkles')
    click(heading)
    key('n')
    key('n')
    wait('a later part on the screen', lambda: seen_heading('Limpets') or seen_heading('Anemones'))
    key('End')
    key('p')
    wait('a part before the end', lambda: seen_heading('Kelp') or seen_heading('Crabs at night'))
    key('Home')
    wait('the title', lambda: seen_heading('Five Things on a Shore'))


def test_list_and_table_are_told():
    page = wait('the page', document)
    key('End')
    # What has no widget of its own isn't «showing»; that it is in the tree means that it is near the screen.
    wait('a list', lambda: find(ROLE.LIST, top=page, showing=False))
    wait('a table', lambda: find(ROLE.TABLE, top=page, showing=False))
    wait('a cell', lambda: find(ROLE.TABLE_CELL, top=page, showing=False))
    key('Home')


def test_contents():
    key('c')
    entry = wait('the contents', lambda: find(ROLE.LIST_ITEM, 'Anemones'))
    assert entry
    key('Down', 'Down')
    key('Return')
    wait('the contents to close', lambda: not find(ROLE.LIST_ITEM, 'Anemones'))
    wait('another part at the top', lambda: (lambda node: node and 40 <= place(node).y < 200)(find(ROLE.HEADING, 'Limpets') or find(ROLE.HEADING, 'Anemones')))
    key('alt+Left')
    wait('the place before it', lambda: seen_heading('Five Things on a Shore'))


def test_find_in_the_article():
    key('ctrl+shift+f')
    time.sleep(0.5 * PATIENCE)
    xdotool('type', '--delay', '8', 'here begins')
    wait('five places', lambda: find(ROLE.LABEL, '1 of 5'))
    key('Return')
    wait('the second', lambda: find(ROLE.LABEL, '2 of 5'))
    key('shift+Return')
    wait('back to the first', lambda: find(ROLE.LABEL, '1 of 5'))
    key('ctrl+shift+g')
    wait('around the end', lambda: find(ROLE.LABEL, '5 of 5'))
    key('Down')  # leads into the page
    key('Escape')
    wait('it closed from there, too', lambda: not find(ROLE.LABEL, '5 of 5'))
    wait('the last part', lambda: seen_heading('Kelp'))


def get_progress():
    return json.loads(carrel('list', '--json', 'shore'))[0].get('progress', 0)


def test_the_line_after_another_width():
    def top_paragraph():
        best = None
        for node in walk(document()):
            if node.get_role() == ROLE.HEADING and on_screen(node):
                return text_of(node).strip()
        return best
    # One at the top: what stands above the line that is kept grows in a narrower column.
    wait('a part at the top', lambda: key('p') or any(seen_heading(part) and place(seen_heading(part)).y < 200 for part in PARTS))
    before = wait('a part on the screen', top_paragraph)
    xdotool('windowsize', window, '900', '800')
    time.sleep(1.2 * PATIENCE)
    wait('the same part', lambda: seen_heading(before))
    xdotool('windowsize', window, '1280', '800')
    time.sleep(1.2 * PATIENCE)
    wait('the same part again', lambda: seen_heading(before))


def test_back_to_the_line_that_was_left():
    click(wait('a part', lambda: seen_heading('Kelp')))
    key('Home')
    link = wait('the link', lambda: (lambda node: node if node and on_screen(node) else None)(find(ROLE.LINK, 'the rock pools')) or (key('space'), None)[1])
    click(link)
    wait('the other article', lambda: find(ROLE.HEADING, 'What Lives in a Rock Pool'))
    key('alt+Left')
    wait('the link where it was', lambda: (lambda node: node and on_screen(node))(find(ROLE.LINK, 'the rock pools')))
    key('alt+Right')
    wait('forward again', lambda: find(ROLE.HEADING, 'What Lives in a Rock Pool'))
    key('alt+Left')
    wait('and back', lambda: find(ROLE.HEADING, 'Five Things on a Shore') or find(ROLE.LINK, 'the rock pools'))


def test_the_caret_selects():
    key('Home')
    click(wait('a heading', lambda: seen_heading('Winkles')))
    key('F7')
    key('ctrl+Home')
    for _ in range(3):
        key('shift+Down')
    key('ctrl+c')
    copied = subprocess.run(['xclip', '-selection', 'clipboard', '-o'], capture_output=True, text=True, timeout=10).stdout
    assert copied.startswith('Winkles\n'), repr(copied[:80])
    assert 'Here begins winkles' in copied, repr(copied[:80])
    key('Escape')
    key('F7')


def test_the_end_of_an_article():
    def at_the_end():
        key('End')
        return find(ROLE.BUTTON, 'Archive and Next')
    button = wait('the button', at_the_end)
    assert button.do_action(0)
    wait('it in the archive', lambda: 'Five Things on a Shore' in [a['title'] for a in json.loads(carrel('list', '--json', 'is:archived'))])


def test_going_on_after_a_restart():
    person.close()
    carrel('check')


person.add_page('pools', person.page('What Lives in a Rock Pool', f'<p>An anemone closes when the water leaves. {WORDS}</p><p>{WORDS}</p>'), 'https://example.org/pools')
person.add_page('shore', person.page('Five Things on a Shore', LONG), 'https://example.org/shore')
window = person.start()
person.run('reader', [test_a_screen_reader_is_told_what_things_are, test_headings_by_key, test_list_and_table_are_told, test_contents, test_find_in_the_article,
         test_the_line_after_another_width, test_back_to_the_line_that_was_left, test_the_caret_selects, test_the_end_of_an_article, test_going_on_after_a_restart])
