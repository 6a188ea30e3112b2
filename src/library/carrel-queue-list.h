/* carrel-queue-list.h: the entries of one state, as a GListModel of CarrelQueueItem. Main thread.
 *
 * Of any length: it holds ids, and of what is looked at the entries. It follows the queue's
 * «changed».
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-id-list.h"
#include "library/carrel-queue.h"

G_BEGIN_DECLS

/* The property «entry» (nullable) is asked for when it is first read, and notified when it comes or
 * changes. «expanded» is the looker's own. */
#define CARREL_TYPE_QUEUE_ITEM (carrel_queue_item_get_type ())
G_DECLARE_FINAL_TYPE (CarrelQueueItem, carrel_queue_item, CARREL, QUEUE_ITEM, CarrelIdItem)

gint64            carrel_queue_item_get_id (CarrelQueueItem *self);
CarrelQueueEntry *carrel_queue_item_get_entry (CarrelQueueItem *self);
CarrelQueueState  carrel_queue_item_get_state (CarrelQueueItem *self); /* of its list */
gboolean          carrel_queue_item_get_expanded (CarrelQueueItem *self);
void              carrel_queue_item_set_expanded (CarrelQueueItem *self, gboolean expanded);

#define CARREL_TYPE_QUEUE_LIST (carrel_queue_list_get_type ())
G_DECLARE_FINAL_TYPE (CarrelQueueList, carrel_queue_list, CARREL, QUEUE_LIST, CarrelIdList)

CarrelQueueList *carrel_queue_list_new (CarrelQueue *queue, CarrelQueueState state);

G_END_DECLS
