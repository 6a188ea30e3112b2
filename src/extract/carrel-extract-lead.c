/* carrel-extract-lead.c: the paragraph in large letters between the title and the text.
 *
 * It often stands in the header's box: it is the article's first all the same. Any thread; a
 * bounded number of elements below each title is looked at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include <string.h>

#define MIN_LEAD 60 /* bytes */
#define MAX_LEAD 900
#define MAX_LEADS 2
#define MAX_STEPS 60   /* elements below the title */
#define MAX_CHECKS 100 /* paragraphs looked for in the article */

static gboolean
ends_like_sentence (const char *text)
{
  static const char *const ends[] = { ".",  "!",  "?",   "…",  "。", "！",
                                      "？", ".”", ".\"", ".“", "؟",  "।" };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (text, ends[i]))
      return TRUE;
  return FALSE;
}

/* One paragraph of sentences, without links. */
static gboolean
is_lead (CarrelNode *node, CarrelNodeInfo *info)
{
  g_autofree char *text = NULL;
  gsize            len = 0;

  if (node->tag != CARREL_TAG_P && node->tag != CARREL_TAG_DIV && node->tag != CARREL_TAG_H2 &&
      node->tag != CARREL_TAG_H3)
    return FALSE;
  if (info->hidden || info->taken ||
      (info->words &
       (CARREL_WORD_BYLINE | CARREL_WORD_CAPTION | CARREL_WORD_SHARE | CARREL_WORD_CONSENT |
        CARREL_WORD_SUBSCRIBE | CARREL_WORD_RELATED | CARREL_WORD_COMMENT)))
    return FALSE;
  for (CarrelNode *n = carrel_node_next (node, node, FALSE); n;
       n = carrel_node_next (n, node, FALSE)) {
    len += n->text_len;
    if (len > MAX_LEAD || (n->type == CARREL_NODE_ELEMENT &&
                           (n->tag == CARREL_TAG_A || carrel_tag_is_block ((CarrelTag) n->tag))))
      return FALSE;
  }
  if (len < MIN_LEAD)
    return FALSE;
  text = carrel_node_dup_text (node);
  return strlen (text) >= MIN_LEAD && ends_like_sentence (text);
}

static gboolean
is_of_page (CarrelNode *node)
{
  for (; node; node = node->parent)
    if (node->tag == CARREL_TAG_NAV || node->tag == CARREL_TAG_FOOTER ||
        node->tag == CARREL_TAG_ASIDE || node->tag == CARREL_TAG_FORM ||
        node->tag == CARREL_TAG_FIGURE || node->tag == CARREL_TAG_TABLE)
      return TRUE;
  return FALSE;
}

/* The article has it already, in one of the neighbours that it was gathered from. */
static gboolean
is_gathered (CarrelNode *node, CarrelNode *top, CarrelNode *article)
{
  while (node && node->parent != top->parent)
    node = node->parent;
  for (CarrelNode *child = node ? article->first : NULL; child; child = child->next)
    if (carrel_extract_get_twin (child) == node)
      return TRUE;
  return FALSE;
}

void
carrel_extract_add_lead (CarrelExtraction *self, CarrelNode *top, CarrelNode *article)
{
  CarrelNode *found[MAX_LEADS], *first = article->first;
  guint       n = 0, steps = 0, checks = 0;
  gboolean    below = FALSE, skip;

  if (self->talk != CARREL_TALK_NONE || top == self->body)
    return;
  for (CarrelNode *node = self->body; node && node != top;
       node = carrel_node_next (node, self->body, skip)) {
    CarrelNodeInfo *info = carrel_extract_get_info (node);

    skip = info && (info->hidden || info->taken);
    if (!info || skip)
      continue;
    if ((node->tag == CARREL_TAG_H1 || (node->tag == CARREL_TAG_H2 && info->holds_title)) &&
        !info->hidden && !is_of_page (node)) {
      below = TRUE;
      n = steps = 0;
    }
    if (!below)
      continue;
    if (++steps > MAX_STEPS) {
      below = FALSE;
      n = 0;
    } else if (n < MAX_LEADS && is_lead (node, info) && !is_of_page (node) &&
               ++checks <= MAX_CHECKS && !is_gathered (node, top, article)) {
      found[n++] = node;
    }
  }
  for (guint i = 0; i < n; i++) {
    CarrelNode *copy = carrel_node_copy (self->html, found[i]);

    carrel_node_rename (copy, CARREL_TAG_P);
    carrel_extract_mark (self, copy);
    for (CarrelNode *a = copy, *b = found[i]; a && b;
         a = carrel_node_next (a, copy, FALSE), b = carrel_node_next (b, found[i], FALSE))
      carrel_extract_set_twin (a, b);
    if (first)
      carrel_node_insert_before (first, copy);
    else
      carrel_node_append (article, copy);
  }
}
