/* carrel-document-spans.c: when a document is whole: of its spans those go that say nothing, lead
 * nowhere, or couldn't be read again. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-document-private.h"

#include <string.h>

static CarrelBlock *
get_block (GArray *blocks, guint index)
{
  return &g_array_index (blocks, CarrelBlock, index);
}

/* Links within the document must lead somewhere; a mark of a note that isn't there is no mark, so
 * that no way leads back to it. */
static void
drop_dead_links (GArray *blocks)
{
  g_autoptr (GHashTable) targets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < blocks->len; i++)
    if (get_block (blocks, i)->id)
      g_hash_table_add (targets, g_strconcat ("#", get_block (blocks, i)->id, NULL));
  for (guint i = 0; i < blocks->len; i++) {
    CarrelBlock *block = get_block (blocks, i);

    for (guint s = 0; s < block->n_spans; s++)
      if (block->spans[s].kind == CARREL_SPAN_FOOTNOTE_REF &&
          g_hash_table_contains (targets, block->spans[s].value))
        g_hash_table_add (targets,
                          g_strconcat ("#fnref-", block->spans[s].value + strlen ("#fn-"), NULL));
  }
  for (guint i = 0; i < blocks->len; i++) {
    CarrelBlock *block = get_block (blocks, i);
    CarrelSpan  *spans = (CarrelSpan *) block->spans;
    guint        kept = 0;

    for (guint s = 0; s < block->n_spans; s++)
      if (!spans[s].value || spans[s].value[0] != '#' ||
          g_hash_table_contains (targets, spans[s].value))
        spans[kept++] = spans[s];
    block->n_spans = kept;
  }
}

/* A part of a text that says the language and direction which its block has says nothing: a block
 * may have come by them when the part had begun. */
static void
drop_idle_languages (GArray *blocks)
{
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (CarrelDir)); /* by depth */

  for (guint i = 0; i < blocks->len; i++) {
    CarrelBlock *block = get_block (blocks, i);
    CarrelSpan  *spans = (CarrelSpan *) block->spans;
    CarrelDir    dir = block->dir;
    guint        kept = 0;

    if (dir == CARREL_DIR_AUTO && block->depth > 0)
      dir = g_array_index (open, CarrelDir, block->depth - 1);
    carrel_document_make_room (open, block->depth);
    g_array_index (open, CarrelDir, block->depth) = dir;
    for (guint s = 0; s < block->n_spans; s++) {
      if (spans[s].kind == CARREL_SPAN_LANGUAGE) {
        if (spans[s].value && block->text_language &&
            g_ascii_strcasecmp (spans[s].value, block->text_language) == 0)
          spans[s].value = NULL;
        if (spans[s].dir == dir)
          spans[s].dir = CARREL_DIR_AUTO;
        if (!spans[s].value && spans[s].dir == CARREL_DIR_AUTO)
          continue;
      }
      spans[kept++] = spans[s];
    }
    block->n_spans = kept;
  }
}

static gboolean
is_anchor (const CarrelSpan *span)
{
  return span->kind == CARREL_SPAN_LINK || span->kind == CARREL_SPAN_FOOTNOTE_REF ||
         span->kind == CARREL_SPAN_FOOTNOTE_BACK;
}

/* A link holds no other, and a note's mark is one, as is the way back from it: what is around gives
 * way. Only a page that a step took apart has such; a parser ends the one where the other begins.
 */
static void
drop_links_around_links (GArray *blocks)
{
  for (guint i = 0; i < blocks->len; i++) {
    CarrelBlock *block = get_block (blocks, i);
    CarrelSpan  *spans = (CarrelSpan *) block->spans, *around = NULL;
    guint        kept = 0;
    gboolean     found = FALSE;

    for (guint s = 0; s < block->n_spans; s++) {
      if (around && around->end <= spans[s].start && spans[s].end > spans[s].start)
        around = NULL;
      if (!is_anchor (&spans[s]))
        continue;
      if (around && spans[s].end <= around->end) {
        around->value = NULL; /* nothing any more */
        found = TRUE;
      }
      around = &spans[s];
    }
    for (guint s = 0; found && s < block->n_spans; s++)
      if (!is_anchor (&spans[s]) || spans[s].value)
        spans[kept++] = spans[s];
    if (found)
      block->n_spans = kept;
  }
}

/* What is emphasised, or marked, or code, isn't more so for being it twice; a parser counts only
 * some of them. */
static void
drop_repeated (GArray *blocks)
{
  static const CarrelSpanKind kinds[] = { CARREL_SPAN_EMPHASIS, CARREL_SPAN_STRONG,
                                          CARREL_SPAN_CODE,     CARREL_SPAN_MARK,
                                          CARREL_SPAN_STRIKE,   CARREL_SPAN_UNDERLINE,
                                          CARREL_SPAN_SMALL };

  for (guint i = 0; i < blocks->len; i++) {
    CarrelBlock *block = get_block (blocks, i);
    CarrelSpan  *spans = (CarrelSpan *) block->spans;
    guint32      ends[G_N_ELEMENTS (kinds)] = { 0 };
    guint        kept = 0;

    for (guint s = 0; s < block->n_spans; s++) {
      guint kind = 0;

      while (kind < G_N_ELEMENTS (kinds) && kinds[kind] != spans[s].kind)
        kind++;
      if (kind < G_N_ELEMENTS (kinds)) {
        if (spans[s].end <= ends[kind])
          continue; /* within one: they are in the order of their starts */
        ends[kind] = spans[s].end;
      }
      spans[kept++] = spans[s];
    }
    block->n_spans = kept;
  }
}

/* A space before the first word stands outside, as it does when HTML is read. */
static void
start_at_words (GArray *blocks)
{
  for (guint i = 0; i < blocks->len; i++) {
    CarrelBlock *block = get_block (blocks, i);
    CarrelSpan  *spans = (CarrelSpan *) block->spans;
    guint        kept = 0;

    if (block->type == CARREL_BLOCK_CODE)
      continue;
    for (guint s = 0; s < block->n_spans; s++) {
      while (spans[s].kind != CARREL_SPAN_MATH && spans[s].start < spans[s].end &&
             block->text[spans[s].start] == ' ')
        spans[s].start++;
      if (spans[s].start < spans[s].end)
        spans[kept++] = spans[s];
    }
    block->n_spans = kept;
  }
}

void
carrel_document_tidy_spans (GArray *blocks)
{
  start_at_words (blocks);
  drop_idle_languages (blocks);
  drop_links_around_links (blocks);
  drop_repeated (blocks);
  drop_dead_links (blocks);
}
