/* carrel-extract-title-line.c: titles that stand in no heading, and beside what a heading says
 * more. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-metadata-private.h"

#include "base/carrel-text.h"

#include <string.h>

#define MAX_PART 400      /* bytes of what a heading says beside its title */
#define MIN_EXPLAINED 60  /* … that explains a sign behind it */
#define MAX_ABOVE 400     /* nodes above a page's first heading */
#define MAX_CALLED 200    /* nodes of the body where a title is called so, and its characters */
#define MAX_BESIDE 80     /* bytes of a line beside the title's */
#define MIN_TITLE_LINE 12 /* bytes of a title that stands in no heading */

void
carrel_extract_cut_maker (char *title)
{
  gsize       len = 0;
  const char *at = carrel_extract_find_separator (title, TRUE, &len);
  gsize       end = at ? (gsize) (at - title) : 0;

  if (end > 0 && g_str_has_prefix (at + len, "Powered by ")) {
    title[end] = '\0';
    g_strchomp (title);
  }
}

char *
carrel_extract_find_called_title (CarrelExtraction *self)
{
  CarrelNode *node = self->body;

  for (guint i = 0; node && i < MAX_CALLED; i++, node = carrel_node_next (node, self->body, FALSE))
    if (node->type == CARREL_NODE_ELEMENT &&
        (node->tag == CARREL_TAG_P || node->tag == CARREL_TAG_DIV) &&
        (carrel_node_has_word (node, "class", "title") ||
         carrel_node_has_word (node, "class", "MsoTitle"))) {
      g_autofree char *text = carrel_node_dup_text (node);

      if (*text && g_utf8_strlen (text, -1) <= MAX_CALLED)
        return carrel_extract_clean_value (text);
    }
  return NULL;
}

const CarrelHeadingFound *
carrel_extract_find_title_line (CarrelExtraction *self, CarrelSurvey *survey)
{
  const char *title = self->draft->title;
  gsize       len = title ? strlen (title) : 0;
  guint       at = 0;

  if (len < MIN_TITLE_LINE)
    return NULL;
  for (CarrelNode *node = self->body; node; node = carrel_node_next (node, self->body, FALSE)) {
    CarrelHeadingFound found = { .node = node->parent, .level = 2 };
    g_autofree char   *line = NULL;

    if (node->type != CARREL_NODE_TEXT || carrel_node_is_blank (node) ||
        node->parent->tag == CARREL_TAG_SCRIPT || node->parent->tag == CARREL_TAG_STYLE)
      continue;
    found.at = ++at;
    if (node->text_len < len || node->text_len > len + MAX_BESIDE ||
        carrel_node_get_ancestor (node, CARREL_TAG_A) ||
        carrel_node_get_ancestor (node, CARREL_TAG_NAV))
      continue;
    line = carrel_text_collapse (node->text, (gssize) node->text_len);
    if (strcmp (line, title) != 0)
      continue;
    found.text = g_steal_pointer (&line);
    g_array_append_val (survey->headings, found);
    return &g_array_index (survey->headings, CarrelHeadingFound, survey->headings->len - 1);
  }
  return NULL;
}

gboolean
carrel_extract_has_title_apart (const CarrelHeadingFound *heading, const char *title)
{
  gsize    len = strlen (title), all = strlen (heading->text);
  gboolean first = g_str_has_suffix (heading->text, title);

  if (len + 2 > all || !(first || g_str_has_prefix (heading->text, title)))
    return FALSE;
  for (CarrelNode *part = heading->node->first; part; part = part->next) {
    g_autofree char *text = part->type == CARREL_NODE_ELEMENT &&
                                    (first ? part->tag == CARREL_TAG_A : all > len + MIN_EXPLAINED)
                                ? carrel_survey_dup_text (part, MAX_PART)
                                : NULL;
    g_autofree char *own = text ? carrel_extract_clean_value (text) : NULL;

    if (own && strlen (own) + 1 + len == all &&
        (first ? g_str_has_prefix (heading->text, own) : g_str_has_suffix (heading->text, own)))
      return TRUE;
  }
  return FALSE;
}

void
carrel_extract_cut_manual (CarrelExtraction *self, char *title)
{
  gsize            len = strlen (title);
  char            *open = len > 0 && title[len - 1] == ')' ? strrchr (title, '(') : NULL;
  CarrelNode      *node = self->body;
  g_autofree char *before = NULL, *key = NULL, *text = NULL, *own = NULL;

  if (!open || open < title + 2 || open[-1] != ' ')
    return;
  for (guint i = 0; node && i < MAX_ABOVE; i++, node = carrel_node_next (node, self->body, FALSE))
    if (node->tag >= CARREL_TAG_H1 && node->tag <= CARREL_TAG_H4)
      break;
  before = g_strndup (title, (gsize) (open - title));
  key = carrel_text_title_key (before, NULL);
  text = node && node->type == CARREL_NODE_ELEMENT && node->tag >= CARREL_TAG_H1 &&
                 node->tag <= CARREL_TAG_H4
             ? carrel_survey_dup_text (node, MAX_PART)
             : NULL;
  own = text ? carrel_text_title_key (text + strspn (text, " 0123456789.\n"), NULL) : NULL;
  if (own && *own && strcmp (own, key) == 0) {
    *open = '\0';
    g_strchomp (title);
  }
}
