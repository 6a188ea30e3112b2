/* carrel-again-dialog.h: an article's text, made anew from the kept page: before and after. Main
 * thread.
 *
 * The new text is kept with a toast that undoes it; nothing is changed until then.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_AGAIN_DIALOG (carrel_again_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CarrelAgainDialog, carrel_again_dialog, CARREL, AGAIN_DIALOG, AdwDialog)

AdwDialog *carrel_again_dialog_new (CarrelLibrary *library, gint64 id);

G_END_DECLS
