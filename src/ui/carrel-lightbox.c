/* carrel-lightbox.c: pictures over the window. Main thread.
 *
 * A picture is decoded by the helper for the place that it has, and again with all its pixels once
 * it is zoomed beyond them. What comes late for a picture that was left is dropped.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-lightbox.h"

#include "base/carrel-error.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-window.h"
#include "ui/carrel-zoom-view.h"

#include <glib/gi18n.h>
#include <string.h>

#define STEP_ZOOM 1.4
#define STEP_PAN 80 /* pixels */

typedef struct {
  const char *source, *words, *caption; /* the document's; caption nullable */
  int         width, height;
} Picture;

struct _CarrelLightbox {
  AdwBin parent_instance;

  GtkWidget *count, *stack, *zoom, *missing, *fetch_button, *spinner, *previous_button,
      *next_button, *caption, *save_button, *copy_button, *zoom_in_button, *zoom_out_button;

  CarrelLibrary  *library;  /* (owned) */
  CarrelDocument *document; /* (owned) */
  GArray         *pictures; /* (owned) (element-type Picture) */
  guint           at;
  int loaded; /* device pixels that what is shown was decoded for; 0: none yet, G_MAXINT: all there
                 are */
  GCancellable *cancellable; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (CarrelLightbox, carrel_lightbox, ADW_TYPE_BIN)

static CarrelZoomView *
get_zoom (CarrelLightbox *self)
{
  return CARREL_ZOOM_VIEW (self->zoom);
}

static const Picture *
get_picture (CarrelLightbox *self)
{
  return &g_array_index (self->pictures, Picture, self->at);
}

/* ── The article's pictures ── */

static const char *
find_caption (const CarrelBlock *blocks, guint figure)
{
  for (guint i = figure + 1; i <= figure + blocks[figure].n_descendants; i++)
    if (blocks[i].type == CARREL_BLOCK_CAPTION && blocks[i].text_len > 0)
      return blocks[i].text;
  return NULL;
}

/* The index of that of `block` is where it begins. */
static void
list_pictures (CarrelLightbox *self, guint block)
{
  guint              n, end = 0;
  const CarrelBlock *blocks = carrel_document_get_blocks (self->document, &n);
  const char        *caption = NULL;

  for (guint i = 0; i < n; i++) {
    Picture picture = { blocks[i].source, blocks[i].alt, NULL, (int) blocks[i].width,
                        (int) blocks[i].height };

    if (blocks[i].type == CARREL_BLOCK_FIGURE) {
      caption = find_caption (blocks, i);
      end = i + blocks[i].n_descendants;
    }
    if (blocks[i].type != CARREL_BLOCK_IMAGE || !blocks[i].source)
      continue;
    if (i == block)
      self->at = self->pictures->len;
    picture.caption = i <= end ? caption : NULL;
    g_array_append_val (self->pictures, picture);
  }
}

/* ── Loading ── */

/* `fetched`: it was in the library, which misses nothing that could be fetched. */
static void
show_missing (CarrelLightbox *self, const char *why, gboolean fetched)
{
  adw_status_page_set_description (ADW_STATUS_PAGE (self->missing), why);
  gtk_widget_set_visible (self->fetch_button, !fetched);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->missing);
  gtk_widget_set_sensitive (self->save_button, FALSE);
  gtk_widget_set_sensitive (self->copy_button, FALSE);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelLightbox) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPaintable) picture = carrel_ui_load_picture_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !self->zoom)
    return;
  gtk_widget_set_visible (self->spinner, FALSE);
  if (GDK_IS_TEXTURE (picture)) {
    carrel_zoom_view_refine (get_zoom (self), GDK_TEXTURE (picture));
    gtk_widget_set_sensitive (self->save_button, TRUE);
    gtk_widget_set_sensitive (self->copy_button, TRUE);
  } else if (error) {
    gboolean gone = g_error_matches (error, CARREL_ERROR, CARREL_ERROR_NOT_FOUND);

    show_missing (
        self, gone ? _ ("Its file is no longer in the library’s folder.") : error->message, TRUE);
  }
}

/* `width` in device pixels; 0: as it is. */
static void
load (CarrelLightbox *self, int width)
{
  const char *hash = get_picture (self)->source + strlen ("blob:");

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->loaded = width > 0 ? width : G_MAXINT;
  carrel_ui_load_picture_async (self->library, hash, width, 0, self->cancellable, loaded_cb,
                                g_object_ref (self));
}

static void
zoomed_cb (CarrelLightbox *self)
{
  gboolean fitted = carrel_zoom_view_is_fitted (get_zoom (self));

  gtk_widget_set_sensitive (self->zoom_out_button, !fitted);
  if (self->loaded > 0 && carrel_zoom_view_get_shown_width (get_zoom (self)) > self->loaded)
    load (self, 0);
}

/* ── Showing ── */

/* The words of a caption stand in one line. */
static void
show_words (CarrelLightbox *self, const Picture *picture)
{
  const char      *words = picture->words && *picture->words ? picture->words : _ ("Picture");
  g_autofree char *count = g_strdup_printf (_ ("%u of %u"), self->at + 1, self->pictures->len);

  gtk_label_set_text (GTK_LABEL (self->count), self->pictures->len > 1 ? count : "");
  gtk_label_set_text (GTK_LABEL (self->caption), picture->caption ? picture->caption
                                                 : picture->words ? picture->words
                                                                  : "");
  gtk_widget_set_visible (self->caption, *gtk_label_get_text (GTK_LABEL (self->caption)) != '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->zoom), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
}

static void
show_picture (CarrelLightbox *self)
{
  const Picture *picture = get_picture (self);
  int            width;

  show_words (self, picture);
  gtk_widget_set_visible (self->previous_button, self->pictures->len > 1);
  gtk_widget_set_visible (self->next_button, self->pictures->len > 1);
  gtk_widget_set_sensitive (self->previous_button, self->at > 0);
  gtk_widget_set_sensitive (self->next_button, self->at + 1 < self->pictures->len);
  gtk_widget_set_sensitive (self->zoom_out_button, FALSE);
  carrel_zoom_view_show (get_zoom (self), NULL, picture->width, picture->height);
  self->loaded = 0;
  if (!g_str_has_prefix (picture->source, "blob:")) {
    gtk_widget_set_visible (self->spinner, FALSE);
    show_missing (self, _ ("It was not fetched, or its site does not have it any more."), FALSE);
    return;
  }
  gtk_stack_set_visible_child (GTK_STACK (self->stack), gtk_widget_get_parent (self->zoom));
  gtk_widget_set_visible (self->spinner, TRUE);
  width = carrel_zoom_view_get_shown_width (get_zoom (self));
  load (self, picture->width > 0 && picture->height > 0 && width > 0 ? width : 0);
}

static void
go (CarrelLightbox *self, int steps)
{
  gint64 to = (gint64) self->at + steps;

  if (to < 0 || to >= self->pictures->len)
    return;
  self->at = (guint) to;
  show_picture (self);
}

static void
swiped_cb (CarrelLightbox *self, int steps)
{
  go (self, steps);
}

static void
previous_cb (CarrelLightbox *self)
{
  go (self, -1);
}

static void
next_cb (CarrelLightbox *self)
{
  go (self, 1);
}

static void
zoom_in_cb (CarrelLightbox *self)
{
  carrel_zoom_view_zoom (get_zoom (self), STEP_ZOOM);
}

static void
zoom_out_cb (CarrelLightbox *self)
{
  carrel_zoom_view_zoom (get_zoom (self), 1 / STEP_ZOOM);
}

static void
close_cb (CarrelLightbox *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_cancellable_cancel (self->cancellable);
  if (CARREL_IS_WINDOW (root))
    carrel_window_uncover (CARREL_WINDOW (root), GTK_WIDGET (self));
}

/* ── Copying and saving ── */

static void
copy_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelLightbox) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPaintable) picture = carrel_ui_load_picture_finish (result, &error);

  if (GDK_IS_TEXTURE (picture)) {
    gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (self)), GDK_TEXTURE (picture));
    carrel_ui_show_toast (GTK_WIDGET (self), _ ("Picture copied"), NULL);
  } else if (error) {
    carrel_ui_show_error (GTK_WIDGET (self), error);
  }
}

/* With all its pixels, however it is shown. */
static void
copy_cb (CarrelLightbox *self)
{
  const char *source = get_picture (self)->source;

  if (gtk_widget_is_sensitive (self->copy_button))
    carrel_ui_load_picture_async (self->library, source + strlen ("blob:"), 0, 0, NULL,
                                  copy_loaded_cb, g_object_ref (self));
}

typedef struct {
  CarrelLightbox *lightbox; /* (owned) */
  GFile          *file;     /* (owned): the library's */
} Saving;

static void
free_saving (Saving *saving)
{
  g_object_unref (saving->lightbox);
  g_object_unref (saving->file);
  g_free (saving);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Saving *saving = user_data;
  g_autoptr (GError) error = NULL;

  if (g_file_copy_finish (G_FILE (source), result, &error))
    carrel_ui_show_toast (GTK_WIDGET (saving->lightbox), _ ("Picture saved"), NULL);
  else
    carrel_ui_show_error (GTK_WIDGET (saving->lightbox), error);
  free_saving (saving);
}

static void
place_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Saving *saving = user_data;
  g_autoptr (GFile) place = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (place)
    g_file_copy_async (saving->file, place,
                       G_FILE_COPY_OVERWRITE | G_FILE_COPY_TARGET_DEFAULT_PERMS, G_PRIORITY_DEFAULT,
                       NULL, NULL, NULL, saved_cb, saving);
  else
    free_saving (saving);
}

static const char *
get_ending (const char *type)
{
  static const char *const endings[][2] = { { "image/jpeg", "jpg" },
                                            { "image/png", "png" },
                                            { "image/gif", "gif" },
                                            { "image/webp", "webp" },
                                            { "image/avif", "avif" } };

  for (guint i = 0; type && i < G_N_ELEMENTS (endings); i++)
    if (g_str_equal (type, endings[i][0]))
      return endings[i][1];
  return "img";
}

static void
type_known_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Saving *saving = user_data;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, NULL);
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  const char *type =
      info ? g_file_info_get_attribute_string (info, G_FILE_ATTRIBUTE_STANDARD_CONTENT_TYPE) : NULL;
  g_autofree char *mime = type ? g_content_type_get_mime_type (type) : NULL;
  g_autofree char *name =
      g_strdup_printf ("%s %u.%s", _ ("Picture"), saving->lightbox->at + 1, get_ending (mime));
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (saving->lightbox));

  gtk_file_dialog_set_title (dialog, _ ("Save Picture"));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL,
                        place_chosen_cb, saving);
}

static void
save_cb (CarrelLightbox *self)
{
  g_autofree char *path = NULL;
  Saving          *saving;

  if (!gtk_widget_is_sensitive (self->save_button))
    return;
  path =
      carrel_library_dup_blob_path (self->library, get_picture (self)->source + strlen ("blob:"));
  saving = g_new0 (Saving, 1);
  saving->lightbox = g_object_ref (self);
  saving->file = g_file_new_for_path (path);
  g_file_query_info_async (saving->file, G_FILE_ATTRIBUTE_STANDARD_CONTENT_TYPE,
                           G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, NULL, type_known_cb, saving);
}

/* ── Keys ── */

static void
move (CarrelLightbox *self, double dx, double dy)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  if (!carrel_zoom_view_pan (get_zoom (self), -dx * STEP_PAN, -dy * STEP_PAN) && dx != 0)
    go (self, (dx > 0) != mirrored ? 1 : -1);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  key,
                guint                  code,
                GdkModifierType        state,
                CarrelLightbox        *self)
{
  gboolean control = (state & GDK_CONTROL_MASK) != 0;

  switch (key) {
  case GDK_KEY_Escape:
    close_cb (self);
    return TRUE;
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
    move (self, -1, 0);
    return TRUE;
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
    move (self, 1, 0);
    return TRUE;
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    move (self, 0, -1);
    return TRUE;
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    move (self, 0, 1);
    return TRUE;
  case GDK_KEY_Page_Up:
  case GDK_KEY_Page_Down:
    go (self, key == GDK_KEY_Page_Down ? 1 : -1);
    return TRUE;
  case GDK_KEY_plus:
  case GDK_KEY_equal:
  case GDK_KEY_KP_Add:
    zoom_in_cb (self);
    return TRUE;
  case GDK_KEY_minus:
  case GDK_KEY_KP_Subtract:
    zoom_out_cb (self);
    return TRUE;
  case GDK_KEY_0:
  case GDK_KEY_KP_0:
    carrel_zoom_view_fit (get_zoom (self));
    zoomed_cb (self);
    return TRUE;
  case GDK_KEY_c:
  case GDK_KEY_s:
    if (control && key == GDK_KEY_c)
      copy_cb (self);
    else if (control)
      save_cb (self);
    return control;
  default:
    return FALSE;
  }
}

/* ── Object ── */

static void
mapped_cb (CarrelLightbox *self)
{
  gtk_widget_grab_focus (self->zoom);
}

/* The first picture is loaded for the place that it has, which is known now. */
static gboolean
first_frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  if (gtk_widget_get_width (CARREL_LIGHTBOX (widget)->zoom) == 0)
    return G_SOURCE_CONTINUE;
  show_picture (CARREL_LIGHTBOX (widget));
  return G_SOURCE_REMOVE;
}

void
carrel_lightbox_open (GtkWidget      *widget,
                      CarrelLibrary  *library,
                      CarrelDocument *document,
                      guint           block)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autoptr (CarrelLightbox) self = g_object_ref_sink (g_object_new (CARREL_TYPE_LIGHTBOX, NULL));

  self->library = g_object_ref (library);
  self->document = carrel_document_ref (document);
  list_pictures (self, block);
  if (self->pictures->len == 0 || !CARREL_IS_WINDOW (root))
    return;
  carrel_window_cover (CARREL_WINDOW (root), GTK_WIDGET (self));
  gtk_widget_add_tick_callback (GTK_WIDGET (self), first_frame_cb, NULL, NULL);
}

static void
carrel_lightbox_dispose (GObject *object)
{
  CarrelLightbox *self = CARREL_LIGHTBOX (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->zoom = NULL;
  G_OBJECT_CLASS (carrel_lightbox_parent_class)->dispose (object);
}

static void
carrel_lightbox_finalize (GObject *object)
{
  CarrelLightbox *self = CARREL_LIGHTBOX (object);

  g_array_unref (self->pictures);
  g_clear_object (&self->library);
  g_clear_pointer (&self->document, carrel_document_unref);
  G_OBJECT_CLASS (carrel_lightbox_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CarrelLightbox, name)

static void
carrel_lightbox_class_init (CarrelLightboxClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = carrel_lightbox_dispose;
  G_OBJECT_CLASS (class)->finalize = carrel_lightbox_finalize;
  g_type_ensure (CARREL_TYPE_ZOOM_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-lightbox.ui");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
  BIND (count);
  BIND (stack);
  BIND (zoom);
  BIND (missing);
  BIND (fetch_button);
  BIND (spinner);
  BIND (previous_button);
  BIND (next_button);
  BIND (caption);
  BIND (save_button);
  BIND (copy_button);
  BIND (zoom_in_button);
  BIND (zoom_out_button);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_out_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoomed_cb);
  gtk_widget_class_bind_template_callback (widget_class, swiped_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, mapped_cb);
}

static void
carrel_lightbox_init (CarrelLightbox *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->pictures = g_array_new (FALSE, FALSE, sizeof (Picture));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_cursor_from_name (self->zoom, "grab");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Pictures of the Article"), GTK_ACCESSIBLE_PROPERTY_MODAL,
                                  TRUE, -1);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
