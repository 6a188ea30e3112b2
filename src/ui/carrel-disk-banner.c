/* carrel-disk-banner.c: nothing can be saved: a banner that stays until it is over. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-disk-banner.h"

#include "library/carrel-library-disk.h"
#include "ui/carrel-library-folder.h"
#include "ui/carrel-ui.h"

#include <glib/gi18n.h>

static const char *
get_title (CarrelLibrary *library)
{
  return carrel_library_is_disk_full (library)
             ? _ ("Disk full: nothing new is saved")
             : _ ("The library can’t be written: nothing new is saved");
}

static void
write_error_cb (AdwBanner *banner, GParamSpec *pspec, CarrelLibrary *library)
{
  gboolean failing = carrel_library_get_write_error (library) != NULL;

  if (failing) {
    adw_banner_set_title (banner, get_title (library));
    gtk_accessible_announce (GTK_ACCESSIBLE (banner), get_title (library),
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
  }
  gtk_widget_set_visible (GTK_WIDGET (banner), failing); /* nothing of it is told, then */
  adw_banner_set_revealed (banner, failing);
}

/* ── What helps ── */

static void
say (GtkWidget *widget, const char *sentence)
{
  carrel_ui_show_toast (widget, sentence, NULL);
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) banner = user_data;
  g_autoptr (GError) error = NULL;

  if (!carrel_library_try_disk_finish (CARREL_LIBRARY (source), result, &error))
    carrel_ui_show_error (banner, error);
}

static void
answered_cb (GtkWidget *banner, const char *response, AdwAlertDialog *dialog)
{
  CarrelLibrary *library = g_object_get_data (G_OBJECT (dialog), "library");
  const char    *folder = carrel_library_get_folder (library);

  if (g_str_equal (response, "retry")) {
    carrel_library_try_disk_async (library, tried_cb, g_object_ref (banner));
  } else if (g_str_equal (response, "move")) {
    carrel_library_folder_choose (banner, folder, TRUE, say);
  } else if (g_str_equal (response, "folder")) {
    g_autoptr (GFile) file = g_file_new_for_path (folder);
    g_autoptr (GtkFileLauncher) launcher = gtk_file_launcher_new (file);

    gtk_file_launcher_open_containing_folder (launcher, GTK_WINDOW (gtk_widget_get_root (banner)),
                                              NULL, NULL, NULL);
  }
}

/* It is over while this is read. */
static void
over_cb (AdwDialog *dialog, GParamSpec *pspec, CarrelLibrary *library)
{
  if (!carrel_library_get_write_error (library))
    adw_dialog_force_close (dialog);
}

static void
details_cb (AdwBanner *banner, CarrelLibrary *library)
{
  const GError   *error = carrel_library_get_write_error (library);
  AdwAlertDialog *dialog;

  if (!error)
    return;
  dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (adw_banner_get_title (banner), NULL));
  adw_alert_dialog_format_body (
      dialog,
      /* Translators: %s is a sentence that says why. */
      _ ("%s. What you have can be read as always. Carrel tries again every few seconds, and goes "
         "on by itself as soon as it can."),
      error->message);
  adw_alert_dialog_add_responses (dialog, "close", _ ("_Close"), "folder", _ ("Show _Folder"),
                                  NULL);
  if (carrel_library_folder_can_choose ())
    adw_alert_dialog_add_response (dialog, "move", _ ("_Move the Library…"));
  adw_alert_dialog_add_response (dialog, "retry", _ ("Retry"));
  adw_alert_dialog_set_close_response (dialog, "close");
  g_object_set_data_full (G_OBJECT (dialog), "library", g_object_ref (library), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), banner, G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "notify::write-error", G_CALLBACK (over_cb), dialog,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (banner));
}

void
carrel_disk_banner_connect (AdwBanner *banner, CarrelLibrary *library)
{
  adw_banner_set_button_label (banner, _ ("Details"));
  g_signal_connect_object (banner, "button-clicked", G_CALLBACK (details_cb), library, 0);
  g_signal_connect_object (library, "notify::write-error", G_CALLBACK (write_error_cb), banner,
                           G_CONNECT_SWAPPED);
  write_error_cb (banner, NULL, library);
}
