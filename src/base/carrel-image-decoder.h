/* carrel-image-decoder.h: pictures, decoded in a process of their own.
 *
 * A picture's bytes are never read by a decoder in the program itself: they go to a helper (the
 * same program, src/decode) that can open nothing, reach nothing and use only so much memory and
 * time. It is kept and used again; one that crashes or hangs costs its picture and is replaced.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CARREL_IMAGE_MAX_BYTES (25 * 1024 * 1024)

typedef struct {
  GBytes  *bytes; /* (owned): rows of R G B or R G B A, not premultiplied; sealed against change */
  guint    width, height, stride;
  gboolean alpha;
} CarrelPixels;

void carrel_pixels_free (CarrelPixels *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelPixels, carrel_pixels_free)

/* What is started as the helper; without it nothing is decoded. main () sets it, before anything is
 * asked for; tests name others. A helper that runs is ended and not used again. */
void carrel_image_decoder_set_program (const char *path);
/* How long a picture may take: 10 s unless a test says otherwise. */
void carrel_image_decoder_set_timeout (guint milliseconds);

/* Decodes a file. `width` and `height` in device pixels: both, the picture covers them and is cut
 * to them; height 0, it is not wider than `width`; both 0, as it is. Never enlarged. Any thread
 * with a main context.
 *
 * Fails with NOT_FOUND, UNSUPPORTED, TOO_LARGE or BAD_FILE: the last also for one whose decoder
 * crashed or took too long. The newest asked for comes first, and a cancelled one isn't decoded. */
void carrel_image_decode_async (const char         *path,
                                guint               width,
                                guint               height,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data);
/* The same for bytes that are in no file yet. Takes its own reference. */
void          carrel_image_decode_bytes_async (GBytes             *bytes,
                                               guint               width,
                                               guint               height,
                                               GCancellable       *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer            user_data);
CarrelPixels *carrel_image_decode_finish (GAsyncResult *result, GError **error);

G_END_DECLS
