/* window-fixture.c: a window of a library, and finding a widget in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "window-fixture.h"

#include "ui/carrel-window.h"

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

GtkWidget *
open_window (const char *folder, gboolean samples, CarrelLibrary **library)
{
  GtkWidget *window;

  {
    WAIT (carrel_library_open_async (folder, NULL, carrel_test_result_cb, &waiting));
    *library = carrel_library_open_finish (result, &error);
    g_assert_no_error (error);
  }
  if (samples) {
    WAIT (carrel_library_add_samples_async (*library, NULL, carrel_test_result_cb, &waiting));
    g_assert_cmpuint (carrel_library_add_samples_finish (*library, result, &error), >, 8);
    g_assert_no_error (error);
  }
  window = GTK_WIDGET (carrel_window_new (NULL, *library));
  gtk_window_set_default_size (GTK_WINDOW (window), 1100, 800);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

void
close_window (GtkWidget *window, CarrelLibrary *library)
{
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  {
    WAIT (carrel_library_close_async (library, carrel_test_result_cb, &waiting));
    g_assert_true (carrel_library_close_finish (library, result, &error));
  }
  g_object_unref (library);
}
