/* carrel-math-letters.c: letters, signs, large operators, and fences as high as what they hold.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "page/carrel-math-layout-private.h"
#include "page/carrel-math-shapes.h"

#include <string.h>

#define FENCE_SHARE .901 /* \delimiterfactor */
#define FENCE_SHORT .5   /* \delimitershortfall */

/* ── Letters and signs ── */

/* Variables lean; digits, signs and Greek capitals stand. */
gboolean
carrel_math_is_slanted (gunichar c)
{
  GUnicodeScript script = g_unichar_get_script (c);

  if (!g_unichar_isalpha (c))
    return FALSE;
  return script == G_UNICODE_SCRIPT_LATIN   ? c < 0x2100
         : script == G_UNICODE_SCRIPT_GREEK ? !g_unichar_isupper (c)
                                            : script == G_UNICODE_SCRIPT_CYRILLIC;
}

/* A single character that is no letter, no digit and no punctuation. */
static gboolean
is_sign (const CarrelMathNode *node)
{
  gunichar c = g_utf8_get_char (node->text);

  return node->kind == CARREL_MATH_SYMBOL && *g_utf8_next_char (node->text) == '\0' &&
         !(g_unichar_isalnum (c) && c < 0x2000) && (c >= 0x80 || strchr ("+=<>|", (int) c));
}

static CarrelMathRun *
get_run (CarrelMathLayout *self, const CarrelMathNode *node, double size)
{
  CarrelMathFace face = node->alphabet == CARREL_MATH_ALPHABET_MONO   ? CARREL_MATH_FACE_MONO
                        : node->alphabet == CARREL_MATH_ALPHABET_SANS ? CARREL_MATH_FACE_SANS
                        : is_sign (node)                              ? CARREL_MATH_FACE_SIGNS
                                                                      : CARREL_MATH_FACE_TEXT;
  gboolean       bold = node->alphabet == CARREL_MATH_ALPHABET_BOLD ||
                  node->alphabet == CARREL_MATH_ALPHABET_BOLD_ITALIC,
           italic = FALSE;
  gunichar c = g_utf8_get_char (node->text);
  char     letter[8];

  switch ((CarrelMathAlphabet) node->alphabet) {
  case CARREL_MATH_ALPHABET_USUAL:
  case CARREL_MATH_ALPHABET_BOLD_ITALIC:
    italic = node->kind == CARREL_MATH_SYMBOL && carrel_math_is_slanted (c) &&
             *g_utf8_next_char (node->text) == '\0';
    break;
  case CARREL_MATH_ALPHABET_ITALIC:
    italic = TRUE;
    break;
  case CARREL_MATH_ALPHABET_DOUBLE:
  case CARREL_MATH_ALPHABET_SCRIPT:
  case CARREL_MATH_ALPHABET_FRAKTUR:
    if (node->kind == CARREL_MATH_SYMBOL && g_utf8_strlen (node->text, -1) == 1) {
      letter[g_unichar_to_utf8 (carrel_math_get_letter (c, (CarrelMathAlphabet) node->alphabet),
                                letter)] = '\0';
      return carrel_math_glyphs_get (self->glyphs, letter, CARREL_MATH_FACE_SIGNS, self->weight,
                                     FALSE, size);
    }
    break;
  default:
    break;
  }
  return carrel_math_glyphs_get (self->glyphs, node->text, face,
                                 bold ? MAX (self->weight + 300, 700) : self->weight, italic, size);
}

/* Signs of other fonts bring more space than goes well between letters. */
static void
trim_sides (CarrelMathBox *box, double most)
{
  const CarrelMathRun *run = box->run;
  double left = CLAMP (run->left, 0, most), right = CLAMP (run->width - run->right, 0, most);

  box->own[1] = left - run->left; /* how far the run moves */
  box->width = left + (run->right - run->left) + right;
}

/* ∑ and its sisters are as high as their style wants, whatever the font's own is; the middle is on
 * the axis. */
static void
measure_large (CarrelMathLayout *self, const CarrelMathNode *node, CarrelMathBox *box)
{
  gboolean integral = !node->limits && !node->stacked;
  double   wanted = box->size * (carrel_math_box_is_display (box) ? (integral ? 2.1 : 1.4)
                                 : integral                       ? 1.25
                                                                  : 1),
         height, shift;
  CarrelMathRun *run = get_run (self, node, box->size);

  height = MAX (run->ascent + run->descent, box->size * .1);
  carrel_math_run_unref (run);
  box->run = get_run (self, node, box->size * CLAMP (wanted / height, .5, 4));
  shift = (box->run->ascent - box->run->descent) / 2 - carrel_math_layout_get_axis (self, box);
  box->own[0] = shift; /* down */
  box->ascent = box->run->ascent - shift;
  box->descent = box->run->descent + shift;
  trim_sides (box, .06 * self->size);
  box->slant = integral ? MIN (box->width * .3, .09 * (box->ascent + box->descent)) : 0;
}

void
carrel_math_layout_measure_letters (CarrelMathLayout     *self,
                                    const CarrelMathNode *node,
                                    CarrelMathBox        *box)
{
  if (node->large) {
    measure_large (self, node, box);
    return;
  }
  box->run = get_run (self, node, box->size);
  box->ascent = box->run->ascent;
  box->descent = box->run->descent;
  /* The italic correction: what leans over the letter's own width. */
  box->slant = node->kind == CARREL_MATH_SYMBOL
                   ? CLAMP (box->run->right - box->run->width, 0, box->size)
                   : 0;
  box->width = box->run->width + box->slant;
  if (node->kind == CARREL_MATH_SYMBOL && is_sign (node) && box->run->right > box->run->left) {
    box->slant = 0;
    trim_sides (box, .07 * box->size);
  }
}

/* ── Fences ── */

/* The font's own, or an outline where that is too small. */
static CarrelMathRun *
get_fence_run (CarrelMathLayout *self, gunichar fence, double height, double size)
{
  char           text[8];
  CarrelMathRun *run;
  double         own;

  text[g_unichar_to_utf8 (fence, text)] = '\0';
  run = carrel_math_glyphs_get (self->glyphs, text,
                                fence < 0x80 ? CARREL_MATH_FACE_TEXT : CARREL_MATH_FACE_SIGNS,
                                self->weight, FALSE, size);
  own = run->ascent + run->descent;
  if (height <= MAX (own * 1.08, size * 1.1))
    return run;
  carrel_math_run_unref (run);
  if (carrel_math_shape_has_fence (fence))
    return NULL;
  return carrel_math_glyphs_get (
      self->glyphs, text, fence < 0x80 ? CARREL_MATH_FACE_TEXT : CARREL_MATH_FACE_SIGNS,
      self->weight, FALSE, size * CLAMP (height / MAX (own, size * .1), 1, 4));
}

/* The width of a fence, and how far it reaches up and down. */
static double
measure_fence (CarrelMathLayout    *self,
               const CarrelMathBox *box,
               gunichar             fence,
               double               height,
               double              *ascent,
               double              *descent)
{
  double         axis = carrel_math_layout_get_axis (self, box), width;
  CarrelMathRun *run;

  if (fence == 0)
    return CARREL_MATH_NULL_SPACE * box->size;
  run = get_fence_run (self, fence, height, box->size);
  if (!run) {
    *ascent = MAX (*ascent, axis + height / 2);
    *descent = MAX (*descent, height / 2 - axis);
    return carrel_math_shape_get_fence_width (fence, height, box->size);
  }
  *ascent = MAX (*ascent, run->ascent);
  *descent = MAX (*descent, run->descent);
  width = run->width;
  carrel_math_run_unref (run);
  return width;
}

void
carrel_math_layout_emit_fence (
    CarrelMathLayout *self, guint32 index, gunichar fence, double height, double x)
{
  const CarrelMathBox *box = &self->boxes[index];
  CarrelMathRun       *run;

  if (fence == 0)
    return;
  run = get_fence_run (self, fence, height, box->size);
  if (run)
    carrel_math_layout_add_run (self, index, x, box->y, run);
  else
    carrel_math_layout_add_path (self, index, x,
                                 box->y - carrel_math_layout_get_axis (self, box) - height / 2,
                                 carrel_math_shape_make_fence (fence, height, box->size));
}

void
carrel_math_layout_measure_delimiter (CarrelMathLayout     *self,
                                      const CarrelMathNode *node,
                                      CarrelMathBox        *box)
{
  static const double heights[] = { 1, 1.2, 1.8, 2.4, 3 };

  box->own[0] = heights[MIN (node->size, 4)] * box->size;
  box->ascent = box->descent = -box->size;
  box->width = measure_fence (self, box, node->open, box->own[0], &box->ascent, &box->descent);
  if (node->open == 0)
    box->ascent = box->descent = 0;
}

/* Rule 19: as high as what it holds on both sides of the axis, or nearly. */
void
carrel_math_layout_measure_fenced (CarrelMathLayout *self, guint32 index)
{
  const CarrelMathNode *node = &self->nodes[index];
  CarrelMathBox *box = &self->boxes[index], *child = carrel_math_layout_get_child (self, index, 0);
  double         axis = carrel_math_layout_get_axis (self, box),
         half = MAX (child->ascent - axis, child->descent + axis);
  double height = MAX (2 * half * FENCE_SHARE, 2 * half - FENCE_SHORT * box->size), pad = 0;

  /* The corners of a matrix come close to round fences. */
  if (self->nodes[node->first].kind == CARREL_MATH_TABLE)
    pad = .1 * box->size;
  box->ascent = child->ascent;
  box->descent = child->descent;
  box->own[0] = height;
  box->own[1] = measure_fence (self, box, node->open, height, &box->ascent, &box->descent);
  box->own[2] = measure_fence (self, box, node->close, height, &box->ascent, &box->descent);
  child->x = box->own[1] + (node->open ? pad : 0);
  box->width = child->x + child->width + (node->close ? pad : 0) + box->own[2];
  /* What stands in the middle was waiting for the height. */
  for (guint32 i = self->nodes[node->first].first; i != CARREL_MATH_NONE; i = self->nodes[i].next)
    if (self->nodes[i].kind == CARREL_MATH_DELIMITER && self->nodes[i].size == 0)
      self->boxes[i].own[0] = height;
  if (self->nodes[node->first].kind == CARREL_MATH_DELIMITER && self->nodes[node->first].size == 0)
    child->own[0] = height;
}
