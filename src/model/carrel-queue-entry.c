/* carrel-queue-entry.c: an address of the fetch queue, and when it is tried again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-queue-entry.h"

#include "base/carrel-error.h"

#include <string.h>

struct _CarrelQueueEntry {
  GObject parent_instance;

  CarrelQueueEntryData data; /* its texts are ours */
};

G_DEFINE_FINAL_TYPE (CarrelQueueEntry, carrel_queue_entry, G_TYPE_OBJECT)

static const char *const state_names[CARREL_N_QUEUE_STATES] = { "waiting", "running", "failed" };
static const char *const kind_names[] = { "asked", "failed", "interrupted", "again" };

const char *
carrel_queue_state_get_name (CarrelQueueState state)
{
  g_return_val_if_fail ((guint) state < CARREL_N_QUEUE_STATES, "waiting");
  return state_names[state];
}

gboolean
carrel_queue_state_from_name (const char *name, CarrelQueueState *state)
{
  for (guint i = 0; name && i < CARREL_N_QUEUE_STATES; i++)
    if (strcmp (state_names[i], name) == 0) {
      *state = (CarrelQueueState) i;
      return TRUE;
    }
  return FALSE;
}

const CarrelQueueEntryData *
carrel_queue_entry_get (CarrelQueueEntry *self)
{
  return &self->data;
}

static gboolean
is_error (CarrelQueueEntry *self, const CarrelErrorCode *codes, guint n_codes)
{
  for (guint i = 0; self->data.error && i < n_codes; i++)
    if (strcmp (self->data.error, carrel_error_code_name (codes[i])) == 0)
      return TRUE;
  return FALSE;
}

gboolean
carrel_queue_entry_can_retry (CarrelQueueEntry *self)
{
  static const CarrelErrorCode hopeless[] = { CARREL_ERROR_REFUSED, CARREL_ERROR_INVALID,
                                              CARREL_ERROR_UNSUPPORTED, CARREL_ERROR_TOO_LARGE };

  return self->data.error && !is_error (self, hopeless, G_N_ELEMENTS (hopeless));
}

gboolean
carrel_queue_entry_can_browse (CarrelQueueEntry *self)
{
  static const CarrelErrorCode codes[] = { CARREL_ERROR_HTTP, CARREL_ERROR_TOO_LARGE,
                                           CARREL_ERROR_NOT_A_PAGE, CARREL_ERROR_NO_ARTICLE,
                                           CARREL_ERROR_UNSUPPORTED };

  return is_error (self, codes, G_N_ELEMENTS (codes));
}

gint64
carrel_queue_get_delay (guint tries, guint wait)
{
  static const guint delays[CARREL_QUEUE_MAX_TRIES] = { 0,       60,          10 * 60,
                                                        60 * 60, 6 * 60 * 60, 24 * 60 * 60 };

  if (tries == 0 || tries >= CARREL_QUEUE_MAX_TRIES)
    return 0;
  /* Who says when is believed, once; who says so again and again is asked less and less. */
  return wait > 0 ? MAX (wait, delays[tries - 1]) : delays[tries];
}

/* ── Events ── */

const char *
carrel_queue_event_kind_get_name (CarrelQueueEventKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (kind_names), "asked");
  return kind_names[kind];
}

CarrelQueueEventKind
carrel_queue_event_kind_from_name (const char *name)
{
  for (guint i = 0; name && i < G_N_ELEMENTS (kind_names); i++)
    if (strcmp (kind_names[i], name) == 0)
      return (CarrelQueueEventKind) i;
  return CARREL_QUEUE_ASKED;
}

CarrelQueueEvent *
carrel_queue_event_new (gint64 time, CarrelQueueEventKind kind, const char *message)
{
  CarrelQueueEvent *self = g_new0 (CarrelQueueEvent, 1);

  *self = (CarrelQueueEvent) { time, kind, g_strdup (message) };
  return self;
}

void
carrel_queue_event_free (CarrelQueueEvent *self)
{
  g_free (self->message);
  g_free (self);
}

/* ── Object ── */

CarrelQueueEntry *
carrel_queue_entry_new (const CarrelQueueEntryData *data)
{
  CarrelQueueEntry *self = g_object_new (CARREL_TYPE_QUEUE_ENTRY, NULL);

  self->data = *data;
  self->data.address = g_strdup (data->address);
  self->data.error = g_strdup (data->error);
  self->data.message = g_strdup (data->message);
  self->data.title = g_strdup (data->title);
  self->data.topics = (const char *const *) g_strdupv ((GStrv) data->topics);
  return self;
}

static void
carrel_queue_entry_finalize (GObject *object)
{
  CarrelQueueEntry *self = CARREL_QUEUE_ENTRY (object);

  g_free ((char *) self->data.address);
  g_free ((char *) self->data.error);
  g_free ((char *) self->data.message);
  g_free ((char *) self->data.title);
  g_strfreev ((GStrv) self->data.topics);
  G_OBJECT_CLASS (carrel_queue_entry_parent_class)->finalize (object);
}

static void
carrel_queue_entry_class_init (CarrelQueueEntryClass *class)
{
  G_OBJECT_CLASS (class)->finalize = carrel_queue_entry_finalize;
}

static void
carrel_queue_entry_init (CarrelQueueEntry *self)
{
}
