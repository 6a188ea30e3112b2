/* carrel-map-view-private.h: what the files of the view share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/map/carrel-map-raster.h"
#include "ui/map/carrel-map-view.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_MAP_NOBODY G_MAXUINT

typedef struct _CarrelMapWork CarrelMapWork;

typedef enum {
  CARREL_MAP_DRAG_NONE,
  CARREL_MAP_DRAG_PAN,
  CARREL_MAP_DRAG_DOT,
  CARREL_MAP_DRAG_LASSO,
} CarrelMapDrag;

struct _CarrelMapView {
  GtkWidget parent_instance;

  CarrelGraph      *graph;  /* (owned) (nullable) */
  CarrelGraphPoint *places; /* (owned): a dot each, as all that follow */
  guint8           *pinned, *lit /* (nullable) */, *selected;
  guint            *order; /* by their lines, most first: who gets a label */
  guint             n, n_selected;

  CarrelMapCamera camera;
  gboolean        follows; /* shows all of it, while it is laid out and until the person moves */
  AdwAnimation   *flight;  /* (owned) (nullable): of the camera */
  CarrelMapCamera from, to;

  guint            pointed; /* CARREL_MAP_NOBODY: none */
  gboolean         by_keys; /* pointed at by the keyboard */
  graphene_point_t pointer; /* where it was last */
  CarrelMapDrag    drag;
  guint            dragged;
  CarrelMapCamera  drag_camera;
  GArray          *lasso; /* (owned) of graphene_point_t */
  double           pinch_zoom;
  graphene_point_t pressed;

  /* The picture of a camera, larger than the widget by a margin; another one is made when it no
   * longer fits. */
  GdkTexture     *picture; /* (owned) (nullable) */
  CarrelMapCamera picture_camera;
  int             picture_width, picture_height;
  GTask          *drawing; /* (owned) (nullable) */
  gboolean        stale;   /* to be drawn again when that is done */
  CarrelMapWork  *work;    /* (owned) (nullable): the layout while it goes on */

  GPtrArray  *labels;       /* (owned) of CarrelMapLabel, lent by the next: those that are seen */
  GHashTable *drawn_labels; /* (owned): by dots, and by topics after the last dot: kept while the
                               graph is */
  guint      labels_id;     /* more of them are to be made */
  GtkWidget *ground, *accent, *topics[CARREL_N_TOPIC_COLOURS]; /* (owned): never shown; their
                                                                  colours are the style sheet's */
};

/* ── carrel-map-view.c ── */
graphene_point_t carrel_map_view_project (CarrelMapView *self, guint dot);
/* The nearest dot at a point of the widget, CARREL_MAP_NOBODY: none. */
guint carrel_map_view_hit (CarrelMapView *self, double x, double y);
void  carrel_map_view_set_pointed (CarrelMapView *self, guint dot, gboolean by_keys);
/* The person moves the camera: no more flights, and it follows no more. */
void carrel_map_view_take_camera (CarrelMapView *self, CarrelMapCamera camera);
void carrel_map_view_fly (CarrelMapView *self, CarrelMapCamera camera);
void carrel_map_view_zoom_at (CarrelMapView *self, double factor, double x, double y);
void carrel_map_view_select (CarrelMapView *self, guint dot, gboolean selected);

/* ── carrel-map-view-work.c: workers ── */
/* Something that the picture shows is another. */
void carrel_map_view_queue_picture (CarrelMapView *self);
void carrel_map_view_lay_out (CarrelMapView *self);
void carrel_map_view_stop_work (CarrelMapView *self);
/* What the style sheet says now. */
void carrel_map_view_get_colours (CarrelMapView *self, CarrelMapColours *colours);

/* ── carrel-map-view-labels.c ── */
typedef struct {
  guint            dot;     /* CARREL_MAP_NOBODY: a topic's */
  PangoLayout     *layout;  /* (owned) */
  GdkTexture      *texture; /* (owned) (nullable): with its halo; NULL: not seen yet */
  CarrelGraphPoint place;
  int              width, height;
  float            below; /* from there to its top, */
  float            aside; /* and sideways to its middle: else the window's edge would cut it */
} CarrelMapLabel;
void carrel_map_label_free (gpointer label);
/* Now, and what this takes too long for soon. */
void carrel_map_view_place_labels (CarrelMapView *self);
void carrel_map_view_forget_labels (CarrelMapView *self);
void carrel_map_view_snapshot_labels (CarrelMapView *self, GtkSnapshot *snapshot);

/* ── carrel-map-view-input.c ── */
void carrel_map_view_add_controllers (CarrelMapView *self);
void carrel_map_view_add_bindings (GtkWidgetClass *klass);

G_END_DECLS
