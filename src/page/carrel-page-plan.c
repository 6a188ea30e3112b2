/* carrel-page-plan.c: the order of things on a page. Main thread.
 *
 * Made in one walk over the blocks, without laying out anything: a page of a book takes a
 * millisecond. The walk keeps the stack of containers that are open; the distance between two
 * neighbours is that of the outermost containers that part them, as in any typesetter.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "page/carrel-page-plan.h"

#include <math.h>
#include <string.h>

#define MAX_PIECE 8192 /* bytes of text in a unit: a few milliseconds of layout */
#define MAX_WORD 2048  /* letters in a row: to break a word costs its length squared */
#define MAX_CELLS 240  /* cells of a table in a unit */
#define MAX_INSET_SHARE .4

struct _CarrelPlan {
  CarrelDocument    *document; /* (owned) */
  CarrelPageStyle   *style;    /* (owned) */
  const CarrelBlock *blocks;
  guint              n_blocks;
  GArray            *units; /* (owned) (element-type CarrelUnit) */
  GArray            *bars;  /* (owned) (element-type CarrelBar) */
  int                width;
  guint              dirty; /* units from here on have old places */
  guint              n_measured;
  int                height;
};

/* A container that is open while walking. */
typedef struct {
  guint    block;
  int      inset;
  int      bar; /* index of a quote's bar; -1 */
  guint8   lists, bullets, quotes;
  gboolean note, rtl;
} Open;

typedef struct {
  CarrelPlan *plan;
  GArray     *open;  /* (owned) (element-type Open) */
  GArray *last_path; /* (owned) (element-type guint): the ancestors of the last unit's block, and
                        itself */
  guint8 marker;     /* waits for the item's first text */
  guint8 numbering;
  gint32 number;
  int    marker_inset;
} Walk;

/* ── Units ── */

static gboolean
is_container (CarrelBlockType type)
{
  switch (type) {
  case CARREL_BLOCK_QUOTE:
  case CARREL_BLOCK_LIST:
  case CARREL_BLOCK_LIST_ITEM:
  case CARREL_BLOCK_FIGURE:
  case CARREL_BLOCK_DEFINITIONS:
  case CARREL_BLOCK_DEFINITION:
  case CARREL_BLOCK_FOOTNOTES:
  case CARREL_BLOCK_FOOTNOTE:
  case CARREL_BLOCK_ROW:
  case CARREL_BLOCK_CELL:
    return TRUE;
  default:
    return FALSE;
  }
}

/* The distance to the unit before, from where the two paths part. */
static int
get_gap (Walk *walk, guint block)
{
  const CarrelBlock *blocks = walk->plan->blocks;
  int                parent = -1;

  if (walk->last_path->len == 0)
    return 0;
  for (guint i = 0; i < walk->last_path->len; i++) {
    guint before = g_array_index (walk->last_path, guint, i);
    guint after = i < walk->open->len ? g_array_index (walk->open, Open, i).block : block;

    if (before != after)
      return carrel_page_style_get_gap (walk->plan->style, parent, &blocks[before], &blocks[after]);
    parent = blocks[before].type;
  }
  return carrel_page_style_px (walk->plan->style, 14);
}

static void
remember_path (Walk *walk, guint block)
{
  g_array_set_size (walk->last_path, 0);
  for (guint i = 0; i < walk->open->len; i++)
    g_array_append_val (walk->last_path, g_array_index (walk->open, Open, i).block);
  g_array_append_val (walk->last_path, block);
}

static const Open *
get_top (Walk *walk)
{
  return walk->open->len ? &g_array_index (walk->open, Open, walk->open->len - 1) : NULL;
}

static CarrelUnit *
add_unit (Walk *walk, guint block, CarrelUnitKind kind)
{
  const Open *top = get_top (walk);
  CarrelUnit  unit = { .block = block, .kind = (guint8) kind, .first = TRUE, .last = TRUE };
  CarrelDir   dir = walk->plan->blocks[block].dir;
  guint       index = walk->plan->units->len;

  unit.gap = get_gap (walk, block);
  unit.inset = top ? top->inset : 0;
  unit.rtl = dir == CARREL_DIR_AUTO
                 ? (top ? top->rtl : carrel_page_style_is_rtl (walk->plan->style))
                 : dir == CARREL_DIR_RTL;
  if (walk->marker != CARREL_MARKER_NONE) {
    unit.marker = walk->marker;
    unit.number = walk->number;
    unit.numbering = walk->numbering;
    unit.shift = unit.inset - walk->marker_inset;
  }
  walk->marker = CARREL_MARKER_NONE;
  remember_path (walk, block);
  g_array_append_val (walk->plan->units, unit);
  for (guint i = 0; i < walk->open->len; i++) {
    int bar = g_array_index (walk->open, Open, i).bar;

    if (bar >= 0) {
      CarrelBar *one = &g_array_index (walk->plan->bars, CarrelBar, bar);

      one->first = MIN (one->first, index);
      one->last = index;
    }
  }
  return &g_array_index (walk->plan->units, CarrelUnit, index);
}

/* ── Text ── */

/* The words under a quote that say whose it is. */
static gboolean
is_source (Walk *walk, guint index)
{
  const CarrelBlock *block = &walk->plan->blocks[index];
  const Open        *top = get_top (walk);
  const CarrelBlock *quote = &walk->plan->blocks[top->block];

  return quote->type == CARREL_BLOCK_QUOTE && index == top->block + quote->n_descendants &&
         index > top->block + 1 && block->text_len < 200 &&
         (g_str_has_prefix (block->text, "—") || g_str_has_prefix (block->text, "–") ||
          g_str_has_prefix (block->text, "―") || g_str_has_prefix (block->text, "--"));
}

static CarrelTextStyle
get_style (Walk *walk, guint index)
{
  const CarrelBlock *block = &walk->plan->blocks[index];
  const Open        *top = get_top (walk);

  switch (block->type) {
  case CARREL_BLOCK_HEADING:
    return block->level <= 1   ? CARREL_TEXT_H1
           : block->level == 2 ? CARREL_TEXT_H2
           : block->level == 3 ? CARREL_TEXT_H3
                               : CARREL_TEXT_H4;
  case CARREL_BLOCK_CODE:
    return CARREL_TEXT_CODE;
  case CARREL_BLOCK_MATH:
    return CARREL_TEXT_MATH;
  case CARREL_BLOCK_CAPTION:
  case CARREL_BLOCK_EMBED:
    return CARREL_TEXT_CAPTION;
  case CARREL_BLOCK_TERM:
    return CARREL_TEXT_TERM;
  default:
    if (top && top->note)
      return CARREL_TEXT_NOTE;
    if (top && top->quotes > 0)
      return is_source (walk, index) ? CARREL_TEXT_SOURCE : CARREL_TEXT_QUOTE;
    return CARREL_TEXT_BODY;
  }
}

/* Where a piece that begins at `start` ends: at a line's end in code, else at a space or after a
 * full stop of Chinese or Japanese; in the middle of what is no word. */
static guint32
find_end (const CarrelBlock *block, guint32 start)
{
  gboolean code = block->type == CARREL_BLOCK_CODE;
  guint32  limit = MIN (block->text_len - start, MAX_PIECE) + start, run = 0;

  for (guint32 i = start; i < limit; i++) {
    run = (guchar) block->text[i] <= ' ' || (guchar) block->text[i] >= 0x80 ? 0 : run + 1;
    if (run > MAX_WORD)
      return i;
  }
  if (limit == block->text_len)
    return limit;
  for (guint32 end = limit; end > start + MAX_PIECE / 2; end--) {
    const char *p = block->text + end;

    if (p[-1] == '\n' || (!code && (p[-1] == ' ' || memcmp (p - 3, "。", 3) == 0)))
      return end;
  }
  while (((guchar) block->text[limit] & 0xc0) == 0x80)
    limit--;
  return limit;
}

static void
add_text (Walk *walk, guint index, CarrelUnitKind kind)
{
  const CarrelBlock *block = &walk->plan->blocks[index];
  CarrelTextStyle    style = get_style (walk, index);
  guint32            start = 0;

  do {
    guint32     end = kind == CARREL_UNIT_MATH ? block->text_len : find_end (block, start);
    CarrelUnit *unit = add_unit (walk, index, kind);

    unit->start = start;
    unit->end = end;
    unit->style = (guint8) style;
    unit->first = start == 0;
    unit->last = end == block->text_len;
    if (!unit->first)
      unit->gap = 0;
    if (kind == CARREL_UNIT_CODE || kind == CARREL_UNIT_MATH)
      unit->rtl = FALSE;
    start = end;
  } while (start < block->text_len);
}

/* ── Tables ── */

static void
add_table (Walk *walk, guint index)
{
  const CarrelBlock *blocks = walk->plan->blocks;
  guint              end = index + 1 + blocks[index].n_descendants, row = index + 1, from;
  gboolean           first = TRUE;

  if (row < end && blocks[row].type == CARREL_BLOCK_CAPTION) {
    Open table = { .block = index,
                   .bar = -1,
                   .inset = get_top (walk) ? get_top (walk)->inset : 0,
                   .rtl = carrel_page_style_is_rtl (walk->plan->style) };

    g_array_append_val (walk->open, table);
    add_text (walk, row, CARREL_UNIT_TEXT);
    g_array_set_size (walk->open, walk->open->len - 1);
    row += 1 + blocks[row].n_descendants;
  }
  from = row;
  while (from < end) {
    guint       n = 0;
    CarrelUnit *unit;

    for (row = from; row < end && (n < MAX_CELLS || row == from);
         row += 1 + blocks[row].n_descendants)
      n += blocks[row].n_descendants;
    unit = add_unit (walk, index, CARREL_UNIT_TABLE);
    if (first && walk->plan->units->len > 1 && (unit - 1)->block == index + 1)
      unit->gap = carrel_page_style_px (walk->plan->style, 9); /* under its caption */
    unit->start = from;
    unit->end = row;
    unit->style = CARREL_TEXT_CELL;
    unit->first = first;
    unit->last = row >= end;
    if (!first)
      unit->gap = 0;
    first = FALSE;
    from = row;
  }
}

/* ── The walk ── */

/* The room that the longest number of a list needs, in digits. */
static int
count_digits (const CarrelBlock *list)
{
  gsize most = 1;

  if (!list->ordered)
    return 1;
  for (guint i = 1; i <= list->n_descendants; i += 1 + list[i].n_descendants) {
    g_autofree char *number =
        carrel_numbering_format ((CarrelNumbering) list->numbering, list[i].number);

    most = MAX (most, strlen (number));
  }
  return (int) most;
}

static void
open_container (Walk *walk, guint index)
{
  CarrelPageStyle   *style = walk->plan->style;
  const CarrelBlock *block = &walk->plan->blocks[index];
  const Open        *top = get_top (walk);
  Open               one = { .block = index, .bar = -1, .rtl = carrel_page_style_is_rtl (style) };
  gboolean           narrow = carrel_page_style_is_narrow (style);

  if (top) {
    one = *top;
    one.block = index;
    one.bar = -1;
  }
  if (block->dir != CARREL_DIR_AUTO)
    one.rtl = block->dir == CARREL_DIR_RTL;
  switch (block->type) {
  case CARREL_BLOCK_QUOTE:
    if (one.quotes < 2) {
      CarrelBar bar = { G_MAXUINT, 0, one.inset, one.rtl };

      one.bar = (int) walk->plan->bars->len;
      g_array_append_val (walk->plan->bars, bar);
      one.inset += carrel_page_style_px (style, narrow ? 19 : 24);
    }
    one.quotes = (guint8) MIN (one.quotes + 1, 200);
    break;
  case CARREL_BLOCK_LIST:
    one.lists = (guint8) MIN (one.lists + 1, 200);
    one.bullets = (guint8) MIN (one.bullets + !block->ordered, 200);
    if (one.lists <= 5) {
      int digits = count_digits (block); /* one of three needs more room */

      one.inset += carrel_page_style_px (style, (narrow ? 18 : 26) + 10 * MAX (digits - 2, 0) +
                                                    (narrow ? 10 : 12));
    }
    break;
  case CARREL_BLOCK_LIST_ITEM: {
    const CarrelBlock *list = top ? &walk->plan->blocks[top->block] : NULL;

    if (list && list->type == CARREL_BLOCK_LIST) {
      walk->marker = block->ordered ? CARREL_MARKER_NUMBER : CARREL_MARKER_BULLET;
      walk->number = block->ordered ? block->number : top->bullets;
      walk->numbering = block->numbering;
      walk->marker_inset = one.inset;
    }
    break;
  }
  case CARREL_BLOCK_DEFINITION:
    one.inset += carrel_page_style_px (style, 24);
    break;
  case CARREL_BLOCK_FOOTNOTES: {
    CarrelUnit *rule = add_unit (walk, index, CARREL_UNIT_RULE);

    if (walk->plan->units->len == 1)
      rule->gap = 0;
    one.note = TRUE;
    one.inset += carrel_page_style_px (style, 24);
    break;
  }
  case CARREL_BLOCK_FOOTNOTE:
    walk->marker = CARREL_MARKER_NOTE;
    walk->number = block->number;
    walk->marker_inset = one.inset;
    break;
  default:
    break;
  }
  g_array_append_val (walk->open, one);
}

static void
walk_blocks (CarrelPlan *self)
{
  Walk walk = { .plan = self };

  walk.open = g_array_new (FALSE, FALSE, sizeof (Open));
  walk.last_path = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < self->n_blocks; i++) {
    const CarrelBlock *block = &self->blocks[i];

    while (walk.open->len > 0) {
      const Open *top = get_top (&walk);

      if (i <= top->block + self->blocks[top->block].n_descendants)
        break;
      g_array_set_size (walk.open, walk.open->len - 1);
    }
    switch (block->type) {
    case CARREL_BLOCK_TABLE:
      add_table (&walk, i);
      i += block->n_descendants;
      break;
    case CARREL_BLOCK_CODE:
      add_text (&walk, i, CARREL_UNIT_CODE);
      break;
    case CARREL_BLOCK_MATH:
      add_text (&walk, i, block->text_len <= MAX_PIECE ? CARREL_UNIT_MATH : CARREL_UNIT_TEXT);
      break;
    case CARREL_BLOCK_IMAGE:
      add_unit (&walk, i, CARREL_UNIT_PICTURE);
      break;
    case CARREL_BLOCK_EMBED:
      add_unit (&walk, i, CARREL_UNIT_EMBED)->style = CARREL_TEXT_CAPTION;
      break;
    case CARREL_BLOCK_RULE:
      add_unit (&walk, i, CARREL_UNIT_RULE);
      break;
    default:
      if (is_container (block->type))
        open_container (&walk, i);
      else
        add_text (&walk, i, CARREL_UNIT_TEXT);
      break;
    }
  }
  g_array_unref (walk.open);
  g_array_unref (walk.last_path);
}

/* ── Heights ── */

void
carrel_plan_fit_picture (CarrelPageStyle *style,
                         guint32          picture_width,
                         guint32          picture_height,
                         int              available,
                         int             *width,
                         int             *height)
{
  double ratio;

  if (picture_width == 0 || picture_height == 0) {
    *width = available;
    *height = available * 2 / 3;
    return;
  }
  ratio = (double) picture_height / picture_width;
  *width = carrel_page_style_px (style, MIN (picture_width, 20000));
  if (*width > available * .6)
    *width = available;
  /* A portrait shall be seen whole; what is much taller is to be read on the way down. */
  if (ratio > 1.15 && ratio <= 2.5)
    *width = MIN (*width, (int) (available * 1.15 / ratio));
  *width = MAX (*width, 1);
  *height = (int) CLAMP (round (*width * ratio), 1, 100000);
}

static guint
count_lines (const CarrelBlock *block, guint32 start, guint32 end)
{
  guint n = 1;

  for (const char *p = block->text + start;
       p < block->text + end && (p = memchr (p, '\n', (gsize) (block->text + end - p))); p++)
    n += p + 1 < block->text + end;
  return n;
}

static int
estimate_height (CarrelPlan *self, const CarrelUnit *unit)
{
  const CarrelBlock       *block = &self->blocks[unit->block];
  const CarrelTextMetrics *metrics =
      carrel_page_style_get_metrics (self->style, (CarrelTextStyle) unit->style);
  int available = carrel_plan_get_unit_width (self, unit), width, height;

  switch ((CarrelUnitKind) unit->kind) {
  case CARREL_UNIT_CODE:
    return (int) (count_lines (block, unit->start, unit->end) * metrics->line) +
           carrel_page_style_px (self->style, 14) * (unit->first + unit->last);
  case CARREL_UNIT_MATH:
    return (int) (2.5 * carrel_page_style_get_metrics (self->style, CARREL_TEXT_BODY)->size);
  case CARREL_UNIT_PICTURE:
    carrel_plan_fit_picture (self->style, block->width, block->height, available, &width, &height);
    return height;
  case CARREL_UNIT_EMBED:
    return carrel_page_style_px (self->style, 80);
  case CARREL_UNIT_RULE:
    return 1;
  case CARREL_UNIT_TABLE: {
    guint rows = 0;

    for (guint i = unit->start; i < unit->end; i += 1 + self->blocks[i].n_descendants)
      rows++;
    return (int) (rows * (metrics->line + carrel_page_style_px (self->style, 19)));
  }
  case CARREL_UNIT_TEXT:
  default: {
    double em =
        carrel_page_style_estimate_width (self->style, (CarrelTextStyle) unit->style,
                                          block->text + unit->start, unit->end - unit->start);

    return (int) ((floor (em / MAX (available, 40)) + 1) * metrics->line);
  }
  }
}

void
carrel_plan_set_width (CarrelPlan *self, int width)
{
  if (self->width == width)
    return;
  self->width = width;
  self->n_measured = 0;
  self->dirty = 0;
  for (guint i = 0; i < self->units->len; i++) {
    CarrelUnit *unit = carrel_plan_get_unit (self, i);

    unit->measured = FALSE;
    unit->height = estimate_height (self, unit);
  }
}

int
carrel_plan_get_width (CarrelPlan *self)
{
  return self->width;
}

int
carrel_plan_get_unit_width (CarrelPlan *self, const CarrelUnit *unit)
{
  /* Lists in quotes in lists: at some depth nothing moves in any more. */
  int inset = MIN (unit->inset, (int) (self->width * MAX_INSET_SHARE));

  return MAX (self->width - inset, 1);
}

void
carrel_plan_set_height (CarrelPlan *self, guint index, int height)
{
  CarrelUnit *unit = carrel_plan_get_unit (self, index);

  if (!unit->measured)
    self->n_measured++;
  unit->measured = TRUE;
  if (unit->height != height) {
    unit->height = height;
    self->dirty = MIN (self->dirty, index);
  }
}

gboolean
carrel_plan_is_measured (CarrelPlan *self)
{
  return self->n_measured == self->units->len;
}

int
carrel_plan_place (CarrelPlan *self)
{
  gint64 y = 0;

  if (self->dirty >= self->units->len)
    return self->height;
  if (self->dirty > 0) {
    const CarrelUnit *before = carrel_plan_get_unit (self, self->dirty - 1);

    y = (gint64) before->y + before->height;
  }
  for (guint i = self->dirty; i < self->units->len; i++) {
    CarrelUnit *unit = carrel_plan_get_unit (self, i);

    y += unit->gap;
    unit->y = (int) MIN (y, G_MAXINT / 2);
    y += unit->height;
  }
  self->dirty = self->units->len;
  self->height = (int) MIN (y, G_MAXINT / 2);
  return self->height;
}

/* ── Finding ── */

guint
carrel_plan_get_unit_at (CarrelPlan *self, int y)
{
  guint low = 0, high = self->units->len;

  if (high == 0)
    return 0;
  /* The last that begins at or above y. */
  while (high - low > 1) {
    guint middle = (low + high) / 2;

    if (carrel_plan_get_unit (self, middle)->y <= y)
      low = middle;
    else
      high = middle;
  }
  return low;
}

guint
carrel_plan_get_unit_of (CarrelPlan *self, guint32 block, guint32 offset)
{
  guint low = 0, high = self->units->len;

  /* The first unit that doesn't end before the place. A table's units cover its rows' blocks. */
  while (low < high) {
    guint             middle = (low + high) / 2;
    const CarrelUnit *unit = carrel_plan_get_unit (self, middle);
    gboolean          before;

    if (unit->kind == CARREL_UNIT_TABLE)
      before = unit->end <= block;
    else
      before = unit->block < block || (unit->block == block && !unit->last && unit->end <= offset);
    if (before)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

guint
carrel_plan_get_n_units (CarrelPlan *self)
{
  return self->units->len;
}

CarrelUnit *
carrel_plan_get_unit (CarrelPlan *self, guint index)
{
  return &g_array_index (self->units, CarrelUnit, index);
}

const CarrelBar *
carrel_plan_get_bars (CarrelPlan *self, guint *n_bars)
{
  *n_bars = self->bars->len;
  return (const CarrelBar *) (gpointer) self->bars->data;
}

char *
carrel_unit_dup_marker (const CarrelUnit *unit, const char *language)
{
  static const char *const bullets[] = { "•", "◦", "▪" };
  static const char *const raised[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  GString                 *marker;
  gunichar                 zero = '0';
  g_autofree char         *digits = NULL;

  if (unit->marker == CARREL_MARKER_BULLET)
    return g_strdup (bullets[MIN ((guint) MAX (unit->number, 1) - 1, 2)]);
  digits = carrel_numbering_format ((CarrelNumbering) (unit->marker == CARREL_MARKER_NUMBER
                                                           ? unit->numbering
                                                           : CARREL_NUMBERING_DECIMAL),
                                    unit->number);
  marker = g_string_new (NULL);
  if (language && (g_str_has_prefix (language, "fa") || g_str_has_prefix (language, "ur")))
    zero = 0x6f0;
  else if (language && g_str_has_prefix (language, "ar"))
    zero = 0x660;
  for (const char *p = digits; *p; p++) {
    if (!g_ascii_isdigit (*p))
      g_string_append_c (marker, *p);
    else if (unit->marker == CARREL_MARKER_NOTE)
      g_string_append (marker, raised[*p - '0']);
    else
      g_string_append_unichar (marker, zero + (gunichar) (*p - '0'));
  }
  if (unit->marker == CARREL_MARKER_NUMBER)
    g_string_append_c (marker, '.');
  return g_string_free (marker, FALSE);
}

/* ── Life ── */

CarrelPlan *
carrel_plan_new (CarrelDocument *document, CarrelPageStyle *style)
{
  CarrelPlan *self = g_new0 (CarrelPlan, 1);

  self->document = carrel_document_ref (document);
  self->style = carrel_page_style_ref (style);
  self->blocks = carrel_document_get_blocks (document, &self->n_blocks);
  self->units = g_array_new (FALSE, TRUE, sizeof (CarrelUnit));
  self->bars = g_array_new (FALSE, TRUE, sizeof (CarrelBar));
  walk_blocks (self);
  return self;
}

void
carrel_plan_free (CarrelPlan *self)
{
  g_array_unref (self->units);
  g_array_unref (self->bars);
  carrel_page_style_unref (self->style);
  carrel_document_unref (self->document);
  g_free (self);
}
