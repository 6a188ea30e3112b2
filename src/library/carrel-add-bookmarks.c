/* carrel-add-bookmarks.c: a file that holds addresses instead of a page: it is read on a worker,
 * and what of it the library has is counted; nothing is changed by that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "exchange/carrel-bookmarks.h"
#include "library/carrel-add-private.h"
#include "store/carrel-store-queue.h"

gboolean
carrel_library_is_bookmarks (GBytes *bytes)
{
  return carrel_bookmarks_is (bytes);
}

typedef struct {
  GBytes    *bytes;     /* (owned) */
  GPtrArray *bookmarks; /* (owned) (nullable) */
  guint      n_here;
} Reading;

static void
free_reading (gpointer data)
{
  Reading *reading = data;

  g_bytes_unref (reading->bytes);
  g_clear_pointer (&reading->bookmarks, g_ptr_array_unref);
  g_free (reading);
}

static gpointer
count (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Reading *reading = data;
  guint    n;

  return carrel_store_count_bookmarks (connection, reading->bookmarks, &n, error)
             ? g_memdup2 (&n, sizeof n)
             : NULL;
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading          *reading = g_task_get_task_data (task);
  GError           *error = NULL;
  g_autofree guint *n = g_task_propagate_pointer (G_TASK (result), &error);

  if (!n) {
    g_task_return_error (task, error);
    return;
  }
  reading->n_here = *n;
  g_task_return_boolean (task, TRUE);
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError    *error = NULL;
  GPtrArray *bookmarks = carrel_bookmarks_read (data, &error);

  if (bookmarks)
    g_task_return_pointer (task, bookmarks, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CarrelLibrary *self = CARREL_LIBRARY (source);
  Reading       *reading = g_task_get_task_data (task);
  GError        *error = NULL;
  g_autoptr (GTask) counting = NULL;

  reading->bookmarks = g_task_propagate_pointer (G_TASK (result), &error);
  if (!reading->bookmarks) {
    g_task_return_error (task, error);
    return;
  }
  counting = g_task_new (self, g_task_get_cancellable (task), counted_cb, g_object_ref (task));
  carrel_database_read (self->database, counting, count, reading, NULL, g_free);
}

void
carrel_library_read_bookmarks_async (CarrelLibrary      *self,
                                     GBytes             *bytes,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data)
{
  GTask   *task = g_task_new (self, cancellable, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);
  g_autoptr (GTask) worker = g_task_new (self, cancellable, read_cb, task);

  reading->bytes = g_bytes_ref (bytes);
  g_task_set_source_tag (task, carrel_library_read_bookmarks_async);
  g_task_set_task_data (task, reading, free_reading);
  g_task_set_task_data (worker, g_bytes_ref (bytes), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (worker, work);
}

GPtrArray *
carrel_library_read_bookmarks_finish (CarrelLibrary *self,
                                      GAsyncResult  *result,
                                      guint         *n_here,
                                      GError       **error)
{
  Reading *reading = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  *n_here = reading->n_here;
  return g_ptr_array_ref (reading->bookmarks);
}

GPtrArray *
carrel_add_get_bookmarks (CarrelAdd *self, guint *n_here)
{
  if (n_here)
    *n_here = self->n_here;
  return self->bookmarks;
}
