/* carrel-json.h: json-glib behind one door. Nothing else includes it but through this header.
 *
 * Bounded: at most 16 MiB and 64 levels, checked on the bytes before the parser sees them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define CARREL_JSON_MAX_BYTES (16 * 1024 * 1024)
#define CARREL_JSON_MAX_DEPTH 64

/* Parses one value. (transfer full): json_node_unref(). Fails with CARREL_ERROR: BAD_FILE, which
 * names line and column, or TOO_LARGE. Any thread. */
JsonNode *carrel_json_parse (const char *text, gssize len, GError **error);

/* A member as text, number, array, object; NULL or 0 where there is none or it is of another kind.
 * (transfer none) */
const char *carrel_json_get_text (JsonObject *object, const char *name);
gint64      carrel_json_get_int (JsonObject *object, const char *name);
JsonArray  *carrel_json_get_array (JsonObject *object, const char *name);
JsonObject *carrel_json_get_object (JsonObject *object, const char *name);

G_END_DECLS
