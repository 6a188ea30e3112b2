/* carrel-print-text.c: lines of text on a cairo context, and what lies behind and in them. One
 * thread at a time.
 *
 * Paper knows no transparency: what the screen tints is a grey or a colour of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "print/carrel-print-private.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

/* By CarrelHighlightColour: those of the light page. */
static const double marks[4][3] = {
  { .992, .941, .69 }, { .824, .949, .839 }, { .835, .91, .992 }, { .984, .863, .918 }
};

/* ── Places ── */

typedef struct {
  PangoLayout *layout;
  guint        from, to; /* lines */
  double       x, y;     /* of the top of the first of them */
} Lines;

/* The rectangles of bytes [start, end) of what is shown, `height` high in the middle of their
 * lines; 0: as high as they. */
static GArray *
list_rects (const Lines *lines, guint start, guint end, double height)
{
  GArray          *rects = g_array_new (FALSE, FALSE, sizeof (cairo_rectangle_t));
  PangoLayoutIter *iter = pango_layout_get_iter (lines->layout);
  double           origin = 0;
  guint            index = 0;

  do {
    PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
    int              from = MAX ((int) start, pango_layout_line_get_start_index (line));
    int              to = MIN ((int) end,
                               pango_layout_line_get_start_index (line) + pango_layout_line_get_length (line));
    int              top, bottom, n, *ranges;

    pango_layout_iter_get_line_yrange (iter, &top, &bottom);
    if (index == lines->from)
      origin = (double) top / PANGO_SCALE;
    if (index++ < lines->from || from >= to)
      continue;
    if (index > lines->to)
      break;
    pango_layout_line_get_x_ranges (line, from, to, &ranges, &n);
    for (int i = 0; i < n; i++) {
      cairo_rectangle_t rect = { lines->x + (double) ranges[2 * i] / PANGO_SCALE,
                                 lines->y + (double) top / PANGO_SCALE - origin,
                                 (double) (ranges[2 * i + 1] - ranges[2 * i]) / PANGO_SCALE,
                                 (double) (bottom - top) / PANGO_SCALE };

      if (height > 0 && height < rect.height) {
        rect.y += (rect.height - height) / 2;
        rect.height = height;
      }
      if (rect.width > 0)
        g_array_append_val (rects, rect);
    }
    g_free (ranges);
  } while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
  return rects;
}

static void
fill (CarrelPrintDraw *draw,
      const Lines     *lines,
      guint            start,
      guint            end,
      double           height,
      const double    *colour)
{
  g_autoptr (GArray) rects = list_rects (lines, start, end, height);

  cairo_set_source_rgb (draw->cr, colour[0], colour[1], colour[2]);
  for (guint i = 0; i < rects->len; i++) {
    const cairo_rectangle_t *rect = &g_array_index (rects, cairo_rectangle_t, i);

    cairo_rectangle (draw->cr, rect->x - .7, rect->y, rect->width + 1.4, rect->height);
    cairo_fill (draw->cr);
  }
}

/* ── Links ── */

/* The place of an id within the article; FALSE: there is none. */
static gboolean
find_place (CarrelPrintJob *self, const char *id, guint *page, double *y)
{
  const CarrelPrintPlace *place = g_hash_table_lookup (self->places, id);

  if (!place)
    return FALSE;
  *page = place->page;
  *y = place->y;
  return TRUE;
}

static char *
make_target (CarrelPrintDraw *draw, const char *address)
{
  char   x[G_ASCII_DTOSTR_BUF_SIZE], y[G_ASCII_DTOSTR_BUF_SIZE];
  double top;
  guint  page;

  if (*address == '#') {
    if (!(draw->flags & CARREL_PRINT_PLACES) || !find_place (draw->job, address + 1, &page, &top))
      return NULL;
    return g_strdup_printf ("page=%u pos=[%s %s]", page + 1,
                            g_ascii_formatd (x, sizeof x, "%.2f", draw->job->x),
                            g_ascii_formatd (y, sizeof y, "%.2f", MAX (draw->job->y + top - 8, 0)));
  } else {
    /* What no address may have is escaped, and with it what would end the attribute. */
    g_autofree char *escaped = g_uri_escape_string (address, "%:/?#[]@!$&()*+,;=", FALSE);

    return g_strdup_printf ("uri='%s'", escaped);
  }
}

void
carrel_print_add_link (CarrelPrintDraw         *draw,
                       const char              *address,
                       const cairo_rectangle_t *rects,
                       guint                    n_rects)
{
  g_autofree char *target = NULL;
  g_autoptr (GString) attributes = NULL;

  if (!(draw->flags & CARREL_PRINT_LINKS) || !address || strlen (address) > 2000 || n_rects == 0)
    return;
  target = make_target (draw, address);
  if (!target)
    return;
  attributes = g_string_new ("rect=[");
  for (guint i = 0; i < n_rects; i++) {
    char         number[G_ASCII_DTOSTR_BUF_SIZE];
    const double numbers[] = { rects[i].x, rects[i].y, rects[i].width, rects[i].height };

    for (guint k = 0; k < 4; k++)
      g_string_append_printf (attributes, "%s ",
                              g_ascii_formatd (number, sizeof number, "%.3f", numbers[k]));
  }
  g_string_append_printf (attributes, "] %s", target);
  cairo_tag_begin (draw->cr, CAIRO_TAG_LINK, attributes->str);
  cairo_tag_end (draw->cr, CAIRO_TAG_LINK);
}

/* ── Text ── */

static void
draw_grounds (CarrelPrintDraw         *draw,
              CarrelBlockLayout       *layout,
              const CarrelTextMetrics *metrics,
              const Lines             *lines)
{
  static const double code[3] = { .935, .935, .94 };
  const CarrelSpan   *span;
  guint               start, end;

  for (guint i = 0; (span = carrel_block_layout_get_run (layout, i, &start, &end)); i++) {
    if (span->kind == CARREL_SPAN_CODE && metrics->face != CARREL_FACE_MONO)
      fill (draw, lines, start, end, metrics->size * 1.3, code);
    else if (span->kind == CARREL_SPAN_MARK)
      fill (draw, lines, start, end, metrics->size * 1.4, marks[0]);
  }
}

static void
draw_marks (CarrelPrintDraw         *draw,
            CarrelBlockLayout       *layout,
            const CarrelTextMetrics *metrics,
            guint                    block,
            const Lines             *lines)
{
  GArray *all = draw->job->marks;
  guint   low = 0, high = all->len;

  if (draw->part != &draw->job->parts[0])
    return;
  while (low < high) {
    guint middle = (low + high) / 2;

    if (g_array_index (all, CarrelPrintMark, middle).block < block)
      low = middle + 1;
    else
      high = middle;
  }
  for (; low < all->len && g_array_index (all, CarrelPrintMark, low).block == block; low++) {
    const CarrelPrintMark *mark = &g_array_index (all, CarrelPrintMark, low);
    guint32                start = mark->start, end = mark->end;

    carrel_block_layout_get_shown (layout, &start, &end);
    fill (draw, lines, start, end, metrics->size * 1.42, marks[MIN (mark->colour, 3)]);
  }
}

static void
draw_lines (CarrelPrintDraw *draw, CarrelBlockLayout *layout, const Lines *lines)
{
  PangoLayoutIter *iter = pango_layout_get_iter (lines->layout);
  double           origin = 0;
  guint            index = 0;

  do {
    PangoRectangle place;
    int            top, bottom;

    pango_layout_iter_get_line_yrange (iter, &top, &bottom);
    if (index == lines->from)
      origin = (double) top / PANGO_SCALE;
    if (index++ < lines->from)
      continue;
    if (index > lines->to)
      break;
    pango_layout_iter_get_line_extents (iter, NULL, &place);
    cairo_move_to (draw->cr, lines->x + (double) place.x / PANGO_SCALE,
                   lines->y + (double) pango_layout_iter_get_baseline (iter) / PANGO_SCALE -
                       origin);
    pango_cairo_show_layout_line (draw->cr, pango_layout_iter_get_line_readonly (iter));
  } while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
  cairo_save (draw->cr);
  cairo_translate (draw->cr, lines->x, lines->y - origin);
  carrel_block_layout_draw_rest (layout, draw->cr, (int) lines->from,
                                 (int) (lines->to - lines->from));
  cairo_restore (draw->cr);
}

/* Pictures in the line, and where links lead. */
static void
draw_spans (CarrelPrintDraw *draw, CarrelBlockLayout *layout, const Lines *lines)
{
  const CarrelSpan *span;
  guint             start, end;

  for (guint i = 0; (span = carrel_block_layout_get_run (layout, i, &start, &end)); i++) {
    g_autoptr (GArray) rects = NULL;

    if (span->kind != CARREL_SPAN_IMAGE &&
        !(carrel_span_is_link (span) && (draw->flags & CARREL_PRINT_LINKS)))
      continue;
    rects = list_rects (lines, start, end, 0);
    if (span->kind == CARREL_SPAN_IMAGE && rects->len > 0) {
      const cairo_rectangle_t *rect = &g_array_index (rects, cairo_rectangle_t, 0);
      double                   height = span->width && span->height
                                            ? MIN (rect->width * span->height / span->width, rect->height)
                                            : MIN (rect->width, rect->height);

      carrel_print_draw_picture (draw, span->value, span->alt, rect->x,
                                 rect->y + (rect->height - height) / 2, rect->width, height);
    } else if (rects->len > 0) {
      carrel_print_add_link (draw, span->value, (const cairo_rectangle_t *) (gpointer) rects->data,
                             rects->len);
    }
  }
}

void
carrel_print_draw_text (CarrelPrintDraw         *draw,
                        CarrelBlockLayout       *layout,
                        const CarrelTextMetrics *metrics,
                        guint                    block,
                        double                   x,
                        double                   y,
                        guint                    from,
                        guint                    to)
{
  Lines lines = { carrel_block_layout_get_pango (layout), from, to, x, y };
  /* What the screen shows through is grey. */
  double grey = metrics->alpha < 1 ? (1 - metrics->alpha) * .9 : 0;

  draw_grounds (draw, layout, metrics, &lines);
  draw_marks (draw, layout, metrics, block, &lines);
  cairo_set_source_rgb (draw->cr, grey, grey, grey);
  draw_lines (draw, layout, &lines);
  draw_spans (draw, layout, &lines);
}

void
carrel_print_draw_label (
    CarrelPrintDraw *draw, PangoLayout *layout, double x, double y, double grey)
{
  cairo_set_source_rgb (draw->cr, grey, grey, grey);
  cairo_move_to (draw->cr, x, y);
  pango_cairo_show_layout (draw->cr, layout);
}
