/* carrel-map-raster.c: lines first, the small dots before the big ones. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/map/carrel-map-raster.h"

#include <cairo.h>
#include <math.h>

#define GROUND_WIDTH 1.5
#define RING_WIDTH 1.5
#define MAX_LINES 60000 /* in view; of more every n-th is drawn */
#define MAX_PIXELS (64 * 1024 * 1024)
#define MANY_DOTS 3000  /* in view; of more each kind is drawn once and stamped, on whole pixels */
#define RADIUS_STEP 0.5 /* of those */
#define N_RADII 21      /* from 3 to 13 */

double
carrel_map_get_radius (const CarrelGraphDot *dot)
{
  return CLAMP (2.2 + 1.1 * sqrt (dot->links), 3, 13);
}

const GdkRGBA *
carrel_map_get_colour (const CarrelMapColours *colours, const CarrelGraphDot *dot)
{
  return &colours->topics[dot->topic > 0 ? dot->colour % CARREL_N_TOPIC_COLOURS
                                         : CARREL_N_TOPIC_COLOURS - 1];
}

graphene_point_t
carrel_map_project (const CarrelMapCamera *camera, int width, int height, CarrelGraphPoint place)
{
  return GRAPHENE_POINT_INIT (
      (float) (width / 2.0 + ((double) place.x - camera->x) * camera->zoom),
      (float) (height / 2.0 + ((double) place.y - camera->y) * camera->zoom));
}

CarrelGraphPoint
carrel_map_unproject (const CarrelMapCamera *camera, int width, int height, double x, double y)
{
  return (CarrelGraphPoint) { (float) (camera->x + (x - width / 2.0) / camera->zoom),
                              (float) (camera->y + (y - height / 2.0) / camera->zoom) };
}

static void
set_colour (cairo_t *cr, const GdkRGBA *colour, double alpha)
{
  cairo_set_source_rgba (cr, (double) colour->red, (double) colour->green, (double) colour->blue,
                         (double) colour->alpha * alpha);
}

/* ── Lines ── */

static gboolean
crosses (const CarrelMapScene *scene, graphene_point_t a, graphene_point_t b)
{
  return MAX (a.x, b.x) >= 0 && MIN (a.x, b.x) <= (float) scene->width && MAX (a.y, b.y) >= 0 &&
         MIN (a.y, b.y) <= (float) scene->height;
}

static gboolean
draw_lines (const CarrelMapScene *scene, cairo_t *cr, const graphene_point_t *points, gint *stop)
{
  guint n = carrel_graph_get_n_lines (scene->graph), n_seen = 0, every;

  for (guint i = 0; i < n; i++) {
    const CarrelGraphLine *line = carrel_graph_get_line (scene->graph, i);

    n_seen += crosses (scene, points[line->from], points[line->to]);
  }
  every = 1 + n_seen / MAX_LINES;
  cairo_set_line_width (cr, 1);
  for (guint i = 0; i < n; i += every) {
    const CarrelGraphLine *line = carrel_graph_get_line (scene->graph, i);
    graphene_point_t       a = points[line->from], b = points[line->to];
    gboolean               faint = scene->lit && !(scene->lit[line->from] && scene->lit[line->to]);

    if (!crosses (scene, a, b))
      continue;
    if (stop && i % 1024 == 0 && g_atomic_int_get (stop))
      return FALSE;
    /* One by one: a path of them all would have cairo look for each crossing. */
    set_colour (cr, &scene->colours.text, scene->colours.line * (faint ? scene->colours.faint : 1));
    cairo_move_to (cr, (double) a.x, (double) a.y);
    cairo_line_to (cr, (double) b.x, (double) b.y);
    cairo_stroke (cr);
  }
  return TRUE;
}

/* ── Dots ── */

static int
compare_size (gconstpointer a, gconstpointer b, gpointer graph)
{
  const CarrelGraphDot *x = carrel_graph_get_dot (graph, *(const guint *) a),
                       *y = carrel_graph_get_dot (graph, *(const guint *) b);

  return (x->links > y->links) - (x->links < y->links);
}

static void
draw_dot (const CarrelMapScene *scene, cairo_t *cr, guint number, graphene_point_t point)
{
  const CarrelGraphDot *dot = carrel_graph_get_dot (scene->graph, number);
  double                radius = carrel_map_get_radius (dot),
         alpha = scene->lit && !scene->lit[number] ? scene->colours.faint : 1;

  cairo_arc (cr, (double) point.x, (double) point.y, radius + GROUND_WIDTH, 0, 2 * G_PI);
  set_colour (cr, &scene->colours.ground, 1);
  cairo_fill (cr);
  if (dot->key) {
    cairo_arc (cr, (double) point.x, (double) point.y, radius - RING_WIDTH / 2, 0, 2 * G_PI);
    set_colour (cr, carrel_map_get_colour (&scene->colours, dot), alpha);
    cairo_set_line_width (cr, RING_WIDTH);
    cairo_stroke (cr);
  } else {
    cairo_arc (cr, (double) point.x, (double) point.y, radius, 0, 2 * G_PI);
    set_colour (cr, carrel_map_get_colour (&scene->colours, dot), alpha);
    cairo_fill (cr);
  }
}

/* Each kind of dot, drawn once. */
typedef struct {
  cairo_surface_t
      *kinds[CARREL_N_TOPIC_COLOURS][N_RADII][2][2]; /* by colour, radius, wanted, faint */
} Stamps;

static void
clear_stamps (Stamps *stamps)
{
  cairo_surface_t **kinds = &stamps->kinds[0][0][0][0];

  for (gsize i = 0; i < sizeof stamps->kinds / sizeof *kinds; i++)
    g_clear_pointer (&kinds[i], cairo_surface_destroy);
}

static void
stamp_dot (
    const CarrelMapScene *scene, cairo_t *cr, Stamps *stamps, guint number, graphene_point_t point)
{
  const CarrelGraphDot *dot = carrel_graph_get_dot (scene->graph, number);
  double                radius = carrel_map_get_radius (dot);
  guint                 step = (guint) CLAMP ((radius - 3) / RADIUS_STEP, 0, N_RADII - 1);
  int side = (int) ceil ((3 + (step + 1) * RADIUS_STEP + GROUND_WIDTH) * 2 * scene->scale) + 2;
  cairo_surface_t **stamp =
      &stamps->kinds[carrel_map_get_colour (&scene->colours, dot) - scene->colours.topics][step]
                    [dot->key != NULL][scene->lit && !scene->lit[number]];
  double x, y;

  if (!*stamp) {
    cairo_t *own;

    *stamp = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, side, side);
    own = cairo_create (*stamp);
    cairo_scale (own, scene->scale, scene->scale);
    draw_dot (
        scene, own, number,
        GRAPHENE_POINT_INIT ((float) (side / scene->scale / 2), (float) (side / scene->scale / 2)));
    cairo_destroy (own);
  }
  x = floor ((double) point.x * scene->scale - side / 2.0 + 0.5);
  y = floor ((double) point.y * scene->scale - side / 2.0 + 0.5);
  cairo_set_source_surface (cr, *stamp, x, y);
  cairo_rectangle (cr, x, y, side, side);
  cairo_fill (cr);
}

static gboolean
draw_dots (const CarrelMapScene *scene, cairo_t *cr, const graphene_point_t *points, gint *stop)
{
  guint             n = carrel_graph_get_n_dots (scene->graph), n_seen = 0;
  Stamps            stamps = { 0 };
  gboolean          stopped = FALSE;
  g_autofree guint *seen = g_new (guint, n + 1);

  for (guint i = 0; i < n; i++)
    if (points[i].x > -16 && points[i].y > -16 && points[i].x < (float) scene->width + 16 &&
        points[i].y < (float) scene->height + 16)
      seen[n_seen++] = i;
  g_sort_array (seen, n_seen, sizeof *seen, compare_size, scene->graph);
  if (n_seen > MANY_DOTS)
    cairo_identity_matrix (cr); /* stamps are pixels */
  for (guint i = 0; i < n_seen && !stopped; i++) {
    stopped = stop && i % 1024 == 0 && g_atomic_int_get (stop);
    if (n_seen > MANY_DOTS)
      stamp_dot (scene, cr, &stamps, seen[i], points[seen[i]]);
    else
      draw_dot (scene, cr, seen[i], points[seen[i]]);
  }
  clear_stamps (&stamps);
  return !stopped;
}

GdkTexture *
carrel_map_draw (const CarrelMapScene *scene, gint *stop)
{
  int width = (int) ceil (scene->width * scene->scale),
      height = (int) ceil (scene->height * scene->scale);
  guint                        n = carrel_graph_get_n_dots (scene->graph);
  g_autofree graphene_point_t *points = NULL;
  g_autoptr (GBytes) bytes = NULL;
  cairo_surface_t *surface;
  gboolean         whole;
  cairo_t         *cr;

  if (width <= 0 || height <= 0 || (gint64) width * height > MAX_PIXELS)
    return NULL;
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS) {
    cairo_surface_destroy (surface);
    return NULL;
  }
  points = g_new (graphene_point_t, n + 1);
  for (guint i = 0; i < n; i++)
    points[i] = carrel_map_project (&scene->camera, scene->width, scene->height, scene->places[i]);
  cr = cairo_create (surface);
  cairo_scale (cr, scene->scale, scene->scale);
  whole = draw_lines (scene, cr, points, stop) && draw_dots (scene, cr, points, stop);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  if (!whole) {
    cairo_surface_destroy (surface);
    return NULL;
  }
  /* The texture keeps the surface. Cairo's words are those of GDK_MEMORY_DEFAULT. */
  bytes =
      g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                  (gsize) height * (gsize) cairo_image_surface_get_stride (surface),
                                  (GDestroyNotify) cairo_surface_destroy, surface);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes,
                                 (gsize) cairo_image_surface_get_stride (surface));
}
