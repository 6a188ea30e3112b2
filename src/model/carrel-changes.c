/* carrel-changes.c: what a commit changed.
 *
 * Built by one thread, then handed on; nobody changes it after it was posted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/carrel-changes.h"

#define MAX_NAMED 256 /* more articles than this are «many» */

struct _CarrelChanges {
  gatomicrefcount  references;
  CarrelChangeKind kinds;
  gboolean         many;
  GHashTable      *articles; /* (owned): gint64 * as a set */
};

G_DEFINE_BOXED_TYPE (CarrelChanges, carrel_changes, carrel_changes_ref, carrel_changes_unref)

CarrelChanges *
carrel_changes_new (CarrelChangeKind kinds)
{
  CarrelChanges *self = g_new0 (CarrelChanges, 1);

  g_atomic_ref_count_init (&self->references);
  self->kinds = kinds;
  self->many = kinds == CARREL_CHANGED_EVERYTHING;
  self->articles = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

CarrelChanges *
carrel_changes_ref (CarrelChanges *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
carrel_changes_unref (CarrelChanges *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_hash_table_unref (self->articles);
  g_free (self);
}

void
carrel_changes_add (CarrelChanges *self, CarrelChangeKind kinds, gint64 article)
{
  self->kinds |= kinds;
  if (article == 0 || self->many)
    return;
  g_hash_table_add (self->articles, g_memdup2 (&article, sizeof article));
  if (g_hash_table_size (self->articles) > MAX_NAMED) {
    self->many = TRUE;
    g_hash_table_remove_all (self->articles);
  }
}

void
carrel_changes_merge (CarrelChanges *self, CarrelChanges *other)
{
  GHashTableIter iter;
  gpointer       article;

  self->kinds |= other->kinds;
  self->many |= other->many;
  g_hash_table_iter_init (&iter, other->articles);
  while (g_hash_table_iter_next (&iter, &article, NULL))
    carrel_changes_add (self, 0, *(gint64 *) article);
}

CarrelChangeKind
carrel_changes_get_kinds (CarrelChanges *self)
{
  return self->kinds;
}

gboolean
carrel_changes_concern (CarrelChanges *self, gint64 article)
{
  return self->many || g_hash_table_contains (self->articles, &article);
}

gboolean
carrel_changes_is_many (CarrelChanges *self)
{
  return self->many;
}
