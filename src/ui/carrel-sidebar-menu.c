/* carrel-sidebar-menu.c: what can be done with a topic or a collection of the sidebar. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-sidebar-menu.h"

#include "ui/carrel-collections.h"
#include "ui/carrel-menu.h"
#include "ui/carrel-sidebar.h"
#include "ui/carrel-topic-names-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

static void
renamed_cb (AdwAlertDialog *dialog, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelSidebar) self = user_data;
  const char *path = g_object_get_data (G_OBJECT (dialog), "path"),
             *text =
                 gtk_editable_get_text (GTK_EDITABLE (adw_alert_dialog_get_extra_child (dialog)));
  const char      *response = adw_alert_dialog_choose_finish (dialog, result);
  g_autofree char *clean = carrel_topic_normalize_path (text);

  if (strcmp (response, "rename") != 0 || !clean || strcmp (clean, path) == 0)
    return;
  if (carrel_sidebar_find_topic (self, clean)) {
    carrel_sidebar_follow (self, path, clean);
    carrel_library_merge_topics_async (
        carrel_sidebar_get_library (self), path, clean, carrel_ui_changed_cb,
        carrel_ui_change_new (GTK_WIDGET (self), N_ ("Topics merged"), NULL));
  } else {
    carrel_library_rename_topic_async (
        carrel_sidebar_get_library (self), path, clean, carrel_ui_changed_cb,
        carrel_ui_change_new (GTK_WIDGET (self), N_ ("Topic renamed"), NULL));
  }
}

static void
rename_topic_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (
      _ ("Rename Topic"),
      _ ("“/” puts it under another one. The name of a topic that is there merges the two.")));
  GtkWidget      *entry = gtk_entry_new ();

  gtk_editable_set_text (GTK_EDITABLE (entry), g_variant_get_string (parameter, NULL));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Name"),
                                  -1);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  adw_alert_dialog_set_extra_child (dialog, entry);
  adw_dialog_set_focus (ADW_DIALOG (dialog), entry); /* it would be the answer */
  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "rename", _ ("_Rename"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "rename", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (dialog, "rename");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "path", g_variant_dup_string (parameter, NULL),
                          g_free);
  adw_alert_dialog_choose (dialog, widget, NULL, (GAsyncReadyCallback) renamed_cb,
                           g_object_ref (widget));
}

static void
name_topic_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  adw_dialog_present (
      carrel_topic_names_dialog_new (carrel_sidebar_get_library (CARREL_SIDEBAR (widget)),
                                     g_variant_get_string (parameter, NULL)),
      widget);
}

static void
delete_topic_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_library_delete_topic_async (carrel_sidebar_get_library (CARREL_SIDEBAR (widget)),
                                     g_variant_get_string (parameter, NULL), carrel_ui_changed_cb,
                                     carrel_ui_change_new (widget,
                                                           "Topic deleted; its articles stay",
                                                           "Topic deleted; its %u articles stay"));
}

static void
colour_cb (GSimpleAction *action, GVariant *colour, gpointer user_data)
{
  GtkWidget *sidebar = user_data;

  carrel_library_set_topic_colour_async (carrel_sidebar_get_library (CARREL_SIDEBAR (sidebar)),
                                         g_object_get_data (G_OBJECT (action), "path"),
                                         g_variant_get_uint32 (colour), carrel_ui_changed_cb,
                                         carrel_ui_change_new (sidebar, NULL, NULL));
}

/* «topic.colour», whose state is the colour that the topic has now: the menu marks it. */
static void
add_colour_action (GtkWidget *sidebar, CarrelTopic *topic)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new_stateful (
      "colour", G_VARIANT_TYPE_UINT32, g_variant_new_uint32 (carrel_topic_get_colour (topic)));

  g_object_set_data_full (G_OBJECT (action), "path", g_strdup (carrel_topic_get_path (topic)),
                          g_free);
  g_signal_connect (action, "change-state", G_CALLBACK (colour_cb), sidebar);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  gtk_widget_insert_action_group (sidebar, "topic", G_ACTION_GROUP (group));
}

static const char *const colour_names[] = { N_ ("Blue"),   N_ ("Teal"),   N_ ("Green"), N_ ("Moss"),
                                            N_ ("Ochre"),  N_ ("Orange"), N_ ("Red"),   N_ ("Pink"),
                                            N_ ("Purple"), N_ ("Slate") };

void
carrel_sidebar_show_menu (GtkWidget *box, CarrelTopic *topic, double x, double y)
{
  GtkWidget  *sidebar = gtk_widget_get_ancestor (box, CARREL_TYPE_SIDEBAR);
  const char *path = carrel_topic_get_path (topic);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) colours = g_menu_new ();

  {
    g_autoptr (GMenuItem) rename = g_menu_item_new (_ ("_Rename or Merge…"), NULL);

    g_menu_item_set_action_and_target (rename, "sidebar.rename-topic", "s", path);
    g_menu_append_item (menu, rename);
  }
  {
    g_autoptr (GMenuItem) names = g_menu_item_new (_ ("Other _Names…"), NULL);

    g_menu_item_set_action_and_target (names, "sidebar.name-topic", "s", path);
    g_menu_append_item (menu, names);
  }
  for (guint i = 0; i < G_N_ELEMENTS (colour_names); i++) {
    g_autoptr (GMenuItem) item = g_menu_item_new (_ (colour_names[i]), NULL);

    g_menu_item_set_action_and_target (item, "topic.colour", "u", i);
    g_menu_append_item (colours, item);
  }
  g_menu_append_submenu (menu, _ ("_Colour"), G_MENU_MODEL (colours));
  {
    g_autoptr (GMenuItem) delete = g_menu_item_new (_ ("_Delete"), NULL);

    g_menu_item_set_action_and_target (delete, "sidebar.delete-topic", "s", path);
    g_menu_append_item (menu, delete);
  }
  add_colour_action (sidebar, topic);
  carrel_menu_popup (sidebar, G_MENU_MODEL (menu), box, x, y);
}

static void
edit_collection_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelSidebar *self = CARREL_SIDEBAR (widget);
  CarrelUiPlace *place = carrel_sidebar_find_collection (self, g_variant_get_int64 (parameter));

  if (place)
    carrel_collections_edit (widget, carrel_sidebar_get_library (self),
                             carrel_ui_place_get_collection (place), NULL, NULL);
}

static void
delete_collection_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_library_delete_collection_async (
      carrel_sidebar_get_library (CARREL_SIDEBAR (widget)), g_variant_get_int64 (parameter),
      carrel_ui_changed_cb,
      carrel_ui_change_new (widget, N_ ("Collection deleted; its articles stay"), NULL));
}

void
carrel_sidebar_show_collection_menu (GtkWidget        *box,
                                     CarrelCollection *collection,
                                     double            x,
                                     double            y)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuItem) edit = g_menu_item_new (_ ("_Edit…"), NULL);
  g_autoptr (GMenuItem) delete = g_menu_item_new (_ ("_Delete"), NULL);
  gint64 id = carrel_collection_get_id (collection);

  g_menu_item_set_action_and_target (edit, "sidebar.edit-collection", "x", id);
  g_menu_item_set_action_and_target (delete, "sidebar.delete-collection", "x", id);
  g_menu_append_item (menu, edit);
  g_menu_append_item (menu, delete);
  carrel_menu_popup (gtk_widget_get_ancestor (box, CARREL_TYPE_SIDEBAR), G_MENU_MODEL (menu), box,
                     x, y);
}

void
carrel_sidebar_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "sidebar.rename-topic", "s", rename_topic_action);
  gtk_widget_class_install_action (widget_class, "sidebar.name-topic", "s", name_topic_action);
  gtk_widget_class_install_action (widget_class, "sidebar.delete-topic", "s", delete_topic_action);
  gtk_widget_class_install_action (widget_class, "sidebar.edit-collection", "x",
                                   edit_collection_action);
  gtk_widget_class_install_action (widget_class, "sidebar.delete-collection", "x",
                                   delete_collection_action);
}
