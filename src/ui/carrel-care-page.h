/* carrel-care-page.h: the place «Care»: what in the library wants a look, a line each. Main thread.
 *
 * Topics that look alike, with the button that merges them and the one that says that they are not
 * the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_CARE_PAGE (carrel_care_page_get_type ())
G_DECLARE_FINAL_TYPE (CarrelCarePage, carrel_care_page, CARREL, CARE_PAGE, AdwBin)

GtkWidget *carrel_care_page_new (CarrelLibrary *library);
/* Shown where the places are folded away. */
GtkWidget *carrel_care_page_get_sidebar_button (CarrelCarePage *self);

G_END_DECLS
