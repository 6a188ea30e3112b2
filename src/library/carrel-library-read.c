/* carrel-library-read.c: reading: each call is one job on a reader.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "library/carrel-library-private.h"

#include <string.h>

static gpointer
answer (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ── Articles ── */

static gpointer
read_article (CarrelConnection *connection,
              gpointer          data,
              GCancellable     *cancellable,
              GError          **error)
{
  return carrel_store_load_article (connection, ((CarrelQuestion *) data)->id, error);
}

void
carrel_library_load_article_async (CarrelLibrary      *self,
                                   gint64              id,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  carrel_library_ask (self, read_article, (CarrelQuestion) { .id = id }, g_object_unref,
                      carrel_library_load_article_async, cancellable, callback, user_data);
}

CarrelArticle *
carrel_library_load_article_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return answer (result, error);
}

static gpointer
read_articles (CarrelConnection *connection,
               gpointer          data,
               GCancellable     *cancellable,
               GError          **error)
{
  CarrelQuestion *question = data;

  return carrel_store_load_articles (connection, (const gint64 *) (gpointer) question->ids->data,
                                     question->ids->len, error);
}

void
carrel_library_load_articles_async (CarrelLibrary      *self,
                                    GArray             *ids,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data)
{
  carrel_library_ask (self, read_articles, (CarrelQuestion) { .ids = g_array_copy (ids) },
                      (GDestroyNotify) g_ptr_array_unref, carrel_library_load_articles_async,
                      cancellable, callback, user_data);
}

GPtrArray *
carrel_library_load_articles_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return answer (result, error);
}

/* ── Suggestions ── */

static gpointer
read_suggestions (CarrelConnection *connection,
                  gpointer          data,
                  GCancellable     *cancellable,
                  GError          **error)
{
  CarrelQuestion *question = data;

  return carrel_store_suggest_topics (connection, question->id, question->n, FALSE, error);
}

void
carrel_library_suggest_topics_async (CarrelLibrary      *self,
                                     gint64              id,
                                     guint               limit,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data)
{
  carrel_library_ask (self, read_suggestions, (CarrelQuestion) { .id = id, .n = limit },
                      (GDestroyNotify) g_ptr_array_unref, carrel_library_suggest_topics_async,
                      cancellable, callback, user_data);
}

GPtrArray *
carrel_library_suggest_topics_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return answer (result, error);
}

/* ── What a reader needs ── */

static GHashTable *
resolve (CarrelConnection *connection, CarrelDocument *document, GError **error)
{
  g_autoptr (GPtrArray) links = carrel_document_list_links (document);
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  g_autoptr (GArray) ids = NULL;
  GHashTable *resolved;

  for (guint i = 0; i < links->len; i++)
    g_ptr_array_add (addresses, (gpointer) ((CarrelDocumentLink *) links->pdata[i])->address);
  ids = carrel_store_resolve_addresses (connection, addresses, error);
  if (!ids)
    return NULL;
  resolved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) != 0)
      g_hash_table_insert (resolved, g_strdup (addresses->pdata[i]),
                           carrel_library_box (g_array_index (ids, gint64, i)));
  return resolved;
}

/* The text is made only where something is marked in it. */
static gboolean
read_highlights (CarrelConnection *connection, gint64 id, CarrelReading *reading, GError **error)
{
  GError *local = NULL;

  reading->highlights = carrel_store_load_highlights (connection, id, NULL, error);
  if (reading->highlights && reading->highlights->len > 0) {
    g_autofree char *text = carrel_document_to_text (reading->document, NULL);

    g_clear_pointer (&reading->highlights, g_ptr_array_unref);
    reading->highlights = carrel_store_load_highlights (connection, id, text, error);
  }
  if (!reading->highlights)
    return FALSE;
  reading->note = carrel_store_load_note (connection, id, &local);
  if (local)
    g_propagate_error (error, local);
  return !local;
}

/* Few articles are in one: only their links are followed. */
static gboolean
read_thread (CarrelConnection *connection, gint64 id, CarrelReading *reading, GError **error)
{
  gboolean any = FALSE;

  for (guint i = 0; i < reading->links->len && !any; i++)
    any = carrel_link_get (reading->links->pdata[i])->kind == CARREL_LINK_FOLLOWS;
  if (!any && reading->n_backlinks <= CARREL_READING_BACKLINKS)
    return TRUE;
  reading->thread = carrel_store_load_thread (connection, id, error);
  if (!reading->thread)
    return FALSE;
  if (carrel_thread_get_n_articles (reading->thread) < 2)
    g_clear_pointer (&reading->thread, carrel_thread_unref);
  return TRUE;
}

static gpointer
read_reading (CarrelConnection *connection,
              gpointer          data,
              GCancellable     *cancellable,
              GError          **error)
{
  gint64 id = ((CarrelQuestion *) data)->id;
  g_autoptr (CarrelReading) reading = g_new0 (CarrelReading, 1);
  g_autoptr (CarrelArticleDetails) details = NULL;
  g_autofree char *body = NULL;

  if (!(reading->article = carrel_store_load_article (connection, id, error)) ||
      !(body = carrel_store_load_body (connection, id, error)) ||
      !(details = carrel_store_load_details (connection, id, error)) ||
      !(reading->links =
            carrel_store_load_links (connection, id, CARREL_READING_BACKLINKS, error)) ||
      !carrel_store_count_backlinks (connection, id, &reading->n_backlinks, error) ||
      !read_thread (connection, id, reading, error))
    return NULL;
  reading->document = carrel_document_read (body, -1);
  if (!read_highlights (connection, id, reading, error))
    return NULL;
  reading->resolved = resolve (connection, reading->document, error);
  if (!reading->resolved)
    return NULL;
  reading->address = g_steal_pointer (&details->address);
  reading->canonical = g_steal_pointer (&details->canonical);
  reading->incomplete_reason = g_steal_pointer (&details->incomplete_reason);
  reading->fetched = details->fetched;
  reading->modified = details->modified;
  reading->n_versions = details->n_versions;
  reading->refetch = details->refetch;
  reading->refetched = details->refetched;
  reading->refetch_message = g_steal_pointer (&details->refetch_message);
  reading->extractor = details->extractor;
  reading->rule = details->rule;
  reading->size = details->size;
  reading->position_block = details->position_block;
  reading->position_offset = details->position_offset;
  return g_steal_pointer (&reading);
}

void
carrel_library_load_reading_async (CarrelLibrary      *self,
                                   gint64              id,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  carrel_library_ask (self, read_reading, (CarrelQuestion) { .id = id },
                      (GDestroyNotify) carrel_reading_free, carrel_library_load_reading_async,
                      cancellable, callback, user_data);
}

CarrelReading *
carrel_library_load_reading_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return answer (result, error);
}

/* ── Links ── */

typedef struct {
  GPtrArray *links; /* (owned) */
  guint      n_back;
} Links;

static void
free_links (gpointer data)
{
  Links *links = data;

  g_clear_pointer (&links->links, g_ptr_array_unref);
  g_free (links);
}

static gpointer
read_links (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  CarrelQuestion *question = data;
  Links          *links = g_new0 (Links, 1);

  links->links = carrel_store_load_links (connection, question->id, question->n, error);
  if (!links->links ||
      !carrel_store_count_backlinks (connection, question->id, &links->n_back, error))
    g_clear_pointer (&links, free_links);
  return links;
}

void
carrel_library_load_links_async (CarrelLibrary      *self,
                                 gint64              id,
                                 guint               most,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  carrel_library_ask (self, read_links, (CarrelQuestion) { .id = id, .n = most }, free_links,
                      carrel_library_load_links_async, cancellable, callback, user_data);
}

GPtrArray *
carrel_library_load_links_finish (CarrelLibrary *self,
                                  GAsyncResult  *result,
                                  guint         *n_back,
                                  GError       **error)
{
  Links     *links = answer (result, error);
  GPtrArray *list = links ? g_steal_pointer (&links->links) : NULL;

  if (links && n_back)
    *n_back = links->n_back;
  g_clear_pointer (&links, free_links);
  return list;
}

static gpointer
read_wanted (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return carrel_store_load_wanted (connection, ((CarrelQuestion *) data)->n, error);
}

void
carrel_library_load_wanted_async (CarrelLibrary      *self,
                                  guint               limit,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  carrel_library_ask (self, read_wanted, (CarrelQuestion) { .n = limit },
                      (GDestroyNotify) g_ptr_array_unref, carrel_library_load_wanted_async,
                      cancellable, callback, user_data);
}

GPtrArray *
carrel_library_load_wanted_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return answer (result, error);
}

/* Of one article, or of none: a reading job has a result or an error. */
static gpointer
read_last (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  GError *local = NULL;
  gint64  id = carrel_store_find_last_read (connection, &local);

  if (!local && id != 0) {
    CarrelArticle *article = carrel_store_load_article (connection, id, &local);

    if (article)
      g_ptr_array_add (found, article);
  }
  if (local) {
    g_propagate_error (error, local);
    return NULL;
  }
  return g_steal_pointer (&found);
}

void
carrel_library_load_last_read_async (CarrelLibrary      *self,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data)
{
  carrel_library_ask (self, read_last, (CarrelQuestion) { 0 }, (GDestroyNotify) g_ptr_array_unref,
                      carrel_library_load_last_read_async, cancellable, callback, user_data);
}

CarrelArticle *
carrel_library_load_last_read_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GPtrArray) found = answer (result, error);

  return found && found->len > 0 ? g_object_ref (found->pdata[0]) : NULL;
}

/* ── Finding ── */

static gpointer
find (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  CarrelQuestion *question = data;
  GError         *local = NULL;
  guint64         number;
  gint64          id;

  if (g_ascii_string_to_unsigned (question->text, 10, 1, G_MAXINT64, &number, NULL)) {
    g_autoptr (CarrelArticle) article =
        carrel_store_load_article (connection, (gint64) number, error);

    return article ? carrel_library_box ((gint64) number) : NULL;
  }
  id = carrel_store_find_address (connection, question->text, NULL, &local);
  if (local) {
    g_propagate_error (error, local);
    return NULL;
  }
  if (id == 0)
    g_set_error (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND,
                 "“%s” is neither the number nor the address of an article in the library",
                 question->text);
  return id != 0 ? carrel_library_box (id) : NULL;
}

void
carrel_library_find_async (CarrelLibrary      *self,
                           const char         *id_or_address,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  carrel_library_ask (self, find, (CarrelQuestion) { .text = g_strdup (id_or_address) }, g_free,
                      carrel_library_find_async, cancellable, callback, user_data);
}

gint64
carrel_library_find_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  g_autofree gint64 *id = answer (result, error);

  return id ? *id : 0;
}

typedef struct {
  GArray    *ids;  /* (owned) (nullable) */
  GPtrArray *rows; /* (owned) (nullable): the first articles */
  guint      total;
  gboolean   capped;
} Found;

static void
free_found (gpointer data)
{
  Found *found = data;

  g_clear_pointer (&found->ids, g_array_unref);
  g_clear_pointer (&found->rows, g_ptr_array_unref);
  g_free (found);
}

static gpointer
search (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  CarrelQuestion *question = data;
  gboolean        complete = question->n == CARREL_RANK_ALL, all = complete || question->n == 0;
  CarrelSearch    search = { question->query, question->sort, question->reverse,
                          complete ? 0 : question->n, complete };
  Found          *found = g_new0 (Found, 1);

  found->ids = carrel_store_search (connection, &search, NULL, &found->capped, error);
  if (found->ids && question->rows > 0)
    found->rows =
        carrel_store_load_articles (connection, (const gint64 *) (gpointer) found->ids->data,
                                    MIN (found->ids->len, question->rows), error);
  if (!found->ids || (question->rows > 0 && !found->rows))
    g_clear_pointer (&found, free_found);
  else
    found->total = all || found->ids->len < question->n ? found->ids->len : G_MAXUINT;
  return found;
}

void
carrel_library_search_async (CarrelLibrary      *self,
                             CarrelQuery        *query,
                             CarrelSort          sort,
                             gboolean            reverse,
                             guint               limit,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  carrel_library_ask (
      self, search,
      (CarrelQuestion) {
          .query = carrel_query_ref (query), .sort = sort, .reverse = reverse, .n = limit },
      free_found, carrel_library_search_async, cancellable, callback, user_data);
}

GArray *
carrel_library_search_finish (
    CarrelLibrary *self, GAsyncResult *result, guint *total, gboolean *capped, GError **error)
{
  Found  *found = answer (result, error);
  GArray *ids;

  if (!found)
    return NULL;
  if (total)
    *total = found->total;
  if (capped)
    *capped = found->capped;
  ids = g_steal_pointer (&found->ids);
  free_found (found);
  return ids;
}

static gpointer
count (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  CarrelQuestion *question = data;
  gint64          n;

  return carrel_store_count (connection, question->query, &n, error) ? carrel_library_box (n)
                                                                     : NULL;
}

void
carrel_library_count_async (CarrelLibrary      *self,
                            CarrelQuery        *query,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  carrel_library_ask (self, count, (CarrelQuestion) { .query = carrel_query_ref (query) }, g_free,
                      carrel_library_count_async, cancellable, callback, user_data);
}

gboolean
carrel_library_count_finish (CarrelLibrary *self, GAsyncResult *result, guint *n, GError **error)
{
  g_autofree gint64 *counted = answer (result, error);

  if (counted)
    *n = (guint) *counted;
  return counted != NULL;
}

void
carrel_library_search_rows_async (CarrelLibrary      *self,
                                  CarrelQuery        *query,
                                  CarrelSort          sort,
                                  gboolean            reverse,
                                  guint               limit,
                                  guint               n_rows,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  carrel_library_ask (self, search,
                      (CarrelQuestion) { .query = carrel_query_ref (query),
                                         .sort = sort,
                                         .reverse = reverse,
                                         .n = limit,
                                         .rows = n_rows },
                      free_found, carrel_library_search_rows_async, cancellable, callback,
                      user_data);
}

GArray *
carrel_library_search_rows_finish (CarrelLibrary *self,
                                   GAsyncResult  *result,
                                   GPtrArray    **rows,
                                   GError       **error)
{
  Found  *found = answer (result, error);
  GArray *ids = found ? g_steal_pointer (&found->ids) : NULL;

  *rows = found ? g_steal_pointer (&found->rows) : NULL;
  g_clear_pointer (&found, free_found);
  return ids;
}

typedef struct {
  GArray *ids, *groups; /* (owned) (nullable) */
} Grouped;

static void
free_grouped (gpointer data)
{
  Grouped *grouped = data;

  g_clear_pointer (&grouped->ids, g_array_unref);
  g_clear_pointer (&grouped->groups, g_array_unref);
  g_free (grouped);
}

static gpointer
group (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  CarrelQuestion *question = data;
  Grouped        *grouped = g_new0 (Grouped, 1);

  grouped->ids = g_array_ref (question->ids);
  grouped->groups = carrel_store_group (connection, grouped->ids, question->sort,
                                        (CarrelGroupBy) question->n, error);
  if (!grouped->groups)
    g_clear_pointer (&grouped, free_grouped);
  return grouped;
}

void
carrel_library_group_async (CarrelLibrary      *self,
                            GArray             *ids,
                            CarrelSort          sort,
                            CarrelGroupBy       by,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  carrel_library_ask (self, group,
                      (CarrelQuestion) { .ids = g_array_copy (ids), .sort = sort, .n = by },
                      free_grouped, carrel_library_group_async, cancellable, callback, user_data);
}

GArray *
carrel_library_group_finish (CarrelLibrary *self,
                             GAsyncResult  *result,
                             GArray       **grouped,
                             GError       **error)
{
  Grouped *answered = answer (result, error);
  GArray  *groups;

  if (!answered)
    return NULL;
  groups = g_steal_pointer (&answered->groups);
  if (grouped)
    *grouped = g_steal_pointer (&answered->ids);
  free_grouped (answered);
  return groups;
}

static gpointer
complete (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  CarrelQuestion *question = data;

  return carrel_store_list_values (connection, (CarrelCompletion) question->id, question->text,
                                   question->n, error);
}

void
carrel_library_complete_async (CarrelLibrary      *self,
                               CarrelCompletion    kind,
                               const char         *typed,
                               guint               limit,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  carrel_library_ask (self, complete,
                      (CarrelQuestion) { .id = kind, .text = g_strdup (typed), .n = limit },
                      (GDestroyNotify) g_ptr_array_unref, carrel_library_complete_async,
                      cancellable, callback, user_data);
}

GPtrArray *
carrel_library_complete_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return answer (result, error);
}

static gpointer
read_snippets (CarrelConnection *connection,
               gpointer          data,
               GCancellable     *cancellable,
               GError          **error)
{
  CarrelQuestion *question = data;

  return carrel_store_load_snippets (connection, (const gint64 *) (gpointer) question->ids->data,
                                     question->ids->len, question->query, question->n, error);
}

void
carrel_library_load_snippets_async (CarrelLibrary      *self,
                                    GArray             *ids,
                                    CarrelQuery        *query,
                                    guint               chars,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data)
{
  carrel_library_ask (
      self, read_snippets,
      (CarrelQuestion) { .ids = g_array_copy (ids), .query = carrel_query_ref (query), .n = chars },
      (GDestroyNotify) g_ptr_array_unref, carrel_library_load_snippets_async, cancellable, callback,
      user_data);
}

GPtrArray *
carrel_library_load_snippets_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return answer (result, error);
}

/* ── Health ── */

/* In a write transaction, for it sweeps. */
static gpointer
check (CarrelConnection *connection,
       gpointer          data,
       CarrelChanges    *changes,
       GCancellable     *cancellable,
       GError          **error)
{
  return carrel_store_check (connection, data, cancellable, error);
}

void
carrel_library_check_async (CarrelLibrary      *self,
                            CarrelProgress     *progress,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, carrel_library_check_async);
  carrel_database_write (self->database, task, CARREL_PRIORITY_IMPORT, check, progress, NULL,
                         (GDestroyNotify) carrel_health_free);
}

CarrelHealth *
carrel_library_check_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return answer (result, error);
}

static gpointer
read_stats (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree CarrelStats *stats = g_new0 (CarrelStats, 1);

  return carrel_store_load_stats (connection, stats, error) ? g_steal_pointer (&stats) : NULL;
}

void
carrel_library_load_stats_async (CarrelLibrary      *self,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  carrel_library_ask (self, read_stats, (CarrelQuestion) { 0 }, g_free,
                      carrel_library_load_stats_async, cancellable, callback, user_data);
}

gboolean
carrel_library_load_stats_finish (CarrelLibrary *self,
                                  GAsyncResult  *result,
                                  CarrelStats   *stats,
                                  GError       **error)
{
  g_autofree CarrelStats *found = answer (result, error);

  if (found)
    *stats = *found;
  return found != NULL;
}
