/* carrel-care-page.c: the place «Care»: topics that look alike. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-care-page.h"

#include "ui/carrel-ui.h"

#include <glib/gi18n.h>

struct _CarrelCarePage {
  AdwBin parent_instance;

  CarrelLibrary *library; /* (owned) */

  GtkWidget *sidebar_button, *stack, *list;
};

G_DEFINE_FINAL_TYPE (CarrelCarePage, carrel_care_page, ADW_TYPE_BIN)

/* ── A pair ── */

static void
merge_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelCarePage *self = CARREL_CARE_PAGE (widget);
  const char     *from, *into;

  g_variant_get (parameter, "(&s&s)", &from, &into);
  carrel_library_merge_topics_async (self->library, from, into, carrel_ui_changed_cb,
                                     carrel_ui_change_new (widget, N_ ("Topics merged"), NULL));
}

static void
distinct_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelCarePage *self = CARREL_CARE_PAGE (widget);
  const char     *from, *into;

  g_variant_get (parameter, "(&s&s)", &from, &into);
  carrel_library_set_distinct_async (
      self->library, from, into, carrel_ui_changed_cb,
      carrel_ui_change_new (widget, N_ ("Not pointed out again"), NULL));
}

static GtkWidget *
new_topic (CarrelTopic *topic)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8),
            *label = gtk_label_new (carrel_topic_get_path (topic));
  guint            n = carrel_topic_get_n_articles (topic);
  g_autofree char *count = g_strdup_printf ("%'u", n),
                  *articles = g_strdup_printf (ngettext ("%'u article", "%'u articles", n), n);
  GtkWidget *meta = gtk_label_new (count);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_tooltip_text (label, carrel_topic_get_path (topic));
  gtk_widget_set_tooltip_text (meta, articles);
  gtk_widget_add_css_class (meta, "meta");
  gtk_box_append (GTK_BOX (box), carrel_ui_dot_new (carrel_topic_get_colour (topic)));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), meta);
  return box;
}

static GtkWidget *
new_button (const char *text, const char *description, const char *action, CarrelTopicPair *pair)
{
  GtkWidget *button = gtk_button_new_with_label (text);

  gtk_widget_add_css_class (button, "small-button");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ss)",
                                    carrel_topic_get_path (carrel_topic_pair_get_from (pair)),
                                    carrel_topic_get_path (carrel_topic_pair_get_into (pair)));
  gtk_widget_set_tooltip_text (button, description);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description, -1);
  return button;
}

static GtkWidget *
new_row (gpointer item, gpointer user_data)
{
  CarrelTopicPair *pair = item;
  const char      *from = carrel_topic_get_path (carrel_topic_pair_get_from (pair)),
             *into = carrel_topic_get_path (carrel_topic_pair_get_into (pair));
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8),
            *topics = adw_wrap_box_new (), *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  /* Translators: of two topics; the first goes into the second */
  g_autofree char *merge = g_strdup_printf (_ ("Merge “%s” into “%s”"), from, into),
                  *differ = g_strdup_printf (_ ("“%s” and “%s” are not the same"), from, into);

  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (topics), 10);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (topics), 4);
  adw_wrap_box_append (ADW_WRAP_BOX (topics), new_topic (carrel_topic_pair_get_from (pair)));
  adw_wrap_box_append (ADW_WRAP_BOX (topics), gtk_image_new_from_icon_name ("go-next-symbolic"));
  adw_wrap_box_append (ADW_WRAP_BOX (topics), new_topic (carrel_topic_pair_get_into (pair)));
  gtk_box_append (GTK_BOX (buttons), new_button (_ ("Merge"), merge, "care.merge", pair));
  gtk_box_append (GTK_BOX (buttons),
                  new_button (_ ("Not the Same"), differ, "care.distinct", pair));
  gtk_widget_set_margin_start (box, 14);
  gtk_widget_set_margin_end (box, 14);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_box_append (GTK_BOX (box), topics);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

static void
update (CarrelCarePage *self)
{
  gboolean any = g_list_model_get_n_items (carrel_library_get_alike (self->library)) > 0;

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), any ? "alike" : "empty");
}

/* ── Object ── */

GtkWidget *
carrel_care_page_get_sidebar_button (CarrelCarePage *self)
{
  return self->sidebar_button;
}

GtkWidget *
carrel_care_page_new (CarrelLibrary *library)
{
  CarrelCarePage *self = g_object_new (CARREL_TYPE_CARE_PAGE, NULL);
  GListModel     *pairs = carrel_library_get_alike (library);

  self->library = g_object_ref (library);
  gtk_list_box_bind_model (GTK_LIST_BOX (self->list), pairs, new_row, NULL, NULL);
  g_signal_connect_object (pairs, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

static void
carrel_care_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CARREL_TYPE_CARE_PAGE);
  g_clear_object (&CARREL_CARE_PAGE (object)->library);
  G_OBJECT_CLASS (carrel_care_page_parent_class)->dispose (object);
}

static void
carrel_care_page_class_init (CarrelCarePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carrel_care_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-care-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CarrelCarePage, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, CarrelCarePage, stack);
  gtk_widget_class_bind_template_child (widget_class, CarrelCarePage, list);
  gtk_widget_class_install_action (widget_class, "care.merge", "(ss)", merge_action);
  gtk_widget_class_install_action (widget_class, "care.distinct", "(ss)", distinct_action);
}

static void
carrel_care_page_init (CarrelCarePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
