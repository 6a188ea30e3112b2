/* carrel-application-trouble.c: without an open library: it can't be, or its files are worked on.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-application-private.h"

#include "base/carrel-error.h"
#include "library/carrel-library-backup.h"
#include "library/carrel-settings.h"
#include "ui/carrel-trouble-page.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include <glib/gi18n.h>

/* ── Without a library ── */

char *
carrel_application_dup_folder (CarrelApplication *self)
{
  return self->folder ? g_strdup (self->folder) : carrel_library_dup_default_folder ();
}

static CarrelTroublePage *
need_trouble (CarrelApplication *self)
{
  GtkWidget       *page;
  g_autofree char *folder = NULL;

  if (self->trouble)
    return CARREL_TROUBLE_PAGE (
        adw_application_window_get_content (ADW_APPLICATION_WINDOW (self->trouble)));
  folder = carrel_application_dup_folder (self);
  page = carrel_trouble_page_new (folder);
  g_set_weak_pointer (&self->trouble, adw_application_window_new (GTK_APPLICATION (self)));
  gtk_widget_set_size_request (self->trouble, 360, 294);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self->trouble), page);
  gtk_window_set_title (GTK_WINDOW (self->trouble), "Carrel");
  gtk_window_set_default_size (GTK_WINDOW (self->trouble), self->width > 0 ? self->width : 720,
                               self->width > 0 ? self->height : 560);
  g_signal_connect_object (page, "mended", G_CALLBACK (g_application_activate), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self->trouble));
  return CARREL_TROUBLE_PAGE (page);
}

void
carrel_application_say_restored (CarrelApplication *self, GtkWindow *window)
{
  CarrelTroublePage *page = need_trouble (self);
  const char        *failure = carrel_trouble_page_get_failure (page),
             *aside = carrel_trouble_page_get_aside (page);
  g_autofree char *message = NULL;

  if (failure)
    message = g_strdup (failure);
  else if (aside) /* Translators: %s is a folder. */
    message =
        g_strdup_printf (_ ("Backup restored. The library that was there is kept in “%s”."), aside);
  if (message)
    carrel_ui_show_toast (GTK_WIDGET (window), message, NULL);
}

void
carrel_application_show_opening (CarrelApplication *self)
{
  carrel_trouble_page_wait (need_trouble (self), _ ("Opening the Library…"));
}

/* ── Another folder ── */

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelApplication) self = user_data;
  g_autofree char *folder = g_steal_pointer (&self->move_to);
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;

  if (carrel_library_move_finish (result, &error)) {
    carrel_settings_set_folder (carrel_settings_get_default (), folder);
    g_set_str (&self->folder, folder); /* whatever the environment names */
  } else
    message = carrel_words_error (error);
  g_set_str (&self->said, message);
  g_application_activate (G_APPLICATION (self));
  g_application_release (G_APPLICATION (self));
}

/* The library is closed: it is moved, or another one opened. */
static void
change_folder (CarrelApplication *self)
{
  g_autofree char *folder = carrel_application_dup_folder (self);

  if (!self->move_only_opens) {
    carrel_trouble_page_wait (need_trouble (self), _ ("Moving the Library…"));
    g_application_hold (G_APPLICATION (self));
    carrel_library_move_async (folder, self->move_to, NULL, moved_cb, g_object_ref (self));
    return;
  }
  carrel_settings_set_folder (carrel_settings_get_default (), self->move_to);
  g_free (self->folder);
  self->folder = g_steal_pointer (&self->move_to); /* whatever the environment names */
  g_application_activate (G_APPLICATION (self));
}

static void
closed_to_restore_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelApplication) self = user_data;
  g_autofree char *database = g_steal_pointer (&self->restore);
  g_autoptr (GError) damaged = g_error_new_literal (CARREL_ERROR, CARREL_ERROR_DAMAGED, "");

  carrel_library_close_finish (CARREL_LIBRARY (source), result, NULL);
  g_clear_object (&self->library);
  self->closing = FALSE;
  if (self->move_to)
    change_folder (self);
  else if (*database)
    carrel_trouble_page_restore (need_trouble (self), database);
  else
    carrel_application_show_trouble (self, damaged);
}

/* Closes the library; `database` "": because it is damaged, and there is nothing to restore yet. */
static void
close_library (CarrelApplication *self, const char *database)
{
  GList *windows;

  if (!self->library || self->closing)
    return;
  self->closing = TRUE;
  self->restore = g_strdup (database);
  g_clear_handle_id (&self->daily, g_source_remove);
  g_clear_pointer (&self->busy, carrel_busy_free);
  carrel_trouble_page_wait (need_trouble (self), _ ("Closing the Library…"));
  windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (self)));
  for (GList *l = windows; l; l = l->next)
    if (l->data != (gpointer) self->trouble)
      gtk_window_destroy (l->data);
  g_list_free (windows);
  carrel_library_close_async (self->library, closed_to_restore_cb, g_object_ref (self));
}

static void
restore_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  close_library (CARREL_APPLICATION (user_data), g_variant_get_string (parameter, NULL));
}

static void
damaged_cb (CarrelLibrary *library, gpointer user_data)
{
  close_library (CARREL_APPLICATION (user_data), "");
}

void
carrel_application_watch_damage (CarrelApplication *self)
{
  g_signal_connect_object (self->library, "damaged", G_CALLBACK (damaged_cb), self, 0);
}

static void
mend_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  close_library (CARREL_APPLICATION (user_data), "");
}

static void
folder_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  CarrelApplication *self = CARREL_APPLICATION (user_data);

  gboolean opens = g_str_equal (g_action_get_name (G_ACTION (action)), "open-library");

  if (self->closing || self->opening || (!self->library && !opens))
    return;
  g_set_str (&self->move_to, g_variant_get_string (parameter, NULL));
  self->move_only_opens = opens;
  if (self->library)
    close_library (self, "");
  else
    change_folder (self);
}

void
carrel_application_show_trouble (CarrelApplication *self, const GError *error)
{
  g_autofree char *folder = carrel_application_dup_folder (self);

  carrel_trouble_page_set_error (need_trouble (self), folder, error);
}

void
carrel_application_add_trouble_actions (CarrelApplication *self)
{
  static const GActionEntry actions[] = {
    { .name = "mend", .activate = mend_action },
    { .name = "restore-backup", .activate = restore_action, .parameter_type = "s" },
    { .name = "open-library", .activate = folder_action, .parameter_type = "s" },
    { .name = "move-library", .activate = folder_action, .parameter_type = "s" }
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}
