/* carrel-query.h: the search language: text → tree. Total: any text has a meaning.
 *
 *   word  "a phrase"  prefix*  -without  a OR b  ( … )  NEAR(a b, 5)  field:value  field:"a value"
 *   topic:ai topic:none site: author: title: lang:
 *   is:unread|read|reading|favourite|inbox|archived|trashed|highlighted|linked|orphan
 *   has:note|image|highlight|topic|link   added: published: read: with spans of carrel-time.h
 *   words:>2000 words:100..500   links-to:ID linked-from:ID   id:ID
 *
 * Side by side stands for AND; OR joins its two neighbours first («a b OR c» is a and one of b, c).
 * What does not parse (an unknown field, a value that is none, a lonely bracket) is looked for as
 * text; an unclosed quote or bracket closes at the end. At most 64 terms and 32 levels of brackets;
 * what is beyond is left out. tests/data/queries.txt has an example of everything.
 *
 * Immutable, reference-counted; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-types.h"

G_BEGIN_DECLS

typedef enum {
  CARREL_QUERY_ALL,      /* everything: an empty query */
  CARREL_QUERY_AND,      /* children */
  CARREL_QUERY_OR,       /* children */
  CARREL_QUERY_NOT,      /* one child */
  CARREL_QUERY_TEXT,     /* text; phrase, prefix; field TEXT_ANY, TITLE, AUTHOR or SITE */
  CARREL_QUERY_TOPIC,    /* text: path, with its subtopics; NULL: none at all; prefix */
  CARREL_QUERY_LANGUAGE, /* text; prefix */
  CARREL_QUERY_IS,       /* flag */
  CARREL_QUERY_HAS,      /* flag */
  CARREL_QUERY_TIME,     /* field ADDED, PUBLISHED, READ; from, until */
  CARREL_QUERY_WORDS,    /* from, until (exclusive) */
  CARREL_QUERY_LINKS_TO, /* from: id */
  CARREL_QUERY_LINKED_FROM,
  CARREL_QUERY_ID,   /* from: id */
  CARREL_QUERY_NEAR, /* children, TEXT each, with at most `from` words between them */
} CarrelQueryType;

typedef enum {
  CARREL_FIELD_ANY,
  CARREL_FIELD_TITLE,
  CARREL_FIELD_AUTHOR,
  CARREL_FIELD_SITE,
  CARREL_FIELD_ADDED,
  CARREL_FIELD_PUBLISHED,
  CARREL_FIELD_READ,
} CarrelQueryField;

typedef enum {
  CARREL_FLAG_UNREAD,
  CARREL_FLAG_READ,
  CARREL_FLAG_READING,
  CARREL_FLAG_FAVOURITE,
  CARREL_FLAG_INBOX,
  CARREL_FLAG_ARCHIVED,
  CARREL_FLAG_TRASHED,
  CARREL_FLAG_HIGHLIGHTED,
  CARREL_FLAG_LINKED,
  CARREL_FLAG_ORPHAN,
  CARREL_FLAG_NOTE,
  CARREL_FLAG_IMAGE,
  CARREL_FLAG_HIGHLIGHT,
  CARREL_FLAG_TOPIC,
  CARREL_FLAG_LINK,
} CarrelQueryFlag;

typedef struct _CarrelQueryNode CarrelQueryNode;
struct _CarrelQueryNode {
  CarrelQueryType   type;
  CarrelQueryField  field;
  CarrelQueryFlag   flag;
  gboolean          phrase, prefix;
  const char       *text;        /* as typed, without quotes; may have no letter at all («++») */
  gint64            from, until; /* until is exclusive; G_MININT64 and G_MAXINT64 where open */
  CarrelQueryNode **children;    /* (array length=n_children) */
  guint             n_children;
};

#define CARREL_TYPE_QUERY (carrel_query_get_type ())
GType carrel_query_get_type (void);
/* `text` nullable: everything; bytes that aren't UTF-8 count as U+FFFD. When `typing`, the last
 * word counts as a prefix if it isn't closed by a space or quote, and what isn't yet an operator or
 * a field's value («is:unr») is left out. Never NULL. */
CarrelQuery *carrel_query_parse (const char *text, gboolean typing);
CarrelQuery *carrel_query_ref (CarrelQuery *self);
void         carrel_query_unref (CarrelQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelQuery, carrel_query_unref)
/* Both must hold. (transfer full) */
CarrelQuery *carrel_query_and (CarrelQuery *a, CarrelQuery *b);

const CarrelQueryNode *carrel_query_get_root (CarrelQuery *self);
gboolean               carrel_query_is_all (CarrelQuery *self);
/* There is text with a letter or digit to look for, un-negated, so that relevance makes sense: of
 * two articles of a site or author neither is so more than the other. */
gboolean carrel_query_has_text (CarrelQuery *self);
/* is:trashed stands in it, un-negated; otherwise a search leaves the trash out. */
gboolean carrel_query_wants_trash (CarrelQuery *self);
/* The tree as text for tests: «(and (text foo) (not (is unread)))». (transfer full) */
char *carrel_query_to_debug (CarrelQuery *self);
/* The words to mark in results, as typed, without negated ones, in any text or the title; each with
 * whether it is a prefix: «word» or «word*». A run of Chinese or Thai is one. (transfer full)
 * (element-type utf8) */
GPtrArray *carrel_query_list_marks (CarrelQuery *self);

/* ── Filters: carrel-query-filters.c ── */

/* A term that asks something of a field, as it stands in a text. */
typedef struct {
  gsize       start, end; /* bytes */
  gboolean    negated;
  const char *field; /* static: «topic» */
  char       *value; /* (owned): without quotes */
} CarrelQueryFilter;

/* Those that stand on their own, so that each can be taken away and the rest means what it did: not
 * what is in brackets or beside an «OR». Of text that isn't UTF-8 none. (element-type
 * CarrelQueryFilter) (transfer full) */
GPtrArray *carrel_query_list_filters (const char *text);
void       carrel_query_filter_free (CarrelQueryFilter *self);
/* The text without a stretch of it. (transfer full) */
char *carrel_query_cut (const char *text, gsize start, gsize end);
/* «site:"a value"», in quotes where it needs them. (transfer full) */
char *carrel_query_write_filter (const char *field, const char *value);

/* What looks like a filter and is none, so that it is looked for as text. */
typedef struct {
  char *term;   /* (owned): as it stands in the text, without a minus */
  char *name;   /* (owned): what stands before its colon */
  char *filter; /* (owned) (nullable): what would be one, «words:2000, >2000»; NULL: no field is
                   called so */
} CarrelQueryMisread;

/* Those of the text; when `typing`, what is left out because it may still become a filter is not
 * among them. Of text that isn't UTF-8 none. (element-type CarrelQueryMisread) (transfer full) */
GPtrArray *carrel_query_list_misread (const char *text, gboolean typing);

/* ── What is being typed: carrel-query-typed.c ── */

typedef struct {
  const char *field; /* (nullable): static; NULL: a word, which may become a field */
  char       *text;  /* (owned): of the value or word, before the cursor */
  gsize       start; /* byte where it begins, with its quote */
  gboolean    quoted;
} CarrelQueryTyped;

/* At byte `cursor` of the text. (transfer full) (nullable): nothing that could be completed */
CarrelQueryTyped *carrel_query_find_typed (const char *text, gsize cursor);
void              carrel_query_typed_free (CarrelQueryTyped *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelQueryTyped, carrel_query_typed_free)
/* What the language itself knows: names of fields that begin so, flags of is: and has:, «none» of
 * topic:. Topics, sites, authors and languages are the library's to know. (element-type utf8)
 * (transfer container) */
GPtrArray *carrel_query_list_completions (const CarrelQueryTyped *typed);
/* The text with a value in the place of what is typed, in quotes where it needs them and with a
 * space after it, or a field's name with its colon; `new_cursor` is where one types on. (transfer
 * full) */
char *carrel_query_complete (const char             *text,
                             gsize                   cursor,
                             const CarrelQueryTyped *typed,
                             const char             *value,
                             gsize                  *new_cursor);

G_END_DECLS
