/* carrel-document-view-scroll.c: the adjustments, and places in the document. Main thread.
 *
 * Whoever goes to a place says which block and how far into it; that is turned into an anchor when
 * the page is laid out next, because heights may not be known before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-document-view-private.h"

#include <math.h>
#include <string.h>

/* ── Scrolling ── */

static gboolean
notify_cb (gpointer data)
{
  CarrelDocumentView *self = data;

  self->notify_id = 0;
  carrel_document_view_tell_focus (self);
  carrel_document_view_emit_position_changed (self);
  return G_SOURCE_REMOVE;
}

/* Listeners may want another layout, so they are told outside of this one. */
void
carrel_document_view_queue_notify (CarrelDocumentView *self)
{
  if (!self->notify_id)
    self->notify_id = g_idle_add_full (G_PRIORITY_DEFAULT, notify_cb, self, NULL);
}

static void
value_changed_cb (GtkAdjustment *adjustment, CarrelDocumentView *self)
{
  if (self->allocating)
    return;
  if (adjustment == self->adjustments[GTK_ORIENTATION_VERTICAL]) {
    self->has_pending = FALSE;
    self->scrolled_at = g_get_monotonic_time ();
    carrel_document_view_set_anchor_at (self, (int) round (gtk_adjustment_get_value (adjustment)));
  }
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
carrel_document_view_set_adjustment (CarrelDocumentView *self,
                                     GtkOrientation      orientation,
                                     GtkAdjustment      *adjustment)
{
  GtkAdjustment **place = &self->adjustments[orientation];

  if (adjustment && *place == adjustment)
    return;
  if (*place) {
    g_signal_handlers_disconnect_by_func (*place, value_changed_cb, self);
    g_clear_object (place);
  }
  *place = g_object_ref_sink (adjustment ? adjustment : gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  g_signal_connect (*place, "value-changed", G_CALLBACK (value_changed_cb), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
carrel_document_view_dispose_scrolling (CarrelDocumentView *self)
{
  g_clear_handle_id (&self->notify_id, g_source_remove);
  for (guint i = 0; i < 2; i++)
    if (self->adjustments[i]) {
      g_signal_handlers_disconnect_by_func (self->adjustments[i], value_changed_cb, self);
      g_clear_object (&self->adjustments[i]);
    }
}

void
carrel_document_view_scroll_by (CarrelDocumentView *self, double pixels)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];

  if (adjustment)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + pixels);
}

void
carrel_document_view_get_position (CarrelDocumentView *self, gint64 *block, double *fraction)
{
  const CarrelUnit *unit;
  double            from, to, share;

  *block = 0;
  *fraction = 0;
  if (self->has_pending) {
    *block = self->pending_block;
    *fraction = self->pending_fraction;
    return;
  }
  if (!self->plan || carrel_plan_get_n_units (self->plan) == 0 ||
      self->anchor.kind == CARREL_ANCHOR_HEADER)
    return;
  if (self->anchor.kind == CARREL_ANCHOR_FOOTER) {
    unit = carrel_plan_get_unit (self->plan, carrel_plan_get_n_units (self->plan) - 1);
    share = 1;
  } else {
    unit = carrel_plan_get_unit (self->plan, self->anchor.unit);
    share = carrel_document_view_get_share (self, unit, self->anchor.offset);
  }
  carrel_document_view_get_unit_share (self, unit, &from, &to);
  *block = unit->block;
  *fraction = from + share * (to - from);
}

static void
set_pending (CarrelDocumentView *self, gint64 block, double fraction, int space)
{
  self->has_pending = TRUE;
  self->has_reveal = FALSE;
  self->pending_block = block;
  self->pending_fraction = fraction;
  self->pending_space = space;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
carrel_document_view_scroll_to_position (CarrelDocumentView *self, gint64 block, double fraction)
{
  set_pending (self, MAX (block, 0), isfinite (fraction) ? CLAMP (fraction, 0, 1) : 0, 0);
}

void
carrel_document_view_scroll_to_block (CarrelDocumentView *self, guint block)
{
  /* A little more than nothing, so that the first block isn't taken for the very top. */
  set_pending (self, block, 1e-9, (int) (20 * carrel_document_view_get_scale (self)));
}

gboolean
carrel_document_view_scroll_to_id (CarrelDocumentView *self, const char *id)
{
  guint              n = 0;
  const CarrelBlock *blocks =
      self->document ? carrel_document_get_blocks (self->document, &n) : NULL;

  for (guint i = 0; i < n; i++) {
    if (g_strcmp0 (blocks[i].id, id) == 0) {
      carrel_document_view_scroll_to_block (self, i);
      return TRUE;
    }
    /* Back from a note: to the line with its mark. */
    for (guint s = 0; g_str_has_prefix (id, "fnref-") && s < blocks[i].n_spans; s++) {
      const CarrelSpan *span = &blocks[i].spans[s];

      if (span->kind == CARREL_SPAN_FOOTNOTE_REF &&
          g_strcmp0 (span->value + strlen ("#fn-"), id + strlen ("fnref-")) == 0) {
        carrel_document_view_reveal (self, i, span->start, span->end);
        return TRUE;
      }
    }
  }
  return FALSE;
}

double
carrel_document_view_get_progress (CarrelDocumentView *self)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  double         value, screen, end;

  if (!adjustment || !self->plan)
    return 0;
  value = gtk_adjustment_get_value (adjustment);
  screen = gtk_adjustment_get_page_size (adjustment);
  end = self->footer_y - screen;
  return end <= 0 ? 1 : CLAMP (value / end, 0, 1);
}

gboolean
carrel_document_view_is_header_visible (CarrelDocumentView *self)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];

  return !adjustment || gtk_adjustment_get_value (adjustment) < self->header_height;
}
