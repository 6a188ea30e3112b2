/* carrel-document.c: a document's life, its images and links.
 *
 * Immutable once finished; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-text.h"
#include "document/carrel-document-private.h"

#include <string.h>

#define MAX_SENTENCE 240 /* characters */

G_DEFINE_BOXED_TYPE (CarrelDocument, carrel_document, carrel_document_ref, carrel_document_unref)

CarrelDocument *
carrel_document_ref (CarrelDocument *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
carrel_document_unref (CarrelDocument *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_array_unref (self->blocks);
  g_ptr_array_unref (self->memory);
  g_free (self);
}

const CarrelBlock *
carrel_document_get_blocks (CarrelDocument *self, guint *n_blocks)
{
  *n_blocks = self->blocks->len;
  return (const CarrelBlock *) (gpointer) self->blocks->data;
}

gboolean
carrel_document_is_empty (CarrelDocument *self)
{
  return self->blocks->len == 0;
}

/* ── Comparing ── */

static gboolean
spans_equal (const CarrelSpan *a, const CarrelSpan *b)
{
  return a->start == b->start && a->end == b->end && a->kind == b->kind && a->dir == b->dir &&
         a->width == b->width && a->height == b->height && g_strcmp0 (a->value, b->value) == 0 &&
         g_strcmp0 (a->alt, b->alt) == 0;
}

static gboolean
blocks_equal (const CarrelBlock *a, const CarrelBlock *b)
{
  if (a->type != b->type || a->depth != b->depth || a->level != b->level ||
      a->ordered != b->ordered || a->reversed != b->reversed || a->numbering != b->numbering ||
      a->header != b->header || a->dir != b->dir || a->n_descendants != b->n_descendants ||
      a->number != b->number || a->width != b->width || a->height != b->height ||
      a->colspan != b->colspan || a->rowspan != b->rowspan || a->n_spans != b->n_spans)
    return FALSE;
  if (strcmp (a->text, b->text) != 0 || g_strcmp0 (a->id, b->id) != 0 ||
      g_strcmp0 (a->language, b->language) != 0 || g_strcmp0 (a->source, b->source) != 0 ||
      g_strcmp0 (a->alt, b->alt) != 0 || g_strcmp0 (a->href, b->href) != 0)
    return FALSE;
  for (guint i = 0; i < a->n_spans; i++)
    if (!spans_equal (&a->spans[i], &b->spans[i]))
      return FALSE;
  return TRUE;
}

gboolean
carrel_document_equal (CarrelDocument *a, CarrelDocument *b)
{
  guint              n_a, n_b;
  const CarrelBlock *blocks_a = carrel_document_get_blocks (a, &n_a);
  const CarrelBlock *blocks_b = carrel_document_get_blocks (b, &n_b);

  if (n_a != n_b)
    return FALSE;
  for (guint i = 0; i < n_a; i++)
    if (!blocks_equal (&blocks_a[i], &blocks_b[i]))
      return FALSE;
  return TRUE;
}

/* ── Languages ── */

void
carrel_document_spread_languages (GArray *blocks)
{
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (const char *)); /* by depth */

  for (guint i = 0; i < blocks->len; i++) {
    CarrelBlock *block = &g_array_index (blocks, CarrelBlock, i);
    const char  *language = block->type == CARREL_BLOCK_CODE ? NULL : block->language;

    if (!language && block->depth > 0)
      language = g_array_index (open, const char *, block->depth - 1);
    block->text_language = language;
    carrel_document_make_room (open, block->depth);
    g_array_index (open, const char *, block->depth) = language;
  }
}

/* ── Images ── */

GPtrArray *
carrel_document_list_images (CarrelDocument *self)
{
  GPtrArray *images = g_ptr_array_new ();

  for (guint i = 0; i < self->blocks->len; i++) {
    const CarrelBlock *block = &g_array_index (self->blocks, CarrelBlock, i);

    if (block->source)
      g_ptr_array_add (images, (gpointer) block->source);
    for (guint s = 0; s < block->n_spans; s++)
      if (block->spans[s].kind == CARREL_SPAN_IMAGE && block->spans[s].value)
        g_ptr_array_add (images, (gpointer) block->spans[s].value);
  }
  return images;
}

/* What a source becomes. */
typedef struct {
  GHashTable *map, *sizes; /* sizes nullable */
  GPtrArray  *memory;      /* of the new document */
} Mapping;

static void
map_source (Mapping *mapping, const char **source, guint32 *width, guint32 *height)
{
  const char *found = *source ? g_hash_table_lookup (mapping->map, *source) : NULL;
  guint       size;

  if (!found)
    return;
  *source = g_strdup (found);
  g_ptr_array_add (mapping->memory, (gpointer) *source);
  size = mapping->sizes ? GPOINTER_TO_UINT (g_hash_table_lookup (mapping->sizes, found)) : 0;
  if (size) {
    *width = size >> 16;
    *height = size & 0xffff;
  }
}

/* A copy shares nothing with the original: either may go first. */
CarrelDocument *
carrel_document_map_images (CarrelDocument *self, GHashTable *map, GHashTable *sizes)
{
  CarrelDocument *copy = g_new0 (CarrelDocument, 1);
  Mapping         mapping = { map, sizes, NULL };

  g_atomic_ref_count_init (&copy->references);
  copy->memory = g_ptr_array_new_with_free_func (g_free);
  copy->blocks = g_array_sized_new (FALSE, TRUE, sizeof (CarrelBlock), self->blocks->len);
  mapping.memory = copy->memory;
  for (guint i = 0; i < self->blocks->len; i++) {
    CarrelBlock block = g_array_index (self->blocks, CarrelBlock, i);

#define KEEP(field)                                                                                \
  if (block.field)                                                                                 \
  g_ptr_array_add (copy->memory, (gpointer) (block.field = g_strdup (block.field)))
    if (block.text_len == 0)
      block.text = "";
    else
      KEEP (text);
    KEEP (id);
    KEEP (language);
    KEEP (source);
    KEEP (alt);
    KEEP (href);
#undef KEEP
    map_source (&mapping, &block.source, &block.width, &block.height);
    if (block.n_spans > 0) {
      CarrelSpan *spans = g_memdup2 (block.spans, block.n_spans * sizeof (CarrelSpan));

      g_ptr_array_add (copy->memory, spans);
      for (guint s = 0; s < block.n_spans; s++) {
        if (spans[s].value)
          g_ptr_array_add (copy->memory, (gpointer) (spans[s].value = g_strdup (spans[s].value)));
        if (spans[s].alt)
          g_ptr_array_add (copy->memory, (gpointer) (spans[s].alt = g_strdup (spans[s].alt)));
        if (spans[s].kind == CARREL_SPAN_IMAGE)
          map_source (&mapping, &spans[s].value, &spans[s].width, &spans[s].height);
      }
      block.spans = spans;
    }
    g_array_append_val (copy->blocks, block);
  }
  carrel_document_spread_languages (copy->blocks);
  return copy;
}

/* ── Links ── */

static void
free_link (gpointer data)
{
  CarrelDocumentLink *link = data;

  g_free (link->text);
  g_free (link->sentence);
  g_free (link);
}

GPtrArray *
carrel_document_list_links (CarrelDocument *self)
{
  GPtrArray *links = g_ptr_array_new_with_free_func (free_link);

  for (guint i = 0; i < self->blocks->len; i++) {
    const CarrelBlock *block = &g_array_index (self->blocks, CarrelBlock, i);

    if (block->type == CARREL_BLOCK_EMBED && block->href) {
      CarrelDocumentLink *link = g_new0 (CarrelDocumentLink, 1);

      link->block = i;
      link->address = block->href;
      link->text = g_strdup (block->text);
      link->sentence = g_strdup ("");
      g_ptr_array_add (links, link);
    }
    for (guint s = 0; s < block->n_spans; s++) {
      const CarrelSpan   *span = &block->spans[s];
      CarrelDocumentLink *link;

      if (span->kind != CARREL_SPAN_LINK || !g_str_has_prefix (span->value, "http"))
        continue;
      link = g_new0 (CarrelDocumentLink, 1);
      link->block = i;
      link->start = span->start;
      link->address = span->value;
      link->text = g_strndup (block->text + span->start, span->end - span->start);
      link->sentence =
          carrel_text_sentence (block->text, block->text_len, span->start, span->end, MAX_SENTENCE);
      g_ptr_array_add (links, link);
    }
  }
  return links;
}

/* ── From plain text ── */

CarrelDocument *
carrel_document_from_text (const char *text)
{
  CarrelDocumentBuilder *builder = carrel_document_builder_new ();
  g_autofree char       *unix_text = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean has_blank = FALSE, in_text = FALSE;

  {
    GString *s = g_string_new (text);

    g_string_replace (s, "\r\n", "\n", 0);
    g_string_replace (s, "\r", "\n", 0);
    unix_text = g_string_free (s, FALSE);
  }
  lines = g_strsplit (g_strchomp (unix_text), "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    /* A blank line between two lines of text; those at the ends say nothing. */
    gboolean blank = *g_strstrip (lines[i]) == '\0';

    has_blank |= blank && in_text;
    in_text |= !blank;
  }
  for (guint i = 0; lines[i]; i++) {
    if (!*lines[i]) {
      carrel_document_builder_close_to (builder, 0);
      continue;
    }
    if (builder->open->len == 0)
      carrel_document_builder_open (builder, CARREL_BLOCK_PARAGRAPH);
    else
      carrel_document_builder_text (builder, " ", 1);
    carrel_document_builder_text (builder, lines[i], -1);
    if (!has_blank)
      carrel_document_builder_close_to (builder, 0);
  }
  return carrel_document_builder_finish (builder);
}
