/* carrel-print-pictures.h: the pictures of a page, from the library's files. A thread with a main
 * context.
 *
 * They are decoded by the process that decodes for the window; nothing is fetched.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "print/carrel-print-job.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The file of a picture («blob:…»); (nullable): none. (transfer full) */
typedef char *(*CarrelPrintFind) (const char *source, gpointer data);

/* `wanted` as carrel_print_job_list_pictures () has it. Whatever can't be had is left out: the only
 * error is that of the cancellable. */
void carrel_print_load_pictures_async (GArray             *wanted,
                                       CarrelPrintFind     find,
                                       gpointer            find_data,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
/* source → cairo_surface_t. (transfer full) */
GHashTable *carrel_print_load_pictures_finish (GAsyncResult *result, GError **error);

G_END_DECLS
