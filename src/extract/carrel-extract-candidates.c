/* carrel-extract-candidates.c: which part of a page is the article.
 *
 * Every paragraph gives its ancestors points for its length and its commas, the nearer the more;
 * links take points away. The best element, a better one above it, and such of its neighbours as
 * are like it make the article. (The way of «arc90 readability», 2009, and its many heirs, with
 * rules of our own.) What comes out too short is looked for again with fewer things left out
 * beforehand.
 *
 * Scores stand in node->data. All walks are loops and each attempt is linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include <string.h>

#define MAX_CARD_NODES 1000 /* of a part that may hold cards */
#define N_BEST 5
#define MAX_LEVELS 5     /* ancestors that a paragraph gives points to */
#define MIN_PARAGRAPH 25 /* characters; of a caption, too */
#define MIN_PART 80      /* characters of paragraphs */
#define MAX_NODES 200000 /* of a page that is looked at more than once */
#define ENOUGH 500       /* characters of an article that needs no second look */

#define LITTLE 160      /* characters: less is hardly an article */
#define MAX_AROUND 1200 /* … and what may be around one without a word */
#define MIN_MARKED 60   /* characters of paragraphs in what the page calls its text */
#define MAX_HEADS 40    /* nodes before the heading that a section begins with */
#define MAX_LINKED 0.5  /* of a heading: the rest leads elsewhere */
#define MIN_SECTIONS 3  /* that are alike */

#define MORE 400       /* percent of what was found before, to take what is found next */
#define WIDER_BY 30    /* percent more text that makes a larger element better … */
#define WIDER_PROSE 65 /* … if so much of what comes with it is text, in percent */

typedef struct {
  gboolean unlikely; /* leave out what is unlikely by its names */
  gboolean weigh;    /* names add to scores */
  gboolean clean;    /* leave out what doesn't look like text */
  gboolean hidden;   /* leave out what isn't shown */
} Attempt;

static const Attempt attempts[] = {
  { TRUE, TRUE, TRUE, TRUE },    { FALSE, TRUE, TRUE, TRUE },    { FALSE, FALSE, TRUE, TRUE },
  { FALSE, FALSE, FALSE, TRUE }, { FALSE, FALSE, FALSE, FALSE },
};

/* ── Scores ── */

static void
begin_candidate (CarrelNode *node, CarrelNodeInfo *info, const Attempt *attempt)
{
  info->is_candidate = TRUE;
  info->score = attempt->weigh ? info->weight : 0;
  switch (node->tag) {
  case CARREL_TAG_DIV:
  case CARREL_TAG_ARTICLE:
  case CARREL_TAG_MAIN:
    info->score += 5;
    break;
  case CARREL_TAG_PRE:
  case CARREL_TAG_TD:
  case CARREL_TAG_BLOCKQUOTE:
    info->score += 3;
    break;
  case CARREL_TAG_ADDRESS:
  case CARREL_TAG_OL:
  case CARREL_TAG_UL:
  case CARREL_TAG_DL:
  case CARREL_TAG_DD:
  case CARREL_TAG_DT:
  case CARREL_TAG_LI:
  case CARREL_TAG_FORM:
    info->score -= 3;
    break;
  case CARREL_TAG_H1:
  case CARREL_TAG_H2:
  case CARREL_TAG_H3:
  case CARREL_TAG_H4:
  case CARREL_TAG_H5:
  case CARREL_TAG_H6:
  case CARREL_TAG_TH:
    info->score -= 5;
    break;
  default:
    break;
  }
}

static void
give_points (
    CarrelNode *from, CarrelNode *body, guint32 chars, guint32 commas, const Attempt *attempt)
{
  double points;
  guint  level = 0;

  if (chars < MIN_PARAGRAPH)
    return;
  points = 2 + commas + MIN (chars / 100, 3);
  for (CarrelNode *node = from; node && level < MAX_LEVELS; node = node->parent) {
    CarrelNodeInfo *info = carrel_extract_get_info (node);

    if (carrel_extract_is_wrapper (node) && node != body)
      continue;
    if (!info)
      break;
    if (!info->is_candidate)
      begin_candidate (node, info, attempt);
    info->score += points / (level == 0 ? 1 : level == 1 ? 2 : level * 3);
    level++;
    if (node == body)
      break;
  }
}

static gboolean
is_paragraph (CarrelNode *node, CarrelNodeInfo *info)
{
  switch (node->tag) {
  case CARREL_TAG_P:
  case CARREL_TAG_PRE:
  case CARREL_TAG_TD:
  case CARREL_TAG_SECTION:
  case CARREL_TAG_H2:
  case CARREL_TAG_H3:
  case CARREL_TAG_H4:
  case CARREL_TAG_H5:
  case CARREL_TAG_H6:
    return TRUE;
  case CARREL_TAG_DIV:
    return !info->has_block;
  default:
    return FALSE;
  }
}

static gboolean
may_hold_loose_text (CarrelNode *node)
{
  switch (node->tag) {
  case CARREL_TAG_DIV:
  case CARREL_TAG_BODY:
  case CARREL_TAG_ARTICLE:
  case CARREL_TAG_MAIN:
  case CARREL_TAG_SECTION:
  case CARREL_TAG_CENTER:
  case CARREL_TAG_TD:
  case CARREL_TAG_FORM:
  case CARREL_TAG_BLOCKQUOTE:
    return TRUE;
  default:
    return FALSE;
  }
}

static guint32
count_commas (const CarrelNode *text)
{
  guint32 n = 0;

  for (const char *p = text->text; *p; p++)
    n += *p == ',';
  return n;
}

/* Text that stands in a division beside blocks: each run of it is a paragraph; two line breaks end
 * one. */
static void
score_runs (CarrelNode *node, CarrelNode *body, const Attempt *attempt)
{
  guint32 chars = 0, commas = 0;
  guint   breaks = 0;

  for (CarrelNode *child = node->first;; child = child->next) {
    CarrelNodeInfo *info = child ? carrel_extract_get_info (child) : NULL;
    gboolean        ends = !child;

    if (info) {
      if (info->left_out)
        continue;
      if (child->tag == CARREL_TAG_BR)
        ends = ++breaks == 2;
      else
        ends = info->has_block || carrel_tag_is_block ((CarrelTag) child->tag);
    }
    if (ends) {
      give_points (node, body, chars, commas, attempt);
      chars = commas = 0;
    }
    if (!child)
      break;
    if (info && child->tag != CARREL_TAG_BR && !ends) {
      chars += info->chars;
      commas += info->commas;
      breaks = 0;
    } else if (!info && !carrel_node_is_blank (child)) {
      chars += (guint32) g_utf8_strlen (child->text, child->text_len);
      commas += count_commas (child);
      breaks = 0;
    }
  }
}

static void
score (GPtrArray *elements, CarrelNode *body, const Attempt *attempt)
{
  for (guint i = elements->len; i > 0; i--)
    carrel_extract_measure_node (elements->pdata[i - 1]);
  for (guint i = 0; i < elements->len; i++) {
    CarrelNode     *node = elements->pdata[i];
    CarrelNodeInfo *info = node->data;

    if (node == body ? FALSE : is_paragraph (node, info))
      give_points (node->parent, body, info->chars, info->commas, attempt);
    if (info->loose_chars >= MIN_PARAGRAPH && info->has_block && may_hold_loose_text (node))
      score_runs (node, body, attempt);
  }
}

/* ── The best ── */

static guint
find_best (GPtrArray *elements, CarrelNode **best)
{
  guint n = 0;

  for (guint i = 0; i < elements->len; i++) {
    CarrelNode     *node = elements->pdata[i];
    CarrelNodeInfo *info = node->data;
    guint           at;

    if (!info->is_candidate)
      continue;
    info->score *= (float) (1 - carrel_extract_get_link_density (node));
    for (at = n; at > 0 && ((CarrelNodeInfo *) best[at - 1]->data)->score < info->score; at--)
      if (at < N_BEST)
        best[at] = best[at - 1];
    if (at < N_BEST) {
      best[at] = node;
      n = MIN (n + 1, N_BEST);
    }
  }
  return n;
}

static gboolean
is_within (CarrelNode *node, CarrelNode *ancestor)
{
  for (; node; node = node->parent)
    if (node == ancestor)
      return TRUE;
  return FALSE;
}

static gboolean
is_only_child (CarrelNode *node)
{
  for (CarrelNode *other = node->parent->first; other; other = other->next)
    if (other != node && other->type == CARREL_NODE_ELEMENT)
      return FALSE;
  return TRUE;
}

/* A table of data is of an article, and none. */
static CarrelNode *
leave_table (CarrelNode *top, CarrelNode *body)
{
  CarrelNode *table =
      top->tag == CARREL_TAG_TABLE ? top : carrel_node_get_ancestor (top, CARREL_TAG_TABLE);

  if (!table || !carrel_extract_is_data_table (table))
    return top;
  for (top = table->parent; top && top != body && (top->tag == CARREL_TAG_P || is_only_child (top));
       top = top->parent)
    ;
  return top ? top : body;
}

/* From the best candidate up to where the article's other parts are too. */
static CarrelNode *
climb (CarrelNode **best, guint n, CarrelNode *body, const Attempt *attempt)
{
  CarrelNode     *top = best[0];
  CarrelNodeInfo *info = top->data;
  float           last, least;
  guint           n_like = 0;

  if (top == body)
    return top;

  /* Several good ones under one roof. */
  for (guint i = 1; i < n; i++)
    n_like += ((CarrelNodeInfo *) best[i]->data)->score >= info->score * 0.75f;
  if (n_like >= 3) {
    for (CarrelNode *up = top->parent; up && up != body; up = up->parent) {
      guint covered = 0;

      for (guint i = 1; i < n; i++)
        covered += ((CarrelNodeInfo *) best[i]->data)->score >= info->score * 0.75f &&
                   best[i] != up && is_within (best[i], up);
      if (covered >= 3) {
        top = up;
        break;
      }
    }
  }
  info = top->data;
  if (!info->is_candidate)
    begin_candidate (top, info, attempt);

  /* A parent that scores more has more of it. */
  last = info->score;
  least = last / 3;
  for (CarrelNode *up = top->parent; up && up != body; up = up->parent) {
    CarrelNodeInfo *other = up->data;

    if (!other->is_candidate)
      continue;
    if (other->score < least)
      break;
    if (other->score > last) {
      top = up;
      break;
    }
    last = other->score;
  }
  /* An only child: its parent's neighbours may belong to it. */
  while (top->parent && top->parent != body && top != body && is_only_child (top))
    top = top->parent;
  top = leave_table (top, body);
  info = top->data;
  if (!info->is_candidate)
    begin_candidate (top, info, attempt);
  return top;
}

/* Authors say that there is nothing more beside it. In a discussion each post may be an article. */
static gboolean
is_whole (CarrelNode *node, gboolean is_forum)
{
  const char *role = carrel_node_get (node, "role");

  if (node->tag == CARREL_TAG_MAIN || (role && g_ascii_strcasecmp (role, "main") == 0))
    return TRUE;
  return !is_forum &&
         (node->tag == CARREL_TAG_ARTICLE || (role && g_ascii_strcasecmp (role, "article") == 0) ||
          carrel_node_has_word (node, "itemprop", "articleBody"));
}

/* What stands around the best element and is text too: the other sections of a long page, the other
 * posts of a discussion. As long as what comes with it is mostly text. */
static CarrelNode *
widen (CarrelExtraction *self, CarrelNode *top, const Attempt *attempt)
{
  CarrelNode     *wide = top, *body = self->body;
  CarrelNodeInfo *info = top->data;

  for (CarrelNode *up = top; up && top != body; up = up->parent) {
    CarrelNodeInfo *other = up->data, *inner = wide->data;
    guint32         prose = other->prose - MIN (other->prose, inner->prose),
            chars = other->chars - MIN (other->chars, inner->chars);

    if (up == body && self->talk == CARREL_TALK_NONE)
      break; /* menus and offers come with it */
    if (prose * 100 >= inner->prose * WIDER_BY && prose * 100 >= chars * WIDER_PROSE)
      wide = up;
    if (up == body || is_whole (up, self->talk != CARREL_TALK_NONE))
      break;
  }
  if (wide != top) {
    info = wide->data;
    if (!info->is_candidate)
      begin_candidate (wide, info, attempt);
  }
  return wide;
}

/* The heading that an element begins with; 0 where it begins with anything else, or where that
 * leads elsewhere. */
static CarrelTag
get_first_heading (CarrelNode *top)
{
  guint n = 0;

  for (CarrelNode *node = carrel_node_next (top, top, FALSE); node && n < MAX_HEADS;
       node = carrel_node_next (node, top, FALSE), n++) {
    if (node->type == CARREL_NODE_TEXT && !carrel_node_is_blank (node))
      return 0;
    if (carrel_node_is_heading (node))
      return carrel_extract_get_link_density (node) < MAX_LINKED ? (CarrelTag) node->tag : 0;
  }
  return 0;
}

/* A manual's page is a row of sections, and the longest of them isn't all of it: what is called as
 * the section around the best element is, and begins with a heading as it does, is as well. */
static CarrelNode *
widen_sections (CarrelExtraction *self, CarrelNode *top, const Attempt *attempt)
{
  CarrelNode *section = top;
  CarrelTag   heading = 0;
  guint       n = 0, linked = 0;

  for (guint i = 0; i < MAX_LEVELS && section != self->body && section->parent; i++) {
    heading = section->tag == CARREL_TAG_DIV || section->tag == CARREL_TAG_SECTION
                  ? get_first_heading (section)
                  : 0;
    if (heading || is_whole (section, FALSE))
      break;
    section = section->parent;
  }
  if (!heading || section == self->body || section->parent == self->body || !section->parent)
    return top;
  for (CarrelNode *other = section->parent->first; other; other = other->next) {
    CarrelNodeInfo *info = carrel_extract_get_info (other);

    if (!info || info->left_out || other->tag != section->tag ||
        g_strcmp0 (carrel_node_get (other, "class"), carrel_node_get (section, "class")) != 0 ||
        get_first_heading (other) != heading)
      continue;
    n++;
    linked += info->link_chars * 2 > info->chars;
  }
  if (n < MIN_SECTIONS || linked * 4 > n)
    return top;
  top = section->parent;
  if (!((CarrelNodeInfo *) top->data)->is_candidate)
    begin_candidate (top, top->data, attempt);
  return top;
}

/* One article among the beginnings of others: that one. */
static CarrelNode *
narrow (CarrelExtraction *self, CarrelNode *top, const Attempt *attempt)
{
  CarrelNode *largest = NULL;
  guint32     most = 0, second = 0, all = 0;
  guint       n = 0;
  gboolean    skip;

  if (self->talk != CARREL_TALK_NONE || top->tag == CARREL_TAG_ARTICLE)
    return top;
  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, skip)) {
    CarrelNodeInfo *info = carrel_extract_get_info (node);

    skip = info && (info->left_out || node->tag == CARREL_TAG_ARTICLE);
    if (!info || info->left_out || node->tag != CARREL_TAG_ARTICLE)
      continue;
    n++;
    all += info->prose;
    if (info->prose > most) {
      second = most;
      most = info->prose;
      largest = node;
    } else {
      second = MAX (second, info->prose);
    }
  }
  if (n < 2 || !largest || most < 3 * second ||
      ((CarrelNodeInfo *) top->data)->prose - MIN (all, ((CarrelNodeInfo *) top->data)->prose) >
          most / 3)
    return top;
  if (!((CarrelNodeInfo *) largest->data)->is_candidate)
    begin_candidate (largest, largest->data, attempt);
  return largest;
}

/* ── Neighbours ── */

static gboolean
ends_with_stop (CarrelNode *node)
{
  g_autofree char *text = carrel_node_dup_text (node);

  for (const char *p = strchr (text, '.'); p; p = strchr (p + 1, '.'))
    if (p[1] == ' ' || p[1] == '\0')
      return TRUE;
  return strstr (text, "。") != NULL;
}

/* Two articles or more whose headings lead to them: beginnings of others, below the article. */
static gboolean
holds_cards (CarrelNode *top)
{
  guint    n_cards = 0, n_linked = 0, n = 0;
  gboolean open = FALSE; /* a card without its heading yet */

  for (CarrelNode *node = top; node && n < MAX_CARD_NODES;
       node = carrel_node_next (node, top, FALSE), n++) {
    if (node->type != CARREL_NODE_ELEMENT)
      continue;
    if (node->tag == CARREL_TAG_ARTICLE) {
      n_cards++;
      open = TRUE;
    } else if (open && carrel_node_is_heading (node)) {
      n_linked +=
          carrel_node_get_ancestor (node, CARREL_TAG_A) || carrel_node_find (node, CARREL_TAG_A);
      open = FALSE;
    }
  }
  return n_cards >= 2 && n_linked == n_cards;
}

static gboolean
belongs (CarrelNode *node, CarrelNode *top, float least)
{
  CarrelNodeInfo *info = carrel_extract_get_info (node), *of_top = top->data;
  const char *class, *other;
  float  bonus = 0;
  double density;

  if (!info || info->left_out)
    return FALSE;
  if (top->tag == CARREL_TAG_ARTICLE && node->tag != CARREL_TAG_ARTICLE && holds_cards (node))
    return FALSE;
  class = carrel_node_get (node, "class");
  other = carrel_node_get (top, "class");
  if (class && *class && other && strcmp (class, other) == 0)
    bonus = of_top->score * 0.2f;
  if (info->is_candidate && info->score + bonus >= least)
    return bonus == 0 || carrel_extract_get_link_density (node) < MAX_LINKED;
  /* Parts of a page that no name tells apart. */
  if (!class && !other && node->tag == top->tag && !carrel_node_get (node, "id") &&
      info->prose >= MIN_PART)
    return carrel_extract_get_link_density (node) < 0.33;
  if (node->tag == CARREL_TAG_FIGURE && info->n_img == 1)
    return info->chars > MIN_PARAGRAPH &&
           carrel_extract_get_link_density (node) < 0.25; /* with its caption */
  if (node->tag != CARREL_TAG_P &&
      (node->tag != CARREL_TAG_DIV || (info->has_block && !carrel_extract_is_wrapper (node))))
    return FALSE;
  density = carrel_extract_get_link_density (node);
  if (info->chars > 80)
    return density < 0.25;
  return info->chars > 0 && density == 0 && ends_with_stop (node);
}

/* ── Copies ── */

/* Of a page with so many nodes there is only one look, so the nodes themselves are taken: two trees
 * of that size would be too much. */
static gboolean
is_huge (CarrelExtraction *self)
{
  return carrel_html_get_n_nodes (self->html) > MAX_NODES;
}

static CarrelNode *
take_kept (CarrelExtraction *self, CarrelNode *top)
{
  CarrelNode *next;

  if (!is_huge (self))
    return carrel_extract_copy_kept (self->html, top);
  for (CarrelNode *node = top; node; node = next) {
    CarrelNodeInfo *info = carrel_extract_get_info (node);
    gboolean        leave = node != top && info && info->left_out;

    next = carrel_node_next (node, top, leave);
    if (leave)
      carrel_node_unlink (node);
  }
  carrel_node_unlink (top);
  return top;
}

/* Rows, cells and items without their table or list are divisions. */
static void
free_parts (CarrelNode *top)
{
  gboolean skip;

  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, skip)) {
    skip = node->tag == CARREL_TAG_TABLE;
    switch (node->tag) {
    case CARREL_TAG_TD:
    case CARREL_TAG_TH:
    case CARREL_TAG_TR:
    case CARREL_TAG_TBODY:
    case CARREL_TAG_THEAD:
    case CARREL_TAG_TFOOT:
      carrel_node_rename (node, CARREL_TAG_DIV);
      break;
    default:
      break;
    }
  }
  if (top->tag == CARREL_TAG_LI || top->tag == CARREL_TAG_DD || top->tag == CARREL_TAG_DT)
    carrel_node_rename (top, CARREL_TAG_DIV);
}

static CarrelNode *
gather (CarrelExtraction *self, CarrelNode *top)
{
  CarrelNode     *article = carrel_node_new_element (self->html, CARREL_TAG_DIV);
  CarrelNodeInfo *info = top->data;
  float           least = MAX (10.0f, info->score * 0.2f);

  carrel_extract_mark (self, article);
  if (top == self->body || !top->parent || top->parent == top) {
    carrel_node_append (article, take_kept (self, top));
    return article;
  }
  for (CarrelNode *node = top->parent->first, *next; node; node = next) {
    CarrelNode *copy;

    next = node->next;
    if (node != top && !belongs (node, top, least))
      continue;
    copy = take_kept (self, node);
    if (copy) {
      free_parts (copy);
      carrel_node_append (article, copy);
    }
  }
  return article;
}

/* ── Attempts ── */

static gboolean
holds_large_picture (CarrelNode *top)
{
  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, FALSE))
    if (node->tag == CARREL_TAG_IMG && node->type == CARREL_NODE_ELEMENT &&
        (carrel_extract_is_large_picture (node) || carrel_extract_opens_larger (node)))
      return TRUE;
  return FALSE;
}

/* What the page calls its text, or its only article, as it is: nothing beside it is looked at. */
static CarrelNode *
take_marked (CarrelExtraction *self, CarrelNode *top, const Attempt *attempt, guint32 *chars)
{
  CarrelNode *article = carrel_node_new_element (self->html, CARREL_TAG_DIV);

  carrel_extract_mark (self, article);
  carrel_node_append (article, take_kept (self, top));
  carrel_extract_add_lead (self, top, article);
  carrel_extract_clean (self, article, attempt->clean, attempt->weigh);
  carrel_extract_trim (self, article);
  *chars = carrel_extract_count_chars (article);
  return article;
}

/* What the page calls its text is short, and there isn't much more beside it, the less so where it
 * isn't told by the title either. */
static gboolean
is_short_text (CarrelExtraction *self)
{
  const CarrelNodeInfo *info = self->marked ? self->marked->data : NULL, *page = self->body->data;

  return info && self->talk == CARREL_TALK_NONE && info->prose >= MIN_MARKED &&
         info->chars < ENOUGH &&
         page->prose <
             MAX (3 * info->prose, info->prose + (self->marked_below_title ? 4 * ENOUGH : ENOUGH));
}

static CarrelNode *
try (CarrelExtraction *self, const Attempt *attempt, guint32 *chars, CarrelNode **place)
{
  g_autoptr (GPtrArray) elements =
      carrel_extract_leave_out (self, attempt->unlikely, attempt->hidden);
  CarrelNode *best[N_BEST + 1], *top, *article;
  guint       n;

  *chars = 0;
  if (elements->len == 0)
    return NULL;
  score (elements, self->body, attempt);
  if (is_short_text (self)) {
    *place = self->marked;
    return take_marked (self, self->marked, attempt, chars);
  }
  self->marked = NULL;
  n = find_best (elements, best);
  top = n > 0 ? climb (best, n, self->body, attempt) : self->body;
  top = narrow (self, top, attempt);
  top = widen (self, top, attempt);
  if (self->talk == CARREL_TALK_NONE)
    top = widen_sections (self, top, attempt);
  if (self->talk == CARREL_TALK_FORUM)
    top = carrel_extract_widen_posts (self, top);
  *place = top;
  article = gather (self, top);
  carrel_extract_add_lead (self, top, article);
  carrel_extract_clean (self, article, attempt->clean, attempt->weigh);
  carrel_extract_trim (self, article);
  *chars = carrel_extract_count_chars (article);
  return article;
}

/* A page that is mainly a film or a picture: its few words are those of the site, and so are some
 * more where the article with the title has none. */
static CarrelNode *
take_picture (CarrelExtraction *self, CarrelNode *best, guint32 most)
{
  g_autoptr (GPtrArray) elements = carrel_extract_leave_out (self, TRUE, TRUE);
  CarrelNode     *article = NULL;
  CarrelNodeInfo *info;
  guint32         chars;

  if (!self->alone)
    return best;
  score (elements, self->body, &attempts[0]);
  info = self->alone->data;
  if ((most >= LITTLE && (info->prose > 0 || !info->holds_title)) ||
      (most >= MIN_MARKED && is_within (self->place, self->alone)) ||
      (info->n_films + info->n_embed == 0 && !holds_large_picture (self->alone)))
    return best;
  article = take_marked (self, self->alone, &attempts[0], &chars);
  if (!carrel_node_find (article, CARREL_TAG_IMG) && !carrel_node_find (article, CARREL_TAG_FIGURE))
    return best;
  self->place = self->marked = self->alone;
  self->is_picture = TRUE;
  return article;
}

CarrelNode *
carrel_extract_find_article (CarrelExtraction *self)
{
  CarrelNode *best = NULL;
  guint32     most = 0;

  if (self->chosen && (best = carrel_extract_take_chosen (self)))
    return best;
  self->chosen = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (attempts); i++) {
    guint32     chars;
    CarrelNode *place = NULL, *article = try (self, &attempts[i], &chars, &place);

    /* A looser look must show much more: a short article is no reason to take the site's own texts.
     */
    if (chars * 100 > most * MORE && chars > 0) {
      best = article;
      self->place = place;
      most = chars;
    }
    if (most >= ENOUGH || is_huge (self) || (self->marked && best == article))
      break;
  }
  if (most < MAX_AROUND && self->talk == CARREL_TALK_NONE && !is_huge (self))
    best = take_picture (self, best, most);
  return best;
}
