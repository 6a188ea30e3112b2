/* carrel-neighbours.c: an article's distinctive words, and the articles that share them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-neighbours.h"

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "store/carrel-connection-private.h"

#include <math.h>

#define PER_WORD 400 /* articles that are looked at */
#define OFTEN 0.2    /* share of the library that has a word which says nothing */
#define FEW 40       /* articles of a library in which many share a word by chance */

G_STATIC_ASSERT (CARREL_NEIGHBOUR_WORDS <= 64);

/* ── What is asked about ── */

gboolean
carrel_subject_end (CarrelSubject *self, CarrelStatement *statement)
{
  return carrel_statement_finish (statement, self->error ? NULL : &self->error);
}

gboolean
carrel_subject_load (CarrelSubject *self, CarrelConnection *connection, gint64 article)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "SELECT a.title, a.byline, a.site, a.language, carrel_text (b.html), "
                  "(SELECT articles FROM counts), (SELECT max (id) FROM article) FROM "
                  "article a LEFT JOIN body b ON b.article = a.id WHERE a.id = ?");
  gboolean found;

  *self = (CarrelSubject) { .connection = connection, .article = article };
  carrel_statement_bind_int (statement, 1, self->article);
  found = carrel_statement_next (statement);
  if (found) {
    self->title = g_strdup (carrel_statement_get_text (statement, 0));
    self->byline = g_strdup (carrel_statement_get_text (statement, 1));
    self->site = g_strdup (carrel_statement_get_text (statement, 2));
    self->language = g_strdup (carrel_statement_get_text (statement, 3));
    self->text = g_strdup (carrel_statement_get_text (statement, 4));
    self->n_articles = (double) carrel_statement_get_int (statement, 5);
    self->newest = carrel_statement_get_int (statement, 6);
  }
  if (!carrel_subject_end (self, statement))
    return FALSE;
  if (!found)
    g_set_error (&self->error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND,
                 "There is no article %" G_GINT64_FORMAT " in the library", self->article);
  if (found && !self->text)
    self->text = g_strdup ("");
  if (found && !self->language)
    self->language = g_strdup (carrel_text_guess_language (self->text));
  return found;
}

void
carrel_subject_clear (CarrelSubject *self)
{
  g_free (self->title);
  g_free (self->byline);
  g_free (self->site);
  g_free (self->language);
  g_free (self->text);
  g_clear_error (&self->error);
}

double
carrel_subject_look_up (CarrelSubject *self, const char *phrase, GArray *ids)
{
  g_autofree char *match = g_strdup_printf ("\"%s\"", phrase);
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      self->connection,
      "SELECT rowid FROM text_index WHERE text_index MATCH ? ORDER BY rowid DESC LIMIT ?");
  gint64 oldest = self->newest;

  g_array_set_size (ids, 0);
  carrel_statement_bind_text (statement, 1, match);
  carrel_statement_bind_int (statement, 2, PER_WORD);
  while (carrel_statement_next (statement)) {
    oldest = carrel_statement_get_int (statement, 0);
    g_array_append_val (ids, oldest);
  }
  carrel_subject_end (self, statement);
  if (ids->len < PER_WORD)
    return ids->len;
  return MIN (self->n_articles,
              PER_WORD * (double) self->newest / (double) (self->newest - oldest + 1));
}

/* ── Who shares its words ── */

static void
add_weight (GHashTable *neighbours, gint64 article, double weight, guint word)
{
  CarrelNeighbour *neighbour = g_hash_table_lookup (neighbours, &article);

  if (!neighbour) {
    neighbour = g_new (CarrelNeighbour, 1);
    *neighbour = (CarrelNeighbour) { article, 0, 0 };
    g_hash_table_insert (neighbours, &neighbour->article, neighbour);
  }
  neighbour->weight += weight;
  neighbour->words |= (guint64) 1 << word;
}

/* The best ones in order; what is worse than the last of them goes by with one comparison. */
static GArray *
list_nearest (GHashTable *neighbours)
{
  GArray *best = g_array_sized_new (FALSE, FALSE, sizeof (CarrelNeighbour), CARREL_NEIGHBOURS + 1);
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, neighbours);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const CarrelNeighbour *neighbour = value,
                          *sorted = (const CarrelNeighbour *) (gpointer) best->data;
    guint place = best->len;

    while (place > 0 && (sorted[place - 1].weight < neighbour->weight ||
                         (sorted[place - 1].weight <= neighbour->weight &&
                          sorted[place - 1].article < neighbour->article)))
      place--;
    if (place >= CARREL_NEIGHBOURS)
      continue;
    g_array_insert_vals (best, place, neighbour, 1);
    if (best->len > CARREL_NEIGHBOURS)
      g_array_set_size (best, CARREL_NEIGHBOURS);
  }
  return best;
}

void
carrel_neighbours_list (CarrelNeighbours *self, CarrelSubject *subject)
{
  g_autoptr (GHashTable) neighbours =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  self->words = carrel_keywords_list (subject->title, subject->text, subject->language,
                                      CARREL_NEIGHBOUR_WORDS);
  self->weights = g_array_new (FALSE, TRUE, sizeof (double));
  g_array_set_size (self->weights, self->words->len);
  for (guint i = 0; i < self->words->len && !subject->error; i++) {
    const CarrelKeyword *word = self->words->pdata[i];
    double frequency = carrel_subject_look_up (subject, word->match, ids), idf, weight;

    if (ids->len < 2 || (frequency > subject->n_articles * OFTEN && subject->n_articles > FEW))
      continue;
    idf = MAX (log ((subject->n_articles + 1) / (frequency + 0.5)), 0.05);
    weight = (1 + log (word->n)) * idf * idf;
    g_array_index (self->weights, double, i) = weight;
    self->all += weight;
    for (guint k = 0; k < ids->len; k++)
      if (g_array_index (ids, gint64, k) != subject->article)
        add_weight (neighbours, g_array_index (ids, gint64, k), weight, i);
  }
  self->nearest = list_nearest (neighbours);
}

void
carrel_neighbours_clear (CarrelNeighbours *self)
{
  g_clear_pointer (&self->words, g_ptr_array_unref);
  g_clear_pointer (&self->weights, g_array_unref);
  g_clear_pointer (&self->nearest, g_array_unref);
}
