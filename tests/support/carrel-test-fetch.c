/* carrel-test-fetch.c: a fetcher and a server on this computer, with names of our own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test-fetch.h"

#include "base/carrel-error.h"
#include "carrel-test.h"

#include <string.h>

void
carrel_test_fetch_set_up (CarrelTestFetch *fixture, gconstpointer data)
{
  fixture->server = carrel_test_server_new (NULL);
  fixture->resolver = carrel_test_resolver_new ();
  fixture->fetcher = carrel_fetcher_new (G_RESOLVER (fixture->resolver));
  carrel_test_resolver_add (fixture->resolver, "typed.example", "127.0.0.1");
  carrel_test_resolver_add (fixture->resolver, "other.example", "127.0.0.1");
  carrel_test_server_add_page (fixture->server, "/page", CARREL_TEST_FETCH_PAGE);
}

void
carrel_test_fetch_tear_down (CarrelTestFetch *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->fetcher);
  carrel_test_server_free (fixture->server);
  g_assert_finalize_object (fixture->resolver);
}

char *
carrel_test_fetch_dup_address (CarrelTestFetch *fixture, const char *path)
{
  return carrel_test_server_dup_address (fixture->server, NULL, path);
}

CarrelPage *
carrel_test_fetch_load (CarrelTestFetch *fixture,
                        CarrelFetchKind  kind,
                        const char      *address,
                        const char      *typed,
                        const char      *referrer,
                        GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *got = NULL;
  CarrelPage   *page;

  carrel_fetcher_load_async (fixture->fetcher, kind, address, typed, referrer, NULL,
                             carrel_test_result_cb, &got);
  result = carrel_test_wait_result (&got);
  page = carrel_fetcher_load_finish (fixture->fetcher, result, error);
  return page;
}

CarrelPage *
carrel_test_fetch_load_path (CarrelTestFetch *fixture,
                             CarrelFetchKind  kind,
                             const char      *path,
                             GError         **error)
{
  g_autofree char *address = carrel_test_fetch_dup_address (fixture, path);

  return carrel_test_fetch_load (fixture, kind, address, "127.0.0.1", NULL, error);
}

CarrelPage *
carrel_test_fetch_load_good (CarrelTestFetch *fixture, const char *path)
{
  g_autoptr (GError) error = NULL;
  CarrelPage *page = carrel_test_fetch_load_path (fixture, CARREL_FETCH_PAGE, path, &error);

  g_assert_no_error (error);
  g_assert_nonnull (page);
  return page;
}

void
carrel_test_fetch_assert_error (GError *error, int code, const char *reason)
{
  g_assert_error (error, CARREL_ERROR, code);
  if (!strstr (error->message, reason))
    g_error ("«%s» does not say «%s»", error->message, reason);
  g_assert_false (g_str_has_suffix (error->message, "."));
}

void
carrel_test_fetch_assert_fails (
    CarrelTestFetch *fixture, CarrelFetchKind kind, const char *path, int code, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelPage) page = carrel_test_fetch_load_path (fixture, kind, path, &error);

  g_assert_null (page);
  carrel_test_fetch_assert_error (error, code, reason);
}

void
carrel_test_fetch_assert_address_fails (
    CarrelTestFetch *fixture, const char *address, const char *typed, int code, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelPage) page =
      carrel_test_fetch_load (fixture, CARREL_FETCH_PAGE, address, typed, NULL, &error);

  g_assert_null (page);
  carrel_test_fetch_assert_error (error, code, reason);
}

void
carrel_test_fetch_assert_body (CarrelPage *page, const char *text)
{
  g_assert_cmpmem (g_bytes_get_data (page->bytes, NULL), g_bytes_get_size (page->bytes), text,
                   strlen (text));
}

GBytes *
carrel_test_fetch_pack (const char *text, gsize len)
{
  g_autoptr (GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, len);

  return g_converter_convert_bytes (G_CONVERTER (gzip), bytes, NULL);
}

void
carrel_test_fetch_add (const char *prefix, const CarrelTestFetchCase *cases, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *path = g_strconcat (prefix, "/", cases[i].name, NULL);

    g_test_add (path, CarrelTestFetch, NULL, carrel_test_fetch_set_up, cases[i].run,
                carrel_test_fetch_tear_down);
  }
}
