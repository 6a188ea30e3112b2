/* carrel-extract-references.c: «See also» and its sisters on a page.
 *
 * Before the article is looked for, every heading that announces other articles is found, with the
 * list that follows it; both count as nothing from then on. When the article is known, what the
 * lists near it name becomes the draft's references. Lists under headings of the site's own («Most
 * read») just go. Any thread; linear but for the few headings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-text.h"
#include "model/carrel-address.h"

#include <string.h>

#define MAX_HEADING 90     /* bytes */
#define MAX_LIST 20000     /* bytes of text looked at */
#define MAX_TITLE_ONLY 200 /* characters of an item without a link */
#define MIN_LINK_SHARE 50  /* percent of a list that is links … */
#define MIN_CARD_SHARE 22  /* … or of a row of cards with excerpts */
#define MAX_PER_LINK 420   /* characters for each link of a list */
#define MAX_LINKS 300      /* of a list */
#define MAX_TOOL 24        /* bytes of what stands beside a heading and isn't of it */
#define MAX_BETWEEN 12     /* bytes between two titles on one line: «, », « and » */
#define MAX_CARD_LEVELS 5  /* from a link to its card */
#define MAX_CARD_NODES 200 /* of one */
#define MAX_LOOSE_TEXT 320 /* characters of an excerpt; a paragraph of the text is longer */

typedef struct {
  char *title, *address; /* (owned) */
  char *key;             /* (owned) (nullable): of the address */
} Item;

typedef struct {
  CarrelNode *heading;
  GPtrArray  *items; /* (owned) (element-type Item): empty for what isn't kept */
} Group;

static void
free_item (gpointer data)
{
  Item *item = data;

  g_free (item->title);
  g_free (item->address);
  g_free (item->key);
  g_free (item);
}

static void
free_group (gpointer data)
{
  Group *group = data;

  g_ptr_array_unref (group->items);
  g_free (group);
}

/* ── Headings ── */

/* Text of the subtree while it is short; NULL when it isn't. (transfer full) */
static char *
dup_short_text (CarrelNode *top, gsize max)
{
  gsize len = 0;

  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, FALSE)) {
    len += node->text_len;
    if (len > 4 * max)
      return NULL; /* much of it may be white space */
  }
  {
    g_autofree char *text = carrel_node_dup_text (top);

    return *text && strlen (text) <= max ? g_steal_pointer (&text) : NULL;
  }
}

static gboolean
holds_block (CarrelNode *top)
{
  for (CarrelNode *node = carrel_node_next (top, top, FALSE); node;
       node = carrel_node_next (node, top, FALSE))
    if (node->type == CARREL_NODE_ELEMENT && carrel_tag_is_block ((CarrelTag) node->tag))
      return TRUE;
  return FALSE;
}

static gboolean
may_be_heading (CarrelNode *node)
{
  switch (node->tag) {
  case CARREL_TAG_H1:
  case CARREL_TAG_H2:
  case CARREL_TAG_H3:
  case CARREL_TAG_H4:
  case CARREL_TAG_H5:
  case CARREL_TAG_H6:
    return TRUE;
  case CARREL_TAG_P:
  case CARREL_TAG_DIV:
  case CARREL_TAG_DT:
  case CARREL_TAG_SUMMARY:
  case CARREL_TAG_LEGEND:
  case CARREL_TAG_HEADER:
    return TRUE;
  case CARREL_TAG_SPAN:
  case CARREL_TAG_STRONG:
  case CARREL_TAG_B:
    /* A link among others («Continue reading») leads on, and heads nothing. */
    return (node->next != NULL || node->previous != NULL) &&
           carrel_tag_is_block ((CarrelTag) node->parent->tag) &&
           !carrel_node_find (node, CARREL_TAG_A);
  default:
    return FALSE;
  }
}

/* ── Lists ── */

typedef struct {
  gsize    chars, link_chars;
  gsize    longest; /* text that is no link */
  guint    links;
  gboolean has_title; /* the page's own, or all of its text */
} Sums;

static gboolean
count (CarrelNode *top, Sums *sums)
{
  CarrelNode *link = NULL, *after_link = NULL;
  gsize       bytes = 0;

  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, FALSE)) {
    if (link && node == after_link)
      link = NULL;
    if (node->type == CARREL_NODE_TEXT) {
      gsize n = 0;

      bytes += node->text_len;
      if (bytes > MAX_LIST)
        return FALSE;
      if (node->parent &&
          (node->parent->tag == CARREL_TAG_SCRIPT || node->parent->tag == CARREL_TAG_STYLE))
        continue;
      for (const char *p = node->text; *p; p++)
        n += !g_ascii_isspace (*p) && ((guchar) *p & 0xc0) != 0x80;
      sums->chars += n;
      sums->link_chars += link ? n : 0;
      if (!link)
        sums->longest = MAX (sums->longest, n);
      continue;
    }
    if (node->tag == CARREL_TAG_A && carrel_node_get (node, "href") && !link) {
      link = node;
      after_link = carrel_node_next (node, top, TRUE);
      if (++sums->links > MAX_LINKS)
        return FALSE;
    }
    sums->has_title |= node->tag == CARREL_TAG_H1 || node->tag == CARREL_TAG_MAIN;
  }
  return TRUE;
}

static gboolean
is_short_title (CarrelNode *item)
{
  g_autofree char *text = dup_short_text (item, 4 * MAX_TITLE_ONLY);

  return text && g_utf8_strlen (text, -1) <= MAX_TITLE_ONLY && !g_str_has_suffix (text, ".");
}

/* Titles, some without an address; what is linked is little but its link. */
static gboolean
is_plain_list (CarrelNode *list)
{
  guint n = 0;

  if (list->tag != CARREL_TAG_UL && list->tag != CARREL_TAG_OL)
    return FALSE;
  for (CarrelNode *item = list->first; item; item = item->next) {
    if (item->type != CARREL_NODE_ELEMENT)
      continue;
    {
      Sums sums = { 0 };

      if (!is_short_title (item) || !count (item, &sums) ||
          (sums.links > 0 && sums.link_chars * 100 < sums.chars * MIN_LINK_SHARE))
        return FALSE;
      n += sums.links == 0;
    }
  }
  return n > 0;
}

/* Of links, mostly; under «See also» also titles without links, or cards with excerpts. */
static gboolean
is_list (CarrelNode *node, CarrelHeadingKind kind, gboolean first)
{
  Sums sums = { 0 };

  if (!count (node, &sums) || sums.chars == 0 || sums.has_title || sums.longest > MAX_LOOSE_TEXT)
    return FALSE;
  if (first && kind == CARREL_HEADING_SEE_ALSO && is_plain_list (node))
    return TRUE;
  if (sums.links == 0)
    return FALSE;
  /* One link in a paragraph below «Advertisement» is the text going on. */
  if (sums.links == 1 && first && kind != CARREL_HEADING_SEE_ALSO && node->tag == CARREL_TAG_P)
    return FALSE;
  if (sums.chars / sums.links > MAX_PER_LINK)
    return FALSE;
  if (sums.link_chars * 100 >= sums.chars * MIN_LINK_SHARE)
    return TRUE;
  return kind == CARREL_HEADING_SEE_ALSO && sums.links >= 2 &&
         sums.link_chars * 100 >= sums.chars * MIN_CARD_SHARE && node->tag != CARREL_TAG_P;
}

static gboolean
is_empty (CarrelNode *node)
{
  if (node->type == CARREL_NODE_TEXT)
    return carrel_node_is_blank (node);
  for (CarrelNode *n = node; n; n = carrel_node_next (n, node, FALSE))
    if ((n->type == CARREL_NODE_TEXT && !carrel_node_is_blank (n)) || n->tag == CARREL_TAG_IMG)
      return FALSE;
  return TRUE;
}

static CarrelNode *
get_next (CarrelNode *node)
{
  for (node = node->next;
       node && (is_empty (node) || node->tag == CARREL_TAG_SCRIPT || node->tag == CARREL_TAG_STYLE);
       node = node->next)
    ;
  return node;
}

static gboolean
has_before (CarrelNode *node)
{
  for (node = node->previous; node; node = node->previous)
    if (!is_empty (node))
      return TRUE;
  return FALSE;
}

/* «[edit]», «¶», «▼» beside a heading. */
static gboolean
is_tool (CarrelNode *node)
{
  g_autofree char *text = NULL;

  if (node->type != CARREL_NODE_ELEMENT ||
      !(node->tag == CARREL_TAG_SPAN || node->tag == CARREL_TAG_A || node->tag == CARREL_TAG_SUP ||
        node->tag == CARREL_TAG_SMALL || node->tag == CARREL_TAG_BUTTON))
    return FALSE;
  text = dup_short_text (node, MAX_TOOL);
  return text != NULL;
}

/* What follows the heading, or the box that it stands alone in. */
static CarrelNode *
find_list (CarrelNode *heading, CarrelNode *body)
{
  CarrelNode *node = heading;

  for (guint level = 0; level < 4 && node && node != body; level++) {
    CarrelNode *next = get_next (node);

    while (next && is_tool (next))
      next = get_next (next);
    if (next)
      return next->type == CARREL_NODE_ELEMENT ? next : NULL;
    if (has_before (node))
      return NULL;
    node = node->parent;
  }
  return NULL;
}

/* ── Items ── */

/* The heading within a link says its title; else all of it. */
static char *
get_link_title (CarrelNode *link)
{
  for (CarrelTag tag = CARREL_TAG_H1; tag <= CARREL_TAG_H6; tag++) {
    CarrelNode      *heading = carrel_node_find (link, tag);
    g_autofree char *text = heading ? carrel_node_dup_text (heading) : NULL;

    if (text && *text)
      return g_steal_pointer (&text);
  }
  return carrel_node_dup_text (link);
}

static void
add_item (CarrelExtraction *self, GPtrArray *items, CarrelNode *link, CarrelNode *holder)
{
  g_autofree char *raw = link ? get_link_title (link) : carrel_node_dup_text (holder);
  g_autofree char *title = carrel_text_clean_line (raw), *address = NULL, *key = NULL;
  const char      *href = link ? carrel_node_get (link, "href") : NULL;

  if (href && *href != '#') {
    g_autofree char *resolved = carrel_address_resolve (self->base, href);

    if (resolved && g_str_has_prefix (resolved, "mailto:"))
      return;
    address = resolved ? carrel_address_strip_tracking (resolved) : NULL;
    key = address ? carrel_address_key (address) : NULL;
  }
  if (!*title || g_utf8_strlen (title, -1) > CARREL_EXTRACT_MAX_TITLE ||
      carrel_text_count_words (title, -1) == 0)
    return;
  for (guint i = 0; i < items->len; i++) {
    Item *other = items->pdata[i];

    /* A picture and a title lead to the same: the longer words say more. */
    if (key && other->key && strcmp (key, other->key) == 0) {
      if (strlen (title) > strlen (other->title)) {
        g_free (other->title);
        other->title = g_steal_pointer (&title);
      }
      return;
    }
    if (strcmp (other->title, title) == 0)
      return;
  }
  if (items->len < CARREL_EXTRACT_MAX_REFERENCES) {
    Item *item = g_new0 (Item, 1);

    item->title = g_steal_pointer (&title);
    item->address = g_steal_pointer (&address);
    item->key = g_steal_pointer (&key);
    g_ptr_array_add (items, item);
  }
}

/* The heading of an item that is a card: the only one around the link, and with a link. `list`: how
 * far around. (nullable) */
static CarrelNode *
find_card_heading (CarrelNode *link, CarrelNode *list)
{
  CarrelNode *around = link->parent;

  for (guint level = 0; around && level < MAX_CARD_LEVELS; level++, around = around->parent) {
    CarrelNode *heading = NULL;
    guint       n = 0, n_nodes = 0;

    for (CarrelNode *node = around; node; node = carrel_node_next (node, around, FALSE)) {
      if (++n_nodes > MAX_CARD_NODES)
        return NULL;
      if (carrel_node_is_heading (node) && ++n == 1)
        heading = node;
    }
    if (n > 1)
      return NULL;
    if (heading)
      return carrel_node_find (heading, CARREL_TAG_A) ||
                     carrel_node_get_ancestor (heading, CARREL_TAG_A)
                 ? heading
                 : NULL;
    if (around == list)
      return NULL;
  }
  return NULL;
}

/* It says of what kind an article is, or who wrote it: a link to a topic, a section, a person. */
static gboolean
is_label (CarrelNode *link, CarrelNode *list)
{
  CarrelNode *heading, *named;

  if (carrel_node_has_word (link, "rel", "tag") || carrel_node_has_word (link, "rel", "category") ||
      carrel_node_has_word (link, "rel", "author"))
    return TRUE;
  for (CarrelNode *node = link; node && node != list->parent; node = node->parent) {
    const CarrelNodeInfo *info = carrel_extract_get_info (node);

    if (carrel_node_is_heading (node))
      return FALSE;
    if (node != list && info && (info->words & CARREL_WORD_TAGS))
      return TRUE;
  }
  heading = find_card_heading (link, list);
  named = heading ? carrel_node_find (heading, CARREL_TAG_A) : NULL;
  if (heading && !named)
    named = carrel_node_get_ancestor (heading, CARREL_TAG_A);
  return named && named != link &&
         g_strcmp0 (carrel_node_get (named, "href"), carrel_node_get (link, "href")) != 0;
}

/* Up to `most` of them. TRUE where there are others, which are no titles. */
static gboolean
take_items (CarrelExtraction *self, GPtrArray *items, guint most, CarrelNode *list)
{
  gboolean skip, labels = FALSE;

  for (CarrelNode *node = list; node && items->len < most;
       node = carrel_node_next (node, list, skip)) {
    skip = FALSE;
    if (node->type != CARREL_NODE_ELEMENT)
      continue;
    /* A title that has no address. */
    if (node->tag == CARREL_TAG_LI && !carrel_node_find (node, CARREL_TAG_A) &&
        is_short_title (node)) {
      add_item (self, items, NULL, node);
      skip = TRUE;
    } else if (node->tag == CARREL_TAG_A && carrel_node_get (node, "href")) {
      if (is_label (node, list))
        labels = TRUE;
      else
        add_item (self, items, node, node);
      skip = TRUE;
    }
  }
  return labels;
}

/* ── Groups ── */

static void
take_node (CarrelNode *node)
{
  CarrelNodeInfo *info = carrel_extract_get_info (node);

  if (info)
    info->taken = TRUE;
}

static void
look_at_heading (CarrelExtraction *self, CarrelNode *heading, CarrelHeadingKind kind)
{
  gboolean    keeps = kind == CARREL_HEADING_SEE_ALSO, labels = FALSE;
  CarrelNode *node = find_list (heading, self->body);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (free_item);
  g_autoptr (GPtrArray) lists = g_ptr_array_new ();
  Group *group;

  for (; node && node->type == CARREL_NODE_ELEMENT && lists->len < 20 &&
         is_list (node, kind, lists->len == 0);
       node = get_next (node)) {
    g_ptr_array_add (lists, node);
    /* Of what isn't kept it matters only that there is one. */
    labels |= take_items (self, items, keeps ? G_MAXUINT : 1, node);
    if (node->tag == CARREL_TAG_UL || node->tag == CARREL_TAG_OL) {
      /* One list; what follows may be the text again. */
      break;
    }
  }
  /* «Related topics» has labels alone, and is of the site all the same. */
  if (items->len == 0 && !labels)
    return;
  take_node (heading);
  for (guint i = 0; i < lists->len; i++)
    take_node (lists->pdata[i]);
  if (!keeps)
    g_ptr_array_set_size (items, 0);
  group = g_new0 (Group, 1);
  group->heading = heading;
  group->items = g_steal_pointer (&items);
  g_ptr_array_add (self->groups, group);
}

static gboolean
ends_lead (const char *text)
{
  return g_str_has_suffix (text, ":") || g_str_has_suffix (text, "：") ||
         g_str_has_suffix (text, "】") || g_str_has_suffix (text, ">") ||
         g_str_has_suffix (text, "»") || g_str_has_suffix (text, "→");
}

/* The text before the link, when it is short. (transfer full) (nullable) */
static char *
dup_lead (CarrelNode *line, CarrelNode *link)
{
  g_autoptr (GString) lead = g_string_new (NULL);

  for (CarrelNode *node = line; node && node != link; node = carrel_node_next (node, line, FALSE)) {
    if (node->text_len + lead->len > MAX_HEADING)
      return NULL;
    g_string_append_len (lead, node->text, node->text_len);
  }
  return carrel_text_collapse (lead->str, (gssize) lead->len);
}

static void
take_line (CarrelExtraction *self, CarrelNode *line, CarrelNode *link)
{
  Group *group = g_new0 (Group, 1);

  group->heading = line;
  group->items = g_ptr_array_new_with_free_func (free_item);
  add_item (self, group->items, link, link);
  g_ptr_array_add (self->groups, group);
  take_node (line);
}

/* From `link` on the line is titles, each a link, with little between them. */
static gboolean
holds_titles (CarrelNode *line, CarrelNode *link)
{
  CarrelNode *within = link;
  gsize       between = 0;

  for (CarrelNode *node = carrel_node_next (link, line, FALSE); node;
       node = carrel_node_next (node, line, FALSE)) {
    CarrelNode *holder =
        node->type == CARREL_NODE_TEXT ? carrel_node_get_ancestor (node, CARREL_TAG_A) : NULL;

    if (node->type != CARREL_NODE_TEXT)
      continue;
    if (holder && holder != within) {
      if (between > MAX_BETWEEN)
        return FALSE;
      within = holder;
      between = 0;
    } else if (!holder) {
      between += node->text_len;
    }
  }
  return between <= MAX_BETWEEN / 4;
}

/* «Read also: A Title», where the title is a link, or all of it is one. */
static gboolean
look_at_line (CarrelExtraction *self, CarrelNode *line)
{
  CarrelNode      *link = carrel_node_find (line, CARREL_TAG_A);
  g_autofree char *lead = link && carrel_node_get (link, "href") ? dup_lead (line, link) : NULL,
                  *text = NULL, *title = NULL;
  gsize len;

  if (!lead || (*lead && !ends_lead (lead)))
    return FALSE;
  if (*lead && carrel_extract_judge_heading (lead) != CARREL_HEADING_SEE_ALSO)
    return FALSE;
  text = dup_short_text (line, 2 * CARREL_EXTRACT_MAX_TITLE);
  title = carrel_node_dup_text (link);
  len = strlen (title);
  if (text && *lead && len > 0 && holds_titles (line, link)) {
    take_line (self, line, link);
    take_items (self, ((Group *) self->groups->pdata[self->groups->len - 1])->items,
                CARREL_EXTRACT_MAX_REFERENCES, line);
    return TRUE;
  }
  if (!text || len == 0 || !g_str_has_suffix (text, title))
    return FALSE;
  if (*lead) {
    take_line (self, line, link);
    return TRUE;
  }
  /* «Read also: » within the link. */
  {
    const char      *colon = strpbrk (title, ":");
    g_autofree char *head = colon && colon - title < MAX_HEADING && colon[1]
                                ? g_strndup (title, (gsize) (colon - title))
                                : NULL;
    Group           *group;
    Item            *item;

    if (!head || strlen (text) != len ||
        carrel_extract_judge_heading (head) != CARREL_HEADING_SEE_ALSO)
      return FALSE;
    take_line (self, line, link);
    group = self->groups->pdata[self->groups->len - 1];
    item = group->items->len > 0 ? group->items->pdata[0] : NULL;
    if (item) {
      g_autofree char *rest = carrel_text_clean_line (colon + 1);

      if (*rest) {
        g_free (item->title);
        item->title = g_steal_pointer (&rest);
      }
    }
    return TRUE;
  }
}

static void
look_at_text (CarrelExtraction *self, CarrelNode *node)
{
  g_autofree char  *text = dup_short_text (node, MAX_HEADING);
  CarrelHeadingKind kind = text ? carrel_extract_judge_heading (text) : CARREL_HEADING_OTHER;

  if (kind == CARREL_HEADING_OTHER && text && carrel_extract_leads_to_site (self, text))
    kind = CARREL_HEADING_SEE_ALSO;
  if (kind == CARREL_HEADING_SEE_ALSO || kind == CARREL_HEADING_WIDGET)
    look_at_heading (self, node, kind);
}

void
carrel_extract_find_references (CarrelExtraction *self)
{
  gboolean skip;

  self->groups = g_ptr_array_new_with_free_func (free_group);
  for (CarrelNode *node = self->body; node && self->groups->len < 200;
       node = carrel_node_next (node, self->body, skip)) {
    CarrelNodeInfo *info = carrel_extract_get_info (node);

    skip = info && (info->taken || info->hidden);
    if (!info || skip || !may_be_heading (node) || holds_block (node) ||
        !carrel_extract_may_be_named (node))
      continue;
    if ((node->tag == CARREL_TAG_P || node->tag == CARREL_TAG_DIV) && look_at_line (self, node)) {
      skip = TRUE;
      continue;
    }
    look_at_text (self, node);
  }
}

/* ── The draft ── */

/* How far around the article its references may stand. */
static CarrelNode *
find_region (CarrelNode *place, CarrelNode *body)
{
  CarrelNode *region = NULL;
  guint       level = 0;

  for (CarrelNode *node = place; node && node != body; node = node->parent, level++) {
    if (node->tag == CARREL_TAG_MAIN)
      return node;
    if (node->tag == CARREL_TAG_ARTICLE || level <= 2)
      region = node;
  }
  /* What stands under an article that is a part of the page by itself. */
  return region && level > 2 ? region : body;
}

/* In a part of the page that isn't the article's. */
static gboolean
is_elsewhere (CarrelNode *node, CarrelNode *region, CarrelNode *place)
{
  gboolean aside = FALSE;

  for (; node && node != place; node = node->parent) {
    aside |= node->tag == CARREL_TAG_NAV || node->tag == CARREL_TAG_FOOTER ||
             node->tag == CARREL_TAG_ASIDE;
    if (node == region)
      return aside;
  }
  return node == NULL;
}

static gboolean
is_same (const Item *a, const Item *b)
{
  if (a->address && b->address)
    return a->key && b->key && strcmp (a->key, b->key) == 0;
  return g_strcmp0 (a->title, b->title) == 0;
}

void
carrel_extract_take_references (CarrelExtraction *self)
{
  g_autofree char *page = self->address ? carrel_address_key (self->address) : NULL;
  g_autoptr (GPtrArray) taken =
      g_ptr_array_new (); /* (element-type Item): few, and without repetitions */
  CarrelNode *region;

  if (!self->place)
    return;
  region = find_region (self->place, self->body);
  for (guint i = 0; i < self->groups->len; i++) {
    Group *group = self->groups->pdata[i];

    if (is_elsewhere (group->heading, region, self->place))
      continue;
    for (guint k = 0;
         k < group->items->len && self->draft->references->len < CARREL_EXTRACT_MAX_REFERENCES;
         k++) {
      Item    *item = group->items->pdata[k];
      gboolean known = FALSE;

      for (guint r = 0; r < taken->len && !known; r++)
        known = is_same (item, taken->pdata[r]);
      if (known || (item->key && page && strcmp (item->key, page) == 0))
        continue;
      g_ptr_array_add (taken, item);
      carrel_draft_add_reference (self->draft, item->title, item->address);
    }
  }
}
