/* test-extract-shown.c: names and days that a page only shows, in whatever way.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test.h"

#include "base/carrel-time.h"
#include "extract/carrel-extract.h"

#include <string.h>

#define TEXT                                                                                       \
  "<p>The harbour of Lindby was rebuilt in the winter of that year, after the storm that had "     \
  "taken both piers and most of the boats. It is the work of one engineer and of four hundred "    \
  "people who had never built anything before they came to it.</p>"
#define FRENCH                                                                                     \
  "<p>Le port de Lindby a été reconstruit pendant l'hiver de cette année, après la tempête qui "   \
  "avait emporté les deux jetées et la plupart des bateaux. C'est le travail d'un seul ingénieur " \
  "et de quatre cents personnes qui n'avaient jamais rien construit avant de venir dans la "       \
  "ville, "                                                                                        \
  "et qui sont restées ensuite pour une bonne partie de leur vie.</p>"
#define H1 "<h1>How the Harbour Was Rebuilt</h1>"
#define ROW                                                                                        \
  "<ul><li>a<li>b<li>c<li>d<li>e<li>f<li>g<li>h<li>i<li>j<li>k<li>l<li>m<li>n<li>o<li>p<li>q<li>r" \
  "<li>s<li>t<li>u<li>v<li>w<li>x<li>y<li>z<li>a<li>b<li>c<li>d<li>e<li>f<li>g<li>h<li>i<li>j<li>" \
  "k"                                                                                              \
  "<li>l<li>m<li>n<li>o<li>p<li>q<li>r<li>s<li>t<li>u<li>v<li>w<li>x<li>y<li>z</ul>"

static CarrelDraft *
extract (const char *head, const char *body, const char *text)
{
  g_autofree char *page =
      g_strdup_printf ("<!DOCTYPE html><html><head><title>How the Harbour Was Rebuilt</title>%s"
                       "</head><body>%s%s%s</body></html>",
                       head, body, text, text);
  g_autoptr (GBytes) bytes = g_bytes_new (page, strlen (page));
  CarrelExtractOptions options = { .kind = CARREL_SOURCE_HTML,
                                   .address = "https://lantern.example/slow-boats" };
  g_autoptr (GError) error = NULL;
  CarrelDraft *draft = carrel_extract (bytes, &options, &error);

  g_assert_no_error (error);
  return draft;
}

static void
test_names (void)
{
  static const struct {
    const char *head, *body, *value, *from;
  } cases[] = {
    /* what somebody is stands below the name */
    { "", H1 "<div><a href=//people.example/7>Ana Ruiz</a> <span>Author</span></div>", "Ana Ruiz",
      "line" },
    { "", H1 "<div><p>آنا رويز</p><p>الكاتب</p></div>", "آنا رويز", "line" },
    { "", H1 "<div><p>Ana Ruiz</p><p>Author</p><p>Tom Ore</p></div>", "Tom Ore", "line" },
    /* a card of somebody's who has one name, in small letters */
    { "", H1 "<p class=byline><span class='author vcard'>ana</span></p>", "ana", "class" },
    { "", H1 "<p class=byline>By ana</p>", "ana", "class" },
    { "", H1 "<p class=byline>boats</p>", NULL, NULL },
    /* who did something else with it */
    { "",
      H1 "<p>By <a href=/author/7/>Ana Ruiz</a></p><p>Updated by <a href=/author/tom-ore/>Tom "
         "Ore</a></p>",
      "Ana Ruiz", "line" },
    { "", H1 "<p>By Ana Ruiz</p><p>Medically reviewed by: <span class=author>Tom Ore</span></p>",
      "Ana Ruiz", "line" },
    { "", H1 "<p>Updated by <a href=/author/tom-ore/>Tom Ore</a></p>", "Tom Ore", "link" },
    /* further on in the line */
    { "", H1 "<p>来源：潮报 作者：林小河 责任编辑：陈一舟</p>", "林小河", "line" },
    { "", H1 "<p>2024-05-03 10:00 | Autor: Ana Ruiz</p>", "Ana Ruiz", "line" },
    { "", H1 "<p class=byline>潮报记者 林小河</p>", "林小河", "class" },
    { "", H1 "<p>Words: Ana Ruiz / Photographs: Tom Ore</p>", "Ana Ruiz", "line" },
    { "", H1 "<p>Words</p><p>Ana Ruiz</p>", NULL, NULL },
    /* behind a sign that shows a person, below the title; behind a day, or what posters do */
    { "",
      H1 "<ul><li><i class=fa-calendar></i> 2024-5-3<li><i class='far fa-user'></i> Ana Ruiz</ul>",
      "Ana Ruiz", "line" },
    { "", "<p><i class=fa-user></i> Your Page</p>" H1, NULL, NULL },
    { "", H1 "<p><i class=fa-user></i> Ana Ruiz, Guest Blogger</p>", "Ana Ruiz", "line" },
    { "", H1 "<p>2024-05-03 09:52:57 / by <strong>ana</strong></p>", "ana", "line" },
    { "", H1 "<p>Submitted by <b>ana</b> on Tue, 3 May 2024</p>", "ana", "line" },
    { "", H1 "<p>Made by <b>hand</b> in the bay</p>", NULL, NULL },
    /* the site is linked as the author */
    { "<meta property=og:site_name content='Bay Post'>",
      H1 "<p>Posted by Ana Ruiz</p><p>in <a rel=author href=/author/bay>Bay Post</a></p>",
      "Ana Ruiz", "line" },
    { "<meta property=og:site_name content='Bay Post'>",
      H1 "<p><a rel=author href=/author/bay>Bay Post</a></p>" ROW ROW "<p>By Ana Ruiz</p>",
      "Bay Post", "rel-author" },
    /* far below the text, where nobody else signs */
    { "", H1 TEXT ROW ROW "<p>Written by Ana Ruiz</p>", "Ana Ruiz", "label" },
    { "", H1 TEXT ROW ROW "<p>Posted by Ana Ruiz</p><p>Posted by Tom Ore</p>", NULL, NULL },
    { "", H1 TEXT ROW ROW "<p>Written by hand, as in all of the bay.</p>", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CarrelDraft) draft = extract (cases[i].head, cases[i].body, TEXT);

    if (g_strcmp0 (draft->byline, cases[i].value) != 0 ||
        g_strcmp0 (draft->from[CARREL_DRAFT_BYLINE], cases[i].from) != 0)
      g_test_fail_printf ("“%s”: “%s” from %s, not “%s” from %s", cases[i].body, draft->byline,
                          draft->from[CARREL_DRAFT_BYLINE], cases[i].value, cases[i].from);
  }
}

/* Numbers by the language that the text is in; what is written out, or in an attribute, stays. */
static void
test_days_of_text (void)
{
  static const struct {
    const char *body, *text, *iso;
  } cases[] = {
    { H1 "<p class=date>05/03/2024</p>", FRENCH, "2024-03-05T00:00:00Z" },
    { H1 "<p class=date>05/03/2024</p>", TEXT, "2024-05-03T00:00:00Z" },
    { H1 "<p class=date>May 3, 2024</p>", FRENCH, "2024-05-03T00:00:00Z" },
    { H1 "<time datetime=2024-05-03>05/03/2024</time>", FRENCH, "2024-05-03T00:00:00Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CarrelDraft) draft =
        extract ("<meta http-equiv=content-language content=en-US>", cases[i].body, cases[i].text);
    g_autofree char *time = carrel_time_to_iso (draft->published);

    g_assert_cmpstr (time, ==, cases[i].iso);
  }
}

/* Below the title before what a site shows above it, each called so. */
static void
test_day_below_title (void)
{
  g_autoptr (CarrelDraft) draft = extract (
      "", "<p class=date>Tuesday, 14 May 2024</p>" H1 "<p class=date>9 May 2024</p>", TEXT);
  g_autofree char *time = carrel_time_to_iso (draft->published);

  g_assert_cmpstr (time, ==, "2024-05-09T00:00:00Z");
}

/* What a wiki's page says at its end, in a footer too. */
static void
test_last_change (void)
{
  g_autoptr (CarrelDraft) draft =
      extract ("",
               H1 TEXT TEXT
               "<footer><ul><li id=footer-info-lastmod>This page was last edited on 3 May 2024, "
               "at 10:00.<li id=footer-info-copyright>Since 1 May 2001</ul></footer>",
               "");
  g_autofree char *time = carrel_time_to_iso (draft->modified);

  g_assert_cmpstr (time, ==, "2024-05-03T10:00:00Z");
  g_assert_cmpstr (draft->from[CARREL_DRAFT_PUBLISHED], ==, "modified");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/extract-shown/names", test_names);
  g_test_add_func ("/extract-shown/days-by-the-texts-language", test_days_of_text);
  g_test_add_func ("/extract-shown/day-below-the-title", test_day_below_title);
  g_test_add_func ("/extract-shown/last-change-of-a-wiki", test_last_change);
  return g_test_run ();
}
