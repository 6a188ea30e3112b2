/* carrel-activity-row.h: an entry of the fetch queue in the activity dialog. Main thread.
 *
 * Actions: entry.retry, entry.remove, entry.browse.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-queue-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_ACTIVITY_ROW (carrel_activity_row_get_type ())
G_DECLARE_FINAL_TYPE (CarrelActivityRow, carrel_activity_row, CARREL, ACTIVITY_ROW, AdwBin)

/* Signal «removed» (CarrelUndo): the entry was given up by the row's button. */
GtkWidget *carrel_activity_row_new (CarrelQueue *queue);
void carrel_activity_row_set_item (CarrelActivityRow *self, CarrelQueueItem *item); /* (nullable) */

G_END_DECLS
