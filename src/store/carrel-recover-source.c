/* carrel-recover-source.c: reads what can be read of a database, damaged or not, row by row.
 *
 * Nothing of the file is believed: ids must ascend, or a loop of pages would never end; what a cell
 * says it is long is bounded; every statement ends after a number of steps.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-recover-source.h"

#include "base/carrel-text.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define PAGE_SIZE 4096
/* Ids that are tried one by one behind a damaged place, in all. */
#define MAX_TRIES (8 * 1000 * 1000)
/* A statement's callbacks, each after 10,000 steps. */
#define MAX_STEPS 20000
#define MAX_ID ((gint64) 1 << 40)

struct _CarrelSource {
  sqlite3 *db;
  guint    steps;
  guint    tries;
};

/* ── The header ── */

static void
put_u32 (guint8 *at, guint32 value)
{
  value = GUINT32_TO_BE (value);
  memcpy (at, &value, sizeof value);
}

/* All of it that is the same in every library, or follows from the file. */
static void
mend_header (const char *path)
{
  static const guint8 start[24] = "SQLite format 3\0\x10\x00\x01\x01\x00\x40\x20\x20";
  g_autofree char    *log = g_strconcat (path, "-wal", NULL);
  int                 file = open (path, O_RDWR | O_CLOEXEC);
  guint8              head[100];
  off_t               size = file >= 0 ? lseek (file, 0, SEEK_END) : 0;

  if (size >= PAGE_SIZE && pread (file, head, sizeof head, 0) == sizeof head) {
    memcpy (head, start, sizeof start);
    if (access (log, F_OK) == 0)
      head[18] = head[19] = 2;
    put_u32 (head + 28, (guint32) (size / PAGE_SIZE));
    put_u32 (head + 32, 0); /* no free pages: none is needed */
    put_u32 (head + 36, 0);
    put_u32 (head + 44, 4);
    put_u32 (head + 52, 0);
    put_u32 (head + 56, 1);
    put_u32 (head + 64, 0);
    memset (head + 72, 0, 20);
    memcpy (head + 92, head + 24, 4); /* the size is of this change */
    if (pwrite (file, head, sizeof head, 0) != sizeof head)
      size = 0; /* then it is read as it is */
  }
  if (file >= 0)
    close (file);
}

static int
steps_cb (gpointer data)
{
  CarrelSource *self = data;

  return ++self->steps > MAX_STEPS;
}

static gboolean
answers (sqlite3 *db)
{
  sqlite3_stmt *statement = NULL;
  gboolean found = sqlite3_prepare_v2 (db, "SELECT count (*) FROM pragma_table_xinfo ('article')",
                                       -1, &statement, NULL) == SQLITE_OK &&
                   sqlite3_step (statement) == SQLITE_ROW && sqlite3_column_int (statement, 0) > 0;

  sqlite3_finalize (statement);
  return found;
}

CarrelSource *
carrel_source_open (const char *path)
{
  g_autoptr (CarrelSource) self = g_new0 (CarrelSource, 1);

  mend_header (path);
  if (sqlite3_open_v2 (path, &self->db,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
                       NULL) != SQLITE_OK)
    return NULL;
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
  sqlite3_limit (self->db, SQLITE_LIMIT_LENGTH, 256 * 1024 * 1024);
  sqlite3_progress_handler (self->db, 10000, steps_cb, self);
  /* A table whose description can't be read doesn't hide the others. */
  sqlite3_exec (self->db,
                "PRAGMA writable_schema = ON; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;",
                NULL, NULL, NULL);
  return answers (self->db) ? g_steal_pointer (&self) : NULL;
}

void
carrel_source_close (CarrelSource *self)
{
  if (self->db) {
    sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_close_v2 (self->db);
  }
  g_free (self);
}

/* ── Tables ── */

void
carrel_source_table_free (CarrelSourceTable *self)
{
  g_free (self->name);
  g_free (self->list);
  g_free (self->key);
  g_ptr_array_unref (self->columns);
  g_free (self);
}

/* Column names that are written to; `key` (nullable) gets the primary key's. (transfer full) */
static GPtrArray *
list_columns (sqlite3 *db, const char *table, GString *key)
{
  GPtrArray    *columns = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (db, "SELECT name, hidden, pk FROM pragma_table_xinfo (?)", -1, &statement,
                          NULL) == SQLITE_OK) {
    sqlite3_bind_text (statement, 1, table, -1, SQLITE_STATIC);
    while (sqlite3_step (statement) == SQLITE_ROW) {
      const char *name = (const char *) sqlite3_column_text (statement, 0);

      if (!name || sqlite3_column_int (statement, 1) != 0)
        continue;
      g_ptr_array_add (columns, g_strdup (name));
      if (key && sqlite3_column_int (statement, 2) > 0)
        g_string_append_printf (key, "%s\"%s\"", key->len > 0 ? ", " : "", name);
    }
  }
  sqlite3_finalize (statement);
  return columns;
}

static gboolean
is_without_rowid (sqlite3 *db, const char *table)
{
  sqlite3_stmt *statement = NULL;
  gboolean      without = FALSE;

  if (sqlite3_prepare_v2 (db, "SELECT wr FROM pragma_table_list (?)", -1, &statement, NULL) ==
      SQLITE_OK) {
    sqlite3_bind_text (statement, 1, table, -1, SQLITE_STATIC);
    without = sqlite3_step (statement) == SQLITE_ROW && sqlite3_column_int (statement, 0) != 0;
  }
  sqlite3_finalize (statement);
  return without;
}

CarrelSourceTable *
carrel_source_find_table (CarrelSource *self, sqlite3 *like, const char *name)
{
  g_autoptr (CarrelSourceTable) table = g_new0 (CarrelSourceTable, 1);
  g_autoptr (GString) key = g_string_new (NULL), list = g_string_new (NULL);
  g_autoptr (GPtrArray) wanted = list_columns (like, name, key), there = NULL;

  self->steps = 0;
  there = list_columns (self->db, name, NULL);
  table->name = g_strdup (name);
  table->columns = g_ptr_array_new_with_free_func (g_free);
  table->article = -1;
  for (guint i = 0; i < wanted->len; i++) {
    const char *column = wanted->pdata[i];

    if (!g_ptr_array_find_with_equal_func (there, column, g_str_equal, NULL))
      continue;
    if (strcmp (column, "article") == 0)
      table->article = (int) table->columns->len;
    g_ptr_array_add (table->columns, g_strdup (column));
    g_string_append_printf (list, "%s\"%s\"", list->len > 0 ? ", " : "", column);
  }
  table->without_rowid = is_without_rowid (like, name);
  table->list = g_string_free (g_steal_pointer (&list), FALSE);
  table->key = g_string_free (g_steal_pointer (&key), FALSE);
  return table->columns->len > 0 ? g_steal_pointer (&table) : NULL;
}

gint64
carrel_source_get_sequence (CarrelSource *self, const char *table)
{
  sqlite3_stmt *statement = NULL;
  gint64        sequence = 0;

  self->steps = 0;
  if (sqlite3_prepare_v2 (self->db, "SELECT max (seq) FROM sqlite_sequence WHERE name = ?", -1,
                          &statement, NULL) == SQLITE_OK) {
    sqlite3_bind_text (statement, 1, table, -1, SQLITE_STATIC);
    if (sqlite3_step (statement) == SQLITE_ROW &&
        sqlite3_column_type (statement, 0) == SQLITE_INTEGER)
      sequence = sqlite3_column_int64 (statement, 0);
  }
  sqlite3_finalize (statement);
  return sequence > 0 && sequence < MAX_ID ? sequence : 0;
}

gboolean
carrel_source_is_text (CarrelSource *self, gint64 article, const char *html, gsize len)
{
  sqlite3_stmt *statement = NULL;
  gboolean      same = TRUE;

  self->steps = 0;
  if (sqlite3_prepare_v2 (self->db, "SELECT hash FROM body_hash WHERE article = ?", -1, &statement,
                          NULL) == SQLITE_OK) {
    sqlite3_bind_int64 (statement, 1, article);
    if (sqlite3_step (statement) == SQLITE_ROW)
      same = (guint64) sqlite3_column_int64 (statement, 0) == carrel_text_hash (html, (gssize) len);
  }
  sqlite3_finalize (statement);
  return same;
}

/* ── Rows ── */

static sqlite3_stmt *
prepare (CarrelSource *self, const char *format, const char *list, const char *name)
{
  g_autoptr (GString) sql = g_string_new (format);
  sqlite3_stmt *statement = NULL;

  g_string_replace (sql, "{list}", list, 1);
  g_string_replace (sql, "{table}", name, 1);
  self->steps = 0;
  sqlite3_prepare_v2 (self->db, sql->str, -1, &statement, NULL);
  return statement;
}

/* The ids behind `last`, one by one, until one is there. Its id; 0: none up to `max`. */
static gint64
try_ids (CarrelSource    *self,
         sqlite3_stmt    *one,
         gint64           last,
         gint64           max,
         CarrelSourceFunc func,
         gpointer         data,
         GCancellable    *cancellable)
{
  for (gint64 id = last + 1;
       id <= max && self->tries < MAX_TRIES && !g_cancellable_is_cancelled (cancellable); id++) {
    gboolean found;

    self->tries++;
    self->steps = 0;
    sqlite3_bind_int64 (one, 1, id);
    found = sqlite3_step (one) == SQLITE_ROW && sqlite3_column_int64 (one, 0) == id;
    if (found)
      func (one, data);
    sqlite3_reset (one);
    if (found)
      return id;
  }
  return 0;
}

static guint
read_by_id (CarrelSource      *self,
            CarrelSourceTable *table,
            CarrelSourceFunc   func,
            gpointer           data,
            GCancellable      *cancellable)
{
  sqlite3_stmt *scan =
      prepare (self, "SELECT rowid, {list} FROM \"{table}\" WHERE rowid > ? ORDER BY rowid",
               table->list, table->name);
  sqlite3_stmt *one = prepare (self, "SELECT rowid, {list} FROM \"{table}\" WHERE rowid = ?",
                               table->list, table->name);
  gint64        last = 0, max = MAX (carrel_source_get_sequence (self, table->name),
                                     carrel_source_get_sequence (self, "article"));
  guint         n_failed = 0;
  gboolean      going = scan && one;

  while (going && !g_cancellable_is_cancelled (cancellable)) {
    int code;

    sqlite3_bind_int64 (scan, 1, last);
    while (self->steps = 0, (code = sqlite3_step (scan)) == SQLITE_ROW &&
                                sqlite3_column_int64 (scan, 0) > last &&
                                sqlite3_column_int64 (scan, 0) < MAX_ID) {
      last = sqlite3_column_int64 (scan, 0);
      func (scan, data);
    }
    sqlite3_reset (scan);
    if (code == SQLITE_DONE)
      break;
    n_failed++;
    /* Without a sequence: a little further than what was seen. */
    last = try_ids (self, one, last, max > 0 ? max : last + 10000, func, data, cancellable);
    going = last > 0;
  }
  sqlite3_finalize (scan);
  sqlite3_finalize (one);
  return going ? n_failed : n_failed + 1;
}

static int
read_all (CarrelSource    *self,
          sqlite3_stmt    *statement,
          CarrelSourceFunc func,
          gpointer         data,
          GCancellable    *cancellable)
{
  int code = SQLITE_ERROR;

  while (statement && !g_cancellable_is_cancelled (cancellable) &&
         (self->steps = 0, (code = sqlite3_step (statement)) == SQLITE_ROW) &&
         self->tries++ < MAX_TRIES)
    func (statement, data);
  sqlite3_finalize (statement);
  return code;
}

static guint
read_by_key (CarrelSource      *self,
             CarrelSourceTable *table,
             GArray            *articles,
             CarrelSourceFunc   func,
             gpointer           data,
             GCancellable      *cancellable)
{
  /* From both ends, until the damaged place; each column of the key turns round. */
  g_autofree char *up =
      g_strconcat ("SELECT 0, {list} FROM \"{table}\" ORDER BY ", table->key, NULL);
  g_auto (GStrv) parts = g_strsplit (table->key, ", ", -1);
  g_autofree char *backwards = g_strjoinv (" DESC, ", parts),
                  *down = g_strconcat ("SELECT 0, {list} FROM \"{table}\" ORDER BY ", backwards,
                                       " DESC", NULL);

  if (read_all (self, prepare (self, up, table->list, table->name), func, data, cancellable) ==
      SQLITE_DONE)
    return 0;
  read_all (self, prepare (self, down, table->list, table->name), func, data, cancellable);
  if (table->article >= 0) {
    sqlite3_stmt *one = prepare (self, "SELECT 0, {list} FROM \"{table}\" WHERE article = ?",
                                 table->list, table->name);

    for (guint i = 0; one && i < articles->len && !g_cancellable_is_cancelled (cancellable); i++) {
      guint n = 0;

      self->steps = 0;
      sqlite3_bind_int64 (one, 1, g_array_index (articles, gint64, i));
      while (n++ < 100000 && sqlite3_step (one) == SQLITE_ROW)
        func (one, data);
      sqlite3_reset (one);
    }
    sqlite3_finalize (one);
  }
  return 1;
}

guint
carrel_source_read (CarrelSource      *self,
                    CarrelSourceTable *table,
                    GArray            *articles,
                    CarrelSourceFunc   func,
                    gpointer           data,
                    GCancellable      *cancellable)
{
  return table->without_rowid ? read_by_key (self, table, articles, func, data, cancellable)
                              : read_by_id (self, table, func, data, cancellable);
}

void
carrel_source_read_one (
    CarrelSource *self, CarrelSourceTable *table, gint64 id, CarrelSourceFunc func, gpointer data)
{
  sqlite3_stmt *one = prepare (self, "SELECT rowid, {list} FROM \"{table}\" WHERE rowid = ?",
                               table->list, table->name);

  if (one) {
    sqlite3_bind_int64 (one, 1, id);
    if (sqlite3_step (one) == SQLITE_ROW)
      func (one, data);
  }
  sqlite3_finalize (one);
}
