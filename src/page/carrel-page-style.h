/* carrel-page-style.h: how a page is set: fonts, sizes, line heights and distances, by language and
 * by what the person chose. Immutable, reference-counted; main thread.
 *
 * All lengths are in application pixels, with the person's text size and the system's Large Text
 * already in them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "document/carrel-document.h"

#include <pango/pango.h>

G_BEGIN_DECLS

typedef enum {
  CARREL_FACE_SERIF,
  CARREL_FACE_SANS,
  CARREL_FACE_MONO,
  CARREL_FACE_LEGIBLE, /* made so that letters are not confused; serif where none is installed */
  CARREL_FACE_CHOSEN,  /* a family that the person named */
} CarrelFace;
#define CARREL_N_FACES 5

/* Scripts that are set in a way of their own. */
typedef enum {
  CARREL_SCRIPT_LATIN, /* and all others */
  CARREL_SCRIPT_HANS,
  CARREL_SCRIPT_HANT,
  CARREL_SCRIPT_JAPANESE,
  CARREL_SCRIPT_KOREAN,
  CARREL_SCRIPT_ARABIC,
  CARREL_SCRIPT_URDU,
} CarrelScript;

/* From a BCP 47 tag (nullable). */
CarrelScript carrel_script_from_language (const char *language);
gboolean     carrel_script_is_cjk (CarrelScript script);
/* CJK and Arabic have no slanted letters and no letter-spacing. */
gboolean carrel_script_has_italic (CarrelScript script);

/* What a leaf of text is. */
typedef enum {
  CARREL_TEXT_BODY,
  CARREL_TEXT_H1,
  CARREL_TEXT_H2,
  CARREL_TEXT_H3,
  CARREL_TEXT_H4,
  CARREL_TEXT_QUOTE,
  CARREL_TEXT_SOURCE, /* of a quote */
  CARREL_TEXT_CAPTION,
  CARREL_TEXT_CODE,
  CARREL_TEXT_MATH,
  CARREL_TEXT_CELL,
  CARREL_TEXT_HEAD, /* a table's header cell */
  CARREL_TEXT_NOTE,
  CARREL_TEXT_TERM,
} CarrelTextStyle;
#define CARREL_N_TEXT_STYLES 14

typedef struct {
  CarrelFace face;
  double     size;    /* em, pixels */
  double     line;    /* line height, pixels */
  double     spacing; /* between letters, pixels */
  double     alpha;   /* of the text colour */
  int        weight;
  gboolean   italic;
} CarrelTextMetrics;

/* What a style is made from. */
typedef struct {
  const char *language; /* (nullable): BCP 47 */
  gboolean    rtl;
  CarrelFace  face;
  const char *family;       /* (nullable): of CARREL_FACE_CHOSEN */
  gboolean    justified;    /* lines of running text end at both edges */
  double      text_scale;   /* the person's: 1 is 18 px for Latin */
  double      system_scale; /* Large Text: the system's dots per inch / 96 */
  double      line_scale;   /* the person's: 1 is 1.6 em for Latin */
  gboolean    narrow;       /* a phone */
  const char *ui_family;    /* the interface's font */
  gboolean print; /* on paper: closer lines and blocks, links marked with what is given for them */
} CarrelPageSettings;

typedef struct _CarrelPageStyle CarrelPageStyle;

/* `like` lends its font map, resolution and the way letters are drawn; it is the caller's, of one
 * thread. */
CarrelPageStyle *carrel_page_style_new (const CarrelPageSettings *settings, PangoContext *like);
CarrelPageStyle *carrel_page_style_ref (CarrelPageStyle *self);
void             carrel_page_style_unref (CarrelPageStyle *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelPageStyle, carrel_page_style_unref)

/* With that base direction, and the page's language. */
PangoContext            *carrel_page_style_get_context (CarrelPageStyle *self, gboolean rtl);
const CarrelTextMetrics *carrel_page_style_get_metrics (CarrelPageStyle *self,
                                                        CarrelTextStyle  style);
CarrelScript             carrel_page_style_get_script (CarrelPageStyle *self);
const char              *carrel_page_style_get_language (CarrelPageStyle *self); /* (nullable) */
gboolean                 carrel_page_style_is_rtl (CarrelPageStyle *self);
gboolean                 carrel_page_style_is_narrow (CarrelPageStyle *self);
gboolean                 carrel_page_style_is_print (CarrelPageStyle *self);

/* Running text that ends at both edges. */
gboolean carrel_page_style_is_justified (CarrelPageStyle *self, CarrelTextStyle style);

/* The installed family for CARREL_FACE_LEGIBLE; (nullable): none. Static. */
const char *carrel_page_style_find_legible (PangoFontMap *map);

/* The fonts to try, as Pango takes them. Static or the style's. */
const char *
carrel_page_style_get_families (CarrelPageStyle *self, CarrelFace face, CarrelScript script);

typedef struct _CarrelMathGlyphs CarrelMathGlyphs;
/* For formulas among text of that face. (transfer none) */
CarrelMathGlyphs *carrel_page_style_get_glyphs (CarrelPageStyle *self, CarrelFace face);

/* A distance of the design, in whole pixels of this style. */
int carrel_page_style_px (CarrelPageStyle *self, double pixels);

/* Pixels that `text_len` bytes take in one line, roughly, without laying them out. */
double carrel_page_style_estimate_width (CarrelPageStyle *self,
                                         CarrelTextStyle  style,
                                         const char      *text,
                                         gsize            text_len);

/* The distance between two neighbours: `before` and `after` are children of a block of type
 * `parent`
 * (-1: of the document). */
int carrel_page_style_get_gap (CarrelPageStyle   *self,
                               int                parent,
                               const CarrelBlock *before,
                               const CarrelBlock *after);

G_END_DECLS
