/* carrel-store-wanted.c: what articles point at and the library hasn't.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-time.h"
#include "store/carrel-store-private.h"

#include <string.h>

GPtrArray *
carrel_store_load_wanted (CarrelConnection *connection, guint limit, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (connection,
      "SELECT key FROM wanted WHERE (strong > 0 OR n > 1) AND hidden = 0 ORDER BY n DESC, key LIMIT ?");
  g_autoptr (CarrelStatement) ask = carrel_connection_prepare (connection,
      "SELECT l.title, l.address, (SELECT count (DISTINCT x.source) FROM link x JOIN article b ON b.id = x.source AND b.trashed = 0 WHERE x.target IS NULL AND x.wanted_key = ?1), "
      "a.id, a.title FROM link l JOIN article a ON a.id = l.source AND a.trashed = 0 WHERE l.target IS NULL AND l.wanted_key = ?1 ORDER BY l.kind DESC, l.id LIMIT 1");
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_object_unref);

  carrel_statement_bind_int (statement, 1, limit > 0 ? (gint64) limit : -1);
  while (carrel_statement_next (statement)) {
    carrel_statement_bind_text (ask, 1, carrel_statement_get_text (statement, 0));
    if (carrel_statement_next (ask))
      g_ptr_array_add (wanted, carrel_wanted_new (carrel_statement_get_text (statement, 0), carrel_statement_get_text (ask, 0), carrel_statement_get_text (ask, 1), (guint) carrel_statement_get_int (ask, 2),
                                                  carrel_statement_get_int (ask, 3), carrel_statement_get_text (ask, 4)));
    carrel_statement_reset (ask);
  }
  if (!carrel_statement_finish (ask, error)) {
    carrel_statement_finish (statement, NULL);
    return NULL;
  }
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&wanted) : NULL;
}

GPtrArray *
carrel_store_load_wanting (CarrelConnection *connection, const char *key, guint limit, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (connection,
      "SELECT l.id, l.source, max (l.kind), l.title, l.address, l.context, " CARREL_ARTICLE_COLUMNS
      " FROM link l JOIN article a ON a.id = l.source AND a.trashed = 0 WHERE l.target IS NULL AND l.wanted_key = ? GROUP BY l.source ORDER BY l.source DESC LIMIT ?");
  g_autoptr (GPtrArray) links = g_ptr_array_new_with_free_func (g_object_unref);

  carrel_statement_bind_text (statement, 1, key);
  carrel_statement_bind_int (statement, 2, limit > 0 ? (gint64) limit : -1);
  while (carrel_statement_next (statement)) {
    g_autoptr (CarrelArticle) other = carrel_store_read_article (connection, statement, 6);
    CarrelLinkData data = {
      .id = carrel_statement_get_int (statement, 0),
      .source = carrel_statement_get_int (statement, 1),
      .kind = (CarrelLinkKind) carrel_statement_get_int (statement, 2),
      .title = carrel_statement_get_text (statement, 3),
      .address = carrel_statement_get_text (statement, 4),
      .context = carrel_statement_get_text (statement, 5),
      .backlink = TRUE,
      .other = other,
    };

    g_ptr_array_add (links, carrel_link_new (&data));
  }
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&links) : NULL;
}

/* ── Hiding ── */

#define HIDE "INSERT INTO wanted_hidden (key, created) VALUES (?, ?) ON CONFLICT DO NOTHING"
#define SHOW "DELETE FROM wanted_hidden WHERE key = ?"

static gboolean
is_hidden (CarrelConnection *connection, const char *key, gint64 *since, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (connection, "SELECT created FROM wanted_hidden WHERE key = ?");

  *since = 0;
  carrel_statement_bind_text (statement, 1, key);
  if (carrel_statement_next (statement))
    *since = MAX (carrel_statement_get_int (statement, 0), 1);
  return carrel_statement_finish (statement, error);
}

gboolean
carrel_store_hide_wanted (CarrelConnection *connection, const char *key, CarrelUndo *undo, CarrelChanges *changes, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (connection, HIDE);
  gint64 since;

  if (!key || !*key || !g_utf8_validate (key, -1, NULL)) {
    g_set_error_literal (error, CARREL_ERROR, CARREL_ERROR_INVALID, "There is nothing of that name to hide");
    return FALSE;
  }
  if (!is_hidden (connection, key, &since, error))
    return FALSE;
  if (since != 0)
    return TRUE;
  carrel_statement_bind_text (statement, 1, key);
  carrel_statement_bind_int (statement, 2, carrel_time_now ());
  if (!carrel_statement_run (statement, error))
    return FALSE;
  if (undo)
    carrel_undo_add (undo, SHOW, g_variant_new ("(s)", key));
  carrel_changes_add (changes, CARREL_CHANGED_LINKS, 0);
  return TRUE;
}

gboolean
carrel_store_show_wanted (CarrelConnection *connection, const char *key, CarrelUndo *undo, CarrelChanges *changes, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (connection, SHOW);
  gint64 since;

  if (!is_hidden (connection, key, &since, error))
    return FALSE;
  if (since == 0) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND, "“%s” is not hidden", key);
    return FALSE;
  }
  carrel_statement_bind_text (statement, 1, key);
  if (!carrel_statement_run (statement, error))
    return FALSE;
  if (undo)
    carrel_undo_add (undo, HIDE, g_variant_new ("(sx)", key, since));
  carrel_changes_add (changes, CARREL_CHANGED_LINKS, 0);
  return TRUE;
}

char **
carrel_store_load_hidden_wanted (CarrelConnection *connection, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (connection, "SELECT key FROM wanted_hidden ORDER BY created DESC, key");
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();

  while (carrel_statement_next (statement))
    g_strv_builder_add (keys, carrel_statement_get_text (statement, 0));
  return carrel_statement_finish (statement, error) ? g_strv_builder_end (keys) : NULL;
}
