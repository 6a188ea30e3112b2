/* carrel-document-join.c: the pages of one article → one document.
 *
 * What a page repeats of those before it (title, lead, byline, the note on the author at its end)
 * stands once. Headings and notes get numbers of their own. Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-document-private.h"

#include <string.h>

#define MIN_NEW 80 /* bytes of text that make a page more than another heading or advertisement */

typedef struct {
  GArray *starts; /* (owned) (element-type guint): of the blocks at the top, without the notes */
  guint   notes;  /* index of the notes; number of blocks where there are none */
} Top;

static Top
list_top (CarrelDocument *document)
{
  Top top = { g_array_new (FALSE, FALSE, sizeof (guint)), document->blocks->len };

  for (guint i = 0; i < document->blocks->len;
       i += 1 + g_array_index (document->blocks, CarrelBlock, i).n_descendants) {
    if (g_array_index (document->blocks, CarrelBlock, i).type == CARREL_BLOCK_FOOTNOTES)
      top.notes = i;
    else
      g_array_append_val (top.starts, i);
  }
  return top;
}

/* All that a reader sees of a block at the top: two with the same are the same. (transfer full) */
static char *
get_key (CarrelDocument *document, guint start)
{
  GString *key = g_string_new (NULL);
  guint    end = start + 1 + g_array_index (document->blocks, CarrelBlock, start).n_descendants;

  for (guint i = start; i < end; i++) {
    const CarrelBlock *block = &g_array_index (document->blocks, CarrelBlock, i);

    g_string_append (key, block->text);
    if (block->source)
      g_string_append (key, block->source);
    if (block->href)
      g_string_append (key, block->href);
    g_string_append_c (key, '\n');
  }
  if (key->len == end - start) /* nothing but line ends: a rule */
    g_string_truncate (key, 0);
  return g_string_free (key, FALSE);
}

/* ── Copying ── */

typedef struct {
  guint headings, notes; /* so many came before */
  guint next_heading, next_note;
} Numbers;

/* «#h-3», «#fn-2», «h-3» with the numbers of before added; others as they are. */
static const char *
shift (CarrelDocumentBuilder *builder, const char *value, const Numbers *numbers)
{
  static const char *const heads[] = { "h-", "fn-", "fnref-" };
  const char              *name = value ? value + (*value == '#') : NULL;

  for (guint i = 0; name && i < G_N_ELEMENTS (heads); i++) {
    gsize len = strlen (heads[i]);

    if (g_str_has_prefix (name, heads[i]) && name[len] &&
        strspn (name + len, "0123456789") == strlen (name + len)) {
      guint64 number =
          g_ascii_strtoull (name + len, NULL, 10) + (i == 0 ? numbers->headings : numbers->notes);
      g_autofree char *shifted =
          g_strdup_printf ("%s%s%" G_GUINT64_FORMAT, *value == '#' ? "#" : "", heads[i], number);

      return carrel_document_builder_string (builder, shifted);
    }
  }
  return carrel_document_builder_string (builder, value);
}

static void
note_number (const CarrelBlock *block, Numbers *numbers)
{
  if (block->id && g_str_has_prefix (block->id, "h-"))
    numbers->next_heading =
        MAX (numbers->next_heading, (guint) g_ascii_strtoull (block->id + 2, NULL, 10));
  if (block->type == CARREL_BLOCK_FOOTNOTE && block->number > 0)
    numbers->next_note = MAX (numbers->next_note, (guint) block->number);
}

static const char *
shift_value (CarrelDocumentBuilder *builder, const char *value, gconstpointer data)
{
  return shift (builder, value, data);
}

static void
copy_block (CarrelDocumentBuilder *builder, const CarrelBlock *from, const Numbers *numbers)
{
  CarrelBlock *block = carrel_document_builder_copy (builder, from, shift_value, numbers);

  if (from->type == CARREL_BLOCK_FOOTNOTE)
    block->number = from->number + (gint32) numbers->notes;
}

/* The blocks from `start` up to `end`. */
static void
copy_range (CarrelDocumentBuilder *builder,
            CarrelDocument        *document,
            guint                  start,
            guint                  end,
            const Numbers         *numbers)
{
  for (guint i = start; i < end; i++) {
    const CarrelBlock *block = &g_array_index (document->blocks, CarrelBlock, i);

    carrel_document_builder_close_leaf (builder);
    carrel_document_builder_close_to (builder, MIN (block->depth, builder->open->len));
    copy_block (builder, block, numbers);
  }
  carrel_document_builder_close_to (builder, 0);
}

static void
copy_top (CarrelDocumentBuilder *builder,
          CarrelDocument        *document,
          const Top             *top,
          guint                  from,
          guint                  to,
          const Numbers         *numbers)
{
  for (guint i = from; i < to; i++) {
    guint start = g_array_index (top->starts, guint, i);

    copy_range (builder, document, start,
                start + 1 + g_array_index (document->blocks, CarrelBlock, start).n_descendants,
                numbers);
  }
}

/* The notes of both, in one list: its own block is opened once. */
static void
copy_notes (CarrelDocumentBuilder *builder,
            CarrelDocument        *document,
            const Top             *top,
            const Numbers         *numbers,
            gboolean              *open)
{
  guint end;

  if (top->notes >= document->blocks->len)
    return;
  end = top->notes + 1 + g_array_index (document->blocks, CarrelBlock, top->notes).n_descendants;
  if (!*open)
    carrel_document_builder_open (builder, CARREL_BLOCK_FOOTNOTES);
  *open = TRUE;
  for (guint i = top->notes + 1; i < end; i++) {
    const CarrelBlock *block = &g_array_index (document->blocks, CarrelBlock, i);

    carrel_document_builder_close_leaf (builder);
    carrel_document_builder_close_to (builder, MIN (block->depth, builder->open->len));
    copy_block (builder, block, numbers);
  }
  carrel_document_builder_close_to (builder, 1);
}

CarrelDocument *
carrel_document_join (CarrelDocument *first, CarrelDocument *second, gboolean *is_new)
{
  Top before = list_top (first), after = list_top (second);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint                  from = 0, to = before.starts->len, end = after.starts->len;
  gsize                  fresh = 0;
  gboolean               notes = FALSE;
  CarrelDocumentBuilder *builder;
  Numbers                none = { 0 }, shifted = { 0 };

  for (guint i = 0; i < before.starts->len; i++)
    g_hash_table_add (known, get_key (first, g_array_index (before.starts, guint, i)));
  /* What stands above the text of every page … */
  for (; from < end; from++) {
    g_autofree char *key = get_key (second, g_array_index (after.starts, guint, from));

    if (*key && !g_hash_table_contains (known, key))
      break;
  }
  for (guint i = from; i < end; i++) {
    g_autofree char *key = get_key (second, g_array_index (after.starts, guint, i));

    fresh += g_hash_table_contains (known, key) ? 0 : strlen (key);
  }
  *is_new = fresh >= MIN_NEW;
  if (!*is_new) {
    g_array_unref (before.starts);
    g_array_unref (after.starts);
    return carrel_document_ref (first);
  }
  /* … and below it stands once, at the end. */
  for (guint last = end; last > from && to > 0; last--, to--) {
    g_autofree char *a = get_key (first, g_array_index (before.starts, guint, to - 1)),
                    *b = get_key (second, g_array_index (after.starts, guint, last - 1));

    if (strcmp (a, b) != 0)
      break;
  }

  for (guint i = 0; i < first->blocks->len; i++)
    note_number (&g_array_index (first->blocks, CarrelBlock, i), &shifted);
  shifted.headings = shifted.next_heading;
  shifted.notes = shifted.next_note;
  builder = carrel_document_builder_new ();
  copy_top (builder, first, &before, 0, to, &none);
  copy_top (builder, second, &after, from, end, &shifted);
  copy_notes (builder, first, &before, &none, &notes);
  copy_notes (builder, second, &after, &shifted, &notes);
  g_array_unref (before.starts);
  g_array_unref (after.starts);
  return carrel_document_builder_finish (builder);
}
