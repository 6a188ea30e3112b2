/* carrel-media-type.c: what a server says a body is, and what its first bytes say. Pure; any
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "fetch/carrel-media-type.h"

#include <string.h>

#define TOKEN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&^_.+-"
#define LOOK 1024
#define END_WITHIN (256 * 1024) /* of the page's end: what stands behind the end tag is little */

static const struct {
  const char *declared, *type; /* NULL: the bytes tell */
} pages[] = {
  { "application/xhtml+xml", "application/xhtml+xml" },
  { "application/xml", NULL },
  { "text/html", "text/html" },
  { "text/markdown", "text/markdown" },
  { "text/plain", "text/plain" },
  { "text/x-markdown", "text/markdown" },
  { "text/xml", NULL },
};

/* The value of charset= among the parameters. */
static char *
find_charset (const char *parameters)
{
  g_auto (GStrv) parts = g_strsplit (parameters, ";", 16);

  for (guint i = 0; parts[i]; i++) {
    char *value = strchr (parts[i], '=');
    gsize n;

    if (!value)
      continue;
    *value++ = '\0';
    if (g_ascii_strcasecmp (g_strstrip (parts[i]), "charset") != 0)
      continue;
    value = g_strstrip (value);
    value += *value == '"' || *value == '\'';
    n = strspn (value, TOKEN ":()");
    return n > 0 && n <= 40 ? g_strndup (value, n) : NULL;
  }
  return NULL;
}

char *
carrel_media_type_parse (const char *header, char **charset)
{
  gsize major, minor;

  *charset = NULL;
  if (!header)
    return NULL;
  header += strspn (header, " \t");
  major = strspn (header, TOKEN);
  minor = header[major] == '/' ? strspn (header + major + 1, TOKEN) : 0;
  if (major == 0 || minor == 0 || major + minor > 120)
    return NULL;
  *charset = find_charset (header + major + 1 + minor);
  return g_ascii_strdown (header, (gssize) (major + 1 + minor));
}

gboolean
carrel_media_type_may_be_page (const char *declared)
{
  if (!declared)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (strcmp (declared, pages[i].declared) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
contains (const guint8 *bytes, gsize len, const char *lower)
{
  gsize n = strlen (lower);

  for (gsize i = 0; i + n <= len; i++)
    if (g_ascii_strncasecmp ((const char *) bytes + i, lower, n) == 0)
      return TRUE;
  return FALSE;
}

/* A tag, a comment or a doctype comes first. */
static gboolean
begins_like_html (const guint8 *bytes, gsize len)
{
  gsize i = len >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

  while (i < len && g_ascii_isspace (bytes[i]))
    i++;
  return i + 1 < len && bytes[i] == '<' && (g_ascii_isalpha (bytes[i + 1]) || bytes[i + 1] == '!');
}

const char *
carrel_media_type_of_page (const char *declared, const guint8 *bytes, gsize len)
{
  gsize n = MIN (len, LOOK);

  if (!declared)
    return begins_like_html (bytes, n) || contains (bytes, n, "<html") ? "text/html" : "text/plain";
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (strcmp (declared, pages[i].declared) == 0)
      return pages[i].type                  ? pages[i].type
             : contains (bytes, n, "<html") ? "application/xhtml+xml"
                                            : NULL;
  return NULL;
}

gboolean
carrel_media_type_has_html_end (const guint8 *bytes, gsize len)
{
  static const char end[] = "</html";

  if (len > END_WITHIN) {
    bytes += len - END_WITHIN;
    len = END_WITHIN;
  }
  /* From behind; NULs between the characters are UTF-16's. */
  for (const guint8 *p = len > 0 ? memrchr (bytes, '<', len) : NULL; p;
       p = p > bytes ? memrchr (bytes, '<', (gsize) (p - bytes)) : NULL) {
    const guint8 *q = p;
    gsize         n = 0;

    for (; q < bytes + len && n < strlen (end); q++)
      if (*q != 0) {
        if (g_ascii_tolower (*q) != end[n])
          break;
        n++;
      }
    if (n == strlen (end))
      return TRUE;
  }
  return FALSE;
}
