/* carrel-store-wanted.c: what articles point at and the library hasn't.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-time.h"
#include "store/carrel-store-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* Of a wanted key `w.key`, by the index alone: who wants it; and the link that names it best. */
#define OF_KEY                                                                                     \
  "FROM link x WHERE x.target IS NULL AND x.wanted_key = w.key AND x.source NOT "                  \
  "IN " CARREL_TRASHED
#define WANTED_COLUMNS                                                                             \
  "w.key, (SELECT count (DISTINCT x.source) " OF_KEY "), (SELECT x.id " OF_KEY                     \
  " ORDER BY x.kind DESC, x.id LIMIT 1)"

/* Rows of WANTED_COLUMNS. */
static GPtrArray *
read_wanted (CarrelConnection *connection, CarrelStatement *statement, GError **error)
{
  g_autoptr (CarrelStatement) ask =
      carrel_connection_prepare (connection, "SELECT l.title, l.address, a.id, a.title FROM link l "
                                             "JOIN article a ON a.id = l.source WHERE l.id = ?");
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_object_unref);

  while (carrel_statement_next (statement)) {
    carrel_statement_bind_int (ask, 1, carrel_statement_get_int (statement, 2));
    if (carrel_statement_next (ask))
      g_ptr_array_add (wanted, carrel_wanted_new (carrel_statement_get_text (statement, 0),
                                                  carrel_statement_get_text (ask, 0),
                                                  carrel_statement_get_text (ask, 1),
                                                  (guint) carrel_statement_get_int (statement, 1),
                                                  carrel_statement_get_int (ask, 2),
                                                  carrel_statement_get_text (ask, 3)));
    carrel_statement_reset (ask);
  }
  if (!carrel_statement_finish (ask, error)) {
    carrel_statement_finish (statement, NULL);
    return NULL;
  }
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&wanted) : NULL;
}

GPtrArray *
carrel_store_load_wanted (CarrelConnection *connection, guint limit, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT " WANTED_COLUMNS
                  " FROM (SELECT key, n FROM wanted WHERE (strong > 0 OR n > 1) AND hidden = 0 "
                  "ORDER BY n DESC, key LIMIT ?) w ORDER BY w.n DESC, w.key");

  carrel_statement_bind_int (statement, 1, limit > 0 ? (gint64) limit : -1);
  return read_wanted (connection, statement, error);
}

GPtrArray *
carrel_store_load_wanting (CarrelConnection *connection,
                           const char       *key,
                           guint             limit,
                           GError          **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection,
      "SELECT l.id, l.source, l.kind, l.title, l.address, l.context, " CARREL_ARTICLE_COLUMNS
      " FROM (SELECT id, source, max (kind) FROM link WHERE target IS NULL AND wanted_key = ? AND "
      "source NOT IN " CARREL_TRASHED " GROUP BY source ORDER BY source DESC LIMIT ?) x "
      "CROSS JOIN link l ON l.id = x.id CROSS JOIN article a ON a.id = l.source ORDER BY l.source "
      "DESC");
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
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "SELECT created FROM wanted_hidden WHERE key = ?");

  *since = 0;
  carrel_statement_bind_text (statement, 1, key);
  if (carrel_statement_next (statement))
    *since = MAX (carrel_statement_get_int (statement, 0), 1);
  return carrel_statement_finish (statement, error);
}

gboolean
carrel_store_hide_wanted (CarrelConnection *connection,
                          const char       *key,
                          CarrelUndo       *undo,
                          CarrelChanges    *changes,
                          GError          **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (connection, HIDE);
  gint64 since;

  if (!key || !*key || !g_utf8_validate (key, -1, NULL)) {
    g_set_error_literal (error, CARREL_ERROR, CARREL_ERROR_INVALID,
                         _ ("There is nothing of that name to hide"));
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
carrel_store_show_wanted (CarrelConnection *connection,
                          const char       *key,
                          CarrelUndo       *undo,
                          CarrelChanges    *changes,
                          GError          **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (connection, SHOW);
  gint64 since;

  if (!is_hidden (connection, key, &since, error))
    return FALSE;
  if (since == 0) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND, _ ("“%s” is not hidden"), key);
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

GPtrArray *
carrel_store_load_hidden_wanted (CarrelConnection *connection, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT " WANTED_COLUMNS " FROM wanted_hidden w ORDER BY w.created DESC, w.key");
  g_autoptr (CarrelStatement) site = carrel_connection_prepare (
      connection,
      "SELECT count (*) FROM wanted WHERE hidden = 1 AND (key BETWEEN ?1 || '/' AND ?1 || '/' || "
      "char (1114111) OR key BETWEEN ?1 || '?' AND ?1 || '?' || char (1114111))");
  g_autoptr (CarrelStatement) ask =
      carrel_connection_prepare (connection, "SELECT title, address FROM link WHERE id = ?");
  g_autoptr (GPtrArray) hidden = g_ptr_array_new_with_free_func (g_object_unref);

  while (carrel_statement_next (statement)) {
    const char *key = carrel_statement_get_text (statement, 0),
               *host = carrel_wanted_get_hidden_site (key);
    g_autofree char *title = NULL, *address = NULL;
    guint            n = (guint) carrel_statement_get_int (statement, 1);

    if (host) {
      carrel_statement_bind_text (site, 1, host);
      n = carrel_statement_next (site) ? (guint) carrel_statement_get_int (site, 0) : 0;
      carrel_statement_reset (site);
    } else {
      carrel_statement_bind_int (ask, 1, carrel_statement_get_int (statement, 2));
      if (carrel_statement_next (ask)) {
        title = g_strdup (carrel_statement_get_text (ask, 0));
        address = g_strdup (carrel_statement_get_text (ask, 1));
      }
      carrel_statement_reset (ask);
    }
    g_ptr_array_add (hidden, carrel_wanted_new (key, title, address, n, 0, NULL));
  }
  if (!carrel_statement_finish (site, error) || !carrel_statement_finish (ask, error)) {
    carrel_statement_finish (statement, NULL);
    return NULL;
  }
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&hidden) : NULL;
}
