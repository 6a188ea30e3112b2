/* carrel-math-boxes.c: how each kind of node makes its box of its children's, and what it draws.
 * Main thread.
 *
 * The rules and their numbers are those of The TeXbook, appendix G, with the parameters of Computer
 * Modern Symbols and Extension (σ and ξ there; their names in the OpenType MATH table are given
 * beside them), in em.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "page/carrel-math-layout-private.h"

#include "page/carrel-math-shapes.h"

#include <math.h>
#include <string.h>

#define NUMERATOR_DISPLAY .677   /* σ8: FractionNumeratorDisplayStyleShiftUp */
#define NUMERATOR .394           /* σ9: FractionNumeratorShiftUp */
#define NUMERATOR_BARE .444      /* σ10: StackTopShiftUp */
#define DENOMINATOR_DISPLAY .686 /* σ11: FractionDenominatorDisplayStyleShiftDown */
#define DENOMINATOR .345         /* σ12: FractionDenominatorShiftDown */
#define SUPERSCRIPT_DISPLAY .413 /* σ13 */
#define SUPERSCRIPT .363         /* σ14: SuperscriptShiftUp */
#define SUPERSCRIPT_CRAMPED .289 /* σ15: SuperscriptShiftUpCramped */
#define SUBSCRIPT .15            /* σ16: SubscriptShiftDown */
#define SUBSCRIPT_BELOW .247     /* σ17: with a superscript */
#define SUPERSCRIPT_DROP .386    /* σ18: SuperscriptBaselineDropMax */
#define SUBSCRIPT_DROP .05       /* σ19: SubscriptBaselineDropMin */
#define LIMIT_ABOVE .111         /* ξ9: UpperLimitGapMin */
#define LIMIT_BELOW .167         /* ξ10: LowerLimitGapMin */
#define LIMIT_ABOVE_BASELINE .2  /* ξ11: UpperLimitBaselineRiseMin */
#define LIMIT_BELOW_BASELINE .6  /* ξ12: LowerLimitBaselineDropMin */
#define SCRIPT_SPACE .05         /* SpaceAfterScript */

/* ── Rows ── */

/* Space between neighbours, in steps of 3, 4 and 5 mu; from 4 on not in scripts, where 4, 5 and 6
 * are 1, 2 and 3 (The TeXbook, chapter 18, the table of page 170). */
static double
get_space (const CarrelMathBox *row, guint8 before, guint8 after)
{
  static const guint8 spaces[8][8] = {
    /*           Ord Op Bin Rel Open Close Punct Inner */
    /* Ord */ { 0, 1, 5, 6, 0, 0, 0, 4 },
    /* Op */ { 1, 1, 0, 6, 0, 0, 0, 4 },
    /* Bin */ { 5, 5, 0, 0, 5, 0, 0, 5 },
    /* Rel */ { 6, 6, 0, 0, 6, 0, 0, 6 },
    /* Open */ { 0, 0, 0, 0, 0, 0, 0, 0 },
    /* Close */ { 0, 1, 5, 6, 0, 0, 0, 4 },
    /* Punct */ { 4, 4, 0, 4, 4, 4, 4, 4 },
    /* Inner */ { 4, 1, 5, 6, 4, 0, 4, 4 },
  };
  static const double mu[] = { 0, 3, 4, 5 };
  guint8              space = spaces[before & 7][after & 7];

  if (space > 3 && row->style >= CARREL_MATH_STYLE_SCRIPT)
    return 0;
  return mu[space > 3 ? space - 3 : space] / 18 * row->size;
}

/* Rule 5 and 6: a sign with nothing to operate on is none. */
static void
judge_atoms (CarrelMathLayout *self, guint32 index)
{
  CarrelMathBox *before = NULL;

  for (guint32 i = self->nodes[index].first; i != CARREL_MATH_NONE; i = self->nodes[i].next) {
    CarrelMathBox *box = &self->boxes[i];

    if (self->nodes[i].kind == CARREL_MATH_SPACE)
      continue;
    box->atom = self->nodes[i].atom;
    if (box->atom == CARREL_MATH_BIN &&
        (!before || before->atom == CARREL_MATH_BIN || before->atom == CARREL_MATH_OP ||
         before->atom == CARREL_MATH_REL || before->atom == CARREL_MATH_OPEN ||
         before->atom == CARREL_MATH_PUNCT))
      box->atom = CARREL_MATH_ORD;
    else if (before && before->atom == CARREL_MATH_BIN &&
             (box->atom == CARREL_MATH_REL || box->atom == CARREL_MATH_CLOSE ||
              box->atom == CARREL_MATH_PUNCT))
      before->atom = CARREL_MATH_ORD;
    before = box;
  }
  if (before && before->atom == CARREL_MATH_BIN)
    before->atom = CARREL_MATH_ORD;
}

static void
measure_row (CarrelMathLayout *self, guint32 index)
{
  CarrelMathBox *box = &self->boxes[index], *before = NULL;
  gboolean       any = FALSE;

  judge_atoms (self, index);
  for (guint32 i = self->nodes[index].first; i != CARREL_MATH_NONE; i = self->nodes[i].next) {
    CarrelMathBox *child = &self->boxes[i];

    if (self->nodes[i].kind != CARREL_MATH_SPACE) {
      if (before)
        box->width += get_space (box, before->atom, child->atom);
      before = child;
      box->ascent = any ? MAX (box->ascent, child->ascent) : child->ascent;
      box->descent = any ? MAX (box->descent, child->descent) : child->descent;
      any = TRUE;
    }
    child->x = box->width;
    child->y = 0;
    box->width += child->width;
  }
  /* A large operator in braces is one for its scripts too. */
  if (before && self->nodes[index].first != CARREL_MATH_NONE &&
      self->nodes[self->nodes[index].first].next == CARREL_MATH_NONE)
    box->slant = before->slant;
}

/* ── Scripts ── */

static gboolean
is_empty (CarrelMathLayout *self, const CarrelMathBox *box)
{
  const CarrelMathNode *node = &self->nodes[box - self->boxes];

  return node->kind == CARREL_MATH_ROW && node->first == CARREL_MATH_NONE;
}

/* Rule 13a: above and below, in the middle. */
static void
measure_limits (CarrelMathLayout *self,
                CarrelMathBox    *box,
                CarrelMathBox    *base,
                CarrelMathBox    *below,
                CarrelMathBox    *above)
{
  double em = box->size;

  box->width = MAX (base->width, MAX (below->width, above->width));
  base->x = (box->width - base->width) / 2;
  below->x = (box->width - below->width) / 2 - base->slant / 2;
  above->x = (box->width - above->width) / 2 + base->slant / 2;
  box->ascent = base->ascent;
  box->descent = base->descent;
  if (!is_empty (self, above)) {
    double gap = MAX (LIMIT_ABOVE * em, LIMIT_ABOVE_BASELINE * em - above->descent);

    above->y = -(base->ascent + gap + above->descent);
    box->ascent = -above->y + above->ascent;
  }
  if (!is_empty (self, below)) {
    double gap = MAX (LIMIT_BELOW * em, LIMIT_BELOW_BASELINE * em - below->ascent);

    below->y = base->descent + gap + below->ascent;
    box->descent = below->y + below->descent;
  }
}

/* Rule 18. */
static void
place_scripts (CarrelMathLayout *self,
               CarrelMathBox    *box,
               CarrelMathBox    *base,
               CarrelMathBox    *below,
               CarrelMathBox    *above)
{
  const CarrelMathNode *node = &self->nodes[base - self->boxes];
  gboolean letter = (node->kind == CARREL_MATH_SYMBOL && !node->large) || is_empty (self, base);
  double   em = box->size, x_height = self->font.x_height * em, rule = self->font.rule;
  double   up = letter ? 0 : base->ascent - SUPERSCRIPT_DROP * above->size,
         down = letter ? 0 : base->descent + SUBSCRIPT_DROP * below->size;
  gboolean has_above = !is_empty (self, above), has_below = !is_empty (self, below);

  if (has_above) {
    up = MAX (up, em * (box->cramped                       ? SUPERSCRIPT_CRAMPED
                        : carrel_math_box_is_display (box) ? SUPERSCRIPT_DISPLAY
                                                           : SUPERSCRIPT));
    up = MAX (up, above->descent + x_height / 4);
  }
  if (has_below && !has_above)
    down = MAX (down, MAX (SUBSCRIPT * em, below->ascent - x_height * .8));
  if (has_below && has_above) {
    double overlap, lift;

    down = MAX (down, SUBSCRIPT_BELOW * em);
    overlap = 4 * rule - ((up - above->descent) - (below->ascent - down));
    if (overlap > 0) {
      down += overlap;
      lift = x_height * .8 - (up - above->descent);
      if (lift > 0) {
        up += lift;
        down -= lift;
      }
    }
  }
  above->y = -up;
  below->y = down;
}

static void
measure_scripts (CarrelMathLayout *self, guint32 index)
{
  const CarrelMathNode *node = &self->nodes[index];
  CarrelMathBox *box = &self->boxes[index], *base = carrel_math_layout_get_child (self, index, 0),
                *below = carrel_math_layout_get_child (self, index, 1),
                *above = carrel_math_layout_get_child (self, index, 2);
  double end;

  if (node->stacked || (node->limits && carrel_math_box_is_display (box))) {
    measure_limits (self, box, base, below, above);
    return;
  }
  place_scripts (self, box, base, below, above);
  above->x = base->width + (is_empty (self, above) ? 0 : .02 * box->size);
  below->x = base->width - base->slant;
  box->ascent = MAX (base->ascent, above->ascent - above->y);
  box->descent = base->descent;
  if (!is_empty (self, below))
    box->descent = MAX (box->descent, below->descent + below->y);
  end = MAX (is_empty (self, above) ? 0 : above->x + above->width,
             is_empty (self, below) ? 0 : below->x + below->width);
  box->width = MAX (base->width, end + SCRIPT_SPACE * box->size);
}

/* ── Fractions and roots ── */

/* Rule 15. */
static void
measure_fraction (CarrelMathLayout *self, guint32 index)
{
  const CarrelMathNode *node = &self->nodes[index];
  CarrelMathBox *box = &self->boxes[index], *top = carrel_math_layout_get_child (self, index, 0),
                *bottom = carrel_math_layout_get_child (self, index, 1);
  gboolean display = carrel_math_box_is_display (box);
  double   em = box->size, axis = carrel_math_layout_get_axis (self, box),
         rule = node->bare ? 0 : self->font.rule;
  double up = em * (display      ? NUMERATOR_DISPLAY
                    : node->bare ? NUMERATOR_BARE
                                 : NUMERATOR),
         down = em * (display ? DENOMINATOR_DISPLAY : DENOMINATOR);
  double space = CARREL_MATH_NULL_SPACE * em, width = MAX (top->width, bottom->width);

  if (node->bare) {
    double clear = self->font.rule * (display ? 7 : 3),
           gap = (up - top->descent) - (bottom->ascent - down);

    if (gap < clear) {
      up += (clear - gap) / 2;
      down += (clear - gap) / 2;
    }
  } else {
    double clear = MAX (display ? 3 * rule : rule, em * (display ? .12 : .07));

    up = MAX (up, top->descent + axis + rule / 2 + clear);
    down = MAX (down, bottom->ascent - axis + rule / 2 + clear);
  }
  box->width = width + 2 * space;
  top->x = space + (width - top->width) / 2;
  bottom->x = space + (width - bottom->width) / 2;
  top->y = -up;
  bottom->y = down;
  box->own[0] = space;
  box->own[1] = width;
  box->ascent = up + top->ascent;
  box->descent = down + bottom->descent;
}

/* Rule 11; the degree stands over the hook, at .6 of the height (RadicalDegreeBottomRaisePercent).
 */
static void
measure_root (CarrelMathLayout *self, guint32 index)
{
  CarrelMathBox *box = &self->boxes[index], *inside = carrel_math_layout_get_child (self, index, 0),
                *degree = carrel_math_layout_get_child (self, index, 1);
  double em = box->size, rule = self->font.rule,
         clear = rule + (carrel_math_box_is_display (box) ? self->font.x_height * em : rule) / 4;
  double ascent = MAX (inside->ascent, self->font.x_height * em),
         descent = MAX (inside->descent, 0), height, sign;

  clear = MAX (clear, .08 * em);
  height = ascent + descent + clear + rule + .04 * em;
  sign = carrel_math_shape_get_root_width (height, em);
  box->own[0] = 0;
  if (degree) {
    double shift = height * .6 - descent - .04 * em;

    box->own[0] = MAX (0, degree->width - sign * .42);
    degree->x = box->own[0] + sign * .42 - degree->width;
    degree->y = -(shift + degree->descent);
    box->ascent = degree->ascent - degree->y;
  }
  box->own[1] = ascent + clear + rule; /* above the baseline */
  box->own[2] = height;
  box->own[3] = sign + inside->width + .06 * em;
  inside->x = box->own[0] + sign;
  box->width = box->own[0] + box->own[3] + .04 * em;
  box->ascent = MAX (box->ascent, box->own[1]);
  box->descent = height - box->own[1];
}

/* ── Accents and arrows ── */

static CarrelMathSpan
get_span (const CarrelMathNode *node)
{
  switch ((CarrelMathMark) node->mark) {
  case CARREL_MATH_MARK_ARROW_RIGHT:
    return CARREL_MATH_SPAN_ARROW_RIGHT;
  case CARREL_MATH_MARK_ARROW_LEFT:
    return CARREL_MATH_SPAN_ARROW_LEFT;
  case CARREL_MATH_MARK_HAT:
    return CARREL_MATH_SPAN_HAT;
  case CARREL_MATH_MARK_TILDE:
    return CARREL_MATH_SPAN_TILDE;
  default:
    return node->under ? CARREL_MATH_SPAN_BRACE_BELOW : CARREL_MATH_SPAN_BRACE_ABOVE;
  }
}

static void
measure_letter_accent (CarrelMathLayout *self, guint32 index)
{
  CarrelMathBox *box = &self->boxes[index], *child = carrel_math_layout_get_child (self, index, 0);
  double         gap = .06 * box->size,
         lean = child->slant > 0 || carrel_math_is_slanted (g_utf8_get_char (
                                        self->nodes[self->nodes[index].first].text
                                            ? self->nodes[self->nodes[index].first].text
                                            : ""))
                    ? .1 * child->ascent
                    : 0;

  box->run = carrel_math_glyphs_get (self->glyphs, self->nodes[index].text, CARREL_MATH_FACE_TEXT,
                                     self->weight, FALSE, box->size);
  box->own[0] = (child->width - child->slant) / 2 + lean - (box->run->left + box->run->right) / 2;
  box->own[1] = -(child->ascent + gap + box->run->descent);
  box->ascent = child->ascent + gap + box->run->descent + box->run->ascent;
}

static void
measure_accent (CarrelMathLayout *self, guint32 index)
{
  const CarrelMathNode *node = &self->nodes[index];
  CarrelMathBox *box = &self->boxes[index], *child = carrel_math_layout_get_child (self, index, 0);
  double         gap, height, width;

  box->width = child->width;
  box->slant = child->slant;
  box->ascent = child->ascent;
  box->descent = child->descent;
  if (node->mark == CARREL_MATH_MARK_LETTER) {
    measure_letter_accent (self, index);
    return;
  }
  width = MAX (child->width, .45 * box->size);
  box->width = width;
  child->x = (width - child->width) / 2;
  gap = node->mark == CARREL_MATH_MARK_LINE ? MAX (3 * self->font.rule, .1 * box->size)
                                            : .08 * box->size;
  height = node->mark == CARREL_MATH_MARK_LINE
               ? self->font.rule
               : carrel_math_shape_get_span_height (get_span (node), width, box->size);
  box->own[0] = width;
  if (node->under) {
    box->own[1] = child->descent + gap;
    box->descent = box->own[1] + height;
  } else {
    box->own[1] = -(child->ascent + gap + height);
    box->ascent = -box->own[1] + (node->mark == CARREL_MATH_MARK_LINE ? self->font.rule : 0);
  }
}

static void
emit_accent (CarrelMathLayout *self, guint32 index)
{
  const CarrelMathNode *node = &self->nodes[index];
  const CarrelMathBox  *box = &self->boxes[index];

  if (node->mark == CARREL_MATH_MARK_LETTER)
    carrel_math_layout_add_run (self, index, box->x + box->own[0], box->y + box->own[1],
                                carrel_math_run_ref (box->run));
  else if (node->mark == CARREL_MATH_MARK_LINE)
    carrel_math_layout_add_rule (self, index, box->x, round (box->y + box->own[1]), box->own[0],
                                 self->font.rule);
  else
    carrel_math_layout_add_path (
        self, index, box->x, box->y + box->own[1],
        carrel_math_shape_make_span (get_span (node), box->own[0], box->size));
}

/* An arrow as long as what stands over it. */
static void
measure_arrow (CarrelMathLayout *self, guint32 index)
{
  CarrelMathBox *box = &self->boxes[index], *above = carrel_math_layout_get_child (self, index, 0),
                *below = carrel_math_layout_get_child (self, index, 1);
  double em = box->size, axis = carrel_math_layout_get_axis (self, box), half = .1 * em,
         width = MAX (above->width, below ? below->width : 0) + .7 * em;

  width = MAX (width, 1.6 * em);
  box->own[0] = width;
  box->width = width;
  above->x = (width - above->width) / 2;
  above->y = -(axis + half + .08 * em + MAX (above->descent, 0));
  box->ascent = MAX (axis + half, above->ascent - above->y);
  box->descent = MAX (half - axis, 0);
  if (below) {
    below->x = (width - below->width) / 2;
    below->y = half - axis + .1 * em + below->ascent;
    box->descent = below->y + below->descent;
  }
}

/* ── Any ── */

void
carrel_math_layout_measure (CarrelMathLayout *self, guint32 index)
{
  const CarrelMathNode *node = &self->nodes[index];
  CarrelMathBox        *box = &self->boxes[index],
                *child = node->first == CARREL_MATH_NONE ? NULL : &self->boxes[node->first];

  switch ((CarrelMathKind) node->kind) {
  case CARREL_MATH_ROW:
    measure_row (self, index);
    break;
  case CARREL_MATH_SYMBOL:
  case CARREL_MATH_TEXT:
    carrel_math_layout_measure_letters (self, node, box);
    break;
  case CARREL_MATH_SPACE:
    box->width = (double) node->width * box->size;
    break;
  case CARREL_MATH_DELIMITER:
    carrel_math_layout_measure_delimiter (self, node, box);
    break;
  case CARREL_MATH_SCRIPTS:
    measure_scripts (self, index);
    break;
  case CARREL_MATH_FRACTION:
    measure_fraction (self, index);
    break;
  case CARREL_MATH_ROOT:
    measure_root (self, index);
    break;
  case CARREL_MATH_FENCE:
    carrel_math_layout_measure_fenced (self, index);
    break;
  case CARREL_MATH_ACCENT:
    measure_accent (self, index);
    break;
  case CARREL_MATH_ARROW:
    measure_arrow (self, index);
    break;
  case CARREL_MATH_TABLE:
    carrel_math_layout_measure_table (self, index);
    break;
  case CARREL_MATH_PHANTOM:
  case CARREL_MATH_CANCEL:
  case CARREL_MATH_BOXED:
  default:
    if (!child)
      break;
    box->own[0] = node->kind == CARREL_MATH_BOXED ? .3 * box->size : 0;
    child->x = box->own[0];
    box->width = child->width + 2 * box->own[0];
    box->ascent = child->ascent + box->own[0];
    box->descent = child->descent + box->own[0];
    break;
  }
}

static void
emit_frame (CarrelMathLayout *self, guint32 index)
{
  const CarrelMathBox *box = &self->boxes[index];
  double               rule = self->font.rule, top = round (box->y - box->ascent),
         bottom = round (box->y + box->descent);

  carrel_math_layout_add_rule (self, index, box->x, top, box->width, rule);
  carrel_math_layout_add_rule (self, index, box->x, bottom - rule, box->width, rule);
  carrel_math_layout_add_rule (self, index, box->x, top, rule, bottom - top);
  carrel_math_layout_add_rule (self, index, box->x + box->width - rule, top, rule, bottom - top);
}

/* From corner to corner, and a little over. */
static void
emit_cancel (CarrelMathLayout *self, guint32 index)
{
  const CarrelMathBox *box = &self->boxes[index];
  double               over = .12 * box->size;

  carrel_math_layout_add_path (self, index, box->x - over / 2, box->y - box->ascent - over,
                               carrel_math_shape_make_stroke (box->width + over,
                                                              box->ascent + box->descent + 2 * over,
                                                              self->font.rule));
}

void
carrel_math_layout_emit (CarrelMathLayout *self, guint32 index)
{
  const CarrelMathNode *node = &self->nodes[index];
  const CarrelMathBox  *box = &self->boxes[index];

  switch ((CarrelMathKind) node->kind) {
  case CARREL_MATH_SYMBOL:
  case CARREL_MATH_TEXT:
    carrel_math_layout_add_run (self, index, box->x + box->own[1], box->y + box->own[0],
                                carrel_math_run_ref (box->run));
    break;
  case CARREL_MATH_DELIMITER:
    carrel_math_layout_emit_fence (self, index, node->open, box->own[0], box->x);
    break;
  case CARREL_MATH_FRACTION:
    if (!node->bare)
      carrel_math_layout_add_rule (
          self, index, box->x + box->own[0],
          round (box->y - carrel_math_layout_get_axis (self, box) - self->font.rule / 2),
          box->own[1], self->font.rule);
    break;
  case CARREL_MATH_ROOT: {
    double top = round (box->y - box->own[1]);

    carrel_math_layout_add_path (
        self, index, box->x + box->own[0], top,
        carrel_math_shape_make_root (box->own[3], box->own[2], self->font.rule, box->size));
    break;
  }
  case CARREL_MATH_FENCE:
    carrel_math_layout_emit_fence (self, index, node->open, box->own[0], box->x);
    carrel_math_layout_emit_fence (self, index, node->close, box->own[0],
                                   box->x + box->width - box->own[2]);
    break;
  case CARREL_MATH_ACCENT:
    emit_accent (self, index);
    break;
  case CARREL_MATH_ARROW:
    carrel_math_layout_add_path (
        self, index, box->x, box->y - carrel_math_layout_get_axis (self, box) - .1 * box->size,
        carrel_math_shape_make_span (node->open == 0x2190 ? CARREL_MATH_SPAN_ARROW_LEFT
                                                          : CARREL_MATH_SPAN_ARROW_RIGHT,
                                     box->own[0], box->size));
    break;
  case CARREL_MATH_TABLE:
    carrel_math_layout_emit_table (self, index);
    break;
  case CARREL_MATH_BOXED:
    emit_frame (self, index);
    break;
  case CARREL_MATH_CANCEL:
    emit_cancel (self, index);
    break;
  case CARREL_MATH_ROW:
  case CARREL_MATH_SPACE:
  case CARREL_MATH_SCRIPTS:
  case CARREL_MATH_PHANTOM:
  default:
    break;
  }
}
