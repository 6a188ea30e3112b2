/* carrel-list-pane-fit.c: what gives way in the list's header. Main thread.
 *
 * A title that is cut says less than a button that the menu has, too: on a phone, and with long
 * titles, «Select» is in the menu alone. It comes back while it is on, since it is the way out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/list/carrel-list-pane-private.h"

#define SPACING 6 /* between the things in a header */

/* Between two of them, wherever the header begins; 0: they have no place yet. */
static int
get_gap (CarrelListPane *self, GtkWidget *a, GtkWidget *b)
{
  graphene_rect_t x, y;

  if (gtk_widget_get_width (a) == 0 || gtk_widget_get_width (b) == 0 ||
      !gtk_widget_compute_bounds (a, self->header, &x) ||
      !gtk_widget_compute_bounds (b, self->header, &y))
    return 0;
  return (int) MAX (y.origin.x - x.origin.x - x.size.width, x.origin.x - y.origin.x - y.size.width);
}

void
carrel_list_pane_fit (CarrelListPane *self)
{
  int gap = get_gap (self, self->add_button, self->sort_button), title;

  if (carrel_list_pane_is_wanted (self)) {
    gtk_widget_set_visible (self->select_button, FALSE);
    return;
  }
  if (gap == 0)
    return;
  gtk_widget_measure (self->title, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &title, NULL, NULL);
  gap -= gtk_widget_get_width (self->sort_button) + 3 * SPACING;
  gtk_widget_set_visible (self->select_button,
                          carrel_list_pane_is_selecting (self) || title <= gap);
}

/* After a frame was laid out: a window tells nothing when one of its panes is another width. */
static void
after_layout_cb (GdkFrameClock *clock, CarrelListPane *self)
{
  int width = gtk_widget_get_width (self->header);

  if (width == self->width)
    return;
  self->width = width;
  carrel_list_pane_fit (self);
}

static void
realize_cb (CarrelListPane *self)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (GTK_WIDGET (self)), "after-paint",
                           G_CALLBACK (after_layout_cb), self, G_CONNECT_DEFAULT);
}

static void
unrealize_cb (CarrelListPane *self)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_frame_clock (GTK_WIDGET (self)),
                                        after_layout_cb, self);
}

void
carrel_list_pane_watch_width (CarrelListPane *self)
{
  g_signal_connect (self, "realize", G_CALLBACK (realize_cb), NULL);
  g_signal_connect (self, "unrealize", G_CALLBACK (unrealize_cb), NULL);
}
