/* carrel-block-table.c: some rows of a table, which scrolls sideways by itself. Main thread.
 *
 * A long table is several units, one below the other. What they must agree on, the grid of cells
 * and the widths of columns, is worked out once for the whole table and shared; so is the
 * adjustment.
 *
 * A cell's text is one widget for each leaf block in it, one below the other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-block-widget.h"

#include "page/carrel-page-plan.h"
#include "page/carrel-table-grid.h"

#include <math.h>
#include <string.h>

/* ── What the units of a table share ── */

#define CARREL_TYPE_TABLE_SHARED (carrel_table_shared_get_type ())
G_DECLARE_FINAL_TYPE (CarrelTableShared, carrel_table_shared, CARREL, TABLE_SHARED, GObject)

struct _CarrelTableShared {
  GObject          parent_instance;
  CarrelTableGrid *grid;       /* (owned) */
  GtkAdjustment   *adjustment; /* (owned): sideways */
};

G_DEFINE_FINAL_TYPE (CarrelTableShared, carrel_table_shared, G_TYPE_OBJECT)

static void
shared_finalize (GObject *object)
{
  CarrelTableShared *self = CARREL_TABLE_SHARED (object);

  g_clear_pointer (&self->grid, carrel_table_grid_free);
  g_object_unref (self->adjustment);
  G_OBJECT_CLASS (carrel_table_shared_parent_class)->finalize (object);
}

static void
carrel_table_shared_class_init (CarrelTableSharedClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = shared_finalize;
}

static void
carrel_table_shared_init (CarrelTableShared *self)
{
  self->adjustment = g_object_ref_sink (gtk_adjustment_new (0, 0, 0, 0, 0, 0));
}

static CarrelTableShared *
get_shared (CarrelSheet *page, guint table, gboolean rtl)
{
  gpointer           key = GUINT_TO_POINTER (table);
  CarrelTableShared *shared = g_hash_table_lookup (page->shared, key);

  if (!shared) {
    shared = g_object_new (CARREL_TYPE_TABLE_SHARED, NULL);
    shared->grid = carrel_table_grid_new (page->style, page->blocks, table, page->library, rtl);
    g_hash_table_insert (page->shared, key, shared);
  }
  return shared;
}

/* ── Rows ── */

static int
get_leaf_height (
    CarrelSheet *page, const CarrelTableCell *cell, guint leaf, gboolean rtl, int width)
{
  const CarrelBlock *data = &page->blocks[leaf];

  if (data->type == CARREL_BLOCK_IMAGE || data->type == CARREL_BLOCK_EMBED)
    return carrel_block_picture_measure (page, leaf, rtl, width);
  return carrel_block_text_measure (page,
                                    carrel_table_get_leaf_style (&page->blocks[cell->block], data),
                                    leaf, 0, data->text_len, rtl, width);
}

typedef struct {
  CarrelSheet     *page;
  CarrelTableGrid *grid;
  gboolean         rtl;
} Measuring;

static int
measure_without_widgets (const CarrelTableCell *cell, guint index, int width, gpointer data)
{
  const Measuring *measuring = data;
  CarrelSheet     *page = measuring->page;
  int              height = 0;

  for (guint leaf = cell->block + 1; leaf <= cell->block + page->blocks[cell->block].n_descendants;
       leaf++)
    if (carrel_table_is_leaf (&page->blocks[leaf]))
      height +=
          (height ? carrel_page_style_px (page->style, CARREL_TABLE_LEAF_GAP) : 0) +
          get_leaf_height (page, cell, leaf, measuring->rtl,
                           MAX (width - carrel_table_grid_get_inset (measuring->grid, leaf), 1));
  return height;
}

int
carrel_block_table_measure (
    CarrelSheet *page, guint block, guint start, guint end, gboolean rtl, int width)
{
  CarrelTableGrid *grid = get_shared (page, block, rtl)->grid;
  g_autoptr (GArray) heights = g_array_new (FALSE, TRUE, sizeof (int));
  Measuring measuring = { page, grid, rtl };
  guint     first, last;

  carrel_table_grid_set_available (grid, width);
  carrel_table_grid_find_cells (grid, start, end, &first, &last);
  return carrel_table_grid_lay_out_rows (grid, first, last, heights, measure_without_widgets,
                                         &measuring);
}

/* ── The widget ── */

#define CARREL_TYPE_TABLE_ROWS (carrel_table_rows_get_type ())
G_DECLARE_FINAL_TYPE (CarrelTableRows, carrel_table_rows, CARREL, TABLE_ROWS, GtkWidget)

struct _CarrelTableRows {
  GtkWidget          parent_instance;
  CarrelSheet       *page;        /* (owned) */
  CarrelTableShared *shared;      /* (owned) */
  CarrelTableGrid   *grid;        /* the shared one */
  guint              first, last; /* cells */
  GPtrArray *widgets; /* (owned) (element-type GtkWidget): leaves, in order; ours as children */
  GArray    *leaves; /* (owned) (element-type guint): of each cell from `first` on, the index of its
                        first widget; one more at the end */
  GArray  *heights;  /* (owned) (element-type int) */
  int      available;
  gboolean rtl;
};

G_DEFINE_FINAL_TYPE (CarrelTableRows, carrel_table_rows, GTK_TYPE_WIDGET)

static int
measure_widgets (const CarrelTableCell *cell, guint index, int width, gpointer data)
{
  CarrelTableRows *self = data;
  int              total = 0;

  for (guint i = g_array_index (self->leaves, guint, index - self->first);
       i < g_array_index (self->leaves, guint, index - self->first + 1); i++) {
    int inset = carrel_table_grid_get_inset (
            self->grid, carrel_block_widget_get_index (self->widgets->pdata[i])),
        height;

    gtk_widget_measure (self->widgets->pdata[i], GTK_ORIENTATION_VERTICAL, MAX (width - inset, 1),
                        &height, NULL, NULL, NULL);
    total += (total ? carrel_page_style_px (self->page->style, CARREL_TABLE_LEAF_GAP) : 0) + height;
  }
  return total;
}

static void
set_width (CarrelTableRows *self, int width)
{
  int height;

  carrel_table_grid_set_available (self->grid, width);
  if (self->available == width)
    return;
  self->available = width;
  height = carrel_table_grid_lay_out_rows (self->grid, self->first, self->last, self->heights,
                                           measure_widgets, self);
  gtk_widget_set_size_request (GTK_WIDGET (self), self->grid->width, height);
}

static void
allocate_cell (CarrelTableRows *self, guint index, int y)
{
  const CarrelTableCell *cell = carrel_table_grid_get_cell (self->grid, index);
  int                    x, width;

  carrel_table_grid_get_text_place (self->grid, cell, &x, &width);
  if (self->rtl)
    x = self->grid->width - x - width;
  y += carrel_page_style_px (self->page->style, CARREL_TABLE_PAD_Y);
  for (guint i = g_array_index (self->leaves, guint, index - self->first);
       i < g_array_index (self->leaves, guint, index - self->first + 1); i++) {
    GtkWidget *widget = self->widgets->pdata[i];
    int        inset = carrel_table_grid_get_inset (
        self->grid, carrel_block_widget_get_index (CARREL_BLOCK_WIDGET (widget)));
    GtkAllocation place = { x + (self->rtl ? 0 : inset), y, MAX (width - inset, 1), 0 };

    gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, place.width, &place.height, NULL, NULL,
                        NULL);
    gtk_widget_size_allocate (widget, &place, -1);
    y += place.height + carrel_page_style_px (self->page->style, CARREL_TABLE_LEAF_GAP);
  }
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CarrelTableRows *self = CARREL_TABLE_ROWS (widget);
  guint            row_first = self->first < self->last
                                   ? carrel_table_grid_get_cell (self->grid, self->first)->row
                                   : 0,
        row = row_first;
  int y = 0;

  for (guint i = self->first; i < self->last; i++) {
    for (; row < carrel_table_grid_get_cell (self->grid, i)->row; row++)
      y += g_array_index (self->heights, int, row - row_first);
    allocate_cell (self, i, y);
  }
}

/* A cell that covers the columns of [*column, …) goes on below the row; sets the first column
 * behind it. */
static gboolean
goes_on (CarrelTableRows *self, guint row, guint *column)
{
  for (guint i = self->first; i < self->last; i++) {
    const CarrelTableCell *cell = carrel_table_grid_get_cell (self->grid, i);

    if (cell->row > row)
      break;
    if (cell->rowspan > 1 && cell->row + cell->rowspan - 1u > row && *column >= cell->column &&
        *column < cell->column + (guint) cell->colspan) {
      *column = cell->column + (guint) cell->colspan;
      return TRUE;
    }
  }
  return FALSE;
}

static void
draw_line (CarrelTableRows *self,
           GtkSnapshot     *snapshot,
           int              x,
           int              end,
           int              y,
           int              thickness,
           const GdkRGBA   *colour)
{
  graphene_rect_t rect =
      GRAPHENE_RECT_INIT ((float) (self->rtl ? self->grid->width - end : x),
                          (float) (y - thickness), (float) (end - x), (float) thickness);

  if (end > x)
    gtk_snapshot_append_color (snapshot, colour, &rect);
}

/* Under a row of headers a strong line, else a hairline; not across a cell that goes on. */
static void
draw_lines (CarrelTableRows *self, GtkSnapshot *snapshot)
{
  GdkRGBA  strong, fine;
  guint    cell = self->first;
  gboolean spans = FALSE;
  int      y = 0;

  gtk_widget_get_color (GTK_WIDGET (self), &strong);
  fine = strong;
  strong.alpha *= .24f;
  fine.alpha *= .14f;
  for (guint i = self->first; i < self->last; i++)
    spans = spans || carrel_table_grid_get_cell (self->grid, i)->rowspan > 1;
  for (guint r = 0; r < self->heights->len; r++) {
    guint    row = carrel_table_grid_get_cell (self->grid, self->first)->row + r;
    gboolean head = cell < self->last, last = r + 1 == self->heights->len;
    int      from = 0;

    for (; cell < self->last && carrel_table_grid_get_cell (self->grid, cell)->row == row; cell++)
      head =
          head && self->page->blocks[carrel_table_grid_get_cell (self->grid, cell)->block].header;
    y += g_array_index (self->heights, int, r);
    for (guint column = 0; spans && !last && column < self->grid->columns->len;) {
      int x = carrel_table_grid_get_column (self->grid, column)->x;

      if (!goes_on (self, row, &column)) {
        column++;
        continue;
      }
      draw_line (self, snapshot, from, x, y, head ? 2 : 1, head ? &strong : &fine);
      from = column < self->grid->columns->len
                 ? carrel_table_grid_get_column (self->grid, column)->x
                 : self->grid->width;
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

  g_clear_object (&self->shared);
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
make_leaf (CarrelTableRows *self, const CarrelTableCell *cell, guint leaf)
{
  CarrelSheet       *page = self->page;
  const CarrelBlock *data = &page->blocks[leaf];
  g_autofree char   *marker = NULL;
  GtkWidget         *widget;

  if (data->type == CARREL_BLOCK_IMAGE || data->type == CARREL_BLOCK_EMBED)
    return carrel_block_picture_new (page, leaf, self->rtl);
  widget =
      carrel_block_text_new (page, carrel_table_get_leaf_style (&page->blocks[cell->block], data),
                             leaf, 0, data->text_len, self->rtl, TRUE);
  if (carrel_table_grid_is_numeric (self->grid, cell))
    carrel_block_layout_set_alignment (carrel_block_text_get_layout (CARREL_BLOCK_TEXT (widget)),
                                       self->rtl ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT);
  marker = carrel_table_dup_marker (page->blocks, leaf);
  if (marker)
    carrel_block_text_set_marker (CARREL_BLOCK_TEXT (widget), marker, FALSE, 0);
  return widget;
}

GtkWidget *
carrel_block_table_new (CarrelSheet *page, guint block, guint start, guint end, gboolean rtl)
{
  GtkWidget       *scrolled = gtk_scrolled_window_new ();
  CarrelTableRows *self = g_object_new (CARREL_TYPE_TABLE_ROWS, NULL);

  self->page = carrel_sheet_ref (page);
  self->shared = g_object_ref (get_shared (page, block, rtl));
  self->grid = self->shared->grid;
  self->rtl = rtl;
  carrel_table_grid_find_cells (self->grid, start, end, &self->first, &self->last);
  for (guint i = self->first; i < self->last; i++) {
    const CarrelTableCell *cell = carrel_table_grid_get_cell (self->grid, i);

    g_array_append_val (self->leaves, self->widgets->len);
    for (guint leaf = cell->block + 1;
         leaf <= cell->block + page->blocks[cell->block].n_descendants; leaf++)
      if (carrel_table_is_leaf (&page->blocks[leaf])) {
        GtkWidget *widget = make_leaf (self, cell, leaf);

        gtk_widget_set_parent (widget, GTK_WIDGET (self));
        g_ptr_array_add (self->widgets, widget);
      }
  }
  g_array_append_val (self->leaves, self->widgets->len);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_hadjustment (GTK_SCROLLED_WINDOW (scrolled), self->shared->adjustment);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self));
  gtk_widget_set_direction (scrolled, rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scrolled)),
                            rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  return scrolled;
}

void
carrel_block_table_set_width (GtkWidget *widget, int width)
{
  GtkWidget *viewport = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (widget));

  set_width (CARREL_TABLE_ROWS (gtk_viewport_get_child (GTK_VIEWPORT (viewport))), width);
}
