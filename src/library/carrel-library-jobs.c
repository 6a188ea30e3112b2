/* carrel-library-jobs.c: one question to a reader, one change on the writer: how all of them are
 * queued.
 *
 * Main thread; a function that was handed in runs on the thread of its connection, and what it was
 * handed is freed there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-library-private.h"

/* ── Questions ── */

static void
free_question (gpointer data)
{
  CarrelQuestion *question = data;

  g_clear_pointer (&question->ids, g_array_unref);
  g_clear_pointer (&question->query, carrel_query_unref);
  g_free (question->text);
  g_free (question);
}

void
carrel_library_ask (CarrelLibrary      *self,
                    CarrelReadFunc      func,
                    CarrelQuestion      question,
                    GDestroyNotify      free_result,
                    gpointer            tag,
                    GCancellable       *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  carrel_database_read (self->database, task, func, g_memdup2 (&question, sizeof question),
                        free_question, free_result);
}

/* ── Changes ── */

static void
free_change (gpointer data)
{
  CarrelChange *change = data;

  g_clear_pointer (&change->ids, g_array_unref);
  g_clear_pointer (&change->undo, carrel_undo_unref);
  g_free (change->text);
  g_free (change->other);
  g_free (change->third);
  g_free (change->fourth);
  g_strfreev (change->add);
  g_strfreev (change->remove);
  g_free (change);
}

static gpointer
run_change (CarrelConnection *connection,
            gpointer          data,
            CarrelChanges    *changes,
            GCancellable     *cancellable,
            GError          **error)
{
  CarrelChange *change = data;
  g_autoptr (CarrelUndo) undo = carrel_undo_new ();

  return change->func (connection, change, undo, changes, error) ? g_steal_pointer (&undo) : NULL;
}

void
carrel_library_do_change (CarrelLibrary      *self,
                          CarrelChange        change,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, carrel_library_do_change);
  carrel_database_write (self->database, task, CARREL_PRIORITY_CLICK, run_change,
                         g_memdup2 (&change, sizeof change), free_change,
                         (GDestroyNotify) carrel_undo_unref);
}

CarrelUndo *
carrel_library_change_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
