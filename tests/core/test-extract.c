/* test-extract.c: pages → drafts, by data: each folder of tests/data/pages/ is a case.
 *
 * source.html is the page as bytes; expected.html the body that should come out; expected.json its
 * address, what metadata should be there, the references, or the error. Fields that expected.json
 * doesn't name aren't compared. With CARREL_TEST_UPDATE set, a case that differs is written anew
 * instead of failing: look at the difference before committing it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test.h"

#include "base/carrel-error.h"
#include "base/carrel-json.h"
#include "base/carrel-time.h"
#include "extract/carrel-extract.h"

#include <string.h>
#include <time.h>

typedef struct {
  char       *folder; /* (owned) */
  JsonObject *expected;
  JsonNode   *root; /* (owned) */
} Case;

static char *
get_path (const char *folder, const char *name)
{
  return g_build_filename (g_getenv ("CARREL_TEST_DATA"), "pages", folder, name, NULL);
}

static char *
load (const char *folder, const char *name, gsize *len)
{
  g_autofree char *path = get_path (folder, name);
  char            *contents = NULL;

  if (len)
    *len = 0;
  return g_file_get_contents (path, &contents, len, NULL) ? contents : NULL;
}

static void
compare_text (const Case *self, const char *name, const char *value)
{
  JsonNode   *node = json_object_get_member (self->expected, name);
  const char *wanted = node && !JSON_NODE_HOLDS_NULL (node) ? json_node_get_string (node) : NULL;

  if (node && g_strcmp0 (wanted, value) != 0)
    g_error ("%s: %s is “%s”, not “%s”", self->folder, name, value, wanted);
}

static void
compare_flag (const Case *self, const char *name, gboolean value)
{
  if (json_object_has_member (self->expected, name) &&
      json_object_get_boolean_member (self->expected, name) != value)
    g_error ("%s: %s is %s", self->folder, name, value ? "true" : "false");
}

static void
compare_references (const Case *self, CarrelDraft *draft)
{
  JsonArray *wanted = carrel_json_get_array (self->expected, "references");
  guint      n = wanted ? json_array_get_length (wanted) : 0;

  if (draft->references->len != n)
    for (guint i = 0; i < draft->references->len; i++)
      g_printerr ("# %s\n", ((const CarrelReference *) draft->references->pdata[i])->title);
  g_assert_cmpuint (draft->references->len, ==, n);
  for (guint i = 0; i < n; i++) {
    JsonObject            *one = json_array_get_object_element (wanted, i);
    const CarrelReference *reference = draft->references->pdata[i];

    g_assert_cmpstr (reference->title, ==, carrel_json_get_text (one, "title"));
    g_assert_cmpstr (reference->address, ==, carrel_json_get_text (one, "address"));
  }
}

static void
compare_body (const Case *self, CarrelDraft *draft)
{
  g_autofree char *html = carrel_document_write (draft->document),
                  *wanted = load (self->folder, "expected.html", NULL);

  if (g_strcmp0 (html, wanted) == 0)
    return;
  if (g_getenv ("CARREL_TEST_UPDATE")) {
    g_autofree char *path = get_path (self->folder, "expected.html");

    g_assert_true (g_file_set_contents (path, html, -1, NULL));
    return;
  }
  g_error ("%s: the body is\n%s\nnot\n%s", self->folder, html,
           wanted ? wanted : "(no expected.html)");
}

static void
test_page (gconstpointer data)
{
  const Case *self = data;
  gsize       len;
  char       *source = load (self->folder, "source.html", &len);
  g_autoptr (GBytes) bytes = g_bytes_new_take (source, len);
  CarrelExtractOptions options = {
    .kind = CARREL_SOURCE_HTML,
    .address = carrel_json_get_text (self->expected, "address"),
    .charset = carrel_json_get_text (self->expected, "charset"),
  };
  const char *wanted_error = carrel_json_get_text (self->expected, "error");
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelDraft) draft = carrel_extract (bytes, &options, &error);
  g_autofree char *published = draft ? carrel_time_to_iso (draft->published) : NULL,
                  *modified = draft ? carrel_time_to_iso (draft->modified) : NULL;

  if (wanted_error) {
    g_assert_null (draft);
    if (carrel_json_get_text (self->expected, "message"))
      g_assert_cmpstr (error->message, ==, carrel_json_get_text (self->expected, "message"));
    g_assert_cmpstr (carrel_error_code_name ((CarrelErrorCode) error->code), ==, wanted_error);
    return;
  }
  g_assert_no_error (error);
  compare_text (self, "title", draft->title);
  compare_text (self, "byline", draft->byline);
  compare_text (self, "site", draft->site);
  compare_text (self, "published", published);
  compare_text (self, "modified", modified);
  compare_text (self, "language", draft->language);
  compare_text (self, "excerpt", draft->excerpt);
  compare_text (self, "image", draft->image);
  compare_text (self, "canonical", draft->canonical);
  compare_text (self, "next", draft->next);
  compare_text (self, "whole", draft->whole);
  compare_flag (self, "rtl", draft->rtl);
  compare_flag (self, "incomplete", draft->incomplete);
  compare_text (self, "reason", draft->incomplete_reason);
  compare_references (self, draft);
  compare_body (self, draft);
}

/* The same on a worker, and cancelled. */
static void
test_async (void)
{
  static const char page[] = "<title>A page</title><p>One two three four five six seven eight nine "
                             "ten eleven twelve thirteen words.</p>";
  g_autoptr (GBytes) bytes = g_bytes_new_static (page, strlen (page));
  CarrelExtractOptions options = { .type = "text/html", .address = "https://example.org/a" };
  GAsyncResult        *got = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelDraft) draft = NULL;

  carrel_extract_async (bytes, &options, NULL, carrel_test_result_cb, &got);
  result = carrel_test_wait_result (&got);
  draft = carrel_extract_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (draft->title, ==, "A page");
  g_assert_cmpstr (draft->address, ==, "https://example.org/a");

  g_clear_object (&result);
  g_cancellable_cancel (cancellable);
  carrel_extract_async (bytes, &options, cancellable, carrel_test_result_cb, &got);
  result = carrel_test_wait_result (&got);
  g_assert_null (carrel_extract_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Where an article goes on: by the address, and what the link is called. */
static const struct {
  const char *address, *links, *next, *whole;
} pages[] = {
  { "/long-story", "<a href='/long-story/2'>2</a>", "/long-story/2", NULL },
  { "/long-story/", "<a href='2/'>Next page</a>", "/long-story/2/", NULL },
  { "/long-story", "<a href='/long-story?page=2'>Nächste Seite</a>", "/long-story?page=2", NULL },
  { "/story.html", "<a href='story-2.html'>2</a>", "/story-2.html", NULL },
  { "/story.html", "<a href='story_p2.html'>次へ</a>", "/story_p2.html", NULL },
  { "/story.html", "<a href='story-page-2.html' aria-label='Page suivante'><img src=a.png></a>",
    "/story-page-2.html", NULL },
  { "/a/story",
    "<a href='/a/story/seite-2'>Seite 2</a><a href='/a/story/komplettansicht'>Auf einer Seite "
    "lesen</a>",
    "/a/story/seite-2", "/a/story/komplettansicht" },
  { "/a/story", "<a href='/a/story?page=all'>View as single page</a>", NULL, "/a/story?page=all" },
  { "/a/story/seite-2", "<a href='/a/story/seite-3'>weiter &gt;</a><a href='/a/story'>1</a>",
    "/a/story/seite-3", NULL },
  { "/a/story?id=7&page=2", "<a href='?id=7&page=1'>1</a><a href='?id=7&page=3'>3</a>",
    "/a/story?id=7&page=3", NULL },
  { "/a/node", "<a href='?page=1' title='Go to next page'>next ›</a>", "/a/node?page=1",
    NULL }, /* counted from 0 */
  { "/a/node?page=1", "<a href='?page=2'>3</a>", "/a/node?page=2", NULL },
  { "/the-long-story/2", "<a href='/the-long-story/3'>下一页</a>", "/the-long-story/3", NULL },
  { "/c/a.shtml", "<a href='a_2.shtml'>下一页</a><a href='a_all.shtml'>在本页阅读全文</a>",
    "/c/a_2.shtml", "/c/a_all.shtml" },
  { "/long-story", "<a href='/long-story/page/2/' rel=next>The race is on</a>",
    "/long-story/page/2/", NULL },
  /* None of it. */
  { "/news/1", "<a href='/news/2' rel=next>Next</a>", NULL, NULL },
  { "/long-story", "<a href='/short-story' rel=next>Next page</a>", NULL, NULL },
  { "/?p=7", "<a href='/?p=8' rel=next>Next</a>", NULL, NULL },
  { "/a/story", "<a href='/a/story/comment-page-2#comments'>Next page</a>", NULL, NULL },
  { "/", "<a href='/page/2' rel=next>Next page</a>", NULL, NULL },
  { "/blog", "<a href='/blog/page/2' rel=next>Next page</a>", NULL, NULL },
  { "/category/birds", "<a href='/category/birds/page/2' rel=next>Next page</a>", NULL, NULL },
  { "/a/story?page=3", "<a href='/a/story?page=2'>Next page</a>", NULL, NULL },
  { "/a/story", "<a href='/a/story/2'>A picture of it</a>", NULL, NULL },
  { "/a/story", "<a href='/a/story/2024'>2024</a>", NULL, NULL },
  { "/a/story", "<a href='https://other.example/a/story/2'>2</a>", NULL, NULL },
};

static void
compare_address (guint i, const char *what, const char *found, const char *path)
{
  g_autofree char *wanted = path ? g_strconcat ("https://example.org", path, NULL) : NULL;

  if (g_strcmp0 (found, wanted) != 0)
    g_error ("%s, %s: %s is %s, not %s", pages[i].address, pages[i].links, what, found, wanted);
}

static void
test_next_page (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++) {
    g_autofree char *page = g_strdup_printf (
        "<meta charset=utf-8><title>A long story</title><article><p>One two three four five six "
        "seven eight nine ten eleven twelve thirteen words.</p>%s</article>",
        pages[i].links);
    g_autofree char *address = g_strconcat ("https://example.org", pages[i].address, NULL);
    g_autoptr (GBytes) bytes = g_bytes_new (page, strlen (page));
    CarrelExtractOptions options = { .kind = CARREL_SOURCE_HTML, .address = address };
    g_autoptr (CarrelDraft) draft = carrel_extract (bytes, &options, NULL);

    g_assert_nonnull (draft);
    compare_address (i, "the next page", draft->next, pages[i].next);
    compare_address (i, "the whole", draft->whole, pages[i].whole);
  }
}

/* ── What was made to hurt ── */

#ifdef __SANITIZE_ADDRESS__
#define MOST 20 /* seconds of processor, where milliseconds are usual */
#else
#define MOST 5
#endif

/* Of this thread, in microseconds: whatever else the machine does. */
static gint64
get_cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
extract_quickly (const char *name, GString *page)
{
  g_autoptr (GBytes) bytes = g_bytes_new (page->str, page->len);
  CarrelExtractOptions options = { .kind = CARREL_SOURCE_HTML, .address = "https://example.org/a" };
  g_autoptr (GError) error = NULL;
  gint64 start = get_cpu_time ();
  g_autoptr (CarrelDraft) draft = carrel_extract (bytes, &options, &error);
  gint64 took = get_cpu_time () - start;

  g_assert_true (draft != NULL || error != NULL);
  g_test_message ("%s: %d ms", name, (int) (took / 1000));
  if (took > MOST * G_USEC_PER_SEC)
    g_error ("%s takes too long", name);
}

static const struct {
  const char *name, *before, *once, *after, *tail;
  guint       n;
} bombs[] = {
  { "lists", "", "<h2>Related</h2><ul><li><a href=x>t</a></li></ul>", "", "", 20000 },
  { "headings", "", "<h2>Related</h2><p></p>", "", "", 60000 },
  { "sources", "<picture>", "<source><img src=''>", "", "", 60000 },
  { "films", "<figure>", "<iframe src=/embed/x allowfullscreen></iframe>", "", "", 60000 },
  { "noscript", "", "<noscript><img src=a.png></noscript>", "", "", 60000 },
  { "names", "", "<i class=author>no name, but words and words and words</i>", "", "", 60000 },
  { "dates", "", "<i class=date>not a date</i>", "", "", 60000 },
  { "nothing", "", "<i></i>", "", "", 100000 },
  { "paragraphs", "", "<p>a, b, and c, with some more to make a line of it", "", "", 60000 },
  { "lines", "", "<p>read more</p>", "", "", 60000 },
  { "cells", "<table>", "<tr><td>a", "", "", 60000 },
  { "deep", "", "<div class=author>", "words and words and words and words and words", "", 300000 },
  { "deep headings", "", "<h1><div>", "words", "", 100000 },
  { "deep tables", "", "<table><tr><td>", "a, b", "", 60000 },
  { "walls", "", "<div class=paywall>subscribe to continue ", "", "", 100000 },
  { "code", "<p>", "<code>a</code>", "", "", 60000 },
  { "code lines", "<p>", "<code>a</code><br>", "x", "", 40000 },
  { "blocks in code", "<pre>", "<div>1", "", "", 60000 },
  { "formulas", "", "<span class=katex>", "x", "", 60000 },
  { "drawings", "<main>", "<mjx-container><mjx-math><mjx-mover><mjx-over>",
    "<mjx-c class=mjx-c78></mjx-c>", "", 15000 },
  { "callouts", "<main>", "<aside class=callout><div class=menu>",
    "<h2>x</h2><p>A text that is long enough to be one, and more</p>", "", 30000 },
  { "dollars", "<script src=mathjax.js></script>", "\\( $$ ", "", "", 100000 },
  { "notes", "<p id=n>x</p>", "<a href=#n>1</a>", "", "", 60000 },
  { "numbers", "<p>x<sup>1</sup>", "<div><sup>1</sup>", "", "", 60000 },
  { "raised", "", "<sup>1", "", "", 60000 },
  { "notes aside", "", "x<span class=sidenote>note</span>", "", "", 30000 },
  { "posts", "", "<blockquote class=twitter-tweet>", "x", "", 60000 },
  { "captions", "<div>", "<p class=caption>x</p>", "", "", 60000 },
  { "talk", "", "<div class=comment>word ", "", "", 100000 },
  { "pages", "", "<a href='?page=2'>x</a>", "", "", 60000 },
  { "pictures in it", "", "<img src='data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAEgAAAAo'>", "",
    "", 20000 },
  { "twins", "", "<img src=a.png>", "", "", 60000 },
  { "galleries", "", "<div><figure><img src=a.png></figure><img src=b.png>", "x", "", 20000 },
  { "buttons", "<h2>", "<button><img src=a.png srcset='a.png 1x'>", "x", "", 20000 },
  { "heads", "", "<div role=heading>x", "", "", 60000 },
  { "brackets", "<script>", "=({(", "", "", 200000 },
  { "state", "<script>a={\"a\":[", "{\"a\":\"b\"},", "1]}</script>", "", 60000 },
  { "strings", "<script>", "=\"", "", "", 200000 },
  { "rows", "<script>self.__next_f.push([1,\"", "1:T2,aa", "\"])</script>", "", 60000 },
  { "hidden", "<div class=paywall>a</div>", "<div hidden><p>a<p>b", "", "", 30000 },
};

static void
test_bombs (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bombs); i++) {
    g_autoptr (GString) page = g_string_new (bombs[i].before);

    for (guint n = 0; n < bombs[i].n; n++)
      g_string_append (page, bombs[i].once);
    g_string_append (page, bombs[i].after);
    g_string_append (page, bombs[i].tail);
    extract_quickly (bombs[i].name, page);
  }
}

/* Every attack string at hand, in a page with a text: it is extracted, and what comes out is clean.
 */
static void
test_attacks (void)
{
  g_autofree char *path = carrel_test_dup_shared_path ("security/xss-vectors.json");
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *json = NULL;
  JsonArray       *vectors;
  gsize            len;

  if (!path || !g_file_get_contents (path, &json, &len, NULL))
    return; /* not everybody has them */
  node = carrel_json_parse (json, (gssize) len, NULL);
  g_assert_nonnull (node);
  vectors = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (vectors); i++) {
    const char *payload =
        carrel_json_get_text (json_array_get_object_element (vectors, i), "payload");
    g_autofree char *page =
        g_strdup_printf ("<title>%s</title><article><p>Words that stand before it, enough of them "
                         "to be a paragraph, with commas, and all.</p>%s"
                         "<p>Words that stand after it, enough of them to be a paragraph, with "
                         "commas, and all.</p></article>",
                         payload, payload);
    g_autoptr (GBytes) bytes = g_bytes_new (page, strlen (page));
    CarrelExtractOptions options = { .kind = CARREL_SOURCE_HTML,
                                     .address = "https://example.org/a" };
    g_autoptr (CarrelDraft) draft = carrel_extract (bytes, &options, NULL);
    g_autofree char *once = NULL, *again = NULL;
    g_autoptr (CarrelDocument) document = NULL;

    if (!draft)
      continue; /* a payload may well end the page */
    once = carrel_document_write (draft->document);
    document = carrel_document_read (once, -1);
    again = carrel_document_write (document);
    g_assert_cmpstr (once, ==, again);
    g_assert_null (strstr (once, "<script"));
    g_assert_false (g_regex_match_simple (
        "<[a-z0-9]+ [^<>]*=\"(javascript|data|vbscript|file):", once, G_REGEX_CASELESS, 0));
  }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
free_case (gpointer data)
{
  Case *self = data;

  g_free (self->folder);
  json_node_unref (self->root);
  g_free (self);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *top = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  carrel_time_set_now (1788000000); /* 2026-08-29 */
  g_test_add_func ("/extract/async", test_async);
  g_test_add_func ("/extract/next-page", test_next_page);
  g_test_add_func ("/extract/bombs", test_bombs);
  g_test_add_func ("/extract/attacks", test_attacks);

  top = g_build_filename (g_getenv ("CARREL_TEST_DATA"), "pages", NULL);
  dir = g_dir_open (top, 0, NULL);
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++) {
    Case            *self = g_new0 (Case, 1);
    g_autofree char *path = g_strdup_printf ("/extract/pages/%s", (char *) names->pdata[i]),
                    *json = load (names->pdata[i], "expected.json", NULL);
    g_autoptr (GError) error = NULL;

    self->folder = g_strdup (names->pdata[i]);
    self->root = carrel_json_parse (json ? json : "{}", -1, &error);
    g_assert_no_error (error);
    self->expected = json_node_get_object (self->root);
    g_test_add_data_func_full (path, self, test_page, free_case);
  }
  return g_test_run ();
}
