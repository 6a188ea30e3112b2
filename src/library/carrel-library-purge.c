/* carrel-library-purge.c: deleting for good, as a chain of short jobs on the writer: articles,
 * their blobs, what the index still knows of them, the log.
 *
 * Main thread between the jobs. A chain that was broken off is gone through again by the next one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-library-backup.h"
#include "library/carrel-library-private.h"
#include "library/carrel-work.h"

#include <glib/gi18n.h>

#define ARTICLES_A_SLICE 50
#define PAGES_A_SLICE 200
/* A reader of an old state (a backup) keeps the log as it is: asked again every second. */
#define MAX_TRIES 120

typedef enum {
  PURGE_ARTICLES,
  PURGE_BLOBS,
  PURGE_INDEX,
  PURGE_LOG,
  PURGE_END,
  PURGE_DONE
} PurgeStep;

typedef struct {
  PurgeStep  step;
  gint64     before;
  GPtrArray *blobs;  /* (owned): of what was purged */
  guint      n;      /* articles purged so far */
  guint      merged; /* for carrel_store_merge_index () */
  guint      tries;
} Purge;

static void
free_purge (gpointer data)
{
  Purge *purge = data;

  g_ptr_array_unref (purge->blobs);
  g_free (purge);
}

static gboolean
run_step (CarrelConnection *connection, Purge *purge, CarrelChanges *changes, GError **error)
{
  gboolean done, cleaning;
  guint    n;

  switch (purge->step) {
  case PURGE_ARTICLES:
    if (!carrel_store_purge_some (connection, purge->before, ARTICLES_A_SLICE, &n, purge->blobs,
                                  changes, error))
      return FALSE;
    purge->n += n;
    if (n > 0)
      return TRUE;
    if (!carrel_store_is_cleaning (connection, &cleaning, error))
      return FALSE;
    purge->step = cleaning ? PURGE_BLOBS : PURGE_DONE;
    return TRUE;
  case PURGE_BLOBS:
    purge->step = PURGE_INDEX;
    return carrel_store_remove_blobs (connection, purge->blobs, error);
  case PURGE_INDEX:
    if (!carrel_store_merge_index (connection, &purge->merged, PAGES_A_SLICE, &done, error))
      return FALSE;
    if (done) {
      purge->step = PURGE_LOG;
      carrel_connection_want_short_log (connection);
    }
    return TRUE;
  case PURGE_LOG:
    if (!carrel_connection_has_short_log (connection, &done, error))
      return FALSE;
    if (done)
      purge->step = PURGE_END;
    else if (++purge->tries > MAX_TRIES)
      purge->step = PURGE_DONE; /* «cleaning» stays noted */
    return TRUE;
  case PURGE_END:
    purge->step = PURGE_DONE;
    return carrel_store_set_cleaning (connection, FALSE, error);
  case PURGE_DONE:
    break;
  }
  return TRUE;
}

static gpointer
run_purge (CarrelConnection *connection,
           gpointer          data,
           CarrelChanges    *changes,
           GCancellable     *cancellable,
           GError          **error)
{
  Purge *purge = data, before = *purge;

  if (run_step (connection, purge, changes, error))
    return GINT_TO_POINTER (TRUE);
  purge->step = before.step;
  return NULL;
}

static void slice_done_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
run_slice (GTask *task)
{
  CarrelLibrary *self = g_task_get_source_object (task);
  Purge         *purge = g_task_get_task_data (task);
  g_autoptr (GTask) slice = g_task_new (self, NULL, slice_done_cb, g_object_ref (task));

  carrel_database_write (self->database, slice,
                         purge->step == PURGE_ARTICLES && purge->n == 0 ? CARREL_PRIORITY_CLICK
                                                                        : CARREL_PRIORITY_IMPORT,
                         run_purge, purge, NULL, NULL);
}

static gboolean
try_again_cb (gpointer data)
{
  run_slice (data);
  return G_SOURCE_REMOVE;
}

static void
slice_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Purge  *purge = g_task_get_task_data (task);
  GError *error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (error)
    g_task_return_error (task, error);
  else if (purge->step == PURGE_DONE)
    g_task_return_pointer (task, carrel_undo_new (), (GDestroyNotify) carrel_undo_unref);
  else if (purge->step == PURGE_LOG && purge->tries > 0)
    g_timeout_add_full (G_PRIORITY_DEFAULT, 1000, try_again_cb, g_object_ref (task),
                        g_object_unref);
  else
    run_slice (task);
}

void
carrel_library_purge_async (CarrelLibrary      *self,
                            gint64              before,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Purge *purge = g_new0 (Purge, 1);

  g_task_set_source_tag (task, carrel_library_purge_async);
  purge->before = before;
  purge->blobs = g_ptr_array_new_with_free_func (g_free);
  g_task_set_task_data (task, purge, free_purge);
  run_slice (task);
}

static void
purged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError     *error = NULL;
  CarrelUndo *undo = carrel_library_change_finish (CARREL_LIBRARY (source), result, &error);

  carrel_work_end (g_task_get_task_data (task), error, NULL);
  if (undo)
    g_task_return_pointer (task, undo, (GDestroyNotify) carrel_undo_unref);
  else
    g_task_return_error (task, error);
}

static void
backed_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CarrelLibrary *self = g_task_get_source_object (task);
  GError        *error = NULL;
  g_autoptr (CarrelBackup) backup = carrel_library_back_up_finish (result, &error);

  if (backup) {
    carrel_library_purge_async (self, G_MAXINT64, purged_cb, g_object_ref (task));
  } else {
    carrel_work_end (g_task_get_task_data (task), error, NULL);
    g_task_return_error (task, error);
  }
}

void
carrel_library_empty_trash_async (CarrelLibrary      *self,
                                  gboolean            back_up,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  CarrelWork *work = carrel_work_begin (self, _ ("Emptying the Trash"), NULL);

  g_task_set_source_tag (task, carrel_library_empty_trash_async);
  g_task_set_task_data (task, work, g_object_unref);
  if (back_up && self->counts.trash > 0)
    carrel_library_back_up_async (carrel_library_get_folder (self), CARREL_BACKUP_BEFORE_DELETING,
                                  carrel_work_get_progress (work), NULL, backed_up_cb,
                                  g_object_ref (task));
  else
    carrel_library_purge_async (self, G_MAXINT64, purged_cb, g_object_ref (task));
}
