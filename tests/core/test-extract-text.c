/* test-extract-text.c: plain texts and Markdown → drafts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test.h"

#include "base/carrel-error.h"
#include "base/carrel-time.h"
#include "document/carrel-html.h"
#include "extract/carrel-extract.h"

#include <string.h>

static CarrelDraft *
extract (const char *text, const CarrelExtractOptions *options)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;
  CarrelDraft *draft = carrel_extract (bytes, options, &error);

  g_assert_no_error (error);
  return draft;
}

static void
assert_body (CarrelDraft *draft, const char *html)
{
  g_autofree char *written = carrel_document_write (draft->document);

  g_assert_cmpstr (written, ==, html);
}

static const CarrelReference *
get_reference (CarrelDraft *draft, guint i)
{
  g_assert_cmpuint (i, <, draft->references->len);
  return draft->references->pdata[i];
}

/* A paragraph a line, no title, a list of titles at the end, blank lines after it. */
static void
test_lines (void)
{
  static const char text[] =
      "The harbour of Lindby was rebuilt in the winter of 1911, after the storm that had taken "
      "both piers and most of the boats. "
      "It is the work of one engineer and of four hundred people who had never built anything.\r\n"
      "They had no crane. What they had was the tide, and the patience to use it twice a day for "
      "three years.\r\n"
      "For plans and letters, see https://archive.example.org/lindby (open on weekdays).\r\n"
      "See also\r\n"
      "How Tides Were Used to Lift Stone Before the Crane\r\n"
      "The Storm of 1908: What the Newspapers Left Out\r\n"
      "3 Harbours That Moved\r\n"
      "\r\n\r\n\r\n   \r\n";
  CarrelExtractOptions options = { .filename = "article.txt" };
  g_autoptr (CarrelDraft) draft = extract (text, &options);

  g_assert_cmpstr (
      draft->title, ==,
      "The harbour of Lindby was rebuilt in the winter of 1911, after the storm that had taken…");
  g_assert_cmpstr (draft->language, ==, "en");
  g_assert_cmpuint (draft->references->len, ==, 3);
  g_assert_cmpstr (get_reference (draft, 0)->title, ==,
                   "How Tides Were Used to Lift Stone Before the Crane");
  g_assert_null (get_reference (draft, 0)->address);
  g_assert_cmpstr (get_reference (draft, 2)->title, ==, "3 Harbours That Moved");
  assert_body (draft, "<p>The harbour of Lindby was rebuilt in the winter of 1911, after the storm "
                      "that had taken both piers and most of the boats. "
                      "It is the work of one engineer and of four hundred people who had never "
                      "built anything.</p>\n"
                      "<p>They had no crane. What they had was the tide, and the patience to use "
                      "it twice a day for three years.</p>\n"
                      "<p>For plans and letters, see <a "
                      "href=\"https://archive.example.org/lindby\">https://archive.example.org/"
                      "lindby</a> (open on weekdays).</p>\n");
  g_assert_cmpuint (draft->extractor, ==, CARREL_EXTRACTOR_VERSION);
  g_assert_false (draft->incomplete);
}

/* Wrapped by hand, with title, byline and date. */
static void
test_wrapped (void)
{
  static const char text[] =
      "On Keeping Bees in Town\n"
      "By Ines Calder\n"
      "3 January 2026\n"
      "\n"
      "A roof is as good as a meadow, if the meadow is not far. That is the\n"
      "whole of what I have learned in eleven years, and I would not have\n"
      "believed it in the first.\n"
      "\n"
      "Most people ask about honey. What they should ask about is water, for\n"
      "a hive drinks as much as a cow does on a hot day in the month of May,\n"
      "or so it seems.\n"
      "\n"
      "- a shallow dish\n"
      "- stones to stand\n"
      "  on\n"
      "\n"
      "Siehe auch:\n"
      "\n"
      "1. Das Dach als Wiese (https://example.org/dach)\n"
      "2. Wasser: https://example.org/Àà/wasser\n";
  g_autoptr (CarrelDraft) draft = extract (text, NULL);

  g_assert_cmpstr (draft->title, ==, "On Keeping Bees in Town");
  g_assert_cmpstr (draft->byline, ==, "Ines Calder");
  g_assert_cmpint (draft->published, ==, carrel_time_parse ("2026-01-03"));
  assert_body (draft, "<p>A roof is as good as a meadow, if the meadow is not far. That is the "
                      "whole of what I have learned in eleven years, and I would not have "
                      "believed it in the first.</p>\n"
                      "<p>Most people ask about honey. What they should ask about is water, for a "
                      "hive drinks as much as a cow does on a hot day in the month of "
                      "May, or so it seems.</p>\n"
                      "<ul><li>a shallow dish</li><li>stones to stand on</li></ul>\n");
  g_assert_cmpuint (draft->references->len, ==, 2);
  g_assert_cmpstr (get_reference (draft, 0)->title, ==, "Das Dach als Wiese");
  g_assert_cmpstr (get_reference (draft, 0)->address, ==, "https://example.org/dach");
  g_assert_cmpstr (get_reference (draft, 1)->title, ==, "Wasser");
  g_assert_cmpstr (get_reference (draft, 1)->address, ==,
                   "https://example.org/%C3%80%C3%A0/wasser");
}

/* The heading in many languages, with what stands around it. */
static void
test_see_also (void)
{
  static const char *const headings[] = {
    "See also",
    "SEE ALSO:",
    "Related articles",
    "Further reading",
    "## See also",
    "Siehe auch",
    "Mehr zum Thema",
    "Voir aussi",
    "À lire aussi",
    "Véase también",
    "Leggi anche",
    "Veja também",
    "Zie ook",
    "Se även",
    "Se også",
    "Zobacz też",
    "См. также",
    "Читайте также:",
    "参见",
    "延伸阅读",
    "相关阅读：",
    "関連記事",
    "관련 기사",
    "اقرأ أيضا",
    "Ayrıca bakınız",
    "Δείτε επίσης",
    "Xem thêm",
  };

  for (guint i = 0; i < G_N_ELEMENTS (headings); i++) {
    g_autofree char *text = g_strconcat ("A first paragraph, long enough to be one of a text that "
                                         "is about something, and it ends here.\n"
                                         "A second one, of the same length as the first or nearly, "
                                         "so that nobody takes it for a title.\n",
                                         headings[i], "\nOne Title\nAnother Title\n", NULL);
    g_autoptr (CarrelDraft) draft = extract (text, NULL);

    if (draft->references->len != 2)
      g_error ("“%s” isn't known", headings[i]);
    g_assert_cmpstr (get_reference (draft, 1)->title, ==, "Another Title");
  }
}

/* Words that only look like the heading of a list. */
static void
test_no_references (void)
{
  static const char *const texts[] = {
    "We met in the spring of that year, and nothing was said of it for a long time after that "
    "day.\nSee also\n",
    "See also\nthis is a long line that is a sentence and goes on for quite some time, because it "
    "was never a title in the first place.\n",
    "We can see also\nthat it isn't so.\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (CarrelDraft) draft = extract (texts[i], NULL);

    g_assert_cmpuint (draft->references->len, ==, 0);
  }
}

static void
test_title (void)
{
  static const struct {
    const char *text, *filename, *title;
  } cases[] = {
    { "A Short Title\n\nThe text of it.\n", NULL, "A Short Title" },
    { "One sentence only. And another that follows it at once.", NULL, "One sentence only" },
    { "Some words without an end", "notes.txt", "Some words without an end" },
    { "A sentence to begin with. More of it.", "how-the-tide-was-used.txt",
      "how the tide was used" },
    { "roses are red\nviolets are blue\nsugar is sweet\n", NULL,
      "roses are red violets are blue sugar is sweet" },
    { "深海的光\n\n在一千米以下的海水里，没有一丝阳光，但并不黑暗。\n", NULL, "深海的光" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    CarrelExtractOptions options = { .filename = cases[i].filename };
    g_autoptr (CarrelDraft) draft = extract (cases[i].text, &options);

    g_assert_cmpstr (draft->title, ==, cases[i].title);
  }
}

static const struct {
  const char *markdown, *html;
} markdown[] = {
  { "One\ntwo  \nthree\n\nFour", "<p>One two<br>three</p>\n<p>Four</p>\n" },
  { "## A\n\ntext\n\nB\n---\n", "<h2>A</h2>\n<p>text</p>\n<h2>B</h2>\n" },
  { "*a* **b** ***c*** _d_ ~~e~~ snake_case_name 2*3*4",
    "<p><em>a</em> <strong>b</strong> <strong><em>c</em></strong> <em>d</em> <s>e</s> "
    "snake_case_name 2<em>3</em>4</p>\n" },
  { "`a*b*` \\*no\\* * no *", "<p><code>a*b*</code> *no* * no *</p>\n" },
  { "[a](https://example.org/a \"t\") [b](/b) [c][x] [x]\n\n[x]: <https://example.org/x>\n",
    "<p><a href=\"https://example.org/a\">a</a> <a href=\"https://example.org/b\">b</a> <a "
    "href=\"https://example.org/x\">c</a> <a href=\"https://example.org/x\">x</a></p>\n" },
  { "<https://example.org/> and https://example.org/p_(q). <b>bold</b> [not a link]",
    "<p><a href=\"https://example.org/\">https://example.org/</a> and <a "
    "href=\"https://example.org/p_(q\">https://example.org/p_(q</a>). bold [not a link]</p>\n" },
  { "- a\n- b\n  - c\n  - d\n- e\n\n1. x\n2. y",
    "<ul><li>a</li><li>b<ul><li>c</li><li>d</li></ul></li><li>e</li></ul>\n<ol><li>x</li><li>y</"
    "li></ol>\n" },
  { "> q\nlazy\n>\n> r\n\nout", "<blockquote><p>q lazy</p><p>r</p></blockquote>\n<p>out</p>\n" },
  { "```c\nint *a;\n\n  b\n```\ntext\n\n    code\n    more\n\nend",
    "<pre data-lang=\"c\">int *a;\n\n  b</pre>\n<p>text</p>\n<pre>code\nmore</pre>\n<p>end</p>\n" },
  { "| a | b |\n|---|:-:|\n| 1 | *2* |\n\nx", "<table><tr><th>a</th><th>b</th></tr><tr><td>1</"
                                              "td><td><em>2</em></td></tr></table>\n<p>x</p>\n" },
  { "a\n\n***\n\nb &amp; c &lt; d", "<p>a</p>\n<hr>\n<p>b &amp; c &lt; d</p>\n" },
  { "A note[^n].\n\n[^n]: The *text*.\n",
    "<p>A note<a class=\"fnref\" href=\"#fn-1\" id=\"fnref-1\">1</a>.</p>\n<section "
    "class=\"footnotes\"><ol><li id=\"fn-1\">The <em>text</em>. <a class=\"fnback\" "
    "href=\"#fnref-1\">\xe2\x86\xa9</a></li></ol></section>\n" },
  { "![a cat](cat.png) sits",
    "<p><img src=\"https://example.org/cat.png\" alt=\"a cat\"> sits</p>\n" },
  { "*a _b_ c* _d **e __f__ g** h_ *i*",
    "<p><em>a b c</em> <em>d <strong>e f g</strong> h</em> <em>i</em></p>\n" },
  { "[[[[[*a _b", "<p>[[[[[*a _b</p>\n" },
};

static void
test_markdown (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (markdown); i++) {
    CarrelExtractOptions options = { .kind = CARREL_SOURCE_MARKDOWN,
                                     .address = "https://example.org/page.md" };
    g_autoptr (CarrelDraft) draft = extract (markdown[i].markdown, &options);

    assert_body (draft, markdown[i].html);
  }
}

/* However many marks stand in one another, the document's spans are no deeper than there are kinds
 * of them. */
static void
test_markdown_deep (void)
{
  static const struct {
    const char *open, *close, *begins;
  } cases[] = {
    { "*a ", " b*", "*a a a" },
    { "**a ", " b**", "**a a a" },
    { "*a **b ~~c ", " d~~ e** f*", "*a **b ~~c a b c" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    CarrelExtractOptions options = { .kind = CARREL_SOURCE_MARKDOWN };
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (CarrelDraft) draft = NULL;
    g_autofree char *written = NULL;

    for (guint n = 0; n < 100000; n++)
      g_string_append (text, cases[i].open);
    g_string_append (text, "middle");
    for (guint n = 0; n < 100000; n++)
      g_string_append (text, cases[i].close);
    draft = extract (text->str, &options);
    written = carrel_document_to_markdown (draft->document);
    g_assert_true (g_str_has_prefix (written, cases[i].begins));
    g_assert_nonnull (strstr (written, "middle"));
  }
}

static void
test_markdown_head (void)
{
  static const char text[] =
      "---\ntitle: \"On Tides\"\nauthor: Ines Calder\ndate: 2026-01-03\nlang: en-GB\n---\n\n"
      "Water goes up.\n\n## Further reading\n\n* [The Moon](https://example.org/moon)\n* A Title "
      "Without Address\n\n## After\n\nIt goes down.\n";
  CarrelExtractOptions options = { .filename = "tides.md" };
  g_autoptr (CarrelDraft) draft = extract (text, &options),
                          other = extract ("# The Title\n\nText.", &options);

  g_assert_cmpstr (draft->title, ==, "On Tides");
  g_assert_cmpstr (draft->byline, ==, "Ines Calder");
  g_assert_cmpstr (draft->language, ==, "en-GB");
  g_assert_cmpint (draft->published, ==, carrel_time_parse ("2026-01-03"));
  assert_body (draft, "<p>Water goes up.</p>\n<h2>After</h2>\n<p>It goes down.</p>\n");
  g_assert_cmpuint (draft->references->len, ==, 2);
  g_assert_cmpstr (get_reference (draft, 0)->title, ==, "The Moon");
  g_assert_cmpstr (get_reference (draft, 0)->address, ==, "https://example.org/moon");
  g_assert_cmpstr (get_reference (draft, 1)->title, ==, "A Title Without Address");
  g_assert_cmpstr (other->title, ==, "The Title");
  assert_body (other, "<p>Text.</p>\n");
}

static void
test_refused (void)
{
  static const struct {
    const char *bytes, *type;
    int         code;
  } cases[] = {
    { "", NULL, CARREL_ERROR_NO_ARTICLE },
    { "  \n\n ", "text/plain", CARREL_ERROR_NO_ARTICLE },
    { "%PDF-1.7 and so on", NULL, CARREL_ERROR_NOT_A_PAGE },
    { "{\"a\": 1}", "application/json", CARREL_ERROR_UNSUPPORTED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].bytes, strlen (cases[i].bytes));
    CarrelExtractOptions options = { .type = cases[i].type };
    g_autoptr (GError) error = NULL;

    g_assert_null (carrel_extract (bytes, &options, &error));
    g_assert_error (error, CARREL_ERROR, cases[i].code);
  }
}

/* What is made of it could not be read again. */
static void
test_too_many (void)
{
  const CarrelExtractOptions options = { .kind = CARREL_SOURCE_TEXT };
  GString                   *text = g_string_new ("A text of lines\n\n");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i <= CARREL_HTML_MAX_TAGS / 2; i++)
    g_string_append (text, "x,\n\n");
  bytes = g_string_free_to_bytes (text);
  g_assert_null (carrel_extract (bytes, &options, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_TOO_LARGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/extract-text/lines", test_lines);
  g_test_add_func ("/extract-text/wrapped", test_wrapped);
  g_test_add_func ("/extract-text/see-also", test_see_also);
  g_test_add_func ("/extract-text/no-references", test_no_references);
  g_test_add_func ("/extract-text/title", test_title);
  g_test_add_func ("/extract-text/markdown", test_markdown);
  g_test_add_func ("/extract-text/markdown-deep", test_markdown_deep);
  g_test_add_func ("/extract-text/markdown-head", test_markdown_head);
  g_test_add_func ("/extract-text/refused", test_refused);
  g_test_add_func ("/extract-text/too many", test_too_many);
  return g_test_run ();
}
