/* carrel-query-private.h: what the files of the search language share.
 *
 * carrel-query-parse.c reads it, carrel-query-fields.c knows its names, carrel-query-debug.c writes
 * it for tests.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-query.h"

G_BEGIN_DECLS

struct _CarrelQuery {
  gatomicrefcount ref_count;

  const CarrelQueryNode *root;    /* in `nodes`, or in a part's */
  GPtrArray             *nodes;   /* (owned) (element-type CarrelQueryNode) */
  GStringChunk          *strings; /* (owned): all texts */
  CarrelQuery           *a, *b;   /* (owned) (nullable): what carrel_query_and () joined */
};

CarrelQuery     *carrel_query_new (void);
CarrelQueryNode *carrel_query_add_node (CarrelQuery *self, CarrelQueryType type);
/* None is NULL, one stands for itself; children of the same type give theirs, so that brackets
 * which change nothing leave no trace. (element-type CarrelQueryNode) */
CarrelQueryNode *carrel_query_join (CarrelQuery *self, CarrelQueryType type, GPtrArray *children);

/* Text made of letters, digits or other characters that an index knows; not mere punctuation. */
gboolean carrel_query_has_letters (const char *text);

/* A field's value as it is typed: in quotes where it would end early; «none» of topic: is a word of
 * the language, a topic called «None» is not. (transfer full) */
char *carrel_query_quote (const char *field, const char *value);

/* ── Places ── */

typedef struct {
  gsize start, end; /* bytes */
} CarrelQueryPlace;

/* Where in a valid text terms stand that ask something of a field, each on its own: neither in
 * brackets nor beside an «OR». (element-type CarrelQueryPlace) (transfer full) */
GArray *carrel_query_find_filters (const char *text);

/* Where in a valid text terms stand that look like a filter and are looked for as text, those that
 * are left out while they are typed not among them. (element-type CarrelQueryPlace) (transfer full)
 */
GArray *carrel_query_find_misread (const char *text, gboolean typing);

/* ── Names ── */

typedef enum {
  CARREL_VALUE_TEXT,
  CARREL_VALUE_TOPIC,
  CARREL_VALUE_LANGUAGE,
  CARREL_VALUE_FLAG,
  CARREL_VALUE_TIME,
  CARREL_VALUE_NUMBERS,
  CARREL_VALUE_ID,
} CarrelQueryValue;

typedef struct {
  const char      *name;
  CarrelQueryValue kind;
  CarrelQueryType  type;
  CarrelQueryField field;
  const char      *examples; /* (nullable): of its values; NULL: they are flags, which are known */
} CarrelQueryFieldInfo;

/* NULL: there is none of that name (of `len` bytes). */
const CarrelQueryFieldInfo *carrel_query_find_field (const char *name, gsize len);
/* NULL past the last; by name. */
const CarrelQueryFieldInfo *carrel_query_get_field (guint index);
/* The flag called `name`; with `begins` it is enough that one begins so. */
gboolean carrel_query_find_flag (CarrelQueryType  type,
                                 const char      *name,
                                 gboolean         begins,
                                 CarrelQueryFlag *flag);
/* The name of the flag `index` of that type, NULL past the last. */
const char *carrel_query_get_flag (CarrelQueryType type, guint index);
const char *carrel_query_node_get_field_name (const CarrelQueryNode *node);
const char *carrel_query_node_get_flag_name (const CarrelQueryNode *node);

G_END_DECLS
