/* test-graph-write.c: the map for other programs, with titles that try to break out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "exchange/carrel-graph-write.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define HOSTILE "</title><script>alert(1)</script>\"]; a -> b \\ & \x01\xef\xbf\xbf «é»"

static CarrelGraph *
make_graph (void)
{
  CarrelGraph *graph = carrel_graph_new ();
  guint        topic = carrel_graph_add_topic (graph, 5, "sea & <shore>", 2);
  guint        a =
      carrel_graph_add_dot (graph, &(CarrelGraphDot) { .article = 12,
                                                       .title = HOSTILE,
                                                       .site = "a \"site\"",
                                                       .address = "https://a.example/?x=1&y=2",
                                                       .topic = topic + 1,
                                                       .colour = 2 });
  guint b = carrel_graph_add_dot (graph, &(CarrelGraphDot) { .article = 13, .title = "Plain" });
  guint wanted = carrel_graph_add_dot (
      graph, &(CarrelGraphDot) { .key = "b.example/x", .address = "https://b.example/x" });

  carrel_graph_add_line (graph, a, b, CARREL_LINK_CITES);
  carrel_graph_add_line (graph, b, a, CARREL_LINK_MENTIONS); /* the same line */
  carrel_graph_add_line (graph, a, a, CARREL_LINK_CITES);    /* none */
  carrel_graph_add_line (graph, a, wanted, CARREL_LINK_SEE_ALSO);
  return graph;
}

static char *
write_as (CarrelGraphFormat format)
{
  static const CarrelGraphPoint places[] = { { 1.5F, -2 }, { 1000, 3 }, { 0, 0 } };
  g_autoptr (CarrelGraph) graph = make_graph ();

  return carrel_graph_write (graph, places, format);
}

/* What an XML parser sees of it. */
typedef struct {
  GHashTable *count;
  GString    *text;
} Seen;

static void
element_cb (GMarkupParseContext *context,
            const char          *name,
            const char         **names,
            const char         **values,
            gpointer             data,
            GError             **error)
{
  Seen *seen = data;

  g_hash_table_insert (
      seen->count, g_strdup (name),
      GINT_TO_POINTER (GPOINTER_TO_INT (g_hash_table_lookup (seen->count, name)) + 1));
}

static void
text_cb (GMarkupParseContext *context, const char *text, gsize len, gpointer data, GError **error)
{
  g_string_append_len (((Seen *) data)->text, text, (gssize) len);
}

static int
count (Seen *seen, const char *name)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (seen->count, name));
}

static Seen
parse_xml (const char *xml)
{
  static const GMarkupParser parser = { .start_element = element_cb, .text = text_cb };
  Seen                       seen = { g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                                      g_string_new (NULL) };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &seen, NULL);
  g_autoptr (GError) error = NULL;

  g_markup_parse_context_parse (context, xml, -1, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  return seen;
}

static void
clear_seen (Seen *seen)
{
  g_hash_table_unref (seen->count);
  g_string_free (seen->text, TRUE);
}

static void
test_graphml (void)
{
  g_autofree char *xml = write_as (CARREL_GRAPH_GRAPHML);
  Seen             seen = parse_xml (xml);

  g_assert_cmpint (count (&seen, "node"), ==, 3);
  g_assert_cmpint (count (&seen, "edge"), ==, 2);
  g_assert_cmpint (count (&seen, "script"), ==, 0);
  g_assert_nonnull (strstr (seen.text->str, "alert(1)"));
  g_assert_nonnull (strstr (seen.text->str, "sea & <shore>"));
  g_assert_null (strchr (xml, '\x01'));
  clear_seen (&seen);
}

static void
test_svg (void)
{
  g_autofree char *xml = write_as (CARREL_GRAPH_SVG);
  Seen             seen = parse_xml (xml);

  g_assert_cmpint (count (&seen, "circle"), ==, 3);
  g_assert_cmpint (count (&seen, "line"), ==, 2);
  g_assert_cmpint (count (&seen, "text"), ==, 2);
  g_assert_cmpint (count (&seen, "script"), ==, 0);
  g_assert_null (strstr (xml, "href"));
  clear_seen (&seen);
}

static void
test_json (void)
{
  g_autofree char *text = write_as (CARREL_GRAPH_JSON);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *root, *first;

  json_parser_load_from_data (parser, text, -1, &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "nodes")), ==, 3);
  first = json_array_get_object_element (json_object_get_array_member (root, "nodes"), 0);
  g_assert_cmpstr (json_object_get_string_member (first, "title"), ==, HOSTILE);
  g_assert_cmpstr (json_object_get_string_member (first, "id"), ==, "a12");
  g_assert_cmpfloat (json_object_get_double_member (first, "y"), ==, -2);
  first = json_array_get_object_element (json_object_get_array_member (root, "links"), 1);
  g_assert_cmpstr (json_object_get_string_member (first, "target"), ==, "w2");
}

/* Each statement on a line of its own: nothing that a title says begins one. */
static void
test_dot (void)
{
  g_autofree char *text = write_as (CARREL_GRAPH_DOT);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_cmpstr (lines[0], ==, "digraph library {");
  g_assert_true (g_str_has_prefix (
      lines[2], "  a12 [label=\"</title><script>alert(1)</script>\\\"]; a -> b \\\\ & "));
  g_assert_cmpstr (lines[5], ==, "  a12 -> a13 [label=\"cites\"];");
  g_assert_cmpstr (lines[6], ==, "  a12 -> w2 [label=\"see-also\"];");
  g_assert_cmpstr (lines[7], ==, "}");
}

static void
test_names (void)
{
  CarrelGraphFormat format;

  g_assert_true (carrel_graph_format_from_name ("svg", &format));
  g_assert_cmpint (format, ==, CARREL_GRAPH_SVG);
  g_assert_false (carrel_graph_format_from_name ("SVG ", &format));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph-write/graphml", test_graphml);
  g_test_add_func ("/graph-write/svg", test_svg);
  g_test_add_func ("/graph-write/json", test_json);
  g_test_add_func ("/graph-write/dot", test_dot);
  g_test_add_func ("/graph-write/names", test_names);
  return g_test_run ();
}
