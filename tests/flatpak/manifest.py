#!/usr/bin/env python3
"""manifest.py PUBLIC SOURCE PACKAGES RUNTIME_VERSION CFLAGS: the public manifest for a stand-in runtime, on the standard output.

Only where things come from is other: the runtime is the stand-in, Carrel is the folder SOURCE, and each module that
the network would bring is the same library as built by Debian, unpacked in PACKAGES/NAME. All else, above all what
the program may do, stays the public manifest's.
"""
import json
import pathlib
import sys


def from_debian(module, folder, ident):
    """Headers, libraries and what pkg-config is told, from Debian's places to the app's; and the licence."""
    licence = f'${{FLATPAK_DEST}}/share/licenses/{ident}/{module["name"]}'
    commands = [
        'mkdir -p ${FLATPAK_DEST}/lib/pkgconfig ${FLATPAK_DEST}/include',
        'if [ -d usr/include ]; then cp -a usr/include/. ${FLATPAK_DEST}/include/; fi',
        'cp -a usr/lib/*/lib*.so* ${FLATPAK_DEST}/lib/',
        'for file in usr/lib/*/pkgconfig/*.pc; do [ ! -e $file ] || sed -E "s#^prefix=.*#prefix=${FLATPAK_DEST}#; '
        's#^libdir=.*#libdir=${FLATPAK_DEST}/lib#; s#^includedir=.*#includedir=${FLATPAK_DEST}/include#" $file > ${FLATPAK_DEST}/lib/pkgconfig/${file##*/}; done',
        f'for file in usr/share/doc/*/copyright; do install -Dm644 $file -t {licence}; done',
    ]
    return {'name': module['name'], 'buildsystem': 'simple', 'build-commands': commands, 'sources': [{'type': 'dir', 'path': str(folder)}]}


def main():
    public, source, packages, version, flags = sys.argv[1:]
    manifest = json.loads(pathlib.Path(public).read_text(encoding='utf-8'))
    manifest |= {'runtime': 'org.carrel.TestPlatform', 'sdk': 'org.carrel.TestSdk', 'runtime-version': version,
                 'appstream-compose': False, 'build-options': {'cflags': flags}}
    modules = []
    for module in manifest['modules']:
        if module['sources'][0]['type'] == 'dir':
            module['sources'] = [{'type': 'dir', 'path': source}]
            module['config-opts'].append('-Dbuildtype=plain')
        else:
            module = from_debian(module, pathlib.Path(packages) / module['name'], manifest['id'])
        modules.append(module)
    manifest['modules'] = modules
    json.dump(manifest, sys.stdout, indent=4)


if __name__ == '__main__':
    main()
