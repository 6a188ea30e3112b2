/* carrel-error.h: what can go wrong, by what a person can do about it.
 *
 * One domain for the whole program. A message is a whole sentence that names the thing and the
 * reason («Couldn't read “export.csv”, line 12: …»). G_IO_ERROR_CANCELLED passes untouched through
 * every layer and is never shown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CARREL_ERROR (carrel_error_quark ())

/* CARREL_ERROR_NETWORK:     no answer: unknown host, refused, timed out, TLS, cut off; try later
 * CARREL_ERROR_HTTP:        the server said no (404, 500, too many redirects)
 * CARREL_ERROR_REFUSED:     Carrel doesn't go there: a scheme, a private address, a downgrade
 * CARREL_ERROR_TOO_LARGE:   over a limit of size, depth or time
 * CARREL_ERROR_NOT_A_PAGE:  a PDF, an image, a video
 * CARREL_ERROR_NO_ARTICLE:  a page without a text worth keeping
 * CARREL_ERROR_EXISTS:      already in the library
 * CARREL_ERROR_NOT_FOUND:   no such article, topic, link, file
 * CARREL_ERROR_BAD_FILE:    a file that can't be read as what it should be
 * CARREL_ERROR_UNSUPPORTED: Carrel doesn't know this kind
 * CARREL_ERROR_INVALID:     what was asked for makes no sense (a topic named «/», a link to itself)
 * CARREL_ERROR_TOO_NEW:     a library of a newer Carrel
 * CARREL_ERROR_DAMAGED:     a library that is not, or no longer, one
 * CARREL_ERROR_DISK:        full, read-only, not permitted, I/O error */
typedef enum {
  CARREL_ERROR_NETWORK,
  CARREL_ERROR_HTTP,
  CARREL_ERROR_REFUSED,
  CARREL_ERROR_TOO_LARGE,
  CARREL_ERROR_NOT_A_PAGE,
  CARREL_ERROR_NO_ARTICLE,
  CARREL_ERROR_EXISTS,
  CARREL_ERROR_NOT_FOUND,
  CARREL_ERROR_BAD_FILE,
  CARREL_ERROR_UNSUPPORTED,
  CARREL_ERROR_INVALID,
  CARREL_ERROR_TOO_NEW,
  CARREL_ERROR_DAMAGED,
  CARREL_ERROR_DISK,
} CarrelErrorCode;

GQuark carrel_error_quark (void);

/* Whether asking again later may help, by itself: a site that is slow, overloaded or out of reach,
 * a full disk. By the code, unless whoever made the error knew better. Errors of other domains
 * don't. */
gboolean carrel_error_is_temporary (const GError *error);
/* Seconds that the other side asked to wait before that; 0: it said nothing. */
guint carrel_error_get_wait (const GError *error);
/* Only for an error of this domain, and before it is handed on. */
void carrel_error_set_temporary (GError *error, gboolean temporary, guint wait);

/* An error whose sentence can be said in another language later: the format is untranslated (N_),
 * with %s, %u and %d only; see carrel-said.h. Its message is in the program's language. */
void carrel_error_say (GError **error, CarrelErrorCode code, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
void carrel_error_say_plural (
    GError **error, CarrelErrorCode code, const char *one, const char *many, guint n, ...)
    G_GNUC_PRINTF (3, 6);
GError *carrel_error_new_said (CarrelErrorCode code, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* An error whose sentence names what a person typed, which may be of any length: a sentence of more
 * than 160 characters is shortened in its middle. The format is in the program's language. */
void carrel_error_set_short (GError **error, CarrelErrorCode code, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
/* Puts a text in front: a name and a colon. Any error; none. */
void carrel_error_prefix (GError **error, const char *prefix);
/* Its sentence as it is kept, for carrel_said_speak (): what it is made of, or, where that isn't
 * known, as it is. (transfer full) */
char *carrel_error_dup_said (const GError *error);

/* The code's name for programs: «network», «not-a-page». Static. */
const char *carrel_error_code_name (CarrelErrorCode code);

/* What a failed file operation means to the person: G_IO_ERROR_NOT_FOUND becomes NOT_FOUND, a full
 * or read-only disk DISK, anything else BAD_FILE. `format` says what was being done; the system's
 * reason is added after a colon. Takes `source`. CANCELLED is propagated as it is. */
void carrel_error_take_io (GError **error, GError *source, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

G_END_DECLS
