/* carrel-shortcuts.h: the one table of keys: action, keys, title, group. Accelerators, single keys
 * and the shortcuts window are made from it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Installs all of them on a window: those with a modifier everywhere, single letters where nothing
 * else takes them, so never in an entry. */
void carrel_shortcuts_install (GtkWidget *window);
/* The dialog that lists them. */
void carrel_shortcuts_present (GtkWidget *window);

G_END_DECLS
