/* carrel-library-backup.h: backups and recovery of a library, by its folder: most of it must work
 * where none can be opened. Main thread; the work is done on others.
 *
 * Errors: DISK, NOT_FOUND, DAMAGED, TOO_NEW, EXISTS, CANCELLED.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"
#include "model/carrel-backup.h"

G_BEGIN_DECLS

/* See store/carrel-backups.h for what a backup is, and which of them stay. `progress` (nullable)
 * lives until the end. */
void          carrel_library_back_up_async (const char         *folder,
                                            CarrelBackupKind    kind,
                                            CarrelProgress     *progress,
                                            GCancellable       *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer            user_data);
CarrelBackup *carrel_library_back_up_finish (GAsyncResult *result, GError **error);

/* A library of its own at `path`, which must not be there. `progress` (nullable) lives until the
 * end. */
void          carrel_library_copy_async (const char         *folder,
                                         const char         *path,
                                         CarrelProgress     *progress,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
CarrelBackup *carrel_library_copy_finish (GAsyncResult *result, GError **error);

/* Newest first. (element-type CarrelBackup) (transfer full) */
void       carrel_library_list_backups_async (const char         *folder,
                                              GCancellable       *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer            user_data);
GPtrArray *carrel_library_list_backups_finish (GAsyncResult *result, GError **error);

/* Where they are, and may be: NULL is the library's own folder. Small files; main thread.
 * (transfer full) */
char    *carrel_library_dup_backup_folder (const char *folder, gboolean *chosen);
gboolean carrel_library_set_backup_folder (const char *folder, const char *path, GError **error);

/* Only while nobody has the library open. `database` of a backup, or of any library. Where the
 * present one was set aside (transfer full) */
void  carrel_library_restore_backup_async (const char         *folder,
                                           const char         *database,
                                           CarrelProgress     *progress,
                                           GCancellable       *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);
char *carrel_library_restore_backup_finish (GAsyncResult *result, GError **error);

/* Only while nobody has the library open. */
void            carrel_library_recover_async (const char         *folder,
                                              CarrelProgress     *progress,
                                              GCancellable       *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer            user_data);
CarrelRecovery *carrel_library_recover_finish (GAsyncResult *result, GError **error);

/* The folder to another place, see store/carrel-move.h. Only while nobody has the library open. */
void     carrel_library_move_async (const char         *folder,
                                    const char         *path,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
gboolean carrel_library_move_finish (GAsyncResult *result, GError **error);

/* Is the file whole? Reads all of it; needs no open library. DAMAGED says what is wrong. */
void     carrel_library_verify_async (const char         *folder,
                                      GCancellable       *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data);
gboolean carrel_library_verify_finish (GAsyncResult *result, GError **error);

/* What is done once a day while a library is open: a backup, then what is in the trash for over 30
 * days is deleted. NULL without an error: it was done already. */
void carrel_library_do_daily_async (CarrelLibrary      *self,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
CarrelBackup *
carrel_library_do_daily_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

G_END_DECLS
