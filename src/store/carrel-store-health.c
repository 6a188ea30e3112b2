/* carrel-store-health.c: is everything that should agree in agreement? And how much there is.
 *
 * FTS5's own integrity check is empty for contentless tables, so every text is tokenized again and
 * compared with what the index says (an fts5vocab instance table), by a sum of hashes an article.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "document/carrel-document.h"
#include "store/carrel-backups.h"
#include "store/carrel-blobs.h"
#include "store/carrel-connection-private.h"
#include "store/carrel-store.h"
#include "store/carrel-tokenizer.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define MAX_PROBLEMS 100
#define SWEEP_AFTER (24 * 60 * 60)

typedef struct {
  CarrelConnection *connection;
  CarrelHealth     *health;
  CarrelProgress   *progress;            /* (nullable) */
  guint             n_articles, n_blobs; /* that there are */
  GCancellable     *cancellable;
} Check;

/* Parts of the whole, in thousandths, as they take long with articles of a thousand words and a
 * picture each. */
enum { AT_QUESTIONS = 120, AT_INDEXES = 140, AT_TEXTS = 740, AT_BLOBS = 850, AT_END = 1000 };

static void
tell (Check *check, guint from, guint to, guint done, guint total)
{
  if (check->progress && total > 0)
    g_atomic_int_set (&check->progress->permille,
                      (int) (from + (guint64) (to - from) * MIN (done, total) / total));
}

static void G_GNUC_PRINTF (2, 3) report (Check *check, const char *format, ...)
{
  va_list args;

  check->health->sound = FALSE;
  check->connection->damaged = TRUE; /* what is wrong is not made worse on closing */
  if (check->health->problems->len >= MAX_PROBLEMS)
    return;
  va_start (args, format);
  g_ptr_array_add (check->health->problems, g_strdup_vprintf (format, args));
  va_end (args);
}

/* ── SQLite's own, and what SQL can say ── */

static gboolean
check_integrity (Check *check, GError **error)
{
  g_autoptr (CarrelStatement) integrity =
      carrel_connection_prepare_once (check->connection, "PRAGMA integrity_check (20)");
  g_autoptr (CarrelStatement) keys =
      carrel_connection_prepare_once (check->connection, "PRAGMA foreign_key_check");

  while (carrel_statement_next (integrity))
    if (g_strcmp0 (carrel_statement_get_text (integrity, 0), "ok") != 0)
      report (check, "The file is damaged: %s", carrel_statement_get_text (integrity, 0));
  while (carrel_statement_next (keys))
    report (check, "A row of “%s” points to one of “%s” that is not there",
            carrel_statement_get_text (keys, 0), carrel_statement_get_text (keys, 2));
  if (!carrel_statement_finish (integrity, error)) {
    carrel_statement_finish (keys, NULL);
    return FALSE;
  }
  return carrel_statement_finish (keys, error);
}

/* Each gives one number, which is 0 when all is well. */
static const struct {
  const char *sql, *problem;
  gboolean    derived; /* repairing makes it again */
} questions[] = {
  { "SELECT count (*) FROM counts WHERE (inbox, reading, favourites, archive, articles, unread, "
    "trash, highlights, wanted) IS NOT ("
    "SELECT coalesce (sum (trashed = 0 AND place = 0), 0), coalesce (sum (trashed = 0 AND read = "
    "1), 0), coalesce (sum (trashed = 0 AND favourite = 1), 0), coalesce (sum (trashed = 0 AND "
    "place = 1), 0), "
    "coalesce (sum (trashed = 0), 0), coalesce (sum (trashed = 0 AND read = 0), 0), coalesce (sum "
    "(trashed > 0), 0), (SELECT count (*) FROM highlight h JOIN article x ON x.id = h.article "
    "WHERE x.trashed = 0), "
    "(SELECT count (*) FROM wanted WHERE (strong > 0 OR n > 1) AND hidden = 0) FROM article)",
    "The counts of places are wrong", TRUE },
  { "SELECT count (*) FROM counts WHERE (queue_waiting, queue_running, queue_failed) IS NOT "
    "(SELECT coalesce (sum (state = 'waiting'), 0), coalesce (sum (state = 'running'), 0), "
    "coalesce (sum (state = 'failed'), 0) FROM queue)",
    "The counts of the queue are wrong", TRUE },
  { "SELECT count (*) FROM topic t WHERE n <> (SELECT count (*) FROM topic_article x JOIN article "
    "a ON a.id = x.article WHERE x.topic = t.id AND a.trashed = 0) "
    "OR n_unread <> (SELECT count (*) FROM topic_article x JOIN article a ON a.id = x.article "
    "WHERE x.topic = t.id AND a.trashed = 0 AND a.read = 0)",
    "The counts of %lld topics are wrong", TRUE },
  { "WITH RECURSIVE up (topic, ancestor) AS (SELECT id, id FROM topic UNION ALL SELECT up.topic, "
    "t.parent FROM up JOIN topic t ON t.id = up.ancestor WHERE t.parent IS NOT NULL) "
    "SELECT (SELECT count (*) FROM (SELECT * FROM up EXCEPT SELECT topic, ancestor FROM "
    "topic_ancestor)) + (SELECT count (*) FROM (SELECT topic, ancestor FROM topic_ancestor EXCEPT "
    "SELECT * FROM up))",
    "%lld places in the tree of topics are wrong", TRUE },
  { "WITH want (topic, article, n) AS (SELECT c.ancestor, x.article, count (*) FROM article_topic "
    "x JOIN topic_ancestor c ON c.topic = x.topic GROUP BY 1, 2) "
    "SELECT (SELECT count (*) FROM (SELECT * FROM want EXCEPT SELECT topic, article, n FROM "
    "topic_article)) + (SELECT count (*) FROM (SELECT topic, article, n FROM topic_article EXCEPT "
    "SELECT * FROM want))",
    "%lld articles stand under wrong topics", TRUE },
  { "WITH want (key, n, strong) AS (SELECT wanted_key, count (*), sum (kind > 0) FROM link l JOIN "
    "article a ON a.id = l.source WHERE l.target IS NULL AND l.wanted_key IS NOT NULL AND "
    "a.trashed = 0 GROUP BY 1) "
    "SELECT (SELECT count (*) FROM (SELECT * FROM want EXCEPT SELECT key, n, strong FROM wanted)) "
    "+ (SELECT count (*) FROM (SELECT key, n, strong FROM wanted EXCEPT SELECT * FROM want))",
    "%lld wanted things are counted wrongly", TRUE },
  { "SELECT count (*) FROM wanted w WHERE hidden <> EXISTS (SELECT 1 FROM wanted_hidden h WHERE "
    "h.key IN (w.key, 'site ' || substr (w.key, 1, min (instr (w.key || '/', '/'), instr (w.key || "
    "'?', '?')) - 1)))",
    "%lld wanted things are hidden or shown wrongly", TRUE },
  { "SELECT count (*) FROM article WHERE image IS NOT NULL AND NOT EXISTS (SELECT 1 FROM image i "
    "WHERE i.article = id AND i.hash = article.image)",
    "%lld articles have lost their picture", FALSE },
  { "SELECT count (*) FROM article a LEFT JOIN body b ON b.article = a.id WHERE b.article IS NULL",
    "%lld articles have no text", FALSE },
  { "SELECT count (*) FROM link l WHERE l.target IS NULL AND (EXISTS (SELECT 1 FROM address d "
    "WHERE d.key = l.address_key) "
    "OR EXISTS (SELECT 1 FROM article a WHERE a.title_key = l.title_key AND a.title_key <> '' AND "
    "a.id <> l.source))",
    "%lld links have not found an article that is there", TRUE },
};

static gboolean
check_questions (Check *check, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++) {
    g_autoptr (CarrelStatement) statement =
        carrel_connection_prepare_once (check->connection, questions[i].sql);
    gint64 n = carrel_statement_next (statement) ? carrel_statement_get_int (statement, 0) : 0;

    if (!carrel_statement_finish (statement, error))
      return FALSE;
    if (n != 0) {
      g_auto (GStrv) parts = g_strsplit (questions[i].problem, "%lld", 2);

      check->health->n_derived += questions[i].derived;
      if (parts[1])
        report (check, "%s%" G_GINT64_FORMAT "%s", parts[0], n, parts[1]);
      else
        report (check, "%s", parts[0]);
    }
  }
  return TRUE;
}

/* ── The search index ── */

typedef struct {
  guint64     sum;
  guint       column, offset;
  gboolean    once; /* beginnings: each once, without place */
  GHashTable *seen;
} Sum;

static guint64
mix (const char *term, gsize len, guint column, guint offset)
{
  guint64 hash = carrel_text_hash (term, (gssize) len) + (guint64) column * 0x9e3779b97f4a7c15u +
                 (guint64) offset * 0xc2b2ae3d27d4eb4fu;

  hash ^= hash >> 31;
  hash *= 0xbf58476d1ce4e5b9u;
  return hash ^ hash >> 29;
}

static gboolean
add_word (const char *token, gsize len, gsize start, gsize end, gpointer data)
{
  Sum  *sum = data;
  gsize at = 0;

  if (!sum->once) {
    sum->sum += mix (token, len, sum->column, sum->offset++);
    return TRUE;
  }
  for (int letters = 0; letters < 3 && at < len; letters++) {
    char *beginning;

    at += (gsize) (g_utf8_next_char (token + at) - (token + at));
    beginning = g_strndup (token, at);
    if (g_hash_table_add (sum->seen, beginning))
      sum->sum += mix (token, at, 0, 0);
  }
  return TRUE;
}

/* What the index says, by article. */
static GHashTable *
load_sums (Check *check, const char *index, gboolean once, GError **error)
{
  static const char *const        columns[] = { "title", "byline", "site", "body", "text" },
                           *const note_columns[] = { "exact", "note" };
  gboolean                        note = strcmp (index, "note_index") == 0;
  g_autofree char                *create = g_strdup_printf (
      "CREATE VIRTUAL TABLE temp.check_words USING fts5vocab (main, %s, instance)", index);
  g_autoptr (GHashTable) sums = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  gboolean ended;

  if (!carrel_connection_execute (check->connection, create, error))
    return NULL;
  {
    g_autoptr (CarrelStatement) statement = carrel_connection_prepare_once (
        check->connection, "SELECT doc, term, col, \"offset\" FROM temp.check_words");

    while (carrel_statement_next (statement)) {
      gint64      id = carrel_statement_get_int (statement, 0);
      gsize       len;
      const char *term = carrel_statement_get_blob (statement, 1, &len),
                 *name = once ? NULL : carrel_statement_get_text (statement, 2);
      guint64 *sum = g_hash_table_lookup (sums, &id);
      guint    column = 0;

      if (name && note)
        column = strcmp (note_columns[0], name) != 0;
      else
        while (name && column < G_N_ELEMENTS (columns) - 1 && strcmp (columns[column], name) != 0)
          column++;
      if (!sum) {
        sum = g_new0 (guint64, 1);
        g_hash_table_insert (sums, g_memdup2 (&id, sizeof id), sum);
      }
      *sum += mix (term, len, column, once ? 0 : (guint) carrel_statement_get_int (statement, 3));
    }
    ended = carrel_statement_finish (statement, error);
  }
  if (!carrel_connection_execute (check->connection, "DROP TABLE temp.check_words",
                                  ended ? error : NULL))
    ended = FALSE;
  return ended ? g_steal_pointer (&sums) : NULL;
}

static gboolean
check_index (Check      *check,
             const char *index,
             const char *texts,
             gboolean    once,
             guint       from,
             guint       to,
             GError    **error)
{
  g_autoptr (GHashTable) sums = load_sums (check, index, once, error);
  g_autoptr (CarrelStatement) statement = NULL;
  guint n_wrong = 0, n_articles = 0;

  if (!sums)
    return FALSE;
  tell (check, from, to, 1, 2);
  statement = carrel_connection_prepare_once (check->connection, texts);
  while (carrel_statement_next (statement)) {
    gint64   id = carrel_statement_get_int (statement, 0);
    guint64 *said = g_hash_table_lookup (sums, &id);
    Sum      sum = { 0, 0, 0, once,
                once ? g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) : NULL };

    for (guint column = 0; column < 4; column++) {
      const char *text = carrel_statement_get_text (statement, (int) column + 1);

      sum.column = column;
      sum.offset = 0;
      if (text)
        carrel_tokenize (text, strlen (text), add_word, &sum);
    }
    g_clear_pointer (&sum.seen, g_hash_table_unref);
    n_wrong += sum.sum != (said ? *said : 0);
    n_articles++;
    tell (check, from + (to - from) / 2, to, n_articles, check->n_articles);
    g_hash_table_remove (sums, &id);
  }
  if (!carrel_statement_finish (statement, error))
    return FALSE;
  check->health->n_articles = n_articles;
  check->health->n_derived += (n_wrong > 0) + (g_hash_table_size (sums) > 0);
  if (n_wrong > 0)
    report (check, "The search index (%s) is wrong about %u texts", index, n_wrong);
  if (g_hash_table_size (sums) > 0)
    report (check, "The search index (%s) knows %u texts that are not there", index,
            g_hash_table_size (sums));
  return TRUE;
}

/* ── Texts ── */

/* But for a line end behind it, which no reader sees. */
static gboolean
is_same_html (const char *html, const char *again)
{
  gsize len = html ? strlen (html) : 0, again_len = again ? strlen (again) : 0;

  while (len > 0 && html[len - 1] == '\n')
    len--;
  while (again_len > 0 && again[again_len - 1] == '\n')
    again_len--;
  return len == again_len && (len == 0 || memcmp (html, again, len) == 0);
}

/* Each is what was saved, and clean HTML: read and written again it is the same. */
static gboolean
check_texts (Check *check, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare_once (
      check->connection,
      "SELECT b.article, b.html, h.hash IS carrel_hash (b.html), a.title FROM body b LEFT JOIN "
      "body_hash h ON h.article = b.article LEFT JOIN article a ON a.id = b.article");

  for (guint i = 1; carrel_statement_next (statement); i++) {
    gint64      id = carrel_statement_get_int (statement, 0);
    const char *html = carrel_statement_get_text (statement, 1),
               *title = carrel_statement_get_text (statement, 3);
    g_autoptr (CarrelDocument) document = html ? carrel_document_read (html, -1) : NULL;
    g_autofree char *again = document ? carrel_document_write (document) : NULL;

    tell (check, AT_TEXTS, AT_BLOBS, i, check->n_articles);
    if (carrel_statement_get_int (statement, 2) == 0)
      report (check, "The text of article %" G_GINT64_FORMAT ", “%s”, is not what was saved", id,
              title ? title : "");
    else if (!is_same_html (html, again))
      report (check, "The text of article %" G_GINT64_FORMAT ", “%s”, is no clean HTML", id,
              title ? title : "");
  }
  return carrel_statement_finish (statement, error);
}

/* ── Blobs ── */

/* A blob's bytes are what its name says. */
static void
check_blob (
    Check *check, const char *hash, gboolean packed, const char *what, gint64 article, gint64 size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *found = NULL;

  if (!hash || strlen (hash) != 64 || hash[strspn (hash, "0123456789abcdef")] != '\0') {
    report (check, "The %s of article %" G_GINT64_FORMAT " has no proper name", what, article);
    return;
  }
  bytes = carrel_blob_load (carrel_connection_get_folder (check->connection), hash, packed, &error);
  check->health->n_blobs++;
  if (!bytes) {
    report (check, "The %s of article %" G_GINT64_FORMAT " can't be read: %s", what, article,
            error->message);
    return;
  }
  found = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (strcmp (found, hash) != 0)
    report (check, "The %s of article %" G_GINT64_FORMAT " was changed", what, article);
  else if ((gint64) g_bytes_get_size (bytes) != size)
    report (check, "The %s of article %" G_GINT64_FORMAT " has another size than the library says",
            what, article);
}

static gboolean
check_blobs (Check *check, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare_once (
      check->connection,
      "SELECT hash, 0, min (article), size FROM image GROUP BY hash, size UNION ALL SELECT hash, "
      "1, min (article), size FROM snapshot GROUP BY hash, size");

  for (guint i = 1; carrel_statement_next (statement); i++) {
    gboolean packed = carrel_statement_get_int (statement, 1) != 0;

    if (g_cancellable_set_error_if_cancelled (check->cancellable, error)) {
      carrel_statement_finish (statement, NULL);
      return FALSE;
    }
    tell (check, AT_BLOBS, AT_END, i, check->n_blobs);
    check_blob (check, carrel_statement_get_text (statement, 0), packed,
                packed ? "snapshot" : "image", carrel_statement_get_int (statement, 2),
                carrel_statement_get_int (statement, 3));
  }
  return carrel_statement_finish (statement, error);
}

/* Nobody mentions it, and it is older than a day. */
static void
sweep_file (Check *check, CarrelStatement *mentions, const char *path, const char *hash)
{
  GStatBuf info;
  gboolean mentioned;

  carrel_statement_bind_text (mentions, 1, hash);
  mentioned = carrel_statement_next (mentions);
  carrel_statement_reset (mentions);
  if (!mentioned && g_stat (path, &info) == 0 && S_ISREG (info.st_mode) &&
      info.st_mtime < g_get_real_time () / G_USEC_PER_SEC - SWEEP_AFTER && g_unlink (path) == 0)
    check->health->n_swept++;
}

static gboolean
sweep (Check *check, GError **error)
{
  g_autofree char *blobs =
      g_build_filename (carrel_connection_get_folder (check->connection), "blobs", NULL);
  g_autoptr (CarrelStatement) mentions = carrel_connection_prepare (
      check->connection,
      "SELECT 1 FROM image WHERE hash = ?1 UNION ALL SELECT 1 FROM snapshot WHERE hash = ?1");
  g_autoptr (GDir) dir = g_dir_open (blobs, 0, NULL);
  const char *first;

  while (dir && (first = g_dir_read_name (dir))) {
    g_autofree char *folder = g_build_filename (blobs, first, NULL);
    g_autoptr (GDir) inner = strlen (first) == 2 ? g_dir_open (folder, 0, NULL) : NULL;
    const char *rest;

    while (inner && (rest = g_dir_read_name (inner))) {
      g_autofree char *path = g_build_filename (folder, rest, NULL),
                      *hash = g_strconcat (first, rest, NULL);

      sweep_file (check, mentions, path, hash);
    }
  }
  return carrel_statement_finish (mentions, error);
}

static gboolean
count_all (Check *check, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare_once (
      check->connection, "SELECT (SELECT count (*) FROM article), (SELECT count (*) FROM image) + "
                         "(SELECT count (*) FROM snapshot)");

  if (carrel_statement_next (statement)) {
    check->n_articles = (guint) carrel_statement_get_int (statement, 0);
    check->n_blobs = (guint) carrel_statement_get_int (statement, 1);
  }
  return carrel_statement_finish (statement, error);
}

CarrelHealth *
carrel_store_check (CarrelConnection *connection,
                    CarrelProgress   *progress,
                    GCancellable     *cancellable,
                    GError          **error)
{
  g_autoptr (CarrelHealth) health = carrel_health_new ();
  Check check = {
    .connection = connection, .health = health, .progress = progress, .cancellable = cancellable
  };

  health->sound = TRUE;
  if (!check_integrity (&check, error) || !count_all (&check, error))
    return NULL;
  tell (&check, 0, AT_QUESTIONS, 1, 1);
  if (!check_questions (&check, error))
    return NULL;
  tell (&check, 0, AT_INDEXES, 1, 1);
  if (!check_index (&check, "note_index",
                    "SELECT id, exact, coalesce (note, ''), NULL, NULL FROM highlight UNION ALL "
                    "SELECT -article, '', text, NULL, NULL FROM note ORDER BY 1",
                    FALSE, AT_INDEXES, AT_INDEXES + 20, error) ||
      !check_index (&check, "title_index",
                    "SELECT id, title, NULL, NULL, NULL FROM article ORDER BY id", FALSE,
                    AT_INDEXES + 20, AT_INDEXES + 60, error) ||
      !check_index (
          &check, "beginning_index",
          "SELECT a.id, concat_ws (char (10), a.title, a.byline, a.site, carrel_text (b.html)), "
          "NULL, NULL, NULL FROM article a JOIN body b ON b.article = a.id ORDER BY a.id",
          TRUE, AT_INDEXES + 60, AT_INDEXES + 300, error) ||
      !check_index (&check, "text_index",
                    "SELECT a.id, a.title, a.byline, a.site, carrel_text (b.html) FROM article a "
                    "JOIN body b ON b.article = a.id ORDER BY a.id",
                    FALSE, AT_INDEXES + 300, AT_TEXTS, error))
    return NULL;
  if (!check_texts (&check, error) || !check_blobs (&check, error) ||
      (!connection->read_only && health->sound &&
       !carrel_backups_has_aside (carrel_connection_get_folder (connection)) &&
       !sweep (&check, error)))
    return NULL;
  return g_steal_pointer (&health);
}

/* ── How much ── */

static gint64
get_folder_size (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gint64      size = 0;
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    GStatBuf         info;

    if (g_lstat (path, &info) != 0)
      continue;
    size += S_ISDIR (info.st_mode) ? get_folder_size (path) : (gint64) info.st_size;
  }
  return size;
}

gboolean
carrel_store_load_stats (CarrelConnection *connection, CarrelStats *stats, GError **error)
{
  g_autofree char *blobs =
      g_build_filename (carrel_connection_get_folder (connection), "blobs", NULL);
  g_autoptr (CarrelStatement) statement = NULL;

  *stats = (CarrelStats) { 0 };
  if (!carrel_store_load_counts (connection, &stats->counts, error))
    return FALSE;
  statement = carrel_connection_prepare_once (
      connection,
      "SELECT (SELECT count (*) FROM topic), (SELECT count (*) FROM link WHERE target IS NOT "
      "NULL), (SELECT count (DISTINCT site) FROM article WHERE trashed = 0), "
      "(SELECT count (*) FROM snapshot), (SELECT count (*) FROM image), (SELECT coalesce (sum "
      "(words), 0) FROM article WHERE trashed = 0), "
      "(SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size)");
  if (carrel_statement_next (statement)) {
    stats->n_topics = (guint) carrel_statement_get_int (statement, 0);
    stats->n_links = (guint) carrel_statement_get_int (statement, 1);
    stats->n_sites = (guint) carrel_statement_get_int (statement, 2);
    stats->n_snapshots = (guint) carrel_statement_get_int (statement, 3);
    stats->n_images = (guint) carrel_statement_get_int (statement, 4);
    stats->words = (guint64) carrel_statement_get_int (statement, 5);
    stats->database_bytes = carrel_statement_get_int (statement, 6);
  }
  stats->blob_bytes = get_folder_size (blobs);
  return carrel_statement_finish (statement, error);
}
