/* carrel-store-bulk.c: many articles in a row, faster. On the writer's thread, outside of a
 * transaction.
 *
 * Everything still goes the same way, through the same functions and triggers; only what SQLite and
 * FTS5 keep in memory before they write grows, and the disk is not waited for until the end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-connection-private.h"
#include "store/carrel-store-private.h"

/* Words wait in memory until there are this many bytes of them: the fewer pieces an index is
 * written in, the fewer times they are merged. FTS5 keeps the number in the file. */
#define MANY "67108864"
#define USUAL "8388608" /* as the schema says */

#define SET_HASH_SIZE(index, size)                                                                 \
  "INSERT INTO " index " (" index ", rank) VALUES ('hashsize', " size ");"

gboolean
carrel_store_begin_bulk (CarrelConnection *connection, GError **error)
{
  return carrel_connection_execute (
      connection,
      "PRAGMA synchronous = OFF; PRAGMA secure_delete = OFF; PRAGMA wal_autocheckpoint = 16000; "
      "PRAGMA cache_size = -262144;" SET_HASH_SIZE ("text_index", MANY)
          SET_HASH_SIZE ("beginning_index", MANY),
      error);
}

gboolean
carrel_store_end_bulk (CarrelConnection *connection, GError **error)
{
  return carrel_connection_execute (
      connection,
      SET_HASH_SIZE ("text_index", USUAL) SET_HASH_SIZE ("beginning_index", USUAL)
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
