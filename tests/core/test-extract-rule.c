/* test-extract-rule.c: selectors, extraction by them, and the outline of a page.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "extract/carrel-extract-outline.h"
#include "extract/carrel-extract-rule.h"

#include <string.h>

#define SENTENCE                                                                                   \
  "The tide goes out twice a day, and it leaves a little of the sea behind in every hollow of "    \
  "the rock. "

static const char page[] =
    "<!DOCTYPE html><html><head><title>Pools</title></head><body>"
    "<nav class='menu'><a href='/'>Home</a></nav>"
    "<div class='wrap'><div id='post-48213' class='story "
    "main-text'><h1>Pools</h1><p>First. " SENTENCE SENTENCE SENTENCE "</p>"
    "<div class='promo'><p>Buy our book about it, it is a good one and not dear at "
    "all.</p></div><p>Second. " SENTENCE SENTENCE SENTENCE "</p></div></div>"
    "<div class='wrap'><section class='appendix'><p>Appendix. " SENTENCE SENTENCE
    "</p><ul><li>one shell</li><li>two shells</li></ul></section></div>"
    "</body></html>";

static CarrelDraft *
extract (const char *html, const char *content, const char *const *skip)
{
  g_autoptr (GBytes) bytes = g_bytes_new (html, strlen (html));
  CarrelExtractOptions options = {
    .type = "text/html", .address = "https://example.org/pools", .content = content, .skip = skip
  };
  g_autoptr (GError) error = NULL;
  CarrelDraft *draft = carrel_extract (bytes, &options, &error);

  g_assert_no_error (error);
  return draft;
}

static char *
extract_text (const char *html, const char *content, const char *const *skip, CarrelRuleState state)
{
  g_autoptr (CarrelDraft) draft = extract (html, content, skip);

  g_assert_cmpint (draft->rule, ==, state);
  return carrel_document_to_text (draft->document, NULL);
}

static void
test_parse (void)
{
  static const char *const good[] = { "div",
                                      "#a",
                                      ".b",
                                      "div#a.b.c",
                                      "main > div:nth-of-type(2)",
                                      "article.post-body > section > p:nth-of-type(500)",
                                      "my-element" };
  static const char *const bad[] = { "",
                                     " ",
                                     ">",
                                     "div >",
                                     "> div",
                                     "div > > p",
                                     "div p",
                                     "div[x]",
                                     "div:hover",
                                     "p:nth-of-type(0)",
                                     "p:nth-of-type(501)",
                                     "p:nth-of-type(2",
                                     ":nth-of-type(2)",
                                     "*",
                                     "a,b",
                                     "#a#b",
                                     "div.",
                                     "x\ny" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (CarrelSelector) selector = carrel_selector_parse (good[i]);

    g_assert_nonnull (selector);
  }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    if (carrel_selector_parse (bad[i]))
      g_error ("«%s» is taken for a selector", bad[i]);
}

/* Whatever is named is found by its name. */
static void
test_every_name_leads_back (void)
{
  g_autoptr (CarrelHtml) html = carrel_html_parse (page, strlen (page), NULL);
  CarrelNode *root = carrel_html_get_root (html);
  g_autoptr (CarrelSelectorMaker) maker = carrel_selector_maker_new (root);
  guint n = 0;

  for (CarrelNode *node = root; node; node = carrel_node_next (node, root, FALSE)) {
    g_autofree char *name =
        node->type == CARREL_NODE_ELEMENT ? carrel_selector_maker_make (maker, node) : NULL;
    g_autoptr (CarrelSelector) selector = name ? carrel_selector_parse (name) : NULL;

    if (node->type != CARREL_NODE_ELEMENT)
      continue;
    g_assert_nonnull (selector);
    g_assert_true (carrel_selector_find (selector, root) == node);
    /* Numbers of articles aren't names. */
    g_assert_null (strstr (name, "48213"));
    n++;
  }
  g_assert_cmpuint (n, >, 15);
}

static void
test_chosen_part (void)
{
  static const char *const skip[] = { "div.promo", NULL };
  g_autofree char         *ordinary = extract_text (page, NULL, NULL, CARREL_RULE_NONE),
                  *appendix = extract_text (page, "section.appendix", NULL, CARREL_RULE_USED);
  g_autofree char *story = extract_text (page, "div.story", NULL, CARREL_RULE_USED),
                  *shorter = extract_text (page, "div.story", skip, CARREL_RULE_USED);
  g_autofree char *unmatched = extract_text (page, "div.gone", NULL, CARREL_RULE_UNMATCHED);

  g_assert_nonnull (strstr (ordinary, "First."));
  g_assert_true (g_str_has_prefix (appendix, "Appendix."));
  g_assert_nonnull (strstr (appendix, "two shells"));
  g_assert_null (strstr (appendix, "First."));
  g_assert_nonnull (strstr (story, "First."));
  g_assert_nonnull (strstr (story, "Second."));
  g_assert_nonnull (strstr (story, "Buy our book"));
  g_assert_nonnull (strstr (shorter, "Second."));
  g_assert_null (strstr (shorter, "Buy our book"));
  g_assert_cmpstr (unmatched, ==, ordinary);
}

/* An element without text is no text. */
static void
test_empty_part (void)
{
  g_autofree char *text = extract_text (
      "<body><div class='empty'> </div><article><p>" SENTENCE SENTENCE SENTENCE "</p></article>",
      "div.empty", NULL, CARREL_RULE_UNMATCHED);

  g_assert_true (g_str_has_prefix (text, "The tide"));
}

static CarrelOutline *
make_outline (const char *html, CarrelDocument *current, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (html, strlen (html));
  CarrelExtractOptions options = { .type = "text/html" };

  return carrel_extract_outline (bytes, &options, current, error);
}

static void
test_outline (void)
{
  static const char *const skip[] = { "div.promo", NULL };
  g_autoptr (CarrelDraft) draft = extract (page, "div.story", skip);
  g_autoptr (CarrelOutline) outline = make_outline (page, draft->document, NULL);
  const CarrelOutlinePart *story = NULL, *appendix = NULL, *promo = NULL;

  g_assert_nonnull (outline);
  g_assert_false (outline->cut);
  for (guint i = 0; i < outline->parts->len; i++) {
    const CarrelOutlinePart *part = outline->parts->pdata[i];

    g_assert_cmpuint (i + part->n_descendants, <, outline->parts->len);
    g_assert_cmpint (part->parent, <, (int) i);
    if (g_strcmp0 (part->selector, "div.story.main-text") == 0)
      story = part;
    if (g_strcmp0 (part->selector, "section.appendix") == 0)
      appendix = part;
    if (g_str_has_prefix (part->text, "Buy our book"))
      promo = part;
  }
  g_assert_nonnull (story);
  g_assert_nonnull (appendix);
  g_assert_nonnull (promo);
  g_assert_cmpint (story->kind, ==, CARREL_PART_GROUP);
  g_assert_cmpint (story->taken, ==, CARREL_TAKEN_ALL);
  g_assert_cmpuint (story->n_descendants, ==, 4); /* heading, text, promotion, text */
  g_assert_true (g_str_has_prefix (story->text, "Pools First. The tide"));
  g_assert_cmpint (promo->taken, ==, CARREL_TAKEN_NONE);
  g_assert_cmpint (appendix->n_descendants, ==, 2);
  g_assert_cmpint (carrel_outline_find (outline, "section.appendix"), >,
                   carrel_outline_find (outline, "div.story.main-text"));
  g_assert_cmpint (carrel_outline_find (outline, "div.nowhere"), ==, -1);
}

/* Large, deep and empty pages end soon, within bounds. */
static void
test_outline_of_bad_pages (void)
{
  g_autoptr (GString) wide = g_string_new ("<body>"), deep = g_string_new ("<body>");
  g_autoptr (CarrelOutline) outline = NULL, of_deep = NULL, of_nothing = NULL;
  g_autoptr (GBytes) text = g_bytes_new_static ("Just words.", 11);
  CarrelExtractOptions plain = { .type = "text/plain" };
  g_autoptr (GError) error = NULL;
  gint64 begun = g_get_monotonic_time ();

  for (guint i = 0; i < 60000; i++)
    g_string_append_printf (wide, "<div class='c%u'><p>w</p></div>", i % 7);
  for (guint i = 0; i < 100000; i++)
    g_string_append (deep, "<div>x");
  outline = make_outline (wide->str, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (outline->cut);
  g_assert_cmpuint (outline->parts->len, ==, CARREL_OUTLINE_MAX_PARTS);
  of_deep = make_outline (deep->str, NULL, &error);
  if (!of_deep) /* the guard may refuse it */
    g_assert_error (error, CARREL_ERROR, CARREL_ERROR_TOO_LARGE);
  g_clear_error (&error);
  of_nothing = make_outline ("<body></body>", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (of_nothing->parts->len, ==, 0);
  g_assert_null (carrel_extract_outline (text, &plain, NULL, &error));
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_UNSUPPORTED);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 20 * G_TIME_SPAN_SECOND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/extract-rule/parse", test_parse);
  g_test_add_func ("/extract-rule/every-name-leads-back", test_every_name_leads_back);
  g_test_add_func ("/extract-rule/chosen-part", test_chosen_part);
  g_test_add_func ("/extract-rule/empty-part", test_empty_part);
  g_test_add_func ("/extract-rule/outline", test_outline);
  g_test_add_func ("/extract-rule/outline-of-bad-pages", test_outline_of_bad_pages);
  return g_test_run ();
}
