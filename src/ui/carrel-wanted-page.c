/* carrel-wanted-page.c: something wanted, in the place of a page. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-wanted-page.h"

#include "ui/carrel-reference-card.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>

struct _CarrelWantedPage {
  AdwBin parent_instance;

  CarrelLibrary *library; /* (owned) */
  CarrelWanted  *wanted;  /* (owned) (nullable) */
  GCancellable  *loading; /* (owned) (nullable): the first source */

  GtkScrolledWindow *scroller;
  GtkLabel          *title, *sentence, *address, *count, *more, *hint;
  GtkWidget         *fetch_button, *find_button, *add_button;
  GtkBox            *sources;
};

G_DEFINE_FINAL_TYPE (CarrelWantedPage, carrel_wanted_page, ADW_TYPE_BIN)

static void
fetch_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWantedPage *self = CARREL_WANTED_PAGE (widget);

  if (self->wanted)
    carrel_ui_open_add (widget, carrel_wanted_get_address (self->wanted));
}

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_ui_open_add (widget, NULL);
}

static void
find_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_reference_search_web (widget, gtk_label_get_label (CARREL_WANTED_PAGE (widget)->title));
}

/* ── Who names it ── */

static void
clear_sources (CarrelWantedPage *self)
{
  GtkWidget *child;

  if (self->loading)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->sources))))
    gtk_box_remove (self->sources, child);
}

static void
source_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelWantedPage *self = user_data; /* gone when cancelled */
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelArticle) article = carrel_library_load_article_finish (CARREL_LIBRARY (source), result, &error);

  if (article)
    gtk_box_append (self->sources, carrel_reference_card_new_for_article (self->library, article, NULL));
  else
    carrel_ui_show_error (GTK_WIDGET (self), error);
}

void
carrel_wanted_page_set_wanted (CarrelWantedPage *self, CarrelWanted *wanted)
{
  const char *title, *address;
  guint n;
  g_autofree char *shown = NULL, *sentence = NULL, *count = NULL, *more = NULL, *tooltip = NULL;

  g_return_if_fail (CARREL_IS_WANTED_PAGE (self));

  if (!g_set_object (&self->wanted, wanted) || !wanted)
    return;
  title = carrel_wanted_get_title (wanted);
  address = carrel_wanted_get_address (wanted);
  n = carrel_wanted_get_n_sources (wanted);
  shown = address ? carrel_words_address (address) : NULL;
  sentence = g_strdup_printf (ngettext ("Not in your library yet. %u of your articles names it.", "Not in your library yet. %u of your articles name it.", n), n);
  count = g_strdup_printf ("%'u", n);

  gtk_label_set_label (self->title, title && *title ? title : shown ? shown : "");
  gtk_label_set_label (self->sentence, sentence);
  gtk_label_set_label (self->address, shown ? shown : "");
  gtk_widget_set_visible (GTK_WIDGET (self->address), shown && title && *title);
  gtk_label_set_label (self->count, count);
  gtk_label_set_label (self->hint, address ? ngettext ("When an article with this title or address arrives, the link connects by itself.", "When an article with this title or address arrives, all links connect by themselves.", n)
                                           : ngettext ("When an article with this title arrives, the link connects by itself.", "When an article with this title arrives, all links connect by themselves.", n));

  /* One suggestion: what brings it here soonest. */
  gtk_widget_set_visible (self->fetch_button, address != NULL);
  gtk_widget_set_visible (self->add_button, address == NULL);
  gtk_widget_set_tooltip_text (self->fetch_button, address);
  if (address)
    gtk_widget_remove_css_class (self->find_button, "suggested-action");
  else
    gtk_widget_add_css_class (self->find_button, "suggested-action");

  clear_sources (self);
  if (carrel_wanted_get_first_source (wanted) != 0) {
    self->loading = g_cancellable_new ();
    carrel_library_load_article_async (self->library, carrel_wanted_get_first_source (wanted), self->loading, source_loaded_cb, self);
  }
  more = n > 1 ? g_strdup_printf (ngettext ("and %u more", "and %u more", n - 1), n - 1) : NULL;
  gtk_label_set_label (self->more, more ? more : "");
  gtk_widget_set_visible (GTK_WIDGET (self->more), more != NULL);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

/* ── Object ── */

GtkWidget *
carrel_wanted_page_new (CarrelLibrary *library)
{
  CarrelWantedPage *self = g_object_new (CARREL_TYPE_WANTED_PAGE, NULL);

  self->library = g_object_ref (library);
  return GTK_WIDGET (self);
}

static void
carrel_wanted_page_dispose (GObject *object)
{
  CarrelWantedPage *self = CARREL_WANTED_PAGE (object);

  if (self->loading)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_object (&self->library);
  g_clear_object (&self->wanted);
  G_OBJECT_CLASS (carrel_wanted_page_parent_class)->dispose (object);
}

static void
carrel_wanted_page_class_init (CarrelWantedPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carrel_wanted_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/carrel/Carrel/ui/carrel-wanted-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CarrelWantedPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, CarrelWantedPage, title);
  gtk_widget_class_bind_template_child (widget_class, CarrelWantedPage, sentence);
  gtk_widget_class_bind_template_child (widget_class, CarrelWantedPage, address);
  gtk_widget_class_bind_template_child (widget_class, CarrelWantedPage, count);
  gtk_widget_class_bind_template_child (widget_class, CarrelWantedPage, more);
  gtk_widget_class_bind_template_child (widget_class, CarrelWantedPage, hint);
  gtk_widget_class_bind_template_child (widget_class, CarrelWantedPage, fetch_button);
  gtk_widget_class_bind_template_child (widget_class, CarrelWantedPage, find_button);
  gtk_widget_class_bind_template_child (widget_class, CarrelWantedPage, add_button);
  gtk_widget_class_bind_template_child (widget_class, CarrelWantedPage, sources);
  gtk_widget_class_install_action (widget_class, "wanted.fetch", NULL, fetch_action);
  gtk_widget_class_install_action (widget_class, "wanted.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "wanted.add", NULL, add_action);
}

static void
carrel_wanted_page_init (CarrelWantedPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
