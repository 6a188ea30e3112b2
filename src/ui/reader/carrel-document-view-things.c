/* carrel-document-view-things.c: what can be touched on a page beside its text: links, notes'
 * marks, pictures, code. Main thread.
 *
 * Pictures and notes are shown by whoever listens to the view; code is copied here, and its colours
 * are kept here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-document-view-private.h"

#include <string.h>

#define SIDEWAYS 60 /* pixels that a key scrolls code */

gboolean
carrel_block_is_thing (const CarrelBlock *block)
{
  return (block->type == CARREL_BLOCK_EMBED && block->href) ||
         (block->type == CARREL_BLOCK_IMAGE && block->source) ||
         (block->type == CARREL_BLOCK_CODE && block->text_len > 0);
}

/* ── Doing ── */

void
carrel_document_view_copy_code (CarrelDocumentView *self, guint block)
{
  if (!self->page || block >= self->page->n_blocks)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          self->page->blocks[block].text);
  carrel_document_view_emit_code_copied (self);
}

gboolean
carrel_document_view_get_caret_highlight (CarrelDocumentView *self, gint64 *id)
{
  CarrelSpot before;

  g_return_val_if_fail (CARREL_IS_DOCUMENT_VIEW (self), FALSE);
  if (!self->page || !self->has_caret)
    return FALSE;
  before = self->caret;
  if (before.offset > 0)
    before.offset--;
  return carrel_document_view_get_highlight_at (self, self->caret, id) ||
         carrel_document_view_get_highlight_at (self, before, id);
}

gboolean
carrel_document_view_activate_highlight (CarrelDocumentView *self)
{
  gint64 id;

  if (!self->page || !self->has_caret ||
      !carrel_document_view_get_highlight_at (self, self->caret, &id))
    return FALSE;
  carrel_document_view_emit_highlight_activated (self, id);
  return TRUE;
}

void
carrel_document_view_focus_link_to (CarrelDocumentView *self, const char *address)
{
  carrel_document_view_ensure_links (self);
  for (guint i = 0; i < self->links->len; i++) {
    const CarrelLinkPlace *link = &g_array_index (self->links, CarrelLinkPlace, i);

    if (link->span && g_strcmp0 (link->span->value, address) == 0) {
      carrel_document_view_set_focus_link (self, (int) i);
      return;
    }
  }
}

/* So that the way back from what it opens leads here. */
static void
keep_focus_on (CarrelDocumentView *self, const CarrelLinkPlace *wanted)
{
  carrel_document_view_ensure_links (self);
  for (guint i = 0; i < self->links->len; i++) {
    const CarrelLinkPlace *link = &g_array_index (self->links, CarrelLinkPlace, i);

    if (link->block == wanted->block && link->span == wanted->span) {
      self->focus_link = (int) i;
      return;
    }
  }
}

static gboolean
show_note (CarrelDocumentView *self, const CarrelLinkPlace *link)
{
  const char  *address = link->span->value;
  GdkRectangle rectangle;

  if (!address || !g_str_has_prefix (address, "#fn-") ||
      !carrel_document_view_get_link_rectangle (self, link, -G_MAXINT, &rectangle))
    return FALSE;
  keep_focus_on (self, link);
  return carrel_document_view_emit_note_activated (self, address + 1, &rectangle);
}

void
carrel_document_view_activate (CarrelDocumentView *self, const CarrelLinkPlace *link)
{
  CarrelLinkPlace    place = *link; /* what is done may change the list */
  const CarrelBlock *block = &self->page->blocks[place.block];

  if (place.span && place.span->kind == CARREL_SPAN_FOOTNOTE_REF && show_note (self, &place))
    return;
  if (!place.span && block->type == CARREL_BLOCK_IMAGE) {
    keep_focus_on (self, &place);
    carrel_document_view_emit_picture_activated (self, place.block);
  } else if (!place.span && block->type == CARREL_BLOCK_CODE) {
    carrel_document_view_copy_code (self, place.block);
  } else {
    carrel_document_view_open_link (self, carrel_document_view_get_link_address (self, &place));
  }
}

gboolean
carrel_document_view_focus_first (CarrelDocumentView *self, CarrelThing thing, gboolean activate)
{
  if (!self->page)
    return FALSE;
  carrel_document_view_ensure_links (self);
  for (guint i = 0; i < self->links->len; i++) {
    CarrelLinkPlace    link = g_array_index (self->links, CarrelLinkPlace, i);
    const CarrelBlock *block = &self->page->blocks[link.block];
    gboolean           found =
        thing == CARREL_THING_NOTE ? link.span && link.span->kind == CARREL_SPAN_FOOTNOTE_REF
                  : thing == CARREL_THING_PICTURE ? !link.span && block->type == CARREL_BLOCK_IMAGE
                  : thing == CARREL_THING_CODE
                      ? !link.span && block->type == CARREL_BLOCK_CODE
                      : link.span && self->library && link.span->kind == CARREL_SPAN_LINK &&
                  g_hash_table_contains (self->library, link.span->value);

    if (!found)
      continue;
    gtk_widget_grab_focus (GTK_WIDGET (self));
    carrel_document_view_set_focus_link (self, (int) i);
    if (activate)
      carrel_document_view_activate (self, &link);
    return TRUE;
  }
  return FALSE;
}

void
carrel_document_view_go_to_id (CarrelDocumentView *self, const char *id)
{
  carrel_document_view_emit_leaving_place (self);
  carrel_document_view_scroll_to_id (self, id);
}

/* ── Code ── */

/* The block of code that has the focus scrolls by the arrows. */
static gboolean
sideways_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  CarrelDocumentView    *self = CARREL_DOCUMENT_VIEW (widget);
  const CarrelLinkPlace *link =
      self->focus_link >= 0 && self->links
          ? &g_array_index (self->links, CarrelLinkPlace, self->focus_link)
          : NULL;
  CarrelBlockWidget *leaf = link && !link->span && self->page
                                ? carrel_document_view_get_leaf (self, link->block, 0)
                                : NULL;
  GtkWidget         *scrolled =
      leaf ? gtk_widget_get_ancestor (GTK_WIDGET (leaf), GTK_TYPE_SCROLLED_WINDOW) : NULL;
  GtkAdjustment *adjustment;

  if (!gtk_widget_is_focus (widget) || !scrolled || !gtk_widget_is_ancestor (scrolled, widget))
    return FALSE;
  adjustment = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scrolled));
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) +
                                            g_variant_get_int32 (arguments) * SIDEWAYS);
  return TRUE;
}

void
carrel_document_view_class_init_things (GtkWidgetClass *klass)
{
  gtk_widget_class_add_binding (klass, GDK_KEY_Left, 0, sideways_cb, "i", -1);
  gtk_widget_class_add_binding (klass, GDK_KEY_KP_Left, 0, sideways_cb, "i", -1);
  gtk_widget_class_add_binding (klass, GDK_KEY_Right, 0, sideways_cb, "i", 1);
  gtk_widget_class_add_binding (klass, GDK_KEY_KP_Right, 0, sideways_cb, "i", 1);
}

static void
tokens_grown_cb (CarrelCodeTokens *tokens, guint block, gpointer data)
{
  CarrelDocumentView *self = data;
  GPtrArray          *leaves = g_hash_table_lookup (self->leaves, GUINT_TO_POINTER (block));

  for (guint i = 0; leaves && i < leaves->len; i++)
    if (CARREL_IS_BLOCK_TEXT (leaves->pdata[i])) {
      carrel_block_layout_set_tokens (carrel_block_text_get_layout (leaves->pdata[i]),
                                      carrel_code_tokens_get (tokens));
      gtk_widget_queue_draw (leaves->pdata[i]);
    }
}

CarrelCodeTokens *
carrel_document_view_get_tokens (CarrelDocumentView *self, guint block)
{
  CarrelCodeTokens *tokens = g_hash_table_lookup (self->tokens, GUINT_TO_POINTER (block));

  if (!tokens) {
    tokens = carrel_code_tokens_new (&self->page->blocks[block], block, tokens_grown_cb, self);
    g_hash_table_insert (self->tokens, GUINT_TO_POINTER (block), tokens);
  }
  return tokens;
}
