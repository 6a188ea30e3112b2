/* test-topics.c: other names of topics, topics that look alike, and what is suggested for an
 * article.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-text.h"
#include "carrel-test-store.h"
#include "carrel-test.h"
#include "store/carrel-keywords.h"
#include "store/carrel-store.h"

#include <string.h>

typedef CarrelTestStore Fixture;

static gint64
add (Fixture *self, const char *title, const char *site, const char *byline, const char *text)
{
  g_autoptr (CarrelDraft) draft = carrel_draft_new ();
  g_autofree char *html = g_strdup_printf ("<p>%s</p>", text);
  g_autoptr (GError) error = NULL;
  gint64 id;

  draft->title = g_strdup (title);
  draft->site = g_strdup (site);
  draft->byline = g_strdup (byline);
  draft->document = carrel_document_read (html, -1);
  g_assert_true (carrel_connection_begin (self->connection, &error));
  id = carrel_store_insert_article (self->connection, draft, NULL, self->changes, &error);
  g_assert_no_error (error);
  g_assert_true (carrel_connection_commit (self->connection, &error));
  return id;
}

static void
tag (Fixture *self, gint64 id, const char *add_path, const char *remove_path)
{
  const char *adding[] = { add_path, NULL }, *removing[] = { remove_path, NULL };
  g_autoptr (GError) error = NULL;

  carrel_store_tag (self->connection, &id, 1, adding, removing, NULL, self->changes, &error);
  g_assert_no_error (error);
}

/* «ai/llm 2, sea 1»: all topics and their articles. */
static char *
describe (Fixture *self)
{
  g_autoptr (GPtrArray) topics = carrel_store_load_topics (self->connection, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < topics->len; i++) {
    const char *const *aliases = carrel_topic_get_aliases (topics->pdata[i]);

    g_string_append_printf (text, "%s%s %u", i > 0 ? ", " : "",
                            carrel_topic_get_path (topics->pdata[i]),
                            carrel_topic_get_n_articles (topics->pdata[i]));
    for (guint a = 0; aliases[a]; a++)
      g_string_append_printf (text, " (%s)", aliases[a]);
  }
  return g_string_free (text, FALSE);
}

static void
assert_topics (Fixture *self, const char *expected)
{
  g_autofree char *found = describe (self);

  g_assert_cmpstr (found, ==, expected);
}

/* ── Other names ── */

static void
assert_found (Fixture *self, const char *text, const char *expected)
{
  g_autoptr (CarrelQuery) query = carrel_query_parse (text, FALSE);
  CarrelSearch search = { query, CARREL_SORT_ADDED, FALSE, 0, FALSE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = carrel_store_search (self->connection, &search, NULL, NULL, &error);
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (found, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "",
                            g_array_index (ids, gint64, i));
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_aliases (Fixture *self, gconstpointer data)
{
  gint64            a = add (self, "A", NULL, NULL, "a"), b = add (self, "B", NULL, NULL, "b");
  CarrelConnection *c = self->connection;
  g_autoptr (GError) error = NULL;

  tag (self, a, "ai/machine learning", NULL);
  g_assert_true (
      carrel_store_alias_topic (c, "AI/Machine Learning", "ML", NULL, self->changes, &error));
  tag (self, b, "ml", NULL);
  assert_topics (self, "ai 2, ai/machine learning 2 (ML)");
  /* At the start of a path, too. */
  tag (self, b, "ml/vision", NULL);
  assert_topics (self, "ai 2, ai/machine learning 2 (ML), ai/machine learning/vision 1");
  tag (self, b, "x", "ml/vision");
  g_assert_true (carrel_store_rename_topic (c, "x", "ml/speech", NULL, self->changes, &error));
  g_assert_no_error (error);
  assert_topics (self, "ai 2, ai/machine learning 2 (ML), ai/machine learning/speech 1, ai/machine "
                       "learning/vision 0");
  /* And where one searches. */
  assert_found (self, "topic:ml", "2 1");
  assert_found (self, "topic:Ml/Speech", "2");
  assert_found (self, "topic:m*", "2 1");
  assert_found (self, "topic:ml/none", "");
  assert_found (self, "-topic:ml", "");
  g_assert_true (carrel_store_delete_topic (c, "ml/vision", NULL, self->changes, &error));
  /* What is called so can't be another name; what is another name can become a topic. */
  g_assert_false (
      carrel_store_alias_topic (c, "ai", "Ai/machine learning", NULL, self->changes, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (carrel_store_alias_topic (c, "ai", " / ", NULL, self->changes, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (carrel_store_alias_topic (c, "nowhere", "y", NULL, self->changes, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (carrel_store_rename_topic (c, "ai/machine learning/speech", "ML", NULL,
                                            self->changes, &error));
  assert_topics (self, "ai 2, ai/machine learning 2, ML 1");
  g_assert_false (carrel_store_unalias_topic (c, "ml", NULL, self->changes, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND);
}

/* The name that goes stays as another name; all of it can be undone. */
static void
test_merge (Fixture *self, gconstpointer data)
{
  gint64 a = add (self, "A", NULL, NULL, "a"), b = add (self, "B", NULL, NULL, "b");
  g_autoptr (CarrelUndo) undo = carrel_undo_new ();
  CarrelConnection *c = self->connection;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;

  tag (self, a, "llms", NULL);
  tag (self, b, "ai/llm", NULL);
  tag (self, b, "llms/open", NULL);
  g_assert_true (
      carrel_store_alias_topic (c, "llms", "language models", NULL, self->changes, &error));
  g_assert_true (
      carrel_store_alias_topic (c, "llms/open", "open models", NULL, self->changes, &error));
  before = describe (self);
  g_assert_true (carrel_store_merge_topics (c, "llms", "ai/llm", undo, self->changes, &error));
  g_assert_no_error (error);
  assert_topics (self, "ai 2, ai/llm 2 (language models) (llms), ai/llm/open 1 (open models)");
  tag (self, a, "LLMs/closed", NULL);
  assert_topics (
      self,
      "ai 2, ai/llm 2 (language models) (llms), ai/llm/closed 1, ai/llm/open 1 (open models)");
  tag (self, a, "ai", "llms/closed");
  tag (self, a, "ai/llm", "ai");
  g_assert_true (carrel_store_delete_topic (c, "ai/llm/closed", NULL, self->changes, &error));
  g_assert_true (carrel_store_undo (c, undo, self->changes, &error));
  {
    g_autofree char *after = describe (self);

    g_assert_cmpstr (after, ==, before);
  }
  /* Into itself, by whatever name. */
  g_assert_false (
      carrel_store_merge_topics (c, "llms", "language models/x", NULL, self->changes, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (carrel_store_merge_topics (c, "llms", "LLMs", NULL, self->changes, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
}

/* With what stands above it; into what stands below it: no. */
static void
test_merge_with_ancestor (Fixture *self, gconstpointer data)
{
  gint64 a = add (self, "A", NULL, NULL, "a");
  g_autoptr (GError) error = NULL;

  tag (self, a, "a/b/c", NULL);
  g_assert_true (
      carrel_store_merge_topics (self->connection, "a/b", "a", NULL, self->changes, &error));
  assert_topics (self, "a 1 (a/b), a/c 1");
  g_assert_false (
      carrel_store_merge_topics (self->connection, "a", "a/c", NULL, self->changes, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
}

/* Whatever is typed is a topic that is found by its name, or is refused and changes nothing. */
static void
test_odd_names (Fixture *self, gconstpointer data)
{
  g_autofree char *long_name = g_strnfill (10000, 'x');
  const struct {
    const char *typed, *path; /* NULL: refused */
  } cases[] = {
    { "/", NULL },
    { "//", NULL },
    { " / / ", NULL },
    { "", NULL },
    { long_name, NULL },
    { "\a", NULL },
    { "\xe2\x80\xae", NULL },
    { "a//b", "a/b" },
    { "/c/", "c" },
    { "d \t\n e", "d e" },
    { "f\a\x1b[1mg", "f[1mg" },
    { "🌱", "🌱" },
    { "🏳️‍🌈/👩‍🚀", "🏳️‍🌈/👩‍🚀" },
    { "שלום/עולם", "שלום/עולם" },
    { "\"quoted\" -not", "\"quoted\" -not" },
    { "100% _ \\", "100% _ \\" },
    { "topic:x*", "topic:x*" },
    { "h\xff", "h\xef\xbf\xbd" },
    { "i\xe2\x80\xae"
      "j",
      "ij" },
  };
  gint64 id = add (self, "A", NULL, NULL, "text");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const char      *typed[] = { cases[i].typed, NULL };
    g_autofree char *before = describe (self), *after = NULL;
    g_autoptr (CarrelUndo) undo = carrel_undo_new ();
    g_autoptr (GError) error = NULL;
    gboolean done;

    g_test_message ("«%.40s»", cases[i].typed);
    g_assert_true (carrel_connection_begin (self->connection, &error));
    done = carrel_store_tag (self->connection, &id, 1, typed, NULL, undo, self->changes, &error);
    if (cases[i].path) {
      gint64 topic = carrel_store_find_topic (self->connection, cases[i].path, NULL);

      g_assert_no_error (error);
      g_assert_cmpint (topic, >, 0);
      g_assert_cmpint (carrel_store_find_topic (self->connection, cases[i].typed, NULL), ==, topic);
      g_assert_true (carrel_store_undo (self->connection, undo, self->changes, &error));
    } else {
      g_assert_false (done);
      g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
      g_assert_cmpint (g_utf8_strlen (error->message, -1), <=, 160);
      g_assert_true (g_str_has_suffix (error->message, "” is no name for a topic"));
      g_clear_error (&error);
    }
    g_assert_true (carrel_connection_commit (self->connection, &error));
    after = describe (self);
    g_assert_cmpstr (after, ==, before);
  }
}

/* Into its own name, written otherwise: only the writing changes. Under itself: no. */
static void
test_rename_into_oneself (Fixture *self, gconstpointer data)
{
  gint64 a = add (self, "A", NULL, NULL, "a");
  g_autoptr (GError) error = NULL;

  tag (self, a, "ai/llm", NULL);
  g_assert_true (
      carrel_store_rename_topic (self->connection, "ai", "ai", NULL, self->changes, &error));
  assert_topics (self, "ai 1, ai/llm 1");
  g_assert_true (
      carrel_store_rename_topic (self->connection, "ai", "AI", NULL, self->changes, &error));
  assert_topics (self, "AI 1, AI/llm 1");
  g_assert_true (carrel_store_rename_topic (self->connection, "ai/llm", "AI//LLM", NULL,
                                            self->changes, &error));
  assert_topics (self, "AI 1, AI/LLM 1");
  g_assert_false (
      carrel_store_rename_topic (self->connection, "AI", "ai/llm/x", NULL, self->changes, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (
      carrel_store_rename_topic (self->connection, "AI", "AI/LLM", NULL, self->changes, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_INVALID);
  assert_topics (self, "AI 1, AI/LLM 1");
}

/* Five thousand topics on one article: given, read, looked through for alike ones. */
static void
test_many (Fixture *self, gconstpointer data)
{
  gint64 a = add (self, "A", NULL, NULL, "a");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelArticle) article = NULL;
  g_autoptr (GPtrArray) pairs = NULL;
  GTimer *timer = g_timer_new ();

  for (guint i = 0; i < 5000; i++)
    g_strv_builder_take (builder,
                         g_strdup_printf ("some topic %c%c%c%c", 'a' + i % 20, 'a' + i / 20 % 20,
                                          'a' + i / 400 % 20, 'a' + i / 8000));
  paths = g_strv_builder_end (builder);
  g_assert_true (carrel_connection_begin (self->connection, &error));
  g_assert_true (carrel_store_tag (self->connection, &a, 1, (const char *const *) paths, NULL, NULL,
                                   self->changes, &error));
  g_assert_true (carrel_connection_commit (self->connection, &error));
  article = carrel_store_load_article (self->connection, a, &error);
  g_assert_cmpuint (carrel_article_get (article)->n_topics, ==, 5000);
  g_timer_start (timer);
  pairs = carrel_store_load_alike (self->connection, 200, &error);
  g_test_message ("%u pairs in %.0f ms", pairs->len, g_timer_elapsed (timer, NULL) * 1e3);
  g_assert_cmpuint (pairs->len, ==, 200);
  g_timer_destroy (timer);
}

/* ── Topics that look alike ── */

static void
test_distance (void)
{
  static const struct {
    const char *a, *b;
    int         distance;
  } cases[] = {
    { "LLM", "llms", 0 },
    { "city", "Cities", 0 },
    { "Café", "cafe", 0 },
    { "open-source", "Open Source", 0 },
    { "box", "boxes", 0 },
    { "physics", "physic", 1 },
    { "databse", "database", 1 },
    { "recieve", "receive", 1 },
    { "architecture", "architekture", 1 },
    { "archtiectrue", "architecture", 2 },
    { "news", "new", -1 },
    { "python2", "python3", -1 },
    { "cat", "car", -1 },
    { "orange", "range", -1 },
    { "中国", "中文", -1 },
    { "中国", "中国", 0 },
    { "C++", "C#", 0 },
    { "🌱", "🌿", -1 },
    { "history", "mystery", -1 },
    { "data", "date", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s, %s", cases[i].a, cases[i].b);
    g_assert_cmpint (carrel_topic_pair_measure (cases[i].a, cases[i].b), ==, cases[i].distance);
    g_assert_cmpint (carrel_topic_pair_measure (cases[i].b, cases[i].a), ==, cases[i].distance);
  }
}

static char *
describe_alike (Fixture *self)
{
  g_autoptr (GPtrArray) pairs = carrel_store_load_alike (self->connection, 100, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < pairs->len; i++)
    g_string_append_printf (text, "%s%s → %s", i > 0 ? ", " : "",
                            carrel_topic_get_path (carrel_topic_pair_get_from (pairs->pdata[i])),
                            carrel_topic_get_path (carrel_topic_pair_get_into (pairs->pdata[i])));
  return g_string_free (text, FALSE);
}

static void
test_alike (Fixture *self, gconstpointer data)
{
  static const char *const paths[] = { "database",       "databse",      "Databases",
                                       "europe/history", "asia/history", "science/models",
                                       "science/model",  "models" };
  gint64 a = add (self, "A", NULL, NULL, "a"), b = add (self, "B", NULL, NULL, "b");
  g_autoptr (CarrelUndo) undo = carrel_undo_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL, *second = NULL, *third = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    tag (self, a, paths[i], NULL);
  tag (self, b, "database", NULL);
  first = describe_alike (self);
  g_assert_cmpstr (first, ==,
                   "Databases → database, science/model → science/models, databse → database, "
                   "Databases → databse");
  g_assert_true (carrel_store_set_distinct (self->connection, "databases", "database", undo,
                                            self->changes, &error));
  second = describe_alike (self);
  g_assert_cmpstr (second, ==,
                   "science/model → science/models, databse → database, Databases → databse");
  g_assert_true (carrel_store_undo (self->connection, undo, self->changes, &error));
  third = describe_alike (self);
  g_assert_cmpstr (third, ==, first);
}

/* ── Keywords ── */

static void
test_keywords (void)
{
  static const char text[] = "Tide pools are small worlds. In tide pools an anemone waits. The "
                             "anemone closes when Lake Superior is far away, and tide pools dry. "
                             "Lake Superior has no tide pools. A crab, a snail; an anemone. The "
                             "museum says that it isn't so in 2024.";
  static const char chinese[] =
      "海洋生物在潮池里生活。潮池很小。潮池的海洋生物等着大海。海洋生物喜欢潮池。";
  g_autoptr (GPtrArray) words = carrel_keywords_list ("Tide Pools", text, "en", 3),
                        none = carrel_keywords_list ("", "the of and 12 a", "en", 9);
  g_autoptr (GPtrArray) phrases = carrel_keywords_list_phrases ("Tide Pools", text, "en", 3),
                        runs = carrel_keywords_list_phrases ("", chinese, "zh", 3);
  g_autoptr (GPtrArray) pairs = carrel_keywords_list ("", chinese, "zh", 2);
  static const char thai[] = "ห้องสมุดประชาชนมีหนังสือ ห้องสมุดประชาชนเปิดทุกวัน ห้องสมุดประชาชน";
  g_autoptr (GPtrArray) pieces = carrel_keywords_list_phrases ("ห้องสมุด Bangkok", thai, "th", 3),
                        letters = carrel_keywords_list ("", thai, "th", 2);

  g_assert_cmpuint (words->len, ==, 3);
  g_assert_cmpstr (((CarrelKeyword *) words->pdata[0])->match, ==, "pools");
  g_assert_cmpuint (((CarrelKeyword *) words->pdata[0])->n, ==, 7);
  g_assert_cmpstr (((CarrelKeyword *) words->pdata[1])->match, ==, "tide");
  g_assert_cmpstr (((CarrelKeyword *) words->pdata[2])->match, ==, "anemone");
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (phrases->len, >=, 2);
  g_assert_cmpstr (((CarrelKeyword *) phrases->pdata[0])->text, ==, "tide pools");
  for (guint i = 0; i < phrases->len; i++)
    g_test_message ("%s %g", ((CarrelKeyword *) phrases->pdata[i])->text,
                    ((CarrelKeyword *) phrases->pdata[i])->score);
  g_assert_cmpuint (pairs->len, ==, 2);
  g_assert_cmpstr (((CarrelKeyword *) pairs->pdata[0])->match, ==, "潮 池");
  g_assert_cmpuint (pieces->len, ==, 0);  /* pieces of words are no topics */
  g_assert_cmpuint (letters->len, ==, 2); /* but what looks alike has them */
  g_assert_cmpuint (runs->len, >, 0);
  for (guint i = 0; i < runs->len; i++)
    g_test_message ("%s %g", ((CarrelKeyword *) runs->pdata[i])->text,
                    ((CarrelKeyword *) runs->pdata[i])->score);
}

/* No text is too much, and none has no meaning. */
static void
test_keywords_of_anything (void)
{
  static const char *const texts[] = {
    "",      " ",        "a",    "\xf0\x9f\x8c\xb1", "ａｂｃ", "……", "的的的的",
    "1 2 3", "x\n\n\ny", "''''", "Ünïcödé Ünïcödé"
  };
  g_autoptr (GString) long_text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GPtrArray) words = carrel_keywords_list (texts[i], texts[i], NULL, 10),
                          phrases = carrel_keywords_list_phrases (texts[i], texts[i], NULL, 10);

    g_assert_cmpuint (words->len + phrases->len, <=, 20);
  }
  for (guint i = 0; i < 300000; i++)
    g_string_append (long_text, i % 3 ? "ab " : "潮池");
  {
    g_autoptr (GPtrArray)
        words = carrel_keywords_list (long_text->str, long_text->str, NULL, 10),
        phrases = carrel_keywords_list_phrases (long_text->str, long_text->str, NULL, 10);

    g_assert_cmpuint (words->len, >, 0);
    g_assert_cmpuint (phrases->len, >, 0);
  }
}

/* ── Suggestions ── */

/* «sea, new:tide pools». */
static char *
describe_suggestions (Fixture *self, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) suggestions =
      carrel_store_suggest_topics (self->connection, id, 5, FALSE, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < suggestions->len; i++) {
    g_string_append_printf (text, "%s%s%s", i > 0 ? ", " : "",
                            carrel_suggestion_is_new (suggestions->pdata[i]) ? "new:" : "",
                            carrel_suggestion_get_path (suggestions->pdata[i]));
    g_test_message ("%s %.3f", carrel_suggestion_get_path (suggestions->pdata[i]),
                    carrel_suggestion_get_score (suggestions->pdata[i]));
  }
  return g_string_free (text, FALSE);
}

static void
test_suggest (Fixture *self, gconstpointer data)
{
  static const char sea[] = "The tide leaves an anemone and a crab in a rock pool; the crab hides "
                            "from the gull while the anemone closes until the tide is back.";
  static const char code[] = "A compiler parses the program, its parser builds a tree, and the "
                             "optimizer of the compiler moves a loop of the program.";
  g_autofree char  *few = NULL, *at_sea = NULL, *refused = NULL, *had = NULL, *by_site = NULL;
  g_autoptr (CarrelUndo) undo = carrel_undo_new ();
  g_autoptr (GError) error = NULL;
  gint64 id = 0, other;

  for (guint i = 0; i < 4; i++) {
    g_autofree char *title = g_strdup_printf ("Shore %u", i),
                    *other_title = g_strdup_printf ("Loops %u", i);

    tag (self, add (self, title, "Coast", "Ina Brook", sea), "nature/sea", NULL);
    tag (self, add (self, other_title, "Tools", "Max Weld", code), "programming", NULL);
  }
  id = add (self, "A Crab", "Elsewhere", NULL,
            "I saw a crab under the anemone of a rock pool at low tide. A crab eats what the tide "
            "brings. The crab is shy.");
  few = describe_suggestions (self, id);
  g_assert_cmpstr (few, ==, ""); /* nine articles */
  other = add (self, "Nothing in Common", "Coast", "Ina Brook", "Lorem ipsum.");
  at_sea = describe_suggestions (self, id);
  g_assert_true (g_str_has_prefix (at_sea, "nature/sea"));
  g_assert_null (strstr (at_sea, "programming"));
  by_site = describe_suggestions (self, other);
  g_assert_true (g_str_has_prefix (by_site, "nature/sea"));
  /* Refused is remembered, for this article. */
  g_assert_true (carrel_store_refuse_topic (self->connection, &id, 1, "Nature/Sea", undo,
                                            self->changes, &error));
  refused = describe_suggestions (self, id);
  g_assert_null (strstr (refused, "nature/sea"));
  g_assert_true (carrel_store_undo (self->connection, undo, self->changes, &error));
  g_clear_pointer (&refused, g_free);
  refused = describe_suggestions (self, id);
  g_assert_true (g_str_has_prefix (refused, "nature/sea"));
  tag (self, id, "nature/sea", NULL);
  had = describe_suggestions (self, id);
  g_assert_null (strstr (had, "nature"));
  carrel_store_suggest_topics (self->connection, 999, 5, FALSE, &error);
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND);
}

#define add_test(path, function)                                                                   \
  g_test_add (path, Fixture, NULL, carrel_test_store_set_up, function, carrel_test_store_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/topics/aliases", test_aliases);
  add_test ("/topics/merge", test_merge);
  add_test ("/topics/merge-with-ancestor", test_merge_with_ancestor);
  add_test ("/topics/odd-names", test_odd_names);
  add_test ("/topics/rename-into-oneself", test_rename_into_oneself);
  add_test ("/topics/many", test_many);
  g_test_add_func ("/topics/distance", test_distance);
  add_test ("/topics/alike", test_alike);
  g_test_add_func ("/topics/keywords", test_keywords);
  g_test_add_func ("/topics/keywords-of-anything", test_keywords_of_anything);
  add_test ("/topics/suggest", test_suggest);
  return g_test_run ();
}
