/* carrel-activity-row.c: an entry of the fetch queue. Main thread.
 *
 * A row is bound to one item after another. What runs here is told by its CarrelAdd, looked at
 * whenever the queue says that something changed; the rest by its entry.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-activity-row.h"

#include "base/carrel-text.h"
#include "base/carrel-time.h"
#include "ui/carrel-side.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CarrelActivityRow {
  AdwBin parent_instance;

  CarrelQueue     *queue;       /* (owned) */
  CarrelQueueItem *item;        /* (owned) (nullable) */
  GCancellable    *cancellable; /* (owned) (nullable): of the history's reading */
  gulong           entry_handler, expanded_handler;

  GtkStack  *state;
  GtkImage  *icon;
  GtkLabel  *title, *sentence, *history;
  GtkWidget *bar, *history_button, *history_box, *browser_icon, *browser_button, *retry_icon,
      *retry_button, *remove_button;
};

G_DEFINE_FINAL_TYPE (CarrelActivityRow, carrel_activity_row, ADW_TYPE_BIN)

enum { REMOVED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* ── History ── */

static const char *
name_event (CarrelQueueEventKind kind)
{
  switch (kind) {
  case CARREL_QUEUE_INTERRUPTED:
    return _ ("Interrupted: Carrel ended");
  case CARREL_QUEUE_AGAIN:
    return _ ("Asked for again");
  case CARREL_QUEUE_HAS_FAILED:
    return _ ("Failed");
  case CARREL_QUEUE_ASKED:
  default:
    return _ ("Asked for");
  }
}

static void
history_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CarrelActivityRow *self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events =
      carrel_queue_load_events_finish (CARREL_QUEUE (source), result, &error);
  g_autoptr (GString) text = g_string_new (NULL);

  if (!events)
    return;
  self = user_data; /* gone when cancelled */
  for (guint i = 0; i < events->len; i++) {
    const CarrelQueueEvent *event = events->pdata[i];
    g_autofree char        *when = carrel_time_to_relative (event->time),
                    *what = event->message ? carrel_text_clean_line (event->message) : NULL;
    const char      *parts[] = { when, what && *what ? what : name_event (event->kind) };
    g_autofree char *line = carrel_words_join (parts, G_N_ELEMENTS (parts));

    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
  }
  gtk_label_set_label (self->history, text->str);
}

static void
show_history (CarrelActivityRow *self)
{
  gboolean expanded = self->item && carrel_queue_item_get_expanded (self->item);

  gtk_widget_set_visible (self->history_box, expanded);
  gtk_button_set_icon_name (GTK_BUTTON (self->history_button),
                            expanded ? "pan-up-symbolic" : "pan-down-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->history_button), GTK_ACCESSIBLE_STATE_EXPANDED,
                               expanded, -1);
  if (!expanded)
    return;
  if (self->cancellable) {
    g_cancellable_cancel (self->cancellable);
    g_clear_object (&self->cancellable);
  }
  self->cancellable = g_cancellable_new ();
  carrel_queue_load_events_async (self->queue, carrel_queue_item_get_id (self->item),
                                  self->cancellable, history_loaded_cb, self);
}

static void
history_clicked_cb (CarrelActivityRow *self)
{
  if (self->item)
    carrel_queue_item_set_expanded (self->item, !carrel_queue_item_get_expanded (self->item));
}

/* ── How it is ── */

static char *
describe_step (CarrelAdd *add, gboolean again)
{
  guint done, total;

  switch (carrel_add_get_step (add)) {
  case CARREL_ADD_FETCHING:
    return g_strdup (again ? _ ("Fetching the page again") : _ ("Fetching the page"));
  case CARREL_ADD_EXTRACTING:
    return g_strdup (_ ("Looking for the article"));
  case CARREL_ADD_IMAGES:
    g_object_get (add, "done", &done, "total", &total, NULL);
    return g_strdup_printf (_ ("Images: %u of %u"), done, total);
  case CARREL_ADD_SAVING:
  case CARREL_ADD_SAVED:
  default:
    return g_strdup (_ ("Saving"));
  }
}

static double
measure_step (CarrelAdd *add)
{
  static const double starts[] = { .04, .3, .4, .95, 1 };
  CarrelAddStep       step = carrel_add_get_step (add);
  guint               done, total;

  g_object_get (add, "done", &done, "total", &total, NULL);
  return starts[step] + (step == CARREL_ADD_IMAGES && total > 0
                             ? (starts[step + 1] - starts[step]) * done / total
                             : 0);
}

static char *
describe (CarrelActivityRow *self, const CarrelQueueEntryData *data, CarrelAdd *add)
{
  g_autoptr (GError) error =
      data->message ? g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, data->message) : NULL;
  g_autofree char *sentence = error ? carrel_words_error (error) : NULL,
                  *prefix = g_strconcat (data->address, ": ", NULL);
  const char *said =
      sentence && g_str_has_prefix (sentence, prefix) ? sentence + strlen (prefix) : sentence;

  if (add)
    return describe_step (add, data->article != 0);
  switch (data->state) {
  case CARREL_QUEUE_RUNNING:
    return g_strdup (_ ("In another window or terminal"));
  case CARREL_QUEUE_FAILED:
    return g_strdup (said ? said : "");
  case CARREL_QUEUE_WAITING:
  default:
    if (data->next_try > carrel_time_now () && said)
      return carrel_words_next_try (said, data->next_try);
    return g_strdup (data->article != 0 ? _ ("Waiting to be fetched again") : _ ("Waiting"));
  }
}

static void
show_entry (CarrelActivityRow *self)
{
  CarrelQueueEntry           *entry = self->item ? carrel_queue_item_get_entry (self->item) : NULL;
  const CarrelQueueEntryData *data = entry ? carrel_queue_entry_get (entry) : NULL;
  CarrelAdd                  *add =
      self->item ? carrel_queue_get_add (self->queue, carrel_queue_item_get_id (self->item)) : NULL;
  gboolean running = data && data->state == CARREL_QUEUE_RUNNING,
           failed = data && data->state == CARREL_QUEUE_FAILED;
  gboolean later =
      data && data->state == CARREL_QUEUE_WAITING && data->next_try > carrel_time_now ();
  gboolean retry = (failed && carrel_queue_entry_can_retry (entry)) || later,
           browse = failed && carrel_queue_entry_can_browse (entry);
  g_autofree char *sentence = data ? describe (self, data, add) : NULL,
                  *address = data ? carrel_words_address (data->address) : NULL;
  const char *title = add && carrel_add_get_title (add) ? carrel_add_get_title (add)
                      : data && data->title             ? data->title
                                                        : address;

  gtk_widget_set_opacity (GTK_WIDGET (self), data ? 1 : 0);
  if (!data)
    return;
  gtk_stack_set_visible_child_name (self->state, running ? "running" : "icon");
  gtk_image_set_from_icon_name (self->icon,
                                failed ? "dialog-warning-symbolic" : "carrel-dot-symbolic");
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon),
                              (const char *[]) { failed ? "warning" : "dimmed", NULL });
  carrel_side_set_text (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), data->address);
  carrel_side_set_text (self->sentence, sentence);
  gtk_widget_set_visible (self->bar, add != NULL);
  if (add)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), measure_step (add));
  /* In the row what helps more; both where its history is. */
  gtk_widget_set_visible (self->retry_button, retry);
  gtk_widget_set_visible (self->browser_button, browse);
  gtk_widget_set_visible (self->retry_icon, retry && !browse);
  gtk_widget_set_visible (self->browser_icon, browse);
  gtk_widget_set_visible (self->history_button, !running && (failed || later || data->tries > 0));
  gtk_widget_set_tooltip_text (self->remove_button, running ? _ ("Cancel") : _ ("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  running ? _ ("Cancel") : _ ("Remove"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
}

static void
entry_changed_cb (CarrelActivityRow *self)
{
  show_entry (self);
  if (self->item && carrel_queue_item_get_expanded (self->item))
    show_history (self);
}

static void
queue_changed_cb (CarrelActivityRow *self)
{
  /* Others are told by their entry. */
  if (self->item && carrel_queue_item_get_state (self->item) == CARREL_QUEUE_RUNNING)
    show_entry (self);
}

void
carrel_activity_row_set_item (CarrelActivityRow *self, CarrelQueueItem *item)
{
  if (self->item) {
    g_clear_signal_handler (&self->entry_handler, self->item);
    g_clear_signal_handler (&self->expanded_handler, self->item);
  }
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_label_set_label (self->history, "");
  g_set_object (&self->item, item);
  if (item) {
    self->entry_handler =
        g_signal_connect_swapped (item, "notify::entry", G_CALLBACK (entry_changed_cb), self);
    self->expanded_handler =
        g_signal_connect_swapped (item, "notify::expanded", G_CALLBACK (show_history), self);
  }
  show_entry (self);
  show_history (self);
}

/* ── Actions ── */

static GArray *
list_own (CarrelActivityRow *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64  id = carrel_queue_item_get_id (self->item);

  g_array_append_val (ids, id);
  return ids;
}

static void
retried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelActivityRow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!carrel_queue_retry_finish (CARREL_QUEUE (source), result, &error))
    carrel_ui_show_error (GTK_WIDGET (self), error);
}

static void
retry_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelActivityRow *self = CARREL_ACTIVITY_ROW (widget);
  g_autoptr (GArray) ids = self->item ? list_own (self) : NULL;

  if (ids)
    carrel_queue_retry_async (self->queue, ids, FALSE, retried_cb, g_object_ref (self));
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelActivityRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelUndo) undo = carrel_queue_remove_finish (CARREL_QUEUE (source), result, &error);

  if (undo)
    g_signal_emit (self, signals[REMOVED], 0, undo);
  else
    carrel_ui_show_error (GTK_WIDGET (self), error);
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelActivityRow *self = CARREL_ACTIVITY_ROW (widget);
  g_autoptr (GArray) ids = self->item ? list_own (self) : NULL;

  if (ids)
    carrel_queue_remove_async (self->queue, ids, 0, removed_cb, g_object_ref (self));
}

static void
browse_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelActivityRow *self = CARREL_ACTIVITY_ROW (widget);
  CarrelQueueEntry  *entry = self->item ? carrel_queue_item_get_entry (self->item) : NULL;

  if (entry)
    carrel_ui_open_outside (widget, carrel_queue_entry_get (entry)->address);
}

/* ── Object ── */

GtkWidget *
carrel_activity_row_new (CarrelQueue *queue)
{
  CarrelActivityRow *self = g_object_new (CARREL_TYPE_ACTIVITY_ROW, NULL);

  self->queue = g_object_ref (queue);
  g_signal_connect_object (queue, "changed", G_CALLBACK (queue_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

static void
carrel_activity_row_dispose (GObject *object)
{
  CarrelActivityRow *self = CARREL_ACTIVITY_ROW (object);

  if (self->item) {
    g_clear_signal_handler (&self->entry_handler, self->item);
    g_clear_signal_handler (&self->expanded_handler, self->item);
  }
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->item);
  g_clear_object (&self->queue);
  G_OBJECT_CLASS (carrel_activity_row_parent_class)->dispose (object);
}

static void
carrel_activity_row_class_init (CarrelActivityRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carrel_activity_row_dispose;
  signals[REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, CARREL_TYPE_UNDO);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-activity-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityRow, state);
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityRow, icon);
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityRow, title);
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityRow, sentence);
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityRow, bar);
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityRow, history);
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityRow, history_box);
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityRow, history_button);
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityRow, browser_icon);
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityRow, browser_button);
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityRow, retry_icon);
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityRow, retry_button);
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityRow, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, history_clicked_cb);
  gtk_widget_class_install_action (widget_class, "entry.retry", NULL, retry_action);
  gtk_widget_class_install_action (widget_class, "entry.remove", NULL, remove_action);
  gtk_widget_class_install_action (widget_class, "entry.browse", NULL, browse_action);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
carrel_activity_row_init (CarrelActivityRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
