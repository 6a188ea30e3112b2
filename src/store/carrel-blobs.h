/* carrel-blobs.h: files named by their hash. See carrel-store.h for writing. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* FOLDER/blobs/ab/cdef… (transfer full) */
char *carrel_blob_path (const char *folder, const char *hash);
/* Its bytes; `packed`: a snapshot, decompressed. NOT_FOUND, DAMAGED, DISK. (transfer full) */
GBytes *carrel_blob_load (const char *folder, const char *hash, gboolean packed, GError **error);
/* Makes it where it isn't there any more: in the transaction of the row that mentions it, so that
 * no sweep comes between. */
gboolean carrel_blob_ensure (
    const char *folder, const char *hash, GBytes *bytes, gboolean packed, GError **error);

G_END_DECLS
