/* carrel-inspector-line.h: a link as a line of the inspector. Main thread.
 *
 * An article opens; what is wanted goes to the add dialog, or to a search of the web where it has only
 * a title. A link made by hand has a button that activates «inspector.remove-link» with its id.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-values.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_INSPECTOR_LINE (carrel_inspector_line_get_type ())
G_DECLARE_FINAL_TYPE (CarrelInspectorLine, carrel_inspector_line, CARREL, INSPECTOR_LINE, AdwBin)

GtkWidget *carrel_inspector_line_new (CarrelLink *link);

G_END_DECLS
