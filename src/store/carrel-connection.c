/* carrel-connection.c: the one function that opens a file, and what a connection can do by itself.
 *
 * Every setting that matters is set here and none is inherited from how SQLite was built. A
 * connection belongs to one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "document/carrel-document.h"
#include "store/carrel-connection-private.h"
#include "store/carrel-files.h"
#include "store/carrel-schema.h"
#include "store/carrel-tokenizer.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BUSY_MS 5000
#define BRIEF_US (15 * 1000)
#define LONGER_US (60 * 1000)    /* where nobody waits for it */
#define LARGE (16 * 1024 * 1024) /* bytes: BRIEF_US sees a small part of it */
#define LOG_LONG 1000            /* pages in the log */
#define LOG_TOO_LONG 4000
#define KEPT_TEXT (256 * 1024) /* bytes of HTML whose text is kept for the next question */
#define STEPS 2000             /* of SQLite, between two looks at whether to stop */
#define BRIEF_STEPS 50         /* in a check each is a page that is read */

/* What went wrong, and of what kind that is. (transfer full) */
static char *
dup_reason (CarrelConnection *self, int code, CarrelErrorCode *kind)
{
  const char *reason = self->db ? sqlite3_errmsg (self->db) : sqlite3_errstr (code);

  *kind = CARREL_ERROR_DISK;
  if ((code & 0xff) == SQLITE_IOERR && self->db && sqlite3_system_errno (self->db) == ENOSPC)
    code = SQLITE_FULL; /* of the log's index SQLite says no more than that it failed */
  switch (code & 0xff) {
  case SQLITE_FULL:
    return g_strdup_printf (_ ("The disk that holds “%s” is full"), self->folder);
  case SQLITE_READONLY:
  case SQLITE_PERM:
    return g_strdup_printf (_ ("The library “%s” can't be written to"), self->folder);
  case SQLITE_CANTOPEN:
  case SQLITE_IOERR:
    if (g_access (self->folder, F_OK) == 0 && g_access (self->folder, W_OK) != 0)
      return g_strdup_printf (_ ("The library “%s” can't be written to"), self->folder);
    return g_strdup_printf (_ ("The library “%s” can't be read or written: %s"), self->folder,
                            reason);
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return g_strdup_printf (_ ("Another program keeps the library “%s” busy"), self->folder);
  case SQLITE_NOTADB:
    *kind = CARREL_ERROR_DAMAGED;
    return g_strdup_printf (_ ("“%s/carrel.db” is not a Carrel library"), self->folder);
  case SQLITE_CORRUPT:
    *kind = CARREL_ERROR_DAMAGED;
    return g_strdup_printf (_ ("The file “%s/carrel.db” is damaged: %s"), self->folder, reason);
  case SQLITE_ERROR:
    /* What our statements name is in every library: the description of its tables is no longer what
     * it was. */
    if (g_str_has_prefix (reason, "no such ")) {
      *kind = CARREL_ERROR_DAMAGED;
      return g_strdup_printf (_ ("The file “%s/carrel.db” is damaged: %s"), self->folder, reason);
    }
    G_GNUC_FALLTHROUGH;
  default:
    *kind = CARREL_ERROR_BAD_FILE;
    return g_strdup_printf (_ ("The library “%s” answered: %s"), self->folder, reason);
  }
}

void
carrel_connection_set_error (CarrelConnection *self, int code, const char *doing, GError **error)
{
  g_autofree char *reason = NULL;
  CarrelErrorCode  kind;

  if ((code & 0xff) == SQLITE_INTERRUPT) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
    return;
  }
  reason = dup_reason (self, code, &kind);
  self->damaged |= kind == CARREL_ERROR_DAMAGED;
  g_set_error (error, CARREL_ERROR, (int) kind, "%s%s%s", doing ? doing : "", doing ? ": " : "",
               reason);
}

/* Of this thread alone: a busy computer doesn't make a check shorter. Microseconds. */
static gint64
get_thread_time (void)
{
  struct timespec time;

  return clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time) == 0
             ? (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000
             : g_get_monotonic_time ();
}

static int
progress_cb (gpointer data)
{
  CarrelConnection *self = data;

  if (self->deadline != 0 && get_thread_time () > self->deadline)
    return 1;
  return self->cancellable && g_cancellable_is_cancelled (self->cancellable);
}

static void
release_text (gpointer text)
{
  g_ref_string_release (text);
}

/* carrel_text (html): what the index is made of. The triggers of a text ask for it twice. */
static void
text_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  CarrelConnection *self = sqlite3_user_data (context);
  const char       *html = (const char *) sqlite3_value_text (values[0]);
  gsize             len = (gsize) sqlite3_value_bytes (values[0]);
  g_autoptr (CarrelDocument) document = NULL;
  g_autofree char *text = NULL;

  if (!html)
    return;
  if (self->text && self->html->len == len && memcmp (self->html->str, html, len) == 0) {
    sqlite3_result_text (context, g_ref_string_acquire (self->text), -1, release_text);
    return;
  }
  document = carrel_document_read (html, (gssize) len);
  text = carrel_document_to_text (document, NULL);
  if (!self->read_only && len <= KEPT_TEXT) {
    g_clear_pointer (&self->text, g_ref_string_release);
    self->text = g_ref_string_new (text);
    g_string_truncate (self->html, 0);
    g_string_append_len (self->html, html, (gssize) len);
  }
  sqlite3_result_text (context, g_steal_pointer (&text), -1, g_free);
}

/* carrel_hash (html): by which damage inside a text is seen. */
static void
hash_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  const char *html = (const char *) sqlite3_value_text (values[0]);

  if (html)
    sqlite3_result_int64 (context,
                          (sqlite3_int64) carrel_text_hash (html, sqlite3_value_bytes (values[0])));
}

static void
finalize_cb (gpointer statement)
{
  sqlite3_finalize (statement);
}

gboolean
carrel_connection_execute (CarrelConnection *self, const char *sql, GError **error)
{
  int code = sqlite3_exec (self->db, sql, NULL, NULL, NULL);

  if (code != SQLITE_OK)
    carrel_connection_set_error (self, code, NULL, error);
  return code == SQLITE_OK;
}

void
carrel_connection_set_sparing (CarrelConnection *self, gboolean sparing)
{
  carrel_connection_execute (self, sparing ? "PRAGMA cache_size = -512" : CARREL_CONNECTION_CACHE,
                             NULL);
  if (!sparing)
    sqlite3_db_release_memory (self->db);
}

gboolean
carrel_connection_set_aside (CarrelConnection *self, gboolean on_disk, GError **error)
{
  /* SQLite forgets what is temporary when its place changes. Of the words of the index what is
   * asked is the next one, which is found at once among every place of every word; a table of words
   * would count each. */
  return carrel_connection_execute (
             self, on_disk ? "PRAGMA temp_store = FILE" : "PRAGMA temp_store = MEMORY", error) &&
         carrel_connection_execute (self,
                                    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.text_terms USING "
                                    "fts5vocab (main, text_index, instance)",
                                    error);
}

static gboolean
set_up (CarrelConnection *self, GError **error)
{
  /* What a hostile file could use is off, before its schema is read. */
  sqlite3_extended_result_codes (self->db, 1);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_limit (self->db, SQLITE_LIMIT_LENGTH, 256 * 1024 * 1024);
  sqlite3_limit (self->db, SQLITE_LIMIT_ATTACHED, 1); /* VACUUM INTO needs one */
  sqlite3_busy_timeout (self->db, BUSY_MS);
  sqlite3_progress_handler (self->db, STEPS, progress_cb, self);

  if (sqlite3_create_function (self->db, "carrel_text", 1,
                               SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, self, text_cb,
                               NULL, NULL) != SQLITE_OK ||
      sqlite3_create_function (self->db, "carrel_hash", 1,
                               SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL, hash_cb,
                               NULL, NULL) != SQLITE_OK ||
      !carrel_tokenizer_register (self->db) || !carrel_search_functions_register (self)) {
    g_set_error_literal (
        error, CARREL_ERROR, CARREL_ERROR_UNSUPPORTED,
        "This SQLite was built without full-text search (FTS5), which Carrel needs");
    return FALSE;
  }
  if (!carrel_connection_execute (
          self,
          "PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA "
          "recursive_triggers = OFF;" CARREL_CONNECTION_SETTINGS,
          error) ||
      !carrel_connection_set_aside (self, FALSE, error))
    return FALSE;
  if (self->read_only)
    return carrel_connection_execute (self, "PRAGMA query_only = ON;", error);
  return carrel_connection_execute (self,
                                    "PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = "
                                    "67108864;" CARREL_CONNECTION_WRITER_SETTINGS,
                                    error);
}

/* How much memory SQLite has is asked by nobody; it would lock and count at each piece of it. */
static void
spare_counting (void)
{
  static gsize done = 0;

  if (g_once_init_enter (&done)) {
    /* Who uses SQLite in this process, too, may have been first: then it stays as it is. */
    sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
    g_once_init_leave (&done, 1);
  }
}

CarrelConnection *
carrel_connection_open_file (
    const char *path, const char *folder, gboolean read_only, gboolean create, GError **error)
{
  g_autoptr (CarrelConnection) self = g_new0 (CarrelConnection, 1);
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE |
              (read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) |
              (create ? SQLITE_OPEN_CREATE : 0);
  int code;

  spare_counting ();
  self->folder = g_strdup (folder);
  self->read_only = read_only;
  self->common = CARREL_COMMON;
  self->statements = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, finalize_cb);
  self->html = g_string_new (NULL);
  self->made = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize_cb);
  code = sqlite3_open_v2 (path, &self->db, flags, NULL);
  if (code != SQLITE_OK) {
    carrel_connection_set_error (self, code, NULL, error);
    return NULL;
  }
  if (!set_up (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* SQLite's own check of the file's structure, for a moment: all of a small library, the beginning
 * of a large one. What is found later is found by whoever meets it. */
static gboolean
check_briefly (CarrelConnection *self, gint64 us, GError **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare_once (self, "PRAGMA quick_check (1)");
  g_autoptr (GError) local = NULL;
  gboolean sound = TRUE;

  carrel_connection_set_sparing (self, TRUE);
  self->deadline = get_thread_time () + us;
  sqlite3_progress_handler (self->db, BRIEF_STEPS, progress_cb, self);
  while (carrel_statement_next (statement))
    if (g_strcmp0 (carrel_statement_get_text (statement, 0), "ok") != 0) {
      self->damaged = TRUE;
      sound = FALSE;
      g_set_error (error, CARREL_ERROR, CARREL_ERROR_DAMAGED,
                   _ ("The file “%s/carrel.db” is damaged: %s"), self->folder,
                   carrel_statement_get_text (statement, 0));
      break;
    }
  self->deadline = 0;
  sqlite3_progress_handler (self->db, STEPS, progress_cb, self);
  carrel_connection_set_sparing (self, FALSE);
  if (!carrel_statement_finish (statement, &local) && sound &&
      !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  return sound;
}

/* A new library is made where there never was one, not where its file was emptied or taken away. */
static gboolean
was_library (const char *folder)
{
  g_autofree char *blobs = g_build_filename (folder, "blobs", NULL),
                  *backups = g_build_filename (folder, "backups", NULL);
  g_autoptr (GDir) a = g_dir_open (blobs, 0, NULL), b = g_dir_open (backups, 0, NULL);
  const char *name;
  gboolean    found = a && g_dir_read_name (a);

  while (b && !found && (name = g_dir_read_name (b)))
    found = g_str_has_suffix (name, ".txt");
  return found;
}

/* A change that was broken off before there was a log (the first one of a new file) is taken back,
 * which no connection that only reads may do. */
static void
take_back (const char *path)
{
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  sqlite3         *db = NULL;

  if (carrel_file_get_size (journal) == 0)
    return;
  if (sqlite3_open_v2 (path, &db,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
                       NULL) == SQLITE_OK) {
    sqlite3_busy_timeout (db, BUSY_MS);
    sqlite3_exec (db, "SELECT count (*) FROM sqlite_schema", NULL, NULL, NULL);
  }
  sqlite3_close_v2 (db);
}

CarrelConnection *
carrel_connection_open_two (const char        *folder,
                            CarrelOpenFlags    flags,
                            CarrelConnection **judge,
                            GError           **error)
{
  g_autofree char *path = g_build_filename (folder, "carrel.db", NULL),
                  *blobs = g_build_filename (folder, "blobs", NULL);
  g_autoptr (CarrelConnection) self = NULL, first = NULL;
  gboolean read_only = (flags & CARREL_OPEN_READ_ONLY) != 0;
  guint    version = 0;

  if (!(flags & CARREL_OPEN_CREATE) && !g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND, _ ("There is no library in “%s”"),
                 folder);
    return NULL;
  }
  if (carrel_file_get_size (path) == 0 && was_library (folder)) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_DAMAGED,
                 g_file_test (path, G_FILE_TEST_EXISTS)
                     ? _ ("The file “%s” is empty, though its library had articles")
                     : _ ("The file “%s” is gone, though its library had articles"),
                 path);
    return NULL;
  }
  take_back (path);
  if (g_file_test (path, G_FILE_TEST_IS_REGULAR)) { /* judged without writing a byte to it */
    first = carrel_connection_open_file (path, folder, TRUE, FALSE, error);
    if (!first || !carrel_schema_check (first, &version, error) ||
        !check_briefly (first, flags & CARREL_OPEN_SOON ? LONGER_US : BRIEF_US, error))
      return NULL;
    if (read_only && version < carrel_schema_get_version ()) {
      g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK,
                   _ ("The library “%s” is of an older Carrel and can't be written to, so it can't "
                      "be brought up to date"),
                   folder);
      return NULL;
    }
  } else if (g_mkdir_with_parents (blobs, 0700) != 0) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK,
                 _ ("Couldn't make the library's folder “%s”: %s"), folder, g_strerror (errno));
    return NULL;
  }
  self = carrel_connection_open_file (path, folder, read_only, !read_only, error);
  if (!self || (!read_only && !carrel_schema_migrate (self, TRUE, error)))
    return NULL;
  if (judge && version == carrel_schema_get_version ())
    *judge = g_steal_pointer (&first);
  return g_steal_pointer (&self);
}

CarrelConnection *
carrel_connection_open_large (const char *folder, CarrelOpenFlags flags)
{
  g_autofree char *path = g_build_filename (folder, "carrel.db", NULL),
                  *journal = g_strconcat (path, "-journal", NULL);
  g_autoptr (CarrelConnection) self = NULL;
  guint version;

  if (carrel_file_get_size (path) <= LARGE || carrel_file_get_size (journal) > 0 ||
      g_access (path, W_OK) != 0 || g_access (folder, W_OK) != 0)
    return NULL;
  self = carrel_connection_open_file (path, folder, TRUE, FALSE, NULL);
  /* What is wrong is said by who opens it with all care. */
  if (!self || !carrel_schema_check (self, &version, NULL) ||
      version != carrel_schema_get_version () ||
      (!(flags & CARREL_OPEN_SOON) && !check_briefly (self, BRIEF_US, NULL)))
    return NULL;
  return g_steal_pointer (&self);
}

CarrelConnection *
carrel_connection_open (const char *folder, CarrelOpenFlags flags, GError **error)
{
  return carrel_connection_open_two (folder, flags, NULL, error);
}

void
carrel_connection_close (CarrelConnection *self)
{
  carrel_connection_clear_sets (self);
  g_hash_table_unref (self->statements);
  g_hash_table_unref (self->made);
  if (self->damaged) /* a damaged file stays as it is */
    sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  sqlite3_close_v2 (self->db);
  g_string_free (self->html, TRUE);
  g_clear_pointer (&self->text, g_ref_string_release);
  g_free (self->lengths);
  g_clear_pointer (&self->kept, carrel_search_kept_free);
  g_clear_pointer (&self->languages, g_ptr_array_unref);
  g_free (self->folder);
  g_free (self);
}

gboolean
carrel_connection_begin (CarrelConnection *self, GError **error)
{
  return carrel_connection_execute (self, self->read_only ? "BEGIN" : "BEGIN IMMEDIATE", error);
}

gboolean
carrel_connection_commit (CarrelConnection *self, GError **error)
{
  self->cancellable = NULL; /* from here on nothing stops it */
  return carrel_connection_execute (self, "COMMIT", error);
}

static int
logged_cb (gpointer data, sqlite3 *db, const char *name, int n)
{
  ((CarrelConnection *) data)->n_logged = (guint) n;
  return SQLITE_OK;
}

void
carrel_connection_put_log_off (CarrelConnection *self)
{
  sqlite3_wal_hook (self->db, logged_cb, self);
}

void
carrel_connection_tend_log (CarrelConnection *self, gboolean waited_for)
{
  if (self->damaged || self->n_logged < (waited_for ? LOG_TOO_LONG : LOG_LONG))
    return;
  self->n_logged = 0; /* what a reader keeps from being carried over waits for the next commit */
  sqlite3_wal_checkpoint_v2 (self->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

void
carrel_connection_rollback (CarrelConnection *self)
{
  self->cancellable = NULL;
  if (!sqlite3_get_autocommit (self->db))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
}

const char *
carrel_connection_get_folder (CarrelConnection *self)
{
  return self->folder;
}

gint64
carrel_connection_get_last_id (CarrelConnection *self)
{
  return sqlite3_last_insert_rowid (self->db);
}

guint
carrel_connection_get_n_changed (CarrelConnection *self)
{
  return (guint) sqlite3_changes (self->db);
}
