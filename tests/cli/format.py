#!/usr/bin/env python3
"""format.py PROGRAM: docs/library-format.md against a library that the program makes: every table and column is in it, nothing else
is, and what it says of files and queries is so. Files only, no network. Prints TAP."""
import ctypes
import ctypes.util
import hashlib
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(sys.argv[1])
PAGE = (pathlib.Path(__file__).resolve().parents[2] / 'docs' / 'library-format.md').read_text(encoding='utf-8')
HTML = '<html><title>Salt Roads</title><article><h1>Salt Roads</h1>' + '<p>Salt went inland on the backs of mules, and on the way back there was room for letters.</p>' * 4 + '</article></html>'


def run(library, *words):
    return subprocess.run([PROGRAM, '--library', library, *words], check=True, capture_output=True, text=True).stdout


def list_said():
    """Table → its columns, as the page has them."""
    said = {}
    for name, text in re.findall(r'^### (\w+)\n(.*?)(?=^##)', PAGE, re.M | re.S):
        said[name] = [column for column in re.findall(r'^\| `(\w+)` \|', text, re.M)]
    return said


def list_real(db):
    names = [name for name, sql in db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
             if not sql.startswith('CREATE VIRTUAL') and not re.search(r'_index_(data|idx|docsize|config)$', name)]
    return {name: [row[1] for row in db.execute(f'PRAGMA table_xinfo("{name}")')] for name in names}


def unpack(packed, size):
    zstd = ctypes.CDLL(ctypes.util.find_library('zstd') or 'libzstd.so.1')
    zstd.ZSTD_decompress.restype = ctypes.c_size_t
    out = ctypes.create_string_buffer(size + 1)
    n = zstd.ZSTD_decompress(out, ctypes.c_size_t(size + 1), packed, ctypes.c_size_t(len(packed)))
    return out.raw[:n]


def test_tables(library, db):
    said, real = list_said(), list_real(db)
    assert sorted(said) == sorted(real), f'tables: {set(said) ^ set(real)}'
    for name in real:
        assert sorted(said[name]) == sorted(real[name]), f'{name}: {set(said[name]) ^ set(real[name])}'


def test_search_tables(library, db):
    real = {name for name, in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL%'")}
    said = set(re.findall(r'`(\w+_index)`', PAGE[PAGE.index('## Search'):]))
    assert real == said, real ^ said


def test_folder(library, db):
    said = set(re.findall(r'`([\w./-]+)`', re.search(r'\| In the folder.*?\n\n', PAGE, re.S).group()))
    for name in os.listdir(library):
        assert name in said or name + '/' in said, f'{name} is not on the page'
    assert db.execute('PRAGMA application_id').fetchone()[0] == 0x4361726c
    assert db.execute('PRAGMA user_version').fetchone()[0] > 0


def test_blobs(library, db):
    hash_, size = db.execute('SELECT hash, size FROM snapshot ORDER BY id DESC').fetchone()
    page = unpack((pathlib.Path(library) / 'blobs' / hash_[:2] / hash_[2:]).read_bytes(), size)
    assert page.decode() == HTML and hashlib.sha256(page).hexdigest() == hash_
    pictures = [hash_ for hash_, in db.execute('SELECT DISTINCT hash FROM image')]
    assert pictures
    for hash_ in pictures:
        assert hashlib.sha256((pathlib.Path(library) / 'blobs' / hash_[:2] / hash_[2:]).read_bytes()).hexdigest() == hash_


def test_examples(library, db):
    examples = re.findall(r'^sqlite3 -readonly carrel.db "(.*)"$', PAGE, re.M)
    assert len(examples) == 3
    assert [title for _, title in db.execute(examples[0])][0] == 'Salt Roads'
    assert db.execute(examples[1]).fetchone()[0].startswith('<p>')
    assert len(db.execute(examples[2]).fetchall()) > 1
    assert re.search(r'\$\(sqlite3 -readonly carrel.db "(.*)"\)', PAGE)
    assert db.execute(re.search(r'\$\(sqlite3 -readonly carrel.db "(.*)"\)', PAGE).group(1).replace('= 1', '= 13')).fetchone()[0]


def test_any_sqlite_tool_copies_it(library, db):
    """The shell of SQLite knows nothing of Carrel: its dump makes the same tables, and its backup is the file."""
    n = db.execute('SELECT count(*) FROM article').fetchone()[0]
    said = subprocess.run(['sqlite3', '-readonly', f'{library}/carrel.db', '.dump'], check=True, capture_output=True, text=True)
    assert said.stderr == '' and said.stdout.rstrip().endswith('COMMIT;'), said.stderr or said.stdout[-80:]
    for name, words, text in (('dumped', [], said.stdout), ('copied', ['-readonly', f'{library}/carrel.db'], f'.backup {library}-copied.db\n')):
        subprocess.run(['sqlite3', *(words or [f'{library}-{name}.db'])], check=True, input=text, capture_output=True, text=True)
        copy = sqlite3.connect(f'file:{library}-{name}.db?mode=ro', uri=True)
        assert copy.execute('SELECT count(*) FROM article').fetchone()[0] == n and list_real(copy) == list_real(db), name
        assert copy.execute('SELECT html FROM body ORDER BY 1').fetchall() == db.execute('SELECT html FROM body ORDER BY 1').fetchall(), name
        copy.close()


with tempfile.TemporaryDirectory(prefix='carrel-format-') as folder:
    os.environ.update(XDG_DATA_HOME=folder + '/data', XDG_CONFIG_HOME=folder + '/config', XDG_STATE_HOME=folder + '/state', LC_ALL='C.UTF-8')
    library = folder + '/library'
    run(library, 'samples')
    with open(folder + '/salt.html', 'w', encoding='utf-8') as out:
        out.write(HTML)
    run(library, 'add', '--url', 'https://example.org/salt', folder + '/salt.html')
    db = sqlite3.connect(f'file:{library}/carrel.db?mode=ro', uri=True)
    tests = [test_tables, test_search_tables, test_folder, test_blobs, test_examples, test_any_sqlite_tool_copies_it]
    failed = 0
    print(f'1..{len(tests)}')
    for number, function in enumerate(tests, 1):
        name = function.__name__.removeprefix('test_').replace('_', '-')
        try:
            function(library, db)
            print(f'ok {number} /format/{name}')
        except Exception as problem:
            failed += 1
            print(f'not ok {number} /format/{name}\n# {type(problem).__name__}: {problem}')
    db.close()
sys.exit(failed > 0)
