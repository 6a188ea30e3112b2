#!/usr/bin/env python3
"""test-text.py PROGRAM: how pages are set, chosen in a real window by pointer and keys, and there again after a restart.

Keys are the display server's; what is on the screen is read from the accessibility bus and from pictures of it.
"""
import os
import subprocess
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

from person import carrel, click, close, find, key, press, run, start, wait, xdotool  # noqa: E402

KEPT = os.path.join(os.environ['XDG_CONFIG_HOME'], 'carrel', 'text.ini')


def open_window():
    xdotool('windowmove', start('--page', 'article:1'), '0', '0')
    wait('the page', lambda: find(Atspi.Role.HEADING))
    wait('the keyboard', lambda: find(Atspi.Role.FRAME).get_state_set().contains(Atspi.StateType.ACTIVE))


def kept():
    with open(KEPT) as file:
        return dict(line.strip().split('=', 1) for line in file if '=' in line)


def is_kept(**values):
    return all(kept().get(name) == value for name, value in values.items())


def ground():
    """The colour at the page's right edge, below the header bar."""
    done = subprocess.run(['import', '-window', 'root', '-crop', '1x1+1270+700', '-depth', '8', 'txt:-'], capture_output=True, text=True, check=True)
    return done.stdout.split('#')[-1][:6].upper()


def open_popover():
    button, frame = (node.get_component_iface().get_extents(Atspi.CoordType.WINDOW) for node in (wait('the button', lambda: find(Atspi.Role.BUTTON, 'Text')), find(Atspi.Role.FRAME)))
    xdotool('mousemove', str(button.x - frame.x + button.width // 2), str(button.y - frame.y + button.height // 2), 'click', '1')
    return wait('the popover', lambda: find(Atspi.Role.TOGGLE_BUTTON, 'Sepia'))


# ── The steps ──


def test_keys_change_the_size():
    open_window()
    for expected in ('19', '20'):
        key('ctrl+plus')
        wait(f'{expected} pixels', lambda: is_kept(Size=expected))
    key('ctrl+minus')
    wait('19 again', lambda: is_kept(Size='19'))
    key('ctrl+0')
    wait('the size it was at first', lambda: is_kept(Size='18'))
    key('ctrl+plus')
    wait('19', lambda: is_kept(Size='19'))


def test_a_theme_is_on_the_page_at_once():
    for name, colour in (('Black', '000000'), ('Dark', '242427'), ('Light', 'FFFFFF'), ('Sepia', 'F7EFDF')):
        open_popover()
        press(find(Atspi.Role.TOGGLE_BUTTON, name))
        wait(f'{name} is kept', lambda: is_kept(Theme=name.lower()))
        picture(f'popover-{name.lower()}')
        key('Escape')
        wait(f'the ground of {name}', lambda: ground() == colour)
        picture(f'page-{name.lower()}')


def test_a_typeface_that_is_not_there_says_so():
    open_popover()
    legible = wait('the toggle', lambda: find(Atspi.Role.RADIO_BUTTON, 'Legible') or find(Atspi.Role.TOGGLE_BUTTON, 'Legible'))
    assert not legible.get_state_set().contains(Atspi.StateType.SENSITIVE)
    press(find(Atspi.Role.RADIO_BUTTON, 'Mono') or find(Atspi.Role.TOGGLE_BUTTON, 'Mono'))
    wait('it is kept', lambda: is_kept(Face='mono'))
    key('Escape')


def test_it_is_there_again():
    close()
    open_window()
    wait('sepia', lambda: ground() == 'F7EFDF')
    sepia = open_popover()
    picture('again')
    wait('its swatch is the chosen one', lambda: sepia.get_state_set().contains(Atspi.StateType.PRESSED))
    wait('all of it', lambda: is_kept(Theme='sepia', Face='mono', Size='19'))
    key('Escape')
    close()


def picture(name):
    if os.environ.get('CARREL_TEST_PICTURES'):
        time.sleep(0.5)
        subprocess.run(['import', '-window', 'root', '-crop', '1280x800+0+0', os.path.join(os.environ['CARREL_TEST_PICTURES'], name + '.png')], check=False)


carrel('samples')
run('text', [test_keys_change_the_size, test_a_theme_is_on_the_page_at_once, test_a_typeface_that_is_not_there_says_so, test_it_is_there_again])
