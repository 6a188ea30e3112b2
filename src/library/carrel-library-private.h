/* carrel-library-private.h: what the files of the library share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "fetch/carrel-fetcher.h"
#include "library/carrel-library.h"
#include "library/carrel-queue.h"
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

/* Jobs for GUINT results and the like: a boxed gint64. */
gint64 *carrel_library_box (gint64 value);

G_END_DECLS
