/* carrel-refetch.h: fetching an article again from the window. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-versions.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Asks the fetch queue for it, and says in the window of `widget` what came of it: a toast, with
 * Undo for a new version; a question where the page shows less than is kept; when it is tried
 * again. */
void carrel_refetch_start (GtkWidget *widget, CarrelLibrary *library, gint64 id);

/* The last result that a person should know, as a sentence. (transfer full) (nullable) */
char *carrel_refetch_describe (CarrelReading *reading);

G_END_DECLS
