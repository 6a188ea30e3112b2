/* carrel-again.c: many articles extracted again, one after the other.
 *
 * Main thread. Each is read and made on other threads; what changed is written in slices of a few
 * articles, each one transaction behind every click. A slice that fails leaves its articles as they
 * were.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/carrel-error.h"
#include "library/carrel-library-private.h"
#include "library/carrel-revision.h"

#define SLICE_ARTICLES 8
#define SLICE_MS 100 /* of extraction, before what is there is written */

struct _CarrelAgain {
  GObject parent_instance;

  GArray         *ids; /* (owned) (element-type gint64) */
  gboolean        dry_run, keep_less, pictures;
  CarrelAgainFunc func; /* (nullable) */
  gpointer        data;
  guint           n[CARREL_N_AGAIN], done;
};

G_DEFINE_FINAL_TYPE (CarrelAgain, carrel_again, G_TYPE_OBJECT)

enum { PROP_0, PROP_DONE, PROP_TOTAL, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

CarrelAgain *
carrel_again_new (GArray *ids)
{
  CarrelAgain *self = g_object_new (CARREL_TYPE_AGAIN, NULL);

  self->ids = g_array_copy (ids);
  return self;
}

void
carrel_again_set_dry_run (CarrelAgain *self, gboolean dry_run)
{
  self->dry_run = dry_run;
}

void
carrel_again_set_keep_less (CarrelAgain *self, gboolean keep)
{
  self->keep_less = keep;
}

void
carrel_again_set_pictures (CarrelAgain *self, gboolean pictures)
{
  self->pictures = pictures;
}

void
carrel_again_set_func (CarrelAgain *self, CarrelAgainFunc func, gpointer data)
{
  self->func = func;
  self->data = data;
}

guint
carrel_again_get_n (CarrelAgain *self, CarrelAgainResult result)
{
  return self->n[result];
}

guint
carrel_again_get_done (CarrelAgain *self)
{
  return self->done;
}

guint
carrel_again_get_total (CarrelAgain *self)
{
  return self->ids->len;
}

/* ── Running ── */

typedef struct {
  CarrelLibrary *library; /* (owned) */
  CarrelAgain   *again;   /* (owned) */
  GTask         *task;    /* (owned) */
  CarrelUndo    *undo;    /* (owned) */
  GPtrArray     *pending; /* (owned) (element-type CarrelRevision): made, not written */
  guint          next;
  gint64         begun; /* of the slice, µs */
} Run;

static void go_on (Run *run);

static void
free_run (Run *run)
{
  g_clear_object (&run->library);
  g_clear_object (&run->again);
  g_clear_object (&run->task);
  g_clear_pointer (&run->undo, carrel_undo_unref);
  g_clear_pointer (&run->pending, g_ptr_array_unref);
  g_free (run);
}

static void
tell (Run *run, gint64 id, CarrelAgainResult result, CarrelRevision *revision, const GError *error)
{
  CarrelAgain *again = run->again;

  again->n[result]++;
  again->done++;
  if (again->func)
    again->func (again, id, result, revision, error, again->data);
  g_object_notify_by_pspec (G_OBJECT (again), properties[PROP_DONE]);
}

static gpointer
write_slice (CarrelConnection *connection,
             gpointer          data,
             CarrelChanges    *changes,
             GCancellable     *cancellable,
             GError          **error)
{
  GPtrArray *revisions = data;
  g_autoptr (CarrelUndo) undo = carrel_undo_new ();

  for (guint i = 0; i < revisions->len; i++)
    if (!carrel_library_write_revision (connection, revisions->pdata[i], undo, changes, error))
      return NULL;
  return g_steal_pointer (&undo);
}

static void
slice_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelUndo) undo = g_task_propagate_pointer (G_TASK (result), &error);

  if (undo)
    carrel_undo_append (run->undo, undo);
  for (guint i = 0; i < run->pending->len; i++) {
    CarrelRevision *revision = run->pending->pdata[i];

    tell (run, revision->id,
          !undo            ? CARREL_AGAIN_FAILED
          : revision->same ? CARREL_AGAIN_SAME
                           : CARREL_AGAIN_CHANGED,
          revision, error);
  }
  g_ptr_array_set_size (run->pending, 0);
  go_on (run);
}

static void
write_pending (Run *run)
{
  g_autoptr (GTask) task = g_task_new (run->library, NULL, slice_written_cb, run);

  carrel_database_write (run->library->database, task, CARREL_PRIORITY_IMPORT, write_slice,
                         run->pending, NULL, (GDestroyNotify) carrel_undo_unref);
}

static void
kept_with_pictures_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelUndo) undo = carrel_library_change_finish (run->library, result, &error);

  if (undo)
    carrel_undo_append (run->undo, undo);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tell (run, g_array_index (run->again->ids, gint64, run->next - 1),
          undo ? CARREL_AGAIN_CHANGED : CARREL_AGAIN_FAILED, NULL, error);
  go_on (run);
}

static void
revised_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelRevision) revision = carrel_library_revise_finish (run->library, result, &error);
  gint64 id = g_array_index (run->again->ids, gint64, run->next - 1);

  if (!revision) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      tell (run, id,
            g_error_matches (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND) ? CARREL_AGAIN_WITHOUT
                                                                          : CARREL_AGAIN_FAILED,
            NULL, error);
  } else if (revision->first_page || (revision->less && !run->again->keep_less)) {
    tell (run, id, CARREL_AGAIN_LESS, revision, NULL);
  } else if (run->again->dry_run) {
    tell (run, id, revision->same ? CARREL_AGAIN_SAME : CARREL_AGAIN_CHANGED, revision, NULL);
  } else if (run->again->pictures && revision->n_missing > 0) {
    carrel_library_keep_revision_async (
        run->library, g_steal_pointer (&revision), CARREL_KEEP_PICTURES | CARREL_KEEP_IN_BACKGROUND,
        NULL, g_task_get_cancellable (run->task), kept_with_pictures_cb, run);
    return;
  } else {
    g_ptr_array_add (run->pending, g_steal_pointer (&revision));
  }
  if (run->pending->len > 0 &&
      (run->pending->len == SLICE_ARTICLES ||
       g_get_monotonic_time () - run->begun > SLICE_MS * G_TIME_SPAN_MILLISECOND))
    write_pending (run);
  else
    go_on (run);
}

/* The next article, or the end: what is made is written first. */
static void
go_on (Run *run)
{
  gboolean over = run->next == run->again->ids->len ||
                  g_cancellable_is_cancelled (g_task_get_cancellable (run->task));

  if (run->pending->len == 0)
    run->begun = g_get_monotonic_time ();
  if (!over) {
    carrel_library_revise_async (run->library, g_array_index (run->again->ids, gint64, run->next++),
                                 NULL, g_task_get_cancellable (run->task), revised_cb, run);
  } else if (run->pending->len > 0) {
    write_pending (run);
  } else {
    g_task_return_pointer (run->task, g_steal_pointer (&run->undo),
                           (GDestroyNotify) carrel_undo_unref);
    free_run (run);
  }
}

void
carrel_library_extract_again_async (CarrelLibrary      *self,
                                    CarrelAgain        *again,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data)
{
  Run *run = g_new0 (Run, 1);

  run->library = g_object_ref (self);
  run->again = g_object_ref (again);
  run->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_check_cancellable (run->task, FALSE); /* what was kept is in the undo */
  g_task_set_source_tag (run->task, carrel_library_extract_again_async);
  run->undo = carrel_undo_new ();
  run->pending = g_ptr_array_new_with_free_func ((GDestroyNotify) carrel_revision_free);
  go_on (run);
}

CarrelUndo *
carrel_library_extract_again_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ── Which are older ── */

typedef struct {
  GArray *ids; /* (owned) */
  guint   n_without;
} Older;

static void
free_older (gpointer data)
{
  Older *older = data;

  g_clear_pointer (&older->ids, g_array_unref);
  g_free (older);
}

static gpointer
read_older (CarrelConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Older *older = g_new0 (Older, 1);

  older->ids =
      carrel_store_list_older (connection, CARREL_EXTRACTOR_VERSION, &older->n_without, error);
  if (!older->ids)
    g_clear_pointer (&older, free_older);
  return older;
}

void
carrel_library_list_older_async (CarrelLibrary      *self,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, carrel_library_list_older_async);
  carrel_database_read (self->database, task, read_older, NULL, NULL, free_older);
}

GArray *
carrel_library_list_older_finish (CarrelLibrary *self,
                                  GAsyncResult  *result,
                                  guint         *n_without,
                                  GError       **error)
{
  Older  *older = g_task_propagate_pointer (G_TASK (result), error);
  GArray *ids;

  if (!older)
    return NULL;
  if (n_without)
    *n_without = older->n_without;
  ids = g_steal_pointer (&older->ids);
  free_older (older);
  return ids;
}

/* ── Object ── */

static void
carrel_again_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CarrelAgain *self = CARREL_AGAIN (object);

  if (id == PROP_DONE)
    g_value_set_uint (value, self->done);
  else if (id == PROP_TOTAL)
    g_value_set_uint (value, self->ids->len);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
carrel_again_finalize (GObject *object)
{
  g_clear_pointer (&CARREL_AGAIN (object)->ids, g_array_unref);
  G_OBJECT_CLASS (carrel_again_parent_class)->finalize (object);
}

static void
carrel_again_class_init (CarrelAgainClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = carrel_again_get_property;
  object_class->finalize = carrel_again_finalize;
  properties[PROP_DONE] = g_param_spec_uint ("done", NULL, NULL, 0, G_MAXUINT, 0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TOTAL] = g_param_spec_uint ("total", NULL, NULL, 0, G_MAXUINT, 0,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
carrel_again_init (CarrelAgain *self)
{
}
