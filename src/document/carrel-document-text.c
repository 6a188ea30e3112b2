/* carrel-document-text.c: document → plain text, as search, excerpts and highlights see it. Any
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-document-private.h"

#include <string.h>

/* Stands in one line with its neighbours: an item under another, a cell beside another. */
static gboolean
is_close (CarrelBlockType parent)
{
  return parent == CARREL_BLOCK_LIST_ITEM || parent == CARREL_BLOCK_CELL ||
         parent == CARREL_BLOCK_ROW || parent == CARREL_BLOCK_TABLE ||
         parent == CARREL_BLOCK_DEFINITIONS || parent == CARREL_BLOCK_DEFINITION ||
         parent == CARREL_BLOCK_FIGURE;
}

static void
append_text (GString *out, const char *text, gsize len)
{
  const char *p = text, *end = text + len;

  /* An image in the line says nothing. */
  for (const char *at = p; end - at >= 3 && (at = memchr (at, '\xef', (gsize) (end - at - 2)));
       at++)
    if (at[1] == '\xbf' && at[2] == '\xbc') {
      g_string_append_len (out, p, at - p);
      p = at + 3;
      at += 2;
    }
  g_string_append_len (out, p, end - p);
}

static void
append_block (GString *out, const CarrelBlock *block, gboolean shown, const char *language)
{
  g_autofree char *text =
      shown && block->n_spans > 0 ? carrel_block_dup_shown_text (block, language) : NULL;

  append_text (out, text ? text : block->text, text ? strlen (text) : block->text_len);
}

static char *
write_text (CarrelDocument *self, GArray **offsets, gboolean shown, const char *language)
{
  guint              n;
  const CarrelBlock *blocks = carrel_document_get_blocks (self, &n);
  g_autoptr (GArray) parents = g_array_new (FALSE, FALSE, sizeof (guint)); /* types, by depth */
  GString *out = g_string_new (NULL);
  guint8   container = CARREL_BLOCK_PARAGRAPH; /* of the last text */

  if (offsets)
    *offsets = g_array_sized_new (FALSE, TRUE, sizeof (guint32), n);
  for (guint i = 0; i < n; i++) {
    const CarrelBlock *block = &blocks[i];
    guint              type = block->type;
    guint              parent = CARREL_BLOCK_PARAGRAPH;
    guint32            offset;

    if (block->depth == 0)
      container = CARREL_BLOCK_PARAGRAPH;
    else
      parent = g_array_index (parents, guint, block->depth - 1);
    carrel_document_make_room (parents, block->depth);
    g_array_index (parents, guint, block->depth) = type;
    if (block->text_len > 0) {
      if (out->len > 0)
        g_string_append (out, is_close ((CarrelBlockType) parent) &&
                                      is_close ((CarrelBlockType) container)
                                  ? "\n"
                                  : "\n\n");
      container = (guint8) parent;
    }
    offset = (guint32) out->len;
    if (offsets)
      g_array_append_val (*offsets, offset);
    append_block (out, block, shown, language);
  }
  return g_string_free (out, FALSE);
}

char *
carrel_document_to_text (CarrelDocument *self, GArray **offsets)
{
  return write_text (self, offsets, FALSE, NULL);
}

char *
carrel_document_to_shown_text (CarrelDocument *self, const char *language, GArray **offsets)
{
  return write_text (self, offsets, TRUE, language);
}
