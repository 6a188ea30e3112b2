/* carrel-uri.c: http(s) addresses taken apart and put together again. Pure; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-uri.h"

#include <gio/gio.h>
#include <string.h>

#define PARSE_FLAGS (G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED)

void
carrel_uri_clear (CarrelUri *uri)
{
  g_free (uri->scheme);
  g_free (uri->host);
  g_free (uri->path);
  g_free (uri->query);
  g_free (uri->fragment);
}

char *
carrel_uri_clean_host (const char *host)
{
  g_autofree char *ascii = NULL;
  gsize n;

  if (!host || !*host)
    return NULL;
  if (strchr (host, ':')) {
    g_autoptr (GInetAddress) address = strchr (host, '%') ? NULL : g_inet_address_new_from_string (host);

    return address ? g_inet_address_to_string (address) : NULL;
  }
  if (g_hostname_is_non_ascii (host)) {
    g_autofree char *unescaped = g_utf8_normalize (host, -1, G_NORMALIZE_NFKC);

    ascii = unescaped ? g_hostname_to_ascii (unescaped) : NULL;
  } else {
    ascii = g_ascii_strdown (host, -1);
  }
  if (!ascii)
    return NULL;

  n = strlen (ascii);
  if (n > 0 && ascii[n - 1] == '.')
    ascii[--n] = '\0';
  if (n == 0 || n > 253 || ascii[0] == '.' || strstr (ascii, "..") ||
      strspn (ascii, "abcdefghijklmnopqrstuvwxyz0123456789-._") != n)
    return NULL;
  return g_steal_pointer (&ascii);
}

char *
carrel_uri_encode (const char *part)
{
  static const char hex[] = "0123456789ABCDEF";
  GString *out = g_string_sized_new (strlen (part));

  for (const char *p = part; *p; p++) {
    guchar c = (guchar) *p;

    if (c == '%' && g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2])) {
      int value = g_ascii_xdigit_value (p[1]) * 16 + g_ascii_xdigit_value (p[2]);

      /* Unreserved characters need no escape: both forms are the same address (RFC 3986, 6.2.2.2). */
      if (g_ascii_isalnum (value) || (value && strchr ("-._~", value))) {
        g_string_append_c (out, (char) value);
      } else {
        g_string_append_c (out, '%');
        g_string_append_c (out, g_ascii_toupper (p[1]));
        g_string_append_c (out, g_ascii_toupper (p[2]));
      }
      p += 2;
    } else if (c <= 0x20 || c >= 0x7f || strchr ("\"<>\\^`{|}", c) || c == '%') {
      g_string_append_c (out, '%');
      g_string_append_c (out, hex[c >> 4]);
      g_string_append_c (out, hex[c & 15]);
    } else {
      g_string_append_c (out, (char) c);
    }
  }
  return g_string_free (out, FALSE);
}

gboolean
carrel_uri_take_apart (const char *address, CarrelUri *parts)
{
  g_autoptr (GUri) uri = g_uri_parse (address, PARSE_FLAGS, NULL);

  if (!uri)
    return FALSE;
  parts->scheme = g_ascii_strdown (g_uri_get_scheme (uri), -1);
  if (strcmp (parts->scheme, "http") != 0 && strcmp (parts->scheme, "https") != 0)
    return FALSE;
  parts->host = carrel_uri_clean_host (g_uri_get_host (uri));
  if (!parts->host)
    return FALSE;
  parts->port = g_uri_get_port (uri);
  if (parts->port == 0 || parts->port == (strcmp (parts->scheme, "http") == 0 ? 80 : 443))
    parts->port = -1;
  parts->path = carrel_uri_encode (*g_uri_get_path (uri) ? g_uri_get_path (uri) : "/");
  if (g_uri_get_query (uri))
    parts->query = carrel_uri_encode (g_uri_get_query (uri));
  if (g_uri_get_fragment (uri))
    parts->fragment = carrel_uri_encode (g_uri_get_fragment (uri));
  return TRUE;
}

char *
carrel_uri_put_together (const CarrelUri *parts, gboolean fragment)
{
  GString *out = g_string_new (parts->scheme);
  gboolean literal = strchr (parts->host, ':') != NULL;

  g_string_append_printf (out, "://%s%s%s", literal ? "[" : "", parts->host, literal ? "]" : "");
  if (parts->port > 0)
    g_string_append_printf (out, ":%d", parts->port);
  g_string_append (out, parts->path);
  if (parts->query && *parts->query)
    g_string_append_printf (out, "?%s", parts->query);
  if (fragment && parts->fragment)
    g_string_append_printf (out, "#%s", parts->fragment);
  return g_string_free (out, FALSE);
}

char *
carrel_uri_strip (const char *text)
{
  GString *out = g_string_sized_new (strlen (text));

  while (*text && (guchar) *text <= 0x20)
    text++;
  for (; *text; text++)
    if (*text != '\t' && *text != '\n' && *text != '\r')
      g_string_append_c (out, *text);
  while (out->len > 0 && (guchar) out->str[out->len - 1] <= 0x20)
    g_string_truncate (out, out->len - 1);
  return g_string_free (out, FALSE);
}

char *
carrel_uri_resolve (const char *base, const char *reference)
{
  g_autofree char *stripped = NULL, *absolute = NULL, *address = NULL;
  g_auto (CarrelUri) parts = { 0 };

  if (!reference || strlen (reference) > CARREL_URI_MAX_LENGTH)
    return NULL;
  stripped = carrel_uri_strip (reference);
  if (g_ascii_strncasecmp (stripped, "mailto:", 7) == 0) {
    g_autofree char *rest = carrel_uri_encode (stripped + 7);

    if (!strchr (rest, '@'))
      return NULL;
    address = g_strconcat ("mailto:", rest, NULL);
  } else {
    absolute = g_uri_resolve_relative (base, stripped, PARSE_FLAGS, NULL);
    if (!absolute || !carrel_uri_take_apart (absolute, &parts))
      return NULL;
    address = carrel_uri_put_together (&parts, TRUE);
  }
  /* Encoded it is up to three times as long; what is kept must be good for reading again. */
  return strlen (address) <= CARREL_URI_MAX_LENGTH ? g_steal_pointer (&address) : NULL;
}
