/* carrel-thread.h: articles that follow each other, in order. Immutable, reference-counted, any
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-article.h"

G_BEGIN_DECLS

#define CARREL_TYPE_THREAD (carrel_thread_get_type ())
typedef struct _CarrelThread CarrelThread;

GType carrel_thread_get_type (void);
/* `title` nullable; `articles` (element-type CarrelArticle) in order, taken. */
CarrelThread *carrel_thread_new (const char *title, GPtrArray *articles);
CarrelThread *carrel_thread_ref (CarrelThread *self);
void          carrel_thread_unref (CarrelThread *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelThread, carrel_thread_unref)

/* Its own title, else the first article's. Lent. */
const char    *carrel_thread_get_title (CarrelThread *self);
gboolean       carrel_thread_has_title (CarrelThread *self);
guint          carrel_thread_get_n_articles (CarrelThread *self);
CarrelArticle *carrel_thread_get_article (CarrelThread *self,
                                          guint         number); /* lent; NULL: not so many */
/* G_MAXUINT: it isn't there. */
guint carrel_thread_find (CarrelThread *self, gint64 article);
/* The one before and after an article; NULL: it is the first, the last, or not there. Lent. */
CarrelArticle *carrel_thread_get_previous (CarrelThread *self, gint64 article);
CarrelArticle *carrel_thread_get_next (CarrelThread *self, gint64 article);
/* How many are read; and how much of all their words, 0 to 1. */
guint  carrel_thread_get_n_read (CarrelThread *self);
double carrel_thread_get_progress (CarrelThread *self);

/* Orders what follows what: `n` articles, pairs {later, earlier} of their numbers. What follows
 * nothing comes first, then what follows it, near to it; among equals the lower number. Where they
 * go round in a circle it is opened at the lowest number. `order` gets n numbers. (Kahn: CACM
 * 5(11), 1962, with a stack, so that a branch is followed to its end.) */
void carrel_thread_order (guint n, const guint (*pairs)[2], gsize n_pairs, guint *order);

G_END_DECLS
