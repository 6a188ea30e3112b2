/* carrel-bookmark.c: an address that another program kept. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-bookmark.h"

CarrelBookmark *
carrel_bookmark_new (char *address, GStrv topics, gint64 added)
{
  CarrelBookmark *self = g_new0 (CarrelBookmark, 1);

  *self = (CarrelBookmark) { address, topics, added };
  return self;
}

CarrelBookmark *
carrel_bookmark_copy (const CarrelBookmark *self)
{
  return carrel_bookmark_new (g_strdup (self->address), g_strdupv (self->topics), self->added);
}

void
carrel_bookmark_free (CarrelBookmark *self)
{
  g_free (self->address);
  g_strfreev (self->topics);
  g_free (self);
}
