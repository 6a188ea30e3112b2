/* carrel-map-page-text.c: the map as a list, for ears and keys. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/map/carrel-map-page-private.h"

#include <glib/gi18n.h>

gboolean
carrel_map_page_is_text (CarrelMapPage *self)
{
  g_autoptr (GVariant) state =
      g_action_group_get_action_state (G_ACTION_GROUP (self->actions), "text");

  return g_variant_get_boolean (state);
}

static int
compare_links (gconstpointer a, gconstpointer b, gpointer graph)
{
  const guint          *i = a, *k = b;
  const CarrelGraphDot *x = carrel_graph_get_dot (graph, *i), *y = carrel_graph_get_dot (graph, *k);

  return x->links != y->links ? (x->links < y->links) - (x->links > y->links)
                              : (*i > *k) - (*i < *k);
}

/* The same as a list, the most linked first. */
void
carrel_map_page_update_text (CarrelMapPage *self)
{
  CarrelGraph *graph = carrel_map_view_get_graph (carrel_map_page_get_view (self));
  guint        n = graph ? carrel_graph_get_n_dots (graph) : 0;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  g_array_set_size (self->order, 0);
  for (guint i = 0; i < n; i++)
    g_array_append_val (self->order, i);
  if (n > 0)
    g_array_sort_with_data (self->order, compare_links, graph);
  for (guint i = 0; i < n; i++) {
    const CarrelGraphDot *dot = carrel_graph_get_dot (graph, g_array_index (self->order, guint, i));
    g_autofree char      *row = NULL;

    if (dot->key)
      row = g_strdup_printf (
          ngettext ("%s, wanted by %u article", "%s, wanted by %u articles", dot->links),
          dot->title, dot->links);
    else
      row = g_strdup_printf (ngettext ("%s, %u link", "%s, %u links", dot->links), dot->title,
                             dot->links);
    g_ptr_array_add (rows, gtk_string_object_new (row));
  }
  g_list_store_splice (self->texts, 0, g_list_model_get_n_items (G_LIST_MODEL (self->texts)),
                       rows->pdata, rows->len);
}

void
carrel_map_page_text_activated_cb (CarrelMapPage *self, guint row)
{
  if (row < self->order->len)
    carrel_map_page_activate (self, g_array_index (self->order, guint, row));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

void
carrel_map_page_set_up_text (CarrelMapPage *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_list_view_set_factory (GTK_LIST_VIEW (self->text_view), factory);
  gtk_list_view_set_model (
      GTK_LIST_VIEW (self->text_view),
      GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->texts)))));
  g_object_unref (factory);
}
