/* carrel-reference-card.c: an article or something wanted, as a card. Main thread.
 *
 * What it shows is set once. The picture is asked for when the card is first on the screen; its
 * place is kept from the start, so that nothing moves when it comes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-reference-card.h"

#include "base/carrel-text.h"
#include "model/carrel-address.h"
#include "ui/carrel-preview.h"
#include "ui/carrel-side.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>

#define PICTURE_SIZE 56

struct _CarrelReferenceCard {
  AdwBin parent_instance;

  CarrelLibrary *library;     /* (owned) */
  CarrelArticle *article;     /* (owned) (nullable): wanted */
  char          *address;     /* (owned) (nullable): of what is wanted */
  GCancellable  *cancellable; /* (owned) (nullable): while the picture is loaded */
  gboolean       asked;       /* for the picture */

  GtkWidget *button, *content, *frame, *picture, *badge, *wanted_icon, *chevron, *add_button,
      *find_button;
  GtkLabel *title, *meta, *context;
};

G_DEFINE_FINAL_TYPE (CarrelReferenceCard, carrel_reference_card, ADW_TYPE_BIN)

/* ── Actions ── */

void
carrel_reference_search_web (GtkWidget *widget, const char *title)
{
  g_autofree char *address = carrel_words_search_address (title);

  carrel_ui_open_outside (widget, address);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelReferenceCard *self = CARREL_REFERENCE_CARD (widget);

  if (self->article)
    carrel_ui_open_article (widget, carrel_article_get_id (self->article));
}

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_ui_open_add (widget, CARREL_REFERENCE_CARD (widget)->address);
}

static void
find_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_reference_search_web (widget, gtk_label_get_label (CARREL_REFERENCE_CARD (widget)->title));
}

/* ── The picture ── */

static void
show_badge (CarrelReferenceCard *self)
{
  const CarrelArticleData *data = carrel_article_get (self->article);

  adw_bin_set_child (ADW_BIN (self->badge),
                     carrel_reference_badge_new (data->site ? data->site : data->title, TRUE));
  gtk_widget_set_visible (self->badge, TRUE);
  gtk_widget_set_visible (self->frame, FALSE);
}

static void
picture_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelReferenceCard *self = user_data; /* gone when cancelled */
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPaintable) paintable = carrel_ui_load_picture_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (paintable) {
    gtk_picture_set_paintable (GTK_PICTURE (self->picture), paintable);
    gtk_widget_add_css_class (self->picture, "there");
  } else {
    show_badge (self);
  }
}

static void
carrel_reference_card_map (GtkWidget *widget)
{
  CarrelReferenceCard *self = CARREL_REFERENCE_CARD (widget);

  GTK_WIDGET_CLASS (carrel_reference_card_parent_class)->map (widget);
  if (!self->asked && gtk_widget_get_visible (self->frame)) {
    self->asked = TRUE;
    self->cancellable = g_cancellable_new ();
    carrel_ui_load_picture_async (self->library, carrel_article_get (self->article)->image,
                                  PICTURE_SIZE, PICTURE_SIZE, self->cancellable, picture_loaded_cb,
                                  self);
  }
}

GtkWidget *
carrel_reference_badge_new (const char *site, gboolean big)
{
  static const char *const colours[] = { "blue",   "teal", "green", "moss",   "ochre",
                                         "orange", "red",  "pink",  "purple", "slate" };
  g_autofree char         *folded = carrel_text_fold (site ? site : ""), *class = NULL;
  const char              *first = site ? site : "";
  char                     letter[7] = "";
  GtkWidget               *label;

  while (*first && !g_unichar_isalnum (g_utf8_get_char (first)))
    first = g_utf8_next_char (first);
  if (*first)
    letter[g_unichar_to_utf8 (g_unichar_toupper (g_utf8_get_char (first)), letter)] = '\0';
  class = g_strconcat (
      "badge-", colours[(carrel_text_hash (folded, -1) >> 24) % G_N_ELEMENTS (colours)], NULL);
  label = g_object_new (GTK_TYPE_LABEL, "label", letter, "valign", GTK_ALIGN_CENTER,
                        "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_add_css_class (label, "site-badge");
  gtk_widget_add_css_class (label, class);
  if (big)
    gtk_widget_add_css_class (label, "big");
  return label;
}

/* ── Filling ── */

static const char *
describe_place (const CarrelArticleData *data)
{
  if (data->trashed != 0)
    return _ ("In the trash");
  return data->place == CARREL_PLACE_ARCHIVE ? _ ("In your archive") : _ ("In your inbox");
}

static void
fill_article (CarrelReferenceCard *self, CarrelArticle *article, const char *suffix)
{
  const CarrelArticleData *data = carrel_article_get (article);
  g_autofree char         *minutes = carrel_words_minutes (data->words), *meta = NULL;
  /* The line is short: whoever wrote it gives way to what is said of it here. */
  const char *parts[] = { data->site, suffix ? NULL : data->byline, minutes, suffix };

  self->article = g_object_ref (article);
  meta = carrel_words_join (parts, G_N_ELEMENTS (parts));
  carrel_side_set_text (self->title, data->title);
  carrel_side_set_line (self->meta, meta);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  data->title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, meta, -1);
  carrel_preview_attach (self->button, article);
  if (data->image)
    gtk_widget_set_visible (self->frame, TRUE);
  else
    show_badge (self);
}

static void
fill_wanted (CarrelReferenceCard *self, CarrelLink *link)
{
  const CarrelLinkData *data = carrel_link_get (link);
  const char           *title = carrel_link_get_title (link);
  g_autofree char *site = data->address ? carrel_address_dup_display_host (data->address) : NULL;
  g_autofree char *shown =
      data->address && !data->title ? carrel_words_address (data->address) : NULL;
  /* Translators: of something that the library hasn't, and whose address nobody gives */
  const char      *parts[] = { _ ("Wanted"), data->address ? site : _ ("title only") };
  g_autofree char *meta = carrel_words_join (parts, G_N_ELEMENTS (parts)), *tooltip = NULL;
  g_autoptr (GtkWidget) content = g_object_ref (self->content);

  self->address = g_strdup (data->address);
  carrel_side_set_text (self->title, shown ? shown : title);
  carrel_side_set_line (self->meta, meta);
  gtk_widget_set_visible (self->wanted_icon, TRUE);
  gtk_widget_set_visible (self->chevron, FALSE);
  gtk_widget_set_visible (self->add_button, data->address != NULL);
  gtk_widget_set_visible (self->find_button, data->address == NULL);
  if (data->address) {
    g_autofree char *address = carrel_words_address (data->address);

    /* Translators: an address that a button adds to the library */
    tooltip = g_strdup_printf (_ ("Add %s"), address);
    gtk_widget_set_tooltip_text (self->add_button, tooltip);
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add_button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->find_button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, title, -1);

  gtk_button_set_child (GTK_BUTTON (self->button), NULL);
  adw_bin_set_child (ADW_BIN (self), content);
  self->button = NULL;
  gtk_widget_add_css_class (content, "wanted-card");
}

GtkWidget *
carrel_reference_card_new (CarrelLibrary *library, CarrelLink *link)
{
  CarrelReferenceCard  *self = g_object_new (CARREL_TYPE_REFERENCE_CARD, NULL);
  const CarrelLinkData *data = carrel_link_get (link);

  self->library = g_object_ref (library);
  if (data->other)
    fill_article (self, data->other,
                  data->backlink ? NULL : describe_place (carrel_article_get (data->other)));
  else
    fill_wanted (self, link);
  if (data->context && *data->context) {
    carrel_side_set_text (self->context, data->context);
    gtk_widget_set_visible (GTK_WIDGET (self->context), TRUE);
  }
  return GTK_WIDGET (self);
}

GtkWidget *
carrel_reference_card_new_for_article (CarrelLibrary *library,
                                       CarrelArticle *article,
                                       const char    *suffix)
{
  CarrelReferenceCard *self = g_object_new (CARREL_TYPE_REFERENCE_CARD, NULL);

  self->library = g_object_ref (library);
  fill_article (self, article, suffix);
  return GTK_WIDGET (self);
}

/* ── Object ── */

static void
carrel_reference_card_dispose (GObject *object)
{
  CarrelReferenceCard *self = CARREL_REFERENCE_CARD (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->library);
  g_clear_object (&self->article);
  g_clear_pointer (&self->address, g_free);
  G_OBJECT_CLASS (carrel_reference_card_parent_class)->dispose (object);
}

static void
carrel_reference_card_class_init (CarrelReferenceCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carrel_reference_card_dispose;
  widget_class->map = carrel_reference_card_map;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-reference-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CarrelReferenceCard, button);
  gtk_widget_class_bind_template_child (widget_class, CarrelReferenceCard, content);
  gtk_widget_class_bind_template_child (widget_class, CarrelReferenceCard, frame);
  gtk_widget_class_bind_template_child (widget_class, CarrelReferenceCard, picture);
  gtk_widget_class_bind_template_child (widget_class, CarrelReferenceCard, badge);
  gtk_widget_class_bind_template_child (widget_class, CarrelReferenceCard, wanted_icon);
  gtk_widget_class_bind_template_child (widget_class, CarrelReferenceCard, chevron);
  gtk_widget_class_bind_template_child (widget_class, CarrelReferenceCard, add_button);
  gtk_widget_class_bind_template_child (widget_class, CarrelReferenceCard, find_button);
  gtk_widget_class_bind_template_child (widget_class, CarrelReferenceCard, title);
  gtk_widget_class_bind_template_child (widget_class, CarrelReferenceCard, meta);
  gtk_widget_class_bind_template_child (widget_class, CarrelReferenceCard, context);
  gtk_widget_class_install_action (widget_class, "card.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "card.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "card.find", NULL, find_action);
}

static void
carrel_reference_card_init (CarrelReferenceCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
