/* carrel-library-disk.h: whether anything can be saved. Main thread.
 *
 * Property «write-error» of the library (GError, nullable): what nothing can be saved for. It is
 * set when a change failed because of the disk and writing some megabytes fails, too, and NULL
 * again as soon as they can be written: that is tried every few seconds, by whoever watches. Small
 * changes may find room meanwhile.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

G_BEGIN_DECLS

/* From now on, until it is closed. */
void carrel_library_watch_disk (CarrelLibrary *self);

/* (nullable): all is well, as far as is known. */
const GError *carrel_library_get_write_error (CarrelLibrary *self);
/* It is for want of room. */
gboolean carrel_library_is_disk_full (CarrelLibrary *self);

/* Looks at once. Finishes when «write-error» is up to date; FALSE with it. */
void     carrel_library_try_disk_async (CarrelLibrary      *self,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
gboolean carrel_library_try_disk_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

G_END_DECLS
