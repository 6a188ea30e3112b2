/* carrel-document-view-caret.c: a caret in the page, for reading and selecting by keyboard. Main
 * thread.
 *
 * It is a place in a block's text. Lines are gone through where they are laid out, which is always
 * so around the screen; characters and words by the text itself. With Shift the selection is
 * stretched from where it began.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-document-view-private.h"
#include "ui/reader/carrel-text-steps.h"

#include <math.h>

#define WIDTH 2 /* pixels */

/* ── Where it is ── */

static gboolean
has_text (CarrelDocumentView *self, guint block)
{
  const CarrelBlock *data = &self->page->blocks[block];

  return data->text_len > 0 && data->n_descendants == 0 && data->type != CARREL_BLOCK_EMBED;
}

/* The nearest block with text, from `block` on, itself included; FALSE: none on that side. */
static gboolean
find_block (CarrelDocumentView *self, guint block, gboolean forward, guint *found)
{
  for (guint i = block; i < self->page->n_blocks; i += forward ? 1 : (guint) -1)
    if (has_text (self, i)) {
      *found = i;
      return TRUE;
    }
  return FALSE;
}

/* In the view; FALSE while it isn't laid out. */
static gboolean
get_rect (CarrelDocumentView *self, CarrelSpot spot, graphene_rect_t *rect)
{
  CarrelBlockWidget *leaf = carrel_document_view_get_leaf (self, spot.block, spot.offset);
  g_autoptr (GArray) rects = NULL;
  graphene_point_t origin;

  if (!leaf || !CARREL_IS_BLOCK_TEXT (leaf))
    return FALSE;
  rects = carrel_block_layout_get_rects (carrel_block_text_get_layout (CARREL_BLOCK_TEXT (leaf)),
                                         spot.offset, spot.offset);
  *rect = g_array_index (rects, graphene_rect_t, 0);
  if (!gtk_widget_compute_point (GTK_WIDGET (leaf), GTK_WIDGET (self), &rect->origin, &origin))
    return FALSE;
  rect->origin = origin;
  return TRUE;
}

void
carrel_document_view_snapshot_caret (CarrelDocumentView *self, GtkSnapshot *snapshot)
{
  graphene_rect_t rect;
  GdkRGBA         colour;

  if (!self->has_caret || !self->page || !gtk_widget_has_focus (GTK_WIDGET (self)) ||
      !get_rect (self, self->caret, &rect))
    return;
  gtk_widget_get_color (GTK_WIDGET (self), &colour);
  rect.origin.x = roundf (rect.origin.x - WIDTH / 2.0f);
  rect.size.width = WIDTH;
  gtk_snapshot_append_color (snapshot, &colour, &rect);
}

static void
tell (CarrelDocumentView *self)
{
  CarrelBlockWidget *leaf =
      carrel_document_view_get_leaf (self, self->caret.block, self->caret.offset);

  self->focus_link = -1;
  self->focus_moved = TRUE;
  if (leaf && CARREL_IS_BLOCK_TEXT (leaf))
    gtk_accessible_text_update_caret_position (GTK_ACCESSIBLE_TEXT (leaf));
  carrel_document_view_queue_notify (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  carrel_document_view_emit_caret_changed (self);
}

static void
move_to (CarrelDocumentView *self, CarrelSpot spot, gboolean select)
{
  CarrelSpot from = self->has_selection ? self->selection[0] : self->caret;

  self->caret = spot;
  if (select) {
    carrel_document_view_set_selected (self, from, spot);
    carrel_document_view_emit_selection_changed (self);
  } else if (self->has_selection) {
    carrel_document_view_unselect (self);
  }
  carrel_document_view_reveal (self, spot.block, spot.offset, spot.offset);
  tell (self);
}

/* ── Steps ── */

/* A formula is one step. */
static guint32
step_out_of_formula (CarrelDocumentView *self, guint block, guint32 offset, gboolean forward)
{
  CarrelBlockWidget *leaf = carrel_document_view_get_leaf (self, block, offset);
  guint32            start, end;

  if (leaf && CARREL_IS_BLOCK_TEXT (leaf) &&
      carrel_block_layout_get_formula (carrel_block_text_get_layout (CARREL_BLOCK_TEXT (leaf)),
                                       offset, &start, &end))
    return forward ? end : start;
  return offset;
}

static CarrelSpot
step_by_text (CarrelDocumentView *self, CarrelSpot spot, gboolean forward, gboolean words)
{
  const CarrelBlock *block = &self->page->blocks[spot.block];
  guint32 offset = carrel_text_step (block->text, block->text_len, spot.offset, forward, words);
  guint   next;

  if (offset != spot.offset)
    return (CarrelSpot) { spot.block, step_out_of_formula (self, spot.block, offset, forward) };
  if (!find_block (self, spot.block + (forward ? 1 : (guint) -1), forward, &next))
    return spot;
  return (CarrelSpot) { next, forward ? 0 : self->page->blocks[next].text_len };
}

static CarrelSpot
step_by_line (CarrelDocumentView *self, CarrelSpot spot, gboolean down)
{
  CarrelBlockWidget *leaf = carrel_document_view_get_leaf (self, spot.block, spot.offset);
  graphene_rect_t    rect;
  guint32            start, end, outer;
  guint              next;

  if (!leaf || !CARREL_IS_BLOCK_TEXT (leaf) || !get_rect (self, spot, &rect))
    return step_by_text (self, spot, down, FALSE);
  if (self->caret_x < 0)
    self->caret_x = rect.origin.x;
  carrel_block_layout_get_line (carrel_block_text_get_layout (CARREL_BLOCK_TEXT (leaf)),
                                spot.offset, &start, &end);
  outer = down ? end : start;
  if (down ? end < carrel_block_text_get_end (CARREL_BLOCK_TEXT (leaf))
           : start > carrel_block_text_get_start (CARREL_BLOCK_TEXT (leaf))) {
    g_autoptr (GArray) rects = NULL;
    graphene_point_t point;

    outer = down ? end
                 : (guint32) (g_utf8_prev_char (self->page->blocks[spot.block].text + start) -
                              self->page->blocks[spot.block].text);
    if (down && self->page->blocks[spot.block].text[outer] == '\n')
      outer++;
    rects = carrel_block_layout_get_rects (carrel_block_text_get_layout (CARREL_BLOCK_TEXT (leaf)),
                                           outer, outer);
    rect = g_array_index (rects, graphene_rect_t, 0);
    if (gtk_widget_compute_point (GTK_WIDGET (self), GTK_WIDGET (leaf),
                                  &GRAPHENE_POINT_INIT ((float) self->caret_x, 0), &point))
      outer =
          carrel_block_layout_get_offset (carrel_block_text_get_layout (CARREL_BLOCK_TEXT (leaf)),
                                          point.x, rect.origin.y + rect.size.height / 2);
    return (CarrelSpot) { spot.block, outer };
  }
  if (down && end < self->page->blocks[spot.block].text_len) /* another piece of the same text */
    return (CarrelSpot) { spot.block, end };
  if (!down && start > 0)
    return (CarrelSpot) { spot.block, (guint32) (g_utf8_prev_char (
                                                     self->page->blocks[spot.block].text + start) -
                                                 self->page->blocks[spot.block].text) };
  if (!find_block (self, spot.block + (down ? 1 : (guint) -1), down, &next))
    return spot;
  outer = down ? 0 : self->page->blocks[next].text_len;
  leaf = carrel_document_view_get_leaf (self, next, outer);
  if (leaf && CARREL_IS_BLOCK_TEXT (leaf)) {
    graphene_point_t point;
    int              height;

    carrel_block_layout_get_size (carrel_block_text_get_layout (CARREL_BLOCK_TEXT (leaf)), NULL,
                                  &height);
    if (gtk_widget_compute_point (GTK_WIDGET (self), GTK_WIDGET (leaf),
                                  &GRAPHENE_POINT_INIT ((float) self->caret_x, 0), &point))
      outer = carrel_block_layout_get_offset (
          carrel_block_text_get_layout (CARREL_BLOCK_TEXT (leaf)), point.x, down ? 1 : height - 1);
  }
  return (CarrelSpot) { next, outer };
}

static CarrelSpot
step_to_line_end (CarrelDocumentView *self, CarrelSpot spot, gboolean forward)
{
  CarrelBlockWidget *leaf = carrel_document_view_get_leaf (self, spot.block, spot.offset);
  guint32            start, end;

  if (!leaf || !CARREL_IS_BLOCK_TEXT (leaf))
    return spot;
  carrel_block_layout_get_line (carrel_block_text_get_layout (CARREL_BLOCK_TEXT (leaf)),
                                spot.offset, &start, &end);
  if (!forward)
    return (CarrelSpot) { spot.block, start };
  /* The end of a line that goes on is the start of the next: one before it, then. */
  if (end < carrel_block_text_get_end (CARREL_BLOCK_TEXT (leaf)) && end > start &&
      self->page->blocks[spot.block].text[end] != '\n')
    end = carrel_text_step (self->page->blocks[spot.block].text,
                            self->page->blocks[spot.block].text_len, end, FALSE, FALSE);
  return (CarrelSpot) { spot.block, end };
}

static CarrelSpot
step_by_page (CarrelDocumentView *self, CarrelSpot spot, gboolean down)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  double         page = gtk_adjustment_get_page_increment (adjustment), moved = 0;

  for (guint i = 0; i < 200 && moved < page; i++) {
    CarrelSpot      next = step_by_line (self, spot, down);
    graphene_rect_t before, after;

    if (carrel_spot_compare (&next, &spot) == 0)
      break;
    if (!get_rect (self, spot, &before) || !get_rect (self, next, &after)) {
      spot = next; /* as far as it is laid out */
      break;
    }
    moved += fabsf (after.origin.y - before.origin.y);
    spot = next;
  }
  return spot;
}

static CarrelSpot
step_to_end (CarrelDocumentView *self, gboolean forward)
{
  guint block = 0;

  if (!find_block (self, forward ? self->page->n_blocks - 1 : 0, !forward, &block))
    return self->caret;
  return (CarrelSpot) { block, forward ? self->page->blocks[block].text_len : 0 };
}

/* ── Keys ── */

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  key,
        guint                  code,
        GdkModifierType        state,
        CarrelDocumentView    *self)
{
  gboolean   control = (state & GDK_CONTROL_MASK) != 0, rtl, lines = FALSE;
  CarrelSpot spot = self->caret;

  if (!self->has_caret || !self->page || self->page->n_blocks == 0 ||
      !gtk_widget_is_focus (GTK_WIDGET (self)) || (state & (GDK_ALT_MASK | GDK_SUPER_MASK)))
    return GDK_EVENT_PROPAGATE;
  rtl = self->page->blocks[spot.block].dir == CARREL_DIR_RTL ||
        (self->page->blocks[spot.block].dir == CARREL_DIR_AUTO && self->rtl);
  switch (key) {
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
    spot = step_by_text (self, spot, rtl, control);
    break;
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
    spot = step_by_text (self, spot, !rtl, control);
    break;
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    lines = TRUE;
    spot = step_by_line (self, spot, key == GDK_KEY_Down || key == GDK_KEY_KP_Down);
    break;
  case GDK_KEY_Page_Up:
  case GDK_KEY_KP_Page_Up:
  case GDK_KEY_Page_Down:
  case GDK_KEY_KP_Page_Down:
    lines = TRUE;
    spot = step_by_page (self, spot, key == GDK_KEY_Page_Down || key == GDK_KEY_KP_Page_Down);
    break;
  case GDK_KEY_Home:
  case GDK_KEY_KP_Home:
    spot = control ? step_to_end (self, FALSE) : step_to_line_end (self, spot, FALSE);
    break;
  case GDK_KEY_End:
  case GDK_KEY_KP_End:
    spot = control ? step_to_end (self, TRUE) : step_to_line_end (self, spot, TRUE);
    break;
  default:
    return GDK_EVENT_PROPAGATE;
  }
  if (!lines)
    self->caret_x = -1;
  move_to (self, spot, (state & GDK_SHIFT_MASK) != 0);
  return GDK_EVENT_STOP;
}

/* ── Coming and going ── */

void
carrel_document_view_place_caret (CarrelDocumentView *self, CarrelSpot spot)
{
  if (!self->has_caret)
    return;
  self->caret = spot;
  self->caret_x = -1;
  tell (self);
}

void
carrel_document_view_set_caret (CarrelDocumentView *self, gboolean on)
{
  gint64 top;
  double fraction;
  guint  block;

  if (self->has_caret == on)
    return;
  self->has_caret = on;
  if (on && self->page && self->page->n_blocks > 0) {
    carrel_document_view_get_position (self, &top, &fraction);
    if (self->has_selection)
      self->caret = self->selection[1];
    else if (find_block (self, (guint) CLAMP (top, 0, self->page->n_blocks - 1), TRUE, &block))
      self->caret = (CarrelSpot) { block, 0 };
    else
      self->caret = (CarrelSpot) { 0, 0 };
    gtk_widget_grab_focus (GTK_WIDGET (self));
  }
  self->caret_x = -1;
  if (self->page)
    tell (self);
}

gboolean
carrel_document_view_has_caret (CarrelDocumentView *self)
{
  return self->has_caret;
}

gboolean
carrel_document_view_get_caret (CarrelDocumentView *self, guint *block, guint *offset)
{
  *block = self->caret.block;
  *offset = self->caret.offset;
  return self->has_caret;
}

void
carrel_document_view_init_caret (CarrelDocumentView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->caret_x = -1;
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
