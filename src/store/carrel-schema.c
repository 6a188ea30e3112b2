/* carrel-schema.c: numbered SQL files, run in order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-schema.h"

#include "base/carrel-error.h"
#include "store/carrel-backups.h"
#include "store/carrel-connection-private.h"

#include <glib/gi18n.h>

#define APPLICATION_ID 0x4361726c
#define FOLDER "/app/carrel/Carrel/schema"
#define MAX_VERSION 255 /* of a newer Carrel that is believed */

guint
carrel_schema_get_version (void)
{
  g_auto (GStrv) names =
      g_resources_enumerate_children (FOLDER, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  return names ? g_strv_length (names) : 0;
}

static gboolean
ask (CarrelConnection *connection, const char *sql, gint64 *value, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare_once (connection, sql);

  *value = carrel_statement_next (statement) ? carrel_statement_get_int (statement, 0) : 0;
  return carrel_statement_finish (statement, error);
}

/* All that the tables are, as one text; NULL when it can't be read. (transfer full) */
static char *
dup_tables (CarrelConnection *connection)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare_once (
      connection, "SELECT group_concat (type || name || coalesce (sql, ''), char (10) ORDER BY "
                  "name) FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'");
  g_autofree char *tables = carrel_statement_next (statement)
                                ? g_strdup (carrel_statement_get_text (statement, 0))
                                : NULL;

  return carrel_statement_finish (statement, NULL) ? g_steal_pointer (&tables) : NULL;
}

/* The version is four bytes of the file's head: where the tables are those of this program and the
 * number is not, or is one that no Carrel will have for long, it is the number that is wrong. */
static gboolean
is_wrong_number (CarrelConnection *connection, gint64 user_version)
{
  g_autoptr (CarrelConnection) own = NULL;
  g_autofree char *tables = NULL, *own_tables = NULL;

  if (user_version > MAX_VERSION)
    return TRUE;
  own = carrel_connection_open_file (":memory:", connection->folder, FALSE, TRUE, NULL);
  if (!own || !carrel_schema_migrate_to (own, carrel_schema_get_version (), NULL))
    return FALSE;
  tables = dup_tables (connection);
  own_tables = dup_tables (own);
  return tables && g_strcmp0 (tables, own_tables) == 0;
}

gboolean
carrel_schema_check (CarrelConnection *connection, guint *version, GError **error)
{
  gint64 id, user_version, n_tables;

  if (!ask (connection, "PRAGMA application_id", &id, error) ||
      !ask (connection, "PRAGMA user_version", &user_version, error) ||
      !ask (connection, "SELECT count(*) FROM sqlite_schema", &n_tables, error))
    return FALSE;
  *version = (guint) user_version;
  if (id == 0 && user_version == 0 && n_tables == 0)
    return TRUE;
  if (id != APPLICATION_ID || user_version < 1) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_DAMAGED,
                 _ ("“%s” holds a database of another program, not a Carrel library"),
                 connection->folder);
    return FALSE;
  }
  if (user_version > carrel_schema_get_version () && is_wrong_number (connection, user_version)) {
    g_set_error (
        error, CARREL_ERROR, CARREL_ERROR_DAMAGED,
        _ ("The file “%s/carrel.db” is damaged: its number of a version is not that of its tables"),
        connection->folder);
    return FALSE;
  }
  if (user_version > carrel_schema_get_version ()) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_TOO_NEW,
                 _ ("The library “%s” was written by a newer Carrel; update to open it"),
                 connection->folder);
    return FALSE;
  }
  return TRUE;
}

/* A backup of the file as it is. */
static gboolean
keep_old (CarrelConnection *connection, GError **error)
{
  g_autoptr (CarrelBackup) backup =
      carrel_backups_make (connection->folder, CARREL_BACKUP_BEFORE_UPDATE, NULL, NULL, error);

  return backup != NULL;
}

/* One migration; another process may have been faster. */
static gboolean
run_one (CarrelConnection *connection, guint number, GError **error)
{
  g_autofree char *path = g_strdup_printf (FOLDER "/%04u.sql", number);
  g_autofree char *set_version = g_strdup_printf ("PRAGMA user_version = %u", number);
  g_autoptr (GBytes) sql = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  guint version;

  if (!sql || !carrel_connection_begin (connection, error))
    return FALSE;
  if (!carrel_schema_check (connection, &version, error)) {
    carrel_connection_rollback (connection);
    return FALSE;
  }
  if (version >= number)
    return carrel_connection_commit (connection, error);
  if (!carrel_connection_execute (connection, g_bytes_get_data (sql, NULL), error) ||
      !carrel_connection_execute (connection, set_version, error) ||
      !carrel_connection_commit (connection, error)) {
    carrel_connection_rollback (connection);
    g_prefix_error (error, "Couldn't bring the library “%s” to version %u: ", connection->folder,
                    number);
    return FALSE;
  }
  return TRUE;
}

/* What a large library was written anew with is gigabytes. Should somebody else read just now, the
 * next commit does it. */
static void
shorten_log (CarrelConnection *connection)
{
  carrel_connection_execute (connection, "PRAGMA wal_checkpoint (TRUNCATE)", NULL);
}

static gboolean
run_all (CarrelConnection *connection, guint first, guint last, GError **error)
{
  for (guint number = first; number <= last; number++)
    if (!run_one (connection, number, error))
      return FALSE;
  shorten_log (connection);
  return TRUE;
}

gboolean
carrel_schema_migrate_to (CarrelConnection *connection, guint newest, GError **error)
{
  guint version;

  if (!carrel_schema_check (connection, &version, error))
    return FALSE;
  return version >= newest || (carrel_connection_set_aside (connection, TRUE, error) &&
                               run_all (connection, version + 1, newest, error) &&
                               carrel_connection_set_aside (connection, FALSE, error));
}

gboolean
carrel_schema_migrate (CarrelConnection *connection, gboolean keep, GError **error)
{
  guint version, newest = carrel_schema_get_version ();

  if (!carrel_schema_check (connection, &version, error))
    return FALSE;
  if (keep && version > 0 && version < newest && !keep_old (connection, error))
    return FALSE;
  return carrel_schema_migrate_to (connection, newest, error);
}
