/* carrel-print-table.c: a table on paper: strips of columns, groups of rows. One thread at a time.
 *
 * A table that is wider than its place takes the paper's margins' worth more, then smaller letters;
 * one that is wider still is parted into strips of columns, one below the other, each with the
 * first column again where that is narrow. Rows that a cell holds together are a group, which stays
 * on one page where it fits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "print/carrel-print-private.h"

#include <math.h>
#include <string.h>

#define SMALL .76
#define MOST_COLUMN 110   /* points that a column of a strip takes, but for long words */
#define MOST_ROWSPAN 100  /* rows that one cell holds together */
#define PICTURE_HEIGHT .5 /* of a page */

/* ── Strips ── */

static void
free_strip (gpointer data)
{
  CarrelPrintStrip *strip = data;

  g_array_unref (strip->x);
  g_array_unref (strip->widths);
  g_free (strip);
}

static CarrelPrintStrip *
add_strip (CarrelPrintTable *self, guint first)
{
  CarrelPrintStrip *strip = g_new0 (CarrelPrintStrip, 1);

  strip->first = strip->last = first;
  strip->x = g_array_new (FALSE, FALSE, sizeof (double));
  strip->widths = g_array_new (FALSE, FALSE, sizeof (double));
  g_ptr_array_add (self->strips, strip);
  return strip;
}

static void
add_column (CarrelPrintStrip *strip, double width)
{
  g_array_append_val (strip->x, strip->width);
  g_array_append_val (strip->widths, width);
  strip->width += width;
}

static void
make_one_strip (CarrelPrintTable *self, double width)
{
  CarrelPrintStrip *strip = add_strip (self, 0);

  carrel_table_grid_set_available (self->grid, (int) width);
  for (guint i = 0; i < self->grid->columns->len; i++)
    add_column (strip, carrel_table_grid_get_column (self->grid, i)->width);
  strip->last = self->grid->columns->len;
}

static double
get_strip_column (CarrelPrintTable *self, guint column, double most)
{
  const CarrelTableColumn *data = carrel_table_grid_get_column (self->grid, column);

  return CLAMP (data->natural, MAX (MIN (data->minimum, most), 8),
                MAX (MIN (MAX (data->minimum, MOST_COLUMN), most), 8));
}

static void
make_strips (CarrelPrintTable *self, double most)
{
  double            label = get_strip_column (self, 0, most);
  CarrelPrintStrip *strip = NULL;

  for (guint i = 0; i < self->grid->columns->len; i++) {
    double width = get_strip_column (self, i, most);

    if (!strip || strip->width + width > most) {
      strip = add_strip (self, i);
      strip->repeats = i > 0 && label <= most / 3 && label + width <= most;
      if (strip->repeats)
        add_column (strip, label);
    }
    add_column (strip, width);
    strip->last = i + 1;
  }
}

/* ── Groups ── */

static gboolean
is_header_row (CarrelPrintTable *self, guint first, guint last)
{
  gboolean any = FALSE;

  for (guint i = first; i < last; i++) {
    any = TRUE;
    if (!self->grid->blocks[carrel_table_grid_get_cell (self->grid, i)->block].header)
      return FALSE;
  }
  return any;
}

static void
make_groups (CarrelPrintTable *self)
{
  guint    n = self->grid->cells->len;
  gboolean heads = TRUE;

  for (guint first = 0; first < n;) {
    guint            until = carrel_table_grid_get_cell (self->grid, first)->row + 1, last = first;
    CarrelPrintGroup group;

    for (; last < n && carrel_table_grid_get_cell (self->grid, last)->row < until; last++) {
      const CarrelTableCell *cell = carrel_table_grid_get_cell (self->grid, last);

      until = MAX (until, cell->row + MIN (cell->rowspan, MOST_ROWSPAN));
      /* A chain of cells that overlap has an end, too. */
      until = MIN (until, carrel_table_grid_get_cell (self->grid, first)->row + MOST_ROWSPAN);
    }
    group = (CarrelPrintGroup) { first, last };
    heads = heads && is_header_row (self, first, last);
    self->n_head += heads;
    g_array_append_val (self->groups, group);
    first = last;
  }
  if (self->n_head == self->groups->len) /* headers of nothing */
    self->n_head = 0;
}

/* ── Cells ── */

/* Where a cell's text stands in a strip; FALSE: it is in another one. */
static gboolean
get_place (CarrelPrintTable       *self,
           const CarrelPrintStrip *strip,
           const CarrelTableCell  *cell,
           double                 *x,
           double                 *width)
{
  guint shift = strip->repeats ? 1 : 0, index, n;

  if (cell->column >= strip->first && cell->column < strip->last) {
    index = cell->column - strip->first + shift;
    n = MIN (cell->colspan, strip->last - cell->column);
  } else if (strip->repeats && cell->column == 0) {
    index = 0;
    n = 1;
  } else {
    return FALSE;
  }
  *x = g_array_index (strip->x, double, index) +
       (cell->column == 0 ? 0 : carrel_page_style_px (self->grid->style, CARREL_TABLE_PAD_X));
  *width = -carrel_table_grid_get_pad (self->grid, cell);
  for (guint i = 0; i < n; i++)
    *width += g_array_index (strip->widths, double, index + i);
  *width = MAX (*width, 4);
  if (self->rtl)
    *x = strip->width - *x - *width;
  return TRUE;
}

static gboolean
is_picture (const CarrelBlock *leaf)
{
  return leaf->type == CARREL_BLOCK_IMAGE || leaf->type == CARREL_BLOCK_EMBED;
}

static void
fit_picture (CarrelPrintTable  *self,
             const CarrelBlock *leaf,
             double             available,
             double            *width,
             double            *height)
{
  *width = leaf->width ? MIN (leaf->width * 72.0 / 130, available) : available;
  *height = leaf->width && leaf->height ? *width * leaf->height / leaf->width : 24;
  if (!leaf->source || !g_str_has_prefix (leaf->source, "blob:") ||
      leaf->type == CARREL_BLOCK_EMBED)
    *height = MIN (*height, 24);
  if (*height > self->page * PICTURE_HEIGHT) {
    *width *= self->page * PICTURE_HEIGHT / *height;
    *height = self->page * PICTURE_HEIGHT;
  }
}

static CarrelBlockLayout *
make_leaf (CarrelPrintTable *self, const CarrelTableCell *cell, guint leaf, double width)
{
  CarrelTableGrid     *grid = self->grid;
  const CarrelBlock   *block = &grid->blocks[leaf];
  CarrelTextStyle      style = carrel_table_get_leaf_style (&grid->blocks[cell->block], block);
  CarrelBlockLayout   *layout = carrel_block_layout_new (grid->style, style, block, 0,
                                                         block->text_len, self->rtl, grid->library);
  static const GdkRGBA ink = { .06f, .2f, .42f, 1 };

  carrel_block_layout_set_width (layout, (int) MAX (width, 4));
  carrel_block_layout_set_link_colour (layout, &ink);
  if (carrel_table_grid_is_numeric (grid, cell))
    carrel_block_layout_set_alignment (layout, self->rtl ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT);
  return layout;
}

/* A few letters in a wide cell are a line, and need no laying out: of a table there may be 100,000.
 */
static gboolean
is_surely_one_line (CarrelPrintTable  *self,
                    CarrelTextStyle    style,
                    const CarrelBlock *leaf,
                    double             width)
{
  return leaf->n_spans == 0 && leaf->text_len < 200 && !memchr (leaf->text, '\n', leaf->text_len) &&
         carrel_page_style_estimate_width (self->grid->style, style, leaf->text, leaf->text_len) *
                     1.5 +
                 2 <
             width;
}

static void
add_solid (GArray *solids, double top, double bottom)
{
  CarrelPrintSolid solid = { top, bottom };

  g_array_append_val (solids, solid);
}

/* The height of a leaf; what of it may not be cut, from `y` on. */
static double
measure_leaf (CarrelPrintTable      *self,
              const CarrelTableCell *cell,
              guint                  leaf,
              double                 width,
              double                 y,
              GArray                *solids)
{
  const CarrelBlock *block = &self->grid->blocks[leaf];
  CarrelTextStyle    style = carrel_table_get_leaf_style (&self->grid->blocks[cell->block], block);
  g_autoptr (CarrelBlockLayout) layout = NULL;
  g_autoptr (GArray) tops = NULL;
  double height;

  if (is_picture (block)) {
    fit_picture (self, block, width, &width, &height);
    if (solids)
      add_solid (solids, y, y + height);
    return height;
  }
  if (!solids && is_surely_one_line (self, style, block, width))
    return carrel_page_style_get_metrics (self->grid->style, style)->line;
  layout = make_leaf (self, cell, leaf, width);
  if (!solids)
    return carrel_print_layout_height (carrel_block_layout_get_pango (layout));
  tops = carrel_print_list_lines (carrel_block_layout_get_pango (layout));
  for (guint i = 0; i + 1 < tops->len; i++)
    add_solid (solids, y + g_array_index (tops, double, i),
               y + g_array_index (tops, double, i + 1));
  return g_array_index (tops, double, tops->len - 1);
}

static double
measure_cell (CarrelPrintTable       *self,
              const CarrelPrintStrip *strip,
              const CarrelTableCell  *cell,
              double                  y,
              GArray                 *solids)
{
  const CarrelBlock *blocks = self->grid->blocks;
  double             x, width, height = 0;

  if (!get_place (self, strip, cell, &x, &width))
    return 0;
  for (guint leaf = cell->block + 1; leaf <= cell->block + blocks[cell->block].n_descendants;
       leaf++) {
    if (!carrel_table_is_leaf (&blocks[leaf]))
      continue;
    height += height > 0 ? carrel_page_style_px (self->grid->style, CARREL_TABLE_LEAF_GAP) : 0;
    height += measure_leaf (self, cell, leaf,
                            MAX (width - carrel_table_grid_get_inset (self->grid, leaf), 4),
                            y + height, solids);
  }
  return height;
}

/* ── Rows ── */

static double
get_pad (CarrelPrintTable *self)
{
  return carrel_page_style_px (self->grid->style, CARREL_TABLE_PAD_Y * .7);
}

/* The tops of the group's rows, and the bottom of the last. (element-type double) (transfer full)
 */
static GArray *
lay_out_group (CarrelPrintTable *self, guint strip_index, guint index)
{
  const CarrelPrintStrip *strip = self->strips->pdata[strip_index];
  const CarrelPrintGroup *group = &g_array_index (self->groups, CarrelPrintGroup, index);
  guint                   row = carrel_table_grid_get_cell (self->grid, group->first)->row;
  guint  n = carrel_table_grid_get_cell (self->grid, group->last - 1)->row - row + 1;
  double pad = get_pad (self), y = 0,
         least =
             carrel_page_style_get_metrics (self->grid->style, CARREL_TEXT_CELL)->line + 2 * pad;
  GArray *tops = g_array_sized_new (FALSE, TRUE, sizeof (double), n + 1);

  g_array_set_size (tops, n + 1);
  for (guint r = 0; r < n; r++)
    g_array_index (tops, double, r) = least;
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = group->first; i < group->last; i++) {
      const CarrelTableCell *cell = carrel_table_grid_get_cell (self->grid, i);
      guint                  from = cell->row - row, until = MIN (from + cell->rowspan, n);
      double                 have = 0, height;

      if ((until - from > 1) != (pass == 1))
        continue;
      height = measure_cell (self, strip, cell, 0, NULL) + 2 * pad;
      for (guint r = from; r < until; r++)
        have += g_array_index (tops, double, r);
      if (height > have)
        g_array_index (tops, double, until - 1) += height - have;
    }
  for (guint r = 0; r <= n; r++) {
    double height = g_array_index (tops, double, r);

    g_array_index (tops, double, r) = y;
    y += height;
  }
  return tops;
}

double
carrel_print_table_measure_group (
    CarrelPrintJob *job, CarrelPrintTable *self, guint strip, guint index, GArray *solids)
{
  const CarrelPrintGroup *group = &g_array_index (self->groups, CarrelPrintGroup, index);
  g_autoptr (GArray) tops = lay_out_group (self, strip, index);
  guint row = carrel_table_grid_get_cell (self->grid, group->first)->row;

  for (guint i = group->first; solids && i < group->last; i++) {
    const CarrelTableCell *cell = carrel_table_grid_get_cell (self->grid, i);

    measure_cell (self, self->strips->pdata[strip], cell,
                  g_array_index (tops, double, cell->row - row) + get_pad (self), solids);
  }
  return g_array_index (tops, double, tops->len - 1);
}

double
carrel_print_table_get_head_height (CarrelPrintJob *job, CarrelPrintTable *self, guint index)
{
  CarrelPrintStrip *strip = self->strips->pdata[index];

  if (strip->head < 0) {
    strip->head = 0;
    for (guint i = 0; i < self->n_head; i++)
      strip->head += carrel_print_table_measure_group (job, self, index, i, NULL);
    if (strip->head > self->page / 3) /* then it stands at the top only */
      strip->head = 0;
  }
  return strip->head;
}

/* ── Life ── */

static double
sum_minimum (CarrelTableGrid *grid)
{
  double minimum = 0;

  for (guint i = 0; i < grid->columns->len; i++)
    minimum += carrel_table_grid_get_column (grid, i)->minimum;
  return minimum;
}

CarrelPrintTable *
carrel_print_table_new (
    CarrelPrintJob *job, CarrelPrintPart *part, guint unit_index, double available, double most)
{
  const CarrelUnit *unit = carrel_plan_get_unit (part->plan, unit_index);
  CarrelPrintTable *self = g_new0 (CarrelPrintTable, 1);

  self->block = unit->block;
  self->available = available;
  self->most = most;
  self->rtl = unit->rtl;
  self->page = job->height;
  self->groups = g_array_new (FALSE, FALSE, sizeof (CarrelPrintGroup));
  self->strips = g_ptr_array_new_with_free_func (free_strip);
  self->grid =
      carrel_table_grid_new (part->style, part->blocks, unit->block, job->notes, unit->rtl);
  return self;
}

gboolean
carrel_print_table_prepare (CarrelPrintJob *job, CarrelPrintTable *self, CarrelPrintPart *part)
{
  if (self->strips->len > 0)
    return TRUE;
  if (!self->small && sum_minimum (self->grid) > self->most) {
    g_autoptr (CarrelPageStyle) small = carrel_print_make_style (job, SMALL);

    carrel_table_grid_free (self->grid);
    self->grid = carrel_table_grid_new (small, part->blocks, self->block, job->notes, self->rtl);
    self->small = TRUE;
    return FALSE;
  }
  if (sum_minimum (self->grid) <= self->available) {
    make_one_strip (self, self->available);
  } else {
    self->x = -(self->most - self->available) / 2;
    if (sum_minimum (self->grid) <= self->most)
      make_one_strip (self, self->most);
    else
      make_strips (self, self->most);
  }
  for (guint i = 0; i < self->strips->len; i++)
    ((CarrelPrintStrip *) self->strips->pdata[i])->head = -1;
  make_groups (self);
  return self->strips->len == 0; /* of no columns: there is nothing more to do */
}

void
carrel_print_table_free (CarrelPrintTable *self)
{
  carrel_table_grid_free (self->grid);
  g_array_unref (self->groups);
  g_ptr_array_unref (self->strips);
  g_free (self);
}

/* ── Drawing ── */

typedef struct {
  CarrelPrintDraw  *draw;
  CarrelPrintTable *table;
  CarrelPrintStrip *strip;
  double            x;
  double            from, to; /* what of a group is drawn */
} Rows;

static void
draw_leaf (Rows                  *rows,
           const CarrelTableCell *cell,
           guint                  leaf,
           double                 x,
           double                 width,
           double                 y,
           double                 local)
{
  CarrelPrintTable        *self = rows->table;
  const CarrelBlock       *block = &self->grid->blocks[leaf];
  const CarrelTextMetrics *metrics = carrel_page_style_get_metrics (
      self->grid->style, carrel_table_get_leaf_style (&self->grid->blocks[cell->block], block));
  g_autoptr (CarrelBlockLayout) layout = NULL;
  g_autoptr (GArray) tops = NULL;
  g_autofree char *marker = NULL;
  guint            from = 0, to, n;

  if (is_picture (block)) {
    double picture_width, picture_height;

    fit_picture (self, block, width, &picture_width, &picture_height);
    if (local >= rows->from - .01 && local < rows->to - .01)
      carrel_print_draw_picture (rows->draw,
                                 block->type == CARREL_BLOCK_IMAGE ? block->source : NULL,
                                 block->type == CARREL_BLOCK_IMAGE ? block->alt : block->href, x, y,
                                 picture_width, picture_height);
    return;
  }
  layout = make_leaf (self, cell, leaf, width);
  tops = carrel_print_list_lines (carrel_block_layout_get_pango (layout));
  n = tops->len - 1;
  while (from < n && local + g_array_index (tops, double, from) < rows->from - .01)
    from++;
  for (to = from; to < n && local + g_array_index (tops, double, to) < rows->to - .01;)
    to++;
  if (from < to)
    carrel_print_draw_text (rows->draw, layout, metrics, leaf, x,
                            y + g_array_index (tops, double, from), from, to);
  marker = from == 0 && to > 0 ? carrel_table_dup_marker (self->grid->blocks, leaf) : NULL;
  if (marker) {
    g_autoptr (PangoLayout) label =
        carrel_print_make_label (rows->draw->job, CARREL_FACE_SANS, metrics->size, 400, marker, -1);
    PangoRectangle place;

    pango_layout_get_extents (label, NULL, &place);
    carrel_print_draw_label (rows->draw, label,
                             self->rtl ? x + width + 4 : x - 4 - (double) place.width / PANGO_SCALE,
                             y, 0);
  }
}

/* A cell's text with its top at `y`, which is `local` below the group's. */
static void
draw_cell (Rows *rows, const CarrelTableCell *cell, double y, double local)
{
  CarrelPrintTable  *self = rows->table;
  const CarrelBlock *blocks = self->grid->blocks;
  double             x, width, height = 0;
  gboolean           tagged = rows->draw->flags & CARREL_PRINT_LINKS;

  if (!get_place (self, rows->strip, cell, &x, &width))
    return;
  if (tagged)
    cairo_tag_begin (rows->draw->cr, blocks[cell->block].header ? "TH" : "TD", "");
  for (guint leaf = cell->block + 1; leaf <= cell->block + blocks[cell->block].n_descendants;
       leaf++) {
    int    inset = carrel_table_grid_get_inset (self->grid, leaf);
    double leaf_width = MAX (width - inset, 4);

    if (!carrel_table_is_leaf (&blocks[leaf]))
      continue;
    height += height > 0 ? carrel_page_style_px (self->grid->style, CARREL_TABLE_LEAF_GAP) : 0;
    draw_leaf (rows, cell, leaf, rows->x + x + (self->rtl ? 0 : inset), leaf_width, y + height,
               local + height);
    height += measure_leaf (self, cell, leaf, leaf_width, 0, NULL);
  }
  if (tagged)
    cairo_tag_end (rows->draw->cr, blocks[cell->block].header ? "TH" : "TD");
}

static void
draw_rule (Rows *rows, double from, double to, double y, gboolean strong)
{
  cairo_t *cr = rows->draw->cr;

  if (to <= from)
    return;
  if (rows->table->rtl) {
    double end = rows->strip->width - from;

    from = rows->strip->width - to;
    to = end;
  }
  cairo_set_source_rgb (cr, strong ? .25 : .75, strong ? .25 : .75, strong ? .25 : .75);
  cairo_set_line_width (cr, strong ? .8 : .4);
  cairo_move_to (cr, rows->x + from, y);
  cairo_line_to (cr, rows->x + to, y);
  cairo_stroke (cr);
}

/* A cell that goes on below the row covers the column. */
static gboolean
is_covered (CarrelPrintTable *self, const CarrelPrintGroup *group, guint row, guint column)
{
  for (guint i = group->first; i < group->last; i++) {
    const CarrelTableCell *cell = carrel_table_grid_get_cell (self->grid, i);

    if (cell->row > row)
      break;
    if (cell->rowspan > 1 && cell->row + cell->rowspan - 1u > row && column >= cell->column &&
        column < (guint) cell->column + cell->colspan)
      return TRUE;
  }
  return FALSE;
}

/* The line below a row, but where a cell goes on. */
static void
draw_row_end (
    Rows *rows, const CarrelPrintGroup *group, guint row, double y, gboolean last, gboolean strong)
{
  const CarrelPrintStrip *strip = rows->strip;
  double                  from = 0;

  for (guint column = strip->first; !last && column < strip->last; column++) {
    guint  index = column - strip->first + (strip->repeats ? 1 : 0);
    double x = g_array_index (strip->x, double, index);

    if (!is_covered (rows->table, group, row, column))
      continue;
    draw_rule (rows, from, x, y, strong);
    from = x + g_array_index (strip->widths, double, index);
  }
  draw_rule (rows, from, strip->width, y, strong);
}

static double
draw_group (Rows *rows, guint strip, guint index, double y)
{
  CarrelPrintTable       *self = rows->table;
  const CarrelPrintGroup *group = &g_array_index (self->groups, CarrelPrintGroup, index);
  g_autoptr (GArray) tops = lay_out_group (self, strip, index);
  guint  first_row = carrel_table_grid_get_cell (self->grid, group->first)->row, i = group->first;
  double pad = get_pad (self);

  for (guint r = 0; r + 1 < tops->len; r++) {
    double   top = g_array_index (tops, double, r), bottom = g_array_index (tops, double, r + 1);
    gboolean last = r + 2 == tops->len, tagged = rows->draw->flags & CARREL_PRINT_LINKS,
             strong = last && index + 1 == self->n_head;

    if (tagged)
      cairo_tag_begin (rows->draw->cr, "TR", "");
    for (; i < group->last && carrel_table_grid_get_cell (self->grid, i)->row - first_row == r; i++)
      draw_cell (rows, carrel_table_grid_get_cell (self->grid, i), y + top + pad - rows->from,
                 top + pad);
    if (tagged)
      cairo_tag_end (rows->draw->cr, "TR");
    if (bottom > rows->from && bottom <= rows->to + .01)
      draw_row_end (rows, group, first_row + r, y + bottom - rows->from, last, strong);
  }
  return MIN (g_array_index (tops, double, tops->len - 1), rows->to) - rows->from;
}

void
carrel_print_draw_table (CarrelPrintDraw *draw, const CarrelPrintPiece *piece, double x, double y)
{
  CarrelPrintTable *table = draw->job->tables->pdata[piece->table];
  CarrelPrintPart  *part = &draw->job->parts[piece->part];
  Rows              rows = { draw, table, table->strips->pdata[piece->strip], 0, 0, G_MAXDOUBLE };
  double            inset, width;

  carrel_print_get_place (part, carrel_plan_get_unit (part->plan, piece->unit), &inset, &width);
  /* In the middle of its place, but as all text to the start. */
  rows.x = x + table->x + (table->rtl ? 0 : inset);
  if (table->rtl && table->strips->len > 1)
    rows.x = x - table->x + draw->job->width - inset - rows.strip->width;
  if (draw->flags & CARREL_PRINT_LINKS)
    cairo_tag_begin (draw->cr, "Table", "");
  for (guint i = 0; piece->head && i < table->n_head; i++)
    y += draw_group (&rows, piece->strip, i, y);
  if (piece->cut_to > 0) {
    rows.from = piece->cut_from;
    rows.to = piece->cut_to;
  }
  for (guint i = piece->from; i < piece->to; i++)
    y += draw_group (&rows, piece->strip, i, y);
  if (draw->flags & CARREL_PRINT_LINKS)
    cairo_tag_end (draw->cr, "Table");
}

void
carrel_print_table_list_pictures (CarrelPrintJob         *job,
                                  const CarrelPrintPiece *piece,
                                  void (*func) (const char *source, double width, gpointer data),
                                  gpointer data)
{
  CarrelPrintTable       *table = job->tables->pdata[piece->table];
  const CarrelPrintStrip *strip = table->strips->pdata[piece->strip];
  const CarrelBlock      *blocks = table->grid->blocks;

  for (guint g = piece->head ? 0 : piece->from; g < piece->to; g++) {
    const CarrelPrintGroup *group = &g_array_index (table->groups, CarrelPrintGroup, g);

    if (g >= table->n_head && g < piece->from) {
      g = piece->from - 1;
      continue;
    }
    for (guint i = group->first; i < group->last; i++) {
      const CarrelTableCell *cell = carrel_table_grid_get_cell (table->grid, i);
      double                 x, width, height;

      if (!get_place (table, strip, cell, &x, &width))
        continue;
      for (guint leaf = cell->block + 1; leaf <= cell->block + blocks[cell->block].n_descendants;
           leaf++) {
        if (blocks[leaf].type == CARREL_BLOCK_IMAGE) {
          fit_picture (table, &blocks[leaf], width, &width, &height);
          func (blocks[leaf].source, width, data);
        }
        for (guint s = 0; s < blocks[leaf].n_spans; s++)
          if (blocks[leaf].spans[s].kind == CARREL_SPAN_IMAGE)
            func (blocks[leaf].spans[s].value, 32, data);
      }
    }
  }
}
