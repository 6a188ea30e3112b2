/* test-fetcher-faults.c: what goes wrong on the way comes with a reason, in time, and leaves
 * nothing behind.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "carrel-test-fetch.h"
#include "carrel-test.h"

#include <string.h>

#define MB (1024 * 1024)

/* ── What goes wrong ── */

static void
test_statuses (CarrelTestFetch *fixture, gconstpointer data)
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
    carrel_test_server_add (fixture->server, "/status", cases[i].status, "text/html",
                            CARREL_TEST_FETCH_PAGE, -1);
    carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/status", CARREL_ERROR_HTTP,
                                    cases[i].reason);
  }
}

static void
test_refused_connection (CarrelTestFetch *fixture, gconstpointer data)
{
  g_autofree char  *address = carrel_test_fetch_dup_address (fixture, "/page");
  CarrelTestServer *gone = fixture->server;

  fixture->server = carrel_test_server_new (NULL);
  carrel_test_server_free (gone);
  carrel_test_fetch_assert_address_fails (fixture, address, "127.0.0.1", CARREL_ERROR_NETWORK,
                                          "127.0.0.1 refused the connection");
}

static void
test_broken_answers (CarrelTestFetch *fixture, gconstpointer data)
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
    { "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n", -1,
      CARREL_TEST_RAW_CLOSE, "broke off" },
    { "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n", -1,
      CARREL_TEST_RAW_CLOSE, "broke off" },
    { "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: -1\r\n\r\n<p>x", -1,
      CARREL_TEST_RAW_CLOSE, "127.0.0.1: the answer has no possible length" },
    { "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n<p>half", -1,
      CARREL_TEST_RAW_RESET, "127.0.0.1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("case %u", i);
    carrel_test_server_add_raw (fixture->server, "/raw", cases[i].answer, cases[i].len,
                                cases[i].then);
    carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/raw", CARREL_ERROR_NETWORK,
                                    cases[i].reason);
  }

  /* Headers without end. */
  {
    g_autoptr (GString) flood = g_string_new ("HTTP/1.1 200 OK\r\nX: ");

    for (guint i = 0; i < 2000; i++)
      g_string_append (flood, "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\nX: ");
    carrel_test_server_add_raw (fixture->server, "/flood", flood->str, -1, CARREL_TEST_RAW_FLOOD);
    carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/flood", CARREL_ERROR_NETWORK,
                                    "127.0.0.1");
  }
}

/* A text that broke off is kept, and says so. */
static void
test_cut (CarrelTestFetch *fixture, gconstpointer data)
{
  static const struct {
    const char *answer, *body;
    gboolean    cut, partial;
  } cases[] = {
    { "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<p>half",
      "<p>half", TRUE, TRUE },
    { "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: "
      "1000\r\n\r\n<p>half",
      "<p>half", TRUE, TRUE },
    { "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<p>half</html>",
      "<p>half</html>", TRUE, TRUE },
    { "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: "
      "chunked\r\n\r\n5\r\n<p>hi\r\n",
      "<p>hi", TRUE, TRUE },
    { "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nhalf", "half",
      TRUE, TRUE },
    { "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n<p>half", "<p>h",
      TRUE, FALSE },
    { "HTTP/1.1 206 Partial Content\r\nContent-Type: text/html\r\nContent-Length: 7\r\n\r\n</html>",
      "</html>", TRUE, TRUE },
    { "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>x</html>", "<p>x</html>", FALSE,
      FALSE },
    { "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nto the end", "to the end", FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CarrelPage) page = NULL;

    carrel_test_server_add_raw (fixture->server, "/raw", cases[i].answer, -1,
                                CARREL_TEST_RAW_CLOSE);
    page = carrel_test_fetch_load_good (fixture, "/raw");
    carrel_test_fetch_assert_body (page, cases[i].body);
    g_assert_true (page->cut == cases[i].cut);
    g_assert_true (page->partial == cases[i].partial);
  }
}

static void
add_packed (
    CarrelTestFetch *fixture, const char *path, const char *coding, const void *data, gsize len)
{
  carrel_test_server_add (fixture->server, path, 200, "text/html", data, (gssize) len);
  carrel_test_server_add_header (fixture->server, path, "Content-Encoding", coding);
}

static void
test_codings (CarrelTestFetch *fixture, gconstpointer data)
{
  g_autoptr (GBytes) gzip =
      carrel_test_fetch_pack (CARREL_TEST_FETCH_PAGE, strlen (CARREL_TEST_FETCH_PAGE));
  g_autoptr (CarrelPage) page = NULL;
  g_autofree char *zeros = g_malloc0 (40 * MB), *bad = NULL;
  g_autoptr (GBytes) bomb = NULL;
  gsize       len;
  const char *packed = g_bytes_get_data (gzip, &len);

  add_packed (fixture, "/gzip", "gzip", packed, len);
  page = carrel_test_fetch_load_good (fixture, "/gzip");
  carrel_test_fetch_assert_body (page, CARREL_TEST_FETCH_PAGE);

  add_packed (fixture, "/cut", "gzip", packed, len - 4);
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/cut", CARREL_ERROR_NETWORK,
                                  "127.0.0.1: the answer broke off");
  add_packed (fixture, "/half", "gzip", packed, len / 2);
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/half", CARREL_ERROR_NETWORK,
                                  "127.0.0.1: the answer broke off");
  bad = g_memdup2 (packed, len);
  memset (bad + len - 8, 0, 8);
  add_packed (fixture, "/crc", "gzip", bad, len);
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/crc", CARREL_ERROR_NETWORK,
                                  "127.0.0.1: the answer arrived damaged");
  add_packed (fixture, "/plain", "gzip", CARREL_TEST_FETCH_PAGE, strlen (CARREL_TEST_FETCH_PAGE));
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/plain", CARREL_ERROR_NETWORK,
                                  "damaged");
  add_packed (fixture, "/zstd", "zstd", "\x28\xb5\x2f\xfd", 4);
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/zstd", CARREL_ERROR_HTTP, "zstd");
  add_packed (fixture, "/empty", "gzip", "", 0);
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/empty", CARREL_ERROR_NOT_A_PAGE,
                                  "empty");

  memset (zeros, 'a', 40 * MB);
  bomb = carrel_test_fetch_pack (zeros, 40 * MB);
  packed = g_bytes_get_data (bomb, &len);
  add_packed (fixture, "/bomb", "gzip", packed, len);
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/bomb", CARREL_ERROR_TOO_LARGE,
                                  "127.0.0.1: the answer unpacks to more than 200 times its size");
  {
    g_autoptr (GBytes) twice = carrel_test_fetch_pack (packed, len);

    add_packed (fixture, "/twice", "gzip, gzip", g_bytes_get_data (twice, NULL),
                g_bytes_get_size (twice));
    carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/twice", CARREL_ERROR_TOO_LARGE,
                                    "127.0.0.1");
  }

  /* A packed body whose connection broke off. */
  {
    g_autoptr (GByteArray) raw = g_byte_array_new ();
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: "
                               "gzip\r\nContent-Length: 500\r\n\r\n";

    packed = g_bytes_get_data (gzip, &len);
    g_byte_array_append (raw, (const guint8 *) head, sizeof head - 1);
    g_byte_array_append (raw, (const guint8 *) packed, (guint) len / 2);
    carrel_test_server_add_raw (fixture->server, "/raw", (char *) raw->data, raw->len,
                                CARREL_TEST_RAW_CLOSE);
    carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/raw", CARREL_ERROR_NETWORK,
                                    "broke off");
  }
}

static gboolean
none_open (gpointer server)
{
  return carrel_test_server_get_n_open (server) == 0;
}

static void
test_too_large (CarrelTestFetch *fixture, gconstpointer data)
{
  g_autofree char *text = g_malloc (16 * MB + 1);
  g_autofree char *raw = g_malloc (2048);
  g_autoptr (CarrelPage) page = NULL;
  gint64 started;

  memset (text, 'a', 16 * MB + 1);
  carrel_test_server_add (fixture->server, "/fits", 200, "text/plain", text, 16 * MB);
  page = carrel_test_fetch_load_good (fixture, "/fits");
  g_assert_cmpuint (g_bytes_get_size (page->bytes), ==, 16 * MB);

  /* Said at once: nothing more than the headers is read. */
  carrel_test_server_add (fixture->server, "/large", 200, "text/plain", text, 16 * MB + 1);
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/large", CARREL_ERROR_TOO_LARGE,
                                  "127.0.0.1: the answer is larger than 16 MB");
  carrel_test_server_add_raw (
      fixture->server, "/promised",
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999999999\r\n\r\n<p>", -1,
      CARREL_TEST_RAW_HOLD);
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/promised", CARREL_ERROR_TOO_LARGE,
                                  "16 MB");

  /* Without end. */
  memset (raw, 'x', 2048);
  memcpy (raw, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", 44);
  carrel_test_server_add_raw (fixture->server, "/endless", raw, 2048, CARREL_TEST_RAW_FLOOD);
  started = g_get_monotonic_time ();
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/endless", CARREL_ERROR_TOO_LARGE,
                                  "16 MB");
  g_test_message ("An endless page was refused after %d ms",
                  (int) ((g_get_monotonic_time () - started) / 1000));
  carrel_test_wait_until (none_open, fixture->server);
}

/* ── Time ── */

static void
test_deadlines (CarrelTestFetch *fixture, gconstpointer data)
{
  g_autofree char *never =
      carrel_test_server_dup_address (fixture->server, "never.example", "/page");

  g_object_set (fixture->fetcher, "header-deadline", 150, "deadline", 400, NULL);
  carrel_test_resolver_add (fixture->resolver, "never.example", NULL);
  carrel_test_fetch_assert_address_fails (fixture, never, NULL, CARREL_ERROR_NETWORK,
                                          "never.example did not answer within 1 second");

  carrel_test_server_add_raw (fixture->server, "/hang", "", 0, CARREL_TEST_RAW_HOLD);
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/hang", CARREL_ERROR_NETWORK,
                                  "127.0.0.1 did not answer within 1 second");
  carrel_test_server_add_raw (fixture->server, "/slow-headers", "HTTP/1.1 200 OK\r\nX: y", -1,
                              CARREL_TEST_RAW_DRIP);
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/slow-headers", CARREL_ERROR_NETWORK,
                                  "did not answer");
  carrel_test_server_add_raw (fixture->server, "/drip",
                              "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>x", -1,
                              CARREL_TEST_RAW_DRIP);
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/drip", CARREL_ERROR_NETWORK,
                                  "127.0.0.1 did not send all within 1 second");
  carrel_test_server_add_raw (
      fixture->server, "/hold",
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\n<p>x", -1,
      CARREL_TEST_RAW_HOLD);
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/hold", CARREL_ERROR_NETWORK,
                                  "did not send all");
  carrel_test_wait_until (none_open, fixture->server);

  /* Each hop may take its time for the headers; all of them together have one deadline. */
  for (guint i = 0; i < 9; i++) {
    g_autofree char *from = g_strdup_printf ("/slow/%u", i),
                    *to = g_strdup_printf ("/slow/%u", i + 1);

    carrel_test_server_add_redirect (fixture->server, from, to);
    carrel_test_server_set_delay (fixture->server, from, 80);
  }
  carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/slow/0", CARREL_ERROR_NETWORK,
                                  "did not answer");
  g_assert_cmpuint (carrel_test_server_count_requests (fixture->server, "/slow/2"), ==, 1);
  g_assert_cmpuint (carrel_test_server_count_requests (fixture->server, "/slow/8"), ==, 0);
}

/* ── Many at once, and none ── */

static void
test_at_once (CarrelTestFetch *fixture, gconstpointer data)
{
  enum { N = 24 };
  GAsyncResult *results[N] = { 0 };
  gint64        started = g_get_monotonic_time ();

  /* Two at a time of one host; its deadline doesn't run while a load waits. */
  carrel_test_server_set_delay (fixture->server, "/page", 60);
  g_object_set (fixture->fetcher, "deadline", 600, NULL);
  for (guint i = 0; i < N; i++) {
    g_autofree char *address = carrel_test_fetch_dup_address (fixture, "/page");

    carrel_fetcher_load_async (fixture->fetcher, CARREL_FETCH_PAGE, address, "127.0.0.1", NULL,
                               NULL, carrel_test_result_cb, &results[i]);
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
    g_autofree char *host = g_strdup_printf ("h%u.example", i),
                    *address = carrel_test_server_dup_address (fixture->server, host, "/page");

    carrel_test_resolver_add (fixture->resolver, host, "127.0.0.1");
    carrel_fetcher_load_async (fixture->fetcher, CARREL_FETCH_PAGE, address, host, NULL, NULL,
                               carrel_test_result_cb, &results[i]);
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
  g_autoptr (CarrelPage) page =
      carrel_fetcher_load_finish (CARREL_FETCHER (source), result, &error);

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

/* At every stage: before it begins, waiting for a slot, for a name, for headers, for the body,
 * between two hops. */
static void
test_cancel (CarrelTestFetch *fixture, gconstpointer data)
{
  static const char *const paths[] = { "/hang", "/drip", "/flood", "/page",
                                       "/slow", "/hang", "/drip",  "/page" };
  g_autofree char         *raw = g_malloc (2048),
                  *never =
                      carrel_test_server_dup_address (fixture->server, "never.example", "/page");

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
      g_autofree char *address = carrel_test_fetch_dup_address (fixture, paths[i]);

      carrel_fetcher_load_async (fixture->fetcher, CARREL_FETCH_PAGE, address, "127.0.0.1", NULL,
                                 cancellable, cancelled_cb, NULL);
    }
    carrel_fetcher_load_async (fixture->fetcher, CARREL_FETCH_PAGE, never, "never.example", NULL,
                               cancellable, cancelled_cb, NULL);
    carrel_test_wait_until (all_done, GUINT_TO_POINTER (G_N_ELEMENTS (paths) + 1));
    carrel_test_wait_until (none_open, fixture->server);
  }

  /* It works as before. */
  {
    g_autoptr (CarrelPage) page = carrel_test_fetch_load_good (fixture, "/page");

    carrel_test_fetch_assert_body (page, CARREL_TEST_FETCH_PAGE);
  }
}

/* Sites that fail in every way, all at once: every load comes to its own end, and none stands
 * still. */
static void
test_faults (CarrelTestFetch *fixture, gconstpointer data)
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
    { "/cut", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<p>half",
      CARREL_TEST_RAW_CLOSE, -1 },
    { "/cut-reset",
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<p>half",
      CARREL_TEST_RAW_RESET, CARREL_ERROR_NETWORK },
    { "/pdf", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n%PDF-1.7",
      CARREL_TEST_RAW_CLOSE, CARREL_ERROR_NOT_A_PAGE },
    { "/hang", "", CARREL_TEST_RAW_HOLD, CARREL_ERROR_NETWORK },
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  GAsyncResult *results[N] = { 0 };
  guint         which[N];

  g_object_set (fixture->fetcher, "header-deadline", 500, "deadline", 3000, NULL);
  carrel_test_server_add_redirect (fixture->server, "/to", "/page");
  carrel_test_server_add_redirect (fixture->server, "/away", "file:///");
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    if (faults[i].answer)
      carrel_test_server_add_raw (fixture->server, faults[i].path, faults[i].answer, -1,
                                  faults[i].then);
  for (guint i = 0; i < N; i++) {
    g_autofree char *address = NULL;

    which[i] = g_rand_int_range (rand, 0, (gint32) G_N_ELEMENTS (faults) - (i % 60 != 0));
    address = carrel_test_fetch_dup_address (fixture, faults[which[i]].path);
    carrel_fetcher_load_async (fixture->fetcher, CARREL_FETCH_PAGE, address, "127.0.0.1", NULL,
                               NULL, carrel_test_result_cb, &results[i]);
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
test_slots_come_back (CarrelTestFetch *fixture, gconstpointer data)
{
  carrel_test_server_add (fixture->server, "/pdf", 200, "application/pdf", "%PDF-1.7", -1);
  carrel_test_server_add_redirect (fixture->server, "/to", "/page");
  carrel_test_server_add_redirect (fixture->server, "/file", "file:///etc/passwd");
  carrel_test_server_add_raw (fixture->server, "/reset", "", 0, CARREL_TEST_RAW_RESET);
  for (guint i = 0; i < 12; i++) {
    g_autoptr (CarrelPage) page = carrel_test_fetch_load_good (fixture, "/to");

    carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/pdf", CARREL_ERROR_NOT_A_PAGE,
                                    "PDF");
    carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/file", CARREL_ERROR_REFUSED,
                                    "web");
    carrel_test_fetch_assert_fails (fixture, CARREL_FETCH_PAGE, "/reset", CARREL_ERROR_NETWORK,
                                    "127.0.0.1");
    carrel_test_fetch_assert_address_fails (fixture, "http://nobody.example/", NULL,
                                            CARREL_ERROR_NETWORK, "nobody");
  }
}

/* ── TLS ── */

static void
test_tls (CarrelTestFetch *fixture, gconstpointer data)
{
  g_autofree char *folder = carrel_test_new_folder (),
                  *anchors = g_build_filename (folder, "cert.pem", NULL);
  g_autoptr (GTlsCertificate) certificate =
      carrel_test_make_certificate (folder, "DNS:typed.example,IP:127.0.0.1", FALSE);
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (anchors, NULL);
  g_autoptr (CarrelTestServer) secure = carrel_test_server_new (certificate);
  g_autofree char *by_name = carrel_test_server_dup_address (secure, "typed.example", "/page"),
                  *by_other = carrel_test_server_dup_address (secure, "other.example", "/page");
  g_autofree char *by_number = carrel_test_server_dup_address (secure, NULL, "/page"),
                  *down = carrel_test_server_dup_address (secure, "typed.example", "/down");
  g_autofree char *plain =
                      carrel_test_server_dup_address (fixture->server, "typed.example", "/page"),
                  *up = carrel_test_server_dup_address (fixture->server, "typed.example", "/up");
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelPage) page = NULL;

  carrel_test_server_add_page (secure, "/page", CARREL_TEST_FETCH_PAGE);
  carrel_test_server_add_redirect (secure, "/down", plain);
  carrel_test_server_add_redirect (fixture->server, "/up", by_name);

  /* Nobody vouches for it. */
  carrel_test_fetch_assert_address_fails (
      fixture, by_name, "typed.example", CARREL_ERROR_NETWORK,
      "The connection to typed.example is not secure: nobody known vouches for its certificate");
  g_assert_cmpuint (carrel_test_server_get_n_requests (secure), ==, 0);

  g_assert_finalize_object (g_steal_pointer (&fixture->fetcher));
  fixture->fetcher = carrel_fetcher_new (G_RESOLVER (fixture->resolver));
  g_object_set (fixture->fetcher, "tls-database", database, NULL);

  /* The name in the address is the one that counts, not where it led. */
  page =
      carrel_test_fetch_load (fixture, CARREL_FETCH_PAGE, by_name, "typed.example", NULL, &error);
  g_assert_no_error (error);
  carrel_test_fetch_assert_body (page, CARREL_TEST_FETCH_PAGE);
  carrel_page_unref (g_steal_pointer (&page));
  page = carrel_test_fetch_load (fixture, CARREL_FETCH_PAGE, by_number, "127.0.0.1", NULL, &error);
  g_assert_no_error (error);
  carrel_page_unref (g_steal_pointer (&page));
  carrel_test_fetch_assert_address_fails (fixture, by_other, "other.example", CARREL_ERROR_NETWORK,
                                          "its certificate is for another site");

  /* Up, but never down. */
  page = carrel_test_fetch_load (fixture, CARREL_FETCH_PAGE, up, "typed.example", NULL, &error);
  g_assert_no_error (error);
  carrel_test_fetch_assert_address_fails (
      fixture, down, "typed.example", CARREL_ERROR_REFUSED,
      "typed.example leads from a secure connection to one that is not");
  g_assert_cmpuint (carrel_test_server_count_requests (fixture->server, "/page"), ==, 0);
  carrel_test_remove_folder (folder);
}

static void
test_tls_expired (CarrelTestFetch *fixture, gconstpointer data)
{
  g_autofree char *folder = carrel_test_new_folder (),
                  *anchors = g_build_filename (folder, "cert.pem", NULL);
  g_autoptr (GTlsCertificate) certificate =
      carrel_test_make_certificate (folder, "DNS:typed.example", TRUE);
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (anchors, NULL);
  g_autoptr (CarrelTestServer) secure = carrel_test_server_new (certificate);
  g_autofree char *address = carrel_test_server_dup_address (secure, "typed.example", "/page");

  carrel_test_server_add_page (secure, "/page", CARREL_TEST_FETCH_PAGE);
  g_object_set (fixture->fetcher, "tls-database", database, NULL);
  carrel_test_fetch_assert_address_fails (fixture, address, "typed.example", CARREL_ERROR_NETWORK,
                                          "its certificate has expired");
  g_assert_cmpuint (carrel_test_server_get_n_requests (secure), ==, 0);
  carrel_test_remove_folder (folder);
}

int
main (int argc, char *argv[])
{
  static const CarrelTestFetchCase cases[] = {
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
  carrel_test_fetch_add ("/fetcher-faults", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
