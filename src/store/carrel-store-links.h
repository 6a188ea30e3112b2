/* carrel-store-links.h: links, wanted things and threads, as functions on a connection (see
 * carrel-store.h).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-related.h"
#include "model/carrel-thread.h"
#include "model/carrel-undo.h"
#include "model/carrel-values.h"
#include "store/carrel-database.h"

G_BEGIN_DECLS

/* ── Links ── */

/* Out and back, wanted ones too: by kind, then place in the text; of those back at most `most` (0:
 * all). (element-type CarrelLink) (transfer full) */
GPtrArray *
carrel_store_load_links (CarrelConnection *connection, gint64 article, guint most, GError **error);
/* How many links there are back, without those from the trash. */
gboolean carrel_store_count_backlinks (CarrelConnection *connection,
                                       gint64            article,
                                       guint            *n,
                                       GError          **error);
/* Those back alone, from the `skip`th on. (element-type CarrelLink) (transfer full) */
GPtrArray *carrel_store_load_backlinks (
    CarrelConnection *connection, gint64 article, guint skip, guint most, GError **error);
/* For each address of the list: the id of the article that has it, or 0. (transfer full)
 * (element-type gint64) */
GArray *
carrel_store_resolve_addresses (CarrelConnection *connection, GPtrArray *addresses, GError **error);

/* ── By hand ── */

/* The same link twice changes nothing. INVALID for a link to itself, an automatic kind, a label of
 * more than CARREL_MAX_LABEL characters. Its id, 0: failed. */
#define CARREL_MAX_LABEL 60
#define CARREL_MAX_WANTED_TITLE 500
gint64 carrel_store_link (CarrelConnection     *connection,
                          gint64                source,
                          gint64                target,
                          const CarrelLinkSaid *said,
                          CarrelUndo           *undo,
                          CarrelChanges        *changes,
                          GError              **error);
/* To what isn't there yet: by an address, else by a title (one is nullable); it is wanted until it
 * arrives. What is there already is linked at once. INVALID for what is neither, as above for the
 * rest. Its id, 0: failed. */
gint64 carrel_store_link_wanted (CarrelConnection     *connection,
                                 gint64                source,
                                 const CarrelLinkSaid *said,
                                 const char           *address,
                                 const char           *title,
                                 CarrelUndo           *undo,
                                 CarrelChanges        *changes,
                                 GError              **error);
/* In place of what was said; `turned`: from its target to its source. INVALID for a link that the
 * article makes, and for turning one whose target isn't there. */
gboolean carrel_store_edit_link (CarrelConnection     *connection,
                                 gint64                link,
                                 const CarrelLinkSaid *said,
                                 gboolean              turned,
                                 CarrelUndo           *undo,
                                 CarrelChanges        *changes,
                                 GError              **error);
gboolean carrel_store_unlink (CarrelConnection *connection,
                              gint64            link,
                              CarrelUndo       *undo,
                              CarrelChanges    *changes,
                              GError          **error);
/* The person's own kinds: name, inverse (may be «»), name, … NULL at the end. (transfer full) */
char **carrel_store_load_link_kinds (CarrelConnection *connection, GError **error);

/* ── What may belong together: docs/related.md ── */

/* Articles like this one, the likest first, without the trash; `unlinked`: only those that no link
 * joins with it. (element-type CarrelRelated) (transfer full) */
GPtrArray *carrel_store_list_related (
    CarrelConnection *connection, gint64 article, guint limit, gboolean unlinked, GError **error);
/* Articles whose title stands in its text, then those whose text has its title, that no link joins
 * in that direction: at most `limit` of each. (element-type CarrelUnlinked) (transfer full) */
GPtrArray *carrel_store_list_unlinked (CarrelConnection *connection,
                                       gint64            article,
                                       guint             limit,
                                       GError          **error);

/* ── Wanted ── */

/* Most wanted first. (element-type CarrelWanted) (transfer full) */
GPtrArray *carrel_store_load_wanted (CarrelConnection *connection, guint limit, GError **error);
/* The links that want it, of each article one, newest article first: backlinks with the article as
 * the other end. (element-type CarrelLink) (transfer full) */
GPtrArray *carrel_store_load_wanting (CarrelConnection *connection,
                                      const char       *key,
                                      guint             limit,
                                      GError          **error);
/* `key`: of a wanted thing, or «site HOST» for all of a host. */
gboolean carrel_store_hide_wanted (CarrelConnection *connection,
                                   const char       *key,
                                   CarrelUndo       *undo,
                                   CarrelChanges    *changes,
                                   GError          **error);
gboolean carrel_store_show_wanted (CarrelConnection *connection,
                                   const char       *key,
                                   CarrelUndo       *undo,
                                   CarrelChanges    *changes,
                                   GError          **error);
/* What is hidden, newest first: by its key, with title and address where a link still names it; of
 * a site the number is of what it hides. (element-type CarrelWanted) (transfer full) */
GPtrArray *carrel_store_load_hidden_wanted (CarrelConnection *connection, GError **error);

/* ── Threads ── */

/* The thread that an article is in; one without an order of its own is alone. At most
 * CARREL_THREAD_MAX articles. */
#define CARREL_THREAD_MAX 2000
CarrelThread *
carrel_store_load_thread (CarrelConnection *connection, gint64 article, GError **error);
/* All with two articles or more, newest first. (element-type CarrelThread) (transfer full) */
GPtrArray *carrel_store_load_threads (CarrelConnection *connection, GError **error);
/* These articles follow each other in this order, and no others of their threads: links of the kind
 * «follows» among them and theirs to others of their threads go. One alone is taken out. INVALID
 * for none or one twice. What isn't named and in the trash stays in the thread, behind what it
 * followed: restored, it is in its place. */
gboolean carrel_store_order_thread (CarrelConnection *connection,
                                    const gint64     *ids,
                                    guint             n,
                                    CarrelUndo       *undo,
                                    CarrelChanges    *changes,
                                    GError          **error);
/* Of the thread that the article is in; NULL or blank: none. */
gboolean carrel_store_title_thread (CarrelConnection *connection,
                                    gint64            article,
                                    const char       *title,
                                    CarrelUndo       *undo,
                                    CarrelChanges    *changes,
                                    GError          **error);

G_END_DECLS
