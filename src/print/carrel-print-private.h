/* carrel-print-private.h: what the files of src/print share.
 *
 * carrel-print-job.c    what is printed, and what follows from it before anything is laid out
 * carrel-print-flow.c   units → boxes → pages
 * carrel-print-table.c  a table: strips of columns, groups of rows
 * carrel-print-text.c   lines of text on a cairo context
 * carrel-print-draw.c   a page on a cairo context
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "page/carrel-block-layout.h"
#include "page/carrel-page-plan.h"
#include "page/carrel-table-grid.h"
#include "print/carrel-print-job.h"

G_BEGIN_DECLS

/* A document that goes on the pages: the article, what it lists under See also, or the addresses of
 * links. */
typedef struct {
  CarrelDocument    *document; /* (owned) */
  CarrelPageStyle   *style;    /* (owned) */
  CarrelPlan        *plan;     /* (owned) */
  const CarrelBlock *blocks;
  gboolean           notes; /* its links are marked with their numbers */
  guint32 (*bars)[2];       /* (owned): by unit, the quotes that it is in: 1 + the bar's index */
} CarrelPrintPart;

/* A highlight in one block of the article. */
typedef struct {
  guint32 block, start, end;
  guint   colour;
} CarrelPrintMark;

typedef struct {
  guint32 block;
  guint   page;
  double  y;
} CarrelPrintHeading;

/* Where an id of the article is. */
typedef struct {
  guint  page;
  double y;
} CarrelPrintPlace;

/* ── Tables ── */

typedef struct {
  guint    first, last; /* columns */
  gboolean repeats;     /* the table's first column stands before them again */
  double   width;
  double   head; /* what repeating the header takes; -1: not measured */
  GArray  *x,
      *widths; /* (owned) (element-type double): of the repeated column, then of the others */
} CarrelPrintStrip;

typedef struct {
  guint first, last; /* cells */
} CarrelPrintGroup;

typedef struct {
  CarrelTableGrid *grid;   /* (owned) */
  GArray          *groups; /* (owned) (element-type CarrelPrintGroup): rows that belong together */
  guint            n_head; /* groups of headers at the top; 0: none, or too high to be repeated */
  GPtrArray       *strips; /* (owned) (element-type CarrelPrintStrip) */
  double           x;      /* from the column's start */
  double           page;   /* the height of a page */
  double           available, most; /* widths */
  guint            block;
  gboolean         rtl, small; /* in smaller letters */
} CarrelPrintTable;

/* A line or picture in a cell: what may not be cut. */
typedef struct {
  double top, bottom;
} CarrelPrintSolid;

/* `available` is the unit's width, `most` what the page has. It is ready when
 * carrel_print_table_prepare () says so: each call is a step. */
CarrelPrintTable *carrel_print_table_new (
    CarrelPrintJob *job, CarrelPrintPart *part, guint unit, double available, double most);
gboolean
carrel_print_table_prepare (CarrelPrintJob *job, CarrelPrintTable *self, CarrelPrintPart *part);
void carrel_print_table_free (CarrelPrintTable *self);
/* `solids` (nullable) (element-type CarrelPrintSolid) gets what may not be cut, from the group's
 * top. */
double carrel_print_table_measure_group (
    CarrelPrintJob *job, CarrelPrintTable *self, guint strip, guint group, GArray *solids);
double
carrel_print_table_get_head_height (CarrelPrintJob *job, CarrelPrintTable *self, guint strip);

/* ── The job ── */

/* What is to stand on the page, not yet on it. */
typedef struct {
  CarrelPrintPiece piece;
  double           gap, height;
  double           head;      /* higher by so much when it is the first of a page */
  gboolean         breakable; /* a page may end before it */
} CarrelPrintBox;

struct _CarrelPrintJob {
  CarrelArticle      *article; /* (owned) */
  CarrelPrintSettings settings;
  char               *family;  /* (owned) (nullable): of the settings */
  PangoContext       *context; /* (owned): of a font map of the job's own */
  CarrelPrintPart     parts[3];
  guint               n_parts;
  GHashTable         *notes;               /* (owned): address → the mark behind a link to it */
  GArray             *marks;               /* (owned) (element-type CarrelPrintMark): by block */
  double              x, y, width, height; /* of the text on the paper */
  double              margin; /* on each side of the column, within those of the paper */

  GPtrArray  *tables;   /* (owned) (element-type CarrelPrintTable) */
  GArray     *pieces;   /* (owned) (element-type CarrelPrintPiece) */
  GArray     *pages;    /* (owned) (element-type guint): the first piece of each */
  GArray     *headings; /* (owned) (element-type CarrelPrintHeading) */
  GHashTable *places;   /* (owned): id → CarrelPrintPlace */

  /* While it is laid out. */
  GArray  *boxes; /* (owned) (element-type CarrelPrintBox): of the page that is being filled */
  double   used;  /* by them */
  guint    part, unit;
  guint    strip, group; /* of the table that is being laid out */
  gboolean in_table, finished;
};

/* Running text is `scale` × the size of the settings. (transfer full) */
CarrelPageStyle *carrel_print_make_style (CarrelPrintJob *self, double scale);
/* The text of a unit, as wide as it will be. (transfer full) */
CarrelBlockLayout *
carrel_print_make_text (CarrelPrintJob *self, CarrelPrintPart *part, const CarrelUnit *unit);
/* Where it stands in the column, and how wide it is. */
void   carrel_print_get_place (CarrelPrintPart  *part,
                               const CarrelUnit *unit,
                               double           *inset,
                               double           *width);
double carrel_print_get_code_pad (CarrelPrintPart *part, gboolean sideways);
/* A font of the interface, points. (transfer full) */
PangoLayout *carrel_print_make_label (
    CarrelPrintJob *self, CarrelFace face, double size, int weight, const char *text, double width);

typedef struct {
  PangoLayout *site, *title, *byline, *address; /* (owned) (nullable) */
  double       height;
} CarrelPrintHead;
void carrel_print_make_head (CarrelPrintJob *self, CarrelPrintHead *head);
void carrel_print_clear_head (CarrelPrintHead *head);

typedef struct {
  CarrelBlockLayout *text;    /* (owned) (nullable) */
  PangoLayout       *address; /* (owned) */
  double             text_height, picture_width, picture_height, height;
} CarrelPrintCard;
/* An EMBED. */
void carrel_print_make_card (CarrelPrintJob   *self,
                             CarrelPrintPart  *part,
                             const CarrelUnit *unit,
                             CarrelPrintCard  *card);
void carrel_print_clear_card (CarrelPrintCard *card);

/* ── carrel-print-text.c ── */

double carrel_print_layout_height (PangoLayout *layout);
/* The tops of lines, and the bottom of the last. (element-type double) (transfer full) */
GArray *carrel_print_list_lines (PangoLayout *layout);

typedef struct {
  CarrelPrintJob        *job;
  cairo_t               *cr;
  GHashTable            *pictures; /* (nullable) */
  CarrelPrintFlags       flags;
  const CarrelPrintPart *part;
} CarrelPrintDraw;

/* Lines [from, to) with the top of the first at (x, y), all of a block's looks behind and in them.
 */
void carrel_print_draw_text (CarrelPrintDraw         *draw,
                             CarrelBlockLayout       *layout,
                             const CarrelTextMetrics *metrics,
                             guint                    block,
                             double                   x,
                             double                   y,
                             guint                    from,
                             guint                    to);
void carrel_print_draw_label (
    CarrelPrintDraw *draw, PangoLayout *layout, double x, double y, double grey);
/* A picture, or a box with its alternative text. */
void carrel_print_draw_picture (CarrelPrintDraw *draw,
                                const char      *source,
                                const char      *alt,
                                double           x,
                                double           y,
                                double           width,
                                double           height);
/* These places of the page lead to an address, or a place of the article. */
void carrel_print_add_link (CarrelPrintDraw         *draw,
                            const char              *address,
                            const cairo_rectangle_t *rects,
                            guint                    n_rects);

/* ── carrel-print-flow.c ── */

/* Lays out the next unit, or the next rows; TRUE when there is none. */
gboolean carrel_print_flow_next (CarrelPrintJob *self);

/* ── carrel-print-table.c ── */

/* Groups [piece->from, piece->to) with the top at (x, y), under the header where it is repeated. */
void
carrel_print_draw_table (CarrelPrintDraw *draw, const CarrelPrintPiece *piece, double x, double y);
/* Calls `func` for each picture in the cells of a piece. */
void
carrel_print_table_list_pictures (CarrelPrintJob         *job,
                                  const CarrelPrintPiece *piece,
                                  void (*func) (const char *source, double width, gpointer data),
                                  gpointer data);

G_END_DECLS
