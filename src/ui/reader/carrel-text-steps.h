/* carrel-text-steps.h: the steps of a text: characters as people see them, words, sentences. Pure;
 * any thread.
 *
 * Only what is near an offset is looked at, so that a step costs the same in a text of any length.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

/* The next place for a caret after, or before, a byte; `words`: at the end of the next word, or at
 * the start of the one before. The offset itself at the text's end. */
guint32
carrel_text_step (const char *text, guint32 len, guint32 offset, gboolean forward, gboolean words);

/* The sentence that begins at `start`, or at the first place after it that isn't space: its bytes,
 * without the space around. At most `max` bytes, then cut at a word's end. FALSE when only space is
 * left. `language` (nullable) is a BCP 47 tag. */
gboolean carrel_text_next_sentence (const char *text,
                                    guint32     len,
                                    guint32     start,
                                    const char *language,
                                    guint32     max,
                                    guint32    *from,
                                    guint32    *to);

G_END_DECLS
