#!/usr/bin/env python3
"""What a person reads can be translated: POTFILES.in names every file with such text, and each
translation is sound: placeholders, plurals, and no letter twice among the mnemonics of one menu or dialog. How far
a translation is stands in the comments; it lags behind without harm.

Prints TAP. With --potfiles it prints what po/POTFILES.in should hold.
"""
import gettext
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

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


TEXT = re.compile(r'(?<![\w"])(?:_|N_|C_ ?\(("[^"]*"),|NC_ ?\(("[^"]*"),) ?\(?("(?:[^"\\]|\\.)*")')
FUNCTION = re.compile(r'^\{\n(.*?)^\}', re.M | re.S)
MNEMONIC = re.compile(r'_(\w)')
EITHER = re.compile(r'\?\s*_ ?\("[^"]*"\)\s*:')


def menus_of_ui(path):
    """The labels that stand together: those of a menu with its sections, and those of a dialog. A submenu is its own."""
    def gather(element, labels, others):
        for child in element:
            if child.tag == 'submenu' or child.tag == 'menu':
                own = []
                others.append(own)
                gather(child, own, others)
                continue
            if child.get('name') in ('label', 'title') and child.get('translatable') in ('yes', 'true') and child.text:
                underlined = child.tag == 'attribute' or element.find("property[@name='use-underline']") is not None
                if underlined:
                    labels.append((child.get('context'), child.text))
            gather(child, labels, others)
    everywhere, menus = [], []
    gather(xml.parse(path).getroot(), everywhere, menus)
    return [everywhere] + menus


def menus_of_code(path):
    """Labels of one function make one menu or one dialog; of «this or that» there is one."""
    for body in FUNCTION.findall(COMMENT.sub('', path.read_text(encoding='utf-8'))):
        body = EITHER.sub(':', body)
        yield [((context or other or '""')[1:-1] or None, text[1:-1]) for context, other, text in TEXT.findall(body)]


def all_menus(root):
    for path in sorted((root / 'data' / 'ui').glob('*.ui')):
        yield from ((path.name, menu) for menu in menus_of_ui(path))
    for path in sorted((root / 'src' / 'ui').rglob('*.c')):
        yield from ((path.name, menu) for menu in menus_of_code(path))


def check_mnemonics(root, language):
    """No letter stands for two things that are seen together, in what the program's own language or a translation says."""
    translate, problems = gettext.NullTranslations(), []
    if language:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(['msgfmt', f'--output-file={folder}/x.mo', str(root / 'po' / f'{language}.po')], check=True, capture_output=True)
            with open(f'{folder}/x.mo', 'rb') as file:
                translate = gettext.GNUTranslations(file)
    for name, menu in all_menus(root):
        taken = {}
        for context, text in dict.fromkeys(menu):
            if not MNEMONIC.search(text):
                continue
            said = translate.pgettext(context, text) if context else translate.gettext(text)
            letters = MNEMONIC.findall(said.replace('__', ''))
            if len(letters) > 1:
                problems.append(f'{name}: «{said}» has more than one mnemonic')
            for letter in letters[:1]:
                if letter.lower() in taken:
                    problems.append(f'{name}: «{taken[letter.lower()]}» and «{said}» have the same mnemonic')
                taken.setdefault(letter.lower(), said)
    return ([], problems) if language else (problems, [])  # a translation's lag behind without harm, too: GTK goes from one to the other


def make_template(root, pot):
    """Everything that can be translated, as the build's own «carrel-pot» finds it."""
    result = subprocess.run(
        ['xgettext', '--from-code=UTF-8', '--add-comments=Translators', '--keyword=_', '--keyword=N_',
         '--keyword=C_:1c,2', '--keyword=NC_:1c,2', '--keyword=g_dngettext:2,3', '--keyword=carrel_ui_change_new:2,3', '--keyword=carrel_error_say_plural:3,4',
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
    results += [(f'mnemonics of {language or "the program"}', check_mnemonics(root, language)) for language in [''] + languages]
    print(f'1..{len(results)}')
    for number, (name, (problems, notes)) in enumerate(results, 1):
        for line in problems + notes:
            print('#', line)
        print('not ok' if problems else 'ok', number, name)
    return 1 if any(problems for _, (problems, _) in results) else 0


sys.exit(main())
