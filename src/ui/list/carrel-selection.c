/* carrel-selection.c: which articles of a list are selected, by id.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/list/carrel-selection.h"

struct _CarrelSelection {
  GObject parent_instance;

  CarrelArticleList *list; /* (owned) */
  GHashTable        *ids;  /* (owned): gint64 as a pointer, as a set */
  gboolean           multiple;
};

G_STATIC_ASSERT (sizeof (gpointer) >= sizeof (gint64));

static void list_model_init (GListModelInterface *interface);
static void selection_model_init (GtkSelectionModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CarrelSelection, carrel_selection, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                                                                                  G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, selection_model_init))

static gpointer
get_key (CarrelSelection *self, guint position)
{
  return (gpointer) (gintptr) carrel_article_list_get_id (self->list, position);
}

static guint
count (CarrelSelection *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->list));
}

static void
announce_all (CarrelSelection *self)
{
  if (count (self) > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, count (self));
}

/* ── GtkSelectionModel ── */

static gboolean
is_selected (GtkSelectionModel *model, guint position)
{
  CarrelSelection *self = CARREL_SELECTION (model);

  return g_hash_table_contains (self->ids, get_key (self, position));
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model, guint position, guint n_items)
{
  CarrelSelection *self = CARREL_SELECTION (model);
  GtkBitset *set = gtk_bitset_new_empty ();
  guint end = MIN (count (self), position + n_items);

  if (g_hash_table_size (self->ids) > 0)
    for (guint i = position; i < end; i++)
      if (g_hash_table_contains (self->ids, get_key (self, i)))
        gtk_bitset_add (set, i);
  return set;
}

static gboolean
select_item (GtkSelectionModel *model, guint position, gboolean unselect_rest)
{
  CarrelSelection *self = CARREL_SELECTION (model);
  gboolean alone = unselect_rest || !self->multiple;

  if (position >= count (self))
    return FALSE;
  if (alone && g_hash_table_size (self->ids) == 1 && is_selected (model, position))
    return TRUE;
  if (alone)
    g_hash_table_remove_all (self->ids);
  g_hash_table_add (self->ids, get_key (self, position));
  if (alone)
    announce_all (self);
  else
    gtk_selection_model_selection_changed (model, position, 1);
  return TRUE;
}

static gboolean
unselect_item (GtkSelectionModel *model, guint position)
{
  CarrelSelection *self = CARREL_SELECTION (model);

  if (!self->multiple)
    return FALSE;
  g_hash_table_remove (self->ids, get_key (self, position));
  gtk_selection_model_selection_changed (model, position, 1);
  return TRUE;
}

static gboolean
select_range (GtkSelectionModel *model, guint position, guint n_items, gboolean unselect_rest)
{
  CarrelSelection *self = CARREL_SELECTION (model);

  if (!self->multiple)
    return FALSE;
  if (unselect_rest)
    g_hash_table_remove_all (self->ids);
  for (guint i = position; i < MIN (count (self), position + n_items); i++)
    g_hash_table_add (self->ids, get_key (self, i));
  announce_all (self);
  return TRUE;
}

static gboolean
unselect_range (GtkSelectionModel *model, guint position, guint n_items)
{
  CarrelSelection *self = CARREL_SELECTION (model);

  if (!self->multiple)
    return FALSE;
  for (guint i = position; i < MIN (count (self), position + n_items); i++)
    g_hash_table_remove (self->ids, get_key (self, i));
  announce_all (self);
  return TRUE;
}

static gboolean
select_all (GtkSelectionModel *model)
{
  return select_range (model, 0, count (CARREL_SELECTION (model)), FALSE);
}

static gboolean
unselect_all (GtkSelectionModel *model)
{
  CarrelSelection *self = CARREL_SELECTION (model);

  if (!self->multiple)
    return FALSE;
  g_hash_table_remove_all (self->ids);
  announce_all (self);
  return TRUE;
}

static gboolean
set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  CarrelSelection *self = CARREL_SELECTION (model);
  GtkBitsetIter iter;
  guint position;

  if (!self->multiple)
    return FALSE;
  for (gboolean any = gtk_bitset_iter_init_first (&iter, mask, &position); any; any = gtk_bitset_iter_next (&iter, &position)) {
    if (position >= count (self))
      break;
    if (gtk_bitset_contains (selected, position))
      g_hash_table_add (self->ids, get_key (self, position));
    else
      g_hash_table_remove (self->ids, get_key (self, position));
  }
  announce_all (self);
  return TRUE;
}

static void
selection_model_init (GtkSelectionModelInterface *interface)
{
  interface->is_selected = is_selected;
  interface->get_selection_in_range = get_selection_in_range;
  interface->select_item = select_item;
  interface->unselect_item = unselect_item;
  interface->select_range = select_range;
  interface->unselect_range = unselect_range;
  interface->select_all = select_all;
  interface->unselect_all = unselect_all;
  interface->set_selection = set_selection;
}

/* ── GListModel ── */

static GType
get_item_type (GListModel *model)
{
  return CARREL_TYPE_ARTICLE_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return count (CARREL_SELECTION (model));
}

static gpointer
get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (CARREL_SELECTION (model)->list), position);
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

/* ── What else is asked ── */

void
carrel_selection_set_multiple (CarrelSelection *self, gboolean multiple)
{
  self->multiple = multiple;
}

GArray *
carrel_selection_list_ids (CarrelSelection *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < count (self) && ids->len < g_hash_table_size (self->ids); i++) {
    gint64 id = carrel_article_list_get_id (self->list, i);

    if (g_hash_table_contains (self->ids, (gpointer) (gintptr) id))
      g_array_append_val (ids, id);
  }
  return ids;
}

guint
carrel_selection_get_n_selected (CarrelSelection *self)
{
  return g_hash_table_size (self->ids);
}

void
carrel_selection_select_id (CarrelSelection *self, gint64 id)
{
  if (id != 0 && g_hash_table_size (self->ids) == 1 && g_hash_table_contains (self->ids, (gpointer) (gintptr) id))
    return;
  g_hash_table_remove_all (self->ids);
  if (id != 0)
    g_hash_table_add (self->ids, (gpointer) (gintptr) id);
  announce_all (self);
}

CarrelSelection *
carrel_selection_new (CarrelArticleList *list)
{
  CarrelSelection *self = g_object_new (CARREL_TYPE_SELECTION, NULL);

  self->list = g_object_ref (list);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (g_list_model_items_changed), self, G_CONNECT_SWAPPED);
  return self;
}

static void
carrel_selection_finalize (GObject *object)
{
  CarrelSelection *self = CARREL_SELECTION (object);

  g_clear_object (&self->list);
  g_hash_table_unref (self->ids);
  G_OBJECT_CLASS (carrel_selection_parent_class)->finalize (object);
}

static void
carrel_selection_class_init (CarrelSelectionClass *class)
{
  G_OBJECT_CLASS (class)->finalize = carrel_selection_finalize;
}

static void
carrel_selection_init (CarrelSelection *self)
{
  self->ids = g_hash_table_new (g_direct_hash, g_direct_equal);
}
