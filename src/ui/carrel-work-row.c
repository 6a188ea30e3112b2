/* carrel-work-row.c: what takes long, in the activity dialog. Main thread.
 *
 * A row is bound to one work after another, and follows the one that it has.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-work-row.h"

#include "base/carrel-time.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>

struct _CarrelWorkRow {
  AdwBin parent_instance;

  CarrelWork *work; /* (owned) (nullable) */

  GtkStack  *state;
  GtkImage  *icon;
  GtkLabel  *title, *sentence;
  GtkWidget *bar, *cancel_button;
};

G_DEFINE_FINAL_TYPE (CarrelWorkRow, carrel_work_row, ADW_TYPE_BIN)

/* «5 minutes ago · took 40 seconds · 12 articles»: its history, for it has begun once and ended
 * once. */
static char *
describe_end (CarrelWork *work)
{
  gint64           began = carrel_work_get_began (work), ended = carrel_work_get_ended (work);
  g_autofree char *when = carrel_time_to_relative (ended),
                  *span = ended - began >= 2 ? carrel_words_span ((double) (ended - began)) : NULL;
  /* Translators: a span of time that something took */
  g_autofree char *took = span ? g_strdup_printf (_ ("took %s"), span) : NULL;
  const char      *parts[] = { NULL, carrel_work_get_detail (work), when, took };

  if (carrel_work_get_state (work) == CARREL_WORK_CANCELLED)
    parts[0] = _ ("Cancelled");
  else if (!parts[1])
    parts[0] = C_ ("state of background work", "Done");
  return carrel_words_join (parts, G_N_ELEMENTS (parts));
}

static char *
describe_running (CarrelWork *work)
{
  double           fraction = carrel_work_get_fraction (work);
  g_autofree char *percent = fraction >= 0 ? g_strdup_printf (_ ("%.0f %%"), fraction * 100) : NULL;
  const char      *parts[] = { percent, carrel_work_get_detail (work) };

  if (!parts[0] && !parts[1])
    return g_strdup (_ ("Under way"));
  return carrel_words_join (parts, G_N_ELEMENTS (parts));
}

static void
show (CarrelWorkRow *self)
{
  CarrelWork      *work = self->work;
  CarrelWorkState  state = carrel_work_get_state (work);
  gboolean         running = state == CARREL_WORK_RUNNING, failed = state == CARREL_WORK_FAILED;
  double           fraction = carrel_work_get_fraction (work);
  g_autofree char *sentence = running ? describe_running (work) : describe_end (work);

  gtk_stack_set_visible_child_name (self->state, running ? "running" : "icon");
  gtk_image_set_from_icon_name (self->icon, failed                      ? "dialog-warning-symbolic"
                                            : state == CARREL_WORK_DONE ? "object-select-symbolic"
                                                                        : "carrel-dot-symbolic");
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon),
                              (const char *[]) { failed ? "warning" : "dimmed", NULL });
  gtk_label_set_label (self->title, carrel_work_get_title (work));
  gtk_label_set_label (self->sentence, sentence);
  gtk_widget_set_visible (self->bar, running && fraction >= 0);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), MAX (fraction, 0));
  gtk_widget_set_visible (self->cancel_button, carrel_work_can_cancel (work));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  carrel_work_get_title (work), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  sentence, -1);
}

void
carrel_work_row_set_work (CarrelWorkRow *self, CarrelWork *work)
{
  if (self->work)
    g_signal_handlers_disconnect_by_func (self->work, show, self);
  g_set_object (&self->work, work);
  if (!work)
    return;
  g_signal_connect_object (work, "notify", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWorkRow *self = CARREL_WORK_ROW (widget);

  if (self->work)
    carrel_work_cancel (self->work);
}

GtkWidget *
carrel_work_row_new (void)
{
  return g_object_new (CARREL_TYPE_WORK_ROW, NULL);
}

static void
carrel_work_row_dispose (GObject *object)
{
  carrel_work_row_set_work (CARREL_WORK_ROW (object), NULL);
  G_OBJECT_CLASS (carrel_work_row_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CarrelWorkRow, name)

static void
carrel_work_row_class_init (CarrelWorkRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = carrel_work_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-work-row.ui");
  BIND (state);
  BIND (icon);
  BIND (title);
  BIND (sentence);
  BIND (bar);
  BIND (cancel_button);
  gtk_widget_class_install_action (widget_class, "work.cancel", NULL, cancel_action);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
carrel_work_row_init (CarrelWorkRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
