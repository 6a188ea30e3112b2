/* carrel-difference.h: a difference between two texts, and a text as a page, in a dialog. Main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/carrel-diff.h"
#include "library/carrel-library.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Fills the view: what goes is struck through and what comes underlined, both on a colour; long
 * runs of unchanged paragraphs are one line. */
void carrel_difference_show (GtkTextView *view, GArray *runs);

/* The text as the reader sets it. A page that is shown is replaced. */
void carrel_difference_show_page (GtkScrolledWindow *scroller,
                                  CarrelLibrary     *library,
                                  CarrelDocument    *document,
                                  const char        *language,
                                  gboolean           rtl);

G_END_DECLS
