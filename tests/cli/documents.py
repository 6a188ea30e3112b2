"""What the README and the help show of the terminal works as it stands there. Prints TAP."""
import html
import os
import re
import subprocess
import sys

from terminal import DATA, PROGRAM, contains, main, same, test

README = (DATA.parent / 'README.md').read_text(encoding='utf-8')


def run_lines(lib, lines):
    """As a person would, in a shell, in the home folder. Without a network an address can't be fetched: that much may fail."""
    lib.run('samples')
    folder = os.path.join(lib.folder, 'bin')
    os.makedirs(folder, exist_ok=True)
    if not os.path.exists(os.path.join(folder, 'carrel')):
        os.symlink(os.path.abspath(PROGRAM), os.path.join(folder, 'carrel'))
    with open(os.path.join(lib.folder, 'notes.md'), 'w', encoding='utf-8') as file:
        file.write('# Notes\n\n' + 'The ferry leaves when the tide does. ' * 20 + '\n')
    env = dict(lib.env, PATH=f'{folder}:{os.environ["PATH"]}')
    for line in lines:
        done = subprocess.run(['sh', '-c', line], capture_output=True, text=True, env=env, cwd=lib.folder, timeout=60)
        if 'https://' in line:
            same(done.returncode in (0, 1), True, f'{line}: {done.returncode}: {done.stderr}')
            contains(done.stderr, 'example.org')
        else:
            same((done.returncode, done.stderr), (0, ''), line)


@test
def what_the_readme_shows(lib):
    section = README.split('## In the terminal')[1].split('\n## ')[0]
    lines = re.findall(r'^    (carrel .*)$', section, re.M)
    same(len(lines) > 4, True, str(lines))
    run_lines(lib, lines)


@test
def what_each_language_of_the_help_shows(lib):
    pages = sorted((DATA / 'help').glob('*/terminal.html'))
    same(len(pages) > 3, True, str(pages))
    for page in pages:
        block = re.search(r'<pre><code>(.*?)</code></pre>', page.read_text(encoding='utf-8'), re.S)[1]
        run_lines(lib, html.unescape(block).splitlines())
        for copy in os.listdir(lib.folder):  # the next language may name the same folder
            if 'carrel' in copy and copy != 'library':
                subprocess.run(['rm', '-rf', os.path.join(lib.folder, copy)], check=True)


sys.exit(main())
