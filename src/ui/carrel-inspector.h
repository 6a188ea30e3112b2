/* carrel-inspector.h: topics, links and details of the article that is read, in one column beside
 * it. Main thread.
 *
 * Topics and links follow the library by themselves.
 *
 * Actions: inspector.add-topic, inspector.edit-note (the focus goes there), inspector.add-link (the
 * dialog), inspector.remove-link (x: a link's id; with undo), inspector.copy-address,
 * inspector.close. Signal «close»: the person wants it out of the way. Property «show-close»
 * (TRUE): the button for that, for where the inspector lies over the page.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_INSPECTOR (carrel_inspector_get_type ())
G_DECLARE_FINAL_TYPE (CarrelInspector, carrel_inspector, CARREL, INSPECTOR, AdwBin)

GtkWidget *carrel_inspector_new (CarrelLibrary *library);

/* The article shown (nullable: none); what is needed of it is copied. */
void carrel_inspector_set_reading (CarrelInspector *self, CarrelReading *reading);

G_END_DECLS
