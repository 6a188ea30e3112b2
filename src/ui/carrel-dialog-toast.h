/* carrel-dialog-toast.h: what came of a change, said in the dialog that made it. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Of the result of a change: `message` with Undo, or what went wrong; nothing where nothing
 * changed. It takes the place of the toast before. */
void carrel_dialog_toast_change (AdwToastOverlay *toasts,
                                 CarrelLibrary   *library,
                                 GAsyncResult    *result,
                                 const char      *message);

G_END_DECLS
