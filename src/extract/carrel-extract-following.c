/* carrel-extract-following.c: other articles that follow the page's own.
 *
 * Sites that go on without an end put the next articles whole below the one that was asked for,
 * each with its own heading, date and writer. The page's title names one: the others are of other
 * pages. Told by boxes side by side that are alike, each with a first heading, prose, and what only
 * an article has; sections of one article have no day of their own. Any thread; linear but for the
 * few headings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-text.h"

#include <string.h>

#define MAX_ARTICLES 40 /* first headings; a page with more is a list */
#define MIN_PROSE 200   /* bytes in paragraphs, links aside, of an article */
#define MIN_NAMED 60    /* percent of a heading's words that are in the page's name … */
#define MAX_NAMED 40    /* … and of another's */
#define MIN_WORD 4      /* bytes */
#define MAX_WORDS 40
#define MAX_NODES 100000 /* of an article, that are looked at for its prose */

typedef struct {
  CarrelNode *heading, *box; /* box: the largest that has no other first heading */
} Part;

static guint
get_depth (const CarrelNode *node)
{
  guint depth = 0;

  for (; node->parent; node = node->parent)
    depth++;
  return depth;
}

/* Where the way up from `node` meets that from `other`: what is just below, on the side of `node`.
 */
static CarrelNode *
find_side (CarrelNode *node, const CarrelNode *other)
{
  guint depth = get_depth (node), other_depth = get_depth (other);

  for (; other_depth > depth; other_depth--)
    other = other->parent;
  for (; depth > other_depth; depth--) {
    if (node->parent == other)
      return node;
    node = node->parent;
  }
  while (node->parent != other->parent) {
    node = node->parent;
    other = other->parent;
  }
  return node;
}

static gboolean
has_text (CarrelNode *heading)
{
  for (CarrelNode *node = heading; node; node = carrel_node_next (node, heading, FALSE))
    if (node->type == CARREL_NODE_TEXT && !carrel_node_is_blank (node))
      return TRUE;
  return FALSE;
}

/* The seen first headings, with their boxes. (element-type Part) (nullable): none or too many */
static GArray *
list_parts (CarrelExtraction *self)
{
  const GPtrArray *marked = carrel_html_get_marked (self->html);
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (Part));

  for (guint i = 0; i < marked->len; i++) {
    CarrelNode           *node = marked->pdata[i];
    const CarrelNodeInfo *info = node->tag == CARREL_TAG_H1 ? carrel_extract_get_info (node) : NULL;
    Part                  part = { node, NULL };

    if (!info || info->hidden || info->taken || !has_text (node))
      continue;
    if (parts->len == MAX_ARTICLES)
      return NULL;
    g_array_append_val (parts, part);
  }
  if (parts->len < 2)
    return NULL;
  for (guint i = 0; i < parts->len; i++) {
    Part       *part = &g_array_index (parts, Part, i);
    CarrelNode *before = i > 0 ? find_side (part->heading, (part - 1)->heading) : NULL,
               *after = i + 1 < parts->len ? find_side (part->heading, (part + 1)->heading) : NULL;

    part->box = !before || (after && get_depth (after) > get_depth (before)) ? after : before;
  }
  return g_steal_pointer (&parts);
}

/* What the page is called, in its head and in its address, as words: « a title and its address ».
 * (transfer full) */
static char *
dup_names (CarrelExtraction *self)
{
  CarrelNode      *element = self->head ? carrel_node_find (self->head, CARREL_TAG_TITLE) : NULL;
  g_autofree char *title = element ? carrel_node_dup_text (element) : NULL, *key = NULL,
                  *all = g_strjoin (" ", title ? title : "",
                                    self->draft->title ? self->draft->title : "",
                                    self->address ? self->address : "", NULL);

  key = carrel_text_title_key (all, NULL);
  return g_strdup_printf (" %s ", key);
}

/* Of the heading's words, those that the page is called by, in percent; short ones are in any
 * title. One without longer words stands in it as it is, or doesn't. */
static guint
measure_name (CarrelNode *heading, const char *names)
{
  g_autofree char *text = carrel_node_dup_text (heading), *key = carrel_text_title_key (text, NULL),
                  *whole = g_strdup_printf (" %s ", key);
  g_auto (GStrv) words = g_strsplit (key, " ", MAX_WORDS);
  guint n = 0, named = 0;

  for (guint i = 0; words[i]; i++) {
    g_autofree char *word = g_strdup_printf (" %s ", words[i]);

    if (strlen (words[i]) < MIN_WORD)
      continue;
    n++;
    named += strstr (names, word) != NULL;
  }
  if (n < 2)
    return *key && strstr (names, whole) ? 100 : 0;
  return named * 100 / n;
}

/* Prose, and a day, a writer, or a mark that says so. */
static gboolean
is_article (CarrelNode *box)
{
  gsize    prose = 0;
  guint    n = 0;
  gboolean dated = box->tag == CARREL_TAG_ARTICLE;

  for (CarrelNode *node = box; node && !(dated && prose >= MIN_PROSE) && ++n <= MAX_NODES;
       node = carrel_node_next (node, box, FALSE)) {
    const CarrelNodeInfo *info = carrel_extract_get_info (node);
    const char           *type;

    if (node->type == CARREL_NODE_TEXT) {
      if (node->text_len > 20 && carrel_node_get_ancestor (node, CARREL_TAG_P) &&
          !carrel_node_get_ancestor (node, CARREL_TAG_A))
        prose += node->text_len;
      continue;
    }
    type = carrel_node_get (node, "itemtype");
    dated |= node->tag == CARREL_TAG_TIME || node->tag == CARREL_TAG_ARTICLE ||
             (info && (info->words & CARREL_WORD_BYLINE)) ||
             (type && (strstr (type, "Article") || strstr (type, "Posting")));
  }
  return dated && prose >= MIN_PROSE;
}

/* The same element with the same first name: «wrapper», «wrapper dark». */
static gboolean
are_alike (CarrelNode *a, CarrelNode *b)
{
  const char *x = carrel_node_get (a, "class"), *y = carrel_node_get (b, "class");
  gsize       n = x ? strcspn (x, " ") : 0, m = y ? strcspn (y, " ") : 0;

  return a->parent == b->parent && a->tag == b->tag && n == m && (n == 0 || strncmp (x, y, n) == 0);
}

void
carrel_extract_leave_following (CarrelExtraction *self)
{
  g_autoptr (GArray) parts = NULL;
  g_autofree char *names = NULL;
  const Part      *own = NULL;

  if (self->talk || self->chosen || !(parts = list_parts (self)))
    return;
  names = dup_names (self);
  for (guint i = 0; i < parts->len; i++) {
    Part           *part = &g_array_index (parts, Part, i);
    CarrelNodeInfo *info = carrel_extract_get_info (part->box);

    if (!own) {
      if (measure_name (part->heading, names) >= MIN_NAMED && is_article (part->box))
        own = part;
    } else if (info && are_alike (own->box, part->box) &&
               measure_name (part->heading, names) < MAX_NAMED && is_article (part->box)) {
      info->taken = TRUE;
    }
  }
}
