/* carrel-sidebar-menu.h: what can be done with a topic or a collection of the sidebar. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-values.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Of the sidebar's class: those that the menu names. */
void carrel_sidebar_install_actions (GtkWidgetClass *widget_class);
/* Of a row's widget in the sidebar. */
void carrel_sidebar_show_menu (GtkWidget *box, CarrelTopic *topic, double x, double y);
void carrel_sidebar_show_collection_menu (GtkWidget        *box,
                                          CarrelCollection *collection,
                                          double            x,
                                          double            y);

G_END_DECLS
