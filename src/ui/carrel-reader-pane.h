/* carrel-reader-pane.h: the reader: header bar, page, what the article points at. Main thread.
 *
 * Signal «opened» (gint64): another article is shown, or the same one changed; 0: none.
 * Signal «menu» (GMenuModel): its menu is about to be shown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/carrel-ui.h"

G_BEGIN_DECLS

#define CARREL_TYPE_READER_PANE (carrel_reader_pane_get_type ())
G_DECLARE_FINAL_TYPE (CarrelReaderPane, carrel_reader_pane, CARREL, READER_PANE, AdwBin)

void carrel_reader_pane_set_library (CarrelReaderPane *self, CarrelLibrary *library);
/* 0: none. What was open before can be gone back to. */
void carrel_reader_pane_open (CarrelReaderPane *self, gint64 id);
/* What is selected in the text: marked in the colour used last; a note on it, FALSE: nothing is. */
void     carrel_reader_pane_highlight (CarrelReaderPane *self);
gboolean carrel_reader_pane_note (CarrelReaderPane *self);
/* Opens the article, and scrolls to a highlight of it (0: none). */
void     carrel_reader_pane_show_highlight (CarrelReaderPane *self, gint64 article, gint64 id);
gboolean carrel_reader_pane_can_go_back (CarrelReaderPane *self);
/* To the place that was left: another article, or before a jump in the same one. */
void carrel_reader_pane_go_back (CarrelReaderPane *self);
void carrel_reader_pane_go_forward (CarrelReaderPane *self);
/* What is seen: none while something else stands in its place. */
gint64 carrel_reader_pane_get_id (CarrelReaderPane *self); /* 0: none */
CarrelReading *
carrel_reader_pane_get_reading (CarrelReaderPane *self); /* (nullable) (transfer none) */
CarrelLibrary *carrel_reader_pane_get_library (CarrelReaderPane *self); /* lent */
/* FALSE: nothing is open. */
gboolean carrel_reader_pane_focus_page (CarrelReaderPane *self);
/* Scrolls to what stands below the text. */
void carrel_reader_pane_show_end (CarrelReaderPane *self);
void carrel_reader_pane_find (CarrelReaderPane *self);
/* Something else instead of the page (nullable: the page again): a wanted thing, a sentence. */
void carrel_reader_pane_set_other (CarrelReaderPane *self, GtkWidget *other);
/* The reading position that isn't written yet. */
void carrel_reader_pane_save_position (CarrelReaderPane *self);
/* It has the window for itself: its way back leads to the list, too. */
void carrel_reader_pane_set_alone (CarrelReaderPane *self, gboolean alone);
/* A phone's: margins and bottom bar. */
void carrel_reader_pane_set_narrow (CarrelReaderPane *self, gboolean narrow);
/* For pictures: «note», «picture», «code», «card»: what the first one of the article shows. */
void       carrel_reader_pane_show_thing (CarrelReaderPane *self, const char *name);
GtkWidget *carrel_reader_pane_get_inspector_button (CarrelReaderPane *self);

G_END_DECLS
