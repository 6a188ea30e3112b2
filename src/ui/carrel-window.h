/* carrel-window.h: the window: places, list, reader, inspector. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_WINDOW (carrel_window_get_type ())
G_DECLARE_FINAL_TYPE (CarrelWindow, carrel_window, CARREL, WINDOW, AdwApplicationWindow)

CarrelWindow  *carrel_window_new (GtkApplication *application, CarrelLibrary *library);
CarrelLibrary *carrel_window_get_library (CarrelWindow *self);

/* Takes the toast. */
void carrel_window_show_toast (CarrelWindow *self, AdwToast *toast);
/* Shows something over all of it, and puts it away again: the focus comes back to where it was. */
void carrel_window_cover (CarrelWindow *self, GtkWidget *cover);
void carrel_window_uncover (CarrelWindow *self, GtkWidget *cover);
void carrel_window_open_article (CarrelWindow *self, gint64 id);
void carrel_window_open_topic (CarrelWindow *self, const char *path);
/* «inbox», «reading», «favourites», «archive», «all», «highlights», «wanted», «map», «care»,
 * «trash», «topic:PATH». */
void carrel_window_open_place (CarrelWindow *self, const char *name);
/* Words of the search language, in all of the library. */
void carrel_window_open_search (CarrelWindow *self, const char *words);
/* Adds files (element-type GFile). */
void carrel_window_add_files (CarrelWindow *self, GSList *files);
/* Size, place and article: into the settings; and from there, where there is something. */
void carrel_window_keep_state (CarrelWindow *self);
void carrel_window_restore_state (CarrelWindow *self, gboolean with_article);
/* The fetch queue. */
void carrel_window_open_activity (CarrelWindow *self);
void carrel_window_open_add (CarrelWindow *self, const char *address); /* (nullable) */
/* What a page is by its first part: for pictures and tests: «inspector», «add», «link»,
 * «search:WORDS», «article:N», «touch:note», «touch:picture», «touch:code», «touch:card», a place.
 */
void carrel_window_show_page (CarrelWindow *self, const char *page);

/* What an action on articles is about: those selected in selection mode, else the one that is open.
 * (transfer full) (element-type gint64) */
GArray *carrel_window_list_targets (CarrelWindow *self);

G_END_DECLS
