/* carrel-tokenizer.h: text → the words of the search index. Pure; any thread.
 *
 * A word is a run of letters and digits, folded (base/carrel-text.h); a letter that stands for
 * several (ligatures, ß, æ, œ) counts as these. Each character of a script that is written without
 * spaces (Han, kana, Hangul, Thai …) is a word of its own, so that any part of such a text is found
 * as a phrase.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Longer words are cut here, in the index as in a query. Bytes. */
#define CARREL_TOKEN_MAX 96

/* A word, not NUL-terminated, and the bytes of the text that it covers. TRUE goes on. */
typedef gboolean (*CarrelTokenFunc) (
    const char *token, gsize len, gsize start, gsize end, gpointer data);

/* `text` needn't be valid UTF-8: what isn't separates words. FALSE when `func` stopped it. */
gboolean carrel_tokenize (const char *text, gsize len, CarrelTokenFunc func, gpointer data);

/* Registers the FTS5 tokenizers «carrel» and «carrel_beginnings» (the first one, two and three
 * letters of every word, each once a text). `db` is a sqlite3. */
gboolean carrel_tokenizer_register (gpointer db);

G_END_DECLS
