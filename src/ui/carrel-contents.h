/* carrel-contents.h: an article's headings as a list to go by. Main thread.
 *
 * Signal «chosen» (guint block): a heading was clicked or entered; the index of its block.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "document/carrel-document.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_CONTENTS (carrel_contents_get_type ())
G_DECLARE_FINAL_TYPE (CarrelContents, carrel_contents, CARREL, CONTENTS, AdwBin)

/* (nullable): no headings. */
void  carrel_contents_set_document (CarrelContents *self, CarrelDocument *document);
guint carrel_contents_get_n_headings (CarrelContents *self);
/* The section that a block is in becomes the marked one: the last heading at or before it. */
void carrel_contents_set_current (CarrelContents *self, guint block);
/* The first heading after a block, or the last one before it; FALSE when there is none. */
gboolean
carrel_contents_find_heading (CarrelContents *self, guint from, gboolean forward, guint *block);
/* The keyboard's focus goes to the current one. */
void carrel_contents_focus_current (CarrelContents *self);

G_END_DECLS
