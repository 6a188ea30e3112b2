/* carrel-fetch-words.h: how what went wrong on the way is said. Any thread. For fetch/ alone.
 *
 * `host` is as in an address; the message has it as a person reads it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A host as a person may read it. (transfer full) */
char *carrel_fetch_words_name_host (const char *host);

/* HTTP, for a status that brings no page. */
void carrel_fetch_words_set_status (GError **error, const char *host, guint status);

/* NETWORK, for what the network or the library for it reported. `flags`: what is wrong with the
 * certificate. Takes `source`. */
void carrel_fetch_words_take (GError             **error,
                              GError              *source,
                              const char          *host,
                              GTlsCertificateFlags flags);

/* NETWORK, for a deadline. `began`: the headers had come. */
void
carrel_fetch_words_set_late (GError **error, const char *host, gboolean began, guint milliseconds);

/* NOT_A_PAGE, for a media type, or for a word of carrel_charset_is_binary (). */
void carrel_fetch_words_set_type (GError **error, const char *type);
void carrel_fetch_words_set_binary (GError **error, const char *what);

G_END_DECLS
