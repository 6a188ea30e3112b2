/* carrel-bench-notmuch.c: the same texts in notmuch and in Carrel's index.
 *
 * notmuch's library is taken where it is installed, its header isn't needed: what is used of its
 * interface has been there since version 0.32. Messages are written as files first, which is not
 * counted; what is counted is the processor's time for indexing them and for committing, a thousand
 * at a time on both sides. Carrel's side has the text as the table of bodies gives it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-bench-notmuch.h"

#include "carrel-bench.h"
#include "store/carrel-tokenizer.h"

#include <dlfcn.h>
#include <glib/gstdio.h>
#include <string.h>

#define BATCH 1000
#define ROWS 50
#define ROUNDS 6
#define NEWEST_FIRST 1

/* ── notmuch ── */

typedef struct {
  int (*create) (
      const char *path, const char *config, const char *profile, gpointer *db, char **message);
  int (*open) (const char *path,
               int         mode,
               const char *config,
               const char *profile,
               gpointer   *db,
               char      **message);
  int (*index) (gpointer db, const char *path, gpointer options, gpointer *message);
  int (*begin) (gpointer db);
  int (*end) (gpointer db);
  int (*destroy) (gpointer db);
  gpointer (*query) (gpointer db, const char *text);
  void (*sort) (gpointer query, int order);
  int (*search) (gpointer query, gpointer *messages);
  void (*query_destroy) (gpointer query);
  int (*valid) (gpointer messages);
  gpointer (*get) (gpointer messages);
  void (*next) (gpointer messages);
  const char *(*id) (gpointer message);
  void (*message_destroy) (gpointer message);
} Notmuch;

static gboolean
load (Notmuch *self)
{
  const struct {
    gpointer    function;
    const char *name;
  } functions[] = {
    { &self->create, "notmuch_database_create_with_config" },
    { &self->open, "notmuch_database_open_with_config" },
    { &self->index, "notmuch_database_index_file" },
    { &self->begin, "notmuch_database_begin_atomic" },
    { &self->end, "notmuch_database_end_atomic" },
    { &self->destroy, "notmuch_database_destroy" },
    { &self->query, "notmuch_query_create" },
    { &self->sort, "notmuch_query_set_sort" },
    { &self->search, "notmuch_query_search_messages" },
    { &self->query_destroy, "notmuch_query_destroy" },
    { &self->valid, "notmuch_messages_valid" },
    { &self->get, "notmuch_messages_get" },
    { &self->next, "notmuch_messages_move_to_next" },
    { &self->id, "notmuch_message_get_message_id" },
    { &self->message_destroy, "notmuch_message_destroy" },
  };
  gpointer library = dlopen ("libnotmuch.so.5", RTLD_NOW | RTLD_LOCAL);
  gboolean good = library != NULL;

  for (guint i = 0; good && i < G_N_ELEMENTS (functions); i++) {
    gpointer symbol = dlsym (library, functions[i].name);

    memcpy (functions[i].function, &symbol, sizeof symbol);
    good = symbol != NULL;
  }
  return good;
}

/* Milliseconds for the first rows, the newest first. */
static double
time_notmuch (Notmuch *self, gpointer db, const char *text, guint *n)
{
  double   start = bench_clock ();
  gpointer query = self->query (db, text), messages = NULL;

  *n = 0;
  self->sort (query, NEWEST_FIRST);
  if (self->search (query, &messages) == 0)
    for (; *n < ROWS && self->valid (messages); self->next (messages)) {
      gpointer message = self->get (messages);

      self->id (message);
      self->message_destroy (message);
      ++*n;
    }
  self->query_destroy (query);
  return bench_clock () - start;
}

/* ── The texts ── */

/* A message a file: its title is the subject. */
static void
write_message (const char *folder, gint64 id, gint64 added, const char *title, const char *text)
{
  g_autofree char *name = g_strdup_printf ("%s/cur/%" G_GINT64_FORMAT ":2,S", folder, id);
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (added);
  g_autofree char *when = g_date_time_format (date, "%a, %d %b %Y %H:%M:%S +0000");
  g_autofree char *message = g_strdup_printf (
      "From: somebody@site.example\nTo: me@site.example\nSubject: %s\nDate: %s\nMessage-ID: "
      "<%" G_GINT64_FORMAT "@carrel>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
      "Content-Transfer-Encoding: 8bit\n\n%s\n",
      title, when, id, text);
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents_full (name, message, -1, G_FILE_SET_CONTENTS_NONE, 0600, &error))
    g_error ("%s", error->message);
}

static void
execute (sqlite3 *db, const char *sql)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
}

/* How many words wait in memory. */
static void
set_hash_size (sqlite3 *bare, sqlite3 *db, const char *table)
{
  g_autofree char *ask = g_strdup_printf ("SELECT v FROM %s_config WHERE k = 'hashsize'", table),
                  *set = NULL;
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (bare, ask, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    set = g_strdup_printf ("INSERT INTO %1$s (%1$s, rank) VALUES ('hashsize', %2$d)", table,
                           sqlite3_column_int (statement, 0));
  sqlite3_finalize (statement);
  if (set)
    execute (db, set);
}

/* The index's tables, as the library has them, in a file of their own. */
static sqlite3 *
make_index (sqlite3 *bare, const char *path)
{
  sqlite3      *db = NULL;
  sqlite3_stmt *tables = NULL;

  if (sqlite3_open (path, &db) != SQLITE_OK || !carrel_tokenizer_register (db))
    g_error ("%s: %s", path, sqlite3_errmsg (db));
  execute (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768;");
  sqlite3_prepare_v2 (bare,
                      "SELECT sql FROM sqlite_schema WHERE name IN ('text_index', 'title_index', "
                      "'beginning_index')",
                      -1, &tables, NULL);
  while (sqlite3_step (tables) == SQLITE_ROW)
    execute (db, (const char *) sqlite3_column_text (tables, 0));
  sqlite3_finalize (tables);
  set_hash_size (bare, db, "text_index");
  set_hash_size (bare, db, "beginning_index");
  return db;
}

typedef struct {
  sqlite3_stmt *text, *title, *beginnings;
} Inserts;

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
  return statement;
}

static void
insert (sqlite3_stmt *statement, gint64 id, const char *title, const char *text)
{
  sqlite3_bind_int64 (statement, 1, id);
  sqlite3_bind_text (statement, 2, title, -1, SQLITE_STATIC);
  if (sqlite3_bind_parameter_count (statement) > 2)
    sqlite3_bind_text (statement, 3, text, -1, SQLITE_STATIC);
  if (sqlite3_step (statement) != SQLITE_DONE)
    g_error ("%s", sqlite3_errmsg (sqlite3_db_handle (statement)));
  sqlite3_reset (statement);
}

typedef struct {
  double  notmuch, carrel; /* milliseconds of the processor */
  guint   n;
  guint64 bytes; /* of text */
} Made;

typedef struct {
  gint64 id, added;
  char  *title, *text; /* (owned) */
} Article;

static void
clear_article (gpointer data)
{
  g_free (((Article *) data)->title);
  g_free (((Article *) data)->text);
}

static void
index_batch (Notmuch    *notmuch,
             gpointer    mail,
             const char *folder,
             sqlite3    *db,
             Inserts    *inserts,
             GArray     *batch,
             Made       *made)
{
  double start;

  for (guint i = 0; i < batch->len; i++) {
    Article *article = &g_array_index (batch, Article, i);

    write_message (folder, article->id, article->added, article->title, article->text);
    made->bytes += strlen (article->title) + strlen (article->text);
    made->n++;
  }
  start = bench_clock ();
  notmuch->begin (mail);
  for (guint i = 0; i < batch->len; i++) {
    g_autofree char *name = g_strdup_printf ("%s/cur/%" G_GINT64_FORMAT ":2,S", folder,
                                             g_array_index (batch, Article, i).id);

    if (notmuch->index (mail, name, NULL, NULL) != 0)
      g_error ("notmuch doesn't take %s", name);
  }
  notmuch->end (mail);
  made->notmuch += bench_clock () - start;

  start = bench_clock ();
  execute (db, "BEGIN");
  for (guint i = 0; i < batch->len; i++) {
    Article *article = &g_array_index (batch, Article, i);

    insert (inserts->text, article->id, article->title, article->text);
    insert (inserts->title, article->id, article->title, NULL);
    insert (inserts->beginnings, article->id, article->title, article->text);
  }
  execute (db, "COMMIT");
  made->carrel += bench_clock () - start;
  g_array_set_size (batch, 0);
}

static void
index_all (Notmuch          *notmuch,
           gpointer          mail,
           const char       *folder,
           CarrelConnection *carrel,
           sqlite3          *db,
           Made             *made)
{
  g_autoptr (CarrelStatement) articles = carrel_connection_prepare_once (
      carrel, "SELECT a.id, a.added, a.title, carrel_text (b.html) FROM article a JOIN body b ON "
              "b.article = a.id ORDER BY a.id");
  g_autoptr (GArray) batch = g_array_new (FALSE, FALSE, sizeof (Article));
  Inserts inserts = {
    prepare (
        db,
        "INSERT INTO text_index (rowid, title, byline, site, body) VALUES (?1, ?2, '', '', ?3)"),
    prepare (db, "INSERT INTO title_index (rowid, title) VALUES (?1, ?2)"),
    prepare (db, "INSERT INTO beginning_index (rowid, text) VALUES (?1, ?2 || ' ' || ?3)"),
  };

  g_array_set_clear_func (batch, clear_article);
  while (carrel_statement_next (articles)) {
    Article article = { carrel_statement_get_int (articles, 0),
                        carrel_statement_get_int (articles, 1),
                        g_strdup (carrel_statement_get_text (articles, 2)),
                        g_strdup (carrel_statement_get_text (articles, 3)) };

    g_array_append_val (batch, article);
    if (batch->len == BATCH)
      index_batch (notmuch, mail, folder, db, &inserts, batch, made);
  }
  index_batch (notmuch, mail, folder, db, &inserts, batch, made);
  carrel_statement_finish (articles, NULL);
  sqlite3_finalize (inserts.text);
  sqlite3_finalize (inserts.title);
  sqlite3_finalize (inserts.beginnings);
}

/* ── What it says ── */

/* Bytes of the files of a folder, and of the folders in it; with `remove` they go. */
static guint64
walk (const char *folder, gboolean remove)
{
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  guint64 bytes = 0;

  g_ptr_array_add (folders, g_strdup (folder));
  for (guint i = 0; i < folders->len; i++) {
    g_autoptr (GDir) dir = g_dir_open (folders->pdata[i], 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name (dir))) {
      g_autofree char *path = g_build_filename (folders->pdata[i], name, NULL);
      GStatBuf         status;

      if (g_lstat (path, &status) != 0)
        continue;
      if (S_ISDIR (status.st_mode))
        g_ptr_array_add (folders, g_steal_pointer (&path));
      else
        bytes += (guint64) status.st_size;
      if (path && remove)
        g_unlink (path);
    }
  }
  for (guint i = folders->len; remove && i > 0; i--)
    g_rmdir (folders->pdata[i - 1]);
  return bytes;
}

static void
print_made (const Made *made, guint64 notmuch_bytes, guint64 carrel_bytes)
{
  BenchTable *table = bench_table_new ("the index of the same titles and texts", "", "notmuch",
                                       "Carrel", "ratio", NULL);

  bench_table_add (table, "articles a second of processor");
  bench_table_add (table, "%.0f", made->n / made->notmuch * 1e3);
  bench_table_add (table, "%.0f", made->n / made->carrel * 1e3);
  bench_table_add_ratio (table, made->notmuch / made->carrel, 20, TRUE);
  bench_table_add (table, "MB on disk (text: %.0f)", (double) made->bytes / 1e6);
  bench_table_add (table, "%.1f", (double) notmuch_bytes / 1e6);
  bench_table_add (table, "%.1f", (double) carrel_bytes / 1e6);
  bench_table_add_ratio (table, (double) carrel_bytes / (double) notmuch_bytes, 0.2, FALSE);
  bench_table_print (table);
}

static double
time_carrel (CarrelConnection *carrel, const char *text, CarrelSort sort, guint *n)
{
  double start = bench_clock ();
  g_autoptr (CarrelQuery) query = carrel_query_parse (text, FALSE);
  CarrelSearch search = { query, sort, FALSE, ROWS, FALSE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = carrel_store_search (carrel, &search, NULL, NULL, &error);

  if (!ids)
    g_error ("%s", error->message);
  *n = ids->len;
  return bench_clock () - start;
}

/* Against what finds nothing there is none: notmuch has no Chinese words. */
static void
add_ratio (BenchTable *table, GArray *ours, GArray *theirs, guint their_rows)
{
  double ms = bench_samples_quantile (ours, 0.5);

  bench_table_add (table, "%.2f", ms);
  if (their_rows > 0)
    bench_table_add_ratio (table, ms / bench_samples_quantile (theirs, 0.5), 0.5, FALSE);
  else
    bench_table_add (table, "–");
}

static void
compare_queries (Notmuch *notmuch, gpointer mail, GPtrArray *bands, CarrelConnection *carrel)
{
  BenchTable *table = bench_table_new (
      "the first 50, against notmuch's newest 50: ms of the processor, p50", "", "rows", "notmuch",
      "rows", "Carrel, newest", "ratio", "best first", "ratio", NULL);

  for (guint b = 0; b < bands->len; b++) {
    BenchBand *band = bands->pdata[b];
    g_autoptr (GArray) theirs = bench_samples_new ();
    g_autoptr (GArray) newest = bench_samples_new ();
    g_autoptr (GArray) best = bench_samples_new ();
    guint their_rows = 0, rows = 0;

    for (guint round = 0; round <= ROUNDS; round++)
      for (guint i = 0; i < band->texts->len; i++) {
        double their_ms, newest_ms, best_ms;

        /* Each twice: what is measured is warm, whoever was asked before. */
        for (guint twice = 0; twice < 2; twice++)
          their_ms = time_notmuch (notmuch, mail, band->texts->pdata[i], &their_rows);
        for (guint twice = 0; twice < 2; twice++)
          newest_ms = time_carrel (carrel, band->texts->pdata[i], CARREL_SORT_ADDED, &rows);
        for (guint twice = 0; twice < 2; twice++)
          best_ms = time_carrel (carrel, band->texts->pdata[i], CARREL_SORT_RELEVANCE, &rows);

        if (round == 0)
          continue;
        bench_samples_add (theirs, their_ms);
        bench_samples_add (newest, newest_ms);
        bench_samples_add (best, best_ms);
      }
    bench_table_add (table, "%s", band->name);
    bench_table_add (table, "%u", their_rows);
    bench_table_add (table, "%.2f", bench_samples_quantile (theirs, 0.5));
    bench_table_add (table, "%u", rows);
    add_ratio (table, newest, theirs, their_rows);
    add_ratio (table, best, theirs, their_rows);
  }
  bench_table_print (table);
}

static void
compare_in (
    Notmuch *notmuch, const char *folder, GPtrArray *bands, CarrelConnection *carrel, sqlite3 *bare)
{
  g_autofree char *path = g_build_filename (folder, "index.db", NULL),
                  *mail_path = g_build_filename (folder, "mail", NULL),
                  *cur = g_build_filename (mail_path, "cur", NULL),
                  *index = g_build_filename (mail_path, ".notmuch", NULL);
  gpointer mail = NULL;
  sqlite3 *db = make_index (bare, path);
  double   start;
  Made     made = { 0 };

  g_mkdir_with_parents (cur, 0700);
  if (notmuch->create (mail_path, "", NULL, &mail, NULL) != 0)
    g_error ("notmuch can't make its index in %s", mail_path);
  index_all (notmuch, mail, mail_path, carrel, db, &made);
  start = bench_clock ();
  notmuch->destroy (mail);
  made.notmuch += bench_clock () - start;
  start = bench_clock ();
  execute (db, "PRAGMA wal_checkpoint (TRUNCATE);");
  sqlite3_close (db);
  made.carrel += bench_clock () - start;
  print_made (&made, walk (index, FALSE), bench_file_size (folder, "index.db"));
  if (notmuch->open (mail_path, 0, "", NULL, &mail, NULL) != 0)
    g_error ("notmuch can't open its index");
  compare_queries (notmuch, mail, bands, carrel);
  notmuch->destroy (mail);
}

void
bench_notmuch_compare (GPtrArray *bands, CarrelConnection *carrel, sqlite3 *bare)
{
  Notmuch          notmuch;
  g_autofree char *folder = NULL;

  if (!load (&notmuch)) {
    g_printerr ("notmuch isn't compared: libnotmuch.so.5 isn't there\n");
    return;
  }
  folder = g_build_filename (g_get_tmp_dir (), "notmuch-XXXXXX", NULL);
  if (!g_mkdtemp (folder))
    g_error ("%s can't be made", folder);
  compare_in (&notmuch, folder, bands, carrel, bare);
  walk (folder, TRUE);
}
