/* carrel-math-layout.c: the steps of laying out a formula, its pieces, and drawing. Main thread.
 *
 * Children stand before their parents. So one walk down from the root gives each node its style and
 * size, one walk up its box, with the places of its children in it, and another one down the places
 * in the formula and what is drawn there. None of them recurses.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "page/carrel-math-layout-private.h"

#include <math.h>

#define MAX_NODES 6000
#define LONG_FORMULA 8  /* em: a longer one may break */
#define LONG_PIECE 11   /* em: a longer piece may break at + and − too */
#define SHORT_PIECE 1.6 /* em: no piece for itself */

/* ── Styles ── */

static double
get_ratio (guint8 style)
{
  /* ScriptPercentScaleDown and ScriptScriptPercentScaleDown of the OpenType MATH table; its usual
   * values. */
  return style == CARREL_MATH_STYLE_SMALL ? .56 : style == CARREL_MATH_STYLE_SCRIPT ? .72 : 1;
}

static guint8
get_script_style (guint8 style)
{
  return style >= CARREL_MATH_STYLE_SCRIPT ? CARREL_MATH_STYLE_SMALL : CARREL_MATH_STYLE_SCRIPT;
}

static guint8
get_part_style (guint8 style)
{
  return style >= CARREL_MATH_STYLE_SCRIPT   ? CARREL_MATH_STYLE_SMALL
         : style == CARREL_MATH_STYLE_INLINE ? CARREL_MATH_STYLE_SCRIPT
                                             : CARREL_MATH_STYLE_INLINE;
}

/* What the n-th child of a node is set in (The TeXbook, chapter 17). */
static void
set_child_style (const CarrelMathNode *node,
                 const CarrelMathBox  *box,
                 guint                 n,
                 CarrelMathBox        *child)
{
  child->style = box->style;
  child->cramped = box->cramped;
  switch ((CarrelMathKind) node->kind) {
  case CARREL_MATH_SCRIPTS:
    if (n > 0)
      child->style = get_script_style (box->style);
    child->cramped = box->cramped || n == 1;
    break;
  case CARREL_MATH_FRACTION:
    child->style = get_part_style (box->style);
    child->cramped = box->cramped || n == 1;
    break;
  case CARREL_MATH_ROOT:
    child->style = n == 1 ? CARREL_MATH_STYLE_SMALL : box->style;
    child->cramped = TRUE;
    break;
  case CARREL_MATH_ACCENT:
    child->cramped = TRUE;
    break;
  case CARREL_MATH_ARROW:
    child->style = get_script_style (box->style);
    break;
  default:
    break;
  }
}

static void
style_all (CarrelMathLayout *self)
{
  guint32 root = self->n_nodes - 1;

  self->boxes[root].style =
      carrel_math_is_display (self->math) ? CARREL_MATH_STYLE_DISPLAY : CARREL_MATH_STYLE_INLINE;
  for (guint32 i = self->n_nodes; i-- > 0;) {
    const CarrelMathNode *node = &self->nodes[i];
    CarrelMathBox        *box = &self->boxes[i];
    guint                 n = 0;

    if (node->style != CARREL_MATH_STYLE_INHERITED)
      box->style = node->style;
    box->size = self->size * get_ratio (box->style);
    for (guint32 child = node->first; child != CARREL_MATH_NONE; child = self->nodes[child].next)
      set_child_style (node, box, n++, &self->boxes[child]);
  }
}

/* ── Places ── */

void
carrel_math_layout_add_rule (
    CarrelMathLayout *self, guint32 index, double x, double y, double width, double height)
{
  CarrelMathOp op = {
    .kind = CARREL_MATH_OP_RULE, .node = index, .x = x, .y = y, .width = width, .height = height
  };

  g_array_append_val (self->ops, op);
}

/* Takes the path. */
void
carrel_math_layout_add_path (
    CarrelMathLayout *self, guint32 index, double x, double y, GskPath *path)
{
  CarrelMathOp op = { .kind = CARREL_MATH_OP_PATH, .node = index, .x = x, .y = y, .path = path };

  g_array_append_val (self->ops, op);
}

/* Takes the run. */
void
carrel_math_layout_add_run (
    CarrelMathLayout *self, guint32 index, double x, double y, CarrelMathRun *run)
{
  CarrelMathOp op = { .kind = CARREL_MATH_OP_RUN, .node = index, .x = x, .y = y, .run = run };

  g_array_append_val (self->ops, op);
}

static void
clear_op (gpointer data)
{
  CarrelMathOp *op = data;

  g_clear_pointer (&op->run, carrel_math_run_unref);
  g_clear_pointer (&op->path, gsk_path_unref);
}

static void
place_all (CarrelMathLayout *self)
{
  for (guint32 i = self->n_nodes; i-- > 0;) {
    const CarrelMathNode *node = &self->nodes[i];
    const CarrelMathBox  *box = &self->boxes[i];

    if (node->kind == CARREL_MATH_PHANTOM) {
      for (guint32 child = node->first; child != CARREL_MATH_NONE; child = self->nodes[child].next)
        self->boxes[child].x = NAN; /* and so all below it: nothing there is drawn */
      continue;
    }
    for (guint32 child = node->first; child != CARREL_MATH_NONE; child = self->nodes[child].next) {
      self->boxes[child].x += box->x;
      self->boxes[child].y += box->y;
    }
    if (!isnan (box->x))
      carrel_math_layout_emit (self, i);
  }
}

/* ── Pieces ── */

static void
add_piece (CarrelMathLayout *self,
           double            x,
           double            width,
           double            ascent,
           double            descent,
           guint32           last_node)
{
  CarrelMathPiece piece = { x, width, ascent, descent };
  guint           first = 0, end = self->ops->len;

  /* Ops come by node, last first. */
  while (first < end) {
    guint middle = (first + end) / 2;

    if (g_array_index (self->ops, CarrelMathOp, middle).node > last_node)
      first = middle + 1;
    else
      end = middle;
  }
  g_array_append_val (self->pieces, piece);
  g_array_append_val (self->firsts, first);
}

/* The row whose children are the formula's own parts. */
static guint32
get_top_row (CarrelMathLayout *self)
{
  guint32 row = self->n_nodes - 1;

  while (self->nodes[row].kind == CARREL_MATH_ROW && self->nodes[row].first != CARREL_MATH_NONE &&
         self->nodes[self->nodes[row].first].next == CARREL_MATH_NONE &&
         self->nodes[self->nodes[row].first].kind == CARREL_MATH_ROW)
    row = self->nodes[row].first;
  return row;
}

static gboolean
may_break (CarrelMathLayout *self, guint32 child, double so_far)
{
  const CarrelMathNode *node = &self->nodes[child];

  if (so_far < SHORT_PIECE * self->size)
    return FALSE;
  return node->atom == CARREL_MATH_REL || node->atom == CARREL_MATH_PUNCT ||
         (node->atom == CARREL_MATH_BIN && so_far > LONG_PIECE * self->size);
}

static void
cut (CarrelMathLayout *self, gboolean breaks)
{
  guint32              root = self->n_nodes - 1, row = get_top_row (self);
  const CarrelMathBox *all = &self->boxes[root];
  double               start = 0, ascent = 0, descent = 0;

  if (breaks && all->width > LONG_FORMULA * self->size &&
      self->nodes[row].kind == CARREL_MATH_ROW) {
    for (guint32 i = self->nodes[row].first; i != CARREL_MATH_NONE; i = self->nodes[i].next) {
      const CarrelMathBox *box = &self->boxes[i];
      guint32              next = self->nodes[i].next;

      ascent = MAX (ascent, box->ascent - box->y);
      descent = MAX (descent, box->descent + box->y);
      if (next == CARREL_MATH_NONE || self->boxes[next].x - start < SHORT_PIECE * self->size ||
          all->width - self->boxes[next].x < SHORT_PIECE * self->size ||
          !may_break (self, i, self->boxes[next].x - start))
        continue;
      add_piece (self, start, self->boxes[next].x - start, ascent, descent, i);
      start = self->boxes[next].x;
      ascent = descent = 0;
    }
  }
  if (self->pieces->len == 0) {
    ascent = all->ascent;
    descent = all->descent;
  }
  add_piece (self, start, all->width - start, ascent, descent, root);
}

/* ── Life ── */

/* Measured on the letters themselves: few text fonts have a MATH table. */
static void
look_at_font (CarrelMathLayout *self)
{
  CarrelMathRun *plus = carrel_math_glyphs_get (self->glyphs, "+", CARREL_MATH_FACE_SIGNS,
                                                self->weight, FALSE, self->size);
  CarrelMathRun *x = carrel_math_glyphs_get (self->glyphs, "x", CARREL_MATH_FACE_TEXT, self->weight,
                                             FALSE, self->size);

  self->font.axis = CLAMP ((plus->ascent - plus->descent) / 2 / self->size, .15, .4);
  self->font.x_height = CLAMP (x->ascent / self->size, .35, .7);
  self->font.rule = MAX (1, round (.045 * self->size)); /* on whole pixels it is sharp */
  carrel_math_run_unref (plus);
  carrel_math_run_unref (x);
}

CarrelMathLayout *
carrel_math_layout_new (
    CarrelMath *math, CarrelMathGlyphs *glyphs, double size, int weight, gboolean breaks)
{
  CarrelMathLayout     *self;
  const CarrelMathNode *nodes;
  guint                 n_nodes;

  nodes = carrel_math_get_nodes (math, &n_nodes);
  if (n_nodes > MAX_NODES)
    return NULL;
  self = g_new0 (CarrelMathLayout, 1);
  g_ref_count_init (&self->references);
  self->math = carrel_math_ref (math);
  self->nodes = nodes;
  self->n_nodes = n_nodes;
  self->glyphs = carrel_math_glyphs_ref (glyphs);
  self->size = size;
  self->weight = weight;
  self->boxes = g_new0 (CarrelMathBox, n_nodes);
  self->ops = g_array_new (FALSE, FALSE, sizeof (CarrelMathOp));
  g_array_set_clear_func (self->ops, clear_op);
  self->pieces = g_array_new (FALSE, FALSE, sizeof (CarrelMathPiece));
  self->firsts = g_array_new (FALSE, FALSE, sizeof (guint));
  look_at_font (self);
  style_all (self);
  for (guint32 i = 0; i < n_nodes; i++)
    carrel_math_layout_measure (self, i);
  place_all (self);
  cut (self, breaks);
  return self;
}

CarrelMathLayout *
carrel_math_layout_ref (CarrelMathLayout *self)
{
  g_ref_count_inc (&self->references);
  return self;
}

void
carrel_math_layout_unref (CarrelMathLayout *self)
{
  if (!g_ref_count_dec (&self->references))
    return;
  for (guint i = 0; i < self->n_nodes; i++)
    g_clear_pointer (&self->boxes[i].run, carrel_math_run_unref);
  g_free (self->boxes);
  g_array_unref (self->ops);
  g_array_unref (self->pieces);
  g_array_unref (self->firsts);
  carrel_math_glyphs_unref (self->glyphs);
  carrel_math_unref (self->math);
  g_free (self);
}

void
carrel_math_layout_get_size (CarrelMathLayout *self, double *width, double *ascent, double *descent)
{
  const CarrelMathBox *all = &self->boxes[self->n_nodes - 1];

  *width = all->width;
  *ascent = all->ascent;
  *descent = all->descent;
}

guint
carrel_math_layout_get_n_pieces (CarrelMathLayout *self)
{
  return self->pieces->len;
}

const CarrelMathPiece *
carrel_math_layout_get_piece (CarrelMathLayout *self, guint piece)
{
  return &g_array_index (self->pieces, CarrelMathPiece, piece);
}

/* ── Drawing ── */

/* The ops of a piece: from where it begins to where the one before it does. */
static const CarrelMathOp *
get_ops (CarrelMathLayout *self, guint piece, guint *n)
{
  guint first = g_array_index (self->firsts, guint, piece);
  guint end = piece == 0 ? self->ops->len : g_array_index (self->firsts, guint, piece - 1);

  *n = end - first;
  return &g_array_index (self->ops, CarrelMathOp, first);
}

void
carrel_math_layout_snapshot (CarrelMathLayout *self,
                             guint             piece,
                             GtkSnapshot      *snapshot,
                             const GdkRGBA    *colour)
{
  guint               n;
  const CarrelMathOp *ops = get_ops (self, piece, &n);
  double              shift = carrel_math_layout_get_piece (self, piece)->x;

  for (guint i = 0; i < n; i++) {
    const CarrelMathOp *op = &ops[i];

    switch ((CarrelMathOpKind) op->kind) {
    case CARREL_MATH_OP_RUN:
      carrel_math_run_snapshot (op->run, snapshot, op->x - shift, op->y, colour);
      break;
    case CARREL_MATH_OP_RULE:
      gtk_snapshot_append_color (snapshot, colour,
                                 &GRAPHENE_RECT_INIT ((float) (op->x - shift), (float) op->y,
                                                      (float) op->width, (float) op->height));
      break;
    case CARREL_MATH_OP_PATH:
    default:
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot,
                              &GRAPHENE_POINT_INIT ((float) (op->x - shift), (float) op->y));
      gtk_snapshot_append_fill (snapshot, op->path, GSK_FILL_RULE_WINDING, colour);
      gtk_snapshot_restore (snapshot);
      break;
    }
  }
}

void
carrel_math_layout_draw (CarrelMathLayout *self, guint piece, cairo_t *cr)
{
  guint               n;
  const CarrelMathOp *ops = get_ops (self, piece, &n);
  double              shift = carrel_math_layout_get_piece (self, piece)->x;

  for (guint i = 0; i < n; i++) {
    const CarrelMathOp *op = &ops[i];

    switch ((CarrelMathOpKind) op->kind) {
    case CARREL_MATH_OP_RUN:
      carrel_math_run_draw (op->run, cr, op->x - shift, op->y);
      break;
    case CARREL_MATH_OP_RULE:
      cairo_rectangle (cr, op->x - shift, op->y, op->width, op->height);
      cairo_fill (cr);
      break;
    case CARREL_MATH_OP_PATH:
    default:
      cairo_save (cr);
      cairo_translate (cr, op->x - shift, op->y);
      cairo_new_path (cr);
      gsk_path_to_cairo (op->path, cr);
      cairo_fill (cr);
      cairo_restore (cr);
      break;
    }
  }
}
