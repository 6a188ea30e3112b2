/* carrel-clipboard.h: what was copied: a text, and the page that it was copied from. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CARREL_CLIPBOARD_MAX (16 * 1024 * 1024) /* bytes of a text or a page */

typedef struct {
  char   *text;    /* (owned) (nullable): valid UTF-8 */
  GBytes *html;    /* (owned) (nullable) */
  char   *address; /* (owned) (nullable): of the page, where the browser says it; normalised */
} CarrelCopied;

void carrel_copied_free (CarrelCopied *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelCopied, carrel_copied_free)

/* Reads in pieces, so that nothing stands still. TOO_LARGE for more than CARREL_CLIPBOARD_MAX. */
void          carrel_clipboard_read_async (GdkClipboard       *clipboard,
                                           GCancellable       *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);
CarrelCopied *carrel_clipboard_read_finish (GAsyncResult *result, GError **error);

/* What the bytes of a copied page are: without the head that some put before it; the address in it,
 * if `address` is NULL yet. Computes only. */
GBytes *carrel_clipboard_clean_page (GBytes *bytes, char **address);

G_END_DECLS
