/* carrel-extract-figures.c: pictures with what is said of them, and the picture that leads an
 * article.
 *
 * What is only called a caption becomes one, in one figure with its picture; a picture that is only
 * a background becomes an element. Any thread; each element is looked at a bounded number of times.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include <string.h>

#define MAX_CAPTION 1000 /* bytes */
#define MAX_NODES 60     /* of a figure that is looked for */
#define MAX_ABOVE 3
#define MAX_LABEL 60 /* bytes of what tells that there is a picture */
#define MAX_STYLE 2000
#define MIN_LEAD 200     /* pixels of a picture's width, where it says one */
#define MIN_HEAD 400     /* … of one that the page doesn't name */
#define MAX_HEAD 400     /* nodes above the text */
#define MAX_SUBTITLE 250 /* characters */

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
  if (previous && previous->type == CARREL_NODE_ELEMENT && count_images (previous, NULL) > 0) {
    CarrelNode *figure = carrel_node_new_element (self->html, CARREL_TAG_FIGURE);

    carrel_node_insert_before (previous, figure);
    carrel_node_unlink (previous);
    carrel_node_unlink (caption);
    carrel_node_append (figure, previous);
    carrel_node_append (figure, caption);
    carrel_node_rename (caption, CARREL_TAG_FIGCAPTION);
  }
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
      break;
    default:
      break;
    }
  }
}

/* ── Backgrounds ── */

/* «background-image: url(…)» (transfer full) (nullable) */
static char *
get_background (const char *style)
{
  const char *at = strlen (style) <= MAX_STYLE ? strstr (style, "background") : NULL, *end;
  char       *address;

  at = at ? strstr (at, "url(") : NULL;
  if (!at)
    return NULL;
  at += strlen ("url(");
  at += strspn (at, " \"'");
  end = at + strcspn (at, "\"')");
  address = g_strndup (at, (gsize) (end - at));
  if (!*address || g_str_has_prefix (address, "data:")) {
    g_free (address);
    return NULL;
  }
  return address;
}

static gboolean
is_picture_name (const char *class)
{
  static const char *const signs[] = { "image",  "img",   "photo", "picture",
                                       "figure", "media", "hero",  "thumb" };

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (strstr (class, signs[i]))
      return TRUE;
  return FALSE;
}

/* An element without anything in it, whose background is what it shows. */
void
carrel_extract_background (CarrelExtraction *self, CarrelNode *node)
{
  const char *style = node->n_attributes > 0 ? carrel_node_get (node, "style") : NULL, *class,
             *role, *label;
  g_autofree char *address = style ? get_background (style) : NULL;
  CarrelNode      *image;

  if (!address)
    return;
  for (CarrelNode *child = node->first; child; child = child->next)
    if (!is_white_text (child))
      return;
  class = carrel_node_get (node, "class");
  role = carrel_node_get (node, "role");
  if (!(role && strcmp (role, "img") == 0) && !(class && is_picture_name (class)) &&
      !(node->parent && node->parent->tag == CARREL_TAG_FIGURE))
    return;
  image = carrel_extract_make_picture (self);
  carrel_node_set (self->html, image, "src", address);
  label = carrel_node_get (node, "aria-label");
  carrel_node_set (self->html, image, "alt", label ? label : "");
  carrel_node_append (node, image);
  carrel_extract_mark (self, image);
}

/* ── Pictures to be pressed ── */

/* Signs of buttons and logos are small, come in one size, and lead elsewhere. */
gboolean
carrel_extract_is_large_picture (CarrelNode *image)
{
  const char *width = carrel_node_get (image, "width");

  if (width)
    return g_ascii_strtoull (width, NULL, 10) >= MIN_LEAD || strchr (width, '%');
  return carrel_node_get (image, "srcset") || carrel_node_get (image, "data-srcset") ||
         image->parent->tag == CARREL_TAG_PICTURE || carrel_extract_opens_larger (image);
}

void
carrel_extract_picture_button (CarrelNode *button)
{
  CarrelNode *image;
  guint       n = 0;

  for (CarrelNode *node = button; node; node = carrel_node_next (node, button, FALSE))
    if (++n > MAX_NODES || (node->type == CARREL_NODE_TEXT && !is_white_text (node)))
      return;
  image = carrel_node_find (button, CARREL_TAG_IMG);
  if (image && (carrel_extract_is_large_picture (image) ||
                carrel_node_get_ancestor (button, CARREL_TAG_FIGURE)))
    carrel_node_rename (button, CARREL_TAG_DIV);
}

/* ── Cards of links ── */

static gboolean
is_called (const CarrelNode *node, const char *name)
{
  const char *class = node->type == CARREL_NODE_ELEMENT && node->n_attributes > 0
                          ? carrel_node_get (node, "class")
                          : NULL;

  return class && strstr (class, name);
}

/* Its title, as the link's words: what else it shows (pictures, the site, a description) is the
 * other page's. */
void
carrel_extract_link_card (CarrelExtraction *self, CarrelNode *figure)
{
  CarrelNode      *link = carrel_node_find (figure, CARREL_TAG_A);
  g_autofree char *title = NULL;
  guint            n = 0;

  if (!link || !carrel_node_get (link, "href"))
    return;
  if (is_called (figure, "onebox")) {
    for (CarrelNode *node = figure->first; node && ++n <= MAX_NODES && !title;
         node = carrel_node_next (node, figure, FALSE))
      title = node->type == CARREL_NODE_ELEMENT && carrel_node_is_heading (node)
                  ? carrel_node_dup_text (node)
                  : NULL;
    if (!title)
      return;
  } else if (!is_called (figure, "bookmark") && !is_called (link, "bookmark")) {
    return;
  }
  for (CarrelNode *node = link->first; node && ++n <= MAX_NODES && !title;
       node = carrel_node_next (node, link, FALSE))
    title = is_called (node, "title") ? carrel_node_dup_text (node) : NULL;
  if (!title || !*title || strlen (title) > MAX_CAPTION)
    return;
  while (link->first)
    carrel_node_unlink (link->first);
  carrel_node_append (link, carrel_node_new_text (self->html, title, -1));
  while (figure->first)
    carrel_node_unlink (figure->first);
  carrel_node_append (figure, link);
  carrel_node_rename (figure, CARREL_TAG_P);
}

/* ── Figures whose picture a script brings ── */

/* The address of a picture, as an attribute's whole value. */
static gboolean
is_picture_address (const char *value)
{
  return strlen (value) <= MAX_STYLE && !strpbrk (value, " {}<>\"") &&
         (g_str_has_prefix (value, "http") || g_str_has_prefix (value, "/")) &&
         carrel_extract_is_picture_address (value);
}

void
carrel_extract_waiting_figure (CarrelExtraction *self, CarrelNode *figure)
{
  const char *address = NULL;
  CarrelNode *image;
  guint       n = 0;

  for (CarrelNode *node = figure; node; node = carrel_node_next (node, figure, FALSE)) {
    if (node->type != CARREL_NODE_ELEMENT)
      continue;
    if (++n > MAX_NODES || node->tag == CARREL_TAG_IMG || node->tag == CARREL_TAG_PICTURE ||
        node->tag == CARREL_TAG_VIDEO || node->tag == CARREL_TAG_IFRAME ||
        node->tag == CARREL_TAG_TABLE || node->tag == CARREL_TAG_PRE ||
        node->tag == CARREL_TAG_AUDIO ||
        (node->tag == CARREL_TAG_OTHER && g_str_has_prefix (node->name, "amp-")))
      return;
    for (guint i = 0; !address && node->tag != CARREL_TAG_A && i < node->n_attributes; i++)
      if (is_picture_address (node->attributes[i].value))
        address = node->attributes[i].value;
  }
  if (!address)
    return;
  image = carrel_extract_make_picture (self);
  carrel_node_set (self->html, image, "src", address);
  carrel_node_set (self->html, image, "alt", "");
  if (figure->first)
    carrel_node_insert_before (figure->first, image);
  else
    carrel_node_append (figure, image);
  carrel_extract_mark (self, image);
}

/* ── The picture above the text ── */

/* The file's name without its size («-1024x768», «_640»), its suffix and the query. (transfer full)
 */
static char *
get_key (const char *address)
{
  gsize            len = strcspn (address, "?#");
  g_autofree char *plain = g_strndup (address, len);
  const char      *name = strrchr (plain, '/');
  char            *key = g_ascii_strdown (name ? name + 1 : plain, -1), *dot = strrchr (key, '.');

  if (dot)
    *dot = '\0';
  for (gsize n = strlen (key); n > 0; n--) {
    if (g_ascii_isdigit (key[n - 1]) ||
        (key[n - 1] == 'x' && n > 1 && g_ascii_isdigit (key[n - 2])))
      continue;
    if (n < strlen (key) && strchr ("-_", key[n - 1]) && strchr (key + n, 'x'))
      key[n - 1] = '\0';
    break;
  }
  return key;
}

static gboolean
is_same_picture (CarrelNode *image, const char *key)
{
  const char      *source = carrel_node_get (image, "src");
  g_autofree char *own = source ? get_key (source) : NULL;

  return own && *own && strcmp (own, key) == 0;
}

static gboolean
is_large (CarrelNode *image)
{
  const char *width = carrel_node_get (image, "width");
  guint64     n = width ? g_ascii_strtoull (width, NULL, 10) : 0;

  return n == 0 || n >= MIN_LEAD;
}

static gboolean
has_picture (CarrelNode *article, const char *key)
{
  for (CarrelNode *node = article; node; node = carrel_node_next (node, article, FALSE))
    if (node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_IMG &&
        is_same_picture (node, key))
      return TRUE;
  return FALSE;
}

/* The site's sign: it is called so, or leads to the front page. */
static gboolean
is_logo (CarrelNode *image)
{
  CarrelNode *link = carrel_node_get_ancestor (image, CARREL_TAG_A), *node = image;
  const char *href = link ? carrel_node_get (link, "href") : NULL, *rest;

  for (guint i = 0; node && i <= MAX_ABOVE; i++, node = node->parent) {
    const char *class = carrel_node_get (node, "class");

    if (class &&
        (g_str_has_prefix (class, "logo") || strstr (class, "-logo") || strstr (class, " logo")))
      return TRUE;
  }
  rest = href ? strstr (href, "://") : NULL;
  rest = rest ? strchr (rest + 3, '/') : href;
  return href && (!rest || strcmp (rest, "/") == 0);
}

/* The page shows, before the article's first words, the picture that it names as its own. */
static CarrelNode *
find_lead (CarrelExtraction *self, const char *key)
{
  for (CarrelNode *node = self->body; node && node != self->place;
       node = carrel_node_next (node, self->body, FALSE)) {
    if (node->type != CARREL_NODE_ELEMENT || node->tag != CARREL_TAG_IMG ||
        !is_same_picture (node, key) || !is_large (node) || is_logo (node))
      continue;
    for (CarrelNode *above = node; above; above = above->parent) {
      CarrelNodeInfo *info = carrel_extract_get_info (above);

      if (info && (info->hidden || info->taken))
        return NULL;
    }
    return node;
  }
  return NULL;
}

static gboolean
leads_elsewhere (CarrelNode *image)
{
  CarrelNode *link = carrel_node_get_ancestor (image, CARREL_TAG_A);
  const char *href = link ? carrel_node_get (link, "href") : NULL;

  return href && !carrel_extract_is_picture_address (href);
}

/* A picture that is the head of an article by its size, or by what it or what is around it is
 * called. */
static gboolean
is_head_picture (CarrelNode *image)
{
  static const char *const others[] = { "avatar", "author", "logo", ".gif", ".svg", "placeholder" };
  const char *width = carrel_node_get (image, "width"), *source = carrel_node_get (image, "src");
  CarrelNode *node = image;

  for (guint i = 0; source && i < G_N_ELEMENTS (others); i++)
    if (strstr (source, others[i]))
      return FALSE;
  if (width && g_ascii_isdigit (*width) && !strchr (width, '%'))
    return g_ascii_strtoull (width, NULL, 10) >= MIN_HEAD;
  for (guint i = 0; node && i <= MAX_ABOVE; i++, node = node->parent) {
    static const char *const signs[] = { "hero",           "featured",    "post-image",
                                         "lead-image",     "main-image",  "article-image",
                                         "post-thumbnail", "entry-image", "header-image",
                                         "headerimage",    "topimage",    "keyvisual" };
    const char *class = carrel_node_get (node, "class");

    if (node->tag == CARREL_TAG_FIGURE)
      return TRUE;
    for (guint k = 0; class && k < G_N_ELEMENTS (signs); k++)
      if (strstr (class, signs[k]))
        return TRUE;
  }
  return FALSE;
}

/* Of the article; the words under its title are short. */
static gboolean
is_paragraph_of (CarrelNode *node)
{
  const CarrelNodeInfo *info = carrel_extract_get_info (node);

  return info && node->tag == CARREL_TAG_P && info->chars > MAX_SUBTITLE &&
         carrel_extract_get_twin (node);
}

static gboolean
is_embed (const CarrelNode *node)
{
  return node->tag == CARREL_TAG_FIGURE && carrel_node_has_word (node, "class", "embed");
}

/* Where the page names no picture: a large one between the beginning of what holds the title and
 * the article's first paragraph. A film or a sound there too, `only` it where the page names a
 * picture. */
static CarrelNode *
find_unnamed_lead (CarrelExtraction *self, CarrelNode *article, gboolean only)
{
  CarrelNode *heading = NULL, *start;
  guint       n = 0;
  gboolean    skip;

  for (CarrelNode *node = self->body; node; node = carrel_node_next (node, self->body, skip)) {
    CarrelNodeInfo *info = carrel_extract_get_info (node);

    skip = info && !info->holds_title;
    heading = info && info->holds_title ? node : heading;
  }
  start = heading ? carrel_node_get_ancestor (heading, CARREL_TAG_ARTICLE) : NULL;
  if (!start && heading)
    start = carrel_node_get_ancestor (heading, CARREL_TAG_MAIN);
  for (CarrelNode *node = start ? start : heading; node && node != article && ++n < MAX_HEAD;
       node = carrel_node_next (node, self->body, skip)) {
    CarrelNodeInfo *info = carrel_extract_get_info (node);

    skip = info && (info->hidden || info->taken || node->tag == CARREL_TAG_ASIDE ||
                    node->tag == CARREL_TAG_NAV || node->tag == CARREL_TAG_FOOTER ||
                    node->tag == CARREL_TAG_FORM ||
                    (info->words & (CARREL_WORD_BYLINE | CARREL_WORD_RELATED |
                                    CARREL_WORD_NAVIGATION | CARREL_WORD_COMMENT)));
    if (is_paragraph_of (node))
      return NULL;
    if (!skip && info &&
        (is_embed (node) || (!only && node->tag == CARREL_TAG_IMG && !leads_elsewhere (node) &&
                             is_head_picture (node))))
      return carrel_extract_get_twin (node) ? NULL : node;
  }
  return NULL;
}

void
carrel_extract_lead (CarrelExtraction *self, CarrelNode *article)
{
  g_autofree char *key = self->draft->image ? get_key (self->draft->image) : NULL;
  CarrelNode      *lead, *figure, *place, *caption;

  if (!self->place || (key && (strlen (key) < 3 || has_picture (article, key))))
    return;
  lead = key ? find_lead (self, key) : NULL;
  if (!lead && self->talk == CARREL_TALK_NONE && !self->chosen)
    lead = find_unnamed_lead (self, article, key != NULL);
  if (!lead)
    return;
  if (is_embed (lead)) {
    figure = carrel_node_copy (self->html, lead);
    if (article->first)
      carrel_node_insert_before (article->first, figure);
    else
      carrel_node_append (article, figure);
    return;
  }
  place = carrel_node_get_ancestor (lead, CARREL_TAG_FIGURE);
  caption = place ? carrel_node_find (place, CARREL_TAG_FIGCAPTION) : NULL;
  if (place && !caption && (caption = carrel_extract_get_next_element (place)) &&
      caption->tag != CARREL_TAG_FIGCAPTION)
    caption = NULL;
  figure = carrel_node_new_element (self->html, CARREL_TAG_FIGURE);
  carrel_node_append (figure, carrel_node_copy (self->html, lead));
  if (caption)
    carrel_node_append (figure, carrel_node_copy (self->html, caption));
  if (article->first)
    carrel_node_insert_before (article->first, figure);
  else
    carrel_node_append (article, figure);
}
