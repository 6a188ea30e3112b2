/* carrel-inspector-line.h: a link as a line of the inspector. Main thread.
 *
 * An article opens; what is wanted goes to the add dialog, or to a search of the web where it has
 * only a title. A link made by hand has buttons that activate «inspector.edit-link» and
 * «inspector.remove-link» with its id; an article that could be linked has one that does it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-values.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_INSPECTOR_LINE (carrel_inspector_line_get_type ())
G_DECLARE_FINAL_TYPE (CarrelInspectorLine, carrel_inspector_line, CARREL, INSPECTOR_LINE, AdwBin)

GtkWidget *carrel_inspector_line_new (CarrelLink *link);
/* An article that isn't linked: `meta` below its title, `tooltip` (nullable), and a button that
 * activates `action` with `target` (floating). */
GtkWidget *carrel_inspector_line_new_offer (CarrelArticle *article,
                                            const char    *meta,
                                            const char    *tooltip,
                                            const char    *action,
                                            GVariant      *target);

G_END_DECLS
