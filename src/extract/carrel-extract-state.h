/* carrel-extract-state.h: what the steps that read a page's embedded state share.
 *
 * State is what a page's programs build it from: JSON in scripts. Several programs write it with
 * references in place of values; carrel_state_resolve () follows them, one step, so a circle does
 * no harm to who bounds his steps. Private to extract/.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/carrel-json.h"

G_BEGIN_DECLS

#define CARREL_STATE_MAX_TABLES 8

typedef struct {
  JsonArray  *flat;                            /* (nullable): numbers are places in it */
  JsonObject *tables[CARREL_STATE_MAX_TABLES]; /* where «__ref» is looked up */
  guint       n_tables;
  GHashTable *rows; /* (nullable): «1a» → JsonNode, for «$1a» */
} CarrelState;

/* The value that `node` stands for; `node` itself where it stands for none. (nullable) */
JsonNode *carrel_state_resolve (const CarrelState *self, JsonNode *node);
JsonNode *carrel_state_get (const CarrelState *self, JsonObject *object, const char *name);
/* (nullable) */
const char *carrel_state_get_text (const CarrelState *self, JsonObject *object, const char *name);

/* The text of an editor's blocks (Draft.js, Slate, ProseMirror, Lexical, Portable Text, Editor.js,
 * Contentful and what is built like them), or of a list of paragraphs, as HTML that is still to be
 * cleaned; NULL where `blocks` are none. `links` (nullable): what Draft.js keeps beside them.
 * (transfer full) */
char *carrel_state_blocks_to_html (const CarrelState *self, JsonArray *blocks, JsonNode *links);

/* In a program's text: the end of the string that begins at `start` with its quote, or of the value
 * that begins there with a bracket; NULL where it has none. (nullable) */
const char *carrel_state_skip_string (const char *start, const char *end);
const char *carrel_state_skip_value (const char *start, const char *end);
/* What a program means by the string between its quotes. (transfer full) */
char *carrel_state_decode_string (const char *text, gsize len);

G_END_DECLS
