/* carrel-print-job.h: an article set on paper: laid out into pages, and a page drawn. No widget, no
 * display, no network. One thread at a time; its fonts are its own.
 *
 * Laying out goes in steps, so that a window stays alive meanwhile. What a page shows is made again
 * when it is drawn: a job of thousands of pages holds where things stand and nothing else. Pictures
 * are given for the page that is drawn: one that isn't is a box with its alternative text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-values.h"
#include "page/carrel-page-style.h"

#include <cairo.h>

G_BEGIN_DECLS

typedef struct {
  double      width, height;            /* of the paper, points */
  double      top, bottom, left, right; /* its margins, points */
  CarrelFace  face;
  const char *family;     /* (nullable): of CARREL_FACE_CHOSEN */
  double      size;       /* of running text, points; 0: CARREL_PRINT_SIZE */
  gboolean    link_notes; /* links get a number, and their addresses stand at the end */
  gboolean    highlights; /* what the person marked is tinted */
} CarrelPrintSettings;

#define CARREL_PRINT_SIZE 10.5
#define CARREL_PRINT_MARGIN 56.7 /* 20 mm */

/* A4, or Letter where the locale writes on it, with everything on. */
void carrel_print_settings_init (CarrelPrintSettings *settings);

typedef enum {
  CARREL_PIECE_HEAD,  /* title and what is known of the article */
  CARREL_PIECE_TEXT,  /* lines [from, to) of a unit */
  CARREL_PIECE_CODE,  /* likewise */
  CARREL_PIECE_TABLE, /* groups of rows [from, to) */
  CARREL_PIECE_PICTURE,
  CARREL_PIECE_EMBED,
  CARREL_PIECE_RULE,
} CarrelPieceKind;

/* Something that stands on a page. */
typedef struct {
  guint8 kind; /* CarrelPieceKind */
  guint8 part; /* 0: the article; then what it lists under See also, and the addresses of links,
                  where there are any */
  guint8  head : 1; /* of a table: its header is repeated above */
  guint32 unit;     /* of the part's plan */
  guint32 block;    /* of the part's document */
  guint32 from, to;
  guint32 table, strip;    /* of a table: which, and which of its columns */
  double  y, height;       /* from the top of the text */
  double  width;           /* of a picture */
  double cut_from, cut_to; /* of a row that is higher than a page: what of it stands here; else 0 */
} CarrelPrintPiece;

typedef struct {
  const char *source; /* lent */
  guint       width;  /* pixels; 0: unknown */
} CarrelPrintPicture;

/* What a page has beyond its looks; a surface that can't hold it ignores it. */
typedef enum {
  CARREL_PRINT_PLAIN = 0,
  CARREL_PRINT_LINKS = 1 << 0, /* addresses can be followed */
  CARREL_PRINT_PLACES =
      1 << 1, /* so can places of the article: only where all pages are drawn, in order */
} CarrelPrintFlags;

typedef struct _CarrelPrintJob CarrelPrintJob;

/* What is printed. */
typedef struct {
  CarrelArticle  *article;
  CarrelDocument *document;
  GPtrArray      *highlights; /* (nullable) (element-type CarrelHighlight) */
  GPtrArray *links; /* (nullable) (element-type CarrelLink): those that the article lists under See
                       also come behind it */
} CarrelPrintSource;

/* Holds what it needs of both. */
CarrelPrintJob *carrel_print_job_new (const CarrelPrintSource   *source,
                                      const CarrelPrintSettings *settings);
void            carrel_print_job_free (CarrelPrintJob *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelPrintJob, carrel_print_job_free)

/* Goes on for about so long; TRUE when all is laid out. */
gboolean carrel_print_job_step (CarrelPrintJob *self, gint64 microseconds);
/* 0 to 1. */
double carrel_print_job_get_progress (CarrelPrintJob *self);

/* ── After the last step ── */

guint carrel_print_job_get_n_pages (CarrelPrintJob *self);
/* (transfer none) (array length=n_pieces) */
const CarrelPrintPiece *
carrel_print_job_get_pieces (CarrelPrintJob *self, guint page, guint *n_pieces);
/* The rectangle of a page in which they stand. */
void carrel_print_job_get_area (
    CarrelPrintJob *self, double *x, double *y, double *width, double *height);

/* What a page shows, each once; (element-type CarrelPrintPicture) (transfer full) */
GArray *carrel_print_job_list_pictures (CarrelPrintJob *self, guint page);
/* In points, from the paper's corner. `pictures` (nullable): source → cairo_surface_t. */
void carrel_print_job_draw (
    CarrelPrintJob *self, guint page, cairo_t *cr, GHashTable *pictures, CarrelPrintFlags flags);
/* Title, author and outline, for a surface that has room for them. `outline`: all pages come. */
void carrel_print_job_describe (CarrelPrintJob *self, cairo_surface_t *surface, gboolean outline);

G_END_DECLS
