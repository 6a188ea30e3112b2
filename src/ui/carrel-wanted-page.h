/* carrel-wanted-page.h: something wanted, in the place of a page. Main thread.
 *
 * Actions: «wanted.fetch», «wanted.never», «wanted.never-site», «wanted.find», «wanted.add». F
 * fetches, Delete is never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_WANTED_PAGE (carrel_wanted_page_get_type ())
G_DECLARE_FINAL_TYPE (CarrelWantedPage, carrel_wanted_page, CARREL, WANTED_PAGE, AdwBin)

GtkWidget *carrel_wanted_page_new (CarrelLibrary *library);
/* What is shown: one, with who names it and in which sentence; of several what can be done with
 * them. (element-type CarrelWanted) */
void carrel_wanted_page_set_wanted (CarrelWantedPage *self, GPtrArray *wanted);

G_END_DECLS
