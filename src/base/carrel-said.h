/* carrel-said.h: a sentence that can be said again, in another language. Any thread.
 *
 * What goes wrong is kept in the library, and may be shown by a window in another language than
 * that of the program which met it. So the sentence is kept as what it is made of: its untranslated
 * format and what is put into it. As a text: fields between U+001F, the format first; a field that
 * begins with U+001D is translated itself; what stands before U+001C is put in front as it is.
 * Nothing of it is ever a format to printf. A sentence that was kept without any of these is said
 * as it stands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <stdarg.h>

G_BEGIN_DECLS

/* Begins an argument that is to be translated, as in CARREL_SAID_WORD "PDF". */
#define CARREL_SAID_WORD "\x1d"

/* Of an untranslated format (marked with N_) with %s, %u and %d. (transfer full) */
char *carrel_said_new (const char *format, va_list arguments);
char *carrel_said_make (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* Of one that has another form for `n`. (transfer full) */
char *carrel_said_new_plural (const char *one, const char *many, guint n, va_list arguments);
/* Of a sentence in whatever language, which stays as it is. (transfer full) */
char *carrel_said_new_literal (const char *sentence);
/* With a text in front. (transfer full) */
char *carrel_said_prefix (const char *prefix, const char *said);

/* The sentence in the program's language; whatever `said` (nullable) is, a text comes out; NULL of
 * NULL. (transfer full) */
char *carrel_said_speak (const char *said);

G_END_DECLS
