/* carrel-store.h: the tables, as functions on a connection. Reader functions take any connection,
 * writer functions («changes») only the writer's, inside a transaction.
 *
 * Errors: CARREL_ERROR NOT_FOUND, INVALID, EXISTS, DISK, DAMAGED.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-backup.h"
#include "model/carrel-draft.h"
#include "model/carrel-query.h"
#include "model/carrel-suggestion.h"
#include "model/carrel-topic-pair.h"
#include "model/carrel-undo.h"
#include "model/carrel-values.h"
#include "model/carrel-version.h"
#include "store/carrel-database.h"
#include "store/carrel-store-links.h"

G_BEGIN_DECLS

/* ── Undo ── */

/* Runs it, newest record first. */
gboolean carrel_store_undo (CarrelConnection *connection,
                            CarrelUndo       *undo,
                            CarrelChanges    *changes,
                            GError          **error);

/* ── Articles ── */

/* An article with the draft's address (any of its addresses' keys), 0 when none. `trashed`
 * (nullable) tells whether it is in the trash. */
gint64 carrel_store_find_address (CarrelConnection *connection,
                                  const char       *address,
                                  gboolean         *trashed,
                                  GError          **error);
gint64 carrel_store_find_title (CarrelConnection *connection,
                                const char       *title,
                                const char       *site,
                                GError          **error);

/* Blobs on disk first: images and the snapshot are written (temporary name, fsync, rename), the
 * directories synced. Called by the library on a worker *before* the transaction; replaces image
 * addresses in the draft's document by «blob:HASH». Any thread. */
gboolean carrel_store_write_blobs (const char *folder, CarrelDraft *draft, GError **error);

/* Inserts article, body, addresses, snapshot, topics, outgoing references (mentions from the body,
 * see-also from the draft) in the open transaction; wanted links that meant it resolve. Completes
 * the draft. Fails with EXISTS (the message names title and date; `existing` gets the id). */
gint64 carrel_store_insert_article (CarrelConnection *connection,
                                    CarrelDraft      *draft,
                                    gint64           *existing,
                                    CarrelChanges    *changes,
                                    GError          **error);

/* (element-type CarrelArticle) in the order of the ids; those that don't exist are left out.
 * (transfer full) */
GPtrArray     *carrel_store_load_articles (CarrelConnection *connection,
                                           const gint64     *ids,
                                           guint             n_ids,
                                           GError          **error);
CarrelArticle *carrel_store_load_article (CarrelConnection *connection, gint64 id, GError **error);
/* Clean HTML. (transfer full) */
char *carrel_store_load_body (CarrelConnection *connection, gint64 id, GError **error);

typedef struct {
  char  *address, *canonical, *incomplete_reason, *refetch_message; /* (owned) (nullable) */
  gint64 added, published, modified, fetched;
  guint  words, n_versions, extractor;
  CarrelRuleState     rule;
  CarrelRefetchResult refetch;        /* what came of fetching it again, */
  gint64              refetched;      /* and when */
  gint64              size;           /* bytes of body, images and snapshots */
  gint64              position_block; /* -1: none */
  double              position_offset;
} CarrelArticleDetails;
CarrelArticleDetails      *
carrel_store_load_details (CarrelConnection *connection, gint64 id, GError **error);
void carrel_article_details_free (CarrelArticleDetails *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelArticleDetails, carrel_article_details_free)

/* The snapshot of its text, else the newest, decompressed. (transfer full) (nullable): none kept */
CarrelSnapshotData *
carrel_store_load_snapshot (CarrelConnection *connection, gint64 article, GError **error);

/* ── Another text for an article, from its kept page: carrel-store-revise.c ── */

/* Those outside the trash whose text is of an older extractor, and that have a snapshot;
 * `n_without`: how many have none. (element-type gint64) (transfer full) */
GArray *carrel_store_list_older (CarrelConnection *connection,
                                 guint             extractor,
                                 guint            *n_without,
                                 GError          **error);
/* The article's pictures: address → «blob:HASH» and their sizes, as carrel_document_map_images ()
 * takes them. (transfer full) */
gboolean carrel_store_load_image_map (CarrelConnection *connection,
                                      gint64            article,
                                      GHashTable      **map,
                                      GHashTable      **sizes,
                                      GError          **error);
/* What is highlighted in it. (element-type utf8) (transfer full) */
GPtrArray *
carrel_store_load_passages (CarrelConnection *connection, gint64 article, GError **error);
/* Puts the draft's text and what is known of it in the place of the article's. State, topics, links
 * by hand, pictures and addresses stay, highlights and the reading position go where their words
 * are now, the links that the text makes are made anew. What the draft has no title or site for
 * stays. */
gboolean carrel_store_revise (CarrelConnection *connection,
                              gint64            id,
                              CarrelDraft      *draft,
                              CarrelUndo       *undo,
                              CarrelChanges    *changes,
                              GError          **error);
/* The text is as this extractor makes it too. */
gboolean carrel_store_set_extractor (CarrelConnection *connection,
                                     gint64            id,
                                     guint             extractor,
                                     CarrelRuleState   rule,
                                     CarrelUndo       *undo,
                                     GError          **error);

/* ── The texts that an article had: carrel-store-versions.c ── */

/* Oldest first, never none. (element-type CarrelVersion) (transfer full) */
GPtrArray *
carrel_store_load_versions (CarrelConnection *connection, gint64 article, GError **error);
/* The draft's text becomes the article's, as carrel_store_revise () does it; the one before is
 * kept. */
gboolean carrel_store_add_version (CarrelConnection *connection,
                                   gint64            article,
                                   CarrelDraft      *draft,
                                   CarrelUndo       *undo,
                                   CarrelChanges    *changes,
                                   GError          **error);
/* A kept text becomes the article's; the one before is kept. NOT_FOUND for the current one. */
gboolean carrel_store_restore_version (CarrelConnection *connection,
                                       gint64            article,
                                       gint64            version,
                                       CarrelUndo       *undo,
                                       CarrelChanges    *changes,
                                       GError          **error);
/* Whether Carrel got the article's page from this address's host itself. */
gboolean carrel_store_was_fetched_from (CarrelConnection *connection,
                                        gint64            article,
                                        const char       *address,
                                        gboolean         *fetched,
                                        GError          **error);
/* That it was fetched again, and what came of it. */
gboolean carrel_store_note_refetch (CarrelConnection   *connection,
                                    gint64              article,
                                    CarrelRefetchResult result,
                                    const char         *message,
                                    CarrelUndo         *undo,
                                    CarrelChanges      *changes,
                                    GError            **error);

/* Parts of pages that were chosen: for a site, for one article. NULL without an error: there is
 * none. (transfer full) */
CarrelSiteRule *
carrel_store_load_site_rule (CarrelConnection *connection, const char *host, GError **error);
CarrelSiteRule *
carrel_store_load_article_rule (CarrelConnection *connection, gint64 article, GError **error);
GPtrArray *carrel_store_load_site_rules (CarrelConnection *connection,
                                         GError **error); /* (element-type CarrelSiteRule) */
/* `rule` nullable: takes it away. */
gboolean carrel_store_set_site_rule (CarrelConnection *connection,
                                     const char       *host,
                                     CarrelSiteRule   *rule,
                                     CarrelUndo       *undo,
                                     GError          **error);
gboolean carrel_store_set_article_rule (CarrelConnection *connection,
                                        gint64            article,
                                        CarrelSiteRule   *rule,
                                        CarrelUndo       *undo,
                                        GError          **error);

/* State. Each takes many ids and records undo (nullable). */
gboolean carrel_store_set_place (CarrelConnection *connection,
                                 const gint64     *ids,
                                 guint             n,
                                 CarrelPlace       place,
                                 CarrelUndo       *undo,
                                 CarrelChanges    *changes,
                                 GError          **error);
gboolean carrel_store_set_favourite (CarrelConnection *connection,
                                     const gint64     *ids,
                                     guint             n,
                                     gboolean          favourite,
                                     CarrelUndo       *undo,
                                     CarrelChanges    *changes,
                                     GError          **error);
gboolean carrel_store_set_read (CarrelConnection *connection,
                                const gint64     *ids,
                                guint             n,
                                CarrelReadState   read,
                                CarrelUndo       *undo,
                                CarrelChanges    *changes,
                                GError          **error);
gboolean carrel_store_trash (CarrelConnection *connection,
                             const gint64     *ids,
                             guint             n,
                             CarrelUndo       *undo,
                             CarrelChanges    *changes,
                             GError          **error);
/* `keep` in place of `other`, which goes to the trash: its addresses, the links to it, those by
 * hand from it, its topics and star go over. INVALID where both are one, or `keep` is in the trash.
 */
gboolean carrel_store_merge_articles (CarrelConnection *connection,
                                      gint64            keep,
                                      gint64            other,
                                      CarrelUndo       *undo,
                                      CarrelChanges    *changes,
                                      GError          **error);
gboolean carrel_store_restore (CarrelConnection *connection,
                               const gint64     *ids,
                               guint             n,
                               CarrelUndo       *undo,
                               CarrelChanges    *changes,
                               GError          **error);
/* For good: those trashed before `before` (G_MAXINT64: all of the trash). The count is returned in
 * `n_purged`. Without undo. */
gboolean carrel_store_purge (CarrelConnection *connection,
                             gint64            before,
                             guint            *n_purged,
                             CarrelChanges    *changes,
                             GError          **error);
/* The same for `limit` of them; the blobs that they mentioned are added to `blobs` (element-type
 * utf8), and «cleaning» is noted. Until nothing is left call, each in transactions of their own:
 * remove_blobs, once; merge_index, beginning with *step 0, until done;
 * carrel_connection_want_short_log (), until it is; set_cleaning (FALSE). */
gboolean carrel_store_purge_some (CarrelConnection *connection,
                                  gint64            before,
                                  guint             limit,
                                  guint            *n_purged,
                                  GPtrArray        *blobs,
                                  CarrelChanges    *changes,
                                  GError          **error);
gboolean carrel_store_remove_blobs (CarrelConnection *connection, GPtrArray *blobs, GError **error);
gboolean carrel_store_merge_index (
    CarrelConnection *connection, guint *step, guint pages, gboolean *done, GError **error);
gboolean
carrel_store_set_cleaning (CarrelConnection *connection, gboolean cleaning, GError **error);
gboolean
carrel_store_is_cleaning (CarrelConnection *connection, gboolean *cleaning, GError **error);
/* Block and fraction of it; progress 0–1; UNREAD becomes READING, and READ at `at_end`. */
gboolean carrel_store_set_position (CarrelConnection *connection,
                                    gint64            id,
                                    gint64            block,
                                    double            offset,
                                    double            progress,
                                    gboolean          at_end,
                                    CarrelChanges    *changes,
                                    GError          **error);
/* The article to go on with: where a position was kept last, unless it is read or in the trash;
 * else the newest that was begun. 0: none, or an error. */
gint64 carrel_store_find_last_read (CarrelConnection *connection, GError **error);

/* ── Topics ── */

/* All, sorted by path. (element-type CarrelTopic) (transfer full) */
GPtrArray *carrel_store_load_topics (CarrelConnection *connection, GError **error);
/* Creates what is missing, with its ancestors; returns the id. Another name of a topic, also at the
 * start of the path, stands for it. */
gint64   carrel_store_ensure_topic (CarrelConnection *connection,
                                    const char       *path,
                                    CarrelUndo       *undo,
                                    CarrelChanges    *changes,
                                    GError          **error);
gboolean carrel_store_tag (CarrelConnection  *connection,
                           const gint64      *ids,
                           guint              n,
                           const char *const *add,
                           const char *const *remove,
                           CarrelUndo        *undo,
                           CarrelChanges     *changes,
                           GError           **error);
/* With the whole subtree; onto an existing path: INVALID («merge them instead»). */
gboolean carrel_store_rename_topic (CarrelConnection *connection,
                                    const char       *path,
                                    const char       *new_path,
                                    CarrelUndo       *undo,
                                    CarrelChanges    *changes,
                                    GError          **error);
/* With the whole subtree; the name that goes stays as another name of `into`. */
gboolean carrel_store_merge_topics (CarrelConnection *connection,
                                    const char       *from,
                                    const char       *into,
                                    CarrelUndo       *undo,
                                    CarrelChanges    *changes,
                                    GError          **error);
gboolean carrel_store_delete_topic (CarrelConnection *connection,
                                    const char       *path,
                                    CarrelUndo       *undo,
                                    CarrelChanges    *changes,
                                    GError          **error);
gboolean carrel_store_set_topic_colour (CarrelConnection *connection,
                                        const char       *path,
                                        guint             colour,
                                        CarrelUndo       *undo,
                                        CarrelChanges    *changes,
                                        GError          **error);

/* The topic that a person means by this, be it by another name; 0: none, -1 with an error. */
gint64 carrel_store_find_topic (CarrelConnection *connection, const char *path, GError **error);

/* ── Other names of topics, and what else the person said about them: carrel-store-topic-names.c ──
 */

/* INVALID for no name, and where a topic is called so; another topic's other name goes over to this
 * one. */
gboolean carrel_store_alias_topic (CarrelConnection *connection,
                                   const char       *path,
                                   const char       *alias,
                                   CarrelUndo       *undo,
                                   CarrelChanges    *changes,
                                   GError          **error);
/* NOT_FOUND where nothing is called so. */
gboolean carrel_store_unalias_topic (CarrelConnection *connection,
                                     const char       *alias,
                                     CarrelUndo       *undo,
                                     CarrelChanges    *changes,
                                     GError          **error);
/* Topics that look alike and weren't said not to be: the likeliest first, see carrel-topic-pair.h.
 * (element-type CarrelTopicPair) (transfer full) */
GPtrArray *carrel_store_load_alike (CarrelConnection *connection, guint limit, GError **error);
/* These two are not the same. */
gboolean carrel_store_set_distinct (CarrelConnection *connection,
                                    const char       *a,
                                    const char       *b,
                                    CarrelUndo       *undo,
                                    CarrelChanges    *changes,
                                    GError          **error);

/* ── Topics that an article may be about: carrel-store-suggest.c ── */

/* For this article, the likeliest first: topics that are there, then new ones; without those that
 * it has and those that were refused for it. None in a library of fewer than ten articles. `blind`:
 * as if the article had no topics, to measure it. (element-type CarrelSuggestion) (transfer full)
 */
GPtrArray *carrel_store_suggest_topics (
    CarrelConnection *connection, gint64 article, guint limit, gboolean blind, GError **error);
/* This topic isn't suggested for these articles again. */
gboolean carrel_store_refuse_topic (CarrelConnection *connection,
                                    const gint64     *ids,
                                    guint             n,
                                    const char       *path,
                                    CarrelUndo       *undo,
                                    CarrelChanges    *changes,
                                    GError          **error);

/* ── Highlights and notes ── */

/* Of one article, in the order of its text. With `text` (nullable: carrel_document_to_text () of
 * its body) each stands where its words are in it, whatever the file says of their place: what it
 * says may be older than the text. (element-type CarrelHighlight) (transfer full) */
GPtrArray *carrel_store_load_highlights (CarrelConnection *connection,
                                         gint64            article,
                                         const char       *text,
                                         GError          **error);

typedef struct {
  gint64       article; /* 0: of all */
  CarrelQuery *query;   /* (nullable): of the articles that match; where it has words, only what has
                           one of them */
  int      colour;      /* -1: all */
  gboolean noted, lost; /* only those */
  gboolean
        by_article; /* newest article first, then in the order of its text; else the newest first */
  guint limit;      /* 0: all */
} CarrelHighlightSearch;
/* With their articles; without those in the trash, unless `article` is given or the query wants
 * them. (element-type CarrelHighlight) (transfer full) */
GPtrArray *carrel_store_search_highlights (CarrelConnection            *connection,
                                           const CarrelHighlightSearch *search,
                                           GError                     **error);

/* `data`: article, colour, note, and start and end, or exact with start -1. Where exact is given it
 * is what counts: it is looked for as carrel-anchor.h says. Joins with those of the same colour
 * that it overlaps or touches; other colours lie over one another. The id; INVALID when nothing is
 * marked, NOT_FOUND when the words aren't there. */
gint64   carrel_store_add_highlight (CarrelConnection          *connection,
                                     const CarrelHighlightData *data,
                                     CarrelUndo                *undo,
                                     CarrelChanges             *changes,
                                     GError                   **error);
gboolean carrel_store_set_highlight_colour (CarrelConnection     *connection,
                                            gint64                id,
                                            CarrelHighlightColour colour,
                                            CarrelUndo           *undo,
                                            CarrelChanges        *changes,
                                            GError              **error);
/* NULL or blank: none. Control characters go; TOO_LARGE over 1 MiB. */
gboolean carrel_store_set_highlight_note (CarrelConnection *connection,
                                          gint64            id,
                                          const char       *note,
                                          CarrelUndo       *undo,
                                          CarrelChanges    *changes,
                                          GError          **error);
gboolean carrel_store_remove_highlights (CarrelConnection *connection,
                                         const gint64     *ids,
                                         guint             n,
                                         CarrelUndo       *undo,
                                         CarrelChanges    *changes,
                                         GError          **error);

/* The body became another one: in the transaction that changes it, with its text. Each highlight
 * goes where its words are now; where they aren't it is lost, and stays. `n_lost` is nullable. */
gboolean carrel_store_anchor_highlights (CarrelConnection *connection,
                                         gint64            article,
                                         const char       *text,
                                         CarrelUndo       *undo,
                                         CarrelChanges    *changes,
                                         guint            *n_lost,
                                         GError          **error);

/* On the article itself: (transfer full) (nullable): none; NULL also on an error. Setting is as for
 * carrel_store_set_highlight_note (). */
char    *carrel_store_load_note (CarrelConnection *connection, gint64 article, GError **error);
gboolean carrel_store_set_note (CarrelConnection *connection,
                                gint64            article,
                                const char       *note,
                                CarrelUndo       *undo,
                                CarrelChanges    *changes,
                                GError          **error);

/* ── Collections ── */
GPtrArray *carrel_store_load_collections (CarrelConnection *connection, GError **error);
gint64     carrel_store_save_collection (CarrelConnection *connection,
                                         gint64            id,
                                         const char       *name,
                                         const char       *query,
                                         CarrelUndo       *undo,
                                         CarrelChanges    *changes,
                                         GError          **error);
gboolean   carrel_store_delete_collection (CarrelConnection *connection,
                                           gint64            id,
                                           CarrelUndo       *undo,
                                           CarrelChanges    *changes,
                                           GError          **error);

/* ── Search ── */

typedef struct {
  CarrelQuery *query; /* (owned) */
  CarrelSort   sort;
  gboolean     reverse;
  guint        limit;    /* 0: all */
  gboolean     complete; /* by relevance: all matches are ranked, however many */
} CarrelSearch;
/* Ids in order. (transfer full) (element-type gint64). `total` (nullable) gets the number of all
 * matches even when limited, for which all must be read; `capped` (nullable): ranking looked at the
 * newest 10,000 only, and the older follow them by age. */
GArray *carrel_store_search (CarrelConnection   *connection,
                             const CarrelSearch *search,
                             guint              *total,
                             gboolean           *capped,
                             GError            **error);
/* How many it would find, without an array of them where there are many. */
gboolean
carrel_store_count (CarrelConnection *connection, CarrelQuery *query, gint64 *n, GError **error);
/* Where the groups of such a list begin, in order; by topic `ids` is sorted by the path of each
 * article's first topic, those without one last, and keeps its order within a group. */
/* (element-type CarrelGroup) (transfer full); as short as there are groups, and quick where they
 * are few. */
GArray *carrel_store_group (
    CarrelConnection *connection, GArray *ids, CarrelSort sort, CarrelGroupBy by, GError **error);

/* Values of a field outside the trash that begin with what was typed, without case of Latin
 * letters, in their order. (element-type utf8) (transfer full) */
GPtrArray *carrel_store_list_values (CarrelConnection *connection,
                                     CarrelCompletion  kind,
                                     const char       *typed,
                                     guint             limit,
                                     GError          **error);

/* For shown results: text around the first hit, with hits between U+E000 and U+E001; NULL in the
 * array for an article without a hit in its body. (element-type utf8) (transfer full) */
GPtrArray *carrel_store_load_snippets (CarrelConnection *connection,
                                       const gint64     *ids,
                                       guint             n,
                                       CarrelQuery      *query,
                                       guint             chars,
                                       GError          **error);

/* ── Counts and health ── */
gboolean
carrel_store_load_counts (CarrelConnection *connection, CarrelCounts *counts, GError **error);

/* PRAGMA integrity_check, foreign keys, every index recomputed and compared, counts recounted,
 * every blob present and true to its name; blobs nobody mentions, older than a day, are swept when
 * `connection` may write. */
CarrelHealth *carrel_store_check (CarrelConnection *connection,
                                  CarrelProgress   *progress,
                                  GCancellable     *cancellable,
                                  GError          **error);

/* Makes all that is derived again: indexes, counts, the tree of topics, wanted things, links that
 * have not found their article. What a person has is not touched. */
gboolean carrel_store_repair (CarrelConnection *connection, CarrelChanges *changes, GError **error);

gboolean carrel_store_load_stats (CarrelConnection *connection, CarrelStats *stats, GError **error);

G_END_DECLS
