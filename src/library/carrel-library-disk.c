/* carrel-library-disk.c: whether anything can be saved.
 *
 * Main thread; the trial is a file of some megabytes without a name, written on a worker, and then
 * a page of the database, which says of itself what it said before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-library-disk.h"

#include "base/carrel-error.h"
#include "library/carrel-library-private.h"
#include "library/carrel-queue-private.h"
#include "store/carrel-files.h"

#define ROOM (4 * 1024 * 1024) /* bytes: an article with its pictures */
#define TRY_SECONDS 5

static gboolean
timer_cb (gpointer data)
{
  CarrelLibrary *self = data;

  self->disk_timer = 0;
  carrel_library_try_disk_async (self, NULL, NULL);
  return G_SOURCE_REMOVE;
}

/* Takes the error (nullable). */
static void
end (GTask *task, gboolean is_full, GError *error)
{
  CarrelLibrary *self = g_task_get_source_object (task);
  gboolean       was = self->write_error != NULL, was_full = self->disk_full;
  gboolean       disk = g_error_matches (error, CARREL_ERROR, CARREL_ERROR_DISK);

  self->disk_asked = FALSE;
  g_clear_error (&self->write_error);
  self->write_error = disk ? g_error_copy (error) : NULL;
  self->disk_full = disk && is_full;
  if (disk != was || self->disk_full != was_full)
    g_object_notify (G_OBJECT (self), "write-error");
  if (disk && self->disk_watched && !self->closed && self->disk_timer == 0)
    self->disk_timer = g_timeout_add_seconds (TRY_SECONDS, timer_cb, self);
  if (was && !disk && self->queue)
    carrel_queue_disk_is_back (self->queue);
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* The number that is there already, written again. */
static gpointer
write_page (CarrelConnection *connection,
            gpointer          data,
            CarrelChanges    *changes,
            GCancellable     *cancellable,
            GError          **error)
{
  g_autoptr (CarrelStatement) ask =
      carrel_connection_prepare_once (connection, "PRAGMA user_version");
  g_autofree char *sql = NULL;

  if (carrel_statement_next (ask))
    sql = g_strdup_printf ("PRAGMA user_version = %" G_GINT64_FORMAT,
                           carrel_statement_get_int (ask, 0));
  if (!carrel_statement_finish (ask, error) || !sql ||
      !carrel_connection_execute (connection, sql, error))
    return NULL;
  return GINT_TO_POINTER (TRUE);
}

static void
page_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  end (task, FALSE, error);
}

static void
try_folder (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError  *error = NULL;
  gboolean is_full;

  if (carrel_folder_try (carrel_library_get_folder (source), ROOM, &is_full, &error)) {
    g_task_return_int (task, FALSE);
    return;
  }
  *(gboolean *) data = is_full;
  g_task_return_error (task, error);
}

static void
folder_tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CarrelLibrary *self = CARREL_LIBRARY (source);
  g_autoptr (GTask) write = NULL;
  GError *error = NULL;

  g_task_propagate_int (G_TASK (result), &error);
  if (error) {
    end (task, *(gboolean *) g_task_get_task_data (G_TASK (result)), error);
    return;
  }
  write = g_task_new (self, NULL, page_written_cb, g_object_ref (task));
  carrel_database_write (self->database, write, CARREL_PRIORITY_CLICK, write_page, NULL, NULL,
                         NULL);
}

void
carrel_library_try_disk_async (CarrelLibrary      *self,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GTask) folder = g_task_new (self, NULL, folder_tried_cb, task);

  g_task_set_source_tag (task, carrel_library_try_disk_async);
  g_clear_handle_id (&self->disk_timer, g_source_remove);
  self->disk_asked = TRUE;
  g_task_set_task_data (folder, g_new0 (gboolean, 1), g_free);
  g_task_run_in_thread (folder, try_folder);
}

gboolean
carrel_library_try_disk_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
carrel_library_doubt_disk (CarrelLibrary *self, const GError *error)
{
  if (self->disk_watched && !self->disk_asked && !self->closed && !self->write_error &&
      g_error_matches (error, CARREL_ERROR, CARREL_ERROR_DISK))
    carrel_library_try_disk_async (self, NULL, NULL);
}

static void
failed_to_write_cb (CarrelLibrary *self)
{
  if (!self->disk_asked && !self->closed && !self->write_error)
    carrel_library_try_disk_async (self, NULL, NULL);
}

void
carrel_library_watch_disk (CarrelLibrary *self)
{
  if (self->disk_watched)
    return;
  self->disk_watched = TRUE;
  g_signal_connect_object (self->database, "failed-to-write", G_CALLBACK (failed_to_write_cb), self,
                           G_CONNECT_SWAPPED);
}

const GError *
carrel_library_get_write_error (CarrelLibrary *self)
{
  return self->write_error;
}

gboolean
carrel_library_is_disk_full (CarrelLibrary *self)
{
  return self->disk_full;
}
