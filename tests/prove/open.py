"""open.py PROGRAM [--full] [--step=N] [--most=MS]: the window shows what came of pages that were made to hurt, and goes on answering.

The HTML bombs of the shared make-bombs.py are added from the terminal while the window is open on their library;
then each article is opened in it, one after the other, to its end and back. The program measures every turn of its
main loop (CARREL_WATCH_LOOP): none computes longer than MS. It is the same process from the first to the last, and
it ends by itself. Of the bombs each N-th is taken.
"""
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import time

from prove import PROGRAM, Clock, Failed, Place, check, finish, options

HERE = pathlib.Path(__file__).resolve().parent
STARTING = 3000  # milliseconds, in which the window is made


def articles(library):
    with sqlite3.connect(f'file:{library}/carrel.db?mode=ro', uri=True, timeout=10) as database:
        return [row[0] for row in database.execute('SELECT id FROM article WHERE trashed = 0 ORDER BY id DESC')]


def resident(process):
    for line in pathlib.Path(f'/proc/{process.pid}/status').read_text().splitlines():
        if line.startswith('VmRSS:'):
            return int(line.split()[1]) // 1024
    return 0


def drive(library, bombs, step):
    """Inside the display: adds them, then goes from one to the next."""
    process = subprocess.Popen([PROGRAM, '--library', library, '--size', '1280x800'], env={**os.environ, 'CARREL_NON_UNIQUE': '1'})

    def xdotool(*words):
        return subprocess.run(['xdotool', *words], capture_output=True, text=True, timeout=60).stdout.split()

    def alive():
        if process.poll() is not None:
            raise Failed(f'the window ended: status {process.returncode}')

    try:
        end = time.monotonic() + 60
        while not (windows := xdotool('search', '--onlyvisible', '--class', '.')):
            alive()
            if time.monotonic() > end:
                raise Failed('never: a window')
            time.sleep(.1)
        xdotool('windowfocus', '--sync', windows[-1])
        given = 0
        for path in sorted(path for path in pathlib.Path(bombs, 'html').rglob('*') if path.is_file())[::step]:
            given += 1
            subprocess.run([PROGRAM, f'--library={library}', 'add', '--no-images', str(path)], capture_output=True, timeout=120)
            alive()
        shown, largest = articles(library), 0
        for _ in shown:
            xdotool('key', '--clearmodifiers', 'j')
            time.sleep(.4)
            xdotool('key', '--clearmodifiers', 'End')
            time.sleep(.3)
            xdotool('key', '--clearmodifiers', 'Home')
            alive()
            largest = max(largest, resident(process))
        xdotool('key', '--clearmodifiers', 'ctrl+q')
        if process.wait(timeout=60) != 0:
            raise Failed(f'status {process.returncode}')
        print(json.dumps({'given': given, 'shown': len(shown), 'resident': largest}))
    finally:
        if process.poll() is None:
            process.kill()


def main():
    wanted = options({'full': False, 'step': 1, 'most': 250.0, 'drive': '', 'bombs': ''})
    if wanted['drive']:
        try:
            drive(wanted['drive'], wanted['bombs'], wanted['step'])
        except Failed as problem:
            sys.exit(str(problem))
        return
    maker = pathlib.Path(os.environ.get('CARREL_SHARED', '')) / 'security' / 'make-bombs.py'
    place, clock, failures = Place('open'), Clock(), []
    if not maker.exists():
        print('1..1\nok 1 open # SKIP the shared bombs are not here')
        return
    try:
        library, watch, bombs = place.library(), place.folder / 'watch', place.folder / 'files'
        subprocess.run([sys.executable, str(maker), 'files', str(bombs), '--only', 'html'] + ([] if wanted['full'] else ['--small']), check=True, stdout=subprocess.DEVNULL)
        place.must(library, 'stats')
        done = subprocess.run([str(HERE.parent / 'display' / 'run-display.sh'), sys.executable, __file__, PROGRAM, f'--drive={library}', f'--bombs={bombs}', f'--step={wanted["step"]}'],
                              env={**place.env, 'CARREL_WATCH_LOOP': str(watch)}, capture_output=True, text=True, timeout=3600)
        if done.returncode != 0:
            raise Failed(done.stdout[-500:] + done.stderr[-1500:])
        told, seen = json.loads(done.stdout.splitlines()[-1]), json.loads(watch.read_text())
        turns = [turn for turn in seen['long'] if turn[0] > STARTING]
        own = max([turn[2] for turn in turns], default=0)
        if own > wanted['most']:
            failures.append(f'turns over 50 ms: when, how long, what of it was computed: {turns}')
        if told['shown'] < told['given'] / 3:
            failures.append(f'only {told["shown"]} of {told["given"]} are articles')
        check(place, library)
        finish('open', failures, {'given': told['given'], 'shown': told['shown'], 'turns': seen['turns'], 'over 50 ms': len(turns), 'longest': f'{max([turn[1] for turn in turns], default=0)} ms',
                                  'computed of it at most': f'{own} ms', 'p99': f'{seen["p99"]} ms', 'resident at most': f'{told["resident"]} MiB', 'in': clock})
    except Failed as problem:
        finish('open', [*failures, problem], {'in': clock})
    finally:
        place.remove()


main()
