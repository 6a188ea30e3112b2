/* carrel-extract-images.c: pictures as a reader would see them, without the scripts that show them.
 *
 * Lazy pictures get the address that waits in another attribute, in <picture> or in <noscript>;
 * what nobody is to see (pixels that count, spacers) goes. Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-matcher.h"
#include "base/carrel-uri.h"

#include <string.h>

#define MIN_SIDE 8 /* pixels: smaller ones only count visitors, or draw lines */
#define MAX_FACE 100
#define MIN_NAME 5    /* bytes of a name that says who is on a picture */
#define FACE_LEVELS 3 /* elements around one of which a name says what it is */
#define COLUMN 620    /* pixels: the width of the text … */
#define BEST_WIDTH                                                                                 \
  1240 /* … and what a sharp screen shows in it: of several sizes, the smallest that is not      \
          smaller, else the largest */
#define MIN_NOSCRIPT 600 /* bytes of a page's text in <noscript> … */
#define MIN_TITLED 150   /* … that has the title with it */
#define MAX_BETWEEN 60   /* nodes between a picture and its twin */
#define MIN_FILE 12      /* bytes of a file's name that no other picture has */
#define MAX_SOURCES 50   /* of a picture */
#define MAX_SET 65536    /* bytes of a srcset */

/* ── Addresses ── */

/* A name of a picture's file: «….jpg» before the query or the end. */
static gboolean
has_image_suffix (const char *address)
{
  static const char *const suffixes[] = { ".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    gsize len = strlen (suffixes[i]);

    for (const char *p = strchr (address, '.'); p; p = strchr (p + 1, '.'))
      if (g_ascii_strncasecmp (p, suffixes[i], len) == 0 &&
          (p[len] == '\0' || strchr ("?#&;:/!, ", p[len])))
        return TRUE;
  }
  return FALSE;
}

/* What stands for a picture until the script comes, or for nothing at all. */
static gboolean
is_placeholder (const char *address)
{
  static const char *const names[] = { "blank.",    "placeholder", "spacer.",   "transparent.",
                                       "pixel.",    "1x1.",        "clear.gif", "empty.",
                                       "lazyload.", "lazy.",       "loading.",  "loader.",
                                       "grey.gif",  "gray.gif",    "dummy.",    "trans.gif",
                                       "s.gif",     "t.gif",       "x.gif",     NULL };
  static const char *const *const groups[] = { names };
  static gsize                    once;
  const char                     *file;
  gsize                           len;

  address += strspn (address, " \t\n");
  if (!*address || g_ascii_strncasecmp (address, "data:", 5) == 0 ||
      g_ascii_strncasecmp (address, "about:", 6) == 0 || g_str_has_prefix (address, "javascript:"))
    return TRUE;
  len = strcspn (address, "?#");
  for (file = address + len; file > address && file[-1] != '/'; file--)
    ;
  if (!carrel_matcher_find (carrel_matcher_get (&once, groups, 1, FALSE), file))
    return FALSE;
  for (guint i = 0; names[i]; i++) {
    const char *at = strstr (file, names[i]);

    /* One letter and a suffix only as the whole name. */
    if (at && at < address + len && (at == file || strlen (names[i]) > 5))
      return TRUE;
  }
  return FALSE;
}

/* The best of «a.jpg 320w, b.jpg 2x» that isn't `other` (nullable): the address may have commas of
 * its own. (transfer full) (nullable) */
static char *
choose_from_set (const char *set, const char *other)
{
  const char *best = NULL;
  gsize       best_len = 0;
  double      best_size = -1;

  if (strlen (set) > MAX_SET)
    return NULL;
  while (*set) {
    const char *address;
    gsize       len;
    double      size = 1;

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
    if (best_size < 0 ||
        (best_size < BEST_WIDTH ? size > best_size : size >= BEST_WIDTH && size < best_size)) {
      g_autofree char *candidate = g_strndup (address, len);

      if (is_placeholder (candidate) || g_strcmp0 (candidate, other) == 0)
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
  static const char *const sets[] = { "data-srcset", "data-lazy-srcset", "data-original-set",
                                      "srcset" };
  static const char *const single[] = { "data-src",       "data-original",    "data-lazy-src",
                                        "data-lazy",      "data-full-src",    "data-hi-res-src",
                                        "data-url",       "data-image",       "data-img",
                                        "data-echo",      "data-orig-file",   "data-large-file",
                                        "data-actualsrc", "data-delayed-url", "data-default-src" };

  for (guint i = 0; i < G_N_ELEMENTS (single); i++) {
    const char *value = carrel_node_get (image, single[i]);

    if (value && !is_placeholder (value) && !strchr (value, '{') && !strchr (value, '<'))
      return g_strdup (value);
  }
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++) {
    const char      *value = carrel_node_get (image, sets[i]);
    g_autofree char *chosen = value ? choose_from_set (value, NULL) : NULL;

    if (chosen)
      return g_steal_pointer (&chosen);
  }
  /* Any other attribute that names a picture. */
  for (guint i = 0; i < image->n_attributes; i++) {
    const char *value = image->attributes[i].value;

    if (!g_str_has_prefix (image->attributes[i].name, "data-") || strlen (value) > 2000 ||
        strpbrk (value, "{}<>\"") || !has_image_suffix (value) || is_placeholder (value))
      continue;
    return strpbrk (value, " ,") ? choose_from_set (value, NULL) : g_strdup (value);
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

  return class &&
         (strstr (class, "lazy") || strstr (class, "Lazy") || strstr (class, "placeholder"));
}

/* A few pixels, enlarged, until the script comes. */
static gboolean
is_blurred (CarrelNode *image)
{
  const char *blur = strstr (carrel_node_get (image, "src"), "blur");

  return blur && (blur[4] == '_' || blur[4] == '=' || blur[4] == '\0' || blur[4] == '&') &&
         strchr ("_,/=?&", blur[-1]);
}

/* «…/media/ice.jpg/v1/fill/w_49,h_33,blur_2/ice.jpg», as Wix's pages have it: what stands before
 * is the picture itself. (transfer full) (nullable) */
static char *
find_unblurred (const char *source)
{
  const char *steps = strstr (source, "/v1/fill/");

  steps = steps ? steps : strstr (source, "/v1/fit/");
  return steps && steps > source && carrel_extract_is_picture_address (source)
             ? g_strndup (source, (gsize) (steps - source))
             : NULL;
}

/* ── Pictures ── */

guint
carrel_extract_get_side (CarrelNode *node, const char *name)
{
  const char *value = carrel_node_get (node, name);
  char       *end;
  guint64     n;

  if (!value || !g_ascii_isdigit (*value))
    return G_MAXUINT;
  n = g_ascii_strtoull (value, &end, 10);
  return *end == '%' || n > G_MAXINT ? G_MAXUINT : (guint) n;
}

gboolean
carrel_extract_is_picture_address (const char *address)
{
  static const char *const suffixes[] = { ".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif" };
  gsize                    len = strcspn (address, "?#");

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    gsize n = strlen (suffixes[i]);

    if (len > n && g_ascii_strncasecmp (address + len - n, suffixes[i], n) == 0)
      return TRUE;
  }
  return FALSE;
}

gboolean
carrel_extract_opens_larger (CarrelNode *image)
{
  CarrelNode *link = carrel_node_get_ancestor (image, CARREL_TAG_A);
  const char *href = link ? carrel_node_get (link, "href") : NULL;

  return href && carrel_extract_is_picture_address (href);
}

/* The width that the set gives for an address; 0 where it isn't in it, or has none. */
static double
get_width_in_set (const char *set, const char *address)
{
  gsize len = strlen (address);

  if (len == 0 || strlen (set) > MAX_SET)
    return 0;
  for (const char *at = strstr (set, address); at; at = strstr (at + len, address)) {
    char  *end;
    double width = g_ascii_strtod (at + len, &end);

    if ((at == set || strchr (" ,\n\t", at[-1])) && g_ascii_isspace (at[len]) && *end == 'w')
      return width;
  }
  return 0;
}

/* Its link opens the same file, which lies in the folder of a larger size («s320/lamp.jpg»,
 * «s1600/lamp.jpg»). */
static gboolean
opens_same (CarrelNode *image, const char *source)
{
  const char *href = image->parent->tag == CARREL_TAG_A && carrel_extract_opens_larger (image)
                         ? carrel_node_get (image->parent, "href")
                         : NULL,
             *name = strrchr (source, '/'), *other = href ? strrchr (href, '/') : NULL;

  return other && name && strcmp (name, other) == 0 && strcmp (source, href) != 0;
}

/* The picture that is there is smaller than the column, and isn't meant to be: the set has a better
 * one. */
static void
enlarge (CarrelExtraction *self, CarrelNode *image)
{
  const char *set = carrel_node_get (image, "srcset"), *source = carrel_node_get (image, "src");
  const char *large = set ? NULL : carrel_node_get (image, "data-hi-res-src");
  double      width = set ? get_width_in_set (set, source) : 0;
  guint       shown = carrel_extract_get_side (image, "width");
  g_autofree char *better = NULL;

  if (!set && !large)
    large = carrel_node_get (image, "data-src-large");
  if (!set && !large && shown < COLUMN && opens_same (image, source))
    large = carrel_node_get (image->parent, "href");
  if (large) {
    if (has_image_suffix (large) && !is_placeholder (large))
      carrel_node_set (self->html, image, "src", large);
    return;
  }

  if (width <= 0 || width >= COLUMN || (shown != G_MAXUINT && shown > 0 && shown <= width))
    return;
  better = choose_from_set (set, NULL);
  if (better && get_width_in_set (set, better) > width)
    carrel_node_set (self->html, image, "src", better);
}

static void
settle_source (CarrelExtraction *self, CarrelNode *image)
{
  g_autofree char *waiting = NULL;
  CarrelNode      *picture = image->parent;

  if (has_real_source (image) && !(looks_lazy (image) && carrel_node_get (image, "data-src")) &&
      !is_blurred (image)) {
    enlarge (self, image);
    return;
  }
  waiting = find_waiting (image);
  if (!waiting && picture && picture->tag == CARREL_TAG_PICTURE) {
    guint n = 0;

    for (CarrelNode *source = picture->first; source && !waiting && n < MAX_SOURCES;
         source = source->next, n++)
      if (source->type == CARREL_NODE_ELEMENT && source->tag == CARREL_TAG_SOURCE)
        waiting = find_waiting (source);
  }
  if (!waiting && carrel_node_get (image, "src") && is_blurred (image))
    waiting = find_unblurred (carrel_node_get (image, "src"));
  if (waiting)
    carrel_node_set (self->html, image, "src", waiting);
}

/* What only counts readers, by where it lies. */
static gboolean
is_counter (const char *address)
{
  static const char *const        places[] = { "doubleclick.net/",      "google-analytics.com/",
                                               "googletagmanager.com/", "scorecardresearch.com/",
                                               "facebook.com/tr?",      "facebook.com/tr/",
                                               "pixel.wp.com/",         "stats.wp.com/",
                                               "quantserve.com/",       "feeds.feedburner.com/~r/",
                                               "feedsportal.com/",      "chartbeat.net/",
                                               "bat.bing.com/",         "px.ads.linkedin.com/",
                                               "t.co/i/adsct",          "analytics.twitter.com/",
                                               "vg04.met.vgwort.de/",   "vg08.met.vgwort.de/",
                                               ".met.vgwort.de/",       ".ivwbox.de/",
                                               "matomo.php?",           "piwik.php?",
                                               "medium.com/_/stat?",    NULL };
  static const char *const *const groups[] = { places };
  static gsize                    once;

  return carrel_matcher_find (carrel_matcher_get (&once, groups, 1, FALSE), address) != 0;
}

/* Of the page's design or of its programs, by where WordPress keeps them and what they are called,
 * or somebody's face. */
static gboolean
is_of_design (const char *address)
{
  static const char *const always[] = { "/wp-content/mu-plugins/", "/wp-includes/images/",
                                        "gravatar.com/avatar/", NULL };
  static const char *const folders[] = { "/wp-content/themes/", "/wp-content/plugins/", NULL };
  static const char *const *const groups[] = { always, folders };
  static const char *const names[] = { "logo",   "icon",   "load",    "spin",  "arrow",  "divide",
                                       "sprite", "avatar", "default", "share", "button", "btn",
                                       ".svg",   "close",  "holder",  NULL };
  static const char *const *const name_groups[] = { names };
  static gsize                    once, once_names;
  guint32 found = carrel_matcher_find (carrel_matcher_get (&once, groups, 2, FALSE), address);
  g_autofree char *path = NULL;
  const char      *name;

  if (!found || (found & 1))
    return found != 0;
  path = g_strndup (address, strcspn (address, "?#"));
  name = strrchr (path, '/');
  return carrel_matcher_find (carrel_matcher_get (&once_names, name_groups, 1, TRUE), name) != 0;
}

/* «build: passing», a sign of a project's that says how it is. */
static gboolean
is_badge (CarrelNode *image)
{
  const char *source = carrel_node_get (image, "data-canonical-src"),
             *class = carrel_node_get (image, "class");

  if (class && strstr (class, "onlinestatus")) /* whether somebody is there */
    return TRUE;
  source = source ? source : carrel_node_get (image, "src");
  return strstr (source, "shields.io/") ||
         (strstr (source, "badge") && (strstr (source, "/badge") || strstr (source, "badge.svg") ||
                                       strstr (source, "://badge")));
}

/* «Profile photo for Ines Calder», and of what is small also «ines avatar». */
static gboolean
says_face (const char *alt, gboolean small)
{
  static const char *const        words[] = { "profile photo",  "profile picture",  "profile pic",
                                              "profile image",  "profilbild",       "photo de profil",
                                              "foto de perfil", "foto del profilo", NULL };
  static const char *const *const groups[] = { words };
  static gsize                    once;
  gsize                           len = strlen (alt);

  return carrel_matcher_find (carrel_matcher_get (&once, groups, 1, TRUE), alt) != 0 ||
         (small && len > strlen (" avatar") &&
          g_ascii_strcasecmp (alt + len - strlen (" avatar"), " avatar") == 0);
}

/* Of who wrote it, as small as they are beside a name. */
static gboolean
is_avatar (CarrelNode *image, guint width)
{
  const char *class = carrel_node_get (image, "class"), *alt;

  if (width > MAX_FACE && width != G_MAXUINT)
    return FALSE;
  if (class && (strstr (class, "avatar") || strstr (class, "Avatar")))
    return TRUE;
  alt = carrel_node_get (image, "alt");
  return alt && says_face (alt, width <= MAX_FACE);
}

static gboolean
is_seen (CarrelNode *image)
{
  guint width = carrel_extract_get_side (image, "width"),
        height = carrel_extract_get_side (image, "height");

  if (!has_real_source (image) || is_counter (carrel_node_get (image, "src")) ||
      is_of_design (carrel_node_get (image, "src")) || is_badge (image) || is_avatar (image, width))
    return FALSE;
  /* «0» is what scripts write before they know. */
  return !((width > 0 && width < MIN_SIDE) || (height > 0 && height < MIN_SIDE)) &&
         !(width == 0 && height == 0);
}

/* Its text is the name of who wrote it, or begins with it. */
static gboolean
shows_author (CarrelNode *image, const char *byline)
{
  const char *alt = byline ? carrel_node_get (image, "alt") : NULL;
  gsize       len = alt ? strlen (alt) : 0;

  return len >= MIN_NAME && (strstr (byline, alt) || (len <= 4 * MIN_NAME + strlen (byline) &&
                                                      g_str_has_prefix (alt, byline)));
}

/* Of who wrote it, beside the name. */
static gboolean
is_face (CarrelNode *image, const char *byline)
{
  const CarrelNode *node = image->parent;
  gboolean          small = MIN (carrel_extract_get_side (image, "width"),
                                 carrel_extract_get_side (image, "height")) <= MAX_FACE,
           named = shows_author (image, byline);

  if (!small && !named)
    return FALSE;
  if (small && named)
    return TRUE;
  for (guint i = 0; node && i < FACE_LEVELS; i++, node = node->parent) {
    const CarrelNodeInfo *info = node->data;

    if (info && (info->words & CARREL_WORD_BYLINE))
      return TRUE;
  }
  return FALSE;
}

/* The one picture in an element that holds nothing else; NULL where there is more. */
static CarrelNode *
get_only_image (CarrelNode *top)
{
  CarrelNode *found = NULL;

  for (CarrelNode *node = top; node; node = carrel_node_next (node, top, FALSE)) {
    if (node->type == CARREL_NODE_TEXT) {
      if (!carrel_node_is_blank (node))
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
    if (!carrel_node_is_blank (node))
      return NULL;
  }
  return NULL;
}

/* Paragraphs, not a sentence on switching scripts on: what the page is without them. */
static gboolean
holds_text (CarrelNode *noscript)
{
  gsize    len = 0;
  guint    n_blocks = 0;
  gboolean titled = FALSE;

  for (CarrelNode *node = noscript; node; node = carrel_node_next (node, noscript, FALSE)) {
    len += node->text_len;
    n_blocks += node->type == CARREL_NODE_ELEMENT && carrel_tag_is_block ((CarrelTag) node->tag);
    titled |= node->type == CARREL_NODE_ELEMENT && node->tag == CARREL_TAG_H1;
  }
  return len >= (titled ? MIN_TITLED : MIN_NOSCRIPT) && n_blocks >= 4;
}

/* What stands in <noscript> for a picture that a script shows. */
static void
open_noscript (CarrelExtraction *self, CarrelNode *noscript)
{
  CarrelNode *image = get_only_image (noscript), *previous = get_previous_element (noscript),
             *other;

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
    carrel_node_unlink (image); /* or it would count twice */
    return;
  }
  carrel_node_unlink (image);
  carrel_node_insert_before (noscript, image);
  carrel_extract_mark (self, image);
}

/* A <source> of a kind that Carrel can show: others are for other programs. */
static gboolean
is_usable (CarrelNode *source)
{
  const char *type = carrel_node_get (source, "type");

  return !type || !*type || g_str_equal (type, "image/jpeg") || g_str_equal (type, "image/jpg") ||
         g_str_equal (type, "image/png") || g_str_equal (type, "image/webp") ||
         g_str_equal (type, "image/avif") || g_str_equal (type, "image/gif");
}

/* The set that the picture is to be chosen from: its own, or that of the first <source> before it.
 */
static const char *
find_set (CarrelNode *image)
{
  const char *set = carrel_node_get (image, "srcset");
  CarrelNode *picture = image->parent;
  guint       n = 0;

  if (!set || !*set)
    set = carrel_node_get (image, "data-srcset");
  if (set && *set)
    return set;
  if (!picture || picture->tag != CARREL_TAG_PICTURE)
    return NULL;
  for (CarrelNode *source = picture->first; source && n < MAX_SOURCES; source = source->next, n++) {
    set = source->type == CARREL_NODE_ELEMENT && source->tag == CARREL_TAG_SOURCE &&
                  is_usable (source)
              ? carrel_node_get (source, "srcset")
              : NULL;
    if (set && *set && strlen (set) <= MAX_SET)
      return set;
  }
  return NULL;
}

/* Notes where else the picture is: the size that a sharp screen shows first, then another, should
 * it be broken. The address in the text stays. */
static void
note_sizes (CarrelExtraction *self, CarrelNode *image)
{
  const char      *set = find_set (image), *source = carrel_node_get (image, "src");
  g_autofree char *best = set ? choose_from_set (set, NULL) : NULL, *second = NULL, *own = NULL,
                  *first = NULL, *next = NULL;

  if (!best)
    return;
  second = strcmp (best, source) == 0 ? choose_from_set (set, best) : g_strdup (source);
  own = second ? carrel_uri_resolve (self->base, source) : NULL;
  first = own ? carrel_uri_resolve (self->base, best) : NULL;
  next = first ? carrel_uri_resolve (self->base, second) : NULL;
  if (next && strcmp (first, next) != 0 && g_str_has_prefix (first, "http") &&
      g_str_has_prefix (next, "http") && self->draft->pictures->len < CARREL_DRAFT_MAX_PICTURES)
    carrel_draft_add_picture (self->draft, own, g_strdupv ((char *[]) { first, next, NULL }),
                              FALSE);
}

/* Whether two addresses are equal but for numbers in their folders, with a file's name that isn't
 * just any: «…/max/60/1*5o3M5ni.png», «…/max/3788/1*5o3M5ni.png». Which is larger: > 0 for the
 * second; 0 when they aren't. */
static int
compare_sizes (const char *one, const char *other)
{
  gsize       len = strcspn (one, "?#"), other_len = strcspn (other, "?#");
  const char *end = one + len, *other_end = other + other_len, *file = end;
  guint64     largest = 0, other_largest = 0;

  while (file > one && file[-1] != '/')
    file--;
  if (end - file < MIN_FILE || (gsize) (end - file) > other_len ||
      strncmp (file, other_end - (end - file), (gsize) (end - file)) != 0)
    return 0;
  while (one < file && other < other_end) {
    if (g_ascii_isdigit (*one) && g_ascii_isdigit (*other)) {
      guint64 size = g_ascii_strtoull (one, (char **) &one, 10),
              other_size = g_ascii_strtoull (other, (char **) &other, 10);

      largest = MAX (largest, size);
      other_largest = MAX (other_largest, other_size);
    } else if (*one++ != *other++) {
      return 0;
    }
  }
  if (one != file || other != other_end - (end - file) || largest == other_largest)
    return 0;
  return largest < other_largest ? 1 : -1;
}

/* Which of two pictures, if no text is between them, isn't to be shown: they are one, or one opens
 * the other. (nullable) */
static CarrelNode *
find_lesser (CarrelNode *last, CarrelNode *image)
{
  const char *source = carrel_node_get (image, "src"), *before = carrel_node_get (last, "src"),
             *href =
                 last->parent->tag == CARREL_TAG_A ? carrel_node_get (last->parent, "href") : NULL;
  int larger;

  if (strcmp (source, before) == 0 || (href && strcmp (href, source) == 0))
    return image;
  larger = compare_sizes (before, source);
  return larger == 0 ? NULL : larger > 0 ? last : image;
}

/* The same picture directly after itself: for those with scripts and for those without, for large
 * windows and for small ones. */
static gboolean
is_beside (CarrelExtraction *self, CarrelNode *image, CarrelNode *last)
{
  CarrelNode *node = last;

  for (guint n = 0; node && node != image && n < MAX_BETWEEN; n++) {
    gboolean unread = node->type == CARREL_NODE_ELEMENT &&
                      (node->tag == CARREL_TAG_STYLE || node->tag == CARREL_TAG_SCRIPT ||
                       node->tag == CARREL_TAG_NOSCRIPT);

    if (node->type == CARREL_NODE_TEXT && !carrel_node_is_blank (node))
      return FALSE;
    node = carrel_node_next (node, self->body, unread);
  }
  return node == image;
}

CarrelNode *
carrel_extract_make_picture (CarrelExtraction *self)
{
  self->has_made_picture = TRUE;
  return carrel_node_new_element (self->html, CARREL_TAG_IMG);
}

static gboolean
is_picture (const CarrelNode *node)
{
  return node->tag == CARREL_TAG_IMG || node->tag == CARREL_TAG_NOSCRIPT ||
         (node->tag == CARREL_TAG_OTHER && *node->name == 'a' &&
          strcmp (node->name, "amp-img") == 0);
}

static gboolean
is_in (const CarrelNode *node, const CarrelNode *top)
{
  while (node && node != top)
    node = node->parent;
  return node != NULL;
}

/* Those of the body, as the tree is changed on the way: the ones that it was parsed with, where no
 * other was made. (element-type CarrelNode) (transfer container) */
static GPtrArray *
list_pictures (CarrelExtraction *self)
{
  const GPtrArray *marked = carrel_html_get_marked (self->html);
  GPtrArray       *elements = g_ptr_array_new ();

  for (guint i = 0; i < marked->len && !self->has_made_picture; i++)
    if (is_picture (marked->pdata[i]) && is_in (marked->pdata[i], self->body))
      g_ptr_array_add (elements, marked->pdata[i]);
  for (CarrelNode *node = self->has_made_picture ? self->body : NULL; node;
       node = carrel_node_next (node, self->body, FALSE))
    if (is_picture (node))
      g_ptr_array_add (elements, node);
  return elements;
}

void
carrel_extract_images (CarrelExtraction *self)
{
  g_autoptr (GPtrArray) elements = list_pictures (self);
  CarrelNode *last = NULL;

  /* <noscript> first: it is after what it stands for, and what it gives is settled with the rest.
   */
  for (guint i = 0; i < elements->len; i++) {
    CarrelNode *node = elements->pdata[i];

    if (node->tag == CARREL_TAG_NOSCRIPT)
      open_noscript (self, node);
    else if (node->tag == CARREL_TAG_OTHER)
      carrel_node_rename (node, CARREL_TAG_IMG);
  }
  for (guint i = 0; i < elements->len; i++) {
    CarrelNode *node = elements->pdata[i], *lesser;
    gboolean    seen;

    if (node->foreign || node->tag != CARREL_TAG_IMG || !node->parent)
      continue;
    settle_source (self, node);
    if (!has_real_source (node))
      carrel_extract_settle_embedded (self, node);
    seen = is_seen (node);
    lesser = seen && last && last->parent ? find_lesser (last, node) : NULL;
    if (lesser && !is_beside (self, node, last))
      lesser = NULL;
    if (lesser == last && lesser)
      carrel_node_unlink (last);
    if (!seen || is_face (node, self->draft->byline) || lesser == node) {
      carrel_node_unlink (node);
    } else {
      note_sizes (self, node);
      last = node;
    }
  }
}
