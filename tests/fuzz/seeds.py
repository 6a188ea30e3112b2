#!/usr/bin/env python3
"""Inputs for a fuzz target to begin with: seeds.py TARGET OUT PROJECT SHARED

What the project's own tests read, and, when it is there, what stands in SHARED/security and SHARED/corpus.
"""
import glob
import gzip
import hashlib
import json
import os
import sys

MAX = 24 * 1024  # bytes of a page: longer inputs are slow, and their other parts are like these


def read(path):
    with (gzip.open if path.endswith('.gz') else open)(path, 'rb') as file:
        return file.read()


def find(folder, *endings):
    for ending in endings:
        yield from sorted(glob.glob(os.path.join(glob.escape(folder), '**', '*' + ending), recursive=True))


def pages(project, shared):
    for path in find(os.path.join(project, 'tests/data'), '.html', '.md', '.txt'):
        yield read(path)[:MAX]
    for path in find(os.path.join(project, 'data/samples'), '.html'):
        yield read(path)[:MAX]
    for path in list(find(os.path.join(shared, 'corpus'), 'source.html', '.html.gz'))[::8]:
        page = read(path)
        yield page[:MAX]
        yield page[len(page) // 2:len(page) // 2 + MAX // 2]
    vectors = os.path.join(shared, 'security/xss-vectors.json')
    if os.path.exists(vectors):
        for vector in json.loads(read(vectors)):
            yield vector['payload'].encode('utf-8', 'surrogatepass')
    for path in find(os.path.join(shared, 'security/html5lib/tree-construction'), '.dat'):
        for test in read(path).split(b'#data\n')[1:]:
            yield test.split(b'\n#errors')[0]


def charsets(project, shared):
    text = ('<meta charset="%s"><title>Grüße, привет, 你好, こんにちは, 안녕, שלום, مرحبا, สวัสดี</title>'
            '<p>Das Wetter wird schön. Сегодня хорошая погода. 今天天气很好。今日はいい天気です。')
    for i, name in enumerate(['utf-8', 'cp1252', 'latin-1', 'gb18030', 'gbk', 'big5', 'shift_jis', 'euc_jp', 'iso2022_jp', 'euc_kr',
                              'koi8_r', 'utf-16-le', 'utf-16-be', 'cp1251', 'cp874', 'iso8859_8', 'cp1255', 'cp1256', 'cp1253', 'cp1250']):
        page = (text % name).encode(name, 'ignore')
        yield bytes([i]) + page
        yield b'\0' + page
    for path in find(os.path.join(shared, 'security/html5lib/encoding'), '.dat'):
        for test in read(path).split(b'#data\n')[1:]:
            yield b'\0' + test.split(b'\n#encoding')[0]


def bombs():
    """For the guard: what is repeated stands between two marks, with how often."""
    for tag in ('div', 'span', 'b', 'li', 'ul><li', 'table><tr><td', 'p', 'svg', 'math', 'select', 'option', 'a', 'h1', 'template', 'button', 'form', 'nobr', 'dd', 'ruby><rt'):
        yield b'\x01\x3f<%s>\x02' % tag.encode()
        yield b'<p>a\x01\x3f<%s>\x02b\x01\x3f</%s>\x02c' % (tag.encode(), tag.encode())
        yield b'<table>\x01\x3f<%s><b>\x02' % tag.encode()
    yield b'<a \x01\x3fx=1 \x02>b</a>'
    yield b'<svg>\x01\x3f<style><g>\x02</style>'
    yield b'\x01\x3f<!--\x02-->\x01\x3f<script>\x02</script><p>x'


def queries(project):
    """The tests' examples, in all orders."""
    for name in ('queries.txt', 'searches.txt'):
        for i, line in enumerate(read(os.path.join(project, 'tests/data', name)).split(b'\n')):
            if ' ⇒'.encode() in line and not line.startswith(b'#'):
                yield bytes([i % 7 + 0x20 * (i % 8)]) + line.split(' ⇒'.encode())[0]


def main():
    target, out, project, shared = sys.argv[1:]
    if target == 'charset':
        inputs = charsets(project, shared)
    elif target == 'extract':
        inputs = (b'\0' + page for page in pages(project, shared))
    elif target == 'query':
        inputs = queries(project)
    elif target == 'guard':
        inputs = (page for source in (bombs(), pages(project, shared)) for page in source)
    else:
        inputs = pages(project, shared)
    os.makedirs(out, exist_ok=True)
    for data in inputs:
        with open(os.path.join(out, hashlib.sha256(data).hexdigest()[:16]), 'wb') as file:
            file.write(data)


main()
