/* carrel-link-dialog.h: links an article to another that is looked for, or changes a link. Main
 * thread.
 *
 * Choose what the link says and which way, find the other article; Enter links the chosen result.
 * Until something is typed, the likely ones stand first: named without a link, then like it. The
 * link is made in the library, with a toast that undoes it; the dialog closes.
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

/* The link as it is, to be changed; `title`: of the article from whose side it is seen. */
AdwDialog *
carrel_link_dialog_new_for_link (CarrelLibrary *library, const char *title, CarrelLink *link);

/* The passage for which the link is made: it is kept with it, as the sentence of a mention is. */
void carrel_link_dialog_set_passage (CarrelLinkDialog *self, const char *passage);

G_END_DECLS
