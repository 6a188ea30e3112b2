/* carrel-add-batch.h: addresses, files and texts that are added together. Main thread.
 *
 * Addresses go through the fetch queue, which outlives everything; files and texts are read four at
 * a time. The work goes on when the dialog that began it is closed, and then ends with a toast in
 * the window, which holds the batch until then.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  CARREL_ADD_STATE_WAITING,
  CARREL_ADD_STATE_RUNNING,
  CARREL_ADD_STATE_SAVED,
  CARREL_ADD_STATE_EXISTS,
  CARREL_ADD_STATE_FAILED,
  CARREL_ADD_STATE_CANCELLED,
} CarrelAddState;

/* One of them. Signal «changed»: anything of it did; progress at most four times a second. */
#define CARREL_TYPE_ADD_ITEM (carrel_add_item_get_type ())
G_DECLARE_FINAL_TYPE (CarrelAddItem, carrel_add_item, CARREL, ADD_ITEM, GObject)

CarrelAddState carrel_add_item_get_state (CarrelAddItem *self);
CarrelAddStep  carrel_add_item_get_step (CarrelAddItem *self);
/* The title once it is known, else the address, the file's name, or the beginning of the text.
 * Lent. */
const char *carrel_add_item_get_title (CarrelAddItem *self);
const char *carrel_add_item_get_address (CarrelAddItem *self); /* (nullable): of a file or text */
/* Images: done of total. */
void carrel_add_item_get_progress (CarrelAddItem *self, guint *done, guint *total);
/* Images that could not be had; once it is saved. */
guint carrel_add_item_get_n_missing (CarrelAddItem *self);
/* Seconds that fetching took; 0: not yet. */
double carrel_add_item_get_fetch_time (CarrelAddItem *self);
/* Saved or there already: its id, and a moment later the article (nullable). */
gint64         carrel_add_item_get_id (CarrelAddItem *self);
CarrelArticle *carrel_add_item_get_article (CarrelAddItem *self);
const GError  *carrel_add_item_get_error (CarrelAddItem *self); /* (nullable): when it failed */
/* One line on how it is: «Fetching», «3 of 7 images», «Saved · 2,310 words», why it failed.
 * (transfer full) */
char *carrel_add_item_dup_sentence (CarrelAddItem *self);

/* Signals «changed»: an item did, or came; «bookmarks» (CarrelAddItem): it is a list of them, and
 * failed as a page. */
#define CARREL_TYPE_ADD_BATCH (carrel_add_batch_get_type ())
G_DECLARE_FINAL_TYPE (CarrelAddBatch, carrel_add_batch, CARREL, ADD_BATCH, GObject)

/* Topics (nullable) are given to all. */
CarrelLibrary  *carrel_add_batch_get_library (CarrelAddBatch *self);
CarrelAddBatch *carrel_add_batch_new (CarrelLibrary *library, const char *const *topics);
void            carrel_add_batch_add_address (CarrelAddBatch *self, const char *address);
void            carrel_add_batch_add_file (CarrelAddBatch *self, GFile *file);
void            carrel_add_batch_add_text (CarrelAddBatch *self, const char *text);
/* A page, or a part of one, from `address` (nullable); `text` is what it says. */
void               carrel_add_batch_add_page (CarrelAddBatch *self,
                                              GBytes         *html,
                                              const char     *address,
                                              const char     *text);
const char *const *carrel_add_batch_get_topics (CarrelAddBatch *self); /* (nullable) */
/* The addresses of an item that is a list of bookmarks, and how many the library has. Lent.
 * (element-type CarrelBookmark) (nullable) */
GPtrArray *carrel_add_item_get_bookmarks (CarrelAddItem *self, guint *n_here);
/* Begins what waits. */
void carrel_add_batch_start (CarrelAddBatch *self);
void carrel_add_batch_retry (CarrelAddBatch *self, CarrelAddItem *item);
void carrel_add_batch_cancel (CarrelAddBatch *self);

GListModel *carrel_add_batch_get_items (CarrelAddBatch *self); /* of CarrelAddItem */
guint       carrel_add_batch_count (CarrelAddBatch *self, CarrelAddState state);
/* Something waits or runs. */
gboolean carrel_add_batch_is_running (CarrelAddBatch *self);
/* From now on nobody looks: the end is told by a toast in this window, which holds the batch until
 * then (nullable: it isn't told). */
void carrel_add_batch_set_window (CarrelAddBatch *self, GtkWidget *window);

G_END_DECLS
