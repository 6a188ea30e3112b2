/* carrel-map-view-input.c: pointer, fingers and keys on the map. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/map/carrel-map-view-private.h"

#include <math.h>

#define ZOOM_STEP 1.25
#define THRESHOLD 6.0 /* pixels: a press that moved less is a click */

/* ── Pointing ── */

static void
enter_cb (CarrelMapView *self, double x, double y)
{
  self->pointer = GRAPHENE_POINT_INIT ((float) x, (float) y);
}

/* Also comes when something moved under a pointer that rests, as the card of what the keyboard
 * points at. */
static void
motion_cb (CarrelMapView *self, double x, double y)
{
  gboolean rests =
      fabs (x - (double) self->pointer.x) < 1 && fabs (y - (double) self->pointer.y) < 1;

  self->pointer = GRAPHENE_POINT_INIT ((float) x, (float) y);
  if (self->drag == CARREL_MAP_DRAG_NONE && !(rests && self->by_keys))
    carrel_map_view_set_pointed (self, carrel_map_view_hit (self, x, y), FALSE);
}

static void
leave_cb (CarrelMapView *self)
{
  if (self->drag == CARREL_MAP_DRAG_NONE && !self->by_keys)
    carrel_map_view_set_pointed (self, CARREL_MAP_NOBODY, FALSE);
}

static gboolean
is_touch (GtkEventController *controller)
{
  GdkDevice *device = gtk_event_controller_get_current_event_device (controller);

  return device && gdk_device_get_source (device) == GDK_SOURCE_TOUCHSCREEN;
}

static void
pressed_cb (CarrelMapView *self, int n_press, double x, double y)
{
  self->pressed = GRAPHENE_POINT_INIT ((float) x, (float) y);
}

/* A finger points first, and opens what it points at. */
static void
released_cb (CarrelMapView *self, int n_press, double x, double y, GtkGestureClick *click)
{
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (click));
  guint dot;

  if (self->drag != CARREL_MAP_DRAG_NONE ||
      hypot (x - (double) self->pressed.x, y - (double) self->pressed.y) >= THRESHOLD)
    return;
  dot = carrel_map_view_hit (self, x, y);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (dot == CARREL_MAP_NOBODY) {
    carrel_map_view_set_pointed (self, CARREL_MAP_NOBODY, FALSE);
    carrel_map_view_clear_selection (self);
  } else if (state & GDK_CONTROL_MASK) {
    carrel_map_view_select (self, dot, !self->selected[dot]);
  } else if (is_touch (GTK_EVENT_CONTROLLER (click)) && self->pointed != dot) {
    carrel_map_view_set_pointed (self, dot, FALSE);
  } else {
    g_signal_emit_by_name (self, "activated", dot);
  }
}

/* ── Dragging: the ground, a dot, or with Shift a lasso ── */

static void
drag_begin_cb (CarrelMapView *self, double x, double y)
{
  self->dragged = carrel_map_view_hit (self, x, y);
  self->drag_camera = self->camera;
}

static void
drag_to (CarrelMapView *self, double x, double y, double dx, double dy)
{
  graphene_point_t point = GRAPHENE_POINT_INIT ((float) (x + dx), (float) (y + dy));

  switch (self->drag) {
  case CARREL_MAP_DRAG_PAN:
    carrel_map_view_take_camera (self,
                                 (CarrelMapCamera) { self->drag_camera.x - dx / self->camera.zoom,
                                                     self->drag_camera.y - dy / self->camera.zoom,
                                                     self->camera.zoom });
    break;
  case CARREL_MAP_DRAG_DOT:
    self->places[self->dragged] = carrel_map_unproject (
        &self->camera, gtk_widget_get_width (GTK_WIDGET (self)),
        gtk_widget_get_height (GTK_WIDGET (self)), (double) point.x, (double) point.y);
    carrel_map_view_queue_picture (self);
    break;
  case CARREL_MAP_DRAG_LASSO:
    g_array_append_val (self->lasso, point);
    break;
  case CARREL_MAP_DRAG_NONE:
    break;
  }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_update_cb (CarrelMapView *self, double dx, double dy, GtkGestureDrag *drag)
{
  double x, y;

  if (!gtk_gesture_drag_get_start_point (drag, &x, &y))
    return;
  if (self->drag == CARREL_MAP_DRAG_NONE) {
    if (hypot (dx, dy) < THRESHOLD)
      return;
    if (gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (drag)) &
        GDK_SHIFT_MASK) {
      self->drag = CARREL_MAP_DRAG_LASSO;
      g_array_set_size (self->lasso, 0);
    } else if (self->dragged != CARREL_MAP_NOBODY) {
      self->drag = CARREL_MAP_DRAG_DOT;
      self->follows = FALSE;
      self->pinned[self->dragged] = TRUE;
    } else {
      self->drag = CARREL_MAP_DRAG_PAN;
      carrel_map_view_set_pointed (self, CARREL_MAP_NOBODY, FALSE);
    }
    gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  }
  drag_to (self, x, y, dx, dy);
}

/* Whether a point is in the lasso: how often a ray from it crosses the line. */
static gboolean
encloses (GArray *lasso, graphene_point_t point)
{
  gboolean inside = FALSE;

  for (guint i = 0, k = lasso->len - 1; i < lasso->len; k = i++) {
    graphene_point_t a = g_array_index (lasso, graphene_point_t, i),
                     b = g_array_index (lasso, graphene_point_t, k);

    if ((a.y > point.y) != (b.y > point.y) &&
        point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x)
      inside = !inside;
  }
  return inside;
}

static void
select_enclosed (CarrelMapView *self)
{
  guint before = self->n_selected;

  if (self->lasso->len < 3)
    return;
  for (guint i = 0; i < self->n; i++)
    if (!self->selected[i] && carrel_graph_get_dot (self->graph, i)->article != 0 &&
        encloses (self->lasso, carrel_map_view_project (self, i))) {
      self->selected[i] = TRUE;
      self->n_selected++;
    }
  if (self->n_selected != before)
    g_signal_emit_by_name (self, "selection-changed");
}

static void
drag_end_cb (CarrelMapView *self, double dx, double dy)
{
  CarrelMapDrag drag = self->drag;

  self->drag = CARREL_MAP_DRAG_NONE;
  self->dragged = CARREL_MAP_NOBODY;
  if (drag == CARREL_MAP_DRAG_LASSO)
    select_enclosed (self);
  else if (drag == CARREL_MAP_DRAG_DOT && !self->work)
    g_signal_emit_by_name (self, "settled");
  if (drag != CARREL_MAP_DRAG_NONE) {
    carrel_map_view_queue_picture (self);
    gtk_widget_queue_draw (GTK_WIDGET (self));
  }
}

/* ── Zooming ── */

static gboolean
scroll_cb (CarrelMapView *self, double dx, double dy, GtkEventControllerScroll *scroll)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (scroll));
  double    x = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
         y = gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;
  GtkNative       *native = gtk_widget_get_native (GTK_WIDGET (self));
  graphene_point_t point;
  double           left, top;

  if (gtk_event_controller_scroll_get_unit (scroll) == GDK_SCROLL_UNIT_SURFACE &&
      !(gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll)) &
        GDK_CONTROL_MASK)) {
    /* Two fingers on a touchpad push the map about; pinching zooms. */
    carrel_map_view_take_camera (self, (CarrelMapCamera) { self->camera.x + dx / self->camera.zoom,
                                                           self->camera.y + dy / self->camera.zoom,
                                                           self->camera.zoom });
    return GDK_EVENT_STOP;
  }
  if (native && event && gdk_event_get_position (event, &x, &y)) {
    gtk_native_get_surface_transform (native, &left, &top);
    if (gtk_widget_compute_point (GTK_WIDGET (native), GTK_WIDGET (self),
                                  &GRAPHENE_POINT_INIT ((float) (x - left), (float) (y - top)),
                                  &point)) {
      x = (double) point.x;
      y = (double) point.y;
    }
  }
  carrel_map_view_zoom_at (self, pow (ZOOM_STEP, -dy), x, y);
  return GDK_EVENT_STOP;
}

static void
pinch_begin_cb (CarrelMapView *self)
{
  self->pinch_zoom = self->camera.zoom;
}

static void
pinch_cb (CarrelMapView *self, double scale, GtkGestureZoom *pinch)
{
  double x, y;

  if (gtk_gesture_get_bounding_box_center (GTK_GESTURE (pinch), &x, &y))
    carrel_map_view_zoom_at (self, self->pinch_zoom * scale / self->camera.zoom, x, y);
}

/* ── Keys ── */

/* The nearest in a direction: what lies to the side counts double. */
static guint
find_towards (CarrelMapView *self, int dx, int dy)
{
  graphene_point_t from =
      self->pointed != CARREL_MAP_NOBODY
          ? carrel_map_view_project (self, self->pointed)
          : GRAPHENE_POINT_INIT ((float) gtk_widget_get_width (GTK_WIDGET (self)) / 2,
                                 (float) gtk_widget_get_height (GTK_WIDGET (self)) / 2);
  guint best = CARREL_MAP_NOBODY;
  float nearest = INFINITY;

  for (guint i = 0; i < self->n; i++) {
    graphene_point_t point = carrel_map_view_project (self, i);
    float            along = (point.x - from.x) * (float) dx + (point.y - from.y) * (float) dy,
          aside = fabsf ((point.x - from.x) * (float) dy) + fabsf ((point.y - from.y) * (float) dx);
    float far = along + 2 * aside;

    if (i != self->pointed && along > 0.5F && aside <= 2 * along && far < nearest) {
      nearest = far;
      best = i;
    }
  }
  return best;
}

static gboolean
arrow_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  CarrelMapView   *self = CARREL_MAP_VIEW (widget);
  graphene_point_t middle;
  double           radius;
  int              dx, dy;
  guint            dot;

  g_variant_get (arguments, "(ii)", &dx, &dy);
  dot = find_towards (self, dx, dy);
  if (dot == CARREL_MAP_NOBODY)
    return GDK_EVENT_STOP;
  carrel_map_view_set_pointed (self, dot, TRUE);
  if (!carrel_map_view_get_dot_area (self, dot, &middle, &radius))
    carrel_map_view_fly (self,
                         (CarrelMapCamera) { (double) self->places[dot].x,
                                             (double) self->places[dot].y, self->camera.zoom });
  return GDK_EVENT_STOP;
}

static gboolean
activate_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  CarrelMapView *self = CARREL_MAP_VIEW (widget);

  if (self->pointed == CARREL_MAP_NOBODY)
    return GDK_EVENT_PROPAGATE;
  g_signal_emit_by_name (self, "activated", self->pointed);
  return GDK_EVENT_STOP;
}

static gboolean
select_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  CarrelMapView *self = CARREL_MAP_VIEW (widget);

  if (self->pointed == CARREL_MAP_NOBODY)
    return GDK_EVENT_PROPAGATE;
  carrel_map_view_select (self, self->pointed, !self->selected[self->pointed]);
  return GDK_EVENT_STOP;
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  CarrelMapView *self = CARREL_MAP_VIEW (widget);

  if (self->n_selected == 0 && self->pointed == CARREL_MAP_NOBODY)
    return GDK_EVENT_PROPAGATE;
  carrel_map_view_clear_selection (self);
  carrel_map_view_set_pointed (self, CARREL_MAP_NOBODY, FALSE);
  return GDK_EVENT_STOP;
}

static gboolean
zoom_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  int step = g_variant_get_int32 (g_variant_get_child_value (arguments, 0));

  if (step == 0)
    carrel_map_view_fit (CARREL_MAP_VIEW (widget));
  else
    carrel_map_view_zoom (CARREL_MAP_VIEW (widget), pow (ZOOM_STEP, step));
  return GDK_EVENT_STOP;
}

void
carrel_map_view_add_bindings (GtkWidgetClass *klass)
{
  static const struct {
    guint key, keypad;
    int   dx, dy;
  } arrows[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0 },
    { GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0 },
    { GDK_KEY_Up, GDK_KEY_KP_Up, 0, -1 },
    { GDK_KEY_Down, GDK_KEY_KP_Down, 0, 1 },
  };
  static const struct {
    guint key;
    int   step;
  } zooms[] = {
    { GDK_KEY_plus, 1 },         { GDK_KEY_equal, 1 }, { GDK_KEY_KP_Add, 1 }, { GDK_KEY_minus, -1 },
    { GDK_KEY_KP_Subtract, -1 }, { GDK_KEY_0, 0 },     { GDK_KEY_KP_0, 0 },
  };
  static const guint enters[] = { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter };

  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++) {
    gtk_widget_class_add_binding (klass, arrows[i].key, 0, arrow_cb, "(ii)", arrows[i].dx,
                                  arrows[i].dy);
    gtk_widget_class_add_binding (klass, arrows[i].keypad, 0, arrow_cb, "(ii)", arrows[i].dx,
                                  arrows[i].dy);
  }
  for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
    gtk_widget_class_add_binding (klass, zooms[i].key, 0, zoom_cb, "(i)", zooms[i].step);
  for (guint i = 0; i < G_N_ELEMENTS (enters); i++)
    gtk_widget_class_add_binding (klass, enters[i], 0, activate_cb, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_space, 0, select_cb, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_Escape, 0, escape_cb, NULL);
}

/* ── All of it ── */

void
carrel_map_view_add_controllers (CarrelMapView *self)
{
  GtkWidget          *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new (),
                     *scroll =
                         gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *click = gtk_gesture_click_new (), *drag = gtk_gesture_drag_new (),
             *pinch = gtk_gesture_zoom_new ();

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (enter_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_gesture_group (click, drag);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, scroll);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
}
