/* carrel-query-fields.c: the names of the search language.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-query-private.h"

#include <string.h>

#define TIMES "7d, 2026-03, <2026, 2025..2026"

/* A new search field is a row here, and a case in carrel-search-conditions.c. */
static const CarrelQueryFieldInfo fields[] = {
  { "added", CARREL_VALUE_TIME, CARREL_QUERY_TIME, CARREL_FIELD_ADDED, TIMES },
  { "author", CARREL_VALUE_TEXT, CARREL_QUERY_TEXT, CARREL_FIELD_AUTHOR, "\"Nora Whitlock\"" },
  { "has", CARREL_VALUE_FLAG, CARREL_QUERY_HAS, CARREL_FIELD_ANY, NULL },
  { "id", CARREL_VALUE_ID, CARREL_QUERY_ID, CARREL_FIELD_ANY, "12" },
  { "is", CARREL_VALUE_FLAG, CARREL_QUERY_IS, CARREL_FIELD_ANY, NULL },
  { "lang", CARREL_VALUE_LANGUAGE, CARREL_QUERY_LANGUAGE, CARREL_FIELD_ANY, "de" },
  { "linked-from", CARREL_VALUE_ID, CARREL_QUERY_LINKED_FROM, CARREL_FIELD_ANY, "12" },
  { "links-to", CARREL_VALUE_ID, CARREL_QUERY_LINKS_TO, CARREL_FIELD_ANY, "12" },
  { "published", CARREL_VALUE_TIME, CARREL_QUERY_TIME, CARREL_FIELD_PUBLISHED, TIMES },
  { "read", CARREL_VALUE_TIME, CARREL_QUERY_TIME, CARREL_FIELD_READ, TIMES },
  { "site", CARREL_VALUE_TEXT, CARREL_QUERY_TEXT, CARREL_FIELD_SITE, "example.org" },
  { "title", CARREL_VALUE_TEXT, CARREL_QUERY_TEXT, CARREL_FIELD_TITLE, "tide" },
  { "topic", CARREL_VALUE_TOPIC, CARREL_QUERY_TOPIC, CARREL_FIELD_ANY, "science, none" },
  { "words", CARREL_VALUE_NUMBERS, CARREL_QUERY_WORDS, CARREL_FIELD_ANY, "2000, >2000, 100..500" },
};

/* The first of several names of a flag is the one that is written. */
static const struct {
  const char     *name;
  CarrelQueryType type;
  CarrelQueryFlag flag;
} flags[] = {
  { "unread", CARREL_QUERY_IS, CARREL_FLAG_UNREAD },
  { "read", CARREL_QUERY_IS, CARREL_FLAG_READ },
  { "reading", CARREL_QUERY_IS, CARREL_FLAG_READING },
  { "favourite", CARREL_QUERY_IS, CARREL_FLAG_FAVOURITE },
  { "favorite", CARREL_QUERY_IS, CARREL_FLAG_FAVOURITE },
  { "inbox", CARREL_QUERY_IS, CARREL_FLAG_INBOX },
  { "archived", CARREL_QUERY_IS, CARREL_FLAG_ARCHIVED },
  { "trashed", CARREL_QUERY_IS, CARREL_FLAG_TRASHED },
  { "highlighted", CARREL_QUERY_IS, CARREL_FLAG_HIGHLIGHTED },
  { "linked", CARREL_QUERY_IS, CARREL_FLAG_LINKED },
  { "orphan", CARREL_QUERY_IS, CARREL_FLAG_ORPHAN },
  { "note", CARREL_QUERY_HAS, CARREL_FLAG_NOTE },
  { "image", CARREL_QUERY_HAS, CARREL_FLAG_IMAGE },
  { "highlight", CARREL_QUERY_HAS, CARREL_FLAG_HIGHLIGHT },
  { "topic", CARREL_QUERY_HAS, CARREL_FLAG_TOPIC },
  { "link", CARREL_QUERY_HAS, CARREL_FLAG_LINK },
};

const CarrelQueryFieldInfo *
carrel_query_find_field (const char *name, gsize len)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    if (strlen (fields[i].name) == len && g_ascii_strncasecmp (fields[i].name, name, len) == 0)
      return &fields[i];
  }
  return NULL;
}

const CarrelQueryFieldInfo *
carrel_query_get_field (guint index)
{
  return index < G_N_ELEMENTS (fields) ? &fields[index] : NULL;
}

gboolean
carrel_query_find_flag (CarrelQueryType  type,
                        const char      *name,
                        gboolean         begins,
                        CarrelQueryFlag *flag)
{
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++) {
    if (flags[i].type == type &&
        (begins ? g_ascii_strncasecmp (flags[i].name, name, strlen (name)) == 0
                : g_ascii_strcasecmp (flags[i].name, name) == 0)) {
      *flag = flags[i].flag;
      return TRUE;
    }
  }
  return FALSE;
}

const char *
carrel_query_get_flag (CarrelQueryType type, guint index)
{
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++) {
    gboolean another_name =
        i > 0 && flags[i].type == flags[i - 1].type && flags[i].flag == flags[i - 1].flag;

    if (flags[i].type == type && !another_name && index-- == 0)
      return flags[i].name;
  }
  return NULL;
}

const char *
carrel_query_node_get_field_name (const CarrelQueryNode *node)
{
  if (node->type == CARREL_QUERY_TEXT && node->field == CARREL_FIELD_ANY)
    return "text";
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    if (fields[i].type == node->type && fields[i].field == node->field)
      return fields[i].name;
  }
  g_assert_not_reached ();
}

const char *
carrel_query_node_get_flag_name (const CarrelQueryNode *node)
{
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++) {
    if (flags[i].type == node->type && flags[i].flag == node->flag)
      return flags[i].name;
  }
  g_assert_not_reached ();
}
