/* carrel-extract-players.c: the page of what a player in a frame plays.
 *
 * A player's address is made for the frame: opened in a browser it fills the window without a name,
 * or refuses to play at all. Each of these sites says in its help how the two are written. What
 * isn't known stays as it is. Any thread; linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include "base/carrel-uri.h"

#include <string.h>

/* What is played is named by the path after `path`, or by a parameter; that may be an address
 * itself, which is then the page. Another parameter says more of it. */
static const struct {
  const char *host, *path;
  const char *parameter;    /* (nullable) */
  const char *page;         /* %s: the name */
  const char *more, *joint; /* (nullable): where it begins; what opens one that isn't listed */
} players[] = {
  { "youtube.com", "/embed/videoseries", "list", "https://www.youtube.com/playlist?list=%s" },
  { "youtube-nocookie.com", "/embed/videoseries", "list",
    "https://www.youtube.com/playlist?list=%s" },
  { "youtube.com", "/embed/live_stream", "channel", "https://www.youtube.com/channel/%s/live" },
  { "youtube.com", "/embed/", NULL, "https://www.youtube.com/watch?v=%s", "start", "&t=" },
  { "youtube-nocookie.com", "/embed/", NULL, "https://www.youtube.com/watch?v=%s", "start", "&t=" },
  { "youtube.com", "/v/", NULL, "https://www.youtube.com/watch?v=%s" },
  { "player.vimeo.com", "/video/", NULL, "https://vimeo.com/%s", "h", "/" },
  { "dailymotion.com", "/embed/video/", NULL, "https://www.dailymotion.com/video/%s" },
  { "geo.dailymotion.com", "/player", "video", "https://www.dailymotion.com/video/%s" },
  { "open.spotify.com", "/embed/", NULL, "https://open.spotify.com/%s" },
  { "w.soundcloud.com", "/player", "url", "%s" },
  { "facebook.com", "/plugins/", "href", "%s" },
  { "platform.twitter.com", "/embed/", "id", "https://x.com/i/status/%s" },
  { "player.twitch.tv", "/", "video", "https://www.twitch.tv/videos/%s" },
  { "player.twitch.tv", "/", "channel", "https://www.twitch.tv/%s" },
  { "clips.twitch.tv", "/embed", "clip", "https://clips.twitch.tv/%s" },
  { "player.bilibili.com", "/player.html", "bvid", "https://www.bilibili.com/video/%s" },
  { "player.bilibili.com", "/player.html", "aid", "https://www.bilibili.com/video/av%s" },
  { "rutube.ru", "/play/embed/", NULL, "https://rutube.ru/video/%s/" },
  { "streamable.com", "/e/", NULL, "https://streamable.com/%s" },
  { "loom.com", "/embed/", NULL, "https://www.loom.com/share/%s" },
  { "embed.ted.com", "/talks/", NULL, "https://www.ted.com/talks/%s" },
  { "embed-ssl.ted.com", "/talks/", NULL, "https://www.ted.com/talks/%s" },
  { "archive.org", "/embed/", NULL, "https://archive.org/details/%s" },
  { "embed.podcasts.apple.com", "/", NULL, "https://podcasts.apple.com/%s" },
  { "embed.music.apple.com", "/", NULL, "https://music.apple.com/%s" },
  { "codesandbox.io", "/embed/", NULL, "https://codesandbox.io/s/%s" },
};

/* The host, or one below it. */
static gboolean
is_of_host (const char *host, const char *site)
{
  gsize n = strlen (host), m = strlen (site);

  return n >= m && strcmp (host + n - m, site) == 0 && (n == m || host[n - m - 1] == '.');
}

/* (transfer full) (nullable) */
static char *
dup_parameter (const char *query, const char *name)
{
  GUriParamsIter iter;
  char          *key, *value;

  if (!query)
    return NULL;
  g_uri_params_iter_init (&iter, query, -1, "&", G_URI_PARAMS_NONE);
  while (g_uri_params_iter_next (&iter, &key, &value, NULL)) {
    g_autofree char *own = key;

    if (strcmp (own, name) == 0)
      return value;
    g_free (value);
  }
  return NULL;
}

/* Nothing that would make another address of it. */
static gboolean
is_name (const char *text)
{
  return *text && text[strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                     "0123456789_-./")] == '\0';
}

/* An address of a page on the player's site. «api.» is none for people. */
static gboolean
is_page (const char *address, const char *player_host)
{
  g_auto (CarrelUri) uri = { 0 };
  const char *site = strchr (player_host, '.') ? strchr (player_host, '.') + 1 : player_host;

  return carrel_uri_take_apart (address, &uri) && !g_str_has_prefix (uri.host, "api.") &&
         (is_of_host (uri.host, player_host) ||
          (strchr (site, '.') && is_of_host (uri.host, site)));
}

/* «https://site/@name/1/embed», «https://site/p/Abc/embed/captioned» and
 * «https://site/name/embed/a» are the same without it; PeerTube's «/videos/embed/a» is «/w/a». */
static char *
dup_without_sign (const char *address, const CarrelUri *uri)
{
  CarrelUri        page = *uri;
  g_autofree char *path = NULL;
  const char      *at = strstr (uri->path, "/embed");
  gsize            kept = at ? (gsize) (at - uri->path) : 0;

  if (!at)
    return NULL;
  if (g_str_has_prefix (uri->path, "/videos/embed/") &&
      is_name (uri->path + strlen ("/videos/embed/")))
    path = g_strconcat ("/w/", uri->path + strlen ("/videos/embed/"), NULL);
  else if (is_of_host (uri->host, "codepen.io") && g_str_has_prefix (at, "/embed/"))
    path = g_strdup_printf (
        "%.*s/pen/%s", (int) kept, uri->path,
        at + strlen (g_str_has_prefix (at, "/embed/preview/") ? "/embed/preview/" : "/embed/"));
  else if ((g_str_has_prefix (uri->path, "/@") && strcmp (at, "/embed") == 0) ||
           (is_of_host (uri->host, "instagram.com") && kept > 1))
    path = g_strdup_printf ("%.*s/", (int) kept, uri->path);
  if (!path)
    return NULL;
  if (g_str_has_prefix (path, "/@"))
    path[strlen (path) - 1] = '\0';
  page.path = path;
  page.query = page.fragment = NULL;
  return carrel_uri_put_together (&page, FALSE);
}

char *
carrel_extract_dup_played (const char *address)
{
  g_autofree char *full =
      g_str_has_prefix (address, "//") ? g_strconcat ("https:", address, NULL) : g_strdup (address);
  g_auto (CarrelUri) uri = { 0 };

  if (!carrel_uri_take_apart (full, &uri))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (players); i++) {
    g_autofree char *name = NULL, *more = NULL;
    g_auto (GStrv) parts = NULL;
    gsize len;

    if (!is_of_host (uri.host, players[i].host) || !g_str_has_prefix (uri.path, players[i].path))
      continue;
    if (players[i].parameter)
      name = dup_parameter (uri.query, players[i].parameter);
    else
      name = g_strdup (uri.path + strlen (players[i].path));
    if (!name)
      continue;
    if (strcmp (players[i].page, "%s") == 0)
      return is_page (name, uri.host) ? g_steal_pointer (&name) : NULL;
    for (len = strlen (name); len > 0 && name[len - 1] == '/';)
      name[--len] = '\0';
    if (!is_name (name))
      return NULL;
    parts = g_strsplit (players[i].page, "%s", 2);
    if (players[i].more)
      more = dup_parameter (uri.query, players[i].more);
    return more && is_name (more)
               ? g_strconcat (parts[0], name, parts[1], players[i].joint, more, NULL)
               : g_strconcat (parts[0], name, parts[1], NULL);
  }
  return dup_without_sign (full, &uri);
}
