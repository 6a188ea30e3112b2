#!/usr/bin/env python3
"""walk.py ID: a person installs Carrel's bundle and uses it. Prints TAP.

Runs as the throw-away user that corner.sh makes, with a display, a session bus and an empty home. /mnt/given has the
bundle, the one before it, the manifest and the tests' pictures; what is to be kept goes to /mnt/out. The steps are
one story: each goes on where the one before it ended.
"""
import configparser
import http.server
import json
import os
import pathlib
import re
import subprocess
import sys
import threading
import time
import traceback

ID = sys.argv[1]
GIVEN, OUT, HOME = pathlib.Path('/mnt/given'), pathlib.Path('/mnt/out'), pathlib.Path.home()
DATA = HOME / '.var/app' / ID / 'data/carrel/library'
KINDS = {'photo.jpg': 'image/jpeg', 'photo.png': 'image/png', 'photo.gif': 'image/gif', 'photo.webp': 'image/webp', 'photo.avif': 'image/avif'}
WORDS = ' '.join(['The river bends here, and the boats wait for the tide, as they have done for as long as there have been boats.'] * 6)
STEPS = []


def step(function):
    STEPS.append(function)
    return function


def same(got, want, what=''):
    if got != want:
        raise AssertionError(f'{what}\n got: {got!r}\nwant: {want!r}')


def wait(what, condition, seconds=60):
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f'never: {what}')
        time.sleep(0.3)


def run(*words, status=0, seconds=300):
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True, timeout=seconds)
    if status is not None and done.returncode != status:
        raise AssertionError(f'{" ".join(map(str, words))}: exit status {done.returncode}\n{done.stdout[-1500:]}{done.stderr[-1500:]}')
    return done.stdout + (done.stderr if status != 0 else '')


def carrel(*words, options=(), status=0):
    """The command line, in the sandbox."""
    return run('flatpak', 'run', *options, '--command=carrel', ID, *words, status=status)


def call(name, path, method, *words):
    return run('gdbus', 'call', '--session', '--dest', name, '--object-path', path, '--method', method, *words)


def shell(script):
    return run('flatpak', 'run', '--command=sh', ID, '-c', script)


# ── A web on the loopback ──

def page(title, body=''):
    return f'<!DOCTYPE html><html lang="en"><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{WORDS}</p>{body}<p>{WORDS}</p></article></body></html>'


PAGES = {'/before': page('Before'), '/offline': page('Kept'), '/window': page('Typed'), '/more': page('Afterwards'),
         '/pictures': page('Pictures', ''.join(f'<p><img src="/{name}" width="400" height="250" alt="A bend"></p>' for name in KINDS))}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.lstrip('/')
        if name in KINDS:
            status, data, kind = 200, (GIVEN / 'images' / name).read_bytes(), KINDS[name]
        else:
            status, data, kind = (200 if self.path in PAGES else 404), PAGES.get(self.path, '').encode(), 'text/html; charset=utf-8'
        self.send_response(status)
        self.send_header('Content-Type', kind)
        self.send_header('Content-Length', str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *words):
        pass


SERVER = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
SERVER.daemon_threads = True
threading.Thread(target=SERVER.serve_forever, daemon=True).start()


def address(path):
    return f'http://127.0.0.1:{SERVER.server_port}{path}'


def pictures_on_paper(n, options=()):
    """How many are drawn in the article's PDF: each of them is decoded for it."""
    path = DATA / 'pictures.pdf'
    carrel('show', '--format', 'pdf', '-o', path, n, options=options)
    drawn = path.read_bytes().count(b'/Subtype /Image')
    path.unlink()
    return drawn


def titles():
    return sorted(article['title'] for article in json.loads(carrel('list', '--json')))


# ── The window ──

class Window:
    def __init__(self, *words, options=()):
        self.log = open(OUT / 'window.log', 'ab')
        self.process = subprocess.Popen(['flatpak', 'run', *options, ID, *words], stdout=self.log, stderr=self.log)
        try:
            self.id = wait('a window', self.find)
        except AssertionError as error:  # with what there is to see
            running = [' '.join(words)[:120] for _, words, _ in processes() if 'carrel' in ' '.join(words)]
            raise AssertionError(f'{error}; {self.process.args} says {self.process.poll()}, windows {self.all()}, running {running}') from error

    @staticmethod
    def all():
        rows = subprocess.run(['wmctrl', '-lx'], capture_output=True, text=True).stdout.splitlines()
        return [row.split(None, 4) for row in rows]

    def find(self):
        if self.process.poll():  # it ends well where another one was there already, and shows the window
            raise AssertionError(f'the program ended: {self.process.returncode}')
        return next(iter(self.ours()), None)

    @classmethod
    def ours(cls):
        return [row[0] for row in cls.all() if 'carrel' in row[2].lower()]

    def keys(self, *names):
        run('wmctrl', '-ia', self.id, status=None)
        run('xdotool', 'key', '--clearmodifiers', *names)

    @staticmethod
    def press(name):
        """In whatever window has the keys."""
        run('xdotool', 'key', '--clearmodifiers', name)

    def type(self, text):
        run('xdotool', 'type', '--clearmodifiers', '--delay', '20', text)

    def picture(self, name):
        run('import', '-window', 'root', OUT / name)

    def stands_still(self):
        """Two pictures of it, three seconds apart, are one; the second is kept."""
        self.picture('window.png')
        before = run('identify', '-format', '%#', OUT / 'window.png')
        time.sleep(3)
        self.picture('window.png')
        return run('identify', '-format', '%#', OUT / 'window.png') == before and is_drawn(OUT / 'window.png')

    def close(self):
        def closed():
            self.keys('Escape')  # a dialog is closed first
            run('wmctrl', '-ic', self.id, status=None)
            try:
                self.process.wait(2)
            except subprocess.TimeoutExpired:
                return False
            return not self.ours()
        wait('the end of the program', closed)
        self.log.close()


def is_drawn(path):
    """More than a few colours: not an empty screen."""
    return int(run('identify', '-format', '%k', path)) > 200


def processes():
    """(what runs, its words, what the kernel says of it) of all that can be read."""
    for folder in pathlib.Path('/proc').glob('[0-9]*'):
        try:
            words = (folder / 'cmdline').read_bytes().decode(errors='replace').split('\0')
            status = dict(line.split(':\t', 1) for line in (folder / 'status').read_text().splitlines() if ':\t' in line)
        except OSError:  # it has ended
            continue
        yield folder, words, status


# ── The story ──

@step
def the_bundle_before_is_installed_and_used():
    run('flatpak', 'install', '--user', '-y', '--noninteractive', '--bundle', GIVEN / 'earlier.flatpak')
    carrel('add', '--topic', 'rivers/bends', address('/before'))
    carrel('add', address('/offline'))
    same(titles(), ['Before', 'Kept'])


@step
def a_newer_bundle_takes_its_place_with_all_that_is_in_the_library():
    before = {n: carrel('show', '--format', 'html', n) for n in (1, 2)}
    old = run('flatpak', 'info', '--show-commit', ID)
    run('flatpak', 'install', '--user', '-y', '--noninteractive', '--bundle', GIVEN / 'carrel.flatpak')
    same(run('flatpak', 'info', '--show-commit', ID) != old, True, 'the commit')
    same(titles(), ['Before', 'Kept'])
    same({n: carrel('show', '--format', 'html', n) for n in (1, 2)}, before)
    same([article['title'] for article in json.loads(carrel('list', '--json', 'topic:rivers'))], ['Before'])
    same(json.loads(carrel('check', '--json'))['problems'], [])


@step
def it_may_do_what_the_manifest_says_and_no_more():
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.optionxform = str
    metadata.read_string(run('flatpak', 'info', '--show-metadata', ID))
    wanted = {'shared': set(), 'sockets': set(), 'devices': set()}
    for option in json.loads((GIVEN / 'manifest.json').read_text(encoding='utf-8'))['finish-args']:
        kind, value = option.removeprefix('--').split('=')
        wanted[{'share': 'shared', 'socket': 'sockets', 'device': 'devices'}[kind]].add(value)
    if 'fallback-x11' in wanted['sockets']:
        wanted['sockets'].add('x11')  # what flatpak makes of it
    got = {key: set(value.strip(';').split(';')) for key, value in metadata['Context'].items()}
    got['sockets'].add('x11')
    same(got, wanted)
    same(sorted(section for section in metadata.sections() if 'Policy' in section or section == 'Environment'), [])


@step
def every_library_is_there_and_the_bundled_ones_come_from_the_bundle():
    linked = shell('ldd /app/bin/carrel /app/lib/*.so.*')
    same(re.findall(r'.*not found.*', linked), [])
    same(re.findall(r'liblexbor\S* => (\S+)', linked)[:1], [re.findall(r'(/app/lib/liblexbor\S*)', linked)[0]])
    shell('ls /app/lib/libstemmer.so.0*')
    shell('for name in carrel lexbor libstemmer; do ls /app/share/licenses/$FLATPAK_ID/$name/* || exit 1; done')
    same(len(json.loads(carrel('list', '--json', 'waiting'))), 2, 'found by another form of the word')


@step
def nothing_of_the_host_is_seen():
    (HOME / 'secret.txt').write_text('secret')
    pathlib.Path('/tmp/secret.txt').write_text('secret')
    seen = shell('ls -A /root /mnt /srv "$HOME" "$CARREL_PROJECT" /tmp 2>/dev/null; cat "$HOME/secret.txt" /tmp/secret.txt /etc/shadow 2>/dev/null; true')
    same('secret' in seen, False, seen)
    same([line for line in seen.splitlines() if line and not line.endswith(':')
          and line not in ('.var', 'bin', '.X11-unix', '.Xauthority', '.config', '.local', '.cache', '.flatpak-info')], [], seen)
    same(shell('for folder in /app /usr; do touch $folder/x 2>/dev/null && echo $folder; done; true'), '')
    status = dict(line.split(':\t') for line in shell('cat /proc/self/status').splitlines() if ':\t' in line)
    same((int(status['CapEff'], 16), status['NoNewPrivs'], status['Seccomp']), (0, '1', '2'))


@step
def a_picture_of_each_kind_is_decoded():
    carrel('add', address('/pictures'))
    n = next(article['id'] for article in json.loads(carrel('list', '--json')) if article['title'] == 'Pictures')
    html = carrel('show', '--format', 'html', n)
    same(len(re.findall(r'<img [^>]*width="160" height="100"', html)), len(KINDS), html)
    kept = [path.read_bytes() for path in (DATA / 'blobs').rglob('*') if path.is_file()]
    same([name for name in KINDS if (GIVEN / 'images' / name).read_bytes() not in kept], [], 'kept')
    same(pictures_on_paper(n) >= len(KINDS), True, 'pictures on paper')
    # No session bus, no portal: then without a sandbox of its own, in the cage alone.
    same(pictures_on_paper(n, options=['--no-session-bus']) >= len(KINDS), True, 'pictures on paper, without a session bus')


@step
def its_window_opens_and_adds_what_is_typed():
    n = next(article['id'] for article in json.loads(carrel('list', '--json')) if article['title'] == 'Pictures')
    window = Window(f'--page=article:{n}', '--size=1100x760')
    wait('the window drawn', lambda: window.picture('typed.png') or is_drawn(OUT / 'typed.png'))
    def typed():
        if 'Typed' in titles():
            return True
        window.keys('Escape', 'Escape')
        window.keys('ctrl+n')
        time.sleep(2)
        window.type(address('/window'))
        window.keys('Return')
        time.sleep(3)
        return 'Typed' in titles()
    wait('the typed page in the library', typed, 120)
    window.close()


@step
def what_decodes_is_shut_in_more_tightly_than_the_program():
    n = next(article['id'] for article in json.loads(carrel('list', '--json')) if article['title'] == 'Pictures')
    window = Window(f'--page=article:{n}', '--size=1100x760')
    def found():
        rows = list(processes())
        helpers = [row for row in rows if row[2]['Name'] == 'carrel' and '--decode-pictures' in row[1]]
        programs = [row for row in rows if row[2]['Name'].startswith('glycin-')]
        main = [row for row in rows if row[2]['Name'] == 'carrel' and any(word.startswith('--page=') for word in row[1])]
        starters = [row for row in rows if row[2]['Name'] == 'flatpak-spawn' and '--sandbox' in row[1] and '--no-network' in row[1]]
        shut = main and [row for row in helpers if int(row[2]['Seccomp_filters']) > int(main[0][2]['Seccomp_filters'])]
        return (main[0], shut, programs) if shut and starters else None
    main, helpers, programs = wait('a process that decodes, in a sandbox of its own, with a filter of its own', found)
    for _folder, words, status in helpers + programs:
        same((status['NoNewPrivs'], status['Seccomp'], int(status['CapEff'], 16)), ('1', '2', 0), words)
        same(int(status['Seccomp_filters']) > int(main[2]['Seccomp_filters']), True, words)
    for folder, words, status in programs:  # where glycin decodes: not the program's network, not its files
        same(os.readlink(folder / 'ns/net') == os.readlink(main[0] / 'ns/net'), False, words)
        same((folder / 'root' / DATA.relative_to('/')).exists(), False, words)
        same((main[0] / 'root' / DATA.relative_to('/')).exists(), True)
    print(f'# decoders of its own: {len(helpers)}, of glycin: {len(programs)}')
    wait('a window that stands still', window.stands_still)
    window.close()


@step
def a_file_comes_through_the_document_portal():
    (HOME / 'picked.html').write_text(page('Picked'), encoding='utf-8')
    run('flatpak', 'run', '--file-forwarding', '--command=carrel', ID, 'add', '@@', HOME / 'picked.html', '@@')
    same('Picked' in titles(), True)
    seen = run('flatpak', 'run', '--file-forwarding', '--command=sh', ID, '-c', 'echo "$1"; ls "${1%/*}"', 'sh', '@@', HOME / 'picked.html', '@@')
    same(re.fullmatch(r'/run/user/\d+/doc/\w+/picked.html\npicked.html\n', seen) is not None, True, seen)


@step
def the_file_chooser_gives_one_file_and_no_more():
    (HOME / 'chosen.html').write_text(page('Chosen'), encoding='utf-8')
    window = Window('--page=add')
    def chooser():
        return next((row[0] for row in Window.all() if 'portal' in row[2].lower()), None)
    def opened():  # the button is somewhere in the circle of the Tab key
        for tabs in range(1, 9):
            window.keys('Escape')
            window.keys('ctrl+n')
            time.sleep(1)
            window.keys(*['Tab'] * tabs, 'Return')
            end = time.monotonic() + 4
            while time.monotonic() < end:
                if chooser():
                    return True
                time.sleep(0.3)
        return False
    wait('the portal\'s window', opened, 180)
    window.picture('chooser.png')
    def chosen():
        if 'Chosen' in titles():
            return True
        if chooser():
            run('wmctrl', '-ia', chooser())
            window.press('ctrl+l')
            time.sleep(1)
            window.press('ctrl+a')
            window.type(str(HOME / 'chosen.html'))
            time.sleep(1)
            window.press('Return')
            window.picture('chosen.png')
        time.sleep(3)
        return 'Chosen' in titles()
    wait('the chosen file in the library', chosen, 120)
    window.close()


@step
def without_a_network_every_article_is_there():
    alone = ['--unshare=network']
    articles = json.loads(carrel('list', '--json', options=alone))
    same(len(articles), 6)
    for article in articles:
        same('The river bends here' in carrel('show', article['id'], options=alone), True, article['title'])
    said = carrel('add', address('/more'), options=alone, status=None)
    words = run('flatpak', 'run', *alone, '--command=carrel', ID, 'add', address('/more'), status=None)
    same([word for word in ('GDBus', 'org.freedesktop', 'g-io-error') if word in said + words], [], said)


@step
def what_was_kept_outlives_the_program():
    run('flatpak', 'uninstall', '--user', '-y', '--noninteractive', ID)
    same((DATA / 'carrel.db').exists(), True)
    run('flatpak', 'install', '--user', '-y', '--noninteractive', '--bundle', GIVEN / 'carrel.flatpak')
    same(json.loads(carrel('check', '--json'))['problems'], [])
    same({'Before', 'Chosen', 'Kept', 'Picked', 'Pictures', 'Typed'} <= set(titles()), True)


@step
def what_the_desktop_gets_is_sound():
    exports = HOME / '.local/share/flatpak/exports/share'
    entry = (exports / 'applications' / f'{ID}.desktop').read_text(encoding='utf-8')
    same(re.findall(r'(?m)^Exec=(.*)$', entry)[0].endswith(f'--file-forwarding {ID} @@u %U @@'), True, entry)
    same('DBusActivatable=true' in entry and f'X-Flatpak={ID}' in entry, True, entry)
    files = HOME / '.local/share/flatpak/app' / ID / 'current/active/files/share/metainfo'
    said = run('appstreamcli', 'validate', '--strict', '--no-net', files / f'{ID}.metainfo.xml', status=None)
    same([line for line in said.splitlines() if re.match('[EW]:', line) and 'url-homepage-missing' not in line], [])  # there is none
    for kind, name in (('scalable', f'{ID}.svg'), ('symbolic', f'{ID}-symbolic.svg')):
        same((exports / 'icons/hicolor' / kind / 'apps' / name).exists(), True, name)


@step
def the_overview_asks_it_without_a_window():
    provider = configparser.ConfigParser()
    provider.read(HOME / '.local/share/flatpak/exports/share/gnome-shell/search-providers' / f'{ID}.search-provider.ini')
    provider = provider['Shell Search Provider']
    same((provider['DesktopId'], provider['BusName'], provider['DefaultDisabled']), (f'{ID}.desktop', ID, 'true'))
    call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus.ReloadConfig')  # the bus is older than the service
    def ask(method, *words):
        return call(ID, provider['ObjectPath'], f'org.gnome.Shell.SearchProvider2.{method}', *words)
    found = re.findall(r"'([^']+)'", ask('GetInitialResultSet', "['pictures']"))
    same('Pictures' in ask('GetResultMetas', str(found)), True, str(found))
    same(Window.ours(), [])
    ask('ActivateResult', found[0], "['pictures']", '0')
    for name in wait('its window', Window.ours):
        run('wmctrl', '-ic', name)
    wait('the window closed', lambda: not Window.ours())


@step
def a_file_is_opened_with_it_from_outside():
    (HOME / 'opened.html').write_text(page('Opened'), encoding='utf-8')
    window = Window('@@u', f'file://{HOME}/opened.html', '@@', options=['--file-forwarding'])
    wait('the opened file in the library', lambda: 'Opened' in titles())
    window.close()


def main():
    print(f'1..{len(STEPS)}')
    failed = 0
    for number, function in enumerate(STEPS, 1):
        started = time.monotonic()
        try:
            function()
            word = 'ok'
        except Exception as error:
            word, failed = 'not ok', failed + 1
            line = next(frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.name == function.__name__)
            print(f'# walk.py:{line}: {type(error).__name__}: {error}'.strip().replace('\n', '\n# '))
        print(f'{word} {number} - {function.__name__} ({time.monotonic() - started:.1f} s)', flush=True)
    print(f'{len(STEPS) - failed} passed, {failed} failed')
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
