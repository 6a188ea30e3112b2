/* carrel-math-tables.c: environments of cells: matrices, cases, aligned lines. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "document/carrel-math-parser-private.h"

#include <string.h>

#define MAX_COLUMNS 256
#define MAX_CELLS 20000

/* ── Tables ── */

static void
end_cell (CarrelMathParser *self, CarrelMathFrame *frame)
{
  CarrelMathCell cell = { CARREL_MATH_NONE, frame->row, frame->column };

  if (!frame->cells)
    frame->cells = g_array_new (FALSE, FALSE, sizeof (CarrelMathCell));
  cell.node = carrel_math_parser_make_row (self, frame);
  if (frame->ruled && frame->column == 0) {
    /* Its own node: what is one symbol may be shared with nothing. */
    if (carrel_math_parser_get_node (self, cell.node)->kind != CARREL_MATH_ROW)
      cell.node =
          carrel_math_parser_add_node (self, CARREL_MATH_ROW, CARREL_MATH_ORD, &cell.node, 1);
    carrel_math_parser_get_node (self, cell.node)->ruled = TRUE;
    frame->ruled = FALSE;
  }
  g_array_append_val (frame->cells, cell);
  frame->style = CARREL_MATH_STYLE_INHERITED;
  self->failed |= frame->cells->len > MAX_CELLS || frame->column >= MAX_COLUMNS;
}

void
carrel_math_parser_read_column (CarrelMathParser *self, CarrelMathFrame *frame)
{
  if (frame->kind != CARREL_MATH_FRAME_TABLE && frame->kind != CARREL_MATH_FRAME_ROOT) {
    self->failed = TRUE;
    return;
  }
  end_cell (self, frame);
  frame->column++;
  frame->aligned = TRUE;
  /* What a line is aligned at has something before it, so that it gets its space. */
  if (frame->column % 2 == 1 &&
      (!frame->environment || frame->environment->table == CARREL_MATH_TABLE_ALIGNED))
    carrel_math_parser_deliver (
        self, carrel_math_parser_add_node (self, CARREL_MATH_ROW, CARREL_MATH_ORD, NULL, 0));
}

/* A matrix of two columns whose second begins with a relation in every row is lines that are
 * aligned there: what a page's MathML knew as alignment, and TeX made of it doesn't. */
static gboolean
is_aligned (CarrelMathParser *self, const CarrelMathFrame *frame)
{
  guint n = 0;

  for (guint i = 0; i < frame->cells->len; i++) {
    const CarrelMathCell *cell = &g_array_index (frame->cells, CarrelMathCell, i);
    const CarrelMathNode *node = carrel_math_parser_get_node (self, cell->node);

    if (cell->column > 1)
      return FALSE;
    if (cell->column == 0)
      continue;
    if (node->kind == CARREL_MATH_ROW && node->first != CARREL_MATH_NONE)
      node = carrel_math_parser_get_node (self, node->first);
    if (node->atom != CARREL_MATH_REL)
      return FALSE;
    n++;
  }
  return n > 1;
}

/* A relation has its space before it. */
static void
align_cells (CarrelMathParser *self, const CarrelMathFrame *frame)
{
  for (guint i = 0; i < frame->cells->len; i++) {
    CarrelMathCell *cell = &g_array_index (frame->cells, CarrelMathCell, i);
    guint32         parts[2] = { 0, cell->node };

    if (cell->column != 1)
      continue;
    parts[0] = carrel_math_parser_add_space (self, 5.0 / 18);
    cell->node = carrel_math_parser_add_node (self, CARREL_MATH_ROW, CARREL_MATH_ORD, parts, 2);
    carrel_math_parser_get_node (self, cell->node)->ruled =
        carrel_math_parser_get_node (self, parts[1])->ruled;
  }
}

/* Cells that a row lacks are empty ones. */
static guint32
make_table (CarrelMathParser *self, CarrelMathFrame *frame, CarrelMathTable kind)
{
  const CarrelMathCell *last = &g_array_index (frame->cells, CarrelMathCell, frame->cells->len - 1);
  guint                 n_rows = last->row + 1, n_columns = 1, at = 0;
  g_autofree guint32   *cells = NULL;
  guint32               table;

  if (kind == CARREL_MATH_TABLE_MATRIX && frame->environment && !frame->environment->open &&
      is_aligned (self, frame)) {
    align_cells (self, frame);
    kind = CARREL_MATH_TABLE_ALIGNED;
  }
  for (guint i = 0; i < frame->cells->len; i++)
    n_columns = MAX (n_columns, g_array_index (frame->cells, CarrelMathCell, i).column + 1);
  if (n_rows * n_columns > MAX_CELLS) {
    self->failed = TRUE;
    return 0;
  }
  cells = g_new (guint32, n_rows * n_columns);
  for (guint i = 0; i < frame->cells->len; i++) {
    const CarrelMathCell *cell = &g_array_index (frame->cells, CarrelMathCell, i);

    while (at < cell->row * n_columns + cell->column)
      cells[at++] = carrel_math_parser_add_node (self, CARREL_MATH_ROW, CARREL_MATH_ORD, NULL, 0);
    cells[at++] = cell->node;
  }
  while (at < n_rows * n_columns)
    cells[at++] = carrel_math_parser_add_node (self, CARREL_MATH_ROW, CARREL_MATH_ORD, NULL, 0);
  table = carrel_math_parser_add_node (self, CARREL_MATH_TABLE, CARREL_MATH_ORD, cells, at);
  carrel_math_parser_get_node (self, table)->n_columns = (guint16) n_columns;
  carrel_math_parser_get_node (self, table)->table = (guint8) kind;
  carrel_math_parser_get_node (self, table)->ruled = frame->ruled;
  carrel_math_parser_get_node (self, table)->text = frame->columns;
  return table;
}

/* The last row may have been begun by a \\ at the end. */
guint32
carrel_math_parser_close_table (CarrelMathParser *self,
                                CarrelMathFrame  *frame,
                                CarrelMathTable   kind)
{
  if (self->items->len > frame->items || frame->column > 0 || !frame->cells || frame->over)
    end_cell (self, frame);
  return make_table (self, frame, kind);
}

void
carrel_math_parser_read_line (CarrelMathParser *self)
{
  CarrelMathFrame *frame = carrel_math_parser_get_top (self);
  const char      *start, *end, *before;

  if (frame->kind == CARREL_MATH_FRAME_TABLE || frame->kind == CARREL_MATH_FRAME_ROOT) {
    end_cell (self, frame);
    frame->row++;
    frame->column = 0;
  } else if (frame->kind == CARREL_MATH_FRAME_GROUP) {
    carrel_math_parser_deliver (self, carrel_math_parser_add_space (self, 1));
  } else {
    self->failed = TRUE;
  }
  carrel_math_parser_skip_character (self, '*');
  before = self->p;
  if (self->p < self->end && *self->p == '[' &&
      (!carrel_math_parser_read_raw (self, '[', ']', &start, &end) || end - start > 12 ||
       carrel_math_parser_read_length (start, end) == 0))
    self->p = before; /* it is a bracket of the next line */
}

/* Letters of an array's columns, without what else may stand there. */
static const char *
read_columns (CarrelMathParser *self)
{
  g_autoptr (GString) columns = g_string_new (NULL);
  const char *start, *end;
  guint       depth = 0;

  if (!carrel_math_parser_read_raw (self, '{', '}', &start, &end))
    return NULL;
  for (const char *p = start; p < end && columns->len < MAX_COLUMNS; p++) {
    if (*p == '{')
      depth++;
    else if (*p == '}' && depth > 0)
      depth--;
    else if (depth == 0 && strchr ("lcr|", *p))
      g_string_append_c (columns, *p);
    else if (depth == 0 && strchr ("pmbX", *p))
      g_string_append_c (columns, 'l');
  }
  return g_string_chunk_insert (self->math->strings, columns->str);
}

void
carrel_math_parser_begin_table (CarrelMathParser        *self,
                                const CarrelEnvironment *environment,
                                char                    *name)
{
  CarrelMathFrame *frame = carrel_math_parser_push_frame (self, CARREL_MATH_FRAME_TABLE);

  frame->environment = environment;
  frame->name = name;
}

void
carrel_math_parser_read_begin (CarrelMathParser *self)
{
  const CarrelEnvironment *environment;
  g_autofree char         *name = NULL, *known = NULL;
  const char              *start, *end, *before, *columns = NULL;

  if (!carrel_math_parser_read_raw (self, '{', '}', &start, &end)) {
    self->failed = TRUE;
    return;
  }
  name = g_strndup (start, (gsize) (end - start));
  known = g_strdup (name);
  if (g_str_has_suffix (known, "*"))
    known[strlen (known) - 1] = '\0';
  environment = carrel_math_find_environment (known);
  if (!environment) {
    self->failed = TRUE;
    return;
  }
  before = self->p;
  if (self->p < self->end && *self->p == '[' &&
      (!carrel_math_parser_read_raw (self, '[', ']', &start, &end) || end - start != 1 ||
       !strchr ("tbclr", *start)))
    self->p = before;
  if (environment->cuts) {
    columns = read_columns (self);
    self->failed |= !columns;
  }
  carrel_math_parser_begin_table (self, environment, g_steal_pointer (&name));
  carrel_math_parser_get_top (self)->columns =
      environment->table == CARREL_MATH_TABLE_ARRAY ? columns : NULL;
}

void
carrel_math_parser_end_table (CarrelMathParser *self)
{
  CarrelMathFrame         *frame = carrel_math_parser_get_top (self);
  const CarrelEnvironment *environment = frame->environment;
  guint32                  table =
      carrel_math_parser_close_table (self, frame, (CarrelMathTable) environment->table);

  if (self->failed)
    return;
  carrel_math_parser_get_node (self, table)->style =
      carrel_math_parser_get_node (self, table)->table == CARREL_MATH_TABLE_ALIGNED
          ? CARREL_MATH_STYLE_DISPLAY
          : environment->style;
  carrel_math_parser_pop_frame (self);
  if (environment->open || environment->close)
    table = carrel_math_parser_add_fence (self, environment->open, table, environment->close);
  carrel_math_parser_deliver (self, table);
}

void
carrel_math_parser_read_end (CarrelMathParser *self)
{
  CarrelMathFrame *frame = carrel_math_parser_get_top (self);
  const char      *start, *end;

  if (frame->kind != CARREL_MATH_FRAME_TABLE || !frame->name ||
      !carrel_math_parser_read_raw (self, '{', '}', &start, &end) ||
      strlen (frame->name) != (gsize) (end - start) ||
      memcmp (frame->name, start, (gsize) (end - start)) != 0) {
    self->failed = TRUE;
    return;
  }
  carrel_math_parser_end_table (self);
}
