/* window-fixture.h: what tests of real widgets in a window share: waiting, and finding a widget.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "carrel-test.h"
#include "library/carrel-library.h"

#include <gtk/gtk.h>

/* Begins an asynchronous call that ends in carrel_test_result_cb () with &waiting; then `result`
 * and `error` are there. One in a block. */
#define WAIT(start)                                                                                \
  GAsyncResult *waiting = NULL;                                                                    \
  g_autoptr (GAsyncResult) result = NULL;                                                          \
  g_autoptr (GError) error = NULL;                                                                 \
  start;                                                                                           \
  result = carrel_test_wait_result (&waiting)

/* Turns the main loop until it is TRUE; fails after 20 seconds. */
#define UNTIL(condition)                                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 end =                                                                                   \
        g_get_monotonic_time () + (gint64) (20 * G_USEC_PER_SEC * carrel_test_get_patience ());    \
    while (!(condition)) {                                                                         \
      g_main_context_iteration (NULL, FALSE);                                                      \
      g_usleep (500);                                                                              \
      if (g_get_monotonic_time () > end)                                                           \
        g_error ("never: %s", #condition);                                                         \
    }                                                                                              \
  }                                                                                                \
  G_STMT_END

/* The n-th of a type below a widget, mapped. (nullable) (transfer none) */
GtkWidget *nth (GtkWidget *widget, GType type, guint n);

/* A window of a library that is made in `folder` and, if so wanted, has the samples. */
GtkWidget *open_window (const char *folder, gboolean samples, CarrelLibrary **library);
/* Both are gone then; the folder is the caller's. */
void close_window (GtkWidget *window, CarrelLibrary *library);
