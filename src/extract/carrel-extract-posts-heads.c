/* carrel-extract-posts-heads.c: who wrote each post, in a line above it.
 *
 * Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-blocks-private.h"
#include "extract/carrel-extract-posts-private.h"

#include <string.h>

static gboolean
is_list_or_table (const CarrelNode *node)
{
  switch (node->tag) {
  case CARREL_TAG_UL:
  case CARREL_TAG_OL:
  case CARREL_TAG_DL:
  case CARREL_TAG_TABLE:
  case CARREL_TAG_TBODY:
  case CARREL_TAG_THEAD:
  case CARREL_TAG_TFOOT:
  case CARREL_TAG_TR:
    return TRUE;
  default:
    return FALSE;
  }
}

/* What the line is put before: the child of the post's box that holds the text, or the first in the
 * item or cell. (nullable) */
static CarrelNode *
find_place (CarrelPieces *self, const CarrelPost *post, CarrelNode *article)
{
  const CarrelPiece *piece = carrel_pieces_get_piece (self, post->piece);
  guint              depth = carrel_pieces_get_box (self, post->box)->depth;
  CarrelNode        *node = NULL;

  for (guint32 i = 0; i < piece->n && !node; i++)
    node = carrel_extract_get_twin (self->texts->pdata[piece->first + i]);
  while (node && node->parent && node->parent != article) {
    CarrelNode     *twin = carrel_extract_get_twin (node->parent);
    CarrelNodeInfo *info = twin ? carrel_extract_get_info (twin) : NULL;

    if (!info || carrel_pieces_get_box (self, info->box)->depth <= depth)
      break;
    node = node->parent;
  }
  if (!node || !node->parent)
    return NULL;
  while (node->type == CARREL_NODE_ELEMENT && node->first &&
         (is_list_or_table (node) || is_list_or_table (node->parent)))
    for (node = node->first; node->type != CARREL_NODE_ELEMENT && node->next;)
      node = node->next;
  return node;
}

static CarrelNode *
make_line (CarrelHtml *html, const CarrelPost *post)
{
  CarrelNode *line = carrel_node_new_element (html, CARREL_TAG_P),
             *strong = carrel_node_new_element (html, CARREL_TAG_STRONG);
  g_autofree char *name = carrel_post_strip (post->name->text),
                  *time = post->time ? carrel_post_write_time (post->time) : NULL;

  carrel_node_append (strong, carrel_node_new_text (html, carrel_html_strdup (html, name, -1), -1));
  carrel_node_append (line, strong);
  if (time) {
    g_autofree char *rest = g_strconcat (" · ", time, NULL);

    carrel_node_append (line, carrel_node_new_text (html, carrel_html_strdup (html, rest, -1), -1));
  }
  return line;
}

/* Who opened it is its author, where the page tells none, or what was taken for one is a word of
 * the line that says when («Posted»). */
static void
set_author (CarrelExtraction *self, const CarrelPieces *pieces)
{
  const CarrelPost *first = &g_array_index (pieces->posts, CarrelPost, 0);
  CarrelDraft      *draft = self->draft;

  if (pieces->posts->len < 2 ||
      (draft->byline && !(first->time && strstr (first->time->text, draft->byline))))
    return;
  g_free (draft->byline);
  draft->byline = carrel_post_strip (first->name->text);
  draft->from[CARREL_DRAFT_BYLINE] = "class";
}

void
carrel_pieces_head_posts (CarrelExtraction *self, CarrelPieces *pieces, CarrelNode *article)
{
  if (pieces->posts && pieces->posts->len > 0)
    set_author (self, pieces);
  for (guint i = 0; pieces->posts && i < pieces->posts->len; i++) {
    const CarrelPost *post = &g_array_index (pieces->posts, CarrelPost, i);
    CarrelNode       *place = find_place (pieces, post, article), *line;

    if (!place)
      continue;
    line = make_line (self->html, post);
    carrel_extract_mark (self, line);
    carrel_node_insert_before (place, line);
  }
}
