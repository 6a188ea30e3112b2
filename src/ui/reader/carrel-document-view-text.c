/* carrel-document-view-text.c: ranges of the document's text: what is selected, found, highlighted.
 * Main thread.
 *
 * A place is a block and a byte of its text; places compare as the document runs, so a range over
 * many blocks is two places. Widgets ask for their share while they draw.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-document-view-private.h"

#include "base/carrel-text.h"
#include "model/carrel-values.h"

#include <string.h>

#define MAX_MATCHES 20000

static const CarrelBlock *
get_blocks (CarrelDocumentView *self, guint *n_blocks)
{
  *n_blocks = 0;
  return self->document ? carrel_document_get_blocks (self->document, n_blocks) : NULL;
}

int
carrel_spot_compare (const CarrelSpot *a, const CarrelSpot *b)
{
  if (a->block != b->block)
    return a->block < b->block ? -1 : 1;
  return a->offset < b->offset ? -1 : a->offset > b->offset;
}

void
carrel_document_view_clear_ranges (CarrelDocumentView *self)
{
  self->has_selection = FALSE;
  g_array_set_size (self->matches, 0);
  g_array_set_size (self->marks, 0);
  self->match = 0;
  g_clear_pointer (&self->highlights, g_ptr_array_unref);
  g_clear_pointer (&self->offsets, g_array_unref);
  g_clear_pointer (&self->text, g_free);
}

/* ── Offsets into the whole text ── */

static void
ensure_text (CarrelDocumentView *self)
{
  if (!self->text && self->document)
    self->text = carrel_document_to_text (self->document, &self->offsets);
}

/* Images in a line take three bytes of the block's text, and none of the whole. */
static guint32
count_image_bytes (const char *text, guint32 len)
{
  guint32 n = 0;

  for (const char *p = text; (p = g_strstr_len (p, (gssize) (text + len - p), "\xef\xbf\xbc"));
       p += 3)
    n += 3;
  return n;
}

static guint
to_offset (CarrelDocumentView *self, CarrelSpot place)
{
  guint              n;
  const CarrelBlock *blocks = get_blocks (self, &n);

  ensure_text (self);
  if (place.block >= n)
    return self->text ? (guint) strlen (self->text) : 0;
  return g_array_index (self->offsets, guint32, place.block) + place.offset -
         count_image_bytes (blocks[place.block].text, place.offset);
}

/* The place of a byte; one between two blocks is the end of the first. */
static CarrelSpot
to_place (CarrelDocumentView *self, guint offset)
{
  guint              n, low = 0, high;
  const CarrelBlock *blocks = get_blocks (self, &n);
  CarrelSpot         place = { 0, 0 };
  guint32            left, images = 0;

  ensure_text (self);
  if (n == 0)
    return place;
  for (high = n; high - low > 1;) {
    guint middle = (low + high) / 2;

    if (g_array_index (self->offsets, guint32, middle) <= offset)
      low = middle;
    else
      high = middle;
  }
  /* Containers and what follows have the offset of the text before them. */
  while (low > 0 && blocks[low].text_len == 0)
    low--;
  place.block = low;
  left = offset - MIN (offset, g_array_index (self->offsets, guint32, low));
  for (const char *p = blocks[low].text; *p && (guint32) (p - blocks[low].text) - images < left;
       p = g_utf8_next_char (p))
    images += g_str_has_prefix (p, "\xef\xbf\xbc") ? 3 : 0;
  place.offset = MIN (left + images, blocks[low].text_len);
  while (place.offset > 0 && ((guchar) blocks[low].text[place.offset] & 0xc0) == 0x80)
    place.offset--;
  return place;
}

void
carrel_document_view_scroll_to_offset (CarrelDocumentView *self, guint offset)
{
  CarrelSpot place = to_place (self, offset);
  guint      n;

  get_blocks (self, &n);
  if (place.block < n)
    carrel_document_view_reveal (self, place.block, place.offset, place.offset);
}

/* ── Selection ── */

static void
get_ends (CarrelDocumentView *self, CarrelSpot *from, CarrelSpot *to)
{
  gboolean forward = carrel_spot_compare (&self->selection[0], &self->selection[1]) <= 0;

  *from = self->selection[forward ? 0 : 1];
  *to = self->selection[forward ? 1 : 0];
}

/* What of bytes [start, end) of a block lies in [first, last). */
static gboolean
get_share (CarrelSpot first,
           CarrelSpot last,
           guint      block,
           guint32    start,
           guint32    end,
           guint32   *from,
           guint32   *to)
{
  if (block < first.block || block > last.block)
    return FALSE;
  *from = block == first.block ? MAX (first.offset, start) : start;
  *to = block == last.block ? MIN (last.offset, end) : end;
  return *from < *to;
}

gboolean
carrel_document_view_get_selected_bytes (
    CarrelDocumentView *self, guint block, guint32 start, guint32 end, guint32 *from, guint32 *to)
{
  CarrelSpot first, last;

  if (!self->has_selection)
    return FALSE;
  get_ends (self, &first, &last);
  return get_share (first, last, block, start, end, from, to);
}

void
carrel_document_view_set_selected (CarrelDocumentView *self, CarrelSpot from, CarrelSpot to)
{
  self->selection[0] = from;
  self->selection[1] = to;
  self->has_selection = carrel_spot_compare (&from, &to) != 0;
  carrel_document_view_queue_draw_blocks (self);
}

gboolean
carrel_document_view_has_selection (CarrelDocumentView *self)
{
  return self->has_selection;
}

void
carrel_document_view_unselect (CarrelDocumentView *self)
{
  if (!self->has_selection)
    return;
  self->has_selection = FALSE;
  carrel_document_view_queue_draw_blocks (self);
  carrel_document_view_emit_selection_changed (self);
}

void
carrel_document_view_select_all (CarrelDocumentView *self)
{
  guint              n;
  const CarrelBlock *blocks = get_blocks (self, &n);

  if (n == 0)
    return;
  carrel_document_view_set_selected (self, (CarrelSpot) { 0, 0 },
                                     (CarrelSpot) { n - 1, blocks[n - 1].text_len });
  /* A last block without text, a picture, is as much as selected. */
  self->has_selection = TRUE;
  carrel_document_view_emit_selection_changed (self);
}

void
carrel_document_view_select (CarrelDocumentView *self, guint start, guint end)
{
  carrel_document_view_set_selected (self, to_place (self, start), to_place (self, end));
  carrel_document_view_emit_selection_changed (self);
}

gboolean
carrel_document_view_get_selection (CarrelDocumentView *self, guint *start, guint *end)
{
  CarrelSpot from, to;

  if (!self->has_selection)
    return FALSE;
  get_ends (self, &from, &to);
  *start = to_offset (self, from);
  *end = to_offset (self, to);
  return *start < *end;
}

gboolean
carrel_document_view_get_selection_start (CarrelDocumentView *self, guint *block, guint *offset)
{
  CarrelSpot from, to;

  if (!self->has_selection)
    return FALSE;
  get_ends (self, &from, &to);
  *block = from.block;
  *offset = from.offset;
  return TRUE;
}

char *
carrel_document_view_get_selected_text (CarrelDocumentView *self)
{
  guint start, end;

  if (!carrel_document_view_get_selection (self, &start, &end))
    return NULL;
  return g_strndup (self->text + start, end - start);
}

void
carrel_document_view_get_selected_ends (CarrelDocumentView *self, CarrelSpot *from, CarrelSpot *to)
{
  get_ends (self, from, to);
}

/* What of [first, last) is on the screen. */
static gboolean
get_bounds (CarrelDocumentView *self, CarrelSpot first, CarrelSpot last, GdkRectangle *bounds)
{
  graphene_rect_t all = GRAPHENE_RECT_INIT_ZERO, screen, seen;
  gboolean        found = FALSE;
  GHashTableIter  iter;
  gpointer        value;

  g_hash_table_iter_init (&iter, self->leaves);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    GPtrArray *leaves = value;

    for (guint i = 0; i < leaves->len; i++) {
      CarrelBlockText *leaf = CARREL_IS_BLOCK_TEXT (leaves->pdata[i]) ? leaves->pdata[i] : NULL;
      g_autoptr (GArray) rects = NULL;
      guint32 from, to;

      if (!leaf ||
          !get_share (first, last, carrel_block_widget_get_index (CARREL_BLOCK_WIDGET (leaf)),
                      carrel_block_text_get_start (leaf), carrel_block_text_get_end (leaf), &from,
                      &to))
        continue;
      rects = carrel_block_layout_get_rects (carrel_block_text_get_layout (leaf), from, to);
      for (guint r = 0; r < rects->len; r++) {
        graphene_rect_t *rect = &g_array_index (rects, graphene_rect_t, r);
        graphene_point_t origin;

        if (!gtk_widget_compute_point (GTK_WIDGET (leaf), GTK_WIDGET (self), &rect->origin,
                                       &origin))
          continue;
        rect->origin = origin;
        if (found)
          graphene_rect_union (&all, rect, &all);
        else
          all = *rect;
        found = TRUE;
      }
    }
  }
  graphene_rect_init (&screen, 0, 0, (float) gtk_widget_get_width (GTK_WIDGET (self)),
                      (float) gtk_widget_get_height (GTK_WIDGET (self)));
  if (!found || !graphene_rect_intersection (&all, &screen, &seen))
    return FALSE;
  *bounds = (GdkRectangle) { (int) seen.origin.x, (int) seen.origin.y, (int) seen.size.width,
                             (int) seen.size.height };
  return TRUE;
}

gboolean
carrel_document_view_get_selection_bounds (CarrelDocumentView *self, GdkRectangle *bounds)
{
  CarrelSpot first, last;

  if (!self->has_selection)
    return FALSE;
  get_ends (self, &first, &last);
  return get_bounds (self, first, last, bounds);
}

gboolean
carrel_document_view_get_bounds (CarrelDocumentView *self,
                                 guint               start,
                                 guint               end,
                                 GdkRectangle       *bounds)
{
  return self->document && start < end &&
         get_bounds (self, to_place (self, start), to_place (self, end), bounds);
}

/* ── Highlights ── */

static int
compare_marks (gconstpointer a, gconstpointer b)
{
  const CarrelMarkRange *one = a, *other = b;

  if (one->block != other->block)
    return one->block < other->block ? -1 : 1;
  return one->id < other->id ? -1 : one->id > other->id;
}

/* Each highlight, cut into the blocks that it covers. */
static void
make_marks (CarrelDocumentView *self)
{
  guint              n;
  const CarrelBlock *blocks = get_blocks (self, &n);

  g_array_set_size (self->marks, 0);
  for (guint i = 0; n > 0 && self->highlights && i < self->highlights->len; i++) {
    const CarrelHighlightData *data = carrel_highlight_get (self->highlights->pdata[i]);
    CarrelSpot                 from = to_place (self, data->start), to = to_place (self, data->end);

    for (guint block = from.block; block <= to.block; block++) {
      CarrelMarkRange range = { block, block == from.block ? from.offset : 0,
                                block == to.block ? to.offset : blocks[block].text_len,
                                data->colour, data->id };

      if (range.start < range.end)
        g_array_append_val (self->marks, range);
    }
  }
  g_array_sort (self->marks, compare_marks);
}

void
carrel_document_view_set_highlights (CarrelDocumentView *self, GPtrArray *highlights)
{
  if (highlights)
    g_ptr_array_ref (highlights);
  g_clear_pointer (&self->highlights, g_ptr_array_unref);
  self->highlights = highlights;
  make_marks (self);
  carrel_document_view_queue_draw_blocks (self);
}

static guint
find_first_mark (CarrelDocumentView *self, guint block)
{
  guint low = 0, high = self->marks->len;

  while (low < high) {
    guint middle = (low + high) / 2;

    if (g_array_index (self->marks, CarrelMarkRange, middle).block < block)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

const CarrelMarkRange *
carrel_document_view_get_mark_at (CarrelDocumentView *self, CarrelSpot place)
{
  const CarrelMarkRange *found = NULL;

  for (guint i = find_first_mark (self, place.block); i < self->marks->len; i++) {
    const CarrelMarkRange *mark = &g_array_index (self->marks, CarrelMarkRange, i);

    if (mark->block != place.block)
      break;
    if (place.offset >= mark->start && place.offset < mark->end)
      found = mark; /* the newest lies uppermost */
  }
  return found;
}

gboolean
carrel_document_view_get_highlight_at (CarrelDocumentView *self, CarrelSpot place, gint64 *id)
{
  const CarrelMarkRange *mark = carrel_document_view_get_mark_at (self, place);

  if (mark)
    *id = mark->id;
  return mark != NULL;
}

/* ── Find ── */

typedef struct {
  gunichar c;
  guint32  start, end; /* the bytes that it was made of, marks that vanished too */
} Folded;

static void
fold (const char *text, guint32 len, GArray *out)
{
  g_array_set_size (out, 0);
  for (const char *p = text; p < text + len;) {
    const char *next = g_utf8_next_char (p);
    gunichar    c = carrel_text_fold_char (g_utf8_get_char (p));

    if (c == 0) {
      if (out->len > 0)
        g_array_index (out, Folded, out->len - 1).end = (guint32) (next - text);
    } else {
      Folded one = { g_unichar_isspace (c) ? ' ' : c, (guint32) (p - text),
                     (guint32) (next - text) };

      g_array_append_val (out, one);
    }
    p = next;
  }
}

static void
find_in_block (CarrelDocumentView *self, guint block, GArray *text, GArray *wanted)
{
  for (guint i = 0; i + wanted->len <= text->len && self->matches->len < MAX_MATCHES; i++) {
    guint n = 0;

    while (n < wanted->len &&
           g_array_index (text, Folded, i + n).c == g_array_index (wanted, Folded, n).c)
      n++;
    if (n == wanted->len) {
      CarrelMatch match = { block, g_array_index (text, Folded, i).start,
                            g_array_index (text, Folded, i + n - 1).end };

      g_array_append_val (self->matches, match);
      i += n - 1;
    }
  }
}

static guint
show_match (CarrelDocumentView *self, guint match)
{
  const CarrelMatch *one;

  if (self->matches->len == 0)
    return 0;
  self->match = match;
  one = &g_array_index (self->matches, CarrelMatch, match);
  carrel_document_view_reveal (self, one->block, one->start, one->end);
  carrel_document_view_queue_draw_blocks (self);
  return match + 1;
}

guint
carrel_document_view_find (CarrelDocumentView *self, const char *text)
{
  guint              n, first = 0;
  const CarrelBlock *blocks = get_blocks (self, &n);
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (Folded)),
                     folded = g_array_new (FALSE, FALSE, sizeof (Folded));
  gint64 top;
  double fraction;

  g_array_set_size (self->matches, 0);
  self->match = 0;
  if (text)
    fold (text, (guint32) strlen (text), wanted);
  for (guint i = 0; wanted->len > 0 && i < n; i++) {
    if (blocks[i].text_len == 0)
      continue;
    fold (blocks[i].text, blocks[i].text_len, folded);
    find_in_block (self, i, folded, wanted);
  }
  carrel_document_view_queue_draw_blocks (self);
  if (self->matches->len == 0)
    return 0;
  carrel_document_view_get_position (self, &top, &fraction);
  while (first < self->matches->len &&
         g_array_index (self->matches, CarrelMatch, first).block < top)
    first++;
  show_match (self, first < self->matches->len ? first : 0);
  return self->matches->len;
}

guint
carrel_document_view_find_next (CarrelDocumentView *self)
{
  return self->matches->len ? show_match (self, (self->match + 1) % self->matches->len) : 0;
}

guint
carrel_document_view_find_previous (CarrelDocumentView *self)
{
  return self->matches->len
             ? show_match (self, (self->match + self->matches->len - 1) % self->matches->len)
             : 0;
}

gboolean
carrel_document_view_select_found (CarrelDocumentView *self)
{
  CarrelMatch match;

  if (self->matches->len == 0)
    return FALSE;
  match = g_array_index (self->matches, CarrelMatch, self->match);
  self->focus_link = -1;
  if (self->has_caret)
    carrel_document_view_place_caret (self, (CarrelSpot) { match.block, match.start });
  carrel_document_view_set_selected (self, (CarrelSpot) { match.block, match.start },
                                     (CarrelSpot) { match.block, match.end });
  return TRUE;
}

guint
carrel_document_view_get_found (CarrelDocumentView *self, guint *n_found)
{
  if (n_found)
    *n_found = self->matches->len;
  return self->matches->len ? self->match + 1 : 0;
}

/* ── Painting ── */

static void
add_paint (GArray         *paints,
           guint32         from,
           guint32         to,
           guint32         start,
           guint32         end,
           CarrelPaintKind kind,
           const GdkRGBA  *colour)
{
  CarrelPaint paint = { MAX (from, start), MIN (to, end), kind, *colour };

  if (paint.start < paint.end)
    g_array_append_val (paints, paint);
}

static guint
find_first_match (CarrelDocumentView *self, guint block)
{
  guint low = 0, high = self->matches->len;

  while (low < high) {
    guint middle = (low + high) / 2;

    if (g_array_index (self->matches, CarrelMatch, middle).block < block)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

void
carrel_document_view_get_paints (
    CarrelDocumentView *self, guint block, guint32 start, guint32 end, GArray *paints)
{
  const CarrelPageColours *colours = carrel_document_view_get_colours (self);
  guint32                  from, to;

  for (guint i = find_first_mark (self, block); i < self->marks->len; i++) {
    const CarrelMarkRange *mark = &g_array_index (self->marks, CarrelMarkRange, i);

    if (mark->block != block)
      break;
    add_paint (paints, mark->start, mark->end, start, end, CARREL_PAINT_GROUND,
               &colours->marks[MIN (mark->colour, 3)]);
  }
  for (guint i = find_first_match (self, block); i < self->matches->len; i++) {
    const CarrelMatch *match = &g_array_index (self->matches, CarrelMatch, i);

    if (match->block != block)
      break;
    add_paint (paints, match->start, match->end, start, end, CARREL_PAINT_GROUND, &colours->hit);
    if (i == self->match)
      add_paint (paints, match->start, match->end, start, end, CARREL_PAINT_RING, &colours->accent);
  }
  if (self->has_spoken && self->spoken.block == block) {
    GdkRGBA spoken = colours->accent;

    spoken.alpha *= .22f;
    add_paint (paints, self->spoken.start, self->spoken.end, start, end, CARREL_PAINT_GROUND,
               &spoken);
  }
  if (carrel_document_view_get_selected_bytes (self, block, start, end, &from, &to))
    add_paint (paints, from, to, start, end, CARREL_PAINT_LINE, &colours->selection);
  if (self->focus_link >= 0 && gtk_widget_has_visible_focus (GTK_WIDGET (self))) {
    const CarrelLinkPlace *link = &g_array_index (self->links, CarrelLinkPlace, self->focus_link);

    if (link->block == block && link->span)
      add_paint (paints, link->span->start, link->span->end, start, end, CARREL_PAINT_RING,
                 &colours->accent);
  }
}

/* ── What is read aloud ── */

void
carrel_document_view_set_spoken (
    CarrelDocumentView *self, gboolean on, guint block, guint start, guint end)
{
  guint n;

  get_blocks (self, &n);
  self->has_spoken = on && block < n;
  self->spoken = (CarrelMatch) { block, start, end };
  if (self->has_spoken)
    carrel_document_view_reveal (self, block, start, end);
  carrel_document_view_queue_draw_blocks (self);
}
