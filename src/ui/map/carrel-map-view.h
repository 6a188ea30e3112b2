/* carrel-map-view.h: a map to look at: pan by dragging, zoom by wheel or pinch, point at a dot,
 * open it, drag it, draw a lasso round many. Main thread; the layout and the picture are made on
 * workers.
 *
 * Signals: «activated» (guint dot); «pointed» (guint dot, G_MAXUINT: none): the pointer or the
 * keyboard is on it; «selection-changed»; «settled»: the layout has come to rest, or a dot was put
 * somewhere.
 *
 * Keyboard: arrows go to the nearest dot that way, Enter opens, Space selects, Escape gives the
 * selection up, plus, minus and 0 zoom.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-graph.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CARREL_TYPE_MAP_VIEW (carrel_map_view_get_type ())
G_DECLARE_FINAL_TYPE (CarrelMapView, carrel_map_view, CARREL, MAP_VIEW, GtkWidget)

GtkWidget *carrel_map_view_new (void);
/* `places` (nullable) and `pinned` (nullable) are copied: where dots lay, NAN for those that are
 * new. `graph` NULL: nothing. */
void         carrel_map_view_set_graph (CarrelMapView          *self,
                                        CarrelGraph            *graph,
                                        const CarrelGraphPoint *places,
                                        const guint8           *pinned);
CarrelGraph *carrel_map_view_get_graph (CarrelMapView *self); /* (nullable); lent */
/* Lent until the main loop turns. */
const CarrelGraphPoint *carrel_map_view_get_places (CarrelMapView *self);
const guint8           *carrel_map_view_get_pinned (CarrelMapView *self);
gboolean                carrel_map_view_is_settled (CarrelMapView *self);

/* All of it into the window; or one dot into the middle, as near as it is or nearer. */
void carrel_map_view_fit (CarrelMapView *self);
void carrel_map_view_show_dot (CarrelMapView *self, guint dot);
void carrel_map_view_zoom (CarrelMapView *self, double factor);
/* Laid out anew, from nothing but the identities: what was put somewhere by hand is free again. */
void carrel_map_view_rearrange (CarrelMapView *self);

/* What is found stays bright: a byte for each dot, copied; NULL: all. */
void  carrel_map_view_set_lit (CarrelMapView *self, const guint8 *lit);
guint carrel_map_view_get_pointed (CarrelMapView *self); /* G_MAXUINT: none */
/* Where the dot is in the widget, and its radius. FALSE: outside. */
gboolean carrel_map_view_get_dot_area (CarrelMapView    *self,
                                       guint             dot,
                                       graphene_point_t *middle,
                                       double           *radius);
/* Articles of the selected dots. (transfer full) (element-type gint64) */
GArray *carrel_map_view_dup_selection (CarrelMapView *self);
void    carrel_map_view_clear_selection (CarrelMapView *self);

G_END_DECLS
