/* carrel-list-pane-private.h: what the list's files share. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-article-list.h"
#include "ui/carrel-search-completion.h"
#include "ui/list/carrel-article-row.h"
#include "ui/list/carrel-list-pane.h"
#include "ui/list/carrel-row-style.h"
#include "ui/list/carrel-selection.h"

G_BEGIN_DECLS

struct _CarrelListPane {
  AdwBin parent_instance;

  GtkWidget *header, *title, *sidebar_button, *add_button, *sort_button, *select_button, *search,
      *filters, *misread, *stack, *list_view, *wanted_view, *hidden_button, *disk_banner;
  GtkWidget *empty, *empty_button, *failure, *loading, *action_bar, *tools,
      *deleting; /* lent (nullable): not needed yet */
  GMenuModel *row_menu, *sort_menu;

  CarrelLibrary      *library;           /* (owned) */
  CarrelArticleList  *list;              /* (owned) */
  CarrelSelection    *selection;         /* (owned) */
  GtkWidget          *row_style;         /* lent: of the rows in their view */
  GListStore         *wanted;            /* (owned) of CarrelWanted */
  GtkListItemFactory *headings;          /* (owned): of groups */
  GtkMultiSelection  *wanted_selection;  /* (owned) */
  CarrelUiPlace      *place;             /* (owned) (nullable) */
  CarrelSort          sort, search_sort; /* of a place, and of what is searched in it */
  CarrelGroupBy       group_by;
  CarrelRowView       view;
  gboolean ordered; /* by the person, in this window: what was kept has nothing to say any more */
  guint    anchor;  /* position of the row that was clicked last, in selection mode */
  GError  *wanted_error; /* (owned) (nullable): why what is wanted could not be read */
  gboolean wanted_there; /* it was read, or could not be, since the place was chosen */
  guint    patience;     /* source id: until rows that are on their way are drawn as such */
  gboolean reverse, quiet, to_top; /* to_top: another place or search begins at its start */
  gboolean entered;       /* Enter was pressed for rows that aren't there yet: the first, then */
  gboolean everywhere;    /* what is searched isn't the place alone, as long as it is shown */
  GCancellable *counting; /* (owned) (nullable): of how many there would be without filters */
  char *searched; /* (owned) (nullable): what was in the entry when the rows were last asked for */
  char *search_pressed; /* (owned) (nullable): what the button was pressed on searches this */
  gboolean shows_near, near_later; /* rows near those that are seen are filled, too; or will be */
  int      width;                  /* of the header, when what it has room for was looked at last */
  int      frames_to_top;          /* until the list is scrolled to its first heading */
  GActionGroup           *actions; /* (owned) */
  CarrelSearchCompletion *completion; /* (owned) */
  CarrelArticleItem      *only; /* (owned) (nullable): all that is selected, in selection mode */
  gulong                  told; /* its handler */
};

static inline gboolean
carrel_list_pane_is_selecting (CarrelListPane *self)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->select_button));
}

/* The rows are to be read anew: another place, search or order. */
void carrel_list_pane_reload (CarrelListPane *self);

/* Scrolls to where the list begins: to the heading of the first group, where there are groups. */
void carrel_list_pane_show_top (CarrelListPane *self);

void carrel_list_pane_update_title (CarrelListPane *self);

/* ── Instead of rows: carrel-list-pane-instead.c ── */

/* That there are none; with an `error` (nullable) that they could not be read. Gives what is shown
 * then, which can have the focus. */
GtkWidget *carrel_list_pane_show_instead (CarrelListPane *self, const GError *error);
/* `widget` is that, or in it. */
gboolean carrel_list_pane_is_instead (CarrelListPane *self, GtkWidget *widget);
/* Another place was chosen: when its rows don't come soon, they are drawn as on their way. */
void     carrel_list_pane_await_rows (CarrelListPane *self);
gboolean carrel_list_pane_shows_loading (CarrelListPane *self);

/* ── Selection mode: carrel-list-pane-select.c ── */

/* It begins or ends. */
void carrel_list_pane_selects_cb (CarrelListPane *self);
/* Rows show whether they are selected, and the tools what they do with those that are. */
void carrel_list_pane_update_checks (CarrelListPane *self);

/* What is wanted is listed, no articles. */
gboolean carrel_list_pane_is_wanted (CarrelListPane *self);

/* ── Room in the header: carrel-list-pane-fit.c ── */

/* The button that selects is in the header where there is room for it and for the title. */
void carrel_list_pane_fit (CarrelListPane *self);
/* From now on, in every width. */
void carrel_list_pane_watch_width (CarrelListPane *self);

/* ── Search: carrel-list-pane-search.c ── */

/* «list.only», «list.drop», «list.everywhere», «list.rank-all». */
void carrel_list_pane_add_search_actions (CarrelListPane *self);
void carrel_list_pane_bind_search_callbacks (GtkWidgetClass *widget_class);
/* The list is that of the place again; FALSE: nothing is searched. */
gboolean carrel_list_pane_end_search (CarrelListPane *self);
/* Rows of what is searched are there, or all of them. */
void carrel_list_pane_rows_came (CarrelListPane *self);
/* It found what is opened now: it is offered the next time. */
void carrel_list_pane_remember_search (CarrelListPane *self);
/* Something is searched, and not in the place alone. */
gboolean carrel_list_pane_is_everywhere (CarrelListPane *self);
/* The chips below the entry, for what is typed. */
void carrel_list_pane_update_filters (CarrelListPane *self);
/* Fills the empty page for a search that finds nothing; FALSE: nothing is searched. */
gboolean carrel_list_pane_show_no_match (CarrelListPane *self);
/* Without filters and everywhere; FALSE: nothing is searched. */
gboolean carrel_list_pane_widen_search (CarrelListPane *self);

/* ── Order, groups, view: carrel-list-pane-order.c ── */

/* «list.sort», «list.reverse», «list.group», «list.view». */
void carrel_list_pane_add_order_actions (CarrelListPane *self);
/* As the person left them; they come later. */
void carrel_list_pane_load_order (CarrelListPane *self);
/* In which order `search` (nullable) is listed, and how it is divided; the menu says so, too. */
CarrelSort
carrel_list_pane_choose_order (CarrelListPane *self, CarrelQuery *search, CarrelGroupBy *group_by);
void carrel_list_pane_update_view (CarrelListPane *self);

/* Its menu, and what clicks and drags do: once a row is near. */
void carrel_list_pane_prepare_row (CarrelListPane *self, GtkWidget *row);
/* The same menu by key; several rows selected by key. */
void carrel_list_pane_add_keys (CarrelListPane *self);
/* From now on rows show their articles when they come near. */
void carrel_list_pane_show_near (CarrelListPane *self);
/* Rows for CarrelArticleItem. (transfer full) */
GtkListItemFactory *carrel_list_pane_rows_new (CarrelListPane *self);

G_END_DECLS
