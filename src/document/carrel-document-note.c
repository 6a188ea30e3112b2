/* carrel-document-note.c: one note of a document as a document of its own. Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-document-private.h"

#include <string.h>

CarrelBlock *
carrel_document_builder_copy (CarrelDocumentBuilder *self,
                              const CarrelBlock     *from,
                              CarrelCopyFunc         value,
                              gconstpointer          data)
{
  CarrelBlock *block = carrel_document_builder_open (self, from->type);

  block->level = from->level;
  block->ordered = from->ordered;
  block->header = from->header;
  block->numbering = from->numbering;
  block->reversed = from->reversed;
  block->numbered = from->numbered;
  block->dir = from->dir;
  block->number = from->number;
  block->width = from->width;
  block->height = from->height;
  block->colspan = from->colspan;
  block->rowspan = from->rowspan;
  block->id =
      value ? value (self, from->id, data) : carrel_document_builder_string (self, from->id);
  block->language = carrel_document_builder_string (self, from->language);
  block->source = carrel_document_builder_string (self, from->source);
  block->alt = carrel_document_builder_string (self, from->alt);
  block->href = carrel_document_builder_string (self, from->href);
  if (!carrel_block_type_is_leaf (from->type))
    return block;
  g_string_append_len (self->text, from->text, from->text_len);
  for (guint i = 0; i < from->n_spans; i++) {
    CarrelSpan span = from->spans[i];

    span.value =
        value ? value (self, span.value, data) : carrel_document_builder_string (self, span.value);
    span.alt = carrel_document_builder_string (self, span.alt);
    g_array_append_val (self->spans, span);
  }
  return block;
}

static gboolean
is_space (const char *text, guint32 start, guint32 end)
{
  for (guint32 i = start; i < end; i++)
    if (!g_ascii_isspace (text[i]) && (guchar) text[i] != 0xc2 && (guchar) text[i] != 0xa0)
      return FALSE;
  return TRUE;
}

/* Bytes of a text before the ways back that it ends with. */
static guint32
get_end (const CarrelBlock *block)
{
  guint32 end = block->text_len;

  for (guint i = block->n_spans; i-- > 0;) {
    const CarrelSpan *span = &block->spans[i];

    if (span->kind == CARREL_SPAN_FOOTNOTE_BACK && span->end <= end &&
        is_space (block->text, span->end, end))
      end = span->start;
  }
  while (end > 0 && g_ascii_isspace (block->text[end - 1]))
    end--;
  return end;
}

/* Takes the ways back out of what was copied last. */
static void
cut_ways_back (CarrelDocumentBuilder *builder, guint32 end)
{
  guint kept = 0;

  g_string_truncate (builder->text, end);
  for (guint i = 0; i < builder->spans->len; i++) {
    CarrelSpan span = g_array_index (builder->spans, CarrelSpan, i);

    span.end = MIN (span.end, end);
    if (span.kind != CARREL_SPAN_FOOTNOTE_BACK && span.start < span.end)
      g_array_index (builder->spans, CarrelSpan, kept++) = span;
  }
  g_array_set_size (builder->spans, kept);
}

static gboolean
find_note (CarrelDocument *self, const char *id, guint *index)
{
  for (guint i = 0; i < self->blocks->len; i++) {
    const CarrelBlock *block = &g_array_index (self->blocks, CarrelBlock, i);

    if (block->type == CARREL_BLOCK_FOOTNOTE && g_strcmp0 (block->id, id) == 0) {
      *index = i;
      return TRUE;
    }
  }
  return FALSE;
}

CarrelDocument *
carrel_document_dup_note (CarrelDocument *self, const char *id)
{
  CarrelDocumentBuilder *builder;
  const CarrelBlock     *note;
  guint                  index;

  if (!find_note (self, id, &index))
    return NULL;
  note = &g_array_index (self->blocks, CarrelBlock, index);
  builder = carrel_document_builder_new ();
  for (guint i = index + 1; i <= index + note->n_descendants; i++) {
    const CarrelBlock *block = &g_array_index (self->blocks, CarrelBlock, i);
    gboolean           leaf = carrel_block_type_is_leaf (block->type);
    guint32            end = leaf ? get_end (block) : 0;

    if (leaf && end == 0 && block->text_len > 0)
      continue; /* nothing but a way back */
    carrel_document_builder_close_leaf (builder);
    carrel_document_builder_close_to (builder,
                                      MIN (block->depth - note->depth - 1u, builder->open->len));
    carrel_document_builder_copy (builder, block, NULL, NULL);
    if (leaf && block->type != CARREL_BLOCK_CODE)
      cut_ways_back (builder, end);
  }
  carrel_document_builder_close_to (builder, 0);
  return carrel_document_builder_finish (builder);
}
