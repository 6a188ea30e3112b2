/* carrel-help-dialog.h: the help, which is in the program: pages of data/help, set like articles.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_HELP_DIALOG (carrel_help_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CarrelHelpDialog, carrel_help_dialog, CARREL, HELP_DIALOG, AdwDialog)

/* `page` (nullable: the first) is a name: «search». In the first of the person's languages that has
 * a help, else in English. */
AdwDialog *carrel_help_dialog_new (const char *page);

G_END_DECLS
