/* carrel-trouble-page.c: what the window shows while no library is open. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-trouble-page.h"

#include "base/carrel-error.h"
#include "library/carrel-library-backup.h"
#include "ui/carrel-backups-dialog.h"
#include "ui/carrel-library-folder.h"
#include "ui/carrel-ui.h"
#include "ui/carrel-words.h"

#include "config.h"

#include <glib/gi18n.h>

/* Rows of what is missing; all of it stands in the report beside the damaged file. */
#define MAX_ROWS 200

struct _CarrelTroublePage {
  AdwBin parent_instance;

  char         *folder;          /* (owned) */
  char         *failure, *aside; /* (owned) (nullable) */
  GCancellable *cancellable;     /* (owned) (nullable): while something runs */
  CarrelProgress
       *progress; /* (owned): lives until what runs has ended, for that holds a reference */
  guint tick;

  GtkStack  *stack;
  GtkWidget *trouble, *damaged, *others, *retry, *elsewhere, *quit, *rebuild, *working, *bar,
      *cancel, *done, *lost, *open;
};

G_DEFINE_FINAL_TYPE (CarrelTroublePage, carrel_trouble_page, ADW_TYPE_BIN)

enum { MENDED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* ── Running ── */

static gboolean
tick_cb (gpointer data)
{
  CarrelTroublePage *self = data;
  int                permille = g_atomic_int_get (&self->progress->permille);

  if (permille > 0)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), permille / 1000.0);
  else
    gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->bar));
  return G_SOURCE_CONTINUE;
}

void
carrel_trouble_page_wait (CarrelTroublePage *self, const char *title)
{
  adw_status_page_set_title (ADW_STATUS_PAGE (self->working), title);
  gtk_widget_set_visible (self->cancel, self->cancellable != NULL);
  g_atomic_int_set (&self->progress->permille, 0);
  if (self->tick == 0)
    self->tick = g_timeout_add (250, tick_cb, self);
  gtk_stack_set_visible_child_name (self->stack, "working");
}

static void
stop (CarrelTroublePage *self, const char *child)
{
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_object (&self->cancellable);
  gtk_stack_set_visible_child_name (self->stack, child);
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_cancellable_cancel (CARREL_TROUBLE_PAGE (widget)->cancellable);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[MENDED], 0);
}

/* A dialog, since there is no window for a toast. */
static void
say (CarrelTroublePage *self, const char *title, const GError *error)
{
  AdwDialog *dialog;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  dialog = adw_alert_dialog_new (title, error->message);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/* ── Rebuilding ── */

static void
show_recovery (CarrelTroublePage *self, const CarrelRecovery *recovery)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *escaped = NULL;

  g_string_append_printf (text,
                          g_dngettext (GETTEXT_PACKAGE, "%u article is in the library again.",
                                       "%u articles are in the library again.",
                                       recovery->n_articles),
                          recovery->n_articles);
  if (recovery->n_backup > 0) {
    g_string_append_c (text, ' ');
    g_string_append_printf (text,
                            g_dngettext (GETTEXT_PACKAGE, "%u of them came from a backup.",
                                         "%u of them came from a backup.", recovery->n_backup),
                            recovery->n_backup);
  }
  g_string_append_c (text, '\n');
  /* Translators: %s is a folder. */
  g_string_append_printf (text, _ ("The damaged file is kept in “%s”."), recovery->aside);
  escaped = g_markup_escape_text (text->str, -1);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->done), escaped);
  adw_status_page_set_title (ADW_STATUS_PAGE (self->done), recovery->lost->len == 0
                                                               ? _ ("The Library Is Whole Again")
                                                               : _ ("The Library Is Rebuilt"));
  gtk_list_box_remove_all (GTK_LIST_BOX (self->lost));
  gtk_widget_set_visible (self->lost, recovery->lost->len > 0);
  for (guint i = 0; i < MIN (recovery->lost->len, MAX_ROWS); i++) {
    GtkWidget *row = adw_action_row_new ();

    adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), recovery->lost->pdata[i]);
    gtk_list_box_append (GTK_LIST_BOX (self->lost), row);
  }
  stop (self, "done");
  gtk_widget_grab_focus (self->open);
}

static void
recovered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelTroublePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelRecovery) recovery = carrel_library_recover_finish (result, &error);

  if (recovery) {
    show_recovery (self, recovery);
    return;
  }
  stop (self, "trouble");
  say (self, _ ("The Library Was Not Rebuilt"), error);
}

static void
rebuild_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelTroublePage) self = user_data;

  if (!g_str_equal (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result),
                    "rebuild") ||
      self->cancellable)
    return;
  self->cancellable = g_cancellable_new ();
  carrel_trouble_page_wait (self, _ ("Rebuilding…"));
  carrel_library_recover_async (self->folder, self->progress, self->cancellable, recovered_cb,
                                g_object_ref (self));
}

static void
rebuild_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AdwDialog *dialog = adw_alert_dialog_new (
      _ ("Rebuild the Library"),
      _ ("Carrel reads what can be read in the damaged file, and adds what only the newest backup "
         "has. Then it says what is missing. The damaged file is kept as it is."));

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "rebuild",
                                  _ ("_Rebuild"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "rebuild",
                                            ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "rebuild");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), widget, NULL, rebuild_chosen_cb,
                           g_object_ref (widget));
}

/* ── Restoring ── */

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelTroublePage) self = user_data;
  g_autoptr (GError) error = NULL;

  self->aside = carrel_library_restore_backup_finish (result, &error);
  if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->failure = g_strdup (error->message);
  stop (self, "trouble");
  g_signal_emit (self, signals[MENDED], 0);
}

void
carrel_trouble_page_restore (CarrelTroublePage *self, const char *database)
{
  g_clear_pointer (&self->aside, g_free);
  g_clear_pointer (&self->failure, g_free);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  carrel_trouble_page_wait (self, _ ("Restoring the Backup…"));
  carrel_library_restore_backup_async (self->folder, database, self->progress, self->cancellable,
                                       restored_cb, g_object_ref (self));
}

static void
restore_chosen_cb (CarrelTroublePage *self, const char *database)
{
  if (!self->cancellable)
    carrel_trouble_page_restore (self, database);
}

static void
restore_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AdwDialog *dialog = carrel_backups_dialog_new (CARREL_TROUBLE_PAGE (widget)->folder, NULL);

  g_signal_connect_object (dialog, "restore", G_CALLBACK (restore_chosen_cb), widget,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, widget);
}

/* ── Another one ── */

static void
say_folder (GtkWidget *widget, const char *sentence)
{
  g_autoptr (GError) error = g_error_new_literal (CARREL_ERROR, CARREL_ERROR_BAD_FILE, sentence);

  say (CARREL_TROUBLE_PAGE (widget), _ ("The Library Could Not Be Opened"), error);
}

static void
elsewhere_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_library_folder_choose (widget, CARREL_TROUBLE_PAGE (widget)->folder, FALSE, say_folder);
}

static void
show_file_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelTroublePage *self = CARREL_TROUBLE_PAGE (widget);
  g_autofree char   *path = g_build_filename (self->folder, "carrel.db", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GtkFileLauncher) launcher = gtk_file_launcher_new (file);

  gtk_file_launcher_open_containing_folder (launcher, GTK_WINDOW (gtk_widget_get_root (widget)),
                                            NULL, NULL, NULL);
}

/* ── Object ── */

void
carrel_trouble_page_set_error (CarrelTroublePage *self, const char *folder, const GError *error)
{
  gboolean damaged = g_error_matches (error, CARREL_ERROR, CARREL_ERROR_DAMAGED),
           new = g_error_matches (error, CARREL_ERROR, CARREL_ERROR_TOO_NEW);
  g_autofree char *sentence = carrel_words_error (error),
                  *escaped = g_markup_escape_text (sentence, -1);

  g_set_str (&self->folder, folder);
  adw_status_page_set_title (ADW_STATUS_PAGE (self->trouble),
                             new ? _ ("A Newer Library") : _ ("The Library Could Not Be Opened"));
  adw_status_page_set_description (
      ADW_STATUS_PAGE (self->trouble),
      damaged ? _ ("The file “carrel.db” is damaged. Your articles are very likely all there: "
                   "Carrel can rebuild the file from what it can read. The damaged one is kept.")
              : escaped);
  gtk_widget_set_tooltip_text (self->damaged, damaged ? error->message : NULL);
  gtk_widget_set_visible (self->damaged, damaged);
  gtk_widget_set_visible (self->others, !damaged);
  gtk_widget_set_visible (self->retry, !new); /* this program will never read it */
  gtk_widget_set_visible (self->quit, new);
  gtk_widget_set_visible (self->elsewhere, carrel_library_folder_can_choose ());
  gtk_stack_set_visible_child_name (self->stack, "trouble");
}

const char *
carrel_trouble_page_get_failure (CarrelTroublePage *self)
{
  return self->failure;
}

const char *
carrel_trouble_page_get_aside (CarrelTroublePage *self)
{
  return self->aside;
}

static void
carrel_trouble_page_dispose (GObject *object)
{
  CarrelTroublePage *self = CARREL_TROUBLE_PAGE (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), CARREL_TYPE_TROUBLE_PAGE);
  G_OBJECT_CLASS (carrel_trouble_page_parent_class)->dispose (object);
}

static void
carrel_trouble_page_finalize (GObject *object)
{
  CarrelTroublePage *self = CARREL_TROUBLE_PAGE (object);

  g_clear_object (&self->cancellable);
  g_free (self->folder);
  g_free (self->failure);
  g_free (self->aside);
  g_free (self->progress);
  G_OBJECT_CLASS (carrel_trouble_page_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CarrelTroublePage, name)

static void
carrel_trouble_page_class_init (CarrelTroublePageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = carrel_trouble_page_dispose;
  G_OBJECT_CLASS (class)->finalize = carrel_trouble_page_finalize;
  signals[MENDED] = g_signal_new ("mended", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/app/carrel/Carrel/ui/carrel-trouble-page.ui");
  BIND (stack);
  BIND (trouble);
  BIND (damaged);
  BIND (others);
  BIND (retry);
  BIND (elsewhere);
  BIND (quit);
  BIND (rebuild);
  BIND (working);
  BIND (bar);
  BIND (cancel);
  BIND (done);
  BIND (lost);
  BIND (open);
  gtk_widget_class_install_action (widget_class, "trouble.rebuild", NULL, rebuild_action);
  gtk_widget_class_install_action (widget_class, "trouble.restore", NULL, restore_action);
  gtk_widget_class_install_action (widget_class, "trouble.elsewhere", NULL, elsewhere_action);
  gtk_widget_class_install_action (widget_class, "trouble.show-file", NULL, show_file_action);
  gtk_widget_class_install_action (widget_class, "trouble.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "trouble.open", NULL, open_action);
}

static void
carrel_trouble_page_init (CarrelTroublePage *self)
{
  self->progress = g_new0 (CarrelProgress, 1);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_button_set_label (GTK_BUTTON (self->elsewhere), _ ("_Open Another Library…"));
}

GtkWidget *
carrel_trouble_page_new (const char *folder)
{
  CarrelTroublePage *self = g_object_new (CARREL_TYPE_TROUBLE_PAGE, NULL);

  self->folder = g_strdup (folder);
  return GTK_WIDGET (self);
}
