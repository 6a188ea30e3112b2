/* carrel-add-work.c: files and texts that are added, as work that takes long. Main thread.
 *
 * It goes with its batch, whose «changed» it follows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-add-work.h"

#include "library/carrel-work.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>

typedef struct {
  CarrelAddBatch *batch; /* lent: it holds this */
  CarrelWork     *work;  /* (owned) (nullable): while there is some */
} Following;

static void
free_following (gpointer data)
{
  Following *self = data;
  g_autoptr (GError) error = NULL;

  if (self->work) { /* nobody waits for the end any more */
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
    carrel_work_end (self->work, error, NULL);
    g_object_unref (self->work);
  }
  g_free (self);
}

typedef struct {
  guint n, n_open, n_saved, n_failed, n_cancelled;
} Counts;

static void
count (CarrelAddBatch *batch, Counts *counts)
{
  GListModel *items = carrel_add_batch_get_items (batch);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++) {
    g_autoptr (CarrelAddItem) item = g_list_model_get_item (items, i);
    CarrelAddState state = carrel_add_item_get_state (item);

    if (carrel_add_item_get_address (item))
      continue;
    counts->n++;
    counts->n_open += state == CARREL_ADD_STATE_WAITING || state == CARREL_ADD_STATE_RUNNING;
    counts->n_saved += state == CARREL_ADD_STATE_SAVED;
    counts->n_failed += state == CARREL_ADD_STATE_FAILED;
    counts->n_cancelled += state == CARREL_ADD_STATE_CANCELLED;
  }
}

static void
cancelled_cb (GCancellable *cancellable, CarrelAddBatch *batch)
{
  carrel_add_batch_cancel (batch);
}

static void
begin (Following *self)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (cancelled_cb), self->batch, 0);
  self->work = carrel_work_begin (carrel_add_batch_get_library (self->batch),
                                  _ ("Adding Files and Texts"), cancellable);
}

static void
end (Following *self, const Counts *counts)
{
  g_autofree char *saved =
      counts->n_saved > 0
          ? g_strdup_printf (ngettext ("%u saved", "%u saved", counts->n_saved), counts->n_saved)
          : NULL;
  g_autofree char *failed =
      counts->n_failed > 0 ? g_strdup_printf (ngettext ("%u could not be added",
                                                        "%u could not be added", counts->n_failed),
                                              counts->n_failed)
                           : NULL;
  const char      *parts[] = { saved, failed };
  g_autofree char *sentence = carrel_words_join (parts, G_N_ELEMENTS (parts));
  g_autoptr (CarrelWork) work = g_steal_pointer (&self->work);
  g_autoptr (GError) error = NULL;

  if (counts->n_cancelled > 0)
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
  else if (counts->n_failed == counts->n)
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, sentence);
  carrel_work_end (work, error, *sentence ? sentence : NULL);
}

static void
changed_cb (CarrelAddBatch *batch, Following *self)
{
  Counts           counts = { 0 };
  g_autofree char *detail = NULL;

  count (batch, &counts);
  if (counts.n_open == 0) {
    if (self->work)
      end (self, &counts);
    return;
  }
  if (!self->work)
    begin (self);
  detail = g_strdup_printf (_ ("%'u of %'u"), counts.n - counts.n_open, counts.n);
  carrel_work_tell (self->work, (double) (counts.n - counts.n_open) / counts.n, detail);
}

void
carrel_add_work_follow (CarrelAddBatch *batch)
{
  Following *self = g_new0 (Following, 1);

  self->batch = batch;
  g_signal_connect_data (batch, "changed", G_CALLBACK (changed_cb), self,
                         (GClosureNotify) (void (*) (void)) free_following, 0);
}
