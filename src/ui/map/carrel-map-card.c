/* carrel-map-card.c: title at once, from the graph; the rest when the article is read. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/map/carrel-map-card.h"

#include "ui/carrel-side.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>

#define PICTURE 64
#define MAX_CHIPS 3

struct _CarrelMapCard {
  AdwBin parent_instance;

  CarrelLibrary *library; /* (owned) */
  GCancellable  *loading; /* (owned) (nullable) */
  GtkWidget     *picture, *chips;
  GtkLabel      *title, *meta, *counts;
};

G_DEFINE_FINAL_TYPE (CarrelMapCard, carrel_map_card, ADW_TYPE_BIN)

static void
picture_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelMapCard) self = user_data;
  g_autoptr (GdkPaintable) picture = carrel_ui_load_picture_finish (result, NULL);

  if (!picture || !self->picture)
    return;
  gtk_picture_set_paintable (GTK_PICTURE (self->picture), picture);
  gtk_widget_set_visible (self->picture, TRUE);
}

static void
fill (CarrelMapCard *self, CarrelArticle *article)
{
  const CarrelArticleData *data = carrel_article_get (article);
  g_autofree char         *minutes = carrel_words_minutes (data->words), *meta = NULL;
  const char              *parts[] = { data->site, minutes };

  meta = carrel_words_join (parts, G_N_ELEMENTS (parts));
  carrel_side_set_line (self->meta, meta);
  for (guint i = 0; i < MIN (data->n_topics, MAX_CHIPS); i++)
    gtk_box_append (GTK_BOX (self->chips), carrel_ui_chip_new (data->topics[i], data->colours[i]));
  gtk_widget_set_visible (self->chips, data->n_topics > 0);
  if (data->image)
    carrel_ui_load_picture_async (self->library, data->image, PICTURE, PICTURE, self->loading,
                                  picture_cb, g_object_ref (self));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelMapCard) self = user_data;
  g_autoptr (CarrelArticle) article =
      carrel_library_load_article_finish (CARREL_LIBRARY (source), result, NULL);

  /* Cancelled: another dot is pointed at. */
  if (article && self->chips)
    fill (self, article);
}

static char *
count_words (CarrelGraph *graph, guint dot)
{
  guint            n, n_wanted = 0;
  const guint     *others = carrel_graph_get_neighbours (graph, dot, &n);
  g_autofree char *links = NULL, *wanted = NULL;
  const char      *parts[2];

  for (guint i = 0; i < n; i++)
    n_wanted += carrel_graph_get_dot (graph, others[i])->key != NULL;
  links = g_strdup_printf (ngettext ("%u link", "%u links", n), n);
  wanted = n_wanted > 0 ? g_strdup_printf (ngettext ("%u wanted", "%u wanted", n_wanted), n_wanted)
                        : NULL;
  parts[0] = links;
  parts[1] = wanted;
  return carrel_words_join (parts, 2);
}

void
carrel_map_card_set_dot (CarrelMapCard *self, CarrelGraph *graph, guint number)
{
  const CarrelGraphDot *dot;
  g_autofree char      *counts = NULL, *address = NULL;
  GtkWidget            *child;

  g_return_if_fail (CARREL_IS_MAP_CARD (self));

  if (self->loading)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  gtk_widget_set_visible (GTK_WIDGET (self), number != G_MAXUINT);
  if (number == G_MAXUINT)
    return;
  dot = carrel_graph_get_dot (graph, number);
  counts = count_words (graph, number);
  address = dot->key && dot->address ? carrel_words_address (dot->address) : NULL;
  carrel_side_set_text (self->title, dot->title);
  /* Translators: of something that articles point at and the library hasn't */
  carrel_side_set_text (self->meta, dot->key ? (address ? address : _ ("Wanted")) : dot->site);
  carrel_side_set_line (self->counts, counts);
  gtk_widget_set_visible (self->picture, FALSE);
  gtk_widget_set_visible (self->chips, FALSE);
  while ((child = gtk_widget_get_first_child (self->chips)))
    gtk_box_remove (GTK_BOX (self->chips), child);
  if (dot->article == 0)
    return;
  self->loading = g_cancellable_new ();
  carrel_library_load_article_async (self->library, dot->article, self->loading, loaded_cb,
                                     g_object_ref (self));
}

static void
carrel_map_card_dispose (GObject *object)
{
  CarrelMapCard *self = CARREL_MAP_CARD (object);

  if (self->loading)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_object (&self->library);
  self->picture = self->chips = NULL;
  G_OBJECT_CLASS (carrel_map_card_parent_class)->dispose (object);
}

static void
carrel_map_card_class_init (CarrelMapCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = carrel_map_card_dispose;
}

static GtkLabel *
add_label (GtkWidget *box, const char *class, int lines)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), lines > 1);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), lines);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, class);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
carrel_map_card_init (CarrelMapCard *self)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10),
            *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12),
            *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  self->picture = gtk_picture_new ();
  gtk_picture_set_content_fit (GTK_PICTURE (self->picture), GTK_CONTENT_FIT_COVER);
  gtk_widget_set_size_request (self->picture, PICTURE, PICTURE);
  gtk_widget_set_valign (self->picture, GTK_ALIGN_START);
  gtk_widget_set_overflow (self->picture, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (self->picture, "map-picture");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (head), self->picture);
  gtk_box_append (GTK_BOX (head), words);
  self->title = add_label (words, "heading", 2);
  self->meta = add_label (words, "caption", 1);
  gtk_widget_add_css_class (GTK_WIDGET (self->meta), "dimmed");
  self->chips = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_append (GTK_BOX (card), head);
  gtk_box_append (GTK_BOX (card), self->chips);
  self->counts = add_label (card, "caption", 1);
  gtk_widget_add_css_class (GTK_WIDGET (self->counts), "dimmed");
  gtk_widget_add_css_class (card, "map-card");
  gtk_widget_set_overflow (card, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  adw_bin_set_child (ADW_BIN (self), card);
}

GtkWidget *
carrel_map_card_new (CarrelLibrary *library)
{
  CarrelMapCard *self = g_object_new (CARREL_TYPE_MAP_CARD, NULL);

  self->library = g_object_ref (library);
  return GTK_WIDGET (self);
}
