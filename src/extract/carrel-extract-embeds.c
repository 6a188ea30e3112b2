/* carrel-extract-embeds.c: what plays or stands elsewhere: films, sounds, maps, posts, pieces of
 * code.
 *
 * Each becomes <figure class="embed"> with a link, the poster that the page names, and a caption:
 * what carrel_document_from_node () reads. A post keeps its words as the caption. Any thread;
 * linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "model/carrel-address.h"

#include <string.h>

#define MAX_POST 3000  /* bytes of a post that is kept as a caption */
#define MAX_NODES 2000 /* of a post that is looked through for its address */
#define MIN_SIDE 60    /* pixels: smaller frames only count visitors */

/* ── The figure ── */

/* The figure that shows nothing but this. (nullable) */
static CarrelNode *
find_figure (CarrelNode *media)
{
  CarrelNode *figure = media->parent;

  for (guint level = 0; level < 4 && figure && figure->tag != CARREL_TAG_FIGURE; level++)
    figure = figure->parent;
  if (!figure || figure->tag != CARREL_TAG_FIGURE ||
      carrel_node_has_word (figure, "class", "embed"))
    return NULL;
  for (CarrelNode *node = figure; node; node = carrel_node_next (node, figure, FALSE))
    if (node != media && node->type == CARREL_NODE_ELEMENT &&
        (node->tag == CARREL_TAG_IMG || (node->tag == CARREL_TAG_FIGURE && node != figure) ||
         node->tag == CARREL_TAG_IFRAME || node->tag == CARREL_TAG_VIDEO ||
         node->tag == CARREL_TAG_P))
      return NULL;
  return figure;
}

static const char *
get_poster (CarrelNode *node)
{
  static const char *const names[] = { "poster", "data-poster", "data-thumbnail", "data-thumb",
                                       "data-image" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *value = carrel_node_get (node, names[i]);

    if (value && *value && !g_str_has_prefix (value, "data:"))
      return value;
  }
  return NULL;
}

/* The element becomes the figure, with a link to the page of what it plays; `caption` (nullable) is
 * one already, out of the tree. */
static void
make_embed (CarrelExtraction *self, CarrelNode *node, const char *address, CarrelNode *caption)
{
  CarrelNode *figure = find_figure (node),
             *link = carrel_node_new_element (self->html, CARREL_TAG_A);
  CarrelNode *place = figure ? figure : carrel_node_new_element (self->html, CARREL_TAG_FIGURE),
             *own = figure ? carrel_node_find (figure, CARREL_TAG_FIGCAPTION) : NULL;
  const char      *poster = get_poster (node);
  g_autofree char *played = carrel_extract_dup_played (address);

  carrel_node_set (self->html, place, "class", "embed");
  carrel_node_set (self->html, link, "href", played ? played : address);
  if (own)
    carrel_node_unlink (own);
  if (!figure)
    carrel_node_insert_before (node, place);
  carrel_node_unlink (node);
  carrel_node_append (place, link);
  if (poster) {
    CarrelNode *image = carrel_extract_make_picture (self);

    carrel_node_set (self->html, image, "src", poster);
    carrel_node_append (place, image);
  }
  if (caption || own)
    carrel_node_append (place, caption ? caption : own);
  carrel_extract_mark (self, place);
}

/* ── Frames, films, sounds ── */

static gboolean
is_film (CarrelNode *frame, const char *address)
{
  static const char *const signs[] = { "/embed/",       "/embed.",
                                       "embed?",        "/player",
                                       "player.",       "/video",
                                       "video.",        "EmbeddedPlayer",
                                       "/maps",         "//open.spotify.",
                                       "//bandcamp.",   "//www.instagram.com/p/",
                                       "//codepen.io/", "//gist.github.com/" };
  const char              *allow = carrel_node_get (frame, "allow");

  if (carrel_extract_get_side (frame, "width") < MIN_SIDE ||
      carrel_extract_get_side (frame, "height") < MIN_SIDE)
    return FALSE;
  if (carrel_node_get (frame, "allowfullscreen") ||
      carrel_node_get (frame, "webkitallowfullscreen") || (allow && strstr (allow, "fullscreen")))
    return TRUE;
  if (g_str_has_suffix (address, "/embed") ||
      carrel_node_has_word (frame, "class", "mastodon-embed"))
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

    if (value && *value && !g_str_has_prefix (value, "about:") &&
        !g_str_has_prefix (value, "data:") && !g_str_has_prefix (value, "blob:"))
      return value;
  }
  if (node->tag != CARREL_TAG_IFRAME)
    for (CarrelNode *child = node->first; child; child = child->next)
      if (child->type == CARREL_NODE_ELEMENT && child->tag == CARREL_TAG_SOURCE &&
          carrel_node_get (child, "src"))
        return carrel_node_get (child, "src");
  return NULL;
}

static gboolean
settle_media (CarrelExtraction *self, CarrelNode *node)
{
  const char     *address = get_media (node);
  CarrelNodeInfo *info = carrel_extract_get_info (node);

  if (!address || (info && info->hidden) ||
      (node->tag == CARREL_TAG_IFRAME && !is_film (node, address)))
    return FALSE;
  make_embed (self, node, address, NULL);
  return TRUE;
}

/* <object data>, <embed src>: films of older pages. */
static gboolean
settle_object (CarrelExtraction *self, CarrelNode *node)
{
  const char *type = carrel_node_get (node, "type"),
             *address = carrel_node_get (node, node->tag == CARREL_TAG_OBJECT ? "data" : "src");

  for (CarrelNode *child = node->first; child && !address; child = child->next)
    if (child->type == CARREL_NODE_ELEMENT && child->tag == CARREL_TAG_EMBED)
      address = carrel_node_get (child, "src");
  if (!address || !*address ||
      (type && !g_str_has_prefix (type, "video/") && !g_str_has_prefix (type, "audio/") &&
       strcmp (type, "application/x-shockwave-flash") != 0))
    return FALSE;
  if (!type && !is_film (node, address))
    return FALSE;
  if (type && strcmp (type, "application/x-shockwave-flash") == 0 && !is_film (node, address) &&
      !strstr (address, "youtube.com/v/"))
    return FALSE;
  make_embed (self, node, address, NULL);
  return TRUE;
}

/* ── Posts ── */

/* A film behind a question, as «Embed Privacy» for WordPress asks it; its last link leads there. */
#define COVERED "embed-privacy-container"

/* What the script of a site would turn into a post: class, and what its address has in it. */
static const struct {
  const char *class, *address;
} posts[] = {
  { "twitter-tweet", "/status" },
  { "twitter-video", "/status" },
  { "instagram-media", "instagram.com/" },
  { "tiktok-embed", "tiktok.com/" },
  { "bluesky-embed", "/post/" },
  { "mastodon-embed", "/@" },
  { "reddit-embed-bq", "reddit.com/" },
  { "reddit-card", "reddit.com/" },
  { "fb-post", "facebook.com/" },
  { "fb-video", "facebook.com/" },
  { "text-post-media", "threads." },
  { "imgur-embed-pub", "imgur.com/" },
  { COVERED, "http" },
};

static const char *
get_post_address (CarrelNode *node, const char *part)
{
  static const char *const names[] = { "cite",           "data-instgrm-permalink",   "data-href",
                                       "data-embed-url", "data-text-post-permalink", "data-url" };
  const char              *found = NULL;
  guint                    n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *value = carrel_node_get (node, names[i]);

    if (value && g_str_has_prefix (value, "http") && strstr (value, part))
      return value;
  }
  /* The last one is the date, which leads to the post itself. */
  for (CarrelNode *inner = node->first; inner && ++n <= MAX_NODES;
       inner = carrel_node_next (inner, node, FALSE)) {
    const char *href = inner->type == CARREL_NODE_ELEMENT && inner->tag == CARREL_TAG_A
                           ? carrel_node_get (inner, "href")
                           : NULL;

    if (href && strstr (href, part))
      found = href;
  }
  return found;
}

/* But for what counts who came from where. */
static gboolean
leads_to (CarrelNode *link, const char *address)
{
  const char *href = carrel_node_get (link, "href");
  gsize       len = strcspn (address, "?#");

  return href && strncmp (href, address, len) == 0 && strchr ("?#", href[len]);
}

/* Boxes in it give way to what they hold. */
static void
unwrap (CarrelNode *post)
{
  guint n = 0;

  for (CarrelNode *child = post->first, *next; child && n < MAX_NODES; child = next, n++) {
    CarrelNode *first = child->first;

    next = child->next;
    if (child->tag != CARREL_TAG_DIV && child->tag != CARREL_TAG_SECTION)
      continue;
    while (child->first) {
      CarrelNode *inner = child->first;

      carrel_node_unlink (inner);
      carrel_node_insert_before (child, inner);
    }
    carrel_node_unlink (child);
    next = first ? first : next;
  }
}

/* The post's words in one caption, its paragraphs as lines; NULL when there are none, or too many.
 */
static CarrelNode *
make_caption (CarrelExtraction *self, CarrelNode *post, const char *address)
{
  CarrelNode *caption;
  gsize       len = 0;
  gboolean    words = FALSE;

  for (CarrelNode *node = post; node; node = carrel_node_next (node, post, FALSE)) {
    len += node->text_len;
    words |= node->text_len > 0 && !carrel_node_is_blank (node);
  }
  if (!words)
    return NULL;
  if (len > MAX_POST)
    return NULL;
  caption = carrel_node_new_element (self->html, CARREL_TAG_FIGCAPTION);
  unwrap (post);
  while (post->first) {
    CarrelNode *child = post->first;

    carrel_node_unlink (child);
    /* What a script draws the post from, and «View this post», which leads where the line below
     * it does. */
    if (child->tag == CARREL_TAG_A &&
        (carrel_node_find (child, CARREL_TAG_DIV) ||
         (!caption->first && post->last && leads_to (child, address))))
      continue;
    if (caption->last && child->type == CARREL_NODE_ELEMENT &&
        carrel_tag_is_block ((CarrelTag) child->tag))
      carrel_node_append (caption, carrel_node_new_element (self->html, CARREL_TAG_BR));
    carrel_node_append (caption, child);
  }
  return caption;
}

static gboolean
settle_post (CarrelExtraction *self, CarrelNode *node)
{
  const char *class = carrel_node_get (node, "class");

  /* Pages are made of divisions: a quick look at those. */
  if (node->tag == CARREL_TAG_DIV && class && !g_str_has_prefix (class, "fb-") &&
      !g_str_has_prefix (class, "twitter-") && !g_str_has_prefix (class, COVERED))
    return (g_str_has_prefix (class, "kg-") || g_str_has_prefix (class, "wp-block-file")) &&
           carrel_extract_file_card (self, node);
  for (guint i = 0; class && i < G_N_ELEMENTS (posts); i++) {
    const char      *address;
    g_autofree char *kept = NULL;

    if (!strstr (class, posts[i].class) || !carrel_node_has_word (node, "class", posts[i].class))
      continue;
    address = get_post_address (node, posts[i].address);
    if (!address)
      return FALSE;
    kept = carrel_address_strip_tracking (address);
    make_embed (self, node, kept,
                strcmp (posts[i].class, COVERED) == 0 ? NULL : make_caption (self, node, address));
    return TRUE;
  }
  return FALSE;
}

/* ── Elements of their own ── */

static const struct {
  const char *name, *attribute, *address;
} players[] = {
  { "lite-youtube", "videoid", "https://www.youtube.com/watch?v=%s" },
  { "youtube-video", "video-id", "https://www.youtube.com/watch?v=%s" },
  { "amp-youtube", "data-videoid", "https://www.youtube.com/watch?v=%s" },
  { "amp-vimeo", "data-videoid", "https://vimeo.com/%s" },
  { "lite-vimeo", "videoid", "https://vimeo.com/%s" },
  { "amp-dailymotion", "data-videoid", "https://www.dailymotion.com/video/%s" },
  { "amp-twitter", "data-tweetid", "https://x.com/i/status/%s" },
  { "amp-instagram", "data-shortcode", "https://www.instagram.com/p/%s/" },
  { "amp-soundcloud", "data-trackid", "https://api.soundcloud.com/tracks/%s" },
  { "amp-gist", "data-gistid", "https://gist.github.com/%s" },
  { "amp-iframe", "src", "%s" },
  { "amp-video", "src", "%s" },
  { "amp-audio", "src", "%s" },
  { "amp-facebook", "data-href", "%s" },
};

static gboolean
settle_player (CarrelExtraction *self, CarrelNode *node)
{
  for (guint i = 0; i < G_N_ELEMENTS (players); i++) {
    const char *value = strcmp (node->name, players[i].name) == 0
                            ? carrel_node_get (node, players[i].attribute)
                            : NULL;
    g_auto (GStrv) parts = NULL;
    g_autofree char *address = NULL;

    if (!value || !*value)
      continue;
    if (strcmp (players[i].address, "%s") != 0 &&
        strspn (value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") !=
            strlen (value))
      return FALSE;
    parts = g_strsplit (players[i].address, "%s", 2);
    address = g_strconcat (parts[0], value, parts[1], NULL);
    make_embed (self, node, address, NULL);
    return TRUE;
  }
  return FALSE;
}

/* A piece of code that its own script writes into the page. */
static gboolean
settle_gist (CarrelExtraction *self, CarrelNode *script)
{
  const char      *source = carrel_node_get (script, "src");
  g_autofree char *address = NULL;
  char            *end;

  if (!source || !strstr (source, "//gist.github.com/"))
    return FALSE;
  address =
      g_str_has_prefix (source, "//") ? g_strconcat ("https:", source, NULL) : g_strdup (source);
  end = strstr (address, ".js");
  if (!end)
    return FALSE;
  *end = '\0';
  make_embed (self, script, address, NULL);
  return TRUE;
}

gboolean
carrel_extract_embed (CarrelExtraction *self, CarrelNode *node)
{
  switch (node->tag) {
  case CARREL_TAG_IFRAME:
  case CARREL_TAG_VIDEO:
  case CARREL_TAG_AUDIO:
    return settle_media (self, node);
  case CARREL_TAG_OBJECT:
  case CARREL_TAG_EMBED:
    return settle_object (self, node);
  case CARREL_TAG_BLOCKQUOTE:
  case CARREL_TAG_DIV:
    return settle_post (self, node);
  case CARREL_TAG_SCRIPT:
    return settle_gist (self, node);
  case CARREL_TAG_OTHER:
    return strchr (node->name, '-') && settle_player (self, node);
  default:
    return FALSE;
  }
}
