/* carrel-misread.h: what in a search looks like a filter and is none, in a quiet line below its
 * entry. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Says so in the label, which is hidden where there is nothing to say. `typed`: what is searched;
 * `nothing`: it finds nothing, so that names that are no field's are worth a word, too. */
void carrel_misread_show (GtkLabel *label, const char *typed, gboolean nothing);
/* Enter was pressed in the entry: the line is read out, where it says something. */
void carrel_misread_announce (GtkLabel *label);

G_END_DECLS
