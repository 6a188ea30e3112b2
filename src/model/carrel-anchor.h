/* carrel-anchor.h: finds a marked passage again in a text that may have changed. Any thread.
 *
 * A passage is remembered as the W3C's Web Annotation Data Model has it: a quote (its words, and
 * what stood before and after them) and a position (bytes into carrel_document_to_text ()). In this
 * order:
 *
 *   1. the same words at the position, or as far from it as the passage before was moved, where
 * what stands around them is the same
 *   2. the same words elsewhere: where what stands around them is most alike, then the nearest.
 * Words of less than CARREL_ANCHOR_SURE bytes count only where the surroundings are theirs
 *   3. words that are nearly the same: at most one byte in five is another (one in three where what
 * stands around them is theirs), by edit distance (the bit vectors of Myers 1999). Of a passage
 * that is longer than CARREL_ANCHOR_WHOLE its beginning and its end are looked for
 *   4. nowhere: it is lost
 *
 * The result depends on the arguments and the passages placed before only. The work is bounded:
 * what is left over when a text has cost its share is looked for near its place.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CARREL_ANCHOR_CONTEXT 32 /* characters that are remembered on each side */
#define CARREL_ANCHOR_SURE 24    /* bytes: hardly there twice by chance */
#define CARREL_ANCHOR_WHOLE 256  /* bytes */

typedef struct _CarrelAnchorer CarrelAnchorer;

/* `text` is lent as long as the anchorer lives. Passages are best placed in the order of the text.
 */
CarrelAnchorer *carrel_anchorer_new (const char *text);
void            carrel_anchorer_free (CarrelAnchorer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelAnchorer, carrel_anchorer_free)

/* Where the passage is: whole characters, never empty. `start` says where it was (-1: unknown).
 * FALSE: lost. */
gboolean carrel_anchorer_place (CarrelAnchorer *self,
                                const char     *exact,
                                const char     *prefix,
                                const char     *suffix,
                                gint64          start,
                                gsize          *new_start,
                                gsize          *new_end);

/* What is to be remembered of bytes [start, end) of a text. (transfer full) */
void carrel_anchor_quote (
    const char *text, gsize start, gsize end, char **exact, char **prefix, char **suffix);

/* Makes a range such as a person drags it one of whole characters without white space at its ends,
 * within the text; FALSE: nothing is left. */
gboolean carrel_anchor_trim (const char *text, gint64 *start, gint64 *end);

G_END_DECLS
