/* carrel-id-list.c: a GListModel of which the ids are held, and of what is looked at the rows. Main
 * thread.
 *
 * The list knows its items without holding them: an item takes itself out when it goes, and the
 * list lets go of all of them when it does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-id-list.h"

typedef struct {
  CarrelIds  *ids;   /* (owned) */
  GHashTable *items; /* (owned): gint64 * of the item → CarrelIdItem, weak */
} CarrelIdListPrivate;

typedef struct {
  CarrelIdList *list; /* (nullable): lent; the list takes it away */
  gint64        id;
  guint         position; /* where it was last seen */
} CarrelIdItemPrivate;

static void list_model_init (GListModelInterface *interface);

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (CarrelIdItem, carrel_id_item, G_TYPE_OBJECT)
G_DEFINE_ABSTRACT_TYPE_WITH_CODE (CarrelIdList,
                                  carrel_id_list,
                                  G_TYPE_OBJECT,
                                  G_ADD_PRIVATE (CarrelIdList)
                                      G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static CarrelIdListPrivate *
get_private (CarrelIdList *self)
{
  return carrel_id_list_get_instance_private (self);
}

/* ── An item ── */

gint64
carrel_id_item_get_id (CarrelIdItem *self)
{
  return ((CarrelIdItemPrivate *) carrel_id_item_get_instance_private (self))->id;
}

CarrelIdList *
carrel_id_item_get_list (CarrelIdItem *self)
{
  return ((CarrelIdItemPrivate *) carrel_id_item_get_instance_private (self))->list;
}

static void
carrel_id_item_finalize (GObject *object)
{
  CarrelIdItemPrivate *item = carrel_id_item_get_instance_private (CARREL_ID_ITEM (object));

  if (item->list)
    g_hash_table_remove (get_private (item->list)->items, &item->id);
  G_OBJECT_CLASS (carrel_id_item_parent_class)->finalize (object);
}

static void
carrel_id_item_class_init (CarrelIdItemClass *class)
{
  G_OBJECT_CLASS (class)->finalize = carrel_id_item_finalize;
}

static void
carrel_id_item_init (CarrelIdItem *self)
{
}

/* ── The ids ── */

guint
carrel_id_list_get_n (CarrelIdList *self)
{
  return carrel_ids_get_n (get_private (self)->ids);
}

gint64
carrel_id_list_get_id (CarrelIdList *self, guint position)
{
  return carrel_ids_get (get_private (self)->ids, position);
}

guint
carrel_id_list_find (CarrelIdList *self, gint64 id)
{
  CarrelIds           *ids = get_private (self)->ids;
  CarrelIdItem        *held = carrel_id_list_get_held (self, id);
  CarrelIdItemPrivate *item = held ? carrel_id_item_get_instance_private (held) : NULL;
  guint                position;

  if (item && item->position < carrel_ids_get_n (ids) && carrel_ids_get (ids, item->position) == id)
    return item->position;
  position = carrel_ids_find (ids, id);
  if (item && position != G_MAXUINT)
    item->position = position;
  return position;
}

CarrelIds *
carrel_id_list_ref_ids (CarrelIdList *self)
{
  return carrel_ids_ref (get_private (self)->ids);
}

void
carrel_id_list_take_ids (CarrelIdList *self, GArray *ids)
{
  CarrelIdListPrivate *list = get_private (self);
  g_autoptr (CarrelIds) old = g_steal_pointer (&list->ids);
  const gint64 *b = (const gint64 *) (gpointer) ids->data;
  guint n = ids->len, n_old = carrel_ids_get_n (old), head = 0, tail = 0, shorter = MIN (n_old, n);

  while (head < shorter && carrel_ids_get (old, head) == b[head])
    head++;
  while (tail < shorter - head && carrel_ids_get (old, n_old - 1 - tail) == b[n - 1 - tail])
    tail++;
  list->ids = carrel_ids_new (b, n);
  g_array_unref (ids);
  if (head + tail < n_old || head + tail < n)
    g_list_model_items_changed (G_LIST_MODEL (self), head, n_old - head - tail, n - head - tail);
}

/* ── What is held ── */

gpointer
carrel_id_list_get_held (CarrelIdList *self, gint64 id)
{
  return g_hash_table_lookup (get_private (self)->items, &id);
}

GPtrArray *
carrel_id_list_list_held (CarrelIdList *self)
{
  GPtrArray     *held = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer       item;

  g_hash_table_iter_init (&iter, get_private (self)->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    g_ptr_array_add (held, g_object_ref (item));
  return held;
}

/* ── GListModel ── */

static GType
get_item_type (GListModel *model)
{
  return CARREL_ID_LIST_GET_CLASS (model)->item_type;
}

static guint
get_n_items (GListModel *model)
{
  return carrel_id_list_get_n (CARREL_ID_LIST (model));
}

static gpointer
get_item (GListModel *model, guint position)
{
  CarrelIdList        *self = CARREL_ID_LIST (model);
  CarrelIdListPrivate *list = get_private (self);
  CarrelIdItemPrivate *private;
  CarrelIdItem *item;
  gint64        id;

  if (position >= carrel_ids_get_n (list->ids))
    return NULL;
  id = carrel_ids_get (list->ids, position);
  item = g_hash_table_lookup (list->items, &id);
  if (item) {
    private = carrel_id_item_get_instance_private (item);
    private->position = position;
    return g_object_ref (item);
  }
  item = g_object_new (CARREL_ID_LIST_GET_CLASS (self)->item_type, NULL);
  private = carrel_id_item_get_instance_private (item);
  private->list = self;
  private->id = id;
  private->position = position;
  g_hash_table_insert (list->items, &private->id, item);
  if (CARREL_ID_LIST_GET_CLASS (self)->made)
    CARREL_ID_LIST_GET_CLASS (self)->made (self, item);
  return item;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

/* ── Object ── */

static void
carrel_id_list_finalize (GObject *object)
{
  CarrelIdListPrivate *list = get_private (CARREL_ID_LIST (object));
  GHashTableIter       iter;
  gpointer             item;

  g_hash_table_iter_init (&iter, list->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    ((CarrelIdItemPrivate *) carrel_id_item_get_instance_private (item))->list = NULL;
  g_hash_table_unref (list->items);
  carrel_ids_unref (list->ids);
  G_OBJECT_CLASS (carrel_id_list_parent_class)->finalize (object);
}

static void
carrel_id_list_class_init (CarrelIdListClass *class)
{
  G_OBJECT_CLASS (class)->finalize = carrel_id_list_finalize;
}

static void
carrel_id_list_init (CarrelIdList *self)
{
  CarrelIdListPrivate *list = get_private (self);

  list->ids = carrel_ids_new (NULL, 0);
  list->items = g_hash_table_new (g_int64_hash, g_int64_equal);
}
