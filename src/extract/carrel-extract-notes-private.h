/* carrel-extract-notes-private.h: what the files about notes share.
 *
 * Any thread; a CarrelNotes belongs to one extraction.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "extract/carrel-extract-private.h"

G_BEGIN_DECLS

#define CARREL_NOTES_MAX_MARK 12 /* bytes of «[12]», «*», «iv» */
#define CARREL_NOTES_MAX 3000
#define CARREL_NOTES_MAX_ABOVE 5 /* elements between a place and the block it is in */

struct _CarrelNotes {
  GPtrArray
      *links; /* (element-type CarrelNode): short links within the page, and what names its note */
  GPtrArray  *asides; /* (element-type CarrelNode): notes in the line */
  GPtrArray  *raised; /* (element-type CarrelNode): raised numbers without a link */
  GHashTable *blocks; /* (owned): a note's element → its key + 1 */
  GPtrArray  *notes;  /* (owned) (element-type CarrelNode): what holds each note, by key */
};

/* Where the link leads in the page itself. (transfer none) (nullable) */
const char *carrel_notes_get_fragment (CarrelExtraction *self, CarrelNode *link);
/* The same of what only names its note by an attribute. (transfer none) (nullable) */
const char *carrel_notes_get_target (CarrelExtraction *self, CarrelNode *node);
/* The text of a mark, at most CARREL_NOTES_MAX_MARK bytes, into `out`, which has room for one more;
 * FALSE, and nothing there, when it is longer. */
gboolean carrel_notes_get_mark (CarrelNode *link, char *out);
/* «12», «[12]», «*», «†», «iv», «a», «note 3»: not a word. */
gboolean carrel_notes_is_mark (const char *mark);
/* The number of a mark that has no other letters; 0: none. */
guint carrel_notes_get_number (const char *mark);
/* The element is called a note, or a mark of one. */
gboolean carrel_notes_says_note (CarrelNode *node);
/* As short as a note is, without a heading, and `link` isn't in it (nullable). */
gboolean carrel_notes_is_short (CarrelNode *block, CarrelNode *link);
gboolean carrel_notes_is_empty (CarrelNode *top);
/* A heading that says «Notes», in some languages (node is nullable). */
gboolean carrel_notes_is_title (CarrelNode *node);
/* `node`, or the next one after it, or before it, that isn't white space. */
CarrelNode *carrel_notes_skip_white (CarrelNode *node, gboolean back);
/* A note gets the next key; its ways back are settled when it is taken out. The key. */
guint carrel_notes_add (CarrelNotes *self, CarrelNode *block);
/* The node is a note or in one: a link there leads back, and is no mark. */
gboolean carrel_notes_is_in_note (CarrelNotes *self, CarrelNode *node);
/* The element becomes a mark of the note with this key. */
void carrel_notes_set_mark (CarrelExtraction *self, CarrelNode *link, guint key);
/* Ways back are kept where they stand; numbers, which the list has of itself, go. */
void carrel_notes_settle_ways (CarrelExtraction *self, CarrelNode *note);
/* What held nothing but notes goes with them: the list, its division, the rule and the heading
 * above it. */
void carrel_notes_drop_empty (CarrelNode *parent);

/* carrel-extract-notes-pair.c: notes that links lead to. */
void carrel_notes_pair_links (CarrelExtraction *self, CarrelNotes *notes);

/* carrel-extract-notes-line.c: notes that stand where their marks are. */
gboolean carrel_notes_is_aside (CarrelNode *node);
void     carrel_notes_take_asides (CarrelExtraction *self, CarrelNotes *notes);

/* carrel-extract-notes-loose.c: notes that are told by their number alone. */
void carrel_notes_pair_loose (CarrelExtraction *self, CarrelNotes *notes);

G_END_DECLS
