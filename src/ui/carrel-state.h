/* carrel-state.h: small texts that the window remembers from one time to the next: how lists are
 * shown, the last searches. Each is a file in the person's state folder. Main thread; files are
 * read and written by tasks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What was saved last under the name, also when it isn't written yet. finish: (transfer full)
 * (nullable): valid UTF-8; NULL where there is none or it can't be read. */
void  carrel_state_load_async (const char *name, GAsyncReadyCallback callback, gpointer user_data);
char *carrel_state_load_finish (GAsyncResult *result);
/* The newest of several wins; the application stays until it is written. What can't be written is
 * forgotten. */
void carrel_state_save (const char *name, const char *text);

G_END_DECLS
