/* carrel-store-related.c: articles like another, from the library's own words, links and topics.
 *
 * docs/related.md says how. On the connection's thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-text.h"
#include "store/carrel-connection-private.h"
#include "store/carrel-neighbours.h"
#include "store/carrel-store-private.h"

#include <math.h>
#include <string.h>

#define LEAST 0.12    /* score of an article that is listed */
#define SHORT 100     /* words: shorter texts are no more alike for being short */
#define SHOWN_WORDS 3 /* that are said as the reason */
#define SHOWN_TOPICS 3
#define NEIGHBOURS 60 /* of its links that are looked at, each way */
#define TOO_MANY 60   /* linked with so many, a thing joins nobody */

#define FROM_WORDS 0.9
#define FROM_TOPIC 0.3
#define FROM_LINK 0.5
#define FROM_COMMON 0.25
#define LONG_TEXT                                                                                  \
  0.5 /* a text of n times the middling length has about n to this as many of the words by chance  \
       */

/* What speaks for an article. */
typedef struct {
  gint64   article;
  double   weight; /* of the words that it shares */
  guint64  words;
  double   against; /* the product of 1 − evidence of links */
  guint    n_common;
  gboolean linked;
  gint64   length; /* its words */
  double   score;
  GStrv    topics; /* (owned) (nullable) */
} Candidate;

typedef struct {
  CarrelSubject    subject;
  CarrelNeighbours neighbours;
  GHashTable      *candidates; /* (owned): gint64 * → Candidate */
} Related;

static void
free_candidate (gpointer data)
{
  g_strfreev (((Candidate *) data)->topics);
  g_free (data);
}

static void
clear_related (Related *self)
{
  carrel_subject_clear (&self->subject);
  carrel_neighbours_clear (&self->neighbours);
  g_clear_pointer (&self->candidates, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Related, clear_related)

static Candidate *
get_candidate (Related *self, gint64 article)
{
  Candidate *candidate = g_hash_table_lookup (self->candidates, &article);

  if (!candidate) {
    candidate = g_new0 (Candidate, 1);
    candidate->article = article;
    candidate->against = 1;
    g_hash_table_insert (self->candidates, &candidate->article, candidate);
  }
  return candidate;
}

/* ── Words ── */

static void
ask_words (Related *self)
{
  carrel_neighbours_list (&self->neighbours, &self->subject);
  for (guint i = 0; i < self->neighbours.nearest->len; i++) {
    const CarrelNeighbour *neighbour =
        &g_array_index (self->neighbours.nearest, CarrelNeighbour, i);
    Candidate *candidate = get_candidate (self, neighbour->article);

    candidate->weight = neighbour->weight;
    candidate->words = neighbour->words;
  }
}

/* ── Links ── */

/* Those that are linked with the article itself. */
static void
ask_linked (Related *self)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      self->subject.connection,
      "SELECT target FROM (SELECT target FROM link WHERE source = ?1 AND target IS NOT NULL LIMIT "
      "?2) UNION SELECT source FROM (SELECT source FROM link WHERE target = ?1 LIMIT ?2)");

  carrel_statement_bind_int (statement, 1, self->subject.article);
  carrel_statement_bind_int (statement, 2, NEIGHBOURS);
  while (carrel_statement_next (statement)) {
    gint64 id = carrel_statement_get_int (statement, 0);

    if (id != self->subject.article)
      get_candidate (self, id)->linked = TRUE;
  }
  carrel_subject_end (&self->subject, statement);
}

/* What one thing is linked with: the fewer, the more it says that two are among them. */
static void
take_common (Related *self, CarrelStatement *statement)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  while (carrel_statement_next (statement)) {
    gint64 id = carrel_statement_get_int (statement, 0);

    if (id != self->subject.article)
      g_array_append_val (ids, id);
  }
  carrel_statement_reset (statement);
  for (guint i = 0; i < ids->len && ids->len < TOO_MANY; i++) {
    Candidate *candidate = get_candidate (self, g_array_index (ids, gint64, i));

    candidate->against *= 1 - FROM_COMMON / log2 (1 + ids->len);
    candidate->n_common++;
  }
}

/* For each thing that `sql` names (its one column), what `join` finds with it. */
static void
ask_common (Related *self, const char *sql, const char *join, gboolean key)
{
  g_autoptr (CarrelStatement) things = carrel_connection_prepare (self->subject.connection, sql);
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (self->subject.connection, join);

  carrel_statement_bind_int (things, 1, self->subject.article);
  carrel_statement_bind_int (things, 2, NEIGHBOURS);
  while (carrel_statement_next (things)) {
    if (key)
      carrel_statement_bind_text (statement, 1, carrel_statement_get_text (things, 0));
    else
      carrel_statement_bind_int (statement, 1, carrel_statement_get_int (things, 0));
    carrel_statement_bind_int (statement, 2, TOO_MANY);
    take_common (self, statement);
  }
  carrel_subject_end (&self->subject, things);
  carrel_subject_end (&self->subject, statement);
}

static void
ask_links (Related *self)
{
  ask_linked (self);
  /* Both point at it; */
  ask_common (self,
              "SELECT DISTINCT target FROM link WHERE source = ? AND target IS NOT NULL LIMIT ?",
              "SELECT DISTINCT source FROM link WHERE target = ? LIMIT ?", FALSE);
  ask_common (self,
              "SELECT DISTINCT wanted_key FROM link WHERE source = ? AND target IS NULL AND "
              "wanted_key IS NOT NULL LIMIT ?",
              "SELECT DISTINCT source FROM link WHERE target IS NULL AND wanted_key = ? LIMIT ?",
              TRUE);
  /* it points at both. */
  ask_common (self, "SELECT DISTINCT source FROM link WHERE target = ? LIMIT ?",
              "SELECT DISTINCT target FROM link WHERE source = ? AND target IS NOT NULL LIMIT ?",
              FALSE);
}

/* ── Topics ── */

/* How much the topics that both have say; they are kept, the rarest first. */
static double
ask_topics (Related *self, CarrelStatement *statement, Candidate *candidate)
{
  g_autoptr (GStrvBuilder) topics = g_strv_builder_new ();
  double against = 1;
  guint  n = 0;

  carrel_statement_bind_int (statement, 1, self->subject.article);
  carrel_statement_bind_int (statement, 2, candidate->article);
  while (carrel_statement_next (statement)) {
    double rarity = log ((self->subject.n_articles + 1) /
                         ((double) carrel_statement_get_int (statement, 1) + 0.5)) /
                    log (self->subject.n_articles + 2);

    against *= 1 - FROM_TOPIC * CLAMP (rarity, 0.05, 1);
    if (n++ < SHOWN_TOPICS)
      g_strv_builder_add (topics, carrel_statement_get_text (statement, 0));
  }
  carrel_statement_reset (statement);
  candidate->topics = g_strv_builder_end (topics);
  return 1 - against;
}

/* ── The order ── */

static double
find_middling_length (GPtrArray *candidates)
{
  double sum = 0;

  for (guint i = 0; i < candidates->len; i++)
    sum += log (SHORT + (double) ((Candidate *) candidates->pdata[i])->length);
  return candidates->len > 0 ? exp (sum / candidates->len) : 1;
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *x = a, *y = b;

  if (x->score < y->score || x->score > y->score)
    return x->score > y->score ? -1 : 1;
  return x->article > y->article ? -1 : x->article < y->article;
}

/* Those that are there, and not in the trash. Lent. */
static GPtrArray *
list_candidates (Related *self, gboolean unlinked)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      self->subject.connection, "SELECT words FROM article WHERE id = ? AND trashed = 0");
  GPtrArray     *found = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, self->candidates);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Candidate *candidate = value;

    if (unlinked && candidate->linked)
      continue;
    carrel_statement_bind_int (statement, 1, candidate->article);
    if (carrel_statement_next (statement)) {
      candidate->length = carrel_statement_get_int (statement, 0);
      g_ptr_array_add (found, candidate);
    }
    carrel_statement_reset (statement);
  }
  carrel_subject_end (&self->subject, statement);
  return found;
}

static void
rate (Related *self, GPtrArray *candidates)
{
  g_autoptr (CarrelStatement) topics = carrel_connection_prepare (
      self->subject.connection,
      "SELECT t.path, t.n FROM article_topic x JOIN article_topic y ON y.topic = x.topic AND "
      "y.article = ?2 JOIN topic t ON t.id = x.topic WHERE x.article = ?1 ORDER BY t.n, t.path");
  double middling = find_middling_length (candidates), all = MAX (self->neighbours.all, 1e-9);

  for (guint i = 0; i < candidates->len; i++) {
    Candidate *candidate = candidates->pdata[i];
    /* A long text has more words to share. */
    double length = pow (MAX (SHORT + (double) candidate->length, middling) / middling, LONG_TEXT);
    double words = FROM_WORDS * MIN (candidate->weight / all / length, 1);
    double links = 1 - candidate->against * (candidate->linked ? 1 - FROM_LINK : 1);

    candidate->score = 1 - (1 - words) * (1 - links) * (1 - ask_topics (self, topics, candidate));
  }
  carrel_subject_end (&self->subject, topics);
  g_ptr_array_sort_values (candidates, compare_candidates);
}

/* ── What is said of it ── */

/* Two letters count, but explain nothing. */
static gboolean
explains (const CarrelKeyword *word)
{
  gunichar first = g_utf8_get_char (word->text);

  return carrel_text_is_unspaced (first) ? !carrel_text_is_spelled (first)
                                         : g_utf8_strlen (word->text, -1) > 2;
}

/* The words that weigh most of those that it shares. */
static GStrv
list_words (Related *self, const Candidate *candidate)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  guint64 left = candidate->words;

  for (guint n = 0; n < SHOWN_WORDS && left != 0;) {
    guint  best = 0;
    double most = -1;

    for (guint i = 0; i < self->neighbours.words->len; i++)
      if ((left >> i & 1) && g_array_index (self->neighbours.weights, double, i) > most) {
        most = g_array_index (self->neighbours.weights, double, i);
        best = i;
      }
    if (explains (self->neighbours.words->pdata[best])) {
      g_strv_builder_add (words, ((CarrelKeyword *) self->neighbours.words->pdata[best])->text);
      n++;
    }
    left &= ~((guint64) 1 << best);
  }
  return g_strv_builder_end (words);
}

static GPtrArray *
describe (Related *self, GPtrArray *candidates, guint limit, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) articles = NULL;
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) carrel_related_free);

  for (guint i = 0; i < candidates->len && ids->len < limit; i++) {
    const Candidate *candidate = candidates->pdata[i];

    if (candidate->score < LEAST)
      break;
    g_array_append_val (ids, candidate->article);
  }
  articles = carrel_store_load_articles (self->subject.connection,
                                         (const gint64 *) (gpointer) ids->data, ids->len, error);
  if (!articles)
    return NULL;
  for (guint i = 0; i < articles->len; i++) {
    gint64         id = carrel_article_get_id (articles->pdata[i]);
    Candidate     *candidate = g_hash_table_lookup (self->candidates, &id);
    CarrelRelated *related = g_new0 (CarrelRelated, 1);

    related->article = g_object_ref (articles->pdata[i]);
    related->score = candidate->score;
    related->words = list_words (self, candidate);
    related->topics = g_steal_pointer (&candidate->topics);
    related->n_common = candidate->n_common;
    related->linked = candidate->linked;
    g_ptr_array_add (list, related);
  }
  return g_steal_pointer (&list);
}

GPtrArray *
carrel_store_list_related (
    CarrelConnection *connection, gint64 article, guint limit, gboolean unlinked, GError **error)
{
  g_auto (Related) self = { 0 };
  g_autoptr (GPtrArray) candidates = NULL;

  self.candidates = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, free_candidate);
  if (carrel_subject_load (&self.subject, connection, article)) {
    ask_words (&self);
    ask_links (&self);
    candidates = list_candidates (&self, unlinked);
    rate (&self, candidates);
  }
  if (self.subject.error) {
    g_propagate_error (error, g_steal_pointer (&self.subject.error));
    return NULL;
  }
  return describe (&self, candidates, limit, error);
}
