/* carrel-speaker.c: Speech Dispatcher, by a thread of its own.
 *
 * The thread takes orders from a queue and is the only one that calls libspeechd. What the service
 * tells comes on a third thread, libspeechd's, and without anything of ours but the number of the
 * connection; it goes to the main thread as an idle function, in the same way as the number that
 * the service gave to a sentence. Either of the two may come first, so events of a number that
 * isn't known wait.
 *
 * Orders and events hold the channel, which outlives the speaker until the last of them is gone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-speaker.h"

#include "config.h"

#if CARREL_SPEECH
#include <libspeechd.h>
#endif
#include <math.h>
#include <signal.h>

typedef enum { ORDER_SAY, ORDER_STOP, ORDER_QUIT } OrderKind;

typedef struct {
  OrderKind kind;
  char     *text, *language; /* (owned) (nullable) */
  int       rate;
  guint     serial;
} Order;

typedef struct {
  int                message;
  CarrelSpeakerEvent event;
} Waiting;

/* What both threads have. */
typedef struct {
  gatomicrefcount   references;
  GAsyncQueue      *orders; /* (owned) */
  CarrelSpeakerFunc func;   /* main thread: NULL once the speaker is gone */
  gpointer          data;
  GHashTable       *serials; /* (owned): main thread: the service's number → ours */
  GArray           *waiting; /* (owned) (element-type Waiting): main thread */
} Channel;

struct _CarrelSpeaker {
  Channel *channel; /* (owned) */
};

static void
free_order (gpointer data)
{
  Order *order = data;

  g_free (order->text);
  g_free (order->language);
  g_free (order);
}

static Channel *
channel_ref (Channel *channel)
{
  g_atomic_ref_count_inc (&channel->references);
  return channel;
}

static void
channel_unref (gpointer data)
{
  Channel *channel = data;

  if (!g_atomic_ref_count_dec (&channel->references))
    return;
  g_async_queue_unref (channel->orders);
  g_hash_table_unref (channel->serials);
  g_array_unref (channel->waiting);
  g_free (channel);
}

/* ── On the main thread ── */

typedef struct {
  Channel           *channel; /* (owned) */
  gboolean           said;    /* a number became known; else an event */
  int                message;
  guint              serial;
  CarrelSpeakerEvent event;
} News;

static void
free_news (gpointer data)
{
  channel_unref (((News *) data)->channel);
  g_free (data);
}

static void
tell (Channel *channel, CarrelSpeakerEvent event, guint serial)
{
  if (channel->func)
    channel->func (event, serial, channel->data);
}

static gboolean
news_cb (gpointer data)
{
  News    *news = data;
  Channel *channel = news->channel;
  gpointer key = GINT_TO_POINTER (news->message), serial;

  if (news->message == 0) {
    tell (channel, news->event, news->serial);
  } else if (news->said) {
    g_hash_table_insert (channel->serials, key, GUINT_TO_POINTER (news->serial));
    for (guint i = channel->waiting->len; i > 0; i--) {
      Waiting waiting = g_array_index (channel->waiting, Waiting, i - 1);

      if (waiting.message != news->message)
        continue;
      g_array_remove_index (channel->waiting, i - 1);
      g_hash_table_remove (channel->serials, key);
      tell (channel, waiting.event, news->serial);
    }
  } else if (g_hash_table_lookup_extended (channel->serials, key, NULL, &serial)) {
    g_hash_table_remove (channel->serials, key);
    tell (channel, news->event, GPOINTER_TO_UINT (serial));
  } else if (channel->waiting->len < 64) {
    Waiting waiting = { news->message, news->event };

    g_array_append_val (channel->waiting, waiting);
  }
  return G_SOURCE_REMOVE;
}

static void
send_news (Channel *channel, gboolean said, int message, guint serial, CarrelSpeakerEvent event)
{
  News *news = g_new0 (News, 1);

  news->channel = channel_ref (channel);
  news->said = said;
  news->message = message;
  news->serial = serial;
  news->event = event;
  g_idle_add_full (G_PRIORITY_DEFAULT, news_cb, news, free_news);
}

/* ── On the speaker's thread ── */

#if CARREL_SPEECH

/* Connections by their number: that is all an event says of where it belongs. */
static GMutex      connections_lock;
static GHashTable *connections;

static void
heard_cb (size_t message, size_t client, SPDNotificationType type)
{
  Channel *channel;

  g_mutex_lock (&connections_lock);
  channel = connections ? g_hash_table_lookup (connections, GSIZE_TO_POINTER (client)) : NULL;
  if (channel && (type == SPD_EVENT_END || type == SPD_EVENT_CANCEL))
    send_news (channel, FALSE, (int) message, 0,
               type == SPD_EVENT_END ? CARREL_SPEAKER_ENDED : CARREL_SPEAKER_STOPPED);
  g_mutex_unlock (&connections_lock);
}

static void
know_connection (int client, Channel *channel)
{
  g_mutex_lock (&connections_lock);
  if (!connections)
    connections = g_hash_table_new (NULL, NULL);
  if (channel)
    g_hash_table_insert (connections, GINT_TO_POINTER (client), channel);
  else
    g_hash_table_remove (connections, GINT_TO_POINTER (client));
  g_mutex_unlock (&connections_lock);
}

static SPDConnection *
open_connection (Channel *channel)
{
  char          *error = NULL;
  SPDConnection *connection =
      spd_open2 ("carrel", "reader", NULL, SPD_MODE_THREADED, NULL, 1, &error);

  if (!connection) {
    g_debug ("Speech Dispatcher: %s", error ? error : "no connection");
    free (error);
    return NULL;
  }
  connection->callback_end = connection->callback_cancel = heard_cb;
  know_connection (spd_get_client_id (connection), channel);
  spd_set_data_mode (connection, SPD_DATA_TEXT);
  if (spd_set_notification_on (connection, SPD_END) != 0 ||
      spd_set_notification_on (connection, SPD_CANCEL) != 0)
    g_debug ("Speech Dispatcher tells nothing of what it says");
  return connection;
}

static void
close_connection (SPDConnection **connection)
{
  if (!*connection)
    return;
  know_connection (spd_get_client_id (*connection), NULL);
  spd_close (*connection);
  *connection = NULL;
}

static void
say (Channel *channel, SPDConnection **connection, const Order *order)
{
  int message = -1;

  /* Twice: the service may have ended since the last sentence. */
  for (guint i = 0; i < 2 && message < 0; i++) {
    if (!*connection)
      *connection = open_connection (channel);
    if (!*connection)
      break;
    spd_cancel (*connection);
    if (order->language)
      spd_set_language (*connection, order->language);
    spd_set_voice_rate (*connection, order->rate);
    message = spd_say (*connection, SPD_TEXT, order->text);
    if (message <= 0)
      close_connection (connection);
  }
  if (message > 0)
    send_news (channel, TRUE, message, order->serial, CARREL_SPEAKER_ENDED);
  else
    send_news (channel, FALSE, 0, order->serial, CARREL_SPEAKER_FAILED);
}

static gpointer
run (gpointer data)
{
  Channel       *channel = data;
  SPDConnection *connection = NULL;
  gboolean       quit = FALSE;
  sigset_t       pipe;

  /* A service that went away is an error of a write, not the end of the program. */
  sigemptyset (&pipe);
  sigaddset (&pipe, SIGPIPE);
  pthread_sigmask (SIG_BLOCK, &pipe, NULL);
  while (!quit) {
    Order *order = g_async_queue_pop (channel->orders);

    if (order->kind == ORDER_SAY)
      say (channel, &connection, order);
    else if (connection)
      spd_cancel (connection);
    quit = order->kind == ORDER_QUIT;
    free_order (order);
  }
  close_connection (&connection);
  channel_unref (channel);
  return NULL;
}

#else

static gpointer
run (gpointer data)
{
  Channel *channel = data;
  gboolean quit = FALSE;

  while (!quit) {
    Order *order = g_async_queue_pop (channel->orders);

    if (order->kind == ORDER_SAY)
      send_news (channel, FALSE, 0, order->serial, CARREL_SPEAKER_FAILED);
    quit = order->kind == ORDER_QUIT;
    free_order (order);
  }
  channel_unref (channel);
  return NULL;
}

#endif

/* ── The speaker ── */

gboolean
carrel_speaker_is_built (void)
{
  return CARREL_SPEECH;
}

CarrelSpeaker *
carrel_speaker_new (CarrelSpeakerFunc func, gpointer data)
{
  CarrelSpeaker *self = g_new0 (CarrelSpeaker, 1);

  self->channel = g_new0 (Channel, 1);
  g_atomic_ref_count_init (&self->channel->references);
  self->channel->orders = g_async_queue_new_full (free_order);
  self->channel->func = func;
  self->channel->data = data;
  self->channel->serials = g_hash_table_new (NULL, NULL);
  self->channel->waiting = g_array_new (FALSE, FALSE, sizeof (Waiting));
  g_thread_unref (g_thread_new ("speaker", run, channel_ref (self->channel)));
  return self;
}

static void
give_order (CarrelSpeaker *self, OrderKind kind)
{
  Order *order = g_new0 (Order, 1);

  order->kind = kind;
  g_async_queue_push (self->channel->orders, order);
}

void
carrel_speaker_free (CarrelSpeaker *self)
{
  self->channel->func = NULL;
  give_order (self, ORDER_QUIT);
  channel_unref (self->channel);
  g_free (self);
}

void
carrel_speaker_say (
    CarrelSpeaker *self, const char *text, const char *language, double speed, guint serial)
{
  Order *order = g_new0 (Order, 1);

  order->kind = ORDER_SAY;
  order->text = g_strdup (text);
  order->language = g_strdup (language);
  order->rate = (int) round (100 * log2 (CLAMP (speed, .5, 2)));
  order->serial = serial;
  g_async_queue_push (self->channel->orders, order);
}

void
carrel_speaker_stop (CarrelSpeaker *self)
{
  give_order (self, ORDER_STOP);
}
