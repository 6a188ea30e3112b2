/* carrel-store-private.h: what the files of the store share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "store/carrel-store.h"

G_BEGIN_DECLS

/* The columns that carrel_store_read_article () reads, from article a. */
#define CARREL_ARTICLE_COLUMNS                                                                              \
  "a.id, a.title, a.byline, a.site, a.address, a.excerpt, a.language, a.image, a.image_width, a.image_height, " \
  "a.published, a.added, a.trashed, a.words, a.progress, a.place, a.read, a.favourite, a.rtl"
#define CARREL_N_ARTICLE_COLUMNS 19

/* From the statement's row, columns from `first` on; topics are read by a statement of their own.
 * (transfer full) */
CarrelArticle *carrel_store_read_article (CarrelConnection *connection, CarrelStatement *statement, int first);

/* A picture's row; one that is there stays. */
gboolean carrel_store_insert_image (CarrelConnection *connection, gint64 article, CarrelDraftImage *image, const char *hash, GError **error);

/* Their rows; an address that somebody has stays with him. */
gboolean carrel_store_insert_address (CarrelConnection *connection, gint64 article, const char *address, const char *kind, CarrelUndo *undo, GError **error);
gboolean carrel_store_insert_snapshot (CarrelConnection *connection, gint64 article, const CarrelSnapshotData *snapshot, GError **error);

/* Text packed for an undo; carrel_unpack () in SQL gives it back. (transfer full) */
GBytes *carrel_blob_pack (const char *text, gsize len);

/* Outgoing links of a draft, in the open transaction. */
gboolean carrel_store_insert_links (CarrelConnection *connection, gint64 article, CarrelDraft *draft, GError **error);

/* A note as it is kept: line ends are «\n», without other control characters; NULL for a blank one. FALSE:
 * TOO_LARGE. */
gboolean carrel_store_clean_note (const char *note, char **clean, GError **error);

G_END_DECLS
