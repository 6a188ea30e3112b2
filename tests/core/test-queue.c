/* test-queue.c: the fetch queue: kept, taken, tried again, given up; two at once, and one that
 * died.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-time.h"
#include "carrel-test-library.h"
#include "carrel-test-server.h"
#include "library/carrel-queue-list.h"
#include "store/carrel-store-queue.h"

#include <string.h>

#define NOW 1770000000

/* ── A network that is told what to be ── */

#define FAKE_TYPE_MONITOR (fake_monitor_get_type ())
G_DECLARE_FINAL_TYPE (FakeMonitor, fake_monitor, FAKE, MONITOR, GObject)

struct _FakeMonitor {
  GObject  parent_instance;
  gboolean available, metered;
};

static void
fake_initable_init (GInitableIface *interface)
{
}

static void
fake_monitor_init_interface (GNetworkMonitorInterface *interface)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeMonitor,
                               fake_monitor,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, fake_initable_init)
                                   G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR,
                                                          fake_monitor_init_interface))

enum { PROP_0, PROP_AVAILABLE, PROP_METERED, PROP_CONNECTIVITY };

static void
fake_monitor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  FakeMonitor *self = FAKE_MONITOR (object);

  if (id == PROP_CONNECTIVITY)
    g_value_set_enum (value,
                      self->available ? G_NETWORK_CONNECTIVITY_FULL : G_NETWORK_CONNECTIVITY_LOCAL);
  else
    g_value_set_boolean (value, id == PROP_AVAILABLE ? self->available : self->metered);
}

static void
fake_monitor_class_init (FakeMonitorClass *class)
{
  G_OBJECT_CLASS (class)->get_property = fake_monitor_get_property;
  g_object_class_override_property (G_OBJECT_CLASS (class), PROP_AVAILABLE, "network-available");
  g_object_class_override_property (G_OBJECT_CLASS (class), PROP_METERED, "network-metered");
  g_object_class_override_property (G_OBJECT_CLASS (class), PROP_CONNECTIVITY, "connectivity");
}

static void
fake_monitor_init (FakeMonitor *self)
{
  self->available = TRUE;
}

static void
set_network (FakeMonitor *self, gboolean available, gboolean metered)
{
  self->available = available;
  self->metered = metered;
  g_signal_emit_by_name (self, "network-changed", available);
}

/* ── What the tests share ── */

typedef struct {
  char             *folder;
  CarrelLibrary    *library;
  CarrelQueue      *queue; /* lent */
  CarrelTestServer *server;
  FakeMonitor      *monitor;
} Fixture;

static CarrelQueue *
get_queue (Fixture *self, CarrelLibrary *library)
{
  CarrelQueue *queue = carrel_library_get_queue (library);

  carrel_queue_set_monitor (queue, G_NETWORK_MONITOR (self->monitor));
  return queue;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  carrel_time_set_now (NOW);
  self->folder = carrel_test_new_folder ();
  self->server = carrel_test_server_new (NULL);
  self->monitor = g_object_new (FAKE_TYPE_MONITOR, NULL);
  self->library = carrel_test_open_library (self->folder);
  self->queue = get_queue (self, self->library);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  carrel_test_assert_sound (self->library);
  carrel_test_close_library (self->library);
  g_object_unref (self->monitor);
  carrel_test_server_free (self->server);
  carrel_test_remove_folder (self->folder);
  g_free (self->folder);
  carrel_time_set_now (0);
}

static void
add_page (Fixture *self, const char *path)
{
  GString *html = g_string_new ("<!DOCTYPE html><html><head><title>");

  g_string_append_printf (html, "Page %s</title></head><body><article><h1>Page %s</h1>", path,
                          path);
  for (guint i = 0; i < 4; i++)
    g_string_append_printf (html,
                            "<p>This is a paragraph of the page that is called %s, and it is long "
                            "enough, with its commas, to be taken for a part of an article.</p>",
                            path);
  g_string_append (html, "</article></body></html>");
  carrel_test_server_add_page (self->server, path, html->str);
  g_string_free (html, TRUE);
}

static GArray *
ask_all (CarrelQueue *queue, GPtrArray *addresses, const CarrelQueueOptions *options)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GArray *ids;

  carrel_queue_add_async (queue, addresses, options, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  ids = carrel_queue_add_finish (queue, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, addresses->len);
  return ids;
}

static gint64
ask_address (CarrelQueue *queue, const char *address, const char *topic)
{
  const char        *topics[] = { topic, NULL };
  CarrelQueueOptions options = { .topics = topics, .no_images = TRUE };
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  g_autoptr (GArray) ids = NULL;

  g_ptr_array_add (addresses, (gpointer) address);
  ids = ask_all (queue, addresses, &options);
  return g_array_index (ids, gint64, 0);
}

static gint64
ask (Fixture *self, const char *path, const char *topic)
{
  g_autofree char *address = carrel_test_server_dup_address (self->server, NULL, path);

  return ask_address (self->queue, address, topic);
}

static gboolean
is_idle (gpointer queue)
{
  return carrel_queue_is_idle (queue);
}

static void
work (Fixture *self)
{
  carrel_queue_set_work (self->queue, CARREL_QUEUE_WORK_ALL, FALSE);
  carrel_test_wait_until (is_idle, self->queue);
}

static CarrelQueueEntry *
load (CarrelQueue *queue, gint64 id)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, id);
  carrel_queue_load_async (queue, ids, NULL, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  entries = carrel_queue_load_finish (queue, result, NULL);
  return entries->len > 0 ? g_object_ref (entries->pdata[0]) : NULL;
}

static void
assert_entry (Fixture         *self,
              gint64           id,
              CarrelQueueState state,
              guint            tries,
              gint64           next_try,
              const char      *error)
{
  g_autoptr (CarrelQueueEntry) entry = load (self->queue, id);
  const CarrelQueueEntryData *data;

  g_assert_nonnull (entry);
  data = carrel_queue_entry_get (entry);
  g_test_message ("%s: %s, %u tries, %s", data->address, carrel_queue_state_get_name (data->state),
                  data->tries, data->message ? data->message : "");
  g_assert_cmpint (data->state, ==, state);
  g_assert_cmpuint (data->tries, ==, tries);
  g_assert_cmpint (data->next_try, ==, next_try);
  g_assert_cmpstr (data->error, ==, error);
}

static void
assert_gone (Fixture *self, gint64 id)
{
  g_autoptr (CarrelQueueEntry) entry = load (self->queue, id);

  g_assert_null (entry);
}

/* «asked failed again failed», oldest first. */
static char *
tell_history (Fixture *self, gint64 id)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) events = NULL;
  GString *out = g_string_new (NULL);

  carrel_queue_load_events_async (self->queue, id, NULL, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  events = carrel_queue_load_events_finish (self->queue, result, NULL);
  for (guint i = 0; i < events->len; i++)
    g_string_append_printf (
        out, "%s%s", i > 0 ? " " : "",
        carrel_queue_event_kind_get_name (((CarrelQueueEvent *) events->pdata[i])->kind));
  return g_string_free (out, FALSE);
}

static guint
count_articles (CarrelLibrary *library, const char *text)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (CarrelQuery) query = carrel_query_parse (text, FALSE);
  g_autoptr (GArray) ids = NULL;

  carrel_library_search_async (library, query, CARREL_SORT_ADDED, FALSE, 0, NULL,
                               carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  ids = carrel_library_search_finish (library, result, NULL, NULL, NULL);
  return ids->len;
}

static void
retry (Fixture *self, gint64 id)
{
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, id);
  carrel_queue_retry_async (self->queue, id != 0 ? ids : NULL, FALSE, carrel_test_result_cb,
                            &waiting);
  result = carrel_test_wait_result (&waiting);
  g_assert_true (carrel_queue_retry_finish (self->queue, result, NULL));
}

/* ── Tests ── */

static void
test_delays (void)
{
  g_assert_cmpint (carrel_queue_get_delay (1, 0), ==, 60);
  g_assert_cmpint (carrel_queue_get_delay (2, 0), ==, 600);
  g_assert_cmpint (carrel_queue_get_delay (5, 0), ==, 24 * 3600);
  g_assert_cmpint (carrel_queue_get_delay (CARREL_QUEUE_MAX_TRIES, 0), ==, 0);
  g_assert_cmpint (carrel_queue_get_delay (1, 3), ==, 3);
  g_assert_cmpint (carrel_queue_get_delay (2, 3), ==, 60);
  g_assert_cmpint (carrel_queue_get_delay (1, 7200), ==, 7200);
  g_assert_cmpint (carrel_queue_get_delay (CARREL_QUEUE_MAX_TRIES, 7200), ==, 0);
}

static gboolean
counts_three (gpointer library)
{
  return carrel_library_get_counts (library)->queue_waiting == 3;
}

/* What was asked for is there after closing, though nothing was fetched; asked for twice it is one.
 */
static void
test_is_kept (Fixture *self, gconstpointer data)
{
  gint64           id = ask (self, "/a", "sea");
  g_autofree char *history = NULL;

  ask (self, "/b", NULL);
  ask (self, "/c?utm_source=x", NULL);
  g_assert_cmpint (ask (self, "/a/", "land"), ==, id);
  carrel_test_close_library (self->library);
  self->library = carrel_test_open_library (self->folder);
  self->queue = get_queue (self, self->library);
  g_assert_true (counts_three (self->library));
  g_assert_cmpuint (carrel_test_server_get_n_requests (self->server), ==, 0);
  assert_entry (self, id, CARREL_QUEUE_WAITING, 0, 0, NULL);
  history = tell_history (self, id);
  g_assert_cmpstr (history, ==, "asked again");

  /* And the article has the topics of both times. */
  add_page (self, "/a");
  work (self);
  assert_gone (self, id);
  g_assert_cmpuint (count_articles (self->library, "topic:sea topic:land"), ==, 1);
  g_assert_cmpuint (carrel_test_server_count_requests (self->server, "/a"), ==, 1);
}

static void
test_ends (Fixture *self, gconstpointer data)
{
  gint64           good, gone, login, busy, overloaded, film, partial, bare;
  g_autofree char *history = NULL;

  add_page (self, "/good");
  carrel_test_server_add (self->server, "/gone", 410, "text/html", "no", -1);
  carrel_test_server_add (self->server, "/login", 401, "text/html", "no", -1);
  carrel_test_server_add (self->server, "/busy", 429, "text/html", "no", -1);
  carrel_test_server_add_header (self->server, "/busy", "Retry-After", "90");
  carrel_test_server_add (self->server, "/overloaded", 500, "text/html", "no", -1);
  carrel_test_server_add (self->server, "/film", 200, "video/mp4", "xxxx", -1);
  carrel_test_server_add (self->server, "/bare", 200, "text/html", "<html><body></body></html>",
                          -1);
  carrel_test_server_add_raw (self->server, "/partial",
                              "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: "
                              "5000\r\n\r\n<p>Half of a page, of which one could make an article.",
                              -1, CARREL_TEST_RAW_CLOSE);
  good = ask (self, "/good", NULL);
  gone = ask (self, "/gone", NULL);
  login = ask (self, "/login", NULL);
  overloaded = ask (self, "/overloaded", NULL);
  film = ask (self, "/film", NULL);
  bare = ask (self, "/bare", NULL);
  partial = ask (self, "/partial", NULL);
  work (self);
  busy = ask (self, "/busy", NULL); /* last: it asks for all of its host to wait */
  work (self);
  assert_gone (self, good);
  assert_entry (self, gone, CARREL_QUEUE_FAILED, 1, 0, "http");
  assert_entry (self, login, CARREL_QUEUE_FAILED, 1, 0, "http");
  assert_entry (self, film, CARREL_QUEUE_FAILED, 1, 0, "not-a-page");
  assert_entry (self, bare, CARREL_QUEUE_FAILED, 1, 0, "no-article");
  assert_entry (self, busy, CARREL_QUEUE_WAITING, 1, NOW + 90, "http");
  assert_entry (self, overloaded, CARREL_QUEUE_WAITING, 1, NOW + 90,
                "http"); /* would have been tried in a minute */
  assert_entry (self, partial, CARREL_QUEUE_WAITING, 1, NOW + 90, "network");
  g_assert_cmpuint (count_articles (self->library, ""), ==, 1);

  /* Not before its time, and not without end. */
  work (self);
  g_assert_cmpuint (carrel_test_server_count_requests (self->server, "/overloaded"), ==, 1);
  for (guint try = 2; try <= CARREL_QUEUE_MAX_TRIES; try++) {
    carrel_time_set_now (carrel_time_now () + 2 * 24 * 3600);
    carrel_queue_set_work (self->queue, CARREL_QUEUE_WORK_ALL, FALSE);
    work (self);
    g_assert_cmpuint (carrel_test_server_count_requests (self->server, "/overloaded"), ==, try);
  }
  assert_entry (self, overloaded, CARREL_QUEUE_FAILED, CARREL_QUEUE_MAX_TRIES, 0, "http");
  g_assert_cmpuint (carrel_test_server_count_requests (self->server, "/gone"), ==, 1);
  assert_gone (self, partial); /* the last time, half of it was better than nothing */

  /* By hand again, and then it is there. */
  add_page (self, "/overloaded");
  retry (self, overloaded);
  history = tell_history (self, overloaded);
  g_assert_cmpstr (history, ==, "asked failed failed failed failed failed failed again");
  work (self);
  assert_gone (self, overloaded);
}

static void
test_retry_all (Fixture *self, gconstpointer data)
{
  gint64 a = ask (self, "/a", NULL), b = ask (self, "/b", NULL);

  carrel_test_server_add (self->server, "/b", 503, "text/html", "no", -1);
  work (self);
  assert_entry (self, a, CARREL_QUEUE_FAILED, 1, 0, "http");
  assert_entry (self, b, CARREL_QUEUE_WAITING, 1, NOW + 60, "http");
  add_page (self, "/a");
  add_page (self, "/b");
  retry (self, 0);
  work (self);
  assert_gone (self, a);
  assert_gone (self, b);
  g_assert_cmpuint (count_articles (self->library, ""), ==, 2);
}

/* What is here or was in the trash is done with. */
static void
test_exists (Fixture *self, gconstpointer data)
{
  gint64        id;
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (CarrelUndo) undo = NULL;
  gint64 one = 1;

  add_page (self, "/a");
  ask (self, "/a", NULL);
  work (self);
  id = ask (self, "/a", NULL);
  work (self);
  assert_gone (self, id);
  g_array_append_val (ids, one);
  carrel_library_trash_async (self->library, ids, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  undo = carrel_library_change_finish (self->library, result, NULL);
  id = ask (self, "/a", NULL);
  work (self);
  assert_gone (self, id);
  g_assert_cmpuint (count_articles (self->library, ""), ==, 1);
  g_assert_cmpuint (carrel_test_server_count_requests (self->server, "/a"), ==, 1);
}

static void
test_network (Fixture *self, gconstpointer data)
{
  gint64 far = ask_address (self->queue, "http://far.invalid/a", NULL), near;

  set_network (self->monitor, FALSE, FALSE);
  add_page (self, "/near");
  near = ask (self, "/near", NULL);
  work (self);
  g_assert_cmpint (carrel_queue_get_pause (self->queue), ==, CARREL_QUEUE_PAUSE_OFFLINE);
  assert_gone (self, near);
  assert_entry (self, far, CARREL_QUEUE_WAITING, 0, 0, NULL);

  set_network (self->monitor, TRUE, TRUE);
  carrel_test_wait_until (is_idle, self->queue);
  g_assert_cmpint (carrel_queue_get_pause (self->queue), ==, CARREL_QUEUE_PAUSE_METERED);
  assert_entry (self, far, CARREL_QUEUE_WAITING, 0, 0, NULL);

  carrel_queue_fetch_now (self->queue);
  carrel_test_wait_until (is_idle, self->queue);
  g_assert_cmpint (carrel_queue_get_pause (self->queue), ==, CARREL_QUEUE_PAUSE_NONE);
  assert_entry (self, far, CARREL_QUEUE_WAITING, 1, NOW + 60, "network");

  set_network (self->monitor, TRUE, FALSE);
  carrel_queue_set_paused (self->queue, TRUE);
  near = ask (self, "/other", NULL);
  carrel_queue_set_work (self->queue, CARREL_QUEUE_WORK_ALL, FALSE);
  assert_entry (self, near, CARREL_QUEUE_WAITING, 0, 0, NULL);
  carrel_queue_set_paused (self->queue, FALSE);
  work (self);
  assert_entry (self, near, CARREL_QUEUE_FAILED, 1, 0, "http");
}

/* Two libraries on one folder are two owners, as two processes are. */
static void
test_two_at_once (Fixture *self, gconstpointer data)
{
  CarrelLibrary     *other = carrel_test_open_library (self->folder);
  CarrelQueue       *queue = get_queue (self, other);
  CarrelQueueOptions options = { .no_images = TRUE };
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) ids = NULL;

  for (guint i = 0; i < 24; i++) {
    g_autofree char *path = g_strdup_printf ("/page-%u", i),
                    *host = g_strdup_printf ("h%u.localhost", i % 6);

    add_page (self, path);
    carrel_test_server_set_delay (self->server, path, 20);
    g_ptr_array_add (addresses, carrel_test_server_dup_address (self->server, host, path));
  }
  ids = ask_all (self->queue, addresses, &options);
  carrel_queue_set_work (queue, CARREL_QUEUE_WORK_ALL, FALSE);
  work (self);
  carrel_test_wait_until (is_idle, queue);
  g_assert_cmpuint (count_articles (self->library, ""), ==, 24);
  for (guint i = 0; i < 24; i++) {
    g_autofree char *path = g_strdup_printf ("/page-%u", i);

    g_assert_cmpuint (carrel_test_server_count_requests (self->server, path), ==, 1);
    assert_gone (self, g_array_index (ids, gint64, i));
  }
  carrel_test_close_library (other);
}

/* What one keeps for himself another leaves alone, until he is gone. */
static void
test_kept_for_one (Fixture *self, gconstpointer data)
{
  CarrelLibrary     *other = carrel_test_open_library (self->folder);
  CarrelQueue       *queue = get_queue (self, other);
  g_autofree char   *address = carrel_test_server_dup_address (self->server, NULL, "/a");
  CarrelQueueOptions options = { .no_images = TRUE, .keep = TRUE };
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  g_autoptr (GArray) ids = NULL;

  add_page (self, "/a");
  g_ptr_array_add (addresses, address);
  ids = ask_all (queue, addresses, &options);
  work (self);
  g_assert_cmpuint (carrel_test_server_get_n_requests (self->server), ==, 0);
  carrel_test_close_library (other);
  carrel_queue_set_work (self->queue, CARREL_QUEUE_WORK_ALL, FALSE);
  work (self);
  assert_gone (self, g_array_index (ids, gint64, 0));
  g_assert_cmpuint (count_articles (self->library, ""), ==, 1);
}

static void
test_one_died (Fixture *self, gconstpointer data)
{
  gint64 id = ask (self, "/a", NULL), next_due;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelConnection) connection = carrel_connection_open (self->folder, 0, &error);
  g_autoptr (CarrelQueueOwner) first = carrel_queue_owner_new (self->folder, &error),
                               second = carrel_queue_owner_new (self->folder, &error);
  g_autoptr (CarrelChanges) changes = carrel_changes_new (0);
  CarrelQueueClaim claim = { .owner = first, .n = 8 };
  g_autoptr (GPtrArray) taken = NULL, again = NULL, late = NULL;
  g_autofree char *history = NULL;

  g_assert_no_error (error);
  carrel_connection_begin (connection, &error);
  taken = carrel_store_queue_claim (connection, &claim, &next_due, changes, &error);
  g_assert_cmpuint (taken->len, ==, 1);
  claim.owner = second;
  again = carrel_store_queue_claim (connection, &claim, &next_due, changes, &error);
  g_assert_cmpuint (again->len, ==, 0);
  g_assert_true (carrel_queue_owner_is_alive (second, carrel_queue_owner_get_id (first)));
  g_clear_pointer (&first, carrel_queue_owner_free); /* as the system does when a process ends */
  late = carrel_store_queue_claim (connection, &claim, &next_due, changes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (late->len, ==, 1);
  carrel_connection_commit (connection, &error);
  g_assert_no_error (error);
  assert_entry (self, id, CARREL_QUEUE_RUNNING, 0, 0, NULL);
  history = tell_history (self, id);
  g_assert_cmpstr (history, ==, "asked interrupted");
}

static gboolean
is_running (gpointer queue)
{
  return carrel_queue_get_n_running (queue) > 0;
}

static gboolean
runs_nothing (gpointer queue)
{
  return carrel_queue_get_n_running (queue) == 0;
}

static void
test_given_up (Fixture *self, gconstpointer data)
{
  GAsyncResult *waiting = NULL, *undoing = NULL;
  g_autoptr (GAsyncResult) result = NULL, undone = NULL;
  g_autoptr (CarrelUndo) undo = NULL, nothing = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *history = NULL;
  gint64           id;

  add_page (self, "/slow");
  carrel_test_server_set_delay (self->server, "/slow", 300);
  id = ask (self, "/slow", "sea");
  carrel_queue_set_work (self->queue, CARREL_QUEUE_WORK_ALL, FALSE);
  carrel_test_wait_until (is_running, self->queue);
  g_array_append_val (ids, id);
  carrel_queue_remove_async (self->queue, ids, 0, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  undo = carrel_queue_remove_finish (self->queue, result, NULL);
  carrel_test_wait_until (is_idle, self->queue);
  g_assert_cmpuint (count_articles (self->library, ""), ==, 0);
  assert_gone (self, id);

  /* Undone, it waits as before, with its history. */
  carrel_queue_set_paused (self->queue, TRUE);
  carrel_library_undo_async (self->library, undo, carrel_test_result_cb, &undoing);
  undone = carrel_test_wait_result (&undoing);
  nothing = carrel_library_change_finish (self->library, undone, NULL);
  g_assert_nonnull (nothing);
  assert_entry (self, id, CARREL_QUEUE_WAITING, 0, 0, NULL);
  history = tell_history (self, id);
  g_assert_cmpstr (history, ==, "asked");
  carrel_queue_set_paused (self->queue, FALSE);
  work (self);
  g_assert_cmpuint (count_articles (self->library, "topic:sea"), ==, 1);
}

/* An article's page: apart from the address itself, done with when it is known what came of it. */
static void
test_fetch_again (Fixture *self, gconstpointer data)
{
  GAsyncResult *waiting = NULL, *removing = NULL, *undoing = NULL;
  g_autoptr (GAsyncResult) result = NULL, removed = NULL, undone = NULL;
  g_autoptr (GArray) articles = g_array_new (FALSE, FALSE, sizeof (gint64)), ids = NULL;
  g_autoptr (CarrelUndo) undo = NULL, nothing = NULL;
  g_autofree char            *history = NULL;
  CarrelQueueOptions          options = { .less = TRUE };
  const CarrelQueueEntryData *entry;
  g_autoptr (CarrelQueueEntry) loaded = NULL, again = NULL;
  gint64 article = 1, nobody = 99, id;

  add_page (self, "/page");
  ask (self, "/page", NULL);
  work (self);
  g_array_append_val (articles, article);
  g_array_append_val (articles, nobody);
  carrel_test_server_add (self->server, "/page", 503, "text/html", "no", -1);
  carrel_queue_fetch_again_async (self->queue, articles, &options, carrel_test_result_cb, &waiting);
  result = carrel_test_wait_result (&waiting);
  ids = carrel_queue_add_finish (self->queue, result, NULL);
  g_assert_cmpuint (ids->len, ==, 2);
  g_assert_cmpint (g_array_index (ids, gint64, 1), ==, 0);
  g_array_set_size (ids, 1);
  id = g_array_index (ids, gint64, 0);
  loaded = load (self->queue, id);
  entry = carrel_queue_entry_get (loaded);
  g_assert_cmpint (entry->article, ==, 1);
  g_assert_true (entry->less);
  g_assert_nonnull (entry->title);
  work (self);
  assert_entry (self, id, CARREL_QUEUE_WAITING, 1, NOW + 60, "http");

  /* Given up, and that undone. */
  carrel_queue_remove_async (self->queue, ids, 0, carrel_test_result_cb, &removing);
  removed = carrel_test_wait_result (&removing);
  undo = carrel_queue_remove_finish (self->queue, removed, NULL);
  assert_gone (self, id);
  carrel_library_undo_async (self->library, undo, carrel_test_result_cb, &undoing);
  undone = carrel_test_wait_result (&undoing);
  nothing = carrel_library_change_finish (self->library, undone, NULL);
  again = load (self->queue, id);
  g_assert_cmpint (carrel_queue_entry_get (again)->article, ==, 1);
  g_assert_true (carrel_queue_entry_get (again)->less);
  history = tell_history (self, id);
  g_assert_cmpstr (history, ==, "asked failed");

  add_page (self, "/page");
  carrel_time_set_now (NOW + 61);
  work (self);
  assert_gone (self, id);
  g_assert_cmpuint (carrel_test_server_count_requests (self->server, "/page"), ==, 3);
  g_assert_cmpuint (count_articles (self->library, ""), ==, 1);
}

/* Stopped in the middle it waits again, and no try is counted. */
static void
test_stopped (Fixture *self, gconstpointer data)
{
  gint64 id;

  add_page (self, "/slow");
  carrel_test_server_set_delay (self->server, "/slow", 300);
  id = ask (self, "/slow", NULL);
  carrel_queue_set_work (self->queue, CARREL_QUEUE_WORK_ALL, FALSE);
  carrel_test_wait_until (is_running, self->queue);
  carrel_queue_stop (self->queue);
  carrel_test_wait_until (runs_nothing, self->queue);
  carrel_test_wait_until (is_idle, self->queue);
  assert_entry (self, id, CARREL_QUEUE_WAITING, 0, 0, NULL);
  work (self);
  assert_gone (self, id);
}

static gboolean
is_long (gpointer list)
{
  return g_list_model_get_n_items (list) == 2000;
}

static gboolean
has_entry (gpointer item)
{
  return carrel_queue_item_get_entry (item) != NULL;
}

static gboolean
is_empty (gpointer list)
{
  return g_list_model_get_n_items (list) == 0;
}

/* Thousands are one transaction, and a list that holds only what is looked at. */
static void
test_many (Fixture *self, gconstpointer data)
{
  g_autoptr (CarrelQueueList) list = carrel_queue_list_new (self->queue, CARREL_QUEUE_WAITING);
  CarrelQueueOptions options = { .no_images = TRUE };
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) ids = NULL;
  g_autoptr (CarrelQueueItem) item = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (CarrelUndo) undo = NULL;
  GAsyncResult *waiting = NULL;

  for (guint i = 0; i < 2000; i++)
    g_ptr_array_add (addresses, g_strdup_printf ("https://site-%u.example/%u", i % 100, i));
  ids = ask_all (self->queue, addresses, &options);
  carrel_test_wait_until (is_long, list);
  item = g_list_model_get_item (G_LIST_MODEL (list), 1234);
  carrel_test_wait_until (has_entry, item);
  g_assert_cmpstr (carrel_queue_entry_get (carrel_queue_item_get_entry (item))->address, ==,
                   "https://site-34.example/1234");
  carrel_queue_remove_async (self->queue, NULL, 1u << CARREL_QUEUE_WAITING, carrel_test_result_cb,
                             &waiting);
  result = carrel_test_wait_result (&waiting);
  undo = carrel_queue_remove_finish (self->queue, result, NULL);
  g_assert_nonnull (undo);
  carrel_test_wait_until (is_empty, list);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/queue/delays", test_delays);
#define TEST(name) g_test_add ("/queue/" #name, Fixture, NULL, set_up, test_##name, tear_down)
  TEST (is_kept);
  TEST (ends);
  TEST (retry_all);
  TEST (exists);
  TEST (network);
  TEST (two_at_once);
  TEST (kept_for_one);
  TEST (one_died);
  TEST (given_up);
  TEST (fetch_again);
  TEST (stopped);
  TEST (many);
  return g_test_run ();
}
