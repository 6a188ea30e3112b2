/* carrel-preferences.h: the choices for the program as a whole, see carrel-settings.h. Main thread.
 *
 * What is chosen holds at once. Actions: preferences.move, preferences.open, preferences.backups;
 * the first two end in app.move-library and app.open-library. Inside Flatpak, where a folder that
 * is chosen is lent through the portal and can't hold a database, they aren't offered.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_PREFERENCES (carrel_preferences_get_type ())
G_DECLARE_FINAL_TYPE (
    CarrelPreferences, carrel_preferences, CARREL, PREFERENCES, AdwPreferencesDialog)

/* Present it with adw_dialog_present (). */
AdwDialog *carrel_preferences_new (CarrelLibrary *library);

G_END_DECLS
