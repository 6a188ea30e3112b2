#!/usr/bin/env python3
"""test-touch.py PROGRAM: what one touches in an article, in the real window: notes, code, pictures, links into the library.
"""
import base64
import glob
import os
import struct
import subprocess
import zlib

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

from person import add_page, application, carrel, close, find, FOLDER, key, LIBRARY, named, picture, press, run, start, type_text, wait, walk, xdotool  # noqa: E402

ROLE = Atspi.Role

WORDS = 'The tide goes out twice a day and leaves a little of the sea behind in every hollow of the rock. '
CODE = 'def tide(hour):\n    return hour * 2  # ' + 'a comment that is longer than the column ' * 4
BODY = f'''<p>Here begins the text with a note.<sup><a href="#n1" id="r1">1</a></sup> More of it is in <a href="https://example.org/pools">the rock pools</a>. {WORDS}</p>
<pre><code class="language-python">{CODE}
</code></pre><p>{WORDS * 60}</p>
<h2>Notes</h2><ol><li id="n1"><p>A note on snails, after <a href="https://example.net/snails">the others</a>.</p><p>A second paragraph of it. {WORDS * 8}<a href="#r1">↩</a></p></li></ol>'''
PAGE = '<!DOCTYPE html><html lang="en"><head><title>{}</title></head><body><article><h1>{}</h1>{}</article></body></html>'


def text_of(node):
    return Atspi.Text.get_text(node, 0, -1) if node.get_text_iface() else node.get_name() or ''


def showing(node):
    return node.get_state_set().contains(Atspi.StateType.SHOWING)


def seen(role, words):
    """One on the screen whose text or name has the words."""
    for node in walk(application()):
        try:
            if node.get_role() == role and words in text_of(node) + (node.get_name() or '') and showing(node):
                return node
        except Exception:  # it went while it was looked at
            continue
    return None


def focused():
    """What assistive technology takes for the focus, also where a widget has none."""
    return [node for node in walk(application()) if node.get_state_set().contains(Atspi.StateType.FOCUSED)]


def has_focus(role, words=''):
    return any(node.get_role() == role and words in text_of(node) + (node.get_name() or '') for node in focused())


def tab_to(role, words=''):
    """Presses Tab until the focus is there."""
    def there():
        if has_focus(role, words):
            return True
        key('Tab')
        return False
    if not has_focus(role, words):
        wait(f'the focus on {words or role}', there)


def copied():
    return subprocess.run(['xclip', '-selection', 'clipboard', '-o'], capture_output=True, text=True, timeout=10).stdout


def in_the_text(words='Here begins'):
    """A click below the first paragraph: the page has the focus from its beginning on."""
    node = wait('the first paragraph', lambda: seen(ROLE.PARAGRAPH, words))
    place = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
    xdotool('mousemove', place.x + 40, place.y + place.height + 8, 'click', 1)


# ── The steps ──


def test_a_note_beside_its_mark():
    wait('the article', lambda: find(ROLE.HEADING, 'Things to Touch'))
    in_the_text()
    tab_to(ROLE.LINK, '1')
    key('Return')
    wait('the note', lambda: seen(ROLE.PARAGRAPH, 'A note on snails'))
    wait('its second paragraph', lambda: seen(ROLE.PARAGRAPH, 'A second paragraph'))
    wait('its link', lambda: seen(ROLE.LINK, 'the others'))
    picture('note')


def test_escape_leads_back_to_the_mark():
    key('Escape')
    wait('no note', lambda: not seen(ROLE.BUTTON, 'Go to Note'))
    wait('the focus on the mark', lambda: has_focus(ROLE.LINK, '1'))


def test_going_to_the_note_and_back():
    key('Return')
    press(wait('its button', lambda: seen(ROLE.BUTTON, 'Go to Note')))
    wait('no popover', lambda: not seen(ROLE.BUTTON, 'Go to Note'))
    back = wait('the way back', lambda: seen(ROLE.LINK, '↩'))
    place = back.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
    assert place.width > 0
    tab_to(ROLE.LINK, '↩')
    key('Return')
    wait('the line with the mark', lambda: seen(ROLE.PARAGRAPH, 'Here begins'))
    wait('the focus on the mark', lambda: has_focus(ROLE.LINK, '1'))


def test_code_is_copied_by_key_and_button():
    key('Tab')
    key('Tab')
    picture('code')

    def copies():
        key('Return')
        return find(ROLE.LABEL, 'Code copied')
    wait('the toast', copies)
    assert copied().startswith('def tide(hour):\n    return hour * 2'), copied()[:60]
    subprocess.run(['xclip', '-selection', 'clipboard', '-i'], input='something else', text=True, timeout=10, check=True, stdout=subprocess.DEVNULL)
    code = wait('the code', lambda: next((node for node in walk(application()) if text_of(node).startswith('def tide') and showing(node)), None))
    first = wait('the first paragraph', lambda: seen(ROLE.PARAGRAPH, 'Here begins'))
    above, place = (node.get_component_iface().get_extents(Atspi.CoordType.WINDOW) for node in (first, code))

    def clicked():
        xdotool('mousemove', above.x + above.width - 22, place.y + 6, 'click', 1)
        return copied().startswith('def tide(hour)')
    wait('the code again', clicked)
    picture('code-button')


def test_a_card_beside_a_link_to_an_article():
    in_the_text()
    tab_to(ROLE.LINK, 'the rock pools')
    wait('the card', lambda: seen(ROLE.LABEL, 'An anemone closes') and seen(ROLE.LABEL, 'What Lives in a Rock Pool'))
    assert has_focus(ROLE.LINK, 'the rock pools'), 'the card took the focus'
    picture('card')
    key('Escape')
    wait('no card', lambda: not hovering())
    link = wait('the link', lambda: seen(ROLE.LINK, 'the rock pools'))
    place = link.get_component_iface().get_extents(Atspi.CoordType.WINDOW)

    def hovered():
        xdotool('mousemove', place.x + place.width // 2 - 3, place.y + place.height // 2, 'mousemove', place.x + place.width // 2, place.y + place.height // 2)
        return hovering()
    wait('the card under the pointer', hovered)
    xdotool('mousemove', 900, 700)
    wait('no card again', lambda: not hovering())


def hovering():
    """The card, not the row of the list."""
    return any(node.get_role() == ROLE.LABEL and 'An anemone closes' in (node.get_name() or '') and showing(node)
               and not any(parent.get_role() == ROLE.LIST_ITEM for parent in parents(node)) for node in walk(application()))


def make_picture(red):
    """A PNG of 1200 × 800: a slope of colour."""
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    rows = b''.join(b'\0' + bytes(value for x in range(1200) for value in (red, y // 4, x // 5)) for y in range(800))
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 1200, 800, 8, 2, 0, 0, 0)) + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b'')


def parents(node):
    while node:
        node = node.get_parent()
        if node:
            yield node


def test_closing_the_find_bar_leads_to_the_words():
    key('ctrl+shift+f')
    wait('the bar', lambda: any(node.get_state_set().contains(Atspi.StateType.FOCUSED) and node.get_role() in (ROLE.TEXT, ROLE.ENTRY) for node in walk(application())))
    type_text('every hollow')
    wait('the count', lambda: find(ROLE.LABEL, '1 of '))
    key('Escape')
    wait('no bar', lambda: not find(ROLE.LABEL, '1 of '))

    def copies():
        key('ctrl+c')
        return copied() == 'every hollow'
    wait('the words, selected', copies)


def test_a_highlight_by_keyboard():
    in_the_text()
    key('F7')
    key('ctrl+Home')
    key('shift+ctrl+Right')
    key('shift+ctrl+Right')
    wait('the toolbar', lambda: seen(ROLE.BUTTON, 'Highlight Yellow') or seen(ROLE.TOGGLE_BUTTON, 'Highlight Yellow'))
    key('h')
    wait('the highlight', lambda: 'Here begins' in carrel('highlights'))
    key('ctrl+Home')
    key('Return')
    wait('the toolbar over it', lambda: seen(ROLE.BUTTON, 'Remove Highlight'))
    picture('highlight')
    key('Tab')
    wait('the focus in it', lambda: any('Highlight' in (node.get_name() or '') for node in focused()))
    key('Escape')
    wait('no toolbar', lambda: not seen(ROLE.BUTTON, 'Remove Highlight'))
    key('Return')
    wait('the toolbar again: the text has the focus', lambda: seen(ROLE.BUTTON, 'Remove Highlight'))
    key('Escape')
    key('F7')
    close()


# ── Pictures ──


def counted(words):
    return wait(words, lambda: find(ROLE.LABEL, words))


def test_a_picture_large_over_the_window():
    figure = '<figure><img src="data:image/png;base64,{}" alt="{}" width="1200" height="800"><figcaption>{}</figcaption></figure>'
    body = f'<p>Here begins the text with pictures. {WORDS}</p>' + ''.join(
        figure.format(base64.b64encode(make_picture(red)).decode(), words, f'{words}. Photograph by Ada Ruiz') + f'<p>{WORDS * 6}</p>' for red, words in ((200, 'Red rocks'), (20, 'A pool at dusk')))
    path = os.path.join(FOLDER, 'pictures.html')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(PAGE.format('Two Pictures', 'Two Pictures', body))
    carrel('add', '--url=https://example.org/pictures', path)
    start('--page', 'article:3')
    wait('the article', lambda: find(ROLE.HEADING, 'Two Pictures'))
    wait('a picture', lambda: seen(ROLE.IMAGE, 'Red rocks'))
    in_the_text()
    tab_to(ROLE.IMAGE, 'Red rocks')
    key('Return')
    counted('1 of ')
    wait('its buttons', lambda: is_sensitive(seen(ROLE.BUTTON, 'Save Picture As')))
    picture('lightbox')


def is_sensitive(node):
    return node and node.get_state_set().contains(Atspi.StateType.SENSITIVE)


def test_zoom_and_the_others():
    key('plus')
    key('plus')
    wait('a way back', lambda: is_sensitive(seen(ROLE.BUTTON, 'Smaller')))
    picture('lightbox-zoomed')
    key('Left')  # it moves
    counted('1 of ')
    key('0')
    wait('fitted', lambda: not is_sensitive(seen(ROLE.BUTTON, 'Smaller')))
    key('Right')
    counted('2 of ')
    key('Left')
    counted('1 of ')
    press(seen(ROLE.BUTTON, 'Next Picture'))
    counted('2 of ')
    xdotool('mousemove', 400, 400, 'mousedown', 1, 'mousemove', 520, 404, 'mousemove', 640, 404, 'mouseup', 1)
    counted('1 of ')


def test_copied_and_closed():
    wait('its button', lambda: is_sensitive(seen(ROLE.BUTTON, 'Copy Picture')))
    key('ctrl+c')
    counted('Picture copied')
    kinds = subprocess.run(['xclip', '-selection', 'clipboard', '-o', '-t', 'TARGETS'], capture_output=True, text=True, timeout=10).stdout
    assert 'image/png' in kinds, kinds
    key('Escape')
    wait('no lightbox', lambda: not seen(ROLE.BUTTON, 'Save Picture As'))
    wait('the focus on the picture', lambda: any(node.get_role() == ROLE.IMAGE for node in focused()))


def test_it_ends_well():
    close()


def test_a_picture_whose_file_is_gone():
    for blob in glob.glob(LIBRARY + '/blobs/*/*'):
        os.remove(blob)
    start('--page', 'article:3,reader,touch:picture')
    wait('why', lambda: named('Its file is no longer in the library’s folder.'))
    assert not named(LIBRARY) and not find(ROLE.BUTTON, 'Fetch Missing Images'), 'nothing is missing that could be fetched'
    close()


add_page('pools.html', PAGE.format('What Lives in a Rock Pool', 'What Lives in a Rock Pool', f'<p>An anemone closes when the water leaves. {WORDS * 6}</p>'), 'https://example.org/pools')
add_page('touch.html', PAGE.format('Things to Touch', 'Things to Touch', BODY), 'https://example.org/touch')
window = start('--page', 'article:2')
run('touch', [test_a_note_beside_its_mark, test_escape_leads_back_to_the_mark, test_going_to_the_note_and_back, test_code_is_copied_by_key_and_button,
              test_a_card_beside_a_link_to_an_article, test_closing_the_find_bar_leads_to_the_words, test_a_highlight_by_keyboard, test_a_picture_large_over_the_window,
              test_zoom_and_the_others, test_copied_and_closed, test_it_ends_well, test_a_picture_whose_file_is_gone])
