/* carrel-bench-memory.h: how much memory a piece of work takes at most, and what it costs in memory
 * that other work hasn't used.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The highest resident size of this process, in bytes; 0 where the system doesn't say. */
gsize bench_get_peak (void);

/* For what is compared in turns: memory that was freed stays with the process, so that no side pays
 * for pages that the other gave back … */
void bench_keep_memory (void);
/* … and this, after each side's turn, has glibc put its small pieces together, which would be work
 * of whoever asks next. */
void bench_settle_memory (void);

typedef void (*BenchWork) (gpointer data);

/* The most that was resident while `work` ran in a process of its own, above what that had before,
 * in bytes; 0 where the system doesn't say. One thread only. */
gsize bench_measure_memory (BenchWork work, gpointer data);
/* Both by turns, `rounds` times, in a process of their own, where nothing but the two has used the
 * heap: the least milliseconds of the processor of each, in times[0] and [1]. FALSE where there can
 * be no other process. One thread only. */
gboolean bench_measure_turns (
    BenchWork first, BenchWork second, gpointer data, guint rounds, double times[2]);

G_END_DECLS
