/* carrel-list-pane.h: the list of a place: header, search, rows, selection mode. Main thread.
 *
 * Signals: «article-chosen» (gint64 id, gboolean activated): selected, or clicked or entered;
 * «wanted-chosen» (CarrelWanted); «row-menu» (GMenuModel, CarrelArticle or NULL): the menu of the
 * article's row is about to be shown; «tools» (GtkWidget): in selection mode, a box of buttons with
 * actions «article.…», whenever what they are done with is another. Actions: list.select,
 * list.sort, list.reverse, list.archive …
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/carrel-place.h"
#include "ui/carrel-ui.h"

G_BEGIN_DECLS

#define CARREL_TYPE_LIST_PANE (carrel_list_pane_get_type ())
G_DECLARE_FINAL_TYPE (CarrelListPane, carrel_list_pane, CARREL, LIST_PANE, AdwBin)

GtkWidget     *carrel_list_pane_new (CarrelLibrary *library);
void           carrel_list_pane_set_place (CarrelListPane *self, CarrelUiPlace *place);
CarrelUiPlace *carrel_list_pane_get_place (CarrelListPane *self); /* (nullable) */
/* Selects the next or previous article; from none the first. FALSE at the end. */
gboolean carrel_list_pane_move (CarrelListPane *self, int delta);
/* Shows the article as selected, where it is in the list. */
void carrel_list_pane_select (CarrelListPane *self, gint64 id);
void carrel_list_pane_focus_search (CarrelListPane *self);
/* FALSE when it can't be: it has no row, or another page is there. */
gboolean carrel_list_pane_focus_list (CarrelListPane *self);
void     carrel_list_pane_set_search_text (CarrelListPane *self, const char *text);
/* What is selected in selection mode, else empty. (transfer full) (element-type gint64) */
GArray *carrel_list_pane_list_ids (CarrelListPane *self);
/* An article of the list (transfer none) (nullable): it isn't in it, or not read yet. */
CarrelArticle *carrel_list_pane_get_article (CarrelListPane *self, gint64 id);
GtkWidget     *carrel_list_pane_get_sidebar_button (CarrelListPane *self);
/* One pane is shown at a time: no row looks selected. */
void carrel_list_pane_set_alone (CarrelListPane *self, gboolean alone);

/* «group:day», «view:cards», «sort:title»: as the menu does. */
void carrel_list_pane_set_order (CarrelListPane *self, const char *words);

/* All of the list, in selection mode. */
void carrel_list_pane_select_all (CarrelListPane *self);

G_END_DECLS
