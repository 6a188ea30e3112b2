/* carrel-extract-links.c: links through a page that only counts them, or warns, lead where they
 * lead.
 *
 * «…/url?q=https%3A%2F%2Fexample.org%2F»: told by what the page is called and by an address as the
 * whole of a parameter, whatever the site. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "extract/carrel-extract-private.h"

#include <string.h>

#define MAX_ADDRESS 4000 /* bytes */

/* The last part of the path. */
static gboolean
is_passage (const char *href, gsize len)
{
  static const char *const names[] = { "url",   "l.php",    "link",       "redirect",
                                       "redir", "away",     "away.php",   "leave",
                                       "out",   "outgoing", "out.php",    "go",
                                       "goto",  "exit",     "linkfilter", "jump" };
  const char              *end = href + len, *start;

  while (end > href && end[-1] == '/')
    end--;
  for (start = end; start > href && start[-1] != '/'; start--)
    ;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if ((gsize) (end - start) == strlen (names[i]) &&
        g_ascii_strncasecmp (start, names[i], strlen (names[i])) == 0)
      return TRUE;
  return FALSE;
}

/* The first parameter that is an address. (transfer full) (nullable) */
static char *
find_target (const char *query)
{
  while (*query) {
    gsize       len = strcspn (query, "&#"), name = strcspn (query, "=&#");
    const char *value = query + name + 1;

    if (query[name] == '=' && g_ascii_strncasecmp (value, "http", 4) == 0) {
      g_autofree char *target = g_uri_unescape_segment (value, query + len, NULL);

      if (target &&
          (g_str_has_prefix (target, "https://") || g_str_has_prefix (target, "http://")) &&
          g_utf8_validate (target, -1, NULL) && strcspn (target, " \t\r\n\"<>") == strlen (target))
        return g_steal_pointer (&target);
    }
    if (query[len] != '&')
      break;
    query += len + 1;
  }
  return NULL;
}

void
carrel_extract_straighten_link (CarrelExtraction *self, CarrelNode *link)
{
  const char      *href = carrel_node_get (link, "href"), *query = href ? strchr (href, '?') : NULL;
  g_autofree char *target = NULL;

  if (!query || !strstr (query, "=http") || strlen (href) > MAX_ADDRESS ||
      !is_passage (href, (gsize) (query - href)))
    return;
  target = find_target (query + 1);
  if (target)
    carrel_node_set (self->html, link, "href", target);
}
