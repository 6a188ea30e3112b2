#!/usr/bin/env python3
"""The program's commands: exact output, exit status, errors. Files only, no network.

Prints TAP. Each test gets an empty library of its own. Dates of today are written as DATE.
"""
import json
import os
import pathlib
import pty
import re
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM = sys.argv[1]
PAGES = pathlib.Path(__file__).parent / 'pages'
HTTP = 'https://example.org/'
TESTS = []


def test(function):
    TESTS.append(function)
    return function


class Library:
    def __init__(self, folder):
        self.folder = folder
        self.env = dict(os.environ, CARREL_LIBRARY=folder + '/library', HOME=folder, LC_ALL='C.UTF-8', TZ='UTC')

    def run(self, *words, stdin='', status=0, env=None):
        """Standard output; the exit status must be as said. Standard error is kept in self.error."""
        stdin = stdin if isinstance(stdin, bytes) else stdin.encode()
        done = subprocess.run([PROGRAM, *map(str, words)], input=stdin, capture_output=True, env=env or self.env, timeout=60)
        self.error = done.stderr.decode()
        same(done.returncode, status, f'exit status of {words}: {self.error}')
        if status == 0:
            same(self.error, '', f'standard error of {words}')
        return re.sub(r'\b20\d\d-\d\d-\d\d\b', 'DATE', done.stdout.decode())

    def json(self, *words, **how):
        return json.loads(self.run(*words, **how))

    def add(self, name, *options):
        return self.run('add', '--no-images', *options, '--url', HTTP + name, PAGES / (name + '.html'))


def same(got, want, what=''):
    if got != want:
        raise AssertionError(f'{what}\n got: {got!r}\nwant: {want!r}')


def contains(text, part):
    if part not in text:
        raise AssertionError(f'{part!r} is not in {text!r}')


# ── The line itself ──


@test
def version_and_help(lib):
    same(bool(re.fullmatch(r'Carrel \d+\.\d+\.\d+\n', lib.run('--version'))), True)
    text = lib.run('help')
    same(lib.run('--help'), text)
    for command in re.findall(r'^  ([a-z]+) ', text, re.M):
        page = lib.run('help', command)
        contains(page, f'Usage: carrel {command}')
        same(lib.run(command, '--help'), page)
    same(os.path.exists(lib.env['CARREL_LIBRARY']), False, 'help opens no library')


@test
def wrong_usage(lib):
    for words, message in [
        (['nosuch'], 'carrel: There is no command “nosuch”. See “carrel help”.\n'),
        (['help', 'nosuch'], 'carrel: There is no command “nosuch”. See “carrel help”.\n'),
        (['list', '--frob'], 'carrel: “list” has no option “--frob”. See “carrel help list”.\n'),
        (['list', '--frob=1'], 'carrel: “list” has no option “--frob”. See “carrel help list”.\n'),
        (['list', '--json=1'], 'carrel: “--json” takes no value. See “carrel help list”.\n'),
        (['list', '--sort'], 'carrel: “--sort” needs a value: --sort=ORDER. See “carrel help list”.\n'),
        (['list', '--sort', 'size'], 'carrel: There is no order “size”. See “carrel help list”.\n'),
        (['list', '--limit', '0'], 'carrel: “0” is no number of articles. See “carrel help list”.\n'),
        (['list', 'tea', '--json'], 'carrel: “--json” stands behind other words, where no option is read (-- ends the options). See “carrel help list”.\n'),
        (['show'], 'carrel: Usage: carrel show [--format FORMAT] ID|URL. See “carrel help show”.\n'),
        (['show', '--format', 'pdf', '1'], 'carrel: There is no format “pdf”. See “carrel help show”.\n'),
        (['stats', 'x'], 'carrel: “stats” takes no words. See “carrel help stats”.\n'),
        (['tag', '1', '2'], 'carrel: No topic is named: +TOPIC gives one, -TOPIC takes one away. See “carrel help tag”.\n'),
        (['tag', '+a', '-b'], 'carrel: No article is named. See “carrel help tag”.\n'),
        (['topics', 'rename', 'a'], 'carrel: Usage: carrel topics [rename OLD NEW | merge FROM INTO | delete TOPIC]. See “carrel help topics”.\n'),
        (['link', '1', 'likes', '2'], 'carrel: There is no kind of link “likes”. See “carrel help link”.\n'),
        (['add', '--topic', '/', 'x.html'], 'carrel: “/” is no name for a topic. See “carrel help add”.\n'),
        (['add', '--url', 'x y', 'x.html'], 'carrel: “x y” is no web address. See “carrel help add”.\n'),
        (['add', '--url', HTTP, 'a.html', 'b.html'], 'carrel: --url is for one file, or for -. See “carrel help add”.\n'),
    ]:
        same(lib.run(*words, status=2), '', str(words))
        same(lib.error, message, str(words))


@test
def no_command_is_the_window(lib):
    # Words that can't be meant as a command are left to the window.
    same(lib.run('add', status=2), '')
    contains(lib.error, 'Usage: carrel add')


@test
def library_option(lib):
    lib.add('tea')
    other = lib.folder + '/other'
    same(lib.run('--library=' + other, 'list'), '')
    same(lib.run('list', '--library', other), '')
    same(lib.run('--library', lib.env['CARREL_LIBRARY'], 'list', '--limit=1').startswith('1 '), True)
    lib.run('list', '--library=/proc/nowhere', status=1)
    contains(lib.error, 'carrel: Couldn\'t make the library\'s folder “/proc/nowhere”')


@test
def not_a_library(lib):
    folder = pathlib.Path(lib.folder, 'broken')
    folder.mkdir()
    (folder / 'carrel.db').write_bytes(b'This is no database. ' * 500)
    lib.run('list', f'--library={folder}', status=1)
    contains(lib.error, 'is not a Carrel library')


# ── add ──


@test
def add_file(lib):
    same(lib.add('tea', '--topic', 'food/tea', '--topic=slow'), '1\tTea on the Hills\n')
    same(lib.run('list'), '1  ●  Tea on the Hills  Hill Journal  DATE  food/tea, slow\n')
    article = lib.json('list', '--json')[0]
    same({k: article[k] for k in ('id', 'title', 'byline', 'site', 'address', 'language', 'rtl', 'place', 'read', 'favourite', 'topics', 'trashed', 'progress')},
         {'id': 1, 'title': 'Tea on the Hills', 'byline': 'Mara Lind', 'site': 'Hill Journal', 'address': HTTP + 'tea', 'language': 'en', 'rtl': False,
          'place': 'inbox', 'read': 'unread', 'favourite': False, 'topics': ['food/tea', 'slow'], 'trashed': 0, 'progress': 0})
    same(article['published'], 1770163200)
    lib.add_again = lib.run('add', '--url', 'http://www.example.org/tea/', PAGES / 'tea.html', status=1)
    contains(lib.error, 'tea.html: “Tea on the Hills” is already in your library')
    contains(lib.error, '(1)')


@test
def add_many(lib):
    text = 'A note to keep.\n\n' + 'There is more to say about it than one would think. ' * 20
    same(lib.run('add', '--no-images', PAGES / 'tea.html', PAGES / 'nosuch.html', '-', PAGES / 'rivers.html', stdin=text, status=1),
         '1\tTea on the Hills\n2\tA note to keep\n3\tRivers Bend\n')
    same(lib.error, f'carrel: There is no file “{PAGES}/nosuch.html”\n')
    same(lib.run('add', 'two words', 'ftp://example.org/a', PAGES, status=1), '')
    contains(lib.error, 'carrel: “two words” is neither a file nor a web address\ncarrel: “ftp://example.org/a” is neither a file nor a web address\n')
    contains(lib.error, 'is a folder, not a file')
    lib.run('add', '-', stdin='', status=1)
    contains(lib.error, 'carrel: standard input: ')


@test
def add_json(lib):
    articles = lib.json('add', '--json', '--no-images', PAGES / 'tea.html', PAGES / 'rivers.html')
    same([(a['id'], a['title']) for a in articles], [(1, 'Tea on the Hills'), (2, 'Rivers Bend')])


@test
def add_from_trash(lib):
    lib.add('tea')
    lib.run('delete', 1)
    same(lib.run('add', 'example.org/tea'), '1\tTea on the Hills\n', 'restored, without a request')
    same(lib.json('list', '--json')[0]['trashed'], 0)


# ── The way of an article ──


@test
def the_whole_way(lib):
    lib.add('tea')
    lib.add('rivers')
    same(lib.run('list', 'swallows'), '2  ●  Rivers Bend  Water Almanac  DATE\n')
    same(lib.run('list', '-swallows'), '1  ●  Tea on the Hills  Hill Journal  DATE\n')
    same(lib.run('list', '--sort', 'title'), '2  ●  Rivers Bend       Water Almanac  DATE\n1  ●  Tea on the Hills  Hill Journal   DATE\n')
    same(lib.run('list', '--limit', 1, '--sort=added'), '2  ●  Rivers Bend  Water Almanac  DATE\n')
    same(lib.run('list', 'nothing', 'like', 'this'), '')
    same(lib.run('list', '--json', 'nothinglikethis'), '[]\n')
    same(lib.run('tag', 1, HTTP + 'rivers', '+Nature/Water', '+slow'), 'Changed the topics of 2 articles.\n')
    same(lib.run('tag', 1, '-slow', '-nosuch'), 'Changed the topics of 1 article.\n')
    same(lib.run('list', 'topic:nature'), '2  ●  Rivers Bend       Water Almanac  DATE  Nature/Water, slow\n1  ●  Tea on the Hills  Hill Journal   DATE  Nature/Water\n')
    same(lib.run('archive', 1, 2, 2), '2 articles in the archive.\n')
    same(lib.run('inbox', 2), '1 article in the inbox.\n')
    same(lib.run('list', 'is:archived').split()[0], '1')
    same(lib.run('favourite', 1), '1 article among the favourites.\n')
    same(lib.run('read', 1), '1 article marked as read.\n')
    same(lib.run('list', 'is:favourite'), '1  ○★  Tea on the Hills  Hill Journal  DATE  Nature/Water\n')
    same(lib.run('favourite', '--remove', 1), '1 article no longer among the favourites.\n')
    same(lib.run('read', '--unread', 1), '1 article marked as unread.\n')
    same(lib.run('delete', 1), '1 article in the trash.\n')
    same(lib.run('list').split()[0], '2')
    same(lib.run('list', 'is:trashed').split()[0], '1')
    same(lib.run('restore', 1), '1 article restored.\n')
    same([a['place'] for a in lib.json('archive', '--json', 2, 1)], ['archive', 'archive'])
    same(lib.run('check'), 'The library is sound: 2 articles, 2 files.\n')
    stats = lib.json('stats', '--json')
    same({k: stats[k] for k in ('articles', 'inbox', 'archive', 'unread', 'favourites', 'trash', 'topics', 'snapshots')},
         {'articles': 2, 'inbox': 0, 'archive': 2, 'unread': 2, 'favourites': 0, 'trash': 0, 'topics': 3, 'snapshots': 2})
    contains(lib.run('stats'), 'Articles ')


@test
def missing_articles(lib):
    lib.add('tea')
    for command in ('archive', 'inbox', 'favourite', 'read', 'delete', 'restore'):
        lib.run(command, 7, status=1)
        same(lib.error, 'carrel: There is no article 7 in the library\n')
    same(lib.run('archive', 7, 1, status=1), '1 article in the archive.\n')
    lib.run('show', 'https://example.org/none', status=1)
    same(lib.error, 'carrel: “https://example.org/none” is neither the number nor the address of an article in the library\n')
    for word in ('0', '-1', '1x', '99999999999999999999', '', '1; DROP TABLE article'):
        lib.run('links', word, status=1)
        contains(lib.error, 'carrel: ')


@test
def topics(lib):
    lib.add('tea', '--topic', 'food/tea')
    lib.add('rivers', '--topic', 'water')
    same(lib.run('topics'), 'food      1  1\nfood/tea  1  1\nwater     1  1\n')
    same(lib.run('topics', 'rename', 'food/tea', 'drinks/tea'), 'Renamed “food/tea” to “drinks/tea”.\n')
    same([t['path'] for t in lib.json('topics', '--json')], ['drinks', 'drinks/tea', 'food', 'water'])
    same(lib.run('topics', 'merge', 'water', 'drinks'), 'Merged “water” into “drinks”.\n')
    same(lib.run('topics', 'delete', 'drinks/tea'), 'Deleted the topic “drinks/tea”.\n')
    same(lib.run('topics', 'list').splitlines()[0], 'drinks  1  1')
    lib.run('topics', 'delete', 'nosuch', status=1)
    same(lib.error, 'carrel: There is no topic “nosuch”\n')
    same(sorted(lib.json('topics', '--json')[0]), ['colour', 'id', 'n', 'n_unread', 'path'])


@test
def links(lib):
    lib.add('tea')
    lib.add('rivers')
    same(lib.run('links', 1), '→  mentions  2  Rivers Bend    https://example.org/rivers\n→  mentions  -  the salt road  https://example.org/salt-road\n')
    same(lib.run('wanted'), '2  the salt road  https://example.org/salt-road  1\n')
    same(lib.json('wanted', '--json', '--limit=5'), [{'title': 'the salt road', 'address': 'https://example.org/salt-road', 'n': 2, 'source': 1, 'source_title': 'Tea on the Hills'}])
    same(lib.run('link', 2, 'supports', HTTP + 'tea'), 'Linked: 2 supports 1.\n')
    same([(k['source'], k['kind'], k['target'], k['backlink']) for k in lib.json('links', '--json', 2)], [(2, 'mentions', None, False), (2, 'supports', 1, False), (1, 'mentions', 2, True)])
    lib.run('link', 2, 'supports', 2, status=1)
    same(lib.error, 'carrel: An article can\'t be linked to itself\n')
    lib.run('link', 2, 'mentions', 1, status=1)
    contains(lib.error, 'come from the articles themselves')
    same(lib.run('unlink', 2, 'supports', 1), 'Unlinked: 2 supports 1.\n')
    lib.run('unlink', 2, 'supports', 1, status=1)
    same(lib.error, 'carrel: There is no link 2 supports 1\n')


def main():
    failed = 0
    print(f'1..{len(TESTS)}', flush=True)
    for number, function in enumerate(TESTS, 1):
        with tempfile.TemporaryDirectory(prefix='carrel-cli-') as folder:
            try:
                function(Library(folder))
                print(f'ok {number} {function.__name__}', flush=True)
            except Exception as problem:  # one test's failure is not the next one's
                failed += 1
                for line in f'{type(problem).__name__}: {problem}'.splitlines():
                    print('#', line)
                print(f'not ok {number} {function.__name__}', flush=True)
    return 1 if failed else 0


sys.exit(main())
