/* test-store-files.c: files of earlier versions, and files that are no library. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "carrel-test.h"
#include "store/carrel-schema.h"
#include "store/carrel-store.h"

#include <glib/gstdio.h>
#include <string.h>

static void
assert_refused (const char *folder, CarrelErrorCode code)
{
  g_autofree char *path = g_build_filename (folder, "carrel.db", NULL), *before = NULL, *after = NULL;
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
  g_autofree char *folder = carrel_test_new_folder (), *path = g_build_filename (folder, "carrel.db", NULL), *body = NULL;
  g_autoptr (GBytes) old = carrel_test_load_data ("libraries/0001.db");
  g_autoptr (CarrelConnection) connection = NULL;
  g_autoptr (CarrelStatement) statement = NULL;
  g_autoptr (CarrelArticleDetails) details = NULL;
  g_autoptr (GPtrArray) links = NULL, rules = NULL;
  g_autoptr (GError) error = NULL;
  gsize len;
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
  statement = carrel_connection_prepare (connection, "SELECT count (*) FROM text_index WHERE text_index MATCH 'baskets OR basket'");
  g_assert_true (carrel_statement_next (statement));
  g_assert_cmpint (carrel_statement_get_int (statement, 0), ==, 1);
  g_assert_true (carrel_statement_finish (statement, NULL));
  g_clear_pointer (&statement, carrel_statement_free);
  carrel_connection_close (g_steal_pointer (&connection));
  carrel_test_remove_folder (folder);
}

static void
set_version (CarrelConnection *connection, guint version)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA journal_mode = DELETE; PRAGMA user_version = %u", version);

  g_assert_true (carrel_connection_execute (connection, sql, NULL));
}

static void
test_bad_files (void)
{
  g_autofree char *folder = carrel_test_new_folder (), *path = g_build_filename (folder, "carrel.db", NULL), *none = g_build_filename (folder, "none", NULL);
  g_autoptr (CarrelConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "This is a shopping list, not a library. It goes on for a while so that there is a page of it.", -1, NULL));
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
  g_assert_true (carrel_connection_execute (connection, "CREATE TABLE tomorrow (id INTEGER PRIMARY KEY)", &error));
  set_version (connection, carrel_schema_get_version () + 1);
  g_clear_pointer (&connection, carrel_connection_close);
  assert_refused (folder, CARREL_ERROR_TOO_NEW);
  g_unlink (path);
  g_assert_null (carrel_connection_open (none, CARREL_OPEN_READ_ONLY, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND);
  carrel_test_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store-files/earlier-versions", test_migrates);
  g_test_add_func ("/store-files/no-libraries", test_bad_files);
  return g_test_run ();
}
