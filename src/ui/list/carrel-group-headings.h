/* carrel-group-headings.h: what stands above the groups of a list of articles. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-article-list.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Headings with a name and how many there are, for a list view over the list's articles in its
 * order. (transfer full) */
GtkListItemFactory *carrel_group_headings_new (CarrelLibrary *library, CarrelArticleList *list);

G_END_DECLS
