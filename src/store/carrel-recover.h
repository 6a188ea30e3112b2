/* carrel-recover.h: a library from what can be read of a damaged one, and from its newest good
 * backup.
 *
 * Blocks; any thread. Errors: DISK, NOT_FOUND, CANCELLED; that a file is damaged is no error here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-backup.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The damaged file is only read; when the new one is whole, it goes to FOLDER/set-aside. DISK while
 * anyone has the library open. */
CarrelRecovery *carrel_recover (const char     *folder,
                                CarrelProgress *progress,
                                GCancellable   *cancellable,
                                GError        **error);

G_END_DECLS
