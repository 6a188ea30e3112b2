/* carrel-store-graph.c: reads articles, links and wanted things into a graph; keeps the map's
 * places.
 *
 * The whole library takes three statements over its tables, a neighbourhood two a dot.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-store-graph.h"
#include "base/carrel-error.h"
#include "store/carrel-store-private.h"

#include <math.h>
#include <string.h>

/* An article and the topic it got first. */
#define DOT_COLUMNS                                                                                \
  "a.id, a.title, a.site, a.address, (SELECT min (topic) FROM article_topic WHERE article = a.id)"
#define MAX_LINES 200 /* that are followed from a dot to the next step, each way */

/* ── Topics ── */

typedef struct {
  gint64 parent;
  guint  colour;
  char  *path; /* (owned) */
} Topic;

static void
free_topic (gpointer data)
{
  g_free (((Topic *) data)->path);
  g_free (data);
}

static GHashTable *
load_topics (CarrelConnection *connection, GError **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "SELECT id, parent, colour, path FROM topic");
  g_autoptr (GHashTable) topics =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_topic);

  while (carrel_statement_next (statement)) {
    Topic  *topic = g_new0 (Topic, 1);
    gint64 *id = g_new (gint64, 1);

    *id = carrel_statement_get_int (statement, 0);
    topic->parent = carrel_statement_get_int (statement, 1);
    topic->colour =
        (guint) CLAMP (carrel_statement_get_int (statement, 2), 0, CARREL_N_TOPIC_COLOURS - 1);
    topic->path = g_strdup (carrel_statement_get_text (statement, 3));
    g_hash_table_insert (topics, id, topic);
  }
  return carrel_statement_finish (statement, error) ? g_steal_pointer (&topics) : NULL;
}

typedef struct {
  CarrelConnection *connection;
  CarrelGraph      *graph;
  GHashTable       *topics;
} Load;

/* The topic's top, as the graph knows it: 1 + its number. */
static guint
add_topic (Load *load, gint64 id)
{
  Topic *topic = g_hash_table_lookup (load->topics, &id);

  /* No deeper than there are topics: the file may be damaged. */
  for (guint left = g_hash_table_size (load->topics); topic && topic->parent != 0 && left > 0;
       left--) {
    Topic *parent = g_hash_table_lookup (load->topics, &topic->parent);

    if (!parent)
      break;
    id = topic->parent;
    topic = parent;
  }
  return topic ? 1 + carrel_graph_add_topic (load->graph, id, topic->path, topic->colour) : 0;
}

/* The row's columns are DOT_COLUMNS. */
static guint
add_article (Load *load, CarrelStatement *row, guint steps)
{
  gint64         topic = carrel_statement_get_int (row, 4);
  Topic         *own = topic != 0 ? g_hash_table_lookup (load->topics, &topic) : NULL;
  CarrelGraphDot dot = {
    .article = carrel_statement_get_int (row, 0),
    .title = carrel_statement_get_text (row, 1),
    .site = carrel_statement_get_text (row, 2),
    .address = carrel_statement_get_text (row, 3),
    .topic = topic != 0 ? add_topic (load, topic) : 0,
    .colour = own ? own->colour : 0,
    .steps = steps,
  };

  return carrel_graph_add_dot (load->graph, &dot);
}

/* ── Everything ── */

static gboolean
load_articles (Load *load, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      load->connection,
      "SELECT " DOT_COLUMNS " FROM article a WHERE a.trashed = 0 ORDER BY a.id DESC LIMIT ?");

  carrel_statement_bind_int (statement, 1, CARREL_GRAPH_MAX_ARTICLES);
  while (carrel_statement_next (statement))
    add_article (load, statement, 0);
  return carrel_statement_finish (statement, error);
}

/* What a person said goes before what articles do. By an index that has all of it: the rows are
 * long. */
static gboolean
load_lines (Load *load, GError **error)
{
  static const char *const both[] = {
    "SELECT source, target, kind FROM link INDEXED BY link_target WHERE target IS NOT NULL AND "
    "kind > 1",
    "SELECT source, target, kind FROM link INDEXED BY link_target WHERE target IS NOT NULL AND "
    "kind < 2",
  };

  for (guint i = 0; i < G_N_ELEMENTS (both); i++) {
    g_autoptr (CarrelStatement) statement = carrel_connection_prepare (load->connection, both[i]);

    while (carrel_statement_next (statement)) {
      guint from = carrel_graph_find_article (load->graph, carrel_statement_get_int (statement, 0));
      guint to = carrel_graph_find_article (load->graph, carrel_statement_get_int (statement, 1));

      if (from != G_MAXUINT && to != G_MAXUINT)
        carrel_graph_add_line (load->graph, from, to,
                               (CarrelLinkKind) carrel_statement_get_int (statement, 2));
    }
    if (!carrel_statement_finish (statement, error))
      return FALSE;
  }
  return TRUE;
}

/* The row: wanted_key, title, address. */
static guint
add_wanted (Load *load, const char *key, const char *title, const char *address, guint steps)
{
  CarrelGraphDot dot = {
    .key = key, .title = title && *title ? title : NULL, .address = address, .steps = steps
  };

  return carrel_graph_add_dot (load->graph, &dot);
}

static gboolean
load_wanted (Load *load, GError **error)
{
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      load->connection,
      "SELECT w.key, x.source, x.kind, x.id FROM (SELECT key, n FROM wanted WHERE (strong > 0 OR n "
      "> 1) AND hidden = 0 ORDER BY n DESC, key LIMIT ?) w "
      "JOIN link x ON x.wanted_key = w.key AND x.target IS NULL");
  g_autoptr (CarrelStatement) ask =
      carrel_connection_prepare (load->connection, "SELECT title, address FROM link WHERE id = ?");

  carrel_statement_bind_int (statement, 1, CARREL_GRAPH_MAX_WANTED);
  while (carrel_statement_next (statement)) {
    const char *key = carrel_statement_get_text (statement, 0);
    guint from = carrel_graph_find_article (load->graph, carrel_statement_get_int (statement, 1)),
          to;

    if (from == G_MAXUINT)
      continue;
    to = carrel_graph_find_key (load->graph, key);
    if (to == G_MAXUINT) {
      carrel_statement_bind_int (ask, 1, carrel_statement_get_int (statement, 3));
      if (carrel_statement_next (ask))
        to = add_wanted (load, key, carrel_statement_get_text (ask, 0),
                         carrel_statement_get_text (ask, 1), 0);
      carrel_statement_reset (ask);
    }
    if (to != G_MAXUINT)
      carrel_graph_add_line (load->graph, from, to,
                             (CarrelLinkKind) carrel_statement_get_int (statement, 2));
  }
  if (!carrel_statement_finish (ask, error)) {
    carrel_statement_finish (statement, NULL);
    return FALSE;
  }
  return carrel_statement_finish (statement, error);
}

/* ── Around one ── */

typedef struct {
  CarrelStatement *out, *back, *last, *wanted;
} Ways;

/* Of what came in the last step only the lines out, to what is there: those back are theirs. */
static gboolean
follow_last (Load *load, Ways *ways, guint number, GError **error)
{
  carrel_statement_bind_int (ways->last, 1, carrel_graph_get_dot (load->graph, number)->article);
  while (carrel_statement_next (ways->last)) {
    guint other = carrel_graph_find_article (load->graph, carrel_statement_get_int (ways->last, 0));

    if (other != G_MAXUINT)
      carrel_graph_add_line (load->graph, number, other,
                             (CarrelLinkKind) carrel_statement_get_int (ways->last, 1));
  }
  return carrel_statement_finish (ways->last, error);
}

/* The lines of a dot; those it leads to come in. */
static gboolean
follow (Load *load, Ways *ways, guint number, GError **error)
{
  CarrelGraphDot   dot = *carrel_graph_get_dot (load->graph, number); /* adding moves them */
  CarrelStatement *both[] = { ways->out, ways->back };

  for (int way = 0; way < 2; way++) {
    carrel_statement_bind_int (both[way], 1, dot.article);
    carrel_statement_bind_int (both[way], 2, MAX_LINES);
    while (carrel_statement_next (both[way])) {
      guint other =
          carrel_graph_find_article (load->graph, carrel_statement_get_int (both[way], 0));

      if (other == G_MAXUINT && carrel_graph_get_n_dots (load->graph) < CARREL_GRAPH_MAX_AROUND)
        other = add_article (load, both[way], dot.steps + 1);
      if (other != G_MAXUINT)
        carrel_graph_add_line (load->graph, way == 0 ? number : other, way == 0 ? other : number,
                               (CarrelLinkKind) carrel_statement_get_int (both[way], 5));
    }
    if (!carrel_statement_finish (both[way], error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
follow_wanted (Load *load, Ways *ways, guint number, GError **error)
{
  CarrelGraphDot dot = *carrel_graph_get_dot (load->graph, number);

  carrel_statement_bind_int (ways->wanted, 1, dot.article);
  carrel_statement_bind_int (ways->wanted, 2, MAX_LINES);
  while (carrel_statement_next (ways->wanted)) {
    const char *key = carrel_statement_get_text (ways->wanted, 0);
    guint       other = carrel_graph_find_key (load->graph, key);

    if (other == G_MAXUINT && carrel_graph_get_n_dots (load->graph) < CARREL_GRAPH_MAX_AROUND)
      other = add_wanted (load, key, carrel_statement_get_text (ways->wanted, 1),
                          carrel_statement_get_text (ways->wanted, 2), dot.steps + 1);
    if (other != G_MAXUINT)
      carrel_graph_add_line (load->graph, number, other,
                             (CarrelLinkKind) carrel_statement_get_int (ways->wanted, 3));
  }
  return carrel_statement_finish (ways->wanted, error);
}

static gboolean
load_around (Load *load, const CarrelGraphAsk *ask, GError **error)
{
  g_autoptr (CarrelStatement) start = carrel_connection_prepare (
      load->connection, "SELECT " DOT_COLUMNS " FROM article a WHERE a.id = ? AND a.trashed = 0");
  g_autoptr (CarrelStatement) out = carrel_connection_prepare (
      load->connection,
      "SELECT " DOT_COLUMNS ", l.kind FROM link l JOIN article a ON a.id = l.target AND a.trashed "
      "= 0 WHERE l.source = ? ORDER BY l.kind DESC, l.id LIMIT ?");
  g_autoptr (CarrelStatement) back = carrel_connection_prepare (
      load->connection,
      "SELECT " DOT_COLUMNS ", l.kind FROM link l CROSS JOIN article a ON a.id = l.source AND "
      "a.trashed = 0 WHERE l.target = ? ORDER BY l.kind DESC, l.id DESC LIMIT ?");
  g_autoptr (CarrelStatement) last =
      carrel_connection_prepare (load->connection, "SELECT target, kind FROM link WHERE source = ? "
                                                   "AND target IS NOT NULL ORDER BY kind DESC, id");
  g_autoptr (CarrelStatement) wanted = carrel_connection_prepare (
      load->connection,
      "SELECT l.wanted_key, l.title, l.address, l.kind FROM link l JOIN wanted w ON w.key = "
      "l.wanted_key AND (w.strong > 0 OR w.n > 1) AND w.hidden = 0 "
      "WHERE l.source = ? AND l.target IS NULL ORDER BY l.kind DESC, l.id LIMIT ?");
  Ways     ways = { out, back, last, wanted };
  guint    steps = CLAMP (ask->steps, 1, CARREL_GRAPH_MAX_STEPS), n_articles;
  gboolean found;

  carrel_statement_bind_int (start, 1, ask->article);
  found = carrel_statement_next (start);
  if (found)
    add_article (load, start, 0);
  if (!carrel_statement_finish (start, error))
    return FALSE;
  if (!found) {
    carrel_store_set_no_article (ask->article, error);
    return FALSE;
  }
  /* Breadth first: the dots themselves are the queue. */
  for (guint i = 0; i < carrel_graph_get_n_dots (load->graph); i++)
    if (carrel_graph_get_dot (load->graph, i)->steps < steps ? !follow (load, &ways, i, error)
                                                             : !follow_last (load, &ways, i, error))
      return FALSE;
  n_articles = carrel_graph_get_n_dots (load->graph);
  for (guint i = 0; ask->wanted && i < n_articles; i++)
    if (carrel_graph_get_dot (load->graph, i)->steps < steps &&
        !follow_wanted (load, &ways, i, error))
      return FALSE;
  return TRUE;
}

CarrelGraph *
carrel_store_load_graph (CarrelConnection *connection, const CarrelGraphAsk *ask, GError **error)
{
  g_autoptr (CarrelGraph) graph = carrel_graph_new ();
  g_autoptr (GHashTable) topics = load_topics (connection, error);
  Load load = { connection, graph, topics };

  if (!topics)
    return NULL;
  if (ask->article != 0)
    return load_around (&load, ask, error) ? g_steal_pointer (&graph) : NULL;
  if (!load_articles (&load, error) || !load_lines (&load, error) ||
      (ask->wanted && !load_wanted (&load, error)))
    return NULL;
  return g_steal_pointer (&graph);
}

/* ── Places ── */

gboolean
carrel_store_load_map (CarrelConnection *connection,
                       CarrelGraph      *graph,
                       CarrelGraphPoint *places,
                       guint8           *pinned,
                       GError          **error)
{
  g_autoptr (CarrelStatement) statement =
      carrel_connection_prepare (connection, "SELECT x, y, pinned FROM map WHERE dot = ?");

  for (guint i = 0; i < carrel_graph_get_n_dots (graph); i++) {
    places[i] = (CarrelGraphPoint) { NAN, NAN };
    pinned[i] = FALSE;
    carrel_statement_bind_int (statement, 1, (gint64) carrel_graph_get_identity (graph, i));
    if (carrel_statement_next (statement)) {
      places[i] = (CarrelGraphPoint) { (float) carrel_statement_get_double (statement, 0),
                                       (float) carrel_statement_get_double (statement, 1) };
      pinned[i] = carrel_statement_get_int (statement, 2) != 0;
    }
    carrel_statement_reset (statement);
  }
  return carrel_statement_finish (statement, error);
}

gboolean
carrel_store_save_map (CarrelConnection       *connection,
                       CarrelGraph            *graph,
                       const CarrelGraphPoint *places,
                       const guint8           *pinned,
                       GError                **error)
{
  g_autoptr (CarrelStatement) clear = carrel_connection_prepare (connection, "DELETE FROM map");
  g_autoptr (CarrelStatement) statement = carrel_connection_prepare (
      connection, "INSERT INTO map (dot, x, y, pinned) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");

  if (!carrel_statement_run (clear, error))
    return FALSE;
  for (guint i = 0; i < carrel_graph_get_n_dots (graph); i++) {
    if (!isfinite (places[i].x) || !isfinite (places[i].y))
      continue;
    carrel_statement_bind_int (statement, 1, (gint64) carrel_graph_get_identity (graph, i));
    carrel_statement_bind_double (statement, 2, (double) places[i].x);
    carrel_statement_bind_double (statement, 3, (double) places[i].y);
    carrel_statement_bind_int (statement, 4, pinned && pinned[i]);
    if (!carrel_statement_run (statement, error))
      return FALSE;
  }
  return TRUE;
}
