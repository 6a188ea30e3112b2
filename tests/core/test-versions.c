/* test-versions.c: articles fetched again; their earlier texts listed, compared, gone back to,
 * undone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "carrel-test-library.h"
#include "carrel-test-server.h"
#include "library/carrel-library-private.h"
#include "library/carrel-versions.h"

#include <string.h>

#define SENTENCE                                                                                   \
  "The tide goes out twice a day, and it leaves a little of the sea behind in every hollow of "    \
  "the rock. "
#define PAGE(title, first, link)                                                                   \
  "<!DOCTYPE html><html lang='en'><head><title>" title "</title></head><body><article><h1>" title  \
  "</h1><p>" first SENTENCE SENTENCE SENTENCE                                                      \
  "</p><p>More is in <a href='https://example.org/" link                                           \
  "'>shells</a>. " SENTENCE SENTENCE SENTENCE "</p></article></body></html>"

/* All rows of what a version touches. */
static const char rows[] =
    "SELECT concat_ws ('|', title, title_key, byline, site, excerpt, language, rtl, image, "
    "published, modified, words, extractor, rule, incomplete, position_block, (SELECT html FROM "
    "body WHERE article = a.id)) FROM article a UNION ALL "
    "SELECT concat_ws ('|', id, kind, target, title, address, context, block, start, note) FROM "
    "link UNION ALL "
    "SELECT concat_ws ('|', id, article, made, reason, current, snapshot, html, title, byline, "
    "words, listed) FROM version UNION ALL "
    "SELECT concat_ws ('|', id, article, hash, fetched) FROM snapshot UNION ALL "
    "SELECT concat_ws ('|', key, article, kind) FROM address UNION ALL "
    "SELECT concat_ws ('|', article, result, message) FROM refetch UNION ALL "
    "SELECT concat_ws ('|', start, \"end\", exact) FROM highlight UNION ALL "
    "SELECT concat_ws ('|', topic, article) FROM article_topic UNION ALL "
    "SELECT concat_ws ('|', key, n, strong) FROM wanted";

typedef struct {
  char             *folder;
  CarrelLibrary    *library;
  CarrelTestServer *server;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = carrel_test_new_folder ();
  self->server = carrel_test_server_new (NULL);
  self->library = carrel_test_open_library (self->folder);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  carrel_test_assert_sound (self->library);
  carrel_test_close_library (self->library);
  carrel_test_server_free (self->server);
  carrel_test_remove_folder (self->folder);
  g_free (self->folder);
}

/* ── Small steps ── */

static gpointer
run_sql (CarrelConnection *connection,
         gpointer          data,
         CarrelChanges    *changes,
         GCancellable     *cancellable,
         GError          **error)
{
  return carrel_connection_execute (connection, data, error) ? data : NULL;
}

static void
execute (Fixture *self, const char *sql)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = g_task_new (self->library, NULL, carrel_test_result_cb, &waiting);

  carrel_database_write (self->library->database, task, CARREL_PRIORITY_CLICK, run_sql,
                         (gpointer) sql, NULL, NULL);
  result = carrel_test_wait_result (&waiting);
  g_task_propagate_pointer (G_TASK (result), &error);
  g_assert_no_error (error);
}

static gpointer
ask_sql (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (connection, data);
  g_autoptr (GString) out = g_string_new (NULL);

  while (carrel_statement_next (statement))
    g_string_append_printf (out, "%s\n", carrel_statement_get_text (statement, 0));
  return carrel_statement_finish (statement, error) ? g_string_free (g_steal_pointer (&out), FALSE)
                                                    : NULL;
}

static char *
ask (Fixture *self, const char *sql)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = g_task_new (self->library, NULL, carrel_test_result_cb, &waiting);
  char *answer;

  carrel_database_read (self->library->database, task, ask_sql, (gpointer) sql, NULL, g_free);
  result = carrel_test_wait_result (&waiting);
  answer = g_task_propagate_pointer (G_TASK (result), &error);
  g_assert_no_error (error);
  return answer;
}

static void
assert_answer (Fixture *self, const char *sql, const char *expected)
{
  g_autofree char *answer = ask (self, sql);

  g_assert_cmpstr (answer, ==, expected);
}

static gint64
add (Fixture *self, const char *path)
{
  g_autofree char *address = carrel_test_server_dup_address (self->server, NULL, path);
  g_autoptr (CarrelAdd) adding = carrel_add_new_for_address (address);
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  carrel_library_add_async (self->library, adding, NULL, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  id = carrel_library_add_finish (self->library, result, &error);
  g_assert_no_error (error);
  return id;
}

static CarrelRefetch *
fetch_again (Fixture *self, gint64 id, gboolean less, GError **error)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  carrel_library_fetch_again_async (self->library, id, less, TRUE, NULL, NULL,
                                    carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  return carrel_library_fetch_again_finish (self->library, result, error);
}

static CarrelUndo *
assert_fetched (Fixture *self, gint64 id, CarrelRefetchResult expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelRefetch) refetch = fetch_again (self, id, FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpint (refetch->result, ==, expected);
  g_assert_true ((refetch->undo != NULL) == (expected == CARREL_REFETCH_CHANGED));
  g_assert_true ((refetch->revision != NULL) == (expected == CARREL_REFETCH_LESS));
  return g_steal_pointer (&refetch->undo);
}

static GPtrArray *
list (Fixture *self, gint64 id)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *entries;

  carrel_library_load_versions_async (self->library, id, NULL, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  entries = carrel_library_load_versions_finish (self->library, result, &error);
  g_assert_no_error (error);
  return entries;
}

static CarrelUndo *
restore (Fixture *self, gint64 id, gint64 version, GError **error)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  carrel_library_restore_version_async (self->library, id, version, carrel_test_result_cb,
                                        &waiting);
  result = carrel_test_wait_result (&waiting);
  return carrel_library_change_finish (self->library, result, error);
}

static void
undo_it (Fixture *self, CarrelUndo *undo)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (CarrelUndo) nothing = NULL;
  g_autoptr (GError) error = NULL;

  carrel_library_undo_async (self->library, undo, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  nothing = carrel_library_change_finish (self->library, result, &error);
  g_assert_no_error (error);
}

static const CarrelVersionEntry *
get (GPtrArray *entries, guint i)
{
  g_assert_cmpuint (i, <, entries->len);
  return entries->pdata[i];
}

/* ── Tests ── */

/* A text that changed is a version; what the person did stays; every undo puts every row back. */
static void
test_back_and_forth (Fixture *self, gconstpointer data)
{
  gint64 id;
  g_autoptr (GPtrArray) entries = NULL, later = NULL;
  g_autoptr (CarrelUndo) undo = NULL, back = NULL;
  g_autofree char *first = NULL, *second = NULL;

  carrel_test_server_add_page (self->server, "/a", PAGE ("Pools", "First of all. ", "shells"));
  id = add (self, "/a");
  execute (self, "INSERT INTO highlight (article, start, \"end\", exact, prefix, suffix, created) "
                 "VALUES (1, 0, 12, 'First of all', '', '.', 5); INSERT INTO topic (path, key, "
                 "name_key) VALUES ('sea', 'sea', 'sea'); INSERT INTO article_topic (article, "
                 "topic) VALUES (1, 1); UPDATE article SET position_block = 1");
  g_assert_null (assert_fetched (self, id, CARREL_REFETCH_SAME));
  assert_answer (self, "SELECT result FROM refetch", "same\n");
  assert_answer (self, "SELECT count (*) FROM version", "0\n");
  first = ask (self, rows);

  carrel_test_server_add_page (self->server, "/a",
                               PAGE ("Rock Pools", "A word before. First of all. ", "snails"));
  undo = assert_fetched (self, id, CARREL_REFETCH_CHANGED);
  assert_answer (self, "SELECT title FROM article", "Rock Pools\n");
  assert_answer (self, "SELECT start FROM highlight", "15\n");
  assert_answer (self, "SELECT address FROM link WHERE kind = 0", "https://example.org/snails\n");
  assert_answer (self, "SELECT count (*) FROM text_index WHERE text_index MATCH 'before'", "1\n");
  assert_answer (self, "SELECT count (*) FROM article_topic", "1\n");
  assert_answer (self, "SELECT count (*) FROM snapshot", "2\n");
  undo_it (self, undo);
  assert_answer (self, rows, first);
  g_clear_pointer (&undo, carrel_undo_unref);

  undo = assert_fetched (self, id, CARREL_REFETCH_CHANGED);
  second = ask (self, rows);
  entries = list (self, id);
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_true (carrel_version_get (get (entries, 0)->version)->current);
  g_assert_cmpuint (get (entries, 0)->n_added, ==, 4); /* one of them in the title */
  g_assert_cmpuint (get (entries, 0)->n_removed, ==, 0);
  g_assert_cmpstr (carrel_version_get (get (entries, 1)->version)->title, ==, "Pools");

  back = restore (self, id, carrel_version_get (get (entries, 1)->version)->id, NULL);
  assert_answer (self, "SELECT title FROM article", "Pools\n");
  assert_answer (self, "SELECT address FROM link WHERE kind = 0", "https://example.org/shells\n");
  assert_answer (self, "SELECT start FROM highlight", "0\n");
  assert_answer (self, "SELECT count (*) FROM text_index WHERE text_index MATCH 'before'", "0\n");
  undo_it (self, back);
  assert_answer (self, rows, second);
  g_clear_pointer (&back, carrel_undo_unref);

  /* What the page says is a version that was left: it isn't kept twice. */
  back = restore (self, id, carrel_version_get (get (entries, 1)->version)->id, NULL);
  g_clear_pointer (&undo, carrel_undo_unref);
  undo = assert_fetched (self, id, CARREL_REFETCH_CHANGED);
  later = list (self, id);
  g_assert_cmpuint (later->len, ==, 2);
  assert_answer (self, "SELECT title FROM article", "Rock Pools\n");
}

/* What the page doesn't show any more is kept. */
static void
test_gone_and_less (Fixture *self, gconstpointer data)
{
  gint64 id, other;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelRefetch) refetch = NULL, none = NULL;
  g_autofree char *front = carrel_test_server_dup_address (self->server, NULL, "/"), *body = NULL;

  carrel_test_server_add_page (self->server, "/a", PAGE ("Pools", "First of all. ", "shells"));
  id = add (self, "/a");
  body = ask (self, "SELECT html FROM body");

  carrel_test_server_add_page (self->server, "/a",
                               "<html><body><article><h1>Pools</h1><p>First of all. The tide goes "
                               "out twice a day. Subscribe "
                               "to read on, it costs only a little.</p></article></body></html>");
  assert_fetched (self, id, CARREL_REFETCH_LESS);
  assert_answer (self, "SELECT html FROM body", body);
  assert_answer (self, "SELECT result FROM refetch", "less\n");

  carrel_test_server_add_page (self->server, "/", "<html><body>Welcome</body></html>");
  carrel_test_server_add_redirect (self->server, "/a", front);
  assert_fetched (self, id, CARREL_REFETCH_GONE);
  carrel_test_server_add (self->server, "/a", 410, "text/html", "no", -1);
  assert_fetched (self, id, CARREL_REFETCH_GONE);
  assert_answer (self, "SELECT result || ' ' || message FROM refetch",
                 "gone The page is gone from %s (%u)\x1f"
                 "127.0.0.1\x1f"
                 "410\n");
  assert_answer (self, "SELECT html FROM body", body);
  assert_answer (self, "SELECT count (*) FROM version", "0\n");

  /* Trouble says nothing of the page. */
  carrel_test_server_add (self->server, "/a", 503, "text/html", "no", -1);
  none = fetch_again (self, id, FALSE, &error);
  g_assert_null (none);
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_HTTP);
  assert_answer (self, "SELECT result FROM refetch", "gone\n");
  g_clear_error (&error);

  /* With the person's word it is taken, and the longer text is a version. */
  carrel_test_server_add_page (self->server, "/a",
                               "<html><body><article><h1>Pools</h1><p>The tide goes out twice a "
                               "day, and that is all that there is to say of "
                               "it.</p></article></body></html>");
  refetch = fetch_again (self, id, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (refetch->result, ==, CARREL_REFETCH_CHANGED);
  assert_answer (self, "SELECT html FROM version WHERE current = 0", body);

  execute (self, "UPDATE article SET address = 'http://10.0.0.1/a' WHERE id = 1");
  other = id;
  none = fetch_again (self, other, FALSE, &error);
  g_assert_null (none);
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_REFUSED); /* it never came from there */
}

/* What a browser shows of a page that Carrel had only a part of. */
static void
test_saved (Fixture *self, gconstpointer data)
{
  g_autofree char *address = carrel_test_server_dup_address (self->server, NULL, "/a"),
                  *saved = NULL;
  gint64 id;

  carrel_test_server_add_page (
      self->server, "/a",
      "<html><body><article><h1>Pools</h1><p>First of all. The tide goes out twice a day. "
      "Subscribe to read on.</p></article></body></html>");
  id = add (self, "/a");
  saved = g_strdup_printf ("<!-- saved from url=(0020)%s -->%s", address,
                           PAGE ("Pools", "First of all. ", "shells"));
  for (guint round = 0; round < 2; round++) {
    g_autoptr (GBytes) bytes = g_bytes_new (saved, strlen (saved));
    g_autoptr (CarrelAdd) adding = carrel_add_new_for_bytes (bytes, NULL);
    GAsyncResult *waiting = NULL;
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;
    gint64 got;

    carrel_library_add_async (self->library, adding, NULL, carrel_test_result_cb, &waiting);
    result = carrel_test_wait_result (&waiting);
    got = carrel_library_add_finish (self->library, result, &error);
    if (round == 0) {
      g_assert_no_error (error);
      g_assert_cmpint (got, ==, id);
      g_assert_true (carrel_add_is_version (adding));
    } else { /* it says no more than that */
      g_assert_error (error, CARREL_ERROR, CARREL_ERROR_EXISTS);
      g_assert_cmpint (carrel_add_get_existing (adding), ==, id);
    }
    assert_answer (self, "SELECT count (*) FROM version", "2\n");
  }
  g_assert_cmpuint (carrel_test_server_count_requests (self->server, "/a"), ==, 1);
}

/* Any sequence of steps, undone from its end, leaves what was. */
static void
test_random (Fixture *self, gconstpointer data)
{
  static const char *const pages[] = {
    PAGE ("One", "First of all. ", "a"),
    PAGE ("Two", "Second of all. ", "b"),
    PAGE ("Three", "Third. " SENTENCE, "c"),
  };
  g_autoptr (GPtrArray) undos = g_ptr_array_new_with_free_func ((GDestroyNotify) carrel_undo_unref),
                        states = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GRand) rand = g_rand_new_with_seed (15);
  gint64 id;

  carrel_test_server_add_page (self->server, "/a", pages[0]);
  id = add (self, "/a");
  for (guint step = 0; step < 24; step++) {
    char       *state;
    CarrelUndo *undo = NULL;

    /* That it was fetched in vain is noted, and has no undo. */
    execute (self, "DELETE FROM refetch");
    state = ask (self, rows);
    if (g_rand_boolean (rand)) {
      g_autoptr (CarrelRefetch) refetch = NULL;

      carrel_test_server_add_page (self->server, "/a", pages[g_rand_int_range (rand, 0, 3)]);
      refetch = fetch_again (self, id, TRUE, NULL);
      g_assert_nonnull (refetch);
      undo = g_steal_pointer (&refetch->undo);
    } else {
      g_autoptr (GPtrArray) entries = list (self, id);
      const CarrelVersionData *version = carrel_version_get (
          get (entries, (guint) g_rand_int_range (rand, 0, (gint32) entries->len))->version);

      if (version->id != 0 && !version->current)
        undo = restore (self, id, version->id, NULL);
      else
        g_assert_null (restore (self, id, version->id, NULL));
    }
    if (undo) {
      g_ptr_array_add (undos, undo);
      g_ptr_array_add (states, state);
    } else {
      g_free (state);
    }
  }
  g_assert_cmpuint (undos->len, >, 5);
  for (guint i = undos->len; i > 0; i--) {
    undo_it (self, undos->pdata[i - 1]);
    execute (self, "DELETE FROM refetch");
    assert_answer (self, rows, states->pdata[i - 1]);
  }
  assert_answer (self, "SELECT count (*) FROM version", "0\n");
}

#define add_test(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/versions/back-and-forth", test_back_and_forth);
  add_test ("/versions/gone-and-less", test_gone_and_less);
  add_test ("/versions/saved", test_saved);
  add_test ("/versions/random", test_random);
  return g_test_run ();
}
