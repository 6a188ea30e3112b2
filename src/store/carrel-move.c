/* carrel-move.c: a library's folder to another place. Any thread; blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-move.h"

#include "base/carrel-error.h"
#include "store/carrel-files.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#define DATABASE "carrel.db"

/* ── Where to ── */

static gboolean
is_empty (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  return dir && !g_dir_read_name (dir);
}

static gboolean
check_target (const char *from, const char *to, GError **error)
{
  g_autofree char *within = g_strconcat (from, "/", NULL),
                  *database = g_build_filename (from, DATABASE, NULL);

  if (!g_file_test (database, G_FILE_TEST_EXISTS))
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND, _ ("There is no library in “%s”"),
                 from);
  else if (g_str_equal (from, to) || g_str_has_prefix (to, within))
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_INVALID, _ ("“%s” is within the library itself"),
                 to);
  else if (g_file_test (to, G_FILE_TEST_EXISTS) && !is_empty (to))
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_EXISTS,
                 _ ("“%s” is there already, and not an empty folder"), to);
  else
    return TRUE;
  return FALSE;
}

/* ── To another disk ── */

/* The folders under `from`, itself first, as paths relative to it, and how many bytes its files
 * are. (transfer full) */
static GPtrArray *
list_folders (const char *from, guint64 *bytes)
{
  GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);

  *bytes = 0;
  g_ptr_array_add (folders, g_strdup (""));
  for (guint i = 0; i < folders->len; i++) {
    g_autofree char *path = g_build_filename (from, folders->pdata[i], NULL);
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name (dir))) {
      g_autofree char *child = g_build_filename (path, name, NULL);
      GStatBuf         info;

      if (g_lstat (child, &info) != 0)
        continue;
      if (S_ISDIR (info.st_mode))
        g_ptr_array_add (folders, g_build_filename (folders->pdata[i], name, NULL));
      else if (S_ISREG (info.st_mode))
        *bytes += (guint64) info.st_size;
    }
  }
  return folders;
}

/* What belongs to a program that has it open isn't copied. */
static gboolean
is_kept (const char *name)
{
  return !g_str_has_suffix (name, "-shm") && !g_str_equal (name, "lock") &&
         !g_str_equal (name, "queue.lock");
}

static gboolean
copy_folder (const char *from, const char *to, GCancellable *cancellable, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, error);
  const char *name;

  if (!dir)
    return FALSE;
  if (g_mkdir_with_parents (to, 0700) != 0) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK, _ ("Couldn't make the folder “%s”: %s"),
                 to, g_strerror (errno));
    return FALSE;
  }
  while ((name = g_dir_read_name (dir))) {
    g_autofree char *source = g_build_filename (from, name, NULL),
                    *target = g_build_filename (to, name, NULL);
    GStatBuf info;

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    if (g_lstat (source, &info) == 0 && S_ISREG (info.st_mode) && is_kept (name) &&
        !carrel_file_copy (source, target, cancellable, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
copy_all (const char *from, const char *to, GCancellable *cancellable, GError **error)
{
  guint64 bytes;
  g_autoptr (GPtrArray) folders = list_folders (from, &bytes);
  g_autofree char *parent = g_path_get_dirname (to);

  if (!carrel_folder_has_room (parent, bytes + bytes / 50, _ ("the library"), error))
    return FALSE;
  for (guint i = 0; i < folders->len; i++) {
    g_autofree char *source = g_build_filename (from, folders->pdata[i], NULL),
                    *target = g_build_filename (to, folders->pdata[i], NULL);

    if (!copy_folder (source, target, cancellable, error))
      return FALSE;
  }
  for (guint i = folders->len; i > 0; i--) {
    g_autofree char *target = g_build_filename (to, folders->pdata[i - 1], NULL);

    if (!carrel_folder_sync (target, error))
      return FALSE;
  }
  return carrel_folder_sync (parent, error);
}

/* ── The move ── */

static gboolean
move_locked (const char *from, const char *to, GCancellable *cancellable, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (to), *old_parent = g_path_get_dirname (from);

  if (g_mkdir_with_parents (parent, 0700) != 0) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK, _ ("Couldn't make the folder “%s”: %s"),
                 parent, g_strerror (errno));
    return FALSE;
  }
  if (g_rename (from, to) == 0)
    return carrel_folder_sync (parent, error) && carrel_folder_sync (old_parent, error);
  if (errno != EXDEV) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK, _ ("Couldn't move “%s” to “%s”: %s"), from,
                 to, g_strerror (errno));
    return FALSE;
  }
  if (!copy_all (from, to, cancellable, error)) {
    carrel_folder_remove (to);
    return FALSE;
  }
  carrel_folder_remove (from);
  return TRUE;
}

gboolean
carrel_move (const char *from, const char *to, GCancellable *cancellable, GError **error)
{
  g_autofree char *source = g_canonicalize_filename (from, NULL),
                  *target = g_canonicalize_filename (to, NULL);
  gboolean moved;
  int      lock;

  if (!check_target (source, target, error))
    return FALSE;
  lock = carrel_lock_take (source, TRUE, error);
  if (lock < 0)
    return FALSE;
  moved = move_locked (source, target, cancellable, error);
  carrel_lock_release (lock);
  return moved;
}
