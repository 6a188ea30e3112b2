/* carrel-document-markdown-private.h: what a block's text is in Markdown. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "document/carrel-document.h"

G_BEGIN_DECLS

typedef enum {
  CARREL_INLINE_ONE_LINE = 1 << 0, /* line breaks become spaces */
  CARREL_INLINE_HEADING  = 1 << 1, /* every # is escaped */
  CARREL_INLINE_CELL     = 1 << 2, /* bars in code and addresses are escaped too */
  CARREL_INLINE_NO_LINKS = 1 << 3, /* links are their text */
} CarrelInlineFlags;

/* The block's text with its spans. `notes` holds the numbers (GINT_TO_POINTER) of the notes that there
 * are. (transfer full) */
char *carrel_document_markdown_inline (const CarrelBlock *block, GHashTable *notes, CarrelInlineFlags flags);

/* `text` (nullable: the address itself) is Markdown already. (transfer full) */
char *carrel_document_markdown_link (const char *text, const char *address, CarrelInlineFlags flags);
char *carrel_document_markdown_image (const char *source, const char *alt, CarrelInlineFlags flags);

G_END_DECLS
