/* test-math-layout.c: the boxes of formulas: who stands where, how large things are, that anything
 * gets a finite place. With the fonts that are here, so only what holds for any.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "page/carrel-math-layout-private.h"

#include <math.h>
#include <string.h>

#define SIZE 20

static CarrelMathGlyphs *glyphs;

static CarrelMathLayout *
lay_out (const char *tex, gboolean display)
{
  g_autoptr (CarrelMath) math = carrel_math_parse (tex, -1, display);

  g_assert_nonnull (math);
  return carrel_math_layout_new (math, glyphs, SIZE, 400, !display);
}

static const CarrelMathBox *
find (CarrelMathLayout *layout, const char *text)
{
  for (guint i = 0; i < layout->n_nodes; i++)
    if (layout->nodes[i].text && g_str_equal (layout->nodes[i].text, text))
      return &layout->boxes[i];
  g_assert_not_reached ();
}

static double
get_width (const char *tex)
{
  g_autoptr (CarrelMathLayout) layout = lay_out (tex, TRUE);
  double width, ascent, descent;

  carrel_math_layout_get_size (layout, &width, &ascent, &descent);
  return width;
}

static double
get_height (const char *tex, gboolean display)
{
  g_autoptr (CarrelMathLayout) layout = lay_out (tex, display);
  double width, ascent, descent;

  carrel_math_layout_get_size (layout, &width, &ascent, &descent);
  return ascent + descent;
}

/* ── Places ── */

static void
test_scripts (void)
{
  g_autoptr (CarrelMathLayout) layout = lay_out ("x_a^b", TRUE);
  const CarrelMathBox *x = find (layout, "x"), *a = find (layout, "a"), *b = find (layout, "b");

  g_assert_cmpfloat (a->y, >, x->y);
  g_assert_cmpfloat (b->y, <, x->y);
  g_assert_cmpfloat (a->size, <, x->size);
  g_assert_cmpfloat (a->x, >=, x->x + x->width / 2);
  /* They don't touch. */
  g_assert_cmpfloat (b->y + b->descent, <, a->y - a->ascent);
}

static void
test_limits (void)
{
  g_autoptr (CarrelMathLayout) display = lay_out ("\\sum_a^b", TRUE),
                               inline_ = lay_out ("\\sum_a^b", FALSE);
  const CarrelMathBox *sum = find (display, "∑"), *a = find (display, "a"),
                      *b = find (display, "b");

  g_assert_cmpfloat (a->y - a->ascent, >, sum->y + sum->descent);
  g_assert_cmpfloat (b->y + b->descent, <, sum->y - sum->ascent);
  g_assert_cmpfloat (fabs ((a->x + a->width / 2) - (sum->x + sum->width / 2)), <, SIZE * .2);
  g_assert_cmpfloat (find (inline_, "a")->x, >,
                     find (inline_, "∑")->x + find (inline_, "∑")->width * .6);
  g_assert_cmpfloat (sum->ascent + sum->descent, >,
                     (find (inline_, "∑")->ascent + find (inline_, "∑")->descent) * 1.2);
}

static void
test_fraction (void)
{
  g_autoptr (CarrelMathLayout) layout = lay_out ("\\frac{a}{bcd}", TRUE);
  const CarrelMathBox *a = find (layout, "a"), *b = find (layout, "b"), *d = find (layout, "d");
  const CarrelMathOp  *rule = NULL;

  for (guint i = 0; i < layout->ops->len; i++)
    if (g_array_index (layout->ops, CarrelMathOp, i).kind == CARREL_MATH_OP_RULE)
      rule = &g_array_index (layout->ops, CarrelMathOp, i);
  g_assert_nonnull (rule);
  g_assert_cmpfloat (a->y + a->descent, <, rule->y);
  g_assert_cmpfloat (b->y - b->ascent, >, rule->y + rule->height);
  g_assert_cmpfloat (rule->y, ==, round (rule->y));
  /* In the middle of the longer one. */
  g_assert_cmpfloat (fabs (a->x + a->width / 2 - (b->x + d->x + d->width) / 2), <, 1);
  g_assert_cmpfloat (get_height ("\\frac{a}{b}", TRUE), >,
                     get_height ("\\frac{a}{b}", FALSE) * 1.2);
}

static void
test_fences (void)
{
  g_assert_cmpfloat (get_height ("\\left(\\frac{\\frac{a}{b}}{c}\\right)", TRUE), >=,
                     get_height ("\\frac{\\frac{a}{b}}{c}", TRUE));
  g_assert_cmpfloat (get_height ("\\Bigg(", TRUE), >, get_height ("\\big(", TRUE) * 1.8);
  g_assert_cmpfloat (get_height ("\\Bigg\\{", TRUE), ==, get_height ("\\Bigg(", TRUE));
  g_assert_cmpfloat (get_width ("\\left(x\\right)"), >, get_width ("\\left.x\\right."));
}

static void
test_spaces (void)
{
  g_assert_cmpfloat (get_width ("a=b"), >, get_width ("a{=}b") + SIZE * .4);
  g_assert_cmpfloat (get_width ("a+b"), >, get_width ("a{+}b") + SIZE * .3);
  g_assert_cmpfloat (get_width ("(+b"), <, get_width ("a+b")); /* a sign there */
  g_assert_cmpfloat (fabs (get_width ("a\\quad b") - get_width ("ab") - SIZE), <, .1);
  g_assert_cmpfloat (fabs (get_width ("\\phantom{xyz}") - get_width ("xyz")), <, .1);
}

static void
test_table (void)
{
  g_autoptr (CarrelMathLayout) layout =
      lay_out ("\\begin{align}a &= b \\\\ ccc &= d\\end{align}", TRUE);
  g_autoptr (CarrelMathLayout) matrix =
      lay_out ("\\begin{matrix} a & b \\\\ c & d \\end{matrix}", TRUE);

  g_assert_cmpfloat (fabs (find (layout, "b")->x - find (layout, "d")->x), <, .1);
  g_assert_cmpfloat (find (layout, "d")->y, >, find (layout, "b")->y + SIZE);
  g_assert_cmpfloat (find (matrix, "a")->y, ==, find (matrix, "b")->y);
  g_assert_cmpfloat (find (matrix, "b")->x, >, find (matrix, "a")->x + SIZE);
  g_assert_cmpfloat (find (matrix, "c")->y, >, find (matrix, "a")->y + SIZE * .9);
}

/* ── Pieces ── */

static void
test_pieces (void)
{
  g_autoptr (CarrelMathLayout)
      shorter = lay_out ("a = b", FALSE),
      longer = lay_out ("aaaaaa + bbbbbb = cccccc + dddddd = eeeeee + ffffff < gggggg", FALSE);
  g_autoptr (CarrelMathLayout) display =
      lay_out ("aaaaaa + bbbbbb = cccccc + dddddd = eeeeee + ffffff < gggggg", TRUE);
  double end = 0, width, ascent, descent;
  guint  n_ops = 0;

  g_assert_cmpuint (carrel_math_layout_get_n_pieces (shorter), ==, 1);
  g_assert_cmpuint (carrel_math_layout_get_n_pieces (display), ==, 1);
  g_assert_cmpuint (carrel_math_layout_get_n_pieces (longer), >=, 4);
  for (guint i = 0; i < carrel_math_layout_get_n_pieces (longer); i++) {
    const CarrelMathPiece *piece = carrel_math_layout_get_piece (longer, i);

    g_assert_cmpfloat (fabs (piece->x - end), <, .01);
    end = piece->x + piece->width;
  }
  carrel_math_layout_get_size (longer, &width, &ascent, &descent);
  g_assert_cmpfloat (fabs (end - width), <, .01);
  /* Each thing is drawn in the piece in which it stands. */
  for (guint i = 0; i < carrel_math_layout_get_n_pieces (longer); i++) {
    const CarrelMathPiece *piece = carrel_math_layout_get_piece (longer, i);
    guint                  from = g_array_index (longer->firsts, guint, i),
          to = i == 0 ? longer->ops->len : g_array_index (longer->firsts, guint, i - 1);

    for (guint op = from; op < to; op++, n_ops++) {
      g_assert_cmpfloat (g_array_index (longer->ops, CarrelMathOp, op).x, >=, piece->x - 1);
      g_assert_cmpfloat (g_array_index (longer->ops, CarrelMathOp, op).x, <,
                         piece->x + piece->width);
    }
  }
  g_assert_cmpuint (n_ops, ==, longer->ops->len);
}

/* ── Drawing ── */

/* Ink where the box is, and nowhere else; the same on both ways of drawing is looked at by eye. */
static void
test_ink (void)
{
  g_autoptr (CarrelMathLayout) layout = lay_out (
      "\\sqrt{\\frac{a}{b}} + \\left\\{ \\begin{matrix} 1 \\\\ 2 \\\\ 3 \\end{matrix} \\right\\}",
      TRUE);
  double           width, ascent, descent;
  cairo_surface_t *surface;
  cairo_t         *cr;
  int              left = 400, right = 0, top = 400, bottom = 0;

  carrel_math_layout_get_size (layout, &width, &ascent, &descent);
  surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 400, 400);
  cr = cairo_create (surface);
  cairo_translate (cr, 100, 200);
  carrel_math_layout_draw (layout, 0, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int y = 0; y < 400; y++)
    for (int x = 0; x < 400; x++)
      if (cairo_image_surface_get_data (surface)[y * cairo_image_surface_get_stride (surface) + x] >
          40) {
        left = MIN (left, x);
        right = MAX (right, x);
        top = MIN (top, y);
        bottom = MAX (bottom, y);
      }
  cairo_surface_destroy (surface);
  g_assert_cmpint (left, >=, 98);
  g_assert_cmpint (right, <=, 102 + (int) width);
  g_assert_cmpint (right, >, 90 + (int) width);
  g_assert_cmpint (top, >=, 198 - (int) ceil (ascent));
  g_assert_cmpint (bottom, <=, 202 + (int) ceil (descent));
}

/* ── Anything ── */

static void
test_any (void)
{
  static const char *const parts[] = { "x",
                                       "1",
                                       "+",
                                       "=",
                                       "(",
                                       "{",
                                       "}",
                                       "^",
                                       "_",
                                       "'",
                                       "\\frac",
                                       "\\sqrt",
                                       "\\left(",
                                       "\\right)",
                                       "\\sum",
                                       "\\hat",
                                       "\\text{a}",
                                       "&",
                                       "\\\\",
                                       "\\begin{matrix}",
                                       "\\end{matrix}",
                                       "\\Bigg|",
                                       "\\overbrace",
                                       "\\quad",
                                       "\\limits",
                                       "\\over",
                                       "\\mathbb",
                                       "\\xrightarrow",
                                       "\\boxed",
                                       "\\phantom",
                                       "\\int" };
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  guint parsed = 0;

  for (guint i = 0; i < 20000; i++) {
    g_autoptr (GString) tex = g_string_new (NULL);
    g_autoptr (CarrelMath) math = NULL;
    g_autoptr (CarrelMathLayout) layout = NULL;
    double width, ascent, descent;

    for (int n = g_rand_int_range (random, 1, 14); n > 0; n--)
      g_string_append (tex, parts[g_rand_int_range (random, 0, G_N_ELEMENTS (parts))]);
    math = carrel_math_parse (tex->str, -1, i % 2);
    if (!math)
      continue;
    parsed++;
    layout = carrel_math_layout_new (math, glyphs, SIZE, 400, TRUE);
    carrel_math_layout_get_size (layout, &width, &ascent, &descent);
    g_test_message ("%s", tex->str);
    g_assert_true (isfinite (width) && isfinite (ascent) && isfinite (descent));
    g_assert_cmpfloat (width, >=, 0);
    g_assert_cmpfloat (width, <, 10000);
    g_assert_cmpfloat (ascent + descent, <, 10000);
  }
  g_assert_cmpuint (parsed, >, 1000);
}

static void
test_large (void)
{
  g_autofree char *many = g_strnfill (90000, 'x');
  g_autoptr (CarrelMath) math = carrel_math_parse (many, -1, TRUE);

  g_assert_nonnull (math);
  g_assert_null (carrel_math_layout_new (math, glyphs, SIZE, 400, FALSE));
}

int
main (int argc, char *argv[])
{
  PangoContext *context;
  int           result;

  g_test_init (&argc, &argv, NULL);
  context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  glyphs = carrel_math_glyphs_new (context, "Noto Serif, serif", "monospace");
  g_test_add_func ("/math-layout/scripts", test_scripts);
  g_test_add_func ("/math-layout/limits", test_limits);
  g_test_add_func ("/math-layout/fraction", test_fraction);
  g_test_add_func ("/math-layout/fences", test_fences);
  g_test_add_func ("/math-layout/spaces", test_spaces);
  g_test_add_func ("/math-layout/table", test_table);
  g_test_add_func ("/math-layout/pieces", test_pieces);
  g_test_add_func ("/math-layout/ink", test_ink);
  g_test_add_func ("/math-layout/any", test_any);
  g_test_add_func ("/math-layout/large", test_large);
  result = g_test_run ();
  carrel_math_glyphs_unref (glyphs);
  g_object_unref (context);
  return result;
}
