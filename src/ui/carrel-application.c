/* carrel-application.c: the program with windows: opens the library, holds on until it is closed.
 * Main thread.
 *
 * The library is open while there is a window, while what such a window began to fetch goes on
 * without one, and, in a program that the desktop started to be asked (--gapplication-service),
 * until nobody has asked for a while.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-application-private.h"

#include "library/carrel-library-backup.h"
#include "library/carrel-library-disk.h"
#include "library/carrel-library.h"
#include "library/carrel-settings.h"
#include "ui/carrel-help-dialog.h"
#include "ui/carrel-loop-watch.h"
#include "ui/carrel-preferences.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-window.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#define PATIENCE_MS 1000 /* until it is said that the library is being opened */
/* Seconds: the first look is when the window has long been there. */
#define FIRST_DAILY 60
#define HOUR 3600
/* Seconds that a program without a window stays after it was asked. */
#define IDLE 20
/* Milliseconds that the program with the window has for its answer. */
#define ANSWER 60000

G_DEFINE_FINAL_TYPE (CarrelApplication, carrel_application, ADW_TYPE_APPLICATION)

/* ── Once a day ── */

static void
daily_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelBackup) backup =
      carrel_library_do_daily_finish (CARREL_LIBRARY (source), result, &error);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (!error || !window || self->daily_said ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->daily_said = TRUE; /* once in a session */
  g_prefix_error (&error, "%s ", _ ("There is no backup today:"));
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

static void open_library (CarrelApplication *self);

static void
quit_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelApplication) self = user_data;

  carrel_library_close_finish (CARREL_LIBRARY (source), result, NULL);
  g_clear_object (&self->library);
  self->closing = FALSE;
  if (self->wants_window || self->waiting->len > 0) { /* somebody came meanwhile */
    self->quitting = FALSE;
    open_library (self);
  }
  g_application_release (G_APPLICATION (self));
}

/* What is being written is written, then the program ends. */
static void
close_and_end (CarrelApplication *self)
{
  self->closing = TRUE;
  g_clear_pointer (&self->busy, carrel_busy_free);
  g_clear_handle_id (&self->daily, g_source_remove);
  g_application_hold (G_APPLICATION (self));
  carrel_library_close_async (self->library, quit_cb, g_object_ref (self));
}

/* It leaves with its library closed: what is asked meanwhile opens it again, and no question is
 * taken and forgotten. */
static gboolean
leave_cb (gpointer data)
{
  CarrelApplication *self = data;

  self->staying = 0;
  if (self->library && !self->closing && !self->behind &&
      !gtk_application_get_windows (GTK_APPLICATION (self)))
    close_and_end (self);
  g_application_release (G_APPLICATION (self));
  return G_SOURCE_REMOVE;
}

/* What the desktop started to be asked stays a while for the next question. */
static void
stay (CarrelApplication *self)
{
  if (!(g_application_get_flags (G_APPLICATION (self)) & G_APPLICATION_IS_SERVICE))
    return;
  if (self->staying == 0)
    g_application_hold (G_APPLICATION (self));
  g_clear_handle_id (&self->staying, g_source_remove);
  self->staying = g_timeout_add_seconds (IDLE, leave_cb, self);
}

static void
window_removed_cb (GtkApplication *application, GtkWindow *window)
{
  CarrelApplication *self = CARREL_APPLICATION (application);

  GTK_APPLICATION_CLASS (carrel_application_parent_class)->window_removed (application, window);
  if ((GtkWidget *) window == self->trouble)
    g_clear_weak_pointer (&self->trouble);
  if (!gtk_application_get_windows (application) && !self->quitting)
    stay (self);
  if (!self->library || self->closing || gtk_application_get_windows (application))
    return;
  if (!self->quitting && self->busy && carrel_busy_is_working (self->busy) &&
      carrel_settings_get_background (carrel_settings_get_default ())) {
    self->behind = TRUE;
    g_application_hold (G_APPLICATION (self));
    carrel_busy_go_behind (self->busy);
  } else
    close_and_end (self);
}

/* The queue has nothing more to do for now. */
static void
work_ended_cb (gpointer busy, gpointer user_data)
{
  CarrelApplication *self = user_data;

  if (!self->behind)
    return;
  self->behind = FALSE;
  if (!gtk_application_get_windows (GTK_APPLICATION (self)))
    close_and_end (self);
  g_application_release (G_APPLICATION (self));
}

/* ── Windows ── */

static void
clear_wish (CarrelApplication *self)
{
  g_clear_pointer (&self->wish.search, g_free);
  g_clear_pointer (&self->wish.add, g_free);
  g_slist_free_full (self->wish.files, g_object_unref);
  self->wish = (CarrelWish) { 0 };
}

static void
fulfil_wish (CarrelApplication *self, CarrelWindow *window)
{
  if (self->wish.article != 0)
    carrel_window_open_article (window, self->wish.article);
  if (self->wish.search)
    carrel_window_open_search (window, self->wish.search);
  if (self->wish.add)
    carrel_window_open_add (window, self->wish.add);
  if (self->wish.files)
    carrel_window_add_files (window, self->wish.files);
  if (self->wish.action)
    gtk_widget_activate_action (GTK_WIDGET (window), self->wish.action, NULL);
  clear_wish (self);
}

static GtkWindow *
make_window (CarrelApplication *self)
{
  CarrelWindow *window = carrel_window_new (GTK_APPLICATION (self), self->library);
  gboolean      first = !self->wish.another && !self->page && !g_getenv ("CARREL_PICTURE");

  if (first || self->wish.another)
    carrel_window_restore_state (window, first && self->wish.article == 0);
  if (self->width > 0)
    gtk_window_set_default_size (GTK_WINDOW (window), self->width, self->height);
  return GTK_WINDOW (window);
}

static void
show_window (CarrelApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  self->wants_window = FALSE;
  if (!window || (GtkWidget *) window == self->trouble || self->wish.another)
    window = make_window (self);
  gtk_window_present (window);
  if (self->trouble) {
    carrel_application_say_restored (self, window);
    gtk_window_destroy (GTK_WINDOW (self->trouble));
  }
  if (self->said)
    carrel_ui_show_toast (GTK_WIDGET (window), self->said, NULL);
  g_clear_pointer (&self->said, g_free);
  if (self->daily == 0)
    self->daily = g_timeout_add_seconds (FIRST_DAILY, first_daily_cb, self);
  if (self->busy)
    carrel_busy_withdraw (self->busy);
  if (self->page)
    carrel_window_show_page (CARREL_WINDOW (window), self->page);
  fulfil_wish (self, CARREL_WINDOW (window));
}

/* ── Opening ── */

/* Everybody who waited: with the library, or without. */
static void
answer_waiting (CarrelApplication *self)
{
  g_autoptr (GArray) waiting = self->waiting;

  self->waiting = g_array_new (FALSE, FALSE, sizeof (CarrelWaiting));
  for (guint i = 0; i < waiting->len; i++) {
    CarrelWaiting *one = &g_array_index (waiting, CarrelWaiting, i);

    one->ready (self->library, one->user_data);
  }
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
  g_clear_handle_id (&self->patience, g_source_remove);
  self->library = carrel_library_open_finish (result, &error);
  if (self->library) {
    carrel_application_watch_damage (self);
    carrel_library_watch_disk (self->library);
    self->busy = carrel_busy_new (GTK_APPLICATION (self), self->library, work_ended_cb, self);
  }
  answer_waiting (self);
  if (self->library && self->wants_window && self->samples &&
      carrel_library_get_counts (self->library)->all == 0) {
    carrel_library_add_samples_async (self->library, NULL, samples_added_cb, g_object_ref (self));
    return;
  }
  if (self->library && self->wants_window)
    show_window (self);
  else if (self->wants_window)
    carrel_application_show_trouble (self, error);
  g_application_release (G_APPLICATION (self));
}

static gboolean
patience_cb (gpointer data)
{
  CarrelApplication *self = data;

  self->patience = 0;
  if (self->wants_window)
    carrel_application_show_opening (self);
  return G_SOURCE_REMOVE;
}

/* Once, however often it is asked for. One that is being closed is opened again when it is. */
static void
open_library (CarrelApplication *self)
{
  g_autofree char *folder = NULL;

  if (self->opening || self->closing)
    return;
  self->opening = TRUE;
  folder = carrel_application_dup_folder (self);
  g_application_hold (G_APPLICATION (self));
  self->patience = g_timeout_add (PATIENCE_MS, patience_cb, self);
  carrel_library_open_soon_async (folder, NULL, opened_cb, g_object_ref (self));
}

static void
carrel_application_activate (GApplication *application)
{
  CarrelApplication *self = CARREL_APPLICATION (application);

  self->wants_window = TRUE;
  if (self->library && !self->closing)
    show_window (self);
  else
    open_library (self);
}

/* ── What the desktop asks ── */

static void
need_library (gpointer owner, CarrelLibraryReady ready, gpointer user_data)
{
  CarrelApplication  *self = owner;
  const CarrelWaiting one = { ready, user_data };

  stay (self);
  if (self->library && !self->closing) {
    ready (self->library, user_data);
    return;
  }
  g_array_append_val (self->waiting, one);
  open_library (self);
}

static void
show_found (gpointer owner, gint64 article, const char *search)
{
  CarrelApplication *self = owner;

  self->wish.article = article;
  g_set_str (&self->wish.search, search && *search ? search : NULL);
  g_application_activate (G_APPLICATION (self));
}

static char *
dup_provider_path (const char *path)
{
  return g_strconcat (path, "/SearchProvider", NULL);
}

static gboolean
carrel_application_dbus_register (GApplication    *application,
                                  GDBusConnection *connection,
                                  const char      *path,
                                  GError         **error)
{
  static const CarrelSearchOwner owner = { need_library, show_found };
  CarrelApplication             *self = CARREL_APPLICATION (application);
  g_autofree char               *provider = dup_provider_path (path);

  if (!G_APPLICATION_CLASS (carrel_application_parent_class)
           ->dbus_register (application, connection, path, error))
    return FALSE;
  self->provider =
      carrel_search_provider_new (application, connection, provider, &owner, self, error);
  return self->provider != NULL;
}

static void
carrel_application_dbus_unregister (GApplication    *application,
                                    GDBusConnection *connection,
                                    const char      *path)
{
  g_clear_pointer (&CARREL_APPLICATION (application)->provider, carrel_search_provider_free);
  G_APPLICATION_CLASS (carrel_application_parent_class)
      ->dbus_unregister (application, connection, path);
}

/* What «carrel:» is followed by: an address, perhaps escaped. (transfer full) */
static char *
dup_carrel_address (const char *uri)
{
  const char *rest = uri + strlen ("carrel:");

  while (*rest == '/')
    rest++;
  if (g_str_has_prefix (rest, "add?url="))
    rest += strlen ("add?url=");
  return !strstr (rest, "://") ? g_uri_unescape_string (rest, NULL) : g_strdup (rest);
}

/* Addresses fill in the dialog, and nothing is fetched before the person says so; files are added.
 */
static void
carrel_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  CarrelApplication *self = CARREL_APPLICATION (application);
  GString           *addresses = g_string_new (self->wish.add);

  for (int i = 0; i < n_files; i++) {
    g_autofree char *uri = g_file_get_uri (files[i]), *scheme = g_uri_parse_scheme (uri),
                    *address = NULL;

    if (g_strcmp0 (scheme, "carrel") == 0)
      address = dup_carrel_address (uri);
    else if (g_strcmp0 (scheme, "http") == 0 || g_strcmp0 (scheme, "https") == 0)
      address = g_strdup (uri);
    if (address)
      g_string_append_printf (addresses, "%s%s", addresses->len > 0 ? "\n" : "", address);
    else if (scheme && g_strcmp0 (scheme, "carrel") != 0)
      self->wish.files = g_slist_append (self->wish.files, g_object_ref (files[i]));
  }
  g_free (self->wish.add);
  self->wish.add = g_string_free (addresses, FALSE);
  if (!*self->wish.add)
    g_clear_pointer (&self->wish.add, g_free);
  g_application_activate (application);
}

/* ── The command line of the window ── */

/* What to end with: where the other program ended meanwhile, this one takes its place. */
static int
fail (GError *error)
{
  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN))
    return CARREL_APPLICATION_AGAIN;
  g_dbus_error_strip_remote_error (error);
  g_printerr ("carrel: %s\n", error->message);
  return 1;
}

/* Given to the program that has the window, which says that it has it. A message that nobody
 * answers is lost where this program ends at once: in a Flatpak with the proxy that was to pass it
 * on, and with a program that was just ending. */
static int
hand_over (GApplication *application, const char *const *uris)
{
  gboolean opens = uris && *uris;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;
  GVariantBuilder platform;

  g_variant_builder_init (&platform, G_VARIANT_TYPE_VARDICT);
  G_APPLICATION_GET_CLASS (application)->add_platform_data (application, &platform);
  answer = g_dbus_connection_call_sync (g_application_get_dbus_connection (application),
                                        g_application_get_application_id (application),
                                        g_application_get_dbus_object_path (application),
                                        "org.freedesktop.Application", opens ? "Open" : "Activate",
                                        opens ? g_variant_new ("(^asa{sv})", uris, &platform)
                                              : g_variant_new ("(a{sv})", &platform),
                                        NULL, G_DBUS_CALL_FLAGS_NONE, ANSWER, NULL, &error);
  return answer ? 0 : fail (error);
}

/* What is named on the line: opened here, or there. -1: nothing is, and this program goes on by
 * itself. */
static int
begin (GApplication *application, const char *const *given)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GStrvBuilder) uris = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;
  g_autoptr (GError) error = NULL;

  if (g_application_get_flags (application) & G_APPLICATION_IS_SERVICE)
    return -1;
  if (!g_application_register (application, NULL, &error))
    return fail (error);
  for (guint i = 0; given && given[i]; i++) {
    g_ptr_array_add (files, g_file_new_for_commandline_arg (given[i]));
    g_strv_builder_take (uris, g_file_get_uri (files->pdata[i]));
  }
  all = g_strv_builder_end (uris);
  if (g_application_get_is_remote (application))
    return hand_over (application, (const char *const *) all);
  if (files->len == 0)
    return -1;
  g_application_open (application, (GFile **) files->pdata, files->len, "");
  return 0;
}

static int
carrel_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  CarrelApplication      *self = CARREL_APPLICATION (application);
  g_autofree const char **given = NULL;
  const char             *size;

  g_variant_dict_lookup (options, "library", "^ay", &self->folder);
  g_variant_dict_lookup (options, "page", "s", &self->page);
  if (g_variant_dict_contains (options, "samples"))
    self->samples = TRUE;
  if (g_variant_dict_lookup (options, "size", "&s", &size) &&
      sscanf (size, "%dx%d", &self->width, &self->height) != 2)
    self->width = 0;
  g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&ay", &given);
  return begin (application, given);
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  CarrelApplication *self = CARREL_APPLICATION (user_data);
  GtkWindow         *active = gtk_application_get_active_window (GTK_APPLICATION (self));
  GList             *windows;

  self->quitting = TRUE;
  if (self->staying != 0)
    g_application_release (G_APPLICATION (self));
  g_clear_handle_id (&self->staying, g_source_remove);
  if (CARREL_IS_WINDOW (active))
    carrel_window_keep_state (CARREL_WINDOW (active));
  while ((windows = gtk_application_get_windows (GTK_APPLICATION (user_data))))
    gtk_window_destroy (windows->data);
}

/* By menu, key, notification, and as actions of the desktop file, which start the program. */
static void
wish_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  CarrelApplication *self = CARREL_APPLICATION (user_data);
  const char        *name = g_action_get_name (G_ACTION (action));

  if (g_str_equal (name, "open-article"))
    self->wish.article = g_variant_get_int64 (parameter);
  else if (g_str_equal (name, "new-window"))
    self->wish.another = TRUE;
  else
    self->wish.action = g_str_equal (name, "add")          ? "win.add"
                        : g_str_equal (name, "search")     ? "win.search"
                        : g_str_equal (name, "show-inbox") ? "win.show-inbox"
                                                           : "win.show-activity";
  g_application_activate (G_APPLICATION (self));
}

static void
help_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));

  if (window)
    adw_dialog_present (carrel_help_dialog_new (NULL), GTK_WIDGET (window));
}

static void
preferences_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  CarrelApplication *self = CARREL_APPLICATION (user_data);
  GtkWindow         *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (self->library && CARREL_IS_WINDOW (window))
    adw_dialog_present (carrel_preferences_new (self->library), GTK_WIDGET (window));
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AdwDialog      *dialog = adw_about_dialog_new ();
  AdwAboutDialog *about = ADW_ABOUT_DIALOG (dialog);

  adw_about_dialog_set_application_name (about, "Carrel");
  adw_about_dialog_set_application_icon (about, APPLICATION_ID);
  adw_about_dialog_set_version (about, CARREL_VERSION);
  adw_about_dialog_set_developer_name (about, _ ("The Carrel contributors"));
  adw_about_dialog_set_license_type (about, GTK_LICENSE_GPL_3_0);
  adw_about_dialog_set_comments (
      about, _ ("Keeps the pages you care about as clean articles, on this computer, for good."));
  adw_dialog_present (dialog,
                      GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (user_data))));
}

static void
closed_at_last_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  carrel_library_close_finish (CARREL_LIBRARY (source), result, NULL);
  *(gboolean *) user_data = TRUE;
}

/* Told to end, by the session or by a signal, it still ends with its library closed. */
static void
carrel_application_shutdown (GApplication *application)
{
  CarrelApplication *self = CARREL_APPLICATION (application);
  gboolean           closed = FALSE;

  carrel_loop_watch_end ();
  g_clear_pointer (&self->busy, carrel_busy_free);
  if (self->library && !self->closing) {
    self->closing = TRUE;
    carrel_library_close_async (self->library, closed_at_last_cb, &closed);
    while (!closed)
      g_main_context_iteration (NULL, TRUE);
  }
  G_APPLICATION_CLASS (carrel_application_parent_class)->shutdown (application);
}

static void
carrel_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "quit", .activate = quit_action },
    { .name = "about", .activate = about_action },
    { .name = "open-article", .activate = wish_action, .parameter_type = "x" },
    { .name = "new-window", .activate = wish_action },
    { .name = "add", .activate = wish_action },
    { .name = "search", .activate = wish_action },
    { .name = "show-inbox", .activate = wish_action },
    { .name = "show-activity", .activate = wish_action },
    { .name = "preferences", .activate = preferences_action },
    { .name = "help", .activate = help_action }
  };

  carrel_loop_watch_begin ();
  G_APPLICATION_CLASS (carrel_application_parent_class)->startup (application);
  stay (CARREL_APPLICATION (application));
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  carrel_application_add_trouble_actions (CARREL_APPLICATION (application));
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/app/carrel/Carrel/icons");
  gtk_window_set_default_icon_name (APPLICATION_ID);
  if (g_getenv (
          "CARREL_PICTURE")) { /* for ./dev screenshot: no frame, and the buttons that GNOME has */
    g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

    gtk_css_provider_load_from_string (
        provider, "window.csd, window.solid-csd { margin: 0; padding: 0; border: none; "
                  "border-radius: 0; box-shadow: none; outline: none; }");
    gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                                GTK_STYLE_PROVIDER (provider),
                                                GTK_STYLE_PROVIDER_PRIORITY_USER);
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
  g_free (self->move_to);
  g_free (self->said);
  clear_wish (self);
  g_array_unref (self->waiting);
  g_clear_handle_id (&self->daily, g_source_remove);
  g_clear_handle_id (&self->staying, g_source_remove);
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
  application_class->open = carrel_application_open;
  application_class->dbus_register = carrel_application_dbus_register;
  application_class->dbus_unregister = carrel_application_dbus_unregister;
  application_class->handle_local_options = carrel_application_handle_local_options;
  GTK_APPLICATION_CLASS (class)->window_removed = window_removed_cb;
}

static void
carrel_application_init (CarrelApplication *self)
{
  static const GOptionEntry options[] = {
    { "library", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Open the library in this folder"),
      N_ ("FOLDER") },
    { "samples", 0, 0, G_OPTION_ARG_NONE, NULL,
      N_ ("Put the sample articles into an empty library"), NULL },
    { "page", 0, 0, G_OPTION_ARG_STRING, NULL,
      N_ ("Show this first: a place, article:N, inspector, add, search:WORDS"), N_ ("PAGE") },
    { "size", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("The window's size"), N_ ("WIDTHxHEIGHT") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, "[FILE|URL…]" },
    { NULL },
  };

  self->waiting = g_array_new (FALSE, FALSE, sizeof (CarrelWaiting));
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

CarrelApplication *
carrel_application_new (void)
{
  const char *unique = g_getenv ("CARREL_NON_UNIQUE");

  /* In one's own library one window; another library is another program. */
  return g_object_new (
      CARREL_TYPE_APPLICATION, "application-id", APPLICATION_ID, "resource-base-path",
      "/app/carrel/Carrel", "flags",
      G_APPLICATION_HANDLES_OPEN |
          (unique && *unique ? G_APPLICATION_NON_UNIQUE : G_APPLICATION_DEFAULT_FLAGS),
      NULL);
}
