/* carrel-collections.h: searches that are kept, as places of the sidebar. Main thread.
 *
 * Signal «changed»: there are others, or one of them is called or searches something else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"
#include "ui/carrel-place.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CARREL_TYPE_COLLECTIONS (carrel_collections_get_type ())
G_DECLARE_FINAL_TYPE (CarrelCollections, carrel_collections, CARREL, COLLECTIONS, GObject)

CarrelCollections *carrel_collections_new (CarrelLibrary *library);
/* In their order; a place stays the same object until its collection is edited. Its count follows
 * the library within a second. (transfer none) (element-type CarrelUiPlace) */
GPtrArray *carrel_collections_get_places (CarrelCollections *self);
/* (transfer none) (nullable) */
CarrelUiPlace *carrel_collections_find (CarrelCollections *self, gint64 id);

/* The dialog that gives a search a name, or changes both. `collection` NULL: a new one of `query`,
 * which may be called `name`. */
void carrel_collections_edit (GtkWidget        *widget,
                              CarrelLibrary    *library,
                              CarrelCollection *collection,
                              const char       *name,
                              const char       *query);

G_END_DECLS
