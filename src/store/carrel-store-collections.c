/* carrel-store-collections.c: saved searches, and the sidebar's numbers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "store/carrel-store.h"

#include <glib/gi18n.h>

GPtrArray *
carrel_store_load_collections (CarrelConnection *connection, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT id, name, query FROM collection ORDER BY position, id");
  g_autoptr (GPtrArray) collections = g_ptr_array_new_with_free_func (g_object_unref);

  while (carrel_statement_next (statement))
    g_ptr_array_add (collections, carrel_collection_new (carrel_statement_get_int (statement, 0),
                                                         carrel_statement_get_text (statement, 1),
                                                         carrel_statement_get_text (statement, 2)));
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&collections) : NULL;
}

/* Records the row as it is. */
static gboolean
remember (
    CarrelConnection *connection, gint64 id, const char *undo_sql, CarrelUndo *undo, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT uid, name, query, position FROM collection WHERE id = ?");
  gboolean found;

  carrel_statement_bind_int (statement, 1, id);
  found = carrel_statement_next (statement);
  if (found && undo) {
    gsize         len;
    gconstpointer uid = carrel_statement_get_blob (statement, 0, &len);

    carrel_undo_add (undo, undo_sql,
                     g_variant_new ("(@ayssxx)",
                                    g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, uid, len, 1),
                                    carrel_statement_get_text (statement, 1),
                                    carrel_statement_get_text (statement, 2),
                                    carrel_statement_get_int (statement, 3), id));
  }
  if (!carrel_statement_finish (statement, error))
    return FALSE;
  if (!found)
    g_set_error_literal (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND,
                         _ ("There is no such collection"));
  return found;
}

gint64
carrel_store_save_collection (CarrelConnection *connection,
                              gint64            id,
                              const char       *name,
                              const char       *query,
                              CarrelUndo       *undo,
                              CarrelChanges    *changes,
                              GError          **error)
{
  g_autofree char *clean = carrel_text_clean_line (name);
  g_autoptr (CarrelStatement) statement = NULL;

  if (!*clean) {
    g_set_error_literal (error, CARREL_ERROR, CARREL_ERROR_INVALID,
                         _ ("A collection needs a name"));
    return 0;
  }
  if (id != 0) {
    if (!remember (connection, id,
                   "UPDATE collection SET uid = ?, name = ?, query = ?, position = ? WHERE id = ?",
                   undo, error))
      return 0;
    statement = carrel_connection_prepare (
        connection, "UPDATE collection SET name = ?, query = ? WHERE id = ?");
    carrel_statement_bind_int (statement, 3, id);
  } else {
    statement = carrel_connection_prepare (
        connection, "INSERT INTO collection (name, query, position) VALUES (?, ?, (SELECT coalesce "
                    "(max (position), 0) + 1 FROM collection))");
  }
  carrel_statement_bind_text (statement, 1, clean);
  carrel_statement_bind_text (statement, 2, query);
  if (!carrel_statement_run (statement, error))
    return 0;
  if (id == 0) {
    id = carrel_connection_get_last_id (connection);
    if (undo)
      carrel_undo_add (undo, "DELETE FROM collection WHERE id = ?", g_variant_new ("(x)", id));
  }
  carrel_changes_add (changes, CARREL_CHANGED_COLLECTIONS, 0);
  return id;
}

gboolean
carrel_store_delete_collection (CarrelConnection *connection,
                                gint64            id,
                                CarrelUndo       *undo,
                                CarrelChanges    *changes,
                                GError          **error)
{
  g_autoptr (CarrelStatement) statement = NULL;

  if (!remember (connection, id,
                 "INSERT INTO collection (uid, name, query, position, id) VALUES (?, ?, ?, ?, ?)",
                 undo, error))
    return FALSE;
  statement = carrel_connection_prepare (connection, "DELETE FROM collection WHERE id = ?");
  carrel_statement_bind_int (statement, 1, id);
  carrel_changes_add (changes, CARREL_CHANGED_COLLECTIONS, 0);
  return carrel_statement_run (statement, error);
}

gboolean
carrel_store_load_counts (CarrelConnection *connection, CarrelCounts *counts, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT inbox, reading, favourites, archive, articles, highlights, wanted, "
                  "trash, unread, queue_waiting, queue_running, queue_failed FROM counts");

  *counts = (CarrelCounts) { 0 };
  if (carrel_statement_next (statement)) {
    guint *fields[] = { &counts->inbox,         &counts->reading,       &counts->favourites,
                        &counts->archive,       &counts->all,           &counts->highlights,
                        &counts->wanted,        &counts->trash,         &counts->unread,
                        &counts->queue_waiting, &counts->queue_running, &counts->queue_failed };

    for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
      *fields[i] = (guint) carrel_statement_get_int (statement, (int) i);
  }
  return carrel_statement_finish (statement, error);
}
