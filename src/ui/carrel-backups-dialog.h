/* carrel-backups-dialog.h: the backups of a library, by its folder: makes one, restores one, says
 * where they are. Main thread.
 *
 * Signal «restore» (path of a database): a person chose one and knows what happens; the dialog is
 * closed. Actions: backups.make, backups.choose-folder, backups.reset-folder, backups.restore (s:
 * path).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_BACKUPS_DIALOG (carrel_backups_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CarrelBackupsDialog, carrel_backups_dialog, CARREL, BACKUPS_DIALOG, AdwDialog)

/* `library` (nullable): it is open and sound, so that backups of it can be made. */
AdwDialog *carrel_backups_dialog_new (const char *folder, CarrelLibrary *library);

G_END_DECLS
