/* carrel-block-code.c: a stretch of code on its ground, which scrolls sideways by itself. Main
 * thread.
 *
 * Long code is several units, one below the other without a gap; they share one adjustment, and are
 * all as wide as the widest line, so that they scroll as one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-block-widget.h"
#include "ui/reader/carrel-document-view-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define CARREL_TYPE_CODE_FRAME (carrel_code_frame_get_type ())
G_DECLARE_FINAL_TYPE (CarrelCodeFrame, carrel_code_frame, CARREL, CODE_FRAME, GtkWidget)

struct _CarrelCodeFrame {
  GtkWidget    parent_instance;
  CarrelSheet *page; /* (owned) */
  GtkWidget   *scrolled;
  GtkWidget   *copy; /* (nullable): in its first unit */
  guint        block;
  gboolean     first, last, hovered;
};

G_DEFINE_FINAL_TYPE (CarrelCodeFrame, carrel_code_frame, GTK_TYPE_WIDGET)

static gboolean
has_focus (CarrelCodeFrame *self)
{
  return self->page->view &&
         carrel_document_view_is_focused_link (self->page->view, self->block, NULL) &&
         gtk_widget_has_visible_focus (GTK_WIDGET (self->page->view));
}

static void
draw_ring (CarrelCodeFrame *self, GtkSnapshot *snapshot, GskRoundedRect *rounded)
{
  const GdkRGBA *accent = &carrel_document_view_get_colours (self->page->view)->accent;
  const float    widths[4] = { self->first ? 2 : 0, 2, self->last ? 2 : 0, 2 };
  const GdkRGBA  colours[4] = { *accent, *accent, *accent, *accent };

  gtk_snapshot_append_border (snapshot, rounded, widths, colours);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CarrelCodeFrame *self = CARREL_CODE_FRAME (widget);
  graphene_rect_t  rect = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                              (float) gtk_widget_get_height (widget));
  float            radius = (float) carrel_page_style_px (self->page->style, 10);
  graphene_size_t  above = GRAPHENE_SIZE_INIT (self->first ? radius : 0, self->first ? radius : 0);
  graphene_size_t  below = GRAPHENE_SIZE_INIT (self->last ? radius : 0, self->last ? radius : 0);
  gboolean         focused = has_focus (self);
  GskRoundedRect   rounded;
  GdkRGBA          colour;

  gtk_widget_get_color (widget, &colour);
  colour.alpha *= .05f;
  gsk_rounded_rect_init (&rounded, &rect, &above, &above, &below, &below);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  gtk_snapshot_append_color (snapshot, &colour, &rect);
  gtk_widget_snapshot_child (widget, self->scrolled, snapshot);
  gtk_snapshot_pop (snapshot);
  if (focused)
    draw_ring (self, snapshot, &rounded);
  /* On a phone nothing hovers. */
  if (self->copy && (focused || self->hovered || carrel_page_style_is_narrow (self->page->style)))
    gtk_widget_snapshot_child (widget, self->copy, snapshot);
}

static void
measure (GtkWidget     *widget,
         GtkOrientation orientation,
         int            for_size,
         int           *minimum,
         int           *natural,
         int           *minimum_baseline,
         int           *natural_baseline)
{
  gtk_widget_measure (CARREL_CODE_FRAME (widget)->scrolled, orientation, for_size, minimum, natural,
                      NULL, NULL);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CarrelCodeFrame *self = CARREL_CODE_FRAME (widget);
  int              button_width, button_height, space;

  gtk_widget_allocate (self->scrolled, width, height, -1, NULL);
  if (!self->copy)
    return;
  gtk_widget_measure (self->copy, GTK_ORIENTATION_HORIZONTAL, -1, &button_width, NULL, NULL, NULL);
  gtk_widget_measure (self->copy, GTK_ORIENTATION_VERTICAL, button_width, &button_height, NULL,
                      NULL, NULL);
  space = CLAMP ((height - button_height) / 2, 0, 6);
  gtk_widget_size_allocate (self->copy,
                            &(GtkAllocation) { MAX (width - button_width - space, 0), space,
                                               button_width, button_height },
                            -1);
}

static void
copy_cb (CarrelCodeFrame *self)
{
  if (self->page->view)
    carrel_document_view_copy_code (self->page->view, self->block);
}

static void
entered_cb (CarrelCodeFrame *self)
{
  self->hovered = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
left_cb (CarrelCodeFrame *self)
{
  self->hovered = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Tab stops at the code itself, where Enter copies: the button is the pointer's. */
static void
add_copy_button (CarrelCodeFrame *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  gtk_widget_add_css_class (self->copy, "copy-code");
  gtk_widget_set_can_focus (self->copy, FALSE);
  gtk_widget_set_cursor_from_name (self->copy, "default");
  gtk_widget_set_tooltip_text (self->copy, _ ("Copy Code"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Copy Code"), -1);
  g_signal_connect_object (self->copy, "clicked", G_CALLBACK (copy_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (self->copy, GTK_WIDGET (self));
  g_signal_connect_object (motion, "enter", G_CALLBACK (entered_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "leave", G_CALLBACK (left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

static void
dispose (GObject *object)
{
  CarrelCodeFrame *self = CARREL_CODE_FRAME (object);

  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_pointer (&self->copy, gtk_widget_unparent);
  g_clear_pointer (&self->page, carrel_sheet_unref);
  G_OBJECT_CLASS (carrel_code_frame_parent_class)->dispose (object);
}

static void
carrel_code_frame_class_init (CarrelCodeFrameClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = snapshot;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_css_name (widget_class, "code");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
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
    if (*p == '\n')
      columns = 0;
    else if ((guchar) *p < 0x80)
      columns += *p == '\t' ? 4 : 1;
    else
      columns += g_unichar_iswide (g_utf8_get_char (p)) ? 2 : 1;
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
carrel_block_code_measure (
    CarrelSheet *page, guint block, guint32 start, guint32 end, gboolean first, gboolean last)
{
  g_autoptr (CarrelBlockLayout) layout = carrel_block_layout_new (
      page->style, CARREL_TEXT_CODE, &page->blocks[block], start,
      get_shown_end (&page->blocks[block], start, end, last), FALSE, page->library);
  int height;

  carrel_block_layout_get_size (layout, NULL, &height);
  return height + carrel_page_style_px (page->style, 14) * ((first ? 1 : 0) + (last ? 1 : 0));
}

GtkWidget *
carrel_block_code_new (
    CarrelSheet *page, guint block, guint32 start, guint32 end, gboolean first, gboolean last)
{
  CarrelCodeFrame   *self = g_object_new (CARREL_TYPE_CODE_FRAME, NULL);
  const CarrelBlock *data = &page->blocks[block];
  GtkWidget         *text;
  int                padding = carrel_page_style_px (page->style, 14),
      side = carrel_page_style_px (page->style, 18);

  text = carrel_block_text_new (page, CARREL_TEXT_CODE, block, start,
                                get_shown_end (data, start, end, last), FALSE, FALSE);
  self->page = carrel_sheet_ref (page);
  self->block = block;
  self->first = first;
  self->last = last;
  gtk_widget_set_margin_start (text, side);
  gtk_widget_set_margin_end (text, side);
  gtk_widget_set_margin_top (text, first ? padding : 0);
  gtk_widget_set_margin_bottom (text, last ? padding : 0);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scrolled), TRUE);
  if (!first || !last) {
    gpointer                 key = GUINT_TO_POINTER (block);
    GtkAdjustment           *adjustment = g_hash_table_lookup (page->shared, key);
    const CarrelTextMetrics *metrics =
        carrel_page_style_get_metrics (page->style, CARREL_TEXT_CODE);

    if (!adjustment) {
      adjustment = g_object_ref_sink (gtk_adjustment_new (0, 0, 0, 0, 0, 0));
      g_hash_table_insert (page->shared, key, adjustment);
    }
    gtk_scrolled_window_set_hadjustment (GTK_SCROLLED_WINDOW (self->scrolled), adjustment);
    gtk_widget_set_size_request (
        text, (int) ceil (MIN (count_columns (data), 100000) * metrics->size * .62), -1);
  }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), text);
  gtk_widget_set_direction (self->scrolled, GTK_TEXT_DIR_LTR);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  if (first && data->text_len > 0)
    add_copy_button (self);
  if (page->view)
    carrel_block_layout_set_tokens (
        carrel_block_text_get_layout (CARREL_BLOCK_TEXT (text)),
        carrel_code_tokens_get (carrel_document_view_get_tokens (page->view, block)));
  return GTK_WIDGET (self);
}
