/* carrel-extract-byline-words.h: words in bylines that are no names.
 *
 * Constants; each table ends with NULL.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* Lower case. What ends with a letter leads to a name only with a space or a colon after it. */
extern const char *const carrel_byline_leads[];
/* Folded; whole parts that are no name. */
extern const char *const carrel_byline_nobody[];
/* Folded words that say what somebody is. */
extern const char *const carrel_byline_offices[];
/* Lower case; what leads to who made something else than the text. */
extern const char *const carrel_byline_credits[];
