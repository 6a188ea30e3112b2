/* carrel-block-drawing.c: the text of a block on the screen: what lies behind it, its lines, its
 * letters, pictures and formulas. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "page/carrel-block-layout-private.h"

#include <math.h>
#include <string.h>

/* ── Pictures in the line ── */

static const CarrelLayoutRun *
get_image_run (CarrelBlockLayout *self, guint index)
{
  for (guint i = 0; i < self->runs->len; i++) {
    const CarrelLayoutRun *run = &g_array_index (self->runs, CarrelLayoutRun, i);

    if (run->span->kind == CARREL_SPAN_IMAGE && index-- == 0)
      return run;
  }
  return NULL;
}

guint
carrel_block_layout_get_n_images (CarrelBlockLayout *self)
{
  guint n = 0;

  while (get_image_run (self, n))
    n++;
  return n;
}

const CarrelSpan *
carrel_block_layout_get_image (CarrelBlockLayout *self, guint index, graphene_rect_t *place)
{
  const CarrelLayoutRun *run = get_image_run (self, index);
  PangoRectangle         rectangle;
  double                 width, height, line;

  g_return_val_if_fail (run, NULL);
  pango_layout_index_to_pos (self->layout, (int) run->start, &rectangle);
  carrel_block_layout_get_image_size (self, run->span, &width, &height);
  line = (double) rectangle.height / PANGO_SCALE;
  graphene_rect_init (place, (float) MIN (rectangle.x, rectangle.x + rectangle.width) / PANGO_SCALE,
                      (float) ((double) rectangle.y / PANGO_SCALE + (line - height) / 2),
                      (float) width, (float) height);
  return run->span;
}

/* ── Drawing ── */

static void
fill_rects (GtkSnapshot   *snapshot,
            GArray        *rects,
            const GdkRGBA *colour,
            double         radius,
            double         grow,
            gboolean       ring)
{
  for (guint i = 0; i < rects->len; i++) {
    graphene_rect_t rect = g_array_index (rects, graphene_rect_t, i);
    GskRoundedRect  rounded;

    graphene_rect_inset (&rect, (float) -grow, 0);
    gsk_rounded_rect_init_from_rect (&rounded, &rect, (float) radius);
    if (ring) {
      const float   widths[4] = { 2, 2, 2, 2 };
      const GdkRGBA colours[4] = { *colour, *colour, *colour, *colour };

      gtk_snapshot_append_border (snapshot, &rounded, widths, colours);
      continue;
    }
    if (radius > 0)
      gtk_snapshot_push_rounded_clip (snapshot, &rounded);
    gtk_snapshot_append_color (snapshot, colour, &rect);
    if (radius > 0)
      gtk_snapshot_pop (snapshot);
  }
}

static void
draw_ground (CarrelBlockLayout *self,
             GtkSnapshot       *snapshot,
             guint32            start,
             guint32            end,
             const GdkRGBA     *colour,
             CarrelPaintKind    kind,
             double             radius,
             double             grow)
{
  const CarrelTextMetrics *metrics = carrel_page_style_get_metrics (self->style, self->text_style);
  g_autoptr (GArray) rects = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));
  double letters =
      metrics->size *
      (carrel_page_style_get_script (self->style) >= CARREL_SCRIPT_ARABIC ? 1.75 : 1.42);

  carrel_block_layout_append_rects (self, start, end, kind == CARREL_PAINT_LINE ? 0 : letters,
                                    rects);
  fill_rects (snapshot, rects, colour, radius, grow, kind == CARREL_PAINT_RING);
}

/* A link's line, in its tint: Pango's own lines know no transparency. */
static void
draw_underline (CarrelBlockLayout     *self,
                GtkSnapshot           *snapshot,
                const CarrelLayoutRun *run,
                const GdkRGBA         *link)
{
  const CarrelTextMetrics *metrics = carrel_page_style_get_metrics (self->style, self->text_style);
  PangoLayoutIter         *iter = pango_layout_get_iter (self->layout);
  double                   thickness = MAX (1, round (metrics->size / 18));
  GdkRGBA                  tint = *link;

  tint.alpha *= .4f;
  do {
    PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
    int              from = MAX ((int) run->start, pango_layout_line_get_start_index (line));
    int              to = MIN ((int) run->end,
                               pango_layout_line_get_start_index (line) + pango_layout_line_get_length (line));
    double y = (double) pango_layout_iter_get_baseline (iter) / PANGO_SCALE + metrics->size * .2;
    int   *ranges, n_ranges;

    if (from >= to)
      continue;
    pango_layout_line_get_x_ranges (line, from, to, &ranges, &n_ranges);
    for (int i = 0; i < n_ranges; i++) {
      graphene_rect_t rect = GRAPHENE_RECT_INIT (
          (float) ranges[2 * i] / PANGO_SCALE, (float) round (y),
          (float) (ranges[2 * i + 1] - ranges[2 * i]) / PANGO_SCALE, (float) thickness);

      gtk_snapshot_append_color (snapshot, &tint, &rect);
    }
    g_free (ranges);
  } while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

static void
set_code_colours (CarrelBlockLayout *self, const GdkRGBA *code)
{
  if (!self->tokens || memcmp (self->code, code, sizeof (self->code)) == 0)
    return;
  memcpy (self->code, code, sizeof (self->code));
  carrel_block_layout_apply (self, &self->link);
}

void
carrel_block_layout_snapshot (CarrelBlockLayout       *self,
                              GtkSnapshot             *snapshot,
                              const GdkRGBA           *colour,
                              const CarrelPageColours *colours,
                              const CarrelPaint       *paints,
                              guint                    n_paints)
{
  const CarrelTextMetrics *metrics = carrel_page_style_get_metrics (self->style, self->text_style);
  GdkRGBA                  text = *colour, ground = *colour;

  carrel_block_layout_set_link_colour (self, &colours->link);
  set_code_colours (self, colours->code);
  if (!colours->high_contrast)
    text.alpha *= (float) metrics->alpha;
  ground.alpha *= .07f;
  for (guint i = 0; i < self->runs->len; i++) {
    const CarrelLayoutRun *run = &g_array_index (self->runs, CarrelLayoutRun, i);

    if (run->span->kind == CARREL_SPAN_CODE && self->text_style != CARREL_TEXT_CODE)
      draw_ground (self, snapshot, run->start, run->end, &ground, CARREL_PAINT_GROUND, 4, 2);
    else if (run->span->kind == CARREL_SPAN_MARK)
      draw_ground (self, snapshot, run->start, run->end, &colours->marks[0], CARREL_PAINT_GROUND, 2,
                   0);
  }
  for (guint i = 0; i < n_paints; i++)
    draw_ground (self, snapshot, carrel_block_layout_to_shown (self, paints[i].start, FALSE),
                 carrel_block_layout_to_shown (self, paints[i].end, TRUE), &paints[i].colour,
                 paints[i].kind,
                 paints[i].kind == CARREL_PAINT_RING     ? 5
                 : paints[i].kind == CARREL_PAINT_GROUND ? 2
                                                         : 0,
                 paints[i].kind == CARREL_PAINT_RING ? 3 : 0);
  for (guint i = 0; i < self->runs->len; i++) {
    const CarrelLayoutRun *run = &g_array_index (self->runs, CarrelLayoutRun, i);

    if (run->span->kind == CARREL_SPAN_LINK && !run->library)
      draw_underline (self, snapshot, run, &colours->link);
  }
  gtk_snapshot_append_layout (snapshot, self->layout, &text);
  carrel_block_layout_snapshot_rest (self, snapshot, &text);
}
