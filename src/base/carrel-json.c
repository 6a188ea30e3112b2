/* carrel-json.c: json-glib behind bounds.
 *
 * The depth is counted on the bytes: strings are skipped, so a bracket in a text counts for
 * nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-json.h"

#include "base/carrel-error.h"

#include <string.h>

static guint
measure_depth (const char *text, gsize len)
{
  guint    depth = 0, deepest = 0;
  gboolean in_string = FALSE;

  for (gsize i = 0; i < len; i++) {
    if (in_string) {
      if (text[i] == '\\')
        i++;
      else if (text[i] == '"')
        in_string = FALSE;
    } else if (text[i] == '"') {
      in_string = TRUE;
    } else if (text[i] == '[' || text[i] == '{') {
      depth++;
      deepest = MAX (deepest, depth);
    } else if ((text[i] == ']' || text[i] == '}') && depth > 0) {
      depth--;
    }
  }
  return deepest;
}

JsonNode *
carrel_json_parse (const char *text, gssize len, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) parse_error = NULL;
  gsize     size = len < 0 ? strlen (text) : (gsize) len;
  JsonNode *root;

  if (size > CARREL_JSON_MAX_BYTES) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_TOO_LARGE,
                 "The JSON text is larger than 16 MiB");
    return NULL;
  }
  if (measure_depth (text, size) > CARREL_JSON_MAX_DEPTH) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_TOO_LARGE,
                 "The JSON text is nested more than 64 levels deep");
    return NULL;
  }
  if (!json_parser_load_from_data (parser, text, (gssize) size, &parse_error)) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_BAD_FILE, "Line %u, column %u: %s",
                 json_parser_get_current_line (parser), json_parser_get_current_pos (parser),
                 parse_error->message);
    return NULL;
  }

  root = json_parser_get_root (parser);
  if (!root) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_BAD_FILE, "The JSON text is empty");
    return NULL;
  }
  return json_node_ref (root);
}

static JsonNode *
get_member (JsonObject *object, const char *name, JsonNodeType type)
{
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  return node && JSON_NODE_TYPE (node) == type ? node : NULL;
}

const char *
carrel_json_get_text (JsonObject *object, const char *name)
{
  JsonNode *node = get_member (object, name, JSON_NODE_VALUE);

  return node && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node)
                                                                  : NULL;
}

gint64
carrel_json_get_int (JsonObject *object, const char *name)
{
  JsonNode *node = get_member (object, name, JSON_NODE_VALUE);

  return node && json_node_get_value_type (node) != G_TYPE_STRING ? json_node_get_int (node) : 0;
}

JsonArray *
carrel_json_get_array (JsonObject *object, const char *name)
{
  JsonNode *node = get_member (object, name, JSON_NODE_ARRAY);

  return node ? json_node_get_array (node) : NULL;
}

JsonObject *
carrel_json_get_object (JsonObject *object, const char *name)
{
  JsonNode *node = get_member (object, name, JSON_NODE_OBJECT);

  return node ? json_node_get_object (node) : NULL;
}
