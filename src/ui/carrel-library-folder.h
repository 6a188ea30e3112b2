/* carrel-library-folder.h: another folder for the library, as a person chooses it. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Says why a chosen folder won't do, on the widget that asked. */
typedef void (*CarrelFolderSayFunc) (GtkWidget *widget, const char *sentence);

/* FALSE in a Flatpak: a folder that is chosen there is lent by the portal and can't hold a
 * database. */
gboolean carrel_library_folder_can_choose (void);

/* Asks for a folder, beginning beside `folder`, and then has the application move the library
 * there, or open the one that is there: app.move-library, app.open-library. */
void carrel_library_folder_choose (GtkWidget          *widget,
                                   const char         *folder,
                                   gboolean            moves,
                                   CarrelFolderSayFunc say);

G_END_DECLS
