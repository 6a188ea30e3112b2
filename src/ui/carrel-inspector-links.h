/* carrel-inspector-links.h: an article's links, by kind, with what links to it. Main thread.
 *
 * Actions: «inspector.add-link», «inspector.edit-link» (x: the link), «inspector.remove-link» (x).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_INSPECTOR_LINKS (carrel_inspector_links_get_type ())
G_DECLARE_FINAL_TYPE (CarrelInspectorLinks, carrel_inspector_links, CARREL, INSPECTOR_LINKS, AdwBin)

GtkWidget *carrel_inspector_links_new (CarrelLibrary *library);
/* What is shown (nullable: nothing). */
void carrel_inspector_links_set_reading (CarrelInspectorLinks *self, CarrelReading *reading);

G_END_DECLS
