#!/usr/bin/env python3
"""test-touch.py PROGRAM: what one touches in an article, in the real window: notes, code, pictures, links into the library.
"""
import os
import subprocess

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

from person import add_page, application, close, find, key, picture, press, run, start, wait, walk, xdotool  # noqa: E402

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


def in_the_text():
    """A click at the first paragraph's margin: the page has the focus from its beginning on."""
    node = wait('the first paragraph', lambda: seen(ROLE.PARAGRAPH, 'Here begins'))
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


def test_it_ends_well():
    close()


add_page('pools.html', PAGE.format('What Lives in a Rock Pool', 'What Lives in a Rock Pool', f'<p>An anemone closes when the water leaves. {WORDS * 6}</p>'), 'https://example.org/pools')
add_page('touch.html', PAGE.format('Things to Touch', 'Things to Touch', BODY), 'https://example.org/touch')
window = start('--page', 'article:2')
run('touch', [test_a_note_beside_its_mark, test_escape_leads_back_to_the_mark, test_going_to_the_note_and_back, test_code_is_copied_by_key_and_button, test_it_ends_well])
