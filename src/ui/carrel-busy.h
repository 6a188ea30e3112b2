/* carrel-busy.h: what the desktop is told while pages are fetched: not to sleep, and what came of
 * it. Main thread.
 *
 * While the queue works, logging out and sleeping are held up (gtk_application_inhibit ()). When it
 * ends and no window of the program has the focus, a notification says what came in and what
 * failed, with the way to it: the actions app.open-article (x), app.show-inbox and
 * app.show-activity.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _CarrelBusy CarrelBusy;

/* `ended` is called each time when the queue has no more to do for now. */
CarrelBusy *carrel_busy_new (GtkApplication *application,
                             CarrelLibrary  *library,
                             GFunc           ended,
                             gpointer        user_data);
void        carrel_busy_free (CarrelBusy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelBusy, carrel_busy_free)

/* Something is fetched, or could be at once. */
gboolean carrel_busy_is_working (CarrelBusy *self);
/* No window is left, and the queue goes on: inside Flatpak the portal is asked for leave to run in
 * the background. */
void carrel_busy_go_behind (CarrelBusy *self);
/* Somebody looks: what was said is no news any more. */
void carrel_busy_withdraw (CarrelBusy *self);

G_END_DECLS
