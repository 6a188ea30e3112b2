/* carrel-bench-library.h: a large made-up library, made once and kept.
 *
 * Words, sites and topics by Zipf's law, lengths log-normal, one article in twenty Chinese; some imported
 * with older dates; links to articles that are there and to some that aren't. The same number gives the
 * same article. One thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "carrel-bench-texts.h"

G_BEGIN_DECLS

typedef struct {
  guint n;     /* articles */
  guint words; /* of a middling one */
} BenchLibrarySize;

#define BENCH_LIBRARY_TOPICS 300

/* (transfer full); completed, as the extractor hands it over */
CarrelDraft *bench_library_make_draft (BenchTexts *texts, const BenchLibrarySize *size, guint number);
/* The path of a topic by its rank, the most used first. (transfer full) */
char        *bench_library_dup_topic (BenchTexts *texts, guint rank);

/* The folder of the library of that size, below the temporary folder: made where there is none, with what it cost
 * said on standard error. (transfer full) */
char *bench_library_get (BenchTexts *texts, const BenchLibrarySize *size);

G_END_DECLS
