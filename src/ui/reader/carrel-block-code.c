/* carrel-block-code.c: a stretch of code on its ground, which scrolls sideways by itself. Main thread.
 *
 * Long code is several units, one below the other without a gap; they share one adjustment, and are all
 * as wide as the widest line, so that they scroll as one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-block-widget.h"

#include <math.h>
#include <string.h>

#define CARREL_TYPE_CODE_FRAME (carrel_code_frame_get_type ())
G_DECLARE_FINAL_TYPE (CarrelCodeFrame, carrel_code_frame, CARREL, CODE_FRAME, GtkWidget)

struct _CarrelCodeFrame {
  GtkWidget   parent_instance;
  CarrelSheet *page;     /* (owned) */
  GtkWidget  *scrolled;
  gboolean    first, last;
};

G_DEFINE_FINAL_TYPE (CarrelCodeFrame, carrel_code_frame, GTK_TYPE_WIDGET)

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CarrelCodeFrame *self = CARREL_CODE_FRAME (widget);
  graphene_rect_t rect = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget), (float) gtk_widget_get_height (widget));
  float radius = (float) carrel_page_style_px (self->page->style, 10);
  graphene_size_t above = GRAPHENE_SIZE_INIT (self->first ? radius : 0, self->first ? radius : 0);
  graphene_size_t below = GRAPHENE_SIZE_INIT (self->last ? radius : 0, self->last ? radius : 0);
  GskRoundedRect rounded;
  GdkRGBA colour;

  gtk_widget_get_color (widget, &colour);
  colour.alpha *= .05f;
  gsk_rounded_rect_init (&rounded, &rect, &above, &above, &below, &below);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  gtk_snapshot_append_color (snapshot, &colour, &rect);
  gtk_widget_snapshot_child (widget, self->scrolled, snapshot);
  gtk_snapshot_pop (snapshot);
}

static void
dispose (GObject *object)
{
  CarrelCodeFrame *self = CARREL_CODE_FRAME (object);

  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_pointer (&self->page, carrel_sheet_unref);
  G_OBJECT_CLASS (carrel_code_frame_parent_class)->dispose (object);
}

static void
carrel_code_frame_class_init (CarrelCodeFrameClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = snapshot;
  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "code");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
carrel_code_frame_init (CarrelCodeFrame *self)
{
}

/* Columns of the longest line; a wide character is two, a tab four. */
static int
count_columns (const CarrelBlock *block)
{
  int columns = 0, most = 0;

  for (const char *p = block->text; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == '\n')
      columns = 0;
    else
      columns += c == '\t' ? 4 : g_unichar_iswide (c) ? 2 : 1;
    most = MAX (most, columns);
  }
  return most;
}

/* A line of code ends with the piece, not after it. */
static guint32
get_shown_end (const CarrelBlock *block, guint32 start, guint32 end, gboolean last)
{
  return !last && end > start && block->text[end - 1] == '\n' ? end - 1 : end;
}

int
carrel_block_code_measure (CarrelSheet *page, guint block, guint32 start, guint32 end, gboolean first, gboolean last)
{
  g_autoptr (CarrelBlockLayout) layout = carrel_block_layout_new (page->style, CARREL_TEXT_CODE, &page->blocks[block], start, get_shown_end (&page->blocks[block], start, end, last), FALSE, page->library);
  int height;

  carrel_block_layout_get_size (layout, NULL, &height);
  return height + carrel_page_style_px (page->style, 14) * ((first ? 1 : 0) + (last ? 1 : 0));
}

GtkWidget *
carrel_block_code_new (CarrelSheet *page, guint block, guint32 start, guint32 end, gboolean first, gboolean last)
{
  CarrelCodeFrame *self = g_object_new (CARREL_TYPE_CODE_FRAME, NULL);
  const CarrelBlock *data = &page->blocks[block];
  GtkWidget *text;
  int padding = carrel_page_style_px (page->style, 14), side = carrel_page_style_px (page->style, 18);

  text = carrel_block_text_new (page, CARREL_TEXT_CODE, block, start, get_shown_end (data, start, end, last), FALSE, FALSE);
  self->page = carrel_sheet_ref (page);
  self->first = first;
  self->last = last;
  gtk_widget_set_margin_start (text, side);
  gtk_widget_set_margin_end (text, side);
  gtk_widget_set_margin_top (text, first ? padding : 0);
  gtk_widget_set_margin_bottom (text, last ? padding : 0);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scrolled), TRUE);
  if (!first || !last) {
    gpointer key = GUINT_TO_POINTER (block);
    GtkAdjustment *adjustment = g_hash_table_lookup (page->shared, key);
    const CarrelTextMetrics *metrics = carrel_page_style_get_metrics (page->style, CARREL_TEXT_CODE);

    if (!adjustment) {
      adjustment = g_object_ref_sink (gtk_adjustment_new (0, 0, 0, 0, 0, 0));
      g_hash_table_insert (page->shared, key, adjustment);
    }
    gtk_scrolled_window_set_hadjustment (GTK_SCROLLED_WINDOW (self->scrolled), adjustment);
    gtk_widget_set_size_request (text, (int) ceil (MIN (count_columns (data), 100000) * metrics->size * .62), -1);
  }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), text);
  gtk_widget_set_direction (self->scrolled, GTK_TEXT_DIR_LTR);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
