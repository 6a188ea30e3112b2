/* carrel-print-pdf.c: an article as a PDF. A thread with a main context.
 *
 * lay out, a slice at a time → for each page: its pictures → draw → end
 *
 * Cairo gives bytes as pages end; they are written at once, so that memory holds one page's
 * pictures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "print/carrel-print-pdf.h"

#include "base/carrel-error.h"

#include <cairo-pdf.h>
#include <glib/gi18n.h>

#define SLICE 8000 /* microseconds */

typedef struct {
  CarrelPrintJob     *job; /* (owned) */
  CarrelPrintSettings settings;
  CarrelPrintFind     find;
  gpointer            find_data;
  GOutputStream      *stream;  /* (owned) */
  GError             *error;   /* (owned) (nullable): of the stream */
  cairo_surface_t    *surface; /* (owned) (nullable) */
  guint               page;
} Writing;

static void next_page (GTask *task);

static void
free_writing (gpointer data)
{
  Writing *writing = data;

  if (writing->surface) {
    cairo_surface_finish (writing->surface);
    cairo_surface_destroy (writing->surface);
  }
  g_clear_pointer (&writing->job, carrel_print_job_free);
  g_clear_error (&writing->error);
  g_object_unref (writing->stream);
  g_free (writing);
}

static cairo_status_t
write_cb (void *closure, const unsigned char *data, unsigned int length)
{
  Writing *writing = closure;

  if (writing->error)
    return CAIRO_STATUS_WRITE_ERROR;
  return g_output_stream_write_all (writing->stream, data, length, NULL, NULL, &writing->error)
             ? CAIRO_STATUS_SUCCESS
             : CAIRO_STATUS_WRITE_ERROR;
}

static gboolean
has_failed (GTask *task)
{
  Writing *writing = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return TRUE;
  if (writing->error) {
    g_task_return_error (task, g_steal_pointer (&writing->error));
    return TRUE;
  }
  if (cairo_surface_status (writing->surface) == CAIRO_STATUS_SUCCESS)
    return FALSE;
  g_task_return_new_error (task, CARREL_ERROR, CARREL_ERROR_UNSUPPORTED,
                           _ ("The PDF couldn't be made: %s"),
                           cairo_status_to_string (cairo_surface_status (writing->surface)));
  return TRUE;
}

static void
end (GTask *task)
{
  Writing *writing = g_task_get_task_data (task);

  cairo_surface_finish (writing->surface);
  if (has_failed (task))
    return;
  if (g_output_stream_flush (writing->stream, NULL, &writing->error) &&
      g_output_stream_close (writing->stream, NULL, &writing->error))
    g_task_return_int (task, (gssize) carrel_print_job_get_n_pages (writing->job));
  else
    g_task_return_error (task, g_steal_pointer (&writing->error));
}

static void
pictures_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Writing *writing = g_task_get_task_data (task);
  g_autoptr (GHashTable) pictures = carrel_print_load_pictures_finish (result, NULL);
  cairo_t *cr;

  if (has_failed (task))
    return;
  cr = cairo_create (writing->surface);
  carrel_print_job_draw (writing->job, writing->page, cr, pictures,
                         CARREL_PRINT_LINKS | CARREL_PRINT_PLACES);
  cairo_show_page (cr);
  if (cairo_status (cr) != CAIRO_STATUS_SUCCESS &&
      cairo_surface_status (writing->surface) == CAIRO_STATUS_SUCCESS) {
    g_task_return_new_error (task, CARREL_ERROR, CARREL_ERROR_UNSUPPORTED,
                             _ ("The PDF couldn't be made: %s"),
                             cairo_status_to_string (cairo_status (cr)));
    cairo_destroy (cr);
    return;
  }
  cairo_destroy (cr);
  writing->page++;
  next_page (task);
}

static void
next_page (GTask *task)
{
  Writing *writing = g_task_get_task_data (task);
  g_autoptr (GArray) wanted = NULL;

  if (has_failed (task))
    return;
  if (writing->page >= carrel_print_job_get_n_pages (writing->job)) {
    end (task);
    return;
  }
  wanted = carrel_print_job_list_pictures (writing->job, writing->page);
  carrel_print_load_pictures_async (wanted, writing->find, writing->find_data,
                                    g_task_get_cancellable (task), pictures_loaded_cb,
                                    g_object_ref (task));
}

static gboolean
lay_out_cb (gpointer data)
{
  GTask   *task = data;
  Writing *writing = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  if (!carrel_print_job_step (writing->job, SLICE))
    return G_SOURCE_CONTINUE;
  writing->surface = cairo_pdf_surface_create_for_stream (
      write_cb, writing, writing->settings.width, writing->settings.height);
  carrel_print_job_describe (writing->job, writing->surface, TRUE);
  next_page (task);
  return G_SOURCE_REMOVE;
}

void
carrel_print_pdf_async (const CarrelPrintSource   *source,
                        const CarrelPrintSettings *settings,
                        CarrelPrintFind            find,
                        gpointer                   find_data,
                        GOutputStream             *stream,
                        GCancellable              *cancellable,
                        GAsyncReadyCallback        callback,
                        gpointer                   user_data)
{
  GTask   *task = g_task_new (NULL, cancellable, callback, user_data);
  Writing *writing = g_new0 (Writing, 1);

  writing->job = carrel_print_job_new (source, settings);
  writing->settings = *settings;
  writing->find = find;
  writing->find_data = find_data;
  writing->stream = g_object_ref (stream);
  g_task_set_task_data (task, writing, free_writing);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, lay_out_cb, task, g_object_unref);
}

guint
carrel_print_pdf_finish (GAsyncResult *result, GError **error)
{
  gssize n = g_task_propagate_int (G_TASK (result), error);

  return n > 0 ? (guint) n : 0;
}
