/* carrel-related-cards.h: articles like the one that is read, as cards at its end. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"
#include "model/carrel-related.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_RELATED_CARDS (carrel_related_cards_get_type ())
G_DECLARE_FINAL_TYPE (CarrelRelatedCards, carrel_related_cards, CARREL, RELATED_CARDS, AdwBin)

/* A heading and three cards; nothing while there are none. They are looked for when it is first
 * shown. */
GtkWidget *carrel_related_cards_new (CarrelLibrary *library, gint64 article);

/* Why: «whale, harpoon · 2 links in common». (transfer full) */
char *carrel_related_describe (const CarrelRelated *related);

G_END_DECLS
