/* carrel-queue-run.c: an entry of the fetch queue, run: how it begins, and how it ends.
 *
 * Main thread. An address runs as a CarrelAdd, which removes its entry in the transaction that
 * inserts the article; an article's page that is fetched again is done with when it is known what
 * came of it. Any other end is written down first (n_ending), then told.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-queue-private.h"

#include "base/carrel-error.h"
#include "base/carrel-time.h"
#include "model/carrel-address.h"

#define SHORT_HOLD 60 /* seconds that are waited for without writing it down */
#define MAX_ENDS 32

static void
free_running (CarrelQueueRun *running)
{
  g_object_unref (running->queue);
  g_object_unref (running->entry);
  g_object_unref (running->add);
  g_object_unref (running->cancellable);
  g_clear_error (&running->error);
  g_clear_pointer (&running->refetch, carrel_refetch_free);
  g_free (running->host);
  g_free (running);
}

/* ── Ends ── */

static void
tell_end (CarrelQueueRun *running, CarrelQueueEntry *entry)
{
  CarrelQueue                *self = running->queue;
  const CarrelQueueEntryData *data = carrel_queue_entry_get (running->entry);
  CarrelQueueEnd end = { data->address, running->add,  running->article, running->error,
                         entry,         data->article, running->refetch };

  carrel_queue_emit_ended (self, data->id, &end);
}

typedef struct {
  gint64  id;
  GError *error; /* (owned) (nullable) */
  char   *host;  /* (owned) (nullable): left alone, too */
  gint64  until;
  enum { FAIL, RELEASE, FINISH } what;
} Ending;

static void
free_ending (gpointer data)
{
  Ending *ending = data;

  g_clear_error (&ending->error);
  g_free (ending->host);
  g_free (ending);
}

/* The entry as it stays, or TRUE. */
static gpointer
write_ending (CarrelConnection *connection,
              gpointer          data,
              CarrelChanges    *changes,
              GCancellable     *cancellable,
              GError          **error)
{
  Ending           *ending = data;
  GError           *local = NULL;
  CarrelQueueEntry *entry = NULL;

  if (ending->what == RELEASE)
    carrel_store_queue_release (connection, ending->id, changes, &local);
  else if (ending->what == FINISH)
    carrel_store_queue_finish (connection, ending->id, changes, &local);
  else
    entry = carrel_store_queue_fail (connection, ending->id, ending->error, changes, &local);
  if (!local && ending->host)
    carrel_store_queue_hold_host (connection, ending->host, ending->until, changes, &local);
  if (local) {
    g_clear_object (&entry);
    g_propagate_error (error, local);
    return NULL;
  }
  return entry ? (gpointer) entry : GINT_TO_POINTER (TRUE);
}

static void
ending_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelQueueRun *running = user_data;
  CarrelQueue    *self = running->queue;
  g_autoptr (GError) error = NULL;
  gpointer entry = g_task_propagate_pointer (G_TASK (result), &error);

  /* What can't be written down is found when the process has ended. */
  if (error)
    g_debug ("How an address ended was not written down: %s", error->message);
  self->n_ending--;
  tell_end (running, entry && entry != GINT_TO_POINTER (TRUE) ? entry : NULL);
  if (entry && entry != GINT_TO_POINTER (TRUE))
    g_object_unref (entry);
  free_running (running);
  carrel_queue_wake (self);
}

static void
free_written (gpointer entry)
{
  if (entry != GINT_TO_POINTER (TRUE))
    g_object_unref (entry);
}

static void
write_end (CarrelQueueRun *running, Ending *ending)
{
  CarrelQueue   *self = running->queue;
  CarrelLibrary *library = self->library;
  g_autoptr (GTask) task = NULL;

  if (!library) {
    free_ending (ending);
    free_running (running);
    return;
  }
  ending->id = carrel_queue_entry_get (running->entry)->id;
  self->n_ending++;
  task = g_task_new (library, NULL, ending_written_cb, running);
  carrel_database_write (library->database, task, CARREL_PRIORITY_CLICK, write_ending, ending,
                         free_ending, free_written);
}

/* The server said when: the others of its host wait, too. */
static void
hold_host (CarrelQueue *self, CarrelQueueRun *running, Ending *ending)
{
  guint  wait = carrel_error_get_wait (running->error);
  gint64 until = g_get_monotonic_time () + (gint64) wait * G_USEC_PER_SEC;

  if (wait == 0)
    return;
  if (wait > SHORT_HOLD) {
    ending->host = g_strdup (running->host);
    ending->until = carrel_time_now () + wait;
  } else {
    g_hash_table_insert (self->held, g_strdup (running->host), g_memdup2 (&until, sizeof until));
  }
}

static void
count_end (CarrelQueue *self)
{
  gint64 now = g_get_monotonic_time ();

  self->done++;
  g_array_append_val (self->ends, now);
  if (self->ends->len > MAX_ENDS)
    g_array_remove_index (self->ends, 0);
}

/* Not the site's fault, and no try. */
static gboolean
is_ours (CarrelQueue *self, CarrelQueueRun *running)
{
  return g_error_matches (running->error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
         g_error_matches (running->error, CARREL_ERROR, CARREL_ERROR_DISK) ||
         (g_error_matches (running->error, CARREL_ERROR, CARREL_ERROR_NETWORK) &&
          carrel_queue_is_offline (self));
}

/* `done`: its entry is gone already. */
static void
end_run (CarrelQueueRun *running, gboolean done)
{
  g_autoptr (CarrelQueue) self = g_object_ref (running->queue);
  gint64  id = carrel_queue_entry_get (running->entry)->id;
  Ending *ending;

  g_hash_table_remove (self->running, &id);
  count_end (self);
  if (done || running->gone) {
    tell_end (running, NULL);
    free_running (running);
    carrel_queue_wake (self);
    return;
  }
  ending = g_new0 (Ending, 1);
  if (running->article != 0) {
    ending->what = FINISH; /* it was there, or is what it is by now */
  } else if (is_ours (self, running)) {
    ending->what = RELEASE;
    if (g_error_matches (running->error, CARREL_ERROR, CARREL_ERROR_DISK))
      self->halted = g_get_monotonic_time () + CARREL_QUEUE_DISK_SECONDS * G_USEC_PER_SEC;
  } else {
    ending->what = FAIL;
    ending->error = g_error_copy (running->error);
    hold_host (self, running, ending);
  }
  write_end (running, ending);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelQueueRun *running = user_data;
  gint64          existing = carrel_add_get_existing (running->add);

  running->article = carrel_library_add_finish (CARREL_LIBRARY (source), result, &running->error);
  if (running->article == 0 && g_error_matches (running->error, CARREL_ERROR, CARREL_ERROR_EXISTS))
    running->article = existing;
  end_run (running, running->article != 0 && existing == 0);
}

static void
fetched_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelQueueRun *running = user_data;

  running->refetch =
      carrel_library_fetch_again_finish (CARREL_LIBRARY (source), result, &running->error);
  if (running->refetch)
    running->article = carrel_queue_entry_get (running->entry)->article;
  end_run (running, FALSE);
}

/* ── Beginning ── */

static void
start (CarrelQueueRun *running)
{
  CarrelQueue                *self = running->queue;
  const CarrelQueueEntryData *data = carrel_queue_entry_get (running->entry);

  if (data->article != 0) {
    carrel_library_fetch_again_async (self->library, data->article, data->less, data->images,
                                      running->add, running->cancellable, fetched_again_cb,
                                      running);
    return;
  }
  /* Half a page is kept only where there is no hope for the whole. */
  carrel_add_set_queue_entry (running->add, data->id, data->tries + 1 < CARREL_QUEUE_MAX_TRIES);
  carrel_library_add_async (self->library, running->add, running->cancellable, added_cb, running);
}

void
carrel_queue_begin (CarrelQueue *self, CarrelQueueEntry *entry)
{
  const CarrelQueueEntryData *data = carrel_queue_entry_get (entry);
  CarrelQueueRun             *running = g_new0 (CarrelQueueRun, 1);

  running->queue = g_object_ref (self);
  running->entry = g_object_ref (entry);
  running->add = carrel_add_new_for_address (data->address);
  running->cancellable = g_cancellable_new ();
  running->host = carrel_address_dup_host (data->address);
  if (!running->host)
    running->host = g_strdup ("");
  carrel_add_set_images (running->add, data->images);
  if (self->since == 0)
    self->since = g_get_monotonic_time ();
  g_hash_table_insert (self->running, g_memdup2 (&data->id, sizeof data->id), running);
  if (self->work == CARREL_QUEUE_WORK_NONE) /* stopped while it was taken */
    g_cancellable_cancel (running->cancellable);
  carrel_queue_emit_began (self, data->id, running->add);
  start (running);
}

void
carrel_queue_cancel_running (CarrelQueue *self, GArray *ids)
{
  GHashTableIter iter;
  gpointer       key, value;

  g_hash_table_iter_init (&iter, self->running);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    gboolean found = ids == NULL;

    for (guint i = 0; !found && i < ids->len; i++)
      found = g_array_index (ids, gint64, i) == *(gint64 *) key;
    if (found) {
      ((CarrelQueueRun *) value)->gone = TRUE;
      g_cancellable_cancel (((CarrelQueueRun *) value)->cancellable);
    }
  }
}
