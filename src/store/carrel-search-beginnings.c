/* carrel-search-beginnings.c: articles looked at, where that is faster than FTS5, for beginnings of
 * words that very many have.
 *
 * FTS5 joins the articles of all words that begin so before it names the first, which takes the
 * longer the more there are. Where they are many, one of them is near instead: those whose words
 * have the same first three letters, which have an index of their own, are looked at one after the
 * other, the newest first, whether a word of them begins so. When much was looked at FTS5 is asked
 * after all, so that no search takes longer than the two together. What is found is the same in
 * both ways. On the thread of the connection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-search-private.h"
#include "store/carrel-tokenizer.h"

#include <string.h>

/* Bytes that are looked at, at most: some ten milliseconds. */
#define MOST (1200 * 1024)
/* Whether a beginning is common is told from the newest articles with its letters. */
#define SAMPLE 32
#define SAMPLE_MOST (200 * 1024)
#define SAMPLE_HITS 3
/* Rows that looking at articles should find before it ends; with half of it, among others that are
 * ranked. */
#define ROWS 50
#define RANKED 100

enum { RARE, COMMON, PLENTY };

struct _CarrelSearchLook {
  char       *beginning; /* (owned): as the index has it */
  GHashTable *looked_at; /* (owned) (element-type gint64): ids */
  gsize       spent;     /* bytes */
};

static CarrelSearchLook *
make_look (const char *beginning)
{
  CarrelSearchLook *self = g_new0 (CarrelSearchLook, 1);

  self->beginning = g_strdup (beginning);
  self->looked_at = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

void
carrel_search_look_free (CarrelSearchLook *self)
{
  g_hash_table_unref (self->looked_at);
  g_free (self->beginning);
  g_free (self);
}

/* ── An article ── */

typedef struct {
  const char *beginning;
  gsize       len;
  gboolean    has;
} Seen;

/* FALSE where one was found: the rest of the text needn't be read. */
static gboolean
see_word (const char *token, gsize len, gsize start, gsize end, gpointer data)
{
  Seen *seen = data;

  seen->has = len >= seen->len && memcmp (token, seen->beginning, seen->len) == 0;
  return !seen->has;
}

static gboolean
has_beginning (CarrelSearchLook *self, const char *text)
{
  Seen seen = { self->beginning, strlen (self->beginning), FALSE };

  carrel_tokenize (text, strlen (text), see_word, &seen);
  return seen.has;
}

/* Title, byline, site and body, a line each. */
static char *
join_columns (CarrelConnection *connection, CarrelStatement *statement)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < CARREL_SEARCH_COLUMNS; i++) {
    const char *column = carrel_statement_get_text (statement, (int) i);

    g_string_append (text, column ? column : "");
    connection->looked_at_ends[i] = text->len;
    g_string_append_c (text, '\n');
  }
  return g_string_free_and_steal (text);
}

const char *
carrel_search_read_article (CarrelConnection *connection, gint64 id)
{
  g_autoptr (CarrelStatement) statement = NULL;

  if (connection->looked_at && connection->looked_at_id == id)
    return connection->looked_at;
  statement = carrel_connection_prepare (
      connection,
      "SELECT a.title, a.byline, a.site, carrel_text (b.html) FROM article a JOIN body b "
      "ON b.article = a.id WHERE a.id = ?");
  carrel_statement_bind_int (statement, 1, id);
  g_clear_pointer (&connection->looked_at, g_free);
  connection->looked_at_id = id;
  if (carrel_statement_next (statement))
    connection->looked_at = join_columns (connection, statement);
  carrel_statement_finish (statement, connection->set_error ? NULL : &connection->set_error);
  return connection->looked_at;
}

/* From now on the set knows whether the article is in it. */
static void
look_at (CarrelConnection *connection, CarrelIdSet *set, gint64 id)
{
  CarrelSearchLook *self = set->look;
  const char       *text = carrel_search_read_article (connection, id);

  g_hash_table_add (self->looked_at, g_memdup2 (&id, sizeof id));
  self->spent += CARREL_SEARCH_ARTICLE;
  if (text) {
    self->spent += strlen (text);
    if (has_beginning (self, text))
      carrel_id_set_add (set, id);
  }
}

/* FTS5 says the rest. */
static void
ask_index (CarrelConnection *connection, CarrelIdSet *set)
{
  g_autofree char *match = g_strdup_printf ("\"%s\" *", set->look->beginning);

  g_clear_pointer (&set->look, carrel_search_look_free);
  set->source = carrel_connection_prepare (
      connection, "SELECT rowid FROM text_index WHERE text_index MATCH ? ORDER BY rowid DESC");
  carrel_statement_bind_text (set->source, 1, match);
  set->read = G_MAXINT64;
}

void
carrel_search_look (CarrelConnection *connection, CarrelIdSet *set, gint64 id)
{
  if (g_hash_table_contains (set->look->looked_at, &id))
    return;
  if (set->look->spent < MOST)
    look_at (connection, set, id);
  else
    ask_index (connection, set);
}

/* ── Common or not ── */

/* Looks at the newest articles with its letters. They say how many there are, and how soon enough
 * would be found. */
static int
judge (CarrelSearchPlan *self, CarrelIdSet *set, const char *letters)
{
  CarrelConnection *connection = self->connection;
  g_autofree char  *match = g_strdup_printf ("\"%s\"", letters);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (CarrelStatement) newest = carrel_connection_prepare (
      connection, "SELECT rowid FROM beginning_index WHERE beginning_index MATCH ? ORDER BY rowid "
                  "DESC LIMIT " G_STRINGIFY (SAMPLE));
  gint64 span = 1;
  guint  hits = 0;

  carrel_statement_bind_text (newest, 1, match);
  while (set->look->spent < SAMPLE_MOST && carrel_statement_next (newest)) {
    gint64 id = carrel_statement_get_int (newest, 0);

    g_array_append_val (ids, id);
    look_at (connection, set, id);
    hits += carrel_id_set_has (set, id) ? 1 : 0;
    span = g_array_index (ids, gint64, 0) - id + 1;
    if (hits == 0 && ids->len == SAMPLE / 2)
      break;
  }
  carrel_search_plan_finish (self, newest);
  if (hits < SAMPLE_HITS || hits * (gdouble) MOST < ROWS * (gdouble) set->look->spent ||
      hits * (gdouble) self->n_articles < (gdouble) connection->common * (gdouble) span)
    return RARE;
  return hits * (gdouble) ids->len * MOST / 2 >=
                 RANKED * (gdouble) span * (gdouble) set->look->spent
             ? PLENTY
             : COMMON;
}

gboolean
carrel_search_add_common_set (CarrelSearchPlan *self, const CarrelQueryNode *node, guint *set)
{
  g_auto (CarrelSearchWords) words = { NULL, 0, 0, FALSE };
  g_autofree char *letters = NULL, *what = NULL;
  gint64           known = 0;

  if (node->type != CARREL_QUERY_TEXT || node->field != CARREL_FIELD_ANY || !node->prefix ||
      self->n_articles < self->connection->common)
    return FALSE;
  carrel_search_words_init (&words, node->text);
  if (words.n != 1 || words.unspaced || words.letters <= CARREL_SEARCH_SHORT)
    return FALSE;
  what = g_strdup_printf ("common %s", words.words->str);
  if (carrel_search_kept_get_number (self->connection, what, &known) && !known)
    return FALSE;
  *set = carrel_connection_add_set (self->connection, NULL, TRUE);
  self->connection->sets[*set].look = make_look (words.words->str);
  self->connection->sets[*set].costly = TRUE;
  if (!known) {
    letters = carrel_search_words_dup_letters (&words);
    known = judge (self, &self->connection->sets[*set], letters);
    if (!self->error && !self->connection->set_error)
      carrel_search_kept_set_number (self->connection, what, known);
  }
  self->connection->sets[*set].plenty = known == PLENTY;
  return known != RARE;
}
