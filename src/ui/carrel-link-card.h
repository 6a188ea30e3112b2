/* carrel-link-card.h: what an article of the library is, beside a link to it. Main thread.
 *
 * Shown after a while under the pointer, or when the focus rests on a link. It never takes the
 * focus; any key puts it away.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"
#include "ui/reader/carrel-document-view.h"

G_BEGIN_DECLS

#define CARREL_TYPE_LINK_CARD (carrel_link_card_get_type ())
G_DECLARE_FINAL_TYPE (CarrelLinkCard, carrel_link_card, CARREL, LINK_CARD, GtkPopover)

/* Its parent is an ancestor of the page. */
GtkWidget *carrel_link_card_new (CarrelDocumentView *page);
/* Addresses that are articles, as the page has them (nullable: none): address → gint64. Referenced.
 */
void carrel_link_card_set_links (CarrelLinkCard *self, CarrelLibrary *library, GHashTable *links);

G_END_DECLS
