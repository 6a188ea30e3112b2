/* carrel-library.c: open, close, and the «changed» signal.
 *
 * Main thread. Topics, collections and counts are kept here, read anew on a reader after every
 * commit that touched them; what stayed the same stays the same object.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-library-disk.h"
#include "library/carrel-queue-private.h"
#include "library/carrel-settings.h"

#include "base/carrel-error.h"
#include "base/carrel-text.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (CarrelLibrary, carrel_library, G_TYPE_OBJECT)

enum { CHANGED, DAMAGED, N_SIGNALS };
static guint signals[N_SIGNALS];

enum { PROP_0, PROP_COUNTS, PROP_TOPICS, PROP_COLLECTIONS, PROP_WRITE_ERROR, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

gint64 *
carrel_library_box (gint64 value)
{
  return g_memdup2 (&value, sizeof value);
}

char *
carrel_library_dup_default_folder (void)
{
  const char *said = g_getenv ("CARREL_LIBRARY");

  if (!said || !*said)
    said = carrel_settings_get_folder (carrel_settings_get_default ());
  return said && *said ? g_strdup (said)
                       : g_build_filename (g_get_user_data_dir (), "carrel", "library", NULL);
}

/* ── What is always at hand ── */

typedef struct {
  CarrelCounts counts;
  GPtrArray   *topics, *collections; /* (owned) */
} State;

static void
free_state (gpointer data)
{
  State *state = data;

  g_clear_pointer (&state->topics, g_ptr_array_unref);
  g_clear_pointer (&state->collections, g_ptr_array_unref);
  g_free (state);
}

static gpointer
read_state (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  State *state = g_new0 (State, 1);

  if (!carrel_store_load_counts (connection, &state->counts, error) ||
      !(state->topics = carrel_store_load_topics (connection, error)) ||
      !(state->collections = carrel_store_load_collections (connection, error)))
    g_clear_pointer (&state, free_state);
  return state;
}

static gboolean
same_topic (gpointer a, gpointer b)
{
  return carrel_topic_get_id (a) == carrel_topic_get_id (b) &&
         g_strv_equal (carrel_topic_get_aliases (a), carrel_topic_get_aliases (b)) &&
         strcmp (carrel_topic_get_path (a), carrel_topic_get_path (b)) == 0 &&
         carrel_topic_get_colour (a) == carrel_topic_get_colour (b) &&
         carrel_topic_get_n_articles (a) == carrel_topic_get_n_articles (b) &&
         carrel_topic_get_n_unread (a) == carrel_topic_get_n_unread (b);
}

static gboolean
same_collection (gpointer a, gpointer b)
{
  return carrel_collection_get_id (a) == carrel_collection_get_id (b) &&
         strcmp (carrel_collection_get_name (a), carrel_collection_get_name (b)) == 0 &&
         strcmp (carrel_collection_get_query (a), carrel_collection_get_query (b)) == 0;
}

/* Item by item where there are as many as before, so that an expanded row stays what it is; else
 * the middle that differs. */
static void
update_store (GListStore *store, GPtrArray *items, gboolean (*same) (gpointer, gpointer))
{
  guint n_old = g_list_model_get_n_items (G_LIST_MODEL (store)), head = 0, tail = 0;

  while (head < MIN (n_old, items->len)) {
    g_autoptr (GObject) old = g_list_model_get_item (G_LIST_MODEL (store), head);

    if (!same (old, items->pdata[head])) {
      if (n_old != items->len)
        break;
      g_list_store_splice (store, head, 1, &items->pdata[head], 1);
    }
    head++;
  }
  while (tail < MIN (n_old, items->len) - head) {
    g_autoptr (GObject) old = g_list_model_get_item (G_LIST_MODEL (store), n_old - 1 - tail);

    if (!same (old, items->pdata[items->len - 1 - tail]))
      break;
    tail++;
  }
  if (head + tail < n_old || head + tail < items->len)
    g_list_store_splice (store, head, n_old - head - tail, items->pdata + head,
                         items->len - head - tail);
}

static void
take_state (CarrelLibrary *self, State *state)
{
  gboolean counts = memcmp (&self->counts, &state->counts, sizeof (CarrelCounts)) != 0;

  self->counts = state->counts;
  update_store (self->topics, state->topics, same_topic);
  carrel_library_update_alike (self);
  update_store (self->collections, state->collections, same_collection);
  if (counts)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNTS]);
}

static void
state_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  State *state = g_task_propagate_pointer (G_TASK (result), NULL);

  if (state) {
    take_state (CARREL_LIBRARY (source), state);
    free_state (state);
  }
}

/* ── Changes ── */

static gboolean
tell_cb (gpointer data)
{
  CarrelLibrary *self = data;
  g_autoptr (CarrelLibrary) alive = g_object_ref (self);
  g_autoptr (CarrelChanges) changes = g_steal_pointer (&self->pending);

  self->tell_source = 0;
  if (self->closed)
    return G_SOURCE_REMOVE;
  if ((carrel_changes_get_kinds (changes) & CARREL_CHANGED_EVERYTHING) == CARREL_CHANGED_EVERYTHING)
    self->alike_stamp = 0;
  if (carrel_changes_get_kinds (changes) & ~(guint) CARREL_CHANGED_POSITION) {
    g_autoptr (GTask) task = g_task_new (self, NULL, state_read_cb, NULL);

    carrel_database_read (self->database, task, read_state, NULL, NULL, free_state);
  }
  g_signal_emit (self, signals[CHANGED], 0, changes);
  return G_SOURCE_REMOVE;
}

static void
database_changed_cb (CarrelDatabase *database, CarrelChanges *changes, gpointer user_data)
{
  CarrelLibrary *self = user_data;

  if (!self->pending)
    self->pending = carrel_changes_new (0);
  carrel_changes_merge (self->pending, changes);
  if (self->tell_source == 0)
    self->tell_source = g_idle_add_full (G_PRIORITY_DEFAULT, tell_cb, self, NULL);
}

/* Then it is to be closed. */
static void
database_damaged_cb (CarrelDatabase *database, gpointer user_data)
{
  CarrelLibrary *self = user_data;

  if (!self->closed)
    g_signal_emit (self, signals[DAMAGED], 0);
}

/* ── Opening and closing ── */

static void
first_state_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  State  *state = g_task_propagate_pointer (G_TASK (result), &error);

  if (!state) {
    g_task_return_error (task, error);
    return;
  }
  take_state (CARREL_LIBRARY (source), state);
  free_state (state);
  g_task_return_pointer (task, g_object_ref (source), g_object_unref);
}

static void
database_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (CarrelLibrary) self = g_object_new (CARREL_TYPE_LIBRARY, NULL);
  g_autoptr (GTask) read = NULL;
  GError *error = NULL;

  self->database = carrel_database_open_finish (result, &error);
  if (!self->database) {
    g_task_return_error (task, error);
    return;
  }
  g_signal_connect_object (self->database, "changed", G_CALLBACK (database_changed_cb), self, 0);
  g_signal_connect_object (self->database, "damaged", G_CALLBACK (database_damaged_cb), self, 0);
  read = g_task_new (self, g_task_get_cancellable (task), first_state_read_cb, g_object_ref (task));
  carrel_database_read (self->database, read, read_state, NULL, NULL, free_state);
}

static void
open_with (const char         *folder,
           CarrelOpenFlags     flags,
           GCancellable       *cancellable,
           GAsyncReadyCallback callback,
           gpointer            user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, open_with);
  carrel_database_open_async (folder, CARREL_OPEN_CREATE | flags, cancellable, database_opened_cb,
                              task);
}

void
carrel_library_open_async (const char         *folder,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  open_with (folder, 0, cancellable, callback, user_data);
}

void
carrel_library_open_soon_async (const char         *folder,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  open_with (folder, CARREL_OPEN_SOON, cancellable, callback, user_data);
}

CarrelLibrary *
carrel_library_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
database_closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (carrel_database_close_finish (CARREL_DATABASE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
carrel_library_close_async (CarrelLibrary *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, carrel_library_close_async);
  self->closed = TRUE;
  g_clear_handle_id (&self->picture_timer, g_source_remove);
  g_clear_handle_id (&self->alike_source, g_source_remove);
  g_clear_handle_id (&self->disk_timer, g_source_remove);
  if (self->queue)
    carrel_queue_close (self->queue);
  g_clear_object (&self->fetcher);
  carrel_database_close_async (self->database, database_closed_cb, task);
}

gboolean
carrel_library_close_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ── What computes only ── */

const char *
carrel_library_get_folder (CarrelLibrary *self)
{
  return carrel_database_get_folder (self->database);
}

GListModel *
carrel_library_get_topics (CarrelLibrary *self)
{
  return G_LIST_MODEL (self->topics);
}

GListModel *
carrel_library_get_collections (CarrelLibrary *self)
{
  return G_LIST_MODEL (self->collections);
}

const CarrelCounts *
carrel_library_get_counts (CarrelLibrary *self)
{
  return &self->counts;
}

char *
carrel_library_dup_blob_path (CarrelLibrary *self, const char *hash)
{
  return carrel_database_dup_blob_path (self->database, hash);
}

CarrelFetcher *
carrel_library_get_fetcher (CarrelLibrary *self)
{
  if (!self->fetcher)
    self->fetcher = carrel_fetcher_new (NULL);
  return self->fetcher;
}

void
carrel_reading_free (CarrelReading *self)
{
  g_clear_object (&self->article);
  g_clear_pointer (&self->document, carrel_document_unref);
  g_clear_pointer (&self->links, g_ptr_array_unref);
  g_clear_pointer (&self->thread, carrel_thread_unref);
  g_clear_pointer (&self->highlights, g_ptr_array_unref);
  g_clear_pointer (&self->resolved, g_hash_table_unref);
  g_free (self->note);
  g_free (self->address);
  g_free (self->canonical);
  g_free (self->incomplete_reason);
  g_free (self->refetch_message);
  g_free (self);
}

/* ── Object ── */

static void
carrel_library_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarrelLibrary *self = CARREL_LIBRARY (object);

  switch (id) {
  case PROP_COUNTS:
    g_value_set_pointer (value, &self->counts);
    break;
  case PROP_TOPICS:
    g_value_set_object (value, self->topics);
    break;
  case PROP_COLLECTIONS:
    g_value_set_object (value, self->collections);
    break;
  case PROP_WRITE_ERROR:
    g_value_set_boxed (value, self->write_error);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
carrel_library_finalize (GObject *object)
{
  CarrelLibrary *self = CARREL_LIBRARY (object);

  g_clear_handle_id (&self->tell_source, g_source_remove);
  g_clear_handle_id (&self->alike_source, g_source_remove);
  g_clear_object (&self->alike);
  g_clear_handle_id (&self->picture_timer, g_source_remove);
  g_clear_handle_id (&self->disk_timer, g_source_remove);
  g_clear_error (&self->write_error);
  g_clear_pointer (&self->picturing, g_hash_table_unref);
  g_clear_pointer (&self->pending, carrel_changes_unref);
  g_clear_object (&self->works);
  g_clear_object (&self->queue);
  g_clear_object (&self->fetcher);
  g_clear_object (&self->database);
  g_clear_object (&self->topics);
  g_clear_object (&self->collections);
  G_OBJECT_CLASS (carrel_library_parent_class)->finalize (object);
}

static void
carrel_library_class_init (CarrelLibraryClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = carrel_library_get_property;
  object_class->finalize = carrel_library_finalize;
  properties[PROP_COUNTS] =
      g_param_spec_pointer ("counts", NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TOPICS] = g_param_spec_object ("topics", NULL, NULL, G_TYPE_LIST_MODEL,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_COLLECTIONS] = g_param_spec_object ("collections", NULL, NULL, G_TYPE_LIST_MODEL,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_WRITE_ERROR] = g_param_spec_boxed ("write-error", NULL, NULL, G_TYPE_ERROR,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, CARREL_TYPE_CHANGES);
  signals[DAMAGED] = g_signal_new ("damaged", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
carrel_library_init (CarrelLibrary *self)
{
  self->topics = g_list_store_new (CARREL_TYPE_TOPIC);
  self->collections = g_list_store_new (CARREL_TYPE_COLLECTION);
}
