/* carrel-math-shapes.h: what grows with a formula, as outlines: fences, roots, marks over a width.
 * Pure.
 *
 * Fonts have these as pieces only where they have a MATH table, and few of those are installed;
 * outlines go with any text face. All are filled, and in pixels from their top left corner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Is there an outline for it? */
gboolean carrel_math_shape_has_fence (gunichar fence);
/* How wide that is when it is `height` high; `em` is the size of the text. */
double carrel_math_shape_get_fence_width (gunichar fence, double height, double em);
/* (transfer full) */
GskPath *carrel_math_shape_make_fence (gunichar fence, double height, double em);

/* The sign of a root; its line ends at `width`. (transfer full) */
double   carrel_math_shape_get_root_width (double height, double em);
GskPath *carrel_math_shape_make_root (double width, double height, double rule, double em);

typedef enum {
  CARREL_MATH_SPAN_ARROW_RIGHT,
  CARREL_MATH_SPAN_ARROW_LEFT,
  CARREL_MATH_SPAN_HAT,
  CARREL_MATH_SPAN_TILDE,
  CARREL_MATH_SPAN_BRACE_ABOVE,
  CARREL_MATH_SPAN_BRACE_BELOW,
} CarrelMathSpan;

double carrel_math_shape_get_span_height (CarrelMathSpan span, double width, double em);
/* (transfer full) */
GskPath *carrel_math_shape_make_span (CarrelMathSpan span, double width, double em);

/* From the lower left corner to the upper right one. (transfer full) */
GskPath *carrel_math_shape_make_stroke (double width, double height, double thickness);

G_END_DECLS
