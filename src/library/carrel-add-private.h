/* carrel-add-private.h: what the files of adding share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "library/carrel-library-private.h"

G_BEGIN_DECLS

struct _CarrelAdd {
  GObject parent_instance;

  char           *address; /* one of these three */
  GFile          *file;
  GBytes         *bytes;
  char           *type;         /* of the bytes (nullable) */
  char           *page_address; /* (nullable) */
  GStrv           topics;       /* (nullable) */
  gboolean        images;
  CarrelPlace     place;
  gboolean        favourite;
  CarrelReadState read;
  gint64          added;
  gint64          queue_entry; /* that asked for it; 0: none */
  gboolean        whole;       /* a page that broke off is a failure */

  CarrelAddStep step;
  guint         done, total, n_missing;
  char         *title; /* (nullable) */
  gint64        existing;
  gboolean      is_version;
  GPtrArray    *bookmarks; /* (owned) (nullable) (element-type CarrelBookmark) */
  guint         n_here;    /* of them */
};

void carrel_add_set_step (CarrelAdd *self, CarrelAddStep step);
void carrel_add_set_progress (CarrelAdd *self, guint done, guint total);
void carrel_add_set_title (CarrelAdd *self, const char *title);

G_END_DECLS
