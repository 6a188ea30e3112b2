/* test-fetcher.c: pages come whole and within limits, or with a reason.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "carrel-test-server.h"
#include "carrel-test.h"
#include "fetch/carrel-fetcher.h"

#include <string.h>

#define PAGE "<!DOCTYPE html><html><title>A lighthouse</title><p>The keeper wrote down every ship.</html>"
#define MB (1024 * 1024)

typedef struct {
  CarrelTestServer   *server;
  CarrelTestResolver *resolver;
  CarrelFetcher      *fetcher;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = carrel_test_server_new (NULL);
  fixture->resolver = carrel_test_resolver_new ();
  fixture->fetcher = carrel_fetcher_new (G_RESOLVER (fixture->resolver));
  carrel_test_resolver_add (fixture->resolver, "typed.example", "127.0.0.1");
  carrel_test_resolver_add (fixture->resolver, "other.example", "127.0.0.1");
  carrel_test_server_add_page (fixture->server, "/page", PAGE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->fetcher);
  carrel_test_server_free (fixture->server);
  g_assert_finalize_object (fixture->resolver);
}

/* An address of the server under its number, which counts as typed. */
static char *
address_of (Fixture *fixture, const char *path)
{
  return carrel_test_server_dup_address (fixture->server, NULL, path);
}

static CarrelPage *
load_full (Fixture *fixture, CarrelFetchKind kind, const char *address, const char *typed, const char *referrer, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *got = NULL;
  CarrelPage *page;

  carrel_fetcher_load_async (fixture->fetcher, kind, address, typed, referrer, NULL, carrel_test_result_cb, &got);
  result = carrel_test_wait_result (&got);
  page = carrel_fetcher_load_finish (fixture->fetcher, result, error);
  return page;
}

static CarrelPage *
load_path (Fixture *fixture, CarrelFetchKind kind, const char *path, GError **error)
{
  g_autofree char *address = address_of (fixture, path);

  return load_full (fixture, kind, address, "127.0.0.1", NULL, error);
}

static CarrelPage *
load_good (Fixture *fixture, const char *path)
{
  g_autoptr (GError) error = NULL;
  CarrelPage *page = load_path (fixture, CARREL_FETCH_PAGE, path, &error);

  g_assert_no_error (error);
  g_assert_nonnull (page);
  return page;
}

/* `reason`: what its message must say. */
static void
assert_error (GError *error, int code, const char *reason)
{
  g_assert_error (error, CARREL_ERROR, code);
  if (!strstr (error->message, reason))
    g_error ("«%s» does not say «%s»", error->message, reason);
  g_assert_false (g_str_has_suffix (error->message, "."));
}

static void
assert_fails (Fixture *fixture, CarrelFetchKind kind, const char *path, int code, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelPage) page = load_path (fixture, kind, path, &error);

  g_assert_null (page);
  assert_error (error, code, reason);
}

static void
assert_address_fails (Fixture *fixture, const char *address, const char *typed, int code, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelPage) page = load_full (fixture, CARREL_FETCH_PAGE, address, typed, NULL, &error);

  g_assert_null (page);
  assert_error (error, code, reason);
}

static void
assert_body (CarrelPage *page, const char *text)
{
  g_assert_cmpmem (g_bytes_get_data (page->bytes, NULL), g_bytes_get_size (page->bytes), text, strlen (text));
}

static GBytes *
pack (const char *text, gsize len)
{
  g_autoptr (GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, len);

  return g_converter_convert_bytes (G_CONVERTER (gzip), bytes, NULL);
}

/* ── What comes ── */

static void
test_page (Fixture *fixture, gconstpointer data)
{
  g_autofree char *address = address_of (fixture, "/page");
  g_autoptr (CarrelPage) page = NULL;

  carrel_test_server_add_header (fixture->server, "/page", "Content-Language", "en-GB");
  carrel_test_server_add_header (fixture->server, "/page", "Last-Modified", "Sat, 03 Jan 2026 10:00:00 GMT");
  page = load_good (fixture, "/page");
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
  assert_body (page, PAGE);
}

static void
test_types (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *declared, *body, *type, *charset; /* type NULL: not a page */
    gboolean    cut;
  } cases[] = {
    { "text/html", PAGE, "text/html", NULL, FALSE },
    { "TEXT/HTML; Charset=\"ISO-8859-1\"", PAGE, "text/html", "ISO-8859-1", FALSE },
    { "text/html;charset=utf-8;charset=latin1", PAGE, "text/html", "utf-8", FALSE },
    { "text/html; charset=", PAGE, "text/html", NULL, FALSE },
    { "application/xhtml+xml", PAGE, "application/xhtml+xml", NULL, FALSE },
    { "application/xml", "<?xml version='1.0'?><html><p>x</p></HTML >", "application/xhtml+xml", NULL, FALSE },
    { "text/xml", "<?xml version='1.0'?><rss/>", NULL, NULL, FALSE },
    { "text/plain", "Only a text.", "text/plain", NULL, FALSE },
    { "text/markdown; charset=utf-8", "# A text", "text/markdown", "utf-8", FALSE },
    { "text/x-markdown", "# A text", "text/markdown", NULL, FALSE },
    { NULL, PAGE, "text/html", NULL, FALSE },
    { NULL, "Only a text.", "text/plain", NULL, FALSE },
    { "nonsense", "<p>A text", "text/html", NULL, TRUE },
    { "text/html", "<p>No end tag", "text/html", NULL, TRUE },
    { "text/html", "<p>An end tag</html><!-- and what follows -->", "text/html", NULL, FALSE },
    { "application/json", "{}", NULL, NULL, FALSE },
    { "application/rss+xml", "<rss/>", NULL, NULL, FALSE },
    { "application/octet-stream", PAGE, NULL, NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (CarrelPage) page = NULL;

    carrel_test_server_add (fixture->server, "/typed", 200, cases[i].declared, cases[i].body, -1);
    page = load_path (fixture, CARREL_FETCH_PAGE, "/typed", &error);
    if (cases[i].type) {
      g_assert_no_error (error);
      g_assert_cmpstr (page->type, ==, cases[i].type);
      g_assert_cmpstr (page->charset, ==, cases[i].charset);
      g_assert_true (page->cut == cases[i].cut);
      assert_body (page, cases[i].body);
    } else {
      assert_error (error, CARREL_ERROR_NOT_A_PAGE, "not a page");
    }
  }
}

static void
test_utf16 (Fixture *fixture, gconstpointer data)
{
  gsize len;
  g_autofree char *wide = g_convert (PAGE, -1, "UTF-16", "UTF-8", NULL, &len, NULL);
  g_autoptr (CarrelPage) page = NULL;

  carrel_test_server_add (fixture->server, "/wide", 200, "text/html; charset=utf-16", wide, (gssize) len);
  page = load_good (fixture, "/wide");
  g_assert_false (page->cut);
  g_assert_cmpuint (g_bytes_get_size (page->bytes), ==, len);
}

static void
test_not_a_page (Fixture *fixture, gconstpointer data)
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
    { "video/mp4", "\0\0\0\x18" "ftypmp42", 12, "This is a video, not a page" },
    { "audio/mpeg", "ID3\3", 4, "This is a sound recording, not a page" },
    { "text/plain", "PK\3\4\x14\0\0\0", 8, "This is an archive, not a page" },
    { "text/html", "\x7f" "ELF\2\1\1\0", 8, "This is a program, not a page" },
    { "text/html", "a\0b\0\1\2\3\4\0\0\0\0\0\0\0\0\0\0", 18, "This is a file of binary data, not a page" },
    { "application/epub+zip", "PK\3\4", 4, "This is a book, not a page" },
    { "application/x-thing", "x", 1, "application/x-thing" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    carrel_test_server_add (fixture->server, "/file", 200, cases[i].declared, cases[i].body, (gssize) cases[i].len);
    assert_fails (fixture, CARREL_FETCH_PAGE, "/file", CARREL_ERROR_NOT_A_PAGE, cases[i].reason);
  }
  carrel_test_server_add (fixture->server, "/empty", 200, "text/html", "", 0);
  assert_fails (fixture, CARREL_FETCH_PAGE, "/empty", CARREL_ERROR_NOT_A_PAGE, "127.0.0.1 sent an empty page");
  carrel_test_server_add (fixture->server, "/none", 204, NULL, "", 0);
  assert_fails (fixture, CARREL_FETCH_PAGE, "/none", CARREL_ERROR_NOT_A_PAGE, "empty");
}

static void
test_images (Fixture *fixture, gconstpointer data)
{
  static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x7b\0\0\0\x2d\x08\2\0\0\0";
  static const char huge[] = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xea\x60\0\0\xea\x60\x08\2\0\0\0";
  g_autoptr (CarrelPage) page = NULL;
  g_autoptr (GError) error = NULL;

  /* Whatever it says it is. */
  carrel_test_server_add (fixture->server, "/i", 200, "text/html", png, sizeof png - 1);
  page = load_path (fixture, CARREL_FETCH_IMAGE, "/i", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (page->type, ==, "image/png");
  g_assert_false (page->cut);
  g_assert_nonnull (strstr (carrel_test_server_get_request (fixture->server, 0), "Accept: image/avif"));

  carrel_test_server_add (fixture->server, "/huge", 200, "image/png", huge, sizeof huge - 1);
  assert_fails (fixture, CARREL_FETCH_IMAGE, "/huge", CARREL_ERROR_TOO_LARGE, "60000");
  carrel_test_server_add (fixture->server, "/cut", 200, "image/png", png, 14);
  assert_fails (fixture, CARREL_FETCH_IMAGE, "/cut", CARREL_ERROR_NOT_A_PAGE, "damaged");
  carrel_test_server_add (fixture->server, "/svg", 200, "image/svg+xml", "<svg/>", -1);
  assert_fails (fixture, CARREL_FETCH_IMAGE, "/svg", CARREL_ERROR_NOT_A_PAGE, "not an image");
  assert_fails (fixture, CARREL_FETCH_IMAGE, "/page", CARREL_ERROR_NOT_A_PAGE, "not an image");
  assert_fails (fixture, CARREL_FETCH_IMAGE, "/missing", CARREL_ERROR_HTTP, "404");
  {
    g_autofree char *raw = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n");
    g_autoptr (GByteArray) bytes = g_byte_array_new ();

    g_byte_array_append (bytes, (guint8 *) raw, (guint) strlen (raw));
    g_byte_array_append (bytes, (const guint8 *) png, sizeof png - 1);
    carrel_test_server_add_raw (fixture->server, "/broken", (char *) bytes->data, bytes->len, CARREL_TEST_RAW_CLOSE);
    assert_fails (fixture, CARREL_FETCH_IMAGE, "/broken", CARREL_ERROR_NETWORK, "broke off");
  }
}

/* ── What is asked ── */

static void
test_asks_for_nothing_else (Fixture *fixture, gconstpointer data)
{
  g_autofree char *secret = carrel_test_server_dup_address (fixture->server, "name:password@127.0.0.1", "/page#part");
  g_autoptr (CarrelPage) first = NULL;
  g_autoptr (CarrelPage) second = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *host = g_strdup_printf ("Host: 127.0.0.1:%u", carrel_test_server_get_port (fixture->server));

  carrel_test_server_add_header (fixture->server, "/page", "Set-Cookie", "sid=secret; Path=/");
  carrel_test_server_add_header (fixture->server, "/page", "ETag", "\"x\"");
  carrel_test_server_add_header (fixture->server, "/page", "Refresh", "0;url=/elsewhere");
  carrel_test_server_add_header (fixture->server, "/page", "Link", "</style.css>; rel=preload");
  first = load_full (fixture, CARREL_FETCH_PAGE, secret, "127.0.0.1", "127.0.0.1", &error);
  g_assert_no_error (error);
  g_assert_null (strchr (first->address, '@'));
  g_assert_null (strchr (first->address, '#'));
  second = load_good (fixture, "/page");

  carrel_test_server_add (fixture->server, "/login", 401, "text/html", "<p>Who?", -1);
  carrel_test_server_add_header (fixture->server, "/login", "WWW-Authenticate", "Basic realm=\"x\"");
  assert_fails (fixture, CARREL_FETCH_PAGE, "/login", CARREL_ERROR_HTTP, "127.0.0.1 asks for a login (401)");

  /* Every header that is sent, and no other. */
  g_assert_cmpuint (carrel_test_server_get_n_requests (fixture->server), ==, 3);
  for (guint i = 0; i < 3; i++) {
    static const char *const allowed[] = { "Accept:", "Accept-Encoding: gzip, deflate, br", "Connection: Keep-Alive", "User-Agent: Carrel/" };
    g_auto (GStrv) lines = g_strsplit (carrel_test_server_get_request (fixture->server, i), "\n", -1);

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
test_reuses_connection_and_names (Fixture *fixture, gconstpointer data)
{
  g_autofree char *address = carrel_test_server_dup_address (fixture->server, "typed.example", "/page");

  for (guint i = 0; i < 5; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (CarrelPage) page = load_full (fixture, CARREL_FETCH_PAGE, address, "typed.example", NULL, &error);

    g_assert_no_error (error);
  }
  g_assert_cmpuint (carrel_test_resolver_get_n_lookups (fixture->resolver), ==, 1);
}

/* ── Redirects ── */

static void
test_redirects (Fixture *fixture, gconstpointer data)
{
  static const guint statuses[] = { 301, 302, 303, 307, 308 };
  g_autofree char *first = address_of (fixture, "/1"), *second = address_of (fixture, "/2"), *last = address_of (fixture, "/page");

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++) {
    g_autoptr (CarrelPage) page = NULL;

    carrel_test_server_add (fixture->server, "/1", statuses[i], "text/html", "<p>Moved", -1);
    carrel_test_server_add_header (fixture->server, "/1", "Location", "2#part");
    carrel_test_server_add_redirect (fixture->server, "/2", last);
    page = load_good (fixture, "/1");
    g_assert_cmpstr (page->address, ==, last);
    g_assert_cmpuint (page->redirects->len, ==, 2);
    g_assert_cmpstr (page->redirects->pdata[0], ==, first);
    g_assert_cmpstr (page->redirects->pdata[1], ==, second);
  }

  carrel_test_server_add_redirect (fixture->server, "/a", "/b");
  carrel_test_server_add_redirect (fixture->server, "/b", "/a");
  carrel_test_server_add_redirect (fixture->server, "/self", "");
  assert_fails (fixture, CARREL_FETCH_PAGE, "/a", CARREL_ERROR_HTTP, "circle");
  assert_fails (fixture, CARREL_FETCH_PAGE, "/self", CARREL_ERROR_HTTP, "circle");

  /* Ten are followed, an eleventh isn't. */
  for (guint i = 0; i < 11; i++) {
    g_autofree char *from = g_strdup_printf ("/r/%u", i), *to = g_strdup_printf ("/r/%u", i + 1);

    carrel_test_server_add_redirect (fixture->server, from, to);
  }
  carrel_test_server_add_page (fixture->server, "/r/11", PAGE);
  assert_fails (fixture, CARREL_FETCH_PAGE, "/r/0", CARREL_ERROR_HTTP, "10 times");
  {
    g_autoptr (CarrelPage) page = load_good (fixture, "/r/1");

    g_assert_cmpuint (page->redirects->len, ==, 10);
  }

  carrel_test_server_add (fixture->server, "/nowhere", 302, "text/html", "<p>x", -1);
  assert_fails (fixture, CARREL_FETCH_PAGE, "/nowhere", CARREL_ERROR_HTTP, "302");
  carrel_test_server_add (fixture->server, "/not-modified", 304, NULL, "", 0);
  assert_fails (fixture, CARREL_FETCH_PAGE, "/not-modified", CARREL_ERROR_HTTP, "304");
}

static void
test_redirects_off_the_web (Fixture *fixture, gconstpointer data)
{
  static const char *const targets[] = { "file:///etc/passwd", "FILE:///etc/passwd", "javascript:alert(1)", "data:text/html,<p>x", "ftp://127.0.0.1/", "http://", "//", "mailto:a@example.org", "gopher://x/" };

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++) {
    carrel_test_server_add_redirect (fixture->server, "/to", targets[i]);
    assert_fails (fixture, CARREL_FETCH_PAGE, "/to", CARREL_ERROR_REFUSED, "127.0.0.1 leads to an address that is not on the web");
  }

  /* A refresh is none of ours. */
  carrel_test_server_add_page (fixture->server, "/refresh", "<html><meta http-equiv=refresh content='0;url=/page'><p>A text.</html>");
  {
    g_autoptr (CarrelPage) page = load_good (fixture, "/refresh");

    g_assert_nonnull (strstr (page->address, "/refresh"));
  }
  g_assert_cmpuint (carrel_test_server_count_requests (fixture->server, "/page"), ==, 0);
}

/* A redirect loses what it says of who asks. */
static void
test_redirect_to_userinfo (Fixture *fixture, gconstpointer data)
{
  g_autofree char *target = carrel_test_server_dup_address (fixture->server, "name:password@127.0.0.1", "/page");
  g_autoptr (CarrelPage) page = NULL;

  carrel_test_server_add_redirect (fixture->server, "/to", target);
  page = load_good (fixture, "/to");
  g_assert_null (strchr (page->address, '@'));
  g_assert_null (strstr (carrel_test_server_get_request (fixture->server, 1), "Authorization"));
}

/* ── Private addresses ── */

static void
test_private (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = carrel_test_server_dup_address (fixture->server, "typed.example", "/page"), *other = carrel_test_server_dup_address (fixture->server, "other.example", "/page");
  g_autofree char *to_other = carrel_test_server_dup_address (fixture->server, "typed.example", "/to-other"), *to_number = carrel_test_server_dup_address (fixture->server, "typed.example", "/to-number");
  g_autofree char *round = carrel_test_server_dup_address (fixture->server, "typed.example", "/round"), *number = address_of (fixture, "/page");
  g_autofree char *localhost = carrel_test_server_dup_address (fixture->server, "localhost", "/page");

  /* By its name it may be asked, as often as it likes to send on to itself. */
  carrel_test_server_add_redirect (fixture->server, "/round", "/page");
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (CarrelPage) page = load_full (fixture, CARREL_FETCH_PAGE, round, "typed.example", NULL, &error);

    g_assert_no_error (error);
    g_assert_true (page->is_private);
    g_assert_cmpuint (page->redirects->len, ==, 1);
  }

  /* Nobody typed it. */
  assert_address_fails (fixture, typed, NULL, CARREL_ERROR_REFUSED, "typed.example (127.0.0.1)");
  assert_address_fails (fixture, other, "typed.example", CARREL_ERROR_REFUSED, "other.example (127.0.0.1)");
  assert_address_fails (fixture, number, "typed.example", CARREL_ERROR_REFUSED, "127.0.0.1");
  assert_address_fails (fixture, localhost, "typed.example", CARREL_ERROR_REFUSED, "localhost");
  assert_address_fails (fixture, "http://[::1]/", "typed.example", CARREL_ERROR_REFUSED, "::1");
  assert_address_fails (fixture, "http://[::ffff:127.0.0.1]/", "typed.example", CARREL_ERROR_REFUSED, "network");
  assert_address_fails (fixture, "http://169.254.169.254/latest/", "typed.example", CARREL_ERROR_REFUSED, "169.254.169.254");

  /* What leads there. */
  carrel_test_server_add_redirect (fixture->server, "/to-other", other);
  carrel_test_server_add_redirect (fixture->server, "/to-number", number);
  carrel_test_server_clear_requests (fixture->server);
  assert_address_fails (fixture, to_other, "typed.example", CARREL_ERROR_REFUSED, "typed.example leads to other.example (127.0.0.1)");
  assert_address_fails (fixture, to_number, "typed.example", CARREL_ERROR_REFUSED, "typed.example leads to 127.0.0.1");
  g_assert_cmpuint (carrel_test_server_get_n_requests (fixture->server), ==, 2);
  g_assert_cmpuint (carrel_test_server_count_requests (fixture->server, "/page"), ==, 0);
}

static void
test_private_images (Fixture *fixture, gconstpointer data)
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
    g_autofree char *address = carrel_test_server_dup_address (fixture->server, cases[i].host, "/i.png");
    g_autoptr (GError) error = NULL;
    g_autoptr (CarrelPage) page = load_full (fixture, CARREL_FETCH_IMAGE, address, cases[i].typed, cases[i].referrer, &error);

    if (cases[i].allowed)
      g_assert_no_error (error);
    else
      assert_error (error, CARREL_ERROR_REFUSED, cases[i].host);
  }
  g_assert_cmpuint (carrel_test_server_get_n_requests (fixture->server), ==, 1);
}

/* A name whose addresses are of both kinds is asked at the public ones alone. 3ffe::/16 was given back
 * long ago: nothing leads there, and that is how it shows. */
static void
test_mixed_addresses (Fixture *fixture, gconstpointer data)
{
  g_autofree char *address = carrel_test_server_dup_address (fixture->server, "mixed.example", "/page");
  g_autofree char *public = carrel_test_server_dup_address (fixture->server, "public.example", "/page");

  carrel_test_resolver_add (fixture->resolver, "mixed.example", "127.0.0.1,3ffe::1,::1,::ffff:127.0.0.1");
  carrel_test_resolver_add (fixture->resolver, "public.example", "3ffe::1,3ffe::2");
  g_object_set (fixture->fetcher, "header-deadline", 2000, NULL);
  assert_address_fails (fixture, address, "typed.example", CARREL_ERROR_NETWORK, "mixed.example");
  assert_address_fails (fixture, public, "public.example", CARREL_ERROR_NETWORK, "public.example");
  g_assert_cmpuint (carrel_test_server_get_n_requests (fixture->server), ==, 0);
}

/* What was judged is what is connected to, though the name means something else by then. */
static void
test_rebinding (Fixture *fixture, gconstpointer data)
{
  g_autofree char *address = carrel_test_server_dup_address (fixture->server, "typed.example", "/page");
  g_autoptr (CarrelPage) page = load_full (fixture, CARREL_FETCH_PAGE, address, "typed.example", NULL, NULL);

  g_assert_nonnull (page);
  carrel_test_resolver_add (fixture->resolver, "typed.example", "127.9.9.9");
  carrel_page_unref (g_steal_pointer (&page));
  page = load_full (fixture, CARREL_FETCH_PAGE, address, "typed.example", NULL, NULL);
  g_assert_nonnull (page);

  /* And a way that is open for who typed the name isn't for who didn't. */
  assert_address_fails (fixture, address, NULL, CARREL_ERROR_REFUSED, "127.9.9.9");
  g_assert_cmpuint (carrel_test_resolver_get_n_lookups (fixture->resolver), ==, 2);
}

static void
test_addresses (Fixture *fixture, gconstpointer data)
{
  static const char *const none[] = { "file:///etc/passwd", "ftp://example.org/", "javascript:1", "", "example.org", "http:///x", "http://a b/", "data:,x" };

  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    assert_address_fails (fixture, none[i], NULL, CARREL_ERROR_REFUSED, "only http and https");
  assert_address_fails (fixture, "http://other.example:25/", NULL, CARREL_ERROR_REFUSED, "port 25 of other.example");
  assert_address_fails (fixture, "http://nobody.example/", "nobody.example", CARREL_ERROR_NETWORK, "There is no site at nobody.example");
  assert_address_fails (fixture, "http://0x7f000001/", "0x7f000001", CARREL_ERROR_NETWORK, "0x7f000001");
  assert_address_fails (fixture, "http://2130706433/", "2130706433", CARREL_ERROR_NETWORK, "2130706433");
}

/* ── What goes wrong ── */

static void
test_statuses (Fixture *fixture, gconstpointer data)
{
  static const struct {
    guint       status;
    const char *reason;
  } cases[] = {
    { 400, "127.0.0.1 answers with an error (400)" },
    { 401, "127.0.0.1 asks for a login (401)" },
    { 403, "127.0.0.1 does not give this page to Carrel (403)" },
    { 404, "127.0.0.1 has no such page (404)" },
    { 407, "login" },
    { 410, "The page is gone from 127.0.0.1 (410)" },
    { 429, "127.0.0.1 is being asked too often (429)" },
    { 451, "legal" },
    { 500, "127.0.0.1 is having trouble (500)" },
    { 503, "127.0.0.1 is having trouble (503)" },
    { 599, "599" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    carrel_test_server_add (fixture->server, "/status", cases[i].status, "text/html", PAGE, -1);
    assert_fails (fixture, CARREL_FETCH_PAGE, "/status", CARREL_ERROR_HTTP, cases[i].reason);
  }
}

static void
test_refused_connection (Fixture *fixture, gconstpointer data)
{
  g_autofree char *address = address_of (fixture, "/page");
  CarrelTestServer *gone = fixture->server;

  fixture->server = carrel_test_server_new (NULL);
  carrel_test_server_free (gone);
  assert_address_fails (fixture, address, "127.0.0.1", CARREL_ERROR_NETWORK, "127.0.0.1 refused the connection");
}

static void
test_broken_answers (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char   *answer;
    gssize        len;
    CarrelTestRaw then;
    const char   *reason;
  } cases[] = {
    { "", 0, CARREL_TEST_RAW_CLOSE, "127.0.0.1" },
    { "", 0, CARREL_TEST_RAW_RESET, "127.0.0.1" },
    { "HELLO THERE\r\n\r\n<p>x", -1, CARREL_TEST_RAW_CLOSE, "127.0.0.1" },
    { "HTTP/1.1 200 OK\r\nContent-Type: text/ht", -1, CARREL_TEST_RAW_CLOSE, "127.0.0.1" },
    { "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n", -1, CARREL_TEST_RAW_CLOSE, "broke off" },
    { "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n", -1, CARREL_TEST_RAW_CLOSE, "broke off" },
    { "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: -1\r\n\r\n<p>x", -1, CARREL_TEST_RAW_CLOSE, "127.0.0.1: the answer has no possible length" },
    { "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n<p>half", -1, CARREL_TEST_RAW_RESET, "127.0.0.1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("case %u", i);
    carrel_test_server_add_raw (fixture->server, "/raw", cases[i].answer, cases[i].len, cases[i].then);
    assert_fails (fixture, CARREL_FETCH_PAGE, "/raw", CARREL_ERROR_NETWORK, cases[i].reason);
  }

  /* Headers without end. */
  {
    g_autoptr (GString) flood = g_string_new ("HTTP/1.1 200 OK\r\nX: ");

    for (guint i = 0; i < 2000; i++)
      g_string_append (flood, "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\nX: ");
    carrel_test_server_add_raw (fixture->server, "/flood", flood->str, -1, CARREL_TEST_RAW_FLOOD);
    assert_fails (fixture, CARREL_FETCH_PAGE, "/flood", CARREL_ERROR_NETWORK, "127.0.0.1");
  }
}

/* A text that broke off is kept, and says so. */
static void
test_cut (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *answer, *body;
    gboolean    cut, partial;
  } cases[] = {
    { "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<p>half", "<p>half", TRUE, TRUE },
    { "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: 1000\r\n\r\n<p>half", "<p>half", TRUE, TRUE },
    { "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<p>half</html>", "<p>half</html>", TRUE, TRUE },
    { "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>hi\r\n", "<p>hi", TRUE, TRUE },
    { "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nhalf", "half", TRUE, TRUE },
    { "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n<p>half", "<p>h", TRUE, FALSE },
    { "HTTP/1.1 206 Partial Content\r\nContent-Type: text/html\r\nContent-Length: 7\r\n\r\n</html>", "</html>", TRUE, TRUE },
    { "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>x</html>", "<p>x</html>", FALSE, FALSE },
    { "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nto the end", "to the end", FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CarrelPage) page = NULL;

    carrel_test_server_add_raw (fixture->server, "/raw", cases[i].answer, -1, CARREL_TEST_RAW_CLOSE);
    page = load_good (fixture, "/raw");
    assert_body (page, cases[i].body);
    g_assert_true (page->cut == cases[i].cut);
    g_assert_true (page->partial == cases[i].partial);
  }
}

static void
add_packed (Fixture *fixture, const char *path, const char *coding, const void *data, gsize len)
{
  carrel_test_server_add (fixture->server, path, 200, "text/html", data, (gssize) len);
  carrel_test_server_add_header (fixture->server, path, "Content-Encoding", coding);
}

static void
test_codings (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) gzip = pack (PAGE, strlen (PAGE));
  g_autoptr (CarrelPage) page = NULL;
  g_autofree char *zeros = g_malloc0 (40 * MB), *bad = NULL;
  g_autoptr (GBytes) bomb = NULL;
  gsize len;
  const char *packed = g_bytes_get_data (gzip, &len);

  add_packed (fixture, "/gzip", "gzip", packed, len);
  page = load_good (fixture, "/gzip");
  assert_body (page, PAGE);

  add_packed (fixture, "/cut", "gzip", packed, len - 4);
  assert_fails (fixture, CARREL_FETCH_PAGE, "/cut", CARREL_ERROR_NETWORK, "127.0.0.1: the answer broke off");
  add_packed (fixture, "/half", "gzip", packed, len / 2);
  assert_fails (fixture, CARREL_FETCH_PAGE, "/half", CARREL_ERROR_NETWORK, "127.0.0.1: the answer broke off");
  bad = g_memdup2 (packed, len);
  memset (bad + len - 8, 0, 8);
  add_packed (fixture, "/crc", "gzip", bad, len);
  assert_fails (fixture, CARREL_FETCH_PAGE, "/crc", CARREL_ERROR_NETWORK, "127.0.0.1: the answer arrived damaged");
  add_packed (fixture, "/plain", "gzip", PAGE, strlen (PAGE));
  assert_fails (fixture, CARREL_FETCH_PAGE, "/plain", CARREL_ERROR_NETWORK, "damaged");
  add_packed (fixture, "/zstd", "zstd", "\x28\xb5\x2f\xfd", 4);
  assert_fails (fixture, CARREL_FETCH_PAGE, "/zstd", CARREL_ERROR_HTTP, "zstd");
  add_packed (fixture, "/empty", "gzip", "", 0);
  assert_fails (fixture, CARREL_FETCH_PAGE, "/empty", CARREL_ERROR_NOT_A_PAGE, "empty");

  memset (zeros, 'a', 40 * MB);
  bomb = pack (zeros, 40 * MB);
  packed = g_bytes_get_data (bomb, &len);
  add_packed (fixture, "/bomb", "gzip", packed, len);
  assert_fails (fixture, CARREL_FETCH_PAGE, "/bomb", CARREL_ERROR_TOO_LARGE, "127.0.0.1: the answer unpacks to more than 200 times its size");
  {
    g_autoptr (GBytes) twice = pack (packed, len);

    add_packed (fixture, "/twice", "gzip, gzip", g_bytes_get_data (twice, NULL), g_bytes_get_size (twice));
    assert_fails (fixture, CARREL_FETCH_PAGE, "/twice", CARREL_ERROR_TOO_LARGE, "127.0.0.1");
  }

  /* A packed body whose connection broke off. */
  {
    g_autoptr (GByteArray) raw = g_byte_array_new ();
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: 500\r\n\r\n";

    packed = g_bytes_get_data (gzip, &len);
    g_byte_array_append (raw, (const guint8 *) head, sizeof head - 1);
    g_byte_array_append (raw, (const guint8 *) packed, (guint) len / 2);
    carrel_test_server_add_raw (fixture->server, "/raw", (char *) raw->data, raw->len, CARREL_TEST_RAW_CLOSE);
    assert_fails (fixture, CARREL_FETCH_PAGE, "/raw", CARREL_ERROR_NETWORK, "broke off");
  }
}

static gboolean
none_open (gpointer server)
{
  return carrel_test_server_get_n_open (server) == 0;
}

static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_malloc (16 * MB + 1);
  g_autofree char *raw = g_malloc (2048);
  g_autoptr (CarrelPage) page = NULL;
  gint64 started;

  memset (text, 'a', 16 * MB + 1);
  carrel_test_server_add (fixture->server, "/fits", 200, "text/plain", text, 16 * MB);
  page = load_good (fixture, "/fits");
  g_assert_cmpuint (g_bytes_get_size (page->bytes), ==, 16 * MB);

  /* Said at once: nothing more than the headers is read. */
  carrel_test_server_add (fixture->server, "/large", 200, "text/plain", text, 16 * MB + 1);
  assert_fails (fixture, CARREL_FETCH_PAGE, "/large", CARREL_ERROR_TOO_LARGE, "127.0.0.1: the answer is larger than 16 MB");
  carrel_test_server_add_raw (fixture->server, "/promised", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999999999\r\n\r\n<p>", -1, CARREL_TEST_RAW_HOLD);
  assert_fails (fixture, CARREL_FETCH_PAGE, "/promised", CARREL_ERROR_TOO_LARGE, "16 MB");

  /* Without end. */
  memset (raw, 'x', 2048);
  memcpy (raw, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", 44);
  carrel_test_server_add_raw (fixture->server, "/endless", raw, 2048, CARREL_TEST_RAW_FLOOD);
  started = g_get_monotonic_time ();
  assert_fails (fixture, CARREL_FETCH_PAGE, "/endless", CARREL_ERROR_TOO_LARGE, "16 MB");
  g_test_message ("An endless page was refused after %d ms", (int) ((g_get_monotonic_time () - started) / 1000));
  carrel_test_wait_until (none_open, fixture->server);
}

/* ── Time ── */

static void
test_deadlines (Fixture *fixture, gconstpointer data)
{
  g_autofree char *never = carrel_test_server_dup_address (fixture->server, "never.example", "/page");

  g_object_set (fixture->fetcher, "header-deadline", 150, "deadline", 400, NULL);
  carrel_test_resolver_add (fixture->resolver, "never.example", NULL);
  assert_address_fails (fixture, never, NULL, CARREL_ERROR_NETWORK, "never.example did not answer within 1 second");

  carrel_test_server_add_raw (fixture->server, "/hang", "", 0, CARREL_TEST_RAW_HOLD);
  assert_fails (fixture, CARREL_FETCH_PAGE, "/hang", CARREL_ERROR_NETWORK, "127.0.0.1 did not answer within 1 second");
  carrel_test_server_add_raw (fixture->server, "/slow-headers", "HTTP/1.1 200 OK\r\nX: y", -1, CARREL_TEST_RAW_DRIP);
  assert_fails (fixture, CARREL_FETCH_PAGE, "/slow-headers", CARREL_ERROR_NETWORK, "did not answer");
  carrel_test_server_add_raw (fixture->server, "/drip", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>x", -1, CARREL_TEST_RAW_DRIP);
  assert_fails (fixture, CARREL_FETCH_PAGE, "/drip", CARREL_ERROR_NETWORK, "127.0.0.1 did not send all within 1 second");
  carrel_test_server_add_raw (fixture->server, "/hold", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\n<p>x", -1, CARREL_TEST_RAW_HOLD);
  assert_fails (fixture, CARREL_FETCH_PAGE, "/hold", CARREL_ERROR_NETWORK, "did not send all");
  carrel_test_wait_until (none_open, fixture->server);

  /* Each hop may take its time for the headers; all of them together have one deadline. */
  for (guint i = 0; i < 9; i++) {
    g_autofree char *from = g_strdup_printf ("/slow/%u", i), *to = g_strdup_printf ("/slow/%u", i + 1);

    carrel_test_server_add_redirect (fixture->server, from, to);
    carrel_test_server_set_delay (fixture->server, from, 80);
  }
  assert_fails (fixture, CARREL_FETCH_PAGE, "/slow/0", CARREL_ERROR_NETWORK, "did not answer");
  g_assert_cmpuint (carrel_test_server_count_requests (fixture->server, "/slow/2"), ==, 1);
  g_assert_cmpuint (carrel_test_server_count_requests (fixture->server, "/slow/8"), ==, 0);
}

/* ── Many at once, and none ── */

static void
test_at_once (Fixture *fixture, gconstpointer data)
{
  enum { N = 24 };
  GAsyncResult *results[N] = { 0 };
  gint64 started = g_get_monotonic_time ();

  /* Two at a time of one host; its deadline doesn't run while a load waits. */
  carrel_test_server_set_delay (fixture->server, "/page", 60);
  g_object_set (fixture->fetcher, "deadline", 600, NULL);
  for (guint i = 0; i < N; i++) {
    g_autofree char *address = address_of (fixture, "/page");

    carrel_fetcher_load_async (fixture->fetcher, CARREL_FETCH_PAGE, address, "127.0.0.1", NULL, NULL, carrel_test_result_cb, &results[i]);
  }
  for (guint i = 0; i < N; i++) {
    g_autoptr (GAsyncResult) result = carrel_test_wait_result (&results[i]);
    g_autoptr (GError) error = NULL;
    g_autoptr (CarrelPage) page = carrel_fetcher_load_finish (fixture->fetcher, result, &error);

    g_assert_no_error (error);
  }
  g_assert_cmpuint (carrel_test_server_get_max_at_once (fixture->server), ==, 2);
  g_assert_cmpint (g_get_monotonic_time () - started, >, 600 * 1000);

  /* Eight of all hosts. */
  for (guint i = 0; i < N; i++) {
    g_autofree char *host = g_strdup_printf ("h%u.example", i), *address = carrel_test_server_dup_address (fixture->server, host, "/page");

    carrel_test_resolver_add (fixture->resolver, host, "127.0.0.1");
    carrel_fetcher_load_async (fixture->fetcher, CARREL_FETCH_PAGE, address, host, NULL, NULL, carrel_test_result_cb, &results[i]);
  }
  for (guint i = 0; i < N; i++) {
    g_autoptr (GAsyncResult) result = carrel_test_wait_result (&results[i]);
    g_autoptr (GError) error = NULL;
    g_autoptr (CarrelPage) page = carrel_fetcher_load_finish (fixture->fetcher, result, &error);

    g_assert_no_error (error);
  }
  g_assert_cmpuint (carrel_test_server_get_max_at_once (fixture->server), ==, 8);
}

static guint n_done;

static void
cancelled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelPage) page = carrel_fetcher_load_finish (CARREL_FETCHER (source), result, &error);

  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (page);
  n_done++;
}

static gboolean
all_done (gpointer n)
{
  return n_done == GPOINTER_TO_UINT (n);
}

static gboolean
cancel_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

/* At every stage: before it begins, waiting for a slot, for a name, for headers, for the body, between two hops. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  static const char *const paths[] = { "/hang", "/drip", "/flood", "/page", "/slow", "/hang", "/drip", "/page" };
  g_autofree char *raw = g_malloc (2048), *never = carrel_test_server_dup_address (fixture->server, "never.example", "/page");

  memset (raw, 'x', 2048);
  memcpy (raw, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", 44);
  carrel_test_resolver_add (fixture->resolver, "never.example", NULL);
  carrel_test_server_add_raw (fixture->server, "/hang", "", 0, CARREL_TEST_RAW_HOLD);
  carrel_test_server_add_raw (fixture->server, "/drip", raw, 60, CARREL_TEST_RAW_DRIP);
  carrel_test_server_add_raw (fixture->server, "/flood", raw, 2048, CARREL_TEST_RAW_DRIP);
  carrel_test_server_add_redirect (fixture->server, "/slow", "/page");
  carrel_test_server_set_delay (fixture->server, "/slow", 50);
  carrel_test_server_set_delay (fixture->server, "/page", 500);

  for (guint delay = 0; delay < 120; delay += 15) {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();

    n_done = 0;
    if (delay == 0)
      g_cancellable_cancel (cancellable);
    else
      g_timeout_add (delay, cancel_cb, cancellable);
    for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
      g_autofree char *address = address_of (fixture, paths[i]);

      carrel_fetcher_load_async (fixture->fetcher, CARREL_FETCH_PAGE, address, "127.0.0.1", NULL, cancellable, cancelled_cb, NULL);
    }
    carrel_fetcher_load_async (fixture->fetcher, CARREL_FETCH_PAGE, never, "never.example", NULL, cancellable, cancelled_cb, NULL);
    carrel_test_wait_until (all_done, GUINT_TO_POINTER (G_N_ELEMENTS (paths) + 1));
    carrel_test_wait_until (none_open, fixture->server);
  }

  /* It works as before. */
  {
    g_autoptr (CarrelPage) page = load_good (fixture, "/page");

    assert_body (page, PAGE);
  }
}

/* Sites that fail in every way, all at once: every load comes to its own end, and none stands still. */
static void
test_faults (Fixture *fixture, gconstpointer data)
{
  enum { N = 600 };
  static const struct {
    const char   *path, *answer;
    CarrelTestRaw then;
    int           code; /* -1: a page */
  } faults[] = {
    { "/page", NULL, 0, -1 },
    { "/missing", NULL, 0, CARREL_ERROR_HTTP },
    { "/to", NULL, 0, -1 },
    { "/away", NULL, 0, CARREL_ERROR_REFUSED },
    { "/reset", "", CARREL_TEST_RAW_RESET, CARREL_ERROR_NETWORK },
    { "/close", "", CARREL_TEST_RAW_CLOSE, CARREL_ERROR_NETWORK },
    { "/junk", "HELLO\r\n\r\n", CARREL_TEST_RAW_CLOSE, CARREL_ERROR_NETWORK },
    { "/cut", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<p>half", CARREL_TEST_RAW_CLOSE, -1 },
    { "/cut-reset", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<p>half", CARREL_TEST_RAW_RESET, CARREL_ERROR_NETWORK },
    { "/pdf", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n%PDF-1.7", CARREL_TEST_RAW_CLOSE, CARREL_ERROR_NOT_A_PAGE },
    { "/hang", "", CARREL_TEST_RAW_HOLD, CARREL_ERROR_NETWORK },
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  GAsyncResult *results[N] = { 0 };
  guint which[N];

  g_object_set (fixture->fetcher, "header-deadline", 500, "deadline", 3000, NULL);
  carrel_test_server_add_redirect (fixture->server, "/to", "/page");
  carrel_test_server_add_redirect (fixture->server, "/away", "file:///");
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    if (faults[i].answer)
      carrel_test_server_add_raw (fixture->server, faults[i].path, faults[i].answer, -1, faults[i].then);
  for (guint i = 0; i < N; i++) {
    g_autofree char *address = NULL;

    which[i] = g_rand_int_range (rand, 0, (gint32) G_N_ELEMENTS (faults) - (i % 60 != 0));
    address = address_of (fixture, faults[which[i]].path);
    carrel_fetcher_load_async (fixture->fetcher, CARREL_FETCH_PAGE, address, "127.0.0.1", NULL, NULL, carrel_test_result_cb, &results[i]);
  }
  for (guint i = 0; i < N; i++) {
    g_autoptr (GAsyncResult) result = carrel_test_wait_result (&results[i]);
    g_autoptr (GError) error = NULL;
    g_autoptr (CarrelPage) page = carrel_fetcher_load_finish (fixture->fetcher, result, &error);

    if (faults[which[i]].code == -1)
      g_assert_no_error (error);
    else
      g_assert_error (error, CARREL_ERROR, faults[which[i]].code);
  }
  carrel_test_wait_until (none_open, fixture->server);
}

/* Each hop of a chain, each kind of failure: slots come back. */
static void
test_slots_come_back (Fixture *fixture, gconstpointer data)
{
  carrel_test_server_add (fixture->server, "/pdf", 200, "application/pdf", "%PDF-1.7", -1);
  carrel_test_server_add_redirect (fixture->server, "/to", "/page");
  carrel_test_server_add_redirect (fixture->server, "/file", "file:///etc/passwd");
  carrel_test_server_add_raw (fixture->server, "/reset", "", 0, CARREL_TEST_RAW_RESET);
  for (guint i = 0; i < 12; i++) {
    g_autoptr (CarrelPage) page = load_good (fixture, "/to");

    assert_fails (fixture, CARREL_FETCH_PAGE, "/pdf", CARREL_ERROR_NOT_A_PAGE, "PDF");
    assert_fails (fixture, CARREL_FETCH_PAGE, "/file", CARREL_ERROR_REFUSED, "web");
    assert_fails (fixture, CARREL_FETCH_PAGE, "/reset", CARREL_ERROR_NETWORK, "127.0.0.1");
    assert_address_fails (fixture, "http://nobody.example/", NULL, CARREL_ERROR_NETWORK, "nobody");
  }
}

/* ── TLS ── */

static void
test_tls (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = carrel_test_new_folder (), *anchors = g_build_filename (folder, "cert.pem", NULL);
  g_autoptr (GTlsCertificate) certificate = carrel_test_make_certificate (folder, "DNS:typed.example,IP:127.0.0.1", FALSE);
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (anchors, NULL);
  g_autoptr (CarrelTestServer) secure = carrel_test_server_new (certificate);
  g_autofree char *by_name = carrel_test_server_dup_address (secure, "typed.example", "/page"), *by_other = carrel_test_server_dup_address (secure, "other.example", "/page");
  g_autofree char *by_number = carrel_test_server_dup_address (secure, NULL, "/page"), *down = carrel_test_server_dup_address (secure, "typed.example", "/down");
  g_autofree char *plain = carrel_test_server_dup_address (fixture->server, "typed.example", "/page"), *up = carrel_test_server_dup_address (fixture->server, "typed.example", "/up");
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelPage) page = NULL;

  carrel_test_server_add_page (secure, "/page", PAGE);
  carrel_test_server_add_redirect (secure, "/down", plain);
  carrel_test_server_add_redirect (fixture->server, "/up", by_name);

  /* Nobody vouches for it. */
  assert_address_fails (fixture, by_name, "typed.example", CARREL_ERROR_NETWORK, "The connection to typed.example is not secure: nobody known vouches for its certificate");
  g_assert_cmpuint (carrel_test_server_get_n_requests (secure), ==, 0);

  g_assert_finalize_object (g_steal_pointer (&fixture->fetcher));
  fixture->fetcher = carrel_fetcher_new (G_RESOLVER (fixture->resolver));
  g_object_set (fixture->fetcher, "tls-database", database, NULL);

  /* The name in the address is the one that counts, not where it led. */
  page = load_full (fixture, CARREL_FETCH_PAGE, by_name, "typed.example", NULL, &error);
  g_assert_no_error (error);
  assert_body (page, PAGE);
  carrel_page_unref (g_steal_pointer (&page));
  page = load_full (fixture, CARREL_FETCH_PAGE, by_number, "127.0.0.1", NULL, &error);
  g_assert_no_error (error);
  carrel_page_unref (g_steal_pointer (&page));
  assert_address_fails (fixture, by_other, "other.example", CARREL_ERROR_NETWORK, "its certificate is for another site");

  /* Up, but never down. */
  page = load_full (fixture, CARREL_FETCH_PAGE, up, "typed.example", NULL, &error);
  g_assert_no_error (error);
  assert_address_fails (fixture, down, "typed.example", CARREL_ERROR_REFUSED, "typed.example leads from a secure connection to one that is not");
  g_assert_cmpuint (carrel_test_server_count_requests (fixture->server, "/page"), ==, 0);
  carrel_test_remove_folder (folder);
}

static void
test_tls_expired (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = carrel_test_new_folder (), *anchors = g_build_filename (folder, "cert.pem", NULL);
  g_autoptr (GTlsCertificate) certificate = carrel_test_make_certificate (folder, "DNS:typed.example", TRUE);
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (anchors, NULL);
  g_autoptr (CarrelTestServer) secure = carrel_test_server_new (certificate);
  g_autofree char *address = carrel_test_server_dup_address (secure, "typed.example", "/page");

  carrel_test_server_add_page (secure, "/page", PAGE);
  g_object_set (fixture->fetcher, "tls-database", database, NULL);
  assert_address_fails (fixture, address, "typed.example", CARREL_ERROR_NETWORK, "its certificate has expired");
  g_assert_cmpuint (carrel_test_server_get_n_requests (secure), ==, 0);
  carrel_test_remove_folder (folder);
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *name;
    void (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
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
    { "statuses", test_statuses },
    { "refused-connection", test_refused_connection },
    { "broken-answers", test_broken_answers },
    { "cut-pages-say-so", test_cut },
    { "codings", test_codings },
    { "too-large", test_too_large },
    { "deadlines", test_deadlines },
    { "so-many-at-once", test_at_once },
    { "cancelling-leaves-nothing", test_cancel },
    { "faults", test_faults },
    { "slots-come-back", test_slots_come_back },
    { "tls", test_tls },
    { "tls-expired", test_tls_expired },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/fetcher/", tests[i].name, NULL);

    g_test_add (path, Fixture, NULL, set_up, tests[i].run, tear_down);
  }
  return g_test_run ();
}
