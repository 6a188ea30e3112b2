/* carrel-highlights-page.h: the place «Highlights»: passages of all articles. Main thread.
 *
 * Follows the library by itself. A passage chosen is opened by «win.show-highlight» (xx: article,
 * id).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_HIGHLIGHTS_PAGE (carrel_highlights_page_get_type ())
G_DECLARE_FINAL_TYPE (CarrelHighlightsPage, carrel_highlights_page, CARREL, HIGHLIGHTS_PAGE, AdwBin)

GtkWidget *carrel_highlights_page_new (CarrelLibrary *library);
/* For the window: shown while the places are away. */
GtkWidget *carrel_highlights_page_get_sidebar_button (CarrelHighlightsPage *self);
void       carrel_highlights_page_focus_search (CarrelHighlightsPage *self);

G_END_DECLS
