/* carrel-extract-likely.c: what is left out before the article is looked for: by names, by role,
 * for being hidden, or because it asks for a password or a comment.
 *
 * Names are hints: what holds the title and paragraphs stays, whatever it is called. Any thread;
 * linear, but for what holds the title, which is looked into until enough paragraphs are found.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-text.h"

#include <string.h>

#define ENOUGH_PARAGRAPHS 3
#define LONG_TEXT 80     /* bytes of one of them */
#define SHORT_TEXT 40    /* bytes of what stands below a heading */
#define MAX_SECTIONS 400 /* nodes that are looked through for them */
#define WHOLE_TEXT 200   /* bytes of a paragraph of an article */
#define MAX_STEPS 2000   /* nodes that are looked through for them */
#define MAX_NOTICE 1500  /* bytes of text of a box that lies over the page */
#define MAX_FORM 1500    /* characters of what stands around a place to write in */
#define MIN_BESIDE 10    /* bytes of a line beside a word */
#define MAX_UP 12        /* elements around a part */

static gboolean
has_unlikely_role (CarrelNode *node)
{
  static const char *const roles[] = { "menu",       "menubar",     "complementary",
                                       "navigation", "alertdialog", "dialog",
                                       "search",     "banner",      "contentinfo" };
  const char              *role = node->n_attributes ? carrel_node_get (node, "role") : NULL;

  for (guint i = 0; role && i < G_N_ELEMENTS (roles); i++)
    if (g_ascii_strcasecmp (role, roles[i]) == 0)
      return TRUE;
  return FALSE;
}

/* A row of a table's headings. */
static gboolean
is_head_row (CarrelNode *row)
{
  CarrelNode *cell = row->first;

  while (cell && cell->type != CARREL_NODE_ELEMENT)
    cell = cell->next;
  return cell && cell->tag == CARREL_TAG_TH;
}

/* Some words of a line, whatever they are called: «pronounced <span class="commented">/ə/</span>».
 */
static gboolean
is_of_line (const CarrelNode *node)
{
  const CarrelNode *beside[2];

  for (guint i = 0; i < 2 && node->parent && node->parent->tag == CARREL_TAG_SPAN; i++)
    node = node->parent;
  if (!node->parent || node->parent->tag != CARREL_TAG_P)
    return FALSE;
  beside[0] = node->previous;
  beside[1] = node->next;
  for (guint i = 0; i < G_N_ELEMENTS (beside); i++)
    if (beside[i] && beside[i]->type == CARREL_NODE_TEXT && beside[i]->text_len >= MIN_BESIDE &&
        !carrel_node_is_blank (beside[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_unlikely (CarrelNode *node, CarrelNodeInfo *info)
{
  switch (node->tag) {
  case CARREL_TAG_HTML:
  case CARREL_TAG_BODY:
  case CARREL_TAG_A:
  case CARREL_TAG_ARTICLE:
  case CARREL_TAG_MAIN:
  case CARREL_TAG_H1: /* «header» is what many call them */
  case CARREL_TAG_H2:
  case CARREL_TAG_H3:
  case CARREL_TAG_H4:
  case CARREL_TAG_H5:
  case CARREL_TAG_H6:
  case CARREL_TAG_DT:
  case CARREL_TAG_CAPTION:
  case CARREL_TAG_THEAD:
  case CARREL_TAG_TH:
    return FALSE;
  case CARREL_TAG_NAV:
    return TRUE;
  case CARREL_TAG_SPAN:
    if (is_of_line (node))
      return FALSE;
    break;
  case CARREL_TAG_TR:
    if (is_head_row (node))
      return FALSE;
    break;
  default:
    break;
  }
  if ((info->words & CARREL_WORD_UNLIKELY) && !(info->words & CARREL_WORD_MAYBE))
    return TRUE;
  return has_unlikely_role (node);
}

/* The title and paragraphs: whatever it is called, it is no header. */
static gboolean
holds_article (CarrelNode *top, const CarrelNodeInfo *info)
{
  guint n = 0;

  for (CarrelNode *node = info->holds_title ? top : NULL; node && n < ENOUGH_PARAGRAPHS;
       node = carrel_node_next (node, top, FALSE))
    n += node->type == CARREL_NODE_TEXT && node->text_len >= LONG_TEXT &&
         node->parent->tag == CARREL_TAG_P;
  return n >= ENOUGH_PARAGRAPHS;
}

typedef struct {
  CarrelNode *node, *after; /* (nullable) */
  guint       n, titled;
  gboolean    inside;
} Marks;

#define OTHERS                                                                                     \
  (CARREL_WORD_COMMENT | CARREL_WORD_RELATED | CARREL_WORD_SHARE | CARREL_WORD_SUBSCRIBE |         \
   CARREL_WORD_CONSENT)

/* Long paragraphs one after another: a text with a bar beside it is often called after the bar. */
static gboolean
holds_text (CarrelNode *top, const CarrelNodeInfo *info)
{
  guint n = 0, steps = 0;

  if ((info->words & OTHERS) || top->tag == CARREL_TAG_ASIDE || top->tag == CARREL_TAG_FOOTER)
    return FALSE;
  for (CarrelNode *node = top; node && n < ENOUGH_PARAGRAPHS && steps < MAX_STEPS;
       node = carrel_node_next (node, top, FALSE), steps++)
    n += node->type == CARREL_NODE_TEXT && node->text_len >= WHOLE_TEXT &&
         node->parent->tag == CARREL_TAG_P;
  return n >= ENOUGH_PARAGRAPHS;
}

/* Headings that lead nowhere, each with a text that leads nowhere: what is called a menu may be one
 * of dishes. */
static gboolean
holds_sections (CarrelNode *top, const CarrelNodeInfo *info)
{
  guint    n_headings = 0, n_texts = 0, n = 0;
  gboolean headed = FALSE;

  if (info->words & CARREL_WORD_BAD)
    return FALSE;
  for (CarrelNode *node = top; node && n < MAX_SECTIONS;
       node = carrel_node_next (node, top, FALSE), n++) {
    if (node->type == CARREL_NODE_TEXT) {
      n_texts += headed && node->parent->tag == CARREL_TAG_P && node->text_len >= SHORT_TEXT;
      headed = headed && node->parent->tag != CARREL_TAG_P;
    } else if (node->tag == CARREL_TAG_A || node->tag == CARREL_TAG_INPUT ||
               node->tag == CARREL_TAG_BUTTON || node->tag == CARREL_TAG_FORM ||
               node->tag == CARREL_TAG_IMG) {
      return FALSE;
    } else if (node->tag >= CARREL_TAG_H2 && node->tag <= CARREL_TAG_H4) {
      n_headings++;
      headed = TRUE;
    }
  }
  return n_headings >= 2 && n_texts == n_headings;
}

static gboolean
is_in_main (const CarrelNode *node)
{
  for (guint i = 0; node && i < MAX_UP; node = node->parent, i++)
    if (node->tag == CARREL_TAG_MAIN || node->tag == CARREL_TAG_ARTICLE)
      return TRUE;
  return FALSE;
}

/* «section-header»: nothing but a heading of the second level or below, which leads nowhere. */
static gboolean
is_around_heading (const CarrelNode *node, const CarrelNodeInfo *info)
{
  const CarrelNode *heading = NULL;

  if ((node->tag != CARREL_TAG_DIV && node->tag != CARREL_TAG_HEADER) || (info->words & OTHERS))
    return FALSE;
  for (const CarrelNode *child = node->first; child; child = child->next) {
    if (child->type == CARREL_NODE_TEXT) {
      if (!carrel_node_is_blank (child))
        return FALSE;
      continue;
    }
    if (heading || child->tag < CARREL_TAG_H2 || child->tag > CARREL_TAG_H6)
      return FALSE;
    heading = child;
  }
  return heading && is_in_main (node) && heading->first &&
         heading->first->type == CARREL_NODE_TEXT && heading->first == heading->last;
}

/* A form that asks for a password, or in which somebody writes what he thinks of the page; and
 * isn't what the page stands in. */
static gboolean
is_to_fill (CarrelNode *form, const CarrelNodeInfo *info)
{
  gboolean area = FALSE;

  for (CarrelNode *node = form; node; node = carrel_node_next (node, form, FALSE)) {
    const char *type;

    if (node->type != CARREL_NODE_ELEMENT)
      continue;
    if (node->tag == CARREL_TAG_H1 || node->tag == CARREL_TAG_ARTICLE ||
        node->tag == CARREL_TAG_MAIN)
      return FALSE;
    area |= node->tag == CARREL_TAG_TEXTAREA;
    type = node->tag == CARREL_TAG_INPUT ? carrel_node_get (node, "type") : NULL;
    if (type && g_ascii_strcasecmp (type, "password") == 0)
      return TRUE;
  }
  return area && info->chars < MAX_FORM;
}

static gboolean
is_never_text (CarrelNode *node)
{
  switch (node->tag) {
  case CARREL_TAG_SCRIPT:
    return !g_str_has_prefix (carrel_node_get (node, "type") ? carrel_node_get (node, "type") : "",
                              "math/tex");
  case CARREL_TAG_STYLE:
  case CARREL_TAG_TEMPLATE:
  case CARREL_TAG_NOSCRIPT:
  case CARREL_TAG_LINK:
  case CARREL_TAG_META:
  case CARREL_TAG_DIALOG:
    return TRUE;
  default:
    return FALSE;
  }
}

/* What closes what it stands in. */
static gboolean
is_closer (const CarrelNode *node)
{
  for (guint i = 0; i < node->n_attributes; i++) {
    const char *name = node->attributes[i].name, *value = node->attributes[i].value;

    if (strcmp (name, "data-close") == 0 || g_str_has_suffix (name, "-dismiss"))
      return TRUE;
    if (strcmp (name, "class") == 0 || strcmp (name, "id") == 0 || strcmp (name, "aria-label") == 0)
      for (const char *p = strstr (value, "lose"); p; p = strstr (p + 1, "lose"))
        if (p > value && g_ascii_tolower (p[-1]) == 'c' &&
            (p == value + 1 || !g_ascii_isalpha (p[-2])))
          return TRUE;
  }
  return FALSE;
}

/* A box that waits until it is opened, or lies over the page until somebody agrees: it is called
 * so, is short, and no part of the page is in it; a dialog can be closed or stands beside all else.
 */
static gboolean
is_notice (CarrelExtraction *self, CarrelNode *top, const CarrelNodeInfo *info)
{
  gboolean waits = top->parent == self->body || (info->words & CARREL_WORD_CONSENT);
  gsize    len = 0;
  guint    n = 0;

  if (info->holds_title ||
      (top->tag != CARREL_TAG_DIV && top->tag != CARREL_TAG_SECTION &&
       top->tag != CARREL_TAG_ASIDE) ||
      ((info->words & CARREL_WORD_CONSENT) &&
       !((CarrelNodeInfo *) self->body->data)->holds_title) ||
      is_in_main (top))
    return FALSE;
  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, FALSE)) {
    if (node->type == CARREL_NODE_TEXT) {
      len += carrel_node_is_blank (node) ? 0 : node->text_len;
      if (len > MAX_NOTICE)
        return FALSE;
      continue;
    }
    if (node->tag == CARREL_TAG_H1 || node->tag == CARREL_TAG_MAIN ||
        node->tag == CARREL_TAG_ARTICLE || ++n > MAX_STEPS)
      return FALSE;
    waits = waits || (node->n_attributes > 0 && is_closer (node));
  }
  return waits;
}

/* In the article that holds the title. */
static gboolean
is_below_title (const CarrelNode *node)
{
  for (; node; node = node->parent)
    if (node->tag == CARREL_TAG_ARTICLE && node->data)
      return ((CarrelNodeInfo *) node->data)->holds_title;
  return FALSE;
}

/* What the page calls the text: one element, or the only one in the article that holds the title.
 */
static void
mark (Marks *marks, CarrelNode *node, CarrelNode *body)
{
  gboolean titled = is_below_title (node);

  if (marks->n++ == 0 || (titled && !marks->titled))
    marks->node = node;
  marks->titled += titled;
  marks->after = carrel_node_next (node, body, TRUE);
  marks->inside = TRUE;
}

static CarrelNode *
get_only (const Marks *marks)
{
  return marks->n == 1 || marks->titled == 1 ? marks->node : NULL;
}

/* <div class="post" id="post-722">: what WordPress's designs before HTML 5 call a post. */
static gboolean
is_post (const CarrelNode *node)
{
  const char *id = carrel_node_get (node, "id");

  return id && carrel_text_starts (id, "post-") && g_ascii_isdigit (id[strlen ("post-")]) &&
         id[strlen ("post-") + strspn (id + strlen ("post-"), "0123456789")] == '\0';
}

GPtrArray *
carrel_extract_leave_out (CarrelExtraction *self, gboolean unlikely, gboolean hidden)
{
  CarrelNode *body = self->body;
  Marks       marks = { 0 }, articles = { 0 }, posts = { 0 };
  GPtrArray  *elements = g_ptr_array_sized_new (carrel_html_get_n_nodes (self->html) / 2);
  gboolean    in_table = FALSE; /* names within tables and code say little */
  CarrelNode *after = NULL;     /* the node that follows the table */
  gboolean    skip;

  for (CarrelNode *node = body; node; node = carrel_node_next (node, body, skip)) {
    CarrelNodeInfo *info = carrel_extract_get_info (node);

    skip = FALSE;
    if (node == after)
      in_table = FALSE;
    if (node == marks.after)
      marks.inside = FALSE;
    if (node == articles.after)
      articles.inside = FALSE;
    if (node == posts.after)
      posts.inside = FALSE;
    if (!info)
      continue;
    if (!in_table && (node->tag == CARREL_TAG_TABLE || node->tag == CARREL_TAG_CODE ||
                      node->tag == CARREL_TAG_PRE)) {
      in_table = TRUE;
      after = carrel_node_next (node, body, TRUE);
    }
    if ((info->words & (CARREL_WORD_DIALOG | CARREL_WORD_CONSENT)) && is_notice (self, node, info))
      info->taken = TRUE;
    info->left_out =
        info->taken || (hidden && info->hidden) || is_never_text (node) ||
        (node->tag == CARREL_TAG_FORM && !info->holds_title && is_to_fill (node, info)) ||
        (unlikely && !in_table && is_unlikely (node, info) && !is_around_heading (node, info) &&
         !holds_article (node, info) &&
         !(is_in_main (node) && (holds_text (node, info) || holds_sections (node, info))));
    info->score = 0;
    info->is_candidate = FALSE;
    skip = info->left_out;
    if (skip)
      continue;
    g_ptr_array_add (elements, node);
    if ((info->words & CARREL_WORD_BODY) && !marks.inside)
      mark (&marks, node, body);
    if (node->tag == CARREL_TAG_ARTICLE && !articles.inside)
      mark (&articles, node, body);
    else if (node->tag == CARREL_TAG_DIV && (info->words & CARREL_WORD_GOOD) && !posts.inside &&
             is_post (node))
      mark (&posts, node, body);
  }
  self->marked = marks.n + articles.n > 0 ? get_only (&marks) : get_only (&posts);
  self->marked_below_title = marks.titled == 1;
  self->alone = self->marked ? self->marked : get_only (&articles);
  return elements;
}
