/* carrel-sidebar-drop.c: what is dropped on places and topics, and topics that are dragged. Main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-sidebar-drop.h"

#include "ui/carrel-sidebar.h"
#include "ui/carrel-ui.h"
#include "ui/list/carrel-article-drag.h"

#include <glib/gi18n.h>
#include <string.h>

#define OPEN_AFTER 600 /* ms over a closed topic while dragging */

/* ── A topic is put under another, or to the top ── */

/* The topic under which one that is dropped here goes; "": the top. NULL: nowhere. */
static const char *
get_parent (GObject *item)
{
  CarrelTopic *topic =
      CARREL_IS_UI_PLACE (item) ? carrel_ui_place_get_topic (CARREL_UI_PLACE (item)) : NULL;

  if (GTK_IS_STRING_OBJECT (item) &&
      strcmp (gtk_string_object_get_string (GTK_STRING_OBJECT (item)), _ ("Topics")) == 0)
    return "";
  return topic ? carrel_topic_get_path (topic) : NULL;
}

static gboolean
drop_topic (CarrelSidebar *self, CarrelTopic *topic, GObject *item)
{
  const char      *parent = get_parent (item);
  g_autofree char *path = topic && parent ? g_strconcat (parent, *parent ? "/" : "",
                                                         carrel_topic_get_name (topic), NULL)
                                          : NULL;

  if (!path || strcmp (path, carrel_topic_get_path (topic)) == 0 ||
      strcmp (parent, carrel_topic_get_path (topic)) == 0)
    return FALSE;
  carrel_library_rename_topic_async (
      carrel_sidebar_get_library (self), carrel_topic_get_path (topic), path, carrel_ui_changed_cb,
      carrel_ui_change_new (GTK_WIDGET (self), N_ ("Topic moved"), NULL));
  return TRUE;
}

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, gpointer user_data)
{
  GtkTreeListRow *row = gtk_list_item_get_item (user_data);
  g_autoptr (GObject) place = row ? gtk_tree_list_row_get_item (row) : NULL;
  CarrelTopic *topic =
      CARREL_IS_UI_PLACE (place) ? carrel_ui_place_get_topic (CARREL_UI_PLACE (place)) : NULL;

  return topic ? gdk_content_provider_new_typed (CARREL_TYPE_TOPIC, topic) : NULL;
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, gpointer user_data)
{
  GtkTreeListRow *row = gtk_list_item_get_item (user_data);
  g_autoptr (GObject) place = row ? gtk_tree_list_row_get_item (row) : NULL;
  CarrelTopic *topic =
      CARREL_IS_UI_PLACE (place) ? carrel_ui_place_get_topic (CARREL_UI_PLACE (place)) : NULL;

  if (topic)
    carrel_article_drag_set_icon (drag, carrel_ui_dot_new (carrel_topic_get_colour (topic)),
                                  carrel_topic_get_path (topic));
}

/* ── Something is dropped on a place ── */

static void
drop_leave_cb (GtkDropTarget *target, gpointer user_data)
{
  gtk_widget_remove_css_class (
      gtk_widget_get_parent (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target))),
      "drop-target");
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  GtkListItem    *item = user_data;
  GtkWidget      *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
  CarrelSidebar  *self = CARREL_SIDEBAR (gtk_widget_get_ancestor (widget, CARREL_TYPE_SIDEBAR));
  GtkTreeListRow *row = gtk_list_item_get_item (item);
  g_autoptr (GObject) place = row ? gtk_tree_list_row_get_item (row) : NULL;
  GArray *ids;

  drop_leave_cb (target, NULL); /* GTK doesn't say that it was left */
  if (G_VALUE_HOLDS (value, CARREL_TYPE_TOPIC))
    return drop_topic (self, g_value_get_object (value), place);
  ids = g_value_get_boxed (value);
  if (!CARREL_IS_UI_PLACE (place) || !ids || ids->len == 0)
    return FALSE;
  switch (carrel_ui_place_get_kind (CARREL_UI_PLACE (place))) {
  case CARREL_PLACE_KIND_INBOX:
    carrel_library_set_place_async (carrel_sidebar_get_library (self), ids, CARREL_PLACE_INBOX,
                                    carrel_ui_changed_cb,
                                    carrel_ui_change_new (widget, "Article back in the inbox",
                                                          "%u articles back in the inbox"));
    return TRUE;
  case CARREL_PLACE_KIND_ARCHIVE:
    carrel_library_set_place_async (
        carrel_sidebar_get_library (self), ids, CARREL_PLACE_ARCHIVE, carrel_ui_changed_cb,
        carrel_ui_change_new (widget, "Article archived", "%u articles archived"));
    return TRUE;
  case CARREL_PLACE_KIND_FAVOURITES:
    carrel_library_set_favourite_async (
        carrel_sidebar_get_library (self), ids, TRUE, carrel_ui_changed_cb,
        carrel_ui_change_new (widget, "Article is a favourite", "%u articles are favourites"));
    return TRUE;
  case CARREL_PLACE_KIND_TRASH:
    carrel_library_trash_async (
        carrel_sidebar_get_library (self), ids, carrel_ui_changed_cb,
        carrel_ui_change_new (widget, "Article deleted", "%u articles deleted"));
    return TRUE;
  case CARREL_PLACE_KIND_TOPIC: {
    const char *add[] = {
      carrel_topic_get_path (carrel_ui_place_get_topic (CARREL_UI_PLACE (place))), NULL
    };

    carrel_library_tag_async (
        carrel_sidebar_get_library (self), ids, add, NULL, carrel_ui_changed_cb,
        carrel_ui_change_new (widget, "Article tagged", "%u articles tagged"));
    return TRUE;
  }
  default:
    return FALSE;
  }
}

static GdkDragAction
drop_enter_cb (GtkDropTarget *target, double x, double y, gpointer user_data)
{
  GtkTreeListRow *row = gtk_list_item_get_item (user_data);
  g_autoptr (GObject) place = row ? gtk_tree_list_row_get_item (row) : NULL;
  GtkWidget *widget =
      gtk_widget_get_parent (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target)));

  if (gdk_content_formats_contain_gtype (
          gdk_drop_get_formats (gtk_drop_target_get_current_drop (target)), CARREL_TYPE_TOPIC)) {
    if (!get_parent (place))
      return 0;
    gtk_widget_add_css_class (widget, "drop-target");
    return GDK_ACTION_COPY;
  }
  if (!CARREL_IS_UI_PLACE (place))
    return 0;
  switch (carrel_ui_place_get_kind (CARREL_UI_PLACE (place))) {
  case CARREL_PLACE_KIND_READING:
  case CARREL_PLACE_KIND_ALL:
  case CARREL_PLACE_KIND_HIGHLIGHTS:
  case CARREL_PLACE_KIND_WANTED:
  case CARREL_PLACE_KIND_MAP:
  case CARREL_PLACE_KIND_CARE:
  case CARREL_PLACE_KIND_COLLECTION:
    return 0;
  default:
    gtk_widget_add_css_class (widget, "drop-target");
    return GDK_ACTION_COPY;
  }
}

static gboolean
open_topic_cb (gpointer data)
{
  GtkDropControllerMotion *motion = data;
  GtkListItem             *item = g_object_get_data (G_OBJECT (motion), "item");
  GtkTreeListRow          *row = gtk_list_item_get_item (item);

  g_object_set_data (G_OBJECT (motion), "timer", NULL);
  if (row && gtk_tree_list_row_is_expandable (row))
    gtk_tree_list_row_set_expanded (row, TRUE);
  return G_SOURCE_REMOVE;
}

static void
hover_leave_cb (GtkDropControllerMotion *motion, gpointer user_data)
{
  guint timer = GPOINTER_TO_UINT (g_object_steal_data (G_OBJECT (motion), "timer"));

  if (timer)
    g_source_remove (timer);
}

static void
hover_enter_cb (GtkDropControllerMotion *motion, double x, double y, gpointer user_data)
{
  hover_leave_cb (motion, NULL);
  g_object_set_data (G_OBJECT (motion), "timer",
                     GUINT_TO_POINTER (g_timeout_add (OPEN_AFTER, open_topic_cb, motion)));
}

void
carrel_sidebar_install_drop (GtkWidget *row, GtkListItem *item)
{
  GType          types[] = { G_TYPE_ARRAY, CARREL_TYPE_TOPIC };
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY | GDK_ACTION_MOVE);
  GtkEventController *hover = gtk_drop_controller_motion_new ();
  GtkDragSource      *drag = gtk_drag_source_new ();

  gtk_drop_target_set_gtypes (drop, types, G_N_ELEMENTS (types));
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), item);
  g_signal_connect (drop, "enter", G_CALLBACK (drop_enter_cb), item);
  g_signal_connect (drop, "leave", G_CALLBACK (drop_leave_cb), item);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (drop));
  g_object_set_data (G_OBJECT (hover), "item", item);
  g_signal_connect (hover, "enter", G_CALLBACK (hover_enter_cb), NULL);
  g_signal_connect (hover, "leave", G_CALLBACK (hover_leave_cb), NULL);
  gtk_widget_add_controller (row, hover);
  gtk_drag_source_set_actions (drag, GDK_ACTION_COPY);
  g_signal_connect (drag, "prepare", G_CALLBACK (drag_prepare_cb), item);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), item);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (drag));
}
