/* carrel-zoom-view.c: one picture under the hands. Main thread.
 *
 * `scale` is application pixels a picture's pixel; `x` and `y` is the picture's middle from the
 * place's. While it is fitted, both follow the place.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-zoom-view.h"

#include <math.h>

#define MOST 8    /* application pixels a pixel */
#define WHEEL 1.2 /* a notch */
#define SWIPE 80  /* pixels to a side */

struct _CarrelZoomView {
  GtkWidget parent_instance;

  GdkTexture *texture;       /* (owned) (nullable) */
  int         width, height; /* of the picture, pixels; 0: not known */
  gboolean    fitted;
  double      scale, x, y;
  double      pinch;          /* the scale when it began */
  double      drag_x, drag_y; /* where the picture was when it began */
  double      pointer_x, pointer_y;
};

enum { ZOOMED, SWIPED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CarrelZoomView, carrel_zoom_view, GTK_TYPE_WIDGET)

/* ── Size and place ── */

static double
get_fitting_scale (CarrelZoomView *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)),
         height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->width <= 0 || self->height <= 0 || width <= 0 || height <= 0)
    return 1;
  return MIN (MIN (width / self->width, height / self->height), 1);
}

/* No further than that an edge of the picture meets the place's. */
static void
clamp (CarrelZoomView *self)
{
  double room_x =
      MAX (0, (self->width * self->scale - gtk_widget_get_width (GTK_WIDGET (self))) / 2);
  double room_y =
      MAX (0, (self->height * self->scale - gtk_widget_get_height (GTK_WIDGET (self))) / 2);

  self->x = CLAMP (self->x, -room_x, room_x);
  self->y = CLAMP (self->y, -room_y, room_y);
}

/* What is at a point of the place stays there. */
static void
zoom_to (CarrelZoomView *self, double scale, double at_x, double at_y)
{
  double least = get_fitting_scale (self),
         x = at_x - gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
         y = at_y - gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;
  double old = self->fitted ? least : self->scale;

  scale = CLAMP (scale, least, MAX (MOST, least));
  self->fitted = scale <= least * 1.001;
  self->x = x - (x - self->x) * scale / old;
  self->y = y - (y - self->y) * scale / old;
  self->scale = scale;
  if (self->fitted)
    self->x = self->y = 0;
  clamp (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[ZOOMED], 0);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CarrelZoomView *self = CARREL_ZOOM_VIEW (widget);

  if (self->fitted)
    self->scale = get_fitting_scale (self);
  clamp (self);
}

static void
set_texture (CarrelZoomView *self, GdkTexture *texture)
{
  g_set_object (&self->texture, texture);
  if (texture && (self->width <= 0 || self->height <= 0)) {
    self->width = gdk_texture_get_width (texture);
    self->height = gdk_texture_get_height (texture);
  }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
carrel_zoom_view_show (CarrelZoomView *self, GdkTexture *texture, int width, int height)
{
  self->width = width;
  self->height = height;
  set_texture (self, texture);
  carrel_zoom_view_fit (self);
}

void
carrel_zoom_view_refine (CarrelZoomView *self, GdkTexture *texture)
{
  set_texture (self, texture);
  if (self->fitted)
    self->scale = get_fitting_scale (self);
}

void
carrel_zoom_view_fit (CarrelZoomView *self)
{
  self->fitted = TRUE;
  self->scale = get_fitting_scale (self);
  self->x = self->y = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
carrel_zoom_view_zoom (CarrelZoomView *self, double factor)
{
  zoom_to (self, self->scale * factor, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
           gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

gboolean
carrel_zoom_view_is_fitted (CarrelZoomView *self)
{
  return self->fitted;
}

gboolean
carrel_zoom_view_pan (CarrelZoomView *self, double dx, double dy)
{
  if (self->fitted)
    return FALSE;
  self->x += dx;
  self->y += dy;
  clamp (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return TRUE;
}

int
carrel_zoom_view_get_shown_width (CarrelZoomView *self)
{
  return (int) ceil (self->width * self->scale * gtk_widget_get_scale_factor (GTK_WIDGET (self)));
}

/* ── Drawing ── */

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CarrelZoomView *self = CARREL_ZOOM_VIEW (widget);
  float           width = (float) gtk_widget_get_width (widget),
        height = (float) gtk_widget_get_height (widget);
  float shown_width = (float) (self->width * self->scale),
        shown_height = (float) (self->height * self->scale);
  graphene_rect_t place = GRAPHENE_RECT_INIT (
      roundf ((width - shown_width) / 2 + (float) self->x),
      roundf ((height - shown_height) / 2 + (float) self->y), shown_width, shown_height);

  if (!self->texture)
    return;
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gtk_snapshot_append_scaled_texture (
      snapshot, self->texture,
      self->scale < 1 ? GSK_SCALING_FILTER_TRILINEAR : GSK_SCALING_FILTER_LINEAR, &place);
  gtk_snapshot_pop (snapshot);
}

/* ── Hands ── */

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, CarrelZoomView *self)
{
  zoom_to (self, self->scale * pow (WHEEL, -dy), self->pointer_x, self->pointer_y);
  return TRUE;
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, CarrelZoomView *self)
{
  self->pointer_x = x;
  self->pointer_y = y;
}

static void
pinch_begin_cb (GtkGesture *gesture, GdkEventSequence *sequence, CarrelZoomView *self)
{
  self->pinch = self->scale;
}

static void
pinch_cb (GtkGestureZoom *gesture, double factor, CarrelZoomView *self)
{
  double x, y;

  if (gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    zoom_to (self, self->pinch * factor, x, y);
}

static void
pressed_cb (GtkGestureClick *gesture, int n, double x, double y, CarrelZoomView *self)
{
  if (n != 2)
    return;
  if (self->fitted)
    zoom_to (self, MAX (1, self->scale * 2), x, y);
  else
    carrel_zoom_view_fit (self);
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, CarrelZoomView *self)
{
  self->drag_x = self->x;
  self->drag_y = self->y;
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, CarrelZoomView *self)
{
  if (self->fitted)
    return;
  carrel_zoom_view_pan (self, self->drag_x + dx - self->x, self->drag_y + dy - self->y);
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, CarrelZoomView *self)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  if (self->fitted && fabs (dx) > SWIPE && fabs (dx) > 2 * fabs (dy))
    g_signal_emit (self, signals[SWIPED], 0, (dx < 0) != mirrored ? 1 : -1);
}

static void
add_hands (CarrelZoomView *self)
{
  GtkEventController *scroll =
                         gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL),
                     *motion = gtk_event_controller_motion_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new (), *click = gtk_gesture_click_new (),
             *drag = gtk_gesture_drag_new ();

  g_signal_connect_object (scroll, "scroll", G_CALLBACK (scroll_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (motion, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (pinch, "begin", G_CALLBACK (pinch_begin_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (pinch, "scale-changed", G_CALLBACK (pinch_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (drag_update_cb), self,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (drag, "drag-end", G_CALLBACK (drag_end_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

/* ── Object ── */

static void
carrel_zoom_view_dispose (GObject *object)
{
  g_clear_object (&CARREL_ZOOM_VIEW (object)->texture);
  G_OBJECT_CLASS (carrel_zoom_view_parent_class)->dispose (object);
}

static void
carrel_zoom_view_class_init (CarrelZoomViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = carrel_zoom_view_dispose;
  widget_class->size_allocate = size_allocate;
  widget_class->snapshot = snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  signals[ZOOMED] = g_signal_new ("zoomed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[SWIPED] = g_signal_new ("swiped", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
carrel_zoom_view_init (CarrelZoomView *self)
{
  self->fitted = TRUE;
  self->scale = 1;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  add_hands (self);
}
