/* carrel-graph.h: articles and wanted things as dots, their links as lines: what the map shows.
 * Made on one thread, then immutable, reference-counted, any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-graph-layout.h"
#include "model/carrel-types.h"

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct {
  gint64      article; /* 0: wanted */
  const char *title;   /* never NULL; of what is wanted its address where it has no title */
  const char *site;    /* (nullable) */
  const char *address; /* (nullable) */
  const char *key;     /* wanted: its key; NULL: an article */
  guint       topic;   /* 1 + number in the graph's topics; 0: none */
  guint       colour;  /* the topic's, see model/carrel-types.h; 0 without one */
  guint       links;   /* lines that end at it, in this graph */
  guint       steps;   /* from where a neighbourhood begins */
} CarrelGraphDot;

typedef struct {
  guint          from, to; /* numbers of dots */
  CarrelLinkKind kind;
} CarrelGraphLine;

/* A topic of the top level, with all below it. */
typedef struct {
  gint64      id;
  const char *name;
  guint       colour;
  guint       n; /* dots */
} CarrelGraphTopic;

#define CARREL_TYPE_GRAPH (carrel_graph_get_type ())
typedef struct _CarrelGraph CarrelGraph;

GType        carrel_graph_get_type (void);
CarrelGraph *carrel_graph_ref (CarrelGraph *self);
void         carrel_graph_unref (CarrelGraph *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelGraph, carrel_graph_unref)

/* ── Making ── */

CarrelGraph *carrel_graph_new (void);
/* Each gives its number; strings are copied, equal ones once. Adding what is there (by article, or
 * key) gives the old. */
guint carrel_graph_add_topic (CarrelGraph *self, gint64 id, const char *name, guint colour);
guint carrel_graph_add_dot (CarrelGraph *self, const CarrelGraphDot *dot);
/* To oneself and the same twice (either way) is one or none. */
void carrel_graph_add_line (CarrelGraph *self, guint from, guint to, CarrelLinkKind kind);

/* ── Asking ── */

guint                   carrel_graph_get_n_dots (CarrelGraph *self);
guint                   carrel_graph_get_n_articles (CarrelGraph *self);
guint                   carrel_graph_get_n_lines (CarrelGraph *self);
guint                   carrel_graph_get_n_topics (CarrelGraph *self);
const CarrelGraphDot   *carrel_graph_get_dot (CarrelGraph *self, guint number);   /* lent */
const CarrelGraphLine  *carrel_graph_get_line (CarrelGraph *self, guint number);  /* lent */
const CarrelGraphTopic *carrel_graph_get_topic (CarrelGraph *self, guint number); /* lent */
/* G_MAXUINT: it isn't there. */
guint carrel_graph_find_article (CarrelGraph *self, gint64 article);
guint carrel_graph_find_key (CarrelGraph *self, const char *key);
/* The dots at the other ends of its lines: `n` numbers, lent. */
const guint *carrel_graph_get_neighbours (CarrelGraph *self, guint number, guint *n);
/* What a dot is named by for ever. */
guint64 carrel_graph_get_identity (CarrelGraph *self, guint number);

/* Ready to be laid out, from the places that dots had (n, nullable, NAN where none). */
CarrelGraphLayout *carrel_graph_lay_out (CarrelGraph *self, const CarrelGraphPoint *places);

G_END_DECLS
