/* carrel-extract-boxes.c: boxes of the text, which names would take for something beside it.
 *
 * Any thread; linear, but for a box that is called a sidebar, which is looked into with its
 * neighbours, a few hundred nodes of each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include <string.h>

#define MAX_OF_HEADING 20 /* nodes */
#define LONG_TEXT 80      /* bytes of a paragraph */
#define MAX_NODES 400     /* of a box, and of a paragraph beside it */
#define MAX_BESIDE 12     /* nodes between a box and the paragraph beside it */
#define MIN_CALLED 4      /* bytes of a line that is called a heading … */
#define MAX_CALLED 120    /* … at most */
#define MAX_QUOTE 700     /* bytes of a quotation that stands beside its text … */
#define MAX_SAID 40       /* … that are looked for in that … */
#define MAX_AGAIN 2000    /* … in so many nodes */
#define MAX_AROUND 5      /* boxes around such a line, and nothing else in them */
#define OTHERS                                                                                     \
  (CARREL_WORD_COMMENT | CARREL_WORD_RELATED | CARREL_WORD_SHARE | CARREL_WORD_SUBSCRIBE |         \
   CARREL_WORD_CONSENT | CARREL_WORD_NAVIGATION)

/* «Tip», «Warning»: a box of the text, by the names that programs for documents give it. */
static gboolean
is_callout (const CarrelNode *aside)
{
  static const char *const names[] = { "callout",         "admonition", "alert", "notecard",
                                       "starlight-aside", "hint",       "tip",   "warning",
                                       "caution",         "important" };
  const char              *role = carrel_node_get (aside, "role");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (carrel_node_has_word (aside, "class", names[i]))
      return TRUE;
  return role && g_ascii_strcasecmp (role, "note") == 0;
}

/* Bytes of text, and of those that lead elsewhere; of a part that is too large for a box or a
 * paragraph none. */
static gsize
count_text (CarrelNode *top, gsize *linked)
{
  gsize all = 0;
  guint n = 0;

  *linked = 0;
  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, FALSE)) {
    if (++n > MAX_NODES)
      return 0;
    if (node->tag == CARREL_TAG_FORM || node->tag == CARREL_TAG_INPUT)
      return 0;
    if (node->type != CARREL_NODE_TEXT || carrel_node_is_blank (node))
      continue;
    all += node->text_len;
    *linked += carrel_node_get_ancestor (node, CARREL_TAG_A) ? node->text_len : 0;
  }
  return all;
}

static gboolean
is_prose (CarrelNode *top)
{
  gsize linked, all = count_text (top, &linked);

  return all >= LONG_TEXT && linked * 3 <= all;
}

/* What stands before it, or after it, past anchors, captions and what is called as it is, is a
 * paragraph, or what stands among paragraphs. */
static gboolean
is_beside_text (CarrelNode *node, gboolean after)
{
  const char *class = carrel_node_get (node, "class");
  guint steps = 0;

  for (CarrelNode *other = after ? node->next : node->previous; other && steps < MAX_BESIDE;
       other = after ? other->next : other->previous, steps++) {
    const char *its = other->type == CARREL_NODE_ELEMENT ? carrel_node_get (other, "class") : NULL;
    gsize       linked;

    if (other->type == CARREL_NODE_TEXT
            ? carrel_node_is_blank (other)
            : (class && g_strcmp0 (its, class) == 0) || g_strcmp0 (its, CARREL_EXTRACT_BOX) == 0)
      continue;
    switch (other->tag) {
    case CARREL_TAG_DIV:
    case CARREL_TAG_P:
    case CARREL_TAG_UL:
    case CARREL_TAG_OL:
    case CARREL_TAG_PRE:
    case CARREL_TAG_BLOCKQUOTE:
      if (is_prose (other))
        return TRUE;
      break;
    default:
      break;
    }
    if (count_text (other, &linked) >= LONG_TEXT || linked > 0)
      return FALSE;
  }
  return FALSE;
}

static void
forget_names (CarrelNode *node)
{
  CarrelNodeInfo *info = carrel_extract_get_info (node);

  if (!info)
    return;
  info->words &= ~(guint32) (CARREL_WORD_UNLIKELY | CARREL_WORD_BAD);
  info->weight = 0;
}

/* docutils gives each of its boxes a title, and calls it so; no other program does. (nullable) */
static CarrelNode *
find_its_title (CarrelNode *node)
{
  CarrelNode *first = node->first;

  while (first && first->type == CARREL_NODE_TEXT && carrel_node_is_blank (first))
    first = first->next;
  return first && first->type == CARREL_NODE_ELEMENT &&
                 (carrel_node_has_word (first, "class", "sidebar-title") ||
                  carrel_node_has_word (first, "class", "topic-title"))
             ? first
             : NULL;
}

/* The only element in it, and nothing else. (nullable) */
static CarrelNode *
get_only (CarrelNode *node)
{
  CarrelNode *only = NULL;

  for (CarrelNode *child = node->first; child; child = child->next) {
    if (child->type == CARREL_NODE_TEXT ? carrel_node_is_blank (child) : FALSE)
      continue;
    if (only || child->type != CARREL_NODE_ELEMENT)
      return NULL;
    only = child;
  }
  return only;
}

/* The words of one of the texts beside it begin with those of its own first one, or have them. */
static gboolean
is_said_again (CarrelNode *aside)
{
  CarrelNode      *first = aside;
  const char      *said;
  g_autofree char *words = NULL;
  guint            n = 0;

  while (first && (first->type != CARREL_NODE_TEXT || carrel_node_is_blank (first)))
    first = carrel_node_next (first, aside, FALSE);
  if (!first)
    return FALSE;
  said = first->text;
  while (g_unichar_isspace (g_utf8_get_char (said)) || g_unichar_ispunct (g_utf8_get_char (said)))
    said = g_utf8_next_char (said);
  words = g_strndup (said, MIN (strlen (said), MAX_SAID));
  for (CarrelNode *node = aside->parent; node && n < MAX_AGAIN;
       node = carrel_node_next (node, aside->parent, node == aside), n++)
    if (node->type == CARREL_NODE_TEXT && strstr (node->text, words))
      return TRUE;
  return FALSE;
}

/* A quotation that is set larger, among paragraphs: editors put it aside, as it may stand in the
 * text as well, which then has it. */
static gboolean
is_pulled (CarrelNode *aside, gboolean quoted)
{
  static const char *const names[] = { "wp-block-pullquote", "pullquote", "pull-quote",
                                       "blockquote" };
  gboolean                 named = FALSE;
  gsize                    linked, all;

  for (guint i = 0; i < G_N_ELEMENTS (names) && !named; i++)
    named = carrel_node_has_word (aside, "class", names[i]);
  if (!named && !quoted)
    return FALSE;
  all = count_text (aside, &linked);
  return all > 0 && all <= MAX_QUOTE && linked * 3 <= all && is_beside_text (aside, FALSE) &&
         !is_said_again (aside);
}

static gboolean
free_quotation (CarrelNode *aside)
{
  CarrelNode *only = get_only (aside);
  gboolean    quoted = only && only->tag == CARREL_TAG_BLOCKQUOTE;

  if (!is_pulled (aside, quoted))
    return FALSE;
  carrel_node_rename (aside, carrel_node_find (aside, CARREL_TAG_BLOCKQUOTE)
                                 ? CARREL_TAG_DIV
                                 : CARREL_TAG_BLOCKQUOTE);
  forget_names (aside);
  if (quoted)
    forget_names (only);
  return TRUE;
}

void
carrel_extract_box (CarrelExtraction *self, CarrelNode *node)
{
  CarrelNodeInfo *info = carrel_extract_get_info (node);
  CarrelNode     *title;

  if (node->tag == CARREL_TAG_ASIDE && is_callout (node)) {
    carrel_node_rename (node, CARREL_TAG_DIV);
    return;
  }
  if (info && node->tag == CARREL_TAG_ASIDE && !(info->words & OTHERS) && free_quotation (node))
    return;
  /* Books and manuals have sidebars, and the style sheets of DocBook and docutils call them so. */
  if (!info || (info->words & OTHERS) ||
      !(node->tag == CARREL_TAG_ASIDE || (info->words & CARREL_WORD_UNLIKELY)) ||
      !(carrel_node_has_word (node, "class", "sidebar") ||
        carrel_node_has_word (node, "class", "topic")) ||
      !is_prose (node))
    return;
  title = find_its_title (node);
  if ((title ? !is_beside_text (node, FALSE) && !is_beside_text (node, TRUE)
             : !is_beside_text (node, FALSE) || !is_beside_text (node, TRUE)))
    return;
  forget_names (node);
  if (title)
    forget_names (title);
  carrel_node_rename (node, CARREL_TAG_DIV);
  carrel_node_set (self->html, node, "class", CARREL_EXTRACT_BOX);
}

/* A heading without a word, around a picture: an editor's line that was left a heading. */
gboolean
carrel_extract_heading_of_picture (CarrelNode *heading)
{
  const CarrelNode *image = NULL;
  guint             n = 0;

  for (CarrelNode *node = heading->first; node; node = carrel_node_next (node, heading, FALSE)) {
    const char *text = NULL;

    if (++n > MAX_OF_HEADING || (node->type == CARREL_NODE_TEXT && !carrel_node_is_blank (node)))
      return FALSE;
    if (node->type != CARREL_NODE_ELEMENT || node->tag != CARREL_TAG_IMG)
      continue;
    text = carrel_node_get (node, "alt");
    if (text && *text)
      return FALSE; /* a heading that is drawn says what it is */
    image = node;
  }
  if (image)
    carrel_node_rename (heading, CARREL_TAG_DIV);
  return image != NULL;
}

/* By its class, as the builders of pages and old designs call it. */
static gboolean
is_called_heading (const CarrelNode *node)
{
  static const char *const names[] = { "heading", "subheading", "sub-heading", "section-heading",
                                       "section-title" };
  static const char        title[] = "heading-title";
  const char *class = carrel_node_get (node, "class");

  if (!class || (!strstr (class, "heading") && !strstr (class, "section-title")))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (carrel_node_has_word (node, "class", names[i]))
      return TRUE;
  for (const char *p = strstr (class, title); p; p = strstr (p + 1, title))
    if (p[strlen (title)] == '\0' || p[strlen (title)] == ' ')
      return TRUE;
  return FALSE;
}

static gboolean
is_alone (const CarrelNode *node)
{
  for (const CarrelNode *other = node->parent->first; other; other = other->next)
    if (other != node && !(other->type == CARREL_NODE_TEXT && carrel_node_is_blank (other)))
      return FALSE;
  return TRUE;
}

void
carrel_extract_called_heading (CarrelNode *node)
{
  CarrelNode *box = node, *below;
  gsize       len = 0;
  guint       n = 0;

  if ((node->tag != CARREL_TAG_DIV && node->tag != CARREL_TAG_SPAN) || node->n_attributes == 0 ||
      !node->first || node->first->text_len > MAX_CALLED ||
      (node->first->type == CARREL_NODE_ELEMENT &&
       carrel_tag_is_block ((CarrelTag) node->first->tag)) ||
      !node->parent || !is_called_heading (node))
    return;
  for (CarrelNode *each = node->first; each; each = carrel_node_next (each, node, FALSE)) {
    len += each->type == CARREL_NODE_TEXT && !carrel_node_is_blank (each) ? each->text_len : 0;
    if (++n > MAX_OF_HEADING || len > MAX_CALLED ||
        (each->type == CARREL_NODE_ELEMENT &&
         (each->tag == CARREL_TAG_A || each->tag == CARREL_TAG_IMG ||
          each->tag == CARREL_TAG_BUTTON || carrel_tag_is_block ((CarrelTag) each->tag))))
      return;
  }
  if (len < MIN_CALLED)
    return;
  below = node->tag == CARREL_TAG_DIV ? carrel_extract_get_next_element (box) : NULL;
  for (n = 0; !below && n < MAX_AROUND; n++) {
    if (box->parent->tag != CARREL_TAG_DIV || !box->parent->parent || !is_alone (box))
      return;
    box = box->parent;
    below = carrel_extract_get_next_element (box);
  }
  if (!below ||
      (below->tag != CARREL_TAG_P && below->tag != CARREL_TAG_DIV && below->tag != CARREL_TAG_UL &&
       below->tag != CARREL_TAG_SECTION) ||
      !carrel_extract_begins_with_text (below))
    return;
  for (CarrelNode *up = node->parent; up; up = up->parent)
    if (carrel_node_is_heading (up) || up->tag == CARREL_TAG_NAV || up->tag == CARREL_TAG_A ||
        up->tag == CARREL_TAG_ASIDE || up->tag == CARREL_TAG_LI || up->tag == CARREL_TAG_TABLE)
      return;
  carrel_node_rename (node, CARREL_TAG_H2);
}
