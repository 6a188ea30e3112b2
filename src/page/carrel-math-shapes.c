/* carrel-math-shapes.c: outlines of fences, roots and marks. Pure.
 *
 * A fence is drawn upright; a brace over a width is the same outline, turned. Strokes are as heavy
 * as the text's: thin at their ends, fuller where they bend.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "page/carrel-math-shapes.h"

#include <math.h>

#define STEM .052 /* em: upright strokes */
#define BOW .095  /* where a parenthesis is heaviest */

/* An outline under way: `turned` swaps the axes, `mirrored` the start and the end. */
typedef struct {
  GskPathBuilder *builder;
  gboolean        turned, mirrored;
  double          width; /* for mirroring */
} Pen;

static void
place (const Pen *pen, double x, double y, float *to_x, float *to_y)
{
  if (pen->mirrored)
    x = pen->width - x;
  *to_x = (float) (pen->turned ? y : x);
  *to_y = (float) (pen->turned ? x : y);
}

static void
move (const Pen *pen, double x, double y)
{
  float px, py;

  place (pen, x, y, &px, &py);
  gsk_path_builder_move_to (pen->builder, px, py);
}

static void
line (const Pen *pen, double x, double y)
{
  float px, py;

  place (pen, x, y, &px, &py);
  gsk_path_builder_line_to (pen->builder, px, py);
}

static void
curve (const Pen *pen, double x1, double y1, double x2, double y2, double x3, double y3)
{
  float p[6];

  place (pen, x1, y1, &p[0], &p[1]);
  place (pen, x2, y2, &p[2], &p[3]);
  place (pen, x3, y3, &p[4], &p[5]);
  gsk_path_builder_cubic_to (pen->builder, p[0], p[1], p[2], p[3], p[4], p[5]);
}

static void
rectangle (const Pen *pen, double x, double y, double width, double height)
{
  move (pen, x, y);
  line (pen, x + width, y);
  line (pen, x + width, y + height);
  line (pen, x, y + height);
  gsk_path_builder_close (pen->builder);
}

/* A straight stroke of even thickness. */
static void
stroke (const Pen *pen, double x1, double y1, double x2, double y2, double thickness)
{
  double dx = x2 - x1, dy = y2 - y1, length = MAX (sqrt (dx * dx + dy * dy), 1e-6);
  double nx = -dy / length * thickness / 2, ny = dx / length * thickness / 2;

  move (pen, x1 + nx, y1 + ny);
  line (pen, x2 + nx, y2 + ny);
  line (pen, x2 - nx, y2 - ny);
  line (pen, x1 - nx, y1 - ny);
  gsk_path_builder_close (pen->builder);
}

/* ── Fences ── */

typedef enum {
  SHAPE_NONE,
  SHAPE_PARENTHESIS,
  SHAPE_BRACKET,
  SHAPE_DOUBLE_BRACKET,
  SHAPE_FLOOR,
  SHAPE_CEILING,
  SHAPE_BRACE,
  SHAPE_ANGLE,
  SHAPE_BAR,
  SHAPE_DOUBLE_BAR,
  SHAPE_SLASH,
  SHAPE_ARROW_UP,
  SHAPE_ARROW_DOWN,
  SHAPE_ARROW_BOTH,
} Shape;

static const struct {
  gunichar fence;
  guint8   shape, mirrored;
} fences[] = {
  { '(', SHAPE_PARENTHESIS, FALSE },   { ')', SHAPE_PARENTHESIS, TRUE },
  { '[', SHAPE_BRACKET, FALSE },       { ']', SHAPE_BRACKET, TRUE },
  { 0x27e6, SHAPE_DOUBLE_BRACKET, 0 }, { 0x27e7, SHAPE_DOUBLE_BRACKET, TRUE },
  { 0x230a, SHAPE_FLOOR, FALSE },      { 0x230b, SHAPE_FLOOR, TRUE },
  { 0x2308, SHAPE_CEILING, FALSE },    { 0x2309, SHAPE_CEILING, TRUE },
  { '{', SHAPE_BRACE, FALSE },         { '}', SHAPE_BRACE, TRUE },
  { 0x27e8, SHAPE_ANGLE, FALSE },      { 0x27e9, SHAPE_ANGLE, TRUE },
  { '|', SHAPE_BAR, FALSE },           { 0x2223, SHAPE_BAR, FALSE },
  { 0x2016, SHAPE_DOUBLE_BAR, FALSE }, { 0x2225, SHAPE_DOUBLE_BAR, FALSE },
  { '/', SHAPE_SLASH, FALSE },         { '\\', SHAPE_SLASH, TRUE },
  { 0x2191, SHAPE_ARROW_UP, FALSE },   { 0x2193, SHAPE_ARROW_DOWN, FALSE },
  { 0x2195, SHAPE_ARROW_BOTH, 0 },
};

static Shape
get_shape (gunichar fence, gboolean *mirrored)
{
  for (guint i = 0; i < G_N_ELEMENTS (fences); i++)
    if (fences[i].fence == fence) {
      *mirrored = fences[i].mirrored;
      return (Shape) fences[i].shape;
    }
  return SHAPE_NONE;
}

gboolean
carrel_math_shape_has_fence (gunichar fence)
{
  gboolean mirrored;

  return get_shape (fence, &mirrored) != SHAPE_NONE;
}

double
carrel_math_shape_get_fence_width (gunichar fence, double height, double em)
{
  gboolean mirrored;

  switch (get_shape (fence, &mirrored)) {
  case SHAPE_PARENTHESIS:
    return CLAMP (.36 * em + .07 * height, .44 * em, .9 * em);
  case SHAPE_BRACE:
    return CLAMP (.49 * em + .05 * height, .55 * em, .85 * em);
  case SHAPE_ANGLE:
    return CLAMP (.28 * em + .08 * height, .35 * em, .75 * em);
  case SHAPE_BRACKET:
  case SHAPE_FLOOR:
  case SHAPE_CEILING:
    return .46 * em;
  case SHAPE_DOUBLE_BRACKET:
    return .5 * em;
  case SHAPE_BAR:
    return .26 * em;
  case SHAPE_DOUBLE_BAR:
    return .44 * em;
  case SHAPE_SLASH:
    return .3 * em + .3 * height;
  case SHAPE_ARROW_UP:
  case SHAPE_ARROW_DOWN:
  case SHAPE_ARROW_BOTH:
    return .5 * em;
  case SHAPE_NONE:
  default:
    return 0;
  }
}

static void
draw_parenthesis (const Pen *pen, double width, double height, double em)
{
  double inner = .12 * em, tip = .03 * em, bow = BOW * em, start = .06 * em, end = width - inner;
  /* A tall one is straight in its middle. */
  double bend = MIN (height / 2, 1.6 * em), straight = height - bend;

  move (pen, end, 0);
  curve (pen, end - (end - start) * .62, bend * .3, start, bend * .62, start, bend);
  line (pen, start, straight);
  curve (pen, start, height - bend * .62, end - (end - start) * .62, height - bend * .3, end,
         height);
  line (pen, end + tip, height - tip);
  curve (pen, end - (end - start) * .42, height - bend * .34, start + bow, height - bend * .62,
         start + bow, straight);
  line (pen, start + bow, bend);
  curve (pen, start + bow, bend * .62, end - (end - start) * .42, bend * .34, end + tip, tip);
  gsk_path_builder_close (pen->builder);
}

static void
draw_brace (const Pen *pen, double width, double height, double em)
{
  double start = .05 * em, end = width - .1 * em, stem = (BOW - .015) * em,
         middle = (start + end) / 2 - stem / 2;
  double bend = MIN (height / 4, .62 * em), half = height / 2, tip = .035 * em;

  move (pen, end, 0);
  curve (pen, middle + (end - middle) * .3, 0, middle, bend * .35, middle, bend);
  line (pen, middle, half - bend);
  curve (pen, middle, half - bend * .4, middle - (middle - start) * .3, half, start, half);
  curve (pen, middle - (middle - start) * .3, half, middle, half + bend * .4, middle, half + bend);
  line (pen, middle, height - bend);
  curve (pen, middle, height - bend * .35, middle + (end - middle) * .3, height, end, height);
  line (pen, end, height - tip);
  curve (pen, middle + stem + (end - middle - stem) * .2, height - tip, middle + stem,
         height - bend * .5, middle + stem, height - bend);
  line (pen, middle + stem, half + bend);
  curve (pen, middle + stem, half + bend * .5, start + (middle - start) * .9, half + tip,
         start + tip * 2, half);
  curve (pen, start + (middle - start) * .9, half - tip, middle + stem, half - bend * .5,
         middle + stem, half - bend);
  line (pen, middle + stem, bend);
  curve (pen, middle + stem, bend * .5, middle + stem + (end - middle - stem) * .2, tip, end, tip);
  gsk_path_builder_close (pen->builder);
}

static void
draw_bracket (const Pen *pen, Shape shape, double width, double height, double em)
{
  double stem = STEM * em, start = .1 * em, foot = width - .1 * em - start;

  rectangle (pen, start, 0, stem, height);
  if (shape == SHAPE_DOUBLE_BRACKET)
    rectangle (pen, start + .12 * em, 0, stem, height);
  if (shape != SHAPE_FLOOR)
    rectangle (pen, start, 0, foot, stem * .9);
  if (shape != SHAPE_CEILING)
    rectangle (pen, start, height - stem * .9, foot, stem * .9);
}

static void
draw_arrow (const Pen *pen, Shape shape, double width, double height, double em)
{
  double middle = width / 2, stem = STEM * em, head = .17 * em;

  rectangle (pen, middle - stem / 2, stem, stem, height - 2 * stem);
  if (shape != SHAPE_ARROW_DOWN) {
    stroke (pen, middle, stem / 2, middle - head, head * 1.1, stem);
    stroke (pen, middle, stem / 2, middle + head, head * 1.1, stem);
  }
  if (shape != SHAPE_ARROW_UP) {
    stroke (pen, middle, height - stem / 2, middle - head, height - head * 1.1, stem);
    stroke (pen, middle, height - stem / 2, middle + head, height - head * 1.1, stem);
  }
}

static void
draw_fence (const Pen *pen, Shape shape, double width, double height, double em)
{
  double stem = STEM * em;

  switch (shape) {
  case SHAPE_PARENTHESIS:
    draw_parenthesis (pen, width, height, em);
    break;
  case SHAPE_BRACE:
    draw_brace (pen, width, height, em);
    break;
  case SHAPE_BRACKET:
  case SHAPE_DOUBLE_BRACKET:
  case SHAPE_FLOOR:
  case SHAPE_CEILING:
    draw_bracket (pen, shape, width, height, em);
    break;
  case SHAPE_ANGLE:
    stroke (pen, width - .07 * em, 0, .07 * em, height / 2, stem * 1.05);
    stroke (pen, .07 * em, height / 2, width - .07 * em, height, stem * 1.05);
    break;
  case SHAPE_BAR:
    rectangle (pen, (width - stem) / 2, 0, stem, height);
    break;
  case SHAPE_DOUBLE_BAR:
    rectangle (pen, width * .32 - stem / 2, 0, stem, height);
    rectangle (pen, width * .68 - stem / 2, 0, stem, height);
    break;
  case SHAPE_SLASH:
    stroke (pen, width - .06 * em, 0, .06 * em, height, stem);
    break;
  case SHAPE_ARROW_UP:
  case SHAPE_ARROW_DOWN:
  case SHAPE_ARROW_BOTH:
    draw_arrow (pen, shape, width, height, em);
    break;
  case SHAPE_NONE:
  default:
    break;
  }
}

GskPath *
carrel_math_shape_make_fence (gunichar fence, double height, double em)
{
  Pen   pen = { gsk_path_builder_new (), FALSE, FALSE,
                carrel_math_shape_get_fence_width (fence, height, em) };
  Shape shape = get_shape (fence, &pen.mirrored);

  draw_fence (&pen, shape, pen.width, height, em);
  return gsk_path_builder_free_to_path (pen.builder);
}

/* ── Roots ── */

double
carrel_math_shape_get_root_width (double height, double em)
{
  return CLAMP (.62 * em + .06 * height, .68 * em, 1 * em);
}

GskPath *
carrel_math_shape_make_root (double width, double height, double rule, double em)
{
  Pen    pen = { gsk_path_builder_new (), FALSE, FALSE, width };
  double sign = carrel_math_shape_get_root_width (height, em), heavy = .085 * em;
  double turn = MAX (height - .62 * em, height * .4), foot = sign * .52, top = sign - .02 * em;

  /* The small hook, the heavy stroke down, the thin one up, the line. */
  move (&pen, .04 * em, turn + .1 * em);
  line (&pen, .2 * em, turn);
  line (&pen, foot + heavy * .1, height - .22 * em);
  line (&pen, top - rule * .4, 0);
  line (&pen, width, 0);
  line (&pen, width, rule);
  line (&pen, top + rule * .5, rule);
  line (&pen, foot + rule * .4, height);
  line (&pen, foot - rule * .5, height);
  line (&pen, .2 * em - heavy * .42, turn + heavy * .8);
  line (&pen, .06 * em, turn + .1 * em + rule * .7);
  gsk_path_builder_close (pen.builder);
  return gsk_path_builder_free_to_path (pen.builder);
}

/* ── Over a width ── */

double
carrel_math_shape_get_span_height (CarrelMathSpan span, double width, double em)
{
  switch (span) {
  case CARREL_MATH_SPAN_ARROW_RIGHT:
  case CARREL_MATH_SPAN_ARROW_LEFT:
    return .2 * em;
  case CARREL_MATH_SPAN_HAT:
  case CARREL_MATH_SPAN_TILDE:
    return CLAMP (width * .12, .14 * em, .26 * em);
  case CARREL_MATH_SPAN_BRACE_ABOVE:
  case CARREL_MATH_SPAN_BRACE_BELOW:
  default:
    return .4 * em;
  }
}

static void
draw_span_arrow (const Pen *pen, double width, double height, double em)
{
  double stem = .042 * em, middle = height / 2;

  rectangle (pen, 0, middle - stem / 2, width - stem / 2, stem);
  stroke (pen, width - stem / 2, middle, width - .12 * em, 0, stem);
  stroke (pen, width - stem / 2, middle, width - .12 * em, height, stem);
}

static void
draw_tilde (const Pen *pen, double width, double height, double em)
{
  double thick = MIN (.07 * em, height * .45);

  move (pen, 0, height);
  curve (pen, width * .12, -height * .35, width * .38, -height * .15, width * .52, height * .45);
  curve (pen, width * .68, height * .95, width * .86, height * .75, width, 0);
  curve (pen, width * .92, height * 1.25, width * .62, height * 1.15, width * .48,
         height * .45 + thick);
  curve (pen, width * .34, height * .2, width * .16, height * .25, 0, height);
  gsk_path_builder_close (pen->builder);
}

GskPath *
carrel_math_shape_make_span (CarrelMathSpan span, double width, double em)
{
  Pen    pen = { gsk_path_builder_new (), FALSE, FALSE, width };
  double height = carrel_math_shape_get_span_height (span, width, em), thick = .055 * em;

  switch (span) {
  case CARREL_MATH_SPAN_ARROW_RIGHT:
  case CARREL_MATH_SPAN_ARROW_LEFT:
    pen.mirrored = span == CARREL_MATH_SPAN_ARROW_LEFT;
    draw_span_arrow (&pen, width, height, em);
    break;
  case CARREL_MATH_SPAN_HAT:
    move (&pen, 0, height);
    line (&pen, width / 2, 0);
    line (&pen, width, height);
    line (&pen, width - thick * .3, height + thick * .4);
    line (&pen, width / 2, thick * 1.2);
    line (&pen, thick * .3, height + thick * .4);
    gsk_path_builder_close (pen.builder);
    break;
  case CARREL_MATH_SPAN_TILDE:
    draw_tilde (&pen, width, height, em);
    break;
  case CARREL_MATH_SPAN_BRACE_ABOVE:
  case CARREL_MATH_SPAN_BRACE_BELOW:
  default:
    pen.turned = TRUE;
    pen.mirrored = span == CARREL_MATH_SPAN_BRACE_BELOW;
    pen.width = height;
    draw_brace (&pen, height, width, em);
    break;
  }
  return gsk_path_builder_free_to_path (pen.builder);
}

GskPath *
carrel_math_shape_make_stroke (double width, double height, double thickness)
{
  Pen pen = { gsk_path_builder_new (), FALSE, FALSE, width };

  stroke (&pen, 0, height, width, 0, thickness);
  return gsk_path_builder_free_to_path (pen.builder);
}
