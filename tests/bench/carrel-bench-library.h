/* carrel-bench-library.h: a large made-up library, made once and kept.
 *
 * Words, sites and topics by Zipf's law, lengths log-normal, one article in twenty Chinese; some
 * imported with older dates; links to articles that are there and to some that aren't. The same
 * number gives the same article. One thread, beside one of its own while a library is made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "carrel-bench-texts.h"

G_BEGIN_DECLS

typedef struct {
  guint n;     /* articles */
  guint words; /* of a middling one */
  guint links; /* out of each, and titles of others in one of ten texts; 0: a few links */
} BenchLibrarySize;

#define BENCH_LIBRARY_TOPICS 300
/* The words of the million's articles: their titles and texts together have 120 on average, as wc
 * counts them, which takes a Chinese sentence for a word. */
#define BENCH_LIBRARY_SHORT 100

/* (transfer full); completed, as the extractor hands it over */
CarrelDraft *
bench_library_make_draft (BenchTexts *texts, const BenchLibrarySize *size, guint number);
/* The path of a topic by its rank, the most used first. (transfer full) */
char *bench_library_dup_topic (BenchTexts *texts, guint rank);

/* ── With `links`: half of them lead to articles, some of which many name; the others are wanted,
 * some by many ── */

/* What one article in ten names. */
#define BENCH_LIBRARY_HUB 1
/* The address of an article, of one that isn't there too (from n + 1 on; the last of them one
 * article in ten wants). (transfer full) */
char *bench_library_dup_address (guint number);
/* How many are wanted, the hub of them included. */
guint bench_library_count_wanted (const BenchLibrarySize *size);
/* The number of one that an article links to; or of one that isn't there. */
guint bench_library_draw_target (const BenchLibrarySize *size, GRand *rand);
guint bench_library_draw_wanted (const BenchLibrarySize *size, GRand *rand);

/* The folder of the library of that size, below the temporary folder: made where there is none,
 * with what it cost said on standard error. (transfer full) */
char *bench_library_get (BenchTexts *texts, const BenchLibrarySize *size);

G_END_DECLS
