/* carrel-queue.c: the work on the fetch queue: what is begun when, and how far it is.
 *
 * Main thread. claim () takes entries in one transaction of the writer; each then runs
 * (carrel-queue-run.c). The queue asks for entries when a slot is free and the last claim did not
 * run dry; what may change that wakes it: an end, a change of the library, the network, or the
 * timer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-queue-private.h"

#include "base/carrel-error.h"
#include "base/carrel-time.h"
#include "model/carrel-address.h"

#include <string.h>

#define AT_ONCE 8
#define PER_HOST 2
#define TELL_MS 250
#define TIMER_SECONDS 3600
#define RATE_SECONDS 30
#define LEFT_AFTER 5 /* seconds */

G_DEFINE_FINAL_TYPE (CarrelQueue, carrel_queue, G_TYPE_OBJECT)

enum { BEGAN, ENDED, CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void pump (CarrelQueue *self);

/* ── The owner ── */

static void
clear_self (gpointer data)
{
  g_clear_pointer (&((CarrelQueueSelf *) data)->owner, carrel_queue_owner_free);
}

void
carrel_queue_self_unref (CarrelQueueSelf *self)
{
  g_atomic_rc_box_release_full (self, clear_self);
}

CarrelQueueOwner *
carrel_queue_self_get_owner (CarrelQueueSelf *self, CarrelConnection *connection, GError **error)
{
  if (!self->owner)
    self->owner = carrel_queue_owner_new (carrel_connection_get_folder (connection), error);
  return self->owner;
}

/* ── Telling ── */

static gboolean
tell_cb (gpointer data)
{
  CarrelQueue *self = data;

  self->teller = 0;
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

void
carrel_queue_touch (CarrelQueue *self)
{
  if (!self->teller && !self->stopped)
    self->teller = g_timeout_add (TELL_MS, tell_cb, self);
}

void
carrel_queue_emit_began (CarrelQueue *self, gint64 id, CarrelAdd *add)
{
  g_signal_emit (self, signals[BEGAN], 0, id, add);
}

void
carrel_queue_emit_ended (CarrelQueue *self, gint64 id, const CarrelQueueEnd *end)
{
  g_signal_emit (self, signals[ENDED], 0, id, end);
  carrel_queue_touch (self);
}

/* ── The network ── */

gboolean
carrel_queue_is_offline (CarrelQueue *self)
{
  return !self->insist && !g_network_monitor_get_network_available (self->monitor);
}

CarrelQueuePause
carrel_queue_get_pause (CarrelQueue *self)
{
  if (self->paused)
    return CARREL_QUEUE_PAUSE_BY_HAND;
  if (self->halted > g_get_monotonic_time ())
    return CARREL_QUEUE_PAUSE_DISK;
  if (carrel_queue_is_offline (self))
    return CARREL_QUEUE_PAUSE_OFFLINE;
  if (!self->insist && !self->now && g_network_monitor_get_network_metered (self->monitor))
    return CARREL_QUEUE_PAUSE_METERED;
  return CARREL_QUEUE_PAUSE_NONE;
}

void
carrel_queue_set_paused (CarrelQueue *self, gboolean paused)
{
  self->paused = paused;
  carrel_queue_touch (self);
  carrel_queue_wake (self);
}

void
carrel_queue_fetch_now (CarrelQueue *self)
{
  self->now = TRUE;
  self->halted = 0;
  carrel_queue_set_paused (self, FALSE);
}

void
carrel_queue_disk_is_back (CarrelQueue *self)
{
  self->halted = 0;
  carrel_queue_touch (self);
  carrel_queue_wake (self);
}

static void
network_changed_cb (CarrelQueue *self)
{
  self->now = FALSE;
  carrel_queue_touch (self);
  carrel_queue_wake (self);
}

void
carrel_queue_set_monitor (CarrelQueue *self, GNetworkMonitor *monitor)
{
  if (self->monitor)
    g_signal_handlers_disconnect_by_func (self->monitor, network_changed_cb, self);
  g_set_object (&self->monitor, monitor);
  g_signal_connect_object (monitor, "network-changed", G_CALLBACK (network_changed_cb), self,
                           G_CONNECT_SWAPPED);
  network_changed_cb (self);
}

/* ── Taking ── */

typedef struct {
  CarrelQueueSelf *self;  /* (owned) */
  CarrelQueueClaim claim; /* its owner is set by the job */
  gint64           next_due;
  guint            n_due;
} Claim;

static void
free_claim (gpointer data)
{
  Claim *claim = data;

  carrel_queue_self_unref (claim->self);
  g_ptr_array_unref (claim->claim.busy);
  g_free (claim);
}

static gpointer
run_claim (CarrelConnection *connection,
           gpointer          data,
           CarrelChanges    *changes,
           GCancellable     *cancellable,
           GError          **error)
{
  Claim *claim = data;
  g_autoptr (GPtrArray) entries = NULL;

  claim->claim.owner = carrel_queue_self_get_owner (claim->self, connection, error);
  entries = claim->claim.owner ? carrel_store_queue_claim (connection, &claim->claim,
                                                           &claim->next_due, changes, error)
                               : NULL;
  if (!entries || !carrel_store_queue_count_due (connection, &claim->claim, &claim->n_due, error))
    return NULL;
  return g_steal_pointer (&entries);
}

static guint
count_host (CarrelQueue *self, const char *host)
{
  GHashTableIter iter;
  gpointer       running;
  guint          n = 0;

  g_hash_table_iter_init (&iter, self->running);
  while (g_hash_table_iter_next (&iter, NULL, &running))
    n += strcmp (((CarrelQueueRun *) running)->host, host) == 0;
  return n;
}

/* Hosts that have enough, or asked to be left alone. */
static GPtrArray *
list_busy (CarrelQueue *self)
{
  GPtrArray     *busy = g_ptr_array_new_with_free_func (g_free);
  gint64         now = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer       host, value;

  g_hash_table_iter_init (&iter, self->held);
  while (g_hash_table_iter_next (&iter, &host, &value)) {
    if (*(gint64 *) value <= now)
      g_hash_table_iter_remove (&iter);
    else
      g_ptr_array_add (busy, g_strdup (host));
  }
  g_hash_table_iter_init (&iter, self->running);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const char *name = ((CarrelQueueRun *) value)->host;

    if (count_host (self, name) >= PER_HOST &&
        !g_ptr_array_find_with_equal_func (busy, name, g_str_equal, NULL))
      g_ptr_array_add (busy, g_strdup (name));
  }
  return busy;
}

static gboolean
timer_cb (gpointer data)
{
  CarrelQueue *self = data;

  self->timer = 0;
  carrel_queue_wake (self);
  return G_SOURCE_REMOVE;
}

/* When something may be tried that may not be now. */
static void
set_timer (CarrelQueue *self)
{
  gint64         now = g_get_monotonic_time (), first = G_MAXINT64;
  GHashTableIter iter;
  gpointer       value;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->stopped || self->work == CARREL_QUEUE_WORK_NONE)
    return;
  if (self->next_due > 0)
    first = now + MAX (self->next_due - carrel_time_now (), 0) * G_USEC_PER_SEC;
  g_hash_table_iter_init (&iter, self->held);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    first = MIN (first, *(gint64 *) value);
  if (self->halted > now)
    first = MIN (first, self->halted);
  if (first != G_MAXINT64)
    self->timer = g_timeout_add (
        (guint) (CLAMP ((first - now) / 1000 + 20, 20, TIMER_SECONDS * 1000)), timer_cb, self);
}

static void
claimed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelQueue) self = user_data;
  g_autoptr (GError) error = NULL;
  Claim *claim = g_task_get_task_data (G_TASK (result));
  g_autoptr (GPtrArray) entries = g_task_propagate_pointer (G_TASK (result), &error);

  self->claiming = FALSE;
  if (entries) {
    self->next_due = claim->next_due;
    self->n_due = claim->n_due;
    self->dry = entries->len < claim->claim.n;
    for (guint i = 0; i < entries->len && !self->stopped && self->library; i++)
      carrel_queue_begin (self, entries->pdata[i]);
  } else if (!self->stopped) {
    g_debug ("The queue could not be asked: %s", error->message);
    self->halted = g_get_monotonic_time () + CARREL_QUEUE_DISK_SECONDS * G_USEC_PER_SEC;
    self->dry = TRUE;
  }
  if (self->again && !self->stopped) {
    self->again = FALSE;
    self->dry = FALSE;
  }
  set_timer (self);
  carrel_queue_touch (self);
  pump (self);
}

static void
pump (CarrelQueue *self)
{
  guint            n_running = g_hash_table_size (self->running);
  CarrelQueuePause pause;
  g_autoptr (GTask) task = NULL;
  Claim *claim;

  if (self->stopped || !self->library || self->work == CARREL_QUEUE_WORK_NONE || self->claiming ||
      self->dry || n_running >= AT_ONCE)
    return;
  pause = carrel_queue_get_pause (self);
  if (pause == CARREL_QUEUE_PAUSE_BY_HAND || pause == CARREL_QUEUE_PAUSE_DISK) {
    set_timer (self);
    return;
  }
  claim = g_new0 (Claim, 1);
  claim->self = g_atomic_rc_box_acquire (self->self);
  claim->claim.own_only = self->work == CARREL_QUEUE_WORK_OWN;
  claim->claim.local_only = pause != CARREL_QUEUE_PAUSE_NONE;
  claim->claim.busy = list_busy (self);
  claim->claim.n = AT_ONCE - n_running;
  self->claiming = TRUE;
  task = g_task_new (self->library, NULL, claimed_cb, g_object_ref (self));
  g_task_set_task_data (task, claim, free_claim);
  carrel_database_write (self->library->database, task, CARREL_PRIORITY_IMPORT, run_claim, claim,
                         NULL, (GDestroyNotify) g_ptr_array_unref);
}

void
carrel_queue_wake (CarrelQueue *self)
{
  if (self->claiming)
    self->again = TRUE;
  self->dry = FALSE;
  pump (self);
}

void
carrel_queue_stop (CarrelQueue *self)
{
  GHashTableIter iter;
  gpointer       value;

  self->work = CARREL_QUEUE_WORK_NONE;
  g_clear_handle_id (&self->timer, g_source_remove);
  g_hash_table_iter_init (&iter, self->running);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_cancellable_cancel (((CarrelQueueRun *) value)->cancellable);
}

void
carrel_queue_close (CarrelQueue *self)
{
  carrel_queue_stop (self);
  self->stopped = TRUE;
  g_clear_handle_id (&self->teller, g_source_remove);
}

/* ── How it is ── */

void
carrel_queue_set_work (CarrelQueue *self, CarrelQueueWork work, gboolean insist)
{
  self->work = work;
  self->insist = insist;
  carrel_queue_wake (self);
}

void
carrel_queue_set_deadline (CarrelQueue *self, guint seconds)
{
  CarrelFetcher *fetcher = carrel_library_get_fetcher (self->library);
  guint          headers;

  g_object_get (fetcher, "header-deadline", &headers, NULL);
  g_object_set (fetcher, "deadline", seconds * 1000, "header-deadline",
                MIN (headers, seconds * 1000), NULL);
}

guint
carrel_queue_get_n_running (CarrelQueue *self)
{
  return g_hash_table_size (self->running);
}

CarrelAdd *
carrel_queue_get_add (CarrelQueue *self, gint64 id)
{
  CarrelQueueRun *running = g_hash_table_lookup (self->running, &id);

  return running ? running->add : NULL;
}

static gboolean
is_quiet (CarrelQueue *self)
{
  return g_hash_table_size (self->running) == 0 && self->n_ending == 0 && !self->claiming;
}

gboolean
carrel_queue_is_idle (CarrelQueue *self)
{
  return is_quiet (self) &&
         (self->work == CARREL_QUEUE_WORK_NONE || (self->dry && self->n_due == 0));
}

void
carrel_queue_get_progress (CarrelQueue *self, CarrelQueueProgress *progress)
{
  gint64 now = g_get_monotonic_time ();
  guint  waiting = self->n_due + g_hash_table_size (self->running);
  gint64 first;

  if (carrel_queue_is_idle (self)) {
    self->done = 0;
    self->since = 0;
    g_array_set_size (self->ends, 0);
  }
  *progress = (CarrelQueueProgress) { self->done, self->done + waiting, 0, 0 };
  while (self->ends->len > 0 &&
         g_array_index (self->ends, gint64, 0) < now - RATE_SECONDS * G_USEC_PER_SEC)
    g_array_remove_index (self->ends, 0);
  if (self->ends->len < 3 || self->since == 0 || now - self->since < LEFT_AFTER * G_USEC_PER_SEC)
    return;
  first = g_array_index (self->ends, gint64, 0);
  if (now - first > G_USEC_PER_SEC / 2) {
    progress->rate = (double) self->ends->len * G_USEC_PER_SEC / (double) (now - first);
    progress->left = waiting / progress->rate;
  }
}

/* ── Object ── */

static void
library_changed_cb (CarrelQueue *self, CarrelChanges *changes)
{
  if (carrel_changes_get_kinds (changes) & CARREL_CHANGED_QUEUE) {
    carrel_queue_touch (self);
    carrel_queue_wake (self);
  }
}

CarrelQueue *
carrel_library_get_queue (CarrelLibrary *library)
{
  if (!library->queue) {
    CarrelQueue *self = g_object_new (CARREL_TYPE_QUEUE, NULL);

    g_set_weak_pointer (&self->library, library);
    g_signal_connect_object (library, "changed", G_CALLBACK (library_changed_cb), self,
                             G_CONNECT_SWAPPED);
    library->queue = self;
  }
  return library->queue;
}

CarrelLibrary *
carrel_queue_get_library (CarrelQueue *self)
{
  return self->library;
}

static void
carrel_queue_dispose (GObject *object)
{
  CarrelQueue *self = CARREL_QUEUE (object);

  self->stopped = TRUE;
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->teller, g_source_remove);
  g_clear_weak_pointer (&self->library);
  g_clear_object (&self->monitor);
  G_OBJECT_CLASS (carrel_queue_parent_class)->dispose (object);
}

static void
carrel_queue_finalize (GObject *object)
{
  CarrelQueue *self = CARREL_QUEUE (object);

  carrel_queue_self_unref (self->self);
  g_hash_table_unref (self->running);
  g_hash_table_unref (self->held);
  g_array_unref (self->ends);
  G_OBJECT_CLASS (carrel_queue_parent_class)->finalize (object);
}

static void
carrel_queue_class_init (CarrelQueueClass *class)
{
  G_OBJECT_CLASS (class)->dispose = carrel_queue_dispose;
  G_OBJECT_CLASS (class)->finalize = carrel_queue_finalize;
  signals[BEGAN] = g_signal_new ("began", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, CARREL_TYPE_ADD);
  signals[ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_POINTER);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
carrel_queue_init (CarrelQueue *self)
{
  self->self = g_atomic_rc_box_new0 (CarrelQueueSelf);
  self->running = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->ends = g_array_new (FALSE, FALSE, sizeof (gint64));
  carrel_queue_set_monitor (self, g_network_monitor_get_default ());
}
