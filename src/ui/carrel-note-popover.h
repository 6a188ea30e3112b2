/* carrel-note-popover.h: a note of the article, beside its mark. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/reader/carrel-document-view.h"

G_BEGIN_DECLS

#define CARREL_TYPE_NOTE_POPOVER (carrel_note_popover_get_type ())
G_DECLARE_FINAL_TYPE (CarrelNotePopover, carrel_note_popover, CARREL, NOTE_POPOVER, GtkPopover)

/* For the notes' marks of a page, whose «note-activated» it answers. Its parent is an ancestor of
 * the page. What is clicked in it, the page says («link-activated», «link-opened-outside»). */
GtkWidget *carrel_note_popover_new (CarrelDocumentView *page);

G_END_DECLS
