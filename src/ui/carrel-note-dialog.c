/* carrel-note-dialog.c: the note on a passage, written. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-note-dialog.h"

#include "base/carrel-text.h"

#include <glib/gi18n.h>

#define MAX_PASSAGE 300 /* characters shown */

typedef struct {
  GtkWidget     *parent; /* (owned) */
  AdwDialog     *dialog;
  GtkTextBuffer *buffer;
  CarrelNoteFunc func;
  gpointer       data;
  GDestroyNotify destroy;
} Note;

static void
free_note (gpointer data)
{
  Note *note = data;

  if (note->destroy)
    note->destroy (note->data);
  g_object_unref (note->parent);
  g_free (note);
}

static void
save (Note *note)
{
  GtkTextIter      start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (note->buffer, &start, &end);
  text = gtk_text_buffer_get_text (note->buffer, &start, &end, FALSE);
  note->func (note->parent, text, note->data);
  adw_dialog_close (note->dialog);
}

static gboolean
key_pressed_cb (
    GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, Note *note)
{
  if ((state & GDK_CONTROL_MASK) && (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)) {
    save (note);
    return TRUE;
  }
  return FALSE;
}

static GtkWidget *
make_field (Note *note, const char *text)
{
  GtkWidget          *view = gtk_text_view_new (), *scroller = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  note->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  if (text)
    gtk_text_buffer_set_text (note->buffer, text, -1);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_widget_add_css_class (view, "note-text");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Note"),
                                  -1);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), note);
  gtk_widget_add_controller (view, keys);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 120);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 320);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_widget_add_css_class (scroller, "note-field");
  adw_dialog_set_focus (note->dialog, view);
  return scroller;
}

static GtkWidget *
make_passage (const char *passage)
{
  g_autofree char *shown = carrel_text_excerpt (passage, MAX_PASSAGE);
  GtkWidget       *label = gtk_label_new (shown);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), 4);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "passage");
  return label;
}

static GtkWidget *
make_header (Note *note)
{
  GtkWidget *header = adw_header_bar_new (), *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel")),
            *keep = gtk_button_new_with_mnemonic (_ ("_Save"));

  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  gtk_widget_add_css_class (keep, "suggested-action");
  gtk_widget_set_tooltip_text (keep, _ ("Save (Ctrl+Enter)"));
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (adw_dialog_close), note->dialog);
  g_signal_connect_swapped (keep, "clicked", G_CALLBACK (save), note);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), keep);
  return header;
}

void
carrel_note_dialog_present (GtkWidget     *parent,
                            const char    *passage,
                            const char    *text,
                            CarrelNoteFunc func,
                            gpointer       data,
                            GDestroyNotify destroy)
{
  Note      *note = g_new0 (Note, 1);
  GtkWidget *view = adw_toolbar_view_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  *note = (Note) { g_object_ref (parent), adw_dialog_new (), NULL, func, data, destroy };
  gtk_widget_set_margin_start (box, 18);
  gtk_widget_set_margin_end (box, 18);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 18);
  if (passage && *passage)
    gtk_box_append (GTK_BOX (box), make_passage (passage));
  gtk_box_append (GTK_BOX (box), make_field (note, text));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), make_header (note));
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), box);
  adw_dialog_set_title (note->dialog, _ ("Note"));
  adw_dialog_set_child (note->dialog, view);
  adw_dialog_set_content_width (note->dialog, 440);
  g_object_set_data_full (G_OBJECT (note->dialog), "note", note, free_note);
  adw_dialog_present (note->dialog, parent);
}
