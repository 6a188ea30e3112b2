/* carrel-related-cards.c: articles like the one that is read, as cards at its end. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-related-cards.h"

#include "library/carrel-library-links.h"
#include "ui/carrel-preview.h"
#include "ui/carrel-reference-card.h"
#include "ui/carrel-side.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>

#define MAX_SHOWN 3
#define WIDTH                                                                                      \
  156 /* of a card, at least: three stand side by side in a column of text, one on a phone */
#define HEIGHT 102 /* of its picture */

struct _CarrelRelatedCards {
  AdwBin parent_instance;

  CarrelLibrary *library; /* (owned) */
  gint64         article;
  GCancellable  *cancellable; /* (owned): the list, then the pictures */
  gboolean       asked;

  GtkWidget *box, *cards;
};

G_DEFINE_FINAL_TYPE (CarrelRelatedCards, carrel_related_cards, ADW_TYPE_BIN)

char *
carrel_related_describe (const CarrelRelated *related)
{
  g_autofree char *words = g_strjoinv (", ", related->words),
                  *topics = g_strjoinv (", ", related->topics);
  g_autofree char *links =
      related->n_common > 0 ? g_strdup_printf (ngettext ("%u link in common", "%u links in common",
                                                         related->n_common),
                                               related->n_common)
                            : NULL;
  const char *parts[] = { words, topics, links };

  return carrel_words_join (parts, G_N_ELEMENTS (parts));
}

/* ── A card ── */

static void
card_clicked_cb (GtkWidget *card, gpointer user_data)
{
  carrel_ui_open_article (card, *(gint64 *) g_object_get_data (G_OBJECT (card), "article"));
}

static void
picture_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkPicture) picture = user_data;
  g_autoptr (GdkPaintable) paintable = carrel_ui_load_picture_finish (result, NULL);

  if (!paintable)
    return;
  gtk_picture_set_paintable (picture, paintable);
  gtk_widget_add_css_class (GTK_WIDGET (picture), "there");
}

/* The article's picture, or its site's badge on a plain ground: all cards are equally high. */
static GtkWidget *
new_head (CarrelRelatedCards *self, const CarrelArticleData *data)
{
  GtkWidget *overlay = gtk_overlay_new (), *ground = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_size_request (ground, -1, HEIGHT);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), ground);
  gtk_widget_set_overflow (overlay, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (overlay, "related-head");
  if (data->image) {
    GtkWidget *picture = g_object_new (GTK_TYPE_PICTURE, "content-fit", GTK_CONTENT_FIT_COVER,
                                       "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

    gtk_widget_add_css_class (picture, "late-picture");
    gtk_overlay_add_overlay (GTK_OVERLAY (overlay), picture);
    carrel_ui_load_picture_async (self->library, data->image, 2 * WIDTH, HEIGHT, self->cancellable,
                                  picture_loaded_cb, g_object_ref (picture));
  } else {
    GtkWidget *badge = carrel_reference_badge_new (data->site ? data->site : data->title, TRUE);

    gtk_widget_set_halign (badge, GTK_ALIGN_CENTER);
    gtk_overlay_add_overlay (GTK_OVERLAY (overlay), badge);
  }
  return overlay;
}

static void
add_label (GtkWidget *box, const char *text, gboolean line, int lines, const char *class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.f, "wrap", lines > 1, "wrap-mode",
                                   PANGO_WRAP_WORD_CHAR, "lines", lines, "ellipsize",
                                   PANGO_ELLIPSIZE_END, "max-width-chars", 12, NULL);

  (line ? carrel_side_set_line : carrel_side_set_text) (GTK_LABEL (label), text);
  gtk_widget_add_css_class (label, class);
  gtk_box_append (GTK_BOX (box), label);
}

static GtkWidget *
new_card (CarrelRelatedCards *self, const CarrelRelated *related)
{
  const CarrelArticleData *data = carrel_article_get (related->article);
  g_autofree char         *minutes = carrel_words_minutes (data->words),
                  *why = carrel_related_describe (related), *meta = NULL, *description = NULL;
  const char *parts[] = { data->site, minutes };
  GtkWidget  *card = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0),
            *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gint64 id = carrel_article_get_id (related->article);

  meta = carrel_words_join (parts, G_N_ELEMENTS (parts));
  description = g_strjoin (". ", meta, why, NULL);
  gtk_widget_set_size_request (card, WIDTH, -1);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "related");
  gtk_widget_set_overflow (card, GTK_OVERFLOW_HIDDEN);
  gtk_box_append (GTK_BOX (box), new_head (self, data));
  gtk_widget_add_css_class (texts, "related-texts");
  add_label (texts, data->title, FALSE, 2, "title");
  add_label (texts, meta, TRUE, 1, "meta");
  add_label (texts, why, TRUE, 2, "meta");
  gtk_box_append (GTK_BOX (box), texts);
  gtk_button_set_child (GTK_BUTTON (card), box);
  g_object_set_data_full (G_OBJECT (card), "article", g_memdup2 (&id, sizeof id), g_free);
  g_signal_connect (card, "clicked", G_CALLBACK (card_clicked_cb), NULL);
  carrel_preview_attach (card, related->article);
  gtk_accessible_update_property (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_PROPERTY_LABEL, data->title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  return card;
}

/* ── The list ── */

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelRelatedCards *self = user_data; /* gone when cancelled */
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list =
      carrel_library_list_related_finish (CARREL_LIBRARY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  for (guint i = 0; list && i < list->len; i++) {
    GtkWidget *child = gtk_flow_box_child_new ();

    gtk_widget_set_focusable (child, FALSE); /* the card is */
    gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), new_card (self, list->pdata[i]));
    carrel_side_set_direction (child,
                               gtk_widget_get_direction (self->cards)); /* which is the page's */
    gtk_flow_box_append (GTK_FLOW_BOX (self->cards), child);
  }
  gtk_widget_set_visible (self->box, list && list->len > 0);
}

static void
carrel_related_cards_map (GtkWidget *widget)
{
  CarrelRelatedCards *self = CARREL_RELATED_CARDS (widget);

  GTK_WIDGET_CLASS (carrel_related_cards_parent_class)->map (widget);
  if (self->asked)
    return;
  self->asked = TRUE;
  carrel_library_list_related_async (self->library, self->article, MAX_SHOWN, TRUE,
                                     self->cancellable, listed_cb, self);
}

GtkWidget *
carrel_related_cards_new (CarrelLibrary *library, gint64 article)
{
  CarrelRelatedCards *self = g_object_new (CARREL_TYPE_RELATED_CARDS, NULL);

  self->library = g_object_ref (library);
  self->article = article;
  return GTK_WIDGET (self);
}

static void
carrel_related_cards_dispose (GObject *object)
{
  CarrelRelatedCards *self = CARREL_RELATED_CARDS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (carrel_related_cards_parent_class)->dispose (object);
}

static void
carrel_related_cards_finalize (GObject *object)
{
  g_object_unref (CARREL_RELATED_CARDS (object)->cancellable);
  G_OBJECT_CLASS (carrel_related_cards_parent_class)->finalize (object);
}

static void
carrel_related_cards_class_init (CarrelRelatedCardsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = carrel_related_cards_dispose;
  G_OBJECT_CLASS (klass)->finalize = carrel_related_cards_finalize;
  GTK_WIDGET_CLASS (klass)->map = carrel_related_cards_map;
}

static void
carrel_related_cards_init (CarrelRelatedCards *self)
{
  GtkWidget *heading =
      g_object_new (GTK_TYPE_LABEL, "label", _ ("Related in your library"), "xalign", 0.f,
                    "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, NULL);

  self->cancellable = g_cancellable_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  gtk_widget_set_margin_top (self->box, 28);
  gtk_accessible_update_property (GTK_ACCESSIBLE (heading), GTK_ACCESSIBLE_PROPERTY_LEVEL, 2, -1);
  gtk_widget_add_css_class (heading, "section-title");
  gtk_box_append (GTK_BOX (self->box), heading);
  self->cards = g_object_new (GTK_TYPE_FLOW_BOX, "selection-mode", GTK_SELECTION_NONE,
                              "homogeneous", TRUE, "column-spacing", 10, "row-spacing", 10,
                              "min-children-per-line", 1, "max-children-per-line", MAX_SHOWN, NULL);
  gtk_box_append (GTK_BOX (self->box), self->cards);
  gtk_widget_set_visible (self->box, FALSE);
  adw_bin_set_child (ADW_BIN (self), self->box);
}
