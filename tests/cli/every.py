"""Every command and every option of it, once, as the help and the man page write it; and again with --json, where what is printed
is JSON whose times are numbers. A command or option that is not tried here fails the test. No network. Prints TAP."""
import json
import re
import shlex
import sys

from terminal import PAGES, main, same, test

# In this order, on the sample library and a page. «!» before a line: it fails (there is no network), and says so.
LINES = '''
add --topic sea/tides --topic x --no-images --url https://example.org/tea.html PAGE
queue --topic later --no-images add https://example.org/queued https://example.org/other
queue
queue 1
!fetch --deadline 9
!fetch --retry --deadline 9 1
queue remove 1
queue clear
fetch --images 13
list --sort added --limit 3 is:unread words:<5000
list --sort published topic:science
list --sort title NEAR(tide table, 9)
list --sort relevance light OR tide
list --sort site has:topic -title:river
list --sort length "lang:en added:7d"
list --sort progress is:reading
show --format text 13
show --format markdown 13
show --format html 2
show --format json https://example.org/tea.html
show --format pdf -o FOLDER/a.pdf 13
show --format pdf --output FOLDER/b.pdf 13
extract --url https://example.org/tea.html PAGE
extract-again --dry-run --all
extract-again --images 13
!fetch-again --less --no-images 13
versions 13
versions --diff 1,1 13
!versions --restore 1 13
site-rules
!site-rules remove example.org
tag 13 12 +history +histories -later
topics
topics rename x y
topics merge y history
topics alias history yesterday
topics unalias yesterday
topics alike
topics distinct history histories
topics delete histories
suggest 1
suggest --accept 1 1
suggest --refuse 1 1
link --note because 13 cites 12
link --own --inverse answered-by 13 answers 11
link --title 13 follows "A Title"
links 13
links --unlinked 7
unlink --title 13 follows "A Title"
unlink 13 cites 12
related --limit 2 --unlinked 7
wanted --limit 2
wanted --hide example.com
wanted --hidden
wanted --show example.com
wanted --fetch --limit 1
thread 10 11 12
thread --title Water 10
thread
map --format graphml --steps 2 7
map --format dot --no-wanted
map --format json
map --format svg
highlight --colour green --note "A note" 7 WORDS
highlights --markdown
highlights --colour green --limit 1 7
highlights --lost
note 7 A note
note 7
archive 7
inbox 7
favourite 7
favourite --remove 7
read 7
read --unread 7
merge 12 13
delete 11
restore 11
delete 11
empty-trash --yes --no-backup
delete 10
empty-trash --yes
backup
backup --daily
backup --folder= COPY
restore-backup --list
restore-backup COPY
recover
recover --force
check
check --repair
stats
samples
move-library MOVED
help list
'''

OTHERWISE = {'help', 'show', 'map', 'highlights', 'extract'}  # --format says what is printed, or --markdown does; a page's dates are those of its own clock


def make_lines(lib, also_json):
    words = [line for line in lib.run('show', '7').splitlines() if len(line.split()) > 12][-1]
    names = {'PAGE': str(PAGES / 'tea.html'), 'FOLDER': lib.folder, 'COPY': lib.folder + '/copy', 'MOVED': lib.folder + '/moved', 'WORDS': ' '.join(words.split()[:4])}
    for line in LINES.strip().splitlines():
        fails, line = line.startswith('!'), line.lstrip('!')
        parts = []
        for part in shlex.split(line):
            for name, value in names.items():
                part = re.sub(rf'\b{name}\b', lambda _, value=value: value, part)
            parts.append(part)
        if also_json:
            parts.insert(1, '--json')
        yield line, fails, parts


@test
def every_option_is_tried(lib):
    tried = {(parts[0], part.split('=')[0]) for parts in map(shlex.split, LINES.replace('!', '').strip().splitlines()) for part in parts}
    missing = []
    for command in re.findall(r'^  ([a-z][a-z-]*) ', lib.run('help'), re.M):
        options = set(re.findall(r'^  (--[a-z-]+)', lib.run('help', command), re.M)) - {'--json', '--library', '--help', '--version'}
        missing += [f'{command} {option}' for option in sorted(options) if (command, option) not in tried]
        missing += [command] if not any(first == command for first, _ in tried) else []
    same(missing, [])


def go_through(lib, also_json):
    lib.run('samples')
    for line, fails, parts in make_lines(lib, also_json):
        out = lib.run(*parts, status=1 if fails else 0)
        if fails:
            same(bool(lib.error.strip() or also_json and out), True, f'{line} says why')
        if also_json and parts[0] not in OTHERWISE and not (fails and not out):
            try:
                found = json.dumps(json.loads(out))
            except ValueError:
                raise AssertionError(f"{line}: no JSON: {out[:200]!r}") from None
            for text in re.findall(r'"[a-z_]+" ?: ?"((?:\d{4}-\d\d-\d\d|DATE)(?:T\d\d:\d\d[^"]*)?)"', found):
                raise AssertionError(f'{line}: a time is the text {text}')
        if parts[0] == 'move-library':
            lib.env['CARREL_LIBRARY'] = lib.folder + '/moved'


@test
def as_it_is_written(lib):
    go_through(lib, False)


@test
def with_json(lib):
    go_through(lib, True)


@test
def the_library_may_be_named_before_and_after(lib):
    lib.run('samples')
    other = lib.folder + '/other'
    same(lib.json(f'--library={other}', 'list', '--json'), [])
    same(lib.json('list', '--json', '--library', other), [])
    same(len(lib.json('list', '--json')), 12)


sys.exit(main())
