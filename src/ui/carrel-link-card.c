/* carrel-link-card.c: an article beside a link to it. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-link-card.h"

#include "ui/carrel-preview.h"

#include <glib/gi18n.h>

#define HOVER 400 /* ms under the pointer */
#define REST 800  /* ms with the focus, so that Tab goes by undisturbed */

struct _CarrelLinkCard {
  GtkPopover parent_instance;

  CarrelDocumentView *page;    /* its parent's child */
  CarrelLibrary      *library; /* (owned) (nullable) */
  GHashTable         *links;   /* (owned) (nullable) */
  GtkWidget          *preview;
  guint               source;      /* waits to show it */
  gint64              wanted;      /* the article; 0: none */
  GdkRectangle        place;       /* of the link, in the page */
  GCancellable       *cancellable; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (CarrelLinkCard, carrel_link_card, GTK_TYPE_POPOVER)

/* ── Showing ── */

static void
forget (CarrelLinkCard *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->wanted = 0;
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelLinkCard) self = user_data;
  g_autoptr (CarrelArticle) article =
      carrel_library_load_article_finish (CARREL_LIBRARY (source), result, NULL);
  GtkWidget       *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  graphene_point_t point;

  if (!article || !parent || carrel_article_get_id (article) != self->wanted ||
      !gtk_widget_get_mapped (GTK_WIDGET (self->page)) ||
      !gtk_widget_compute_point (
          GTK_WIDGET (self->page), parent,
          &GRAPHENE_POINT_INIT ((float) self->place.x, (float) self->place.y), &point))
    return;
  carrel_preview_set_article (CARREL_PREVIEW (self->preview), article);
  gtk_popover_set_pointing_to (
      GTK_POPOVER (self),
      &(GdkRectangle) { (int) point.x, (int) point.y, self->place.width, self->place.height });
  gtk_popover_popup (GTK_POPOVER (self));
}

static gboolean
waited_cb (gpointer data)
{
  CarrelLinkCard *self = data;

  self->source = 0;
  if (!self->library || self->wanted == 0)
    return G_SOURCE_REMOVE;
  self->cancellable = g_cancellable_new ();
  carrel_library_load_article_async (self->library, self->wanted, self->cancellable, loaded_cb,
                                     g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/* ── What the page tells ── */

static void
hovered_cb (CarrelDocumentView *page,
            const char         *address,
            const GdkRectangle *rectangle,
            CarrelLinkCard     *self)
{
  gint64 *id = address && self->links ? g_hash_table_lookup (self->links, address) : NULL;

  forget (self);
  if (!id || !rectangle)
    return;
  self->wanted = *id;
  self->place = *rectangle;
  self->source = g_timeout_add (gtk_widget_has_visible_focus (GTK_WIDGET (page)) ? REST : HOVER,
                                waited_cb, self);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  key,
                guint                  code,
                GdkModifierType        state,
                CarrelLinkCard        *self)
{
  gboolean shown = gtk_widget_get_visible (GTK_WIDGET (self));

  forget (self);
  return shown && key == GDK_KEY_Escape;
}

void
carrel_link_card_set_links (CarrelLinkCard *self, CarrelLibrary *library, GHashTable *links)
{
  forget (self);
  g_set_object (&self->library, library);
  if (links)
    g_hash_table_ref (links);
  g_clear_pointer (&self->links, g_hash_table_unref);
  self->links = links;
}

/* ── Object ── */

GtkWidget *
carrel_link_card_new (CarrelDocumentView *page)
{
  CarrelLinkCard     *self = g_object_new (CARREL_TYPE_LINK_CARD, NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->page = page;
  g_signal_connect_object (page, "link-hovered", G_CALLBACK (hovered_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (page, "unmap", G_CALLBACK (forget), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (page), keys);
  return GTK_WIDGET (self);
}

static void
carrel_link_card_dispose (GObject *object)
{
  CarrelLinkCard *self = CARREL_LINK_CARD (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->library);
  g_clear_pointer (&self->links, g_hash_table_unref);
  G_OBJECT_CLASS (carrel_link_card_parent_class)->dispose (object);
}

static void
carrel_link_card_class_init (CarrelLinkCardClass *class)
{
  G_OBJECT_CLASS (class)->dispose = carrel_link_card_dispose;
}

static void
carrel_link_card_init (CarrelLinkCard *self)
{
  self->preview = carrel_preview_new ();
  gtk_popover_set_child (GTK_POPOVER (self), self->preview);
  gtk_popover_set_autohide (GTK_POPOVER (self), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_BOTTOM);
  gtk_popover_set_offset (GTK_POPOVER (self), 0, 4);
  gtk_widget_set_can_focus (GTK_WIDGET (self), FALSE);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "link-card");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Article"), -1);
}
