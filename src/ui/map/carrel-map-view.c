/* carrel-map-view.c: the map as a widget: its camera, and what stands over the picture. Main
 * thread.
 *
 * What always holds: arrays have a place for each dot of the graph; `pointed` and `dragged` are
 * dots or nobody.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/map/carrel-map-view-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define MARGIN 60       /* pixels round all of it */
#define NEAREST 12.0    /* pixels a unit */
#define NEAR_ENOUGH 1.2 /* of one dot that is shown */
#define WHOLE_NEAR 7.0  /* of a map of few dots */
#define FLIGHT 350      /* ms: DESIGN.md */
#define SLACK 7.0       /* pixels beside a dot that still hit it */
#define FADE 0.22F      /* of the ground, over all but what is pointed at */
#define MAX_SHOWN 240   /* lines of what is pointed at */

G_DEFINE_FINAL_TYPE (CarrelMapView, carrel_map_view, GTK_TYPE_WIDGET)

enum { ACTIVATED, POINTED, SELECTION_CHANGED, SETTLED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* ── Where things are ── */

graphene_point_t
carrel_map_view_project (CarrelMapView *self, guint dot)
{
  return carrel_map_project (&self->camera, gtk_widget_get_width (GTK_WIDGET (self)),
                             gtk_widget_get_height (GTK_WIDGET (self)), self->places[dot]);
}

guint
carrel_map_view_hit (CarrelMapView *self, double x, double y)
{
  guint  best = CARREL_MAP_NOBODY;
  double nearest = 0;

  for (guint i = 0; i < self->n; i++) {
    graphene_point_t point = carrel_map_view_project (self, i);
    double           far = hypot ((double) point.x - x, (double) point.y - y) -
                 carrel_map_get_radius (carrel_graph_get_dot (self->graph, i));

    if (far < SLACK && (best == CARREL_MAP_NOBODY || far < nearest)) {
      best = i;
      nearest = far;
    }
  }
  return best;
}

gboolean
carrel_map_view_get_dot_area (CarrelMapView    *self,
                              guint             dot,
                              graphene_point_t *middle,
                              double           *radius)
{
  g_return_val_if_fail (CARREL_IS_MAP_VIEW (self), FALSE);

  if (dot >= self->n)
    return FALSE;
  *middle = carrel_map_view_project (self, dot);
  *radius = carrel_map_get_radius (carrel_graph_get_dot (self->graph, dot));
  return middle->x >= 0 && middle->y >= 0 &&
         middle->x <= (float) gtk_widget_get_width (GTK_WIDGET (self)) &&
         middle->y <= (float) gtk_widget_get_height (GTK_WIDGET (self));
}

/* ── The camera ── */

static CarrelMapCamera
get_whole (CarrelMapView *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)),
      height = gtk_widget_get_height (GTK_WIDGET (self));
  float left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;

  for (guint i = 0; i < self->n; i++) {
    left = fminf (left, self->places[i].x);
    top = fminf (top, self->places[i].y);
    right = fmaxf (right, self->places[i].x);
    bottom = fmaxf (bottom, self->places[i].y);
  }
  if (self->n == 0 || width <= 0 || height <= 0)
    return (CarrelMapCamera) { 0, 0, 1 };
  return (CarrelMapCamera) {
    .x = (double) (left + right) / 2,
    .y = (double) (top + bottom) / 2,
    .zoom =
        MIN (WHOLE_NEAR, MIN (MAX (width - 2 * MARGIN, 40) / MAX ((double) (right - left), 1),
                              MAX (height - 2 * MARGIN, 40) / MAX ((double) (bottom - top), 1))),
  };
}

static void
set_camera (CarrelMapView *self, CarrelMapCamera camera)
{
  camera.zoom = CLAMP (camera.zoom, get_whole (self).zoom / 3, NEAREST);
  self->camera = camera;
  carrel_map_view_queue_picture (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
land (CarrelMapView *self)
{
  if (self->flight && adw_animation_get_state (self->flight) == ADW_ANIMATION_PLAYING)
    adw_animation_pause (self->flight);
}

static void
fly_cb (double value, gpointer user_data)
{
  CarrelMapView *self = user_data;
  double         from = log (self->from.zoom), to = log (self->to.zoom);

  set_camera (self, (CarrelMapCamera) { self->from.x + (self->to.x - self->from.x) * value,
                                        self->from.y + (self->to.y - self->from.y) * value,
                                        exp (from + (to - from) * value) });
}

void
carrel_map_view_fly (CarrelMapView *self, CarrelMapCamera camera)
{
  land (self);
  self->follows = FALSE;
  self->from = self->camera;
  self->to = camera;
  if (!self->flight) {
    self->flight = adw_timed_animation_new (GTK_WIDGET (self), 0, 1, FLIGHT,
                                            adw_callback_animation_target_new (fly_cb, self, NULL));
    adw_timed_animation_set_easing (ADW_TIMED_ANIMATION (self->flight), ADW_EASE_IN_OUT_CUBIC);
  }
  adw_animation_play (self->flight);
}

void
carrel_map_view_take_camera (CarrelMapView *self, CarrelMapCamera camera)
{
  land (self);
  self->follows = FALSE;
  set_camera (self, camera);
}

void
carrel_map_view_fit (CarrelMapView *self)
{
  g_return_if_fail (CARREL_IS_MAP_VIEW (self));

  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && self->n > 0)
    carrel_map_view_fly (self, get_whole (self));
  self->follows = TRUE;
}

void
carrel_map_view_show_dot (CarrelMapView *self, guint dot)
{
  g_return_if_fail (CARREL_IS_MAP_VIEW (self) && dot < self->n);

  carrel_map_view_fly (self, (CarrelMapCamera) { (double) self->places[dot].x,
                                                 (double) self->places[dot].y,
                                                 MAX (self->camera.zoom, NEAR_ENOUGH) });
}

void
carrel_map_view_zoom_at (CarrelMapView *self, double factor, double x, double y)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)),
      height = gtk_widget_get_height (GTK_WIDGET (self));
  CarrelGraphPoint under = carrel_map_unproject (&self->camera, width, height, x, y);
  double           zoom = CLAMP (self->camera.zoom * factor, get_whole (self).zoom / 3, NEAREST);

  carrel_map_view_take_camera (
      self, (CarrelMapCamera) { (double) under.x - (x - width / 2.0) / zoom,
                                (double) under.y - (y - height / 2.0) / zoom, zoom });
}

void
carrel_map_view_zoom (CarrelMapView *self, double factor)
{
  g_return_if_fail (CARREL_IS_MAP_VIEW (self) && factor > 0);

  carrel_map_view_zoom_at (self, factor, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
                           gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

/* ── What is on it ── */

static int
compare_links (gconstpointer a, gconstpointer b, gpointer graph)
{
  const guint          *i = a, *k = b;
  const CarrelGraphDot *x = carrel_graph_get_dot (graph, *i), *y = carrel_graph_get_dot (graph, *k);

  return x->links != y->links ? (x->links < y->links) - (x->links > y->links)
                              : (*i > *k) - (*i < *k);
}

static void
forget (CarrelMapView *self)
{
  carrel_map_view_stop_work (self);
  g_clear_object (&self->picture);
  carrel_map_view_forget_labels (self);
  g_clear_pointer (&self->graph, carrel_graph_unref);
  g_clear_pointer (&self->places, g_free);
  g_clear_pointer (&self->pinned, g_free);
  g_clear_pointer (&self->lit, g_free);
  g_clear_pointer (&self->selected, g_free);
  g_clear_pointer (&self->order, g_free);
  self->n = self->n_selected = 0;
  self->pointed = self->dragged = CARREL_MAP_NOBODY;
  self->drag = CARREL_MAP_DRAG_NONE;
}

void
carrel_map_view_set_graph (CarrelMapView          *self,
                           CarrelGraph            *graph,
                           const CarrelGraphPoint *places,
                           const guint8           *pinned)
{
  g_autofree char *words = NULL;

  g_return_if_fail (CARREL_IS_MAP_VIEW (self));

  carrel_map_view_set_pointed (self, CARREL_MAP_NOBODY, FALSE);
  forget (self);
  if (graph) {
    self->graph = carrel_graph_ref (graph);
    self->n = carrel_graph_get_n_dots (graph);
    self->places = g_new (CarrelGraphPoint, self->n + 1);
    self->pinned = g_new0 (guint8, self->n + 1);
    self->selected = g_new0 (guint8, self->n + 1);
    self->order = g_new (guint, self->n + 1);
    for (guint i = 0; i < self->n; i++) {
      self->places[i] = places ? places[i] : (CarrelGraphPoint) { NAN, NAN };
      self->pinned[i] = pinned && pinned[i];
      self->order[i] = i;
    }
    g_sort_array (self->order, self->n, sizeof *self->order, compare_links, graph);
    self->follows = TRUE;
    carrel_map_view_lay_out (self);
    words = g_strdup_printf (_ ("Map of %u articles and %u links"),
                             carrel_graph_get_n_articles (graph), carrel_graph_get_n_lines (graph));
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words ? words : _ ("Map"), -1);
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

CarrelGraph *
carrel_map_view_get_graph (CarrelMapView *self)
{
  g_return_val_if_fail (CARREL_IS_MAP_VIEW (self), NULL);
  return self->graph;
}

const CarrelGraphPoint *
carrel_map_view_get_places (CarrelMapView *self)
{
  return self->places;
}

const guint8 *
carrel_map_view_get_pinned (CarrelMapView *self)
{
  return self->pinned;
}

gboolean
carrel_map_view_is_settled (CarrelMapView *self)
{
  return self->work == NULL;
}

void
carrel_map_view_rearrange (CarrelMapView *self)
{
  g_return_if_fail (CARREL_IS_MAP_VIEW (self));

  carrel_map_view_stop_work (self);
  for (guint i = 0; i < self->n; i++) {
    self->places[i] = (CarrelGraphPoint) { NAN, NAN };
    self->pinned[i] = FALSE;
  }
  self->follows = TRUE;
  carrel_map_view_lay_out (self);
}

void
carrel_map_view_set_lit (CarrelMapView *self, const guint8 *lit)
{
  g_return_if_fail (CARREL_IS_MAP_VIEW (self));

  g_free (self->lit);
  self->lit = lit ? g_memdup2 (lit, self->n + 1) : NULL;
  carrel_map_view_queue_picture (self);
}

/* ── Pointed at, selected ── */

guint
carrel_map_view_get_pointed (CarrelMapView *self)
{
  return self->pointed;
}

void
carrel_map_view_set_pointed (CarrelMapView *self, guint dot, gboolean by_keys)
{
  if (self->pointed == dot)
    return;
  self->pointed = dot;
  self->by_keys = by_keys;
  if (dot != CARREL_MAP_NOBODY && by_keys) {
    const CarrelGraphDot *what = carrel_graph_get_dot (self->graph, dot);
    g_autofree char *words = g_strdup_printf (ngettext ("%s, %u link", "%s, %u links", what->links),
                                              what->title, what->links);

    gtk_accessible_announce (GTK_ACCESSIBLE (self), words,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  }
  g_signal_emit (self, signals[POINTED], 0, dot);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
carrel_map_view_select (CarrelMapView *self, guint dot, gboolean selected)
{
  if (!self->selected[dot] == !selected || carrel_graph_get_dot (self->graph, dot)->article == 0)
    return;
  self->selected[dot] = selected;
  self->n_selected += selected ? 1 : -1U;
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

GArray *
carrel_map_view_dup_selection (CarrelMapView *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < self->n && ids->len < self->n_selected; i++)
    if (self->selected[i])
      g_array_append_val (ids, carrel_graph_get_dot (self->graph, i)->article);
  return ids;
}

void
carrel_map_view_clear_selection (CarrelMapView *self)
{
  if (self->n_selected == 0)
    return;
  memset (self->selected, 0, self->n);
  self->n_selected = 0;
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ── Drawing ── */

static void
append_disc (GtkSnapshot *snapshot, graphene_point_t middle, double radius, const GdkRGBA *colour)
{
  graphene_rect_t rect = GRAPHENE_RECT_INIT (middle.x - (float) radius, middle.y - (float) radius,
                                             (float) (2 * radius), (float) (2 * radius));
  GskRoundedRect  round;

  gsk_rounded_rect_init_from_rect (&round, &rect, (float) radius);
  gtk_snapshot_push_rounded_clip (snapshot, &round);
  gtk_snapshot_append_color (snapshot, colour, &rect);
  gtk_snapshot_pop (snapshot);
}

static void
append_ring (GtkSnapshot     *snapshot,
             graphene_point_t middle,
             double           radius,
             float            width,
             const GdkRGBA   *colour)
{
  graphene_rect_t rect = GRAPHENE_RECT_INIT (middle.x - (float) radius, middle.y - (float) radius,
                                             (float) (2 * radius), (float) (2 * radius));
  GskRoundedRect  round;

  gsk_rounded_rect_init_from_rect (&round, &rect, (float) radius);
  gtk_snapshot_append_border (snapshot, &round, (float[]) { width, width, width, width },
                              (GdkRGBA[]) { *colour, *colour, *colour, *colour });
}

static void
append_dot (CarrelMapView          *self,
            GtkSnapshot            *snapshot,
            const CarrelMapColours *colours,
            guint                   number)
{
  const CarrelGraphDot *dot = carrel_graph_get_dot (self->graph, number);
  graphene_point_t      middle = carrel_map_view_project (self, number);
  double                radius = carrel_map_get_radius (dot);

  append_disc (snapshot, middle, radius + 1.5, &colours->ground);
  if (dot->key)
    append_ring (snapshot, middle, radius, 1.5F, carrel_map_get_colour (colours, dot));
  else
    append_disc (snapshot, middle, radius, carrel_map_get_colour (colours, dot));
}

static void
append_line (GtkSnapshot     *snapshot,
             graphene_point_t a,
             graphene_point_t b,
             float            width,
             const GdkRGBA   *colour)
{
  float length = hypotf (b.x - a.x, b.y - a.y), angle = atan2f (b.y - a.y, b.x - a.x);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &a);
  gtk_snapshot_rotate (snapshot, angle * 180 / (float) G_PI);
  gtk_snapshot_append_color (snapshot, colour, &GRAPHENE_RECT_INIT (0, -width / 2, length, width));
  gtk_snapshot_restore (snapshot);
}

/* What is pointed at, with its lines and what they lead to, over the rest. */
static void
append_pointed (CarrelMapView *self, GtkSnapshot *snapshot, const CarrelMapColours *colours)
{
  GdkRGBA               line = colours->text;
  graphene_point_t      middle = carrel_map_view_project (self, self->pointed);
  const CarrelGraphDot *dot = carrel_graph_get_dot (self->graph, self->pointed);
  graphene_point_t      other;
  const guint          *others;
  double                radius;
  guint                 n;

  line.alpha *= MIN ((float) colours->line * 4.2F, 1);
  others = carrel_graph_get_neighbours (self->graph, self->pointed, &n);
  n = MIN (n, MAX_SHOWN);
  for (guint i = 0; i < n; i++)
    append_line (snapshot, middle, carrel_map_view_project (self, others[i]), 1.5F, &line);
  for (guint i = 0; i < n; i++)
    if (carrel_map_view_get_dot_area (self, others[i], &other, &radius))
      append_dot (self, snapshot, colours, others[i]);
  append_dot (self, snapshot, colours, self->pointed);
  append_ring (snapshot, middle, carrel_map_get_radius (dot) + 4.5, 1.5F,
               carrel_map_get_colour (colours, dot));
}

static void
append_selected (CarrelMapView *self, GtkSnapshot *snapshot)
{
  GdkRGBA accent;
  guint   left = self->n_selected;

  gtk_widget_get_color (self->accent, &accent);
  for (guint i = 0; i < self->n && left > 0; i++) {
    graphene_point_t middle;
    double           radius;

    if (!self->selected[i])
      continue;
    left--;
    if (carrel_map_view_get_dot_area (self, i, &middle, &radius))
      append_ring (snapshot, middle, radius + 3.5, 2, &accent);
  }
}

static void
append_lasso (CarrelMapView *self, GtkSnapshot *snapshot)
{
  GskPathBuilder *builder = gsk_path_builder_new ();
  g_autoptr (GskPath) path = NULL;
  GskStroke *stroke = gsk_stroke_new (1.5F);
  GdkRGBA    accent;

  gtk_widget_get_color (self->accent, &accent);
  for (guint i = 0; i < self->lasso->len; i++) {
    graphene_point_t point = g_array_index (self->lasso, graphene_point_t, i);

    if (i == 0)
      gsk_path_builder_move_to (builder, point.x, point.y);
    else
      gsk_path_builder_line_to (builder, point.x, point.y);
  }
  gsk_path_builder_close (builder);
  path = gsk_path_builder_free_to_path (builder);
  gtk_snapshot_append_stroke (snapshot, path, stroke, &accent);
  accent.alpha *= 0.12F;
  gtk_snapshot_append_fill (snapshot, path, GSK_FILL_RULE_EVEN_ODD, &accent);
  gsk_stroke_free (stroke);
}

/* The picture was drawn for a camera; it is moved and stretched to this one until the next is
 * there. */
static void
append_picture (CarrelMapView *self, GtkSnapshot *snapshot, int width, int height)
{
  float            stretch = (float) (self->camera.zoom / self->picture_camera.zoom);
  graphene_point_t middle = carrel_map_project (
      &self->camera, width, height,
      (CarrelGraphPoint) { (float) self->picture_camera.x, (float) self->picture_camera.y });
  graphene_rect_t rect = GRAPHENE_RECT_INIT (middle.x - (float) self->picture_width * stretch / 2,
                                             middle.y - (float) self->picture_height * stretch / 2,
                                             (float) self->picture_width * stretch,
                                             (float) self->picture_height * stretch);

  if (fabsf (stretch - 1) > 1e-4F) {
    /* Soft for the moment that it takes to draw another one. */
    gtk_snapshot_append_scaled_texture (snapshot, self->picture, GSK_SCALING_FILTER_LINEAR, &rect);
    return;
  }
  /* On whole pixels it is copied as it is. */
  rect.origin.x = roundf (rect.origin.x);
  rect.origin.y = roundf (rect.origin.y);
  gtk_snapshot_append_texture (snapshot, self->picture, &rect);
}

static void
carrel_map_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CarrelMapView   *self = CARREL_MAP_VIEW (widget);
  int              width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  gboolean         pointed = self->pointed != CARREL_MAP_NOBODY;
  CarrelMapColours colours;

  if (!self->picture || self->n == 0)
    return;
  carrel_map_view_get_colours (self, &colours);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  append_picture (self, snapshot, width, height);
  if (pointed) {
    GdkRGBA veil = colours.ground;

    veil.alpha *= FADE;
    gtk_snapshot_append_color (snapshot, &veil,
                               &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  }
  if (self->n_selected > 0)
    append_selected (self, snapshot);
  if (pointed)
    append_pointed (self, snapshot, &colours);
  carrel_map_view_snapshot_labels (self, snapshot);
  if (self->drag == CARREL_MAP_DRAG_LASSO && self->lasso->len > 2)
    append_lasso (self, snapshot);
  gtk_snapshot_pop (snapshot);
}

/* ── Widget ── */

static void
carrel_map_view_measure (GtkWidget     *widget,
                         GtkOrientation orientation,
                         int            for_size,
                         int           *minimum,
                         int           *natural,
                         int           *minimum_baseline,
                         int           *natural_baseline)
{
  *minimum = 100;
  *natural = 600;
}

static void
carrel_map_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CarrelMapView *self = CARREL_MAP_VIEW (widget);

  if (self->follows && self->n > 0)
    self->camera = get_whole (self);
  carrel_map_view_queue_picture (self);
}

static void
carrel_map_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (carrel_map_view_parent_class)->css_changed (widget, change);
  carrel_map_view_forget_labels (CARREL_MAP_VIEW (widget));
  carrel_map_view_queue_picture (CARREL_MAP_VIEW (widget));
}

static void
carrel_map_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (carrel_map_view_parent_class)->map (widget);
  carrel_map_view_queue_picture (CARREL_MAP_VIEW (widget));
}

static void
carrel_map_view_dispose (GObject *object)
{
  CarrelMapView *self = CARREL_MAP_VIEW (object);

  forget (self);
  g_clear_object (&self->flight);
  g_clear_pointer (&self->ground, gtk_widget_unparent);
  g_clear_pointer (&self->accent, gtk_widget_unparent);
  for (guint i = 0; i < CARREL_N_TOPIC_COLOURS; i++)
    g_clear_pointer (&self->topics[i], gtk_widget_unparent);
  G_OBJECT_CLASS (carrel_map_view_parent_class)->dispose (object);
}

static void
carrel_map_view_finalize (GObject *object)
{
  CarrelMapView *self = CARREL_MAP_VIEW (object);

  g_ptr_array_unref (self->labels);
  g_hash_table_unref (self->drawn_labels);
  g_array_unref (self->lasso);
  G_OBJECT_CLASS (carrel_map_view_parent_class)->finalize (object);
}

static void
carrel_map_view_class_init (CarrelMapViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carrel_map_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = carrel_map_view_finalize;
  widget_class->snapshot = carrel_map_view_snapshot;
  widget_class->measure = carrel_map_view_measure;
  widget_class->size_allocate = carrel_map_view_size_allocate;
  widget_class->css_changed = carrel_map_view_css_changed;
  widget_class->map = carrel_map_view_map;
  gtk_widget_class_set_css_name (widget_class, "map");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  carrel_map_view_add_bindings (widget_class);
  signals[ACTIVATED] = g_signal_new ("activated", CARREL_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[POINTED] = g_signal_new ("pointed", CARREL_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SELECTION_CHANGED] =
      g_signal_new ("selection-changed", CARREL_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
  signals[SETTLED] = g_signal_new ("settled", CARREL_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

/* A widget that is never seen and has the style sheet's colour. */
static GtkWidget *
add_probe (CarrelMapView *self, const char *name)
{
  GtkWidget *probe = gtk_image_new ();

  gtk_widget_add_css_class (probe, "map-colour");
  gtk_widget_add_css_class (probe, name);
  gtk_widget_set_visible (probe, FALSE);
  gtk_widget_set_parent (probe, GTK_WIDGET (self));
  return probe;
}

static void
carrel_map_view_init (CarrelMapView *self)
{
  self->camera.zoom = 1;
  self->pointed = self->dragged = CARREL_MAP_NOBODY;
  self->labels = g_ptr_array_new ();
  self->drawn_labels = g_hash_table_new_full (NULL, NULL, NULL, carrel_map_label_free);
  self->lasso = g_array_new (FALSE, FALSE, sizeof (graphene_point_t));
  self->ground = add_probe (self, "ground");
  self->accent = add_probe (self, "accent");
  for (guint i = 0; i < CARREL_N_TOPIC_COLOURS; i++) {
    g_autofree char *name = g_strdup_printf ("c-%s", carrel_topic_colour_get_name (i));

    self->topics[i] = add_probe (self, name);
  }
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  carrel_map_view_add_controllers (self);
}

GtkWidget *
carrel_map_view_new (void)
{
  return g_object_new (CARREL_TYPE_MAP_VIEW, NULL);
}
