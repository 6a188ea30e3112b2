/* carrel-article-drag.c: articles and topics dragged to each other. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/list/carrel-article-drag.h"

#include "ui/carrel-ui.h"

#include <glib/gi18n.h>

typedef struct {
  CarrelLibrary    *library; /* (owned) */
  CarrelListIdsFunc list_ids;
  gpointer          data;
} Accept;

static void
free_accept (gpointer data, GClosure *closure)
{
  g_object_unref (((Accept *) data)->library);
  g_free (data);
}

static void
leave_cb (GtkDropTarget *target, gpointer user_data)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));

  gtk_widget_remove_css_class (widget, "drop-target");
  gtk_widget_remove_css_class (widget, "article");
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  Accept      *accept = user_data;
  GtkWidget   *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
  CarrelTopic *topic = g_value_get_object (value);
  g_autoptr (GArray) ids = accept->list_ids (accept->data);
  const char *add[] = { topic ? carrel_topic_get_path (topic) : NULL, NULL };

  leave_cb (target, NULL); /* GTK doesn't say that it was left */
  if (!topic || ids->len == 0)
    return FALSE;
  carrel_library_tag_async (accept->library, ids, add, NULL, carrel_ui_changed_cb,
                            carrel_ui_change_new (widget, "Article tagged", "%u articles tagged"));
  return TRUE;
}

static GdkDragAction
enter_cb (GtkDropTarget *target, double x, double y, gpointer user_data)
{
  Accept    *accept = user_data;
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
  g_autoptr (GArray) ids = accept->list_ids (accept->data);

  if (ids->len == 0)
    return 0;
  gtk_widget_add_css_class (widget, "drop-target");
  gtk_widget_add_css_class (widget, "article");
  return GDK_ACTION_COPY;
}

void
carrel_article_drag_accept_topics (GtkWidget        *widget,
                                   CarrelLibrary    *library,
                                   CarrelListIdsFunc list_ids,
                                   gpointer          data)
{
  GtkDropTarget *target = gtk_drop_target_new (CARREL_TYPE_TOPIC, GDK_ACTION_COPY);
  Accept        *accept = g_new0 (Accept, 1);

  *accept = (Accept) { g_object_ref (library), list_ids, data };
  g_signal_connect_data (target, "drop", G_CALLBACK (drop_cb), accept, free_accept, 0);
  g_signal_connect (target, "enter", G_CALLBACK (enter_cb), accept);
  g_signal_connect (target, "leave", G_CALLBACK (leave_cb), accept);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}

void
carrel_article_drag_set_icon (GdkDrag *drag, GtkWidget *start, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 32);
  if (start)
    gtk_box_append (GTK_BOX (box), start);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (box, "drag-icon");
  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (drag)), box);
}
