/* carrel-window-actions.c: what the window does by menu and key that isn't about single articles:
 * ways, places and panes, adding, and the care of the library. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/carrel-window-private.h"

#include "ui/carrel-add-dialog.h"
#include "ui/carrel-again-all-dialog.h"
#include "ui/carrel-backups-dialog.h"
#include "ui/carrel-check.h"
#include "ui/carrel-clipboard.h"
#include "ui/carrel-highlights-page.h"
#include "ui/carrel-shortcuts.h"
#include "ui/carrel-sidebar.h"
#include "ui/map/carrel-map-page.h"

#include <glib/gi18n.h>
#include <string.h>

/* ── Ways and panes ── */

static void
extract_older_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  adw_dialog_present (carrel_again_all_dialog_new (CARREL_WINDOW (widget)->library), widget);
}

static void
next_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_list_pane_move (carrel_window_get_list (CARREL_WINDOW (widget)),
                         strcmp (name, "win.next") == 0 ? 1 : -1);
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);

  if (carrel_reader_pane_can_go_back (carrel_window_get_reader (self)))
    carrel_reader_pane_go_back (carrel_window_get_reader (self));
  else
    adw_navigation_split_view_set_show_content (ADW_NAVIGATION_SPLIT_VIEW (self->reading_split),
                                                FALSE);
}

/* What the reader does, by a key pressed anywhere. */
static void
reader_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (CARREL_WINDOW (widget)->reader, name, NULL);
}

static void
forward_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_reader_pane_go_forward (carrel_window_get_reader (CARREL_WINDOW (widget)));
}

/* ── Adding, looking for ── */

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_window_open_add (CARREL_WINDOW (widget), NULL);
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelCopied) copied = carrel_clipboard_read_finish (result, &error);
  AdwDialog *dialog;

  if (error)
    carrel_ui_show_error (GTK_WIDGET (self), error);
  if (!copied || !copied->text || !*copied->text)
    return;
  dialog = carrel_add_dialog_new (self->library);
  carrel_add_dialog_set_copied (CARREL_ADD_DIALOG (dialog), copied);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
paste_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_clipboard_read_async (gtk_widget_get_clipboard (widget), NULL, pasted_cb,
                               g_object_ref (widget));
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow        *self = CARREL_WINDOW (widget);
  AdwOverlaySplitView *places = ADW_OVERLAY_SPLIT_VIEW (self->places_split);

  if (adw_overlay_split_view_get_collapsed (places)) /* what is under them can't have the focus */
    adw_overlay_split_view_set_show_sidebar (places, FALSE);
  if (carrel_window_shows_map (self)) {
    carrel_map_page_focus_search (CARREL_MAP_PAGE (self->map));
    return;
  }
  adw_navigation_split_view_set_show_content (ADW_NAVIGATION_SPLIT_VIEW (self->reading_split),
                                              FALSE);
  if (carrel_window_shows_highlights (self))
    carrel_highlights_page_focus_search (CARREL_HIGHLIGHTS_PAGE (self->highlights));
  else {
    if (carrel_window_shows_other (self)) /* what has nothing to search */
      carrel_window_open_place (self, "all");
    carrel_list_pane_focus_search (carrel_window_get_list (self));
  }
}

static void
show_map_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelReading *reading =
      carrel_reader_pane_get_reading (carrel_window_get_reader (CARREL_WINDOW (widget)));

  carrel_window_open_map (CARREL_WINDOW (widget),
                          reading ? carrel_article_get_id (reading->article) : 0);
  carrel_map_page_focus (CARREL_MAP_PAGE (CARREL_WINDOW (widget)->map));
}

/* Words of a text, in all of the library. */
static void
search_for_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_window_open_search (CARREL_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
select_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);

  if (!carrel_window_shows_other (self) && !carrel_window_shows_map (self))
    carrel_list_pane_select_all (carrel_window_get_list (self));
}

static void
highlight_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_reader_pane_highlight (carrel_window_get_reader (CARREL_WINDOW (widget)));
}

static void
note_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow     *self = CARREL_WINDOW (widget);
  CarrelReaderPane *reader = carrel_window_get_reader (self);

  if (carrel_reader_pane_note (reader) || carrel_reader_pane_get_id (reader) == 0)
    return;
  adw_overlay_split_view_set_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (self->inspector_split), TRUE);
  gtk_widget_activate_action (self->inspector, "inspector.edit-note", NULL);
}

static void
show_highlight_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  gint64        article, id;

  g_variant_get (parameter, "(xx)", &article, &id);
  carrel_reader_pane_set_other (carrel_window_get_reader (self), NULL);
  carrel_reader_pane_show_highlight (carrel_window_get_reader (self), article, id);
  carrel_window_show_reader (self);
}

static void
show_place_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_window_open_place (CARREL_WINDOW (widget), name + strlen ("win.show-"));
}

static void
toggle_places_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow        *self = CARREL_WINDOW (widget);
  AdwOverlaySplitView *split = ADW_OVERLAY_SPLIT_VIEW (self->places_split);
  gboolean             shown = !adw_overlay_split_view_get_show_sidebar (split);

  adw_overlay_split_view_set_show_sidebar (split, shown);
  /* What they cover can't be seen, and isn't to be pressed. */
  if (shown && adw_overlay_split_view_get_collapsed (split))
    carrel_sidebar_focus (CARREL_SIDEBAR (self->sidebar));
}

static void
toggle_inspector_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow        *self = CARREL_WINDOW (widget);
  AdwOverlaySplitView *split = ADW_OVERLAY_SPLIT_VIEW (self->inspector_split);

  if (carrel_reader_pane_get_id (carrel_window_get_reader (self)) != 0)
    adw_overlay_split_view_set_show_sidebar (split,
                                             !adw_overlay_split_view_get_show_sidebar (split));
}

/* On what the pane is for, where it has that: not on the first button of its header. */
static gboolean
focus_pane (CarrelWindow *self, GtkWidget *pane)
{
  if (!gtk_widget_get_mapped (pane))
    return FALSE;
  if (pane == self->sidebar && carrel_sidebar_focus (CARREL_SIDEBAR (self->sidebar)))
    return TRUE;
  if (pane == self->list && carrel_list_pane_focus_list (carrel_window_get_list (self)))
    return TRUE;
  if (pane == self->reader && carrel_reader_pane_focus_page (carrel_window_get_reader (self)))
    return TRUE;
  return gtk_widget_child_focus (pane, GTK_DIR_TAB_FORWARD);
}

static void
focus_page_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_reader_pane_focus_page (carrel_window_get_reader (CARREL_WINDOW (widget)));
}

/* The pane with the focus. (nullable) */
static GtkWidget *
find_pane (CarrelWindow *self, GtkWidget *focus)
{
  GtkWidget *panes[] = { self->sidebar, self->list, self->reader, self->inspector };

  for (guint i = 0; focus && i < G_N_ELEMENTS (panes); i++)
    if (gtk_widget_is_ancestor (focus, panes[i]))
      return panes[i];
  return NULL;
}

/* What had it is gone: a row that was merged into another, the first page when the first article
 * has come. */
static void
find_focus (gpointer user_data)
{
  g_autoptr (CarrelWindow) self = user_data;
  GtkWidget *panes[] = { self->focus_pane, self->list, self->reader, self->sidebar };
  gboolean   found = gtk_widget_in_destruction (GTK_WIDGET (self)) ||
                   adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self));

  for (guint i = 0; !found && i < G_N_ELEMENTS (panes); i++)
    found = panes[i] && focus_pane (self, panes[i]);
}

/* GTK gives it to the first that can have it, which is the main menu. */
static void
focus_changed_cb (CarrelWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self)), *pane = find_pane (self, focus);
  gboolean   gone = !self->focused || !gtk_widget_get_mapped (self->focused);

  if (!focus || (!pane && gone && self->focus_pane && gtk_widget_get_mapped (self->focus_pane) &&
                 gtk_widget_get_native (focus) == GTK_NATIVE (self) &&
                 !gtk_widget_get_ancestor (focus, ADW_TYPE_DIALOG))) {
    g_idle_add_once (find_focus, g_object_ref (self));
  } else if (gtk_widget_get_native (focus) == GTK_NATIVE (self) &&
             !gtk_widget_get_ancestor (focus, ADW_TYPE_DIALOG)) {
    g_set_weak_pointer (&self->focused, focus);
    self->focus_pane = pane;
  }
}

static void
dialog_changed_cb (CarrelWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (!adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) &&
      (!focus || !gtk_widget_get_mapped (focus)))
    g_idle_add_once (find_focus, g_object_ref (self));
}

void
carrel_window_keep_focus (CarrelWindow *self)
{
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (focus_changed_cb), NULL);
  g_signal_connect (self, "notify::visible-dialog", G_CALLBACK (dialog_changed_cb), NULL);
}

static void
next_pane_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow *self = CARREL_WINDOW (widget);
  GtkWidget    *panes[] = { self->sidebar, self->list, self->reader, self->inspector },
            *pane = find_pane (self, gtk_window_get_focus (GTK_WINDOW (self)));
  guint at = G_N_ELEMENTS (panes) - 1;

  for (guint i = 0; i < G_N_ELEMENTS (panes); i++)
    if (pane == panes[i])
      at = i;
  for (guint i = 1; i <= G_N_ELEMENTS (panes); i++)
    if (focus_pane (self, panes[(at + i) % G_N_ELEMENTS (panes)]))
      return;
}

static void
show_activity_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_window_open_activity (CARREL_WINDOW (widget));
}

static void
shortcuts_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_shortcuts_present (widget);
}

/* ── The care of the library ── */

static void
samples_added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  guint            n = carrel_library_add_samples_finish (CARREL_LIBRARY (source), result, &error);
  g_autofree char *message =
      n > 0 ? g_strdup_printf (
                  g_dngettext (GETTEXT_PACKAGE, "%u article added", "%u articles added", n), n)
            : g_strdup (_ ("The sample articles are all here"));

  if (error)
    carrel_ui_show_error (GTK_WIDGET (self), error);
  else
    carrel_ui_show_toast (GTK_WIDGET (self), message, NULL);
}

static void
add_samples_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_library_add_samples_async (CARREL_WINDOW (widget)->library, NULL, samples_added_cb,
                                    g_object_ref (widget));
}

static void
check_library_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_check_start (widget, CARREL_WINDOW (widget)->library);
}

static void
backup_chosen_cb (CarrelWindow *self, const char *database)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "app.restore-backup", "s", database);
}

static void
backups_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AdwDialog *dialog = carrel_backups_dialog_new (
      carrel_library_get_folder (CARREL_WINDOW (widget)->library), CARREL_WINDOW (widget)->library);

  g_signal_connect_object (dialog, "restore", G_CALLBACK (backup_chosen_cb), widget,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, widget);
}

static void trash_emptied_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
no_backup_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelWindow) self = user_data;

  if (strcmp (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result), "delete") == 0)
    carrel_library_empty_trash_async (self->library, FALSE, trash_emptied_cb, g_object_ref (self));
}

/* Without a backup the trash stays as it is, until a person says otherwise. */
static void
trash_emptied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CarrelUndo) undo =
      carrel_library_change_finish (CARREL_LIBRARY (source), result, &error);
  AdwDialog *dialog;

  if (undo)
    carrel_ui_show_toast (GTK_WIDGET (self), _ ("Trash emptied"), NULL);
  if (!error || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (carrel_library_get_counts (self->library)->trash == 0) {
    carrel_ui_show_error (GTK_WIDGET (self), error);
    return;
  }
  dialog = adw_alert_dialog_new (_ ("No Backup Could Be Made"), error->message);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "delete",
                                  _ ("_Empty Without a Backup"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "delete",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), GTK_WIDGET (self), NULL, no_backup_chosen_cb,
                           g_object_ref (self));
}

static void
empty_trash_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CarrelWindow) self = user_data;

  if (strcmp (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result), "delete") == 0)
    carrel_library_empty_trash_async (self->library, TRUE, trash_emptied_cb, g_object_ref (self));
}

static void
empty_trash_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CarrelWindow    *self = CARREL_WINDOW (widget);
  guint            n = carrel_library_get_counts (self->library)->trash;
  g_autofree char *body = NULL;
  AdwDialog       *dialog;

  if (n == 0) {
    carrel_ui_show_toast (widget, _ ("The trash is empty"), NULL);
    return;
  }
  body = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%u article goes for good. This can’t be undone. Backups "
                                       "keep it until they are replaced.",
                                       "%u articles go for good. This can’t be undone. Backups "
                                       "keep them until they are replaced.",
                                       n),
                          n);
  dialog = adw_alert_dialog_new (_ ("Empty Trash"), body);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "delete",
                                  _ ("_Empty Trash"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "delete",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), widget, NULL, empty_trash_chosen_cb,
                           g_object_ref (self));
}

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  carrel_ui_undo (widget);
}

/* ── Their table ── */

#define ACTION(name, function) gtk_widget_class_install_action (widget_class, name, NULL, function)

void
carrel_window_install_actions (GtkWidgetClass *widget_class)
{
  static const char *const of_reader[] = { "reader.find",
                                           "reader.find-next",
                                           "reader.find-previous",
                                           "reader.next-heading",
                                           "reader.previous-heading",
                                           "reader.next-in-thread",
                                           "reader.previous-in-thread",
                                           "reader.edit-thread",
                                           "reader.contents",
                                           "reader.toggle-caret",
                                           "reader.listen",
                                           "reader.print",
                                           "reader.larger-text",
                                           "reader.smaller-text",
                                           "reader.normal-text" };

  ACTION ("win.extract-older", extract_older_action);
  ACTION ("win.next", next_action);
  ACTION ("win.previous", next_action);
  ACTION ("win.back", back_action);
  ACTION ("win.forward", forward_action);
  ACTION ("win.add", add_action);
  ACTION ("win.paste", paste_action);
  ACTION ("win.search", search_action);
  ACTION ("win.select-all", select_all_action);
  gtk_widget_class_install_action (widget_class, "win.search-for", "s", search_for_action);
  gtk_widget_class_install_action (widget_class, "win.show-highlight", "(xx)",
                                   show_highlight_action);
  ACTION ("win.highlight", highlight_action);
  ACTION ("win.note", note_action);
  ACTION ("win.undo", undo_action);
  ACTION ("win.show-inbox", show_place_action);
  ACTION ("win.show-all", show_place_action);
  ACTION ("win.toggle-places", toggle_places_action);
  ACTION ("win.toggle-inspector", toggle_inspector_action);
  ACTION ("win.next-pane", next_pane_action);
  ACTION ("win.focus-page", focus_page_action);
  ACTION ("win.show-shortcuts", shortcuts_action);
  ACTION ("win.show-activity", show_activity_action);
  ACTION ("win.show-map", show_map_action);
  ACTION ("win.add-samples", add_samples_action);
  ACTION ("win.backups", backups_action);
  ACTION ("win.check-library", check_library_action);
  ACTION ("win.empty-trash", empty_trash_action);
  for (guint i = 0; i < G_N_ELEMENTS (of_reader); i++)
    ACTION (of_reader[i], reader_action);
}
