/* carrel-id-list.h: a GListModel of which the ids are held, and of what is looked at the rows. For
 * lists of any length. Main thread.
 *
 * A class is made of each half: of the list, with the type of its items, and of the item, with what
 * it loads. Items are made when they are asked for, and are the same object for as long as somebody
 * holds them.
 *
 * Invariant: items_changed is emitted for membership and order, never for content; of new ids the
 * common head and tail stay.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-ids.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CARREL_TYPE_ID_LIST (carrel_id_list_get_type ())
G_DECLARE_DERIVABLE_TYPE (CarrelIdList, carrel_id_list, CARREL, ID_LIST, GObject)
#define CARREL_TYPE_ID_ITEM (carrel_id_item_get_type ())
G_DECLARE_DERIVABLE_TYPE (CarrelIdItem, carrel_id_item, CARREL, ID_ITEM, GObject)

struct _CarrelIdListClass {
  GObjectClass parent_class;

  GType item_type;                                  /* of CarrelIdItem */
  void (*made) (CarrelIdList *self, gpointer item); /* (nullable): it is new */
};

struct _CarrelIdItemClass {
  GObjectClass parent_class;
};

gint64 carrel_id_item_get_id (CarrelIdItem *self);
/* (transfer none) (nullable): NULL when the list is gone */
CarrelIdList *carrel_id_item_get_list (CarrelIdItem *self);

guint  carrel_id_list_get_n (CarrelIdList *self);
gint64 carrel_id_list_get_id (CarrelIdList *self, guint position); /* 0: none */
/* G_MAXUINT: it isn't there. */
guint carrel_id_list_find (CarrelIdList *self, gint64 id);
/* As they are now; others will take their place. (transfer full) */
CarrelIds *carrel_id_list_ref_ids (CarrelIdList *self);
/* Announces what differs. (element-type gint64); takes them. */
void carrel_id_list_take_ids (CarrelIdList *self, GArray *ids);

/* The item, if somebody holds it. (transfer none) (nullable) */
gpointer carrel_id_list_get_held (CarrelIdList *self, gint64 id);
/* All that somebody holds, also what is no longer in the list. (element-type CarrelIdItem)
 * (transfer full) */
GPtrArray *carrel_id_list_list_held (CarrelIdList *self);

G_END_DECLS
