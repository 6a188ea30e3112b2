/* carrel-store-pictures.h: pictures that articles still lack.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/carrel-draft.h"
#include "store/carrel-database.h"

G_BEGIN_DECLS

/* One that is to be fetched, and what became of it. */
typedef struct {
  char    *address; /* (owned): as the body says it */
  GStrv    others;  /* (owned) (nullable): tried instead, in this order */
  char    *host;    /* (owned) (nullable): may be private */
  gboolean cover;
  guint    tries; /* before */

  /* By whoever tried. With neither it stays as it was. */
  CarrelDraftImage *image;    /* (owned) (nullable): it came */
  gboolean          no_sight; /* it came, and is nothing to look at */
  GError           *error;    /* (owned) (nullable) */
} CarrelLackingPicture;

void carrel_lacking_picture_free (CarrelLackingPicture *self);

typedef struct {
  GPtrArray *pictures; /* (owned) (element-type CarrelLackingPicture): in the text's order */
  char      *page;     /* (owned) (nullable): the article's address */
} CarrelLacking;

void carrel_lacking_free (CarrelLacking *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CarrelLacking, carrel_lacking_free)

/* The draft's `pictures`, for the article that was inserted from it. `host` (nullable): see above.
 */
gboolean carrel_store_insert_pictures (CarrelConnection *connection,
                                       gint64            article,
                                       GPtrArray        *pictures,
                                       const char       *host,
                                       GError          **error);

typedef enum {
  CARREL_LACKING_DUE,     /* whose turn it is */
  CARREL_LACKING_WAITING, /* and those whose turn comes */
  CARREL_LACKING_ALL,     /* and those that failed, and what the text shows without anything being
                             written down for it */
} CarrelLackingWhich;

/* NOT_FOUND: no such article. (transfer full) */
CarrelLacking *carrel_store_load_lacking (CarrelConnection  *connection,
                                          gint64             article,
                                          CarrelLackingWhich which,
                                          gint64             now,
                                          GError           **error);

/* The article, outside the trash, whose pictures' turn it is at `now`, that has waited longest; 0:
 * none. `next` gets when the next one's turn comes, 0: never. */
gint64
carrel_store_find_lacking (CarrelConnection *connection, gint64 now, gint64 *next, GError **error);

/* What became of them: the text gets the pictures, whose blobs are written already; what failed for
 * a while is due later, the rest has failed until the person asks. An article that is gone is no
 * error. */
gboolean carrel_store_apply_pictures (CarrelConnection *connection,
                                      gint64            article,
                                      GPtrArray        *pictures,
                                      CarrelChanges    *changes,
                                      GError          **error);

G_END_DECLS
