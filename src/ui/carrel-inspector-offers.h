/* carrel-inspector-offers.h: articles that could be linked with one: named without a link, or like
 * it. Main thread.
 *
 * Actions: «offers.link» (x: the article), «offers.link-unlinked» (u: its number in the list).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_INSPECTOR_OFFERS (carrel_inspector_offers_get_type ())
G_DECLARE_FINAL_TYPE (
    CarrelInspectorOffers, carrel_inspector_offers, CARREL, INSPECTOR_OFFERS, AdwBin)

GtkWidget *carrel_inspector_offers_new (CarrelLibrary *library);
/* Whose they are (0: nobody's). They are looked for while the widget is shown. */
void carrel_inspector_offers_set_article (CarrelInspectorOffers *self, gint64 article);

G_END_DECLS
