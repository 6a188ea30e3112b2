/* carrel-ui.c: what all parts of the window may ask of it: toasts, undo, pictures, dots and chips.
 *
 * Main thread; pictures are decoded in another process (carrel-image-decoder.h).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-ui.h"

#include "base/carrel-error.h"
#include "base/carrel-image-decoder.h"
#include "ui/carrel-instead.h"
#include "ui/carrel-window.h"

#include <glib/gi18n.h>
#include <string.h>

#define TOAST_SECONDS 5
#define UNDO_SECONDS 8
#define CACHE_ENTRIES 160
#define KEEP_WIDTH 256
#define MAX_UNDOS 50

struct _CarrelUiChange {
  GtkWidget *widget;            /* (owned) */
  char      *singular, *plural; /* (owned) (nullable): message ids */
  gboolean   undoes;            /* another one: can't be undone itself */
};

/* ── Toasts ── */

typedef struct {
  GtkWidget  *widget; /* (owned): the window, or the dialog in it */
  CarrelUndo *undo;   /* (owned) */
} Undo;

static void
free_undo (gpointer data, GClosure *closure)
{
  Undo *undo = data;

  g_object_unref (undo->widget);
  carrel_undo_unref (undo->undo);
  g_free (undo);
}

static CarrelWindow *
get_window (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return CARREL_IS_WINDOW (root) ? CARREL_WINDOW (root) : NULL;
}

/* What can be taken back in a window, the last at the end: the toast of it may be gone.
 * (element-type CarrelUndo) */
static GPtrArray *
get_undos (CarrelWindow *window)
{
  GPtrArray *undos = g_object_get_data (G_OBJECT (window), "carrel-undos");

  if (!undos) {
    undos = g_ptr_array_new_with_free_func ((GDestroyNotify) carrel_undo_unref);
    g_object_set_data_full (G_OBJECT (window), "carrel-undos", undos,
                            (GDestroyNotify) g_ptr_array_unref);
  }
  return undos;
}

static void
remember (CarrelWindow *window, CarrelUndo *undo)
{
  GPtrArray *undos = get_undos (window);

  if (undos->len >= MAX_UNDOS)
    g_ptr_array_remove_index (undos, 0);
  g_ptr_array_add (undos, carrel_undo_ref (undo));
}

/* `said` (nullable): what is said when it is done. */
static void
take_back (CarrelWindow *window, GtkWidget *widget, CarrelUndo *undo, const char *said)
{
  CarrelUiChange *change = carrel_ui_change_new (widget, said, NULL);

  change->undoes = TRUE;
  carrel_library_undo_async (carrel_window_get_library (window), undo, carrel_ui_changed_cb,
                             change);
}

static void
undo_clicked_cb (AdwToast *toast, gpointer user_data)
{
  Undo         *undo = user_data;
  CarrelWindow *window = get_window (undo->widget);

  if (window &&
      g_ptr_array_find (get_undos (window), undo->undo, NULL)) { /* not by the key already */
    take_back (window, undo->widget, undo->undo, NULL);
    g_ptr_array_remove (get_undos (window), undo->undo);
  }
}

void
carrel_ui_undo (GtkWidget *widget)
{
  CarrelWindow *window = get_window (widget);
  GPtrArray    *undos = window ? get_undos (window) : NULL;

  if (!undos || undos->len == 0)
    return;
  take_back (window, widget, undos->pdata[undos->len - 1], N_ ("Undone"));
  g_ptr_array_remove_index (undos, undos->len - 1);
}

/* Where the widget's toasts are seen: the window's would be behind a dialog that has room for its
 * own. */
static AdwToastOverlay *
find_dialog_toasts (GtkWidget *widget)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (widget, ADW_TYPE_DIALOG),
            *child = dialog ? adw_dialog_get_child (ADW_DIALOG (dialog)) : NULL;

  return ADW_IS_TOAST_OVERLAY (child) ? ADW_TOAST_OVERLAY (child) : NULL;
}

void
carrel_ui_show_toast (GtkWidget *widget, const char *message, CarrelUndo *undo)
{
  CarrelWindow    *window = get_window (widget);
  AdwToastOverlay *toasts = find_dialog_toasts (widget);
  AdwToast        *toast;

  if (!window && !toasts)
    return;
  toast = adw_toast_new (message);
  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_timeout (toast, TOAST_SECONDS);
  if (undo && !carrel_undo_is_empty (undo)) {
    Undo *data = g_new0 (Undo, 1);

    data->widget = g_object_ref (toasts ? GTK_WIDGET (toasts) : GTK_WIDGET (window));
    data->undo = carrel_undo_ref (undo);
    adw_toast_set_timeout (toast, UNDO_SECONDS);
    adw_toast_set_button_label (toast, _ ("_Undo"));
    g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_clicked_cb), data, free_undo,
                           0);
    if (window)
      remember (window, undo);
  }
  if (toasts) {
    adw_toast_overlay_dismiss_all (toasts);
    adw_toast_overlay_add_toast (toasts, toast);
  } else {
    carrel_window_show_toast (window, toast);
  }
}

void
carrel_ui_show_error (GtkWidget *widget, const GError *error)
{
  CarrelWindow *window = get_window (widget);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (window && carrel_instead_is_damage (error)) {
    AdwToast *toast = adw_toast_new (_ ("The library’s file is damaged"));

    adw_toast_set_button_label (toast, _ ("_Mend…"));
    adw_toast_set_action_name (toast, "app.mend");
    adw_toast_set_timeout (toast, 0);
    adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
    carrel_window_show_toast (window, toast);
    return;
  }
  carrel_ui_show_toast (widget, error->message, NULL);
}

CarrelUiChange *
carrel_ui_change_new (GtkWidget *widget, const char *singular, const char *plural)
{
  CarrelUiChange *change = g_new0 (CarrelUiChange, 1);

  change->widget = g_object_ref (widget);
  change->singular = g_strdup (singular);
  change->plural = g_strdup (plural);
  return change;
}

/* A plural has one %u in it, where a translation needs it: replaced by hand. */
static char *
count_sentence (const char *sentence, guint n)
{
  g_auto (GStrv) parts = g_strsplit (sentence, "%u", 2);

  return parts[0] && parts[1] ? g_strdup_printf ("%s%u%s", parts[0], n, parts[1])
                              : g_strdup (sentence);
}

void
carrel_ui_changed_cb (GObject *library, GAsyncResult *result, gpointer user_data)
{
  CarrelUiChange *change = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelUndo) undo =
      carrel_library_change_finish (CARREL_LIBRARY (library), result, &error);

  if (error) {
    carrel_ui_show_error (change->widget, error);
  } else if (change->undoes) {
    if (change->singular)
      carrel_ui_show_toast (change->widget, g_dgettext (GETTEXT_PACKAGE, change->singular), NULL);
  } else if (!change->singular && undo &&
             !carrel_undo_is_empty (undo)) { /* what is seen is not said */
    CarrelWindow *window = get_window (change->widget);

    if (window)
      remember (window, undo);
  } else if (undo && !carrel_undo_is_empty (undo)) {
    guint            n = carrel_undo_get_n_articles (undo);
    g_autofree char *message = count_sentence (
        change->plural ? g_dngettext (GETTEXT_PACKAGE, change->singular, change->plural, n)
                       : g_dgettext (GETTEXT_PACKAGE, change->singular),
        n);

    carrel_ui_show_toast (change->widget, message, undo);
  }
  g_object_unref (change->widget);
  g_free (change->singular);
  g_free (change->plural);
  g_free (change);
}

/* ── The window's doings ── */

void
carrel_ui_open_article (GtkWidget *widget, gint64 id)
{
  CarrelWindow *window = get_window (widget);

  if (window)
    carrel_window_open_article (window, id);
}

void
carrel_ui_open_topic (GtkWidget *widget, const char *path)
{
  CarrelWindow *window = get_window (widget);

  if (window)
    carrel_window_open_topic (window, path);
}

void
carrel_ui_open_add (GtkWidget *widget, const char *address)
{
  CarrelWindow *window = get_window (widget);

  if (window)
    carrel_window_open_add (window, address);
}

void
carrel_ui_open_activity (GtkWidget *widget)
{
  CarrelWindow *window = get_window (widget);

  if (window)
    carrel_window_open_activity (window);
}

/* ── Addresses ── */

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    carrel_ui_show_toast (
        widget,
        g_str_has_prefix (gtk_uri_launcher_get_uri (GTK_URI_LAUNCHER (source)), "mailto:")
            ? _ ("No program on this system sends mail")
            : _ ("No program on this system opens web pages"),
        NULL);
}

void
carrel_ui_open_outside (GtkWidget *widget, const char *address)
{
  g_autoptr (GtkUriLauncher) launcher = NULL;
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri ? g_uri_get_scheme (uri) : "";
  GtkRoot    *root = gtk_widget_get_root (widget);

  if (strcmp (scheme, "http") != 0 && strcmp (scheme, "https") != 0 &&
      strcmp (scheme, "mailto") != 0)
    return;
  launcher = gtk_uri_launcher_new (address);
  gtk_uri_launcher_launch (launcher, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL,
                           launched_cb, g_object_ref (widget));
}

/* ── Pictures ── */

static GHashTable *cache; /* key → GdkTexture, of the last CACHE_ENTRIES; NULL: it was refused */
static GQueue      cache_keys; /* oldest first */

static void
unref_texture (gpointer texture)
{
  g_clear_object (&texture);
}

static void
keep (const char *key, GdkTexture *texture)
{
  if (!cache)
    cache = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_texture);
  if (g_hash_table_contains (cache, key))
    return;
  if (g_queue_get_length (&cache_keys) >= CACHE_ENTRIES)
    g_hash_table_remove (cache, g_queue_pop_head (&cache_keys));
  {
    char *own = g_strdup (key);

    g_hash_table_insert (cache, own, texture ? g_object_ref (texture) : NULL);
    g_queue_push_tail (&cache_keys, own);
  }
}

/* One that was refused is not tried again with each row that scrolls by. */
static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, CARREL_ERROR, CARREL_ERROR_BAD_FILE) ||
         g_error_matches (error, CARREL_ERROR, CARREL_ERROR_TOO_LARGE);
}

static void
decoded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (CarrelPixels) pixels = carrel_image_decode_finish (result, &error);
  g_autoptr (GdkTexture) texture = NULL;
  const char *key = g_task_get_task_data (task);

  if (!pixels) {
    if (is_refusal (error))
      keep (key, NULL);
    g_task_return_error (task, error);
    return;
  }
  texture = gdk_memory_texture_new ((int) pixels->width, (int) pixels->height,
                                    pixels->alpha ? GDK_MEMORY_R8G8B8A8 : GDK_MEMORY_R8G8B8,
                                    pixels->bytes, pixels->stride);
  if (pixels->width <= KEEP_WIDTH)
    keep (key, texture);
  g_task_return_pointer (task, g_steal_pointer (&texture), g_object_unref);
}

void
carrel_ui_load_picture_async (CarrelLibrary      *library,
                              const char         *hash,
                              int                 width,
                              int                 height,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  GTask   *task = g_task_new (library, cancellable, callback, user_data);
  char    *key = g_strdup_printf ("%s@%dx%d", hash, width, height);
  gpointer known;

  g_task_set_source_tag (task, carrel_ui_load_picture_async);
  g_task_set_task_data (task, key, g_free);
  if (cache && g_hash_table_lookup_extended (cache, key, NULL, &known)) {
    if (known)
      g_task_return_pointer (task, g_object_ref (known), g_object_unref);
    else
      g_task_return_new_error (task, CARREL_ERROR, CARREL_ERROR_BAD_FILE,
                               _ ("The image is damaged"));
    g_object_unref (task);
  } else {
    g_autofree char *path = carrel_library_dup_blob_path (library, hash);

    carrel_image_decode_async (path, (guint) MAX (width, 0), (guint) MAX (height, 0), cancellable,
                               decoded_cb, task);
  }
}

GdkPaintable *
carrel_ui_load_picture_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
image_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError       *error = NULL;
  GdkPaintable *picture = carrel_ui_load_picture_finish (result, &error);

  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, picture, g_object_unref);
}

void
carrel_ui_load_image (CarrelLibrary *library, const char *source, int width, GTask *task)
{
  if (g_str_has_prefix (source, "blob:")) {
    carrel_ui_load_picture_async (library, source + strlen ("blob:"), width, 0,
                                  g_task_get_cancellable (task), image_loaded_cb, task);
  } else {
    g_task_return_pointer (task, NULL, NULL);
    g_object_unref (task);
  }
}

/* ── Dots, chips ── */

static void
add_colour_class (GtkWidget *widget, guint colour)
{
  g_autofree char *class =
      g_strconcat ("c-", carrel_topic_colour_get_name (colour % CARREL_N_TOPIC_COLOURS), NULL);

  gtk_widget_add_css_class (widget, class);
}

GtkWidget *
carrel_ui_dot_new (guint colour)
{
  GtkWidget *dot = adw_bin_new ();

  gtk_widget_add_css_class (dot, "dot");
  add_colour_class (dot, colour);
  gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (dot, GTK_ALIGN_CENTER);
  return dot;
}

GtkWidget *
carrel_ui_chip_new (const char *path, guint colour)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *dot = carrel_ui_dot_new (colour),
            *label = gtk_label_new (path);

  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_add_css_class (dot, "small");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_box_append (GTK_BOX (chip), dot);
  gtk_box_append (GTK_BOX (chip), label);
  return chip;
}

/* ── Menus ── */

static void
make_menu_cb (GtkMenuButton *button, gpointer menu)
{
  if (!gtk_menu_button_get_popover (button))
    gtk_menu_button_set_menu_model (button, menu);
}

void
carrel_ui_set_menu (GtkWidget *menu_button, GMenuModel *menu)
{
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (menu_button), make_menu_cb,
                                         g_object_ref (menu), g_object_unref);
}

/* ── The focus ── */

static gboolean
focus_cb (gpointer data)
{
  g_autoptr (GtkWidget) field = data;

  if (gtk_widget_get_mapped (field))
    gtk_widget_grab_focus (field);
  return G_SOURCE_REMOVE;
}

static void
mapped_cb (GtkWidget *field)
{
  g_idle_add (focus_cb, g_object_ref (field));
}

void
carrel_ui_focus_when_shown (GtkWidget *field)
{
  g_signal_connect (field, "map", G_CALLBACK (mapped_cb), NULL);
}
