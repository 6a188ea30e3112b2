/* carrel-backups.h: backups of a library: made beside it or elsewhere, verified, rotated, restored.
 *
 * A folder of backups holds for each one NAME.db, a compact copy of the database, and NAME.txt, a
 * list of the blobs that it needs, written last: a backup without its list is none. The blobs of
 * all backups stand together under blobs/, each once, as in a library: a second name of the
 * library's own file where both are on one disk. So a backup needs nothing of the library, and what
 * is purged from the library goes from its disk when the last backup that needs it goes.
 *
 * All block; any thread, on connections of their own. Errors: DISK, NOT_FOUND, DAMAGED, TOO_NEW,
 * EXISTS, CANCELLED.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-backup.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where the backups of the library in `folder` are: the one that was chosen, else FOLDER/backups.
 * `chosen` (nullable) tells. (transfer full) */
char *carrel_backups_dup_folder (const char *folder, gboolean *chosen);
/* NULL: FOLDER/backups again. Those that were made before stay where they are. */
gboolean carrel_backups_set_folder (const char *folder, const char *path, GError **error);

/* A verified backup; then those of this library rotate: the last of each of seven days and four
 * weeks stay, and the last three of each other kind. BEFORE_UPDATE always goes to FOLDER/backups.
 * Doesn't hold up whoever writes. `progress`: (nullable). */
CarrelBackup *carrel_backups_make (const char      *folder,
                                   CarrelBackupKind kind,
                                   CarrelProgress  *progress,
                                   GCancellable    *cancellable,
                                   GError         **error);
/* None was made in the last day. No I/O but a folder's names. */
gboolean carrel_backups_is_due (const char *folder);
/* Those in the library's folder of backups, newest first. (element-type CarrelBackup) (transfer
 * full) */
GPtrArray *carrel_backups_list (const char *folder, GError **error);

/* A library of its own at `path`, which must not be there: nothing of it shared with this one. */
CarrelBackup *carrel_backups_copy (const char     *folder,
                                   const char     *path,
                                   CarrelProgress *progress,
                                   GCancellable   *cancellable,
                                   GError        **error);

/* `database` (of a backup, or of any library) becomes the library in `folder`, at the newest
 * version of the schema. What was there goes to FOLDER/set-aside/STAMP, whose path is returned.
 * DISK while anyone has the library open. (transfer full) */
char *carrel_backups_restore (const char     *folder,
                              const char     *database,
                              CarrelProgress *progress,
                              GCancellable   *cancellable,
                              GError        **error);

/* Every page is where it should be, and it is a library of a version that this program knows. */
gboolean carrel_backups_verify (const char   *database,
                                guint        *version,
                                guint        *n_articles,
                                GCancellable *cancellable,
                                GError      **error);

/* FOLDER/carrel.db.new, whole and without a log, waits to be the library: carrel.db and its log go
 * to FOLDER/set-aside/STAMP, bytes unchanged, and it takes their place. With the lock. (transfer
 * full) */
#define CARREL_NEW_DATABASE "carrel.db.new"
char *carrel_backups_finish (const char *folder, GError **error);
/* The same when a program ended in the middle of it; else nothing. Before a library is opened. */
gboolean carrel_backups_finish_old (const char *folder, GError **error);
/* FOLDER/set-aside holds something: then no blob is known to be unused. */
gboolean carrel_backups_has_aside (const char *folder);

/* The blobs that a database mentions, from one beside it (blobs/) to another; `n_missing` counts
 * those that are nowhere. `share`: second names will do. */
gboolean carrel_backups_bring_blobs (const char     *database,
                                     const char     *from,
                                     const char     *to,
                                     gboolean        share,
                                     GPtrArray      *hashes,
                                     guint          *n_missing,
                                     CarrelProgress *progress,
                                     GCancellable   *cancellable,
                                     GError        **error);

G_END_DECLS
