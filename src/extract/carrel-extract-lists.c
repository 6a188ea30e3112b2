/* carrel-extract-lists.c: lists that programs write as something else, or in pieces.
 *
 * A word processor writes paragraphs with their bullets as text, an editor each level or each item
 * of a list as a list of its own, a gazette each numbered paragraph as a table, a program for
 * papers the marks of its items beside them, and others a table as divisions with roles; a box
 * beside an item says whether it is done. All of these become what they are. Any thread; each
 * element is moved at most once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include <string.h>

#define MAX_MARK 8   /* bytes of «(xii)» */
#define MAX_LEVELS 8 /* lists in one another */
#define MAX_NODES 20 /* of a paragraph, before its words */
#define MAX_DEEP 3   /* elements between an item and its box */
#define HARD_SPACE "\xc2\xa0"

static gboolean
is_list (const CarrelNode *node)
{
  return node && (node->tag == CARREL_TAG_UL || node->tag == CARREL_TAG_OL);
}

static guint64
get_start (const CarrelNode *list)
{
  const char *start = list->tag == CARREL_TAG_OL ? carrel_node_get (list, "start") : NULL;

  return start ? g_ascii_strtoull (start, NULL, 10) : 1;
}

static CarrelNode *
make_list (
    CarrelExtraction *self, CarrelTag tag, guint64 start, CarrelNode *before, CarrelNode *parent)
{
  CarrelNode *list = carrel_node_new_element (self->html, tag);

  if (tag == CARREL_TAG_OL && start > 1) {
    g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, start);

    carrel_node_set (self->html, list, "start", carrel_html_strdup (self->html, number, -1));
  }
  if (before)
    carrel_node_insert_before (before, list);
  else
    carrel_node_append (parent, list);
  carrel_extract_mark (self, list);
  return list;
}

/* The lists that are open, the outermost first. */
typedef struct {
  CarrelNode *lists[MAX_LEVELS];
  guint       level, base; /* of the innermost; that of the outermost as the page counts */
} Open;

typedef struct {
  CarrelTag tag; /* of its list */
  guint     level;
  guint64   number; /* where the list counts */
} Place;

static void
add_item (CarrelExtraction *self, Open *open, CarrelNode *item, const Place *place)
{
  guint level = MIN (place->level > open->base ? place->level - open->base : 0, MAX_LEVELS - 1);
  CarrelNode *above = level > open->level ? open->lists[open->level]->last : NULL;

  while (above && above->tag != CARREL_TAG_LI)
    above = above->previous;
  if (above) {
    CarrelNode *list = make_list (self, place->tag, place->number, NULL, above);

    open->lists[++open->level] = list;
  } else {
    open->level = MIN (level, open->level);
  }
  carrel_node_append (open->lists[open->level], item);
}

/* And the white space before it, lest it be walked again. */
static void
take_next (const CarrelNode *list, CarrelNode *next)
{
  while (list->next != next)
    carrel_node_unlink (list->next);
  carrel_node_unlink (next);
}

/* ── Lists in pieces ── */

/* Google's editor names the level of each: «lst-kix_abc-1». */
static gboolean
read_level (const CarrelNode *list, guint *level)
{
  const char *class = is_list (list) ? carrel_node_get (list, "class") : NULL,
             *p = class ? strstr (class, "lst-kix_") : NULL;

  for (p = p ? p + strlen ("lst-kix_") : NULL; p && *p && *p != ' '; p++)
    if (*p == '-' && g_ascii_isdigit (p[1])) {
      *level = (guint) (p[1] - '0');
      return TRUE;
    }
  return FALSE;
}

/* The lists of an editor that writes a new one whenever the level changes. */
static gboolean
join_levels (CarrelExtraction *self, CarrelNode *list)
{
  Open        open = { .lists = { list } };
  CarrelNode *next;
  Place       place;

  if (!read_level (list, &open.base))
    return FALSE;
  while ((next = carrel_extract_get_next_element (list)) && read_level (next, &place.level)) {
    if (place.level <= open.base &&
        (next->tag != list->tag || carrel_node_has_word (next, "class", "start")))
      break;
    place.tag = (CarrelTag) next->tag;
    place.number = get_start (next);
    for (CarrelNode *item = next->first, *after; item; item = after) {
      after = item->next;
      carrel_node_unlink (item);
      add_item (self, &open, item, &place);
    }
    take_next (list, next);
  }
  return TRUE;
}

/* (nullable) */
static CarrelNode *
get_only_item (const CarrelNode *list)
{
  CarrelNode *only = NULL;

  for (CarrelNode *child = list->first; child; child = child->next) {
    if (child->type == CARREL_NODE_TEXT && carrel_node_is_blank (child))
      continue;
    if (only || child->tag != CARREL_TAG_LI)
      return NULL;
    only = child;
  }
  return only;
}

static gboolean
goes_on (const CarrelNode *list, const CarrelNode *next, guint64 number)
{
  const char *class = carrel_node_get (list, "class"),
             *other = next ? carrel_node_get (next, "class") : NULL;

  return next && next->tag == list->tag && g_strcmp0 (class, other) == 0 &&
         (list->tag == CARREL_TAG_UL || get_start (next) == number);
}

/* A list for each item, one after the other. */
static void
join_items (CarrelNode *list)
{
  guint64     number = get_start (list) + 1;
  CarrelNode *next = carrel_extract_get_next_element (list), *item;

  if (!goes_on (list, next, number) || !get_only_item (list))
    return;
  for (; goes_on (list, next, number) && (item = get_only_item (next)); number++) {
    carrel_node_unlink (item);
    carrel_node_append (list, item);
    take_next (list, next);
    next = carrel_extract_get_next_element (list);
  }
}

/* «Download high-res image» below a picture: nothing but links. */
static gboolean
is_tools_of_figure (CarrelNode *list)
{
  guint    n = 0;
  gboolean skip;

  if (!carrel_node_get_ancestor (list, CARREL_TAG_FIGURE))
    return FALSE;
  for (CarrelNode *node = list; node; node = carrel_node_next (node, list, skip)) {
    skip = node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_A;
    n += skip;
    if ((node->type == CARREL_NODE_TEXT && !carrel_node_is_blank (node)) ||
        (node->tag == CARREL_TAG_IMG && node->type == CARREL_NODE_ELEMENT) ||
        (skip && carrel_node_find (node, CARREL_TAG_IMG)))
      return FALSE;
  }
  return n > 0;
}

gboolean
carrel_extract_list (CarrelExtraction *self, CarrelNode *list)
{
  if (is_tools_of_figure (list)) {
    carrel_node_unlink (list);
    return TRUE;
  }
  if (list->next && !join_levels (self, list))
    join_items (list);
  return FALSE;
}

/* ── Paragraphs with their bullets ── */

static const char *
skip_space (const char *text)
{
  for (;;) {
    if (g_ascii_isspace (*text))
      text++;
    else if (g_str_has_prefix (text, HARD_SPACE))
      text += strlen (HARD_SPACE);
    else
      return text;
  }
}

/* «1.», «(a)», «xii)», «·», «o» as the whole of a text; `number` is 0 for a bullet. */
static gboolean
is_mark (const char *text, guint64 *number)
{
  const char *p = skip_space (text), *end;
  gsize       len = strcspn (p, " \t\r\n\xc2"), n;

  if (g_str_has_prefix (p, "\xc2\xb7") || g_str_has_prefix (p, "\xc2\xa7"))
    len = 2; /* «·», «§» */
  if (len == 0 || len > MAX_MARK || *skip_space (p + len))
    return FALSE;
  *number = 0;
  end = p + len;
  p += *p == '(';
  n = strspn (p, "0123456789");
  *number = n > 0 && n <= 4 ? MAX (1, g_ascii_strtoull (p, NULL, 10)) : 1;
  if (n == 0)
    while (g_ascii_isalpha (p[n]) && n < 4)
      n++;
  if (n > 0 && p + n + 1 == end && strchr (".)", p[n]))
    return TRUE;
  *number = 0;
  return len == 1 ? strchr ("o-*+", *p) != NULL
                  : (guchar) *p >= 0x80 && g_utf8_next_char (p) == end &&
                        g_unichar_isgraph (g_utf8_get_char (p)) &&
                        !g_unichar_isalpha (g_utf8_get_char (p));
}

/* Takes the bullet or number before a paragraph's words. FALSE when there is none. */
static gboolean
take_mark (CarrelNode *paragraph, Place *place)
{
  CarrelNode *next;
  gboolean    marked = FALSE;
  guint       n = 0;

  for (CarrelNode *node = paragraph->first; node && ++n <= MAX_NODES; node = next) {
    next = carrel_node_next (node, paragraph, FALSE);
    if (node->type != CARREL_NODE_TEXT)
      continue;
    if (*skip_space (node->text) && !marked) {
      if (!is_mark (node->text, &place->number))
        return FALSE;
      marked = TRUE;
    } else if (*skip_space (node->text)) {
      carrel_node_set_text (node, skip_space (node->text));
      break;
    }
    carrel_node_unlink (node);
  }
  place->tag = place->number > 0 ? CARREL_TAG_OL : CARREL_TAG_UL;
  return marked;
}

static gboolean
is_item_of_word (const CarrelNode *node)
{
  const char *class = node && node->tag == CARREL_TAG_P ? carrel_node_get (node, "class") : NULL;

  return class && g_str_has_prefix (class, "MsoListParagraph");
}

/* «mso-list:l0 level2 lfo1» */
static guint
get_level (const CarrelNode *paragraph)
{
  const char *style = carrel_node_get (paragraph, "style"),
             *list = style ? strstr (style, "mso-list:") : NULL,
             *level = list ? strstr (list, " level") : NULL;

  return level && g_ascii_isdigit (level[strlen (" level")])
             ? (guint) (level[strlen (" level")] - '0')
             : 1;
}

/* Of its table of contents. */
static gboolean
is_contents_of_word (const CarrelNode *paragraph)
{
  const char *class = carrel_node_get (paragraph, "class");

  return class && g_str_has_prefix (class, "MsoToc") && g_ascii_isdigit (class[strlen ("MsoToc")]);
}

/* A word processor's list: paragraphs that are called items, one after the other. */
gboolean
carrel_extract_list_of_paragraphs (CarrelExtraction *self, CarrelNode *paragraph)
{
  Open        open = { .level = 0 };
  Place       place;
  CarrelNode *next = paragraph;

  if (is_contents_of_word (paragraph)) {
    carrel_node_unlink (paragraph);
    return TRUE;
  }
  while (is_item_of_word (next) && take_mark (next, &place)) {
    CarrelNode *item = next;

    place.level = get_level (item);
    if (!open.lists[0]) {
      open.lists[0] = make_list (self, place.tag, place.number, item, NULL);
      open.base = place.level;
    }
    carrel_node_rename (item, CARREL_TAG_LI);
    take_next (open.lists[0], item);
    add_item (self, &open, item, &place);
    next = carrel_extract_get_next_element (open.lists[0]);
  }
  return FALSE;
}

/* ── Numbered paragraphs ── */

/* The only row of a table, when it has two cells. (nullable) */
static CarrelNode *
find_only_row (const CarrelNode *table)
{
  CarrelNode *row = NULL;

  for (CarrelNode *part = table->first; part; part = part->next) {
    if (part->type == CARREL_NODE_TEXT || part->tag == CARREL_TAG_COL ||
        part->tag == CARREL_TAG_COLGROUP)
      continue;
    if (row || part->tag != CARREL_TAG_TBODY)
      return NULL;
    row = part->first;
    while (row && row->type == CARREL_NODE_TEXT)
      row = row->next;
    if (!row || row->tag != CARREL_TAG_TR || carrel_extract_get_next_element (row))
      return NULL;
  }
  return row;
}

/* The text that is all there is in a cell. (nullable) */
static CarrelNode *
find_only_text (CarrelNode *cell)
{
  CarrelNode *text = NULL;
  guint       n = 0;

  for (CarrelNode *node = cell->first; node; node = carrel_node_next (node, cell, FALSE)) {
    if (++n > MAX_NODES || (text && node->type == CARREL_NODE_TEXT && !carrel_node_is_blank (node)))
      return NULL;
    if (node->type == CARREL_NODE_TEXT && !carrel_node_is_blank (node))
      text = node;
  }
  return text;
}

/* «(1)» in one cell and what it numbers in the other: the table is a paragraph, or several. */
gboolean
carrel_extract_numbered_table (CarrelExtraction *self, CarrelNode *table)
{
  CarrelNode *row = find_only_row (table), *first = row ? row->first : NULL, *second, *text, *place;
  guint64     number;

  while (first && first->type == CARREL_NODE_TEXT)
    first = first->next;
  second = first && first->tag == CARREL_TAG_TD ? carrel_extract_get_next_element (first) : NULL;
  if (!second || second->tag != CARREL_TAG_TD || carrel_extract_get_next_element (second))
    return FALSE;
  text = find_only_text (first);
  if (!text || !is_mark (text->text, &number))
    return FALSE;
  while (second->first && second->first->type == CARREL_NODE_TEXT &&
         carrel_node_is_blank (second->first))
    carrel_node_unlink (second->first);
  place = second->first && second->first->tag == CARREL_TAG_P ? second->first : second;
  if (!place->first)
    return FALSE;
  carrel_node_unlink (text);
  carrel_node_insert_before (place->first, text);
  carrel_node_insert_before (text->next, carrel_node_new_text (self->html, " ", 1));
  while (table->first)
    carrel_node_unlink (table->first);
  carrel_node_rename (table, CARREL_TAG_DIV);
  while (second->first) {
    CarrelNode *child = second->first;

    carrel_node_unlink (child);
    carrel_node_append (table, child);
  }
  return TRUE;
}

/* ── Items ── */

/* Whether it is done, as a sign before the words: a box that nobody can press. */
static void
settle_box (CarrelExtraction *self, CarrelNode *item)
{
  CarrelNode *node = item->first;
  const char *type, *class;
  gboolean    done;

  for (guint i = 0; node && i < MAX_DEEP &&
                    (node->type == CARREL_NODE_TEXT
                         ? carrel_node_is_blank (node)
                         : node->tag == CARREL_TAG_P || node->tag == CARREL_TAG_LABEL);
       i++)
    node = node->type == CARREL_NODE_TEXT ? node->next : node->first;
  if (!node || node->n_attributes == 0 ||
      (node->tag != CARREL_TAG_INPUT && node->tag != CARREL_TAG_DIV))
    return;
  type = carrel_node_get (node, "type");
  class = carrel_node_get (node, "class");
  if (node->tag == CARREL_TAG_INPUT
          ? !type || g_ascii_strcasecmp (type, "checkbox") != 0 ||
                !carrel_node_get (node, "disabled")
          : node->first || !class || !g_str_has_prefix (class, "checkbox "))
    return;
  done = node->tag == CARREL_TAG_INPUT ? carrel_node_get (node, "checked") != NULL
                                       : strstr (class, "-on") != NULL;
  carrel_node_insert_before (node, carrel_node_new_text (self->html, done ? "☑ " : "☐ ", -1));
  carrel_node_unlink (node);
}

/* A list that writes its own bullets or numbers, each in an element before the item's words. */
static void
settle_mark (CarrelExtraction *self, CarrelNode *item)
{
  CarrelNode *mark = item->first, *words, *text;
  guint64     number;

  while (mark && mark->type == CARREL_NODE_TEXT && carrel_node_is_blank (mark))
    mark = mark->next;
  words = mark && mark->tag == CARREL_TAG_SPAN ? carrel_extract_get_next_element (mark) : NULL;
  text = words && (words->tag == CARREL_TAG_DIV || words->tag == CARREL_TAG_P) && words->first
             ? find_only_text (mark)
             : NULL;
  if (!text || !is_mark (text->text, &number))
    return;
  carrel_node_unlink (mark);
  if (number > 0 && !g_ascii_isdigit (*skip_space (text->text))) {
    while (words->tag == CARREL_TAG_DIV && words->first &&
           (words->first->tag == CARREL_TAG_P || words->first->tag == CARREL_TAG_DIV))
      words = words->first;
    if (!words->first)
      return;
    carrel_node_insert_before (words->first, mark);
    carrel_node_insert_before (mark->next, carrel_node_new_text (self->html, " ", 1));
  }
}

/* Parts of an entry of a bibliography, each on a line of its own. */
static void
part_blocks (CarrelExtraction *self, CarrelNode *item)
{
  for (CarrelNode *child = item->first; child; child = child->next)
    if (child->previous && child->tag == CARREL_TAG_SPAN)
      carrel_node_insert_before (child, carrel_node_new_text (self->html, " ", 1));
}

void
carrel_extract_item (CarrelExtraction *self, CarrelNode *item)
{
  if (!item->first)
    return;
  settle_box (self, item);
  settle_mark (self, item);
  if (item->n_attributes > 0 && carrel_node_has_word (item, "class", "ltx_bibitem"))
    part_blocks (self, item);
}

/* ── Terms that are only marks ── */

/* A gallery's item of WordPress': a term that is a picture, its caption as the definition. */
gboolean
carrel_extract_pictured_term (CarrelNode *terms)
{
  CarrelNode *term = NULL, *caption = NULL;
  guint       n = 0;

  for (CarrelNode *child = terms->first; child; child = child->next) {
    if (child->type == CARREL_NODE_TEXT ? carrel_node_is_blank (child)
                                        : child->tag == CARREL_TAG_DT && !term)
      term = child->type == CARREL_NODE_TEXT ? term : child;
    else if (child->type == CARREL_NODE_ELEMENT && child->tag == CARREL_TAG_DD && !caption)
      caption = child;
    else
      return FALSE;
  }
  if (!term || !carrel_node_find (term, CARREL_TAG_IMG))
    return FALSE;
  for (CarrelNode *node = term; node; node = carrel_node_next (node, term, FALSE))
    if (++n > MAX_NODES || (node->type == CARREL_NODE_TEXT && !carrel_node_is_blank (node)))
      return FALSE;
  carrel_node_rename (terms, CARREL_TAG_FIGURE);
  carrel_node_rename (term, CARREL_TAG_DIV);
  if (caption)
    carrel_node_rename (caption, CARREL_TAG_FIGCAPTION);
  return TRUE;
}

void
carrel_extract_marked_terms (CarrelNode *terms)
{
  CarrelNode *next;
  guint       n = 0;
  guint64     number = 0;

  for (CarrelNode *child = terms->first; child; child = child->next) {
    if (child->type == CARREL_NODE_TEXT
            ? !carrel_node_is_blank (child)
            : child->tag != CARREL_TAG_DT && child->tag != CARREL_TAG_DD)
      return;
    if (child->type != CARREL_NODE_ELEMENT || child->tag != CARREL_TAG_DT)
      continue;
    if (!child->first || child->first != child->last || child->first->type != CARREL_NODE_TEXT ||
        !is_mark (child->first->text, &number))
      return;
    n++;
  }
  if (n == 0)
    return;
  carrel_node_rename (terms, number > 0 ? CARREL_TAG_OL : CARREL_TAG_UL);
  for (CarrelNode *child = terms->first; child; child = next) {
    next = child->next;
    if (child->type == CARREL_NODE_ELEMENT && child->tag == CARREL_TAG_DT)
      carrel_node_unlink (child);
    else if (child->type == CARREL_NODE_ELEMENT)
      carrel_node_rename (child, CARREL_TAG_LI);
  }
}

/* ── Tables by their roles ── */

void
carrel_extract_table_role (CarrelNode *node, const char *role)
{
  const CarrelNode *parent = node->parent, *first = node->first;

  while (first && first->type == CARREL_NODE_TEXT)
    first = first->next;
  if (strcmp (role, "table") == 0 && first && carrel_node_get (first, "role") &&
      g_str_has_prefix (carrel_node_get (first, "role"), "row"))
    carrel_node_rename (node, CARREL_TAG_TABLE);
  else if (strcmp (role, "rowgroup") == 0 && parent->tag == CARREL_TAG_TABLE)
    carrel_node_rename (node, CARREL_TAG_TBODY);
  else if (strcmp (role, "row") == 0 &&
           (parent->tag == CARREL_TAG_TABLE || parent->tag == CARREL_TAG_TBODY))
    carrel_node_rename (node, CARREL_TAG_TR);
  else if ((strcmp (role, "columnheader") == 0 || strcmp (role, "rowheader") == 0) &&
           parent->tag == CARREL_TAG_TR)
    carrel_node_rename (node, CARREL_TAG_TH);
  else if (strcmp (role, "cell") == 0 && parent->tag == CARREL_TAG_TR)
    carrel_node_rename (node, CARREL_TAG_TD);
}
