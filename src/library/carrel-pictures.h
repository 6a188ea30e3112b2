/* carrel-pictures.h: fetching the pictures that articles still lack.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

G_BEGIN_DECLS

typedef struct {
  guint n_come;    /* are in the text now */
  guint n_waiting; /* failed for a while: tried again by themselves */
  guint n_failed;  /* can't be had */
} CarrelPicturesOutcome;

typedef enum {
  CARREL_PICTURES_DUE,     /* whose turn it is */
  CARREL_PICTURES_WAITING, /* and those whose turn comes: for who has just added it */
  CARREL_PICTURES_ALL,     /* every one that the text lacks: the person asks */
} CarrelPicturesWhich;

typedef void (*CarrelPicturesProgress) (guint done, guint total, gpointer data);

/* Fetches pictures of an article. They are put into the text as they come, some at a time.
 * `progress` (nullable) is called with `user_data`. Where pictures of the article are being fetched
 * already, it ends at once with nothing done. Cancelled, it keeps what has come. */
void     carrel_library_fetch_pictures_async (CarrelLibrary         *self,
                                              gint64                 article,
                                              CarrelPicturesWhich    which,
                                              CarrelPicturesProgress progress,
                                              GCancellable          *cancellable,
                                              GAsyncReadyCallback    callback,
                                              gpointer               user_data);
gboolean carrel_library_fetch_pictures_finish (CarrelLibrary         *self,
                                               GAsyncResult          *result,
                                               CarrelPicturesOutcome *outcome,
                                               GError               **error);

/* Works on the list of all articles, one after the other, until it is told otherwise or the library
 * is closed; pauses where the fetch queue does. The window does this. */
void carrel_library_set_pictures_work (CarrelLibrary *self, gboolean work);

G_END_DECLS
