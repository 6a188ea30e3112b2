/* carrel-article.h: what a row and a header show of an article. Immutable; any thread.
 *
 * When an article changes a new CarrelArticle with the same id takes its place. Body, snapshot and
 * links aren't here: they are asked for by id.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-types.h"

G_BEGIN_DECLS

#define CARREL_TYPE_ARTICLE (carrel_article_get_type ())
G_DECLARE_FINAL_TYPE (CarrelArticle, carrel_article, CARREL, ARTICLE, GObject)

/* What an article is made of; strings may be NULL. The one constructor copies it all. */
typedef struct {
  gint64             id;
  const char        *title; /* never empty: the store makes one */
  const char        *byline;
  const char        *site; /* name of the site, else its display host */
  const char        *address;
  const char        *excerpt;
  const char        *language;
  const char        *image; /* blob of its picture: SHA-256 in hex */
  guint              image_width, image_height;
  gint64             published; /* seconds; 0: unknown */
  gint64             added;
  gint64             trashed; /* 0: not in the trash */
  guint              words;
  double             progress; /* 0–1 */
  CarrelPlace        place;
  CarrelReadState    read;
  gboolean           favourite;
  gboolean           rtl;
  guint              n_topics;
  const char *const *topics;  /* (array length=n_topics): paths, sorted */
  const guint8      *colours; /* (array length=n_topics): each topic's colour */
} CarrelArticleData;

CarrelArticle *carrel_article_new (const CarrelArticleData *data);

/* All of it, lent. Properties of the same names exist for bindings (id, title, byline, site,
 * address, excerpt, language, image, published, added, trashed, words, progress, place, read,
 * favourite, rtl). */
const CarrelArticleData *carrel_article_get (CarrelArticle *self);
gint64                   carrel_article_get_id (CarrelArticle *self);
const char              *carrel_article_get_title (CarrelArticle *self);

/* «Pacific Ledger · Ines Calder · 4 min · 2 hours ago». (transfer full) */
char *carrel_article_dup_meta (CarrelArticle *self);
/* «By Ines Calder · 3 January 2026 · 912 words · 4 min»; `narrow`: without words.
 * (transfer full) */
char *carrel_article_dup_byline_line (CarrelArticle *self, gboolean narrow);
/* For assistive technology: «title, unread, site, author, 7 minutes, 3 days ago, topics ai, llm».
 * (transfer full) */
char *carrel_article_dup_description (CarrelArticle *self);

gboolean carrel_article_equal (CarrelArticle *a, CarrelArticle *b);

G_END_DECLS
