/* carrel-wanted-actions.h: what can be done with what is wanted: fetched, or never wanted again.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Those of them that have an address go into the queue; a toast in the window of `widget` says how
 * many. (element-type CarrelWanted) */
void carrel_wanted_fetch (GtkWidget *widget, CarrelLibrary *library, GPtrArray *wanted);
/* They are hidden for good, or (`site`) all of their sites; with an undo. (element-type
 * CarrelWanted) */
void
carrel_wanted_never (GtkWidget *widget, CarrelLibrary *library, GPtrArray *wanted, gboolean site);
/* The host of something that has an address: «example.org»; NULL: it has none. (transfer full) */
char *carrel_wanted_dup_site (CarrelWanted *wanted);
guint carrel_wanted_count_addresses (GPtrArray *wanted);

/* Who is meant by a key. (element-type CarrelWanted) (transfer full) (nullable) */
typedef GPtrArray *(*CarrelWantedFunc) (gpointer data);
/* F fetches, Delete is never; `data` lives as long as the widget. */
void carrel_wanted_add_keys (GtkWidget       *widget,
                             CarrelLibrary   *library,
                             CarrelWantedFunc func,
                             gpointer         data);

G_END_DECLS
