/* carrel-map-card.h: what is pointed at on the map: picture, title, a line about it, topics, how
 * many links. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"
#include "model/carrel-graph.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_MAP_CARD (carrel_map_card_get_type ())
G_DECLARE_FINAL_TYPE (CarrelMapCard, carrel_map_card, CARREL, MAP_CARD, AdwBin)

GtkWidget *carrel_map_card_new (CarrelLibrary *library);
/* `dot` G_MAXUINT: nothing, and it is hidden. */
void carrel_map_card_set_dot (CarrelMapCard *self, CarrelGraph *graph, guint dot);

G_END_DECLS
