/* test-address.c: when two addresses are the same, and what is no address.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-address.h"

#include "base/carrel-uri.h"

static void
test_equal (void)
{
  static const struct {
    const char *a, *b;
    gboolean    same;
  } cases[] = {
    { "https://example.org/a", "http://www.example.org/a/", TRUE },
    { "https://example.org/a", "https://example.org:443/a#part", TRUE },
    { "http://example.org:80/a?", "https://EXAMPLE.org/a", TRUE },
    { "https://example.org/a?utm_source=x&p=2", "https://example.org/a?p=2", TRUE },
    { "https://example.org/a?fbclid=1&gclid=2&mc_cid=3&igshid=4", "https://example.org/a", TRUE },
    { "https://example.org/a?b=1&a=2", "https://example.org/a?a=2&b=1", TRUE },
    { "https://example.org/%7Euser", "https://example.org/~user", TRUE },
    { "https://example.org/%e4%b8%ad", "https://example.org/中", TRUE },
    { "https://example.org/a/amp", "https://example.org/a", TRUE },
    { "https://example.org/a/amp/", "https://example.org/a", TRUE },
    { "https://amp.example.org/a", "https://example.org/a", TRUE },
    { "https://example.org/a?amp=1", "https://example.org/a", TRUE },
    { "https://example.org/a.amp.html", "https://example.org/a.html", TRUE },
    { "https://www.google.com/amp/s/example.org/a", "https://example.org/a", TRUE },
    { "https://example-org.cdn.ampproject.org/c/s/example.org/a", "https://example.org/a", TRUE },
    { "https://bücher.example/a", "https://xn--bcher-kva.example/a", TRUE },
    { "https://user:secret@example.org/a", "https://example.org/a", TRUE },
    { "https://example.org/a?p=2", "https://example.org/a?p=3", FALSE },
    { "https://example.org/a", "https://example.org/A", FALSE },
    { "https://example.org/a", "https://example.net/a", FALSE },
    { "https://example.org:8080/a", "https://example.org/a", FALSE },
    { "https://example.org/stamp", "https://example.org/st", FALSE },
    { "https://news.example.org/a", "https://example.org/a", FALSE },
    { "https://example.org/a?ref=b", "https://example.org/a", FALSE },
    { "mailto:a@example.org", "mailto:a@example.org", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (carrel_address_equal (cases[i].a, cases[i].b) != cases[i].same)
      g_error ("%s and %s: %s expected", cases[i].a, cases[i].b,
               cases[i].same ? "the same" : "different");
}

static void
test_normalize (void)
{
  static const struct {
    const char *in, *out;
  } cases[] = {
    { "  https://Example.org/a b#c \n", "https://example.org/a%20b" },
    { "example.org", "https://example.org/" },
    { "example.org/a?x=1", "https://example.org/a?x=1" },
    { "localhost:8080/a", "https://localhost:8080/a" },
    { "//example.org/a", "https://example.org/a" },
    { "http://example.org", "http://example.org/" },
    { "https://u:p@example.org/", "https://example.org/" },
    { "https://exam\tple.org/a", "https://example.org/a" },
    { "https://[2001:db8::1]/a", "https://[2001:db8::1]/a" },
    { "https://example.org./a", "https://example.org/a" },
    { "https://bücher.example/", "https://xn--bcher-kva.example/" },
    { "javascript:alert(1)", NULL },
    { "file:///etc/passwd", NULL },
    { "data:text/html,x", NULL },
    { "ftp://example.org/", NULL },
    { "a word", NULL },
    { "3.14", NULL },
    { "", NULL },
    { "https://", NULL },
    { "https:///a", NULL },
    { "https://exa mple.org/", NULL },
    { "https://example.org\r\nX: y/", NULL },
    { "someone@example.org", NULL },
    { "https://a..b/", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *out = carrel_address_normalize (cases[i].in);

    if (g_strcmp0 (out, cases[i].out) != 0)
      g_error ("“%s” is %s, not %s", cases[i].in, out, cases[i].out);
  }
  {
    g_autofree char *path = g_strnfill (100000, 'a'),
                    *huge = g_strconcat ("https://example.org/", path, NULL);

    g_assert_null (carrel_address_normalize (huge));
  }
  g_assert_null (carrel_address_normalize ("https://example.org/\xff"));
  g_assert_null (carrel_address_normalize (NULL));
}

static void
test_resolve (void)
{
  static const struct {
    const char *reference, *out;
  } cases[] = {
    { "b", "https://example.org/dir/b" },
    { "/b", "https://example.org/b" },
    { "../b", "https://example.org/b" },
    { "//example.net/b", "https://example.net/b" },
    { "?q=1", "https://example.org/dir/a?q=1" },
    { "b#part", "https://example.org/dir/b#part" },
    { "mailto:a@example.org", "mailto:a@example.org" },
    { " java\nscript:alert(1)", NULL },
    { "JavaScript:alert(1)", NULL },
    { "vbscript:x", NULL },
    { "data:text/html;base64,x", NULL },
    { "blob:https://example.org/x", NULL },
    { "tel:123", NULL },
    { "https://example.org|a", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *out = carrel_address_resolve ("https://example.org/dir/a", cases[i].reference);

    g_assert_cmpstr (out, ==, cases[i].out);
  }
}

/* What carrel_uri_resolve () and carrel_uri_take_apart () do with an address that isn't plain. */
static char *
resolve_with_guri (const char *base, const char *reference)
{
  const GUriFlags  flags = G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED;
  g_autofree char *stripped = carrel_uri_strip (reference), *scheme = NULL, *host = NULL;
  g_autofree char *path = NULL, *query = NULL, *fragment = NULL;
  g_autoptr (GUri) above = base ? g_uri_parse (base, flags, NULL) : NULL;
  g_autoptr (GUri) uri = g_uri_parse_relative (above, stripped, flags, NULL);
  CarrelUri parts = { .port = -1 };

  scheme = uri ? g_ascii_strdown (g_uri_get_scheme (uri), -1) : NULL;
  host = uri ? carrel_uri_clean_host (g_uri_get_host (uri)) : NULL;
  if (!host || !(g_str_equal (scheme, "http") || g_str_equal (scheme, "https")) ||
      (*g_uri_get_path (uri) && *g_uri_get_path (uri) != '/'))
    return NULL;
  path = carrel_uri_encode (*g_uri_get_path (uri) ? g_uri_get_path (uri) : "/");
  query = g_uri_get_query (uri) ? carrel_uri_encode (g_uri_get_query (uri)) : NULL;
  fragment = g_uri_get_fragment (uri) ? carrel_uri_encode (g_uri_get_fragment (uri)) : NULL;
  parts.scheme = scheme;
  parts.host = host;
  parts.path = path;
  parts.query = query;
  parts.fragment = fragment;
  if (g_uri_get_port (uri) > 0 && g_uri_get_port (uri) != (g_str_equal (scheme, "http") ? 80 : 443))
    parts.port = g_uri_get_port (uri);
  return carrel_uri_put_together (&parts, TRUE);
}

/* Plain addresses take a shorter way, to the same end. */
static void
test_plain (void)
{
  static const char *const bases[] = {
    "https://example.org/dir/a?q#f", "http://example.org/",        "http://example.org/?q",
    "https://example.org:8080/a",    "https://example.org/a/../b", NULL
  };
  static const char *const parts[] = {
    "http://", "https://", "//", "/",   "a",   "bc.html",     "..",
    ".",       "?",        "#",  "%20", "%2F", "%2f",         "%41",
    "%C3%A9",  "%00",      "%",  "é",   ":",   "@",           "&x=1",
    "[",       "]",        "|",  " ",   "A",   "example.org", "www.example.org",
    "1.2.3.4", ":8080",    ";",  "'",   "~",   "_",           "-",
    "\n",      "\\",       "*",  "+",   ",",   "=",           "!",
    "$",       "("
  };
  GRand *random = g_rand_new_with_seed (7);
  guint  n_made = 0;

  for (guint i = 0; i < 20000; i++) {
    g_autoptr (GString) reference = g_string_new (i % 3 == 0 ? "https://example.org" : NULL);
    const char      *base = bases[g_rand_int_range (random, 0, G_N_ELEMENTS (bases))];
    g_autofree char *fast = NULL, *slow = NULL, *again = NULL;

    for (gint32 n = g_rand_int_range (random, 0, 6); n > 0; n--)
      g_string_append (reference, parts[g_rand_int_range (random, 0, G_N_ELEMENTS (parts))]);
    fast = carrel_uri_resolve (base, reference->str);
    slow = resolve_with_guri (base, reference->str);
    if (g_strcmp0 (fast, slow) != 0)
      g_error ("«%s» against «%s»: «%s», not «%s»", reference->str, base, fast, slow);
    again = fast ? resolve_with_guri (NULL, fast) : NULL;
    g_assert_cmpstr (again, ==, fast);
    if (fast && g_str_has_prefix (fast, "http")) {
      g_autofree char *host = carrel_uri_dup_host (fast);
      g_auto (CarrelUri) uri = { 0 };

      g_assert_true (carrel_uri_take_apart (fast, &uri));
      g_assert_cmpstr (host, ==, uri.host);
    }
    n_made += fast != NULL;
  }
  g_assert_cmpuint (n_made, >, 5000);
  g_rand_free (random);
}

static void
test_hosts (void)
{
  static const struct {
    const char *address, *domain, *display;
  } cases[] = {
    { "https://www.example.org/a", "example.org", "example.org" },
    { "https://news.bbc.co.uk/a", "bbc.co.uk", "news.bbc.co.uk" },
    { "https://someone.github.io/a", "someone.github.io", "someone.github.io" },
    { "http://127.0.0.1:8000/a", "127.0.0.1", "127.0.0.1" },
    { "https://xn--bcher-kva.example/", "xn--bcher-kva.example", "bücher.example" },
    { "https://xn--80ak6aa92e.com/", "xn--80ak6aa92e.com",
      "xn--80ak6aa92e.com" }, /* Cyrillic «apple» */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *domain = carrel_address_dup_domain (cases[i].address);
    g_autofree char *display = carrel_address_dup_display_host (cases[i].address);

    g_assert_cmpstr (domain, ==, cases[i].domain);
    g_assert_cmpstr (display, ==, cases[i].display);
  }
}

static void
test_canonical (void)
{
  g_assert_true (
      carrel_address_canonical_counts ("https://m.example.org/a?x=1", "https://www.example.org/a"));
  g_assert_false (
      carrel_address_canonical_counts ("https://example.org/a", "https://example.org/"));
  g_assert_false (
      carrel_address_canonical_counts ("https://example.org/a", "https://example.org/en/"));
  g_assert_false (
      carrel_address_canonical_counts ("https://example.org/a", "https://example.net/a"));
  g_assert_false (
      carrel_address_canonical_counts ("https://a.github.io/x", "https://b.github.io/x"));
  g_assert_false (carrel_address_canonical_counts ("https://example.org/a", "nonsense"));
  g_assert_true (
      carrel_address_canonical_counts ("https://example.org/", "https://www.example.org/"));
}

static void
test_find_all (void)
{
  static const struct {
    const char *text, *found; /* joined by a space */
  } cases[] = {
    { "See https://example.org/a, and (http://example.net/b_(c)).",
      "https://example.org/a http://example.net/b_(c)" },
    { "example.org\nexample.net/a", "https://example.org/ https://example.net/a" },
    { "https://example.org/a https://example.org/a?utm_source=x", "https://example.org/a" },
    { "Read e.g. the third one.", "" },
    { "请看https://example.org/a。谢谢", "https://example.org/a" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) found = carrel_address_find_all (cases[i].text);
    g_autofree char *joined = NULL;

    g_ptr_array_add (found, NULL);
    joined = g_strjoinv (" ", (char **) found->pdata);
    g_assert_cmpstr (joined, ==, cases[i].found);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address/equal-addresses-are-equal", test_equal);
  g_test_add_func ("/address/typed-addresses-are-made-clean", test_normalize);
  g_test_add_func ("/address/references-are-resolved", test_resolve);
  g_test_add_func ("/address/plain-addresses-are-resolved-alike", test_plain);
  g_test_add_func ("/address/hosts-are-shown-honestly", test_hosts);
  g_test_add_func ("/address/canonical-counts-on-its-own-domain", test_canonical);
  g_test_add_func ("/address/addresses-are-found-in-text", test_find_all);
  return g_test_run ();
}
