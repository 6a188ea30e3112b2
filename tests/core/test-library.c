/* test-library.c: the door: open, add, list, change, undo, two at once, close.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-time.h"
#include "carrel-test-library.h"
#include "library/carrel-article-list.h"

#include <sqlite3.h>
#include <string.h>

static gint64
add (CarrelTestLibrary *self, CarrelAdd *add, GError **error)
{
  g_autoptr (CarrelAdd) owned = add;
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  carrel_library_add_async (self->library, add, NULL, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  return carrel_library_add_finish (self->library, result, error);
}

static gint64
add_text (CarrelTestLibrary *self, const char *text, const char *type)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  gint64 id = add (self, carrel_add_new_for_bytes (bytes, type), &error);

  g_assert_no_error (error);
  return id;
}

static gboolean
is_loaded (gpointer list)
{
  return !carrel_article_list_is_loading (list);
}

static CarrelArticleList *
make_list (CarrelTestLibrary *self, const char *text)
{
  CarrelArticleList *list = carrel_article_list_new (self->library);
  g_autoptr (CarrelQuery) query = carrel_query_parse (text, FALSE);

  carrel_article_list_set (list, query, NULL, CARREL_SORT_ADDED, FALSE);
  carrel_test_wait_until (is_loaded, list);
  return list;
}

static gboolean
has_article (gpointer item)
{
  return carrel_article_item_get_article (item) != NULL;
}

static CarrelUndo *
finish_change (CarrelTestLibrary *self, GAsyncResult **waiting)
{
  g_autoptr (GAsyncResult) result = carrel_test_wait_result (waiting);
  g_autoptr (GError) error = NULL;
  CarrelUndo *undo = carrel_library_change_finish (self->library, result, &error);

  g_assert_no_error (error);
  return undo;
}

static GArray *
make_ids (gint64 id)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, id);
  return ids;
}

/* The counts follow a commit by one read. */
static gboolean
are_counted (gpointer library)
{
  return carrel_library_get_counts (library)->all > 0;
}

/* ── Tests ── */

static void
test_text_is_added_and_listed (CarrelTestLibrary *self, gconstpointer data)
{
  gint64 id =
      add_text (self,
                "The harbour was quiet that morning. Boats lay still.\nA second paragraph follows "
                "it here.\n\nSee also\nTides of the northern sea\nThe keeper's log\n",
                "text/plain");
  g_autoptr (CarrelArticleList) list = make_list (self, "is:inbox");
  g_autoptr (CarrelArticleItem) item = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  item = g_list_model_get_item (G_LIST_MODEL (list), 0);
  carrel_test_wait_until (has_article, item);
  g_assert_cmpint (carrel_article_item_get_id (item), ==, id);
  g_assert_cmpstr (carrel_article_get_title (carrel_article_item_get_article (item)), ==,
                   "The harbour was quiet that morning");
  carrel_test_wait_until (are_counted, self->library);
  g_assert_cmpuint (carrel_library_get_counts (self->library)->inbox, ==, 1);
  g_assert_cmpuint (carrel_library_get_counts (self->library)->wanted, ==, 2);
}

static gboolean
is_empty (gpointer list)
{
  return g_list_model_get_n_items (list) == 0;
}

static gboolean
is_not_empty (gpointer list)
{
  return g_list_model_get_n_items (list) > 0;
}

static void
test_changes_reach_lists_and_are_undone (CarrelTestLibrary *self, gconstpointer data)
{
  gint64 id = add_text (self, "One sentence about nothing much. Another one.", "text/plain");
  g_autoptr (CarrelArticleList) inbox = make_list (self, "is:inbox");
  g_autoptr (GArray) ids = make_ids (id);
  GAsyncResult *waiting = NULL;
  g_autoptr (CarrelUndo) undo = NULL;
  g_autoptr (CarrelUndo) redo = NULL;
  const char *topics[] = { "sea/tides", NULL };
  g_autoptr (CarrelUndo) tagged = NULL;
  g_autoptr (GPtrArray) found = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (inbox)), ==, 1);
  carrel_library_set_place_async (self->library, ids, CARREL_PLACE_ARCHIVE, carrel_test_result_cb,
                                  &waiting);
  undo = finish_change (self, &waiting);
  g_assert_cmpuint (carrel_undo_get_n_articles (undo), ==, 1);
  carrel_test_wait_until (is_empty, inbox);
  waiting = NULL;
  carrel_library_undo_async (self->library, undo, carrel_test_result_cb, &waiting);
  redo = finish_change (self, &waiting);
  carrel_test_wait_until (is_not_empty, inbox);
  waiting = NULL;
  carrel_library_tag_async (self->library, ids, topics, NULL, carrel_test_result_cb, &waiting);
  tagged = finish_change (self, &waiting);
  carrel_test_wait_until (is_not_empty, carrel_library_get_topics (self->library));
  found = carrel_library_complete_topic (self->library, "Tid", 5);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (carrel_topic_get_path (found->pdata[0]), ==, "sea/tides");
  g_assert_cmpuint (carrel_topic_get_n_articles (found->pdata[0]), ==, 1);
}

static void
test_samples (CarrelTestLibrary *self, gconstpointer data)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelArticleList) all = NULL;
  const CarrelCounts *counts;

  carrel_library_add_samples_async (self->library, NULL, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  g_assert_cmpuint (carrel_library_add_samples_finish (self->library, result, &error), ==, 12);
  g_assert_no_error (error);
  all = make_list (self, "");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (all)), ==, 12);
  carrel_test_wait_until (are_counted, self->library);
  counts = carrel_library_get_counts (self->library);
  g_assert_cmpuint (counts->inbox, ==, 10);
  g_assert_cmpuint (counts->archive, ==, 2);
  g_assert_cmpuint (counts->reading, ==, 2);
  g_assert_cmpuint (counts->wanted, >=, 4);
  for (guint i = 0; i < 12; i++) {
    gint64        id = carrel_article_list_get_id (all, i);
    GAsyncResult *reading_waiting = NULL;
    g_autoptr (GAsyncResult) reading_result = NULL;
    g_autoptr (CarrelReading) reading = NULL;

    carrel_library_load_reading_async (self->library, id, NULL, carrel_test_result_cb,
                                       &reading_waiting);
    reading_result = carrel_test_wait_result (&reading_waiting);
    reading = carrel_library_load_reading_finish (self->library, reading_result, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (carrel_article_get (reading->article)->words, >, 150);
    g_assert_cmpuint (g_hash_table_size (reading->resolved), >, 0);
  }
}

static guint
count_group (CarrelArticleList *list, guint position, guint *next)
{
  guint start;

  g_assert_true (carrel_article_list_get_group (list, position, &start, next, NULL));
  g_assert_cmpuint (start, ==, position);
  return *next - start;
}

static void
count_signal (guint *n)
{
  ++*n;
}

static void
test_groups (CarrelTestLibrary *self, gconstpointer data)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (CarrelArticleList) list = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (CarrelUndo) undo = NULL;
  static const char *const tag[] = { "a first topic", NULL };
  guint                    n_changed = 0, start, end, position = 0, n_groups = 0;
  const char              *name;
  gint64                   last;

  carrel_library_add_samples_async (self->library, NULL, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  g_assert_cmpuint (carrel_library_add_samples_finish (self->library, result, NULL), ==, 12);
  list = make_list (self, "");
  g_signal_connect_swapped (list, "groups-changed", G_CALLBACK (count_signal), &n_changed);
  g_assert_false (carrel_article_list_get_group (list, 3, &start, &end, &name));
  g_assert_cmpuint (start, ==, 0);
  g_assert_cmpuint (end, ==, 12);

  carrel_article_list_set_group_by (list, CARREL_GROUP_TOPIC);
  carrel_test_wait_until (is_loaded, list);
  g_assert_cmpuint (n_changed, >=, 1);
  while (position < 12) {
    g_assert_cmpuint (count_group (list, position, &position), >, 0);
    n_groups++;
  }
  g_assert_cmpuint (n_groups, >, 1);

  /* An article gets a topic: it goes to the group, which comes to be. */
  last = carrel_article_list_get_id (list, 11);
  ids = make_ids (last);
  n_changed = 0;
  carrel_library_tag_async (self->library, ids, tag, NULL, carrel_test_result_cb, &waiting);
  undo = finish_change (self, &waiting);
  while (carrel_article_list_get_id (list, 0) != last)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_changed, >=, 1);
  g_assert_true (carrel_article_list_get_group (list, 0, &start, &end, &name));
  g_assert_cmpstr (name, ==, "a first topic");
  g_assert_cmpuint (end, ==, 1);
  g_assert_cmpuint (carrel_article_list_find (list, last), ==, 0);
  g_assert_false (carrel_article_list_get_group (list, 12, &start, &end, &name));
}

static void
test_two_at_once (CarrelTestLibrary *self, gconstpointer data)
{
  CarrelLibrary *other = carrel_test_open_library (self->folder);
  g_autoptr (CarrelArticleList) inbox = make_list (self, "is:inbox");
  CarrelTestLibrary second = { self->folder, other };

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (inbox)), ==, 0);
  add_text (&second, "Written by another. It goes on.", "text/plain");
  carrel_test_wait_until (is_not_empty, inbox);
  carrel_test_close_library (other);
}

static void
test_bad_sources (CarrelTestLibrary *self, gconstpointer data)
{
  g_autoptr (GFile) missing = g_file_new_for_path ("/nowhere/at all.html"),
                    folder = g_file_new_for_path (self->folder);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (add (self, carrel_add_new_for_file (missing), &error), ==, 0);
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "/nowhere/at all.html"));
  g_clear_error (&error);
  g_assert_cmpint (add (self, carrel_add_new_for_file (folder), &error), ==, 0);
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_BAD_FILE);
  g_clear_error (&error);
  g_assert_cmpint (add (self, carrel_add_new_for_address ("ftp://example.org/x"), &error), ==, 0);
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
  g_clear_error (&error);
  {
    g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);

    g_assert_cmpint (add (self, carrel_add_new_for_bytes (nothing, NULL), &error), ==, 0);
    g_assert_error (error, CARREL_ERROR, CARREL_ERROR_NO_ARTICLE);
  }
  g_assert_cmpuint (carrel_library_get_counts (self->library)->all, ==, 0);
}

static CarrelArticle *
load_last_read (CarrelTestLibrary *self)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  CarrelArticle *article;

  carrel_library_load_last_read_async (self->library, NULL, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  article = carrel_library_load_last_read_finish (self->library, result, &error);
  g_assert_no_error (error);
  return article;
}

static void
test_last_read (CarrelTestLibrary *self, gconstpointer data)
{
  gint64 ids[2], end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  gint64 last = 0;

  g_assert_null (load_last_read (self));
  for (guint i = 0; i < 2; i++) {
    g_autofree char *text =
        g_strdup_printf ("Number %u. It is about the tide, which goes out twice a day and leaves a "
                         "little of the sea behind.\n\nAnd it comes back.",
                         i);
    g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
    g_autoptr (GError) error = NULL;

    ids[i] = add (self, carrel_add_new_for_bytes (bytes, "text/plain"), &error);
    g_assert_no_error (error);
  }
  g_assert_null (load_last_read (self)); /* nothing was begun */
  carrel_library_set_position (self->library, ids[1], 0, .5, .5, FALSE);
  carrel_library_set_position (self->library, ids[0], 0, .5, .5, FALSE);
  while (last != ids[0]) { /* it is written in its own time */
    g_autoptr (CarrelArticle) article = load_last_read (self);

    last = article ? carrel_article_get_id (article) : 0;
    g_assert_cmpint (g_get_monotonic_time (), <, end);
  }
  /* Read to its end it is nothing to go on with: the one that was begun before is. */
  carrel_library_set_position (self->library, ids[0], 1, 1, 1, TRUE);
  while (last != ids[1]) {
    g_autoptr (CarrelArticle) article = load_last_read (self);

    last = article ? carrel_article_get_id (article) : 0;
    g_assert_cmpint (g_get_monotonic_time (), <, end);
  }
}

/* A file in which there is much but articles. */
static void
make_large (CarrelTestLibrary *self)
{
  g_autofree char *path = g_build_filename (self->folder, "carrel.db", NULL);
  sqlite3         *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (db,
                    "CREATE TABLE much (x BLOB); INSERT INTO much VALUES (zeroblob (20000000));",
                    NULL, NULL, NULL),
      ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static void
count_changes_cb (CarrelLibrary *library, CarrelChanges *changes, guint *n)
{
  ++*n;
}

static gboolean
is_counted_twice (gpointer library)
{
  return carrel_library_get_counts (library)->all == 2;
}

/* A large library is read before it is opened for writing: what another program changes meanwhile
 * is told, and what is changed then is written. */
static void
test_large (CarrelTestLibrary *self, gconstpointer data)
{
  gint64 id = add_text (self, "One\n\nThe first text of two.", "text/plain");
  g_autoptr (GArray) ids = make_ids (id);
  g_autoptr (CarrelUndo) undo = NULL;
  CarrelLibrary *other;
  GAsyncResult  *waiting = NULL;
  guint          n = 0;

  carrel_test_close_library (self->library);
  make_large (self);
  self->library = carrel_test_open_library (self->folder);
  g_assert_cmpuint (carrel_library_get_counts (self->library)->all, ==, 1);
  g_signal_connect (self->library, "changed", G_CALLBACK (count_changes_cb), &n);
  other = g_steal_pointer (&self->library);
  self->library = carrel_test_open_library (self->folder);
  add_text (self, "Two\n\nThe second text of two.", "text/plain");
  carrel_test_wait_until (is_counted_twice, other);
  g_assert_cmpuint (n, >, 0);
  carrel_library_set_place_async (other, ids, CARREL_PLACE_ARCHIVE, carrel_test_result_cb,
                                  &waiting);
  {
    g_autoptr (GAsyncResult) result = carrel_test_wait_result (&waiting);
    g_autoptr (GError) error = NULL;

    undo = carrel_library_change_finish (other, result, &error);
    g_assert_no_error (error);
  }
  carrel_test_close_library (other);
}

static void
add_test (const char *name, void (*test) (CarrelTestLibrary *, gconstpointer))
{
  g_test_add (name, CarrelTestLibrary, NULL, carrel_test_library_set_up, test,
              carrel_test_library_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/library/text-is-added-and-listed", test_text_is_added_and_listed);
  add_test ("/library/changes-reach-lists-and-are-undone", test_changes_reach_lists_and_are_undone);
  add_test ("/library/samples", test_samples);
  add_test ("/library/groups", test_groups);
  add_test ("/library/two-at-once", test_two_at_once);
  add_test ("/library/bad-sources", test_bad_sources);
  add_test ("/library/last-read", test_last_read);
  add_test ("/library/large-is-read-first", test_large);
  return g_test_run ();
}
