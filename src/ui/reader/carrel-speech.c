/* carrel-speech.c: what is said of a document. Main thread.
 *
 * What each block is to be said as is decided once; sentences are looked for only when their turn
 * comes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-speech.h"

#include "base/carrel-text.h"
#include "document/carrel-math.h"
#include "ui/reader/carrel-text-steps.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_SENTENCE 1500 /* bytes */
#define MAX_NAMED 400     /* characters of a picture's or a table's words */

typedef enum {
  SAID_NOT,
  SAID_TEXT,
  SAID_CODE,
  SAID_TABLE,
  SAID_FORMULA,
  SAID_PICTURE,
} Said;

struct _CarrelSpeech {
  CarrelDocument    *document; /* (owned) */
  const CarrelBlock *blocks;
  guint              n_blocks;
  guint8            *said;     /* (owned) (array length=n_blocks): Said */
  char              *language; /* (owned) (nullable) */
  guint              block;    /* where the next one begins */
  guint32            offset;
  char              *heard; /* (owned) (nullable): of one block */
  guint              heard_block;
  guint              last_block; /* what was said last */
  guint32            last_start;
};

void
carrel_utterance_clear (CarrelUtterance *utterance)
{
  g_clear_pointer (&utterance->words, g_free);
}

/* ── What each block is ── */

static gboolean
has_caption (const CarrelBlock *blocks, guint figure)
{
  for (guint i = figure + 1; i <= figure + blocks[figure].n_descendants;
       i += 1 + blocks[i].n_descendants)
    if (blocks[i].type == CARREL_BLOCK_CAPTION && blocks[i].text_len > 0)
      return TRUE;
  return FALSE;
}

static void
decide (CarrelSpeech *self)
{
  gboolean captioned = FALSE;

  for (guint i = 0; i < self->n_blocks; i++) {
    const CarrelBlock *block = &self->blocks[i];
    Said               said = SAID_NOT;

    switch (block->type) {
    case CARREL_BLOCK_CODE:
      said = SAID_CODE;
      break;
    case CARREL_BLOCK_MATH:
      said = SAID_FORMULA;
      break;
    case CARREL_BLOCK_FIGURE:
      captioned = has_caption (self->blocks, i);
      break;
    case CARREL_BLOCK_IMAGE:
      said = !captioned && block->alt && *block->alt ? SAID_PICTURE : SAID_NOT;
      break;
    case CARREL_BLOCK_TABLE:
    case CARREL_BLOCK_FOOTNOTES:
      self->said[i] = block->type == CARREL_BLOCK_TABLE ? SAID_TABLE : SAID_NOT;
      i += block->n_descendants; /* nothing in it by itself */
      continue;
    default:
      said = block->text_len > 0 ? SAID_TEXT : SAID_NOT;
      break;
    }
    self->said[i] = (guint8) said;
  }
}

CarrelSpeech *
carrel_speech_new (CarrelDocument *document, const char *language)
{
  CarrelSpeech *self = g_new0 (CarrelSpeech, 1);

  self->document = carrel_document_ref (document);
  self->blocks = carrel_document_get_blocks (document, &self->n_blocks);
  self->said = g_new0 (guint8, self->n_blocks + 1);
  self->language = g_strdup (language);
  decide (self);
  return self;
}

void
carrel_speech_free (CarrelSpeech *self)
{
  carrel_document_unref (self->document);
  g_free (self->said);
  g_free (self->heard);
  g_free (self->language);
  g_free (self);
}

/* ── Words ── */

/* The text with spaces in place of the marks of notes, byte by byte: a number after a full stop
 * would hide where the sentence ends. Formulas become letters, which end none. */
static const char *
get_heard (CarrelSpeech *self, guint index)
{
  const CarrelBlock *block = &self->blocks[index];

  if (self->heard && self->heard_block == index)
    return self->heard;
  g_clear_pointer (&self->heard, g_free);
  for (guint i = 0; i < block->n_spans; i++) {
    const CarrelSpan *span = &block->spans[i];

    if (span->kind != CARREL_SPAN_FOOTNOTE_REF && span->kind != CARREL_SPAN_FOOTNOTE_BACK &&
        span->kind != CARREL_SPAN_MATH)
      continue;
    if (!self->heard)
      self->heard = g_strndup (block->text, block->text_len);
    memset (self->heard + span->start, span->kind == CARREL_SPAN_MATH ? 'x' : ' ',
            span->end - span->start);
  }
  self->heard_block = index;
  return self->heard ? self->heard : block->text;
}

static void
append_words (GString *out, const CarrelBlock *block, guint32 start, guint32 end)
{
  guint32 at = start;

  for (guint i = 0; i < block->n_spans && block->spans[i].start < end; i++) {
    const CarrelSpan *span = &block->spans[i];

    if (span->end <= at ||
        (span->kind != CARREL_SPAN_FOOTNOTE_REF && span->kind != CARREL_SPAN_FOOTNOTE_BACK &&
         span->kind != CARREL_SPAN_IMAGE && span->kind != CARREL_SPAN_MATH))
      continue;
    if (span->start > at)
      g_string_append_len (out, block->text + at, (gssize) (span->start - at));
    if (span->kind == CARREL_SPAN_IMAGE && span->alt)
      g_string_append_printf (out, " %s ", span->alt);
    if (span->kind == CARREL_SPAN_MATH) {
      g_autofree char *formula =
          carrel_math_make_readable (block->text + span->start, (gssize) (span->end - span->start));

      g_string_append (out, formula);
    }
    at = MIN (span->end, end);
  }
  g_string_append_len (out, block->text + at, (gssize) (end - at));
}

static char *
name_table (CarrelSpeech *self, guint table)
{
  const CarrelBlock *blocks = self->blocks;
  guint              first = table + 1;

  if (blocks[table].n_descendants > 0 && blocks[first].type == CARREL_BLOCK_CAPTION &&
      blocks[first].text_len > 0) {
    g_autofree char *caption = carrel_text_excerpt (blocks[first].text, MAX_NAMED);

    /* Translators: said aloud in place of a table; its caption follows */
    return g_strdup_printf (_ ("A table: %s"), caption);
  }
  /* Translators: said aloud in place of a table */
  return g_strdup (_ ("A table."));
}

static char *
name_block (CarrelSpeech *self, guint index)
{
  g_autofree char *alt = NULL;

  switch ((Said) self->said[index]) {
  case SAID_CODE:
    /* Translators: said aloud in place of a piece of source code */
    return g_strdup (_ ("Code."));
  case SAID_FORMULA:
    /* Translators: said aloud in place of a formula */
    return g_strdup (_ ("A formula."));
  case SAID_TABLE:
    return name_table (self, index);
  case SAID_PICTURE:
    alt = carrel_text_excerpt (self->blocks[index].alt, MAX_NAMED);
    /* Translators: said aloud; what a page says of a picture follows */
    return g_strdup_printf (_ ("A picture: %s"), alt);
  case SAID_NOT:
  case SAID_TEXT:
  default:
    return NULL;
  }
}

/* ── Going ── */

void
carrel_speech_go_to (CarrelSpeech *self, guint block, guint32 offset)
{
  self->block = MIN (block, self->n_blocks);
  self->offset =
      self->block < self->n_blocks ? MIN (offset, self->blocks[self->block].text_len) : 0;
  self->last_block = self->block;
  self->last_start = 0;
}

gboolean
carrel_speech_go_on (CarrelSpeech *self, gboolean forward)
{
  guint block = self->last_block;

  if (forward) {
    for (block++; block < self->n_blocks && self->said[block] == SAID_NOT; block++)
      ;
    if (block >= self->n_blocks)
      return FALSE;
  } else if (self->last_start == 0 || self->last_block >= self->n_blocks) {
    while (block > 0 && self->said[block - 1] == SAID_NOT)
      block--;
    if (block == 0)
      return FALSE;
    block--;
  }
  carrel_speech_go_to (self, block, 0);
  return TRUE;
}

gboolean
carrel_speech_next (CarrelSpeech *self, CarrelUtterance *utterance)
{
  carrel_utterance_clear (utterance);
  for (; self->block < self->n_blocks; self->block++, self->offset = 0) {
    const CarrelBlock *block = &self->blocks[self->block];
    const char        *language = block->text_language ? block->text_language : self->language;
    guint32            from = 0, to = 0;

    if (self->said[self->block] == SAID_NOT)
      continue;
    if (self->said[self->block] != SAID_TEXT) {
      utterance->words = name_block (self, self->block);
      language = self->language; /* the words are ours, but said in one voice */
    }
    while (!utterance->words &&
           carrel_text_next_sentence (get_heard (self, self->block), block->text_len, self->offset,
                                      language, MAX_SENTENCE, &from, &to)) {
      GString *words = g_string_new (NULL);

      append_words (words, block, from, to);
      self->offset = to;
      utterance->words = g_strstrip (g_string_free (words, FALSE));
      if (!*utterance->words) /* a note's mark by itself */
        g_clear_pointer (&utterance->words, g_free);
    }
    if (!utterance->words)
      continue;
    utterance->block = self->block;
    utterance->start = from;
    utterance->end = to;
    utterance->language = language;
    self->last_block = self->block;
    self->last_start = from;
    if (self->said[self->block] != SAID_TEXT) {
      self->block++;
      self->offset = 0;
    }
    return TRUE;
  }
  return FALSE;
}
