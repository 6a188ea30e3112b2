/* carrel-library-samples.c: the sample articles of the first run: extracted like any page, their
 * pictures from the resource bundle, saved in one transaction.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-image.h"
#include "base/carrel-json.h"
#include "base/carrel-time.h"
#include "extract/carrel-extract.h"
#include "library/carrel-library-private.h"

#include <string.h>

#define FOLDER "/app/carrel/Carrel/samples/"
#define DAY (24 * 60 * 60)

typedef struct {
  CarrelDraft *draft; /* (owned) */
  double       progress;
} Sample;

static void
free_sample (gpointer data)
{
  carrel_draft_free (((Sample *) data)->draft);
  g_free (data);
}

/* A picture's name in the bundle is the last part of its address. */
static void
add_picture (CarrelDraft *draft, const char *address)
{
  g_autofree char *name = g_path_get_basename (address), *path = g_strconcat (FOLDER, name, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  CarrelImageInfo info;

  for (guint i = 0; i < draft->images->len; i++)
    if (strcmp (((CarrelDraftImage *) draft->images->pdata[i])->address, address) == 0)
      return;
  if (bytes && carrel_image_read_info (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                       &info, NULL))
    carrel_draft_add_image (draft, address, bytes, carrel_image_kind_get_type (info.kind),
                            info.width, info.height);
}

/* The value of rel=canonical, by which the page is known. */
static char *
find_address (const char *html)
{
  const char *start = strstr (html, "<link rel=\"canonical\" href=\""), *end;

  if (!start)
    return NULL;
  start += strlen ("<link rel=\"canonical\" href=\"");
  end = strchr (start, '"');
  return end ? g_strndup (start, (gsize) (end - start)) : NULL;
}

static Sample *
make_sample (JsonObject *entry, guint number, GError **error)
{
  g_autofree char *path = g_strconcat (FOLDER, carrel_json_get_text (entry, "file"), NULL),
                  *address = NULL;
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  const char *read = carrel_json_get_text (entry, "read");
  JsonArray  *topics = carrel_json_get_array (entry, "topics");
  g_autoptr (GPtrArray) images = NULL;
  CarrelExtractOptions options = { .kind = CARREL_SOURCE_HTML };
  CarrelDraft         *draft;
  Sample              *sample;

  if (!bytes)
    return NULL;
  options.address = address = find_address (g_bytes_get_data (bytes, NULL));
  draft = carrel_extract (bytes, &options, error);
  if (!draft)
    return NULL;
  images = carrel_document_list_images (draft->document);
  for (guint i = 0; i < images->len; i++)
    add_picture (draft, images->pdata[i]);
  if (draft->image)
    add_picture (draft, draft->image);
  for (guint i = 0; topics && i < json_array_get_length (topics); i++)
    g_ptr_array_add (draft->topics, g_strdup (json_array_get_string_element (topics, i)));
  draft->place = g_strcmp0 (carrel_json_get_text (entry, "place"), "archive") == 0
                     ? CARREL_PLACE_ARCHIVE
                     : CARREL_PLACE_INBOX;
  draft->read = g_strcmp0 (read, "read") == 0      ? CARREL_READ_READ
                : g_strcmp0 (read, "reading") == 0 ? CARREL_READ_READING
                                                   : CARREL_READ_UNREAD;
  draft->favourite = json_object_get_boolean_member_with_default (entry, "favourite", FALSE);
  draft->added =
      carrel_time_now () - carrel_json_get_int (entry, "days") * DAY - (gint64) number * 37 * 60;
  carrel_draft_set_snapshot (draft, bytes, "text/html", "utf-8", address, draft->added, 0);
  sample = g_new0 (Sample, 1);
  sample->draft = draft;
  sample->progress = json_object_get_double_member_with_default (entry, "progress", 0);
  return sample;
}

static void
make_samples_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) samples = g_ptr_array_new_with_free_func (free_sample);
  g_autoptr (GBytes) bytes =
      g_resources_lookup_data (FOLDER "index.json", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  GError *error = NULL;
  g_autoptr (JsonNode) root =
      carrel_json_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
  JsonArray *entries = root ? json_node_get_array (root) : NULL;

  for (guint i = 0; entries && !error && i < json_array_get_length (entries); i++) {
    Sample *sample = make_sample (json_array_get_object_element (entries, i), i, &error);

    if (sample)
      g_ptr_array_add (samples, sample);
    if (sample && !error)
      carrel_store_write_blobs (carrel_library_get_folder (source), sample->draft, &error);
  }
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&samples), (GDestroyNotify) g_ptr_array_unref);
}

/* The oldest first, so that arrival and date agree. Those that are there are left alone. */
static gpointer
insert_samples (CarrelConnection *connection,
                gpointer          data,
                CarrelChanges    *changes,
                GCancellable     *cancellable,
                GError          **error)
{
  GPtrArray *samples = data;
  gint64     n = 0;

  for (guint i = samples->len; i > 0; i--) {
    Sample *sample = samples->pdata[i - 1];
    g_autoptr (GError) local = NULL;
    gint64 id = carrel_store_insert_article (connection, sample->draft, NULL, changes, &local);

    if (id == 0 && !g_error_matches (local, CARREL_ERROR, CARREL_ERROR_EXISTS)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
    if (id != 0 && sample->progress > 0 && sample->progress < 1 &&
        !carrel_store_set_position (connection, id, 0, 0, sample->progress, FALSE, changes, error))
      return NULL;
    n += id != 0;
  }
  return carrel_library_box (n);
}

static void
samples_inserted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError            *error = NULL;
  g_autofree gint64 *n = g_task_propagate_pointer (G_TASK (result), &error);

  if (n)
    g_task_return_int (task, *n);
  else
    g_task_return_error (task, error);
}

static void
samples_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelLibrary *self = CARREL_LIBRARY (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (GTask) write = NULL;
  GError    *error = NULL;
  GPtrArray *samples = g_task_propagate_pointer (G_TASK (result), &error);

  if (!samples) {
    g_task_return_error (task, error);
    return;
  }
  write =
      g_task_new (self, g_task_get_cancellable (task), samples_inserted_cb, g_object_ref (task));
  carrel_database_write (self->database, write, CARREL_PRIORITY_CLICK, insert_samples, samples,
                         (GDestroyNotify) g_ptr_array_unref, g_free);
}

void
carrel_library_add_samples_async (CarrelLibrary      *self,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) make = g_task_new (self, cancellable, samples_made_cb, task);

  g_task_set_source_tag (task, carrel_library_add_samples_async);
  g_task_run_in_thread (make, make_samples_thread);
}

guint
carrel_library_add_samples_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  gssize n = g_task_propagate_int (G_TASK (result), error);

  return n > 0 ? (guint) n : 0;
}
