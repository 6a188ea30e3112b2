/* carrel-fetch-policy.c: where a request may go, at each hop. Pure; any thread.
 *
 * The tables are IANA's special-purpose registries (RFC 6890 and what came after), plus the one
 * metadata service that has a public number.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "fetch/carrel-fetch-policy.h"

#include "base/carrel-error.h"
#include "fetch/carrel-fetch-words.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  guint8 bytes[16], bits;
} Range;

static const Range special4[] = {
  { { 0 }, 8 },                 /* «this network»; 0.0.0.0 is this computer */
  { { 10 }, 8 },                /* private */
  { { 100, 64 }, 10 },          /* shared by a provider's customers (CGNAT) */
  { { 127 }, 8 },               /* loopback */
  { { 168, 63, 129, 16 }, 32 }, /* a cloud's metadata service */
  { { 169, 254 }, 16 },         /* link-local, where most metadata services are */
  { { 172, 16 }, 12 },          /* private */
  { { 192, 0, 0 }, 24 },        /* protocol assignments */
  { { 192, 0, 2 }, 24 },        /* documentation */
  { { 192, 88, 99 }, 24 },      /* 6to4 relays, given up */
  { { 192, 168 }, 16 },         /* private */
  { { 198, 18 }, 15 },          /* benchmarking */
  { { 198, 51, 100 }, 24 },     /* documentation */
  { { 203, 0, 113 }, 24 },      /* documentation */
  { { 224 }, 4 },               /* multicast */
  { { 240 }, 4 },               /* reserved, broadcast */
};

/* Within 2000::/3; all that lies outside of it is special. */
static const Range special6[] = {
  { { 0x20, 0x01 }, 23 },             /* protocol assignments, Teredo, ORCHID */
  { { 0x20, 0x01, 0x0d, 0xb8 }, 32 }, /* documentation */
  { { 0x3f, 0xff }, 20 },             /* documentation */
};

static const Range global6 = { { 0x20 }, 3 };

/* IPv6 addresses that stand for an IPv4 address, which begins at `offset`. */
static const struct {
  Range range;
  guint offset;
} embedding[] = {
  { { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff }, 96 }, 12 }, /* mapped */
  { { { 0x00, 0x64, 0xff, 0x9b }, 96 }, 12 },                   /* NAT64 */
  { { { 0x20, 0x02 }, 16 }, 2 },                                /* 6to4 */
};

static gboolean
is_within (const guint8 *bytes, const Range *range)
{
  guint whole = range->bits / 8, rest = range->bits % 8;

  if (memcmp (bytes, range->bytes, whole) != 0)
    return FALSE;
  return rest == 0 || ((bytes[whole] ^ range->bytes[whole]) >> (8 - rest)) == 0;
}

static gboolean
is_public4 (const guint8 *bytes)
{
  for (guint i = 0; i < G_N_ELEMENTS (special4); i++)
    if (is_within (bytes, &special4[i]))
      return FALSE;
  return TRUE;
}

gboolean
carrel_fetch_policy_is_public (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    return is_public4 (bytes);
  if (g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (embedding); i++)
    if (is_within (bytes, &embedding[i].range))
      return is_public4 (bytes + embedding[i].offset);
  if (!is_within (bytes, &global6))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (special6); i++)
    if (is_within (bytes, &special6[i]))
      return FALSE;
  return TRUE;
}

gboolean
carrel_fetch_policy_may_be_private (const CarrelFetchHop *hop)
{
  return hop->typed_host && g_ascii_strcasecmp (hop->host, hop->typed_host) == 0 &&
         !hop->from_public &&
         (!hop->previous_host || g_ascii_strcasecmp (hop->previous_host, hop->typed_host) == 0);
}

gboolean
carrel_fetch_policy_judge (const CarrelFetchHop *hop, GInetAddress *address, GError **error)
{
  g_autofree char *name = NULL, *number = NULL, *previous = NULL;

  if (carrel_fetch_policy_is_public (address) || carrel_fetch_policy_may_be_private (hop))
    return TRUE;

  name = carrel_fetch_words_name_host (hop->host);
  number = g_inet_address_to_string (address);
  if (hop->previous_host && g_ascii_strcasecmp (hop->previous_host, hop->host) != 0) {
    previous = carrel_fetch_words_name_host (hop->previous_host);
    /* Translators: the first two are hosts, the third is its number, such as 192.168.0.1. */
    carrel_error_say (
        error, CARREL_ERROR_REFUSED,
        N_ ("%s leads to %s (%s), on this computer or its own network, where no page may lead"),
        previous, name, number);
  } else {
    /* Translators: a host and its number, such as 192.168.0.1. */
    carrel_error_say (error, CARREL_ERROR_REFUSED,
                      N_ ("%s (%s) is on this computer or its own network, where no page may lead"),
                      name, number);
  }
  return FALSE;
}

gboolean
carrel_fetch_policy_judge_port (const CarrelFetchHop *hop, const CarrelUri *uri, GError **error)
{
  g_autofree char *name = NULL;

  if (uri->port == -1 || uri->port >= 1024 || uri->port == 80 || uri->port == 443 ||
      (hop->typed_host && g_ascii_strcasecmp (hop->host, hop->typed_host) == 0))
    return TRUE;
  name = carrel_fetch_words_name_host (hop->host);
  carrel_error_say (error, CARREL_ERROR_REFUSED,
                    N_ ("A page leads to port %d of %s, where no pages are"), uri->port, name);
  return FALSE;
}

char *
carrel_fetch_policy_follow (const char *address, const char *location, GError **error)
{
  g_autofree char *valid = NULL, *target = NULL, *name = NULL;
  g_auto (CarrelUri) from = { 0 }, to = { 0 };

  if (!carrel_uri_take_apart (address, &from)) {
    carrel_error_say (error, CARREL_ERROR_REFUSED,
                      N_ ("Carrel opens only http and https addresses"));
    return NULL;
  }
  name = carrel_fetch_words_name_host (from.host);

  /* Some servers send a Latin-1 path as it is. */
  valid = g_utf8_validate (location, -1, NULL)
              ? g_strdup (location)
              : g_convert (location, -1, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
  target = valid ? carrel_uri_resolve (address, valid) : NULL;
  if (!target || !carrel_uri_take_apart (target, &to)) {
    carrel_error_say (error, CARREL_ERROR_REFUSED,
                      N_ ("%s leads to an address that is not on the web"), name);
    return NULL;
  }
  if (strcmp (from.scheme, "https") == 0 && strcmp (to.scheme, "http") == 0) {
    carrel_error_say (error, CARREL_ERROR_REFUSED,
                      N_ ("%s leads from a secure connection to one that is not"), name);
    return NULL;
  }
  return carrel_uri_put_together (&to, FALSE);
}
