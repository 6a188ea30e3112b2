/* carrel-block-formulas.c: formulas in the text of a block. Main thread.
 *
 * For Pango a formula is letters that have its pieces' sizes as their shape, so that lines,
 * selection and highlights need not know of it; its pieces are drawn where Pango has put those
 * letters.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "page/carrel-block-layout-private.h"

#include <math.h>
#include <string.h>

#define SMALLEST .5 /* of its size; what is wider even so reaches over the edge */

CarrelMathLayout *
carrel_block_layout_make_formula (CarrelBlockLayout *self, const CarrelSpan *span)
{
  gboolean                 display = span == &self->all;
  const CarrelTextMetrics *metrics =
      carrel_page_style_get_metrics (self->style, display ? CARREL_TEXT_BODY : self->text_style);
  CarrelFace face = metrics->face == CARREL_FACE_MONO && self->text_style == CARREL_TEXT_CODE
                        ? CARREL_FACE_SERIF
                        : metrics->face;
  g_autoptr (CarrelMath) math = carrel_math_parse (self->block->text + span->start,
                                                   (gssize) (span->end - span->start), display);

  if (!math)
    return NULL;
  return carrel_math_layout_new (math, carrel_page_style_get_glyphs (self->style, face),
                                 metrics->size, metrics->weight, !display);
}

char *
carrel_block_layout_make_formula_text (CarrelMathLayout *formula)
{
  guint    n = carrel_math_layout_get_n_pieces (formula);
  GString *text = g_string_sized_new (n * CARREL_FORMULA_STEP);

  for (guint i = 0; i < n; i++)
    g_string_append (text, i + 1 < n ? CARREL_FORMULA_LETTER CARREL_FORMULA_BREAK
                                     : CARREL_FORMULA_LETTER);
  return g_string_free (text, FALSE);
}

gboolean
carrel_block_layout_fit_formulas (CarrelBlockLayout *self, int width)
{
  gboolean changed = FALSE;

  for (guint i = 0; self->has_formulas && i < self->runs->len; i++) {
    CarrelLayoutRun *run = &g_array_index (self->runs, CarrelLayoutRun, i);
    guint            n = run->formula ? carrel_math_layout_get_n_pieces (run->formula) : 0;
    double           widest = 1, scale;

    for (guint piece = 0; piece < n; piece++)
      widest = MAX (widest, carrel_math_layout_get_piece (run->formula, piece)->width);
    scale = width < 0 || widest <= width ? 1 : MAX (width / widest, SMALLEST);
    if (n > 0 && scale != run->scale) {
      run->scale = scale;
      changed = TRUE;
    }
  }
  return changed;
}

static void
insert (PangoAttrList *list, PangoAttribute *attribute, guint32 start, guint32 end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (list, attribute);
}

/* What fits into the line leaves it as it is; what doesn't opens it, with some space to the lines
 * around. */
static double
get_line_height (CarrelBlockLayout *self, double ascent, double descent)
{
  const CarrelTextMetrics *metrics = carrel_page_style_get_metrics (self->style, self->text_style);
  /* A line's own letters are about so high; the rest of it is divided between above and below. */
  double letters = metrics->size * 1.2, above = (metrics->line - letters) / 2 + metrics->size * .94,
         below = metrics->line - above;

  return ascent <= above && descent <= below ? metrics->size * .5
                                             : ascent + descent + metrics->size * .3;
}

void
carrel_block_layout_insert_formula (CarrelBlockLayout     *self,
                                    PangoAttrList         *list,
                                    const CarrelLayoutRun *run)
{
  guint n = carrel_math_layout_get_n_pieces (run->formula);

  for (guint i = 0; i < n; i++) {
    const CarrelMathPiece *piece = carrel_math_layout_get_piece (run->formula, i);
    double                 ascent = MAX (piece->ascent * run->scale, 1),
           descent = MAX (piece->descent * run->scale, 0);
    PangoRectangle place = { 0, (int) (-ascent * PANGO_SCALE),
                             (int) (MAX (piece->width * run->scale, 1) * PANGO_SCALE),
                             (int) ((ascent + descent) * PANGO_SCALE) };
    guint32        start = run->start + i * CARREL_FORMULA_STEP,
            end = start + (guint32) strlen (CARREL_FORMULA_LETTER);

    insert (list, pango_attr_shape_new (&place, &place), start, end);
    insert (list,
            pango_attr_line_height_new_absolute (
                (int) (get_line_height (self, ascent, descent) * PANGO_SCALE)),
            start, end);
  }
}

/* ── Drawing ── */

/* The formula that is shown at a place, and which of its pieces. */
static const CarrelLayoutRun *
find_piece (const GPtrArray *formulas, guint32 shown, guint *piece)
{
  guint low = 0, high = formulas->len;

  while (low < high) {
    guint                  middle = (low + high) / 2;
    const CarrelLayoutRun *run = formulas->pdata[middle];

    if (shown >= run->end)
      low = middle + 1;
    else
      high = middle;
  }
  if (low < formulas->len) {
    const CarrelLayoutRun *run = formulas->pdata[low];

    if (shown >= run->start && (shown - run->start) % CARREL_FORMULA_STEP == 0) {
      *piece = (shown - run->start) / CARREL_FORMULA_STEP;
      return run;
    }
  }
  return NULL;
}

/* Where to draw: one of the two. */
typedef struct {
  GtkSnapshot   *snapshot;
  const GdkRGBA *colour;
  cairo_t       *cr;
} Target;

/* On a screen on a whole pixel, so that rules are sharp. */
static void
draw_piece (const CarrelLayoutRun *run, guint piece, const Target *target, double x, double y)
{
  if (target->cr) {
    cairo_save (target->cr);
    cairo_translate (target->cr, x, y);
    cairo_scale (target->cr, run->scale, run->scale);
    carrel_math_layout_draw (run->formula, piece, target->cr);
    cairo_restore (target->cr);
    return;
  }
  gtk_snapshot_save (target->snapshot);
  gtk_snapshot_translate (target->snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) round (y)));
  if (run->scale != 1)
    gtk_snapshot_scale (target->snapshot, (float) run->scale, (float) run->scale);
  carrel_math_layout_snapshot (run->formula, piece, target->snapshot, target->colour);
  gtk_snapshot_restore (target->snapshot);
}

/* The pieces in lines [first, first + n). */
static void
draw_all (CarrelBlockLayout *self, const Target *target, int first, int n)
{
  g_autoptr (GPtrArray) formulas = NULL;
  PangoLayoutIter *iter;
  int              line = 0;

  if (!self->has_formulas)
    return;
  formulas = g_ptr_array_new ();
  for (guint i = 0; i < self->runs->len; i++)
    if (g_array_index (self->runs, CarrelLayoutRun, i).formula)
      g_ptr_array_add (formulas, &g_array_index (self->runs, CarrelLayoutRun, i));
  iter = pango_layout_get_iter (self->layout);
  do {
    PangoLayoutRun        *shown = pango_layout_iter_get_run_readonly (iter);
    const CarrelLayoutRun *run;
    PangoRectangle         place;
    guint                  piece;

    if (!shown) { /* the end of a line */
      line++;
      continue;
    }
    if (line < first || line - first >= n ||
        !(run = find_piece (formulas, (guint32) shown->item->offset, &piece)) ||
        piece >= carrel_math_layout_get_n_pieces (run->formula))
      continue;
    pango_layout_iter_get_run_extents (iter, NULL, &place);
    draw_piece (run, piece, target, (double) place.x / PANGO_SCALE,
                (double) pango_layout_iter_get_baseline (iter) / PANGO_SCALE);
  } while (pango_layout_iter_next_run (iter));
  pango_layout_iter_free (iter);
}

void
carrel_block_layout_snapshot_rest (CarrelBlockLayout *self,
                                   GtkSnapshot       *snapshot,
                                   const GdkRGBA     *colour)
{
  Target   target = { .snapshot = snapshot, .colour = colour };
  GskPath *dots = carrel_block_layout_make_dots (self, 0, G_MAXINT);

  draw_all (self, &target, 0, G_MAXINT);
  if (dots)
    gtk_snapshot_append_fill (snapshot, dots, GSK_FILL_RULE_WINDING, colour);
  g_clear_pointer (&dots, gsk_path_unref);
}

void
carrel_block_layout_draw_rest (CarrelBlockLayout *self, cairo_t *cr, int first_line, int n_lines)
{
  Target   target = { .cr = cr };
  GskPath *dots = carrel_block_layout_make_dots (self, first_line, n_lines);

  draw_all (self, &target, first_line, n_lines);
  if (dots) {
    cairo_new_path (cr);
    gsk_path_to_cairo (dots, cr);
    cairo_fill (cr);
  }
  g_clear_pointer (&dots, gsk_path_unref);
}
