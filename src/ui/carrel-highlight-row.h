/* carrel-highlight-row.h: a highlight as a row: its colour, its words, the note, and where it is
 * from. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-values.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_HIGHLIGHT_ROW (carrel_highlight_row_get_type ())
G_DECLARE_FINAL_TYPE (CarrelHighlightRow, carrel_highlight_row, CARREL, HIGHLIGHT_ROW, AdwBin)

GtkWidget *carrel_highlight_row_new (void);
void       carrel_highlight_row_set (CarrelHighlightRow *self, CarrelHighlight *highlight);
CarrelHighlight *
carrel_highlight_row_get (CarrelHighlightRow *self); /* (nullable) (transfer none) */

/* The row as one sentence for assistive technology. (transfer full) */
char *carrel_highlight_row_describe (CarrelHighlight *highlight);

G_END_DECLS
