/* carrel-store-queue-bookmarks.c: bookmarks into the fetch queue, and how many are there already.
 * On the connection's thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-bookmark.h"
#include "store/carrel-store-queue.h"
#include "store/carrel-store.h"

static gboolean
is_here (CarrelConnection *connection, const char *address, gboolean *here, GError **error)
{
  GError  *local = NULL;
  gboolean trashed = FALSE;
  gint64   id = carrel_store_find_address (connection, address, &trashed, &local);

  *here = id != 0 && !trashed;
  if (local)
    g_propagate_error (error, local);
  return local == NULL;
}

gboolean
carrel_store_count_bookmarks (CarrelConnection *connection,
                              GPtrArray        *bookmarks,
                              guint            *n_here,
                              GError          **error)
{
  *n_here = 0;
  for (guint i = 0; i < bookmarks->len; i++) {
    gboolean here;

    if (!is_here (connection, ((CarrelBookmark *) bookmarks->pdata[i])->address, &here, error))
      return FALSE;
    *n_here += here;
  }
  return TRUE;
}

static GStrv
join_topics (const char *const *all, const GStrv own)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (all)
    g_strv_builder_addv (builder, (const char **) all);
  if (own)
    g_strv_builder_addv (builder, (const char **) own);
  return g_strv_builder_end (builder);
}

gboolean
carrel_store_queue_add_bookmarks (CarrelConnection     *connection,
                                  GPtrArray            *bookmarks,
                                  const CarrelQueueAsk *ask,
                                  CarrelQueueOwner     *owner,
                                  GArray               *ids,
                                  CarrelChanges        *changes,
                                  GError              **error)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();

  g_ptr_array_set_size (one, 1);
  for (guint i = 0; i < bookmarks->len; i++) {
    const CarrelBookmark *bookmark = bookmarks->pdata[i];
    CarrelQueueAsk        its = *ask;
    g_auto (GStrv) topics = join_topics (ask->topics, bookmark->topics);
    const gint64 none = 0;
    gboolean     here;

    if (!is_here (connection, bookmark->address, &here, error))
      return FALSE;
    if (here) {
      g_array_append_val (ids, none);
      continue;
    }
    its.topics = (const char *const *) topics;
    its.added = bookmark->added;
    one->pdata[0] = bookmark->address;
    if (!carrel_store_queue_add (connection, one, &its, owner, ids, changes, error))
      return FALSE;
  }
  return TRUE;
}
