/* carrel-image.h: what an image is, by its first bytes. Pure; any thread.
 *
 * Nothing is decoded and nothing is allocated by what a header claims. A header within the limits
 * says nothing about the rest of the file: whoever decodes it keeps limits of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CARREL_IMAGE_MAX_SIDE 16384
#define CARREL_IMAGE_MAX_PIXELS (40 * 1000 * 1000)

typedef enum {
  CARREL_IMAGE_NONE, /* none that Carrel shows */
  CARREL_IMAGE_AVIF,
  CARREL_IMAGE_GIF,
  CARREL_IMAGE_JPEG,
  CARREL_IMAGE_PNG,
  CARREL_IMAGE_WEBP,
} CarrelImageKind;

typedef struct {
  CarrelImageKind kind;
  guint           width, height; /* pixels, as stored */
  guint orientation; /* as EXIF counts, 1 to 8: from 5 on it is shown with its sides swapped */
} CarrelImageInfo;

/* Twelve bytes are enough, but for AVIF, whose list of brands may be longer. */
CarrelImageKind carrel_image_sniff (const guint8 *bytes, gsize len);

/* «image/jpeg» …; NULL for NONE. Static. */
const char *carrel_image_kind_get_type (CarrelImageKind kind);

/* Reads the header; the whole file, or as much as there is of it. Fails with UNSUPPORTED (not one
 * of the five), BAD_FILE (no size found, or none that can be) or TOO_LARGE (over MAX_SIDE or
 * MAX_PIXELS). */
gboolean
carrel_image_read_info (const guint8 *bytes, gsize len, CarrelImageInfo *info, GError **error);

G_END_DECLS
