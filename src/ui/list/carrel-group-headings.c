/* carrel-group-headings.c: what stands above the groups of a list of articles. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/list/carrel-group-headings.h"

#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>

typedef struct {
  CarrelLibrary     *library; /* (owned) */
  CarrelArticleList *list;    /* (owned) */
} Headings;

static void
free_headings (gpointer data, GClosure *closure)
{
  Headings *headings = data;

  g_object_unref (headings->library);
  g_object_unref (headings->list);
  g_free (headings);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListHeader *header, gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *dot = adw_bin_new (),
            *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING,
                                   "xalign", 0.0f, "ellipsize", PANGO_ELLIPSIZE_MIDDLE, "hexpand",
                                   TRUE, NULL),
            *count = gtk_label_new (NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LEVEL, 2, -1);
  gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (label, "group");
  gtk_widget_add_css_class (count, "meta");
  gtk_box_append (GTK_BOX (box), dot);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), count);
  gtk_widget_set_margin_start (box, 20);
  gtk_widget_set_margin_end (box, 18);
  gtk_list_header_set_child (header, box);
}

static char *
dup_title (CarrelGroupBy by, const char *name)
{
  switch (by) {
  case CARREL_GROUP_DAY:
    return name ? carrel_words_day (name) : g_strdup (_ ("No Date"));
  case CARREL_GROUP_SITE:
    return g_strdup (name ? name : _ ("No Site"));
  default:
    return g_strdup (name ? name : _ ("No Topic"));
  }
}

/* The dot of a topic's colour; NULL where there is none of that path. */
static GtkWidget *
make_dot (Headings *headings, const char *path)
{
  GListModel *topics = carrel_library_get_topics (headings->library);

  for (guint i = 0; i < g_list_model_get_n_items (topics); i++) {
    g_autoptr (CarrelTopic) topic = g_list_model_get_item (topics, i);

    if (g_str_equal (carrel_topic_get_path (topic), path))
      return carrel_ui_dot_new (carrel_topic_get_colour (topic));
  }
  return NULL;
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListHeader *header, gpointer user_data)
{
  Headings     *headings = user_data;
  CarrelGroupBy by = carrel_article_list_get_group_by (headings->list);
  GtkWidget    *box = gtk_list_header_get_child (header), *dot = gtk_widget_get_first_child (box),
            *label = gtk_widget_get_next_sibling (dot), *count = gtk_widget_get_last_child (box);
  guint       start, end;
  const char *name;
  gboolean    divided = carrel_article_list_get_group (
      headings->list, gtk_list_header_get_start (header), &start, &end, &name);
  g_autofree char *title = divided ? dup_title (by, name) : g_strdup (""),
                  *number = divided ? g_strdup_printf ("%'u", end - start) : g_strdup ("");

  adw_bin_set_child (ADW_BIN (dot), divided && by == CARREL_GROUP_TOPIC && name
                                        ? make_dot (headings, name)
                                        : NULL);
  gtk_widget_set_visible (dot, adw_bin_get_child (ADW_BIN (dot)) != NULL);
  gtk_label_set_text (GTK_LABEL (label), title);
  gtk_widget_set_tooltip_text (label, title);
  gtk_label_set_text (GTK_LABEL (count), number);
}

GtkListItemFactory *
carrel_group_headings_new (CarrelLibrary *library, CarrelArticleList *list)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Headings           *headings = g_new0 (Headings, 1);

  headings->library = g_object_ref (library);
  headings->list = g_object_ref (list);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_data (factory, "bind", G_CALLBACK (bind_cb), headings, free_headings, 0);
  return factory;
}
