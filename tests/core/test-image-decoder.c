/* test-image-decoder.c: what must be decoded is; what must not be costs nothing but its picture.
 *
 * The helper is the program itself. Helpers that lie, crash or hang are this test under other
 * names.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "base/carrel-image-decoder.h"
#include "base/carrel-image-wire.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *program;

/* ── Helpers that are none ── */

static void
reply_with (const CarrelImageReply *reply, int fd)
{
  if (!carrel_image_wire_send (CARREL_IMAGE_SOCKET, reply, sizeof *reply, fd, 0))
    _exit (3);
}

static int
make_pixels (gsize size, gboolean sealed)
{
  int fd = memfd_create ("pixels", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  if (fd < 0 || ftruncate (fd, (off_t) size) != 0 ||
      (sealed && fcntl (fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0))
    _exit (4);
  return fd;
}

static int
pretend (const char *how)
{
  CarrelImageReply   reply = { .magic = CARREL_IMAGE_MAGIC, .status = CARREL_IMAGE_READY };
  CarrelImageRequest request;

  if (g_str_equal (how, "silent"))
    return 0;
  reply_with (&reply, -1);
  while (recv (CARREL_IMAGE_SOCKET, &request, sizeof request, 0) == sizeof request) {
    reply =
        (CarrelImageReply) { CARREL_IMAGE_MAGIC, request.id, CARREL_IMAGE_DECODED, 10, 10, 32, 0 };
    if (g_str_equal (how, "crash"))
      abort ();
    else if (g_str_equal (how, "hang"))
      g_usleep (60 * G_USEC_PER_SEC);
    else if (g_str_equal (how, "unsealed"))
      reply_with (&reply, make_pixels (320, FALSE));
    else if (g_str_equal (how, "short"))
      reply_with (&reply, make_pixels (319, TRUE));
    else if (g_str_equal (how, "none"))
      reply_with (&reply, -1);
    else if (g_str_equal (how, "huge"))
      reply.width = 0x40000001, reply.stride = 4, reply.height = 1,
      reply_with (&reply, make_pixels (4, TRUE));
    else if (g_str_equal (how, "wide"))
      reply.width = 20, reply.stride = 60, reply_with (&reply, make_pixels (600, TRUE));
    else if (g_str_equal (how, "other"))
      reply.id++, reply_with (&reply, make_pixels (320, TRUE));
    else if (g_str_equal (how, "socket"))
      reply_with (&reply, CARREL_IMAGE_SOCKET);
    else if (g_str_equal (how, "good"))
      reply_with (&reply, make_pixels (320, TRUE));
  }
  return 0;
}

/* ── Asking ── */

typedef struct {
  GMainLoop    *loop;
  CarrelPixels *pixels;
  GError       *error;
} Answer;

static void
decoded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->pixels = carrel_image_decode_finish (result, &answer->error);
  g_main_loop_quit (answer->loop);
}

/* NULL, and the error's code. */
static CarrelPixels *
decode (const char *path, guint width, guint height, int *code)
{
  Answer answer = { g_main_loop_new (NULL, FALSE), NULL, NULL };

  carrel_image_decode_async (path, width, height, NULL, decoded_cb, &answer);
  g_main_loop_run (answer.loop);
  g_main_loop_unref (answer.loop);
  if (code)
    *code = answer.error ? answer.error->code : -1;
  if (answer.error)
    g_assert_cmpstr (g_quark_to_string (answer.error->domain), ==,
                     g_quark_to_string (CARREL_ERROR));
  g_assert_true ((answer.pixels != NULL) != (answer.error != NULL));
  g_clear_error (&answer.error);
  return answer.pixels;
}

static CarrelPixels *
decode_bytes (const void *data, gsize len, int *code)
{
  Answer answer = { g_main_loop_new (NULL, FALSE), NULL, NULL };
  g_autoptr (GBytes) bytes = g_bytes_new (data, len);

  carrel_image_decode_bytes_async (bytes, 0, 0, NULL, decoded_cb, &answer);
  g_main_loop_run (answer.loop);
  g_main_loop_unref (answer.loop);
  *code = answer.error ? answer.error->code : -1;
  g_clear_error (&answer.error);
  return answer.pixels;
}

static char *
get_path (const char *name)
{
  return g_build_filename (g_getenv ("CARREL_TEST_DATA"), "images", name, NULL);
}

static const guint8 *
get_pixel (const CarrelPixels *pixels, guint x, guint y)
{
  return (const guint8 *) g_bytes_get_data (pixels->bytes, NULL) + (gsize) y * pixels->stride +
         x * (pixels->alpha ? 4 : 3);
}

/* Red above, blue below. */
static void
assert_red_above (const CarrelPixels *pixels)
{
  const guint8 *top = get_pixel (pixels, pixels->width / 2, 1),
               *bottom = get_pixel (pixels, pixels->width / 2, pixels->height - 2);

  g_assert_cmpuint (top[0], >, 200);
  g_assert_cmpuint (top[2], <, 60);
  g_assert_cmpuint (bottom[0], <, 60);
  g_assert_cmpuint (bottom[2], >, 200);
}

/* ── Tests ── */

static void
test_formats (void)
{
  static const char *const names[] = { "photo.jpg", "photo.png", "photo.gif", "photo.webp",
                                       "photo.avif" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = get_path (names[i]);
    g_autoptr (CarrelPixels) whole = decode (path, 0, 0, NULL);
    g_autoptr (CarrelPixels) narrow = decode (path, 80, 0, NULL);
    g_autoptr (CarrelPixels) square = decode (path, 60, 60, NULL);
    g_autoptr (CarrelPixels) wide = decode (path, 1000, 0, NULL);

    g_test_message ("%s", names[i]);
    g_assert_nonnull (whole);
    g_assert_cmpuint (whole->width, ==, 160);
    g_assert_cmpuint (whole->height, ==, 100);
    assert_red_above (whole);
    g_assert_nonnull (narrow);
    g_assert_cmpuint (narrow->width, ==, 80);
    g_assert_cmpuint (narrow->height, ==, 50);
    assert_red_above (narrow);
    g_assert_nonnull (square);
    g_assert_cmpuint (square->width, ==, 60);
    g_assert_cmpuint (square->height, ==, 60);
    g_assert_nonnull (wide); /* never enlarged */
    g_assert_cmpuint (wide->width, ==, 160);
  }
}

static void
test_details (void)
{
  g_autofree char *alpha_path = get_path ("alpha.png"), *moving_path = get_path ("moving.gif");
  g_autoptr (CarrelPixels) alpha = decode (alpha_path, 0, 0, NULL);
  g_autoptr (CarrelPixels) moving = decode (moving_path, 0, 0, NULL);

  g_assert_nonnull (alpha);
  g_assert_true (alpha->alpha);
  g_assert_cmpuint (get_pixel (alpha, 2, 2)[3], ==, 0);
  g_assert_cmpuint (get_pixel (alpha, 32, 32)[1], >, 200);
  g_assert_cmpuint (get_pixel (alpha, 32, 32)[3], >, 100);
  g_assert_nonnull (moving); /* its first frame */
  g_assert_cmpuint (moving->width, ==, 40);
  g_assert_cmpuint (get_pixel (moving, 20, 20)[0], >, 200);
}

/* A camera held upright: 100 × 160 with the note that it is to be turned. */
static void
test_turned (void)
{
  static const guint8 exif[] = { 0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0,    'M', 'M',
                                 0,    '*',  0, 0,  0,   8,   0,   1,   1, 0x12, 0,   3,
                                 0,    0,    0, 1,  0,   6,   0,   0,   0, 0,    0,   0 };
  g_autofree char    *path = get_path ("plain.jpg"), *plain = NULL;
  g_autoptr (GByteArray) turned = g_byte_array_new ();
  g_autoptr (CarrelPixels) pixels = NULL;
  gsize len;
  int   code;

  g_assert_true (g_file_get_contents (path, &plain, &len, NULL));
  g_byte_array_append (turned, (const guint8 *) plain, 2);
  g_byte_array_append (turned, exif, sizeof exif);
  g_byte_array_append (turned, (const guint8 *) plain + 2, (guint) len - 2);
  pixels = decode_bytes (turned->data, turned->len, &code);
  g_assert_cmpint (code, ==, -1);
  g_assert_cmpuint (pixels->width, ==, 160);
  g_assert_cmpuint (pixels->height, ==, 100);
  g_assert_cmpuint (get_pixel (pixels, 158, 50)[0], >, 200); /* what was above is at the right */
  g_assert_cmpuint (get_pixel (pixels, 1, 50)[2], >, 200);
}

static void
test_refused (void)
{
  static const char svg[] = "<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'><rect "
                            "width='10' height='10'/></svg>";
  static const guint8      png[] = { 0x89, 'P',  'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a, 0,    0, 0,
                                     0x0d, 'I',  'H', 'D', 'R',  0,    0,    0xea, 0x60, 0, 0,
                                     0xea, 0x60, 8,   2,   0,    0,    0,    1,    2,    3, 4 };
  static const char *const names[] = { "photo.jpg", "photo.png", "photo.gif", "photo.webp",
                                       "photo.avif" };
  g_autofree char         *folder = g_dir_make_tmp ("carrel-pictures-XXXXXX", NULL),
                  *fifo = g_build_filename (folder, "fifo", NULL);
  g_autofree guint8 *large = g_malloc0 (CARREL_IMAGE_MAX_BYTES + 1);
  int                code;

  g_assert_null (decode_bytes (svg, sizeof svg - 1, &code));
  g_assert_cmpint (code, ==, CARREL_ERROR_UNSUPPORTED);
  g_assert_null (decode_bytes ("", 0, &code));
  g_assert_null (decode_bytes ("BM6\0\0\0\0\0\0\0\0\0", 12, &code));
  g_assert_cmpint (code, ==, CARREL_ERROR_UNSUPPORTED);
  g_assert_null (decode_bytes (png, sizeof png, &code));
  g_assert_cmpint (code, ==, CARREL_ERROR_TOO_LARGE);
  memcpy (large, png, sizeof png);
  g_assert_null (decode_bytes (large, CARREL_IMAGE_MAX_BYTES + 1, &code));
  g_assert_cmpint (code, ==, CARREL_ERROR_TOO_LARGE);
  g_assert_null (decode ("/nowhere/at/all", 0, 0, &code));
  g_assert_cmpint (code, ==, CARREL_ERROR_NOT_FOUND);
  g_assert_null (decode (folder, 0, 0, &code));
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_null (decode (fifo, 0, 0, &code)); /* and doesn't wait for a writer */
  g_unlink (fifo);
  g_rmdir (folder);

  /* Broken off, and with bytes changed: a picture or a refusal, and the next one is there. */
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = get_path (names[i]), *data = NULL;
    gsize            len;

    g_assert_true (g_file_get_contents (path, &data, &len, NULL));
    for (gsize cut = 0; cut < len; cut += 1 + len / 24) {
      CarrelPixels *pixels = decode_bytes (data, cut, &code);

      if (pixels)
        carrel_pixels_free (pixels);
    }
    for (guint round = 0; round < 24; round++) {
      CarrelPixels *pixels;

      data[g_test_rand_int_range (12, (gint32) len)] ^= (char) g_test_rand_int_range (1, 256);
      pixels = decode_bytes (data, len, &code);
      if (pixels)
        carrel_pixels_free (pixels);
    }
    {
      g_autoptr (CarrelPixels) after = decode (path, 0, 0, NULL);

      g_assert_nonnull (after);
    }
  }
}

/* The security folder's generator, which isn't everywhere. (transfer full) */
static char *
find_bombs (void)
{
  return g_build_filename (g_getenv ("CARREL_SHARED"), "security", "make-bombs.py", NULL);
}

/* One of each, as it makes them. */
static void
test_bombs (void)
{
  g_autofree char *script = find_bombs (), *folder = NULL, *images = NULL;
  const char      *arguments[] = { "python3", "-W",      "ignore", script,  "files",
                                   NULL,      "--small", "--only", "image", NULL };
  const char      *name;
  int              status;
  GDir            *dir;

  folder = g_dir_make_tmp ("carrel-bombs-XXXXXX", NULL);
  arguments[5] = folder;
  g_assert_true (g_spawn_sync (NULL, (char **) arguments, NULL,
                               G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL,
                               NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  images = g_build_filename (folder, "image", NULL);
  dir = g_dir_open (images, 0, NULL);
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir))) {
    static const char *const may_show[] = { "png-real-4000.png", "png-ztxt-bomb.png",
                                            "png-iccp-bomb.png", "png-bad-crc.png",
                                            "gif-many-frames.gif" };
    g_autofree char         *path = g_build_filename (images, name, NULL);
    gint64                   began = g_get_monotonic_time ();
    int                      code;
    CarrelPixels            *pixels = decode (path, 300, 0, &code);
    gboolean                 may = FALSE;

    for (guint i = 0; i < G_N_ELEMENTS (may_show); i++)
      may |= g_str_equal (name, may_show[i]);
    g_test_message ("%s: %s, %.1f ms", name, pixels ? "shown" : "refused",
                    (double) (g_get_monotonic_time () - began) / 1000);
    if (!may)
      g_assert_null (pixels);
    if (pixels) {
      g_assert_cmpuint (pixels->width, <=, 300);
      carrel_pixels_free (pixels);
    }
    g_unlink (path);
  }
  g_dir_close (dir);
  g_rmdir (images);
  {
    g_autofree char *manifest = g_build_filename (folder, "manifest.json", NULL);

    g_unlink (manifest);
  }
  g_rmdir (folder);
}

static void
test_liars (void)
{
  static const char *const liars[] = { "silent", "crash", "hang", "unsealed", "short",
                                       "none",   "huge",  "wide", "other",    "socket" };
  g_autofree char         *folder = g_dir_make_tmp ("carrel-helpers-XXXXXX", NULL),
                  *self = g_file_read_link ("/proc/self/exe", NULL), *path = get_path ("photo.jpg");
  g_autofree char *good = g_build_filename (folder, "good", NULL);
  g_autoptr (CarrelPixels) pixels = NULL;

  carrel_image_decoder_set_timeout (300);
  for (guint i = 0; i < G_N_ELEMENTS (liars); i++) {
    g_autofree char *link = g_build_filename (folder, liars[i], NULL);
    int              code;

    g_assert_cmpint (symlink (self, link), ==, 0);
    carrel_image_decoder_set_program (link);
    for (guint round = 0; round < 2; round++) {
      g_assert_null (decode (path, 10, 0, &code));
      g_assert_cmpint (code, ==, i == 0 ? CARREL_ERROR_UNSUPPORTED : CARREL_ERROR_BAD_FILE);
    }
    g_unlink (link);
  }
  /* The same words, told rightly, are taken: it is the lie that was refused. */
  g_assert_cmpint (symlink (self, good), ==, 0);
  carrel_image_decoder_set_program (good);
  carrel_image_decoder_set_timeout (10000);
  pixels = decode (path, 10, 0, NULL);
  g_assert_nonnull (pixels);
  g_unlink (good);
  g_rmdir (folder);
  carrel_image_decoder_set_program (NULL);
  {
    int code;

    g_assert_null (decode (path, 10, 0, &code));
    g_assert_cmpint (code, ==, CARREL_ERROR_UNSUPPORTED);
  }
  carrel_image_decoder_set_program (program);
}

typedef struct {
  GMainLoop *loop;
  guint      left, cancelled;
} Many;

static void
many_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Many *many = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelPixels) pixels = carrel_image_decode_finish (result, &error);

  if (!pixels) {
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    many->cancelled++;
  }
  if (--many->left == 0)
    g_main_loop_quit (many->loop);
}

/* Kept and used again; what is no longer wanted isn't decoded. */
static void
test_many (void)
{
  g_autofree char *path = get_path ("photo.jpg");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Many   many = { loop, 200, 0 };
  gint64 began = g_get_monotonic_time ();

  for (guint i = 0; i < 200; i++)
    carrel_image_decode_async (path, 100, 0, NULL, many_cb, &many);
  g_main_loop_run (loop);
  g_assert_cmpuint (many.cancelled, ==, 0);
  g_test_message ("%.2f ms a picture", (double) (g_get_monotonic_time () - began) / 1000 / 200);
  many.left = 50;
  for (guint i = 0; i < 50; i++)
    carrel_image_decode_async (path, 100, 0, cancellable, many_cb, &many);
  g_cancellable_cancel (cancellable);
  g_main_loop_run (loop);
  g_assert_cmpuint (many.cancelled, ==, 50);
}

int
main (int argc, char *argv[])
{
  g_autofree char *script = NULL;

  if (argc == 2 && g_str_equal (argv[1], CARREL_IMAGE_WORD)) {
    g_autofree char *how = g_path_get_basename (argv[0]);

    return pretend (how);
  }
  g_test_init (&argc, &argv, NULL);
  program = g_getenv ("CARREL_PROGRAM");
  g_assert_nonnull (program);
  carrel_image_decoder_set_program (program);
  carrel_image_decoder_set_timeout (60000);
  g_test_add_func ("/image-decoder/formats", test_formats);
  g_test_add_func ("/image-decoder/details", test_details);
  g_test_add_func ("/image-decoder/turned", test_turned);
  g_test_add_func ("/image-decoder/refused", test_refused);
  script = find_bombs ();
  if (g_file_test (script, G_FILE_TEST_EXISTS))
    g_test_add_func ("/image-decoder/bombs", test_bombs);
  g_test_add_func ("/image-decoder/liars", test_liars);
  g_test_add_func ("/image-decoder/many", test_many);
  return g_test_run ();
}
