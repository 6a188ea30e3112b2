/* carrel-link-dialog-private.h: what the files of the dialog share. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/carrel-link-dialog.h"

G_BEGIN_DECLS

struct _CarrelLinkDialog {
  AdwDialog parent_instance;

  CarrelLibrary *library; /* (owned) */
  gint64         source;
  char          *source_title; /* (owned): short, in quotes */
  CarrelLink    *link;         /* (owned) (nullable): to be changed */
  char          *passage;      /* (owned) (nullable) */
  GPtrArray     *likely;       /* (owned) (element-type Likely): of -search.c */
  GStrv          own;          /* (owned) (nullable): the person's own kinds, with their inverses */
  GCancellable  *searching;    /* (owned) (nullable) */
  GCancellable  *asking;       /* (owned): what is likely, and the kinds */
  CarrelQuery   *query;        /* (owned) (nullable): of the running search */
  char          *address;      /* (owned) (nullable): was typed, and isn't in the library */
  gboolean       stale;        /* something was typed that the results don't answer yet */

  AdwToggleGroup  *kind;
  GtkEditable     *search, *note, *own_name, *own_inverse;
  GtkStack        *stack;
  AdwStatusPage   *none;
  GtkListBox      *results, *own_list;
  GtkLabel        *misread, *sentence, *quote;
  GtkToggleButton *turn;
  GtkWidget       *own_box, *own_menu, *own_popover, *link_button;
};

/* ── carrel-link-dialog.c ── */
/* What is chosen, or said, is another. */
void carrel_link_dialog_update_button (CarrelLinkDialog *self);

/* ── carrel-link-dialog-search.c: the other article is looked for ── */
/* What is typed is searched anew. */
void carrel_link_dialog_search (CarrelLinkDialog *self);
void carrel_link_dialog_stop_search (CarrelLinkDialog *self);
/* What is likely meant comes, for as long as nothing is typed. */
void carrel_link_dialog_ask_likely (CarrelLinkDialog *self);
/* Those that its template names. */
void carrel_link_dialog_bind_search_callbacks (GtkWidgetClass *widget_class);

G_END_DECLS
