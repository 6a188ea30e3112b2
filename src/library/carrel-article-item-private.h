/* carrel-article-item-private.h: what the list and its rows have to do with each other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-article-list.h"

G_BEGIN_DECLS

/* Whether it is there, without asking for it. */
gboolean carrel_article_item_has_article (CarrelArticleItem *self);
/* Each announces what is new; `quiet`: of another search, whose snippet is on its way and will be
 * announced, also where there is none. `snippet` (nullable) */
void carrel_article_item_set_article (CarrelArticleItem *self, CarrelArticle *article);
void carrel_article_item_set_snippet (CarrelArticleItem *self, const char *snippet, gboolean quiet);

/* The article is to be read, and those of the rows near it that somebody holds. */
void carrel_article_list_need_article (CarrelArticleList *self, gint64 id);

G_END_DECLS
