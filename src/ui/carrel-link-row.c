/* carrel-link-row.c: an article, or what isn't there yet, among the results of the link dialog.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-link-row.h"

#include "ui/carrel-reference-card.h"
#include "ui/carrel-side.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>

#define PICTURE_SIZE 44

/* --mark-yellow of the style: markup knows no variables. */
#define MARK_LIGHT "#fdf0b0"
#define MARK_DARK "#5c4d10"

struct _CarrelLinkRow {
  GtkListBoxRow parent_instance;

  CarrelArticle *article;      /* (owned) (nullable): none, and then one of the next two */
  char          *address;      /* (owned) (nullable) */
  char          *wanted_title; /* (owned) (nullable) */
  GCancellable  *cancellable;  /* (owned) */

  GtkWidget *frame, *picture, *badge, *key;
  GtkLabel  *title, *meta;
};

G_DEFINE_FINAL_TYPE (CarrelLinkRow, carrel_link_row, GTK_TYPE_LIST_BOX_ROW)

static void
show_badge (CarrelLinkRow *self)
{
  const CarrelArticleData *data = carrel_article_get (self->article);
  GtkWidget *badge = carrel_reference_badge_new (data->site ? data->site : data->title, TRUE);

  gtk_widget_set_halign (badge, GTK_ALIGN_CENTER);
  adw_bin_set_child (ADW_BIN (self->badge), badge);
  gtk_widget_set_visible (self->badge, TRUE);
  gtk_widget_set_visible (self->frame, FALSE);
}

static void
picture_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelLinkRow *self = user_data; /* gone when cancelled */
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

GtkWidget *
carrel_link_row_new (CarrelLibrary *library, CarrelArticle *article, GPtrArray *marks)
{
  CarrelLinkRow           *self = g_object_new (CARREL_TYPE_LINK_ROW, NULL);
  const CarrelArticleData *data = carrel_article_get (article);
  g_autofree char         *meta = carrel_words_meta (article),
                  *description = carrel_article_dup_description (article);

  self->article = g_object_ref (article);
  if (marks && marks->len > 0) {
    gboolean         dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
    g_autofree char *markup = carrel_words_mark (data->title, marks, dark ? MARK_DARK : MARK_LIGHT);

    carrel_side_set_markup (self->title, markup);
  } else {
    carrel_side_set_text (self->title, data->title);
  }
  carrel_side_set_line (self->meta, meta);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, description,
                                  -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), data->title);
  if (data->image) {
    gtk_widget_set_visible (self->frame, TRUE);
    carrel_ui_load_picture_async (library, data->image, PICTURE_SIZE, PICTURE_SIZE,
                                  self->cancellable, picture_loaded_cb, self);
  } else {
    show_badge (self);
  }
  return GTK_WIDGET (self);
}

GtkWidget *
carrel_link_row_new_wanted (const char *address, const char *title)
{
  CarrelLinkRow   *self = g_object_new (CARREL_TYPE_LINK_ROW, NULL);
  g_autofree char *quoted = address ? NULL : carrel_words_quote (title);
  const char      *name = address ? address : quoted;
  const char      *meta = address ? _ ("Not here yet: it is fetched, and linked when it arrives")
                                  : _ ("Not here yet: it is wanted, and linked when it arrives");
  GtkWidget       *ring = gtk_image_new_from_icon_name ("carrel-wanted-symbolic");
  g_autofree char *description = g_strdup_printf ("%s, %s", name, meta);

  self->address = g_strdup (address);
  self->wanted_title = address ? NULL : g_strdup (title);
  carrel_side_set_text (self->title, name);
  carrel_side_set_line (self->meta, meta);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->meta), meta);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, description,
                                  -1);
  gtk_image_set_pixel_size (GTK_IMAGE (ring), 24);
  gtk_widget_add_css_class (ring, "dimmed");
  adw_bin_set_child (ADW_BIN (self->badge), ring);
  gtk_widget_set_visible (self->badge, TRUE);
  return GTK_WIDGET (self);
}

const char *
carrel_link_row_get_address (CarrelLinkRow *self)
{
  g_return_val_if_fail (CARREL_IS_LINK_ROW (self), NULL);
  return self->address;
}

const char *
carrel_link_row_get_title (CarrelLinkRow *self)
{
  g_return_val_if_fail (CARREL_IS_LINK_ROW (self), NULL);
  return self->wanted_title;
}

CarrelArticle *
carrel_link_row_get_article (CarrelLinkRow *self)
{
  g_return_val_if_fail (CARREL_IS_LINK_ROW (self), NULL);
  return self->article;
}

void
carrel_link_row_set_snippet (CarrelLinkRow *self, const char *snippet)
{
  const char      *site = carrel_article_get (self->article)->site;
  const char      *parts[] = { site, snippet };
  g_autofree char *line = carrel_words_join (parts, G_N_ELEMENTS (parts)),
                  *escaped = g_markup_escape_text (line, -1);
  g_autoptr (GString) markup = g_string_new (escaped);

  g_string_replace (markup, "\uE000",
                    adw_style_manager_get_dark (adw_style_manager_get_default ())
                        ? "<span background=\"" MARK_DARK "\">"
                        : "<span background=\"" MARK_LIGHT "\">",
                    0);
  g_string_replace (markup, "\uE001", "</span>", 0);
  /* What is cut or strange leaves an unbalanced mark: then the line stays as it is. */
  if (pango_parse_markup (markup->str, -1, 0, NULL, NULL, NULL, NULL))
    carrel_side_set_markup (self->meta, markup->str);
}

void
carrel_link_row_set_reason (CarrelLinkRow *self, const char *reason)
{
  const char      *parts[] = { carrel_article_get (self->article)->site, reason };
  g_autofree char *line = carrel_words_join (parts, G_N_ELEMENTS (parts));

  carrel_side_set_line (self->meta, line);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->meta), reason);
}

void
carrel_link_row_set_chosen (CarrelLinkRow *self, gboolean chosen)
{
  gtk_widget_set_opacity (self->key, chosen ? 1 : 0);
}

static void
carrel_link_row_dispose (GObject *object)
{
  CarrelLinkRow *self = CARREL_LINK_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->article);
  G_OBJECT_CLASS (carrel_link_row_parent_class)->dispose (object);
}

static void
carrel_link_row_finalize (GObject *object)
{
  g_object_unref (CARREL_LINK_ROW (object)->cancellable);
  g_free (CARREL_LINK_ROW (object)->address);
  g_free (CARREL_LINK_ROW (object)->wanted_title);
  G_OBJECT_CLASS (carrel_link_row_parent_class)->finalize (object);
}

static void
carrel_link_row_class_init (CarrelLinkRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carrel_link_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = carrel_link_row_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-link-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkRow, frame);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkRow, picture);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkRow, badge);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkRow, key);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkRow, title);
  gtk_widget_class_bind_template_child (widget_class, CarrelLinkRow, meta);
}

static void
carrel_link_row_init (CarrelLinkRow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
