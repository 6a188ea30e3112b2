/* carrel-ids.c: ids in an order: four bytes each, or eight where one needs them. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "library/carrel-ids.h"

struct _CarrelIds {
  gatomicrefcount references;
  guint           n;
  guint32        *narrow; /* (owned) (nullable): one of the two */
  gint64         *wide;   /* (owned) (nullable) */
};

static gboolean
are_narrow (const gint64 *ids, guint n)
{
  guint64 all = 0;

  for (guint i = 0; i < n; i++)
    all |= (guint64) ids[i];
  return all <= G_MAXUINT32;
}

CarrelIds *
carrel_ids_new (const gint64 *ids, guint n)
{
  CarrelIds *self = g_new0 (CarrelIds, 1);

  g_atomic_ref_count_init (&self->references);
  self->n = n;
  if (are_narrow (ids, n)) {
    self->narrow = g_new (guint32, n);
    for (guint i = 0; i < n; i++)
      self->narrow[i] = (guint32) ids[i];
  } else {
    self->wide = g_memdup2 (ids, n * sizeof *ids);
  }
  return self;
}

CarrelIds *
carrel_ids_ref (CarrelIds *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
carrel_ids_unref (CarrelIds *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_free (self->narrow);
  g_free (self->wide);
  g_free (self);
}

guint
carrel_ids_get_n (CarrelIds *self)
{
  return self->n;
}

gint64
carrel_ids_get (CarrelIds *self, guint position)
{
  if (position >= self->n)
    return 0;
  return self->wide ? self->wide[position] : (gint64) self->narrow[position];
}

guint
carrel_ids_find (CarrelIds *self, gint64 id)
{
  if (!self->wide && (guint64) id > G_MAXUINT32)
    return G_MAXUINT;
  for (guint i = 0; i < self->n; i++)
    if (self->wide ? self->wide[i] == id : self->narrow[i] == (guint32) id)
      return i;
  return G_MAXUINT;
}
