/* carrel-map-view-work.c: what is made on workers: the layout, step by step, and the picture. Main
 * thread but where said.
 *
 * The layout's worker hands its places over now and then; the picture's gets copies. One of each at
 * a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/map/carrel-map-view-private.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

#define HAND_OVER (50 * G_TIME_SPAN_MILLISECOND)
#define OVERSCAN 0.25 /* of the widget, on each side */

/* ── Colours ── */

void
carrel_map_view_get_colours (CarrelMapView *self, CarrelMapColours *colours)
{
  gboolean contrast = adw_style_manager_get_high_contrast (adw_style_manager_get_default ());

  colours->line = contrast ? 0.5 : 0.10;
  colours->faint = contrast ? 0.35 : 0.18;
  gtk_widget_get_color (GTK_WIDGET (self), &colours->text);
  gtk_widget_get_color (self->ground, &colours->ground);
  for (guint i = 0; i < CARREL_N_TOPIC_COLOURS; i++)
    gtk_widget_get_color (self->topics[i], &colours->topics[i]);
}

/* ── The picture ── */

typedef struct {
  CarrelMapScene    scene; /* its graph and arrays are owned */
  CarrelGraphPoint *places;
  guint8           *lit;
} Drawing;

static void
free_drawing (gpointer data)
{
  Drawing *drawing = data;

  carrel_graph_unref (drawing->scene.graph);
  g_free (drawing->places);
  g_free (drawing->lit);
  g_free (drawing);
}

/* On a worker. */
static void
draw (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Drawing *drawing = data;

  g_task_return_pointer (task, carrel_map_draw (&drawing->scene, NULL), g_object_unref);
}

static void start_picture (CarrelMapView *self);

static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelMapView *self = CARREL_MAP_VIEW (source);
  g_autoptr (GdkTexture) picture = g_task_propagate_pointer (G_TASK (result), NULL);
  Drawing *drawing = g_task_get_task_data (G_TASK (result));

  if (self->drawing != G_TASK (result))
    return;
  g_clear_object (&self->drawing);
  if (picture && drawing->scene.graph == self->graph) {
    g_set_object (&self->picture, picture);
    self->picture_camera = drawing->scene.camera;
    self->picture_width = drawing->scene.width;
    self->picture_height = drawing->scene.height;
    /* Another picture comes at once while the camera moves: then they stay with their dots. */
    if (self->drag != CARREL_MAP_DRAG_PAN && (!self->stale || self->work || self->labels->len == 0))
      carrel_map_view_place_labels (self);
    gtk_widget_queue_draw (GTK_WIDGET (self));
  }
  if (self->stale)
    start_picture (self);
}

static void
start_picture (CarrelMapView *self)
{
  GtkWidget  *widget = GTK_WIDGET (self);
  int         width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  GdkSurface *surface = gtk_widget_get_native (widget)
                            ? gtk_native_get_surface (gtk_widget_get_native (widget))
                            : NULL;
  Drawing    *drawing;

  self->stale = FALSE;
  if (!self->graph || width <= 0 || height <= 0 || !gtk_widget_get_mapped (widget) ||
      self->n == 0 || !isfinite (self->places[0].x))
    return;
  drawing = g_new0 (Drawing, 1);
  drawing->places = g_memdup2 (self->places, self->n * sizeof *self->places);
  drawing->lit = self->lit ? g_memdup2 (self->lit, self->n) : NULL;
  drawing->scene = (CarrelMapScene) {
    .graph = carrel_graph_ref (self->graph),
    .places = drawing->places,
    .lit = drawing->lit,
    .camera = self->camera,
    .width = width + 2 * (int) (width * OVERSCAN),
    .height = height + 2 * (int) (height * OVERSCAN),
    .scale = surface ? gdk_surface_get_scale (surface) : 1,
  };
  carrel_map_view_get_colours (self, &drawing->scene.colours);
  self->drawing = g_task_new (self, NULL, drawn_cb, NULL);
  g_task_set_task_data (self->drawing, drawing, free_drawing);
  g_task_run_in_thread (self->drawing, draw);
}

void
carrel_map_view_queue_picture (CarrelMapView *self)
{
  if (self->drawing)
    self->stale = TRUE;
  else
    start_picture (self);
}

/* ── The layout ── */

struct _CarrelMapWork {
  gatomicrefcount    refs;
  gint               stop;   /* set by the view */
  CarrelGraphLayout *layout; /* the worker's */
  guint              n;
  GMutex             mutex;  /* guards what follows */
  CarrelGraphPoint  *places; /* handed over */
  gboolean           fresh, done;
  CarrelMapView     *view; /* (nullable): none any more; main thread */
};

static void
unref_work (gpointer data)
{
  CarrelMapWork *work = data;

  if (!g_atomic_ref_count_dec (&work->refs))
    return;
  carrel_graph_layout_free (work->layout);
  g_mutex_clear (&work->mutex);
  g_free (work->places);
  g_free (work);
}

static CarrelMapWork *
ref_work (CarrelMapWork *work)
{
  g_atomic_ref_count_inc (&work->refs);
  return work;
}

/* In the main loop: takes what was handed over. */
static gboolean
take_cb (gpointer data)
{
  CarrelMapWork *work = data;
  CarrelMapView *self = work->view;
  gboolean       done;

  if (!self || self->work != work)
    return G_SOURCE_REMOVE;
  g_mutex_lock (&work->mutex);
  for (guint i = 0; i < self->n; i++)
    if (!self->pinned[i])
      self->places[i] = work->places[i];
  work->fresh = FALSE;
  done = work->done;
  g_mutex_unlock (&work->mutex);
  if (self->follows) {
    /* As it grows. */
    gtk_widget_queue_allocate (GTK_WIDGET (self));
  }
  if (done) {
    self->work = NULL;
    work->view = NULL;
    unref_work (work);
    g_signal_emit_by_name (self, "settled");
  }
  carrel_map_view_queue_picture (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

/* On the worker. */
static void
hand_over (CarrelMapWork *work, gboolean done)
{
  gboolean tell;

  g_mutex_lock (&work->mutex);
  memcpy (work->places, carrel_graph_layout_get_places (work->layout),
          work->n * sizeof *work->places);
  tell = !work->fresh;
  work->fresh = TRUE;
  work->done = done;
  g_mutex_unlock (&work->mutex);
  if (tell || done)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, take_cb, ref_work (work), unref_work);
}

static void
lay_out (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CarrelMapWork *work = data;
  gint64         last = g_get_monotonic_time ();
  gboolean       more = TRUE;

  while (more && !g_atomic_int_get (&work->stop)) {
    more = carrel_graph_layout_step (work->layout);
    if (more && g_get_monotonic_time () - last >= HAND_OVER) {
      hand_over (work, FALSE);
      last = g_get_monotonic_time ();
    }
  }
  if (!g_atomic_int_get (&work->stop))
    hand_over (work, TRUE);
  g_task_return_boolean (task, TRUE);
}

void
carrel_map_view_lay_out (CarrelMapView *self)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  gboolean       known = self->n > 0;
  CarrelMapWork *work;

  carrel_map_view_stop_work (self);
  if (self->n == 0)
    return;
  for (guint i = 0; i < self->n; i++)
    known &= isfinite (self->places[i].x) && isfinite (self->places[i].y);
  work = g_new0 (CarrelMapWork, 1);
  g_atomic_ref_count_init (&work->refs);
  g_mutex_init (&work->mutex);
  work->n = self->n;
  work->view = self;
  work->places = g_new (CarrelGraphPoint, self->n);
  work->layout = carrel_graph_lay_out (self->graph, self->places);
  for (guint i = 0; i < self->n; i++)
    if (self->pinned[i] && isfinite (self->places[i].x) && isfinite (self->places[i].y))
      carrel_graph_layout_pin (work->layout, i, self->places[i]);
  /* Where they begin is looked at first: all have a place from now on. */
  memcpy (self->places, carrel_graph_layout_get_places (work->layout),
          self->n * sizeof *self->places);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  self->work = work;
  if (known) {
    /* Nothing is new: it lies as it lay. */
    memcpy (work->places, self->places, self->n * sizeof *self->places);
    work->done = TRUE;
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, take_cb, ref_work (work), unref_work);
    return;
  }
  g_task_set_task_data (task, ref_work (work), unref_work);
  g_task_run_in_thread (task, lay_out);
}

void
carrel_map_view_stop_work (CarrelMapView *self)
{
  CarrelMapWork *work = self->work;

  self->work = NULL;
  self->stale = FALSE;
  if (self->drawing)
    g_clear_object (&self->drawing);
  if (!work)
    return;
  g_atomic_int_set (&work->stop, 1);
  work->view = NULL;
  unref_work (work);
}
