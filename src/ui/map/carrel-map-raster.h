/* carrel-map-raster.h: dots and lines of a map as a picture. Any thread: it touches no widget.
 *
 * A map has up to a hundred thousand dots; drawn on a worker they cost a frame one texture.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-graph.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What is looked at: the point of the map in the middle, and pixels a unit. */
typedef struct {
  double x, y, zoom;
} CarrelMapCamera;

typedef struct {
  GdkRGBA ground, text;
  GdkRGBA topics[CARREL_N_TOPIC_COLOURS];
  double  line, faint; /* how opaque lines are, and what isn't lit */
} CarrelMapColours;

typedef struct {
  CarrelGraph            *graph;
  const CarrelGraphPoint *places;
  const guint8           *lit; /* (nullable): a byte for each dot; what isn't lit is faint */
  CarrelMapCamera         camera;
  CarrelMapColours        colours;
  int                     width, height; /* in pixels of the window */
  double                  scale;         /* pixels of the screen for one of those */
} CarrelMapScene;

/* A dot's radius in pixels: 3 to 13 by √links. */
double carrel_map_get_radius (const CarrelGraphDot *dot);
/* The colour of its topic; the last of the palette without one. */
const GdkRGBA *carrel_map_get_colour (const CarrelMapColours *colours, const CarrelGraphDot *dot);
/* Where a point of the map lies in a picture of that size, and back. */
graphene_point_t
carrel_map_project (const CarrelMapCamera *camera, int width, int height, CarrelGraphPoint place);
CarrelGraphPoint
carrel_map_unproject (const CarrelMapCamera *camera, int width, int height, double x, double y);

/* (transfer full) (nullable): `stop` (nullable) was set meanwhile, or there is no memory for it. */
GdkTexture *carrel_map_draw (const CarrelMapScene *scene, gint *stop);

G_END_DECLS
