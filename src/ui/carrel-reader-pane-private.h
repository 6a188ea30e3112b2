/* carrel-reader-pane-private.h: what the files of the reader share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/carrel-history.h"
#include "ui/carrel-reader-links.h"
#include "ui/carrel-reader-pane.h"
#include "ui/reader/carrel-document-view.h"

G_BEGIN_DECLS

/* What gives way in the header, one after the other. */
typedef enum {
  FOLD_NOTHING,
  FOLD_WAY,     /* the way forward */
  FOLD_ACTIONS, /* they go into the bar below */
  FOLD_TITLE,
} Fold;

struct _CarrelReaderPane {
  AdwBin parent_instance;

  GtkWidget *toolbar_view, *title_stack, *header_title, *back_button, *contents_button,
      *contents_popover, *contents, *forward_button, *continue_button, *link_status, *listen_bar,
      *inspector_button, *more_button, *text_button, *archive_button, *bottom_archive_button,
      *star_button, *bottom_star_button, *actions_box, *find_bar, *stack, *empty_page, *scroller,
      *position_bar, *other_bin, *bottom_bar;
  GtkWidget *view;    /* CarrelDocumentView */
  GtkWidget *toolbar; /* CarrelSelectionToolbar */
  GtkWidget *note;    /* CarrelNotePopover */
  GtkWidget *card;    /* CarrelLinkCard */

  CarrelLibrary *library;     /* (owned) */
  CarrelReading *reading;     /* (owned) (nullable) */
  GCancellable  *cancellable; /* (owned) (nullable): of the running load */
  CarrelHistory *history;     /* (owned) */
  CarrelVisit wanted; /* where the article that is being loaded is to be shown; block -1: where it
                         was left */
  CarrelReaderLinks *links; /* (owned) */
  guint              save_source;
  gint64   kept_block; /* what is known of the position: as it was opened, or last saved */
  double   kept_fraction;
  gint64   coming;           /* the article that is asked for and isn't loaded; 0 */
  gboolean failed;           /* it could not be */
  gboolean changed;          /* something changed meanwhile: once more, when it is loaded */
  guint    patience;         /* source id: until it is seen that it is on its way */
  gint64   wanted_highlight; /* is scrolled to when its article has come; 0 */
  gboolean narrow, alone, settled;
  gboolean other; /* something else stands where the article would */
  guint    fold;  /* Fold: what the header's width has no room for */
};

static inline CarrelDocumentView *
carrel_reader_pane_get_view (CarrelReaderPane *self)
{
  return CARREL_DOCUMENT_VIEW (self->view);
}

/* The article that is loaded, seen or behind something else; 0. */
static inline gint64
carrel_reader_pane_get_loaded (CarrelReaderPane *self)
{
  return self->reading ? carrel_article_get_id (self->reading->article) : 0;
}

/* Takes `reading`; `same`: what is loaded already, changed elsewhere. */
void carrel_reader_pane_take (CarrelReaderPane *self, CarrelReading *reading, gboolean same);

/* ── …-load.c ── */

/* Loads an article to show it. As long as it isn't there the one before is shown, for a moment, and
 * then that it is on its way. One that can't be loaded says so, in its place. */
void carrel_reader_pane_load (CarrelReaderPane *self, gint64 id);
/* What is loaded changed elsewhere. What is on its way to be shown goes on. */
void carrel_reader_pane_load_again (CarrelReaderPane *self);
/* Nothing is on its way any more. */
void carrel_reader_pane_stop_loading (CarrelReaderPane *self);

/* ── …-way.c ── */

/* For the pane's class: reader.next-heading, reader.previous-heading, reader.contents. */
void carrel_reader_pane_install_way (GtkWidgetClass *widget_class);
/* The view and the contents tell where the person is. */
void carrel_reader_pane_init_way (CarrelReaderPane *self);
void carrel_reader_pane_update_ways (CarrelReaderPane *self);
/* What is on the screen now can be gone back to. */
void carrel_reader_pane_leave_place (CarrelReaderPane *self);
/* In the header bar, once that of the page is off the screen. */
void carrel_reader_pane_show_title (CarrelReaderPane *self);

G_END_DECLS
