/* carrel-article-row.h: a row of the list: 132 px, one pitch for every script. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-article-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_ARTICLE_ROW (carrel_article_row_get_type ())
G_DECLARE_FINAL_TYPE (CarrelArticleRow, carrel_article_row, CARREL, ARTICLE_ROW, AdwBin)

GtkWidget         *carrel_article_row_new (CarrelLibrary *library);
/* (nullable): unbound. Fills itself when the article comes, and again when it changes. */
void               carrel_article_row_set_item (CarrelArticleRow *self, CarrelArticleItem *item);
CarrelArticleItem *carrel_article_row_get_item (CarrelArticleRow *self);
/* Selection mode: a check button before the gutter. */
void               carrel_article_row_set_checks (CarrelArticleRow *self, gboolean shown, gboolean checked);

G_END_DECLS
