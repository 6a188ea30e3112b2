/* carrel-library-change.c: changing: each call is one transaction on the writer, and gives an undo.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-library-private.h"

typedef struct _Change Change;

typedef gboolean (*ChangeFunc) (CarrelConnection *connection, Change *change, CarrelUndo *undo, CarrelChanges *changes, GError **error);

struct _Change {
  ChangeFunc  func;
  GArray     *ids;           /* (owned) (nullable) (element-type gint64) */
  gint64      a, b;
  int         value;
  char       *text, *other;  /* (owned) (nullable) */
  GStrv       add, remove;   /* (owned) (nullable) */
  CarrelUndo *undo;          /* (owned) (nullable): to be run */
};

static void
free_change (gpointer data)
{
  Change *change = data;

  g_clear_pointer (&change->ids, g_array_unref);
  g_clear_pointer (&change->undo, carrel_undo_unref);
  g_free (change->text);
  g_free (change->other);
  g_strfreev (change->add);
  g_strfreev (change->remove);
  g_free (change);
}

static gpointer
run_change (CarrelConnection *connection, gpointer data, CarrelChanges *changes, GCancellable *cancellable, GError **error)
{
  Change *change = data;
  g_autoptr (CarrelUndo) undo = carrel_undo_new ();

  return change->func (connection, change, undo, changes, error) ? g_steal_pointer (&undo) : NULL;
}

static Change *
new_change (ChangeFunc func, GArray *ids)
{
  Change *change = g_new0 (Change, 1);

  change->func = func;
  change->ids = ids ? g_array_copy (ids) : NULL;
  return change;
}

static void
do_change (CarrelLibrary *self, Change *change, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, do_change);
  carrel_database_write (self->database, task, CARREL_PRIORITY_CLICK, run_change, change, free_change, (GDestroyNotify) carrel_undo_unref);
}

CarrelUndo *
carrel_library_change_finish (CarrelLibrary *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

#define IDS(change) (const gint64 *) (gpointer) (change)->ids->data, (change)->ids->len

/* ── State ── */

static gboolean
set_place (CarrelConnection *connection, Change *change, CarrelUndo *undo, CarrelChanges *changes, GError **error)
{
  return carrel_store_set_place (connection, IDS (change), (CarrelPlace) change->value, undo, changes, error);
}

void
carrel_library_set_place_async (CarrelLibrary *self, GArray *ids, CarrelPlace place, GAsyncReadyCallback callback, gpointer user_data)
{
  Change *change = new_change (set_place, ids);

  change->value = place;
  do_change (self, change, callback, user_data);
}

static gboolean
set_favourite (CarrelConnection *connection, Change *change, CarrelUndo *undo, CarrelChanges *changes, GError **error)
{
  return carrel_store_set_favourite (connection, IDS (change), change->value, undo, changes, error);
}

void
carrel_library_set_favourite_async (CarrelLibrary *self, GArray *ids, gboolean favourite, GAsyncReadyCallback callback, gpointer user_data)
{
  Change *change = new_change (set_favourite, ids);

  change->value = favourite;
  do_change (self, change, callback, user_data);
}

static gboolean
set_read (CarrelConnection *connection, Change *change, CarrelUndo *undo, CarrelChanges *changes, GError **error)
{
  return carrel_store_set_read (connection, IDS (change), (CarrelReadState) change->value, undo, changes, error);
}

void
carrel_library_set_read_async (CarrelLibrary *self, GArray *ids, CarrelReadState read, GAsyncReadyCallback callback, gpointer user_data)
{
  Change *change = new_change (set_read, ids);

  change->value = read;
  do_change (self, change, callback, user_data);
}

static gboolean
trash (CarrelConnection *connection, Change *change, CarrelUndo *undo, CarrelChanges *changes, GError **error)
{
  return carrel_store_trash (connection, IDS (change), undo, changes, error);
}

void
carrel_library_trash_async (CarrelLibrary *self, GArray *ids, GAsyncReadyCallback callback, gpointer user_data)
{
  do_change (self, new_change (trash, ids), callback, user_data);
}

static gboolean
restore (CarrelConnection *connection, Change *change, CarrelUndo *undo, CarrelChanges *changes, GError **error)
{
  return carrel_store_restore (connection, IDS (change), undo, changes, error);
}

void
carrel_library_restore_async (CarrelLibrary *self, GArray *ids, GAsyncReadyCallback callback, gpointer user_data)
{
  do_change (self, new_change (restore, ids), callback, user_data);
}

static gboolean
repair (CarrelConnection *connection, Change *change, CarrelUndo *undo, CarrelChanges *changes, GError **error)
{
  return carrel_store_repair (connection, changes, error);
}

void
carrel_library_repair_async (CarrelLibrary *self, GAsyncReadyCallback callback, gpointer user_data)
{
  do_change (self, new_change (repair, NULL), callback, user_data);
}

/* ── Topics ── */

static gboolean
tag (CarrelConnection *connection, Change *change, CarrelUndo *undo, CarrelChanges *changes, GError **error)
{
  return carrel_store_tag (connection, IDS (change), (const char *const *) change->add, (const char *const *) change->remove, undo, changes, error);
}

void
carrel_library_tag_async (CarrelLibrary *self, GArray *ids, const char *const *add, const char *const *remove, GAsyncReadyCallback callback, gpointer user_data)
{
  Change *change = new_change (tag, ids);

  change->add = g_strdupv ((GStrv) add);
  change->remove = g_strdupv ((GStrv) remove);
  do_change (self, change, callback, user_data);
}

static gboolean
rename_topic (CarrelConnection *connection, Change *change, CarrelUndo *undo, CarrelChanges *changes, GError **error)
{
  return carrel_store_rename_topic (connection, change->text, change->other, undo, changes, error);
}

void
carrel_library_rename_topic_async (CarrelLibrary *self, const char *path, const char *new_path, GAsyncReadyCallback callback, gpointer user_data)
{
  Change *change = new_change (rename_topic, NULL);

  change->text = g_strdup (path);
  change->other = g_strdup (new_path);
  do_change (self, change, callback, user_data);
}

static gboolean
merge_topics (CarrelConnection *connection, Change *change, CarrelUndo *undo, CarrelChanges *changes, GError **error)
{
  return carrel_store_merge_topics (connection, change->text, change->other, undo, changes, error);
}

void
carrel_library_merge_topics_async (CarrelLibrary *self, const char *from, const char *into, GAsyncReadyCallback callback, gpointer user_data)
{
  Change *change = new_change (merge_topics, NULL);

  change->text = g_strdup (from);
  change->other = g_strdup (into);
  do_change (self, change, callback, user_data);
}

static gboolean
delete_topic (CarrelConnection *connection, Change *change, CarrelUndo *undo, CarrelChanges *changes, GError **error)
{
  return carrel_store_delete_topic (connection, change->text, undo, changes, error);
}

void
carrel_library_delete_topic_async (CarrelLibrary *self, const char *path, GAsyncReadyCallback callback, gpointer user_data)
{
  Change *change = new_change (delete_topic, NULL);

  change->text = g_strdup (path);
  do_change (self, change, callback, user_data);
}

static gboolean
set_topic_colour (CarrelConnection *connection, Change *change, CarrelUndo *undo, CarrelChanges *changes, GError **error)
{
  return carrel_store_set_topic_colour (connection, change->text, (guint) change->value, undo, changes, error);
}

void
carrel_library_set_topic_colour_async (CarrelLibrary *self, const char *path, guint colour, GAsyncReadyCallback callback, gpointer user_data)
{
  Change *change = new_change (set_topic_colour, NULL);

  change->text = g_strdup (path);
  change->value = (int) colour;
  do_change (self, change, callback, user_data);
}

/* ── Collections ── */

static gboolean
save_collection (CarrelConnection *connection, Change *change, CarrelUndo *undo, CarrelChanges *changes, GError **error)
{
  return carrel_store_save_collection (connection, change->a, change->text, change->other, undo, changes, error) != 0;
}

void
carrel_library_save_collection_async (CarrelLibrary *self, gint64 id, const char *name, const char *query, GAsyncReadyCallback callback, gpointer user_data)
{
  Change *change = new_change (save_collection, NULL);

  change->a = id;
  change->text = g_strdup (name);
  change->other = g_strdup (query);
  do_change (self, change, callback, user_data);
}

static gboolean
delete_collection (CarrelConnection *connection, Change *change, CarrelUndo *undo, CarrelChanges *changes, GError **error)
{
  return carrel_store_delete_collection (connection, change->a, undo, changes, error);
}

void
carrel_library_delete_collection_async (CarrelLibrary *self, gint64 id, GAsyncReadyCallback callback, gpointer user_data)
{
  Change *change = new_change (delete_collection, NULL);

  change->a = id;
  do_change (self, change, callback, user_data);
}

/* ── Undo, position ── */

static gboolean
undo_change (CarrelConnection *connection, Change *change, CarrelUndo *undo, CarrelChanges *changes, GError **error)
{
  return carrel_store_undo (connection, change->undo, changes, error);
}

void
carrel_library_undo_async (CarrelLibrary *self, CarrelUndo *undo, GAsyncReadyCallback callback, gpointer user_data)
{
  Change *change = new_change (undo_change, NULL);

  change->undo = carrel_undo_ref (undo);
  do_change (self, change, callback, user_data);
}

typedef struct {
  gint64   id, block;
  double   offset, progress;
  gboolean at_end;
} Position;

static gpointer
write_position (CarrelConnection *connection, gpointer data, CarrelChanges *changes, GCancellable *cancellable, GError **error)
{
  Position *position = data;

  return carrel_store_set_position (connection, position->id, position->block, position->offset, position->progress, position->at_end, changes, error) ? GINT_TO_POINTER (TRUE) : NULL;
}

static void
position_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_task_propagate_pointer (G_TASK (result), &error);
  if (error)
    g_debug ("The reading position wasn't kept: %s", error->message);
}

void
carrel_library_set_position (CarrelLibrary *self, gint64 id, gint64 block, double offset, double progress, gboolean at_end)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, position_written_cb, NULL);
  Position *position = g_new0 (Position, 1);

  *position = (Position) { id, block, offset, progress, at_end };
  carrel_database_write (self->database, task, CARREL_PRIORITY_CLICK, write_position, position, g_free, NULL);
}
