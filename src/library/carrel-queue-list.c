/* carrel-queue-list.c: ids now, entries when they are looked at.
 *
 * An item is the same object for as long as somebody holds it. The list is read anew after each
 * «changed» of the queue, one read at a time, and the entries that are held with it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-queue-list.h"

struct _CarrelQueueItem {
  GObject parent_instance;

  CarrelQueueList  *list; /* (weak) (nullable) */
  gint64            id;
  CarrelQueueState  state;
  CarrelQueueEntry *entry; /* (owned) (nullable) */
  gboolean          expanded;
};

struct _CarrelQueueList {
  GObject parent_instance;

  CarrelQueue     *queue; /* (owned) */
  CarrelQueueState state;
  GArray          *ids;   /* (owned) (element-type gint64) */
  GHashTable      *items; /* (owned): gint64 * of the item → CarrelQueueItem, weak */
  GArray          *asked; /* (owned) (element-type gint64): to be loaded in the next turn */
  guint            asking;
  GCancellable    *cancellable; /* (owned) */
  gboolean         reading, again;
};

static void list_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE (CarrelQueueItem, carrel_queue_item, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (CarrelQueueList, carrel_queue_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum { PROP_0, PROP_ENTRY, PROP_EXPANDED, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

/* ── An item ── */

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelQueueList) self = user_data;
  g_autoptr (GPtrArray) entries = carrel_queue_load_finish (CARREL_QUEUE (source), result, NULL);

  for (guint i = 0; entries && i < entries->len; i++) {
    gint64 id = carrel_queue_entry_get (entries->pdata[i])->id;
    CarrelQueueItem *item = g_hash_table_lookup (self->items, &id);

    if (item) {
      g_autoptr (CarrelQueueItem) alive = g_object_ref (item);

      g_set_object (&alive->entry, entries->pdata[i]);
      g_object_notify_by_pspec (G_OBJECT (alive), properties[PROP_ENTRY]);
    }
  }
}

static gboolean
ask_cb (gpointer data)
{
  CarrelQueueList *self = data;

  self->asking = 0;
  carrel_queue_load_async (self->queue, self->asked, self->cancellable, loaded_cb, g_object_ref (self));
  g_array_set_size (self->asked, 0);
  return G_SOURCE_REMOVE;
}

static void
ask (CarrelQueueList *self, gint64 id)
{
  g_array_append_val (self->asked, id);
  if (!self->asking)
    self->asking = g_idle_add_full (G_PRIORITY_DEFAULT, ask_cb, self, NULL);
}

gint64
carrel_queue_item_get_id (CarrelQueueItem *self)
{
  return self->id;
}

CarrelQueueEntry *
carrel_queue_item_get_entry (CarrelQueueItem *self)
{
  if (!self->entry && self->list)
    ask (self->list, self->id);
  return self->entry;
}

CarrelQueueState
carrel_queue_item_get_state (CarrelQueueItem *self)
{
  return self->state;
}

gboolean
carrel_queue_item_get_expanded (CarrelQueueItem *self)
{
  return self->expanded;
}

void
carrel_queue_item_set_expanded (CarrelQueueItem *self, gboolean expanded)
{
  if (self->expanded != expanded) {
    self->expanded = expanded;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPANDED]);
  }
}

static void
carrel_queue_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarrelQueueItem *self = CARREL_QUEUE_ITEM (object);

  switch (id) {
  case PROP_ENTRY:
    g_value_set_object (value, carrel_queue_item_get_entry (self));
    break;
  case PROP_EXPANDED:
    g_value_set_boolean (value, self->expanded);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carrel_queue_item_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_EXPANDED)
    carrel_queue_item_set_expanded (CARREL_QUEUE_ITEM (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
carrel_queue_item_finalize (GObject *object)
{
  CarrelQueueItem *self = CARREL_QUEUE_ITEM (object);

  if (self->list) {
    if (g_hash_table_lookup (self->list->items, &self->id) == self)
      g_hash_table_remove (self->list->items, &self->id);
    g_clear_weak_pointer (&self->list);
  }
  g_clear_object (&self->entry);
  G_OBJECT_CLASS (carrel_queue_item_parent_class)->finalize (object);
}

static void
carrel_queue_item_class_init (CarrelQueueItemClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = carrel_queue_item_get_property;
  object_class->set_property = carrel_queue_item_set_property;
  object_class->finalize = carrel_queue_item_finalize;
  properties[PROP_ENTRY] = g_param_spec_object ("entry", NULL, NULL, CARREL_TYPE_QUEUE_ENTRY, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_EXPANDED] = g_param_spec_boolean ("expanded", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
carrel_queue_item_init (CarrelQueueItem *self)
{
}

/* ── The list ── */

static GType
get_item_type (GListModel *model)
{
  return CARREL_TYPE_QUEUE_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return CARREL_QUEUE_LIST (model)->ids->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  CarrelQueueList *self = CARREL_QUEUE_LIST (model);
  CarrelQueueItem *item;
  gint64 id;

  if (position >= self->ids->len)
    return NULL;
  id = g_array_index (self->ids, gint64, position);
  item = g_hash_table_lookup (self->items, &id);
  if (item)
    return g_object_ref (item);
  item = g_object_new (CARREL_TYPE_QUEUE_ITEM, NULL);
  item->id = id;
  item->state = self->state;
  g_set_weak_pointer (&item->list, self);
  g_hash_table_insert (self->items, &item->id, item);
  return item;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

/* The common head and tail stay; only the middle is announced. */
static void
take_ids (CarrelQueueList *self, GArray *ids)
{
  g_autoptr (GArray) old = g_steal_pointer (&self->ids);
  const gint64 *a = (const gint64 *) (gpointer) old->data, *b = (const gint64 *) (gpointer) ids->data;
  guint head = 0, tail = 0, shorter = MIN (old->len, ids->len);

  while (head < shorter && a[head] == b[head])
    head++;
  while (tail < shorter - head && a[old->len - 1 - tail] == b[ids->len - 1 - tail])
    tail++;
  self->ids = g_array_ref (ids);
  if (head + tail < old->len || head + tail < ids->len)
    g_list_model_items_changed (G_LIST_MODEL (self), head, old->len - head - tail, ids->len - head - tail);
}

static void read_ids (CarrelQueueList *self);

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelQueueList) self = user_data;
  g_autoptr (GArray) ids = carrel_queue_list_finish (CARREL_QUEUE (source), result, NULL);
  GHashTableIter iter;
  gpointer item;

  self->reading = FALSE;
  if (!ids)
    return;
  take_ids (self, ids);
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    if (((CarrelQueueItem *) item)->entry)
      ask (self, ((CarrelQueueItem *) item)->id);
  if (self->again)
    read_ids (self);
}

static void
read_ids (CarrelQueueList *self)
{
  self->again = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  carrel_queue_list_async (self->queue, self->state, self->cancellable, listed_cb, g_object_ref (self));
}

CarrelQueueList *
carrel_queue_list_new (CarrelQueue *queue, CarrelQueueState state)
{
  CarrelQueueList *self = g_object_new (CARREL_TYPE_QUEUE_LIST, NULL);

  self->queue = g_object_ref (queue);
  self->state = state;
  g_signal_connect_object (queue, "changed", G_CALLBACK (read_ids), self, G_CONNECT_SWAPPED);
  read_ids (self);
  return self;
}

GArray *
carrel_queue_list_dup_ids (CarrelQueueList *self)
{
  return g_array_copy (self->ids);
}

static void
carrel_queue_list_dispose (GObject *object)
{
  CarrelQueueList *self = CARREL_QUEUE_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->asking, g_source_remove);
  g_clear_object (&self->queue);
  G_OBJECT_CLASS (carrel_queue_list_parent_class)->dispose (object);
}

static void
carrel_queue_list_finalize (GObject *object)
{
  CarrelQueueList *self = CARREL_QUEUE_LIST (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->items);
  g_array_unref (self->asked);
  g_array_unref (self->ids);
  G_OBJECT_CLASS (carrel_queue_list_parent_class)->finalize (object);
}

static void
carrel_queue_list_class_init (CarrelQueueListClass *class)
{
  G_OBJECT_CLASS (class)->dispose = carrel_queue_list_dispose;
  G_OBJECT_CLASS (class)->finalize = carrel_queue_list_finalize;
}

static void
carrel_queue_list_init (CarrelQueueList *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->asked = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->items = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->cancellable = g_cancellable_new ();
}
