#!/usr/bin/env python3
"""test-access.py PROGRAM: every screen, as a screen reader and a finger find it.

On each screen every control that can be reached has a name, is at least 24 pixels high and wide, and Tab leads through all of the
window and back to where it began.
"""
import json
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

from person import PATIENCE, application, carrel, close, key, run, start, wait, walk  # noqa: E402

ROLE, STATE = Atspi.Role, Atspi.StateType
LEAST = 24  # pixels of a target, as WCAG 2.2 has it (2.5.8)
CONTROLS = {ROLE.BUTTON, ROLE.TOGGLE_BUTTON, ROLE.CHECK_BOX, ROLE.RADIO_BUTTON, ROLE.COMBO_BOX, ROLE.LINK, ROLE.SLIDER, ROLE.SPIN_BUTTON, ROLE.SWITCH, ROLE.TEXT, ROLE.ENTRY, ROLE.LIST_ITEM, ROLE.MENU_ITEM, ROLE.TREE_ITEM}
TEXT = {ROLE.LINK, ROLE.LABEL}  # a word of a line is as high as its line
SCREENS = ['inbox', 'all', 'favourites', 'archive', 'trash', 'highlights', 'wanted', 'map', 'care', 'article:1', 'article:1,inspector', 'add', 'activity', 'preferences', 'backups', 'shortcuts', 'help',
           'article:1,link', 'article:1,chooser', 'article:1,versions', 'search:tea', 'older', 'reading', 'never', 'around:1', 'help:search', 'article:1,thread', 'article:1,again', 'article:1,choose',
           'article:1,end', 'article:6,touch:note', 'type:topic:', 'group:topic,view:cards', 'group:day,view:compact']


def describe(node):
    names = []
    while node and len(names) < 6:
        names.append(f'{node.get_role_name()} {node.get_name()!r}')
        node = node.get_parent()
    return ' in '.join(names)


def is_shown(node):
    states = node.get_state_set()
    return states.contains(STATE.SHOWING) and states.contains(STATE.VISIBLE)


def is_choice(node):
    """What a combo box has in its list, which isn't open."""
    while node:
        if node.get_role() == ROLE.COMBO_BOX:
            return True
        node = node.get_parent()
    return False


def look(screen):
    """What is wrong on it."""
    wrong, n = [], 0
    for node in walk(application()):
        try:
            role = node.get_role()
            states = node.get_state_set()
            if not is_shown(node) or not states.contains(STATE.SENSITIVE):
                continue
            if role not in CONTROLS and not (states.contains(STATE.FOCUSABLE) and node.get_n_actions() > 0):
                continue
            if (not states.contains(STATE.FOCUSABLE) and node.get_n_actions() == 0) or is_choice(node.get_parent()):
                continue
            place = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
            if place.width <= 0 or place.height <= 0:
                continue
            n += 1
            labelled = any(relation.get_relation_type() == Atspi.RelationType.LABELLED_BY for relation in node.get_relation_set())
            if not (node.get_name() or '').strip() and not labelled and not (role in (ROLE.TEXT, ROLE.ENTRY) and (node.get_description() or '').strip()):
                wrong.append(f'without a name: {describe(node)}')
            if role not in TEXT and (place.width < LEAST or place.height < LEAST):
                wrong.append(f'{place.width} × {place.height} pixels: {describe(node)}')
        except Exception:  # it went while it was looked at
            continue
    assert n > 3, f'{screen}: only {n} controls'
    return [f'{screen}: {problem}' for problem in wrong]


def focused():
    for node in walk(application()):
        try:
            if node.get_state_set().contains(STATE.FOCUSED) and is_shown(node) and node.get_role() not in (ROLE.FRAME, ROLE.WINDOW):
                place = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
                return node.get_role_name(), node.get_name(), place.x, place.y
        except Exception:
            continue
    return None


def test_every_control_has_a_name_and_room():
    carrel('samples')
    carrel('delete', '12')
    carrel('thread', '--title', 'Two of them', '1', '2')
    carrel('wanted', '--hide', json.loads(carrel('wanted', '--json'))[0]['key'])
    words = max(carrel('show', '--format', 'text', '1').splitlines(), key=len).split()
    carrel('highlight', '1', ' '.join(words[:4]))
    problems = []
    for screen in SCREENS:
        start('--page', screen)
        time.sleep((0.8 + 0.6 * len(screen.split(','))) * PATIENCE)
        wait(f'something on {screen}', lambda: sum(1 for _ in walk(application())) > 20)
        problems += look(screen)
        key('Escape')
        close()
    for problem in sorted(set(problems)):
        print('#', problem, flush=True)
    assert not problems, f'{len(problems)} problems'


def test_a_button_keeps_its_name_while_its_popover_is_open():
    start('--page', 'article:6')
    for name in ('Text', 'Contents (C)', 'Sort, Group and Filter'):
        def buttons(name=name):
            return [node for node in walk(application()) if node.get_role() == ROLE.TOGGLE_BUTTON and node.get_name() == name and is_shown(node)]

        wait(f'the button {name}', buttons)[0].do_action(0)
        time.sleep(0.8 * PATIENCE)
        assert buttons() and buttons()[0].get_state_set().contains(STATE.PRESSED), f'{name} is called otherwise, or not open'
        key('Escape')
        time.sleep(0.3 * PATIENCE)
    close()


def test_the_keyboard_leads_through_and_back():
    start('--page', 'article:1')
    wait('the page', lambda: any(node.get_role() == ROLE.HEADING for node in walk(application())))
    key('F6')
    seen = []
    for _ in range(60):
        key('Tab')
        there = wait('the focus somewhere', focused)
        if there in seen[:1] and len(seen) > 4:
            break
        seen.append(there)
    assert len(set(seen)) >= 8, seen
    assert seen.count(seen[-1]) <= 3 and len(seen) < 60, f'no way round: {seen[-5:]}'
    close()


run('access', [test_every_control_has_a_name_and_room, test_a_button_keeps_its_name_while_its_popover_is_open, test_the_keyboard_leads_through_and_back])
