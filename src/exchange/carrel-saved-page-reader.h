/* carrel-saved-page-reader.h: tags of a page's bytes, and changes of them. Pure; any thread.
 *
 * Not a parser: it sees what a browser that saved a page wrote, and whatever else is there is
 * passed over as it is. Comments and the text of scripts and styles hold no tags.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CARREL_TAG_MAX_ATTRIBUTES 64

typedef struct {
  const char *name, *value; /* into the bytes; value nullable */
  gsize       name_len, value_len;
  gsize       start, end; /* of the value with its quotes */
} CarrelTagAttribute;

typedef struct {
  const char        *name;
  gsize              name_len, name_end; /* name_end: offset behind the name */
  gboolean           closing;
  guint              n_attributes;
  CarrelTagAttribute attributes[CARREL_TAG_MAX_ATTRIBUTES];
} CarrelTag;

/* The next tag from `*at` on, which moves behind it. */
gboolean carrel_tag_next (const char *data, gsize len, gsize *at, CarrelTag *tag);
gboolean carrel_tag_is (const CarrelTag *tag, const char *name);
/* (nullable) */
const CarrelTagAttribute *carrel_tag_find (const CarrelTag *tag, const char *name);
/* Its value with «&amp;» resolved. (transfer full) */
char *carrel_tag_attribute_dup (const CarrelTagAttribute *attribute);

G_END_DECLS
