/* carrel-decode.h: takes content codings off a body while it arrives. Strict and bounded.
 *
 * gzip, x-gzip, deflate (in zlib's form and raw, since servers send both) and br, at most two on
 * top of each other. A damaged, cut off or unknown coding is an error, never half a text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CARREL_DECODE_MAX_CODINGS 2
#define CARREL_DECODE_MAX_RATIO 200            /* out for in … */
#define CARREL_DECODE_RATIO_FROM (1024 * 1024) /* … once so much came out */

typedef struct _CarrelDecode CarrelDecode;

/* `codings`: the Content-Encoding header (nullable: none). `max_bytes`: ceiling of what comes out,
 * and of what stands between two codings. Fails with HTTP for a coding that Carrel doesn't know, or
 * too many. One thread at a time. (transfer full) */
CarrelDecode *carrel_decode_new (const char *codings, gsize max_bytes, GError **error);
void          carrel_decode_free (CarrelDecode *self);

/* Takes the next bytes of the body. Fails with NETWORK (damaged) or TOO_LARGE; then and after
 * finish only free() may follow. */
gboolean carrel_decode_push (CarrelDecode *self, const guint8 *bytes, gsize len, GError **error);

/* What came out so far; valid until the next call. */
const guint8 *carrel_decode_peek (CarrelDecode *self, gsize *len);

/* Fails with TOO_LARGE when a body of so many bytes, of which none has come, can't pass. */
gboolean carrel_decode_expect (CarrelDecode *self, guint64 len, GError **error);

/* TRUE when bytes pass through as they are. */
gboolean carrel_decode_is_identity (CarrelDecode *self);

/* All of it. Fails with NETWORK when a coding has not come to its end. (transfer full) */
GBytes *carrel_decode_finish (CarrelDecode *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelDecode, carrel_decode_free)

G_END_DECLS
