/* carrel-extract-trim-words.h: words of lines in an article that are not of it.
 *
 * Constants; each table ends with NULL.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* Nobody writes these as a paragraph of a text. */
extern const char *const carrel_trim_lines[];
/* What a discussion can be sorted by. */
extern const char *const carrel_trim_orders[];
/* How such a paragraph begins, folded; anywhere in the text. */
extern const char *const carrel_trim_offers[];
/* How a line below the text begins, folded. */
extern const char *const carrel_trim_tails[];
/* The same, but sentences begin so too. */
extern const char *const carrel_trim_tail_words[];
/* The same, for the last lines of what is left when all else is done; and those that are no
 * sentences. */
extern const char *const carrel_trim_last_lines[];
extern const char *const carrel_trim_last_facts[];
