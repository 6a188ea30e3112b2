/* carrel-versions.h: the texts that an article has and had, and fetching it again. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-revision.h"
#include "model/carrel-version.h"

G_BEGIN_DECLS

/* ── Versions ── */

/* One in the list, and what changed since the one before it: words of the difference. */
typedef struct {
  CarrelVersion *version; /* (owned) */
  guint          n_added, n_removed;
  gboolean       compared; /* there is one before it, and the two were compared */
} CarrelVersionEntry;

/* Newest first, never none. (element-type CarrelVersionEntry) (transfer full) */
void carrel_library_load_versions_async (CarrelLibrary      *self,
                                         gint64              id,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
GPtrArray *
carrel_library_load_versions_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

/* Two texts beside each other. */
typedef struct {
  CarrelVersion  *before, *after;                   /* (owned) */
  CarrelDocument *before_document, *after_document; /* (owned) */
  char           *before_text, *after_text;         /* (owned) */
  GArray         *runs; /* (owned) (element-type CarrelDiffRun): of the two texts */
} CarrelComparison;
void carrel_comparison_free (CarrelComparison *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelComparison, carrel_comparison_free)

/* Computed on a worker from what carrel_library_load_versions_async () gave. */
void carrel_library_compare_versions_async (CarrelLibrary      *self,
                                            CarrelVersion      *before,
                                            CarrelVersion      *after,
                                            GCancellable       *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer            user_data);
CarrelComparison *
carrel_library_compare_versions_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

/* carrel_library_change_finish () gives the undo. */
void carrel_library_restore_version_async (CarrelLibrary      *self,
                                           gint64              id,
                                           gint64              version,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);

/* ── Fetching again ── */

typedef struct {
  CarrelRefetchResult result;
  char               *message;     /* (owned) (nullable): why it is gone */
  guint               before, now; /* words */
  CarrelUndo         *undo;        /* (owned) (nullable): of a new version */
  CarrelRevision     *revision;    /* (owned) (nullable): LESS: what the page shows now, which
                                    * carrel_library_keep_revision_async () makes a version all the same */
} CarrelRefetch;
void carrel_refetch_free (CarrelRefetch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelRefetch, carrel_refetch_free)

/* What the fetch queue does with an article: see carrel_queue_fetch_again_async ().
 *
 * Fetches the article's page and makes what it says now the article's text, unless it says the
 * same, less, or isn't there any more; what came of it is noted. With `less` a text that lost much
 * is taken too. Pictures that the library has are not fetched again. Fails with INVALID where the
 * article has no address, and as fetching does where another try may help; then nothing is noted.
 * `add` (nullable) tells how far it is. */
void carrel_library_fetch_again_async (CarrelLibrary      *self,
                                       gint64              id,
                                       gboolean            less,
                                       gboolean            pictures,
                                       CarrelAdd          *add,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
CarrelRefetch *
carrel_library_fetch_again_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

G_END_DECLS
