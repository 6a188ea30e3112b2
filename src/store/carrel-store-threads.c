/* carrel-store-threads.c: articles that follow each other. A thread is what links of the kind
 * «follows» hold together; those in the trash hold it together too, and aren't shown: when an order
 * is made they stay behind what they followed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "store/carrel-store-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_TITLE 500 /* characters */

/* ── What holds together ── */

/* A thread while it is put together. */
typedef struct {
  GArray     *ids;     /* gint64, ascending once it is whole */
  GHashTable *numbers; /* gint64 * (in a box) → number + 1 in the order of arrival, then of `ids` */
  GArray     *pairs;   /* guint[2]: later, earlier, as numbers of `ids` */
  guint      *order;   /* numbers of `ids` */
} Members;

static void
free_members (Members *self)
{
  g_array_unref (self->ids);
  g_hash_table_unref (self->numbers);
  g_array_unref (self->pairs);
  g_free (self->order);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Members, free_members)

static void
add_member (Members *self, gint64 id)
{
  if (self->ids->len >= CARREL_THREAD_MAX || g_hash_table_contains (self->numbers, &id))
    return;
  g_array_append_val (self->ids, id);
  g_hash_table_insert (self->numbers, g_memdup2 (&id, sizeof id),
                       GUINT_TO_POINTER (self->ids->len));
}

/* All that hang together with an article; ascending. */
static gboolean
gather (CarrelConnection *connection, Members *self, gint64 article, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT target FROM link WHERE source = ?1 AND kind = 3 AND target IS NOT NULL "
                  "UNION SELECT source FROM link WHERE target = ?1 AND kind = 3");

  add_member (self, article);
  for (guint i = 0; i < self->ids->len; i++) {
    carrel_statement_bind_int (statement, 1, g_array_index (self->ids, gint64, i));
    while (carrel_statement_next (statement))
      add_member (self, carrel_statement_get_int (statement, 0));
    carrel_statement_reset (statement);
  }
  if (!carrel_statement_finish (statement, error))
    return FALSE;
  g_array_sort (self->ids, carrel_store_compare_ids);
  for (guint i = 0; i < self->ids->len; i++)
    g_hash_table_insert (self->numbers,
                         g_memdup2 (&g_array_index (self->ids, gint64, i), sizeof (gint64)),
                         GUINT_TO_POINTER (i + 1));
  return TRUE;
}

static gboolean
order (CarrelConnection *connection, Members *self, GError **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "SELECT target FROM link WHERE source = ? AND kind = "
                                             "3 AND target IS NOT NULL ORDER BY target");

  for (guint i = 0; i < self->ids->len; i++) {
    carrel_statement_bind_int (statement, 1, g_array_index (self->ids, gint64, i));
    while (carrel_statement_next (statement)) {
      gint64 id = carrel_statement_get_int (statement, 0);
      guint  pair[2] = { i, GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, &id)) - 1 };

      if (pair[1] != G_MAXUINT)
        g_array_append_val (self->pairs, pair);
    }
    carrel_statement_reset (statement);
  }
  self->order = g_new (guint, MAX (self->ids->len, 1));
  carrel_thread_order (self->ids->len, (const guint (*)[2]) (gpointer) self->pairs->data,
                       self->pairs->len, self->order);
  return carrel_statement_finish (statement, error);
}

/* In the order of the thread. */
static Members *
load_members (CarrelConnection *connection, gint64 article, GError **error)
{
  g_autoptr (Members) self = g_new0 (Members, 1);
  g_autoptr (GArray) sorted = NULL;

  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->pairs = g_array_new (FALSE, FALSE, 2 * sizeof (guint));
  self->numbers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  if (!gather (connection, self, article, error) || !order (connection, self, error))
    return NULL;
  sorted = g_array_sized_new (FALSE, FALSE, sizeof (gint64), self->ids->len);
  for (guint i = 0; i < self->ids->len; i++)
    g_array_append_val (sorted, g_array_index (self->ids, gint64, self->order[i]));
  g_array_unref (self->ids);
  self->ids = g_steal_pointer (&sorted);
  return g_steal_pointer (&self);
}

/* ── Reading ── */

/* The title of the first that has one. FALSE: failed. */
static gboolean
load_title (CarrelConnection *connection, GArray *ids, char **title, GError **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "SELECT title FROM thread_title WHERE article = ?");

  for (guint i = 0; i < ids->len && !*title; i++) {
    carrel_statement_bind_int (statement, 1, g_array_index (ids, gint64, i));
    if (carrel_statement_next (statement))
      *title = g_strdup (carrel_statement_get_text (statement, 0));
    carrel_statement_reset (statement);
  }
  return carrel_statement_finish (statement, error);
}

static CarrelThread *
make_thread (CarrelConnection *connection, GArray *ids, GError **error)
{
  g_autoptr (GPtrArray) loaded = carrel_store_load_articles (
      connection, (const gint64 *) (gpointer) ids->data, ids->len, error);
  g_autoptr (GPtrArray) shown = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *title = NULL;

  if (!loaded || !load_title (connection, ids, &title, error))
    return NULL;
  for (guint i = 0; i < loaded->len; i++)
    if (loaded->pdata[i] && carrel_article_get (loaded->pdata[i])->trashed == 0)
      g_ptr_array_add (shown, g_object_ref (loaded->pdata[i]));
  return carrel_thread_new (title, g_steal_pointer (&shown));
}

CarrelThread *
carrel_store_load_thread (CarrelConnection *connection, gint64 article, GError **error)
{
  g_autoptr (Members) members = load_members (connection, article, error);

  return members ? make_thread (connection, members->ids, error) : NULL;
}

GPtrArray *
carrel_store_load_threads (CarrelConnection *connection, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT source FROM link WHERE kind = 3 ORDER BY source DESC");
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) sources = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) threads =
      g_ptr_array_new_with_free_func ((GDestroyNotify) carrel_thread_unref);

  while (carrel_statement_next (statement)) {
    gint64 id = carrel_statement_get_int (statement, 0);

    g_array_append_val (sources, id);
  }
  if (!carrel_statement_finish (statement, error))
    return NULL;
  for (guint i = 0; i < sources->len; i++) {
    g_autoptr (Members) members = NULL;
    g_autoptr (CarrelThread) thread = NULL;

    if (g_hash_table_contains (seen, &g_array_index (sources, gint64, i)))
      continue;
    members = load_members (connection, g_array_index (sources, gint64, i), error);
    thread = members ? make_thread (connection, members->ids, error) : NULL;
    if (!thread)
      return NULL;
    for (guint k = 0; k < members->ids->len; k++)
      g_hash_table_add (seen,
                        g_memdup2 (&g_array_index (members->ids, gint64, k), sizeof (gint64)));
    if (carrel_thread_get_n_articles (thread) > 1)
      g_ptr_array_add (threads, g_steal_pointer (&thread));
  }
  return g_steal_pointer (&threads);
}

/* ── Changing ── */

static gboolean
set_title (CarrelConnection *connection,
           gint64            article,
           const char       *title,
           CarrelUndo       *undo,
           GError          **error)
{
  static const char
      take[] = "DELETE FROM thread_title WHERE article = ?",
      put[] = "INSERT INTO thread_title (article, title) SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM "
              "article WHERE id = ?1) ON CONFLICT DO UPDATE SET title = excluded.title";
  g_autoptr (CarrelStatement) ask =
      carrel_connection_prepare (connection, "SELECT title FROM thread_title WHERE article = ?");
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, title ? put : take);
  g_autofree char *old = NULL;

  carrel_statement_bind_int (ask, 1, article);
  if (carrel_statement_next (ask))
    old = g_strdup (carrel_statement_get_text (ask, 0));
  if (!carrel_statement_finish (ask, error))
    return FALSE;
  if (g_strcmp0 (old, title) == 0)
    return TRUE;
  carrel_statement_bind_int (statement, 1, article);
  if (title)
    carrel_statement_bind_text (statement, 2, title);
  if (!carrel_statement_run (statement, error))
    return FALSE;
  if (undo && old)
    carrel_undo_add (undo, put, g_variant_new ("(xs)", article, old));
  else if (undo)
    carrel_undo_add (undo, take, g_variant_new ("(x)", article));
  return TRUE;
}

gboolean
carrel_store_title_thread (CarrelConnection *connection,
                           gint64            article,
                           const char       *title,
                           CarrelUndo       *undo,
                           CarrelChanges    *changes,
                           GError          **error)
{
  g_autoptr (Members) members = load_members (connection, article, error);
  g_autofree char *clean = title ? carrel_text_clean_line (title) : g_strdup ("");
  g_autofree char *kept = g_utf8_strlen (clean, -1) > MAX_TITLE
                              ? g_utf8_substring (clean, 0, MAX_TITLE)
                              : g_strdup (clean);

  if (!members)
    return FALSE;
  if (members->ids->len < 2) {
    g_set_error_literal (
        error, CARREL_ERROR, CARREL_ERROR_INVALID,
        _ ("The article follows none and none follows it: there is no thread to give a title"));
    return FALSE;
  }
  for (guint i = 0; i < members->ids->len; i++)
    if (!set_title (connection, g_array_index (members->ids, gint64, i), *kept ? kept : NULL, undo,
                    error))
      return FALSE;
  if (undo)
    carrel_undo_note_article (undo, article);
  carrel_changes_add (changes, CARREL_CHANGED_LINKS, article);
  return TRUE;
}

/* A link of the kind «follows». */
typedef struct {
  gint64 id; /* 0: dealt with */
  gint64 source, target;
} Line;

static gboolean
take_lines (CarrelConnection *connection, gint64 source, GArray *lines, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection,
      "SELECT id, source, target FROM link WHERE source = ? AND kind = 3 AND target IS NOT NULL");

  carrel_statement_bind_int (statement, 1, source);
  while (carrel_statement_next (statement)) {
    Line line = { carrel_statement_get_int (statement, 0), carrel_statement_get_int (statement, 1),
                  carrel_statement_get_int (statement, 2) };

    g_array_append_val (lines, line);
  }
  return carrel_statement_finish (statement, error);
}

/* Each of `ids` follows the one before it; of the lines that begin at one of them no other stays.
 */
static gboolean
chain (CarrelConnection *connection,
       GArray           *ids,
       GArray           *lines,
       CarrelUndo       *undo,
       CarrelChanges    *changes,
       GError          **error)
{
  static const CarrelLinkSaid follows = { .kind = CARREL_LINK_FOLLOWS };
  static const gint64         none = 0;
  g_autoptr (GHashTable) before = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < ids->len; i++)
    g_hash_table_insert (before, &g_array_index (ids, gint64, i),
                         i > 0 ? &g_array_index (ids, gint64, i - 1) : (gpointer) &none);
  for (guint i = 0; i < lines->len; i++) {
    Line         *line = &g_array_index (lines, Line, i);
    const gint64 *earlier = line->id != 0 ? g_hash_table_lookup (before, &line->source) : NULL;

    if (!earlier)
      continue;
    /* The one that stays keeps its note. */
    if (*earlier != line->target &&
        !carrel_store_unlink (connection, line->id, undo, changes, error))
      return FALSE;
    line->id = 0;
  }
  for (guint i = 1; i < ids->len; i++)
    if (carrel_store_link (connection, g_array_index (ids, gint64, i),
                           g_array_index (ids, gint64, i - 1), &follows, undo, changes, error) == 0)
      return FALSE;
  return TRUE;
}

static gboolean
list_trashed (CarrelConnection *connection, GArray *ids, GHashTable *trashed, GError **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "SELECT trashed FROM article WHERE id = ?");

  for (guint i = 0; i < ids->len; i++) {
    carrel_statement_bind_int (statement, 1, g_array_index (ids, gint64, i));
    if (carrel_statement_next (statement) && carrel_statement_get_int (statement, 0) != 0)
      g_hash_table_add (trashed, &g_array_index (ids, gint64, i));
    carrel_statement_reset (statement);
  }
  return carrel_statement_finish (statement, error);
}

static guint
find_id (GArray *ids, gint64 id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return i;
  return G_MAXUINT;
}

/* What is to be made of a thread: an order of articles, and what is left. */
typedef struct {
  GHashTable *wanted; /* ids of the order that was asked for */
  GArray     *given;  /* that order; of one article: it is taken out */
  GPtrArray  *rests;  /* (element-type GArray of gint64): what is left of each thread */
  GArray     *lines;  /* Line: all of these threads */
} Cut;

/* Those in the trash, each behind what it followed, on the side that goes on as the thread. */
static void
keep_trashed (Cut *self, GArray *members, GHashTable *trashed, GArray *rest)
{
  gboolean to_given = rest->len == 0 || (self->given->len > 1 && rest->len == 1),
           to_rest = !to_given && self->given->len == 1;
  gint64 last[2] = { 0, 0 }; /* the one before on each side, 0: none yet; the rest is the second */
  guint  at[2] = { 0, 0 };   /* how many stand at the beginning */
  int    side = to_rest ? 1 : 0;

  for (guint i = 0; i < members->len; i++) {
    gint64 id = g_array_index (members, gint64, i);

    if (!g_hash_table_contains (trashed, &id)) {
      int own = g_hash_table_contains (self->wanted, &id) ? 0 : 1;

      last[own] = id;
      if (!to_given && !to_rest)
        side = own;
    } else if (!g_hash_table_contains (self->wanted, &id)) {
      GArray *ids = side == 0 ? self->given : rest;
      guint   number = last[side] != 0 ? find_id (ids, last[side]) + 1 : at[side]++;

      g_array_insert_val (ids, number, id);
      last[side] = id;
    }
  }
}

/* What the threads of the order hold beside it, a list each, and all their lines. */
static gboolean
take_apart (CarrelConnection *connection, const gint64 *ids, guint n, Cut *self, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < n; i++) {
    g_autoptr (GHashTable) trashed = g_hash_table_new (g_int64_hash, g_int64_equal);
    g_autoptr (Members) members = NULL;
    GArray *rest;

    if (g_hash_table_contains (seen, &ids[i]))
      continue;
    members = load_members (connection, ids[i], error);
    if (!members || !list_trashed (connection, members->ids, trashed, error))
      return FALSE;
    rest = g_array_new (FALSE, FALSE, sizeof (gint64));
    g_ptr_array_add (self->rests, rest);
    for (guint k = 0; k < members->ids->len; k++) {
      gint64 id = g_array_index (members->ids, gint64, k);

      g_hash_table_add (seen, g_memdup2 (&id, sizeof id));
      if (!g_hash_table_contains (self->wanted, &id) && !g_hash_table_contains (trashed, &id))
        g_array_append_val (rest, id);
      if (!take_lines (connection, id, self->lines, error))
        return FALSE;
    }
    keep_trashed (self, members->ids, trashed, rest);
  }
  return TRUE;
}

gboolean
carrel_store_order_thread (CarrelConnection *connection,
                           const gint64     *ids,
                           guint             n,
                           CarrelUndo       *undo,
                           CarrelChanges    *changes,
                           GError          **error)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GPtrArray) rests = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_autoptr (GArray) given = g_array_new (FALSE, FALSE, sizeof (gint64));
  Cut      cut = { wanted, given, rests, lines };
  gboolean split = FALSE;

  for (guint i = 0; i < n; i++)
    g_hash_table_add (wanted, (gpointer) &ids[i]);
  if (n < 1 || n > CARREL_THREAD_MAX || g_hash_table_size (wanted) != n) {
    g_set_error_literal (error, CARREL_ERROR, CARREL_ERROR_INVALID,
                         _ ("A thread is made of different articles"));
    return FALSE;
  }
  g_array_append_vals (given, ids, n);
  if (!take_apart (connection, ids, n, &cut, error) ||
      !chain (connection, given, lines, undo, changes, error))
    return FALSE;
  for (guint i = 0; i < rests->len; i++) {
    GArray *rest = rests->pdata[i];

    split |= rest->len > 0;
    /* One that is left alone has no title either. */
    if (rest->len == 1 &&
        !set_title (connection, g_array_index (rest, gint64, 0), NULL, undo, error))
      return FALSE;
    if (!chain (connection, rest, lines, undo, changes, error))
      return FALSE;
  }
  /* The title stays with the rest. */
  for (guint i = 0; split && i < given->len; i++)
    if (!set_title (connection, g_array_index (given, gint64, i), NULL, undo, error))
      return FALSE;
  return TRUE;
}
