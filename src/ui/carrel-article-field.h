/* carrel-article-field.h: what is said of an article in a line, and searched by a click: site,
 * author, dates, language. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-article.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  CARREL_ARTICLE_FIELD_SITE,
  CARREL_ARTICLE_FIELD_AUTHOR,
  CARREL_ARTICLE_FIELD_ADDED,
  CARREL_ARTICLE_FIELD_PUBLISHED,
  CARREL_ARTICLE_FIELD_LANGUAGE,
} CarrelArticleField;

/* The search for articles that have it too: «site:"Pacific Ledger"», «added:2026-01-03». (transfer
 * full) (nullable): the article has none */
char *carrel_article_field_write (CarrelArticle *article, CarrelArticleField field);
/* All articles of a topic and those below it. (transfer full) */
char *carrel_article_field_write_topic (const char *path);

/* Lists what a search finds in all of the library, in the widget's window. */
void carrel_article_field_search (GtkWidget *widget, const char *search);

/* Which field of carrel_article_dup_meta () stands at a byte of it; FALSE: none. */
gboolean carrel_article_field_find (CarrelArticle      *article,
                                    const char         *meta,
                                    gsize               index,
                                    CarrelArticleField *field);

/* A label of a line (carrel_article_dup_byline_line (), or the site alone) whose author, date or
 * site is a link that searches it. */
void carrel_article_field_link (GtkLabel *label, CarrelArticle *article, const char *line);

G_END_DECLS
