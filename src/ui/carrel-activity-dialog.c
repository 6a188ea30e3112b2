/* carrel-activity-dialog.c: the fetch queue, and what else takes long. Main thread.
 *
 * The works that run, then three lists of the queue, then the works that ended, one after the
 * other, each with its heading; an empty one has none. They hold what is looked at, so that ten
 * thousand are as easy as ten.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-activity-dialog.h"

#include "library/carrel-queue-list.h"
#include "library/carrel-work.h"
#include "ui/carrel-activity-row.h"
#include "ui/carrel-activity.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-work-row.h"

#include <glib/gi18n.h>

#define TOP 40 /* pixels that count as not scrolled */

enum { WORKS_RUNNING, WORKS_ENDED, N_WORKS };

struct _CarrelActivityDialog {
  AdwDialog parent_instance;

  CarrelLibrary     *library;                         /* (owned) */
  CarrelQueue       *queue;                           /* (owned) */
  guint              to_top;                          /* ticks in which the list goes to its top */
  GtkSelectionModel *model;                           /* (owned) */
  GListModel        *lists[CARREL_N_QUEUE_STATES];    /* (owned) */
  GtkListHeader     *headings[CARREL_N_QUEUE_STATES]; /* (nullable): bound to one of them now */
  GtkListHeader     *works_headings[N_WORKS];         /* (nullable): the same */

  GtkStack    *stack;
  GtkLabel    *title, *detail;
  GtkImage    *icon;
  GtkWidget   *bar, *pause_button, *now_button;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (CarrelActivityDialog, carrel_activity_dialog, ADW_TYPE_DIALOG)

/* ── The head ── */

static void
show_head (CarrelActivityDialog *self)
{
  g_auto (CarrelActivity) activity = { 0 };
  const CarrelCounts *counts = carrel_library_get_counts (self->library);
  gboolean fetching, paused = carrel_queue_get_pause (self->queue) == CARREL_QUEUE_PAUSE_BY_HAND;

  carrel_activity_read (self->library, &activity);
  fetching = activity.kind == CARREL_ACTIVITY_FETCHING;
  gtk_stack_set_visible_child_name (
      self->stack, activity.kind == CARREL_ACTIVITY_NOTHING &&
                           g_list_model_get_n_items (carrel_library_get_works (self->library)) == 0
                       ? "nothing"
                       : "something");
  gtk_label_set_label (self->title, activity.title);
  gtk_label_set_label (self->detail, activity.detail ? activity.detail : "");
  gtk_widget_set_visible (GTK_WIDGET (self->detail), activity.detail != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), activity.kind == CARREL_ACTIVITY_STOPPED);
  gtk_image_set_from_icon_name (
      self->icon, activity.pause == CARREL_QUEUE_PAUSE_OFFLINE   ? "network-offline-symbolic"
                  : activity.pause == CARREL_QUEUE_PAUSE_BY_HAND ? "media-playback-pause-symbolic"
                                                                 : "dialog-warning-symbolic");
  gtk_widget_set_visible (
      self->bar, fetching || (activity.kind == CARREL_ACTIVITY_WORKING && activity.fraction >= 0));
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), MAX (activity.fraction, 0));
  gtk_widget_set_visible (self->pause_button, paused || fetching || counts->queue_waiting > 0);
  gtk_button_set_icon_name (GTK_BUTTON (self->pause_button), paused
                                                                 ? "media-playback-start-symbolic"
                                                                 : "media-playback-pause-symbolic");
  gtk_widget_set_tooltip_text (self->pause_button, paused ? _ ("Go On") : _ ("Pause"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->pause_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, paused ? _ ("Go On") : _ ("Pause"),
                                  -1);
  gtk_widget_set_visible (self->now_button, activity.kind == CARREL_ACTIVITY_STOPPED &&
                                                (activity.pause == CARREL_QUEUE_PAUSE_METERED ||
                                                 activity.pause == CARREL_QUEUE_PAUSE_DISK));
}

/* ── Undo ── */

static void
show_removed (CarrelActivityDialog *self, CarrelUndo *undo)
{
  carrel_ui_show_toast (GTK_WIDGET (self), _ ("Removed from the queue"), undo);
}

/* ── Actions ── */

static void
pause_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelActivityDialog *self = CARREL_ACTIVITY_DIALOG (widget);

  carrel_queue_set_paused (self->queue,
                           carrel_queue_get_pause (self->queue) != CARREL_QUEUE_PAUSE_BY_HAND);
  show_head (self);
}

static void
fetch_now_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_queue_fetch_now (CARREL_ACTIVITY_DIALOG (widget)->queue);
}

static void
retried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;

  if (!carrel_queue_retry_finish (CARREL_QUEUE (source), result, &error))
    carrel_ui_show_error (widget, error);
}

static void
retry_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_queue_retry_async (CARREL_ACTIVITY_DIALOG (widget)->queue, NULL, FALSE, retried_cb,
                            g_object_ref (widget));
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelActivityDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelUndo) undo = carrel_queue_remove_finish (CARREL_QUEUE (source), result, &error);

  if (undo)
    show_removed (self, undo);
  else
    carrel_ui_show_error (GTK_WIDGET (self), error);
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  guint state =
      g_str_equal (name, "activity.remove-failed") ? CARREL_QUEUE_FAILED : CARREL_QUEUE_WAITING;

  carrel_queue_remove_async (CARREL_ACTIVITY_DIALOG (widget)->queue, NULL, 1u << state, removed_cb,
                             g_object_ref (widget));
}

static void
clear_works_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_library_clear_works (CARREL_ACTIVITY_DIALOG (widget)->library);
}

/* ── Rows ── */

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CarrelActivityDialog *self)
{
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_focusable (item, FALSE);
}

/* The row of before, where it is of the kind that is wanted. */
static GtkWidget *
ensure_row (CarrelActivityDialog *self, GtkListItem *item, gboolean work)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  if (row && CARREL_IS_WORK_ROW (row) == work)
    return row;
  row = work ? carrel_work_row_new () : carrel_activity_row_new (self->queue);
  if (!work)
    g_signal_connect_object (row, "removed", G_CALLBACK (show_removed), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (item, row);
  return row;
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, CarrelActivityDialog *self)
{
  gpointer   what = gtk_list_item_get_item (item);
  GtkWidget *row = ensure_row (self, item, CARREL_IS_WORK (what));

  if (CARREL_IS_WORK (what))
    carrel_work_row_set_work (CARREL_WORK_ROW (row), what);
  else
    carrel_activity_row_set_item (CARREL_ACTIVITY_ROW (row), what);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  if (CARREL_IS_WORK_ROW (row))
    carrel_work_row_set_work (CARREL_WORK_ROW (row), NULL);
  else
    carrel_activity_row_set_item (CARREL_ACTIVITY_ROW (row), NULL);
}

static GtkWidget *
make_button (const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "small-button");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

static void
setup_header_cb (GtkSignalListItemFactory *factory, GtkListHeader *header, gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "activity-heading");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), make_button (_ ("Retry All"), "activity.retry-all"));
  gtk_box_append (GTK_BOX (box), make_button (_ ("Remove All"), "activity.remove-failed"));
  gtk_widget_set_margin_start (box, 20);
  gtk_widget_set_margin_end (box, 8);
  gtk_list_header_set_child (header, box);
}

/* A header keeps the number of items that it was bound with: the list knows better. */
static void
show_heading (CarrelActivityDialog *self, CarrelQueueState state)
{
  GtkWidget *box = self->headings[state] ? gtk_list_header_get_child (self->headings[state]) : NULL,
            *label, *retry, *remove;
  guint            n = g_list_model_get_n_items (self->lists[state]);
  g_autofree char *text = NULL;

  if (!box)
    return;
  label = gtk_widget_get_first_child (box);
  retry = gtk_widget_get_next_sibling (label);
  remove = gtk_widget_get_next_sibling (retry);
  text = state == CARREL_QUEUE_RUNNING  ? g_strdup_printf (_ ("Fetching: %'u"), n)
         : state == CARREL_QUEUE_FAILED ? g_strdup_printf (_ ("Could Not Be Fetched: %'u"), n)
                                        : g_strdup_printf (_ ("Waiting: %'u"), n);
  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_widget_set_visible (retry, state == CARREL_QUEUE_FAILED);
  gtk_widget_set_visible (remove, state != CARREL_QUEUE_RUNNING);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (remove), state == CARREL_QUEUE_FAILED
                                                               ? "activity.remove-failed"
                                                               : "activity.remove-waiting");
}

static guint
get_works_part (CarrelWork *work)
{
  return carrel_work_get_state (work) == CARREL_WORK_RUNNING ? WORKS_RUNNING : WORKS_ENDED;
}

/* What ended can be cleared away; what runs can't. */
static void
show_works_heading (CarrelActivityDialog *self, guint part)
{
  GtkWidget *box = self->works_headings[part]
                       ? gtk_list_header_get_child (self->works_headings[part])
                       : NULL,
            *label, *retry, *clear;

  if (!box)
    return;
  label = gtk_widget_get_first_child (box);
  retry = gtk_widget_get_next_sibling (label);
  clear = gtk_widget_get_next_sibling (retry);
  gtk_label_set_label (GTK_LABEL (label),
                       part == WORKS_RUNNING ? _ ("Other Work") : _ ("Other Work, Ended"));
  gtk_widget_set_visible (retry, FALSE);
  gtk_widget_set_visible (clear, part == WORKS_ENDED);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (clear), "activity.clear-works");
}

static gboolean
is_of_part (gpointer work, gpointer part)
{
  return get_works_part (work) == GPOINTER_TO_UINT (part);
}

/* A work that ends takes another place in the library's list, and so leaves one of these for the
 * other. (transfer full) */
static GListModel *
list_works (CarrelActivityDialog *self, guint part)
{
  return G_LIST_MODEL (gtk_filter_list_model_new (
      g_object_ref (carrel_library_get_works (self->library)),
      GTK_FILTER (gtk_custom_filter_new (is_of_part, GUINT_TO_POINTER (part), NULL))));
}

static void
bind_header_cb (GtkSignalListItemFactory *factory,
                GtkListHeader            *header,
                CarrelActivityDialog     *self)
{
  gpointer item = gtk_list_header_get_item (header);

  if (CARREL_IS_WORK (item)) {
    self->works_headings[get_works_part (item)] = header;
    show_works_heading (self, get_works_part (item));
  } else {
    self->headings[carrel_queue_item_get_state (item)] = header;
    show_heading (self, carrel_queue_item_get_state (item));
  }
}

static void
unbind_header_cb (GtkSignalListItemFactory *factory,
                  GtkListHeader            *header,
                  CarrelActivityDialog     *self)
{
  for (guint i = 0; i < CARREL_N_QUEUE_STATES; i++)
    if (self->headings[i] == header)
      self->headings[i] = NULL;
  for (guint i = 0; i < N_WORKS; i++)
    if (self->works_headings[i] == header)
      self->works_headings[i] = NULL;
}

/* The list keeps its place when something comes above it; who is at the top stays at the top. It
 * moves while it is laid out, which is after a tick: so the next one is needed, too. */
static gboolean
stay_at_top (GtkWidget *list, GdkFrameClock *clock, gpointer user_data)
{
  CarrelActivityDialog *self = user_data;

  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list)), 0);
  if (--self->to_top > 0)
    return G_SOURCE_CONTINUE;
  return G_SOURCE_REMOVE;
}

static void
keep_top (CarrelActivityDialog *self)
{
  gboolean running = self->to_top > 0;

  if (!running && gtk_adjustment_get_value (
                      gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list))) >= TOP)
    return;
  self->to_top = 2;
  if (!running)
    gtk_widget_add_tick_callback (GTK_WIDGET (self->list), stay_at_top, self, NULL);
}

static void
items_changed_cb (CarrelActivityDialog *self)
{
  for (guint i = 0; i < CARREL_N_QUEUE_STATES; i++)
    show_heading (self, (CarrelQueueState) i);
  for (guint i = 0; i < N_WORKS; i++)
    show_works_heading (self, i);
  keep_top (self);
}

static void
make_list (CarrelActivityDialog *self)
{
  static const CarrelQueueState order[] = { CARREL_QUEUE_RUNNING, CARREL_QUEUE_FAILED,
                                            CARREL_QUEUE_WAITING };
  GListStore                   *lists = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr (GListModel) running = list_works (self, WORKS_RUNNING),
                         ended = list_works (self, WORKS_ENDED);
  GtkListItemFactory *rows = gtk_signal_list_item_factory_new (),
                     *headers = gtk_signal_list_item_factory_new ();

  g_list_store_append (lists, running);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++) {
    self->lists[order[i]] = G_LIST_MODEL (carrel_queue_list_new (self->queue, order[i]));
    g_list_store_append (lists, self->lists[order[i]]);
  }
  g_list_store_append (lists, ended);
  g_signal_connect_object (rows, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (rows, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect (rows, "unbind", G_CALLBACK (unbind_cb), NULL);
  g_signal_connect (headers, "setup", G_CALLBACK (setup_header_cb), NULL);
  g_signal_connect_object (headers, "bind", G_CALLBACK (bind_header_cb), self, 0);
  g_signal_connect_object (headers, "unbind", G_CALLBACK (unbind_header_cb), self, 0);
  self->model = GTK_SELECTION_MODEL (
      gtk_no_selection_new (G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (lists)))));
  g_signal_connect_object (self->model, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, rows);
  gtk_list_view_set_header_factory (self->list, headers);
  gtk_list_view_set_model (self->list, self->model);
  g_object_unref (rows);
  g_object_unref (headers);
}

/* ── Object ── */

AdwDialog *
carrel_activity_dialog_new (CarrelLibrary *library)
{
  CarrelActivityDialog *self = g_object_new (CARREL_TYPE_ACTIVITY_DIALOG, NULL);

  self->library = g_object_ref (library);
  self->queue = g_object_ref (carrel_library_get_queue (library));
  make_list (self);
  g_signal_connect_object (library, "notify::counts", G_CALLBACK (show_head), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->queue, "changed", G_CALLBACK (show_head), self, G_CONNECT_SWAPPED);
  show_head (self);
  return ADW_DIALOG (self);
}

static void
carrel_activity_dialog_dispose (GObject *object)
{
  CarrelActivityDialog *self = CARREL_ACTIVITY_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CARREL_TYPE_ACTIVITY_DIALOG);
  for (guint i = 0; i < CARREL_N_QUEUE_STATES; i++)
    g_clear_object (&self->lists[i]);
  g_clear_object (&self->model);
  g_clear_object (&self->queue);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (carrel_activity_dialog_parent_class)->dispose (object);
}

static void
carrel_activity_dialog_class_init (CarrelActivityDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carrel_activity_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-activity-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityDialog, icon);
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityDialog, title);
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityDialog, detail);
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityDialog, bar);
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityDialog, pause_button);
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityDialog, now_button);
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityDialog, list);
  gtk_widget_class_install_action (widget_class, "activity.pause", NULL, pause_action);
  gtk_widget_class_install_action (widget_class, "activity.fetch-now", NULL, fetch_now_action);
  gtk_widget_class_install_action (widget_class, "activity.retry-all", NULL, retry_all_action);
  gtk_widget_class_install_action (widget_class, "activity.remove-failed", NULL, remove_action);
  gtk_widget_class_install_action (widget_class, "activity.remove-waiting", NULL, remove_action);
  gtk_widget_class_install_action (widget_class, "activity.clear-works", NULL, clear_works_action);
}

static void
carrel_activity_dialog_init (CarrelActivityDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
