/* carrel-wanted-rows.h: the rows of what is wanted. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For CarrelWanted: the button of a row opens the add dialog where there is an address, else it
 * activates «list.show-wanted» with the row's position. (transfer full) */
GtkListItemFactory *carrel_wanted_rows_new (void);

G_END_DECLS
