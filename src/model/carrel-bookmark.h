/* carrel-bookmark.h: an address that another program kept, with its topics and since when. Any
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  char  *address; /* (owned): normalised */
  GStrv  topics;  /* (owned): normalised paths */
  gint64 added;   /* Unix seconds; 0: not known */
} CarrelBookmark;

/* Takes the address and the topics. */
CarrelBookmark *carrel_bookmark_new (char *address, GStrv topics, gint64 added);
CarrelBookmark *carrel_bookmark_copy (const CarrelBookmark *self);
void            carrel_bookmark_free (CarrelBookmark *self);

G_END_DECLS
