/* carrel-document-read-pictures.c: pictures, and films, posts and sounds that stand as a figure.
 * Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-document-read-private.h"

#include "base/carrel-uri.h"

#include <string.h>

#define MAX_INLINE_HEIGHT 64 /* pixels: a picture this low is part of a line */
#define MAX_SIDE 65535

static gboolean
is_blob (const char *source)
{
  return strlen (source) == strlen ("blob:") + 64 && g_str_has_prefix (source, "blob:") &&
         strspn (source + 5, "0123456789abcdef") == 64;
}

/* (transfer none): in the builder's memory; NULL when it isn't one */
static const char *
get_source (CarrelDocumentReader *self, CarrelNode *node)
{
  const char *source = carrel_node_get (node, "src");
  char       *absolute;

  if (!source || !*source)
    return NULL;
  if (self->clean && is_blob (source))
    return carrel_document_builder_string (self->builder, source);
  absolute = carrel_uri_resolve (self->base, source);
  if (absolute && g_str_has_prefix (absolute, "mailto:"))
    g_clear_pointer (&absolute, g_free);
  if (absolute)
    g_ptr_array_add (self->builder->memory, absolute);
  return absolute;
}

/* An alternative text on one line. */
static const char *
get_alt (CarrelDocumentReader *self, CarrelNode *node)
{
  const char *alt = carrel_node_get (node, "alt");
  GString    *line;

  if (!alt || !*alt)
    return NULL;
  line = g_string_new (NULL);
  for (const char *p = alt; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c <= ' ' || c == 0x7f) {
      if (line->len > 0 && line->str[line->len - 1] != ' ')
        g_string_append_c (line, ' ');
    } else if (!(c >= 0x80 && c < 0xa0) && !(c >= 0x202a && c <= 0x202e) && c != 0xfffc &&
               c != 0xfeff) {
      g_string_append_unichar (line, c);
    }
  }
  if (line->len > 0 && line->str[line->len - 1] == ' ')
    g_string_truncate (line, line->len - 1);
  {
    char *text = g_string_free (line, FALSE);

    g_ptr_array_add (self->builder->memory, text);
    return *text ? text : NULL;
  }
}

static void
fill_image (CarrelDocumentReader *self, CarrelNode *node, CarrelBlock *block, const char *source)
{
  block->source = source;
  block->alt = get_alt (self, node);
  block->width = carrel_document_reader_get_number (node, "width", MAX_SIDE);
  block->height = carrel_document_reader_get_number (node, "height", MAX_SIDE);
}

static gboolean
is_inline_image (CarrelDocumentReader *self, CarrelNode *node)
{
  guint height = carrel_document_reader_get_number (node, "height", MAX_SIDE);

  if (self->fixed)
    return TRUE;
  if (self->clean)
    return carrel_document_builder_get_type_of_top (self->builder) != CARREL_BLOCK_FIGURE;
  return height > 0 && height <= MAX_INLINE_HEIGHT &&
         carrel_document_builder_get_type_of_top (self->builder) != CARREL_BLOCK_FIGURE;
}

void
carrel_document_reader_enter_image (CarrelDocumentReader *self, CarrelNode *node)
{
  const char *source = get_source (self, node);

  if (!source || carrel_document_builder_get_type_of_top (self->builder) == CARREL_BLOCK_CODE)
    return;
  if (is_inline_image (self, node)) {
    CarrelSpan *span;

    carrel_document_reader_prepare (self);
    span = carrel_document_builder_push (self->builder, CARREL_SPAN_IMAGE, source);
    span->alt = get_alt (self, node);
    span->width = carrel_document_reader_get_number (node, "width", MAX_SIDE);
    span->height = carrel_document_reader_get_number (node, "height", MAX_SIDE);
  } else {
    gboolean alone = FALSE;

    carrel_document_reader_end_leaf (self);
    if (carrel_document_builder_get_type_of_top (self->builder) != CARREL_BLOCK_FIGURE) {
      /* A figure of its own, which ends with the image. */
      carrel_document_reader_open (self, CARREL_BLOCK_FIGURE);
      alone = TRUE;
    }
    fill_image (self, node, carrel_document_builder_open (self->builder, CARREL_BLOCK_IMAGE),
                source);
    carrel_document_builder_close (self->builder);
    if (alone)
      carrel_document_builder_close (self->builder);
  }
}

/* The poster; pictures of the caption are its own. (nullable) */
static CarrelNode *
find_poster (CarrelNode *figure)
{
  for (CarrelNode *n = carrel_node_next (figure, figure, FALSE); n;
       n = carrel_node_next (n, figure, n->tag == CARREL_TAG_FIGCAPTION))
    if (n->type == CARREL_NODE_ELEMENT && n->tag == CARREL_TAG_IMG)
      return n;
  return NULL;
}

gboolean
carrel_document_reader_enter_embed (CarrelDocumentReader *self, CarrelNode *node)
{
  CarrelNode  *link = carrel_node_find (node, CARREL_TAG_A), *image = find_poster (node);
  const char  *href = link ? carrel_node_get (link, "href") : NULL;
  char        *address = href ? carrel_uri_resolve (self->base, href) : NULL;
  CarrelBlock *block;

  if (!address || g_str_has_prefix (address, "mailto:")) {
    g_free (address);
    return FALSE;
  }
  g_ptr_array_add (self->builder->memory, address);
  block = carrel_document_reader_open (self, CARREL_BLOCK_EMBED);
  block->href = address;
  if (image) {
    const char *source = get_source (self, image);

    if (source)
      fill_image (self, image, block, source);
  }
  return TRUE;
}
