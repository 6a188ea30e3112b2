/* carrel-fetch-answer.h: makes a page of an answer's headers and bytes, while they come. Asks
 * nobody.
 *
 * One thread at a time. For fetch/ alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "fetch/carrel-fetcher.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _CarrelFetchAnswer CarrelFetchAnswer;

/* For a message whose headers have come, and isn't a redirect. Fills `page` (lent). Fails with
 * HTTP, NOT_A_PAGE or TOO_LARGE when nothing more is worth reading. `host` names the site in
 * messages. (transfer full) */
CarrelFetchAnswer *carrel_fetch_answer_new (
    CarrelFetchKind kind, const char *host, SoupMessage *message, CarrelPage *page, GError **error);
void carrel_fetch_answer_free (CarrelFetchAnswer *self);

/* The next bytes of the body. Fails with NETWORK (damaged), TOO_LARGE or NOT_A_PAGE, as soon as it
 * shows. */
gboolean
carrel_fetch_answer_push (CarrelFetchAnswer *self, const guint8 *bytes, gsize len, GError **error);

/* The connection has broken off: TRUE when what came so far can be kept; the page is then partial.
 */
gboolean carrel_fetch_answer_break_off (CarrelFetchAnswer *self);

/* Makes the page whole. Fails as push () does. */
gboolean carrel_fetch_answer_finish (CarrelFetchAnswer *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelFetchAnswer, carrel_fetch_answer_free)

G_END_DECLS
