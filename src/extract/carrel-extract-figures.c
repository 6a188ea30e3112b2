/* carrel-extract-figures.c: pictures that a page shows in other ways than by an element, and the
 * picture that leads an article.
 *
 * A picture that is only a background becomes an element; so does what a script brings. Any thread;
 * each element is looked at a bounded number of times.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include <string.h>

#define MAX_CAPTION 1000 /* bytes */
#define MAX_NODES 60     /* of a figure that is looked for */
#define MAX_ABOVE 3
#define MAX_STYLE 2000
#define MIN_LEAD 200     /* pixels of a picture's width, where it says one */
#define MIN_HEAD 400     /* … of one that the page doesn't name */
#define MAX_HEAD 400     /* nodes above the text */
#define MAX_SUBTITLE 250 /* characters */

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
    if (!(child->type == CARREL_NODE_TEXT && carrel_node_is_blank (child)))
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
    if (++n > MAX_NODES || (node->type == CARREL_NODE_TEXT && !carrel_node_is_blank (node)))
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

/* A file to take along, as Ghost and WordPress show it: the link with its name, and what is said of
 * it. */
gboolean
carrel_extract_file_card (CarrelExtraction *self, CarrelNode *card)
{
  CarrelNode      *link;
  g_autofree char *title = NULL, *note = NULL;
  guint            n = 0;

  if (!carrel_node_has_word (card, "class", "kg-file-card") &&
      !carrel_node_has_word (card, "class", "wp-block-file"))
    return FALSE;
  link = carrel_node_find (card, CARREL_TAG_A);
  if (!link || !carrel_node_get (link, "href"))
    return FALSE;
  for (CarrelNode *node = link->first; node && ++n <= MAX_NODES;
       node = carrel_node_next (node, link, FALSE)) {
    if (!title && is_called (node, "card-title"))
      title = carrel_node_dup_text (node);
    else if (!note && is_called (node, "card-caption"))
      note = carrel_node_dup_text (node);
  }
  title = title ? title : carrel_node_dup_text (link);
  if (!*title || strlen (title) > MAX_CAPTION)
    return FALSE;
  while (link->first)
    carrel_node_unlink (link->first);
  carrel_node_append (link, carrel_node_new_text (self->html, title, -1));
  while (card->first)
    carrel_node_unlink (card->first);
  carrel_node_append (card, link);
  if (note && *note) {
    g_autofree char *text = g_strconcat (" – ", note, NULL);

    carrel_node_append (card, carrel_node_new_text (self->html, text, -1));
  }
  carrel_node_rename (card, CARREL_TAG_P);
  return TRUE;
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
