/* carrel-library.h: the only door to a library. Main thread; everything that does I/O is async.
 *
 * Signal «changed» (CarrelChanges): at most once in a turn of the main loop, after commits of this
 * process or another. Properties: «counts» (boxed pointer, notify when they changed), «topics»
 * (GListModel of CarrelTopic, sorted by path, always up to date), «collections» (GListModel).
 *
 * Errors: see base/carrel-error.h. Each message is a sentence for the person.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "document/carrel-document.h"
#include "model/carrel-backup.h"
#include "model/carrel-changes.h"
#include "model/carrel-draft.h"
#include "model/carrel-query.h"
#include "model/carrel-suggestion.h"
#include "model/carrel-thread.h"
#include "model/carrel-topic-pair.h"
#include "model/carrel-undo.h"
#include "model/carrel-values.h"
#include "model/carrel-version.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CARREL_TYPE_LIBRARY (carrel_library_get_type ())
G_DECLARE_FINAL_TYPE (CarrelLibrary, carrel_library, CARREL, LIBRARY, GObject)

/* The person's own: the folder of carrel-settings.h, else $XDG_DATA_HOME/carrel/library;
 * CARREL_LIBRARY in the environment overrides both. (transfer full) */
char *carrel_library_dup_default_folder (void);

/* Makes it where there is none. Fails with TOO_NEW, DAMAGED, DISK. */
void carrel_library_open_async (const char         *folder,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data);
/* The same for who shows it at once: a large library is judged when its first rows were read. Is it
 * damaged, which comes before anything is written, signal «damaged» says so: then it is to be
 * closed. */
void           carrel_library_open_soon_async (const char         *folder,
                                               GCancellable       *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer            user_data);
CarrelLibrary *carrel_library_open_finish (GAsyncResult *result, GError **error);
void
carrel_library_close_async (CarrelLibrary *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean carrel_library_close_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

const char         *carrel_library_get_folder (CarrelLibrary *self);
GListModel         *carrel_library_get_topics (CarrelLibrary *self);      /* of CarrelTopic */
GListModel         *carrel_library_get_collections (CarrelLibrary *self); /* of CarrelCollection */
const CarrelCounts *carrel_library_get_counts (CarrelLibrary *self);
/* The file of an image or snapshot; computes only. (transfer full) */
char *carrel_library_dup_blob_path (CarrelLibrary *self, const char *hash);

/* ── Reading ── */
void carrel_library_load_article_async (CarrelLibrary      *self,
                                        gint64              id,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
CarrelArticle *
carrel_library_load_article_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);
/* (element-type CarrelArticle) (transfer full) */
void carrel_library_load_articles_async (CarrelLibrary      *self,
                                         GArray             *ids,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
GPtrArray *
carrel_library_load_articles_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

#define CARREL_READING_BACKLINKS 200

/* What a reader needs of an article, from one snapshot of the file. */
typedef struct {
  CarrelArticle  *article;   /* (owned) */
  CarrelDocument *document;  /* (owned) */
  GPtrArray      *links;     /* (owned) (element-type CarrelLink): out, and the first
                                CARREL_READING_BACKLINKS back; */
  guint         n_backlinks; /* of so many */
  CarrelThread *thread;      /* (owned) (nullable): of it and others */
  GPtrArray *highlights; /* (owned) (element-type CarrelHighlight): in the order of the text, lost
                            ones too */
  char *note;            /* (owned) (nullable): on the article */
  GHashTable
       *resolved; /* (owned): address in the body → GINT id of the article that has it (gint64 *) */
  char *address, *canonical;     /* (owned) (nullable) */
  char *incomplete_reason;       /* (owned) (nullable) */
  char *refetch_message;         /* (owned) (nullable) */
  CarrelRefetchResult refetch;   /* what came of fetching it again, */
  gint64              refetched; /* and when */
  gint64              fetched, modified;
  guint               n_versions, extractor;
  CarrelRuleState     rule; /* the text is a part that was chosen */
  gint64              size;
  gint64              position_block;  /* -1: none */
  double              position_offset; /* fraction of the block's height above the top edge */
} CarrelReading;
void carrel_library_load_reading_async (CarrelLibrary      *self,
                                        gint64              id,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
CarrelReading      *
carrel_library_load_reading_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);
void carrel_reading_free (CarrelReading *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelReading, carrel_reading_free)

/* The article to go on with; NULL without an error: none was begun. (transfer full) */
void carrel_library_load_last_read_async (CarrelLibrary      *self,
                                          GCancellable       *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);
CarrelArticle *
carrel_library_load_last_read_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

/* Out and, at most `most` (0: all), back; `n_back` (nullable): how many there are. (element-type
 * CarrelLink); (element-type CarrelWanted) (transfer full) */
void       carrel_library_load_links_async (CarrelLibrary      *self,
                                            gint64              id,
                                            guint               most,
                                            GCancellable       *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer            user_data);
GPtrArray *carrel_library_load_links_finish (CarrelLibrary *self,
                                             GAsyncResult  *result,
                                             guint         *n_back,
                                             GError       **error);
void       carrel_library_load_wanted_async (CarrelLibrary      *self,
                                             guint               limit,
                                             GCancellable       *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer            user_data);
GPtrArray *
carrel_library_load_wanted_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

/* The article with this id («12») or any of its addresses; 0 with NOT_FOUND. */
void   carrel_library_find_async (CarrelLibrary      *self,
                                  const char         *id_or_address,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);
gint64 carrel_library_find_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

/* Ids in order; `limit` 0: all. By relevance the newest 10,000 matches are ranked, and the older
 * follow by age: `capped` (nullable); with the limit CARREL_RANK_ALL all are. `total` (nullable):
 * how many match, G_MAXUINT where the limit was reached, for counting what nobody sees costs more
 * than finding. (transfer full) (element-type gint64) */
#define CARREL_RANK_ALL G_MAXUINT
void    carrel_library_search_async (CarrelLibrary      *self,
                                     CarrelQuery        *query,
                                     CarrelSort          sort,
                                     gboolean            reverse,
                                     guint               limit,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);
GArray *carrel_library_search_finish (
    CarrelLibrary *self, GAsyncResult *result, guint *total, gboolean *capped, GError **error);
/* How many there would be. */
void carrel_library_count_async (CarrelLibrary      *self,
                                 CarrelQuery        *query,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);
gboolean
carrel_library_count_finish (CarrelLibrary *self, GAsyncResult *result, guint *n, GError **error);
/* The same, with the first `n_rows` articles. (transfer full) (element-type CarrelArticle) */
void    carrel_library_search_rows_async (CarrelLibrary      *self,
                                          CarrelQuery        *query,
                                          CarrelSort          sort,
                                          gboolean            reverse,
                                          guint               limit,
                                          guint               n_rows,
                                          GCancellable       *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);
GArray *carrel_library_search_rows_finish (CarrelLibrary *self,
                                           GAsyncResult  *result,
                                           GPtrArray    **rows,
                                           GError       **error);
/* See carrel_store_group (): `ids` is copied; `grouped` (nullable) gets the ids in the order of the
 * groups. (transfer full) (element-type CarrelGroup) */
void    carrel_library_group_async (CarrelLibrary      *self,
                                    GArray             *ids,
                                    CarrelSort          sort,
                                    CarrelGroupBy       by,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
GArray *carrel_library_group_finish (CarrelLibrary *self,
                                     GAsyncResult  *result,
                                     GArray       **grouped,
                                     GError       **error);
/* See carrel_store_list_values (). (transfer full) (element-type utf8) */
void carrel_library_complete_async (CarrelLibrary      *self,
                                    CarrelCompletion    kind,
                                    const char         *typed,
                                    guint               limit,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
GPtrArray *
carrel_library_complete_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);
/* See carrel_store_load_snippets (). */
void carrel_library_load_snippets_async (CarrelLibrary      *self,
                                         GArray             *ids,
                                         CarrelQuery        *query,
                                         guint               chars,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
GPtrArray *
carrel_library_load_snippets_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

/* Topics whose path, or another name, has `typed` at the start of a part, best first, from the
 * loaded list: no I/O. (element-type CarrelTopic) (transfer full) */
GPtrArray *carrel_library_complete_topic (CarrelLibrary *self, const char *typed, guint limit);

/* The topic that is meant by what was typed: in whatever case, or by another name; no I/O.
 * (transfer full) (nullable) */
CarrelTopic *carrel_library_find_topic (CarrelLibrary *self, const char *typed);
/* Topics that look alike, kept up to date once it was asked for. (element-type CarrelTopicPair) */
GListModel *carrel_library_get_alike (CarrelLibrary *self);
/* Topics that an article may be about, see carrel_store_suggest_topics (). (element-type
 * CarrelSuggestion) (transfer full) */
void carrel_library_suggest_topics_async (CarrelLibrary      *self,
                                          gint64              id,
                                          guint               limit,
                                          GCancellable       *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);
GPtrArray *
carrel_library_suggest_topics_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

/* ── Changing: each gives a CarrelUndo (transfer full), which may be empty ── */
CarrelUndo *
carrel_library_change_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

void carrel_library_set_place_async (CarrelLibrary      *self,
                                     GArray             *ids,
                                     CarrelPlace         place,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);
void carrel_library_set_favourite_async (CarrelLibrary      *self,
                                         GArray             *ids,
                                         gboolean            favourite,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
void carrel_library_set_read_async (CarrelLibrary      *self,
                                    GArray             *ids,
                                    CarrelReadState     read,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
void carrel_library_trash_async (CarrelLibrary      *self,
                                 GArray             *ids,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);
void carrel_library_restore_async (CarrelLibrary      *self,
                                   GArray             *ids,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);
/* For good, without undo (the result is empty): all of the trash, after a backup when `back_up`.
 * The text is gone from database, index, log and blobs when it ends; fails without a backup that
 * was asked for. */
void carrel_library_empty_trash_async (CarrelLibrary      *self,
                                       gboolean            back_up,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
/* The same for what was put into the trash before a time; no backup. Also ends what was broken off.
 */
void carrel_library_purge_async (CarrelLibrary      *self,
                                 gint64              before,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);
/* Paths to add and to remove (nullable, NULL-terminated). */
void carrel_library_tag_async (CarrelLibrary      *self,
                               GArray             *ids,
                               const char *const  *add,
                               const char *const  *remove,
                               GAsyncReadyCallback callback,
                               gpointer            user_data);
void carrel_library_rename_topic_async (CarrelLibrary      *self,
                                        const char         *path,
                                        const char         *new_path,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
void carrel_library_merge_topics_async (CarrelLibrary      *self,
                                        const char         *from,
                                        const char         *into,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
void carrel_library_delete_topic_async (CarrelLibrary      *self,
                                        const char         *path,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
void carrel_library_set_topic_colour_async (CarrelLibrary      *self,
                                            const char         *path,
                                            guint               colour,
                                            GAsyncReadyCallback callback,
                                            gpointer            user_data);
/* Another name for a topic: whoever types it gets the topic; and away with one. */
void carrel_library_alias_topic_async (CarrelLibrary      *self,
                                       const char         *path,
                                       const char         *alias,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
void carrel_library_unalias_topic_async (CarrelLibrary      *self,
                                         const char         *alias,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
/* Two that look alike aren't the same. */
void carrel_library_set_distinct_async (CarrelLibrary      *self,
                                        const char         *a,
                                        const char         *b,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
/* Not to be suggested for these again. */
void carrel_library_refuse_topic_async (CarrelLibrary      *self,
                                        GArray             *ids,
                                        const char         *path,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
void carrel_library_link_async (CarrelLibrary      *self,
                                gint64              source,
                                CarrelLinkKind      kind,
                                gint64              target,
                                const char         *note,
                                GAsyncReadyCallback callback,
                                gpointer            user_data);
void carrel_library_unlink_async (CarrelLibrary      *self,
                                  gint64              link,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);
/* id 0: a new one */
void carrel_library_save_collection_async (CarrelLibrary      *self,
                                           gint64              id,
                                           const char         *name,
                                           const char         *query,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);
void carrel_library_delete_collection_async (CarrelLibrary      *self,
                                             gint64              id,
                                             GAsyncReadyCallback callback,
                                             gpointer            user_data);
void carrel_library_undo_async (CarrelLibrary      *self,
                                CarrelUndo         *undo,
                                GAsyncReadyCallback callback,
                                gpointer            user_data);

/* No undo; errors are logged at debug level only, for it is saved while scrolling. */
void carrel_library_set_position (
    CarrelLibrary *self, gint64 id, gint64 block, double offset, double progress, gboolean at_end);

/* ── Adding ── */

typedef enum {
  CARREL_ADD_FETCHING,
  CARREL_ADD_EXTRACTING,
  CARREL_ADD_IMAGES, /* done of total; the article is saved already, and can be read */
  CARREL_ADD_SAVING,
  CARREL_ADD_SAVED,
} CarrelAddStep;

/* One source, as a visible chain: address → fetch → extract → images → save. A GObject with the
 * properties «step» (CarrelAddStep), «done», «total» (guint), «title» (nullable, once known). Set
 * the fields before running. */
#define CARREL_TYPE_ADD (carrel_add_get_type ())
G_DECLARE_FINAL_TYPE (CarrelAdd, carrel_add, CARREL, ADD, GObject)

/* Exactly one of address (anything carrel_address_normalize () takes), file, or bytes. */
CarrelAdd *carrel_add_new_for_address (const char *address);
CarrelAdd *carrel_add_new_for_file (GFile *file);
CarrelAdd *carrel_add_new_for_bytes (GBytes *bytes, const char *type);
/* The page's address, for a file or bytes. */
void carrel_add_set_page_address (CarrelAdd *self, const char *address);
void carrel_add_set_topics (CarrelAdd *self, const char *const *topics);
void carrel_add_set_images (CarrelAdd *self,
                            gboolean   images); /* by default what carrel-settings.h says */
/* Adds even if the text's address is there: no. Only the trash: an article in the trash with this
 * address is restored instead of EXISTS. TRUE by default. */
void carrel_add_set_places (
    CarrelAdd *self, CarrelPlace place, gboolean favourite, CarrelReadState read, gint64 added);
const char   *carrel_add_get_title (CarrelAdd *self);
const char   *carrel_add_get_address (CarrelAdd *self); /* (nullable): as it was given */
CarrelAddStep carrel_add_get_step (CarrelAdd *self);
/* The article's id when the add failed with EXISTS, else 0. */
gint64 carrel_add_get_existing (CarrelAdd *self);
/* After the add: it is a new version of an article that was there. Only of what a browser saved. */
gboolean carrel_add_is_version (CarrelAdd *self);
/* Images that could not be had, after the add. */
guint carrel_add_get_n_missing_images (CarrelAdd *self);
/* After the add failed with UNSUPPORTED: the addresses of what is a list of bookmarks, and how many
 * of them the library has; for carrel_queue_add_bookmarks_async (). (element-type CarrelBookmark)
 * (nullable): it is none */
GPtrArray *carrel_add_get_bookmarks (CarrelAdd *self, guint *n_here);

/* Is it one, by how it begins? */
gboolean carrel_library_is_bookmarks (GBytes *bytes);
/* Reads one, as above. finish: (element-type CarrelBookmark) (transfer full) */
void       carrel_library_read_bookmarks_async (CarrelLibrary      *self,
                                                GBytes             *bytes,
                                                GCancellable       *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer            user_data);
GPtrArray *carrel_library_read_bookmarks_finish (CarrelLibrary *self,
                                                 GAsyncResult  *result,
                                                 guint         *n_here,
                                                 GError       **error);

/* Ends when the article is on disk. The id, or 0 with NETWORK, HTTP, REFUSED, TOO_LARGE,
 * NOT_A_PAGE, NO_ARTICLE, EXISTS, BAD_FILE, DISK … */
void   carrel_library_add_async (CarrelLibrary      *self,
                                 CarrelAdd          *add,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);
gint64 carrel_library_add_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

/* A draft made elsewhere (samples, importers). Takes it. */
void   carrel_library_save_async (CarrelLibrary      *self,
                                  CarrelDraft        *draft,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);
gint64 carrel_library_save_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

/* The samples of the resource bundle, saved, tagged and linked; the number of articles. */
void  carrel_library_add_samples_async (CarrelLibrary      *self,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
guint carrel_library_add_samples_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

/* ── Health ── */

/* Makes all that is derived again, in one transaction; the result is empty. Check: `progress`
 * (nullable) lives until the end. */
void
carrel_library_repair_async (CarrelLibrary *self, GAsyncReadyCallback callback, gpointer user_data);
void carrel_library_check_async (CarrelLibrary      *self,
                                 CarrelProgress     *progress,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);
CarrelHealth *
carrel_library_check_finish (CarrelLibrary *self, GAsyncResult *result, GError **error);

void     carrel_library_load_stats_async (CarrelLibrary      *self,
                                          GCancellable       *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);
gboolean carrel_library_load_stats_finish (CarrelLibrary *self,
                                           GAsyncResult  *result,
                                           CarrelStats   *stats,
                                           GError       **error);

G_END_DECLS
