/* carrel-wanted-page.c: something wanted, in the place of a page. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-wanted-page.h"

#include "library/carrel-library-links.h"
#include "ui/carrel-reference-card.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-wanted-actions.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>

#define MAX_SOURCES 50

struct _CarrelWantedPage {
  AdwBin parent_instance;

  CarrelLibrary *library; /* (owned) */
  GPtrArray     *wanted;  /* (owned) (nullable) (element-type CarrelWanted) */
  GCancellable  *loading; /* (owned) (nullable): who names it */

  GtkScrolledWindow *scroller;
  GtkLabel          *title, *sentence, *address, *count, *more, *hint;
  GtkWidget         *fetch_button, *find_button, *add_button, *never_button, *named_by;
  GtkBox            *sources;
};

G_DEFINE_FINAL_TYPE (CarrelWantedPage, carrel_wanted_page, ADW_TYPE_BIN)

static void
fetch_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWantedPage *self = CARREL_WANTED_PAGE (widget);

  if (self->wanted)
    carrel_wanted_fetch (widget, self->library, self->wanted);
}

static void
never_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWantedPage *self = CARREL_WANTED_PAGE (widget);

  if (self->wanted)
    carrel_wanted_never (widget, self->library, self->wanted,
                         g_str_equal (name, "wanted.never-site"));
}

static GPtrArray *
get_wanted (gpointer data)
{
  CarrelWantedPage *self = data;

  return self->wanted ? g_ptr_array_ref (self->wanted) : NULL;
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
sources_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelWantedPage *self = user_data; /* gone when cancelled */
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) links =
      carrel_library_load_wanting_finish (CARREL_LIBRARY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  for (guint i = 0; links && i < links->len; i++)
    gtk_box_append (self->sources, carrel_reference_card_new (self->library, links->pdata[i]));
  if (!links)
    carrel_ui_show_error (GTK_WIDGET (self), error);
}

/* ── What is shown ── */

static void
set_never_menu (CarrelWantedPage *self, const char *site)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  g_menu_append (menu, self->wanted->len == 1 ? _ ("_This One") : _ ("_These"), "wanted.never");
  if (site) {
    /* Translators: in a menu «Never»; %s is a site: «example.org» */
    g_autofree char *label = g_strdup_printf (_ ("_Anything of %s"), site);

    g_menu_append (menu, label, "wanted.never-site");
  }
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->never_button), G_MENU_MODEL (menu));
}

static void
show_one (CarrelWantedPage *self, CarrelWanted *wanted)
{
  const char *title = carrel_wanted_get_title (wanted),
             *address = carrel_wanted_get_address (wanted);
  guint            n = carrel_wanted_get_n_sources (wanted);
  g_autofree char *shown = address ? carrel_words_address (address) : NULL,
                  *site = carrel_wanted_dup_site (wanted), *count = g_strdup_printf ("%'u", n);
  g_autofree char *sentence =
      g_strdup_printf (ngettext ("Not in your library yet. %u of your articles names it.",
                                 "Not in your library yet. %u of your articles name it.", n),
                       n);
  g_autofree char *more =
      n > MAX_SOURCES ? g_strdup_printf (ngettext ("and %u more", "and %u more", n - MAX_SOURCES),
                                         n - MAX_SOURCES)
                      : NULL;

  gtk_label_set_label (self->title, title && *title ? title : shown ? shown : "");
  gtk_label_set_label (self->sentence, sentence);
  gtk_label_set_label (self->address, shown ? shown : "");
  gtk_widget_set_visible (GTK_WIDGET (self->address), shown && title && *title);
  gtk_label_set_label (self->count, count);
  gtk_label_set_label (
      self->hint,
      address
          ? ngettext (
                "When an article with this title or address arrives, the link connects by itself.",
                "When an article with this title or address arrives, all links connect by "
                "themselves.",
                n)
          : ngettext ("When an article with this title arrives, the link connects by itself.",
                      "When an article with this title arrives, all links connect by themselves.",
                      n));

  /* One suggestion: what brings it here soonest. */
  gtk_widget_set_visible (self->fetch_button, address != NULL);
  gtk_widget_set_visible (self->add_button, address == NULL);
  gtk_widget_set_visible (self->find_button, TRUE);
  if (address)
    gtk_widget_remove_css_class (self->find_button, "suggested-action");
  else
    gtk_widget_add_css_class (self->find_button, "suggested-action");
  set_never_menu (self, site);
  gtk_label_set_label (self->more, more ? more : "");
  gtk_widget_set_visible (GTK_WIDGET (self->more), more != NULL);

  if (carrel_wanted_get_key (wanted)) {
    self->loading = g_cancellable_new ();
    carrel_library_load_wanting_async (self->library, carrel_wanted_get_key (wanted), MAX_SOURCES,
                                       self->loading, sources_loaded_cb, self);
  }
}

static void
show_many (CarrelWantedPage *self)
{
  guint n = self->wanted->len, n_addresses = carrel_wanted_count_addresses (self->wanted);
  g_autofree char *title = g_strdup_printf (ngettext ("%u Selected", "%u Selected", n), n);
  g_autofree char *sentence = g_strdup_printf (
      ngettext ("%u of them has an address.", "%u of them have an address.", n_addresses),
      n_addresses);

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->sentence, sentence);
  gtk_label_set_label (self->hint, _ ("When articles with these titles or addresses arrive, their "
                                      "links connect by themselves."));
  gtk_widget_set_visible (GTK_WIDGET (self->address), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->more), FALSE);
  gtk_widget_set_visible (self->fetch_button, n_addresses > 0);
  gtk_widget_set_visible (self->find_button, FALSE);
  gtk_widget_set_visible (self->add_button, FALSE);
  set_never_menu (self, NULL);
}

void
carrel_wanted_page_set_wanted (CarrelWantedPage *self, GPtrArray *wanted)
{
  g_return_if_fail (CARREL_IS_WANTED_PAGE (self));
  g_return_if_fail (wanted && wanted->len > 0);

  g_ptr_array_ref (wanted);
  g_clear_pointer (&self->wanted, g_ptr_array_unref);
  self->wanted = wanted;
  clear_sources (self);
  gtk_widget_set_visible (self->named_by, wanted->len == 1);
  if (wanted->len == 1)
    show_one (self, wanted->pdata[0]);
  else
    show_many (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

/* ── Object ── */

GtkWidget *
carrel_wanted_page_new (CarrelLibrary *library)
{
  CarrelWantedPage *self = g_object_new (CARREL_TYPE_WANTED_PAGE, NULL);

  self->library = g_object_ref (library);
  carrel_wanted_add_keys (GTK_WIDGET (self), library, get_wanted, self);
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
  g_clear_pointer (&self->wanted, g_ptr_array_unref);
  G_OBJECT_CLASS (carrel_wanted_page_parent_class)->dispose (object);
}

static void
carrel_wanted_page_class_init (CarrelWantedPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carrel_wanted_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-wanted-page.ui");
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
  gtk_widget_class_bind_template_child (widget_class, CarrelWantedPage, never_button);
  gtk_widget_class_bind_template_child (widget_class, CarrelWantedPage, named_by);
  gtk_widget_class_install_action (widget_class, "wanted.fetch", NULL, fetch_action);
  gtk_widget_class_install_action (widget_class, "wanted.never", NULL, never_action);
  gtk_widget_class_install_action (widget_class, "wanted.never-site", NULL, never_action);
  gtk_widget_class_install_action (widget_class, "wanted.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "wanted.add", NULL, add_action);
}

static void
carrel_wanted_page_init (CarrelWantedPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
