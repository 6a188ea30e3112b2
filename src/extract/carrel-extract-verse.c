/* carrel-extract-verse.c: verse whose lines stand in elements of their own.
 *
 * In what is called a poem, a stanza or lyrics, short elements in a row are lines: they become one
 * paragraph with its line ends, an empty one parts two stanzas. Any thread; linear in the children.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#define MAX_LINE 110 /* characters */
#define MAX_MEAN 64  /* … of lines in the mean */
#define MIN_LINES 3
#define MAX_NODES 60 /* in one line */

/* An element that is shown as a line: no other block is in it. */
static gboolean
is_line (CarrelNode *node)
{
  guint n = 0;

  if (node->type != CARREL_NODE_ELEMENT ||
      (node->tag != CARREL_TAG_DIV && node->tag != CARREL_TAG_P))
    return FALSE;
  for (CarrelNode *each = carrel_node_next (node, node, FALSE); each;
       each = carrel_node_next (each, node, FALSE))
    if (++n > MAX_NODES ||
        (each->type == CARREL_NODE_ELEMENT &&
         (carrel_tag_is_block ((CarrelTag) each->tag) || each->tag == CARREL_TAG_IMG)))
      return FALSE;
  return TRUE;
}

static gboolean
is_empty (CarrelNode *line)
{
  for (CarrelNode *node = line; node; node = carrel_node_next (node, line, FALSE))
    if (node->type == CARREL_NODE_TEXT)
      for (const char *p = node->text; *p; p = g_utf8_next_char (p))
        if (!g_unichar_isspace (g_utf8_get_char (p)))
          return FALSE;
  return TRUE;
}

/* Its children are lines, and as short as those of verse. */
static gboolean
holds_lines (CarrelNode *top)
{
  guint n = 0, chars = 0;

  for (CarrelNode *child = top->first; child; child = child->next) {
    guint len;

    if (child->type == CARREL_NODE_TEXT && carrel_node_is_blank (child))
      continue;
    if (!is_line (child))
      return FALSE;
    len = carrel_extract_count_chars (child);
    if (len > MAX_LINE || carrel_node_find (child, CARREL_TAG_BR))
      if (len > 0)
        return FALSE;
    n += len > 0;
    chars += len;
  }
  return n >= MIN_LINES && chars <= n * MAX_MEAN;
}

static void
join (CarrelExtraction *self, CarrelNode *top)
{
  CarrelNode *stanza = NULL, *next;

  for (CarrelNode *child = top->first; child; child = next) {
    next = child->next;
    if (child->type == CARREL_NODE_TEXT) {
      carrel_node_unlink (child);
    } else if (is_empty (child)) {
      carrel_node_unlink (child);
      stanza = NULL;
    } else if (!stanza) {
      stanza = child;
      carrel_node_rename (child, CARREL_TAG_P);
    } else {
      carrel_node_append (stanza, carrel_node_new_element (self->html, CARREL_TAG_BR));
      carrel_node_move_children (child, stanza);
      carrel_node_unlink (child);
    }
  }
  carrel_extract_mark (self, top);
}

void
carrel_extract_verse (CarrelExtraction *self, CarrelNode *poem)
{
  if (holds_lines (poem)) {
    join (self, poem);
    return;
  }
  for (CarrelNode *child = poem->first; child; child = child->next)
    if (child->type == CARREL_NODE_ELEMENT && child->tag == CARREL_TAG_DIV && holds_lines (child))
      join (self, child);
}
