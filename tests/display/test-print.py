#!/usr/bin/env python3
"""test-print.py PROGRAM: the open article printed to a file by the dialog, in a real window, seen through AT-SPI.

The one printer of a display of its own is «Print to File». What it wrote is read by poppler's tools where they are
installed.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

from person import application, carrel, click, find, FOLDER, key, LIBRARY, PATIENCE, press, PROGRAM, wait, walk, xdotool  # noqa: E402


def open_window():
    global process
    environment = {**os.environ, 'CARREL_NON_UNIQUE': '1', 'HOME': FOLDER, 'CARREL_WATCH_LOOP': os.path.join(FOLDER, 'loop')}
    process = subprocess.Popen([PROGRAM, '--library', LIBRARY, '--size', '1100x800', '--page', 'article:6'], cwd=FOLDER, env=environment, stderr=errors)
    window = wait('a window', lambda: subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(process.pid)], capture_output=True, text=True).stdout.split())[0]
    xdotool('windowfocus', '--sync', window)
    wait('the application on the bus', application)


def close_window():
    wait('the dialog gone', lambda: not find(Atspi.Role.DIALOG, 'Print'))
    for _ in range(20):
        key('ctrl+q')
        try:
            assert process.wait(timeout=3 * PATIENCE) == 0
            return
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError('never: the end of the program')


def is_ready(node):
    return node.get_state_set().contains(Atspi.StateType.SENSITIVE)


def ask_for_dialog():
    """Ctrl+P, until the dialog is there."""
    for _ in range(20):
        key('ctrl+p')
        end = time.monotonic() + 3 * PATIENCE
        while time.monotonic() < end:
            if find(Atspi.Role.DIALOG, 'Print'):
                return
            time.sleep(0.2)
    raise AssertionError('never: the print dialog')


def choose_printer():
    """The row of the one that there is, until what prints can be pressed."""
    row = wait('the printer', lambda: find(Atspi.Role.LABEL, 'Print to File'))
    for _ in range(20):
        click(row)
        end = time.monotonic() + 2 * PATIENCE
        while time.monotonic() < end:
            button = next((node for node in walk(application()) if node.get_role() == Atspi.Role.BUTTON and node.get_name() == 'Print' and is_ready(node)), None)
            if button:
                return button
            time.sleep(0.2)
    raise AssertionError('never: a button that prints')


def find_file():
    """What was written, once it is whole."""
    for file in pathlib.Path(FOLDER).rglob('The Letters*.pdf'):
        if file.read_bytes().rstrip().endswith(b'%%EOF'):
            return file
    return None


def test_it_prints_to_a_file():
    open_window()
    wait('the article', lambda: find(Atspi.Role.HEADING, 'The Letters You Do Not Notice'))
    ask_for_dialog()
    wait('its own page', lambda: find(Atspi.Role.PAGE_TAB, 'Article'))
    press(choose_printer())
    file = wait('the file', find_file)
    close_window()
    if shutil.which('pdftotext'):
        text = subprocess.run(['pdftotext', file, '-'], capture_output=True, text=True, check=True).stdout
        text = ' '.join(text.split())
        assert 'You have read this far' in text and 'one has to sail from one to the next' in text and 'carrel.example/la-marge/les-blancs-de-la-carte' in text, text
        about = subprocess.run(['pdfinfo', file], capture_output=True, text=True, check=True).stdout
        assert 'Title:           The Letters You Do Not Notice' in about and 'Tagged:          yes' in about, about
        links = subprocess.run(['pdfinfo', '-url', file], capture_output=True, text=True, check=True).stdout
        assert 'https://carrel.example/slow-page/a-room-as-wide-as-a-window' in links, links


carrel('samples')
STEPS = [test_it_prints_to_a_file]

errors = open(os.path.join(FOLDER, 'errors'), 'w+')
process = None
status = 0
print(f'1..{len(STEPS)}', flush=True)
for number, step in enumerate(STEPS, 1):
    name = step.__name__.removeprefix('test_').replace('_', '-')
    try:
        step()
        print(f'ok {number} /print/{name}', flush=True)
    except AssertionError as error:
        status = 1
        print(f'# {error}\nnot ok {number} /print/{name}', flush=True)
        if os.environ.get('CARREL_TEST_PICTURE'):
            subprocess.run(['import', '-window', 'root', os.environ['CARREL_TEST_PICTURE']], check=False)
if process and process.poll() is None:
    process.terminate()
    process.wait()
errors.seek(0)
for line in errors:
    print('#', line.rstrip())
    if 'CRITICAL' in line:
        status = 1
if os.path.exists(os.path.join(FOLDER, 'loop')):
    print('#', open(os.path.join(FOLDER, 'loop'), encoding='utf-8').read())
sys.exit(status)
