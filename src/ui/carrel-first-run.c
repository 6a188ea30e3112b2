/* carrel-first-run.c: what an empty library shows. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-first-run.h"

#include "ui/carrel-ui.h"

struct _CarrelFirstRun {
  AdwBin parent_instance;

  CarrelLibrary *library; /* (owned) */
  gboolean       can_import;

  GtkWidget *add_button;
  GtkStack  *samples;
};

G_DEFINE_FINAL_TYPE (CarrelFirstRun, carrel_first_run, ADW_TYPE_BIN)

enum { PROP_0, PROP_CAN_IMPORT };

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_ui_open_add (widget, NULL);
}

static void
set_running (CarrelFirstRun *self, gboolean running)
{
  gtk_stack_set_visible_child_name (self->samples, running ? "running" : "label");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "first-run.samples", !running);
}

static void
samples_added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelFirstRun) self = user_data;
  g_autoptr (GError) error = NULL;

  carrel_library_add_samples_finish (CARREL_LIBRARY (source), result, &error);
  if (error)
    carrel_ui_show_error (GTK_WIDGET (self), error);
  set_running (self, FALSE);
}

static void
samples_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelFirstRun *self = CARREL_FIRST_RUN (widget);

  set_running (self, TRUE);
  carrel_library_add_samples_async (self->library, NULL, samples_added_cb, g_object_ref (self));
}

static gboolean
carrel_first_run_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (CARREL_FIRST_RUN (widget)->add_button);
}

GtkWidget *
carrel_first_run_new (CarrelLibrary *library)
{
  CarrelFirstRun *self = g_object_new (CARREL_TYPE_FIRST_RUN, NULL);

  self->library = g_object_ref (library);
  return GTK_WIDGET (self);
}

static void
carrel_first_run_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CAN_IMPORT)
    g_value_set_boolean (value, CARREL_FIRST_RUN (object)->can_import);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
carrel_first_run_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CAN_IMPORT)
    CARREL_FIRST_RUN (object)->can_import = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
carrel_first_run_dispose (GObject *object)
{
  g_clear_object (&CARREL_FIRST_RUN (object)->library);
  G_OBJECT_CLASS (carrel_first_run_parent_class)->dispose (object);
}

static void
carrel_first_run_class_init (CarrelFirstRunClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = carrel_first_run_dispose;
  object_class->get_property = carrel_first_run_get_property;
  object_class->set_property = carrel_first_run_set_property;
  widget_class->grab_focus = carrel_first_run_grab_focus;
  g_object_class_install_property (
      object_class, PROP_CAN_IMPORT,
      g_param_spec_boolean ("can-import", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-first-run.ui");
  gtk_widget_class_bind_template_child (widget_class, CarrelFirstRun, add_button);
  gtk_widget_class_bind_template_child (widget_class, CarrelFirstRun, samples);
  gtk_widget_class_install_action (widget_class, "first-run.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "first-run.samples", NULL, samples_action);
}

static void
carrel_first_run_init (CarrelFirstRun *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
