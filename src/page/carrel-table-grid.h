/* carrel-table-grid.h: which cell of a table stands where, and how wide its columns are. Knows no
 * widget. The thread of the style.
 *
 * Widths of the first cells are measured, of the others estimated: a wrong guess only wraps. A
 * cell's text is its leaf blocks, one below the other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "page/carrel-page-style.h"

G_BEGIN_DECLS

#define CARREL_TABLE_PAD_X 14 /* pixels at 100 % */
#define CARREL_TABLE_PAD_Y 9
#define CARREL_TABLE_LEAF_GAP 6

typedef struct {
  guint   block;
  guint   row; /* from the table's first */
  guint16 column, colspan, rowspan;
} CarrelTableCell;

typedef struct {
  double natural, minimum;
  guint  n_numbers, n_texts; /* of its cells */
  int    x, width;           /* after set_available () */
} CarrelTableColumn;

typedef struct {
  CarrelPageStyle   *style; /* (owned) */
  const CarrelBlock *blocks;
  GHashTable        *library; /* (owned) (nullable): as for carrel_block_layout_new () */
  GArray *cells;     /* (owned) (element-type CarrelTableCell): in the order of the document */
  GArray *columns;   /* (owned) (element-type CarrelTableColumn) */
  GArray *rows;      /* (owned) (element-type guint): blocks */
  int     available; /* for which `x` and `width` were set */
  int     width;
} CarrelTableGrid;

/* Of the TABLE with that index; the blocks must live as long. */
CarrelTableGrid *carrel_table_grid_new (CarrelPageStyle   *style,
                                        const CarrelBlock *blocks,
                                        guint              table,
                                        GHashTable        *library,
                                        gboolean           rtl);
void             carrel_table_grid_free (CarrelTableGrid *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelTableGrid, carrel_table_grid_free)

CarrelTableCell   *carrel_table_grid_get_cell (CarrelTableGrid *self, guint index);
CarrelTableColumn *carrel_table_grid_get_column (CarrelTableGrid *self, guint index);

/* Columns take as much of a width as they need; `width` is what they came to. */
void carrel_table_grid_set_available (CarrelTableGrid *self, int available);
/* Its text stands at the end. */
gboolean carrel_table_grid_is_numeric (CarrelTableGrid *self, const CarrelTableCell *cell);
/* The cells of the rows among blocks [start, end): indices [*first, *last). */
void carrel_table_grid_find_cells (
    CarrelTableGrid *self, guint start, guint end, guint *first, guint *last);
/* Where a cell's text stands, after set_available (). */
void carrel_table_grid_get_text_place (CarrelTableGrid       *self,
                                       const CarrelTableCell *cell,
                                       int                   *x,
                                       int                   *width);
/* The empty space left and right of it. */
int carrel_table_grid_get_pad (CarrelTableGrid *self, const CarrelTableCell *cell);

/* Fills `heights` (element-type int) with those of the rows of cells [first, last), and gives their
 * sum; a cell over several rows makes the last of them higher. `measure` gives the height of a
 * cell's content. */
typedef int (*CarrelTableMeasure) (const CarrelTableCell *cell,
                                   guint                  index,
                                   int                    width,
                                   gpointer               data);
int carrel_table_grid_lay_out_rows (CarrelTableGrid   *self,
                                    guint              first,
                                    guint              last,
                                    GArray            *heights,
                                    CarrelTableMeasure measure,
                                    gpointer           data);

/* ── Leaves of a cell ── */

gboolean        carrel_table_is_leaf (const CarrelBlock *block);
CarrelTextStyle carrel_table_get_leaf_style (const CarrelBlock *cell, const CarrelBlock *leaf);
/* Lists in cells keep a bullet or a number, for which there is an inset. (transfer full) (nullable)
 */
char *carrel_table_dup_marker (const CarrelBlock *blocks, guint leaf);
int   carrel_table_grid_get_inset (CarrelTableGrid *self, guint leaf);

G_END_DECLS
