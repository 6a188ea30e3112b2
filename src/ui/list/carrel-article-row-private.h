/* carrel-article-row-private.h: what a row of the list is made of. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/list/carrel-article-row.h"
#include "ui/list/carrel-row-style.h"

G_BEGIN_DECLS

#define CARREL_ROW_N_CHIPS 2
#define CARREL_ROW_CARD_WIDTH 400 /* of the picture, as it is read */

struct _CarrelArticleRow {
  GtkWidget parent_instance;

  CarrelLibrary     *library; /* (owned) */
  CarrelRowStyle    *style;   /* (owned) */
  CarrelArticleItem *item;    /* (owned) (nullable) */
  gulong             article_handler, snippet_handler;
  CarrelArticle     *shown;       /* (owned) (nullable) */
  GCancellable      *cancellable; /* (owned) (nullable): of the picture */
  char              *picture;     /* (owned) (nullable): hash of what is shown or on its way */
  GdkPaintable      *paintable;   /* (owned) (nullable) */
  gboolean           missing;     /* the picture can't be shown: there is room for it no more */
  CarrelRowView      view;
  gboolean           near, stale; /* it was near once; it doesn't show the item yet */
  gboolean           styled;      /* it got its first style */
  guint              patience;    /* source id: until what is on its way is drawn as such */
  gboolean           awaited;     /* it is */
  gboolean           checks, checked;
  GtkWidget         *check_revealer, *check; /* (nullable) */

  /* How it is laid out: carrel-article-row-draw.c. */
  PangoLayout    *title, *excerpt, *meta;        /* (owned) (nullable) */
  PangoLayout    *chips[CARREL_ROW_N_CHIPS + 1]; /* (owned) (nullable): of topics, and «+3» */
  graphene_rect_t chip_rects[CARREL_ROW_N_CHIPS + 1];
  guint           n_chips;
  graphene_rect_t content, thumb, meta_rect;
  int             laid_out; /* the width it is laid out for; -1: it isn't */
};

/* There is a picture, or room for one that is on its way. */
static inline gboolean
carrel_article_row_has_thumb (CarrelArticleRow *self)
{
  return self->picture && !self->missing && self->view != CARREL_ROW_COMPACT;
}

/* What stands below the title: in results a snippet, whose hits are marked in `hits` (nullable).
 * (transfer full) */
char *carrel_article_row_dup_excerpt (CarrelArticleRow *self, PangoAttrList *hits);
/* What is shown, or its style, has changed. */
void carrel_article_row_forget_layout (CarrelArticleRow *self);
/* Cheap when it is laid out. */
void carrel_article_row_lay_out (CarrelArticleRow *self);
void carrel_article_row_draw (CarrelArticleRow *self, GtkSnapshot *snapshot);

G_END_DECLS
