/* carrel-queue-entry.h: an address of the fetch queue, and what happened to it. Immutable; any
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-types.h"

G_BEGIN_DECLS

typedef enum {
  CARREL_QUEUE_WAITING, /* for its turn, or for its next try */
  CARREL_QUEUE_RUNNING, /* here, or in another process */
  CARREL_QUEUE_FAILED,  /* needs the person */
} CarrelQueueState;
#define CARREL_N_QUEUE_STATES 3

/* «waiting» ⇄ the value; FALSE for no state. The name is static. */
const char *carrel_queue_state_get_name (CarrelQueueState state);
gboolean    carrel_queue_state_from_name (const char *name, CarrelQueueState *state);

typedef struct {
  gint64             id;
  const char        *address;
  CarrelQueueState   state;
  guint              tries;    /* that failed */
  gint64             next_try; /* not before; 0: as soon as it is its turn */
  const char        *error;    /* (nullable): the code's name of the last failure */
  const char        *message;  /* (nullable): and its sentence */
  const char *const *topics;   /* (nullable) */
  CarrelPlace        place;
  gboolean           images;
  gint64             added;
  gint64             article; /* whose page is fetched again; 0: it becomes one */
  const char        *title;   /* (nullable): the article's */
  gboolean           less;    /* a text that lost much is taken, too */
} CarrelQueueEntryData;

#define CARREL_TYPE_QUEUE_ENTRY (carrel_queue_entry_get_type ())
G_DECLARE_FINAL_TYPE (CarrelQueueEntry, carrel_queue_entry, CARREL, QUEUE_ENTRY, GObject)

CarrelQueueEntry           *carrel_queue_entry_new (const CarrelQueueEntryData *data);
const CarrelQueueEntryData *carrel_queue_entry_get (CarrelQueueEntry *self);

/* Whether asking again may bring another answer, by the last failure. */
gboolean carrel_queue_entry_can_retry (CarrelQueueEntry *self);
/* Carrel can't have the page; a browser might show it. */
gboolean carrel_queue_entry_can_browse (CarrelQueueEntry *self);

/* How often an address is asked for by itself: 1, 10 minutes, 1, 6, 24 hours after each other. */
#define CARREL_QUEUE_MAX_TRIES 6
/* Seconds from the failure that made it `tries` to the next try; at least `wait`, what the server
 * asked for. 0: no further try. */
gint64 carrel_queue_get_delay (guint tries, guint wait);

typedef enum {
  CARREL_QUEUE_ASKED,
  CARREL_QUEUE_HAS_FAILED,
  CARREL_QUEUE_INTERRUPTED, /* the process that fetched it ended */
  CARREL_QUEUE_AGAIN,       /* by hand */
} CarrelQueueEventKind;

typedef struct {
  gint64               time;
  CarrelQueueEventKind kind;
  char                *message; /* (owned) (nullable) */
} CarrelQueueEvent;

/* «asked», «failed», «interrupted», «again»; an unknown name is ASKED. Static. */
const char          *carrel_queue_event_kind_get_name (CarrelQueueEventKind kind);
CarrelQueueEventKind carrel_queue_event_kind_from_name (const char *name);
CarrelQueueEvent      *
carrel_queue_event_new (gint64 time, CarrelQueueEventKind kind, const char *message);
void carrel_queue_event_free (CarrelQueueEvent *self);

G_END_DECLS
