/* carrel-map-view-labels.c: titles beside the biggest dots that have room, and topics over a map of
 * many. Main thread.
 *
 * Placed when the camera has come to rest; while it moves they move with it. A label is laid out
 * and drawn once, with its halo, and kept while the graph and the colours are: a frame only puts
 * small pictures in their places. What would take a frame too long goes on in the next.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/map/carrel-map-view-private.h"

#include <math.h>
#include <pango/pangocairo.h>

#define MAX_LABELS 40
#define MAX_TRIED 400
#define MAX_KEPT 1000
#define MAX_WIDTH 190
#define GAP 6
#define MANY 1500    /* articles: from here on topics get labels while all is in view */
#define MIN_TOPIC 20 /* dots of a topic with a label */
#define FEW 400      /* dots: up to that none is covered by a label */
#define HALO 2       /* pixels round the letters */
#define MAX_MADE 6   /* in one go */

void
carrel_map_label_free (gpointer data)
{
  CarrelMapLabel *label = data;

  g_object_unref (label->layout);
  g_clear_object (&label->texture);
  g_free (label);
}

void
carrel_map_view_forget_labels (CarrelMapView *self)
{
  g_clear_handle_id (&self->labels_id, g_source_remove);
  g_ptr_array_set_size (self->labels, 0);
  g_hash_table_remove_all (self->drawn_labels);
}

/* ── Making ── */

static PangoLayout *
make_layout (CarrelMapView *self, const char *text, double points, PangoWeight weight)
{
  PangoLayout   *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
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

typedef struct {
  graphene_rect_t taken[MAX_LABELS];
  guint           n;
  guint           made; /* labels laid out or drawn */
} Room;

/* Lent; made where it isn't there yet. `key`: the dot, or the number of dots and the topic after
 * it. */
static CarrelMapLabel *
get_label (
    CarrelMapView *self, Room *room, guint key, const char *text, double points, PangoWeight weight)
{
  CarrelMapLabel *label = g_hash_table_lookup (self->drawn_labels, GUINT_TO_POINTER (key));

  if (label)
    return label;
  room->made++;
  label = g_new0 (CarrelMapLabel, 1);
  label->dot = key < self->n ? key : CARREL_MAP_NOBODY;
  label->layout = make_layout (self, text, points, weight);
  pango_layout_get_pixel_size (label->layout, &label->width, &label->height);
  g_hash_table_insert (self->drawn_labels, GUINT_TO_POINTER (key), label);
  return label;
}

static void
set_source (cairo_t *cr, const GdkRGBA *colour)
{
  cairo_set_source_rgba (cr, (double) colour->red, (double) colour->green, (double) colour->blue,
                         (double) colour->alpha);
}

static void
draw (CarrelMapView *self, CarrelMapLabel *label)
{
  GdkSurface *surface = gtk_widget_get_native (GTK_WIDGET (self))
                            ? gtk_native_get_surface (gtk_widget_get_native (GTK_WIDGET (self)))
                            : NULL;
  double      scale = surface ? gdk_surface_get_scale (surface) : 1;
  int         width = (int) ceil ((label->width + 2 * HALO) * scale),
      height = (int) ceil ((label->height + 2 * HALO) * scale);
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t         *cr = cairo_create (picture);
  g_autoptr (GBytes) bytes = NULL;
  GdkRGBA ground, text;

  gtk_widget_get_color (self->ground, &ground);
  gtk_widget_get_color (GTK_WIDGET (self), &text);
  cairo_scale (cr, scale, scale);
  cairo_translate (
      cr, HALO - (pango_layout_get_width (label->layout) / PANGO_SCALE - label->width) / 2, HALO);
  pango_cairo_layout_path (cr, label->layout);
  cairo_set_line_width (cr, 2 * HALO);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  set_source (cr, &ground);
  cairo_stroke (cr);
  cairo_move_to (cr, 0, 0);
  set_source (cr, &text);
  pango_cairo_show_layout (cr, label->layout);
  cairo_destroy (cr);
  cairo_surface_flush (picture);
  /* The texture keeps the surface. */
  bytes =
      g_bytes_new_with_free_func (cairo_image_surface_get_data (picture),
                                  (gsize) height * (gsize) cairo_image_surface_get_stride (picture),
                                  (GDestroyNotify) cairo_surface_destroy, picture);
  label->texture = gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes,
                                           (gsize) cairo_image_surface_get_stride (picture));
}

/* ── Room ── */

static gboolean
has_room (const Room *room, const graphene_rect_t *rect)
{
  for (guint i = 0; i < room->n; i++)
    if (graphene_rect_intersection (&room->taken[i], rect, NULL))
      return FALSE;
  return room->n < MAX_LABELS;
}

/* It would lie over somebody else's dot. Of a map of many dots that can't be helped. */
static gboolean
covers_dot (CarrelMapView *self, guint own, const graphene_rect_t *rect)
{
  graphene_point_t middle;
  double           radius;

  if (self->n > FEW)
    return FALSE;
  for (guint i = 0; i < self->n; i++)
    if (i != own && carrel_map_view_get_dot_area (self, i, &middle, &radius) &&
        graphene_rect_intersection (rect,
                                    &GRAPHENE_RECT_INIT (middle.x - (float) radius,
                                                         middle.y - (float) radius,
                                                         2 * (float) radius, 2 * (float) radius),
                                    NULL))
      return TRUE;
  return FALSE;
}

/* How far it is to be moved so that it ends within the window, whose dot is well within. */
static float
get_aside (int width, float middle, float half)
{
  if (middle < 0 || middle > (float) width || 2 * (half + GAP) > (float) width)
    return 0;
  return CLAMP (middle, half + GAP, (float) width - half - GAP) - middle;
}

static gboolean
try_place (CarrelMapView *self, Room *room, CarrelMapLabel *label, CarrelGraphPoint at, float below)
{
  int              width = gtk_widget_get_width (GTK_WIDGET (self));
  graphene_point_t middle =
      carrel_map_project (&self->camera, width, gtk_widget_get_height (GTK_WIDGET (self)), at);
  float           aside = get_aside (width, middle.x, (float) label->width / 2);
  graphene_rect_t rect = GRAPHENE_RECT_INIT (
      middle.x + aside - (float) label->width / 2 - GAP, middle.y + below - GAP / 2.0F,
      (float) label->width + 2 * GAP, (float) label->height + GAP);
  graphene_rect_t letters = rect;

  graphene_rect_inset (&letters, GAP, GAP / 2.0F);
  if (!has_room (room, &rect) || covers_dot (self, label->dot, &letters))
    return FALSE;
  room->taken[room->n++] = rect;
  label->place = at;
  label->below = below;
  label->aside = aside;
  return TRUE;
}

/* Below its dot, else above it. */
static void
place (CarrelMapView *self, Room *room, CarrelMapLabel *label, CarrelGraphPoint at, float below)
{
  if (!try_place (self, room, label, at, below) &&
      (label->dot == CARREL_MAP_NOBODY ||
       !try_place (self, room, label, at, -below - (float) label->height)))
    return;
  if (!label->texture) {
    draw (self, label);
    room->made++;
  }
  g_ptr_array_add (self->labels, label);
}

/* ── Which ── */

/* In the middle of its dots. */
static void
place_topics (CarrelMapView *self, Room *room)
{
  guint              n_topics = carrel_graph_get_n_topics (self->graph);
  g_autofree double *x = g_new0 (double, n_topics + 1), *y = g_new0 (double, n_topics + 1);
  g_autofree guint  *count = g_new0 (guint, n_topics + 1);

  for (guint i = 0; i < self->n; i++) {
    guint topic = carrel_graph_get_dot (self->graph, i)->topic;

    x[topic] += (double) self->places[i].x;
    y[topic] += (double) self->places[i].y;
    count[topic]++;
  }
  for (guint topic = 1; topic <= n_topics && room->n < MAX_LABELS; topic++)
    if (count[topic] >= MIN_TOPIC)
      place (self, room,
             get_label (self, room, self->n + topic,
                        carrel_graph_get_topic (self->graph, topic - 1)->name, 13,
                        PANGO_WEIGHT_BOLD),
             (CarrelGraphPoint) { (float) (x[topic] / count[topic]),
                                  (float) (y[topic] / count[topic]) },
             -10);
}

static gboolean
place_more_cb (gpointer user_data)
{
  CarrelMapView *self = user_data;

  self->labels_id = 0;
  carrel_map_view_place_labels (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

void
carrel_map_view_place_labels (CarrelMapView *self)
{
  Room  room = { .n = 0 };
  guint tried = 0;

  g_clear_handle_id (&self->labels_id, g_source_remove);
  g_ptr_array_set_size (self->labels, 0);
  if (!self->graph)
    return;
  if (g_hash_table_size (self->drawn_labels) > MAX_KEPT)
    g_hash_table_remove_all (self->drawn_labels);
  if (self->n > MANY && self->follows)
    place_topics (self, &room);
  for (guint i = 0; i < self->n && tried < MAX_TRIED && room.n < MAX_LABELS; i++) {
    guint                 number = self->order[i];
    const CarrelGraphDot *dot = carrel_graph_get_dot (self->graph, number);
    graphene_point_t      middle;
    graphene_rect_t       spot;
    double                radius;

    if (dot->key || (self->lit && !self->lit[number]) ||
        !carrel_map_view_get_dot_area (self, number, &middle, &radius))
      continue;
    tried++;
    /* Where not even the dot has room no layout is made. */
    spot = GRAPHENE_RECT_INIT (middle.x - 20, middle.y + (float) radius, 40, 14);
    if (!has_room (&room, &spot))
      continue;
    place (self, &room, get_label (self, &room, number, dot->title, 9, PANGO_WEIGHT_MEDIUM),
           self->places[number], (float) radius + 4);
    if (room.made >= MAX_MADE) {
      self->labels_id = g_idle_add_full (GDK_PRIORITY_REDRAW + 10, place_more_cb, self, NULL);
      return;
    }
  }
}

/* ── Drawing ── */

void
carrel_map_view_snapshot_labels (CarrelMapView *self, GtkSnapshot *snapshot)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)),
      height = gtk_widget_get_height (GTK_WIDGET (self));

  for (guint i = 0; i < self->labels->len; i++) {
    CarrelMapLabel  *label = self->labels->pdata[i];
    graphene_point_t at = carrel_map_project (
        &self->camera, width, height,
        label->dot != CARREL_MAP_NOBODY ? self->places[label->dot] : label->place);

    if (label->dot == self->pointed && label->dot != CARREL_MAP_NOBODY)
      continue; /* its card says it */
    gtk_snapshot_append_texture (
        snapshot, label->texture,
        &GRAPHENE_RECT_INIT (roundf (at.x + label->aside - (float) label->width / 2) - HALO,
                             roundf (at.y + label->below) - HALO, (float) label->width + 2 * HALO,
                             (float) label->height + 2 * HALO));
  }
}
