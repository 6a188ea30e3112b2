/* carrel-words.h: what the panels say: names, sentences, one line of many parts. Pure; main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-types.h"

G_BEGIN_DECLS

/* The parts with « · » between them; NULL and empty ones are left out. A part that runs from right
 * to left is isolated, in a mirrored window any, so that it doesn't carry its neighbours with it.
 * The line runs as the window does; in the page of an article, which may run otherwise,
 * carrel_side_set_line () shows it. (array length=n_parts) (transfer full) */
char *carrel_words_join (const char *const *parts, guint n_parts);

/* Site, author, minutes and age of an article (carrel_article_dup_meta ()), joined as above.
 * (transfer full) */
char *carrel_words_meta (CarrelArticle *article);

/* What stands above links of a kind: «See also», «Cites»; seen from their target «Mentioned by»,
 * «Cited by». Static, translated. */
const char *carrel_words_link_heading (CarrelLinkKind kind, gboolean backlink);

/* A highlight's colour: «Yellow». Static, translated. */
const char *carrel_words_colour (guint colour);

/* «6 min». (transfer full) */
char *carrel_words_minutes (guint words);

/* A language tag's name: «pt-BR» → «Portuguese»; the tag itself where there is no name, NULL for
 * NULL. Static or `tag`. */
const char *carrel_words_language (const char *tag);

/* What stands above the articles of a day: «2026-03-14» → «Today», «Monday», «14 March»; what is no
 * day stays as it is. (transfer full) */
char *carrel_words_day (const char *day);

/* What a search is narrowed by, for a chip: («is», «unread») → «Unread», («site», «ledger») →
 * «ledger». (transfer full) */
char *carrel_words_filter (const char *field, const char *value, gboolean negated);
/* What of a search looks like a filter and is looked for as text, a line each, a few at most; that
 * no field is called so is said where `nothing` was found. (transfer full) (nullable): nothing */
char *carrel_words_misread (const char *typed, gboolean nothing);

/* An address without what says nothing: scheme, «www.», a slash at the end; percent escapes that
 * make valid text are undone. (transfer full) */
char *carrel_words_address (const char *address);

/* What is said or named, in quotation marks: «“Swifts”». (transfer full) */
char *carrel_words_quote (const char *text);

/* An error as a sentence with its full stop. (transfer full) */
char *carrel_words_error (const GError *error);

/* A failure's sentence, and that it is tried again by itself: «… It stays in the queue; next try in
 * 10 minutes.» (transfer full) */
char *carrel_words_next_try (const char *sentence, gint64 next_try);
/* «1 minute», «3 hours»: a span, rounded; at least a few seconds. (transfer full) */
char *carrel_words_span (double seconds);

/* The text as Pango markup, with what was searched for (carrel_query_list_marks ()) on a ground of
 * this colour («#fdf0b0»). (element-type utf8) (transfer full) */
char *carrel_words_mark (const char *text, GPtrArray *marks, const char *colour);

/* Where the web is searched for a title. (transfer full) */
char *carrel_words_search_address (const char *title);

G_END_DECLS
