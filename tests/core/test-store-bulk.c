/* test-store-bulk.c: many articles in a row.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test-store.h"
#include "carrel-test.h"
#include "store/carrel-statement.h"
#include "store/carrel-store.h"

typedef CarrelTestStore Fixture;

static gint64
ask (Fixture *self, const char *sql)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare_once (self->connection, sql);
  g_autoptr (GError) error = NULL;
  gint64 answer = carrel_statement_next (statement) ? carrel_statement_get_int (statement, 0) : -1;

  carrel_statement_finish (statement, &error);
  g_assert_no_error (error);
  return answer;
}

static guint
count_found (Fixture *self, const char *text)
{
  g_autoptr (CarrelQuery) query = carrel_query_parse (text, FALSE);
  g_autoptr (GError) error = NULL;
  CarrelSearch search = { query, CARREL_SORT_ADDED, FALSE, 0, FALSE };
  g_autoptr (GArray) ids = carrel_store_search (self->connection, &search, NULL, NULL, &error);

  g_assert_no_error (error);
  return ids->len;
}

/* In the open transaction. Texts of the same length, each with a word of its own. */
static gint64
insert (Fixture *self, guint number)
{
  g_autofree char *title = g_strdup_printf ("Title %03u", number),
                  *address = g_strdup_printf ("https://example.org/%u", number),
                  *html = g_strdup_printf ("<p>common word%03u</p>", number);
  g_autoptr (CarrelDraft) draft = carrel_test_store_new_draft (title, address, html);
  g_autoptr (GError) error = NULL;
  gint64 id;

  g_ptr_array_add (draft->topics, g_strdup ("bulk"));
  id = carrel_store_insert_article (self->connection, draft, NULL, self->changes, &error);
  g_assert_no_error (error);
  return id;
}

static void
test_many (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *body = NULL;
  gint64           id = 0;

  g_assert_true (carrel_store_begin_bulk (self->connection, &error));
  for (guint batch = 0; batch < 3; batch++) {
    g_assert_true (carrel_connection_begin (self->connection, &error));
    for (guint i = 0; i < 40; i++)
      id = insert (self, batch * 40 + i);
    if (batch == 1)
      carrel_connection_rollback (self->connection); /* and nothing is left of them */
    else
      g_assert_true (carrel_connection_commit (self->connection, &error));
  }
  /* A piece of the index for each transaction, not for each article. */
  g_assert_cmpint (ask (self, "SELECT count (DISTINCT segid) FROM text_index_idx"), ==, 2);
  g_assert_cmpint (ask (self, "SELECT count (DISTINCT segid) FROM beginning_index_idx"), ==, 2);
  g_assert_true (carrel_store_end_bulk (self->connection, &error));
  g_assert_no_error (error);

  body = carrel_store_load_body (self->connection, id, &error);
  g_assert_cmpstr (body, ==, "<p>common word119</p>\n");
  g_assert_cmpint (ask (self, "SELECT count (*) FROM body"), ==, 80);
  g_assert_cmpuint (count_found (self, "common"), ==, 80);
  g_assert_cmpuint (count_found (self, "word039"), ==, 1);
  g_assert_cmpuint (count_found (self, "word040"), ==, 0);
  g_assert_cmpuint (count_found (self, "title topic:bulk wo*"), ==, 80);
  carrel_test_store_assert_sound (self->connection);
}

/* What comes afterwards is there at once, and again many can come. */
static void
test_afterwards (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  for (guint round = 0; round < 2; round++) {
    g_autofree char *body = NULL;
    gint64           id;

    g_assert_true (carrel_store_begin_bulk (self->connection, &error));
    g_assert_true (carrel_connection_begin (self->connection, &error));
    insert (self, 2 * round);
    g_assert_true (carrel_connection_commit (self->connection, &error));
    g_assert_true (carrel_store_end_bulk (self->connection, &error));

    g_assert_true (carrel_connection_begin (self->connection, &error));
    id = insert (self, 2 * round + 1);
    body = carrel_store_load_body (self->connection, id, &error);
    g_assert_nonnull (body);
    g_assert_true (carrel_connection_commit (self->connection, &error));
    g_assert_no_error (error);
  }
  g_assert_cmpuint (count_found (self, "common"), ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store-bulk/many", Fixture, NULL, carrel_test_store_set_up, test_many,
              carrel_test_store_tear_down);
  g_test_add ("/store-bulk/afterwards", Fixture, NULL, carrel_test_store_set_up, test_afterwards,
              carrel_test_store_tear_down);
  return g_test_run ();
}
