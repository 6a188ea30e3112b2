"""power.py PROGRAM [--images=N] [--sync=all|none]: what was said to be saved survives a power cut.

The writes, syncs and renames of a command that adds pages are written down, in order, with what it said to
the person. For moments in between, images of the disk are made as a power cut could leave them: what was
synced is there; of what was not, all, nothing, a random part, or writes torn at 512 or 4096 bytes. Names
change in order, up to some point behind the last sync of their folder. Each image is opened: it is sound,
and has every article that was said to be saved before, with its text and its page.

--sync=none pretends that nobody synced the database, as with synchronous=OFF: then the proof must fail.
"""
import collections
import os
import random
import shutil
import struct
import subprocess
import sys

from prove import PROGRAM, SHIM, Clock, Failed, Place, check, finish, options, texts_by_title, titles

HEAD = struct.Struct('<c3xIqQ')


def record(place, library, pages):
    """The events: (kind, offset, path, data)."""
    log = place.folder / 'log'
    env = {**place.env, 'LD_PRELOAD': SHIM, 'PROVE_ROOT': str(library), 'PROVE_LOG': str(log)}
    done = subprocess.run([PROGRAM, f'--library={library}', 'add', '--no-images', *place.pages(range(pages))], capture_output=True, env=env, timeout=120)
    if done.returncode != 0:
        raise Failed(f'recording: {done.stderr.decode()}')
    data, at, events = log.read_bytes(), 0, []
    while at < len(data):
        kind, path_len, offset, size = HEAD.unpack_from(data, at)
        at += HEAD.size
        path = data[at:at + path_len].decode()
        at += path_len
        events.append((kind.decode(), offset, path, data[at:at + size]))
        at += size
    return events


class File:
    """Its bytes on the disk, and the changes that nobody has synced."""

    def __init__(self):
        self.synced, self.pending = bytearray(), []

    def sync(self):
        for change in self.pending:
            apply(self.synced, change)
        self.pending = []


def apply(data, change):
    offset, written = change
    if written is None:  # a length
        if len(data) > offset:
            del data[offset:]
        else:
            data.extend(bytes(offset - len(data)))
        return
    if len(data) < offset:
        data.extend(bytes(offset - len(data)))
    data[offset:offset + len(written)] = written


class Disk:
    """Names are a list of changes; each file is an object that keeps its identity when it is renamed."""

    def __init__(self, root, sync):
        self.root, self.sync, self.names, self.changes, self.durable = root, sync, {}, [], 0

    def play(self, event):
        kind, offset, path, data = event
        if kind == 'C':
            self.names[path] = File()
            self.changes.append(('set', path, self.names[path]))
        elif kind == 'W' and path in self.names:
            self.names[path].pending.append((offset, data))
        elif kind == 'T' and path in self.names:
            self.names[path].pending.append((offset, None))
        elif kind == 'R' and path in self.names:
            self.names[data.decode()] = self.names.pop(path)
            self.changes += [('set', data.decode(), self.names[data.decode()]), ('unset', path, None)]
        elif kind == 'L' and path in self.names:
            self.names[data.decode()] = self.names[path]
            self.changes.append(('set', data.decode(), self.names[path]))
        elif kind == 'U':
            self.names.pop(path, None)
            self.changes.append(('unset', path, None))
        elif kind == 'F':
            if path in self.names:
                if self.sync == 'all' or '/carrel.db' not in path:
                    self.names[path].sync()
            else:
                self.durable = len(self.changes)  # a folder: with it all names before

    def image(self, target, mode, rand):
        shutil.rmtree(target, ignore_errors=True)
        last = len(self.changes) if mode == 'all' else self.durable if mode == 'none' else rand.randint(self.durable, len(self.changes))
        names = {}
        for what, path, file in self.changes[:last]:
            if what == 'set':
                names[path] = file
            else:
                names.pop(path, None)
        os.makedirs(target / 'blobs', exist_ok=True)
        for path, file in names.items():
            data = bytearray(file.synced)
            for number, change in enumerate(file.pending):
                part = change
                if mode == 'none' or (mode in ('some', 'torn') and rand.random() < 0.5):
                    continue
                if mode == 'torn' and change[1] and number == len(file.pending) - 1 or (mode == 'torn' and change[1] and rand.random() < 0.3):
                    block = rand.choice((512, 4096))
                    cut = rand.randrange(0, len(change[1]) + 1) // block * block
                    part = (change[0], change[1][:cut])
                apply(data, part)
            where = target / os.path.relpath(path, self.root)
            os.makedirs(where.parent, exist_ok=True)
            where.write_bytes(data)


def judge(place, image, said, wanted):
    database = image / 'carrel.db'
    if not said and (not database.exists() or database.stat().st_size == 0):
        return  # nothing was promised
    check(place, image)
    there, text = titles(image), texts_by_title(image)
    for article, title in said.items():
        if there.get(article) != title or text[title] != wanted[title]:
            raise Failed(f'article {article}, “{title}”, was said to be saved')


def main():
    how = options({'images': 5000, 'pages': 25, 'seed': 1, 'sync': 'all'})
    place, rand, clock, failures, counts = Place('power'), random.Random(how['seed']), Clock(), [], collections.Counter()
    library, image = place.library('recorded'), place.library('image')
    events = record(place, library, how['pages'])
    wanted = texts_by_title(library)
    # As many images at each sync and each thing said as it takes; between them nothing new can come about.
    moments = [number for number, event in enumerate(events) if event[0] in 'FSR']
    chosen = sorted(rand.choices(moments, k=how['images']))
    disk, said, at = Disk(str(library), how['sync']), {}, 0
    for moment in chosen:
        while at < moment:
            disk.play(events[at])
            if events[at][0] == 'S':
                for line in events[at][3].decode().splitlines():
                    number, title = line.split('\t')
                    said[int(number)] = title
            at += 1
        mode = rand.choice(('all', 'none', 'some', 'some', 'torn', 'torn'))
        try:
            counts[mode] += 1
            disk.image(image, mode, rand)
            judge(place, image, said, wanted)
            counts['articles promised'] += len(said)
        except Exception as problem:
            failures.append(f'before event {moment} of {len(events)}, {mode}: {type(problem).__name__}: {problem}')
            if len(failures) > 5:
                break
    place.remove()
    figures = {'events': len(events), 'images': sum(counts[mode] for mode in ('all', 'none', 'some', 'torn')), **counts, 'failures': len(failures), 'time': clock}
    if how['sync'] == 'none':  # the mutation: a proof that can't fail proves nothing
        finish('power without syncs', [] if failures else ['nothing was lost without syncs, so the proof sees nothing'], figures)
    finish('power', failures, figures)


sys.exit(main())
