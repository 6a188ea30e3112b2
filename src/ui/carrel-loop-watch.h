/* carrel-loop-watch.h: how long the main loop is busy in one turn: for proofs and for finding what
 * blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where CARREL_WATCH_LOOP names a file, turns of the default context are measured from now on, and
 * the file is written when the program ends: «{"turns": N, "p50": …, "p99": …, "max": …, "over16":
 * N, "over50": N, "late": …, "long": [[at, ms]…]}», milliseconds; «late»: in which there was no
 * processor for it, left out of all others. */
void carrel_loop_watch_begin (void);
void carrel_loop_watch_end (void);

G_END_DECLS
