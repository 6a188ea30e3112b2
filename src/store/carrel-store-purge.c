/* carrel-store-purge.c: deleting for good: row, text, index, blobs, log. On the writer, in
 * transactions.
 *
 * The writer runs with secure_delete, which overwrites what is freed. A word of a deleted text
 * stays in the search index until its segment is merged with the others, so all are merged, in
 * slices; a page stays in the log until that is truncated. The row «cleaning» of setting says that
 * this isn't done yet.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-time.h"
#include "store/carrel-blobs.h"
#include "store/carrel-connection-private.h"
#include "store/carrel-store.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

static gboolean
collect_blobs (
    CarrelConnection *connection, gint64 before, guint limit, GPtrArray *blobs, GError **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "WITH gone AS (SELECT id FROM article WHERE trashed > "
                                             "0 AND trashed < ?1 ORDER BY id LIMIT ?2) "
                                             "SELECT hash FROM image WHERE article IN gone UNION "
                                             "SELECT hash FROM snapshot WHERE article IN gone");

  carrel_statement_bind_int (statement, 1, before);
  carrel_statement_bind_int (statement, 2, limit);
  while (carrel_statement_next (statement))
    g_ptr_array_add (blobs, g_strdup (carrel_statement_get_text (statement, 0)));
  return carrel_statement_finish (statement, error);
}

gboolean
carrel_store_set_cleaning (CarrelConnection *connection, gboolean cleaning, GError **error)
{
  return carrel_connection_execute (
      connection,
      cleaning ? "INSERT INTO setting (key, value) VALUES ('cleaning', '1') ON CONFLICT DO NOTHING"
               : "DELETE FROM setting WHERE key = 'cleaning'",
      error);
}

gboolean
carrel_store_is_cleaning (CarrelConnection *connection, gboolean *cleaning, GError **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "SELECT 1 FROM setting WHERE key = 'cleaning'");

  *cleaning = carrel_statement_next (statement);
  return carrel_statement_finish (statement, error);
}

/* What follows an article that goes follows what that followed: a thread stays one. The trash of a
 * thread may be several in a row, so each goes through those that go with it. Where a thread
 * branches nothing is said for it. */
static gboolean
join_threads (CarrelConnection *connection, gint64 before, guint limit, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection,
      "WITH RECURSIVE gone AS MATERIALIZED (SELECT id FROM article WHERE trashed > 0 AND trashed < "
      "?1 ORDER BY id LIMIT ?2), "
      "way (source, target, n) AS ("
      "SELECT l.source, l.target, 0 FROM gone JOIN link l ON l.target = gone.id AND l.kind = 3 "
      "WHERE l.source NOT IN gone "
      "UNION SELECT way.source, l.target, n + 1 FROM way JOIN link l ON l.source = way.target AND "
      "l.kind = 3 "
      "WHERE way.target IN gone AND n < ?3 AND (SELECT count (*) FROM link x WHERE x.source = "
      "way.target AND x.kind = 3) = 1 "
      "AND (SELECT count (*) FROM link x WHERE x.target = way.target AND x.kind = 3) = 1) "
      "INSERT INTO link (source, kind, target, created) SELECT DISTINCT source, 3, target, ?4 FROM "
      "way "
      "WHERE target NOT IN gone AND target <> source AND NOT EXISTS (SELECT 1 FROM link x WHERE "
      "x.source = way.source AND x.kind = 3 AND x.target = way.target)");

  carrel_statement_bind_int (statement, 1, before);
  carrel_statement_bind_int (statement, 2, limit);
  carrel_statement_bind_int (statement, 3, CARREL_THREAD_MAX);
  carrel_statement_bind_int (statement, 4, carrel_time_now ());
  return carrel_statement_run (statement, error);
}

gboolean
carrel_store_purge_some (CarrelConnection *connection,
                         gint64            before,
                         guint             limit,
                         guint            *n_purged,
                         GPtrArray        *blobs,
                         CarrelChanges    *changes,
                         GError          **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "DELETE FROM article WHERE id IN (SELECT id FROM article WHERE trashed > 0 AND "
                  "trashed < ? ORDER BY id LIMIT ?)");

  if (!collect_blobs (connection, before, limit, blobs, error) ||
      !join_threads (connection, before, limit, error))
    return FALSE;
  carrel_statement_bind_int (statement, 1, before);
  carrel_statement_bind_int (statement, 2, limit);
  if (!carrel_statement_run (statement, error))
    return FALSE;
  *n_purged = carrel_connection_get_n_changed (connection);
  if (*n_purged == 0)
    return TRUE;
  carrel_changes_add (changes, CARREL_CHANGED_EVERYTHING, 0);
  return carrel_store_set_cleaning (connection, TRUE, error);
}

gboolean
carrel_store_purge (CarrelConnection *connection,
                    gint64            before,
                    guint            *n_purged,
                    CarrelChanges    *changes,
                    GError          **error)
{
  g_autoptr (GPtrArray) blobs = g_ptr_array_new_with_free_func (g_free);

  return carrel_store_purge_some (connection, before, G_MAXINT, n_purged, blobs, changes, error);
}

/* A save whose blob goes here comes later in the order of transactions, and makes it again. */
gboolean
carrel_store_remove_blobs (CarrelConnection *connection, GPtrArray *blobs, GError **error)
{
  g_autoptr (CarrelStatement) mentions = carrel_connection_prepare (
      connection,
      "SELECT 1 FROM image WHERE hash = ?1 UNION ALL SELECT 1 FROM snapshot WHERE hash = ?1");

  for (guint i = 0; i < blobs->len; i++) {
    const char *hash = blobs->pdata[i];
    gboolean    mentioned;

    if (strlen (hash) != 64 || hash[strspn (hash, "0123456789abcdef")] != '\0')
      continue;
    carrel_statement_bind_text (mentions, 1, hash);
    mentioned = carrel_statement_next (mentions);
    carrel_statement_reset (mentions);
    if (!mentioned) {
      g_autofree char *path = carrel_blob_path (carrel_connection_get_folder (connection), hash);

      g_unlink (path);
    }
  }
  return carrel_statement_finish (mentions, error);
}

gboolean
carrel_store_merge_index (
    CarrelConnection *connection, guint *step, guint pages, gboolean *done, GError **error)
{
  static const char *const merge[] = {
    "INSERT INTO text_index (text_index, rank) VALUES ('merge', ?)",
    "INSERT INTO title_index (title_index, rank) VALUES ('merge', ?)",
    "INSERT INTO beginning_index (beginning_index, rank) VALUES ('merge', ?)",
    "INSERT INTO note_index (note_index, rank) VALUES ('merge', ?)",
  };
  guint    index = *step / 2;
  gboolean first = *step % 2 == 0;
  g_autoptr (CarrelStatement) statement = NULL;
  int before;

  *done = index >= G_N_ELEMENTS (merge);
  if (*done)
    return TRUE;
  statement = carrel_connection_prepare (connection, merge[index]);
  before = sqlite3_total_changes (connection->db);
  /* A negative number makes one segment of all; positive ones go on with that. */
  carrel_statement_bind_int (statement, 1, first ? -(gint64) pages : (gint64) pages);
  if (!carrel_statement_run (statement, error))
    return FALSE;
  if (first || sqlite3_total_changes (connection->db) - before < 2)
    (*step)++;
  *done = *step / 2 >= G_N_ELEMENTS (merge);
  return TRUE;
}

void
carrel_connection_want_short_log (CarrelConnection *self)
{
  self->truncate_log = TRUE;
}

gboolean
carrel_connection_has_short_log (CarrelConnection *self, gboolean *is_short, GError **error)
{
  *is_short = !self->truncate_log;
  if (!self->log_failed)
    return TRUE;
  self->truncate_log = FALSE;
  self->log_failed = FALSE;
  g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK,
               _ ("What was deleted still stands in “%s/carrel.db-wal”, which can't be emptied"),
               self->folder);
  return FALSE;
}
