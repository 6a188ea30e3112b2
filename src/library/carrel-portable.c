/* carrel-portable.c: the pictures of a text, put into it for those who don't have the library.
 *
 * One job on a reader: where the article's pictures came from is asked of the file, the pictures
 * are read from their blobs. The document is the caller's and doesn't change.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-portable.h"

#include "base/carrel-image.h"
#include "library/carrel-library-private.h"

#include <glib/gstdio.h>
#include <string.h>

#define NOTHING "data:,"

typedef struct {
  gint64          article;
  CarrelDocument *document; /* (owned) */
  GHashTable     *paths;    /* (owned): source → file, of those in the library */
  gsize           left;     /* bytes */
} Portable;

static void
free_portable (gpointer data)
{
  Portable *portable = data;

  carrel_document_unref (portable->document);
  g_hash_table_unref (portable->paths);
  g_free (portable);
}

/* (transfer full) (nullable): it is gone, or too much. */
static char *
read_picture (Portable *portable, const char *path)
{
  g_autofree char *bytes = NULL;
  g_autofree char *text = NULL;
  GStatBuf         status;
  const char      *type;
  gsize            len;

  if (g_stat (path, &status) != 0 || status.st_size <= 0 ||
      (gsize) status.st_size > portable->left || !g_file_get_contents (path, &bytes, &len, NULL))
    return NULL;
  type = carrel_image_kind_get_type (carrel_image_sniff ((const guint8 *) bytes, len));
  if (!type || len > portable->left)
    return NULL;
  portable->left -= len;
  text = g_base64_encode ((const guchar *) bytes, len);
  return g_strconcat ("data:", type, ";base64,", text, NULL);
}

/* Pictures that stood in the page itself have an address that nobody answers to. */
static gboolean
is_somewhere (const char *address)
{
  return (g_str_has_prefix (address, "http://") || g_str_has_prefix (address, "https://")) &&
         !strstr (address, "://embedded.invalid/");
}

/* Source → the address that it came from. (transfer full) (nullable): an error */
static GHashTable *
load_addresses (CarrelConnection *connection, gint64 article, GError **error)
{
  g_autoptr (GHashTable) map = NULL;
  g_autoptr (GHashTable) sizes = NULL;
  GHashTable    *addresses;
  GHashTableIter iter;
  gpointer       address, source;

  if (!carrel_store_load_image_map (connection, article, &map, &sizes, error))
    return NULL;
  addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_iter_init (&iter, map);
  while (g_hash_table_iter_next (&iter, &address, &source))
    if (is_somewhere (address))
      g_hash_table_insert (addresses, g_strdup (source), g_strdup (address));
  return addresses;
}

static gpointer
make_portable (CarrelConnection *connection,
               gpointer          data,
               GCancellable     *cancellable,
               GError          **error)
{
  Portable *portable = data;
  g_autoptr (GHashTable) addresses = load_addresses (connection, portable->article, error);
  g_autoptr (GHashTable) map = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr (GPtrArray) sources = carrel_document_list_images (portable->document);

  if (!addresses)
    return NULL;
  for (guint i = 0; i < sources->len; i++) {
    const char *source = sources->pdata[i], *path = g_hash_table_lookup (portable->paths, source),
               *address = g_hash_table_lookup (addresses, source);
    char *given;

    if (!path || g_hash_table_contains (map, source))
      continue;
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return NULL;
    given = read_picture (portable, path);
    if (!given)
      given = g_strdup (address ? address : NOTHING);
    g_hash_table_insert (map, (gpointer) source, given);
  }
  return carrel_document_map_images (portable->document, map, NULL);
}

void
carrel_library_make_portable_async (CarrelLibrary      *self,
                                    gint64              article,
                                    CarrelDocument     *document,
                                    gsize               most,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GPtrArray) sources = carrel_document_list_images (document);
  Portable *portable = g_new0 (Portable, 1);

  g_task_set_source_tag (task, carrel_library_make_portable_async);
  portable->article = article;
  portable->document = carrel_document_ref (document);
  portable->left = most;
  portable->paths = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  for (guint i = 0; i < sources->len; i++) {
    const char *source = sources->pdata[i];

    if (g_str_has_prefix (source, "blob:") && !g_hash_table_contains (portable->paths, source))
      g_hash_table_insert (portable->paths, (gpointer) source,
                           carrel_library_dup_blob_path (self, source + strlen ("blob:")));
  }
  carrel_database_read (self->database, task, make_portable, portable, free_portable,
                        (GDestroyNotify) carrel_document_unref);
}

CarrelDocument *
carrel_library_make_portable_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
