/* carrel-store-topics.c: topics, their tree, and which articles have them.
 *
 * Counts and the table of ancestors are the triggers' business.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "store/carrel-store-private.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#define UNDO_INSERT                                                                                \
  "INSERT INTO topic (id, uid, path, key, name_key, parent, colour) VALUES (?, ?, ?, ?, ?, "       \
  "nullif (?, 0), ?)"
/* Of a topic that was made: kept if others use it by now. */
#define UNDO_MAKE                                                                                  \
  "DELETE FROM topic WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM article_topic WHERE topic = ?1) " \
  "AND NOT EXISTS (SELECT 1 FROM topic WHERE parent = ?1)"
#define UNDO_RENAME                                                                                \
  "UPDATE topic SET path = ?, key = ?, name_key = ?, parent = nullif (?, 0) WHERE id = ?"
#define UNDO_TAG                                                                                   \
  "INSERT INTO article_topic (article, topic) SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM article "  \
  "WHERE id = ?1) AND EXISTS (SELECT 1 FROM topic WHERE id = ?2) ON CONFLICT DO NOTHING"
#define UNDO_UNTAG "DELETE FROM article_topic WHERE article = ? AND topic = ?"

GPtrArray *
carrel_store_load_topics (CarrelConnection *connection, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection,
      "SELECT id, path, colour, n, n_unread, (SELECT group_concat (alias, char (10)) FROM "
      "topic_alias WHERE topic = topic.id) FROM topic ORDER BY replace (key, '/', char (1))");
  g_autoptr (GPtrArray) topics = g_ptr_array_new_with_free_func (g_object_unref);

  while (carrel_statement_next (statement))
    g_ptr_array_add (topics,
                     carrel_topic_new_with_aliases (carrel_statement_get_int (statement, 0),
                                                    carrel_statement_get_text (statement, 1),
                                                    (guint) carrel_statement_get_int (statement, 2),
                                                    (guint) carrel_statement_get_int (statement, 3),
                                                    (guint) carrel_statement_get_int (statement, 4),
                                                    carrel_statement_get_text (statement, 5)));
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&topics) : NULL;
}

static char *
make_key (const char *path)
{
  return carrel_text_fold (path);
}

static char *
make_name_key (const char *path)
{
  const char *slash = strrchr (path, '/');

  return carrel_text_fold (slash ? slash + 1 : path);
}

/* The topic with this path, 0: none. */
static gint64
find (CarrelConnection *connection, const char *path, GError **error)
{
  g_autofree char *key = make_key (path);
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "SELECT id FROM topic WHERE key = ?");
  gint64 id = 0;

  carrel_statement_bind_text (statement, 1, key);
  if (carrel_statement_next (statement))
    id = carrel_statement_get_int (statement, 0);
  return carrel_statement_finish (statement, error) ? id : -1;
}

/* Its parent's, else the colour that the fewest of the newest topics of the top level have. */
static guint
choose_colour (CarrelConnection *connection, gint64 parent)
{
  g_autoptr (CarrelStatement) statement = NULL;
  guint used[CARREL_N_TOPIC_COLOURS] = { 0 }, best = 0;

  if (parent != 0) {
    statement = carrel_connection_prepare (connection, "SELECT colour FROM topic WHERE id = ?");
    carrel_statement_bind_int (statement, 1, parent);
    if (carrel_statement_next (statement))
      best = (guint) carrel_statement_get_int (statement, 0);
    carrel_statement_finish (statement, NULL);
    return best;
  }
  statement = carrel_connection_prepare (
      connection, "SELECT colour, count (*) FROM (SELECT colour FROM topic WHERE parent IS NULL "
                  "ORDER BY id DESC LIMIT 200) GROUP BY colour");
  while (carrel_statement_next (statement)) {
    gint64 colour = carrel_statement_get_int (statement, 0);

    if (colour >= 0 && colour < CARREL_N_TOPIC_COLOURS)
      used[colour] = (guint) carrel_statement_get_int (statement, 1);
  }
  carrel_statement_finish (statement, NULL);
  for (guint i = 1; i < CARREL_N_TOPIC_COLOURS; i++)
    if (used[i] < used[best])
      best = i;
  return best;
}

static gint64
insert (
    CarrelConnection *connection, const char *path, gint64 parent, CarrelUndo *undo, GError **error)
{
  g_autofree char *key = make_key (path), *name_key = make_name_key (path);
  guint            colour = choose_colour (connection, parent);
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection,
      "INSERT INTO topic (path, key, name_key, parent, colour) VALUES (?, ?, ?, nullif (?, 0), ?)");
  gint64 id;

  carrel_statement_bind_text (statement, 1, path);
  carrel_statement_bind_text (statement, 2, key);
  carrel_statement_bind_text (statement, 3, name_key);
  carrel_statement_bind_int (statement, 4, parent);
  carrel_statement_bind_int (statement, 5, colour);
  if (!carrel_statement_run (statement, error))
    return -1;
  id = carrel_connection_get_last_id (connection);
  if (undo)
    carrel_undo_add (undo, UNDO_MAKE, g_variant_new ("(x)", id));
  return id;
}

gint64
carrel_store_ensure_topic (CarrelConnection *connection,
                           const char       *path,
                           CarrelUndo       *undo,
                           CarrelChanges    *changes,
                           GError          **error)
{
  g_autofree char *clean = carrel_topic_normalize_path (path);
  gint64           parent = 0, id = 0;
  gsize            len;

  if (!clean) {
    carrel_error_set_short (error, CARREL_ERROR_INVALID, _ ("“%s” is no name for a topic"), path);
    return 0;
  }
  len = strlen (clean);
  for (gsize i = 1; i <= len; i++) {
    g_autofree char *part = NULL;

    if (clean[i] != '/' && clean[i] != '\0')
      continue;
    part = g_strndup (clean, i);
    id = find (connection, part, error);
    if (id == 0 && (id = carrel_store_find_alias (connection, part, error)) >
                       0) { /* go on under its own path */
      g_autofree char *own = carrel_store_dup_topic_path (connection, id, error);
      char            *whole;

      if (!own)
        return 0;
      whole = g_strconcat (own, clean + i, NULL);
      g_free (clean);
      clean = whole;
      i = strlen (own);
      len = strlen (clean);
    } else if (id == 0) {
      id = insert (connection, part, parent, undo, error);
      carrel_changes_add (changes, CARREL_CHANGED_TOPICS, 0);
    }
    if (id < 0)
      return 0;
    parent = id;
  }
  return id;
}

/* The topic that a person means by this, be it by another name, of itself or of what is above it.
 */
gint64
carrel_store_find_topic (CarrelConnection *connection, const char *path, GError **error)
{
  g_autofree char *clean = carrel_topic_normalize_path (path);
  gint64           id = clean ? find (connection, clean, error) : 0;

  for (gsize i = clean && id == 0 ? strlen (clean) : 0; i > 0 && id == 0;
       i--) { /* the longest name first */
    g_autofree char *part = clean[i] == '/' || clean[i] == '\0' ? g_strndup (clean, i) : NULL,
                    *own = NULL, *whole = NULL;
    gint64 above = part ? carrel_store_find_alias (connection, part, error) : 0;

    if (above < 0)
      return -1;
    if (above == 0)
      continue;
    own = carrel_store_dup_topic_path (connection, above, error);
    whole = own ? g_strconcat (own, clean + i, NULL) : NULL;
    return whole ? find (connection, whole, error) : -1;
  }
  return id;
}

/* Adds or removes one topic on one article; records it when it changed anything. */
static gboolean
tag_one (CarrelConnection *connection,
         gint64            article,
         gint64            topic,
         gboolean          add,
         CarrelUndo       *undo,
         CarrelChanges    *changes,
         GError          **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, add ? UNDO_TAG : UNDO_UNTAG);

  carrel_statement_bind_int (statement, 1, article);
  carrel_statement_bind_int (statement, 2, topic);
  if (!carrel_statement_run (statement, error))
    return FALSE;
  if (carrel_connection_get_n_changed (connection) == 0)
    return TRUE;
  if (undo) {
    carrel_undo_add (undo, add ? UNDO_UNTAG : UNDO_TAG, g_variant_new ("(xx)", article, topic));
    carrel_undo_note_article (undo, article);
  }
  carrel_changes_add (changes, CARREL_CHANGED_TOPICS | CARREL_CHANGED_ARTICLES, article);
  return TRUE;
}

static gboolean
check_articles (CarrelConnection *connection, const gint64 *ids, guint n, GError **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "SELECT 1 FROM article WHERE id = ?");

  for (guint i = 0; i < n; i++) {
    carrel_statement_bind_int (statement, 1, ids[i]);
    if (!carrel_statement_next (statement)) {
      if (carrel_statement_finish (statement, error))
        carrel_store_set_no_article (ids[i], error);
      return FALSE;
    }
    carrel_statement_reset (statement);
  }
  return carrel_statement_finish (statement, error);
}

/* By id, whatever the order they come in: then each page of the tables is touched once, not once
 * for each article. */
static gint64 *
sort_ids (const gint64 *ids, guint n)
{
  gint64 *sorted = g_new (gint64, n + 1);

  if (n > 0) {
    memcpy (sorted, ids, n * sizeof *ids);
    qsort (sorted, n, sizeof *sorted, carrel_store_compare_ids);
  }
  return sorted;
}

gboolean
carrel_store_tag (CarrelConnection  *connection,
                  const gint64      *unsorted,
                  guint              n,
                  const char *const *add,
                  const char *const *remove,
                  CarrelUndo        *undo,
                  CarrelChanges     *changes,
                  GError           **error)
{
  g_autofree gint64 *ids = sort_ids (unsorted, n);

  if (!check_articles (connection, ids, n, error))
    return FALSE;
  for (guint t = 0; remove && remove[t]; t++) {
    gint64 topic = carrel_store_find_topic (connection, remove[t], error);

    if (topic < 0)
      return FALSE;
    for (guint i = 0; topic > 0 && i < n; i++)
      if (!tag_one (connection, ids[i], topic, FALSE, undo, changes, error))
        return FALSE;
  }
  for (guint t = 0; add && add[t]; t++) {
    gint64 topic = carrel_store_ensure_topic (connection, add[t], undo, changes, error);

    if (topic == 0)
      return FALSE;
    for (guint i = 0; i < n; i++)
      if (!tag_one (connection, ids[i], topic, TRUE, undo, changes, error))
        return FALSE;
  }
  return TRUE;
}

/* ── The tree ── */

typedef struct {
  gint64    id, parent;
  GVariant *uid;                   /* (owned) */
  char     *path, *key, *name_key; /* (owned) */
  guint     colour;
} Row;

static void
free_row (gpointer data)
{
  Row *row = data;

  g_variant_unref (row->uid);
  g_free (row->path);
  g_free (row->key);
  g_free (row->name_key);
  g_free (row);
}

/* The topic and all below it, parents first. NOT_FOUND when it isn't there. */
static GPtrArray *
load_subtree (CarrelConnection *connection, const char *path, GError **error)
{
  g_autofree char *clean = carrel_topic_normalize_path (path);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (free_row);
  g_autoptr (CarrelStatement) statement = NULL;
  gint64 id = clean ? carrel_store_find_topic (connection, clean, error) : 0;

  if (id < 0)
    return NULL;
  if (id == 0) {
    carrel_error_set_short (error, CARREL_ERROR_NOT_FOUND, _ ("There is no topic “%s”"), path);
    return NULL;
  }
  statement = carrel_connection_prepare (
      connection,
      "SELECT id, uid, path, key, name_key, parent, colour FROM topic WHERE id IN (SELECT topic "
      "FROM topic_ancestor WHERE ancestor = ?) ORDER BY length (key), key");
  carrel_statement_bind_int (statement, 1, id);
  while (carrel_statement_next (statement)) {
    Row          *row = g_new0 (Row, 1);
    gsize         len;
    gconstpointer uid = carrel_statement_get_blob (statement, 1, &len);

    row->id = carrel_statement_get_int (statement, 0);
    row->uid = g_variant_ref_sink (g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, uid, len, 1));
    row->path = g_strdup (carrel_statement_get_text (statement, 2));
    row->key = g_strdup (carrel_statement_get_text (statement, 3));
    row->name_key = g_strdup (carrel_statement_get_text (statement, 4));
    row->parent = carrel_statement_get_int (statement, 5);
    row->colour = (guint) carrel_statement_get_int (statement, 6);
    g_ptr_array_add (rows, row);
  }
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&rows) : NULL;
}

/* The part of a path below the topic at the top: «/b/c», or "". Paths of one subtree may differ in
 * case and accents, so that parts are counted and not compared. */
static const char *
get_rest (const Row *top, const Row *row)
{
  const char *rest = row->path;

  for (const char *p = top->path; *p && rest; p++)
    if (*p == '/')
      rest = (rest = strchr (rest, '/')) ? rest + 1 : NULL;
  rest = rest ? strchr (rest, '/') : NULL;
  return rest ? rest : "";
}

static gboolean
set_row (CarrelConnection *connection,
         const Row        *row,
         const char       *path,
         gint64            parent,
         CarrelUndo       *undo,
         GError          **error)
{
  g_autofree char *key = make_key (path), *name_key = make_name_key (path);
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (connection, UNDO_RENAME);

  carrel_statement_bind_text (statement, 1, path);
  carrel_statement_bind_text (statement, 2, key);
  carrel_statement_bind_text (statement, 3, name_key);
  carrel_statement_bind_int (statement, 4, parent);
  carrel_statement_bind_int (statement, 5, row->id);
  if (undo)
    carrel_undo_add (
        undo, UNDO_RENAME,
        g_variant_new ("(sssxx)", row->path, row->key, row->name_key, row->parent, row->id));
  return carrel_statement_run (statement, error);
}

/* Where the topic above was typed by another name, its path stands in the place of that. */
static gboolean
use_path_of (
    CarrelConnection *connection, gint64 parent, const char *slash, char **clean, GError **error)
{
  g_autofree char *path = carrel_store_dup_topic_path (connection, parent, error);
  g_autofree char *typed = g_strndup (*clean, (gsize) (slash - *clean)), *key = make_key (typed),
                  *path_key = path ? make_key (path) : NULL;
  char *whole;

  if (!path)
    return FALSE;
  if (strcmp (key, path_key) != 0) {
    whole = g_strconcat (path, slash, NULL);
    g_free (*clean);
    *clean = whole;
  }
  return TRUE;
}

gboolean
carrel_store_rename_topic (CarrelConnection *connection,
                           const char       *path,
                           const char       *new_path,
                           CarrelUndo       *undo,
                           CarrelChanges    *changes,
                           GError          **error)
{
  g_autofree char *clean = carrel_topic_normalize_path (new_path);
  g_autoptr (GPtrArray) rows = load_subtree (connection, path, error);
  gint64      parent = 0, there;
  const char *slash;
  Row        *top;

  if (!rows)
    return FALSE;
  if (!clean) {
    carrel_error_set_short (error, CARREL_ERROR_INVALID, _ ("“%s” is no name for a topic"),
                            new_path);
    return FALSE;
  }
  top = rows->pdata[0];
  slash = strrchr (clean, '/');
  if (slash) {
    g_autofree char *parent_path = g_strndup (clean, (gsize) (slash - clean));

    parent = carrel_store_ensure_topic (connection, parent_path, undo, changes, error);
    if (parent == 0)
      return FALSE;
    if (!use_path_of (connection, parent, slash, &clean, error))
      return FALSE;
    for (guint i = 0; i < rows->len; i++)
      if (((Row *) rows->pdata[i])->id == parent) {
        carrel_error_set_short (error, CARREL_ERROR_INVALID,
                                _ ("The topic “%s” can't be put under itself"), top->path);
        return FALSE;
      }
  }
  there = find (connection, clean, error);
  if (there < 0)
    return FALSE;
  if (there > 0 && there != top->id) {
    carrel_error_set_short (error, CARREL_ERROR_INVALID,
                            _ ("There is a topic “%s” already; merge them instead"), clean);
    return FALSE;
  }
  for (guint i = 0; i < rows->len; i++) {
    Row *row = rows->pdata[i];
    g_autofree char *new = g_strconcat (clean, get_rest (top, row), NULL);

    if (!set_row (connection, row, new, i == 0 ? parent : row->parent, undo, error) ||
        !carrel_store_free_alias (connection, new, undo, error))
      return FALSE;
  }
  carrel_changes_add (changes, CARREL_CHANGED_EVERYTHING, 0);
  return TRUE;
}

/* The articles that have the very topic. */
static GArray *
list_articles (CarrelConnection *connection, gint64 topic, GError **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "SELECT article FROM article_topic WHERE topic = ?");
  g_autoptr (GArray) articles = g_array_new (FALSE, FALSE, sizeof (gint64));

  carrel_statement_bind_int (statement, 1, topic);
  while (carrel_statement_next (statement)) {
    gint64 id = carrel_statement_get_int (statement, 0);

    g_array_append_val (articles, id);
  }
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&articles) : NULL;
}

/* Takes a topic's articles away, then the topic. */
static gboolean
delete_row (CarrelConnection *connection,
            const Row        *row,
            CarrelUndo       *undo,
            CarrelChanges    *changes,
            GError          **error)
{
  g_autoptr (GArray) articles = list_articles (connection, row->id, error);
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "DELETE FROM topic WHERE id = ?");

  if (!articles) {
    carrel_statement_finish (statement, NULL);
    return FALSE;
  }
  for (guint i = 0; i < articles->len; i++)
    if (!tag_one (connection, g_array_index (articles, gint64, i), row->id, FALSE, undo, changes,
                  error))
      return FALSE;
  if (!carrel_store_remove_topic_names (connection, row->id, undo, error)) {
    carrel_statement_finish (statement, NULL);
    return FALSE;
  }
  carrel_statement_bind_int (statement, 1, row->id);
  if (undo)
    carrel_undo_add (undo, UNDO_INSERT,
                     g_variant_new ("(x@aysssxx)", row->id, row->uid, row->path, row->key,
                                    row->name_key, row->parent, (gint64) row->colour));
  return carrel_statement_run (statement, error);
}

gboolean
carrel_store_delete_topic (CarrelConnection *connection,
                           const char       *path,
                           CarrelUndo       *undo,
                           CarrelChanges    *changes,
                           GError          **error)
{
  g_autoptr (GPtrArray) rows = load_subtree (connection, path, error);

  if (!rows)
    return FALSE;
  for (guint i = rows->len; i > 0; i--) /* children first */
    if (!delete_row (connection, rows->pdata[i - 1], undo, changes, error))
      return FALSE;
  carrel_changes_add (changes, CARREL_CHANGED_TOPICS, 0);
  return TRUE;
}

gboolean
carrel_store_merge_topics (CarrelConnection *connection,
                           const char       *from,
                           const char       *into,
                           CarrelUndo       *undo,
                           CarrelChanges    *changes,
                           GError          **error)
{
  g_autoptr (GPtrArray) rows = load_subtree (connection, from, error);
  g_autofree char *clean = carrel_topic_normalize_path (into);
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GArray) targets = NULL;
  gint64 into_id;
  Row   *top;

  if (!rows)
    return FALSE;
  top = rows->pdata[0];
  if (!clean) {
    carrel_error_set_short (error, CARREL_ERROR_INVALID, _ ("“%s” is no name for a topic"), into);
    return FALSE;
  }
  into_id = carrel_store_ensure_topic (connection, clean, undo, changes, error);
  g_clear_pointer (&clean, g_free);
  clean = into_id > 0 ? carrel_store_dup_topic_path (connection, into_id, error)
                      : NULL; /* it may have been another name */
  if (!clean)
    return FALSE;
  {
    g_autofree char *key = make_key (clean), *below = g_strconcat (top->key, "/", NULL);

    if (strcmp (key, top->key) == 0 || g_str_has_prefix (key, below)) {
      carrel_error_set_short (error, CARREL_ERROR_INVALID,
                              _ ("The topic “%s” can't be merged into itself"), top->path);
      return FALSE;
    }
  }
  names = g_ptr_array_new_with_free_func (g_free);
  targets = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < rows->len; i++) {
    Row             *row = rows->pdata[i];
    g_autofree char *path = g_strconcat (clean, get_rest (top, row), NULL);
    gint64           target = carrel_store_ensure_topic (connection, path, undo, changes, error);
    g_autoptr (GArray) articles = target != 0 ? list_articles (connection, row->id, error) : NULL;

    if (!articles)
      return FALSE;
    for (guint a = 0; a < articles->len; a++)
      if (!tag_one (connection, g_array_index (articles, gint64, a), target, TRUE, undo, changes,
                    error))
        return FALSE;
    if (!carrel_store_list_aliases (connection, row->id, names, error))
      return FALSE;
    if (i == 0)
      g_ptr_array_add (names, g_strdup (row->path));
    while (targets->len < names->len)
      g_array_append_val (targets, target);
  }
  if (!carrel_store_delete_topic (connection, top->path, undo, changes, error))
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    if (!carrel_store_add_alias (connection, g_array_index (targets, gint64, i), names->pdata[i],
                                 undo, error))
      return FALSE;
  return TRUE;
}

gboolean
carrel_store_set_topic_colour (CarrelConnection *connection,
                               const char       *path,
                               guint             colour,
                               CarrelUndo       *undo,
                               CarrelChanges    *changes,
                               GError          **error)
{
  static const char set[] = "UPDATE topic SET colour = ? WHERE id = ?";
  g_autoptr (GPtrArray) rows = load_subtree (connection, path, error);
  g_autoptr (CarrelStatement) statement = NULL;
  Row *row;

  if (!rows)
    return FALSE;
  row = rows->pdata[0];
  if (colour >= CARREL_N_TOPIC_COLOURS) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_INVALID, _ ("There is no colour %u"), colour);
    return FALSE;
  }
  statement = carrel_connection_prepare (connection, set);
  carrel_statement_bind_int (statement, 1, colour);
  carrel_statement_bind_int (statement, 2, row->id);
  if (undo)
    carrel_undo_add (undo, set, g_variant_new ("(xx)", (gint64) row->colour, row->id));
  carrel_changes_add (changes, CARREL_CHANGED_TOPICS | CARREL_CHANGED_ARTICLES, 0);
  return carrel_statement_run (statement, error);
}
