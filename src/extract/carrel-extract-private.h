/* carrel-extract-private.h: the state that the steps of an extraction share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "extract/carrel-extract.h"

#include "document/carrel-html.h"

G_BEGIN_DECLS

#define CARREL_EXTRACT_MAX_REFERENCES 60
#define CARREL_EXTRACT_MAX_TITLE      300 /* characters of a reference's title; a paragraph is longer */

/* ── Text and Markdown ── */

/* `text` is valid UTF-8. The draft's title may be NULL where the text has none. (transfer full) */
CarrelDraft *carrel_extract_text (const char *text);
CarrelDraft *carrel_extract_markdown (const char *text, const char *base);

/* A name under the title («By Ines Calder»), without the word that leads it; NULL when the line isn't
 * one. (transfer full) */
char *carrel_extract_parse_byline (const char *line);

/* ── Headings of what isn't the text ── */

typedef enum {
  CARREL_HEADING_OTHER,    /* the article's own */
  CARREL_HEADING_SEE_ALSO, /* «See also» and its sisters: references follow */
  CARREL_HEADING_WIDGET,   /* «Most read», «Share this»: of the site, not of the article */
  CARREL_HEADING_COMMENTS, /* «Comments», «12 comments» */
} CarrelHeadingKind;

/* By the whole line, compared without case, accents and punctuation. */
CarrelHeadingKind carrel_extract_judge_heading (const char *line);

/* One line of a list of references in a plain text: the title without its bullet or number, and the
 * address where one stands in it. FALSE when it is too long for a title, or empty. */
gboolean carrel_extract_parse_reference (const char *line, char **title, char **address);

G_END_DECLS
