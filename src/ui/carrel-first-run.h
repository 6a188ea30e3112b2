/* carrel-first-run.h: what an empty library shows instead of the window's panes. Main thread.
 *
 * It changes the library only when asked to; the window takes it away when articles are there.
 * Property «can-import» (FALSE): whether «win.import» exists, and is offered.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_FIRST_RUN (carrel_first_run_get_type ())
G_DECLARE_FINAL_TYPE (CarrelFirstRun, carrel_first_run, CARREL, FIRST_RUN, AdwBin)

GtkWidget *carrel_first_run_new (CarrelLibrary *library);

G_END_DECLS
