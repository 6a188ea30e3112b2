/* carrel-queue-owner.h: who works on entries of the fetch queue, and whether he still lives.
 *
 * An owner is a number at random and, for as long as its process lives, a lock on the byte of that
 * number in «queue.lock» beside the database. The system drops the lock however the process ends,
 * so that what it had begun can be taken by another at once: no clock, no process id, nothing to
 * tidy.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _CarrelQueueOwner CarrelQueueOwner;

/* Takes the lock. Any thread; at rest it may be used by several. Fails with DISK. */
CarrelQueueOwner *carrel_queue_owner_new (const char *folder, GError **error);
void              carrel_queue_owner_free (CarrelQueueOwner *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelQueueOwner, carrel_queue_owner_free)

gint64 carrel_queue_owner_get_id (CarrelQueueOwner *self);
/* Whether somebody holds that number: the owner itself, too. In doubt, yes. */
gboolean carrel_queue_owner_is_alive (CarrelQueueOwner *self, gint64 id);

G_END_DECLS
