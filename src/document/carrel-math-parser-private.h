/* carrel-math-parser-private.h: what the files of the parser of TeX's mathematics share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "document/carrel-math-private.h"

G_BEGIN_DECLS

struct _CarrelMath {
  grefcount     references;
  GArray       *nodes;   /* (owned) (element-type CarrelMathNode) */
  GStringChunk *strings; /* (owned) */
  gboolean      display;
};

typedef enum {
  CARREL_MATH_FRAME_ROOT,
  CARREL_MATH_FRAME_GROUP,  /* { } */
  CARREL_MATH_FRAME_LEFT,   /* \left \right */
  CARREL_MATH_FRAME_TABLE,  /* \begin \end; also \substack */
  CARREL_MATH_FRAME_OPTION, /* [ ] */
  CARREL_MATH_FRAME_ARGUMENTS,
  CARREL_MATH_FRAME_SCRIPTS,
} CarrelMathFrameKind;

typedef struct {
  guint32 node;
  guint   row, column;
} CarrelMathCell;

typedef struct {
  CarrelMathFrameKind  kind;
  guint8               style; /* that what follows begins with */
  guint8               alphabet;
  guint                items;     /* where its own begin on the common stack */
  const CarrelCommand *over;      /* (nullable): \over was seen … */
  guint32              numerator; /* … after this */
  gunichar             open;      /* of \left */
  gunichar             close;     /* of \genfrac */
  /* A table; the root too may become one. */
  const CarrelEnvironment *environment; /* (nullable) */
  char                    *name;        /* (owned) (nullable): NULL ends at a brace */
  const char              *columns;     /* (nullable) */
  GArray                  *cells;       /* (owned) (nullable) (element-type CarrelMathCell) */
  guint                    row, column;
  gboolean                 ruled;   /* a line before the next row */
  gboolean                 aligned; /* the root has seen & */
  /* Arguments */
  const CarrelCommand *command;
  guint32              arguments[2];
  guint                n_arguments, n_wanted;
  gboolean             starred;
  /* Scripts */
  guint32  base, below, above;
  guint    n_primes;
  gboolean awaits_above;
} CarrelMathFrame;

typedef struct {
  CarrelMath *math;
  const char *p, *end;
  GArray     *frames; /* (owned) (element-type CarrelMathFrame) */
  GArray     *items;  /* (owned) (element-type guint32) */
  gboolean    failed;
} CarrelMathParser;

/* ── Nodes ── */

CarrelMathNode *carrel_math_parser_get_node (CarrelMathParser *self, guint32 index);
guint32         carrel_math_parser_add_node (CarrelMathParser *self,
                                             CarrelMathKind    kind,
                                             CarrelMathAtom    atom,
                                             const guint32    *children,
                                             guint             n_children);
guint32         carrel_math_parser_add_text (CarrelMathParser  *self,
                                             CarrelMathKind     kind,
                                             CarrelMathAtom     atom,
                                             CarrelMathAlphabet alphabet,
                                             const char        *text,
                                             gsize              len);
guint32
carrel_math_parser_add_symbol (CarrelMathParser *self, CarrelMathAtom atom, const char *text);
guint32 carrel_math_parser_add_space (CarrelMathParser *self, double em);
guint32 carrel_math_parser_add_delimiter (CarrelMathParser *self,
                                          CarrelMathAtom    atom,
                                          gunichar          c,
                                          guint             size);
guint32
carrel_math_parser_add_fence (CarrelMathParser *self, gunichar open, guint32 child, gunichar close);

/* ── Frames ── */

CarrelMathFrame *carrel_math_parser_get_top (CarrelMathParser *self);
CarrelMathFrame *carrel_math_parser_push_frame (CarrelMathParser *self, CarrelMathFrameKind kind);
void             carrel_math_parser_pop_frame (CarrelMathParser *self);
void             carrel_math_parser_clear_frame (gpointer data);
/* Does it keep what is delivered, in a row? */
gboolean carrel_math_parser_is_row (const CarrelMathFrame *frame);
/* What a row holds so far, as a node. */
guint32 carrel_math_parser_make_row (CarrelMathParser *self, CarrelMathFrame *frame);
/* A node is complete: the frame on top takes it, and may be complete by that. */
void carrel_math_parser_deliver (CarrelMathParser *self, guint32 index);
/* After ^, _ or '. */
void carrel_math_parser_begin_script (CarrelMathParser *self, char c);

/* ── The source ── */

void     carrel_math_parser_skip_space (CarrelMathParser *self);
gboolean carrel_math_parser_skip_character (CarrelMathParser *self, char c);
/* What stands between `open` and its `close`, with what is nested in it. */
gboolean carrel_math_parser_read_raw (
    CarrelMathParser *self, char open, char close, const char **start, const char **end);
/* After \: the name, letters or one character. */
void carrel_math_parser_read_name (CarrelMathParser *self, const char **name, gsize *len);
/* (, \rangle, . …; FALSE when none stands there. */
gboolean carrel_math_parser_read_delimiter (CarrelMathParser *self, gunichar *delimiter);
/* «2em», «-.5ex», in em; 0 for what isn't known. */
double carrel_math_parser_read_length (const char *start, const char *end);

/* ── Tables ── */

/* After \begin, \end, & and \\. */
void carrel_math_parser_read_begin (CarrelMathParser *self);
void carrel_math_parser_read_end (CarrelMathParser *self);
void carrel_math_parser_read_column (CarrelMathParser *self, CarrelMathFrame *frame);
void carrel_math_parser_read_line (CarrelMathParser *self);
/* One that ends at a brace has no name. Takes the name. */
void carrel_math_parser_begin_table (CarrelMathParser        *self,
                                     const CarrelEnvironment *environment,
                                     char                    *name);
void carrel_math_parser_end_table (CarrelMathParser *self);
/* What a frame's cells are, as a node. */
guint32 carrel_math_parser_close_table (CarrelMathParser *self,
                                        CarrelMathFrame  *frame,
                                        CarrelMathTable   kind);

G_END_DECLS
