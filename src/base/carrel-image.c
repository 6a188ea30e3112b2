/* carrel-image.c: what an image is, by its first bytes. Pure; any thread.
 *
 * Each reader walks its format's boxes or segments with a position that only grows, so it ends with
 * the bytes, whatever the lengths in them claim.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-image.h"

#include "base/carrel-error.h"

#include <glib/gi18n.h>
#include <string.h>

static guint
be16 (const guint8 *p)
{
  return (guint) p[0] << 8 | p[1];
}

static guint32
be32 (const guint8 *p)
{
  return (guint32) be16 (p) << 16 | be16 (p + 2);
}

static guint
le16 (const guint8 *p)
{
  return (guint) p[1] << 8 | p[0];
}

static guint32
le24 (const guint8 *p)
{
  return (guint32) p[2] << 16 | le16 (p);
}

static guint32
le32 (const guint8 *p)
{
  return (guint32) p[3] << 24 | le24 (p);
}

static gboolean
is_at (const guint8 *bytes, gsize len, gsize offset, const char *magic, gsize n)
{
  return len >= n && offset <= len - n && memcmp (bytes + offset, magic, n) == 0;
}

/* ── PNG and GIF: fixed places ── */

static gboolean
read_png (const guint8 *bytes, gsize len, CarrelImageInfo *info)
{
  if (len < 29 || !is_at (bytes, len, 8, "\0\0\0\x0dIHDR", 8))
    return FALSE;
  info->width = be32 (bytes + 16);
  info->height = be32 (bytes + 20);
  return TRUE;
}

static gboolean
read_gif (const guint8 *bytes, gsize len, CarrelImageInfo *info)
{
  if (len < 13)
    return FALSE;
  info->width = le16 (bytes + 6);
  info->height = le16 (bytes + 8);
  return TRUE;
}

/* ── JPEG: segments up to the first frame header ── */

/* The orientation in the EXIF block's first directory; 1 where there is none. */
static guint
read_orientation (const guint8 *bytes, gsize len)
{
  gboolean little = is_at (bytes, len, 0, "II*\0", 4);
  gsize    directory;
  guint    n;

  if (len < 8 || (!little && !is_at (bytes, len, 0, "MM\0*", 4)))
    return 1;
  directory = little ? le32 (bytes + 4) : be32 (bytes + 4);
  if (directory > len - 2)
    return 1;
  n = little ? le16 (bytes + directory) : be16 (bytes + directory);
  for (gsize p = directory + 2; n > 0 && p + 12 <= len; n--, p += 12) {
    guint tag = little ? le16 (bytes + p) : be16 (bytes + p),
          value = little ? le16 (bytes + p + 8) : be16 (bytes + p + 8);

    if (tag == 0x0112)
      return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

static gboolean
read_jpeg (const guint8 *bytes, gsize len, CarrelImageInfo *info)
{
  for (gsize p = 2; p + 4 <= len;) {
    guint marker, size;

    if (bytes[p] != 0xff)
      return FALSE;
    marker = bytes[p + 1];
    if (marker == 0xff) { /* padding */
      p++;
      continue;
    }
    if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8)) { /* nothing follows these */
      p += 2;
      continue;
    }
    if (marker == 0xd9 || marker == 0xda) /* the end, or pixels before their size */
      return FALSE;
    size = be16 (bytes + p + 2);
    if (size < 2)
      return FALSE;
    if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
      guint n_components;

      if (size < 8 || p + 10 > len)
        return FALSE;
      info->height = be16 (bytes + p + 5);
      info->width = be16 (bytes + p + 7);
      n_components = bytes[p + 9];
      return n_components == 1 || n_components == 3 || n_components == 4;
    }
    if (marker == 0xe1 && is_at (bytes, len, p + 4, "Exif\0\0", 6) && size > 8)
      info->orientation = read_orientation (bytes + p + 10, MIN (size - 8, len - p - 10));
    p += 2 + size;
  }
  return FALSE;
}

/* ── WebP: its first chunk ── */

static gboolean
read_webp (const guint8 *bytes, gsize len, CarrelImageInfo *info)
{
  if (len < 30)
    return FALSE;
  if (is_at (bytes, len, 12, "VP8X", 4)) {
    info->width = le24 (bytes + 24) + 1;
    info->height = le24 (bytes + 27) + 1;
    return TRUE;
  }
  if (is_at (bytes, len, 12, "VP8L", 4) && bytes[20] == 0x2f) {
    guint32 bits = le32 (bytes + 21);

    info->width = (bits & 0x3fff) + 1;
    info->height = (bits >> 14 & 0x3fff) + 1;
    return TRUE;
  }
  if (is_at (bytes, len, 12, "VP8 ", 4) && is_at (bytes, len, 23, "\x9d\x01\x2a", 3)) {
    info->width = le16 (bytes + 26) & 0x3fff;
    info->height = le16 (bytes + 28) & 0x3fff;
    return TRUE;
  }
  return FALSE;
}

/* ── AVIF: boxes in boxes ── */

/* The box at `*at`, which moves behind it: type in `type`, content in `content`. FALSE at the end,
 * and where no box can begin. A box that goes beyond the bytes is given as far as it is there. */
static gboolean
next_box (const guint8  *bytes,
          gsize          len,
          gsize         *at,
          const guint8 **type,
          const guint8 **content,
          gsize         *content_len)
{
  gsize         rest = *at < len ? len - *at : 0, head = 8;
  const guint8 *p = bytes + *at;
  guint64       size;

  if (rest < head)
    return FALSE;
  size = be32 (p);
  *type = p + 4;
  if (size == 1) {
    head = 16;
    if (rest < head)
      return FALSE;
    size = (guint64) be32 (p + 8) << 32 | be32 (p + 12);
  } else if (size == 0) {
    size = rest;
  }
  if (size < head)
    return FALSE;
  if (size > rest)
    size = rest;
  *content = p + head;
  *content_len = (gsize) size - head;
  *at += (gsize) size;
  return TRUE;
}

static gboolean
find_box (
    const guint8 *bytes, gsize len, const char *name, const guint8 **content, gsize *content_len)
{
  const guint8 *type;

  for (gsize at = 0; next_box (bytes, len, &at, &type, content, content_len);)
    if (memcmp (type, name, 4) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_avif_brand (const guint8 *bytes, gsize len)
{
  gsize end = len >= 16 ? MIN (len, be32 (bytes)) : 0;

  if (!is_at (bytes, len, 4, "ftyp", 4))
    return FALSE;
  if (is_at (bytes, len, 8, "avif", 4) || is_at (bytes, len, 8, "avis", 4))
    return TRUE;
  for (gsize p = 16; p + 4 <= end && p < 256; p += 4)
    if (memcmp (bytes + p, "avif", 4) == 0)
      return TRUE;
  return FALSE;
}

/* The largest of the sizes that the file's items have: a picture made of tiles, with its
 * transparency or a thumbnail beside it, is as large as the whole. */
static gboolean
read_avif (const guint8 *bytes, gsize len, CarrelImageInfo *info)
{
  const guint8 *box, *type, *content;
  gsize         n, content_len;
  guint64       best = 0;

  if (!find_box (bytes, len, "meta", &box, &n) || n < 4)
    return FALSE;
  if (!find_box (box + 4, n - 4, "iprp", &box, &n) || !find_box (box, n, "ipco", &box, &n))
    return FALSE;
  for (gsize at = 0; next_box (box, n, &at, &type, &content, &content_len);) {
    guint32 width, height;

    if (memcmp (type, "ispe", 4) != 0 || content_len < 12)
      continue;
    width = be32 (content + 4);
    height = be32 (content + 8);
    if ((guint64) width * height > best) {
      best = (guint64) width * height;
      info->width = width;
      info->height = height;
    }
  }
  return best > 0;
}

/* ── All of them ── */

static const struct {
  const char *type;
  gboolean (*read) (const guint8 *bytes, gsize len, CarrelImageInfo *info);
} kinds[] = {
  [CARREL_IMAGE_AVIF] = { "image/avif", read_avif }, [CARREL_IMAGE_GIF] = { "image/gif", read_gif },
  [CARREL_IMAGE_JPEG] = { "image/jpeg", read_jpeg }, [CARREL_IMAGE_PNG] = { "image/png", read_png },
  [CARREL_IMAGE_WEBP] = { "image/webp", read_webp },
};

CarrelImageKind
carrel_image_sniff (const guint8 *bytes, gsize len)
{
  if (is_at (bytes, len, 0, "\xff\xd8\xff", 3))
    return CARREL_IMAGE_JPEG;
  if (is_at (bytes, len, 0, "\x89PNG\r\n\x1a\n", 8))
    return CARREL_IMAGE_PNG;
  if (is_at (bytes, len, 0, "GIF87a", 6) || is_at (bytes, len, 0, "GIF89a", 6))
    return CARREL_IMAGE_GIF;
  if (is_at (bytes, len, 0, "RIFF", 4) && is_at (bytes, len, 8, "WEBP", 4))
    return CARREL_IMAGE_WEBP;
  return has_avif_brand (bytes, len) ? CARREL_IMAGE_AVIF : CARREL_IMAGE_NONE;
}

const char *
carrel_image_kind_get_type (CarrelImageKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kinds), NULL);

  return kinds[kind].type;
}

gboolean
carrel_image_read_info (const guint8 *bytes, gsize len, CarrelImageInfo *info, GError **error)
{
  CarrelImageInfo found = { carrel_image_sniff (bytes, len), 0, 0, 1 };

  if (found.kind == CARREL_IMAGE_NONE) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_UNSUPPORTED,
                 _ ("This is not an image that Carrel can show"));
    return FALSE;
  }
  if (!kinds[found.kind].read (bytes, len, &found) || found.width == 0 || found.height == 0) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_BAD_FILE, _ ("The image is damaged"));
    return FALSE;
  }
  if (found.width > CARREL_IMAGE_MAX_SIDE || found.height > CARREL_IMAGE_MAX_SIDE ||
      (guint64) found.width * found.height > CARREL_IMAGE_MAX_PIXELS) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_TOO_LARGE,
                 _ ("The image is too large (%u × %u pixels)"), found.width, found.height);
    return FALSE;
  }
  *info = found;
  return TRUE;
}
