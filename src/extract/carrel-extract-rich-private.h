/* carrel-extract-rich-private.h: what the two files that read an editor's blocks share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "extract/carrel-extract-state.h"

G_BEGIN_DECLS

#define CARREL_RICH_MAX_TYPE 40 /* bytes of a type's name */

typedef struct {
  JsonNode   *node; /* (nullable): then `literal` is put out */
  const char *literal;
  JsonNode   *defs;    /* (nullable): Portable Text's links, of the block */
  gboolean    in_line; /* within a block */
  gboolean    item;    /* of a list */
} CarrelRichFrame;

typedef struct {
  const CarrelState *state;
  GArray            *stack; /* (owned) (element-type CarrelRichFrame) */
  GString           *out;   /* (owned) */
  JsonNode          *map;   /* (nullable): Draft.js's links */
  guint              steps;
} CarrelRich;

static inline JsonObject *
carrel_rich_as_object (JsonNode *node)
{
  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static inline JsonArray *
carrel_rich_as_array (JsonNode *node)
{
  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static inline const char *
carrel_rich_as_text (JsonNode *node)
{
  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static inline gint64
carrel_rich_as_int (JsonNode *node)
{
  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) != G_TYPE_STRING
             ? json_node_get_int (node)
             : 0;
}

/* Of the block, or of what it keeps its own in. (nullable) */
JsonNode *carrel_rich_get_attribute (const CarrelRich *walk, JsonObject *object, const char *name);
/* The first of the names that has a text. (nullable) */
const char *
carrel_rich_get_any_text (const CarrelRich *walk, JsonObject *object, const char *const *names);
/* What the block is, in lower case, words joined by dashes; "" where it doesn't say. `type` has
 * CARREL_RICH_MAX_TYPE bytes. */
void carrel_rich_get_type (const CarrelRich *walk, JsonObject *object, char *type);
/* One of `words`, which stand between spaces. */
gboolean carrel_rich_is_one_of (const char *type, const char *words);

G_END_DECLS
