/* carrel-reference-card.h: another article, or something wanted, as a card of a list. Main thread.
 *
 * An article: its picture or site's badge, title, a line about it; activating opens it. Wanted: a
 * dashed outline with «Add» where there is an address, «Find…» where there is only a title.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_REFERENCE_CARD (carrel_reference_card_get_type ())
G_DECLARE_FINAL_TYPE (CarrelReferenceCard, carrel_reference_card, CARREL, REFERENCE_CARD, AdwBin)

/* The other end of a link. */
GtkWidget *carrel_reference_card_new (CarrelLibrary *library, CarrelLink *link);
/* `suffix` (nullable) stands at the end of the line: «See also», «In your inbox». */
GtkWidget *carrel_reference_card_new_for_article (CarrelLibrary *library,
                                                  CarrelArticle *article,
                                                  const char    *suffix);

/* The first letter of a site (nullable: none) on a colour that is always the site's: 20 px, or 40
 * when `big`. CSS classes «site-badge», «big», «badge-COLOUR». Hidden from assistive technology. */
GtkWidget *carrel_reference_badge_new (const char *site, gboolean big);

/* Asks the person's browser for a search for the title. Call it on a click only. */
void carrel_reference_search_web (GtkWidget *widget, const char *title);

G_END_DECLS
