/* carrel-database.c: connections, threads, transactions, cancellation.
 *
 * One writer, three readers. A reader's thread takes a connection that is open and at rest, or
 * opens one more: while little is asked there is one, and it has what it read last. Jobs wait in
 * two queues under one mutex; the writer's is ordered by (priority, arrival). A job's data and its
 * task are the only things that cross threads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-database.h"

#include "base/carrel-error.h"
#include "store/carrel-backups.h"
#include "store/carrel-connection-private.h"
#include "store/carrel-files.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#define N_READERS 3

typedef struct {
  GTask          *task; /* (owned) (nullable): none for the watch on other processes */
  CarrelReadFunc  read;
  CarrelWriteFunc write;
  gpointer        data;
  GDestroyNotify  free_data, free_result;
} Job;

struct _CarrelDatabase {
  GObject parent_instance;

  char             *folder;
  GMainContext     *context; /* in which it was opened */
  CarrelOpenFlags   flags;
  char             *stamp; /* (owned): of the files, as they were when it was opened */
  GThread          *threads[1 + N_READERS];
  CarrelConnection *connections[1 + N_READERS]; /* the writer's first; NULL: not needed yet */

  GMutex   mutex;
  GCond    wake;
  GQueue   reads, writes[2];    /* of Job; under the mutex */
  gboolean closing;             /* under the mutex */
  gboolean busy[1 + N_READERS]; /* under the mutex: a reader has the connection */
  guint    watch;               /* source id */
  int      lock;                /* while it is open nobody replaces its files; -1: none */
  gboolean watching;            /* under the mutex: a watch job waits or runs */
  gboolean said;                /* the writer's: that it is damaged */
};

G_DEFINE_FINAL_TYPE (CarrelDatabase, carrel_database, G_TYPE_OBJECT)

enum { CHANGED, DAMAGED, FAILED_TO_WRITE, N_SIGNALS };
static guint signals[N_SIGNALS];

/* ── What a commit changed, to the main thread ── */

typedef struct {
  CarrelDatabase *database; /* (owned) */
  CarrelChanges  *changes;  /* (owned) */
} Post;

static void
free_post (gpointer data)
{
  Post *post = data;

  g_object_unref (post->database);
  carrel_changes_unref (post->changes);
  g_free (post);
}

static gboolean
changed_cb (gpointer data)
{
  Post *post = data;

  g_signal_emit (post->database, signals[CHANGED], 0, post->changes);
  return G_SOURCE_REMOVE;
}

static void
post_changes (CarrelDatabase *self, CarrelChanges *changes)
{
  Post *post = g_new0 (Post, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  post->database = g_object_ref (self);
  post->changes = carrel_changes_ref (changes);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, changed_cb, post, free_post);
  g_source_attach (source, self->context);
}

/* ── Jobs ── */

static void
free_job (Job *job)
{
  if (job->free_data && job->data)
    job->free_data (job->data);
  g_clear_object (&job->task);
  g_free (job);
}

/* Another process wrote since we last asked? Our own commits don't count. */
static void
look_for_others (CarrelDatabase *self, CarrelConnection *connection)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "PRAGMA data_version");
  gint64 version = carrel_statement_next (statement) ? carrel_statement_get_int (statement, 0)
                                                     : connection->version;

  carrel_statement_finish (statement, NULL);
  if (version != connection->version) {
    g_autoptr (CarrelChanges) changes = carrel_changes_new (CARREL_CHANGED_EVERYTHING);

    if (connection->version != 0)
      post_changes (self, changes);
    connection->version = version;
  }
}

/* By it a change to the files is seen. (transfer full) */
static char *
dup_stamp (CarrelDatabase *self)
{
  static const char *const names[] = { "carrel.db", "carrel.db-wal" };
  g_autoptr (GString) stamp = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (self->folder, names[i], NULL);
    GStatBuf         status;

    if (g_stat (path, &status) == 0)
      g_string_append_printf (stamp, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %ld,",
                              (gint64) status.st_size, (gint64) status.st_mtim.tv_sec,
                              status.st_mtim.tv_nsec);
  }
  return g_string_free_and_steal (g_steal_pointer (&stamp));
}

static gboolean
damaged_cb (gpointer data)
{
  g_signal_emit (data, signals[DAMAGED], 0);
  return G_SOURCE_REMOVE;
}

static gboolean
failed_to_write_cb (gpointer data)
{
  g_signal_emit (data, signals[FAILED_TO_WRITE], 0);
  return G_SOURCE_REMOVE;
}

static void
post (CarrelDatabase *self, GSourceFunc func)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, g_object_ref (self), g_object_unref);
  g_source_attach (source, self->context);
}

/* Said once, to whoever has the first rows already. */
static void
post_damage (CarrelDatabase *self)
{
  if (self->said || !(self->flags & CARREL_OPEN_SOON))
    return;
  self->said = TRUE;
  post (self, damaged_cb);
}

/* On the writer's thread, which opens a large library when it first has something to do. (transfer
 * none) (nullable) */
static CarrelConnection *
need_writer (CarrelDatabase *self, GError **error)
{
  CarrelConnection *connection;
  g_autofree char  *stamp = NULL;
  g_autoptr (GError) local = NULL;

  if (self->connections[0])
    return self->connections[0];
  connection = carrel_connection_open (self->folder, self->flags, &local);
  if (!connection) {
    if (g_error_matches (local, CARREL_ERROR, CARREL_ERROR_DAMAGED))
      post_damage (self);
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  carrel_connection_put_log_off (connection);
  look_for_others (self, connection);
  stamp = dup_stamp (self);
  if (strcmp (stamp, self->stamp) != 0) {
    g_autoptr (CarrelChanges) changes = carrel_changes_new (CARREL_CHANGED_EVERYTHING);

    post_changes (self, changes);
  }
  g_mutex_lock (&self->mutex);
  self->connections[0] = connection;
  g_mutex_unlock (&self->mutex);
  return connection;
}

static void
return_result (Job *job, gpointer result, GError *error)
{
  if (error)
    g_task_return_error (job->task, error);
  else
    g_task_return_pointer (job->task, result, job->free_result);
}

/* The number of a connection that nobody has: of an open one, where there is one. */
static guint
take_reader (CarrelDatabase *self)
{
  guint number = 0;

  g_mutex_lock (&self->mutex);
  for (guint i = N_READERS; i > 0; i--)
    if (!self->busy[i] && (number == 0 || self->connections[i] || !self->connections[number]))
      number = i;
  self->busy[number] = TRUE;
  g_mutex_unlock (&self->mutex);
  return number;
}

static void
give_reader (CarrelDatabase *self, guint number, CarrelConnection *connection)
{
  g_mutex_lock (&self->mutex);
  self->connections[number] = connection;
  self->busy[number] = FALSE;
  g_mutex_unlock (&self->mutex);
}

/* (transfer none) (nullable) */
static CarrelConnection *
need_connection (CarrelDatabase *self, guint number, GError **error)
{
  g_autofree char *path = NULL;

  if (self->connections[number])
    return self->connections[number];
  path = g_build_filename (self->folder, "carrel.db", NULL);
  return carrel_connection_open_file (path, self->folder, TRUE, FALSE, error);
}

static void
run_read (CarrelDatabase *self, Job *job)
{
  GCancellable     *cancellable = g_task_get_cancellable (job->task);
  guint             number = take_reader (self);
  CarrelConnection *connection = self->connections[number];
  GError           *error = NULL;
  gpointer          result = NULL;

  if (!g_cancellable_set_error_if_cancelled (cancellable, &error) &&
      (connection = need_connection (self, number, &error))) {
    connection->cancellable = cancellable;
    if (carrel_connection_begin (connection, &error)) {
      result = job->read (connection, job->data, cancellable, &error);
      carrel_connection_rollback (connection);
    }
    connection->cancellable = NULL;
  }
  g_assert ((result != NULL) == (error == NULL));
  give_reader (self, number, connection);
  return_result (job, result, error);
}

/* A row (busy, pages, …): busy is 0 when it was done. */
static void
shorten_log (CarrelConnection *connection)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare_once (connection, "PRAGMA wal_checkpoint (TRUNCATE)");

  if (carrel_statement_next (statement) && carrel_statement_get_int (statement, 0) == 0)
    connection->truncate_log = FALSE;
  connection->log_failed = !carrel_statement_finish (statement, NULL);
}

static void
return_written (CarrelDatabase *self, Job *job, gpointer result, GError *error)
{
  if (g_error_matches (error, CARREL_ERROR, CARREL_ERROR_DISK))
    post (self, failed_to_write_cb);
  return_result (job, result, error);
}

static void
run_write (CarrelDatabase *self, Job *job, CarrelConnection *connection)
{
  GCancellable *cancellable = g_task_get_cancellable (job->task);
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  GError  *error = NULL;
  gpointer result = NULL;

  if (!g_cancellable_set_error_if_cancelled (cancellable, &error)) {
    connection->cancellable = cancellable;
    if (carrel_connection_begin (connection, &error)) {
      result = job->write (connection, job->data, changes, cancellable, &error);
      g_assert ((result != NULL) == (error == NULL));
      if (result && !carrel_connection_commit (connection, &error)) {
        if (job->free_result)
          job->free_result (result);
        result = NULL;
      }
      carrel_connection_rollback (connection);
    }
    connection->cancellable = NULL;
  }
  if (connection->truncate_log)
    shorten_log (connection);
  look_for_others (self, connection);
  if (result && carrel_changes_get_kinds (changes) != 0)
    post_changes (self, changes); /* before the result: a list knows when the caller hears */
  return_written (self, job, result, error);
}

/* Whoever waited has the answer. On closing all of the log goes. */
static void
tend_log (CarrelDatabase *self, CarrelConnection *connection)
{
  gboolean waited_for, closing;

  g_mutex_lock (&self->mutex);
  waited_for = !g_queue_is_empty (&self->writes[0]) || !g_queue_is_empty (&self->writes[1]);
  closing = self->closing;
  g_mutex_unlock (&self->mutex);
  if (waited_for || !closing)
    carrel_connection_tend_log (connection, waited_for);
}

static gpointer
writer_thread (gpointer data)
{
  CarrelDatabase *self = data;

  for (;;) {
    CarrelConnection *connection;
    GError           *error = NULL;
    Job              *job;

    g_mutex_lock (&self->mutex);
    while (!(job = g_queue_pop_head (&self->writes[0])) &&
           !(job = g_queue_pop_head (&self->writes[1])) && !self->closing)
      g_cond_wait (&self->wake, &self->mutex);
    g_mutex_unlock (&self->mutex);
    if (!job)
      break;
    connection = need_writer (self, &error);
    if (job->task && connection) {
      run_write (self, job, connection);
    } else if (job->task) {
      return_written (self, job, NULL, error);
    } else {
      if (connection)
        look_for_others (self, connection);
      g_clear_error (&error);
      g_mutex_lock (&self->mutex);
      self->watching = FALSE;
      g_mutex_unlock (&self->mutex);
    }
    free_job (job);
    if (connection)
      tend_log (self, connection);
  }
  return NULL;
}

static gpointer
reader_thread (gpointer data)
{
  CarrelDatabase *self = data;

  for (;;) {
    Job *job;

    g_mutex_lock (&self->mutex);
    while (!(job = g_queue_pop_head (&self->reads)) && !self->closing)
      g_cond_wait (&self->wake, &self->mutex);
    g_mutex_unlock (&self->mutex);
    if (!job)
      break;
    run_read (self, job);
    free_job (job);
  }
  return NULL;
}

/* Takes the job; refuses it when closing. */
static void
push (CarrelDatabase *self, Job *job, GQueue *queue)
{
  gboolean refused;

  g_mutex_lock (&self->mutex);
  refused = self->closing;
  if (!refused) {
    g_queue_push_tail (queue, job);
    g_cond_broadcast (&self->wake);
  }
  g_mutex_unlock (&self->mutex);
  if (refused) {
    if (job->task)
      g_task_return_new_error_literal (job->task, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                       "The library is closed");
    free_job (job);
  }
}

void
carrel_database_read (CarrelDatabase *self,
                      GTask          *task,
                      CarrelReadFunc  func,
                      gpointer        data,
                      GDestroyNotify  free_data,
                      GDestroyNotify  free_result)
{
  Job *job = g_new0 (Job, 1);

  *job = (Job) { g_object_ref (task), func, NULL, data, free_data, free_result };
  push (self, job, &self->reads);
}

void
carrel_database_write (CarrelDatabase *self,
                       GTask          *task,
                       CarrelPriority  priority,
                       CarrelWriteFunc func,
                       gpointer        data,
                       GDestroyNotify  free_data,
                       GDestroyNotify  free_result)
{
  Job *job = g_new0 (Job, 1);

  /* What has committed is never reported as cancelled. */
  g_task_set_check_cancellable (task, FALSE);
  *job = (Job) { g_object_ref (task), NULL, func, data, free_data, free_result };
  push (self, job, &self->writes[priority]);
}

static gboolean
watch_cb (gpointer data)
{
  CarrelDatabase *self = data;
  gboolean        waiting;

  g_mutex_lock (&self->mutex);
  waiting = self->watching;
  self->watching = TRUE;
  g_mutex_unlock (&self->mutex);
  if (!waiting)
    push (self, g_new0 (Job, 1), &self->writes[CARREL_PRIORITY_IMPORT]);
  return G_SOURCE_CONTINUE;
}

/* ── Opening and closing ── */

static gboolean
start (CarrelDatabase *self, CarrelOpenFlags flags, GError **error)
{
  if (flags & CARREL_OPEN_CREATE && g_mkdir_with_parents (self->folder, 0700) != 0) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK,
                 _ ("Couldn't make the library's folder “%s”: %s"), self->folder,
                 g_strerror (errno));
    return FALSE;
  }
  if (!carrel_backups_finish_old (self->folder, error))
    return FALSE;
  self->lock = carrel_lock_take (self->folder, FALSE, error);
  if (self->lock < 0)
    return FALSE;
  self->flags = flags;
  self->stamp = dup_stamp (self);
  self->connections[1] = carrel_connection_open_large (self->folder, flags);
  if (!self->connections[1]) {
    self->connections[0] = carrel_connection_open_two (
        self->folder, flags & ~(guint) CARREL_OPEN_SOON, &self->connections[1], error);
    if (!self->connections[0])
      return FALSE;
    carrel_connection_put_log_off (self->connections[0]);
    look_for_others (self, self->connections[0]);
  }
  self->threads[0] = g_thread_new ("carrel-writer", writer_thread, self);
  for (guint i = 0; i < N_READERS; i++)
    self->threads[1 + i] = g_thread_new ("carrel-reader", reader_thread, self);
  return TRUE;
}

CarrelDatabase *
carrel_database_open (const char *folder, CarrelOpenFlags flags, GError **error)
{
  g_autoptr (CarrelDatabase) self = g_object_new (CARREL_TYPE_DATABASE, NULL);
  g_autoptr (GSource) watch = NULL;

  self->folder = g_strdup (folder);
  self->context = g_main_context_ref_thread_default ();
  if (!start (self, flags, error))
    return NULL;
  watch = g_timeout_source_new_seconds (1);
  g_source_set_callback (watch, watch_cb, self, NULL);
  self->watch = g_source_attach (watch, self->context);
  return g_steal_pointer (&self);
}

typedef struct {
  char           *folder;
  CarrelOpenFlags flags;
  CarrelDatabase *database; /* (owned): waits to be started */
} Opening;

static void
free_opening (gpointer data)
{
  Opening *opening = data;

  g_free (opening->folder);
  g_clear_object (&opening->database);
  g_free (opening);
}

static void
open_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Opening *opening = data;
  GError  *error = NULL;

  if (start (opening->database, opening->flags, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
carrel_database_open_async (const char         *folder,
                            CarrelOpenFlags     flags,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  g_task_set_source_tag (task, carrel_database_open_async);
  opening->flags = flags;
  opening->database = g_object_new (CARREL_TYPE_DATABASE, NULL);
  opening->database->folder = g_strdup (folder);
  opening->database->context = g_main_context_ref_thread_default ();
  g_task_set_task_data (task, opening, free_opening);
  g_task_run_in_thread (task, open_thread);
}

CarrelDatabase *
carrel_database_open_finish (GAsyncResult *result, GError **error)
{
  Opening        *opening = g_task_get_task_data (G_TASK (result));
  CarrelDatabase *self;
  g_autoptr (GSource) watch = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  self = g_steal_pointer (&opening->database);
  watch = g_timeout_source_new_seconds (1);
  g_source_set_callback (watch, watch_cb, self, NULL);
  self->watch = g_source_attach (watch, self->context);
  return self;
}

/* Blocking: readers are told to stop, the writer's queue is finished. */
static void
stop (CarrelDatabase *self)
{
  g_mutex_lock (&self->mutex);
  self->closing = TRUE;
  for (guint i = 1; i <= N_READERS; i++)
    if (self->connections[i])
      sqlite3_interrupt (self->connections[i]->db);
  g_cond_broadcast (&self->wake);
  g_mutex_unlock (&self->mutex);
  for (guint i = 0; i <= N_READERS; i++)
    if (self->threads[i])
      g_thread_join (g_steal_pointer (&self->threads[i]));
  for (guint i = N_READERS; i > 0; i--) {
    if (self->connections[0] && self->connections[i])
      self->connections[0]->damaged |= self->connections[i]->damaged;
    g_clear_pointer (&self->connections[i], carrel_connection_close);
  }
  if (self->connections[0]) {
    if (!self->connections[0]->damaged)
      carrel_connection_execute (self->connections[0],
                                 "PRAGMA optimize; PRAGMA wal_checkpoint (TRUNCATE)", NULL);
    g_clear_pointer (&self->connections[0], carrel_connection_close);
  }
  carrel_lock_release (self->lock);
  self->lock = -1;
}

static void
close_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  stop (source);
  g_task_return_boolean (task, TRUE);
}

void
carrel_database_close_async (CarrelDatabase *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, carrel_database_close_async);
  if (self->watch) {
    GSource *watch = g_main_context_find_source_by_id (self->context, self->watch);

    if (watch)
      g_source_destroy (watch);
    self->watch = 0;
  }
  g_task_run_in_thread (task, close_thread);
}

gboolean
carrel_database_close_finish (CarrelDatabase *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

const char *
carrel_database_get_folder (CarrelDatabase *self)
{
  return self->folder;
}

char *
carrel_database_dup_blob_path (CarrelDatabase *self, const char *hash)
{
  char first[3] = { hash[0], hash[0] ? hash[1] : 0, 0 };

  return g_build_filename (self->folder, "blobs", first, hash[0] && hash[1] ? hash + 2 : hash,
                           NULL);
}

/* ── Object ── */

/* The threads have ended, and let go of it themselves, before it does. */
static gpointer
let_go (gpointer data)
{
  stop (data);
  g_object_unref (data);
  return NULL;
}

/* Who asked last may be gone before its answer's thread is done with it: no thread waits for its
 * own end. */
static void
carrel_database_dispose (GObject *object)
{
  CarrelDatabase *self = CARREL_DATABASE (object);

  for (guint i = 0; i <= N_READERS; i++)
    if (self->threads[i] == g_thread_self ()) {
      g_thread_unref (g_thread_new ("carrel-closer", let_go, g_object_ref (self)));
      return;
    }
  G_OBJECT_CLASS (carrel_database_parent_class)->dispose (object);
}

static void
carrel_database_finalize (GObject *object)
{
  CarrelDatabase *self = CARREL_DATABASE (object);

  if (self->watch && self->context) {
    GSource *watch = g_main_context_find_source_by_id (self->context, self->watch);

    if (watch)
      g_source_destroy (watch);
  }
  stop (self); /* at once when it was closed before */
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->folder);
  g_free (self->stamp);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->wake);
  G_OBJECT_CLASS (carrel_database_parent_class)->finalize (object);
}

static void
carrel_database_class_init (CarrelDatabaseClass *class)
{
  G_OBJECT_CLASS (class)->dispose = carrel_database_dispose;
  G_OBJECT_CLASS (class)->finalize = carrel_database_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, CARREL_TYPE_CHANGES);
  signals[DAMAGED] = g_signal_new ("damaged", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED_TO_WRITE] = g_signal_new ("failed-to-write", G_TYPE_FROM_CLASS (class),
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
carrel_database_init (CarrelDatabase *self)
{
  self->lock = -1;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->wake);
  g_queue_init (&self->reads);
  g_queue_init (&self->writes[0]);
  g_queue_init (&self->writes[1]);
}
