/* carrel-bench-memory.h: how much memory a piece of work has at most.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* From here on, what malloc() and its sisters give out and take back is summed, whichever library calls
 * them. One thread only. */
void  bench_memory_start (void);
/* The highest sum since, in bytes. */
gsize bench_memory_stop (void);

G_END_DECLS
