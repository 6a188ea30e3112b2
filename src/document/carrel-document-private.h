/* carrel-document-private.h: what the files of a document share: its insides, and the builder's.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "document/carrel-document.h"

G_BEGIN_DECLS

struct _CarrelDocument {
  gatomicrefcount references;
  GArray         *blocks; /* (owned) (element-type CarrelBlock) */
  GPtrArray      *memory; /* (owned): everything that blocks point at */
};

/* A document under construction. At most one block with text, the leaf, is open at a time; its text
 * and spans grow in `text` and `spans` until it is closed. */
struct _CarrelDocumentBuilder {
  GArray    *blocks; /* (owned) (element-type CarrelBlock) */
  GPtrArray *memory; /* (owned) */
  GArray    *open;   /* (owned) (element-type guint): indices of open blocks, the leaf too */
  GString   *text;   /* (owned) */
  GArray *spans; /* (owned) (element-type CarrelSpan): of the leaf; end is G_MAXUINT32 while open */
  GArray *open_spans; /* (owned) (element-type guint): which of them, the innermost last */
  guint   n_marks;    /* combining marks in a row */
  gboolean has_leaf;
  gboolean has_footnotes;
};

/* What is known of each open block, by its depth: there is room for one of this depth. */
static inline void
carrel_document_make_room (GArray *by_depth, guint depth)
{
  if (depth >= by_depth->len)
    g_array_set_size (by_depth, depth + 1);
}

/* The last one goes; the array isn't ended by zeros. */
static inline void
carrel_document_drop_last (GArray *array)
{
  array->len--;
}

/* TRUE for the types that have text of their own. */
gboolean carrel_block_type_is_leaf (CarrelBlockType type);

/* The innermost open block's type; -1: the document itself. */
int carrel_document_builder_get_type_of_top (CarrelDocumentBuilder *self);
/* Closes blocks until `depth` are open. */
void carrel_document_builder_close_to (CarrelDocumentBuilder *self, guint depth);
/* Closes the leaf, if one is open. */
void carrel_document_builder_close_leaf (CarrelDocumentBuilder *self);
/* Text with white space collapsed as a browser does, control characters left out. */
void carrel_document_builder_flow (CarrelDocumentBuilder *self, const char *text, gsize len);
/* Bytes at the beginning that a running text doesn't show: white space, and characters that are
 * left out. */
gsize carrel_document_builder_count_lead (const char *text, gsize len);
/* The numbers of items: what each has of its own (`numbered`), or what follows by itself: one more
 * or less than that before it, from the list's own start, from 1, or to 1 where the list counts
 * down. `numbered` stays only where the number differs from that. For all blocks, after their
 * descendants are counted. */
void carrel_document_number_items (GArray *blocks);
/* Each block's `text_language`, after their descendants are counted. */
void carrel_document_spread_languages (GArray *blocks);
/* After that: spans that say nothing, lead nowhere, or couldn't be read again, go. */
void carrel_document_tidy_spans (GArray *blocks);
/* Opens a block like one of a document, with its text and spans. `value` (nullable) says what
 * becomes of an id or a span's value, both nullable: a string of the builder's. */
typedef const char *(*CarrelCopyFunc) (CarrelDocumentBuilder *builder,
                                       const char            *value,
                                       gconstpointer          data);
CarrelBlock *carrel_document_builder_copy (CarrelDocumentBuilder *self,
                                           const CarrelBlock     *from,
                                           CarrelCopyFunc         value,
                                           gconstpointer          data);

G_END_DECLS
