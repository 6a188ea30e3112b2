/* carrel-code-tokens.h: a block of code, taken apart into comments, strings, keywords. Main thread.
 *
 * The languages and the engine are GtkSourceView's. It works in idle time, a few milliseconds at
 * once, on one block after the other; what can't be done within bounds stays plain: more than 200
 * kB, a line of more than 2000 bytes, a language that isn't known, or takes too long to read (PHP,
 * Markdown, templates), a text that a pattern takes too long for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "document/carrel-document.h"
#include "page/carrel-block-layout.h"

G_BEGIN_DECLS

#define CARREL_CODE_MAX 200000 /* bytes */

typedef struct _CarrelCodeTokens CarrelCodeTokens;

/* Called when there are more of them, and at the end. */
typedef void (*CarrelCodeTokensFunc) (CarrelCodeTokens *tokens, guint block, gpointer data);

/* The text is copied. `index` is handed to `func`. */
CarrelCodeTokens *carrel_code_tokens_new (const CarrelBlock   *block,
                                          guint                index,
                                          CarrelCodeTokensFunc func,
                                          gpointer             data);
void              carrel_code_tokens_free (CarrelCodeTokens *self);

/* What is known so far, in order. (element-type CarrelToken) (transfer none) */
GArray  *carrel_code_tokens_get (CarrelCodeTokens *self);
gboolean carrel_code_tokens_is_done (CarrelCodeTokens *self);

/* The name that GtkSourceView has for the block's language, by what the page calls it, else by the
 * text where that is sure; (nullable): none. Static. */
const char *carrel_code_find_language (const CarrelBlock *block);

G_END_DECLS
