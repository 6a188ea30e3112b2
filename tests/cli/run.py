#!/usr/bin/env python3
"""The program's commands: exact output, exit status, errors. Files only, no network."""
import base64
import os
import pathlib
import re
import struct
import subprocess
import sys
import time

from terminal import contains, DATA, HTTP, main, PAGES, same, sqlite, test


# ── The line itself ──


@test
def version_and_help(lib):
    for words in (['--version'], ['list', '--version'], ['--library=/nowhere', 'tag', '--version']):
        same(bool(re.fullmatch(r'Carrel \d+\.\d+\.\d+\n', lib.run(*words))), True)
    text = lib.run('help')
    same(lib.run('--help'), text)
    for command in re.findall(r'^  ([a-z][a-z-]*) ', text, re.M):
        page = lib.run('help', command)
        contains(page, f'Usage: carrel {command}')
        same(lib.run(command, '--help'), page)
    same(os.path.exists(lib.env['CARREL_LIBRARY']), False, 'help opens no library')


@test
def wrong_usage(lib):
    for words, message in [
        (['nosuch'], 'carrel: There is no command “nosuch”. See “carrel help”.\n'),
        (['search', 'tea'], 'carrel: There is no command “search”; here it is “list”. See “carrel help”.\n'),
        (['help', 'nosuch'], 'carrel: There is no command “nosuch”. See “carrel help”.\n'),
        (['list', '--frob'], 'carrel: “list” has no option “--frob”. See “carrel help list”.\n'),
        (['list', '--frob=1'], 'carrel: “list” has no option “--frob”. See “carrel help list”.\n'),
        (['list', '--json=1'], 'carrel: “--json” takes no value. See “carrel help list”.\n'),
        (['list', '--sort'], 'carrel: “--sort” needs a value: --sort=ORDER. See “carrel help list”.\n'),
        (['list', '--sort', 'size'], 'carrel: There is no order “size”. See “carrel help list”.\n'),
        (['list', '--limit', '0'], 'carrel: “0” is no number of articles. See “carrel help list”.\n'),
        (['list', 'tea', '--json'], 'carrel: “--json” stands behind other words, where no option is read (-- ends the options). See “carrel help list”.\n'),
        (['show'], 'carrel: Usage: carrel show [--format FORMAT] [-o FILE] ID|URL. See “carrel help show”.\n'),
        (['show', '--format', 'rtf', '1'], 'carrel: There is no format “rtf”. See “carrel help show”.\n'),
        (['show', '--output', 'x.txt', '1'], 'carrel: “--output” is for --format=pdf. See “carrel help show”.\n'),
        (['extract', 'https://example.org/a'], 'carrel: “extract” fetches nothing: it takes a file, or - for standard input. See “carrel help extract”.\n'),
        (['stats', 'x'], 'carrel: “stats” takes no words. See “carrel help stats”.\n'),
        (['tag', '1', '2'], 'carrel: No topic is named: +TOPIC gives one, -TOPIC takes one away. See “carrel help tag”.\n'),
        (['tag', '+a', '-b'], 'carrel: No article is named. See “carrel help tag”.\n'),
        (['topics', 'rename', 'a'], 'carrel: Usage: carrel topics [rename OLD NEW | merge FROM INTO | delete TOPIC | alias TOPIC NAME | unalias NAME | alike | distinct A B]. See “carrel help topics”.\n'),
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
    # The same bytes again, without an address to know them by.
    same(lib.run('add', '-', PAGES / 'rivers.html', stdin=text, status=1), '')
    contains(lib.error, 'standard input: “A note to keep” is already in your library')
    contains(lib.error, 'rivers.html: “Rivers Bend” is already in your library')
    lib.run('delete', 2)
    same(lib.run('add', '-', stdin=text), '2\tA note to keep\n')
    same(lib.run('add', 'two words', 'ftp://example.org/a', PAGES, status=1), '')
    contains(lib.error, 'carrel: “two words” is neither a file nor a web address\ncarrel: “ftp://example.org/a” is neither a file nor a web address\n')
    contains(lib.error, 'is a folder, not a file')
    lib.run('add', '-', stdin='', status=1)
    contains(lib.error, 'carrel: standard input: ')


@test
def add_saved_pages(lib):
    """Pages that browsers saved: where they are from, and their own pictures."""
    png = base64.b64encode(struct.pack('>8sI4sIIBBBBBI', b'\x89PNG\r\n\x1a\n', 13, b'IHDR', 64, 48, 8, 2, 0, 0, 0, 0)).decode()
    text = 'A pen is cut on a slant, and not too long, from a reed that grew in the sun. ' * 12
    body = '<title>%s</title><article><h1>%s</h1><p>' + text + '</p><img src="%s"><p>' + text + '</p></article>'
    folder = pathlib.Path(lib.folder)
    (folder / 'single.html').write_text('<!DOCTYPE html><html><!--\n Page saved with SingleFile \n url: https://reed.example/pens?utm_source=x \n-->' + body % ('Reeds', 'Reeds', 'data:image/png;base64,' + png))
    (folder / 'moss.html').write_text('<!-- saved from url=(0021)https://moss.example/ -->' + body % ('Moss', 'Moss', 'moss_files/a.png'))
    (folder / 'moss_files').mkdir()
    (folder / 'moss_files/a.png').write_bytes(base64.b64decode(png))
    (folder / 'fern.mhtml').write_text('MIME-Version: 1.0\r\nSnapshot-Content-Location: https://fern.example/spores\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n'
                                       '--B\r\nContent-Type: text/html; charset=utf-8\r\n\r\n' + body % ('Ferns', 'Ferns', 'cid:a') +
                                       '\r\n--B\r\nContent-Type: image/png\r\nContent-ID: <a>\r\nContent-Transfer-Encoding: base64\r\n\r\n' + png + '\r\n--B--\r\n')
    same(lib.run('add', folder / 'single.html', folder / 'moss.html', folder / 'fern.mhtml'), '1\tReeds\n2\tMoss\n3\tFerns\n')
    same([row['address'] for row in lib.json('list', '--json', '--sort', 'added')][::-1], ['https://reed.example/pens', 'https://moss.example/', 'https://fern.example/spores'])
    for number in ('1', '2', '3'):
        contains(lib.run('show', '--format', 'html', number), 'img src="data:image/')
    same(lib.json('extract', '--json', folder / 'fern.mhtml')['title'], 'Ferns')
    same(lib.run('add', '--url', 'https://reed.example/copy', '-', stdin=(folder / 'single.html').read_text()), '4\tReeds\n')
    contains(lib.run('extract-again', '1', '2', '3'), '3  same')
    (folder / 'moss.html').write_text('<!-- saved from url=(0021)https://moss.example/ -->' + (body % ('Moss', 'Moss', 'x.png')).replace('</article>', '<p>' + text + '</p></article>'))
    same(lib.run('add', '--no-images', folder / 'moss.html'), '2\tMoss\n')
    same(len(lib.json('versions', '--json', '2')), 2)
    (folder / 'bad.mhtml').write_text('no message')
    lib.run('add', folder / 'bad.mhtml', status=1)
    contains(lib.error, 'It is no page that a browser saved')
    lib.run('check')


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
    said = 'carrel: “added:soon” is looked for as text; a filter would be added:7d, 2026-03, <2026, 2025..2026.\n'
    same(lib.run('list', 'swallows', '-added:soon', said=said), '2  ●  Rivers Bend  Water Almanac  DATE\n')
    said = 'carrel: “before:2026-13-40” is looked for as text; there is no filter “before:”.\n'
    same(lib.run('list', '--json', 'before:2026-13-40', said=said), '[]\n')
    said = 'carrel: “words:9999999999999999999999” is looked for as text; a filter would be words:2000, >2000, 100..500.\n'
    same(lib.run('highlights', 'words:9999999999999999999999', said=said), '')
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
def topic_names(lib):
    lib.add('tea', '--topic', 'machine learning')
    same(lib.run('topics', 'alias', 'machine learning', 'ML'), '“ML” is another name of “machine learning”.\n')
    lib.run('tag', 1, '+ml/vision')
    same([(t['path'], t['aliases']) for t in lib.json('topics', '--json')], [('machine learning', ['ML']), ('machine learning/vision', [])])
    lib.run('topics', 'alias', 'nosuch', 'x', status=1)
    lib.run('topics', 'alias', 'machine learning', 'machine learning/vision', status=1)
    same(lib.error, 'carrel: There is a topic “machine learning/vision” already; merge them instead\n')
    same(lib.run('topics', 'unalias', 'ml'), '“ml” is no other name any more.\n')
    lib.run('topics', 'unalias', 'ml', status=1)
    lib.run('tag', 1, '+database', '+databases', '+databse')
    same(lib.json('topics', '--json', 'alike')[0], {'from': 'databases', 'into': 'database'})
    same(lib.run('topics', 'distinct', 'database', 'databases'), '“database” and “databases” are not the same.\n')
    same({pair['from'] for pair in lib.json('topics', '--json', 'alike')}, {'databse'})
    lib.run('topics', 'merge', 'databse', 'database')
    lib.run('tag', 1, '+Databse')
    same([t['aliases'] for t in lib.json('topics', '--json') if t['path'] == 'database'], [['databse']])
    for name in ('/', 'a' * 10000, '\u202e', '\x07', ''):
        lib.run('topics', 'rename', 'database', name, status=1)
        lib.run('topics', 'alias', 'database', name, status=1)
    same(lib.run('topics', 'rename', 'database', 'a//b'), 'Renamed “database” to “a//b”.\n')
    lib.run('topics', 'rename', 'a', 'a/b/c', status=1)
    lib.run('topics', 'merge', 'a', 'a/b', status=1)
    lib.run('topics', 'merge', 'a/b', 'a')
    lib.run('tag', 1, '+🌱 \u05e9\u05dc\u05d5\u05dd')
    assert '🌱 \u05e9\u05dc\u05d5\u05dd' in [t['path'] for t in lib.json('topics', '--json')]
    lib.run('check')


@test
def suggest(lib):
    text = 'The tide leaves a crab and an anemone in a rock pool, and the crab hides from the gull until the tide is back at the pool.'
    for number in range(9):
        page = pathlib.Path(lib.folder) / f'{number}.html'
        page.write_text(f'<html lang="en"><title>Shore {number}</title><article><h1>Shore {number}</h1>' + f'<p>{text} Number {number}.</p>' * 6 + '</article></html>')
        lib.run('add', '--no-images', '--topic', 'sea', '--url', f'https://example.org/shore{number}', page)
    page.write_text(f'<html lang="en"><title>A Crab</title><article><h1>A Crab</h1>' + f'<p>{text} It was a shy hermit crab.</p>' * 6 + '</article></html>')
    same(lib.run('suggest', 1), '')  # nine articles
    lib.run('add', '--no-images', '--url', 'https://example.net/crab', page)
    first = lib.json('suggest', '--json', 10)[0]
    same((first['path'], first['new'], first['n_similar']), ('sea', False, 9))
    assert first['score'] > 0.5, first
    assert any(one['new'] for one in lib.json('suggest', '--json', 10))
    same(lib.run('suggest', '--refuse', 1, 10), '“sea” is not suggested for it again.\n')
    assert 'sea' not in [one['path'] for one in lib.json('suggest', '--json', 10)]
    new = [one['path'] for one in lib.json('suggest', '--json', 10)]
    same(lib.run('suggest', '--accept', 1, 10), f'Gave it “{new[0]}”.\n')
    assert new[0] in lib.json('show', '--format', 'json', 10)['topics']
    lib.run('suggest', '--accept', 9, 10, status=2)
    lib.run('suggest', 77, status=1)


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
    same(sorted(lib.json('topics', '--json')[0]), ['aliases', 'colour', 'id', 'n', 'n_unread', 'path'])


@test
def links(lib):
    lib.add('tea')
    lib.add('rivers')
    same(lib.run('links', 1), '→  mentions  2  Rivers Bend    https://example.org/rivers\n→  mentions  -  the salt road  https://example.org/salt-road\n')
    same(lib.run('wanted'), '2  the salt road  https://example.org/salt-road  1\n')
    same(lib.json('wanted', '--json', '--limit=5'), [{'key': 'example.org/salt-road', 'title': 'the salt road', 'address': 'https://example.org/salt-road', 'n': 2, 'source': 1, 'source_title': 'Tea on the Hills'}])
    same(lib.run('link', 2, 'supports', HTTP + 'tea'), 'Linked: 2 supports 1.\n')
    same([(k['source'], k['kind'], k['target'], k['backlink']) for k in lib.json('links', '--json', 2)], [(2, 'mentions', None, False), (2, 'supports', 1, False), (1, 'mentions', 2, True)])
    lib.run('link', 2, 'supports', 2, status=1)
    same(lib.error, 'carrel: An article can\'t be linked to itself\n')
    lib.run('link', 2, 'mentions', 1, status=1)
    contains(lib.error, 'come from the articles themselves')
    same(lib.run('unlink', 2, 'supports', 1), 'Unlinked: 2 supports 1.\n')
    lib.run('unlink', 2, 'supports', 1, status=1)
    same(lib.error, 'carrel: There is no link 2 supports 1\n')
    same(lib.run('link', '--own', '--inverse=is answered by', '--note=p. 3', 2, 'answers', 1), 'Linked: 2 answers 1.\n')
    contains(lib.run('links', 1), 'is answered by')
    same([(k['kind'], k['note']) for k in lib.json('links', '--json', 2) if k['note']], [('answers', 'p. 3')])
    same(lib.run('unlink', 2, 'answers', 1), 'Unlinked: 2 answers 1.\n')


@test
def merge(lib):
    lib.add('tea')
    lib.add('rivers')
    lib.run('link', 2, 'cites', 1)
    lib.run('tag', 2, '+water')
    same(lib.run('merge', 1, 2), '1 article merged into 1.\n')
    same([a['id'] for a in lib.json('list', '--json')], [1])
    same(lib.json('show', '--format=json', HTTP + 'rivers')['id'], 1)  # its address leads to the one that stays
    same([a['id'] for a in lib.json('list', '--json', 'topic:water')], [1])
    lib.run('merge', 1, 1, status=2)


@test
def links_to_what_is_not_there(lib):
    lib.add('tea')
    same(lib.run('link', '--note=see there', 1, 'cites', 'example.org/rivers?utm_source=x'), 'Linked when it arrives: 1 cites https://example.org/rivers?utm_source=x. It is in the queue.\n')
    same([q['address'] for q in lib.json('queue', '--json')], ['https://example.org/rivers?utm_source=x'])
    lib.run('link', 1, 'cites', 'https://www.example.org/rivers/')  # the same address: the same link
    same(lib.run('link', '--title', 1, 'follows', 'A Book of Salt'), 'Wanted: 1 follows “A Book of Salt”.\n')
    same([(k['kind'], k['target'], k['title']) for k in lib.json('links', '--json', 1)][-2:], [('follows', None, 'A Book of Salt'), ('cites', None, 'https://example.org/rivers?utm_source=x')])
    contains(lib.run('wanted'), 'A Book of Salt')
    same(lib.json('link', '--json', '--title', 1, 'follows', 'a book of salt!')['title'], 'A Book of Salt')
    same(lib.run('unlink', '--title', 1, 'follows', 'A Book of Salt'), 'Unlinked: 1 follows “A Book of Salt”.\n')
    lib.run('link', '--title', 1, 'cites', '!!!', status=1)
    contains(lib.error, 'a title of letters')
    lib.add('rivers')
    same([(k['kind'], k['target'], k['note']) for k in lib.json('links', '--json', 1) if k['kind'] == 'cites'], [('cites', 2, 'see there')])
    same(lib.run('unlink', 1, 'cites', 'https://example.org/rivers'), 'Unlinked: 1 cites 2.\n')
    same(lib.json('link', '--json', '--title', 1, 'supports', 'rivers bend')['target'], 2)  # it is there


@test
def related(lib):
    lib.add('tea')
    lib.add('rivers')
    found = lib.json('related', '--json', 1)
    same([r['id'] for r in found], [2])
    same(sorted(found[0]), ['id', 'linked', 'n_common_links', 'score', 'title', 'topics', 'words'])
    same((found[0]['linked'], found[0]['n_common_links']), (True, 1))
    contains(lib.run('related', 1), 'linked; 1 link in common')
    same(lib.run('related', '--unlinked', 1), '')
    lib.run('related', '--limit=none', 1, status=2)
    lib.run('related', 77, status=1)


@test
def unlinked(lib):
    lib.add('rivers')
    lib.run('add', '-', stdin='<html><head><title>A letter</title></head><body><article><h1>A letter</h1>' + '<p>Whoever has stood where rivers bend, slowly, knows what I mean by it and more.</p>' * 6 + '</article></body></html>')
    found = lib.json('links', '--json', '--unlinked', 2)
    same([(f['id'], f['backlink'], f['words']) for f in found], [(1, False, 'rivers bend')])
    contains(found[0]['context'], 'Whoever has stood where rivers bend')
    contains(lib.run('links', '--unlinked', 1), '←  2')
    lib.run('link', 2, 'cites', 1)
    same(lib.run('links', '--unlinked', 1), '')


@test
def never_wanted(lib):
    lib.add('tea')
    lib.add('rivers')
    same(lib.run('wanted', '--hide', 'https://example.org/salt-road'), 'Hidden: example.org/salt-road\n')
    same(lib.run('wanted'), '')
    same(lib.run('wanted', '--hidden'), 'example.org/salt-road\n')
    same(lib.run('wanted', '--hide', 'example.org'), 'Hidden: site example.org\n')
    same(lib.run('wanted', '--show', HTTP + 'salt-road'), 'Shown: example.org/salt-road\n')
    same(lib.run('wanted'), '')
    same(lib.run('wanted', '--show', 'https://example.org/'), 'Shown: site example.org\n')
    contains(lib.run('wanted'), 'the salt road')
    lib.run('wanted', '--show', 'example.org', status=1)
    same(lib.error, 'carrel: “site example.org” is not hidden\n')
    lib.run('wanted', '--show=a', '--hide=b', status=2)
    lib.run('check')


@test
def threads(lib):
    for name in ('tea', 'rivers'):
        lib.add(name)
    same(lib.run('thread'), '')
    lib.run('thread', '--title=Alone', 1, status=1)
    contains(lib.run('thread', '--title=Two waters', 2, 1), 'Two waters: 0 of 2 read')
    contains(lib.run('links', 1), 'follows')
    same(lib.run('thread'), '2  2  0  Two waters\n')
    lib.run('read', 2)
    thread = lib.json('thread', '--json', 1)
    same([a['id'] for a in thread['articles']], [2, 1])
    same([a['read'] for a in thread['articles']], [True, False])
    contains(lib.run('thread', 1, 2), '→  1  1')
    lib.run('thread', 1, 1, status=1)
    lib.run('thread', '--title', 'x', status=2)


@test
def a_map(lib):
    lib.add('tea')
    lib.add('rivers')
    graph = lib.json('map')
    same(sorted(node['id'] for node in graph['nodes']), ['a1', 'a2', 'w2'])
    same(len(graph['links']), 3)
    same(sorted(node['id'] for node in lib.json('map', '--no-wanted', '--steps=1', 1)['nodes']), ['a1', 'a2'])
    contains(lib.run('map', '--format=graphml'), '<graphml')
    contains(lib.run('map', '--format=svg'), '<svg')
    contains(lib.run('map', '--format=dot'), 'digraph')
    lib.run('map', '--format=png', status=2)
    lib.run('map', '--steps=4', 1, status=2)
    lib.run('map', 9, status=1)


@test
def highlights_and_notes(lib):
    lib.add('tea')
    lib.add('rivers')
    same(lib.run('highlights'), '')
    same(lib.json('highlights', '--json'), [])
    same(lib.run('highlight', 2, 'No river that is left alone'), 'Highlighted in 2.\n')
    same(lib.json('highlight', '--json', '--colour=pink', '--note', 'ask *Jon*', HTTP + 'rivers', 'left alone runs strait'), {'article': 2})
    same(lib.run('highlights', 2), '1  2  yellow  No river that is left alone\n2  2  pink    left alone runs straight     ask *Jon*\n')
    same([h['id'] for h in lib.json('highlights', '--json')], [2, 1], 'the newest first')
    one = lib.json('highlights', '--json', '--colour=pink')[0]
    same((one['exact'], one['note'], one['lost'], one['address'], one['suffix'][:1]), ('left alone runs straight', 'ask *Jon*', False, HTTP + 'rivers', one['suffix'][:1]))
    text = lib.json('show', '--json', 2)['text'].encode()
    same(text[one['start']:one['end']].decode(), one['exact'])
    same(lib.run('highlights', '--markdown', 'jon'), f'> left alone runs straight\n\nask \\*Jon\\*\n\n— [Rivers Bend]({HTTP}rivers)\n')
    same([h['id'] for h in lib.json('highlights', '--json', 'site:example.org', 'straight')], [2])
    same(lib.json('highlights', '--json', '--lost'), [])
    same([a['id'] for a in lib.json('list', '--json', 'has:highlight')], [2])
    # The same colour, overlapping: one.
    lib.run('highlight', '--colour=yellow', 2, 'that is left alone runs')
    same([h['exact'] for h in lib.json('highlights', '--json', '--colour=yellow')], ['No river that is left alone runs'])
    lib.run('highlight', 2, 'words that nobody wrote in there', status=1)
    same(lib.error, 'carrel: These words are not in the article\n')
    lib.run('highlight', '--colour=mauve', 2, 'river', status=2)
    lib.run('highlight', 99, 'river', status=1)
    # Notes.
    same(lib.run('note', 1), '')
    same(lib.run('note', 1, '-', stdin='First line.\r\nXylophone \x1b[31mline.\n'), '')
    same(lib.run('note', 1), 'First line.\nXylophone [31mline.\n')
    same(lib.json('note', '--json', 1), {'article': 1, 'note': 'First line.\nXylophone [31mline.'})
    same([a['id'] for a in lib.json('list', '--json', 'xylophone')], [1], 'found by its note')
    same([a['id'] for a in lib.json('list', '--json', 'has:note')], [2, 1])
    same(lib.run('note', 1, ''), '')
    same(lib.json('note', '--json', 1, ''), {'article': 1, 'note': None})
    lib.run('delete', 2)
    same(lib.run('highlights'), '', 'those in the trash are not listed')
    lib.run('restore', 2)
    same(len(lib.json('highlights', '--json')), 2)
    lib.run('check')


# ── show and extract ──


@test
def show(lib):
    lib.add('rivers', '--topic', 'water')
    text = lib.run('show', 1)
    head, body = text.split('\n\n', 1)
    same(head, 'Rivers Bend\nBy Jon Aske · 1 March 2026 · 120 words · 1 min\nWater Almanac\nhttps://example.org/rivers\nTopics: water')
    same(body.startswith('No river that is left alone'), True)
    same(lib.run('show', 'www.example.org/rivers/'), text)
    same(lib.run('show', '--format=html', 1).startswith('<p>No river that is left alone runs straight'), True)
    same(lib.run('show', '--format=markdown', 1).startswith('# Rivers Bend\n\nNo river that is left alone runs straight'), True)
    article = lib.json('show', '--format', 'json', 1)
    same(article, lib.json('show', '--json', 1))
    same((article['title'], article['versions'], article['canonical'], article['incomplete'], article['text'].split()[:2]), ('Rivers Bend', 1, None, None, ['No', 'river']))
    contains(article['html'], '<a href="https://example.org/salt-road">the salt road</a>')


@test
def show_pictures_and_references(lib):
    lib.run('samples')
    article = next(a for a in lib.json('list', '--json') if 'blob:' in lib.json('show', '--json', a['id'])['html'])
    html = lib.run('show', '--format', 'html', article['id'])
    same(('blob:' in html, 'file:' in html, 'src="data:image/' in html), (False, False, True), 'pictures that are in the page')
    text = lib.run('show', '--format', 'markdown', article['id'])
    same('blob:' in text, False)
    files = re.findall(r'file://([^">]+)', text)
    same([f for f in files if not os.path.exists(f)], [], 'pictures that can be opened')
    same(len(files) > 0, True)
    contains(text, '\n\n## See also\n\n- [')


@test
def lists_keep_how_they_count(lib):
    page = pathlib.Path(lib.folder) / 'list.html'
    words = 'The tide goes out twice a day and leaves a little of the sea behind in every hollow of the rock. ' * 5
    page.write_text(f'<!DOCTYPE html><html lang="en"><title>Lists</title><article><h1>Lists</h1><p>{words}</p>'
                    '<ol type="a"><li>one<ol type="I" start="4"><li>four</li><li>five</li></ol></li><li value="6">six<ul><li>loose</li></ul></li></ol>'
                    f'<p>{words}</p><ol reversed><li>last but one</li><li>last</li></ol><p>{words}</p></article>')
    lib.run('add', '--url=https://list.example/', page)
    html = lib.run('show', '--format=html', 1)
    contains(html, '<ol type="a"><li>one<ol type="I" start="4"><li>four</li><li>five</li></ol></li><li value="6">six<ul><li>loose</li></ul></li></ol>')
    contains(html, '<ol reversed="reversed"><li>last but one</li><li>last</li></ol>')
    text = lib.run('show', 1)
    contains(text, '\n\na. one\n  IV. four\n  V. five\nf. six\n  • loose\n\n')
    contains(text, '\n\n2. last but one\n1. last\n\n')
    contains(lib.run('show', '--format=markdown', 1), '\n2. last but one\n1) last\n')


@test
def extract_again(lib):
    lib.add('tea')
    lib.add('rivers')
    same(lib.run('extract-again', '--all'), '0 changed, 0 the same.\n')
    text = lib.run('show', '1')
    with sqlite(lib) as db:
        db.execute("UPDATE article SET extractor = 1, rule = 2")
    same(lib.run('extract-again', '--all', '--dry-run'), '0 would change, 2 the same.\n')
    row, = lib.json('extract-again', '--json', '1')
    same([row[k] for k in ('id', 'result', 'words', 'missing_pictures', 'rule_unmatched')], [1, 'same', [156, 156], 0, False])
    same(lib.run('extract-again', '1', HTTP + 'rivers'), '1  same  156  0  Tea on the Hills\n2  same  %d  0  Rivers Bend\n' % lib.json('list', '--json', 'rivers')[0]['words'])
    same(lib.run('show', '1'), text)
    with sqlite(lib) as db:
        db.execute("UPDATE article SET extractor = 1 WHERE id = 1")
        db.execute("DELETE FROM snapshot WHERE article = 1")
    same(lib.run('extract-again', '--all'), '0 changed, 0 the same, 1 without a kept page.\n')
    lib.run('extract-again', '1', status=1)
    same(lib.error, 'carrel: 1: No page was kept of “Tea on the Hills”, so it can\'t be extracted again\n')
    lib.run('extract-again', status=2)
    contains(lib.error, 'Which articles?')
    lib.run('extract-again', '--all', '1', status=2)
    contains(lib.error, 'Either --all or articles')


@test
def versions(lib):
    lib.add('tea')
    words = lib.json('list', '--json')[0]['words']
    same(lib.run('versions', '1').split(), ['1', 'now', *time.strftime('%-d %B %Y').split(), str(words), 'Tea', 'on', 'the', 'Hills'])
    with sqlite(lib) as db:
        db.execute("INSERT INTO version (article, made, reason, current) VALUES (1, 1767225600, 'added', 1)")
        db.execute("INSERT INTO version (article, made, reason, html, title, words) VALUES (1, 1767139200, 'fetched', '<p>Old \x1b[31m words.</p>', 'Tea', 2)")
    rows = lib.json('versions', '--json', '1')
    same([(row['number'], row['current'], row['words']) for row in rows], [(2, True, words), (1, False, 2)])
    same(lib.run('versions', '1').splitlines()[1], '1       31 December 2025    2           Tea')
    difference = lib.run('versions', '--diff', '1,2', '1')
    contains(difference, '[-Old ')
    contains(difference, '{+')
    same('\x1b' in difference, False, 'no escape reaches the terminal')
    same({run['kind'] for run in lib.json('versions', '--json', '--diff', '1,2', '1')['runs']} >= {'added', 'removed'}, True)
    lib.run('versions', '--restore', '1', '1')
    same(lib.json('show', '--json', '1')['title'], 'Tea')
    same([row['current'] for row in lib.json('versions', '--json', '1')], [False, True])
    lib.run('versions', '--restore', '2', HTTP + 'tea')
    same(lib.json('show', '--json', '1')['title'], 'Tea on the Hills')
    same(lib.json('show', '--json', '1')['versions'], 2)
    lib.run('versions', '--restore', '2', '1', status=1)
    same(lib.error, 'carrel: Version 2 is what the article says now\n')
    lib.run('versions', '--diff', '1,7', '1', status=1)
    same(lib.error, 'carrel: The article has no version “7”\n')
    lib.run('versions', '--diff', '1', '1', status=2)
    lib.run('versions', '--diff=1,2', '--restore=1', '1', status=2)
    lib.run('check')


@test
def site_rules(lib):
    same(lib.run('site-rules'), '')
    with sqlite(lib) as db:
        db.execute("INSERT INTO site_rule VALUES ('example.org', 'article > p:nth-of-type(2)', NULL, 1767225600), ('b.example', 'main', 'div.a' || char(10) || 'p.b', 1767225600)")
    same(lib.run('site-rules'), 'b.example    main                        div.a, p.b\nexample.org  article > p:nth-of-type(2)\n')
    same(lib.json('site-rules', '--json')[0], {'host': 'b.example', 'content': 'main', 'skip': ['div.a', 'p.b'], 'created': '2026-01-01T00:00:00Z'})
    lib.add('tea')
    contains(lib.run('show', '1'), 'A basket holds')
    same('The path to the upper' in lib.run('show', '1'), False, 'the rule of the site')
    same(lib.run('site-rules', 'remove', 'example.org'), 'The text of pages of example.org is found by itself again.\n')
    contains(lib.run('extract-again', '1'), 'changed')
    contains(lib.run('show', '1'), 'The path to the upper')
    lib.run('site-rules', 'remove', 'example.org', status=1)
    contains(lib.error, 'No text was chosen for the pages of “example.org”')
    lib.run('site-rules', 'forget', status=2)


@test
def extract(lib):
    page = lib.json('extract', '--json', '--url', HTTP + 'rivers?utm_source=x', PAGES / 'rivers.html')
    same(list(page), ['url', 'title', 'byline', 'site', 'published', 'modified', 'lang', 'dir', 'excerpt', 'image', 'next', 'whole', 'incomplete', 'text', 'html', 'references',
                      'from'])
    same([page[k] for k in ('url', 'title', 'byline', 'site', 'published', 'lang', 'dir', 'image', 'references')],
         [HTTP + 'rivers', 'Rivers Bend', 'Jon Aske', 'Water Almanac', '2026-03-01T08:30:00Z', 'en', 'ltr', None, []])
    same(page['excerpt'].startswith('No river'), True)
    same({k: page['from'].get(k) for k in ('title', 'byline', 'published', 'lang', 'excerpt', 'modified')},
         {'title': 'heading', 'byline': 'author', 'published': 'article:published_time', 'lang': 'html', 'excerpt': 'text', 'modified': None})
    text = lib.run('extract', '-', stdin=(PAGES / 'rivers.html').read_bytes())
    contains(text, 'Rivers Bend\nBy Jon Aske\nWater Almanac\n')
    same(os.path.exists(lib.env['CARREL_LIBRARY']), False, 'extract opens no library')
    lib.run('extract', '/nosuch', status=1)
    same(lib.error, 'carrel: Couldn\'t read “/nosuch”: No such file or directory\n')
    lib.run('extract', PAGES, status=1)
    same(lib.error, f'carrel: Couldn\'t read “{PAGES}”: Is a directory\n')
    lib.run('extract', '-', stdin=b'\x7fELF' + bytes(range(256)) * 100, status=1)
    contains(lib.error, 'carrel: standard input: ')
    lib.run('extract', '-', stdin=b'x' * (16 * 1024 * 1024 + 1), status=1)
    same(lib.error, 'carrel: “standard input” is larger than 16 MiB\n')


# ── The man page and the completion know what the program knows ──


@test
def man_page(lib):
    page = (DATA / 'carrel.1').read_text()
    help_text = lib.run('help')
    for command in re.findall(r'^  ([a-z][a-z-]*) ', help_text, re.M):
        name = re.escape(command.replace('-', '\\-'))
        same(bool(re.search(rf'^\.B {name}(?!\\-|[a-z])', page, re.M)), True, f'{command} in the man page')
        for option in re.findall(r'^  (--[a-z-]+)', lib.run('help', command), re.M):
            contains(page, option.replace('-', r'\-'))
    done = subprocess.run(['man', '--warnings', '-l', '-Tutf8', DATA / 'carrel.1'], capture_output=True, env=dict(lib.env, MANWIDTH='80'), timeout=60)
    same((done.returncode, done.stderr.decode()), (0, ''))


@test
def completion(lib):
    script = '. "$1"; COMP_WORDS=("${@:2}"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _carrel; printf "%s\\n" "${COMPREPLY[@]}"'

    def complete(*words):
        done = subprocess.run(['bash', '-c', script, 'bash', DATA / 'completions/carrel', 'carrel', *words], capture_output=True, env=lib.env, timeout=60)
        same(done.stderr.decode(), '')
        return done.stdout.decode().split()

    commands = re.findall(r'^  ([a-z][a-z-]*) ', lib.run('help'), re.M)
    same(sorted(word for word in complete('') if word[0] != '-'), sorted(commands))
    same(complete('fav'), ['favourite'])
    for command in commands:
        options = re.findall(r'^  (--[a-z-]+)', lib.run('help', command), re.M)
        same(sorted(word.rstrip('=') for word in complete(command, '--')), sorted(options), command)
    same(complete('--library', '=', '/x', 'list', '--sort', '=', 'pub'), ['published'])
    same(complete('show', '--format', 'h'), ['html'])
    same(complete('link', '12', 'co'), ['contradicts'])
    same(complete('topics', 'm'), ['merge'])
    same(complete('list', 'is:ar'), ['is:archived'])


sys.exit(main())
