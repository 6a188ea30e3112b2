/* carrel-library-private.h: what the files of the library share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "fetch/carrel-fetcher.h"
#include "library/carrel-library.h"
#include "library/carrel-queue.h"
#include "library/carrel-revision.h"
#include "store/carrel-store.h"

G_BEGIN_DECLS

struct _CarrelLibrary {
  GObject parent_instance;

  CarrelDatabase *database;    /* (owned) */
  CarrelFetcher  *fetcher;     /* (owned) (nullable): made when first needed */
  CarrelQueue    *queue;       /* (owned) (nullable): made when first asked for */
  GListStore     *topics;      /* (owned) of CarrelTopic, sorted by path */
  GListStore     *collections; /* (owned) of CarrelCollection */
  CarrelCounts    counts;
  CarrelChanges  *pending;     /* (owned) (nullable): not yet told */
  guint           tell_source;
  gboolean        closed;
};

CarrelFetcher *carrel_library_get_fetcher (CarrelLibrary *self);

/* As carrel_library_revise_async (), from the page as it was fetched just now. Takes `page`. */
void carrel_library_revise_page_async (CarrelLibrary *self, gint64 id, CarrelSnapshotData *page, gboolean cut, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* One article's new text, on the writer: the rows, or only that it is of this extractor too. */
gboolean carrel_library_write_revision (CarrelConnection *connection, CarrelRevision *revision, CarrelUndo *undo, CarrelChanges *changes, GError **error);

/* Jobs for GUINT results and the like: a boxed gint64. */
gint64 *carrel_library_box (gint64 value);

G_END_DECLS
