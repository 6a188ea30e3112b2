/* carrel-sidebar-open.h: which topics are open in the sidebar's tree: by the keyboard, and from one
 * time to the next. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Right (towards the text's end) opens the topic that is chosen in the list, Left closes it or goes
 * to the one above. Up and Down go past the headings. */
void carrel_sidebar_open_install_keys (GtkWidget *list, GtkSingleSelection *selection);
/* What was open opens again as soon as it is there; what is opened and closed from then on is kept.
 */
void carrel_sidebar_open_remember (GtkTreeListModel *tree);

G_END_DECLS
