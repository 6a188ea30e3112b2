/* carrel-store-blobs.c: files named by their hash: images and compressed snapshots.
 *
 * Written once: to a temporary name, synced, renamed, and the folder synced, before the row that
 * mentions them commits. A snapshot is named by the hash of the bytes as fetched.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "store/carrel-blobs.h"
#include "store/carrel-connection-private.h"
#include "store/carrel-files.h"
#include "store/carrel-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>
#include <utime.h>
#include <zstd.h>

#define ZSTD_LEVEL 6
/* A snapshot's bytes never exceed what may be fetched. */
#define SNAPSHOT_MAX (64 * 1024 * 1024)

char *
carrel_blob_path (const char *folder, const char *hash)
{
  g_autofree char *first = g_strndup (hash, 2);

  return g_build_filename (folder, "blobs", first, strlen (hash) > 2 ? hash + 2 : "", NULL);
}

static gboolean
fail (const char *path, GError **error)
{
  int code = errno;

  g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK,
               code == ENOSPC || code == EDQUOT ? _ ("The disk that holds “%s” is full")
                                                : _ ("Couldn't write “%s”: %s"),
               path, g_strerror (code));
  return FALSE;
}

/* One that is there already gets a new time, so that no sweep takes it before the row commits. */
static gboolean
write_blob (const char *folder, const char *hash, gconstpointer data, gsize len, GError **error)
{
  g_autofree char *path = carrel_blob_path (folder, hash), *parent = g_path_get_dirname (path);
  g_autofree char *grandparent = g_path_get_dirname (parent),
                  *temporary = g_build_filename (parent, ".new-XXXXXX", NULL);
  int fd;

  if (g_utime (path, NULL) == 0)
    return TRUE;
  if (g_mkdir_with_parents (parent, 0700) != 0)
    return fail (parent, error);
  fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail (parent, error);
  if (!carrel_file_write_bytes (fd, data, len) || fsync (fd) != 0 ||
      g_rename (temporary, path) != 0) {
    fail (path, error);
    close (fd);
    g_unlink (temporary);
    return FALSE;
  }
  close (fd);
  return carrel_folder_sync (parent, error) && carrel_folder_sync (grandparent, error);
}

static gboolean
write_packed (const char *folder, const char *hash, GBytes *bytes, GError **error)
{
  gsize              len, bound;
  gconstpointer      data = g_bytes_get_data (bytes, &len);
  g_autofree guint8 *packed = NULL;

  bound = ZSTD_compressBound (len);
  packed = g_malloc (bound);
  bound = ZSTD_compress (packed, bound, data ? data : "", len, ZSTD_LEVEL);
  if (ZSTD_isError (bound)) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_BAD_FILE, "Couldn't compress the page: %s",
                 ZSTD_getErrorName (bound));
    return FALSE;
  }
  return write_blob (folder, hash, packed, bound, error);
}

gboolean
carrel_blob_ensure (
    const char *folder, const char *hash, GBytes *bytes, gboolean packed, GError **error)
{
  g_autofree char *path = carrel_blob_path (folder, hash);
  gsize            len;
  gconstpointer    data = g_bytes_get_data (bytes, &len);

  if (g_utime (path, NULL) == 0)
    return TRUE;
  return packed ? write_packed (folder, hash, bytes, error)
                : write_blob (folder, hash, data, len, error);
}

/* Its hash. */
static char *
write_snapshot (const char *folder, CarrelSnapshotData *snapshot, GError **error)
{
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, snapshot->bytes);

  return write_packed (folder, hash, snapshot->bytes, error) ? g_steal_pointer (&hash) : NULL;
}

gboolean
carrel_store_write_blobs (const char *folder, CarrelDraft *draft, GError **error)
{
  g_autoptr (GHashTable) map = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr (GHashTable) sizes = g_hash_table_new (g_str_hash, g_str_equal);

  if (draft->snapshot) {
    g_autofree char *hash = write_snapshot (folder, draft->snapshot, error);

    if (!hash)
      return FALSE;
  }
  for (guint i = 0; i < draft->images->len; i++) {
    CarrelDraftImage *image = draft->images->pdata[i];
    gsize             len;
    gconstpointer     data = g_bytes_get_data (image->bytes, &len);
    g_autofree char  *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, image->bytes);
    char             *source = g_strconcat ("blob:", hash, NULL);

    g_hash_table_insert (map, image->address, source);
    g_hash_table_insert (sizes, source, GUINT_TO_POINTER (image->width << 16 | image->height));
    if (!write_blob (folder, hash, data, len, error))
      return FALSE;
  }
  if (draft->document && g_hash_table_size (map) > 0) {
    CarrelDocument *mapped = carrel_document_map_images (draft->document, map, sizes);

    carrel_document_unref (draft->document);
    draft->document = mapped;
  }
  return TRUE;
}

GBytes *
carrel_blob_pack (const char *text, gsize len)
{
  gsize              bound = ZSTD_compressBound (len), packed;
  g_autofree guint8 *data = g_malloc (bound);

  packed = ZSTD_compress (data, bound, text, len, 1);
  g_assert (!ZSTD_isError (packed)); /* the bound is what it needs */
  return g_bytes_new_take (g_realloc (g_steal_pointer (&data), packed), packed);
}

/* carrel_unpack (BLOB): the text that carrel_blob_pack () packed. */
void
carrel_blob_unpack_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  gconstpointer      data = sqlite3_value_blob (values[0]);
  gsize              len = (gsize) sqlite3_value_bytes (values[0]), got;
  unsigned long long size = data ? ZSTD_getFrameContentSize (data, len) : ZSTD_CONTENTSIZE_ERROR;
  char              *text;

  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > SNAPSHOT_MAX) {
    sqlite3_result_error (context, "nothing that was packed", -1);
    return;
  }
  text = g_malloc (size + 1);
  got = ZSTD_decompress (text, size, data, len);
  if (ZSTD_isError (got) || got != size)
    sqlite3_result_error (context, "nothing that was packed", -1);
  else
    sqlite3_result_text64 (context, text, got, SQLITE_TRANSIENT, SQLITE_UTF8);
  g_free (text);
}

GBytes *
carrel_blob_load (const char *folder, const char *hash, gboolean packed, GError **error)
{
  g_autofree char   *path = carrel_blob_path (folder, hash), *contents = NULL;
  g_autofree guint8 *bytes = NULL;
  GError            *local = NULL;
  unsigned long long size;
  gsize              len, got;

  if (!g_file_get_contents (path, &contents, &len, &local)) {
    carrel_error_take_io (error, local, _ ("Couldn't read “%s”"), path);
    return NULL;
  }
  if (!packed)
    return g_bytes_new_take (g_steal_pointer (&contents), len);
  size = ZSTD_getFrameContentSize (contents, len);
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > SNAPSHOT_MAX) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_DAMAGED, _ ("The file “%s” is damaged"), path);
    return NULL;
  }
  bytes = g_malloc (size > 0 ? size : 1);
  got = ZSTD_decompress (bytes, size, contents, len);
  if (ZSTD_isError (got) || got != size) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_DAMAGED, _ ("The file “%s” is damaged"), path);
    return NULL;
  }
  return g_bytes_new_take (g_steal_pointer (&bytes), got);
}
