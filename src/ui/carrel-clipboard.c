/* carrel-clipboard.c: what was copied: a text, and the page that it was copied from.
 *
 * Main thread; each format is read as a stream, piece by piece, and given up as soon as it is too
 * large.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-clipboard.h"

#include "base/carrel-error.h"
#include "document/carrel-document.h"
#include "model/carrel-address.h"

#include <glib/gi18n.h>
#include <string.h>

#define PIECE (128 * 1024)
#define MAX_ADDRESS 65536

/* In the order in which they are read. */
enum { TEXT, HTML, ADDRESS, N_FORMATS };

static const char *const formats[N_FORMATS][4] = {
  [TEXT] = { "text/plain;charset=utf-8", "text/plain", NULL },
  [HTML] = { "text/html", NULL },
  [ADDRESS] = { "text/x-moz-url-priv", "chromium/x-source-url",
                NULL }, /* of the page, not of a link */
};

typedef struct {
  GTask        *task;   /* (owned) */
  GInputStream *stream; /* (owned) (nullable) */
  GByteArray   *bytes;  /* (owned) */
  CarrelCopied *copied; /* (owned) */
  guint         format;
} Reading;

static void read_next (Reading *reading);

void
carrel_copied_free (CarrelCopied *self)
{
  g_clear_pointer (&self->html, g_bytes_unref);
  g_free (self->text);
  g_free (self->address);
  g_free (self);
}

/* Where only a page was copied, what it says is the text. */
static void
make_text (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CarrelCopied *copied = data;
  gsize         len;
  const char   *html = g_bytes_get_data (copied->html, &len);
  g_autoptr (CarrelDocument) document = carrel_document_read (html, (gssize) len);

  copied->text = carrel_document_to_text (document, NULL);
  g_task_return_boolean (task, TRUE);
}

static void finish (Reading *reading, GError *error);

static void
text_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  finish (user_data, error);
}

static void
conclude (Reading *reading)
{
  g_autoptr (GTask) task = NULL;

  if (reading->copied->text || !reading->copied->html) {
    finish (reading, NULL);
    return;
  }
  task = g_task_new (g_task_get_source_object (reading->task), NULL, text_made_cb, reading);
  g_task_set_task_data (task, reading->copied, NULL); /* nobody else touches it meanwhile */
  g_task_run_in_thread (task, make_text);
}

/* The one end. Takes the error. */
static void
finish (Reading *reading, GError *error)
{
  if (error)
    g_task_return_error (reading->task, error);
  else
    g_task_return_pointer (reading->task, g_steal_pointer (&reading->copied),
                           (GDestroyNotify) carrel_copied_free);
  g_object_unref (reading->task);
  g_clear_object (&reading->stream);
  g_clear_pointer (&reading->copied, carrel_copied_free);
  g_byte_array_unref (reading->bytes);
  g_free (reading);
}

/* ── What the formats say ── */

/* Some write their text in UTF-16. (transfer full) */
static GBytes *
to_utf8 (GBytes *bytes)
{
  gsize         len, written;
  const guint8 *data = g_bytes_get_data (bytes, &len);
  gboolean      mark = len >= 2 && data[0] == 0xff && data[1] == 0xfe;
  char         *text;

  if (!mark && !(len >= 2 && len % 2 == 0 && data[0] != 0 && data[1] == 0))
    return g_bytes_ref (bytes);
  text = g_convert ((const char *) data + (mark ? 2 : 0), (gssize) (len - (mark ? 2 : 0)), "UTF-8",
                    "UTF-16LE", NULL, &written, NULL);
  return text ? g_bytes_new_take (text, written) : g_bytes_ref (bytes);
}

GBytes *
carrel_clipboard_clean_page (GBytes *bytes, char **address)
{
  g_autoptr (GBytes) page = to_utf8 (bytes);
  gsize            len;
  const char      *data = g_bytes_get_data (page, &len), *start;
  g_autofree char *head = NULL;
  const char      *said;

  /* «Version:0.9 … SourceURL:https://…», then the page. */
  if (len < 8 || memcmp (data, "Version:", 8) != 0 || !(start = memchr (data, '<', len)))
    return g_steal_pointer (&page);
  head = g_strndup (data, MIN ((gsize) (start - data), MAX_ADDRESS));
  said = strstr (head, "SourceURL:");
  if (said && address && !*address) {
    g_autofree char *line = g_strndup (said + 10, strcspn (said + 10, "\r\n"));

    *address = carrel_address_normalize (line);
  }
  return g_bytes_new_from_bytes (page, (gsize) (start - data), len - (gsize) (start - data));
}

static char *
take_text (GBytes *bytes)
{
  g_autoptr (GBytes) text = to_utf8 (bytes);
  gsize       len;
  const char *data = g_bytes_get_data (text, &len);

  return g_utf8_make_valid (data ? data : "", (gssize) len);
}

static void
take_format (Reading *reading)
{
  g_autoptr (GBytes) bytes = g_bytes_new (reading->bytes->data, reading->bytes->len);
  CarrelCopied    *copied = reading->copied;
  g_autofree char *line = NULL;

  if (reading->bytes->len == 0)
    return;
  switch (reading->format) {
  case TEXT:
    copied->text = take_text (bytes);
    break;
  case HTML:
    copied->html = carrel_clipboard_clean_page (bytes, &copied->address);
    break;
  default:
    line = take_text (bytes);
    g_strstrip (line);
    if (!copied->address && strstr (line, "://"))
      copied->address = carrel_address_normalize (line);
  }
}

/* ── Reading ── */

static void
piece_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Reading *reading = user_data;
  GError  *error = NULL;
  g_autoptr (GBytes) piece =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gsize         len = 0;
  gconstpointer data = piece ? g_bytes_get_data (piece, &len) : NULL;

  if (error && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    finish (reading, error);
    return;
  }
  g_clear_error (&error); /* what broke off is as if it weren't there */
  if (len > 0 && reading->bytes->len + len >
                     (reading->format == ADDRESS ? MAX_ADDRESS : CARREL_CLIPBOARD_MAX)) {
    finish (reading, g_error_new (CARREL_ERROR, CARREL_ERROR_TOO_LARGE,
                                  _ ("What was copied is larger than 16 MB")));
    return;
  }
  if (len > 0) {
    g_byte_array_append (reading->bytes, data, (guint) len);
    g_input_stream_read_bytes_async (reading->stream, PIECE, G_PRIORITY_DEFAULT_IDLE,
                                     g_task_get_cancellable (reading->task), piece_read_cb,
                                     reading);
    return;
  }
  if (piece)
    take_format (reading);
  reading->format++;
  read_next (reading);
}

static void
stream_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Reading *reading = user_data;
  GError  *error = NULL;

  reading->stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    finish (reading, error);
    return;
  }
  g_clear_error (&error);
  if (reading->stream) {
    g_input_stream_read_bytes_async (reading->stream, PIECE, G_PRIORITY_DEFAULT_IDLE,
                                     g_task_get_cancellable (reading->task), piece_read_cb,
                                     reading);
    return;
  }
  reading->format++;
  read_next (reading);
}

static gboolean
is_offered (GdkClipboard *clipboard, guint format)
{
  GdkContentFormats *offered = gdk_clipboard_get_formats (clipboard);

  for (guint i = 0; formats[format][i]; i++)
    if (gdk_content_formats_contain_mime_type (offered, formats[format][i]))
      return TRUE;
  return FALSE;
}

static void
read_next (Reading *reading)
{
  GdkClipboard *clipboard = g_task_get_source_object (reading->task);

  g_clear_object (&reading->stream);
  g_byte_array_set_size (reading->bytes, 0);
  while (reading->format < N_FORMATS && !is_offered (clipboard, reading->format))
    reading->format++;
  if (reading->format < N_FORMATS)
    gdk_clipboard_read_async (clipboard, (const char **) formats[reading->format],
                              G_PRIORITY_DEFAULT, g_task_get_cancellable (reading->task), stream_cb,
                              reading);
  else
    conclude (reading);
}

void
carrel_clipboard_read_async (GdkClipboard       *clipboard,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->task = g_task_new (clipboard, cancellable, callback, user_data);
  g_task_set_source_tag (reading->task, carrel_clipboard_read_async);
  reading->bytes = g_byte_array_new ();
  reading->copied = g_new0 (CarrelCopied, 1);
  read_next (reading);
}

CarrelCopied *
carrel_clipboard_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
