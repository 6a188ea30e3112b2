#!/usr/bin/env python3
"""What a person reads can be translated: POTFILES.in names every file with such text, and each
translation is sound. How far a translation is stands in the comments; it lags behind without harm.

Prints TAP. With --potfiles it prints what po/POTFILES.in should hold.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

CALL = re.compile(r'(?<![\w"])(?:_|N_|C_|NC_|Q_|ngettext|gettext|pgettext|g_d\w*gettext2?) ?\(')
COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*', re.S)
FIRST = ['data/app.carrel.Carrel.desktop.in', 'data/app.carrel.Carrel.metainfo.xml.in']


def expected(root):
    files = set()
    for path in (root / 'src').rglob('*.[ch]'):
        if CALL.search(COMMENT.sub('', path.read_text(encoding='utf-8'))):
            files.add(path)
    for path in (root / 'data' / 'ui').glob('*.ui'):
        if re.search(r'translatable="(yes|true)"', path.read_text(encoding='utf-8')):
            files.add(path)
    return FIRST + sorted(str(path.relative_to(root)) for path in files)


def lines(path):
    text = path.read_text(encoding='utf-8').splitlines()
    return [line.strip() for line in text if line.strip() and not line.startswith('#')]


def check_potfiles(root):
    listed, wanted = lines(root / 'po' / 'POTFILES.in'), expected(root)
    problems = [f'po/POTFILES.in lacks {name}' for name in wanted if name not in listed]
    problems += [f'po/POTFILES.in has {name}, which has no text' for name in listed if name not in wanted]
    if not problems and listed != wanted:
        problems.append('po/POTFILES.in is not in order')
    if len(set(listed)) != len(listed):
        problems.append('po/POTFILES.in names a file twice')
    return problems, []


def check_linguas(root):
    listed = lines(root / 'po' / 'LINGUAS')
    there = sorted(path.stem for path in (root / 'po').glob('*.po'))
    return ([] if listed == there else [f'po/LINGUAS has {listed}, the folder {there}']), []


def check_language(root, pot, language):
    po = root / 'po' / f'{language}.po'
    with tempfile.TemporaryDirectory() as folder:
        result = subprocess.run(['msgfmt', '--check', '--output-file', f'{folder}/x.mo', str(po)],
                                capture_output=True, text=True)
        if result.returncode:
            return result.stderr.splitlines(), []
        merged = f'{folder}/merged.po'
        subprocess.run(['msgmerge', '--quiet', '--no-fuzzy-matching', '--output-file', merged, str(po), pot], check=True)
        missing = subprocess.run(['msgattrib', '--untranslated', '--no-obsolete', '--no-wrap', merged],
                                 check=True, capture_output=True, text=True).stdout
    notes = re.findall(r'^msgid "(.+)"$', missing, re.M)
    return [], [f'{language} lacks «{note}»' for note in notes]


def make_template(root, pot):
    """Everything that can be translated, as the build's own «carrel-pot» finds it."""
    result = subprocess.run(
        ['xgettext', '--from-code=UTF-8', '--add-comments=Translators', '--keyword=_', '--keyword=N_',
         '--keyword=C_:1c,2', '--keyword=NC_:1c,2', '--keyword=g_dngettext:2,3', '--keyword=carrel_ui_change_new:2,3',
         '--keyword=g_dpgettext2:2c,3',
         '--files-from=po/POTFILES.in', f'--directory={root}', f'--output={pot}'],
        cwd=root, capture_output=True, text=True)
    warnings = [line for line in result.stderr.splitlines() if 'Extraction' not in line]
    return warnings or ([] if result.returncode == 0 else ['xgettext failed'])


def main():
    root = pathlib.Path(sys.argv[1])
    if '--potfiles' in sys.argv:
        print('\n'.join(expected(root)))
        return 0
    languages = lines(root / 'po' / 'LINGUAS')
    with tempfile.TemporaryDirectory() as folder:
        pot = f'{folder}/carrel.pot'
        results = [('POTFILES.in is complete', check_potfiles(root)), ('LINGUAS is complete', check_linguas(root)),
                   ('the text can be taken out', (make_template(root, pot), []))]
        if pathlib.Path(pot).exists():
            results += [(f'{language}.po is sound', check_language(root, pot, language)) for language in languages]
    print(f'1..{len(results)}')
    for number, (name, (problems, notes)) in enumerate(results, 1):
        for line in problems + notes:
            print('#', line)
        print('not ok' if problems else 'ok', number, name)
    return 1 if any(problems for _, (problems, _) in results) else 0


sys.exit(main())
