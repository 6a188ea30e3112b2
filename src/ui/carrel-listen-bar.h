/* carrel-listen-bar.h: an article read aloud: a bar to steer it by. Main thread.
 *
 * Hidden while nothing is read. The sentence that is said is marked in the view and kept in sight.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/reader/carrel-document-view.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_LISTEN_BAR (carrel_listen_bar_get_type ())
G_DECLARE_FINAL_TYPE (CarrelListenBar, carrel_listen_bar, CARREL, LISTEN_BAR, AdwBin)

/* Where it is marked; once, before anything else. */
void carrel_listen_bar_set_view (CarrelListenBar *self, CarrelDocumentView *view);
/* What would be read; what is being read ends. `language` (nullable): the article's. */
void carrel_listen_bar_set_document (CarrelListenBar *self,
                                     CarrelDocument  *document,
                                     const char      *language);
/* Begins at the selection, else at the top of the screen; goes on where it was paused; or pauses.
 */
void carrel_listen_bar_toggle (CarrelListenBar *self);
void carrel_listen_bar_stop (CarrelListenBar *self);
/* To the next paragraph, or back. */
void carrel_listen_bar_skip (CarrelListenBar *self, gboolean forward);
/* The bar is there: it says something, is paused, or tells why it can't. */
gboolean carrel_listen_bar_is_active (CarrelListenBar *self);
gboolean carrel_listen_bar_is_playing (CarrelListenBar *self);
/* FALSE: the program was built without. */
gboolean carrel_listen_bar_is_possible (void);

G_END_DECLS
