/* carrel-store-merge.c: one article in place of two that are the same. On the writer, in a
 * transaction.
 *
 * What the person gave the other one and what leads to it goes over: addresses, links, topics, the
 * star. Its text, highlights and notes stay with it, in the trash.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "store/carrel-store-private.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  CarrelConnection *connection;
  gint64            keep, other;
  CarrelUndo       *undo; /* (nullable) */
  CarrelChanges    *changes;
} Merge;

/* ── Addresses ── */

static gboolean
move_addresses (Merge *self, GError **error)
{
  g_autoptr (CarrelStatement) ask =
      carrel_connection_prepare (self->connection, "SELECT key FROM address WHERE article = ?");
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      self->connection, "UPDATE address SET article = ? WHERE article = ?");

  carrel_statement_bind_int (ask, 1, self->other);
  while (carrel_statement_next (ask))
    if (self->undo)
      carrel_undo_add (
          self->undo, "UPDATE address SET article = ? WHERE key = ? AND article = ?",
          g_variant_new ("(xsx)", self->other, carrel_statement_get_text (ask, 0), self->keep));
  if (!carrel_statement_finish (ask, error))
    return FALSE;
  carrel_statement_bind_int (statement, 1, self->keep);
  carrel_statement_bind_int (statement, 2, self->other);
  return carrel_statement_run (statement, error);
}

/* ── Links ── */

typedef struct {
  gint64 id, source, target;
} Line;

/* Those to the other one, and those that the person drew from it. */
static GArray *
list_lines (Merge *self, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      self->connection, "SELECT id, source, target FROM link WHERE target = ?1 UNION "
                        "SELECT id, source, coalesce (target, 0) FROM link WHERE source = ?1 AND "
                        "kind > 1 AND (target IS NOT NULL OR wanted_key IS NOT NULL) ORDER BY id");
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Line));

  carrel_statement_bind_int (statement, 1, self->other);
  while (carrel_statement_next (statement)) {
    Line line = { carrel_statement_get_int (statement, 0), carrel_statement_get_int (statement, 1),
                  carrel_statement_get_int (statement, 2) };

    g_array_append_val (lines, line);
  }
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&lines) : NULL;
}

/* Does the article that stays have this link already? */
static gboolean
is_there (
    Merge *self, const Line *line, gint64 source, gint64 target, gboolean *there, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      self->connection,
      "SELECT 1 FROM link a JOIN link b ON b.kind = a.kind AND b.label IS a.label "
      "AND b.id <> a.id WHERE a.id = ?1 AND a.kind > 1 AND b.source = ?2 AND "
      "b.target IS nullif (?3, 0) AND (?3 <> 0 OR b.wanted_key IS a.wanted_key)");

  carrel_statement_bind_int (statement, 1, line->id);
  carrel_statement_bind_int (statement, 2, source);
  carrel_statement_bind_int (statement, 3, target);
  *there = carrel_statement_next (statement);
  return carrel_statement_finish (statement, error);
}

/* What is wanted is counted by the article that wants it, so it is said anew. */
static gboolean
wish_again (Merge *self, gint64 link, GError **error)
{
  g_autoptr (CarrelStatement) ask = carrel_connection_prepare (
      self->connection, "SELECT kind, label, note, context, title, address FROM link WHERE id = ?");
  g_autofree char *label = NULL, *note = NULL, *context = NULL, *title = NULL, *address = NULL;
  CarrelLinkSaid   said = { 0 };

  carrel_statement_bind_int (ask, 1, link);
  if (carrel_statement_next (ask)) {
    said.kind = (CarrelLinkKind) carrel_statement_get_int (ask, 0);
    said.label = label = g_strdup (carrel_statement_get_text (ask, 1));
    said.note = note = g_strdup (carrel_statement_get_text (ask, 2));
    said.context = context = g_strdup (carrel_statement_get_text (ask, 3));
    title = g_strdup (carrel_statement_get_text (ask, 4));
    address = g_strdup (carrel_statement_get_text (ask, 5));
  }
  return carrel_statement_finish (ask, error) &&
         carrel_store_unlink (self->connection, link, self->undo, self->changes, error) &&
         carrel_store_link_wanted (self->connection, self->keep, &said, address, title, self->undo,
                                   self->changes, error) != 0;
}

static gboolean
move_line (Merge *self, const Line *line, GError **error)
{
  static const char move[] = "UPDATE link SET source = ?, target = ? WHERE id = ?";
  g_autoptr (CarrelStatement) statement = NULL;
  gint64 source = line->source == self->other ? self->keep : line->source,
         target = line->target == self->other ? self->keep : line->target;
  gboolean there = FALSE;

  /* To itself it would say nothing. */
  if (source != target && !is_there (self, line, source, target, &there, error))
    return FALSE;
  if (source == target || there)
    return carrel_store_unlink (self->connection, line->id, self->undo, self->changes, error);
  if (target == 0)
    return wish_again (self, line->id, error);
  statement = carrel_connection_prepare (self->connection, move);
  carrel_statement_bind_int (statement, 1, source);
  carrel_statement_bind_int (statement, 2, target);
  carrel_statement_bind_int (statement, 3, line->id);
  if (!carrel_statement_run (statement, error))
    return FALSE;
  if (self->undo)
    carrel_undo_add (self->undo, move,
                     g_variant_new ("(xxx)", line->source, line->target, line->id));
  carrel_changes_add (self->changes, CARREL_CHANGED_LINKS, source);
  carrel_changes_add (self->changes, CARREL_CHANGED_LINKS, target);
  return TRUE;
}

/* ── Topics and star ── */

static gboolean
give (Merge *self, CarrelArticle *other, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      self->connection,
      "SELECT t.path FROM article_topic x JOIN topic t ON t.id = x.topic WHERE x.article = ?");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;

  carrel_statement_bind_int (statement, 1, self->other);
  while (carrel_statement_next (statement))
    g_strv_builder_add (builder, carrel_statement_get_text (statement, 0));
  if (!carrel_statement_finish (statement, error))
    return FALSE;
  paths = g_strv_builder_end (builder);
  if (paths[0] && !carrel_store_tag (self->connection, &self->keep, 1, (const char *const *) paths,
                                     NULL, self->undo, self->changes, error))
    return FALSE;
  return !carrel_article_get (other)->favourite ||
         carrel_store_set_favourite (self->connection, &self->keep, 1, TRUE, self->undo,
                                     self->changes, error);
}

gboolean
carrel_store_merge_articles (CarrelConnection *connection,
                             gint64            keep,
                             gint64            other,
                             CarrelUndo       *undo,
                             CarrelChanges    *changes,
                             GError          **error)
{
  Merge self = { connection, keep, other, undo, changes };
  g_autoptr (CarrelArticle) kept = NULL;
  g_autoptr (CarrelArticle) article = NULL;
  g_autoptr (GArray) lines = NULL;

  if (keep == other) {
    g_set_error_literal (error, CARREL_ERROR, CARREL_ERROR_INVALID,
                         _ ("An article can't be merged with itself"));
    return FALSE;
  }
  kept = carrel_store_load_article (connection, keep, error);
  article = kept ? carrel_store_load_article (connection, other, error) : NULL;
  if (!article)
    return FALSE;
  if (carrel_article_get (kept)->trashed != 0) {
    g_set_error_literal (error, CARREL_ERROR, CARREL_ERROR_INVALID,
                         _ ("The article that is to stay is in the trash"));
    return FALSE;
  }
  lines = list_lines (&self, error);
  if (!lines || !move_addresses (&self, error))
    return FALSE;
  for (guint i = 0; i < lines->len; i++)
    if (!move_line (&self, &g_array_index (lines, Line, i), error))
      return FALSE;
  return give (&self, article, error) &&
         carrel_store_trash (connection, &other, 1, undo, changes, error);
}
