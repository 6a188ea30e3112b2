/* carrel-settings-file.h: a small file of a person's choices: read whole, written whole. Main
 * thread.
 *
 * It is written by a task. What is written is always the newest: while a task writes, a change only
 * notes that another has to follow. The default application, where there is one, stays until that
 * is done.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _CarrelSettingsFile CarrelSettingsFile;

/* In the person's configuration: a name without folder. (transfer full) */
char *carrel_settings_file_dup_path (const char *name);

CarrelSettingsFile *carrel_settings_file_new (const char *path);
/* What is to be written is written all the same. */
void carrel_settings_file_free (CarrelSettingsFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelSettingsFile, carrel_settings_file_free)

/* Does I/O, of at most 64 KiB. A file that isn't there, or is none of ours, is an empty one. Any
 * thread. (transfer full) */
GKeyFile *carrel_settings_file_read (const char *path);
/* Blocks until it is on the disk: for the terminal. Errors: G_FILE_ERROR. */
gboolean carrel_settings_file_write_now (const char *path, GKeyFile *contents, GError **error);
/* From now on the file holds this, as soon as may be; a failure is said in the log. */
void     carrel_settings_file_write (CarrelSettingsFile *self, GKeyFile *contents);
gboolean carrel_settings_file_is_writing (CarrelSettingsFile *self);

G_END_DECLS
