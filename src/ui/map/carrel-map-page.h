/* carrel-map-page.h: the map as a place: round an article, or everything; search, selection,
 * export. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_MAP_PAGE (carrel_map_page_get_type ())
G_DECLARE_FINAL_TYPE (CarrelMapPage, carrel_map_page, CARREL, MAP_PAGE, AdwBin)

GtkWidget *carrel_map_page_new (CarrelLibrary *library);
/* The article that is read, whose neighbourhood is offered; 0: none. */
void carrel_map_page_set_article (CarrelMapPage *self, gint64 article);
/* What is linked to the article is shown, not everything. */
void carrel_map_page_show_around (CarrelMapPage *self, gint64 article);
/* The map gets the keys, as soon as it is there. */
void carrel_map_page_focus (CarrelMapPage *self);
void carrel_map_page_focus_search (CarrelMapPage *self);
/* A phone's: the card stands at the foot. */
void       carrel_map_page_set_narrow (CarrelMapPage *self, gboolean narrow);
GtkWidget *carrel_map_page_get_sidebar_button (CarrelMapPage *self);

G_END_DECLS
