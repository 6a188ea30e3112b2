/* carrel-print-pictures.c: the pictures of a page, from the library's files. A thread with a main
 * context; pixels are turned on others.
 *
 * A photograph goes into a PDF as the file that it is, where the decoder could read it and it isn't
 * far too large: that is smaller and sharper than its pixels packed again. Only where a PDF reader
 * shows it as the window does: eight bits, grey or colour, upright.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "print/carrel-print-pictures.h"

#include "base/carrel-image-decoder.h"
#include "base/carrel-image.h"

#include <string.h>

#define MAX_FILE (3 * 1024 * 1024)
#define MAX_RATIO 3 /* times as wide as it is needed */

typedef struct {
  GHashTable *surfaces; /* (owned) */
  guint       n_left;
} Load;

typedef struct {
  GTask        *task;   /* (owned): of the page */
  char         *source; /* (owned) */
  char         *path;   /* (owned) */
  guint         width;
  CarrelPixels *pixels; /* (owned) (nullable) */
} One;

static void
free_load (gpointer data)
{
  Load *load = data;

  g_hash_table_unref (load->surfaces);
  g_free (load);
}

static void
free_one (gpointer data)
{
  One *one = data;

  g_clear_pointer (&one->pixels, carrel_pixels_free);
  g_object_unref (one->task);
  g_free (one->source);
  g_free (one->path);
  g_free (one);
}

static void
destroy_surface (gpointer data)
{
  if (data)
    cairo_surface_destroy (data);
}

/* ── On another thread ── */

static guint32
premultiply (const guchar *p)
{
  guint32 a = p[3];
  guint32 r = (p[0] * a + 127) / 255, g = (p[1] * a + 127) / 255, b = (p[2] * a + 127) / 255;

  return a << 24 | r << 16 | g << 8 | b;
}

static cairo_surface_t *
make_surface (const CarrelPixels *pixels)
{
  cairo_surface_t *surface =
      cairo_image_surface_create (pixels->alpha ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24,
                                  (int) pixels->width, (int) pixels->height);
  const guchar *from = g_bytes_get_data (pixels->bytes, NULL);
  guchar       *to = cairo_image_surface_get_data (surface);
  int           stride = cairo_image_surface_get_stride (surface);

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS) {
    cairo_surface_destroy (surface);
    return NULL;
  }
  cairo_surface_flush (surface);
  for (guint y = 0; y < pixels->height; y++) {
    const guchar *p = from + (gsize) y * pixels->stride;
    guint32      *row = (guint32 *) (gpointer) (to + (gsize) y * (gsize) stride);

    for (guint x = 0; x < pixels->width; x++)
      row[x] = pixels->alpha
                   ? premultiply (p + 4 * x)
                   : (guint32) p[3 * x] << 16 | (guint32) p[3 * x + 1] << 8 | p[3 * x + 2];
  }
  cairo_surface_mark_dirty (surface);
  return surface;
}

/* Its frame says eight bits, and one component or three. */
static gboolean
is_plain_jpeg (const guint8 *bytes, gsize len)
{
  gsize at = 2;

  while (at + 10 < len && bytes[at] == 0xff) {
    guint8 kind = bytes[at + 1];
    gsize  size = (gsize) bytes[at + 2] << 8 | bytes[at + 3];

    if (kind == 0xff) {
      at++;
      continue;
    }
    if (kind >= 0xc0 && kind <= 0xcf && kind != 0xc4 && kind != 0xc8 && kind != 0xcc)
      return (kind == 0xc0 || kind == 0xc2) && bytes[at + 4] == 8 &&
             (bytes[at + 9] == 1 || bytes[at + 9] == 3);
    if (kind == 0xda || size < 2)
      return FALSE;
    at += 2 + size;
  }
  return FALSE;
}

static void
keep_file (cairo_surface_t *surface, const char *path, guint width)
{
  g_autofree char *contents = NULL;
  CarrelImageInfo  info;
  gsize            len;

  if (!g_file_get_contents (path, &contents, &len, NULL) || len > MAX_FILE)
    return;
  if (!carrel_image_read_info ((const guint8 *) contents, len, &info, NULL) ||
      info.kind != CARREL_IMAGE_JPEG || info.orientation > 1)
    return;
  if (info.width > width * MAX_RATIO || !is_plain_jpeg ((const guint8 *) contents, len))
    return;
  if (cairo_surface_set_mime_data (surface, CAIRO_MIME_TYPE_JPEG, (const guchar *) contents, len,
                                   g_free, contents) == CAIRO_STATUS_SUCCESS)
    g_steal_pointer (&contents);
}

static void
turn_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  One             *one = data;
  cairo_surface_t *surface = make_surface (one->pixels);

  if (surface && !one->pixels->alpha)
    keep_file (surface, one->path, one->width);
  g_task_return_pointer (task, surface, destroy_surface);
}

/* ── Here ── */

static void
leave (GTask *task)
{
  Load *load = g_task_get_task_data (task);

  if (--load->n_left == 0 && !g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_hash_table_ref (load->surfaces),
                           (GDestroyNotify) g_hash_table_unref);
}

static void
turned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  One *one = g_task_get_task_data (G_TASK (result));
  g_autoptr (GTask) task = g_object_ref (one->task);
  Load            *load = g_task_get_task_data (task);
  cairo_surface_t *surface = g_task_propagate_pointer (G_TASK (result), NULL);

  if (surface)
    g_hash_table_insert (load->surfaces, g_strdup (one->source), surface);
  leave (task);
}

static void
decoded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  One *one = user_data;
  g_autoptr (GTask) turn = NULL;

  one->pixels = carrel_image_decode_finish (result, NULL);
  if (!one->pixels) {
    g_autoptr (GTask) task = g_object_ref (one->task);

    free_one (one);
    leave (task);
    return;
  }
  turn = g_task_new (NULL, NULL, turned_cb, NULL);
  g_task_set_task_data (turn, one, free_one);
  g_task_run_in_thread (turn, turn_thread);
}

void
carrel_print_load_pictures_async (GArray             *wanted,
                                  CarrelPrintFind     find,
                                  gpointer            find_data,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Load *load = g_new0 (Load, 1);

  load->surfaces = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, destroy_surface);
  load->n_left = 1; /* this function's own */
  g_task_set_task_data (task, load, free_load);
  for (guint i = 0; i < wanted->len; i++) {
    const CarrelPrintPicture *picture = &g_array_index (wanted, CarrelPrintPicture, i);
    g_autofree char          *path = find ? find (picture->source, find_data) : NULL;
    One                      *one;

    if (!path)
      continue;
    one = g_new0 (One, 1);
    one->task = g_object_ref (task);
    one->source = g_strdup (picture->source);
    one->path = g_steal_pointer (&path);
    one->width = picture->width;
    load->n_left++;
    carrel_image_decode_async (one->path, one->width, 0, cancellable, decoded_cb, one);
  }
  leave (task);
}

GHashTable *
carrel_print_load_pictures_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
