/* carrel-bench-texts.h: made-up articles for the store, and a bare library to compare with.
 *
 * Words are made of syllables and drawn by Zipf's law, so that the index sees common, rare and
 * once-only words as in a natural text. The same seed and number give the same article. One thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "store/carrel-store.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* One article in so many is Chinese. */
#define BENCH_CHINESE_EVERY 20
#define BENCH_TOPICS 40
/* Articles of one transaction. */
#define BENCH_BATCH 100

typedef struct _BenchTexts BenchTexts;
BenchTexts                *bench_texts_new (void);
void                       bench_texts_free (BenchTexts *self);

/* The word of a rank, from 0, the commonest; a Chinese character by its rank. */
const char *bench_texts_get_word (BenchTexts *self, guint rank);
char       *bench_texts_dup_character (BenchTexts *self, guint rank);
guint       bench_texts_get_n_words (BenchTexts *self);
/* `n` words with a capital first, or Chinese characters. */
void bench_texts_append (BenchTexts *self, GRand *rand, GString *out, guint n, gboolean chinese);

/* The article `number`, from 1: title, site, address, two links, one topic (the rarer the higher
 * its number), document; completed, as the extractor hands it over. (transfer full) */
CarrelDraft *bench_texts_make_draft (BenchTexts *self, guint number);
/* The topic of the article `number`. */
guint bench_texts_get_topic (guint number);

/* ── The bare library: rows and an FTS5 index with external content, as SQLite's manual shows it ──
 */

sqlite3 *bench_bare_open (const char *path);
void     bench_bare_execute (sqlite3 *db, const char *sql);
/* In the open transaction. */
void bench_bare_insert (sqlite3       *db,
                        sqlite3_stmt **statements,
                        gint64         id,
                        const char    *title,
                        const char    *body,
                        guint          topic);

/* ── Both libraries of `n` articles in `folder`, batch by batch in turns ── */

typedef struct {
  double  carrel_ms, bare_ms; /* processor: rows, indexes, commits and checkpoints */
  double  carrel_wall, bare_wall;
  guint64 text_bytes;               /* titles and bodies as text */
  guint64 carrel_bytes, bare_bytes; /* of the files, after a checkpoint */
} BenchBuild;
void bench_build (BenchTexts *texts, const char *folder, guint n, BenchBuild *build);

G_END_DECLS
