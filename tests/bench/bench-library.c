/* bench-library.c: search, lists, counts and topics in a large library.
 *
 *   bench-library [--articles NUMBER] [--only PART]
 *
 * NUMBER is 100,000; from 200,000 on they have 120 words. PART: search, typing, topic, places,
 * counts, tagging, notmuch.
 *
 * The library is made once and kept (carrel-bench-library.h). What is compared is measured in
 * turns, on the same file: the bare statements stand here, with a rank of their own, on a
 * connection of their own, which has Carrel's tokenizer alone. Times are of the processor.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-bench-bands.h"
#include "carrel-bench-library.h"
#include "carrel-bench-memory.h"
#include "carrel-bench-notmuch.h"
#include "carrel-bench.h"
#include "store/carrel-search-private.h"
#include "store/carrel-tokenizer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS 50
#define ROUNDS 20
#define FIRST 16.0 /* milliseconds until the first rows, at most */

typedef struct {
  BenchTexts       *texts;
  CarrelConnection *carrel; /* reads */
  sqlite3          *bare;
  guint8           *lengths; /* (owned): by id, the logarithm of a body's words */
  gsize             n_lengths;
  double            mean;
  guint             n_articles;
} Bench;

/* ── The bare statements ── */

static int
count_cb (const Fts5ExtensionApi *api, Fts5Context *context, void *data)
{
  ++*(gint64 *) data;
  return SQLITE_OK;
}

/* How much each phrase says; a single one is in all rows. */
static double *
get_idfs (const Fts5ExtensionApi *api, Fts5Context *context, gboolean plain)
{
  double       *idf = api->xGetAuxdata (context, 0);
  int           n = api->xPhraseCount (context);
  sqlite3_int64 all = 0;

  if (idf)
    return idf;
  idf = g_new (double, n);
  api->xRowCount (context, &all);
  for (int i = 0; i < n; i++) {
    gint64 hits = 0;

    idf[i] = 1;
    if (n == 1 || plain)
      continue;
    api->xQueryPhrase (context, i, &hits, count_cb);
    idf[i] = MAX (log (((double) (all - hits) + 0.5) / ((double) hits + 0.5)), 1e-6);
  }
  api->xSetAuxdata (context, idf, g_free);
  return idf;
}

static void
rank (const Fts5ExtensionApi *api, Fts5Context *context, sqlite3_context *result, gboolean plain)
{
  Bench        *self = api->xUserData (context);
  sqlite3_int64 id = api->xRowid (context);
  double       *idf = get_idfs (api, context, plain);
  double length = id < (gint64) self->n_lengths ? exp2 (self->lengths[id] / 16.0) / self->mean : 1,
         score = 0;

  for (int phrase = 0; phrase < api->xPhraseCount (context); phrase++) {
    Fts5PhraseIter iter;
    int            column, offset;
    double         frequency = 0;

    if (api->xPhraseFirst (context, phrase, &iter, &column, &offset) != SQLITE_OK)
      break;
    for (; column >= 0; api->xPhraseNext (context, &iter, &column, &offset))
      frequency += column == 1 ? 10 : 1; /* the title */
    score += idf[phrase] * frequency * 2.2 / (frequency + 1.2 * (0.25 + 0.75 * length));
  }
  sqlite3_result_double (result, -score);
}

static void
rank_cb (const Fts5ExtensionApi *api,
         Fts5Context            *context,
         sqlite3_context        *result,
         int                     n,
         sqlite3_value         **values)
{
  rank (api, context, result, FALSE);
}

/* All phrases weigh the same: they needn't be counted. */
static void
rank_plain_cb (const Fts5ExtensionApi *api,
               Fts5Context            *context,
               sqlite3_context        *result,
               int                     n,
               sqlite3_value         **values)
{
  rank (api, context, result, TRUE);
}

static sqlite3_stmt *
prepare (Bench *self, const char *sql)
{
  sqlite3_stmt *statement;

  if (sqlite3_prepare_v2 (self->bare, sql, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (self->bare));
  return statement;
}

static void
load_lengths (Bench *self)
{
  sqlite3_stmt *statement =
      prepare (self, "SELECT id, words FROM article INDEXED BY article_words WHERE trashed = 0");
  double sum = 0;

  self->n_lengths = self->n_articles + 1;
  self->lengths = g_new0 (guint8, self->n_lengths);
  while (sqlite3_step (statement) == SQLITE_ROW) {
    gint64 id = sqlite3_column_int64 (statement, 0), words = sqlite3_column_int64 (statement, 1);

    if (id < (gint64) self->n_lengths)
      self->lengths[id] = (guint8) MIN (log2 ((double) MAX (words, 1)) * 16, 255);
    sum += (double) words;
  }
  self->mean = sum / self->n_articles;
  sqlite3_finalize (statement);
}

static void
open_bare (Bench *self, const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "carrel.db", NULL);
  sqlite3_stmt    *statement;
  fts5_api        *api = NULL;

  if (sqlite3_open_v2 (path, &self->bare, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) !=
          SQLITE_OK ||
      !carrel_tokenizer_register (self->bare))
    g_error ("%s: %s", path, sqlite3_errmsg (self->bare));
  bench_bare_execute (self->bare, "PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;");
  statement = prepare (self, "SELECT fts5 (?1)");
  sqlite3_bind_pointer (statement, 1, &api, "fts5_api_ptr", NULL);
  sqlite3_step (statement);
  sqlite3_finalize (statement);
  if (!api || api->xCreateFunction (api, "bench_rank", self, rank_cb, NULL) != SQLITE_OK ||
      api->xCreateFunction (api, "bench_rank_plain", self, rank_plain_cb, NULL) != SQLITE_OK)
    g_error ("no FTS5");
  load_lengths (self);
}

/* Milliseconds for all rows of a statement. */
static double
time_bare (sqlite3_stmt *statement, const char *match, guint *n)
{
  double start = bench_clock (), ms;
  int    code;

  if (match)
    sqlite3_bind_text (statement, 1, match, -1, SQLITE_STATIC);
  for (*n = 0; (code = sqlite3_step (statement)) == SQLITE_ROW;)
    ++*n;
  if (code != SQLITE_DONE)
    g_error ("«%s»: %d", match, code);
  sqlite3_reset (statement);
  ms = bench_clock () - start;
  bench_settle_memory ();
  return ms;
}

/* From the text as it is typed to ids. */
static double
time_carrel (Bench *self, const char *text, gboolean typing, CarrelSort sort, guint limit, guint *n)
{
  double start = bench_clock ();
  g_autoptr (CarrelQuery) query = carrel_query_parse (text, typing);
  CarrelSearch search = { query, sort, FALSE, limit, FALSE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = carrel_store_search (self->carrel, &search, NULL, NULL, &error);

  if (!ids)
    g_error ("«%s»: %s", text, error->message);
  *n = ids->len;
  start = bench_clock () - start;
  bench_settle_memory ();
  return start;
}

/* ── Search ── */

static void
add_first (BenchTable *table, double ms)
{
  bench_table_add (table, "%.2f%s", ms, ms > FIRST ? " (over)" : "");
}

/* The words each with its other forms, as FTS5 has it. (transfer full) (nullable): there are none,
 * or it's a phrase */
static char *
dup_forms (Bench *self, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GString) match = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; words[i] && *text != '"'; i++) {
    g_autoptr (GPtrArray) forms = carrel_search_list_inflections (self->carrel, words[i]);

    n += forms->len;
    g_string_append_printf (match, "%s(\"%s\"", i > 0 ? " AND " : "", words[i]);
    for (guint k = 0; k < forms->len; k++)
      g_string_append_printf (match, " OR \"%s\"", (char *) forms->pdata[k]);
    g_string_append_c (match, ')');
  }
  return n > 0 ? g_string_free_and_steal (g_steal_pointer (&match)) : NULL;
}

/* The newest 10,000, ranked; where these are fewer than are wanted, the same once more with the
 * other forms of the words, of which none weighs more than another. */
static double
time_bare_search (
    Bench *self, sqlite3_stmt *bare, sqlite3_stmt *plain, const char *text, const char *forms)
{
  guint  n, n_forms;
  double ms = time_bare (bare, text, &n);

  if (n < ROWS && forms)
    ms += time_bare (plain, forms, &n_forms);
  return ms;
}

static void
measure_search (Bench *self, GPtrArray *bands)
{
  BenchTable *table =
      bench_table_new ("search, the first 50, best first: ms of the processor; bare: the newest "
                       "10,000, then a rank of the benchmark's own; where they are fewer than 50, "
                       "that again with the words' other forms",
                       "", "rows", "bare p50", "p99", "Carrel p50", "p99", "p99 ratio",
                       "by date added p99", "published p99", "title p99", NULL);
  sqlite3_stmt *bare = prepare (
      self, "SELECT rowid, s FROM (SELECT rowid, bench_rank (text_index) s FROM text_index WHERE "
            "text_index MATCH ?1 ORDER BY rowid DESC LIMIT 10000) ORDER BY s LIMIT 50");
  sqlite3_stmt *plain = prepare (
      self, "SELECT rowid, s FROM (SELECT rowid, bench_rank_plain (text_index) s FROM text_index "
            "WHERE text_index MATCH ?1 ORDER BY rowid DESC LIMIT 10000) ORDER BY s LIMIT 50");

  for (guint b = 0; b < bands->len; b++) {
    BenchBand *band = bands->pdata[b];
    g_autoptr (GArray) bares = bench_samples_new ();
    g_autoptr (GArray) carrels = bench_samples_new ();
    g_autoptr (GArray) added = bench_samples_new ();
    g_autoptr (GArray) published = bench_samples_new ();
    g_autoptr (GArray) title = bench_samples_new ();
    guint n = 0, rows = 0;

    for (guint round = 0; round <= ROUNDS; round++)
      for (guint i = 0; i < band->texts->len; i++) {
        g_autofree char *forms = dup_forms (self, band->texts->pdata[i]);
        double bare_ms = time_bare_search (self, bare, plain, band->texts->pdata[i], forms),
               carrel_ms, added_ms, published_ms, title_ms;

        carrel_ms =
            time_carrel (self, band->texts->pdata[i], FALSE, CARREL_SORT_RELEVANCE, ROWS, &rows);
        added_ms = time_carrel (self, band->texts->pdata[i], FALSE, CARREL_SORT_ADDED, ROWS, &n);
        published_ms =
            time_carrel (self, band->texts->pdata[i], FALSE, CARREL_SORT_PUBLISHED, ROWS, &n);
        title_ms = time_carrel (self, band->texts->pdata[i], FALSE, CARREL_SORT_TITLE, ROWS, &n);
        if (round == 0) /* what was read for the first time */
          continue;
        bench_samples_add (bares, bare_ms);
        bench_samples_add (carrels, carrel_ms);
        bench_samples_add (added, added_ms);
        bench_samples_add (published, published_ms);
        bench_samples_add (title, title_ms);
      }
    bench_table_add (table, "%s", band->name);
    bench_table_add (table, "%u", rows);
    bench_table_add (table, "%.2f", bench_samples_quantile (bares, 0.5));
    bench_table_add (table, "%.2f", bench_samples_quantile (bares, 0.99));
    bench_table_add (table, "%.2f", bench_samples_quantile (carrels, 0.5));
    add_first (table, bench_samples_quantile (carrels, 0.99));
    bench_table_add_ratio (
        table, bench_samples_quantile (carrels, 0.99) / bench_samples_quantile (bares, 0.99), 1.2,
        FALSE);
    add_first (table, bench_samples_quantile (added, 0.99));
    add_first (table, bench_samples_quantile (published, 0.99));
    add_first (table, bench_samples_quantile (title, 0.99));
  }
  sqlite3_finalize (bare);
  sqlite3_finalize (plain);
  bench_table_print (table);
}

static void
measure_typing (Bench *self)
{
  BenchTable *table =
      bench_table_new ("as a person types: the newest 50 whose text has a word that begins so, "
                       "against the same of an index without beginnings",
                       "", "bare p50", "p99", "Carrel p50", "p99", "p99 ratio", NULL);
  sqlite3_stmt *bare = prepare (
      self, "SELECT rowid FROM text_index WHERE text_index MATCH ?1 ORDER BY rowid DESC LIMIT 50");

  for (guint letters = 1; letters <= 4; letters++) {
    g_autoptr (GArray) bares = bench_samples_new ();
    g_autoptr (GArray) carrels = bench_samples_new ();

    for (guint i = 0; i < 5; i++) {
      const char      *word = bench_texts_get_word (self->texts, 300 + 77 * i);
      g_autofree char *beginning = g_strndup (word, letters),
                      *match = g_strdup_printf ("\"%s\" *", beginning);
      guint n;

      time_carrel (self, beginning, TRUE, CARREL_SORT_RELEVANCE, ROWS, &n);
      bench_samples_add (bares, time_bare (bare, match, &n));
      for (guint round = 0; round < ROUNDS; round++)
        bench_samples_add (carrels,
                           time_carrel (self, beginning, TRUE, CARREL_SORT_RELEVANCE, ROWS, &n));
    }
    bench_table_add (table, "%u letter%s", letters, letters > 1 ? "s" : "");
    bench_table_add (table, "%.2f", bench_samples_quantile (bares, 0.5));
    bench_table_add (table, "%.2f", bench_samples_quantile (bares, 0.99));
    bench_table_add (table, "%.2f", bench_samples_quantile (carrels, 0.5));
    bench_table_add (table, "%.2f", bench_samples_quantile (carrels, 0.99));
    bench_table_add_ratio (
        table, bench_samples_quantile (carrels, 0.99) / bench_samples_quantile (bares, 0.99),
        letters <= 3 ? 0.02 : 0, FALSE);
  }
  sqlite3_finalize (bare);
  bench_table_print (table);
}

/* Four letters with which the commonest words begin. (transfer full) (element-type utf8) */
static GPtrArray *
list_beginnings (Bench *self, guint n)
{
  GPtrArray *beginnings = g_ptr_array_new_with_free_func (g_free);

  for (guint rank = 0; beginnings->len < n; rank++) {
    const char      *word = bench_texts_get_word (self->texts, rank);
    g_autofree char *beginning = g_strndup (word, 4);

    if (strlen (word) >= 4 &&
        !g_ptr_array_find_with_equal_func (beginnings, beginning, g_str_equal, NULL))
      g_ptr_array_add (beginnings, g_steal_pointer (&beginning));
  }
  return beginnings;
}

/* Beginnings that FTS5 has to join very many articles for. */
static void
measure_common_beginnings (Bench *self, GPtrArray *bands)
{
  static const struct {
    const char *name;
    gboolean    with_word, two;
  } shapes[] = { { "four letters of a common word", FALSE, FALSE },
                 { "… with a word that 10 % have", TRUE, FALSE },
                 { "two such beginnings", FALSE, TRUE } };
  BenchTable *table = bench_table_new ("beginnings of common words, the first 50; bare: the newest",
                                       "", "bare p50", "p99", "Carrel p50", "p99",
                                       "by date added p99", "published p99", "title p99", NULL);
  BenchBand  *band = bands->pdata[1];
  sqlite3_stmt *bare = prepare (
      self, "SELECT rowid FROM text_index WHERE text_index MATCH ?1 ORDER BY rowid DESC LIMIT 50");
  g_autoptr (GPtrArray) beginnings = list_beginnings (self, ROUNDS + 1);

  for (guint k = 0; k < G_N_ELEMENTS (shapes); k++) {
    g_autoptr (GArray) bares = bench_samples_new ();
    g_autoptr (GArray) best = bench_samples_new ();
    g_autoptr (GArray) added = bench_samples_new ();
    g_autoptr (GArray) published = bench_samples_new ();
    g_autoptr (GArray) title = bench_samples_new ();

    for (guint i = 0; i < 4 * ROUNDS; i++) {
      const char *one = beginnings->pdata[i % ROUNDS], *two = beginnings->pdata[i % ROUNDS + 1],
                 *word = band->texts->pdata[i % band->texts->len];
      g_autofree char *text = shapes[k].two         ? g_strdup_printf ("%s* %s*", one, two)
                              : shapes[k].with_word ? g_strdup_printf ("%s %s*", word, one)
                                                    : g_strdup_printf ("%s*", one),
                      *match = shapes[k].two ? g_strdup_printf ("\"%s\" * AND \"%s\" *", one, two)
                               : shapes[k].with_word
                                   ? g_strdup_printf ("\"%s\" AND \"%s\" *", word, one)
                                   : g_strdup_printf ("\"%s\" *", one);
      guint  n;
      double ms[] = { time_bare (bare, match, &n),
                      time_carrel (self, text, FALSE, CARREL_SORT_RELEVANCE, ROWS, &n),
                      time_carrel (self, text, FALSE, CARREL_SORT_ADDED, ROWS, &n),
                      time_carrel (self, text, FALSE, CARREL_SORT_PUBLISHED, ROWS, &n),
                      time_carrel (self, text, FALSE, CARREL_SORT_TITLE, ROWS, &n) };

      if (i < ROUNDS)
        continue;
      bench_samples_add (bares, ms[0]);
      bench_samples_add (best, ms[1]);
      bench_samples_add (added, ms[2]);
      bench_samples_add (published, ms[3]);
      bench_samples_add (title, ms[4]);
    }
    bench_table_add (table, "%s", shapes[k].name);
    bench_table_add (table, "%.2f", bench_samples_quantile (bares, 0.5));
    bench_table_add (table, "%.2f", bench_samples_quantile (bares, 0.99));
    bench_table_add (table, "%.2f", bench_samples_quantile (best, 0.5));
    add_first (table, bench_samples_quantile (best, 0.99));
    add_first (table, bench_samples_quantile (added, 0.99));
    add_first (table, bench_samples_quantile (published, 0.99));
    add_first (table, bench_samples_quantile (title, 0.99));
  }
  sqlite3_finalize (bare);
  bench_table_print (table);
}

static void
measure_topic_search (Bench *self, GPtrArray *bands)
{
  BenchTable *table =
      bench_table_new ("search within a topic, the first 50, against a join sorted by FTS5's rank",
                       "", "bare p50", "Carrel p50", "p99", "p50 ratio", NULL);
  sqlite3_stmt *bare =
      prepare (self, "SELECT f.rowid FROM text_index f JOIN topic_article t ON t.topic = (SELECT "
                     "id FROM topic WHERE path = ?2) AND t.article = f.rowid WHERE f.text_index "
                     "MATCH ?1 ORDER BY f.rank LIMIT 50");
  static const guint ranks[] = { 1, 200 };

  for (guint r = 0; r < G_N_ELEMENTS (ranks); r++) {
    g_autofree char *topic = bench_library_dup_topic (self->texts, ranks[r]);

    for (guint b = 0; b < 2; b++) {
      BenchBand *band = bands->pdata[b];
      g_autoptr (GArray) bares = bench_samples_new ();
      g_autoptr (GArray) carrels = bench_samples_new ();

      sqlite3_bind_text (bare, 2, topic, -1, SQLITE_STATIC);
      for (guint round = 0; round < 4; round++)
        for (guint i = 0; i < 4; i++) {
          g_autofree char *text =
              g_strdup_printf ("%s topic:%s", (char *) band->texts->pdata[i], topic);
          guint  n;
          double bare_ms = time_bare (bare, band->texts->pdata[i], &n),
                 carrel_ms = time_carrel (self, text, FALSE, CARREL_SORT_RELEVANCE, ROWS, &n);

          if (round == 0)
            continue;
          bench_samples_add (bares, bare_ms);
          bench_samples_add (carrels, carrel_ms);
        }
      bench_table_add (table, "a %s topic, %s", r == 0 ? "common" : "rare", band->name);
      bench_table_add (table, "%.2f", bench_samples_quantile (bares, 0.5));
      bench_table_add (table, "%.2f", bench_samples_quantile (carrels, 0.5));
      bench_table_add (table, "%.2f", bench_samples_quantile (carrels, 0.99));
      bench_table_add_ratio (
          table, bench_samples_quantile (carrels, 0.5) / bench_samples_quantile (bares, 0.5), 0.1,
          FALSE);
    }
  }
  sqlite3_finalize (bare);
  bench_table_print (table);
}

/* ── Places ── */

static void
measure_places (Bench *self)
{
  static const char *const places[] = {
    "",          "is:inbox",   "is:reading", "is:favourite", "is:archived",
    "is:unread", "is:trashed", "topic:%1",   "topic:%200",   "topic:none"
  };
  BenchTable *table =
      bench_table_new ("the first 100 of a place: ms of the processor, the slowest of three", "",
                       "added", "published", "title", "site", "length", "progress", NULL);
  static const CarrelSort sorts[] = {
    CARREL_SORT_ADDED, CARREL_SORT_PUBLISHED, CARREL_SORT_TITLE,
    CARREL_SORT_SITE,  CARREL_SORT_LENGTH,    CARREL_SORT_PROGRESS
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autofree char *place = NULL;

    if (strchr (places[i], '%')) {
      g_autofree char *topic =
          bench_library_dup_topic (self->texts, (guint) atoi (strchr (places[i], '%') + 1));

      place = g_strconcat ("topic:", topic, NULL);
    } else {
      place = g_strdup (places[i]);
    }
    bench_table_add (table, "%s", *place ? places[i] : "all");
    for (guint s = 0; s < G_N_ELEMENTS (sorts); s++) {
      double worst = 0;

      for (guint round = 0; round < 4; round++) {
        guint  n;
        double ms = time_carrel (self, place, FALSE, sorts[s], 100, &n);

        if (round > 0)
          worst = MAX (worst, ms);
      }
      add_first (table, worst);
    }
  }
  bench_table_print (table);
}

static void
measure_counts (Bench *self)
{
  BenchTable *table =
      bench_table_new ("the sidebar's numbers", "", "GROUP BY", "Carrel", "ratio", NULL);
  sqlite3_stmt *topics =
      prepare (self, "SELECT t.topic, count (*), sum (a.read = 0) FROM topic_article t JOIN "
                     "article a ON a.id = t.article WHERE a.trashed = 0 GROUP BY t.topic");
  sqlite3_stmt *places = prepare (
      self,
      "SELECT place, read, favourite, count (*) FROM article WHERE trashed = 0 GROUP BY 1, 2, 3");
  g_autoptr (GError) error = NULL;
  CarrelCounts counts;
  double       bare_ms, start, carrel_ms;
  guint        n;

  time_bare (places, NULL, &n);
  bare_ms = time_bare (places, NULL, &n) + time_bare (topics, NULL, &n);
  for (guint round = 0; round < 2; round++) {
    g_autoptr (GPtrArray) all = NULL;

    start = bench_clock ();
    all = carrel_store_load_topics (self->carrel, &error);
    if (!all || !carrel_store_load_counts (self->carrel, &counts, &error))
      g_error ("%s", error->message);
    carrel_ms = bench_clock () - start;
  }
  bench_table_add (table, "places, and %u topics with their unread", n);
  bench_table_add (table, "%.1f", bare_ms);
  bench_table_add (table, "%.2f", carrel_ms);
  bench_table_add_ratio (table, carrel_ms / bare_ms, 0.01, FALSE);
  sqlite3_finalize (topics);
  sqlite3_finalize (places);
  bench_table_print (table);
}

/* ── Tagging ── */

static double
change (CarrelConnection *writer, GArray *ids, CarrelUndo *undo, gboolean back, double *wall)
{
  static const char *const topics[] = { "bench", NULL };
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autoptr (GError) error = NULL;
  double   start = bench_clock ();
  gint64   clock = g_get_monotonic_time ();
  gboolean done = carrel_connection_begin (writer, &error);

  if (done)
    done = back ? carrel_store_undo (writer, undo, changes, &error)
                : carrel_store_tag (writer, (const gint64 *) (gpointer) ids->data, ids->len, topics,
                                    NULL, undo, changes, &error);
  if (!done || !carrel_connection_commit (writer, &error))
    g_error ("%s", error->message);
  *wall = (double) (g_get_monotonic_time () - clock) / 1e3;
  return bench_clock () - start;
}

/* As the writer's thread does when it has answered. */
static double
tend_log (CarrelConnection *writer, double *wall)
{
  double start = bench_clock ();
  gint64 clock = g_get_monotonic_time ();

  carrel_connection_tend_log (writer, FALSE);
  *wall = (double) (g_get_monotonic_time () - clock) / 1e3;
  return bench_clock () - start;
}

static void
measure_tagging (Bench *self, const char *folder)
{
  BenchTable *table = bench_table_new ("10,000 articles get a topic: ms", "", "processor",
                                       "clock (limit 1000)", NULL);
  g_autoptr (CarrelQuery) all = carrel_query_parse ("", FALSE);
  CarrelSearch search = { all, CARREL_SORT_TITLE, FALSE, 10000, FALSE };
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelConnection) writer = carrel_connection_open (folder, 0, &error);
  g_autoptr (GArray) ids =
      writer ? carrel_store_search (writer, &search, NULL, NULL, &error) : NULL;
  g_autoptr (CarrelUndo) undo = carrel_undo_new ();

  if (!ids)
    g_error ("%s", error->message);
  carrel_connection_put_log_off (writer);
  for (guint i = 0; i < 2; i++) {
    double wall, ms = change (writer, ids, undo, i == 1, &wall);

    bench_table_add (table, "%s", i == 0 ? "tagged, with what undoes it" : "undone");
    bench_table_add (table, "%.0f", ms);
    bench_table_add (table, "%.0f%s", wall, wall > 1000 ? " (over)" : "");
    bench_table_add (table, "  after the answer: from the log to the file");
    ms = tend_log (writer, &wall);
    bench_table_add (table, "%.0f", ms);
    bench_table_add (table, "%.0f", wall);
  }
  bench_table_print (table);
}

static gboolean
wants (const char *only, const char *part)
{
  return !only || strcmp (only, part) == 0;
}

static void
measure (Bench *self, const char *folder, const char *only)
{
  g_autoptr (GPtrArray) bands = bench_bands_new (self->bare, self->texts, self->n_articles);

  if (wants (only, "search"))
    measure_search (self, bands);
  if (wants (only, "typing")) {
    measure_typing (self);
    measure_common_beginnings (self, bands);
  }
  if (wants (only, "topic"))
    measure_topic_search (self, bands);
  if (wants (only, "places"))
    measure_places (self);
  if (wants (only, "counts"))
    measure_counts (self);
  if (wants (only, "tagging"))
    measure_tagging (self, folder);
  if (wants (only, "notmuch"))
    bench_notmuch_compare (bands, self->carrel, self->bare);
}

int
main (int argc, char **argv)
{
  BenchLibrarySize size = { 100000, 400, 0 };
  Bench            self = { 0 };
  const char      *only = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 1; i + 1 < argc; i += 2)
    if (strcmp (argv[i], "--articles") == 0)
      size.n = (guint) atoi (argv[i + 1]);
    else if (strcmp (argv[i], "--only") == 0)
      only = argv[i + 1];
  if (size.n > 200000)
    size.words = BENCH_LIBRARY_SHORT;
  bench_keep_memory ();
  self.texts = bench_texts_new ();
  self.n_articles = size.n;
  folder = bench_library_get (self.texts, &size);
  self.carrel = carrel_connection_open (folder, CARREL_OPEN_READ_ONLY, &error);
  if (!self.carrel)
    g_error ("%s", error->message);
  open_bare (&self, folder);
  measure (&self, folder, only);
  printf ("memory of this process: %.0f MB at most\n", (double) bench_get_peak () / 1e6);
  sqlite3_close (self.bare);
  g_clear_pointer (&self.carrel, carrel_connection_close);
  bench_texts_free (self.texts);
  g_free (self.lengths);
  return 0;
}
