/* carrel-graph.c: dots and lines, kept as arrays; strings in one chunk.
 *
 * What always holds: the ends of a line are dots; from < n and to < n; no two lines join the same
 * dots.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-graph.h"

#include <string.h>

struct _CarrelGraph {
  GArray       *dots, *lines, *topics;
  GStringChunk *strings;
  GHashTable   *by_article; /* gint64 * → number + 1 */
  GHashTable   *by_key;     /* key → number + 1 */
  GHashTable   *pairs;      /* guint64 *: what is joined */
  guint         n_articles;
  guint        *first; /* n + 1: where the neighbours of each begin; made when asked for */
  guint        *neighbours;
  gsize         indexed; /* once */
};

G_DEFINE_BOXED_TYPE (CarrelGraph, carrel_graph, carrel_graph_ref, carrel_graph_unref)

/* Neighbouring numbers, well apart: of a million pairs g_int64_hash () would put many on one place.
 */
static guint
hash_pair (gconstpointer pair)
{
  return (guint) ((*(const guint64 *) pair * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >> 32);
}

CarrelGraph *
carrel_graph_new (void)
{
  CarrelGraph *self = g_atomic_rc_box_new0 (CarrelGraph);

  self->dots = g_array_new (FALSE, TRUE, sizeof (CarrelGraphDot));
  self->lines = g_array_new (FALSE, TRUE, sizeof (CarrelGraphLine));
  self->topics = g_array_new (FALSE, TRUE, sizeof (CarrelGraphTopic));
  self->strings = g_string_chunk_new (4096);
  self->by_article = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->by_key = g_hash_table_new (g_str_hash, g_str_equal);
  self->pairs = g_hash_table_new_full (hash_pair, g_int64_equal, g_free, NULL);
  return self;
}

CarrelGraph *
carrel_graph_ref (CarrelGraph *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  CarrelGraph *self = data;

  g_array_unref (self->dots);
  g_array_unref (self->lines);
  g_array_unref (self->topics);
  g_string_chunk_free (self->strings);
  g_hash_table_unref (self->by_article);
  g_hash_table_unref (self->by_key);
  g_hash_table_unref (self->pairs);
  g_free (self->first);
  g_free (self->neighbours);
}

void
carrel_graph_unref (CarrelGraph *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* ── Making ── */

static const char *
keep (CarrelGraph *self, const char *text)
{
  return text ? g_string_chunk_insert (self->strings, text) : NULL;
}

guint
carrel_graph_add_topic (CarrelGraph *self, gint64 id, const char *name, guint colour)
{
  CarrelGraphTopic topic = { id, NULL, colour, 0 };

  for (guint i = 0; i < self->topics->len; i++)
    if (g_array_index (self->topics, CarrelGraphTopic, i).id == id)
      return i;
  topic.name = keep (self, name);
  g_array_append_val (self->topics, topic);
  return self->topics->len - 1;
}

guint
carrel_graph_add_dot (CarrelGraph *self, const CarrelGraphDot *dot)
{
  CarrelGraphDot copy = *dot;
  guint          number = dot->key ? carrel_graph_find_key (self, dot->key)
                                   : carrel_graph_find_article (self, dot->article);

  g_return_val_if_fail (dot->topic <= self->topics->len, G_MAXUINT);
  if (number != G_MAXUINT)
    return number;
  copy.title = keep (self, dot->title ? dot->title : dot->address ? dot->address : "");
  copy.site = dot->site ? g_string_chunk_insert_const (self->strings, dot->site) : NULL;
  copy.address = keep (self, dot->address);
  copy.key = keep (self, dot->key);
  copy.links = 0;
  g_array_append_val (self->dots, copy);
  number = self->dots->len;
  if (copy.key) {
    g_hash_table_insert (self->by_key, (gpointer) copy.key, GUINT_TO_POINTER (number));
  } else {
    gint64 *id = g_new (gint64, 1);

    *id = copy.article;
    g_hash_table_insert (self->by_article, id, GUINT_TO_POINTER (number));
    self->n_articles++;
  }
  if (copy.topic > 0)
    g_array_index (self->topics, CarrelGraphTopic, copy.topic - 1).n++;
  return number - 1;
}

void
carrel_graph_add_line (CarrelGraph *self, guint from, guint to, CarrelLinkKind kind)
{
  CarrelGraphLine line = { from, to, kind };
  guint64        *pair;

  g_return_if_fail (from < self->dots->len && to < self->dots->len && !self->first);
  if (from == to)
    return;
  pair = g_new (guint64, 1);
  *pair = (guint64) MIN (from, to) << 32 | MAX (from, to);
  if (!g_hash_table_add (self->pairs, pair))
    return;
  g_array_append_val (self->lines, line);
  g_array_index (self->dots, CarrelGraphDot, from).links++;
  g_array_index (self->dots, CarrelGraphDot, to).links++;
}

/* ── Asking ── */

guint
carrel_graph_get_n_dots (CarrelGraph *self)
{
  return self->dots->len;
}

guint
carrel_graph_get_n_articles (CarrelGraph *self)
{
  return self->n_articles;
}

guint
carrel_graph_get_n_lines (CarrelGraph *self)
{
  return self->lines->len;
}

guint
carrel_graph_get_n_topics (CarrelGraph *self)
{
  return self->topics->len;
}

const CarrelGraphDot *
carrel_graph_get_dot (CarrelGraph *self, guint number)
{
  g_return_val_if_fail (number < self->dots->len, NULL);
  return &g_array_index (self->dots, CarrelGraphDot, number);
}

const CarrelGraphLine *
carrel_graph_get_line (CarrelGraph *self, guint number)
{
  g_return_val_if_fail (number < self->lines->len, NULL);
  return &g_array_index (self->lines, CarrelGraphLine, number);
}

const CarrelGraphTopic *
carrel_graph_get_topic (CarrelGraph *self, guint number)
{
  g_return_val_if_fail (number < self->topics->len, NULL);
  return &g_array_index (self->topics, CarrelGraphTopic, number);
}

guint
carrel_graph_find_article (CarrelGraph *self, gint64 article)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->by_article, &article)) - 1;
}

guint
carrel_graph_find_key (CarrelGraph *self, const char *key)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->by_key, key)) - 1;
}

static void
index_neighbours (CarrelGraph *self)
{
  guint             n = self->dots->len;
  g_autofree guint *next = g_new (guint, n + 1);

  self->first = g_new0 (guint, n + 1);
  self->neighbours = g_new (guint, MAX (2 * (gsize) self->lines->len, 1));
  for (guint i = 0; i < n; i++)
    self->first[i + 1] = self->first[i] + g_array_index (self->dots, CarrelGraphDot, i).links;
  memcpy (next, self->first, (n + 1) * sizeof *next);
  for (guint i = 0; i < self->lines->len; i++) {
    const CarrelGraphLine *line = &g_array_index (self->lines, CarrelGraphLine, i);

    self->neighbours[next[line->from]++] = line->to;
    self->neighbours[next[line->to]++] = line->from;
  }
}

const guint *
carrel_graph_get_neighbours (CarrelGraph *self, guint number, guint *n)
{
  g_return_val_if_fail (number < self->dots->len, NULL);
  if (g_once_init_enter (&self->indexed)) {
    index_neighbours (self);
    g_once_init_leave (&self->indexed, 1);
  }
  *n = self->first[number + 1] - self->first[number];
  return self->neighbours + self->first[number];
}

guint64
carrel_graph_get_identity (CarrelGraph *self, guint number)
{
  const CarrelGraphDot *dot = carrel_graph_get_dot (self, number);
  guint64               hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  if (!dot->key)
    return (guint64) dot->article;
  /* FNV-1a (Fowler, Noll, Vo), with a bit that no article's number has. */
  for (const guchar *p = (const guchar *) dot->key; *p; p++)
    hash = (hash ^ *p) * G_GUINT64_CONSTANT (0x100000001b3);
  return hash | G_GUINT64_CONSTANT (1) << 63;
}

CarrelGraphLayout *
carrel_graph_lay_out (CarrelGraph *self, const CarrelGraphPoint *places)
{
  guint                       n = self->dots->len;
  g_autofree guint64         *identities = g_new (guint64, MAX (n, 1));
  g_autofree guint           *groups = g_new (guint, MAX (n, 1));
  g_autofree CarrelGraphPair *pairs = g_new (CarrelGraphPair, MAX (self->lines->len, 1));

  for (guint i = 0; i < n; i++) {
    const CarrelGraphDot *dot = &g_array_index (self->dots, CarrelGraphDot, i);

    identities[i] = carrel_graph_get_identity (self, i);
    groups[i] = dot->topic > 0
                    ? (guint) g_array_index (self->topics, CarrelGraphTopic, dot->topic - 1).id
                    : 0;
  }
  for (guint i = 0; i < self->lines->len; i++) {
    const CarrelGraphLine *line = &g_array_index (self->lines, CarrelGraphLine, i);

    pairs[i] = (CarrelGraphPair) { line->from, line->to };
  }
  return carrel_graph_layout_new (n, identities, groups, places, pairs, self->lines->len);
}
