/* carrel-portable.h: a text as it is given to others: its pictures can be seen where the library is
 * not. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

G_BEGIN_DECLS

#define CARREL_PORTABLE_CLIPBOARD                                                                  \
  (16 * 1024 * 1024) /* bytes of pictures that are copied with a text */

/* The document, or a stretch of it, of an article, in which no picture is named by its place in the
 * library. Pictures are in the text itself (data:), the first of them, up to `most` bytes in all;
 * the others have the address that they came from, and where there is none «data:,»: nothing but
 * the alternative text is shown. What is at an address already stays so. (transfer full) */
void carrel_library_make_portable_async (CarrelLibrary      *self,
                                         gint64              article,
                                         CarrelDocument     *document,
                                         gsize               most,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
CarrelDocument *
carrel_library_make_portable_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

G_END_DECLS
