/* carrel-library-change.c: changing: each call is one transaction on the writer, and gives an undo.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-library-private.h"

/* ── State ── */

static gboolean
set_place (CarrelConnection *connection,
           CarrelChange     *change,
           CarrelUndo       *undo,
           CarrelChanges    *changes,
           GError          **error)
{
  return carrel_store_set_place (connection, CARREL_CHANGE_IDS (change),
                                 (CarrelPlace) change->value, undo, changes, error);
}

void
carrel_library_set_place_async (CarrelLibrary      *self,
                                GArray             *ids,
                                CarrelPlace         place,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  carrel_library_do_change (
      self, (CarrelChange) { .func = set_place, .ids = g_array_copy (ids), .value = place },
      callback, user_data);
}

static gboolean
set_favourite (CarrelConnection *connection,
               CarrelChange     *change,
               CarrelUndo       *undo,
               CarrelChanges    *changes,
               GError          **error)
{
  return carrel_store_set_favourite (connection, CARREL_CHANGE_IDS (change), change->value, undo,
                                     changes, error);
}

void
carrel_library_set_favourite_async (CarrelLibrary      *self,
                                    GArray             *ids,
                                    gboolean            favourite,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data)
{
  carrel_library_do_change (
      self, (CarrelChange) { .func = set_favourite, .ids = g_array_copy (ids), .value = favourite },
      callback, user_data);
}

static gboolean
set_read (CarrelConnection *connection,
          CarrelChange     *change,
          CarrelUndo       *undo,
          CarrelChanges    *changes,
          GError          **error)
{
  return carrel_store_set_read (connection, CARREL_CHANGE_IDS (change),
                                (CarrelReadState) change->value, undo, changes, error);
}

void
carrel_library_set_read_async (CarrelLibrary      *self,
                               GArray             *ids,
                               CarrelReadState     read,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  carrel_library_do_change (
      self, (CarrelChange) { .func = set_read, .ids = g_array_copy (ids), .value = read }, callback,
      user_data);
}

static gboolean
trash (CarrelConnection *connection,
       CarrelChange     *change,
       CarrelUndo       *undo,
       CarrelChanges    *changes,
       GError          **error)
{
  return carrel_store_trash (connection, CARREL_CHANGE_IDS (change), undo, changes, error);
}

void
carrel_library_trash_async (CarrelLibrary      *self,
                            GArray             *ids,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  carrel_library_do_change (self, (CarrelChange) { .func = trash, .ids = g_array_copy (ids) },
                            callback, user_data);
}

static gboolean
restore (CarrelConnection *connection,
         CarrelChange     *change,
         CarrelUndo       *undo,
         CarrelChanges    *changes,
         GError          **error)
{
  return carrel_store_restore (connection, CARREL_CHANGE_IDS (change), undo, changes, error);
}

void
carrel_library_restore_async (CarrelLibrary      *self,
                              GArray             *ids,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  carrel_library_do_change (self, (CarrelChange) { .func = restore, .ids = g_array_copy (ids) },
                            callback, user_data);
}

static gboolean
repair (CarrelConnection *connection,
        CarrelChange     *change,
        CarrelUndo       *undo,
        CarrelChanges    *changes,
        GError          **error)
{
  return carrel_store_repair (connection, changes, error);
}

void
carrel_library_repair_async (CarrelLibrary *self, GAsyncReadyCallback callback, gpointer user_data)
{
  carrel_library_do_change (self, (CarrelChange) { .func = repair }, callback, user_data);
}

/* ── Topics ── */

static gboolean
tag (CarrelConnection *connection,
     CarrelChange     *change,
     CarrelUndo       *undo,
     CarrelChanges    *changes,
     GError          **error)
{
  return carrel_store_tag (connection, CARREL_CHANGE_IDS (change),
                           (const char *const *) change->add, (const char *const *) change->remove,
                           undo, changes, error);
}

void
carrel_library_tag_async (CarrelLibrary      *self,
                          GArray             *ids,
                          const char *const  *add,
                          const char *const  *remove,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  carrel_library_do_change (self,
                            (CarrelChange) { .func = tag,
                                             .ids = g_array_copy (ids),
                                             .add = g_strdupv ((GStrv) add),
                                             .remove = g_strdupv ((GStrv) remove) },
                            callback, user_data);
}

static gboolean
rename_topic (CarrelConnection *connection,
              CarrelChange     *change,
              CarrelUndo       *undo,
              CarrelChanges    *changes,
              GError          **error)
{
  return carrel_store_rename_topic (connection, change->text, change->other, undo, changes, error);
}

void
carrel_library_rename_topic_async (CarrelLibrary      *self,
                                   const char         *path,
                                   const char         *new_path,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  carrel_library_do_change (self,
                            (CarrelChange) { .func = rename_topic,
                                             .text = g_strdup (path),
                                             .other = g_strdup (new_path) },
                            callback, user_data);
}

static gboolean
merge_topics (CarrelConnection *connection,
              CarrelChange     *change,
              CarrelUndo       *undo,
              CarrelChanges    *changes,
              GError          **error)
{
  return carrel_store_merge_topics (connection, change->text, change->other, undo, changes, error);
}

void
carrel_library_merge_topics_async (CarrelLibrary      *self,
                                   const char         *from,
                                   const char         *into,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  carrel_library_do_change (
      self,
      (CarrelChange) { .func = merge_topics, .text = g_strdup (from), .other = g_strdup (into) },
      callback, user_data);
}

static gboolean
delete_topic (CarrelConnection *connection,
              CarrelChange     *change,
              CarrelUndo       *undo,
              CarrelChanges    *changes,
              GError          **error)
{
  return carrel_store_delete_topic (connection, change->text, undo, changes, error);
}

void
carrel_library_delete_topic_async (CarrelLibrary      *self,
                                   const char         *path,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  carrel_library_do_change (self, (CarrelChange) { .func = delete_topic, .text = g_strdup (path) },
                            callback, user_data);
}

static gboolean
set_topic_colour (CarrelConnection *connection,
                  CarrelChange     *change,
                  CarrelUndo       *undo,
                  CarrelChanges    *changes,
                  GError          **error)
{
  return carrel_store_set_topic_colour (connection, change->text, (guint) change->value, undo,
                                        changes, error);
}

void
carrel_library_set_topic_colour_async (CarrelLibrary      *self,
                                       const char         *path,
                                       guint               colour,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data)
{
  carrel_library_do_change (
      self,
      (CarrelChange) { .func = set_topic_colour, .text = g_strdup (path), .value = (int) colour },
      callback, user_data);
}

static gboolean
alias_topic (CarrelConnection *connection,
             CarrelChange     *change,
             CarrelUndo       *undo,
             CarrelChanges    *changes,
             GError          **error)
{
  return carrel_store_alias_topic (connection, change->text, change->other, undo, changes, error);
}

void
carrel_library_alias_topic_async (CarrelLibrary      *self,
                                  const char         *path,
                                  const char         *alias,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  carrel_library_do_change (
      self,
      (CarrelChange) { .func = alias_topic, .text = g_strdup (path), .other = g_strdup (alias) },
      callback, user_data);
}

static gboolean
unalias_topic (CarrelConnection *connection,
               CarrelChange     *change,
               CarrelUndo       *undo,
               CarrelChanges    *changes,
               GError          **error)
{
  return carrel_store_unalias_topic (connection, change->text, undo, changes, error);
}

void
carrel_library_unalias_topic_async (CarrelLibrary      *self,
                                    const char         *alias,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data)
{
  carrel_library_do_change (self,
                            (CarrelChange) { .func = unalias_topic, .text = g_strdup (alias) },
                            callback, user_data);
}

static gboolean
set_distinct (CarrelConnection *connection,
              CarrelChange     *change,
              CarrelUndo       *undo,
              CarrelChanges    *changes,
              GError          **error)
{
  return carrel_store_set_distinct (connection, change->text, change->other, undo, changes, error);
}

void
carrel_library_set_distinct_async (CarrelLibrary      *self,
                                   const char         *a,
                                   const char         *b,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  carrel_library_do_change (
      self, (CarrelChange) { .func = set_distinct, .text = g_strdup (a), .other = g_strdup (b) },
      callback, user_data);
}

static gboolean
refuse_topic (CarrelConnection *connection,
              CarrelChange     *change,
              CarrelUndo       *undo,
              CarrelChanges    *changes,
              GError          **error)
{
  return carrel_store_refuse_topic (connection, CARREL_CHANGE_IDS (change), change->text, undo,
                                    changes, error);
}

void
carrel_library_refuse_topic_async (CarrelLibrary      *self,
                                   GArray             *ids,
                                   const char         *path,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  carrel_library_do_change (
      self,
      (CarrelChange) { .func = refuse_topic, .ids = g_array_copy (ids), .text = g_strdup (path) },
      callback, user_data);
}

/* ── Collections ── */

static gboolean
save_collection (CarrelConnection *connection,
                 CarrelChange     *change,
                 CarrelUndo       *undo,
                 CarrelChanges    *changes,
                 GError          **error)
{
  return carrel_store_save_collection (connection, change->a, change->text, change->other, undo,
                                       changes, error) != 0;
}

void
carrel_library_save_collection_async (CarrelLibrary      *self,
                                      gint64              id,
                                      const char         *name,
                                      const char         *query,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data)
{
  carrel_library_do_change (
      self,
      (CarrelChange) {
          .func = save_collection, .a = id, .text = g_strdup (name), .other = g_strdup (query) },
      callback, user_data);
}

static gboolean
delete_collection (CarrelConnection *connection,
                   CarrelChange     *change,
                   CarrelUndo       *undo,
                   CarrelChanges    *changes,
                   GError          **error)
{
  return carrel_store_delete_collection (connection, change->a, undo, changes, error);
}

void
carrel_library_delete_collection_async (CarrelLibrary      *self,
                                        gint64              id,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data)
{
  carrel_library_do_change (self, (CarrelChange) { .func = delete_collection, .a = id }, callback,
                            user_data);
}

/* ── Undo, position ── */

static gboolean
undo_change (CarrelConnection *connection,
             CarrelChange     *change,
             CarrelUndo       *undo,
             CarrelChanges    *changes,
             GError          **error)
{
  return carrel_store_undo (connection, change->undo, changes, error);
}

void
carrel_library_undo_async (CarrelLibrary      *self,
                           CarrelUndo         *undo,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  carrel_library_do_change (self,
                            (CarrelChange) { .func = undo_change, .undo = carrel_undo_ref (undo) },
                            callback, user_data);
}

typedef struct {
  gint64   id, block;
  double   offset, progress;
  gboolean at_end;
} Position;

static gpointer
write_position (CarrelConnection *connection,
                gpointer          data,
                CarrelChanges    *changes,
                GCancellable     *cancellable,
                GError          **error)
{
  Position *position = data;

  return carrel_store_set_position (connection, position->id, position->block, position->offset,
                                    position->progress, position->at_end, changes, error)
             ? GINT_TO_POINTER (TRUE)
             : NULL;
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
carrel_library_set_position (
    CarrelLibrary *self, gint64 id, gint64 block, double offset, double progress, gboolean at_end)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, position_written_cb, NULL);
  Position *position = g_new0 (Position, 1);

  *position = (Position) { id, block, offset, progress, at_end };
  carrel_database_write (self->database, task, CARREL_PRIORITY_CLICK, write_position, position,
                         g_free, NULL);
}
