/* carrel-check.h: the library is checked, and repaired where that is possible. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Seen in Activity, with how far it is, and stopped there. What was found is said in the window: a
 * toast, or the problems with Repair, after which it is checked again. */
void carrel_check_start (GtkWidget *window, CarrelLibrary *library);

G_END_DECLS
