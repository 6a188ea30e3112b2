/* carrel-refetch.h: fetching an article again from the window. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-versions.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Fetches it and says what came of it in the window of `widget`: a toast, with Undo for a new
 * version; a question where the page shows less than is kept. */
void carrel_refetch_start (GtkWidget *widget, CarrelLibrary *library, gint64 id);

/* The last result that a person should know, as a sentence. (transfer full) (nullable) */
char *carrel_refetch_describe (CarrelReading *reading);

G_END_DECLS
