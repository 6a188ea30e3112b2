/* test-search-beginnings.c: beginnings of words that many articles have are found by looking at the
 * articles; that finds what FTS5 finds, in every order, first rows and all of them. And so do the
 * ways in which an order is walked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test-store.h"
#include "carrel-test.h"
#include "store/carrel-connection-private.h"
#include "store/carrel-search-private.h"
#include "store/carrel-store-private.h"

#include <string.h>

#define N_ARTICLES                                                                                 \
  1400 /* more than are looked at before FTS5 is asked, and more than are sorted                   \
        */
#define FIRST 20

/* ── The library ── */

static void
add_article (CarrelTestStore *self, guint number)
{
  g_autoptr (CarrelDraft) draft = carrel_draft_new ();
  g_autoptr (GString) html = g_string_new ("<p>Words ");
  g_autoptr (GError) error = NULL;

  g_string_append (html, number % 3 == 0   ? "<b>Kou</b>lan "
                         : number % 3 == 1 ? "kouma "
                                           : "KOÙLITO, ");
  g_string_append (html, number % 2 == 0 ? "pentas " : "pena ");
  g_string_append (html, number % 4 == 0 ? "lake" : "sea");
  g_string_append (html, "</p>");
  draft->title = number % 140 == 0 ? g_strdup_printf ("Koulest of %u", number)
                                   : g_strdup_printf ("Piece %u", N_ARTICLES - number);
  draft->site = g_strdup (number % 50 == 1 ? "The Koulers" : "A site");
  draft->added = 1700000000 + (number * 7) % 1000;
  draft->published = 1600000000 + (number * 13) % 500 * 1000;
  draft->language = g_strdup ("en");
  if (number % 9 == 0)
    g_ptr_array_add (draft->topics, g_strdup ("birds"));
  draft->document = carrel_document_read (html->str, (gssize) html->len);
  carrel_draft_complete (draft);
  g_assert_cmpint (
      carrel_store_insert_article (self->connection, draft, NULL, self->changes, &error), ==,
      number);
  g_assert_no_error (error);
}

static void
set_up (CarrelTestStore *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  carrel_test_store_set_up (self, data);
  carrel_connection_begin (self->connection, &error);
  for (guint number = 1; number <= N_ARTICLES; number++)
    add_article (self, number);
  carrel_connection_commit (self->connection, &error);
  g_assert_no_error (error);
}

/* ── Both ways ── */

typedef struct {
  const char *text;
  CarrelSort  sort;
  guint       limit;
  gboolean    complete;
} Question;

/* By looking at articles, or else by FTS5 alone. (transfer full) */
static GArray *
find (CarrelTestStore *self, Question question, gboolean looking, gboolean *capped)
{
  g_autoptr (CarrelQuery) query = carrel_query_parse (question.text, FALSE);
  CarrelSearch search = { query, question.sort, FALSE, question.limit, question.complete };
  g_autoptr (GError) error = NULL;
  GArray *ids;

  self->connection->common = looking ? 1 : G_MAXUINT;
  ids = carrel_store_search (self->connection, &search, NULL, capped, &error);
  g_assert_no_error (error);
  return ids;
}

static void
assert_same (const char *text, CarrelSort sort, GArray *ids, GArray *expected)
{
  if (ids->len == expected->len &&
      (ids->len == 0 || memcmp (ids->data, expected->data, ids->len * sizeof (gint64)) == 0))
    return;
  g_test_message ("«%s» in order %d: %u articles, %u expected", text, sort, ids->len,
                  expected->len);
  g_test_fail ();
}

static void
sort_ids (GArray *ids)
{
  g_array_sort (ids, carrel_store_compare_ids);
}

/* All of them, and the first. */
static void
assert_found (CarrelTestStore *self, const char *text, CarrelSort sort)
{
  Question question = { text, sort, 0, FALSE }, first = { text, sort, FIRST, FALSE };
  g_autoptr (GArray) all = find (self, question, TRUE, NULL);
  g_autoptr (GArray) some = find (self, first, TRUE, NULL);
  g_autoptr (GArray) expected = find (self, question, FALSE, NULL);

  g_array_set_size (some, MIN (some->len, FIRST));
  if (sort == CARREL_SORT_RELEVANCE) {
    g_autoptr (GArray) beginning = g_array_copy (all);

    g_array_set_size (beginning, some->len);
    assert_same (text, sort, some, beginning);
    sort_ids (all);
    sort_ids (expected);
  }
  assert_same (text, sort, all, expected);
  g_array_set_size (expected, some->len);
  if (sort != CARREL_SORT_RELEVANCE)
    assert_same (text, sort, some, expected);
}

/* It says that it has so many articles: how an order is walked depends on it. */
static void
claim (CarrelTestStore *self, guint n)
{
  g_autofree char *sql = g_strdup_printf ("UPDATE counts SET articles = %u, inbox = %u", n, n);
  g_autoptr (GError) error = NULL;

  carrel_connection_execute (self->connection, sql, &error);
  g_assert_no_error (error);
}

static void
test_same (CarrelTestStore *self, gconstpointer data)
{
  static const char *const texts[] = {
    "koul*",
    "Koùl*",
    "koul* pent*",
    "lake koul*",
    "koul* pe*",
    "koul* la*",
    "la* koul*",
    "lak* koul* pent*",
    "koul* -lake",
    "koul* title:o*",
    "koul* kouli*",
    "koul* is:inbox",
    "koul* topic:birds",
    "\"koul*\"",
    "koul* (lake OR sea)",
    "koul* -pent* lake",
    "koulitos*",
    "zzzz*",
    "koul* zzzz*",
    "sea",
    "sea -lake",
    "\"words koulan\"",
    "kouma sea",
    "koul* bird*",
  };

  static const CarrelSort sorts[] = { CARREL_SORT_RELEVANCE, CARREL_SORT_ADDED, CARREL_SORT_TITLE };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint k = 0; k < G_N_ELEMENTS (sorts); k++)
      assert_found (self, texts[i], sorts[k]);
  claim (self, 60000);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_found (self, texts[i], CARREL_SORT_PUBLISHED);
  claim (self, N_ARTICLES);
}

/* ── Their order ── */

/* As short beginnings: titles first, then the newest; ranked, where all is. */
static void
test_order (CarrelTestStore *self, gconstpointer data)
{
  Question question = { "koul*", CARREL_SORT_RELEVANCE, FIRST, FALSE },
           complete = { "koul*", CARREL_SORT_RELEVANCE, 0, TRUE };
  gboolean capped = FALSE, capped_ranked = TRUE, capped_all = TRUE;
  g_autoptr (GArray) ids = find (self, question, TRUE, &capped);
  g_autoptr (GArray) ranked = find (self, question, FALSE, &capped_ranked);
  g_autoptr (GArray) all = find (self, complete, TRUE, &capped_all);
  g_autoptr (GArray) expected = find (self, complete, FALSE, NULL);

  g_assert_true (capped);
  g_assert_false (capped_ranked);
  g_assert_false (capped_all);
  g_assert_cmpuint (ids->len, ==, FIRST);
  for (guint i = 0; i < N_ARTICLES / 140; i++)
    g_assert_cmpint (g_array_index (ids, gint64, i), ==, N_ARTICLES - 140 * i);
  for (guint i = N_ARTICLES / 140 + 1; i < FIRST; i++)
    g_assert_cmpint (g_array_index (ids, gint64, i), <, g_array_index (ids, gint64, i - 1));
  assert_same (question.text, question.sort, all, expected);
  g_clear_pointer (&ids, g_array_unref);
  question.text = "koulest*"; /* few have it: FTS5 has them at once, ranked */
  ids = find (self, question, TRUE, &capped);
  g_assert_cmpuint (ids->len, ==, N_ARTICLES / 140);
  g_assert_false (capped);
}

/* ── Scattered ── */

#define N_SCATTERED 8000 /* so many that those that stand together by title are far apart by id */

static guint
scatter (guint number)
{
  number = (number ^ number >> 16) * 0x45d9f3bu;
  number = (number ^ number >> 16) * 0x45d9f3bu;
  return number ^ number >> 16;
}

static void
set_up_scattered (CarrelTestStore *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  carrel_test_store_set_up (self, data);
  carrel_connection_begin (self->connection, &error);
  for (guint number = 1; number <= N_SCATTERED; number++) {
    g_autoptr (CarrelDraft) draft = carrel_draft_new ();
    g_autofree char *html =
        g_strdup_printf ("<p>%s %s %s %s</p>", number % 4 == 0 ? "gulls" : "Sea",
                         number % 7 == 0 ? "rivers" : "river", number % 3 == 0 ? "koulan" : "lake",
                         number % 10 == 0 ? "pool" : "sand");

    draft->title = g_strdup_printf ("Piece %u", scatter (number));
    draft->document = carrel_document_read (html, (gssize) strlen (html));
    carrel_draft_complete (draft);
    carrel_store_insert_article (self->connection, draft, NULL, self->changes, &error);
    g_assert_no_error (error);
  }
  carrel_connection_commit (self->connection, &error);
  g_assert_no_error (error);
}

static int
keep_asked (unsigned int what, void *data, void *statement, void *sql)
{
  char *asked = sqlite3_expanded_sql (statement);

  if (strstr (asked, "MATCH"))
    g_ptr_array_add (data, g_strdup (asked));
  sqlite3_free (asked);
  return 0;
}

/* How often FTS5 is asked for a range of articles, where its lists or the articles themselves say
 * it sooner; and whether for a beginning, too, of which the articles are looked at. */
static void
count_asked (CarrelTestStore *self, const char *text, guint *n_ranges, guint *n_beginnings)
{
  g_autoptr (GPtrArray) asked = g_ptr_array_new_with_free_func (g_free);
  Question question = { text, CARREL_SORT_TITLE, FIRST, FALSE };
  g_autoptr (GArray) ids = NULL;

  sqlite3_trace_v2 (self->connection->db, SQLITE_TRACE_STMT, keep_asked, asked);
  ids = find (self, question, TRUE, NULL);
  sqlite3_trace_v2 (self->connection->db, 0, NULL, NULL);
  g_assert_cmpuint (ids->len, ==, FIRST);
  g_assert_cmpuint (asked->len, >, 0);
  *n_ranges = *n_beginnings = 0;
  for (guint i = 0; i < asked->len; i++) {
    *n_ranges += strstr (asked->pdata[i], "BETWEEN") != NULL;
    *n_beginnings += strstr (asked->pdata[i], "\" *") != NULL;
  }
}

static void
test_scattered (CarrelTestStore *self, gconstpointer data)
{
  static const char *const texts[] = {
    "\"river lake pool\"", "sea",           "river", "sea river", "river koul*",
    "sea lake sand",       "\"lake sand\"", "pool",  "sea -sand", "sea pool",
    "title:piece",         "sea OR gulls",  "rivers"
  };
  static const guint claims[] = { N_SCATTERED, 200000 };

  for (guint k = 0; k < G_N_ELEMENTS (claims); k++) {
    claim (self, claims[k]);
    for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
      guint n_ranges, n_beginnings;

      assert_found (self, texts[i], CARREL_SORT_TITLE);
      if (strpbrk (texts[i], ":-")) /* it can't be looked at */
        continue;
      count_asked (self, texts[i], &n_ranges, &n_beginnings);
      g_test_message ("«%s» of %u: %u ranges", texts[i], claims[k], n_ranges);
      g_assert_cmpuint (n_ranges, ==, 0);
      g_assert_cmpuint (n_beginnings, ==, 0);
    }
  }
  claim (self, N_SCATTERED);
}

/* Where one word is rarer than the others only the articles that have it are looked at. */
static void
test_sifted (CarrelTestStore *self, gconstpointer data)
{
  g_autoptr (GPtrArray) asked = g_ptr_array_new_with_free_func (g_free);
  Question question = { "\"river koulan\"", CARREL_SORT_TITLE, 80, FALSE }, all = question;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GArray) expected = NULL;
  gboolean rarest = FALSE;

  claim (self, 60000);
  sqlite3_trace_v2 (self->connection->db, SQLITE_TRACE_STMT, keep_asked, asked);
  ids = find (self, question, TRUE, NULL);
  sqlite3_trace_v2 (self->connection->db, 0, NULL, NULL);
  for (guint i = 0; i < asked->len; i++)
    rarest = rarest || g_str_has_suffix (asked->pdata[i], "MATCH '\"koulan\"'");
  g_assert_true (rarest);
  all.limit = 0;
  expected = find (self, all, FALSE, NULL);
  g_array_set_size (expected, question.limit);
  assert_same (question.text, question.sort, ids, expected);
  claim (self, N_SCATTERED);
}

/* By date of addition a part of the index tells that very many match: the newest will do. */
static void
test_plenty (CarrelTestStore *self, gconstpointer data)
{
  static const char *const texts[] = { "sea river", "\"lake sand\"" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GPtrArray) asked = g_ptr_array_new_with_free_func (g_free);
    Question question = { texts[i], CARREL_SORT_ADDED, FIRST, FALSE };
    g_autoptr (GArray) ids = NULL;
    gboolean newest = FALSE;

    sqlite3_trace_v2 (self->connection->db, SQLITE_TRACE_STMT, keep_asked, asked);
    ids = find (self, question, TRUE, NULL);
    sqlite3_trace_v2 (self->connection->db, 0, NULL, NULL);
    g_assert_cmpuint (ids->len, ==, FIRST);
    for (guint k = 0; k < asked->len; k++)
      newest = newest || strstr (asked->pdata[k], "DESC");
    g_assert_true (newest);
    assert_found (self, texts[i], CARREL_SORT_ADDED);
  }
}

/* ── In an article ── */

static void
test_groups (CarrelTestStore *self, gconstpointer data)
{
  static const char html[] = "<p>Lake and sea, lake; <b>sea</b> river.</p><p>Sand 海边的灯塔</p>";
  static const struct {
    const char *match;
    gboolean    has;
  } cases[] = {
    { "\"sea lake\"", TRUE },
    { "\"sea lake sea\"", TRUE },
    { "\"lake sea lake\"", FALSE },
    { "\"evening sea\"", TRUE },
    { "\"sea shore\"", FALSE }, /* the end of the title, and the site */
    { "\"evening sea\" AND \"river sand\"", TRUE },
    { "\"evening sea\" AND \"river pool\"", FALSE },
    { "(\"pool\" OR \"sand\") AND \"shore\"", TRUE },
    { "(\"pool\" OR \"rock\") AND \"shore\"", FALSE },
    { "\"灯 塔\"", TRUE },
    { "\"塔 灯\"", FALSE },
  };
  static const char *const others[] = {
    "\"sea\" *", "\"sea\" NOT \"lake\"", "title : \"sea\"", "NEAR(\"sea\" \"lake\", 5)", "\"\"", ""
  };
  g_autoptr (CarrelDraft) draft = carrel_draft_new ();
  g_autoptr (GError) error = NULL;
  gint64 id;
  gsize  bytes = 0;

  draft->title = g_strdup ("Evening Sea");
  draft->site = g_strdup ("Shore");
  draft->document = carrel_document_read (html, (gssize) strlen (html));
  carrel_draft_complete (draft);
  carrel_connection_begin (self->connection, &error);
  id = carrel_store_insert_article (self->connection, draft, NULL, self->changes, &error);
  carrel_connection_commit (self->connection, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CarrelSearchGroups) groups = carrel_search_groups_new (cases[i].match);

    g_test_message ("%s", cases[i].match);
    g_assert_nonnull (groups);
    for (guint again = 0; again < 2; again++) /* nothing is left of the article before */
      g_assert_cmpint (carrel_search_groups_have (groups, self->connection, id, &bytes), ==,
                       cases[i].has);
  }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_null (carrel_search_groups_new (others[i]));
  g_assert_cmpuint (bytes, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/search/beginnings/same", CarrelTestStore, NULL, set_up, test_same,
              carrel_test_store_tear_down);
  g_test_add ("/search/beginnings/order", CarrelTestStore, NULL, set_up, test_order,
              carrel_test_store_tear_down);
  g_test_add ("/search/beginnings/scattered", CarrelTestStore, NULL, set_up_scattered,
              test_scattered, carrel_test_store_tear_down);
  g_test_add ("/search/beginnings/sifted", CarrelTestStore, NULL, set_up_scattered, test_sifted,
              carrel_test_store_tear_down);
  g_test_add ("/search/beginnings/plenty", CarrelTestStore, NULL, set_up_scattered, test_plenty,
              carrel_test_store_tear_down);
  g_test_add ("/search/beginnings/groups", CarrelTestStore, NULL, carrel_test_store_set_up,
              test_groups, carrel_test_store_tear_down);
  return g_test_run ();
}
