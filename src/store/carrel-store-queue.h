/* carrel-store-queue.h: the fetch queue's tables, as functions on a connection (see
 * carrel-store.h).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-draft.h"
#include "model/carrel-queue-entry.h"
#include "model/carrel-undo.h"
#include "store/carrel-database.h"
#include "store/carrel-queue-owner.h"

G_BEGIN_DECLS

typedef struct {
  const char *const *topics; /* (nullable) */
  CarrelPlace        place;
  gboolean           images;
  gboolean           soon;
  gint64             owner; /* kept for this one; 0: for everybody */
  gboolean           less;  /* of articles: a text that lost much is taken, too */
  gint64             added; /* since when the person has it; 0: now */
} CarrelQueueAsk;

/* Normalised addresses, all or none. One that is there already is asked for anew, gets these topics
 * too, and keeps its owner if that one lives. `ids` gets an id for each. */
gboolean carrel_store_queue_add (CarrelConnection     *connection,
                                 GPtrArray            *addresses,
                                 const CarrelQueueAsk *ask,
                                 CarrelQueueOwner     *owner,
                                 GArray               *ids,
                                 CarrelChanges        *changes,
                                 GError              **error);

/* The same for bookmarks, each with its topics besides the others, and its date. `ids` gets 0 for
 * one that the library has. (element-type CarrelBookmark) */
gboolean carrel_store_queue_add_bookmarks (CarrelConnection     *connection,
                                           GPtrArray            *bookmarks,
                                           const CarrelQueueAsk *ask,
                                           CarrelQueueOwner     *owner,
                                           GArray               *ids,
                                           CarrelChanges        *changes,
                                           GError              **error);
/* How many of them the library has. */
gboolean carrel_store_count_bookmarks (CarrelConnection *connection,
                                       GPtrArray        *bookmarks,
                                       guint            *n_here,
                                       GError          **error);

/* The same for the pages of articles, to be fetched again. `ids` gets 0 for one that has no
 * address, or is not there. */
gboolean carrel_store_queue_add_articles (CarrelConnection     *connection,
                                          const gint64         *articles,
                                          guint                 n,
                                          const CarrelQueueAsk *ask,
                                          CarrelQueueOwner     *owner,
                                          GArray               *ids,
                                          CarrelChanges        *changes,
                                          GError              **error);

/* What is left by owners that live no longer waits again. */
gboolean carrel_store_queue_recover (CarrelConnection *connection,
                                     CarrelQueueOwner *owner,
                                     CarrelChanges    *changes,
                                     GError          **error);

typedef struct {
  CarrelQueueOwner *owner;
  gboolean          own_only;   /* only what it kept for itself */
  gboolean          local_only; /* only what needs no network */
  GPtrArray        *busy;       /* (element-type utf8): hosts that are left alone */
  guint             n;          /* at most; of one host two */
} CarrelQueueClaim;

/* Recovers, then takes entries whose turn it is: the owner's until it fails, finishes or releases
 * them. `next_due` gets when the next of those that must wait may be tried, 0: none. (element-type
 * CarrelQueueEntry) (transfer full) */
GPtrArray *carrel_store_queue_claim (CarrelConnection       *connection,
                                     const CarrelQueueClaim *claim,
                                     gint64                 *next_due,
                                     CarrelChanges          *changes,
                                     GError                **error);

/* How many could be claimed if there were no limit and no host were busy. */
gboolean carrel_store_queue_count_due (CarrelConnection       *connection,
                                       const CarrelQueueClaim *claim,
                                       guint                  *n,
                                       GError                **error);

/* An entry that the owner runs: it failed, and waits or not, by the error and its tries. The entry
 * as it is then; NULL without an error: it is gone. (transfer full) */
CarrelQueueEntry *carrel_store_queue_fail (CarrelConnection *connection,
                                           gint64            id,
                                           const GError     *failure,
                                           CarrelChanges    *changes,
                                           GError          **error);
/* It waits again, as if nothing had been tried. */
gboolean carrel_store_queue_release (CarrelConnection *connection,
                                     gint64            id,
                                     CarrelChanges    *changes,
                                     GError          **error);
/* It is done with. */
gboolean carrel_store_queue_finish (CarrelConnection *connection,
                                    gint64            id,
                                    CarrelChanges    *changes,
                                    GError          **error);
/* Before its article is inserted, in the same transaction: the draft gets the topics and the place
 * that the entry has by now. Fails with CANCELLED when the entry is gone: the person gave it up. */
gboolean carrel_store_queue_complete (CarrelConnection *connection,
                                      gint64            id,
                                      CarrelDraft      *draft,
                                      GError          **error);
/* What waits of a host isn't tried before `until`. */
gboolean carrel_store_queue_hold_host (CarrelConnection *connection,
                                       const char       *host,
                                       gint64            until,
                                       CarrelChanges    *changes,
                                       GError          **error);

/* Asked for again, by hand: these, or with n 0 all that failed or wait for their next try. `owner`
 * as in CarrelQueueAsk. What runs is left alone. */
gboolean carrel_store_queue_retry (CarrelConnection *connection,
                                   const gint64     *ids,
                                   guint             n,
                                   gint64            owner,
                                   CarrelChanges    *changes,
                                   GError          **error);
/* Given up: these, or with n 0 all of the states named by a mask of 1 << CarrelQueueState. */
gboolean carrel_store_queue_remove (CarrelConnection *connection,
                                    const gint64     *ids,
                                    guint             n,
                                    guint             states,
                                    CarrelUndo       *undo,
                                    CarrelChanges    *changes,
                                    GError          **error);

/* Ids of a state: what runs and waits in its order, what failed newest last. (element-type gint64)
 * (transfer full) */
GArray *
carrel_store_queue_list (CarrelConnection *connection, CarrelQueueState state, GError **error);
/* In the order of the ids; those that don't exist are left out. (element-type CarrelQueueEntry)
 * (transfer full) */
GPtrArray *
carrel_store_queue_load (CarrelConnection *connection, const gint64 *ids, guint n, GError **error);
/* Oldest first. (element-type CarrelQueueEvent) (transfer full) */
GPtrArray *carrel_store_queue_load_events (CarrelConnection *connection, gint64 id, GError **error);

G_END_DECLS
