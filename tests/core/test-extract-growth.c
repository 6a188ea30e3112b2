/* test-extract-growth.c: a page of eight times the size costs about eight times as much, whatever
 * it is made of.
 *
 * What is compared is the processor's time of this thread, the least of several rounds in turns: so
 * load and other machines change both alike. Something quadratic would cost 64 times as much.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "extract/carrel-extract.h"

#include <malloc.h>
#include <time.h>

#define GROWTH 8
/* Times the cost, for GROWTH times the size. Under a sanitizer memory that grows is copied each
 * time, and every look at a text measures it: there only errors are looked for. */
#ifdef __SANITIZE_ADDRESS__
#define MOST 1000
#else
#define MOST (4 * GROWTH)
#endif
#define ENOUGH 0.002 /* seconds that can be compared */
#define ROUNDS 3     /* at first; up to MAX_ROUNDS where that isn't enough */
#define MAX_ROUNDS 15
#define MAX_PAGE (1600 * 1024)

/* «~» in the part that is repeated is its number. */
static const struct {
  const char *name, *before, *once, *after;
  gboolean    is_text;
} kinds[] = {
  { "deep", "", "<div>", "words and words" },
  { "deep and closed", "", "<div><p>a, b, and c, with some more to make a line of it</p>", "" },
  { "wide", "", "<div>a, b, and c</div>", "" },
  { "spans", "<p>", "<span>a</span> ", "</p>" },
  { "nested wrong", "", "<b><p>a</b>", "" },
  { "words", "<article><p>", "and then it went on, for a while. ", "</p></article>" },
  { "one word", "<article><p>", "and-then-it-went-on", "</p></article>" },
  { "Chinese", "<article><p>", "人人生而自由，在尊严和权利上一律平等。", "</p></article>" },
  { "ampersands", "<p>", "&", "</p>" },
  { "paragraphs", "<article>",
    "<p>A paragraph of some words, number ~, which goes on for a line or so.</p>", "</article>" },
  { "paragraphs left open", "", "<p>a, b, and c, with some more to make a line of it", "" },
  { "links", "<article><p>", "<a href='/story/~/a-tale-of-two'>A tale of two, ~</a> and ",
    "</p></article>" },
  { "links to notes", "<article>", "<p>Words and words<a href='#n~' id='b~'>~</a> and words.</p>",
    "</article>" },
  { "notes", "<article><p>Words<a href='#n1' id='b1'>1</a></p><ol>",
    "<li id='n~'>A note, ~ <a href='#b~'>^</a></li>", "</ol></article>" },
  { "drawn formulas", "<article>",
    "<p>Words and words <mjx-container><mjx-math><mjx-msubsup><mjx-mi><mjx-c "
    "class='mjx-c78'></mjx-c></mjx-mi><mjx-script><mjx-mn>~</mjx-mn></mjx-script></mjx-msubsup></"
    "mjx-math></mjx-container> and words.</p>",
    "</article>" },
  { "dollars", "<script src='mathjax.js'></script><article>",
    "<p>Words $\\alpha_~$ and $ words, and $~ more</p>", "</article>" },
  { "pictures of two sizes", "<article>",
    "<p>Words, and words</p><img src='/max/60/a-picture-of-~.png'><img "
    "src='/max/600/a-picture-of-~.png'>",
    "</article>" },
  { "lists of contents", "<article><p>Words, and words</p>",
    "<ul><li><a href='#a~'>~</a><li><a href='#b'>b</a><li><a href='#c'>c</a><li><a "
    "href='#d'>d</a></ul>",
    "</article>" },
  { "cards", "<main><article><p>Words, and words, and words, and words and words</p></article>",
    "<div><article><h2><a href='/~'>~</a></h2><p>Words, and words</p></article></div>", "</main>" },
  { "pictures with captions", "<article>",
    "<div><div><img src='/~.jpg' width=300 height=200><div class=caption>A <a "
    "href='/w'>picture</a> of ~</div></div></div>",
    "</article>" },
  { "numbers and notes", "<article>",
    "<p>Words and words<sup>1</sup> and words.</p><p><sup>1</sup> A note, ~</p>", "</article>" },
  { "numbers before a list", "<article>", "<p>Words and words<sup>1</sup> and words.</p>",
    "<h2>Notes</h2><ol><li>a<li>b</ol></article>" },
  { "notes of one paragraph", "<p>Words<a href='#n0'>1</a> and <a href='#n7'>8</a></p><p>",
    "<a id='n~'>8</a> A note, ~ <br><br>", "</p>" },
  { "notes in the line and below", "<article>",
    "<p>Words<span class=sidenote>A note, ~</span></p><div class=footnote><div class=footnote>A "
    "note, ~</div></div>",
    "</article>" },
  { "numbers in headings", "",
    "<p>a<a id='b~' href='#n~'>1</a></p><h5><a id='n~' href='#b~'>(1)</a></h5><p>A note</p>", "" },
  { "attributes of one", "<p ", "a~=1 ", ">text</p>" },
  { "attributes", "<article>",
    "<p class='text c~' id='p~' data-x='~' style='color: red'>a, b, and c</p>", "</article>" },
  { "names of elements", "<article>", "<x-~>a, b, and c</x-~>", "</article>" },
  { "headings", "<article>",
    "<h2>Part ~</h2><p>a, b, and c, with some more to make a line of it</p>", "</article>" },
  { "headings of others", "", "<h2>Related</h2><p>a</p>", "" },
  { "see also", "<article><p>text</p><h2>See also</h2><ul>",
    "<li><a href='/a/~'>Another story, ~</a></li>", "</ul></article>" },
  { "rows", "<article><table>", "<tr><td>a ~</td><td>b</td><td>c</td></tr>", "</table></article>" },
  { "tables", "<article>",
    "<table><tr><th>a</th><th>b</th></tr><tr><td>~</td><td>c</td></tr></table>", "</article>" },
  { "items", "<article><ul>", "<li>An item, number ~, of a few words</li>", "</ul></article>" },
  { "terms", "<article><dl>", "<dt>Term ~</dt><dd>What is said of it</dd>", "</dl></article>" },
  { "pictures", "<article>", "<p>Words</p><img src='/pictures/~.jpg' alt='~' width=600 height=400>",
    "</article>" },
  { "figures", "<article>",
    "<figure><img src='/~.jpg' width=600><figcaption>Number ~</figcaption></figure><p>Words</p>",
    "</article>" },
  { "captions", "<article>", "<div><img src='/~.jpg' width=600><p class=caption>Number ~</p></div>",
    "</article>" },
  { "captions of a figure", "<article><p>Words</p><figure><img src='/a.jpg' width=600>",
    "<figcaption>Number <i>~</i></figcaption>", "</figure></article>" },
  { "captions of a table", "<article><table><tr><td>a</td><td>b</td></tr>",
    "<caption>Number ~</caption>", "</table></article>" },
  { "paragraphs of a figure", "<article><p>Words</p><figure><img src='/a.jpg' width=600>",
    "<p>Number ~, of some words</p>", "</figure></article>" },
  { "pictures of a figure", "<article><p>Words</p><figure>",
    "<img src='/~.jpg' width=600>Number ~ ", "</figure></article>" },
  { "films", "<article>", "<iframe src='https://www.youtube.com/embed/a~'></iframe><p>Words</p>",
    "</article>" },
  { "code", "<article><pre><code>", "line <b>number</b> ~;\n", "</code></pre></article>" },
  { "formulas", "<script src=mathjax.js></script><article><p>", "words \\(x_~ + 1\\) and ",
    "</p></article>" },
  { "quotes", "<article>", "<blockquote><p>He said ~</p></blockquote>", "</article>" },
  { "comments", "<article><p>Words</p></article><div class=comments>",
    "<div class=comment>I say ~, and more than that</div>", "</div>" },
  { "hidden", "<article><p>Words</p></article>", "<div hidden><p>Hidden words ~</p></div>", "" },
  { "authors", "<article>",
    "<i class=author>Ines Calder ~</i> <i class=date>3 January 2026</i> <p>words</p>",
    "</article>" },
  { "meta", "",
    "<meta name='author' content='Ines Calder ~'><meta property='article:tag' content='~'>",
    "<p>text</p>" },
  { "JSON-LD scripts", "",
    "<script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":\"Number ~\"}</script>",
    "<p>text</p>" },
  { "JSON-LD items", "<script type='application/ld+json'>{\"@graph\":[",
    "{\"@type\":\"Person\",\"name\":\"Ines ~\"},",
    "{\"@type\":\"Article\",\"headline\":\"A tale\"}]}</script><p>text</p>" },
  { "JSON-LD to repair", "<script type='application/ld+json'>[",
    "{\"@type\":\"Article\",\"headline\":\"a \"b\" ~\",},", "]</script><p>text</p>" },
  { "data of a program", "<script id='__NEXT_DATA__' type='application/json'>{\"a\":[",
    "{\"id\":~,\"body\":\"words and words\"},", "1]}</script><p>text</p>" },
  { "a program's string", "<script>state = {\"body\": \"", "And then it went on, for a while. ",
    "\"}</script><p>text</p>" },
  { "addresses in a text", "", "http://~ ", "", TRUE },
  { "next pages", "<article><p>text</p></article>", "<a href='?page=~'>~</a>", "" },
};

static GBytes *
make_page (guint kind, guint n)
{
  GString *page = g_string_new ("<!DOCTYPE html><html><head><title>A tale</title></head><body>");

  g_string_append (page, kinds[kind].before);
  for (guint i = 1; i <= n; i++)
    for (const char *p = kinds[kind].once; *p; p++) {
      if (*p == '~')
        g_string_append_printf (page, "%u", i);
      else
        g_string_append_c (page, *p);
    }
  g_string_append (page, kinds[kind].after);
  return g_string_free_to_bytes (page);
}

static double
get_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static double
measure (guint kind, GBytes *page)
{
  const CarrelExtractOptions options = { .kind = kinds[kind].is_text ? CARREL_SOURCE_TEXT
                                                                     : CARREL_SOURCE_HTML,
                                         .address = "https://example.org/story/a" };
  double                     start = get_time (), end;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelDraft) draft = carrel_extract (page, &options, &error);

  end = get_time ();
  g_assert_true (draft != NULL || error != NULL);
  g_assert_false (g_error_matches (error, CARREL_ERROR, CARREL_ERROR_TOO_LARGE));
  return end - start;
}

/* Twice as often as before, until it takes a time that can be compared. */
static guint
find_size (guint kind)
{
  guint n = 250;

  while (TRUE) {
    g_autoptr (GBytes) page = make_page (kind, n);

    if (measure (kind, page) >= ENOUGH || g_bytes_get_size (page) > MAX_PAGE / (2 * GROWTH))
      return n;
    n *= 2;
  }
}

static void
test_growth (gconstpointer data)
{
  guint kind = GPOINTER_TO_UINT (data), n = find_size (kind), round = 0;
  g_autoptr (GBytes) small = make_page (kind, n), large = make_page (kind, GROWTH * n);
  double least = G_MAXDOUBLE, least_large = G_MAXDOUBLE;

  do {
    least = MIN (least, measure (kind, small));
    least_large = MIN (least_large, measure (kind, large));
  } while (++round < ROUNDS || (least_large >= MOST * least && round < MAX_ROUNDS));
  g_test_message ("%u: %.1f ms, %u: %.1f ms", n, least * 1000, GROWTH * n, least_large * 1000);
  if (least_large >= MOST * least)
    g_error ("%s: %d times the size costs %.1f times as much", kinds[kind].name, GROWTH,
             least_large / least);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#ifdef __GLIBC__
  /* Memory that was given back and asked for again costs the system's time, and large pages ask for
   * more. */
  mallopt (M_MMAP_THRESHOLD, 1 << 30);
  mallopt (M_TRIM_THRESHOLD, 1 << 30);
#endif
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *path = g_strconcat ("/extract-growth/", kinds[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_growth);
  }
  return g_test_run ();
}
