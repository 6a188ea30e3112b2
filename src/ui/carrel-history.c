/* carrel-history.c: the way back and the way forward. Main thread.
 *
 * Two stacks; the top of each is what comes next. They are bounded: the oldest visit goes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-history.h"

#define MAX_VISITS 200

struct _CarrelHistory {
  GArray *back, *forward; /* (owned) (element-type CarrelVisit) */
};

CarrelHistory *
carrel_history_new (void)
{
  CarrelHistory *self = g_new0 (CarrelHistory, 1);

  self->back = g_array_new (FALSE, FALSE, sizeof (CarrelVisit));
  self->forward = g_array_new (FALSE, FALSE, sizeof (CarrelVisit));
  return self;
}

void
carrel_history_free (CarrelHistory *self)
{
  g_array_unref (self->back);
  g_array_unref (self->forward);
  g_free (self);
}

static void
push (GArray *visits, const CarrelVisit *visit)
{
  if (visits->len >= MAX_VISITS)
    g_array_remove_index (visits, 0);
  g_array_append_val (visits, *visit);
}

static gboolean
move (GArray *source, GArray *target, const CarrelVisit *from, CarrelVisit *to)
{
  if (source->len == 0)
    return FALSE;
  *to = g_array_index (source, CarrelVisit, source->len - 1);
  g_array_set_size (source, source->len - 1);
  if (from)
    push (target, from);
  return TRUE;
}

static void
forget (GArray *visits, gint64 article)
{
  for (guint i = visits->len; i > 0; i--)
    if (g_array_index (visits, CarrelVisit, i - 1).article == article)
      g_array_remove_index (visits, i - 1);
}

void
carrel_history_leave (CarrelHistory *self, const CarrelVisit *from)
{
  push (self->back, from);
  g_array_set_size (self->forward, 0);
}

gboolean
carrel_history_can_go_back (CarrelHistory *self)
{
  return self->back->len > 0;
}

gboolean
carrel_history_can_go_forward (CarrelHistory *self)
{
  return self->forward->len > 0;
}

gboolean
carrel_history_go_back (CarrelHistory *self, const CarrelVisit *from, CarrelVisit *to)
{
  return move (self->back, self->forward, from, to);
}

gboolean
carrel_history_go_forward (CarrelHistory *self, const CarrelVisit *from, CarrelVisit *to)
{
  return move (self->forward, self->back, from, to);
}

void
carrel_history_forget (CarrelHistory *self, gint64 article)
{
  forget (self->back, article);
  forget (self->forward, article);
}
