/* carrel-print-draw.c: a page on a cairo context. One thread at a time.
 *
 * On a PDF each piece is tagged as what it is. Cairo has no attribute for alternative text, so that
 * of a picture is what two spaces over it say they stand for: it is found and read aloud, and
 * nothing is seen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "print/carrel-print-private.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#define MAX_ALT 2000  /* bytes */
#define BELOW_TEXT 12 /* points, to the page's number */

static void
begin_tag (CarrelPrintDraw *draw, const char *name)
{
  if (draw->flags & CARREL_PRINT_LINKS)
    cairo_tag_begin (draw->cr, name, "");
}

static void
end_tag (CarrelPrintDraw *draw, const char *name)
{
  if (draw->flags & CARREL_PRINT_LINKS)
    cairo_tag_end (draw->cr, name);
}

static void
draw_line (cairo_t *cr, double x, double y, double width, double thickness, double grey)
{
  cairo_set_source_rgb (cr, grey, grey, grey);
  cairo_set_line_width (cr, thickness);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x + width, y);
  cairo_stroke (cr);
}

/* ── Pictures ── */

static void
speak_alternative (CarrelPrintDraw *draw, const char *alt, double x, double y)
{
  g_autofree char      *text = g_utf8_make_valid (alt, (gssize) strnlen (alt, MAX_ALT));
  PangoContext         *context = carrel_page_style_get_context (draw->job->parts[0].style, FALSE);
  PangoFontDescription *description = pango_font_description_from_string ("sans");
  g_autoptr (PangoFont) font = NULL;
  cairo_glyph_t        glyphs[2], *space = NULL;
  cairo_text_cluster_t cluster = { (int) strlen (text), 2 };
  int                  n = 0;

  pango_font_description_set_absolute_size (description, PANGO_SCALE);
  font = pango_context_load_font (context, description);
  pango_font_description_free (description);
  if (!font || !PANGO_IS_CAIRO_FONT (font))
    return;
  cairo_save (draw->cr);
  cairo_set_scaled_font (draw->cr, pango_cairo_font_get_scaled_font (PANGO_CAIRO_FONT (font)));
  if (cairo_scaled_font_text_to_glyphs (pango_cairo_font_get_scaled_font (PANGO_CAIRO_FONT (font)),
                                        x, y + 1, " ", 1, &space, &n, NULL, NULL,
                                        NULL) == CAIRO_STATUS_SUCCESS &&
      n == 1) {
    glyphs[0] = glyphs[1] = *space;
    glyphs[1].x += 1;
    cairo_set_source_rgb (draw->cr, 0, 0, 0);
    cairo_show_text_glyphs (draw->cr, text, cluster.num_bytes, glyphs, 2, &cluster, 1, 0);
  }
  cairo_glyph_free (space);
  cairo_restore (draw->cr);
}

/* There is none: its alternative text in a box. */
static void
draw_missing (
    CarrelPrintDraw *draw, const char *alt, double x, double y, double width, double height)
{
  cairo_t *cr = draw->cr;

  cairo_rectangle (cr, x + .25, y + .25, MAX (width - .5, .5), MAX (height - .5, .5));
  cairo_set_source_rgb (cr, .965, .965, .965);
  cairo_fill_preserve (cr);
  cairo_set_source_rgb (cr, .75, .75, .75);
  cairo_set_line_width (cr, .5);
  cairo_stroke (cr);
  if (alt && *alt && width > 30 && height > 14) {
    g_autofree char *text = g_utf8_make_valid (alt, (gssize) strnlen (alt, MAX_ALT));
    g_autoptr (PangoLayout) label =
        carrel_print_make_label (draw->job, CARREL_FACE_SANS, 7.5, 400, text, width - 12);
    double high;

    pango_layout_set_alignment (label, PANGO_ALIGN_CENTER);
    pango_layout_set_height (label, (int) (MAX (height - 6, 10) * PANGO_SCALE));
    pango_layout_set_ellipsize (label, PANGO_ELLIPSIZE_END);
    high = carrel_print_layout_height (label);
    carrel_print_draw_label (draw, label, x + 6, y + MAX ((height - high) / 2, 1), .35);
  }
}

void
carrel_print_draw_picture (CarrelPrintDraw *draw,
                           const char      *source,
                           const char      *alt,
                           double           x,
                           double           y,
                           double           width,
                           double           height)
{
  cairo_surface_t *surface =
      source && draw->pictures ? g_hash_table_lookup (draw->pictures, source) : NULL;
  cairo_t *cr = draw->cr;
  double   pixels_x, pixels_y, scale;

  if (width <= 0 || height <= 0)
    return;
  if (!surface) {
    draw_missing (draw, alt, x, y, width, height);
    return;
  }
  pixels_x = cairo_image_surface_get_width (surface);
  pixels_y = cairo_image_surface_get_height (surface);
  /* The file may have another shape than what is known of it: then it stands in the middle. */
  scale = MIN (width / pixels_x, height / pixels_y);
  cairo_save (cr);
  cairo_translate (cr, x + (width - pixels_x * scale) / 2, y + (height - pixels_y * scale) / 2);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_GOOD);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_rectangle (cr, 0, 0, pixels_x, pixels_y);
  cairo_fill (cr);
  cairo_restore (cr);
  if (alt && *alt)
    speak_alternative (draw, alt, x, y);
}

/* ── Pieces ── */

static const char *
get_tag (const CarrelPrintDraw *draw, const CarrelUnit *unit)
{
  static const char *const headings[] = { "H1", "H2", "H3", "H4", "H5", "H6" };
  const CarrelBlock       *block = &draw->part->blocks[unit->block];

  if (block->type == CARREL_BLOCK_HEADING)
    return headings[CLAMP (block->level, 1, 6) - 1];
  if (block->type == CARREL_BLOCK_CAPTION)
    return "Caption";
  if (unit->style == CARREL_TEXT_QUOTE)
    return "BlockQuote";
  return unit->style == CARREL_TEXT_NOTE ? "Note" : "P";
}

static void
draw_head (CarrelPrintDraw *draw)
{
  const CarrelArticleData *data = carrel_article_get (draw->job->article);
  CarrelPrintHead          head;
  double                   x = draw->job->x, y = draw->job->y;

  carrel_print_make_head (draw->job, &head);
  if (head.site) {
    begin_tag (draw, "P");
    carrel_print_draw_label (draw, head.site, x, y, .3);
    end_tag (draw, "P");
    y += carrel_print_layout_height (head.site) + 5;
  }
  begin_tag (draw, "H1");
  carrel_print_draw_label (draw, head.title, x, y, 0);
  end_tag (draw, "H1");
  y += carrel_print_layout_height (head.title);
  if (head.byline) {
    y += 7;
    begin_tag (draw, "P");
    carrel_print_draw_label (draw, head.byline, x, y, .25);
    end_tag (draw, "P");
    y += carrel_print_layout_height (head.byline);
  }
  if (head.address) {
    cairo_rectangle_t rect = { x, y + (head.byline ? 2 : 7), draw->job->width,
                               carrel_print_layout_height (head.address) };

    begin_tag (draw, "P");
    carrel_print_draw_label (draw, head.address, x, rect.y, .4);
    carrel_print_add_link (draw, data->address, &rect, 1);
    end_tag (draw, "P");
    y = rect.y + rect.height;
  }
  draw_line (draw->cr, x, y + 8.5, draw->job->width, .5, .7);
  carrel_print_clear_head (&head);
}

/* The number of an item, or of a note, before its first line, whose baseline it shares. */
static void
draw_marker (CarrelPrintDraw  *draw,
             const CarrelUnit *unit,
             CarrelTextStyle   style,
             double            inset,
             double            baseline)
{
  const CarrelTextMetrics *metrics = carrel_page_style_get_metrics (draw->part->style, style);
  const CarrelArticleData *data = carrel_article_get (draw->job->article);
  g_autofree char         *text = carrel_unit_dup_marker (unit, data->language);
  g_autoptr (PangoLayout) marker =
      carrel_print_make_label (draw->job, metrics->face, metrics->size, 400, text, -1);
  double         gap = carrel_page_style_px (draw->part->style, 10), x;
  PangoRectangle place;

  pango_layout_get_extents (marker, NULL, &place);
  x = inset - unit->shift - gap - (double) place.width / PANGO_SCALE;
  if (unit->rtl)
    x = draw->job->width - x - (double) place.width / PANGO_SCALE;
  carrel_print_draw_label (draw, marker, draw->job->x + x - (double) place.x / PANGO_SCALE,
                           baseline - (double) pango_layout_get_baseline (marker) / PANGO_SCALE, 0);
}

/* That of an item which begins with something else than text. */
static void
draw_marker_of_piece (CarrelPrintDraw *draw, const CarrelPrintPiece *piece)
{
  CarrelPrintPart  *part = &draw->job->parts[piece->part];
  const CarrelUnit *unit = carrel_plan_get_unit (part->plan, piece->unit);
  double            inset, width, y = draw->job->y + piece->y;

  if (unit->marker == CARREL_MARKER_NONE || piece->from > 0 || piece->strip > 0 ||
      piece->cut_from > 0)
    return;
  if (piece->kind == CARREL_PIECE_CODE)
    y += carrel_print_get_code_pad (part, FALSE);
  carrel_print_get_place (part, unit, &inset, &width);
  draw_marker (draw, unit, CARREL_TEXT_BODY, inset,
               y + carrel_page_style_get_metrics (part->style, CARREL_TEXT_BODY)->size);
}

static gboolean
stands_under_narrow_picture (const CarrelPrintPiece *before,
                             const CarrelPrintDraw  *draw,
                             const CarrelUnit       *unit,
                             double                  width)
{
  return before && before->kind == CARREL_PIECE_PICTURE &&
         draw->part->blocks[unit->block].type == CARREL_BLOCK_CAPTION && before->width < width * .8;
}

static void
draw_text_piece (CarrelPrintDraw        *draw,
                 const CarrelPrintPiece *piece,
                 const CarrelPrintPiece *before)
{
  CarrelPrintPart  *part = &draw->job->parts[piece->part];
  const CarrelUnit *unit = carrel_plan_get_unit (part->plan, piece->unit);
  g_autoptr (CarrelBlockLayout) layout = carrel_print_make_text (draw->job, part, unit);
  const char *tag = get_tag (draw, unit);
  double      inset, width;

  carrel_print_get_place (part, unit, &inset, &width);
  if (stands_under_narrow_picture (before, draw, unit, width))
    carrel_block_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  begin_tag (draw, tag);
  if (piece->from == 0 && unit->marker != CARREL_MARKER_NONE)
    draw_marker (draw, unit, (CarrelTextStyle) unit->style, inset,
                 draw->job->y + piece->y + carrel_block_layout_get_baseline (layout));
  carrel_print_draw_text (
      draw, layout, carrel_page_style_get_metrics (part->style, (CarrelTextStyle) unit->style),
      unit->block, draw->job->x + (unit->rtl ? 0 : inset), draw->job->y + piece->y, piece->from,
      piece->to);
  end_tag (draw, tag);
}

/* A line that goes on in the next says so at the next one's beginning. */
static void
draw_wraps (CarrelPrintDraw *draw, PangoLayout *layout, double x, double y, guint from, guint to)
{
  g_autoptr (PangoLayout) mark =
      carrel_print_make_label (draw->job, CARREL_FACE_SANS, 6.5, 400, "↪", -1);
  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  double           origin = 0;
  guint            index = 0;

  do {
    int top, bottom;

    pango_layout_iter_get_line_yrange (iter, &top, &bottom);
    if (index == from)
      origin = (double) top / PANGO_SCALE;
    if (index >= from && index < to &&
        !pango_layout_line_is_paragraph_start (pango_layout_iter_get_line_readonly (iter)))
      carrel_print_draw_label (draw, mark, x,
                               y + (double) pango_layout_iter_get_baseline (iter) / PANGO_SCALE -
                                   origin - (double) pango_layout_get_baseline (mark) / PANGO_SCALE,
                               .5);
    index++;
  } while (index < to && pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

static void
draw_code_piece (CarrelPrintDraw *draw, const CarrelPrintPiece *piece)
{
  CarrelPrintPart  *part = &draw->job->parts[piece->part];
  const CarrelUnit *unit = carrel_plan_get_unit (part->plan, piece->unit);
  g_autoptr (CarrelBlockLayout) layout = carrel_print_make_text (draw->job, part, unit);
  double inset, width, pad = carrel_print_get_code_pad (part, TRUE), x, y = draw->job->y + piece->y;

  carrel_print_get_place (part, unit, &inset, &width);
  x = draw->job->x + inset;
  cairo_set_source_rgb (draw->cr, .957, .957, .96);
  cairo_rectangle (draw->cr, x, y, width, piece->height);
  cairo_fill (draw->cr);
  begin_tag (draw, "Code");
  if (piece->from == 0 && unit->first)
    y += carrel_print_get_code_pad (part, FALSE);
  carrel_print_draw_text (draw, layout,
                          carrel_page_style_get_metrics (part->style, CARREL_TEXT_CODE),
                          unit->block, x + pad, y, piece->from, piece->to);
  draw_wraps (draw, carrel_block_layout_get_pango (layout), x + 2, y, piece->from, piece->to);
  end_tag (draw, "Code");
}

static void
draw_picture_piece (CarrelPrintDraw *draw, const CarrelPrintPiece *piece)
{
  CarrelPrintPart   *part = &draw->job->parts[piece->part];
  const CarrelUnit  *unit = carrel_plan_get_unit (part->plan, piece->unit);
  const CarrelBlock *block = &part->blocks[piece->block];
  double             inset, width;

  carrel_print_get_place (part, unit, &inset, &width);
  begin_tag (draw, "Figure");
  carrel_print_draw_picture (draw, block->source, block->alt,
                             draw->job->x + (unit->rtl ? 0 : inset) + (width - piece->width) / 2,
                             draw->job->y + piece->y, piece->width, piece->height);
  end_tag (draw, "Figure");
}

static void
draw_card_piece (CarrelPrintDraw *draw, const CarrelPrintPiece *piece)
{
  CarrelPrintPart   *part = &draw->job->parts[piece->part];
  const CarrelUnit  *unit = carrel_plan_get_unit (part->plan, piece->unit);
  const CarrelBlock *block = &part->blocks[piece->block];
  cairo_rectangle_t  rect = { 0, draw->job->y + piece->y, 0, piece->height };
  CarrelPrintCard    card;
  double             inset, x, y = rect.y + 9;

  carrel_print_make_card (draw->job, part, unit, &card);
  carrel_print_get_place (part, unit, &inset, &rect.width);
  rect.x = draw->job->x + (unit->rtl ? 0 : inset);
  cairo_rectangle (draw->cr, rect.x + .25, rect.y + .25, rect.width - .5, rect.height - .5);
  cairo_set_source_rgb (draw->cr, .72, .72, .72);
  cairo_set_line_width (draw->cr, .5);
  cairo_stroke (draw->cr);
  begin_tag (draw, "P");
  x = rect.x + 10;
  if (card.picture_width > 0) {
    carrel_print_draw_picture (draw, block->source, block->alt,
                               unit->rtl ? rect.x + rect.width - 10 - card.picture_width : x, y,
                               card.picture_width, card.picture_height);
    x += unit->rtl ? 0 : card.picture_width + 10;
  }
  if (card.text) {
    g_autoptr (GArray) tops = carrel_print_list_lines (carrel_block_layout_get_pango (card.text));
    guint n = 0;

    while (n + 1 < tops->len && g_array_index (tops, double, n + 1) <= card.text_height + .01)
      n++;
    carrel_print_draw_text (draw, card.text,
                            carrel_page_style_get_metrics (part->style, CARREL_TEXT_CAPTION),
                            piece->block, x, y, 0, n);
    y += card.text_height;
  }
  carrel_print_draw_label (draw, card.address, x, y, .4);
  if (block->href)
    carrel_print_add_link (draw, block->href, &rect, 1);
  end_tag (draw, "P");
  carrel_print_clear_card (&card);
}

static void
draw_rule_piece (CarrelPrintDraw *draw, const CarrelPrintPiece *piece)
{
  CarrelPrintPart  *part = &draw->job->parts[piece->part];
  const CarrelUnit *unit = carrel_plan_get_unit (part->plan, piece->unit);
  double            width = draw->job->width, y = draw->job->y + piece->y + .5;

  if (part->blocks[piece->block].type == CARREL_BLOCK_FOOTNOTES)
    draw_line (draw->cr, draw->job->x + (unit->rtl ? width * .75 : 0), y, width * .25, .5, .45);
  else
    draw_line (draw->cr, draw->job->x + width * .36, y, width * .28, .5, .6);
}

/* ── The page ── */

/* The bars beside quotes: each from its first piece on the page to its last. */
static void
draw_bars (CarrelPrintDraw *draw, const CarrelPrintPiece *pieces, guint n)
{
  for (guint slot = 0; slot < 2; slot++)
    for (guint i = 0; i < n;) {
      CarrelPrintPart *part = &draw->job->parts[pieces[i].part];
      guint32 bar = pieces[i].kind == CARREL_PIECE_HEAD ? 0 : part->bars[pieces[i].unit][slot];
      guint   from = i, n_bars;
      const CarrelBar *bars = carrel_plan_get_bars (part->plan, &n_bars);
      double           x, y;

      for (i++; bar != 0 && i < n && pieces[i].part == pieces[from].part &&
                part->bars[pieces[i].unit][slot] == bar;
           i++)
        ;
      if (bar == 0)
        continue;
      x = draw->job->x +
          (bars[bar - 1].rtl ? draw->job->width - bars[bar - 1].inset - 2 : bars[bar - 1].inset);
      y = draw->job->y + pieces[from].y;
      cairo_rectangle (draw->cr, x, y, 1.6,
                       pieces[i - 1].y + pieces[i - 1].height - pieces[from].y);
      cairo_set_source_rgb (draw->cr, .78, .78, .78);
      cairo_fill (draw->cr);
    }
}

static void
draw_edges (CarrelPrintDraw *draw, guint page)
{
  CarrelPrintJob          *job = draw->job;
  const CarrelArticleData *data = carrel_article_get (job->article);
  gboolean                 rtl = carrel_page_style_is_rtl (job->parts[0].style);
  g_autofree char         *number = g_strdup_printf ("%u", page + 1);
  g_autoptr (PangoLayout) foot =
      carrel_print_make_label (job, CARREL_FACE_SANS, 8, 400, number, job->width);
  double top = job->settings.top;

  begin_tag (draw, "Artifact");
  pango_layout_set_alignment (foot, PANGO_ALIGN_CENTER);
  carrel_print_draw_label (draw, foot, job->x, job->y + job->height + BELOW_TEXT, .3);
  if (page > 0) { /* the first has the title itself */
    g_autoptr (PangoLayout) site =
        data->site && *data->site
            ? carrel_print_make_label (job, CARREL_FACE_SANS, 7.5, 400, data->site, job->width * .4)
            : NULL;
    g_autoptr (PangoLayout) title =
        carrel_print_make_label (job, CARREL_FACE_SANS, 7.5, 400, data->title, job->width * .56);

    pango_layout_set_ellipsize (title, PANGO_ELLIPSIZE_END);
    pango_layout_set_single_paragraph_mode (title, TRUE);
    carrel_print_draw_label (draw, title, job->x + (rtl ? job->width * .44 : 0), top - 2, .4);
    if (site) {
      pango_layout_set_ellipsize (site, PANGO_ELLIPSIZE_END);
      pango_layout_set_single_paragraph_mode (site, TRUE);
      pango_layout_set_alignment (site, rtl ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT);
      carrel_print_draw_label (draw, site, job->x + (rtl ? 0 : job->width * .6), top - 2, .4);
    }
    draw_line (draw->cr, job->x, top + 10, job->width, .4, .75);
  }
  end_tag (draw, "Artifact");
}

void
carrel_print_job_draw (
    CarrelPrintJob *self, guint page, cairo_t *cr, GHashTable *pictures, CarrelPrintFlags flags)
{
  CarrelPrintDraw         draw = { self, cr, pictures, flags, &self->parts[0] };
  guint                   n;
  const CarrelPrintPiece *pieces = carrel_print_job_get_pieces (self, page, &n);

  /* One element holds all pages, without which no reader takes the file for a tagged one. */
  if ((flags & CARREL_PRINT_PLACES) && page == 0)
    cairo_tag_begin (cr, "Document", "");
  cairo_save (cr);
  draw_edges (&draw, page);
  draw_bars (&draw, pieces, n);
  for (guint i = 0; i < n; i++) {
    const CarrelPrintPiece *piece = &pieces[i];

    draw.part = &self->parts[piece->part];
    if (piece->kind != CARREL_PIECE_TEXT && piece->kind != CARREL_PIECE_HEAD)
      draw_marker_of_piece (&draw, piece);
    switch ((CarrelPieceKind) piece->kind) {
    case CARREL_PIECE_HEAD:
      draw_head (&draw);
      break;
    case CARREL_PIECE_CODE:
      draw_code_piece (&draw, piece);
      break;
    case CARREL_PIECE_TABLE:
      carrel_print_draw_table (&draw, piece, self->x, self->y + piece->y);
      break;
    case CARREL_PIECE_PICTURE:
      draw_picture_piece (&draw, piece);
      break;
    case CARREL_PIECE_EMBED:
      draw_card_piece (&draw, piece);
      break;
    case CARREL_PIECE_RULE:
      draw_rule_piece (&draw, piece);
      break;
    case CARREL_PIECE_TEXT:
    default:
      draw_text_piece (&draw, piece, i > 0 ? &pieces[i - 1] : NULL);
      break;
    }
  }
  cairo_restore (cr);
  if ((flags & CARREL_PRINT_PLACES) && page + 1 == carrel_print_job_get_n_pages (self))
    cairo_tag_end (cr, "Document");
}
