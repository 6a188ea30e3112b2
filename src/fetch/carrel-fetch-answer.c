/* carrel-fetch-answer.c: makes a page of an answer's headers and bytes, while they come.
 *
 * The order is that of certainty: the status, the declared type, the coding, then the first decoded
 * bytes, which have the last word on what a body is. Each may end it, so that a film isn't loaded
 * to say that it is none of ours.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "fetch/carrel-fetch-answer.h"

#include "base/carrel-error.h"
#include "base/carrel-image.h"
#include "base/carrel-time.h"
#include "document/carrel-charset.h"
#include "fetch/carrel-decode.h"
#include "fetch/carrel-fetch-words.h"
#include "fetch/carrel-media-type.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_PAGE (16 * 1024 * 1024)
#define MAX_IMAGE (25 * 1024 * 1024)
#define MAX_WAIT (7 * 24 * 60 * 60) /* seconds that a server may ask for */
#define LOOK 4096                   /* decoded bytes that tell what a body is */

struct _CarrelFetchAnswer {
  CarrelFetchKind kind;
  char           *name;     /* (owned): of the host, as it is shown */
  CarrelPage     *page;     /* lent */
  char           *declared; /* (owned) (nullable): media type */
  CarrelDecode   *decode;   /* (owned) */
  gboolean        looked;   /* at the first bytes */
  goffset         expected; /* bytes, as the headers say; -1: they don't */
  goffset         received;
};

/* An image's first bytes, or all of it where `whole`. */
static gboolean
look_at_image (
    const guint8 *bytes, gsize len, gboolean whole, CarrelImageInfo *info, GError **error)
{
  GError *reason = NULL;

  if (carrel_image_read_info (bytes, len, info, &reason))
    return TRUE;
  if (!whole && reason->code == CARREL_ERROR_BAD_FILE) { /* its size may be further on */
    g_error_free (reason);
    return TRUE;
  }
  if (reason->code != CARREL_ERROR_TOO_LARGE)
    reason->code = CARREL_ERROR_NOT_A_PAGE;
  g_propagate_error (error, reason);
  return FALSE;
}

static gboolean
look (CarrelFetchAnswer *self, const guint8 *bytes, gsize len, gboolean whole, GError **error)
{
  CarrelImageInfo info;
  const char     *what;

  self->looked = TRUE;
  if (self->kind == CARREL_FETCH_IMAGE)
    return look_at_image (bytes, len, whole, &info, error);
  if (carrel_charset_is_binary (bytes, len, &what)) {
    carrel_fetch_words_set_binary (error, what);
    return FALSE;
  }
  if (!carrel_media_type_of_page (self->declared, bytes, len)) {
    carrel_fetch_words_set_type (error, self->declared);
    return FALSE;
  }
  return TRUE;
}

/* Whose answer it is. */
static void
prefix (CarrelFetchAnswer *self, GError **error)
{
  g_autofree char *text = g_strconcat (self->name, ": ", NULL);

  carrel_error_prefix (error, text);
}

gboolean
carrel_fetch_answer_push (CarrelFetchAnswer *self, const guint8 *bytes, gsize len, GError **error)
{
  self->received += (goffset) len;
  if (!carrel_decode_push (self->decode, bytes, len, error)) {
    prefix (self, error);
    return FALSE;
  }
  bytes = carrel_decode_peek (self->decode, &len);
  return self->looked || len < LOOK || look (self, bytes, len, FALSE, error);
}

gboolean
carrel_fetch_answer_break_off (CarrelFetchAnswer *self)
{
  gsize len;

  /* A text that broke off is still a text, and says so; half an image or half a packed text is
   * nothing. */
  carrel_decode_peek (self->decode, &len);
  if (self->kind != CARREL_FETCH_PAGE || len == 0 || !carrel_decode_is_identity (self->decode))
    return FALSE;
  self->page->cut = self->page->partial = TRUE;
  return TRUE;
}

gboolean
carrel_fetch_answer_finish (CarrelFetchAnswer *self, GError **error)
{
  CarrelPage     *page = self->page;
  CarrelImageInfo info = { 0 };
  const guint8   *bytes;
  gsize           len;

  /* The library lets an answer end early that says it ends with its connection. */
  if (self->received < self->expected && !carrel_fetch_answer_break_off (self)) {
    carrel_error_say (error, CARREL_ERROR_NETWORK, N_ ("%s: the answer broke off"), self->name);
    return FALSE;
  }
  page->bytes = carrel_decode_finish (self->decode, error);
  if (!page->bytes) {
    prefix (self, error);
    return FALSE;
  }
  bytes = g_bytes_get_data (page->bytes, &len);
  if (len == 0) {
    carrel_error_say (error, CARREL_ERROR_NOT_A_PAGE, N_ ("%s sent an empty page"), self->name);
    return FALSE;
  }
  if (!self->looked && !look (self, bytes, len, TRUE, error))
    return FALSE;
  if (self->kind == CARREL_FETCH_IMAGE) {
    if (!look_at_image (bytes, len, TRUE, &info, error))
      return FALSE;
    page->type = g_strdup (carrel_image_kind_get_type (info.kind));
    return TRUE;
  }
  page->type = g_strdup (carrel_media_type_of_page (self->declared, bytes, len));
  if (strstr (page->type, "html") && !carrel_media_type_has_html_end (bytes, len))
    page->cut = TRUE;
  return TRUE;
}

/* One language, or none: a page in several is in no one. */
static char *
parse_language (const char *header)
{
  gsize n;

  if (!header)
    return NULL;
  header += strspn (header, " \t");
  n = strspn (header, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
  return n > 0 && n <= 35 && strspn (header + n, " \t") == strlen (header + n)
             ? g_strndup (header, n)
             : NULL;
}

static void
read_headers (CarrelFetchAnswer *self, SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char         *modified = soup_message_headers_get_one (headers, "Last-Modified");

  self->declared = carrel_media_type_parse (soup_message_headers_get_one (headers, "Content-Type"),
                                            &self->page->charset);
  self->page->status = soup_message_get_status (message);
  self->page->language =
      parse_language (soup_message_headers_get_list (headers, "Content-Language"));
  self->page->modified = modified ? carrel_time_parse (modified) : 0;
  /* The whole was asked for, and only a part came. */
  self->page->cut = self->page->partial = self->page->status == SOUP_STATUS_PARTIAL_CONTENT;
}

static gboolean
begin_body (CarrelFetchAnswer *self, SoupMessageHeaders *headers, GError **error)
{
  self->expected = -1;
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH) {
    self->expected = soup_message_headers_get_content_length (headers);
    if (self->expected < 0) {
      carrel_error_say (error, CARREL_ERROR_NETWORK, N_ ("%s: the answer has no possible length"),
                        self->name);
      return FALSE;
    }
  }
  self->decode = carrel_decode_new (soup_message_headers_get_list (headers, "Content-Encoding"),
                                    self->kind == CARREL_FETCH_PAGE ? MAX_PAGE : MAX_IMAGE, error);
  if (self->decode &&
      (self->expected < 0 || carrel_decode_expect (self->decode, (guint64) self->expected, error)))
    return TRUE;
  prefix (self, error);
  return FALSE;
}

/* Retry-After: seconds, or a date. */
static void
read_wait (SoupMessage *message, GError **error)
{
  const char *said =
      soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");
  guint64 seconds = 0;

  if (!said || !error || !carrel_error_is_temporary (*error))
    return;
  if (!g_ascii_string_to_unsigned (said, 10, 1, MAX_WAIT, &seconds, NULL)) {
    gint64 until = carrel_time_parse (said), now = carrel_time_now ();

    seconds = until > now ? (guint64) MIN (until - now, MAX_WAIT) : 0;
  }
  carrel_error_set_temporary (*error, TRUE, (guint) seconds);
}

CarrelFetchAnswer *
carrel_fetch_answer_new (
    CarrelFetchKind kind, const char *host, SoupMessage *message, CarrelPage *page, GError **error)
{
  g_autoptr (CarrelFetchAnswer) self = g_new0 (CarrelFetchAnswer, 1);

  self->kind = kind;
  self->name = carrel_fetch_words_name_host (host);
  self->page = page;
  read_headers (self, message);
  if (!SOUP_STATUS_IS_SUCCESSFUL (page->status)) {
    carrel_fetch_words_set_status (error, host, page->status);
    read_wait (message, error);
    return NULL;
  }
  if (kind == CARREL_FETCH_PAGE && !carrel_media_type_may_be_page (self->declared)) {
    carrel_fetch_words_set_type (error, self->declared);
    return NULL;
  }
  if (!begin_body (self, soup_message_get_response_headers (message), error))
    return NULL;
  return g_steal_pointer (&self);
}

void
carrel_fetch_answer_free (CarrelFetchAnswer *self)
{
  g_clear_pointer (&self->decode, carrel_decode_free);
  g_free (self->declared);
  g_free (self->name);
  g_free (self);
}
