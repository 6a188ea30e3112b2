/* test-image.c: what an image is and how large, without decoding it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-image.h"

#include <string.h>

#define BYTES(...) { __VA_ARGS__ }, sizeof ((guint8[]) { __VA_ARGS__ })

/* Beginnings of real files, 123 × 45. */
static const struct {
  CarrelImageKind kind;
  guint8          bytes[64];
  gsize           len;
} heads[] = {
  { CARREL_IMAGE_PNG, BYTES (0x89,
                             'P',
                             'N',
                             'G',
                             0x0d,
                             0x0a,
                             0x1a,
                             0x0a,
                             0,
                             0,
                             0,
                             0x0d,
                             'I',
                             'H',
                             'D',
                             'R',
                             0,
                             0,
                             0,
                             0x7b,
                             0,
                             0,
                             0,
                             0x2d,
                             8,
                             2,
                             0,
                             0,
                             0) },
  { CARREL_IMAGE_GIF, BYTES ('G', 'I', 'F', '8', '9', 'a', 0x7b, 0, 0x2d, 0, 0xf7, 0, 0) },
  { CARREL_IMAGE_GIF, BYTES ('G', 'I', 'F', '8', '7', 'a', 0x7b, 0, 0x2d, 0, 0xf7, 0, 0) },
  { CARREL_IMAGE_WEBP, BYTES ('R',
                              'I',
                              'F',
                              'F',
                              0x5c,
                              4,
                              0,
                              0,
                              'W',
                              'E',
                              'B',
                              'P',
                              'V',
                              'P',
                              '8',
                              ' ',
                              0x50,
                              4,
                              0,
                              0,
                              0x90,
                              0x17,
                              0,
                              0x9d,
                              1,
                              0x2a,
                              0x7b,
                              0,
                              0x2d,
                              0) },
  { CARREL_IMAGE_WEBP, BYTES ('R',
                              'I',
                              'F',
                              'F',
                              0x82,
                              0x2c,
                              0,
                              0,
                              'W',
                              'E',
                              'B',
                              'P',
                              'V',
                              'P',
                              '8',
                              'L',
                              0x75,
                              0x2c,
                              0,
                              0,
                              0x2f,
                              0x7a,
                              0,
                              0x0b,
                              0,
                              9,
                              0xc5,
                              0x6d,
                              0xdb,
                              0x46) },
  { CARREL_IMAGE_WEBP, BYTES ('R',
                              'I',
                              'F',
                              'F',
                              4,
                              2,
                              0,
                              0,
                              'W',
                              'E',
                              'B',
                              'P',
                              'V',
                              'P',
                              '8',
                              'X',
                              0x0a,
                              0,
                              0,
                              0,
                              0x10,
                              0,
                              0,
                              0,
                              0x7a,
                              0,
                              0,
                              0x2c,
                              0,
                              0) },
};

static void
append_be (GByteArray *out, guint64 value, guint n)
{
  while (n-- > 0)
    g_byte_array_append (out, (guint8[]) { (guint8) (value >> (8 * n)) }, 1);
}

static void
append (GByteArray *out, const char *bytes, gsize len)
{
  g_byte_array_append (out, (const guint8 *) bytes, (guint) len);
}

/* Up to the frame header, after the segments in `before`. */
static GByteArray *
make_jpeg (guint       width,
           guint       height,
           guint       n_components,
           guint       marker,
           const char *before,
           gsize       before_len)
{
  GByteArray *out = g_byte_array_new ();

  append (out, "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0", 20);
  append (out, before, before_len);
  append_be (out, 0xff00 | marker, 2);
  append_be (out, 8 + 3 * n_components, 2);
  append_be (out, 8, 1);
  append_be (out, height, 2);
  append_be (out, width, 2);
  append_be (out, n_components, 1);
  for (guint i = 0; i < n_components; i++)
    append_be (out, i << 16 | 0x1100, 3);
  return out;
}

static void
append_box (GByteArray *out, const char *type, const GByteArray *content, guint full)
{
  append_be (out, 8 + full + content->len, 4);
  append (out, type, 4);
  append_be (out, 0, full);
  g_byte_array_append (out, content->data, content->len);
}

/* Each pair of `sizes` is an item's; ends with 0. */
static GByteArray *
make_avif (const char *brands, gsize brands_len, const guint *sizes)
{
  g_autoptr (GByteArray) properties = g_byte_array_new (), ipco = g_byte_array_new (),
                         iprp = g_byte_array_new (), handler = g_byte_array_new ();
  g_autoptr (GByteArray) list = g_byte_array_new ();
  GByteArray *out = g_byte_array_new ();

  append (list, brands, brands_len);
  append_box (out, "ftyp", list, 0);
  for (; *sizes; sizes += 2) {
    g_autoptr (GByteArray) size = g_byte_array_new ();

    append_be (size, sizes[0], 4);
    append_be (size, sizes[1], 4);
    append_box (properties, "ispe", size, 4);
  }
  append_box (ipco, "ipco", properties, 0);
  append_box (handler, "hdlr", properties, 4);
  append_box (handler, "iprp", ipco, 0);
  append_box (out, "meta", handler, 4);
  append_box (out, "mdat", handler, 0);
  return out;
}

static void
assert_size (const guint8 *bytes, gsize len, CarrelImageKind kind, guint width, guint height)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *exact = g_memdup2 (bytes, len); /* so that a read past the end is seen */
  CarrelImageInfo    info = { 0 };

  carrel_image_read_info (exact, len, &info, &error);
  g_assert_no_error (error);
  g_assert_cmpint (info.kind, ==, kind);
  g_assert_cmpuint (info.width, ==, width);
  g_assert_cmpuint (info.height, ==, height);
}

static void
assert_fails (const guint8 *bytes, gsize len, int code)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *exact = g_memdup2 (bytes, len);
  CarrelImageInfo    info = { 0 };

  g_assert_false (carrel_image_read_info (exact, len, &info, &error));
  g_assert_error (error, CARREL_ERROR, code);
  g_assert_cmpuint (info.width, ==, 0);
}

static void
test_sizes (void)
{
  static const guint tiles[] = { 64, 64, 123, 45, 20, 20, 0 };
  static const guint markers[] = { 0xc0, 0xc1, 0xc2, 0xcf };
  g_autoptr (GByteArray) avif = make_avif ("avif\0\0\0\0avif", 12, tiles);
  g_autoptr (GByteArray) other = make_avif ("mif1\0\0\0\0miafavif", 16, tiles);

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    assert_size (heads[i].bytes, heads[i].len, heads[i].kind, 123, 45);
  for (guint i = 0; i < G_N_ELEMENTS (markers); i++) {
    g_autoptr (GByteArray) jpeg =
        make_jpeg (123, 45, i == 3 ? 1 : 3, markers[i], "\xff\xff\xfe\0\4hi\xff\xc4\0\3x", 12);

    assert_size (jpeg->data, jpeg->len, CARREL_IMAGE_JPEG, 123, 45);
  }
  assert_size (avif->data, avif->len, CARREL_IMAGE_AVIF, 123, 45);
  assert_size (other->data, other->len, CARREL_IMAGE_AVIF, 123, 45);
}

static void
test_orientation (void)
{
  static const char little[] = "\xff\xe1\0\x22"
                               "Exif\0\0II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0\0\0\0\0";
  static const char big[] = "\xff\xe1\0\x22"
                            "Exif\0\0MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\x08\0\0\0\0\0\0";
  static const char bad[] = "\xff\xe1\0\x22"
                            "Exif\0\0MM\0*\xff\xff\xff\xff\0\1\1\x12\0\3\0\0\0\1\0\x08\0\0\0\0\0\0";
  const struct {
    const char *exif;
    gsize       len;
    guint       orientation;
  } cases[] = { { little, 36, 6 }, { big, 36, 8 }, { bad, 36, 1 }, { "", 0, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GByteArray) jpeg = make_jpeg (123, 45, 3, 0xc0, cases[i].exif, cases[i].len);
    CarrelImageInfo info = { 0 };

    g_assert_true (carrel_image_read_info (jpeg->data, jpeg->len, &info, NULL));
    g_assert_cmpuint (info.width, ==, 123);
    g_assert_cmpuint (info.orientation, ==, cases[i].orientation);
  }
}

static void
test_limits (void)
{
  static const struct {
    guint width, height;
    int   code; /* -1: accepted */
  } cases[] = {
    { 1, 1, -1 },
    { 16384, 2441, -1 },
    { 6324, 6324, -1 },
    { 8000, 5000, -1 },
    { 8000, 5001, CARREL_ERROR_TOO_LARGE },
    { 16385, 1, CARREL_ERROR_TOO_LARGE },
    { 1, 16385, CARREL_ERROR_TOO_LARGE },
    { 60000, 60000, CARREL_ERROR_TOO_LARGE },
    { 65535, 65535, CARREL_ERROR_TOO_LARGE },
    { 0, 5, CARREL_ERROR_BAD_FILE },
    { 5, 0, CARREL_ERROR_BAD_FILE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const guint sizes[] = { cases[i].width, cases[i].height, 0 };
    guint8      png[64], gif[64];
    g_autoptr (GByteArray) jpeg = make_jpeg (cases[i].width, cases[i].height, 3, 0xc0, "", 0);

    memcpy (png, heads[0].bytes, sizeof png);
    memcpy (gif, heads[1].bytes, sizeof gif);
    png[18] = (guint8) (cases[i].width >> 8);
    png[19] = (guint8) cases[i].width;
    png[22] = (guint8) (cases[i].height >> 8);
    png[23] = (guint8) cases[i].height;
    gif[6] = png[19];
    gif[7] = png[18];
    gif[8] = png[23];
    gif[9] = png[22];
    if (cases[i].code == -1) {
      assert_size (png, heads[0].len, CARREL_IMAGE_PNG, cases[i].width, cases[i].height);
      assert_size (gif, heads[1].len, CARREL_IMAGE_GIF, cases[i].width, cases[i].height);
      assert_size (jpeg->data, jpeg->len, CARREL_IMAGE_JPEG, cases[i].width, cases[i].height);
    } else {
      assert_fails (png, heads[0].len, cases[i].code);
      assert_fails (gif, heads[1].len, cases[i].code);
      assert_fails (jpeg->data, jpeg->len, cases[i].code);
    }
    if (cases[i].width > 0) {
      g_autoptr (GByteArray) avif = make_avif ("avif\0\0\0\0avif", 12, sizes);

      if (cases[i].code == CARREL_ERROR_TOO_LARGE)
        assert_fails (avif->data, avif->len, CARREL_ERROR_TOO_LARGE);
    }
  }

  /* Sizes whose product wraps around. */
  {
    guint8 png[64];

    memcpy (png, heads[0].bytes, sizeof png);
    memset (png + 16, 0xff, 8);
    assert_fails (png, heads[0].len, CARREL_ERROR_TOO_LARGE);
    memcpy (png + 16, "\0\1\0\0\0\1\0\0", 8);
    assert_fails (png, heads[0].len, CARREL_ERROR_TOO_LARGE);
  }
  {
    g_autoptr (GByteArray) jpeg = make_jpeg (64, 64, 5, 0xc0, "", 0),
                           arithmetic = make_jpeg (64, 64, 3, 0xcc, "", 0),
                           zero = make_jpeg (64, 64, 3, 0xc0, "\xff\xe2\0\1", 4);

    assert_fails (jpeg->data, jpeg->len, CARREL_ERROR_BAD_FILE);
    assert_fails (arithmetic->data, arithmetic->len, CARREL_ERROR_BAD_FILE);
    assert_fails (zero->data, zero->len, CARREL_ERROR_BAD_FILE);
  }
}

static void
test_others (void)
{
  static const struct {
    const char *bytes;
    gsize       len;
  } cases[] = {
    { "", 0 },
    { "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", 40 },
    { "<!DOCTYPE html><title>x</title>", 31 },
    { "BM\x36\0\0\0\0\0\0\0\x36\0\0\0", 14 },
    { "II*\0\x08\0\0\0", 8 },
    { "RIFF\x24\0\0\0WAVEfmt ", 16 },
    { "\0\0\0\x18"
      "ftypheic\0\0\0\0mif1heic",
      24 },
    { "\0\0\0\x18"
      "ftypmp42\0\0\0\0mp42isom",
      24 },
    { "GIF88a\1\0\1\0\0\0\0", 13 },
    { "\x89PNG\n\x1a\n", 7 },
    { "%PDF-1.7", 8 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_assert_cmpint (carrel_image_sniff ((const guint8 *) cases[i].bytes, cases[i].len), ==,
                     CARREL_IMAGE_NONE);
    assert_fails ((const guint8 *) cases[i].bytes, cases[i].len, CARREL_ERROR_UNSUPPORTED);
  }
  g_assert_cmpstr (carrel_image_kind_get_type (CARREL_IMAGE_WEBP), ==, "image/webp");
  g_assert_cmpstr (carrel_image_kind_get_type (CARREL_IMAGE_NONE), ==, NULL);
}

/* Cut anywhere, or with any bytes changed, a header gives a size within the limits, or an error. */
static void
test_noise (void)
{
  static const guint sizes[] = { 123, 45, 64, 64, 0 };
  g_autoptr (GPtrArray) seeds =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  g_ptr_array_add (seeds, make_avif ("avif\0\0\0\0avif", 12, sizes));
  g_ptr_array_add (seeds,
                   make_jpeg (123, 45, 3, 0xc2,
                              "\xff\xe1\0\x22"
                              "Exif\0\0II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0\0\0\0\0",
                              36));
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    g_ptr_array_add (
        seeds, g_byte_array_append (g_byte_array_new (), heads[i].bytes, (guint) heads[i].len));

  for (guint i = 0; i < 200000; i++) {
    GByteArray        *seed = seeds->pdata[i % seeds->len];
    gsize              len = g_rand_int_range (rand, 0, (gint32) seed->len + 1);
    g_autofree guint8 *bytes = g_memdup2 (seed->data, MAX (len, 1));
    CarrelImageInfo    info = { 0 };

    for (guint n = g_rand_int_range (rand, 0, 5); n > 0 && len > 0; n--)
      bytes[g_rand_int_range (rand, 0, (gint32) len)] = (guint8) g_rand_int_range (rand, 0, 256);
    if (carrel_image_read_info (bytes, len, &info, NULL)) {
      g_assert_cmpuint (info.width, >, 0);
      g_assert_cmpuint (info.height, >, 0);
      g_assert_cmpuint ((guint64) info.width * info.height, <=, CARREL_IMAGE_MAX_PIXELS);
      g_assert_cmpuint (info.orientation, >=, 1);
      g_assert_cmpuint (info.orientation, <=, 8);
    }
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image/sizes", test_sizes);
  g_test_add_func ("/image/orientation", test_orientation);
  g_test_add_func ("/image/limits", test_limits);
  g_test_add_func ("/image/others-are-none", test_others);
  g_test_add_func ("/image/survives-noise", test_noise);
  return g_test_run ();
}
