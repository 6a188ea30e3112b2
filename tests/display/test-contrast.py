#!/usr/bin/env python3
"""test-contrast.py PROGRAM: what is written on each screen, light and dark, can be read: measured in pictures of the window.

The ground of a text is the colour that most of its place has, its ink the colour furthest from that; the picture is of twice the
size, so that letters are as dark as they are meant. At least 4.5 : 1, as WCAG 2.2 has it (1.4.3). What can't be used may be paler.
"""
import os
import subprocess
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402
import numpy  # noqa: E402

from person import PATIENCE, application, carrel, close, key, picture, run, start, wait, walk  # noqa: E402

ROLE, STATE = Atspi.Role, Atspi.StateType
LEAST = 4.5
ACCENT = 3.0  # on a ground of the accent colour, which is the person's choice and libadwaita's
BESIDE = 12  # pixels of the window on each side of it: the bus leaves the padding round a button's label out of account
BEHIND = 2  # pixels of the screen for one of the window
SCREENS = ['highlights', 'wanted', 'map', 'article:1,inspector', 'add', 'activity', 'preferences', 'backups', 'help', 'article:1,link', 'article:1,choose', 'search:tea']
DARK = ['highlights', 'article:1,inspector', 'preferences', 'help', 'article:1,link']

os.environ['GDK_SCALE'] = str(BEHIND)
os.environ['CARREL_PICTURE'] = '1'  # without a frame: the window's places are the screen's


def take():
    """The screen as [y, x, colour] from 0 to 1."""
    raw = subprocess.run(['import', '-window', 'root', '-depth', '8', 'ppm:-'], check=True, capture_output=True).stdout
    width, height = map(int, raw.split(None, 3)[1:3])  # P6, width, height, the most of a colour, pixels
    return numpy.frombuffer(raw[-width * height * 3:], dtype=numpy.uint8).reshape(height, width, 3)


def luminance(colours):
    linear = numpy.asarray(colours, dtype=float) / 255
    linear = numpy.where(linear <= 0.04045, linear / 12.92, ((linear + 0.055) / 1.055) ** 2.4)
    return linear @ numpy.array([0.2126, 0.7152, 0.0722])


def contrast(colours):
    """Of the ink and the ground in a piece of the screen."""
    flat = colours.reshape(-1, 3)
    seen, numbers = numpy.unique(flat, axis=0, return_counts=True)
    light = luminance(seen)
    ground = light[numbers.argmax()]
    ratios = (numpy.maximum(light, ground) + 0.05) / (numpy.minimum(light, ground) + 0.05)
    red, green, blue = seen[numbers.argmax()].tolist()
    return float(ratios.max()), ACCENT if blue - red > 100 else LEAST


def top():
    """What lies over all else: a dialog, or the window."""
    dialogs = [node for node in walk(application()) if node.get_role() in (ROLE.DIALOG, ROLE.ALERT) and node.get_state_set().contains(STATE.SHOWING)]
    return dialogs[-1] if dialogs else application()


def is_usable(node, place):
    """And whatever it stands in, too; no scrolled edge cuts it."""
    while node and node.get_role() not in (ROLE.FRAME, ROLE.DIALOG, ROLE.APPLICATION):
        if not node.get_state_set().contains(STATE.SENSITIVE):
            return False
        if node.get_role() == ROLE.SCROLL_PANE:
            edge = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
            if place.y < edge.y or place.y + place.height > edge.y + edge.height:
                return False
        node = node.get_parent()
    return True


def texts():
    """(text, its place, who) of each label that is seen and can be used."""
    for node in walk(top()):
        try:
            if node.get_role() != ROLE.LABEL:
                continue
            states = node.get_state_set()
            if not states.contains(STATE.SHOWING):
                continue
            name = (node.get_name() or '').strip()
            place = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
            if name and is_usable(node, place) and place.width > 4 and place.height > 4 and place.x >= 0 and place.y >= 0:
                yield name, place, node
        except Exception:  # it went while it was looked at
            continue


def look(screen, size):
    there = list(texts())
    assert len(there) > 2, f'{screen}: only {len(there)} texts'
    pixels = take()
    wrong = []
    for name, place, node in there:
        button = node.get_parent()
        if button.get_role() == ROLE.BUTTON and len(name) < 6:  # beside so short a name is more than the button's ground
            place = button.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
            place.x, place.width = place.x + BESIDE, max(place.width - 2 * BESIDE, 1)
        piece = pixels[place.y * BEHIND:(place.y + place.height) * BEHIND, max(place.x - BESIDE, 0) * BEHIND:(place.x + place.width + BESIDE) * BEHIND]
        if piece.size == 0 or place.y + place.height > size[1] or place.x + place.width > size[0]:
            continue
        ratio, least = contrast(piece)
        if 1.02 < ratio < least:  # less: nothing is drawn there, it is scrolled out of sight
            wrong.append(f'{screen}: «{name[:60]}» in {node.get_parent().get_role_name()}')
            print(f'# seen: {ratio:.2f} : 1 of {wrong[-1]}', flush=True)
    return wrong


def look_again(screen, size):
    """What is wrong each time: while it is still being laid out, a text is not where it is said to be."""
    wrong = set(look(screen, size))
    for _ in range(4):
        if wrong:
            time.sleep(PATIENCE)
            wrong &= set(look(screen, size))
    return wrong


def check(screens, dark=False):
    if dark:
        os.environ['ADW_DEBUG_COLOR_SCHEME'] = 'prefer-dark'
    problems = []
    for screen in screens:
        start('--page', screen)
        wait(f'something on {screen}', lambda: sum(1 for _ in walk(application())) > 20)
        time.sleep((1.2 + 0.6 * len(screen.split(','))) * PATIENCE)
        problems += look_again(screen, (1280, 800))
        picture(f'contrast-{screen.replace(":", "-")}-{"dark" if dark else "light"}')
        key('Escape')
        close()
    for problem in sorted(set(problems)):
        print('#', problem, flush=True)
    assert not problems, f'{len(problems)} problems'


def test_what_is_written_can_be_read():
    carrel('samples')
    carrel('delete', '12')
    words = max(carrel('show', '--format', 'text', '1').splitlines(), key=len).split()
    carrel('highlight', '--note', 'One of them', '1', ' '.join(words[:4]))
    check(SCREENS)


def test_and_in_the_dark():
    check(DARK, dark=True)


run('contrast', [test_what_is_written_can_be_read, test_and_in_the_dark])
