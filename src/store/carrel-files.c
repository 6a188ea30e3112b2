/* carrel-files.c: files that are whole and on the disk before anything relies on them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-files.h"

#include "base/carrel-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define BUFFER (1024 * 1024)

static gboolean
fail (gboolean writing, const char *path, GError **error)
{
  int code = errno;

  if (code == ENOSPC || code == EDQUOT)
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK, _ ("The disk that holds “%s” is full"),
                 path);
  else
    g_set_error (error, CARREL_ERROR,
                 code == ENOENT || code == ENOTDIR ? CARREL_ERROR_NOT_FOUND : CARREL_ERROR_DISK,
                 writing ? _ ("Couldn't write “%s”: %s") : _ ("Couldn't read “%s”: %s"), path,
                 g_strerror (code));
  return FALSE;
}

gboolean
carrel_file_write_bytes (int file, gconstpointer bytes, gsize len)
{
  const guint8 *data = bytes;

  while (len > 0) {
    gssize n = write (file, data, len);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return FALSE;
    data += n;
    len -= (gsize) n;
  }
  return TRUE;
}

static gboolean
copy_bytes (
    int in, int out, const char *from, const char *to, GCancellable *cancellable, GError **error)
{
  g_autofree char *buffer = g_malloc (BUFFER);

  for (;;) {
    gssize n = read (in, buffer, BUFFER);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return fail (FALSE, from, error);
    if (n == 0)
      return fsync (out) == 0 || fail (TRUE, to, error);
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    if (!carrel_file_write_bytes (out, buffer, (gsize) n))
      return fail (TRUE, to, error);
  }
}

gboolean
carrel_file_copy (const char *from, const char *to, GCancellable *cancellable, GError **error)
{
  int      in = open (from, O_RDONLY | O_CLOEXEC), out;
  gboolean copied;

  if (in < 0)
    return fail (FALSE, from, error);
  out = open (to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (out < 0) {
    if (errno == EEXIST)
      g_set_error (error, CARREL_ERROR, CARREL_ERROR_EXISTS, _ ("“%s” is there already"), to);
    else
      fail (TRUE, to, error);
    close (in);
    return FALSE;
  }
  copied = copy_bytes (in, out, from, to, cancellable, error);
  close (in);
  if (close (out) != 0 && copied)
    copied = fail (TRUE, to, error);
  if (!copied)
    g_unlink (to);
  return copied;
}

gboolean
carrel_file_keep (const char *from, const char *to, GCancellable *cancellable, GError **error)
{
  g_autofree char *temporary = NULL;
  GStatBuf         a, b;

  if (g_stat (from, &a) != 0)
    return fail (FALSE, from, error);
  if (g_lstat (to, &b) == 0) {
    if (S_ISREG (b.st_mode) && a.st_size == b.st_size)
      return TRUE;
    g_unlink (to); /* cut short by an earlier trouble */
  }
  if (link (from, to) == 0)
    return TRUE;
  temporary = g_strconcat (to, ".new", NULL);
  g_unlink (temporary);
  if (!carrel_file_copy (from, temporary, cancellable, error))
    return FALSE;
  if (g_rename (temporary, to) != 0) {
    fail (TRUE, to, error);
    g_unlink (temporary);
    return FALSE;
  }
  return TRUE;
}

gboolean
carrel_folder_try (const char *folder, gsize bytes, gboolean *is_full, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "room-XXXXXX", NULL),
                  *zeros = g_malloc0 (BUFFER);
  int      file = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600), code;
  gboolean written = file >= 0;

  if (file >= 0)
    g_unlink (path);
  for (gsize done = 0; written && done < bytes; done += BUFFER)
    written = carrel_file_write_bytes (file, zeros, MIN (bytes - done, BUFFER));
  written = written && fsync (file) == 0;
  code = errno;
  if (file >= 0)
    close (file);
  *is_full = !written && (code == ENOSPC || code == EDQUOT);
  if (*is_full)
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK, _ ("The disk that holds “%s” is full"),
                 folder);
  else if (!written)
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK, _ ("Couldn't write “%s”: %s"), folder,
                 g_strerror (code));
  return written;
}

gboolean
carrel_file_sync (const char *path, GError **error)
{
  int      file = open (path, O_RDONLY | O_CLOEXEC);
  gboolean synced = file >= 0 && fsync (file) == 0;

  if (!synced)
    fail (TRUE, path, error);
  if (file >= 0)
    close (file);
  return synced;
}

gboolean
carrel_folder_sync (const char *path, GError **error)
{
  return carrel_file_sync (path, error);
}

gboolean
carrel_file_write (const char *path, const char *text, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path),
                  *temporary = g_strconcat (path, ".new", NULL);
  int      file = open (temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
  gboolean written;

  if (file < 0)
    return fail (TRUE, path, error);
  written = carrel_file_write_bytes (file, text, strlen (text)) && fsync (file) == 0;
  if (!written)
    fail (TRUE, path, error);
  close (file);
  if (written && g_rename (temporary, path) != 0)
    written = fail (TRUE, path, error);
  if (!written) {
    g_unlink (temporary);
    return FALSE;
  }
  return carrel_folder_sync (folder, error);
}

/* Depth first, over a list and not the call stack: folders are removed when what they hold is gone.
 */
void
carrel_folder_remove (const char *path)
{
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (folders, g_strdup (path));
  for (guint i = 0; i < folders->len; i++) {
    g_autoptr (GDir) dir = g_dir_open (folders->pdata[i], 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name (dir))) {
      g_autofree char *child = g_build_filename (folders->pdata[i], name, NULL);
      GStatBuf         info;

      if (g_lstat (child, &info) == 0 && S_ISDIR (info.st_mode))
        g_ptr_array_add (folders, g_steal_pointer (&child));
      else
        g_unlink (child);
    }
  }
  for (guint i = folders->len; i > 0; i--)
    g_rmdir (folders->pdata[i - 1]);
}

gboolean
carrel_folder_has_room (const char *folder, guint64 bytes, const char *what, GError **error)
{
  struct statvfs   info;
  guint64          room;
  g_autofree char *wanted = NULL, *left = NULL;

  if (statvfs (folder, &info) != 0)
    return fail (FALSE, folder, error);
  room = (guint64) info.f_bavail * info.f_frsize;
  if (room >= bytes)
    return TRUE;
  wanted = g_format_size (bytes);
  left = g_format_size (room);
  g_set_error (
      error, CARREL_ERROR, CARREL_ERROR_DISK,
      _ ("There is not enough room for %s: it needs %s, and the disk that holds “%s” has %s left"),
      what, wanted, folder, left);
  return FALSE;
}

guint64
carrel_file_get_size (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 && S_ISREG (info.st_mode) ? (guint64) info.st_size : 0;
}

#define NO_LOCK G_MAXINT

int
carrel_lock_take (const char *folder, gboolean alone, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "lock", NULL);
  int              file = open (path, O_RDONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);

  if (file < 0)
    return NO_LOCK; /* a library that can only be read: nobody replaces its files either */
  if (flock (file, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0)
    return file;
  if (errno == EWOULDBLOCK || errno == EINTR) {
    if (alone)
      g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK,
                   _ ("The library “%s” is open in another window or command; close that first"),
                   folder);
    else
      g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK,
                   _ ("The library “%s” is being restored; try again when that is done"), folder);
    close (file);
    return -1;
  }
  close (file);
  return NO_LOCK;
}

void
carrel_lock_release (int lock)
{
  if (lock >= 0 && lock != NO_LOCK)
    close (lock);
}
