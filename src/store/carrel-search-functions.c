/* carrel-search-functions.c: what SQL may ask of C while searching: membership of a set, and rank.
 *
 * The rank is BM25 (Robertson and Zaragoza, «The Probabilistic Relevance Framework: BM25 and Beyond»,
 * 2009) with k1 = 1.2, b = 0.75 and a weight a column, but the lengths of bodies come from memory, a byte
 * each, instead of a lookup in the index for every match: that is what makes it several times faster
 * than FTS5's own. The inverse document frequency is left out for a single phrase, where it changes no
 * order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-connection-private.h"

#include <math.h>
#include <string.h>

#define K1 1.2
#define B  0.75
/* A length is kept as its logarithm: 16 steps an octave are within 4.4 % of it, up to 2^15.9 words. */
#define STEPS 16.0

/* A word in the title weighs as much as this many in the body. */
static const double column_weights[] = { 10.0, 4.0, 3.0, 1.0 };

/* ── Sets ── */

CarrelIdSet *
carrel_connection_add_set (CarrelConnection *self, guint *index)
{
  self->sets = g_renew (CarrelIdSet, self->sets, self->n_sets + 1);
  self->sets[self->n_sets] = (CarrelIdSet) { NULL, 0, 0 };
  *index = self->n_sets;
  return &self->sets[self->n_sets++];
}

void
carrel_connection_clear_sets (CarrelConnection *self)
{
  for (guint i = 0; i < self->n_sets; i++)
    g_free (self->sets[i].words);
  g_clear_pointer (&self->sets, g_free);
  self->n_sets = 0;
}

void
carrel_id_set_add (CarrelIdSet *self, gint64 id)
{
  gsize word = (gsize) id / 64;
  guint64 bit = (guint64) 1 << (id % 64);

  if (id < 0)
    return;
  if (word >= self->n_words) {
    gsize n_words = (word + 1) * 3 / 2 + 64;

    self->words = g_renew (guint64, self->words, n_words);
    memset (self->words + self->n_words, 0, (n_words - self->n_words) * sizeof (guint64));
    self->n_words = n_words;
  }
  self->n += (self->words[word] & bit) == 0;
  self->words[word] |= bit;
}

gboolean
carrel_id_set_contains (const CarrelIdSet *self, gint64 id)
{
  gsize word = (gsize) id / 64;

  return id >= 0 && word < self->n_words && (self->words[word] >> (id % 64) & 1) != 0;
}

/* carrel_in (k, id) */
static void
in_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  CarrelConnection *self = sqlite3_user_data (context);
  gint64 k = sqlite3_value_int64 (values[0]);

  sqlite3_result_int (context, k >= 0 && k < self->n_sets && carrel_id_set_contains (&self->sets[k], sqlite3_value_int64 (values[1])));
}

/* ── Rank ── */

static guint8
pack_length (gint64 words)
{
  double packed = words > 0 ? log2 ((double) words) * STEPS : 0;

  return packed > 255 ? 255 : (guint8) packed;
}

gboolean
carrel_search_functions_load_lengths (CarrelConnection *self, GError **error)
{
  g_autoptr (CarrelStatement) newest = carrel_connection_prepare (self, "SELECT coalesce(max(id), 0) FROM article");
  g_autoptr (CarrelStatement) statement = NULL;
  gint64 last = carrel_statement_next (newest) ? carrel_statement_get_int (newest, 0) : 0;
  gint64 known = (gint64) self->n_lengths - 1;
  double sum = 0;

  if (!carrel_statement_finish (newest, error))
    return FALSE;
  /* A body that is written anew keeps its old length until the program starts again: near enough. */
  if (self->lengths && last <= known)
    return TRUE;
  if (last >= G_MAXINT32) /* ids are counted, so this is a hostile file */
    last = known < 0 ? 0 : known;
  self->lengths = g_renew (guint8, self->lengths, (gsize) last + 1);
  memset (self->lengths + self->n_lengths, 0, (gsize) last + 1 - self->n_lengths);
  statement = carrel_connection_prepare (self, "SELECT id, words FROM article WHERE id > ?");
  carrel_statement_bind_int (statement, 1, self->n_lengths > 0 ? known : -1);
  while (carrel_statement_next (statement)) {
    gint64 id = carrel_statement_get_int (statement, 0);

    if (id >= 0 && id <= last)
      self->lengths[id] = pack_length (carrel_statement_get_int (statement, 1));
  }
  self->n_lengths = (gsize) last + 1;
  for (gsize i = 0; i < self->n_lengths; i++)
    sum += self->lengths[i];
  self->mean_length = self->n_lengths > 0 ? exp2 (sum / (double) self->n_lengths / STEPS) : 1;
  return carrel_statement_finish (statement, error);
}

typedef struct {
  int    n_phrases;
  double idf[1]; /* really n_phrases */
} RankData;

static int
count_cb (const Fts5ExtensionApi *api, Fts5Context *context, void *data)
{
  (*(gint64 *) data)++;
  return SQLITE_OK;
}

static int
get_rank_data (const Fts5ExtensionApi *api, Fts5Context *context, RankData **data)
{
  int n = api->xPhraseCount (context), code = SQLITE_OK;
  sqlite3_int64 n_rows = 0;

  *data = api->xGetAuxdata (context, 0);
  if (*data)
    return SQLITE_OK;
  *data = sqlite3_malloc64 (sizeof (RankData) + (gsize) MAX (n, 1) * sizeof (double));
  if (!*data)
    return SQLITE_NOMEM;
  (*data)->n_phrases = n;
  if (n > 1)
    code = api->xRowCount (context, &n_rows);
  for (int i = 0; i < n && code == SQLITE_OK; i++) {
    gint64 hits = 0;

    (*data)->idf[i] = 1;
    if (n == 1)
      break;
    code = api->xQueryPhrase (context, i, &hits, count_cb);
    (*data)->idf[i] = log (1 + ((double) n_rows - (double) hits + 0.5) / ((double) hits + 0.5));
    if ((*data)->idf[i] < 0.05)
      (*data)->idf[i] = 0.05;
  }
  if (code != SQLITE_OK) {
    sqlite3_free (*data);
    return code;
  }
  return api->xSetAuxdata (context, *data, sqlite3_free);
}

static void
rank_cb (const Fts5ExtensionApi *api, Fts5Context *context, sqlite3_context *result, int n, sqlite3_value **values)
{
  CarrelConnection *self = api->xUserData (context);
  gint64 id = api->xRowid (context);
  RankData *data = NULL;
  int n_instances = 0, code = get_rank_data (api, context, &data);
  double frequency[64] = { 0 }, score = 0, length;

  if (code == SQLITE_OK)
    code = api->xInstCount (context, &n_instances);
  for (int i = 0; i < n_instances && code == SQLITE_OK; i++) {
    int phrase, column, offset;

    code = api->xInst (context, i, &phrase, &column, &offset);
    if (code == SQLITE_OK && phrase >= 0 && phrase < (int) G_N_ELEMENTS (frequency) && column >= 0)
      frequency[phrase] += column_weights[column < (int) G_N_ELEMENTS (column_weights) ? column : (int) G_N_ELEMENTS (column_weights) - 1];
  }
  if (code != SQLITE_OK) {
    sqlite3_result_error_code (result, code);
    return;
  }
  length = id >= 0 && id < (gint64) self->n_lengths ? exp2 (self->lengths[id] / STEPS) : self->mean_length;
  length = K1 * (1 - B + B * length / (self->mean_length > 0 ? self->mean_length : 1));
  for (int i = 0; i < data->n_phrases && i < (int) G_N_ELEMENTS (frequency); i++)
    if (frequency[i] > 0)
      score += data->idf[i] * frequency[i] * (K1 + 1) / (frequency[i] + length);
  sqlite3_result_double (result, score);
}

gboolean
carrel_search_functions_register (CarrelConnection *self)
{
  sqlite3_stmt *statement = NULL;
  fts5_api *api = NULL;

  if (sqlite3_prepare_v2 (self->db, "SELECT fts5 (?1)", -1, &statement, NULL) == SQLITE_OK) {
    sqlite3_bind_pointer (statement, 1, &api, "fts5_api_ptr", NULL);
    sqlite3_step (statement);
  }
  sqlite3_finalize (statement);
  return api && api->xCreateFunction (api, "carrel_rank", self, rank_cb, NULL) == SQLITE_OK &&
         sqlite3_create_function (self->db, "carrel_in", 2, SQLITE_UTF8, self, in_cb, NULL, NULL) == SQLITE_OK &&
         sqlite3_create_function (self->db, "carrel_unpack", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, carrel_blob_unpack_cb, NULL, NULL) == SQLITE_OK;
}
