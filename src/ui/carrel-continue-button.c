/* carrel-continue-button.c: a button for what was read last. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-continue-button.h"

#include "base/carrel-text.h"
#include "ui/carrel-ui.h"

#include <glib/gi18n.h>

#define MAX_TITLE 48 /* characters of a title on a button */

struct _CarrelContinueButton {
  AdwBin parent_instance;

  GtkWidget     *button;
  CarrelLibrary *library; /* (owned) */
  gint64         id;      /* 0: none */
};

G_DEFINE_FINAL_TYPE (CarrelContinueButton, carrel_continue_button, ADW_TYPE_BIN)

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelContinueButton) self = user_data;
  g_autoptr (CarrelArticle) article =
      carrel_library_load_last_read_finish (CARREL_LIBRARY (source), result, NULL);
  g_autofree char *title =
      article ? carrel_text_excerpt (carrel_article_get_title (article), MAX_TITLE) : NULL;
  g_autofree char *label = title ? g_strdup_printf (_ ("Continue “%s”"), title) : NULL;

  self->id = article ? carrel_article_get_id (article) : 0;
  gtk_widget_set_visible (GTK_WIDGET (self), label != NULL);
  if (label && self->button)
    gtk_button_set_label (GTK_BUTTON (self->button), label);
}

void
carrel_continue_button_update (CarrelContinueButton *self)
{
  if (self->library)
    carrel_library_load_last_read_async (self->library, NULL, loaded_cb, g_object_ref (self));
}

static void
changed_cb (CarrelContinueButton *self, CarrelChanges *changes)
{
  GtkWidget *page = gtk_widget_get_parent (GTK_WIDGET (self));

  /* It is hidden itself where it has nothing to offer. */
  if (page && gtk_widget_get_mapped (page) &&
      (carrel_changes_get_kinds (changes) & CARREL_CHANGED_ARTICLES))
    carrel_continue_button_update (self);
}

void
carrel_continue_button_set_library (CarrelContinueButton *self, CarrelLibrary *library)
{
  g_set_object (&self->library, library);
  g_signal_connect_object (library, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  carrel_continue_button_update (self);
}

static void
clicked_cb (CarrelContinueButton *self)
{
  if (self->id != 0)
    carrel_ui_open_article (GTK_WIDGET (self), self->id);
}

/* ── Object ── */

static void
carrel_continue_button_dispose (GObject *object)
{
  CarrelContinueButton *self = CARREL_CONTINUE_BUTTON (object);

  g_clear_object (&self->library);
  self->button = NULL;
  G_OBJECT_CLASS (carrel_continue_button_parent_class)->dispose (object);
}

static void
carrel_continue_button_class_init (CarrelContinueButtonClass *class)
{
  G_OBJECT_CLASS (class)->dispose = carrel_continue_button_dispose;
}

static void
carrel_continue_button_init (CarrelContinueButton *self)
{
  self->button = gtk_button_new ();
  gtk_button_set_can_shrink (GTK_BUTTON (self->button), TRUE);
  gtk_widget_add_css_class (self->button, "pill");
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked_cb), self,
                           G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), self->button);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
