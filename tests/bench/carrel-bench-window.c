/* carrel-bench-window.c: a window to measure in. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-bench-window.h"

#include <adwaita.h>

static guint          n_frames;
static BenchFrameFunc frame_func;
static gpointer       frame_data;

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer library)
{
  g_autoptr (GError) error = NULL;

  *(CarrelLibrary **) library = carrel_library_open_finish (result, &error);
  if (error)
    g_error ("%s", error->message);
}

CarrelLibrary *
bench_window_open_library (const char *folder)
{
  CarrelLibrary *library = NULL;

  carrel_library_open_soon_async (folder, NULL, opened_cb, &library);
  while (!library)
    g_main_context_iteration (NULL, TRUE);
  return library;
}

void
bench_window_load_style (void)
{
  GtkCssProvider *provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/app/carrel/Carrel/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_object_unref (provider);
}

/* ── Frames ── */

static void
painted_cb (void)
{
  n_frames++;
  if (frame_func)
    frame_func (frame_data);
}

GtkWidget *
bench_window_show (GtkWidget *content, int width, int height)
{
  GtkWidget *window = adw_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  adw_window_set_content (ADW_WINDOW (window), content);
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (painted_cb),
                    NULL);
  return window;
}

void
bench_window_watch (BenchFrameFunc func, gpointer user_data)
{
  frame_func = func;
  frame_data = user_data;
}

guint
bench_window_count_frames (void)
{
  return n_frames;
}

void
bench_window_wait_after (guint n)
{
  while (n_frames == n)
    g_main_context_iteration (NULL, TRUE);
}

void
bench_window_wait_frame (GtkWidget *window)
{
  guint n = n_frames;

  gtk_widget_queue_draw (window);
  bench_window_wait_after (n);
}

void
bench_window_rest (guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}
