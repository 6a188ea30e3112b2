/* carrel-text.h: pure functions on UTF-8 text. All input must be valid UTF-8; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* TRUE for characters of scripts that are written without spaces between words and searched by
 * character: Han, kana, Hangul, bopomofo, Thai, Lao, Khmer, Myanmar. */
gboolean carrel_text_is_unspaced (gunichar c);
/* TRUE for those of them whose characters are letters, so that two or three are a piece of a word:
 * Thai, Lao, Khmer, Myanmar. */
gboolean carrel_text_is_spelled (gunichar c);

/* The text begins with it. g_str_has_prefix () measures all of the text first, where the prefix is
 * a literal: in a loop over a long one that is quadratic. */
static inline gboolean
carrel_text_starts (const char *text, const char *prefix)
{
  return strncmp (text, prefix, strlen (prefix)) == 0;
}

/* One character without case and accents, for searching and comparing: NFKD's base character,
 * lower-cased. Returns 0 for a character that vanishes (a combining mark, a soft hyphen, a
 * zero-width character). «ß», «æ» … keep themselves. Table-driven for the Basic Multilingual
 * Plane's common blocks, so it costs a load for most text. */
gunichar carrel_text_fold_char (gunichar c);

/* The folded text, white space collapsed. (transfer full) */
char *carrel_text_fold (const char *text);
/* The same, ended soon after `max` bytes of it: for what only looks at its beginning. */
char *carrel_text_fold_start (const char *text, gsize max);
/* All texts of a table that ends with NULL: folded once, and kept. (transfer none) */
const char *const *carrel_text_fold_table (gsize *once, const char *const *texts);
/* Bytes of 0 that end what is read in pieces of as many. */
#define CARREL_TEXT_PADDING 8

/* The first `n` words as in a title's key, a space between them, and CARREL_TEXT_PADDING at its
 * end. (transfer full) */
char *carrel_text_first_words (const char *text, guint n);

/* The key under which titles are equal: folded, without punctuation, white space collapsed, and
 * without a site's name at its end («Title | Site», «Title - Site») when `site` is given and stands
 * there. Empty for a title without letters or digits. (transfer full) */
char *carrel_text_title_key (const char *title, const char *site);

/* White space (also no-break) collapsed to single spaces, ends trimmed. `len` -1: to the NUL.
 * (transfer full) */
char *carrel_text_collapse (const char *text, gssize len);

/* Words, for «912 words»: runs of letters and digits; two unspaced characters count as one word. */
guint carrel_text_count_words (const char *text, gssize len);

/* Reading time in minutes, at least 1, from words at 230 a minute (Brysbaert 2019, adults reading
 * English non-fiction: 238). */
guint carrel_text_minutes (guint words);

/* At most `max` characters from the start of the text, cut at a word's end with «…» where it was
 * cut; white space collapsed. (transfer full) */
char *carrel_text_excerpt (const char *text, guint max);

/* At most `max` characters, at least 3: of a longer text its beginning and its end, with «…» where
 * its middle was. No mark is cut from its letter. (transfer full) */
char *carrel_text_shorten (const char *text, guint max);

/* The sentence around [start, end), which is at most `max` characters long; as many of it, on one
 * line. Both ends are at characters. (transfer full) */
char *carrel_text_sentence (const char *text, gsize len, gsize start, gsize end, guint max);

/* Valid UTF-8 from any bytes: wrong sequences become U+FFFD, NUL is dropped. (transfer full) */
char *carrel_text_make_valid (const char *bytes, gssize len);

/* One line that may stand in a title, a topic, a file's name: control characters and bidirectional
 * overrides taken out, white space collapsed, runs of more than 16 combining marks cut.
 * (transfer full) */
char *carrel_text_clean_line (const char *text);

/* Text that may be printed to a terminal: C0 (but tab and newline), C1, DEL and bidirectional
 * controls become visible escapes (\x1b, \u202e). (transfer full) */
char *carrel_text_for_terminal (const char *text);

/* Columns that the text takes in a terminal: wide characters two, combining ones none. */
guint carrel_text_columns (const char *text);

/* The language a text is most likely in, as a two-letter code, or NULL where the text is too short
 * or unlike all that are known. By script first, then by the commonest short words. Static. */
const char *carrel_text_guess_language (const char *text);
/* The same by its letters alone, for a short text: NULL where they are Latin. Static. */
const char *carrel_text_guess_by_letters (const char *text);
/* Whether some lines at its beginning, in its middle and at its end are most likely in this one (a
 * two-letter code): little work where a language is expected. */
gboolean carrel_text_looks_like_language (const char *text, const char *language);

/* A two-letter code that carrel_text_guess_language () may give, but for languages that have a
 * script of their own. */
gboolean carrel_text_knows_language (const char *language);

/* The language that a text is clearly in, where that isn't the one declared (`language`: a
 * two-letter code); NULL where it may well be. Static. */
const char *carrel_text_find_other_language (const char *text, const char *language);
/* TRUE for a word that says little in this language: an article, pronoun, preposition, conjunction,
 * or a common verb or adverb. `word` is folded; of an unknown language (or NULL) those of English
 * count. Characters of scripts without spaces that are such words, too. */
gboolean carrel_text_is_common_word (const char *language, const char *word);

/* TRUE for a language tag whose script runs from right to left (ar, fa, he, ur, yi, …). */
gboolean carrel_text_language_is_rtl (const char *language);

/* FNV-1a over bytes, 64 bits: for keys that are compared after the hash. */
guint64 carrel_text_hash (const char *text, gssize len);

G_END_DECLS
