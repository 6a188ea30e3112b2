/* test-add-pages.c: an article on several pages becomes one, over a server on the loopback.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "carrel-test-library.h"
#include "carrel-test-server.h"
#include "library/carrel-library.h"
#include "library/carrel-revision.h"

#include <string.h>

#define ABOVE                                                                                      \
  "<title>The long road to Orrin</title><article><h1>The long road to Orrin</h1><p "               \
  "class=lead>How a road was built in twenty years, and who has walked on it since.</p>"
#define BELOW                                                                                      \
  "<p>The author has lived on the island for thirty years, and keeps bees beside the old "         \
  "road.</p></article>"

static void
add_part (CarrelTestServer *server, const char *path, const char *what, const char *links)
{
  g_autofree char *html = g_strdup_printf (
      "<!doctype html><html lang=en>" ABOVE
      "<h2>Part %s</h2><p>This is what part %s says of the road, in a paragraph that is long "
      "enough, with commas, to be one.</p>"
      "<p>And part %s goes on for a while, as such parts do, until there is nothing left of it to "
      "say.</p>" BELOW "<nav class=pagination>%s</nav></html>",
      what, what, what, links);

  carrel_test_server_add_page (server, path, html);
}

static gint64
add (CarrelTestLibrary *self, CarrelTestServer *server, const char *path, GError **error)
{
  g_autofree char *address = carrel_test_server_dup_address (server, NULL, path);
  g_autoptr (CarrelAdd) add = carrel_add_new_for_address (address);
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  carrel_library_add_async (self->library, add, NULL, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  return carrel_library_add_finish (self->library, result, error);
}

/* Its text, and whether it is said to be less than all. (transfer full) */
static char *
add_and_read (CarrelTestLibrary *self,
              CarrelTestServer  *server,
              const char        *path,
              gboolean          *incomplete)
{
  g_autoptr (GError) error = NULL;
  gint64        id = add (self, server, path, &error);
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (CarrelReading) reading = NULL;

  g_assert_no_error (error);
  carrel_library_load_reading_async (self->library, id, NULL, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  reading = carrel_library_load_reading_finish (self->library, result, &error);
  g_assert_no_error (error);
  *incomplete = reading->incomplete_reason != NULL;
  /* A sentence with its number, not what it is kept as. */
  g_assert_true (!*incomplete || (strpbrk (reading->incomplete_reason, "0123456789") &&
                                  !strpbrk (reading->incomplete_reason, "%\x1f")));
  return carrel_document_to_text (reading->document, NULL);
}

static guint
count (const char *text, const char *what)
{
  guint n = 0;

  for (const char *p = strstr (text, what); p; p = strstr (p + 1, what))
    n++;
  return n;
}

/* What all pages say stands once; the parts in their order; the second page is known from then on.
 */
static void
test_pages (CarrelTestLibrary *self, gconstpointer data)
{
  g_autoptr (CarrelTestServer) server = carrel_test_server_new (NULL);
  gboolean         incomplete;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  add_part (server, "/the-long-road", "one",
            "<a href='/the-long-road/2'>2</a> <a href='/the-long-road/3'>3</a> <a "
            "href='/the-short-road'>Next article</a>");
  add_part (server, "/the-long-road/2", "two",
            "<a href='/the-long-road'>1</a> <a href='/the-long-road/3' rel=next>Next page</a>");
  add_part (server, "/the-long-road/3", "three", "<a href='/the-long-road/2'>Previous page</a>");
  text = add_and_read (self, server, "/the-long-road", &incomplete);
  g_assert_nonnull (strstr (text, "what part one says"));
  g_assert_true (strstr (text, "what part two says") > strstr (text, "what part one says"));
  g_assert_true (strstr (text, "what part three says") > strstr (text, "what part two says"));
  g_assert_cmpuint (count (text, "How a road was built"), <=, 1);
  g_assert_cmpuint (count (text, "keeps bees"), ==, 1);
  g_assert_true (strstr (text, "keeps bees") > strstr (text, "what part three says"));
  g_assert_cmpuint (carrel_test_server_get_n_requests (server), ==, 3);
  g_assert_false (incomplete);

  g_assert_cmpint (add (self, server, "/the-long-road/2", &error), ==, 0);
  g_assert_error (error, CARREL_ERROR, CARREL_ERROR_EXISTS);
}

/* A page that isn't there: what came is kept, and said to be less than all. */
static void
test_missing_page (CarrelTestLibrary *self, gconstpointer data)
{
  g_autoptr (CarrelTestServer) server = carrel_test_server_new (NULL);
  gboolean         incomplete;
  g_autofree char *text = NULL;

  add_part (server, "/a-road", "one", "<a href='/a-road?page=2'>2</a>");
  /* The test server knows paths alone: the second page is the first again, which is no news. */
  text = add_and_read (self, server, "/a-road", &incomplete);
  g_assert_cmpuint (count (text, "what part one says"), ==, 1);
  g_assert_false (incomplete);
  g_clear_pointer (&text, g_free);

  add_part (server, "/other-road", "four", "<a href='/other-road/page/2'>Page 2</a>");
  text = add_and_read (self, server, "/other-road", &incomplete);
  g_assert_cmpuint (count (text, "what part four says"), ==, 1);
  g_assert_true (incomplete);
}

/* A page that leads to itself by other names, for ever: twenty are taken. */
static void
test_endless_pages (CarrelTestLibrary *self, gconstpointer data)
{
  g_autoptr (CarrelTestServer) server = carrel_test_server_new (NULL);
  gboolean         incomplete;
  g_autofree char *text = NULL;

  for (guint i = 1; i <= 25; i++) {
    g_autofree char *path = i == 1 ? g_strdup ("/endless.html")
                                   : g_strdup_printf ("/endless-%u.html", i),
                    *what = g_strdup_printf ("number %u", i);
    g_autofree char *links = g_strdup_printf ("<a href='/endless-%u.html'>Next page</a>", i + 1);

    add_part (server, path, what, links);
  }
  text = add_and_read (self, server, "/endless.html", &incomplete);
  g_assert_cmpuint (carrel_test_server_get_n_requests (server), ==, 20);
  g_assert_nonnull (strstr (text, "part number 20 says"));
  g_assert_true (incomplete);
}

/* All on one page is better than one after the other. */
static void
test_whole (CarrelTestLibrary *self, gconstpointer data)
{
  g_autoptr (CarrelTestServer) server = carrel_test_server_new (NULL);
  gboolean         incomplete;
  g_autofree char *text = NULL;

  add_part (server, "/the-whole-road", "one",
            "<a href='/the-whole-road/2'>2</a> <a href='/the-whole-road/all'>View all</a>");
  carrel_test_server_add_page (server, "/the-whole-road/all",
                               "<!doctype html><html lang=en>" ABOVE
                               "<p>This is what part one says of the road, in a paragraph that is "
                               "long enough, with commas, to be one.</p>"
                               "<p>This is what part two says of the road, in a paragraph that is "
                               "long enough, with commas, to be one.</p>"
                               "<p>This is what part three says of the road, in a paragraph that "
                               "is long enough, with commas, to be one, and a bit more.</p>"
                               "<p>This is what part four says of the road, in a paragraph that is "
                               "long enough, with commas, to be one, and a bit more.</p>" BELOW
                               "</html>");
  text = add_and_read (self, server, "/the-whole-road", &incomplete);
  g_assert_cmpuint (count (text, "what part one says"), ==, 1);
  g_assert_cmpuint (count (text, "what part four says"), ==, 1);
  g_assert_cmpuint (carrel_test_server_get_n_requests (server), ==, 2);
  g_assert_false (incomplete);
}

/* «data:image/png;base64,…» of a picture that only has a header, 96 × 64. (transfer full) */
static char *
make_address (guint8 shade)
{
  guint8           png[200] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0,  13, 'I',
                                'H',  'D', 'R', 0,   0,    0,    96,   0,    0, 0, 64, 8,  2 };
  g_autofree char *text = NULL;

  png[sizeof png - 1] = shade;
  text = g_base64_encode (png, sizeof png);
  return g_strconcat ("data:image/png;base64,", text, NULL);
}

static CarrelRevision *
revise (CarrelTestLibrary *self, gint64 id)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  CarrelRevision *revision;

  carrel_library_revise_async (self->library, id, NULL, NULL, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  revision = carrel_library_revise_finish (self->library, result, &error);
  g_assert_no_error (error);
  return revision;
}

/* Pictures whose bytes stand in the pages are the article's, the same bytes once, and need no
 * server; the page as it was kept gives them again. */
static void
test_embedded (CarrelTestLibrary *self, gconstpointer data)
{
  g_autoptr (CarrelTestServer) server = carrel_test_server_new (NULL);
  g_autofree char *one = make_address (1), *two = make_address (2);
  g_autofree char *first =
      g_strdup_printf ("<p><img src='%s' alt=One></p><a href='/a-plate/2' rel=next>2</a>", one);
  g_autofree char *second =
      g_strdup_printf ("<p><img src='%s' alt=Again></p><p>And one more plate was found, in a "
                       "drawer, in the year after that.</p><p><img src='%s' alt=Two></p>",
                       one, two);
  g_autofree char *page =
      g_strdup_printf ("<!doctype html><html lang=en>" ABOVE
                       "<p>This is the first of the plates, in a paragraph that is long enough, "
                       "with commas, to be one.</p>%s" BELOW "</html>",
                       first);
  g_autofree char *next =
      g_strdup_printf ("<!doctype html><html lang=en>" ABOVE
                       "<p>This is what came of them later, in a paragraph that is long enough, "
                       "with commas, to be one.</p>%s" BELOW "</html>",
                       second);
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (CarrelReading) reading = NULL;
  g_autoptr (CarrelRevision) revision = NULL;
  g_autoptr (GPtrArray) images = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  carrel_test_server_add_page (server, "/a-plate", page);
  carrel_test_server_add_page (server, "/a-plate/2", next);
  id = add (self, server, "/a-plate", &error);
  g_assert_no_error (error);
  carrel_library_load_reading_async (self->library, id, NULL, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  reading = carrel_library_load_reading_finish (self->library, result, &error);
  g_assert_no_error (error);
  images = carrel_document_list_images (reading->document);
  g_assert_cmpuint (images->len, ==, 3);
  for (guint i = 0; i < images->len; i++)
    g_assert_true (g_str_has_prefix (images->pdata[i], "blob:"));
  g_assert_cmpstr (images->pdata[0], ==, images->pdata[1]);
  g_assert_cmpstr (images->pdata[0], !=, images->pdata[2]);
  g_assert_cmpuint (carrel_test_server_get_n_requests (server), ==, 2);

  revision = revise (self, id); /* of the first page alone */
  g_assert_cmpuint (revision->after.pictures, ==, 1);
  g_assert_cmpuint (revision->n_missing, ==, 0);
}

static void
add_test (const char *path, void (*test) (CarrelTestLibrary *, gconstpointer))
{
  g_test_add (path, CarrelTestLibrary, NULL, carrel_test_library_set_up, test,
              carrel_test_library_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/add-pages/joined", test_pages);
  add_test ("/add-pages/one-is-missing", test_missing_page);
  add_test ("/add-pages/endless", test_endless_pages);
  add_test ("/add-pages/all-on-one", test_whole);
  add_test ("/add-pages/embedded-pictures", test_embedded);
  return g_test_run ();
}
