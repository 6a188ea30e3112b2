/* carrel-math-table.c: matrices, cases, aligned lines. Main thread.
 *
 * Lines are as far apart as text's, or further where a cell is higher; the middle of all is on the
 * axis. Distances are plain TeX's and amsmath's: \baselineskip, \arraycolsep, \jot.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "page/carrel-math-layout-private.h"

#include <math.h>

#define STRUT_ASCENT .84 /* em: of a line of text */
#define STRUT_DESCENT .36
#define LINE_GAP .3    /* between lines that are higher than the strut */
#define JOT .25        /* more, between the lines of a display */
#define COLUMN_GAP 1.0 /* between columns */
#define PAIR_GAP 2.0   /* between pairs of aligned ones */

/* l, c or r. */
static char
get_alignment (const CarrelMathNode *node, guint column)
{
  guint at = 0;

  switch ((CarrelMathTable) node->table) {
  case CARREL_MATH_TABLE_ARRAY:
    for (const char *p = node->text ? node->text : ""; *p; p++)
      if (*p != '|' && at++ == column)
        return *p;
    return 'c';
  case CARREL_MATH_TABLE_ALIGNED:
    return column % 2 == 0 ? 'r' : 'l';
  case CARREL_MATH_TABLE_CASES:
    return 'l';
  case CARREL_MATH_TABLE_MATRIX:
  case CARREL_MATH_TABLE_LINES:
  case CARREL_MATH_TABLE_SMALL:
  default:
    return 'c';
  }
}

/* Is there an upright rule before a column, or after the last? */
static gboolean
has_rule (const CarrelMathNode *node, guint column)
{
  guint at = 0;

  if (node->table != CARREL_MATH_TABLE_ARRAY || !node->text)
    return FALSE;
  for (const char *p = node->text; *p; p++) {
    if (*p != '|')
      at++;
    else if (at == column)
      return TRUE;
  }
  return FALSE;
}

static double
get_gap (const CarrelMathNode *node, guint column, double em)
{
  if (column == 0)
    return 0;
  switch ((CarrelMathTable) node->table) {
  case CARREL_MATH_TABLE_ALIGNED:
    return column % 2 == 0 ? PAIR_GAP * em : 0;
  case CARREL_MATH_TABLE_SMALL:
    return .55 * em;
  default:
    return COLUMN_GAP * em;
  }
}

static void
place_columns (CarrelMathLayout *self, guint32 index)
{
  const CarrelMathNode *node = &self->nodes[index];
  CarrelMathBox        *box = &self->boxes[index];
  g_autofree double    *widths = g_new0 (double, node->n_columns),
                    *starts = g_new0 (double, node->n_columns);
  double x = has_rule (node, 0) ? .3 * box->size : 0;
  guint  column = 0;

  for (guint32 i = node->first; i != CARREL_MATH_NONE; i = self->nodes[i].next) {
    widths[column] = MAX (widths[column], self->boxes[i].width);
    column = (column + 1) % node->n_columns;
  }
  for (column = 0; column < node->n_columns; column++) {
    starts[column] = x + get_gap (node, column, box->size);
    x = starts[column] + widths[column];
  }
  box->width = x + (has_rule (node, node->n_columns) ? .3 * box->size : 0);
  column = 0;
  for (guint32 i = node->first; i != CARREL_MATH_NONE; i = self->nodes[i].next) {
    char   alignment = get_alignment (node, column);
    double free_width = widths[column] - self->boxes[i].width;

    self->boxes[i].x = starts[column] + (alignment == 'r'   ? free_width
                                         : alignment == 'c' ? free_width / 2
                                                            : 0);
    column = (column + 1) % node->n_columns;
  }
}

/* Baselines from the top; returns the height of all. */
static double
place_lines (CarrelMathLayout *self, guint32 index)
{
  const CarrelMathNode *node = &self->nodes[index];
  const CarrelMathBox  *box = &self->boxes[index];
  gboolean              lines =
      node->table == CARREL_MATH_TABLE_ALIGNED || node->table == CARREL_MATH_TABLE_LINES;
  double strut = node->table == CARREL_MATH_TABLE_SMALL ? .8 : 1, y = 0;
  double least_ascent = STRUT_ASCENT * strut * box->size,
         least_descent = STRUT_DESCENT * strut * box->size;
  guint32 first = node->first;

  if (lines && first != CARREL_MATH_NONE) /* a line by itself is as high as it is */
    least_ascent = least_descent = .3 * box->size;
  while (first != CARREL_MATH_NONE) {
    double  ascent = least_ascent, descent = least_descent;
    guint32 i = first;

    for (guint column = 0; column < node->n_columns; column++, i = self->nodes[i].next) {
      ascent = MAX (ascent, self->boxes[i].ascent +
                                (ascent > least_ascent || lines ? 0 : LINE_GAP / 2 * box->size));
      descent = MAX (descent, self->boxes[i].descent + (lines ? 0 : LINE_GAP / 2 * box->size));
    }
    if (lines && first != node->first)
      y += MAX (JOT * box->size + LINE_GAP * box->size,
                (STRUT_ASCENT + STRUT_DESCENT + JOT) * box->size - ascent - descent);
    i = first;
    for (guint column = 0; column < node->n_columns; column++, i = self->nodes[i].next)
      self->boxes[i].y = y + ascent;
    y += ascent + descent;
    first = i;
  }
  return y;
}

void
carrel_math_layout_measure_table (CarrelMathLayout *self, guint32 index)
{
  const CarrelMathNode *node = &self->nodes[index];
  CarrelMathBox        *box = &self->boxes[index];
  double                height, axis = self->font.axis * box->size;

  place_columns (self, index);
  height = place_lines (self, index);
  box->ascent = axis + height / 2;
  box->descent = height / 2 - axis;
  for (guint32 i = node->first; i != CARREL_MATH_NONE; i = self->nodes[i].next)
    self->boxes[i].y -= box->ascent;
}

/* Rules that were asked for: upright ones in the middle of the gap, flat ones above their line. */
void
carrel_math_layout_emit_table (CarrelMathLayout *self, guint32 index)
{
  const CarrelMathNode *node = &self->nodes[index];
  const CarrelMathBox  *box = &self->boxes[index];
  double                rule = self->font.rule, top = box->y - box->ascent;
  guint                 n = 0;

  for (guint column = 0; column <= node->n_columns && node->table == CARREL_MATH_TABLE_ARRAY;
       column++) {
    double x = box->x;

    if (!has_rule (node, column))
      continue;
    if (column == node->n_columns) {
      x += box->width - rule;
    } else if (column > 0) {
      /* A column begins where its widest cell does. */
      double start = G_MAXDOUBLE;
      guint  at = 0;

      for (guint32 i = node->first; i != CARREL_MATH_NONE; i = self->nodes[i].next, at++)
        if (at % node->n_columns == column)
          start = MIN (start, self->boxes[i].x);
      x = start - get_gap (node, column, box->size) / 2;
    }
    carrel_math_layout_add_rule (self, index, round (x), top, rule, box->ascent + box->descent);
  }
  for (guint32 i = node->first; i != CARREL_MATH_NONE; i = self->nodes[i].next, n++) {
    double least = STRUT_ASCENT * box->size;

    if (n % node->n_columns == 0 && self->nodes[i].ruled)
      carrel_math_layout_add_rule (
          self, index, box->x,
          n == 0 ? round (top) : round (self->boxes[i].y - MAX (least, self->boxes[i].ascent)),
          box->width, rule);
  }
  if (node->ruled)
    carrel_math_layout_add_rule (self, index, box->x, round (box->y + box->descent - rule),
                                 box->width, rule);
}
