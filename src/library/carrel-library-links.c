/* carrel-library-links.c: links, wanted things, threads and the map: read on a reader, changed on
 * the writer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-library-links.h"

#include "library/carrel-library-private.h"
#include "store/carrel-store-graph.h"

/* ── Reading ── */

static gpointer
read_kinds (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return carrel_store_load_link_kinds (connection, error);
}

void
carrel_library_load_link_kinds_async (CarrelLibrary      *self,
                                      GCancellable       *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data)
{
  carrel_library_ask (self, read_kinds, (CarrelQuestion) { 0 }, (GDestroyNotify) g_strfreev,
                      carrel_library_load_link_kinds_async, cancellable, callback, user_data);
}

char **
carrel_library_load_link_kinds_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
read_backlinks (CarrelConnection *connection,
                gpointer          data,
                GCancellable     *cancellable,
                GError          **error)
{
  CarrelQuestion *question = data;

  return carrel_store_load_backlinks (connection, question->id, question->skip, question->n, error);
}

void
carrel_library_load_backlinks_async (CarrelLibrary      *self,
                                     gint64              article,
                                     guint               skip,
                                     guint               most,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data)
{
  carrel_library_ask (self, read_backlinks,
                      (CarrelQuestion) { .id = article, .skip = skip, .n = most },
                      (GDestroyNotify) g_ptr_array_unref, carrel_library_load_backlinks_async,
                      cancellable, callback, user_data);
}

GPtrArray *
carrel_library_load_backlinks_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
read_related (CarrelConnection *connection,
              gpointer          data,
              GCancellable     *cancellable,
              GError          **error)
{
  CarrelQuestion *question = data;

  return carrel_store_list_related (connection, question->id, question->n, question->flag, error);
}

void
carrel_library_list_related_async (CarrelLibrary      *self,
                                   gint64              article,
                                   guint               limit,
                                   gboolean            unlinked,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  carrel_library_ask (self, read_related,
                      (CarrelQuestion) { .id = article, .n = limit, .flag = unlinked },
                      (GDestroyNotify) g_ptr_array_unref, carrel_library_list_related_async,
                      cancellable, callback, user_data);
}

GPtrArray *
carrel_library_list_related_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
read_unlinked (CarrelConnection *connection,
               gpointer          data,
               GCancellable     *cancellable,
               GError          **error)
{
  CarrelQuestion *question = data;

  return carrel_store_list_unlinked (connection, question->id, question->n, error);
}

void
carrel_library_list_unlinked_async (CarrelLibrary      *self,
                                    gint64              article,
                                    guint               limit,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data)
{
  carrel_library_ask (self, read_unlinked, (CarrelQuestion) { .id = article, .n = limit },
                      (GDestroyNotify) g_ptr_array_unref, carrel_library_list_unlinked_async,
                      cancellable, callback, user_data);
}

GPtrArray *
carrel_library_list_unlinked_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
read_wanting (CarrelConnection *connection,
              gpointer          data,
              GCancellable     *cancellable,
              GError          **error)
{
  CarrelQuestion *question = data;

  return carrel_store_load_wanting (connection, question->text, question->n, error);
}

void
carrel_library_load_wanting_async (CarrelLibrary      *self,
                                   const char         *key,
                                   guint               limit,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  carrel_library_ask (self, read_wanting, (CarrelQuestion) { .text = g_strdup (key), .n = limit },
                      (GDestroyNotify) g_ptr_array_unref, carrel_library_load_wanting_async,
                      cancellable, callback, user_data);
}

GPtrArray *
carrel_library_load_wanting_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
read_hidden (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return carrel_store_load_hidden_wanted (connection, error);
}

void
carrel_library_load_hidden_wanted_async (CarrelLibrary      *self,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data)
{
  carrel_library_ask (self, read_hidden, (CarrelQuestion) { 0 }, (GDestroyNotify) g_ptr_array_unref,
                      carrel_library_load_hidden_wanted_async, cancellable, callback, user_data);
}

GPtrArray *
carrel_library_load_hidden_wanted_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
read_thread (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return carrel_store_load_thread (connection, ((CarrelQuestion *) data)->id, error);
}

void
carrel_library_load_thread_async (CarrelLibrary      *self,
                                  gint64              article,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  carrel_library_ask (self, read_thread, (CarrelQuestion) { .id = article },
                      (GDestroyNotify) carrel_thread_unref, carrel_library_load_thread_async,
                      cancellable, callback, user_data);
}

CarrelThread *
carrel_library_load_thread_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
read_threads (CarrelConnection *connection,
              gpointer          data,
              GCancellable     *cancellable,
              GError          **error)
{
  return carrel_store_load_threads (connection, error);
}

void
carrel_library_load_threads_async (CarrelLibrary      *self,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  carrel_library_ask (self, read_threads, (CarrelQuestion) { 0 },
                      (GDestroyNotify) g_ptr_array_unref, carrel_library_load_threads_async,
                      cancellable, callback, user_data);
}

GPtrArray *
carrel_library_load_threads_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ── Changing ── */

/* The strings of what is said, copied into a change; and lent back. */
static CarrelChange
new_said (CarrelChangeFunc func, const CarrelLinkSaid *said)
{
  return (CarrelChange) { .func = func,
                          .value = said->kind,
                          .text = g_strdup (said->label),
                          .other = g_strdup (said->inverse),
                          .third = g_strdup (said->note),
                          .fourth = g_strdup (said->context) };
}

static CarrelLinkSaid
get_said (CarrelChange *change)
{
  return (CarrelLinkSaid) { (CarrelLinkKind) change->value, change->text, change->other,
                            change->third, change->fourth };
}

static gboolean
make_link (CarrelConnection *connection,
           CarrelChange     *change,
           CarrelUndo       *undo,
           CarrelChanges    *changes,
           GError          **error)
{
  CarrelLinkSaid said = get_said (change);

  return carrel_store_link (connection, change->a, change->b, &said, undo, changes, error) != 0;
}

void
carrel_library_link_as_async (CarrelLibrary        *self,
                              gint64                source,
                              gint64                target,
                              const CarrelLinkSaid *said,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data)
{
  CarrelChange change = new_said (make_link, said);

  change.a = source;
  change.b = target;
  carrel_library_do_change (self, change, callback, user_data);
}

void
carrel_library_link_async (CarrelLibrary      *self,
                           gint64              source,
                           CarrelLinkKind      kind,
                           gint64              target,
                           const char         *note,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  carrel_library_link_as_async (
      self, source, target, &(CarrelLinkSaid) { .kind = kind, .note = note }, callback, user_data);
}

static gboolean
make_wanted_link (CarrelConnection *connection,
                  CarrelChange     *change,
                  CarrelUndo       *undo,
                  CarrelChanges    *changes,
                  GError          **error)
{
  CarrelLinkSaid said = get_said (change);

  return carrel_store_link_wanted (connection, change->a, &said, change->add[0], change->add[1],
                                   undo, changes, error) != 0;
}

void
carrel_library_link_wanted_async (CarrelLibrary        *self,
                                  gint64                source,
                                  const CarrelLinkSaid *said,
                                  const char           *address,
                                  const char           *title,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data)
{
  CarrelChange change = new_said (make_wanted_link, said);
  const char  *both[] = { address ? address : "", title ? title : "", NULL };

  change.a = source;
  change.add = g_strdupv ((GStrv) both);
  carrel_library_do_change (self, change, callback, user_data);
}

static gboolean
edit_link (CarrelConnection *connection,
           CarrelChange     *change,
           CarrelUndo       *undo,
           CarrelChanges    *changes,
           GError          **error)
{
  CarrelLinkSaid said = get_said (change);

  return carrel_store_edit_link (connection, change->a, &said, change->flag, undo, changes, error);
}

void
carrel_library_edit_link_async (CarrelLibrary        *self,
                                gint64                link,
                                const CarrelLinkSaid *said,
                                gboolean              turned,
                                GAsyncReadyCallback   callback,
                                gpointer              user_data)
{
  CarrelChange change = new_said (edit_link, said);

  change.a = link;
  change.flag = turned;
  carrel_library_do_change (self, change, callback, user_data);
}

static gboolean
remove_link (CarrelConnection *connection,
             CarrelChange     *change,
             CarrelUndo       *undo,
             CarrelChanges    *changes,
             GError          **error)
{
  return carrel_store_unlink (connection, change->a, undo, changes, error);
}

void
carrel_library_unlink_async (CarrelLibrary      *self,
                             gint64              link,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  carrel_library_do_change (self, (CarrelChange) { .func = remove_link, .a = link }, callback,
                            user_data);
}

static gboolean
merge_articles (CarrelConnection *connection,
                CarrelChange     *change,
                CarrelUndo       *undo,
                CarrelChanges    *changes,
                GError          **error)
{
  for (guint i = 0; i < change->ids->len; i++)
    if (!carrel_store_merge_articles (connection, change->a, g_array_index (change->ids, gint64, i),
                                      undo, changes, error))
      return FALSE;
  return TRUE;
}

void
carrel_library_merge_articles_async (CarrelLibrary      *self,
                                     gint64              keep,
                                     GArray             *others,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data)
{
  carrel_library_do_change (
      self, (CarrelChange) { .func = merge_articles, .a = keep, .ids = g_array_copy (others) },
      callback, user_data);
}

static gboolean
hide_wanted (CarrelConnection *connection,
             CarrelChange     *change,
             CarrelUndo       *undo,
             CarrelChanges    *changes,
             GError          **error)
{
  for (guint i = 0; change->add[i]; i++)
    if (!carrel_store_hide_wanted (connection, change->add[i], undo, changes, error))
      return FALSE;
  return TRUE;
}

void
carrel_library_hide_wanted_async (CarrelLibrary      *self,
                                  const char *const  *keys,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  carrel_library_do_change (self,
                            (CarrelChange) { .func = hide_wanted, .add = g_strdupv ((GStrv) keys) },
                            callback, user_data);
}

static gboolean
show_wanted (CarrelConnection *connection,
             CarrelChange     *change,
             CarrelUndo       *undo,
             CarrelChanges    *changes,
             GError          **error)
{
  return carrel_store_show_wanted (connection, change->text, undo, changes, error);
}

void
carrel_library_show_wanted_async (CarrelLibrary      *self,
                                  const char         *key,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  carrel_library_do_change (self, (CarrelChange) { .func = show_wanted, .text = g_strdup (key) },
                            callback, user_data);
}

static gboolean
order_thread (CarrelConnection *connection,
              CarrelChange     *change,
              CarrelUndo       *undo,
              CarrelChanges    *changes,
              GError          **error)
{
  return carrel_store_order_thread (connection, CARREL_CHANGE_IDS (change), undo, changes, error);
}

void
carrel_library_order_thread_async (CarrelLibrary      *self,
                                   GArray             *ids,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  carrel_library_do_change (self,
                            (CarrelChange) { .func = order_thread, .ids = g_array_copy (ids) },
                            callback, user_data);
}

static gboolean
title_thread (CarrelConnection *connection,
              CarrelChange     *change,
              CarrelUndo       *undo,
              CarrelChanges    *changes,
              GError          **error)
{
  return carrel_store_title_thread (connection, change->a, change->text, undo, changes, error);
}

void
carrel_library_title_thread_async (CarrelLibrary      *self,
                                   gint64              article,
                                   const char         *title,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  carrel_library_do_change (
      self, (CarrelChange) { .func = title_thread, .a = article, .text = g_strdup (title) },
      callback, user_data);
}

/* ── The map ── */

void
carrel_map_free (CarrelMap *self)
{
  g_clear_pointer (&self->graph, carrel_graph_unref);
  g_free (self->places);
  g_free (self->pinned);
  g_free (self);
}

static gpointer
read_map (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  CarrelQuestion *question = data;
  CarrelGraphAsk  graph = { question->id, question->n, question->flag };
  g_autoptr (CarrelMap) map = g_new0 (CarrelMap, 1);
  guint n;

  map->graph = carrel_store_load_graph (connection, &graph, error);
  if (!map->graph)
    return NULL;
  n = carrel_graph_get_n_dots (map->graph);
  map->places = g_new (CarrelGraphPoint, n + 1);
  map->pinned = g_new0 (guint8, n + 1);
  return carrel_store_load_map (connection, map->graph, map->places, map->pinned, error)
             ? g_steal_pointer (&map)
             : NULL;
}

void
carrel_library_load_map_async (CarrelLibrary      *self,
                               gint64              article,
                               guint               steps,
                               gboolean            wanted,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  carrel_library_ask (self, read_map,
                      (CarrelQuestion) { .id = article, .n = steps, .flag = wanted },
                      (GDestroyNotify) carrel_map_free, carrel_library_load_map_async, cancellable,
                      callback, user_data);
}

CarrelMap *
carrel_library_load_map_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
write_map (CarrelConnection *connection,
           gpointer          data,
           CarrelChanges    *changes,
           GCancellable     *cancellable,
           GError          **error)
{
  CarrelMap *map = data;

  return carrel_store_save_map (connection, map->graph, map->places, map->pinned, error)
             ? carrel_library_box (1)
             : NULL;
}

void
carrel_library_keep_map_async (CarrelLibrary          *self,
                               CarrelGraph            *graph,
                               const CarrelGraphPoint *places,
                               const guint8           *pinned,
                               GAsyncReadyCallback     callback,
                               gpointer                user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  CarrelMap *map = g_new0 (CarrelMap, 1);
  guint      n = carrel_graph_get_n_dots (graph);

  g_task_set_source_tag (task, carrel_library_keep_map_async);
  map->graph = carrel_graph_ref (graph);
  map->places = g_memdup2 (places, n * sizeof *places);
  map->pinned = g_memdup2 (pinned, n);
  carrel_database_write (self->database, task, CARREL_PRIORITY_IMPORT, write_map, map,
                         (GDestroyNotify) carrel_map_free, g_free);
}

gboolean
carrel_library_keep_map_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  g_autofree gint64 *done = g_task_propagate_pointer (G_TASK (result), error);

  return done != NULL;
}
