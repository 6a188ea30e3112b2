/* carrel-library-topics.c: topics found by what a person types, and those that look alike. Main
 * thread.
 *
 * Finding is done in the list that is at hand. What looks alike is looked for on a reader, and only
 * once somebody asked for it, when topics came, went or were renamed: not when a count changed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-text.h"
#include "library/carrel-library-private.h"

#include <string.h>

#define MAX_ALIKE 200
#define ALIKE_MS 400 /* an import makes many topics */

/* ── What is typed ── */

/* How well a path answers what was typed: 0 not at all; whole paths and last parts before others.
 */
static guint
rate_completion (const char *path, const char *typed)
{
  g_autofree char *key = carrel_text_fold (path);
  const char      *name = strrchr (key, '/');

  name = name ? name + 1 : key;
  if (strcmp (key, typed) == 0 || strcmp (name, typed) == 0)
    return 4;
  if (g_str_has_prefix (key, typed))
    return 3;
  if (g_str_has_prefix (name, typed))
    return 2;
  for (const char *slash = strchr (key, '/'); slash; slash = strchr (slash + 1, '/'))
    if (g_str_has_prefix (slash + 1, typed))
      return 1;
  return 0;
}

typedef struct {
  CarrelTopic *topic;
  guint        rate;
} Completion;

static int
compare_completions (gconstpointer a, gconstpointer b)
{
  const Completion *x = a, *y = b;

  if (x->rate != y->rate)
    return x->rate > y->rate ? -1 : 1;
  if (carrel_topic_get_n_articles (x->topic) != carrel_topic_get_n_articles (y->topic))
    return carrel_topic_get_n_articles (x->topic) > carrel_topic_get_n_articles (y->topic) ? -1 : 1;
  return strcmp (carrel_topic_get_path (x->topic), carrel_topic_get_path (y->topic));
}

GPtrArray *
carrel_library_complete_topic (CarrelLibrary *self, const char *typed, guint limit)
{
  g_autofree char *key = carrel_text_fold (typed);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Completion));
  GPtrArray *topics = g_ptr_array_new_with_free_func (g_object_unref);
  guint      n = g_list_model_get_n_items (G_LIST_MODEL (self->topics));

  for (guint i = 0; i < n; i++) {
    g_autoptr (CarrelTopic) topic = g_list_model_get_item (G_LIST_MODEL (self->topics), i);
    const char *const *aliases = carrel_topic_get_aliases (topic);
    Completion         completion = { topic,
                              *key ? rate_completion (carrel_topic_get_path (topic), key) : 1 };

    for (guint a = 0; *key && aliases[a]; a++)
      completion.rate = MAX (completion.rate, rate_completion (aliases[a], key));

    if (completion.rate > 0)
      g_array_append_val (found, completion); /* the store holds it */
  }
  g_array_sort (found, compare_completions);
  for (guint i = 0; i < found->len && i < limit; i++)
    g_ptr_array_add (topics, g_object_ref (g_array_index (found, Completion, i).topic));
  return topics;
}

CarrelTopic *
carrel_library_find_topic (CarrelLibrary *self, const char *typed)
{
  g_autofree char *path = carrel_topic_normalize_path (typed),
                  *key = path ? carrel_text_fold (path) : NULL;
  guint n = key ? g_list_model_get_n_items (G_LIST_MODEL (self->topics)) : 0;
  g_autoptr (CarrelTopic) by_alias = NULL;

  for (guint i = 0; i < n; i++) {
    g_autoptr (CarrelTopic) topic = g_list_model_get_item (G_LIST_MODEL (self->topics), i);
    g_autofree char   *other = carrel_text_fold (carrel_topic_get_path (topic));
    const char *const *aliases = carrel_topic_get_aliases (topic);

    if (strcmp (other, key) == 0)
      return g_steal_pointer (&topic);
    for (guint a = 0; aliases[a] && !by_alias; a++) {
      g_autofree char *alias = carrel_text_fold (aliases[a]);

      if (strcmp (alias, key) == 0)
        by_alias = g_object_ref (topic);
    }
  }
  return g_steal_pointer (&by_alias);
}

/* ── Topics that look alike ── */

static gpointer
read_alike (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return carrel_store_load_alike (connection, MAX_ALIKE, error);
}

static void
alike_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelLibrary *self = CARREL_LIBRARY (source);
  g_autoptr (GPtrArray) pairs = g_task_propagate_pointer (G_TASK (result), NULL);

  if (pairs && !self->closed)
    g_list_store_splice (self->alike, 0, g_list_model_get_n_items (G_LIST_MODEL (self->alike)),
                         pairs->pdata, pairs->len);
}

static gboolean
alike_cb (gpointer data)
{
  CarrelLibrary *self = data;
  g_autoptr (GTask) task = NULL;

  self->alike_source = 0;
  if (self->closed)
    return G_SOURCE_REMOVE;
  task = g_task_new (self, NULL, alike_read_cb, NULL);
  carrel_database_read (self->database, task, read_alike, NULL, NULL,
                        (GDestroyNotify) g_ptr_array_unref);
  return G_SOURCE_REMOVE;
}

/* What the pairs depend on: changes with names, not with counts, but where two change places. */
static guint64
stamp_topics (CarrelLibrary *self)
{
  guint   n = g_list_model_get_n_items (G_LIST_MODEL (self->topics));
  guint64 stamp = n + 1;

  for (guint i = 0; i < n; i++) {
    g_autoptr (CarrelTopic) topic = g_list_model_get_item (G_LIST_MODEL (self->topics), i);

    stamp = (stamp ^ carrel_text_hash (carrel_topic_get_path (topic), -1)) *
                G_GUINT64_CONSTANT (0x100000001b3) +
            (guint64) carrel_topic_get_id (topic);
  }
  return stamp;
}

void
carrel_library_update_alike (CarrelLibrary *self)
{
  guint64 stamp = self->alike ? stamp_topics (self) : 0;

  if (!self->alike || stamp == self->alike_stamp)
    return;
  self->alike_stamp = stamp;
  if (self->alike_source == 0)
    self->alike_source = g_timeout_add (ALIKE_MS, alike_cb, self);
}

GListModel *
carrel_library_get_alike (CarrelLibrary *self)
{
  if (!self->alike) {
    self->alike = g_list_store_new (CARREL_TYPE_TOPIC_PAIR);
    carrel_library_update_alike (self);
  }
  return G_LIST_MODEL (self->alike);
}
