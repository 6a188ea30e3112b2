/* carrel-fetch-route.c: a way to one host that ends at judged addresses and nowhere else. Main
 * thread.
 *
 * The session is given a «remote connectable» in place of the host's name. TLS takes the name that
 * it compares with the certificate from that object, too, and knows GNetworkAddress: so ours is
 * one, whose addresses have been found before.
 *
 * A session serves one message. libsoup 3.6 counts an item off twice when some failures meet, and a
 * session that has counted too far starts nothing any more, nor hears that it is cancelled. One
 * that is thrown away can't get there; and on a connection that was never used before nothing is
 * sent again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "fetch/carrel-fetch-route.h"

#include "config.h"
#include "fetch/carrel-fetch-policy.h"

#include <string.h>

struct _CarrelFetchRoute {
  GSocketConnectable *pinned; /* (owned) */
  gboolean            is_public;
};

/* ── The addresses, one after the other ── */

#define CARREL_TYPE_PINNED_ENUMERATOR (carrel_pinned_enumerator_get_type ())
G_DECLARE_FINAL_TYPE (CarrelPinnedEnumerator,
                      carrel_pinned_enumerator,
                      CARREL,
                      PINNED_ENUMERATOR,
                      GSocketAddressEnumerator)

struct _CarrelPinnedEnumerator {
  GSocketAddressEnumerator parent_instance;

  GPtrArray *addresses; /* (owned) (element-type GSocketAddress) */
  guint      next;
};

G_DEFINE_FINAL_TYPE (CarrelPinnedEnumerator,
                     carrel_pinned_enumerator,
                     G_TYPE_SOCKET_ADDRESS_ENUMERATOR)

static GSocketAddress *
carrel_pinned_enumerator_next (GSocketAddressEnumerator *enumerator,
                               GCancellable             *cancellable,
                               GError                  **error)
{
  CarrelPinnedEnumerator *self = CARREL_PINNED_ENUMERATOR (enumerator);

  if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
      self->next >= self->addresses->len)
    return NULL;
  return g_object_ref (self->addresses->pdata[self->next++]);
}

static void
carrel_pinned_enumerator_finalize (GObject *object)
{
  g_ptr_array_unref (CARREL_PINNED_ENUMERATOR (object)->addresses);
  G_OBJECT_CLASS (carrel_pinned_enumerator_parent_class)->finalize (object);
}

static void
carrel_pinned_enumerator_class_init (CarrelPinnedEnumeratorClass *class)
{
  G_OBJECT_CLASS (class)->finalize = carrel_pinned_enumerator_finalize;
  G_SOCKET_ADDRESS_ENUMERATOR_CLASS (class)->next = carrel_pinned_enumerator_next;
}

static void
carrel_pinned_enumerator_init (CarrelPinnedEnumerator *self)
{
}

/* ── The host that has them ── */

#define CARREL_TYPE_PINNED_ADDRESS (carrel_pinned_address_get_type ())
G_DECLARE_FINAL_TYPE (
    CarrelPinnedAddress, carrel_pinned_address, CARREL, PINNED_ADDRESS, GNetworkAddress)

struct _CarrelPinnedAddress {
  GNetworkAddress parent_instance;

  GPtrArray *addresses; /* (owned) (element-type GSocketAddress) */
};

static void carrel_pinned_address_connectable_init (GSocketConnectableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CarrelPinnedAddress,
                               carrel_pinned_address,
                               G_TYPE_NETWORK_ADDRESS,
                               G_IMPLEMENT_INTERFACE (G_TYPE_SOCKET_CONNECTABLE,
                                                      carrel_pinned_address_connectable_init))

static GSocketAddressEnumerator *
carrel_pinned_address_enumerate (GSocketConnectable *connectable)
{
  CarrelPinnedEnumerator *enumerator = g_object_new (CARREL_TYPE_PINNED_ENUMERATOR, NULL);

  enumerator->addresses = g_ptr_array_ref (CARREL_PINNED_ADDRESS (connectable)->addresses);
  return G_SOCKET_ADDRESS_ENUMERATOR (enumerator);
}

static void
carrel_pinned_address_connectable_init (GSocketConnectableIface *iface)
{
  iface->enumerate = carrel_pinned_address_enumerate;
  iface->proxy_enumerate = carrel_pinned_address_enumerate; /* never through a proxy */
}

static void
carrel_pinned_address_finalize (GObject *object)
{
  g_ptr_array_unref (CARREL_PINNED_ADDRESS (object)->addresses);
  G_OBJECT_CLASS (carrel_pinned_address_parent_class)->finalize (object);
}

static void
carrel_pinned_address_class_init (CarrelPinnedAddressClass *class)
{
  G_OBJECT_CLASS (class)->finalize = carrel_pinned_address_finalize;
}

static void
carrel_pinned_address_init (CarrelPinnedAddress *self)
{
  self->addresses = g_ptr_array_new_with_free_func (g_object_unref);
}

static guint16
get_port (const CarrelUri *uri)
{
  return uri->port > 0 ? (guint16) uri->port : strcmp (uri->scheme, "https") == 0 ? 443 : 80;
}

/* Families take turns: where one of the two leads nowhere, the other comes next. */
static GSocketConnectable *
pin (const CarrelUri *uri, GPtrArray *addresses)
{
  CarrelPinnedAddress *self = g_object_new (CARREL_TYPE_PINNED_ADDRESS, "hostname", uri->host,
                                            "port", get_port (uri), "scheme", uri->scheme, NULL);
  g_autoptr (GPtrArray) left = g_ptr_array_new (); /* lent */
  GSocketFamily family = g_inet_address_get_family (addresses->pdata[0]);

  g_ptr_array_extend (left, addresses, NULL, NULL);
  while (left->len > 0) {
    GInetAddress *address;
    guint         i = 0;

    while (i < left->len && g_inet_address_get_family (left->pdata[i]) != family)
      i++;
    address = g_ptr_array_index (left, i < left->len ? i : 0);
    g_ptr_array_add (self->addresses, g_inet_socket_address_new (address, get_port (uri)));
    family = g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4 ? G_SOCKET_FAMILY_IPV6
                                                                         : G_SOCKET_FAMILY_IPV4;
    g_ptr_array_remove_index (left, i < left->len ? i : 0);
  }
  return G_SOCKET_CONNECTABLE (self);
}

/* ── The session ── */

CarrelFetchRoute *
carrel_fetch_route_new (const CarrelUri *uri, GPtrArray *addresses)
{
  CarrelFetchRoute *self = g_new0 (CarrelFetchRoute, 1);

  self->pinned = pin (uri, addresses);
  for (guint i = 0; i < addresses->len; i++)
    self->is_public |= carrel_fetch_policy_is_public (addresses->pdata[i]);
  return self;
}

void
carrel_fetch_route_free (CarrelFetchRoute *self)
{
  g_object_unref (self->pinned);
  g_free (self);
}

gboolean
carrel_fetch_route_is_public (CarrelFetchRoute *self)
{
  return self->is_public;
}

SoupSession *
carrel_fetch_route_open (CarrelFetchRoute *self, GTlsDatabase *database)
{
  /* The library's own time-out is per read; the fetcher has deadlines for the whole. */
  SoupSession *session =
      g_object_new (SOUP_TYPE_SESSION, "remote-connectable", self->pinned, "timeout", 0,
                    "idle-timeout", 1, "user-agent", "Carrel/" CARREL_VERSION, NULL);

  soup_session_set_proxy_resolver (session, NULL);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  if (database)
    soup_session_set_tls_database (session, database);
  return session;
}
