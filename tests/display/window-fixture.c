/* window-fixture.c: finding a widget.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "window-fixture.h"

static GtkWidget *
find (GtkWidget *widget, GType type, guint *n)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_mapped (widget) && (*n)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find (child, type, n);

    if (found)
      return found;
  }
  return NULL;
}

GtkWidget *
nth (GtkWidget *widget, GType type, guint n)
{
  return find (widget, type, &n);
}
