/* carrel-fetch-words.c: how what went wrong on the way is said. Any thread.
 *
 * A reason that is not known here is given in the words of the system.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "fetch/carrel-fetch-words.h"

#include "base/carrel-error.h"
#include "base/carrel-said.h"
#include "base/carrel-text.h"
#include "model/carrel-address.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>
#include <string.h>

char *
carrel_fetch_words_name_host (const char *host)
{
  g_autofree char *address =
      g_strdup_printf (strchr (host, ':') ? "http://[%s]/" : "http://%s/", host);
  char *shown = carrel_address_dup_display_host (address);

  return shown ? shown : g_strdup (host);
}

/* ── Statuses ── */

static void
say_status (GError **error, const char *host, guint status)
{
#define SAY(format) carrel_error_say (error, CARREL_ERROR_HTTP, format, host, status)
  switch (status) {
  case 401:
  case 407:
    SAY (N_ ("%s asks for a login (%u)"));
    break;
  case 402:
    SAY (N_ ("%s asks for a payment (%u)"));
    break;
  case 403:
    SAY (N_ ("%s does not give this page to Carrel (%u)"));
    break;
  case 404:
    SAY (N_ ("%s has no such page (%u)"));
    break;
  case 410:
    SAY (N_ ("The page is gone from %s (%u)"));
    break;
  case 429:
    SAY (N_ ("%s is being asked too often (%u)"));
    break;
  case 451:
    SAY (N_ ("%s may not show the page, for legal reasons (%u)"));
    break;
  default:
    if (status >= 500)
      SAY (N_ ("%s is having trouble (%u)"));
    else
      SAY (N_ ("%s answers with an error (%u)"));
    break;
  }
#undef SAY
}

/* Not 501 and 505: what a server can't do it won't do later. */
static gboolean
is_temporary (guint status)
{
  return status == 408 || status == 425 || status == 429 ||
         (status >= 500 && status != 501 && status != 505);
}

void
carrel_fetch_words_set_status (GError **error, const char *host, guint status)
{
  g_autofree char *name = carrel_fetch_words_name_host (host);

  say_status (error, name, status);
  if (error)
    carrel_error_set_temporary (*error, is_temporary (status), 0);
}

/* ── The network ── */

/* The worst first: what a certificate lacks most says more than what it also lacks. */
static const struct {
  GTlsCertificateFlags flag;
  const char          *reason;
} certificate_reasons[] = {
  { G_TLS_CERTIFICATE_REVOKED, N_ ("its certificate has been revoked") },
  { G_TLS_CERTIFICATE_UNKNOWN_CA, N_ ("nobody known vouches for its certificate") },
  { G_TLS_CERTIFICATE_BAD_IDENTITY, N_ ("its certificate is for another site") },
  { G_TLS_CERTIFICATE_EXPIRED, N_ ("its certificate has expired") },
  { G_TLS_CERTIFICATE_NOT_ACTIVATED, N_ ("its certificate is not valid yet") },
  { G_TLS_CERTIFICATE_INSECURE, N_ ("its certificate is of a kind that is no longer safe") },
};

static void
say_tls (GError **error, const char *host, const GError *source, GTlsCertificateFlags flags)
{
  for (guint i = 0; i < G_N_ELEMENTS (certificate_reasons); i++)
    if (flags & certificate_reasons[i].flag) {
      g_autofree char *word = g_strconcat (CARREL_SAID_WORD, certificate_reasons[i].reason, NULL);

      /* Translators: a host, and why its certificate isn't accepted. */
      carrel_error_say (error, CARREL_ERROR_NETWORK, N_ ("The connection to %s is not secure: %s"),
                        host, word);
      return;
    }
  carrel_error_say (error, CARREL_ERROR_NETWORK, N_ ("The connection to %s is not secure: %s"),
                    host, source->message);
}

static void
say_network (GError **error, const char *host, const GError *source)
{
#define SAY(format) carrel_error_say (error, CARREL_ERROR_NETWORK, format, host)
  if (g_error_matches (source, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    SAY (N_ ("There is no site at %s"));
  else if (source->domain == G_RESOLVER_ERROR ||
           g_error_matches (source, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE))
    SAY (N_ ("%s could not be looked for: the network does not answer"));
  else if (source->domain == SOUP_SESSION_ERROR)
    SAY (N_ ("%s sent something that is not a web page's answer"));
  else if (g_error_matches (source, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    SAY (N_ ("%s refused the connection"));
  else if (g_error_matches (source, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE))
    SAY (N_ ("%s cannot be reached"));
  else if (g_error_matches (source, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    SAY (N_ ("%s did not answer"));
  else if (g_error_matches (source, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) ||
           g_error_matches (source, G_IO_ERROR,
                            G_IO_ERROR_CONNECTION_CLOSED)) /* also a broken pipe */
    SAY (N_ ("%s broke off the connection"));
  else
    carrel_error_say (error, CARREL_ERROR_NETWORK, N_ ("%s cannot be reached: %s"), host,
                      source->message);
#undef SAY
}

void
carrel_fetch_words_take (GError             **error,
                         GError              *source,
                         const char          *host,
                         GTlsCertificateFlags flags)
{
  g_autofree char *name = carrel_fetch_words_name_host (host);
  g_autoptr (GError) owned = source;

  if (source->domain == G_TLS_ERROR) {
    say_tls (error, name, source, flags);
    if (error)
      carrel_error_set_temporary (*error, FALSE, 0);
  } else {
    say_network (error, name, source);
  }
}

void
carrel_fetch_words_set_late (GError **error, const char *host, gboolean began, guint milliseconds)
{
  g_autofree char *name = carrel_fetch_words_name_host (host);
  guint            seconds = milliseconds < 1000 ? 1 : (milliseconds + 500) / 1000;

  if (began)
    carrel_error_say_plural (error, CARREL_ERROR_NETWORK, "%s did not send all within %u second",
                             "%s did not send all within %u seconds", seconds, name, seconds);
  else
    carrel_error_say_plural (error, CARREL_ERROR_NETWORK, "%s did not answer within %u second",
                             "%s did not answer within %u seconds", seconds, name, seconds);
}

/* ── What isn't a page ── */

/* By the beginning of the media type, or by the word for what the first bytes are. */
static const struct {
  const char *type, *word, *sentence;
} kinds[] = {
  { "application/pdf", N_ ("PDF"), N_ ("This is a PDF, not a page") },
  { "image/", N_ ("image"), N_ ("This is an image, not a page") },
  { "video/", N_ ("video"), N_ ("This is a video, not a page") },
  { "audio/", N_ ("audio"), N_ ("This is a sound recording, not a page") },
  { "application/zip", N_ ("archive"), N_ ("This is an archive, not a page") },
  { "application/gzip", NULL, N_ ("This is an archive, not a page") },
  { "application/x-executable", N_ ("program"), N_ ("This is a program, not a page") },
  { "application/vnd.sqlite3", N_ ("database"), N_ ("This is a database, not a page") },
  { "application/epub", NULL, N_ ("This is a book, not a page") },
  { "application/rss", NULL, N_ ("This is a feed, not a page") },
  { "application/atom", NULL, N_ ("This is a feed, not a page") },
  { "application/feed", NULL, N_ ("This is a feed, not a page") },
  { "application/octet-stream", N_ ("binary data"),
    N_ ("This is a file of binary data, not a page") },
};

static void
say_kind (GError **error, const char *sentence)
{
  g_autofree char *whole = g_strconcat (CARREL_SAID_WORD, sentence, NULL);

  carrel_error_say (error, CARREL_ERROR_NOT_A_PAGE, "%s", whole);
}

void
carrel_fetch_words_set_type (GError **error, const char *type)
{
  g_autofree char *shown = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (type, kinds[i].type)) {
      say_kind (error, kinds[i].sentence);
      return;
    }
  shown = carrel_text_excerpt (type, 60);
  /* Translators: a media type, such as «application/json». */
  carrel_error_say (error, CARREL_ERROR_NOT_A_PAGE, N_ ("This is a file of type %s, not a page"),
                    shown);
}

void
carrel_fetch_words_set_binary (GError **error, const char *what)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].word && strcmp (kinds[i].word, what) == 0) {
      say_kind (error, kinds[i].sentence);
      return;
    }
  carrel_fetch_words_set_type (error, "application/octet-stream");
}
