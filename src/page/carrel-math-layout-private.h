/* carrel-math-layout-private.h: what the files of carrel-math-layout share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "page/carrel-math-layout.h"

G_BEGIN_DECLS

/* A node, measured. Pixels; ascent above and descent below its own baseline. */
typedef struct {
  double         width, ascent, descent;
  double         slant;  /* of its width: how far its top leans over */
  double         x, y;   /* from the parent's origin (y down); at last from the formula's */
  double         size;   /* em */
  double         own[4]; /* what its kind needs to draw */
  CarrelMathRun *run;    /* (owned) (nullable) */
  guint8         style;  /* CarrelMathStyle, never INHERITED */
  guint8         cramped;
  guint8         atom; /* CarrelMathAtom among its neighbours */
} CarrelMathBox;

typedef enum {
  CARREL_MATH_OP_RUN,
  CARREL_MATH_OP_RULE,
  CARREL_MATH_OP_PATH,
} CarrelMathOpKind;

/* Something to draw. */
typedef struct {
  guint8         kind;
  guint32        node;
  double         x, y, width, height; /* a rule's and a path's top left corner, a run's baseline */
  CarrelMathRun *run;                 /* (owned) (nullable) */
  GskPath       *path;                /* (owned) (nullable) */
} CarrelMathOp;

/* Lengths that depend on the font, in em of the text. */
typedef struct {
  double axis;     /* OpenType's AxisHeight: where fractions have their line */
  double x_height; /* AccentBaseHeight */
  double rule;     /* pixels */
} CarrelMathFontInfo;

struct _CarrelMathLayout {
  grefcount             references;
  CarrelMath           *math; /* (owned) */
  const CarrelMathNode *nodes;
  guint                 n_nodes;
  CarrelMathGlyphs     *glyphs; /* (owned) */
  CarrelMathBox        *boxes;  /* (owned) (array length=n_nodes) */
  GArray               *ops;    /* (owned) (element-type CarrelMathOp): by node, last first */
  GArray               *pieces; /* (owned) (element-type CarrelMathPiece) */
  GArray *firsts; /* (owned) (element-type guint): where each piece's ops begin; one more */
  double  size;
  int     weight;
  CarrelMathFontInfo font;
};

/* The node's box, when its children have theirs. */
void carrel_math_layout_measure (CarrelMathLayout *self, guint32 index);
/* A table's. */
void carrel_math_layout_measure_table (CarrelMathLayout *self, guint32 index);
/* The same for what it draws beside its children, at its place in the formula. */
void carrel_math_layout_emit (CarrelMathLayout *self, guint32 index);
void carrel_math_layout_emit_table (CarrelMathLayout *self, guint32 index);
void carrel_math_layout_add_rule (
    CarrelMathLayout *self, guint32 index, double x, double y, double width, double height);
void carrel_math_layout_add_path (
    CarrelMathLayout *self, guint32 index, double x, double y, GskPath *path);
void carrel_math_layout_add_run (
    CarrelMathLayout *self, guint32 index, double x, double y, CarrelMathRun *run);

/* ── Letters and fences ── */

/* Variables lean; digits, signs and Greek capitals stand. */
gboolean carrel_math_is_slanted (gunichar c);
void     carrel_math_layout_measure_letters (CarrelMathLayout     *self,
                                             const CarrelMathNode *node,
                                             CarrelMathBox        *box);
void     carrel_math_layout_measure_delimiter (CarrelMathLayout     *self,
                                               const CarrelMathNode *node,
                                               CarrelMathBox        *box);
void     carrel_math_layout_measure_fenced (CarrelMathLayout *self, guint32 index);
void     carrel_math_layout_emit_fence (
        CarrelMathLayout *self, guint32 index, gunichar fence, double height, double x);

/* ── What all need ── */

#define CARREL_MATH_NULL_SPACE .12 /* em: \nulldelimiterspace, beside a fraction */

/* The n-th child; NULL. */
static inline CarrelMathBox *
carrel_math_layout_get_child (CarrelMathLayout *self, guint32 index, guint n)
{
  guint32 child = self->nodes[index].first;

  while (n-- > 0 && child != CARREL_MATH_NONE)
    child = self->nodes[child].next;
  return child == CARREL_MATH_NONE ? NULL : &self->boxes[child];
}

static inline gboolean
carrel_math_box_is_display (const CarrelMathBox *box)
{
  return box->style == CARREL_MATH_STYLE_DISPLAY;
}

static inline double
carrel_math_layout_get_axis (CarrelMathLayout *self, const CarrelMathBox *box)
{
  return self->font.axis * box->size;
}

G_END_DECLS
