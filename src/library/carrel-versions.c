/* carrel-versions.c: the texts that an article has and had: listed, compared, gone back to.
 *
 * Main thread; read in one job on a reader, compared on workers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-versions.h"

#include "base/carrel-text.h"
#include "library/carrel-library-private.h"

#include <string.h>

#define MAX_COMPARED 40 /* in a list; of the older ones only the words are said */

/* ── The list ── */

static void
free_entry (gpointer data)
{
  CarrelVersionEntry *entry = data;

  carrel_version_unref (entry->version);
  g_free (entry);
}

/* What is compared: the title is a paragraph of it. */
static char *
make_text (CarrelVersion *version, CarrelDocument *document)
{
  g_autofree char *text = carrel_document_to_text (document, NULL);

  return g_strconcat (carrel_version_get (version)->title, "\n\n", text, NULL);
}

static char *
read_text (CarrelVersion *version)
{
  g_autoptr (CarrelDocument) document =
      carrel_document_read (carrel_version_get (version)->html, -1);

  return make_text (version, document);
}

static void
count_changes (CarrelVersionEntry *entry, const char *before, const char *after)
{
  g_autoptr (GArray) runs = carrel_diff_texts (before, after);

  entry->compared = TRUE;
  for (guint i = 0; i < runs->len; i++) {
    const CarrelDiffRun *run = &g_array_index (runs, CarrelDiffRun, i);

    if (run->kind == CARREL_DIFF_ADDED)
      entry->n_added += carrel_text_count_words (run->text, (gssize) run->len);
    else if (run->kind == CARREL_DIFF_REMOVED)
      entry->n_removed += carrel_text_count_words (run->text, (gssize) run->len);
  }
}

static void
compare_list (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GPtrArray       *versions = *(GPtrArray **) data; /* oldest first */
  GPtrArray       *entries = g_ptr_array_new_with_free_func (free_entry);
  g_autofree char *after = NULL;

  for (guint i = versions->len; i > 0; i--) {
    CarrelVersionEntry *entry = g_new0 (CarrelVersionEntry, 1);

    entry->version = carrel_version_ref (versions->pdata[i - 1]);
    g_ptr_array_add (entries, entry);
    if (i > 1 && entries->len <= MAX_COMPARED && !g_cancellable_is_cancelled (cancellable)) {
      g_autofree char *before = read_text (versions->pdata[i - 2]);

      if (!after)
        after = read_text (entry->version);
      count_changes (entry, before, after);
      g_free (after);
      after = g_steal_pointer (&before);
    }
  }
  g_task_return_pointer (task, entries, (GDestroyNotify) g_ptr_array_unref);
}

static gpointer
read_versions (CarrelConnection *connection,
               gpointer          data,
               GCancellable     *cancellable,
               GError          **error)
{
  return carrel_store_load_versions (connection, *(gint64 *) data, error);
}

static void
free_list (gpointer data)
{
  g_ptr_array_unref (*(GPtrArray **) data);
  g_free (data);
}

static void
versions_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError    *error = NULL;
  GPtrArray *versions = g_task_propagate_pointer (G_TASK (result), &error);

  if (!versions) {
    g_task_return_error (task, error);
    return;
  }
  g_task_set_task_data (task, g_memdup2 (&versions, sizeof versions), free_list);
  g_task_run_in_thread (task, compare_list);
}

void
carrel_library_load_versions_async (CarrelLibrary      *self,
                                    gint64              id,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) reading = g_task_new (self, cancellable, versions_read_cb, task);

  g_task_set_source_tag (task, carrel_library_load_versions_async);
  carrel_database_read (self->database, reading, read_versions, carrel_library_box (id), g_free,
                        (GDestroyNotify) g_ptr_array_unref);
}

GPtrArray *
carrel_library_load_versions_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ── Two of them ── */

void
carrel_comparison_free (CarrelComparison *self)
{
  g_clear_pointer (&self->before, carrel_version_unref);
  g_clear_pointer (&self->after, carrel_version_unref);
  g_clear_pointer (&self->before_document, carrel_document_unref);
  g_clear_pointer (&self->after_document, carrel_document_unref);
  g_clear_pointer (&self->runs, g_array_unref);
  g_free (self->before_text);
  g_free (self->after_text);
  g_free (self);
}

typedef struct {
  CarrelVersion *before, *after; /* (owned) */
} Pair;

static void
free_pair (gpointer data)
{
  Pair *pair = data;

  carrel_version_unref (pair->before);
  carrel_version_unref (pair->after);
  g_free (pair);
}

static void
compare_pair (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Pair             *pair = data;
  CarrelComparison *self = g_new0 (CarrelComparison, 1);

  self->before = carrel_version_ref (pair->before);
  self->after = carrel_version_ref (pair->after);
  self->before_document = carrel_document_read (carrel_version_get (self->before)->html, -1);
  self->after_document = carrel_document_read (carrel_version_get (self->after)->html, -1);
  self->before_text = make_text (self->before, self->before_document);
  self->after_text = make_text (self->after, self->after_document);
  self->runs = carrel_diff_texts (self->before_text, self->after_text);
  g_task_return_pointer (task, self, (GDestroyNotify) carrel_comparison_free);
}

void
carrel_library_compare_versions_async (CarrelLibrary      *self,
                                       CarrelVersion      *before,
                                       CarrelVersion      *after,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Pair *pair = g_new0 (Pair, 1);

  pair->before = carrel_version_ref (before);
  pair->after = carrel_version_ref (after);
  g_task_set_source_tag (task, carrel_library_compare_versions_async);
  g_task_set_task_data (task, pair, free_pair);
  g_task_run_in_thread (task, compare_pair);
}

CarrelComparison *
carrel_library_compare_versions_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ── Going back ── */

static gpointer
restore_version (CarrelConnection *connection,
                 gpointer          data,
                 CarrelChanges    *changes,
                 GCancellable     *cancellable,
                 GError          **error)
{
  const gint64 *which = data;
  g_autoptr (CarrelUndo) undo = carrel_undo_new ();

  if (!carrel_store_restore_version (connection, which[0], which[1], undo, changes, error))
    return NULL;
  return g_steal_pointer (&undo);
}

void
carrel_library_restore_version_async (CarrelLibrary      *self,
                                      gint64              id,
                                      gint64              version,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  gint64 which[] = { id, version };

  g_task_set_source_tag (task, carrel_library_restore_version_async);
  carrel_database_write (self->database, task, CARREL_PRIORITY_CLICK, restore_version,
                         g_memdup2 (which, sizeof which), g_free,
                         (GDestroyNotify) carrel_undo_unref);
}
