/* carrel-image-wire.c: packets with a descriptor, over a socket of two processes. unix(7), cmsg(3).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-image-wire.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef union {
  struct cmsghdr header;
  char           room[CMSG_SPACE (sizeof (int))];
} Control;

gboolean
carrel_image_wire_send (int socket, gconstpointer packet, gsize size, int fd, int flags)
{
  Control       control = { 0 };
  struct iovec  part = { (gpointer) packet, size };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
  ssize_t       n;

  if (fd >= 0) {
    message.msg_control = control.room;
    message.msg_controllen = sizeof control.room;
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    control.header.cmsg_len = CMSG_LEN (sizeof (int));
    memcpy (CMSG_DATA (&control.header), &fd, sizeof (int));
  }
  do
    n = sendmsg (socket, &message, MSG_NOSIGNAL | flags);
  while (n < 0 && errno == EINTR);
  return n >= 0 && (gsize) n == size;
}

gboolean
carrel_image_wire_receive (int socket, gpointer packet, gsize size, int *fd, int flags)
{
  Control         control = { 0 };
  struct iovec    part = { packet, size };
  struct msghdr   message = { .msg_iov = &part,
                              .msg_iovlen = 1,
                              .msg_control = control.room,
                              .msg_controllen = sizeof control.room };
  struct cmsghdr *header;
  ssize_t         n;

  *fd = -1;
  do
    n = recvmsg (socket, &message, MSG_CMSG_CLOEXEC | flags);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    return FALSE;
  header = CMSG_FIRSTHDR (&message);
  if (header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS &&
      header->cmsg_len == CMSG_LEN (sizeof (int)))
    memcpy (fd, CMSG_DATA (header), sizeof (int));
  if ((gsize) n == size && !(message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)))
    return TRUE;
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
  return FALSE;
}
