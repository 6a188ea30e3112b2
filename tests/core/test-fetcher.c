/* test-fetcher.c: pages come whole, from where they may.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "carrel-test-fetch.h"
#include "carrel-test.h"

#include <string.h>

/* ── What comes ── */

static void
test_page (CarrelTestFetch *fixture, gconstpointer data)
{
  g_autofree char *address = carrel_test_fetch_dup_address (fixture, "/page");
  g_autoptr (CarrelPage) page = NULL;

  carrel_test_server_add_header (fixture->server, "/page", "Content-Language", "en-GB");
  carrel_test_server_add_header (fixture->server, "/page", "Last-Modified",
                                 "Sat, 03 Jan 2026 10:00:00 GMT");
  page = carrel_test_fetch_load_good (fixture, "/page");
  g_assert_cmpstr (page->address, ==, address);
  g_assert_cmpuint (page->redirects->len, ==, 0);
  g_assert_cmpstr (page->type, ==, "text/html");
  g_assert_cmpstr (page->charset, ==, "utf-8");
  g_assert_cmpstr (page->language, ==, "en-GB");
  g_assert_cmpuint (page->status, ==, 200);
  g_assert_cmpint (page->modified, ==, 1767434400);
  g_assert_false (page->cut);
  g_assert_false (page->partial);
  g_assert_true (page->is_private);
  carrel_test_fetch_assert_body (page, CARREL_TEST_FETCH_PAGE);
}

static void
test_types (CarrelTestFetch *fixture, gconstpointer data)
{
  static const struct {
    const char *declared, *body, *type, *charset; /* type NULL: not a page */
    gboolean    cut;
  } cases[] = {
    { "text/html", CARREL_TEST_FETCH_PAGE, "text/html", NULL, FALSE },
    { "TEXT/HTML; Charset=\"ISO-8859-1\"", CARREL_TEST_FETCH_PAGE, "text/html", "ISO-8859-1",
      FALSE },
    { "text/html;charset=utf-8;charset=latin1", CARREL_TEST_FETCH_PAGE, "text/html", "utf-8",
      FALSE },
    { "text/html; charset=", CARREL_TEST_FETCH_PAGE, "text/html", NULL, FALSE },
    { "application/xhtml+xml", CARREL_TEST_FETCH_PAGE, "application/xhtml+xml", NULL, FALSE },
    { "application/xml", "<?xml version='1.0'?><html><p>x</p></HTML >", "application/xhtml+xml",
      NULL, FALSE },
    { "text/xml", "<?xml version='1.0'?><rss/>", NULL, NULL, FALSE },
    { "text/plain", "Only a text.", "text/plain", NULL, FALSE },
    { "text/markdown; charset=utf-8", "# A text", "text/markdown", "utf-8", FALSE },
    { "text/x-markdown", "# A text", "text/markdown", NULL, FALSE },
    { NULL, CARREL_TEST_FETCH_PAGE, "text/html", NULL, FALSE },
    { NULL, "Only a text.", "text/plain", NULL, FALSE },
    { "nonsense", "<p>A text", "text/html", NULL, TRUE },
    { "text/html", "<p>No end tag", "text/html", NULL, TRUE },
    { "text/html", "<p>An end tag</html><!-- and what follows -->", "text/html", NULL, FALSE },
    { "application/json", "{}", NULL, NULL, FALSE },
    { "application/rss+xml", "<rss/>", NULL, NULL, FALSE },
    { "application/octet-stream", CARREL_TEST_FETCH_PAGE, NULL, NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (CarrelPage) page = NULL;

    carrel_test_server_add (fixture->server, "/typed", 200, cases[i].declared, cases[i].body, -1);
    page = carrel_test_fetch_load_path (fixture, CARREL_FETCH_PAGE, "/typed", &error);
    if (cases[i].type) {
      g_assert_no_error (error);
      g_assert_cmpstr (page->type, ==, cases[i].type);
      g_assert_cmpstr (page->charset, ==, cases[i].charset);
      g_assert_true (page->cut == cases[i].cut);
      carrel_test_fetch_assert_body (page, cases[i].body);
    } else {
      carrel_test_fetch_assert_error (error, CARREL_ERROR_NOT_A_PAGE, "not a page");
    }
  }
}

static void
test_utf16 (CarrelTestFetch *fixture, gconstpointer data)
{
  gsize            len;
  g_autofree char *wide =
      g_convert (CARREL_TEST_FETCH_PAGE, -1, "UTF-16", "UTF-8", NULL, &len, NULL);
  g_autoptr (CarrelPage) page = NULL;

  carrel_test_server_add (fixture->server, "/wide", 200, "text/html; charset=utf-16", wide,
                          (gssize) len);
  page = carrel_test_fetch_load_good (fixture, "/wide");
  g_assert_false (page->cut);
  g_assert_cmpuint (g_bytes_get_size (page->bytes), ==, len);
}

static void
test_not_a_page (CarrelTestFetch *fixture, gconstpointer data)
{
  static const struct {
    const char *declared, *body;
    gsize       len;
    const char *reason;
  } cases[] = {
    { "application/pdf", "%PDF-1.7\n", 9, "This is a PDF, not a page" },
    { "text/html", "%PDF-1.7\n", 9, "This is a PDF, not a page" },
    { NULL, "%PDF-1.7\n", 9, "This is a PDF, not a page" },
    { "image/jpeg", "\xff\xd8\xff\xe0", 4, "This is an image, not a page" },
    { "text/html", "\x89PNG\r\n\x1a\n\0\0\0\x0d", 12, "This is an image, not a page" },
    { "video/mp4",
      "\0\0\0\x18"
      "ftypmp42",
      12, "This is a video, not a page" },
    { "audio/mpeg", "ID3\3", 4, "This is a sound recording, not a page" },
    { "text/plain", "PK\3\4\x14\0\0\0", 8, "This is an archive, not a page" },
    { "text/html",
      "\x7f"
      "ELF\2\1\1\0",
      8, "This is a program, not a page" },
    { "text/html", "a\0b\0\1\2\3\4\0\0\0\0\0\0\0\0\0\0", 18,
      "This is a file of binary data, not a page" },
    { "application/epub+zip", "PK\3\4", 4, "This is a book, not a page" },
    { "application/x-thing", "x", 1, "application/x-thing" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    carrel_test_server_add (fixture->server, "/file", 200, cases[i].declared, cases[i].body,
                            (gssize) cases[i].len);
    carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/file", CARREL_ERROR_NOT_A_PAGE,
                                    cases[i].reason);
  }
  carrel_test_server_add (fixture->server, "/empty", 200, "text/html", "", 0);
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/empty", CARREL_ERROR_NOT_A_PAGE,
                                  "127.0.0.1 sent an empty page");
  carrel_test_server_add (fixture->server, "/none", 204, NULL, "", 0);
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/none", CARREL_ERROR_NOT_A_PAGE,
                                  "empty");
}

static void
test_images (CarrelTestFetch *fixture, gconstpointer data)
{
  static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x7b\0\0\0\x2d\x08\2\0\0\0";
  static const char huge[] = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xea\x60\0\0\xea\x60\x08\2\0\0\0";
  g_autoptr (CarrelPage) page = NULL;
  g_autoptr (GError) error = NULL;

  /* Whatever it says it is. */
  carrel_test_server_add (fixture->server, "/i", 200, "text/html", png, sizeof png - 1);
  page = carrel_test_fetch_load_path (fixture, CARREL_FETCH_IMAGE, "/i", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (page->type, ==, "image/png");
  g_assert_false (page->cut);
  g_assert_nonnull (
      strstr (carrel_test_server_get_request (fixture->server, 0), "Accept: image/avif"));

  carrel_test_server_add (fixture->server, "/huge", 200, "image/png", huge, sizeof huge - 1);
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_IMAGE, "/huge", CARREL_ERROR_TOO_LARGE,
                                  "60000");
  carrel_test_server_add (fixture->server, "/cut", 200, "image/png", png, 14);
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_IMAGE, "/cut", CARREL_ERROR_NOT_A_PAGE,
                                  "damaged");
  carrel_test_server_add (fixture->server, "/svg", 200, "image/svg+xml", "<svg/>", -1);
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_IMAGE, "/svg", CARREL_ERROR_NOT_A_PAGE,
                                  "not an image");
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_IMAGE, "/page", CARREL_ERROR_NOT_A_PAGE,
                                  "not an image");
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_IMAGE, "/missing", CARREL_ERROR_HTTP,
                                  "404");
  {
    g_autofree char *raw = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n");
    g_autoptr (GByteArray) bytes = g_byte_array_new ();

    g_byte_array_append (bytes, (guint8 *) raw, (guint) strlen (raw));
    g_byte_array_append (bytes, (const guint8 *) png, sizeof png - 1);
    carrel_test_server_add_raw (fixture->server, "/broken", (char *) bytes->data, bytes->len,
                                CARREL_TEST_RAW_CLOSE);
    carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_IMAGE, "/broken", CARREL_ERROR_NETWORK,
                                    "broke off");
  }
}

/* ── What is asked ── */

static void
test_asks_for_nothing_else (CarrelTestFetch *fixture, gconstpointer data)
{
  g_autofree char *secret =
      carrel_test_server_dup_address (fixture->server, "name:password@127.0.0.1", "/page#part");
  g_autoptr (CarrelPage) first = NULL;
  g_autoptr (CarrelPage) second = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *host =
      g_strdup_printf ("Host: 127.0.0.1:%u", carrel_test_server_get_port (fixture->server));

  carrel_test_server_add_header (fixture->server, "/page", "Set-Cookie", "sid=secret; Path=/");
  carrel_test_server_add_header (fixture->server, "/page", "ETag", "\"x\"");
  carrel_test_server_add_header (fixture->server, "/page", "Refresh", "0;url=/elsewhere");
  carrel_test_server_add_header (fixture->server, "/page", "Link", "</style.css>; rel=preload");
  first =
      carrel_test_fetch_load (fixture, CARREL_FETCH_PAGE, secret, "127.0.0.1", "127.0.0.1", &error);
  g_assert_no_error (error);
  g_assert_null (strchr (first->address, '@'));
  g_assert_null (strchr (first->address, '#'));
  second = carrel_test_fetch_load_good (fixture, "/page");

  carrel_test_server_add (fixture->server, "/login", 401, "text/html", "<p>Who?", -1);
  carrel_test_server_add_header (fixture->server, "/login", "WWW-Authenticate",
                                 "Basic realm=\"x\"");
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/login", CARREL_ERROR_HTTP,
                                  "127.0.0.1 asks for a login (401)");

  /* Every header that is sent, and no other. */
  g_assert_cmpuint (carrel_test_server_get_n_requests (fixture->server), ==, 3);
  for (guint i = 0; i < 3; i++) {
    static const char *const allowed[] = { "Accept:", "Accept-Encoding: gzip, deflate, br",
                                           "Connection: Keep-Alive", "User-Agent: Carrel/" };
    g_auto (GStrv) lines =
        g_strsplit (carrel_test_server_get_request (fixture->server, i), "\n", -1);

    g_assert_cmpstr (lines[0], ==, i < 2 ? "GET /page HTTP/1.1" : "GET /login HTTP/1.1");
    for (guint k = 1; lines[k] && *lines[k]; k++) {
      gboolean known = strcmp (lines[k], host) == 0;

      for (guint n = 0; n < G_N_ELEMENTS (allowed); n++)
        known |= g_str_has_prefix (lines[k], allowed[n]);
      if (!known)
        g_error ("«%s» was sent", lines[k]);
    }
  }
}

static void
test_reuses_connection_and_names (CarrelTestFetch *fixture, gconstpointer data)
{
  g_autofree char *address =
      carrel_test_server_dup_address (fixture->server, "typed.example", "/page");

  for (guint i = 0; i < 5; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (CarrelPage) page =
        carrel_test_fetch_load (fixture, CARREL_FETCH_PAGE, address, "typed.example", NULL, &error);

    g_assert_no_error (error);
  }
  g_assert_cmpuint (carrel_test_resolver_get_n_lookups (fixture->resolver), ==, 1);
}

/* ── Redirects ── */

static void
test_redirects (CarrelTestFetch *fixture, gconstpointer data)
{
  static const guint statuses[] = { 301, 302, 303, 307, 308 };
  g_autofree char   *first = carrel_test_fetch_dup_address (fixture, "/1"),
                  *second = carrel_test_fetch_dup_address (fixture, "/2"),
                  *last = carrel_test_fetch_dup_address (fixture, "/page");

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++) {
    g_autoptr (CarrelPage) page = NULL;

    carrel_test_server_add (fixture->server, "/1", statuses[i], "text/html", "<p>Moved", -1);
    carrel_test_server_add_header (fixture->server, "/1", "Location", "2#part");
    carrel_test_server_add_redirect (fixture->server, "/2", last);
    page = carrel_test_fetch_load_good (fixture, "/1");
    g_assert_cmpstr (page->address, ==, last);
    g_assert_cmpuint (page->redirects->len, ==, 2);
    g_assert_cmpstr (page->redirects->pdata[0], ==, first);
    g_assert_cmpstr (page->redirects->pdata[1], ==, second);
  }

  carrel_test_server_add_redirect (fixture->server, "/a", "/b");
  carrel_test_server_add_redirect (fixture->server, "/b", "/a");
  carrel_test_server_add_redirect (fixture->server, "/self", "");
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/a", CARREL_ERROR_HTTP, "circle");
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/self", CARREL_ERROR_HTTP, "circle");

  /* Ten are followed, an eleventh isn't. */
  for (guint i = 0; i < 11; i++) {
    g_autofree char *from = g_strdup_printf ("/r/%u", i), *to = g_strdup_printf ("/r/%u", i + 1);

    carrel_test_server_add_redirect (fixture->server, from, to);
  }
  carrel_test_server_add_page (fixture->server, "/r/11", CARREL_TEST_FETCH_PAGE);
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/r/0", CARREL_ERROR_HTTP,
                                  "10 times");
  {
    g_autoptr (CarrelPage) page = carrel_test_fetch_load_good (fixture, "/r/1");

    g_assert_cmpuint (page->redirects->len, ==, 10);
  }

  carrel_test_server_add (fixture->server, "/nowhere", 302, "text/html", "<p>x", -1);
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/nowhere", CARREL_ERROR_HTTP, "302");
  carrel_test_server_add (fixture->server, "/not-modified", 304, NULL, "", 0);
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/not-modified", CARREL_ERROR_HTTP,
                                  "304");
}

static void
test_redirects_off_the_web (CarrelTestFetch *fixture, gconstpointer data)
{
  static const char *const targets[] = { "file:///etc/passwd",
                                         "FILE:///etc/passwd",
                                         "javascript:alert(1)",
                                         "data:text/html,<p>x",
                                         "ftp://127.0.0.1/",
                                         "http://",
                                         "//",
                                         "mailto:a@example.org",
                                         "gopher://x/" };

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++) {
    carrel_test_server_add_redirect (fixture->server, "/to", targets[i]);
    carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/to", CARREL_ERROR_REFUSED,
                                    "127.0.0.1 leads to an address that is not on the web");
  }

  /* A refresh is none of ours. */
  carrel_test_server_add_page (
      fixture->server, "/refresh",
      "<html><meta http-equiv=refresh content='0;url=/page'><p>A text.</html>");
  {
    g_autoptr (CarrelPage) page = carrel_test_fetch_load_good (fixture, "/refresh");

    g_assert_nonnull (strstr (page->address, "/refresh"));
  }
  g_assert_cmpuint (carrel_test_server_count_requests (fixture->server, "/page"), ==, 0);
}

/* A redirect loses what it says of who asks. */
static void
test_redirect_to_userinfo (CarrelTestFetch *fixture, gconstpointer data)
{
  g_autofree char *target =
      carrel_test_server_dup_address (fixture->server, "name:password@127.0.0.1", "/page");
  g_autoptr (CarrelPage) page = NULL;

  carrel_test_server_add_redirect (fixture->server, "/to", target);
  page = carrel_test_fetch_load_good (fixture, "/to");
  g_assert_null (strchr (page->address, '@'));
  g_assert_null (strstr (carrel_test_server_get_request (fixture->server, 1), "Authorization"));
}

/* ── Private addresses ── */

static void
test_private (CarrelTestFetch *fixture, gconstpointer data)
{
  g_autofree char *typed =
                      carrel_test_server_dup_address (fixture->server, "typed.example", "/page"),
                  *other =
                      carrel_test_server_dup_address (fixture->server, "other.example", "/page");
  g_autofree char *to_other = carrel_test_server_dup_address (fixture->server, "typed.example",
                                                              "/to-other"),
                  *to_number = carrel_test_server_dup_address (fixture->server, "typed.example",
                                                               "/to-number");
  g_autofree char *round =
                      carrel_test_server_dup_address (fixture->server, "typed.example", "/round"),
                  *number = carrel_test_fetch_dup_address (fixture, "/page");
  g_autofree char *localhost =
      carrel_test_server_dup_address (fixture->server, "localhost", "/page");

  /* By its name it may be asked, as often as it likes to send on to itself. */
  carrel_test_server_add_redirect (fixture->server, "/round", "/page");
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (CarrelPage) page =
        carrel_test_fetch_load (fixture, CARREL_FETCH_PAGE, round, "typed.example", NULL, &error);

    g_assert_no_error (error);
    g_assert_true (page->is_private);
    g_assert_cmpuint (page->redirects->len, ==, 1);
  }

  /* Nobody typed it. */
  carrel_test_fetch_assert_address_fails (fixture, typed, NULL, CARREL_ERROR_REFUSED,
                                          "typed.example (127.0.0.1)");
  carrel_test_fetch_assert_address_fails (fixture, other, "typed.example", CARREL_ERROR_REFUSED,
                                          "other.example (127.0.0.1)");
  carrel_test_fetch_assert_address_fails (fixture, number, "typed.example", CARREL_ERROR_REFUSED,
                                          "127.0.0.1");
  carrel_test_fetch_assert_address_fails (fixture, localhost, "typed.example", CARREL_ERROR_REFUSED,
                                          "localhost");
  carrel_test_fetch_assert_address_fails (fixture, "http://[::1]/", "typed.example",
                                          CARREL_ERROR_REFUSED, "::1");
  carrel_test_fetch_assert_address_fails (fixture, "http://[::ffff:127.0.0.1]/", "typed.example",
                                          CARREL_ERROR_REFUSED, "network");
  carrel_test_fetch_assert_address_fails (fixture, "http://169.254.169.254/latest/",
                                          "typed.example", CARREL_ERROR_REFUSED, "169.254.169.254");

  /* What leads there. */
  carrel_test_server_add_redirect (fixture->server, "/to-other", other);
  carrel_test_server_add_redirect (fixture->server, "/to-number", number);
  carrel_test_server_clear_requests (fixture->server);
  carrel_test_fetch_assert_address_fails (fixture, to_other, "typed.example", CARREL_ERROR_REFUSED,
                                          "typed.example leads to other.example (127.0.0.1)");
  carrel_test_fetch_assert_address_fails (fixture, to_number, "typed.example", CARREL_ERROR_REFUSED,
                                          "typed.example leads to 127.0.0.1");
  g_assert_cmpuint (carrel_test_server_get_n_requests (fixture->server), ==, 2);
  g_assert_cmpuint (carrel_test_server_count_requests (fixture->server, "/page"), ==, 0);
}

static void
test_private_images (CarrelTestFetch *fixture, gconstpointer data)
{
  static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x7b\0\0\0\x2d\x08\2\0\0\0";
  static const struct {
    const char *host, *typed, *referrer;
    gboolean    allowed;
  } cases[] = {
    { "typed.example", "typed.example", "typed.example", TRUE }, /* of a private page */
    { "other.example", "typed.example", "typed.example", FALSE },
    { "typed.example", NULL, "typed.example", FALSE }, /* of a public one */
    { "other.example", NULL, "typed.example", FALSE },
    { "typed.example", "typed.example", "other.example", FALSE },
  };

  carrel_test_server_add (fixture->server, "/i.png", 200, "image/png", png, sizeof png - 1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *address =
        carrel_test_server_dup_address (fixture->server, cases[i].host, "/i.png");
    g_autoptr (GError) error = NULL;
    g_autoptr (CarrelPage) page = carrel_test_fetch_load (
        fixture, CARREL_FETCH_IMAGE, address, cases[i].typed, cases[i].referrer, &error);

    if (cases[i].allowed)
      g_assert_no_error (error);
    else
      carrel_test_fetch_assert_error (error, CARREL_ERROR_REFUSED, cases[i].host);
  }
  g_assert_cmpuint (carrel_test_server_get_n_requests (fixture->server), ==, 1);
}

/* A name whose addresses are of both kinds is asked at the public ones alone. 3ffe::/16 was given
 * back long ago: nothing leads there, and that is how it shows. */
static void
test_mixed_addresses (CarrelTestFetch *fixture, gconstpointer data)
{
  g_autofree char *address =
      carrel_test_server_dup_address (fixture->server, "mixed.example", "/page");
  g_autofree char *public =
      carrel_test_server_dup_address (fixture->server, "public.example", "/page");

  carrel_test_resolver_add (fixture->resolver, "mixed.example",
                            "127.0.0.1,3ffe::1,::1,::ffff:127.0.0.1");
  carrel_test_resolver_add (fixture->resolver, "public.example", "3ffe::1,3ffe::2");
  g_object_set (fixture->fetcher, "header-deadline", 2000, NULL);
  carrel_test_fetch_assert_address_fails (fixture, address, "typed.example", CARREL_ERROR_NETWORK,
                                          "mixed.example");
  carrel_test_fetch_assert_address_fails (fixture, public, "public.example", CARREL_ERROR_NETWORK,
                                          "public.example");
  g_assert_cmpuint (carrel_test_server_get_n_requests (fixture->server), ==, 0);
}

/* What was judged is what is connected to, though the name means something else by then. */
static void
test_rebinding (CarrelTestFetch *fixture, gconstpointer data)
{
  g_autofree char *address =
      carrel_test_server_dup_address (fixture->server, "typed.example", "/page");
  g_autoptr (CarrelPage) page =
      carrel_test_fetch_load (fixture, CARREL_FETCH_PAGE, address, "typed.example", NULL, NULL);

  g_assert_nonnull (page);
  carrel_test_resolver_add (fixture->resolver, "typed.example", "127.9.9.9");
  carrel_page_unref (g_steal_pointer (&page));
  page = carrel_test_fetch_load (fixture, CARREL_FETCH_PAGE, address, "typed.example", NULL, NULL);
  g_assert_nonnull (page);

  /* And a way that is open for who typed the name isn't for who didn't. */
  carrel_test_fetch_assert_address_fails (fixture, address, NULL, CARREL_ERROR_REFUSED,
                                          "127.9.9.9");
  g_assert_cmpuint (carrel_test_resolver_get_n_lookups (fixture->resolver), ==, 2);
}

static void
test_addresses (CarrelTestFetch *fixture, gconstpointer data)
{
  static const char *const none[] = { "file:///etc/passwd", "ftp://example.org/",
                                      "javascript:1",       "",
                                      "example.org",        "http:///x",
                                      "http://a b/",        "data:,x" };

  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    carrel_test_fetch_assert_address_fails (fixture, none[i], NULL, CARREL_ERROR_REFUSED,
                                            "only http and https");
  carrel_test_fetch_assert_address_fails (fixture, "http://other.example:25/", NULL,
                                          CARREL_ERROR_REFUSED, "port 25 of other.example");
  carrel_test_fetch_assert_address_fails (fixture, "http://nobody.example/", "nobody.example",
                                          CARREL_ERROR_NETWORK,
                                          "There is no site at nobody.example");
  carrel_test_fetch_assert_address_fails (fixture, "http://0x7f000001/", "0x7f000001",
                                          CARREL_ERROR_NETWORK, "0x7f000001");
  carrel_test_fetch_assert_address_fails (fixture, "http://2130706433/", "2130706433",
                                          CARREL_ERROR_NETWORK, "2130706433");
}

int
main (int argc, char *argv[])
{
  static const CarrelTestFetchCase cases[] = {
    { "page", test_page },
    { "types-and-what-the-bytes-say", test_types },
    { "utf-16", test_utf16 },
    { "says-what-is-not-a-page", test_not_a_page },
    { "images", test_images },
    { "tells-the-site-nothing", test_asks_for_nothing_else },
    { "reuses-what-it-found", test_reuses_connection_and_names },
    { "redirects", test_redirects },
    { "redirects-never-leave-the-web", test_redirects_off_the_web },
    { "redirects-lose-passwords", test_redirect_to_userinfo },
    { "private-only-where-typed", test_private },
    { "images-private-only-on-private-pages", test_private_images },
    { "private-addresses-of-a-public-name", test_mixed_addresses },
    { "connects-to-what-was-judged", test_rebinding },
    { "addresses", test_addresses },
  };

  g_test_init (&argc, &argv, NULL);
  carrel_test_fetch_add ("/fetcher", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
