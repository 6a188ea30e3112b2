/* test-html.c: the tree is what a browser makes, and can be walked and changed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "carrel-test.h"
#include "document/carrel-html.h"

#include <lexbor/html/html.h>
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
    { "<noscript><img src=x></noscript>",
      "<body><noscript><img src=\"x\"></img></noscript></body>" },
    { "<body><template><p>t</p></template>", "<body><template><p>t</p></template></body>" },
    { "<p TITLE='a\"b'>&lt;&amp;", "<body><p title=\"a&quot;b\">&lt;&amp;</p></body>" },
    { "<my-tag a>x</my-tag>", "<body><my-tag a=\"\">x</my-tag></body>" },
    { "", "<body></body>" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CarrelHtml) tree = parse (cases[i].html);
    g_autofree char *body = NULL, *text = NULL;
    CarrelNode      *node = carrel_html_get_body (tree);

    /* noscript goes to the head when it comes first */
    if (i == 4)
      g_assert_nonnull (carrel_node_find (carrel_html_get_root (tree), CARREL_TAG_IMG));
    body = carrel_node_to_html (node);
    if (i != 4 && strcmp (body, cases[i].body) != 0)
      g_error ("%s became %s", cases[i].html, body);
  }
}

/* What a page leaves behind is nothing to the next one: not that it was read as old browsers did,
 * not what was open, not names that lexbor doesn't know, not that it was refused. */
static void
test_one_after_another (void)
{
  static const char *const before[] = {
    "<!doctype html><p>a",
    "<p>no doctype",
    "<!doctype html PUBLIC \"-//W3C//DTD HTML 3.2//EN\"><p>a",
    "<!doctype html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \"x\"><p>a",
    "<!doctype html><b><i><table><tr><td><form><svg><title><template><p>a",
    "<!doctype html><body><textarea><p>never closed",
    "<!doctype html><my-tag my-name=x><frameset>",
    "<!doctype html><script>a<!-- <script>",
    "<!doctype html><p>ends in &am",
    "<!doctype html><p title='ends in",
    "<frameset><frame src=a></frameset>",
    "",
  };
  static const char *const after[] = {
    "<!doctype html><p>one<table><tr><td my-name=y>two<my-tag>three</table>",
    "<p>one<table><tr><td>two</table>",
    "<!doctype html><form><b>a<p>b</b>c<textarea>d</textarea><frameset>",
  };
  static const char *const bodies[] = {
    "<body><p>one</p><table><tbody><tr><td my-name=\"y\">two<my-tag>three</my-tag></td></tr>"
    "</tbody></table></body>",
    "<body><p>one<table><tbody><tr><td>two</td></tr></tbody></table></p></body>",
    "<body><form><b>a</b><p><b>b</b>c<textarea>d</textarea></p></form></body>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (before) * G_N_ELEMENTS (after); i++) {
    const char *first = before[i / G_N_ELEMENTS (after)];
    g_autoptr (CarrelHtml) old = parse (first);
    g_autoptr (CarrelHtml) tree = parse (after[i % G_N_ELEMENTS (after)]);
    g_autofree char *body = carrel_node_to_html (carrel_html_get_body (tree));

    if (strcmp (body, bodies[i % G_N_ELEMENTS (after)]) != 0)
      g_error ("after %s: %s", first, body);
  }
  for (guint i = 0; i < G_N_ELEMENTS (after); i++) {
    g_autoptr (GString) refused = g_string_new (NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (CarrelHtml) tree = NULL;
    g_autofree char *body = NULL;

    for (guint k = 0; k < CARREL_HTML_MAX_TAGS + 2; k++)
      g_string_append (refused, "<b>");
    g_assert_null (carrel_html_parse (refused->str, refused->len, &error));
    g_assert_error (error, CARREL_ERROR, CARREL_ERROR_TOO_LARGE);
    tree = parse (after[i]);
    body = carrel_node_to_html (carrel_html_get_body (tree));
    g_assert_cmpstr (body, ==, bodies[i]);
  }
}

typedef struct {
  char *expected[4];
  guint n_wrong; /* atomic */
} Many;

static gpointer
parse_many (gpointer data)
{
  static const char *const pages[] = { "<p>one<table><tr><td>two</table>",
                                       "<!doctype html><p>one<table><tr><td>two</table>",
                                       "<!doctype html><my-tag my-name=x>a</my-tag>", "<b><i>x" };
  Many                    *many = data;

  for (guint i = 0; i < 2000; i++) {
    g_autoptr (CarrelHtml) tree = parse (pages[i % 4]);
    g_autofree char *body = carrel_node_to_html (carrel_html_get_body (tree));

    if (!many->expected[i % 4])
      many->expected[i % 4] = g_strdup (body);
    else if (strcmp (body, many->expected[i % 4]) != 0)
      g_atomic_int_inc (&many->n_wrong);
  }
  return NULL;
}

/* Threads hand one another what they parsed with. */
static void
test_beside_another (void)
{
  Many     many = { 0 };
  GThread *threads[4];

  parse_many (&many);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("parse", parse_many, &many);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (many.n_wrong, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (many.expected); i++)
    g_free (many.expected[i]);
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
  g_autoptr (CarrelHtml) tree =
      parse ("<div id=a class='One two'><span>x</span><i>y</i></div><p>z");
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
  g_assert_cmpstr (html, ==,
                   "<body>before<div id=\"a\" lang=\"en\">x<em>y</em></div><p>z</p></body>");
  g_assert_cmpstr (copied, ==, "<div id=\"a\" lang=\"en\"><span>x</span><i>y</i></div>");
}

static void
test_text (void)
{
  g_autoptr (CarrelHtml) tree =
      parse ("<p>one <b>two</b>\n<p>three<script>no()</script><style>no</style><br>four");
  g_autofree char *text = carrel_node_dup_text (carrel_html_get_body (tree));

  g_assert_cmpstr (text, ==, "one two three four");
}

/* White space goes where a browser shows none, whatever stands between; and stays where it shows
 * some. */
static void
test_white_space (void)
{
  static const struct {
    const char *html, *body;
  } cases[] = {
    { "<div>\n <p>a</p>\n <p>b</p>\n</div>\n", "<body><div><p>a</p><p>b</p></div></body>" },
    { "<p>a</p>\n<b>c</b>", "<body><p>a</p> <b>c</b></body>" },
    { "<div><p>a</p>\n</div>b", "<body><div><p>a</p></div> b</body>" },
    { "<div><p>a</p>\n</div>\n<i>b</i>", "<body><div><p>a</p></div> <i>b</i></body>" },
    { "<b>a</b> <i>b</i>", "<body><b>a</b> <i>b</i></body>" },
    { "<a>a</a>\n<p>b</p>", "<body><a>a</a>\n<p>b</p></body>" },
    { "<ul> <li>a</li> <li>b</li> </ul>", "<body><ul><li>a</li><li>b</li></ul></body>" },
    { "<table> <tr> <td>a</td> <td> b</td> </tr> </table>",
      "<body><table><tbody><tr><td>a</td><td> b</td></tr></tbody></table></body>" },
    { "<p>a</p> <!-- c --> <script>x</script> <p>b</p>",
      "<body><p>a</p><script>x</script><p>b</p></body>" },
    { "<p>a</p> <script>x</script> <b>b</b>", "<body><p>a</p><script>x</script> <b>b</b></body>" },
    { "<p> <img src=x> </p>", "<body><p> <img src=\"x\"></img> </p></body>" },
    { "<pre>\n\n<div>a</div>\n<div>b</div>\n</pre>\n<p>c",
      "<body><pre>\n<div>a</div>\n<div>b</div>\n</pre><p>c</p></body>" },
    { "<code><div>a</div>\n<div>b</div></code>",
      "<body><code><div>a</div>\n<div>b</div></code></body>" },
    { "<svg><style>a {}</style></svg>", "<body><svg><style></style></svg></body>" },
    { "<p>a</p>\n<code>b</code>", "<body><p>a</p> <code>b</code></body>" },
    { "<p>a</p>\xc2\xa0<p>b</p>", "<body><p>a</p>\xc2\xa0<p>b</p></body>" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CarrelHtml) tree = parse (cases[i].html);
    g_autofree char *body = carrel_node_to_html (carrel_html_get_body (tree));

    if (strcmp (body, cases[i].body) != 0)
      g_error ("%s became %s", cases[i].html, body);
  }
}

/* The texts of scripts pass by lexbor's tree: each comes to its own, whatever is in it. */
static void
test_scripts (void)
{
  static const char *const texts[] = { "var a = \"<p>x</p>\";",
                                       "00000000",
                                       "0000000000000001",
                                       "<!-- <script>in</script> -->",
                                       " 1 < 2 && 3 </ 4 ",
                                       "é\n",
                                       "x" };
  GString                 *page = g_string_new ("<head>");
  guint                    n = 0;

  for (guint i = 0; i < 300; i++)
    g_string_append_printf (page, "<script>%s</script>%s", texts[i % G_N_ELEMENTS (texts)],
                            i % 3 ? "" : "<svg><script>12345678</script></svg>");
  g_string_append (page, "<script>never ended");
  {
    g_autoptr (CarrelHtml) tree = parse (page->str);
    const GPtrArray *marked = carrel_html_get_marked (tree);

    for (guint i = 0; i < marked->len; i++) {
      const CarrelNode *node = marked->pdata[i];

      if (node->tag != CARREL_TAG_SCRIPT)
        continue;
      g_assert_cmpuint (node->first->type, ==, CARREL_NODE_TEXT);
      g_assert_cmpuint (node->first->text_len, ==, strlen (node->first->text));
      g_assert_cmpstr (node->first->text, ==,
                       node->foreign ? "12345678"
                       : n == 300    ? "never ended"
                                     : texts[n % G_N_ELEMENTS (texts)]);
      n += !node->foreign;
    }
    g_assert_cmpuint (n, ==, 301);
  }
  g_string_free (page, TRUE);
}

static void
test_attributes (void)
{
  g_autoptr (CarrelHtml) tree = parse ("<p class=a data-one=1 data-two='' x=y>z");
  CarrelNode *p = carrel_node_find (carrel_html_get_body (tree), CARREL_TAG_P), *copy;

  g_assert_cmpstr (carrel_node_get (p, "class"), ==, "a");
  g_assert_cmpstr (carrel_node_get (p, "data-one"), ==, "1");
  g_assert_cmpstr (carrel_node_get (p, "data-two"), ==, "");
  g_assert_cmpstr (carrel_node_get (p, "x"), ==, "y");
  g_assert_null (carrel_node_get (p, "data-three"));
  g_assert_null (carrel_node_get (p, "data"));
  g_assert_null (carrel_node_get (p, "clas"));
  g_assert_null (carrel_node_get (p, "id"));
  g_assert_null (carrel_node_get (p->first, "class"));
  carrel_node_set (tree, p, "id", "b");
  copy = carrel_node_copy (tree, p);
  carrel_node_unset (p, "id");
  g_assert_null (carrel_node_get (p, "id"));
  g_assert_cmpstr (carrel_node_get (copy, "id"), ==, "b");
}

static void
test_walks (void)
{
  g_autoptr (CarrelHtml) tree = parse ("<div><p>a<b>b</b></p><!-- --><ul><li>c</ul></div>d");
  CarrelNode *body = carrel_html_get_body (tree), *forth[20], *node;
  guint       n = 0;

  for (node = body; node; node = carrel_node_next (node, body, FALSE))
    forth[n++] = node;
  for (node = carrel_node_last (body); node; node = carrel_node_previous (node, body))
    g_assert_true (node == forth[--n]);
  g_assert_cmpuint (n, ==, 0);
}

static void
test_deep (void)
{
  GString         *page = g_string_new (NULL);
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

/* Where a script or a style sheet ends is told by the standard, whoever looks for it. */
static void
test_ends (void)
{
  static const struct {
    const char *html, *root;
  } cases[] = {
    { "<script>a</scripty>b</script>c",
      "<head><script>a&lt;/scripty&gt;b</script></head><body>c</body>" },
    { "<script>a</SCRIPT\t>c", "<head><script>a</script></head><body>c</body>" },
    { "<script>a</script/>c", "<head><script>a</script></head><body>c</body>" },
    { "<script>a</script x=y>c", "<head><script>a</script></head><body>c</body>" },
    { "<script></script>c", "<head><script></script></head><body>c</body>" },
    { "<script>a\r\nb\rc</script>d", "<head><script>a\nb\nc</script></head><body>d</body>" },
    { "<script><!-- a <script>b</script> c --></script>d",
      "<head><script>&lt;!-- a &lt;script&gt;b&lt;/script&gt; c "
      "--&gt;</script></head><body>d</body>" },
    { "<script><!-- a </script>b", "<head><script>&lt;!-- a </script></head><body>b</body>" },
    { "<script>a <!-- </script>b", "<head><script>a &lt;!-- </script></head><body>b</body>" },
    { "<script>a</script", "<head><script>a&lt;/script</script></head><body></body>" },
    { "<script>a</script ", "<head><script>a</script></head><body></body>" },
    { "<style>a</style><!-- b --></STYLE >c", "<head><style></style></head><body>c</body>" },
    { "<style><!-- a </style>b", "<head><style></style></head><body>b</body>" },
    { "<style>a</styles></style\n>b", "<head><style></style></head><body>b</body>" },
    { "<style>a <p>b", "<head><style></style></head><body></body>" },
    { "<p>a<svg><style>b</style><script>c<b>d</b></script></svg>",
      "<head></head><body><p>a<svg><style></style><script>c</script></svg><b>d</b></p></body>" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CarrelHtml) tree = parse (cases[i].html);
    g_autofree char *root = carrel_node_to_html (carrel_html_get_root (tree)),
                    *expected = g_strdup_printf ("<html>%s</html>", cases[i].root);

    if (strcmp (root, expected) != 0)
      g_error ("%s became %s", cases[i].html, root);
  }
}

/* Tags in small letters are read in one go, others by lexbor's own states: both have to see the
 * same. */
static void
test_plain (void)
{
  static const char *const pieces[] = {
    "<p>",
    "</p>",
    "<div class=\"a b\">",
    "</div >",
    "<a href='/x?a=1&amp;b=2'>",
    "<a href=/x/>",
    "</a>",
    "<br/>",
    "<br />",
    "<br / >",
    "<img src=a.png alt>",
    "<img alt=\"\" alt='b' src=\"c\">",
    "<img src = 'a'>",
    "<b a=\"1\"b='2'>",
    "</b x=1>",
    "<i =a b>",
    "<i a=>",
    "<i a=b'c>",
    "<i a=\"x\ny\" \n\tdata-x-y:z.w='1'\f>",
    "</i/>",
    "<my-tag data-a=1>",
    "</my-tag>",
    "<svg viewBox=\"0 0 1 1\"><path d=\"M0\"/><title>t</title></svg>",
    "<math><mi>x</mi></math>",
    "<table>",
    "<tr>",
    "<td colspan=2>",
    "</table>",
    "<ul>",
    "<li>",
    "</ul>",
    "<p a=\"&lt;\r\n\">",
    "<p\r\na=b>",
    "<p title=\"ü\">",
    "<p t\xc3\xbc=1>",
    "<h1/>",
    "<input type=hidden>",
    "<span",
    ">",
    "</",
    "</ p>",
    "<>",
    "<!-- c -->",
    "<!x>",
    "<?x>",
    "a",
    " ",
    "\n  ",
    "&amp;",
    "&#x26",
    "<3",
    "a<b c>",
    "\"",
    "'",
    "\r\n",
    "é",
    "<textarea>\n<p></textarea>",
    "<template><p>",
    "</template>",
    "<noscript>",
    "</noscript>",
    "<select><option value=a>",
    "</select>",
    "<select><button class=y><selectedcontent id=z></button><option><p class=x>X",
    "<body class=x>",
    "<html lang=en>",
    "</body>",
    "<frameset>",
    "<font color=red>",
    "<nobr>",
    "<p a=1 b=2 c=3 d=4 e=5 f=6 g=7 h=8>",
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (20);

  for (guint i = 0; i < 1500; i++) {
    g_autoptr (GString) page = g_string_new (i % 3 ? "<body>" : "<!doctype html>");
    g_autoptr (CarrelHtml) plain = NULL, other = NULL;
    g_autofree char *html = NULL, *same = NULL, *before = NULL;

    for (int n = g_rand_int_range (random, 1, 24); n > 0; n--)
      g_string_append (page, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
    before = g_strdup (page->str);
    plain = parse (page->str);
    for (char *p = page->str; *p; p++)
      if (*p == '<')
        p[p[1] == '/' ? 2 : 1] = g_ascii_toupper (p[p[1] == '/' ? 2 : 1]);
    other = parse (page->str);
    html = carrel_node_to_html (carrel_html_get_root (plain));
    same = carrel_node_to_html (carrel_html_get_root (other));
    /* In a text area a tag is text. */
    if (g_ascii_strcasecmp (html, same) != 0)
      g_error ("%s became %s and %s", before, html, same);
  }
}

/* ── Beside lexbor alone ── */

static void
append_element (GString *out, const char *name, const char *id)
{
  g_string_append_printf (out, "%s#%s ", name, id ? id : "");
}

/* The elements and their ids, in document order, as lexbor has them. */
static char *
list_bare (const char *page)
{
  GString             *out = g_string_new (NULL);
  lxb_html_parser_t   *parser = lxb_html_parser_create ();
  lxb_html_document_t *document;
  lxb_dom_node_t      *node;
  g_autoptr (GPtrArray) templates = g_ptr_array_new ();

  g_assert_cmpint (lxb_html_parser_init (parser), ==, LXB_STATUS_OK);
  lxb_html_parser_scripting_set (parser, false);
  document = lxb_html_parse (parser, (const lxb_char_t *) page, strlen (page));
  g_assert_nonnull (document);
  node = lxb_dom_interface_node (lxb_dom_document_element (&document->dom_document));
  while (node) {
    lxb_dom_node_t *child = node->first_child;

    if (node->type == LXB_DOM_NODE_TYPE_ELEMENT) {
      lxb_dom_element_t *element = lxb_dom_interface_element (node);
      size_t             len;

      append_element (out, (const char *) lxb_dom_element_local_name (element, &len),
                      (const char *) lxb_dom_element_get_attribute (
                          element, (const lxb_char_t *) "id", 2, &len));
      if (node->local_name == LXB_TAG_TEMPLATE && node->ns == LXB_NS_HTML) {
        child = lxb_dom_interface_node (lxb_html_interface_template (node)->content)->first_child;
        if (child)
          g_ptr_array_add (templates, node);
      }
    }
    if (child) {
      node = child;
      continue;
    }
    while (node && !node->next) {
      node = node->parent;
      if (!node || node->type == LXB_DOM_NODE_TYPE_DOCUMENT)
        node = NULL;
      else if (node->type == LXB_DOM_NODE_TYPE_DOCUMENT_FRAGMENT)
        node = g_ptr_array_steal_index (templates, templates->len - 1);
    }
    node = node ? node->next : NULL;
  }
  lxb_html_document_destroy (document);
  lxb_html_parser_destroy (parser);
  return g_string_free_and_steal (out);
}

static char *
list_ours (const char *page)
{
  g_autoptr (CarrelHtml) tree = parse (page);
  CarrelNode *root = carrel_html_get_root (tree);
  GString    *out = g_string_new (NULL);

  for (CarrelNode *node = root; node; node = carrel_node_next (node, root, FALSE))
    if (node->type == CARREL_NODE_ELEMENT)
      append_element (out, node->name, carrel_node_get (node, "id"));
  return g_string_free_and_steal (out);
}

/* Attributes pass by lexbor's tree: each element has those of its own tag, wherever the tree puts
 * it, and a tag of which it makes nothing leaves none behind. */
static void
test_attributes_of_soup (void)
{
  static const char *const tags[] = {
    "p",      "div",    "br",    "img",      "hr",      "meta",   "link",     "base",    "title",
    "a",      "b",      "nobr",  "font",     "table",   "tbody",  "tr",       "td",      "th",
    "col",    "tfoot",  "form",  "button",   "select",  "option", "optgroup", "input",   "textarea",
    "ul",     "li",     "dl",    "dd",       "dt",      "h1",     "h2",       "image",   "template",
    "svg",    "path",   "desc",  "math",     "mi",      "head",   "body",     "html",    "caption",
    "iframe", "object", "embed", "noscript", "section", "frame",  "frameset", "details", "colgroup",
    "my-tag", "span",   "ruby",  "rt",       "pre",     "center", "marquee",  "area",    "wbr",
  };
  static const char *const texts[] = { "x", "<!-- c -->", "y z" };
  g_autoptr (GRand) random = g_rand_new_with_seed (27);
  guint n_ids = 0;

  for (guint i = 0; i < 6000; i++) {
    g_autoptr (GString) page = g_string_new (i % 4 ? "<body>" : NULL);
    g_autofree char *ours = NULL, *bare = NULL;

    for (int n = g_rand_int_range (random, 1, 22), k = 0; k < n; k++) {
      const char *tag = tags[g_rand_int_range (random, 0, G_N_ELEMENTS (tags))];

      switch (g_rand_int_range (random, 0, 8)) {
      case 0:
      case 1:
        g_string_append_printf (page, "</%s>", tag);
        break;
      case 2:
        g_string_append_printf (page, "<%s>", tag);
        break;
      case 3:
        g_string_append (page, texts[g_rand_int_range (random, 0, G_N_ELEMENTS (texts))]);
        break;
      default:
        g_string_append_printf (page, "<%s id=%d%s>", tag, k, k % 5 ? "" : " class='a b'");
      }
    }
    ours = list_ours (page->str);
    bare = list_bare (page->str);
    if (strcmp (ours, bare) != 0)
      g_error ("%s became %s, not %s", page->str, ours, bare);
    for (const char *p = ours; (p = strchr (p, '#')); p++)
      n_ids += p[1] != ' ';
  }
  g_assert_cmpuint (n_ids, >, 20000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/html/attributes-are-where-lexbor-has-them", test_attributes_of_soup);
  g_test_add_func ("/html/the-tree-is-a-browsers", test_tree);
  g_test_add_func ("/html/a-page-leaves-nothing-to-the-next", test_one_after_another);
  g_test_add_func ("/html/pages-are-parsed-beside-one-another", test_beside_another);
  g_test_add_func ("/html/tags-have-names", test_tags);
  g_test_add_func ("/html/trees-can-be-changed", test_change);
  g_test_add_func ("/html/text-is-what-is-seen", test_text);
  g_test_add_func ("/html/white-space-that-nobody-sees-goes", test_white_space);
  g_test_add_func ("/html/scripts-have-their-text", test_scripts);
  g_test_add_func ("/html/scripts-and-styles-end", test_ends);
  g_test_add_func ("/html/plain-tags-are-the-same", test_plain);
  g_test_add_func ("/html/attributes-are-found", test_attributes);
  g_test_add_func ("/html/walks-back-are-walks-forth", test_walks);
  g_test_add_func ("/html/depth-costs-nothing", test_deep);
  return g_test_run ();
}
