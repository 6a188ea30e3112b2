/* carrel-fetch-route.h: a way to one host that ends at judged addresses and nowhere else.
 *
 * Sessions that take it connect to the addresses that it was made with, whatever the host's name
 * means later: what was judged is what is connected to. A certificate is compared with the host's
 * name all the same.
 *
 * Main thread. For fetch/ alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/carrel-uri.h"

#include <gio/gio.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _CarrelFetchRoute CarrelFetchRoute;

/* `addresses` (element-type GInetAddress): not empty, in the order of preference. (transfer full)
 */
CarrelFetchRoute *carrel_fetch_route_new (const CarrelUri *uri, GPtrArray *addresses);
void              carrel_fetch_route_free (CarrelFetchRoute *self);

/* One of the addresses is public. */
gboolean carrel_fetch_route_is_public (CarrelFetchRoute *self);

/* A session for one message, made of nothing: no credentials, cookies, cache, proxy, sniffing or
 * decoding, no deadline. `database` (nullable): the system's authorities. (transfer full) */
SoupSession *carrel_fetch_route_open (CarrelFetchRoute *self, GTlsDatabase *database);

G_END_DECLS
