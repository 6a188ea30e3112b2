/* carrel-add-dialog.h: adds pages, files and texts. Main thread.
 *
 * One field takes addresses (one or many) or a text; an address in the clipboard is offered; files
 * come by a button or are dropped. The steps are shown as they go; closing the dialog stops
 * nothing.
 *
 * Actions: add.start, add.cancel, add.open, add.choose-files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"
#include "ui/carrel-clipboard.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_ADD_DIALOG (carrel_add_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CarrelAddDialog, carrel_add_dialog, CARREL, ADD_DIALOG, AdwDialog)

/* Present it with adw_dialog_present (). */
AdwDialog *carrel_add_dialog_new (CarrelLibrary *library);

/* What was typed, pasted or dropped (nullable: nothing), of any length and any number of lines. */
void carrel_add_dialog_set_text (CarrelAddDialog *self, const char *text);
/* The same, with the page that it was copied from: a text is then added as a part of that. */
void carrel_add_dialog_set_copied (CarrelAddDialog *self, const CarrelCopied *copied);
/* Begins with what is in the field; says so where there is nothing to add. */
void carrel_add_dialog_start (CarrelAddDialog *self);
/* Begins with files (element-type GFile); those on the web are added by their address. */
void carrel_add_dialog_start_files (CarrelAddDialog *self, GSList *files);

G_END_DECLS
