/* carrel-topic-chip.c: a topic in a field, with the button that takes it away. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-topic-chip.h"

#include "ui/carrel-article-field.h"
#include "ui/carrel-ui.h"

#include <glib/gi18n.h>

/* A line of the inspector has room for so much: what asks for more than its line, a mirrored wrap
 * box puts outside of itself. */
#define MAX_CHARS 18
#define MAX_CHARS_COUNTED 9 /* beside «2 of 5» and its button */

static GtkWidget *
new_chip_button (const char *icon, const char *tooltip, const char *action, const char *path)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip,
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", path);
  return button;
}

/* Its dot and name: a click lists the topic's articles. */
static GtkWidget *
new_name (const char *path, guint colour, int max_chars)
{
  GtkWidget *button = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6),
            *dot = carrel_ui_dot_new (colour), *label = gtk_label_new (path);
  g_autofree char *query = carrel_article_field_write_topic (path),
                  *search = g_strconcat (query, " ", NULL);

  gtk_widget_add_css_class (dot, "small");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), max_chars);
  gtk_box_append (GTK_BOX (box), dot);
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "name");
  gtk_widget_set_tooltip_text (button, path);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, path, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.search-for");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", search);
  return button;
}

GtkWidget *
carrel_topic_chip_new (const char *path, guint colour, guint n, guint n_articles)
{
  GtkWidget *widget = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  /* Translators: a button that takes a topic away */
  g_autofree char *remove = g_strdup_printf (_ ("Remove “%s”"), path);

  gtk_widget_add_css_class (widget, "chip");
  gtk_widget_add_css_class (widget, "large");
  gtk_box_append (GTK_BOX (widget),
                  new_name (path, colour, n < n_articles ? MAX_CHARS_COUNTED : MAX_CHARS));
  if (n < n_articles) {
    /* Translators: a button that gives a topic, which some articles have, to all of them */
    g_autofree char *all = g_strdup_printf (_ ("Add “%s” to All"), path);
    /* Translators: so many of so many articles have a topic, as in «2 of 5» */
    g_autofree char *some = g_strdup_printf (_ ("%u of %u"), n, n_articles);
    GtkWidget       *count = gtk_label_new (some);

    gtk_widget_add_css_class (count, "soft");
    gtk_box_append (GTK_BOX (widget), count);
    gtk_box_append (GTK_BOX (widget),
                    new_chip_button ("list-add-symbolic", all, "topics.add", path));
  }
  gtk_box_append (GTK_BOX (widget),
                  new_chip_button ("window-close-symbolic", remove, "topics.remove", path));
  return widget;
}
