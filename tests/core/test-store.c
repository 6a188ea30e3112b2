/* test-store.c: the tables, as functions on a connection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-time.h"
#include "carrel-test-store.h"
#include "carrel-test.h"
#include "store/carrel-schema.h"
#include "store/carrel-store.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

typedef CarrelTestStore Fixture;

static void
assert_found (Fixture *self, const char *text, CarrelSort sort, const char *expected)
{
  g_autoptr (CarrelQuery) query = carrel_query_parse (text, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) found = g_string_new (NULL);
  CarrelSearch search = { query, sort, FALSE, 0, FALSE };
  guint        total;
  g_autoptr (GArray) ids = carrel_store_search (self->connection, &search, &total, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (total, ==, ids->len);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (found, "%s%" G_GINT64_FORMAT, i ? " " : "",
                            g_array_index (ids, gint64, i));
  if (strcmp (found->str, expected) != 0)
    g_test_message ("«%s»", text);
  g_assert_cmpstr (found->str, ==, expected);
}

/* ── Tests ── */

static void
test_saved_articles_are_read (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = carrel_test_store_add (self, "Lighthouses", "https://example.org/a?utm_source=x",
                                     "<p>The lamp turns.</p>");
  g_autoptr (CarrelArticle) article = carrel_store_load_article (self->connection, id, &error);
  g_autofree char *body = carrel_store_load_body (self->connection, id, &error);
  g_autoptr (CarrelArticleDetails) details =
      carrel_store_load_details (self->connection, id, &error);
  gboolean trashed = TRUE;

  g_assert_no_error (error);
  g_assert_cmpstr (carrel_article_get_title (article), ==, "Lighthouses");
  g_assert_cmpstr (carrel_article_get (article)->site, ==, "example.org");
  g_assert_cmpuint (carrel_article_get (article)->words, ==, 3);
  g_assert_cmpstr (body, ==, "<p>The lamp turns.</p>\n");
  g_assert_cmpint (details->position_block, ==, -1);
  g_assert_cmpint (carrel_store_find_address (self->connection, "http://www.example.org/a/#top",
                                              &trashed, &error),
                   ==, id);
  g_assert_false (trashed);
  g_assert_cmpint (carrel_store_find_title (self->connection, "LIGHTHOUSES!", NULL, &error), ==,
                   id);
  g_assert_null (carrel_store_load_article (self->connection, 99, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND);
}

static void
test_same_address_is_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (CarrelDraft) again =
      carrel_test_store_new_draft ("Other", "https://example.org/a/", "<p>x</p>");
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autoptr (GError) error = NULL;
  gint64 id = carrel_test_store_add (self, "Lighthouses", "https://www.example.org/a", "<p>x</p>"),
         existing;

  g_assert_true (carrel_connection_begin (self->connection, NULL));
  g_assert_cmpint (
      carrel_store_insert_article (self->connection, again, &existing, changes, &error), ==, 0);
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_EXISTS);
  g_assert_nonnull (strstr (error->message, "Lighthouses"));
  g_assert_cmpint (existing, ==, id);
  carrel_connection_rollback (self->connection);
  /* From the trash it comes back. */
  g_assert_true (carrel_store_trash (self->connection, &id, 1, NULL, changes, NULL));
  g_assert_cmpint (carrel_test_store_add (self, "Other", "https://example.org/a", "<p>x</p>"), ==,
                   id);
  assert_found (self, "", CARREL_SORT_ADDED, "1");
}

static void
test_searches (Fixture *self, gconstpointer data)
{
  CarrelDraft *draft;

  carrel_test_store_add (self, "Lighthouses of the North", "https://example.org/a",
                         "<p>The lamp turns in the café.</p>");
  carrel_test_store_add (self, "Café culture", "https://news.example.com/b",
                         "<p>Coffee and newspapers. State-of-the-art machines.</p>");
  draft = carrel_test_store_new_draft ("人工智能的未来", "https://example.cn/c",
                                       "<p>机器学习改变世界。</p>");
  draft->byline = g_strdup ("Wei Zhang");
  carrel_test_store_save (self, draft);
  carrel_test_store_add (self, "Straße im Regen", NULL, "<p>Über die Brücke. ภาษาไทยเขียนติดกัน</p>");
  carrel_test_store_tag (self, 1, "Sea/Lights");
  carrel_test_store_tag (self, 2, "drinks");

  assert_found (self, "", CARREL_SORT_ADDED, "4 3 2 1");
  assert_found (self, "", CARREL_SORT_TITLE, "2 1 4 3");
  assert_found (self, "lamp", CARREL_SORT_RELEVANCE, "1");
  assert_found (self, "cafe", CARREL_SORT_RELEVANCE, "2 1");
  assert_found (self, "CAFÉ", CARREL_SORT_ADDED, "2 1");
  assert_found (self, "\"state of the art\"", CARREL_SORT_RELEVANCE, "2");
  assert_found (self, "art-machines", CARREL_SORT_RELEVANCE, "2");
  assert_found (self, "light*", CARREL_SORT_RELEVANCE, "1");
  assert_found (self, "li*", CARREL_SORT_RELEVANCE, "1");
  assert_found (self, "title:li*", CARREL_SORT_RELEVANCE, "1");
  assert_found (self, "c*", CARREL_SORT_RELEVANCE, "2 3 1"); /* the title first */
  assert_found (self, "cafe -coffee", CARREL_SORT_RELEVANCE, "1");
  assert_found (self, "-coffee", CARREL_SORT_ADDED, "4 3 1");
  assert_found (self, "lamp OR coffee", CARREL_SORT_ADDED, "2 1");
  assert_found (self, "lamp OR topic:drinks", CARREL_SORT_ADDED, "2 1");
  assert_found (self, "智能", CARREL_SORT_RELEVANCE, "3");
  assert_found (self, "学", CARREL_SORT_RELEVANCE, "3");
  assert_found (self, "智学", CARREL_SORT_RELEVANCE, "");
  assert_found (self, "ไทย", CARREL_SORT_RELEVANCE, "4");
  assert_found (self, "strasse", CARREL_SORT_RELEVANCE, "4");
  assert_found (self, "uber", CARREL_SORT_RELEVANCE, "4");
  assert_found (self, "author:wei", CARREL_SORT_RELEVANCE, "3");
  assert_found (self, "site:example.com", CARREL_SORT_RELEVANCE, "2");
  assert_found (self, "site:example", CARREL_SORT_ADDED, "3 2 1");
  assert_found (self, "topic:sea", CARREL_SORT_ADDED, "1");
  assert_found (self, "topic:sea/lights", CARREL_SORT_ADDED, "1");
  assert_found (self, "topic:lights", CARREL_SORT_ADDED, "1");
  assert_found (self, "topic:se*", CARREL_SORT_ADDED, "1");
  assert_found (self, "topic:none", CARREL_SORT_ADDED, "4 3");
  assert_found (self, "drinks", CARREL_SORT_RELEVANCE, "2");
  assert_found (self, "drinks", CARREL_SORT_TITLE, "2");
  assert_found (self, "lang:zh", CARREL_SORT_ADDED, "3");
  assert_found (self, "is:unread is:inbox", CARREL_SORT_ADDED, "4 3 2 1");
  assert_found (self, "is:favourite", CARREL_SORT_ADDED, "");
  assert_found (self, "added:2026", CARREL_SORT_ADDED, "4 3 2 1");
  assert_found (self, "added:2025", CARREL_SORT_ADDED, "");
  assert_found (self, "words:>5", CARREL_SORT_LENGTH, "4 1");
  assert_found (self, "++", CARREL_SORT_RELEVANCE, "");
  assert_found (self, "id:2", CARREL_SORT_RELEVANCE, "2");
}

/* Whatever is typed, nothing fails. */
static void
test_hostile_searches (Fixture *self, gconstpointer data)
{
  static const char *const texts[] = {
    "\"",
    "'",
    "''; DROP TABLE article; --",
    "NEAR(a b)",
    "a NEAR b",
    "^a",
    "{title}:x",
    "title : x",
    "*",
    "a*b*",
    "AND",
    "OR OR",
    "NOT",
    "(((((",
    ")))",
    "-",
    "--a",
    "-(a OR -b)",
    "\"a\" \"",
    "a:b:c",
    "topic:",
    "topic:%",
    "topic:_*",
    "is:",
    "added:..",
    "words:>",
    "links-to:x",
    "links-to:-1",
    "id:99999999999999999999",
    "\xff\xfe",
    "a\x01\x02",
    "\xe2\x80\xae"
    "abc",
    "title:\"\" site:\"\"",
    "site:a.b%",
    "ﬁ",
    "ß",
    "\xf0\x9f\x92\xa9",
    "a OR",
    "OR a",
    "(a OR b) (c OR -d)",
    "x AND NOT y",
    "lang:%",
    "author:*",
    "+a +b",
    "col:val",
    "\\",
    "[a]",
    "a;b",
    "0",
    "-1",
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260101);

  carrel_test_store_add (self, "a b c", "https://example.org/a", "<p>a b c x y 0</p>");
  for (guint i = 0; i < G_N_ELEMENTS (texts) + 3000; i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (CarrelQuery) query = NULL;
    g_autoptr (GError) error = NULL;
    CarrelSearch search = { NULL, (CarrelSort) (i % 7), i % 2, i % 3, i % 4 == 0 };
    g_autoptr (GArray) ids = NULL;
    g_autoptr (GPtrArray) snippets = NULL;
    gint64 one = 1;

    if (i < G_N_ELEMENTS (texts))
      g_string_assign (text, texts[i]);
    else
      for (int n = g_rand_int_range (rand, 1, 6); n > 0; n--)
        g_string_append_printf (text, "%s%s",
                                texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))],
                                g_rand_boolean (rand) ? " " : "");
    query = carrel_query_parse (text->str, i % 5 == 0);
    search.query = query;
    ids = carrel_store_search (self->connection, &search, NULL, NULL, &error);
    if (error)
      g_test_message ("«%s»", text->str);
    g_assert_no_error (error);
    snippets = carrel_store_load_snippets (self->connection, &one, 1, query, 120, &error);
    g_assert_no_error (error);
  }
}

static void
test_snippets (Fixture *self, gconstpointer data)
{
  static const struct {
    const char *query, *snippet;
  } cases[] = {
    { "lamp", "…The keeper lit the \xee\x80\x80"
              "lamp\xee\x80\x81 at dusk. Nobody else had…" },
    { "nobo*", "…lit the lamp at dusk. \xee\x80\x80Nobody\xee\x80\x81 else had seen it." },
    { "\"at dusk\"", "…The keeper lit the lamp \xee\x80\x80"
                     "at dusk\xee\x80\x81. Nobody else had…" },
    { "absent", NULL },
  };
  gint64 id = carrel_test_store_add (
      self, "x", NULL,
      "<p>A paragraph before it all.</p><p>The keeper lit the lamp at dusk. Nobody "
      "else had seen it.</p>");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CarrelQuery) query = carrel_query_parse (cases[i].query, FALSE);
    g_autoptr (GPtrArray) snippets =
        carrel_store_load_snippets (self->connection, &id, 1, query, 50, NULL);

    g_assert_cmpstr (snippets->pdata[0], ==, cases[i].snippet);
  }
}

static guint
count_topic (Fixture *self, const char *path)
{
  g_autoptr (GPtrArray) topics = carrel_store_load_topics (self->connection, NULL);

  for (guint i = 0; i < topics->len; i++)
    if (strcmp (carrel_topic_get_path (topics->pdata[i]), path) == 0)
      return carrel_topic_get_n_articles (topics->pdata[i]);
  return G_MAXUINT;
}

static void
test_topics (Fixture *self, gconstpointer data)
{
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autoptr (GError) error = NULL;
  gint64 a = carrel_test_store_add (self, "A", NULL, "<p>a</p>"),
         b = carrel_test_store_add (self, "B", NULL, "<p>b</p>");

  carrel_test_store_tag (self, a, "ai/llm");
  carrel_test_store_tag (self, a, "AI/vision");
  carrel_test_store_tag (self, b, "ai");
  g_assert_cmpuint (count_topic (self, "ai"), ==, 2); /* distinct */
  g_assert_cmpuint (count_topic (self, "ai/llm"), ==, 1);
  g_assert_true (
      carrel_store_rename_topic (self->connection, "AI", "science/ai", NULL, changes, &error));
  g_assert_cmpuint (count_topic (self, "science"), ==, 2);
  g_assert_cmpuint (count_topic (self, "science/ai/llm"), ==, 1);
  carrel_test_store_assert_sound (self->connection);
  g_assert_false (carrel_store_rename_topic (self->connection, "science", "science/ai/x", NULL,
                                             changes, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (carrel_store_rename_topic (self->connection, "science/ai/llm",
                                             "science/ai/vision", NULL, changes, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (carrel_store_merge_topics (self->connection, "science/ai", "machines", NULL,
                                            changes, &error));
  g_assert_cmpuint (count_topic (self, "machines"), ==, 2);
  g_assert_cmpuint (count_topic (self, "machines/llm"), ==, 1);
  g_assert_cmpuint (count_topic (self, "science"), ==, 0);
  g_assert_cmpuint (count_topic (self, "science/ai"), ==, G_MAXUINT);
  g_assert_true (carrel_store_trash (self->connection, &a, 1, NULL, changes, &error));
  g_assert_cmpuint (count_topic (self, "machines"), ==, 1);
  g_assert_true (carrel_store_delete_topic (self->connection, "machines", NULL, changes, &error));
  g_assert_cmpuint (count_topic (self, "machines"), ==, G_MAXUINT);
  g_assert_false (carrel_store_delete_topic (self->connection, "machines", NULL, changes, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND);
}

static guint
count_wanted (Fixture *self)
{
  CarrelCounts counts;
  g_autoptr (GPtrArray) wanted = carrel_store_load_wanted (self->connection, 0, NULL);

  g_assert_true (carrel_store_load_counts (self->connection, &counts, NULL));
  g_assert_cmpuint (wanted->len, ==, counts.wanted);
  return counts.wanted;
}

static void
test_links_find_their_targets (Fixture *self, gconstpointer data)
{
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  CarrelDraft *draft =
      carrel_test_store_new_draft ("First", "https://a.example/first",
                                   "<p>See <a href=\"https://b.example/second?utm_source=x\">the "
                                   "second</a> and <a href=\"https://b.example/\">home</a>.</p>");
  gint64 first, second, third;
  g_autoptr (GPtrArray) links = NULL, back = NULL;

  carrel_draft_add_reference (draft, "A Third Thing!", NULL);
  carrel_draft_add_reference (draft, "A fourth thing", "https://c.example/4");
  first = carrel_test_store_save (self, draft);
  g_assert_cmpuint (count_wanted (self), ==,
                    2); /* what is listed; one mention alone is not wanted */

  second = carrel_test_store_add (
      self, "Second", "http://www.b.example/second",
      "<p>I am second to <a href=\"https://a.example/first\">the first</a>.</p>");
  third = carrel_test_store_add (self, "a third thing", NULL, "<p>x</p>");
  g_assert_cmpuint (count_wanted (self), ==, 1);
  links = carrel_store_load_links (self->connection, first, 0, NULL);
  g_assert_cmpuint (links->len, ==, 4);
  g_assert_cmpint (carrel_link_get (links->pdata[0])->target, ==, second);
  g_assert_cmpstr (carrel_link_get (links->pdata[0])->context, ==, "See the second and home.");
  g_assert_cmpint (carrel_link_get (links->pdata[1])->target, ==, third);
  g_assert_cmpint (carrel_link_get (links->pdata[2])->target, ==, 0);
  g_assert_true (carrel_link_get (links->pdata[3])->backlink);
  assert_found (self, "links-to:2", CARREL_SORT_ADDED, "1");
  assert_found (self, "linked-from:1", CARREL_SORT_ADDED, "3 2");
  assert_found (self, "is:orphan", CARREL_SORT_ADDED, "");

  g_assert_true (carrel_store_trash (self->connection, &first, 1, NULL, changes, NULL));
  g_assert_cmpuint (count_wanted (self), ==, 0);
  back = carrel_store_load_links (self->connection, third, 0, NULL);
  g_assert_cmpuint (back->len, ==, 0);
  g_assert_true (carrel_store_restore (self->connection, &first, 1, NULL, changes, NULL));
  g_assert_cmpuint (count_wanted (self), ==, 1);
  carrel_test_store_assert_sound (self->connection);
  /* Gone for good: what it was the target of is wanted again. */
  g_assert_true (carrel_store_trash (self->connection, &third, 1, NULL, changes, NULL));
  {
    guint n;

    g_assert_true (carrel_store_purge (self->connection, G_MAXINT64, &n, changes, NULL));
    g_assert_cmpuint (n, ==, 1);
  }
  g_assert_cmpuint (count_wanted (self), ==, 2);
}

static void
test_links_by_hand (Fixture *self, gconstpointer data)
{
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  g_autoptr (GError) error = NULL;
  gint64 a = carrel_test_store_add (self, "A", NULL, "<p>a</p>"),
         b = carrel_test_store_add (self, "B", NULL, "<p>b</p>"), link;

  link = carrel_store_link (self->connection, a, b,
                            &(CarrelLinkSaid) { .kind = CARREL_LINK_SUPPORTS, .note = "why" }, NULL,
                            changes, &error);
  g_assert_no_error (error);
  g_assert_cmpint (
      carrel_store_link (self->connection, a, b,
                         &(CarrelLinkSaid) { .kind = CARREL_LINK_SUPPORTS, .note = NULL }, NULL,
                         changes, &error),
      ==, link);
  g_assert_cmpint (
      carrel_store_link (self->connection, a, a,
                         &(CarrelLinkSaid) { .kind = CARREL_LINK_SUPPORTS, .note = NULL }, NULL,
                         changes, &error),
      ==, 0);
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (
      carrel_store_link (self->connection, a, b,
                         &(CarrelLinkSaid) { .kind = CARREL_LINK_MENTIONS, .note = NULL }, NULL,
                         changes, &error),
      ==, 0);
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (
      carrel_store_link (self->connection, a, 77,
                         &(CarrelLinkSaid) { .kind = CARREL_LINK_RELATED, .note = NULL }, NULL,
                         changes, &error),
      ==, 0);
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (carrel_store_unlink (self->connection, link, NULL, changes, &error));
  g_assert_false (carrel_store_unlink (self->connection, link, NULL, changes, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND);
}

static void
test_blobs (Fixture *self, gconstpointer data)
{
  static const char png[] = "\x89PNG not really";
  CarrelDraft      *draft = carrel_test_store_new_draft (
      "P", NULL, "<figure><img src=\"https://a.example/i.png\"></figure><p>text</p>");
  g_autoptr (GBytes) bytes = g_bytes_new_static (png, sizeof png - 1),
                     page = g_bytes_new_static ("<html>page</html>", 17);
  g_autofree char *body = NULL, *stray = g_build_filename (self->folder, "blobs", "ab", NULL),
                  *file = g_build_filename (stray, "cdef", NULL);
  CarrelSnapshotData *snapshot;
  g_autoptr (CarrelHealth) health = NULL;
  struct utimbuf old = { 1000, 1000 };
  gint64         id;

  carrel_draft_add_image (draft, "https://a.example/i.png", bytes, "image/png", 640, 480);
  carrel_draft_set_snapshot (draft, page, "text/html", "utf-8", "https://a.example/p", 5, 200);
  id = carrel_test_store_save (self, draft);
  body = carrel_store_load_body (self->connection, id, NULL);
  g_assert_true (g_str_has_prefix (body, "<figure><img src=\"blob:"));
  g_assert_nonnull (strstr (body, "width=\"640\" height=\"480\""));
  snapshot = carrel_store_load_snapshot (self->connection, id, NULL);
  g_assert_true (g_bytes_equal (snapshot->bytes, page));
  g_assert_cmpuint (snapshot->status, ==, 200);
  {
    g_autoptr (CarrelDraft) carrier = carrel_draft_new ();

    carrier->snapshot = snapshot; /* frees it */
  }
  assert_found (self, "has:image", CARREL_SORT_ADDED, "1");
  /* What nobody mentions is swept, but only when it is old. */
  g_mkdir_with_parents (stray, 0700);
  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  health = carrel_store_check (self->connection, NULL, NULL, NULL);
  g_assert_cmpuint (health->n_swept, ==, 0);
  g_assert_cmpuint (health->n_blobs, ==, 2);
  g_assert_cmpint (g_utime (file, &old), ==, 0);
  g_clear_pointer (&health, carrel_health_free);
  health = carrel_store_check (self->connection, NULL, NULL, NULL);
  g_assert_cmpuint (health->n_swept, ==, 1);
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
}

/* Lists are read by their index: no sort of the whole library. */
static void
test_lists_need_no_sort (Fixture *self, gconstpointer data)
{
  static const char *const queries[] = {
    "EXPLAIN QUERY PLAN SELECT a.id FROM article a WHERE a.trashed = 0 ORDER BY a.added DESC, a.id "
    "DESC LIMIT 100",
    "EXPLAIN QUERY PLAN SELECT a.id FROM article a WHERE a.trashed = 0 AND a.place = 0 ORDER BY "
    "a.added DESC, a.id DESC LIMIT 100",
    "EXPLAIN QUERY PLAN SELECT a.id FROM article a WHERE a.trashed = 0 AND a.read = 1 ORDER BY "
    "a.added DESC, a.id DESC LIMIT 100",
    "EXPLAIN QUERY PLAN SELECT a.id FROM article a WHERE a.trashed = 0 AND a.favourite = 1 ORDER "
    "BY a.added DESC, a.id DESC LIMIT 100",
    "EXPLAIN QUERY PLAN SELECT a.id FROM article a WHERE a.trashed = 0 ORDER BY a.published DESC, "
    "a.id DESC LIMIT 100",
    "EXPLAIN QUERY PLAN SELECT a.id FROM article a WHERE a.trashed = 0 ORDER BY a.title_key, a.id "
    "LIMIT 100",
    "EXPLAIN QUERY PLAN SELECT a.id FROM article a WHERE a.trashed = 0 ORDER BY a.site COLLATE "
    "NOCASE, a.added DESC, a.id DESC LIMIT 100",
    "EXPLAIN QUERY PLAN SELECT a.id FROM article a WHERE a.trashed = 0 ORDER BY a.words DESC, a.id "
    "DESC LIMIT 100",
  };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++) {
    g_autoptr (CarrelStatement) statement =
        carrel_connection_prepare_once (self->connection, queries[i]);

    while (carrel_statement_next (statement)) {
      if (strstr (carrel_statement_get_text (statement, 3), "TEMP B-TREE"))
        g_test_message ("%s: %s", queries[i], carrel_statement_get_text (statement, 3));
      g_assert_null (strstr (carrel_statement_get_text (statement, 3), "TEMP B-TREE"));
      g_assert_nonnull (strstr (carrel_statement_get_text (statement, 3), "COVERING INDEX"));
    }
    g_assert_true (carrel_statement_finish (statement, NULL));
  }
}

static void
add_test (const char *name, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (name, Fixture, NULL, carrel_test_store_set_up_then, test,
              carrel_test_store_tear_down_then);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/store/saved-articles-are-read", test_saved_articles_are_read);
  add_test ("/store/same-address-is-refused", test_same_address_is_refused);
  add_test ("/store/searches", test_searches);
  add_test ("/store/hostile-searches", test_hostile_searches);
  add_test ("/store/snippets", test_snippets);
  add_test ("/store/topics", test_topics);
  add_test ("/store/links-find-their-targets", test_links_find_their_targets);
  add_test ("/store/links-by-hand", test_links_by_hand);
  add_test ("/store/blobs", test_blobs);
  add_test ("/store/lists-need-no-sort", test_lists_need_no_sort);
  return g_test_run ();
}
