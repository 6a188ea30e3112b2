"""writers.py PROGRAM [--seconds=N] [--seed=N]: a window and two terminals work on one library at once.

Two writers run commands at random, each on articles of its own: add, tag, archive, favourite, delete, restore; both
search. What each did is replayed, and in the end the library must say the same: no article lost, none twice, each with
its topics, place, star and trash. No command may fail, none may say that the library is busy or take over five
seconds. The window is open all the while: it must be there in the end, show as many articles as the library has soon
after the last change, and end when it is asked to.
"""
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import threading
import time

from prove import PROGRAM, Clock, Failed, Place, check, finish, options

HERE = pathlib.Path(__file__).resolve().parent
TOPICS = ['sea', 'sea/tides', 'maps', 'food/tea', 'history']


def find_count():
    """What the window says beside «All Articles»; None where it isn't found."""
    import gi
    gi.require_version('Atspi', '2.0')
    from gi.repository import Atspi

    desktop = Atspi.get_desktop(0)
    stack = [(desktop.get_child_at_index(i), False) for i in range(desktop.get_child_count())]
    while stack:
        node, inside = stack.pop()
        try:
            name = node.get_name() or ''
            if inside and name.replace(',', '').isdigit():
                return int(name.replace(',', ''))
            inside |= name == 'All Articles' and node.get_role() == Atspi.Role.LIST_ITEM
            stack += [(child, inside) for child in (node.get_child_at_index(i) for i in range(min(node.get_child_count(), 200))) if child]
        except Exception:  # went while it was looked at
            continue
    return None


def read_answer(stream):
    """The next line that is the driver's: the bus's own words come the same way."""
    for line in stream:
        if line.startswith('{'):
            return json.loads(line)
    raise ValueError('nothing more is said')


def drive(library):
    """Inside the display: the window; a number on standard input asks for what it shows."""
    process = subprocess.Popen([PROGRAM, '--library', library, '--size', '1280x800'], env={**os.environ, 'CARREL_NON_UNIQUE': '1'})
    print('up', flush=True)
    for line in sys.stdin:
        wanted = int(line)
        end = time.monotonic() + 90
        start = time.monotonic()
        shown = None
        while time.monotonic() < end and process.poll() is None:
            shown = find_count()
            if shown == wanted:
                break
            time.sleep(.05)
        print(json.dumps({'alive': process.poll() is None, 'shown': shown, 'after': time.monotonic() - start}), flush=True)
    process.send_signal(signal.SIGTERM)
    try:
        status = process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        status = 'never ended'
    print(json.dumps({'status': status}), flush=True)


class Writer(threading.Thread):
    def __init__(self, place, library, number, seed, end, most):
        super().__init__()
        self.place, self.library, self.number, self.end, self.most = place, library, number, end, most
        self.random = random.Random(seed * 10 + number)
        self.articles = {}  # id → what it should be
        self.failures, self.longest, self.done = [], 0.0, 0

    def command(self, *words):
        start = time.monotonic()
        status, out, error = self.place.run(self.library, *words, timeout=120)
        took = time.monotonic() - start
        self.longest = max(self.longest, took)
        self.done += 1
        if status != 0 or 'busy' in error.lower() or 'locked' in error.lower():
            self.failures.append(f'{words}: {status}: {error.strip()}')
        if took > self.most:
            self.failures.append(f'{words}: took {took:.1f} s')
        return out if status == 0 else None

    def add(self, count):
        page = self.number * 1_000_000 + count
        out = self.command('add', '--no-images', '--json', *self.place.pages([page]))
        if out:
            self.articles[json.loads(out)[0]['id']] = {'title': f'Page {page:05}', 'topics': set(), 'place': 'inbox', 'favourite': False, 'trashed': False}

    def step(self, number, article):
        choice = self.random.randrange(7)
        if choice == 0:
            topic = self.random.choice(TOPICS)
            add = topic not in article['topics']
            self.command('tag', number, ('+' if add else '-') + topic)
            article['topics'] ^= {topic}
        elif choice == 1:
            to = 'archive' if article['place'] == 'inbox' else 'inbox'
            self.command(to, number)
            article['place'] = to
        elif choice == 2 and not article['favourite']:
            self.command('favourite', number)
            article['favourite'] = True
        elif choice == 3:
            self.command('restore' if article['trashed'] else 'delete', number)
            article['trashed'] = not article['trashed']
        elif choice >= 4:
            self.command('list', '--limit', '20', self.random.choice(['harbor OR lantern', 'topic:sea', 'is:unread quarry', 'is:inbox']))

    def run(self):
        count = 0
        while time.monotonic() < self.end or count < 3:
            if self.random.random() < .4 or not self.articles:
                count += 1
                self.add(count)
            else:
                number = self.random.choice(list(self.articles))
                self.step(number, self.articles[number])


def compare(place, library, writers):
    failures = []
    rows = {}
    for query in ('', 'is:trashed'):
        for row in json.loads(place.must(library, 'list', '--json', '--limit', '1000000', *([query] if query else []))):
            if row['id'] in rows:
                failures.append(f'article {row["id"]} is there twice')
            rows[row['id']] = row
    expected = {number: article for writer in writers for number, article in writer.articles.items()}
    if set(rows) != set(expected):
        failures.append(f'lost: {sorted(set(expected) - set(rows))[:9]}, too many: {sorted(set(rows) - set(expected))[:9]}')
    for number in set(rows) & set(expected):
        row, article = rows[number], expected[number]
        found = {'title': row['title'], 'topics': set(row['topics']), 'place': row['place'], 'favourite': row['favourite'], 'trashed': row['trashed'] > 0}
        if found != article:
            failures.append(f'article {number} is {found}, and should be {article}')
    return failures, sum(not article['trashed'] for article in expected.values())


def main():
    wanted = options({'seconds': 600, 'seed': 1, 'most': 5.0, 'late': 11.0})
    clock = Clock()
    place = Place('writers')
    library = place.library()
    failures = []
    place.must(library, 'add', '--no-images', *place.pages([1]))
    place.must(library, 'delete', 1)
    place.must(library, 'empty-trash', '--yes', '--no-backup')
    env = {**os.environ, 'GTK_A11Y': 'atspi', 'HOME': str(place.folder)}
    window = subprocess.Popen([str(HERE.parent / 'display' / 'run-display.sh'), sys.executable, __file__, PROGRAM, f'--drive={library}'], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    if window.stdout.readline().strip() != 'up':
        failures.append('the window did not come')
    writers = [Writer(place, library, number, wanted['seed'], time.monotonic() + wanted['seconds'], wanted['most']) for number in (1, 2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        failures += writer.failures
    more, there = compare(place, library, writers)
    failures += more
    shown = {}
    try:
        window.stdin.write(f'{there}\n')
        window.stdin.flush()
        shown = read_answer(window.stdout)
        window.stdin.close()
        ended = read_answer(window.stdout)
        if not shown['alive'] or ended['status'] not in (0, -signal.SIGTERM):
            failures.append(f'the window ended: {shown}, {ended}')
        if shown['shown'] != there:
            failures.append(f'the window shows {shown["shown"]} articles of {there}')
        elif shown['after'] > wanted['late']:
            failures.append(f'the window was late by {shown["after"]:.1f} s')
    except (OSError, ValueError, KeyError) as error:
        failures.append(f'the window: {error!r}')
    try:
        window.wait(30)
    except subprocess.TimeoutExpired:
        window.terminate()
        failures.append('the display never ended')
    try:
        check(place, library)
    except Failed as error:
        failures.append(error)
    place.remove()
    finish('writers', failures, {'commands': sum(writer.done for writer in writers), 'articles': sum(len(writer.articles) for writer in writers), 'longest': f'{max(writer.longest for writer in writers):.2f} s',
                                 'the window after': f'{shown.get("after", -1):.2f} s', 'in': clock})


if __name__ == '__main__':
    drives = [word for word in sys.argv if word.startswith('--drive=')]
    if drives:
        drive(drives[0].split('=', 1)[1])
    else:
        main()
