/* carrel-sidebar.h: places, collections, the tree of topics, the trash. Main thread.
 *
 * Signal «place-chosen» (CarrelUiPlace). A GArray of ids (G_TYPE_ARRAY of gint64) may be dropped on
 * a topic, on Inbox, Archive, Favourites and Trash.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/carrel-place.h"
#include "ui/carrel-ui.h"

G_BEGIN_DECLS

#define CARREL_TYPE_SIDEBAR (carrel_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (CarrelSidebar, carrel_sidebar, CARREL, SIDEBAR, AdwBin)

GtkWidget *carrel_sidebar_new (CarrelLibrary *library);
/* Selects it without «place-chosen». */
void carrel_sidebar_select (CarrelSidebar *self, CarrelUiPlace *place);
/* (transfer none) (nullable) */
CarrelUiPlace *carrel_sidebar_find_topic (CarrelSidebar *self, const char *path);
/* A topic is about to become part of another: who has it open goes there. One that is renamed is
 * followed without being told. */
void           carrel_sidebar_follow (CarrelSidebar *self, const char *path, const char *into);
CarrelUiPlace *carrel_sidebar_find_collection (CarrelSidebar *self, gint64 id);
CarrelUiPlace *carrel_sidebar_get_place (CarrelSidebar *self, CarrelPlaceKind kind);

CarrelLibrary *carrel_sidebar_get_library (CarrelSidebar *self);

/* On the place that is chosen; FALSE: none is. */
gboolean carrel_sidebar_focus (CarrelSidebar *self);

G_END_DECLS
