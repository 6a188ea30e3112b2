/* carrel-address-furniture.c: addresses of a web that nobody reads: to share by, to log in at, to
 * agree to. Pure, table-driven.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-uri.h"
#include "model/carrel-address.h"

#include <string.h>

/* Where a page is sent on: a host (its subdomains too), and how the path begins. */
static const struct {
  const char *host, *path;
} shares[] = {
  { "facebook.com", "/sharer" },
  { "facebook.com", "/share.php" },
  { "facebook.com", "/dialog/" },
  { "twitter.com", "/intent/" },
  { "twitter.com", "/share" },
  { "x.com", "/intent/" },
  { "x.com", "/share" },
  { "bsky.app", "/intent/" },
  { "threads.net", "/intent/" },
  { "linkedin.com", "/sharearticle" },
  { "linkedin.com", "/sharing/" },
  { "reddit.com", "/submit" },
  { "pinterest.com", "/pin/create" },
  { "tumblr.com", "/share" },
  { "tumblr.com", "/widgets/share" },
  { "vk.com", "/share" },
  { "ok.ru", "/offer" },
  { "t.me", "/share" },
  { "telegram.me", "/share" },
  { "whatsapp.com", "/send" },
  { "wa.me", "/" },
  { "line.me", "/r/" },
  { "news.ycombinator.com", "/submitlink" },
  { "getpocket.com", "/save" },
  { "instapaper.com", "/hello2" },
  { "flipboard.com", "/bookmarklet" },
  { "weibo.com", "/share" },
  { "xing.com", "/spi/shares" },
  { "addtoany.com", "/" },
  { "addthis.com", "/" },
};

/* The last name in a short path. In order. */
static const char *const names[] = {
  "account",
  "agb",
  "aviso-legal",
  "cookie-policy",
  "cookies",
  "create-account",
  "datenschutz",
  "datenschutzerklaerung",
  "disclaimer",
  "forgot-password",
  "impressum",
  "imprint",
  "legal",
  "legal-notice",
  "log-in",
  "login",
  "logout",
  "lost-password",
  "mentions-legales",
  "my-account",
  "newsletter",
  "nutzungsbedingungen",
  "politica-de-privacidad",
  "privacy",
  "privacy-notice",
  "privacy-policy",
  "privacypolicy",
  "register",
  "sign-in",
  "sign-up",
  "signin",
  "signup",
  "subscribe",
  "terms",
  "terms-and-conditions",
  "terms-of-service",
  "terms-of-use",
  "tos",
  "wp-login",
};

static gboolean
is_host (const char *host, const char *of)
{
  gsize n = strlen (host), m = strlen (of);

  return n >= m && strcmp (host + n - m, of) == 0 && (n == m || host[n - m - 1] == '.');
}

static int
compare_names (const void *a, const void *b)
{
  return strcmp (a, *(const char *const *) b);
}

/* «/login», «/en/privacy.html», «/legal/terms/»; not «/2026/05/login». */
static gboolean
has_name (char *path)
{
  gsize n = strlen (path);
  char *last, *dot;
  guint depth = 0;

  while (n > 0 && path[n - 1] == '/')
    path[--n] = '\0';
  for (const char *p = path; *p; p++)
    depth += *p == '/';
  last = strrchr (path, '/');
  if (!last || depth > 2)
    return FALSE;
  dot = strrchr (last, '.');
  if (dot)
    *dot = '\0';
  for (char *p = last; *p; p++)
    if (*p == '_')
      *p = '-';
  return bsearch (last + 1, names, G_N_ELEMENTS (names), sizeof *names, compare_names) != NULL;
}

gboolean
carrel_address_is_furniture (const char *address)
{
  g_auto (CarrelUri) parts = { 0 };
  g_autofree char *path = NULL;

  if (!address || !carrel_uri_take_apart (address, &parts))
    return FALSE;
  path = g_ascii_strdown (parts.path, -1);
  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    if (is_host (parts.host, shares[i].host) && g_str_has_prefix (path, shares[i].path))
      return TRUE;
  /* A network of many servers: «/share?text=…». */
  if (strcmp (path, "/share") == 0 && parts.query &&
      (strstr (parts.query, "text=") || strstr (parts.query, "url=")))
    return TRUE;
  return has_name (path);
}
