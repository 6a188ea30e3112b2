/* bench-save.c: saving ready articles, against the bare insert of the same texts.
 *
 *   bench-save [NUMBER]
 *
 * Both write batches of 100 with synchronous=FULL, in turns: the bare library a row and an FTS5
 * index with external content (unicode61); Carrel everything: row, clean HTML, addresses, links,
 * topic, counts and its three indexes. Made-up articles of about 1,000 words, one in twenty
 * Chinese.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-bench-texts.h"
#include "carrel-bench.h"
#include "carrel-test.h"

#include <stdlib.h>

int
main (int argc, char **argv)
{
  guint            n = argc > 1 ? (guint) atoi (argv[1]) : 3000;
  g_autofree char *folder = carrel_test_new_folder (),
                  *title = g_strdup_printf ("save: %u articles in batches of %d, synchronous=FULL",
                                            n, BENCH_BATCH);
  BenchTexts *texts = bench_texts_new ();
  BenchBuild  build;
  BenchTable *table;

  bench_build (texts, folder, n, &build);
  table = bench_table_new (title, "", "bare", "Carrel", "ratio", NULL);
  bench_table_add (table, "ms of processor an article");
  bench_table_add (table, "%.3f", build.bare_ms / n);
  bench_table_add (table, "%.3f", build.carrel_ms / n);
  bench_table_add_ratio (table, build.carrel_ms / build.bare_ms, 0, FALSE);
  bench_table_add (table, "articles a second of processor");
  bench_table_add (table, "%.0f", n / build.bare_ms * 1e3);
  bench_table_add (table, "%.0f", n / build.carrel_ms * 1e3);
  bench_table_add_ratio (table, build.bare_ms / build.carrel_ms, 0.45, TRUE);
  bench_table_add (table, "articles a second on the clock");
  bench_table_add (table, "%.0f", n / build.bare_wall * 1e3);
  bench_table_add (table, "%.0f", n / build.carrel_wall * 1e3);
  bench_table_add_ratio (table, build.bare_wall / build.carrel_wall, 0, TRUE);
  bench_table_add (table, "bytes on disk, MB (text: %.1f)", (double) build.text_bytes / 1e6);
  bench_table_add (table, "%.1f", (double) build.bare_bytes / 1e6);
  bench_table_add (table, "%.1f", (double) build.carrel_bytes / 1e6);
  bench_table_add_ratio (table, (double) build.carrel_bytes / (double) build.bare_bytes, 0, FALSE);
  bench_table_add (table, "… as a multiple of the text");
  bench_table_add (table, "%.2f", (double) build.bare_bytes / (double) build.text_bytes);
  bench_table_add (table, "%.2f", (double) build.carrel_bytes / (double) build.text_bytes);
  bench_table_add_ratio (table, (double) build.carrel_bytes / (double) build.text_bytes, 2.1,
                         FALSE);
  bench_table_print (table);
  bench_texts_free (texts);
  carrel_test_remove_folder (folder);
  return 0;
}
