/* test-extract-metadata.c: titles, names, dates and the rest, from every place where pages say
 * them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test.h"

#include "base/carrel-json.h"
#include "base/carrel-time.h"
#include "extract/carrel-extract-metadata-private.h"

#include <string.h>

#define TEXT                                                                                       \
  "<p>The harbour of Lindby was rebuilt in the winter of that year, after the storm that had "     \
  "taken both piers and most of the "                                                              \
  "boats. It is the work of one engineer and of four hundred people who had never built anything " \
  "before they came to it.</p>"

static CarrelDraft *
extract (const char *head, const char *body)
{
  g_autofree char *page = g_strdup_printf (
      "<!DOCTYPE html><html><head>%s</head><body>%s" TEXT TEXT "</body></html>", head, body);
  g_autoptr (GBytes) bytes = g_bytes_new (page, strlen (page));
  CarrelExtractOptions options = { .kind = CARREL_SOURCE_HTML,
                                   .address = "https://lantern.example/slow-boats" };
  g_autoptr (GError) error = NULL;
  CarrelDraft *draft = carrel_extract (bytes, &options, &error);

  g_assert_no_error (error);
  return draft;
}

#define LD(json) "<script type=\"application/ld+json\">" json "</script>"
#define H1 "<h1>How the Harbour Was Rebuilt</h1>"

typedef struct {
  const char *head, *body, *value, *from;
} Case;

static void
compare (const Case *one, const char *value, const char *from)
{
  if (g_strcmp0 (value, one->value) != 0 || g_strcmp0 (from, one->from) != 0)
    g_test_fail_printf ("“%s%s”: “%s” from %s, not “%s” from %s", one->head, one->body, value, from,
                        one->value, one->from);
}

static void
test_title (void)
{
  static const Case cases[] = {
    { "<title>How the Harbour Was Rebuilt | Lantern</title>", H1, "How the Harbour Was Rebuilt",
      "heading" },
    { "<title>Lindby: a harbour – Lantern</title><meta property=og:site_name content=Lantern>", "",
      "Lindby: a harbour", "title" },
    { "<title>x</title><meta property=og:title content='Storms - a history'>", "",
      "Storms - a history", "og:title" },
    { LD ("{\"@type\":\"Article\",\"headline\":\"How the Harbour Was Rebuilt\"}"), H1,
      "How the Harbour Was Rebuilt", "json-ld" },
    /* what is declared is for searching machines, the heading for readers */
    { "<meta property=og:title content='Harbour of Lindby rebuilt: all you should know | Lantern'>",
      "<h1>How the Harbour of Lindby Was Rebuilt</h1>", "How the Harbour of Lindby Was Rebuilt",
      "heading" },
    /* a heading that is of something else */
    { "<meta property=og:title content='The Storm of 1908'>", "<h1>Our blog</h1>",
      "The Storm of 1908", "og:title" },
    { "<meta property=og:title content='The Storm of 1908'>", "<h1>History: The Storm of 1908</h1>",
      "The Storm of 1908", "og:title" },
    { "<title>Tides | Lantern</title>", "<h1>Tides¶</h1>", "Tides", "heading" },
    /* for searching machines, and for readers */
    { "<title>Lindby Harbour Convicts Storm : The Two-Way : Lantern</title>",
      "<h1>How the Storm Was Found Guilty at Lindby</h1>",
      "How the Storm Was Found Guilty at Lindby", "heading" },
    /* A separator before all else. */
    { "<meta property=og:title content='| Tides | and moons'>", "", "| Tides | and moons",
      "og:title" },
    /* the site is what the link to its front page is called */
    { "<title>Slow Boats: How the Harbour Was Rebuilt</title>",
      "<p><a href=/>Slow Boats</a></p><h3>How the Harbour Was Rebuilt</h3>",
      "How the Harbour Was Rebuilt", "title" },
    { "<title>Storms: how the harbour was rebuilt</title>", "<p><a href=/storms>Storms</a></p>",
      "Storms: how the harbour was rebuilt", "title" },
    /* the link to another site's front page is none */
    { "<title>Slow Boats | Lantern</title>",
      "<p><a href=https://boats.example.com/>Slow Boats</a></p>", "Slow Boats", "title" },
    /* the part that both have */
    { "<title>What ate my gauge? : tides</title><meta property=og:title content='r/tides - What "
      "ate my gauge?'>",
      "<h1>tides</h1>", "What ate my gauge?", "og:title" },
    /* the book's heading and the chapter's */
    { "<title>Gates and sluices - The Penstock Book</title>",
      "<h1>The Penstock Book</h1><h1>Gates and sluices</h1>", "Gates and sluices", "title" },
    /* the site's name in a title of its own */
    { "<title>Why Lantern | Lantern</title><meta property=og:site_name content=Lantern>",
      "<h2>Introduction</h2><h1>Why Lantern</h1>", "Why Lantern", "title" },
    /* a label, and more of the title */
    { "<title>Gauge reads low</title>", "<h1>Thread: Gauge reads low</h1>", "Gauge reads low",
      "title" },
    { "<title>Gauge reads low</title>", "<h1>Gauge reads low at spring tide</h1>",
      "Gauge reads low at spring tide", "heading" },
    /* soft hyphens are of no title */
    { "<meta property=og:title content='How the Har&shy;bour Was Rebuilt'>", "",
      "How the Harbour Was Rebuilt", "og:title" },
    { "",
      "<div itemscope itemtype=https://schema.org/Article><p itemprop=headline>Tides and "
      "Stones</p></div>",
      "Tides and Stones", "microdata" },
    /* the way to the page, and what the page is called */
    { "<title>Lantern : Harbours : Standards</title>", "<h1>Stones, Ropes &amp; Tides</h1>",
      "Stones, Ropes & Tides", "heading" },
    { "<title>Lantern : Harbours : Tides and Stones</title>", "<h1>Lantern</h1>",
      "Harbours : Tides and Stones", "title" },
    /* a part of its own in the heading; the manual's name in the title, a number in the heading */
    { "<title>Tides and Stones | Lantern</title>",
      "<h1><a href=/glossary>Glossary</a> Tides and Stones</h1>", "Tides and Stones", "title" },
    { "<title>Tides | Lantern</title>",
      "<h1>Tides <span>Verified: the pilots have said that all of what is here is so.</span></h1>",
      "Tides", "title" },
    { "<title>Tides and Stones | Lantern</title>",
      "<h1>Tides and Stones <small>of the bay</small></h1>", "Tides and Stones of the bay",
      "heading" },
    { "<title>Tides (The Harbour Manual)</title>", "<h3>3.2 Tides</h3>", "Tides", "title" },
    { "<title>Tides (of the bay)</title>", "<h3>3.2 Stones</h3>", "Tides (of the bay)", "title" },
    /* the heading that leads home stands above each page */
    { "<title>Boats of the Harbour – Slow Ones | The Harbour BOATS</title>",
      "<h1><a href=/>The Boats Harbour</a></h1><h2>Boats of the Harbour – Slow Ones</h2>",
      "Boats of the Harbour – Slow Ones", "heading" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CarrelDraft) draft = extract (cases[i].head, cases[i].body);

    compare (&cases[i], draft->title, draft->from[CARREL_DRAFT_TITLE]);
  }
}

static void
test_byline (void)
{
  static const Case cases[] = {
    { LD ("{\"@graph\":[{\"@type\":\"WebPage\"},{\"@type\":\"NewsArticle\",\"author\":[{\"@id\":\"#"
          "a\"},{\"@type\":\"Person\",\"name\":\"Tom "
          "Ore\"}]},{\"@id\":\"#a\",\"@type\":\"Person\",\"name\":\"Ana Ruiz\"}]}"),
      "", "Ana Ruiz, Tom Ore", "json-ld" },
    { LD ("{\"@type\":\"Article\",\"author\":[{\"@type\":\"Organization\",\"name\":\"Lantern "
          "Press\"},{\"@type\":\"Person\",\"givenName\":\"Ana\",\"familyName\":\"Ruiz\"}]}"),
      "", "Ana Ruiz", "json-ld" },
    /* a person who is shown, before an organisation that is declared */
    { LD ("{\"@type\":\"Article\",\"author\":{\"@type\":\"Organization\",\"name\":\"Lamp "
          "Company\"}}"),
      H1 "<p class=byline>By Ana Ruiz</p>", "Ana Ruiz", "class" },
    { LD ("{\"@type\":\"Article\",\"author\":{\"@type\":\"Organization\",\"name\":\"Lamp "
          "Company\"}}"),
      H1, "Lamp Company", "json-ld" },
    { "<meta name=author content='By Ana Ruiz'>", "", "Ana Ruiz", "author" },
    { "<meta name=citation_author content='Ruiz, Ana'><meta name=citation_author content='Ore, "
      "Tom'>",
      "", "Ana Ruiz, Tom Ore", "citation_author" },
    { "<meta name=author content='admin'><meta name=twitter:label1 content='Written by'><meta "
      "name=twitter:data1 content='Ana Ruiz'>",
      "", "Ana Ruiz", "twitter:data" },
    { "<meta name='cXenseParse:author' content='Ana Ruiz'>", "", "Ana Ruiz", "meta" },
    /* links of a footer */
    { "", H1 "<p>Tides.</p><footer><a href=/about>About</a> <a href=/jobs>Jobs</a></footer>", NULL,
      NULL },
    { "", H1 "<p>Tides.</p><div><a href=/about>About</a> <a href=/jobs>Jobs</a></div>", NULL,
      NULL },
    { "",
      H1
      "<p>By <a rel=author href=/a/ana>Ana Ruiz</a> and <a rel=author href=/a/tom>Tom Ore</a></p>",
      "Ana Ruiz, Tom Ore", "rel-author" },
    { "",
      H1 "<div itemprop=author itemscope><meta itemprop=url content=x><span itemprop=name>Ana "
         "Ruiz</span></div>",
      "Ana Ruiz", "microdata" },
    { "", H1 "<span property=schema:author>Ana Ruiz</span>", "Ana Ruiz", "rdfa" },
    { "", H1 "<div class=article-author>Posted on 3 January 2024 by Ana Ruiz</div>", "Ana Ruiz",
      "class" },
    { "", H1 "<div class=author>Ana Ruiz<span>Follow</span></div>", "Ana Ruiz", "class" },
    { "", H1 "<div class=author>Ana Ruiz, Senior Editor</div>", "Ana Ruiz", "class" },
    { "", H1 "<div class=author>Ana Ruiz, ana@lantern.example</div>", "Ana Ruiz", "class" },
    { "", H1 "<div class=author>December 3</div>", NULL, NULL },
    /* where they wrote it, and what they are called */
    { "", H1 "<p class=byline>By Ana Ruiz at Lindby Harbour</p>", "Ana Ruiz", "class" },
    { "", H1 "<p class=byline>By Ana Ruiz in Lindby</p>", "Ana Ruiz", "class" },
    { "", H1 "<p class=byline>By Ana (A.R.) Ruiz</p>", "Ana (A.R.) Ruiz", "class" },
    { "", H1 "<p class=byline>김민지 기자</p>", "김민지", "class" },
    { "", H1 "<div data-testid=byline-name>Ana Ruiz</div>", "Ana Ruiz", "class" },
    { "",
      H1 "<div class=authors><span class=personname>Ana Ruiz</span><span>Lindby</span> <span "
         "class=personname>Tom Ore</span></div>",
      "Ana Ruiz, Tom Ore", "class" },
    { "", H1 "<p>Ein Artikel von <b>Ana Ruiz</b> | 27.01.2022 - 12:45</p>", "Ana Ruiz", "line" },
    { "", H1 "<p>Par Ana Ruiz</p>", "Ana Ruiz", "line" },
    { "", H1 "<p>Por Ana Ruiz</p>", "Ana Ruiz", "line" },
    { "", H1 "<p>Scritto da Ana Ruiz</p>", "Ana Ruiz", "line" },
    { "", H1 "<p>Geschreven door Ana Ruiz</p>", "Ana Ruiz", "line" },
    { "", H1 "<p>Автор: Анна Руис</p>", "Анна Руис", "line" },
    { "", H1 "<p>作者：陈晨</p>", "陈晨", "line" },
    { "", H1 "<p>By and large, it was a winter like others.</p>", NULL, NULL },
    /* a link to somebody's page, which bears the name; a topic's does too, but isn't one */
    { "", H1 "<p><a href=/blog/authors/ana-ruiz>Ana Ruiz</a></p>", "Ana Ruiz", "link" },
    { "", H1 "<p><a href=/users/aruiz77>aruiz77</a></p>", "aruiz77", "link" },
    { "", H1 "<p><a href=/tag/slow-boats>Slow Boats</a></p>", NULL, NULL },
    { "", H1 "<p><a href=/authors/all>Our Authors</a></p>", NULL, NULL },
    /* a date before the name, which only a style sheet keeps apart */
    { "", H1 "<div class=x_dateAndAuthor__Qz><b>Dec 17, 2025</b><b>Ana Ruiz</b></div>", "Ana Ruiz",
      "class" },
    /* what stands with the title, before what other articles' cards say, and books */
    { "",
      H1 "<p>by <a href=/a/7>Ana Ruiz</a> · 3 May 2024</p>" TEXT
         "<p><b>Author:</b> Tom Ore<br>A novel.</p>",
      "Ana Ruiz", "line" },
    { "",
      H1
      "<p class=byline>Ana Ruiz</p>" TEXT TEXT TEXT TEXT
      "<ul><li>a<li>b<li>c<li>d<li>e<li>f<li>g<li>h<li>i<li>j<li>k<li>l<li>m<li>n<li>o<li>p<li>q"
      "<li>r<li>s<li>t<li>u<li>v<li>w<li>x<li>y<li>z<li>a<li>b<li>c<li>d<li>e<li>f<li>g<li>h</ul>"
      "<p>Slow boats <a rel=author href=/w/tom>Tom Ore</a></p>",
      "Ana Ruiz", "class" },
    /* an article's own aside */
    { "",
      "<article>" H1 TEXT "<aside><span itemprop=author itemscope><span itemprop=name>Ana "
      "Ruiz</span> —</span></aside></article>",
      "Ana Ruiz", "microdata" },
    /* several before one of them; who wrote it before who put it there; a company's product page */
    { LD ("{\"@type\":\"Article\",\"author\":{\"@type\":\"Person\",\"name\":\"Ana Ruiz\"}}") "<meta"
                                                                                             " name"
                                                                                             "=auth"
                                                                                             "or "
                                                                                             "conte"
                                                                                             "nt='"
                                                                                             "Ana "
                                                                                             "Ruiz,"
                                                                                             " Tom "
                                                                                             "Ore'"
                                                                                             ">",
      "", "Ana Ruiz, Tom Ore", "author" },
    { LD ("{\"@type\":\"Article\",\"author\":{\"@type\":\"Person\",\"name\":\"Tom Ore\"}}"),
      H1 "<p>Von Ana Ruiz</p>", "Ana Ruiz", "line" },
    { LD ("{\"@type\":\"Article\",\"author\":{\"@type\":\"Person\",\"name\":\"Tom Ore\"}}"),
      H1 "<p class=author>Tom Ore</p><p>Interview: Ana Ruiz</p>", "Tom Ore", "json-ld" },
    { LD ("{\"@type\":\"Article\",\"author\":{\"@type\":\"Organization\",\"name\":\"Lamp "
          "Company\"}}"),
      H1 "<p class=author>Wick Makers GmbH</p>", "Lamp Company", "json-ld" },
    { "<meta name=script:ld+json content='{\"@type\":\"Article\",\"author\":{\"@type\":\"Person\","
      "\"name\":\"Ana Ruiz\"}}'>",
      "", "Ana Ruiz", "json-ld" },
    { "", "<aside class=related-posts><p class=author>By Not Me</p></aside>", NULL, NULL },
    /* beside the title; not what stands aside far below */
    { "",
      H1 "<aside><address><a rel=author href=/p/ana>Ana Ruiz</a> and <a rel=author href=/p/tom>Tom "
         "Ore</a></address></aside>",
      "Ana Ruiz, Tom Ore", "rel-author" },
    { "",
      H1 "<nav>Edited by <span itemprop=author itemscope><span itemprop=name>Ana "
         "Ruiz</span></span> (with agencies)</nav>",
      "Ana Ruiz", "microdata" },
    /* the part that is called the name; two names of one author; a name in two lines */
    { "",
      H1 "<div class=author-card><span class=author-card__name>Ana Ruiz</span> Harbour "
         "Correspondent, Lindby</div>",
      "Ana Ruiz", "class" },
    { "",
      H1 "<div itemprop=author itemscope><span itemprop=name>Ana Ruiz</span><span "
         "itemprop=name>Tom Ore</span></div>",
      "Ana Ruiz, Tom Ore", "microdata" },
    { "", H1 "<p class=byline><span>By</span><span>by Ana Ruiz and Tom\n          Ore</span></p>",
      "Ana Ruiz and Tom Ore", "class" },
    { "", H1 "<p class=byline>by <a href=/w/7>Ana Ruiz</a><a href=/at/7>@anaruiz</a></p>",
      "Ana Ruiz", "class" },
    /* what follows a name without a space, or before the clock */
    { "",
      H1 "<p class=author>Par <a href=/s/7>Ana Ruiz<span>(Lindby, at the harbour)</span></a></p>",
      "Ana Ruiz", "class" },
    { "",
      H1 "<p class=author>Written by Ana Ruiz in Boats on 1 June 2019 at 08:34 PM EDT. 51 "
         "Comments</p>",
      "Ana Ruiz", "class" },
    /* no names: a number, what a button says, who took the picture; a company beside a person */
    { "<meta name=author content=1>", H1 "<p><a href=/about/editors/ana-ruiz>Ana Ruiz</a></p>",
      "Ana Ruiz", "link" },
    { "", H1 "<p class=author>See full bio</p>", NULL, NULL },
    { "", H1 "<p class=byline>Photograph by Tom Ore</p>", NULL, NULL },
    { "<meta name=author content='Lamp Inc.'><meta name=author content='Ana Ruiz'>", "", "Ana Ruiz",
      "author" },
    /* whom the title tells of; the site's people above it */
    { "", "<h1>Ruiz: a harbour rebuilt</h1><p><a href=/people/ruiz>Ruiz</a></p>", NULL, NULL },
    { "<meta name=author content='Ana Ruiz'>",
      "<ul><li><a href=/authors/tom-ore>Tom Ore</a><li><a href=/authors/ana-ruiz>Ana "
      "Ruiz</a></ul>" H1 TEXT "<p class=byline>by Ana Ruiz</p>",
      "Ana Ruiz", "author" },
    /* as programs say «by» in other languages */
    { "", H1 "<p class=byline>Yayınlayan <a href=/a/1>Ana Ruiz</a></p>", "Ana Ruiz", "class" },
    { "", H1 "<p class=byline>Kirjoittanut Ana Ruiz</p>", "Ana Ruiz", "class" },
    { "", H1 "<p class=byline>Автор записи: Анна Руис</p>", "Анна Руис", "class" },
    { "", H1 "<p class=byline>Đăng bởi Ana Ruiz</p>", "Ana Ruiz", "class" },
    { "", H1 "<p class=byline>由<span class='author vcard'><a href=/a/1>林小河</a></span></p>",
      "林小河", "class" },
    { "", H1 "<p class=byline>Yayınlayan admin</p>", NULL, NULL },
    { "", H1 "<p class=author>Redacción El Faro</p>", "Redacción El Faro", "class" },
    /* behind the day, in one text with it */
    { "", H1 "<p>Posted May 3rd, 2024 by ana</p>", "ana", "line" },
    { "", H1 "<p>Created: May 2024 | Author: <a href=/about/2>Ana Ruiz</a></p>", "Ana Ruiz",
      "line" },
    { "", H1 "<p>[May 3, 2024 by the fleet that the storm had left in the bay]</p>", NULL, NULL },
    /* below the text, in two lines */
    { LD ("{\"@type\":\"Article\",\"author\":{\"@type\":\"Organization\",\"name\":\"Lamp "
          "Company Ltd\"}}"),
      H1 TEXT TEXT "<div>Written by</div><div>Ana Ruiz</div>", "Ana Ruiz", "line" },
    /* a word of the program's, a topic, words of a drawing */
    { "<meta name=author content=publisher>", H1, NULL, NULL },
    { "", H1 "<div class=post__byline><ul><li><a href=/blog/tag/boats>Boats</a></ul></div>", NULL,
      NULL },
    { "", H1 "<svg><text>BY</text><text>LIMIT</text></svg>", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CarrelDraft) draft = extract (cases[i].head, cases[i].body);

    compare (&cases[i], draft->byline, draft->from[CARREL_DRAFT_BYLINE]);
  }
}

static void
test_published (void)
{
  static const Case cases[] = {
    { LD ("{\"@type\":\"Article\",\"datePublished\":\"2024-05-03T20:00:00-05:00\"}"), "",
      "2024-05-03T20:00:00-05:00", "json-ld" },
    /* the page says what its article doesn't */
    { LD ("[{\"@type\":\"Article\",\"headline\":\"A\"},{\"@type\":\"WebPage\",\"datePublished\":"
          "\"2024-05-03\"}]"),
      "", "2024-05-03T00:00:00Z", "json-ld" },
    { "<meta property=article:published_time content=2024-05-03T10:00:00Z>", "",
      "2024-05-03T10:00:00Z", "article:published_time" },
    { "<meta name=w-published-date content=2024-05-03>", "", "2024-05-03T00:00:00Z", "meta" },
    { "<meta name=published_at content=2024-05-03>", "", "2024-05-03T00:00:00Z", "meta" },
    /* all that was written in a month */
    { "", H1 "<ul><li><a href=/2024/05/>May 2024</a></ul>", NULL, NULL },
    { "", H1 "<ul><li><a href=/2024/05/>2024年5月</a></ul>", NULL, NULL },
    { "", H1 "<select><option>May 2024<option>April 2024</select>", NULL, NULL },
    /* called so, above the site's list of its parts */
    { "",
      "<p class=entry-meta>May 3, 2024 By Anonymous</p><ul><li>a<li>b<li>c<li>d<li>e<li>f<li>g<li>h"
      "<li>i<li>j<li>k<li>l<li>m<li>n</ul>" H1,
      "2024-05-03T00:00:00Z", "class" },
    { "", H1 "<p><a href=/slow-boats>2024年5月3日</a></p>", "2024-05-03T00:00:00Z", "line" },
    /* beside the title; what is called comments may hold it */
    { "", H1 "<aside><time datetime=2024-05-03>May</time></aside>", "2024-05-03T00:00:00Z",
      "time" },
    { "",
      H1 "<div class=social-comments><time itemprop=datePublished "
         "datetime=2024-05-03>3/5</time></div>",
      "2024-05-03T00:00:00Z", "microdata" },
    { "", "<article><aside><ul><li class=meta__date>03.05.2024</ul></aside>" H1 TEXT "</article>",
      "2024-05-03T00:00:00Z", "class" },
    { "", H1 "<p><relative-time datetime=2024-05-03T10:00:00Z>on May 3</relative-time></p>",
      "2024-05-03T10:00:00Z", "time" },
    { "", H1 "<time datetime=2024-05-03>May</time>", "2024-05-03T00:00:00Z", "time" },
    { "", H1 "<span itemprop=datePublished content=2024-05-03></span>", "2024-05-03T00:00:00Z",
      "microdata" },
    { "", H1 "<span property=dc:issued content=2024-05-03></span>", "2024-05-03T00:00:00Z",
      "rdfa" },
    { "", H1 "<p class=entry-date>3. Mai 2024</p>", "2024-05-03T00:00:00Z", "class" },
    { "", H1 "<p>3 maja 2024 r.</p>", "2024-05-03T00:00:00Z", "line" },
    { "", H1 "<p class=date><span>03.05.24</span><span>12:44</span></p>", "2024-05-03T12:44:00Z",
      "class" },
    /* what was changed later, and what somebody else did */
    { "",
      H1 "<p>Updated <time datetime=2024-06-01>1 June</time></p><p>Published <time "
         "datetime=2024-05-03>3 May</time></p>",
      "2024-05-03T00:00:00Z", "time" },
    { "", H1 "<p>Last updated: 3 May 2024</p>", "2024-05-03T00:00:00Z", "modified" },
    /* at the end of the page */
    { "",
      H1 TEXT TEXT "<ul><li>a<li>b<li>c<li>d<li>e<li>f<li>g<li>h<li>i<li>j<li>k<li>l<li>m<li>n<li>o"
                   "</ul><p>Last updated: May 3, 2024</p>",
      "2024-05-03T00:00:00Z", "modified" },
    { "", "<aside><time datetime=2020-01-01>1 Jan</time></aside>" H1, NULL, NULL },
    { "", H1 "<p class=date>Joined: 3 May 2014</p>", NULL, NULL },
    { "", H1 "<p class=date>3 May 1912</p>", NULL, NULL },
    /* since when somebody is there; what the label says behind a number */
    { "", H1 "<dl><dd><b>Registered:</b> 18 May 2004</dl><p>ana » 3 May 2024</p>",
      "2024-05-03T00:00:00Z", "line" },
    { "", H1 TEXT "<p>page revision: 8, last edited: <span class=odate>3 May 2024</span></p>",
      "2024-05-03T00:00:00Z", "modified" },
    /* changed before it was published: the day that is shown, where an earlier one is */
    { LD ("{\"@type\":\"Article\",\"datePublished\":\"2025-06-12\",\"dateModified\":\"2025-06-"
          "10\"}"),
      H1 "<p>May 3, 2024</p>", "2024-05-03T00:00:00Z", "line" },
    { LD ("{\"@type\":\"Article\",\"datePublished\":\"2025-06-12T05:00:14\",\"dateModified\":"
          "\"2025-06-12T05:00:00\"}"),
      H1 "<p>May 3, 2024</p>", "2025-06-12T05:00:14Z", "json-ld" },
    /* of what is written about */
    { "", H1 TEXT "<span class='bday dtstart published updated'>1998-02-28</span>", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CarrelDraft) draft = extract (cases[i].head, cases[i].body);
    g_autofree char *time = carrel_time_to_iso_at (draft->published, draft->published_offset);

    compare (&cases[i], time, draft->from[CARREL_DRAFT_PUBLISHED]);
  }
}

/* What is changed stands apart. */
static void
test_modified (void)
{
  g_autoptr (CarrelDraft) draft =
      extract ("", H1 "<p>Published 3 May 2024</p><p>Aktualisiert: 1. Juni 2024</p>");
  g_autofree char *published = carrel_time_to_iso (draft->published),
                  *modified = carrel_time_to_iso (draft->modified);

  g_assert_cmpstr (published, ==, "2024-05-03T00:00:00Z");
  g_assert_cmpstr (modified, ==, "2024-06-01T00:00:00Z");
}

/* Both in one text. */
static void
test_both_days (void)
{
  static const char *const lines[] = {
    "<p>Last updated 1 June 2024 | First published 3 May 2024</p>",
    "<p>First published May 3, 2024 (updated June 1, 2024)</p>",
    "<p>Publié le 3 mai 2024 à 10:00, mis à jour le 1 juin 2024 à 12:00</p>",
    "<p>Publié le 03/05/2024 – Mis à jour le 01/06/2024</p>",
    "<p class=date>Publicado: 3 de mayo de 2024 · Actualizado: 1 de junio de 2024</p>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autofree char *body = g_strconcat (H1, lines[i], NULL);
    g_autoptr (CarrelDraft) draft = extract ("<meta http-equiv=content-language content=fr>", body);
    g_autofree char *published = carrel_time_to_iso (draft->published),
                    *modified = carrel_time_to_iso (draft->modified);

    g_assert_true (published && g_str_has_prefix (published, "2024-05-03"));
    g_assert_true (modified && g_str_has_prefix (modified, "2024-06-01"));
  }
}

/* The day in the page's address, however it is written. */
static void
test_address (void)
{
  static const struct {
    const char *path, *iso;
  } cases[] = { { "2024/03/05/boats", "2024-03-05T00:00:00Z" },
                { "2024/mar/05/boats", "2024-03-05T00:00:00Z" },
                { "blog/2023/october/03/boats", "2023-10-03T00:00:00Z" },
                { "2024/3/5", "2024-03-05T00:00:00Z" },
                { "2024/boats/05", NULL },
                { "2024/3/51", NULL } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    static const char page[] = "<title>How the Harbour Was Rebuilt</title>" H1 TEXT TEXT;
    g_autofree char *address = g_strconcat ("https://lantern.example/", cases[i].path, NULL),
                    *time = NULL;
    g_autoptr (GBytes) bytes = g_bytes_new_static (page, strlen (page));
    CarrelExtractOptions options = { .kind = CARREL_SOURCE_HTML, .address = address };
    g_autoptr (GError) error = NULL;
    g_autoptr (CarrelDraft) draft = carrel_extract (bytes, &options, &error);

    g_assert_no_error (error);
    time = carrel_time_to_iso (draft->published);
    g_assert_cmpstr (time, ==, cases[i].iso);
  }
}

/* Day and month by the page's language. */
static void
test_order (void)
{
  static const struct {
    const char *language, *iso;
  } cases[] = { { "en-US", "2024-05-03T00:00:00Z" },
                { "en-GB", "2024-03-05T00:00:00Z" },
                { "fr", "2024-03-05T00:00:00Z" },
                { "en", NULL } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *head =
        g_strdup_printf ("<meta http-equiv=content-language content=%s>", cases[i].language);
    g_autoptr (CarrelDraft) draft = extract (head, H1 "<p class=date>05/03/2024</p>");
    g_autofree char *time = carrel_time_to_iso (draft->published);

    g_assert_cmpstr (time, ==, cases[i].iso);
  }
}

static void
test_rest (void)
{
  g_autoptr (CarrelDraft) draft =
      extract ("<meta name=description content='What a storm took.'><link rel=image_src "
               "href=/boat.png><link rel=canonical href=/slow-boats?p=1>",
               H1);
  g_autoptr (CarrelDraft) other =
      extract (LD ("{\"@type\":\"Article\",\"publisher\":{\"name\":\"Lantern "
                   "Quarterly\"},\"image\":[{\"url\":\"https://lantern.example/b.png\"}]}"),
               H1);
  g_autoptr (CarrelDraft) page =
      extract ("<title>How the Harbour Was Rebuilt</title><meta name=application-name content='How "
               "the Harbour Was Rebuilt'>",
               H1 TEXT "<h2>More in Boats</h2>");

  g_assert_cmpstr (draft->excerpt, ==, "What a storm took.");
  g_assert_cmpstr (draft->from[CARREL_DRAFT_EXCERPT], ==, "description");
  g_assert_cmpstr (draft->image, ==, "https://lantern.example/boat.png");
  g_assert_cmpstr (draft->from[CARREL_DRAFT_IMAGE], ==, "image_src");
  g_assert_cmpstr (draft->language, ==, "en");
  g_assert_cmpstr (draft->from[CARREL_DRAFT_LANGUAGE], ==, "text");
  g_assert_cmpstr (draft->from[CARREL_DRAFT_SITE], ==, "address");
  /* One page in all of the site has this name. */
  g_assert_cmpstr (page->site, ==, "lantern.example");
  g_assert_cmpstr (page->title, ==, "How the Harbour Was Rebuilt");
  g_assert_cmpstr (other->site, ==, "Lantern Quarterly");
  g_assert_cmpstr (other->from[CARREL_DRAFT_SITE], ==, "json-ld");
  g_assert_cmpstr (other->image, ==, "https://lantern.example/b.png");
  g_assert_cmpstr (other->from[CARREL_DRAFT_EXCERPT], ==, "text");
}

/* The site's name, as its feed or a link to its front page is called; not that of the program. */
static void
test_site (void)
{
#define TITLE "<title>How the Harbour Was Rebuilt - Bay Post</title>"
  static const Case cases[] = {
    { TITLE "<link rel=alternate type=application/rss+xml title='Bay Post » Feed' href=/f>", H1,
      "Bay Post", "link" },
    { TITLE "<link rel=alternate type=application/rss+xml title='Bay Post RSS Feed' href=/f>", H1,
      "Bay Post", "link" },
    { TITLE, "<a rel=home href=//mirror.example/x/>Bay Post</a>" H1, "Bay Post", "link" },
    { TITLE, "<a href=/><img src=/l.svg alt='Bay Post'></a>" H1, "Bay Post", "link" },
    { TITLE "<meta name=application-name content='Bay Post'>", H1, "Bay Post", "application-name" },
    /* what stands beside the heading, where nothing else says it */
    { TITLE "<link rel=alternate type=application/rss+xml title='RSS 2.0' href=/f>", H1, "Bay Post",
      "title" },
    { TITLE, "<a href=//mirror.example/x/>Bay Post</a>" H1, "Bay Post", "title" },
    { TITLE "<meta name=application-name content=Harbours.com>", H1, "Bay Post", "title" },
    { "<title>How the Harbour Was Rebuilt | Lantern</title>", H1, "Lantern", "title" },
    /* a section, several parts, many words, a day, an author */
    { "<title>How the Harbour Was Rebuilt | News</title>", H1, "lantern.example", "address" },
    { "<title>How the Harbour Was Rebuilt | News - Bay Post</title>", H1, "lantern.example",
      "address" },
    { "<title>How the Harbour Was Rebuilt - what the pilots said about it</title>", H1,
      "lantern.example", "address" },
    { "<title>How the Harbour Was Rebuilt - 3 May 2024</title>", H1, "lantern.example", "address" },
    { "<title>How the Harbour Was Rebuilt - By Ines Calder</title>", H1, "lantern.example",
      "address" },
    { TITLE "<meta name=application-name content=Lantern.example>", H1, "Lantern.example",
      "application-name" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CarrelDraft) draft = extract (cases[i].head, cases[i].body);

    compare (&cases[i], draft->site, draft->from[CARREL_DRAFT_SITE]);
  }
}

/* ── JSON as it comes ── */

static const struct {
  const char *broken, *json;
} repairs[] = {
  { "{\"a\": 1,}", "[{\"a\":1}]" },
  { "{\"a\": [1, 2,], }", "[{\"a\":[1,2]}]" },
  { "{\"a\": \"line\nline\"}", "[{\"a\":\"line\\nline\"}]" },
  { "// why\n{/* this */\"a\": 1}", "[{\"a\":1}]" },
  { "<!-- <![CDATA[ {\"a\": 1} ]]> -->", "[{\"a\":1}]" },
  { "{&quot;a&quot;: &quot;b&quot;}", "[{\"a\":\"b\"}]" },
  { "{\"a\": 1}{\"b\": 2}", "[{\"a\":1},{\"b\":2}]" },
  { "{\"a\": 1},\n{\"b\": 2};", "[{\"a\":1},{\"b\":2}]" },
  { "{\"a\": \"he said \"no\" to it\"}", "[{\"a\":\"he said \\\"no\\\" to it\"}]" },
  { "{\"a\": \"b\"\n\"c\": 1}", "[{\"a\":\"b\",\"c\":1}]" },
  { "{'a': 'it \"is\"'}", "[{\"a\":\"it \\\"is\\\"\"}]" },
  { "{a: true, b: undefined, c: }", "[{\"a\":true,\"b\":null,\"c\":null}]" },
  { "{\"a\": \"\\x41\\'s\"}", "[{\"a\":\"\\\\x41's\"}]" },
  { "{\"a\": {\"b\": [1, \"c", "[{\"a\":{\"b\":[1,\"c\"]}}]" },
  { "{\"a\": [1}, \"b\": 2}", "[{\"a\":[1]}]" },
  { "{\"a\", \"c\"}", "[{\"a\":null,\"c\":null}]" },
  { "var data = {\"a\": 1};", "[{\"a\":1}]" },
  { "", "[]" },
  { "]]}}", "[]" },
};

static void
test_repair (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (repairs); i++) {
    g_autofree char *repaired =
        carrel_extract_repair_json (repairs[i].broken, strlen (repairs[i].broken));

    if (strcmp (repaired, repairs[i].json) != 0)
      g_test_fail_printf ("“%s” is %s, not %s", repairs[i].broken, repaired, repairs[i].json);
  }
}

/* However deep and however cut: never more levels than the reader takes, and always closed. */
static void
test_repair_bounds (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  static const char whole[] = "{\"@type\": \"Article\", \"author\": [{\"name\": \"Ana \\u00e9\"}, "
                              "{\"name\": 'b'}], \"n\": [1, 2.5, true], /* c */ \"x\": \"\\\\\"}";
  g_autofree char  *repaired = NULL;
  g_autoptr (JsonNode) node = NULL;

  for (guint i = 0; i < 200000; i++)
    g_string_append (deep, i % 2 ? "[" : "{\"a\":");
  repaired = carrel_extract_repair_json (deep->str, deep->len);
  node = carrel_json_parse (repaired, -1, NULL);
  g_assert_nonnull (node);
  for (gsize len = 0; len < sizeof whole; len++) {
    g_autofree char *part = carrel_extract_repair_json (whole, len);
    g_autoptr (JsonNode) read = carrel_json_parse (part, -1, NULL);

    if (!read)
      g_test_fail_printf ("cut at %" G_GSIZE_FORMAT ": %s", len, part);
  }
}

static const struct {
  const char *json, *pruned; /* NULL: it is no JSON */
} prunes[] = {
  { "{\"a\": 1, \"b\": {\"a\": [\"}\"]}, \"c\": 2}", "{\"a\": 1,  \"c\": 2}" },
  { "{\"b\": [1, [2]], \"c\": 2}", "{ \"c\": 2}" },
  { "{\"a\": 1, \"b\": {}\n}", "{\"a\": 1}" },
  { "{\"b\": {}, \"b\": []}", "{}" },
  { "{\"b\": {}}", "{}" },
  { "{\"a\": 1, \"b\": [], \"b\": {}}", "{\"a\": 1}" },
  { "{\"b\": \"{\", \"x\": [\"b\", {\"b\": []}]}", "{\"b\": \"{\", \"x\": [\"b\", {}]}" },
  { "[\"b\", {\"bb\": [], \"\\u0062\": []}]", "[\"b\", {\"bb\": [], \"\\u0062\": []}]" },
  { "{\"a\": \"\\\"\", \"b\": [\"\\\\\"], \"c\": 1}", "{\"a\": \"\\\"\",  \"c\": 1}" },
  { "{\"b\": [}", NULL },
  { "{\"b\": [1, 2", NULL },
  { "{\"a\": \"b", NULL },
  { "{\"a\" 1}", NULL },
  { "{\"b\": [] \"c\": 1}", NULL },
  { "{\"a\": [1}", NULL },
  { "}", NULL },
};

static void
test_prune (void)
{
  static const char *const names[] = { "b", NULL };
  g_autofree char         *deep = g_strnfill (5000, '[');

  for (guint i = 0; i < G_N_ELEMENTS (prunes); i++) {
    /* Short ones aren't looked at. */
    g_autofree char *json = g_strdup_printf ("%s%400s", prunes[i].json, "");
    g_autofree char *pruned = carrel_extract_prune_json (json, strlen (json), names);
    g_autoptr (JsonNode) node = pruned ? carrel_json_parse (pruned, -1, NULL) : NULL;

    if (g_strcmp0 (pruned ? g_strchomp (pruned) : NULL, prunes[i].pruned) != 0 || (pruned && !node))
      g_test_fail_printf ("“%s” is %s, not %s", prunes[i].json, pruned, prunes[i].pruned);
  }
  g_assert_null (carrel_extract_prune_json (deep, 5000, names));
  g_assert_null (carrel_extract_prune_json ("{}", 2, names));
}

static void
test_broken_page (void)
{
  g_autoptr (CarrelDraft) draft =
      extract (LD ("\n//<![CDATA[\n{\"@type\": \"Article\", \"description\": \"Two\nlines\", "
                   "\"author\": {\"name\": \"Ana Ruiz\",},}\n//]]>\n"),
               H1);

  g_assert_cmpstr (draft->byline, ==, "Ana Ruiz");
  g_assert_cmpstr (draft->excerpt, ==, "Two lines");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/extract-metadata/titles", test_title);
  g_test_add_func ("/extract-metadata/sites", test_site);
  g_test_add_func ("/extract-metadata/names", test_byline);
  g_test_add_func ("/extract-metadata/dates", test_published);
  g_test_add_func ("/extract-metadata/changes-stand-apart", test_modified);
  g_test_add_func ("/extract-metadata/both-days-in-a-line", test_both_days);
  g_test_add_func ("/extract-metadata/order-of-day-and-month", test_order);
  g_test_add_func ("/extract-metadata/day-in-address", test_address);
  g_test_add_func ("/extract-metadata/the-rest", test_rest);
  g_test_add_func ("/extract-metadata/broken-json-is-repaired", test_repair);
  g_test_add_func ("/extract-metadata/json-without-what-nobody-reads", test_prune);
  g_test_add_func ("/extract-metadata/repair-is-bounded", test_repair_bounds);
  g_test_add_func ("/extract-metadata/broken-json-of-a-page", test_broken_page);
  return g_test_run ();
}
