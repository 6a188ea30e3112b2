"""quiet.py PROGRAM [--pages=N]: what is in the library is read without the network.

The program runs in a window of its own under strace: it starts, every article is opened (twelve samples, and N
pages whose images were left on the web), the library is searched, the program is quit. No socket is asked for but
those of the system itself (AF_UNIX, and AF_NETLINK, by which the kernel is asked whether there is a network), nothing
is sent to an address. Then, with a page that would like to call home (make-bombs.py of the shared data): adding it
asks for the page and the images that are kept, and opening it asks for nothing.
"""
import json
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request

from prove import PROGRAM, Clock, Failed, Place, finish, options

HERE = pathlib.Path(__file__).resolve().parent
LOCAL = {'AF_UNIX', 'AF_NETLINK'}

PAGE = '''<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Far {n:04}</title><link rel="canonical" href="http://192.0.2.1/{n}"></head><body><article>
<h1>Far {n:04}</h1><p>{text}</p><figure><img src="http://192.0.2.1/{n}.jpg" width="600" height="400" alt="Far"><figcaption>Far away</figcaption></figure>
<p>{text} <a href="http://192.0.2.1/next/{n}">On</a></p></article></body></html>'''


def drive(program, library, articles, result):
    """Inside the display: the window, its keys, what the accessibility bus shows. Prints how many were opened."""
    import gi
    gi.require_version('Atspi', '2.0')
    from gi.repository import Atspi
    trace = os.path.join(result, 'trace')
    process = subprocess.Popen(['strace', '-f', '-qq', '-o', trace, '-e', 'trace=socket,socketpair,connect,bind,sendto,sendmsg,sendmmsg', program, '--library', library, '--size', '1280x800'],
                               env={**os.environ, 'CARREL_NON_UNIQUE': '1'}, stderr=open(os.path.join(result, 'errors'), 'w'))

    def key(*words):
        subprocess.run(['xdotool', 'key', '--clearmodifiers', *words], check=True, capture_output=True, timeout=60)

    def wait(what, condition, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = condition()
            if found:
                return found
            time.sleep(.05)
        raise Failed(f'never: {what}')

    def find_window():
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--class', '.'], capture_output=True, text=True).stdout.split()
        return found[-1] if found else None

    def opened():
        with sqlite3.connect(f'file:{library}/carrel.db?mode=ro', uri=True, timeout=10) as database:
            return {row[0] for row in database.execute('SELECT id FROM article WHERE position_block >= 0 OR read > 0')}

    def headings():
        """Names of the headings that are shown."""
        names = set()

        def walk(node, depth):
            try:
                if node.get_role() == Atspi.Role.HEADING and node.get_state_set().contains(Atspi.StateType.SHOWING):
                    names.add(node.get_name())
                for i in range(min(node.get_child_count(), 200)):
                    child = node.get_child_at_index(i)
                    if child and depth < 40:
                        walk(child, depth + 1)
            except Exception:  # went while it was looked at
                pass
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            walk(desktop.get_child_at_index(i), 0)
        return names

    seen = set()
    try:
        window = wait('a window', find_window)
        subprocess.run(['xdotool', 'windowfocus', '--sync', window], check=True, timeout=60)
        time.sleep(2)
        key('alt+2')  # all articles
        time.sleep(1)
        for number in range(len(articles) + 2):
            key('j')
            wait('the next article', lambda: (headings() & articles) - seen or number >= len(articles), 20)
            seen |= headings() & articles
        key('ctrl+f')
        subprocess.run(['xdotool', 'type', '--delay', '8', 'window'], check=True, timeout=60)
        time.sleep(1)
        key('Return')
        time.sleep(1)
        key('ctrl+q')
        wait('the end', lambda: process.poll() is not None, 60)
        if process.returncode != 0:
            raise Failed(f'status {process.returncode}')
        print(json.dumps({'opened': len(seen)}))
    finally:
        if process.poll() is None:
            process.kill()


def judge(trace):
    """(calls, what isn't local)"""
    calls, problems = 0, []
    for line in trace.read_text(errors='replace').splitlines():
        call = re.match(r'\d+\s+(\w+)\((.*)', line)
        if not call:
            continue
        calls += 1
        kind = re.match(r'(AF_\w+|0x\w+|\d+)', call[2])
        if call[1] in ('socket', 'socketpair') and (not kind or kind[1] not in LOCAL):
            problems.append(line)
        elif 'sa_family=AF_INET' in line:
            problems.append(line)
    return calls, problems


def look(place, library, name, failures):
    """Every article of it opened, watched. (opened, calls)"""
    result = place.folder / name
    result.mkdir()
    with sqlite3.connect(f'file:{library}/carrel.db?mode=ro', uri=True) as database:
        titles = [row[0] for row in database.execute('SELECT title FROM article')]
    (result / 'titles').write_text(json.dumps(titles))
    env = {**place.env, 'GTK_A11Y': 'atspi', 'CARREL_SHARED': os.environ.get('CARREL_SHARED', '')}
    done = subprocess.run([str(HERE.parent / 'display' / 'run-display.sh'), sys.executable, __file__, PROGRAM, f'--drive={library}', f'--result={result}'], env=env, capture_output=True, text=True, timeout=120 + 4 * len(titles))
    if done.returncode != 0:
        raise Failed(f'{name}: {done.stdout[-500:]}{done.stderr[-1500:]}')
    opened = json.loads(done.stdout.splitlines()[-1])['opened']
    if opened != len(titles):
        failures.append(f'{name}: {opened} of {len(titles)} articles were opened')
    calls, problems = judge(result / 'trace')
    if calls == 0:
        failures.append(f'{name}: nothing was watched')
    failures += [f'{name}: {problem[:300]}' for problem in problems[:10]]
    return opened, calls


def control(place):
    """The judge sees what it is there to see: adding a page that nobody serves asks for a connection."""
    trace = place.folder / 'control'
    subprocess.run(['strace', '-f', '-qq', '-o', str(trace), '-e', 'trace=socket,socketpair,connect,bind,sendto,sendmsg,sendmmsg', PROGRAM, f'--library={place.library("control-library")}', 'add', 'http://127.0.0.1:9/'],
                   env=place.env, capture_output=True, timeout=120)
    return bool(judge(trace)[1])


def beacons(place, maker, failures):
    """What adding asks for, and then opening."""
    server = subprocess.Popen([sys.executable, str(maker), 'serve'], stdout=subprocess.PIPE, text=True)
    try:
        base = 'http://127.0.0.1:' + server.stdout.readline().split()[1]
        library = place.library('beacons')
        place.must(library, 'add', base + '/beacons')
        asked = [entry['path'] for entry in json.loads(urllib.request.urlopen(base + '/log').read())]
        asked = [path for path in asked if path != '/log']
        allowed = {'/beacons', '/beacon/real', '/beacon/og', '/beacon/poster'}
        failures += [f'adding asked for {path}' for path in asked if path not in allowed]
        if '/beacons' not in asked or '/beacon/real' not in asked:
            failures.append(f'adding asked only for {asked}')
        urllib.request.urlopen(base + '/log/clear').read()
        opened, calls = look(place, library, 'beacons-window', failures)
        later = [entry['path'] for entry in json.loads(urllib.request.urlopen(base + '/log').read()) if not entry['path'].startswith('/log')]
        failures += [f'opening asked for {path}' for path in later]
        return asked
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def main():
    wanted = options({'pages': 6, 'drive': '', 'result': ''})
    if wanted['drive']:
        try:
            drive(PROGRAM, wanted['drive'], set(json.loads(pathlib.Path(wanted['result'], 'titles').read_text())), wanted['result'])
        except Failed as problem:
            sys.exit(str(problem))
        return
    place, clock, failures = Place('quiet'), Clock(), []
    maker = pathlib.Path(os.environ.get('CARREL_SHARED', '')) / 'security' / 'make-bombs.py'
    try:
        if not control(place):
            failures.append('the control: a connection was not seen')
        library = place.library()
        place.must(library, 'samples')
        folder = place.folder / 'far'
        folder.mkdir()
        text = ' '.join(['Far away a ship goes by, and its smoke stays above the line of the sea for as long as it takes to say so.'] * 12)
        for n in range(wanted['pages']):
            (folder / f'{n}.html').write_text(PAGE.format(n=n, text=text))
            place.must(library, 'add', '--no-images', folder / f'{n}.html')
        opened, calls = look(place, library, 'library-window', failures)
        asked = beacons(place, maker, failures) if maker.exists() else 'not here'
        finish('quiet', failures, {'articles opened': opened, 'socket calls': calls, 'beacons asked for': asked, 'in': clock})
    except Failed as problem:
        finish('quiet', [*failures, problem], {'in': clock})
    finally:
        place.remove()


main()
