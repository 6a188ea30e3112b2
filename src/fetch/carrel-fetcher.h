/* carrel-fetcher.h: gets pages and images from the web, within limits.
 *
 * A bare SoupSession: HTTP/1.1, no cookies, no cache, no credentials, no Referer, own redirects
 * judged at each hop (carrel-fetch-policy.h), own strict decoding (carrel-decode.h), total
 * deadlines. Main thread (its main context); nothing blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "fetch/carrel-page.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CARREL_TYPE_FETCHER (carrel_fetcher_get_type ())
G_DECLARE_FINAL_TYPE (CarrelFetcher, carrel_fetcher, CARREL, FETCHER, GObject)

typedef enum {
  CARREL_FETCH_PAGE,  /* ≤ 16 MiB; text/html, XHTML, plain text, Markdown; else NOT_A_PAGE */
  CARREL_FETCH_IMAGE, /* ≤ 25 MiB; image/jpeg, png, gif, webp, avif by its first bytes */
} CarrelFetchKind;

/* `resolver` (nullable): the system's. Properties «deadline» (ms in all, 120000), «header-deadline»
 * (ms to the headers of each hop, 30000) and «tls-database» (nullable: the system's authorities),
 * set by tests. */
CarrelFetcher *carrel_fetcher_new (GResolver *resolver);

/* `address`: normalised. `typed_host` (nullable): the host the person typed or pasted, which alone
 * may be private; for an image the host of its page's final address when that page was itself
 * private (CarrelPage.is_private). `referrer_host` (nullable): host of the page an image belongs
 * to. At most two loads of one host are under way, and eight in all; the others wait, and the
 * deadline runs only once they don't. Loads under way hold the fetcher; what ends one early (an
 * error, a deadline, the cancellable) closes its connection. Fails with NETWORK, HTTP, REFUSED,
 * TOO_LARGE or NOT_A_PAGE; the message names host and reason. A page that broke off is no failure,
 * but `partial`: another try may give all of it. */
void        carrel_fetcher_load_async (CarrelFetcher      *self,
                                       CarrelFetchKind     kind,
                                       const char         *address,
                                       const char         *typed_host,
                                       const char         *referrer_host,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
CarrelPage *carrel_fetcher_load_finish (CarrelFetcher *self, GAsyncResult *result, GError **error);

G_END_DECLS
