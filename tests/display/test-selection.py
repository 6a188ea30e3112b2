#!/usr/bin/env python3
"""test-selection.py PROGRAM: words selected with the mouse in the real window, and what others get of them; languages, pictures, numbers as
a screen reader is told of them; text that is made to mislead.

What is copied is read from the display's clipboard, as another program reads it.
"""
import base64
import os
import re
import struct
import subprocess
import time
import zlib

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

from person import application, carrel, close, FOLDER, key, PATIENCE, picture, repeat, run, start, wait, walk, xdotool  # noqa: E402

ROLE = Atspi.Role
WORDS = 'The tide goes out twice a day and leaves a little of the sea behind in every hollow of the rock. '


def png():
    rows = (b'\0' + b'\x20\x60\xa0' * 320) * 200
    part = lambda name, data: struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))  # noqa: E731
    return b'\x89PNG\r\n\x1a\n' + part(b'IHDR', struct.pack('>IIBBBBB', 320, 200, 8, 2, 0, 0, 0)) + part(b'IDAT', zlib.compress(rows)) + part(b'IEND', b'')


IMAGE = base64.b64encode(png()).decode()
BODY = f'''<p>Alpha begins the <em>first</em> paragraph of a text about the shore and its pools.</p>
<p>Beta follows with a <a href="https://example.net/far">link that leads away</a> and with words enough for a line or two. {WORDS}</p>
<ol type="a" start="3"><li>gamma lamp</li><li>delta lamp</li></ol>
<blockquote lang="fr"><p>Epsilon, une citation dans une autre langue.</p></blockquote>
<figure><img src="data:image/png;base64,{IMAGE}" alt="A blue pool" width="320" height="200"><figcaption>Zeta is under the picture</figcaption></figure>
<figure><img src="https://example.net/gone.png" alt="A pool that is gone" width="320" height="200"></figure>
<p>Eta ends the beginning. {WORDS * 3}</p>''' + ''.join(f'<p>Far {number}. {WORDS * 4}</p>' for number in range(40))
TITLE = 'Steps \u202egnp.exe'  # a right-to-left override: it would turn round what follows


def text_of(node):
    return Atspi.Text.get_text(node, 0, -1) if node.get_text_iface() else ''


def seen(words):
    """The text on the screen that holds them: a pattern."""
    for node in walk(application()):
        try:
            if re.search(words, text_of(node)) and node.get_state_set().contains(Atspi.StateType.SHOWING) and node.get_role() != ROLE.LABEL:
                return node
        except Exception:  # it went while it was looked at
            continue
    return None


def place_of(word):
    """Where in the window the middle of a word is."""
    node = wait(word, lambda: seen(word))
    box = Atspi.Text.get_character_extents(node, text_of(node).index(word) + len(word) // 2, Atspi.CoordType.WINDOW)
    return box.x + box.width // 2, box.y + box.height // 2


def clipboard(*target):
    return subprocess.run(['xclip', '-selection', 'clipboard', '-o', *target], capture_output=True, text=True, timeout=10).stdout


def copied(*target):
    key('ctrl+c')
    return clipboard(*target)


def forget():
    key('Escape')
    subprocess.run(['xclip', '-selection', 'clipboard', '-i'], input='nothing yet', text=True, timeout=10, check=True, stdout=subprocess.DEVNULL)


def drag(start_at, *way):
    xdotool('mousemove', *start_at, 'mousedown', 1)
    for x, y in way:
        xdotool('mousemove', x, y)
        time.sleep(.05)


# ── The steps ──


def test_a_drag_over_blocks():
    wait('the text', lambda: seen('Alpha begins'))

    def act():
        forget()
        x, y = place_of('begins')
        drag((x, y), (x + 30, y + 4), place_of('citation'))
        xdotool('mouseup', 1)
    repeat('the words', act, lambda: re.fullmatch(r'[gins]+ the first paragraph of a text about the shore and its pools\.\n\n'
           rf'Beta follows with a link that leads away and with words enough for a line or two\. {WORDS.strip()}\n\ngamma lamp\ndelta lamp\n\nEpsilon, une [cita]+', copied()))
    html = clipboard('-t', 'text/html')
    for part in (' the <em>first</em> paragraph', '<a href="https://example.net/far">link that leads away</a>', '<ol type="a" start="3"><li>gamma lamp</li><li>delta lamp</li></ol>',
                 '<blockquote lang="fr"><p>Epsilon, une c'):
        assert part in html, f'{part} in {html}'
    picture('selected')


def test_pictures_come_along():
    def act():
        forget()
        x, y = place_of('Epsilon')
        drag((x, y), (x + 30, y + 4), place_of('under'))
        xdotool('mouseup', 1)
    repeat('the picture', act, lambda: 'Zeta is ' in copied())
    html = wait('the HTML', lambda: clipboard('-t', 'text/html'))
    assert f'<img src="data:image/png;base64,{IMAGE}" alt="A blue pool" width="320" height="200">' in html, html[:300]
    assert 'blob:' not in html


def test_twice_a_word_thrice_a_paragraph():
    def presses(times):
        forget()
        time.sleep(.6 * PATIENCE)  # so that it counts anew
        xdotool('mousemove', *place_of('first'), 'click', '--repeat', times, '--delay', 60, 1)
    repeat('a word', lambda: presses(2), lambda: copied() == 'first')
    repeat('a paragraph', lambda: presses(3), lambda: copied() == 'Alpha begins the first paragraph of a text about the shore and its pools.')


def test_shift_and_a_click_extend():
    def act():
        forget()
        time.sleep(.6 * PATIENCE)
        xdotool('mousemove', *place_of('first'), 'click', '--repeat', 2, '--delay', 60, 1)
        time.sleep(.6 * PATIENCE)
        xdotool('mousemove', *place_of('shore'), 'keydown', 'shift', 'click', 1, 'keyup', 'shift')
    repeat('as far as the click', act, lambda: re.fullmatch('first paragraph of a text about the s[hor]*', copied()))

    def back():
        time.sleep(.6 * PATIENCE)
        xdotool('mousemove', *place_of('Alpha'), 'keydown', 'shift', 'click', 1, 'keyup', 'shift')
    repeat('back from where it began', back, lambda: re.fullmatch('[Alpha]+ begins the ', copied()))


def test_a_drag_scrolls_near_the_edge():
    """Inside the view: a window may end where the screen does."""
    def act():
        forget()
        key('Home')
        x, y = place_of('begins')
        drag((x, y), (x + 30, y + 30), (x + 30, 700), (x + 30, 790), (x + 31, 792))
        for _ in range(8):  # who asks through the bus what is seen holds up the frames: the window is left alone meanwhile
            time.sleep(3 * PATIENCE)
            if seen(r'^Far ([2-9]|\d\d)\.'):
                break
        xdotool('mousemove', x + 30, 500)
        time.sleep(.2)
        xdotool('mouseup', 1)
    repeat('what was far below', act, lambda: copied().split(' ', 1)[1].startswith('the first') and 'Far 0.' in clipboard(), times=3)
    forget()
    key('Home')


def test_a_screen_reader_is_told_of_languages_and_pictures():
    wait('the text', lambda: seen('Alpha begins'))
    quote = wait('the quote', lambda: seen('Epsilon'))
    plain = wait('the text', lambda: seen('Alpha begins'))
    assert Atspi.Text.get_default_attributes(quote).get('language') == 'fr', Atspi.Text.get_default_attributes(quote)
    assert Atspi.Text.get_default_attributes(plain).get('language') == 'en', Atspi.Text.get_default_attributes(plain)
    key('End')
    key('Home')
    for alt in ('A blue pool', 'A pool that is gone'):
        wait(alt, lambda: any(node.get_role() == ROLE.IMAGE and alt in (node.get_name() or '') + (node.get_description() or '') for node in walk(application())))


def test_a_title_turns_nothing_round():
    """In the list, over the text, in the header and as the window's title; nor in the terminal."""
    told = [node.get_name() or '' for node in walk(application())] + [text_of(node) for node in walk(application())]
    assert any('Steps gnp.exe' in words for words in told), 'the title is not there'
    assert not [words for words in told if '\u202e' in words]
    name = subprocess.run(['xdotool', 'getwindowname', window], capture_output=True, text=True, check=True, timeout=10).stdout
    assert '\u202e' not in name, name
    for words in (['list'], ['show', '1'], ['show', '--format=markdown', '1']):
        assert '\u202e' not in carrel(*words), words


def test_an_arabic_page_runs_from_the_right():
    """Its head, too, in a window that runs from the left."""
    close()
    start('--page', 'article:2')
    text = wait('the text', lambda: seen('تعبر'))
    button = wait('the button', lambda: next((node for node in walk(application()) if node.get_role() == ROLE.BUTTON and 'Add Topic (T)' in (node.get_name() or '') + (node.get_description() or '')
                                              and node.get_state_set().contains(Atspi.StateType.SHOWING) and node.get_component_iface().get_extents(Atspi.CoordType.WINDOW).x > 600), None))
    column, place = (node.get_component_iface().get_extents(Atspi.CoordType.WINDOW) for node in (text, button))
    assert abs(place.x + place.width - column.x - column.width) < 12, f'{place.x} + {place.width} in {column.x} + {column.width}'


def test_it_ends_well():
    close()


path = os.path.join(FOLDER, 'steps.html')
with open(path, 'w', encoding='utf-8') as file:
    file.write(f'<!DOCTYPE html><html lang="en"><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>{BODY}</article></body></html>')
carrel('add', '--url=https://example.org/steps', path)
path = os.path.join(FOLDER, 'ferry.html')
with open(path, 'w', encoding='utf-8') as file:
    file.write('<!DOCTYPE html><html lang="ar" dir="rtl"><head><title>العبّارة</title></head><body><article><h1>العبّارة</h1>' + '<p>تعبر هذه العبّارة المضيق منذ عام 1887، ولم يرَ فيها أحد طوال معظم ذلك الوقت سوى طريق إلى السوق، ثم إلى البيت.</p>' * 3
               + '</article></body></html>')
carrel('add', '--url=https://example.org/ferry', path)
window = start('--page', 'article:1')
run('selection', [test_a_drag_over_blocks, test_pictures_come_along, test_twice_a_word_thrice_a_paragraph, test_shift_and_a_click_extend, test_a_drag_scrolls_near_the_edge,
                  test_a_screen_reader_is_told_of_languages_and_pictures, test_a_title_turns_nothing_round, test_an_arabic_page_runs_from_the_right, test_it_ends_well])
