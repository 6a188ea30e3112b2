/* carrel-speech.h: a document as what is said of it, sentence by sentence. Main thread.
 *
 * Paragraphs, headings, lists, quotes and captions are said whole. Code, tables and formulas are
 * named and passed over; a picture is what its page says of it. Marks of notes, and the notes, are
 * left out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "document/carrel-document.h"

G_BEGIN_DECLS

typedef struct {
  guint       block; /* where it stands: bytes of the block's text; 0 and 0 for what has none */
  guint32     start, end;
  char       *words;    /* (owned): what is said */
  const char *language; /* (nullable): lent by the speech */
} CarrelUtterance;

void carrel_utterance_clear (CarrelUtterance *utterance);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CarrelUtterance, carrel_utterance_clear)

typedef struct _CarrelSpeech CarrelSpeech;

/* `language` (nullable): the article's. */
CarrelSpeech *carrel_speech_new (CarrelDocument *document, const char *language);
void          carrel_speech_free (CarrelSpeech *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelSpeech, carrel_speech_free)

/* What comes next is what begins there, or the first thing after it. */
void carrel_speech_go_to (CarrelSpeech *self, guint block, guint32 offset);
/* To the paragraph after the one that was said last; or to its beginning, or the one before when
 * its first sentence was the last. FALSE: there is none, and nothing changes. */
gboolean carrel_speech_go_on (CarrelSpeech *self, gboolean forward);
/* What comes next; FALSE at the end. `utterance` is overwritten. */
gboolean carrel_speech_next (CarrelSpeech *self, CarrelUtterance *utterance);

G_END_DECLS
