/* carrel-uri.h: http(s) addresses taken apart and put together again. Pure; any thread.
 *
 * What two addresses have in common is model/carrel-address.h's; this is only how one is written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CARREL_URI_MAX_LENGTH 8192

typedef struct {
  char *scheme, *host, *path, *query,
      *fragment; /* (owned); path never NULL, query and fragment nullable */
  int port;      /* -1: the scheme's own */
} CarrelUri;

void carrel_uri_clear (CarrelUri *uri);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CarrelUri, carrel_uri_clear)

/* FALSE for what isn't an absolute http(s) address with a clean host; `uri` is then to be cleared
 * all the same. Path, query and fragment come percent-encoded. */
gboolean carrel_uri_take_apart (const char *address, CarrelUri *uri);

/* The host alone: what carrel_uri_take_apart () says of it, NULL where that is FALSE. (transfer
 * full) (nullable) */
char *carrel_uri_dup_host (const char *address);

/* Without user and password, which are never kept. (transfer full) */
char *carrel_uri_put_together (const CarrelUri *uri, gboolean fragment);

/* `reference` against `base` (nullable: then it must be absolute): the absolute http, https or
 * mailto address with its fragment, or NULL for any other. At most CARREL_URI_MAX_LENGTH. (transfer
 * full) */
char *carrel_uri_resolve (const char *base, const char *reference);

/* Letters, digits, dots, dashes and underscores, or an IPv6 literal: what can't smuggle anything
 * into a request's header; other scripts in ASCII by IDNA. (transfer full) (nullable) */
char *carrel_uri_clean_host (const char *host);

/* Percent-encodes what may not stand in a path or query; keeps escapes that are there, in upper
 * case. (transfer full) */
char *carrel_uri_encode (const char *part);

/* What browsers strip: tabs and newlines anywhere, control characters and spaces at the ends.
 * (transfer full) */
char *carrel_uri_strip (const char *text);

G_END_DECLS
