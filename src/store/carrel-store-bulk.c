/* carrel-store-bulk.c: many articles in a row, faster. On the writer's thread, outside of a
 * transaction.
 *
 * Everything still goes the same way, through the same functions and triggers; only what SQLite and
 * FTS5 keep in memory before they write grows, and the disk is not waited for until the end.
 *
 * FTS5 writes what it has in memory before each statement that may have to be taken back alone, as
 * every one with triggers may: a piece of its index an article, which it then merges again and
 * again. So the texts of a transaction wait in a table that is in memory, and one statement brings
 * them all into theirs before the commit. That table is taken back with the transaction.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-connection-private.h"
#include "store/carrel-store-private.h"

#include <string.h>

/* Words wait in memory until there are this many bytes of them: the fewer pieces an index is
 * written in, the fewer times they are merged. FTS5 keeps the number in the file. */
#define MANY "67108864"
#define USUAL "8388608" /* as the schema says */

/* Bytes of texts that wait at most. */
#define MOST_WAITING (32 * 1024 * 1024)

#define SET_HASH_SIZE(index, size)                                                                 \
  "INSERT INTO " index " (" index ", rank) VALUES ('hashsize', " size ");"

static gboolean
bring_waiting (CarrelConnection *connection, GError **error)
{
  g_autoptr (CarrelStatement) bring = carrel_connection_prepare (
      connection, "INSERT INTO body (article, html) SELECT article, html FROM temp.waiting_body "
                  "ORDER BY article");
  g_autoptr (CarrelStatement) empty =
      carrel_connection_prepare (connection, "DELETE FROM temp.waiting_body");

  connection->waiting = 0;
  return carrel_statement_run (bring, error) && carrel_statement_run (empty, error);
}

gboolean
carrel_store_insert_body (CarrelConnection *connection,
                          gint64            article,
                          const char       *html,
                          GError          **error)
{
  gboolean waits = connection->before_commit == bring_waiting;
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, waits ? "INSERT INTO temp.waiting_body (article, html) VALUES (?, ?)"
                        : "INSERT INTO body (article, html) VALUES (?, ?)");

  carrel_statement_bind_int (statement, 1, article);
  carrel_statement_bind_text (statement, 2, html);
  if (!carrel_statement_run (statement, error))
    return FALSE;
  if (waits)
    connection->waiting += strlen (html);
  return connection->waiting <= MOST_WAITING || bring_waiting (connection, error);
}

gboolean
carrel_store_begin_bulk (CarrelConnection *connection, GError **error)
{
  if (!carrel_connection_execute (
          connection,
          "PRAGMA synchronous = OFF; PRAGMA secure_delete = OFF; PRAGMA wal_autocheckpoint = "
          "16000; PRAGMA cache_size = -262144;" SET_HASH_SIZE ("text_index", MANY)
              SET_HASH_SIZE ("beginning_index", MANY) "CREATE TEMP TABLE waiting_body (article "
                                                      "INTEGER PRIMARY KEY, html TEXT NOT NULL);",
          error))
    return FALSE;
  connection->before_commit = bring_waiting;
  return TRUE;
}

gboolean
carrel_store_end_bulk (CarrelConnection *connection, GError **error)
{
  connection->before_commit = NULL;
  return carrel_connection_execute (
      connection,
      "DROP TABLE temp.waiting_body;" SET_HASH_SIZE ("text_index", USUAL)
          SET_HASH_SIZE ("beginning_index", USUAL)
              CARREL_CONNECTION_WRITER_SETTINGS CARREL_CONNECTION_SETTINGS
      "PRAGMA wal_checkpoint (TRUNCATE);",
      error);
}

int
carrel_store_compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}
