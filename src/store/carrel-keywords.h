/* carrel-keywords.h: the words and phrases by which a text differs from others. Pure; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  char *match;  /* (owned): as the index has it; two characters with a space between where a script
                   has no spaces */
  guint  n;     /* how often it stands there; in the title it counts three times */
  double score; /* of a phrase: the lower, the more it says */
  char  *text;  /* (owned): as the text has it, with small letters where it mostly has them */
  guint  n_words;
} CarrelKeyword;

void carrel_keyword_free (CarrelKeyword *self);

/* The text's words by how often they stand in it, without the common words of its language, without
 * numbers and single letters; at most `limit`. `language` is nullable. (element-type CarrelKeyword)
 * (transfer full) */
GPtrArray *
carrel_keywords_list (const char *title, const char *text, const char *language, guint limit);

/* Phrases of up to three words, or two to four characters (of scripts in which these are no mere
 * letters), that stand in the text at least twice,
 * the best first: none is part of another. Rated as YAKE does it (Campos et al. 2020) by how early,
 * how often, in how many sentences and how often with a capital its words stand; in the place of
 * YAKE's measure of a word's company the common words of the language are left out. (element-type
 * CarrelKeyword) (transfer full) */
GPtrArray *carrel_keywords_list_phrases (const char *title,
                                         const char *text,
                                         const char *language,
                                         guint       limit);

G_END_DECLS
