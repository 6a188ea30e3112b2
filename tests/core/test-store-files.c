/* test-store-files.c: files of earlier versions, and files that are no library. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "carrel-test.h"
#include "store/carrel-connection-private.h"
#include "store/carrel-schema.h"
#include "store/carrel-store.h"

#include <glib/gstdio.h>
#include <string.h>

static gint64
size_of (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GStatBuf         status;

  return g_stat (path, &status) == 0 ? (gint64) status.st_size : 0;
}

static void
assert_refused (const char *folder, CarrelErrorCode code)
{
  g_autofree char *path = g_build_filename (folder, "carrel.db", NULL), *before = NULL,
                  *after = NULL;
  g_autoptr (GError) error = NULL;
  gsize before_len, after_len;

  g_assert_true (g_file_get_contents (path, &before, &before_len, NULL));
  g_assert_null (carrel_connection_open (folder, CARREL_OPEN_CREATE, &error));
  g_assert_error (error, CARREL_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, folder));
  g_assert_true (g_file_get_contents (path, &after, &after_len, NULL));
  g_assert_cmpmem (before, before_len, after, after_len);
}

/* A library of each earlier version opens, with what was in it. */
static void
test_migrates (void)
{
  g_autofree char *folder = carrel_test_new_folder (),
                  *path = g_build_filename (folder, "carrel.db", NULL), *body = NULL;
  g_autoptr (GBytes) old = carrel_test_load_data ("libraries/0001.db");
  g_autoptr (CarrelConnection) connection = NULL;
  g_autoptr (CarrelStatement) statement = NULL;
  g_autoptr (CarrelArticleDetails) details = NULL;
  g_autoptr (GPtrArray) links = NULL, rules = NULL;
  g_autoptr (GError) error = NULL;
  gsize         len;
  gconstpointer data = g_bytes_get_data (old, &len);

  g_assert_true (g_file_set_contents (path, data, (gssize) len, NULL));
  connection = carrel_connection_open (folder, CARREL_OPEN_CREATE, &error);
  g_assert_no_error (error);
  details = carrel_store_load_details (connection, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (details->rule, ==, CARREL_RULE_NONE);
  g_assert_cmpuint (details->extractor, ==, 1);
  body = carrel_store_load_body (connection, 1, &error);
  g_assert_nonnull (strstr (body, "Fire and patience"));
  links = carrel_store_load_links (connection, 1, 0, &error);
  g_assert_cmpuint (links->len, ==, 3);
  rules = carrel_store_load_site_rules (connection, &error);
  g_assert_cmpuint (rules->len, ==, 0);
  statement = carrel_connection_prepare (
      connection, "SELECT count (*) FROM text_index WHERE text_index MATCH 'baskets OR basket'");
  g_assert_true (carrel_statement_next (statement));
  g_assert_cmpint (carrel_statement_get_int (statement, 0), ==, 1);
  g_assert_true (carrel_statement_finish (statement, NULL));
  g_clear_pointer (&statement, carrel_statement_free);
  carrel_connection_close (g_steal_pointer (&connection));
  carrel_test_remove_folder (folder);
}

/* ── Version 14: another index of the text, another of the titles ── */

static void
add_article (CarrelConnection *connection, const char *title, const char *site, const char *html)
{
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autoptr (CarrelDraft) draft = carrel_draft_new ();
  g_autoptr (GError) error = NULL;

  draft->title = g_strdup (title);
  draft->site = g_strdup (site);
  draft->address = g_strdup_printf ("https://%s/%s", site, title);
  draft->document = carrel_document_read (html, -1);
  g_assert_cmpint (carrel_store_insert_article (connection, draft, NULL, changes, &error), >, 0);
  g_assert_no_error (error);
}

/* The ids of what is found, with blanks between them. (transfer full) */
static char *
search (CarrelConnection *connection, const char *text, CarrelSort sort)
{
  g_autoptr (CarrelQuery) query = carrel_query_parse (text, FALSE);
  CarrelSearch search = { query, sort, FALSE, 0, FALSE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = carrel_store_search (connection, &search, NULL, NULL, &error);
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (found, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "",
                            g_array_index (ids, gint64, i));
  return g_string_free_and_steal (g_steal_pointer (&found));
}

static void
assert_finds (CarrelConnection *connection, const char *text, CarrelSort sort, const char *expected)
{
  g_autofree char *found = search (connection, text, sort);

  g_assert_cmpstr (found, ==, expected);
}

/* Four articles of a library of version 13, of which one is in the trash. */
static void
make_thirteen (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "carrel.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelConnection) connection =
      carrel_connection_open_file (path, folder, FALSE, TRUE, &error);

  g_assert_no_error (error);
  g_assert_true (carrel_schema_migrate_to (connection, 13, &error));
  add_article (connection, "Quince jelly", "kitchen.example",
               "<p>Stones of a mill grind slowly.</p>");
  add_article (connection, "Apple butter", "kitchen.example",
               "<p>A quince is <b>harder</b> than an apple.</p><p>城中村</p>");
  add_article (connection, "Medlars", "garden.example",
               "<p>They are eaten when they have bletted, as the mill says.</p>");
  add_article (connection, "Gone", "garden.example", "<p>A quince that was thrown away.</p>");
  g_assert_true (carrel_connection_execute (connection,
                                            "UPDATE article SET trashed = 1 WHERE id = 4", &error));
  g_assert_no_error (error);
}

static void
test_to_fourteen (void)
{
  g_autofree char *folder = carrel_test_new_folder (),
                  *log = g_build_filename (folder, "carrel.db-wal", NULL),
                  *backups = g_build_filename (folder, "backups", NULL);
  g_autoptr (CarrelConnection) connection = NULL;
  g_autoptr (CarrelStatement) statement = NULL;
  g_autoptr (GDir) kept = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  make_thirteen (folder);
  connection = carrel_connection_open (folder, 0, &error);
  g_assert_no_error (error);
  g_assert_true (g_stat (log, &status) != 0 ||
                 status.st_size == 0); /* what it wrote is in the file */
  kept = g_dir_open (backups, 0, NULL);
  g_assert_true (kept && g_dir_read_name (kept));
  assert_finds (connection, "quince", CARREL_SORT_RELEVANCE, "1 2"); /* a title weighs more */
  assert_finds (connection, "title:quince", CARREL_SORT_RELEVANCE, "1");
  assert_finds (connection, "quince -title:quince", CARREL_SORT_RELEVANCE, "2");
  assert_finds (connection, "\"harder than\"", CARREL_SORT_RELEVANCE, "2");
  assert_finds (connection, "\"中村\"", CARREL_SORT_RELEVANCE, "2");
  assert_finds (connection, "kitchen mill", CARREL_SORT_RELEVANCE, "1");
  assert_finds (connection, "", CARREL_SORT_TITLE, "2 3 1");
  /* It goes on from there. */
  add_article (connection, "Quinces again", "garden.example", "<p>More of them.</p>");
  assert_finds (connection, "title:quinces", CARREL_SORT_RELEVANCE, "5 1");
  statement = carrel_connection_prepare (
      connection, "INSERT INTO text_index (text_index) VALUES ('integrity-check')");
  g_assert_true (carrel_statement_run (statement, &error));
  g_assert_no_error (error);
  g_clear_pointer (&statement, carrel_statement_free);
  carrel_connection_close (g_steal_pointer (&connection));
  carrel_test_remove_folder (folder);
}

/* ── Damage in a large library ── */

/* Past what is opened for reading first; its tables' first pages are nothing any more. (transfer
 * full) */
static char *
make_damaged (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "carrel.db", NULL), *data = NULL;
  g_autoptr (GError) error = NULL;
  CarrelConnection *connection = carrel_connection_open (folder, CARREL_OPEN_CREATE, &error);
  gsize             len;

  g_assert_no_error (error);
  add_article (connection, "Quince jelly", "kitchen.example", "<p>Stones.</p>");
  g_assert_true (
      carrel_connection_execute (connection,
                                 "CREATE TABLE ballast (x BLOB); INSERT INTO ballast VALUES "
                                 "(zeroblob (17000000)); PRAGMA wal_checkpoint (TRUNCATE)",
                                 &error));
  carrel_connection_close (connection);
  g_assert_true (g_file_get_contents (path, &data, &len, &error));
  g_assert_cmpuint (len, >, 16 * 1024 * 1024);
  memset (data + 4096, 0xa5, 8 * 4096);
  g_assert_true (g_file_set_contents (path, data, (gssize) len, &error));
  g_assert_no_error (error);
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) data, len);
}

static void
assert_untouched (const char *folder, const char *checksum)
{
  g_autofree char *path = g_build_filename (folder, "carrel.db", NULL),
                  *log = g_strconcat (path, "-wal", NULL), *data = NULL, *now = NULL;
  GStatBuf status;
  gsize    len;

  g_assert_true (g_file_get_contents (path, &data, &len, NULL));
  now = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) data, len);
  g_assert_cmpstr (now, ==, checksum);
  g_assert_true (g_stat (log, &status) != 0 || status.st_size == 0);
}

/* Before anything is read, where nobody said that he can't wait. */
static void
test_damaged_large (void)
{
  g_autofree char *folder = carrel_test_new_folder (), *checksum = make_damaged (folder);
  g_autoptr (GError) error = NULL;

  g_assert_null (carrel_database_open (folder, CARREL_OPEN_CREATE, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_DAMAGED);
  assert_untouched (folder, checksum);
  carrel_test_remove_folder (folder);
}

static void
said_cb (CarrelDatabase *database, gpointer said)
{
  ++*(guint *) said;
}

static gboolean
is_said (gpointer said)
{
  return *(guint *) said > 0;
}

static gpointer
write_nothing (CarrelConnection *connection,
               gpointer          data,
               CarrelChanges    *changes,
               GCancellable     *cancellable,
               GError          **error)
{
  g_assert_not_reached ();
}

/* A little later, where somebody did; before anything is written, by itself or because something is
 * to be. */
static void
test_damaged_soon (gconstpointer writes)
{
  g_autofree char *folder = carrel_test_new_folder (), *checksum = make_damaged (folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  GAsyncResult   *opening = NULL, *written = NULL;
  CarrelDatabase *database;
  guint           said = 0;

  carrel_database_open_async (folder, CARREL_OPEN_CREATE | CARREL_OPEN_SOON, NULL,
                              carrel_test_result_cb, &opening);
  opened = carrel_test_wait_result (&opening);
  database = carrel_database_open_finish (opened, &error);
  g_assert_no_error (error);
  g_signal_connect (database, "damaged", G_CALLBACK (said_cb), &said);
  if (writes) {
    task = g_task_new (NULL, NULL, carrel_test_result_cb, &written);
    carrel_database_write (database, task, CARREL_PRIORITY_CLICK, write_nothing, NULL, NULL, NULL);
    g_object_unref (carrel_test_wait_result (&written));
    g_assert_null (g_task_propagate_pointer (task, &error));
    g_assert_error (error, CARREL_ERROR, CARREL_ERROR_DAMAGED);
  }
  carrel_test_wait_until (is_said, &said);
  g_assert_cmpuint (said, ==, 1);
  g_clear_object (&task);
  g_object_unref (database);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  assert_untouched (folder, checksum);
  carrel_test_remove_folder (folder);
}

/* ── No libraries ── */

static void
set_version (CarrelConnection *connection, guint version)
{
  g_autofree char *sql =
      g_strdup_printf ("PRAGMA journal_mode = DELETE; PRAGMA user_version = %u", version);

  g_assert_true (carrel_connection_execute (connection, sql, NULL));
}

static void
test_bad_files (void)
{
  g_autofree char *folder = carrel_test_new_folder (),
                  *path = g_build_filename (folder, "carrel.db", NULL),
                  *none = g_build_filename (folder, "none", NULL);
  g_autoptr (CarrelConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path,
                                      "This is a shopping list, not a library. It goes on for a "
                                      "while so that there is a page of it.",
                                      -1, NULL));
  assert_refused (folder, CARREL_ERROR_DAMAGED);
  g_unlink (path);
  connection = carrel_connection_open (folder, CARREL_OPEN_CREATE, &error);
  g_assert_no_error (error);
  /* The tables of today under another number: a byte of the head is wrong. */
  set_version (connection, carrel_schema_get_version () + 1);
  g_clear_pointer (&connection, carrel_connection_close);
  assert_refused (folder, CARREL_ERROR_DAMAGED);
  g_unlink (path);
  connection = carrel_connection_open (folder, CARREL_OPEN_CREATE, &error);
  g_assert_no_error (error);
  g_assert_true (carrel_connection_execute (
      connection, "CREATE TABLE tomorrow (id INTEGER PRIMARY KEY)", &error));
  set_version (connection, carrel_schema_get_version () + 1);
  g_clear_pointer (&connection, carrel_connection_close);
  assert_refused (folder, CARREL_ERROR_TOO_NEW);
  g_unlink (path);
  g_assert_null (carrel_connection_open (none, CARREL_OPEN_READ_ONLY, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND);
  carrel_test_remove_folder (folder);
}

static gpointer
let_go (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_object_unref (data);
  return GINT_TO_POINTER (TRUE);
}

/* Whoever asked is gone first: the thread that answers has the last reference. */
static void
test_last_on_its_own_thread (void)
{
  g_autofree char *folder = carrel_test_new_folder ();

  for (guint i = 0; i < 20; i++) {
    g_autoptr (GError) error = NULL;
    CarrelDatabase *database = carrel_database_open (folder, CARREL_OPEN_CREATE, &error);
    g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
    GWeakRef weak;
    gpointer left;

    g_assert_no_error (error);
    g_weak_ref_init (&weak, database);
    carrel_database_read (database, task, let_go, database, NULL, NULL);
    for (guint k = 0; k < 2000 && (left = g_weak_ref_get (&weak)); k++) {
      g_object_unref (left);
      g_usleep (5000);
    }
    g_assert_null (g_weak_ref_get (&weak));
    g_weak_ref_clear (&weak);
    while (g_main_context_iteration (NULL, FALSE))
      ;
  }
  carrel_test_remove_folder (folder);
}

/* ── The log ── */

#define MEGABYTE "zeroblob (1000000)"

/* What is committed is in the log, and comes into the file when that is tended. */
static void
test_log_put_off (void)
{
  g_autofree char *folder = carrel_test_new_folder ();
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelConnection) connection =
      carrel_connection_open (folder, CARREL_OPEN_CREATE, &error);
  gint64 before;

  g_assert_no_error (error);
  carrel_connection_put_log_off (connection);
  g_assert_true (carrel_connection_execute (
      connection, "CREATE TABLE ballast (x BLOB); PRAGMA wal_checkpoint (TRUNCATE)", &error));
  before = size_of (folder, "carrel.db");
  g_assert_true (
      carrel_connection_execute (connection, "INSERT INTO ballast VALUES (" MEGABYTE ")", &error));
  carrel_connection_tend_log (connection, FALSE); /* that is little */
  g_assert_cmpint (size_of (folder, "carrel.db"), ==, before);
  for (guint i = 0; i < 9; i++)
    g_assert_true (carrel_connection_execute (connection,
                                              "INSERT INTO ballast VALUES (" MEGABYTE ")", &error));
  carrel_connection_tend_log (connection, TRUE); /* others wait, and it isn't very much */
  g_assert_cmpint (size_of (folder, "carrel.db"), ==, before);
  carrel_connection_tend_log (connection, FALSE);
  g_assert_cmpint (size_of (folder, "carrel.db"), >=, before + 10 * 1000000);
  carrel_connection_close (g_steal_pointer (&connection));
  carrel_test_remove_folder (folder);
}

static gpointer
write_megabyte (CarrelConnection *connection,
                gpointer          n_left,
                CarrelChanges    *changes,
                GCancellable     *cancellable,
                GError          **error)
{
  if (!carrel_connection_execute (
          connection,
          "CREATE TABLE IF NOT EXISTS ballast (x BLOB); INSERT INTO ballast VALUES (" MEGABYTE ")",
          error))
    return NULL;
  g_atomic_int_dec_and_test ((int *) n_left);
  return GINT_TO_POINTER (TRUE);
}

typedef struct {
  const char *folder;
  int         n_left;
  gint64      wanted;
} Writing;

static gboolean
is_written (gpointer data)
{
  Writing *writing = data;

  return g_atomic_int_get (&writing->n_left) == 0 &&
         size_of (writing->folder, "carrel.db") >= writing->wanted;
}

/* It doesn't grow with all that is written, though somebody waits to write all the time; and what
 * is left is in the file before the library is closed. */
static void
test_log_is_bounded (void)
{
  g_autofree char *folder = carrel_test_new_folder ();
  g_autoptr (GError) error = NULL;
  CarrelDatabase *database = carrel_database_open (folder, CARREL_OPEN_CREATE, &error);
  Writing         writing = { folder, 60, 50 * 1000000 };

  g_assert_no_error (error);
  for (guint i = 0; i < 60; i++) {
    g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

    carrel_database_write (database, task, CARREL_PRIORITY_IMPORT, write_megabyte, &writing.n_left,
                           NULL, NULL);
  }
  carrel_test_wait_until (is_written, &writing);
  g_assert_cmpint (size_of (folder, "carrel.db-wal"), <, 25 * 1000000);
  g_object_unref (database);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  carrel_test_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store-files/earlier-versions", test_migrates);
  g_test_add_func ("/store-files/version-14", test_to_fourteen);
  g_test_add_func ("/store-files/damage-in-a-large-one", test_damaged_large);
  g_test_add_data_func ("/store-files/damage-after-the-first-rows", NULL, test_damaged_soon);
  g_test_add_data_func ("/store-files/damage-before-a-write", "writes", test_damaged_soon);
  g_test_add_func ("/store-files/no-libraries", test_bad_files);
  g_test_add_func ("/store-files/last-on-its-own-thread", test_last_on_its_own_thread);
  g_test_add_func ("/store-files/log-put-off", test_log_put_off);
  g_test_add_func ("/store-files/log-is-bounded", test_log_is_bounded);
  return g_test_run ();
}
