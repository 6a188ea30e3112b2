/* carrel-print-pdf.h: an article as a PDF. A thread with a main context; no display.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "print/carrel-print-pictures.h"

G_BEGIN_DECLS

/* Lays the article out and writes it, page by page, with links, an outline and the article's name.
 * The main context is served meanwhile. `find` gives pictures' files and may be called until the
 * end. On failure the stream isn't closed, and what is in it is nothing. */
void carrel_print_pdf_async (const CarrelPrintSource   *source,
                             const CarrelPrintSettings *settings,
                             CarrelPrintFind            find,
                             gpointer                   find_data,
                             GOutputStream             *stream,
                             GCancellable              *cancellable,
                             GAsyncReadyCallback        callback,
                             gpointer                   user_data);
/* The number of pages; 0: it failed. The stream is closed by then, unless it is another's to close.
 */
guint carrel_print_pdf_finish (GAsyncResult *result, GError **error);

G_END_DECLS
