// peers.mjs OUT FOLDER…: what other extractors take for the pages that bench-extract measures.
//
// Writes a line for each page below the folders: path, then milliseconds of Readability.js and of Defuddle, each with the
// parse by linkedom that it needs, the least of three after one that warms the engine; «-» where it fails. Bytes are decoded
// before the clock starts.
//
// SPDX-License-Identifier: GPL-3.0-or-later
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { Readability } from '@mozilla/readability';
import { Defuddle } from 'defuddle/node';
import { parseHTML } from 'linkedom';

const ROUNDS = 3;
const ADDRESS = 'https://example.org/a/page.html';

function* findPages(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      yield* findPages(path);
    else if (/\.html(\.gz)?$/.test(entry.name) && entry.name !== 'expected.html')
      yield path;
  }
}

const peers = [
  (html) => new Readability(parseHTML(html).document).parse()?.content,
  async (html) => (await Defuddle(parseHTML(html).document, ADDRESS, { useAsync: false })).content,
];

// What they print about a page is nothing to a table.
console.log = console.warn = console.error = console.debug = console.info = () => {};

const [out, ...folders] = process.argv.slice(2);
const lines = [];
for (const folder of folders) {
  for (const path of findPages(folder)) {
    const bytes = readFileSync(path);
    const html = new TextDecoder('utf-8').decode(path.endsWith('.gz') ? gunzipSync(bytes) : bytes);
    const figures = [];
    for (const peer of peers) {
      let least = Infinity;
      try {
        for (let round = 0; round <= ROUNDS; round++) {
          const start = process.cpuUsage();
          await peer(html);
          const used = process.cpuUsage(start);
          if (round > 0)
            least = Math.min(least, (used.user + used.system) / 1000);
        }
      } catch {
        least = Infinity;
      }
      figures.push(Number.isFinite(least) ? least.toFixed(3) : '-');
    }
    lines.push([path, ...figures].join('\t'));
  }
}
writeFileSync(out, lines.join('\n') + '\n');
