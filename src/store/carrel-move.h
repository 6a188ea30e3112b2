/* carrel-move.h: a library's folder to another place. Blocks; any thread. Errors: DISK, EXISTS,
 * INVALID, NOT_FOUND, CANCELLED.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Renames the folder, or, to another disk, copies what is in it, syncs and then deletes it: until
 * then the old one stands, whole. `to` must not be there, or be empty, and not lie within the old
 * one. Only while nobody has the library open. */
gboolean carrel_move (const char *from, const char *to, GCancellable *cancellable, GError **error);

G_END_DECLS
