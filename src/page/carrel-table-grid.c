/* carrel-table-grid.c: which cell of a table stands where, and how wide its columns are. The thread
 * of the style.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "page/carrel-table-grid.h"

#include "page/carrel-block-layout.h"

#include <math.h>
#include <string.h>

#define MAX_COLUMNS 1000
#define MEASURED_CELLS 120
#define SEEN_CELLS 20000 /* a table's first; what comes behind them fits, or wraps */

CarrelTableCell *
carrel_table_grid_get_cell (CarrelTableGrid *self, guint index)
{
  return &g_array_index (self->cells, CarrelTableCell, index);
}

CarrelTableColumn *
carrel_table_grid_get_column (CarrelTableGrid *self, guint index)
{
  return &g_array_index (self->columns, CarrelTableColumn, index);
}

static CarrelTableColumn *
ensure_column (CarrelTableGrid *self, guint index)
{
  if (index >= self->columns->len)
    g_array_set_size (self->columns, index + 1);
  return carrel_table_grid_get_column (self, index);
}

/* Puts each cell where those before it, and those that reach down from above, leave room. */
static void
place_cells (CarrelTableGrid *self, guint table)
{
  const CarrelBlock *blocks = self->blocks;
  g_autoptr (GArray) taken =
      g_array_new (FALSE, TRUE, sizeof (guint)); /* by column: rows still taken */
  guint end = table + 1 + blocks[table].n_descendants, row = 0;

  for (guint r = table + 1; r < end; r += 1 + blocks[r].n_descendants) {
    guint column = 0;

    if (blocks[r].type != CARREL_BLOCK_ROW)
      continue;
    for (guint c = r + 1; c <= r + blocks[r].n_descendants; c += 1 + blocks[c].n_descendants) {
      CarrelTableCell cell = { .block = c,
                               .row = row,
                               .colspan = MAX (blocks[c].colspan, 1),
                               .rowspan = MAX (blocks[c].rowspan, 1) };

      while (column < taken->len && g_array_index (taken, guint, column) > 0)
        column++;
      if (column >= MAX_COLUMNS)
        break;
      cell.column = (guint16) column;
      cell.colspan = (guint16) MIN (cell.colspan, MAX_COLUMNS - column);
      if (taken->len < column + cell.colspan)
        g_array_set_size (taken, column + cell.colspan);
      for (guint i = column; i < column + cell.colspan; i++)
        g_array_index (taken, guint, i) = cell.rowspan;
      g_array_append_val (self->cells, cell);
      ensure_column (self, column + cell.colspan - 1);
      column += cell.colspan;
    }
    for (guint i = 0; i < taken->len; i++)
      if (g_array_index (taken, guint, i) > 0)
        g_array_index (taken, guint, i)--;
    g_array_append_val (self->rows, r);
    row++;
  }
}

/* ── Leaves of a cell ── */

gboolean
carrel_table_is_leaf (const CarrelBlock *block)
{
  return block->text_len > 0 || block->type == CARREL_BLOCK_IMAGE ||
         block->type == CARREL_BLOCK_EMBED;
}

CarrelTextStyle
carrel_table_get_leaf_style (const CarrelBlock *cell, const CarrelBlock *leaf)
{
  if (leaf->type == CARREL_BLOCK_CODE || leaf->type == CARREL_BLOCK_MATH)
    return CARREL_TEXT_CODE;
  return cell->header || leaf->type == CARREL_BLOCK_HEADING ? CARREL_TEXT_HEAD : CARREL_TEXT_CELL;
}

static const CarrelBlock *
get_item (const CarrelBlock *blocks, guint leaf)
{
  return leaf > 0 && blocks[leaf - 1].type == CARREL_BLOCK_LIST_ITEM ? &blocks[leaf - 1] : NULL;
}

char *
carrel_table_dup_marker (const CarrelBlock *blocks, guint leaf)
{
  const CarrelBlock *item = get_item (blocks, leaf);
  g_autofree char   *number = NULL;

  if (!item || !item->ordered)
    return item ? g_strdup ("•") : NULL;
  number = carrel_numbering_format ((CarrelNumbering) item->numbering, item->number);
  return g_strconcat (number, ".", NULL);
}

int
carrel_table_grid_get_inset (CarrelTableGrid *self, guint leaf)
{
  const CarrelBlock *item = get_item (self->blocks, leaf);
  g_autofree char   *number = NULL;
  int                wide = 0;

  if (!item)
    return 0;
  if (item->ordered) { /* two digits have room, so that most lists have one edge */
    number = carrel_numbering_format ((CarrelNumbering) item->numbering, item->number);
    wide = 8 * (int) MAX (strlen (number), 2) - 8;
  }
  return carrel_page_style_px (self->style, 22 + wide);
}

/* ── Widths ── */

/* A number with its unit, a date, a price: few letters, and a digit. */
static gboolean
is_number (const char *text)
{
  guint letters = 0, digits = 0, all = 0;

  for (const char *p = text; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    digits += g_unichar_isdigit (c);
    letters += g_unichar_isalpha (c);
    if (++all > 20)
      return FALSE;
  }
  return digits > 0 && letters <= 3;
}

static double
measure_leaf (
    CarrelTableGrid *self, CarrelTextStyle style, guint leaf, gboolean rtl, gboolean exactly)
{
  const CarrelBlock *block = &self->blocks[leaf];
  g_autoptr (CarrelBlockLayout) layout = NULL;
  int width;

  if (block->type == CARREL_BLOCK_IMAGE || block->type == CARREL_BLOCK_EMBED)
    return carrel_page_style_px (self->style, block->width ? MIN (block->width, 320) : 160);
  if (!exactly || block->text_len > 600)
    return carrel_page_style_estimate_width (self->style, style, block->text, block->text_len) *
           1.1;
  layout =
      carrel_block_layout_new (self->style, style, block, 0, block->text_len, rtl, self->library);
  carrel_block_layout_get_size (layout, &width, NULL);
  return width + 1;
}

static double
measure_longest_word (
    CarrelTableGrid *self, CarrelTextStyle style, guint leaf, gboolean rtl, gboolean exactly)
{
  const CarrelTextMetrics *metrics = carrel_page_style_get_metrics (self->style, style);
  const CarrelBlock       *block = &self->blocks[leaf];
  gsize                    longest = 0, at = 0;
  double                   most = metrics->size * 12; /* what is longer is broken */

  for (const char *p = block->text; *p;) {
    gsize n = strcspn (p, " \n-");

    if (n > longest) {
      longest = n;
      at = (gsize) (p - block->text);
    }
    p += n + (p[n] ? 1 : 0);
  }
  if (exactly && longest < 200) {
    g_autoptr (CarrelBlockLayout) layout = carrel_block_layout_new (
        self->style, style, block, (guint32) at, (guint32) (at + longest), rtl, self->library);
    int width;

    carrel_block_layout_get_size (layout, &width, NULL);
    return MIN (width + 1, most);
  }
  return MIN (carrel_page_style_estimate_width (self->style, style, block->text, longest) * 1.25,
              most);
}

int
carrel_table_grid_get_pad (CarrelTableGrid *self, const CarrelTableCell *cell)
{
  return carrel_page_style_px (self->style, CARREL_TABLE_PAD_X) * (cell->column == 0 ? 1 : 2);
}

static void
measure_columns (CarrelTableGrid *self, gboolean rtl)
{
  for (guint i = 0; i < MIN (self->cells->len, SEEN_CELLS); i++) {
    const CarrelTableCell *cell = &g_array_index (self->cells, CarrelTableCell, i);
    const CarrelBlock     *block = &self->blocks[cell->block];
    CarrelTableColumn     *column = carrel_table_grid_get_column (self, cell->column);

    for (guint leaf = cell->block + 1;
         cell->colspan == 1 && leaf <= cell->block + block->n_descendants; leaf++) {
      const CarrelBlock *data = &self->blocks[leaf];
      CarrelTextStyle    style = carrel_table_get_leaf_style (block, data);
      double             natural, minimum;

      if (!carrel_table_is_leaf (data))
        continue;
      natural = measure_leaf (self, style, leaf, rtl, i < MEASURED_CELLS) +
                carrel_table_grid_get_inset (self, leaf);
      minimum =
          data->text_len == 0 ? MIN (natural, 80)
          : is_number (data->text)
              ? natural
              : MIN (natural, measure_longest_word (self, style, leaf, rtl, i < MEASURED_CELLS) +
                                  carrel_table_grid_get_inset (self, leaf));
      column->natural = MAX (column->natural, natural + carrel_table_grid_get_pad (self, cell));
      column->minimum = MAX (column->minimum, minimum + carrel_table_grid_get_pad (self, cell));
      if (!block->header) {
        column->n_texts++;
        column->n_numbers += is_number (data->text);
      }
    }
  }
}

void
carrel_table_grid_set_available (CarrelTableGrid *self, int available)
{
  double natural = 0, minimum = 0;
  guint  n = self->columns->len;
  int    x = 0;

  if (self->available == available)
    return;
  self->available = available;
  for (guint i = 0; i < n; i++) {
    natural += carrel_table_grid_get_column (self, i)->natural;
    minimum += carrel_table_grid_get_column (self, i)->minimum;
  }
  for (guint i = 0; i < n; i++) {
    CarrelTableColumn *column = carrel_table_grid_get_column (self, i);
    double             width = column->minimum;

    if (natural <= available)
      width = column->natural + (available - natural) / n;
    else if (minimum <= available)
      width +=
          (available - minimum) * (column->natural - column->minimum) / MAX (natural - minimum, 1);
    else /* it scrolls anyhow: then no word needs a line of its own */
      width = CLAMP (column->natural, column->minimum, MAX (column->minimum, 200));
    column->x = x;
    column->width = MAX ((int) width, 1);
    x += column->width;
  }
  /* What rounding left over goes to the last. */
  if (n > 0 && x < available) {
    carrel_table_grid_get_column (self, n - 1)->width += available - x;
    x = available;
  }
  self->width = x;
}

/* ── Asking ── */

gboolean
carrel_table_grid_is_numeric (CarrelTableGrid *self, const CarrelTableCell *cell)
{
  const CarrelTableColumn *column = carrel_table_grid_get_column (self, cell->column);

  return cell->column > 0 && cell->colspan == 1 && column->n_texts > 0 &&
         column->n_numbers * 2 > column->n_texts;
}

void
carrel_table_grid_find_cells (
    CarrelTableGrid *self, guint start, guint end, guint *first, guint *last)
{
  for (*first = 0; *first < self->cells->len &&
                   g_array_index (self->cells, CarrelTableCell, *first).block < start;
       (*first)++)
    ;
  for (*last = *first;
       *last < self->cells->len && g_array_index (self->cells, CarrelTableCell, *last).block < end;
       (*last)++)
    ;
}

void
carrel_table_grid_get_text_place (CarrelTableGrid       *self,
                                  const CarrelTableCell *cell,
                                  int                   *x,
                                  int                   *width)
{
  const CarrelTableColumn *column = carrel_table_grid_get_column (self, cell->column);
  int                      pad = carrel_page_style_px (self->style, CARREL_TABLE_PAD_X);

  *x = column->x + (cell->column == 0 ? 0 : pad);
  *width = -carrel_table_grid_get_pad (self, cell);
  for (guint i = 0; i < cell->colspan; i++)
    *width += carrel_table_grid_get_column (self, cell->column + i)->width;
  *width = MAX (*width, 1);
}

int
carrel_table_grid_lay_out_rows (CarrelTableGrid   *self,
                                guint              first,
                                guint              last,
                                GArray            *heights,
                                CarrelTableMeasure measure,
                                gpointer           data)
{
  guint row_first = first < last ? g_array_index (self->cells, CarrelTableCell, first).row : 0;
  guint n_rows =
      first < last ? g_array_index (self->cells, CarrelTableCell, last - 1).row - row_first + 1 : 0;
  int pad = carrel_page_style_px (self->style, CARREL_TABLE_PAD_Y), total = 0;

  g_array_set_size (heights, 0);
  g_array_set_size (heights, n_rows);
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = first; i < last; i++) {
      const CarrelTableCell *cell = &g_array_index (self->cells, CarrelTableCell, i);
      guint                  row = cell->row - row_first, until = MIN (row + cell->rowspan, n_rows);
      int                    x, width, height, have = 0;

      if ((cell->rowspan > 1) != (pass == 1))
        continue;
      carrel_table_grid_get_text_place (self, cell, &x, &width);
      height = measure (cell, i, width, data) + 2 * pad + 1;
      for (guint r = row; r < until; r++)
        have += g_array_index (heights, int, r);
      if (height > have)
        g_array_index (heights, int, until - 1) += height - have;
    }
  for (guint r = 0; r < n_rows; r++)
    total += g_array_index (heights, int, r);
  return MAX (total, 1);
}

/* ── Life ── */

CarrelTableGrid *
carrel_table_grid_new (CarrelPageStyle   *style,
                       const CarrelBlock *blocks,
                       guint              table,
                       GHashTable        *library,
                       gboolean           rtl)
{
  CarrelTableGrid *self = g_new0 (CarrelTableGrid, 1);

  self->style = carrel_page_style_ref (style);
  self->blocks = blocks;
  self->library = library ? g_hash_table_ref (library) : NULL;
  self->cells = g_array_new (FALSE, FALSE, sizeof (CarrelTableCell));
  self->columns = g_array_new (FALSE, TRUE, sizeof (CarrelTableColumn));
  self->rows = g_array_new (FALSE, FALSE, sizeof (guint));
  place_cells (self, table);
  measure_columns (self, rtl);
  return self;
}

void
carrel_table_grid_free (CarrelTableGrid *self)
{
  g_array_unref (self->cells);
  g_array_unref (self->columns);
  g_array_unref (self->rows);
  g_clear_pointer (&self->library, g_hash_table_unref);
  carrel_page_style_unref (self->style);
  g_free (self);
}
