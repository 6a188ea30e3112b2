/* carrel-application.h: the program with a window.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_APPLICATION (carrel_application_get_type ())
G_DECLARE_FINAL_TYPE (CarrelApplication, carrel_application, CARREL, APPLICATION, AdwApplication)

/* What it ends with when the program that has the window ended instead of answering: a new one is
 * to be run. */
#define CARREL_APPLICATION_AGAIN 75

CarrelApplication *carrel_application_new (void);

G_END_DECLS
