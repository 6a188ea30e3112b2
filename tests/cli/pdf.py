#!/usr/bin/env python3
"""pdf.py PROGRAM: what `show --format pdf` writes, read by another program (poppler's tools).

Prints TAP. The sample articles and the extractor's pages: every letter is there and in its order, links lead where
they should, headings are the outline, letters have their fonts, nothing stands off the page.
"""
import json
import os
import pathlib
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata

PROGRAM = os.path.abspath(sys.argv[1])
PAGES = pathlib.Path(__file__).resolve().parent.parent / 'data' / 'pages'
CASES = ['code', 'tables', 'figures', 'hebrew', 'embeds', 'mathematics', 'notes', 'forum', 'news', 'thai']
FOLDER = tempfile.mkdtemp(prefix='carrel-pdf-')
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def carrel(*words, **options):
    return subprocess.run([PROGRAM, f'--library={FOLDER}/library', *words], capture_output=True, timeout=120, **options)


def ask(tool, *words):
    return subprocess.run([tool, *words], capture_output=True, text=True, check=True).stdout


def letters(text):
    """What is seen of it, whatever the line breaks, ligatures and marks of direction; a note's «[2]» is shown as ²."""
    text = unicodedata.normalize('NFKC', text)
    return ''.join(c for c in text if not c.isspace() and c not in '[]()' and unicodedata.category(c) != 'Cf')


def write(article):
    file = os.path.join(FOLDER, f'{article["id"]}.pdf')
    done = carrel('show', '--format', 'pdf', '-o', file, str(article['id']))
    assert done.returncode == 0 and not done.stderr, done.stderr


def articles():
    for article in json.loads(carrel('list', '--json', '--limit', '100').stdout):
        yield json.loads(carrel('show', '--json', str(article['id'])).stdout)


@test
def every_letter_is_there_and_in_order():
    for article in ALL:
        file = os.path.join(FOLDER, f'{article["id"]}.pdf')
        shown, text = letters(ask('pdftotext', '-raw', file, '-')), letters(article['text'])
        if re.search('[\u0590-\u07ff]', text):  # the letters of a line that runs leftwards come in another order
            rest = list(shown)
            missing = sum(1 for c in text if unicodedata.category(c)[0] == 'L' and (rest.remove(c) if c in rest else True))
            assert missing <= len(text) / 100, f'{article["title"]}: {missing} of {len(text)} letters are missing'
            continue
        if 'class="math"' in article['html']:  # a formula is drawn, not written
            continue
        at = 0
        for number, c in enumerate(text):
            at = shown.find(c, at) + 1
            assert at > 0, f'{article["title"]}: “…{text[max(number - 60, 0):number]}” is followed by no “{text[number:number + 10]}”'
        # Nothing but head, headers, marks and addresses is there besides, so that no letter was found in the wrong place.
        addresses = sum(len(address) + 6 for address in re.findall(r'(?:href|alt)="([^"]*)"', article['html']))
        besides = 600 + 160 * int(re.search(r'Pages: +(\d+)', ask('pdfinfo', file))[1]) + 2 * addresses
        assert len(shown) - len(text) < besides, f'{article["title"]}: {len(shown)} letters of {len(text)}'


@test
def it_says_what_it_is():
    for article in ALL:
        about = ask('pdfinfo', os.path.join(FOLDER, f'{article["id"]}.pdf'))
        assert re.search('Title: +' + re.escape(article['title'][:20]), about), about
        assert not article['byline'] or re.search('Author: +' + re.escape(article['byline']), about), about
        assert 'Tagged:          yes' in about and 'A4' in about, about
        pages = int(re.search(r'Pages: +(\d+)', about)[1])
        assert 1 <= pages <= 2 + article['words'] / 120 + article['html'].count('<img'), f'{article["title"]}: {pages} pages'


@test
def fonts_are_in_it():
    for article in ALL:
        rows = ask('pdffonts', os.path.join(FOLDER, f'{article["id"]}.pdf')).splitlines()[2:]
        assert rows and all(re.search(r' yes yes yes +\d+ +\d+$', row) for row in rows), rows


@test
def links_and_headings_lead_somewhere():
    seen = 0
    for article in ALL:
        file = os.path.join(FOLDER, f'{article["id"]}.pdf')
        links = ask('pdfinfo', '-url', file)
        for address in re.findall(r'<a href="(https?://[^"\']*)"', article['html']):
            assert address.replace('&amp;', '&') in links, f'{article["title"]}: no {address}'
            seen += 1
        outline = letters(ask('pdftohtml', '-xml', '-i', '-stdout', file).partition('<outline>')[2])
        for heading in re.findall(r'<h[1-6][^>]*>(.*?)</h', article['html']):
            heading = letters(re.sub('<[^>]*>', '', heading))
            assert heading[:40] in outline, f'{article["title"]}: “{heading}” is not in its outline'
            seen += 1
    assert seen > 60, seen


@test
def nothing_stands_off_the_page():
    for article in ALL:
        boxes = ask('pdftotext', '-bbox', os.path.join(FOLDER, f'{article["id"]}.pdf'), '-')
        for x, y, right, bottom in re.findall(r'<word xMin="([^"]+)" yMin="([^"]+)" xMax="([^"]+)" yMax="([^"]+)"', boxes):
            assert 40 < float(x) and float(right) < 556 and 30 < float(y) and float(bottom) < 812, (article['title'], x, y, right, bottom)


@test
def pictures_are_of_the_library_and_say_what_they_show():
    with_pictures = [article for article in ALL if 'src="blob:' in article['html']]
    assert with_pictures
    for article in with_pictures:
        file = os.path.join(FOLDER, f'{article["id"]}.pdf')
        assert len(ask('pdfimages', '-list', file).splitlines()) > 2, article['title']
        for alt in re.findall(r'src="blob:[^"]*" alt="([^"]+)"', article['html']):
            alt = letters(alt.replace('&quot;', '"').replace('&amp;', '&'))
            assert alt[:30] in letters(ask('pdftotext', '-raw', file, '-')), f'{article["title"]}: no “{alt}”'


@test
def items_have_their_numbers_whatever_they_begin_with():
    """Left of the item and in its first line, however the list counts."""
    words = 'The tide goes out twice a day and leaves a little of the sea behind in every hollow of the rock. ' * 5
    page = (f'<!DOCTYPE html><html lang="en"><title>Steps</title><article><h1>Steps</h1><p>{words}</p><ol type="i" start="3"><li><pre>code</pre><p>after it</p></li>'
            f'<li><table><tr><th>head</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table></li><li value="9">plain</li></ol><p>{words}</p></article>')
    added = carrel('add', '--url=https://steps.example/', '-', input=page.encode())
    assert added.returncode == 0, added.stderr
    file = os.path.join(FOLDER, 'steps.pdf')
    assert carrel('show', '--format', 'pdf', '-o', file, added.stdout.split()[0].decode()).returncode == 0
    place = {word: (float(x), (float(y) + float(bottom)) / 2) for x, y, bottom, word in re.findall(r'<word xMin="([^"]+)" yMin="([^"]+)" xMax="[^"]+" yMax="([^"]+)">([^<]*)<', ask('pdftotext', '-bbox', file, '-'))}
    for number, word in (('iii.', 'code'), ('iv.', 'head'), ('ix.', 'plain')):
        assert place[number][0] < place[word][0] and abs(place[number][1] - place[word][1]) < 7, (number, place[number], word, place[word])


@test
def it_goes_to_standard_output():
    done = carrel('show', '--format', 'pdf', '1')
    assert done.returncode == 0 and done.stdout.startswith(b'%PDF-') and done.stdout.rstrip().endswith(b'%%EOF')


@test
def a_terminal_gets_none():
    ours, theirs = pty.openpty()
    done = subprocess.run([PROGRAM, f'--library={FOLDER}/library', 'show', '--format', 'pdf', '1'], stdout=theirs, stderr=subprocess.PIPE, text=True, timeout=60)
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2 and '--output=FILE' in done.stderr, done


@test
def a_file_that_cannot_be_written_is_said():
    done = carrel('show', '--format', 'pdf', '-o', f'{FOLDER}/nowhere/x.pdf', '1', text=True)
    assert done.returncode == 1 and done.stderr, done
    done = carrel('show', '-o', f'{FOLDER}/x.txt', '1', text=True)
    assert done.returncode == 2 and not os.path.exists(f'{FOLDER}/x.txt'), done


missing = [tool for tool in ('pdftotext', 'pdfinfo', 'pdffonts', 'pdftohtml', 'pdfimages') if not shutil.which(tool)]
if missing:
    print(f'1..0 # SKIP without {", ".join(missing)}')
    sys.exit(0)
assert carrel('samples').returncode == 0
for case in CASES:
    carrel('add', '--no-images', '--url', f'https://site.example/{case}', str(PAGES / case / 'source.html'))
ALL = list(articles())
for one in ALL:
    write(one)
print(f'1..{len(TESTS)}', flush=True)
status = 0
for number, function in enumerate(TESTS, 1):
    try:
        function()
        print(f'ok {number} {function.__name__}', flush=True)
    except AssertionError as error:
        status = 1
        print('# ' + '\n# '.join(str(error).splitlines()))
        print(f'not ok {number} {function.__name__}', flush=True)
shutil.rmtree(FOLDER, ignore_errors=True)
sys.exit(status)
