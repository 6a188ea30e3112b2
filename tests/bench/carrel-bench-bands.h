/* carrel-bench-bands.h: what is searched for: words by how many articles have them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "carrel-bench-texts.h"

#include <sqlite3.h>

G_BEGIN_DECLS

typedef struct {
  const char *name;
  GPtrArray  *texts; /* (owned) (element-type utf8): queries that FTS5 understands as Carrel does */
} BenchBand;

/* Eight of each: words that half of the articles have, 10 %, 1 %, 0.1 %; two and three of them; a
 * phrase; two Chinese characters. `db` has text_index and its tokenizer. (element-type BenchBand)
 * (transfer full) */
GPtrArray *bench_bands_new (sqlite3 *db, BenchTexts *texts, guint n_articles);

G_END_DECLS
