/* carrel-types.h: the names of all values, and the enums that several layers speak.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct _CarrelArticle    CarrelArticle;
typedef struct _CarrelChanges    CarrelChanges;
typedef struct _CarrelCollection CarrelCollection;
typedef struct _CarrelDraft      CarrelDraft;
typedef struct _CarrelHighlight  CarrelHighlight;
typedef struct _CarrelLink       CarrelLink;
typedef struct _CarrelQuery      CarrelQuery;
typedef struct _CarrelTopic      CarrelTopic;

/* Where an article is. The trash is not a place: it is a date, and the place is kept for restoring.
 * The values stand in the file. */
typedef enum {
  CARREL_PLACE_INBOX = 0,
  CARREL_PLACE_ARCHIVE = 1,
} CarrelPlace;

/* How far it is read. The values stand in the file. */
typedef enum {
  CARREL_READ_UNREAD = 0,
  CARREL_READ_READING = 1,
  CARREL_READ_READ = 2,
} CarrelReadState;

/* The values stand in the file. Kinds from RELATED on are made by hand. */
typedef enum {
  CARREL_LINK_MENTIONS = 0,
  CARREL_LINK_SEE_ALSO = 1,
  CARREL_LINK_RELATED = 2,
  CARREL_LINK_FOLLOWS = 3,
  CARREL_LINK_CITES = 4,
  CARREL_LINK_SUPPORTS = 5,
  CARREL_LINK_CONTRADICTS = 6,
} CarrelLinkKind;
#define CARREL_N_LINK_KINDS 7

/* «see-also» ⇄ the value; FALSE for no kind. The name is static. */
const char *carrel_link_kind_get_name (CarrelLinkKind kind);
gboolean    carrel_link_kind_from_name (const char *name, CarrelLinkKind *kind);

typedef enum {
  CARREL_COLOUR_YELLOW = 0,
  CARREL_COLOUR_GREEN = 1,
  CARREL_COLOUR_BLUE = 2,
  CARREL_COLOUR_PINK = 3,
} CarrelHighlightColour;
#define CARREL_N_HIGHLIGHT_COLOURS 4

/* «yellow» ⇄ the value; FALSE for no colour. The name is static, and the CSS class. */
const char *carrel_highlight_colour_get_name (guint colour);
gboolean    carrel_highlight_colour_from_name (const char *name, CarrelHighlightColour *colour);

/* The ten topic colours of the palette, in the order in which new topics take them; the value
 * stands in the file, the name is the CSS class «c-NAME». */
#define CARREL_N_TOPIC_COLOURS 10
const char *carrel_topic_colour_get_name (guint colour);

typedef enum {
  CARREL_SORT_ADDED = 0,     /* newest first */
  CARREL_SORT_PUBLISHED = 1, /* newest first */
  CARREL_SORT_TITLE = 2,
  CARREL_SORT_RELEVANCE = 3, /* best first; without words to look for: as ADDED */
  CARREL_SORT_SITE = 4,
  CARREL_SORT_LENGTH = 5,   /* longest first */
  CARREL_SORT_PROGRESS = 6, /* most read first */
} CarrelSort;
/* How a list is divided. */
typedef enum {
  CARREL_GROUP_NONE,
  CARREL_GROUP_DAY,   /* of the date that the list is sorted by: ADDED, PUBLISHED */
  CARREL_GROUP_SITE,  /* of a list that is sorted by SITE */
  CARREL_GROUP_TOPIC, /* of any list: puts it into another order */
} CarrelGroupBy;

typedef struct {
  guint start; /* place in the list */
  char *name; /* (owned) (nullable): «2026-03-14» where the person is, a site, a topic's path; NULL:
                 it has none */
} CarrelGroup;

/* A field of a search whose values the library knows. */
typedef enum {
  CARREL_COMPLETE_SITE,
  CARREL_COMPLETE_AUTHOR,
  CARREL_COMPLETE_LANGUAGE,
} CarrelCompletion;

const char *carrel_sort_get_name (CarrelSort sort);
gboolean    carrel_sort_from_name (const char *name, CarrelSort *sort);
/* «none», «day», «site», «topic»; FALSE for another name. */
const char *carrel_group_by_get_name (CarrelGroupBy by);
gboolean    carrel_group_by_from_name (const char *name, CarrelGroupBy *by);
/* In this order what is of one group stands together, or may be put so. */
gboolean carrel_group_by_suits (CarrelGroupBy by, CarrelSort sort);

G_END_DECLS
