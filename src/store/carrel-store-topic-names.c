/* carrel-store-topic-names.c: other names of topics, and topics that look alike.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "store/carrel-store-private.h"

#include <glib/gi18n.h>

#define ADD_ALIAS                                                                                  \
  "INSERT INTO topic_alias (key, alias, topic) SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM "     \
  "topic WHERE id = ?3) ON CONFLICT DO NOTHING"
#define REMOVE_ALIAS "DELETE FROM topic_alias WHERE key = ?"
#define ADD_DISTINCT                                                                               \
  "INSERT INTO topic_distinct (a, b) SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM topic WHERE id = "  \
  "?1) AND EXISTS (SELECT 1 FROM topic WHERE id = ?2) ON CONFLICT DO NOTHING"
#define REMOVE_DISTINCT "DELETE FROM topic_distinct WHERE a = ? AND b = ?"

/* ── Other names ── */

/* The row with this key: its topic, 0 where there is none; `alias` (nullable) gets it as it was
 * typed. */
static gint64
look_up (CarrelConnection *connection, const char *key, char **alias, GError **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "SELECT topic, alias FROM topic_alias WHERE key = ?");
  gint64 topic = 0;

  carrel_statement_bind_text (statement, 1, key);
  if (carrel_statement_next (statement)) {
    topic = carrel_statement_get_int (statement, 0);
    if (alias)
      *alias = g_strdup (carrel_statement_get_text (statement, 1));
  }
  return carrel_statement_finish (statement, error) ? topic : -1;
}

gint64
carrel_store_find_alias (CarrelConnection *connection, const char *name, GError **error)
{
  g_autofree char *key = carrel_text_fold (name);

  return look_up (connection, key, NULL, error);
}

char *
carrel_store_dup_topic_path (CarrelConnection *connection, gint64 topic, GError **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "SELECT path FROM topic WHERE id = ?");
  g_autofree char *path = NULL;

  carrel_statement_bind_int (statement, 1, topic);
  if (carrel_statement_next (statement))
    path = g_strdup (carrel_statement_get_text (statement, 0));
  if (!carrel_statement_finish (statement, error))
    return NULL;
  if (!path) {
    g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, topic);

    g_set_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND, _ ("There is no topic %s"), number);
  }
  return g_steal_pointer (&path);
}

static gboolean
is_path (CarrelConnection *connection, const char *key, gboolean *is, GError **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "SELECT 1 FROM topic WHERE key = ?");

  carrel_statement_bind_text (statement, 1, key);
  *is = carrel_statement_next (statement);
  return carrel_statement_finish (statement, error);
}

static gboolean
remove_key (CarrelConnection *connection,
            const char       *key,
            gboolean         *removed,
            CarrelUndo       *undo,
            GError          **error)
{
  g_autofree char *alias = NULL;
  gint64           topic = look_up (connection, key, &alias, error);
  g_autoptr (CarrelStatement) statement = NULL;

  *removed = topic > 0;
  if (topic <= 0)
    return topic == 0;
  statement = carrel_connection_prepare (connection, REMOVE_ALIAS);
  carrel_statement_bind_text (statement, 1, key);
  if (undo)
    carrel_undo_add (undo, ADD_ALIAS, g_variant_new ("(ssx)", key, alias, topic));
  return carrel_statement_run (statement, error);
}

gboolean
carrel_store_free_alias (CarrelConnection *connection,
                         const char       *name,
                         CarrelUndo       *undo,
                         GError          **error)
{
  g_autofree char *key = carrel_text_fold (name);
  gboolean         removed;

  return remove_key (connection, key, &removed, undo, error);
}

gboolean
carrel_store_add_alias (
    CarrelConnection *connection, gint64 topic, const char *alias, CarrelUndo *undo, GError **error)
{
  g_autofree char *key = carrel_text_fold (alias);
  g_autoptr (CarrelStatement) statement = NULL;
  gboolean taken, removed;

  if (!is_path (connection, key, &taken, error))
    return FALSE;
  if (taken || look_up (connection, key, NULL, error) == topic)
    return TRUE;
  if (!remove_key (connection, key, &removed, undo, error))
    return FALSE;
  statement = carrel_connection_prepare (connection, ADD_ALIAS);
  carrel_statement_bind_text (statement, 1, key);
  carrel_statement_bind_text (statement, 2, alias);
  carrel_statement_bind_int (statement, 3, topic);
  if (undo)
    carrel_undo_add (undo, REMOVE_ALIAS, g_variant_new ("(s)", key));
  return carrel_statement_run (statement, error);
}

gboolean
carrel_store_alias_topic (CarrelConnection *connection,
                          const char       *path,
                          const char       *alias,
                          CarrelUndo       *undo,
                          CarrelChanges    *changes,
                          GError          **error)
{
  g_autofree char *clean = carrel_topic_normalize_path (alias),
                  *key = clean ? carrel_text_fold (clean) : NULL;
  gint64   topic = carrel_store_find_topic (connection, path, error);
  gboolean taken;

  if (topic < 0)
    return FALSE;
  if (topic == 0) {
    carrel_error_set_short (error, CARREL_ERROR_NOT_FOUND, _ ("There is no topic “%s”"), path);
    return FALSE;
  }
  if (!clean) {
    carrel_error_set_short (error, CARREL_ERROR_INVALID, _ ("“%s” is no name for a topic"), alias);
    return FALSE;
  }
  if (!is_path (connection, key, &taken, error))
    return FALSE;
  if (taken) {
    carrel_error_set_short (error, CARREL_ERROR_INVALID,
                            _ ("There is a topic “%s” already; merge them instead"), clean);
    return FALSE;
  }
  carrel_changes_add (changes, CARREL_CHANGED_TOPICS, 0);
  return carrel_store_add_alias (connection, topic, clean, undo, error);
}

gboolean
carrel_store_unalias_topic (CarrelConnection *connection,
                            const char       *alias,
                            CarrelUndo       *undo,
                            CarrelChanges    *changes,
                            GError          **error)
{
  g_autofree char *clean = carrel_topic_normalize_path (alias),
                  *key = clean ? carrel_text_fold (clean) : NULL;
  gboolean removed = FALSE;

  if (key && !remove_key (connection, key, &removed, undo, error))
    return FALSE;
  if (!removed) {
    carrel_error_set_short (error, CARREL_ERROR_NOT_FOUND, _ ("No topic has “%s” as another name"),
                            alias);
    return FALSE;
  }
  carrel_changes_add (changes, CARREL_CHANGED_TOPICS, 0);
  return TRUE;
}

gboolean
carrel_store_list_aliases (CarrelConnection *connection,
                           gint64            topic,
                           GPtrArray        *names,
                           GError          **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT alias FROM topic_alias WHERE topic = ? ORDER BY key");

  carrel_statement_bind_int (statement, 1, topic);
  while (carrel_statement_next (statement))
    g_ptr_array_add (names, g_strdup (carrel_statement_get_text (statement, 0)));
  return carrel_statement_finish (statement, error);
}

/* ── Topics that look alike ── */

/* (element-type gint64) (transfer full): the others, of which it was said that they are not this
 * one */
static GArray *
list_distinct (CarrelConnection *connection, gint64 topic, GError **error)
{
  g_autoptr (GArray) others = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "SELECT b FROM topic_distinct WHERE a = ?1 UNION ALL "
                                             "SELECT a FROM topic_distinct WHERE b = ?1");

  carrel_statement_bind_int (statement, 1, topic);
  while (carrel_statement_next (statement)) {
    gint64 other = carrel_statement_get_int (statement, 0);

    g_array_append_val (others, other);
  }
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&others) : NULL;
}

static gboolean
run_distinct (CarrelConnection *connection, const char *sql, gint64 a, gint64 b, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (connection, sql);

  carrel_statement_bind_int (statement, 1, MIN (a, b));
  carrel_statement_bind_int (statement, 2, MAX (a, b));
  return carrel_statement_run (statement, error);
}

gboolean
carrel_store_remove_topic_names (CarrelConnection *connection,
                                 gint64            topic,
                                 CarrelUndo       *undo,
                                 GError          **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) others = list_distinct (connection, topic, error);

  if (!others || !carrel_store_list_aliases (connection, topic, names, error))
    return FALSE;
  for (guint i = 0; i < others->len; i++) {
    gint64 other = g_array_index (others, gint64, i);

    if (undo)
      carrel_undo_add (undo, ADD_DISTINCT,
                       g_variant_new ("(xx)", MIN (topic, other), MAX (topic, other)));
    if (!run_distinct (connection, REMOVE_DISTINCT, topic, other, error))
      return FALSE;
  }
  for (guint i = 0; i < names->len; i++)
    if (!carrel_store_free_alias (connection, names->pdata[i], undo, error))
      return FALSE;
  return TRUE;
}

gboolean
carrel_store_set_distinct (CarrelConnection *connection,
                           const char       *a,
                           const char       *b,
                           CarrelUndo       *undo,
                           CarrelChanges    *changes,
                           GError          **error)
{
  gint64 x = carrel_store_find_topic (connection, a, error),
         y = x >= 0 ? carrel_store_find_topic (connection, b, error) : -1;

  if (x < 0 || y < 0)
    return FALSE;
  if (x == 0 || y == 0) {
    carrel_error_set_short (error, CARREL_ERROR_NOT_FOUND, _ ("There is no topic “%s”"),
                            x == 0 ? a : b);
    return FALSE;
  }
  if (x == y || !run_distinct (connection, ADD_DISTINCT, x, y, error))
    return x == y;
  if (undo && carrel_connection_get_n_changed (connection) > 0)
    carrel_undo_add (undo, REMOVE_DISTINCT, g_variant_new ("(xx)", MIN (x, y), MAX (x, y)));
  carrel_changes_add (changes, CARREL_CHANGED_EVERYTHING,
                      0); /* what looks alike is looked for again */
  return TRUE;
}

GPtrArray *
carrel_store_load_alike (CarrelConnection *connection, guint limit, GError **error)
{
  g_autoptr (GPtrArray) topics = carrel_store_load_topics (connection, error);
  g_autoptr (GHashTable) distinct =
      g_hash_table_new_full (carrel_topic_pair_hash, carrel_topic_pair_equal, g_free, NULL);
  g_autoptr (CarrelStatement) statement = NULL;

  if (!topics)
    return NULL;
  statement = carrel_connection_prepare (connection, "SELECT a, b FROM topic_distinct");
  while (carrel_statement_next (statement)) {
    CarrelTopicIds *ids = g_new (CarrelTopicIds, 1);

    *ids = (CarrelTopicIds) { carrel_statement_get_int (statement, 0),
                              carrel_statement_get_int (statement, 1) };
    g_hash_table_add (distinct, ids);
  }
  if (!carrel_statement_finish (statement, error))
    return NULL;
  return carrel_topic_pair_list (topics, distinct, limit);
}
