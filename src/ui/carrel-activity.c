/* carrel-activity.c: what the fetch queue does, or else takes long, in a line. Main thread.
 *
 * The queue says at most four times a second that something changed, the library when its counts
 * did; both widgets then say it anew.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-activity.h"

#include "library/carrel-work.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>

struct _CarrelActivityStrip {
  AdwBin parent_instance;

  CarrelLibrary *library; /* (owned) */

  GtkWidget *icon, *percent, *bar;
  GtkLabel  *title;
};

struct _CarrelActivityButton {
  AdwBin parent_instance;

  CarrelLibrary *library; /* (owned) */

  GtkWidget *button;
  GtkStack  *state;
  GtkImage  *icon;
};

G_DEFINE_FINAL_TYPE (CarrelActivityStrip, carrel_activity_strip, ADW_TYPE_BIN)
G_DEFINE_FINAL_TYPE (CarrelActivityButton, carrel_activity_button, ADW_TYPE_BIN)

/* ── The line ── */

static char *
describe_stop (CarrelQueuePause pause, guint n)
{
  switch (pause) {
  case CARREL_QUEUE_PAUSE_OFFLINE:
    return g_strdup_printf (ngettext ("Offline: %'u page waits", "Offline: %'u pages wait", n), n);
  case CARREL_QUEUE_PAUSE_METERED:
    return g_strdup_printf (
        ngettext ("Metered network: %'u page waits", "Metered network: %'u pages wait", n), n);
  case CARREL_QUEUE_PAUSE_DISK:
    return g_strdup_printf (ngettext ("Nothing can be saved: %'u page waits",
                                      "Nothing can be saved: %'u pages wait", n),
                            n);
  case CARREL_QUEUE_PAUSE_BY_HAND:
  case CARREL_QUEUE_PAUSE_NONE:
  default:
    return g_strdup_printf (ngettext ("Paused: %'u page waits", "Paused: %'u pages wait", n), n);
  }
}

static char *
describe_progress (const CarrelQueueProgress *progress)
{
  g_autofree char *count = g_strdup_printf (_ ("%'u of %'u"), progress->done, progress->total);
  g_autofree char *span = progress->left > 0 ? carrel_words_span (progress->left) : NULL;
  /* Translators: a span of time */
  g_autofree char *left = span ? g_strdup_printf (_ ("%s left"), span) : NULL;
  g_autofree char *rate =
      progress->rate >= 1     ? g_strdup_printf (_ ("%.0f per second"), progress->rate)
      : progress->rate > 0.02 ? g_strdup_printf (_ ("%.0f per minute"), progress->rate * 60)
                              : NULL;
  const char *parts[] = { count, rate, left };

  return carrel_words_join (parts, G_N_ELEMENTS (parts));
}

/* What runs of the rest, if anything does. */
static gboolean
read_work (CarrelLibrary *library, CarrelActivity *activity)
{
  g_autoptr (CarrelWork) work = g_list_model_get_item (carrel_library_get_works (library), 0);

  if (!work || carrel_work_get_state (work) != CARREL_WORK_RUNNING)
    return FALSE;
  activity->kind = CARREL_ACTIVITY_WORKING;
  activity->title = g_strdup (carrel_work_get_title (work));
  activity->detail = g_strdup (carrel_work_get_detail (work));
  activity->fraction = carrel_work_get_fraction (work);
  return TRUE;
}

void
carrel_activity_read (CarrelLibrary *library, CarrelActivity *activity)
{
  CarrelQueue        *queue = carrel_library_get_queue (library);
  const CarrelCounts *counts = carrel_library_get_counts (library);
  CarrelQueueProgress progress;
  guint               n_here;

  *activity = (CarrelActivity) { .pause = carrel_queue_get_pause (queue) };
  carrel_queue_get_progress (queue, &progress);
  n_here = progress.total - progress.done;
  if (carrel_queue_get_n_running (queue) == 0 && counts->queue_waiting > 0 &&
      activity->pause != CARREL_QUEUE_PAUSE_NONE && counts->queue_running == 0) {
    activity->kind = CARREL_ACTIVITY_STOPPED;
    activity->title = describe_stop (activity->pause, counts->queue_waiting);
  } else if (n_here > 0) {
    activity->kind = CARREL_ACTIVITY_FETCHING;
    activity->title = g_strdup_printf (
        ngettext ("Fetching %'u page", "Fetching %'u pages", progress.total), progress.total);
    activity->detail = describe_progress (&progress);
    activity->fraction = (double) progress.done / progress.total;
  } else if (counts->queue_running > 0) { /* a command does */
    activity->kind = CARREL_ACTIVITY_FETCHING;
    activity->title = g_strdup_printf (
        ngettext ("Fetching %'u page", "Fetching %'u pages", counts->queue_running),
        counts->queue_running);
    activity->detail = g_strdup (_ ("In another window or terminal"));
  } else if (read_work (library, activity)) {
    return;
  } else if (counts->queue_failed > 0) {
    activity->kind = CARREL_ACTIVITY_FAILED;
    activity->title =
        g_strdup_printf (ngettext ("%'u page could not be fetched",
                                   "%'u pages could not be fetched", counts->queue_failed),
                         counts->queue_failed);
    activity->detail =
        g_strdup (ngettext ("It stays here until you remove it.",
                            "They stay here until you remove them.", counts->queue_failed));
  } else if (counts->queue_waiting > 0) {
    activity->kind = CARREL_ACTIVITY_LATER;
    activity->title =
        g_strdup_printf (ngettext ("%'u page is tried again later",
                                   "%'u pages are tried again later", counts->queue_waiting),
                         counts->queue_waiting);
  } else {
    activity->title = g_strdup (_ ("Nothing to Fetch"));
  }
}

void
carrel_activity_clear (CarrelActivity *activity)
{
  g_clear_pointer (&activity->title, g_free);
  g_clear_pointer (&activity->detail, g_free);
}

/* ── The strip ── */

static void
show_strip (CarrelActivityStrip *self)
{
  g_auto (CarrelActivity) activity = { 0 };
  g_autofree char *percent = NULL;
  gboolean         fetching;

  carrel_activity_read (self->library, &activity);
  fetching = activity.kind == CARREL_ACTIVITY_FETCHING || activity.kind == CARREL_ACTIVITY_WORKING;
  gtk_widget_set_visible (GTK_WIDGET (self), fetching || activity.kind == CARREL_ACTIVITY_STOPPED);
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  gtk_label_set_label (self->title, activity.title);
  percent = g_strdup_printf (_ ("%.0f %%"), activity.fraction * 100);
  gtk_label_set_label (GTK_LABEL (self->percent), percent);
  gtk_widget_set_visible (self->icon, !fetching);
  gtk_image_set_from_icon_name (
      GTK_IMAGE (self->icon),
      activity.pause == CARREL_QUEUE_PAUSE_OFFLINE   ? "network-offline-symbolic"
      : activity.pause == CARREL_QUEUE_PAUSE_BY_HAND ? "media-playback-pause-symbolic"
                                                     : "dialog-warning-symbolic");
  gtk_widget_set_visible (self->percent, fetching && activity.fraction > 0);
  gtk_widget_set_visible (self->bar, fetching && activity.fraction >= 0);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), MAX (activity.fraction, 0));
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (self))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, activity.title, -1);
}

GtkWidget *
carrel_activity_strip_new (CarrelLibrary *library)
{
  CarrelActivityStrip *self = g_object_new (CARREL_TYPE_ACTIVITY_STRIP, NULL);

  self->library = g_object_ref (library);
  g_signal_connect_object (library, "notify::counts", G_CALLBACK (show_strip), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (carrel_library_get_queue (library), "changed", G_CALLBACK (show_strip),
                           self, G_CONNECT_SWAPPED);
  show_strip (self);
  return GTK_WIDGET (self);
}

static void
carrel_activity_strip_dispose (GObject *object)
{
  g_clear_object (&CARREL_ACTIVITY_STRIP (object)->library);
  G_OBJECT_CLASS (carrel_activity_strip_parent_class)->dispose (object);
}

static void
carrel_activity_strip_class_init (CarrelActivityStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carrel_activity_strip_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-activity-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityStrip, icon);
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityStrip, title);
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityStrip, percent);
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityStrip, bar);
}

static void
carrel_activity_strip_init (CarrelActivityStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* ── The button ── */

static void
show_button (CarrelActivityButton *self)
{
  g_auto (CarrelActivity) activity = { 0 };
  g_autofree char *tooltip = NULL;
  const char      *parts[2];
  g_autofree char *line = NULL;

  carrel_activity_read (self->library, &activity);
  gtk_widget_set_visible (GTK_WIDGET (self), activity.kind != CARREL_ACTIVITY_NOTHING);
  gtk_stack_set_visible_child_name (self->state, activity.kind == CARREL_ACTIVITY_FETCHING ||
                                                         activity.kind == CARREL_ACTIVITY_WORKING
                                                     ? "running"
                                                     : "icon");
  gtk_image_set_from_icon_name (self->icon, activity.kind == CARREL_ACTIVITY_FAILED
                                                ? "dialog-warning-symbolic"
                                            : activity.kind == CARREL_ACTIVITY_STOPPED &&
                                                    activity.pause == CARREL_QUEUE_PAUSE_OFFLINE
                                                ? "network-offline-symbolic"
                                                : "folder-download-symbolic");
  parts[0] = activity.title;
  parts[1] = activity.kind == CARREL_ACTIVITY_FETCHING ? activity.detail : NULL;
  line = carrel_words_join (parts, G_N_ELEMENTS (parts));
  /* Translators: what is under way, and the keys that show more of it */
  tooltip = g_strdup_printf (_ ("%s (Ctrl+J)"), line);
  gtk_widget_set_tooltip_text (self->button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Activity"), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, line, -1);
}

GtkWidget *
carrel_activity_button_new (CarrelLibrary *library)
{
  CarrelActivityButton *self = g_object_new (CARREL_TYPE_ACTIVITY_BUTTON, NULL);

  self->library = g_object_ref (library);
  g_signal_connect_object (library, "notify::counts", G_CALLBACK (show_button), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (carrel_library_get_queue (library), "changed", G_CALLBACK (show_button),
                           self, G_CONNECT_SWAPPED);
  show_button (self);
  return GTK_WIDGET (self);
}

static void
carrel_activity_button_dispose (GObject *object)
{
  g_clear_object (&CARREL_ACTIVITY_BUTTON (object)->library);
  G_OBJECT_CLASS (carrel_activity_button_parent_class)->dispose (object);
}

static void
carrel_activity_button_class_init (CarrelActivityButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carrel_activity_button_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-activity-button.ui");
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityButton, button);
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityButton, state);
  gtk_widget_class_bind_template_child (widget_class, CarrelActivityButton, icon);
}

static void
carrel_activity_button_init (CarrelActivityButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
