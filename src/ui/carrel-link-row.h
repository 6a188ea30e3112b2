/* carrel-link-row.h: an article among the results of the link dialog. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CARREL_TYPE_LINK_ROW (carrel_link_row_get_type ())
G_DECLARE_FINAL_TYPE (CarrelLinkRow, carrel_link_row, CARREL, LINK_ROW, GtkListBoxRow)

/* `marks` (nullable): words to mark, see carrel_query_list_marks (). */
GtkWidget *carrel_link_row_new (CarrelLibrary *library, CarrelArticle *article, GPtrArray *marks);
/* Of something that isn't in the library: an address, or else a title. */
GtkWidget     *carrel_link_row_new_wanted (const char *address, const char *title);
CarrelArticle *carrel_link_row_get_article (CarrelLinkRow *self); /* (nullable): it isn't there */
const char    *carrel_link_row_get_address (
       CarrelLinkRow *self); /* (nullable): of what isn't there, like the next */
const char *carrel_link_row_get_title (CarrelLinkRow *self); /* (nullable) */
/* Text around the first hit, hits between U+E000 and U+E001; takes the place of author and date. */
void carrel_link_row_set_snippet (CarrelLinkRow *self, const char *snippet);
/* Why it is likely; takes the place of author and date. */
void carrel_link_row_set_reason (CarrelLinkRow *self, const char *reason);
/* Whether Enter takes this one. */
void carrel_link_row_set_chosen (CarrelLinkRow *self, gboolean chosen);

G_END_DECLS
