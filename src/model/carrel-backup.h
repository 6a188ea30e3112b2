/* carrel-backup.h: a backup of a library, and what a recovery brought back: two plain values.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CARREL_BACKUP_DAILY,
  CARREL_BACKUP_BY_HAND,
  CARREL_BACKUP_BEFORE_UPDATE,   /* of the schema */
  CARREL_BACKUP_BEFORE_DELETING, /* of many articles, or of the trash */
} CarrelBackupKind;

typedef struct {
  char            *name;    /* (owned): «2026-11-26T131450Z-daily» */
  char            *path;    /* (owned): of its database; blobs/ stands beside it */
  char            *library; /* (owned): the folder that it is of */
  CarrelBackupKind kind;
  gint64           made;
  guint            version; /* of the schema */
  guint            n_articles, n_blobs;
  guint            n_missing; /* blobs that were not in the library */
  gint64           bytes;     /* of the database */
} CarrelBackup;

CarrelBackup *carrel_backup_new (void);
void          carrel_backup_free (CarrelBackup *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelBackup, carrel_backup_free)

/* «daily», «by-hand» …, as in its name. Static. */
const char *carrel_backup_kind_name (CarrelBackupKind kind);
/* FALSE when the name is none of a backup. */
gboolean carrel_backup_parse_name (const char *name, gint64 *made, CarrelBackupKind *kind);
char    *carrel_backup_make_name (gint64 made, CarrelBackupKind kind);

/* What became of a damaged library. */
typedef struct {
  char      *aside;      /* (owned): the folder in which the damaged file is kept */
  char      *backup;     /* (owned) (nullable): the name of the backup that helped */
  guint      n_articles; /* in the library now */
  guint      n_read;     /* of them: read from the damaged file */
  guint      n_backup;   /* of them: only the backup had them */
  GPtrArray *lost; /* (owned) (element-type utf8): a sentence for each thing that is missing */
} CarrelRecovery;

CarrelRecovery *carrel_recovery_new (void);
void            carrel_recovery_free (CarrelRecovery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelRecovery, carrel_recovery_free)

/* How far long work is, asked by whoever waits: any thread. */
typedef struct {
  int permille; /* atomic: 0–1000 */
} CarrelProgress;

G_END_DECLS
