"""bombs.py PROGRAM [--full]: pages that were made to hurt end with an article or a clear refusal.

All HTML bombs of the shared make-bombs.py, each in a process of its own, with status 0 and an article, or an
error in words; never by a signal. Within 2 s of processor (the full set: 10 s) and 256 MiB more memory than
a line of text takes: the small set by a limit on addresses, the full one (10 MB of text, printed as JSON)
by what was resident, with twice as many addresses as the limit.
"""
import json
import os
import pathlib
import resource
import subprocess
import sys

from prove import PROGRAM, Clock, Place, finish, options

MIB = 1 << 20
MORE = 256 * MIB


def run(place, path, space=None, seconds=60):
    """(status, processor seconds, resident MiB, output, error)"""
    def limit():
        if space:
            resource.setrlimit(resource.RLIMIT_AS, (space, space))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    with open(place.folder / 'out', 'w+b') as out, open(place.folder / 'error', 'w+b') as error:
        child = subprocess.Popen([PROGRAM, 'extract', '--json', str(path)], stdout=out, stderr=error, env=place.env, preexec_fn=limit)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        error.seek(0)
        return child.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out.read(), error.read().decode('utf-8', 'replace')


def find_least_space(place):
    """The addresses that the program takes anyhow, to 4 MiB."""
    page = place.folder / 'line.html'
    page.write_text('<p>' + 'A line of text, and one more. ' * 20)
    low, high = 0, 4096 * MIB
    while high - low > 4 * MIB:
        middle = (low + high) // 2
        if run(place, page, middle)[0] == 0:
            high = middle
        else:
            low = middle
    return high


def main():
    wanted = options({'full': False})
    maker = pathlib.Path(os.environ.get('CARREL_SHARED', '')) / 'security' / 'make-bombs.py'
    place, clock, failures = Place('bombs'), Clock(), []
    if not maker.exists():
        print('1..1\nok 1 bombs # SKIP the shared bombs are not here')
        return
    try:
        bombs = place.folder / 'files'
        subprocess.run([sys.executable, str(maker), 'files', str(bombs), '--only', 'html'] + ([] if wanted['full'] else ['--small']), check=True, stdout=subprocess.DEVNULL)
        most = 10 if wanted['full'] else 2
        space = find_least_space(place)
        slowest, largest, refused, extracted = (0, ''), (0, ''), 0, 0
        base = run(place, place.folder / 'line.html')[2]
        for bomb in json.loads((bombs / 'manifest.json').read_text()):
            path = bombs / bomb['path']
            status, seconds, size, out, error = run(place, path, space + (2 * MORE if wanted['full'] else MORE))
            slowest, largest = max(slowest, (seconds, path.name)), max(largest, (size - base, path.name))
            if status == 0:
                extracted += 1
                json.loads(out)
            else:
                refused += 1
            if status not in (0, 1) or (status == 1 and not error.strip()):
                failures.append(f'{path.name}: status {status}: {error[-300:]}')
            if size - base > MORE // MIB:
                failures.append(f'{path.name}: {size - base:.0f} MiB more')
            if seconds > most:
                failures.append(f'{path.name}: {seconds:.2f} s of processor')
        finish('bombs', failures, {'articles': extracted, 'refusals': refused, 'slowest': f'{slowest[0]:.2f} s ({slowest[1]})',
                                   'most memory': f'{largest[0]:.0f} MiB ({largest[1]})', 'in': clock})
    finally:
        place.remove()


main()
