/* test-fetch-policy.c: no page leads into the reader's own network.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "fetch/carrel-fetch-policy.h"

#include <string.h>

static void
test_addresses (void)
{
  static const struct {
    const char *address;
    gboolean    is_public;
  } cases[] = {
    { "93.184.215.14", TRUE },
    { "1.1.1.1", TRUE },
    { "100.63.255.255", TRUE },
    { "100.128.0.0", TRUE },
    { "172.15.255.255", TRUE },
    { "172.32.0.0", TRUE },
    { "192.167.255.255", TRUE },
    { "192.169.0.0", TRUE },
    { "192.0.1.1", TRUE },
    { "198.17.255.255", TRUE },
    { "198.20.0.0", TRUE },
    { "223.255.255.255", TRUE },
    { "0.0.0.0", FALSE },
    { "0.255.255.255", FALSE },
    { "10.0.0.0", FALSE },
    { "10.255.255.255", FALSE },
    { "100.64.0.0", FALSE },
    { "100.100.100.200", FALSE }, /* metadata */
    { "100.127.255.255", FALSE },
    { "127.0.0.1", FALSE },
    { "127.255.255.254", FALSE },
    { "168.63.129.16", FALSE }, /* metadata */
    { "168.63.129.17", TRUE },
    { "169.254.0.1", FALSE },
    { "169.254.169.254", FALSE }, /* metadata */
    { "172.16.0.0", FALSE },
    { "172.31.255.255", FALSE },
    { "192.0.0.192", FALSE }, /* metadata */
    { "192.0.2.1", FALSE },
    { "192.88.99.1", FALSE },
    { "192.168.0.1", FALSE },
    { "192.168.255.255", FALSE },
    { "198.18.0.0", FALSE },
    { "198.19.255.255", FALSE },
    { "198.51.100.7", FALSE },
    { "203.0.113.7", FALSE },
    { "224.0.0.1", FALSE },
    { "239.255.255.250", FALSE },
    { "240.0.0.1", FALSE },
    { "255.255.255.255", FALSE },
    { "2606:4700:4700::1111", TRUE },
    { "2a00:1450:4001:800::200e", TRUE },
    { "2001:200::1", TRUE },
    { "3ffe::1", TRUE },
    { "::", FALSE },
    { "::1", FALSE },
    { "::8.8.8.8", FALSE }, /* the old «compatible» form leads nowhere */
    { "::127.0.0.1", FALSE },
    { "::ffff:8.8.8.8", TRUE },
    { "::ffff:127.0.0.1", FALSE },
    { "::ffff:10.1.2.3", FALSE },
    { "::ffff:169.254.169.254", FALSE },
    { "::ffff:0:127.0.0.1", FALSE },
    { "64:ff9b::8.8.8.8", TRUE },
    { "64:ff9b::192.168.1.1", FALSE },
    { "64:ff9b::7f00:1", FALSE },
    { "64:ff9b:1::8.8.8.8", FALSE },
    { "100::1", FALSE },
    { "2001::1", FALSE },    /* Teredo */
    { "2001:10::1", FALSE }, /* ORCHID */
    { "2001:1ff::1", FALSE },
    { "2001:db8::1", FALSE },
    { "2002:808:808::1", TRUE },
    { "2002:7f00:1::1", FALSE },
    { "2002:c0a8:101::1", FALSE },
    { "3fff::1", FALSE },
    { "4000::1", FALSE },
    { "fc00::1", FALSE },
    { "fd00:ec2::254", FALSE }, /* metadata */
    { "fdff:ffff::1", FALSE },
    { "fe80::1", FALSE },
    { "febf::1", FALSE },
    { "fec0::1", FALSE },
    { "ff02::1", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GInetAddress) address = g_inet_address_new_from_string (cases[i].address);

    g_assert_nonnull (address);
    if (carrel_fetch_policy_is_public (address) != cases[i].is_public)
      g_error ("%s: expected %s", cases[i].address, cases[i].is_public ? "public" : "private");
  }
}

static void
test_hops (void)
{
  static const struct {
    CarrelFetchHop hop;
    const char    *address;
    gboolean       allowed;
  } cases[] = {
    /* What is public may be asked by anybody. */
    { { "example.org", "example.org", NULL, FALSE }, "93.184.215.14", TRUE },
    { { "example.org", NULL, NULL, FALSE }, "93.184.215.14", TRUE },
    { { "cdn.example.net", "example.org", "example.org", TRUE }, "93.184.215.14", TRUE },
    { { "example.org", "router.lan", "router.lan", FALSE }, "93.184.215.14", TRUE },
    /* What is private, by its name alone. */
    { { "router.lan", "router.lan", NULL, FALSE }, "192.168.0.1", TRUE },
    { { "Router.LAN", "router.lan", NULL, FALSE }, "192.168.0.1", TRUE },
    { { "localhost", "localhost", NULL, FALSE }, "::1", TRUE },
    { { "169.254.169.254", "169.254.169.254", NULL, FALSE }, "169.254.169.254", TRUE },
    { { "router.lan", NULL, NULL, FALSE }, "192.168.0.1", FALSE },
    { { "router.lan", "example.org", NULL, FALSE }, "192.168.0.1", FALSE },
    { { "nas.lan", "router.lan", NULL, FALSE }, "192.168.0.2", FALSE },
    /* Redirects and images. */
    { { "router.lan", "router.lan", "router.lan", FALSE }, "192.168.0.1", TRUE },
    { { "nas.lan", "router.lan", "router.lan", FALSE }, "192.168.0.2", FALSE },
    { { "router.lan", "example.org", "example.org", TRUE }, "192.168.0.1", FALSE },
    { { "router.lan", "router.lan", "example.org", TRUE }, "192.168.0.1", FALSE },
    { { "router.lan", "router.lan", "nas.lan", FALSE }, "192.168.0.1", FALSE },
    /* The same name, which was public a moment ago. */
    { { "evil.example", "evil.example", "evil.example", TRUE }, "192.168.0.1", FALSE },
    { { "evil.example", "evil.example", "evil.example", TRUE }, "93.184.215.14", TRUE },
    { { "evil.example", NULL, "evil.example", FALSE }, "127.0.0.1", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GInetAddress) address = g_inet_address_new_from_string (cases[i].address);
    g_autoptr (GError) error = NULL;

    if (carrel_fetch_policy_judge (&cases[i].hop, address, &error) != cases[i].allowed)
      g_error ("case %u: %s at %s: %s", i, cases[i].hop.host, cases[i].address,
               error ? error->message : "was allowed");
    if (cases[i].allowed) {
      g_assert_no_error (error);
    } else {
      g_assert_error (error, CARREL_ERROR, CARREL_ERROR_REFUSED);
      g_assert_nonnull (strstr (error->message, cases[i].address));
    }
  }
}

static void
test_ports (void)
{
  static const struct {
    const char *address, *typed;
    gboolean    allowed;
  } cases[] = {
    { "https://example.org/", NULL, TRUE },
    { "http://example.org:443/", NULL, TRUE },
    { "https://example.org:8443/", NULL, TRUE },
    { "http://example.org:22/", NULL, FALSE },
    { "http://example.org:25/", "other.example", FALSE },
    { "http://example.org:25/", "example.org", TRUE },
    { "http://example.org:1023/", NULL, FALSE },
    { "http://example.org:1024/", NULL, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (CarrelUri) uri = { 0 };
    g_autoptr (GError) error = NULL;
    CarrelFetchHop hop = { 0 };

    g_assert_true (carrel_uri_take_apart (cases[i].address, &uri));
    hop.host = uri.host;
    hop.typed_host = cases[i].typed;
    g_assert_true (carrel_fetch_policy_judge_port (&hop, &uri, &error) == cases[i].allowed);
    if (!cases[i].allowed)
      g_assert_error (error, CARREL_ERROR, CARREL_ERROR_REFUSED);
  }
}

static void
test_redirects (void)
{
  static const struct {
    const char *from, *location, *to; /* NULL: refused */
  } cases[] = {
    { "https://example.org/a/b", "c", "https://example.org/a/c" },
    { "https://example.org/a/b", "/c?d=e#f", "https://example.org/c?d=e" },
    { "https://example.org/a/b", "//other.example/", "https://other.example/" },
    { "http://example.org/", "https://example.org/", "https://example.org/" },
    { "http://example.org/", "http://user:secret@example.org/x", "http://example.org/x" },
    { "https://example.org/", "https://EXAMPLE.org:443/", "https://example.org/" },
    { "https://example.org/a", "/caf\xe9", "https://example.org/caf%C3%A9" },
    { "https://example.org/a", "/caf\xc3\xa9", "https://example.org/caf%C3%A9" },
    { "https://example.org/a",
      "https://b\xc3\xbc"
      "cher.example/",
      "https://xn--bcher-kva.example/" },
    { "https://example.org/a", "ht\ttps://other.example/\n", "https://other.example/" },
    { "https://example.org/", "http://example.org/", NULL },
    { "https://example.org/", "HTTP://other.example/", NULL },
    { "https://example.org/", "file:///etc/passwd", NULL },
    { "https://example.org/", "FiLe:///etc/passwd", NULL },
    { "https://example.org/", "javascript:alert(1)", NULL },
    { "https://example.org/", "data:text/html,x", NULL },
    { "https://example.org/", "ftp://example.org/", NULL },
    { "https://example.org/", "mailto:a@example.org", NULL },
    { "https://example.org/", "about:blank", NULL },
    { "https://example.org/", "https://", NULL },
    { "https://example.org/", "https://a b/", NULL },
    { "https://example.org/", "https://a%20b.example/", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *to = carrel_fetch_policy_follow (cases[i].from, cases[i].location, &error);

    g_assert_cmpstr (to, ==, cases[i].to);
    if (cases[i].to)
      g_assert_no_error (error);
    else
      g_assert_error (error, CARREL_ERROR, CARREL_ERROR_REFUSED);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fetch-policy/addresses-that-are-public", test_addresses);
  g_test_add_func ("/fetch-policy/only-the-typed-host-may-be-private", test_hops);
  g_test_add_func ("/fetch-policy/no-other-services-ports", test_ports);
  g_test_add_func ("/fetch-policy/redirects-stay-on-the-web", test_redirects);
  return g_test_run ();
}
