/* carrel-heard-text.h: a block's text as assistive technology hears it: formulas in words and
 * signs, not in TeX. Immutable; any thread.
 *
 * Offsets there are characters; here they are bytes into the block's text. A formula is one thing:
 * what is inside of it is its start, or its end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "document/carrel-document.h"

G_BEGIN_DECLS

typedef struct _CarrelHeardText CarrelHeardText;

/* Bytes [start, end) of the block's text; the block must live as long. (transfer full) */
CarrelHeardText *carrel_heard_text_new (const CarrelBlock *block, guint32 start, guint32 end);
void             carrel_heard_text_free (CarrelHeardText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelHeardText, carrel_heard_text_free)

guint32 carrel_heard_text_to_bytes (CarrelHeardText *self, guint characters);
guint   carrel_heard_text_to_characters (CarrelHeardText *self, guint32 offset);
/* (transfer full) */
char *carrel_heard_text_slice (CarrelHeardText *self, guint32 start, guint32 end);

G_END_DECLS
