/* carrel-map-view-labels.c: titles beside the biggest dots that have room, and topics over a map of many. Main thread.
 *
 * Placed when the camera has come to rest; while it moves they move with it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/map/carrel-map-view-private.h"

#include <math.h>

#define MAX_LABELS 40
#define MAX_TRIED  400
#define MAX_WIDTH  190
#define GAP        6
#define MANY       1500 /* articles: from here on topics get labels while all is in view */
#define MIN_TOPIC  20   /* dots of a topic with a label */
#define HALO       2.0F

/* ── Room ── */

typedef struct {
  graphene_rect_t taken[MAX_LABELS];
  guint           n;
} Room;

static gboolean
has_room (const Room *room, const graphene_rect_t *rect)
{
  for (guint i = 0; i < room->n; i++)
    if (graphene_rect_intersection (&room->taken[i], rect, NULL))
      return FALSE;
  return room->n < MAX_LABELS;
}

/* Below its dot. FALSE: there is no room; takes the layout. */
static gboolean
place (CarrelMapView *self, Room *room, PangoLayout *layout, guint dot, CarrelGraphPoint at, float below)
{
  graphene_point_t middle = carrel_map_project (&self->camera, gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)), at);
  CarrelMapLabel *label;
  graphene_rect_t rect;
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  rect = GRAPHENE_RECT_INIT (middle.x - (float) width / 2 - GAP, middle.y + below - GAP / 2.0F, (float) width + 2 * GAP, (float) height + GAP);
  if (!has_room (room, &rect)) {
    g_object_unref (layout);
    return FALSE;
  }
  room->taken[room->n++] = rect;
  label = g_new0 (CarrelMapLabel, 1);
  label->dot = dot;
  label->layout = layout;
  label->place = at;
  label->dx = -(float) pango_layout_get_width (layout) / PANGO_SCALE / 2;
  label->dy = below;
  g_ptr_array_add (self->labels, label);
  return TRUE;
}

static PangoLayout *
make_layout (CarrelMapView *self, const char *text, double points, PangoWeight weight)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (points / 11));
  pango_attr_list_insert (attributes, pango_attr_weight_new (weight));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_width (layout, MAX_WIDTH * PANGO_SCALE);
  pango_layout_set_height (layout, -2);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  return layout;
}

/* ── Which ── */

/* In the middle of its dots. */
static void
place_topics (CarrelMapView *self, Room *room)
{
  guint n_topics = carrel_graph_get_n_topics (self->graph);
  g_autofree double *x = g_new0 (double, n_topics + 1), *y = g_new0 (double, n_topics + 1);
  g_autofree guint *count = g_new0 (guint, n_topics + 1);

  for (guint i = 0; i < self->n; i++) {
    guint topic = carrel_graph_get_dot (self->graph, i)->topic;

    x[topic] += (double) self->places[i].x;
    y[topic] += (double) self->places[i].y;
    count[topic]++;
  }
  for (guint topic = 1; topic <= n_topics; topic++)
    if (count[topic] >= MIN_TOPIC)
      place (self, room, make_layout (self, carrel_graph_get_topic (self->graph, topic - 1)->name, 13, PANGO_WEIGHT_BOLD), CARREL_MAP_NOBODY,
             (CarrelGraphPoint) { (float) (x[topic] / count[topic]), (float) (y[topic] / count[topic]) }, -10);
}

void
carrel_map_view_place_labels (CarrelMapView *self)
{
  Room room = { .n = 0 };
  guint tried = 0;

  g_ptr_array_set_size (self->labels, 0);
  if (!self->graph)
    return;
  if (self->n > MANY && self->follows)
    place_topics (self, &room);
  for (guint i = 0; i < self->n && tried < MAX_TRIED && room.n < MAX_LABELS; i++) {
    guint number = self->order[i];
    const CarrelGraphDot *dot = carrel_graph_get_dot (self->graph, number);
    graphene_point_t middle;
    graphene_rect_t spot;
    double radius;

    if (dot->key || (self->lit && !self->lit[number]) || !carrel_map_view_get_dot_area (self, number, &middle, &radius))
      continue;
    tried++;
    /* Where not even the dot has room no layout is made. */
    spot = GRAPHENE_RECT_INIT (middle.x - 20, middle.y + (float) radius, 40, 14);
    if (has_room (&room, &spot))
      place (self, &room, make_layout (self, dot->title, 9, PANGO_WEIGHT_MEDIUM), number, self->places[number], (float) radius + 4);
  }
}

/* ── Drawing ── */

void
carrel_map_view_snapshot_labels (CarrelMapView *self, GtkSnapshot *snapshot)
{
  GdkRGBA ground, text;
  GskShadow halo[4];

  gtk_widget_get_color (self->ground, &ground);
  gtk_widget_get_color (GTK_WIDGET (self), &text);
  for (guint i = 0; i < G_N_ELEMENTS (halo); i++)
    halo[i] = (GskShadow) { ground, i % 2 ? HALO / 2 : -HALO / 2, i / 2 ? HALO / 2 : -HALO / 2, HALO };
  for (guint i = 0; i < self->labels->len; i++) {
    CarrelMapLabel *label = self->labels->pdata[i];
    graphene_point_t at = carrel_map_project (&self->camera, gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)),
                                              label->dot != CARREL_MAP_NOBODY ? self->places[label->dot] : label->place);

    if (label->dot == self->pointed && label->dot != CARREL_MAP_NOBODY)
      continue; /* its card says it */
    gtk_snapshot_save (snapshot);
    gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (roundf (at.x + label->dx), roundf (at.y + label->dy)));
    gtk_snapshot_push_shadow (snapshot, halo, G_N_ELEMENTS (halo));
    gtk_snapshot_append_layout (snapshot, label->layout, &text);
    gtk_snapshot_pop (snapshot);
    gtk_snapshot_restore (snapshot);
  }
}
