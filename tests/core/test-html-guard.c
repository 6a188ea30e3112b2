/* test-html-guard.c: what a page may cost is bounded, and ordinary pages are left alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "carrel-test.h"
#include "document/carrel-html-guard.h"

#include <string.h>

static char *
repeat (const char *text, guint n)
{
  GString *out = g_string_sized_new (strlen (text) * n);

  while (n-- > 0)
    g_string_append (out, text);
  return g_string_free (out, FALSE);
}

static guint
count (const char *text, gsize len, const char *part)
{
  guint n = 0;

  for (const char *p = text; (p = memmem (p, len - (gsize) (p - text), part, strlen (part))); p++)
    n++;
  return n;
}

/* The guarded page, or the page. */
static char *
guard (const char *html)
{
  g_autoptr (GError) error = NULL;
  gsize len = 0;
  char *out = carrel_html_guard (html, strlen (html), &len, &error);

  g_assert_no_error (error);
  return out ? out : g_strdup (html);
}

static void
test_unchanged (void)
{
  static const char *const pages[] = {
    "", "<", "<p", "a < b", "<p>one<p>two<ul><li>a<li>b</ul>", "<!-- <div> --><p>x", "<!doctype html><script>if (a<b) document.write('<p>')</script>",
    "<a href='>'>x</a>", "<p title=\"a>b\">", "<title><b></title>", "<textarea><div></textarea>", "<br/><hr><img src=x>", "</p></p></p>",
    "<!--->", "<!-->", "<!-- --!>", "<?php x ?>", "<![CDATA[ x ]]>", "<p =x>", "<table><tr><td>a<td>b<tr><td>c</table>", "<dl><dt>a<dd>b<dt>c</dl>",
  };
  static const char *const many[] = { "<p>x", "<li>x", "<tr><td>x", "<br>", "<div>x</div>", "<b>x</b>", "<dt>a<dd>b", "<option>x", "<span>x</span>", "<!-- c -->" };
  gsize len;

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    g_assert_null (carrel_html_guard (pages[i], strlen (pages[i]), &len, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (many); i++) {
    g_autofree char *page = repeat (many[i], 5000);

    if (carrel_html_guard (page, strlen (page), &len, NULL))
      g_error ("%s, many times, is no reason to leave anything out", many[i]);
  }
}

static void
test_depth (void)
{
  static const char *const tags[] = { "div", "span", "blockquote", "table", "section", "x-y", "template", "ul><li", "select", "svg", "math" };

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++) {
    g_autofree char *start = g_strdup_printf ("<%s>", tags[i]), *open = repeat (start, 20000);
    g_autofree char *page = g_strconcat (open, "text", NULL), *out = guard (page);

    g_assert_cmpuint (count (out, strlen (out), start), <=, CARREL_GUARD_MAX_DEPTH);
    g_assert_nonnull (strstr (out, "text"));
  }
  /* After the deep part the page goes on. */
  {
    g_autofree char *open = repeat ("<div>", 1000), *close = repeat ("</div>", 1000);
    g_autofree char *page = g_strconcat ("<section>", open, "deep", close, "</section><p>after</p>", NULL), *out = guard (page);

    g_assert_true (g_str_has_suffix (out, "</section><p>after</p>"));
    g_assert_cmpuint (count (out, strlen (out), "<div>"), ==, count (out, strlen (out), "</div>"));
  }
}

static void
test_formatting (void)
{
  g_autofree char *open = repeat ("<font size=1>", 3000), *blocks = repeat ("<p>x", 3000);
  g_autofree char *page = g_strconcat (open, blocks, NULL), *out = guard (page);

  g_assert_cmpuint (count (out, strlen (out), "<font"), <=, 48);
  g_assert_cmpuint (count (out, strlen (out), "<p>"), ==, 3000);
}

static void
test_attributes (void)
{
  GString *page = g_string_new ("<p");
  g_autofree char *out = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (page, " a%u='>'", i);
  g_string_append (page, ">text</p>");
  out = guard (page->str);
  g_assert_cmpuint (count (out, strlen (out), "='>'"), ==, CARREL_GUARD_MAX_ATTRIBUTES);
  g_assert_true (g_str_has_suffix (out, ">text</p>"));
  g_string_free (page, TRUE);
}

/* In SVG the inside of <style> is tags. */
static void
test_raw_text (void)
{
  g_autofree char *inside = repeat ("<g>", 50000), *page = g_strconcat ("<svg><style>", inside, "</style></svg><p>after", NULL);
  g_autofree char *out = guard (page);

  g_assert_cmpuint (count (out, strlen (out), "<g>"), <=, 4000);
  g_assert_true (g_str_has_suffix (out, "</style></svg><p>after"));
}

static void
test_limits (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *huge = g_strnfill (CARREL_GUARD_MAX_BYTES + 1, 'a'), *tags = repeat ("<b></b>", CARREL_GUARD_MAX_TAGS / 2 + 1);
  gsize len;

  g_assert_null (carrel_html_guard (huge, CARREL_GUARD_MAX_BYTES + 1, &len, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_null (carrel_html_guard (tags, strlen (tags), &len, &error));
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
  g_test_add_func ("/html-guard/raw-text-hides-no-depth", test_raw_text);
  g_test_add_func ("/html-guard/limits-are-said", test_limits);
  return g_test_run ();
}
