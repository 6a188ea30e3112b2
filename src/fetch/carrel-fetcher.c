/* carrel-fetcher.c: gets pages and images from the web, within limits.
 *
 * A load is a chain of steps, each ending in the next or in end_load ():
 *
 *   start_hop → (waits for a slot) → begin_hop → resolved → send_request → headers_came → read_more
 * … ↑                                                                      │
 *       └───────────────────────────── redirect ───────────────────────────────┘
 *
 * Main thread. A load is either waiting or has exactly one operation under way, and that one can be
 * stopped (`stop`). So whatever ends a load early (the caller, a deadline) stops the operation, and
 * its callback ends the load: nothing is left behind.
 *
 * Deadlines run only while a load has its slot: who waits for others isn't late.
 *
 * Routes (carrel-fetch-route.h) are kept for a few seconds, so that a page's images don't ask for
 * its host's name again and again. They are kept by host, and by whether that host might be private
 * for who asked: a route that was judged for one is never taken by another.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "fetch/carrel-fetcher.h"

#include "base/carrel-error.h"
#include "fetch/carrel-fetch-answer.h"
#include "fetch/carrel-fetch-policy.h"
#include "fetch/carrel-fetch-route.h"
#include "fetch/carrel-fetch-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_REDIRECTS 10
#define MAX_AT_ONCE 8
#define BLOCK (16 * 1024)
#define PER_HOST 2
#define KEEP_ROUTE_SECONDS 20
#define PRIORITY                                                                                   \
  G_PRIORITY_DEFAULT_IDLE /* below drawing: a fast server must not stop the window                 \
                           */

struct _CarrelFetcher {
  GObject parent_instance;

  GResolver    *resolver;                  /* (owned) */
  GTlsDatabase *database;                  /* (owned) (nullable): the system's */
  guint         deadline, header_deadline; /* ms */
  GQueue        waiting;                   /* of Load, in the order of arrival */
  guint         n_running;
  GHashTable   *running; /* (owned): host → how many loads have a slot */
  GHashTable   *routes;  /* (owned): key → Kept */
};

enum { PROP_DEADLINE = 1, PROP_HEADER_DEADLINE, PROP_RESOLVER, PROP_TLS_DATABASE, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (CarrelFetcher, carrel_fetcher, G_TYPE_OBJECT)

/* A route, for as long as it is kept. */
typedef struct {
  CarrelFetchRoute *route; /* (owned) */
  gint64            until; /* monotonic */
} Kept;

typedef struct {
  CarrelFetcher  *fetcher; /* the task holds it */
  GTask          *task;    /* (owned) */
  CarrelFetchKind kind;
  char           *typed_host, *previous_host; /* (owned) (nullable) */
  gboolean        from_public;
  CarrelUri       uri;  /* (owned): of page->address, which is being asked for */
  CarrelPage     *page; /* (owned) */

  GCancellable *stop;                                 /* (owned): of the operation under way */
  GSource      *cancelled, *timeout, *header_timeout; /* (owned) (nullable) */
  gint64        left, since; /* microseconds until the deadline, at the time `since` */
  gboolean      has_slot, late, late_for_headers;

  gboolean           is_public; /* where it has been sent to */
  SoupSession       *session;   /* (owned) (nullable) */
  SoupMessage       *message;   /* (owned) (nullable) */
  GInputStream      *stream;    /* (owned) (nullable): once the headers are there */
  CarrelFetchAnswer *answer;    /* (owned) (nullable): and they promise a page */
  guint8            *block;     /* (owned) (nullable): what is being read */
} Load;

static void start_hop (Load *load);
static void start_waiting (CarrelFetcher *self);

/* ── Routes ── */

static void
kept_free (Kept *kept)
{
  carrel_fetch_route_free (kept->route);
  g_free (kept);
}

static gboolean
is_over (gpointer key, gpointer value, gpointer now)
{
  return ((Kept *) value)->until <= *(gint64 *) now;
}

/* NULL when there is none any more. */
static CarrelFetchRoute *
find_route (CarrelFetcher *self, const char *key)
{
  gint64 now = g_get_monotonic_time ();
  Kept  *kept;

  g_hash_table_foreach_remove (self->routes, is_over, &now);
  kept = g_hash_table_lookup (self->routes, key);
  return kept ? kept->route : NULL;
}

static CarrelFetchRoute *
keep_route (CarrelFetcher *self, const char *key, CarrelFetchRoute *route)
{
  Kept *kept = g_new0 (Kept, 1);

  kept->route = route;
  kept->until = g_get_monotonic_time () + KEEP_ROUTE_SECONDS * G_USEC_PER_SEC;
  g_hash_table_replace (self->routes, g_strdup (key), kept);
  return route;
}

static CarrelFetchHop
get_hop (Load *load)
{
  return (CarrelFetchHop) { load->uri.host, load->typed_host, load->previous_host,
                            load->from_public };
}

static char *
make_route_key (Load *load)
{
  CarrelFetchHop hop = get_hop (load);

  return g_strdup_printf ("%s %s %d %s", load->uri.scheme, load->uri.host, load->uri.port,
                          carrel_fetch_policy_may_be_private (&hop) ? "private" : "public");
}

/* ── Slots and deadlines ── */

static guint
count_running (CarrelFetcher *self, const char *host)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->running, host));
}

static void
add_running (CarrelFetcher *self, const char *host, int n)
{
  guint count = count_running (self, host) + n;

  self->n_running += n;
  if (count > 0)
    g_hash_table_insert (self->running, g_strdup (host), GUINT_TO_POINTER (count));
  else
    g_hash_table_remove (self->running, host);
}

static void
clear_source (GSource **source)
{
  if (*source) {
    g_source_destroy (*source);
    g_clear_pointer (source, g_source_unref);
  }
}

static gboolean
deadline_cb (gpointer user_data)
{
  Load *load = user_data;

  clear_source (&load->timeout);
  load->late = TRUE;
  g_cancellable_cancel (load->stop);
  return G_SOURCE_REMOVE;
}

static gboolean
header_deadline_cb (gpointer user_data)
{
  Load *load = user_data;

  clear_source (&load->header_timeout);
  load->late = load->late_for_headers = TRUE;
  g_cancellable_cancel (load->stop);
  return G_SOURCE_REMOVE;
}

static GSource *
add_timeout (guint milliseconds, GSourceFunc callback, Load *load)
{
  GSource *source = g_timeout_source_new (milliseconds);

  g_source_set_callback (source, callback, load, NULL);
  g_source_attach (source, NULL);
  return source;
}

static void
take_slot (Load *load)
{
  add_running (load->fetcher, load->uri.host, 1);
  load->has_slot = TRUE;
  load->since = g_get_monotonic_time ();
  load->timeout = add_timeout ((guint) (load->left / 1000), deadline_cb, load);
  load->header_timeout = add_timeout (load->fetcher->header_deadline, header_deadline_cb, load);
}

/* Others may go now; they are started by start_waiting (). */
static void
give_slot (Load *load)
{
  gint64 spent = g_get_monotonic_time () - load->since;

  clear_source (&load->timeout);
  clear_source (&load->header_timeout);
  if (!load->has_slot)
    return;
  load->has_slot = FALSE;
  load->left = load->left > spent ? load->left - spent : 0;
  add_running (load->fetcher, load->uri.host, -1);
}

/* ── The end ── */

static void
close_answer (Load *load)
{
  if (load->stream)
    g_input_stream_close_async (load->stream, PRIORITY, NULL, NULL, NULL);
  if (load->session)
    soup_session_abort (load->session);
  g_clear_object (&load->stream);
  g_clear_object (&load->message);
  g_clear_object (&load->session);
  g_clear_pointer (&load->answer, carrel_fetch_answer_free);
}

/* Returns the page, or the error where there is one; then the load is gone. */
static void
end_load (Load *load, GError *error)
{
  g_autoptr (CarrelFetcher) self = g_object_ref (load->fetcher);

  /* An answer that isn't read to its end ends here: stopped first, or closing would wait for it. */
  if (error)
    g_cancellable_cancel (load->stop);
  close_answer (load);
  give_slot (load);
  clear_source (&load->cancelled);
  if (error)
    g_task_return_error (load->task, error);
  else
    g_task_return_pointer (load->task, g_steal_pointer (&load->page),
                           (GDestroyNotify) carrel_page_unref);
  g_object_unref (load->task);
  g_object_unref (load->stop);
  g_clear_pointer (&load->page, carrel_page_unref);
  carrel_uri_clear (&load->uri);
  g_free (load->typed_host);
  g_free (load->previous_host);
  g_free (load->block);
  g_free (load);

  start_waiting (self);
}

/* The operation under way failed. Takes `source`. */
static void
fail_load (Load *load, GError *source)
{
  GCancellable *caller = g_task_get_cancellable (load->task);
  GError       *error = NULL;

  if (caller && g_cancellable_set_error_if_cancelled (caller, &error)) {
    g_error_free (source);
  } else if (load->late && g_error_matches (source, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    carrel_fetch_words_set_late (&error, load->uri.host, !load->late_for_headers && load->stream,
                                 load->late_for_headers ? load->fetcher->header_deadline
                                                        : load->fetcher->deadline);
    g_error_free (source);
  } else {
    carrel_fetch_words_take (
        &error, source, load->uri.host,
        load->message ? soup_message_get_tls_peer_certificate_errors (load->message) : 0);
  }
  end_load (load, error);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Load *load = user_data;

  clear_source (&load->cancelled);
  if (g_queue_remove (&load->fetcher->waiting, load)) {
    GError *error = NULL;

    g_cancellable_set_error_if_cancelled (cancellable, &error);
    end_load (load, error);
  } else {
    g_cancellable_cancel (load->stop);
  }
  return G_SOURCE_REMOVE;
}

/* ── The answer ── */

static void read_more (Load *load);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Load   *load = user_data;
  GError *error = NULL;
  gssize  n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (n > 0) {
    if (carrel_fetch_answer_push (load->answer, load->block, (gsize) n, &error))
      read_more (load);
    else
      end_load (load, error);
    return;
  }
  if (n < 0 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) &&
      carrel_fetch_answer_break_off (load->answer)) {
    g_clear_error (&error);
    n = 0;
  }
  if (n < 0) {
    fail_load (load, error);
    return;
  }
  carrel_fetch_answer_finish (load->answer, &error);
  end_load (load, error);
}

static void
read_more (Load *load)
{
  g_input_stream_read_async (load->stream, load->block, BLOCK, PRIORITY, load->stop, read_cb, load);
}

static gboolean
is_redirect (guint status)
{
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* Makes the next address the load's. */
static gboolean
follow (Load *load, GError **error)
{
  const char *location =
      soup_message_headers_get_one (soup_message_get_response_headers (load->message), "Location");
  CarrelPage      *page = load->page;
  g_autofree char *name = carrel_fetch_words_name_host (load->uri.host);
  char            *next;

  if (!location) {
    carrel_fetch_words_set_status (error, load->uri.host, soup_message_get_status (load->message));
    return FALSE;
  }
  next = carrel_fetch_policy_follow (page->address, location, error);
  if (!next)
    return FALSE;
  g_ptr_array_add (page->redirects, page->address);
  page->address = next;
  if (g_ptr_array_find_with_equal_func (page->redirects, next, g_str_equal, NULL))
    carrel_error_say (error, CARREL_ERROR_HTTP, N_ ("%s leads on in a circle"), name);
  else if (page->redirects->len > MAX_REDIRECTS)
    carrel_error_say (error, CARREL_ERROR_HTTP, N_ ("%s leads on more than %d times"), name,
                      MAX_REDIRECTS);
  else
    return TRUE;
  return FALSE;
}

static void
redirect (Load *load)
{
  GError *error = NULL;

  if (!follow (load, &error)) {
    end_load (load, error);
    return;
  }
  load->from_public |= load->is_public;
  g_cancellable_cancel (load->stop);
  close_answer (load);
  g_object_unref (load->stop);
  load->stop = g_cancellable_new ();
  give_slot (load);
  g_free (load->previous_host);
  load->previous_host = g_strdup (load->uri.host);
  start_hop (load);
}

static void
headers_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Load   *load = user_data;
  GError *error = NULL;

  load->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (!load->stream) {
    fail_load (load, error);
    return;
  }
  clear_source (&load->header_timeout);
  if (is_redirect (soup_message_get_status (load->message))) {
    redirect (load);
    return;
  }
  load->page->is_private = !load->is_public;
  load->answer =
      carrel_fetch_answer_new (load->kind, load->uri.host, load->message, load->page, &error);
  if (!load->answer) {
    end_load (load, error);
    return;
  }
  load->block = g_malloc (BLOCK);
  read_more (load);
}

/* ── Asking ── */

static void
send_request (Load *load, CarrelFetchRoute *route)
{
  g_autoptr (GUri) uri = g_uri_parse (load->page->address, SOUP_HTTP_URI_FLAGS, NULL);
  SoupMessageHeaders *headers;

  g_assert (uri); /* it was put together from its clean parts */
  load->message = soup_message_new_from_uri (SOUP_METHOD_GET, uri);
  soup_message_add_flags (load->message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_set_force_http1 (load->message, TRUE);
  headers = soup_message_get_request_headers (load->message);
  soup_message_headers_replace (
      headers, "Accept",
      load->kind == CARREL_FETCH_PAGE
          ? "text/html,application/xhtml+xml,text/plain;q=0.8,text/markdown;q=0.8,*/*;q=0.1"
          : "image/avif,image/webp,image/png,image/jpeg,image/gif,*/*;q=0.1");
  soup_message_headers_replace (headers, "Accept-Encoding", "gzip, deflate, br");
  load->is_public = carrel_fetch_route_is_public (route);
  load->session = carrel_fetch_route_open (route, load->fetcher->database);
  soup_session_send_async (load->session, load->message, PRIORITY, load->stop, headers_cb, load);
}

static void
addresses_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Load          *load = user_data;
  CarrelFetcher *self = load->fetcher;
  CarrelFetchHop hop = get_hop (load);
  GError        *error = NULL;
  GList         *found = g_resolver_lookup_by_name_finish (G_RESOLVER (source), result, &error);
  g_autoptr (GPtrArray) allowed = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *key = make_route_key (load);

  for (GList *l = found; l; l = l->next)
    if (carrel_fetch_policy_judge (&hop, l->data, allowed->len == 0 && !error ? &error : NULL))
      g_ptr_array_add (allowed, g_object_ref (l->data));
  g_resolver_free_addresses (found);
  if (allowed->len == 0) {
    if (error->domain == CARREL_ERROR)
      end_load (load, error);
    else
      fail_load (load, error);
    return;
  }
  g_clear_error (&error);

  send_request (load, keep_route (self, key, carrel_fetch_route_new (&load->uri, allowed)));
}

static void
begin_hop (Load *load)
{
  g_autofree char  *key = make_route_key (load);
  CarrelFetchRoute *route = find_route (load->fetcher, key);

  take_slot (load);
  if (route)
    send_request (load, route);
  else
    g_resolver_lookup_by_name_async (load->fetcher->resolver, load->uri.host, load->stop,
                                     addresses_cb, load);
}

static void
start_waiting (CarrelFetcher *self)
{
  GList *next;

  for (GList *l = self->waiting.head; l && self->n_running < MAX_AT_ONCE; l = next) {
    Load *load = l->data;

    next = l->next;
    if (count_running (self, load->uri.host) >= PER_HOST)
      continue;
    g_queue_delete_link (&self->waiting, l);
    begin_hop (load);
  }
}

static void
start_hop (Load *load)
{
  CarrelFetchHop hop;
  GError        *error = NULL;

  carrel_uri_clear (&load->uri);
  memset (&load->uri, 0, sizeof load->uri);
  if (!carrel_uri_take_apart (load->page->address, &load->uri)) {
    carrel_error_say (&error, CARREL_ERROR_REFUSED,
                      N_ ("Carrel opens only http and https addresses"));
    end_load (load, error);
    return;
  }
  hop = get_hop (load);
  if (!carrel_fetch_policy_judge_port (&hop, &load->uri, &error)) {
    end_load (load, error);
    return;
  }
  /* What has begun is finished before anything else begins. */
  if (load->page->redirects->len > 0)
    g_queue_push_head (&load->fetcher->waiting, load);
  else
    g_queue_push_tail (&load->fetcher->waiting, load);
  start_waiting (load->fetcher);
}

/* ── The object ── */

static void
carrel_fetcher_dispose (GObject *object)
{
  CarrelFetcher *self = CARREL_FETCHER (object);

  /* A load holds the fetcher, so there is none left. */
  g_hash_table_remove_all (self->routes);
  g_clear_object (&self->resolver);
  g_clear_object (&self->database);
  G_OBJECT_CLASS (carrel_fetcher_parent_class)->dispose (object);
}

static void
carrel_fetcher_finalize (GObject *object)
{
  CarrelFetcher *self = CARREL_FETCHER (object);

  g_hash_table_unref (self->routes);
  g_hash_table_unref (self->running);
  G_OBJECT_CLASS (carrel_fetcher_parent_class)->finalize (object);
}

static void
carrel_fetcher_constructed (GObject *object)
{
  CarrelFetcher *self = CARREL_FETCHER (object);

  if (!self->resolver)
    self->resolver = g_resolver_get_default ();
  G_OBJECT_CLASS (carrel_fetcher_parent_class)->constructed (object);
}

static void
carrel_fetcher_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarrelFetcher *self = CARREL_FETCHER (object);

  switch (id) {
  case PROP_DEADLINE:
    g_value_set_uint (value, self->deadline);
    break;
  case PROP_HEADER_DEADLINE:
    g_value_set_uint (value, self->header_deadline);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carrel_fetcher_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CarrelFetcher *self = CARREL_FETCHER (object);

  switch (id) {
  case PROP_DEADLINE:
    self->deadline = g_value_get_uint (value);
    break;
  case PROP_HEADER_DEADLINE:
    self->header_deadline = g_value_get_uint (value);
    break;
  case PROP_RESOLVER:
    self->resolver = g_value_dup_object (value);
    break;
  case PROP_TLS_DATABASE:
    g_set_object (&self->database, g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carrel_fetcher_class_init (CarrelFetcherClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->constructed = carrel_fetcher_constructed;
  object_class->dispose = carrel_fetcher_dispose;
  object_class->finalize = carrel_fetcher_finalize;
  object_class->get_property = carrel_fetcher_get_property;
  object_class->set_property = carrel_fetcher_set_property;

  props[PROP_DEADLINE] =
      g_param_spec_uint ("deadline", NULL, NULL, 1, G_MAXINT, 120000,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);
  props[PROP_HEADER_DEADLINE] =
      g_param_spec_uint ("header-deadline", NULL, NULL, 1, G_MAXINT, 30000,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);
  props[PROP_RESOLVER] =
      g_param_spec_object ("resolver", NULL, NULL, G_TYPE_RESOLVER,
                           G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  props[PROP_TLS_DATABASE] = g_param_spec_object ("tls-database", NULL, NULL, G_TYPE_TLS_DATABASE,
                                                  G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
carrel_fetcher_init (CarrelFetcher *self)
{
  g_queue_init (&self->waiting);
  self->running = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->routes =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) kept_free);
}

CarrelFetcher *
carrel_fetcher_new (GResolver *resolver)
{
  return g_object_new (CARREL_TYPE_FETCHER, "resolver", resolver, NULL);
}

void
carrel_fetcher_load_async (CarrelFetcher      *self,
                           CarrelFetchKind     kind,
                           const char         *address,
                           const char         *typed_host,
                           const char         *referrer_host,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  Load *load;

  g_return_if_fail (CARREL_IS_FETCHER (self));
  g_return_if_fail (address != NULL);

  load = g_new0 (Load, 1);
  load->fetcher = self;
  load->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (load->task, carrel_fetcher_load_async);
  load->kind = kind;
  load->typed_host = g_strdup (typed_host);
  load->previous_host = g_strdup (referrer_host);
  load->page = carrel_page_new ();
  load->stop = g_cancellable_new ();
  load->left = (gint64) self->deadline * 1000;
  if (cancellable) {
    /* A source, not a handler: a handler runs within g_cancellable_cancel (), where little may be
     * done. */
    load->cancelled = g_cancellable_source_new (cancellable);
    g_source_set_callback (load->cancelled, G_SOURCE_FUNC (cancelled_cb), load, NULL);
    g_source_attach (load->cancelled, NULL);
  }

  /* As it was given, but for what never leaves: fragment, user and password. */
  {
    g_auto (CarrelUri) uri = { 0 };

    load->page->address = carrel_uri_take_apart (address, &uri)
                              ? carrel_uri_put_together (&uri, FALSE)
                              : g_strdup (address);
  }
  start_hop (load);
}

CarrelPage *
carrel_fetcher_load_finish (CarrelFetcher *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
