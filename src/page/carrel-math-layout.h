/* carrel-math-layout.h: a formula laid out in boxes, and drawn. Knows no widgets. Main thread.
 *
 * The same layout is drawn on a snapshot and on a cairo context. The origin is the start of the
 * baseline.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "document/carrel-math.h"
#include "page/carrel-math-glyphs.h"

G_BEGIN_DECLS

typedef struct _CarrelMathLayout CarrelMathLayout;

/* A part of the formula between two places where a line may break; the first begins at 0. */
typedef struct {
  double x, width;
  double ascent, descent;
} CarrelMathPiece;

/* `size` of the text around, pixels, and its weight. `breaks`: in pieces, where it is long. NULL
 * for a formula of more things than a page can be quick with. (transfer full) (nullable) */
CarrelMathLayout *carrel_math_layout_new (
    CarrelMath *math, CarrelMathGlyphs *glyphs, double size, int weight, gboolean breaks);
CarrelMathLayout *carrel_math_layout_ref (CarrelMathLayout *self);
void              carrel_math_layout_unref (CarrelMathLayout *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelMathLayout, carrel_math_layout_unref)

/* Of all of it. */
void                   carrel_math_layout_get_size (CarrelMathLayout *self,
                                                    double           *width,
                                                    double           *ascent,
                                                    double           *descent);
guint                  carrel_math_layout_get_n_pieces (CarrelMathLayout *self);
const CarrelMathPiece *carrel_math_layout_get_piece (CarrelMathLayout *self, guint piece);

/* Draws a piece with its start at the origin. */
void carrel_math_layout_snapshot (CarrelMathLayout *self,
                                  guint             piece,
                                  GtkSnapshot      *snapshot,
                                  const GdkRGBA    *colour);
/* In the context's colour. */
void carrel_math_layout_draw (CarrelMathLayout *self, guint piece, cairo_t *cr);

G_END_DECLS
