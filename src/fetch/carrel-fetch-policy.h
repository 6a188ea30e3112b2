/* carrel-fetch-policy.h: where a request may go, at each hop. Pure; any thread.
 *
 * What is judged is the address that a host's name was resolved to, never the text of an address:
 * the text has too many disguises. A page must not reach into the computer it is read on, nor into
 * the network around it, by naming a host there, by redirecting or by changing its name's address
 * in between.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "base/carrel-uri.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* One step to a host: the address itself, a redirect, or from a page to its image. */
typedef struct {
  const char *host;       /* that is to be asked */
  const char *typed_host; /* (nullable): what the person typed or pasted */
  const char
          *previous_host; /* (nullable): of the redirect, or of the page that an image belongs to */
  gboolean from_public;   /* an answer from a public address led here */
} CarrelFetchHop;

/* An address that is the same for everybody: neither loopback, private, shared (CGNAT), link-local,
 * unique local, multicast, unspecified, documentation, reserved or a cloud's metadata service, nor
 * an IPv6 form (mapped, NAT64, 6to4) of such an IPv4 address. */
gboolean carrel_fetch_policy_is_public (GInetAddress *address);

/* Whether the hop may end at an address that isn't public: at the typed host alone, and never on a
 * way that has been elsewhere. */
gboolean carrel_fetch_policy_may_be_private (const CarrelFetchHop *hop);

/* Whether the hop may end at this address. Fails with REFUSED. */
gboolean
carrel_fetch_policy_judge (const CarrelFetchHop *hop, GInetAddress *address, GError **error);

/* Other services than the web's listen below port 1024: only the typed host may be asked there.
 * Fails with REFUSED. */
gboolean
carrel_fetch_policy_judge_port (const CarrelFetchHop *hop, const CarrelUri *uri, GError **error);

/* Where a redirect from `address` to `location`, as its header says, goes: absolute, without
 * fragment, user and password. Fails with REFUSED for what isn't http(s), and for https that leads
 * to http. (transfer full) */
char *carrel_fetch_policy_follow (const char *address, const char *location, GError **error);

G_END_DECLS
