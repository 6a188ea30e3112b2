/* carrel-block-table.c: some rows of a table, which scrolls sideways by itself. Main thread.
 *
 * A long table is several units, one below the other. What they must agree on, the grid of cells and
 * the widths of columns, is worked out once for the whole table and shared; so is the adjustment.
 * Widths of the first cells are measured, of the others estimated: a wrong guess only wraps.
 *
 * A cell's text is one widget for each leaf block in it, one below the other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-block-widget.h"

#include "page/carrel-page-plan.h"

#include <math.h>
#include <string.h>

#define MAX_COLUMNS 1000
#define MEASURED_CELLS 120
#define PAD_X 14 /* pixels at 100 % */
#define PAD_Y 9
#define LEAF_GAP 6

typedef struct {
  guint   block;
  guint   row;            /* from the table's first */
  guint16 column, colspan, rowspan;
} Cell;

typedef struct {
  double  natural, minimum;
  guint   n_numbers, n_texts; /* of its cells */
  int     x, width;
} Column;

/* ── What the units of a table share ── */

#define CARREL_TYPE_TABLE_GRID (carrel_table_grid_get_type ())
G_DECLARE_FINAL_TYPE (CarrelTableGrid, carrel_table_grid, CARREL, TABLE_GRID, GObject)

struct _CarrelTableGrid {
  GObject        parent_instance;
  GArray        *cells;      /* (owned) (element-type Cell): in the order of the document */
  GArray        *columns;    /* (owned) (element-type Column) */
  GArray        *rows;       /* (owned) (element-type guint): blocks */
  GtkAdjustment *adjustment; /* (owned): sideways */
  int            available;  /* for which `x` and `width` were set */
  int            width;
};

G_DEFINE_FINAL_TYPE (CarrelTableGrid, carrel_table_grid, G_TYPE_OBJECT)

static void
grid_finalize (GObject *object)
{
  CarrelTableGrid *self = CARREL_TABLE_GRID (object);

  g_array_unref (self->cells);
  g_array_unref (self->columns);
  g_array_unref (self->rows);
  g_object_unref (self->adjustment);
  G_OBJECT_CLASS (carrel_table_grid_parent_class)->finalize (object);
}

static void
carrel_table_grid_class_init (CarrelTableGridClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = grid_finalize;
}

static void
carrel_table_grid_init (CarrelTableGrid *self)
{
  self->cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  self->columns = g_array_new (FALSE, TRUE, sizeof (Column));
  self->rows = g_array_new (FALSE, FALSE, sizeof (guint));
  self->adjustment = g_object_ref_sink (gtk_adjustment_new (0, 0, 0, 0, 0, 0));
}

static Column *
get_column (CarrelTableGrid *self, guint index)
{
  if (index >= self->columns->len)
    g_array_set_size (self->columns, index + 1);
  return &g_array_index (self->columns, Column, index);
}

/* Puts each cell where those before it, and those that reach down from above, leave room. */
static void
place_cells (CarrelTableGrid *self, CarrelSheet *page, guint table)
{
  const CarrelBlock *blocks = page->blocks;
  g_autoptr (GArray) taken = g_array_new (FALSE, TRUE, sizeof (guint)); /* by column: rows still taken */
  guint end = table + 1 + blocks[table].n_descendants, row = 0;

  for (guint r = table + 1; r < end; r += 1 + blocks[r].n_descendants) {
    guint column = 0;

    if (blocks[r].type != CARREL_BLOCK_ROW)
      continue;
    for (guint c = r + 1; c <= r + blocks[r].n_descendants; c += 1 + blocks[c].n_descendants) {
      Cell cell = { .block = c, .row = row, .colspan = MAX (blocks[c].colspan, 1), .rowspan = MAX (blocks[c].rowspan, 1) };

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
      get_column (self, column + cell.colspan - 1);
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

static gboolean
is_leaf (const CarrelBlock *block)
{
  return block->text_len > 0 || block->type == CARREL_BLOCK_IMAGE || block->type == CARREL_BLOCK_EMBED;
}

static CarrelTextStyle
get_style (const CarrelBlock *cell, const CarrelBlock *leaf)
{
  if (leaf->type == CARREL_BLOCK_CODE || leaf->type == CARREL_BLOCK_MATH)
    return CARREL_TEXT_CODE;
  return cell->header || leaf->type == CARREL_BLOCK_HEADING ? CARREL_TEXT_HEAD : CARREL_TEXT_CELL;
}

/* Lists in cells keep a bullet. */
static gboolean
is_item (CarrelSheet *page, guint leaf)
{
  return leaf > 0 && page->blocks[leaf - 1].type == CARREL_BLOCK_LIST_ITEM;
}

static int
get_inset (CarrelSheet *page, guint leaf)
{
  return is_item (page, leaf) ? carrel_page_style_px (page->style, 22) : 0;
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
measure_leaf (CarrelSheet *page, CarrelTextStyle style, guint leaf, gboolean rtl, gboolean exactly)
{
  const CarrelBlock *block = &page->blocks[leaf];
  g_autoptr (CarrelBlockLayout) layout = NULL;
  int width;

  if (block->type == CARREL_BLOCK_IMAGE || block->type == CARREL_BLOCK_EMBED)
    return carrel_page_style_px (page->style, block->width ? MIN (block->width, 320) : 160);
  if (!exactly || block->text_len > 600)
    return carrel_page_style_estimate_width (page->style, style, block->text, block->text_len) * 1.1;
  layout = carrel_block_layout_new (page->style, style, block, 0, block->text_len, rtl, page->library);
  carrel_block_layout_get_size (layout, &width, NULL);
  return width + 1;
}

static double
measure_longest_word (CarrelSheet *page, CarrelTextStyle style, guint leaf, gboolean rtl, gboolean exactly)
{
  const CarrelTextMetrics *metrics = carrel_page_style_get_metrics (page->style, style);
  const CarrelBlock *block = &page->blocks[leaf];
  gsize longest = 0, at = 0;
  double most = metrics->size * 12; /* what is longer is broken */

  for (const char *p = block->text; *p;) {
    gsize n = strcspn (p, " \n-");

    if (n > longest) {
      longest = n;
      at = (gsize) (p - block->text);
    }
    p += n + (p[n] ? 1 : 0);
  }
  if (exactly && longest < 200) {
    g_autoptr (CarrelBlockLayout) layout = carrel_block_layout_new (page->style, style, block, (guint32) at, (guint32) (at + longest), rtl, page->library);
    int width;

    carrel_block_layout_get_size (layout, &width, NULL);
    return MIN (width + 1, most);
  }
  return MIN (carrel_page_style_estimate_width (page->style, style, block->text, longest) * 1.25, most);
}

static int
get_pad (CarrelSheet *page, const Cell *cell)
{
  return carrel_page_style_px (page->style, PAD_X) * (cell->column == 0 ? 1 : 2);
}

static void
measure_columns (CarrelTableGrid *self, CarrelSheet *page, gboolean rtl)
{
  for (guint i = 0; i < self->cells->len; i++) {
    const Cell *cell = &g_array_index (self->cells, Cell, i);
    const CarrelBlock *block = &page->blocks[cell->block];
    Column *column = get_column (self, cell->column);

    for (guint leaf = cell->block + 1; cell->colspan == 1 && leaf <= cell->block + block->n_descendants; leaf++) {
      const CarrelBlock *data = &page->blocks[leaf];
      CarrelTextStyle style = get_style (block, data);
      double natural, minimum;

      if (!is_leaf (data))
        continue;
      natural = measure_leaf (page, style, leaf, rtl, i < MEASURED_CELLS) + get_inset (page, leaf);
      minimum = data->text_len == 0 ? MIN (natural, 80) : is_number (data->text) ? natural : MIN (natural, measure_longest_word (page, style, leaf, rtl, i < MEASURED_CELLS) + get_inset (page, leaf));
      column->natural = MAX (column->natural, natural + get_pad (page, cell));
      column->minimum = MAX (column->minimum, minimum + get_pad (page, cell));
      if (!block->header) {
        column->n_texts++;
        column->n_numbers += is_number (data->text);
      }
    }
  }
}

static void
set_available (CarrelTableGrid *self, int available)
{
  double natural = 0, minimum = 0;
  guint n = self->columns->len;
  int x = 0;

  if (self->available == available)
    return;
  self->available = available;
  for (guint i = 0; i < n; i++) {
    natural += get_column (self, i)->natural;
    minimum += get_column (self, i)->minimum;
  }
  for (guint i = 0; i < n; i++) {
    Column *column = get_column (self, i);
    double width = column->minimum;

    if (natural <= available)
      width = column->natural + (available - natural) / n;
    else if (minimum <= available)
      width += (available - minimum) * (column->natural - column->minimum) / MAX (natural - minimum, 1);
    else /* it scrolls anyhow: then no word needs a line of its own */
      width = CLAMP (column->natural, column->minimum, MAX (column->minimum, 200));
    column->x = x;
    column->width = MAX ((int) width, 1);
    x += column->width;
  }
  /* What rounding left over goes to the last. */
  if (n > 0 && x < available) {
    get_column (self, n - 1)->width += available - x;
    x = available;
  }
  self->width = x;
}

static CarrelTableGrid *
get_grid (CarrelSheet *page, guint table, gboolean rtl)
{
  gpointer key = GUINT_TO_POINTER (table);
  CarrelTableGrid *grid = g_hash_table_lookup (page->shared, key);

  if (!grid) {
    grid = g_object_new (CARREL_TYPE_TABLE_GRID, NULL);
    place_cells (grid, page, table);
    measure_columns (grid, page, rtl);
    g_hash_table_insert (page->shared, key, grid);
  }
  return grid;
}

static gboolean
is_numeric (CarrelTableGrid *self, const Cell *cell)
{
  const Column *column = get_column (self, cell->column);

  return cell->column > 0 && cell->colspan == 1 && column->n_texts > 0 && column->n_numbers * 2 > column->n_texts;
}

/* ── Rows ── */

/* The cells of the rows among blocks [start, end): indices [*first, *last). */
static void
find_cells (CarrelTableGrid *self, guint start, guint end, guint *first, guint *last)
{
  for (*first = 0; *first < self->cells->len && g_array_index (self->cells, Cell, *first).block < start; (*first)++)
    ;
  for (*last = *first; *last < self->cells->len && g_array_index (self->cells, Cell, *last).block < end; (*last)++)
    ;
}

static void
get_text_place (CarrelTableGrid *self, CarrelSheet *page, const Cell *cell, int *x, int *width)
{
  const Column *column = get_column (self, cell->column);
  int pad = carrel_page_style_px (page->style, PAD_X);

  *x = column->x + (cell->column == 0 ? 0 : pad);
  *width = -get_pad (page, cell);
  for (guint i = 0; i < cell->colspan; i++)
    *width += get_column (self, cell->column + i)->width;
  *width = MAX (*width, 1);
}

static int
get_leaf_height (CarrelSheet *page, const Cell *cell, guint leaf, gboolean rtl, int width)
{
  const CarrelBlock *data = &page->blocks[leaf];

  if (data->type == CARREL_BLOCK_IMAGE || data->type == CARREL_BLOCK_EMBED)
    return carrel_block_picture_measure (page, leaf, rtl, width);
  return carrel_block_text_measure (page, get_style (&page->blocks[cell->block], data), leaf, 0, data->text_len, rtl, width);
}

/* Sets `heights` of the rows; a cell over several rows makes the last of them higher. `measure` gives
 * the height of a cell's content. */
typedef int (*MeasureFunc) (const Cell *cell, guint index, int width, gpointer data);

static int
lay_out_rows (CarrelTableGrid *self, CarrelSheet *page, guint first, guint last, GArray *heights, MeasureFunc measure_cell, gpointer data)
{
  guint row_first = first < last ? g_array_index (self->cells, Cell, first).row : 0;
  guint n_rows = first < last ? g_array_index (self->cells, Cell, last - 1).row - row_first + 1 : 0;
  int pad = carrel_page_style_px (page->style, PAD_Y), total = 0;

  g_array_set_size (heights, 0);
  g_array_set_size (heights, n_rows);
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = first; i < last; i++) {
      const Cell *cell = &g_array_index (self->cells, Cell, i);
      guint row = cell->row - row_first, until = MIN (row + cell->rowspan, n_rows);
      int x, width, height, have = 0;

      if ((cell->rowspan > 1) != (pass == 1))
        continue;
      get_text_place (self, page, cell, &x, &width);
      height = measure_cell (cell, i, width, data) + 2 * pad + 1;
      for (guint r = row; r < until; r++)
        have += g_array_index (heights, int, r);
      if (height > have)
        g_array_index (heights, int, until - 1) += height - have;
    }
  for (guint r = 0; r < n_rows; r++)
    total += g_array_index (heights, int, r);
  return MAX (total, 1);
}

typedef struct {
  CarrelSheet *page;
  gboolean     rtl;
} Measuring;

static int
measure_without_widgets (const Cell *cell, guint index, int width, gpointer data)
{
  const Measuring *measuring = data;
  CarrelSheet *page = measuring->page;
  int height = 0;

  for (guint leaf = cell->block + 1; leaf <= cell->block + page->blocks[cell->block].n_descendants; leaf++)
    if (is_leaf (&page->blocks[leaf]))
      height += (height ? carrel_page_style_px (page->style, LEAF_GAP) : 0) + get_leaf_height (page, cell, leaf, measuring->rtl, MAX (width - get_inset (page, leaf), 1));
  return height;
}

int
carrel_block_table_measure (CarrelSheet *page, guint block, guint start, guint end, gboolean rtl, int width)
{
  CarrelTableGrid *grid = get_grid (page, block, rtl);
  g_autoptr (GArray) heights = g_array_new (FALSE, TRUE, sizeof (int));
  Measuring measuring = { page, rtl };
  guint first, last;

  set_available (grid, width);
  find_cells (grid, start, end, &first, &last);
  return lay_out_rows (grid, page, first, last, heights, measure_without_widgets, &measuring);
}

/* ── The widget ── */

#define CARREL_TYPE_TABLE_ROWS (carrel_table_rows_get_type ())
G_DECLARE_FINAL_TYPE (CarrelTableRows, carrel_table_rows, CARREL, TABLE_ROWS, GtkWidget)

struct _CarrelTableRows {
  GtkWidget        parent_instance;
  CarrelSheet     *page;    /* (owned) */
  CarrelTableGrid *grid;    /* (owned) */
  guint            first, last; /* cells */
  GPtrArray       *widgets; /* (owned) (element-type GtkWidget): leaves, in order; ours as children */
  GArray          *leaves;  /* (owned) (element-type guint): of each cell from `first` on, the index of its first widget; one more at the end */
  GArray          *heights; /* (owned) (element-type int) */
  int              available;
  gboolean         rtl;
};

G_DEFINE_FINAL_TYPE (CarrelTableRows, carrel_table_rows, GTK_TYPE_WIDGET)

static int
measure_widgets (const Cell *cell, guint index, int width, gpointer data)
{
  CarrelTableRows *self = data;
  int total = 0;

  for (guint i = g_array_index (self->leaves, guint, index - self->first); i < g_array_index (self->leaves, guint, index - self->first + 1); i++) {
    int inset = get_inset (self->page, carrel_block_widget_get_index (self->widgets->pdata[i])), height;

    gtk_widget_measure (self->widgets->pdata[i], GTK_ORIENTATION_VERTICAL, MAX (width - inset, 1), &height, NULL, NULL, NULL);
    total += (total ? carrel_page_style_px (self->page->style, LEAF_GAP) : 0) + height;
  }
  return total;
}

static void
set_width (CarrelTableRows *self, int width)
{
  int height;

  set_available (self->grid, width);
  if (self->available == width)
    return;
  self->available = width;
  height = lay_out_rows (self->grid, self->page, self->first, self->last, self->heights, measure_widgets, self);
  gtk_widget_set_size_request (GTK_WIDGET (self), self->grid->width, height);
}

static void
allocate_cell (CarrelTableRows *self, guint index, int y)
{
  const Cell *cell = &g_array_index (self->grid->cells, Cell, index);
  int x, width;

  get_text_place (self->grid, self->page, cell, &x, &width);
  if (self->rtl)
    x = self->grid->width - x - width;
  y += carrel_page_style_px (self->page->style, PAD_Y);
  for (guint i = g_array_index (self->leaves, guint, index - self->first); i < g_array_index (self->leaves, guint, index - self->first + 1); i++) {
    GtkWidget *widget = self->widgets->pdata[i];
    int inset = get_inset (self->page, carrel_block_widget_get_index (CARREL_BLOCK_WIDGET (widget)));
    GtkAllocation place = { x + (self->rtl ? 0 : inset), y, MAX (width - inset, 1), 0 };

    gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, place.width, &place.height, NULL, NULL, NULL);
    gtk_widget_size_allocate (widget, &place, -1);
    y += place.height + carrel_page_style_px (self->page->style, LEAF_GAP);
  }
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CarrelTableRows *self = CARREL_TABLE_ROWS (widget);
  guint row_first = self->first < self->last ? g_array_index (self->grid->cells, Cell, self->first).row : 0, row = row_first;
  int y = 0;

  for (guint i = self->first; i < self->last; i++) {
    for (; row < g_array_index (self->grid->cells, Cell, i).row; row++)
      y += g_array_index (self->heights, int, row - row_first);
    allocate_cell (self, i, y);
  }
}

/* A cell that covers the columns of [*column, …) goes on below the row; sets the first column behind it. */
static gboolean
goes_on (CarrelTableRows *self, guint row, guint *column)
{
  for (guint i = self->first; i < self->last; i++) {
    const Cell *cell = &g_array_index (self->grid->cells, Cell, i);

    if (cell->row > row)
      break;
    if (cell->rowspan > 1 && cell->row + cell->rowspan - 1u > row && *column >= cell->column && *column < cell->column + (guint) cell->colspan) {
      *column = cell->column + (guint) cell->colspan;
      return TRUE;
    }
  }
  return FALSE;
}

static void
draw_line (CarrelTableRows *self, GtkSnapshot *snapshot, int x, int end, int y, int thickness, const GdkRGBA *colour)
{
  graphene_rect_t rect = GRAPHENE_RECT_INIT ((float) (self->rtl ? self->grid->width - end : x), (float) (y - thickness), (float) (end - x), (float) thickness);

  if (end > x)
    gtk_snapshot_append_color (snapshot, colour, &rect);
}

/* Under a row of headers a strong line, else a hairline; not across a cell that goes on. */
static void
draw_lines (CarrelTableRows *self, GtkSnapshot *snapshot)
{
  GdkRGBA strong, fine;
  guint cell = self->first;
  gboolean spans = FALSE;
  int y = 0;

  gtk_widget_get_color (GTK_WIDGET (self), &strong);
  fine = strong;
  strong.alpha *= .24f;
  fine.alpha *= .14f;
  for (guint i = self->first; i < self->last; i++)
    spans = spans || g_array_index (self->grid->cells, Cell, i).rowspan > 1;
  for (guint r = 0; r < self->heights->len; r++) {
    guint row = g_array_index (self->grid->cells, Cell, self->first).row + r;
    gboolean head = cell < self->last, last = r + 1 == self->heights->len;
    int from = 0;

    for (; cell < self->last && g_array_index (self->grid->cells, Cell, cell).row == row; cell++)
      head = head && self->page->blocks[g_array_index (self->grid->cells, Cell, cell).block].header;
    y += g_array_index (self->heights, int, r);
    for (guint column = 0; spans && !last && column < self->grid->columns->len;) {
      int x = get_column (self->grid, column)->x;

      if (!goes_on (self, row, &column)) {
        column++;
        continue;
      }
      draw_line (self, snapshot, from, x, y, head ? 2 : 1, head ? &strong : &fine);
      from = column < self->grid->columns->len ? get_column (self->grid, column)->x : self->grid->width;
    }
    draw_line (self, snapshot, from, self->grid->width, y, head ? 2 : 1, head ? &strong : &fine);
  }
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  draw_lines (CARREL_TABLE_ROWS (widget), snapshot);
  GTK_WIDGET_CLASS (carrel_table_rows_parent_class)->snapshot (widget, snapshot);
}

static void
dispose (GObject *object)
{
  CarrelTableRows *self = CARREL_TABLE_ROWS (object);

  for (guint i = 0; i < self->widgets->len; i++)
    gtk_widget_unparent (self->widgets->pdata[i]);
  g_ptr_array_set_size (self->widgets, 0);
  g_array_set_size (self->leaves, 0);
  self->first = self->last = 0;
  G_OBJECT_CLASS (carrel_table_rows_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  CarrelTableRows *self = CARREL_TABLE_ROWS (object);

  g_clear_object (&self->grid);
  g_clear_pointer (&self->page, carrel_sheet_unref);
  g_ptr_array_unref (self->widgets);
  g_array_unref (self->leaves);
  g_array_unref (self->heights);
  G_OBJECT_CLASS (carrel_table_rows_parent_class)->finalize (object);
}

static void
carrel_table_rows_class_init (CarrelTableRowsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  widget_class->size_allocate = size_allocate;
  widget_class->snapshot = snapshot;
  gtk_widget_class_set_css_name (widget_class, "rows");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
carrel_table_rows_init (CarrelTableRows *self)
{
  self->widgets = g_ptr_array_new ();
  self->leaves = g_array_new (FALSE, FALSE, sizeof (guint));
  self->heights = g_array_new (FALSE, TRUE, sizeof (int));
}

static GtkWidget *
make_leaf (CarrelTableRows *self, const Cell *cell, guint leaf)
{
  CarrelSheet *page = self->page;
  const CarrelBlock *data = &page->blocks[leaf];
  GtkWidget *widget;

  if (data->type == CARREL_BLOCK_IMAGE || data->type == CARREL_BLOCK_EMBED)
    return carrel_block_picture_new (page, leaf, self->rtl);
  widget = carrel_block_text_new (page, get_style (&page->blocks[cell->block], data), leaf, 0, data->text_len, self->rtl, TRUE);
  if (is_numeric (self->grid, cell))
    carrel_block_layout_set_alignment (carrel_block_text_get_layout (CARREL_BLOCK_TEXT (widget)), self->rtl ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT);
  if (is_item (page, leaf))
    carrel_block_text_set_marker (CARREL_BLOCK_TEXT (widget), "•", FALSE, 0);
  return widget;
}

GtkWidget *
carrel_block_table_new (CarrelSheet *page, guint block, guint start, guint end, gboolean rtl)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  CarrelTableRows *self = g_object_new (CARREL_TYPE_TABLE_ROWS, NULL);

  self->page = carrel_sheet_ref (page);
  self->grid = g_object_ref (get_grid (page, block, rtl));
  self->rtl = rtl;
  find_cells (self->grid, start, end, &self->first, &self->last);
  for (guint i = self->first; i < self->last; i++) {
    const Cell *cell = &g_array_index (self->grid->cells, Cell, i);

    g_array_append_val (self->leaves, self->widgets->len);
    for (guint leaf = cell->block + 1; leaf <= cell->block + page->blocks[cell->block].n_descendants; leaf++)
      if (is_leaf (&page->blocks[leaf])) {
        GtkWidget *widget = make_leaf (self, cell, leaf);

        gtk_widget_set_parent (widget, GTK_WIDGET (self));
        g_ptr_array_add (self->widgets, widget);
      }
  }
  g_array_append_val (self->leaves, self->widgets->len);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_hadjustment (GTK_SCROLLED_WINDOW (scrolled), self->grid->adjustment);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self));
  gtk_widget_set_direction (scrolled, rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scrolled)), rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  return scrolled;
}

void
carrel_block_table_set_width (GtkWidget *widget, int width)
{
  GtkWidget *viewport = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (widget));

  set_width (CARREL_TABLE_ROWS (gtk_viewport_get_child (GTK_VIEWPORT (viewport))), width);
}
