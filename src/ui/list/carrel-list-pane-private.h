/* carrel-list-pane-private.h: what the list's files share. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-article-list.h"
#include "ui/carrel-search-completion.h"
#include "ui/list/carrel-list-pane.h"
#include "ui/list/carrel-selection.h"

G_BEGIN_DECLS

struct _CarrelListPane {
  AdwBin parent_instance;

  GtkWidget *header, *title, *sidebar_button, *sort_button, *select_button, *search, *stack, *list_view, *wanted_view, *empty, *empty_button, *action_bar;
  GMenuModel *row_menu;

  CarrelLibrary     *library;   /* (owned) */
  CarrelArticleList *list;      /* (owned) */
  CarrelSelection   *selection; /* (owned) */
  GListStore        *wanted;    /* (owned) of CarrelWanted */
  GtkSingleSelection *wanted_selection; /* (owned) */
  CarrelUiPlace     *place;     /* (owned) (nullable) */
  CarrelSort         sort;
  gboolean           sorted;    /* by hand: a search keeps it, too */
  guint              anchor;    /* position of the row that was clicked last, in selection mode */
  gboolean           reverse, quiet, to_top; /* to_top: another place or search begins at its start */
  GActionGroup      *actions;   /* (owned) */
  CarrelSearchCompletion *completion; /* (owned) */
};

static inline gboolean
carrel_list_pane_is_selecting (CarrelListPane *self)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->select_button));
}

/* Rows for CarrelArticleItem, with their menu, and what clicks and drags do. (transfer full) */
GtkListItemFactory *carrel_list_pane_rows_new (CarrelListPane *self);

G_END_DECLS
