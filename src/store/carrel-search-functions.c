/* carrel-search-functions.c: what SQL may ask of C while searching: membership of a set, and rank.
 *
 * The rank is BM25 (Robertson and Zaragoza, «The Probabilistic Relevance Framework: BM25 and
 * Beyond», 2009) with k1 = 1.2, b = 0.75 and a weight a column, but the lengths of bodies come from
 * memory, a byte each, instead of a lookup in the index for every match: that is what makes it
 * several times faster than FTS5's own. The inverse document frequency is left out for a single
 * phrase, where it changes no order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-connection-private.h"

#include <math.h>
#include <string.h>

#define K1 1.2
#define B 0.75
/* A length is kept as its logarithm: 16 steps an octave are within 4.4 % of it, up to 2^15.9 words.
 */
#define STEPS 16.0

/* Ids are counted, so what is beyond is a hostile file's: it fills no memory. */
#define MAX_ID ((gint64) 1 << 26)
/* What CarrelIdSet.read is where ids come in no order: above all that is asked. */
#define UNSORTED (G_MAXINT64 - 1)
/* To look at an article is as much as to ask so many sets. */
#define COSTLY 64
/* Ids whose lengths are read together. */
#define BLOCK 1024
/* Rows after which a word is common, and how common is reckoned. */
#define ENOUGH 4096
/* What a beginning says: as much as a word that a tenth of all articles have. */
#define BEGINNING_IDF 2.3
/* With more phrases they all weigh the same. */
#define MAX_WEIGHED 64

/* A word in the title weighs as much as this many in the body. */
static const double column_weights[] = { 1.0, 10.0, 4.0, 3.0 }; /* text, title, byline, site */

/* ── Sets ── */

guint
carrel_connection_add_set (CarrelConnection *self, CarrelStatement *source, gboolean sorted)
{
  self->sets = g_renew (CarrelIdSet, self->sets, self->n_sets + 1);
  self->sets[self->n_sets] =
      (CarrelIdSet) { .source = source, .read = sorted ? G_MAXINT64 : UNSORTED };
  return self->n_sets++;
}

guint
carrel_connection_add_topic_set (CarrelConnection *self, gint64 topic)
{
  CarrelIdSet set = { .read = G_MAXINT64, .topic = topic };

  for (guint i = 0; i < self->n_sets; i++)
    if (self->sets[i].topic == topic)
      return i;
  carrel_search_kept_take_topic (self, topic, &set);
  if (set.read != G_MININT64) {
    set.source = carrel_connection_prepare (
        self, "SELECT article FROM topic_article WHERE topic = ?1 AND article < ?2 ORDER BY "
              "article DESC");
    carrel_statement_bind_int (set.source, 1, topic);
    carrel_statement_bind_int (set.source, 2, set.read);
  }
  self->sets = g_renew (CarrelIdSet, self->sets, self->n_sets + 1);
  self->sets[self->n_sets] = set;
  return self->n_sets++;
}

/* FALSE on an error. */
static gboolean
end_source (CarrelConnection *self, CarrelIdSet *set)
{
  gboolean good = !set->source ||
                  carrel_statement_finish (set->source, self->set_error ? NULL : &self->set_error);

  g_clear_pointer (&set->source, carrel_statement_free);
  return good;
}

void
carrel_connection_clear_sets (CarrelConnection *self)
{
  for (guint i = 0; i < self->n_sets; i++) {
    CarrelIdSet *set = &self->sets[i];

    g_clear_pointer (&set->look, carrel_search_look_free);
    if (end_source (self, set) && !self->set_error && set->topic != 0)
      carrel_search_kept_give_topic (self, set);
    else
      g_free (set->words);
  }
  g_clear_pointer (&self->sets, g_free);
  g_clear_pointer (&self->looked_at, g_free);
  g_clear_error (&self->set_error);
  self->n_sets = 0;
}

void
carrel_id_set_add (CarrelIdSet *self, gint64 id)
{
  gsize word = (gsize) id / 64;

  if (id < 0 || id >= MAX_ID)
    return;
  if (word >= self->n_words) {
    gsize n_words = (word + 1) * 3 / 2 + 64;

    self->words = g_renew (guint64, self->words, n_words);
    memset (self->words + self->n_words, 0, (n_words - self->n_words) * sizeof (guint64));
    self->n_words = n_words;
  }
  self->words[word] |= (guint64) 1 << (id % 64);
}

gboolean
carrel_id_set_has (const CarrelIdSet *self, gint64 id)
{
  gsize word = (gsize) id / 64;

  return id >= 0 && word < self->n_words && (self->words[word] >> (id % 64) & 1) != 0;
}

/* As far down as to this id. */
static void
read_set (CarrelConnection *self, CarrelIdSet *set, gint64 id)
{
  gboolean sorted = set->read != UNSORTED;

  while (!sorted || set->read > id) {
    gint64 next;

    if (!carrel_statement_next (set->source)) {
      if (!end_source (self, set))
        set->topic = 0; /* it isn't all of them */
      set->read = G_MININT64;
      return;
    }
    next = carrel_statement_get_int (set->source, 0);
    carrel_id_set_add (set, next);
    if (sorted)
      set->read = next;
  }
}

gboolean
carrel_connection_is_in_set (CarrelConnection *self, guint index, gint64 id)
{
  CarrelIdSet *set = &self->sets[index];

  if (set->look)
    carrel_search_look (self, set, id);
  if (set->source && set->read > id)
    read_set (self, set, id);
  return carrel_id_set_has (set, id);
}

/* carrel_in (k, id) */
static void
in_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  CarrelConnection *self = sqlite3_user_data (context);
  gint64            k = sqlite3_value_int64 (values[0]);

  gboolean known = k >= 0 && k < self->n_sets;

  self->n_asked += known && self->sets[k].costly ? COSTLY : 1;
  sqlite3_result_int (context, known && carrel_connection_is_in_set (
                                            self, (guint) k, sqlite3_value_int64 (values[1])));
  if (G_LIKELY (!self->set_error))
    return;
  if (g_error_matches (self->set_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    sqlite3_result_error_code (context, SQLITE_INTERRUPT);
  else
    sqlite3_result_error (context, self->set_error->message, -1);
}

/* ── Lengths ── */

static guint8
pack_length (gint64 words)
{
  double packed = words > 1 ? log2 ((double) words) * STEPS : 1;

  return packed > 255 ? 255 : MAX ((guint8) packed, 1);
}

/* The highest id. */
static gboolean
find_last (CarrelConnection *self, gint64 *last, GError **error)
{
  g_autoptr (CarrelStatement) newest = NULL;

  if (carrel_search_kept_get_number (self, "last", last))
    return TRUE;
  newest = carrel_connection_prepare (self, "SELECT max (id) FROM article");
  if (carrel_statement_next (newest)) {
    *last = carrel_statement_get_int (newest, 0);
    carrel_search_kept_set_number (self, "last", *last);
  }
  return carrel_statement_finish (newest, error);
}

gboolean
carrel_search_functions_prepare_rank (CarrelConnection *self, GError **error)
{
  g_autoptr (CarrelStatement) mean = NULL;
  gint64 last = 0;
  gsize  n;

  if (!find_last (self, &last, error))
    return FALSE;
  n = (gsize) MIN (last, MAX_ID - 1) + 1;
  /* A body that is written anew keeps its old length until the program starts again: near enough.
   */
  if (n > self->n_lengths) {
    self->lengths = g_renew (guint8, self->lengths, n);
    memset (self->lengths + self->n_lengths, 0, n - self->n_lengths);
    if (n > self->n_lengths + self->n_lengths / 8)
      self->mean_length = 0;
    self->n_lengths = n;
  }
  if (self->mean_length > 0)
    return TRUE;
  mean = carrel_connection_prepare (
      self, "SELECT avg (words) FROM (SELECT words FROM article ORDER BY id DESC LIMIT 500)");
  if (carrel_statement_next (mean))
    self->mean_length = MAX (carrel_statement_get_double (mean, 0), 1);
  return carrel_statement_finish (mean, error);
}

/* The neighbours with it, where the last one that was asked for is one of them: a common word asks
 * for all. */
static void
load_lengths (CarrelConnection *self, gint64 id)
{
  gboolean alone = self->missed / BLOCK != id / BLOCK;
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (self, "SELECT id, words FROM article WHERE id BETWEEN ? AND ?");

  self->missed = id;
  carrel_statement_bind_int (statement, 1, alone ? id : id / BLOCK * BLOCK);
  carrel_statement_bind_int (statement, 2, alone ? id : id / BLOCK * BLOCK + BLOCK - 1);
  self->lengths[id] = pack_length ((gint64) self->mean_length); /* should it not be there */
  while (carrel_statement_next (statement)) {
    gint64 one = carrel_statement_get_int (statement, 0);

    if (one >= 0 && one < (gint64) self->n_lengths)
      self->lengths[one] = pack_length (carrel_statement_get_int (statement, 1));
  }
  carrel_statement_finish (statement,
                           NULL); /* a search that can't go on is told by its own statement */
}

static double
get_length (CarrelConnection *self, gint64 id)
{
  if (id < 0 || id >= (gint64) self->n_lengths)
    return self->mean_length;
  if (self->lengths[id] == 0)
    load_lengths (self, id);
  return self->unpacked[self->lengths[id]];
}

/* ── Rank ── */

typedef struct {
  int    n_phrases;
  double idf[1]; /* really n_phrases */
} RankData;

typedef struct {
  gint64 hits, last; /* rows that were seen, and the id of the last */
} Count;

/* Enough of them say how many there are. */
static int
count_cb (const Fts5ExtensionApi *api, Fts5Context *context, void *data)
{
  Count *count = data;

  count->last = api->xRowid (context);
  return ++count->hits < ENOUGH ? SQLITE_OK : SQLITE_DONE;
}

/* «idf "word"», by which it is kept for the next search. (transfer full) (nullable): it isn't */
static char *
dup_key (CarrelConnection *self, int phrase)
{
  const char *start = self->ranked ? strchr (self->ranked, '"') : NULL, *end = NULL;

  for (int i = 0; start && (end = strchr (start + 1, '"')) && i < phrase; i++)
    start = strchr (end + 1, '"');
  return start && end ? g_strdup_printf ("idf %.*s", (int) (end - start + 1), start) : NULL;
}

static int
find_idf (const Fts5ExtensionApi *api,
          Fts5Context            *context,
          int                     phrase,
          gint64                  n_rows,
          gint64                  last,
          double                 *idf)
{
  Count  count = { 0, 0 };
  int    code = api->xQueryPhrase (context, phrase, &count, count_cb);
  double hits = (double) count.hits, n = (double) n_rows;

  if (count.hits >= ENOUGH && count.last > 0)
    hits = MAX (hits, hits * (double) last / (double) count.last);
  hits = MIN (hits, n);
  *idf = MAX (log (1 + (n - hits + 0.5) / (hits + 0.5)), 0.05);
  return code;
}

static int
get_idf (const Fts5ExtensionApi *api,
         Fts5Context            *context,
         CarrelConnection       *self,
         int                     phrase,
         gint64                  n_rows,
         double                 *idf)
{
  g_autofree char *key = dup_key (self, phrase);
  gint64           bits;
  int              code;

  G_STATIC_ASSERT (sizeof bits == sizeof *idf);
  if (key && carrel_search_kept_get_number (self, key, &bits)) {
    memcpy (idf, &bits, sizeof bits);
    return SQLITE_OK;
  }
  code = find_idf (api, context, phrase, n_rows, (gint64) self->n_lengths - 1, idf);
  if (key && code == SQLITE_OK) {
    memcpy (&bits, idf, sizeof bits);
    carrel_search_kept_set_number (self, key, bits);
  }
  return code;
}

static int
get_rank_data (const Fts5ExtensionApi *api,
               Fts5Context            *context,
               CarrelConnection       *self,
               RankData              **data)
{
  int           n = api->xPhraseCount (context), code = SQLITE_OK;
  sqlite3_int64 n_rows = 0;
  gboolean      weigh = n > 1 && n <= MAX_WEIGHED && !self->unweighed;

  *data = api->xGetAuxdata (context, 0);
  if (*data)
    return SQLITE_OK;
  *data = sqlite3_malloc64 (sizeof (RankData) + (gsize) MAX (n, 1) * sizeof (double));
  if (!*data)
    return SQLITE_NOMEM;
  (*data)->n_phrases = n;
  /* A single phrase is in all rows alike; the many forms of a word aren't told apart. */
  if (weigh)
    code = api->xRowCount (context, &n_rows);
  for (int i = 0; i < n && code == SQLITE_OK; i++) {
    (*data)->idf[i] = 1;
    if (weigh && (self->beginnings >> i & 1) != 0)
      (*data)->idf[i] = BEGINNING_IDF;
    else if (weigh)
      code = get_idf (api, context, self, i, n_rows, &(*data)->idf[i]);
  }
  if (code != SQLITE_OK) {
    sqlite3_free (*data);
    return code;
  }
  return api->xSetAuxdata (context, *data, sqlite3_free);
}

/* Occurrences of a phrase in the row, each as much as its column weighs. */
static int
count_occurrences (const Fts5ExtensionApi *api, Fts5Context *context, int phrase, double *frequency)
{
  Fts5PhraseIter iter;
  int column, offset, code = api->xPhraseFirst (context, phrase, &iter, &column, &offset);

  for (*frequency = 0; code == SQLITE_OK && column >= 0;
       api->xPhraseNext (context, &iter, &column, &offset))
    *frequency += column_weights[MIN (column, (int) G_N_ELEMENTS (column_weights) - 1)];
  return code;
}

static void
rank_cb (const Fts5ExtensionApi *api,
         Fts5Context            *context,
         sqlite3_context        *result,
         int                     n,
         sqlite3_value         **values)
{
  CarrelConnection *self = api->xUserData (context);
  RankData         *data = NULL;
  int               code = get_rank_data (api, context, self, &data);
  double            score = 0, length = 0;

  self->n_ranked++;
  if (code == SQLITE_OK)
    length = K1 * (1 - B + B * get_length (self, api->xRowid (context)) / self->mean_length);
  for (int i = 0; code == SQLITE_OK && i < data->n_phrases; i++) {
    double frequency;

    code = count_occurrences (api, context, i, &frequency);
    if (frequency > 0)
      score += data->idf[i] * frequency * (K1 + 1) / (frequency + length);
  }
  if (code == SQLITE_OK)
    sqlite3_result_double (result, score);
  else
    sqlite3_result_error_code (result, code);
}

gboolean
carrel_search_functions_register (CarrelConnection *self)
{
  sqlite3_stmt *statement = NULL;
  fts5_api     *api = NULL;

  self->mean_length = 0;
  self->missed = -1;
  for (guint i = 0; i < G_N_ELEMENTS (self->unpacked); i++)
    self->unpacked[i] = exp2 (i / STEPS);
  if (sqlite3_prepare_v2 (self->db, "SELECT fts5 (?1)", -1, &statement, NULL) == SQLITE_OK) {
    sqlite3_bind_pointer (statement, 1, &api, "fts5_api_ptr", NULL);
    sqlite3_step (statement);
  }
  sqlite3_finalize (statement);
  return api && api->xCreateFunction (api, "carrel_rank", self, rank_cb, NULL) == SQLITE_OK &&
         sqlite3_create_function (self->db, "carrel_in", 2, SQLITE_UTF8, self, in_cb, NULL, NULL) ==
             SQLITE_OK &&
         sqlite3_create_function (self->db, "carrel_unpack", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                  NULL, carrel_blob_unpack_cb, NULL, NULL) == SQLITE_OK;
}
