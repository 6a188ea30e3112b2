/* carrel-library-backup.c: backups and recovery of a library, by its folder. Main thread; the work
 * is done on a thread of its own, with its own connections.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-library-backup.h"

#include "library/carrel-library-private.h"
#include "library/carrel-work.h"
#include "store/carrel-backups.h"
#include "store/carrel-move.h"
#include "store/carrel-recover.h"

#include "base/carrel-time.h"

#include <glib/gi18n.h>

#define TRASH_DAYS 30

typedef struct {
  char            *folder, *path; /* (owned); path: (nullable) */
  CarrelBackupKind kind;
  CarrelProgress  *progress; /* (nullable): lent */
} Work;

static void
free_work (gpointer data)
{
  Work *work = data;

  g_free (work->folder);
  g_free (work->path);
  g_free (work);
}

static void
start (const char         *folder,
       const char         *path,
       CarrelBackupKind    kind,
       CarrelProgress     *progress,
       GTaskThreadFunc     func,
       gpointer            tag,
       GCancellable       *cancellable,
       GAsyncReadyCallback callback,
       gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  *work = (Work) { g_strdup (folder), g_strdup (path), kind, progress };
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, work, free_work);
  g_task_set_check_cancellable (task, FALSE); /* what is done is said to be done */
  g_task_run_in_thread (task, func);
}

static void
end (GTask *task, gpointer result, GError *error, GDestroyNotify free_result)
{
  if (result)
    g_task_return_pointer (task, result, free_result);
  else
    g_task_return_error (task, error);
}

static gpointer
answer (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ── Backups ── */

static void
back_up_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work    *work = data;
  GError  *error = NULL;
  gpointer result =
      carrel_backups_make (work->folder, work->kind, work->progress, cancellable, &error);

  end (task, result, error, (GDestroyNotify) carrel_backup_free);
}

void
carrel_library_back_up_async (const char         *folder,
                              CarrelBackupKind    kind,
                              CarrelProgress     *progress,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  start (folder, NULL, kind, progress, back_up_thread, carrel_library_back_up_async, cancellable,
         callback, user_data);
}

CarrelBackup *
carrel_library_back_up_finish (GAsyncResult *result, GError **error)
{
  return answer (result, error);
}

static void
copy_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work    *work = data;
  GError  *error = NULL;
  gpointer result =
      carrel_backups_copy (work->folder, work->path, work->progress, cancellable, &error);

  end (task, result, error, (GDestroyNotify) carrel_backup_free);
}

void
carrel_library_copy_async (const char         *folder,
                           const char         *path,
                           CarrelProgress     *progress,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  start (folder, path, CARREL_BACKUP_BY_HAND, progress, copy_thread, carrel_library_copy_async,
         cancellable, callback, user_data);
}

CarrelBackup *
carrel_library_copy_finish (GAsyncResult *result, GError **error)
{
  return answer (result, error);
}

static void
list_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work    *work = data;
  GError  *error = NULL;
  gpointer result = carrel_backups_list (work->folder, &error);

  end (task, result, error, (GDestroyNotify) g_ptr_array_unref);
}

void
carrel_library_list_backups_async (const char         *folder,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  start (folder, NULL, CARREL_BACKUP_DAILY, NULL, list_thread, carrel_library_list_backups_async,
         cancellable, callback, user_data);
}

GPtrArray *
carrel_library_list_backups_finish (GAsyncResult *result, GError **error)
{
  return answer (result, error);
}

char *
carrel_library_dup_backup_folder (const char *folder, gboolean *chosen)
{
  return carrel_backups_dup_folder (folder, chosen);
}

gboolean
carrel_library_set_backup_folder (const char *folder, const char *path, GError **error)
{
  return carrel_backups_set_folder (folder, path, error);
}

/* ── Restoring and recovering ── */

static void
restore_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work    *work = data;
  GError  *error = NULL;
  gpointer result =
      carrel_backups_restore (work->folder, work->path, work->progress, cancellable, &error);

  end (task, result, error, g_free);
}

void
carrel_library_restore_backup_async (const char         *folder,
                                     const char         *database,
                                     CarrelProgress     *progress,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data)
{
  start (folder, database, CARREL_BACKUP_DAILY, progress, restore_thread,
         carrel_library_restore_backup_async, cancellable, callback, user_data);
}

char *
carrel_library_restore_backup_finish (GAsyncResult *result, GError **error)
{
  return answer (result, error);
}

static void
recover_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work    *work = data;
  GError  *error = NULL;
  gpointer result = carrel_recover (work->folder, work->progress, cancellable, &error);

  end (task, result, error, (GDestroyNotify) carrel_recovery_free);
}

void
carrel_library_recover_async (const char         *folder,
                              CarrelProgress     *progress,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  start (folder, NULL, CARREL_BACKUP_DAILY, progress, recover_thread, carrel_library_recover_async,
         cancellable, callback, user_data);
}

CarrelRecovery *
carrel_library_recover_finish (GAsyncResult *result, GError **error)
{
  return answer (result, error);
}

static void
move_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work   *work = data;
  GError *error = NULL;

  if (carrel_move (work->folder, work->path, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
carrel_library_move_async (const char         *folder,
                           const char         *path,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  start (folder, path, CARREL_BACKUP_DAILY, NULL, move_thread, carrel_library_move_async,
         cancellable, callback, user_data);
}

gboolean
carrel_library_move_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
verify_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work            *work = data;
  g_autofree char *database = g_build_filename (work->folder, "carrel.db", NULL);
  GError          *error = NULL;
  guint            version, n;

  if (carrel_backups_verify (database, &version, &n, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
carrel_library_verify_async (const char         *folder,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  start (folder, NULL, CARREL_BACKUP_DAILY, NULL, verify_thread, carrel_library_verify_async,
         cancellable, callback, user_data);
}

gboolean
carrel_library_verify_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ── Once a day ── */

typedef struct {
  CarrelWork   *work;   /* (owned) (nullable) */
  CarrelBackup *backup; /* (owned) (nullable) */
} Daily;

static void
free_daily (gpointer data)
{
  Daily *daily = data;

  g_clear_object (&daily->work);
  g_clear_pointer (&daily->backup, carrel_backup_free);
  g_free (daily);
}

static void
old_trash_purged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Daily  *daily = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (CarrelUndo) undo =
      carrel_library_change_finish (CARREL_LIBRARY (source), result, &error);

  if (!undo)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&daily->backup),
                           (GDestroyNotify) carrel_backup_free);
}

static void
daily_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CarrelLibrary   *self = g_task_get_source_object (task);
  Daily           *daily = g_task_get_task_data (task);
  g_autofree char *sentence = NULL;
  GError          *error = NULL;

  daily->backup = carrel_library_back_up_finish (result, &error);
  if (daily->backup)
    sentence = g_strdup_printf (ngettext ("%u article", "%u articles", daily->backup->n_articles),
                                daily->backup->n_articles);
  carrel_work_end (daily->work, error, sentence);
  if (daily->backup)
    carrel_library_purge_async (self, carrel_time_now () - TRASH_DAYS * 24 * 60 * 60,
                                old_trash_purged_cb, g_object_ref (task));
  else
    g_task_return_error (task, error);
}

static void
due_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CarrelLibrary *self = g_task_get_source_object (task);
  Daily         *daily;

  if (!g_task_propagate_boolean (G_TASK (result), NULL)) {
    g_task_return_pointer (task, NULL, NULL);
    return;
  }
  daily = g_new0 (Daily, 1);
  daily->work = carrel_work_begin (self, _ ("Daily Backup"), g_task_get_cancellable (task));
  g_task_set_task_data (task, daily, free_daily);
  carrel_library_back_up_async (carrel_library_get_folder (self), CARREL_BACKUP_DAILY,
                                carrel_work_get_progress (daily->work),
                                g_task_get_cancellable (task), daily_made_cb, g_object_ref (task));
}

static void
due_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_boolean (task, carrel_backups_is_due (((Work *) data)->folder));
}

void
carrel_library_do_daily_async (CarrelLibrary      *self,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, carrel_library_do_daily_async);
  start (carrel_library_get_folder (self), NULL, CARREL_BACKUP_DAILY, NULL, due_thread, due_thread,
         NULL, due_asked_cb, g_object_ref (task));
}

CarrelBackup *
carrel_library_do_daily_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
