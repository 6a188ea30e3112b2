/* carrel-preferences.c: the choices for the program as a whole. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-preferences.h"

#include "library/carrel-settings.h"

#include <glib/gi18n.h>
#include <string.h>

struct _CarrelPreferences {
  AdwPreferencesDialog parent_instance;

  char      *folder; /* (owned): the library's */
  GtkWidget *folder_row, *move_row, *open_row, *images_row, *background_row, *after_row,
      *search_row;
};

G_DEFINE_FINAL_TYPE (CarrelPreferences, carrel_preferences, ADW_TYPE_PREFERENCES_DIALOG)

/* ── Another folder ── */

typedef struct {
  CarrelPreferences *dialog; /* (owned) */
  gboolean           moves;
} Choosing;

/* A folder of somebody's gets one of its own within it. (transfer full) */
static char *
dup_new_folder (GFile *chosen)
{
  g_autoptr (GFileEnumerator) children = g_file_enumerate_children (
      chosen, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NONE, NULL, NULL);
  g_autoptr (GFileInfo) child =
      children ? g_file_enumerator_next_file (children, NULL, NULL) : NULL;
  const char *path = g_file_peek_path (chosen);

  return child ? g_build_filename (path, "carrel", NULL) : g_strdup (path);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Choosing *choosing = user_data;
  g_autoptr (CarrelPreferences) self = choosing->dialog;
  g_autoptr (GFile) folder =
      gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autofree char *path = NULL, *database = NULL;
  gboolean         moves = choosing->moves, there;

  g_free (choosing);
  if (!folder || !g_file_peek_path (folder))
    return;
  path = moves ? dup_new_folder (folder) : g_strdup (g_file_peek_path (folder));
  database = g_build_filename (path, "carrel.db", NULL);
  there = g_file_test (database, G_FILE_TEST_EXISTS);
  if (moves && there) {
    adw_preferences_dialog_add_toast (
        ADW_PREFERENCES_DIALOG (self),
        adw_toast_new (_ ("There is a library in that folder already")));
    return;
  }
  if (!moves && !there) { /* not one more library by mistake in a folder that is in use */
    g_autofree char *empty = dup_new_folder (folder);

    if (!g_str_equal (empty, path)) {
      adw_preferences_dialog_add_toast (
          ADW_PREFERENCES_DIALOG (self),
          adw_toast_new (_ ("There is no library in that folder, and it isn’t empty")));
      return;
    }
  }
  g_action_group_activate_action (G_ACTION_GROUP (g_application_get_default ()),
                                  moves ? "move-library" : "open-library",
                                  g_variant_new_string (path));
}

static void
folder_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelPreferences *self = CARREL_PREFERENCES (widget);
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autofree char *parent = g_path_get_dirname (self->folder);
  g_autoptr (GFile) start = g_file_new_for_path (parent);
  Choosing *choosing = g_new0 (Choosing, 1);

  choosing->dialog = g_object_ref (self);
  choosing->moves = g_str_equal (name, "preferences.move");
  gtk_file_dialog_set_title (dialog, choosing->moves ? _ ("Where the Library Goes")
                                                     : _ ("Another Library’s Folder"));
  gtk_file_dialog_set_initial_folder (dialog, start);
  gtk_file_dialog_set_accept_label (dialog, choosing->moves ? _ ("_Move Here") : _ ("_Open"));
  gtk_file_dialog_select_folder (dialog,
                                 GTK_WINDOW (gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW)),
                                 NULL, chosen_cb, choosing);
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
  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS)) {
    gtk_widget_set_visible (self->move_row, FALSE);
    gtk_widget_set_visible (self->open_row, FALSE);
  }
}

AdwDialog *
carrel_preferences_new (CarrelLibrary *library)
{
  CarrelPreferences *self = g_object_new (CARREL_TYPE_PREFERENCES, NULL);

  self->folder = g_strdup (carrel_library_get_folder (library));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->folder_row), self->folder);
  return ADW_DIALOG (self);
}
