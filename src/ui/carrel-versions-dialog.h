/* carrel-versions-dialog.h: the texts that an article has and had, and what changed. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-versions.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_VERSIONS_DIALOG (carrel_versions_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
    CarrelVersionsDialog, carrel_versions_dialog, CARREL, VERSIONS_DIALOG, AdwDialog)

AdwDialog *carrel_versions_dialog_new (CarrelLibrary *library, gint64 id);
/* Opens a version by its number; 0: the newest. For what shows the dialog from outside. */
void carrel_versions_dialog_open (CarrelVersionsDialog *self, guint number);

G_END_DECLS
