/* carrel-hidden-dialog.h: what is never wanted, and taken back from there. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_HIDDEN_DIALOG (carrel_hidden_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CarrelHiddenDialog, carrel_hidden_dialog, CARREL, HIDDEN_DIALOG, AdwDialog)

AdwDialog *carrel_hidden_dialog_new (CarrelLibrary *library);

G_END_DECLS
