/* carrel-library-highlights.h: marked passages and notes, through the one door. Main thread.
 *
 * Those of the article that is read are in CarrelReading; these list over all, and change. A change
 * ends with carrel_library_change_finish ().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

G_BEGIN_DECLS

typedef struct {
  gint64       article; /* 0: of all */
  CarrelQuery *query;   /* (nullable): of the articles that match; where it has words, only what has
                           one of them */
  int      colour;      /* -1: all */
  gboolean noted, lost; /* only those */
  gboolean by_article;  /* newest article first, in the order of its text; else the newest first */
  guint    limit;       /* 0: all */
} CarrelHighlightQuery;

/* (element-type CarrelHighlight) (transfer full): with their articles' titles */
void carrel_library_list_highlights_async (CarrelLibrary              *self,
                                           const CarrelHighlightQuery *query,
                                           GCancellable               *cancellable,
                                           GAsyncReadyCallback         callback,
                                           gpointer                    user_data);
GPtrArray *
carrel_library_list_highlights_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

/* (transfer full) (nullable): none, or an error */
void  carrel_library_load_note_async (CarrelLibrary      *self,
                                      gint64              article,
                                      GCancellable       *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data);
char *carrel_library_load_note_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

/* Bytes [start, end) of the text, in which `exact` (nullable) is what stands there for the person;
 * with start -1 the words are looked for. Joins with what it overlaps in the same colour. */
void carrel_library_add_highlight_async (CarrelLibrary        *self,
                                         gint64                article,
                                         gint64                start,
                                         gint64                end,
                                         const char           *exact,
                                         CarrelHighlightColour colour,
                                         const char           *note,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
void carrel_library_set_highlight_colour_async (CarrelLibrary        *self,
                                                gint64                id,
                                                CarrelHighlightColour colour,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
/* NULL or blank: none */
void carrel_library_set_highlight_note_async (CarrelLibrary      *self,
                                              gint64              id,
                                              const char         *note,
                                              GAsyncReadyCallback callback,
                                              gpointer            user_data);
void carrel_library_remove_highlights_async (CarrelLibrary      *self,
                                             GArray             *ids,
                                             GAsyncReadyCallback callback,
                                             gpointer            user_data);
/* On the article itself. */
void carrel_library_set_note_async (CarrelLibrary      *self,
                                    gint64              article,
                                    const char         *note,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);

/* Highlights as Markdown: each a quote, its note, and where it is from, under its article's title
 * where it changes. (element-type CarrelHighlight) (transfer full) */
char *carrel_highlights_to_markdown (GPtrArray *highlights);

G_END_DECLS
