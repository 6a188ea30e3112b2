/* carrel-inspector-highlights.h: what the person marked in the article that is read, and the note
 * on it: two groups of the inspector. Main thread.
 *
 * The note is kept by itself, a moment after the last letter. A passage chosen activates
 * «win.show-highlight» (xx: article, id).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_INSPECTOR_HIGHLIGHTS (carrel_inspector_highlights_get_type ())
G_DECLARE_FINAL_TYPE (
    CarrelInspectorHighlights, carrel_inspector_highlights, CARREL, INSPECTOR_HIGHLIGHTS, AdwBin)

GtkWidget *carrel_inspector_highlights_new (CarrelLibrary *library);
/* (nullable): nothing is read. What is needed of it is copied. */
void carrel_inspector_highlights_set_reading (CarrelInspectorHighlights *self,
                                              CarrelReading             *reading);
/* The note has the focus. */
void carrel_inspector_highlights_edit_note (CarrelInspectorHighlights *self);

G_END_DECLS
