/* carrel-inspector-line.c: a link as a line of the inspector. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-inspector-line.h"

#include "model/carrel-address.h"
#include "ui/carrel-preview.h"
#include "ui/carrel-reference-card.h"
#include "ui/carrel-side.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>

struct _CarrelInspectorLine {
  AdwBin parent_instance;

  CarrelLink    *link;    /* (owned) (nullable): an offer */
  CarrelArticle *article; /* (owned) (nullable): wanted */

  GtkWidget *button, *edit_button, *remove_button, *link_button;
  GtkImage  *icon;
  GtkLabel  *title, *meta, *note;
};

G_DEFINE_FINAL_TYPE (CarrelInspectorLine, carrel_inspector_line, ADW_TYPE_BIN)

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelInspectorLine *self = CARREL_INSPECTOR_LINE (widget);

  if (self->article)
    carrel_ui_open_article (widget, carrel_article_get_id (self->article));
  else if (carrel_link_get (self->link)->address)
    carrel_ui_open_add (widget, carrel_link_get (self->link)->address);
  else
    carrel_reference_search_web (widget, carrel_link_get_title (self->link));
}

static void
fill_article (CarrelInspectorLine *self,
              CarrelArticle       *article,
              const char          *icon,
              const char          *meta,
              const char          *tooltip)
{
  const char *title = carrel_article_get_title (article);

  self->article = g_object_ref (article);
  gtk_image_set_from_icon_name (self->icon, icon);
  carrel_side_set_text (self->title, title);
  carrel_side_set_line (self->meta, meta);
  gtk_widget_set_tooltip_text (self->button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, meta, -1);
}

static void
fill_known (CarrelInspectorLine *self, const CarrelLinkData *data)
{
  const CarrelArticleData *other = carrel_article_get (data->other);
  g_autofree char         *minutes = carrel_words_minutes (other->words);
  const char *parts[] = { other->site, minutes, other->trashed != 0 ? _ ("In the trash") : NULL };
  g_autofree char *meta = carrel_words_join (parts, G_N_ELEMENTS (parts));
  /* Where it stands says more than the title again, but a title that is cut must be read somewhere.
   */
  const char      *lines[] = { other->title, data->context };
  g_autofree char *tooltip = data->context && *data->context
                                 ? g_strjoin ("\n", lines[0], lines[1], NULL)
                                 : g_strdup (other->title);

  fill_article (self, data->other,
                data->backlink && data->kind != CARREL_LINK_RELATED ? "carrel-backlink-symbolic"
                                                                    : "text-x-generic-symbolic",
                meta, tooltip);
}

static void
fill_wanted (CarrelInspectorLine *self, const CarrelLinkData *data)
{
  g_autofree char *site = data->address ? carrel_address_dup_display_host (data->address) : NULL;
  g_autofree char *address = data->address ? carrel_words_address (data->address) : NULL;
  const char      *title = data->title && *data->title ? data->title
                           : address                   ? address
                                                       : carrel_link_get_title (self->link);
  const char      *parts[] = { _ ("Wanted"), data->address ? site : _ ("title only") };
  g_autofree char *meta = carrel_words_join (parts, G_N_ELEMENTS (parts)), *tooltip = NULL;

  /* Translators: what a click on something wanted does: its address is added to the library */
  tooltip = data->address ? g_strdup_printf (_ ("Add %s"), address)
                          : g_strdup (_ ("Search the Web for This Title"));
  gtk_image_set_from_icon_name (self->icon, "carrel-wanted-symbolic");
  carrel_side_set_text (self->title, title);
  carrel_side_set_line (self->meta, meta);
  gtk_widget_set_tooltip_text (self->button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, meta, -1);
}

static void
show_button (GtkWidget *button, const char *action, GVariant *target)
{
  gtk_widget_set_visible (button, TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
}

GtkWidget *
carrel_inspector_line_new (CarrelLink *link)
{
  CarrelInspectorLine  *self = g_object_new (CARREL_TYPE_INSPECTOR_LINE, NULL);
  const CarrelLinkData *data = carrel_link_get (link);

  self->link = g_object_ref (link);
  if (data->other)
    fill_known (self, data);
  else
    fill_wanted (self, data);
  if (data->note && *data->note) {
    carrel_side_set_text (self->note, data->note);
    gtk_widget_set_visible (GTK_WIDGET (self->note), TRUE);
  }
  if (data->kind >= CARREL_LINK_RELATED) {
    show_button (self->edit_button, "inspector.edit-link", g_variant_new_int64 (data->id));
    show_button (self->remove_button, "inspector.remove-link", g_variant_new_int64 (data->id));
  }
  return GTK_WIDGET (self);
}

GtkWidget *
carrel_inspector_line_new_offer (CarrelArticle *article,
                                 const char    *meta,
                                 const char    *tooltip,
                                 const char    *action,
                                 GVariant      *target)
{
  CarrelInspectorLine *self = g_object_new (CARREL_TYPE_INSPECTOR_LINE, NULL);
  /* Translators: for assistive technology, of a button beside an article's title */
  g_autofree char *name = g_strdup_printf (_ ("Link “%s”"), carrel_article_get_title (article));

  fill_article (self, article, "text-x-generic-symbolic", meta, tooltip);
  if (!tooltip)
    carrel_preview_attach (self->button, article);
  show_button (self->link_button, action, target);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->link_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  return GTK_WIDGET (self);
}

static void
carrel_inspector_line_dispose (GObject *object)
{
  CarrelInspectorLine *self = CARREL_INSPECTOR_LINE (object);

  g_clear_object (&self->link);
  g_clear_object (&self->article);
  G_OBJECT_CLASS (carrel_inspector_line_parent_class)->dispose (object);
}

static void
carrel_inspector_line_class_init (CarrelInspectorLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carrel_inspector_line_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-inspector-line.ui");
  gtk_widget_class_bind_template_child (widget_class, CarrelInspectorLine, button);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspectorLine, edit_button);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspectorLine, remove_button);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspectorLine, link_button);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspectorLine, icon);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspectorLine, title);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspectorLine, meta);
  gtk_widget_class_bind_template_child (widget_class, CarrelInspectorLine, note);
  gtk_widget_class_install_action (widget_class, "line.open", NULL, open_action);
}

static void
carrel_inspector_line_init (CarrelInspectorLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
