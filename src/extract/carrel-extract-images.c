/* carrel-extract-images.c: pictures and films as a reader would see them, without the scripts that show
 * them.
 *
 * Lazy pictures get the address that waits in another attribute, in <picture> or in <noscript>; films
 * become figures with a link; what nobody is to see (pixels that count, spacers) goes. Any thread;
 * linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include <string.h>

#define MIN_SIDE   8    /* pixels: smaller ones only count visitors, or draw lines */
#define BEST_WIDTH 1600 /* pixels: of several sizes, the smallest that is not smaller, else the largest */
#define MIN_NOSCRIPT 600 /* bytes of a page's text in <noscript> */
#define MAX_SOURCES 50 /* of a picture */
#define MAX_SET    65536 /* bytes of a srcset */

/* ── Addresses ── */

/* A name of a picture's file: «….jpg» before the query or the end. */
static gboolean
has_image_suffix (const char *address)
{
  static const char *const suffixes[] = { ".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    gsize len = strlen (suffixes[i]);

    for (const char *p = strchr (address, '.'); p; p = strchr (p + 1, '.'))
      if (g_ascii_strncasecmp (p, suffixes[i], len) == 0 && (p[len] == '\0' || strchr ("?#&;:/!, ", p[len])))
        return TRUE;
  }
  return FALSE;
}

/* What stands for a picture until the script comes, or for nothing at all. */
static gboolean
is_placeholder (const char *address)
{
  static const char *const names[] = { "blank.", "placeholder", "spacer.", "transparent.", "pixel.", "1x1.", "clear.gif", "empty.", "lazyload.", "lazy.", "loading.",
                                       "loader.", "grey.gif", "gray.gif", "dummy.", "trans.gif", "s.gif", "t.gif", "x.gif" };
  const char *file;
  gsize len;

  address += strspn (address, " \t\n");
  if (!*address || g_ascii_strncasecmp (address, "data:", 5) == 0 || g_ascii_strncasecmp (address, "about:", 6) == 0 || g_str_has_prefix (address, "javascript:"))
    return TRUE;
  len = strcspn (address, "?#");
  for (file = address + len; file > address && file[-1] != '/'; file--)
    ;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *at = strstr (file, names[i]);

    /* One letter and a suffix only as the whole name. */
    if (at && at < address + len && (at == file || strlen (names[i]) > 5))
      return TRUE;
  }
  return FALSE;
}

/* The best of «a.jpg 320w, b.jpg 2x»: the address may have commas of its own. (transfer full) (nullable) */
static char *
choose_from_set (const char *set)
{
  const char *best = NULL;
  gsize best_len = 0;
  double best_size = -1;

  if (strlen (set) > MAX_SET)
    return NULL;
  while (*set) {
    const char *address;
    gsize len;
    double size = 1;

    set += strspn (set, " \t\n\r\f,");
    address = set;
    len = strcspn (set, " \t\n\r\f");
    set += len;
    if (len > 0 && address[len - 1] == ',') {
      while (len > 0 && address[len - 1] == ',')
        len--;
    } else {
      gsize rest = strcspn (set, ",");
      char *end;

      size = g_ascii_strtod (set, &end);
      if (end == set || size <= 0)
        size = 1;
      else if (*end == 'x')
        size *= 800; /* of a usual width */
      set += rest;
    }
    if (len == 0)
      continue;
    if (best_size < 0 || (best_size < BEST_WIDTH ? size > best_size : size >= BEST_WIDTH && size < best_size)) {
      g_autofree char *candidate = g_strndup (address, len);

      if (is_placeholder (candidate))
        continue;
      best = address;
      best_len = len;
      best_size = size;
    }
  }
  return best ? g_strndup (best, best_len) : NULL;
}

/* Where a script would find the address. (transfer full) (nullable) */
static char *
find_waiting (CarrelNode *image)
{
  static const char *const sets[] = { "data-srcset", "data-lazy-srcset", "data-original-set", "srcset" };
  static const char *const single[] = { "data-src", "data-original", "data-lazy-src", "data-lazy", "data-full-src", "data-hi-res-src", "data-url", "data-image", "data-img",
                                        "data-echo", "data-orig-file", "data-large-file", "data-actualsrc", "data-delayed-url", "data-default-src" };

  for (guint i = 0; i < G_N_ELEMENTS (single); i++) {
    const char *value = carrel_node_get (image, single[i]);

    if (value && !is_placeholder (value) && !strchr (value, '{') && !strchr (value, '<'))
      return g_strdup (value);
  }
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++) {
    const char *value = carrel_node_get (image, sets[i]);
    g_autofree char *chosen = value ? choose_from_set (value) : NULL;

    if (chosen)
      return g_steal_pointer (&chosen);
  }
  /* Any other attribute that names a picture. */
  for (guint i = 0; i < image->n_attributes; i++) {
    const char *value = image->attributes[i].value;

    if (!g_str_has_prefix (image->attributes[i].name, "data-") || strlen (value) > 2000 || strpbrk (value, "{}<>\"") || !has_image_suffix (value) || is_placeholder (value))
      continue;
    return strpbrk (value, " ,") ? choose_from_set (value) : g_strdup (value);
  }
  return NULL;
}

static gboolean
has_real_source (CarrelNode *image)
{
  const char *source = carrel_node_get (image, "src");

  return source && !is_placeholder (source);
}

static gboolean
looks_lazy (CarrelNode *image)
{
  const char *class = carrel_node_get (image, "class");

  return class && (strstr (class, "lazy") || strstr (class, "Lazy") || strstr (class, "placeholder"));
}

/* ── Pictures ── */

static void
settle_source (CarrelExtraction *self, CarrelNode *image)
{
  g_autofree char *waiting = NULL;
  CarrelNode *picture = image->parent;

  if (has_real_source (image) && !(looks_lazy (image) && carrel_node_get (image, "data-src")))
    return;
  waiting = find_waiting (image);
  if (!waiting && picture && picture->tag == CARREL_TAG_PICTURE) {
    guint n = 0;

    for (CarrelNode *source = picture->first; source && !waiting && n < MAX_SOURCES; source = source->next, n++)
      if (source->type == CARREL_NODE_ELEMENT && source->tag == CARREL_TAG_SOURCE)
        waiting = find_waiting (source);
  }
  if (waiting)
    carrel_node_set (self->html, image, "src", waiting);
}

static guint
get_side (CarrelNode *image, const char *name)
{
  const char *value = carrel_node_get (image, name);
  char *end;
  guint64 n;

  if (!value || !g_ascii_isdigit (*value))
    return G_MAXUINT;
  n = g_ascii_strtoull (value, &end, 10);
  return *end == '%' || n > G_MAXINT ? G_MAXUINT : (guint) n;
}

static gboolean
is_seen (CarrelNode *image)
{
  guint width = get_side (image, "width"), height = get_side (image, "height");

  if (!has_real_source (image))
    return FALSE;
  /* «0» is what scripts write before they know. */
  return !((width > 0 && width < MIN_SIDE) || (height > 0 && height < MIN_SIDE)) && !(width == 0 && height == 0);
}

/* The one picture in an element that holds nothing else; NULL where there is more. */
static CarrelNode *
get_only_image (CarrelNode *top)
{
  CarrelNode *found = NULL;

  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, FALSE)) {
    if (node->type == CARREL_NODE_TEXT) {
      if (node->text_len > strspn (node->text, " \t\n\r\f"))
        return NULL;
    } else if (node->tag == CARREL_TAG_IMG) {
      if (found)
        return NULL;
      found = node;
    }
  }
  return found;
}

static CarrelNode *
get_previous_element (CarrelNode *node)
{
  for (node = node->previous; node; node = node->previous) {
    if (node->type == CARREL_NODE_ELEMENT)
      return node;
    if (node->text_len > strspn (node->text, " \t\n\r\f"))
      return NULL;
  }
  return NULL;
}

/* Paragraphs, not a sentence on switching scripts on: what the page is without them. */
static gboolean
holds_text (CarrelNode *noscript)
{
  gsize len = 0;
  guint n_blocks = 0;

  for (CarrelNode *node = noscript; node; node = carrel_node_next (node, noscript, FALSE)) {
    len += node->text_len;
    n_blocks += node->type == CARREL_NODE_ELEMENT && carrel_tag_is_block ((CarrelTag) node->tag);
  }
  return len >= MIN_NOSCRIPT && n_blocks >= 4;
}

/* What stands in <noscript> for a picture that a script shows. */
static void
open_noscript (CarrelExtraction *self, CarrelNode *noscript)
{
  CarrelNode *image = get_only_image (noscript), *previous = get_previous_element (noscript), *other;

  if (!image) {
    if (holds_text (noscript))
      carrel_node_rename (noscript, CARREL_TAG_DIV);
    return;
  }
  settle_source (self, image);
  if (!is_seen (image))
    return;
  other = previous ? get_only_image (previous) : NULL;
  if (other) {
    const char *alt = carrel_node_get (image, "alt");

    settle_source (self, other);
    if (has_real_source (other) && !looks_lazy (other))
      return; /* it is there already */
    carrel_node_set (self->html, other, "src", carrel_node_get (image, "src"));
    if (alt && *alt)
      carrel_node_set (self->html, other, "alt", alt);
    carrel_extract_mark (self, other);
    return;
  }
  carrel_node_unlink (image);
  carrel_node_insert_before (noscript, image);
  carrel_extract_mark (self, image);
}

/* ── Films ── */

static gboolean
is_film (CarrelNode *frame, const char *address)
{
  static const char *const signs[] = { "/embed/", "/embed.", "embed?", "/player", "player.", "/video", "video." };
  const char *allow = carrel_node_get (frame, "allow");

  if (get_side (frame, "width") < 60 || get_side (frame, "height") < 60)
    return FALSE;
  if (carrel_node_get (frame, "allowfullscreen") || carrel_node_get (frame, "webkitallowfullscreen") || (allow && strstr (allow, "fullscreen")))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (strstr (address, signs[i]))
      return TRUE;
  return FALSE;
}

/* The address of what plays. (transfer none) (nullable) */
static const char *
get_media (CarrelNode *node)
{
  static const char *const names[] = { "src", "data-src", "data-lazy-src", "data-url" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *value = carrel_node_get (node, names[i]);

    if (value && *value && !g_str_has_prefix (value, "about:") && !g_str_has_prefix (value, "data:") && !g_str_has_prefix (value, "blob:"))
      return value;
  }
  if (node->tag != CARREL_TAG_IFRAME)
    for (CarrelNode *child = node->first; child; child = child->next)
      if (child->type == CARREL_NODE_ELEMENT && child->tag == CARREL_TAG_SOURCE && carrel_node_get (child, "src"))
        return carrel_node_get (child, "src");
  return NULL;
}

/* The figure that shows nothing but this. (nullable) */
static CarrelNode *
find_figure (CarrelNode *media)
{
  CarrelNode *figure = media->parent;

  for (guint level = 0; level < 4 && figure && figure->tag != CARREL_TAG_FIGURE; level++)
    figure = figure->parent;
  if (!figure || figure->tag != CARREL_TAG_FIGURE || carrel_node_has_word (figure, "class", "embed"))
    return NULL;
  for (CarrelNode *node = figure; node; node = carrel_node_next (node, figure, FALSE))
    if (node != media && node->type == CARREL_NODE_ELEMENT &&
        (node->tag == CARREL_TAG_IMG || (node->tag == CARREL_TAG_FIGURE && node != figure) || node->tag == CARREL_TAG_IFRAME || node->tag == CARREL_TAG_VIDEO || node->tag == CARREL_TAG_P))
      return NULL;
  return figure;
}

/* figure.embed > a[href] + img: what carrel_document_from_node () reads. */
static void
make_embed (CarrelExtraction *self, CarrelNode *node, const char *address)
{
  CarrelNode *figure = find_figure (node), *link = carrel_node_new_element (self->html, CARREL_TAG_A), *caption = NULL;
  const char *poster = carrel_node_get (node, "poster");
  CarrelNode *place = figure ? figure : carrel_node_new_element (self->html, CARREL_TAG_FIGURE);

  carrel_node_set (self->html, place, "class", "embed");
  carrel_node_set (self->html, link, "href", address);
  if (figure && (caption = carrel_node_find (figure, CARREL_TAG_FIGCAPTION)))
    carrel_node_unlink (caption);
  if (!figure)
    carrel_node_insert_before (node, place);
  carrel_node_unlink (node);
  carrel_node_append (place, link);
  if (poster && !is_placeholder (poster)) {
    CarrelNode *image = carrel_node_new_element (self->html, CARREL_TAG_IMG);

    carrel_node_set (self->html, image, "src", poster);
    carrel_node_append (place, image);
  }
  if (caption)
    carrel_node_append (place, caption);
  carrel_extract_mark (self, place);
}

static void
settle_media (CarrelExtraction *self, CarrelNode *node)
{
  const char *address = get_media (node);
  CarrelNodeInfo *info = carrel_extract_get_info (node);

  if (!address || (info && info->hidden) || (node->tag == CARREL_TAG_IFRAME && !is_film (node, address)))
    return;
  make_embed (self, node, address);
}

void
carrel_extract_images (CarrelExtraction *self)
{
  g_autoptr (GPtrArray) elements = carrel_extract_list_elements (self->body);

  /* <noscript> first: it is after what it stands for, and what it gives is settled with the rest. */
  for (guint i = 0; i < elements->len; i++) {
    CarrelNode *node = elements->pdata[i];

    if (node->tag == CARREL_TAG_NOSCRIPT)
      open_noscript (self, node);
    else if (node->tag == CARREL_TAG_OTHER && strcmp (node->name, "amp-img") == 0)
      carrel_node_rename (node, CARREL_TAG_IMG);
  }
  for (guint i = 0; i < elements->len; i++) {
    CarrelNode *node = elements->pdata[i];

    if (node->foreign)
      continue;
    switch (node->tag) {
    case CARREL_TAG_IMG:
      settle_source (self, node);
      if (!is_seen (node))
        carrel_node_unlink (node);
      break;
    case CARREL_TAG_IFRAME:
    case CARREL_TAG_VIDEO:
    case CARREL_TAG_AUDIO:
      settle_media (self, node);
      break;
    default:
      break;
    }
  }
}
