/* carrel-add-saved.c: files and texts that may be pages which a browser saved, before they are
 * extracted.
 *
 * Reading runs on a worker; what it gives is handed over whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-image.h"
#include "library/carrel-library-private.h"

#include <string.h>

typedef struct {
  GBytes *bytes;       /* (owned) */
  char   *path, *type; /* (owned) (nullable) */
} Reading;

static void
free_reading (gpointer data)
{
  Reading *reading = data;

  g_bytes_unref (reading->bytes);
  g_free (reading->path);
  g_free (reading->type);
  g_free (reading);
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading         *reading = data;
  GError          *error = NULL;
  CarrelSavedPage *page =
      carrel_saved_page_read (reading->bytes, reading->path, reading->type, &error);

  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, page, page ? (GDestroyNotify) carrel_saved_page_free : NULL);
}

void
carrel_library_read_saved_async (CarrelLibrary      *self,
                                 GBytes             *bytes,
                                 const char         *path,
                                 const char         *type,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);

  reading->bytes = g_bytes_ref (bytes);
  reading->path = g_strdup (path);
  reading->type = g_strdup (type);
  g_task_set_source_tag (task, carrel_library_read_saved_async);
  g_task_set_task_data (task, reading, free_reading);
  g_task_run_in_thread (task, work);
}

CarrelSavedPage *
carrel_library_read_saved_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
carrel_library_take_saved_pictures (CarrelDraft *draft, CarrelSavedPage *page)
{
  g_autoptr (GPtrArray) images = carrel_document_list_images (draft->document);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (draft->image)
    g_ptr_array_add (images, draft->image);
  for (guint i = 0; i < images->len; i++) {
    const char     *address = images->pdata[i];
    GBytes         *bytes = g_hash_table_lookup (page->pictures, address);
    CarrelImageInfo info;
    gsize           len;
    const guint8   *data = bytes ? g_bytes_get_data (bytes, &len) : NULL;
    gboolean        turned;

    if (!data || !g_hash_table_add (seen, (gpointer) address) ||
        !carrel_image_read_info (data, len, &info, NULL))
      continue;
    turned = info.orientation >= 5;
    carrel_draft_add_image (draft, address, bytes, carrel_image_kind_get_type (info.kind),
                            turned ? info.height : info.width, turned ? info.width : info.height);
  }
}

/* ── Of an article that is there ── */

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (CarrelUndo) undo =
      carrel_library_change_finish (CARREL_LIBRARY (source), result, &error);

  if (undo)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
revised_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError         *error = NULL;
  CarrelRevision *revision = carrel_library_revise_finish (CARREL_LIBRARY (source), result, &error);

  if (!revision) {
    g_task_return_error (task, error);
  } else if (revision->after.words > revision->before.words) {
    carrel_library_keep_revision_async (CARREL_LIBRARY (source), revision, 0, NULL,
                                        g_task_get_cancellable (task), kept_cb,
                                        g_object_ref (task));
  } else {
    carrel_revision_free (revision);
    g_task_return_boolean (task, FALSE);
  }
}

void
carrel_library_keep_saved_async (CarrelLibrary      *self,
                                 gint64              id,
                                 CarrelDraft        *draft,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_check_cancellable (task, FALSE); /* what was written was */
  g_task_set_source_tag (task, carrel_library_keep_saved_async);
  carrel_library_revise_draft_async (self, id, draft, cancellable, revised_cb, task);
}

gboolean
carrel_library_keep_saved_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
