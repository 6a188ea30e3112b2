/* test-document.c: clean HTML ⇄ document, and what may stand in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test.h"

#include "document/carrel-document.h"
#include "document/carrel-html.h"

#include <json-glib/json-glib.h>
#include <string.h>
#include <time.h>

static void
assert_same_again (const char *html)
{
  g_autoptr (CarrelDocument) once = carrel_document_read (html, -1);
  g_autofree char *written = carrel_document_write (once);
  g_autoptr (CarrelDocument) twice = carrel_document_read (written, -1);
  g_autofree char *again = carrel_document_write (twice);

  g_assert_cmpstr (written, ==, again);
  g_assert_true (carrel_document_equal (once, twice));
}

/* Clean HTML that must come out as it went in. */
static const char *const clean[] = {
  "<p>One.</p>\n",
  "<h2 id=\"h-1\">A <em>heading</em></h2>\n<p>See <a href=\"#h-1\">above</a>.</p>\n",
  "<p>a<br>b &amp; &lt;c&gt; <strong><em>x</em> y</strong></p>\n",
  "<blockquote><p>q</p><blockquote><p>r</p></blockquote></blockquote>\n",
  "<ul><li>one</li><li>two<ol start=\"3\"><li>x</li></ol></li></ul>\n",
  "<ul><li><p>one</p><p>more</p></li></ul>\n",
  "<ol type=\"a\"><li>one</li><li>two<ol type=\"I\"><li>x</li></ol></li></ol>\n",
  "<ol type=\"i\" start=\"0\" lang=\"la\"><li>one</li><li "
  "value=\"-7\">two</li><li>three</li></ol>\n",
  "<ol reversed=\"reversed\"><li>third<ul><li>x</li><li>y</li></ul></li><li>second</li><li "
  "value=\"9\">odd</li></ol>\n",
  "<ol type=\"A\" reversed=\"reversed\" start=\"2\"><li>b</li><li>a</li><li>none</li></ol>\n",
  "<pre data-lang=\"c\">int\n  main (void);\n\n\tx</pre>\n",
  "<hr>\n",
  "<figure><img src=\"https://example.org/a.png\" alt=\"A &quot;b&quot;\" width=\"4\" "
  "height=\"3\"><figcaption>Cap <em>x</em></figcaption></figure>\n",
  "<figure><img src=\"blob:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\" "
  "alt=\"\"></figure>\n",
  "<p>in <img src=\"https://example.org/i.png\" alt=\"\" height=\"16\"> line</p>\n",
  "<figure class=\"embed\"><a href=\"https://video.example/1\">https://video.example/1</a><img "
  "src=\"https://video.example/p.jpg\" alt=\"\"><figcaption>A film</figcaption></figure>\n",
  "<table><caption>T</caption><tr><th>a</th><th>b</th></tr><tr><td "
  "colspan=\"2\">c</td></tr><tr><td></td><td><ul><li>x</li></ul></td></tr></table>\n",
  "<table><tr><td>a single cell</td></tr></table>\n",
  "<dl><dt>t</dt><dd>d</dd><dd><p>e</p><p>f</p></dd></dl>\n",
  "<p class=\"math\">x^2 &lt; 3</p>\n<p>so <span class=\"math\">y</span></p>\n",
  "<p lang=\"ar\" dir=\"rtl\">\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7</p>\n<p>the <span "
  "lang=\"fr\">mot</span></p>\n",
  "<p>N<a class=\"fnref\" href=\"#fn-1\" id=\"fnref-1\">1</a></p>\n<section "
  "class=\"footnotes\"><ol><li id=\"fn-1\">Note <a class=\"fnback\" "
  "href=\"#fnref-1\">\xe2\x86\xa9</a></li></ol></section>\n",
  "<p><a href=\"mailto:a@example.org\">mail</a> "
  "<sub>1</sub><sup>2</sup><mark>m</mark><s>s</s><u>u</u><q>q</q><small>t</small><code>c</code></"
  "p>\n",
};

static void
test_identity (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (clean); i++) {
    g_autoptr (CarrelDocument) document = carrel_document_read (clean[i], -1);
    g_autofree char *written = carrel_document_write (document);

    g_assert_cmpstr (written, ==, clean[i]);
    assert_same_again (clean[i]);
  }
}

/* Pages as they come, and what is made of them. */
static const struct {
  const char *page, *clean;
} pages[] = {
  { "just text", "<p>just text</p>\n" },
  { "<span lang=fr>un <div lang=fr dir=rtl>deux <i lang=fr>trois</i></div></span>",
    "<p><span lang=\"fr\">un</span></p>\n<p lang=\"fr\" dir=\"rtl\">deux <em>trois</em></p>\n" },
  { "<div>a<div>b</div>c</div>", "<p>a</p>\n<p>b</p>\n<p>c</p>\n" },
  { "a<br><br>b<br>c", "<p>a</p>\n<p>b<br>c</p>\n" },
  { "<p>x<script>alert(1)</script><style>p{}</style>y</p>", "<p>xy</p>\n" },
  { "<p onclick=x style=y class=z>a <a href='javascript:x'>b</a></p>", "<p>a b</p>\n" },
  { "<p><a href='/x?a=1#f'>b</a></p>", "<p><a href=\"https://example.org/x?a=1#f\">b</a></p>\n" },
  { "<p>a<img src=i.jpg>b</p>",
    "<p>a</p>\n<figure><img src=\"https://example.org/d/i.jpg\" alt=\"\"></figure>\n<p>b</p>\n" },
  { "<a href=/l><div>one</div><div>two</div></a>",
    "<p><a href=\"https://example.org/l\">one</a></p>\n<p><a "
    "href=\"https://example.org/l\">two</a></p>\n" },
  { "<table><tr><td><p>lay</p><p>out</p></td></tr></table>", "<p>lay</p>\n<p>out</p>\n" },
  { "<li>x<li>y", "<ul><li>x</li></ul>\n<ul><li>y</li></ul>\n" },
  { "<figure><img src=a.png><figcaption>one</figcaption><p>two</p></figure>",
    "<figure><img src=\"https://example.org/d/a.png\" alt=\"\"><figcaption>one "
    "two</figcaption></figure>\n" },
  { "<figure><figcaption>alone</figcaption></figure>", "<p>alone</p>\n" },
  { "<table><caption>one</caption><caption>two <b>b</b></caption></table>",
    "<p>one</p>\n<p>two <strong>b</strong></p>\n" },
  { "<figure><img src=a.png><table><caption>one</caption></table><figcaption>two "
    "<i>x</i></figcaption></figure>",
    "<figure><img src=\"https://example.org/d/a.png\" alt=\"\"><figcaption>one two "
    "<em>x</em></figcaption></figure>\n" },
  { "<table><caption>one</caption><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></"
    "tr><caption>two</caption></table>",
    "<table><caption>one "
    "two</caption><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>\n" },
  { "<figure><ul><li>x</li></ul></figure><p>y</p>", "<ul><li>x</li></ul>\n<p>y</p>\n" },
  { "<ruby>\xe6\xbc\xa2<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "<p>\xe6\xbc\xa2(kan)</p>\n" },
  { "<p><a href='#s'>to</a></p><section id=s><h2>S</h2></section><p><a href='#no'>x</a></p>",
    "<p><a href=\"#h-1\">to</a></p>\n<h2 id=\"h-1\">S</h2>\n<p>x</p>\n" },
  { "<pre class='language-js'><code>\n a\n</code></pre>", "<pre data-lang=\"js\"> a</pre>\n" },
  { "<h2>a<div>b</div></h2>", "<h2>a b</h2>\n" },
  { "<div dir=ltr lang=de><hr></div><p>x</p>", "<hr>\n<p>x</p>\n" },
  { "<div lang=de><p>x</p></div>", "<p lang=\"de\">x</p>\n" },
  { "<math><semantics><mi>x</mi><annotation "
    "encoding='application/x-tex'>x_1</annotation></semantics></math>",
    "<p><span class=\"math\">x_1</span></p>\n" },
  { "<ol type=x start=' 4 ' reversed><li>a<li value=2>b<li value=1>c<li value=no>d<li "
    "value=99999999999>e</ol>",
    "<ol reversed=\"reversed\" start=\"4\"><li>a</li><li "
    "value=\"2\">b</li><li>c</li><li>d</li><li>e</li></ol>\n" },
  { "<ol start=1 type=1><li value=1>a<li value=2>b</ol>", "<ol><li>a</li><li>b</li></ol>\n" },
  { "<ol reversed start=2 style='margin:0;list-style-type: lower-roman'><li>a<li>b</ol>",
    "<ol type=\"i\" reversed=\"reversed\"><li>a</li><li>b</li></ol>\n" },
  { "<ol style='list-style:upper-latin'><li>a</ol>", "<ol type=\"A\"><li>a</li></ol>\n" },
  { "<ul type=a reversed start=3><li value=7>a</ul>", "<ul><li>a</li></ul>\n" },
  { "<svg><text>no</text></svg><math><mi>y</mi></math>", "<p>y</p>\n" },
  { "<p>a</p><p> &nbsp; </p><p></p><ul></ul><p>b</p>", "<p>a</p>\n<p>b</p>\n" },
  { "<p>a <em> b </em> c</p>", "<p>a <em>b </em>c</p>\n" },
  /* What isn't shown begins nothing. */
  { "<p>d<u>\x02 w</u></p>", "<p>d <u>w</u></p>\n" },
  { "<p>d<u>\xef\xbb\xbf w</u></p>", "<p>d <u>w</u></p>\n" },
  { "<img src='blob:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'>x",
    "<p>x</p>\n" },
  { "<img src='data:image/png;base64,AAAA'>x", "<p>x</p>\n" },
};

static void
test_pages (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++) {
    g_autoptr (CarrelHtml) tree = carrel_html_parse (pages[i].page, strlen (pages[i].page), NULL);
    g_autoptr (CarrelDocument) document =
        carrel_document_from_node (carrel_html_get_body (tree), "https://example.org/d/page");
    g_autofree char *written = carrel_document_write (document);

    g_assert_cmpstr (written, ==, pages[i].clean);
    assert_same_again (written);
  }
}

static void
test_numbers (void)
{
  static const struct {
    CarrelNumbering numbering;
    gint32          number;
    const char     *shown;
  } cases[] = {
    { CARREL_NUMBERING_DECIMAL, -3, "-3" },
    { CARREL_NUMBERING_LOWER_LETTERS, 1, "a" },
    { CARREL_NUMBERING_UPPER_LETTERS, 26, "Z" },
    { CARREL_NUMBERING_LOWER_LETTERS, 27, "aa" },
    { CARREL_NUMBERING_LOWER_LETTERS, 702, "zz" },
    { CARREL_NUMBERING_LOWER_LETTERS, 703, "aaa" },
    { CARREL_NUMBERING_UPPER_LETTERS, 0, "0" },
    { CARREL_NUMBERING_LOWER_LETTERS, G_MAXINT32, "fxshrxw" },
    { CARREL_NUMBERING_LOWER_ROMAN, 4, "iv" },
    { CARREL_NUMBERING_UPPER_ROMAN, 1994, "MCMXCIV" },
    { CARREL_NUMBERING_UPPER_ROMAN, 3999, "MMMCMXCIX" },
    { CARREL_NUMBERING_UPPER_ROMAN, 4000, "4000" },
  };
  /* What each item of a list is called. */
  g_autoptr (CarrelDocument) document =
      carrel_document_read ("<ol reversed><li>a<li>b<ol><li>x</ol><li value=7>c<li>d</ol><ul><li "
                            "value=3>e</ul><ol start=2147483647><li>f<li>g</ol>",
                            -1);
  static const gint32 expected[] = { 4, 3, 1, 7, 6, 0, G_MAXINT32, G_MAXINT32 };
  guint               n, found = 0;
  const CarrelBlock  *blocks = carrel_document_get_blocks (document, &n);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *shown = carrel_numbering_format (cases[i].numbering, cases[i].number);

    g_assert_cmpstr (shown, ==, cases[i].shown);
  }
  for (guint i = 0; i < n; i++)
    if (blocks[i].type == CARREL_BLOCK_LIST_ITEM)
      g_assert_cmpint (blocks[i].number, ==, expected[found++]);
  g_assert_cmpuint (found, ==, G_N_ELEMENTS (expected));
}

static void
test_text_has_offsets (void)
{
  g_autoptr (CarrelDocument) document =
      carrel_document_read ("<h2>H</h2><p>one</p><ul><li>a</li><li>b</li></ul><table><tr><td>c</"
                            "td><td>d</td></tr></table><p>e</p>",
                            -1);
  g_autoptr (GArray) offsets = NULL;
  g_autofree char   *text = carrel_document_to_text (document, &offsets);
  guint              n;
  const CarrelBlock *blocks = carrel_document_get_blocks (document, &n);

  g_assert_cmpstr (text, ==, "H\n\none\n\na\nb\n\nc\nd\n\ne");
  g_assert_cmpuint (offsets->len, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_true (g_str_has_prefix (text + g_array_index (offsets, guint32, i), blocks[i].text));
}

/* What is quoted has marks for eyes, and none in the text that offsets count. */
static void
test_text_is_shown_with_quotes (void)
{
  g_autoptr (CarrelDocument) document =
      carrel_document_read ("<p>She said, <q>They are back</q><q>!</q> once.</p><p "
                            "lang=\"fr\"><q>Oui</q></p><p>none<q></q></p>",
                            -1);
  g_autoptr (GArray) offsets = NULL;
  g_autofree char *text = carrel_document_to_text (document, NULL),
                  *english = carrel_document_to_shown_text (document, NULL, &offsets),
                  *german = carrel_document_to_shown_text (document, "de-AT", NULL);
  guint              n;
  const CarrelBlock *blocks = carrel_document_get_blocks (document, &n);
  g_autofree char   *block = carrel_block_dup_shown_text (&blocks[0], "ja");

  g_assert_cmpstr (text, ==, "She said, They are back! once.\n\nOui\n\nnone");
  g_assert_cmpstr (english, ==, "She said, “They are back”“!” once.\n\n«\u00a0Oui\u00a0»\n\nnone");
  g_assert_cmpstr (german, ==, "She said, „They are back“„!“ once.\n\n«\u00a0Oui\u00a0»\n\nnone");
  g_assert_cmpstr (block, ==, "She said, 「They are back」「!」 once.");
  g_assert_true (g_str_has_prefix (english + g_array_index (offsets, guint32, 1), "«\u00a0Oui"));
}

static void
test_links_have_sentences (void)
{
  g_autoptr (CarrelDocument) document = carrel_document_read (
      "<p>First. The <a href=\"https://a.example/\">sea</a> is wide. Last.</p>", -1);
  g_autoptr (GPtrArray) links = carrel_document_list_links (document);
  CarrelDocumentLink *link;

  g_assert_cmpuint (links->len, ==, 1);
  link = links->pdata[0];
  g_assert_cmpstr (link->address, ==, "https://a.example/");
  g_assert_cmpstr (link->text, ==, "sea");
  g_assert_cmpstr (link->sentence, ==, "The sea is wide.");
}

static void
test_images_are_mapped (void)
{
  g_autoptr (CarrelDocument) document =
      carrel_document_read ("<figure><img src=\"https://a.example/1.png\"></figure><p>x <img "
                            "src=\"https://a.example/2.png\"></p>",
                            -1);
  g_autoptr (GHashTable) map = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) sizes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) images = carrel_document_list_images (document);
  g_autoptr (CarrelDocument) mapped = NULL;
  g_autofree char *written = NULL;

  g_assert_cmpuint (images->len, ==, 2);
  g_hash_table_insert (map, (gpointer) "https://a.example/1.png",
                       (gpointer) "https://b.example/x.png");
  g_hash_table_insert (sizes, (gpointer) "https://b.example/x.png",
                       GUINT_TO_POINTER (640u << 16 | 480u));
  mapped = carrel_document_map_images (document, map, sizes);
  g_clear_pointer (&document, carrel_document_unref);
  written = carrel_document_write (mapped);
  g_assert_cmpstr (
      written, ==,
      "<figure><img src=\"https://b.example/x.png\" alt=\"\" width=\"640\" "
      "height=\"480\"></figure>\n<p>x <img src=\"https://a.example/2.png\" alt=\"\"></p>\n");
}

static void
test_plain_text (void)
{
  static const struct {
    const char *text, *clean;
  } cases[] = {
    { "one\ntwo", "<p>one</p>\n<p>two</p>\n" },
    { "one\ngoes on\r\n\r\ntwo\n\n\n", "<p>one goes on</p>\n<p>two</p>\n" },
    { "<b>&", "<p>&lt;b&gt;&amp;</p>\n" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CarrelDocument) document = carrel_document_from_text (cases[i].text);
    g_autofree char *written = carrel_document_write (document);

    g_assert_cmpstr (written, ==, cases[i].clean);
  }
}

/* ── Everything that is at hand ── */

static void
check_page (const char *path, const char *html, gsize len)
{
  g_autofree char *valid = g_utf8_validate (html, (gssize) len, NULL)
                               ? g_strndup (html, len)
                               : g_utf8_make_valid (html, (gssize) len);
  g_autoptr (CarrelHtml) tree = carrel_html_parse (valid, strlen (valid), NULL);
  g_autoptr (CarrelDocument) document = NULL, again = NULL;
  g_autofree char *written = NULL, *rewritten = NULL;

  if (!tree || !carrel_html_get_body (tree))
    return;
  document = carrel_document_from_node (carrel_html_get_body (tree), "https://example.org/a/b");
  written = carrel_document_write (document);
  again = carrel_document_read (written, -1);
  rewritten = carrel_document_write (again);
  if (g_strcmp0 (written, rewritten) != 0 || !carrel_document_equal (document, again))
    g_test_message ("%s", path);
  g_assert_cmpstr (written, ==, rewritten);
  g_assert_true (carrel_document_equal (document, again));
}

static void
check_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (folder, name, NULL), *html = NULL;
    gsize            len;

    if (g_file_test (path, G_FILE_TEST_IS_DIR)) {
      check_folder (path);
    } else if (g_str_has_suffix (name, ".html") && g_file_get_contents (path, &html, &len, NULL)) {
      check_page (path, html, len);
    }
  }
}

static void
test_corpus (void)
{
  g_autofree char *folder = carrel_test_dup_shared_path ("corpus");

  if (folder)
    check_folder (folder);
}

/* Nothing that runs, asks the network or escapes its element is left of an attack. */
static void
assert_harmless (const char *html)
{
  g_autoptr (CarrelHtml) tree = carrel_html_parse (html, strlen (html), NULL);

  for (CarrelNode *n = carrel_html_get_root (tree); n;
       n = carrel_node_next (n, carrel_html_get_root (tree), FALSE)) {
    if (n->type != CARREL_NODE_ELEMENT)
      continue;
    g_assert_false (n->foreign);
    g_assert_cmpint (n->tag, !=, CARREL_TAG_OTHER);
    g_assert_cmpint (n->tag, !=, CARREL_TAG_SCRIPT);
    g_assert_cmpint (n->tag, !=, CARREL_TAG_STYLE);
    g_assert_cmpint (n->tag, !=, CARREL_TAG_IFRAME);
    for (guint i = 0; i < n->n_attributes; i++) {
      const char              *name = n->attributes[i].name, *value = n->attributes[i].value;
      static const char *const allowed[] = { "id",        "href",  "src",   "alt",     "width",
                                             "height",    "class", "lang",  "dir",     "type",
                                             "reversed",  "start", "value", "colspan", "rowspan",
                                             "data-lang", NULL };

      g_assert_true (g_strv_contains (allowed, name));
      if (strcmp (name, "href") == 0)
        g_assert_true (g_str_has_prefix (value, "http://") ||
                       g_str_has_prefix (value, "https://") ||
                       g_str_has_prefix (value, "mailto:") || value[0] == '#');
      if (strcmp (name, "src") == 0)
        g_assert_true (g_str_has_prefix (value, "http://") ||
                       g_str_has_prefix (value, "https://") || g_str_has_prefix (value, "blob:"));
    }
  }
}

static void
check_strings (JsonNode *node, guint *n)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING) {
    const char *html = json_node_get_string (node);
    g_autoptr (CarrelDocument) document = carrel_document_read (html, -1);
    g_autofree char *written = carrel_document_write (document);

    assert_harmless (written);
    check_page ("an attack", html, strlen (html));
    (*n)++;
  } else if (JSON_NODE_HOLDS_ARRAY (node)) {
    g_autoptr (GList) all = json_array_get_elements (json_node_get_array (node));

    for (GList *l = all; l; l = l->next)
      check_strings (l->data, n);
  } else if (JSON_NODE_HOLDS_OBJECT (node)) {
    g_autoptr (GList) all = json_object_get_values (json_node_get_object (node));

    for (GList *l = all; l; l = l->next)
      check_strings (l->data, n);
  }
}

static void
test_attacks (void)
{
  static const char *const own[] = {
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 "
    "onerror=alert(1)&gt;\">",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<a href=\"jav&#x0A;ascript:alert(1)\">x</a>",
    "<img src=x onerror=alert(1)>",
    "<a href=' javascript:x'>y</a>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<p id=\"x\" name=cookie>a</p><form action=javascript:x><input name=attributes></form>",
    "<a href='data:text/html,x'>x</a>",
    "<base href='javascript:'><a href='alert(1)'>x</a>",
    "<pre data-lang='\"><script>'>x</pre>",
    "<p lang='\"><script>'>x</p>",
  };
  g_autofree char *path = carrel_test_dup_shared_path ("security/xss-vectors.json");
  guint            n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (own); i++) {
    g_autoptr (CarrelDocument) document = carrel_document_read (own[i], -1);
    g_autofree char *written = carrel_document_write (document);

    assert_harmless (written);
    check_page ("an attack", own[i], strlen (own[i]));
  }
  if (path) {
    g_autoptr (JsonParser) parser = json_parser_new ();

    g_assert_true (json_parser_load_from_file (parser, path, NULL));
    check_strings (json_parser_get_root (parser), &n);
    g_assert_cmpuint (n, >, 100);
  }
}

/* Processor time of n spans in one another, opened and closed. */
static double
measure_spans (guint n)
{
  CarrelDocumentBuilder *builder = carrel_document_builder_new ();
  clock_t                start = clock ();
  double                 seconds;

  carrel_document_builder_open (builder, CARREL_BLOCK_PARAGRAPH);
  for (guint i = 0; i < n; i++) {
    carrel_document_builder_push (builder, CARREL_SPAN_EMPHASIS, NULL);
    carrel_document_builder_text (builder, "a ", -1);
  }
  for (guint i = 0; i < n; i++) {
    carrel_document_builder_text (builder, "b ", -1);
    carrel_document_builder_pop (builder);
  }
  carrel_document_builder_close (builder);
  seconds = (double) (clock () - start) / CLOCKS_PER_SEC;
  carrel_document_builder_free (builder);
  return seconds;
}

/* Ten times as many take about ten times as long; what is quadratic would take a hundred. A busy
 * machine gets more rounds. */
static void
test_span_time (void)
{
  double once = G_MAXDOUBLE, often = G_MAXDOUBLE;

  for (guint i = 0; i < 15 && (i < 2 || often > 40 * once); i++) {
    once = MIN (once, measure_spans (100000));
    often = MIN (often, measure_spans (1000000));
  }
  g_test_message ("%.1f ms, %.1f ms", once * 1000, often * 1000);
  g_assert_cmpfloat (often, <, 40 * once);
}

/* A link holds no mark of a note: what is written reads as itself. */
static void
test_mark_in_link (void)
{
  CarrelDocumentBuilder *builder = carrel_document_builder_new ();
  g_autoptr (CarrelDocument) document = NULL, again = NULL;
  g_autofree char *written = NULL, *second = NULL;

  carrel_document_builder_open (builder, CARREL_BLOCK_PARAGRAPH);
  carrel_document_builder_push (builder, CARREL_SPAN_LINK, "https://example.org/");
  carrel_document_builder_text (builder, "a link", -1);
  carrel_document_builder_push (builder, CARREL_SPAN_FOOTNOTE_REF, "#fn-1");
  carrel_document_builder_text (builder, "1", -1);
  carrel_document_builder_pop (builder);
  carrel_document_builder_text (builder, " and on", -1);
  carrel_document_builder_pop (builder);
  carrel_document_builder_close (builder);
  carrel_document_builder_open (builder, CARREL_BLOCK_FOOTNOTE)->id = "fn-1";
  carrel_document_builder_text (builder, "A note", -1);
  carrel_document_builder_close (builder);
  document = carrel_document_builder_finish (builder);
  written = carrel_document_write (document);
  again = carrel_document_read (written, -1);
  second = carrel_document_write (again);
  g_assert_cmpstr (second, ==, written);
  g_assert_null (strstr (written, "https://example.org/"));
  g_assert_nonnull (strstr (written, "class=\"fnref\""));
}

/* All blocks of a note, without the ways back. */
static void
test_note (void)
{
  g_autoptr (CarrelDocument) document = carrel_document_read (
      "<p>Text<a class=\"fnref\" href=\"#fn-1\" id=\"fnref-1\">1</a><a class=\"fnref\" "
      "href=\"#fn-2\" id=\"fnref-2\">2</a></p><section class=\"footnotes\"><ol><li "
      "id=\"fn-1\"><p>One <em>thing</em>, see <a href=\"http://example.org/a\">there</a>.</p>"
      "<ul><li>Two</li></ul><p>Three. <a class=\"fnback\" href=\"#fnref-1\">\u21a9</a></p></li><li "
      "id=\"fn-2\"><p>Other</p><p><a class=\"fnback\" "
      "href=\"#fnref-2\">\u21a9</a></p></li></ol></section>",
      -1);
  g_autoptr (CarrelDocument) one = carrel_document_dup_note (document, "fn-1"),
                             two = carrel_document_dup_note (document, "fn-2");
  g_autofree char *html = NULL, *other = NULL;

  g_assert_null (carrel_document_dup_note (document, "fn-3"));
  g_assert_null (carrel_document_dup_note (document, "h-1"));
  g_assert_nonnull (one);
  html = carrel_document_write (one);
  other = carrel_document_write (two);
  g_assert_cmpstr (
      html, ==,
      "<p>One <em>thing</em>, see <a "
      "href=\"http://example.org/a\">there</a>.</p>\n<ul><li>Two</li></ul>\n<p>Three.</p>\n");
  g_assert_cmpstr (other, ==, "<p>Other</p>\n");
}

/* An element of the page may be two of what is written, or four. */
static void
test_deep (void)
{
  static const char *const kinds[] = { "<menu>",
                                       "<dd><ol>",
                                       "<blockquote>",
                                       "<table><td>",
                                       "<dl><dt>a<dd>",
                                       "<li>",
                                       "<figure><table><td>",
                                       "<menu><td><dd><b>",
                                       "<ol><li><figure><blockquote>",
                                       "<dd><menu><p>b" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint n = 100; n < 600; n += 97) {
      g_autoptr (GString) html = g_string_new (NULL);
      g_autoptr (CarrelDocument) document = NULL;
      g_autofree char *text = NULL;

      for (guint k = 0; k < n; k++)
        g_string_append (html, kinds[i]);
      g_string_append (html, "<b>The<p>last <i>word");
      assert_same_again (html->str);
      document = carrel_document_read (html->str, -1);
      text = carrel_document_to_text (document, NULL);
      g_assert_nonnull (strstr (text, "The"));
      g_assert_nonnull (strstr (text, "last word"));
    }
}

/* A figure holds little: what stands after it keeps the language that the page gave it. */
static void
test_language_of_what_is_moved (void)
{
  static const char html[] = "<div lang=de><figure lang=fr dir=rtl><h2>Histoire</h2><h2 lang=de "
                             "dir=ltr>Geschichte</h2></figure></div>";
  g_autoptr (CarrelDocument) document = carrel_document_read (html, -1);
  g_autofree char *written = carrel_document_write (document);

  g_assert_cmpstr (
      written, ==,
      "<h2 lang=\"fr\" dir=\"rtl\">Histoire</h2>\n<h2 lang=\"de\" dir=\"ltr\">Geschichte</h2>\n");
  assert_same_again (html);
  assert_same_again ("<table lang=en dir=ltr><th>a<figure lang=fr dir=ltr><h2 lang=en>History");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/reading-what-was-written-is-the-identity", test_identity);
  g_test_add_func ("/document/pages-become-clean", test_pages);
  g_test_add_func ("/document/numbers", test_numbers);
  g_test_add_func ("/document/text-has-offsets", test_text_has_offsets);
  g_test_add_func ("/document/text-is-shown-with-quotes", test_text_is_shown_with_quotes);
  g_test_add_func ("/document/links-have-sentences", test_links_have_sentences);
  g_test_add_func ("/document/images-are-mapped", test_images_are_mapped);
  g_test_add_func ("/document/plain-text", test_plain_text);
  g_test_add_func ("/document/corpus-is-written-and-read-again", test_corpus);
  g_test_add_func ("/document/as-deep-as-it-is-read", test_deep);
  g_test_add_func ("/document/language-of-what-is-moved", test_language_of_what_is_moved);
  g_test_add_func ("/document/mark-in-link", test_mark_in_link);
  g_test_add_func ("/document/spans-take-linear-time", test_span_time);
  g_test_add_func ("/document/a-note-alone", test_note);
  g_test_add_func ("/document/attacks-leave-nothing-active", test_attacks);
  return g_test_run ();
}
