/* carrel-article-list.h: the articles that match a query, as a GListModel of CarrelArticleItem.
 *
 * Holds the ids of all matches and the rows of the pages last looked at. The first 100 ids come at
 * once, the whole vector right after, on a reader; rows are read by id, a page of 64 at a time,
 * when somebody asks for an item's article. Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-id-list.h"
#include "library/carrel-library.h"

G_BEGIN_DECLS

/* A row: an id and, once read, its article. Reading «article» asks for its page; notify::article
 * when it comes, and again when the article changed. The same object as long as somebody holds it.
 */
#define CARREL_TYPE_ARTICLE_ITEM (carrel_article_item_get_type ())
G_DECLARE_FINAL_TYPE (CarrelArticleItem, carrel_article_item, CARREL, ARTICLE_ITEM, CarrelIdItem)
gint64 carrel_article_item_get_id (CarrelArticleItem *self);
/* (transfer none) (nullable): NULL until it is read; asking starts the reading. */
CarrelArticle *carrel_article_item_get_article (CarrelArticleItem *self);
/* In a search: text around the first hit, hits between U+E000 and U+E001 (transfer none)
 * (nullable). notify::snippet when it comes. */
const char *carrel_article_item_get_snippet (CarrelArticleItem *self);

#define CARREL_TYPE_ARTICLE_LIST (carrel_article_list_get_type ())
G_DECLARE_FINAL_TYPE (CarrelArticleList, carrel_article_list, CARREL, ARTICLE_LIST, CarrelIdList)

CarrelArticleList *carrel_article_list_new (CarrelLibrary *library);
/* The place (a query of its own, nullable: everything) and what is searched within it (nullable).
 * A newer call cancels an older one. Signal «loaded» when the whole vector is there. */
void         carrel_article_list_set (CarrelArticleList *self,
                                      CarrelQuery       *place,
                                      CarrelQuery       *search,
                                      CarrelSort         sort,
                                      gboolean           reverse);
CarrelQuery *carrel_article_list_get_search (CarrelArticleList *self); /* (nullable) */
gboolean     carrel_article_list_is_loading (CarrelArticleList *self);
/* Its rows are still those of what was asked before. */
gboolean carrel_article_list_is_stale (CarrelArticleList *self);
/* Why it could not be read the last time (transfer none) (nullable). What it had of the same place
 * and search is there still. It is read anew with the next change, and when it is asked for. */
const GError *carrel_article_list_get_error (CarrelArticleList *self);
/* In an order by relevance only the newest matches were ranked; the others are there too, by age,
 * after them. Known when «loaded» came. */
gboolean carrel_article_list_is_capped (CarrelArticleList *self);
/* Divides the list, from now on. By day and site it must be sorted so that groups stand together
 * (see CarrelGroupBy), else there are many small ones; by topic it is put into another order. */
void          carrel_article_list_set_group_by (CarrelArticleList *self, CarrelGroupBy by);
CarrelGroupBy carrel_article_list_get_group_by (CarrelArticleList *self);
/* The group that a place of the list is in, as GtkSectionModel asks for it: from `start` until
 * before `end`; `name` (nullable) is lent. FALSE, and one group of all, where the list is not
 * divided. Signal «groups-changed»: they begin elsewhere, or are called otherwise, than before;
 * after the items-changed that goes with it. */
gboolean carrel_article_list_get_group (
    CarrelArticleList *self, guint position, guint *start, guint *end, const char **name);
/* Has all of them ranked («All Results»), until the next carrel_article_list_set (). */
void   carrel_article_list_rank_all (CarrelArticleList *self);
gint64 carrel_article_list_get_id (CarrelArticleList *self, guint position); /* 0: none */
/* All of them as they are now; others will take their place. (transfer full) */
CarrelIds *carrel_article_list_ref_ids (CarrelArticleList *self);
/* GTK_INVALID_LIST_POSITION's value, G_MAXUINT, when it isn't there. */
guint carrel_article_list_find (CarrelArticleList *self, gint64 id);

G_END_DECLS
