/* carrel-share.h: articles and addresses given to others: browser, clipboard, mail. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For the window's class: article.open-in-browser, article.copy-address, article.copy-citation (s:
 * plain, markdown, bibtex), article.copy-as (s: markdown, html), article.send-by-email; all on
 * carrel_window_list_targets (). */
void carrel_share_install (GtkWidgetClass *window_class);

/* A stretch of an article onto the clipboard, as text and as HTML that has its pictures in it:
 * soon, when they are read. */
void carrel_share_copy (GtkWidget      *widget,
                        CarrelLibrary  *library,
                        gint64          article,
                        CarrelDocument *document,
                        const char     *text);

G_END_DECLS
