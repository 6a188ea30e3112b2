/* carrel-math.h: a formula of TeX as a tree, and as text. Immutable once parsed; any thread.
 *
 * The usual subset of TeX and AMS-LaTeX mathematics: scripts, fractions, roots, fences, accents,
 * big operators, matrices and aligned lines, text, alphabets, spaces, symbols by name or as they
 * are. A command that isn't known stands in the tree as its own name. What has no structure (a
 * brace that never closes, an environment that isn't known, more than 100 kB, more than 200 levels)
 * is no formula: its reader shows the source.
 *
 * In memory a formula is a flat array in which children stand before their parent and the root is
 * last, so that walks up and down are loops.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CARREL_MATH_NONE G_MAXUINT32 /* no node */

typedef enum {
  CARREL_MATH_ROW,       /* children, one after the other */
  CARREL_MATH_SYMBOL,    /* text: a letter, a number, an operator, the name of a function */
  CARREL_MATH_TEXT,      /* text: words */
  CARREL_MATH_SPACE,     /* width */
  CARREL_MATH_DELIMITER, /* open: as high as `size` says, or (size 0) as the fence that it is in */
  CARREL_MATH_SCRIPTS,   /* children: base, below, above */
  CARREL_MATH_FRACTION,  /* children: numerator, denominator; no rule with `bare` */
  CARREL_MATH_ROOT,      /* children: radicand, then at most the degree */
  CARREL_MATH_FENCE,     /* child; open, close (0: none) as high as it */
  CARREL_MATH_ACCENT,    /* child; accent */
  CARREL_MATH_ARROW,     /* children: above, below; open: which arrow */
  CARREL_MATH_TABLE,     /* children: cells, row by row; n_columns, table */
  CARREL_MATH_PHANTOM,   /* child, unseen */
  CARREL_MATH_BOXED,     /* child in a frame */
  CARREL_MATH_CANCEL,    /* child, struck out */
} CarrelMathKind;

/* What a thing is among its neighbours, which gives the space between them (The TeXbook, chapter
 * 18). */
typedef enum {
  CARREL_MATH_ORD,
  CARREL_MATH_OP,
  CARREL_MATH_BIN,
  CARREL_MATH_REL,
  CARREL_MATH_OPEN,
  CARREL_MATH_CLOSE,
  CARREL_MATH_PUNCT,
  CARREL_MATH_INNER,
} CarrelMathAtom;

typedef enum {
  CARREL_MATH_STYLE_INHERITED,
  CARREL_MATH_STYLE_DISPLAY,
  CARREL_MATH_STYLE_INLINE,
  CARREL_MATH_STYLE_SCRIPT,
  CARREL_MATH_STYLE_SMALL, /* a script's script */
} CarrelMathStyle;

typedef enum {
  CARREL_MATH_ALPHABET_USUAL, /* letters slanted, all else upright */
  CARREL_MATH_ALPHABET_UPRIGHT,
  CARREL_MATH_ALPHABET_BOLD,
  CARREL_MATH_ALPHABET_ITALIC,
  CARREL_MATH_ALPHABET_BOLD_ITALIC, /* letters slanted, all bold */
  CARREL_MATH_ALPHABET_DOUBLE,
  CARREL_MATH_ALPHABET_SCRIPT,
  CARREL_MATH_ALPHABET_FRAKTUR,
  CARREL_MATH_ALPHABET_SANS,
  CARREL_MATH_ALPHABET_MONO,
} CarrelMathAlphabet;

typedef enum {
  CARREL_MATH_MARK_LINE, /* over the whole width, as all from here to BRACE */
  CARREL_MATH_MARK_ARROW_RIGHT,
  CARREL_MATH_MARK_ARROW_LEFT,
  CARREL_MATH_MARK_HAT,
  CARREL_MATH_MARK_TILDE,
  CARREL_MATH_MARK_BRACE,
  CARREL_MATH_MARK_LETTER, /* `text` over the middle */
} CarrelMathMark;

/* How a table's cells stand: of what is no array, or given by letters. */
typedef enum {
  CARREL_MATH_TABLE_MATRIX, /* centred */
  CARREL_MATH_TABLE_ARRAY, /* as `text` says, a letter a column: l c r, and | before or after one */
  CARREL_MATH_TABLE_ALIGNED, /* right, left, right, left … */
  CARREL_MATH_TABLE_LINES,   /* centred lines, as displays */
  CARREL_MATH_TABLE_CASES,   /* left */
  CARREL_MATH_TABLE_SMALL,   /* centred, as scripts */
} CarrelMathTable;

typedef struct {
  guint8      kind;        /* CarrelMathKind */
  guint8      atom;        /* CarrelMathAtom */
  guint8      style;       /* CarrelMathStyle that it begins with */
  guint8      alphabet;    /* CarrelMathAlphabet */
  guint8      mark;        /* CarrelMathMark of an accent */
  guint8      table;       /* CarrelMathTable */
  guint8      size;        /* of a delimiter: 1 (big) to 4 (Bigg) */
  guint8      large : 1;   /* an operator that is larger in displays */
  guint8      limits : 1;  /* scripts stand above and below in displays … */
  guint8      stacked : 1; /* … and everywhere */
  guint8      bare : 1;    /* a fraction without its rule */
  guint8      under : 1;   /* an accent below */
  guint8      ruled : 1;   /* a row's first cell: a line above the row */
  guint16     n_columns;
  guint16     depth; /* of nodes below it; a leaf's is 0 */
  gunichar    open, close;
  float       width;       /* em */
  guint32     first, next; /* child and sibling; CARREL_MATH_NONE */
  const char *text;        /* (nullable) */
} CarrelMathNode;

typedef struct _CarrelMath CarrelMath;

/* (transfer full) (nullable): NULL for what is no formula. `display`: a formula by itself. */
CarrelMath *carrel_math_parse (const char *tex, gssize len, gboolean display);
CarrelMath *carrel_math_ref (CarrelMath *self);
void        carrel_math_unref (CarrelMath *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelMath, carrel_math_unref)

gboolean carrel_math_is_display (CarrelMath *self);
/* (array length=n_nodes): never empty. */
const CarrelMathNode *carrel_math_get_nodes (CarrelMath *self, guint *n_nodes);

/* In a line, as one writes it without TeX: «(a + b)/2», «√2», «x²». (transfer full) */
char *carrel_math_to_text (CarrelMath *self);
/* The same of TeX; what is no formula stays as it is. (transfer full) */
char *carrel_math_make_readable (const char *tex, gssize len);

/* A letter in another alphabet, where that has letters of its own (double-struck, script, fraktur);
 * else itself. */
gunichar carrel_math_get_letter (gunichar letter, CarrelMathAlphabet alphabet);

G_END_DECLS
