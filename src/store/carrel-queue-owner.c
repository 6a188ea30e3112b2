/* carrel-queue-owner.c: locks on bytes that nobody reads or writes.
 *
 * The locks are of the open file, not of the process (F_OFD_SETLK): a second library in one process
 * is a second owner, and closing some other descriptor of the file drops nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/carrel-queue-owner.h"

#include "base/carrel-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <unistd.h>

#define NAME "queue.lock"

struct _CarrelQueueOwner {
  int    file;
  gint64 id;
};

static struct flock
lock_of (gint64 id)
{
  return (
      struct flock) { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = (off_t) id, .l_len = 1 };
}

static gint64
make_id (void)
{
  return (gint64) (((guint64) g_random_int () << 20 ^ g_random_int ()) %
                   (G_GINT64_CONSTANT (1) << 48)) +
         1;
}

CarrelQueueOwner *
carrel_queue_owner_new (const char *folder, GError **error)
{
  g_autofree char  *path = g_build_filename (folder, NAME, NULL);
  int               file = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  struct flock      lock;
  CarrelQueueOwner *self;

  if (file < 0) {
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK, _ ("Couldn't open “%s”: %s"), path,
                 g_strerror (errno));
    return NULL;
  }
  self = g_new0 (CarrelQueueOwner, 1);
  self->file = file;
  for (guint i = 0; i < 8; i++) {
    self->id = make_id ();
    lock = lock_of (self->id);
    if (fcntl (file, F_OFD_SETLK, &lock) == 0)
      return self;
  }
  g_set_error (error, CARREL_ERROR, CARREL_ERROR_DISK, _ ("Couldn't lock “%s”: %s"), path,
               g_strerror (errno));
  carrel_queue_owner_free (self);
  return NULL;
}

void
carrel_queue_owner_free (CarrelQueueOwner *self)
{
  close (self->file);
  g_free (self);
}

gint64
carrel_queue_owner_get_id (CarrelQueueOwner *self)
{
  return self->id;
}

gboolean
carrel_queue_owner_is_alive (CarrelQueueOwner *self, gint64 id)
{
  struct flock lock = lock_of (id);

  if (id == self->id)
    return TRUE;
  if (id <= 0)
    return FALSE;
  return fcntl (self->file, F_OFD_GETLK, &lock) != 0 || lock.l_type != F_UNLCK;
}
