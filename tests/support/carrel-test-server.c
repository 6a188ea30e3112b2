/* carrel-test-server.c: a web server on the loopback for tests.
 *
 * libsoup's server reads requests and writes proper answers; for a raw answer its connection is
 * taken from it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "carrel-test-server.h"

#include <libsoup/soup.h>
#include <string.h>
#include <sys/socket.h>

#define DRIP_MS 20
#define FLOOD 1024

typedef struct {
  guint               status, delay;
  char               *type;    /* (owned) (nullable) */
  GBytes             *body;    /* (owned) */
  SoupMessageHeaders *headers; /* (owned) */
  gboolean            is_raw;
  CarrelTestRaw       then;
} Route;

struct _CarrelTestServer {
  SoupServer *soup; /* (owned) */
  guint       port;
  gboolean    is_tls;
  GHashTable *routes;   /* (owned): path → Route */
  GPtrArray  *requests; /* (owned) (element-type utf8) */
  GPtrArray  *raws;     /* (owned): Raw whose connection is open */
  GPtrArray  *delayed;  /* (owned): Delay that waits */
  guint       max_at_once;
};

/* A raw answer under way. */
typedef struct {
  CarrelTestServer *server; /* NULL once that is gone */
  GIOStream        *stream; /* (owned) */
  GSocket          *socket; /* (owned): under it */
  GBytes           *bytes;  /* (owned): to be written next */
  CarrelTestRaw     then;
  GCancellable     *cancellable; /* (owned) */
  guint             timeout;
  guint             pending; /* operations */
  gboolean          is_closed;
  guint8            byte;
} Raw;

typedef struct {
  CarrelTestServer  *server;
  SoupServerMessage *message; /* (owned) */
  guint              timeout;
} Delay;

/* ── Raw answers ── */

static void
raw_free (Raw *raw)
{
  g_clear_handle_id (&raw->timeout, g_source_remove);
  g_object_unref (raw->stream);
  g_object_unref (raw->socket);
  g_object_unref (raw->cancellable);
  g_bytes_unref (raw->bytes);
  g_free (raw);
}

/* Closes it; freed once nothing is under way. */
static void
raw_close (Raw *raw)
{
  if (!raw->is_closed) {
    raw->is_closed = TRUE;
    g_clear_handle_id (&raw->timeout, g_source_remove);
    g_cancellable_cancel (raw->cancellable);
    g_io_stream_close (raw->stream, NULL, NULL);
    if (raw->server)
      g_ptr_array_remove_fast (raw->server->raws, raw);
    raw->server = NULL;
  }
  if (raw->pending == 0)
    raw_free (raw);
}

static void raw_write (Raw *raw);

static gboolean
drip_cb (gpointer user_data)
{
  Raw *raw = user_data;

  raw->timeout = 0;
  raw_write (raw);
  return G_SOURCE_REMOVE;
}

static void
raw_reset (Raw *raw)
{
  const struct linger linger = { 1, 0 };

  setsockopt (g_socket_get_fd (raw->socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

static void
raw_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Raw     *raw = user_data;
  gboolean written =
      g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);
  gsize len = g_bytes_get_size (raw->bytes);

  raw->pending--;
  if (!written || raw->is_closed || raw->then == CARREL_TEST_RAW_CLOSE ||
      raw->then == CARREL_TEST_RAW_RESET) {
    if (raw->then == CARREL_TEST_RAW_RESET)
      raw_reset (raw);
    raw_close (raw);
  } else if (raw->then == CARREL_TEST_RAW_DRIP) {
    GBytes *last = g_bytes_new_from_bytes (raw->bytes, len - 1, 1);

    g_bytes_unref (raw->bytes);
    raw->bytes = last;
    raw->timeout = g_timeout_add (DRIP_MS, drip_cb, raw);
  } else if (raw->then == CARREL_TEST_RAW_FLOOD) {
    if (len > FLOOD) {
      GBytes *last = g_bytes_new_from_bytes (raw->bytes, len - FLOOD, FLOOD);

      g_bytes_unref (raw->bytes);
      raw->bytes = last;
    }
    raw_write (raw);
  }
}

static void
raw_write (Raw *raw)
{
  gsize       len;
  const void *data = g_bytes_get_data (raw->bytes, &len);

  raw->pending++;
  g_output_stream_write_all_async (g_io_stream_get_output_stream (raw->stream), data, len,
                                   G_PRIORITY_DEFAULT_IDLE, raw->cancellable, raw_written_cb, raw);
}

/* The client says nothing more: what is read is its closing. */
static void
raw_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Raw *raw = user_data;

  g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);
  raw->pending--;
  raw_close (raw);
}

static void
answer_raw (CarrelTestServer *self, SoupServerMessage *message, const Route *route)
{
  Raw *raw = g_new0 (Raw, 1);

  raw->server = self;
  raw->socket = g_object_ref (soup_server_message_get_socket (message));
  raw->stream = soup_server_message_steal_connection (message);
  raw->bytes = g_bytes_ref (route->body);
  raw->then = route->then;
  raw->cancellable = g_cancellable_new ();
  g_ptr_array_add (self->raws, raw);
  raw->pending++;
  g_input_stream_read_async (g_io_stream_get_input_stream (raw->stream), &raw->byte, 1,
                             G_PRIORITY_DEFAULT, raw->cancellable, raw_read_cb, raw);
  raw_write (raw);
}

/* ── Proper answers ── */

static void
delay_free (Delay *delay)
{
  g_clear_handle_id (&delay->timeout, g_source_remove);
  soup_server_message_unpause (delay->message);
  g_object_unref (delay->message);
  g_free (delay);
}

static gboolean
delay_cb (gpointer user_data)
{
  Delay *delay = user_data;

  delay->timeout = 0;
  g_ptr_array_remove_fast (delay->server->delayed, delay);
  return G_SOURCE_REMOVE;
}

static void
delay_answer (CarrelTestServer *self, SoupServerMessage *message, guint milliseconds)
{
  Delay *delay = g_new0 (Delay, 1);

  delay->server = self;
  delay->message = g_object_ref (message);
  delay->timeout = g_timeout_add (milliseconds, delay_cb, delay);
  soup_server_message_pause (message);
  g_ptr_array_add (self->delayed, delay);
  if (self->delayed->len > self->max_at_once)
    self->max_at_once = self->delayed->len;
}

static void
add_to_log (const char *name, const char *value, gpointer user_data)
{
  g_string_append_printf (user_data, "%s: %s\n", name, value);
}

static void
request_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  CarrelTestServer      *self = user_data;
  const Route           *route = g_hash_table_lookup (self->routes, path);
  GUri                  *uri = soup_server_message_get_uri (message);
  GString               *log = g_string_new (NULL);
  SoupMessageHeaders    *headers;
  SoupMessageHeadersIter iter;
  const char            *name, *value;

  g_string_append_printf (log, "%s %s%s%s HTTP/1.%d\n", soup_server_message_get_method (message),
                          g_uri_get_path (uri), g_uri_get_query (uri) ? "?" : "",
                          g_uri_get_query (uri) ? g_uri_get_query (uri) : "",
                          soup_server_message_get_http_version (message) == SOUP_HTTP_1_1 ? 1 : 0);
  soup_message_headers_foreach (soup_server_message_get_request_headers (message), add_to_log, log);
  g_ptr_array_add (self->requests, g_string_free (log, FALSE));

  if (!route) {
    soup_server_message_set_status (message, 404, NULL);
    return;
  }
  if (route->is_raw) {
    answer_raw (self, message, route);
    return;
  }
  soup_server_message_set_status (message, route->status, NULL);
  headers = soup_server_message_get_response_headers (message);
  if (route->type)
    soup_message_headers_replace (headers, "Content-Type", route->type);
  soup_message_headers_iter_init (&iter, route->headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    soup_message_headers_append (headers, name, value);
  if (g_bytes_get_size (route->body) > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body (message), route->body);
  if (route->delay > 0)
    delay_answer (self, message, route->delay);
}

/* ── The server ── */

static void
route_free (Route *route)
{
  g_free (route->type);
  g_bytes_unref (route->body);
  soup_message_headers_unref (route->headers);
  g_free (route);
}

CarrelTestServer *
carrel_test_server_new (GTlsCertificate *certificate)
{
  CarrelTestServer *self = g_new0 (CarrelTestServer, 1);
  g_autoptr (GError) error = NULL;
  GSList *uris;

  self->is_tls = certificate != NULL;
  self->routes =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) route_free);
  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->raws = g_ptr_array_new ();
  self->delayed = g_ptr_array_new_with_free_func ((GDestroyNotify) delay_free);
  self->soup = soup_server_new (NULL, NULL);
  if (certificate)
    soup_server_set_tls_certificate (self->soup, certificate);
  soup_server_add_handler (self->soup, NULL, request_cb, self, NULL);
  soup_server_listen_local (
      self->soup, 0, SOUP_SERVER_LISTEN_IPV4_ONLY | (certificate ? SOUP_SERVER_LISTEN_HTTPS : 0),
      &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->soup);
  self->port = (guint) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return self;
}

/* A handshake goes on in a thread of its own, and libsoup (3.6) then tells a connection that
 * disconnecting has freed: what spoke TLS listens, and answers nothing, until the test's process
 * ends. */
static void
end_soup (CarrelTestServer *self)
{
  static GPtrArray *ended;

  soup_server_remove_handler (self->soup, NULL);
  if (!self->is_tls) {
    soup_server_disconnect (self->soup);
    g_object_unref (self->soup);
    return;
  }
  if (!ended)
    ended = g_ptr_array_new ();
  g_ptr_array_add (ended, self->soup);
}

void
carrel_test_server_free (CarrelTestServer *self)
{
  while (self->raws->len > 0)
    raw_close (self->raws->pdata[0]);
  /* Their callbacks have been told; let them see it, so that nothing outlives the test. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_ptr_array_unref (self->delayed);
  end_soup (self);
  g_ptr_array_unref (self->raws);
  g_ptr_array_unref (self->requests);
  g_hash_table_unref (self->routes);
  g_free (self);
}

guint
carrel_test_server_get_port (CarrelTestServer *self)
{
  return self->port;
}

char *
carrel_test_server_dup_address (CarrelTestServer *self, const char *host, const char *path)
{
  return g_strdup_printf ("%s://%s:%u%s", self->is_tls ? "https" : "http",
                          host ? host : "127.0.0.1", self->port, path);
}

static Route *
add_route (CarrelTestServer *self, const char *path, const char *body, gssize len)
{
  Route *route = g_new0 (Route, 1);

  route->body = g_bytes_new (body, len < 0 ? strlen (body) : (gsize) len);
  route->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  g_hash_table_replace (self->routes, g_strdup (path), route);
  return route;
}

void
carrel_test_server_add (CarrelTestServer *self,
                        const char       *path,
                        guint             status,
                        const char       *type,
                        const char       *body,
                        gssize            len)
{
  Route *route = add_route (self, path, body, len);

  route->status = status;
  route->type = g_strdup (type);
}

void
carrel_test_server_add_page (CarrelTestServer *self, const char *path, const char *html)
{
  carrel_test_server_add (self, path, 200, "text/html; charset=utf-8", html, -1);
}

void
carrel_test_server_add_redirect (CarrelTestServer *self, const char *path, const char *location)
{
  carrel_test_server_add (self, path, 302, NULL, "", 0);
  carrel_test_server_add_header (self, path, "Location", location);
}

void
carrel_test_server_add_raw (
    CarrelTestServer *self, const char *path, const char *bytes, gssize len, CarrelTestRaw then)
{
  Route *route = add_route (self, path, bytes, len);

  route->is_raw = TRUE;
  route->then = then;
}

static Route *
get_route (CarrelTestServer *self, const char *path)
{
  Route *route = g_hash_table_lookup (self->routes, path);

  g_assert_nonnull (route);
  return route;
}

void
carrel_test_server_add_header (CarrelTestServer *self,
                               const char       *path,
                               const char       *name,
                               const char       *value)
{
  soup_message_headers_append (get_route (self, path)->headers, name, value);
}

void
carrel_test_server_set_delay (CarrelTestServer *self, const char *path, guint milliseconds)
{
  get_route (self, path)->delay = milliseconds;
}

guint
carrel_test_server_get_n_requests (CarrelTestServer *self)
{
  return self->requests->len;
}

const char *
carrel_test_server_get_request (CarrelTestServer *self, guint i)
{
  g_assert_cmpuint (i, <, self->requests->len);
  return self->requests->pdata[i];
}

guint
carrel_test_server_count_requests (CarrelTestServer *self, const char *path)
{
  guint n = 0;

  for (guint i = 0; i < self->requests->len; i++) {
    const char *begin = strchr (self->requests->pdata[i], ' ') + 1;

    n += strcspn (begin, "? ") == strlen (path) && strncmp (begin, path, strlen (path)) == 0;
  }
  return n;
}

void
carrel_test_server_clear_requests (CarrelTestServer *self)
{
  g_ptr_array_set_size (self->requests, 0);
}

guint
carrel_test_server_get_n_open (CarrelTestServer *self)
{
  return self->raws->len;
}

guint
carrel_test_server_get_max_at_once (CarrelTestServer *self)
{
  return self->max_at_once;
}

GTlsCertificate *
carrel_test_make_certificate (const char *folder, const char *names, gboolean expired)
{
  g_autofree char *cert = g_build_filename (folder, "cert.pem", NULL),
                  *key = g_build_filename (folder, "key.pem", NULL);
  g_autofree char *alternatives = g_strconcat ("subjectAltName=", names, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) openssl = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDERR_SILENCE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, "openssl",
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
      key, "-out", cert, "-subj", "/CN=Carrel test", "-addext", alternatives,
      expired ? "-not_before" : "-days", expired ? "20200101000000Z" : "30",
      expired ? "-not_after" : NULL, "20210101000000Z", NULL);
  GTlsCertificate *certificate;

  g_assert_no_error (error);
  g_subprocess_wait_check (openssl, NULL, &error);
  g_assert_no_error (error);
  certificate = g_tls_certificate_new_from_files (cert, key, &error);
  g_assert_no_error (error);
  return certificate;
}

/* ── The resolver ── */

struct _CarrelTestResolver {
  GResolver parent_instance;

  GHashTable *names; /* (owned): name → addresses (nullable) */
  guint       n_lookups;
};

G_DEFINE_FINAL_TYPE (CarrelTestResolver, carrel_test_resolver, G_TYPE_RESOLVER)

static void
free_addresses (gpointer addresses)
{
  g_resolver_free_addresses (addresses);
}

/* A name that never answers, until nobody wants to know any more. */
static gboolean
given_up_cb (GCancellable *cancellable, gpointer user_data)
{
  g_task_return_error_if_cancelled (user_data);
  return G_SOURCE_REMOVE;
}

static void
carrel_test_resolver_lookup_async (GResolver          *resolver,
                                   const char         *name,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  CarrelTestResolver *self = CARREL_TEST_RESOLVER (resolver);
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  gpointer addresses;

  self->n_lookups++;
  if (!g_hash_table_lookup_extended (self->names, name, NULL, &addresses)) {
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND,
                             "Error resolving “%s”", name);
  } else if (!addresses) {
    g_autoptr (GSource) source = g_cancellable_source_new (cancellable);

    g_task_attach_source (task, source, G_SOURCE_FUNC (given_up_cb));
  } else {
    g_auto (GStrv) numbers = g_strsplit (addresses, ",", -1);
    GList *list = NULL;

    for (guint i = 0; numbers[i]; i++)
      list = g_list_append (list, g_inet_address_new_from_string (numbers[i]));
    g_task_return_pointer (task, list, free_addresses);
  }
}

static GList *
carrel_test_resolver_lookup_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
carrel_test_resolver_lookup_flags_async (GResolver               *resolver,
                                         const char              *name,
                                         GResolverNameLookupFlags flags,
                                         GCancellable            *cancellable,
                                         GAsyncReadyCallback      callback,
                                         gpointer                 user_data)
{
  carrel_test_resolver_lookup_async (resolver, name, cancellable, callback, user_data);
}

static void
carrel_test_resolver_finalize (GObject *object)
{
  g_hash_table_unref (CARREL_TEST_RESOLVER (object)->names);
  G_OBJECT_CLASS (carrel_test_resolver_parent_class)->finalize (object);
}

static void
carrel_test_resolver_class_init (CarrelTestResolverClass *class)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = carrel_test_resolver_finalize;
  resolver_class->lookup_by_name_async = carrel_test_resolver_lookup_async;
  resolver_class->lookup_by_name_finish = carrel_test_resolver_lookup_finish;
  resolver_class->lookup_by_name_with_flags_async = carrel_test_resolver_lookup_flags_async;
  resolver_class->lookup_by_name_with_flags_finish = carrel_test_resolver_lookup_finish;
}

static void
carrel_test_resolver_init (CarrelTestResolver *self)
{
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

CarrelTestResolver *
carrel_test_resolver_new (void)
{
  return g_object_new (CARREL_TYPE_TEST_RESOLVER, NULL);
}

void
carrel_test_resolver_add (CarrelTestResolver *self, const char *name, const char *addresses)
{
  g_hash_table_replace (self->names, g_strdup (name), g_strdup (addresses));
}

guint
carrel_test_resolver_get_n_lookups (CarrelTestResolver *self)
{
  return self->n_lookups;
}
