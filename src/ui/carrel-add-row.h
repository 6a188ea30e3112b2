/* carrel-add-row.h: one of several things that are added, in the add dialog's list. Main thread.
 *
 * It follows its item: how it goes, and what can be done about it (Open, Retry, Open in Browser).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/carrel-add-batch.h"

G_BEGIN_DECLS

#define CARREL_TYPE_ADD_ROW (carrel_add_row_get_type ())
G_DECLARE_FINAL_TYPE (CarrelAddRow, carrel_add_row, CARREL, ADD_ROW, GtkListBoxRow)

GtkWidget *carrel_add_row_new (CarrelAddBatch *batch, CarrelAddItem *item);

G_END_DECLS
