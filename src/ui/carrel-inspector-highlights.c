/* carrel-inspector-highlights.c: highlights and the note of the article that is read. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-inspector-highlights.h"

#include "base/carrel-text.h"
#include "library/carrel-library-highlights.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_LINES 50 /* until the rest is asked for */
#define MAX_CHARS 200
#define SAVE_AFTER 800 /* ms without a letter */

struct _CarrelInspectorHighlights {
  AdwBin parent_instance;

  CarrelLibrary *library;    /* (owned) */
  GPtrArray     *highlights; /* (owned) (nullable) (element-type CarrelHighlight) */
  gint64         article;    /* 0: none */
  char          *kept;       /* (owned): the note as it is in the library */
  guint          save_id;
  gboolean       quiet;

  GtkWidget     *count, *lines, *none, *note;
  GtkTextBuffer *buffer;
};

G_DEFINE_FINAL_TYPE (CarrelInspectorHighlights, carrel_inspector_highlights, ADW_TYPE_BIN)

/* ── Highlights ── */

static void
line_clicked_cb (GtkWidget *button, CarrelInspectorHighlights *self)
{
  gint64 *id = g_object_get_data (G_OBJECT (button), "id");

  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-highlight", "(xx)", self->article, *id);
}

static GtkWidget *
make_text (const char *text, const char *class, int lines)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), lines);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, class);
  return label;
}

static GtkWidget *
make_line (CarrelInspectorHighlights *self, const CarrelHighlightData *data)
{
  GtkWidget *button = gtk_button_new (), *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10),
            *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4), *bar = adw_bin_new ();
  g_autofree char *passage = carrel_text_excerpt (data->exact, MAX_CHARS),
                  *note = data->note ? carrel_text_excerpt (data->note, MAX_CHARS) : NULL;
  g_autofree char *described =
      g_strdup_printf ("%s, %s%s%s", passage, carrel_words_colour (data->colour), note ? ", " : "",
                       note ? note : "");

  gtk_widget_add_css_class (bar, "mark-bar");
  gtk_widget_add_css_class (bar, carrel_highlight_colour_get_name (data->colour));
  gtk_box_append (GTK_BOX (texts), make_text (passage, "small-body", 2));
  if (note)
    gtk_box_append (GTK_BOX (texts), make_text (note, "meta", 3));
  if (data->lost)
    gtk_box_append (GTK_BOX (texts), make_text (_ ("Not in the text any more"), "meta", 1));
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (row), bar);
  gtk_box_append (GTK_BOX (row), texts);
  gtk_button_set_child (GTK_BUTTON (button), row);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "line");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, described,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), "id", g_memdup2 (&data->id, sizeof data->id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (line_clicked_cb), self,
                           G_CONNECT_DEFAULT);
  return button;
}

static void show_lines (CarrelInspectorHighlights *self, guint max);

static void
more_clicked_cb (CarrelInspectorHighlights *self)
{
  show_lines (self, G_MAXUINT);
}

static void
show_lines (CarrelInspectorHighlights *self, guint max)
{
  guint            n = self->highlights ? self->highlights->len : 0;
  g_autofree char *count = n > 0 ? g_strdup_printf ("%'u", n) : g_strdup ("");
  GtkWidget       *child;

  while ((child = gtk_widget_get_first_child (self->lines)))
    gtk_box_remove (GTK_BOX (self->lines), child);
  for (guint i = 0; i < MIN (n, max); i++)
    gtk_box_append (GTK_BOX (self->lines),
                    make_line (self, carrel_highlight_get (self->highlights->pdata[i])));
  if (n > max) {
    g_autofree char *text = g_strdup_printf (ngettext ("%u more", "%u more", n - max), n - max);
    GtkWidget       *button = gtk_button_new_with_label (text);

    gtk_widget_add_css_class (button, "flat");
    gtk_widget_add_css_class (button, "line");
    g_signal_connect_object (button, "clicked", G_CALLBACK (more_clicked_cb), self,
                             G_CONNECT_SWAPPED);
    gtk_box_append (GTK_BOX (self->lines), button);
  }
  gtk_label_set_label (GTK_LABEL (self->count), count);
  gtk_widget_set_visible (self->none, n == 0);
}

/* ── The note ── */

static void
save (CarrelInspectorHighlights *self)
{
  GtkTextIter      start, end;
  g_autofree char *text = NULL;

  g_clear_handle_id (&self->save_id, g_source_remove);
  if (self->article == 0)
    return;
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  text = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
  if (strcmp (text, self->kept) == 0)
    return;
  g_set_str (&self->kept, text);
  carrel_library_set_note_async (self->library, self->article, text, carrel_ui_changed_cb,
                                 carrel_ui_change_new (GTK_WIDGET (self), NULL, NULL));
}

static gboolean
save_cb (gpointer data)
{
  CarrelInspectorHighlights *self = data;

  self->save_id = 0;
  save (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (CarrelInspectorHighlights *self)
{
  if (self->quiet)
    return;
  g_clear_handle_id (&self->save_id, g_source_remove);
  self->save_id = g_timeout_add (SAVE_AFTER, save_cb, self);
}

/* Who is writing isn't disturbed by what comes back. */
static void
show_note (CarrelInspectorHighlights *self, const char *note)
{
  GtkTextIter      start, end;
  g_autofree char *shown = NULL;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  shown = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
  g_set_str (&self->kept, note);
  if (strcmp (shown, note) == 0)
    return;
  self->quiet = TRUE;
  gtk_text_buffer_set_text (self->buffer, note, -1);
  self->quiet = FALSE;
}

/* ── Object ── */

void
carrel_inspector_highlights_set_reading (CarrelInspectorHighlights *self, CarrelReading *reading)
{
  gint64   article = reading ? carrel_article_get_id (reading->article) : 0;
  gboolean same = article != 0 && article == self->article;

  if (!same && self->save_id)
    save (self);
  self->article = article;
  g_clear_pointer (&self->highlights, g_ptr_array_unref);
  self->highlights = reading ? g_ptr_array_ref (reading->highlights) : NULL;
  show_lines (self, MAX_LINES);
  if (!same || (!self->save_id && !gtk_widget_has_focus (self->note)))
    show_note (self, reading && reading->note ? reading->note : "");
}

GtkWidget *
carrel_inspector_highlights_new (CarrelLibrary *library)
{
  CarrelInspectorHighlights *self = g_object_new (CARREL_TYPE_INSPECTOR_HIGHLIGHTS, NULL);

  self->library = g_object_ref (library);
  return GTK_WIDGET (self);
}

static void
carrel_inspector_highlights_dispose (GObject *object)
{
  CarrelInspectorHighlights *self = CARREL_INSPECTOR_HIGHLIGHTS (object);

  if (self->save_id)
    save (self);
  self->article = 0;
  g_clear_object (&self->library);
  g_clear_pointer (&self->highlights, g_ptr_array_unref);
  g_clear_pointer (&self->kept, g_free);
  G_OBJECT_CLASS (carrel_inspector_highlights_parent_class)->dispose (object);
}

static void
carrel_inspector_highlights_class_init (CarrelInspectorHighlightsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = carrel_inspector_highlights_dispose;
}

static GtkWidget *
make_heading (const char *text)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.f, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_HEADING, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LEVEL, 2, -1);
  gtk_widget_add_css_class (label, "group-title");
  return label;
}

/* Escape climbs back: to the page; the inspector over a narrow one is closed by it, too. */
static gboolean
note_key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state)
{
  if (key == GDK_KEY_Escape)
    gtk_widget_activate_action (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller)),
                                "win.focus-page", NULL);
  return GDK_EVENT_PROPAGATE;
}

static GtkWidget *
make_note (CarrelInspectorHighlights *self)
{
  GtkWidget          *scroller = gtk_scrolled_window_new ();
  GtkEventController *focus = gtk_event_controller_focus_new (),
                     *keys = gtk_event_controller_key_new ();

  self->note = gtk_text_view_new ();
  self->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->note));
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->note), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->note), FALSE);
  gtk_widget_add_css_class (self->note, "note-text");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->note), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Note on This Article"), -1);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (save), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->note, focus);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (note_key_cb), NULL);
  gtk_widget_add_controller (self->note, keys);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 72);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 240);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->note);
  gtk_widget_add_css_class (scroller, "note-field");
  return scroller;
}

void
carrel_inspector_highlights_edit_note (CarrelInspectorHighlights *self)
{
  gtk_widget_grab_focus (self->note);
}

static void
carrel_inspector_highlights_init (CarrelInspectorHighlights *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0),
            *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8),
            *heading = make_heading (_ ("Note"));

  self->kept = g_strdup ("");
  self->count = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->count, "dimmed");
  gtk_box_append (GTK_BOX (line), make_heading (_ ("Highlights")));
  gtk_box_append (GTK_BOX (line), self->count);
  gtk_widget_set_margin_top (line, 24);
  gtk_widget_set_margin_bottom (line, 4);
  self->lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->none = make_text (_ ("Select text and choose a colour."), "meta", 2);
  gtk_widget_set_margin_start (self->none, 8);
  gtk_widget_set_margin_top (heading, 24);
  gtk_widget_set_margin_bottom (heading, 8);
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), self->lines);
  gtk_box_append (GTK_BOX (box), self->none);
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), make_note (self));
  adw_bin_set_child (ADW_BIN (self), box);
}
