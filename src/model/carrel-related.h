/* carrel-related.h: articles that seem to belong to another, and why. Immutable once filled; any
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-article.h"

G_BEGIN_DECLS

/* An article like another. */
typedef struct {
  CarrelArticle *article; /* (owned) */
  double         score;   /* 0 to 1 */
  GStrv words; /* (owned): what both say and few others, as the other article's text has it; best
                  first */
  GStrv    topics;   /* (owned): paths of topics that both have, the rarest first */
  guint    n_common; /* articles, and wanted things, with which both are linked */
  gboolean linked;   /* with each other */
} CarrelRelated;

void carrel_related_free (CarrelRelated *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelRelated, carrel_related_free)

/* One article's title, or the part of it that is distinctive, stands in another's text, and no link
 * says so. */
typedef struct {
  CarrelArticle *article;  /* (owned): the other one */
  gboolean       backlink; /* its text has the words; else the article's own has */
  char          *words;    /* (owned): as they stand there */
  char          *context;  /* (owned): the sentence around them */
} CarrelUnlinked;

void carrel_unlinked_free (CarrelUnlinked *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelUnlinked, carrel_unlinked_free)

G_END_DECLS
