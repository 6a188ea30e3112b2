/* carrel-queue-list.c: ids now, entries when they are looked at.
 *
 * An item is the same object for as long as somebody holds it. The list is read anew after each
 * «changed» of the queue, one read at a time, and the entries that are held with it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-queue-list.h"

struct _CarrelQueueItem {
  CarrelIdItem parent_instance;

  CarrelQueueState  state;
  CarrelQueueEntry *entry; /* (owned) (nullable) */
  gboolean          expanded;
};

struct _CarrelQueueList {
  CarrelIdList parent_instance;

  CarrelQueue     *queue; /* (owned) */
  CarrelQueueState state;
  GArray          *asked; /* (owned) (element-type gint64): to be loaded in the next turn */
  guint            asking;
  GCancellable    *cancellable; /* (owned) */
  gboolean         reading, again;
};

G_DEFINE_FINAL_TYPE (CarrelQueueItem, carrel_queue_item, CARREL_TYPE_ID_ITEM)
G_DEFINE_FINAL_TYPE (CarrelQueueList, carrel_queue_list, CARREL_TYPE_ID_LIST)

enum { PROP_0, PROP_ENTRY, PROP_EXPANDED, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

/* ── An item ── */

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelQueueList) self = user_data;
  g_autoptr (GPtrArray) entries = carrel_queue_load_finish (CARREL_QUEUE (source), result, NULL);

  for (guint i = 0; entries && i < entries->len; i++) {
    CarrelQueueItem *item = carrel_id_list_get_held (
        CARREL_ID_LIST (self), carrel_queue_entry_get (entries->pdata[i])->id);

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
  carrel_queue_load_async (self->queue, self->asked, self->cancellable, loaded_cb,
                           g_object_ref (self));
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
  return carrel_id_item_get_id (CARREL_ID_ITEM (self));
}

CarrelQueueEntry *
carrel_queue_item_get_entry (CarrelQueueItem *self)
{
  CarrelIdList *list = carrel_id_item_get_list (CARREL_ID_ITEM (self));

  if (!self->entry && list)
    ask (CARREL_QUEUE_LIST (list), carrel_queue_item_get_id (self));
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
  g_clear_object (&CARREL_QUEUE_ITEM (object)->entry);
  G_OBJECT_CLASS (carrel_queue_item_parent_class)->finalize (object);
}

static void
carrel_queue_item_class_init (CarrelQueueItemClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = carrel_queue_item_get_property;
  object_class->set_property = carrel_queue_item_set_property;
  object_class->finalize = carrel_queue_item_finalize;
  properties[PROP_ENTRY] = g_param_spec_object ("entry", NULL, NULL, CARREL_TYPE_QUEUE_ENTRY,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_EXPANDED] =
      g_param_spec_boolean ("expanded", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
carrel_queue_item_init (CarrelQueueItem *self)
{
}

/* ── The list ── */

static void read_ids (CarrelQueueList *self);

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelQueueList) self = user_data;
  GArray *ids = carrel_queue_list_finish (CARREL_QUEUE (source), result, NULL);
  g_autoptr (GPtrArray) held = NULL;

  self->reading = FALSE;
  if (!ids)
    return;
  carrel_id_list_take_ids (CARREL_ID_LIST (self), ids);
  held = carrel_id_list_list_held (CARREL_ID_LIST (self));
  for (guint i = 0; i < held->len; i++)
    if (((CarrelQueueItem *) held->pdata[i])->entry)
      ask (self, carrel_queue_item_get_id (held->pdata[i]));
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
  carrel_queue_list_async (self->queue, self->state, self->cancellable, listed_cb,
                           g_object_ref (self));
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

static void
item_made (CarrelIdList *self, gpointer item)
{
  ((CarrelQueueItem *) item)->state = CARREL_QUEUE_LIST (self)->state;
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
  g_array_unref (self->asked);
  G_OBJECT_CLASS (carrel_queue_list_parent_class)->finalize (object);
}

static void
carrel_queue_list_class_init (CarrelQueueListClass *class)
{
  CARREL_ID_LIST_CLASS (class)->item_type = CARREL_TYPE_QUEUE_ITEM;
  CARREL_ID_LIST_CLASS (class)->made = item_made;
  G_OBJECT_CLASS (class)->dispose = carrel_queue_list_dispose;
  G_OBJECT_CLASS (class)->finalize = carrel_queue_list_finalize;
}

static void
carrel_queue_list_init (CarrelQueueList *self)
{
  self->asked = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->cancellable = g_cancellable_new ();
}
