#!/usr/bin/env python3
"""What the documents say of the project's files is so: each file of the tree in ARCHITECTURE.md is there and each source file is in
it; links lead to files; tests that are named exist; ./dev has the commands that are shown. Prints TAP.

documents.py SOURCE-ROOT
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
EXAMPLES = {'po/it.po'}  # names that the reader gives
documents = [root / name for name in ('README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'NEWS')] + sorted((root / 'docs').glob('*.md'))


def read(path):
    return (root / path).read_text(encoding='utf-8')


def list_folders():
    """The tree of src/ as ARCHITECTURE.md has it: a folder's name and the lines below it."""
    tree = read('ARCHITECTURE.md').split('## The tree')[1].split('```')[1].split('\nsrc/\n')[1].split('\ndata/\n')[0]
    parts = re.split(r'^  ([a-z]+)/', tree, flags=re.M)
    return zip(parts[1::2], parts[2::2])


def spread(text):
    """«-block-{text,code}» as «-block-text -block-code»."""
    return re.sub(r'([\w-]*)\{([a-z,-]+)\}', lambda match: ' '.join(match[1] + part for part in match[2].split(',')), text)


def problems_of_tree():
    for folder, text in list_folders():
        text = spread(text)
        files = {path.stem for path in (root / 'src' / folder).rglob('*.c')}
        headers = {path.stem for path in (root / 'src' / folder).rglob('*.h')}
        names = set(re.findall(r'(?:carrel|command)-[a-z0-9]+(?:-[a-z0-9]+)*', text))
        ends = set(re.findall(r'(?<![a-z0-9])-[a-z][a-z0-9]*(?:-[a-z0-9]+)*', text))
        for name in sorted(names - files - headers):
            yield f'ARCHITECTURE.md: there is no {folder}/{name}'
        stems = names | {name.rsplit('-', 1)[0] for name in names}
        for name in sorted(files - names):
            if not any(name == stem + end for stem in stems for end in ends):
                yield f'ARCHITECTURE.md: {folder}/{name}.c is not in the tree'
        for end in sorted(ends):
            if not any(name.endswith(end) for name in files | headers):
                yield f'ARCHITECTURE.md: no file of {folder} ends in «{end}»'


def problems_of_links():
    places = ('src', 'data', 'tests')  # a path may begin below one of these
    for document in documents:
        text = document.read_text(encoding='utf-8')
        where = document.relative_to(root)
        for target in re.findall(r'\]\(([^)#:]+)\)|src="([^":]+)"', text):
            target = target[0] or target[1]
            if not (document.parent / target).exists():
                yield f'{where}: there is no «{target}»'
        for path in re.findall(r'`([a-z_]+(?:/[\w.-]+)+/?)`', text):
            of_a_library = path.startswith('library/') and not path.endswith(('.c', '.h'))
            if path in EXAMPLES or re.search('[A-Z]{4}', path) or of_a_library:
                continue
            if (root / path.split('/')[0]).is_dir() or (root / 'src' / path.split('/')[0]).is_dir():
                there = [folder for folder in ('', *places) if (root / folder / path).exists() or list((root / folder).glob(path + '.[chp]*'))]
                if not there:
                    yield f'{where}: there is no «{path}»'


def problems_of_tests():
    cli = ''.join(path.read_text(encoding='utf-8') for path in (root / 'tests/cli').glob('*.py'))
    meson = ''.join(path.read_text(encoding='utf-8') for path in (root / 'tests').rglob('meson.build'))
    for line in read('docs/promises.md').splitlines():
        cells = [cell.strip() for cell in line.split('|')]
        if len(cells) != 5 or cells[3] in ('Test', '---'):
            continue
        for name in re.findall(r'`([^`]+)`', cells[3]):
            if name.startswith('./'):
                continue
            short = name.split('/')[-1]
            known = f"'{short}'" in meson or f"'{short.split('-')[-1]}'" in meson or re.search(rf'^def {name}\(', cli, re.M)
            known = known or any(f'/{name}"' in path.read_text(encoding='utf-8') for path in (root / 'tests/core').glob('*.c'))
            if not known:
                yield f'docs/promises.md: there is no test «{name}»'


def problems_of_commands():
    known = set(re.findall(r'^  ([a-z]+)\b', re.search(r"<<'TEXT'\n(\./dev COMMAND.*?)\nTEXT\n", read('dev'), re.S)[1], re.M)) | {'help', 'builds'}  # NEWS: «./dev builds, runs …»
    assert len(known) > 10
    for document in documents:
        for name in re.findall(r'\./dev ([a-z]+)', document.read_text(encoding='utf-8')):
            if name not in known:
                yield f'{document.relative_to(root)}: there is no ./dev {name}'


def main():
    checks = [('the tree', problems_of_tree), ('links and paths', problems_of_links), ('the tests of the promises', problems_of_tests),
              ('commands of ./dev', problems_of_commands)]
    print(f'1..{len(checks)}')
    failed = False
    for number, (name, function) in enumerate(checks, 1):
        problems = list(function())
        failed = failed or bool(problems)
        print(f'{"not ok" if problems else "ok"} {number} - {name}')
        for problem in problems:
            print(f'# {problem}')
    sys.exit(failed)


if __name__ == '__main__':
    main()
