/* carrel-selection-toolbar.h: what can be done with a passage: four colours, note, link, search,
 * copy, and with one that is highlighted: remove. Main thread.
 *
 * A popover that takes no focus. It comes above what is selected in a document view, or above a
 * highlight that was clicked, follows the scrolling and goes with the selection. Its parent must
 * have a layout manager.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"
#include "ui/reader/carrel-document-view.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_SELECTION_TOOLBAR (carrel_selection_toolbar_get_type ())
G_DECLARE_FINAL_TYPE (
    CarrelSelectionToolbar, carrel_selection_toolbar, CARREL, SELECTION_TOOLBAR, GtkPopover)

/* Connects itself with the view, which outlives it. */
GtkWidget *carrel_selection_toolbar_new (CarrelDocumentView *view);

/* What is read; its highlights go into the view. `reading` (nullable: nothing) is lent until the
 * next call. */
void carrel_selection_toolbar_set_reading (CarrelSelectionToolbar *self,
                                           CarrelLibrary          *library,
                                           CarrelReading          *reading);

/* What is selected, in the colour used last. Without a selection: says how. */
void carrel_selection_toolbar_highlight (CarrelSelectionToolbar *self);
/* A note on what is selected, or on the highlight that was clicked; FALSE: there is neither. */
gboolean carrel_selection_toolbar_note (CarrelSelectionToolbar *self);
/* Scrolls there. FALSE: it is not in the text. */
gboolean carrel_selection_toolbar_show_highlight (CarrelSelectionToolbar *self, gint64 id);

G_END_DECLS
