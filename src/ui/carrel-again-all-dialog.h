/* carrel-again-all-dialog.h: all articles of an older extractor, extracted again. Main thread.
 *
 * Says how many there are, then how far it is; closed, it goes on. At its end a toast undoes all of
 * it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_AGAIN_ALL_DIALOG (carrel_again_all_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
    CarrelAgainAllDialog, carrel_again_all_dialog, CARREL, AGAIN_ALL_DIALOG, AdwDialog)

AdwDialog *carrel_again_all_dialog_new (CarrelLibrary *library);

G_END_DECLS
