/* carrel-menu.h: menus of rows and other things, by the pointer and by key. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows a menu at a place of `at`, with the actions of `owner`, which is `at` or above it. When it
 * is closed the focus is where it was before. */
void carrel_menu_popup (GtkWidget *owner, GMenuModel *menu, GtkWidget *at, double x, double y);

/* To show the menu of a row (what a list's item has as its child), or of something else. */
typedef void (*CarrelMenuFunc) (GtkWidget *row, double x, double y, gpointer user_data);
/* The pointer's other button, and a finger that stays, call `func` for what they are on. */
void carrel_menu_add_gestures (GtkWidget *row, CarrelMenuFunc func, gpointer user_data);
/* The Menu key and Shift+F10 call `func` for the row of the list that has the focus. */
void carrel_menu_add_key (GtkWidget *list, CarrelMenuFunc func, gpointer user_data);

/* The item of `menu` or of its sections (GMenu, from a template) with the action says `label`, also
 * where the menu is open. */
void carrel_menu_set_label (GMenuModel *menu, const char *action, const char *label);

G_END_DECLS
