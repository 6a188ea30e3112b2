/* carrel-library-private.h: what the files of the library share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "exchange/carrel-saved-page.h"
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
  GListStore     *works;       /* (owned) (nullable): of CarrelWork; made when first asked for */
  GListStore     *topics;      /* (owned) of CarrelTopic, sorted by path */
  GListStore     *collections; /* (owned) of CarrelCollection */
  GListStore     *alike; /* (owned) (nullable) of CarrelTopicPair: made when first asked for */
  guint64         alike_stamp; /* of the topics that it is of */
  guint           alike_source;
  CarrelCounts    counts;
  CarrelChanges  *pending; /* (owned) (nullable): not yet told */
  guint           tell_source;
  GHashTable
          *picturing; /* (owned) (nullable): gint64 *, articles whose pictures are being fetched */
  gboolean pictures_work;
  guint    picture_timer;
  GError  *write_error; /* (owned) (nullable): carrel-library-disk.c */
  guint    disk_timer;
  gboolean disk_watched, disk_asked, disk_full;
  gboolean closed;
};

/* After the topics were read. */
void carrel_library_update_alike (CarrelLibrary *self);

/* Something was not saved: where that is for DISK, and the disk is watched, it is looked at now. */
void carrel_library_doubt_disk (CarrelLibrary *self, const GError *error);

CarrelFetcher *carrel_library_get_fetcher (CarrelLibrary *self);

/* carrel_saved_page_read () on a worker: NULL without an error for a file as any other. */
void carrel_library_read_saved_async (CarrelLibrary      *self,
                                      GBytes             *bytes,
                                      const char         *path,
                                      const char         *type,
                                      GCancellable       *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data);
CarrelSavedPage *
carrel_library_read_saved_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);
/* The pictures of the draft that came with the page. */
void carrel_library_take_saved_pictures (CarrelDraft *draft, CarrelSavedPage *page);

/* What a browser shows of an article that is there: a new version of it, where it has more words;
 * FALSE without an error where it hasn't. Takes the draft. */
void carrel_library_keep_saved_async (CarrelLibrary      *self,
                                      gint64              id,
                                      CarrelDraft        *draft,
                                      GCancellable       *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data);
gboolean
carrel_library_keep_saved_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

/* As carrel_library_revise_async (), with the text that was made of the page just now; its snapshot
 * is set. Takes the draft. */
void carrel_library_revise_draft_async (CarrelLibrary      *self,
                                        gint64              id,
                                        CarrelDraft        *draft,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);

/* One article's new text, on the writer: the rows, or only that it is of this extractor too. */
gboolean carrel_library_write_revision (CarrelConnection *connection,
                                        CarrelRevision   *revision,
                                        CarrelUndo       *undo,
                                        CarrelChanges    *changes,
                                        GError          **error);

/* Fetches the further pages of the article that `draft`, made from `page`, begins, and joins them
 * to it. The draft is lent until it ends. `typed` (nullable): the address that the person gave.
 * Fails only when cancelled: what can't be had is said in the draft. */
void     carrel_library_join_pages_async (CarrelLibrary      *self,
                                          CarrelDraft        *draft,
                                          CarrelPage         *page,
                                          const char         *typed,
                                          GCancellable       *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);
gboolean carrel_library_join_pages_finish (GAsyncResult *result, GError **error);

/* ── Jobs: carrel-library-jobs.c ── */

/* What is asked of a reader: each function takes of it what it needs. */
typedef struct {
  gint64       id;
  guint        n, skip, rows;
  gboolean     flag;
  CarrelSort   sort;
  gboolean     reverse;
  GArray      *ids;   /* (owned) (nullable) (element-type gint64) */
  char        *text;  /* (owned) (nullable) */
  CarrelQuery *query; /* (owned) (nullable) */
} CarrelQuestion;

/* Asks on a reader; `func` gets the question. Takes what the question owns. `tag`: of the task. */
void carrel_library_ask (CarrelLibrary      *self,
                         CarrelReadFunc      func,
                         CarrelQuestion      question,
                         GDestroyNotify      free_result,
                         gpointer            tag,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data);

/* One change: each function takes of it what it needs. */
typedef struct _CarrelChange CarrelChange;
typedef gboolean (*CarrelChangeFunc) (CarrelConnection *connection,
                                      CarrelChange     *change,
                                      CarrelUndo       *undo,
                                      CarrelChanges    *changes,
                                      GError          **error);
struct _CarrelChange {
  CarrelChangeFunc func;
  gint64           a, b, c;
  int              value;
  gboolean         flag;
  GArray          *ids;                           /* (owned) (nullable) (element-type gint64) */
  char            *text, *other, *third, *fourth; /* (owned) (nullable) */
  GStrv            add, remove;                   /* (owned) (nullable) */
  CarrelUndo      *undo;                          /* (owned) (nullable): to be run */
};
#define CARREL_CHANGE_IDS(change)                                                                  \
  (const gint64 *) (gpointer) (change)->ids->data, (change)->ids->len

/* Queues it on the writer, in a transaction of its own; ends with carrel_library_change_finish ().
 * Takes what the change owns. */
void carrel_library_do_change (CarrelLibrary      *self,
                               CarrelChange        change,
                               GAsyncReadyCallback callback,
                               gpointer            user_data);

/* Jobs for GUINT results and the like: a boxed gint64. */
gint64 *carrel_library_box (gint64 value);

G_END_DECLS
