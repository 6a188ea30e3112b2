/* carrel-note-dialog.h: the note on a passage, written. Main thread.
 *
 * The passage stands above the field. Ctrl+Enter or Save keeps what was written; Escape leaves it
 * as it was.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Called when it is to be kept; "" takes the note away. */
typedef void (*CarrelNoteFunc) (GtkWidget *parent, const char *note, gpointer data);

/* Presents it over `parent`, which is what the function gets. `note` is nullable; `data` is freed
 * with `destroy` when the dialog has gone. */
void carrel_note_dialog_present (GtkWidget     *parent,
                                 const char    *passage,
                                 const char    *note,
                                 CarrelNoteFunc func,
                                 gpointer       data,
                                 GDestroyNotify destroy);

G_END_DECLS
