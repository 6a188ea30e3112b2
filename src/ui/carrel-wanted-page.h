/* carrel-wanted-page.h: something wanted, in the place of a page. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_WANTED_PAGE (carrel_wanted_page_get_type ())
G_DECLARE_FINAL_TYPE (CarrelWantedPage, carrel_wanted_page, CARREL, WANTED_PAGE, AdwBin)

GtkWidget *carrel_wanted_page_new (CarrelLibrary *library);
/* What is shown (nullable: nothing). Of the articles that name it the first is read. */
void       carrel_wanted_page_set_wanted (CarrelWantedPage *self, CarrelWanted *wanted);

G_END_DECLS
