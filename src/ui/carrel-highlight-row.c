/* carrel-highlight-row.c: a highlight as a row. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-highlight-row.h"

#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>

#define MAX_PASSAGE 400 /* characters */
#define MAX_NOTE 400

struct _CarrelHighlightRow {
  AdwBin parent_instance;

  CarrelHighlight *highlight; /* (owned) (nullable) */
  GtkWidget       *bar, *passage, *note_box, *note, *title, *meta;
};

G_DEFINE_FINAL_TYPE (CarrelHighlightRow, carrel_highlight_row, ADW_TYPE_BIN)

static char *
make_meta (const CarrelHighlightData *data)
{
  g_autofree char *when = carrel_time_to_relative (data->created);
  const char      *parts[] = { data->lost ? _ ("Not in the text any more") : data->site, when };

  return parts[0] && *parts[0] ? carrel_words_join (parts, 2) : g_steal_pointer (&when);
}

char *
carrel_highlight_row_describe (CarrelHighlight *highlight)
{
  const CarrelHighlightData *data = carrel_highlight_get (highlight);
  g_autofree char           *passage = carrel_text_excerpt (data->exact, MAX_PASSAGE),
                  *note = data->note ? carrel_text_excerpt (data->note, MAX_NOTE) : NULL,
                  *meta = make_meta (data);
  GString *out = g_string_new (passage);

  g_string_append_printf (out, ", %s", carrel_words_colour (data->colour));
  if (note)
    g_string_append_printf (out, ", %s", note);
  if (data->title)
    g_string_append_printf (out, ", %s", data->title);
  g_string_append_printf (out, ", %s", meta);
  return g_string_free (out, FALSE);
}

static GtkWidget *
make_label (const char *class, int lines)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (lines > 1) {
    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
    gtk_label_set_lines (GTK_LABEL (label), lines);
  }
  gtk_widget_add_css_class (label, class);
  return label;
}

void
carrel_highlight_row_set (CarrelHighlightRow *self, CarrelHighlight *highlight)
{
  const CarrelHighlightData *data;
  g_autofree char           *passage = NULL, *note = NULL, *meta = NULL;

  g_set_object (&self->highlight, highlight);
  if (!highlight)
    return;
  data = carrel_highlight_get (highlight);
  passage = carrel_text_excerpt (data->exact, MAX_PASSAGE);
  note = carrel_text_excerpt (data->note ? data->note : "", MAX_NOTE);
  meta = make_meta (data);
  for (guint i = 0; i < CARREL_N_HIGHLIGHT_COLOURS; i++)
    (i == data->colour ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (
        self->bar, carrel_highlight_colour_get_name (i));
  gtk_label_set_text (GTK_LABEL (self->passage), passage);
  (data->lost ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (self->passage, "soft");
  gtk_label_set_text (GTK_LABEL (self->note), note);
  gtk_widget_set_visible (self->note_box, *note != '\0');
  gtk_label_set_text (GTK_LABEL (self->title), data->title ? data->title : "");
  gtk_widget_set_tooltip_text (self->title, data->title);
  gtk_label_set_text (GTK_LABEL (self->meta), meta);
}

CarrelHighlight *
carrel_highlight_row_get (CarrelHighlightRow *self)
{
  return self->highlight;
}

GtkWidget *
carrel_highlight_row_new (void)
{
  return g_object_new (CARREL_TYPE_HIGHLIGHT_ROW, NULL);
}

static void
carrel_highlight_row_dispose (GObject *object)
{
  g_clear_object (&CARREL_HIGHLIGHT_ROW (object)->highlight);
  G_OBJECT_CLASS (carrel_highlight_row_parent_class)->dispose (object);
}

static void
carrel_highlight_row_class_init (CarrelHighlightRowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = carrel_highlight_row_dispose;
}

static void
carrel_highlight_row_init (CarrelHighlightRow *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12),
            *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8),
            *source = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *icon = gtk_image_new_from_icon_name ("carrel-note-symbolic");

  self->bar = adw_bin_new ();
  gtk_widget_add_css_class (self->bar, "mark-bar");
  self->passage = make_label ("passage", 3);
  self->note = make_label ("note", 4);
  gtk_widget_set_hexpand (self->note, TRUE);
  self->title = make_label ("meta", 1);
  self->meta = make_label ("meta", 1);
  self->note_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_image_set_pixel_size (GTK_IMAGE (icon), 14);
  gtk_widget_add_css_class (icon, "dimmed");
  gtk_widget_add_css_class (self->note_box, "note-box");
  gtk_box_append (GTK_BOX (self->note_box), icon);
  gtk_box_append (GTK_BOX (self->note_box), self->note);
  gtk_box_append (GTK_BOX (source), self->title);
  gtk_box_append (GTK_BOX (source), self->meta);
  gtk_box_append (GTK_BOX (texts), self->passage);
  gtk_box_append (GTK_BOX (texts), self->note_box);
  gtk_box_append (GTK_BOX (texts), source);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (row), self->bar);
  gtk_box_append (GTK_BOX (row), texts);
  gtk_widget_set_margin_start (row, 12);
  gtk_widget_set_margin_end (row, 12);
  adw_bin_set_child (ADW_BIN (self), row);
}
