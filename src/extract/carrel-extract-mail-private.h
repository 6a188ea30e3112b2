/* carrel-extract-mail-private.h: the text of a letter, for carrel-extract-mail.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "extract/carrel-extract-private.h"

G_BEGIN_DECLS

typedef struct {
  char *from, *subject, *date; /* (owned) (nullable) */
} CarrelLetterHeads;

void carrel_letter_heads_clear (CarrelLetterHeads *self);

/* The letter in `pre` as a division with paragraphs, quotations, lists and programs, in no tree;
 * `pre` stays as it is. `heads` (nullable, zeroed): read from its first lines, which aren't of the
 * text. NULL where it is too long, or has none of the heads that are asked for. Any thread. */
CarrelNode *
carrel_extract_write_letter (CarrelExtraction *self, CarrelNode *pre, CarrelLetterHeads *heads);

G_END_DECLS
