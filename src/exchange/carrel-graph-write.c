/* carrel-graph-write.c: see the header.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "exchange/carrel-graph-write.h"

#include "base/carrel-json.h"

#include <math.h>
#include <string.h>

typedef struct {
  CarrelGraph            *graph;
  const CarrelGraphPoint *places;
  GString                *out;
} Writer;

gboolean
carrel_graph_format_from_name (const char *name, CarrelGraphFormat *format)
{
  static const char *const names[] = { "graphml", "dot", "json", "svg" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (name, names[i])) {
      *format = (CarrelGraphFormat) i;
      return TRUE;
    }
  return FALSE;
}

/* ── What all share ── */

/* Numbers are written as C writes them, whatever the locale. */
static void
append_number (GString *out, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (out, g_ascii_formatd (text, sizeof text, "%.2f", value));
}

/* XML 1.0, 2.2: these characters alone. */
static void
append_xml (GString *out, const char *text)
{
  for (const char *p = text ? text : ""; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    switch (c) {
    case '&':
      g_string_append (out, "&amp;");
      break;
    case '<':
      g_string_append (out, "&lt;");
      break;
    case '>':
      g_string_append (out, "&gt;");
      break;
    case '"':
      g_string_append (out, "&quot;");
      break;
    default:
      if ((c >= 0x20 && c != 0xfffe && c != 0xffff) || c == '\t' || c == '\n')
        g_string_append_unichar (out, c);
    }
  }
}

static void
append_id (Writer *self, guint number)
{
  const CarrelGraphDot *dot = carrel_graph_get_dot (self->graph, number);

  if (dot->key)
    g_string_append_printf (self->out, "w%u", number);
  else
    g_string_append_printf (self->out, "a%" G_GINT64_FORMAT, dot->article);
}

static const char *
get_topic (Writer *self, const CarrelGraphDot *dot)
{
  return dot->topic > 0 ? carrel_graph_get_topic (self->graph, dot->topic - 1)->name : NULL;
}

/* ── GraphML ── */

static void
append_data (Writer *self, const char *key, const char *value)
{
  if (!value || !*value)
    return;
  g_string_append_printf (self->out, "      <data key=\"%s\">", key);
  append_xml (self->out, value);
  g_string_append (self->out, "</data>\n");
}

static void
write_graphml (Writer *self)
{
  static const char *const keys[][3] = {
    { "node", "title", "string" }, { "node", "site", "string" },    { "node", "address", "string" },
    { "node", "topic", "string" }, { "node", "wanted", "boolean" }, { "node", "x", "double" },
    { "node", "y", "double" },     { "edge", "kind", "string" },
  };

  g_string_append (self->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml "
                              "xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_string_append_printf (self->out,
                            "  <key id=\"%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n",
                            keys[i][1], keys[i][0], keys[i][1], keys[i][2]);
  g_string_append (self->out, "  <graph id=\"library\" edgedefault=\"directed\">\n");
  for (guint i = 0; i < carrel_graph_get_n_dots (self->graph); i++) {
    const CarrelGraphDot *dot = carrel_graph_get_dot (self->graph, i);

    g_string_append (self->out, "    <node id=\"");
    append_id (self, i);
    g_string_append (self->out, "\">\n");
    append_data (self, "title", dot->title);
    append_data (self, "site", dot->site);
    append_data (self, "address", dot->address);
    append_data (self, "topic", get_topic (self, dot));
    append_data (self, "wanted", dot->key ? "true" : "false");
    g_string_append (self->out, "      <data key=\"x\">");
    append_number (self->out, (double) self->places[i].x);
    g_string_append (self->out, "</data>\n      <data key=\"y\">");
    append_number (self->out, (double) self->places[i].y);
    g_string_append (self->out, "</data>\n    </node>\n");
  }
  for (guint i = 0; i < carrel_graph_get_n_lines (self->graph); i++) {
    const CarrelGraphLine *line = carrel_graph_get_line (self->graph, i);

    g_string_append (self->out, "    <edge source=\"");
    append_id (self, line->from);
    g_string_append (self->out, "\" target=\"");
    append_id (self, line->to);
    g_string_append_printf (self->out, "\">\n      <data key=\"kind\">%s</data>\n    </edge>\n",
                            carrel_link_kind_get_name (line->kind));
  }
  g_string_append (self->out, "  </graph>\n</graphml>\n");
}

/* ── DOT ── */

/* In a quoted string only the quote and the backslash are special; a new line would begin the next
 * line of a label. */
static void
append_dot (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (const char *p = text ? text : ""; *p; p++) {
    if (*p == '"' || *p == '\\')
      g_string_append_c (out, '\\');
    g_string_append_c (out, (guchar) *p < 0x20 || *p == 0x7f ? ' ' : *p);
  }
  g_string_append_c (out, '"');
}

static void
write_dot (Writer *self)
{
  g_string_append (self->out, "digraph library {\n  node [shape=ellipse];\n");
  for (guint i = 0; i < carrel_graph_get_n_dots (self->graph); i++) {
    const CarrelGraphDot *dot = carrel_graph_get_dot (self->graph, i);

    g_string_append (self->out, "  ");
    append_id (self, i);
    g_string_append (self->out, " [label=");
    append_dot (self->out, dot->title);
    if (dot->address) {
      g_string_append (self->out, ", URL=");
      append_dot (self->out, dot->address);
    }
    if (dot->key)
      g_string_append (self->out, ", style=dashed");
    g_string_append (self->out, "];\n");
  }
  for (guint i = 0; i < carrel_graph_get_n_lines (self->graph); i++) {
    const CarrelGraphLine *line = carrel_graph_get_line (self->graph, i);

    g_string_append (self->out, "  ");
    append_id (self, line->from);
    g_string_append (self->out, " -> ");
    append_id (self, line->to);
    g_string_append_printf (self->out, " [label=\"%s\"];\n",
                            carrel_link_kind_get_name (line->kind));
  }
  g_string_append (self->out, "}\n");
}

/* ── JSON ── */

static void
add_id (Writer *self, JsonBuilder *builder, const char *name, guint number)
{
  g_autoptr (GString) id = g_string_new (NULL);
  Writer writer = { self->graph, self->places, id };

  append_id (&writer, number);
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, id->str);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
write_json (Writer *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "nodes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < carrel_graph_get_n_dots (self->graph); i++) {
    const CarrelGraphDot *dot = carrel_graph_get_dot (self->graph, i);

    json_builder_begin_object (builder);
    add_id (self, builder, "id", i);
    add_text (builder, "title", dot->title);
    add_text (builder, "site", dot->site);
    add_text (builder, "address", dot->address);
    add_text (builder, "topic", get_topic (self, dot));
    json_builder_set_member_name (builder, "wanted");
    json_builder_add_boolean_value (builder, dot->key != NULL);
    json_builder_set_member_name (builder, "x");
    json_builder_add_double_value (builder, round ((double) self->places[i].x * 100) / 100);
    json_builder_set_member_name (builder, "y");
    json_builder_add_double_value (builder, round ((double) self->places[i].y * 100) / 100);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "links");
  json_builder_begin_array (builder);
  for (guint i = 0; i < carrel_graph_get_n_lines (self->graph); i++) {
    const CarrelGraphLine *line = carrel_graph_get_line (self->graph, i);

    json_builder_begin_object (builder);
    add_id (self, builder, "source", line->from);
    add_id (self, builder, "target", line->to);
    add_text (builder, "kind", carrel_link_kind_get_name (line->kind));
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_to_gstring (generator, self->out);
  g_string_append_c (self->out, '\n');
}

/* ── SVG ── */

#define MARGIN 60
#define MAX_LABELS 200

/* The palette of light windows: data/style.css. */
static const char *const colours[CARREL_N_TOPIC_COLOURS] = {
  "#3584e4", "#1f8a9c", "#2f9149", "#72852a", "#b07800",
  "#d9540b", "#d92d42", "#cf4f8f", "#9141ac", "#637b8c",
};

static double
get_radius (const CarrelGraphDot *dot)
{
  return CLAMP (2.2 + 1.1 * sqrt (dot->links), 3, 13);
}

static void
append_attribute (GString *out, const char *name, double value)
{
  g_string_append_printf (out, " %s=\"", name);
  append_number (out, value);
  g_string_append_c (out, '"');
}

static int
compare_links (gconstpointer a, gconstpointer b, gpointer graph)
{
  const CarrelGraphDot *x = carrel_graph_get_dot (graph, *(const guint *) a),
                       *y = carrel_graph_get_dot (graph, *(const guint *) b);

  return x->links != y->links ? (x->links < y->links) - (x->links > y->links)
                              : (x->article > y->article) - (x->article < y->article);
}

static void
write_labels (Writer *self)
{
  guint             n = carrel_graph_get_n_dots (self->graph);
  g_autofree guint *order = g_new (guint, n + 1);

  for (guint i = 0; i < n; i++)
    order[i] = i;
  g_sort_array (order, n, sizeof *order, compare_links, self->graph);
  g_string_append (self->out,
                   "<g font-family=\"sans-serif\" font-size=\"12\" text-anchor=\"middle\" "
                   "fill=\"#333\" stroke=\"#fff\" stroke-width=\"4\" paint-order=\"stroke\">\n");
  for (guint i = 0; i < MIN (n, MAX_LABELS); i++) {
    const CarrelGraphDot *dot = carrel_graph_get_dot (self->graph, order[i]);
    g_autofree char      *title =
        g_utf8_strlen (dot->title, -1) > 48 ? g_utf8_substring (dot->title, 0, 47) : NULL;

    if (dot->key)
      continue;
    g_string_append (self->out, "<text");
    append_attribute (self->out, "x", (double) self->places[order[i]].x);
    append_attribute (self->out, "y", (double) self->places[order[i]].y + get_radius (dot) + 14);
    g_string_append_c (self->out, '>');
    append_xml (self->out, title ? title : dot->title);
    g_string_append (self->out, title ? "…</text>\n" : "</text>\n");
  }
  g_string_append (self->out, "</g>\n");
}

static void
write_svg (Writer *self)
{
  double left = 0, top = 0, right = 0, bottom = 0;
  guint  n = carrel_graph_get_n_dots (self->graph);

  for (guint i = 0; i < n; i++) {
    left = i == 0 ? (double) self->places[i].x : MIN (left, (double) self->places[i].x);
    right = i == 0 ? (double) self->places[i].x : MAX (right, (double) self->places[i].x);
    top = i == 0 ? (double) self->places[i].y : MIN (top, (double) self->places[i].y);
    bottom = i == 0 ? (double) self->places[i].y : MAX (bottom, (double) self->places[i].y);
  }
  g_string_append (self->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg "
                              "xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"");
  append_number (self->out, left - MARGIN);
  g_string_append_c (self->out, ' ');
  append_number (self->out, top - MARGIN);
  g_string_append_c (self->out, ' ');
  append_number (self->out, right - left + 2 * MARGIN);
  g_string_append_c (self->out, ' ');
  append_number (self->out, bottom - top + 2 * MARGIN);
  g_string_append (self->out, "\">\n<g stroke=\"#333\" stroke-opacity=\"0.2\">\n");
  for (guint i = 0; i < carrel_graph_get_n_lines (self->graph); i++) {
    const CarrelGraphLine *line = carrel_graph_get_line (self->graph, i);

    g_string_append (self->out, "<line");
    append_attribute (self->out, "x1", (double) self->places[line->from].x);
    append_attribute (self->out, "y1", (double) self->places[line->from].y);
    append_attribute (self->out, "x2", (double) self->places[line->to].x);
    append_attribute (self->out, "y2", (double) self->places[line->to].y);
    g_string_append (self->out, "/>\n");
  }
  g_string_append (self->out, "</g>\n");
  for (guint i = 0; i < n; i++) {
    const CarrelGraphDot *dot = carrel_graph_get_dot (self->graph, i);
    const char           *colour =
        colours[dot->topic > 0 ? dot->colour % CARREL_N_TOPIC_COLOURS : CARREL_N_TOPIC_COLOURS - 1];

    g_string_append (self->out, "<circle");
    append_attribute (self->out, "cx", (double) self->places[i].x);
    append_attribute (self->out, "cy", (double) self->places[i].y);
    append_attribute (self->out, "r", get_radius (dot));
    g_string_append_printf (self->out,
                            dot->key ? " fill=\"#fff\" stroke=\"%s\" stroke-width=\"1.5\"><title>"
                                     : " fill=\"%s\"><title>",
                            colour);
    append_xml (self->out, dot->title);
    g_string_append (self->out, "</title></circle>\n");
  }
  write_labels (self);
  g_string_append (self->out, "</svg>\n");
}

char *
carrel_graph_write (CarrelGraph *graph, const CarrelGraphPoint *places, CarrelGraphFormat format)
{
  static void (*const writers[]) (Writer *) = { write_graphml, write_dot, write_json, write_svg };
  Writer self = { graph, places, g_string_new (NULL) };

  g_return_val_if_fail (format <= CARREL_GRAPH_SVG, NULL);
  writers[format](&self);
  return g_string_free (self.out, FALSE);
}
