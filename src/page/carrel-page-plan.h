/* carrel-page-plan.h: the order of things on a page: which pieces it is made of, how high each is
 * and where it stands. Knows no widgets. Main thread.
 *
 * A unit is what is laid out as one: a paragraph, a picture, a stretch of code, some rows of a
 * table. A block with very much text is several units, so that no single layout takes long. Heights
 * are estimates until they are measured; places follow from heights.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "page/carrel-page-style.h"

G_BEGIN_DECLS

typedef enum {
  CARREL_UNIT_TEXT,
  CARREL_UNIT_CODE,
  CARREL_UNIT_MATH, /* a formula; one that is too long to be laid out is text */
  CARREL_UNIT_TABLE,
  CARREL_UNIT_PICTURE,
  CARREL_UNIT_EMBED,
  CARREL_UNIT_RULE, /* also above the notes, then `block` is FOOTNOTES */
} CarrelUnitKind;

typedef enum {
  CARREL_MARKER_NONE,
  CARREL_MARKER_BULLET, /* number: the depth among lists with bullets */
  CARREL_MARKER_NUMBER,
  CARREL_MARKER_NOTE,
} CarrelMarker;

typedef struct {
  guint32  block;      /* index; of a table the TABLE */
  guint32  start, end; /* bytes of its text; of a table the indices of rows' blocks */
  int      gap;        /* between the one above and this */
  int      y, height;  /* from the top of the first unit */
  int      inset;      /* from the column's start */
  gint32   number;     /* for the marker */
  int      shift;      /* of the marker, further out: the item begins with a quote */
  gpointer widget;     /* (nullable): while it is near the screen; the view's */
  guint8   kind;       /* CarrelUnitKind */
  guint8   style;      /* CarrelTextStyle */
  guint8   marker;     /* CarrelMarker */
  guint8   numbering;  /* CarrelNumbering, of a marker that is a number */
  guint8   rtl : 1;
  guint8   first : 1, last : 1; /* of its block's units */
  guint8   measured : 1;
} CarrelUnit;

/* The bar beside a quote. */
typedef struct {
  guint first, last; /* units */
  int   inset;
  guint rtl : 1;
} CarrelBar;

typedef struct _CarrelPlan CarrelPlan;

/* (transfer full) */
CarrelPlan *carrel_plan_new (CarrelDocument *document, CarrelPageStyle *style);
void        carrel_plan_free (CarrelPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelPlan, carrel_plan_free)

guint            carrel_plan_get_n_units (CarrelPlan *self);
CarrelUnit      *carrel_plan_get_unit (CarrelPlan *self, guint index);
const CarrelBar *carrel_plan_get_bars (CarrelPlan *self, guint *n_bars);

/* Another column: what was measured becomes an estimate. */
void carrel_plan_set_width (CarrelPlan *self, int width);
int  carrel_plan_get_width (CarrelPlan *self);
/* The unit's own width in the column. */
int      carrel_plan_get_unit_width (CarrelPlan *self, const CarrelUnit *unit);
void     carrel_plan_set_height (CarrelPlan *self, guint index, int height);
gboolean carrel_plan_is_measured (CarrelPlan *self);

/* Brings `y` of all units up to date; the height of all. */
int carrel_plan_place (CarrelPlan *self);
/* The unit at a height, or the last above it; n_units for an empty plan. After place. */
guint carrel_plan_get_unit_at (CarrelPlan *self, int y);
/* The unit that shows this place of a block, or the first thing after it; n_units when there is
 * none. */
guint carrel_plan_get_unit_of (CarrelPlan *self, guint32 block, guint32 offset);

/* What stands beside it, in the digits of the language (nullable): •, 12., iv., ¹². (transfer full)
 */
char *carrel_unit_dup_marker (const CarrelUnit *unit, const char *language);

/* How a picture of that size stands in a width; 0 × 0: a place for one of unknown size. */
void carrel_plan_fit_picture (CarrelPageStyle *style,
                              guint32          picture_width,
                              guint32          picture_height,
                              int              available,
                              int             *width,
                              int             *height);

G_END_DECLS
