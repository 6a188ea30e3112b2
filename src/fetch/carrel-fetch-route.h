/* carrel-fetch-route.h: a way to one host that ends at judged addresses and nowhere else.
 *
 * A SoupSession of its own, made of nothing: no credentials, cookies, cache, proxy, sniffing or
 * decoding. It connects to the addresses it was made with, whatever the host's name means later: what
 * was judged is what is connected to. A certificate is compared with the host's name all the same.
 *
 * Main thread. For fetch/ alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/carrel-uri.h"

#include <gio/gio.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

#define CARREL_FETCH_PER_HOST 2 /* connections to a host at once */

typedef struct {
  grefcount    references;
  SoupSession *session;   /* (owned) */
  gboolean     is_public; /* one of the addresses is */
} CarrelFetchRoute;

/* `addresses` (element-type GInetAddress): not empty, in the order of preference. `database`
 * (nullable): the system's authorities. (transfer full) */
CarrelFetchRoute *carrel_fetch_route_new (const CarrelUri *uri, GPtrArray *addresses, GTlsDatabase *database);
CarrelFetchRoute *carrel_fetch_route_ref (CarrelFetchRoute *self);
void              carrel_fetch_route_unref (CarrelFetchRoute *self);

G_END_DECLS
