/* carrel-citation.h: an article as a reference: for a letter, for notes, for a bibliography. Pure;
 * any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-article.h"

G_BEGIN_DECLS

typedef enum {
  CARREL_CITATION_PLAIN,    /* Ines Calder, “Title”, Pacific Ledger, 3 January 2026, https://…. */
  CARREL_CITATION_MARKDOWN, /* Ines Calder, [Title](https://…), Pacific Ledger, 3 January 2026. */
  CARREL_CITATION_BIBTEX,   /* an @online entry */
} CarrelCitation;

/* «plain», «markdown», «bibtex»; FALSE for another name. */
gboolean carrel_citation_from_name (const char *name, CarrelCitation *citation);
/* What isn't known is left out. `accessed`: the day it was read, for the bibliography; 0: none.
 * (transfer full) */
char *carrel_citation_make (CarrelArticle *article, CarrelCitation citation, gint64 accessed);

G_END_DECLS
