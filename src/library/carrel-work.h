/* carrel-work.h: what takes long, as a person follows it: what it is, how far, how it ended. Main
 * thread.
 *
 * A library has a list of them: those that run, the newest first, then those that ended since it
 * was opened. Whoever begins one ends it. Nothing is done by it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"
#include "model/carrel-backup.h"

G_BEGIN_DECLS

typedef enum {
  CARREL_WORK_RUNNING,
  CARREL_WORK_DONE,
  CARREL_WORK_FAILED,
  CARREL_WORK_CANCELLED,
} CarrelWorkState;

/* notify::state, notify::detail, notify::fraction */
#define CARREL_TYPE_WORK (carrel_work_get_type ())
G_DECLARE_FINAL_TYPE (CarrelWork, carrel_work, CARREL, WORK, GObject)

/* Of CarrelWork. (transfer none) */
GListModel *carrel_library_get_works (CarrelLibrary *library);
/* What ended leaves the list. */
void carrel_library_clear_works (CarrelLibrary *library);

/* In the list from now on. `title`: «Backup», translated. `cancellable` (nullable): what stops it.
 * (transfer full) */
CarrelWork *
carrel_work_begin (CarrelLibrary *library, const char *title, GCancellable *cancellable);
/* Where the job says how far it is, from any thread; lent for as long as the work lives. */
CarrelProgress *carrel_work_get_progress (CarrelWork *self);
/* Or said by hand. `fraction` below 0: not known; `detail` (nullable): «12 of 40», translated. */
void carrel_work_tell (CarrelWork *self, double fraction, const char *detail);
/* How it ended: CANCELLED is no failure. `sentence` (nullable): what came of it, translated. */
void carrel_work_end (CarrelWork *self, const GError *error, const char *sentence);

const char *carrel_work_get_title (CarrelWork *self);
const char *carrel_work_get_detail (CarrelWork *self); /* (nullable): once it ended, its sentence */
CarrelWorkState carrel_work_get_state (CarrelWork *self);
double          carrel_work_get_fraction (CarrelWork *self); /* below 0: not known */
gint64          carrel_work_get_began (CarrelWork *self);
gint64          carrel_work_get_ended (CarrelWork *self); /* 0: not yet */
gboolean        carrel_work_can_cancel (CarrelWork *self);
void            carrel_work_cancel (CarrelWork *self);

G_END_DECLS
