/* carrel-trouble-page.h: what the window shows while no library is open: it can't be, or it is
 * being rebuilt or restored. Main thread.
 *
 * Signal «mended»: the library may be opened again; also when restoring failed and the old one
 * stands. Actions: trouble.rebuild, trouble.restore, trouble.show-file, trouble.cancel,
 * trouble.open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_TROUBLE_PAGE (carrel_trouble_page_get_type ())
G_DECLARE_FINAL_TYPE (CarrelTroublePage, carrel_trouble_page, CARREL, TROUBLE_PAGE, AdwBin)

GtkWidget *carrel_trouble_page_new (const char *folder);
/* Says why the library in the folder, which the page is about from now on, can't be opened; a
 * damaged one can be rebuilt, for any other it is tried again or another one opened. */
void
carrel_trouble_page_set_error (CarrelTroublePage *self, const char *folder, const GError *error);
/* Shows that something runs: before the library is closed. */
void carrel_trouble_page_wait (CarrelTroublePage *self, const char *title);
/* Nobody has the library open any more. `database`: of a backup. */
void carrel_trouble_page_restore (CarrelTroublePage *self, const char *database);
/* Why the last restoring failed (nullable); where the library that was there is kept (nullable).
 * Lent. */
const char *carrel_trouble_page_get_failure (CarrelTroublePage *self);
const char *carrel_trouble_page_get_aside (CarrelTroublePage *self);

G_END_DECLS
