/* carrel-reader-links.h: what the reader does with links: where they lead, their menu. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/carrel-reader-pane.h"
#include "ui/reader/carrel-document-view.h"

G_BEGIN_DECLS

typedef struct _CarrelReaderLinks CarrelReaderLinks;

/* For the pane's class: the actions of its menus. */
void carrel_reader_links_install (GtkWidgetClass *pane_class);
/* `status` shows where the link leads that is under the pointer or has the focus. Lives no longer
 * than the pane. */
CarrelReaderLinks      *
carrel_reader_links_new (CarrelReaderPane *pane, CarrelDocumentView *view, GtkLabel *status);
void carrel_reader_links_free (CarrelReaderLinks *self);

/* An address as it is shown to a person before they go there: the host as by
 * carrel_address_dup_display_host (), nothing in it that turns the direction of the text. `inside`:
 * it is an article of the library. NULL for what leads nowhere outside. (transfer full) (nullable)
 */
char *carrel_reader_links_dup_target (const char *address, gboolean inside);

G_END_DECLS
