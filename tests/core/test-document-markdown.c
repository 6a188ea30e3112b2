/* test-document-markdown.c: a document as Markdown shows the same text, whatever stands in it.
 *
 * Where a renderer of CommonMark is installed (cmark-gfm or cmark) random documents are given to
 * it, with raw HTML on, and what it shows is compared letter by letter, with emphasis, code and
 * links.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test.h"

#include "document/carrel-document.h"

#include <string.h>

/* Clean HTML, and the Markdown of it. */
static const struct {
  const char *html, *markdown;
} cases[] = {
  { "", "" },
  { "<p>One.</p><p>Two.</p>", "One.\n\nTwo.\n" },
  { "<h2>A <em>heading</em><br>#</h2>", "## A *heading*<br>\\#\n" },
  { "<p>a *b* _c_ [d](e) `f` &lt;b&gt; ~g~ h|i \\ $j$</p>",
    "a \\*b\\* \\_c\\_ \\[d\\](e) \\`f\\` \\<b\\> \\~g\\~ h\\|i \\\\ \\$j\\$\n" },
  { "<p>Really (yes)! AT&amp;T, &amp;copy; 3 &amp; 4</p>",
    "Really (yes)! AT\\&T, \\&copy; 3 & 4\n" },
  { "<p># a</p><p>- b</p><p>+ c</p><p>1. d</p><p>12) e</p><p>&gt; f</p><p>---</p><p>===</p><p>: "
    "g</p><p>1.5 h</p><p>-i</p>",
    "\\# a\n\n\\- b\n\n\\+ c\n\n1\\. d\n\n12\\) e\n\n\\> f\n\n\\---\n\n\\===\n\n\\: g\n\n1.5 "
    "h\n\n-i\n" },
  { "<p>a<br>- b<br>1. c</p>", "a\\\n\\- b\\\n1\\. c\n" },
  { "<p><strong><em>x</em></strong> <em>a </em>b f<strong>o</strong>o</p>",
    "***x*** *a* b f**o**o\n" },
  { "<p>a<em>(b)</em>c <em>(b)</em> <em>a</em><strong>b</strong> <s>s</s></p>",
    "a<em>(b)</em>c *(b)* *a*<strong>b</strong> ~~s~~\n" },
  { "<p>H<sub>2</sub>O x<sup>2</sup> <mark>m</mark> <u>u</u> <q>q</q> <small>t</small></p>",
    "H<sub>2</sub>O x<sup>2</sup> <mark>m</mark> <u>u</u> <q>q</q> t\n" },
  { "<p><code>a</code> <code>`b`</code> <code>*c</code> <code><a "
    "href=\"https://e.org/\">d</a></code></p>",
    "`a` `` `b` `` `*c` <code>[d](<https://e.org/>)</code>\n" },
  { "<p>wow!<a href=\"https://e.org/a_(b)?x=1&amp;copy;=2\">li]nk</a></p>",
    "wow\\![li\\]nk](<https://e.org/a_%28b%29?x=1\\&copy;=2>)\n" },
  { "<p><a href=\"https://e.org/a_b\">https://e.org/a_b</a></p>", "<https://e.org/a_b>\n" },
  { "<p><a href=\"#h-1\">up</a></p><h2 id=\"h-1\">Über uns, 1</h2><h3>Über uns 1</h3>",
    "[up](<#über-uns-1>)\n\n## Über uns, 1\n\n### Über uns 1\n" },
  { "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote><blockquote><p>c</p></"
    "blockquote>",
    "> a\n>\n> > b\n\n> c\n" },
  { "<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>", "- a\n- b\n  - c\n- d\n" },
  { "<ol start=\"9\"><li>a</li><li>b<br>c</li></ol><ol><li>d</li></ol>",
    "9. a\n10. b\\\n    c\n\n1) d\n" },
  { "<ul><li><p>a</p><p>b</p></li><li>c</li></ul><ul><li><pre>x</pre></li></ul>",
    "- a\n\n  b\n\n- c\n\n+ ```\n  x\n  ```\n" },
  { "<ul><li>a<ol start=\"3\"><li>b</li></ol></li></ul>", "- a\n\n  3. b\n" },
  /* Renderers count on; an item with a number of its own begins another list. */
  { "<ol reversed><li>a</li><li>b</li><li>c</li></ol><ol><li>d</li></ol>",
    "3. a\n2) b\n1. c\n\n1) d\n" },
  { "<ol type=\"i\"><li>a</li><li value=\"7\">b<ol start=\"4\"><li>x</li></ol></li><li>c</li></ol>",
    "1. a\n\n7) b\n\n   4. x\n\n8) c\n" },
  { "<pre data-lang=\"c++\">a\n\n  ```b\n</pre>", "````c++\na\n\n  ```b\n````\n" },
  { "<blockquote><pre data-lang=\"a b`\">x\n\ny</pre></blockquote>",
    "> ```\n> x\n>\n> y\n> ```\n" },
  { "<hr>", "***\n" },
  { "<figure><img src=\"https://e.org/a b(1).png\" alt=\"A [b] &quot;c&quot;\"><figcaption>Cap "
    "<em>x</em> y</figcaption></figure>",
    "![A \\[b\\] \"c\"](<https://e.org/a%20b%281%29.png>)\n\n*Cap x y*\n" },
  { "<figure class=\"embed\"><a href=\"https://v.example/1\">https://v.example/1</a><img "
    "src=\"https://v.example/p.jpg\" alt=\"\"><figcaption>A film</figcaption></figure>",
    "[![](<https://v.example/p.jpg>)](<https://v.example/1>)\n\n*A film*\n" },
  { "<table><caption>T</caption><tr><th>a</th><th>b|c</th></tr><tr><td "
    "colspan=\"2\"><code>x|y</code></td></tr><tr><td></td><td><ul><li>x</li><li>y</li></ul></td></"
    "tr></table>",
    "*T*\n\n| a | b\\|c |\n| --- | --- |\n| `x\\|y` |  |\n|  | x<br>y |\n" },
  { "<table><tr><td rowspan=\"2\">a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
    "|  |  |  |\n| --- | --- | --- |\n| a | b |\n|  | c | d |\n" },
  { "<dl><dt>t</dt><dd>d</dd><dd><p>e</p><p>f</p></dd><dt>u</dt></dl>",
    "- **t**\n\n  d\n\n  e\n\n  f\n\n- **u**\n" },
  { "<p class=\"math\">x^2 &lt; 3</p><p>so <span class=\"math\">a_b*c</span></p>",
    "```math\nx^2 < 3\n```\n\nso $`a_b*c`$\n" },
  { "<p>N!<a class=\"fnref\" href=\"#fn-1\" id=\"fnref-1\">1</a>: x</p><section "
    "class=\"footnotes\"><ol><li id=\"fn-1\"><p>Note</p><p>more <a class=\"fnback\" "
    "href=\"#fnref-1\">\xe2\x86\xa9</a></p></li></ol></section>",
    "N\\![^1]\\: x\n\n[^1]: Note\n\n    more\n" },
  { "<p>x</p><section class=\"footnotes\"><ol><li id=\"fn-4\">alone</li></ol></section>",
    "x\n\n4. alone\n" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CarrelDocument) document = carrel_document_read (cases[i].html, -1);
    g_autofree char *markdown = carrel_document_to_markdown (document);

    g_assert_cmpstr (markdown, ==, cases[i].markdown);
  }
}

/* ── What a renderer shows ── */

static char *
render (const char *renderer, const char *markdown)
{
  gboolean    tables = strstr (renderer, "gfm") != NULL;
  const char *argv[] = { renderer,        "--unsafe", tables ? "-e" : NULL, "table", "-e",
                         "strikethrough", "-e",       "footnotes",          NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (
      argv, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  char *html = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, markdown, NULL, &html, NULL, &error);
  g_assert_no_error (error);
  return html;
}

/* Every visible character, each with what it is: emphasised, strong, code, link. */
static char *
list_characters (const char *html)
{
  g_autoptr (CarrelDocument) document = carrel_document_read (html, -1);
  GString           *list = g_string_new (NULL);
  guint              n;
  const CarrelBlock *blocks = carrel_document_get_blocks (document, &n);

  for (guint i = 0; i < n; i++) {
    for (const char *p = blocks[i].text; *p; p = g_utf8_next_char (p)) {
      gunichar c = g_utf8_get_char (p);
      guint    at = (guint) (p - blocks[i].text), bits = 0;

      if (g_unichar_isspace (c) || c == 0xfffc)
        continue;
      for (guint j = 0; j < blocks[i].n_spans; j++) {
        const CarrelSpan *span = &blocks[i].spans[j];

        if (span->start <= at && at < span->end &&
            (span->kind < CARREL_SPAN_SUBSCRIPT || span->kind == CARREL_SPAN_LINK))
          bits |= 1u << (span->kind == CARREL_SPAN_LINK ? 3 : span->kind);
      }
      g_string_append_unichar (list, c);
      if (bits)
        g_string_append_printf (list, "%x", bits);
    }
  }
  return g_string_free (list, FALSE);
}

/* ── Random documents ── */

static const char *const bits[] = {
  "a",
  "b c",
  " ",
  " ",
  "*",
  "**",
  "_",
  "`",
  "``",
  "[",
  "]",
  "(",
  ")",
  "!",
  "#",
  "&lt;",
  "&gt;",
  "&lt;b&gt;",
  "&lt;script&gt;",
  "&lt;!--",
  "|",
  "~~",
  "\\",
  "$",
  "1",
  "1.",
  "23) ",
  "- ",
  "+ ",
  "-",
  "---",
  "===",
  ": ",
  "&amp;amp;",
  "&amp;#60;",
  "\"",
  "'",
  "x](javascript:1)",
  "![i](https://e.org/)",
  "https://e.org/a_b_c",
  "\xe2\x82\xac",
  "\xe3\x80\x8c",
  "\xe5\xad\x97",
  "\xc3\xa9",
  "\xc2\xa0",
  "\xe2\x80\x94",
  "[^1]:",
  "[x]: y",
  "&lt;e@e.org&gt;",
  "{#i}",
  "^",
  "=",
  "<br>",
  "<br>",
};

static void
add_inline (GString *html, GRand *rand, guint used)
{
  static const struct {
    const char *open, *close;
  } elements[] = {
    { "<em>", "</em>" },
    { "<strong>", "</strong>" },
    { "<code>", "</code>" },
    { "<a href=\"https://e.org/(x)`&amp;lt;*_\">", "</a>" },
    { "<sup>", "</sup>" },
    { "<q>", "</q>" },
    { "<span lang=\"de\">", "</span>" },
  };
  guint n = (guint) g_rand_int_range (rand, 1, 6);

  for (guint i = 0; i < n; i++) {
    guint element = (guint) g_rand_int_range (rand, 0, 2 * G_N_ELEMENTS (elements));

    if (element < G_N_ELEMENTS (elements) && !(used & (1u << element))) {
      g_string_append (html, elements[element].open);
      add_inline (html, rand, used | (1u << element));
      g_string_append (html, elements[element].close);
    } else {
      g_string_append (html, bits[g_rand_int_range (rand, 0, G_N_ELEMENTS (bits))]);
    }
  }
}

static void
add_blocks (GString *html, GRand *rand, guint depth, gboolean tables)
{
  guint n = (guint) g_rand_int_range (rand, 1, 4);

  for (guint i = 0; i < n; i++) {
    switch (g_rand_int_range (rand, 0, depth > 3 ? 4 : tables ? 9 : 8)) {
    case 0:
      g_string_append (html, "<h2>");
      add_inline (html, rand, 0);
      g_string_append (html, "</h2>");
      break;
    case 1:
      g_string_append (html, "<pre>");
      for (guint j = 0; j < 4; j++) {
        const char *bit = bits[g_rand_int_range (rand, 0, G_N_ELEMENTS (bits) - 2)];

        g_string_append (html, bit);
        g_string_append (html, g_rand_boolean (rand) ? "\n" : "  ");
      }
      g_string_append (html, "</pre>");
      break;
    case 4:
      g_string_append (html, "<blockquote>");
      add_blocks (html, rand, depth + 1, tables);
      g_string_append (html, "</blockquote>");
      break;
    case 5:
    case 6:
      g_string_append (html, g_rand_boolean (rand) ? "<ul>" : "<ol start=\"7\">");
      for (guint j = (guint) g_rand_int_range (rand, 1, 4); j > 0; j--) {
        g_string_append (html, "<li>");
        if (g_rand_boolean (rand))
          add_inline (html, rand, 0);
        else
          add_blocks (html, rand, depth + 1, tables);
        g_string_append (html, "</li>");
      }
      g_string_append (html, "</ul></ol>");
      break;
    case 8:
      g_string_append (html, "<table>");
      for (guint j = 0; j < 3; j++) {
        g_string_append (html, g_rand_boolean (rand) ? "<tr><td>"
                                                     : "<tr><td colspan=\"2\" rowspan=\"3\">");
        add_inline (html, rand, 0);
        g_string_append (html, "</td><td>");
        add_inline (html, rand, 0);
        g_string_append (html, "</td></tr>");
      }
      g_string_append (html, "</table>");
      break;
    default:
      g_string_append (html, "<p>");
      add_inline (html, rand, 0);
      g_string_append (html, "</p>");
    }
  }
}

/* Documents stand between rules in one file: a process for each would take minutes. */
static void
test_random (void)
{
  g_autofree char *gfm = g_find_program_in_path ("cmark-gfm"),
                  *plain = g_find_program_in_path ("cmark");
  const char *renderer = gfm ? gfm : plain;
  guint       n_rounds = g_test_slow () ? 200 : 10;

  if (!renderer) {
    g_test_message ("No renderer is installed: nothing to compare with");
    return;
  }
  for (guint round = 0; round < n_rounds; round++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (round);
    g_autoptr (GString) html = g_string_new (NULL);
    gsize            same = 0;
    g_autofree char *before = NULL, *after = NULL, *markdown = NULL, *rendered = NULL;

    for (guint i = 0; i < 50; i++) {
      add_blocks (html, rand, 0, gfm != NULL);
      g_string_append (html, "<hr>");
    }
    {
      g_autoptr (CarrelDocument) document = carrel_document_read (html->str, -1);
      g_autofree char *clean = carrel_document_write (document);

      markdown = carrel_document_to_markdown (document);
      before = list_characters (clean);
    }
    rendered = render (renderer, markdown);
    after = list_characters (rendered);
    while (before[same] && before[same] == after[same])
      same++;
    if (before[same] || after[same])
      g_error ("Round %u: after «%.*s» comes «%.60s» for «%.60s»", round, (int) MIN (same, 40),
               before + same - MIN (same, 40), after + same, before + same);
  }
}

/* Nothing that a page can say makes more of it than a few times its size. */
static void
test_size (void)
{
  g_autoptr (GString) deep = g_string_new (NULL), wide = g_string_new ("<table>");
  const GString *all[] = { deep, wide };

  for (guint i = 0; i < 200; i++)
    g_string_append (deep, "<blockquote><ul><li>");
  for (guint i = 0; i < 20000; i++)
    g_string_append (deep, "x<br>");
  for (guint i = 0; i < 2000; i++)
    g_string_append (wide, "<tr><td colspan=1000 rowspan=1000>x<td>y");
  for (guint i = 0; i < G_N_ELEMENTS (all); i++) {
    g_autoptr (CarrelDocument) document = carrel_document_read (all[i]->str, -1);
    g_autofree char *markdown = carrel_document_to_markdown (document);

    g_assert_cmpuint (strlen (markdown), >, 1000);
    g_assert_cmpuint (strlen (markdown), <, 40 * all[i]->len);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-markdown/says-what-the-document-says", test_cases);
  g_test_add_func ("/document-markdown/renders-as-the-same-text", test_random);
  g_test_add_func ("/document-markdown/grows-no-more-than-the-text", test_size);
  return g_test_run ();
}
