/* carrel-window-private.h: what the window's files share. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/carrel-reader-pane.h"
#include "ui/carrel-window.h"
#include "ui/list/carrel-list-pane.h"

G_BEGIN_DECLS

struct _CarrelWindow {
  AdwApplicationWindow parent_instance;

  GtkWidget *toasts, *overlay, *stack, *places_split, *places_bin, *reading_split, *list_page,
      *list_bin, *reader_page, *inspector_split, *inspector_bin, *reader, *first_run_bin,
      *activity_button_bin, *activity_strip_bin;
  GtkWidget *sidebar, *list, *highlights, *care, *inspector, *places_stack;
  GtkWidget *map; /* (nullable): made when it is first looked at */

  CarrelLibrary *library;  /* (owned) */
  AdwToast      *toast;    /* the one that is shown; weak */
  AdwDialog     *activity; /* (weak) (nullable): while it is open */
  GtkWidget *focus_below;  /* (weak) (nullable): what had the focus when the window was covered */
  GtkWidget *focused; /* (weak) (nullable): what had the focus last, but for dialogs and menus, */
  GtkWidget *focus_pane; /* lent (nullable): and in which pane that is */
  gboolean   narrow;     /* a phone's */
  gboolean   crowded;    /* places, list, page and inspector have no room beside each other */
  gboolean   hid_places; /* for an open inspector */
};

/* Lent. */
static inline CarrelReaderPane *
carrel_window_get_reader (CarrelWindow *self)
{
  return CARREL_READER_PANE (self->reader);
}

static inline CarrelListPane *
carrel_window_get_list (CarrelWindow *self)
{
  return CARREL_LIST_PANE (self->list);
}

/* The place «Highlights» is shown, not a list of articles. */
gboolean carrel_window_shows_highlights (CarrelWindow *self);
/* Highlights or care: no list of articles. */
gboolean carrel_window_shows_other (CarrelWindow *self);
/* The map is shown, not articles. */
gboolean carrel_window_shows_map (CarrelWindow *self);
/* What is linked to an article; 0: everything. */
void carrel_window_open_map (CarrelWindow *self, gint64 article);
/* On a phone: the page, not the list. */
void carrel_window_show_reader (CarrelWindow *self);

/* The actions «article.…» of its class. */
void carrel_window_install_article_actions (GtkWidgetClass *widget_class);
/* The items of a menu with actions «article.…» that can do two things say which of them is done
 * now. `article` (nullable): what they are done with while no other is selected; NULL: what is
 * open. */
void
carrel_window_label_article_menu (CarrelWindow *self, GMenuModel *menu, CarrelArticle *article);
/* The same for the buttons of a box: by icon and tooltip. */
void carrel_window_label_tools (CarrelWindow *self, GtkWidget *box);
/* The others of it: «win.…», and «reader.…» from anywhere. */
void carrel_window_install_actions (GtkWidgetClass *widget_class);
/* From now on something in the window has the keys: what had them may go. */
void carrel_window_keep_focus (CarrelWindow *self);

/* Selects it in the sidebar, too. `place` (nullable): none */
void carrel_window_go_to_place (CarrelWindow *self, CarrelUiPlace *place);

G_END_DECLS
