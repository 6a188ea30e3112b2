/* carrel-values.h: topic, link, highlight, collection: four small values. Immutable; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-article.h"

G_BEGIN_DECLS

/* A topic. Path parts are separated by «/»; a part is 1–120 bytes without control characters. */
#define CARREL_TYPE_TOPIC (carrel_topic_get_type ())
G_DECLARE_FINAL_TYPE (CarrelTopic, carrel_topic, CARREL, TOPIC, GObject)
CarrelTopic *
carrel_topic_new (gint64 id, const char *path, guint colour, guint n_articles, guint n_unread);
/* `aliases` (nullable): its other names, one a line. */
CarrelTopic *carrel_topic_new_with_aliases (gint64      id,
                                            const char *path,
                                            guint       colour,
                                            guint       n_articles,
                                            guint       n_unread,
                                            const char *aliases);
gint64       carrel_topic_get_id (CarrelTopic *self);
const char  *carrel_topic_get_path (CarrelTopic *self);
const char  *carrel_topic_get_name (CarrelTopic *self); /* the last part */
guint        carrel_topic_get_colour (CarrelTopic *self);
/* Distinct articles under it and its subtopics, without the trash. */
guint carrel_topic_get_n_articles (CarrelTopic *self);
guint carrel_topic_get_n_unread (CarrelTopic *self);

/* Other names: whoever types one gets the topic. Never NULL; NULL at the end. */
const char *const *carrel_topic_get_aliases (CarrelTopic *self);

/* A path as a person types it («  AI / LLM ») → «AI/LLM»: parts trimmed and cleaned, empty ones
 * left out; NULL when nothing is left or it is over 400 bytes. Case is kept; paths are compared
 * folded. (transfer full) (nullable) */
char *carrel_topic_normalize_path (const char *text);

/* A link between two articles, or to something wanted. */
#define CARREL_TYPE_LINK (carrel_link_get_type ())
G_DECLARE_FINAL_TYPE (CarrelLink, carrel_link, CARREL, LINK, GObject)
typedef struct {
  gint64         id;
  gint64         source; /* article */
  gint64         target; /* article; 0: wanted */
  CarrelLinkKind kind;
  gboolean       backlink; /* seen from its target: `other` is the source */
  const char    *title;    /* as the source names it (nullable) */
  const char    *address;  /* (nullable) */
  const char    *context;  /* the sentence in which it stands (nullable) */
  const char    *note;     /* (nullable) */
  const char    *label;    /* the person's own kind, `kind` is RELATED then (nullable) */
  const char    *inverse;  /* what it is called from its target: of a label (nullable) */
  CarrelArticle *other;    /* the article at the other end (nullable: wanted) */
} CarrelLinkData;
CarrelLink           *carrel_link_new (const CarrelLinkData *data);
const CarrelLinkData *carrel_link_get (CarrelLink *self);
/* What to call the other end: its title, else the link's, else its address. Lent. */
const char *carrel_link_get_title (CarrelLink *self);
gboolean    carrel_link_equal (CarrelLink *a, CarrelLink *b); /* all of it */

/* What a person says a link is. */
typedef struct {
  CarrelLinkKind kind;  /* made by hand */
  const char    *label; /* the person's own kind, with RELATED (nullable) */
  const char
      *inverse; /* what that is called from the other side, where it isn't known yet (nullable) */
  const char *note;    /* (nullable) */
  const char *context; /* the words for which it is made (nullable): of a new link; those of an old
                          one stay */
} CarrelLinkSaid;

/* Something that articles point at and the library hasn't: one per address key, or title key. */
#define CARREL_TYPE_WANTED (carrel_wanted_get_type ())
G_DECLARE_FINAL_TYPE (CarrelWanted, carrel_wanted, CARREL, WANTED, GObject)
CarrelWanted *carrel_wanted_new (const char *key,
                                 const char *title,
                                 const char *address,
                                 guint       n_sources,
                                 gint64      first_source,
                                 const char *first_source_title);
const char *
carrel_wanted_get_key (CarrelWanted *self); /* (nullable): what it is found and hidden by */
const char *carrel_wanted_get_title (CarrelWanted *self);   /* (nullable) */
const char *carrel_wanted_get_address (CarrelWanted *self); /* (nullable) */
guint       carrel_wanted_get_n_sources (CarrelWanted *self);
gint64      carrel_wanted_get_first_source (CarrelWanted *self);
const char *carrel_wanted_get_first_source_title (CarrelWanted *self);
/* Of the key of what is hidden: the host, where it is all of a site; else NULL. Lent. */
const char *carrel_wanted_get_hidden_site (const char *key);

/* A saved search. */
#define CARREL_TYPE_COLLECTION (carrel_collection_get_type ())
G_DECLARE_FINAL_TYPE (CarrelCollection, carrel_collection, CARREL, COLLECTION, GObject)
CarrelCollection *carrel_collection_new (gint64 id, const char *name, const char *query);
gint64            carrel_collection_get_id (CarrelCollection *self);
const char       *carrel_collection_get_name (CarrelCollection *self);
const char       *carrel_collection_get_query (CarrelCollection *self);

/* A marked passage. Offsets are into carrel_document_to_text (); those of a lost one say where it
 * was. */
#define CARREL_TYPE_HIGHLIGHT (carrel_highlight_get_type ())
G_DECLARE_FINAL_TYPE (CarrelHighlight, carrel_highlight, CARREL, HIGHLIGHT, GObject)
typedef struct {
  gint64                id, article, created;
  CarrelHighlightColour colour;
  guint                 start, end;
  const char           *exact, *prefix, *suffix; /* text-quote selector */
  const char           *note;                    /* (nullable) */
  gboolean              lost;                    /* its words are not in the text as it is */
  const char           *title, *site, *address;  /* (nullable): the article's, in lists over many */
} CarrelHighlightData;
CarrelHighlight           *carrel_highlight_new (const CarrelHighlightData *data);
const CarrelHighlightData *carrel_highlight_get (CarrelHighlight *self);

/* The sidebar's numbers. Boxed by value. */
typedef struct {
  guint inbox, reading, favourites, archive, all, highlights, wanted, trash, unread;
  guint queue_waiting, queue_running, queue_failed; /* in this process or another */
} CarrelCounts;

typedef struct {
  CarrelCounts counts;
  guint        n_topics, n_links, n_sites, n_snapshots, n_images;
  guint64      words;
  gint64       database_bytes, blob_bytes;
} CarrelStats;

/* What `check` found. */
typedef struct {
  gboolean   sound;
  GPtrArray *problems;  /* (owned) (element-type utf8): one sentence each */
  guint      n_derived; /* of them: repairing makes it again */
  guint      n_articles, n_blobs;
  guint      n_swept; /* blobs nobody mentioned */
} CarrelHealth;
CarrelHealth *carrel_health_new (void);
void          carrel_health_free (CarrelHealth *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelHealth, carrel_health_free)

G_END_DECLS
