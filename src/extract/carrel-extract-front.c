/* carrel-extract-front.c: the fields above a page that a generator of sites is to make one of:
 * «---», «title: …», «date: …», «---», and then its HTML. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include <string.h>

#define MAX_FIELDS 100 /* lines */
#define MAX_TEXTS 10   /* that the parser made of them */

/* «key: value», «- value», or what goes on from the line before. */
static gboolean
is_field (const char *line)
{
  gsize key = 0;

  while (g_ascii_isalnum (line[key]) || (key > 0 && strchr ("-_.", line[key]) && line[key]))
    key++;
  return *line == '\0' || *line == ' ' || *line == '#' || (*line == '-' && line[1] == ' ') ||
         (key > 0 && line[key] == ':');
}

void
carrel_extract_take_front_matter (CarrelExtraction *self)
{
  CarrelNode *first = self->body->first, *next;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) text = NULL;
  g_autofree char *rest = NULL;
  guint            end = 1, n = 0;

  if (!first || first->type != CARREL_NODE_TEXT ||
      strncmp (first->text + strspn (first->text, " \t\r\n"), "---", 3) != 0)
    return;
  text = g_string_new (NULL);
  for (next = first; next && next->type == CARREL_NODE_TEXT && n < MAX_TEXTS; n++) {
    g_string_append_len (text, next->text, (gssize) next->text_len);
    next = next->next;
  }
  lines = g_strsplit (text->str + strspn (text->str, " \t\r\n"), "\n", MAX_FIELDS);
  for (guint i = 0; lines[i]; i++)
    g_strchomp (lines[i]);
  if (strcmp (lines[0], "---") != 0)
    return;
  while (lines[end] && strcmp (lines[end], "---") != 0 && is_field (lines[end]))
    end++;
  if (end < 2 || !lines[end] || strcmp (lines[end], "---") != 0)
    return;
  rest = g_strjoinv ("\n", lines + end + 1);
  carrel_node_insert_before (first, carrel_node_new_text (self->html, rest, -1));
  for (CarrelNode *node = first, *after; node != next; node = after) {
    after = node->next;
    carrel_node_unlink (node);
  }
  for (guint i = end; lines[i]; i++)
    g_clear_pointer (&lines[i], g_free);
  self->front = g_steal_pointer (&lines);
}
