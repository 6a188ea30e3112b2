/* carrel-activity-dialog.h: the fetch queue: what runs, what needs the person, what waits; and what
 * else takes long. Main thread.
 *
 * Actions: activity.pause, activity.fetch-now, activity.retry-all, activity.remove-failed,
 * activity.remove-waiting, activity.clear-works.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_ACTIVITY_DIALOG (carrel_activity_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
    CarrelActivityDialog, carrel_activity_dialog, CARREL, ACTIVITY_DIALOG, AdwDialog)

AdwDialog *carrel_activity_dialog_new (CarrelLibrary *library);

G_END_DECLS
