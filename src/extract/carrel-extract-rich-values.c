/* carrel-extract-rich-values.c: what a value of a program's state stands for, and what an editor's
 * block says of itself.
 *
 * Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-rich-private.h"

#include <string.h>

JsonNode *
carrel_state_resolve (const CarrelState *self, JsonNode *node)
{
  JsonObject *object = carrel_rich_as_object (node);
  const char *text;

  if (!node)
    return NULL;
  if (self->flat && JSON_NODE_HOLDS_VALUE (node) &&
      json_node_get_value_type (node) == G_TYPE_INT64) {
    gint64 i = json_node_get_int (node);

    return i >= 0 && i < (gint64) json_array_get_length (self->flat)
               ? json_array_get_element (self->flat, (guint) i)
               : NULL;
  }
  if (object && json_object_get_size (object) <= 2 &&
      (text = carrel_rich_as_text (json_object_get_member (object, "__ref")))) {
    for (guint i = 0; i < self->n_tables; i++) {
      JsonNode *found = json_object_get_member (self->tables[i], text);

      if (found)
        return found;
    }
    return NULL;
  }
  text = self->rows ? carrel_rich_as_text (node) : NULL;
  if (text && *text == '$' && text[1] && strlen (text) < 12) {
    JsonNode *found = g_hash_table_lookup (self->rows, text + 1 + (text[1] == 'L'));

    return found ? found : node;
  }
  return node;
}

JsonNode *
carrel_state_get (const CarrelState *self, JsonObject *object, const char *name)
{
  return object ? carrel_state_resolve (self, json_object_get_member (object, name)) : NULL;
}

const char *
carrel_state_get_text (const CarrelState *self, JsonObject *object, const char *name)
{
  return carrel_rich_as_text (carrel_state_get (self, object, name));
}

JsonNode *
carrel_rich_get_attribute (const CarrelRich *walk, JsonObject *object, const char *name)
{
  static const char *const holders[] = { "attrs", "data",  "attributes", "props", "fields",
                                         "file",  "asset", "target",     "image" };
  JsonNode                *node = carrel_state_get (walk->state, object, name);

  for (guint i = 0; !node && i < G_N_ELEMENTS (holders); i++) {
    JsonObject *holder = carrel_rich_as_object (carrel_state_get (walk->state, object, holders[i]));

    node = holder ? carrel_state_get (walk->state, holder, name) : NULL;
    if (!node && holder) {
      JsonObject *inner = carrel_rich_as_object (carrel_state_get (walk->state, holder, "file"));

      node = inner ? carrel_state_get (walk->state, inner, name) : NULL;
    }
  }
  return node;
}

const char *
carrel_rich_get_any_text (const CarrelRich *walk, JsonObject *object, const char *const *names)
{
  for (; *names; names++) {
    const char *text = carrel_rich_as_text (carrel_rich_get_attribute (walk, object, *names));

    if (text && *text)
      return text;
  }
  return NULL;
}

void
carrel_rich_get_type (const CarrelRich *walk, JsonObject *object, char *type)
{
  static const char *const names[] = { "_type",      "nodeType",    "type",
                                       "blockType",  "__component", "blockName",
                                       "__typename", "name",        "tag" };
  const char              *text = NULL;
  guint                    n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names) && !text; i++)
    text = carrel_rich_as_text (carrel_state_get (walk->state, object, names[i]));
  if (text && g_str_has_prefix (text, "core/"))
    text += strlen ("core/");
  for (; text && *text && n < CARREL_RICH_MAX_TYPE - 2; text++) {
    /* «codeBlock», «code_block» */
    if (g_ascii_isupper (*text) && n > 0 && g_ascii_islower (text[-1]))
      type[n++] = '-';
    type[n++] = g_ascii_isalnum (*text) ? g_ascii_tolower (*text) : '-';
  }
  type[n] = '\0';
}

gboolean
carrel_rich_is_one_of (const char *type, const char *words)
{
  const char *at = *type ? strstr (words, type) : NULL;
  gsize       len = strlen (type);

  for (; at; at = strstr (at + 1, type))
    if (at[-1] == ' ' && at[len] == ' ')
      return TRUE;
  return FALSE;
}
