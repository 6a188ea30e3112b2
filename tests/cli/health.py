#!/usr/bin/env python3
"""Backup, recovery, the trash: the program's commands. Files only, no network."""
import hashlib
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import tempfile

from terminal import contains, HTTP, main, PAGES, PROGRAM, same, test


def damage(lib, pages=range(0), header=None):
    """Overwrites pages of the library's file; its hash, to be compared."""
    path = pathlib.Path(lib.env['CARREL_LIBRARY'], 'carrel.db')
    data = bytearray(path.read_bytes())
    for page in pages:
        data[page * 4096:(page + 1) * 4096] = b'\x55' * 4096
    if header:
        data[:len(header)] = header
    path.write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def digest(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


@test
def backup_and_restore(lib):
    lib.run('backup', status=1)
    contains(lib.error, 'There is no library in')
    lib.run('samples')
    made = lib.json('backup', '--json')
    same((made['articles'], made['kind'], made['missing']), (12, 'by-hand', 0))
    lib.run('delete', 1)
    lib.run('empty-trash', status=2)
    contains(lib.error, 'say --yes')
    same(lib.run('empty-trash', '--yes'), '1 article is gone for good.\n')
    backups = lib.json('restore-backup', '--list', '--json')
    same(sorted((backup['kind'], backup['articles']) for backup in backups), [('before-deleting', 12), ('by-hand', 12)])
    done = lib.json('restore-backup', '--json', made['name'])
    same(lib.json('stats', '--json')['articles'], 12)
    contains(lib.run('check'), 'sound: 12 articles')
    contains(lib.run('--library', done['aside'], 'stats'), '11')
    lib.run('restore-backup', '1999', status=1)
    contains(lib.error, 'There is no backup “1999”')
    lib.run('restore-backup', status=2)
    # While it is open nobody takes its files away.
    fifo = lib.folder + '/wait.html'
    os.mkfifo(fifo)
    holder = subprocess.Popen([PROGRAM, 'add', PAGES / 'tea.html', fifo], stdout=subprocess.PIPE, env=lib.env)
    holder.stdout.readline()
    lib.run('restore-backup', made['name'], status=1)
    contains(lib.error, 'is open in another window or command')
    holder.send_signal(signal.SIGINT)
    os.close(os.open(fifo, os.O_RDWR | os.O_NONBLOCK))
    holder.communicate(timeout=30)


@test
def a_library_moves(lib):
    lib.run('samples')
    sound, home = lib.run('check'), lib.folder + '/home'
    env = {name: value for name, value in lib.env.items() if name != 'CARREL_LIBRARY'}
    env.update(XDG_CONFIG_HOME=home + '/config', XDG_DATA_HOME=home + '/data')

    def plain(*words):
        done = subprocess.run([PROGRAM, *words], env=env, capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout, done.stderr

    same(plain('samples')[0], 0)
    os.makedirs(home + '/full/of')
    status, _, error = plain('move-library', home + '/full')
    same(status, 1)
    contains(error, 'not an empty folder')
    status, _, error = plain('move-library', home + '/data/carrel/library/within')
    same(status, 1)
    contains(error, 'within the library')
    os.mkdir(home + '/empty')
    contains(plain('move-library', home + '/empty')[1], 'is now in')
    same(os.path.exists(home + '/data/carrel/library'), False)
    same(plain('check'), (0, sound, ''))  # there, without being told
    same(os.path.exists(home + '/data/carrel/library'), False)
    # Another disk, where there is one.
    other = '/dev/shm' if os.path.isdir('/dev/shm') and os.stat('/dev/shm').st_dev != os.stat(home).st_dev else home
    with tempfile.TemporaryDirectory(dir=other) as folder:
        same(plain('move-library', folder + '/library')[0], 0)
        same(os.path.exists(home + '/empty'), False)
        same(plain('check'), (0, sound, ''))
        same(plain('move-library', home + '/back')[0], 0)
    same(plain('check'), (0, sound, ''))


@test
def backup_to_a_folder(lib):
    lib.run('samples')
    lib.run('backup', lib.folder + '/copy')
    same(lib.run('--library', lib.folder + '/copy', 'check'), lib.run('check'))
    lib.run('backup', lib.folder + '/copy', status=1)
    contains(lib.error, 'is there already')
    os.mkdir(lib.folder + '/disk')
    lib.run('backup', '--folder', lib.folder + '/disk')
    same(len(lib.json('restore-backup', '--list', '--json')), 1)
    os.rename(lib.folder + '/disk', lib.folder + '/gone')
    lib.run('backup', status=1)
    contains(lib.error, 'connect that')
    same(os.path.exists(lib.folder + '/disk'), False)
    lib.run('backup', '--folder=', '--daily')
    same([backup['kind'] for backup in lib.json('restore-backup', '--list', '--json')], ['daily'])


@test
def check_and_repair(lib):
    lib.run('samples')
    connection = sqlite3.connect(lib.env['CARREL_LIBRARY'] + '/carrel.db')
    # As other programs or a damaged disk would: what follows from the rest is wrong.
    connection.executescript("PRAGMA recursive_triggers = OFF; UPDATE counts SET inbox = 99; DELETE FROM topic_article WHERE article = 3; UPDATE topic SET n = 7 WHERE id = 1; UPDATE wanted SET n = 50;")
    connection.close()
    for part in ('counts of places', 'topics are wrong', 'stand under wrong topics', 'wanted things'):
        contains(lib.run('check', status=1), part)
    done = lib.run('check', '--repair')
    contains(done, 'What could be made again was made again.\nThe library is sound: 12 articles')
    contains(lib.run('check'), 'sound')
    # A letter of a text: nothing but its hash tells.
    path = pathlib.Path(lib.env['CARREL_LIBRARY'], 'carrel.db')
    data = path.read_bytes()
    connection = sqlite3.connect(path)
    html = connection.execute('SELECT html FROM body WHERE article = 2').fetchone()[0].encode()
    connection.close()
    part = next(html[i:i + 60] for i in range(len(html) // 2, len(html), 60) if data.count(html[i:i + 60]) == 1)
    at = data.index(part) + part.index(b'e')
    path.write_bytes(data[:at] + b'E' + data[at + 1:])
    contains(lib.run('check', status=1), 'is not what was saved')


@test
def recover(lib):
    lib.run('samples')
    contains(lib.run('recover'), 'nothing to recover')
    lib.run('tag', 3, '+kept')
    lib.run('backup')
    lib.add('tea')
    before = damage(lib, range(40, 70))
    for words in (['list'], ['check'], ['stats']):
        lib.run(*words, status=1)
        contains(lib.error, '“carrel recover” brings back what can be read')
    same(digest(lib.env['CARREL_LIBRARY'] + '/carrel.db'), before, 'the damaged file is untouched')
    done = lib.json('recover', '--json')
    same(done['articles'], 13)
    same(digest(done['aside'] + '/carrel.db'), before, 'and kept')
    contains(lib.run('check'), 'sound: 13 articles')
    contains(lib.run('list', 'tea hills'), 'Tea on the Hills')
    same(lib.run('list', 'topic:kept').split()[0], '3')


@test
def recover_what_reads_well_and_is_wrong(lib):
    lib.run('samples')
    lib.run('backup')
    lib.run('archive', 2)
    titles = {article['id']: article['title'] for article in lib.json('list', '--json')}
    path = lib.env['CARREL_LIBRARY'] + '/carrel.db'
    with sqlite3.connect(path) as database:  # as single bits might: SQLite finds nothing wrong with it
        database.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, False)
        database.execute("UPDATE snapshot SET hash = replace (hash, substr (hash, 1, 1), 'x') WHERE article = 1")
        database.execute("UPDATE article SET image = 'x' WHERE id = 3")
        database.execute("UPDATE article SET title = 'Anothfr' WHERE id = 4")
    database.close()
    same(lib.json('recover', '--force', '--json')['articles'], 12)
    contains(lib.run('check'), 'sound: 12 articles')
    same({article['id']: article['title'] for article in lib.json('list', '--json')}, titles)
    same(lib.run('list', 'is:archived').split()[0], '2')  # what is newer than the backup, and whole
    # What the tables are is written in the file, too.
    with sqlite3.connect(path) as database:
        database.execute('PRAGMA writable_schema = ON')
        database.execute("UPDATE sqlite_schema SET sql = replace (sql, 'colour', 'colonr') WHERE name = 'topic'")
    database.close()
    before = digest(path)
    lib.run('topics', status=1)
    contains(lib.error, 'is damaged')
    same(digest(path), before, 'the damaged file is untouched')
    same(lib.json('recover', '--force', '--json')['articles'], 12)
    contains(lib.run('check'), 'sound: 12 articles')


@test
def recover_without_a_backup(lib):
    lib.run('samples')
    lib.run('link', 1, 'cites', 2)
    damage(lib, header=b'not a database at all, not at all, no')
    lib.run('list', status=1)
    contains(lib.error, 'is not a Carrel library')
    same((lib.json('recover', '--json')['articles'], lib.run('check')[:23]), (12, 'The library is sound: 1'))
    contains(lib.run('links', 1), 'cites')
    path = pathlib.Path(lib.env['CARREL_LIBRARY'], 'carrel.db')
    path.write_bytes(b'')
    same(lib.json('recover', '--force', '--json')['articles'], 0)


@test
def emptied_trash_leaves_no_bytes(lib):
    word = b'pericombobulation'
    page = lib.folder + '/page.html'
    body = 'The pericombobulation of tides was noted by nobody. ' * 30
    pathlib.Path(page).write_text(f'<!DOCTYPE html><html lang="en"><title>On pericombobulation</title><article><h1>On pericombobulation</h1><p>{body}</p><p>{body}</p></article>')

    def files():
        found = []
        for path in pathlib.Path(lib.env['CARREL_LIBRARY']).rglob('*'):
            if path.is_file() and word in path.read_bytes():
                found.append(path.name)
        return found

    lib.run('samples')
    number = lib.run('add', '--url', HTTP + 'pericombobulation', page).split()[0]
    same(files(), ['carrel.db'])
    lib.run('delete', number)
    same(lib.run('empty-trash', '--yes', '--no-backup'), '1 article is gone for good.\n')
    same(files(), [])
    same(lib.run('list', 'pericombobulation'), '')
    contains(lib.run('check'), 'sound: 12 articles, 18 files')


sys.exit(main())
