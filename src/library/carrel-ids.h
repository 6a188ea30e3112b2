/* carrel-ids.h: ids in an order, never changed. Any thread.
 *
 * Half as large as an array of gint64, as long as none of them is past 4,294,967,295.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _CarrelIds CarrelIds;

/* Of `n` ids, which are copied. (transfer full) */
CarrelIds *carrel_ids_new (const gint64 *ids, guint n);
CarrelIds *carrel_ids_ref (CarrelIds *self);
void       carrel_ids_unref (CarrelIds *self);

guint  carrel_ids_get_n (CarrelIds *self);
gint64 carrel_ids_get (CarrelIds *self, guint position); /* 0: there is none */
/* The first place that has it; G_MAXUINT: none. */
guint carrel_ids_find (CarrelIds *self, gint64 id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelIds, carrel_ids_unref)

G_END_DECLS
