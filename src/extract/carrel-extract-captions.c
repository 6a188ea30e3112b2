/* carrel-extract-captions.c: pictures with what is said of them.
 *
 * What is only called a caption, or stands as one does, becomes one, in one figure with its
 * picture. Any thread; each element is looked at a bounded number of times.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include <string.h>

#define MAX_CAPTION 1000 /* bytes */
#define MAX_NODES 60     /* of a figure that is looked for */
#define MAX_ABOVE 3
#define MAX_LABEL 60 /* bytes of what tells that there is a picture */
#define MAX_STYLE 2000

static gboolean
is_white_text (CarrelNode *node)
{
  return node->type == CARREL_NODE_TEXT && carrel_node_is_blank (node);
}

static CarrelNode *
get_previous (CarrelNode *node)
{
  for (node = node->previous; node && is_white_text (node); node = node->previous)
    ;
  return node;
}

static gboolean
is_last (const CarrelNode *node)
{
  for (node = node->next; node && node->type == CARREL_NODE_TEXT && carrel_node_is_blank (node);
       node = node->next)
    ;
  return !node;
}

/* Pictures in an element that, but for `caption`, holds nothing else; 0 where it holds words. */
static guint
count_images (CarrelNode *top, CarrelNode *caption)
{
  guint       n = 0, n_nodes = 0;
  CarrelNode *next;

  for (CarrelNode *node = top; node; node = next) {
    gboolean skip =
        node == caption || (node->type == CARREL_NODE_ELEMENT &&
                            (node->tag == CARREL_TAG_NOSCRIPT || node->tag == CARREL_TAG_SCRIPT ||
                             node->tag == CARREL_TAG_STYLE));

    next = carrel_node_next (node, top, skip);
    if (++n_nodes > MAX_NODES)
      return 0;
    if (skip)
      continue;
    if (node->type == CARREL_NODE_TEXT
            ? !is_white_text (node)
            : node->tag == CARREL_TAG_FIGCAPTION || node->tag == CARREL_TAG_TABLE ||
                  node->tag == CARREL_TAG_IFRAME)
      return 0;
    n += node->type == CARREL_NODE_ELEMENT &&
         (node->tag == CARREL_TAG_IMG ||
          (node->tag == CARREL_TAG_OTHER && strcmp (node->name, "amp-img") == 0));
  }
  return n;
}

static gboolean
is_short (CarrelNode *top)
{
  gsize len = 0;
  guint n = 0;

  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, FALSE)) {
    len += node->text_len;
    if (len > MAX_CAPTION || ++n > MAX_NODES ||
        (node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_IMG))
      return FALSE;
  }
  return len > 0;
}

/* By its class: «photo-desc», and «photo__desc». */
static gboolean
is_called_caption (const char *class)
{
  static const char *const names[] = { "caption",    "img-desc",    "image-desc", "photo-desc",
                                       "pic-desc",   "bildunter",   "bildtext",   "didascalia",
                                       "pie-foto",   "epigrafe",    "leyenda",    "legende",
                                       "bijschrift", "billedtekst", "bildetekst", "kuvateksti",
                                       "popisek" };
  g_autofree char         *name = g_ascii_strdown (class, -1);
  char                    *to = name;

  for (const char *p = name; *p; p++)
    if ((*p != '-' && *p != '_') || to == name || to[-1] != '-')
      *to++ = *p == '_' ? '-' : *p;
  *to = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strstr (name, names[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_caption (CarrelNode *node)
{
  const CarrelNodeInfo *info = carrel_extract_get_info (node);
  const char *class;

  if (node->tag == CARREL_TAG_FIGCAPTION)
    return TRUE;
  if (node->tag == CARREL_TAG_FIGURE || (info && !(info->words & CARREL_WORD_CAPTION)))
    return FALSE;
  class = carrel_node_get (node, "class");
  return class && is_called_caption (class) && !strstr (class, "video") &&
         !strstr (class, "noCaption") && !strstr (class, "no-caption");
}

static gboolean
may_be_figure (const CarrelNode *node)
{
  return node->tag == CARREL_TAG_DIV || node->tag == CARREL_TAG_SPAN ||
         node->tag == CARREL_TAG_DL || node->tag == CARREL_TAG_P;
}

/* The element around the caption that holds, beside it, nothing but pictures. (nullable) */
static CarrelNode *
find_around (CarrelNode *caption, const CarrelNode *top)
{
  CarrelNode *around = caption->parent;

  for (guint i = 0; around && around != top && i < MAX_ABOVE &&
                    (may_be_figure (around) || around->tag == CARREL_TAG_A);
       i++, around = around->parent)
    if (around->tag != CARREL_TAG_A && count_images (around, caption) > 0)
      return around;
  return NULL;
}

gboolean
carrel_extract_is_caption (CarrelNode *node)
{
  CarrelNode *previous;

  if (node->n_attributes == 0 || !is_caption (node) || !is_short (node))
    return FALSE;
  previous = get_previous (node);
  return find_around (node, NULL) ||
         (previous && previous->type == CARREL_NODE_ELEMENT && count_images (previous, NULL) > 0);
}

/* The one figure in an element that holds nothing else, when it has no caption yet. (nullable) */
static CarrelNode *
find_bare_figure (CarrelNode *top)
{
  CarrelNode *figure = NULL;

  if (top->type != CARREL_NODE_ELEMENT || count_images (top, NULL) == 0)
    return NULL;
  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, node == figure)) {
    if (node->type != CARREL_NODE_ELEMENT || node->tag != CARREL_TAG_FIGURE)
      continue;
    if (figure)
      return NULL;
    figure = node;
  }
  return figure;
}

/* A caption whose figure is closed already, in boxes of its own below those of the figure. */
static gboolean
settle_outside (CarrelNode *caption)
{
  CarrelNode *around = caption, *previous = get_previous (caption), *figure;

  for (guint i = 0; i < MAX_ABOVE && !previous && around->parent &&
                    around->parent->tag == CARREL_TAG_DIV && is_last (around);
       i++) {
    around = around->parent;
    previous = get_previous (around);
  }
  figure = previous ? find_bare_figure (previous) : NULL;
  if (!figure)
    return FALSE;
  carrel_node_unlink (caption);
  carrel_node_append (figure, caption);
  return TRUE;
}

static void
make_figure (CarrelExtraction *self, CarrelNode *picture, CarrelNode *caption)
{
  CarrelNode *figure = carrel_node_new_element (self->html, CARREL_TAG_FIGURE);

  carrel_node_insert_before (picture, figure);
  carrel_node_unlink (picture);
  carrel_node_unlink (caption);
  carrel_node_append (figure, picture);
  carrel_node_append (figure, caption);
  carrel_node_rename (caption, CARREL_TAG_FIGCAPTION);
}

/* The element is the caption of the picture around it or directly before it. */
static void
settle_caption (CarrelExtraction *self, CarrelNode *caption, CarrelNode *article)
{
  CarrelNode *around = carrel_node_get_ancestor (caption, CARREL_TAG_FIGURE),
             *previous = get_previous (caption);

  if (!is_short (caption))
    return;
  if (around) {
    if (!carrel_node_find (around, CARREL_TAG_FIGCAPTION) && count_images (around, caption) > 0)
      carrel_node_rename (caption, CARREL_TAG_FIGCAPTION);
    return;
  }
  if (caption->tag == CARREL_TAG_FIGCAPTION ? settle_outside (caption)
                                            : !!carrel_node_find (caption, CARREL_TAG_FIGCAPTION))
    return;
  /* <figure></figure><figcaption></figcaption> */
  if (previous && previous->type == CARREL_NODE_ELEMENT && previous->tag == CARREL_TAG_FIGURE &&
      !carrel_node_find (previous, CARREL_TAG_FIGCAPTION)) {
    carrel_node_rename (caption, CARREL_TAG_FIGCAPTION);
    carrel_node_unlink (caption);
    carrel_node_append (previous, caption);
    return;
  }
  around = find_around (caption, article);
  if (around) {
    carrel_node_rename (caption, CARREL_TAG_FIGCAPTION);
    carrel_node_rename (around, CARREL_TAG_FIGURE);
    return;
  }
  if (previous && previous->type == CARREL_NODE_ELEMENT && count_images (previous, NULL) > 0)
    make_figure (self, previous, caption);
}

static gboolean
is_in_middle (const CarrelNode *node)
{
  const char *style = node->n_attributes > 0 ? carrel_node_get (node, "style") : NULL,
             *align = style && strlen (style) <= MAX_STYLE ? strstr (style, "text-align") : NULL;

  if (align)
    align += strlen ("text-align") + strspn (align + strlen ("text-align"), " :");
  else
    align = node->n_attributes > 0 ? carrel_node_get (node, "align") : NULL;
  return align && g_ascii_strncasecmp (align, "center", strlen ("center")) == 0;
}

/* All of its words are in one bold element: it is a heading, as those write it who have none. */
static gboolean
is_bold (const CarrelNode *node)
{
  while (node->first && node->first == node->last && node->first->type == CARREL_NODE_ELEMENT) {
    node = node->first;
    if (node->tag == CARREL_TAG_B || node->tag == CARREL_TAG_STRONG)
      return TRUE;
  }
  return FALSE;
}

/* One line in the middle below a picture in the middle, where the text goes on as it does
 * elsewhere: written by hand, without a name for it. */
static void
settle_middle (CarrelExtraction *self, CarrelNode *line)
{
  CarrelNode *picture = get_previous (line), *next = line->next;

  while (next && is_white_text (next))
    next = next->next;
  if (is_in_middle (line) && picture && picture->tag == CARREL_TAG_P && is_in_middle (picture) &&
      next && next->tag == CARREL_TAG_P && !is_in_middle (next) && is_short (line) &&
      !is_bold (line) && !carrel_node_find (line, CARREL_TAG_A) &&
      count_images (picture, NULL) == 1)
    make_figure (self, picture, line);
}

/* One of a row is called as its neighbour is. */
static gboolean
is_in_row (const CarrelNode *box)
{
  const char *class = carrel_node_get (box, "class");

  for (guint i = 0; i < 2; i++) {
    const CarrelNode *beside = i == 0 ? box->previous : box->next;

    while (beside && beside->type == CARREL_NODE_TEXT && carrel_node_is_blank (beside))
      beside = i == 0 ? beside->previous : beside->next;
    if (beside && beside->type == CARREL_NODE_ELEMENT && beside->tag == box->tag &&
        g_strcmp0 (carrel_node_get (beside, "class"), class) == 0)
      return TRUE;
  }
  return FALSE;
}

/* The element around a link that is one picture and its caption: it leads to the picture. A row of
 * them leads elsewhere. (nullable) */
static CarrelNode *
find_around_link (CarrelNode *caption)
{
  CarrelNode *link = caption->parent, *around = link->parent;

  if (link->tag != CARREL_TAG_A || !around || around->tag != CARREL_TAG_DIV ||
      find_around (caption, NULL) != around || count_images (around, caption) != 1 ||
      is_in_row (around))
    return NULL;
  for (CarrelNode *node = caption->first; node; node = carrel_node_next (node, caption, FALSE))
    if (node->type == CARREL_NODE_ELEMENT && carrel_tag_is_block ((CarrelTag) node->tag))
      return NULL;
  return around;
}

/* A caption within a line, or within a link, is measured with the words around its picture: before
 * the article is looked for. */
void
carrel_extract_caption_in_line (CarrelExtraction *self, CarrelNode *node)
{
  const CarrelNodeInfo *info = carrel_extract_get_info (node);
  CarrelNode           *around;

  if (!info || !(info->words & CARREL_WORD_CAPTION) || !node->parent || !is_caption (node) ||
      !is_short (node))
    return;
  around = find_around_link (node);
  if (around) {
    carrel_node_unlink (node);
    carrel_node_append (around, node);
  }
  if (around || (node->parent->tag == CARREL_TAG_DIV && find_around (node, NULL) == node->parent))
    settle_caption (self, node, NULL);
}

/* A table that holds a picture, and below it what is called its caption. */
static void
settle_caption_table (CarrelExtraction *self, CarrelNode *table)
{
  CarrelNode *image = NULL, *caption = NULL, *figure, *link;
  guint       n = 0;

  for (CarrelNode *node = table; node; node = carrel_node_next (node, table, node == caption)) {
    if (++n > MAX_NODES || (node->type == CARREL_NODE_TEXT && !is_white_text (node)))
      return;
    if (node->type != CARREL_NODE_ELEMENT)
      continue;
    if (node->tag == CARREL_TAG_IMG) {
      if (image || caption)
        return;
      image = node;
    } else if (node->tag == CARREL_TAG_TD && image && !caption && is_caption (node) &&
               is_short (node)) {
      caption = node;
    }
  }
  if (!caption)
    return;
  link = image->parent->tag == CARREL_TAG_A ? image->parent : image;
  figure = carrel_node_new_element (self->html, CARREL_TAG_FIGURE);
  carrel_node_insert_before (table, figure);
  carrel_node_unlink (table);
  carrel_node_unlink (link);
  carrel_node_unlink (caption);
  carrel_node_append (figure, link);
  carrel_node_append (figure, caption);
  carrel_node_rename (caption, CARREL_TAG_FIGCAPTION);
}

/* «Image» beside a caption tells those who don't see it that there is one. */
static void
drop_labels (CarrelNode *figure)
{
  static const char *const labels[] = {
    "image",   "photo",  "picture", "video",      "bild",
    "foto",    "imagen", "imagem",  "afbeelding", "immagine",
    "obrázek", "фото",   "图片",    "写真",       "press enter or click to view image in full size",
    NULL
  };
  CarrelNode *next;
  guint       n = 0;

  if (!carrel_node_find (figure, CARREL_TAG_FIGCAPTION))
    return;
  for (CarrelNode *node = figure->first; node && ++n <= MAX_NODES; node = next) {
    gboolean         skip = node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_FIGCAPTION;
    g_autofree char *word = NULL;

    next = carrel_node_next (node, figure, skip);
    if (node->type != CARREL_NODE_TEXT || node->text_len > MAX_LABEL)
      continue;
    word = g_utf8_strdown (node->text, (gssize) node->text_len);
    if (g_strv_contains (labels, g_strstrip (word)))
      carrel_node_unlink (node);
  }
}

void
carrel_extract_captions (CarrelExtraction *self, CarrelNode *article)
{
  CarrelNode *next;

  for (CarrelNode *node = article; node; node = next) {
    next = carrel_node_next (node, article, FALSE);
    if (node->type != CARREL_NODE_ELEMENT || node == article)
      continue;
    switch (node->tag) {
    case CARREL_TAG_FIGURE:
      drop_labels (node);
      next = carrel_node_next (node, article, FALSE);
      break;
    case CARREL_TAG_TABLE:
      next = carrel_node_next (node, article, TRUE);
      settle_caption_table (self, node);
      if (node->parent)
        next = carrel_node_next (node, article, FALSE);
      break;
    case CARREL_TAG_DIV:
    case CARREL_TAG_SPAN:
    case CARREL_TAG_P:
    case CARREL_TAG_DD:
    case CARREL_TAG_EM:
    case CARREL_TAG_SMALL:
    case CARREL_TAG_FIGCAPTION:
      if (is_caption (node))
        settle_caption (self, node, article);
      else if (node->tag == CARREL_TAG_P)
        settle_middle (self, node);
      break;
    default:
      break;
    }
  }
}
