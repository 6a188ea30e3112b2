/* carrel-library-links.h: links, wanted things, threads and the map, through the one door. Main
 * thread.
 *
 * What a reader shows of an article's links is in CarrelReading. A change ends with
 * carrel_library_change_finish ().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"
#include "model/carrel-graph.h"
#include "model/carrel-related.h"
#include "model/carrel-thread.h"

G_BEGIN_DECLS

/* ── Links by hand: see store/carrel-store-links.h ── */

void carrel_library_link_as_async (CarrelLibrary        *self,
                                   gint64                source,
                                   gint64                target,
                                   const CarrelLinkSaid *said,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
/* To what isn't there yet, by an address, else by a title: carrel_store_link_wanted (). */
void carrel_library_link_wanted_async (CarrelLibrary        *self,
                                       gint64                source,
                                       const CarrelLinkSaid *said,
                                       const char           *address,
                                       const char           *title,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
/* `turned`: from its target to its source. */
void carrel_library_edit_link_async (CarrelLibrary        *self,
                                     gint64                link,
                                     const CarrelLinkSaid *said,
                                     gboolean              turned,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
/* Name, inverse (may be «»), name, … NULL at the end. (transfer full) */
void carrel_library_load_link_kinds_async (CarrelLibrary      *self,
                                           GCancellable       *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);
char **
carrel_library_load_link_kinds_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

/* Links to an article from the `skip`th on. (element-type CarrelLink) (transfer full) */
void carrel_library_load_backlinks_async (CarrelLibrary      *self,
                                          gint64              article,
                                          guint               skip,
                                          guint               most,
                                          GCancellable       *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);
GPtrArray *
carrel_library_load_backlinks_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

/* One of articles that are the same stays, and gets what leads to the others; they go to the trash:
 * carrel_store_merge_articles (). (element-type gint64) */
void carrel_library_merge_articles_async (CarrelLibrary      *self,
                                          gint64              keep,
                                          GArray             *others,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);

/* ── What may belong together: see carrel_store_list_related () ── */

/* (element-type CarrelRelated) (transfer full) */
void carrel_library_list_related_async (CarrelLibrary      *self,
                                        gint64              article,
                                        guint               limit,
                                        gboolean            unlinked,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
GPtrArray *
carrel_library_list_related_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);
/* (element-type CarrelUnlinked) (transfer full) */
void carrel_library_list_unlinked_async (CarrelLibrary      *self,
                                         gint64              article,
                                         guint               limit,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
GPtrArray *
carrel_library_list_unlinked_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

/* ── Wanted ── */

/* Who wants it, and in which sentence. (element-type CarrelLink) (transfer full) */
void carrel_library_load_wanting_async (CarrelLibrary      *self,
                                        const char         *key,
                                        guint               limit,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
GPtrArray *
carrel_library_load_wanting_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);
/* A key: a wanted thing's, or «site HOST». Many (NULL at the end) are one change. */
void carrel_library_hide_wanted_async (CarrelLibrary      *self,
                                       const char *const  *keys,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
void carrel_library_show_wanted_async (CarrelLibrary      *self,
                                       const char         *key,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
/* What is hidden. (element-type CarrelWanted) (transfer full) */
GPtrArray *carrel_library_load_hidden_wanted_finish (CarrelLibrary *self,
                                                     GAsyncResult  *result,
                                                     GError       **error);
void       carrel_library_load_hidden_wanted_async (CarrelLibrary      *self,
                                                    GCancellable       *cancellable,
                                                    GAsyncReadyCallback callback,
                                                    gpointer            user_data);

/* ── Threads ── */

void          carrel_library_load_thread_async (CarrelLibrary      *self,
                                                gint64              article,
                                                GCancellable       *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer            user_data);
CarrelThread *carrel_library_load_thread_finish (CarrelLibrary *self,
                                                 GAsyncResult  *result,
                                                 GError       **error); /* (transfer full) */
/* (element-type CarrelThread) (transfer full) */
void carrel_library_load_threads_async (CarrelLibrary      *self,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
GPtrArray *
carrel_library_load_threads_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);
/* These, in this order, are one. */
void carrel_library_order_thread_async (CarrelLibrary      *self,
                                        GArray             *ids,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
/* NULL or blank: none. */
void carrel_library_title_thread_async (CarrelLibrary      *self,
                                        gint64              article,
                                        const char         *title,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);

/* ── The map ── */

/* A graph, and where its dots lie: known from the last time, or NAN. */
typedef struct {
  CarrelGraph      *graph;  /* (owned) */
  CarrelGraphPoint *places; /* (owned): a dot each */
  guint8           *pinned; /* (owned): put there by hand */
} CarrelMap;
void carrel_map_free (CarrelMap *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelMap, carrel_map_free)

/* The neighbourhood of `article` in so many steps, or everything (0). */
void carrel_library_load_map_async (CarrelLibrary      *self,
                                    gint64              article,
                                    guint               steps,
                                    gboolean            wanted,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
CarrelMap *
carrel_library_load_map_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);
/* The places of everything, for the next time; copied. No undo, and no change that is told. */
void     carrel_library_keep_map_async (CarrelLibrary          *self,
                                        CarrelGraph            *graph,
                                        const CarrelGraphPoint *places,
                                        const guint8           *pinned,
                                        GAsyncReadyCallback     callback,
                                        gpointer                user_data);
gboolean carrel_library_keep_map_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

G_END_DECLS
