/* carrel-backup.c: a backup's name holds when it was made and why, so that a folder of them is a
 * list.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-backup.h"

#include <stdio.h>
#include <string.h>

/* 2026-11-26T131450Z- */
#define STAMP_LENGTH 18

static const char *const kinds[] = { "daily", "by-hand", "before-update", "before-deleting" };

CarrelBackup *
carrel_backup_new (void)
{
  return g_new0 (CarrelBackup, 1);
}

void
carrel_backup_free (CarrelBackup *self)
{
  g_free (self->name);
  g_free (self->path);
  g_free (self->library);
  g_free (self);
}

const char *
carrel_backup_kind_name (CarrelBackupKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kinds), kinds[0]);
  return kinds[kind];
}

char *
carrel_backup_make_name (gint64 made, CarrelBackupKind kind)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (made);
  g_autofree char *stamp =
      time ? g_date_time_format (time, "%Y-%m-%dT%H%M%SZ") : g_strdup ("1970-01-01T000000Z");

  return g_strconcat (stamp, "-", carrel_backup_kind_name (kind), NULL);
}

gboolean
carrel_backup_parse_name (const char *name, gint64 *made, CarrelBackupKind *kind)
{
  int  part[6];
  char dash;
  g_autoptr (GDateTime) time = NULL;

  if (strlen (name) < STAMP_LENGTH + 1 || name[17] != 'Z' ||
      sscanf (name, "%4d-%2d-%2dT%2d%2d%2dZ%c", &part[0], &part[1], &part[2], &part[3], &part[4],
              &part[5], &dash) != 7 ||
      dash != '-')
    return FALSE;
  time = g_date_time_new_utc (part[0], part[1], part[2], part[3], part[4], part[5]);
  for (guint i = 0; time && i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (name + STAMP_LENGTH + 1, kinds[i]) == 0) {
      *made = g_date_time_to_unix (time);
      *kind = (CarrelBackupKind) i;
      return TRUE;
    }
  return FALSE;
}

CarrelRecovery *
carrel_recovery_new (void)
{
  CarrelRecovery *self = g_new0 (CarrelRecovery, 1);

  self->lost = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
carrel_recovery_free (CarrelRecovery *self)
{
  g_free (self->aside);
  g_free (self->backup);
  g_ptr_array_unref (self->lost);
  g_free (self);
}
