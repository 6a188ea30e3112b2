/* carrel-heard-text.c: a block's text as it is heard. Immutable; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-heard-text.h"

#include "document/carrel-math.h"

/* Bytes [start, end) are heard as something else. */
typedef struct {
  guint32 start, end;
  char   *words; /* (owned) */
  guint   n;     /* characters of them */
} Formula;

struct _CarrelHeardText {
  const char *text;
  guint32     start, end;
  GArray     *formulas; /* (owned) (element-type Formula): in order */
};

static void
clear_formula (gpointer data)
{
  g_free (((Formula *) data)->words);
}

static void
add_formula (CarrelHeardText *self, guint32 start, guint32 end)
{
  Formula formula = { start, end,
                      carrel_math_make_readable (self->text + start, (gssize) (end - start)), 0 };

  formula.n = (guint) g_utf8_strlen (formula.words, -1);
  g_array_append_val (self->formulas, formula);
}

CarrelHeardText *
carrel_heard_text_new (const CarrelBlock *block, guint32 start, guint32 end)
{
  CarrelHeardText *self = g_new0 (CarrelHeardText, 1);
  guint32          position = start;

  self->text = block->text;
  self->start = start;
  self->end = end;
  self->formulas = g_array_new (FALSE, FALSE, sizeof (Formula));
  g_array_set_clear_func (self->formulas, clear_formula);
  if (block->type == CARREL_BLOCK_MATH && start == 0 && end == block->text_len && end > 0) {
    add_formula (self, start, end);
    return self;
  }
  for (guint i = 0; i < block->n_spans; i++) {
    const CarrelSpan *span = &block->spans[i];

    if (span->kind != CARREL_SPAN_MATH || span->start < position || span->end > end ||
        span->start == span->end)
      continue;
    add_formula (self, span->start, span->end);
    position = span->end;
  }
  return self;
}

void
carrel_heard_text_free (CarrelHeardText *self)
{
  g_array_unref (self->formulas);
  g_free (self);
}

/* Of plain text. */
static guint
count (CarrelHeardText *self, guint32 start, guint32 end)
{
  return (guint) g_utf8_strlen (self->text + start, (gssize) (end - start));
}

guint32
carrel_heard_text_to_bytes (CarrelHeardText *self, guint characters)
{
  guint32 position = self->start;

  for (guint i = 0; i <= self->formulas->len; i++) {
    const Formula *formula =
        i < self->formulas->len ? &g_array_index (self->formulas, Formula, i) : NULL;
    guint32 end = formula ? formula->start : self->end;
    guint   plain = count (self, position, end);

    if (characters < plain || (!formula && characters == plain))
      return (guint32) (g_utf8_offset_to_pointer (self->text + position, characters) - self->text);
    characters -= plain;
    if (!formula)
      break;
    if (characters < formula->n)
      return formula->start;
    characters -= formula->n;
    position = formula->end;
  }
  return self->end;
}

guint
carrel_heard_text_to_characters (CarrelHeardText *self, guint32 offset)
{
  guint32 position = self->start;
  guint   characters = 0;

  offset = CLAMP (offset, self->start, self->end);
  for (guint i = 0; i < self->formulas->len; i++) {
    const Formula *formula = &g_array_index (self->formulas, Formula, i);

    if (offset <= formula->start)
      break;
    characters += count (self, position, formula->start);
    position = formula->end;
    if (offset < formula->end)
      return characters;
    characters += formula->n;
  }
  return characters + count (self, position, offset);
}

char *
carrel_heard_text_slice (CarrelHeardText *self, guint32 start, guint32 end)
{
  GString *out = g_string_new (NULL);
  guint32  position = CLAMP (start, self->start, self->end);

  end = CLAMP (end, position, self->end);
  for (guint i = 0; i < self->formulas->len && position < end; i++) {
    const Formula *formula = &g_array_index (self->formulas, Formula, i);

    if (formula->end <= position)
      continue;
    if (formula->start >= end)
      break;
    if (formula->start > position)
      g_string_append_len (out, self->text + position, (gssize) (formula->start - position));
    g_string_append (out, formula->words);
    position = formula->end;
  }
  if (position < end)
    g_string_append_len (out, self->text + position, (gssize) (end - position));
  return g_string_free (out, FALSE);
}
