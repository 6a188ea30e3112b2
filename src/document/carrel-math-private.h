/* carrel-math-private.h: what the commands of TeX's mathematics mean. Private to carrel-math.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "document/carrel-math.h"

G_BEGIN_DECLS

typedef enum {
  CARREL_COMMAND_SYMBOL,    /* text, argument: CarrelMathAtom */
  CARREL_COMMAND_LARGE,     /* text: ∑ …; argument: with limits */
  CARREL_COMMAND_FUNCTION,  /* text: sin …; argument: with limits */
  CARREL_COMMAND_DELIMITER, /* text; argument: CarrelMathAtom */
  CARREL_COMMAND_SPACE,     /* argument: mu, 18 to the em */
  CARREL_COMMAND_ALPHABET,  /* argument: CarrelMathAlphabet of what follows it */
  CARREL_COMMAND_SWITCH,    /* the same to the end of the group */
  CARREL_COMMAND_STYLE,     /* argument: CarrelMathStyle to the end of the group */
  CARREL_COMMAND_WORDS,     /* \text …; argument: CarrelMathAlphabet */
  CARREL_COMMAND_ACCENT,    /* text; argument: CarrelMathMark */
  CARREL_COMMAND_UNDER,     /* the same, below */
  CARREL_COMMAND_FRACTION,  /* argument: CarrelMathStyle */
  CARREL_COMMAND_BINOMIAL,  /* argument: CarrelMathStyle */
  CARREL_COMMAND_GENFRAC,   /* fences, the rule's thickness, a style; then as a fraction */
  CARREL_COMMAND_ROOT,
  CARREL_COMMAND_STACK, /* \overset …; argument: CarrelStack */
  CARREL_COMMAND_ARROW, /* text: the arrow */
  CARREL_COMMAND_BIG,   /* argument: size, + 16 × CarrelMathAtom */
  CARREL_COMMAND_LEFT,
  CARREL_COMMAND_MIDDLE,
  CARREL_COMMAND_RIGHT,
  CARREL_COMMAND_BEGIN,
  CARREL_COMMAND_END,
  CARREL_COMMAND_LINE, /* \\ and \cr */
  CARREL_COMMAND_HLINE,
  CARREL_COMMAND_LIMITS, /* argument: yes or no */
  CARREL_COMMAND_OVER,   /* text: «/», or what stands around; argument: with a rule */
  CARREL_COMMAND_NOT,
  CARREL_COMMAND_ATOM,     /* \mathrel …; argument: CarrelMathAtom */
  CARREL_COMMAND_OPERATOR, /* \operatorname */
  CARREL_COMMAND_WRAP,     /* argument: CarrelMathKind that holds what follows */
  CARREL_COMMAND_MOD,      /* \pmod; argument: in parentheses */
  CARREL_COMMAND_SUBSTACK,
  CARREL_COMMAND_DIMENSION, /* \hspace: a length follows */
  CARREL_COMMAND_TAG,       /* \tag: words at the end */
  CARREL_COMMAND_SKIP,      /* argument: how many arguments go with it */
} CarrelCommandKind;

typedef enum {
  CARREL_STACK_ABOVE,
  CARREL_STACK_BELOW,
  CARREL_STACK_RELATION,
} CarrelStack;

typedef struct {
  const char *name; /* without the backslash */
  guint8      kind; /* CarrelCommandKind */
  guint8      argument;
  const char *text; /* (nullable) */
} CarrelCommand;

typedef struct {
  const char *name;  /* without the star */
  guint8      table; /* CarrelMathTable */
  guint8      style; /* CarrelMathStyle of the cells */
  guint8      cuts;  /* an argument stands before the cells */
  gunichar    open, close;
} CarrelEnvironment;

/* The table of all. */
extern const CarrelCommand carrel_math_commands[];
extern const guint         carrel_math_n_commands;

/* (nullable) (transfer none) */
const CarrelCommand     *carrel_math_find_command (const char *name, gsize len);
const CarrelEnvironment *carrel_math_find_environment (const char *name);
/* What a character is by itself. */
CarrelMathAtom carrel_math_get_atom (gunichar c);
/* Is it ∑ or the like? `limits` is set. */
gboolean carrel_math_is_large (gunichar c, gboolean *limits);

G_END_DECLS
