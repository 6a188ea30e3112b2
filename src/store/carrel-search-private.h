/* carrel-search-private.h: what the files of a search share.
 *
 * carrel-search-plan.c turns a query into a plan: the index that names the candidates, the sets and
 * the SQL that they must satisfy besides, which carrel-search-conditions.c makes.
 * carrel-store-search.c and carrel-search-order.c run it. carrel-search-words.c knows the words of
 * the index.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "store/carrel-connection-private.h"
#include "store/carrel-store.h"

G_BEGIN_DECLS

/* ── Words ── */

/* What a text node is to the index. */
typedef struct {
  GString *words; /* (owned): as the index has them, separated by spaces */
  guint    n;
  guint    letters;  /* of the last */
  gboolean unspaced; /* the last is a character of a script without spaces */
} CarrelSearchWords;
void carrel_search_words_init (CarrelSearchWords *self, const char *text);
void carrel_search_words_clear (CarrelSearchWords *self);
/* Beginnings of up to this many letters are in an index of their own. */
#define CARREL_SEARCH_SHORT 3
/* The first letters of the first word, as that index has them. (transfer full) */
char *carrel_search_words_dup_letters (const CarrelSearchWords *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CarrelSearchWords, carrel_search_words_clear)

/* Words of the library with the stem of this one, without itself, at most 32; none for less than
 * four letters, and where the system has no Snowball library. (element-type utf8) (transfer full)
 */
GPtrArray *carrel_search_list_inflections (CarrelConnection *connection, const char *word);

/* ── Plans ── */

typedef struct {
  gboolean is_text;
  gint64   number;
  char    *text; /* (owned) */
} CarrelSearchArgument;
void carrel_search_clear_argument (gpointer argument);

typedef struct {
  guint    set;
  gboolean out; /* not to be in it */
} CarrelSetCondition;

typedef enum {
  CARREL_DRIVER_NONE,      /* every article is a candidate */
  CARREL_DRIVER_TEXT,      /* text_index, ranked */
  CARREL_DRIVER_TITLE,     /* title_index: a title's beginning */
  CARREL_DRIVER_BEGINNING, /* beginning_index: short beginnings, those of titles first */
} CarrelDriver;

typedef struct {
  CarrelConnection *connection;
  CarrelDriver      driver;
  GString          *match; /* (owned): what the driver is asked for */
  CarrelQuery      *query;
  GString          *without;   /* (owned): what must not match, as part of it */
  GString          *wider;     /* (owned) (nullable): carrel_search_plan_get_wider () */
  GString          *titles;    /* (owned): of BEGINNING, what title_index is asked for */
  GArray           *sets;      /* (owned) (element-type CarrelSetCondition): a candidate's id */
  GString          *rest;      /* (owned): « AND …» over article a, of which ?1 is the id */
  GArray           *arguments; /* (owned) (element-type CarrelSearchArgument): of `rest`, from ?2 */
  gboolean          looks;     /* some of what must be so is found out article by article:
                                  carrel_search_add_common_set () */
  GPtrArray *looked;           /* (owned) (element-type CarrelQueryNode): what is */
  gboolean   letters;  /* the driver names those that have the first letters of what is looked for,
                          and nothing else */
  gboolean later;      /* and of candidates that are right in all else: such sets are no part of
                          carrel_search_plan_append_sets () */
  gboolean trash;      /* articles in the trash are candidates too */
  gboolean only_trash; /* nothing else is, in lists without a driver */
  gboolean wide;       /* a word of the driver is a topic's name, or in a note: those articles match
                          without it */
  GString *others;     /* (owned): of a widened plan, words that are neither, for text_index; empty:
                          there are none */
  char *title_key;     /* (owned) (nullable): of the title that is what was typed */
  /* The rarest condition that has an index of its own, for lists without a driver. */
  gint64 n_articles, n_rarest; /* outside the trash; of these in the condition, -1: not known */
  const char *rarest;          /* (nullable): an index of article, or NULL: */
  gint64      topic;           /* the topic */
  GError     *error;           /* (owned) (nullable): the first */
} CarrelSearchPlan;

/* Whether common beginnings are found by looking at articles: not at all; beside other words where
 * they will be ranked; or always. */
typedef enum { CARREL_LOOKING_NONE, CARREL_LOOKING_RANKED, CARREL_LOOKING_ALWAYS } CarrelLooking;

/* The plan holds sets of the connection: carrel_connection_clear_sets () ends it. */
void carrel_search_plan_init (CarrelSearchPlan *self,
                              CarrelConnection *connection,
                              CarrelQuery      *query,
                              CarrelLooking     looking);
void carrel_search_plan_clear (CarrelSearchPlan *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CarrelSearchPlan, carrel_search_plan_clear)

/* What the driver is asked for with the other forms of its words: found when it is asked for. NULL:
 * there are none. */
const char *carrel_search_plan_get_wider (CarrelSearchPlan *self);
/* « AND carrel_in (…)» for the sets and the trash, over that id. */
void carrel_search_plan_append_sets (CarrelSearchPlan *self, GString *sql, const char *id);
/* The whole query over article a, without a driver: `rest`, `arguments` and `others` are made anew,
 * there are no sets. With `named` it is asked only of articles that carrel_search_run_prepare_wide
 * () names, or whose text matches: what they satisfy by that isn't part of it. */
void carrel_search_plan_widen (CarrelSearchPlan *self, CarrelQuery *query, gboolean named);
void carrel_search_plan_bind (CarrelSearchPlan *self, CarrelStatement *statement);
/* Keeps the plan's first error. */
void carrel_search_plan_finish (CarrelSearchPlan *self, CarrelStatement *statement);

/* ── Plans run ── */

typedef struct {
  CarrelSearchPlan    plan;
  const CarrelSearch *search;
  GArray             *ids;   /* (owned) (element-type gint64): what was found */
  guint               found; /* set of these; G_MAXUINT: none yet */
  gboolean            capped;
  gboolean            counts; /* lists are counted, not read: */
  gint64              n;      /* so many besides `ids` */
} CarrelSearchRun;

CarrelConnection *carrel_search_run_get_connection (CarrelSearchRun *self);
/* Keeps the first error; FALSE where there is one. */
gboolean    carrel_search_run_finish (CarrelSearchRun *self, CarrelStatement *statement);
gboolean    carrel_search_run_is_full (CarrelSearchRun *self);
void        carrel_search_run_append_rows (CarrelSearchRun *self, CarrelStatement *statement);
const char *carrel_search_run_get_table (CarrelDriver driver);
/* Of an index, the newest first: id, and the rank where `ranked`; below an id with `below`. */
CarrelStatement *carrel_search_run_prepare_matches (
    CarrelSearchRun *self, const char *table, const char *match, gboolean ranked, gint64 below);
/* Of a widened plan: articles that a topic or a note may let match, the highest id first. */
CarrelStatement *carrel_search_run_prepare_wide (CarrelSearchRun *self);
/* What else must be so of an article. (nullable): nothing */
CarrelStatement *carrel_search_run_prepare_rest (CarrelSearchRun *self);
gboolean         carrel_search_run_holds (CarrelStatement *rest, gint64 id);
/* What is asked later. */
gboolean carrel_search_run_passes (CarrelSearchRun *self, gint64 id);
/* carrel-search-order.c: plans without a driver, and with one. */
gboolean carrel_search_run_list (CarrelSearchRun *self, CarrelSort sort);
gboolean carrel_search_run_ordered (CarrelSearchRun *self, CarrelSort sort);

/* ── Conditions ── */

/* The node can be part of an FTS5 expression over text_index, and is appended to it; with `n_forms`
 * (nullable) words stand with their other forms, which it counts. */
gboolean carrel_search_append_match (CarrelSearchPlan      *self,
                                     const CarrelQueryNode *node,
                                     GString               *match,
                                     guint                 *n_forms);
/* An expression over article a. */
void
carrel_search_append_condition (CarrelSearchPlan *self, GString *sql, const CarrelQueryNode *node);
/* Of what stands beside each other: text without a letter or digit («rock & roll», a pasted «–»),
 * and no topic's name, says nothing where anything else does. By itself it is looked for as it
 * stands, in titles. */
gboolean
carrel_search_is_idle (CarrelSearchPlan *self, CarrelQueryNode *const *nodes, guint n, guint i);
/* A beginning of so few letters that it has an index of its own; its set. */
gboolean carrel_search_is_short (const CarrelQueryNode *node, const CarrelSearchWords *words);
guint    carrel_search_add_short_set (CarrelSearchPlan        *self,
                                      const CarrelQueryNode   *node,
                                      const CarrelSearchWords *words);
/* The set of a longer beginning of a word, where so many articles have it that FTS5 would take long
 * to join them; FALSE: it wouldn't. carrel-search-beginnings.c */
gboolean
carrel_search_add_common_set (CarrelSearchPlan *self, const CarrelQueryNode *node, guint *set);
/* To look at an article takes as long as to read so many bytes more than it has. */
#define CARREL_SEARCH_ARTICLE 1024
/* Its words, as they are indexed; several sets in turn may look at the same. NULL: there is none.
 * carrel-search-beginnings.c */
const char *carrel_search_read_article (CarrelConnection *connection, gint64 id);
/* Words of which an article must have one of each group, and phrases: what FTS5 is asked for, as
 * text. NULL where it is more than that. carrel-search-groups.c */
typedef struct _CarrelSearchGroups CarrelSearchGroups;
CarrelSearchGroups                *carrel_search_groups_new (const char *match);
void                               carrel_search_groups_free (CarrelSearchGroups *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelSearchGroups, carrel_search_groups_free)
guint    carrel_search_groups_count (const CarrelSearchGroups *self);
gboolean carrel_search_groups_have_phrase (const CarrelSearchGroups *self);
/* (element-type utf8): each of the words, with its other forms, as FTS5 is asked for it alone; of
 * phrases the single words. (transfer none) */
GPtrArray *carrel_search_groups_get_parts (CarrelSearchGroups *self);
/* The article has them: its text is looked at. `bytes` grows by what that takes. */
gboolean carrel_search_groups_have (CarrelSearchGroups *self,
                                    CarrelConnection   *connection,
                                    gint64              id,
                                    gsize              *bytes);
/* Some of the node's text may be a topic's name, or in a note. */
gboolean carrel_search_is_wide (CarrelSearchPlan *self, const CarrelQueryNode *node);
/* The articles whose topics or notes say some of the query's text, the highest id first. */
CarrelStatement *carrel_search_prepare_wide (CarrelSearchPlan *self);
/* Topics with this path, or whose last part is this; with how many articles are under them.
 * (element-type gint64) (transfer full) */
GArray *carrel_search_list_topics (CarrelSearchPlan *self,
                                   const char       *path,
                                   gboolean          prefix,
                                   gint64           *n_articles);
/* The set that this gives; `sorted`: from the highest id down. ?1 is `match` or, where that is
 * NULL, `number`. */
guint carrel_search_add_set (
    CarrelSearchPlan *self, const char *sql, const char *match, gint64 number, gboolean sorted);

G_END_DECLS
