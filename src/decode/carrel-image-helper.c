/* carrel-image-helper.c: decodes what it is handed, in a cage. A process of its own, one thread.
 *
 * The loaders are found and loaded first, while files can still be opened; then the cage is closed,
 * and only then the first byte of a picture is looked at. The header is read before a decoder sees
 * anything, the decoder's own idea of the size is held to the same limits, and the picture is
 * scaled here, so that what is handed back is as large as its place and no larger.
 *
 * Where GdkPixbuf's loaders only ask glycin, the decoders are programs, one a kind of picture. They
 * run in the wider cage, in the place of glycin's own walls, which can't be built inside of one;
 * without Landlock glycin builds its own, round each program.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "decode/carrel-image-helper.h"

#include "base/carrel-error.h"
#include "base/carrel-image-decoder.h"
#include "base/carrel-image-wire.h"
#include "base/carrel-image.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <malloc.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECONDS 10 /* of computing, a picture */
#define CHUNK (64 * 1024)
#define STALE 60 /* seconds: then a file in the room has been left behind */

static const char *const loaders[] = {
  [CARREL_IMAGE_AVIF] = "avif", [CARREL_IMAGE_GIF] = "gif",   [CARREL_IMAGE_JPEG] = "jpeg",
  [CARREL_IMAGE_PNG] = "png",   [CARREL_IMAGE_WEBP] = "webp",
};

static GdkPixbufLoader *
make_loader (CarrelImageKind kind)
{
  GdkPixbufLoader *loader =
      loaders[kind] ? gdk_pixbuf_loader_new_with_type (loaders[kind], NULL) : NULL;

  /* By another name here and there. */
  if (!loader && kind != CARREL_IMAGE_NONE)
    loader = gdk_pixbuf_loader_new_with_mime_type (carrel_image_kind_get_type (kind), NULL);
  return loader;
}

static void
load_loaders (void)
{
  for (CarrelImageKind kind = CARREL_IMAGE_AVIF; kind < G_N_ELEMENTS (loaders); kind++) {
    g_autoptr (GdkPixbufLoader) loader = make_loader (kind);

    if (loader)
      gdk_pixbuf_loader_close (loader, NULL);
  }
}

/* ── Decoders that are programs ── */

static gboolean programs;

/* GdkPixbuf is linked with glycin where it hands pictures over to it. */
static gboolean
has_glycin (void)
{
  void *glycin = dlopen ("libglycin-2.so.0", RTLD_LAZY | RTLD_NOLOAD);

  if (glycin)
    dlclose (glycin);
  return glycin != NULL;
}

/* What a helper left there that was ended while it decoded. */
static void
sweep (int room)
{
  DIR   *folder = fdopendir (room);
  time_t now = time (NULL);

  for (struct dirent *entry; folder && (entry = readdir (folder));) {
    struct stat status;

    if (fstatat (dirfd (folder), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISREG (status.st_mode) && now - status.st_mtime > STALE)
      unlinkat (dirfd (folder), entry->d_name, 0);
  }
  if (folder)
    closedir (folder);
  else
    close (room);
}

/* The one folder in which something is written: GdkPixbuf hands a picture to glycin as a file. Ours
 * and nobody else's. (transfer full) (nullable) */
static char *
make_room (void)
{
  g_autofree char *path = g_strdup_printf ("/tmp/carrel-pictures-%u", (guint) getuid ());
  struct stat      status;
  int              room;

  if (mkdir (path, 0700) != 0 && errno != EEXIST)
    return NULL;
  room = open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (room < 0)
    return NULL;
  if (fstat (room, &status) != 0 || status.st_uid != getuid () || (status.st_mode & 077) != 0) {
    close (room);
    return NULL;
  }
  sweep (room);
  return g_steal_pointer (&path);
}

/* Before anything asks where such files go, and before a loader is made. */
static gboolean
close_round_programs (void)
{
  g_autofree char *room = carrel_image_cage_can_hold_programs () ? make_room () : NULL;

  if (!room)
    return TRUE; /* glycin's own walls */
  g_setenv ("TMPDIR", room, TRUE);
  g_setenv ("GLYCIN_DISABLE_SANDBOX", "i-know-the-risks", TRUE);
  return carrel_image_cage_close_round_programs (room);
}

/* ── One picture ── */

typedef struct {
  guint    width, height; /* of the place */
  gboolean turned;        /* it will be shown with its sides swapped */
  gboolean refused;
} Wanted;

/* The decoder has read its own header, and may disagree with ours. */
static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  Wanted *wanted = user_data;
  double  scale = 1;

  if (width <= 0 || height <= 0 || width > CARREL_IMAGE_MAX_SIDE ||
      height > CARREL_IMAGE_MAX_SIDE || (gint64) width * height > CARREL_IMAGE_MAX_PIXELS) {
    wanted->refused = TRUE;
    gdk_pixbuf_loader_set_size (loader, 0, 0);
    return;
  }
  if (wanted->width > 0) {
    double across = wanted->width / (double) (wanted->turned ? height : width);

    scale = wanted->height > 0
                ? MAX (across, wanted->height / (double) (wanted->turned ? width : height))
                : across;
  }
  if (scale < 1)
    gdk_pixbuf_loader_set_size (loader, MAX (1, (int) (width * scale + .5)),
                                MAX (1, (int) (height * scale + .5)));
}

/* The middle, as large as the place. (transfer full) */
static GdkPixbuf *
cut (GdkPixbuf *pixbuf, const Wanted *wanted)
{
  int width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf);
  int w = wanted->width > 0 ? (int) MIN (wanted->width, (guint) width) : width,
      h = wanted->height > 0 ? (int) MIN (wanted->height, (guint) height) : height;

  return gdk_pixbuf_new_subpixbuf (pixbuf, (width - w) / 2, (height - h) / 2, w, h);
}

static CarrelImageStatus
judge (const guint8 *bytes, gsize len, CarrelImageInfo *info)
{
  g_autoptr (GError) error = NULL;

  if (carrel_image_read_info (bytes, len, info, &error))
    return CARREL_IMAGE_DECODED;
  return error->code == CARREL_ERROR_TOO_LARGE     ? CARREL_IMAGE_TOO_LARGE
         : error->code == CARREL_ERROR_UNSUPPORTED ? CARREL_IMAGE_UNKNOWN
                                                   : CARREL_IMAGE_DAMAGED;
}

/* The PNG loader takes one that broke off for whole. Each step goes forward. */
static gboolean
is_whole_png (const guint8 *bytes, gsize len)
{
  for (gsize at = 8; at + 12 <= len;) {
    guint32 size = (guint32) bytes[at] << 24 | (guint32) bytes[at + 1] << 16 |
                   (guint32) bytes[at + 2] << 8 | bytes[at + 3];

    if (memcmp (bytes + at + 4, "IEND", 4) == 0)
      return TRUE;
    if (size > len - at - 12)
      return FALSE;
    at += 12 + (gsize) size;
  }
  return FALSE;
}

/* How many bytes of a GIF its first picture needs: thousands more cost the decoder minutes. */
static gsize
measure_gif (const guint8 *bytes, gsize len)
{
  gsize at =
      13 + (bytes[10] & 0x80 ? (gsize) 3 << ((bytes[10] & 7) + 1) : 0); /* the header was read */

  while (at + 10 < len && (bytes[at] == 0x21 || bytes[at] == 0x2c)) {
    gboolean picture = bytes[at] == 0x2c;

    at += picture ? 11 + (bytes[at + 9] & 0x80 ? (gsize) 3 << ((bytes[at + 9] & 7) + 1) : 0) : 2;
    while (at < len && bytes[at] != 0)
      at += 1 + (gsize) bytes[at];
    at++;
    if (picture)
      return MIN (at, len);
  }
  return len;
}

static CarrelImageStatus
decode (const guint8 *bytes, gsize len, Wanted *wanted, GdkPixbuf **out)
{
  CarrelImageInfo   info;
  CarrelImageStatus status = judge (bytes, len, &info);
  g_autoptr (GdkPixbufLoader) loader = NULL;
  g_autoptr (GdkPixbuf) turned = NULL;
  GdkPixbuf *pixbuf;
  gboolean   complete = TRUE;

  if (status != CARREL_IMAGE_DECODED)
    return status;
  if (info.kind == CARREL_IMAGE_PNG && !is_whole_png (bytes, len))
    return CARREL_IMAGE_DAMAGED;
  loader = make_loader (info.kind);
  if (!loader)
    return CARREL_IMAGE_UNKNOWN;
  if (info.kind == CARREL_IMAGE_GIF)
    len = measure_gif (bytes, len);
  wanted->turned = info.orientation >= 5;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), wanted);
  for (gsize at = 0; at < len && complete && !wanted->refused; at += CHUNK)
    complete = gdk_pixbuf_loader_write (loader, bytes + at, MIN (CHUNK, len - at), NULL);
  if (info.kind == CARREL_IMAGE_GIF && complete)
    complete = gdk_pixbuf_loader_write (loader, (const guint8 *) ";", 1, NULL);
  if (!gdk_pixbuf_loader_close (loader, NULL))
    complete = FALSE;
  if (wanted->refused)
    return CARREL_IMAGE_TOO_LARGE;
  pixbuf = complete ? gdk_pixbuf_loader_get_pixbuf (loader) : NULL;
  if (!pixbuf || gdk_pixbuf_get_bits_per_sample (pixbuf) != 8)
    return CARREL_IMAGE_DAMAGED;
  turned = gdk_pixbuf_apply_embedded_orientation (pixbuf);
  *out = cut (turned, wanted);
  return CARREL_IMAGE_DECODED;
}

/* ── Handing it back ── */

/* A sealed memory file with the pixels; -1: there is no memory for it. */
static int
write_pixels (GdkPixbuf *pixbuf, CarrelImageReply *reply)
{
  gsize   row, size;
  guint8 *map;
  int     fd;

  reply->width = (guint) gdk_pixbuf_get_width (pixbuf);
  reply->height = (guint) gdk_pixbuf_get_height (pixbuf);
  reply->alpha = gdk_pixbuf_get_has_alpha (pixbuf);
  row = reply->width * (3 + reply->alpha);
  reply->stride = (guint32) (row + 3) / 4 * 4;
  size = (gsize) reply->stride * reply->height;
  fd = memfd_create ("pixels", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (fd < 0)
    return -1;
  map = ftruncate (fd, (off_t) size) == 0
            ? mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0)
            : MAP_FAILED;
  if (map == MAP_FAILED) {
    close (fd);
    return -1;
  }
  for (guint y = 0; y < reply->height; y++)
    memcpy (map + (gsize) y * reply->stride,
            gdk_pixbuf_read_pixels (pixbuf) + (gsize) y * gdk_pixbuf_get_rowstride (pixbuf), row);
  munmap (map, size);
  if (fcntl (fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0) {
    close (fd);
    return -1;
  }
  return fd;
}

/* FALSE: the program has gone. */
static gboolean
receive_request (CarrelImageRequest *request, int *fd)
{
  if (!carrel_image_wire_receive (CARREL_IMAGE_SOCKET, request, sizeof *request, fd, 0) || *fd < 0)
    return FALSE;
  return request->magic == CARREL_IMAGE_MAGIC;
}

static CarrelImageStatus
decode_file (int file, Wanted *wanted, GdkPixbuf **pixbuf)
{
  CarrelImageStatus status;
  struct stat       stat;
  guint8           *map;

  if (fstat (file, &stat) != 0 || stat.st_size <= 0)
    return CARREL_IMAGE_DAMAGED;
  if (stat.st_size > CARREL_IMAGE_MAX_BYTES)
    return CARREL_IMAGE_TOO_LARGE;
  map = mmap (NULL, (gsize) stat.st_size, PROT_READ, MAP_PRIVATE, file, 0);
  if (map == MAP_FAILED)
    return CARREL_IMAGE_DAMAGED;
  status = decode (map, (gsize) stat.st_size, wanted, pixbuf);
  munmap (map, (gsize) stat.st_size);
  return status;
}

static gboolean
answer (void)
{
  CarrelImageRequest request;
  CarrelImageReply   reply = { .magic = CARREL_IMAGE_MAGIC };
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  Wanted   wanted = { 0 };
  int      file, pixels = -1;
  gboolean sent;

  if (!receive_request (&request, &file))
    return FALSE;
  if (!programs) /* they live as long as the helper, and the program counts for them */
    carrel_image_cage_allow_seconds (SECONDS);
  reply.id = request.id;
  wanted.width = request.width;
  wanted.height = request.height;
  reply.status = decode_file (file, &wanted, &pixbuf);
  close (file);
  if (pixbuf) {
    pixels = write_pixels (pixbuf, &reply);
    if (pixels < 0)
      reply.status = CARREL_IMAGE_TOO_LARGE;
  }
  sent = carrel_image_wire_send (CARREL_IMAGE_SOCKET, &reply, sizeof reply, pixels, 0);
  if (pixels >= 0)
    close (pixels);
  return sent;
}

int
carrel_image_helper_run (void)
{
  CarrelImageReply ready = { .magic = CARREL_IMAGE_MAGIC, .status = CARREL_IMAGE_READY };
  int              type;
  socklen_t        len = sizeof type;

  /* Typed by a person it does nothing. */
  if (getsockopt (CARREL_IMAGE_SOCKET, SOL_SOCKET, SO_TYPE, &type, &len) != 0 ||
      type != SOCK_SEQPACKET)
    return 2;
  programs = has_glycin ();
  if (!programs)
    load_loaders ();
  if (!(programs ? close_round_programs () : carrel_image_cage_close ()) ||
      !carrel_image_wire_send (CARREL_IMAGE_SOCKET, &ready, sizeof ready, -1, 0))
    return 1;
  while (answer ())
    malloc_trim (1024 * 1024);
  return 0;
}
