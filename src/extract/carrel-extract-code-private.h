/* carrel-extract-code-private.h: the language that code is in, for carrel-extract-code.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "extract/carrel-extract-private.h"

G_BEGIN_DECLS

/* A highlighter's name of a language, or of none, in any case. */
gboolean carrel_code_is_language (const char *name);

/* What an element's class or attributes say. `strict`: only where they say that it is a language.
 * (transfer full) (nullable) */
char *carrel_code_dup_language (CarrelNode *node, gboolean strict);

/* Gives `pre` the language that it, what is in it or what is around `around` says; or takes away
 * what it had. */
void carrel_code_set_language (CarrelExtraction *self, CarrelNode *pre, CarrelNode *around);

G_END_DECLS
