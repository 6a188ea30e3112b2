/* carrel-extract-mathml-private.h: the characters of MathML as TeX, for carrel-extract-mathml.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A command before it runs on into a letter: a space parts them. */
void carrel_mathml_append_tex (GString *out, const char *tex);

/* The text of an identifier, a number or an operator. (transfer full) */
char *carrel_mathml_translate (const char *text);

/* Text within TeX's text: its own characters are escaped. (transfer full) */
char *carrel_mathml_escape_text (const char *text);

G_END_DECLS
