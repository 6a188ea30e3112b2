/* carrel-find-bar.h: the bar that looks for words in the article. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/reader/carrel-document-view.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_FIND_BAR (carrel_find_bar_get_type ())
G_DECLARE_FINAL_TYPE (CarrelFindBar, carrel_find_bar, CARREL, FIND_BAR, AdwBin)

/* Where it looks; once, before anything else. */
void carrel_find_bar_set_view (CarrelFindBar *self, CarrelDocumentView *view);
/* Shows it and takes the focus. */
void carrel_find_bar_open (CarrelFindBar *self);
/* By the person, from the page, who goes on where the words are. FALSE: it isn't shown. */
gboolean carrel_find_bar_leave (CarrelFindBar *self);
/* Nothing is marked any more. */
void carrel_find_bar_close (CarrelFindBar *self);
/* To the next place, or the one before. */
void carrel_find_bar_go_on (CarrelFindBar *self, gboolean forward);

G_END_DECLS
