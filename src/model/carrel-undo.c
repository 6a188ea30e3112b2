/* carrel-undo.c: a list of inverse statements.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-undo.h"

typedef struct {
  const char *sql;       /* static */
  GVariant   *arguments; /* (owned) */
} Record;

struct _CarrelUndo {
  gatomicrefcount references;
  GArray         *records;  /* (owned) (element-type Record) */
  GHashTable     *articles; /* (owned): gint64 * as a set */
};

G_DEFINE_BOXED_TYPE (CarrelUndo, carrel_undo, carrel_undo_ref, carrel_undo_unref)

static void
clear_record (gpointer data)
{
  g_variant_unref (((Record *) data)->arguments);
}

CarrelUndo *
carrel_undo_new (void)
{
  CarrelUndo *self = g_new0 (CarrelUndo, 1);

  g_atomic_ref_count_init (&self->references);
  self->records = g_array_new (FALSE, FALSE, sizeof (Record));
  g_array_set_clear_func (self->records, clear_record);
  self->articles = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

CarrelUndo *
carrel_undo_ref (CarrelUndo *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
carrel_undo_unref (CarrelUndo *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_array_unref (self->records);
  g_hash_table_unref (self->articles);
  g_free (self);
}

void
carrel_undo_add (CarrelUndo *self, const char *sql, GVariant *arguments)
{
  Record record = { sql, g_variant_ref_sink (arguments) };

  g_return_if_fail (g_variant_is_of_type (arguments, G_VARIANT_TYPE_TUPLE));
  g_array_append_val (self->records, record);
}

void
carrel_undo_note_article (CarrelUndo *self, gint64 id)
{
  g_hash_table_add (self->articles, g_memdup2 (&id, sizeof id));
}

void
carrel_undo_append (CarrelUndo *self, CarrelUndo *other)
{
  GHashTableIter iter;
  gpointer       id;

  for (guint i = 0; i < other->records->len; i++) {
    Record *record = &g_array_index (other->records, Record, i);

    carrel_undo_add (self, record->sql, record->arguments);
  }
  g_hash_table_iter_init (&iter, other->articles);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    carrel_undo_note_article (self, *(gint64 *) id);
}

gboolean
carrel_undo_is_empty (CarrelUndo *self)
{
  return self->records->len == 0;
}

guint
carrel_undo_get_n_articles (CarrelUndo *self)
{
  return g_hash_table_size (self->articles);
}

void
carrel_undo_foreach (CarrelUndo *self, CarrelUndoFunc func, gpointer data)
{
  for (guint i = self->records->len; i > 0; i--) {
    Record *record = &g_array_index (self->records, Record, i - 1);

    func (record->sql, record->arguments, data);
  }
}
