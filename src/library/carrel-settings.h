/* carrel-settings.h: what the person chose for the program as a whole, and how the last window was
 * left. Main thread.
 *
 * One for the process: a file in the person's configuration, read when it is first asked for, and
 * written by a task after each change. A value that the file lacks, or has wrong, is the default.
 * (How pages are set is in a file of its own, ui/carrel-text-settings.h.)
 *
 * Properties, each of which notifies:
 *   «folder» (string, nullable): of the library; NULL: the default one
 *   «images» (boolean, TRUE): an article's pictures are kept with it
 *   «go-on» (boolean, TRUE): after archiving the next article is opened
 *   «desktop-search» (boolean, TRUE): the desktop's search finds articles
 *   «background» (boolean, TRUE): what is being fetched when the last window is closed is still
 * fetched «width», «height» (int, 0: not known), «maximized» (boolean), «place» (string, nullable),
 * «article» (int64, 0: none)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CARREL_TYPE_SETTINGS (carrel_settings_get_type ())
G_DECLARE_FINAL_TYPE (CarrelSettings, carrel_settings, CARREL, SETTINGS, GObject)

/* (transfer none): lives as long as the process. Does I/O the first time, of one small file. */
CarrelSettings *carrel_settings_get_default (void);
/* In a file of that name, which need not be there. */
CarrelSettings *carrel_settings_new (const char *path);

const char *carrel_settings_get_folder (CarrelSettings *self);
gboolean    carrel_settings_get_images (CarrelSettings *self);
gboolean    carrel_settings_get_go_on (CarrelSettings *self);
gboolean    carrel_settings_get_desktop_search (CarrelSettings *self);
gboolean    carrel_settings_get_background (CarrelSettings *self);
/* NULL or "": the default. */
void carrel_settings_set_folder (CarrelSettings *self, const char *folder);

/* The same, on the disk before it returns: for the terminal. */
gboolean carrel_settings_write_folder (CarrelSettings *self, const char *folder, GError **error);

typedef struct {
  int         width, height; /* 0: not known */
  gboolean    maximized;
  const char *place;   /* (nullable): a name of carrel_window_open_place (), or «topic:PATH» */
  gint64      article; /* 0: none */
} CarrelWindowState;
/* Borrowed until the next change. */
void carrel_settings_get_window (CarrelSettings *self, CarrelWindowState *state);
void carrel_settings_set_window (CarrelSettings *self, const CarrelWindowState *state);

G_END_DECLS
