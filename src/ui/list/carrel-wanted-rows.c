/* carrel-wanted-rows.c: the rows of what is wanted. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/list/carrel-wanted-rows.h"

#include "model/carrel-values.h"
#include "ui/carrel-ui.h"

#include <glib/gi18n.h>

static void
button_cb (GtkButton *button, gpointer user_data)
{
  GtkListItem  *item = user_data;
  CarrelWanted *wanted = gtk_list_item_get_item (item);

  if (carrel_wanted_get_address (wanted))
    carrel_ui_open_add (GTK_WIDGET (button), carrel_wanted_get_address (wanted));
  else
    gtk_widget_activate_action (GTK_WIDGET (button), "list.show-wanted", "u",
                                gtk_list_item_get_position (item));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12),
            *ring = gtk_image_new_from_icon_name ("carrel-wanted-symbolic"),
            *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *title = gtk_label_new (NULL), *meta = gtk_label_new (NULL),
            *button = gtk_button_new ();

  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 8);
  gtk_widget_add_css_class (ring, "dimmed");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (title), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (title), 2);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (title, "title");
  gtk_label_set_xalign (GTK_LABEL (meta), 0);
  gtk_label_set_ellipsize (GTK_LABEL (meta), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (meta, "meta");
  gtk_box_append (GTK_BOX (texts), title);
  gtk_box_append (GTK_BOX (texts), meta);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "clicked", G_CALLBACK (button_cb), item);
  gtk_box_append (GTK_BOX (box), ring);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), button);
  g_object_set_data (G_OBJECT (item), "title", title);
  g_object_set_data (G_OBJECT (item), "meta", meta);
  g_object_set_data (G_OBJECT (item), "button", button);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  CarrelWanted *wanted = gtk_list_item_get_item (item);
  const char   *title = carrel_wanted_get_title (wanted),
             *address = carrel_wanted_get_address (wanted);
  guint            n = carrel_wanted_get_n_sources (wanted);
  g_autofree char *named = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Named by %u article", "Named by %u articles", n), n);
  g_autofree char *meta =
      address ? g_steal_pointer (&named) : g_strdup_printf (_ ("%s · title only"), named);
  GtkWidget *button = g_object_get_data (G_OBJECT (item), "button");

  gtk_label_set_text (GTK_LABEL (g_object_get_data (G_OBJECT (item), "title")),
                      title ? title : address);
  gtk_label_set_text (GTK_LABEL (g_object_get_data (G_OBJECT (item), "meta")), meta);
  gtk_button_set_icon_name (GTK_BUTTON (button),
                            address ? "list-add-symbolic" : "edit-find-symbolic");
  gtk_widget_set_tooltip_text (button, address ? _ ("Add") : _ ("Find…"));
  gtk_list_item_set_accessible_label (item, title ? title : address);
}

GtkListItemFactory *
carrel_wanted_rows_new (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  return factory;
}
