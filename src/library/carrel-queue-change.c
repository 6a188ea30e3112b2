/* carrel-queue-change.c: asking, retrying, giving up, and looking: each a job of the database.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-queue-private.h"
#include "library/carrel-settings.h"
#include "model/carrel-bookmark.h"

#define SLICE 250 /* addresses that are written down in one transaction */

typedef struct {
  CarrelQueueSelf *self;      /* (owned) */
  GPtrArray       *bookmarks; /* (owned) (nullable) (element-type CarrelBookmark) */
  GArray          *ids;       /* (owned) (nullable) (element-type gint64) */
  GStrv            topics;    /* (owned) (nullable) */
  CarrelQueueAsk   ask;
  gboolean         keep, known; /* known: bookmarks, of which those that are here are passed over */
  guint            states;
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  carrel_queue_self_unref (job->self);
  g_clear_pointer (&job->bookmarks, g_ptr_array_unref);
  g_clear_pointer (&job->ids, g_array_unref);
  g_strfreev (job->topics);
  g_free (job);
}

static Job *
new_job (CarrelQueue *self, GArray *ids)
{
  Job *job = g_new0 (Job, 1);

  job->self = g_atomic_rc_box_acquire (self->self);
  job->ids = ids ? g_array_copy (ids) : NULL;
  return job;
}

static void
do_write (CarrelQueue        *self,
          CarrelWriteFunc     func,
          Job                *job,
          GDestroyNotify      free_result,
          GAsyncReadyCallback callback,
          gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  if (!self->library) {
    g_task_return_new_error_literal (task, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                     "The library is closed");
    free_job (job);
    return;
  }
  carrel_database_write (self->library->database, task, CARREL_PRIORITY_CLICK, func, job, free_job,
                         free_result);
}

/* ── Asking ── */

static gpointer
copy_bookmark (gconstpointer bookmark, gpointer data)
{
  return carrel_bookmark_copy (bookmark);
}

static gpointer
copy_address (gconstpointer address, gpointer data)
{
  return carrel_bookmark_new (g_strdup (address), NULL, 0);
}

static gpointer
run_add (CarrelConnection *connection,
         gpointer          data,
         CarrelChanges    *changes,
         GCancellable     *cancellable,
         GError          **error)
{
  Job              *job = data;
  CarrelQueueOwner *owner = carrel_queue_self_get_owner (job->self, connection, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!owner)
    return NULL;
  job->ask.topics = (const char *const *) job->topics;
  job->ask.owner = job->keep ? carrel_queue_owner_get_id (owner) : 0;
  if (job->known) {
    if (!carrel_store_queue_add_bookmarks (connection, job->bookmarks, &job->ask, owner, ids,
                                           changes, error))
      return NULL;
  } else {
    g_autoptr (GPtrArray) addresses = g_ptr_array_new ();

    for (guint i = 0; i < job->bookmarks->len; i++)
      g_ptr_array_add (addresses, ((CarrelBookmark *) job->bookmarks->pdata[i])->address);
    if (!carrel_store_queue_add (connection, addresses, &job->ask, owner, ids, changes, error))
      return NULL;
  }
  return g_steal_pointer (&ids);
}

/* Thousands come in slices, so that a click doesn't wait for all of them. */
typedef struct {
  GPtrArray         *bookmarks; /* (owned) (element-type CarrelBookmark) */
  gboolean           known;
  GStrv              topics;  /* (owned) (nullable) */
  CarrelQueueOptions options; /* but for its topics */
  GArray            *ids;     /* (owned) (nullable) (element-type gint64): so far */
} Adding;

static void
free_adding (gpointer data)
{
  Adding *adding = data;

  g_ptr_array_unref (adding->bookmarks);
  g_strfreev (adding->topics);
  g_clear_pointer (&adding->ids, g_array_unref);
  g_free (adding);
}

static void add_slice (GTask *task);

static void
slice_added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Adding *adding = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GArray) ids = g_task_propagate_pointer (G_TASK (result), &error);

  if (!ids) {
    g_task_return_error (task, error);
    return;
  }
  g_array_append_vals (adding->ids, ids->data, ids->len);
  if (adding->ids->len < adding->bookmarks->len)
    add_slice (g_steal_pointer (&task));
  else
    g_task_return_pointer (task, g_steal_pointer (&adding->ids), (GDestroyNotify) g_array_unref);
}

/* Takes the task. */
static void
add_slice (GTask *task)
{
  CarrelQueue *self = g_task_get_source_object (task);
  Adding      *adding = g_task_get_task_data (task);
  Job         *job = new_job (self, NULL);

  job->bookmarks = g_ptr_array_new_with_free_func ((GDestroyNotify) carrel_bookmark_free);
  for (guint i = adding->ids->len; i < adding->bookmarks->len && job->bookmarks->len < SLICE; i++)
    g_ptr_array_add (job->bookmarks, carrel_bookmark_copy (adding->bookmarks->pdata[i]));
  job->known = adding->known;
  job->topics = g_strdupv (adding->topics);
  job->ask.place = adding->options.place;
  job->ask.images =
      !adding->options.no_images && carrel_settings_get_images (carrel_settings_get_default ());
  job->ask.soon = adding->options.soon;
  job->keep = adding->options.keep;
  do_write (self, run_add, job, (GDestroyNotify) g_array_unref, slice_added_cb, task);
}

static void
add (CarrelQueue              *self,
     GPtrArray                *these,
     GCopyFunc                 copy,
     const CarrelQueueOptions *options,
     GAsyncReadyCallback       callback,
     gpointer                  user_data)
{
  GTask  *task = g_task_new (self, NULL, callback, user_data);
  Adding *adding = g_new0 (Adding, 1);

  g_task_set_source_tag (task, add);
  adding->bookmarks = g_ptr_array_new_with_free_func ((GDestroyNotify) carrel_bookmark_free);
  g_ptr_array_extend (adding->bookmarks, these, copy, NULL);
  adding->known = copy == copy_bookmark;
  adding->topics = g_strdupv ((GStrv) options->topics);
  adding->options = *options;
  adding->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_task_set_task_data (task, adding, free_adding);
  add_slice (task);
}

void
carrel_queue_add_async (CarrelQueue              *self,
                        GPtrArray                *addresses,
                        const CarrelQueueOptions *options,
                        GAsyncReadyCallback       callback,
                        gpointer                  user_data)
{
  add (self, addresses, copy_address, options, callback, user_data);
}

void
carrel_queue_add_bookmarks_async (CarrelQueue              *self,
                                  GPtrArray                *bookmarks,
                                  const CarrelQueueOptions *options,
                                  GAsyncReadyCallback       callback,
                                  gpointer                  user_data)
{
  add (self, bookmarks, copy_bookmark, options, callback, user_data);
}

GArray *
carrel_queue_add_finish (CarrelQueue *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
run_fetch_again (CarrelConnection *connection,
                 gpointer          data,
                 CarrelChanges    *changes,
                 GCancellable     *cancellable,
                 GError          **error)
{
  Job              *job = data;
  CarrelQueueOwner *owner = carrel_queue_self_get_owner (job->self, connection, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!owner)
    return NULL;
  job->ask.owner = job->keep ? carrel_queue_owner_get_id (owner) : 0;
  return carrel_store_queue_add_articles (connection, (const gint64 *) (gpointer) job->ids->data,
                                          job->ids->len, &job->ask, owner, ids, changes, error)
             ? g_steal_pointer (&ids)
             : NULL;
}

void
carrel_queue_fetch_again_async (CarrelQueue              *self,
                                GArray                   *articles,
                                const CarrelQueueOptions *options,
                                GAsyncReadyCallback       callback,
                                gpointer                  user_data)
{
  Job *job = new_job (self, articles);

  job->ask.images =
      !options->no_images && carrel_settings_get_images (carrel_settings_get_default ());
  job->ask.soon = options->soon;
  job->ask.less = options->less;
  job->keep = options->keep;
  do_write (self, run_fetch_again, job, (GDestroyNotify) g_array_unref, callback, user_data);
}

static gpointer
run_retry (CarrelConnection *connection,
           gpointer          data,
           CarrelChanges    *changes,
           GCancellable     *cancellable,
           GError          **error)
{
  Job              *job = data;
  CarrelQueueOwner *owner = carrel_queue_self_get_owner (job->self, connection, error);

  if (!owner || !carrel_store_queue_recover (connection, owner, changes, error))
    return NULL;
  return carrel_store_queue_retry (
             connection, job->ids ? (const gint64 *) (gpointer) job->ids->data : NULL,
             job->ids ? job->ids->len : 0, job->keep ? carrel_queue_owner_get_id (owner) : 0,
             changes, error)
             ? GINT_TO_POINTER (TRUE)
             : NULL;
}

void
carrel_queue_retry_async (
    CarrelQueue *self, GArray *ids, gboolean keep, GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job = new_job (self, ids);

  job->keep = keep;
  do_write (self, run_retry, job, NULL, callback, user_data);
}

gboolean
carrel_queue_retry_finish (CarrelQueue *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

/* ── Giving up ── */

static gpointer
run_remove (CarrelConnection *connection,
            gpointer          data,
            CarrelChanges    *changes,
            GCancellable     *cancellable,
            GError          **error)
{
  Job *job = data;
  g_autoptr (CarrelUndo) undo = carrel_undo_new ();

  return carrel_store_queue_remove (connection,
                                    job->ids ? (const gint64 *) (gpointer) job->ids->data : NULL,
                                    job->ids ? job->ids->len : 0, job->states, undo, changes, error)
             ? g_steal_pointer (&undo)
             : NULL;
}

void
carrel_queue_remove_async (
    CarrelQueue *self, GArray *ids, guint states, GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job = new_job (self, ids);

  job->states = ids ? 0 : states;
  if (ids || states & 1u << CARREL_QUEUE_RUNNING)
    carrel_queue_cancel_running (self, ids);
  do_write (self, run_remove, job, (GDestroyNotify) carrel_undo_unref, callback, user_data);
}

CarrelUndo *
carrel_queue_remove_finish (CarrelQueue *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
run_recover (CarrelConnection *connection,
             gpointer          data,
             CarrelChanges    *changes,
             GCancellable     *cancellable,
             GError          **error)
{
  CarrelQueueOwner *owner = carrel_queue_self_get_owner (((Job *) data)->self, connection, error);

  return owner && carrel_store_queue_recover (connection, owner, changes, error)
             ? GINT_TO_POINTER (TRUE)
             : NULL;
}

void
carrel_queue_recover_async (CarrelQueue *self, GAsyncReadyCallback callback, gpointer user_data)
{
  do_write (self, run_recover, new_job (self, NULL), NULL, callback, user_data);
}

gboolean
carrel_queue_recover_finish (CarrelQueue *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

/* ── Looking ── */

static void
do_read (CarrelQueue        *self,
         CarrelReadFunc      func,
         gpointer            data,
         GDestroyNotify      free_data,
         GDestroyNotify      free_result,
         GCancellable       *cancellable,
         GAsyncReadyCallback callback,
         gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  if (!self->library) {
    g_task_return_new_error_literal (task, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                     "The library is closed");
    if (free_data)
      free_data (data);
    return;
  }
  carrel_database_read (self->library->database, task, func, data, free_data, free_result);
}

static gpointer
run_list (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return carrel_store_queue_list (connection, (CarrelQueueState) GPOINTER_TO_INT (data), error);
}

void
carrel_queue_list_async (CarrelQueue        *self,
                         CarrelQueueState    state,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  do_read (self, run_list, GINT_TO_POINTER (state), NULL, (GDestroyNotify) g_array_unref,
           cancellable, callback, user_data);
}

GArray *
carrel_queue_list_finish (CarrelQueue *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
run_load (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  GArray *ids = data;

  return carrel_store_queue_load (connection, (const gint64 *) (gpointer) ids->data, ids->len,
                                  error);
}

void
carrel_queue_load_async (CarrelQueue        *self,
                         GArray             *ids,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  do_read (self, run_load, g_array_copy (ids), (GDestroyNotify) g_array_unref,
           (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user_data);
}

GPtrArray *
carrel_queue_load_finish (CarrelQueue *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
run_load_events (CarrelConnection *connection,
                 gpointer          data,
                 GCancellable     *cancellable,
                 GError          **error)
{
  return carrel_store_queue_load_events (connection, *(gint64 *) data, error);
}

void
carrel_queue_load_events_async (CarrelQueue        *self,
                                gint64              id,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  do_read (self, run_load_events, carrel_library_box (id), g_free,
           (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user_data);
}

GPtrArray *
carrel_queue_load_events_finish (CarrelQueue *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
