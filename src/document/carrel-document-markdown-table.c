/* carrel-document-markdown-table.c: a table as pipes and dashes. Any thread.
 *
 * Such a table knows neither blocks in a cell nor cells that span others: the blocks of a cell
 * stand in one line with «<br>» between them, and an empty cell stands in each place that a wide or
 * tall one takes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-document-markdown-private.h"

#include <string.h>

#define MAX_TALL_COLUMNS 64 /* columns in which a tall cell is heeded */
#define CELL (CARREL_MARKDOWN_ONE_LINE | CARREL_MARKDOWN_CELL)

typedef struct {
  const CarrelBlock *blocks;
  GArray            *cells; /* (owned) (element-type gint64): index, or -1: empty */
  GArray            *rows;  /* (owned) (element-type guint): where each row begins in cells */
  guint              left[MAX_TALL_COLUMNS]; /* rows that a tall cell still takes */
  gint64             n_spare;                /* empty cells that may still be made up */
  guint              width;
  gboolean           has_head;
} Grid;

static void
add_empty (Grid *self)
{
  gint64 none = -1;

  g_array_append_val (self->cells, none);
  self->n_spare--;
}

static void
add_row (Grid *self, guint row)
{
  guint    end = row + 1 + self->blocks[row].n_descendants, begin = self->cells->len, column = 0;
  gboolean heads = TRUE;

  g_array_append_val (self->rows, begin);
  for (guint i = row + 1; i < end; i += 1 + self->blocks[i].n_descendants) {
    gint64 index = i;
    guint  rest = self->blocks[i].rowspan > 1 ? self->blocks[i].rowspan - 1u : 0;

    for (; column < MAX_TALL_COLUMNS && self->left[column] > 0; column++) {
      self->left[column]--;
      if (self->n_spare > 0)
        add_empty (self);
    }
    heads &= self->blocks[i].header;
    g_array_append_val (self->cells, index);
    for (guint wide = 0; wide < MAX (self->blocks[i].colspan, 1); wide++, column++) {
      if (column < MAX_TALL_COLUMNS)
        self->left[column] = rest;
      if (wide > 0 && self->n_spare > 0)
        add_empty (self);
    }
  }
  for (; column < MAX_TALL_COLUMNS; column++)
    if (self->left[column] > 0)
      self->left[column]--;
  if (self->rows->len == 1)
    self->has_head = heads && self->cells->len > begin;
  self->width = MAX (self->width, self->cells->len - begin);
}

/* ── Cells ── */

static void
append_span (GString *out, const char *text, gsize len, CarrelSpanKind kind, const char *value)
{
  CarrelSpan  span = { .end = (guint32) len, .kind = kind, .value = value };
  CarrelBlock line = { .text = text, .text_len = (guint32) len, .spans = &span, .n_spans = 1 };

  carrel_markdown_append_inline (out, &line, CELL, "", NULL);
}

static void
append_code (GString *out, const CarrelBlock *block)
{
  g_auto (GStrv) lines = g_strsplit (block->text, "\n", -1);
  gboolean first = TRUE;

  for (guint i = 0; lines[i]; i++) {
    if (!*lines[i])
      continue;
    if (!first)
      g_string_append (out, "<br>");
    append_span (out, lines[i], strlen (lines[i]), CARREL_SPAN_CODE, NULL);
    first = FALSE;
  }
}

static void
append_cell (GString *out, const CarrelBlock *blocks, guint cell, GHashTable *anchors)
{
  guint    end = cell + 1 + blocks[cell].n_descendants;
  gboolean first = TRUE;

  for (guint i = cell + 1; i < end; i++) {
    const CarrelBlock *block = &blocks[i];

    if (block->text_len == 0 && block->type != CARREL_BLOCK_IMAGE &&
        block->type != CARREL_BLOCK_EMBED)
      continue;
    if (!first)
      g_string_append (out, "<br>");
    first = FALSE;
    if (block->type == CARREL_BLOCK_IMAGE)
      carrel_markdown_append_image (out, block->alt, block->source ? block->source : "");
    else if (block->type == CARREL_BLOCK_CODE)
      append_code (out, block);
    else if (block->type == CARREL_BLOCK_MATH)
      append_span (out, block->text, block->text_len, CARREL_SPAN_MATH, NULL);
    else if (block->type == CARREL_BLOCK_EMBED && block->href)
      append_span (out, block->text_len ? block->text : block->href,
                   block->text_len ? block->text_len : strlen (block->href), CARREL_SPAN_LINK,
                   block->href);
    else
      carrel_markdown_append_inline (out, block, CELL, "", anchors);
  }
}

/* ── Lines ── */

static char *
make_line (Grid *self, guint row, guint min_width, GHashTable *anchors)
{
  guint begin = g_array_index (self->rows, guint, row);
  guint end =
      row + 1 < self->rows->len ? g_array_index (self->rows, guint, row + 1) : self->cells->len;
  GString *line = g_string_new ("|");

  for (guint i = begin; i < end; i++) {
    gint64 cell = g_array_index (self->cells, gint64, i);

    g_string_append_c (line, ' ');
    if (cell >= 0)
      append_cell (line, self->blocks, (guint) cell, anchors);
    g_string_append (line, " |");
  }
  for (guint i = end - begin; i < min_width; i++)
    g_string_append (line, "  |");
  return g_string_free (line, FALSE);
}

static char *
repeat (const char *cell, guint n)
{
  GString *line = g_string_new ("|");

  for (guint i = 0; i < n; i++)
    g_string_append (line, cell);
  return g_string_free (line, FALSE);
}

GPtrArray *
carrel_markdown_list_table_lines (const CarrelBlock *blocks, guint index, GHashTable *anchors)
{
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (gint64)),
                     rows = g_array_new (FALSE, FALSE, sizeof (guint));
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  guint      end = index + 1 + blocks[index].n_descendants;
  /* Not more made up than is there: a few wide cells could ask for millions. */
  Grid self = { .blocks = blocks,
                .cells = cells,
                .rows = rows,
                .n_spare = 1000 + 4 * (gint64) blocks[index].n_descendants };

  for (guint i = index + 1; i < end; i += 1 + blocks[i].n_descendants)
    if (blocks[i].type == CARREL_BLOCK_ROW)
      add_row (&self, i);
  if (self.width == 0)
    return lines;

  /* The first line tells how many columns there are: what stands beyond is not shown. */
  g_ptr_array_add (lines, self.has_head ? make_line (&self, 0, self.width, anchors)
                                        : repeat ("  |", self.width));
  g_ptr_array_add (lines, repeat (" --- |", self.width));
  for (guint i = self.has_head; i < rows->len; i++)
    g_ptr_array_add (lines, make_line (&self, i, 0, anchors));
  return lines;
}
