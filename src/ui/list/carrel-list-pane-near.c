/* carrel-list-pane-near.c: the rows that are seen, and those next to them, show their articles, and
 * can be used. Main thread.
 *
 * After each layout, of which there is one when the list scrolls, is filled or changes its size:
 * what is filled then is drawn in the same frame.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/list/carrel-list-pane-private.h"

#define NEAR 0.35f /* of the list's height, above and below it */

/* What is seen is drawn before anything is prepared that may be. */
static void
prepare_near_cb (gpointer data)
{
  g_autoptr (CarrelListPane) self = data;

  self->shows_near = TRUE;
  if (self->list_view)
    gtk_widget_queue_allocate (self->list_view);
}

static void
layout_cb (GdkFrameClock *clock, CarrelListPane *self)
{
  float height = self->list_view ? (float) gtk_widget_get_height (self->list_view) : 0,
        near = self->shows_near ? NEAR * height : 0;
  gboolean any = FALSE;

  if (height <= 0 || !gtk_widget_get_mapped (self->list_view))
    return;
  for (GtkWidget *cell = gtk_widget_get_first_child (self->list_view); cell;
       cell = gtk_widget_get_next_sibling (cell)) {
    GtkWidget      *row = gtk_widget_get_first_child (cell);
    graphene_rect_t place;

    if (!row || !CARREL_IS_ARTICLE_ROW (row) ||
        !gtk_widget_compute_bounds (cell, self->list_view, &place))
      continue;
    if (place.origin.y + place.size.height <= -near || place.origin.y >= height + near)
      continue;
    any = TRUE;
    if (carrel_article_row_show (CARREL_ARTICLE_ROW (row)))
      carrel_list_pane_prepare_row (self, row);
  }
  if (any && !self->shows_near && !self->near_later) {
    self->near_later = TRUE;
    g_idle_add_once (prepare_near_cb, g_object_ref (self));
  }
}

static void
realized_cb (GtkWidget *list_view, CarrelListPane *self)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (list_view), "layout", G_CALLBACK (layout_cb),
                           self, G_CONNECT_AFTER);
}

static void
unrealized_cb (GtkWidget *list_view, CarrelListPane *self)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_frame_clock (list_view), layout_cb, self);
}

void
carrel_list_pane_show_near (CarrelListPane *self)
{
  g_signal_connect_object (self->list_view, "realize", G_CALLBACK (realized_cb), self,
                           G_CONNECT_AFTER);
  g_signal_connect_object (self->list_view, "unrealize", G_CALLBACK (unrealized_cb), self, 0);
}
