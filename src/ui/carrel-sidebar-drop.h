/* carrel-sidebar-drop.h: what is dropped on places and topics, and topics that are dragged. Main
 * thread.
 *
 * Articles go to the place, or get the topic; a topic that is dropped on another goes under it, on
 * the heading «Topics» to the top.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The row's widget, and the item of the sidebar's list whose child it is. */
void carrel_sidebar_install_drop (GtkWidget *row, GtkListItem *item);

G_END_DECLS
