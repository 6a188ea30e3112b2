/* carrel-document-view-place.c: how far into a block a line is, whatever its lines are. Main
 * thread.
 *
 * A share of a text is one of its bytes, not of its height: a paragraph set narrower has other
 * lines, but the same words. Between the top of a line and its foot the share goes on evenly from
 * the line's first byte to its last, so that each height has its share and each share its height.
 * What doesn't break its lines by the width (code, tables, pictures) goes by height.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-document-view-private.h"

#include <math.h>

typedef struct {
  guint32 start, end;
  double  y, height;
} Line;

static CarrelBlockText *
get_text (const CarrelUnit *unit)
{
  return unit->kind == CARREL_UNIT_TEXT && unit->widget && unit->end > unit->start
             ? CARREL_BLOCK_TEXT (unit->widget)
             : NULL;
}

static void
get_line (CarrelBlockLayout *layout, guint32 offset, Line *line)
{
  g_autoptr (GArray) rects = NULL;
  const graphene_rect_t *rect;

  carrel_block_layout_get_line (layout, offset, &line->start, &line->end);
  rects = carrel_block_layout_get_rects (layout, line->start, line->start);
  rect = &g_array_index (rects, graphene_rect_t, 0);
  line->y = rect->origin.y;
  line->height = MAX (rect->size.height, 1);
}

/* Lines have space between them, which belongs to the one above. */
static void
add_space_below (CarrelBlockText *text, Line *line)
{
  Line next;
  int  height;

  carrel_block_layout_get_size (carrel_block_text_get_layout (text), NULL, &height);
  if (line->end >= carrel_block_text_get_end (text)) {
    line->height = MAX (height - line->y, 1);
    return;
  }
  get_line (carrel_block_text_get_layout (text), line->end, &next);
  if (next.y > line->y)
    line->height = next.y - line->y;
}

double
carrel_document_view_get_share (CarrelDocumentView *self, const CarrelUnit *unit, int offset)
{
  CarrelBlockText   *text = get_text (unit);
  CarrelBlockLayout *layout;
  double             length = unit->end - unit->start;
  int                width;
  Line               line;

  if (unit->height <= 0)
    return 0;
  if (!text || offset <= 0 || offset >= unit->height)
    return CLAMP ((double) offset / unit->height, 0, 1);
  layout = carrel_block_text_get_layout (text);
  carrel_block_layout_get_size (layout, &width, NULL);
  /* In the middle of a line, where no end of one is meant, in either direction. */
  get_line (layout, carrel_block_layout_get_offset (layout, width / 2.0, offset), &line);
  add_space_below (text, &line);
  return CLAMP ((line.start - unit->start +
                 (line.end - line.start) * CLAMP ((offset - line.y) / line.height, 0, 1)) /
                    length,
                0, 1);
}

int
carrel_document_view_get_offset_of_share (CarrelDocumentView *self,
                                          const CarrelUnit   *unit,
                                          double              share)
{
  CarrelBlockText *text = get_text (unit);
  double           byte;
  Line             line;

  if (!text || share <= 0 || share >= 1)
    return (int) round (CLAMP (share, 0, 1) * unit->height);
  byte = unit->start + share * (unit->end - unit->start);
  get_line (carrel_block_text_get_layout (text), (guint32) byte, &line);
  add_space_below (text, &line);
  return (int) round (
      line.y + line.height * (line.end > line.start
                                  ? CLAMP ((byte - line.start) / (line.end - line.start), 0, 1)
                                  : 0));
}
