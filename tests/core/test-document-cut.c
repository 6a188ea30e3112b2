/* test-document-cut.c: a stretch of a document is a document that can be kept: what is copied.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test.h"

#include "document/carrel-document.h"

#include <string.h>

static const char article[] =
    "<p>One <em>two <strong>three</strong></em> <a href=\"https://e.example/a?b=1&amp;c=2\">four "
    "five</a> and <a href=\"#h-1\">below</a>.<a class=\"fnref\" href=\"#fn-1\" "
    "id=\"fnref-1\">1</a></p>\n"
    "<h2 id=\"h-1\">A <code>heading</code> here</h2>\n"
    "<blockquote><p>said <img src=\"https://e.example/i.png\" alt=\"i\"> so</p><blockquote><p>and "
    "so</p></blockquote></blockquote>\n"
    "<ol "
    "start=\"3\"><li>three</li><li>four<ul><li>inner</li><li>more</li></ul></li><li><p>five</"
    "p><p>and a half</p></li></ol>\n"
    "<ol type=\"a\" reversed=\"reversed\" start=\"6\"><li>alpha</li><li>beta</li><li "
    "value=\"2\">gamma</li><li>delta</li></ol>\n"
    "<pre data-lang=\"c\">int\n  main (void);\n</pre>\n"
    "<hr>\n"
    "<figure><img src=\"https://e.example/a.png\" alt=\"A boat\" width=\"4\" "
    "height=\"3\"><figcaption>The <em>boat</em> at noon</figcaption></figure>\n"
    "<table><caption>Tides</caption><tr><th>Hour</th><th>Height</th></tr><tr><td>six</td><td>ebb</"
    "td></tr><tr><td>noon</td><td><ul><li>flood</li><li>slack</li></ul></td></tr></table>\n"
    "<dl><dt>Term</dt><dd>meaning</dd><dd><p>another</p><p>at length</p></dd></dl>\n"
    "<p class=\"math\">x^2</p>\n"
    "<figure class=\"embed\"><a href=\"https://v.example/1\">https://v.example/1</a><figcaption>A "
    "film</figcaption></figure>\n"
    "<p lang=\"fr\">Le <span lang=\"de\">Wort</span> é là</p>\n"
    "<section class=\"footnotes\"><ol><li id=\"fn-1\">A note <a class=\"fnback\" "
    "href=\"#fnref-1\">\xe2\x86\xa9</a></li></ol></section>\n";

/* The first place of a word, as a block and a byte of it. */
static void
find (CarrelDocument *document, const char *word, gboolean behind, guint *block, guint32 *offset)
{
  guint              n;
  const CarrelBlock *blocks = carrel_document_get_blocks (document, &n);

  for (guint i = 0; i < n; i++) {
    const char *found = strstr (blocks[i].text, word);

    if (found) {
      *block = i;
      *offset = (guint32) (found - blocks[i].text) + (behind ? (guint32) strlen (word) : 0);
      return;
    }
  }
  g_error ("no “%s”", word);
}

static char *
cut_between (CarrelDocument *document, const char *from, const char *to)
{
  g_autoptr (CarrelDocument) cut = NULL;
  guint   first, last;
  guint32 start, end;

  find (document, from, FALSE, &first, &start);
  find (document, to, TRUE, &last, &end);
  cut = carrel_document_cut (document, first, start, last, end);
  return carrel_document_write (cut);
}

static void
test_cases (void)
{
  static const struct {
    const char *from, *to, *html;
  } cases[] = {
    /* Words of one block are words, with what they look like. */
    { "two", "four",
      "<p><em>two <strong>three</strong></em> <a "
      "href=\"https://e.example/a?b=1&amp;c=2\">four</a></p>\n" },
    { "inner", "inner", "<p>inner</p>\n" },
    { "heading", "here", "<p><code>heading</code> here</p>\n" },
    { "boat", "boat", "<p><em>boat</em></p>\n" },
    { "main", "main", "<pre data-lang=\"c\">main</pre>\n" },
    { "noon", "noon", "<p>noon</p>\n" }, /* the caption's is the first */
    /* A place that isn't taken is led to by nothing. */
    { "below", "below", "<p>below</p>\n" },
    { "below", "here",
      "<p><a href=\"#h-1\">below</a>.1</p>\n<h2 id=\"h-1\">A <code>heading</code> here</h2>\n" },
    /* Containers stay with what of them is taken, and go on counting. */
    { "so", "and so",
      "<blockquote><p>so</p><blockquote><p>and so</p></blockquote></blockquote>\n" },
    { "beta", "gamma",
      "<ol type=\"a\" reversed=\"reversed\" start=\"5\"><li>beta</li><li "
      "value=\"2\">gamma</li></ol>\n" },
    { "inner", "half",
      "<ol start=\"4\"><li><ul><li>inner</li><li>more</li></ul></li><li><p>five</p><p>and a "
      "half</p></li></ol>\n" },
    /* A row keeps its cells. */
    { "ebb", "flood",
      "<table><tr><td></td><td>ebb</td></tr><tr><td>noon</td><td><ul><li>flood</li></ul></td></"
      "tr></table>\n" },
    { "Tides", "Hour", "<table><caption>Tides</caption><tr><th>Hour</th><th></th></tr></table>\n" },
    /* A caption without its picture, or its table, is a paragraph. */
    { "noon", "Tides", "<p>noon</p>\n<p>Tides</p>\n" },
    { "Wort", "note",
      "<p lang=\"fr\"><span lang=\"de\">Wort</span> é là</p>\n<section class=\"footnotes\"><ol><li "
      "id=\"fn-1\">A note</li></ol></section>\n" },
  };
  g_autoptr (CarrelDocument) document = carrel_document_read (article, -1);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *html = cut_between (document, cases[i].from, cases[i].to);

    g_assert_cmpstr (html, ==, cases[i].html);
  }
}

static void
test_whole (void)
{
  g_autoptr (CarrelDocument) document = carrel_document_read (article, -1);
  guint              n;
  const CarrelBlock *blocks = carrel_document_get_blocks (document, &n);
  g_autoptr (CarrelDocument) cut =
      carrel_document_cut (document, 0, 0, n - 1, blocks[n - 1].text_len);
  g_autoptr (CarrelDocument) none = carrel_document_cut (document, 0, 2, 0, 2);

  g_assert_true (carrel_document_equal (document, cut));
  g_assert_true (carrel_document_is_empty (none));
}

static char *
squeeze (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      g_string_append_unichar (out, g_utf8_get_char (p));
  return g_string_free (out, FALSE);
}

/* A place in the text, in which a picture is nothing. */
static guint32
to_offset (const CarrelBlock *block, guint32 offset, guint32 at)
{
  guint32 pictures = 0;

  for (const char *p = block->text; (p = strstr (p, "\xef\xbf\xbc")) && p < block->text + at;
       p += 3)
    pictures += 3;
  return offset + at - pictures;
}

/* Any range: what is cut is clean (it is read as it was written), and its text is that of the
 * range. */
static void
test_any_range (void)
{
  g_autoptr (CarrelDocument) document = carrel_document_read (article, -1);
  g_autoptr (GArray) offsets = NULL;
  g_autofree char   *text = carrel_document_to_text (document, &offsets);
  guint              n;
  const CarrelBlock *blocks = carrel_document_get_blocks (document, &n);

  for (guint run = 0; run < 20000; run++) {
    guint first = (guint) g_test_rand_int_range (0, (gint32) n),
          last = (guint) g_test_rand_int_range ((gint32) first, (gint32) n);
    guint32 start = (guint32) g_test_rand_int_range (0, (gint32) blocks[first].text_len + 1),
            end = (guint32) g_test_rand_int_range (0, (gint32) blocks[last].text_len + 1);
    g_autoptr (CarrelDocument) cut = NULL;
    g_autoptr (CarrelDocument) again = NULL;
    g_autofree char *html = NULL, *range = NULL, *wanted = NULL, *found = NULL, *shown = NULL;
    guint32          from, to;

    while (start > 0 && ((guchar) blocks[first].text[start] & 0xc0) == 0x80)
      start--;
    while (end > 0 && ((guchar) blocks[last].text[end] & 0xc0) == 0x80)
      end--;
    if (first == last && start > end)
      continue;
    cut = carrel_document_cut (document, first, start, last, end);
    html = carrel_document_write (cut);
    again = carrel_document_read (html, -1);
    shown = carrel_document_write (again);
    g_assert_cmpstr (html, ==, shown);
    from = to_offset (&blocks[first], g_array_index (offsets, guint32, first), start);
    to = to_offset (&blocks[last], g_array_index (offsets, guint32, last), end);
    range = g_strndup (text + from, to > from ? to - from : 0);
    wanted = squeeze (range);
    g_free (g_steal_pointer (&range));
    range = carrel_document_to_text (cut, NULL);
    found = squeeze (range);
    g_assert_cmpstr (found, ==, wanted);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-cut/cases", test_cases);
  g_test_add_func ("/document-cut/all-and-nothing", test_whole);
  g_test_add_func ("/document-cut/any-range", test_any_range);
  return g_test_run ();
}
