/* carrel-reader-pane-load.c: how an article comes into the reader.
 *
 * Main thread. What is asked for last is shown. Another change of the library doesn't take the
 * place of what a person asked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-reader-pane-private.h"

#include "base/carrel-error.h"
#include "ui/carrel-instead.h"
#include "ui/carrel-ui.h"

#define PATIENCE_MS 400 /* as long the article of before stays */

typedef struct {
  CarrelReaderPane *pane; /* (owned) */
  gboolean          same;
} Load;

/* What is open is gone. */
static void
forget_open (CarrelReaderPane *self)
{
  carrel_history_forget (self->history, carrel_reader_pane_get_loaded (self));
  carrel_reader_pane_open (self, 0);
}

static void
retry_cb (CarrelReaderPane *self)
{
  carrel_reader_pane_load (self, self->coming);
}

static void
show_failure (CarrelReaderPane *self, const GError *error)
{
  self->failed = TRUE;
  carrel_reader_pane_set_other (self,
                                carrel_instead_new_failure (error, G_CALLBACK (retry_cb), self));
}

/* One that was tried again in vain is as it was. */
static void
came (CarrelReaderPane *self, CarrelReading *reading)
{
  gboolean failed = self->failed, changed = self->changed;

  carrel_reader_pane_stop_loading (self);
  carrel_reader_pane_take (self, reading, FALSE);
  carrel_reader_pane_show_title (self);
  if (failed)
    gtk_widget_grab_focus (self->view);
  if (changed)
    carrel_reader_pane_load_again (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Load *load = user_data;
  g_autoptr (CarrelReaderPane) self = load->pane;
  gboolean same = load->same;
  g_autoptr (GError) error = NULL;
  CarrelReading *reading =
      carrel_library_load_reading_finish (CARREL_LIBRARY (source), result, &error);

  g_free (load);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reading && same)
    carrel_reader_pane_take (self, reading, TRUE);
  else if (reading)
    came (self, reading);
  else if (same && g_error_matches (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND))
    forget_open (self);
  else if (same) /* what is read stays */
    carrel_ui_show_error (GTK_WIDGET (self), error);
  else if (g_error_matches (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND)) {
    carrel_reader_pane_stop_loading (self);
    carrel_ui_show_error (GTK_WIDGET (self), error);
  } else {
    g_clear_handle_id (&self->patience, g_source_remove);
    show_failure (self, error);
  }
}

static void
start (CarrelReaderPane *self, gint64 id, gboolean same)
{
  Load *load = g_new0 (Load, 1);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  load->pane = g_object_ref (self);
  load->same = same;
  carrel_library_load_reading_async (self->library, id, self->cancellable, loaded_cb, load);
}

static gboolean
patience_cb (gpointer data)
{
  CarrelReaderPane *self = data;

  self->patience = 0;
  carrel_reader_pane_set_other (self, carrel_instead_new_spinner ());
  return G_SOURCE_REMOVE;
}

void
carrel_reader_pane_load (CarrelReaderPane *self, gint64 id)
{
  self->coming = id;
  g_clear_handle_id (&self->patience, g_source_remove);
  if (!self->failed)
    self->patience = g_timeout_add (PATIENCE_MS, patience_cb, self);
  start (self, id, FALSE);
}

void
carrel_reader_pane_load_again (CarrelReaderPane *self)
{
  if (self->failed)
    carrel_reader_pane_load (self, self->coming);
  else if (self->coming != 0)
    self->changed = TRUE;
  else if (carrel_reader_pane_get_loaded (self) != 0)
    start (self, carrel_reader_pane_get_loaded (self), TRUE);
}

void
carrel_reader_pane_stop_loading (CarrelReaderPane *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->patience, g_source_remove);
  self->coming = 0;
  self->failed = self->changed = FALSE;
}
