/* carrel-zoom-view.h: one picture, as large as its place or larger, moved and zoomed by hand. Main
 * thread.
 *
 * Wheel, pinch, drag, double click. Where it isn't larger than the place, a drag to a side is a
 * swipe.
 *
 * Signals:
 *   zoomed ()        another size: a picture of more pixels may be wanted
 *   swiped (steps)   -1 to the picture before, 1 to the one after
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CARREL_TYPE_ZOOM_VIEW (carrel_zoom_view_get_type ())
G_DECLARE_FINAL_TYPE (CarrelZoomView, carrel_zoom_view, CARREL, ZOOM_VIEW, GtkWidget)

/* Another picture (nullable: it has yet to come), fitted. Its size in pixels; 0: that of the
 * texture. */
void carrel_zoom_view_show (CarrelZoomView *self, GdkTexture *texture, int width, int height);
/* The same picture with other pixels: place and size stay. */
void carrel_zoom_view_refine (CarrelZoomView *self, GdkTexture *texture);

/* By so much, around the middle. */
void     carrel_zoom_view_zoom (CarrelZoomView *self, double factor);
void     carrel_zoom_view_fit (CarrelZoomView *self);
gboolean carrel_zoom_view_is_fitted (CarrelZoomView *self);
/* What is seen moves; FALSE: it is all seen. */
gboolean carrel_zoom_view_pan (CarrelZoomView *self, double dx, double dy);
/* Device pixels that the picture is wide now. */
int carrel_zoom_view_get_shown_width (CarrelZoomView *self);

G_END_DECLS
