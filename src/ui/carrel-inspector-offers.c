/* carrel-inspector-offers.c: articles that could be linked with one. Main thread.
 *
 * Two questions to the library, asked a moment after the article was opened or something changed,
 * and only while the widget is shown. What is shown is never of another article: an answer that is
 * on its way is given up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-inspector-offers.h"

#include "library/carrel-library-links.h"
#include "ui/carrel-inspector-line.h"
#include "ui/carrel-related-cards.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>

#define MAX_RELATED 5
#define MAX_UNLINKED 6
#define ASK_MS 300

struct _CarrelInspectorOffers {
  AdwBin parent_instance;

  CarrelLibrary *library; /* (owned) */
  gint64         article;
  GPtrArray     *unlinked; /* (owned) (nullable) (element-type CarrelUnlinked) */
  GCancellable  *asking;   /* (owned) (nullable) */
  guint          ask_id;
  gboolean       stale; /* to be asked for when it is shown */

  GtkWidget *unlinked_box, *related_box;
};

G_DEFINE_FINAL_TYPE (CarrelInspectorOffers, carrel_inspector_offers, ADW_TYPE_BIN)

/* ── Showing ── */

static void
clear_box (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)))
    gtk_box_remove (GTK_BOX (box), child);
  gtk_widget_set_visible (box, FALSE);
}

static void
add_line (GtkWidget *box, const char *title, GtkWidget *line)
{
  if (!gtk_widget_get_first_child (box)) {
    GtkWidget *heading = g_object_new (GTK_TYPE_LABEL, "label", title, "xalign", 0.f, "wrap", TRUE,
                                       "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, NULL);

    gtk_accessible_update_property (GTK_ACCESSIBLE (heading), GTK_ACCESSIBLE_PROPERTY_LEVEL, 3, -1);
    gtk_widget_set_margin_top (heading, 12);
    gtk_widget_set_margin_bottom (heading, 2);
    gtk_widget_set_margin_start (heading, 8);
    gtk_widget_add_css_class (heading, "kind");
    gtk_box_append (GTK_BOX (box), heading);
    gtk_widget_set_visible (box, TRUE);
  }
  gtk_box_append (GTK_BOX (box), line);
}

static void
related_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelInspectorOffers *self = user_data; /* gone when cancelled */
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list =
      carrel_library_list_related_finish (CARREL_LIBRARY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  clear_box (self->related_box);
  for (guint i = 0; list && i < list->len; i++) {
    const CarrelRelated *related = list->pdata[i];
    g_autofree char     *why = carrel_related_describe (related);

    add_line (self->related_box, _ ("Related in your library"),
              carrel_inspector_line_new_offer (
                  related->article, why, NULL, "offers.link",
                  g_variant_new_int64 (carrel_article_get_id (related->article))));
  }
}

static void
unlinked_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelInspectorOffers *self = user_data; /* gone when cancelled */
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list =
      carrel_library_list_unlinked_finish (CARREL_LIBRARY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  clear_box (self->unlinked_box);
  g_clear_pointer (&self->unlinked, g_ptr_array_unref);
  for (guint i = 0; list && i < list->len; i++) {
    const CarrelUnlinked *unlinked = list->pdata[i];
    g_autofree char      *tooltip =
        g_strjoin ("\n", carrel_article_get_title (unlinked->article), unlinked->context, NULL);
    g_autofree char *meta = g_strdup_printf (
        unlinked->backlink ? _ ("Its text says “%s”") : _ ("Here: “%s”"), unlinked->words);

    add_line (self->unlinked_box, _ ("Named without a link"),
              carrel_inspector_line_new_offer (unlinked->article, meta, tooltip,
                                               "offers.link-unlinked", g_variant_new_uint32 (i)));
  }
  self->unlinked = g_steal_pointer (&list);
}

/* ── Asking ── */

static void
stop (CarrelInspectorOffers *self)
{
  g_clear_handle_id (&self->ask_id, g_source_remove);
  if (self->asking)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}

static gboolean
ask_cb (gpointer user_data)
{
  CarrelInspectorOffers *self = user_data;

  self->ask_id = 0;
  self->stale = FALSE;
  stop (self);
  self->asking = g_cancellable_new ();
  carrel_library_list_unlinked_async (self->library, self->article, MAX_UNLINKED, self->asking,
                                      unlinked_listed_cb, self);
  carrel_library_list_related_async (self->library, self->article, MAX_RELATED, TRUE, self->asking,
                                     related_listed_cb, self);
  return G_SOURCE_REMOVE;
}

static void
ask_soon (CarrelInspectorOffers *self)
{
  self->stale = TRUE;
  if (self->article != 0 && !self->ask_id && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->ask_id = g_timeout_add (ASK_MS, ask_cb, self);
}

static void
library_changed_cb (CarrelInspectorOffers *self, CarrelChanges *changes)
{
  if (carrel_changes_get_kinds (changes) &
      (CARREL_CHANGED_LINKS | CARREL_CHANGED_ARTICLES | CARREL_CHANGED_TOPICS))
    ask_soon (self);
}

void
carrel_inspector_offers_set_article (CarrelInspectorOffers *self, gint64 article)
{
  if (self->article == article)
    return;
  stop (self);
  self->article = article;
  clear_box (self->unlinked_box);
  clear_box (self->related_box);
  ask_soon (self);
}

static void
carrel_inspector_offers_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (carrel_inspector_offers_parent_class)->map (widget);
  if (CARREL_INSPECTOR_OFFERS (widget)->stale)
    ask_soon (CARREL_INSPECTOR_OFFERS (widget));
}

/* ── Linking ── */

static void
link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelInspectorOffers *self = CARREL_INSPECTOR_OFFERS (widget);

  if (self->article != 0)
    carrel_library_link_async (self->library, self->article, CARREL_LINK_RELATED,
                               g_variant_get_int64 (parameter), NULL, carrel_ui_changed_cb,
                               carrel_ui_change_new (widget, "Link added", "Link added"));
}

static void
link_unlinked_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelInspectorOffers *self = CARREL_INSPECTOR_OFFERS (widget);
  guint                  number = g_variant_get_uint32 (parameter);
  const CarrelUnlinked  *unlinked =
      self->unlinked && number < self->unlinked->len ? self->unlinked->pdata[number] : NULL;
  gint64         other = unlinked ? carrel_article_get_id (unlinked->article) : 0;
  CarrelLinkSaid said = { .kind = CARREL_LINK_RELATED,
                          .context = unlinked ? unlinked->context : NULL };

  if (unlinked && self->article != 0)
    carrel_library_link_as_async (self->library, unlinked->backlink ? other : self->article,
                                  unlinked->backlink ? self->article : other, &said,
                                  carrel_ui_changed_cb,
                                  carrel_ui_change_new (widget, "Link added", "Link added"));
}

/* ── Object ── */

GtkWidget *
carrel_inspector_offers_new (CarrelLibrary *library)
{
  CarrelInspectorOffers *self = g_object_new (CARREL_TYPE_INSPECTOR_OFFERS, NULL);

  self->library = g_object_ref (library);
  g_signal_connect_object (library, "changed", G_CALLBACK (library_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

static void
carrel_inspector_offers_dispose (GObject *object)
{
  CarrelInspectorOffers *self = CARREL_INSPECTOR_OFFERS (object);

  stop (self);
  g_clear_object (&self->library);
  g_clear_pointer (&self->unlinked, g_ptr_array_unref);
  G_OBJECT_CLASS (carrel_inspector_offers_parent_class)->dispose (object);
}

static void
carrel_inspector_offers_class_init (CarrelInspectorOffersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carrel_inspector_offers_dispose;
  widget_class->map = carrel_inspector_offers_map;
  gtk_widget_class_install_action (widget_class, "offers.link", "x", link_action);
  gtk_widget_class_install_action (widget_class, "offers.link-unlinked", "u", link_unlinked_action);
}

static void
carrel_inspector_offers_init (CarrelInspectorOffers *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->unlinked_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->related_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (box), self->unlinked_box);
  gtk_box_append (GTK_BOX (box), self->related_box);
  clear_box (self->unlinked_box);
  clear_box (self->related_box);
  adw_bin_set_child (ADW_BIN (self), box);
}
