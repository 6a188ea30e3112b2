/* carrel-bench-texts.c: made-up articles for the store, and a bare library to compare with.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-bench-texts.h"

#include "carrel-bench.h"

#include <math.h>
#include <string.h>

#define N_WORDS 120000
#define N_CHARACTERS 3500

struct _BenchTexts {
  char  **words;      /* (owned): by rank */
  double *sums;       /* (owned): of 1 / rank, for drawing */
  double *characters; /* (owned): the same */
};

/* ── Words ── */

static char *
make_word (GRand *rand, guint rank)
{
  static const char *const starts[] = { "b",  "c",  "d",  "f",  "g",  "h",  "k",  "l",
                                        "m",  "n",  "p",  "r",  "s",  "t",  "v",  "w",
                                        "st", "tr", "pl", "ch", "sh", "th", "br", "" };
  static const char *const middles[] = { "a", "e", "i", "o", "u", "ea", "ou", "ai", "io" };
  static const char *const ends[] = { "", "", "", "n", "r", "s", "t", "l", "m", "ng", "nd" };
  guint                    syllables = rank < 100    ? 1
                                       : rank < 3000 ? (guint) g_rand_int_range (rand, 1, 3)
                                                     : (guint) g_rand_int_range (rand, 2, 5);
  GString                 *word = g_string_new (NULL);

  while (syllables-- > 0) {
    g_string_append (word, starts[g_rand_int_range (rand, 0, G_N_ELEMENTS (starts))]);
    g_string_append (word, middles[g_rand_int_range (rand, 0, G_N_ELEMENTS (middles))]);
    g_string_append (word, ends[g_rand_int_range (rand, 0, G_N_ELEMENTS (ends))]);
  }
  return g_string_free (word, FALSE);
}

static double *
make_sums (guint n)
{
  double *sums = g_new (double, n), sum = 0;

  for (guint i = 0; i < n; i++)
    sums[i] = sum += 1 / (i + 2.7); /* Mandelbrot's shift: the first few aren't all of the text */
  return sums;
}

static guint
draw (GRand *rand, const double *sums, guint n)
{
  double at = g_rand_double (rand) * sums[n - 1];
  guint  low = 0, high = n - 1;

  while (low < high) {
    guint middle = (low + high) / 2;

    if (sums[middle] < at)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

BenchTexts *
bench_texts_new (void)
{
  BenchTexts *self = g_new0 (BenchTexts, 1);
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260101);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  self->words = g_new0 (char *, N_WORDS + 1);
  for (guint i = 0; i < N_WORDS; i++) {
    char *word = make_word (rand, i);

    while (g_hash_table_contains (seen, word)) {
      char *longer = g_strdup_printf ("%s%c", word, 'a' + g_rand_int_range (rand, 0, 26));

      g_free (word);
      word = longer;
    }
    g_hash_table_add (seen, word);
    self->words[i] = word;
  }
  self->sums = make_sums (N_WORDS);
  self->characters = make_sums (N_CHARACTERS);
  return self;
}

void
bench_texts_free (BenchTexts *self)
{
  g_strfreev (self->words);
  g_free (self->sums);
  g_free (self->characters);
  g_free (self);
}

const char *
bench_texts_get_word (BenchTexts *self, guint rank)
{
  return self->words[MIN (rank, N_WORDS - 1)];
}

char *
bench_texts_dup_character (BenchTexts *self, guint rank)
{
  char *text = g_malloc0 (7);

  g_unichar_to_utf8 (0x4e00 + rank * 5 % 20000, text);
  return text;
}

guint
bench_texts_get_n_words (BenchTexts *self)
{
  return N_WORDS;
}

/* ── Articles ── */

void
bench_texts_append (BenchTexts *self, GRand *rand, GString *out, guint n, gboolean chinese)
{
  for (guint i = 0; i < n; i++) {
    if (chinese) {
      g_autofree char *character =
          bench_texts_dup_character (self, draw (rand, self->characters, N_CHARACTERS));

      g_string_append (out, character);
    } else {
      const char *word = self->words[draw (rand, self->sums, N_WORDS)];

      if (i == 0)
        g_string_append_c (out, g_ascii_toupper (*word++));
      else
        g_string_append_c (out, ' ');
      g_string_append (out, word);
    }
  }
}

guint
bench_texts_get_topic (guint number)
{
  guint hash = number * 2654435761u >> 8, topic = 0;

  /* A third of the articles under the first, and so on down. */
  while (topic < BENCH_TOPICS - 1 && hash % 3 != 0) {
    hash /= 3;
    topic++;
    if (hash == 0)
      hash = number + topic;
  }
  return topic;
}

CarrelDraft *
bench_texts_make_draft (BenchTexts *self, guint number)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (number);
  g_autoptr (GString) html = g_string_new (NULL), title = g_string_new (NULL);
  CarrelDraft *draft = carrel_draft_new ();
  gboolean     chinese = number % BENCH_CHINESE_EVERY == 0;
  guint        n = (guint) (400 * exp (g_rand_double (rand) * 1.7)),
        links = 2; /* 400 to 2,200, about 1,050 */

  bench_texts_append (self, rand, title, chinese ? 12 : 7, chinese);
  while (n > 0) {
    guint wish = (guint) g_rand_int_range (rand, 40, 120), left = MIN (n, wish);

    n -= left;
    g_string_append (html, "<p>");
    while (left > 0) {
      guint longest = (guint) g_rand_int_range (rand, 6, 24), sentence = MIN (left, longest);

      left -= sentence;
      bench_texts_append (self, rand, html, chinese ? sentence + sentence / 2 : sentence, chinese);
      g_string_append (html, chinese ? "。" : ". ");
    }
    if (links > 0) {
      g_string_append_printf (html, "<a href=\"https://site%d.example/%d\">",
                              g_rand_int_range (rand, 0, 200), g_rand_int_range (rand, 0, 100000));
      bench_texts_append (self, rand, html, 3, chinese);
      g_string_append (html, "</a>.");
      links--;
    }
    g_string_append (html, "</p>\n");
  }
  draft->title = g_strdup (title->str);
  draft->byline =
      g_strdup_printf ("%s %s", self->words[200 + number % 97], self->words[300 + number % 89]);
  draft->site = g_strdup_printf ("site%u.example", number % 200);
  draft->address = g_strdup_printf ("https://site%u.example/%u", number % 200, number);
  draft->language = g_strdup (chinese ? "zh" : "en");
  draft->added = 1700000000 + (gint64) number * 600;
  draft->place = number % 4 == 0 ? CARREL_PLACE_INBOX : CARREL_PLACE_ARCHIVE;
  draft->document = carrel_document_read (html->str, (gssize) html->len);
  g_ptr_array_add (draft->topics, g_strdup_printf ("t%u", bench_texts_get_topic (number)));
  carrel_draft_complete (draft);
  return draft;
}

/* ── The bare library ── */

void
bench_bare_execute (sqlite3 *db, const char *sql)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
}

sqlite3 *
bench_bare_open (const char *path)
{
  sqlite3 *db;

  if (sqlite3_open (path, &db) != SQLITE_OK)
    g_error ("%s: %s", path, sqlite3_errmsg (db));
  bench_bare_execute (
      db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; "
          "PRAGMA temp_store = MEMORY;"
          "CREATE TABLE IF NOT EXISTS text (id INTEGER PRIMARY KEY, title TEXT, body TEXT);"
          "CREATE TABLE IF NOT EXISTS text_topic (topic INTEGER, text INTEGER, PRIMARY KEY (topic, "
          "text)) WITHOUT ROWID;"
          "CREATE VIRTUAL TABLE IF NOT EXISTS fts USING fts5 (title, body, content = 'text', "
          "content_rowid = 'id', tokenize = 'unicode61');");
  return db;
}

void
bench_bare_insert (sqlite3       *db,
                   sqlite3_stmt **statements,
                   gint64         id,
                   const char    *title,
                   const char    *body,
                   guint          topic)
{
  static const char *const sql[] = { "INSERT INTO text (id, title, body) VALUES (?1, ?2, ?3)",
                                     "INSERT INTO fts (rowid, title, body) VALUES (?1, ?2, ?3)",
                                     "INSERT INTO text_topic (text, topic) VALUES (?1, ?2)" };

  for (guint i = 0; i < 3; i++) {
    if (!statements[i] && sqlite3_prepare_v2 (db, sql[i], -1, &statements[i], NULL) != SQLITE_OK)
      g_error ("%s: %s", sql[i], sqlite3_errmsg (db));
    sqlite3_bind_int64 (statements[i], 1, id);
    if (i < 2) {
      sqlite3_bind_text (statements[i], 2, title, -1, SQLITE_STATIC);
      sqlite3_bind_text (statements[i], 3, body, -1, SQLITE_STATIC);
    } else {
      sqlite3_bind_int64 (statements[i], 2, topic);
    }
    if (sqlite3_step (statements[i]) != SQLITE_DONE)
      g_error ("%s: %s", sql[i], sqlite3_errmsg (db));
    sqlite3_reset (statements[i]);
  }
}

/* ── Both ── */

typedef struct {
  guint        first; /* number of the first draft */
  guint        n;
  CarrelDraft *drafts[BENCH_BATCH];
  char        *bodies[BENCH_BATCH];
} Batch;

static void
save_carrel (CarrelConnection *connection, Batch *batch, BenchBuild *build)
{
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autoptr (GError) error = NULL;
  gint64   wall = g_get_monotonic_time ();
  double   start = bench_clock ();
  gboolean saved = carrel_connection_begin (connection, &error);

  for (guint i = 0; i < batch->n && saved; i++)
    saved = carrel_store_insert_article (connection, batch->drafts[i], NULL, changes, &error) != 0;
  if (!saved || !carrel_connection_commit (connection, &error))
    g_error ("%s", error->message);
  build->carrel_ms += bench_clock () - start;
  build->carrel_wall += (double) (g_get_monotonic_time () - wall) / 1e3;
}

static void
save_bare (sqlite3 *db, sqlite3_stmt **statements, Batch *batch, BenchBuild *build)
{
  gint64 wall = g_get_monotonic_time ();
  double start = bench_clock ();

  bench_bare_execute (db, "BEGIN IMMEDIATE");
  for (guint i = 0; i < batch->n; i++)
    bench_bare_insert (db, statements, batch->first + i, batch->drafts[i]->title, batch->bodies[i],
                       bench_texts_get_topic (batch->first + i));
  bench_bare_execute (db, "COMMIT");
  build->bare_ms += bench_clock () - start;
  build->bare_wall += (double) (g_get_monotonic_time () - wall) / 1e3;
}

void
bench_build (BenchTexts *texts, const char *folder, guint n, BenchBuild *build)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelConnection) connection =
      carrel_connection_open (folder, CARREL_OPEN_CREATE, &error);
  g_autofree char *path = g_build_filename (folder, "bare.db", NULL);
  sqlite3         *db = bench_bare_open (path);
  sqlite3_stmt    *statements[3] = { NULL };

  if (!connection)
    g_error ("%s", error->message);
  *build = (BenchBuild) { 0 };
  for (guint at = 0; at < n; at += BENCH_BATCH) {
    Batch batch = { .first = at + 1, .n = MIN (n - at, BENCH_BATCH) };

    for (guint i = 0; i < batch.n; i++) {
      batch.drafts[i] = bench_texts_make_draft (texts, at + 1 + i);
      batch.bodies[i] = carrel_document_to_text (batch.drafts[i]->document, NULL);
      build->text_bytes += strlen (batch.bodies[i]) + strlen (batch.drafts[i]->title);
    }
    if (at / BENCH_BATCH % 2 == 0)
      save_bare (db, statements, &batch, build);
    save_carrel (connection, &batch, build);
    if (at / BENCH_BATCH % 2 != 0)
      save_bare (db, statements, &batch, build);
    for (guint i = 0; i < batch.n; i++) {
      carrel_draft_free (batch.drafts[i]);
      g_free (batch.bodies[i]);
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    sqlite3_finalize (statements[i]);
  bench_bare_execute (db, "PRAGMA wal_checkpoint (TRUNCATE)");
  if (!carrel_connection_execute (connection, "PRAGMA wal_checkpoint (TRUNCATE)", &error))
    g_error ("%s", error->message);
  sqlite3_close (db);
  build->carrel_bytes = bench_file_size (folder, "carrel.db");
  build->bare_bytes = bench_file_size (folder, "bare.db");
}
