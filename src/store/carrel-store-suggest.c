/* carrel-store-suggest.c: topics that an article may be about, from the library itself.
 *
 * The articles that are most like it (carrel-neighbours.h): the NEAREST that have topics vote for
 * them with their weight. What other articles of the site, of the author, and those linked with it
 * are about speaks for a topic by its share among them, and all that speaks for one is joined as
 * independent evidence: 1 − (1 − a)(1 − b)…
 *
 * New topics are phrases of the article (carrel-keywords.h) that few articles of the library have.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "store/carrel-connection-private.h"
#include "store/carrel-keywords.h"
#include "store/carrel-neighbours.h"
#include "store/carrel-store-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define FROM_ARTICLES 10 /* in a smaller library nothing is suggested */
#define NEAREST 20
#define SIDE 150 /* articles of a site or author that are looked at */
#define NEW 3
#define PHRASES 16
#define LEAST 0.24 /* score of a topic that is suggested */
#define OFTEN 0.2  /* share of the library that has a word which says nothing */

#define FROM_WORDS 0.9
#define FROM_SITE 0.3
#define FROM_AUTHOR 0.5
#define FROM_LINKS 0.6

#define REFUSE                                                                                     \
  "INSERT INTO topic_refused (article, key) SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM article "    \
  "WHERE id = ?1) ON CONFLICT DO NOTHING"
#define UNREFUSE "DELETE FROM topic_refused WHERE article = ? AND key = ?"

/* What speaks for a topic. */
typedef struct {
  gint64 topic;
  double against; /* the product of 1 − evidence */
  double votes;   /* of the kind that is being counted */
  guint  n_similar;
} Vote;

typedef struct {
  CarrelSubject subject;
  GHashTable   *votes; /* (owned): gint64 * of the topic → Vote */
} Suggest;

static void
clear_suggest (Suggest *self)
{
  carrel_subject_clear (&self->subject);
  g_clear_pointer (&self->votes, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Suggest, clear_suggest)

/* ── Votes ── */

static Vote *
get_vote (Suggest *self, gint64 topic)
{
  Vote *vote = g_hash_table_lookup (self->votes, &topic);

  if (!vote) {
    vote = g_new0 (Vote, 1);
    vote->topic = topic;
    vote->against = 1;
    g_hash_table_insert (self->votes, &vote->topic, vote);
  }
  return vote;
}

/* Counts the topics of an article; FALSE when it has none. */
static gboolean
count_topics (Suggest *self, gint64 article, double weight, gboolean similar)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      self->subject.connection,
      "SELECT x.topic FROM article_topic x JOIN article a ON a.id = x.article "
      "WHERE x.article = ? AND a.trashed = 0");
  gboolean any = FALSE;

  carrel_statement_bind_int (statement, 1, article);
  while (carrel_statement_next (statement)) {
    Vote *vote = get_vote (self, carrel_statement_get_int (statement, 0));

    vote->votes += weight;
    vote->n_similar += similar;
    any = TRUE;
  }
  carrel_subject_end (&self->subject, statement);
  return any;
}

/* What was counted speaks for its topics by its share of `all`. */
static void
take_votes (Suggest *self, double all, double weight)
{
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, self->votes);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Vote *vote = value;

    if (vote->votes > 0)
      vote->against *= 1 - weight * MIN (vote->votes / all, 1);
    vote->votes = 0;
  }
}

/* ── Words ── */

static void
ask_words (Suggest *self)
{
  g_auto (CarrelNeighbours) neighbours = { 0 };
  double all = 0;
  guint  n = 0;

  carrel_neighbours_list (&neighbours, &self->subject);
  for (guint i = 0; i < neighbours.nearest->len && n < NEAREST && !self->subject.error; i++) {
    const CarrelNeighbour *neighbour = &g_array_index (neighbours.nearest, CarrelNeighbour, i);

    if (count_topics (self, neighbour->article, neighbour->weight, TRUE)) {
      all += neighbour->weight;
      n++;
    }
  }
  /* A single neighbour is no proof. */
  if (n > 0)
    take_votes (self, all + all / n, FROM_WORDS);
}

/* ── Site, author, links ── */

/* The articles that the statement names: one column, `article` its first parameter. */
static void
ask_side (Suggest *self, CarrelStatement *statement, double weight, double doubt)
{
  guint n = 0;

  while (carrel_statement_next (statement))
    if (carrel_statement_get_int (statement, 0) != self->subject.article)
      n += count_topics (self, carrel_statement_get_int (statement, 0), 1, FALSE);
  carrel_subject_end (&self->subject, statement);
  if (n > 0)
    take_votes (self, n + doubt, weight);
}

static void
ask_sides (Suggest *self)
{
  g_autoptr (CarrelStatement) links = carrel_connection_prepare (
      self->subject.connection,
      "SELECT target FROM link WHERE source = ?1 AND target IS NOT NULL UNION "
      "SELECT source FROM link WHERE target = ?1 LIMIT 100");

  carrel_statement_bind_int (links, 1, self->subject.article);
  ask_side (self, links, FROM_LINKS, 1);
  if (self->subject.site && *self->subject.site) {
    g_autoptr (CarrelStatement) site = carrel_connection_prepare (
        self->subject.connection,
        "SELECT id FROM article WHERE site = ?1 COLLATE NOCASE AND trashed = 0 "
        "ORDER BY added DESC, id DESC LIMIT ?2");

    carrel_statement_bind_text (site, 1, self->subject.site);
    carrel_statement_bind_int (site, 2, SIDE);
    ask_side (self, site, FROM_SITE, 2);
  }
  if (self->subject.byline && *self->subject.byline) {
    g_autoptr (GPtrArray) names = carrel_keywords_list ("", self->subject.byline, NULL, 4);
    g_autoptr (GString) match = g_string_new ("{byline} :");
    g_autoptr (CarrelStatement) author = NULL;

    for (guint i = 0; i < names->len; i++)
      g_string_append_printf (match, "%s \"%s\"", i > 0 ? " AND {byline} :" : "",
                              ((CarrelKeyword *) names->pdata[i])->match);
    if (names->len == 0)
      return;
    author = carrel_connection_prepare (
        self->subject.connection,
        "SELECT rowid FROM text_index WHERE text_index MATCH ? ORDER BY rowid DESC LIMIT ?");
    carrel_statement_bind_text (author, 1, match->str);
    carrel_statement_bind_int (author, 2, SIDE);
    ask_side (self, author, FROM_AUTHOR, 2);
  }
}

/* ── What is suggested ── */

static int
compare_suggestions (gconstpointer a, gconstpointer b)
{
  CarrelSuggestion *x = (gpointer) a, *y = (gpointer) b;

  if (carrel_suggestion_get_score (x) != carrel_suggestion_get_score (y))
    return carrel_suggestion_get_score (x) > carrel_suggestion_get_score (y) ? -1 : 1;
  return strcmp (carrel_suggestion_get_path (x), carrel_suggestion_get_path (y));
}

/* Keys of what needs no suggestion: refused, and (not `blind`) what it has and what stands above
 * that. */
static GHashTable *
list_known (Suggest *self, gboolean blind)
{
  GHashTable *known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (CarrelStatement) refused = carrel_connection_prepare (
      self->subject.connection, "SELECT key FROM topic_refused WHERE article = ?");
  g_autoptr (CarrelStatement) had = carrel_connection_prepare (
      self->subject.connection,
      "SELECT t.key FROM article_topic x JOIN topic_ancestor c ON c.topic = "
      "x.topic JOIN topic t ON t.id = c.ancestor WHERE x.article = ?");

  carrel_statement_bind_int (refused, 1, self->subject.article);
  while (carrel_statement_next (refused))
    g_hash_table_add (known, g_strdup (carrel_statement_get_text (refused, 0)));
  carrel_subject_end (&self->subject, refused);
  carrel_statement_bind_int (had, 1, self->subject.article);
  while (!blind && carrel_statement_next (had))
    g_hash_table_add (known, g_strdup (carrel_statement_get_text (had, 0)));
  carrel_subject_end (&self->subject, had);
  return known;
}

static void
add_topics (Suggest *self, GHashTable *known, GPtrArray *suggestions)
{
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, self->votes);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Vote *vote = value;
    g_autoptr (CarrelStatement) statement = NULL;

    if (1 - vote->against < LEAST)
      continue;
    statement = carrel_connection_prepare (self->subject.connection,
                                           "SELECT path, key, colour FROM topic WHERE id = ?");
    carrel_statement_bind_int (statement, 1, vote->topic);
    if (carrel_statement_next (statement) &&
        !g_hash_table_contains (known, carrel_statement_get_text (statement, 1)))
      g_ptr_array_add (suggestions,
                       carrel_suggestion_new (carrel_statement_get_text (statement, 0),
                                              (guint) carrel_statement_get_int (statement, 2),
                                              FALSE, 1 - vote->against, vote->n_similar));
    carrel_subject_end (&self->subject, statement);
  }
  g_ptr_array_sort_values (suggestions, compare_suggestions);
}

/* A topic that is there, by its path, its last part or another name. */
static gboolean
is_there (Suggest *self, const char *key)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      self->subject.connection,
      "SELECT 1 FROM topic WHERE key = ?1 OR name_key = ?1 UNION ALL SELECT 1 "
      "FROM topic_alias WHERE key = ?1");
  gboolean there;

  carrel_statement_bind_text (statement, 1, key);
  there = carrel_statement_next (statement);
  carrel_subject_end (&self->subject, statement);
  return there;
}

static gboolean
is_alike (GPtrArray *suggestions, const char *phrase)
{
  for (guint i = 0; i < suggestions->len; i++) {
    const char *path = carrel_suggestion_get_path (suggestions->pdata[i]),
               *slash = strrchr (path, '/');

    if (carrel_topic_pair_measure (slash ? slash + 1 : path, phrase) >= 0)
      return TRUE;
  }
  return FALSE;
}

static void
add_phrases (Suggest *self, GHashTable *known, guint limit, GPtrArray *suggestions)
{
  g_autoptr (GPtrArray) phrases = carrel_keywords_list_phrases (
      self->subject.title, self->subject.text, self->subject.language, PHRASES);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < phrases->len && !self->subject.error; i++) {
    const CarrelKeyword *phrase = phrases->pdata[i];
    g_autofree char     *path = carrel_topic_normalize_path (phrase->text),
                    *key = path ? carrel_text_fold (path) : NULL;
    double frequency;

    if (!path || strchr (path, '/') || g_hash_table_contains (known, key) || is_there (self, key) ||
        is_alike (suggestions, path) || is_alike (found, path))
      continue;
    frequency = carrel_subject_look_up (&self->subject, phrase->match, ids);
    if (frequency > 2 + self->subject.n_articles * OFTEN / 2)
      continue;
    g_ptr_array_add (found, carrel_suggestion_new (path, CARREL_N_TOPIC_COLOURS - 1, TRUE,
                                                   LEAST / (1 + phrase->score), 0));
  }
  for (guint i = 0; i < found->len && i < NEW && suggestions->len < limit; i++)
    g_ptr_array_add (suggestions, g_object_ref (found->pdata[i]));
}

GPtrArray *
carrel_store_suggest_topics (
    CarrelConnection *connection, gint64 article, guint limit, gboolean blind, GError **error)
{
  g_auto (Suggest) self = { 0 };
  g_autoptr (GPtrArray) suggestions = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) known = NULL;

  self.votes = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  if (carrel_subject_load (&self.subject, connection, article) &&
      self.subject.n_articles >= FROM_ARTICLES) {
    known = list_known (&self, blind);
    ask_words (&self);
    ask_sides (&self);
    add_topics (&self, known, suggestions);
    if (suggestions->len > limit)
      g_ptr_array_set_size (suggestions, (int) limit);
    if (suggestions->len < limit && !blind)
      add_phrases (&self, known, limit, suggestions);
  }
  if (self.subject.error) {
    g_propagate_error (error, g_steal_pointer (&self.subject.error));
    return NULL;
  }
  return g_steal_pointer (&suggestions);
}

gboolean
carrel_store_refuse_topic (CarrelConnection *connection,
                           const gint64     *ids,
                           guint             n,
                           const char       *path,
                           CarrelUndo       *undo,
                           CarrelChanges    *changes,
                           GError          **error)
{
  g_autofree char *clean = carrel_topic_normalize_path (path),
                  *key = clean ? carrel_text_fold (clean) : NULL;

  if (!key) {
    carrel_error_set_short (error, CARREL_ERROR_INVALID, _ ("“%s” is no name for a topic"), path);
    return FALSE;
  }
  for (guint i = 0; i < n; i++) {
    g_autoptr (CarrelStatement) statement = carrel_connection_prepare (connection, REFUSE);

    carrel_statement_bind_int (statement, 1, ids[i]);
    carrel_statement_bind_text (statement, 2, key);
    if (!carrel_statement_run (statement, error))
      return FALSE;
    if (carrel_connection_get_n_changed (connection) == 0)
      continue;
    if (undo) {
      carrel_undo_add (undo, UNREFUSE, g_variant_new ("(xs)", ids[i], key));
      carrel_undo_note_article (undo, ids[i]);
    }
    carrel_changes_add (changes, CARREL_CHANGED_POSITION, ids[i]); /* no list shows it */
  }
  return TRUE;
}
