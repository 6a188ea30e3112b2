/* carrel-work-row.h: what takes long, in the activity dialog. Main thread.
 *
 * Action: work.cancel.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-work.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_WORK_ROW (carrel_work_row_get_type ())
G_DECLARE_FINAL_TYPE (CarrelWorkRow, carrel_work_row, CARREL, WORK_ROW, AdwBin)

GtkWidget *carrel_work_row_new (void);
void       carrel_work_row_set_work (CarrelWorkRow *self, CarrelWork *work); /* (nullable) */

G_END_DECLS
