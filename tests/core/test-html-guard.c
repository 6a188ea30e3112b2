/* test-html-guard.c: what a page may cost is bounded, and ordinary pages are left alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "carrel-test.h"
#include "document/carrel-html.h"

#include <string.h>
#include <time.h>

static char *
repeat (const char *text, guint n)
{
  GString *out = g_string_sized_new (strlen (text) * n);

  while (n-- > 0)
    g_string_append (out, text);
  return g_string_free (out, FALSE);
}

typedef struct {
  guint depth, attributes, nodes;
  guint elements; /* of one name */
} Shape;

static Shape
measure (const char *page, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelHtml) html = carrel_html_parse (page, strlen (page), &error);
  CarrelNode *root;
  Shape       shape = { 0 };
  guint       depth = 1;

  g_assert_no_error (error);
  root = carrel_html_get_root (html);
  for (CarrelNode *node = root; node;) {
    shape.nodes++;
    shape.depth = MAX (shape.depth, depth);
    shape.attributes = MAX (shape.attributes, node->n_attributes);
    shape.elements += node->type == CARREL_NODE_ELEMENT && strcmp (node->name, name) == 0;
    if (node->first) {
      node = node->first;
      depth++;
      continue;
    }
    while (node && !node->next) {
      node = node == root ? NULL : node->parent;
      depth--;
    }
    node = node ? node->next : NULL;
  }
  return shape;
}

static char *
dup_text (const char *page)
{
  g_autoptr (CarrelHtml) html = carrel_html_parse (page, strlen (page), NULL);

  g_assert_nonnull (html);
  return carrel_node_dup_text (carrel_html_get_root (html));
}

static void
test_unchanged (void)
{
  static const struct {
    const char *part, *name;
    guint       n; /* elements of the name in each part */
  } many[] = { { "<p>x", "p", 1 },
               { "<li>x", "li", 1 },
               { "<table><tr><td>x</table>", "td", 1 },
               { "<br>", "br", 1 },
               { "<div>x</div>", "div", 1 },
               { "<b>x</b>", "b", 1 },
               { "<dl><dt>a<dd>b</dl>", "dd", 1 },
               { "<select><option>x<option>y</select>", "option", 2 },
               { "<span>x</span>", "span", 1 },
               { "<svg><path /><g><path /></g></svg>", "path", 2 },
               { "<a href=x><i>x</i></a>", "i", 1 },
               { "<script>if (a<b) '<p><p>'</script>", "script", 1 },
               { "<p><b>x</b><p>y", "p", 2 },
               { "<h1>x</h1><h2>y</h2>", "h2", 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (many); i++) {
    g_autofree char *page = repeat (many[i].part, 4000);

    g_assert_cmpuint (measure (page, many[i].name).elements, ==, 4000 * many[i].n);
  }
}

static void
test_depth (void)
{
  /* What is repeated, without ever being closed as far as the parser is concerned. */
  static const char *const parts[] = {
    "<div>",
    "<span>",
    "<blockquote>",
    "<table>",
    "<section>",
    "<x-y>",
    "<template>",
    "<ul><li>",
    "<select>",
    "<svg>",
    "<math>",
    "<table><td>",
    "<li><div>",
    "<ruby><rt>",
    "<option><b><option></b>",
    "<span><div></span>",
    "<em><p></em>",
    "<svg><wbr>",
    "<svg><td>",
    "<svg><foreignObject><br>",
    "<svg><style><g></style>",
    "<math><mi><td>",
    "<math><annotation-xml encoding='text/h&#116;ml'><br>",
    "<svg><desc><p></desc>",
    "<object><p></object>",
    "<button><div>",
    "<select><style><div></style>",
    "<form><div></form>",
    "<b><object></b>",
    "<a><table><td>",
    "<dd><ul>",
    "<h1><div></h1>",
    "<noscript><div>",
    "<frameset><frameset>",
    "<svg><title><div></title>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *open = repeat (parts[i], 20000),
                    *page = g_strconcat ("<body>", open, "text", NULL);
    Shape shape = measure (page, "");

    /* </form> alone closes an element without leaving it: the next ones stand in it. */
    if (shape.depth > (strstr (parts[i], "</form>") ? 2 : 1) * CARREL_HTML_MAX_DEPTH + 64)
      g_error ("%s is %u deep", parts[i], shape.depth);
  }
  /* After the deep part the page goes on. */
  {
    g_autofree char *open = repeat ("<div>", 1000), *close = repeat ("</div>", 1000);
    g_autofree char *page = g_strconcat ("<section>", open, "deep", close, "</section><p>after</p>",
                                         NULL),
                    *text = dup_text (page);
    g_autoptr (CarrelHtml) html = carrel_html_parse (page, strlen (page), NULL);

    g_assert_cmpstr (text, ==, "deep after");
    g_assert_true (carrel_html_get_body (html)->last->tag == CARREL_TAG_P);
  }
}

static void
test_formatting (void)
{
  g_autofree char *open = repeat ("<font size=1>", 3000), *blocks = repeat ("<p>x", 3000),
                  *page = g_strconcat (open, blocks, NULL);
  g_autoptr (GString) mixed = g_string_new (NULL);
  Shape shape = measure (page, "p");

  g_assert_cmpuint (shape.elements, ==, 3000);
  g_assert_cmpuint (shape.nodes, <, 3000 * 60);

  /* Left open in each paragraph, all different: a parser opens all of them again in the next. */
  for (guint i = 0; i < 2000; i++) {
    g_string_append (mixed, "<p>");
    for (guint k = 0; k < 20; k++)
      g_string_append_printf (mixed, "<b id=a%ux%u>", i, k);
    g_string_append (mixed, "x</p>");
  }
  shape = measure (mixed->str, "p");
  g_assert_cmpuint (shape.elements, ==, 2000);
  g_assert_cmpuint (shape.nodes, <, 200000);
  g_assert_cmpuint (shape.depth, <, 100);
}

static void
test_attributes (void)
{
  static const char *const starts[] = { "<p", "<svg><style><g", "<select><style><div",
                                        "<!doctype html></p" };

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++) {
    g_autoptr (GString) page = g_string_new (starts[i]);
    g_autofree char *text = NULL;
    clock_t          begin = clock (); /* of processor */

    for (guint k = 0; k < 60000; k++)
      g_string_append_printf (page, " a%u='>'", k);
    g_string_append (page, "></style></svg></select><p>text</p>");
    text = dup_text (page->str);
    g_assert_cmpuint (measure (page->str, "").attributes, <=, CARREL_HTML_MAX_ATTRIBUTES);
    g_assert_nonnull (strstr (text, "text"));
    /* A tree that looks for each among all takes a minute. */
    g_assert_cmpint (clock () - begin, <, 20 * CLOCKS_PER_SEC);
  }
  {
    g_autofree char *page = g_strdup ("<p a=1 b=2 c=3>x");

    g_assert_cmpuint (measure (page, "p").attributes, ==, 3);
  }
}

#ifdef __SANITIZE_ADDRESS__ /* whose memory is copied, and made anew, each time it grows: nothing  \
                               is compared */
#define ROUNDS 1
#define PIECES 1000
#else
#define ROUNDS 10
#define PIECES 10000
#endif

/* Processor time of reading so many pieces of text around tags that make nothing. */
static clock_t
time_joined (const char *start, guint n)
{
  g_autofree char *part = repeat ("some words, </x>", n), *page = g_strconcat (start, part, NULL),
                  *text = NULL;
  clock_t begin = clock ();

  text = dup_text (page);
  g_assert_cmpuint (strlen (text), ==, n * strlen ("some words, ") - 1);
  return clock () - begin;
}

/* Tags that make nothing let the text around them be one, which a parser copies for each: ten times
 * as much text would take a hundred times as long. A busy machine gets more rounds. */
static void
test_joined_text (void)
{
  static const char *const starts[] = { "<p>", "<table>", "<table><tr>", "<select>", "<svg>" };

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++) {
    clock_t less = G_MAXLONG, more = G_MAXLONG;

    for (guint round = 0; round < ROUNDS && (round == 0 || more > 40 * less); round++) {
      less = MIN (less, time_joined (starts[i], PIECES));
      more = MIN (more, time_joined (starts[i], 10 * PIECES));
    }
    g_test_message ("%s: %.0f ms, ten times as much %.0f ms", starts[i],
                    (double) less * 1000 / CLOCKS_PER_SEC, (double) more * 1000 / CLOCKS_PER_SEC);
#ifndef __SANITIZE_ADDRESS__
    /* What takes next to no time says little. */
    g_assert_cmpint (more, <, 40 * less + CLOCKS_PER_SEC / 2);
#endif
  }
}

static void
test_limits (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *huge = g_strnfill (CARREL_HTML_MAX_BYTES + 1, 'a'),
                  *tags = repeat ("<b></b>", CARREL_HTML_MAX_TAGS / 2 + 1);

  g_assert_null (carrel_html_parse (huge, CARREL_HTML_MAX_BYTES + 1, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_null (carrel_html_parse (tags, strlen (tags), &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_TOO_LARGE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/html-guard/ordinary-pages-are-left-alone", test_unchanged);
  g_test_add_func ("/html-guard/depth-is-bounded", test_depth);
  g_test_add_func ("/html-guard/formatting-is-bounded", test_formatting);
  g_test_add_func ("/html-guard/attributes-are-bounded", test_attributes);
  g_test_add_func ("/html-guard/text-is-not-copied-for-ever", test_joined_text);
  g_test_add_func ("/html-guard/limits-are-said", test_limits);
  return g_test_run ();
}
