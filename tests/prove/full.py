"""full.py PROGRAM [--folder=PATH]: a full disk is said, loses nothing, and work goes on when there is room.

A command adds pages until the disk is full: each page that doesn't fit is named, with the disk as the reason.
Then room is made, and the same command, still running, goes on. --folder names a small disk (a tmpfs); without
it the disk's end is pretended.
"""
import os
import pathlib
import subprocess
import sys

from prove import PROGRAM, SHIM, Clock, Failed, Place, check, finish, options, texts_by_title, titles


def main():
    how = options({'pages': 60, 'quota': 400000, 'folder': ''})
    place, clock, failures, figures = Place('full'), Clock(), [], {}
    library, quota, fifo = place.library(), place.folder / 'quota', place.folder / 'more.html'
    ballast = None
    env = dict(place.env)
    if how['folder']:
        library, ballast = pathlib.Path(how['folder'], 'library'), pathlib.Path(how['folder'], 'ballast')
        room = os.statvfs(how['folder'])
        ballast.write_bytes(bytes(max(0, room.f_bavail * room.f_frsize - how['quota'] - 200000)))
    else:
        quota.write_text(str(how['quota']))
        env.update({'LD_PRELOAD': SHIM, 'PROVE_ROOT': str(library), 'PROVE_QUOTA': str(quota)})
    os.mkfifo(fifo)
    first, rest = place.pages(range(how['pages'])), place.pages(range(how['pages'], how['pages'] + 10))
    process = subprocess.Popen([PROGRAM, f'--library={library}', 'add', '--no-images', *first, str(fifo), *rest], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
    try:
        with open(fifo, 'w', encoding='utf-8') as writer:  # it has come to here: make room
            quota.write_text('1000000000')
            if ballast:
                ballast.unlink()
            writer.write(pathlib.Path(place.pages([999])[0]).read_text(encoding='utf-8'))
        out, error = process.communicate(timeout=120)
        out, error = out.decode(), error.decode()
        said = {int(number): title for number, title in (line.split('\t') for line in out.splitlines())}
        refused = [line for line in error.splitlines() if line]
        figures = {'saved': len(said), 'refused': len(refused)}
        if not refused or any('is full' not in line for line in refused):
            raise Failed(f'not each refusal names the full disk: {refused[:3]}')
        if len(said) + len(refused) != how['pages'] + 11:
            raise Failed('an article is neither saved nor refused')
        if not set(said.values()) >= {f'Page {number:05}' for number in [999, *range(how['pages'], how['pages'] + 10)]}:
            raise Failed('it did not go on when there was room')
        check(place, library)
        there = titles(library)
        if there != said:
            raise Failed('what is there is not what was said')
    except Exception as problem:
        failures.append(f'{type(problem).__name__}: {problem}')
    place.remove()
    finish('full', failures, {**figures, 'failures': len(failures), 'time': clock})


sys.exit(main())
