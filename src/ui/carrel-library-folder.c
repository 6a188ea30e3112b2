/* carrel-library-folder.c: another folder for the library. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-library-folder.h"

#include <glib/gi18n.h>

typedef struct {
  GtkWidget          *widget; /* (owned) */
  gboolean            moves;
  CarrelFolderSayFunc say;
} Choosing;

gboolean
carrel_library_folder_can_choose (void)
{
  return !g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

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
  g_autofree Choosing *choosing = user_data;
  g_autoptr (GtkWidget) widget = choosing->widget;
  g_autoptr (GFile) folder =
      gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autofree char *path = NULL, *database = NULL;
  gboolean         moves = choosing->moves, there;

  if (!folder || !g_file_peek_path (folder))
    return;
  path = moves ? dup_new_folder (folder) : g_strdup (g_file_peek_path (folder));
  database = g_build_filename (path, "carrel.db", NULL);
  there = g_file_test (database, G_FILE_TEST_EXISTS);
  if (moves && there) {
    choosing->say (widget, _ ("There is a library in that folder already"));
    return;
  }
  if (!moves && !there) { /* not one more library by mistake in a folder that is in use */
    g_autofree char *empty = dup_new_folder (folder);

    if (!g_str_equal (empty, path)) {
      choosing->say (widget, _ ("There is no library in that folder, and it isn’t empty"));
      return;
    }
  }
  g_action_group_activate_action (G_ACTION_GROUP (g_application_get_default ()),
                                  moves ? "move-library" : "open-library",
                                  g_variant_new_string (path));
}

void
carrel_library_folder_choose (GtkWidget          *widget,
                              const char         *folder,
                              gboolean            moves,
                              CarrelFolderSayFunc say)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autofree char *parent = g_path_get_dirname (folder);
  g_autoptr (GFile) start = g_file_new_for_path (parent);
  Choosing *choosing = g_new0 (Choosing, 1);

  *choosing = (Choosing) { g_object_ref (widget), moves, say };
  gtk_file_dialog_set_title (dialog,
                             moves ? _ ("Where the Library Goes") : _ ("Another Library’s Folder"));
  gtk_file_dialog_set_initial_folder (dialog, start);
  gtk_file_dialog_set_accept_label (dialog, moves ? _ ("_Move Here") : _ ("_Open"));
  gtk_file_dialog_select_folder (dialog,
                                 GTK_WINDOW (gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW)),
                                 NULL, chosen_cb, choosing);
}
