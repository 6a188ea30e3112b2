/* carrel-queue-private.h: what the files of the queue share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library-private.h"
#include "library/carrel-queue.h"
#include "library/carrel-versions.h"
#include "store/carrel-store-queue.h"

G_BEGIN_DECLS

/* The owner, made by the first job that needs it. Only jobs of the writer look into it. */
typedef struct {
  CarrelQueueOwner *owner; /* (owned) (nullable) */
} CarrelQueueSelf;

struct _CarrelQueue {
  GObject parent_instance;

  CarrelLibrary   *library; /* (weak) (nullable): which holds the queue */
  CarrelQueueSelf *self;    /* (owned): reference-counted */
  GNetworkMonitor *monitor; /* (owned) */
  CarrelQueueWork  work;
  gboolean         insist, paused, now, stopped;
  gboolean         claiming, again,
      dry;              /* a claim runs; another is wanted; the last one found too little */
  gint64      halted;   /* monotonic: nothing is begun before */
  GHashTable *running;  /* (owned): gint64 * → CarrelQueueRun */
  GHashTable *held;     /* (owned): host → gint64 *, monotonic */
  guint       n_ending; /* ended, not yet written down */
  guint       n_due;    /* whose turn it is, when last asked */
  gint64      next_due; /* of those that must wait; 0: none */
  guint       timer, teller;

  guint   done;  /* of this burst */
  gint64  since; /* monotonic: when it began */
  GArray *ends;  /* (owned) (element-type gint64): monotonic, the last ones */
};

/* An entry that runs here. */
typedef struct {
  CarrelQueue      *queue;       /* (owned) */
  CarrelQueueEntry *entry;       /* (owned) */
  CarrelAdd        *add;         /* (owned) */
  GCancellable     *cancellable; /* (owned) */
  char             *host;        /* (owned) */
  GError           *error;       /* (owned) (nullable): how it ended */
  CarrelRefetch    *refetch; /* (owned) (nullable): of an article whose page was fetched again */
  gint64            article;
  gboolean          gone; /* was removed */
} CarrelQueueRun;

#define CARREL_QUEUE_DISK_SECONDS 60 /* in which nothing is begun when nothing can be saved */

/* An entry that was claimed. */
void     carrel_queue_begin (CarrelQueue *self, CarrelQueueEntry *entry);
void     carrel_queue_emit_began (CarrelQueue *self, gint64 id, CarrelAdd *add);
void     carrel_queue_emit_ended (CarrelQueue *self, gint64 id, const CarrelQueueEnd *end);
gboolean carrel_queue_is_offline (CarrelQueue *self);

/* Another claim may find something. */
void carrel_queue_wake (CarrelQueue *self);
/* Something to look at changed. */
void carrel_queue_touch (CarrelQueue *self);
/* What halted it is over. */
void carrel_queue_disk_is_back (CarrelQueue *self);
/* Runs on the writer's thread. NULL with an error where there is no owner. */
CarrelQueueOwner *
carrel_queue_self_get_owner (CarrelQueueSelf *self, CarrelConnection *connection, GError **error);

/* What carrel_queue_remove_async () took is stopped where it runs here. */
void carrel_queue_cancel_running (CarrelQueue *self, GArray *ids);
/* The library closes: nothing more is begun, told or written. */
void carrel_queue_close (CarrelQueue *self);
void carrel_queue_self_unref (CarrelQueueSelf *self);

void carrel_add_set_queue_entry (CarrelAdd *self, gint64 entry, gboolean whole);

G_END_DECLS
