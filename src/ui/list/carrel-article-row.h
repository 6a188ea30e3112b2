/* carrel-article-row.h: a row of the list, one pitch for every script: 132 px, or 52 px without the
 * text, or a card with a wide picture. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-article-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CARREL_TYPE_ARTICLE_ROW (carrel_article_row_get_type ())
G_DECLARE_FINAL_TYPE (CarrelArticleRow, carrel_article_row, CARREL, ARTICLE_ROW, GtkWidget)

typedef enum {
  CARREL_ROW_NORMAL,
  CARREL_ROW_COMPACT, /* title, and where it is from */
  CARREL_ROW_CARD,    /* its picture above it; without one as much text */
} CarrelRowView;

#define CARREL_N_ROW_VIEWS 3
#define CARREL_ROW_CARD_PICTURE 150 /* pixels high */
#define CARREL_ROW_STAR_SIZE 14

typedef struct _CarrelRowStyle CarrelRowStyle;

/* `style` is that of its list and view. */
GtkWidget *
carrel_article_row_new (CarrelLibrary *library, CarrelRowStyle *style, CarrelRowView view);
/* It is seen, or nearly: from now on it shows its item. Cheap when it does already. TRUE: it does
 * for the first time since it was made. */
gboolean carrel_article_row_show (CarrelArticleRow *self);
/* (nullable): unbound. Shown from the next carrel_article_row_show () on; then it fills itself when
 * the article comes, and again when it changes. */
void               carrel_article_row_set_item (CarrelArticleRow *self, CarrelArticleItem *item);
CarrelArticleItem *carrel_article_row_get_item (CarrelArticleRow *self);
/* What a click at a point of the row searches: its site, author, date or a topic. (transfer full)
 * (nullable): nothing, the click is on the article */
char *carrel_article_row_find_search (CarrelArticleRow *self, double x, double y);
/* Its picture again, small, for what is dragged. (transfer floating) (nullable): it shows none. */
GtkWidget *carrel_article_row_new_picture (CarrelArticleRow *self);
/* Selection mode: a check button before the gutter. */
void carrel_article_row_set_checks (CarrelArticleRow *self, gboolean shown, gboolean checked);

G_END_DECLS
