/* carrel-graph-layout.h: places the dots of a map so that what is linked stands near. Any one
 * thread at a time.
 *
 * Forces as in ForceAtlas2 (Jacomy, Venturini, Heymann, Bastian: PLoS ONE 9(6), 2014): linked dots
 * attract each other in proportion to their distance, all repel each other by their number of
 * links, a pull to the middle keeps what is not linked; each dot moves the slower the more it
 * swings. Repulsion is summed over a quadtree (Barnes, Hut: Nature 324, 1986), so that a step of n
 * dots and m lines takes O(n log n + m). One force is ours: a weak pull to the middle of a dot's
 * group.
 *
 * The same input gives the same places. A dot that is given a place begins there, and one that
 * isn't begins near the dots that it is linked to: with the places of yesterday and few new dots
 * the map stays as one knows it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint from, to; /* numbers of dots */
} CarrelGraphPair;

typedef struct {
  float x, y; /* in the map's own unit: a line is some hundreds long */
} CarrelGraphPoint;

typedef struct _CarrelGraphLayout CarrelGraphLayout;

/* `identities` (n): what a dot is named by for ever, for where it begins; `groups` (n, nullable): 0
 * is none; `places` (n, nullable): where it was, NAN where it has none. All are copied. Lines to
 * oneself and to what isn't there count for nothing. */
CarrelGraphLayout *carrel_graph_layout_new (guint                   n,
                                            const guint64          *identities,
                                            const guint            *groups,
                                            const CarrelGraphPoint *places,
                                            const CarrelGraphPair  *pairs,
                                            gsize                   n_pairs);
void               carrel_graph_layout_free (CarrelGraphLayout *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelGraphLayout, carrel_graph_layout_free)

/* A step. FALSE: it has come to rest (a thousandth of its extent a step), or has taken as many
 * steps as it should. */
gboolean carrel_graph_layout_step (CarrelGraphLayout *self);
/* All steps that are left. TRUE: it came to its end, FALSE: `stop` (nullable) was set, which
 * another thread may do. */
gboolean carrel_graph_layout_run (CarrelGraphLayout *self, gint *stop);
/* Where they are: n points, lent until the next step. All are finite. */
const CarrelGraphPoint *carrel_graph_layout_get_places (CarrelGraphLayout *self);
guint                   carrel_graph_layout_get_n_steps (CarrelGraphLayout *self); /* taken */
/* It stays where it is put; the others make way. */
void carrel_graph_layout_pin (CarrelGraphLayout *self, guint dot, CarrelGraphPoint place);

G_END_DECLS
