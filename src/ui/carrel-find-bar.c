/* carrel-find-bar.c: words looked for in the article. Main thread.
 *
 * The view finds and marks; what is here is the entry and the count.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-find-bar.h"

#include <glib/gi18n.h>

struct _CarrelFindBar {
  AdwBin parent_instance;

  GtkWidget          *bar, *entry, *label;
  CarrelDocumentView *view;   /* (owned) */
  gboolean            opened; /* by a person, who has to close it, too */
};

G_DEFINE_FINAL_TYPE (CarrelFindBar, carrel_find_bar, ADW_TYPE_BIN)

static void
show_found (CarrelFindBar *self)
{
  guint            n, at = carrel_document_view_get_found (self->view, &n);
  g_autofree char *text = NULL;

  if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)))
    text = n > 0 ? g_strdup_printf (_ ("%u of %u"), at, n) : g_strdup (_ ("Nothing"));
  gtk_label_set_text (GTK_LABEL (self->label), text ? text : "");
}

static void
changed_cb (CarrelFindBar *self)
{
  if (!gtk_search_bar_get_search_mode (GTK_SEARCH_BAR (self->bar)))
    return; /* closing empties it before it says so */
  carrel_document_view_find (self->view, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  show_found (self);
}

static void
next_cb (CarrelFindBar *self)
{
  carrel_document_view_find_next (self->view);
  show_found (self);
}

static void
previous_cb (CarrelFindBar *self)
{
  carrel_document_view_find_previous (self->view);
  show_found (self);
}

void
carrel_find_bar_go_on (CarrelFindBar *self, gboolean forward)
{
  if (forward)
    next_cb (self);
  else
    previous_cb (self);
}

/* Enter goes on, and with Shift back. */
static gboolean
shift_enter_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  previous_cb (user_data);
  return TRUE;
}

/* Who closes it goes on reading where the words are. */
static void
mode_cb (CarrelFindBar *self)
{
  if (!self->view || gtk_search_bar_get_search_mode (GTK_SEARCH_BAR (self->bar)))
    return;
  if (self->opened) {
    carrel_document_view_select_found (self->view);
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
  }
  self->opened = FALSE;
  carrel_document_view_find (self->view, NULL);
}

void
carrel_find_bar_open (CarrelFindBar *self)
{
  gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (self->bar), TRUE);
  self->opened = TRUE;
  gtk_widget_grab_focus (self->entry);
}

gboolean
carrel_find_bar_leave (CarrelFindBar *self)
{
  gboolean shown = gtk_search_bar_get_search_mode (GTK_SEARCH_BAR (self->bar));

  gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (self->bar), FALSE);
  return shown;
}

void
carrel_find_bar_close (CarrelFindBar *self)
{
  self->opened = FALSE;
  gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (self->bar), FALSE);
}

void
carrel_find_bar_set_view (CarrelFindBar *self, CarrelDocumentView *view)
{
  g_set_object (&self->view, view);
}

/* ── Object ── */

static void
carrel_find_bar_dispose (GObject *object)
{
  CarrelFindBar *self = CARREL_FIND_BAR (object);

  g_clear_object (&self->view);
  G_OBJECT_CLASS (carrel_find_bar_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CarrelFindBar, name)

static void
carrel_find_bar_class_init (CarrelFindBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = carrel_find_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-find-bar.ui");
  BIND (bar);
  BIND (entry);
  BIND (label);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, mode_cb);
}

static void
carrel_find_bar_init (CarrelFindBar *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Shift>Return|<Shift>KP_Enter"),
                        gtk_callback_action_new (shift_enter_cb, self, NULL)));
  gtk_widget_add_controller (self->entry, keys);
  gtk_search_bar_connect_entry (GTK_SEARCH_BAR (self->bar), GTK_EDITABLE (self->entry));
}
