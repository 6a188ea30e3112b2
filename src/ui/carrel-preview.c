/* carrel-preview.c: what an article of the library is, in a few lines. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-preview.h"

#include "ui/carrel-side.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define HOVER 400 /* ms under the pointer */
#define WIDTH 320
#define N_TOPICS 4

struct _CarrelPreview {
  GtkBox parent_instance;

  GtkWidget *title, *meta, *excerpt, *chips;
};

G_DEFINE_FINAL_TYPE (CarrelPreview, carrel_preview, GTK_TYPE_BOX)

static void
set_label (GtkWidget *label, const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text ? text : "");
  gtk_widget_set_visible (label, text && *text);
}

void
carrel_preview_set_article (CarrelPreview *self, CarrelArticle *article)
{
  const CarrelArticleData *data = carrel_article_get (article);
  g_autofree char         *meta = carrel_words_meta (article);
  GtkWidget               *child;

  set_label (self->title, data->title);
  carrel_side_set_line (GTK_LABEL (self->meta), meta);
  set_label (self->excerpt, data->excerpt);
  while ((child = gtk_widget_get_first_child (self->chips)))
    adw_wrap_box_remove (ADW_WRAP_BOX (self->chips), child);
  for (guint i = 0; i < MIN (data->n_topics, N_TOPICS); i++)
    adw_wrap_box_append (ADW_WRAP_BOX (self->chips),
                         carrel_ui_chip_new (data->topics[i], data->colours[i]));
  gtk_widget_set_visible (self->chips, data->n_topics > 0);
}

GtkWidget *
carrel_preview_new (void)
{
  return g_object_new (CARREL_TYPE_PREVIEW, NULL);
}

static void
carrel_preview_class_init (CarrelPreviewClass *class)
{
}

static GtkWidget *
add_label (GtkWidget *box, int lines, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), lines);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
carrel_preview_init (CarrelPreview *self)
{
  GtkWidget *box = GTK_WIDGET (self);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (box), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (box), 6);
  gtk_widget_set_size_request (box, WIDTH - 28, -1);
  self->title = add_label (box, 2, "heading");
  self->meta = add_label (box, 1, "meta");
  self->excerpt = add_label (box, 3, "soft");
  self->chips = adw_wrap_box_new ();
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (self->chips), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (self->chips), 6);
  gtk_box_append (GTK_BOX (box), self->chips);
}

/* ── Beside a widget ── */

typedef struct {
  GtkWidget     *widget;  /* whose data this is */
  CarrelArticle *article; /* (owned) */
  GtkWidget     *popover; /* (nullable): while it is shown */
  guint          source;
} Hover;

static void
leave (Hover *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
}

static void
free_hover (gpointer data)
{
  Hover *self = data;

  g_clear_handle_id (&self->source, g_source_remove);
  g_object_unref (self->article);
  g_free (self);
}

static gboolean
waited_cb (gpointer data)
{
  Hover     *self = data;
  GtkWidget *preview;

  self->source = 0;
  if (!gtk_widget_get_mapped (self->widget))
    return G_SOURCE_REMOVE;
  preview = carrel_preview_new ();
  carrel_preview_set_article (CARREL_PREVIEW (preview), self->article);
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), preview);
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_offset (GTK_POPOVER (self->popover), 0, 4);
  gtk_widget_set_can_focus (self->popover, FALSE);
  gtk_widget_set_can_target (self->popover, FALSE);
  gtk_widget_add_css_class (self->popover, "link-card");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->popover), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Article"), -1);
  gtk_widget_set_parent (self->popover, self->widget);
  gtk_popover_popup (GTK_POPOVER (self->popover));
  return G_SOURCE_REMOVE;
}

static void
entered_cb (GtkEventControllerMotion *controller, double x, double y, Hover *self)
{
  leave (self);
  self->source = g_timeout_add (HOVER, waited_cb, self);
}

void
carrel_preview_attach (GtkWidget *widget, CarrelArticle *article)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture         *click = gtk_gesture_click_new ();
  Hover              *self = g_new0 (Hover, 1);

  self->widget = widget;
  self->article = g_object_ref (article);
  g_object_set_data_full (G_OBJECT (widget), "carrel-preview", self, free_hover);
  g_signal_connect (motion, "enter", G_CALLBACK (entered_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave), self);
  g_signal_connect_swapped (widget, "unmap", G_CALLBACK (leave), self);
  g_signal_connect_swapped (widget, "destroy", G_CALLBACK (leave), self);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (leave), self);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
}
