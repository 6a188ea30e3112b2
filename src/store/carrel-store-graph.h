/* carrel-store-graph.h: the library as a graph, and where its dots lay last, as functions on a
 * connection (see carrel-store.h).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-graph.h"
#include "store/carrel-database.h"

G_BEGIN_DECLS

#define CARREL_GRAPH_MAX_ARTICLES 100000 /* of the whole library: the newest */
#define CARREL_GRAPH_MAX_WANTED 2000     /* of the whole library: the most wanted */
#define CARREL_GRAPH_MAX_AROUND 1500     /* dots of a neighbourhood: the nearest */
#define CARREL_GRAPH_MAX_STEPS 3

typedef struct {
  gint64   article; /* whose neighbourhood; 0: everything */
  guint    steps;   /* of the neighbourhood: 1 to CARREL_GRAPH_MAX_STEPS */
  gboolean wanted;  /* what is wanted too */
} CarrelGraphAsk;

/* Without the trash. NOT_FOUND where the article isn't there. */
CarrelGraph *
carrel_store_load_graph (CarrelConnection *connection, const CarrelGraphAsk *ask, GError **error);

/* `places` and `pinned` have room for the graph's dots; NAN and FALSE where none is kept. */
gboolean carrel_store_load_map (CarrelConnection *connection,
                                CarrelGraph      *graph,
                                CarrelGraphPoint *places,
                                guint8           *pinned,
                                GError          **error);
/* In place of what was kept. */
gboolean carrel_store_save_map (CarrelConnection       *connection,
                                CarrelGraph            *graph,
                                const CarrelGraphPoint *places,
                                const guint8           *pinned,
                                GError                **error);

G_END_DECLS
