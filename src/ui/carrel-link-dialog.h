/* carrel-link-dialog.h: links an article to another that is looked for. Main thread.
 *
 * Choose what the link says, find the other article; Enter links the chosen result. The link is made
 * in the library, with a toast that undoes it; the dialog closes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_LINK_DIALOG (carrel_link_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CarrelLinkDialog, carrel_link_dialog, CARREL, LINK_DIALOG, AdwDialog)

/* From the article `source`; its title is shown. Present it with adw_dialog_present (). */
AdwDialog *carrel_link_dialog_new (CarrelLibrary *library, gint64 source, const char *source_title);

/* What is to stand in the note at first: the passage from which the link goes. */
void       carrel_link_dialog_set_note (CarrelLinkDialog *self, const char *note);

G_END_DECLS
