/* carrel-add-progress.h: one thing that is added, step by step. Main thread.
 *
 * Its buttons activate «add.cancel» and «add.open» of the dialog around it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/carrel-add-batch.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_ADD_PROGRESS (carrel_add_progress_get_type ())
G_DECLARE_FINAL_TYPE (CarrelAddProgress, carrel_add_progress, CARREL, ADD_PROGRESS, AdwBin)

GtkWidget *carrel_add_progress_new (CarrelLibrary *library, CarrelAddItem *item);

G_END_DECLS
