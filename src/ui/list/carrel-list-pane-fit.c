/* carrel-list-pane-fit.c: what gives way in the list's header. Main thread.
 *
 * A title that is cut says less than a button that the menu has, too: on a phone, and with long titles, «Select» is in the menu alone. It
 * comes back while it is on, since it is the way out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/list/carrel-list-pane-private.h"

static int
measure_width (GtkWidget *widget)
{
  int natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

void
carrel_list_pane_fit (CarrelListPane *self)
{
  gboolean articles = !carrel_list_pane_is_wanted (self);
  int width = gtk_widget_get_width (self->header);

  /* Asked with the button in it; nothing is drawn in between. */
  gtk_widget_set_visible (self->select_button, articles);
  if (articles && width > 0 && !carrel_list_pane_is_selecting (self) && measure_width (self->header) > width)
    gtk_widget_set_visible (self->select_button, FALSE);
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
  g_signal_connect_object (gtk_widget_get_frame_clock (GTK_WIDGET (self)), "after-paint", G_CALLBACK (after_layout_cb), self, G_CONNECT_DEFAULT);
}

static void
unrealize_cb (CarrelListPane *self)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_frame_clock (GTK_WIDGET (self)), after_layout_cb, self);
}

void
carrel_list_pane_watch_width (CarrelListPane *self)
{
  g_signal_connect (self, "realize", G_CALLBACK (realize_cb), NULL);
  g_signal_connect (self, "unrealize", G_CALLBACK (unrealize_cb), NULL);
}
