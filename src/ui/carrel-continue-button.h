/* carrel-continue-button.h: «Continue “…”»: opens what was read last. Main thread.
 *
 * Hidden where nothing is to be gone on with.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_CONTINUE_BUTTON (carrel_continue_button_get_type ())
G_DECLARE_FINAL_TYPE (CarrelContinueButton, carrel_continue_button, CARREL, CONTINUE_BUTTON, AdwBin)

/* Once; it follows what changes from then on. */
void carrel_continue_button_set_library (CarrelContinueButton *self, CarrelLibrary *library);
/* What was read last is another article now: reading positions alone are not listened to. */
void carrel_continue_button_update (CarrelContinueButton *self);

G_END_DECLS
