/* carrel-store-private.h: what the files of the store share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "store/carrel-store.h"

G_BEGIN_DECLS

/* For sorting ids (gint64), the smallest first. */
static inline int
carrel_store_compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* The columns that carrel_store_read_article () reads, from article a. */
#define CARREL_ARTICLE_COLUMNS                                                                     \
  "a.id, a.title, a.byline, a.site, a.address, a.excerpt, a.language, a.image, a.image_width, "    \
  "a.image_height, "                                                                               \
  "a.published, a.added, a.trashed, a.words, a.progress, a.place, a.read, a.favourite, a.rtl"
#define CARREL_N_ARTICLE_COLUMNS 19

/* From the statement's row, columns from `first` on; topics are read by a statement of their own.
 * (transfer full) */
CarrelArticle *
carrel_store_read_article (CarrelConnection *connection, CarrelStatement *statement, int first);
void carrel_store_set_no_article (gint64 id, GError **error);

/* A picture's row; one that is there stays. */
gboolean carrel_store_insert_image (CarrelConnection *connection,
                                    gint64            article,
                                    CarrelDraftImage *image,
                                    const char       *hash,
                                    GError          **error);

/* Ids, by an index that has no others; looked up once in a statement. */
#define CARREL_TRASHED "(SELECT id FROM article WHERE trashed > 0)"

/* Their rows; an address that somebody has stays with him. */
gboolean carrel_store_insert_address (CarrelConnection *connection,
                                      gint64            article,
                                      const char       *address,
                                      const char       *kind,
                                      CarrelUndo       *undo,
                                      GError          **error);
gboolean carrel_store_insert_snapshot (CarrelConnection         *connection,
                                       gint64                    article,
                                       const CarrelSnapshotData *snapshot,
                                       GError                  **error);

/* Text packed for an undo; carrel_unpack () in SQL gives it back. (transfer full) */
GBytes *carrel_blob_pack (const char *text, gsize len);

/* Outgoing links of a draft, in the open transaction. */
gboolean carrel_store_insert_links (CarrelConnection *connection,
                                    gint64            article,
                                    CarrelDraft      *draft,
                                    GError          **error);

/* A note as it is kept: line ends are «\n», without other control characters; NULL for a blank one.
 * FALSE: TOO_LARGE. */
gboolean carrel_store_clean_note (const char *note, char **clean, GError **error);

/* ── Other names of topics: carrel-store-topic-names.c ── */

/* Whose other name this is: 0: nobody's; -1 with an error. */
gint64 carrel_store_find_alias (CarrelConnection *connection, const char *name, GError **error);
/* (transfer full): NULL with an error. */
char *carrel_store_dup_topic_path (CarrelConnection *connection, gint64 topic, GError **error);
/* Gives a topic another name, whoever had it; nothing happens where a topic is called so. */
gboolean carrel_store_add_alias (CarrelConnection *connection,
                                 gint64            topic,
                                 const char       *alias,
                                 CarrelUndo       *undo,
                                 GError          **error);
/* A topic is called so from now on. */
gboolean carrel_store_free_alias (CarrelConnection *connection,
                                  const char       *name,
                                  CarrelUndo       *undo,
                                  GError          **error);
/* Adds its other names to `names` (element-type utf8). */
gboolean carrel_store_list_aliases (CarrelConnection *connection,
                                    gint64            topic,
                                    GPtrArray        *names,
                                    GError          **error);
/* Before a topic goes: what is said about it, so that an undo brings it back. */
gboolean carrel_store_remove_topic_names (CarrelConnection *connection,
                                          gint64            topic,
                                          CarrelUndo       *undo,
                                          GError          **error);

G_END_DECLS
