/* carrel-backups-dialog.c: the backups of a library. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-backups-dialog.h"

#include "library/carrel-library-backup.h"
#include "library/carrel-work.h"
#include "ui/carrel-ui.h"

#include "config.h"

#include <glib/gi18n.h>

struct _CarrelBackupsDialog {
  AdwDialog parent_instance;

  char          *folder;      /* (owned): the library's */
  CarrelLibrary *library;     /* (owned) (nullable): open, so that one can be made of it */
  GCancellable  *cancellable; /* (owned): cancelled with the dialog */
  GPtrArray     *backups;     /* (owned) (nullable) (element-type CarrelBackup) */

  GtkWidget *banner, *making, *folder_row, *reset, *make, *group, *list;
};

G_DEFINE_FINAL_TYPE (CarrelBackupsDialog, carrel_backups_dialog, ADW_TYPE_DIALOG)

enum { RESTORE, N_SIGNALS };
static guint signals[N_SIGNALS];

static void load (CarrelBackupsDialog *self);

static char *
format_time (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (time);

  /* Translators: when a backup was made, as in «26 November 2026, 14:05»; see date(1). */
  return date ? g_date_time_format (date, _ ("%-d %B %Y, %H:%M")) : g_strdup ("");
}

/* ── The list ── */

static const char *
get_kind (CarrelBackupKind kind)
{
  switch (kind) {
  case CARREL_BACKUP_DAILY:
    return _ ("daily");
  case CARREL_BACKUP_BY_HAND:
    return _ ("by hand");
  case CARREL_BACKUP_BEFORE_UPDATE:
    return _ ("before an update");
  case CARREL_BACKUP_BEFORE_DELETING:
    return _ ("before the trash was emptied");
  }
  return "";
}

static GtkWidget *
make_row (const CarrelBackup *backup)
{
  GtkWidget *row = adw_action_row_new (), *button = gtk_button_new_with_mnemonic (_ ("_Restore…"));
  g_autofree char *made = format_time (backup->made),
                  *size = g_format_size ((guint64) backup->bytes);
  g_autofree char *articles = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u article", "%u articles", backup->n_articles),
      backup->n_articles);
  g_autofree char *subtitle =
      g_strdup_printf ("%s · %s · %s", articles, size, get_kind (backup->kind));
  /* Translators: %s is when a backup was made. */
  g_autofree char *label = g_strdup_printf (_ ("Restore the backup of %s"), made);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), made);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "backups.restore");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", backup->path);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  label, -1); /* its own text names it */
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

static GtkWidget *
make_empty_row (void)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("There is no backup yet"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelBackupsDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *backups = carrel_library_list_backups_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable)) {
    g_clear_pointer (&backups, g_ptr_array_unref);
    return;
  }
  g_clear_pointer (&self->backups, g_ptr_array_unref);
  self->backups = backups;
  gtk_list_box_remove_all (
      GTK_LIST_BOX (self->list)); /* a placeholder, too, which is therefore a row */
  for (guint i = 0; backups && i < backups->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (backups->pdata[i]));
  if (backups && backups->len == 0)
    gtk_list_box_append (GTK_LIST_BOX (self->list), make_empty_row ());
  adw_banner_set_title (ADW_BANNER (self->banner), error ? error->message : "");
  adw_banner_set_revealed (ADW_BANNER (self->banner), error != NULL);
}

static void
load (CarrelBackupsDialog *self)
{
  gboolean         chosen;
  g_autofree char *path = carrel_library_dup_backup_folder (self->folder, &chosen);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->folder_row), path);
  gtk_widget_set_visible (self->reset, chosen);
  carrel_library_list_backups_async (self->folder, NULL, loaded_cb, g_object_ref (self));
}

/* ── Making ── */

typedef struct {
  CarrelBackupsDialog *dialog; /* (owned) */
  CarrelWork          *work;   /* (owned) */
} Making;

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Making *making = user_data;
  g_autoptr (CarrelBackupsDialog) self = making->dialog;
  g_autoptr (CarrelWork) work = making->work;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelBackup) backup = carrel_library_back_up_finish (result, &error);
  g_autofree char *sentence =
      backup ? g_strdup_printf (
                   g_dngettext (GETTEXT_PACKAGE, "%u article", "%u articles", backup->n_articles),
                   backup->n_articles)
             : NULL;
  GtkRoot *root;

  g_free (making);
  carrel_work_end (work, error, sentence);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "backups.make", TRUE);
  root = gtk_widget_get_root (GTK_WIDGET (self));
  if (root &&
      !gtk_root_get_focus (root)) /* it lost it when it couldn't be pressed, and Escape with it */
    gtk_widget_grab_focus (GTK_WIDGET (self->make));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->make), _ ("Back Up _Now"));
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    carrel_ui_show_toast (GTK_WIDGET (self), backup ? _ ("Backup made") : error->message, NULL);
  load (self);
}

/* Goes on when the dialog is closed; Activity shows it, too. */
static void
make_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelBackupsDialog *self = CARREL_BACKUPS_DIALOG (widget);
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  Making *making;

  if (!self->library)
    return;
  gtk_widget_action_set_enabled (widget, "backups.make", FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->make), _ ("Backing Up…"));
  making = g_new0 (Making, 1);
  making->dialog = g_object_ref (self);
  making->work = carrel_work_begin (self->library, _ ("Backup"), stop);
  carrel_library_back_up_async (self->folder, CARREL_BACKUP_BY_HAND,
                                carrel_work_get_progress (making->work), stop, made_cb, making);
}

/* ── Where ── */

static void
set_folder (CarrelBackupsDialog *self, const char *path)
{
  g_autoptr (GError) error = NULL;

  if (!carrel_library_set_backup_folder (self->folder, path, &error))
    carrel_ui_show_toast (GTK_WIDGET (self), error->message, NULL);
  load (self);
}

static void
folder_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelBackupsDialog) self = user_data;
  g_autoptr (GFile) file =
      gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (source), result, NULL);
  const char *path = file ? g_file_peek_path (file) : NULL;

  if (path)
    set_folder (self, path);
}

static void
choose_folder_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelBackupsDialog *self = CARREL_BACKUPS_DIALOG (widget);
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _ ("Folder for Backups"));
  gtk_file_dialog_select_folder (dialog, GTK_WINDOW (gtk_widget_get_root (widget)),
                                 self->cancellable, folder_chosen_cb, g_object_ref (self));
}

static void
reset_folder_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  set_folder (CARREL_BACKUPS_DIALOG (widget), NULL);
}

/* ── Restoring ── */

typedef struct {
  CarrelBackupsDialog *dialog; /* (owned) */
  char                *path;   /* (owned) */
} Choice;

static void
restore_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Choice *choice = user_data;

  if (g_str_equal (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result), "restore")) {
    g_signal_emit (choice->dialog, signals[RESTORE], 0, choice->path);
    adw_dialog_force_close (ADW_DIALOG (choice->dialog));
  }
  g_object_unref (choice->dialog);
  g_free (choice->path);
  g_free (choice);
}

static void
restore_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelBackupsDialog *self = CARREL_BACKUPS_DIALOG (widget);
  const char          *path = g_variant_get_string (parameter, NULL);
  Choice              *choice;
  AdwDialog           *dialog;

  for (guint i = 0; self->backups && i < self->backups->len; i++) {
    const CarrelBackup *backup = self->backups->pdata[i];
    g_autofree char    *made = NULL, *body = NULL;

    if (!g_str_equal (backup->path, path))
      continue;
    made = format_time (backup->made);
    /* Translators: %s is when a backup was made. */
    body = g_strdup_printf (_ ("The library becomes what it was on %s. The present one is set "
                               "aside beside it and not deleted."),
                            made);
    dialog = adw_alert_dialog_new (_ ("Restore the Backup"), body);
    adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "restore",
                                    _ ("_Restore"), NULL);
    adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "restore",
                                              ADW_RESPONSE_DESTRUCTIVE);
    adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
    choice = g_new0 (Choice, 1);
    choice->dialog = g_object_ref (self);
    choice->path = g_strdup (path);
    adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), widget, self->cancellable,
                             restore_chosen_cb, choice);
    return;
  }
}

/* ── Object ── */

static void
carrel_backups_dialog_closed (AdwDialog *dialog)
{
  g_cancellable_cancel (CARREL_BACKUPS_DIALOG (dialog)->cancellable);
}

static void
carrel_backups_dialog_finalize (GObject *object)
{
  CarrelBackupsDialog *self = CARREL_BACKUPS_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->library);
  g_clear_pointer (&self->backups, g_ptr_array_unref);
  g_free (self->folder);
  G_OBJECT_CLASS (carrel_backups_dialog_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CarrelBackupsDialog, name)

static void
carrel_backups_dialog_class_init (CarrelBackupsDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = carrel_backups_dialog_finalize;
  ADW_DIALOG_CLASS (class)->closed = carrel_backups_dialog_closed;
  signals[RESTORE] = g_signal_new ("restore", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-backups-dialog.ui");
  BIND (banner);
  BIND (making);
  BIND (folder_row);
  BIND (reset);
  BIND (make);
  BIND (group);
  BIND (list);
  gtk_widget_class_install_action (widget_class, "backups.make", NULL, make_action);
  gtk_widget_class_install_action (widget_class, "backups.choose-folder", NULL,
                                   choose_folder_action);
  gtk_widget_class_install_action (widget_class, "backups.reset-folder", NULL, reset_folder_action);
  gtk_widget_class_install_action (widget_class, "backups.restore", "s", restore_action);
}

static void
carrel_backups_dialog_init (CarrelBackupsDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
carrel_backups_dialog_new (const char *folder, CarrelLibrary *library)
{
  CarrelBackupsDialog *self = g_object_new (CARREL_TYPE_BACKUPS_DIALOG, NULL);

  self->folder = g_strdup (folder);
  self->library = library ? g_object_ref (library) : NULL;
  gtk_widget_set_visible (self->making, library != NULL);
  load (self);
  return ADW_DIALOG (self);
}
