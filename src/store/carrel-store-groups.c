/* carrel-store-groups.c: where the groups of a list begin, and what a field of a search may be
 * completed to.
 *
 * A list that is in the order of its groups is not read through: from where a group begins its end
 * is looked for in steps that double. On the thread of the connection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-store.h"

#include <string.h>

static void
clear_group (gpointer data)
{
  g_free (((CarrelGroup *) data)->name);
}

static GArray *
new_groups (void)
{
  GArray *groups = g_array_new (FALSE, FALSE, sizeof (CarrelGroup));

  g_array_set_clear_func (groups, clear_group);
  return groups;
}

static void
add_group (GArray *groups, guint start, const char *name)
{
  CarrelGroup group = { start, g_strdup (name) };

  g_array_append_val (groups, group);
}

/* ── By day and site ── */

static const char *
get_sql (CarrelGroupBy by, CarrelSort sort)
{
  if (by == CARREL_GROUP_SITE)
    return "SELECT site FROM article WHERE id = ?";
  return sort == CARREL_SORT_PUBLISHED ? "SELECT published FROM article WHERE id = ?"
                                       : "SELECT added FROM article WHERE id = ?";
}

/* «2026-03-14» where the person is; NULL: not known. (transfer full) (nullable) */
static char *
dup_day (gint64 time)
{
  g_autoptr (GDateTime) local = time != 0 ? g_date_time_new_from_unix_local (time) : NULL;

  return local ? g_date_time_format (local, "%Y-%m-%d") : NULL;
}

static char *
load_name (CarrelStatement *statement, CarrelGroupBy by, gint64 id)
{
  char *name = NULL;

  carrel_statement_bind_int (statement, 1, id);
  if (carrel_statement_next (statement))
    name = by == CARREL_GROUP_SITE ? g_strdup (carrel_statement_get_text (statement, 0))
                                   : dup_day (carrel_statement_get_int (statement, 0));
  carrel_statement_reset (statement);
  return name;
}

static gboolean
is_called (CarrelStatement *statement, CarrelGroupBy by, gint64 id, const char *name)
{
  g_autofree char *its = load_name (statement, by, id);

  return its && name ? g_ascii_strcasecmp (its, name) == 0 : its == name;
}

/* The first place after `start` whose article is in another group. */
static guint
find_end (CarrelStatement *statement, CarrelGroupBy by, GArray *ids, guint start, const char *name)
{
  guint same = start, other, step = 1;

  while (step < ids->len - same &&
         is_called (statement, by, g_array_index (ids, gint64, same + step), name)) {
    same += step;
    step *= 2;
  }
  other = MIN (same + step, ids->len);
  while (other - same > 1) {
    guint middle = same + (other - same) / 2;

    if (is_called (statement, by, g_array_index (ids, gint64, middle), name))
      same = middle;
    else
      other = middle;
  }
  return other;
}

static GArray *
group_in_order (
    CarrelConnection *connection, GArray *ids, CarrelSort sort, CarrelGroupBy by, GError **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, get_sql (by, sort));
  g_autoptr (GArray) groups = new_groups ();

  for (guint at = 0; at < ids->len;) {
    g_autofree char *name = load_name (statement, by, g_array_index (ids, gint64, at));

    add_group (groups, at, name);
    at = find_end (statement, by, ids, at, name);
  }
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&groups) : NULL;
}

/* ── By topic ── */

/* For each article the number of its first topic, from 1, in the order of their paths. (transfer
 * full) (nullable) */
static GHashTable *
number_articles (CarrelConnection *connection, GPtrArray *topics, GError **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "SELECT article FROM article_topic WHERE topic = ?");
  g_autoptr (GHashTable) numbers =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < topics->len; i++) {
    carrel_statement_bind_int (statement, 1, carrel_topic_get_id (topics->pdata[i]));
    while (carrel_statement_next (statement)) {
      gint64 id = carrel_statement_get_int (statement, 0);

      if (!g_hash_table_contains (numbers, &id))
        g_hash_table_insert (numbers, g_memdup2 (&id, sizeof id), GUINT_TO_POINTER (i + 1));
    }
    carrel_statement_reset (statement);
  }
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&numbers) : NULL;
}

/* Those without a topic come last; within a group the order stays. */
static GArray *
group_by_topic (CarrelConnection *connection, GArray *ids, GError **error)
{
  g_autoptr (GPtrArray) topics = carrel_store_load_topics (connection, error);
  g_autoptr (GHashTable) numbers = topics ? number_articles (connection, topics, error) : NULL;
  g_autofree guint  *starts = NULL, *numbered = NULL;
  g_autofree gint64 *sorted = NULL;
  GArray            *groups;

  if (!numbers)
    return NULL;
  starts = g_new0 (guint, topics->len + 2);
  numbered = g_new (guint, ids->len + 1);
  sorted = g_new (gint64, ids->len + 1);
  for (guint i = 0; i < ids->len; i++) {
    guint number =
        GPOINTER_TO_UINT (g_hash_table_lookup (numbers, &g_array_index (ids, gint64, i)));

    numbered[i] = number > 0 ? number - 1 : topics->len;
    starts[numbered[i] + 1]++;
  }
  groups = new_groups ();
  for (guint i = 0; i <= topics->len; i++) {
    if (starts[i + 1] > 0)
      add_group (groups, starts[i],
                 i < topics->len ? carrel_topic_get_path (topics->pdata[i]) : NULL);
    starts[i + 1] += starts[i];
  }
  for (guint i = 0; i < ids->len; i++)
    sorted[starts[numbered[i]]++] = g_array_index (ids, gint64, i);
  if (ids->len > 0)
    memcpy (ids->data, sorted, ids->len * sizeof (gint64));
  return groups;
}

GArray *
carrel_store_group (
    CarrelConnection *connection, GArray *ids, CarrelSort sort, CarrelGroupBy by, GError **error)
{
  return by == CARREL_GROUP_TOPIC ? group_by_topic (connection, ids, error)
                                  : group_in_order (connection, ids, sort, by, error);
}

/* ── Values ── */

/* The first value from a text on, and the first after a value: an index finds both at once. */
static const struct {
  CarrelCompletion kind;
  const char      *from, *after;
} values[] = {
  { CARREL_COMPLETE_SITE,
    "SELECT site FROM article INDEXED BY article_site WHERE trashed = 0 AND site COLLATE NOCASE >= "
    "? ORDER BY site COLLATE NOCASE LIMIT 1",
    "SELECT site FROM article INDEXED BY article_site WHERE trashed = 0 AND site COLLATE NOCASE > "
    "? ORDER BY site COLLATE NOCASE LIMIT 1" },
  { CARREL_COMPLETE_AUTHOR,
    "SELECT byline FROM article INDEXED BY article_byline WHERE trashed = 0 AND byline COLLATE "
    "NOCASE >= ? ORDER BY byline COLLATE NOCASE LIMIT 1",
    "SELECT byline FROM article INDEXED BY article_byline WHERE trashed = 0 AND byline COLLATE "
    "NOCASE > ? ORDER BY byline COLLATE NOCASE LIMIT 1" },
  { CARREL_COMPLETE_LANGUAGE,
    "SELECT language FROM article INDEXED BY article_language WHERE trashed = 0 AND language >= ? "
    "ORDER BY language LIMIT 1",
    "SELECT language FROM article INDEXED BY article_language WHERE trashed = 0 AND language > ? "
    "ORDER BY language LIMIT 1" },
};

GPtrArray *
carrel_store_list_values (CarrelConnection *connection,
                          CarrelCompletion  kind,
                          const char       *typed,
                          guint             limit,
                          GError          **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *at =
      kind == CARREL_COMPLETE_LANGUAGE ? g_ascii_strdown (typed, -1) : g_strdup (typed);
  guint v = 0;

  while (v < G_N_ELEMENTS (values) && values[v].kind != kind)
    v++;
  if (v == G_N_ELEMENTS (values))
    return g_steal_pointer (&found);
  while (found->len < limit) {
    g_autoptr (CarrelStatement) statement =
        carrel_connection_prepare (connection, found->len == 0 ? values[v].from : values[v].after);
    gboolean more;

    carrel_statement_bind_text (statement, 1, at);
    more =
        carrel_statement_next (statement) && carrel_statement_get_text (statement, 0) &&
        g_ascii_strncasecmp (carrel_statement_get_text (statement, 0), typed, strlen (typed)) == 0;
    if (more) {
      g_free (at);
      at = g_strdup (carrel_statement_get_text (statement, 0));
      g_ptr_array_add (found, g_strdup (at));
    }
    if (!carrel_statement_finish (statement, error))
      return NULL;
    if (!more)
      break;
  }
  return g_steal_pointer (&found);
}
