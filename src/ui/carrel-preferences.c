/* carrel-preferences.c: the choices for the program as a whole. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-preferences.h"

#include "library/carrel-settings.h"
#include "ui/carrel-library-folder.h"

struct _CarrelPreferences {
  AdwPreferencesDialog parent_instance;

  char      *folder; /* (owned): the library's */
  GtkWidget *folder_row, *move_row, *open_row, *images_row, *background_row, *after_row,
      *search_row;
};

G_DEFINE_FINAL_TYPE (CarrelPreferences, carrel_preferences, ADW_TYPE_PREFERENCES_DIALOG)

/* ── Another folder ── */

static void
say (GtkWidget *widget, const char *sentence)
{
  adw_preferences_dialog_add_toast (ADW_PREFERENCES_DIALOG (widget), adw_toast_new (sentence));
}

static void
folder_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_library_folder_choose (widget, CARREL_PREFERENCES (widget)->folder,
                                g_str_equal (name, "preferences.move"), say);
}

static void
backups_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *window = gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW);

  g_object_ref (window);
  adw_dialog_close (ADW_DIALOG (widget));
  gtk_widget_activate_action (window, "win.backups", NULL);
  g_object_unref (window);
}

/* ── Object ── */

static gboolean
to_position (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  g_value_set_uint (to, g_value_get_boolean (from) ? 1 : 0);
  return TRUE;
}

static gboolean
from_position (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  g_value_set_boolean (to, g_value_get_uint (from) == 1);
  return TRUE;
}

static void
carrel_preferences_finalize (GObject *object)
{
  g_free (CARREL_PREFERENCES (object)->folder);
  G_OBJECT_CLASS (carrel_preferences_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CarrelPreferences, name)

static void
carrel_preferences_class_init (CarrelPreferencesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = carrel_preferences_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-preferences.ui");
  BIND (folder_row);
  BIND (move_row);
  BIND (open_row);
  BIND (images_row);
  BIND (background_row);
  BIND (after_row);
  BIND (search_row);
  gtk_widget_class_install_action (widget_class, "preferences.move", NULL, folder_action);
  gtk_widget_class_install_action (widget_class, "preferences.open", NULL, folder_action);
  gtk_widget_class_install_action (widget_class, "preferences.backups", NULL, backups_action);
}

static void
carrel_preferences_init (CarrelPreferences *self)
{
  const GBindingFlags both = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;
  CarrelSettings     *settings = carrel_settings_get_default ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_bind_property (settings, "images", self->images_row, "active", both);
  g_object_bind_property (settings, "background", self->background_row, "active", both);
  g_object_bind_property (settings, "desktop-search", self->search_row, "active", both);
  g_object_bind_property_full (settings, "go-on", self->after_row, "selected", both, to_position,
                               from_position, NULL, NULL);
  gtk_widget_set_visible (self->move_row, carrel_library_folder_can_choose ());
  gtk_widget_set_visible (self->open_row, carrel_library_folder_can_choose ());
}

AdwDialog *
carrel_preferences_new (CarrelLibrary *library)
{
  CarrelPreferences *self = g_object_new (CARREL_TYPE_PREFERENCES, NULL);

  self->folder = g_strdup (carrel_library_get_folder (library));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->folder_row), self->folder);
  return ADW_DIALOG (self);
}
