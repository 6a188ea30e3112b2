#!/usr/bin/env python3
"""The help: every language has the same pages, which are well made and in the program; links lead to pages; what they say of
fields and keys is so, and what they call a button or a place is what it says in that language. Prints TAP."""
import gettext
import pathlib
import re
import subprocess
import sys
import tempfile
from html.parser import HTMLParser

root = pathlib.Path(sys.argv[1])
help_ = root / 'data' / 'help'
dialog = (root / 'src/ui/carrel-help-dialog.c').read_text(encoding='utf-8')
names = re.findall(r'"([a-z]+)"', re.search(r'names\[\] = \{(.*?)\}', dialog, re.S).group(1))
PREFIX = re.search(r'#define PREFIX "([^"]+)"', dialog).group(1)
ALLOWED = {'h1', 'h2', 'p', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'table', 'tr', 'th', 'td', 'a', 'em', 'strong', 'code', 'kbd', 'pre'}
# A key's name in each language, where it isn't what GTK calls it.
KEYS = {'Strg': 'Control', 'Ctrl': 'Control', 'Umschalt': 'Shift', 'Maj': 'Shift', 'Mayús': 'Shift', 'Entf': 'Delete', 'Suppr': 'Delete', 'Supr': 'Delete', 'Links': 'Left', 'Gauche': 'Left', 'Izquierda': 'Left', '←': 'Left', 'يسار': 'Left',
        '+': 'plus', '−': 'minus', '?': 'question', ',': 'comma', ']': 'bracketright', '[': 'bracketleft'}
WIDGETS = {'Tab', 'Space', 'Leertaste', 'Espace', 'Espacio', '空格', 'المسافة', 'Control', 'Shift'}  # of every list, entry and page


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.open, self.links, self.keys, self.codes, self.labels, self.problems, self.first, self.text = [], [], [], [], [], [], None, ''
        self.feed(text)
        self.close()
        self.problems += [f'<{tag}> is left open' for tag in self.open]

    def handle_starttag(self, tag, attributes):
        self.first = self.first or tag
        if tag not in ALLOWED:
            self.problems.append(f'<{tag}> is not for help')
        self.links += [value for name, value in attributes if name == 'href']
        self.open.append(tag)
        self.text = ''

    def handle_data(self, data):
        self.text += data

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append(f'</{tag}> is out of place')
        if tag == 'kbd':
            self.keys.append(self.text)
        elif tag == 'code':
            self.codes.append(self.text)
        elif tag == 'strong':
            self.labels.append(self.text)


def list_shortcuts():
    text = (root / 'src/ui/carrel-shortcuts.c').read_text(encoding='utf-8')
    found = set()
    for keys in re.findall(r'\{ "[a-z.-]+", "([^"]+)"', text):
        for key in keys.split('|'):
            parts = re.findall(r'<(\w+)>', key) + [re.sub(r'<\w+>', '', key)]
            found.add('+'.join(part.lower() for part in sorted(parts[:-1]) + parts[-1:]))
    return found | {'control+n', 'control+v'}


def normalise(key):
    parts = key[:-2].split('+') + ['+'] if key.endswith('++') else key.split('+')
    parts = [KEYS.get(part, part) for part in parts]
    return '+'.join(part.lower() for part in sorted(parts[:-1]) + parts[-1:]), parts


def list_labels(language):
    """What stands on buttons, in menus and over places, in a language, without mnemonics."""
    any_catalogue = language if language != 'en' else 'de'
    with tempfile.NamedTemporaryFile(suffix='.mo') as file:
        subprocess.run(['msgfmt', '-o', file.name, root / 'po' / f'{any_catalogue}.po'], check=True)
        with open(file.name, 'rb') as catalogue:
            texts = gettext.GNUTranslations(catalogue)._catalog
    said = [key[0] if isinstance(key, tuple) else key for key in texts] if language == 'en' else texts.values()
    labels = {re.sub(r'\(_.\)|_', '', text.split('\x04')[-1]) for text in said}
    return labels | {label.rstrip('…') for label in labels} | {'Aa'}


def check_language(folder, shortcuts, fields):
    problems, labels = [], list_labels(folder.name)
    there = sorted(path.stem for path in folder.glob('*.html'))
    if there != sorted(names):
        problems.append(f'{folder.name}: pages differ from the list: {sorted(set(there) ^ set(names))}')
    resources = (root / 'data/carrel-ui.gresource.xml').read_text(encoding='utf-8')
    for name in there:
        page = Page((folder / f'{name}.html').read_text(encoding='utf-8'))
        where = f'{folder.name}/{name}'
        problems += [f'{where}: {problem}' for problem in page.problems]
        if page.first != 'h1':
            problems.append(f'{where} does not begin with its title')
        problems += [f'{where}: there is no page «{link}»' for link in page.links if not link.startswith(PREFIX) or link[len(PREFIX):] not in names]
        if f'help/{where}.html' not in resources:
            problems.append(f'{where} is not among the resources')
        problems += [f'{where}: nothing is called «{label}»' for label in page.labels if label not in labels]
        for key in page.keys:
            combination, parts = normalise(key)
            if combination not in shortcuts and not (len(parts) == 1 and parts[0] in WIDGETS):
                problems.append(f'{where}: no shortcut is {key}')
        if name == 'search':
            said = {match for code in page.codes for match in re.findall(r'^([a-z-]+):$', code)}
            problems += [f'{where}: «{field}» is not explained' for field in sorted(fields - said)] + [f'{where}: there is no «{field}»' for field in sorted(said - fields)]
    return problems


fields = set(re.findall(r'\{ "([a-z-]+)", CARREL_VALUE_', (root / 'src/model/carrel-query-fields.c').read_text(encoding='utf-8')))
languages = sorted(path for path in help_.iterdir() if path.is_dir())
shortcuts = list_shortcuts()
assert len(fields) > 10 and len(names) > 8 and len(shortcuts) > 30 and any(path.name == 'en' for path in languages)
print(f'1..{len(languages)}')
failed = False
for number, folder in enumerate(languages, 1):
    problems = check_language(folder, shortcuts, fields)
    failed |= bool(problems)
    print(f'{"not ok" if problems else "ok"} {number} /help/{folder.name}')
    for problem in problems:
        print(f'# {problem}')
sys.exit(failed)
