/* carrel-bench.h: what benchmarks share: a clock, samples, a table.
 *
 * A benchmark prints figures and never fails for being slow. Times are of the processor, in
 * milliseconds; what is compared is measured in one run, in turns. One thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Milliseconds that this thread has had the processor. */
double bench_clock (void);

/* ── Samples: GArray of double ── */

GArray *bench_samples_new (void);
void    bench_samples_add (GArray *samples, double value);
double  bench_samples_sum (GArray *samples);
/* `q` from 0 to 1; sorts. 0 where there is no sample. */
double bench_samples_quantile (GArray *samples, double q);

/* ── Tables ── */

/* The first column stands at the left, the others at the right. */
typedef struct _BenchTable BenchTable;
/* Names of the columns, NULL at the end; printed with the title when the table is. */
BenchTable *bench_table_new (const char *title, ...) G_GNUC_NULL_TERMINATED;
/* The next cell; after the last of a row the next row begins. */
void bench_table_add (BenchTable *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* «2.31x (limit 3x)», with «over» where it is; `least`: the limit is a lower one. `limit` 0: none.
 */
void bench_table_add_ratio (BenchTable *self, double ratio, double limit, gboolean least);
/* Prints to standard output and frees. */
void bench_table_print (BenchTable *self);

/* ── Folders ── */

/* Bytes of the file, 0 where there is none. */
guint64 bench_file_size (const char *folder, const char *name);

G_END_DECLS
