/* test-markdown.c: document → Markdown: exact pieces, and random documents that CommonMark's own
 * parser must read as the same text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-text.h"
#include "config.h"
#include "document/carrel-document.h"

#ifdef HAVE_CMARK
#include <cmark.h>
#endif
#include <string.h>

static void
assert_markdown (const char *html, const char *expected)
{
  g_autoptr (CarrelDocument) document = carrel_document_read (html, -1);
  g_autofree char *markdown = carrel_document_to_markdown (document);

  g_assert_cmpstr (markdown, ==, expected);
}

static void
test_blocks (void)
{
  assert_markdown ("", "");
  assert_markdown ("<h2>One</h2><p>Two<br>three</p><hr><p>Four</p>", "## One\n\nTwo\\\nthree\n\n___\n\nFour\n");
  assert_markdown ("<blockquote><p>One</p><blockquote><p>Two</p></blockquote></blockquote><blockquote><p>Three</p></blockquote>", "> One\n>\n> > Two\n\n> Three\n");
  assert_markdown ("<ul><li>One<ul><li>Two</li></ul></li><li>Three</li></ul><ul><li>Four</li></ul>", "- One\n  - Two\n- Three\n\n* Four\n");
  assert_markdown ("<ol start=\"9\"><li>Nine</li><li><p>Ten</p><p>More</p></li></ol>", "9. Nine\n\n10. Ten\n\n    More\n");
  assert_markdown ("<ul><li><ul><li>One</li></ul></li><li>Two</li></ul>", "- - One\n\n- Two\n");
  assert_markdown ("<pre data-lang=\"c\">a &lt; b\n\n```\n</pre>", "````c\na < b\n\n```\n````\n");
  assert_markdown ("<figure><img src=\"https://e.org/a(1).png\" alt=\"A [b]\"><figcaption>Cap</figcaption></figure>", "![A \\[b\\]](https://e.org/a\\(1\\).png)\n\nCap\n");
  assert_markdown ("<dl><dt>Term</dt><dd>What it is</dd></dl>", "Term\n\nWhat it is\n");
  assert_markdown ("<p class=\"math\">x_1</p>", "```math\nx_1\n```\n");
}

static void
test_table (void)
{
  assert_markdown ("<table><caption>Cap</caption><tr><th>A|b</th><th>C</th></tr><tr><td><code>x|y</code></td><td><p>1</p><p>2</p></td></tr></table>",
                   "Cap\n\n| A\\|b | C |\n| --- | --- |\n| `x\\|y` | 1 2 |\n");
  assert_markdown ("<table><tr><td>1</td><td>2</td></tr><tr><td colspan=\"2\">3</td></tr></table>", "|  |  |\n| --- | --- |\n| 1 | 2 |\n| 3 |  |\n");
}

static void
test_notes (void)
{
  assert_markdown ("<p>Text<a class=\"fnref\" href=\"#fn-1\" id=\"fnref-1\">1</a>: more</p><section class=\"footnotes\"><ol><li id=\"fn-1\"><p>One "
                   "<a class=\"fnback\" href=\"#fnref-1\">↩</a></p><p>Two</p></li></ol></section>",
                   "Text[^1]\\: more\n\n[^1]: One\n\n    Two\n");
}

static void
test_inline (void)
{
  assert_markdown ("<p><em>a</em> <strong>b</strong> <strong><em>c</em></strong> <code>d`e</code> <s>f</s></p>", "*a* **b** ***c*** ``d`e`` ~~f~~\n");
  assert_markdown ("<p>a<em>(b)</em>c <em>d </em>e <em>f</em><strong>g</strong></p>", "a(b)c d e *f*g\n");
  assert_markdown ("<p>wow!<a href=\"https://e.org/?a=1&amp;copy;=(2)\">x]y</a></p>", "wow\\![x\\]y](https://e.org/?a=1\\&copy;=\\(2\\))\n");
  assert_markdown ("<p><q>So</q> H<sub>2</sub>O</p>", "“So” H2O\n");
  assert_markdown ("<p><span class=\"math\">a_b</span></p>", "$`a_b`$\n");
}

static void
test_escapes (void)
{
  assert_markdown ("<p>&lt;b&gt; &amp;amp; *a* _b_ `c` [d](e) ![f] \\ a|b ~~g~~ $h$</p>", "\\<b\\> \\&amp; \\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) !\\[f\\] \\\\ a\\|b \\~\\~g\\~\\~ \\$h\\$\n");
  assert_markdown ("<p># a<br>- b<br>+ c<br>1. d<br>2) e<br>===<br>2026.</p>", "\\# a\\\n\\- b\\\n\\+ c\\\n1\\. d\\\n2\\) e\\\n\\===\\\n2026\\.\n");
  assert_markdown ("<h1>C# #</h1>", "# C\\# \\#\n");
}

/* ── Against CommonMark's own parser ── */

#ifdef HAVE_CMARK
static const char *const pieces[] = {
  "word", " ", "*", "**", "_", "`", "``", "[", "]", "(", ")", "!", "<b>", "</p>", "<!--", "&amp;", "&#35;", "\\", "#", "-", "+", "1.", "=", "===", "---", ":", ">", "~~~", "\n", "“", "(a)", "é", "中文", "。",
  "https://e.org/", "|", "    ", "\t", "<script>", "[^1]:", "[x]: /u", "!", "…", "$", "a", "b", "7) ",
};
static const CarrelSpanKind kinds[] = { CARREL_SPAN_EMPHASIS, CARREL_SPAN_STRONG, CARREL_SPAN_CODE, CARREL_SPAN_LINK, CARREL_SPAN_UNDERLINE, CARREL_SPAN_SMALL };

static void
add_inline (CarrelDocumentBuilder *builder, GRand *random, guint depth)
{
  for (int i = g_rand_int_range (random, 0, 6); i >= 0; i--) {
    if (depth < 4 && g_rand_int_range (random, 0, 3) == 0) {
      CarrelSpanKind kind = kinds[g_rand_int_range (random, 0, G_N_ELEMENTS (kinds))];

      carrel_document_builder_push (builder, kind, kind == CARREL_SPAN_LINK ? "https://e.org/(a)?b=&lt;_c_" : NULL);
      add_inline (builder, random, depth + 1);
      carrel_document_builder_pop (builder);
    } else {
      carrel_document_builder_text (builder, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))], -1);
    }
  }
}

static void
add_blocks (CarrelDocumentBuilder *builder, GRand *random, guint depth)
{
  for (int i = g_rand_int_range (random, depth > 0 ? -1 : 0, 4); i >= 0; i--)
    switch (depth < 4 ? g_rand_int_range (random, 0, 7) : 0) {
    case 1:
      carrel_document_builder_open (builder, CARREL_BLOCK_HEADING)->level = 2;
      add_inline (builder, random, 0);
      carrel_document_builder_close (builder);
      break;
    case 2:
      carrel_document_builder_open (builder, CARREL_BLOCK_QUOTE);
      add_blocks (builder, random, depth + 1);
      carrel_document_builder_close (builder);
      break;
    case 3:
    case 4: {
      CarrelBlock *list = carrel_document_builder_open (builder, CARREL_BLOCK_LIST);

      list->ordered = g_rand_boolean (random);
      list->number = g_rand_int_range (random, 0, 3);
      for (int j = g_rand_int_range (random, 0, 4); j >= 0; j--) {
        carrel_document_builder_open (builder, CARREL_BLOCK_LIST_ITEM);
        add_blocks (builder, random, depth + 1);
        carrel_document_builder_close (builder);
      }
      carrel_document_builder_close (builder);
      break;
    }
    case 5:
      carrel_document_builder_open (builder, CARREL_BLOCK_CODE);
      for (int j = g_rand_int_range (random, 0, 6); j >= 0; j--)
        carrel_document_builder_text (builder, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))], -1);
      carrel_document_builder_close (builder);
      break;
    default:
      carrel_document_builder_open (builder, CARREL_BLOCK_PARAGRAPH);
      add_inline (builder, random, 0);
      carrel_document_builder_close (builder);
      break;
    }
}

static char *
read_commonmark (const char *markdown)
{
  cmark_node *root = cmark_parse_document (markdown, strlen (markdown), CMARK_OPT_DEFAULT);
  cmark_iter *iter = cmark_iter_new (root);
  g_autoptr (GString) text = g_string_new (NULL);
  cmark_event_type event;

  while ((event = cmark_iter_next (iter)) != CMARK_EVENT_DONE) {
    cmark_node *node = cmark_iter_get_node (iter);
    cmark_node_type type = cmark_node_get_type (node);

    g_assert_true (type != CMARK_NODE_HTML_BLOCK && type != CMARK_NODE_HTML_INLINE && type != CMARK_NODE_IMAGE);
    if (event == CMARK_EVENT_ENTER && (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_CODE_BLOCK))
      g_string_append (text, cmark_node_get_literal (node));
    if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK || type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING || type == CMARK_NODE_CODE_BLOCK)
      g_string_append_c (text, ' ');
  }
  cmark_iter_free (iter);
  cmark_node_free (root);
  return carrel_text_collapse (text->str, -1);
}
#endif

static void
test_random (void)
{
#ifdef HAVE_CMARK
  for (guint seed = 0; seed < 25000; seed++) {
    g_autoptr (GRand) random = g_rand_new_with_seed (seed);
    CarrelDocumentBuilder *builder = carrel_document_builder_new ();
    g_autoptr (CarrelDocument) document = NULL;
    g_autofree char *markdown = NULL, *text = NULL, *wanted = NULL, *got = NULL;

    if (seed < 20000)
      add_inline (builder, random, 2);
    else
      add_blocks (builder, random, seed < 24000 ? 2 : 0);
    document = carrel_document_builder_finish (builder);
    markdown = carrel_document_to_markdown (document);
    text = carrel_document_to_text (document, NULL);
    wanted = carrel_text_collapse (text, -1);
    got = read_commonmark (markdown);
    if (strcmp (got, wanted) != 0) {
      g_autofree char *html = carrel_document_write (document);

      gsize same = 0;

      while (got[same] && got[same] == wanted[same])
        same++;
      g_test_message ("seed %u: from «%.80s», not «%.80s»\n%s\n%s", seed, got + same - MIN (same, 20), wanted + same - MIN (same, 20), html, markdown);
    }
    g_assert_cmpstr (got, ==, wanted);
  }
#endif
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/markdown/blocks", test_blocks);
  g_test_add_func ("/markdown/table", test_table);
  g_test_add_func ("/markdown/notes", test_notes);
  g_test_add_func ("/markdown/inline", test_inline);
  g_test_add_func ("/markdown/escapes", test_escapes);
  g_test_add_func ("/markdown/random", test_random);
  return g_test_run ();
}
