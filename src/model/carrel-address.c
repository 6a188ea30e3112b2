/* carrel-address.c: when are two addresses the same? Pure; any thread.
 *
 * GUri takes an address apart; the rules are tables. The registrable domain comes from libpsl's
 * built-in copy of the Public Suffix List.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-address.h"

#include "base/carrel-uri.h"

#include <gio/gio.h>
#include <libpsl.h>
#include <string.h>

/* Parameters that only tell a site where a visitor came from. A trailing «*» stands for any ending.
 */
static const char *const tracking[] = {
  "utm_*",         "fbclid",
  "gclid",         "gclsrc",
  "dclid",         "gbraid",
  "wbraid",        "msclkid",
  "yclid",         "twclid",
  "ttclid",        "igshid",
  "igsh",          "mc_cid",
  "mc_eid",        "mkt_tok",
  "_hsenc",        "_hsmi",
  "hsCtaTracking", "vero_id",
  "vero_conv",     "oly_anon_id",
  "oly_enc_id",    "wickedid",
  "rb_clickid",    "s_cid",
  "ml_subscriber", "ml_subscriber_hash",
  "_openstat",     "spm",
  "ref_src",       "ref_url",
  "cmpid",         "ncid",
  "sr_share",      "xtor",
  "at_medium",     "at_campaign",
  "at_custom*",    "guccounter",
  "guce_referrer", "guce_referrer_sig",
  "_ga",           "_gl",
  "pk_*",          "mtm_*",
  "piwik_*",       "matomo_*",
  "hmb_*",
};

/* «example.org/a», «localhost:8080»: a host without a scheme. */
static gboolean
looks_like_bare_host (const char *text)
{
  gsize            host = strcspn (text, "/?#");
  g_autofree char *name = g_strndup (text, host);
  char            *colon = strrchr (name, ':');

  if (colon && colon[1] && strspn (colon + 1, "0123456789") == strlen (colon + 1))
    *colon = '\0';
  else if (colon)
    return FALSE;
  if (strcmp (name, "localhost") == 0)
    return TRUE;
  if (!strchr (name, '.') || strpbrk (name, " @\\\"'<>(),;!"))
    return FALSE;
  /* A last label with a letter: «3.14» is a number, «127.0.0.1» an address. */
  {
    const char      *last = strrchr (name, '.') + 1;
    g_autofree char *clean = carrel_uri_clean_host (name);

    return clean && *last && (g_hostname_is_ip_address (name) || !g_ascii_isdigit (*last));
  }
}

char *
carrel_address_normalize (const char *text)
{
  g_autofree char *stripped = NULL, *full = NULL;
  g_auto (CarrelUri) parts = { 0 };

  if (!text || strlen (text) > CARREL_URI_MAX_LENGTH || !g_utf8_validate (text, -1, NULL))
    return NULL;
  stripped = carrel_uri_strip (text);
  if (g_str_has_prefix (stripped, "//"))
    full = g_strconcat ("https:", stripped, NULL);
  else if (looks_like_bare_host (stripped))
    full = g_strconcat ("https://", stripped, NULL);
  else
    full = g_steal_pointer (&stripped);
  return carrel_uri_take_apart (full, &parts) ? carrel_uri_put_together (&parts, FALSE) : NULL;
}

char *
carrel_address_resolve (const char *base, const char *reference)
{
  return carrel_uri_resolve (base, reference);
}

static gboolean
is_tracking (const char *name, gsize len)
{
  for (guint i = 0; i < G_N_ELEMENTS (tracking); i++) {
    gsize n = strlen (tracking[i]);

    if (tracking[i][n - 1] == '*'
            ? len >= n - 1 && g_ascii_strncasecmp (tracking[i], name, n - 1) == 0
            : len == n && g_ascii_strncasecmp (tracking[i], name, n) == 0)
      return TRUE;
  }
  return FALSE;
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The query without tracking parameters, sorted where `sort`; NULL when nothing is left. */
static char *
clean_query (const char *query, gboolean sort)
{
  g_auto (GStrv) fields = query ? g_strsplit (query, "&", 500) : NULL;
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (guint i = 0; fields && fields[i]; i++)
    if (*fields[i] && !is_tracking (fields[i], strcspn (fields[i], "=")))
      g_ptr_array_add (kept, fields[i]);
  if (kept->len == 0)
    return NULL;
  if (sort)
    g_ptr_array_sort (kept, compare_strings);
  g_ptr_array_add (kept, NULL);
  return g_strjoinv ("&", (char **) kept->pdata);
}

char *
carrel_address_strip_tracking (const char *address)
{
  g_auto (CarrelUri) parts = { 0 };
  char *query;

  if (!carrel_uri_take_apart (address, &parts))
    return g_strdup (address);
  query = clean_query (parts.query, FALSE);
  g_free (parts.query);
  parts.query = query;
  return carrel_uri_put_together (&parts, TRUE);
}

char *
carrel_address_from_amp (const char *address)
{
  g_auto (CarrelUri) parts = { 0 };
  gsize n;

  if (!address || !carrel_uri_take_apart (address, &parts))
    return NULL;

  /* Caches: www.google.com/amp/s/HOST/PATH, HOST.cdn.ampproject.org/c/s/HOST/PATH */
  {
    const char *rest = NULL;

    if (g_str_has_prefix (parts.host, "www.google.") && g_str_has_prefix (parts.path, "/amp/"))
      rest = parts.path + strlen ("/amp/");
    else if (g_str_has_suffix (parts.host, ".cdn.ampproject.org") &&
             (g_str_has_prefix (parts.path, "/c/") || g_str_has_prefix (parts.path, "/v/")))
      rest = parts.path + strlen ("/c/");
    if (rest) {
      gboolean         secure = g_str_has_prefix (rest, "s/");
      g_autofree char *inner =
          g_strconcat (secure ? "https://" : "http://", rest + (secure ? 2 : 0),
                       parts.query ? "?" : NULL, parts.query, NULL);
      g_autofree char *article = carrel_address_from_amp (inner);

      return article ? g_steal_pointer (&article) : carrel_address_normalize (inner);
    }
  }

  {
    g_autofree char *path = g_strdup (parts.path), *query = NULL;
    gboolean         changed = FALSE;

    n = strlen (path);
    if (n > 1 && path[n - 1] == '/')
      path[--n] = '\0';
    if (n > 4 && g_str_has_suffix (path, "/amp")) {
      path[n - 4] = '\0';
      changed = TRUE;
    } else if (g_str_has_suffix (path, ".amp.html")) {
      memcpy (path + n - 9, ".html", 6);
      changed = TRUE;
    } else if (n > 4 && g_str_has_suffix (path, ".amp")) {
      path[n - 4] = '\0';
      changed = TRUE;
    } else if (g_str_has_prefix (path, "/amp/") && n > 5) {
      memmove (path, path + 4, n - 3);
      changed = TRUE;
    }
    if (parts.query) {
      g_auto (GStrv) fields = g_strsplit (parts.query, "&", 500);
      GString *kept = g_string_new (NULL);

      for (guint i = 0; fields[i]; i++) {
        if (strcmp (fields[i], "amp") == 0 || strcmp (fields[i], "amp=1") == 0 ||
            strcmp (fields[i], "amp=true") == 0 || strcmp (fields[i], "outputType=amp") == 0) {
          changed = TRUE;
          continue;
        }
        g_string_append_printf (kept, "%s%s", kept->len ? "&" : "", fields[i]);
      }
      query = g_string_free (kept, FALSE);
    }
    if (g_str_has_prefix (parts.host, "amp.") && strchr (parts.host + 4, '.')) {
      memmove (parts.host, parts.host + 4, strlen (parts.host) - 3);
      changed = TRUE;
    }
    if (!changed)
      return NULL;
    g_free (parts.path);
    parts.path = *path ? g_steal_pointer (&path) : g_strdup ("/");
    g_free (parts.query);
    parts.query = query && *query ? g_steal_pointer (&query) : NULL;
    return carrel_uri_put_together (&parts, FALSE);
  }
}

char *
carrel_address_key (const char *address)
{
  g_autofree char *article = carrel_address_from_amp (address), *query = NULL;
  g_auto (CarrelUri) parts = { 0 };
  GString    *key;
  const char *host;
  gsize       n;

  if (!address || !carrel_uri_take_apart (article ? article : address, &parts))
    return NULL;
  host = g_str_has_prefix (parts.host, "www.") && strchr (parts.host + 4, '.') ? parts.host + 4
                                                                               : parts.host;
  key = g_string_new (host);
  if (parts.port > 0)
    g_string_append_printf (key, ":%d", parts.port);
  n = strlen (parts.path);
  while (n > 0 && parts.path[n - 1] == '/')
    n--;
  g_string_append_len (key, parts.path, (gssize) n);
  query = clean_query (parts.query, TRUE);
  if (query)
    g_string_append_printf (key, "?%s", query);
  return g_string_free (key, FALSE);
}

gboolean
carrel_address_equal (const char *a, const char *b)
{
  g_autofree char *x = carrel_address_key (a), *y = carrel_address_key (b);

  return x && y && strcmp (x, y) == 0;
}

char *
carrel_address_dup_host (const char *address)
{
  return address ? carrel_uri_dup_host (address) : NULL;
}

char *
carrel_address_dup_domain (const char *address)
{
  g_autofree char *host = carrel_address_dup_host (address);
  const char      *domain;

  if (!host || g_hostname_is_ip_address (host))
    return g_steal_pointer (&host);
  domain = psl_registrable_domain (psl_builtin (), host);
  return g_strdup (domain ? domain : host);
}

/* Letters of one script only (besides digits and dashes): a name that mixes scripts may pretend to
 * be another (Unicode Technical Standard 39, single-script restriction, with Japanese and Korean
 * mixes). */
static gboolean
is_of_one_script (const char *label)
{
  GUnicodeScript script = G_UNICODE_SCRIPT_COMMON;
  gboolean       east_asian = TRUE, any = FALSE, same = TRUE;

  for (const char *p = label; *p; p = g_utf8_next_char (p)) {
    GUnicodeScript s = g_unichar_get_script (g_utf8_get_char (p));

    if (s == G_UNICODE_SCRIPT_COMMON || s == G_UNICODE_SCRIPT_INHERITED)
      continue;
    if (any && s != script)
      same = FALSE;
    any = TRUE;
    script = s;
    east_asian &= s == G_UNICODE_SCRIPT_HAN || s == G_UNICODE_SCRIPT_HIRAGANA ||
                  s == G_UNICODE_SCRIPT_KATAKANA || s == G_UNICODE_SCRIPT_HANGUL ||
                  s == G_UNICODE_SCRIPT_BOPOMOFO;
  }
  /* Whole names in Cyrillic or Greek letters can look Latin («аррӏе»): they stay encoded. */
  return !any ||
         (east_asian || (same && script != G_UNICODE_SCRIPT_CYRILLIC &&
                         script != G_UNICODE_SCRIPT_GREEK && script != G_UNICODE_SCRIPT_CHEROKEE));
}

char *
carrel_address_dup_display_host (const char *address)
{
  g_autofree char *host = carrel_address_dup_host (address), *unicode = NULL;
  const char      *shown;

  if (!host)
    return NULL;
  shown = g_str_has_prefix (host, "www.") && strchr (host + 4, '.') ? host + 4 : host;
  if (!strstr (shown, "xn--"))
    return g_strdup (shown);
  unicode = g_hostname_to_unicode (shown);
  return unicode && is_of_one_script (unicode) ? g_steal_pointer (&unicode) : g_strdup (shown);
}

gboolean
carrel_address_is_front_page (const char *address)
{
  g_auto (CarrelUri) parts = { 0 };
  g_autofree char *query = NULL, *path = NULL;
  gsize            n;

  if (!address || !carrel_uri_take_apart (address, &parts))
    return FALSE;
  query = clean_query (parts.query, FALSE);
  if (query)
    return FALSE;
  path = g_ascii_strdown (parts.path, -1);
  n = strlen (path);
  while (n > 0 && path[n - 1] == '/')
    path[--n] = '\0';
  if (n == 0 || strcmp (path, "/index.html") == 0 || strcmp (path, "/index.php") == 0 ||
      strcmp (path, "/home") == 0)
    return TRUE;
  /* «/en», «/pt-br» */
  return (n == 3 && g_ascii_isalpha (path[1]) && g_ascii_isalpha (path[2])) ||
         (n == 6 && (path[3] == '-' || path[3] == '_') && g_ascii_isalpha (path[1]) &&
          g_ascii_isalpha (path[2]) && g_ascii_isalpha (path[4]) && g_ascii_isalpha (path[5]));
}

gboolean
carrel_address_canonical_counts (const char *page, const char *canonical)
{
  g_autofree char *a = carrel_address_dup_domain (page), *b = carrel_address_dup_domain (canonical);

  if (!a || !b || strcmp (a, b) != 0)
    return FALSE;
  return !carrel_address_is_front_page (canonical) || carrel_address_is_front_page (page);
}

/* Where an address that starts at `start` ends: at white space or a delimiter; closing marks and
 * punctuation at its end belong to the text around it. */
static const char *
find_end (const char *start)
{
  const char *p = start;
  int         round = 0;

  while (*p && (guchar) *p > 0x20 && !strchr ("<>\"`{}|\\^", *p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isspace (c) || c == 0x3002 || c == 0xff0c || c == 0x3001 || c == 0x201c ||
        c == 0x201d || c == 0x00bb)
      break;
    round += *p == '(' ? 1 : *p == ')' ? -1 : 0;
    if (round < 0)
      break;
    p = g_utf8_next_char (p);
  }
  while (p > start && strchr (".,;:!?'*]", p[-1]))
    p--;
  return p;
}

static void
add_once (GPtrArray *found, GHashTable *seen, const char *text, gsize len)
{
  g_autofree char *part = g_strndup (text, len);
  char            *address = carrel_address_normalize (part);
  char            *key = address ? carrel_address_key (address) : NULL;

  if (!key || !g_hash_table_add (seen, key))
    g_free (address);
  else
    g_ptr_array_add (found, address);
}

GPtrArray *
carrel_address_find_all (const char *text)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *p = strstr (valid, "://"); p; p = strstr (p + 3, "://")) {
    const char *start = NULL, *end;

    if (p - valid >= 5 && g_ascii_strncasecmp (p - 5, "https", 5) == 0)
      start = p - 5;
    else if (p - valid >= 4 && g_ascii_strncasecmp (p - 4, "http", 4) == 0)
      start = p - 4;
    if (!start)
      continue;
    end = find_end (start);
    add_once (found, seen, start, (gsize) (end - start));
    p = MAX (p, end - 3);
  }

  if (found->len == 0) { /* «example.org example.net/a» and nothing else */
    g_auto (GStrv) words = g_strsplit_set (valid, " \t\r\n,;", 2000);
    gboolean all = TRUE;

    for (guint i = 0; words[i] && all; i++)
      all = !*words[i] || looks_like_bare_host (words[i]);
    for (guint i = 0; words[i] && all; i++)
      if (*words[i])
        add_once (found, seen, words[i], strlen (words[i]));
  }
  return found;
}
