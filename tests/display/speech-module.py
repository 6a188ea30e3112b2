#!/usr/bin/env python3
"""speech-module.py [CONFIG]: an output module of Speech Dispatcher that says nothing: each sentence is a line of the file that
CARREL_TEST_SAID names, with language and rate before it. Needs no sound device."""
import html
import os
import re
import select
import sys
import time

SAID = os.environ['CARREL_TEST_SAID']
TAKES = float(os.environ.get('CARREL_TEST_SENTENCE', '0.15'))  # seconds
settings = {}


def answer(text):
    os.write(1, (text + '\n').encode())


buffer = b''


def read_line(timeout=None):
    """A line without its end; None when none comes in time."""
    global buffer
    while b'\n' not in buffer:
        if not select.select([0], [], [], timeout)[0]:
            return None
        more = os.read(0, 65536)
        if not more:
            sys.exit(0)
        buffer += more
    line, buffer = buffer.split(b'\n', 1)
    return line.decode().rstrip('\r')


def read_block():
    lines = []
    while (line := read_line()) != '.':
        lines.append(line[1:] if line.startswith('..') else line)
    return lines


def speak(words):
    words = html.unescape(re.sub(r'<[^>]*>', '', words)).strip()
    with open(SAID, 'a', encoding='utf-8') as said:
        said.write(f"{settings.get('language', '')}|{settings.get('rate', '')}|{words}\n")
    answer('701 BEGIN')
    end = time.monotonic() + TAKES
    while (left := end - time.monotonic()) > 0:
        line = read_line(left)
        if line in ('STOP', 'PAUSE'):
            answer('703 STOP')
            return
    answer('702 END')


while True:
    command = read_line()
    if command == 'INIT':
        answer('299-Ready\n299 OK LOADED SUCCESSFULLY')
    elif command in ('SET', 'AUDIO', 'LOGLEVEL'):
        answer('207 OK RECEIVING' if command != 'SET' else '203 OK RECEIVING SETTINGS')
        for line in read_block():
            name, _, value = line.partition('=')
            settings[name] = value
        answer('203 OK DONE')
    elif command == 'LIST VOICES' or command.startswith('LIST VOICES'):
        answer('200-one\ten\tnone\n200-two\tde\tnone\n200 OK VOICE LIST SENT')
    elif command in ('SPEAK', 'CHAR', 'KEY', 'SOUND_ICON'):
        answer('202 OK RECEIVING MESSAGE')
        words = '\n'.join(read_block())
        answer('200 OK SPEAKING')
        speak(words)
    elif command == 'QUIT':
        answer('210 OK QUIT')
        break
    elif command in ('STOP', 'PAUSE'):
        pass
    else:
        answer('300 ERR UNKNOWN COMMAND')
