/* carrel-recover.c: a library from what can be read of a damaged one, and from its newest good
 * backup.
 *
 * A copy of the damaged file, whose header is set right, is read table by table. Its rows go into a
 * new, empty library, whose triggers make everything derived; then the backup gives what is not
 * there. So what the damaged file still says counts more than the older backup, but for what isn't
 * what was written any more, which counts least: text that is no text, or not that of its hash;
 * names of files that are none; a title that isn't that of its key.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-recover.h"

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "document/carrel-document.h"
#include "store/carrel-backups.h"
#include "store/carrel-connection-private.h"
#include "store/carrel-files.h"
#include "store/carrel-recover-source.h"
#include "store/carrel-schema.h"
#include "store/carrel-store.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#define MAX_LOST 1000
#define TITLE_MAX 120 /* of one that is made from the text; bytes */

/* Made by triggers: they come by themselves. */
static const char *const derived[] = { "counts", "topic_ancestor", "topic_article", "wanted",
                                       "body_hash" };

typedef struct {
  const char *folder, *work;
  CarrelConnection *new;            /* (owned) */
  CarrelSource   *damaged, *backup; /* (owned) (nullable) */
  char           *backup_path;      /* (owned) (nullable) */
  CarrelRecovery *report;
  GArray         *articles; /* (owned) (element-type gint64): known ids */
  GHashTable     *lost;     /* (owned): id of which only traces are left → an address, or "" */
  GHashTable     *texts;    /* (owned): id of an article that can't be read → its html */
  GCancellable   *cancellable;
  CarrelProgress *progress;
} Recover;

/* ── From row to row ── */

typedef struct {
  Recover           *recover;
  CarrelSource      *source;
  CarrelSourceTable *table;
  sqlite3_stmt      *insert;
  GArray            *doubtful; /* (owned) (element-type gint64): rows whose text is no text */
  gboolean           anyhow;   /* those too, made valid */
  guint              n;        /* inserted */
} Filling;

static int
find_column (CarrelSourceTable *table, const char *name)
{
  for (guint i = 0; i < table->columns->len; i++)
    if (strcmp (table->columns->pdata[i], name) == 0)
      return (int) i;
  return -1;
}

static gboolean
is_valid_text (sqlite3_stmt *row, int column)
{
  const char *text = (const char *) sqlite3_column_text (row, column);
  int         len = sqlite3_column_bytes (row, column);

  return !text || (g_utf8_validate (text, len, NULL) && !memchr (text, '\0', (gsize) len));
}

/* A text reads as clean HTML, writes as itself, and is the one that was saved. */
static gboolean
is_clean (CarrelSource *source, sqlite3_stmt *row, int column)
{
  const char *html = (const char *) sqlite3_column_text (row, column);
  g_autoptr (CarrelDocument) document =
      html ? carrel_document_read (html, sqlite3_column_bytes (row, column)) : NULL;
  g_autofree char *again = document ? carrel_document_write (document) : NULL;

  return again && strcmp (again, html) == 0 &&
         carrel_source_is_text (source, sqlite3_column_int64 (row, 0), html, strlen (html));
}

/* Where it names a file: sixty-four digits. */
static gboolean
is_name (CarrelSourceTable *table, const char *column, const char *text)
{
  gboolean names = strcmp (column, "hash") == 0
                       ? strcmp (table->name, "snapshot") == 0 || strcmp (table->name, "image") == 0
                       : strcmp (column, "image") == 0 && strcmp (table->name, "article") == 0;

  return !names || (strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64);
}

/* The title's key, as its article was saved with. (transfer full) (nullable): the row hasn't what
 * it takes */
static char *
make_title_key (CarrelSourceTable *table, sqlite3_stmt *row)
{
  int title = find_column (table, "title"), site = find_column (table, "site");

  if (title < 0 || site < 0 || sqlite3_column_type (row, title + 1) != SQLITE_TEXT)
    return NULL;
  return carrel_text_title_key ((const char *) sqlite3_column_text (row, title + 1),
                                (const char *) sqlite3_column_text (row, site + 1));
}

static gboolean
is_own_key (CarrelSourceTable *table, sqlite3_stmt *row, const char *key)
{
  g_autofree char *made = make_title_key (table, row);

  return !made || strcmp (made, key) == 0;
}

/* Text that isn't what was written: in doubt what a backup has is better. */
static gboolean
is_as_written (Filling *filling, sqlite3_stmt *row, int column)
{
  CarrelSourceTable *table = filling->table;
  const char        *name = table->columns->pdata[column - 1], *text;

  if (sqlite3_column_type (row, column) != SQLITE_TEXT)
    return TRUE;
  if (!is_valid_text (row, column))
    return FALSE;
  text = (const char *) sqlite3_column_text (row, column);
  if (strcmp (table->name, "body") == 0)
    return is_clean (filling->source, row, column);
  if (strcmp (table->name, "article") == 0 && strcmp (name, "title_key") == 0)
    return is_own_key (table, row, text);
  return is_name (table, name, text);
}

/* The best that can be made of it, where no backup has the row. FALSE: nothing. */
static gboolean
bind_mended (Filling *filling, sqlite3_stmt *row, int column)
{
  CarrelSourceTable *table = filling->table;
  const char        *name = table->columns->pdata[column - 1];
  char *valid = carrel_text_make_valid ((const char *) sqlite3_column_text (row, column),
                                        sqlite3_column_bytes (row, column));

  if (!is_name (table, name, valid)) {
    g_free (valid);
    sqlite3_bind_null (filling->insert, column);
    return strcmp (name, "image") == 0; /* without its picture */
  }
  if (strcmp (table->name, "article") == 0 && strcmp (name, "title_key") == 0) {
    char *made = make_title_key (table, row);

    if (made) {
      g_free (valid);
      valid = made;
    }
  }
  sqlite3_bind_text (filling->insert, column, valid, -1, g_free);
  return TRUE;
}

static gboolean
bind_row (Filling *filling, sqlite3_stmt *row)
{
  CarrelSourceTable *table = filling->table;
  gboolean           topic = strcmp (table->name, "topic") == 0;

  for (int i = 0; i < (int) table->columns->len; i++) {
    const char *name = table->columns->pdata[i];

    if (topic && (strcmp (name, "parent") == 0 || strcmp (name, "n") == 0 ||
                  strcmp (name, "n_unread") == 0)) {
      if (name[0] == 'p') /* set when all are there */
        sqlite3_bind_null (filling->insert, i + 1);
      else
        sqlite3_bind_int (filling->insert, i + 1, 0);
      continue;
    }
    if (!is_as_written (filling, row, i + 1)) {
      if (!filling->anyhow || !bind_mended (filling, row, i + 1))
        return FALSE;
      continue;
    }
    sqlite3_bind_value (filling->insert, i + 1, sqlite3_column_value (row, i + 1));
  }
  return TRUE;
}

static char *
dup_text (sqlite3_stmt *row, CarrelSourceTable *table, const char *name)
{
  int column = find_column (table, name);

  return column >= 0 && sqlite3_column_type (row, column + 1) == SQLITE_TEXT
             ? carrel_text_make_valid ((const char *) sqlite3_column_text (row, column + 1),
                                       sqlite3_column_bytes (row, column + 1))
             : NULL;
}

static gboolean
exists (Recover *self, gint64 article)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (self->new, "SELECT 1 FROM article WHERE id = ?");
  gboolean found;

  carrel_statement_bind_int (statement, 1, article);
  found = carrel_statement_next (statement);
  carrel_statement_finish (statement, NULL);
  return found;
}

/* A row that speaks of an article which nobody has: what it tells about it is kept. */
static void
note_trace (Filling *filling, sqlite3_stmt *row)
{
  Recover           *self = filling->recover;
  CarrelSourceTable *table = filling->table;
  gint64             id = table->article >= 0 ? sqlite3_column_int64 (row, table->article + 1) : 0;
  const char        *known;
  g_autofree char   *address = NULL;

  if (id <= 0 || g_hash_table_size (self->lost) >= MAX_LOST * 10 || exists (self, id))
    return;
  if (strcmp (table->name, "body") == 0)
    g_hash_table_insert (self->texts, g_memdup2 (&id, sizeof id), dup_text (row, table, "html"));
  address = dup_text (row, table, strcmp (table->name, "address") == 0 ? "key" : "address");
  known = g_hash_table_lookup (self->lost, &id);
  if (!known || !*known)
    g_hash_table_insert (self->lost, g_memdup2 (&id, sizeof id),
                         g_strdup (address && strcmp (table->name, "image") != 0 ? address : ""));
}

static void
fill_cb (sqlite3_stmt *row, gpointer data)
{
  Filling *filling = data;
  gint64   id = sqlite3_column_int64 (row, 0);
  int      target =
          strcmp (filling->table->name, "link") == 0 ? find_column (filling->table, "target") : -1,
      code;

  if (!bind_row (filling, row)) {
    if (id > 0 && !filling->anyhow)
      g_array_append_val (filling->doubtful, id);
    return;
  }
  code = sqlite3_step (filling->insert);
  sqlite3_reset (filling->insert);
  if (code != SQLITE_DONE && target >= 0) { /* a link to what is lost is wanted */
    sqlite3_bind_null (filling->insert, target + 1);
    code = sqlite3_step (filling->insert);
    sqlite3_reset (filling->insert);
  }
  if (code == SQLITE_DONE)
    filling->n += (guint) sqlite3_changes (filling->recover->new->db);
  else
    note_trace (filling, row);
}

/* ── From table to table ── */

static gboolean
is_derived (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (derived); i++)
    if (strcmp (derived[i], name) == 0)
      return TRUE;
  return g_str_has_prefix (name, "sqlite_");
}

/* Those of the new library that hold what a person has, in the order in which they refer to each
 * other. */
static GPtrArray *
list_tables (CarrelConnection *new, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare_once (
      new, "SELECT s.name FROM sqlite_schema s JOIN pragma_table_list l ON l.name = s.name AND "
           "l.schema = 'main' "
           "WHERE s.type = 'table' AND l.type = 'table' ORDER BY s.name <> 'article', s.name <> "
           "'topic', s.rowid");
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  while (carrel_statement_next (statement))
    if (!is_derived (carrel_statement_get_text (statement, 0)))
      g_ptr_array_add (names, g_strdup (carrel_statement_get_text (statement, 0)));
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&names) : NULL;
}

/* The number of rows that came. */
static guint
fill_table (
    Recover *self, CarrelSource *source, const char *name, GArray *doubtful, gboolean anyhow)
{
  g_autoptr (CarrelSourceTable) table =
      source ? carrel_source_find_table (source, self->new->db, name) : NULL;
  g_autoptr (GString) sql = g_string_new (NULL);
  Filling filling = { self, source, table, NULL, doubtful, anyhow, 0 };

  if (!table)
    return 0;
  g_string_printf (sql, "INSERT INTO \"%s\" (%s) VALUES (?", name, table->list);
  for (guint i = 1; i < table->columns->len; i++)
    g_string_append (sql, ", ?");
  g_string_append (sql, ") ON CONFLICT DO NOTHING");
  if (sqlite3_prepare_v2 (self->new->db, sql->str, -1, &filling.insert, NULL) != SQLITE_OK)
    return 0;
  if (!anyhow)
    carrel_source_read (source, table, self->articles, fill_cb, &filling, self->cancellable);
  else
    for (guint i = 0; i < doubtful->len; i++)
      carrel_source_read_one (source, table, g_array_index (doubtful, gint64, i), fill_cb,
                              &filling);
  sqlite3_finalize (filling.insert);
  return filling.n;
}

static gboolean
load_articles (Recover *self, GError **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare_once (self->new, "SELECT id FROM article ORDER BY id");

  g_array_set_size (self->articles, 0);
  while (carrel_statement_next (statement)) {
    gint64 id = carrel_statement_get_int (statement, 0);

    g_array_append_val (self->articles, id);
  }
  return carrel_statement_finish (statement, error);
}

/* Ids of articles, given out once, are never given out again. */
static gboolean
keep_sequences (Recover *self, GError **error)
{
  static const char *const names[] = { "article",    "topic",    "link", "highlight",
                                       "collection", "snapshot", "queue" };
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare_once (
      self->new, "UPDATE sqlite_sequence SET seq = max (seq, ?) WHERE name = ?");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    gint64 sequence = self->damaged ? carrel_source_get_sequence (self->damaged, names[i]) : 0;

    if (self->backup)
      sequence = MAX (sequence, carrel_source_get_sequence (self->backup, names[i]));
    if (sequence > G_MAXINT32) /* not believed */
      continue;
    carrel_statement_bind_int (statement, 1, sequence);
    carrel_statement_bind_text (statement, 2, names[i]);
    if (!carrel_statement_run (statement, error))
      return FALSE;
  }
  return TRUE;
}

/* A topic's parent is what its path says. */
static gboolean
set_parents (Recover *self, GError **error)
{
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autoptr (GPtrArray) topics = carrel_store_load_topics (self->new, error);
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare_once (
      self->new, "UPDATE topic SET parent = ? WHERE id = ? AND parent IS NULL");

  for (guint i = 0; topics && i < topics->len; i++) {
    const char      *path = carrel_topic_get_path (topics->pdata[i]), *slash = strrchr (path, '/');
    g_autofree char *above = slash ? g_strndup (path, (gsize) (slash - path)) : NULL;
    gint64           parent =
        above && *above ? carrel_store_ensure_topic (self->new, above, NULL, changes, NULL) : 0;

    if (parent <= 0 || parent == carrel_topic_get_id (topics->pdata[i]))
      continue;
    carrel_statement_bind_int (statement, 1, parent);
    carrel_statement_bind_int (statement, 2, carrel_topic_get_id (topics->pdata[i]));
    if (!carrel_statement_run (statement, error))
      return FALSE;
  }
  return carrel_statement_finish (statement, error) && topics;
}

static void G_GNUC_PRINTF (2, 3) tell (Recover *self, const char *format, ...)
{
  va_list arguments;

  if (self->report->lost->len >= MAX_LOST)
    return;
  va_start (arguments, format);
  g_ptr_array_add (self->report->lost, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* Texts whose article can't be read get one, named by their first words. */
static gboolean
adopt_texts (Recover *self, GError **error)
{
  g_autoptr (CarrelStatement) article = carrel_connection_prepare_once (
      self->new,
      "INSERT INTO article (id, title, title_key, address, added, words, incomplete) VALUES (?, ?, "
      "?, ?, ?, ?, 'All but the text was lost in a damaged library') ON CONFLICT DO NOTHING");
  g_autoptr (CarrelStatement) body = carrel_connection_prepare_once (
      self->new, "INSERT INTO body (article, html) VALUES (?, ?) ON CONFLICT DO NOTHING");
  GHashTableIter iter;
  gpointer       key, html;

  g_hash_table_iter_init (&iter, self->texts);
  while (g_hash_table_iter_next (&iter, &key, &html)) {
    g_autoptr (CarrelDocument) document = html ? carrel_document_read (html, -1) : NULL;
    g_autofree char *text = document ? carrel_document_to_text (document, NULL) : NULL,
                    *clean = document ? carrel_document_write (document) : NULL;
    g_autofree char *title = NULL, *title_key = NULL;
    const char      *address = g_hash_table_lookup (self->lost, key), *end;

    if (!text || !*text)
      continue;
    end = strchr (text, '\n');
    title = carrel_text_excerpt (text, end ? (gsize) MIN (end - text, TITLE_MAX) : TITLE_MAX);
    title_key = carrel_text_title_key (title, NULL);
    carrel_statement_bind_int (article, 1, *(gint64 *) key);
    carrel_statement_bind_text (article, 2, title);
    carrel_statement_bind_text (article, 3, title_key);
    carrel_statement_bind_text (article, 4,
                                address && g_str_has_prefix (address, "http") ? address : NULL);
    carrel_statement_bind_int (article, 5, carrel_time_now ());
    carrel_statement_bind_int (article, 6, carrel_text_count_words (text, -1));
    carrel_statement_bind_int (body, 1, *(gint64 *) key);
    carrel_statement_bind_text (body, 2, clean);
    if (!carrel_statement_run (article, error) || !carrel_statement_run (body, error))
      return FALSE;
    tell (self, "Of article %" G_GINT64_FORMAT " only the text could be read: “%s”",
          *(gint64 *) key, title);
    g_hash_table_remove (self->lost, key);
  }
  return TRUE;
}

/* Articles without a text are kept, empty, and say so. */
static gboolean
note_empty (Recover *self, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare_once (
      self->new, "SELECT a.id, a.title, coalesce (a.address, '') FROM article a LEFT JOIN body b "
                 "ON b.article = a.id WHERE b.article IS NULL");
  g_autoptr (CarrelStatement) body =
      carrel_connection_prepare_once (self->new, "INSERT INTO body (article, html) VALUES (?, '')");
  g_autoptr (CarrelStatement) mark = carrel_connection_prepare_once (
      self->new,
      "UPDATE article SET incomplete = 'The text was lost in a damaged library' WHERE id = ?");
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  while (carrel_statement_next (statement)) {
    gint64      id = carrel_statement_get_int (statement, 0);
    const char *address = carrel_statement_get_text (statement, 2);

    g_array_append_val (ids, id);
    tell (self,
          *address ? "The text of “%s” could not be read; it came from %s"
                   : "The text of “%s” could not be read",
          carrel_statement_get_text (statement, 1), address);
  }
  for (guint i = 0; i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);

    carrel_statement_bind_int (body, 1, id);
    carrel_statement_bind_int (mark, 1, id);
    if (!carrel_statement_run (body, error) || !carrel_statement_run (mark, error))
      return FALSE;
  }
  return carrel_statement_finish (statement, error);
}

static void
note_lost (Recover *self)
{
  GHashTableIter iter;
  gpointer       key, address;

  g_hash_table_iter_init (&iter, self->lost);
  while (g_hash_table_iter_next (&iter, &key, &address))
    if (!exists (self, *(gint64 *) key)) {
      if (*(const char *) address)
        tell (self, "Article %" G_GINT64_FORMAT " could not be read; it came from %s",
              *(gint64 *) key, (const char *) address);
      else
        tell (self, "Article %" G_GINT64_FORMAT " could not be read", *(gint64 *) key);
    }
}

static gboolean
fill (Recover *self, GError **error)
{
  g_autoptr (GPtrArray) names = list_tables (self->new, error);

  if (!names)
    return FALSE;
  for (guint i = 0; i < names->len; i++) {
    const char *name = names->pdata[i];
    g_autoptr (GArray) doubtful = g_array_new (FALSE, FALSE, sizeof (gint64)),
                       ignored = g_array_new (FALSE, FALSE, sizeof (gint64));
    gboolean article = strcmp (name, "article") == 0;
    guint    n_read, n_backup;

    if (!carrel_connection_begin (self->new, error))
      return FALSE;
    n_read = fill_table (self, self->damaged, name, doubtful, FALSE);
    /* What waited in the queue when the backup was made is an article by now. */
    n_backup = g_str_has_prefix (name, "queue") && self->damaged
                   ? 0
                   : fill_table (self, self->backup, name, ignored, FALSE);
    n_read += fill_table (self, self->damaged, name, doubtful, TRUE);
    if (article) {
      self->report->n_read = n_read;
      self->report->n_backup = n_backup;
    }
    if ((article && !load_articles (self, error)) ||
        (strcmp (name, "topic") == 0 && !set_parents (self, error)) ||
        !carrel_connection_commit (self->new, error) ||
        g_cancellable_set_error_if_cancelled (self->cancellable, error)) {
      carrel_connection_rollback (self->new);
      return FALSE;
    }
    if (self->progress)
      g_atomic_int_set (&self->progress->permille, (int) (100 + 800 * (i + 1) / names->len));
  }
  if (!carrel_connection_begin (self->new, error))
    return FALSE;
  if (!adopt_texts (self, error) || !note_empty (self, error) || !keep_sequences (self, error) ||
      !carrel_connection_commit (self->new, error)) {
    carrel_connection_rollback (self->new);
    return FALSE;
  }
  note_lost (self);
  return load_articles (self, error);
}

/* ── Files ── */

static gboolean
copy_damaged (Recover *self, GError **error)
{
  g_autofree char *database = g_build_filename (self->folder, "carrel.db", NULL),
                  *log = g_strconcat (database, "-wal", NULL);
  g_autofree char *copy = g_build_filename (self->work, "damaged.db", NULL),
                  *log_copy = g_strconcat (copy, "-wal", NULL);

  if (!g_file_test (database, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!carrel_folder_has_room (self->folder,
                               (carrel_file_get_size (database) + carrel_file_get_size (log)) * 3,
                               _ ("recovering the library"), error) ||
      !carrel_file_copy (database, copy, self->cancellable, error) ||
      (carrel_file_get_size (log) > 0 &&
       !carrel_file_copy (log, log_copy, self->cancellable, error)))
    return FALSE;
  self->damaged = carrel_source_open (copy);
  return TRUE;
}

/* The newest one that is whole, brought up to date. */
static gboolean
copy_backup (Recover *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GPtrArray) backups = carrel_backups_list (self->folder, &local);
  g_autofree char *copy = g_build_filename (self->work, "backup.db", NULL);

  if (!backups) {
    tell (self, "No backup could be looked into: %s", local->message);
    return TRUE;
  }
  for (guint i = 0; i < backups->len; i++) {
    const CarrelBackup *backup = backups->pdata[i];
    g_autoptr (CarrelConnection) connection = NULL;
    guint version, n_articles;

    if (!carrel_backups_verify (backup->path, &version, &n_articles, self->cancellable, NULL)) {
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      tell (self, "The backup “%s” is damaged too", backup->name);
      continue;
    }
    if (!carrel_file_copy (backup->path, copy, self->cancellable, error))
      return FALSE;
    connection = carrel_connection_open_file (copy, self->work, FALSE, FALSE, error);
    if (!connection || !carrel_schema_migrate (connection, FALSE, error) ||
        !carrel_connection_execute (connection, "PRAGMA wal_checkpoint (TRUNCATE)", error))
      return FALSE;
    g_clear_pointer (&connection, carrel_connection_close);
    self->backup = carrel_source_open (copy);
    self->backup_path = g_strdup (backup->path);
    self->report->backup = g_strdup (backup->name);
    return TRUE;
  }
  return TRUE;
}

static gboolean
build (Recover *self, GError **error)
{
  g_autofree char *new = g_build_filename (self->work, "carrel.db", NULL),
                  *log = g_strconcat (new, "-wal", NULL);
  guint version;

  if (!copy_damaged (self, error) || !copy_backup (self, error))
    return FALSE;
  if (!self->damaged)
    tell (self, "Nothing of the damaged file could be read");
  self->new = carrel_connection_open (self->work, CARREL_OPEN_CREATE, error);
  /* Nothing is promised yet: one sync at the end does. */
  if (!self->new || !carrel_connection_execute (self->new, "PRAGMA synchronous = OFF", error) ||
      !fill (self, error) ||
      !carrel_connection_execute (self->new, "PRAGMA wal_checkpoint (TRUNCATE)", error))
    return FALSE;
  g_clear_pointer (&self->new, carrel_connection_close);
  if (g_file_test (log, G_FILE_TEST_EXISTS)) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK, _ ("Couldn't finish “%s”"), new);
    return FALSE;
  }
  return carrel_file_sync (new, error) &&
         carrel_backups_verify (new, &version, &self->report->n_articles, self->cancellable, error);
}

/* What the new library mentions and the folder lacks, from the backup; the rest is told. */
static gboolean
bring_blobs (Recover *self, const char *database, GError **error)
{
  g_autofree char *from = g_path_get_dirname (self->backup_path ? self->backup_path : database);
  g_autoptr (GPtrArray) hashes = g_ptr_array_new_with_free_func (g_free);
  guint n_missing;

  if (!carrel_backups_bring_blobs (database, from, self->folder, TRUE, hashes, &n_missing, NULL,
                                   self->cancellable, error))
    return FALSE;
  if (n_missing > 0)
    tell (self, "%u pictures or pages are not in the library's folder", n_missing);
  return TRUE;
}

static void
write_report (Recover *self)
{
  g_autofree char *path = g_build_filename (self->report->aside, "report.txt", NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (
      text, "%u articles: %u read from the damaged file, %u from the backup “%s”.\n\n",
      self->report->n_articles, self->report->n_read, self->report->n_backup,
      self->report->backup ? self->report->backup : "none");
  for (guint i = 0; i < self->report->lost->len; i++)
    g_string_append_printf (text, "%s.\n", (char *) self->report->lost->pdata[i]);
  carrel_file_write (path, text->str, NULL);
}

/* TRUE: the library is there, and the report too. */
static gboolean
run (Recover *self, GError **error)
{
  g_autofree char *database = g_build_filename (self->work, "carrel.db", NULL),
                  *new = g_build_filename (self->folder, CARREL_NEW_DATABASE, NULL);

  carrel_folder_remove (self->work);
  if (g_mkdir_with_parents (self->work, 0700) != 0) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK, _ ("Couldn't make the folder “%s”: %s"),
                 self->work, g_strerror (errno));
    return FALSE;
  }
  if (!build (self, error) || !bring_blobs (self, database, error))
    return FALSE;
  if (g_rename (database, new) != 0) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK, _ ("Couldn't write “%s”: %s"), new,
                 g_strerror (errno));
    return FALSE;
  }
  if (!carrel_folder_sync (self->folder, error))
    return FALSE;
  self->report->aside = carrel_backups_finish (self->folder, error);
  if (!self->report->aside)
    return FALSE;
  write_report (self);
  return TRUE;
}

CarrelRecovery *
carrel_recover (const char     *folder,
                CarrelProgress *progress,
                GCancellable   *cancellable,
                GError        **error)
{
  g_autoptr (CarrelRecovery) report = carrel_recovery_new ();
  g_autofree char *work = g_build_filename (folder, ".recovering", NULL);
  Recover          self = { .folder = folder,
                            .work = work,
                            .report = report,
                            .cancellable = cancellable,
                            .progress = progress };
  gboolean         done;
  int              lock = carrel_lock_take (folder, TRUE, error);

  if (lock < 0)
    return NULL;
  self.articles = g_array_new (FALSE, FALSE, sizeof (gint64));
  self.lost = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self.texts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  done = run (&self, error);
  g_clear_pointer (&self.new, carrel_connection_close);
  g_clear_pointer (&self.damaged, carrel_source_close);
  g_clear_pointer (&self.backup, carrel_source_close);
  g_free (self.backup_path);
  g_array_unref (self.articles);
  g_hash_table_unref (self.lost);
  g_hash_table_unref (self.texts);
  carrel_folder_remove (work);
  carrel_lock_release (lock);
  if (progress)
    g_atomic_int_set (&progress->permille, 1000);
  return done ? g_steal_pointer (&report) : NULL;
}
