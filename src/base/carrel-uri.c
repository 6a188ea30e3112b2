/* carrel-uri.c: http(s) addresses taken apart and put together again. Pure; any thread.
 *
 * GUri and IDNA do it for every address there is. Nearly all are plain: nothing in them is escaped
 * anew, folded, or left out. Those are only looked over, with the same result
 * (tests/core/test-address.c), for a page has hundreds of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-uri.h"

#include <gio/gio.h>
#include <string.h>

#define PARSE_FLAGS (G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED)

/* ── Plain addresses ── */

enum {
  IN_HOST = 1 << 0, /* lower-case letters, digits, «.-_» */
  IN_REST = 1 << 1, /* what carrel_uri_encode () leaves as it is, without «%#?» */
};

static const guint8 *
get_classes (void)
{
  static gsize  once;
  static guint8 table[256];

  if (g_once_init_enter (&once)) {
    for (guint c = 0x21; c < 0x7f; c++) {
      if (g_ascii_islower ((char) c) || g_ascii_isdigit ((char) c) || strchr (".-_", (int) c))
        table[c] |= IN_HOST;
      if (!strchr ("\"<>\\^`{|}%#?", (int) c))
        table[c] |= IN_REST;
    }
    g_once_init_leave (&once, 1);
  }
  return table;
}

static gboolean
is_upper_hex (char c)
{
  return g_ascii_isdigit (c) || (c >= 'A' && c <= 'F');
}

/* An escape that stays as it is. */
static gboolean
is_plain_escape (const char *p)
{
  int value;

  if (p[0] != '%' || p[1] == '0' || !is_upper_hex (p[1]) || !is_upper_hex (p[2]))
    return FALSE;
  value = g_ascii_xdigit_value (p[1]) * 16 + g_ascii_xdigit_value (p[2]);
  return value >= 0x80 || (!g_ascii_isalnum (value) && !strchr ("-._~", value));
}

/* The length of a plain host that all of the authority is; 0 for any other. */
static gsize
get_plain_host (const char *text)
{
  const guint8 *classes = get_classes ();
  gsize         n = 0;

  while (classes[(guchar) text[n]] & IN_HOST) {
    if (text[n] == '.' && (n == 0 || text[n - 1] == '.'))
      return 0;
    n++;
  }
  if (n == 0 || n > 253 || text[n - 1] == '.')
    return 0;
  return text[n] == '\0' || text[n] == '/' || text[n] == '?' || text[n] == '#' ? n : 0;
}

/* Where a plain address's parts are, from its start. */
typedef struct {
  gsize host, path, query, fragment, end; /* query: of «?», or fragment; fragment: of «#», or end */
} Plain;

/* Path, query and fragment that stay as they are; `path` is set. */
static gboolean
look_over_rest (const char *text, Plain *plain)
{
  const guint8 *classes = get_classes ();
  gsize         n = plain->path;
  gboolean      in_path = TRUE;

  plain->query = plain->fragment = 0;
  for (; text[n]; n++) {
    if (classes[(guchar) text[n]] & IN_REST) {
      if (text[n] == '.' && in_path && (n == plain->path || text[n - 1] == '/'))
        return FALSE; /* it may lead up */
      continue;
    }
    if (text[n] == '?' && in_path) {
      if (text[n + 1] == '\0' || text[n + 1] == '#')
        return FALSE;
      plain->query = n;
      in_path = FALSE;
    } else if (text[n] == '#' && plain->fragment == 0) {
      plain->fragment = n;
      in_path = FALSE;
    } else if (is_plain_escape (text + n)) {
      n += 2;
    } else if (text[n] != '?') {
      return FALSE;
    }
  }
  plain->end = n;
  if (plain->fragment == 0)
    plain->fragment = n;
  if (plain->query == 0)
    plain->query = plain->fragment;
  return TRUE;
}

static gboolean
look_over (const char *address, Plain *plain)
{
  gsize host;

  if (strncmp (address, "http", 4) != 0)
    return FALSE;
  plain->host = 4 + (address[4] == 's');
  if (strncmp (address + plain->host, "://", 3) != 0)
    return FALSE;
  plain->host += 3;
  host = get_plain_host (address + plain->host);
  plain->path = plain->host + host;
  return host > 0 && look_over_rest (address, plain);
}

/* ── All addresses ── */

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
  gsize            n;

  if (!host || !*host)
    return NULL;
  if (strchr (host, ':')) {
    g_autoptr (GInetAddress) address =
        strchr (host, '%') ? NULL : g_inet_address_new_from_string (host);

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
  if (n == 0 || n > 253 || ascii[0] == '.' || ascii[n - 1] == '.' || strstr (ascii, "..") ||
      strspn (ascii, "abcdefghijklmnopqrstuvwxyz0123456789-._") != n)
    return NULL;
  return g_steal_pointer (&ascii);
}

char *
carrel_uri_encode (const char *part)
{
  static const char hex[] = "0123456789ABCDEF";
  GString          *out = g_string_sized_new (strlen (part));

  for (const char *p = part; *p; p++) {
    guchar c = (guchar) *p;

    if (c == '%' && g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2])) {
      int value = g_ascii_xdigit_value (p[1]) * 16 + g_ascii_xdigit_value (p[2]);

      /* Unreserved characters need no escape: both forms are the same address (RFC 3986, 6.2.2.2).
       */
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

static void
take_apart_plain (const char *address, const Plain *plain, CarrelUri *parts)
{
  parts->scheme = g_strndup (address, plain->host - 3);
  parts->host = g_strndup (address + plain->host, plain->path - plain->host);
  parts->port = -1;
  parts->path = plain->query > plain->path
                    ? g_strndup (address + plain->path, plain->query - plain->path)
                    : g_strdup ("/");
  if (plain->query < plain->fragment)
    parts->query = g_strndup (address + plain->query + 1, plain->fragment - plain->query - 1);
  if (plain->fragment < plain->end)
    parts->fragment = g_strdup (address + plain->fragment + 1);
}

static gboolean
take_apart (GUri *uri, CarrelUri *parts)
{
  const char *path = g_uri_get_path (uri);

  parts->scheme = g_ascii_strdown (g_uri_get_scheme (uri), -1);
  if (strcmp (parts->scheme, "http") != 0 && strcmp (parts->scheme, "https") != 0)
    return FALSE;
  parts->host = carrel_uri_clean_host (g_uri_get_host (uri));
  if (!parts->host || (*path && *path != '/'))
    return FALSE; /* «https://example.org|a» */
  parts->port = g_uri_get_port (uri);
  if (parts->port == 0 || parts->port == (strcmp (parts->scheme, "http") == 0 ? 80 : 443))
    parts->port = -1;
  parts->path = carrel_uri_encode (*path ? path : "/");
  if (g_uri_get_query (uri))
    parts->query = carrel_uri_encode (g_uri_get_query (uri));
  if (g_uri_get_fragment (uri))
    parts->fragment = carrel_uri_encode (g_uri_get_fragment (uri));
  return TRUE;
}

gboolean
carrel_uri_take_apart (const char *address, CarrelUri *parts)
{
  g_autoptr (GUri) uri = NULL;
  Plain plain;

  if (look_over (address, &plain)) {
    take_apart_plain (address, &plain, parts);
    return TRUE;
  }
  uri = g_uri_parse (address, PARSE_FLAGS, NULL);
  return uri && take_apart (uri, parts);
}

char *
carrel_uri_dup_host (const char *address)
{
  g_auto (CarrelUri) parts = { 0 };
  Plain plain;

  if (look_over (address, &plain))
    return g_strndup (address + plain.host, plain.path - plain.host);
  return carrel_uri_take_apart (address, &parts) ? g_steal_pointer (&parts.host) : NULL;
}

char *
carrel_uri_put_together (const CarrelUri *parts, gboolean fragment)
{
  GString *out = g_string_sized_new (strlen (parts->scheme) + strlen (parts->host) +
                                     strlen (parts->path) + 64);
  gboolean literal = strchr (parts->host, ':') != NULL;

  g_string_append (out, parts->scheme);
  g_string_append (out, literal ? "://[" : "://");
  g_string_append (out, parts->host);
  if (literal)
    g_string_append_c (out, ']');
  if (parts->port > 0)
    g_string_append_printf (out, ":%d", parts->port);
  g_string_append (out, parts->path);
  if (parts->query && *parts->query) {
    g_string_append_c (out, '?');
    g_string_append (out, parts->query);
  }
  if (fragment && parts->fragment) {
    g_string_append_c (out, '#');
    g_string_append (out, parts->fragment);
  }
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

/* The first n bytes of one, with a path, and another. (transfer full) */
static char *
join (const char *start, gsize n, gboolean slash, const char *end, gsize len)
{
  char *out = g_malloc (n + slash + len + 1);

  memcpy (out, start, n);
  if (slash)
    out[n] = '/';
  memcpy (out + n + slash, end, len + 1);
  return out;
}

/* NULL where one of the two isn't plain. (transfer full) */
static char *
resolve_plain (const char *base, const char *reference, gsize len)
{
  Plain plain = { 0 }, of_base;
  gsize host, slash;

  if (look_over (reference, &plain))
    return join (reference, plain.path, reference[plain.path] != '/', reference + plain.path,
                 len - plain.path);
  if (!base || !look_over (base, &of_base))
    return NULL;
  if (reference[0] == '/' && reference[1] == '/') {
    host = get_plain_host (reference + 2);
    plain.path = 2 + host;
    if (host == 0 || !look_over_rest (reference, &plain))
      return NULL;
    if (reference[plain.path] == '/')
      return join (base, of_base.host - 2, FALSE, reference, len);
    return NULL;
  }
  plain.path = 0;
  if (*reference == '\0' || *reference == '?' || !look_over_rest (reference, &plain))
    return NULL;
  if (*reference == '/')
    return join (base, of_base.path, FALSE, reference, len);
  if (*reference == '#')
    return of_base.path < of_base.query ? join (base, of_base.fragment, FALSE, reference, len)
                                        : NULL;
  if (memchr (reference, ':', len))
    return NULL; /* perhaps a scheme */
  for (slash = of_base.query; slash > of_base.path && base[slash - 1] != '/';)
    slash--;
  return join (base, slash, slash == of_base.path, reference, len);
}

/* Begins with a scheme that leads to nothing here: «data:», «javascript:». */
static gboolean
leads_elsewhere (const char *reference)
{
  gsize n = 0;

  while ((guchar) *reference <= 0x20 && *reference)
    reference++;
  while (g_ascii_isalnum (reference[n]))
    n++;
  return g_ascii_isalpha (*reference) && reference[n] == ':' &&
         !(n == 4 && g_ascii_strncasecmp (reference, "http", 4) == 0) &&
         !(n == 5 && g_ascii_strncasecmp (reference, "https", 5) == 0) &&
         !(n == 6 && g_ascii_strncasecmp (reference, "mailto", 6) == 0);
}

/* (transfer full) (nullable) */
static char *
resolve_any (const char *base, const char *reference)
{
  g_autofree char *stripped = carrel_uri_strip (reference), *address = NULL;
  g_auto (CarrelUri) parts = { 0 };

  if (g_ascii_strncasecmp (stripped, "mailto:", 7) == 0) {
    g_autofree char *rest = carrel_uri_encode (stripped + 7);

    if (!strchr (rest, '@'))
      return NULL;
    address = g_strconcat ("mailto:", rest, NULL);
  } else {
    g_autoptr (GUri) above = base ? g_uri_parse (base, PARSE_FLAGS, NULL) : NULL;
    g_autoptr (GUri) uri = NULL;

    if (base && !above)
      return NULL;
    uri = g_uri_parse_relative (above, stripped, PARSE_FLAGS, NULL);
    if (!uri || !take_apart (uri, &parts))
      return NULL;
    address = carrel_uri_put_together (&parts, TRUE);
  }
  return g_steal_pointer (&address);
}

char *
carrel_uri_resolve (const char *base, const char *reference)
{
  g_autofree char *address = NULL;
  gsize            len = reference ? strlen (reference) : 0;

  if (!reference || len > CARREL_URI_MAX_LENGTH || leads_elsewhere (reference))
    return NULL;
  address = resolve_plain (base, reference, len);
  if (!address)
    address = resolve_any (base, reference);
  /* Encoded it is up to three times as long; what is kept must be good for reading again. */
  return address && strlen (address) <= CARREL_URI_MAX_LENGTH ? g_steal_pointer (&address) : NULL;
}
