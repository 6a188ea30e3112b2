/* test-values.c: values never change, topics have sensible paths, changes and undo add up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-time.h"
#include "model/carrel-changes.h"
#include "model/carrel-undo.h"
#include "model/carrel-values.h"

#include <string.h>

#define NOW 1788000000

static void
test_topic_paths (void)
{
  static const struct {
    const char *in, *out;
  } cases[] = {
    { "ai/llm", "ai/llm" },
    { "  AI / LLM ", "AI/LLM" },
    { "/", NULL },
    { "a//b", "a/b" },
    { "", NULL },
    { "///a///", "a" },
    { "中国", "中国" },
    { "a\x1b[1mb", "a[1mb" },
    { "\xe2\x80\xae", NULL },
    { " \t\n", NULL },
    { "🌱/x", "🌱/x" },
  };
  g_autofree char *long_part = g_strnfill (121, 'a'), *long_path = NULL;
  GString         *many = g_string_new ("a");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *out = carrel_topic_normalize_path (cases[i].in);

    g_assert_cmpstr (out, ==, cases[i].out);
  }
  for (guint i = 0; i < 250; i++)
    g_string_append (many, "/b");
  long_path = g_string_free (many, FALSE);
  g_assert_null (carrel_topic_normalize_path (long_part));
  g_assert_null (carrel_topic_normalize_path (long_path));
  g_assert_null (carrel_topic_normalize_path (NULL));
}

static void
test_article (void)
{
  static const char *const topics[] = { "ai/llm", "policy" };
  static const guint8      colours[] = { 0, 9 };
  char                     title[] = "The Sea";
  CarrelArticleData        data = {
           .id = 7,
           .title = title,
           .byline = "Mina Okafor",
           .site = "Harbour Review",
           .words = 912,
           .added = NOW - 7200,
           .published = NOW - 86400 * 40,
           .n_topics = 2,
           .topics = topics,
           .colours = colours,
  };
  g_autoptr (CarrelArticle) article = carrel_article_new (&data), same = carrel_article_new (&data),
                            other = NULL;
  g_autofree char *meta = carrel_article_dup_meta (article),
                  *line = carrel_article_dup_byline_line (article, FALSE);
  g_autofree char *narrow = carrel_article_dup_byline_line (article, TRUE),
                  *described = carrel_article_dup_description (article);

  memset (title, 'x', sizeof title - 1);
  g_assert_cmpstr (carrel_article_get_title (article), ==, "The Sea");
  g_assert_cmpstr (meta, ==, "Harbour Review · Mina Okafor · 4 min · 2 hours ago");
  g_assert_cmpstr (line, ==, "By Mina Okafor · 20 July 2026 · 912 words · 4\u00a0min");
  g_assert_cmpstr (narrow, ==, "By Mina Okafor · 20 July 2026 · 4\u00a0min");
  g_assert_cmpstr (described, ==,
                   "The Sea, unread, Harbour Review, Mina Okafor, 4 minutes, 2 hours ago, topics "
                   "ai/llm, policy");
  g_assert_true (carrel_article_equal (article, same));
  data.title = "The Sea";
  data.favourite = TRUE;
  other = carrel_article_new (&data);
  g_assert_false (carrel_article_equal (article, other));
}

static void
test_changes (void)
{
  g_autoptr (CarrelChanges) a = carrel_changes_new (0), b = carrel_changes_new (0),
                            all = carrel_changes_new (CARREL_CHANGED_EVERYTHING);

  carrel_changes_add (a, CARREL_CHANGED_ARTICLES, 1);
  carrel_changes_add (b, CARREL_CHANGED_LINKS, 2);
  carrel_changes_merge (a, b);
  g_assert_cmpint (carrel_changes_get_kinds (a), ==,
                   CARREL_CHANGED_ARTICLES | CARREL_CHANGED_LINKS);
  g_assert_true (carrel_changes_concern (a, 1));
  g_assert_true (carrel_changes_concern (a, 2));
  g_assert_false (carrel_changes_concern (a, 3));
  for (gint64 i = 10; i < 400; i++)
    carrel_changes_add (a, CARREL_CHANGED_ARTICLES, i);
  g_assert_true (carrel_changes_is_many (a));
  g_assert_true (carrel_changes_concern (a, 3));
  g_assert_true (carrel_changes_concern (all, 3));
}

static void
collect_cb (const char *sql, GVariant *arguments, gpointer data)
{
  gint64 id;

  g_variant_get (arguments, "(x)", &id);
  g_string_append_printf (data, "%s%" G_GINT64_FORMAT " ", sql, id);
}

static void
test_undo (void)
{
  g_autoptr (CarrelUndo) undo = carrel_undo_new ();
  g_autoptr (GString) order = g_string_new (NULL);

  g_assert_true (carrel_undo_is_empty (undo));
  carrel_undo_add (undo, "a", g_variant_new ("(x)", (gint64) 1));
  carrel_undo_add (undo, "b", g_variant_new ("(x)", (gint64) 2));
  carrel_undo_note_article (undo, 5);
  carrel_undo_note_article (undo, 5);
  carrel_undo_note_article (undo, 6);
  carrel_undo_foreach (undo, collect_cb, order);
  g_assert_cmpstr (order->str, ==, "b2 a1 ");
  g_assert_cmpuint (carrel_undo_get_n_articles (undo), ==, 2);
  g_assert_false (carrel_undo_is_empty (undo));
}

static void
test_names (void)
{
  CarrelLinkKind kind;
  CarrelSort     sort;

  for (guint i = 0; i < CARREL_N_LINK_KINDS; i++) {
    g_assert_true (
        carrel_link_kind_from_name (carrel_link_kind_get_name ((CarrelLinkKind) i), &kind));
    g_assert_cmpuint (kind, ==, i);
  }
  g_assert_false (carrel_link_kind_from_name ("hates", &kind));
  g_assert_true (carrel_sort_from_name ("title", &sort));
  g_assert_cmpuint (sort, ==, CARREL_SORT_TITLE);
  g_assert_false (carrel_sort_from_name ("", &sort));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  carrel_time_set_now (NOW);
  g_test_add_func ("/values/topic-paths-are-sensible", test_topic_paths);
  g_test_add_func ("/values/an-article-keeps-its-own-strings", test_article);
  g_test_add_func ("/values/changes-add-up-to-many", test_changes);
  g_test_add_func ("/values/undo-runs-newest-first", test_undo);
  g_test_add_func ("/values/names-and-values-agree", test_names);
  return g_test_run ();
}
