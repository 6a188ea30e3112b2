/* carrel-html-guard.h: bounds what a page can cost before a parser sees it.
 *
 * A linear tokenizer over the bytes that knows as much HTML as is needed to see tags where the
 * parser would: comments, raw text elements (script, style, textarea, title, …), quoted attributes.
 * It copies the page and leaves out what goes over a limit. Parsers are quadratic in the depth of
 * open elements and in the attributes of one tag; a page within the limits is copied unchanged.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CARREL_GUARD_MAX_BYTES (16 * 1024 * 1024) /* of decoded text */
#define CARREL_GUARD_MAX_DEPTH 512    /* open elements; deeper start tags are left out, their text stays */
#define CARREL_GUARD_MAX_ATTRIBUTES 256 /* of one tag; more are left out */
#define CARREL_GUARD_MAX_TAGS 400000

/* The page within the limits; NULL when nothing had to be left out, so that the caller uses its own
 * text. Fails with CARREL_ERROR_TOO_LARGE over MAX_BYTES or MAX_TAGS (then *error is set and NULL
 * returned). Any thread, linear time. (transfer full) (nullable) */
char *carrel_html_guard (const char *html, gsize len, gsize *out_len, GError **error);

G_END_DECLS
