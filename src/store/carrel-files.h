/* carrel-files.h: files that are whole and on the disk before anything relies on them. Any thread.
 *
 * Errors: DISK, NOT_FOUND, CANCELLED.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The bytes in a new file, synced; what was half written goes away. EXISTS when `to` is there. */
gboolean
carrel_file_copy (const char *from, const char *to, GCancellable *cancellable, GError **error);
/* A second name for the file, or a copy where the two folders are on different disks. TRUE when
 * `to` is there with the same size. Only for files that are never written again. */
gboolean
carrel_file_keep (const char *from, const char *to, GCancellable *cancellable, GError **error);
/* To a temporary name, synced, renamed, the folder synced. */
gboolean carrel_file_write (const char *path, const char *text, GError **error);
/* All of the bytes to an open file; FALSE with errno. */
gboolean carrel_file_write_bytes (int file, gconstpointer bytes, gsize len);
gboolean carrel_file_sync (const char *path, GError **error);
/* A folder's entries. */
gboolean carrel_folder_sync (const char *path, GError **error);
/* The folder with all in it; symbolic links are not followed. What can't be removed stays. */
void carrel_folder_remove (const char *path);

/* FALSE with DISK when the disk that holds `folder` has less room; `what` is what it is for. */
gboolean
carrel_folder_has_room (const char *folder, guint64 bytes, const char *what, GError **error);
/* Writes `bytes` into a file of `folder` that has no name, and forgets it: FALSE with DISK when
 * they can't be written and synced; `is_full` says that it is for want of room. */
gboolean carrel_folder_try (const char *folder, gsize bytes, gboolean *is_full, GError **error);
/* The bytes of a file; 0: none. */
guint64 carrel_file_get_size (const char *path);

/* One program has the library open (`alone` FALSE: any number of them), or one works on its files.
 * The lock ends with carrel_lock_release (), or with the program. -1 with DISK; a disk without
 * locks gives one that does nothing. */
int  carrel_lock_take (const char *folder, gboolean alone, GError **error);
void carrel_lock_release (int lock);

G_END_DECLS
