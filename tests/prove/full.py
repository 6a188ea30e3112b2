"""full.py PROGRAM [--folder=PATH]: a full disk is said, loses nothing, and work goes on when there is room.

A command adds pages until the disk is full: each page that doesn't fit is named, with the disk as the reason.
Then room is made, and the same command, still running, goes on. --folder names a small disk (a tmpfs); without
it the disk's end is pretended.
"""
import os
import pathlib
import subprocess
import sys
import threading

from prove import PROGRAM, SHIM, Clock, Failed, Place, check, finish, options, texts_by_title, titles


def main():
    how = options({'pages': 60, 'quota': 1200000, 'folder': ''})
    place, clock, failures, figures = Place('full'), Clock(), [], {}
    library, quota = place.library(), place.folder / 'quota'
    ballast = None
    env = dict(place.env)
    if how['folder']:
        library, ballast = pathlib.Path(how['folder'], 'library'), pathlib.Path(how['folder'], 'ballast')
        room = os.statvfs(how['folder'])
        ballast.write_bytes(bytes(max(0, room.f_bavail * room.f_frsize - how['quota'] - 200000)))
    else:
        quota.write_text(str(how['quota']))
        env.update({'LD_PRELOAD': SHIM, 'PROVE_ROOT': str(library), 'PROVE_QUOTA': str(quota)})
    first, rest = place.pages(range(how['pages'])), place.pages(range(how['pages'], how['pages'] + 10))
    process = subprocess.Popen([PROGRAM, f'--library={library}', 'add', '--no-images', *first, '-', *rest], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
    told, lines = threading.Semaphore(0), {process.stdout: [], process.stderr: []}

    def read(stream):
        for line in stream:
            lines[stream].append(line.decode())
            told.release()
    readers = [threading.Thread(target=read, args=(stream,)) for stream in lines]
    try:
        for reader in readers:
            reader.start()
        for _ in first:  # each is saved or refused; then it waits for what is on its input
            while not told.acquire(timeout=1):
                if process.poll() is not None:
                    raise Failed(f'it ended: {lines[process.stderr]}')
        quota.write_text('1000000000')  # make room
        if ballast:
            ballast.unlink()
        process.stdin.write(pathlib.Path(place.pages([999])[0]).read_bytes())
        process.stdin.close()
        process.wait(timeout=120)
        for reader in readers:
            reader.join()
        out, error = ''.join(lines[process.stdout]), ''.join(lines[process.stderr])
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
        process.kill()
    place.remove()
    finish('full', failures, {**figures, 'failures': len(failures), 'time': clock})


sys.exit(main())
