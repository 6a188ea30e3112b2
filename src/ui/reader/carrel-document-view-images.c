/* carrel-document-view-images.c: pictures are asked for once, and kept as long as they are of use.
 * Main thread.
 *
 * A picture is asked for when it is first drawn, and answered into a task. What has come stays
 * until another document is shown, or until many newer ones have come.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/reader/carrel-document-view-private.h"

#define MAX_IMAGES 48 /* kept decoded */

typedef struct {
  GdkPaintable *paintable; /* (owned) (nullable) */
  gboolean      waiting;
  gint64        used; /* monotonic time */
} Image;

static void
free_image (gpointer data)
{
  Image *image = data;

  g_clear_object (&image->paintable);
  g_free (image);
}

GHashTable *
carrel_document_view_new_images (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_image);
}

void
carrel_document_view_forget_images (CarrelDocumentView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_hash_table_remove_all (self->images);
}

/* The one that wasn't looked at for longest goes. */
static void
make_room (CarrelDocumentView *self)
{
  GHashTableIter iter;
  gpointer       key, value, oldest = NULL;
  gint64         used = G_MAXINT64;
  guint          n = 0;

  g_hash_table_iter_init (&iter, self->images);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    Image *image = value;

    if (!image->paintable)
      continue;
    n++;
    if (image->used < used) {
      used = image->used;
      oldest = key;
    }
  }
  if (n > MAX_IMAGES)
    g_hash_table_remove (self->images, oldest);
}

/* What is waited for. The view isn't kept alive by it. */
typedef struct {
  GWeakRef view;
  char    *source; /* (owned) */
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  g_weak_ref_clear (&request->view);
  g_free (request->source);
  g_free (request);
}

static void
image_loaded_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Request *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (CarrelDocumentView) self = g_weak_ref_get (&request->view);
  const char *source = request->source;
  g_autoptr (GdkPaintable) paintable = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autoptr (GPtrArray) all = NULL;
  GHashTableIter iter;
  gpointer       value;
  Image         *image;

  /* That of another document, or of a view that is gone. */
  if (!self || g_task_get_cancellable (G_TASK (result)) != self->cancellable ||
      g_cancellable_is_cancelled (self->cancellable))
    return;
  image = g_hash_table_lookup (self->images, source);
  if (!image)
    return;
  image->waiting = FALSE;
  g_set_object (&image->paintable, paintable);
  make_room (self);
  all = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_iter_init (&iter, self->leaves);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    for (guint i = 0; i < ((GPtrArray *) value)->len; i++)
      g_ptr_array_add (all, g_object_ref (((GPtrArray *) value)->pdata[i]));
  for (guint i = 0; i < all->len; i++)
    carrel_block_widget_image_loaded (all->pdata[i], source);
}

GdkPaintable *
carrel_document_view_get_image (CarrelDocumentView *self,
                                const char         *source,
                                int                 width,
                                gboolean           *missing)
{
  Image *image = g_hash_table_lookup (self->images, source);
  g_autoptr (GTask) task = NULL;
  Request *request;

  *missing = FALSE;
  if (image) {
    image->used = g_get_monotonic_time ();
    *missing = !image->waiting && !image->paintable;
    return image->paintable;
  }
  if (!self->image_func) {
    *missing = TRUE;
    return NULL;
  }
  image = g_new0 (Image, 1);
  image->waiting = TRUE;
  image->used = g_get_monotonic_time ();
  g_hash_table_insert (self->images, g_strdup (source), image);
  request = g_new0 (Request, 1);
  g_weak_ref_init (&request->view, self);
  request->source = g_strdup (source);
  task = g_task_new (NULL, self->cancellable, image_loaded_cb, NULL);
  g_task_set_task_data (task, request, free_request);
  g_task_set_source_tag (task, carrel_document_view_get_image);
  self->image_func (self, source, width * gtk_widget_get_scale_factor (GTK_WIDGET (self)),
                    g_steal_pointer (&task), self->image_data);
  return NULL;
}

void
carrel_document_view_set_image_loader (CarrelDocumentView *self,
                                       CarrelImageFunc     func,
                                       gpointer            data,
                                       GDestroyNotify      destroy)
{
  if (self->image_destroy)
    self->image_destroy (self->image_data);
  self->image_func = func;
  self->image_data = data;
  self->image_destroy = destroy;
  carrel_document_view_forget_images (self);
  carrel_document_view_queue_draw_blocks (self);
}
