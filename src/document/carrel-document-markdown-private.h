/* carrel-document-markdown-private.h: what the two files that write Markdown share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "document/carrel-document.h"

G_BEGIN_DECLS

typedef enum {
  CARREL_MARKDOWN_ONE_LINE = 1 << 0, /* a heading, a cell: line breaks become «<br>» */
  CARREL_MARKDOWN_CELL = 1 << 1,     /* in a table: no bare «|» even within code */
  CARREL_MARKDOWN_EMPHASIS = 1 << 2, /* all of it in «*» */
  CARREL_MARKDOWN_STRONG = 1 << 3,   /* all of it in «**» */
} CarrelMarkdownFlags;

/* The text of a block with its spans. `out` stands at the beginning of a line's content; further
 * lines begin with `prefix`. `anchors`: id of a heading → what a renderer will call it. */
void carrel_markdown_append_inline (GString            *out,
                                    const CarrelBlock  *block,
                                    CarrelMarkdownFlags flags,
                                    const char         *prefix,
                                    GHashTable         *anchors);

/* «![alt](<source>)» */
void carrel_markdown_append_image (GString *out, const char *alt, const char *source);

/* «(<address>)», so that nothing in it ends it early. */
void carrel_markdown_append_address (GString *out, const char *address);

/* The lines of the table at `index`, without its caption. (element-type utf8) (transfer full) */
GPtrArray *
carrel_markdown_list_table_lines (const CarrelBlock *blocks, guint index, GHashTable *anchors);

/* The number that a mark refers to, NULL for any other span. */
const char *carrel_markdown_writer_get_note (const CarrelSpan *span);

/* The longest run of backticks. */
guint carrel_markdown_count_ticks (const char *text, gsize len);

G_END_DECLS
