/* carrel-extract-markdown-private.h: what the files of the Markdown reader share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "extract/carrel-extract-private.h"

G_BEGIN_DECLS

typedef struct {
  CarrelDocumentBuilder *builder; /* (owned) until it is finished */
  const char            *base;    /* (nullable) */
  GHashTable            *targets; /* (owned): «[name]: address», by folded name */
  GHashTable            *notes;   /* (owned): name of a footnote → its text */
  GPtrArray  *note_order;         /* (owned): names, in the order of their marks; lent by `notes` */
  gboolean    in_link;
  const char *text;     /* lent: of the block that is read */
  GArray     *brackets; /* (owned) (nullable) */
} CarrelMarkdown;

/* The text of a block, with its spans, into the open leaf. */
void carrel_markdown_add_inline (CarrelMarkdown *self, const char *text, gsize len);
void
carrel_markdown_tokenize (CarrelMarkdown *self, GArray *tokens, const char *text, const char *end);
/* A line break in the open leaf. */
void carrel_markdown_break (CarrelMarkdown *self);
/* (transfer full) (nullable) */
char *carrel_markdown_dup_target (CarrelMarkdown *self, const char *name, gsize len);
/* The number of the footnote, made when it is first asked for; 0 when there is none of that name.
 */
guint carrel_markdown_get_note (CarrelMarkdown *self, const char *name, gsize len);
/* «[name]: address», «[^name]: text»; TRUE when the line is one. */
gboolean carrel_markdown_take_definition (CarrelMarkdown *self, const char *line);

G_END_DECLS
