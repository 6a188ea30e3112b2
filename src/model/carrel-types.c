/* carrel-types.c: names of the enums, as the command line, JSON and CSS say them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-types.h"

#include <string.h>

static const char *const link_kinds[CARREL_N_LINK_KINDS] = {
  [CARREL_LINK_MENTIONS] = "mentions",
  [CARREL_LINK_SEE_ALSO] = "see-also",
  [CARREL_LINK_RELATED] = "related",
  [CARREL_LINK_FOLLOWS] = "follows",
  [CARREL_LINK_CITES] = "cites",
  [CARREL_LINK_SUPPORTS] = "supports",
  [CARREL_LINK_CONTRADICTS] = "contradicts",
};

static const char *const sorts[] = {
  [CARREL_SORT_ADDED] = "added",       [CARREL_SORT_PUBLISHED] = "published",
  [CARREL_SORT_TITLE] = "title",       [CARREL_SORT_RELEVANCE] = "relevance",
  [CARREL_SORT_SITE] = "site",         [CARREL_SORT_LENGTH] = "length",
  [CARREL_SORT_PROGRESS] = "progress",
};

static const char *const groups[] = {
  [CARREL_GROUP_NONE] = "none",
  [CARREL_GROUP_DAY] = "day",
  [CARREL_GROUP_SITE] = "site",
  [CARREL_GROUP_TOPIC] = "topic",
};

static const char *const colours[CARREL_N_TOPIC_COLOURS] = {
  "blue", "teal", "green", "moss", "ochre", "orange", "red", "pink", "purple", "slate",
};

static gboolean
find_name (const char *const *names, guint n, const char *name, guint *index)
{
  for (guint i = 0; i < n; i++)
    if (strcmp (names[i], name) == 0) {
      *index = i;
      return TRUE;
    }
  return FALSE;
}

static const char *const highlight_colours[CARREL_N_HIGHLIGHT_COLOURS] = { "yellow", "green",
                                                                           "blue", "pink" };

const char *
carrel_link_kind_get_name (CarrelLinkKind kind)
{
  g_return_val_if_fail ((guint) kind < CARREL_N_LINK_KINDS, "related");
  return link_kinds[kind];
}

gboolean
carrel_link_kind_from_name (const char *name, CarrelLinkKind *kind)
{
  guint index;

  if (!find_name (link_kinds, CARREL_N_LINK_KINDS, name, &index))
    return FALSE;
  *kind = (CarrelLinkKind) index;
  return TRUE;
}

const char *
carrel_topic_colour_get_name (guint colour)
{
  return colours[colour % CARREL_N_TOPIC_COLOURS];
}

const char *
carrel_highlight_colour_get_name (guint colour)
{
  return highlight_colours[MIN (colour, CARREL_N_HIGHLIGHT_COLOURS - 1)];
}

gboolean
carrel_highlight_colour_from_name (const char *name, CarrelHighlightColour *colour)
{
  for (guint i = 0; i < CARREL_N_HIGHLIGHT_COLOURS; i++)
    if (strcmp (name, highlight_colours[i]) == 0) {
      *colour = (CarrelHighlightColour) i;
      return TRUE;
    }
  return FALSE;
}

const char *
carrel_sort_get_name (CarrelSort sort)
{
  g_return_val_if_fail ((guint) sort < G_N_ELEMENTS (sorts), "added");
  return sorts[sort];
}

gboolean
carrel_sort_from_name (const char *name, CarrelSort *sort)
{
  guint index;

  if (!find_name (sorts, G_N_ELEMENTS (sorts), name, &index))
    return FALSE;
  *sort = (CarrelSort) index;
  return TRUE;
}

const char *
carrel_group_by_get_name (CarrelGroupBy by)
{
  g_return_val_if_fail ((guint) by < G_N_ELEMENTS (groups), "none");
  return groups[by];
}

gboolean
carrel_group_by_from_name (const char *name, CarrelGroupBy *by)
{
  guint index;

  if (!find_name (groups, G_N_ELEMENTS (groups), name, &index))
    return FALSE;
  *by = (CarrelGroupBy) index;
  return TRUE;
}

gboolean
carrel_group_by_suits (CarrelGroupBy by, CarrelSort sort)
{
  switch (by) {
  case CARREL_GROUP_DAY:
    return sort == CARREL_SORT_ADDED || sort == CARREL_SORT_PUBLISHED;
  case CARREL_GROUP_SITE:
    return sort == CARREL_SORT_SITE;
  case CARREL_GROUP_TOPIC:
    return sort != CARREL_SORT_RELEVANCE; /* the best stand first there */
  default:
    return TRUE;
  }
}
