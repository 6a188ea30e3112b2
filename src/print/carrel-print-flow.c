/* carrel-print-flow.c: units → boxes → pages. One thread at a time.
 *
 * A box is what is never cut: a line, a picture, some rows of a table. Boxes are gathered until
 * they are higher than a page; then the page ends at the last place where it may, and what is
 * behind that begins the next. So a heading goes with what follows it, a caption with its picture,
 * and of a paragraph two lines at least stand on either side. Where no place is allowed the page is
 * simply full: nothing is ever lost.
 *
 * A picture that needs a little more than what is left of the page is made a little smaller.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "print/carrel-print-private.h"

#include <math.h>
#include <string.h>

#define SMALLEST_SHARE .62 /* of its size, to which a picture shrinks to stay on the page */
#define PICTURE_DPI 130    /* of a screen's pixels on paper, up to the column's width */
#define MISSING_HEIGHT 44

/* ── Pages ── */

static CarrelPrintBox *
get_box (CarrelPrintJob *self, guint index)
{
  return &g_array_index (self->boxes, CarrelPrintBox, index);
}

static double
get_box_height (CarrelPrintJob *self, guint index)
{
  const CarrelPrintBox *box = get_box (self, index);

  return box->height + (index == 0 ? box->head : box->gap);
}

static gboolean
goes_on (const CarrelPrintPiece *before, const CarrelPrintPiece *piece)
{
  if (before->part != piece->part || before->unit != piece->unit || before->kind != piece->kind ||
      before->to != piece->from)
    return FALSE;
  if (piece->kind == CARREL_PIECE_TABLE)
    return before->table == piece->table && before->strip == piece->strip && before->cut_to == 0 &&
           piece->cut_to == 0;
  return piece->kind == CARREL_PIECE_TEXT || piece->kind == CARREL_PIECE_CODE;
}

/* The first place of an id counts. Takes it. */
static void
note_place (CarrelPrintJob *self, char *id, const CarrelPrintPiece *piece)
{
  CarrelPrintPlace *place;

  if (g_hash_table_contains (self->places, id)) {
    g_free (id);
    return;
  }
  place = g_new (CarrelPrintPlace, 1);
  *place = (CarrelPrintPlace) { self->pages->len - 1, piece->y };
  g_hash_table_insert (self->places, id, place);
}

/* Where ids are: a heading's own; that of a note stands at its first text; of a note's mark, where
 * it is. */
static void
note_places (CarrelPrintJob *self, const CarrelPrintPiece *piece)
{
  const CarrelBlock *blocks = self->parts[0].blocks, *block = &blocks[piece->block];

  if (piece->part != 0 || piece->kind == CARREL_PIECE_HEAD)
    return;
  if (block->id)
    note_place (self, g_strdup (block->id), piece);
  for (guint i = piece->block; i > 0 && blocks[i].depth > blocks[i - 1].depth; i--)
    if (blocks[i - 1].id)
      note_place (self, g_strdup (blocks[i - 1].id), piece);
  for (guint s = 0; s < block->n_spans; s++)
    if (block->spans[s].kind == CARREL_SPAN_FOOTNOTE_REF && block->spans[s].value &&
        g_str_has_prefix (block->spans[s].value, "#fn-"))
      note_place (self, g_strconcat ("fnref-", block->spans[s].value + strlen ("#fn-"), NULL),
                  piece);
}

static void
note_heading (CarrelPrintJob *self, const CarrelPrintPiece *piece)
{
  CarrelPrintHeading heading = { piece->block, self->pages->len - 1, piece->y };

  if (piece->kind == CARREL_PIECE_TEXT && piece->part == 0 && piece->from == 0 &&
      self->parts[0].blocks[piece->block].type == CARREL_BLOCK_HEADING)
    g_array_append_val (self->headings, heading);
}

/* The first `n` boxes become a page. */
static void
end_page (CarrelPrintJob *self, guint n)
{
  guint  first = self->pieces->len;
  double y = 0;

  for (guint i = 0; i < n; i++) {
    CarrelPrintBox   *box = get_box (self, i);
    CarrelPrintPiece *before =
        self->pieces->len > first
            ? &g_array_index (self->pieces, CarrelPrintPiece, self->pieces->len - 1)
            : NULL;

    y += i > 0 ? box->gap : 0;
    box->piece.y = y;
    box->piece.height = box->height;
    if (i == 0 && box->head > 0) {
      box->piece.head = TRUE;
      box->piece.height += box->head;
    }
    y += box->piece.height;
    if (before && box->gap == 0 && goes_on (before, &box->piece)) {
      before->to = box->piece.to;
      before->height = y - before->y;
    } else {
      note_heading (self, &box->piece);
      note_places (self, &box->piece);
      g_array_append_val (self->pieces, box->piece);
    }
  }
  g_array_append_val (self->pages, self->pieces->len);
  g_array_remove_range (self->boxes, 0, n);
  self->used = 0;
  for (guint i = 0; i < self->boxes->len; i++)
    self->used += get_box_height (self, i);
}

static guint
find_end (CarrelPrintJob *self)
{
  for (guint i = self->boxes->len - 1; i > 0; i--)
    if (get_box (self, i)->breakable)
      return i;
  return MAX (self->boxes->len - 1, 1);
}

static void
add_box (CarrelPrintJob *self, const CarrelPrintBox *box)
{
  g_array_append_vals (self->boxes, box, 1);
  self->used += get_box_height (self, self->boxes->len - 1);
  while (self->used > self->height + .01 && self->boxes->len > 0) {
    if (self->boxes->len == 1 && box->height <= self->height)
      return; /* only its header is too much: it goes without room to spare */
    end_page (self, find_end (self));
  }
}

static double
get_rest (CarrelPrintJob *self, double gap)
{
  return self->height - self->used - (self->boxes->len > 0 ? gap : 0);
}

/* ── What belongs together ── */

static gboolean
ends_with_colon (const CarrelBlock *block)
{
  static const char full[] = "\xef\xbc\x9a";

  if (block->text_len == 0 ||
      (block->type != CARREL_BLOCK_PARAGRAPH && block->type != CARREL_BLOCK_TERM))
    return FALSE;
  return block->text[block->text_len - 1] == ':' ||
         (block->text_len >= 3 && memcmp (block->text + block->text_len - 3, full, 3) == 0);
}

/* A page may not end between a unit and the one before it. */
static gboolean
is_kept (CarrelPrintJob *self, CarrelPrintPart *part, guint index)
{
  const CarrelUnit  *unit = carrel_plan_get_unit (part->plan, index), *above;
  const CarrelBlock *block = &part->blocks[unit->block], *before;

  if (index == 0) /* with the title, or with the heading that the article ends with */
    return part == &self->parts[0] || block->type != CARREL_BLOCK_HEADING;
  above = carrel_plan_get_unit (part->plan, index - 1);
  before = &part->blocks[above->block];
  if (!unit->first)
    return FALSE;
  return before->type == CARREL_BLOCK_HEADING || before->type == CARREL_BLOCK_TERM ||
         ends_with_colon (before) || unit->style == CARREL_TEXT_SOURCE ||
         (block->type == CARREL_BLOCK_CAPTION &&
          above->block + 1 + before->n_descendants == unit->block) ||
         (unit->kind == CARREL_UNIT_TABLE && before->type == CARREL_BLOCK_CAPTION &&
          above->block == unit->block + 1) ||
         (above->kind == CARREL_UNIT_RULE && before->type == CARREL_BLOCK_FOOTNOTES);
}

static CarrelPrintBox
make_box (CarrelPrintJob *self, CarrelPieceKind kind)
{
  CarrelPrintPart  *part = &self->parts[self->part];
  const CarrelUnit *unit = carrel_plan_get_unit (part->plan, self->unit);
  CarrelPrintBox    box = { 0 };

  box.piece.kind = (guint8) kind;
  box.piece.part = (guint8) self->part;
  box.piece.unit = self->unit;
  box.piece.block = unit->block;
  box.gap = self->unit > 0                                           ? unit->gap
            : self->part == 0                                        ? 12
            : part->blocks[unit->block].type == CARREL_BLOCK_HEADING ? 24
                                                                     : 6;
  box.breakable = !is_kept (self, part, self->unit);
  return box;
}

/* ── Lines ── */

GArray *
carrel_print_list_lines (PangoLayout *layout)
{
  GArray          *tops = g_array_new (FALSE, FALSE, sizeof (double));
  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  int              top, bottom;

  do {
    double y;

    pango_layout_iter_get_line_yrange (iter, &top, &bottom);
    y = (double) top / PANGO_SCALE;
    g_array_append_val (tops, y);
    y = (double) bottom / PANGO_SCALE;
    if (pango_layout_iter_at_last_line (iter))
      g_array_append_val (tops, y);
  } while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
  return tops;
}

/* Two lines at least on either side; a heading and a short caption stay whole. */
static gboolean
may_end_before (const CarrelUnit *unit, const CarrelBlock *block, guint line, guint n)
{
  if (block->type == CARREL_BLOCK_HEADING || (block->type == CARREL_BLOCK_CAPTION && n <= 12))
    return FALSE;
  return (line >= 2 || (line == 1 && !unit->first)) && (line + 2 <= n || !unit->last);
}

static void
flow_lines (CarrelPrintJob *self, const CarrelUnit *unit, gboolean code)
{
  CarrelPrintPart *part = &self->parts[self->part];
  g_autoptr (CarrelBlockLayout) layout = carrel_print_make_text (self, part, unit);
  g_autoptr (GArray) tops = carrel_print_list_lines (carrel_block_layout_get_pango (layout));
  double pad = code ? carrel_print_get_code_pad (part, FALSE) : 0;
  guint  n = tops->len - 1;

  for (guint i = 0; i < n; i++) {
    CarrelPrintBox box = make_box (self, code ? CARREL_PIECE_CODE : CARREL_PIECE_TEXT);

    box.piece.from = i;
    box.piece.to = i + 1;
    box.height = g_array_index (tops, double, i + 1) - g_array_index (tops, double, i);
    if (i > 0) {
      box.gap = 0;
      box.breakable = may_end_before (unit, &part->blocks[unit->block], i, n);
    } else if (unit->first) {
      box.height += pad;
    }
    if (i == n - 1 && unit->last)
      box.height += pad;
    add_box (self, &box);
  }
}

/* ── Pictures ── */

/* What stands below a picture and goes with it. */
static double
measure_caption (CarrelPrintJob *self, CarrelPrintPart *part)
{
  const CarrelUnit *unit;
  g_autoptr (CarrelBlockLayout) layout = NULL;

  if (self->unit + 1 >= carrel_plan_get_n_units (part->plan))
    return 0;
  unit = carrel_plan_get_unit (part->plan, self->unit + 1);
  if (part->blocks[unit->block].type != CARREL_BLOCK_CAPTION || unit->kind != CARREL_UNIT_TEXT)
    return 0;
  layout = carrel_print_make_text (self, part, unit);
  return MIN (unit->gap + carrel_print_layout_height (carrel_block_layout_get_pango (layout)),
              self->height * .4);
}

static void
flow_picture (CarrelPrintJob *self, const CarrelUnit *unit)
{
  CarrelPrintPart   *part = &self->parts[self->part];
  const CarrelBlock *block = &part->blocks[unit->block];
  CarrelPrintBox     box = make_box (self, CARREL_PIECE_PICTURE);
  double             caption = measure_caption (self, part), inset, width, ratio, most, rest;

  carrel_print_get_place (part, unit, &inset, &width);
  ratio = block->width && block->height ? (double) block->height / block->width : 2.0 / 3;
  box.piece.width = block->width ? MIN (block->width * 72.0 / PICTURE_DPI, width) : width;
  if (box.piece.width > width * .8)
    box.piece.width = width;
  box.height = box.piece.width * ratio;
  if (!block->source ||
      !g_str_has_prefix (block->source, "blob:")) /* there is only a box to show */
    box.height = MIN (box.height, MISSING_HEIGHT);
  most = MAX (
      ratio > 1.1 ? MIN (self->height - caption, self->height * .72) : self->height - caption, 10);
  rest = get_rest (self, box.gap) - caption;
  if (box.height > most) {
    box.piece.width = MAX (box.piece.width * most / box.height, 4);
    box.height = most;
  }
  if (box.height > rest && rest >= box.height * SMALLEST_SHARE) {
    box.piece.width = MAX (box.piece.width * rest / box.height, 4);
    box.height = rest;
  }
  add_box (self, &box);
}

static void
flow_card (CarrelPrintJob *self, const CarrelUnit *unit)
{
  CarrelPrintBox  box = make_box (self, CARREL_PIECE_EMBED);
  CarrelPrintCard card;

  carrel_print_make_card (self, &self->parts[self->part], unit, &card);
  box.height = card.height;
  carrel_print_clear_card (&card);
  add_box (self, &box);
}

/* ── Tables ── */

static void
begin_table (CarrelPrintJob *self, const CarrelUnit *unit)
{
  CarrelPrintPart *part = &self->parts[self->part];
  double           inset, width;

  carrel_print_get_place (part, unit, &inset, &width);
  g_ptr_array_add (self->tables,
                   carrel_print_table_new (self, part, self->unit, width,
                                           width + (inset == 0 ? 2 * self->margin : 0)));
  self->in_table = TRUE;
  self->strip = self->group = 0;
}

/* Where to cut a row that is higher than a page: as far down as nothing is cut. */
static double
find_cut (GArray *solids, double from, double most)
{
  double   cut = from + most;
  gboolean again = TRUE;

  while (again) {
    again = FALSE;
    for (guint i = 0; i < solids->len; i++) {
      const CarrelPrintSolid *solid = &g_array_index (solids, CarrelPrintSolid, i);

      if (solid->top < cut - .01 && solid->bottom > cut + .01 && solid->top > from + .01) {
        cut = solid->top;
        again = TRUE;
      }
    }
  }
  return cut;
}

static void
flow_group (CarrelPrintJob *self, CarrelPrintTable *table, double head)
{
  g_autoptr (GArray) solids = g_array_new (FALSE, FALSE, sizeof (CarrelPrintSolid));
  CarrelPrintBox box = make_box (self, CARREL_PIECE_TABLE);
  double height = carrel_print_table_measure_group (self, table, self->strip, self->group, NULL),
         most = self->height - head;
  gboolean first = self->group == 0;

  box.piece.table = self->tables->len - 1;
  box.piece.strip = self->strip;
  box.piece.from = self->group;
  box.piece.to = self->group + 1;
  box.head = self->group >= table->n_head ? head : 0;
  if (!first || self->strip > 0) {
    box.gap = first ? 16 : 0;
    /* The header stays with the first row. */
    box.breakable = first || self->group > table->n_head;
  }
  if (height <= most) {
    box.height = height;
    add_box (self, &box);
    return;
  }
  carrel_print_table_measure_group (self, table, self->strip, self->group, solids);
  for (double from = 0; from < height - .01;) {
    double to = height - from <= most ? height : find_cut (solids, from, most);

    box.piece.cut_from = from;
    box.piece.cut_to = to;
    box.height = to - from;
    add_box (self, &box);
    box.gap = 0;
    box.breakable = TRUE;
    from = to;
  }
}

/* One group of rows; the table's other units have nothing more to say. */
static void
flow_table (CarrelPrintJob *self)
{
  CarrelPrintTable *table = self->tables->pdata[self->tables->len - 1];

  if (!carrel_print_table_prepare (self, table, &self->parts[self->part]))
    return;
  if (self->group < table->groups->len) {
    flow_group (self, table, carrel_print_table_get_head_height (self, table, self->strip));
    self->group++;
  }
  if (self->group < table->groups->len)
    return;
  self->group = 0;
  if (++self->strip >= table->strips->len || table->groups->len == 0)
    self->in_table = FALSE;
}

/* ── The flow ── */

static void
flow_head (CarrelPrintJob *self)
{
  CarrelPrintBox  box = { .piece.kind = CARREL_PIECE_HEAD };
  CarrelPrintHead head;

  carrel_print_make_head (self, &head);
  box.height = MIN (head.height, self->height);
  carrel_print_clear_head (&head);
  add_box (self, &box);
}

static void
flow_unit (CarrelPrintJob *self, const CarrelUnit *unit)
{
  switch ((CarrelUnitKind) unit->kind) {
  case CARREL_UNIT_CODE:
    flow_lines (self, unit, TRUE);
    break;
  case CARREL_UNIT_PICTURE:
    flow_picture (self, unit);
    break;
  case CARREL_UNIT_EMBED:
    flow_card (self, unit);
    break;
  case CARREL_UNIT_RULE: {
    CarrelPrintBox box = make_box (self, CARREL_PIECE_RULE);

    box.height = 1;
    add_box (self, &box);
    break;
  }
  case CARREL_UNIT_TABLE:
    if (unit->first)
      begin_table (self, unit);
    break;
  case CARREL_UNIT_MATH:
  case CARREL_UNIT_TEXT:
  default:
    flow_lines (self, unit, FALSE);
    break;
  }
}

gboolean
carrel_print_flow_next (CarrelPrintJob *self)
{
  CarrelPrintPart *part = &self->parts[self->part];

  if (self->part == 0 && self->unit == 0 && !self->in_table && self->boxes->len == 0 &&
      self->pieces->len == 0)
    flow_head (self);
  if (self->in_table) {
    flow_table (self);
    if (!self->in_table)
      self->unit++;
    return FALSE;
  }
  if (self->unit >= carrel_plan_get_n_units (part->plan)) {
    if (self->part + 1 < self->n_parts) {
      self->part++;
      self->unit = 0;
      return FALSE;
    }
    end_page (self, self->boxes->len);
    return TRUE;
  }
  flow_unit (self, carrel_plan_get_unit (part->plan, self->unit));
  if (!self->in_table)
    self->unit++;
  return FALSE;
}
