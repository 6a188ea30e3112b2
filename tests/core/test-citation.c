/* test-citation.c: an article as a reference, whatever its title holds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-citation.h"

#include <locale.h>
#include <string.h>

static CarrelArticle *
make (const char *title, const char *byline, const char *address)
{
  CarrelArticleData data = { .id = 7,
                             .title = title,
                             .byline = byline,
                             .site = "Pacific Ledger",
                             .address = address,
                             .language = "en",
                             .published = 1767398400 /* 3 January 2026 */ };

  return carrel_article_new (&data);
}

static void
check (CarrelArticle *article, CarrelCitation citation, const char *expected)
{
  g_autofree char *made = carrel_citation_make (article, citation, 1767484800);

  g_assert_cmpstr (made, ==, expected);
}

static void
test_forms (void)
{
  g_autoptr (CarrelArticle) article =
      make ("Glass and Salt", "Ines Calder", "https://example.org/a");

  check (article, CARREL_CITATION_PLAIN,
         "Ines Calder, “Glass and Salt”, Pacific Ledger, 3 January 2026, https://example.org/a.");
  check (article, CARREL_CITATION_MARKDOWN,
         "Ines Calder, [Glass and Salt](https://example.org/a), Pacific Ledger, 3 January 2026.");
  check (article, CARREL_CITATION_BIBTEX,
         "@online{calder2026glass,\n  author = {Ines Calder},\n  title = {Glass and Salt},\n  "
         "organization = {Pacific Ledger},\n  date = {2026-01-03},\n"
         "  url = {https://example.org/a},\n  urldate = {2026-01-04},\n  langid = {en}\n}\n");
}

static void
test_little_known (void)
{
  CarrelArticleData data = { .id = 7, .title = "走" };
  g_autoptr (CarrelArticle) article = carrel_article_new (&data);

  check (article, CARREL_CITATION_PLAIN, "“走”.");
  check (article, CARREL_CITATION_MARKDOWN, "*走*.");
  check (article, CARREL_CITATION_BIBTEX,
         "@online{carrel7,\n  title = {走},\n  urldate = {2026-01-04}\n}\n");
}

static void
test_hostile (void)
{
  g_autoptr (CarrelArticle) article =
      make ("A [b](c) *d* {e} 50% \\f\n\n@book{x,", "Eve_1 & Co", "https://example.org/(a)?b={c}");
  g_autofree char *bibtex = carrel_citation_make (article, CARREL_CITATION_BIBTEX, 0);
  int              depth = 0;

  check (article, CARREL_CITATION_MARKDOWN,
         "Eve\\_1 & Co, [A \\[b\\](c) \\*d\\* {e} 50% \\\\f "
         "@book{x,](https://example.org/%28a%29?b={c}), Pacific Ledger, 3 January 2026.");
  g_assert_nonnull (strstr (bibtex, "A [b](c) *d* \\{e\\} 50\\% \\textbackslash{}f @book\\{x,"));
  g_assert_nonnull (strstr (bibtex, "Eve\\_1 \\& Co"));
  for (const char *p = bibtex; *p; p++) { /* no brace of the title is one of the entry */
    if (*p == '\\' && p[1])
      p++;
    else if (*p == '{')
      depth++;
    else if (*p == '}')
      depth--;
    g_assert_cmpint (depth, >=, 0);
  }
  g_assert_cmpint (depth, ==, 0);
}

static void
test_names (void)
{
  CarrelCitation citation = CARREL_CITATION_PLAIN;

  g_assert_true (carrel_citation_from_name ("bibtex", &citation));
  g_assert_cmpint (citation, ==, CARREL_CITATION_BIBTEX);
  g_assert_false (carrel_citation_from_name ("apa", &citation));
  g_assert_false (carrel_citation_from_name (NULL, &citation));
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/citation/forms", test_forms);
  g_test_add_func ("/citation/little-known", test_little_known);
  g_test_add_func ("/citation/hostile", test_hostile);
  g_test_add_func ("/citation/names", test_names);
  return g_test_run ();
}
