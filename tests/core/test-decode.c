/* test-decode.c: bodies are unpacked whole, or not at all.
 *
 * Packing is GLib's, so that the decoder isn't judged by itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "fetch/carrel-decode.h"

#include <gio/gio.h>
#include <string.h>

#define MB (1024 * 1024)
#define TEXT "<p>The keeper wrote down every ship that passed, and every ship that did not.</p>"

static const guint8 text_br[] = {
  0x1b, 0x50, 0x00, 0x20, 0x9c, 0x07, 0xb6, 0x6d, 0x6a, 0xb3, 0xa1, 0x5e, 0xe4, 0xcb,
  0x34, 0xe5, 0xca, 0x32, 0x32, 0x9e, 0xf6, 0xa1, 0x0a, 0x5b, 0xd3, 0x20, 0x65, 0x70,
  0x72, 0x0a, 0xcd, 0x0d, 0x1c, 0x72, 0xc0, 0xfe, 0xb7, 0x40, 0x20, 0xd3, 0x60, 0x22,
  0x27, 0x16, 0x48, 0xf2, 0xf5, 0x5f, 0x08, 0x33, 0x8b, 0x08, 0x40, 0x71, 0x21, 0x61,
  0x9a, 0x3e, 0xe1, 0xee, 0xb8, 0x93, 0x0c, 0xce, 0x2a, 0x00,
};

/* 32 MiB of «a». */
static const guint8 bomb_br[] = {
  0xcb, 0xff, 0xff, 0x3f, 0xf8, 0x25, 0xc2, 0xe2, 0xb1, 0x40, 0x20, 0xf7, 0xfe, 0x8f,
  0xff, 0xff, 0x7f, 0xf0, 0x4b, 0x00, 0xc4, 0x61, 0x11, 0x80, 0xee, 0xfd, 0x1f, 0xff,
  0xff, 0xff, 0xe0, 0x97, 0x00, 0x88, 0xc3, 0x02, 0x00, 0xdd, 0xfb, 0xbf, 0xfc, 0xff,
  0xff, 0xc3, 0x2f, 0x01, 0x10, 0x87, 0x05, 0x00, 0xba, 0xf7, 0x7f,
};

static GBytes *
pack (GZlibCompressorFormat format, GBytes *bytes)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (format, 9);
  g_autoptr (GError) error = NULL;
  GBytes *out = g_converter_convert_bytes (G_CONVERTER (compressor), bytes, &error);

  g_assert_no_error (error);
  return out;
}

static GBytes *
pack_text (GZlibCompressorFormat format)
{
  g_autoptr (GBytes) text = g_bytes_new_static (TEXT, strlen (TEXT));

  return pack (format, text);
}

static GBytes *
join (GBytes *a, const void *b, gsize len)
{
  GByteArray *all = g_byte_array_new ();

  g_byte_array_append (all, g_bytes_get_data (a, NULL), (guint) g_bytes_get_size (a));
  g_byte_array_append (all, b, (guint) len);
  return g_byte_array_free_to_bytes (all);
}

static GBytes *
slice (GBytes *bytes, gsize len)
{
  return g_bytes_new_from_bytes (bytes, 0, len);
}

/* Pushes `step` bytes at a time. */
static GBytes *
unpack (const char *codings, GBytes *packed, gsize step, gsize max, GError **error)
{
  gsize         len;
  const guint8 *data = g_bytes_get_data (packed, &len);
  g_autoptr (CarrelDecode) decode = carrel_decode_new (codings, max, error);

  if (!decode)
    return NULL;
  for (gsize i = 0; i < len; i += step)
    if (!carrel_decode_push (decode, data + i, MIN (step, len - i), error))
      return NULL;
  return carrel_decode_finish (decode, error);
}

static void
assert_text (const char *codings, GBytes *packed)
{
  static const gsize steps[] = { 1, 2, 3, 7, 64, MB };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) out = unpack (codings, packed, steps[i], MB, &error);

    g_assert_no_error (error);
    g_assert_cmpmem (g_bytes_get_data (out, NULL), g_bytes_get_size (out), TEXT, strlen (TEXT));
  }
}

static void
assert_fails (const char *codings, GBytes *packed, gsize max, int code)
{
  static const gsize steps[] = { 1, 5, 64, 4 * MB };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) out = unpack (codings, packed, steps[i], max, &error);

    g_assert_null (out);
    g_assert_error (error, CARREL_ERROR, code);
  }
}

static void
test_codings (void)
{
  g_autoptr (GBytes) plain = g_bytes_new_static (TEXT, strlen (TEXT));
  g_autoptr (GBytes) gzip = pack_text (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GBytes) zlib = pack_text (G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
  g_autoptr (GBytes) raw = pack_text (G_ZLIB_COMPRESSOR_FORMAT_RAW);
  g_autoptr (GBytes) br = g_bytes_new_static (text_br, sizeof text_br);
  g_autoptr (GBytes) twice = pack (G_ZLIB_COMPRESSOR_FORMAT_GZIP, gzip);
  g_autoptr (GBytes) br_gzip = pack (G_ZLIB_COMPRESSOR_FORMAT_GZIP, br);

  assert_text (NULL, plain);
  assert_text ("", plain);
  assert_text ("identity", plain);
  assert_text (" , Identity ,", plain);
  assert_text ("gzip", gzip);
  assert_text ("GZIP", gzip);
  assert_text ("x-gzip, identity", gzip);
  assert_text ("deflate", zlib);
  assert_text ("deflate", raw);
  assert_text ("br", br);
  assert_text ("gzip, gzip", twice);
  assert_text ("br,gzip", br_gzip);
}

static void
test_members (void)
{
  g_autoptr (GBytes) whole = pack_text (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GBytes) half_text = g_bytes_new_static (TEXT, 40);
  g_autoptr (GBytes) rest_text = g_bytes_new_static (TEXT + 40, strlen (TEXT) - 40);
  g_autoptr (GBytes) none_text = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) half = pack (G_ZLIB_COMPRESSOR_FORMAT_GZIP, half_text);
  g_autoptr (GBytes) rest = pack (G_ZLIB_COMPRESSOR_FORMAT_GZIP, rest_text);
  g_autoptr (GBytes) none = pack (G_ZLIB_COMPRESSOR_FORMAT_GZIP, none_text);
  g_autoptr (GBytes) two = join (half, g_bytes_get_data (rest, NULL), g_bytes_get_size (rest));
  g_autoptr (GBytes) junk = join (whole, "junk\x1f\x8b", 6);
  g_autoptr (GBytes) zeros = join (whole, "\0\0\0\0", 4);
  g_autoptr (GBytes) nearly = join (whole, "\x1f\x7fjunk", 6);
  g_autoptr (GBytes) more_junk = join (two, "junk", 4);
  g_autoptr (GBytes) cut = slice (two, g_bytes_get_size (two) - 3);

  assert_text ("gzip", two);
  assert_text ("gzip", junk);
  assert_text ("gzip", zeros);
  assert_text ("gzip", nearly);
  assert_text ("gzip", more_junk);
  assert_fails ("gzip", cut, MB, CARREL_ERROR_NETWORK);

  /* Thousands of empty members cost neither stack nor time. */
  {
    g_autoptr (GByteArray) array = g_byte_array_new ();
    g_autoptr (GBytes) bytes = NULL;

    for (guint i = 0; i < 20000; i++)
      g_byte_array_append (array, g_bytes_get_data (none, NULL), (guint) g_bytes_get_size (none));
    g_byte_array_append (array, g_bytes_get_data (whole, NULL), (guint) g_bytes_get_size (whole));
    bytes = g_byte_array_free_to_bytes (g_steal_pointer (&array));
    assert_text ("gzip", bytes);
  }
}

static void
test_damaged (void)
{
  static const struct {
    const char           *coding;
    GZlibCompressorFormat format;
  } cases[] = {
    { "gzip", G_ZLIB_COMPRESSOR_FORMAT_GZIP },
    { "deflate", G_ZLIB_COMPRESSOR_FORMAT_ZLIB },
    { "deflate", G_ZLIB_COMPRESSOR_FORMAT_RAW },
  };
  g_autoptr (GBytes) plain = g_bytes_new_static (TEXT, strlen (TEXT));
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) br = g_bytes_new_static (text_br, sizeof text_br);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) packed = pack_text (cases[i].format);

    for (gsize len = 1; len < g_bytes_get_size (packed); len++) {
      g_autoptr (GBytes) cut = slice (packed, len);

      assert_fails (cases[i].coding, cut, MB, CARREL_ERROR_NETWORK);
    }
  }
  for (gsize len = 1; len < sizeof text_br; len++) {
    g_autoptr (GBytes) cut = slice (br, len);

    assert_fails ("br", cut, MB, CARREL_ERROR_NETWORK);
  }

  /* A wrong checksum, a wrong length, a wrong byte in the middle. */
  for (guint i = 0; i < 3; i++) {
    g_autoptr (GBytes) packed = pack_text (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
    g_autoptr (GBytes) bad = NULL;
    gsize   len;
    guint8 *data = g_memdup2 (g_bytes_get_data (packed, &len), g_bytes_get_size (packed));

    data[i == 0 ? len - 7 : i == 1 ? len - 2 : len / 2] ^= 0x10;
    bad = g_bytes_new_take (data, len);
    assert_fails ("gzip", bad, MB, CARREL_ERROR_NETWORK);
  }
  assert_fails ("gzip", plain, MB, CARREL_ERROR_NETWORK);
  assert_fails ("deflate", plain, MB, CARREL_ERROR_NETWORK);
  assert_fails ("br", plain, MB, CARREL_ERROR_NETWORK);

  /* No body is an empty one: answers without a body often carry the header. */
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) out = unpack ("gzip", empty, 1, MB, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (g_bytes_get_size (out), ==, 0);
  }
}

static void
test_unknown (void)
{
  g_autoptr (GBytes) plain = g_bytes_new_static (TEXT, strlen (TEXT));
  g_autoptr (GBytes) gzip = pack_text (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  static const char *const unknown[] = {
    "zstd",      "compress", "gzip, zstd",  "none",           "utf-8",
    "gzip gzip", "gzip;q=1", "\xff\x1b[2J", "gzip,gzip,gzip", "br,deflate,gzip,identity"
  };

  for (guint i = 0; i < G_N_ELEMENTS (unknown); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) out = unpack (unknown[i], plain, 1, MB, &error);

    g_assert_null (out);
    g_assert_error (error, CARREL_ERROR, CARREL_ERROR_HTTP);
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    g_assert_null (strchr (error->message, 0x1b));
  }
  assert_fails ("gzip, gzip", gzip, MB, CARREL_ERROR_NETWORK);
}

static void
test_ceilings (void)
{
  g_autofree char *much = g_malloc (3 * MB);
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GBytes) ones = NULL;
  g_autoptr (GBytes) bomb = NULL;
  g_autoptr (GBytes) twice = NULL;
  g_autoptr (GBytes) noise = NULL;
  g_autoptr (GBytes) small = NULL;
  g_autoptr (GBytes) br = g_bytes_new_static (bomb_br, sizeof bomb_br);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  memset (much, '1', 3 * MB);
  ones = g_bytes_new_static (much, 3 * MB);
  assert_fails (NULL, ones, 3 * MB - 1, CARREL_ERROR_TOO_LARGE);
  {
    g_autoptr (GBytes) out = unpack (NULL, ones, 1000, 3 * MB, NULL);

    g_assert_cmpuint (g_bytes_get_size (out), ==, 3 * MB);
  }

  bomb = pack (G_ZLIB_COMPRESSOR_FORMAT_GZIP, ones);
  assert_fails ("gzip", bomb, 2 * MB, CARREL_ERROR_TOO_LARGE);
  assert_fails ("gzip", bomb, 64 * MB, CARREL_ERROR_TOO_LARGE); /* by its ratio */
  twice = pack (G_ZLIB_COMPRESSOR_FORMAT_GZIP, bomb);
  assert_fails ("gzip, gzip", twice, 64 * MB, CARREL_ERROR_TOO_LARGE);
  assert_fails ("br", br, 16 * MB, CARREL_ERROR_TOO_LARGE);
  assert_fails ("br", br, 64 * MB, CARREL_ERROR_TOO_LARGE);

  /* A small text may be as regular as it likes. */
  small = g_bytes_new_from_bytes (ones, 0, MB);
  bomb = (g_bytes_unref (bomb), pack (G_ZLIB_COMPRESSOR_FORMAT_GZIP, small));
  plain = unpack ("gzip", bomb, 64, 16 * MB, NULL);
  g_assert_cmpuint (g_bytes_get_size (plain), ==, MB);

  /* Three megabytes that pack normally. */
  for (guint i = 0; i < 3 * MB; i++)
    much[i] = (char) ('a' + g_rand_int_range (rand, 0, 26) % (1 + i % 26));
  bomb = (g_bytes_unref (bomb), pack (G_ZLIB_COMPRESSOR_FORMAT_GZIP, ones));
  noise = unpack ("gzip", bomb, 1000, 16 * MB, NULL);
  g_assert_cmpmem (g_bytes_get_data (noise, NULL), g_bytes_get_size (noise), much, 3 * MB);
}

static void
test_peek (void)
{
  g_autoptr (GBytes) gzip = pack_text (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (CarrelDecode) decode = carrel_decode_new ("gzip", MB, NULL);
  g_autoptr (CarrelDecode) plain = carrel_decode_new (NULL, MB, NULL);
  gsize len;

  carrel_decode_peek (decode, &len);
  g_assert_cmpuint (len, ==, 0);
  g_assert_true (
      carrel_decode_push (decode, g_bytes_get_data (gzip, NULL), g_bytes_get_size (gzip), NULL));
  g_assert_true (memcmp (carrel_decode_peek (decode, &len), TEXT, 20) == 0);
  g_assert_cmpuint (len, ==, strlen (TEXT));
  g_assert_false (carrel_decode_is_identity (decode));
  g_assert_true (carrel_decode_is_identity (plain));
}

/* Any bytes give a text or an error. */
static void
test_noise (void)
{
  static const char *const codings[] = { "gzip", "deflate", "br", "gzip, br", "deflate, deflate" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  g_autoptr (GBytes) gzip = pack_text (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GBytes) zlib = pack_text (G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
  g_autoptr (GBytes) br = g_bytes_new_static (text_br, sizeof text_br);
  GBytes *seeds[] = { gzip, zlib, br, br, zlib };

  for (guint i = 0; i < 20000; i++) {
    guint   which = i % G_N_ELEMENTS (codings);
    gsize   len = g_bytes_get_size (seeds[which]);
    guint8 *data = g_memdup2 (g_bytes_get_data (seeds[which], NULL), len);
    g_autoptr (GBytes) bytes = g_bytes_new_take (data, len);
    g_autoptr (GBytes) out = NULL;
    g_autoptr (GError) error = NULL;

    for (guint n = g_rand_int_range (rand, 1, 6); n > 0; n--)
      data[g_rand_int_range (rand, 0, (gint32) len)] = (guint8) g_rand_int_range (rand, 0, 256);
    out = unpack (codings[which], bytes, g_rand_int_range (rand, 1, 40), MB, &error);
    g_assert_true ((out == NULL) == (error != NULL));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decode/takes-codings-off", test_codings);
  g_test_add_func ("/decode/gzip-members-and-what-follows", test_members);
  g_test_add_func ("/decode/damage-is-an-error", test_damaged);
  g_test_add_func ("/decode/unknown-codings-are-refused", test_unknown);
  g_test_add_func ("/decode/ceilings", test_ceilings);
  g_test_add_func ("/decode/looks-at-the-beginning", test_peek);
  g_test_add_func ("/decode/survives-noise", test_noise);
  return g_test_run ();
}
