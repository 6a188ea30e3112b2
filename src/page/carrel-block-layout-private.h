/* carrel-block-layout-private.h: what the files of carrel-block-layout share.
 *
 * The shown text is made in one sweep over the spans. Where it differs from the block's, an edit
 * says so. Each span that is seen leaves a run, from which the attributes are made, again when the
 * colours change.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "page/carrel-block-layout.h"
#include "page/carrel-math-layout.h"

G_BEGIN_DECLS

/* Bytes [source, source + source_len) are shown as [shown, shown + shown_len). */
typedef struct {
  guint32 source, source_len;
  guint32 shown, shown_len;
} CarrelLayoutEdit;

/* A span, and where it is shown. */
typedef struct {
  const CarrelSpan *span;
  guint32           start, end;
  const char       *mark;    /* (nullable): behind a link */
  gboolean          library; /* a link to an article */
  gboolean          digits;  /* a footnote's mark, made of superscript digits */
  CarrelMathLayout *formula; /* (owned) (nullable): shown as one letter for each of its pieces */
  double            scale;   /* of the formula: where a piece of it is wider than the line */
  guint8            script;  /* CarrelScript of what is in it */
} CarrelLayoutRun;

struct _CarrelBlockLayout {
  CarrelPageStyle   *style; /* (owned) */
  CarrelTextStyle    text_style;
  const CarrelBlock *block;
  CarrelSpan         all; /* of a block that is one formula */
  guint32            start, end;
  PangoLayout       *layout; /* (owned) */
  GArray            *edits;  /* (owned) (element-type CarrelLayoutEdit): in order */
  GArray            *runs;   /* (owned) (element-type CarrelLayoutRun): inner after outer */
  GArray            *tokens; /* (owned) (nullable) (element-type CarrelToken) */
  GdkRGBA            link;   /* the colours in the attributes */
  GdkRGBA            code[CARREL_N_TOKEN_KINDS];
  gboolean           has_formulas;
  gboolean           has_dots;
};

/* What stands for a piece of a formula, and between two of them. A letter, so that lines break
 * before and after it as they do at a word. */
#define CARREL_FORMULA_LETTER "X"
#define CARREL_FORMULA_BREAK "\xe2\x80\x8b"
#define CARREL_FORMULA_STEP 4 /* bytes from one to the next */

/* Where a place in the block's text is shown; of what is shown as something else the start, or the
 * end. */
guint32 carrel_block_layout_to_shown (CarrelBlockLayout *self, guint32 source, gboolean end);
guint32 carrel_block_layout_to_source (CarrelBlockLayout *self, guint32 shown);

/* Attributes for the runs. */
void carrel_block_layout_apply (CarrelBlockLayout *self, const GdkRGBA *link);
/* ── Formulas ── */

/* The formula that a span is, laid out; NULL: it is shown as it is written. (transfer full)
 * (nullable) */
CarrelMathLayout *carrel_block_layout_make_formula (CarrelBlockLayout *self,
                                                    const CarrelSpan  *span);
/* What stands for it in the text. (transfer full) */
char *carrel_block_layout_make_formula_text (CarrelMathLayout *formula);
/* Makes formulas smaller that are wider than a line (pixels; -1: no end); TRUE when one changed. */
gboolean carrel_block_layout_fit_formulas (CarrelBlockLayout *self, int width);
void     carrel_block_layout_insert_formula (CarrelBlockLayout     *self,
                                             PangoAttrList         *list,
                                             const CarrelLayoutRun *run);
void     carrel_block_layout_snapshot_rest (CarrelBlockLayout *self,
                                            GtkSnapshot       *snapshot,
                                            const GdkRGBA     *colour);

/* ── Emphasis ── */

/* Finds what each run is written in. */
void carrel_block_layout_find_scripts (CarrelBlockLayout *self);
/* The dots of emphasis in some lines, as one outline. (transfer full) (nullable) */
GskPath *carrel_block_layout_make_dots (CarrelBlockLayout *self, int first_line, int n_lines);

/* How a picture stands in the line. */
void carrel_block_layout_get_image_size (CarrelBlockLayout *self,
                                         const CarrelSpan  *span,
                                         double            *width,
                                         double            *height);
/* The rectangles of shown bytes [start, end), `height` high in the middle of their line; 0: the
 * line's. (element-type graphene_rect_t) */
void carrel_block_layout_append_rects (
    CarrelBlockLayout *self, guint32 start, guint32 end, double height, GArray *rects);

G_END_DECLS
