/* carrel-block-layout.h: the text of one block, or a piece of it, laid out and drawn. The thread of
 * the style.
 *
 * What is shown isn't letter for letter what the block holds: a note's mark becomes ¹, a quotation
 * gets its marks, a link into the library its ring. Offsets here are always bytes into the
 * *block's* text; the difference stays inside.
 *
 * Of GTK only what draws is used (colours, rectangles, snapshots): there may be no display.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "page/carrel-page-style.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What is drawn behind or around a range of text. */
typedef enum {
  CARREL_PAINT_GROUND, /* behind the letters, as high as they */
  CARREL_PAINT_LINE,   /* behind the whole line: a selection */
  CARREL_PAINT_RING,   /* around: what has the focus */
} CarrelPaintKind;

typedef struct {
  guint32         start, end;
  CarrelPaintKind kind;
  GdkRGBA         colour;
} CarrelPaint;

/* What a piece of code is. */
typedef enum {
  CARREL_TOKEN_COMMENT,
  CARREL_TOKEN_STRING,
  CARREL_TOKEN_KEYWORD,
  CARREL_TOKEN_NAME, /* of a type, a function, a tag */
  CARREL_TOKEN_VALUE,
  CARREL_TOKEN_MARK, /* a preprocessor's line, an attribute, an escaped character */
  CARREL_TOKEN_ADDED,
  CARREL_TOKEN_REMOVED,
} CarrelTokenKind;
#define CARREL_N_TOKEN_KINDS 8

typedef struct {
  guint32 start, end; /* bytes of the block's text */
  guint32 kind;       /* CarrelTokenKind */
} CarrelToken;

/* The page's colours; they come from CSS. */
typedef struct {
  GdkRGBA  link, selection, hit, accent;
  GdkRGBA  marks[4]; /* by CarrelHighlightColour */
  GdkRGBA  code[CARREL_N_TOKEN_KINDS];
  gboolean high_contrast;
} CarrelPageColours;

typedef struct _CarrelBlockLayout CarrelBlockLayout;

/* Bytes [start, end) of the block's text. `library` (nullable): a set of addresses that are in the
 * library; on paper what stands raised behind a link, by its address. `rtl` is the block's
 * direction. The block must live as long. (transfer full) */
CarrelBlockLayout *carrel_block_layout_new (CarrelPageStyle   *style,
                                            CarrelTextStyle    text_style,
                                            const CarrelBlock *block,
                                            guint32            start,
                                            guint32            end,
                                            gboolean           rtl,
                                            GHashTable        *library);
void               carrel_block_layout_free (CarrelBlockLayout *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelBlockLayout, carrel_block_layout_free)

/* -1: lines are as long as they are. */
void carrel_block_layout_set_width (CarrelBlockLayout *self, int width);
void carrel_block_layout_set_alignment (CarrelBlockLayout *self, PangoAlignment alignment);
void carrel_block_layout_get_size (CarrelBlockLayout *self, int *width, int *height);
/* From the top to the first line's baseline, pixels. */
double carrel_block_layout_get_baseline (CarrelBlockLayout *self);

/* Code in colours: (element-type CarrelToken) (nullable), in order and apart from each other; lent,
 * and read when it is drawn. To be told again when it has grown. */
void carrel_block_layout_set_tokens (CarrelBlockLayout *self, GArray *tokens);

/* Is all of it one formula, laid out? */
gboolean carrel_block_layout_is_formula (CarrelBlockLayout *self);
/* The formula that an offset is inside of: it is one thing, seen and selected as a whole. */
gboolean carrel_block_layout_get_formula (CarrelBlockLayout *self,
                                          guint32            offset,
                                          guint32           *start,
                                          guint32           *end);

/* Draws at the snapshot's origin. `paints` lie below the letters, in their order. */
void carrel_block_layout_snapshot (CarrelBlockLayout       *self,
                                   GtkSnapshot             *snapshot,
                                   const GdkRGBA           *colour,
                                   const CarrelPageColours *colours,
                                   const CarrelPaint       *paints,
                                   guint                    n_paints);

/* The offset nearest to a point, between two characters. */
guint32 carrel_block_layout_get_offset (CarrelBlockLayout *self, double x, double y);
/* The link under a point, footnote marks too (nullable); the span is the block's. */
const CarrelSpan *carrel_block_layout_get_link (CarrelBlockLayout *self, double x, double y);
/* The word around an offset. */
void carrel_block_layout_get_word (CarrelBlockLayout *self,
                                   guint32            offset,
                                   guint32           *start,
                                   guint32           *end);
/* The sentence around an offset. */
void carrel_block_layout_get_sentence (CarrelBlockLayout *self,
                                       guint32            offset,
                                       guint32           *start,
                                       guint32           *end);
/* The line around an offset. */
void carrel_block_layout_get_line (CarrelBlockLayout *self,
                                   guint32            offset,
                                   guint32           *start,
                                   guint32           *end);
/* The rectangles of a range, one a line at least. (element-type graphene_rect_t) (transfer full) */
GArray *carrel_block_layout_get_rects (CarrelBlockLayout *self, guint32 start, guint32 end);

/* Pictures in the line. */
guint carrel_block_layout_get_n_images (CarrelBlockLayout *self);
const CarrelSpan *
carrel_block_layout_get_image (CarrelBlockLayout *self, guint index, graphene_rect_t *place);

/* For who draws it otherwise than on a snapshot. The layout stays this object's. */
PangoLayout *carrel_block_layout_get_pango (CarrelBlockLayout *self);
void         carrel_block_layout_set_link_colour (CarrelBlockLayout *self, const GdkRGBA *colour);

/* What the Pango layout doesn't draw (formulas, dots of emphasis), in lines [first_line,
 * first_line + n_lines) of it, in the context's colour; the origin is the layout's. */
void
carrel_block_layout_draw_rest (CarrelBlockLayout *self, cairo_t *cr, int first_line, int n_lines);

/* The spans that are seen, inner after outer, and the bytes of the Pango layout's text that each
 * takes; NULL behind the last. */
const CarrelSpan *
carrel_block_layout_get_run (CarrelBlockLayout *self, guint index, guint *start, guint *end);
/* The bytes of the Pango layout's text that show a range. */
void carrel_block_layout_get_shown (CarrelBlockLayout *self, guint32 *start, guint32 *end);

/* TRUE for the kinds that lead somewhere. */
gboolean carrel_span_is_link (const CarrelSpan *span);

G_END_DECLS
