/* carrel-queue.h: the fetch queue: what was asked for, and the work on it. Main thread.
 *
 * An address is in the library's file before add_finish () returns, and stays until it is an
 * article or is removed. By itself the queue does nothing: the window has it work on all that is
 * there, a command on what it was given. Several processes may work at once; none takes what
 * another has.
 *
 * Eight at once, two of a host. It waits while there is no network or each byte costs, but for what
 * is on this computer; while the disk is full; and while it is paused.
 *
 * Signals: «began» (gint64 id, CarrelAdd): an entry is being fetched here; «ended» (gint64 id,
 * CarrelQueueEnd): and no longer; «changed»: something to look at did, at most four times a second.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"
#include "library/carrel-versions.h"
#include "model/carrel-queue-entry.h"

G_BEGIN_DECLS

#define CARREL_TYPE_QUEUE (carrel_queue_get_type ())
G_DECLARE_FINAL_TYPE (CarrelQueue, carrel_queue, CARREL, QUEUE, GObject)

CarrelQueue *carrel_library_get_queue (CarrelLibrary *library);
CarrelLibrary *
carrel_queue_get_library (CarrelQueue *self); /* (transfer none) (nullable): it is closed */

/* ── Work ── */

typedef enum {
  CARREL_QUEUE_WORK_NONE, /* what runs goes on */
  CARREL_QUEUE_WORK_OWN,  /* on what was kept for this process */
  CARREL_QUEUE_WORK_ALL,
} CarrelQueueWork;
/* `insist`: never mind the network's state: a person waits at the terminal. */
void carrel_queue_set_work (CarrelQueue *self, CarrelQueueWork work, gboolean insist);
/* What runs is stopped, and waits again. */
void carrel_queue_stop (CarrelQueue *self);

typedef enum {
  CARREL_QUEUE_PAUSE_NONE,
  CARREL_QUEUE_PAUSE_BY_HAND,
  CARREL_QUEUE_PAUSE_OFFLINE,
  CARREL_QUEUE_PAUSE_METERED,
  CARREL_QUEUE_PAUSE_DISK, /* nothing can be saved; it looks again in a minute */
} CarrelQueuePause;
/* Why it would begin nothing, whether or not there is something. */
CarrelQueuePause carrel_queue_get_pause (CarrelQueue *self);
void             carrel_queue_set_paused (CarrelQueue *self, gboolean paused);
/* On though it is metered, until the network changes; no longer paused. */
void carrel_queue_fetch_now (CarrelQueue *self);

/* Nothing runs here, and nothing whose turn it is is left for us. */
gboolean carrel_queue_is_idle (CarrelQueue *self);
guint    carrel_queue_get_n_running (CarrelQueue *self);
/* The chain of steps of an entry that runs here, else NULL. */
CarrelAdd *carrel_queue_get_add (CarrelQueue *self, gint64 id);

typedef struct {
  guint done,
      total; /* since it was last idle; total with what is under way and what waits for its turn */
  double rate; /* a second, lately; 0: not known yet */
  double left; /* seconds; 0: not known */
} CarrelQueueProgress;
void carrel_queue_get_progress (CarrelQueue *self, CarrelQueueProgress *progress);

/* How an entry ended. */
typedef struct {
  const char *address;
  CarrelAdd  *add;
  gint64 article; /* saved, restored from the trash, there already, or fetched again; 0: none */
  const GError     *error; /* (nullable): EXISTS, CANCELLED, or why it failed */
  CarrelQueueEntry *entry; /* (nullable): as it stays in the queue */
  gint64            again; /* the article whose page was to be fetched again; 0: none */
  CarrelRefetch
      *refetch; /* (nullable): what came of that; who listens may take its undo and its revision */
} CarrelQueueEnd;

/* ── Changing ── */

typedef struct {
  const char *const *topics; /* (nullable) */
  CarrelPlace        place;
  gboolean           no_images;
  gboolean           soon; /* before the others */
  gboolean           keep; /* for this process, for as long as it lives */
  gboolean           less; /* of articles: a text that lost much is taken, too */
} CarrelQueueOptions;

/* Addresses as carrel_address_normalize () makes them, written down in slices; a failure leaves
 * those before it. finish: the entries' ids, in their order. (element-type gint64) (transfer full)
 */
void    carrel_queue_add_async (CarrelQueue              *self,
                                GPtrArray                *addresses,
                                const CarrelQueueOptions *options,
                                GAsyncReadyCallback       callback,
                                gpointer                  user_data);
GArray *carrel_queue_add_finish (CarrelQueue *self, GAsyncResult *result, GError **error);
/* Bookmarks, each with its topics besides those of the options, and its date. finish, as above: 0
 * for one that the library has. (element-type CarrelBookmark) */
void carrel_queue_add_bookmarks_async (CarrelQueue              *self,
                                       GPtrArray                *bookmarks,
                                       const CarrelQueueOptions *options,
                                       GAsyncReadyCallback       callback,
                                       gpointer                  user_data);
/* The pages of articles, to be fetched again. finish, as above: 0 for one that has no address. */
void carrel_queue_fetch_again_async (CarrelQueue              *self,
                                     GArray                   *articles,
                                     const CarrelQueueOptions *options,
                                     GAsyncReadyCallback       callback,
                                     gpointer                  user_data);
/* `ids` NULL: all that failed or wait for their next try. */
void     carrel_queue_retry_async (CarrelQueue        *self,
                                   GArray             *ids,
                                   gboolean            keep,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);
gboolean carrel_queue_retry_finish (CarrelQueue *self, GAsyncResult *result, GError **error);
/* Given up, also what runs. `ids` NULL: all of the states in a mask of 1 << CarrelQueueState.
 * finish: (transfer full), run by carrel_library_undo_async (). */
void carrel_queue_remove_async (
    CarrelQueue *self, GArray *ids, guint states, GAsyncReadyCallback callback, gpointer user_data);
CarrelUndo *carrel_queue_remove_finish (CarrelQueue *self, GAsyncResult *result, GError **error);
/* What a process left that lives no longer waits again; a claim does that by itself. */
void
carrel_queue_recover_async (CarrelQueue *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean carrel_queue_recover_finish (CarrelQueue *self, GAsyncResult *result, GError **error);

/* ── Reading ── */

/* (element-type gint64) (transfer full) */
void    carrel_queue_list_async (CarrelQueue        *self,
                                 CarrelQueueState    state,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);
GArray *carrel_queue_list_finish (CarrelQueue *self, GAsyncResult *result, GError **error);
/* (element-type CarrelQueueEntry) (transfer full): those that are there */
void       carrel_queue_load_async (CarrelQueue        *self,
                                    GArray             *ids,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
GPtrArray *carrel_queue_load_finish (CarrelQueue *self, GAsyncResult *result, GError **error);
/* (element-type CarrelQueueEvent) (transfer full): oldest first */
void carrel_queue_load_events_async (CarrelQueue        *self,
                                     gint64              id,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);
GPtrArray *
carrel_queue_load_events_finish (CarrelQueue *self, GAsyncResult *result, GError **error);

/* ── Settings of this process ── */

/* Seconds that a page may take in all. */
void carrel_queue_set_deadline (CarrelQueue *self, guint seconds);
/* The system's; tests bring their own. */
void carrel_queue_set_monitor (CarrelQueue *self, GNetworkMonitor *monitor);

G_END_DECLS
