/* carrel-selection.h: which articles of a list are selected. Main thread.
 *
 * A GtkSelectionModel over a CarrelArticleList. A reload of the list leaves the selection as it is:
 * an article stays selected wherever it goes. All of a million selected take no memory, being one
 * range.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-article-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CARREL_TYPE_SELECTION (carrel_selection_get_type ())
G_DECLARE_FINAL_TYPE (CarrelSelection, carrel_selection, CARREL, SELECTION, GObject)

CarrelSelection *carrel_selection_new (CarrelArticleList *list);
/* FALSE: selecting one unselects the others. */
void carrel_selection_set_multiple (CarrelSelection *self, gboolean multiple);
/* The ids that are selected and in the list, in its order. (transfer full) (element-type gint64) */
GArray *carrel_selection_list_ids (CarrelSelection *self);
guint   carrel_selection_get_n_selected (CarrelSelection *self);
/* Alone; 0: none. */
void carrel_selection_select_id (CarrelSelection *self, gint64 id);

G_END_DECLS
