/* carrel-thread-dialog.h: a thread's title and order, changed by hand. Main thread.
 *
 * A row is dragged, or moved with Alt+↑ and Alt+↓; Delete takes it out. Each change is made at
 * once, with an undo.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_THREAD_DIALOG (carrel_thread_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CarrelThreadDialog, carrel_thread_dialog, CARREL, THREAD_DIALOG, AdwDialog)

/* `article`: the one of it that is read. */
AdwDialog *carrel_thread_dialog_new (CarrelLibrary *library, CarrelThread *thread, gint64 article);

G_END_DECLS
