/* carrel-database.h: connections, threads, transactions, cancellation. Knows no table but through
 * the functions it is given.
 *
 * One writer thread with the read-write connection (WAL, synchronous=FULL), three readers with a
 * read-only connection each. A job enters by GTask on the main thread, runs whole on its thread
 * inside one transaction, and its task returns to the thread it came from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-changes.h"
#include "store/carrel-statement.h"

G_BEGIN_DECLS

#define CARREL_TYPE_DATABASE (carrel_database_get_type ())
G_DECLARE_FINAL_TYPE (CarrelDatabase, carrel_database, CARREL, DATABASE, GObject)

/* Runs on a reader's or the writer's thread. Returns the task's result (freed by `free_result`), or
 * NULL with *error for a failure; a job without result returns GINT_TO_POINTER (TRUE). */
typedef gpointer (*CarrelReadFunc) (CarrelConnection *connection,
                                    gpointer          data,
                                    GCancellable     *cancellable,
                                    GError          **error);
/* The same inside BEGIN IMMEDIATE … COMMIT; rolled back when it returns NULL. It notes in `changes`
 * what it changed. */
typedef gpointer (*CarrelWriteFunc) (CarrelConnection *connection,
                                     gpointer          data,
                                     CarrelChanges    *changes,
                                     GCancellable     *cancellable,
                                     GError          **error);

typedef enum {
  CARREL_PRIORITY_CLICK = 0,  /* what a person waits for */
  CARREL_PRIORITY_IMPORT = 1, /* slices of long work */
} CarrelPriority;

typedef enum {
  CARREL_OPEN_CREATE = 1 << 0, /* make folder and file where there is none */
  CARREL_OPEN_READ_ONLY = 1 << 1,
  CARREL_OPEN_SOON = 1 << 2, /* somebody waits for its first rows: a large library is judged after
                                them, see «damaged» */
} CarrelOpenFlags;

/* Opens FOLDER/carrel.db: checks application_id, the schema's version (TOO_NEW), a quick_check of
 * the header pages (DAMAGED), migrates (the old file is copied aside before), starts the threads.
 * Blocking: run by carrel_database_open_async () on a worker; tests may call it. */
CarrelDatabase *carrel_database_open (const char *folder, CarrelOpenFlags flags, GError **error);
void            carrel_database_open_async (const char         *folder,
                                            CarrelOpenFlags     flags,
                                            GCancellable       *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer            user_data);
CarrelDatabase *carrel_database_open_finish (GAsyncResult *result, GError **error);

/* Stops taking jobs, cancels readers, finishes the writer's queue, checkpoints, closes. */
void     carrel_database_close_async (CarrelDatabase     *self,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data);
gboolean carrel_database_close_finish (CarrelDatabase *self, GAsyncResult *result, GError **error);

const char *carrel_database_get_folder (CarrelDatabase *self);
/* FOLDER/blobs/ab/cdef… for a hash in hex. (transfer full) */
char *carrel_database_dup_blob_path (CarrelDatabase *self, const char *hash);

/* `task` returns what `func` returns: g_task_propagate_pointer (). `data` is freed on the thread
 * that ran the job. Main thread. A newer call doesn't overtake an older one of the same priority.
 */
void carrel_database_read (CarrelDatabase *self,
                           GTask          *task,
                           CarrelReadFunc  func,
                           gpointer        data,
                           GDestroyNotify  free_data,
                           GDestroyNotify  free_result);
void carrel_database_write (CarrelDatabase *self,
                            GTask          *task,
                            CarrelPriority  priority,
                            CarrelWriteFunc func,
                            gpointer        data,
                            GDestroyNotify  free_data,
                            GDestroyNotify  free_result);

/* Signal «changed» (CarrelChanges): on the main context in which the database was opened, after
 * each commit of ours, and with EVERYTHING when another process wrote (checked at each commit, and
 * every second while anyone listens). */

/* Signal «damaged»: on the same context, once, where it was opened with CARREL_OPEN_SOON: a large
 * library turned out to be damaged, within a second or two and before anything was written to it,
 * which nothing will be. It is to be closed. */

/* Signal «failed-to-write»: on the same context, when a write job failed with DISK. */

/* For tests, benchmarks and `check`: the same functions, blocking, on the calling thread, on a
 * connection of its own, opened by the one opening function. */
CarrelConnection      *
carrel_connection_open (const char *folder, CarrelOpenFlags flags, GError **error);
void carrel_connection_close (CarrelConnection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelConnection, carrel_connection_close)
gboolean    carrel_connection_begin (CarrelConnection *self, GError **error); /* IMMEDIATE */
gboolean    carrel_connection_commit (CarrelConnection *self, GError **error);
void        carrel_connection_rollback (CarrelConnection *self);
gboolean    carrel_connection_execute (CarrelConnection *self, const char *sql, GError **error);
const char *carrel_connection_get_folder (CarrelConnection *self);
gint64      carrel_connection_get_last_id (CarrelConnection *self);
guint       carrel_connection_get_n_changed (CarrelConnection *self); /* by the last statement */

/* The log is emptied after the commit of this job; `has` tells, in a later one, whether it was, for
 * a reader of an old state holds it; or fails with DISK. */
void carrel_connection_want_short_log (CarrelConnection *self);
gboolean
carrel_connection_has_short_log (CarrelConnection *self, gboolean *is_short, GError **error);

G_END_DECLS
