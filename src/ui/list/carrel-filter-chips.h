/* carrel-filter-chips.h: what a search is narrowed by, as chips below its entry. Main thread.
 *
 * Each term of the search that asks something of a field is a chip with a cross; behind them stand
 * what one often narrows by, and, where not all results were ranked, that they can be. The chips
 * only activate actions: «list.everywhere», «list.drop» (the term), «list.only» (the term),
 * «list.rank-all».
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

typedef struct {
  gboolean elsewhere;  /* there is more than the place */
  gboolean everywhere; /* and it is searched */
  gboolean capped;     /* only the newest results are ranked */
} CarrelFilterScope;

/* Fills a wrap box for what is typed; what is the same stays. */
void carrel_filter_chips_show (AdwWrapBox              *box,
                               CarrelLibrary           *library,
                               const char              *typed,
                               const CarrelFilterScope *scope);

G_END_DECLS
