/* carrel-add-work.h: files and texts that are added, as work that takes long. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/carrel-add-batch.h"

G_BEGIN_DECLS

/* While files and texts of the batch wait or run they are in Activity, and stopped there. Its
 * addresses are the fetch queue's. */
void carrel_add_work_follow (CarrelAddBatch *batch);

G_END_DECLS
