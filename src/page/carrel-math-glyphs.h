/* carrel-math-glyphs.h: the letters and signs of formulas, shaped and measured once. Main thread.
 *
 * Boxes are as high as the ink, as TeX's are; so each run knows where its ink is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* All in pixels; the baseline is 0, up is negative in none of them. */
typedef struct {
  grefcount references;
  double    width;           /* how far the pen goes */
  double    ascent, descent; /* of the ink, above and below the baseline */
  double    left, right;     /* of the ink, from the start */
  GArray   *parts;           /* (owned): fonts with their glyphs */
} CarrelMathRun;

CarrelMathRun *carrel_math_run_ref (CarrelMathRun *self);
void           carrel_math_run_unref (CarrelMathRun *self);
/* The origin is the start of the baseline. */
void carrel_math_run_snapshot (
    const CarrelMathRun *self, GtkSnapshot *snapshot, double x, double y, const GdkRGBA *colour);
void carrel_math_run_draw (const CarrelMathRun *self, cairo_t *cr, double x, double y);

typedef enum {
  CARREL_MATH_FACE_TEXT,
  CARREL_MATH_FACE_SANS,
  CARREL_MATH_FACE_MONO,
  CARREL_MATH_FACE_SIGNS, /* fonts made for mathematics, so that all signs are of one hand */
} CarrelMathFace;

typedef struct _CarrelMathGlyphs CarrelMathGlyphs;

/* `families` for letters; what they lack is looked for in fonts made for mathematics. `context`
 * runs from left to right. */
CarrelMathGlyphs *
carrel_math_glyphs_new (PangoContext *context, const char *families, const char *mono);
CarrelMathGlyphs *carrel_math_glyphs_ref (CarrelMathGlyphs *self);
void              carrel_math_glyphs_unref (CarrelMathGlyphs *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelMathGlyphs, carrel_math_glyphs_unref)

/* (transfer full) */
CarrelMathRun *carrel_math_glyphs_get (CarrelMathGlyphs *self,
                                       const char       *text,
                                       CarrelMathFace    face,
                                       int               weight,
                                       gboolean          italic,
                                       double            size);

G_END_DECLS
