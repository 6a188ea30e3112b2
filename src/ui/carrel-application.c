/* carrel-application.c: the program with a window: opens the library, holds on until it is closed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-application.h"

#include "base/carrel-error.h"
#include "library/carrel-library.h"
#include "library/carrel-library-backup.h"
#include "ui/carrel-backups-dialog.h"
#include "ui/carrel-loop-watch.h"
#include "ui/carrel-trouble-page.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-window.h"

#include "config.h"

#include <glib/gi18n.h>

/* Seconds: the first look is when the window has long been there. */
#define FIRST_DAILY 60
#define HOUR        3600

struct _CarrelApplication {
  AdwApplication parent_instance;

  char          *folder;   /* (owned) (nullable): the default */
  char          *page;     /* (owned) (nullable): shown first */
  int            width, height;
  CarrelLibrary *library;  /* (owned) (nullable): until it is open */
  gboolean       samples, opening, closing;
  GtkWidget     *trouble;  /* weak: the window without a library */
  char          *restore;  /* (owned) (nullable): the database that the library is closed for */
  guint          daily;    /* source id */
  gboolean       daily_said; /* that there is no backup today */
};

G_DEFINE_FINAL_TYPE (CarrelApplication, carrel_application, ADW_TYPE_APPLICATION)

/* ── Once a day ── */

static void
daily_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelBackup) backup = carrel_library_do_daily_finish (CARREL_LIBRARY (source), result, &error);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (!error || !window || self->daily_said || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->daily_said = TRUE; /* once in a session */
  g_prefix_error (&error, "%s ", _("There is no backup today:"));
  carrel_ui_show_error (GTK_WIDGET (window), error);
}

static gboolean
daily_cb (gpointer data)
{
  CarrelApplication *self = data;

  if (self->library && !self->closing)
    carrel_library_do_daily_async (self->library, NULL, daily_done_cb, g_object_ref (self));
  return G_SOURCE_CONTINUE;
}

static gboolean
first_daily_cb (gpointer data)
{
  CarrelApplication *self = data;

  self->daily = g_timeout_add_seconds (HOUR, daily_cb, self);
  daily_cb (self);
  return G_SOURCE_REMOVE;
}

/* ── The window's end ── */

static void
quit_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelApplication) self = user_data;

  carrel_library_close_finish (CARREL_LIBRARY (source), result, NULL);
  g_clear_object (&self->library);
  g_application_release (G_APPLICATION (self));
}

/* The last window is gone: what is being written is written, then the program ends. */
static void
window_removed_cb (GtkApplication *application, GtkWindow *window)
{
  CarrelApplication *self = CARREL_APPLICATION (application);

  GTK_APPLICATION_CLASS (carrel_application_parent_class)->window_removed (application, window);
  if ((GtkWidget *) window == self->trouble)
    g_clear_weak_pointer (&self->trouble);
  if (self->library && !self->closing && !gtk_application_get_windows (application)) {
    self->closing = TRUE;
    g_application_hold (G_APPLICATION (self));
    carrel_library_close_async (self->library, quit_cb, g_object_ref (self));
  }
}

/* ── Without a library ── */

static char *
dup_folder (CarrelApplication *self)
{
  return self->folder ? g_strdup (self->folder) : carrel_library_dup_default_folder ();
}

static CarrelTroublePage *
need_trouble (CarrelApplication *self)
{
  GtkWidget *page;
  g_autofree char *folder = NULL;

  if (self->trouble)
    return CARREL_TROUBLE_PAGE (adw_application_window_get_content (ADW_APPLICATION_WINDOW (self->trouble)));
  folder = dup_folder (self);
  page = carrel_trouble_page_new (folder);
  g_set_weak_pointer (&self->trouble, adw_application_window_new (GTK_APPLICATION (self)));
  gtk_widget_set_size_request (self->trouble, 360, 294);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self->trouble), page);
  gtk_window_set_title (GTK_WINDOW (self->trouble), "Carrel");
  gtk_window_set_default_size (GTK_WINDOW (self->trouble), self->width > 0 ? self->width : 720, self->width > 0 ? self->height : 560);
  g_signal_connect_object (page, "mended", G_CALLBACK (g_application_activate), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self->trouble));
  return CARREL_TROUBLE_PAGE (page);
}

/* What became of a restore, in the window that is there again. */
static void
say_restored (CarrelApplication *self, GtkWindow *window)
{
  CarrelTroublePage *page = need_trouble (self);
  const char *failure = carrel_trouble_page_get_failure (page), *aside = carrel_trouble_page_get_aside (page);
  g_autofree char *message = NULL;

  if (failure)
    message = g_strdup (failure);
  else if (aside) /* Translators: %s is a folder. */
    message = g_strdup_printf (_("Backup restored. The library that was there is kept in “%s”."), aside);
  if (message)
    carrel_ui_show_toast (GTK_WIDGET (window), message, NULL);
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
  if (*database)
    carrel_trouble_page_restore (need_trouble (self), database);
  else
    carrel_trouble_page_set_error (need_trouble (self), damaged);
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
  carrel_trouble_page_wait (need_trouble (self), _("Closing the Library…"));
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
mend_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  close_library (CARREL_APPLICATION (user_data), "");
}

/* The library can't be opened: a window that says so, and what helps. */
static void
show_trouble (CarrelApplication *self, const GError *error)
{
  carrel_trouble_page_set_error (need_trouble (self), error);
}

static void
show_window (CarrelApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (!window || (GtkWidget *) window == self->trouble) {
    window = GTK_WINDOW (carrel_window_new (GTK_APPLICATION (self), self->library));
    if (self->width > 0)
      gtk_window_set_default_size (window, self->width, self->height);
  }
  gtk_window_present (window);
  if (self->trouble) {
    say_restored (self, window);
    gtk_window_destroy (GTK_WINDOW (self->trouble));
  }
  if (self->daily == 0)
    self->daily = g_timeout_add_seconds (FIRST_DAILY, first_daily_cb, self);
  if (self->page)
    carrel_window_show_page (CARREL_WINDOW (window), self->page);
}

static void
samples_added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  carrel_library_add_samples_finish (CARREL_LIBRARY (source), result, &error);
  if (error)
    g_warning ("%s", error->message);
  show_window (self);
  g_application_release (G_APPLICATION (self));
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  self->opening = FALSE;
  self->library = carrel_library_open_finish (result, &error);
  if (self->library && self->samples && carrel_library_get_counts (self->library)->all == 0) {
    carrel_library_add_samples_async (self->library, NULL, samples_added_cb, g_object_ref (self));
    return;
  }
  if (self->library)
    show_window (self);
  else
    show_trouble (self, error);
  g_application_release (G_APPLICATION (self));
}

static void
carrel_application_activate (GApplication *application)
{
  CarrelApplication *self = CARREL_APPLICATION (application);
  g_autofree char *folder = NULL;

  if (self->library) {
    show_window (self);
    return;
  }
  if (self->opening)
    return;
  self->opening = TRUE;
  folder = dup_folder (self);
  g_application_hold (application);
  carrel_library_open_async (folder, NULL, opened_cb, g_object_ref (self));
}

static int
carrel_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  CarrelApplication *self = CARREL_APPLICATION (application);
  const char *size;

  g_variant_dict_lookup (options, "library", "^ay", &self->folder);
  g_variant_dict_lookup (options, "page", "s", &self->page);
  if (g_variant_dict_contains (options, "samples"))
    self->samples = TRUE;
  if (g_variant_dict_lookup (options, "size", "&s", &size) && sscanf (size, "%dx%d", &self->width, &self->height) != 2)
    self->width = 0;
  return -1;
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows;

  while ((windows = gtk_application_get_windows (GTK_APPLICATION (user_data))))
    gtk_window_destroy (windows->data);
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AdwDialog *dialog = adw_about_dialog_new ();
  AdwAboutDialog *about = ADW_ABOUT_DIALOG (dialog);

  adw_about_dialog_set_application_name (about, "Carrel");
  adw_about_dialog_set_application_icon (about, APPLICATION_ID);
  adw_about_dialog_set_version (about, CARREL_VERSION);
  adw_about_dialog_set_developer_name (about, _("The Carrel contributors"));
  adw_about_dialog_set_license_type (about, GTK_LICENSE_GPL_3_0);
  adw_about_dialog_set_comments (about, _("Keeps the pages you care about as clean articles, on this computer, for good."));
  adw_dialog_present (dialog, GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (user_data))));
}

static void
carrel_application_shutdown (GApplication *application)
{
  carrel_loop_watch_end ();
  G_APPLICATION_CLASS (carrel_application_parent_class)->shutdown (application);
}

static void
carrel_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = { { .name = "quit", .activate = quit_action }, { .name = "about", .activate = about_action },
                                          { .name = "mend", .activate = mend_action }, { .name = "restore-backup", .activate = restore_action, .parameter_type = "s" } };

  carrel_loop_watch_begin ();
  G_APPLICATION_CLASS (carrel_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()), "/app/carrel/Carrel/icons");
  gtk_window_set_default_icon_name (APPLICATION_ID);
  if (g_getenv ("CARREL_PICTURE")) { /* for ./dev screenshot: no frame, and the buttons that GNOME has */
    g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

    gtk_css_provider_load_from_string (provider, "window.csd, window.solid-csd { margin: 0; padding: 0; border: none; border-radius: 0; box-shadow: none; outline: none; }");
    gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider), GTK_STYLE_PROVIDER_PRIORITY_USER);
    g_object_set (gtk_settings_get_default (), "gtk-decoration-layout", ":close", NULL);
    if (g_getenv ("CARREL_MIRRORED"))
      gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  }
}

static void
carrel_application_finalize (GObject *object)
{
  CarrelApplication *self = CARREL_APPLICATION (object);

  g_free (self->folder);
  g_free (self->page);
  g_free (self->restore);
  g_clear_handle_id (&self->daily, g_source_remove);
  g_clear_weak_pointer (&self->trouble);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (carrel_application_parent_class)->finalize (object);
}

static void
carrel_application_class_init (CarrelApplicationClass *class)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = carrel_application_finalize;
  application_class->activate = carrel_application_activate;
  application_class->startup = carrel_application_startup;
  application_class->shutdown = carrel_application_shutdown;
  application_class->handle_local_options = carrel_application_handle_local_options;
  GTK_APPLICATION_CLASS (class)->window_removed = window_removed_cb;
}

static void
carrel_application_init (CarrelApplication *self)
{
  static const GOptionEntry options[] = {
    { "library", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Open the library in this folder"), N_ ("FOLDER") },
    { "samples", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Put the sample articles into an empty library"), NULL },
    { "page", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Show this first: a place, article:N, inspector, add, search:WORDS"), N_ ("PAGE") },
    { "size", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("The window's size"), N_ ("WIDTHxHEIGHT") },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

CarrelApplication *
carrel_application_new (void)
{
  const char *unique = g_getenv ("CARREL_NON_UNIQUE");

  /* In one's own library one window; another library is another program. */
  return g_object_new (CARREL_TYPE_APPLICATION, "application-id", APPLICATION_ID, "resource-base-path", "/app/carrel/Carrel", "flags",
                       unique && *unique ? G_APPLICATION_NON_UNIQUE : G_APPLICATION_DEFAULT_FLAGS, NULL);
}
