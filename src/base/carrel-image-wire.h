/* carrel-image-wire.h: what the program and its decoding process say to each other.
 *
 * One packet asks (with the picture's file as a descriptor), one answers (with the pixels as
 * another). Both run from the same file, so the layout is that of the compiler.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The word on the line, not for people, and where the process finds its socket. */
#define CARREL_IMAGE_WORD "--decode-pictures"
#define CARREL_IMAGE_SOCKET 3

#define CARREL_IMAGE_MAGIC 0x43724931u

typedef enum {
  CARREL_IMAGE_READY, /* the first packet, unasked: the cage is closed and what follows is decoded
                         in it */
  CARREL_IMAGE_DECODED,
  CARREL_IMAGE_UNKNOWN, /* not one of the five kinds, or without a decoder here */
  CARREL_IMAGE_DAMAGED,
  CARREL_IMAGE_TOO_LARGE,
} CarrelImageStatus;

typedef struct {
  guint32 magic;
  guint32 id;
  /* Device pixels. Both: covers the place, and is cut to it. Only the width: not wider. None: as it
   * is. */
  guint32 width, height;
} CarrelImageRequest;

typedef struct {
  guint32 magic;
  guint32 id;
  guint32 status;
  guint32 width, height, stride; /* of the pixels */
  guint32 alpha;                 /* 4 bytes a pixel, R G B A; else 3 */
} CarrelImageReply;

/* One whole packet, with a descriptor unless that is -1, which stays the caller's. `flags`: of
 * sendmsg(2). */
gboolean carrel_image_wire_send (int socket, gconstpointer packet, gsize size, int fd, int flags);
/* One whole packet of that size, and the descriptor that came with it (-1: none), which is the
 * caller's. `flags`: of recvmsg(2). FALSE, and no descriptor, for anything else. */
gboolean carrel_image_wire_receive (int socket, gpointer packet, gsize size, int *fd, int flags);

G_END_DECLS
