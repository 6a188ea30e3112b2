/* carrel-decode.c: takes content codings off a body while it arrives. One thread at a time.
 *
 * Each coding is a stage; what a stage gives goes straight into the next one, in blocks, and the
 * last into the output. So memory is bounded by the ceiling, however much a body would unpack to:
 * the block that goes over it ends the work.
 *
 * Why not libsoup's decoder: it gives nothing for a body cut short, the raw bytes for a wrong
 * checksum and for a coding it doesn't know, all with status 200 and no error.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "fetch/carrel-decode.h"

#include "base/carrel-error.h"
#include "base/carrel-text.h"

#include <brotli/decode.h>
#include <glib/gi18n.h>
#include <string.h>
#include <zlib.h>

#define BLOCK (16 * 1024)

typedef enum { CODING_GZIP, CODING_DEFLATE, CODING_BROTLI } Coding;

typedef struct {
  Coding              coding;
  z_stream            zlib;
  gboolean            has_zlib; /* zlib is initialised */
  BrotliDecoderState *brotli;   /* (owned) (nullable) */
  guint8              head[2];  /* the first bytes, which tell what a deflate body is */
  guint               n_head;
  gboolean            later;  /* the second or a further member of a gzip body */
  gboolean            done;   /* the coding has come to its end … */
  gboolean            closed; /* … and what follows is no further member */
  gsize               n_out;
} Stage;

struct _CarrelDecode {
  Stage       stages[CARREL_DECODE_MAX_CODINGS]; /* in the order of taking off */
  guint       n_stages;
  gsize       max_bytes, n_in;
  GByteArray *out; /* (owned) (nullable): until finish */
};

static const struct {
  const char *name;
  Coding      coding;
} codings_known[] = {
  { "br", CODING_BROTLI },
  { "deflate", CODING_DEFLATE },
  { "gzip", CODING_GZIP },
  { "x-gzip", CODING_GZIP },
};

static gboolean
push_stage (CarrelDecode *self, guint i, const guint8 *bytes, gsize len, GError **error);

static gboolean
fail_damaged (GError **error)
{
  carrel_error_say (error, CARREL_ERROR_NETWORK, N_ ("the answer arrived damaged"));
  return FALSE;
}

static gboolean
fail_too_large (CarrelDecode *self, GError **error)
{
  carrel_error_say (error, CARREL_ERROR_TOO_LARGE, N_ ("the answer is larger than %u MB"),
                    (guint) (self->max_bytes >> 20));
  return FALSE;
}

/* What stage `i` gave. */
static gboolean
pass_on (CarrelDecode *self, guint i, const guint8 *bytes, gsize len, GError **error)
{
  Stage *stage = &self->stages[i];

  stage->n_out += len;
  if (stage->n_out > self->max_bytes)
    return fail_too_large (self, error);
  if (stage->n_out > CARREL_DECODE_RATIO_FROM &&
      stage->n_out / CARREL_DECODE_MAX_RATIO > self->n_in) {
    carrel_error_say (error, CARREL_ERROR_TOO_LARGE,
                      N_ ("the answer unpacks to more than %d times its size"),
                      CARREL_DECODE_MAX_RATIO);
    return FALSE;
  }
  return push_stage (self, i + 1, bytes, len, error);
}

/* After the end of a gzip member: TRUE when another seems to begin. What else follows is ignored,
 * as everybody does: the text is whole, its checksum said so. */
static gboolean
begins_another (Stage *stage)
{
  if (stage->closed || stage->coding != CODING_GZIP || stage->zlib.avail_in == 0)
    return FALSE;
  if (*stage->zlib.next_in != 0x1f || inflateReset (&stage->zlib) != Z_OK) {
    stage->closed = TRUE;
    return FALSE;
  }
  stage->done = FALSE;
  stage->later = TRUE;
  return TRUE;
}

static gboolean
push_zlib (CarrelDecode *self, guint i, const guint8 *bytes, gsize len, GError **error)
{
  Stage *stage = &self->stages[i];
  guint8 block[BLOCK];

  stage->zlib.next_in = (Bytef *) bytes;
  stage->zlib.avail_in = (uInt) len;
  while (!stage->done || begins_another (stage)) {
    int status;

    stage->zlib.next_out = block;
    stage->zlib.avail_out = BLOCK;
    status = inflate (&stage->zlib, Z_NO_FLUSH);
    if (status == Z_DATA_ERROR && stage->later && stage->zlib.total_out == 0) {
      stage->done = stage->closed = TRUE; /* it wasn't one */
      break;
    }
    if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
      return fail_damaged (error);
    if (stage->zlib.avail_out < BLOCK &&
        !pass_on (self, i, block, BLOCK - stage->zlib.avail_out, error))
      return FALSE;
    if (status == Z_STREAM_END)
      stage->done = TRUE;
    else if (stage->zlib.avail_out > 0)
      break; /* it wants more than there is */
  }
  return TRUE;
}

/* «deflate» is zlib's form by the standard and a bare stream by habit; the first two bytes tell. */
static gboolean
push_deflate (CarrelDecode *self, guint i, const guint8 *bytes, gsize len, GError **error)
{
  Stage *stage = &self->stages[i];

  while (stage->n_head < 2 && len > 0) {
    stage->head[stage->n_head++] = *bytes++;
    len--;
  }
  if (stage->n_head < 2)
    return TRUE;
  if (!stage->has_zlib) {
    gboolean wrapped = (stage->head[0] & 0x0f) == 8 && (stage->head[0] >> 4) <= 7 &&
                       (stage->head[0] << 8 | stage->head[1]) % 31 == 0;

    stage->has_zlib = inflateInit2 (&stage->zlib, wrapped ? MAX_WBITS : -MAX_WBITS) == Z_OK;
    if (!stage->has_zlib)
      return fail_damaged (error);
    if (!push_zlib (self, i, stage->head, 2, error))
      return FALSE;
  }
  return len == 0 || push_zlib (self, i, bytes, len, error);
}

static gboolean
push_brotli (CarrelDecode *self, guint i, const guint8 *bytes, gsize len, GError **error)
{
  Stage *stage = &self->stages[i];
  guint8 block[BLOCK];

  while (!stage->done) {
    guint8             *out = block;
    gsize               room = BLOCK;
    BrotliDecoderResult result =
        BrotliDecoderDecompressStream (stage->brotli, &len, &bytes, &room, &out, NULL);

    if (result == BROTLI_DECODER_RESULT_ERROR)
      return fail_damaged (error);
    if (room < BLOCK && !pass_on (self, i, block, BLOCK - room, error))
      return FALSE;
    if (result == BROTLI_DECODER_RESULT_SUCCESS)
      stage->done = TRUE;
    else if (result == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT)
      break;
  }
  return TRUE;
}

/* The stages call each other through this, at most MAX_CODINGS deep. */
static gboolean
push_stage (CarrelDecode *self, guint i, const guint8 *bytes, gsize len, GError **error)
{
  if (i == self->n_stages) {
    if (self->out->len + len > self->max_bytes)
      return fail_too_large (self, error);
    g_byte_array_append (self->out, bytes, (guint) len);
    return TRUE;
  }
  switch (self->stages[i].coding) {
  case CODING_GZIP:
    return push_zlib (self, i, bytes, len, error);
  case CODING_DEFLATE:
    return push_deflate (self, i, bytes, len, error);
  case CODING_BROTLI:
  default:
    return push_brotli (self, i, bytes, len, error);
  }
}

static gboolean
add_stage (CarrelDecode *self, const char *name, GError **error)
{
  Stage *stage;

  if (self->n_stages == CARREL_DECODE_MAX_CODINGS) {
    carrel_error_say (error, CARREL_ERROR_HTTP, N_ ("the answer is packed more than twice"));
    return FALSE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (codings_known); i++) {
    if (g_ascii_strcasecmp (name, codings_known[i].name) != 0)
      continue;
    stage = &self->stages[self->n_stages++];
    stage->coding = codings_known[i].coding;
    if (stage->coding == CODING_GZIP)
      stage->has_zlib = inflateInit2 (&stage->zlib, MAX_WBITS + 16) == Z_OK;
    else if (stage->coding == CODING_BROTLI)
      stage->brotli = BrotliDecoderCreateInstance (NULL, NULL, NULL);
    g_assert (stage->has_zlib || stage->brotli || stage->coding == CODING_DEFLATE);
    return TRUE;
  }
  {
    g_autofree char *shown = carrel_text_clean_line (name),
                    *valid = carrel_text_excerpt (shown, 40);

    carrel_error_say (error, CARREL_ERROR_HTTP,
                      N_ ("the answer is packed in a way Carrel does not know (%s)"), valid);
  }
  return FALSE;
}

CarrelDecode *
carrel_decode_new (const char *codings, gsize max_bytes, GError **error)
{
  g_autofree char *valid = carrel_text_make_valid (codings ? codings : "", -1);
  g_auto (GStrv) names = g_strsplit (valid, ",", 16);
  g_autoptr (CarrelDecode) self = g_new0 (CarrelDecode, 1);

  self->max_bytes = max_bytes;
  self->out = g_byte_array_new ();
  /* The header names them in the order they were put on. */
  for (guint i = g_strv_length (names); i > 0; i--) {
    g_strstrip (names[i - 1]);
    if (*names[i - 1] && g_ascii_strcasecmp (names[i - 1], "identity") != 0 &&
        !add_stage (self, names[i - 1], error))
      return NULL;
  }
  return g_steal_pointer (&self);
}

void
carrel_decode_free (CarrelDecode *self)
{
  for (guint i = 0; i < self->n_stages; i++) {
    if (self->stages[i].has_zlib)
      inflateEnd (&self->stages[i].zlib);
    g_clear_pointer (&self->stages[i].brotli, BrotliDecoderDestroyInstance);
  }
  g_clear_pointer (&self->out, g_byte_array_unref);
  g_free (self);
}

gboolean
carrel_decode_expect (CarrelDecode *self, guint64 len, GError **error)
{
  return self->n_stages > 0 || len <= self->max_bytes || fail_too_large (self, error);
}

gboolean
carrel_decode_push (CarrelDecode *self, const guint8 *bytes, gsize len, GError **error)
{
  g_return_val_if_fail (self->out != NULL, FALSE);

  self->n_in += len;
  while (len > 0) {
    gsize n = MIN (len, (gsize) 1 << 30); /* zlib counts in 32 bits */

    if (!push_stage (self, 0, bytes, n, error))
      return FALSE;
    bytes += n;
    len -= n;
  }
  return TRUE;
}

const guint8 *
carrel_decode_peek (CarrelDecode *self, gsize *len)
{
  *len = self->out ? self->out->len : 0;
  return self->out ? self->out->data : NULL;
}

gboolean
carrel_decode_is_identity (CarrelDecode *self)
{
  return self->n_stages == 0;
}

GBytes *
carrel_decode_finish (CarrelDecode *self, GError **error)
{
  g_return_val_if_fail (self->out != NULL, NULL);

  /* No body at all is an empty body, whatever its header says. */
  for (guint i = 0; i < self->n_stages; i++)
    if (self->n_in > 0 && !self->stages[i].done) {
      carrel_error_say (error, CARREL_ERROR_NETWORK, N_ ("the answer broke off"));
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&self->out));
}
