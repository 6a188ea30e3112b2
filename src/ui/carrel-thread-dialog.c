/* carrel-thread-dialog.c: a thread's title and order, changed by hand. Main thread.
 *
 * What is shown is what the library says: a change goes there, and comes back when it is made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-thread-dialog.h"

#include "library/carrel-library-links.h"
#include "ui/carrel-side.h"
#include "ui/carrel-thread-section.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>

struct _CarrelThreadDialog {
  AdwDialog parent_instance;

  CarrelLibrary *library;     /* (owned) */
  CarrelThread  *thread;      /* (owned) */
  gint64         article;     /* by which it is found again */
  gint64         focus;       /* whose row gets the focus when the list is made anew; 0: none */
  GCancellable  *cancellable; /* (owned) */

  GtkEditable    *title;
  GtkLabel       *progress;
  GtkProgressBar *bar;
  GtkListBox     *list;
};

G_DEFINE_FINAL_TYPE (CarrelThreadDialog, carrel_thread_dialog, ADW_TYPE_DIALOG)

/* ── Changing ── */

static void
title_applied_cb (CarrelThreadDialog *self)
{
  carrel_library_title_thread_async (
      self->library, self->article, gtk_editable_get_text (self->title), carrel_ui_changed_cb,
      carrel_ui_change_new (GTK_WIDGET (self), N_ ("Thread changed"), NULL));
}

/* The article at `from` comes to stand at `to`. */
static void
move_article (CarrelThreadDialog *self, guint from, guint to)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint  n = carrel_thread_get_n_articles (self->thread);
  gint64 id;

  if (from == to || from >= n || to >= n)
    return;
  for (guint i = 0; i < n; i++) {
    id = carrel_article_get_id (carrel_thread_get_article (self->thread, i));
    g_array_append_val (ids, id);
  }
  id = g_array_index (ids, gint64, from);
  g_array_remove_index (ids, from);
  g_array_insert_val (ids, to, id);
  self->focus = id;
  carrel_library_order_thread_async (
      self->library, ids, carrel_ui_changed_cb,
      carrel_ui_change_new (GTK_WIDGET (self), N_ ("Thread changed"), NULL));
}

static void
take_out (CarrelThreadDialog *self, guint number)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  CarrelArticle *article = carrel_thread_get_article (self->thread, number),
                *other = carrel_thread_get_article (self->thread, number > 0 ? number - 1 : 1);
  gint64 id;

  if (!article || !other)
    return;
  id = carrel_article_get_id (article);
  self->focus = carrel_article_get_id (other);
  if (id == self->article)
    self->article = self->focus; /* the rest stays on the screen */
  g_array_append_val (ids, id);
  carrel_library_order_thread_async (
      self->library, ids, carrel_ui_changed_cb,
      carrel_ui_change_new (GTK_WIDGET (self), N_ ("Thread changed"), NULL));
}

static void
take_out_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  take_out (CARREL_THREAD_DIALOG (widget), g_variant_get_uint32 (parameter));
}

static void
row_activated_cb (CarrelThreadDialog *self, GtkListBoxRow *row)
{
  CarrelArticle *article =
      carrel_thread_get_article (self->thread, (guint) gtk_list_box_row_get_index (row));
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));

  if (!article || !window)
    return;
  adw_dialog_close (ADW_DIALOG (self));
  carrel_ui_open_article (window, carrel_article_get_id (article));
}

/* ── A row ── */

static guint
get_number (GtkWidget *row)
{
  return (guint) gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
}

static gboolean
row_key_cb (GtkEventControllerKey *controller,
            guint                  key,
            guint                  code,
            GdkModifierType        state,
            CarrelThreadDialog    *self)
{
  guint number = get_number (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller)));
  gboolean moves = (state & (GDK_ALT_MASK | GDK_CONTROL_MASK | GDK_SHIFT_MASK)) == GDK_ALT_MASK;

  if (moves && key == GDK_KEY_Up && number > 0)
    move_article (self, number, number - 1);
  else if (moves && key == GDK_KEY_Down)
    move_article (self, number, number + 1);
  else if (key == GDK_KEY_Delete)
    take_out (self, number);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static GdkContentProvider *
drag_prepared_cb (GtkDragSource *source, double x, double y, CarrelThreadDialog *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (row);

  gtk_drag_source_set_icon (source, picture, (int) x, (int) y);
  return gdk_content_provider_new_typed (G_TYPE_UINT, get_number (row));
}

static gboolean
dropped_cb (
    GtkDropTarget *target, const GValue *value, double x, double y, CarrelThreadDialog *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
  guint      from = g_value_get_uint (value), to = get_number (row);

  /* Below the middle it comes after this one. */
  if (y > gtk_widget_get_height (row) / 2.0 && to < from)
    to++;
  else if (y <= gtk_widget_get_height (row) / 2.0 && to > from)
    to--;
  move_article (self, from, to);
  return TRUE;
}

static void
add_ways_to_move (CarrelThreadDialog *self, GtkWidget *row)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkDragSource      *source = gtk_drag_source_new ();
  GtkDropTarget      *target = gtk_drop_target_new (G_TYPE_UINT, GDK_ACTION_MOVE);

  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (row_key_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (row, keys);
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_object (source, "prepare", G_CALLBACK (drag_prepared_cb), self,
                           G_CONNECT_DEFAULT);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (source));
  g_signal_connect_object (target, "drop", G_CALLBACK (dropped_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (target));
}

static GtkWidget *
new_row (CarrelThreadDialog *self, guint number)
{
  CarrelArticle           *article = carrel_thread_get_article (self->thread, number);
  const CarrelArticleData *data = carrel_article_get (article);
  g_autofree char         *minutes = carrel_words_minutes (data->words),
                  *place = g_strdup_printf ("%u", number + 1),
                  *percent = g_strdup_printf (_ ("%d %% read"), (int) (100 * data->progress));
  const char      *parts[] = { data->site, minutes,
                          data->read == CARREL_READ_READ      ? _ ("Read")
                               : data->read == CARREL_READ_READING ? percent
                                                                   : NULL };
  g_autofree char *meta = carrel_words_join (parts, G_N_ELEMENTS (parts));
  /* Translators: for assistive technology, of a button beside an article's title */
  g_autofree char *take = g_strdup_printf (_ ("Take “%s” out of the Thread"), data->title);
  GtkWidget       *row = adw_action_row_new (),
            *handle = gtk_image_new_from_icon_name ("list-drag-handle-symbolic"),
            *label = gtk_label_new (place);
  GtkWidget *remove = gtk_button_new_from_icon_name ("window-close-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), data->title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), meta);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  if (carrel_article_get_id (article) == self->article)
    gtk_widget_add_css_class (row, "this-one");
  gtk_widget_add_css_class (handle, "dimmed");
  gtk_widget_add_css_class (label, "dimmed");
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (remove, _ ("Take Out of the Thread (Delete)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, take, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (remove), "thread.take-out");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (remove), "u", number);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), label);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), handle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove);
  carrel_side_keep_row (row);
  add_ways_to_move (self, row);
  return row;
}

/* ── The thread as it is ── */

static void
show_thread (CarrelThreadDialog *self)
{
  guint            n = carrel_thread_get_n_articles (self->thread);
  g_autofree char *progress = carrel_thread_describe (self->thread);

  gtk_list_box_remove_all (self->list);
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (self->list, new_row (self, i));
  gtk_label_set_label (self->progress, progress);
  gtk_progress_bar_set_fraction (self->bar, carrel_thread_get_progress (self->thread));
  if (self->focus != 0) {
    GtkListBoxRow *row = gtk_list_box_get_row_at_index (
        self->list, (int) carrel_thread_find (self->thread, self->focus));

    if (row)
      gtk_widget_grab_focus (GTK_WIDGET (row));
    self->focus = 0;
  }
}

static void
thread_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelThreadDialog *self = user_data; /* gone when cancelled */
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelThread) thread =
      carrel_library_load_thread_finish (CARREL_LIBRARY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!thread) {
    adw_dialog_close (ADW_DIALOG (self)); /* its article is gone */
    return;
  }
  if (carrel_thread_section_is_same (self->thread, thread))
    return;
  carrel_thread_unref (self->thread);
  self->thread = g_steal_pointer (&thread);
  show_thread (self);
}

static void
library_changed_cb (CarrelThreadDialog *self, CarrelChanges *changes)
{
  if (carrel_changes_get_kinds (changes) & (CARREL_CHANGED_LINKS | CARREL_CHANGED_ARTICLES))
    carrel_library_load_thread_async (self->library, self->article, self->cancellable,
                                      thread_loaded_cb, self);
}

/* ── Object ── */

AdwDialog *
carrel_thread_dialog_new (CarrelLibrary *library, CarrelThread *thread, gint64 article)
{
  CarrelThreadDialog *self = g_object_new (CARREL_TYPE_THREAD_DIALOG, NULL);

  self->library = g_object_ref (library);
  self->thread = carrel_thread_ref (thread);
  self->article = article;
  gtk_editable_set_text (self->title,
                         carrel_thread_has_title (thread) ? carrel_thread_get_title (thread) : "");
  g_signal_connect_object (library, "changed", G_CALLBACK (library_changed_cb), self,
                           G_CONNECT_SWAPPED);
  show_thread (self);
  return ADW_DIALOG (self);
}

static void
carrel_thread_dialog_dispose (GObject *object)
{
  CarrelThreadDialog *self = CARREL_THREAD_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->library);
  g_clear_pointer (&self->thread, carrel_thread_unref);
  G_OBJECT_CLASS (carrel_thread_dialog_parent_class)->dispose (object);
}

static void
carrel_thread_dialog_finalize (GObject *object)
{
  g_object_unref (CARREL_THREAD_DIALOG (object)->cancellable);
  G_OBJECT_CLASS (carrel_thread_dialog_parent_class)->finalize (object);
}

static void
carrel_thread_dialog_class_init (CarrelThreadDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carrel_thread_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = carrel_thread_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-thread-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CarrelThreadDialog, title);
  gtk_widget_class_bind_template_child (widget_class, CarrelThreadDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, CarrelThreadDialog, bar);
  gtk_widget_class_bind_template_child (widget_class, CarrelThreadDialog, list);
  gtk_widget_class_bind_template_callback (widget_class, title_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_install_action (widget_class, "thread.take-out", "u", take_out_action);
}

static void
carrel_thread_dialog_init (CarrelThreadDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
